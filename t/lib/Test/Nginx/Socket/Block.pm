package Test::Nginx::Socket::Block;

# A specification file: blocks of sections, and the filters between a
# section's text and its value.

use strict;
use warnings;

# before any lexical of this file, so that none is in sight

sub evaluated {
    my @value = eval $_[0];

    # an expression that does not compile must not become an expectation
    die "eval filter: $@" if $@;

    return @value;
}

use Carp qw(croak);

our @Known = qw(
    main_config post_main_config http_config config init user_files
    request more_headers raw_request raw_request_middle_delay
    pipelined_requests
    error_code error_code_like
    response_body response_body_like response_body_unlike
    response_headers response_headers_like
    raw_response_headers_like raw_response_headers_unlike
    error_log no_error_log grep_error_log grep_error_log_out
    access_log no_access_log
    timeout abort ignore_response wait must_die log_level
    skip_nginx skip_eval ONLY SKIP LAST
);

my %known = map { $_ => 1 } @Known;

my %filter = (
    chomp => sub { map { chomp; $_ } @_ },
    chop  => sub { map { chop; $_ } @_ },
    norm  => sub { map { s/\r\n?/\n/g; $_ } @_ },
    trim  => sub { map { s/\A(?:[ \t]*\n)+//; s/(?<=\n)\s+\z//; $_ } @_ },
    eval  => sub { evaluated($_[0]) },
);


sub parse {
    my ($text) = @_;
    my @blocks;

    for my $hunk ($text =~ /^(===.*?)(?=^===|\z)/msg) {
        my $block = parse_block($hunk);

        return ($block) if exists $block->{ONLY};
        next if exists $block->{SKIP};

        push @blocks, $block;

        last if exists $block->{LAST};
    }

    return @blocks;
}


sub parse_block {
    my ($hunk) = @_;

    $hunk =~ s/\A===[ \t]*(.*)\s+//;

    my $self = bless { name => [ $1 ] }, __PACKAGE__;
    my @part = split /^--- +(\w+) *(.*)?\n/m, $hunk;

    shift @part;        # the description

    while (@part) {
        my ($section, $filters, $value) = splice @part, 0, 3;

        check_name($section, $self->name);

        $filters = '' unless defined $filters;
        $value = '' unless defined $value;

        if ($filters =~ /:(?:\s|\z)/) {
            croak "\"$section\" in \"", $self->name,
                  "\" has a value in its line and others below"
                if $value =~ /\S/;

            ($filters, $value) = split /\s*:(?:\s+|\z)/, $filters, 2;
            $value = '' unless defined $value;
            $value =~ s/\A\s+|\s+\z//g;
        }

        $self->{$section} = [ $value ];
        $self->apply($section, split ' ', $filters);
    }

    return $self;
}


# A misspelt section would be an expectation that is never checked.  A file
# names the ones of its own in @main::Sections.

sub check_name {
    my ($section, $block) = @_;

    no warnings 'once';

    return if $known{$section} || grep { $_ eq $section } @main::Sections;

    croak "unknown section \"$section\" in \"$block\"";
}


sub apply {
    my ($self, $section, @names) = @_;
    my @value = @{ $self->{$section} };

    for my $name ('norm', 'trim', @names) {
        my $own = main->can($name);

        if ($filter{$name}) {
            @value = $filter{$name}->(@value);

        } elsif ($own) {
            local $_ = $value[0];
            @value = $own->(@value);

        } else {
            croak "unknown filter \"$name\" of \"$section\"";
        }
    }

    $self->{$section} = [ @value ];
}


sub set_value {
    my ($self, $section, @value) = @_;

    $self->{$section} = [ @value ];
}


sub can_filter {
    return sort keys %filter;
}


our $AUTOLOAD;

sub AUTOLOAD {
    my ($self) = @_;
    my ($section) = $AUTOLOAD =~ /(\w+)\z/;

    return if $section eq 'DESTROY';

    my $value = $self->{$section} || [];

    return wantarray && @$value > 1 ? @$value : $value->[0];
}


1;
