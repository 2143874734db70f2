#!/usr/bin/env bash
#
# campaignctl explain: what it says of each ad group, and how it says no.

. "$(dirname "$0")/test.bash"

ctl=$(realpath "${BUILD:-build}")/campaignctl
dir=$(mktemp -d)

trap 'rm -rf "$dir"' EXIT


lines()
{
    cat <<'END'
{"type":"campaign","id":"c1","org":"o1","adomain":["a.example"]}
{"type":"adgroup","id":"g1","campaign":"c1","bid":"5"}
{"type":"creative","id":"r1","adgroup":"g1","media":"banner","w":300,"h":250,"markup":"<p>","landing_url":"https://a.example/"}
{"type":"campaign","id":"c2","org":"o2","adomain":["b.example"]}
{"type":"adgroup","id":"g2","campaign":"c2","bid":"9","targeting":{"geo":{"countries":{"include":["DE"]}}}}
{"type":"creative","id":"r2","adgroup":"g2","media":"banner","w":300,"h":250,"markup":"<p>","landing_url":"https://b.example/"}
{"type":"adgroup","id":"g3","campaign":"c2","bid":"1"}
{"type":"creative","id":"r3","adgroup":"g3","media":"banner","w":300,"h":250,"markup":"<p>","landing_url":"https://b.example/"}
END
}


request()
{
    echo '{"id":"r","imp":[{"id":"1","bidfloor":2,'
    echo '"banner":{"w":300,"h":250}}]}'
}


lines | "$ctl" catalog build --out="$dir/d.cat" - > /dev/null
request > "$dir/r.json"
echo '{"id":"x"}' > "$dir/bad.json"


# says TEXT ARGUMENT ...: done, and this line is there

says()
{
    local text=$1

    shift
    "$ctl" explain --catalog="$dir/d.cat" "$@" > "$dir/out" 2>&1 \
        || echo "its status is $?"
    grep -qxF -- "$text" "$dir/out" || cat "$dir/out"
}


hides()
{
    "$ctl" explain --catalog="$dir/d.cat" "${@:2}" > "$dir/out" 2>&1
    ! grep -q -- "$1" "$dir/out" || cat "$dir/out"
}


# fails STATUS TEXT ARGUMENT ...

fails()
{
    local status=$1 text=$2

    shift 2
    "$ctl" explain "$@" > "$dir/out" 2>&1 < /dev/null
    [ $? = "$status" ] || echo "its status is not $status"
    grep -qF -- "$text" "$dir/out" || cat "$dir/out"
}


json()
{
    "$ctl" explain --catalog="$dir/d.cat" --json "$dir/r.json" > "$dir/out"
    jq -e '.adgroups | length == 3' "$dir/out" > /dev/null || cat "$dir/out"
    jq -e '.imps[0].bids == 1' "$dir/out" > /dev/null || cat "$dir/out"
}


stdin()
{
    request | "$ctl" explain --catalog="$dir/d.cat" - > "$dir/out"
    grep -q '^request r: bid, 1 bids$' "$dir/out" || cat "$dir/out"
}


check "an offer has its price" says "  imp 1: bid: price 5.000000 USD, floor 2.000000, score 5.000000, rank 5.000000" "$dir/r.json"
check "targeting that says no is named" says "  imp 1: no_match: geo.countries" "$dir/r.json"
check "a floor is named" says "  imp 1: below_floor" "$dir/r.json"
check "with the network as without" \
    says "request r: bid, 1 bids" --model=conf/model/colanet.cxm "$dir/r.json"
check "one campaign alone" hides g1 "$dir/r.json" c2
check "one org alone" hides g2 --org=o1 "$dir/r.json"
check "one ad group alone" hides g2 --adgroup=g3 "$dir/r.json"
check "from standard input" stdin
check "as JSON" json

check "a request that is none" fails 1 "imp: required field missing" \
    --catalog="$dir/d.cat" "$dir/bad.json"
check "no request at all" fails 1 "is empty" --catalog="$dir/d.cat" -
check "a file that is not there" fails 1 "cannot be opened" \
    --catalog="$dir/d.cat" "$dir/none.json"
check "a catalogue that is not there" fails 1 "none.cat" \
    --catalog="$dir/none.cat" "$dir/r.json"
check "a model that is none" fails 1 "r.json" \
    --catalog="$dir/d.cat" --model="$dir/r.json" "$dir/r.json"
check "a campaign that is not there" fails 1 "ad groups: none is asked for" \
    --catalog="$dir/d.cat" "$dir/r.json" c9
check "an org that is not there" fails 1 "ad groups: none is asked for" \
    --catalog="$dir/d.cat" --org=o9 "$dir/r.json"
check "no catalogue" fails 2 "--catalog is missing" "$dir/r.json"
check "a time that is none" fails 2 "is no time" --catalog=x --time=noon x
check "a vendor that is none" fails 2 "from 1 to 65535" \
    --catalog=x --vendor=0 x
check "an unknown option" fails 2 "unrecognized option" --nothing x
check "help" fails 0 "usage: campaignctl explain" --help

finish
