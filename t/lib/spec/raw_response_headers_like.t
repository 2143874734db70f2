use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a pattern
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- raw_response_headers_like: X-A: one\r\nX-A: two\r\n

=== bad: a pattern
fails: raw resp headers like
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- raw_response_headers_like: X-A: two\r\nX-A: one\r\n
