# bails: several requests|asked for many requests

use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: several requests and one code
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request eval
["GET /a", "GET /a"]
--- error_code: 200
