use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: what matched
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- grep_error_log eval: qr/\d+: No such \w+/
--- grep_error_log_out
2: No such file

=== bad: what matched
fails: grep_error_log_out
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- grep_error_log eval: qr/\d+: No such \w+/
--- grep_error_log_out
3: No such file

=== good: nothing matched
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /b
--- grep_error_log: No such
--- grep_error_log_out

=== bad: something matched
fails: grep_error_log_out
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- grep_error_log: No such
--- grep_error_log_out

=== good: a regular expression
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- grep_error_log: No such
--- grep_error_log_out eval
qr/^No/

=== bad: a regular expression
fails: grep_error_log_out
--- config
    location /a { root html; }
    location /b { return 200 "hello\n"; }
--- request
GET /a/x
--- error_code: 404
--- grep_error_log: No such
--- grep_error_log_out eval
qr/^Yes/
