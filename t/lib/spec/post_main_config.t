use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: after http
--- post_main_config
    post_nothing;
--- config
    location ~ ^/ { return 200; }
--- request
GET /a
--- must_die
--- error_log
unknown directive "post_nothing"

=== bad: nothing there
fails: die as expected
--- post_main_config
    # nothing
--- config
    location ~ ^/ { return 200; }
--- request
GET /a
--- must_die
