use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: put together
--- config
    location ~ ^/ { root html; gzip off; ssi on; ssi_types *; }
--- user_files eval
[["a", "abc" x 3000]]
--- request
GET /a
--- response_body_like: ^(?:abc){3000}$
--- response_headers
Transfer-Encoding: chunked

=== bad: put together
fails: response_body_like
--- config
    location ~ ^/ { root html; gzip off; ssi on; ssi_types *; }
--- user_files eval
[["a", "abc" x 3000]]
--- request
GET /a
--- response_body_like: ^(?:abc){2999}$
