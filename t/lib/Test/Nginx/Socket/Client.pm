package Test::Nginx::Socket::Client;

# From a block to bytes on a socket, and from bytes to a response.

use strict;
use warnings;

use Errno qw(EAGAIN EINTR EWOULDBLOCK);
use IO::Select ();
use IO::Socket::INET ();
use Time::HiRes qw(sleep time);

use Test::Nginx::Socket::Server ();


# A list of requests; a request is a list of packets { value, delay_before }.

sub requests {
    my ($block) = @_;
    my $raw = $block->raw_request;

    if (defined $raw) {
        return [ packets($raw) ];
    }

    return [ { value => pipelined($block) } ]
        if defined $block->pipelined_requests;

    my $request = $block->request;

    die $block->name, " - there is no request\n" if !defined $request;

    if (ref $request eq 'ARRAY') {
        my $i = 0;
        return map { built($block, $_, $i++, 'close') } @$request;
    }

    # comments before the request line

    1 while $request =~ s/\A(?:\s+|\s*#[^\n]*\n)//;

    return built($block, $request, 0, 'close');
}


sub packets {
    my ($value) = @_;

    return map { ref $_ eq 'HASH' ? { %$_ } : { value => $_ } }
           ref $value eq 'ARRAY' ? @$value : $value;
}


sub pipelined {
    my ($block) = @_;
    my $list = $block->pipelined_requests;
    my $i = 0;

    die $block->name, " - pipelined_requests is not a list\n"
        if ref $list ne 'ARRAY';

    return join '', map {
        my $last = $i == $#$list;
        my $text = Test::Nginx::Socket::Server::expand($_, $block->name);
        built($block, $text, $i++, $last ? 'close' : 'keep-alive')
            ->[0]{value};
    } @$list;
}


sub more_headers {
    my ($block, $i) = @_;
    my $text = $block->more_headers;
    my ($out, $chunked) = ('', 0);

    if (ref $text eq 'ARRAY') {
        $text = $text->[$i];
        die $block->name, " - more_headers has none for request $i\n"
            if !defined $text;
    }

    for my $line (split /\n+/, defined $text ? $text : '') {
        next if $line =~ /^\s*#/;

        my ($name, $value) = split /:\s*/, $line, 2;

        $value = '' unless defined $value;
        $chunked = 1 if lc $name eq 'transfer-encoding'
                        && $value eq 'chunked';
        $out .= "$name: $value\r\n";
    }

    return ($out, $chunked);
}


# "METHOD [URI [VERSION]]" and the body below become a request; packets stay
# cut where the source is cut.

sub built {
    my ($block, $source, $i, $connection) = @_;
    my @packet = packets($source);
    my $text = join '', map { $_->{value} } @packet;
    my ($headers, $chunked) = more_headers($block, $i);

    $text =~ /\A(\s*)(\S+)(?: +(\S+))?(?: +(\S+))?\s*?(?:\n|\z)/
        or die $block->name, " - bad request line: \"$text\"\n";

    my ($skip, $end) = (length $1, $+[0]);
    my $line = join(' ', $2, defined $3 ? $3 : '/',
                         defined $4 ? $4 : 'HTTP/1.1') . "\r\n";
    my $body = substr $text, $end;
    my $trimmed = 0;
    my $head = $line;

    $head .= 'Host: ' . Test::Nginx::Socket::Server::set('server_name')
             . "\r\n" if $headers !~ /^Host:/mi;
    $head .= "Connection: $connection\r\n" if $headers !~ /^Connection/mi;
    $head .= $headers;

    if (!$chunked && $body ne '' && $headers !~ /^Content-Length:/m) {
        $trimmed = $body =~ s/\A(\s+)// ? length $1 : 0;
        $body =~ s/\s+\z//;
        $head .= 'Content-Length: ' . length($body) . "\r\n";
    }

    $head .= "\r\n";

    return cut($head . $body, \@packet, sub {
        my ($at) = @_;

        return $at - $skip < length $line ? $at - $skip : length $line
            if $at < $end;

        return length($head) + $at - $end - $trimmed;
    });
}


sub cut {
    my ($wire, $packets, $where) = @_;
    my ($from, $source) = (0, 0);
    my @out;

    for my $packet (@$packets) {
        $source += length $packet->{value};

        my $to = $packet == $packets->[-1] ? length $wire
                                           : $where->($source);

        $to = $from if $to < $from;
        $to = length $wire if $to > length $wire;

        push @out, { %$packet, value => substr $wire, $from, $to - $from };
        $from = $to;
    }

    return \@out;
}


# The bytes until the server closes, and whether time ran out before.

sub exchange {
    my ($request, $timeout, $middle_delay) = @_;
    my $sock = IO::Socket::INET->new(
        PeerAddr => Test::Nginx::Socket::Server::set('server_addr'),
        PeerPort => Test::Nginx::Socket::Server::set('client_port'),
        Proto    => 'tcp',
        Timeout  => $timeout,
    );

    return ('', "cannot connect: $!") if !$sock;

    local $SIG{PIPE} = 'IGNORE';

    $sock->blocking(0);

    my $io = {
        sock    => $sock,
        queue   => [ @$request ],
        out     => '',
        in      => '',
        timeout => $timeout,
        delay   => $middle_delay,
        first   => 1,
    };

    my $fault = pump($io);

    close $sock;

    return ($io->{in}, $fault);
}


sub pump {
    my ($io) = @_;
    my $readers = IO::Select->new($io->{sock});
    my $writers = IO::Select->new($io->{sock});

    while (1) {
        my $more = $io->{out} ne '' || next_packet($io);
        my ($can_read, $can_write) = IO::Select->select(
            $readers, $more ? $writers : undef, undef, $io->{timeout});

        return 'timed out' if !defined $can_read;

        if (@$can_write) {
            my $n = syswrite $io->{sock}, $io->{out};

            if (defined $n) {
                substr $io->{out}, 0, $n, '';

            } elsif (!again()) {
                # the server does not want the rest; its answer may be there
                $io->{out} = '';
                $io->{queue} = [];
            }
        }

        if (@$can_read) {
            my $n = sysread $io->{sock}, $io->{in}, 65536, length $io->{in};

            return undef if defined $n && $n == 0;
            return $io->{in} eq '' ? "read failed: $!" : undef
                if !defined $n && !again();
        }
    }
}


sub again {
    return $! == EAGAIN || $! == EINTR || $! == EWOULDBLOCK;
}


sub next_packet {
    my ($io) = @_;
    my $packet = shift @{ $io->{queue} };

    return 0 if !$packet;

    my $delay = $packet->{delay_before};

    $delay = $io->{delay} if !defined $delay && !$io->{first};

    sleep $delay if $delay;

    $io->{first} = 0;
    $io->{out} = $packet->{value};

    return $io->{out} ne '';
}


# { code, raw_headers, headers => { name => [ values ] }, body, trailers,
#   left, faults }

sub response {
    my ($bytes, $head_only) = @_;
    my $r = { code => '', raw_headers => '', headers => {}, body => '',
              trailers => {}, left => '', faults => [] };

    return $r if $bytes !~ s/\A(.*?\r\n)\r\n//s;

    $r->{raw_headers} = $1;

    if ($1 =~ m{\AHTTP/\d+\.\d+ (\d+)}) {
        $r->{code} = $1;
    }

    $r->{headers} = fields($r->{raw_headers});
    $r->{body} = $bytes;

    if ($head_only || $r->{code} =~ /\A(?:101|204|304)\z/) {
        ($r->{left}, $r->{body}) = ($bytes, '');
        return $r;
    }

    my $encoding = header($r, 'Transfer-Encoding');
    my $length = header($r, 'Content-Length');

    if (defined $encoding && $encoding eq 'chunked') {
        dechunk($r);

        # half a body is no response
        $r->{code} = '' if @{ $r->{faults} };

    } elsif (defined $length && $length =~ /\A\d+\z/) {
        push @{ $r->{faults} }, 'response body truncated: '
                                . length($bytes) . " of $length bytes"
            if length $bytes < $length;

        $r->{left} = substr $bytes, $length if length $bytes > $length;
        $r->{body} = substr $bytes, 0, $length;
    }

    return $r;
}


sub fields {
    my ($raw) = @_;
    my %field;

    for my $line (split /\r\n/, $raw) {
        push @{ $field{lc $1} }, $2 if $line =~ /\A([^\s:]+):\s*(.*?)\s*\z/;
    }

    return \%field;
}


sub header {
    my ($r, $name) = @_;

    $name = lc $name;
    $name =~ tr/_/-/;

    my $values = $r->{headers}{$name} or return undef;

    return join ', ', @$values;
}


sub dechunk {
    my ($r) = @_;
    my ($raw, $out) = ($r->{body}, '');

    while (1) {
        if ($raw !~ s/\A[ \t]*([0-9A-Fa-f]+)[ \t]*(?:;[^\r\n]*)?\r\n//) {
            push @{ $r->{faults} }, 'invalid chunked body: no chunk size';
            last;
        }

        my $size = hex $1;

        if ($size == 0) {
            trailers($r, \$raw);
            last;
        }

        if (length $raw < $size + 2
            || substr($raw, $size, 2) ne "\r\n")
        {
            push @{ $r->{faults} }, 'invalid chunked body: chunk cut short';
            last;
        }

        $out .= substr $raw, 0, $size;
        substr $raw, 0, $size + 2, '';
    }

    ($r->{body}, $r->{left}) = ($out, $raw);
}


sub trailers {
    my ($r, $raw) = @_;
    my $text = '';

    while ($$raw =~ s/\A([^\r\n]+\r\n)//) {
        $text .= $1;
    }

    push @{ $r->{faults} }, 'invalid chunked body: no end after last chunk'
        if $$raw !~ s/\A\r\n//;

    $r->{trailers} = fields($text);
}


1;
