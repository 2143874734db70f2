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
invalid number "some" of "campaign_response_buffers", it must be from 1 to 1024 in

=== TEST 4: none
--- http_config
    campaign_response_buffers 0 4k;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid number "0" of "campaign_response_buffers", it must be from 1 to 1024 in

=== TEST 5: an answer that does not fit takes memory of the request
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/many.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_response_buffers 1 1k;
--- config
    location = /v1/bid { campaign_bid; }
    location = /metrics { campaign_metrics; }
--- request eval
['POST /v1/bid
{"id":"a1","tmax":5000,"imp":[' . join(',', map { '{"id":"' . $_ . '","banner":{"w":320,"h":50}}' } 1 .. 20) . ']}', 'GET /metrics']
--- error_code eval
[200, 200]
--- response_body_like eval
['^\{"id":"a1",.*"cur":"USD"\}$', 'campaign_response_buffer_misses_total [1-9]']
--- no_error_log
[error]
[alert]

=== TEST 6: an answer whose buffers are all taken
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_response_buffers 1 4k;
--- config
    location = /v1/bid { campaign_bid; }
--- pipelined_requests eval
[('POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}') x 10]
--- error_code eval
[(200) x 10]
--- response_body_like eval
[('^\{"id":"a1",.*"cur":"USD"\}$') x 10]
--- no_error_log
[error]
[alert]

=== TEST 7: too many
--- http_config
    campaign_response_buffers 100000 1m;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid number "100000" of "campaign_response_buffers", it must be from 1 to 1024 in
nginx.conf:

=== TEST 8: too small
--- http_config
    campaign_response_buffers 4 1000;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid size "1000" of "campaign_response_buffers", it must be from 1k to 4m in
nginx.conf:

=== TEST 9: too large
--- http_config
    campaign_response_buffers 4 5m;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid size "5m" of "campaign_response_buffers", it must be from 1k to 4m in
nginx.conf:

=== TEST 10: no size
--- http_config
    campaign_response_buffers 4 some;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid size "some" of "campaign_response_buffers", it must be from 1k to 4m in
nginx.conf:

=== TEST 11: too large in all
--- http_config
    campaign_response_buffers 65 4m;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_response_buffers" of "65" and "4m" are too large, they must be 256m in all at most in
nginx.conf:

=== TEST 12: twice
--- http_config
    campaign_response_buffers 4 4k;
    campaign_response_buffers 8 4k;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_response_buffers" directive is duplicate in
nginx.conf:

=== TEST 13: as much as is allowed
--- http_config
    campaign_response_buffers 64 4m;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]
