#!/usr/bin/env bash
#
# play.sh: a day in ten seconds.  The demonstration of "make run" is started if
# it does not run, and the simulator of exchanges asks it for bids.

set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
exchange=$BUILD/exchange
svg=$RUN/latency.svg


# what is listened on, as something to connect to

where()
{
    case $LISTEN in
    0.0.0.0)     echo "127.0.0.1:$PORT" ;;
    ::|\[::\])   echo "[::1]:$PORT" ;;
    \[*|*.*)     echo "$LISTEN:$PORT" ;;
    *)           echo "[$LISTEN]:$PORT" ;;
    esac
}


answers()
{
    curl -sS -m 5 -o /dev/null "http://$(where)/health" 2> /dev/null \
        && [ -e "$RUN/nginx.pid" ]
}


answers || "$root/deploy/run.sh" start

echo
echo "a day of auctions in ten seconds, with rivals for each medium:"
echo

"$exchange" --url="http://$(where)/v1/bid" --market=exchange \
    --seconds=10 --rate=400 --daily --speed=8640 \
    --start="$(date -u +%Y-%m-%d)" --connections=16 --sleep \
    --currency=EUR=1.08 --currency=GBP=1.27 \
    --rivals=3:median=2.5:sigma=0.7:join=0.6:media=banner \
    --rivals=3:median=12:sigma=0.6:join=0.5:media=video \
    --rivals=2:median=8:sigma=0.6:join=0.5:media=audio \
    --rivals=3:median=2:sigma=0.7:join=0.6:media=native \
    --svg="$svg"

echo
echo "latency over the day: $svg"
