use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: of a bid
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm backend=scalar;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    log_format bid '[$campaign_decision $campaign_reason $campaign_price $campaign_currency $campaign_bids $campaign_candidates $campaign_org $campaign_campaign $campaign_adgroup $campaign_creative $campaign_backend $campaign_exchange $campaign_time_us]';
--- config
    location = /v1/bid {
        campaign_bid;
        campaign_exchange adx;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 200
--- access_log eval
qr/^\[bid bid 2\.5 USD 1 2 acme shoes shoes-high shoes-high-300x250 scalar adx \d+\]$/m
--- no_error_log
[error]
[alert]

=== TEST 2: of no bid
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm backend=scalar;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    log_format bid '[$campaign_decision $campaign_reason $campaign_price $campaign_currency $campaign_bids $campaign_candidates $campaign_org $campaign_campaign $campaign_exchange]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":728,"h":90}}]}
--- error_code: 204
--- access_log
[nobid no_match - - 0 0 - - -]
--- no_error_log
[error]
[alert]

=== TEST 3: of a request that was refused
--- http_config
    log_format bid '[$campaign_decision $campaign_reason $campaign_price $campaign_org]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":1.5.2}
--- error_code: 400
--- access_log
[error json_syntax - -]
--- no_error_log
[error]
[alert]

=== TEST 4: elsewhere
--- http_config
    log_format bid '[$campaign_decision$campaign_reason$campaign_price$campaign_currency$campaign_bids$campaign_candidates$campaign_time_us$campaign_org$campaign_campaign$campaign_adgroup$campaign_creative$campaign_backend$campaign_exchange$campaign_trace_id$campaign_span_id$campaign_user_hash]';
--- config
    location = /a {
        access_log logs/access.log bid;
        return 204;
    }
--- request
GET /a
--- error_code: 204
--- access_log
[----------------]
--- no_error_log
[error]
[alert]

=== TEST 5: the user
--- http_config
    log_format bid '[$campaign_user_hash]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1"}],"user":{"id":"somebody"}}
--- error_code: 204
--- access_log eval
qr/^\[[0-9a-f]{16}\]$/m
--- no_error_log
[error]
[alert]

=== TEST 6: nobody
--- http_config
    log_format bid '[$campaign_user_hash]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1"}]}
--- error_code: 204
--- access_log
[-]
--- no_error_log
[error]
[alert]

=== TEST 7: the trace
--- http_config
    log_format bid '[$campaign_trace_id $campaign_span_id]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1"}]}
--- more_headers
traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
--- error_code: 204
--- access_log eval
qr/^\[0af7651916cd43dd8448eb211c80319c (?!b7ad6b7169203331)[0-9a-f]{16}\]$/m
--- no_error_log
[error]
[alert]

=== TEST 8: a trace of our own
--- http_config
    log_format bid '[$campaign_trace_id $campaign_trace_id]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1"}]}
--- error_code: 204
--- access_log eval
qr/^\[([0-9a-f]{32}) \1\]$/m
--- no_error_log
[error]
[alert]

=== TEST 9: they survive an internal redirect
--- http_config
    log_format bid '[$campaign_decision $campaign_reason]';
--- config
    access_log logs/access.log bid;

    location = /v1/bid {
        campaign_bid;
        error_page 404 @none;
        post_action @after;
    }

    location @none { return 204; }
    location @after { return 204; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1"}]}
--- error_code: 204
--- access_log
[nobid no_catalog]
--- no_error_log
[error]
[alert]

=== TEST 10: in a map, and for the choice of what is logged
--- http_config
    map $campaign_decision $failed { error 1; default 0; }
    log_format bid '[logged $campaign_decision $failed]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid if=$failed;
    }
--- request
POST /v1/bid
{
--- error_code: 400
--- access_log
[logged error 1]
--- no_error_log
[error]
[alert]

=== TEST 11: what is not chosen
--- http_config
    map $campaign_decision $failed { error 1; default 0; }
    log_format bid '[logged $campaign_decision $failed]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid if=$failed;
    }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1"}]}
--- error_code: 204
--- no_access_log
logged
--- no_error_log
[error]
[alert]

=== TEST 12: states of privacy
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    log_format bid '[$campaign_privacy $campaign_auction_type]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","at":1,"tmax":5000,"device":{"lmt":1,"dnt":1},"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 200
--- access_log
[lmt,dnt 1]
--- no_error_log
[error]
[alert]

=== TEST 13: neither states nor a deal
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    log_format bid '[$campaign_privacy $campaign_auction_type $campaign_deal]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 200
--- access_log
[- 2 -]
--- no_error_log
[error]
[alert]

=== TEST 14: a user who is not to be logged
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    log_format bid '[$campaign_user_hash $campaign_privacy]';
--- config
    location = /v1/bid {
        campaign_bid;
        access_log logs/access.log bid;
    }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"user":{"id":"u1"},"device":{"dnt":1},"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 200
--- access_log
[- dnt]
--- no_error_log
[error]
[alert]
