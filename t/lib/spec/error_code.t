use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: 200 by default
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a

=== bad: 200 by default
fails: status code ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /b

=== good: the code
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /b
--- error_code: 404

=== bad: another code
fails: status code ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- error_code: 404

=== good: a list
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /b"]
--- error_code eval
[200, 404]

=== bad: a list out of order
fails: status code ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /b"]
--- error_code eval
[404, 200]
