# bails: there is no request|Request line should be non-empty

use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: no request
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
