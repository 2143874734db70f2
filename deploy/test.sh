#!/usr/bin/env bash
#
# test.sh unit|t|integration ...: runs the programs of these kinds.  A program
# tells its sums in its last line, or as TAP; what it printed is shown when it
# fails and kept in BUILD/log.  The last line is the sum of all.

set -uo pipefail

cd "$(dirname "$0")/.." || exit 1
mkdir -p "$BUILD"

build=$(cd "$BUILD" && pwd)
log=$build/log
limit=${TEST_TIMEOUT:-900}
passed=0
failed=0
skipped=0

export TEST_NGINX_BINARY=$NGINX_BINARY
export TEST_NGINX_LOAD_MODULES=$build/ngx_campaign_module.so
export TEST_NGINX_CAMPAIGN_DIR=$build/t
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_odr_violation=0:detect_leaks=0}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}

mkdir -p "$log"


# the sums of a program: "P F S" from its last line, else from its TAP, where
# a test that was planned and did not run has failed

sums()
{
    tail -n 1 "$1" \
    | sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/p' \
    | grep . && return

    awk '
        /^1\.\.[0-9]+/ {
            plan = substr($1, 4) + 0; planned = 1
            if (plan == 0 && /# *[Ss][Kk][Ii][Pp]/) { skipped++; plan = 1 }
        }
        /^ok .*# *[Ss][Kk][Ii][Pp]/   { skipped++; next }
        /^not ok .*# *[Tt][Oo][Dd][Oo]/ { skipped++; next }
        /^ok( |$)/                    { passed++ }
        /^not ok( |$)/                { failed++ }
        /^Bail out!/                  { failed++ }
        END {
            n = passed + failed + skipped
            if (!planned) { failed++ }
            else if (n < plan) { failed += plan - n }
            print passed + 0, failed + 0, skipped + 0
        }' "$1"
}


# run NAME COMMAND ...

run()
{
    local name=$1 out status=0 p f s

    shift
    out=$log/${name//\//-}.log

    timeout -k 10 "$limit" "$@" > "$out" 2>&1 < /dev/null || status=$?

    read -r p f s <<< "$(sums "$out")"

    if [ "$status" != 0 ] && [ "$f" = 0 ]; then
        f=1
        echo "    exit status $status" >> "$out"
    fi

    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))

    if [ "$f" != 0 ]; then
        printf '  %-8s%-40s%d of %d failed\n' FAIL "$name" "$f" $((p + f))
        grep -v '^ok ' "$out" | sed 's/^/    | /' | tail -n 60

    elif [ "$s" != 0 ]; then
        printf '  %-8s%-40s%d, %d skipped\n' ok "$name" "$p" "$s"

    else
        printf '  %-8s%-40s%d\n' ok "$name" "$p"
    fi
}


unit()
{
    local t name

    for t in tests/unit/*.c; do
        name=$(basename "$t" .c)
        run "unit/$name" "$build/tests/unit/$name"
    done

    for t in tests/unit/*.sh; do
        [ -e "$t" ] || continue
        run "unit/$(basename "$t")" bash "$t"
    done
}


t()
{
    local t

    for t in t/*.t; do
        [ -e "$t" ] || continue
        run "$t" t/run -v "$t"
    done
}


integration()
{
    local t

    for t in tests/integration/*; do
        [ -f "$t" ] && [ -x "$t" ] || continue
        run "$t" "$t"
    done
}


for kind in "$@"; do
    "$kind"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
