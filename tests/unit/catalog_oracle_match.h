
/* the oracle's second half: ranges, hours, creatives, and the whole of it */

#ifndef CX_TEST_CATALOG_ORACLE_MATCH_H
#define CX_TEST_CATALOG_ORACLE_MATCH_H

#include <ctype.h>
#include <math.h>
#include <time.h>

#include "tests/unit/catalog_oracle_supply.h"


static inline int
oracle_near(yyjson_val *r, yyjson_val *geo)
{
    double  a1, a2, b, d;

    if (!yyjson_is_num(yyjson_obj_get(geo, "lat"))) {
        return 0;
    }

    a1 = yyjson_get_num(yyjson_obj_get(geo, "lat")) * M_PI / 180;
    a2 = yyjson_get_num(yyjson_obj_get(r, "lat")) * M_PI / 180;
    b = (yyjson_get_num(yyjson_obj_get(geo, "lon"))
         - yyjson_get_num(yyjson_obj_get(r, "lon"))) * M_PI / 180;

    d = acos(fmin(1, sin(a1) * sin(a2) + cos(a1) * cos(a2) * cos(b)));

    return d * 6371.0088 <= yyjson_get_num(yyjson_obj_get(r, "km"));
}


static inline int
oracle_cmp(const char *v, const char *bound, int prefix)
{
    long         a, b;
    char        *e1, *e2;
    int          i;

    for (i = 0; i < 4; i++) {
        if (prefix && !isdigit((unsigned char) *bound)) {
            return 0;
        }

        a = strtol(v, &e1, 10);
        b = strtol(bound, &e2, 10);

        if (a != b) {
            return a < b ? -1 : 1;
        }

        v = *e1 == '.' ? e1 + 1 : "";
        bound = *e2 == '.' ? e2 + 1 : "";
    }

    return 0;
}


static inline int
oracle_os(yyjson_val *r, yyjson_val *dev)
{
    const char  *v;

    v = oracle_str(dev, "osv");

    return *v
           && (!*oracle_str(r, "os")
               || strcasecmp(oracle_str(r, "os"), oracle_str(dev, "os")) == 0)
           && (!*oracle_str(r, "min")
               || oracle_cmp(v, oracle_str(r, "min"), 0) >= 0)
           && (!*oracle_str(r, "max")
               || oracle_cmp(v, oracle_str(r, "max"), 1) <= 0);
}


static inline int
oracle_screen(yyjson_val *r, yyjson_val *dev)
{
    int  w, h;

    w = oracle_int(dev, "w", 0);
    h = oracle_int(dev, "h", 0);

    return w > 0 && h > 0
           && w >= oracle_int(r, "w_min", 0)
           && w <= oracle_int(r, "w_max", 1 << 30)
           && h >= oracle_int(r, "h_min", 0)
           && h <= oracle_int(r, "h_max", 1 << 30);
}


typedef int (*oracle_pt)(yyjson_val *entry, yyjson_val *of);

static inline int
oracle_ranges(const char *path, yyjson_val *adgroup, oracle_pt test,
    yyjson_val *of)
{
    size_t       k, n;
    yyjson_val  *t, *inc, *elt;

    t = oracle_at(oracle_at(adgroup, "targeting"), path);
    inc = yyjson_is_arr(t) ? t : yyjson_obj_get(t, "include");

    yyjson_arr_foreach(inc, k, n, elt) {
        if (test(elt, of)) {
            break;
        }
    }

    if (yyjson_arr_size(inc) && k == yyjson_arr_size(inc)) {
        return 0;
    }

    if (yyjson_is_obj(t)) {
        yyjson_arr_foreach(yyjson_obj_get(t, "exclude"), k, n, elt) {
            if (test(elt, of)) {
                return 0;
            }
        }
    }

    return 1;
}


/* the C library's idea of the time there */

static inline int
oracle_hour(const char *zone, int64_t now)
{
    time_t     t;
    struct tm  tm;

    t = (time_t) now;
    (void) setenv("TZ", zone, 1);
    tzset();
    (void) localtime_r(&t, &tm);

    return (tm.tm_wday + 6) % 7 * 24 + tm.tm_hour;
}


static inline int
oracle_in_hours(yyjson_val *side, int hour)
{
    int          d, h, from, to, day;
    size_t       k, n, j, m;
    yyjson_val  *r, *elt;
    static const char  *names[] = { "mon", "tue", "wed", "thu", "fri", "sat",
                                    "sun" };

    yyjson_arr_foreach(side, k, n, r) {
        from = oracle_int(r, "from", 0);
        to = oracle_int(r, "to", 24);

        for (d = 0; d < 7; d++) {
            day = yyjson_obj_get(r, "days") == NULL;

            yyjson_arr_foreach(yyjson_obj_get(r, "days"), j, m, elt) {
                day |= strcmp(yyjson_get_str(elt), names[d]) == 0;
            }

            for (h = from; day && h < (to > from ? to : to + 24); h++) {
                if ((d * 24 + h) % 168 == hour) {
                    return 1;
                }
            }
        }
    }

    return 0;
}


static inline int
oracle_schedule(yyjson_val *adgroup, int64_t now)
{
    int          hour;
    yyjson_val  *s, *hours, *inc;

    s = oracle_at(adgroup, "targeting.schedule");

    if (s == NULL) {
        return 1;
    }

    hour = oracle_hour(oracle_str(s, "time_zone"), now);
    hours = yyjson_obj_get(s, "hours");
    inc = yyjson_is_arr(hours) ? hours : yyjson_obj_get(hours, "include");

    if (yyjson_arr_size(inc) && !oracle_in_hours(inc, hour)) {
        return 0;
    }

    return yyjson_is_arr(hours)
           || !oracle_in_hours(yyjson_obj_get(hours, "exclude"), hour);
}


static inline int64_t
oracle_time(yyjson_val *v, const char *key)
{
    int64_t      t;
    const char  *s;

    s = oracle_str(v, key);
    t = 0;

    if (*s) {
        (void) cx_time_parse(cx_strn(s, strlen(s)), &t);
    }

    return t;
}


static inline int
oracle_in_flight(yyjson_val *v, int64_t now)
{
    int64_t  start, end;

    start = oracle_time(v, "start");
    end = oracle_time(v, "end");

    return (start == 0 || now >= start) && (end == 0 || now < end);
}


static inline int
oracle_has_str(yyjson_val *arr, const char *s)
{
    size_t       k, n;
    yyjson_val  *elt;

    yyjson_arr_foreach(arr, k, n, elt) {
        if (strcasecmp(yyjson_get_str(elt), s) == 0) {
            return 1;
        }
    }

    return 0;
}


static inline int
oracle_has_int(yyjson_val *arr, int v)
{
    size_t       k, n;
    yyjson_val  *elt;

    yyjson_arr_foreach(arr, k, n, elt) {
        if (yyjson_get_int(elt) == v) {
            return 1;
        }
    }

    return 0;
}


static inline int
oracle_banner(yyjson_val *c, yyjson_val *b)
{
    int          w, h, wmin, wmax, hmin, hmax;
    size_t       k, n;
    yyjson_val  *f, *formats;

    w = oracle_int(c, "w", 0);
    h = oracle_int(c, "h", 0);
    formats = yyjson_obj_get(b, "format");

    yyjson_arr_foreach(formats, k, n, f) {
        if (oracle_int(f, "w", 0) == w && oracle_int(f, "h", 0) == h) {
            return 1;
        }

        if (oracle_int(f, "w", 0) == 0 && oracle_int(f, "wratio", 0)
            && w * oracle_int(f, "hratio", 0) == h * oracle_int(f, "wratio", 0)
            && w >= oracle_int(f, "wmin", 0))
        {
            return 1;
        }
    }

    if (yyjson_arr_size(formats)) {
        return 0;
    }

    wmin = oracle_int(b, "wmin", 0);
    wmax = oracle_int(b, "wmax", 0);
    hmin = oracle_int(b, "hmin", 0);
    hmax = oracle_int(b, "hmax", 0);

    return (wmin || wmax ? w >= wmin && (!wmax || w <= wmax)
                         : w == oracle_int(b, "w", 0))
           && (hmin || hmax ? h >= hmin && (!hmax || h <= hmax)
                            : h == oracle_int(b, "h", 0));
}


/* may one of these be there?  Of a list that is not there, all may */

static inline int
oracle_meet(yyjson_val *have, yyjson_val *asked)
{
    size_t       k, n;
    yyjson_val  *elt;

    yyjson_arr_foreach(have, k, n, elt) {
        if (oracle_has_int(asked, yyjson_get_int(elt))) {
            return 1;
        }
    }

    return 0;
}


static inline int
oracle_player(yyjson_val *c, yyjson_val *s, yyjson_val *asked)
{
    int          d, skip, rate, method;
    const char  *url;

    d = oracle_int(s, "duration", 0);
    skip = oracle_int(s, "skip_offset", -1);
    rate = oracle_int(s, "bitrate", 0);
    url = oracle_str(s, "media_url");
    method = strlen(url) > 5 && strcmp(url + strlen(url) - 5, ".m3u8") == 0
             ? 1 : 2;

    if (yyjson_arr_size(yyjson_obj_get(asked, "delivery"))
        && !oracle_has_int(yyjson_obj_get(asked, "delivery"), method))
    {
        return 0;
    }

    if (oracle_int(asked, "poddur", 0) && d > oracle_int(asked, "poddur", 0)) {
        return 0;
    }

    if (skip >= 0 && (d <= oracle_int(asked, "skipmin", 0)
                      || skip < oracle_int(asked, "skipafter", 0)))
    {
        return 0;
    }

    if (rate && (rate < oracle_int(asked, "minbitrate", 0)
                 || rate > oracle_int(asked, "maxbitrate", 1 << 20)))
    {
        return 0;
    }

    if (yyjson_obj_get(s, "apis")
        && !oracle_meet(yyjson_obj_get(s, "apis"),
                        yyjson_obj_get(asked, "api")))
    {
        return 0;
    }

    if (oracle_int(asked, "linearity", 0) > 0 && oracle_int(c, "w", 0)
        && oracle_int(asked, "linearity", 0) != oracle_int(s, "linearity", 1))
    {
        return 0;
    }

    return oracle_int(asked, "boxingallowed", 1)
           || !oracle_int(asked, "w", 0) || !oracle_int(c, "w", 0)
           || oracle_int(asked, "w", 0) * oracle_int(c, "h", 0)
              == oracle_int(asked, "h", 0) * oracle_int(c, "w", 0);
}


static inline int
oracle_stream(yyjson_val *c, yyjson_val *s, yyjson_val *asked)
{
    int          d, max, more;
    size_t       k, n;
    yyjson_val  *elt, *protocols;

    if (asked == NULL || !oracle_player(c, s, asked)) {
        return 0;
    }

    if (yyjson_arr_size(yyjson_obj_get(asked, "mimes"))
        && !oracle_has_str(yyjson_obj_get(asked, "mimes"),
                           oracle_str(s, "mime")))
    {
        return 0;
    }

    d = oracle_int(s, "duration", 0);
    max = oracle_int(asked, "maxduration", 0);
    more = oracle_int(asked, "maxextended", 0);

    if (yyjson_arr_size(yyjson_obj_get(asked, "rqddurs"))) {
        if (!oracle_has_int(yyjson_obj_get(asked, "rqddurs"), d)) {
            return 0;
        }

    } else if (d < oracle_int(asked, "minduration", 0)
               || (max && more >= 0 && d > max + more))
    {
        return 0;
    }

    protocols = yyjson_obj_get(s, "protocols");

    if (protocols == NULL || yyjson_obj_get(asked, "protocols") == NULL) {
        return 1;
    }

    yyjson_arr_foreach(protocols, k, n, elt) {
        if (oracle_has_int(yyjson_obj_get(asked, "protocols"),
                           yyjson_get_int(elt)))
        {
            return 1;
        }
    }

    return 0;
}


static inline int
oracle_creative(yyjson_val *c, yyjson_val *imp)
{
    const char  *media;

    media = oracle_str(c, "media");

    if (strcmp(media, "banner") == 0) {
        return oracle_at(imp, "banner")
               && oracle_banner(c, oracle_at(imp, "banner"));
    }

    if (strcmp(media, "native") == 0) {
        return oracle_at(imp, "native")
               && strlen(oracle_str(c, "native.title"))
                  <= (size_t) oracle_int(imp, "native.ext.len", 25);
    }

    return oracle_stream(c, oracle_at(c, media), oracle_at(imp, media));
}


/* how many of its creatives fit, 0 if it may not be shown at all */

static inline int
oracle_match(const oracle_adgroup_t *g, const oracle_in_t *in, yyjson_val *imp)
{
    int          i, n, found;
    size_t       k;
    yyjson_val  *geo, *dev;

    static const char  *dims[] = {
        "geo.countries", "geo.regions", "geo.metros", "geo.cities",
        "geo.postal_codes", "device.types", "device.makes", "device.models",
        "device.os", "device.carriers", "device.connections",
        "device.languages", "inventory.kinds", "inventory.exchanges",
        "inventory.deals", "inventory.domains", "inventory.bundles",
        "inventory.categories", "inventory.section_categories",
        "inventory.content_categories", "inventory.genres",
        "inventory.ratings", "inventory.media_ratings",
        "inventory.languages", "inventory.keywords", "inventory.positions",
        "inventory.placements", "inventory.venues", "inventory.publishers",
        "inventory.sellers", "inventory.schain", "inventory.ads_txt",
        "inventory.sellers_json", "audience.segments", "custom"
    };

    for (k = 0; k < cx_nelts(dims); k++) {
        if (!oracle_dim(dims[k], g->adgroup, in, imp)) {
            return 0;
        }
    }

    if (oracle_int(imp, "pmp.private_auction", 0) == 1) {
        yyjson_val  *deals = oracle_at(g->adgroup, "targeting.inventory.deals");

        deals = yyjson_is_arr(deals) ? deals
                                     : yyjson_obj_get(deals, "include");
        if (yyjson_arr_size(deals) == 0) {
            return 0;
        }
    }

    geo = oracle_geo(in->req);
    dev = oracle_at(in->req, "device");

    if (!oracle_ranges("geo.radius", g->adgroup, oracle_near, geo)
        || !oracle_ranges("device.os_versions", g->adgroup, oracle_os, dev)
        || !oracle_ranges("device.screens", g->adgroup, oracle_screen, dev)
        || !oracle_schedule(g->adgroup, in->now)
        || !oracle_in_flight(g->campaign, in->now)
        || !oracle_in_flight(g->adgroup, in->now))
    {
        return 0;
    }

    for (i = 0, found = in->norgs == 0; i < in->norgs; i++) {
        found |= strcmp(in->org[i], oracle_str(g->campaign, "org")) == 0;
    }

    for (i = 0, n = 0; found && i < g->ncreatives; i++) {
        n += oracle_creative(g->creative[i], imp);
    }

    return n;
}


#endif /* CX_TEST_CATALOG_ORACLE_MATCH_H */
