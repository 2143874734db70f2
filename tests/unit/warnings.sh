#!/usr/bin/env bash
#
# The build stops at a warning of gcc; clang sees others.

. "$(dirname "$0")/test.bash"

flags=(-std=gnu11 -W -Wall -Wpointer-arith -Werror -fsyntax-only -I.
       ${YYJSON_CFLAGS:-})


clang_warns()
{
    printf '%s\n' core/*/*.c workers/*/*.c tests/unit/*.c tests/fuzz/*.c \
           tests/exchange/*.c \
        | xargs -r clang "${flags[@]}"
}


planted()
{
    clang "${flags[@]}" -x c - <<< 'int f(void) { int unused; return 0; }' 2>&1
}


if command -v clang > /dev/null; then
    check "clang warns of nothing" clang_warns
    finds "what clang warns of is found" planted
else
    skip "clang warns of nothing" "no clang"
fi

finish
