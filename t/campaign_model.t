use Test::Nginx::Socket 'no_plan';

no_long_string();
run_tests();

__DATA__

=== TEST 1: the reference kernel
--- http_config
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm backend=scalar;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- response_body_like: "model":\{"state":"ok","name":"[^"]*","id":"[0-9a-f]{16}","backend":"scalar"\}
--- no_error_log
[error]
[alert]

=== TEST 2: the fastest kernel
--- http_config
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm backend=auto;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /ready
--- response_body_like: "backend":"(scalar|avx2|avx512|neon)"
--- no_error_log
[error]
[alert]

=== TEST 3: an unknown kernel
--- http_config
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm backend=abacus;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/colanet.cxm" cannot be used:
abacus
nginx.conf:

=== TEST 4: an unknown parameter
--- http_config
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm kernel=avx2;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
invalid parameter "kernel=avx2" in

=== TEST 5: no such file
--- http_config
    campaign_model none.cxm;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
conf/none.cxm" cannot be used:
No such file or directory

=== TEST 6: a file that is cut off
--- user_files eval
open my $in, '<:raw', "$ENV{TEST_NGINX_CAMPAIGN_DIR}/colanet.cxm" or die $!;
read $in, my $data, 1000;
[["short.cxm", $data]]
--- http_config
    campaign_model ../html/short.cxm;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/short.cxm" cannot be used:
nginx.conf:

=== TEST 7: a file of another kind
--- http_config
    campaign_model nginx.conf;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
/nginx.conf" cannot be used:

=== TEST 8: twice
--- http_config
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
    campaign_model $TEST_NGINX_CAMPAIGN_DIR/colanet.cxm;
--- config
    location = /ready { campaign_status ready; }
--- request
GET /
--- must_die
--- error_log
"campaign_model" directive is duplicate in
