use Test::Nginx::Socket 'no_plan';

our $http = <<'_EOC_';
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
_EOC_

our $lists = [
    ["bots", "# robots\nexamplebot*\n!of good people\n"],
    ["networks", "198.41.0.0/24\n2a00:1450::/32\n!198.41.0.128/25\n"],
];

our $person = '"ua":"Mozilla/5.0 (Windows NT 10.0)","ip":"9.9.9.9"';
our $bot = '"ua":"ExampleBot/2.0","ip":"9.9.9.9"';
our $cloud = '"ua":"Mozilla/5.0 (Windows NT 10.0)","ip":"198.41.0.7"';
our $device = '"ua":"Mozilla/5.0","ip":"9.9.9.9","os":"Android","make":"Apple"';
our $odd = '"ua":"Mozilla/5.0","ip":"10.0.0.1"';

sub ask {
    my ($device, $uri) = @_;
    $uri ||= "/v1/bid";
    return "POST $uri\n"
        . "{\"id\":\"r\",\"imp\":[{\"id\":\"1\",\"banner\":{\"w\":300,\"h\":250}}]"
        . ",\"site\":{\"domain\":\"a.example\"},\"device\":{$device}}";
}

no_long_string();
run_tests();

__DATA__

=== TEST 1: each kind has its reason; those that are not sure are counted
--- user_files eval: $::lists
--- http_config eval: $::http
--- config
    campaign_invalid_traffic bots=../html/bots networks=../html/networks;
    location = /v1/bid {
        campaign_bid;
        add_header X-Reason $campaign_reason;
    }
    location = /metrics { campaign_metrics; }
--- request eval
[
    main::ask($::person), main::ask($::bot), main::ask($::cloud),
    main::ask($::device), main::ask($::odd),
    main::ask('"ua":"Mozilla/5.0 (iPhone)","os":"Android"'),
    main::ask('"ua":"ExampleBot (of good people)"'),
    main::ask('"ua":"Mozilla/5.0","ip":"198.41.0.129"'),
    main::ask('"ua":"Mozilla/5.0","ipv6":"2a00:1450::1"'),
    "GET /metrics",
]
--- error_code eval
[200, 204, 204, 204, 200, 204, 200, 200, 204, 200]
--- response_headers eval
[
    "X-Reason: bid", "X-Reason: bot", "X-Reason: data_center",
    "X-Reason: impossible_device", "X-Reason: bid", "X-Reason: non_human",
    "X-Reason: bid", "X-Reason: bid", "X-Reason: data_center",
    "Content-Type: text/plain; version=0.0.4; charset=utf-8",
]
--- response_body_like eval
[
    qr/crid/, qr/^$/, qr/^$/, qr/^$/, qr/crid/, qr/^$/, qr/crid/, qr/crid/,
    qr/^$/,
    '(?s)' . join('.*', map { quotemeta }
        "campaign_nobid_total{reason=\"bot\"} 1\n",
        "campaign_nobid_total{reason=\"non_human\"} 1\n",
        "campaign_nobid_total{reason=\"data_center\"} 2\n",
        "campaign_nobid_total{reason=\"impossible_device\"} 1\n",
        "campaign_invalid_traffic_total{finding=\"bot\"} 1\n",
        "campaign_invalid_traffic_total{finding=\"data_center\"} 2\n",
        "campaign_invalid_traffic_total{finding=\"ios_agent\"} 1\n",
        "campaign_invalid_traffic_total{finding=\"apple_android\"} 1\n",
        "campaign_invalid_traffic_total{finding=\"address_private\"} 1\n"),
]
--- no_error_log
[error]
[alert]

=== TEST 2: counted only; all refused; off; inherited as a whole
--- user_files eval: $::lists
--- http_config eval
$::http . "    campaign_invalid_traffic bots=../html/bots;\n"
--- config
    location = /v1/bid { campaign_bid; }
    location = /count {
        campaign_bid;
        campaign_invalid_traffic bots=../html/bots devices=on action=count;
    }
    location = /strict {
        campaign_bid;
        campaign_invalid_traffic devices=on action=strict;
    }
    location = /lists {
        campaign_bid;
        campaign_invalid_traffic bots=../html/bots devices=off action=refuse;
    }
    location = /off { campaign_bid; campaign_invalid_traffic off; }
--- request eval
[
    main::ask($::bot), main::ask($::cloud), main::ask($::device),
    main::ask($::bot, "/count"), main::ask($::device, "/count"),
    main::ask($::odd, "/strict"), main::ask($::bot, "/strict"),
    main::ask($::person, "/strict"),
    main::ask($::bot, "/lists"), main::ask($::device, "/lists"),
    main::ask($::bot, "/off"), main::ask($::device, "/off"),
]
--- error_code eval
[204, 200, 204, 200, 200, 204, 200, 200, 204, 200, 200, 200]
--- no_error_log
[error]
[alert]

=== TEST 3: the lists that come with it
--- user_files eval
[map { ["$_.txt", scalar `cat conf/traffic/$_.txt`] } "bots", "networks"]
--- http_config eval: $::http
--- config
    campaign_invalid_traffic bots=../html/bots.txt
                             networks=../html/networks.txt;
    location = /v1/bid { campaign_bid; }
--- request eval
[
    main::ask('"ua":"Mozilla/5.0 (compatible; Googlebot/2.1)"'),
    main::ask($::person),
]
--- error_code eval
[204, 200]
--- no_error_log
[error]
[alert]

=== TEST 4: a line of robots that is wrong
--- user_files eval: [["bots", "examplebot\n\nab\n"]]
--- config
    campaign_invalid_traffic bots=../html/bots;
--- request
GET /
--- must_die
--- error_log
list "
/bots" cannot be used: line 3: a text of 2 characters (allowed: 3 to 64 characters and a "*" at either end) in
nginx.conf:

=== TEST 5: a line of networks that is wrong
--- user_files eval: [["networks", "198.41.0.0/24\n198.41.0.1/24\n"]]
--- config
    campaign_invalid_traffic networks=../html/networks;
--- request
GET /
--- must_die
--- error_log
/networks" cannot be used: line 2: "198.41.0.1/24" has bits behind its prefix (allowed: "203.0.113.0/24", "2001:db8::/32") in
nginx.conf:

=== TEST 6: no such list
--- config
    campaign_invalid_traffic networks=../html/none;
--- request
GET /
--- must_die
--- error_log
/none" cannot be used: No such file or directory in

=== TEST 7: a parameter that is none
--- config
    campaign_invalid_traffic bot=../html/bots;
--- request
GET /
--- must_die
--- error_log
invalid parameter "bot=../html/bots" of "campaign_invalid_traffic", it must be "bots=", "networks=", "devices=" or "action=" with a value, or "off" alone in

=== TEST 8: a parameter without a value
--- config
    campaign_invalid_traffic bots=;
--- request
GET /
--- must_die
--- error_log
invalid parameter "bots=" of

=== TEST 9: off with something
--- config
    campaign_invalid_traffic off action=count;
--- request
GET /
--- must_die
--- error_log
invalid parameter "off" of

=== TEST 10: a parameter twice
--- config
    campaign_invalid_traffic devices=on devices=off;
--- request
GET /
--- must_die
--- error_log
duplicate parameter "devices=off" of "campaign_invalid_traffic" in

=== TEST 11: values that are none
--- config
    campaign_invalid_traffic devices=on action=drop;
--- request
GET /
--- must_die
--- error_log
invalid value "drop" of "action", it must be "refuse", "count" or "strict" in

=== TEST 12: values that are none, of devices
--- config
    campaign_invalid_traffic devices=yes;
--- request
GET /
--- must_die
--- error_log
invalid value "yes" of "devices", it must be "on" or "off" in

=== TEST 13: nothing to look for
--- config
    campaign_invalid_traffic devices=off;
--- request
GET /
--- must_die
--- error_log
"campaign_invalid_traffic" directive looks for nothing: say "off" alone, or give a list in

=== TEST 14: twice
--- config
    campaign_invalid_traffic devices=on;
    campaign_invalid_traffic devices=on;
--- request
GET /
--- must_die
--- error_log
"campaign_invalid_traffic" directive is duplicate in
