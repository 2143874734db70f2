use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: keys
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: no such file
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/none;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
/none" cannot be used:
No such file or directory
nginx.conf:

=== TEST 3: a file that others can read
--- user_files eval
[["keys", "1 " . "0f" x 32 . "\n"]]
--- http_config
    campaign_keys ../html/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
/keys" cannot be used:
nginx.conf:

=== TEST 4: a file of another kind
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
/colanet.cxm" cannot be used:

=== TEST 5: twice
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_keys" directive is duplicate in
