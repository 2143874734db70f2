use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: a time
--- config
    location = /v1/bid { campaign_bid; campaign_tmax 200ms; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: none
--- config
    location = /v1/bid { campaign_bid; campaign_tmax 0; }
--- request
GET /
--- must_die
--- error_log
it must be from 1ms to 10s in

=== TEST 3: too much
--- http_config
    campaign_tmax 11s;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
it must be from 1ms to 10s in

=== TEST 4: no time
--- http_config
    campaign_tmax soon;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid value "soon" of "campaign_tmax", it must be from 1ms to 10s in
