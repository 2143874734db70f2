use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: later
--- http_config
    map $request_time $x { ~^0\.0 fast; default slow; }
--- config
    location ~ ^/ { return 200 $x; }
--- raw_request eval
["GET / HTTP/1.0\r\n", "A: b\r\n\r\n"]
--- raw_request_middle_delay: 0.2
--- response_body chomp
slow

=== bad: later
fails: response is expected
--- http_config
    map $request_time $x { ~^0\.0 fast; default slow; }
--- config
    location ~ ^/ { return 200 $x; }
--- raw_request eval
["GET / HTTP/1.0\r\n", "A: b\r\n\r\n"]
--- raw_request_middle_delay: 0.2
--- response_body chomp
fast

=== bad: at once
fails: response is expected
--- http_config
    map $request_time $x { ~^0\.0 fast; default slow; }
--- config
    location ~ ^/ { return 200 $x; }
--- raw_request eval
["GET / HTTP/1.0\r\n", "A: b\r\n\r\n"]
--- response_body chomp
slow
