# bails: TEST_NGINX_NO_SUCH_VARIABLE

use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: a variable that is not set
--- config
    location /a { return 200 $TEST_NGINX_NO_SUCH_VARIABLE; }
--- request
GET /a
