use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: values, several of a name, and absence
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- response_headers
X-A: one, two
x-b: 3
! X-C

=== bad: another value
fails: header X-B ok
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- response_headers
X-B: 4

=== bad: absent
fails: header X-C ok
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- response_headers
X-C: 4

=== bad: present
fails: X-B not present
--- config
    location /a { add_header X-A one; add_header X-A two; add_header X-B 3; return 200 "hello\n"; }
--- request
GET /a
--- response_headers
! X-B

=== good: a list
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /b"]
--- error_code eval
[200, 404]
--- response_headers eval
["Content-Length: 6", "Content-Length: 5"]

=== bad: a list
fails: header Content-Length ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /b"]
--- error_code eval
[200, 404]
--- response_headers eval
["Content-Length: 6", "Content-Length: 6"]
