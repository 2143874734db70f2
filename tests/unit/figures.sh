#!/usr/bin/env bash
#
# What the proofs make of what they were told: failures, void figures, tables.

. "$(dirname "$0")/test.bash"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT


# a request that is lost and was not sent is in several sums and fails once

failed()
{
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tests/proof python3 - <<'END'
import json
import scratch
import load


class Ended:
    returncode = 0

    def communicate(self):
        marks = dict.fromkeys(("p50", "p90", "p99", "p99_9", "max"), 1)
        return [json.dumps({
            "requests": 100, "answers": 95, "seconds": 1, "errors": 9,
            "status": {"200": 80, "204": 10, "502": 5}, "unsent": 3,
            "lost": {"timeout": 5}, "latency_us": marks}).encode()]


faults = load.finish(Ended()).faults
if faults != 10:
    print("%d failed, not 10" % faults)
END
}


# tabled WHAT: whether the table has that line

tabled()
{
    tests/proof/table "$dir/figures" > "$dir/table"
    grep -qxF -e "$1" "$dir/table"
}


# figure NAME HOLDS [MORE]

figure()
{
    printf '{"name":"%s","figure":2,"unit":"ms","goal":"< 1","holds":%s,%s}\n' \
        "$1" "$2" '"command":"make bench","machine":"m"'"${3-}" \
        >> "$dir/figures"
}


check "a request fails once" failed
figure a true
figure b false
figure c null ',"void":"late"'
figure a false
check "the last figure of a name is in the table" \
      tabled '| a | 2 ms | < 1 | no | `make bench` |'
check "a void one is neither held nor missed" \
      tabled '| c | 2 ms | < 1 | void | `make bench` |'
check "missed ones are told" tabled '- b: 2 ms, not < 1'
check "and counted" tabled \
      'Of 3 goals 0 are reached, 2 are missed, 1 figures are void.'

finish
