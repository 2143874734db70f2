use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: none, with keys
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_bid" requires "campaign_notice_url", which the URLs of its notices start with, in
nginx.conf:

=== TEST 2: what notices, impressions and clicks start with
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com:8443/fleet/;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- more_headers
Host: bid.example.net
X-Forwarded-Host: bid.example.net
--- response_body_like eval
my $url = "https://ads\.example\.com:8443/fleet/v1";
'"nurl":"' . $url . '/notice/win\?t=([\w-]+)&[^"]*","burl":"' . $url . '/notice/bill\?t=\1&[^"]*","lurl":"' . $url . '/notice/loss\?t=\1&.*href=\\\\"' . $url . '/click\?t=(?!\1)[\w-]+\\\\".*src=\\\\"' . $url . '/imp\?t='
--- no_error_log
[error]
[alert]

=== TEST 3: without a scheme
--- http_config
    campaign_notice_url ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid notice URL "ads.example.com", it must start with "https://" or "http://" and a host in

=== TEST 4: without a host
--- http_config
    campaign_notice_url https:///notices;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
no host in notice URL "https:///notices" in

=== TEST 5: nothing but a scheme
--- http_config
    campaign_notice_url https://;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid notice URL "https://"

=== TEST 6: a variable
--- http_config
    campaign_notice_url https://$host;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid character in notice URL "https://$host", a scheme, a host and a path are allowed in

=== TEST 7: arguments
--- http_config
    campaign_notice_url https://ads.example.com/?a=b;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid character in notice URL

=== TEST 8: twice
--- http_config
    campaign_notice_url https://ads.example.com;
    campaign_notice_url https://ads.example.org;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_notice_url" directive is duplicate in

=== TEST 9: what a location does not bid with is not missed
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location = /health { campaign_status health; }
--- request
GET /health
--- error_code: 200
--- no_error_log
[error]
[alert]

=== TEST 10: a port above them all
--- http_config
    campaign_notice_url https://h:99999;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid port in notice URL "https://h:99999", it must be from 1 to 65535 in
nginx.conf:

=== TEST 11: a port of none
--- http_config
    campaign_notice_url https://h:0/p;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid port in notice URL "https://h:0/p", it must be from 1 to 65535 in
nginx.conf:

=== TEST 12: no port
--- http_config
    campaign_notice_url https://h:/p;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid port in notice URL "https://h:/p", it must be from 1 to 65535 in
nginx.conf:

=== TEST 13: a port that is no number
--- http_config
    campaign_notice_url https://h:8o;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid port in notice URL "https://h:8o", it must be from 1 to 65535 in
nginx.conf:

=== TEST 14: a port of an address
--- http_config
    campaign_notice_url http://[::1]:65536;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
invalid port in notice URL "http://[::1]:65536", it must be from 1 to 65535 in
nginx.conf:

=== TEST 15: an empty address
--- http_config
    campaign_notice_url http://[];
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
no host in notice URL "http://[]" in
nginx.conf:

=== TEST 16: the last port, and an address
--- http_config
    campaign_notice_url http://[::1]:65535/p;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 17: what is not https is not bid where that is asked for
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url http://ads.example.com;
--- config
    location = /v1/bid {
        campaign_bid;
        add_header X-Reason $campaign_reason always;
    }
    location = /https/bid {
        campaign_bid;
        campaign_notice_url https://ads.example.com;
        add_header X-Reason $campaign_reason always;
    }
--- request eval
my $bid = sub { qq(POST /$_[0]/bid\n{"id":"a1","tmax":5000,"imp":[{"id":"1"$_[1],"banner":{"w":300,"h":250}}]}) };
[$bid->("v1", ',"secure":1'), $bid->("v1", ',"secure":0'), $bid->("v1", ""), $bid->("https", ',"secure":1')]
--- error_code eval
[204, 200, 200, 200]
--- response_headers eval
["X-Reason: secure", "X-Reason: bid", "X-Reason: bid", "X-Reason: bid"]
--- no_error_log
[error]
[alert]

=== TEST 18: ... which is told
--- http_config
    campaign_notice_url http://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- error_log
notice URL "http://ads.example.com" is not https, there are no bids for impressions with "secure" 1 in
--- no_error_log
[error]
[alert]

=== TEST 19: this machine alone
--- http_config
    campaign_notice_url http://127.0.0.1:8080;
--- config
    location = /v1/bid { campaign_bid; }
    location = /v6/bid { campaign_bid; campaign_notice_url http://[::1]; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[warn]
[error]
