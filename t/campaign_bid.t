use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: no catalogue, no bid
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- response_headers
x-openrtb-version: 2.6
! Content-Type
! Content-Length
--- response_body chomp
--- no_error_log
[error]
[alert]
refused

=== TEST 2: the types a body may be of
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
[('POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}') x 6]
--- more_headers eval
["Content-Type: application/json", "Content-Type: application/json; charset=utf-8", "Content-Type: text/plain;charset=UTF-8", "Content-Type: Application/JSON ;charset=utf-8", "Content-Type: application/x-www-form-urlencoded", "X-OpenRTB-Version: 9.9"]
--- error_code eval
[(204) x 6]
--- no_error_log
[error]
[alert]

=== TEST 3: another type
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
[('POST /v1/bid
<bid/>') x 3]
--- more_headers eval
["Content-Type: text/xml", "Content-Type: application/jsonp", "Content-Type: application/protobufs"]
--- error_code eval
[(415) x 3]
--- response_body eval
[('{"error":{"code":"media_type","field":"Content-Type","fault":"is not supported","allowed":"application/json, application/x-protobuf, text/plain, application/x-www-form-urlencoded"}}') x 3]
--- no_error_log
[error]
[alert]

=== TEST 4: other methods
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
["GET /v1/bid", "PUT /v1/bid\nhello", "DELETE /v1/bid", "OPTIONS /v1/bid"]
--- response_headers eval
[("Allow: POST") x 4]
--- error_code eval
[(405) x 4]
--- response_body eval
[('{"error":{"code":"method_not_allowed","field":"method","fault":"is not allowed here","allowed":"POST"}}') x 4]
--- no_error_log
[error]
[alert]

=== TEST 5: HEAD
--- config
    location = /v1/bid { campaign_bid; }
--- request
HEAD /v1/bid
--- error_code: 405
--- response_headers
Allow: POST
--- response_body chomp
--- no_error_log
[error]
[alert]

=== TEST 6: no body
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
--- more_headers
Content-Length: 0
--- error_code: 400
--- response_headers
Content-Type: application/json
--- response_body chomp
{"error":{"code":"body_empty","field":"body","fault":"is empty","allowed":"a bid request"}}
--- error_log
bid request refused: body: is empty
--- no_error_log
[error]
[alert]

=== TEST 7: a body that is cut off, at each byte
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
my $body = '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}';
[map { "POST /v1/bid\n" . substr($body, 0, $_) } 1 .. length($body) - 1]
--- error_code eval
[(400) x 56]
--- response_body_like eval
[('^\{"error":\{"code":"json_\w+","field":"') x 56]
--- no_error_log
[error]
[alert]

=== TEST 8: bodies that are no bid request
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
['POST /v1/bid
[]',
'POST /v1/bid
{}',
'POST /v1/bid
{"id":"a1","imp":[]}',
'POST /v1/bid
{"id":"a1","imp":[{"banner":{}}]}',
'POST /v1/bid
{"id":"a1","imp":[{"id":"1"},{"id":"1"}]}',
'POST /v1/bid
{"id":"a1","imp":[{"id":"1"}],"site":{},"app":{}}',
"POST /v1/bid\n" . '{"id":"a1","imp":[{"id":"1"}],"ext":' . "[" x 100 . "]" x 100 . '}',
"POST /v1/bid\n" . '{"id":"a1","id":"a2","imp":[{"id":"1"}]}',
"POST /v1/bid\n" . '{"id":"' . "\xff\xfe" . '","imp":[{"id":"1"}]}']
--- error_code eval
[(400) x 9]
--- response_body_like eval
['"code":"\w+"', '"code":"field_missing","field":"id"', '"code":"field_missing","field":"imp"', '"code":"field_missing","field":"imp\[0\].id"', '"code":"\w+","field":"imp\[1\].id"', '"code":"field_conflict"', '"code":"json_depth"', '"code":"json_duplicate_key"', '"code":"json_encoding"']
--- no_error_log
[error]
[alert]

=== TEST 9: the connection is kept, whatever the answer
--- config
    location = /v1/bid { campaign_bid; }
--- pipelined_requests eval
['POST /v1/bid
{"id":',
'GET /v1/bid',
'POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[400, 405, 204]
--- no_error_log
[error]
[alert]

=== TEST 10: also behind no bid
--- config
    location = /v1/bid { campaign_bid; keepalive_timeout 100ms; }
--- raw_request eval
"POST /v1/bid HTTP/1.1\r
Host: localhost\r
Content-Length: 57\r
\r
{\"id\":\"a1\",\"imp\":[{\"id\":\"1\",\"banner\":{\"w\":300,\"h\":250}}]}"
--- error_code: 204
--- response_headers
Connection: keep-alive
--- no_error_log
[error]
[alert]

=== TEST 11: a chunked body
--- config
    location = /v1/bid { campaign_bid; }
--- raw_request eval
"POST /v1/bid HTTP/1.1\r
Host: localhost\r
Connection: close\r
Transfer-Encoding: chunked\r
\r
8\r
{\"id\":\"a\r
3a\r
1\",\"imp\":[{\"id\":\"1\",\"banner\":{\"w\":300,\"h\":250,\"pos\":1}}] }\r
0\r
\r
"
--- error_code: 204
--- no_error_log
[error]
[alert]
refused

=== TEST 12: a body in a file
--- config
    location = /v1/bid {
        campaign_bid;
        client_body_in_file_only clean;
    }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- error_log
"client_body_in_file_only" makes each bid wait for the disk, "campaign_bid" in
--- no_error_log
[error]
[alert]
refused

=== TEST 13: a body larger than nginx's buffer stays in memory
--- config
    location = /v1/bid {
        campaign_bid;
        client_body_buffer_size 1k;
    }
--- request eval
"POST /v1/bid\n" . '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}],"ext":"' . "x" x 60000 . '"}'
--- error_code: 204
--- no_error_log
[error]
[alert]
a client request body is buffered to a temporary file

=== TEST 14: a client that goes away
--- config
    location = /v1/bid { campaign_bid; }
--- raw_request eval
"POST /v1/bid HTTP/1.1\r
Host: localhost\r
Content-Length: 100\r
\r
{\"id\":\"a1\""
--- timeout: 0.3
--- abort
--- ignore_response
--- no_error_log
[error]
[alert]

=== TEST 15: "if" and "limit_except" do not take the handler away
--- config
    location = /v1/bid {
        campaign_bid;
        campaign_exchange one;

        if ($arg_a) {
            set $b 1;
        }

        limit_except POST {
            allow 127.0.0.1;
        }
    }
--- request eval
['POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /v1/bid?a=1
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'GET /v1/bid']
--- error_code eval
[204, 204, 405]
--- no_error_log
[error]
[alert]

=== TEST 16: messages are throttled
--- config
    location = /v1/bid { campaign_bid; }
    location = /metrics { campaign_metrics; }
--- request eval
[("POST /v1/bid\n{") x 20, "GET /metrics"]
--- error_code eval
[(400) x 20, 200]
--- response_body_like eval
[("json_syntax") x 20, 'campaign_log_suppressed_total 1[5-9]\n']
--- no_error_log
[error]
[alert]

=== TEST 17: a catalogue without a model
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- skip_eval
1: -e '/usr/share/campaign/colanet.cxm'
--- request
GET /
--- must_die
--- error_log
"/usr/share/campaign/colanet.cxm" cannot be used:
"campaign_bid" with "campaign_catalog" requires "campaign_model" and "campaign_keys" in
nginx.conf:

=== TEST 18: a catalogue without keys
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- skip_eval
1: -e '/etc/campaign/notice.keys'
--- request
GET /
--- must_die
--- error_log
"/etc/campaign/notice.keys" cannot be used:
"campaign_bid" with "campaign_catalog" requires "campaign_model" and "campaign_keys" in
nginx.conf:

=== TEST 19: a catalogue without a notice URL
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_bid" requires "campaign_notice_url", which the URLs of its notices start with, in
nginx.conf:

=== TEST 20: a bid
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"i1","banner":{"w":300,"h":250}}]}
--- error_code: 200
--- response_headers
Content-Type: application/json
x-openrtb-version: 2.6
--- response_body_like: ^\{"id":"a1","seatbid":\[\{"bid":\[\{"id":"[0-9a-f]{16}","impid":"i1","price":1\.25,.*"adomain":\["acme\.example"\],"cid":"shoes","crid":"shoes-low-300x250",.*"w":300,"h":250,"exp":60,"mtype":1\}\],"seat":"acme-seat"\}\],.*"cur":"USD"\}$
--- no_error_log
[error]
[alert]

=== TEST 21: a bid for a request that is gzipped, in pieces and in a file
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; client_body_in_file_only clean; }
--- request eval
use Compress::Zlib;
my $body = Compress::Zlib::memGzip('{"id":"a1","tmax":5000,"imp":[{"id":"i1","banner":{"w":300,"h":250}}]}');
"POST /v1/bid\n" . join('', map { sprintf("%x\r\n%s\r\n", length $_, $_) } unpack("(a7)*", $body)) . "0\r\n\r\n"
--- more_headers
Transfer-Encoding: chunked
Content-Encoding: gzip
--- error_code: 200
--- response_body_like: "impid":"i1","price":1\.25,
--- no_error_log
[error]
[alert]

=== TEST 22: a size that nobody bids for
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"i1","banner":{"w":728,"h":90}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 23: the floor just above what is bid, and just what is bid
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
['POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"i1","bidfloor":1.250001,"banner":{"w":300,"h":250}}]}',
'POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"i1","bidfloor":1.249999,"banner":{"w":300,"h":250}}]}']
--- error_code eval
[204, 200]
--- no_error_log
[error]
[alert]

=== TEST 24: in a server
--- config
    campaign_bid;
--- request
GET /
--- must_die
--- error_log
"campaign_bid" directive is not allowed here in

=== TEST 25: with an argument
--- config
    location = /v1/bid { campaign_bid on; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "campaign_bid" directive in

=== TEST 26: twice
--- config
    location = /v1/bid { campaign_bid; campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_bid" directive is duplicate in

=== TEST 27: beside another handler of the module
--- config
    location = /v1/bid { campaign_bid; campaign_metrics; }
--- request
GET /
--- must_die
--- error_log
"campaign_metrics" directive conflicts with another handler of this location in

=== TEST 28: behind another module's handler
--- config
    location = /v1/bid { stub_status; campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_bid" directive conflicts with another handler of this location in

=== TEST 29: before another module's handler
--- config
    location = /v1/bid { campaign_bid; stub_status; }
--- request
GET /
--- must_die
--- error_log
another handler replaces that of the campaign module in
nginx.conf:

=== TEST 30: the directives it needs are looked for where they are merged
--- config
    location /v1 {
        campaign_tmax 5ms;
        location = /v1/bid { campaign_bid; }
    }
--- request
GET /
--- must_die
--- error_log
"campaign_tmax_margin" must be less than "campaign_tmax" for "campaign_bid" in
