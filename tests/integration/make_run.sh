#!/usr/bin/env bash
#
# "make run" and "make stop": what they refuse, and how they find what runs.

. "$(dirname "$0")/../unit/test.bash"

dir=$(mktemp -d)
chmod 755 "$dir"

read -r port other third grpc <<< "$(python3 -c '
import socket
s = [socket.socket() for i in range(4)]
for x in s:
    x.bind(("127.0.0.1", 0))
print(*[x.getsockname()[1] for x in s])')"

export BUILD=${BUILD:-build} NGINX_BINARY=${NGINX_BINARY:-/usr/sbin/nginx}
export LISTEN=127.0.0.1 PORT=$port GRPC_PORT=$grpc METRICS_PORT=$other
export GIVEN=RUN
export RUN="$dir/a b & c"

trap 'finished > /dev/null 2>&1' EXIT


finished()
{
    deploy/run.sh stop
    RUN=$dir/second deploy/run.sh stop
    rm -rf "$dir"
}


# says TEXT COMMAND ...: complains when the command does not say so

says()
{
    local text=$1 out

    shift
    out=$("$@" 2>&1)
    [[ $out == *"$text"* ]] || echo "no \"$text\" in: $out"
}


with()
{
    env "$@" deploy/run.sh start
}


master()
{
    cat "$RUN/nginx.pid"
}


# files that nginx -t may open and the master may not

short_reload()
{
    prlimit --pid "$(master)" --nofile=4:
    says "[emerg]" deploy/run.sh start
    prlimit --pid "$(master)" --nofile=1024:
}


lose_pid()
{
    rm "$RUN/nginx.pid"
    says "nginx restarted, as its pid file was gone" deploy/run.sh start
}


lose_all()
{
    rm -r "$RUN"
    says "nginx stopped" deploy/run.sh stop
}


check "a port is a number" says "PORT=abc: a port is" with PORT=abc
check "and not beyond" says "PORT=65536: a port is" with PORT=65536
check "two ports" says "are both $port" with METRICS_PORT="$port"
check "and a third" says "are both $other" with GRPC_PORT="$other"
check "no name to listen on" says "LISTEN=here: an address" with LISTEN=here
check "no octet beyond" says "an address such" with LISTEN=127.0.0.256
check "no quote in a path" says 'must not have "' with RUN="$dir/\""
check "nothing runs" says "nothing runs under" deploy/run.sh stop

check "it starts, under a path with blanks" \
    says '"make stop RUN='"$dir"'/a\ b\ \&\ c" stops it' deploy/run.sh start
check "it reloads" says "nginx reloaded" deploy/run.sh start
check "its ports are taken" \
    says "of user $(id -nu)" with RUN="$dir/second"
check "a reload that fails is told" short_reload
check "another port" says "restarted on the new address" with PORT="$third"
check "the pid file is lost" lose_pid
check "the directory is lost" lose_all
check "it has stopped" says "nothing runs under" deploy/run.sh stop

finish
