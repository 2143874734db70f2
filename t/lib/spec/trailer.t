use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a trailer ends the body
cpan: fails
--- config
    location ~ ^/ { root html; ssi on; ssi_types *; add_trailer X-T v; }
--- user_files
>>> a
hello
--- request
GET /a
--- response_body
hello
