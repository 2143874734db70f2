use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: gzip by the header, by its first bytes, and by the argument
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
use Compress::Zlib;
my $body = Compress::Zlib::memGzip('{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}');
["POST /v1/bid\n$body", "POST /v1/bid\n$body", "POST /v1/bid?gzip=1\n$body", "POST /v1/bid\n$body"]
--- more_headers eval
["Content-Encoding: gzip", "", "", "Content-Encoding: X-GZip"]
--- error_code eval
[(204) x 4]
--- no_error_log
[error]
[alert]
refused

=== TEST 2: not gzip, whatever is said
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
my $body = '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}';
["POST /v1/bid\n$body", "POST /v1/bid?gzip=1\n$body", "POST /v1/bid?gzip=0\n$body", "POST /v1/bid\n$body"]
--- more_headers eval
["Content-Encoding: gzip", "", "", "Content-Encoding: identity"]
--- error_code eval
[400, 400, 204, 204]
--- response_body_like eval
['"code":"body_encoding".*"is said to be gzip and is not"', '"code":"body_encoding"', '^$', '^$']
--- no_error_log
[error]
[alert]

=== TEST 3: a coding that is not supported
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
hello
--- more_headers
Content-Encoding: br
--- error_code: 415
--- response_body chomp
{"error":{"code":"media_type","field":"Content-Encoding","fault":"is not supported","allowed":"gzip, identity"}}
--- no_error_log
[error]
[alert]

=== TEST 4: gzip that is cut off or damaged
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
use Compress::Zlib;
my $body = Compress::Zlib::memGzip('{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}');
my $bent = $body;
substr($bent, -6, 1) = chr(ord(substr($bent, -6, 1)) ^ 1);
["POST /v1/bid\n" . substr($body, 0, 10), "POST /v1/bid\n" . substr($body, 0, -1), "POST /v1/bid\n$bent", "POST /v1/bid\n${body}and more", "POST /v1/bid\n\x1f\x8b\x08"]
--- error_code eval
[(400) x 5]
--- response_body_like eval
['"its gzip data end early"', '"its gzip data end early"', '"is not valid gzip"', '"is not valid gzip"', '"its gzip data end early"']
--- no_error_log
[error]
[alert]

=== TEST 5: two members, one after the other
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
use Compress::Zlib;
"POST /v1/bid\n" . Compress::Zlib::memGzip('{"id":"a1","imp":') . Compress::Zlib::memGzip('[{"id":"1","banner":{"w":300,"h":250}}]}')
--- error_code: 204
--- no_error_log
[error]
[alert]
refused

=== TEST 6: a bomb
--- config
    location = /v1/bid { campaign_bid; campaign_max_body 16m; client_max_body_size 16m; }
--- request eval
use Compress::Zlib;
"POST /v1/bid\n" . Compress::Zlib::memGzip(" " x 10_000_000)
--- more_headers
Content-Encoding: gzip
--- error_code: 413
--- response_body chomp
{"error":{"code":"body_too_large","field":"body","fault":"inflates to more than 100 times its size","allowed":"at most 973800 bytes"}}
--- no_error_log
[error]
[alert]

=== TEST 7: nothing in it
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
use Compress::Zlib;
"POST /v1/bid\n" . Compress::Zlib::memGzip("")
--- error_code: 400
--- response_body_like: "code":"body_empty"
--- no_error_log
[error]
[alert]

=== TEST 8: one body after another is inflated with the same memory
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
use Compress::Zlib;
my $body = '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}],"ext":"' . join('', map { chr(97 + int rand 26) } 1 .. 60000) . '"}';
[("POST /v1/bid\n" . Compress::Zlib::memGzip($body)) x 30]
--- error_code eval
[(204) x 30]
--- no_error_log
[error]
[alert]
refused

=== TEST 9: a ratio of a location's own
--- config
    location = /low { campaign_bid; campaign_inflate_ratio 1; }
    location = /high { campaign_bid; campaign_inflate_ratio 1032; }
--- request eval
use Compress::Zlib;
my $body = Compress::Zlib::memGzip('{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}],"ext":"' . "x" x 8000 . '"}');
["POST /low\n$body", "POST /high\n$body"]
--- error_code eval
[413, 204]
--- no_error_log
[error]
[alert]

=== TEST 10: none
--- http_config
    campaign_inflate_ratio 0;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
it must be from 1 to 1032 in

=== TEST 11: more than there can be
--- http_config
    campaign_inflate_ratio 1033;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
it must be from 1 to 1032 in
