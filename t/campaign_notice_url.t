use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: none, with keys
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_bid" with "campaign_keys" requires "campaign_notice_url" in
nginx.conf:

=== TEST 2: without keys
--- http_config
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_bid" with "campaign_notice_url" requires "campaign_keys" in

=== TEST 3: without a scheme
--- http_config
    campaign_notice_url ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid notice URL "ads.example.com", it must start with "https://" or "http://" and a host in

=== TEST 4: without a host
--- http_config
    campaign_notice_url https:///notices;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
no host in notice URL "https:///notices" in

=== TEST 5: nothing but a scheme
--- http_config
    campaign_notice_url https://;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid notice URL "https://"

=== TEST 6: a variable
--- http_config
    campaign_notice_url https://$host;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid character in notice URL "https://$host", a scheme, a host and a path are allowed in

=== TEST 7: arguments
--- http_config
    campaign_notice_url https://ads.example.com/?a=b;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid character in notice URL

=== TEST 8: twice
--- http_config
    campaign_notice_url https://ads.example.com;
    campaign_notice_url https://ads.example.org;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_notice_url" directive is duplicate in

=== TEST 9: what a location does not bid with is not missed
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location = /health { campaign_status health; }
--- request
GET /health
--- error_code: 200
--- no_error_log
[error]
[alert]
