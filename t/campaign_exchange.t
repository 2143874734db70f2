use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: the variable, inherited and overridden
--- http_config
    campaign_exchange one;
--- config
    location = /a { return 200 $campaign_exchange; }
    location = /b { campaign_exchange two-2; return 200 $campaign_exchange; }
--- request eval
["GET /a", "GET /b"]
--- response_body eval
["one", "two-2"]
--- no_error_log
[error]
[alert]

=== TEST 2: none
--- config
    location = /a { return 200 "($campaign_exchange)"; }
--- request
GET /a
--- response_body chomp
()
--- no_error_log
[error]
[alert]

=== TEST 3: a character that no name has
--- http_config
    campaign_exchange "two words";
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid exchange "two words", letters, digits, "-", "_" and "." are allowed in

=== TEST 4: an empty name
--- http_config
    campaign_exchange "";
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid exchange "", a name has 1 to 64 characters in

=== TEST 5: a long name
--- http_config eval
"    campaign_exchange " . "x" x 65 . ";"
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
a name has 1 to 64 characters in

=== TEST 6: ad groups for one exchange
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
--- config
    location = /none { campaign_bid; }
    location = /adx { campaign_bid; campaign_exchange adx; }
    location = /other { campaign_bid; campaign_exchange other; }
--- request eval
[map { "POST /$_\n" . '{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}' } "none", "adx", "other"]
--- error_code eval
[200, 200, 200]
--- response_body_like eval
['"crid":"shoes-low-300x250"', '"crid":"shoes-high-300x250"', '"crid":"shoes-low-300x250"']
--- no_error_log
[error]
[alert]
