package Test::Nginx::Socket;

# Runs t/*.t, which are written in the language of the Test::Nginx::Socket of
# CPAN, where that is not installed.  t/lib/README.md says what it knows.

use strict;
use warnings;

use List::Util qw(shuffle);
use Test::More ();
use Time::HiRes qw(sleep);

use Test::Nginx::Socket::Block ();
use Test::Nginx::Socket::Check ();
use Test::Nginx::Socket::Client ();
use Test::Nginx::Socket::Server ();

use parent 'Exporter';

my @more = qw(ok isnt like unlike is is_deeply cmp_ok skip todo_skip pass
              fail eq_array eq_hash eq_set plan can_ok isa_ok diag note);

our @EXPORT = (
    qw(add_block_preprocessor add_cleanup_handler add_response_body_check
       add_test_cleanup_handler bail_out blocks config_preamble env_to_nginx
       html_dir is_str log_level master_off master_on master_process_enabled
       no_long_string no_root_location no_shuffle repeat_each run_tests
       server_addr server_name server_port server_port_for_client server_root
       timeout worker_connections workers),
    @more);

Test::More->import(import => [ @more ]);

my @blocks;
my @preprocessors;
my @cleanups;
my @block_cleanups;
my $parsed = 0;
my $repeat = 1;
my $shuffle = !$ENV{TEST_NGINX_NO_SHUFFLE};
my $previous;
my $owner = $$;


sub import {
    my ($class, @args) = @_;

    strict->import;
    warnings->import;
    Test::More::plan(@args) if @args;
    Test::Nginx::Socket::Server::prepare();
    $class->export_to_level(1, $class);
}


sub blocks {
    if (!$parsed) {
        my $text = do { local $/; no warnings 'once'; <main::DATA> };

        @blocks = Test::Nginx::Socket::Block::parse(
            defined $text ? $text : '');
        $parsed = 1;
    }

    return @blocks;
}


sub accessor {
    my ($name) = @_;

    return sub { return Test::Nginx::Socket::Server::set($name, @_) };
}

{
    no strict 'refs';

    my %setting = (
        config_preamble        => 'preamble',
        log_level              => 'log_level',
        server_addr            => 'server_addr',
        server_name            => 'server_name',
        server_port            => 'port',
        server_port_for_client => 'client_port',
        server_root            => 'root',
        timeout                => 'timeout',
        worker_connections     => 'connections',
        workers                => 'workers',
    );

    *$_ = accessor($setting{$_}) for keys %setting;
}


sub html_dir { return Test::Nginx::Socket::Server::path('html') }

sub master_on { Test::Nginx::Socket::Server::set('master', 'on') }

sub master_off { Test::Nginx::Socket::Server::set('master', 'off') }

sub no_long_string { $Test::Nginx::Socket::Check::LongStrings = 0 }

sub no_root_location {
    Test::Nginx::Socket::Server::set('no_root_location', 1);
}

sub no_shuffle { $shuffle = 0 }

sub add_block_preprocessor(&) { unshift @preprocessors, @_ }

sub add_cleanup_handler { unshift @cleanups, @_ }

sub add_test_cleanup_handler { unshift @block_cleanups, @_ }

sub add_response_body_check {
    push @Test::Nginx::Socket::Check::BodyChecks, @_;
}


sub repeat_each {
    $repeat = $_[0] if @_;

    return $repeat;
}


sub master_process_enabled {
    return Test::Nginx::Socket::Server::set('master',
                                            @_ ? $_[0] ? 'on' : 'off' : ());
}


sub env_to_nginx {
    for my $var (@_) {
        die "bad variable \"$var\"\n" if $var !~ /\A[A-Za-z_][^\n]*\z/;
        push @{ Test::Nginx::Socket::Server::set('env') }, $var;
    }
}


sub is_str {
    my ($got, $want, $title) = @_;

    return ref $want eq 'Regexp'
           ? Test::More::like($got, $want, $title)
           : Test::Nginx::Socket::Check::same($got, $want, $title);
}


sub bail_out {
    finish();
    Test::More::BAIL_OUT(join '', @_);
}


sub run_tests {
    my @list = blocks();

    srand;
    $Test::Nginx::Util::NginxVersion = Test::Nginx::Socket::Server::version();

    for my $block ($shuffle ? shuffle(@list) : @list) {
        $_->($block) for @preprocessors;

        $block->set_value(name => "$0 " . $block->name);

        if (!eval { run_block($block); 1 }) {
            my $error = $@;
            chomp $error;
            bail_out($error);
        }

        $_->($block) for @block_cleanups;
    }

    finish();
}


sub finish {
    return if $$ != $owner;

    end_block();

    while (my $handler = shift @cleanups) {
        $handler->();
    }
}


# nginx of one block lives until the next is about to begin, so that what it
# says while it ends belongs to the block.

sub end_block {
    my $block = $previous or return;

    undef $previous;

    my $fault = Test::Nginx::Socket::Server::stop();

    Test::More::fail($block->name . " - $fault") if $fault;
    Test::Nginx::Socket::Check::complaints($block);
}


sub run_block {
    my ($block) = @_;
    my $name = $block->name;

    end_block();

    my ($tests, $reason) = skipped($block);

    if (defined $tests) {
        Test::More->builder->skip("$name - $reason") for 1 .. $tests;
        return;
    }

    Test::Nginx::Socket::Server::new_ports();

    die "$name - there is no config\n" if !defined $block->config;

    return must_die($block) if defined $block->must_die;

    my $fault = Test::Nginx::Socket::Server::start($block);

    if ($fault) {
        Test::Nginx::Socket::Server::stop();
        Test::More::fail("$name - $fault");
        return;
    }

    $previous = $block;

    if (defined $block->init) {
        eval $block->init;
        die "$name - init: $@" if $@;
    }

    Test::Nginx::Socket::Check::rewind_log();

    for my $i (0 .. $repeat - 1) {
        Test::Nginx::Socket::Server::user_files($block) if $i;
        exchange($block, $i);
    }
}


sub skipped {
    my ($block) = @_;
    my $eval = $block->skip_eval;
    my $nginx = $block->skip_nginx;

    if (defined $eval && $eval =~ /\A\s*(\d+)\s*:\s*(.*)/s) {
        my ($tests, $code) = ($1, $2);
        my $skip = eval "package Test::Nginx::Util; our \$NginxVersion; $code";

        die $block->name, " - skip_eval: $@" if $@;
        return ($tests, 'skip_eval') if $skip;

    } elsif (defined $eval) {
        die $block->name, " - bad skip_eval \"$eval\"\n";
    }

    return if !defined $nginx;

    $nginx =~ /\A\s*(\d+)\s*:\s*([<>]=?)\s*(\d+)\.(\d+)\.(\d+)
               (?:\s*:\s*(.*?))?\s*\z/x
        or die $block->name, " - bad skip_nginx \"$nginx\"\n";

    my ($tests, $op, $reason) = ($1, $2, $6);
    my $order = Test::Nginx::Socket::Server::version()
                <=> Test::Nginx::Socket::Server::number($3, $4, $5);
    my %holds = ('<'  => $order < 0,  '>'  => $order > 0,
                 '<=' => $order <= 0, '>=' => $order >= 0);

    return if !$holds{$op};
    return ($tests, defined $reason ? $reason : "nginx version $op $3.$4.$5");
}


sub must_die {
    my ($block) = @_;
    my $name = $block->name;
    my $want = $block->must_die;

    Test::Nginx::Socket::Server::lay_out($block);

    $previous = $block;

    for my $i (0 .. $repeat - 1) {
        Test::Nginx::Socket::Check::rewind_log() if !$i;

        my $status = Test::Nginx::Socket::Server::launch();

        if ($status & 127) {
            Test::More::fail("$name - nginx died of signal "
                             . ($status & 127));

        } elsif ($want =~ /\A\s*\d+\s*\z/) {
            Test::More::is($status >> 8, $want + 0,
                           "$name - die with the expected exit code");

        } else {
            Test::More::isnt($status, 0, "$name - die as expected");
        }

        Test::Nginx::Socket::Check::logs({ block => $block, name => $name,
                                           request => 0, repeat => $i });

        next if $status != 0;

        Test::Nginx::Socket::Server::await();
        Test::Nginx::Socket::Server::stop();
    }
}


sub seconds {
    my ($text) = @_;

    return undef if !defined $text || $text !~ /\A\s*([\d.]+)\s*(ms|s)?\s*\z/;
    return defined $2 && $2 eq 'ms' ? $1 / 1000 : $1;
}


# The requests of a block, one after another, and after each its checks.

sub exchange {
    my ($block, $i) = @_;
    my @requests = Test::Nginx::Socket::Client::requests($block);
    my $pipelined = $block->pipelined_requests;
    my $several = $pipelined ? @$pipelined : @requests;
    my $c = { block => $block, name => $block->name, repeat => $i,
              request => 0, several => $pipelined || $several > 1 };

    for my $request (@requests) {
        my $bytes = sent($c, $request);
        my $head = join('', map { $_->{value} } @$request) =~ /\A\s*HEAD\s/;

        for (1 .. ($pipelined ? $several : 1)) {
            $c->{response}
                = Test::Nginx::Socket::Client::response($bytes, $head);
            $bytes = $c->{response}{left};

            checked($c);
            $c->{request}++;
        }

        Test::More::diag("$c->{name} - unexpected bytes after the response: "
                         . Test::Nginx::Socket::Check::shown($bytes))
            if $bytes ne '' && !defined $block->ignore_response;
    }
}


sub sent {
    my ($c, $request) = @_;
    my $block = $c->{block};
    my $timeout = seconds($block->timeout);

    $timeout = timeout() if !defined $timeout;

    my ($bytes, $fault) = Test::Nginx::Socket::Client::exchange(
        $request, $timeout, $block->raw_request_middle_delay);

    if (defined $fault && $fault eq 'timed out') {
        Test::More::fail("ERROR: client socket timed out - $c->{name}")
            if !defined $block->abort;

    } elsif (defined $fault) {
        Test::More::diag("$c->{name} - $fault");
    }

    return $bytes;
}


sub checked {
    my ($c) = @_;
    my $block = $c->{block};
    my $respond = !defined $block->ignore_response;

    Test::Nginx::Socket::Check::response($c) if $respond;

    sleep $block->wait if $block->wait;

    Test::Nginx::Socket::Check::logs($c);
    Test::Nginx::Socket::Check::access_log($c) if $respond;
}


END {
    if (defined $owner && $$ == $owner) {
        local $?;

        finish();

        Test::Nginx::Socket::Server::clean()
            if Test::More->builder->is_passing
               && !$ENV{TEST_NGINX_NO_CLEAN};
    }
}


1;
