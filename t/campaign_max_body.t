use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: just as large as is allowed
--- config
    location = /v1/bid { campaign_bid; campaign_max_body 1k; }
--- request eval
my $body = '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}],"ext":"';
"POST /v1/bid\n" . $body . "x" x (1024 - length($body) - 2) . '"}'
--- error_code: 204
--- no_error_log
[error]
[alert]
refused

=== TEST 2: a byte more
--- config
    location = /v1/bid { campaign_bid; campaign_max_body 1k; }
--- request eval
my $body = '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}],"ext":"';
"POST /v1/bid\n" . $body . "x" x (1025 - length($body) - 2) . '"}'
--- error_code: 413
--- response_body chomp
{"error":{"code":"body_too_large","field":"body","fault":"is larger than 1024 bytes","allowed":"at most 1024 bytes"}}
--- error_log
bid request refused: body: is larger than 1024 bytes (allowed: at most 1024 bytes)
--- no_error_log
[error]
[alert]

=== TEST 3: a chunked body, whose length nobody tells before
--- config
    location = /v1/bid { campaign_bid; campaign_max_body 1k; }
--- raw_request eval
"POST /v1/bid HTTP/1.1\r
Host: localhost\r
Connection: close\r
Transfer-Encoding: chunked\r
\r
401\r
" . "x" x 1025 . "\r
0\r
\r
"
--- error_code: 413
--- response_body_like: "code":"body_too_large".*"allowed":"at most 1024 bytes"
--- no_error_log
[error]
[alert]

=== TEST 4: a large one is not waited for
--- config
    location = /v1/bid { campaign_bid; lingering_timeout 100ms; }
--- raw_request eval
"POST /v1/bid HTTP/1.1\r
Host: localhost\r
Content-Length: 900000\r
Connection: close\r
\r
{"
--- error_code: 413
--- response_body_like: "fault":"is larger than 131072 bytes","allowed":"at most 131072 bytes"
--- no_error_log
[error]
[alert]

=== TEST 5: what inflates to more
--- config
    location = /v1/bid { campaign_bid; campaign_max_body 4k; campaign_inflate_ratio 1032; }
--- request eval
use Compress::Zlib;
"POST /v1/bid\n" . Compress::Zlib::memGzip('{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}],"ext":"' . "x" x 4096 . '"}')
--- more_headers
Content-Encoding: gzip
--- error_code: 413
--- response_body chomp
{"error":{"code":"body_too_large","field":"body","fault":"inflates to more than 4096 bytes","allowed":"at most 4096 bytes"}}
--- no_error_log
[error]
[alert]

=== TEST 6: what inflates to exactly as much
--- config
    location = /v1/bid { campaign_bid; campaign_max_body 4k; campaign_inflate_ratio 1032; }
--- request eval
use Compress::Zlib;
my $body = '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}],"ext":"';
"POST /v1/bid\n" . Compress::Zlib::memGzip($body . "x" x (4096 - length($body) - 2) . '"}')
--- more_headers
Content-Encoding: gzip
--- error_code: 204
--- no_error_log
[error]
[alert]
refused

=== TEST 7: locations with limits of their own
--- config
    location = /small { campaign_bid; campaign_max_body 1k; }
    location = /large { campaign_bid; campaign_max_body 256k; }
--- request eval
my $body = '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}],"ext":"' . "x" x 200000 . '"}';
["POST /small\n$body", "POST /large\n$body"]
--- error_code eval
[413, 204]
--- no_error_log
[error]
[alert]

=== TEST 8: too small
--- http_config
    campaign_max_body 1000;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
it must be from 1k to 16m in

=== TEST 9: no limit
--- http_config
    campaign_max_body 0;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
it must be from 1k to 16m in

=== TEST 10: no size
--- http_config
    campaign_max_body some;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid value "some" of "campaign_max_body", it must be from 1k to 16m in

=== TEST 11: more than nginx lets through
--- config
    location = /v1/bid {
        campaign_bid;
        campaign_max_body 64k;
        client_max_body_size 32k;
    }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- error_log
"client_max_body_size" is less than "campaign_max_body", "campaign_bid" in
--- no_error_log
[error]
[alert]

=== TEST 12: what nginx itself refuses, with a page in JSON
--- config
    error_page 413 @too_large;

    location = /v1/bid {
        campaign_bid;
        campaign_max_body 1k;
        client_max_body_size 1k;
    }

    location @too_large {
        default_type application/json;
        return 413 '{"error":{"code":"body_too_large","field":"body"}}';
    }
--- request eval
["POST /v1/bid\n" . "x" x 1025, "POST /v1/bid\n" . "x" x 1024]
--- error_code eval
[413, 400]
--- response_headers eval
[("Content-Type: application/json") x 2]
--- response_body_like eval
['^\{"error":\{"code":"body_too_large","field":"body"\}\}$', 'json_syntax']
--- no_error_log
[alert]
