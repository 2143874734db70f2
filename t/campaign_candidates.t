use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: the least
--- http_config
    campaign_candidates 4;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: less than the least
--- http_config
    campaign_candidates 3;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
value must be between 4 and 16 in

=== TEST 3: more than the most
--- config
    location = /v1/bid { campaign_bid; campaign_candidates 17; }
--- request
GET /
--- must_die
--- error_log
value must be between 4 and 16 in

=== TEST 4: no number
--- config
    location = /v1/bid { campaign_bid; campaign_candidates all; }
--- request
GET /
--- must_die
--- error_log
"campaign_candidates" directive invalid number in
