use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: a time
--- config
    location = /v1/bid { campaign_bid; campaign_bid_exp 30s; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: none
--- http_config
    campaign_bid_exp 0;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
value must be between 1s and 65535s in

=== TEST 3: too long
--- http_config
    campaign_bid_exp 1d;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
value must be between 1s and 65535s in

=== TEST 4: no time
--- http_config
    campaign_bid_exp -1s;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_bid_exp" directive invalid value in
