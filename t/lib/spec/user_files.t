use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a file
--- config
    location ~ ^/ { root html; }
--- user_files
>>> x/y.txt
one
two
>>> z.txt
three
--- request
GET /x/y.txt
--- response_body
one
two

=== good: the next
--- config
    location ~ ^/ { root html; }
--- user_files
>>> x/y.txt
one
two
>>> z.txt
three
--- request
GET /z.txt
--- response_body
three

=== bad: other text
fails: response is expected
--- config
    location ~ ^/ { root html; }
--- user_files
>>> y.txt
one
two
--- request
GET /y.txt
--- response_body
two
one

=== bad: no file
fails: status code ok
--- config
    location ~ ^/ { root html; }
--- request
GET /y.txt

=== good: a date
--- config
    location ~ ^/ { root html; }
--- user_files
>>> y.txt 201001020304.05
one
--- request
GET /y.txt
--- response_headers
Last-Modified: Sat, 02 Jan 2010 03:04:05 GMT

=== good: a list
--- config
    location ~ ^/ { root html; }
--- user_files eval
[["y.bin", "\x00\xff"]]
--- request
GET /y.bin
--- response_body eval
"\x00\xff"
