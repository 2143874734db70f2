#!/usr/bin/env bash
#
# install.sh module|tools ...: the module in nginx's modules directory, its
# model, lists and example under PREFIX/share, the directories for keys and
# catalogues; campaignctl under PREFIX/bin, stripped unless INSTALL_STRIP is
# empty.

set -euo pipefail

cd "$(dirname "$0")/.."


# a file is put in place by rename: who has the old one mapped keeps it

put()
{
    local mode=$1 from=$2 to=$DESTDIR$3

    shift 3
    mkdir -p "${to%/*}"
    install "$@" -m "$mode" "$from" "$to.new"
    mv -f "$to.new" "$to"
    echo "  $to"
}


# a directory that is there stays as it is

directory()
{
    [ -d "$DESTDIR$2" ] || install -d -m "$1" "$DESTDIR$2"
    echo "  $DESTDIR$2"
}


modules_dir()
{
    local dir

    dir=$("$NGINX_BINARY" -V 2>&1 | tr ' ' '\n' | sed -n 's/^--modules-path=//p')
    echo "${MODULES_DIR:-${dir:-/usr/lib/nginx/modules}}"
}


module()
{
    local conf=$BUILD/campaign.conf model=$PREFIX/share/campaign/colanet.cxm
    local list

    put 644 "$BUILD/ngx_campaign_module.so" \
        "$(modules_dir)/ngx_campaign_module.so"
    put 644 conf/model/colanet.cxm "$model"

    for list in conf/traffic/*.txt; do
        put 644 "$list" "$PREFIX/share/campaign/traffic/${list##*/}"
    done

    sed "s|/usr/share/campaign/colanet.cxm|$(sed 's/[&|\\]/\\&/g' <<< "$model")|" \
        conf/campaign.conf > "$conf"
    put 644 "$conf" "$PREFIX/share/campaign/campaign.conf"

    directory 750 /etc/campaign
    directory 755 /var/lib/campaign
}


# a yyjson of our own is found from where campaignctl is, not from where it
# was built

tools()
{
    local ctl=$BUILD/campaignctl

    if [ -n "${YYJSON_PRIVATE:-}" ]; then
        ctl=$BUILD/campaignctl.installed
        "$CC" $CFLAGS ${LDFLAGS:-} -o "$ctl" \
            "$BUILD"/workers/campaignctl/*.o "$BUILD/libcx.a" \
            -L"${YYJSON_PRIVATE%/*}" -l:libyyjson.so.0 \
            -Wl,-rpath,'$ORIGIN/../lib/campaign' -lcrypto -lmaxminddb -lz -lm \
            -lpthread
        put 644 "$(realpath "$YYJSON_PRIVATE")" \
            "$PREFIX/lib/campaign/libyyjson.so.0"
    fi

    put 755 "$ctl" "$PREFIX/bin/campaignctl" ${INSTALL_STRIP--s}
}


for part in "$@"; do
    "$part"
done
