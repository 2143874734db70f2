use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a line
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- access_log
GET /a

=== bad: a line
fails: "GET /z" should match
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- access_log
GET /z

=== good: a pattern
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- access_log eval
qr/" 200 6 /

=== bad: a pattern
fails: should match
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- access_log eval
qr/" 404 6 /
