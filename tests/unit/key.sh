#!/usr/bin/env bash
#
# campaignctl key: what it makes, and what it leaves alone.

. "$(dirname "$0")/test.bash"

ctl=$(realpath "${BUILD:-build}")/campaignctl
dir=$(mktemp -d)

trap 'rm -rf "$dir"' EXIT


creates()
{
    "$ctl" key create "$dir/keys" > "$dir/out" || return 1
    grep -q "created" "$dir/out" || cat "$dir/out"
    [ "$(stat -c %a "$dir/keys")" = 600 ] || stat "$dir/keys"
    grep -Eqx '1 [0-9a-f]{64}' "$dir/keys" || echo "no key in it"
}


keeps()
{
    cp -p "$dir/keys" "$dir/before"
    "$ctl" key create "$dir/keys" > "$dir/out" || return 1
    cmp "$dir/keys" "$dir/before"
}


random()
{
    "$ctl" key create "$dir/other" > /dev/null || return 1
    ! cmp -s "$dir/keys" "$dir/other" || echo "the same key twice"
}


# refused STATUS TEXT ARGUMENT ...: ends with this status and says this

refused()
{
    local want=$1 text=$2 got

    shift 2
    "$ctl" key "$@" > "$dir/out" 2>&1
    got=$?
    [ "$got" = "$want" ] || echo "status $got"
    grep -q -- "$text" "$dir/out" || cat "$dir/out"
}


check "creates a key that only its owner can read" creates
check "leaves a file that is there as it is" keeps
check "makes another key each time" random
chmod 644 "$dir/other"
check "names the mode of a file that others can read" \
    refused 1 "mode 0644" create "$dir/other"
check "says what is allowed instead" refused 1 "0600" create "$dir/other"
check "names a folder that is not there" \
    refused 1 "$dir/none" create "$dir/none/keys"
check "wants a path" refused 2 "usage" create
check "has no other verb" refused 2 "usage" destroy "$dir/keys"

finish
