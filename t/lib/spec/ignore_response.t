use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: nothing is looked at
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- ignore_response
--- error_code: 500
--- response_body: x
--- error_log
GET /a

=== bad: the log is
fails: should match
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- ignore_response
--- error_log
GET /z
