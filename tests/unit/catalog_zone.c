/* time zones: the C library's clock is the judge, hour by hour */

#include <time.h>
#include <unistd.h>

#include "core/catalog/build_zone.h"
#include "core/catalog/match.h"
#include "tests/unit/test.h"


#define NOW  1790000000


static char  path[64];


static cx_catalog_t *
with_schedule(const char *zone, const char *hours, int64_t now)
{
    char               text[1024];
    size_t             i;
    cx_error_t         e;
    cx_builder_t      *b;
    cx_catalog_t      *cat;
    cx_builder_conf_t  conf;

    const char  *lines[] = {
        "{\"type\":\"campaign\",\"id\":\"c\"}", text,
        "{\"type\":\"creative\",\"id\":\"k\",\"adgroup\":\"g\",\"media\":"
        "\"banner\",\"w\":300,\"h\":250,\"markup\":\"x\"}"
    };

    (void) snprintf(text, sizeof(text), "{\"type\":\"adgroup\",\"id\":\"g\","
                    "\"campaign\":\"c\",\"bid\":1,\"targeting\":{\"schedule\":"
                    "{\"time_zone\":\"%s\",\"hours\":%s}}}", zone, hours);

    memset(&conf, 0, sizeof(conf));
    conf.now_s = now;
    b = cx_builder_create(&conf, &e);

    for (i = 0; i < cx_nelts(lines); i++) {
        CHECK(cx_builder_line(b, cx_strn(lines[i], strlen(lines[i])), &e)
              == CX_OK);
    }

    CHECK(cx_builder_write(b, path, &e) == CX_OK);
    cx_builder_destroy(b);

    cat = cx_catalog_open(path, NULL, &e);
    CHECK(cat != NULL);

    return cat;
}


static int
shown_at(const cx_catalog_t *cat, int64_t now)
{
    cx_hit_t              hit;
    cx_arena_t            arena;
    cx_match_t           *m;
    cx_ortb_imp_t         imp;
    cx_match_input_t      in;
    cx_ortb_banner_t      banner;
    cx_openrtb_request_t  req;
    static char           mem[65536];

    memset(&in, 0, sizeof(in));
    memset(&imp, 0, sizeof(imp));
    memset(&req, 0, sizeof(req));
    memset(&banner, 0, sizeof(banner));
    imp.banner = &banner;
    banner.w = 300;
    banner.h = 250;
    in.req = &req;
    in.now_s = now;

    cx_arena_init(&arena, mem, sizeof(mem));
    m = cx_match_begin(cat, &in, &arena);

    return cx_match_imp(m, &imp, NULL) == CX_OK
           && cx_match_next(m, &hit) == CX_OK;
}


static int
hour_there(const char *zone, int64_t now)
{
    time_t     t;
    struct tm  tm;

    t = (time_t) now;
    (void) setenv("TZ", zone, 1);
    tzset();
    (void) localtime_r(&t, &tm);

    return (tm.tm_wday + 6) % 7 * 24 + tm.tm_hour;
}


/* Tuesday 22:00 to Wednesday 03:00, and Sunday 02:00 to 03:00 */

static void
schedules_follow_the_zone(void)
{
    int            want, h, wrong;
    size_t         i;
    int64_t        now, start;
    cx_catalog_t  *cat;

    static const char  *zones[] = {
        "Europe/Berlin", "America/New_York", "America/Sao_Paulo",
        "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca",
        "Europe/Dublin", "America/Nuuk", "Pacific/Apia", "UTC", "Asia/Gaza",
        "Etc/GMT+5", "America/Havana"
    };

    /* now, and in years of which only the rule at a file's end speaks */

    for (i = 0; i < 2 * cx_nelts(zones); i++) {
        const char  *zone = zones[i / 2];

        start = i % 2 ? 2226000000 : NOW;
        cat = with_schedule(zone, "[{\"days\":[\"tue\"],\"from\":22,"
                            "\"to\":3},{\"days\":[\"sun\"],\"from\":2,"
                            "\"to\":3}]", start);
        wrong = 0;

        /* closely for some 2 years, then sparsely for 9 */

        for (now = start; now < start + 9LL * 31556952; /* void */) {
            h = hour_there(zone, now);
            want = (h >= 46 && h < 51) || h == 6 * 24 + 2;

            if (shown_at(cat, now) != want && wrong++ < 3) {
                (void) printf("    %s at %lld, hour %d\n", zone,
                              (long long) now, h);
            }

            now += now < start + 2LL * 31556952 ? 900 * 7 : 3600 * 31;
        }

        CHECK_INT(wrong, 0);
        cx_catalog_close(cat);
    }
}


/* Berlin, 2026-10-25: at 01:00 UTC the clock goes from 03:00 back to 02:00 */

static void
the_hour_that_comes_twice_counts_twice(void)
{
    cx_catalog_t  *cat;

    cat = with_schedule("Europe/Berlin", "[{\"days\":[\"sun\"],\"from\":2,"
                        "\"to\":3}]", NOW);
    CHECK(!shown_at(cat, 1792886400 - 1));          /* 2026-10-24T24:00Z */
    CHECK(shown_at(cat, 1792886400));               /* 02:00 CEST */
    CHECK(shown_at(cat, 1792886400 + 3599));
    CHECK(shown_at(cat, 1792886400 + 3600));        /* 02:00 CET */
    CHECK(shown_at(cat, 1792886400 + 7199));
    CHECK(!shown_at(cat, 1792886400 + 7200));

    /* 2027-03-28: from 02:00 to 03:00 at once, so that hour is not */

    CHECK(!shown_at(cat, 1806195600 - 1));
    CHECK(!shown_at(cat, 1806195600));
    CHECK_INT(hour_there("Europe/Berlin", 1806195600 - 1), 6 * 24 + 1);
    CHECK_INT(hour_there("Europe/Berlin", 1806195600), 6 * 24 + 3);
    cx_catalog_close(cat);
}


static void
a_catalogue_built_on_the_day_is_right_too(void)
{
    cx_catalog_t  *cat;

    cat = with_schedule("Europe/Berlin", "{\"exclude\":[{\"days\":[\"sun\"],"
                        "\"from\":2,\"to\":3}]}", 1792886400 + 3600);
    CHECK(!shown_at(cat, 1792886400 + 3600));
    CHECK(shown_at(cat, 1792886400 + 7200));
    CHECK(shown_at(cat, 1792886400 - 1));
    cx_catalog_close(cat);
}


static cx_rc_t
parse(const char *text, cx_tz_rule_t *rule)
{
    return cx_tz_rule_parse(rule, cx_strn(text, strlen(text)));
}


static void
rules_are_read_as_posix_writes_them(void)
{
    int64_t       at[2];
    int32_t       offset[2];
    cx_tz_rule_t  r;

    CHECK(parse("CET-1CEST,M3.5.0,M10.5.0/3", &r) == CX_OK);
    cx_tz_rule_year(&r, 2026, at, offset);
    CHECK_INT(at[0], 1774746000);
    CHECK_INT(offset[0], 7200);
    CHECK_INT(at[1], 1792890000);
    CHECK_INT(offset[1], 3600);

    /* south of the equator the year begins in summer */

    CHECK(parse("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", &r) == CX_OK);
    cx_tz_rule_year(&r, 2027, at, offset);
    CHECK_INT(offset[0], 37800);
    CHECK_INT(offset[1], 39600);
    CHECK(at[0] < at[1]);

    CHECK(parse("AAA3BBB,J60/0,J300", &r) == CX_OK);
    cx_tz_rule_year(&r, 2028, at, offset);
    CHECK_INT(at[0], cx_days_from_civil(2028, 3, 1) * 86400 + 3 * 3600);
    CHECK(parse("AAA3BBB,59/0,299/-1:30", &r) == CX_OK);
    cx_tz_rule_year(&r, 2028, at, offset);
    CHECK_INT(at[0], cx_days_from_civil(2028, 2, 29) * 86400 + 3 * 3600);
    CHECK_INT(at[1], cx_days_from_civil(2028, 10, 26) * 86400 - 5400
                     + 2 * 3600);

    CHECK(parse("UTC0", &r) == CX_OK && !r.dst && r.std_offset == 0);
    CHECK(parse("", &r) == CX_ERROR);
    CHECK(parse("CE-1", &r) == CX_ERROR);
    CHECK(parse("CET", &r) == CX_ERROR);
    CHECK(parse("CET-1CEST", &r) == CX_ERROR);
    CHECK(parse("CET-1CEST,M3.5.0", &r) == CX_ERROR);
    CHECK(parse("CET-1CEST,M13.5.0,M10.5.0", &r) == CX_ERROR);
    CHECK(parse("CET-1CEST,M3.5.7,M10.5.0", &r) == CX_ERROR);
    CHECK(parse("CET-1CEST,M3.5.0,M10.5.0x", &r) == CX_ERROR);
    CHECK(parse("<CET-1", &r) == CX_ERROR);
    CHECK(parse("CET-999", &r) == CX_ERROR);
    CHECK(cx_tz_year(1792886400) == 2026);
    CHECK(cx_tz_year(0) == 1970);
}


static const cx_test_t  tests[] = {
    TEST(schedules_follow_the_zone),
    TEST(the_hour_that_comes_twice_counts_twice),
    TEST(a_catalogue_built_on_the_day_is_right_too),
    TEST(rules_are_read_as_posix_writes_them)
};


int
main(void)
{
    int  rc;

    (void) snprintf(path, sizeof(path), "/tmp/cx-zone-%d.cat",
                    (int) getpid());
    rc = cx_test_main(tests, cx_nelts(tests));
    (void) unlink(path);

    return rc;
}
