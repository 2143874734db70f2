use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: an older one
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- skip_nginx: 1: >= 1.0.0 : too new
--- request
GET /a
--- error_code: 500

=== bad: not skipped
fails: status code ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- skip_nginx: 1: < 1.0.0
--- request
GET /a
--- error_code: 500
