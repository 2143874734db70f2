#!/usr/bin/env perl
#
# figures.pl proof.jsonl README.md: writes what the proofs measured last into
# the part of the page that is marked for it.

use strict;
use warnings;

use JSON::PP;

my ($proofs, $page) = @ARGV;
my (%last, @names);

open my $in, '<:raw', $proofs or die "$proofs: $!\n";

while (my $line = <$in>) {
    my $proof = decode_json($line);

    push @names, $proof->{name} unless $last{ $proof->{name} };
    $last{ $proof->{name} } = $proof;
}

die "$proofs has no figures\n" unless @names;

my @rows = map {
    sprintf '| %s | %s %s | %s | %s |', $_->{name}, $_->{figure}, $_->{unit},
        $_->{goal} // '', $_->{holds} ? 'yes' : 'no';
} @last{@names};

my %machines = map { $_->{machine} => 1 } grep { $_->{machine} } values %last;

my $text = join "\n",
    '', '## Figures', '',
    'Measured by `make proof`' . (%machines
        ? ' on ' . join('; ', sort keys %machines) : '') . '.',
    '', '| claim | figure | goal | holds |', '|---|---|---|---|', @rows, '', '';

open my $old, '<:raw', $page or die "$page: $!\n";
my $content = do { local $/; <$old> };

$content =~ s{(<!-- figures -->\n).*?(<!-- /figures -->)}{$1$text$2}s
    or die "$page has no place for figures\n";

open my $new, '>:raw', "$page.new" or die "$page.new: $!\n";
print $new $content;
close $new or die "$page.new: $!\n";
rename "$page.new", $page or die "$page: $!\n";
