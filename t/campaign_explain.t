use Test::Nginx::Socket 'no_plan';

use Digest::SHA 'sha256_hex';

# files that nobody else may read, as the module wants them

my $dir = "/tmp/campaign_explain_t.$$";

mkdir $dir, 0755 or die "$dir: $!";

sub tokens {
    my ($name, $mode, @lines) = @_;

    open my $f, '>', "$dir/$name" or die "$dir/$name: $!";
    print $f map { "$_\n" } @lines;
    close $f;
    chmod $mode, "$dir/$name";
}

tokens('good', 0600, '# who may ask', '', 'acme ' . sha256_hex('secret'),
       'globex ' . sha256_hex('other'));
tokens('open', 0644, 'acme ' . sha256_hex('secret'));
tokens('bent', 0600, 'acme ' . sha256_hex('secret'), 'globex 12ab');
tokens('twice', 0600, map { $_ . ' ' . sha256_hex('secret') } 'acme', 'globex');
tokens('none', 0600, '# nobody');

$ENV{TEST_NGINX_TOKENS} = $dir;

my $pid = $$;

END { if ($pid == $$) { unlink glob "$dir/*"; rmdir $dir } }

no_long_string();
run_tests();

__DATA__

=== TEST 1: what became of each ad group
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { }
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
    location = /metrics { campaign_metrics; }
--- more_headers
Authorization: Bearer secret
--- request
POST /v1/explain
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- response_headers
Content-Type: application/json
--- response_body_like eval
'(?s)"shoes-high".*"no_match".*"inventory.exchanges".*"shoes-low".*"offer"|(?s)"shoes-low".*"offer".*"shoes-high".*"no_match".*"inventory.exchanges"'
--- no_error_log
[error]
[alert]

=== TEST 2: for another exchange
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { }
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
    location = /metrics { campaign_metrics; }
--- more_headers
Authorization: Bearer secret
--- request eval
['POST /v1/explain?exchange=adx&adgroup=shoes-high
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'POST /v1/explain?exchange=none
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}']
--- error_code eval
[200, 400]
--- response_body_like eval
['"shoes-high"(?!.*no_match)', '"code":"field_value","field":"exchange","fault":"there is no such exchange"']
--- no_error_log
[error]
[alert]

=== TEST 3: an ad group, a campaign, those that are not there
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { }
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
    location = /metrics { campaign_metrics; }
--- more_headers
Authorization: Bearer secret
--- request eval
[map { "POST /v1/explain?$_\n" . '{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}' } "adgroup=shoes-low", "campaign=shoes&limit=1", "campaign=%73hoes", "campaign=other"]
--- response_body_like eval
['^(?!.*shoes-high).*shoes-low', '"next":', 'shoes-high', '^(?!.*shoes).*$']
--- no_error_log
[error]
[alert]

=== TEST 4: another org sees nothing of it
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { }
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
    location = /metrics { campaign_metrics; }
--- more_headers
Authorization: bearer other
--- request eval
[map { "POST /v1/explain?$_\n" . '{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}' } "", "campaign=shoes", "org=acme"]
--- error_code eval
[200, 200, 200]
--- response_body_unlike eval
['shoes|acme', 'shoes-|acme', 'shoes|acme']
--- no_error_log
[error]
[alert]

=== TEST 5: without a token, with a wrong one, with another scheme
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { }
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
    location = /metrics { campaign_metrics; }
--- request eval
[('POST /v1/explain
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}') x 5]
--- more_headers eval
["", "Authorization: Bearer wrong", "Authorization: Basic secret", "Authorization: Bearer ", "Authorization: Bearer secret2"]
--- error_code eval
[(401) x 5]
--- response_headers eval
[('WWW-Authenticate: Bearer realm="campaign"') x 5]
--- response_body eval
[('{"error":{"code":"unauthorized","field":"Authorization","fault":"is missing or not valid","allowed":"\\"Bearer\\" and a token of an org"}}') x 5]
--- no_error_log
[error]
[alert]

=== TEST 6: arguments that are wrong
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { }
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
    location = /metrics { campaign_metrics; }
--- more_headers
Authorization: Bearer secret
--- request eval
[map { "POST /v1/explain?$_\n" . '{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}' } "limit=0", "limit=1001", "limit=x", "from=x", "campaign=", "adgroup=" . "x" x 129]
--- error_code eval
[(400) x 6]
--- response_body_like eval
['"field":"limit".*"allowed":"from 1 to 1000"', '"field":"limit"', '"field":"limit"', '"field":"from"', '"field":"campaign".*"allowed":"1 to 128 characters"', '"field":"adgroup"']
--- no_error_log
[error]
[alert]

=== TEST 7: bodies that are wrong
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { }
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
    location = /metrics { campaign_metrics; }
--- more_headers
Authorization: Bearer secret
--- request eval
["POST /v1/explain\n{", "POST /v1/explain", "POST /v1/explain\n{}", "GET /v1/explain"]
--- error_code eval
[400, 400, 400, 405]
--- response_body_like eval
['json_syntax', 'body_empty', 'field_missing', 'method_not_allowed']
--- no_error_log
[error]
[alert]

=== TEST 8: it is counted, and not as a bid
--- http_config
    campaign_catalog $TEST_NGINX_CAMPAIGN_DIR/small.cat;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
    campaign_notice_url https://ads.example.com;
    campaign_exchange adx { }
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
    location = /metrics { campaign_metrics; }
--- more_headers
Authorization: Bearer secret
--- request eval
['POST /v1/explain
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}', 'POST /v1/explain
{', 'GET /metrics']
--- error_code eval
[200, 400, 200]
--- response_body_like eval
['shoes', 'json_syntax', '(?s)campaign_bid_requests_total\{outcome="bid"\} 0\n.*campaign_bid_requests_total\{outcome="error"\} 0\n.*campaign_bid_request_bytes_total 0\n.*campaign_explain_requests_total 1\n.*campaign_explain_refused_total 1\n.*campaign_explain_denied_total 0\n']
--- no_error_log
[error]
[alert]

=== TEST 9: before there is a catalogue
--- config
    location = /v1/explain { campaign_explain $TEST_NGINX_TOKENS/good; }
--- more_headers
Authorization: Bearer secret
--- request
POST /v1/explain
{"id":"a1","tmax":5000,"imp":[{"id":"1","banner":{"w":300,"h":250}}]}
--- response_body_like: ^\{
--- no_error_log
[error]
[alert]

=== TEST 10: no such file
--- config
    location = /e { campaign_explain $TEST_NGINX_TOKENS/nothing; }
--- request
GET /
--- must_die
--- error_log
/nothing" cannot be used:
No such file or directory

=== TEST 11: a file that others can read
--- config
    location = /e { campaign_explain $TEST_NGINX_TOKENS/open; }
--- request
GET /
--- must_die
--- error_log
/open" cannot be used:
others have access to it

=== TEST 12: a line that is none
--- config
    location = /e { campaign_explain $TEST_NGINX_TOKENS/bent; }
--- request
GET /
--- must_die
--- error_log
/bent" cannot be used:
line 2

=== TEST 13: a token twice
--- config
    location = /e { campaign_explain $TEST_NGINX_TOKENS/twice; }
--- request
GET /
--- must_die
--- error_log
line 2: the hash is there already

=== TEST 14: no token
--- config
    location = /e { campaign_explain $TEST_NGINX_TOKENS/none; }
--- request
GET /
--- must_die
--- error_log
has no token

=== TEST 15: a folder
--- config
    location = /e { campaign_explain $TEST_NGINX_TOKENS; }
--- request
GET /
--- must_die
--- error_log
is no regular file

=== TEST 16: twice
--- config
    location = /e { campaign_explain $TEST_NGINX_TOKENS/good; campaign_explain $TEST_NGINX_TOKENS/good; }
--- request
GET /
--- must_die
--- error_log
"campaign_explain" directive is duplicate in

=== TEST 17: with another handler
--- config
    location = /e { campaign_bid; campaign_explain $TEST_NGINX_TOKENS/good; }
--- request
GET /
--- must_die
--- error_log
"campaign_explain" directive conflicts with another handler of this location in

=== TEST 18: in a server
--- config
    campaign_explain $TEST_NGINX_TOKENS/good;
--- request
GET /
--- must_die
--- error_log
"campaign_explain" directive is not allowed here in

=== TEST 19: what it requires
--- http_config
    campaign_keys $TEST_NGINX_CAMPAIGN_DIR/keys;
--- config
    location = /e { campaign_explain $TEST_NGINX_TOKENS/good; }
--- request
GET /
--- must_die
--- error_log
"campaign_explain" requires "campaign_notice_url", which the URLs of its notices start with, in
