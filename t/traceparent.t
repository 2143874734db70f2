use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: the same trace, another span
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- more_headers
traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
--- error_code: 204
--- raw_response_headers_like chomp
traceparent: 00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01
--- no_error_log
[error]
[alert]

=== TEST 2: also with an error
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{
--- more_headers
TraceParent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00
--- error_code: 400
--- raw_response_headers_like chomp
traceparent: 00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00
--- no_error_log
[error]
[alert]

=== TEST 3: flags that are not known do not go on
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- more_headers
traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff
--- error_code: 204
--- raw_response_headers_like chomp
traceparent: 00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01
--- no_error_log
[error]
[alert]

=== TEST 4: a version to come
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- more_headers
traceparent: cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-will-be-like
--- error_code: 204
--- raw_response_headers_like chomp
traceparent: 00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01
--- no_error_log
[error]
[alert]

=== TEST 5: none, or one that is wrong
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
[('POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}') x 13]
--- more_headers eval
my $t = "traceparent: ";
my $trace = "0af7651916cd43dd8448eb211c80319c";
my $span = "b7ad6b7169203331";
["", "$t", "${t}00-$trace-$span", "${t}00-$trace-$span-1", "${t}00-$trace-$span-01-x", "${t}00-$trace-$span-01 x", "${t}ff-$trace-$span-01", "${t}00-\U$trace\E-$span-01", "${t}00-" . "0" x 32 . "-$span-01", "${t}00-$trace-" . "0" x 16 . "-01", "${t}00_$trace-$span-01", "${t}01-$trace-$span-01x", "${t}00-$trace-$span-01\n${t}00-$trace-$span-01"]
--- error_code eval
[(204) x 13]
--- response_headers eval
[("!traceparent") x 13]
--- no_error_log
[error]
[alert]
