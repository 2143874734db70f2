#!/usr/bin/env bash
#
# What no file of the repository may have.

. "$(dirname "$0")/test.bash"


files()
{
    if git -C "$1" rev-parse --git-dir > /dev/null 2>&1; then
        git -C "$1" ls-files
    else
        (cd "$1" && find . \( -name .git -o -path ./build -o -path ./run \) \
            -prune -o -type f -print)
    fi
}


# grep_in DIR PATTERN [NAMES]: the text files of DIR with the pattern, those
# aside that must hold it

grep_in()
{
    (cd "$1" && files . | grep -vE "${4:-^$}" | grep -E "${3:-.}" \
        | while read -r f; do [ -f "$f" ] && echo "$f"; done \
        | xargs -r -d '\n' grep -nHIE "$2")
    true
}


# a registry or mirror is the machine's own, told by its configuration

hosts='(deb|archive|security|snapshot|ftp)[.](debian|ubuntu)[.](org|com)'
hosts+='|(registry[.]|www[.])?(npmjs|pypi|crates|rubygems)[.](org|com|io)'
hosts+='|proxy[.]golang[.]org|pythonhosted[.]org|metacpan[.]org|cpan[.]org'
hosts+='|(ghcr|quay|gcr|docker)[.]io|docker[.]com|pkg[.]dev'

paths='(^|[^A-Za-z0-9_.-])/(work|home|Users)/[a-z]'
marks='(^|[^A-Za-z])(TO[D]O|FIX[M]E|XX[X]|HA[C]K)([^A-Za-z]|$)'


hosts()    { grep_in "$1" "$hosts"; }
paths()    { grep_in "$1" "$paths"; }
marks()    { grep_in "$1" "$marks" '' '^tests/(fuzz/corpus|fixtures)/'; }
trailing() { grep_in "$1" '[[:blank:]]+$' \
                 '\.([ch]|sh|bash|pl|pm|py|md|yml|in)$|(^|/)Makefile$'; }


# the folders of the house: what a test leaves is none of them

folders='^(\.ci|\.github|conf|console|core|debian|deploy|ngx_campaign_module'
folders+='|schema|t|tests|workers)$'

strangers()
{
    (cd "$1" && files . | grep / | sed 's,^\./,,; s,/.*,,' | sort -u \
        | grep -vE "$folders")
    true
}


long()
{
    (cd "$1" && files . | grep -E '\.[ch]$' | while read -r f; do
        [ ! -f "$f" ] || [ "$(wc -l < "$f")" -lt 800 ] \
            || echo "$f: $(wc -l < "$f") lines"
    done)
}


# planted CHECK LINE [COUNT [NAME]]

planted()
{
    local dir

    dir=$(mktemp -d)
    mkdir -p "$(dirname "$dir/${4:-x.c}")"
    yes "$2" | head -n "${3:-1}" > "$dir/${4:-x.c}"
    "$1" "$dir"
    rm -r "$dir"
}


check "no host of a registry is named" hosts .
check "no path of one machine is named" paths .
check "no mark of work undone is left" marks .
check "no line ends in blanks" trailing .
check "no C file has 800 lines" long .
check "no folder is a stranger" strangers .

finds "a host is found" planted hosts "see deb"".debian.org"
finds "a path is found" planted paths 'open("/wo''rk/main")'
finds "a mark is found" planted marks '/* TO''DO */'
finds "a blank is found" planted trailing "int x; "
finds "a long file is found" planted long "" 800
finds "a stranger is found" planted strangers "" 1 tmp/t/x

finish
