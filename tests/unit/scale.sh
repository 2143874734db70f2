#!/usr/bin/env bash
#
# The numbers of deploy/SCALE.md follow from its inputs.

. "$(dirname "$0")/test.bash"

page=$(mktemp --suffix=.md)
trap 'rm -f "$page"' EXIT


# sums of our own, to which the script has to come, too

peak()
{
    awk -F ' *[|] *' '
        function up(x) { return x > int(x) ? int(x) + 1 : int(x) }

        $2 ~ /^`share_/ { gsub(/`|share_/, "", $2); share[$2] = $3 }
        $2 ~ /^`cpu_/   { gsub(/`|cpu_/, "", $2); cpu[$2] = $3 }
        $2 ~ /^`in_/    { gsub(/`|in_|,/, "", $2); gsub(/,/, "", $3); came[$2] = $3 }
        $2 ~ /^`out_/   { gsub(/`|out_|,/, "", $2); gsub(/,/, "", $3); went[$2] = $3 }
        $2 == "`catalogue_factor`" { factor = $3 }
        $2 == "`win_rate`"  { won = $3 }
        $2 == "`notices`"   { each = $3 }
        $2 == "`segment`"   { gsub(/,/, "", $3); segment = $3 }
        $2 == "`peak`"  { peak = $3 }
        $2 == "`utilisation`" { used = $3 }
        $2 == "50 million an hour" && !found { found = $5; gsub(/,/, "", found) }
        END {
            for (k in share) { us += share[k] * cpu[k] * factor; n += share[k] }

            us += won * each * cpu["notice"]
            share["notice"] = won * each

            for (k in share) {
                there = up(came[k] / segment)
                back = up(went[k] / segment)
                us += share[k] * cpu["frame"] * (there + up(back / 2) + back \
                                          + int((there - 1) / 2))
            }

            want = 50e6 / 3600 * peak * us / 1e6 / used
            if (n < 0.999 || n > 1.001) print "shares are " n
            if (found < want * 0.99 || found > want * 1.01)
                print "cores are " found ", not " want
        }' deploy/SCALE.md
}


changed()
{
    sed "$1" deploy/SCALE.md > "$page"
    cmp -s "$page" deploy/SCALE.md && return
    deploy/scale.py --check "$page"
}


check "the page follows from its inputs" deploy/scale.py --check
check "cores of 50 million an hour are what they should be" peak
finds "an input that was changed alone is found" \
      changed 's/^| `cpu_one` | [0-9.]*/| `cpu_one` | 99/'
finds "a number of a table that was changed is found" \
      changed 's/^| 1 billion a day | 11,600/| 1 billion a day | 11,700/'

finish
