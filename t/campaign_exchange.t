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
