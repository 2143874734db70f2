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

=== TEST 8: purposes, inherited with the number
--- http_config
    campaign_vendor_id 755 interest=2,7,8,9,10,11 flexible=2,3;
--- config
    location = /v1/bid { campaign_bid; }
    location = /other { campaign_bid; campaign_vendor_id 1 flexible=7; }
--- request eval
[map { "POST $_\n" . '{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}' } "/v1/bid", "/other"]
--- error_code eval
[204, 204]
--- no_error_log
[error]
[alert]

=== TEST 9: interest=1
--- http_config
    campaign_vendor_id 755 interest=1;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "interest=1" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 10: interest=4
--- http_config
    campaign_vendor_id 755 interest=4;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "interest=4" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 11: interest=12
--- http_config
    campaign_vendor_id 755 interest=12;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "interest=12" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 12: interest=2,2
--- http_config
    campaign_vendor_id 755 interest=2,2;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "interest=2,2" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 13: interest=
--- http_config
    campaign_vendor_id 755 interest=;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "interest=" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 14: interest=2,
--- http_config
    campaign_vendor_id 755 interest=2,;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "interest=2," of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 15: interest=x
--- http_config
    campaign_vendor_id 755 interest=x;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "interest=x" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 16: flexible=1
--- http_config
    campaign_vendor_id 755 flexible=1;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "flexible=1" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 17: flexible=0
--- http_config
    campaign_vendor_id 755 flexible=0;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "flexible=0" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 18: purposes=2
--- http_config
    campaign_vendor_id 755 purposes=2;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "purposes=2" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in

=== TEST 19: interest=2 interest=7
--- http_config
    campaign_vendor_id 755 interest=2 interest=7;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "interest=7" of "campaign_vendor_id", it must be "interest=" with purposes of 2 and 7 to 11, as "interest=2,7", or "flexible=" with those of 2 to 11 in
