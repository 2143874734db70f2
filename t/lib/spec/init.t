use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: runs before the request
--- config
    location ~ ^/ { root html; }
--- init
open my $out, ">", "$ENV{TEST_NGINX_SERVER_ROOT}/html/made"; print $out "made\n"; close $out;
--- request
GET /made
--- response_body
made

=== bad: nothing made
fails: status code ok
--- config
    location ~ ^/ { root html; }
--- init
1;
--- request
GET /made
