/* where a range ends, and catalogues of many blocks */

#include <unistd.h>

#include "core/catalog/builder.h"
#include "core/catalog/layout.h"
#include "tests/unit/test.h"


#define NOW     1790000000
#define GROUPS  6000
#define VALUES  40


static char  path[64];


typedef struct {
    cx_openrtb_request_t  req;
    cx_ortb_imp_t         imp;
    cx_ortb_banner_t      banner;
    cx_ortb_format_t      format;
    cx_ortb_site_t        site;
    cx_ortb_device_t      device;
    cx_ortb_geo_t         geo;
    cx_str_t              word[VALUES];
    int64_t               now;
} ask_t;


static void
ask_init(ask_t *a)
{
    memset(a, 0, sizeof(ask_t));
    a->req.r.site = &a->site;
    a->req.r.device = &a->device;
    a->device.geo = &a->geo;
    a->imp.banner = &a->banner;
    a->banner.w = 300;
    a->banner.h = 250;
    a->geo.lat = CX_NO_COORD;
    a->geo.lon = CX_NO_COORD;
    a->site.kwarray.v = a->word;
    a->now = NOW;
}


static void
add(cx_builder_t *b, const char *line)
{
    char        text[512];
    cx_error_t  e;

    if (cx_builder_line(b, cx_strn(line, strlen(line)), &e) != CX_OK) {
        (void) cx_error_line(&e, text, sizeof(text));
        (void) printf("    %s\n", text);
        CHECK(0);
    }
}


static cx_builder_t *
begin(void)
{
    cx_error_t         e;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    conf.now_s = NOW - 1000;

    return cx_builder_create(&conf, &e);
}


static cx_catalog_t *
finish(cx_builder_t *b)
{
    cx_error_t     e;
    cx_catalog_t  *cat;

    CHECK(cx_builder_write(b, path, &e) == CX_OK);
    cx_builder_destroy(b);
    cat = cx_catalog_open(path, NULL, &e);

    if (cat == NULL) {
        exit(1);
    }

    return cat;
}


/* how many match; which ones, by the number in their id, in found */

static uint32_t
match(const cx_catalog_t *cat, const ask_t *a, uint8_t *found)
{
    uint32_t          n;
    cx_hit_t          hit;
    cx_arena_t        arena;
    cx_match_t       *m;
    cx_match_input_t  in;
    static char       mem[1 << 20];

    memset(&in, 0, sizeof(in));
    in.req = &a->req;
    in.now_s = a->now;
    cx_arena_init(&arena, mem, sizeof(mem));
    m = cx_match_begin(cat, &in, &arena);
    CHECK(m != NULL && cx_match_imp(m, &a->imp, NULL) == CX_OK);

    for (n = 0; cx_match_next(m, &hit) == CX_OK; n++) {
        if (found != NULL) {
            found[atoi((const char *) cx_catalog_str(hit.file,
                                                     hit.adgroup->id).data)]++;
        }
    }

    return n;
}


static cx_catalog_t *
one(const char *targeting, const char *window, int w, int h)
{
    char           text[1024];
    cx_builder_t  *b;

    b = begin();
    (void) snprintf(text, sizeof(text), "{\"type\":\"campaign\",\"id\":\"c\""
                    "%s}", window);
    add(b, text);
    (void) snprintf(text, sizeof(text), "{\"type\":\"adgroup\",\"id\":\"1\","
                    "\"campaign\":\"c\",\"bid\":1,\"targeting\":{%s}}",
                    targeting);
    add(b, text);
    (void) snprintf(text, sizeof(text), "{\"type\":\"creative\",\"id\":\"k\","
                    "\"adgroup\":\"1\",\"media\":\"banner\",\"w\":%d,"
                    "\"h\":%d,\"markup\":\"x\"}", w, h);
    add(b, text);

    return finish(b);
}


static void
versions_end_where_they_say(void)
{
    size_t         i;
    ask_t          a;
    cx_catalog_t  *cat;

    static const struct { const char *v; uint32_t n; }  cases[] = {
        { "", 0 }, { "x", 0 }, { "14", 0 }, { "14.1.9", 0 }, { "14.2", 1 },
        { "14.2.0.0", 1 }, { "15", 1 }, { "17.1.2", 1 }, { "17.1.2.9", 1 },
        { "17.1.3", 0 }, { "17.2", 0 }, { "18", 0 }, { "16_4", 1 },
        { "14.2 beta", 1 }, { "65536", 0 }, { "0", 0 }
    };

    ask_init(&a);
    cat = one("\"device\":{\"os_versions\":[{\"min\":\"14.2\","
              "\"max\":\"17.1.2\"}]}", "", 300, 250);

    for (i = 0; i < cx_nelts(cases); i++) {
        a.device.osv = cx_strn(cases[i].v, strlen(cases[i].v));

        if (match(cat, &a, NULL) != cases[i].n) {
            (void) printf("    \"%s\"\n", cases[i].v);
            CHECK(0);
        }
    }

    cx_catalog_close(cat);

    cat = one("\"device\":{\"os_versions\":[{\"max\":\"17.1.2.5\"}]}", "", 300,
              250);
    a.device.osv = cx_str("17.1.2.5");
    CHECK_INT(match(cat, &a, NULL), 1);
    a.device.osv = cx_str("17.1.2.6");
    CHECK_INT(match(cat, &a, NULL), 0);
    cx_catalog_close(cat);
}


static void
a_flight_ends_before_its_end(void)
{
    ask_t          a;
    int64_t        end;
    cx_catalog_t  *cat;

    ask_init(&a);
    cat = one("", ",\"start\":\"2026-10-01\",\"end\":\"2026-10-02\"", 300,
              250);
    end = cx_days_from_civil(2026, 10, 2) * 86400;

    a.now = end - 86401;
    CHECK_INT(match(cat, &a, NULL), 0);
    a.now = end - 86400;
    CHECK_INT(match(cat, &a, NULL), 1);
    a.now = end - 1;
    CHECK_INT(match(cat, &a, NULL), 1);
    a.now = end;
    CHECK_INT(match(cat, &a, NULL), 0);
    cx_catalog_close(cat);
}


static void
sizes_end_where_they_say(void)
{
    ask_t          a;
    cx_catalog_t  *cat;

    cat = one("", "", 300, 250);
    ask_init(&a);
    a.banner.w = 0;
    a.banner.h = 0;
    CHECK_INT(match(cat, &a, NULL), 0);

    a.banner.wmin = 300;
    a.banner.wmax = 300;
    a.banner.hmin = 250;
    a.banner.hmax = 250;
    CHECK_INT(match(cat, &a, NULL), 1);
    a.banner.wmin = 301;
    CHECK_INT(match(cat, &a, NULL), 0);
    a.banner.wmin = 0;
    a.banner.hmax = 249;
    CHECK_INT(match(cat, &a, NULL), 0);

    ask_init(&a);
    a.banner.format.n = 1;
    a.banner.format.v = &a.format;
    a.format.wratio = 12;
    a.format.hratio = 10;
    a.format.wmin = 300;
    CHECK_INT(match(cat, &a, NULL), 1);
    a.format.wmin = 301;
    CHECK_INT(match(cat, &a, NULL), 0);
    a.format.wmin = 0;
    a.format.hratio = 11;
    CHECK_INT(match(cat, &a, NULL), 0);
    cx_catalog_close(cat);
}


static void
circles_end_where_they_say(void)
{
    ask_t          a;
    cx_catalog_t  *cat;

    /* a degree of latitude is 111.195 km on this sphere */

    cat = one("\"geo\":{\"radius\":[{\"lat\":52,\"lon\":13,"
              "\"km\":111.196}]}", "", 300, 250);
    ask_init(&a);
    CHECK_INT(match(cat, &a, NULL), 0);
    a.geo.lat = 53;
    a.geo.lon = 13;
    CHECK_INT(match(cat, &a, NULL), 1);
    a.geo.lat = 53.0001;
    CHECK_INT(match(cat, &a, NULL), 0);
    a.geo.lat = 52;
    a.geo.lon = 13 + 1.624;
    CHECK_INT(match(cat, &a, NULL), 1);
    a.geo.lon = 13 + 1.625;
    CHECK_INT(match(cat, &a, NULL), 0);
    cx_catalog_close(cat);

    cat = one("\"geo\":{\"radius\":{\"exclude\":[{\"lat\":0,\"lon\":180,"
              "\"km\":200}]}}", "", 300, 250);
    ask_init(&a);
    CHECK_INT(match(cat, &a, NULL), 1);
    a.geo.lat = 0;
    a.geo.lon = -179;
    CHECK_INT(match(cat, &a, NULL), 0);
    a.geo.lon = -178;
    CHECK_INT(match(cat, &a, NULL), 1);
    cx_catalog_close(cat);
}


/* rare words of many ad groups: postings, and blocks that are passed over */

typedef struct { uint8_t inc[3], exc[3]; uint8_t ninc, nexc; }  words_t;

static words_t  words[GROUPS];


static void
put_words(char *text, size_t size, const char *name, const uint8_t *v,
    uint32_t n)
{
    size_t    len;
    uint32_t  i;

    len = (size_t) snprintf(text, size, "\"%s\":[", name);

    for (i = 0; i < n; i++) {
        len += (size_t) snprintf(text + len, size - len, "%s\"w%u\"",
                                 i ? "," : "", v[i]);
    }

    (void) snprintf(text + len, size - len, "]");
}


static cx_catalog_t *
many(uint64_t *seed, int everybody)
{
    char           inc[128], exc[128], text[512];
    uint32_t       i, k;
    words_t       *w;
    cx_builder_t  *b;

    b = begin();
    add(b, "{\"type\":\"campaign\",\"id\":\"c\"}");

    for (i = 0; i < GROUPS; i++) {
        w = &words[i];
        *seed = cx_hash_mix(*seed, i + 1);
        w->ninc = (uint8_t) (everybody ? 1 : *seed % 4 == 0);
        w->nexc = (uint8_t) (*seed / 4 % 4 == 0);

        /* the higher the number, the rarer */

        for (k = 0; k < 3; k++) {
            w->inc[k] = (uint8_t) __builtin_ctzll(*seed >> (8 + k * 8)
                                                  | 1ULL << 30);
            w->exc[k] = (uint8_t) __builtin_ctzll(*seed >> (32 + k * 8)
                                                  | 1ULL << 30);
        }

        put_words(inc, sizeof(inc), "include", w->inc, w->ninc * 3U);
        put_words(exc, sizeof(exc), "exclude", w->exc, w->nexc * 3U);
        (void) snprintf(text, sizeof(text), "{\"type\":\"adgroup\","
                        "\"id\":\"%u\",\"campaign\":\"c\",\"bid\":%u,"
                        "\"targeting\":{\"inventory\":{\"keywords\":{%s,%s}}}}",
                        i, 1 + (unsigned) (*seed >> 50), inc, exc);
        add(b, text);
        (void) snprintf(text, sizeof(text), "{\"type\":\"creative\","
                        "\"id\":\"k%u\",\"adgroup\":\"%u\",\"media\":"
                        "\"banner\",\"w\":300,\"h\":250,\"markup\":\"x\"}", i,
                        i);
        add(b, text);
    }

    return finish(b);
}


static int
has(const uint8_t *v, uint32_t n, uint64_t asked)
{
    uint32_t  i;

    for (i = 0; i < n; i++) {
        if (asked >> v[i] & 1) {
            return 1;
        }
    }

    return 0;
}


static void
rare_values_are_found_in_every_block(void)
{
    int              everybody, want, wrong;
    ask_t            a;
    uint32_t         i, k, total;
    uint64_t         seed, asked;
    cx_catalog_t    *cat;
    static uint8_t   found[GROUPS];
    static char      name[VALUES][8];

    seed = 7;
    total = 0;

    for (everybody = 0; everybody < 2; everybody++) {
        cat = many(&seed, everybody);

        for (k = 0; k < 200; k++) {
            seed = cx_hash_mix(seed, k + 1);
            asked = seed & (seed >> 7) & 0x7fffffff;
            ask_init(&a);
            a.site.kwarray.n = 0;

            for (i = 0; i < 31; i++) {
                if (asked >> i & 1) {
                    (void) snprintf(name[i], sizeof(name[i]), "w%u", i);
                    a.word[a.site.kwarray.n++]
                        = cx_strn(name[i], strlen(name[i]));
                }
            }

            memset(found, 0, sizeof(found));
            total += match(cat, &a, found);

            for (i = 0, wrong = 0; i < GROUPS; i++) {
                want = (words[i].ninc == 0 || has(words[i].inc, 3, asked))
                       && !(words[i].nexc && has(words[i].exc, 3, asked));
                wrong += found[i] != want;
            }

            CHECK_INT(wrong, 0);
        }

        cx_catalog_close(cat);
    }

    CHECK(total > 100000);
}


/* the first of a block counts, also when the blocks before are passed over */

static void
the_first_of_a_block_counts(void)
{
    char           text[512];
    ask_t          a;
    uint32_t       i;
    cx_builder_t  *b;
    cx_catalog_t  *cat;

    b = begin();
    add(b, "{\"type\":\"campaign\",\"id\":\"c\"}");

    for (i = 0; i < 4096; i++) {
        (void) snprintf(text, sizeof(text), "{\"type\":\"adgroup\","
                        "\"id\":\"%u\",\"campaign\":\"c\",\"bid\":%u,"
                        "\"targeting\":{\"geo\":{\"countries\":[\"%s\"]},"
                        "\"inventory\":{\"keywords\":[\"%s\"]}}}", i,
                        5000 - i, i / 512 % 2 ? "USA" : "FRA",
                        i % 512 == 0 || i == 5 ? "w" : "x");
        add(b, text);
        (void) snprintf(text, sizeof(text), "{\"type\":\"creative\","
                        "\"id\":\"k%u\",\"adgroup\":\"%u\",\"media\":"
                        "\"banner\",\"w\":300,\"h\":250,\"markup\":\"x\"}", i,
                        i);
        add(b, text);
    }

    cat = finish(b);
    ask_init(&a);
    a.geo.country = cx_str("USA");
    a.site.keywords = cx_str("w");
    CHECK_INT(match(cat, &a, NULL), 4);
    a.geo.country = cx_str("FRA");
    CHECK_INT(match(cat, &a, NULL), 5);
    cx_catalog_close(cat);
}


static const cx_test_t  tests[] = {
    TEST(versions_end_where_they_say),
    TEST(a_flight_ends_before_its_end),
    TEST(sizes_end_where_they_say),
    TEST(circles_end_where_they_say),
    TEST(rare_values_are_found_in_every_block),
    TEST(the_first_of_a_block_counts)
};


int
main(void)
{
    int  rc;

    (void) snprintf(path, sizeof(path), "/tmp/cx-edges-%d.cat",
                    (int) getpid());
    rc = cx_test_main(tests, cx_nelts(tests));
    (void) unlink(path);

    return rc;
}
