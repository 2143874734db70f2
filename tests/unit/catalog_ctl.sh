#!/usr/bin/env bash
#
# campaignctl catalog: what it makes, and how it says no.

. "$(dirname "$0")/test.bash"

ctl=$(realpath "${BUILD:-build}")/campaignctl
dir=$(mktemp -d)

trap 'rm -rf "$dir"' EXIT


# told STATUS TEXT ARGUMENT ...: ends with this status and says this

told()
{
    local status=$1 text=$2

    shift 2
    "$ctl" catalog "$@" > "$dir/out" 2>&1 < /dev/null
    [ $? = "$status" ] || echo "its status is not $status"
    grep -q -- "$text" "$dir/out" || cat "$dir/out"
}


same_demo()
{
    "$ctl" catalog demo --campaigns=50 --seed=7 > "$dir/a.jsonl"
    "$ctl" catalog demo --campaigns=50 --seed=7 > "$dir/b.jsonl"
    "$ctl" catalog demo --campaigns=50 --seed=8 > "$dir/c.jsonl"
    cmp "$dir/a.jsonl" "$dir/b.jsonl"
    ! cmp -s "$dir/a.jsonl" "$dir/c.jsonl" || echo "the seed does nothing"
}


builds()
{
    "$ctl" catalog demo "$@" | "$ctl" catalog build --out="$dir/d.cat" -
    "$ctl" catalog check "$dir/d.cat"
}


same_file()
{
    "$ctl" catalog build --now=1790000000 --out="$dir/1.cat" "$dir/a.jsonl"
    "$ctl" catalog build --now=1790000000 --out="$dir/2.cat" "$dir/a.jsonl"
    cmp "$dir/1.cat" "$dir/2.cat"
}


overlays()
{
    echo '{"type":"campaign","id":"c1","deleted":true}' > "$dir/o.jsonl"
    "$ctl" catalog build --base="$dir/1.cat" --out="$dir/o.cat" "$dir/o.jsonl"
    "$ctl" catalog check "$dir/1.cat" "$dir/o.cat"
    "$ctl" catalog info "$dir/1.cat" "$dir/o.cat" | grep -q '^campaigns  *49$' \
        || echo "the overlay takes nothing away"
    "$ctl" catalog sections "$dir/1.cat" "$dir/o.cat" \
        | grep -q '^ADGROUPS  *[1-9]' || echo "its sections have no sizes"
}


keeps_the_old_file()
{
    cp "$dir/1.cat" "$dir/kept.cat"
    echo '{"type":"campaign"}' > "$dir/bad.jsonl"
    ! "$ctl" catalog build --out="$dir/kept.cat" "$dir/bad.jsonl" \
        2> /dev/null || echo "it was built"
    cmp "$dir/1.cat" "$dir/kept.cat"
    [ -z "$(find "$dir" -name '*.tmp')" ] || echo "something is left behind"
}


replaces_files_alone()
{
    mkfifo "$dir/fifo"
    told 1 'is not a regular file' build --out="$dir/fifo" "$dir/a.jsonl"
    [ -p "$dir/fifo" ] || echo "the FIFO is gone"
}


follows_links()
{
    ln -s real.cat "$dir/link.cat"
    "$ctl" catalog build --out="$dir/link.cat" "$dir/a.jsonl"
    [ -L "$dir/link.cat" ] || echo "the link is gone"
    "$ctl" catalog check "$dir/real.cat"
    [ -z "$(find "$dir/real.cat" -perm /222)" ] || echo "it may be written"
}


# unheard ARGUMENT ...: fails when nobody can read what it says

unheard()
{
    "$ctl" "$@" > /dev/full 2> "$dir/err"
    [ $? = 1 ] || echo "$*: its status is not 1"
    grep -q 'standard output cannot be written' "$dir/err" || cat "$dir/err"
}


needs_its_output()
{
    unheard help
    unheard key create "$dir/keys"
    unheard catalog info "$dir/1.cat"
    unheard catalog sections "$dir/1.cat"
    unheard catalog demo
    unheard model info conf/model/colanet.cxm
    "$ctl" catalog check "$dir/1.cat" >&-
}


# an overlay may delete what is paused in its base

deletes_what_is_paused()
{
    echo '{"type":"campaign","id":"p","state":"paused"}' > "$dir/p.jsonl"
    "$ctl" catalog build --out="$dir/p.cat" "$dir/a.jsonl" "$dir/p.jsonl"
    echo '{"type":"campaign","id":"p","deleted":true}' > "$dir/po.jsonl"
    "$ctl" catalog build --base="$dir/p.cat" --out="$dir/po.cat" \
        "$dir/po.jsonl"
}


version()
{
    diff <("$ctl" --version) \
        <(sed -n '1s/.*(\(.*\)).*/campaignctl \1/p' deploy/debian/changelog)
}


if [ ! -x "$ctl" ]; then
    skip "campaignctl catalog" "no $ctl"
    finish
fi

check "a seed gives the same demo" same_demo
check "a demo is a catalogue" builds
check "a narrow one too" builds --narrow --campaigns=100
check "the same lines give the same file" same_file
check "an overlay is made and read" overlays
check "what is paused can be deleted" deletes_what_is_paused
check "its version is that of the package" version
check "a failed build leaves the file that was there" keeps_the_old_file
check "only a regular file is replaced" replaces_files_alone
check "a symbolic link stays one" follows_links
check "what cannot be printed has failed" needs_its_output
check "info tells what is in it" \
    told 0 '^ad groups  *[1-9]' info "$dir/1.cat"
check "an error names its line" \
    told 1 'line 1: id: is missing' build --out="$dir/x" "$dir/bad.jsonl"
check "a file that is none is refused" \
    told 1 'is not a catalogue' check conf/demo/catalog.jsonl
here=$(sed -n 's/^#define CX_CAT_VERSION *//p' core/catalog/layout.h)
install -m 644 "$dir/1.cat" "$dir/old.cat"
printf '\001' | dd of="$dir/old.cat" bs=1 seek=8 conv=notrunc status=none
check "one of another version is refused" \
    told 1 "is of version 1 (allowed: version $here, which this program" \
    check "$dir/old.cat"
echo '{"type":"campaign","id":"zz","deleted":true}' > "$dir/zz.jsonl"
echo '{"type":"adgroup","id":"g","campaign":"c1","bid":1,"targeting":
    {"inventory":{"domains":[{"list":"zz"}]}}}' \
    | tr -d '\n' > "$dir/list.jsonl"
echo '{"type":"adgroup","id":"g","campaign":"none","bid":1}' \
    > "$dir/orphan.jsonl"
check "an error in one of several files names it" \
    told 1 ': catalog build: .*/bad.jsonl: line 1: id: is missing' \
    build --out="$dir/x" "$dir/a.jsonl" "$dir/bad.jsonl"
check "so does one that is seen when all are read" \
    told 1 ': catalog build: .*/orphan.jsonl: line 1: campaign: no campaign' \
    build --out="$dir/x" "$dir/a.jsonl" "$dir/orphan.jsonl" "$dir/p.jsonl"
check "a list that is not there is named with its field" told 1 \
    '/list.jsonl: line 1: targeting.inventory.domains\[0\].list: no list "zz"' \
    build --out="$dir/x" "$dir/a.jsonl" "$dir/list.jsonl"
check "what an overlay deletes has to be there" \
    told 1 '/zz.jsonl: line 1: id: no campaign "zz" to delete' \
    build --base="$dir/1.cat" --out="$dir/x" "$dir/zz.jsonl"
check "a missing file is named" told 1 'nothing.jsonl' \
    build --out="$dir/x" "$dir/nothing.jsonl"
check "an overlay of another base is refused" \
    told 1 'another base' check "$dir/d.cat" "$dir/o.cat"
check "build wants a place" told 2 '--out is missing' build
check "a place has a name" told 2 '--out is empty' build --out=
check "a number has to be one" told 2 '"x" is no number' \
    demo --campaigns=x
check "an option has to exist" told 2 \
    '^campaignctl: unrecognized option "--nothing"' build --nothing
check "an option needs its value" told 2 \
    '^campaignctl: option "--out" needs a value' build --out
check "a verb has to exist" told 2 'no verb "burn"' burn
check "without a verb it explains itself" told 2 'usage: campaignctl'
check "and when it is asked to" told 0 'usage: campaignctl' --help
finish
