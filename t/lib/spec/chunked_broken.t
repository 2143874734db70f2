use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: no chunks
fails: invalid chunked
fails: status code ok
--- config
    location ~ ^/ { add_header Transfer-Encoding chunked; return 200 "zz"; }
--- request
GET /a

=== bad: cut short
fails: invalid chunked
fails: status code ok
--- config
    location ~ ^/ { add_header Transfer-Encoding chunked; return 200 "5\r\nabc"; }
--- request
GET /a

=== bad: no last one
fails: invalid chunked|no last chunk
fails: status code ok
--- config
    location ~ ^/ { add_header Transfer-Encoding chunked; return 200 "3\r\nabc\r\n"; }
--- request
GET /a
