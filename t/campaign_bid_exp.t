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

=== TEST 2: as long as the medium says
--- http_config
    campaign_bid_exp 0;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 3: too long
--- http_config
    campaign_bid_exp 7201s;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
it must be from 0 to 7200s in

=== TEST 4: no time
--- http_config
    campaign_bid_exp -1s;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid value "-1s" of "campaign_bid_exp", it must be from 0 to 7200s in

=== TEST 5: the location's, the ad group's, and the request's
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /default { campaign_bid; }
    location = /short { campaign_bid; campaign_bid_exp 45s; }
    location = /adx { campaign_bid; campaign_exchange adx; }
--- request eval
my $body = '{"id":"a1","tmax":5000,"app":{"id":"p"},"imp":[{"id":"1","banner":{"w":300,"h":250}}]}';
my $exp = '{"id":"a1","tmax":5000,"app":{"id":"p"},"imp":[{"id":"1","exp":20,"banner":{"w":300,"h":250}}]}';
["POST /default\n$body", "POST /short\n$body", "POST /adx\n$body", "POST /short\n$exp"]
--- error_code eval
[200, 200, 200, 200]
--- response_body_like eval
['"exp":300,', '"exp":45,', '"exp":60,', '"exp":20,']
--- no_error_log
[error]
[alert]

=== TEST 6: less than a second
--- http_config
    campaign_bid_exp 500ms;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid value "500ms" of "campaign_bid_exp", it must be from 0 to 7200s in
nginx.conf:
