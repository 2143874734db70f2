
/* the oracle's third part: who sells a request, and where the ad would stand */

#ifndef CX_TEST_CATALOG_ORACLE_SUPPLY_H
#define CX_TEST_CATALOG_ORACLE_SUPPLY_H

#include "tests/unit/catalog_oracle.h"


static inline yyjson_val *
oracle_chain(yyjson_val *req)
{
    yyjson_val  *chain;

    chain = oracle_at(req, "source.schain");

    return chain ? chain : oracle_at(req, "source.ext.schain");
}


static inline const char *
oracle_schain(yyjson_val *req)
{
    size_t       i, n;
    yyjson_val  *chain, *node;

    chain = oracle_chain(req);

    if (chain == NULL) {
        return "none";
    }

    if (oracle_int(chain, "complete", 0) != 1
        || yyjson_arr_size(oracle_at(chain, "nodes")) == 0)
    {
        return "incomplete";
    }

    yyjson_arr_foreach(oracle_at(chain, "nodes"), i, n, node) {
        if (!*oracle_str(node, "asi") || !*oracle_str(node, "sid")
            || oracle_int(node, "hp", 1) == 0)
        {
            return "incomplete";
        }
    }

    return "complete";
}


typedef struct { const char *asi[8], *sid[8]; int n; }  oracle_sellers_t;


static inline void
oracle_sellers(const oracle_in_t *in, oracle_sellers_t *s)
{
    size_t       i, n;
    yyjson_val  *node;

    s->n = 0;

    yyjson_arr_foreach(oracle_at(oracle_chain(in->req), "nodes"), i, n, node) {
        s->asi[s->n] = oracle_str(node, "asi");
        s->sid[s->n++] = oracle_str(node, "sid");
    }

    if (s->n == 0 && *in->seller
        && *oracle_str(oracle_supply(in->req), "publisher.id"))
    {
        s->asi[0] = in->seller;
        s->sid[0] = oracle_str(oracle_supply(in->req), "publisher.id");
        s->n = 1;
    }
}


static inline int
oracle_listed(yyjson_val *arr, const char *name)
{
    size_t       i, n;
    yyjson_val  *elt;

    yyjson_arr_foreach(arr, i, n, elt) {
        if (strcasecmp(yyjson_get_str(elt), name) == 0) {
            return 1;
        }
    }

    return 0;
}


/* 1: the line; -1: there is a file, but nobody has read it */

static inline int
oracle_file(const oracle_in_t *in, const char *kind, const char *names,
    const char *name, yyjson_val **line)
{
    int  i, other;

    for (i = 0, other = 0; i < in->nsupply; i++) {
        if (strcmp(oracle_str(in->supply[i], "kind"), kind)) {
            continue;
        }

        if (oracle_listed(oracle_at(in->supply[i], names), name)) {
            *line = in->supply[i];
            return 1;
        }

        other |= strcmp(names, "domains") == 0
                 && oracle_listed(oracle_at(in->supply[i], "subdomains"),
                                  name);
    }

    return other ? -1 : 0;
}


static inline int
oracle_domain_file(const oracle_in_t *in, const char *kind, const char *name,
    yyjson_val **line)
{
    int  found;

    for (found = 0; *name && !found; /* void */) {
        found = oracle_file(in, kind, "domains", name, line);
        name = strchr(name, '.') ? strchr(name, '.') + 1 : "";

        if (!strchr(name, '.')) {
            break;
        }
    }

    return found;
}


static inline const char *
oracle_says(yyjson_val *line, const char *asi, const char *sid)
{
    size_t       i, n;
    const char  *is;
    yyjson_val  *s;

    is = NULL;

    yyjson_arr_foreach(oracle_at(line, "sellers"), i, n, s) {
        if (strcasecmp(oracle_str(s, "asi"), asi) == 0
            && strcmp(oracle_str(s, "sid"), sid) == 0
            && (is == NULL || strcmp(oracle_str(s, "is"), "direct") == 0))
        {
            is = oracle_str(s, "is");
        }
    }

    return is;
}


static inline const char *
oracle_ads_txt(const oracle_in_t *in)
{
    int               i, app, found;
    const char       *kind, *partner, *is;
    yyjson_val       *line, *sup;
    oracle_sellers_t  s;

    sup = oracle_supply(in->req);
    app = oracle_at(in->req, "app") != NULL;
    kind = app ? "app_ads_txt" : "ads_txt";
    line = NULL;

    if (sup == NULL || oracle_at(in->req, "dooh")) {
        return "unknown";
    }

    found = app ? oracle_file(in, kind, "bundles", oracle_str(sup, "bundle"),
                              &line)
                : 0;
    found = found ? found : oracle_domain_file(in, kind,
                                               oracle_str(sup, "domain"),
                                               &line);
    partner = oracle_str(sup, "inventorypartnerdomain");

    if (*partner) {
        if (found == 1 && !oracle_listed(oracle_at(line, "partners"), partner))
        {
            return "unauthorized";
        }

        found = oracle_domain_file(in, kind, partner, &line);
    }

    if (found != 1) {
        return "unknown";
    }

    oracle_sellers(in, &s);

    for (i = 0, is = "unknown"; i < s.n; i++) {
        is = oracle_says(line, s.asi[i], s.sid[i]);

        if (is == NULL) {
            return "unauthorized";
        }
    }

    return is;
}


static inline const char *
oracle_sellers_json(const oracle_in_t *in)
{
    int               i, unknown;
    const char       *is;
    yyjson_val       *line;
    oracle_sellers_t  s;

    oracle_sellers(in, &s);
    unknown = s.n == 0;
    is = "unknown";

    for (i = 0; i < s.n; i++) {
        if (oracle_file(in, "sellers_json", "domains", s.asi[i], &line) != 1) {
            unknown = 1;
            continue;
        }

        is = oracle_says(line, "", s.sid[i]);

        if (is == NULL) {
            return "missing";
        }
    }

    return unknown ? "unknown" : is;
}


static inline void
oracle_venues(yyjson_val *dooh, oracle_vals_t *o)
{
    int          tax;
    char         text[64], number[16];
    size_t       i, n, len;
    yyjson_val  *elt;

    tax = oracle_int(dooh, "venuetypetax", 1);
    (void) snprintf(number, sizeof(number), "%d", tax);

    yyjson_arr_foreach(oracle_at(dooh, "venuetype"), i, n, elt) {
        (void) snprintf(text, sizeof(text), "%s", yyjson_get_str(elt));

        if (tax != 1) {
            oracle_add(o, "%s:%s", number, text);
            continue;
        }

        oracle_put(o, text);

        while (strchr(text, '.')) {
            *strrchr(text, '.') = '\0';
            oracle_put(o, text);
        }

        for (len = strlen(text); len > 2 && text[0] <= '9'; len -= 2) {
            text[len - 2] = '\0';
            oracle_put(o, text);
        }
    }
}


static inline void
oracle_placements(yyjson_val *imp, oracle_vals_t *o)
{
    int  instl, rwdd, plcmt, placement;

    static const char *const  names[] = {
        "", "instream", "accompanying", "interstitial_video", "standalone",
        "pause", "screensaver", "overlay", "squeezeback", "in_scene"
    };

    instl = oracle_int(imp, "instl", 0) == 1;
    rwdd = oracle_int(imp, "rwdd", 0) == 1;

    oracle_put(o, instl ? "interstitial" : "");
    oracle_put(o, rwdd ? "rewarded" : "");
    oracle_put(o, instl || rwdd ? "" : "standard");

    plcmt = oracle_int(imp, "video.plcmt", 0);
    placement = oracle_int(imp, "video.placement", 0);

    if (plcmt > 0) {
        oracle_put(o, plcmt < 10 ? names[plcmt] : "");

    } else if (placement > 0 && placement < 6) {
        oracle_put(o, placement == 1 ? names[1]
                      : placement == 5 ? names[3] : names[4]);
    }
}


static inline void
oracle_market(const char *path, const oracle_in_t *in, yyjson_val *imp,
    oracle_vals_t *o)
{
    int               i;
    yyjson_val       *pub;
    oracle_sellers_t  s;

    if (strcmp(path, "inventory.venues") == 0) {
        oracle_venues(oracle_at(in->req, "dooh"), o);

    } else if (strcmp(path, "inventory.placements") == 0) {
        oracle_placements(imp, o);

    } else if (strcmp(path, "inventory.publishers") == 0) {
        pub = oracle_at(oracle_supply(in->req), "publisher");
        oracle_put(o, oracle_str(pub, "id"));
        oracle_put(o, oracle_str(pub, "domain"));

    } else if (strcmp(path, "inventory.sellers") == 0) {
        oracle_sellers(in, &s);

        for (i = 0; i < s.n; i++) {
            oracle_put(o, s.asi[i]);
            oracle_add(o, "%s/%s", s.asi[i], s.sid[i]);
        }

    } else if (strcmp(path, "inventory.schain") == 0) {
        oracle_put(o, oracle_schain(in->req));

    } else if (strcmp(path, "inventory.ads_txt") == 0) {
        oracle_put(o, oracle_ads_txt(in));

    } else if (strcmp(path, "inventory.sellers_json") == 0) {
        oracle_put(o, oracle_sellers_json(in));
    }
}


#endif /* CX_TEST_CATALOG_ORACLE_SUPPLY_H */
