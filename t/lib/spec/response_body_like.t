use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a pattern
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body_like: ^h.*o$

=== bad: a pattern
fails: response_body_like
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body_like: ^o.*h$

=== bad: the line end is in the pattern
fails: response_body_like
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body_like
hel

=== good: a list
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /b"]
--- error_code eval
[200, 404]
--- response_body_like eval
["^h", "^g"]

=== bad: a list
fails: response_body_like
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /b"]
--- error_code eval
[200, 404]
--- response_body_like eval
["^g", "^g"]
