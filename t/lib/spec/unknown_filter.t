# bails: filter.*shout|'shout' filter

use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: a filter that is none
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body shout
hello
