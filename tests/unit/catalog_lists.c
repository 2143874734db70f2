/* a list is made a table where it is long, which says the same */

#include <unistd.h>

#include "core/catalog/builder.h"
#include "core/catalog/match.h"
#include "tests/unit/test.h"


#define GROUPS  64
#define LONG    5000


static char                  path[64], mem[8 << 20];
static uint32_t              seed = 1;
static cx_arena_t            arena;
static cx_catalog_t         *cat;
static cx_openrtb_request_t  req;
static cx_ortb_imp_t         imp;


static uint32_t
draw(uint32_t n)
{
    seed = seed * 1103515245 + 12345;

    return (seed >> 8) % n;
}


static void
add(cx_builder_t *b, const char *line)
{
    cx_error_t  e;

    CHECK(cx_builder_line(b, cx_strn(line, strlen(line)), &e) == CX_OK);
}


/* of an ad group each: an owner, a seat, a duration and all of a segment */

static void
build(void)
{
    char               text[512];
    uint32_t           i;
    cx_error_t         e;
    cx_builder_t      *b;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    conf.now_s = 1;
    b = cx_builder_create(&conf, &e);

    for (i = 0; i < GROUPS; i++) {
        (void) snprintf(text, sizeof(text), "{\"type\":\"org\",\"id\":\"o%u\","
                        "\"seat\":\"Seat%u\"}", i, i);
        add(b, text);
        (void) snprintf(text, sizeof(text), "{\"type\":\"campaign\","
                        "\"id\":\"c%u\",\"org\":\"o%u\",\"adomain\":"
                        "[\"shop.brand-%u.example\"]}", i, i, i);
        add(b, text);
        (void) snprintf(text, sizeof(text), "{\"type\":\"adgroup\","
                        "\"id\":\"%u\",\"campaign\":\"c%u\",\"bid\":1,"
                        "\"targeting\":{\"inventory\":{\"deals\":[\"D\"]},"
                        "\"audience\":{\"segments\":{\"all\":"
                        "[\"s%u\",\"s%u\"]}}}}", i, i, i, i + 1);
        add(b, text);
        (void) snprintf(text, sizeof(text), "{\"type\":\"creative\","
                        "\"id\":\"k%u\",\"adgroup\":\"%u\","
                        "\"media\":\"video\",\"w\":640,\"h\":360,"
                        "\"landing_url\":\"https://x.example/\",\"video\":{"
                        "\"media_url\":\"https://c.example/a.mp4\","
                        "\"mime\":\"video/mp4\",\"duration\":%u}}",
                        i, i, i + 5);
        add(b, text);
    }

    CHECK(cx_builder_write(b, path, &e) == CX_OK);
    cx_builder_destroy(b);
    cat = cx_catalog_open(path, NULL, &e);
    CHECK(cat != NULL);
}


/* which ad groups come for the deal */

static cx_match_t *
walk(const cx_ortb_deal_t *deal, const cx_str_t *segment, uint32_t nsegment,
    uint8_t *found)
{
    cx_hit_t          hit;
    cx_match_t       *m;
    cx_match_deal_t   w;
    cx_match_input_t  in;

    memset(found, 0, GROUPS);
    memset(&in, 0, sizeof(in));
    in.req = &req;
    in.seed = 12345;
    in.segment = segment;
    in.nsegment = nsegment;

    cx_arena_init(&arena, mem, sizeof(mem));
    m = cx_match_begin(cat, &in, &arena);
    CHECK(m != NULL && cx_match_imp(m, &imp, NULL) == CX_OK);
    CHECK(cx_match_deal_begin(m, deal, &w) == CX_OK);

    while (cx_match_deal_next(m, &w, &hit) == CX_OK) {
        found[atoi((const char *) cx_catalog_str(hit.file,
                                                 hit.adgroup->id).data)]++;
    }

    CHECK(cx_match_deal_begin(m, deal, &w) == CX_OK);
    CHECK(w.sets == m->deals);

    return m;
}


static void
lists_of_deals_and_of_users(void)
{
    uint32_t              i, n;
    uint8_t               found[GROUPS];
    cx_match_t           *m;
    cx_ortb_pmp_t         pmp;
    cx_ortb_deal_t        deal;
    cx_ortb_video_t       video;
    static int32_t        exact[LONG];
    static cx_str_t       owner[LONG], seat[LONG], segment[LONG];
    static char           text[LONG][3][32];
    static const uint32_t sizes[] = { 1, 8, 9, 40, LONG };

    memset(&video, 0, sizeof(video));
    memset(&deal, 0, sizeof(deal));
    memset(&pmp, 0, sizeof(pmp));
    deal.id = cx_str("D");
    pmp.deals.n = 1;
    pmp.deals.v = &deal;
    imp.pmp = &pmp;
    imp.video = &video;
    deal.wadomain.v = owner;
    deal.wseat.v = seat;
    video.rqddurs.v = exact;

    for (i = 0; i < LONG; i++) {
        (void) snprintf(text[i][0], 32, i % 2 ? "https://WWW.Brand-%u.example/"
                                              : "shop.brand-%u.example", i * 2);
        (void) snprintf(text[i][1], 32, "sEAT%u", i * 3);
        (void) snprintf(text[i][2], 32, "s%u", i);
        owner[i] = cx_strn(text[i][0], strlen(text[i][0]));
        seat[i] = cx_strn(text[i][1], strlen(text[i][1]));
        segment[i] = cx_strn(text[i][2], strlen(text[i][2]));
        exact[i] = (int32_t) i * 2 + 5;
    }

    for (n = 0; n < cx_nelts(sizes); n++) {
        deal.wadomain.n = sizes[n];
        deal.wseat.n = 0;
        video.rqddurs.n = 0;
        m = walk(&deal, segment, LONG, found);
        CHECK(m->deals->hosts.n == sizes[n]);
        CHECK(m->plan[0].named.slot != NULL);

        for (i = 0; i < GROUPS; i++) {
            CHECK_INT(found[i], i % 2 == 0 && i / 2 < sizes[n]);
        }

        deal.wadomain.n = 0;
        deal.wseat.n = sizes[n];
        m = walk(&deal, segment, LONG, found);
        CHECK(m->deals->seats.n == sizes[n]);

        for (i = 0; i < GROUPS; i++) {
            CHECK_INT(found[i], i % 3 == 0 && i / 3 < sizes[n]);
        }

        deal.wseat.n = 0;
        video.rqddurs.n = sizes[n];
        m = walk(&deal, segment, LONG, found);
        CHECK((m->asked[CX_ASKED_VIDEO].seconds != NULL)
              == (sizes[n] > CX_LIST_SHORT));

        for (i = 0; i < GROUPS; i++) {
            CHECK_INT(found[i], i % 2 == 0 && i / 2 < sizes[n]);
        }

        video.rqddurs.n = 0;
        m = walk(&deal, segment, sizes[n], found);
        CHECK((m->plan[0].named.slot != NULL) == (sizes[n] > CX_LIST_SHORT));

        for (i = 0; i < GROUPS; i++) {
            CHECK_INT(found[i], i + 1 < sizes[n]);
        }
    }
}


static void
formats(void)
{
    int32_t            w, h;
    uint32_t           i, r, fits;
    cx_sizes_t         sizes;
    cx_ortb_banner_t   banner;
    cx_ortb_format_t   format[40];

    memset(&banner, 0, sizeof(banner));
    banner.format.v = format;
    fits = 0;

    for (r = 0; r < 2000; r++) {
        memset(format, 0, sizeof(format));
        banner.format.n = r % 41;

        for (i = 0; i < banner.format.n; i++) {
            if (draw(2)) {
                format[i].w = (int32_t) draw(30);
                format[i].h = (int32_t) draw(30);

            } else {
                format[i].wratio = (int32_t) draw(40);
                format[i].hratio = (int32_t) draw(40);
                format[i].wmin = (int32_t) draw(30);
            }
        }

        cx_arena_init(&arena, mem, sizeof(mem));
        CHECK(cx_sizes_make(&sizes, &banner, 12345, &arena) == CX_OK);
        CHECK((sizes.slot != NULL) == (banner.format.n > CX_LIST_SHORT));

        for (i = 0; i < 200; i++) {
            w = (int32_t) draw(33);
            h = (int32_t) draw(33);
            CHECK_INT(cx_sizes_ok(&sizes, w, h),
                      cx_banner_size_ok(&banner, w, h));
            fits += (uint32_t) cx_sizes_ok(&sizes, w, h);
        }
    }

    CHECK(fits > 1000);
}


static const cx_test_t  tests[] = {
    TEST(lists_of_deals_and_of_users),
    TEST(formats)
};


int
main(void)
{
    int  rc;

    (void) snprintf(path, sizeof(path), "/tmp/cx-lists-%d.cat",
                    (int) getpid());
    build();
    rc = cx_test_main(tests, cx_nelts(tests));
    cx_catalog_close(cat);
    (void) unlink(path);

    return rc;
}
