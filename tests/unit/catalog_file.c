/* the file: what it keeps from build to build, and what it never accepts */

#include <stdarg.h>
#include <unistd.h>

#include "core/catalog/builder.h"
#include "core/catalog/layout.h"
#include "core/catalog/match.h"
#include "tests/unit/test.h"


#define NOW   1790000000
#define LIFE  1000


static char  dir[64];


static const char *
at(const char *name)
{
    static char      path[4][128];
    static unsigned  n;

    n = (n + 1) % 4;
    (void) snprintf(path[n], sizeof(path[n]), "%s/%s", dir, name);

    return path[n];
}


typedef struct {
    const char  *base;
    const char  *previous;
    const char  *previous_overlay;
    int64_t      now;
} from_t;


static cx_rc_t
build(const char *path, from_t from, cx_error_t *e, const char *const *lines)
{
    cx_rc_t            rc;
    cx_builder_t      *b;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    memset(e, 0, sizeof(*e));
    conf.base = from.base;
    conf.previous = from.previous;
    conf.previous_overlay = from.previous_overlay;
    conf.now_s = from.now ? from.now : NOW;
    conf.token_life_s = LIFE;
    conf.feature_layout = 7;

    b = cx_builder_create(&conf, e);

    if (b == NULL) {
        return CX_ERROR;
    }

    for (rc = CX_OK; *lines != NULL && rc == CX_OK; lines++) {
        rc = cx_builder_line(b, cx_strn(*lines, strlen(*lines)), e);
    }

    if (rc == CX_OK) {
        rc = cx_builder_write(b, path, e);
    }

    cx_builder_destroy(b);

    if (rc != CX_OK) {
        char  line[512];

        (void) cx_error_line(e, line, sizeof(line));
        (void) printf("    %s\n", line);
    }

    return rc;
}

#define BUILD(path, from, ...)                                                \
    build(path, from, &e, (const char *const[]) { __VA_ARGS__, NULL })

#define CAMPAIGN(id)  "{\"type\":\"campaign\",\"id\":\"" id "\"}"
#define ADGROUP(id, c, bid)                                                   \
    "{\"type\":\"adgroup\",\"id\":\"" id "\",\"campaign\":\"" c               \
    "\",\"bid\":" bid "}"
#define CREATIVE(id, g)                                                       \
    "{\"type\":\"creative\",\"id\":\"" id "\",\"adgroup\":\"" g               \
    "\",\"media\":\"banner\",\"w\":300,\"h\":250,"                            \
    "\"image_url\":\"https://a.example/i\","                                  \
    "\"landing_url\":\"https://a.example/" id "\"}"

#define ONE(c, g, k)  CAMPAIGN(c), ADGROUP(g, c, "1"), CREATIVE(k, g)


static int
slot_of(const cx_catalog_t *cat, const char *id)
{
    uint32_t                  f, i, n;
    const cx_catalog_file_t  *files[2];

    n = cx_catalog_files(cat, files);

    for (f = n; f-- > 0; /* void */) {
        for (i = 0; i < files[f]->n_ADGROUPS; i++) {
            if (cx_str_eq(cx_catalog_str(files[f],
                                         files[f]->s_ADGROUPS[i].id),
                          cx_strn(id, strlen(id))))
            {
                return (int) files[f]->s_ADGROUPS[i].slot;
            }
        }

        for (i = 0; i < files[f]->n_CAMPAIGNS; i++) {
            if (cx_str_eq(cx_catalog_str(files[f],
                                         files[f]->s_CAMPAIGNS[i].id),
                          cx_strn(id, strlen(id))))
            {
                return (int) files[f]->s_CAMPAIGNS[i].slot;
            }
        }
    }

    return -1;
}


static int
slot_in(const char *base, const char *overlay, const char *id)
{
    int            slot;
    cx_error_t     e;
    cx_catalog_t  *cat;

    cat = cx_catalog_open(base, overlay, &e);

    if (cat == NULL) {
        return -2;
    }

    slot = slot_of(cat, id);
    cx_catalog_close(cat);

    return slot;
}


static void
slots_last(void)
{
    int         a, g, c;
    cx_error_t  e;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    a = slot_in(at("1"), NULL, "a");
    g = slot_in(at("1"), NULL, "ga");
    CHECK(a >= 0 && g >= 0 && a != g);

    /* in another order, beside others, without b */

    CHECK(BUILD(at("2"), ((from_t) { .previous = at("1"), .now = NOW + 10 }),
                ONE("c", "gc", "kc"), ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK_INT(slot_in(at("2"), NULL, "a"), a);
    CHECK_INT(slot_in(at("2"), NULL, "ga"), g);

    c = slot_in(at("2"), NULL, "c");
    CHECK(c != slot_in(at("1"), NULL, "b"));
    CHECK(c != slot_in(at("1"), NULL, "gb"));

    /* b comes back while it is remembered: the same slots */

    CHECK(BUILD(at("3"), ((from_t) { .previous = at("2"), .now = NOW + 20 }),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK_INT(slot_in(at("3"), NULL, "b"), slot_in(at("1"), NULL, "b"));
    CHECK_INT(slot_in(at("3"), NULL, "gb"), slot_in(at("1"), NULL, "gb"));
}


static void
slots_are_given_away_only_when_no_token_lives(void)
{
    int         b, d;
    cx_error_t  e;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    b = slot_in(at("1"), NULL, "b");

    CHECK(BUILD(at("2"), ((from_t) { .previous = at("1") }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK(BUILD(at("3"), ((from_t) { .previous = at("2"),
                                     .now = NOW + LIFE - 1 }),
                ONE("a", "ga", "ka"), ONE("d", "gd", "kd"))
          == CX_OK);
    d = slot_in(at("3"), NULL, "d");
    CHECK(d != b && d != slot_in(at("1"), NULL, "gb"));

    CHECK(BUILD(at("4"), ((from_t) { .previous = at("2"),
                                     .now = NOW + LIFE }),
                ONE("a", "ga", "ka"), ONE("d", "gd", "kd"))
          == CX_OK);
    d = slot_in(at("4"), NULL, "d");
    CHECK(d == b || d == slot_in(at("1"), NULL, "gb"));
}


static void
what_is_paused_keeps_its_slot(void)
{
    cx_error_t  e;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka")) == CX_OK);
    CHECK(BUILD(at("2"), ((from_t) { .previous = at("1"),
                                     .now = NOW + 10 * LIFE }),
                "{\"type\":\"campaign\",\"id\":\"a\",\"state\":\"paused\"}",
                ADGROUP("ga", "a", "1"), CREATIVE("ka", "ga"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK_INT(slot_in(at("2"), NULL, "a"), -1);
    CHECK(slot_in(at("2"), NULL, "gb") != slot_in(at("1"), NULL, "ga"));

    CHECK(BUILD(at("3"), ((from_t) { .previous = at("2"),
                                     .now = NOW + 10 * LIFE + 1 }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK_INT(slot_in(at("3"), NULL, "a"), slot_in(at("1"), NULL, "a"));
    CHECK_INT(slot_in(at("3"), NULL, "ga"), slot_in(at("1"), NULL, "ga"));
}


static void
overlays_take_slots_that_the_base_has_not(void)
{
    int         d;
    cx_error_t  e;

    CHECK(BUILD(at("b"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK(BUILD(at("o"), ((from_t) { .base = at("b") }),
                ONE("d", "gd", "kd"), ONE("a", "ga", "ka2"))
          == CX_OK);
    CHECK_INT(slot_in(at("b"), at("o"), "ga"), slot_in(at("b"), NULL, "ga"));

    d = slot_in(at("b"), at("o"), "gd");
    CHECK(d >= 0 && d != slot_in(at("b"), NULL, "gb")
          && d != slot_in(at("b"), NULL, "ga"));

    /* the next overlay, and the base that takes both in, keep it */

    CHECK(BUILD(at("o2"), ((from_t) { .base = at("b"),
                                      .previous_overlay = at("o") }),
                ONE("e", "ge", "ke"), ONE("d", "gd", "kd"))
          == CX_OK);
    CHECK_INT(slot_in(at("b"), at("o2"), "gd"), d);
    CHECK(slot_in(at("b"), at("o2"), "ge") != d);

    CHECK(BUILD(at("b2"), ((from_t) { .previous = at("b"),
                                      .previous_overlay = at("o2") }),
                ONE("d", "gd", "kd"), ONE("e", "ge", "ke"))
          == CX_OK);
    CHECK_INT(slot_in(at("b2"), NULL, "gd"), d);
    CHECK_INT(slot_in(at("b2"), NULL, "ge"), slot_in(at("b"), at("o2"), "ge"));
}


static int
lands(const char *base, const char *overlay, const char *id, const char *url)
{
    int            ok;
    cx_str_t       s;
    cx_error_t     e;
    cx_catalog_t  *cat;

    cat = cx_catalog_open(base, overlay, &e);

    if (cat == NULL) {
        return -1;
    }

    ok = cx_catalog_landing(cat, cx_strn(id, strlen(id)), &s) == CX_OK
         && s.len == strlen(url) && memcmp(s.data, url, s.len) == 0;

    cx_catalog_close(cat);

    return ok;
}


static void
landing_pages_outlive_their_creatives(void)
{
    cx_error_t  e;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK(lands(at("1"), NULL, "ka", "https://a.example/ka"));
    CHECK(!lands(at("1"), NULL, "nobody", ""));

    CHECK(BUILD(at("2"), ((from_t) { .previous = at("1") }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK(lands(at("2"), NULL, "kb", "https://a.example/kb"));

    CHECK(BUILD(at("3"), ((from_t) { .previous = at("2"),
                                     .now = NOW + LIFE - 1 }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK(lands(at("3"), NULL, "kb", "https://a.example/kb"));

    CHECK(BUILD(at("4"), ((from_t) { .previous = at("2"),
                                     .now = NOW + LIFE }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK(!lands(at("4"), NULL, "kb", "https://a.example/kb"));

    /* the overlay's page first, what it hides still has its own */

    CHECK(BUILD(at("o"), ((from_t) { .base = at("1") }),
                CAMPAIGN("a"), ADGROUP("ga", "a", "1"), CREATIVE("kn", "ga"))
          == CX_OK);
    CHECK(lands(at("1"), at("o"), "kn", "https://a.example/kn"));
    CHECK(lands(at("1"), at("o"), "ka", "https://a.example/ka"));
}


static uint8_t *
slurp(const char *path, size_t *n)
{
    FILE     *f;
    uint8_t  *data;

    *n = 0;
    f = fopen(path, "rb");
    data = malloc(1 << 20);

    if (f == NULL || data == NULL) {
        exit(1);
    }

    *n = fread(data, 1, 1 << 20, f);
    (void) fclose(f);

    return data;
}


/* one of everything, so that every section holds something */

static const char *const  rich[] = {
    "{\"type\":\"org\",\"id\":\"o\",\"seat\":\"s\"}",
    "{\"type\":\"campaign\",\"id\":\"c\",\"org\":\"o\",\"adomain\":[\"a.b\"],"
    "\"cat\":[\"IAB1-2\"],\"end\":\"2030-01-01\"}",
    "{\"type\":\"campaign\",\"id\":\"p\",\"org\":\"o\",\"state\":\"paused\"}",
    "{\"type\":\"adgroup\",\"id\":\"g1\",\"campaign\":\"c\",\"bid\":2,"
    "\"targeting\":{\"geo\":{\"countries\":[\"USA\"],\"radius\":"
    "[{\"lat\":1,\"lon\":2,\"km\":3}]},\"device\":{\"os_versions\":"
    "[{\"os\":\"ios\",\"min\":\"14\"}],\"screens\":[{\"w_min\":3}]},"
    "\"audience\":{\"segments\":{\"any\":[\"x\"],\"all\":[\"y\",\"z\"],"
    "\"none\":[\"n\"]}},\"custom\":{\"all\":[\"k=v\"]},"
    "\"schedule\":{\"time_zone\":\"Europe/Berlin\",\"hours\":[{\"from\":3}]},"
    "\"inventory\":{\"deals\":[\"d\"],\"domains\":[\"a.b\"]}}}",
    "{\"type\":\"adgroup\",\"id\":\"g2\",\"campaign\":\"c\",\"bid\":1,"
    "\"targeting\":{\"inventory\":{\"domains\":{\"exclude\":"
    "[{\"list\":\"l\"}]}}}}",
    CREATIVE("k1", "g1"), CREATIVE("k2", "g2"),
    "{\"type\":\"creative\",\"id\":\"k3\",\"adgroup\":\"g2\","
    "\"media\":\"native\",\"landing_url\":\"https://l.example/\","
    "\"native\":{\"title\":\"t\",\"images\":[{\"type\":3,"
    "\"url\":\"https://i.example/\",\"w\":10,\"h\":10}],"
    "\"data\":[{\"type\":1,\"value\":\"v\"}],"
    "\"imptrackers\":[\"https://t.example/\"]},"
    "\"video\":{\"media_url\":\"https://v.example/\",\"mime\":\"video/mp4\","
    "\"duration\":5}}",
    "{\"type\":\"creative\",\"id\":\"k4\",\"adgroup\":\"g2\","
    "\"media\":\"banner\",\"w\":1,\"h\":2,\"markup\":\"<a>\","
    "\"variants\":[{\"name\":\"v\",\"markup\":\"<b>\"}]}",
    "{\"type\":\"creative\",\"id\":\"k5\",\"adgroup\":\"g2\","
    "\"media\":\"audio\",\"landing_url\":\"https://l.example/\","
    "\"audio\":{\"media_url\":\"https://v.example/\","
    "\"mime\":\"audio/mpeg\",\"duration\":5}}"
};

static const char  *lines[64];
static char        *list;


static void
rich_lines(void)
{
    size_t  i, n;

    if (list == NULL) {
        list = malloc(16384);
        n = (size_t) snprintf(list, 16384, "{\"type\":\"list\",\"id\":\"l\","
                              "\"kind\":\"domains\",\"values\":[\"z.z\"");

        for (i = 0; i < 260; i++) {
            n += (size_t) snprintf(list + n, 16384 - n, ",\"d%zu.z\"", i);
        }

        (void) snprintf(list + n, 16384 - n, "]}");
    }

    for (i = 0; i < cx_nelts(rich); i++) {
        lines[i] = rich[i];
    }

    lines[i++] = list;
    lines[i] = NULL;
}


static void
the_same_lines_make_the_same_bytes(void)
{
    size_t      n1, n2;
    uint8_t    *a, *b;
    cx_error_t  e;

    rich_lines();
    CHECK(build(at("1"), (from_t) { 0 }, &e, lines) == CX_OK);
    CHECK(build(at("2"), (from_t) { 0 }, &e, lines) == CX_OK);

    a = slurp(at("1"), &n1);
    b = slurp(at("2"), &n2);
    CHECK_INT(n1, n2);
    CHECK(memcmp(a, b, n1) == 0);

    free(a);
    free(b);
}


/* a few requests over whatever was let in: nothing may be read beside it */

static void
use(const cx_catalog_t *cat)
{
    uint32_t              f, i, k, n;
    cx_hit_t              hit;
    cx_str_t              segment[2], url;
    cx_arena_t            arena;
    cx_match_t           *m;
    cx_ortb_imp_t         imp;
    cx_ortb_geo_t         geo;
    cx_ortb_site_t        site;
    cx_ortb_video_t       video;
    cx_ortb_device_t      device;
    cx_ortb_banner_t      banner;
    cx_match_input_t      in;
    cx_openrtb_request_t  req;
    cx_catalog_info_t     info;
    const cx_catalog_file_t  *files[2];
    static char           mem[1 << 18];

    memset(&req, 0, sizeof(req));
    memset(&imp, 0, sizeof(imp));
    memset(&geo, 0, sizeof(geo));
    memset(&site, 0, sizeof(site));
    memset(&video, 0, sizeof(video));
    memset(&device, 0, sizeof(device));
    memset(&banner, 0, sizeof(banner));
    memset(&in, 0, sizeof(in));

    req.r.device = &device;
    req.r.site = &site;
    device.geo = &geo;
    device.os = cx_str("iOS");
    device.osv = cx_str("15");
    device.w = 5;
    device.h = 5;
    geo.country = cx_str("USA");
    site.cattax = 1;
    site.domain = cx_str("a.b");
    site.keywords = cx_str("k=v");
    imp.banner = &banner;
    imp.video = &video;
    banner.wmin = 1;
    banner.hmin = 1;
    segment[0] = cx_str("y");
    segment[1] = cx_str("z");
    in.req = &req;
    in.segment = segment;
    in.nsegment = 2;
    in.now_s = NOW;

    cx_arena_init(&arena, mem, sizeof(mem));
    cx_catalog_info(cat, &info);
    (void) cx_catalog_landing(cat, cx_str("k1"), &url);
    m = cx_match_begin(cat, &in, &arena);

    if (m == NULL || cx_match_imp(m, &imp, NULL) != CX_OK) {
        return;
    }

    for (k = 0; k < 100 && cx_match_next(m, &hit) == CX_OK; k++) {
        CHECK(hit.nfits > 0);
    }

    n = cx_catalog_files(cat, files);

    for (f = 0; f < n; f++) {
        for (i = 0; i < files[f]->n_ADGROUPS; i++) {
            (void) cx_match_why(m, files[f], i);
        }

        for (i = 0; i < files[f]->n_NATIVES; i++) {
            (void) cx_catalog_native(files[f], i, &arena);
        }
    }
}


static void
a_file_with_a_wrong_bit_is_refused(void)
{
    size_t         i, n;
    unsigned       k;
    uint8_t       *data;
    cx_error_t     e;
    cx_catalog_t  *cat;

    rich_lines();
    CHECK(build(at("1"), (from_t) { 0 }, &e, lines) == CX_OK);
    data = slurp(at("1"), &n);

    for (i = 0; i < n; i++) {
        k = 1U << i % 8;
        data[i] ^= (uint8_t) k;
        cat = cx_catalog_load(data, n, NULL, 0, &e);
        CHECK(cat == NULL);
        data[i] ^= (uint8_t) k;
    }

    cat = cx_catalog_load(data, n, NULL, 0, &e);
    CHECK(cat != NULL);
    cx_catalog_close(cat);
    free(data);
}


static void
a_file_that_is_cut_is_refused(void)
{
    size_t           i, n;
    uint8_t         *data, *copy;
    cx_error_t       e;
    cx_cat_header_t *h;

    rich_lines();
    CHECK(build(at("1"), (from_t) { 0 }, &e, lines) == CX_OK);
    data = slurp(at("1"), &n);

    for (i = 0; i < n; i++) {
        copy = malloc(i + 1);
        memcpy(copy, data, i);
        CHECK(cx_catalog_load(copy, i, NULL, 0, &e) == NULL);

        /* and where size and checksum say that it is whole */

        if (i >= sizeof(cx_cat_header_t)) {
            h = (cx_cat_header_t *) copy;
            h->size = i;
            h->checksum = cx_cat_checksum(copy, i);
            CHECK(cx_catalog_load(copy, i, NULL, 0, &e) == NULL);
            CHECK_INT(e.code, CX_E_FILE_BOUNDS);
        }

        free(copy);
    }

    free(data);
}


/* the checksum made right again: what is left are the checks of structure */

static void
no_byte_leads_out_of_the_file(void)
{
    size_t           i, n, refused;
    unsigned         k;
    uint8_t         *data, *copy;
    cx_error_t       e;
    cx_catalog_t    *cat;
    cx_cat_header_t *h;
    static const uint8_t  flips[] = { 0x01, 0x80, 0xff };

    rich_lines();
    CHECK(build(at("1"), (from_t) { 0 }, &e, lines) == CX_OK);
    data = slurp(at("1"), &n);
    refused = 0;

    for (i = 0; i < n; i++) {
        for (k = 0; k < cx_nelts(flips); k++) {
            copy = malloc(n);
            memcpy(copy, data, n);
            copy[i] ^= flips[k];
            h = (cx_cat_header_t *) copy;
            h->checksum = cx_cat_checksum(copy, n);
            cat = cx_catalog_load(copy, n, NULL, 0, &e);

            if (cat == NULL) {
                refused++;

            } else {
                use(cat);
                cx_catalog_close(cat);
            }

            free(copy);
        }
    }

    /* strings, numbers and bits may be others; references may not */

    CHECK(refused > n / 4);
    free(data);
}


static void
an_overlay_belongs_to_its_base(void)
{
    cx_error_t         e;
    cx_catalog_t      *cat;
    cx_catalog_info_t  info;

    CHECK(BUILD(at("b1"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK(BUILD(at("b2"), ((from_t) { 0 }), ONE("c", "gc", "kc")) == CX_OK);
    CHECK(BUILD(at("o1"), ((from_t) { .base = at("b1") }),
                "{\"type\":\"campaign\",\"id\":\"a\",\"deleted\":true}",
                ONE("n", "gn", "kn"))
          == CX_OK);

    CHECK(cx_catalog_open(at("b2"), at("o1"), &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_FORMAT);
    CHECK(cx_catalog_open(at("o1"), NULL, &e) == NULL);
    CHECK(cx_catalog_open(at("b1"), at("b2"), &e) == NULL);

    cat = cx_catalog_open(at("b1"), at("o1"), &e);
    CHECK(cat != NULL);
    cx_catalog_info(cat, &info);
    CHECK_INT(info.campaigns, 2);
    CHECK_INT(info.adgroups, 2);
    CHECK_INT(info.creatives, 2);
    CHECK_INT(info.orgs, 1);
    CHECK_INT(info.feature_layout, 7);
    CHECK(info.version > NOW);
    CHECK_INT(slot_of(cat, "ga"), slot_in(at("b1"), NULL, "ga"));
    CHECK(cx_catalog_current(cat, at("b1"), at("o1")) == CX_OK);
    CHECK(cx_catalog_current(cat, at("b1"), NULL) == CX_DECLINED);
    CHECK(cx_catalog_current(cat, at("b2"), at("o1")) == CX_DECLINED);
    cx_catalog_close(cat);

    cat = cx_catalog_open(at("b1"), NULL, &e);
    CHECK(cx_catalog_current(cat, at("b1"), at("none")) == CX_OK);
    CHECK(cx_catalog_current(cat, at("b1"), at("o1")) == CX_DECLINED);
    cx_catalog_close(cat);
}


static void
an_empty_catalogue_is_one(void)
{
    cx_error_t         e;
    cx_catalog_t      *cat;
    cx_catalog_info_t  info;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), "") == CX_OK);
    cat = cx_catalog_open(at("1"), NULL, &e);
    CHECK(cat != NULL);
    cx_catalog_info(cat, &info);
    CHECK_INT(info.adgroups, 0);
    use(cat);
    cx_catalog_close(cat);
}


static const cx_test_t  tests[] = {
    TEST(slots_last),
    TEST(slots_are_given_away_only_when_no_token_lives),
    TEST(what_is_paused_keeps_its_slot),
    TEST(overlays_take_slots_that_the_base_has_not),
    TEST(landing_pages_outlive_their_creatives),
    TEST(the_same_lines_make_the_same_bytes),
    TEST(a_file_with_a_wrong_bit_is_refused),
    TEST(a_file_that_is_cut_is_refused),
    TEST(no_byte_leads_out_of_the_file),
    TEST(an_overlay_belongs_to_its_base),
    TEST(an_empty_catalogue_is_one)
};


int
main(void)
{
    int   rc;
    char  command[128];

    (void) snprintf(dir, sizeof(dir), "/tmp/cx-catalog-XXXXXX");

    if (mkdtemp(dir) == NULL) {
        return 1;
    }

    rc = cx_test_main(tests, cx_nelts(tests));

    free(list);
    (void) snprintf(command, sizeof(command), "rm -rf %s", dir);

    return rc | (system(command) != 0);
}
