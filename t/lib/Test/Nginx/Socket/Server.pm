package Test::Nginx::Socket::Server;

# The nginx under test: its settings, its directory, its life and its logs.

use strict;
use warnings;

use Cwd ();
use File::Path qw(make_path remove_tree);
use File::Spec ();
use IO::Socket::INET ();
use POSIX ();
use Time::HiRes qw(sleep time);

use constant START_TIMEOUT => 10;
use constant STOP_TIMEOUT  => 5;

my %set = (
    binary           => $ENV{TEST_NGINX_BINARY} || 'nginx',
    workers          => 1,
    connections      => 64,
    log_level        => $ENV{TEST_NGINX_LOG_LEVEL} || 'debug',
    master           => $ENV{TEST_NGINX_MASTER_PROCESS} || 'off',
    timeout          => $ENV{TEST_NGINX_TIMEOUT} || 3,
    server_addr      => '127.0.0.1',
    server_name      => 'localhost',
    preamble         => '',
    no_root_location => 0,
    env              => [],
);

my %port;
my $version;


sub set {
    my ($name, @value) = @_;

    $set{$name} = $value[0] if @value;

    return $set{$name};
}


# Ports and directory are chosen once, when first asked for.

sub prepare {
    return if defined $set{root};

    my $given = $ENV{TEST_NGINX_SERVER_PORT} || $ENV{TEST_NGINX_PORT};

    $given = undef if $ENV{TEST_NGINX_RANDOMIZE};

    $set{port} = $given || free_port();
    $set{client_port} = $given && $ENV{TEST_NGINX_CLIENT_PORT}
                        || $set{port};
    $set{given_root} = $ENV{TEST_NGINX_SERVROOT};
    $set{root} = File::Spec->rel2abs($set{given_root}
                                     || "build/t/servroot_$set{port}");

    $ENV{TEST_NGINX_SERVER_PORT} = $set{port};
    $ENV{TEST_NGINX_SERVER_ROOT} = $set{root};
}


sub free_port {
    for (1 .. 1000) {
        # below the range from which the kernel takes ports for clients
        my $port = 10000 + int rand 20000;
        my $sock = IO::Socket::INET->new(
            LocalAddr => $set{server_addr}, LocalPort => $port,
            Proto => 'tcp', Listen => 5, ReuseAddr => 1) or next;

        close $sock;
        return $port;
    }

    die "no free port\n";
}


sub path {
    return join '/', $set{root}, @_;
}


sub version {
    return $version if defined $version;

    my $text = `$set{binary} -V 2>&1`;

    die "cannot run \"$set{binary} -V\"\n"
        if !defined $text || $text !~ m{nginx[^/\s]*/(\d+)\.(\d+)\.(\d+)};

    return $version = number($1, $2, $3);
}


sub number {
    return sprintf '%d.%03d%03d', @_;
}


sub new_ports {
    %port = ();
}


sub expand {
    my ($text, $name) = @_;

    return undef if !defined $text;

    $text =~ s{\$(TEST_NGINX_[_A-Z0-9]+)}{
        my $var = $1;

        if ($var =~ /\ATEST_NGINX_RAND_PORT_\d+\z/) {
            $port{$var} ||= free_port();

        } elsif (defined $ENV{$var}) {
            $ENV{$var};

        } else {
            die "$name - no \$$var in the environment\n";
        }
    }ge;

    return $text;
}


sub write_file {
    my ($path, $text) = @_;

    open my $out, '>:raw', $path or die "cannot write $path: $!\n";
    print $out $text;
    close $out or die "cannot write $path: $!\n";
}


sub read_file {
    my ($path, $from) = @_;

    open my $in, '<:raw', $path or return undef;
    seek $in, $from, 0 if $from;

    return do { local $/; <$in> };
}


sub clean {
    # somebody's own directory given by mistake must survive

    remove_tree(map { path($_) } qw(conf html logs cache));

    for my $suffix ('cache', 'temp') {
        remove_tree(glob(path("*_$suffix")));
    }

    rmdir $set{root};
}


sub lay_out {
    my ($block) = @_;

    clean() if -d $set{root};

    make_path(map { path($_) } qw(conf html logs));

    write_file(path('html/index.html'),
               '<html><head><title>It works!</title></head>'
               . '<body>It works!</body></html>');

    user_files($block);
    write_file(path('conf/nginx.conf'), configuration($block));
}


sub user_files {
    my ($block) = @_;
    my $files = $block->user_files;

    return if !defined $files;

    for my $file (ref $files eq 'ARRAY' ? @$files : listed_files($files)) {
        my ($name, $body, $date) = @$file;
        my $path = $name =~ m{\A/} ? $name : path('html', $name);

        make_path($1) if $path =~ m{(.*)/} && !-d $1;

        $body = expand(defined $body ? $body : '', $block->name);
        write_file($path, $body);
        system('touch', '-t', $date, $path) if $date;
    }
}


sub listed_files {
    my ($text) = @_;
    my @files;

    for my $line ($text =~ /(.*\n|.+\z)/g) {
        if ($line =~ /^>>> (\S+)(?:\s+(\S.*))?/) {
            push @files, [ $1, '', $2 ];

        } elsif (@files) {
            $files[-1][1] .= $line;
        }
    }

    return @files;
}


sub configuration {
    my ($block) = @_;
    my ($main, $post) = sections($block, qw(main_config post_main_config));
    my $level = $block->log_level || $set{log_level};
    my $load = join '', map { "load_module $_;\n" }
               split ' ', $ENV{TEST_NGINX_LOAD_MODULES} || '';
    my $env = join '', map { /\s/ ? "env '$_';\n" : "env $_;\n" }
              qw(ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS LD_PRELOAD
                 LD_LIBRARY_PATH), @{ $set{env} };
    my $user = $ENV{TEST_NGINX_WORKER_USER} || ($> == 0 ? 'root' : '');
    my $http = http_block($block);

    $user = "user $user;" if $user ne '';

    return <<END;
worker_processes $set{workers};
daemon on;
master_process $set{master};
error_log $set{root}/logs/error.log $level;
pid $set{root}/logs/nginx.pid;
$user
$env
$load
$main

$http

$post

events {
    accept_mutex off;
    worker_connections $set{connections};
}
END
}


sub sections {
    my ($block, @names) = @_;

    return map {
        my $text = expand($block->$_, $block->name);
        defined $text ? $text : '';
    } @names;
}


sub http_block {
    my ($block) = @_;
    my ($http, $config) = sections($block, qw(http_config config));

    my $temp = join '', map {
        $http =~ /\b${_}_temp_path\b/ ? ''
            : "    ${_}_temp_path $set{root}/${_}_temp;\n"
    } qw(client_body proxy fastcgi scgi uwsgi);

    my $root = $set{no_root_location} ? '' : <<END;
        location / {
            root $set{root}/html;
            index index.html index.htm;
        }
END

    return <<END;
http {
    access_log $set{root}/logs/access.log;
$temp
    default_type text/plain;
    keepalive_timeout 68000ms;

$http

    server {
        listen $set{port};
        server_name '$set{server_name}';
        client_max_body_size 30M;
$set{preamble}
$config
$root
    }
}
END
}


# Runs the binary; its wait status, once the foreground process has ended.

sub launch {
    my $pid = fork;

    die "cannot fork: $!\n" if !defined $pid;

    if ($pid == 0) {
        # nginx takes it for the sockets that it inherits
        delete $ENV{NGINX};

        open STDIN, '<', '/dev/null';
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', path('logs/stderr');
        exec $set{binary}, '-e', path('logs/error.log'),
             '-p', "$set{root}/", '-c', path('conf/nginx.conf')
            or POSIX::_exit(127);
    }

    waitpid $pid, 0;

    return $?;
}


# undef once it has a pid file and takes connections, else what went wrong.

sub start {
    my ($block) = @_;

    lay_out($block);

    my $status = launch();

    return "cannot run $set{binary}" if $status >> 8 == 127;
    return 'nginx does not start (status ' . ($status >> 8) . '): '
           . last_words() if $status != 0;

    return await();
}


sub await {
    my $end = time + START_TIMEOUT;

    while (time < $end) {
        if (pid()) {
            my $sock = IO::Socket::INET->new(
                PeerAddr => $set{server_addr}, PeerPort => $set{client_port},
                Proto => 'tcp', Timeout => 1);

            if ($sock) {
                close $sock;
                return undef;
            }

            return "nginx is gone: " . last_words() if !alive(pid());
        }

        sleep 0.002;
    }

    return 'nginx does not listen: ' . last_words();
}


sub last_words {
    my $log = read_file(path('logs/error.log'));

    $log = read_file(path('logs/stderr')) if !defined $log || $log eq '';
    $log = 'no log' if !defined $log;

    my @lines = split /\n/, $log;
    my @bad = grep { /\[(?:emerg|alert|crit)\]/ } @lines;

    return join "\n", @bad ? @bad : @lines ? $lines[-1] : 'empty log';
}


sub pid {
    my $text = read_file(path('logs/nginx.pid'));

    return defined $text && $text =~ /\A(\d+)\n/ ? $1 : 0;
}


sub alive {
    my ($pid) = @_;
    my $stat = read_file("/proc/$pid/stat");

    # a zombie that nobody waits for is dead
    return defined $stat ? $stat !~ /\) Z / : kill(0, $pid) && !-d '/proc/1';
}


# undef, or what went wrong.

sub stop {
    my $pid = pid() or return undef;
    my $signal = $ENV{TEST_NGINX_FAST_SHUTDOWN} ? 'TERM' : 'QUIT';
    my $end = time + STOP_TIMEOUT;
    my $again = 0;

    return 'nginx is gone' if !alive($pid);

    while (time < $end) {
        # a signal that comes just before a single process waits for events
        # is seen only after the next event

        if (time > $again) {
            kill $signal, $pid;
            $again = time + 0.1;
        }

        return undef if !alive($pid);
        sleep 0.002;
    }

    kill 'KILL', $pid;
    sleep 0.05;

    return 'nginx does not quit within ' . STOP_TIMEOUT . ' s, killed';
}


sub error_log {
    my ($from) = @_;
    my $text = read_file(path('logs/error.log'), $from);

    return defined $text ? $text : '';
}


sub access_log {
    my $text = read_file(path('logs/access.log'));

    return defined $text ? $text : '';
}


# Lines that no run may leave behind, whatever its blocks look for.

sub complaints {
    my $text = error_log(0);
    my $stderr = read_file(path('logs/stderr'));

    $text .= $stderr if defined $stderr;

    return grep {
        /\[(?:alert|emerg)\]
         |ERROR:\ \w+Sanitizer|runtime\ error:|\bAssertion\ .*failed\b/x
    } split /\n/, $text;
}


1;
