#!/usr/bin/env bash
#
# What tests/proof/compare finds worse.

. "$(dirname "$0")/test.bash"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT


# figures FILE FIGURE UNIT GOAL MACHINE

figures()
{
    printf '{"name":"x","figure":%s,"unit":"%s","goal":"%s","holds":true,%s}\n' \
        "$2" "$3" "$4" "\"machine\":\"$5\"" > "$dir/$1"
}


# fails COMMAND ...

fails()
{
    ! "$@" > "$dir/out" 2>&1
}


compared()
{
    tests/proof/compare "$dir/old" "$dir/new" > "$dir/out"
}


figures old 2.0 times "<= 3" a
figures new 2.1 times "<= 3" b
check "a little more is borne" compared
figures new 2.3 times "<= 3" b
check "a tenth more is not, though the goal holds" fails compared
figures old 0.9 times ">= 0.5" a
figures new 0.7 times ">= 0.5" a
check "nor is less of what should be much" fails compared
figures old 10 ms "< 100" a
figures new 20 ms "< 100" b
check "times of other machines are not compared" compared
figures new 20 ms "< 100" a
check "those of the same are" fails compared
figures new 10 ms "< 100" a
check "what is the same is not worse" compared
sed 's/"x"/"y"/' "$dir/new" >> "$dir/old"
check "a figure that is gone is told" fails compared
figures old 10 ms "< 100" a
figures new 20 ms "< 100" a
sed -i 's/}$/,"void":"late"}/' "$dir/new"
check "what is void says nothing" compared

finish
