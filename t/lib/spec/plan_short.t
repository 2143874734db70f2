# says: planned 3 tests but ran 2

use Test::Nginx::Socket tests => 3;

run_tests();

__DATA__

=== good: three tests of two
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- response_body
hello
