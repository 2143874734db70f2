use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: in time
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- timeout: 1s

=== bad: too late
fails: client socket timed out
--- config
    location /a { limit_rate 1; return 200 "hello\n"; }
--- request
GET /a
--- timeout: 200ms
--- ignore_response

=== bad: too late in seconds
fails: client socket timed out
--- config
    location /a { limit_rate 1; return 200 "hello\n"; }
--- request
GET /a
--- timeout: 0.2
--- ignore_response
