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
it must be from 4 to 16 in

=== TEST 3: more than the most
--- config
    location = /v1/bid { campaign_bid; campaign_candidates 17; }
--- request
GET /
--- must_die
--- error_log
it must be from 4 to 16 in

=== TEST 4: no number
--- config
    location = /v1/bid { campaign_bid; campaign_candidates all; }
--- request
GET /
--- must_die
--- error_log
invalid value "all" of "campaign_candidates", it must be from 4 to 16 in

=== TEST 5: no more are scored
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/many.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    log_format bid '[$arg_n $campaign_candidates $campaign_adgroup]';
--- config
    access_log logs/access.log bid;
    location = /v1/bid { campaign_bid; campaign_candidates 5; }
--- request
POST /v1/bid?n=5
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":320,"h":50}}]}
--- error_code: 200
--- access_log
[5 5 many-20]
--- no_error_log
[error]
[alert]

=== TEST 6: as many as there may be by default
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/many.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    log_format bid '[$campaign_candidates $campaign_adgroup]';
--- config
    access_log logs/access.log bid;
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":320,"h":50}}]}
--- error_code: 200
--- access_log
[16 many-20]
--- no_error_log
[error]
[alert]
