#!/usr/bin/env bash
#
# What the module shows to the linker: what nginx looks up, and no name that
# another module might have as well.

. "$(dirname "$0")/test.bash"


# shown FILE: a line for each name that is not one of those

shown()
{
    nm -D --defined-only "$1" \
    | awk '$3 !~ /^ngx_module(s|_names|_order)$/ { print $3 " is shown" }'
}


planted_object()
{
    local dir

    dir=$(mktemp -d)
    "${CC:-cc}" -x c -fPIC -shared -o "$dir/x.so" - <<< "$1"
    shown "$dir/x.so"
    rm -r "$dir"
}


finds "a function that is shown is found" \
    planted_object 'int cx_put(void) { return 1; }'
check "what nginx looks up is right" \
    planted_object 'void *ngx_modules[1]; char *ngx_module_names[1];'

module=${BUILD:-build}/ngx_campaign_module.so

if [ -n "${SAN:-}" ]; then
    skip "the module shows what nginx looks up" "the sanitizers add their own"
elif [ ! -e "$module" ]; then
    skip "the module shows what nginx looks up" "no $module"
else
    check "the module shows what nginx looks up" shown "$module"
fi

finish
