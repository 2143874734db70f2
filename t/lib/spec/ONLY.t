use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== never: another
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /b

=== bad: the only one
fails: status code ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /b
--- ONLY

=== never: one after it
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /b
