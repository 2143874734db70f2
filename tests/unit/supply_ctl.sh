#!/usr/bin/env bash
#
# campaignctl supply: files as they are on the web become lines of a catalogue

. "$(dirname "$0")/test.bash"

ctl=$(realpath "${BUILD:-build}")/campaignctl
dir=$(mktemp -d)

trap 'rm -rf "$dir"' EXIT


# the status it ends with, and what it then says

told()
{
    local status=$1 text=$2

    shift 2
    "$ctl" supply "$@" > "$dir/out" 2>&1 < /dev/null
    [ $? = "$status" ] || echo "its status is not $status"
    grep -q -- "$text" "$dir/out" || cat "$dir/out"
}


# lines of all three kinds make a catalogue that knows them

builds()
{
    {
        "$ctl" supply adstxt "$dir/ads.txt" --domain=news.example
        "$ctl" supply appadstxt - --bundle=com.a --bundle=com.b \
            < "$dir/ads.txt"
        "$ctl" supply sellersjson "$dir/sellers.json" --asi=ads.example
    } 2> "$dir/said" > "$dir/lines.jsonl"

    grep -q 'ads.txt: 2 sellers, 1 partners, 1 subdomains, 1 passed over (line 6)$' \
        "$dir/said" || cat "$dir/said"
    "$ctl" catalog build --out="$dir/s.cat" "$dir/lines.jsonl"
    "$ctl" catalog info "$dir/s.cat" > "$dir/info"
    grep -q '^supply owners  *6$' "$dir/info" || cat "$dir/info"
    grep -q '^supply sellers  *7$' "$dir/info" || cat "$dir/info"
}


printf '\xef\xbb\xbf# who may sell\r\n%s\r\n%s\r\n%s\r\n%s\r\n%s\r\n' \
    'SUBDOMAIN=m.news.example' 'InventoryPartnerDomain = p.example' \
    'ads.example, 17, DIRECT, abc # ours' 'mid.example,a,reseller' \
    'nonsense' > "$dir/ads.txt"
echo '{"sellers":[{"seller_id":17,"seller_type":"PUBLISHER"}]}' \
    > "$dir/sellers.json"
printf '%s\n' a.example,1,DIRECT one,,DIRECT '# two' three four '' \
    five six seven eight > "$dir/many.txt"
printf 'a.example,1,DIRECT\rone\r\ntwo' > "$dir/ends.txt"
echo '{"sellers":[{"seller_id":1,"seller_type":"BOTH"},{},7]}' \
    > "$dir/some.json"
echo '<html>not found</html>' > "$dir/404.txt"
: > "$dir/empty.txt"

check "files of all kinds make a catalogue" builds
check "a page of errors is no file" told 1 'has no record in it' \
    adstxt "$dir/404.txt" --domain=news.example
check "nor is nothing" told 1 'has no record in it' \
    adstxt "$dir/empty.txt" --domain=news.example
check "what is passed over is told by its line" \
    told 0 '7 passed over (lines 2, 4, 5, 7, 8, ...)$' \
    adstxt "$dir/many.txt" --domain=news.example
check "lines end in several ways" told 0 '2 passed over (lines 2, 3)$' \
    adstxt "$dir/ends.txt" --domain=news.example
check "sellers are told by their numbers" \
    told 0 '2 passed over (sellers\[1\], sellers\[2\])$' \
    sellersjson "$dir/some.json" --asi=ads.example
check "sellers.json has to be JSON" told 1 'JSON' \
    sellersjson "$dir/ads.txt" --asi=ads.example
check "a file has to be there" told 1 'none.txt' \
    adstxt "$dir/none.txt" --domain=news.example
check "somebody has to own it" told 2 '--domain is missing' \
    adstxt "$dir/ads.txt"
check "who sells is named by its own option" told 2 '--asi is missing' \
    sellersjson "$dir/sellers.json"
check "a domain has to be one" told 1 'domain: is "a b"' \
    adstxt "$dir/ads.txt" '--domain=a b'
check "bundles are of apps" told 2 'usage: campaignctl' \
    adstxt "$dir/ads.txt" --bundle=com.a
check "one file at a time" told 2 'usage: campaignctl' \
    adstxt "$dir/ads.txt" "$dir/ads.txt" --domain=news.example
check "a verb has to exist" told 2 'no verb "burn"' burn
check "without a verb it explains itself" told 2 'usage: campaignctl'
check "and when it is asked to" told 0 'usage: campaignctl' --help
finish
