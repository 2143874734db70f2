use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: lines
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body
hello

=== bad: other lines
fails: response is expected
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body
hullo

=== bad: a line end too few
fails: response is expected
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body chomp
hello

=== good: a list
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /b"]
--- error_code eval
[200, 404]
--- response_body eval
["hello\n", "gone\n"]

=== bad: the second of a list
fails: response is expected .*req 1
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /b"]
--- error_code eval
[200, 404]
--- response_body eval
["hello\n", "come\n"]

=== good: a regular expression
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body eval
qr/^hel+o$/

=== bad: a regular expression
fails: response_body - like
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body eval
qr/^heo$/

=== bad: bytes
fails: response is expected
--- config eval
"location /a { return 200 \"" . "a" x 200 . "\x02b" . "\"; }"
--- request
GET /a
--- response_body eval
"a" x 200 . "\x01b"
