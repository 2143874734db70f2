#!/usr/bin/env bash
#
# Builds the fuzz targets with clang and runs each for FUZZ_RUNS executions
# from its corpus; FUZZ=name takes one.  What is found on the way stays in
# BUILD/fuzz/corpus, what crashes in BUILD/fuzz.

set -euo pipefail

cd "$(dirname "$0")/.."

out=$BUILD/fuzz
runs=${FUZZ_RUNS:-200000}
failed=0
san=(-fsanitize=address,undefined -fno-sanitize-recover=all)
cflags=(-std=gnu11 -g -O1 -fno-omit-frame-pointer -W -Wall -Wpointer-arith
        -Werror -I. $YYJSON_CFLAGS)


# the core and the exchange's parts once, seen by the fuzzer; again only what
# is newer

core()
{
    local src obj

    for src in core/*/*.c tests/exchange/*.c; do
        [ "$src" != tests/exchange/main.c ] || continue
        obj=$out/${src%.c}.o
        mkdir -p "${obj%/*}"

        if [ ! -e "$obj" ] || [ "$src" -nt "$obj" ] \
           || [ -n "$(find core tests/exchange -name '*.h' -newer "$obj")" ]
        then
            clang "${cflags[@]}" "${san[@]}" -fsanitize=fuzzer-no-link \
                -c "$src" -o "$obj"
        fi
    done

    rm -f "$out/libcx.a"
    find "$out/core" "$out/tests" -name '*.o' -print0 \
        | xargs -0 ar rcs "$out/libcx.a"
}


fuzz()
{
    local name=$1 dict=()

    clang "${cflags[@]}" "${san[@]}" -fsanitize=fuzzer -o "$out/$name" \
        "tests/fuzz/$name.c" "$out/libcx.a" $YYJSON_LIBS -lcrypto -lmaxminddb \
        -lz -lm

    mkdir -p "$out/corpus/$name" "tests/fuzz/corpus/$name"
    [ ! -e "tests/fuzz/$name.dict" ] || dict=(-dict="tests/fuzz/$name.dict")

    if "$out/$name" -runs="$runs" -max_len="${FUZZ_LEN:-65536}" -timeout=10 \
        -rss_limit_mb=2048 -artifact_prefix="$out/$name-" \
        ${dict+"${dict[@]}"} "$out/corpus/$name" "tests/fuzz/corpus/$name" \
        > "$out/$name.log" 2>&1
    then
        printf '  %-8s%-32s%s\n' ok "$name" \
            "$(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\).*/\1 executions, \2 s/p' \
               "$out/$name.log")"
    else
        printf '  %-8s%s\n' FAIL "$name"
        tail -n 40 "$out/$name.log" | sed 's/^/    | /'
        failed=1
    fi
}


mkdir -p "$out"
core

for target in tests/fuzz/${FUZZ:-*}.c; do
    [ -e "$target" ] || { echo "no $target" >&2; exit 1; }
    fuzz "$(basename "$target" .c)"
done

exit $failed
