use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: the client goes
--- config
    location /a { limit_rate 1; return 200 "hello\n"; }
--- request
GET /a
--- abort
--- timeout: 0.2
--- ignore_response
--- no_error_log
[error]

=== bad: no response
fails: response is expected
fails: status code ok
--- config
    location /a { limit_rate 1; return 200 "hello\n"; }
--- request
GET /a
--- abort
--- timeout: 0.2
--- response_body
hello
