#!/usr/bin/env bash
#
# nginx takes every configuration in conf/.

. "$(dirname "$0")/test.bash"

build=$(realpath "${BUILD:-build}")
nginx=${NGINX_BINARY:-/usr/sbin/nginx}
dir=$(mktemp -d)

trap 'rm -rf "$dir"' EXIT


# paths of an installation become those of the build, ports those that an
# ordinary user may take

localize()
{
    sed -e "s|/var/lib/campaign/base.cat|$build/t/demo.cat|" \
        -e "s|/usr/share/campaign/colanet.cxm|$PWD/conf/model/colanet.cxm|" \
        -e "s|/etc/campaign/notice.keys|$build/t/keys|" \
        -e "s|/usr/share/campaign/traffic|$PWD/conf/traffic|" \
        -e "s|@MODULE@|$build/ngx_campaign_module.so|" \
        -e "s|@RUN@/demo.cat|$build/t/demo.cat|" \
        -e "s|@RUN@/colanet.cxm|$PWD/conf/model/colanet.cxm|" \
        -e "s|@RUN@/keys|$build/t/keys|" \
        -e "s|@RUN@|$dir|" -e "s|@LISTEN@|127.0.0.1|" -e "s|@USER@||" \
        -e "s|@PORT@|8080|" -e "s|@GRPC_PORT@|9090|" \
        -e "s|@METRICS_PORT@|9091|" "$1"
}


# takes HTTP SERVER LOCATION: nothing when nginx takes these files

takes()
{
    local http= server= location=${3:-}

    [ -z "$1" ] || http=$(localize "$1")
    [ -z "$2" ] || server=$(localize "$2")

    cat > "$dir/nginx.conf" <<END
load_module $build/ngx_campaign_module.so;
pid $dir/nginx.pid;
events {}
http {
    client_body_temp_path $dir/body;
    proxy_temp_path       $dir/proxy;
    fastcgi_temp_path     $dir/fastcgi;
    uwsgi_temp_path       $dir/uwsgi;
    scgi_temp_path        $dir/scgi;
    access_log            off;
    $http
    server {
        listen 127.0.0.1:8079;
        $server
        location / { $location }
        location @nobid { return 204; }
    }
}
END
    checked "$dir/nginx.conf"
}


checked()
{
    "$nginx" -t -q -p "$dir/" -e "$dir/error.log" -c "$1" 2>&1
}


run_conf()
{
    localize conf/run.conf.in > "$dir/run.conf"
    mkdir -p "$dir/logs" "$dir/temp"
    checked "$dir/run.conf"
}


# the front page's lines, on a machine where the model and the key are where
# they are by default

readme()
{
    sed -n '/^With these/q; /^    campaign_/p' README.md > "$dir/http.conf"
    sed -n '/^With these/q; /^    location/p' README.md > "$dir/server.conf"

    if [ ! -s "$dir/http.conf" ] || [ ! -s "$dir/server.conf" ]; then
        echo "README.md does not open with the lines"
    fi

    cat >> "$dir/http.conf" <<END
campaign_model /usr/share/campaign/colanet.cxm;
campaign_keys  /etc/campaign/notice.keys;
END
    takes "$dir/http.conf" "$dir/server.conf"
}


if [ ! -e "$build/t/ready" ]; then
    skip "nginx takes the configurations" "$build/t is not made"
    finish
fi

check "campaign.conf" takes conf/campaign.conf ""
check "run.conf.in" run_conf
check "snippets/exchange.conf" takes conf/snippets/exchange.conf "" \
    "campaign_bid; campaign_exchange example;"
check "snippets/log.conf" takes conf/snippets/log.conf "" \
    "access_log $dir/bid.log bid if=\$bid_logged;"
check "snippets/traffic.conf" takes conf/snippets/traffic.conf ""
check "snippets/limit.conf" takes conf/snippets/limit.conf "" \
    "limit_req zone=bid burst=500 nodelay; limit_req_status 429;
     error_page 429 =204 @nobid;"

check "README.md" readme

finish
