use Test::Nginx::Socket 'no_plan';

master_on();
workers(3);
no_shuffle();
run_tests();

__DATA__

=== good: workers
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- error_log eval
qr/start worker process \d+/
--- log_level: notice

=== bad: one process
fails: should not match
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- no_error_log eval
qr/start worker process \d+/
--- log_level: notice

=== good: three of them
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- log_level: notice
--- grep_error_log eval: qr/start worker process \d/
--- grep_error_log_out eval
qr/^(?:start.*\n){3}$/

=== bad: four of them
fails: grep_error_log_out
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- log_level: notice
--- grep_error_log eval: qr/start worker process \d/
--- grep_error_log_out eval
qr/^(?:start.*\n){4}$/
