use Test::Nginx::Socket;

plan tests => repeat_each() * 2 * blocks();
no_shuffle();
run_tests();

__DATA__

=== good: two tests
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body
hello

=== good: two more
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body
hello
