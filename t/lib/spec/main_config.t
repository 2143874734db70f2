use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a thread pool
--- main_config
    thread_pool spec threads=1;
--- config
    location /a { aio threads=spec; return 200; }
--- request
GET /a

=== bad: another thread pool
fails: die as expected
--- main_config
    thread_pool spec threads=1;
--- config
    location /a { aio threads=spec; return 200; }
--- must_die
--- request
GET /a

=== good: no thread pool
--- main_config
    thread_pool spec threads=1;
--- config
    location /a { aio threads=other; return 200; }
--- request
GET /a
--- must_die
--- error_log
unknown thread pool "other"
