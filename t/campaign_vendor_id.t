use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: where it may be
--- http_config
    campaign_vendor_id 1;
--- config
    campaign_vendor_id 65535;
    location = /v1/bid { campaign_bid; campaign_vendor_id 755; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: 0
--- http_config
    campaign_vendor_id 0;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "0" of "campaign_vendor_id", it must be from 1 to 65535 in

=== TEST 3: 65536
--- http_config
    campaign_vendor_id 65536;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "65536" of "campaign_vendor_id", it must be from 1 to 65535 in

=== TEST 4: x
--- http_config
    campaign_vendor_id x;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "x" of "campaign_vendor_id", it must be from 1 to 65535 in

=== TEST 5: -1
--- http_config
    campaign_vendor_id -1;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "-1" of "campaign_vendor_id", it must be from 1 to 65535 in

=== TEST 6: twice
--- http_config
    campaign_vendor_id 1;
    campaign_vendor_id 1;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
"campaign_vendor_id" directive is duplicate in

=== TEST 7: without an argument
--- http_config
    campaign_vendor_id;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "campaign_vendor_id" directive in
