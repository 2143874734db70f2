use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: the variable, inherited and overridden
--- http_config
    campaign_exchange three { }
--- config
    campaign_exchange one;
    location = /a { return 200 $campaign_exchange; }
    location = /b { campaign_exchange two-2; return 200 $campaign_exchange; }
    location = /c { campaign_exchange three; return 200 $campaign_exchange; }
--- request eval
["GET /a", "GET /b", "GET /c"]
--- response_body eval
["one", "two-2", "three"]
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

=== TEST 3: one that is the default
--- http_config
    campaign_exchange adx { default; }
    campaign_exchange other { seat s; }
--- config
    location = /a { return 200 $campaign_exchange; }
    location = /b { campaign_exchange other; return 200 $campaign_exchange; }
--- request eval
["GET /a", "GET /b"]
--- response_body eval
["adx", "other"]
--- no_error_log
[error]
[alert]

=== TEST 4: by a variable: one configured, one only named, none, one unknown
--- http_config
    campaign_exchange adx { default; }
    campaign_exchange ssp { }
    map $arg_ex $ex { default $arg_ex; }
--- config
    campaign_exchange $ex;
    location = /a { return 200 "($campaign_exchange)"; }
    location = /b { campaign_exchange named; return 204; }
--- request eval
["GET /a?ex=ssp", "GET /a?ex=named", "GET /a", "GET /a?ex=nobody"]
--- response_body eval
["(ssp)", "(named)", "(adx)", "()"]
--- no_error_log
[error]
[alert]

=== TEST 5: in an if of a location
--- http_config
    campaign_exchange ssp { }
--- config
    location = /a {
        campaign_exchange one;
        if ($arg_ssp) { campaign_exchange ssp; }
        add_header X-Exchange $campaign_exchange always;
        return 204;
    }
--- request eval
["GET /a", "GET /a?ssp=1"]
--- error_code eval
[204, 204]
--- response_headers eval
["X-Exchange: one", "X-Exchange: ssp"]
--- no_error_log
[error]
[alert]

=== TEST 6: a variable made of itself
--- http_config

--- config
    campaign_exchange $campaign_exchange;
    location = /v1/bid { campaign_bid; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204

--- no_error_log
[alert]

=== TEST 7: a character that no name has, of a location
--- http_config

--- config
    location = /a { campaign_exchange "two words"; return 204; }
--- request
GET /
--- must_die
--- error_log
invalid exchange "two words", letters, digits, "-", "_" and "." are allowed in

=== TEST 8: a character that no name has, of a profile
--- http_config
    campaign_exchange "two words" { }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid exchange "two words", letters, digits, "-", "_" and "." are allowed in

=== TEST 9: an empty name, of a location
--- http_config

--- config
    location = /a { campaign_exchange ""; return 204; }
--- request
GET /
--- must_die
--- error_log
invalid exchange "", a name has 1 to 64 characters in

=== TEST 10: an empty name, of a profile
--- http_config
    campaign_exchange "" { }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid exchange "", a name has 1 to 64 characters in

=== TEST 11: a long name
--- http_config eval
"    campaign_exchange " . "x" x 65 . " { }"
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
a name has 1 to 64 characters in

=== TEST 12: twice in a location
--- http_config

--- config
    location = /a { campaign_exchange a; campaign_exchange b; return 204; }
--- request
GET /
--- must_die
--- error_log
"campaign_exchange" directive is duplicate in

=== TEST 13: a profile twice
--- http_config
    campaign_exchange adx { }
    campaign_exchange adx { }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate exchange "adx" in

=== TEST 14: a name in http
--- http_config
    campaign_exchange adx;
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
directive "campaign_exchange" has no opening "{" in

=== TEST 15: a profile in a server
--- http_config

--- config
    campaign_exchange adx { }
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
directive "campaign_exchange" is not terminated by ";" in

=== TEST 16: two defaults
--- http_config
    campaign_exchange a { default; }
    campaign_exchange b { default; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
"default" of exchange "b" is duplicate, it is exchange "a" already in

=== TEST 17: more exchanges than there may be
--- http_config eval
join "", map { "    campaign_exchange x$_ { }\n" } 1 .. 65
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
too many exchanges, "x65" is more than 64 in

=== TEST 18: as many as there may be
--- http_config eval
join "", map { "    campaign_exchange x$_ { }\n" } 1 .. 64
--- config
    location = /a { campaign_exchange x64; return 200 $campaign_exchange; }
--- request
GET /a
--- response_body chomp
x64
--- no_error_log
[error]
[alert]

=== TEST 19: all parameters
--- http_config
    campaign_exchange adx {
        default;
        orgs        acme "b 2";
        no_bid      204;
        price       cpm;
        seat        seat-1;
        currency    USD;
        fee         12.5% bids=gross floors=net;
        round_trip  30ms;
        formats     banner video audio native;
        bids        2;
        ids         ifa eids=id.example user.buyeruid user.id;
        keys        $TEST_NGINX_CAMPAIGN_DIR/keys;
        supply      schain ads_txt=open sellers_json=open;
        sellers     trusted;
        seller      exchange.example;
        approval    optional;
        stage       read=500us match=2ms score=1ms;
        shed        from=5ms full=50ms;
    }
--- config
    location = /a { return 200 $campaign_exchange; }
--- request
GET /a
--- response_body chomp
adx
--- no_error_log
[error]
[alert]

=== TEST 20: a parameter that is none
--- http_config
    campaign_exchange adx { tmax 5; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
unknown parameter "tmax" of exchange "adx", it must be one of "approval", "bids", "currency", "default", "fee", "formats", "ids", "keys", "no_bid", "orgs", "price", "round_trip", "seat", "seller", "sellers", "shed", "stage", "supply" in

=== TEST 21: approval twice
--- http_config
    campaign_exchange adx { approval required; approval required; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "approval" of exchange "adx" in

=== TEST 22: bids twice
--- http_config
    campaign_exchange adx { bids 1; bids 1; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "bids" of exchange "adx" in

=== TEST 23: currency twice
--- http_config
    campaign_exchange adx { currency EUR; currency EUR; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "currency" of exchange "adx" in

=== TEST 24: fee twice
--- http_config
    campaign_exchange adx { fee 1%; fee 1%; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "fee" of exchange "adx" in

=== TEST 25: formats twice
--- http_config
    campaign_exchange adx { formats video; formats video; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "formats" of exchange "adx" in

=== TEST 26: ids twice
--- http_config
    campaign_exchange adx { ids ifa; ids ifa; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "ids" of exchange "adx" in

=== TEST 27: no_bid twice
--- http_config
    campaign_exchange adx { no_bid nbr; no_bid nbr; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "no_bid" of exchange "adx" in

=== TEST 28: orgs twice
--- http_config
    campaign_exchange adx { orgs a; orgs a; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "orgs" of exchange "adx" in

=== TEST 29: price twice
--- http_config
    campaign_exchange adx { price micros; price micros; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "price" of exchange "adx" in

=== TEST 30: round_trip twice
--- http_config
    campaign_exchange adx { round_trip 1ms; round_trip 1ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "round_trip" of exchange "adx" in

=== TEST 31: seat twice
--- http_config
    campaign_exchange adx { seat s; seat s; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "seat" of exchange "adx" in

=== TEST 32: seller twice
--- http_config
    campaign_exchange adx { seller a.example; seller a.example; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "seller" of exchange "adx" in

=== TEST 33: sellers twice
--- http_config
    campaign_exchange adx { sellers l; sellers l; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "sellers" of exchange "adx" in

=== TEST 34: shed twice
--- http_config
    campaign_exchange adx { shed from=1ms full=2ms; shed from=1ms full=2ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "shed" of exchange "adx" in

=== TEST 35: stage twice
--- http_config
    campaign_exchange adx { stage read=1ms; stage read=1ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "stage" of exchange "adx" in

=== TEST 36: supply twice
--- http_config
    campaign_exchange adx { supply schain; supply schain; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "supply" of exchange "adx" in

=== TEST 37: default twice
--- http_config
    campaign_exchange adx { default; default; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
duplicate "default" of exchange "adx" in

=== TEST 38: approval without arguments
--- http_config
    campaign_exchange adx { approval; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "approval" of exchange "adx", it must be "required" or "optional" in

=== TEST 39: bids without arguments
--- http_config
    campaign_exchange adx { bids; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "bids" of exchange "adx", it must be from 1 to 64 in

=== TEST 40: currency without arguments
--- http_config
    campaign_exchange adx { currency; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "currency" of exchange "adx", it must be three capital letters in

=== TEST 41: fee without arguments
--- http_config
    campaign_exchange adx { fee; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 42: formats without arguments
--- http_config
    campaign_exchange adx { formats; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "formats" of exchange "adx", it must be "banner", "video", "audio" or "native", each once in

=== TEST 43: ids without arguments
--- http_config
    campaign_exchange adx { ids; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "ids" of exchange "adx", it must be "user.id", "user.buyeruid", "eids", "eids=source" or "ifa", each once in

=== TEST 44: keys without arguments
--- http_config
    campaign_exchange adx { keys; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "keys" of exchange "adx", it must be a file of keys in

=== TEST 45: no_bid without arguments
--- http_config
    campaign_exchange adx { no_bid; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "no_bid" of exchange "adx", it must be "204" or "nbr" in

=== TEST 46: orgs without arguments
--- http_config
    campaign_exchange adx { orgs; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "orgs" of exchange "adx", it must be ids of 1 to 128 characters, each once in

=== TEST 47: price without arguments
--- http_config
    campaign_exchange adx { price; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "price" of exchange "adx", it must be "cpm", "cents" or "micros" in

=== TEST 48: round_trip without arguments
--- http_config
    campaign_exchange adx { round_trip; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "round_trip" of exchange "adx", it must be from 1ms to 9999ms in

=== TEST 49: seat without arguments
--- http_config
    campaign_exchange adx { seat; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "seat" of exchange "adx", it must be 1 to 128 printable characters of ASCII in

=== TEST 50: seller without arguments
--- http_config
    campaign_exchange adx { seller; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "seller" of exchange "adx", it must be a domain, as "exchange.example" in

=== TEST 51: sellers without arguments
--- http_config
    campaign_exchange adx { sellers; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "sellers" of exchange "adx", it must be 1 to 128 printable characters of ASCII in

=== TEST 52: shed without arguments
--- http_config
    campaign_exchange adx { shed; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "shed" of exchange "adx", it must be "from=time" and "full=time", from 10us to 10s and the latter more than the former in

=== TEST 53: stage without arguments
--- http_config
    campaign_exchange adx { stage; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 54: supply without arguments
--- http_config
    campaign_exchange adx { supply; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "supply" of exchange "adx", it must be "schain", "ads_txt" or "ads_txt=open", "sellers_json" or "sellers_json=open", each once in

=== TEST 55: default with an argument
--- http_config
    campaign_exchange adx { default on; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "default" of exchange "adx", it must be without arguments in

=== TEST 56: supply with too many arguments
--- http_config
    campaign_exchange adx { supply schain ads_txt sellers_json schain; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
invalid number of arguments in "supply" of exchange "adx"

=== TEST 57: approval yes
--- http_config
    campaign_exchange adx { approval yes; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "approval" of exchange "adx", it must be "required" or "optional" in

=== TEST 58: bids 0
--- http_config
    campaign_exchange adx { bids 0; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "bids" of exchange "adx", it must be from 1 to 64 in

=== TEST 59: bids 65
--- http_config
    campaign_exchange adx { bids 65; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "bids" of exchange "adx", it must be from 1 to 64 in

=== TEST 60: bids x
--- http_config
    campaign_exchange adx { bids x; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "bids" of exchange "adx", it must be from 1 to 64 in

=== TEST 61: currency usd
--- http_config
    campaign_exchange adx { currency usd; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "currency" of exchange "adx", it must be three capital letters in

=== TEST 62: currency EURO
--- http_config
    campaign_exchange adx { currency EURO; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "currency" of exchange "adx", it must be three capital letters in

=== TEST 63: fee 15
--- http_config
    campaign_exchange adx { fee 15; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 64: fee 100%
--- http_config
    campaign_exchange adx { fee 100%; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 65: fee -1%
--- http_config
    campaign_exchange adx { fee -1%; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 66: fee x%
--- http_config
    campaign_exchange adx { fee x%; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 67: fee 1.23456%
--- http_config
    campaign_exchange adx { fee 1.23456%; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 68: fee 1% bids=x
--- http_config
    campaign_exchange adx { fee 1% bids=x; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 69: fee 1% bids=net bids=gross
--- http_config
    campaign_exchange adx { fee 1% bids=net bids=gross; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 70: fee 1% floors
--- http_config
    campaign_exchange adx { fee 1% floors; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 71: fee 1% x=net
--- http_config
    campaign_exchange adx { fee 1% x=net; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "fee" of exchange "adx", it must be from 0% to 99.9999%, "bids=gross" or "bids=net", "floors=gross" or "floors=net" in

=== TEST 72: formats text
--- http_config
    campaign_exchange adx { formats text; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "formats" of exchange "adx", it must be "banner", "video", "audio" or "native", each once in

=== TEST 73: formats banner banner
--- http_config
    campaign_exchange adx { formats banner banner; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "formats" of exchange "adx", it must be "banner", "video", "audio" or "native", each once in

=== TEST 74: ids email
--- http_config
    campaign_exchange adx { ids email; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "ids" of exchange "adx", it must be "user.id", "user.buyeruid", "eids", "eids=source" or "ifa", each once in

=== TEST 75: ids ifa ifa
--- http_config
    campaign_exchange adx { ids ifa ifa; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "ids" of exchange "adx", it must be "user.id", "user.buyeruid", "eids", "eids=source" or "ifa", each once in

=== TEST 76: ids eids=
--- http_config
    campaign_exchange adx { ids eids=; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "ids" of exchange "adx", it must be "user.id", "user.buyeruid", "eids", "eids=source" or "ifa", each once in

=== TEST 77: ids eids=a eids
--- http_config
    campaign_exchange adx { ids eids=a eids; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "ids" of exchange "adx", it must be "user.id", "user.buyeruid", "eids", "eids=source" or "ifa", each once in

=== TEST 78: ids eids=a..b
--- http_config
    campaign_exchange adx { ids eids=a..b; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "ids" of exchange "adx", it must be "user.id", "user.buyeruid", "eids", "eids=source" or "ifa", each once in

=== TEST 79: no_bid 200
--- http_config
    campaign_exchange adx { no_bid 200; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "no_bid" of exchange "adx", it must be "204" or "nbr" in

=== TEST 80: orgs ''
--- http_config
    campaign_exchange adx { orgs ""; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "orgs" of exchange "adx", it must be ids of 1 to 128 characters, each once in

=== TEST 81: orgs a a
--- http_config
    campaign_exchange adx { orgs a a; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "orgs" of exchange "adx", it must be ids of 1 to 128 characters, each once in

=== TEST 82: price cpc
--- http_config
    campaign_exchange adx { price cpc; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "price" of exchange "adx", it must be "cpm", "cents" or "micros" in

=== TEST 83: round_trip 0
--- http_config
    campaign_exchange adx { round_trip 0; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "round_trip" of exchange "adx", it must be from 1ms to 9999ms in

=== TEST 84: round_trip 10s
--- http_config
    campaign_exchange adx { round_trip 10s; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "round_trip" of exchange "adx", it must be from 1ms to 9999ms in

=== TEST 85: round_trip x
--- http_config
    campaign_exchange adx { round_trip x; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "round_trip" of exchange "adx", it must be from 1ms to 9999ms in

=== TEST 86: seat ''
--- http_config
    campaign_exchange adx { seat ""; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "seat" of exchange "adx", it must be 1 to 128 printable characters of ASCII in

=== TEST 87: seller ''
--- http_config
    campaign_exchange adx { seller ""; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "seller" of exchange "adx", it must be a domain, as "exchange.example" in

=== TEST 88: seller a..b
--- http_config
    campaign_exchange adx { seller a..b; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "seller" of exchange "adx", it must be a domain, as "exchange.example" in

=== TEST 89: seller .a
--- http_config
    campaign_exchange adx { seller .a; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "seller" of exchange "adx", it must be a domain, as "exchange.example" in

=== TEST 90: seller a.
--- http_config
    campaign_exchange adx { seller a.; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "seller" of exchange "adx", it must be a domain, as "exchange.example" in

=== TEST 91: seller a/b
--- http_config
    campaign_exchange adx { seller a/b; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "seller" of exchange "adx", it must be a domain, as "exchange.example" in

=== TEST 92: sellers ''
--- http_config
    campaign_exchange adx { sellers ""; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "sellers" of exchange "adx", it must be 1 to 128 printable characters of ASCII in

=== TEST 93: shed from=5ms full=5ms
--- http_config
    campaign_exchange adx { shed from=5ms full=5ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "shed" of exchange "adx", it must be "from=time" and "full=time", from 10us to 10s and the latter more than the former in

=== TEST 94: shed from=50ms full=5ms
--- http_config
    campaign_exchange adx { shed from=50ms full=5ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "shed" of exchange "adx", it must be "from=time" and "full=time", from 10us to 10s and the latter more than the former in

=== TEST 95: shed from=1ms from=2ms
--- http_config
    campaign_exchange adx { shed from=1ms from=2ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "shed" of exchange "adx", it must be "from=time" and "full=time", from 10us to 10s and the latter more than the former in

=== TEST 96: shed from=0 full=1ms
--- http_config
    campaign_exchange adx { shed from=0 full=1ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "shed" of exchange "adx", it must be "from=time" and "full=time", from 10us to 10s and the latter more than the former in

=== TEST 97: shed from=1ms full=11s
--- http_config
    campaign_exchange adx { shed from=1ms full=11s; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "shed" of exchange "adx", it must be "from=time" and "full=time", from 10us to 10s and the latter more than the former in

=== TEST 98: shed from=1ms x=2ms
--- http_config
    campaign_exchange adx { shed from=1ms x=2ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "shed" of exchange "adx", it must be "from=time" and "full=time", from 10us to 10s and the latter more than the former in

=== TEST 99: stage read
--- http_config
    campaign_exchange adx { stage read; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 100: stage sleep=1ms
--- http_config
    campaign_exchange adx { stage sleep=1ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 101: stage read=0
--- http_config
    campaign_exchange adx { stage read=0; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 102: stage read=9us
--- http_config
    campaign_exchange adx { stage read=9us; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 103: stage read=11s
--- http_config
    campaign_exchange adx { stage read=11s; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 104: stage read=1ms read=2ms
--- http_config
    campaign_exchange adx { stage read=1ms read=2ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 105: stage read=us
--- http_config
    campaign_exchange adx { stage read=us; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 106: supply ads.txt
--- http_config
    campaign_exchange adx { supply ads.txt; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "supply" of exchange "adx", it must be "schain", "ads_txt" or "ads_txt=open", "sellers_json" or "sellers_json=open", each once in

=== TEST 107: supply schain schain
--- http_config
    campaign_exchange adx { supply schain schain; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "supply" of exchange "adx", it must be "schain", "ads_txt" or "ads_txt=open", "sellers_json" or "sellers_json=open", each once in

=== TEST 108: keys that are not there
--- http_config
    campaign_exchange adx { keys $TEST_NGINX_CAMPAIGN_DIR/none; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
/none" cannot be used:

=== TEST 109: ad groups for one exchange
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

=== TEST 110: orgs that take part
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange with { orgs other acme; }
    campaign_exchange without { orgs other; }
--- config
    location = /with { campaign_bid; campaign_exchange with; }
    location = /without { campaign_bid; campaign_exchange without; }
--- request eval
[map { "POST /$_\n" . '{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}' } "with", "without"]
--- error_code eval
[200, 204]
--- response_body_like eval
['"crid":"shoes-low-300x250"', '^$']
--- no_error_log
[error]
[alert]

=== TEST 111: the profile is that of the variable; who is unknown gets no bid
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { seat of-adx; }
    campaign_exchange ssp { seat of-ssp; }
--- config
    location = /v1/bid {
        campaign_bid;
        campaign_exchange $arg_ex;
        add_header X-Reason $campaign_reason;
    }
    location = /metrics { campaign_metrics; }
--- request eval
[(map { "POST /v1/bid?ex=$_\n" . '{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}' } "adx", "ssp", "", "nobody"), "GET /metrics"]
--- error_code eval
[200, 200, 200, 204, 200]
--- response_headers eval
["X-Reason: bid", "X-Reason: bid", "X-Reason: bid", "X-Reason: exchange", ""]
--- response_body_like eval
['"crid":"shoes-high-300x250"', '"crid":"shoes-low-300x250"', '"crid":"shoes-low-300x250"', '^$', 'campaign_nobid_total\{reason="exchange"\} 1\n']
--- no_error_log
[error]
[alert]

=== TEST 112: how there is no bid
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange plain { no_bid 204; }
    campaign_exchange nbr { no_bid nbr; }
    campaign_exchange bid { no_bid nbr; }
--- config
    location = /plain { campaign_bid; campaign_exchange plain; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /nbr { campaign_bid; campaign_exchange nbr; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /bid { campaign_bid; campaign_exchange bid; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /plain
{"id":"a1","tmax":5000,"imp":[{"bidfloor":90,"id":"1","banner":{"w":300,"h":250}}]}',
'POST /nbr
{"id":"a1","tmax":5000,"imp":[{"bidfloor":90,"id":"1","banner":{"w":300,"h":250}}]}',
'POST /bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[204, 200, 200]
--- response_headers eval
["X-Reason: nobid-below_floor", "X-Reason: nobid-below_floor", "X-Reason: bid-bid"]
--- response_body_like eval
['^$', '^\{"id":"a1","nbr":502\}$', '"seatbid"']
--- no_error_log
[error]
[alert]

=== TEST 113: what a price counts
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange cpm { price cpm; }
    campaign_exchange cents { price cents; }
    campaign_exchange micros { price micros; }
--- config
    location = /cpm { campaign_bid; campaign_exchange cpm; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /cents { campaign_bid; campaign_exchange cents; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /micros { campaign_bid; campaign_exchange micros; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /cpm
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /cents
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /micros
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[200, 200, 200]
--- response_headers eval
["X-Reason: bid-bid", "X-Reason: bid-bid", "X-Reason: bid-bid"]
--- response_body_like eval
['"price":1.25,', '"price":125,', '"price":1250000,']
--- no_error_log
[error]
[alert]

=== TEST 114: a seat of all bids, and that of the org
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange one { seat seat-1; }
    campaign_exchange own {  }
--- config
    location = /one { campaign_bid; campaign_exchange one; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /own { campaign_bid; campaign_exchange own; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /one
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /own
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[200, 200]
--- response_headers eval
["X-Reason: bid-bid", "X-Reason: bid-bid"]
--- response_body_like eval
['"seat":"seat-1"', '"seat":"acme-seat"']
--- no_error_log
[error]
[alert]

=== TEST 115: the media that are bid
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange banner { formats banner; }
    campaign_exchange video { formats video audio native; }
--- config
    location = /banner { campaign_bid; campaign_exchange banner; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /video { campaign_bid; campaign_exchange video; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /banner
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /video
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[200, 204]
--- response_headers eval
["X-Reason: bid-bid", "X-Reason: nobid-media"]
--- response_body_like eval
['"mtype":1', '^$']
--- no_error_log
[error]
[alert]

=== TEST 116: the way there and back
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange short { round_trip 10ms; }
    campaign_exchange long { round_trip 9s; }
--- config
    location = /short { campaign_bid; campaign_exchange short; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /long { campaign_bid; campaign_tmax 10s; campaign_exchange long; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /short
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /long
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[200, 204]
--- response_headers eval
["X-Reason: bid-bid", "X-Reason: nobid-timeout"]
--- response_body_like eval
['seatbid', '^$']
--- no_error_log
[error]
[alert]

=== TEST 117: what the supply has to show
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange chain { supply schain; }
    campaign_exchange open { supply ads_txt=open; }
    campaign_exchange ads { supply ads_txt; }
    campaign_exchange listed { sellers nobody; }
--- config
    location = /chain { campaign_bid; campaign_exchange chain; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /open { campaign_bid; campaign_exchange open; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /ads { campaign_bid; campaign_exchange ads; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /listed { campaign_bid; campaign_exchange listed; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /chain
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /open
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /ads
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /listed
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[204, 200, 204, 204]
--- response_headers eval
["X-Reason: nobid-supply_chain", "X-Reason: bid-bid", "X-Reason: nobid-ads_txt_unknown", "X-Reason: nobid-seller"]
--- response_body_like eval
['^$', 'seatbid', '^$', '^$']
--- no_error_log
[error]
[alert]

=== TEST 118: creatives that are approved
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange required { approval required; }
    campaign_exchange optional { approval optional; }
--- config
    location = /required { campaign_bid; campaign_exchange required; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /optional { campaign_bid; campaign_exchange optional; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /required
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /optional
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[204, 200]
--- response_headers eval
["X-Reason: nobid-approval", "X-Reason: bid-bid"]
--- response_body_like eval
['^$', 'seatbid']
--- no_error_log
[error]
[alert]

=== TEST 119: fees: net bids are what the exchange adds its part to
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange gross { fee 20%; }
    campaign_exchange net { fee 20% bids=net floors=net; }
--- config
    location = /gross { campaign_bid; campaign_exchange gross; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /net { campaign_bid; campaign_exchange net; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /gross
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /net
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[200, 200]
--- response_headers eval
["X-Reason: bid-bid", "X-Reason: bid-bid"]
--- response_body_like eval
['"price":1.25,', '"price":1,']
--- no_error_log
[error]
[alert]

=== TEST 120: a currency of requests that name none
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange dollar { currency USD; }
    campaign_exchange euro { currency EUR; }
--- config
    location = /dollar { campaign_bid; campaign_exchange dollar; add_header X-Reason $campaign_decision-$campaign_reason; }
    location = /euro { campaign_bid; campaign_exchange euro; add_header X-Reason $campaign_decision-$campaign_reason; }
--- request eval
['POST /dollar
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}',
'POST /euro
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[200, 204]
--- response_headers eval
["X-Reason: bid-bid", "X-Reason: nobid-currency"]
--- response_body_like eval
['"cur":"USD"', '^$']
--- no_error_log
[error]
[alert]



=== TEST 121: stage write=1ms
--- http_config
    campaign_exchange adx { stage write=1ms; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "stage" of exchange "adx", it must be a stage and a time from 10us to 10s, as "match=2ms", each stage once in

=== TEST 122: round_trip is all of campaign_tmax
--- http_config
    campaign_exchange adx { round_trip 100ms; }
--- config
    location = /v1/bid { campaign_bid; campaign_exchange adx; }
--- request
GET /
--- must_die
--- error_log
"round_trip" of exchange "adx" must be less than "campaign_tmax" in
nginx.conf:

=== TEST 123: ... of the exchange of all that name none
--- http_config
    campaign_exchange adx { round_trip 300ms; default; }
--- config
    location = /v1/bid { campaign_bid; campaign_tmax 200ms; }
--- request
GET /
--- must_die
--- error_log
"round_trip" of exchange "adx" must be less than "campaign_tmax" in
nginx.conf:

=== TEST 124: ... of another location, and where it fits
--- http_config
    campaign_exchange adx { round_trip 100ms; }
--- config
    location = /none { campaign_bid; }
    location = /v1/bid {
        campaign_bid;
        campaign_tmax 101ms;
        campaign_exchange adx;
    }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- no_error_log
[warn]
[error]

=== TEST 125: ... of one that a variable may pick
--- http_config
    campaign_exchange adx { round_trip 100ms; }
--- config
    location = /v1/bid { campaign_bid; campaign_exchange $arg_ex; }
--- request
POST /v1/bid
{"id":"a1","imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 204
--- error_log
[warn]
"round_trip" of exchange "adx" must be less than "campaign_tmax" in
--- no_error_log
[error]

=== TEST 126: orgs and sellers that the catalogue does not know
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { orgs acme nosuchorg acme2; }
    campaign_exchange ssp { sellers nosuchlist; }
--- config
    location = /v1/bid { campaign_bid; campaign_exchange adx; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 200
--- error_log
[warn]
campaign: the catalogue does not know all that exchanges name: "orgs" of "adx": "nosuchorg" is not there, 2 more such names
--- no_error_log
[error]

=== TEST 127: sellers alone
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { orgs acme; }
    campaign_exchange ssp { sellers nosuchlist; }
--- config
    location = /v1/bid { campaign_bid; campaign_exchange adx; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 200
--- error_log
"sellers" of "ssp": "nosuchlist" is not there
--- no_error_log
[error]
more such names

=== TEST 128: those that it knows
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { orgs acme; }
--- config
    location = /v1/bid { campaign_bid; campaign_exchange adx; }
--- request
POST /v1/bid
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- error_code: 200
--- no_error_log
[warn]
[error]

=== TEST 129: the code XTS is no currency
--- http_config
    campaign_exchange adx { currency XTS; }
--- config
    location = /a { return 204; }
--- request
GET /
--- must_die
--- error_log
in "currency" of exchange "adx", it must be three capital letters in
