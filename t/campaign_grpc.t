use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: HTTP/1.1 is told what is spoken
--- config
    location /campaign. { campaign_grpc; }
--- more_headers
Content-Type: application/grpc
--- request eval
"POST /campaign.BiddingService/ProcessBid\n\0\0\0\0\0"
--- error_code: 505
--- response_headers
Content-Type: application/json
--- response_body: {"error":{"code":"http_version","field":"protocol","fault":"is not what gRPC is spoken over","allowed":"HTTP/2"}}
--- no_error_log
[error]
[alert]

=== TEST 2: another method
--- config
    location /campaign. { campaign_grpc; }
--- request
GET /campaign.BiddingService/ProcessBid
--- error_code: 405
--- response_headers
Allow: POST
--- response_body_like: "code":"method_not_allowed"
--- no_error_log
[error]
[alert]

=== TEST 3: what goes on after that is a usual connection
--- config
    location /c { campaign_grpc; }
    location = /health { campaign_status health; }
--- pipelined_requests eval
["POST /campaign.BiddingService/ProcessBid\nx", "GET /health"]
--- error_code eval
[505, 200]
--- response_body_like eval
["http_version", "\"ok\""]
--- no_error_log
[alert]

=== TEST 4: twice in a location
--- config
    location /campaign. { campaign_grpc; campaign_grpc; }
--- must_die
--- error_log
"campaign_grpc" directive is duplicate

=== TEST 5: beside another handler
--- config
    location /campaign. { campaign_bid; campaign_grpc; }
--- must_die
--- error_log
"campaign_grpc" directive conflicts with another handler of this location

=== TEST 6: out of a location
--- http_config
    campaign_grpc;
--- config
--- must_die
--- error_log
"campaign_grpc" directive is not allowed here

=== TEST 7: with an argument
--- config
    location /campaign. { campaign_grpc on; }
--- must_die
--- error_log
invalid number of arguments in "campaign_grpc" directive

=== TEST 8: with a catalogue, without a notice URL
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location /campaign. { campaign_grpc; }
--- must_die
--- error_log
"campaign_grpc" requires "campaign_notice_url"

=== TEST 9: no warning of a body that it does not limit
--- http_config
    client_max_body_size 1k;
--- config
    location /campaign. { campaign_grpc; }
    location = /health { campaign_status health; }
--- request
GET /health
--- no_error_log
[warn]
[error]
