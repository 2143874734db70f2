# bails: Cannot start nginx
# own: not ok .* unknown directive "no_such_directive"

use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: nginx does not start
--- config
    no_such_directive;
--- request
GET /a
