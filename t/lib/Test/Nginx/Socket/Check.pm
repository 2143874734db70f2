package Test::Nginx::Socket::Check;

# What a block expects of a response and of the logs.

use strict;
use warnings;

use Test::More ();
use Time::HiRes qw(sleep time);

use Test::Nginx::Socket::Client ();
use Test::Nginx::Socket::Server ();

use constant LOG_TIMEOUT => 0.5;

our @BodyChecks;
our $LongStrings = 1;

my $log_seen = 0;


# For one of several requests an expectation is a list; for a single one it
# may be.

sub expected {
    my ($c, $section) = @_;
    my $value = $c->{block}->$section;

    return $value->[$c->{request}] if ref $value eq 'ARRAY';

    die "$c->{name} - several requests, but \"$section\" is not a list\n"
        if $c->{several};

    return $value;
}


sub has {
    my ($c, $section) = @_;

    return defined $c->{block}->$section;
}


# $c: { block, name, request, several, repeat, response }

sub response {
    my ($c) = @_;

    for my $fault (@{ $c->{response}{faults} }) {
        if ($fault =~ /truncated/) {
            Test::More::diag("$c->{name} - $fault");

        } else {
            Test::More::fail("$c->{name} - $fault");
        }
    }

    code($c);
    raw_headers($c);
    headers($c);
    body($c);
}


sub code {
    my ($c) = @_;
    my $title = "$c->{name} - status code ok";
    my $code = $c->{response}{code};

    if (has($c, 'error_code_like')) {
        my $pattern = expected($c, 'error_code_like');
        return Test::More::like($code, qr/$pattern/sm, $title);
    }

    my $want = has($c, 'error_code') ? expected($c, 'error_code') : 200;

    Test::More::is($code, $want, $title);
}


sub raw_headers {
    my ($c) = @_;
    my $raw = $c->{response}{raw_headers};

    if (has($c, 'raw_response_headers_like')) {
        my $pattern = expected($c, 'raw_response_headers_like');
        Test::More::like($raw, qr/$pattern/s,
                         "$c->{name} - raw resp headers like");
    }

    if (has($c, 'raw_response_headers_unlike')) {
        my $pattern = expected($c, 'raw_response_headers_unlike');
        Test::More::unlike($raw, qr/$pattern/s,
                           "$c->{name} - raw resp headers unlike");
    }
}


sub headers {
    my ($c) = @_;
    my $exact = has($c, 'response_headers');

    return if !$exact && !has($c, 'response_headers_like');

    my $text = expected($c, $exact ? 'response_headers'
                                   : 'response_headers_like');

    for my $line (split /\n/, defined $text ? $text : '') {
        $line =~ s/\A\s+|\s+\z//g;

        if ($line =~ /\A!\s*(.+)/) {
            Test::More::unlike($c->{response}{raw_headers},
                               qr/^\s*\Q$1\E\s*:/mi,
                               "$c->{name} - header $1 not present in the "
                               . 'raw headers');
            next;
        }

        my ($name, $want) = split /\s*:\s*/, $line, 2;
        my $got = Test::Nginx::Socket::Client::header($c->{response}, $name);

        $want = '' if !defined $want;
        $got = '' if !defined $got;

        if ($exact) {
            Test::More::is($got, ports($want), "$c->{name} - header $name ok");

        } else {
            Test::More::like($got, qr/^$want$/,
                             "$c->{name} - header $name like ok");
        }
    }
}


sub ports {
    my ($text) = @_;
    my $port = Test::Nginx::Socket::Server::set('port');
    my $client_port = Test::Nginx::Socket::Server::set('client_port');

    $text =~ s/\$ServerPortForClient\b/$client_port/g;
    $text =~ s/\$ServerPort\b/$port/g;

    return $text;
}


sub body {
    my ($c) = @_;
    my $got = $c->{response}{body};

    if (has($c, 'response_body')) {
        exact_body($c, $got);

    } else {
        for my $kind ('like', 'unlike') {
            next if !has($c, "response_body_$kind");
            body_pattern($c, $got, $kind);
            last;
        }
    }

    for my $check (@BodyChecks) {
        $check->($c->{block}, $got, $c->{request}, $c->{repeat}, 0);
    }
}


sub exact_body {
    my ($c, $got) = @_;
    my $want = expected($c, 'response_body');
    my $title = "$c->{name} - response_body - %s (repeated req $c->{repeat},"
                . " req $c->{request})";

    if (ref $want) {
        return Test::More::like($got, $want, sprintf $title, 'like');
    }

    $want = Test::Nginx::Socket::Server::expand(ports($want), $c->{name})
        if defined $want;

    same($got, $want, sprintf $title, 'response is expected');
}


sub body_pattern {
    my ($c, $got, $kind) = @_;
    my $pattern = ports(expected($c, "response_body_$kind"));
    my $title = "$c->{name} - response_body_$kind - response is expected";

    if ($kind eq 'like') {
        Test::More::like($got, qr/$pattern/s, $title);

    } else {
        Test::More::unlike($got, qr/$pattern/s, $title);
    }
}


# A long string that differs is shown where it differs.

sub same {
    my ($got, $want, $title) = @_;

    return Test::More::is($got, $want, $title)
        if !$LongStrings || !defined $got || !defined $want
           || length $got < 120 && length $want < 120;

    return 1 if Test::More::ok($got eq $want, $title);

    my $at = 0;

    $at = length $1 if ($got ^ $want) =~ /\A(\0*)/;

    my $from = $at > 20 ? $at - 20 : 0;

    Test::More::diag(sprintf "    differs at byte %d of %d (expected %d)",
                     $at, length $got, length $want);
    Test::More::diag("         got: ..." . shown(substr $got, $from, 80));
    Test::More::diag("    expected: ..." . shown(substr $want, $from, 80));

    return 0;
}


sub shown {
    my ($text) = @_;

    $text =~ s/([^ -~])/sprintf '\x%02x', ord $1/ge;

    return $text;
}


sub rewind_log {
    $log_seen = 0;
}


# The lines written since the last look.  A line that is still to come is
# waited for a little.

sub log_lines {
    my ($source, @wanted) = @_;
    my $end = time + LOG_TIMEOUT;
    my $text;

    sleep 0.015;

    while (1) {
        $text = $source eq 'error'
                ? Test::Nginx::Socket::Server::error_log($log_seen)
                : Test::Nginx::Socket::Server::access_log();

        last if time > $end || !grep { !matches($_, $text) } @wanted;

        sleep 0.01;
    }

    $log_seen += length $text if $source eq 'error';

    return $text =~ /(.*\n|.+\z)/g;
}


sub patterns {
    my ($value) = @_;

    return () if !defined $value;
    return @$value if ref $value eq 'ARRAY';
    return $value if ref $value;
    return grep { $_ ne '' } split /\n+/, $value;
}


sub matches {
    my ($pattern, $line) = @_;

    return ref $pattern ? $line =~ /$pattern/ : index($line, $pattern) >= 0;
}


sub logs {
    my ($c) = @_;
    my @wanted = patterns($c->{block}->error_log);
    my @lines = log_lines('error', @wanted);

    grep_log($c, \@lines);
    log_has($c, 'error', \@lines, @wanted);
    log_has_not($c, 'error', \@lines, patterns($c->{block}->no_error_log));
}


sub access_log {
    my ($c) = @_;
    my @wanted = patterns($c->{block}->access_log);
    my @unwanted = patterns($c->{block}->no_access_log);

    return if !@wanted && !@unwanted;

    my @lines = log_lines('access', @wanted);

    log_has($c, 'access', \@lines, @wanted);
    log_has_not($c, 'access', \@lines, @unwanted);
}


sub log_has {
    my ($c, $log, $lines, @wanted) = @_;

    for my $pattern (@wanted) {
        my $found = grep { matches($pattern, $_) } @$lines;

        Test::More::ok($found, "$c->{name} - pattern \"$pattern\" "
            . ($found ? 'matches' : 'should match')
            . " a line in $log.log (req $c->{repeat})");
    }
}


sub log_has_not {
    my ($c, $log, $lines, @unwanted) = @_;

    for my $pattern (@unwanted) {
        my ($found) = grep { matches($pattern, $_) } @$lines;

        if (!defined $found) {
            Test::More::pass("$c->{name} - pattern \"$pattern\" does not "
                . "match a line in $log.log (req $c->{repeat})");
            next;
        }

        $found =~ s/\s+\z//;

        Test::More::fail("$c->{name} - pattern \"$pattern\" should not match "
            . "any line in $log.log but matches line \"" . shown($found)
            . "\" (req $c->{repeat})");
    }
}


sub grep_log {
    my ($c, $lines) = @_;
    my $pattern = $c->{block}->grep_error_log;
    my $want = $c->{block}->grep_error_log_out;

    die "$c->{name} - grep_error_log and grep_error_log_out need each other\n"
        if defined $pattern != defined $want;

    return if !defined $pattern;

    $pattern = $pattern->[$c->{repeat}] if ref $pattern eq 'ARRAY';
    $want = $want->[$c->{repeat}] if ref $want eq 'ARRAY';

    my $quoted = ref $pattern ? $pattern : qr/\Q$pattern\E/;
    my $got = join '', map { $_ =~ $quoted && $& !~ /\n/ ? "$&\n" : () }
              @$lines;
    my $title = "$c->{name} - grep_error_log_out (req $c->{repeat})";

    return Test::More::like($got, $want, $title) if ref $want;

    same($got, Test::Nginx::Socket::Server::expand($want, $c->{name}),
         $title);
}


# After the end: no alert, no sanitizer's report, unless the block asks for
# the very line.

sub complaints {
    my ($block) = @_;
    my $must_die = defined $block->must_die;
    my %said;

    for my $line (Test::Nginx::Socket::Server::complaints()) {
        next if $must_die && $line =~ /\[emerg\]/;
        next if grep { matches($_, $line) } patterns($block->error_log);
        next if $said{ $line =~ s/\A\S+ \S+ //r }++;

        Test::More::fail($block->name . ' - log complains: ' . shown($line));
    }
}


1;
