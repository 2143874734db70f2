use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: where it may be
--- http_config
    campaign_rates_max_age 0;
--- config
    campaign_rates_max_age 365d;
    location = /v1/bid { campaign_bid; campaign_rates_max_age 24h; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[error]
[alert]

=== TEST 2: 366d
--- http_config
    campaign_rates_max_age 366d;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "366d" of "campaign_rates_max_age", it must be from 0 to 365d in

=== TEST 3: x
--- http_config
    campaign_rates_max_age x;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "x" of "campaign_rates_max_age", it must be from 0 to 365d in

=== TEST 4: -1
--- http_config
    campaign_rates_max_age -1;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid value "-1" of "campaign_rates_max_age", it must be from 0 to 365d in

=== TEST 5: twice
--- http_config
    campaign_rates_max_age 0;
    campaign_rates_max_age 0;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
"campaign_rates_max_age" directive is duplicate in

=== TEST 6: without an argument
--- http_config
    campaign_rates_max_age;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "campaign_rates_max_age" directive in
