#!/usr/bin/env bash
#
# campaignctl model: what it trains, and how it says no.

. "$(dirname "$0")/test.bash"

ctl=$(realpath "${BUILD:-build}")/campaignctl
bundled=conf/model/colanet.cxm
dir=$(mktemp -d)

trap 'rm -rf "$dir"' EXIT


# a thousand samples are too few to know anything, and the status says so

trains()
{
    "$ctl" model train --samples=1000 --seed=5 --name=q --version=9 \
        --time=2026-01-01 "$dir/$1.cxm" > /dev/null 2> "$dir/err"
    [ $? = 1 ] || echo "its status is not 1"
    grep -q "knows less than a constant" "$dir/err" || cat "$dir/err"
}


# tells FILE TEXT

tells()
{
    "$ctl" model info "$1" > "$dir/out" || return 1
    grep -q "$2" "$dir/out" || cat "$dir/out"
}


checks()
{
    "$ctl" model check --samples=20000 "$bundled" > "$dir/out" || return 1
    grep -q "^click .*gain [1-9]" "$dir/out" || cat "$dir/out"
}


# refused STATUS TEXT ARGUMENT ...: ends with this status and says this

refused()
{
    local status=$1 text=$2

    shift 2
    "$ctl" model "$@" > "$dir/out" 2>&1
    [ $? = "$status" ] || echo "its status is not $status"
    grep -q -- "$text" "$dir/out" || cat "$dir/out"
}


if [ ! -x "$ctl" ]; then
    skip "campaignctl model" "no $ctl"
    finish
fi

head -c 1000 "$bundled" > "$dir/short.cxm"

check "a model is trained" trains a
check "and another" trains b
check "the same options make the same file" cmp "$dir/a.cxm" "$dir/b.cxm"
check "its header is told" tells "$dir/a.cxm" "^version *9$"
check "that of the bundled model too" tells "$bundled" "^name *colanet$"
check "the bundled model knows something" checks

check "no verb lists the verbs" refused 2 "usage:"
check "an unknown option" refused 2 "unrecognized" train --x "$dir/c"
check "no number" refused 2 "--samples takes" train --samples=x "$dir/c"
check "a rate of nothing" refused 2 "--rate takes" train --rate=0 "$dir/c"
check "no time" refused 2 "--time takes" train --time=now "$dir/c"
check "a long name" refused 2 "--name takes" \
    train --name=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "$dir/c"
check "a name with a blank" refused 1 "is not a name" \
    train --samples=1 "--name=a b" "$dir/c"
check "no file was made of it" test ! -e "$dir/c"
check "no such folder" refused 1 "No such file" \
    train --samples=1 "$dir/no/c"
check "no model" refused 1 "magic" info /etc/passwd
check "half a model" refused 1 "size" info "$dir/short.cxm"
check "a backend that is not there" refused 1 "abacus" \
    check --backend=abacus "$bundled"

finish
