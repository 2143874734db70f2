use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== bad: an alert in the log
fails: log complains
cpan: passes
--- config
    location ~ ^/ { return 200; }
--- init
open my $out, ">>", "$ENV{TEST_NGINX_SERVER_ROOT}/logs/error.log"; print $out "2026/01/01 00:00:00 [alert] 1#1: spec\n"; close $out;
--- request
GET /a

=== good: an alert that is asked for
--- config
    location ~ ^/ { return 200; }
--- init
open my $out, ">>", "$ENV{TEST_NGINX_SERVER_ROOT}/logs/error.log"; print $out "2026/01/01 00:00:00 [alert] 1#1: spec\n"; close $out;
--- request
GET /a
--- error_log: [alert] 1#1: spec

=== bad: a report of the sanitizer
fails: log complains
cpan: passes
--- config
    location ~ ^/ { return 200; }
--- init
open my $out, ">>", "$ENV{TEST_NGINX_SERVER_ROOT}/logs/error.log"; print $out "==1==ERROR: AddressSanitizer: spec\n"; close $out;
--- request
GET /a

=== bad: undefined behaviour
fails: log complains
cpan: passes
--- config
    location ~ ^/ { return 200; }
--- init
open my $out, ">>", "$ENV{TEST_NGINX_SERVER_ROOT}/logs/error.log"; print $out "x.c:1:2: runtime error: spec\n"; close $out;
--- request
GET /a
