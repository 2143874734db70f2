use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: dies
--- config
    nothing;
--- request
GET /a
--- must_die
--- error_log
unknown directive "nothing"

=== bad: lives
fails: die as expected
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
GET /a
--- must_die

=== good: with a code
--- config
    nothing;
--- request
GET /a
--- must_die: 1

=== bad: with another code
fails: die with the expected exit code
--- config
    nothing;
--- request
GET /a
--- must_die: 2

=== bad: for another reason
fails: should match
--- config
    nothing;
--- request
GET /a
--- must_die
--- error_log
unknown directive "something"
