#!/usr/bin/env bash
#
# Every test on a sanitizer build: nginx from the distribution's own source,
# the module, campaignctl and the unit tests, all in BUILD/asan.

set -euo pipefail

cd "$(dirname "$0")/.."
. deploy/apt.sh

asan=$BUILD/asan
version=$(dpkg-query -W -f '${source:Version}' nginx-dev)
deps=build/deps/nginx/$version
src=$deps/src


# deb-src of the machine's mirrors, in a configuration of our own

fetch()
{
    local apt_opts keyring

    keyring=$(apt_keyring)

    echo "  asan    the source of nginx $version"
    rm -rf "$deps" && mkdir -p "$deps/source"

    apt_private "$(realpath "$deps")/apt" <<< "$(apt_mirrors \
        | sed "s|^|deb-src [signed-by=$keyring] |")"

    apt-get "${apt_opts[@]}" update
    (cd "$deps/source" \
        && apt-get "${apt_opts[@]}" source "nginx=$version" > apt.log 2>&1) \
        || { cat "$deps/source/apt.log" >&2; exit 1; }

    mv "$deps"/source/nginx-*/ "$src"
    rm -r "$deps/source" "$deps/apt"
}


[ -e "$src/configure" ] || [ -e "$src/auto/configure" ] || fetch

unset CFLAGS NGINX_BINARY
exec make test BUILD="$asan" NGINX_SRC="$(realpath "$src")" SANITIZE=yes DEPS=no
