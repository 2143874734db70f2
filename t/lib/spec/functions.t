use Test::Nginx::Socket 'no_plan';

add_block_preprocessor(sub {
    my ($block) = @_;

    $block->set_value('config', <<'END') if !defined $block->config;
    location /pre { return 200 "pre\n"; }
    location /bad { return 200 "bad\n"; }
END
});

env_to_nginx('TEST_SPEC', 'TEST_SPEC_B=c');

add_response_body_check(sub {
    my ($block, $body, $request, $repeat, $dry) = @_;

    open my $in, '<', "$ENV{TEST_NGINX_SERVER_ROOT}/conf/nginx.conf";

    my $conf = do { local $/; <$in> };

    is($body =~ /bad/ ? 1 : 0, 0, $block->name . ' - body was checked');
    like($conf, qr/env TEST_SPEC;\s+env TEST_SPEC_B=c;/,
         $block->name . ' - variables are named');
});

log_level('warn');
no_shuffle();
run_tests();

__DATA__

=== good: a preprocessor gave the configuration
--- request
GET /pre
--- response_body
pre

=== bad: the body check
fails: body was checked
--- request
GET /bad
--- response_body
bad

=== good: log_level
--- request
GET /pre
--- no_error_log
[debug]

=== bad: log_level
fails: should match
--- request
GET /pre
--- error_log
[debug]
