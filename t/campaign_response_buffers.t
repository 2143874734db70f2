use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: a number and a size
--- http_config
    campaign_response_buffers 4 16k;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: no size
--- http_config
    campaign_response_buffers 4;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "campaign_response_buffers" directive in

=== TEST 3: no number
--- http_config
    campaign_response_buffers some 4k;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_response_buffers" directive invalid value in

=== TEST 4: none
--- http_config
    campaign_response_buffers 0 4k;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_response_buffers" directive invalid value in
