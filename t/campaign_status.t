use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: health
--- config
    location = /health { campaign_status health; }
--- request
GET /health
--- response_headers
Content-Type: application/json
--- response_body_like: ^\{"status":"ok","version":"[0-9.]+"\}$
--- no_error_log
[error]
[alert]

=== TEST 2: ready without anything
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- response_body
{"status":"ready","catalog":{"state":"none"},"model":{"state":"none"},"keys":"none"}
--- no_error_log
[error]
[alert]

=== TEST 3: ready with all of it
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- response_body_like: ^\{"status":"ready","catalog":\{"state":"ok","version":\d+,"campaigns":\d+,"adgroups":\d+\},"model":\{"state":"ok","name":"[^"]*","id":"[0-9a-f]{16}","backend":"\w+"\},"keys":"ok"\}$
--- no_error_log
[error]
[alert]

=== TEST 4: live
--- config
    location = /live { campaign_status live; }
--- request
GET /live
--- response_body
{"status":"ok","threads":{"campaign_load":"ok"}}
--- no_error_log
[error]
[alert]

=== TEST 5: the head of it
--- config
    location = /health { campaign_status health; }
--- request
HEAD /health
--- response_headers
Content-Type: application/json
--- response_body chomp
--- no_error_log
[error]
[alert]

=== TEST 6: another method
--- config
    location = /health { campaign_status health; }
--- request
POST /health
hello
--- error_code: 405
--- response_headers
Allow: GET, HEAD
Content-Type: application/json
--- response_body chomp
{"error":{"code":"method_not_allowed","field":"method","fault":"is not allowed here","allowed":"GET, HEAD"}}
--- no_error_log
[error]
[alert]

=== TEST 7: the body of a GET is no more than read
--- config
    location = /health { campaign_status health; }
--- pipelined_requests eval
["GET /health\nhello", "GET /health"]
--- error_code eval
[200, 200]
--- no_error_log
[error]
[alert]

=== TEST 8: an unknown probe
--- config
    location = /health { campaign_status well; }
--- request
GET /
--- must_die
--- error_log
invalid value "well", it must be "health", "ready" or "live" in

=== TEST 9: no probe
--- config
    location = /health { campaign_status; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "campaign_status" directive in

=== TEST 10: in a server
--- config
    campaign_status health;
--- request
GET /
--- must_die
--- error_log
"campaign_status" directive is not allowed here in

=== TEST 11: twice
--- config
    location = /health { campaign_status health; campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
"campaign_status" directive is duplicate in
