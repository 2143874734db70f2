#!/usr/bin/env bash
#
# run.sh start|stop: the demonstration under RUN.  A first start makes keys,
# a catalogue and nginx.conf; a further one reloads nginx, or replaces it by
# a binary upgrade when the module was built anew.

set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
module=$(cd "$root" && realpath -m "$BUILD/ngx_campaign_module.so")
run_given=$RUN
RUN=$(realpath -m "$RUN")
pidfile=$RUN/nginx.pid
log=$RUN/logs/error.log


die()
{
    printf 'campaign: %s\n' "$@" >&2
    exit 1
}


check_port()
{
    if ! [[ $2 =~ ^[0-9]{1,5}$ ]] || ((10#$2 < 1 || 10#$2 > 65535)); then
        die "$1=$2: a port is a number from 1 to 65535"
    fi
}


check_differ()
{
    [ "${!1}" != "${!2}" ] \
        || die "$1 and $2 are both ${!1}: two servers need two"
}


# LISTEN becomes as nginx and a URL write it, address as it was

settings()
{
    local part='25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]'

    check_port PORT "$PORT"
    check_port GRPC_PORT "$GRPC_PORT"
    check_port METRICS_PORT "$METRICS_PORT"
    PORT=$((10#$PORT)) GRPC_PORT=$((10#$GRPC_PORT))
    METRICS_PORT=$((10#$METRICS_PORT))

    check_differ PORT GRPC_PORT
    check_differ PORT METRICS_PORT
    check_differ GRPC_PORT METRICS_PORT

    address=$LISTEN
    [[ $address != \[*\] ]] || address=${address:1:-1}

    if [[ $address =~ ^[0-9a-fA-F:]+$ && $address == *:*:* ]]; then
        LISTEN=[$address]
    elif ! [[ $LISTEN =~ ^(($part)\.){3}($part)$ ]]; then
        die "LISTEN=$LISTEN: an address such as 127.0.0.1, 0.0.0.0 or ::1" \
            "is needed; names are not looked up"
    fi

    case $RUN in
    *[\"\$\\]*|*$'\n'*)
        die "RUN=$RUN: the path must not have \", \$, \\ or a line's end" ;;
    esac

    api=http://$LISTEN:$PORT
    metrics=http://$LISTEN:$METRICS_PORT
}


# is process PID an nginx of RUN?

serves()
{
    [[ " $(tr '\0' ' ' 2> /dev/null < "/proc/$1/cmdline") " \
       == *" -p $RUN/ -c "* ]] 2> /dev/null
}


# the pid of the nginx that serves RUN; its pid file may be gone

running()
{
    local pid dir

    pid=$(cat "$pidfile" 2> /dev/null) || pid=

    if [ -n "$pid" ] && kill -0 "$pid" 2> /dev/null && serves "$pid"; then
        echo "$pid"
        return
    fi

    for dir in $(grep -alsz '^nginx: master process' /proc/[0-9]*/cmdline); do
        pid=${dir//[!0-9]/}

        if kill -0 "$pid" 2> /dev/null && serves "$pid"; then
            echo "$pid"
            return
        fi
    done

    return 1
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
    "$NGINX_BINARY" -p "$RUN/" -c "$RUN/nginx.conf" -e "$log" "$@"
}


# the address as /proc/net/tcp and tcp6 have it: words of four bytes, the
# last byte first

address_hex()
{
    local left right word hex= i

    if [[ $address != *:* ]]; then
        IFS=. read -ra word <<< "$address"
        printf '%02X%02X%02X%02X' "${word[3]}" "${word[2]}" "${word[1]}" \
            "${word[0]}"
        return
    fi

    IFS=: read -ra left <<< "${address%%::*}"
    right=()
    [[ $address != *::* ]] || IFS=: read -ra right <<< "${address#*::}"

    for ((i = ${#left[@]} + ${#right[@]}; i < 8; i++)); do
        left+=(0)
    done

    for word in "${left[@]}" ${right+"${right[@]}"}; do
        hex+=$(printf '%04X' "0x$word")
    done

    for ((i = 0; i < 32; i += 8)); do
        printf '%s' "${hex:i+6:2}${hex:i+4:2}${hex:i+2:2}${hex:i:2}"
    done
}


# who listens on a port of LISTEN or of all addresses: pid, 0 if unknown, and
# user

holder()
{
    local found inode uid fd pid=0

    found=$(awk -v port="$(printf ':%04X' "$1")" -v addr="$(address_hex)" '
        $4 != "0A" || substr($2, length($2) - 4) != port { next }
        {
            at = substr($2, 1, length($2) - 5)
            any = at ~ /^0+$/

            if (length(at) == length(addr)) {
                found = any || at == addr || addr ~ /^0+$/
            } else {
                found = any && length(at) == 32
            }

            if (found) {
                print $10, $8
                exit
            }
        }' /proc/net/tcp $(compgen -G /proc/net/tcp6))

    [ -n "$found" ] || return 1
    read -r inode uid <<< "$found"

    for fd in /proc/[0-9]*/fd/*; do
        [ "$(readlink "$fd" 2> /dev/null)" = "socket:[$inode]" ] || continue
        pid=${fd#/proc/}
        break
    done

    echo "${pid%%/*} $uid"
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
    local port found pid uid owner

    for port in "$PORT" "$GRPC_PORT" "$METRICS_PORT"; do
        found=$(holder "$port") || continue
        read -r pid uid <<< "$found"
        owner="a process of user $(id -nu "$uid" 2> /dev/null || echo "$uid")"

        if [ "$pid" != 0 ]; then
            ! ours "$pid" || continue
            owner="$(cat "/proc/$pid/comm"), process $pid,${owner#a process}"
        fi

        die "$LISTEN:$port is taken by $owner" \
            "choose others with PORT=, GRPC_PORT= and METRICS_PORT="
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


# quote TEXT: for the right side of an s command

quote()
{
    sed 's/[&|\\]/\\&/g' <<< "$1"
}


# nginx.conf is replaced when nginx takes the new one, the old one is kept

write_conf()
{
    local out

    sed -e "s|@USER@|$(worker_user)|" -e "s|@MODULE@|$(quote "$module")|" \
        -e "s|@RUN@|$(quote "$RUN")|g" -e "s|@LISTEN@|$LISTEN|g" \
        -e "s|@PORT@|$PORT|g" -e "s|@GRPC_PORT@|$GRPC_PORT|g" \
        -e "s|@METRICS_PORT@|$METRICS_PORT|g" \
        "$root/conf/run.conf.in" > "$RUN/nginx.conf.new"

    out=$(nginx_run -t -c "$RUN/nginx.conf.new" 2>&1) || die "nginx -t:" "$out"

    [ ! -e "$RUN/nginx.conf" ] || cp "$RUN/nginx.conf" "$RUN/nginx.conf.old"
    mv "$RUN/nginx.conf.new" "$RUN/nginx.conf"
}


# did the addresses change?  Two that overlap cannot be open side by side

moved()
{
    ! cmp -s <(grep -w listen "$RUN/nginx.conf.old" 2> /dev/null) \
             <(grep -w listen "$RUN/nginx.conf")
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


# the workers of PID that are not on their way out

workers()
{
    local status

    for status in $(grep -lsx "PPid:[[:space:]]*$1" /proc/[0-9]*/status); do
        if grep -aqsx 'nginx: worker process' \
               <(tr -d '\0' 2> /dev/null < "${status%status}cmdline")
        then
            echo "${status//[!0-9]/}"
        fi
    done | sort
}


# answered PID OLD SIZE: workers that are none of OLD, or an error in the log
# since it had SIZE bytes

answered()
{
    [ -n "$(comm -13 <(echo "$2") <(workers "$1"))" ] \
        || [ -n "$(faults "$3")" ]
}


faults()
{
    tail -c "+$(($1 + 1))" "$log" 2> /dev/null | grep -a '\[emerg\]'
}


reload()
{
    local old size

    old=$(workers "$1")
    size=$(stat -c %s "$log" 2> /dev/null || echo 0)
    kill -HUP "$1"

    if ! wait_until 20 answered "$1" "$old" "$size" \
       || faults "$size" > /dev/null
    then
        mv "$RUN/nginx.conf.old" "$RUN/nginx.conf"
        die "nginx, process $1, did not reload and keeps what it had:" \
            "$(faults "$size" | tail -n 3)"
    fi
}


# a reload never loads a new module under an old path: nginx itself is
# replaced, without a connection refused

upgrade()
{
    kill -USR2 "$1"
    wait_until 10 replaced "$1" \
        || die "the new nginx did not start, the old one serves on:" \
               "$(tail -n 5 "$log")"
    kill -QUIT "$1"
    wait_until 30 gone "$1" || die "process $1, the old nginx, does not end"
}


launch()
{
    local out

    out=$(nginx_run 2>&1) || die "nginx did not start:" \
        "$(tail -n 2 <<< "$out")"
    echo "$1, process $(cat "$pidfile")"
}


# serve PID LOST: PID is what runs, empty for nothing; LOST when its pid file is

serve()
{
    if [ -z "$1" ]; then
        launch "nginx started"

    elif [ -n "$2" ]; then
        halt "$1"
        launch "nginx restarted, as its pid file was gone"

    elif moved; then
        halt "$1"
        launch "nginx restarted on the new address"

    elif [ "$(cat "$RUN/module.stamp" 2> /dev/null)" = "$(stamp)" ]; then
        reload "$1"
        echo "nginx reloaded, process $1"

    else
        upgrade "$1"
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


# the settings that these names have, as they were given

given()
{
    local name

    for name in "$@"; do
        case $name in
        RUN)    printf ' RUN=%q' "$run_given" ;;
        LISTEN) printf ' LISTEN=%s' "$address" ;;
        *)      printf ' %s=%q' "$name" "${!name}" ;;
        esac
    done
}


show()
{
    wait_until 10 bids \
        || die "no bid from $api/v1/bid; see $log"

    cat <<END

  auctions  $api/v1/bid
  gRPC      $LISTEN:$GRPC_PORT campaign.BiddingService
  health    $api/health $api/ready $api/live
  metrics   $metrics/metrics
  files     $RUN

  curl -sS $api/v1/bid -H 'Content-Type: application/json' -d @$(
      realpath --relative-base="$PWD" "$root/conf/demo/request.json")

"make run$(given $GIVEN)" again reloads it, "make stop$(
    for name in $GIVEN; do [ $name != RUN ] || given RUN; done)" stops it.
END
}


start()
{
    local pid lost=

    umask 022
    settings
    pid=$(running) || pid=
    [ "$(cat "$pidfile" 2> /dev/null)" = "$pid" ] || lost=yes

    mkdir -p "$RUN/logs" "$RUN/temp"
    "$root/deploy/demo.sh" "$RUN"
    check_ports
    write_conf
    serve "$pid" "$lost"
    show
}


halt()
{
    kill -QUIT "$1"

    if ! wait_until 15 gone "$1"; then
        kill -TERM "$1"
        wait_until 5 gone "$1" || die "process $1 does not end"
    fi
}


stop()
{
    local pid

    if ! pid=$(running); then
        echo "nothing runs under $RUN"
        return
    fi

    halt "$pid"
    echo "nginx stopped, process $pid"
}


"$1"
