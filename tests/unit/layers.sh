#!/usr/bin/env bash
#
# The arrows between the rooms: ngx_campaign_module -> core <- workers, and in
# core/ a room includes only itself and the rooms above it.

. "$(dirname "$0")/test.bash"

rooms="base sign json expr journal event openrtb traffic geo catalog profile
       model budget bid notice store auth resource api connect bus"


# layers DIR: a line for each include that goes the wrong way

layers()
{
    (cd "$1" && find core workers ngx_campaign_module tests/exchange \
        -name '*.[ch]' -print0 2> /dev/null \
        | xargs -0r grep -nHE '^[[:space:]]*#[[:space:]]*include' \
    ) | awk -v rooms="$rooms" '
        BEGIN {
            n = split(rooms, list)
            for (i = 1; i <= n; i++) { rank[list[i]] = i }
        }

        function wrong(why) { print $0 ": " why }

        {
            split($0, at, ":")
            split(at[1], from, "/")
            name = $0
            sub(/.*include[ \t]*/, "", name)
            quoted = substr(name, 1, 1) == "\""
            name = substr(name, 2)
            sub(/[">].*$/, "", name)
            split(name, to, "/")
        }

        from[1] == "core" && !(from[2] in rank) {
            wrong("the room is not in the list of rooms")
        }

        from[1] != "ngx_campaign_module" && to[1] ~ /^ngx_/ {
            wrong("nginx is known to the module only")
        }

        name ~ /\.\./ { wrong("the path goes upwards") }

        !quoted { next }

        from[1] == "core" && to[1] != "core" {
            wrong("core/ includes core/ only, by its whole path")
        }

        from[1] == "core" && to[1] == "core" && rank[to[2]] > rank[from[2]] {
            wrong(to[2] " stands below " from[2])
        }

        to[1] == "core" && !(to[2] in rank) { wrong("there is no such room") }

        from[1] == "workers" && to[1] != "core" && to[1] != "workers" {
            wrong("workers include core/ and workers/ only")
        }

        from[1] == "ngx_campaign_module" && to[1] == "workers" {
            wrong("the module knows no workers")
        }

        from[1] == "tests" && (to[1] != "tests" || to[2] != "exchange") {
            wrong("the simulator of exchanges includes itself only")
        }'
}


# what the objects of core/ ask for, and what they keep

symbols()
{
    nm -A -u "$1" | grep -E \
        ' U (pthread_create|thrd_create|fork|getenv|secure_getenv|environ|epoll_.*|poll|select|sleep|usleep|nanosleep)(@|$)'
    nm -A -f sysv "$1" | awk -F'|' '
        $7 ~ /^ *(\.data|\.data\.rel(\.local)?|\.bss|\*COM\*|\.tdata|\.tbss) *$/ \
        && $4 ~ /OBJECT|TLS/ {
            print $1 ": a variable that changes"
        }'
    true
}


planted()
{
    local dir

    dir=$(mktemp -d)
    mkdir -p "$dir/$(dirname "$1")"
    echo "$2" > "$dir/$1"
    layers "$dir"
    rm -r "$dir"
}


planted_symbol()
{
    local dir

    dir=$(mktemp -d)
    "${CC:-cc}" -x c -fPIC -c -o "$dir/x.o" - <<< "$1"
    ar rc "$dir/x.a" "$dir/x.o"
    symbols "$dir/x.a"
    rm -r "$dir"
}


check "no include goes the wrong way" layers .

finds "a room below is found" \
    planted core/openrtb/x.c '#include "core/bid/bid.h"'
finds "nginx in core is found" planted core/base/x.c '#include <ngx_core.h>'
finds "nginx in a worker is found" \
    planted workers/x/x.c '# include <ngx_core.h>'
finds "a worker in core is found" \
    planted core/base/x.h '#include "workers/campaignctl/campaignctl.h"'
finds "a worker in the module is found" \
    planted ngx_campaign_module/x.c '#include "workers/campaignctl/x.h"'
finds "a path upwards is found" \
    planted core/base/x.c '#include "../bid/bid.h"'
finds "a room without a place is found" planted core/odd/x.c '#include <stdio.h>'
finds "the core in the simulator is found" \
    planted tests/exchange/x.c '#include "core/base/base.h"'
check "a room above is right" \
    planted core/bid/x.c '#include "core/openrtb/openrtb.h"'

finds "a variable that changes is found" \
    planted_symbol 'static int n; int f(void) { return n++; }'
finds "the environment is found" \
    planted_symbol 'char *getenv(const char *s); char *f(void)
                    { return getenv("A"); }'
check "a table of pointers that is constant is right" \
    planted_symbol 'static const char *const t[] = { "a", "b" };
                    const char *f(int i) { return t[i]; }'

lib=${BUILD:-build}/libcx.a

if [ -n "${SAN:-}" ]; then
    skip "core has no loop, thread, environment or variable" \
         "the sanitizers add their own"
elif [ ! -e "$lib" ]; then
    skip "core has no loop, thread, environment or variable" "no $lib"
else
    check "core has no loop, thread, environment or variable" symbols "$lib"
fi

finish
