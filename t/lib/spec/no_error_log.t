use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: nothing
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /b
--- no_error_log
[error]
[alert]

=== bad: an error
fails: "\[error\]" should not match
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- no_error_log
[error]

=== bad: a pattern
fails: should not match
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- no_error_log eval
qr/No such f/
