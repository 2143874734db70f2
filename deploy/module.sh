#!/usr/bin/env bash
#
# module.sh configure|build: nginx's own build of the module, out of tree,
# with nginx-dev or with the sources in NGINX_SRC.

set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
build=$(mkdir -p "$BUILD" && cd "$BUILD" && pwd)
src=${NGINX_SRC:-/usr/share/nginx/src}
objs=$build/nginx
log=$build/nginx.log


run()
{
    if ! "$@" > "$log" 2>&1; then
        tail -n 40 "$log" >&2
        exit 1
    fi
}


# nginx's configure writes a Makefile into its sources, whatever --builddir is

from_sources()
{
    local configure=./configure status=0

    cd "$src"
    [ -x "$configure" ] || configure=auto/configure
    [ ! -e Makefile ] || cp -p Makefile "$build/nginx.Makefile"

    "$configure" --with-compat --with-debug --with-threads \
        --with-http_v2_module --with-http_ssl_module \
        --with-http_stub_status_module --with-http_realip_module \
        --with-http_gunzip_module --with-http_auth_request_module \
        "$@" || status=$?

    if [ -e "$build/nginx.Makefile" ]; then
        mv "$build/nginx.Makefile" Makefile
    else
        rm -f Makefile
    fi

    return $status
}


from_nginx_dev()
{
    cd "$src"
    . ./conf_flags
    ./configure "${NGX_CONF_FLAGS[@]}" "$@"
}


configure()
{
    local how=from_nginx_dev cc_opt ld_opt="${LDFLAGS:-} ${SAN:-}"

    [ -z "${NGINX_SRC:-}" ] || how=from_sources

    cc_opt="-std=gnu11 -fPIC ${CFLAGS:-} ${CPPFLAGS:-} -MMD -MP"

    if [ -n "${SAN:-}" ]; then
        cc_opt+=" $SAN -DNGX_DEBUG_PALLOC=1 -DNGX_HAVE_NONALIGNED=0"
    fi

    # nginx would take the variable for all flags there are, and warn of less

    unset CFLAGS
    rm -rf "$objs"

    run "$how" --with-cc="${CC:-cc}" --with-cc-opt="$cc_opt" \
        --with-ld-opt="$ld_opt" --builddir="$objs" \
        --add-dynamic-module="$root" ${NGINX_CONF:-}

    # the headers that an object was made from, as the compiler saw them

    printf 'include %s/Makefile\n-include $(wildcard %s/addon/*/*.d)\n' \
        "$objs" "$objs" > "$objs/with-headers.mk"
}


# the .so is put in its place by rename: a running nginx keeps its old one

build()
{
    local goals=(modules)

    [ -z "${SAN:-}" ] || goals=(binary modules)

    # what was set for our make is not meant for nginx's

    run env -u MAKEFLAGS -u MFLAGS -u MAKEOVERRIDES make -f "$objs/with-headers.mk" -C "$src" "${goals[@]}"

    cp "$objs/ngx_campaign_module.so" "$build/.ngx_campaign_module.so"
    mv "$build/.ngx_campaign_module.so" "$build/ngx_campaign_module.so"
}


"$1"
