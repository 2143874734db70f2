use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a pattern
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- response_headers_like
X-B: \d

=== bad: a pattern
fails: header X-B like ok
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- response_headers_like
X-B: [a-z]

=== bad: the whole value counts
fails: header X-A like ok
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- response_headers_like
X-A: one
