use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: not there yet
--- http_config
    campaign_catalog none.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- error_log
conf/none.cat" is not there yet, until it is there will be no bids in
--- no_error_log
[error]
[alert]

=== TEST 2: in use before the first request
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- response_body_like: "catalog":\{"state":"ok","version":[1-9]\d*,"campaigns":[1-9]\d*,"adgroups":[1-9]\d*\}
--- no_error_log
[error]
[alert]

=== TEST 3: a pool of more threads
--- main_config
    thread_pool campaign_load threads=2;
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
--- config
    location = /live { campaign_status live; }
--- request
GET /live
--- wait: 0.3
--- response_body
{"status":"ok","threads":{"campaign_load":"ok"}}
--- no_error_log
[error]
[alert]

=== TEST 4: a pool declared behind the directive
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
--- post_main_config
    thread_pool campaign_load threads=2;
--- config
    location = /live { campaign_status live; }
--- request
GET /live
--- error_code: 200
--- no_error_log
[error]
[alert]

=== TEST 5: an overlay that is not there
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat overlay=none.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- response_body_like: "catalog":\{"state":"ok"
--- no_error_log
[error]
[alert]

=== TEST 6: an overlay that is none
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat overlay=$TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/small.cat" cannot be used:
nginx.conf:

=== TEST 7: a file of another kind
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/colanet.cxm" cannot be used:
nginx.conf:

=== TEST 8: a file that is cut off
--- user_files eval
open my $in, '<:raw', "$ENV{TEST_NGINX_CAMPAIGN_DIR}/small.cat" or die $!;
read $in, my $data, -s $in;
[["short.cat", substr($data, 0, -100)]]
--- http_config
    campaign_catalog ../html/short.cat;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/short.cat" cannot be used:

=== TEST 9: a file with another byte in it
--- user_files eval
open my $in, '<:raw', "$ENV{TEST_NGINX_CAMPAIGN_DIR}/small.cat" or die $!;
read $in, my $data, -s $in;
substr($data, length($data) / 2, 1) ^= "\x01";
[["bent.cat", $data]]
--- http_config
    campaign_catalog ../html/bent.cat;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/bent.cat" cannot be used:

=== TEST 10: an empty file
--- user_files
>>> empty.cat
--- http_config
    campaign_catalog ../html/empty.cat;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/empty.cat" cannot be used:

=== TEST 11: a folder
--- http_config
    campaign_catalog ../html;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/html" cannot be used:

=== TEST 12: an unknown parameter
--- http_config
    campaign_catalog none.cat base=other.cat;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
invalid parameter "base=other.cat" in

=== TEST 13: an overlay without a path
--- http_config
    campaign_catalog none.cat overlay=;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
invalid parameter "overlay=" in

=== TEST 14: an empty path
--- http_config
    campaign_catalog "";
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
"campaign_catalog" directive has an empty path in

=== TEST 15: twice
--- http_config
    campaign_catalog none.cat;
    campaign_catalog none.cat;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
"campaign_catalog" directive is duplicate in

=== TEST 16: in a server
--- config
    campaign_catalog none.cat;
--- request
GET /
--- must_die
--- error_log
"campaign_catalog" directive is not allowed here in
