#!/usr/bin/env bash
#
# The module's reference and its tables agree: directives with their contexts
# and numbers of arguments, variables, metrics, files; and config lists what
# there is.

. "$(dirname "$0")/test.bash"

dir=ngx_campaign_module


# name, contexts, least and most arguments of each directive of a table

table_directives()
{
    awk '
        /^static ngx_command_t/ { inside = 1 }
        inside && /ngx_null_command/ { exit }
        !inside || !/ngx_string|NGX_CONF_|NGX_HTTP_/ { next }

        match($0, /ngx_string\("[^"]*"\)/) {
            name = substr($0, RSTART + 12, RLENGTH - 14)
            flags = ""
            next
        }

        name != "" {
            flags = flags $0
            if ($0 !~ /,[ \t]*$/) { next }

            where = ""
            if (flags ~ /NGX_HTTP_MAIN_CONF[|,]/) { where = where ",http" }
            if (flags ~ /NGX_HTTP_SRV_CONF[|,]/) { where = where ",server" }
            if (flags ~ /NGX_HTTP_LOC_CONF[|,]/) { where = where ",location" }
            if (flags ~ /NGX_HTTP_LIF_CONF[|,]/) {
                where = where ",if in location"
            }

            form = flags ~ /NGX_CONF_BLOCK[|,]/ ? "block" : "line"

            low = 99; high = -1
            if (flags ~ /NGX_CONF_NOARGS/) { low = 0; high = 0 }
            if (flags ~ /NGX_CONF_1MORE/) { low = 1; high = 99 }
            if (match(flags, /NGX_CONF_TAKE[0-9]+/)) {
                n = substr(flags, RSTART + 13, RLENGTH - 13)
                low = substr(n, 1, 1)
                high = substr(n, length(n), 1)
            }

            print name, form, substr(where, 2), low, high
            name = ""
        }' "$1" | sort
}


# the same of a reference: words of the syntax are arguments, those in
# brackets may be left out, alternatives are one, "..." is any number

reference_directives()
{
    awk '
        /^### / { head = $2 }

        /^    Syntax: / {
            sub(/^    Syntax: */, "")
            form = sub(/ \{ \.\.\. \}$/, "") ? "block" : "line"
            if (form == "line" && !sub(/;$/, "")) {
                print head, "has no semicolon"
            }
            name = $1
            if (name != head) { print head, "is not", name }
            sub(/^[^ ]+ */, "")
            many = gsub(/ *\.\.\./, "")
            gsub(/ *\| */, "|")
            low = 0; high = 0
            n = split($0, arg, / +/)
            for (i = 1; i <= n; i++) {
                if (arg[i] == "") { continue }
                high++
                if (arg[i] !~ /^\[/) { low++ }
            }
            if (many) { high = 99 }
        }

        /^    Default: / && !/—/ && $2 != name { print name, "has", $2 }

        /^    Context: / {
            sub(/^    Context: */, "")
            gsub(/, /, ",")
            print name, form, $0, low, high
        }' "$1" | sort
}


# name, least and most arguments of each parameter of a profile

table_parameters()
{
    awk '
        /^static const ngx_campaign_parameter_t  / { inside = 1 }
        inside && /^};/ { exit }

        inside && match($0, /ngx_string\("[^"]*"\), [0-9]+, [A-Z_0-9]+/) {
            split(substr($0, RSTART + 12, RLENGTH - 12), part, /"?\)?, */)
            many = /_profile_(bits|ids|orgs|stage),/ ? "many" : part[3]
            print part[1], part[2], many
        }' "$1" | sed 's/" *//' | sort
}


reference_parameters()
{
    sed -n '/^## Exchange profiles/,/^## Embedded/ {
                s/\\|/@/g
                s/^| `\([^`]*\)` |.*/\1/p
            }' "$1" \
    | awk '{
        low = 0; high = 0; many = 0
        for (i = 2; i <= NF; i++) {
            if ($i == "...") { many = 1; continue }
            high++
            if ($i !~ /^\[/) { low++ }
        }
        print $1, low, many ? "many" : high
    }' | sort
}


table_variables()
{
    sed -n 's/^    { ngx_string("\(campaign_[a-z_]*\)").*/\1/p' "$1" | sort
}


reference_variables()
{
    sed -n '/^## Embedded/,/^## Answers/ s/^`\$\(campaign_[a-z_]*\)`$/\1/p' \
        "$1" | sort
}


source_metrics()
{
    grep -ohE '"campaign_[a-z_]+"' "$@" | tr -d '"' | sort -u
}


reference_metrics()
{
    sed -n '/^## Metrics/,/^## Log/ s/^| `\(campaign_[a-z_]*\)`.*/\1/p' "$1" \
        | sort
}


# the rows of a list that is a macro: their names, for errors the status too

rows()
{
    sed -n "/^#define $1(/,/[^\\]\$/p" "$2" \
        | sed -nE 's/^ +[A-Z]\([A-Z_]+, +"([a-z_]+)"(, +([0-9]+),)?.*/\1 \3/p' \
        | sed 's/ $//; /^bid 0$/d' | sort
}


table_errors()
{
    {
        rows CX_REQUEST_ERRORS "$1"
        rows CX_OTHER_ERRORS "$1" | grep '^unauthorized '
    } | sort
}


table_reasons()
{
    rows CX_NOBID_REASONS "$1"
}


table_stages()
{
    rows CX_BID_STAGES "$1"
}


# list HEAD FILE: the first cells of the table below this head, and the second
# ones where they are numbers

list()
{
    sed -n "/^| $1 |/,/^\$/p" "$2" \
        | sed -nE 's/^\| `([a-z_]+)` \|( ([0-9]+) \|)?.*/\1 \3/p' \
        | sed 's/ $//' | sort
}


reference_errors()
{
    list code "$1"
}


reference_reasons()
{
    list reason "$1"
}


reference_stages()
{
    list stage "$1"
}


# what an explanation says of targeting and creatives

paths()
{
    sed -n "/^#define $1(/,/[^\\]\$/p" "$2" \
        | sed -nE 's/^ +[A-Z]\([A-Z_]+, +"([a-z_.]+)".*/\1/p'
}


table_where()
{
    {
        paths CX_CAT_DIMS "$1"/dims.h
        paths CX_CAT_OPS "$1"/layout.h
        paths CX_MISFITS "$1"/match.h
        sed -nE '/^cx_match_why/,/^}/ s/.*return "([a-z]+)";/\1/p' "$1"/match.c
    } | sort -u
}


reference_where()
{
    sed -n '/^| where |/,/^$/ s/^| \(`[^|]*\) |.*/\1/p' "$1" \
        | grep -o '`[a-z_.]*`' | tr -d '`' | sort
}


planted_where()
{
    local copy

    copy=$(mktemp -d)
    cp core/catalog/{dims,layout,match}.h core/catalog/match.c "$copy"
    sed -i "$2" "$copy/$1"
    same table_where "$copy" reference_where $ref
    rm -rf "$copy"
}


reference_files()
{
    sed -n '/^## The files/,$ s/^| `\([a-z_]*\.c\)`.*/\1/p' "$1" | sort
}


# same COMMAND FILE COMMAND FILE: what only one of them says

same()
{
    diff <("$1" "$2") <("$3" "$4") | grep '^[<>]'
    [ -n "$("$1" "$2")" ] || echo "$1 found nothing in $2"
}


# each once, in the order of the alphabet

in_order()
{
    sed -n 's/^### //p' "$1" | sort -cu 2>&1
}


# the rooms of the core that the module is made of, without what makes the
# files that it reads

needed()
{
    ls core/{base,bid,catalog,geo,model,openrtb,profile,sign,traffic}/*.[ch] \
        $dir/*.[ch] \
        | grep -vE '^core/catalog/(build|supply_read)|^core/model/(evaluate|sample|train)\.'
}


listed()
{
    sed -n 's|^ *\$ngx_addon_dir/\([^ ]*\.[ch]\) \\$|\1|p' "${1:-config}"
}


# each once; objects are made from the last folder and the name, so these have
# to be unique

sources()
{
    diff <(listed "$@" | sort) <(needed | sort) | grep '^[<>]'
    listed "$@" | grep '\.c$' | awk -F/ '{ print $(NF - 1) "/" $NF }' | sort \
        | uniq -d
}


planted_source()
{
    local copy

    copy=$(mktemp)
    sed "$1" config > "$copy"
    sources "$copy"
    rm -f "$copy"
}


# planted FILE SED TABLE REFERENCE: what is found after a change to a copy

planted()
{
    local copy

    copy=$(mktemp)
    sed "$2" "$1" > "$copy"

    if [ "$1" = "$dir/README.md" ]; then
        same "$3" "$5" "$4" "$copy"
    else
        same "$3" "$copy" "$4" "$dir/README.md"
    fi

    rm -f "$copy"
}


files()
{
    ls "$1" | grep '\.c$'
}


metrics()
{
    source_metrics "$1"/ngx_campaign_metrics*.[ch] \
                   "$1"/ngx_campaign_reasons.c \
        | grep -vxE 'campaign_(metrics|reasons)'
}


table=$dir/ngx_campaign_module.c
vars=$dir/ngx_campaign_variables.c
ref=$dir/README.md
profile=$dir/ngx_campaign_profile.c

check "directives are those of the reference" \
    same table_directives $table reference_directives $ref
check "parameters of profiles are those of the reference" \
    same table_parameters $profile reference_parameters $ref
check "variables are those of the reference" \
    same table_variables $vars reference_variables $ref
check "metrics are those of the reference" \
    same metrics $dir reference_metrics $ref
check "files are those of the reference" same files $dir reference_files $ref
check "codes of errors are those of the reference" \
    same table_errors core/base/error.h reference_errors $ref
check "reasons are those of the reference" \
    same table_reasons core/bid/bid.h reference_reasons $ref
check "stages are those of the reference" \
    same table_stages core/bid/exchange.h reference_stages $ref
check "what explanations say of targeting is in the reference" \
    same table_where core/catalog reference_where $ref
check "directives of the reference are in order" in_order $ref
check "config lists the sources" sources

finds "a directive that only the table has is found" \
    planted $table 's/"campaign_tmax"/"campaign_other"/' \
    table_directives reference_directives
finds "a directive that only the reference has is found" \
    planted $ref 's/campaign_tmax time/campaign_other time/' \
    table_directives reference_directives $table
finds "another context is found" \
    planted $ref '0,/Context:  http$/s//Context:  http, server/' \
    table_directives reference_directives $table
finds "another number of arguments is found" \
    planted $table 's/NGX_CONF_TAKE12/NGX_CONF_TAKE1/' \
    table_directives reference_directives
finds "a parameter that only the table has is found" \
    planted $profile 's/"round_trip"/"other"/' \
    table_parameters reference_parameters
finds "another number of arguments of a parameter is found" \
    planted $ref 's/^| `seat id`/| `seat id name`/' \
    table_parameters reference_parameters $profile
finds "a block that is none in the reference is found" \
    planted $ref 's/^    Syntax:   campaign_exchange name { ... }/    Syntax:   campaign_exchange name;/' \
    table_directives reference_directives $table
finds "a variable that only the table has is found" \
    planted $vars 's/"campaign_price"/"campaign_other"/' \
    table_variables reference_variables
finds "a variable that only the reference has is found" \
    planted $ref 's/^`$campaign_price`$/`$campaign_other`/' \
    table_variables reference_variables $vars

finds "a code that only the table has is found" \
    planted core/base/error.h 's/"media_type"/"other"/' \
    table_errors reference_errors
finds "another status is found" \
    planted $ref 's/^| `media_type` | 415/| `media_type` | 400/' \
    table_errors reference_errors core/base/error.h
finds "a reason that only the reference has is found" \
    planted $ref 's/^| `seat` |/| `other` |/' \
    table_reasons reference_reasons core/bid/bid.h
finds "a stage that only the table has is found" \
    planted core/bid/exchange.h 's/"score"/"other"/' \
    table_stages reference_stages

finds "a dimension that only the table has is found" \
    planted_where dims.h 's/"geo.cities"/"geo.towns"/'
finds "a misfit that only the table has is found" \
    planted_where match.h 's/"creatives.boxing"/"creatives.other"/'
finds "a word of the matcher's own is found" \
    planted_where match.c 's/return "overlay"/return "other"/'
finds "a source that config lacks is found" planted_source '/hash\.c/d'
finds "a source that config has twice is found" planted_source '/hash\.c/p'

finish
