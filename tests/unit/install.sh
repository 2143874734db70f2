#!/usr/bin/env bash
#
# What is installed finds what is installed.

. "$(dirname "$0")/test.bash"

build=$(realpath "${BUILD:-build}")
dir=$(mktemp -d)

trap 'rm -rf "$dir"' EXIT


# put PREFIX: the module's part of "make install"

put()
{
    BUILD=$build DESTDIR=$dir PREFIX=$1 MODULES_DIR=/usr/lib/nginx/modules \
        NGINX_BINARY=/nowhere deploy/install.sh module > /dev/null
}


# named PREFIX: complains when the installed configuration names a model that
# was not installed

named()
{
    local model

    model=$(sed -n 's/^campaign_model  *\(.*\);$/\1/p' \
                "$dir$1/share/campaign/campaign.conf")

    [ -n "$model" ] || echo "campaign.conf names no model"
    cmp "$dir$model" conf/model/colanet.cxm
}


there()
{
    local path

    for path in /etc/campaign /var/lib/campaign; do
        [ -d "$dir$path" ] || echo "no $path"
        grep -qx "${path#/}" deploy/debian/libnginx-mod-http-campaign.dirs \
            || echo "the package has no $path"
    done
}


# lists PREFIX: complains of a list that is not where the others are, or not
# in the package

lists()
{
    diff -r conf/traffic "$dir$1/share/campaign/traffic"
    grep -qxE 'conf/traffic/\*\.txt +usr/share/campaign/traffic' \
        deploy/debian/libnginx-mod-http-campaign.install \
        || echo "the package has no lists"
}


if [ ! -e "$build/ngx_campaign_module.so" ]; then
    skip "what is installed finds what is installed" "the module is not built"
    finish
fi

prefix=$(sed -n 's/^PREFIX *?= *//p' Makefile)
model=$prefix/share/campaign/colanet.cxm

check "installation" put "$prefix"
check "campaign.conf names the model" named "$prefix"
check "the directories of the configuration" there
check "the lists" lists "$prefix"
finds "the model is where the module looks by default" \
    grep -rlF "\"$model\"" ngx_campaign_module --include=*.[ch]

check "installation elsewhere" put "/opt/a&b"
check "campaign.conf there names the model" named "/opt/a&b"

finish
