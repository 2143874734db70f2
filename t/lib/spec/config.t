use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a location
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body
hello

=== bad: no location
fails: status code ok
--- config
    location /b { return 200; }
--- request
GET /a

=== good: an environment variable
--- config
    location /a { return 200 "$TEST_NGINX_SERVER_PORT,$TEST_NGINX_SERVER_ROOT\n"; }
--- request
GET /a
--- response_body_like: ^[0-9]+,/.+\n$

=== bad: an environment variable
fails: response is expected
--- config
    location /a { return 200 "$TEST_NGINX_SERVER_PORT,$TEST_NGINX_SERVER_ROOT\n"; }
--- request
GET /a
--- response_body
$TEST_NGINX_SERVER_ROOT,$TEST_NGINX_SERVER_PORT
