#!/usr/bin/env perl

# The runner is a tool of proof, so it is proven itself: each specification in
# spec/ is run, and what it must fail it must fail with the words it names.
# A block's title begins with "good" (all its tests pass), "bad" (those that
# fail match the patterns after "fails:", and each pattern has one) or "never"
# (it has no tests).  A file with "# bails:" at its head ends the run, one
# with "# says:" fails with these words.
#
# With T_RUNNER=cpan the verdicts are those of the CPAN module; "cpan:" names
# the few that differ on purpose.

use strict;
use warnings;
no warnings 'once';

use Cwd ();
use File::Basename qw(basename dirname);
use File::Temp qw(tempdir);
use Test::More;

my $lib = Cwd::abs_path(dirname(__FILE__));
my $cpan = ($ENV{T_RUNNER} || 'own') eq 'cpan';
my @files = @ARGV ? map { "$lib/spec/$_.t" } @ARGV : glob "$lib/spec/*.t";

$ENV{TEST_NGINX_BINARY} ||= 'nginx';
$ENV{TEST_NGINX_SERVROOT} = tempdir(CLEANUP => 1) . '/servroot';
delete $ENV{TEST_NGINX_LOAD_MODULES};

plan(tests => scalar(@files) + ($cpan || @ARGV ? 0 : 1));

subtest(basename($_, '.t'), \&check_file, $_) for @files;

all_sections() if !$cpan && !@ARGV;


sub check_file {
    my ($file) = @_;
    my $spec = read_spec($file);
    my ($output, $status) = run_spec($file);

    if ($spec->{bails}) {
        my $pattern = $cpan ? $spec->{bails} : $spec->{own} || $spec->{bails};

        return check_passes($spec, $output, $status)
            if $cpan && $spec->{cpan} eq 'passes';

        like($output, qr/$pattern/, 'says why');
        isnt($status, 0, 'and fails');
        return;
    }

    if ($spec->{says}) {
        like($output, qr/$spec->{says}/, 'says why');
        isnt($status, 0, 'and fails');
    }

    check_block($spec, $_, $output) for @{ $spec->{blocks} };
}


sub check_passes {
    my ($spec, $output, $status) = @_;

    is($status, 0, 'passes')
        or diag($output);
}


sub read_spec {
    my ($file) = @_;
    my $spec = { file => $file, blocks => [], map { $_ => '' }
                 qw(bails says own cpan) };

    open my $in, '<', $file or die "cannot read $file: $!\n";

    while (my $line = <$in>) {
        if ($line =~ /^# (bails|says|own|cpan): (.+)/) {
            $spec->{$1} = $2;

        } elsif ($line =~ /^=== (.+)/) {
            push @{ $spec->{blocks} }, { title => $1, fails => [],
                                         cpan => '' };

        } elsif ($line =~ /^fails: (.+)/) {
            push @{ $spec->{blocks}[-1]{fails} }, $1;

        } elsif ($line =~ /^cpan: (.+)/) {
            $spec->{blocks}[-1]{cpan} = $1;
        }
    }

    return $spec;
}


sub run_spec {
    my ($file) = @_;
    my @lib = $cpan ? () : ("-I$lib");
    my $pid = open my $out, '-|';

    die "cannot fork: $!\n" if !defined $pid;

    if ($pid == 0) {
        open STDERR, '>&', \*STDOUT;
        exec $^X, @lib, $file or exit 127;
    }

    my $output = do { local $/; <$out> };

    close $out;

    return (defined $output ? $output : '', $?);
}


sub check_block {
    my ($spec, $block, $output) = @_;
    my $title = $block->{title};
    my @tests = $output =~ /^((?:not )?ok \d+ .*\Q$title\E(?:$| - .*))/mg;
    my @failed = grep { /^not/ } @tests;
    my $kind = $title =~ /^(\w+)/ ? $1 : '';

    if ($cpan && $block->{cpan}) {
        $kind = $block->{cpan} eq 'passes' ? 'good' : 'any';
    }

    if ($kind eq 'never') {
        is("@tests", '', $title);

    } elsif ($kind eq 'good') {
        ok(@tests && !@failed, $title)
            or diag(about($title, $output));

    } elsif ($kind eq 'any') {
        ok(@failed > 0, "$title, which cpan fails");

    } else {
        check_bad($block, $title, \@failed, $output);
    }
}


sub check_bad {
    my ($block, $title, $failed, $output) = @_;
    my @patterns = @{ $block->{fails} };

    @patterns = ('.') if !@patterns;

    my @silent = grep { my $p = $_; !grep { /$p/ } @$failed } @patterns;
    my @other = grep { my $t = $_; !grep { $t =~ /$_/ } @patterns } @$failed;

    ok(@$failed && !@silent && !@other, $title)
        or diag(join "\n", "no failure says: @silent",
                "not expected to fail: @other", about($title, $output));
}


sub about {
    my ($title, $output) = @_;
    my @lines = grep { /\Q$title\E|Bail|WARN/ } split /\n/, $output;

    return join "\n", @lines ? @lines : $output;
}


# every section and filter that the runner knows stands in a block that passes
# and in one that fails

sub all_sections {
    require "$lib/Test/Nginx/Socket/Block.pm";

    my %seen;

    for my $file (@files) {
        open my $in, '<', $file or die "cannot read $file: $!\n";
        my $bails = 0;
        my $kind = '';

        while (my $line = <$in>) {
            $bails = 1 if $line =~ /^# bails:/;
            $kind = $bails ? 'bad' : $1 if $line =~ /^=== (\w+)/;
            $seen{$1}{$kind} = 1 if $line =~ /^--- +(\w+)/;
            $seen{$1}{bad} = $seen{$1}{good} = 1
                if $line =~ /^--- +(SKIP|ONLY|LAST)/;
        }
    }

    my @missing = grep { !$seen{$_}{good} || !$seen{$_}{bad} }
                  @Test::Nginx::Socket::Block::Known;

    is("@missing", '', 'every section has a good and a bad block');
}
