
/*
 * Who may be shown where, once more and slowly: straight from the JSON of a
 * line and of a request, sharing nothing with the catalogue.
 */

#ifndef CX_TEST_CATALOG_ORACLE_H
#define CX_TEST_CATALOG_ORACLE_H

#include <strings.h>
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
    const char          *seller;
    yyjson_val          *supply[8];
    int                  nsupply;
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


/* of the supply: next door */

static inline void oracle_market(const char *path, const oracle_in_t *in,
    yyjson_val *imp, oracle_vals_t *o);


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

    oracle_market(path, in, imp, o);

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
        { "inventory.kinds", "site", " 1 " },
        { "inventory.kinds", "app", " 2 " },
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

    if (strcmp(path, "inventory.venues") == 0 && strncmp(text, "1:", 2) == 0) {
        memmove(text, text + 2, strlen(text + 2) + 1);
    }

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


#endif /* CX_TEST_CATALOG_ORACLE_H */
