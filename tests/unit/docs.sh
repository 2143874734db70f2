#!/usr/bin/env bash
#
# What workers/README.md says of catalogues is so.

. "$(dirname "$0")/test.bash"

ctl=$(realpath "${BUILD:-build}")/campaignctl
dir=$(mktemp -d)

trap 'rm -rf "$dir"' EXIT


# the places of markup, from the header and from the table

in_header()
{
    sed -nE 's/^    P\([A-Z_]+, *"([a-z_]+)".*/\1/p' core/openrtb/response.h
}


in_table()
{
    sed -nE 's/^\| `\{\{([a-z_]+)\}\}` .*/\1/p' workers/README.md
}


lines()
{
    sed -n 's/^    \({"type"\)/\1/p' workers/README.md
}


build()
{
    lines | "$ctl" catalog build --out="$dir/base.cat" "$@" > "$dir/sums"
}


overlay()
{
    echo '{"type":"campaign","id":"spring","deleted":true}' \
    | "$ctl" catalog build --out="$dir/overlay.cat" --base="$dir/base.cat" \
        "$@" > "$dir/sums"
}


finds "places in the header" in_header
check "the places are those of the header" diff <(in_header) <(in_table)

if [ ! -x "$ctl" ]; then
    skip "the lines make a catalogue" "campaignctl is not built"
    finish
fi

check "there are three lines" test "$(lines | wc -l)" = 3
check "they make a catalogue" build
check "and a later one" build --previous="$dir/base.cat"
check "an overlay" overlay
check "and a later one of these" overlay --previous-overlay="$dir/overlay.cat"

finish
