# bails: unknown section "no_eror_log"
# cpan: passes

use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: a misspelt section
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- no_eror_log
[error]
