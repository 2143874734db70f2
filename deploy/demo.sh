#!/usr/bin/env bash
#
# demo.sh DIR: keys, a model and the demonstration catalogue in DIR.  What is
# there stays: keys for good, campaigns.jsonl as its reader edited it.

set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
ctl=$root/$BUILD/campaignctl
dir=$1

[ "${BUILD#/}" = "$BUILD" ] || ctl=$BUILD/campaignctl

mkdir -p "$dir"

"$ctl" key create "$dir/keys" > /dev/null

if ! cmp -s "$root/conf/model/colanet.cxm" "$dir/colanet.cxm"; then
    cp -f "$root/conf/model/colanet.cxm" "$dir/colanet.cxm.new"
    mv "$dir/colanet.cxm.new" "$dir/colanet.cxm"
fi

if [ ! -e "$dir/campaigns.jsonl" ]; then
    "$ctl" catalog demo > "$dir/campaigns.jsonl.new"
    mv "$dir/campaigns.jsonl.new" "$dir/campaigns.jsonl"
fi

if [ ! -e "$dir/demo.cat" ] || [ "$dir/campaigns.jsonl" -nt "$dir/demo.cat" ] \
   || [ "$ctl" -nt "$dir/demo.cat" ]
then
    previous=()

    if "$ctl" catalog check "$dir/demo.cat" > /dev/null 2>&1; then
        previous=(--previous="$dir/demo.cat")
    fi

    "$ctl" catalog build --out="$dir/demo.cat" ${previous+"${previous[@]}"} \
        "$dir/campaigns.jsonl" > /dev/null
fi
