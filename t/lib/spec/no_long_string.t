# says: got: 'a{500}'

use Test::Nginx::Socket 'no_plan';

no_long_string();
no_shuffle();
run_tests();

__DATA__

=== bad: shown whole
fails: response is expected
--- config eval
"location /a { return 200 " . "a" x 500 . "; }"
--- request
GET /a
--- response_body eval
"b" x 500
