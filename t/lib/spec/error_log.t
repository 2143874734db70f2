use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a line and another
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- error_log
No such file
/a/x

=== bad: one of two lines
fails: "such a file" should match
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- error_log
No such file
such a file

=== good: a pattern
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- error_log eval
qr/\(\d: No such/

=== bad: a pattern
fails: should match
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- error_log eval
qr/\(\d\d: No such/

=== good: a list
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- error_log eval
["No such file", qr/a.x/]

=== bad: only what the request wrote counts
fails: should match
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request eval
["GET /a/x", "GET /b"]
--- error_code eval
[404, 200]
--- error_log
No such file

=== good: a dot is a dot
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a.x
--- error_code: 404
--- error_log: a.x

=== bad: a dot is a dot
fails: should match
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a-x
--- error_code: 404
--- error_log: a.x
