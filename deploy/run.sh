#!/usr/bin/env bash
#
# run.sh start|stop: the demonstration under RUN.  A first start makes keys,
# a catalogue and nginx.conf; a further one reloads nginx, or replaces it by
# a binary upgrade when the module was built anew.

set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
module=$(cd "$root" && realpath -m "$BUILD/ngx_campaign_module.so")
RUN=$(realpath -m "$RUN")
pidfile=$RUN/nginx.pid
api=http://$LISTEN:$PORT
metrics=http://$LISTEN:$METRICS_PORT


die()
{
    printf 'campaign: %s\n' "$@" >&2
    exit 1
}


# the pid of the nginx that serves RUN, if it does

running()
{
    local pid

    pid=$(cat "$pidfile" 2> /dev/null) || return 1
    [ -n "$pid" ] && kill -0 "$pid" 2> /dev/null || return 1
    grep -aqF "$RUN" "/proc/$pid/cmdline" 2> /dev/null || return 1
    echo "$pid"
}


# wait_until SECONDS COMMAND ...

wait_until()
{
    local n=$(($1 * 20))

    shift
    until "$@"; do
        [ $((n -= 1)) -gt 0 ] || return 1
        sleep 0.05
    done
}


nginx_run()
{
    "$NGINX_BINARY" -p "$RUN/" -c "$RUN/nginx.conf" -e "$RUN/logs/error.log" "$@"
}


# who listens on a port of LISTEN or of all addresses

holder()
{
    local hex inode fd pid

    hex=$(printf '%04X' "$1")
    inode=$(cat /proc/net/tcp /proc/net/tcp6 2> /dev/null \
            | awk -v port=":$hex" -v listen="$LISTEN" '
        BEGIN {
            if (split(listen, n, ".") == 4) {
                addr = sprintf("%02X%02X%02X%02X", n[4], n[3], n[2], n[1])
            }
        }
        $4 != "0A" || substr($2, length($2) - 4) != port { next }
        {
            at = substr($2, 1, length($2) - 5)
            if (at == addr || at ~ /^0+$/ || addr ~ /^0*$/) {
                print $10
                exit
            }
        }')

    [ -n "$inode" ] || return 1

    for fd in /proc/[0-9]*/fd/*; do
        [ "$(readlink "$fd" 2> /dev/null)" = "socket:[$inode]" ] || continue
        pid=${fd#/proc/}
        echo "${pid%%/*}"
        return
    done

    echo 0
}


ours()
{
    local pid

    pid=$(running) || return 1
    [ "$1" = "$pid" ] \
        || [ "$(awk '$1 == "PPid:" { print $2 }' "/proc/$1/status")" = "$pid" ]
}


check_ports()
{
    local port pid owner

    for port in "$PORT" "$METRICS_PORT"; do
        pid=$(holder "$port") || continue
        owner="a process of another user"

        if [ "$pid" != 0 ]; then
            ! ours "$pid" || continue
            owner="$(cat "/proc/$pid/comm"), process $pid"
        fi

        die "$LISTEN:$port is taken by $owner" \
            "choose others with PORT= and METRICS_PORT="
    done
}


# root's workers are www-data where that user can come to the files, so that
# nothing that reads a request is root

worker_user()
{
    [ "$(id -u)" = 0 ] || return 0

    if id www-data > /dev/null 2>&1 \
       && setpriv --reuid www-data --regid www-data --clear-groups \
              test -r "$RUN/demo.cat" 2> /dev/null
    then
        echo "user www-data;"
    else
        echo "campaign: www-data cannot enter $RUN: workers run as root" >&2
        echo "user root;"
    fi
}


write_conf()
{
    local user

    user=$(worker_user)

    sed -e "s|@USER@|$user|" -e "s|@MODULE@|$module|" -e "s|@RUN@|$RUN|g" \
        -e "s|@LISTEN@|$LISTEN|g" -e "s|@PORT@|$PORT|g" \
        -e "s|@METRICS_PORT@|$METRICS_PORT|g" \
        "$root/conf/run.conf.in" > "$RUN/nginx.conf.new"
    mv "$RUN/nginx.conf.new" "$RUN/nginx.conf"
}


check_conf()
{
    local out

    out=$(nginx_run -t 2>&1) || die "nginx -t:" "$out"
}


stamp()
{
    sha256sum < "$module"
}


replaced()
{
    local pid

    pid=$(cat "$pidfile" 2> /dev/null) || return 1
    [ "$pid" != "$1" ] && [ -e "$pidfile.oldbin" ]
}


gone()
{
    ! kill -0 "$1" 2> /dev/null
}


# a reload never loads a new module under an old path: nginx itself is
# replaced, without a connection refused

upgrade()
{
    kill -USR2 "$1"
    wait_until 10 replaced "$1" \
        || die "the new nginx did not start, the old one serves on:" \
               "$(tail -n 5 "$RUN/logs/error.log")"
    kill -QUIT "$1"
    wait_until 30 gone "$1" || die "process $1, the old nginx, does not end"
}


serve()
{
    local pid out

    if ! pid=$(running); then
        check_conf
        out=$(nginx_run 2>&1) || die "nginx did not start:" "$out"
        echo "nginx started, process $(cat "$pidfile")"

    elif [ "$(cat "$RUN/module.stamp" 2> /dev/null)" = "$(stamp)" ]; then
        check_conf
        kill -HUP "$pid"
        echo "nginx reloaded, process $pid"

    else
        check_conf
        upgrade "$pid"
        echo "the module is new: nginx replaced, process $(cat "$pidfile")"
    fi

    stamp > "$RUN/module.stamp"
}


bids()
{
    curl -sS -m 5 -o /dev/null -w '%{http_code}' "$api/v1/bid" \
        -H 'Content-Type: application/json' \
        -d @"$root/conf/demo/request.json" 2> /dev/null | grep -q '^200$'
}


show()
{
    wait_until 10 bids \
        || die "no bid from $api/v1/bid; see $RUN/logs/error.log"

    cat <<END

  auctions  $api/v1/bid
  health    $api/health $api/ready $api/live
  metrics   $metrics/metrics
  files     $RUN

  curl -sS $api/v1/bid -H 'Content-Type: application/json' -d @$(
      realpath --relative-base="$PWD" "$root/conf/demo/request.json")

"make run" again reloads it, "make stop" stops it.
END
}


start()
{
    umask 022
    mkdir -p "$RUN/logs" "$RUN/temp"
    "$root/deploy/demo.sh" "$RUN"
    check_ports
    write_conf
    serve
    show
}


stop()
{
    local pid

    if ! pid=$(running); then
        echo "nothing runs under $RUN"
        return
    fi

    kill -QUIT "$pid"

    if ! wait_until 15 gone "$pid"; then
        kill -TERM "$pid"
        wait_until 5 gone "$pid" || die "process $pid does not end"
    fi

    echo "nginx stopped, process $pid"
}


"$1"
