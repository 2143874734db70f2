use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a map
--- http_config
    map $uri $x { /a one; default two; }
--- config
    location ~ ^/ { return 200 $x; }
--- request
GET /a
--- response_body chomp
one

=== bad: a map
fails: response is expected
--- http_config
    map $uri $x { /a one; default two; }
--- config
    location ~ ^/ { return 200 $x; }
--- request
GET /b
--- response_body chomp
one
