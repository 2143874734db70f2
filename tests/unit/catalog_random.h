
/* random campaigns and random requests, as lines and as bodies */

#ifndef CX_TEST_CATALOG_RANDOM_H
#define CX_TEST_CATALOG_RANDOM_H

#include <stdarg.h>

#include "tests/unit/catalog_oracle_match.h"


#define NOW          1790000000
#define MAX_GROUPS   1400


static uint64_t  seed;

static uint32_t
rnd(uint32_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;

    return (uint32_t) (seed >> 33) % n;
}


static int
chance(uint32_t percent)
{
    return rnd(100) < percent;
}


typedef struct { char *p; size_t n; }  out_t;

static void __attribute__((format(printf, 2, 3)))
put(out_t *o, const char *fmt, ...)
{
    int      n;
    va_list  args;

    va_start(args, fmt);
    n = vsnprintf(o->p + o->n, 16384 - o->n, fmt, args);
    va_end(args);

    o->n += (size_t) n;
}


/* what targeting may name and requests may have, as JSON, by path */

typedef struct {
    const char  *group, *name;
    const char  *v[6];
} pool_t;

static const pool_t  pools[] = {
    { "geo", "countries", { "\"USA\"", "\"DE\"", "\"fra\"", "\"GBR\"" } },
    { "geo", "regions", { "\"US-CA\"", "\"US-NY\"", "\"DE-BE\"" } },
    { "geo", "metros", { "\"807\"", "\"501\"" } },
    { "geo", "cities", { "\"berlin\"", "\"DEU/Berlin\"", "\"Oakland\"" } },
    { "geo", "postal_codes", { "\"10115\"", "\"DEU/10115\"", "\"SW1A\"" } },
    { "device", "types", { "1", "\"phone\"", "\"mobile\"", "\"tv\"", "2" } },
    { "device", "makes", { "\"Apple\"", "\"samsung\"" } },
    { "device", "models", { "\"iPhone\"", "\"SM-1\"" } },
    { "device", "os", { "\"iOS\"", "\"Android\"" } },
    { "device", "carriers", { "\"Vodafone\"", "\"234-15\"" } },
    { "device", "connections", { "2", "\"wifi\"", "\"cellular\"" } },
    { "device", "languages", { "\"en\"", "\"de\"" } },
    { "inventory", "kinds", { "\"site\"", "\"app\"", "3" } },
    { "inventory", "exchanges", { "\"x1\"", "\"X2\"" } },
    { "inventory", "deals", { "\"D1\"", "\"d1\"", "\"D2\"" } },
    { "inventory", "domains", { "\"example.com\"", "\"news.example.com\"",
      "\"b.example\"", "{\"list\":\"L1\"}", "{\"list\":\"L2\"}" } },
    { "inventory", "bundles", { "\"com.a\"", "\"123\"" } },
    { "inventory", "categories", { "\"IAB1\"", "\"IAB1-2\"", "\"7:483\"",
      "483", "\"6:9\"" } },
    { "inventory", "section_categories", { "\"IAB2\"", "\"iab2-1\"" } },
    { "inventory", "content_categories", { "\"IAB1\"", "\"IAB3-4\"" } },
    { "inventory", "genres", { "\"news\"", "5", "\"9:6\"" } },
    { "inventory", "ratings", { "\"PG\"", "\"4+\"" } },
    { "inventory", "media_ratings", { "1", "2" } },
    { "inventory", "languages", { "\"en\"", "\"fr\"" } },
    { "inventory", "keywords", { "\"cars\"", "\"a b\"", "\"Cars\"",
      "{\"list\":\"L3\"}" } },
    { "inventory", "positions", { "1", "\"above_fold\"", "7" } },
    { "inventory", "placements", { "\"standard\"", "\"interstitial\"",
      "\"rewarded\"", "\"instream\"", "\"standalone\"", "\"overlay\"" } },
    { "inventory", "venues", { "\"transit\"", "\"transit.airports\"", "101",
      "\"2:15\"", "\"1:1\"" } },
    { "inventory", "publishers", { "\"pub-1\"", "\"Pub.example\"" } },
    { "inventory", "sellers", { "\"ads.example\"", "\"ads.example/17\"",
      "\"x.example\"", "{\"list\":\"S1\"}" } },
    { "inventory", "schain", { "\"complete\"", "\"incomplete\"",
      "\"none\"" } },
    { "inventory", "ads_txt", { "\"direct\"", "\"reseller\"",
      "\"unauthorized\"", "\"unknown\"" } },
    { "inventory", "sellers_json", { "\"publisher\"", "\"intermediary\"",
      "\"both\"", "\"missing\"", "\"unknown\"" } }
};

static const char  *zones[] = { "Europe/Berlin", "America/New_York",
                                "Asia/Kolkata", "UTC", "Australia/Lord_Howe" };
static uint32_t     odds[cx_nelts(pools)];


static void
put_values(out_t *o, const pool_t *p)
{
    uint32_t  i, n, len;

    for (len = 0; len < 6 && p->v[len]; len++) { /* void */ }

    n = 1 + rnd(2);
    put(o, "[");

    for (i = 0; i < n; i++) {
        put(o, "%s%s", i ? "," : "", p->v[rnd(len)]);
    }

    put(o, "]");
}


static void
put_sides(out_t *o, const pool_t *p)
{
    switch (rnd(4)) {
    case 0:
        put(o, "{\"exclude\":");
        put_values(o, p);
        put(o, "}");
        break;
    case 1:
        put(o, "{\"include\":");
        put_values(o, p);
        put(o, ",\"exclude\":");
        put_values(o, p);
        put(o, "}");
        break;
    default:
        put_values(o, p);
    }
}


static void
put_triple(out_t *o, const char *name, const pool_t *p)
{
    static const char  *sides[] = { "any", "all", "none" };
    uint32_t            i, comma;

    put(o, "\"%s\":{", name);

    for (i = 0, comma = 0; i < 3; i++) {
        if (chance(50)) {
            put(o, "%s\"%s\":", comma ? "," : "", sides[i]);
            put_values(o, p);
            comma = 1;
        }
    }

    put(o, "}");
}


static void
put_entry(out_t *o, uint32_t kind)
{
    static const char  *versions[] = { "14", "14.2", "15.0.1", "17", "16.5" };

    switch (kind) {
    case 0:
        put(o, "{\"lat\":%u.5,\"lon\":%d.25,\"km\":%u}", 48 + rnd(6),
            (int) rnd(20) - 4, 50 + rnd(900));
        break;
    case 1:
        put(o, "{");
        if (chance(50)) {
            put(o, "\"os\":\"%s\",", chance(50) ? "ios" : "Android");
        }
        if (chance(50)) {
            put(o, "\"min\":\"%s\"}", versions[rnd(3)]);
        } else {
            put(o, "\"max\":\"%s\"}", versions[2 + rnd(3)]);
        }
        break;
    default:
        put(o, "{\"w_min\":%u,\"h_max\":%u}", 300 + rnd(200), 700 + rnd(400));
    }
}


static void
put_ranges(out_t *o, const char *name, uint32_t kind)
{
    uint32_t  side;

    side = rnd(3);
    put(o, "\"%s\":{", name);

    if (side != 1) {
        put(o, "\"include\":[");
        put_entry(o, kind);
        put(o, ",");
        put_entry(o, kind);
        put(o, "]");
    }

    if (side != 0) {
        put(o, "%s\"exclude\":[", side == 2 ? "," : "");
        put_entry(o, kind);
        put(o, "]");
    }

    put(o, "}");
}


static void
put_group(out_t *o, const char *group)
{
    uint32_t  i, comma;

    put(o, "\"%s\":{", group);

    for (i = 0, comma = 0; i < cx_nelts(pools); i++) {
        if (strcmp(pools[i].group, group) == 0 && chance(odds[i])) {
            put(o, "%s\"%s\":", comma ? "," : "", pools[i].name);
            put_sides(o, &pools[i]);
            comma = 1;
        }
    }

    if (strcmp(group, "geo") == 0 && chance(4)) {
        put(o, comma ? "," : "");
        put_ranges(o, "radius", 0);
    }

    if (strcmp(group, "device") == 0) {
        if (chance(4)) {
            put(o, comma ? "," : "");
            put_ranges(o, "os_versions", 1);
            comma = 1;
        }
        if (chance(4)) {
            put(o, comma ? "," : "");
            put_ranges(o, "screens", 2);
        }
    }

    put(o, "}");
}


static void
put_targeting(out_t *o)
{
    static const pool_t  segments = { "", "", { "\"s1\"", "\"S1\"", "\"s2\"",
                                                "\"p/s1\"", "\"s3\"" } };
    static const pool_t  custom = { "", "", { "\"k=v\"", "\"k=w\"",
                                              "\"z=1\"" } };

    put(o, ",\"targeting\":{");
    put_group(o, "geo");
    put(o, ",");
    put_group(o, "device");
    put(o, ",");
    put_group(o, "inventory");

    if (chance(10)) {
        put(o, ",\"audience\":{");
        put_triple(o, "segments", &segments);
        put(o, "}");
    }

    if (chance(6)) {
        put(o, ",");
        put_triple(o, "custom", &custom);
    }

    if (chance(15)) {
        put(o, ",\"schedule\":{\"time_zone\":\"%s\",\"hours\":{\"include\":"
            "[{\"days\":[\"mon\",\"fri\",\"sun\"],\"from\":%u,\"to\":%u},"
            "{\"from\":8,\"to\":15}],\"exclude\":[{\"days\":[\"tue\"],"
            "\"from\":%u,\"to\":24}]}}", zones[rnd(cx_nelts(zones))],
            12 + rnd(12), 1 + rnd(11), rnd(23));
    }

    put(o, "}");
}


typedef struct {
    char               *line[8 * MAX_GROUPS];
    yyjson_doc         *doc[8 * MAX_GROUPS];
    int                 nlines;
    oracle_adgroup_t    group[MAX_GROUPS];
    int                 hidden[MAX_GROUPS];
    int                 ngroups;
    int                 creatives;
} world_t;

static world_t  w;


static yyjson_val *
add_line(const char *text)
{
    yyjson_doc  *doc;

    doc = yyjson_read(text, strlen(text), 0);
    CHECK(doc != NULL);

    w.line[w.nlines] = strdup(text);
    w.doc[w.nlines++] = doc;

    return yyjson_doc_get_root(doc);
}


/* what a player may or may not take */

static void
put_media_file(out_t *o, const char *end)
{
    put(o, "\"media_url\":\"https://a.example/v%s\",", end);

    if (chance(30)) {
        put(o, "\"skip_offset\":%u,", rnd(8));
    }

    if (chance(40)) {
        put(o, "\"bitrate\":%u,", 300 + rnd(900));
    }

    if (chance(20)) {
        put(o, "\"apis\":[%u],", 1 + rnd(3));
    }
}


static yyjson_val *
add_creative(const char *adgroup)
{
    char      text[16384];
    out_t     o;
    uint32_t  k;

    static const struct { int w, h; }  sizes[] = {
        { 300, 250 }, { 728, 90 }, { 320, 50 }, { 600, 500 }, { 970, 250 }
    };

    o = (out_t) { text, 0 };
    w.creatives++;
    put(&o, "{\"type\":\"creative\",\"id\":\"k%d\",\"adgroup\":\"%s\","
        "\"landing_url\":\"https://a.example/%d\",", w.creatives, adgroup,
        w.creatives);

    switch (rnd(8)) {
    case 0:
        put(&o, "\"media\":\"video\",\"w\":640,\"h\":360,\"video\":{");
        put_media_file(&o, chance(70) ? ".mp4" : ".m3u8");
        put(&o, "\"mime\":\"%s\",\"linearity\":%u,"
            "\"duration\":%u,\"protocols\":[%u]}}",
            chance(50) ? "video/mp4" : "Video/webm", 1 + chance(20),
            10 + rnd(3) * 10, 3 + rnd(3) * 4);
        break;
    case 1:
        put(&o, "\"media\":\"audio\",\"audio\":{"
            "\"media_url\":\"https://a.example/v\",\"mime\":\"%s\","
            "\"duration\":%u,\"protocols\":[%u]}}",
            chance(50) ? "audio/mpeg" : "audio/ogg", 10 + rnd(3) * 10,
            3 + rnd(3) * 4);
        break;
    case 2:
        put(&o, "\"media\":\"native\",\"native\":{\"title\":\"%.*s\"}}",
            (int) (4 + rnd(20)), "abcdefghijklmnopqrstuvwxyz");
        break;
    default:
        k = rnd(cx_nelts(sizes));
        put(&o, "\"media\":\"banner\",\"w\":%d,\"h\":%d,"
            "\"image_url\":\"https://a.example/i\"}", sizes[k].w, sizes[k].h);
    }

    return add_line(text);
}


static void
put_flight(out_t *o)
{
    if (chance(10)) {
        put(o, ",\"start\":\"2026-1%u-01\"", rnd(3));
    }

    if (chance(10)) {
        put(o, ",\"end\":\"2027-0%u-01T12:00:00+02:00\"", 1 + rnd(9));
    }
}


static void
add_campaign(int id)
{
    char               text[16384], name[32];
    int                i, n;
    out_t              o;
    yyjson_val        *campaign;
    oracle_adgroup_t  *g;

    o = (out_t) { text, 0 };
    put(&o, "{\"type\":\"campaign\",\"id\":\"c%d\",\"org\":\"o%u\"", id,
        rnd(4));
    put_flight(&o);
    put(&o, "}");
    campaign = add_line(text);

    for (n = 1 + (int) rnd(3); n && w.ngroups < MAX_GROUPS; n--) {
        g = &w.group[w.ngroups];
        g->campaign = campaign;
        (void) snprintf(name, sizeof(name), "g%d", w.ngroups++);

        o = (out_t) { text, 0 };
        put(&o, "{\"type\":\"adgroup\",\"id\":\"%s\",\"campaign\":\"c%d\","
            "\"bid\":%u.%02u", name, id, rnd(9) + 1, rnd(100));
        put_flight(&o);
        put_targeting(&o);
        put(&o, "}");
        g->adgroup = add_line(text);
        g->ncreatives = 1 + (int) rnd(3);

        for (i = 0; i < g->ncreatives; i++) {
            g->creative[i] = add_creative(name);
        }
    }
}


static oracle_in_t  in;


static void
add_lists(void)
{
    char   text[16384];
    int    i;
    out_t  o;

    o = (out_t) { text, 0 };
    put(&o, "{\"type\":\"list\",\"id\":\"L1\",\"kind\":\"domains\","
        "\"values\":[\"b.example\"");
    for (i = 0; i < 300; i++) {
        put(&o, ",\"d%d.example\"", i);
    }
    put(&o, ",\"b.example\"]}");
    in.list[0] = add_line(text);

    in.list[1] = add_line("{\"type\":\"list\",\"id\":\"L2\",\"kind\":"
                          "\"domains\",\"values\":[\"example.com\",\"x.y\"]}");
    in.list[2] = add_line("{\"type\":\"list\",\"id\":\"L3\",\"kind\":"
                          "\"keywords\",\"values\":[\"travel\",\"k=v\"]}");
    in.list[3] = add_line("{\"type\":\"list\",\"id\":\"S1\",\"kind\":"
                          "\"sellers\",\"values\":[\"mid.example\","
                          "\"ads.example/18\"]}");
    in.nlists = 4;
}


/* requests: of each field one of a few values, or none */

static const char *
one(const char *a, const char *b, const char *c, const char *d)
{
    const char  *v[] = { a, b, c, d };

    return v[rnd(4)];
}


static void
put_str(out_t *o, const char *key, const char *v)
{
    if (*v) {
        put(o, "\"%s\":\"%s\",", key, v);
    }
}


static void
put_geo(out_t *o)
{
    put(o, "\"geo\":{");
    put_str(o, "country", one("USA", "DEU", "FRA", ""));
    put_str(o, "region", one("CA", "US-NY", "BE", ""));
    put_str(o, "metro", one("807", "", "999", ""));
    put_str(o, "city", one("Berlin", "OAKLAND", "Nowhere", ""));
    put_str(o, "zip", one("10115", "sw1a", "", "1"));
    if (chance(70)) {
        put(o, "\"lat\":%u.125,\"lon\":%d.5,", 47 + rnd(8), (int) rnd(24) - 6);
    }
    put(o, "\"type\":2}");
}


static void
put_content(out_t *o)
{
    put(o, "\"content\":{");
    if (chance(30)) {
        put(o, "\"cattax\":7,\"cat\":[\"483\"],");
    } else {
        put(o, "\"cat\":[\"%s\"],", one("IAB1-7", "IAB3-4", "IAB9", "x"));
    }
    put_str(o, "genre", one("News", "drama", "", ""));
    put_str(o, "contentrating", one("PG", "R", "", ""));
    put_str(o, "language", one("en", "fr-CA", "", "de"));
    put_str(o, "langb", one("en-GB", "", "", ""));
    put_str(o, "keywords", one("cars,travel", "a b", "", "k=v, z=1"));
    if (chance(30)) {
        put(o, "\"genres\":[%u],", 5 + rnd(3));
    }
    put(o, "\"qagmediarating\":%u}", rnd(4));
}


static void
put_supply(out_t *o)
{
    uint32_t  kind;

    kind = rnd(3);
    put(o, "\"%s\":{", kind == 0 ? "site" : kind == 1 ? "app" : "dooh");

    if (kind == 2 && chance(60)) {
        put(o, "\"venuetype\":[\"%s\"],", one("transit.airports.hall", "10107",
                                              "15", "transit"));
        put(o, "\"venuetypetax\":%u,", 1 + chance(30));
    }

    if (chance(60)) {
        put(o, "\"publisher\":{\"id\":\"%s\",\"domain\":\"%s\"},",
            one("pub-1", "17", "PUB-1", "9"), one("pub.example", "", "p.q",
                                                  "PUB.example"));
    }

    if (kind != 2 && chance(20)) {
        put_str(o, "inventorypartnerdomain",
                one("partner.example", "b.example", "nobody.example", ""));
    }

    if (kind != 1) {
        put_str(o, "domain", chance(10) ? "m.example.com"
                             : one("news.example.com", "b.example",
                                   "d7.example", "a.b.x.y"));
    } else {
        put_str(o, "bundle", one("com.A", "123", "com.b", ""));
        put_str(o, "domain", one("b.example", "", "", ""));
    }

    if (kind != 2 && chance(30)) {
        put(o, "\"cattax\":%u,\"cat\":[\"483\",\"9\"],", 6 + rnd(2));
    } else if (kind != 2) {
        put(o, "\"cat\":[\"%s\"],\"sectioncat\":[\"%s\"],\"pagecat\":[\"%s\"],",
            one("IAB1-2", "IAB1", "IAB5", "iab1-9"),
            one("IAB2", "IAB2-1", "IAB7", "IAB1"),
            one("IAB2-1", "IAB8", "IAB2-9", "IAB1-2"));
    }

    put_str(o, "keywords", one("cars, sport", "a b,k=v", "", "K=W,travel"));
    if (kind != 2 && chance(30)) {
        put(o, "\"kwarray\":[\"z=1\",\"Cars\"],");
    }
    put_content(o);
    put(o, "}");
}


static void
put_device(out_t *o)
{
    put(o, "\"device\":{");
    put_str(o, "make", one("apple", "Samsung", "x", ""));
    put_str(o, "model", one("iPhone", "SM-1", "", ""));
    put_str(o, "os", one("iOS", "android", "", "Tizen"));
    put_str(o, "osv", one("14.2.1", "17.1", "", "15"));
    put_str(o, "carrier", one("vodafone", "", "x", ""));
    put_str(o, "mccmnc", one("234-15", "", "", ""));
    put_str(o, "language", one("en", "de-AT", "", "fr"));
    if (chance(60)) {
        put(o, "\"w\":%u,\"h\":%u,", 300 + rnd(300), 600 + rnd(600));
    }
    if (chance(80)) {
        put_geo(o);
        put(o, ",");
    }
    put(o, "\"connectiontype\":%u,\"devicetype\":%u}", rnd(8), rnd(9));
}


static void
put_banner(out_t *o)
{
    put(o, ",\"banner\":{\"pos\":%u", rnd(8));

    switch (rnd(4)) {
    case 0:
        put(o, ",\"w\":300,\"h\":250}");
        break;
    case 1:
        put(o, ",\"format\":[{\"w\":728,\"h\":90},{\"w\":970,\"h\":250}],"
            "\"w\":1,\"h\":1}");
        break;
    case 2:
        put(o, ",\"wmin\":%u,\"wmax\":%u,\"h\":250}", 200 + rnd(200),
            500 + rnd(700));
        break;
    default:
        put(o, ",\"format\":[{\"wratio\":6,\"hratio\":5,\"wmin\":%u},"
            "{\"w\":320,\"h\":50}]}", 200 + rnd(600));
    }
}


static void put_player(out_t *o);

static void
put_stream(out_t *o, const char *media)
{
    put(o, ",\"%s\":{", media);

    if (chance(80)) {
        put(o, "\"mimes\":[\"%s/%s\"],", media,
            *media == 'v' ? one("mp4", "webm", "MP4", "x")
                          : one("mpeg", "ogg", "mpeg", "aac"));
    }

    if (chance(30)) {
        put(o, "\"rqddurs\":[10,30],");
    } else {
        put(o, "\"minduration\":%u,\"maxduration\":%u,", 5 + rnd(10),
            15 + rnd(20));
    }

    if (chance(60)) {
        put(o, "\"protocols\":[%u,%u],", 2 + rnd(3), 3 + rnd(3) * 4);
    }

    if (chance(20)) {
        put(o, "\"delivery\":[%u],", 1 + rnd(3));
    }

    if (chance(20)) {
        put(o, "\"poddur\":%u,", 10 + rnd(40));
    }

    if (chance(20)) {
        put(o, "\"minbitrate\":%u,\"maxbitrate\":%u,", rnd(500),
            500 + rnd(700));
    }

    if (chance(40)) {
        put(o, "\"api\":[%u,%u],", 1 + rnd(3), 1 + rnd(3));
    }

    if (chance(15)) {
        put(o, "\"maxextended\":%d,", (int) rnd(12) - 1);
    }

    if (*media == 'v') {
        put_player(o);
    }

    put(o, "\"startdelay\":0}");
}


static void
put_imp(out_t *o, int id)
{
    int  n;

    put(o, "{\"id\":\"%d\",\"instl\":%u,\"rwdd\":%u", id, chance(20),
        chance(15));

    if (chance(75)) {
        put_banner(o);
    }

    if (chance(40)) {
        put_stream(o, "video");
    }

    if (chance(30)) {
        put_stream(o, "audio");
    }

    if (chance(30)) {
        n = 4 + (int) rnd(20);
        put(o, ",\"native\":{\"request\":\"{\\\"assets\\\":[{\\\"id\\\":1,"
            "\\\"required\\\":1,\\\"title\\\":{\\\"len\\\":%d}}]}\","
            "\"ext\":{\"len\":%d}}", n, n);
    }

    if (chance(40)) {
        put(o, ",\"pmp\":{\"private_auction\":%u,\"deals\":[{\"id\":\"%s\"},"
            "{\"id\":\"%s\"}]}", rnd(2), one("D1", "d1", "nope", "D2"),
            one("D2", "x", "D1", "y"));
    }

    put(o, "}");
}


static void put_source(out_t *o);

static void
make_request(char *text)
{
    out_t  o;

    o = (out_t) { text, 0 };
    put(&o, "{\"id\":\"r\",\"imp\":[");
    put_imp(&o, 1);
    put(&o, ",");
    put_imp(&o, 2);
    put(&o, "],");
    put_source(&o);

    if (chance(95)) {
        put_supply(&o);
        put(&o, ",");
    }

    if (chance(90)) {
        put_device(&o);
        put(&o, ",");
    }

    put(&o, "\"user\":{");
    put_str(&o, "keywords", one("k=w", "cars", "", ""));
    if (chance(50)) {
        put(&o, "\"data\":[{\"%s\":\"p\",\"segment\":[{\"id\":\"s1\"},"
            "{\"id\":\"s3\"}]}],", chance(50) ? "name" : "id");
    }
    if (chance(40)) {
        put_geo(&o);
        put(&o, ",");
    }
    put(&o, "\"yob\":1980}}");

    in.nsegments = (int) rnd(4);
    in.segment[0] = one("s1", "S1", "s9", "s2");
    in.segment[1] = one("s1", "s2", "s3", "S2");
    in.segment[2] = "s3";
    in.norgs = chance(25) ? 2 : 0;
    in.org[0] = "o1";
    in.org[1] = one("o2", "none", "O3", "o0");
    in.exchange = one("x1", "x2", "", "x3");
    in.now = NOW + (int64_t) rnd(86400 * 400);
}


static void
forget(void)
{
    while (w.nlines) {
        w.nlines--;
        yyjson_doc_free(w.doc[w.nlines]);
        free(w.line[w.nlines]);
    }

    memset(&w, 0, sizeof(w));
}


#endif /* CX_TEST_CATALOG_RANDOM_H */
