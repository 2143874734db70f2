use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: a size
--- http_config
    campaign_metrics_zone 64k;
--- config
    location = /metrics { campaign_metrics; }
--- request
GET /metrics
--- response_body_like: ^# HELP campaign_bid_requests_total
--- no_error_log
[error]
[alert]

=== TEST 2: too small
--- http_config
    campaign_metrics_zone 32k;
--- config
    location = /metrics { campaign_metrics; }
--- request
GET /
--- must_die
--- error_log
it must be from 64k to 64m in

=== TEST 3: no size
--- http_config
    campaign_metrics_zone campaign:64k;
--- config
    location = /metrics { campaign_metrics; }
--- request
GET /
--- must_die
--- error_log
invalid value "campaign:64k" of "campaign_metrics_zone", it must be from 64k to 64m in

=== TEST 4: the zone's name taken by another module
--- http_config
    limit_req_zone $remote_addr zone=campaign_metrics:1m rate=1r/s;
--- config
    location = /metrics { campaign_metrics; }
--- request
GET /
--- must_die
--- error_log
the shared memory zone "campaign_metrics" is already declared
