#!/usr/bin/env bash
#
# The Debian packages: the sources and deploy/debian in BUILD/deb/campaign,
# the packages beside it.

set -euo pipefail

cd "$(dirname "$0")/.."

deb=$BUILD/deb
src=$deb/campaign
yyjson=

rm -rf "$deb"
mkdir -p "$src"

if git rev-parse --git-dir > /dev/null 2>&1; then
    git ls-files -z
else
    find . \( -path "./$BUILD" -o -path "./$RUN" \) -prune -o -type f -print0
fi | tar --null -T - -cf - | tar -C "$src" -xf -

cp -r deploy/debian "$src/debian"

if [ -n "${YYJSON_PRIVATE:-}" ]; then
    mkdir -p "$src/build/deps"
    cp -r build/deps/usr "$src/build/deps/usr"
else
    yyjson=$'\n               libyyjson-dev,'
fi

control=$(< "$src/debian/control")
printf '%s\n' "${control/@YYJSON@/$yyjson}" > "$src/debian/control"

echo "  dpkg-buildpackage in $src"

# what was set for our make is not meant for the package's

if ! (cd "$src" && env -i PATH="$PATH" HOME="${HOME:-/}" LANG=C.UTF-8 \
          dpkg-buildpackage -b -us -uc) > "$deb/build.log" 2>&1
then
    tail -n 40 "$deb/build.log" >&2
    exit 1
fi

# unpacked they have to work as they will when installed

root=$(realpath "$deb")/root
modules=$root/usr/lib/nginx/modules

for package in "$deb"/*.deb; do
    dpkg -x "$package" "$root"
done

cat > "$deb/nginx.conf" <<END
load_module $modules/ngx_campaign_module.so;
pid         $root/nginx.pid;
events {}
END

"$NGINX_BINARY" -t -q -p "$root/" -e "$root/error.log" \
    -c "$(realpath "$deb/nginx.conf")"
"$root/usr/bin/campaignctl" help > /dev/null
"$root/usr/bin/campaignctl" model info "$root/usr/share/campaign/colanet.cxm" \
    > /dev/null

ls "$deb"/*_*.deb | grep -v dbgsym | sed 's/^/  /'
