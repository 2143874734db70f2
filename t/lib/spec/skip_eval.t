use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: skipped
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- skip_eval: 1: 1 + 1 == 2
--- request
GET /a
--- error_code: 500

=== bad: not skipped
fails: status code ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- skip_eval: 1: 1 + 1 == 3
--- request
GET /a
--- error_code: 500
