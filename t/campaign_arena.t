use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: a size
--- http_config
    campaign_arena 256k;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: too small
--- http_config
    campaign_arena 64k;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
it must be from 128k to 1024m in
nginx.conf:

=== TEST 3: no size
--- http_config
    campaign_arena many;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid value "many" of "campaign_arena", it must be from 128k to 1024m in

=== TEST 4: in a location
--- config
    location = /v1/bid { campaign_arena 1m; }
--- request
GET /
--- must_die
--- error_log
"campaign_arena" directive is not allowed here in

=== TEST 5: twice
--- http_config
    campaign_arena 1m;
    campaign_arena 2m;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_arena" directive is duplicate in

=== TEST 6: a request that needs more than there is
--- http_config
    campaign_arena 128k;
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
"POST /v1/bid\n" . '{"id":"a1","imp":[' . join(',', map { '{"id":"' . $_ . '","banner":{"format":[' . join(',', ('{"w":300,"h":250}') x 200) . ']}}' } 1 .. 30) . ']}'
--- error_code: 413
--- response_body_like: "code":"too_complex"
--- error_log
bid request refused
--- no_error_log
[alert]

=== TEST 7: a suffix that sizes do not have
--- http_config
    campaign_arena 1g;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid value "1g" of "campaign_arena", it must be from 128k to 1024m in
nginx.conf:

=== TEST 8: as much as is allowed
--- http_config
    campaign_arena 1024m;
--- config
    location = /health { campaign_status health; }
--- request
GET /health
--- error_code: 200
--- no_error_log
[error]
[alert]
