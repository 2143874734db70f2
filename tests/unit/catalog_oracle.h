
/*
 * Who may be shown where, once more and slowly: straight from the JSON of a
 * line and of a request, sharing nothing with the catalogue.
 */

#ifndef CX_TEST_CATALOG_ORACLE_H
#define CX_TEST_CATALOG_ORACLE_H

#include <ctype.h>
#include <math.h>
#include <strings.h>
#include <time.h>
#include <yyjson.h>

#include "tests/unit/test.h"


typedef struct {
    yyjson_val          *campaign;
    yyjson_val          *adgroup;
    yyjson_val          *creative[4];
    int                  ncreatives;
} oracle_adgroup_t;

typedef struct {
    yyjson_val          *req;
    const char          *segment[8];    /* of the profile */
    int                  nsegments;
    const char          *org[4];
    int                  norgs;
    const char          *exchange;
    int64_t              now;
    yyjson_val          *list[8];
    int                  nlists;
} oracle_in_t;

typedef struct { char v[96][128]; int n; }  oracle_vals_t;


static inline yyjson_val *
oracle_at(yyjson_val *v, const char *path)
{
    char         key[64];
    size_t       n;
    const char  *dot;

    while (v != NULL && *path) {
        dot = strchr(path, '.');
        n = dot ? (size_t) (dot - path) : strlen(path);
        memcpy(key, path, n);
        key[n] = '\0';
        v = yyjson_obj_get(v, key);
        path += n + (dot != NULL);
    }

    return v;
}


static inline const char *
oracle_str(yyjson_val *v, const char *path)
{
    const char  *s;

    s = yyjson_get_str(oracle_at(v, path));

    return s ? s : "";
}


static inline int
oracle_int(yyjson_val *v, const char *path, int absent)
{
    v = oracle_at(v, path);

    return yyjson_is_num(v) ? (int) yyjson_get_num(v) : absent;
}


static inline void
oracle_add(oracle_vals_t *o, const char *fmt, const char *a, const char *b)
{
    if (*a && *b && o->n < 96) {
        (void) snprintf(o->v[o->n++], 128, fmt, a, b);
    }
}

#define oracle_put(o, s)  oracle_add(o, "%s", s, "x")


static inline void
oracle_words(oracle_vals_t *o, yyjson_val *v)
{
    char         text[512], *p, *save, *end;
    size_t       i, n;
    yyjson_val  *elt;

    (void) snprintf(text, sizeof(text), "%s", oracle_str(v, "keywords"));

    for (p = strtok_r(text, ",", &save); p; p = strtok_r(NULL, ",", &save)) {
        for ( /* void */ ; *p == ' '; p++) { /* void */ }
        for (end = p + strlen(p); end > p && end[-1] == ' '; *--end = '\0') {
            /* void */
        }
        oracle_put(o, p);
    }

    yyjson_arr_foreach(yyjson_obj_get(v, "kwarray"), i, n, elt) {
        oracle_put(o, yyjson_get_str(elt));
    }
}


static inline void
oracle_cats(oracle_vals_t *o, yyjson_val *v, const char *key, int tax)
{
    char         text[64];
    size_t       i, n;
    yyjson_val  *elt;

    yyjson_arr_foreach(oracle_at(v, key), i, n, elt) {
        if (tax == 1) {
            oracle_put(o, yyjson_get_str(elt));
            (void) snprintf(text, sizeof(text), "%s", yyjson_get_str(elt));
            if (strchr(text, '-')) {
                *strchr(text, '-') = '\0';
                oracle_put(o, text);
            }

        } else {
            (void) snprintf(text, sizeof(text), "%d", tax);
            oracle_add(o, "%s:%s", text, yyjson_get_str(elt));
        }
    }
}


static inline void
oracle_number(oracle_vals_t *o, int n)
{
    char  text[16];

    if (n > 0) {
        (void) snprintf(text, sizeof(text), "%d", n);
        oracle_put(o, text);
    }
}


static inline yyjson_val *
oracle_geo(yyjson_val *req)
{
    yyjson_val  *geo;

    geo = oracle_at(req, "device.geo");

    return geo ? geo : oracle_at(req, "user.geo");
}


static inline yyjson_val *
oracle_supply(yyjson_val *req)
{
    yyjson_val  *v;

    v = oracle_at(req, "site");
    v = v ? v : oracle_at(req, "app");

    return v ? v : oracle_at(req, "dooh");
}


static inline void
oracle_domains(oracle_vals_t *o, const char *s)
{
    oracle_put(o, s);

    while ((s = strchr(s, '.')) != NULL && strchr(s + 1, '.')) {
        s++;
        oracle_put(o, s);
    }
}


static inline void
oracle_keywords(oracle_vals_t *o, yyjson_val *req)
{
    oracle_words(o, oracle_supply(req));
    oracle_words(o, oracle_at(oracle_supply(req), "content"));
    oracle_words(o, oracle_at(req, "user"));
}


static inline void
oracle_segments(oracle_vals_t *o, const oracle_in_t *in)
{
    int          k;
    size_t       i, n, j, m;
    yyjson_val  *data, *seg;

    for (k = 0; k < in->nsegments; k++) {
        oracle_put(o, in->segment[k]);
    }

    yyjson_arr_foreach(oracle_at(in->req, "user.data"), i, n, data) {
        yyjson_arr_foreach(yyjson_obj_get(data, "segment"), j, m, seg) {
            oracle_add(o, "%s/%s", *oracle_str(data, "name")
                                   ? oracle_str(data, "name")
                                   : oracle_str(data, "id"),
                       oracle_str(seg, "id"));
        }
    }
}


static inline void
oracle_languages(oracle_vals_t *o, yyjson_val *v)
{
    char  text[32];

    (void) snprintf(text, sizeof(text), "%s",
                    *oracle_str(v, "language") ? oracle_str(v, "language")
                                               : oracle_str(v, "langb"));
    text[strcspn(text, "-_")] = '\0';
    oracle_put(o, text);
}


/* what the request says along a path of targeting */

static inline void
oracle_request(const char *path, const oracle_in_t *in, yyjson_val *imp,
    oracle_vals_t *o)
{
    int          tax;
    char         c3[8], gt[8], gi[8];
    size_t       i, n;
    yyjson_val  *req, *geo, *dev, *sup, *content, *elt;
    const char  *region;

    req = in->req;
    geo = oracle_geo(req);
    dev = oracle_at(req, "device");
    sup = oracle_supply(req);
    content = oracle_at(sup, "content");
    tax = oracle_int(sup, "cattax", 1);
    o->n = 0;

    (void) snprintf(c3, sizeof(c3), "%s", oracle_str(geo, "country"));
    if (strcmp(c3, "DE") == 0) {
        (void) strcpy(c3, "DEU");
    }

#define IS(p)  (strcmp(path, p) == 0)

    if (IS("geo.countries")) {
        oracle_put(o, c3);
    } else if (IS("geo.regions")) {
        region = oracle_str(geo, "region");
        region = strchr(region, '-') ? strchr(region, '-') + 1 : region;
        oracle_add(o, "%s-%s", c3, region);
    } else if (IS("geo.metros")) {
        oracle_put(o, oracle_str(geo, "metro"));
    } else if (IS("geo.cities")) {
        oracle_put(o, oracle_str(geo, "city"));
        oracle_add(o, "%s/%s", c3, oracle_str(geo, "city"));
    } else if (IS("geo.postal_codes")) {
        oracle_put(o, oracle_str(geo, "zip"));
        oracle_add(o, "%s/%s", c3, oracle_str(geo, "zip"));
    } else if (IS("device.types")) {
        oracle_number(o, oracle_int(dev, "devicetype", 0));
    } else if (IS("device.makes")) {
        oracle_put(o, oracle_str(dev, "make"));
    } else if (IS("device.models")) {
        oracle_put(o, oracle_str(dev, "model"));
    } else if (IS("device.os")) {
        oracle_put(o, oracle_str(dev, "os"));
    } else if (IS("device.carriers")) {
        oracle_put(o, oracle_str(dev, "carrier"));
        oracle_put(o, oracle_str(dev, "mccmnc"));
    } else if (IS("device.connections")) {
        oracle_number(o, oracle_int(dev, "connectiontype", 0));
    } else if (IS("device.languages")) {
        oracle_languages(o, dev);
    } else if (IS("inventory.kinds")) {
        oracle_number(o, oracle_at(req, "site") ? 1
                         : oracle_at(req, "app") ? 2
                         : oracle_at(req, "dooh") ? 3 : 0);
    } else if (IS("inventory.exchanges")) {
        oracle_put(o, in->exchange);
    } else if (IS("inventory.deals")) {
        yyjson_arr_foreach(oracle_at(imp, "pmp.deals"), i, n, elt) {
            oracle_put(o, oracle_str(elt, "id"));
        }
    } else if (IS("inventory.domains")) {
        if (!oracle_at(req, "app")) {
            oracle_domains(o, oracle_str(sup, "domain"));
        }
    } else if (IS("inventory.bundles")) {
        oracle_put(o, oracle_str(req, "app.bundle"));
    } else if (IS("inventory.categories") && !oracle_at(req, "dooh")) {
        oracle_cats(o, sup, "cat", tax);
        oracle_cats(o, sup, "sectioncat", tax);
        oracle_cats(o, sup, "pagecat", tax);
    } else if (IS("inventory.section_categories") && !oracle_at(req, "dooh")) {
        oracle_cats(o, sup, "sectioncat", tax);
        oracle_cats(o, sup, "pagecat", tax);
    } else if (IS("inventory.content_categories")) {
        oracle_cats(o, content, "cat", oracle_int(content, "cattax", 1));
    } else if (IS("inventory.genres")) {
        oracle_put(o, oracle_str(content, "genre"));
        yyjson_arr_foreach(oracle_at(content, "genres"), i, n, elt) {
            (void) snprintf(gt, sizeof(gt), "%d",
                            oracle_int(content, "gtax", 9));
            (void) snprintf(gi, sizeof(gi), "%d", yyjson_get_int(elt));
            oracle_add(o, "%s:%s", gt, gi);
        }
    } else if (IS("inventory.ratings")) {
        oracle_put(o, oracle_str(content, "contentrating"));
        oracle_put(o, oracle_str(content, "rating"));
    } else if (IS("inventory.media_ratings")) {
        oracle_number(o, oracle_int(content, "qagmediarating", 0));
    } else if (IS("inventory.languages")) {
        oracle_languages(o, content);
    } else if (IS("inventory.keywords")) {
        oracle_keywords(o, req);
    } else if (IS("inventory.positions")) {
        oracle_number(o, oracle_at(imp, "banner")
                         ? oracle_int(imp, "banner.pos", 0)
                         : oracle_int(imp, "video.pos", 0));
    } else if (IS("audience.segments")) {
        oracle_segments(o, in);
    } else if (IS("custom")) {
        oracle_keywords(o, req);
    }

#undef IS
}


/* the names of numbers that targeting may use */

static inline int
oracle_named(const char *path, const char *word, const char *value)
{
    size_t  i;

    static const struct { const char *path, *word, *values; }  names[] = {
        { "inventory.kinds", "site", " 1 " }, { "inventory.kinds", "app", " 2 " },
        { "inventory.kinds", "dooh", " 3 " },
        { "device.types", "mobile", " 1 4 5 " },
        { "device.types", "phone", " 4 " }, { "device.types", "tv", " 3 7 " },
        { "device.connections", "wifi", " 2 " },
        { "device.connections", "cellular", " 3 4 5 6 7 " },
        { "inventory.positions", "above_fold", " 1 " },
        { "inventory.positions", "fullscreen", " 7 " }
    };

    for (i = 0; i < cx_nelts(names); i++) {
        if (strcmp(names[i].path, path) == 0
            && strcmp(names[i].word, word) == 0)
        {
            return strchr(names[i].values, *value) != NULL;
        }
    }

    return 0;
}


static inline int
oracle_value(const char *path, yyjson_val *t, const char *value,
    const oracle_in_t *in)
{
    int          i;
    char         text[128];
    size_t       k, n;
    yyjson_val  *elt;

    if (yyjson_is_obj(t)) {
        for (i = 0; i < in->nlists; i++) {
            if (strcmp(oracle_str(in->list[i], "id"), oracle_str(t, "list"))) {
                continue;
            }

            yyjson_arr_foreach(oracle_at(in->list[i], "values"), k, n, elt) {
                if (oracle_value(path, elt, value, in)) {
                    return 1;
                }
            }
        }

        return 0;
    }

    if (yyjson_is_num(t)) {
        (void) snprintf(text, sizeof(text), "%s%d",
                        strstr(path, "categories") ? "7:"
                        : strstr(path, "genres") ? "9:" : "",
                        yyjson_get_int(t));
        return strcmp(text, value) == 0;
    }

    (void) snprintf(text, sizeof(text), "%s", yyjson_get_str(t));

    if (strcmp(path, "geo.countries") == 0 && strlen(text) == 2) {
        (void) strcpy(text, strcmp(text, "DE") == 0 ? "DEU"
                            : strcmp(text, "US") == 0 ? "USA" : "?");
    }

    if (strcmp(path, "geo.regions") == 0 && text[2] == '-') {
        (void) snprintf(text, sizeof(text), "%s%s",
                        strncmp(yyjson_get_str(t), "DE", 2) == 0 ? "DEU"
                                                                 : "USA",
                        yyjson_get_str(t) + 2);
    }

    if (strcmp(path, "audience.segments") == 0
        || strcmp(path, "inventory.deals") == 0)
    {
        return strcmp(text, value) == 0;
    }

    return strcasecmp(text, value) == 0 || oracle_named(path, text, value);
}


static inline int
oracle_any(const char *path, yyjson_val *side, const oracle_vals_t *o,
    const oracle_in_t *in)
{
    int          i;
    size_t       k, n;
    yyjson_val  *t;

    yyjson_arr_foreach(side, k, n, t) {
        for (i = 0; i < o->n; i++) {
            if (oracle_value(path, t, o->v[i], in)) {
                return 1;
            }
        }
    }

    return 0;
}


static inline int
oracle_dim(const char *path, yyjson_val *adgroup, const oracle_in_t *in,
    yyjson_val *imp)
{
    size_t         k, n;
    yyjson_val    *t, *inc, *exc, *elt, *one;
    oracle_vals_t  o;

    t = oracle_at(oracle_at(adgroup, "targeting"), path);

    if (t == NULL) {
        return 1;
    }

    inc = yyjson_is_arr(t) ? t : yyjson_obj_get(t, "include");
    inc = inc ? inc : yyjson_obj_get(t, "any");
    exc = yyjson_is_arr(t) ? NULL : yyjson_obj_get(t, "exclude");
    exc = exc ? exc : yyjson_is_arr(t) ? NULL : yyjson_obj_get(t, "none");

    oracle_request(path, in, imp, &o);

    if (yyjson_arr_size(inc) && !oracle_any(path, inc, &o, in)) {
        return 0;
    }

    if (exc && oracle_any(path, exc, &o, in)) {
        return 0;
    }

    if (yyjson_is_obj(t)) {
        yyjson_arr_foreach(yyjson_obj_get(t, "all"), k, n, elt) {
            yyjson_mut_doc  *doc = yyjson_mut_doc_new(NULL);
            yyjson_mut_val  *arr = yyjson_mut_arr(doc);
            yyjson_doc      *copy;
            int              found;

            yyjson_mut_arr_append(arr, yyjson_val_mut_copy(doc, elt));
            yyjson_mut_doc_set_root(doc, arr);
            copy = yyjson_mut_doc_imut_copy(doc, NULL);
            one = yyjson_doc_get_root(copy);
            found = oracle_any(path, one, &o, in);
            yyjson_doc_free(copy);
            yyjson_mut_doc_free(doc);

            if (!found) {
                return 0;
            }
        }
    }

    return 1;
}


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
           && w >= oracle_int(r, "w_min", 0) && w <= oracle_int(r, "w_max", 1 << 30)
           && h >= oracle_int(r, "h_min", 0) && h <= oracle_int(r, "h_max", 1 << 30);
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


static inline int
oracle_stream(yyjson_val *s, yyjson_val *asked)
{
    int          d, max;
    size_t       k, n;
    yyjson_val  *elt, *protocols;

    if (asked == NULL) {
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

    if (yyjson_arr_size(yyjson_obj_get(asked, "rqddurs"))) {
        if (!oracle_has_int(yyjson_obj_get(asked, "rqddurs"), d)) {
            return 0;
        }

    } else if (d < oracle_int(asked, "minduration", 0) || (max && d > max)) {
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

    return oracle_stream(oracle_at(c, media), oracle_at(imp, media));
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
        "audience.segments", "custom"
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


#endif /* CX_TEST_CATALOG_ORACLE_H */
