use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: bytes
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- raw_request eval
"GET /a HTTP/1.0\r\n\r\n"
--- response_body
hello

=== bad: bytes
fails: status code ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- raw_request eval
"GET  \x00/a HTTP/1.0\r\n\r\n"

=== good: packets
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- raw_request eval
["GET /a HT", "TP/1.0\r\n", "\r\n"]
--- response_body
hello

=== bad: kept alive
fails: client socket timed out
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- timeout: 0.2
--- raw_request eval
"GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
