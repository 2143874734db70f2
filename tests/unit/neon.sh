#!/usr/bin/env bash
#
# The tests of the model on the other kind of CPU: built for aarch64, run by
# qemu, so that the NEON kernel meets the same golden vectors.

. "$(dirname "$0")/test.bash"

cc=${CC_AARCH64:-aarch64-linux-gnu-gcc}
qemu=${QEMU_AARCH64:-$(command -v qemu-aarch64 || command -v qemu-aarch64-static)}
dir=$(mktemp -d)

trap 'rm -r "$dir"' EXIT


build()
{
    "$cc" -std=gnu11 -O2 -W -Wall -Wpointer-arith -Werror -static -I. \
        -o "$dir/$1" "tests/unit/$1.c" core/model/*.c core/base/*.c -lm
}


# what it says, if it fails; the kernel itself must have been there

run()
{
    if ! "$qemu" "$dir/$1" > "$dir/$1.log"; then
        cat "$dir/$1.log"
    fi
}


has_neon()
{
    grep -q 'neon: [0-9]* vectors' "$dir/model_golden.log" \
        || echo "no provider is called neon"
}


tests="model model_features model_golden"

if ! command -v "$cc" > /dev/null; then
    for t in $tests; do skip "$t on aarch64" "no $cc"; done

elif [ -z "$qemu" ]; then
    for t in $tests; do skip "$t on aarch64" "no qemu-aarch64"; done

elif ! "$cc" -static -xc -o "$dir/x" - <<< 'int main(void) { return 0; }' \
        2> /dev/null || ! "$qemu" "$dir/x"
then
    for t in $tests; do skip "$t on aarch64" "its C library is missing"; done

else
    for t in $tests; do
        check "$t is built for aarch64" build "$t"
        check "$t passes on aarch64" run "$t"
    done

    check "the NEON kernel is one of those that passed" has_neon
fi

finish
