#!/usr/bin/env bash
#
# deps.sh [GROUP ...]: says what the groups (build, run, test, asan, fuzz,
# proof, deb) miss on this machine and why, and installs it through apt.
# Nothing is written under /etc/apt and no service is started.
#
# deps.sh yyjson DIR: prints the make variables of yyjson, which is brought
# into DIR where the release has no package of it.

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
. "$here/apt.sh"


# group, package, what shows that it is there, why; a path is looked for as
# a file, a word as a command, the rest through pkg-config

table()
{
    cat <<'END'
build  gcc                   cc                         the C compiler
build  make                  make                       the builder
build  libc6-dev             /usr/include/stdio.h       the C library's headers
build  pkg-config            pkg-config                 finds libraries
build  nginx-dev             /usr/share/nginx/src/configure  nginx and its headers
build  libssl-dev            /usr/include/openssl/evp.h signs notices
build  zlib1g-dev            /usr/include/zlib.h        reads gzip
build  libyyjson-dev         yyjson.pc                  reads JSON off the hot path
build  libmaxminddb-dev      libmaxminddb.pc            knows where addresses are
run    nginx                 nginx                      serves
run    curl                  curl                       shows a first bid
test   nginx                 nginx                      runs the specifications
test   perl                  /usr/share/perl/*/Test/More.pm  reads the specifications
test   curl                  curl                       speaks HTTP to nginx
test   python3               python3                    drives the integration tests
test   nghttp2-client        nghttp                     speaks HTTP/2 to nginx
test   protobuf-compiler     protoc                     reads the schemas
test   python3-protobuf      /usr/lib/python3/dist-packages/google/protobuf/message.py  makes messages
test   python3-grpcio        /usr/lib/python3/dist-packages/grpc/__init__.py  speaks gRPC to nginx
test   prometheus            promtool                   checks the metrics
test   gcc-aarch64-linux-gnu aarch64-linux-gnu-gcc      builds the NEON kernels
test   libc6-dev-arm64-cross /usr/aarch64-linux-gnu/include/stdio.h  as well
test   qemu-user             qemu-aarch64               runs the NEON kernels
test   strace                strace                     sees calls that block
test   valgrind              valgrind                   counts instructions
asan   dpkg-dev              dpkg-source                unpacks nginx's source
asan   libpcre2-dev          /usr/include/pcre2.h       nginx is built with it
fuzz   clang                 clang                      has libFuzzer
fuzz   llvm                  llvm-symbolizer            names the lines of a crash
proof  wrk                   wrk                        makes load
proof  libnginx-mod-http-lua /usr/lib/nginx/modules/ngx_http_lua_module.so  runs the peer in Lua
proof  lua-cjson             /usr/lib/*/lua/5.1/cjson.so  reads JSON there
proof  python3               python3                    runs the scenarios
proof  valgrind              valgrind                   counts instructions
deb    dpkg-dev              dpkg-buildpackage          makes packages
deb    build-essential       /usr/share/build-essential/list  is asked for by dpkg
deb    debhelper             dh                         makes packages
deb    fakeroot              fakeroot                   as an ordinary user
END
}


there()
{
    case $1 in
    /*)    compgen -G "$1" > /dev/null ;;
    *.pc)  pkg-config --exists "${1%.pc}" 2> /dev/null ;;
    *)     PATH=$PATH:/usr/sbin:/sbin command -v "$1" > /dev/null ;;
    esac
}


release()
{
    . /etc/os-release
    echo "${ID:-unknown} ${VERSION_ID:-}"
}


# nginx-dev fits one revision of nginx: an nginx that is here stays as it is

pinned()
{
    local version

    version=$(dpkg-query -W -f '${Version}' nginx 2> /dev/null) || version=

    if [ "$1" = nginx-dev ] && [ -n "$version" ]; then
        echo "nginx-dev=$version"
    else
        echo "$1"
    fi
}


as_root()
{
    if [ "$(id -u)" = 0 ]; then
        env "$@"
    else
        sudo env "$@"
    fi
}


# SYSTEMD_OFFLINE makes systemctl of the packages' scripts start nothing,
# RUNLEVEL does so for sysvinit; what is new here stays off at boot, too

apt_install()
{
    local service new=()

    for service in nginx prometheus prometheus-node-exporter; do
        [ -e "/etc/init.d/$service" ] || new+=("$service")
    done

    as_root DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1 RUNLEVEL=1 \
        apt-get -qq -y -o Dpkg::Use-Pty=0 install \
        --no-install-recommends "$@" > "$log" 2>&1 || return 1

    for service in ${new+"${new[@]}"}; do
        if [ -e "/etc/init.d/$service" ]; then
            as_root SYSTEMD_OFFLINE=1 update-rc.d "$service" disable \
                >> "$log" 2>&1 || true
        fi
    done
}


apt_update()
{
    echo "  apt-get update"
    as_root apt-get -qq update >> "$log" 2>&1
}


known()
{
    local p

    for p in "$@"; do
        apt-cache show --no-all-versions "$p" > /dev/null 2>&1 || return 1
    done
}


install_groups()
{
    local group package probe why where packages=()

    where=$(release)

    while read -r group package probe why; do
        case " $* " in *" $group "*) ;; *) continue ;; esac
        case " ${packages[*]-} " in *" $package "*) continue ;; esac

        [ "$package $where" != "libyyjson-dev debian 12" ] || continue
        [ "$package" != nginx-dev ] || [ -z "${NGINX_SRC:-}" ] \
            || { package=libpcre2-dev; probe=/usr/include/pcre2.h; }
        there "$probe" && continue

        [ ${#packages[@]} != 0 ] || echo "missing on this machine ($where):"
        printf '  %-24s%s\n' "$package" "$why"
        packages+=("$(pinned "$package")")
    done <<< "$(table)"

    [ ${#packages[@]} != 0 ] || return 0

    case $where in
    "debian 12"|"debian 13") ;;
    "ubuntu 24.04")
        echo "  (the package names of $where are known but untested)" ;;
    *)
        echo "  (package names are those of Debian 12; $where is not known)" ;;
    esac

    if ! command -v apt-get > /dev/null; then
        echo "there is no apt-get here: install them in your own way" >&2
        exit 1
    fi

    if [ "$(id -u)" != 0 ] && ! command -v sudo > /dev/null; then
        echo "not root, and no sudo: as root run" >&2
        echo "  apt-get install --no-install-recommends ${packages[*]}" >&2
        exit 1
    fi

    log=$(mktemp)
    trap 'rm -f "$log"' EXIT

    known "${packages[@]}" || apt_update || true
    echo "  apt-get install (no service is started)"

    if ! apt_install "${packages[@]}" \
       && ! { apt_update && apt_install "${packages[@]}"; }
    then
        cat "$log" >&2
        echo "apt-get install failed" >&2
        exit 1
    fi
}


# Debian 12 has no yyjson; the library of the next release needs nothing that
# Debian 12 lacks, so its packages are unpacked, not installed

yyjson_fetch()
{
    local apt_opts mirror deb

    mirror=$(apt_mirrors | awk '$1 ~ "/debian/?$" { print $1; exit }')

    if [ -z "$mirror" ]; then
        echo "no Debian mirror in this machine's apt configuration;" \
             "install yyjson with its pkg-config file" >&2
        exit 1
    fi

    echo "  yyjson: unpacking Debian 13's into $1" >&2

    apt_private "$1/apt" \
        <<< "deb [signed-by=$(apt_keyring)] $mirror trixie main"

    apt-get "${apt_opts[@]}" update >&2

    rm -f "$1"/*.deb
    (cd "$1" && apt-get "${apt_opts[@]}" download libyyjson0 libyyjson-dev) >&2

    for deb in "$1"/*.deb; do
        dpkg -x "$deb" "$1"
    done
}


yyjson()
{
    local dir lib

    if pkg-config --exists yyjson 2> /dev/null; then
        echo "YYJSON_CFLAGS := $(pkg-config --cflags yyjson)"
        echo "YYJSON_LIBS := $(pkg-config --libs yyjson)"
        return
    fi

    mkdir -p "$1"
    dir=$(cd "$1" && pwd)

    lib=$(compgen -G "$dir/usr/lib/*/libyyjson.so.0" || true)

    if [ -z "$lib" ] || [ ! -e "$dir/usr/include/yyjson.h" ]; then
        yyjson_fetch "$dir"
        lib=$(compgen -G "$dir/usr/lib/*/libyyjson.so.0")
    fi

    echo "YYJSON_CFLAGS := -isystem $dir/usr/include"
    echo "YYJSON_LIBS := -L${lib%/*} -Wl,-rpath,${lib%/*} -l:libyyjson.so.0"
    echo "YYJSON_PRIVATE := $lib"
}


if [ "${1-}" = yyjson ]; then
    yyjson "$2"

else
    install_groups "$@"
fi
