use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: none
--- config
    location = /v1/bid { campaign_bid; campaign_tmax_margin 0; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: all of the time there is
--- config
    location = /v1/bid {
        campaign_bid;
        campaign_tmax 50ms;
        campaign_tmax_margin 50ms;
    }
--- request
GET /
--- must_die
--- error_log
"campaign_tmax_margin" must be less than "campaign_tmax" for "campaign_bid" in
nginx.conf:

=== TEST 3: more than the inherited time
--- http_config
    campaign_tmax 40ms;
--- config
    location = /v1/bid { campaign_bid; campaign_tmax_margin 50ms; }
--- request
GET /
--- must_die
--- error_log
"campaign_tmax_margin" must be less than "campaign_tmax" for "campaign_bid" in

=== TEST 4: too much
--- http_config
    campaign_tmax_margin 10s;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
it must be from 0 to 9999ms in

=== TEST 5: a request that leaves less than that
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    log_format reason '$campaign_decision $campaign_reason';
--- config
    location = /v1/bid {
        campaign_bid;
        campaign_tmax_margin 50ms;
        access_log logs/reason.log reason;
    }
--- request
POST /v1/bid
{"id":"a1","tmax":40,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]
