use Test::Nginx::Socket 'no_plan';

# databases for the blocks: the small world, one of another kind, half of one

sub mmdb {
    my ($opts) = @_;
    my $db = `python3 tests/geo/mmdb.py $opts /dev/stdout < tests/geo/city.txt`;
    return ["city.mmdb", $db];
}

our $city = mmdb("");
our $asn = mmdb("--type=GeoLite2-ASN");
our $half = ["city.mmdb", substr($city->[1], 0, 2000)];
our $torn = ["city.mmdb", $city->[1]];
substr($torn->[1], 0, 600) = "\x3f" x 600;

our $http = <<'_EOC_';
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/geo.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
_EOC_

sub ask {
    my ($device) = @_;
    return "POST /v1/bid\n"
        . "{\"id\":\"r\",\"imp\":[{\"id\":\"1\",\"banner\":{\"w\":300,\"h\":250}}]"
        . ",\"device\":{$device}}";
}

no_long_string();
run_tests();

__DATA__

=== TEST 1: a city by the address, a country by what is left of one
--- user_files eval: [$::city]
--- http_config eval: $::http . "    campaign_geo ../html/city.mmdb;\n"
--- config
    location = /v1/bid { campaign_bid; }
--- request eval
[
    main::ask('"ip":"192.0.2.17"'),
    main::ask('"ip":"192.0.2.0"'),
    main::ask('"ip":"192.0.2.x"'),
    main::ask('"ipv6":"2001:db8:1ab::17"'),
    main::ask('"ipv6":"2001:db8:1ab::"'),
    main::ask('"ip":"192.0.2.200"'),
    main::ask('"ip":"8.8.8.8"'),
    main::ask('"ip":"unknown"'),
    main::ask('"ip":"192.0.2.17","geo":{"country":"FRA"}'),
    main::ask('"ip":"192.0.2.17","geo":{"country":"USA"}'),
]
--- response_body_like eval
[
    qr/"crid":"cr-sf"/, qr/"crid":"cr-us"/, qr/"crid":"cr-us"/,
    qr/"crid":"cr-fr"/, qr/"crid":"cr-fr"/, qr/"crid":"cr-ca"/,
    qr/"crid":"cr-all"/, qr/"crid":"cr-all"/, qr/"crid":"cr-fr"/,
    qr/"crid":"cr-sf"/,
]
--- no_error_log
[error]
[alert]

=== TEST 2: none
--- http_config eval: $::http
--- config
    location = /v1/bid { campaign_bid; }
--- request eval: main::ask('"ip":"192.0.2.17"')
--- response_body_like: "crid":"cr-all"
--- no_error_log
[error]
[alert]

=== TEST 3: those found are counted
--- user_files eval: [$::city]
--- http_config eval: $::http . "    campaign_geo ../html/city.mmdb;\n"
--- config
    location = /v1/bid { campaign_bid; }
    location = /metrics { campaign_metrics; }
--- request eval
[
    main::ask('"ip":"192.0.2.17"'), main::ask('"ip":"8.8.8.8"'),
    main::ask('"ip":"192.0.2.0"'), "GET /metrics",
]
--- response_body_like eval
[
    qr/cr-sf/, qr/cr-all/, qr/cr-us/, qr/^campaign_located_total 2$/m,
]
--- no_error_log
[error]
[alert]

=== TEST 4: no such file
--- http_config
    campaign_geo ../html/none.mmdb;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
database "
/none.mmdb" cannot be used: No such file or directory in
nginx.conf:

=== TEST 5: a database of something else
--- user_files eval: [$::asn]
--- http_config
    campaign_geo ../html/city.mmdb;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
/city.mmdb" cannot be used: database_type: is "GeoLite2-ASN" (allowed: a database of cities or countries)

=== TEST 6: half of one
--- user_files eval: [$::half]
--- http_config
    campaign_geo ../html/city.mmdb;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
/city.mmdb" cannot be used:
(allowed: a MaxMind database)

=== TEST 7: a tree that leads nowhere
--- user_files eval: [$::torn]
--- http_config
    campaign_geo ../html/city.mmdb;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
/city.mmdb" cannot be used: node 0: leads outside the file

=== TEST 8: another kind of file
--- http_config
    campaign_geo $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
/keys" cannot be used:

=== TEST 9: twice
--- user_files eval: [$::city]
--- http_config
    campaign_geo ../html/city.mmdb;
    campaign_geo ../html/city.mmdb;
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_geo" directive is duplicate in

=== TEST 10: an empty path
--- http_config
    campaign_geo "";
--- config
    location = /v1/bid { campaign_bid; }
--- request
GET /
--- must_die
--- error_log
"campaign_geo" directive has an empty path in
