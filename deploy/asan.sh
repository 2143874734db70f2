#!/usr/bin/env bash
#
# Every test on a sanitizer build: nginx from the distribution's own source,
# the module, campaignctl and the unit tests, all in BUILD/asan.

set -euo pipefail

cd "$(dirname "$0")/.."
. deploy/apt.sh

asan=$BUILD/asan
src=$asan/src


# deb-src of the machine's mirrors, in a configuration of our own

fetch()
{
    local apt_opts keyring version

    keyring=$(apt_keyring)
    version=$(dpkg-query -W -f '${source:Version}' nginx-dev)

    echo "  asan    the source of nginx $version"
    rm -rf "$asan/source" && mkdir -p "$asan/source"

    apt_mirrors | sed "s|^|deb-src [signed-by=$keyring] |" \
        > "$asan/sources.new"
    apt_private "$(realpath "$asan")/apt" < "$asan/sources.new"
    rm "$asan/sources.new"

    apt-get "${apt_opts[@]}" update
    (cd "$asan/source" \
        && apt-get "${apt_opts[@]}" source "nginx=$version" > apt.log 2>&1) \
        || { cat "$asan/source/apt.log" >&2; exit 1; }

    mv "$asan"/source/nginx-*/ "$src"
    rm -r "$asan/source"
}


mkdir -p "$asan"
[ -e "$src/configure" ] || [ -e "$src/auto/configure" ] || fetch

unset CFLAGS NGINX_BINARY
exec make test BUILD="$asan" NGINX_SRC="$(realpath "$src")" SANITIZE=yes DEPS=no
