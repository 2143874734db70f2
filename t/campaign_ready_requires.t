use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: what is missing makes a node unready
--- http_config
    campaign_ready_requires catalog;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- error_code: 503
--- response_body_like: ^\{"status":"unready","catalog":\{"state":"none"\}
--- no_error_log
[error]
[alert]

=== TEST 2: each of them
--- http_config
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_ready_requires model keys;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- error_code: 200
--- response_body_like: ^\{"status":"ready",.*"keys":"ok"
--- no_error_log
[error]
[alert]

=== TEST 3: the keys alone
--- http_config
    campaign_ready_requires keys;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- error_code: 503
--- response_body_like: "keys":"none"
--- no_error_log
[error]
[alert]

=== TEST 4: an unknown one
--- http_config
    campaign_ready_requires redis;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
invalid value "redis" of "campaign_ready_requires", it must be "catalog", "model" or "keys" in

=== TEST 5: none
--- http_config
    campaign_ready_requires;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "campaign_ready_requires" directive in
