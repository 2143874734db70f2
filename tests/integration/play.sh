#!/usr/bin/env bash
#
# "make demo": starts what is missing, plays a day, reports it.

. "$(dirname "$0")/../unit/test.bash"

dir=$(mktemp -d)
chmod 755 "$dir"

read -r port grpc metrics <<< "$(python3 -c '
import socket
s = [socket.socket() for i in range(3)]
for x in s:
    x.bind(("127.0.0.1", 0))
print(*[x.getsockname()[1] for x in s])')"

export BUILD=${BUILD:-build} NGINX_BINARY=${NGINX_BINARY:-/usr/sbin/nginx}
export LISTEN=127.0.0.1 PORT=$port GRPC_PORT=$grpc METRICS_PORT=$metrics
export GIVEN=RUN RUN="$dir/a b"

trap 'deploy/run.sh stop > /dev/null 2>&1; rm -rf "$dir"' EXIT


says()
{
    grep -qE "$1" "$dir/out" || { echo "no \"$1\" in:"; cat "$dir/out"; }
}


play()
{
    deploy/play.sh > "$dir/out" 2>&1 || cat "$dir/out"
}


if [ ! -x "$BUILD/exchange" ]; then
    skip "a day is played" "there is no $BUILD/exchange"
    finish
fi

check "a day is played" play
check "what did not run was started" says "^nginx started"
check "requests were sent" says "^requests +[0-9]{4} in "
check "all answers are right" says "^judged +[0-9]{4} answers, 0 with faults"
check "some were won" says "won [1-9]"
check "money was spent" says "^  [a-z0-9]+ +[a-z.]+example .* [0-9]+\.[0-9]{4}$"
check "there is a picture" test -s "$RUN/latency.svg"
check "it is named" says "a b/latency.svg"

finish
