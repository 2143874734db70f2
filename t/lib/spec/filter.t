use Test::Nginx::Socket 'no_plan';

our $Body = "hello\n";

sub lower { return map { lc } @_ }

no_shuffle();
run_tests();

__DATA__

=== good: eval of a variable
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body eval: $::Body

=== good: chomp and chop
--- config
    location /b { return 404 "gone"; }
--- request
GET /b
--- response_body chomp chop
gonex
--- error_code: 404

=== bad: chop
fails: response is expected
--- config
    location /b { return 404 "gone"; }
--- request
GET /b
--- response_body chop
gonex
--- error_code: 404

=== good: a function of the file
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body lower
HELLO

=== bad: a function of the file
fails: response is expected
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body lower
HULLO

=== good: blank lines around go
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body


hello
