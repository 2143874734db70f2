use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: all that there is, before anything was counted
--- config
    location = /metrics { campaign_metrics; }
--- request
GET /metrics
--- response_headers
Content-Type: text/plain; version=0.0.4; charset=utf-8
--- response_body_like eval
'(?s)' . join('.*', map { quotemeta }
    "# TYPE campaign_bid_requests_total counter\n",
    "campaign_bid_requests_total{outcome=\"bid\"} 0\n",
    "campaign_bid_requests_total{outcome=\"nobid\"} 0\n",
    "campaign_bid_requests_total{outcome=\"error\"} 0\n",
    "campaign_nobid_total{reason=\"no_match\"} 0\n",
    "campaign_bid_errors_total{code=\"json_syntax\"} 0\n",
    "# TYPE campaign_bid_latency_seconds histogram\n",
    "campaign_bid_latency_seconds_bucket{le=\"+Inf\"} 0\n",
    "campaign_bid_latency_seconds_sum 0.000000000\n",
    "campaign_bid_latency_seconds_count 0\n",
    "campaign_bid_candidates_count 0\n",
    "campaign_bid_stage_seconds_total{stage=\"read\"} 0.000000000\n",
    "# TYPE campaign_inference_duration_seconds histogram\n",
    "campaign_catalog_loads_total 0\n",
    "campaign_active_campaigns 0\n",
    "campaign_build_info{version=\"")
--- no_error_log
[error]
[alert]

=== TEST 2: requests are counted by their outcome
--- config
    location = /v1/bid { campaign_bid; }
    location = /metrics { campaign_metrics; }
--- request eval
['POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /v1/bid
{', 'GET /v1/bid', 'GET /metrics']
--- error_code eval
[204, 204, 400, 405, 200]
--- response_body_like eval
['^$', '^$', 'json_syntax', 'method_not_allowed',
'(?s)' . join('.*', map { quotemeta }
    "campaign_bid_requests_total{outcome=\"bid\"} 0\n",
    "campaign_bid_requests_total{outcome=\"nobid\"} 2\n",
    "campaign_bid_requests_total{outcome=\"error\"} 2\n",
    "campaign_nobid_total{reason=\"no_catalog\"} 2\n",
    "campaign_bid_errors_total{code=\"json_syntax\"} 1\n",
    "campaign_bid_errors_total{code=\"method_not_allowed\"} 1\n",
    "campaign_bid_latency_seconds_count 4\n",
    "campaign_bid_candidates_bucket{le=\"0\"} 2\n",
    "campaign_bid_request_bytes_total 115\n")]
--- no_error_log
[error]
[alert]

=== TEST 3: the backend that is used is there before it was
--- http_config
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm backend=scalar;
--- config
    location = /metrics { campaign_metrics; }
--- request
GET /metrics
--- response_body_like eval
'(?s)' . join('.*', map { quotemeta }
    "campaign_inference_duration_seconds_bucket{backend=\"scalar\",le=\"+Inf\"} 0\n",
    "campaign_inference_duration_seconds_count{backend=\"scalar\"} 0\n",
    "backend=\"scalar\",model=\"") . '[0-9a-f]{16}"\} 1\n$'
--- no_error_log
[error]
[alert]

=== TEST 4: what a bid does is counted
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm backend=scalar;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
    location = /metrics { campaign_metrics; }
--- request eval
['POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"format":[{"w":300,"h":250},{"w":728,"h":90},{"w":320,"h":50}]}}],"site":{"domain":"example.com"},"device":{"geo":{"country":"USA"}}}',
'GET /metrics']
--- error_code eval
[200, 200]
--- response_body_like eval
['"seatbid"',
'(?s)campaign_bid_requests_total\{outcome="bid"\} 1\n.*campaign_bid_candidates_bucket\{le="0"\} 0\n.*campaign_bid_candidates_bucket\{le="16"\} 1\n.*campaign_inference_duration_seconds_count\{backend="scalar"\} 1\n.*campaign_bids_total 1\n.*campaign_catalog_loads_total 1\n.*\ncampaign_active_campaigns 1\n.*\ncampaign_catalog_adgroups 2\n']
--- no_error_log
[error]
[alert]

=== TEST 5: the head of it
--- config
    location = /metrics { campaign_metrics; }
--- request
HEAD /metrics
--- response_headers
Content-Type: text/plain; version=0.0.4; charset=utf-8
--- response_body chomp
--- no_error_log
[error]
[alert]

=== TEST 6: another method
--- config
    location = /metrics { campaign_metrics; }
--- request
DELETE /metrics
--- error_code: 405
--- response_headers
Allow: GET, HEAD
--- no_error_log
[error]
[alert]

=== TEST 7: with an argument
--- config
    location = /metrics { campaign_metrics on; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "campaign_metrics" directive in

=== TEST 8: in a server
--- config
    campaign_metrics;
--- request
GET /
--- must_die
--- error_log
"campaign_metrics" directive is not allowed here in

=== TEST 9: states of privacy and what they take away
--- config
    location = /v1/bid { campaign_bid; }
    location = /metrics { campaign_metrics; }
--- request eval
['POST /v1/bid
{"id":"a1","device":{"lmt":1,"dnt":1},"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /v1/bid
{"id":"a1","device":{"lmt":1},"imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'GET /metrics']
--- error_code eval
[204, 204, 200]
--- response_body_like eval
['^$', '^$', '(?s)campaign_privacy_total\{state="coppa"\} 0\n.*campaign_privacy_total\{state="lmt"\} 2\ncampaign_privacy_total\{state="dnt"\} 1\n.*campaign_privacy_removed_total\{thing="device_ids"\} 2\n.*campaign_privacy_removed_total\{thing="log"\} 1\n']
--- no_error_log
[error]
[alert]

=== TEST 10: by exchange; who is refused is counted as well
--- http_config
    campaign_exchange adx { }
--- config
    location = /v1/bid { campaign_bid; campaign_exchange adx; }
    location = /none { campaign_bid; }
    location = /metrics { campaign_metrics; }
--- request eval
['POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'POST /v1/bid
{', 'GET /v1/bid', 'POST /none
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'GET /metrics']
--- error_code eval
[204, 400, 405, 204, 200]
--- response_body_like eval
['^$', '', '', '^$', '(?s)campaign_exchange_requests_total\{exchange="",outcome="bid"\} 0\ncampaign_exchange_requests_total\{exchange="",outcome="nobid"\} 1\ncampaign_exchange_requests_total\{exchange="",outcome="error"\} 0\ncampaign_exchange_requests_total\{exchange="adx",outcome="bid"\} 0\ncampaign_exchange_requests_total\{exchange="adx",outcome="nobid"\} 1\ncampaign_exchange_requests_total\{exchange="adx",outcome="error"\} 2\n']
--- no_error_log
[error]
[alert]

=== TEST 11: by an exchange that a variable names, whatever is wrong
--- http_config
    campaign_exchange adx { }
    add_header X-Exchange $campaign_exchange always;
--- config
    location = /v1/bid {
        campaign_bid;
        campaign_max_body 1k;
        campaign_exchange $arg_ex;
    }
    location = /metrics { campaign_metrics; }
--- request eval
["POST /v1/bid?ex=adx\n{", "POST /v1/bid?ex=adx\n" . "x" x 2000, "GET /v1/bid?ex=adx", "POST /v1/bid?ex=nobody\n{", "GET /metrics"]
--- error_code eval
[400, 413, 405, 204, 200]
--- response_headers eval
["X-Exchange: adx", "X-Exchange: adx", "X-Exchange: adx", "X-Exchange: ", "X-Exchange: "]
--- response_body_like eval
['json_syntax', 'body_too_large', 'method_not_allowed', '^$', '(?s)exchange="",outcome="nobid"\} 1\n.*exchange="",outcome="error"\} 0\n.*exchange="adx",outcome="nobid"\} 0\n.*exchange="adx",outcome="error"\} 3\n']
--- no_error_log
[error]
[alert]

=== TEST 12: ... and of a type that is not read
--- http_config
    campaign_exchange adx { }
--- config
    location = /v1/bid {
        campaign_bid;
        campaign_exchange $arg_ex;
        add_header X-Exchange $campaign_exchange always;
    }
    location = /metrics { campaign_metrics; }
--- more_headers
Content-Type: image/png
--- request eval
["POST /v1/bid?ex=adx\n{", "GET /metrics"]
--- error_code eval
[415, 200]
--- response_body_like eval
['media_type', 'exchange="adx",outcome="error"\} 1\n']
--- no_error_log
[error]
[alert]
