use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: awaited
--- config
    location ~ ^/ { return 200; }
--- init
system('(sleep 0.9; test -d $TEST_NGINX_SERVER_ROOT/logs'
       . ' && echo late one >> $TEST_NGINX_SERVER_ROOT/logs/error.log) &');
--- request
GET /a
--- wait: 1.2
--- error_log
late one

=== bad: not awaited
fails: should match
--- config
    location ~ ^/ { return 200; }
--- init
system('(sleep 0.9; test -d $TEST_NGINX_SERVER_ROOT/logs'
       . ' && echo late two >> $TEST_NGINX_SERVER_ROOT/logs/error.log) &');
--- request
GET /a
--- error_log
late two

=== bad: not awaited long enough
fails: should match
--- config
    location ~ ^/ { return 200; }
--- init
system('(sleep 0.9; test -d $TEST_NGINX_SERVER_ROOT/logs'
       . ' && echo late three >> $TEST_NGINX_SERVER_ROOT/logs/error.log) &');
--- request
GET /a
--- wait: 0.1
--- error_log
late three
