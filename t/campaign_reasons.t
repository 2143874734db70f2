use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: what did not bid, by campaign, exchange and reason
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_reasons sample=1/1 zone=64k;
--- config
    location = /v1/bid { campaign_bid; campaign_exchange ssp; }
    location = /metrics { campaign_metrics; }
--- request eval
['POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'POST /v1/bid
{"id":"a1","tmax":5000,"bcat":["IAB18"],"imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'GET /metrics']
--- error_code eval
[200, 204, 200]
--- response_body_like eval
['shoes', '^$', '(?s)campaign_dropped_sample_ratio 1\n.*campaign_dropped_samples_total 2\n.*campaign_dropped_overflow_total 0\n.*(?=.*campaign_dropped_total\{campaign="shoes",exchange="ssp",reason="no_match",where="inventory.exchanges"\} 2\n).*campaign_dropped_total\{campaign="shoes",exchange="ssp",reason="category",where=""\} 1\n']
--- no_error_log
[error]
[alert]

=== TEST 2: who came as far as an offer, or would have
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_reasons sample=1/1 zone=64k;
--- config
    location = /v1/bid { campaign_bid; campaign_exchange adx; }
    location = /metrics { campaign_metrics; }
--- request eval
['POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","bidfloor":90,"banner":{"w":300,"h":250}}]}', 'GET /metrics']
--- error_code eval
[200, 204, 200]
--- response_body_like eval
['shoes', '^$', '(?s)(?=.*campaign_dropped_total\{campaign="shoes",exchange="adx",reason="outbid",where=""\} 1\n).*campaign_dropped_total\{campaign="shoes",exchange="adx",reason="below_floor",where=""\} 2\n']
--- no_error_log
[error]
[alert]

=== TEST 3: none by default
--- config
    location = /metrics { campaign_metrics; }
--- request
GET /metrics
--- response_body_unlike: campaign_dropped
--- no_error_log
[error]
[alert]

=== TEST 4: a part of the requests
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_reasons sample=1/1000000 zone=1m;
--- config
    location = /v1/bid { campaign_bid; }
    location = /metrics { campaign_metrics; }
--- request eval
['POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'GET /metrics']
--- error_code eval
[200, 200]
--- response_body_like eval
['shoes', '(?s)campaign_dropped_sample_ratio 0.000001\n.*campaign_dropped_samples_total 0\n']
--- no_error_log
[error]
[alert]

=== TEST 5: sample=1/0
--- http_config
    campaign_reasons sample=1/0 zone=1m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "sample=1/0" of "campaign_reasons", it must be from "sample=1/1" to "sample=1/1000000" in

=== TEST 6: sample=1/1000001
--- http_config
    campaign_reasons sample=1/1000001 zone=1m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "sample=1/1000001" of "campaign_reasons", it must be from "sample=1/1" to "sample=1/1000000" in

=== TEST 7: sample=2/3
--- http_config
    campaign_reasons sample=2/3 zone=1m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "sample=2/3" of "campaign_reasons", it must be from "sample=1/1" to "sample=1/1000000" in

=== TEST 8: sample=0.1
--- http_config
    campaign_reasons sample=0.1 zone=1m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "sample=0.1" of "campaign_reasons", it must be from "sample=1/1" to "sample=1/1000000" in

=== TEST 9: 1/10
--- http_config
    campaign_reasons 1/10 zone=1m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "1/10" of "campaign_reasons", it must be from "sample=1/1" to "sample=1/1000000" in

=== TEST 10: sample=1/
--- http_config
    campaign_reasons sample=1/ zone=1m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "sample=1/" of "campaign_reasons", it must be from "sample=1/1" to "sample=1/1000000" in

=== TEST 11: zone=63k
--- http_config
    campaign_reasons sample=1/10 zone=63k;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "zone=63k" of "campaign_reasons", it must be from "zone=64k" to "zone=16m" in

=== TEST 12: zone=17m
--- http_config
    campaign_reasons sample=1/10 zone=17m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "zone=17m" of "campaign_reasons", it must be from "zone=64k" to "zone=16m" in

=== TEST 13: zone=
--- http_config
    campaign_reasons sample=1/10 zone=;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "zone=" of "campaign_reasons", it must be from "zone=64k" to "zone=16m" in

=== TEST 14: 1m
--- http_config
    campaign_reasons sample=1/10 1m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "1m" of "campaign_reasons", it must be from "zone=64k" to "zone=16m" in

=== TEST 15: zone=x
--- http_config
    campaign_reasons sample=1/10 zone=x;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "zone=x" of "campaign_reasons", it must be from "zone=64k" to "zone=16m" in

=== TEST 16: twice
--- http_config
    campaign_reasons sample=1/10 zone=1m;
    campaign_reasons sample=1/10 zone=1m;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
"campaign_reasons" directive is duplicate in

=== TEST 17: one argument
--- http_config
    campaign_reasons sample=1/10;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "campaign_reasons" directive in

=== TEST 18: in a server
--- http_config

--- config
    campaign_reasons sample=1/10 zone=1m;
--- request
GET /
--- must_die
--- error_log
"campaign_reasons" directive is not allowed here in
