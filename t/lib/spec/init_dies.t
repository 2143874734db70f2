# bails: init.* spec dies

use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: init dies
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- init
die "spec dies\n";
--- request
GET /a
