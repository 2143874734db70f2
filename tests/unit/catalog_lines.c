/* the lines: what they mean, what is wrong with them, and where */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <unistd.h>

#include "core/catalog/builder.h"
#include "core/catalog/layout.h"
#include "tests/unit/test.h"


#define NOW  1790000000


static char  path[64];


static cx_rc_t
build(const char *const *line, int write, cx_error_t *e)
{
    cx_rc_t            rc;
    cx_builder_t      *b;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    memset(e, 0, sizeof(*e));
    conf.now_s = NOW;

    b = cx_builder_create(&conf, e);

    for (rc = CX_OK; *line != NULL && rc == CX_OK; line++) {
        rc = cx_builder_line(b, cx_strn(*line, strlen(*line)), e);
    }

    if (rc == CX_OK && write) {
        rc = cx_builder_write(b, path, e);
    }

    cx_builder_destroy(b);

    return rc;
}


static void
refused(const char *line, cx_errcode_t code, const char *field,
    const char *allowed)
{
    cx_error_t  e;
    const char *const  lines[] = { line, NULL };

    CHECK(build(lines, 0, &e) == CX_ERROR);

    if (e.code != code || strcmp(e.field, field) != 0
        || strstr(e.allowed, allowed) == NULL)
    {
        CHECK_STR(cx_strn(e.field, strlen(e.field)), field);
        (void) printf("    %s: %s: %s (%s)\n    in %s\n",
                      cx_error_name(e.code), e.field, e.fault, e.allowed,
                      line);
        CHECK(0);
    }
}


#define ADGROUP(rest)                                                         \
    "{\"type\":\"adgroup\",\"id\":\"g\",\"campaign\":\"c\",\"bid\":1" rest "}"
#define TARGET(rest)    ADGROUP(",\"targeting\":{" rest "}")
#define CREATIVE(rest)                                                        \
    "{\"type\":\"creative\",\"id\":\"k\",\"adgroup\":\"g\"" rest "}"


static void
errors_name_the_line_and_the_field(void)
{
    refused("{", CX_E_JSON_SYNTAX, "line 1", "JSON");
    refused("[]", CX_E_FIELD_TYPE, "line 1", "object");
    refused("{}", CX_E_FIELD_MISSING, "line 1: type", "");
    refused("{\"type\":\"x\"}", CX_E_FIELD_VALUE, "line 1: type",
            "campaign, adgroup, creative, list, org");
    refused("{\"type\":\"campaign\"}", CX_E_FIELD_MISSING, "line 1: id", "");
    refused("{\"type\":\"campaign\",\"id\":7}", CX_E_FIELD_TYPE,
            "line 1: id", "a string");
    refused("{\"type\":\"campaign\",\"id\":\"\"}", CX_E_FIELD_VALUE,
            "line 1: id", "1 to 128");
    refused("{\"type\":\"campaign\",\"id\":\"a\\\"b\"}", CX_E_FIELD_VALUE,
            "line 1: id", "no \"");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"ID\":1}",
            CX_E_FIELD_UNKNOWN, "line 1: ID", "id, org, name");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"id\":\"b\"}",
            CX_E_JSON_DUPLICATE, "line 1: id", "once");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"state\":\"on\"}",
            CX_E_FIELD_VALUE, "line 1: state", "live");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"currency\":\"usd\"}",
            CX_E_FIELD_VALUE, "line 1: currency", "USD");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"deleted\":true}",
            CX_E_FIELD_CONFLICT, "line 1: deleted", "overlay");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"start\":\"2026-02-30\"}",
            CX_E_FIELD_VALUE, "line 1: start", "2026-05-01");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"start\":\"2026-02-03\","
            "\"end\":\"2026-02-03\"}", CX_E_FIELD_CONFLICT, "line 1: end",
            "later than start");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"adomain\":"
            "[\"a.b\",\"http://c.d\"]}", CX_E_FIELD_VALUE,
            "line 1: adomain[1]", "a domain");
    refused("{\"type\":\"campaign\",\"id\":\"a\",\"adomain\":[\"..\"]}",
            CX_E_FIELD_VALUE, "line 1: adomain[0]", "a domain");
}


static void
money_is_exact(void)
{
    refused("{\"type\":\"adgroup\",\"id\":\"g\",\"campaign\":\"c\"}",
            CX_E_FIELD_MISSING, "line 1: bid", "");
    refused(ADGROUP(",\"max_cpm\":-1"), CX_E_FIELD_VALUE,
            "line 1: max_cpm", "more than 0, up to 1000000000");
    refused(ADGROUP(",\"max_cpm\":\"1,5\""), CX_E_FIELD_VALUE,
            "line 1: max_cpm", "decimal");
    refused(ADGROUP(",\"max_cpm\":0.0000001"), CX_E_FIELD_VALUE,
            "line 1: max_cpm", "more than 0");
    refused(ADGROUP(",\"max_cpm\":true"), CX_E_FIELD_TYPE,
            "line 1: max_cpm", "decimal");
    refused(ADGROUP(",\"prior\":1.5"), CX_E_FIELD_VALUE, "line 1: prior",
            "0 to 1");
    refused(ADGROUP(",\"goal\":\"cpx\""), CX_E_FIELD_VALUE, "line 1: goal",
            "cpm, cpc, cpa, cpcv");
    refused(ADGROUP(",\"exp\":1.5"), CX_E_FIELD_VALUE, "line 1: exp",
            "integer");
}


static void
targeting_is_strict(void)
{
    refused(TARGET("\"geo\":{\"country\":[]}"), CX_E_FIELD_UNKNOWN,
            "line 1: targeting.geo.country", "countries, regions");
    refused(TARGET("\"geo\":{\"countries\":[\"USA\",\"XX\"]}"),
            CX_E_FIELD_VALUE, "line 1: targeting.geo.countries[1]", "DEU");
    refused(TARGET("\"geo\":{\"countries\":{\"exclude\":[\"ZZZ\"]}}"),
            CX_E_FIELD_VALUE, "line 1: targeting.geo.countries.exclude[0]",
            "ISO 3166-1");
    refused(TARGET("\"geo\":{\"countries\":{\"any\":[\"USA\"]}}"),
            CX_E_FIELD_UNKNOWN, "line 1: targeting.geo.countries.any",
            "include, exclude");
    refused(TARGET("\"geo\":{\"countries\":\"DE\"}"), CX_E_FIELD_TYPE,
            "line 1: targeting.geo.countries",
            "an array of strings or an object");
    refused(TARGET("\"geo\":{\"radius\":7}"), CX_E_FIELD_TYPE,
            "line 1: targeting.geo.radius",
            "an array of objects or an object");
    refused(TARGET("\"geo\":{\"regions\":[\"CA\"]}"), CX_E_FIELD_VALUE,
            "line 1: targeting.geo.regions[0]", "US-CA");
    refused(TARGET("\"geo\":{\"radius\":[{\"lat\":91,\"lon\":0,\"km\":1}]}"),
            CX_E_FIELD_VALUE, "line 1: targeting.geo.radius[0].lat",
            "-90 to 90");
    refused(TARGET("\"geo\":{\"radius\":[{\"lat\":1,\"lon\":0}]}"),
            CX_E_FIELD_MISSING, "line 1: targeting.geo.radius[0].km", "");
    refused(TARGET("\"device\":{\"types\":[\"phone\",\"fridge\"]}"),
            CX_E_FIELD_VALUE, "line 1: targeting.device.types[1]",
            "phone, tablet");
    refused(TARGET("\"device\":{\"types\":[9]}"), CX_E_FIELD_VALUE,
            "line 1: targeting.device.types[0]", "1 to 8");
    refused(TARGET("\"device\":{\"os_versions\":[{\"min\":\"14b\"}]}"),
            CX_E_FIELD_VALUE, "line 1: targeting.device.os_versions[0].min",
            "16.4.1");
    refused(TARGET("\"device\":{\"os_versions\":[{\"min\":\"15\","
                   "\"max\":\"14.9\"}]}"), CX_E_FIELD_CONFLICT,
            "line 1: targeting.device.os_versions[0]", "min up to max");
    refused(TARGET("\"inventory\":{\"categories\":[\"cars\"]}"),
            CX_E_FIELD_VALUE, "line 1: targeting.inventory.categories[0]",
            "IAB17-44");
    refused(TARGET("\"inventory\":{\"domains\":[\"*.a.b\"]}"),
            CX_E_FIELD_VALUE, "line 1: targeting.inventory.domains[0]",
            "news.example");
    refused(TARGET("\"inventory\":{\"deals\":[{\"list\":\"x\"}]}"),
            CX_E_FIELD_VALUE, "line 1: targeting.inventory.deals[0].list",
            "values");
    refused(TARGET("\"inventory\":{\"domains\":[{\"lists\":\"x\"}]}"),
            CX_E_FIELD_MISSING,
            "line 1: targeting.inventory.domains[0].list", "list");
    refused(TARGET("\"custom\":{\"any\":[\"k\"]}"), CX_E_FIELD_VALUE,
            "line 1: targeting.custom.any[0]", "plan=gold");
    refused(TARGET("\"schedule\":{\"time_zone\":\"Mars/Base\","
                   "\"hours\":[]}"), CX_E_FIELD_VALUE,
            "line 1: targeting.schedule.time_zone", "zoneinfo");
    refused(TARGET("\"schedule\":{\"time_zone\":\"../passwd\","
                   "\"hours\":[]}"), CX_E_FIELD_VALUE,
            "line 1: targeting.schedule.time_zone", "Europe/Berlin");
    refused(TARGET("\"schedule\":{\"time_zone\":\"UTC\",\"hours\":"
                   "[{\"days\":[\"monday\"]}]}"), CX_E_FIELD_VALUE,
            "line 1: targeting.schedule.hours[0].days[0]", "mon, tue");
    refused(TARGET("\"schedule\":{\"time_zone\":\"UTC\",\"hours\":"
                   "[{\"from\":3,\"to\":3}]}"), CX_E_FIELD_CONFLICT,
            "line 1: targeting.schedule.hours[0]", "one hour");
}


static void
creatives_have_what_their_media_need(void)
{
    refused(CREATIVE(""), CX_E_FIELD_MISSING, "line 1: media", "");
    refused(CREATIVE(",\"media\":\"banner\",\"h\":1,\"markup\":\"x\""),
            CX_E_FIELD_MISSING, "line 1: w", "");
    refused(CREATIVE(",\"media\":\"banner\",\"w\":1,\"h\":1"),
            CX_E_FIELD_MISSING, "line 1: markup", "image_url");
    refused(CREATIVE(",\"media\":\"banner\",\"w\":1,\"h\":1,"
                     "\"image_url\":\"https://a.b/\""),
            CX_E_FIELD_MISSING, "line 1: landing_url", "");
    refused(CREATIVE(",\"media\":\"banner\",\"w\":1,\"h\":1,"
                     "\"markup\":\"{{click_url}}\""),
            CX_E_FIELD_MISSING, "line 1: landing_url", "");
    refused(CREATIVE(",\"media\":\"banner\",\"w\":1,\"h\":1,"
                     "\"markup\":\"{{clik}}\""),
            CX_E_FIELD_VALUE, "line 1: markup", "click_url");
    refused(CREATIVE(",\"media\":\"banner\",\"w\":1,\"h\":1,"
                     "\"markup\":\"x\",\"native\":{\"title\":\"x\"}"),
            CX_E_FIELD_CONFLICT, "line 1: native", "native");
    refused(CREATIVE(",\"media\":\"video\",\"landing_url\":\"https://a.b/\""),
            CX_E_FIELD_MISSING, "line 1: video", "");
    refused(CREATIVE(",\"media\":\"native\",\"landing_url\":\"https://a.b/\","
                     "\"native\":{\"title\":\"t\"},\"video\":{\"mime\":"
                     "\"video/mp4\",\"duration\":5,\"media_url\":"
                     "\"https://a.b/\"}"),
            CX_E_FIELD_CONFLICT, "line 1: video", "native.video");
    refused(CREATIVE(",\"media\":\"native\",\"landing_url\":\"https://a.b/\","
                     "\"native\":{\"video\":{\"mime\":\"video/mp4\","
                     "\"duration\":5,\"media_url\":\"https://a.b/\","
                     "\"protocols\":[5,15]}}"),
            CX_E_FIELD_VALUE, "line 1: native.video.protocols", "3, 7");
    refused(CREATIVE(",\"media\":\"video\",\"landing_url\":\"https://a.b/\","
                     "\"video\":{\"mime\":\"video/mp4\",\"duration\":5,"
                     "\"media_url\":\"https://a.b/\",\"skip_offset\":5,"
                     "\"protocols\":[2]}"),
            CX_E_FIELD_VALUE, "line 1: video.protocols", "3, 7");
    refused(CREATIVE(",\"media\":\"video\",\"video\":{\"mime\":\"video/mp4\"}"),
            CX_E_FIELD_MISSING, "line 1: video.duration", "");
    refused(CREATIVE(",\"media\":\"native\",\"landing_url\":\"https://a.b/\","
                     "\"native\":{}"),
            CX_E_FIELD_MISSING, "line 1: native.title", "images");
    refused(CREATIVE(",\"landing_url\":\"ftp://a.b/\""), CX_E_FIELD_VALUE,
            "line 1: landing_url", "https://");
    refused(CREATIVE(",\"landing_url\":\"https://a.b/\\r\\nx\""),
            CX_E_FIELD_VALUE, "line 1: landing_url", "percent-encoding");
    refused(CREATIVE(",\"media\":\"banner\",\"w\":1,\"h\":1,\"markup\":\"x\","
                     "\"variants\":[{\"name\":\"a\"}]"),
            CX_E_FIELD_MISSING, "line 1: variants[0].markup", "image_url");
    refused(CREATIVE(",\"attr\":[0]"), CX_E_FIELD_VALUE, "line 1: attr[0]",
            "1 to 31");
    refused(CREATIVE(",\"language\":\"EN\""), CX_E_FIELD_VALUE,
            "line 1: language", "\"en\"");
}


static void
what_lines_name_has_to_be_there(void)
{
    size_t      i;
    cx_error_t  e;

    static const struct {
        const char  *field, *lines[4];
    } cases[] = {
        { "line 1: campaign", { ADGROUP("") } },
        { "line 1: adgroup", { CREATIVE(",\"media\":\"banner\",\"w\":1,"
                                        "\"h\":1,\"markup\":\"x\"") } },
        { "line 2: targeting.inventory.domains[0].list",
                               { "{\"type\":\"campaign\",\"id\":\"c\"}",
          TARGET("\"inventory\":{\"domains\":[{\"list\":\"l\"}]}") } },
        { "line 3: kind", { "{\"type\":\"campaign\",\"id\":\"c\"}",
          TARGET("\"inventory\":{\"domains\":[{\"list\":\"l\"}]}"),
          "{\"type\":\"list\",\"id\":\"l\",\"kind\":\"bundles\","
          "\"values\":[]}" } },
        { "line 2: id", { "{\"type\":\"campaign\",\"id\":\"c\"}",
                          "{\"type\":\"campaign\",\"id\":\"c\"}" } },
        { "line 2: id", { "{\"type\":\"list\",\"id\":\"c\",\"kind\":\"metros\","
                          "\"values\":[]}",
                          "{\"type\":\"list\",\"id\":\"c\",\"kind\":\"metros\","
                          "\"values\":[]}" } }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        CHECK(build(cases[i].lines, 1, &e) == CX_ERROR);
        CHECK_STR(cx_strn(e.field, strlen(e.field)), cases[i].field);
    }
}


static cx_catalog_t *
open_lines(const char *const *lines)
{
    char           text[512];
    cx_error_t     e;
    cx_catalog_t  *cat;

    cat = build(lines, 1, &e) == CX_OK ? cx_catalog_open(path, NULL, &e)
                                       : NULL;

    if (cat == NULL) {
        (void) cx_error_line(&e, text, sizeof(text));
        (void) printf("    %s\n", text);
        CHECK(0);
        exit(1);
    }

    return cat;
}


#define BANNER(id, g)                                                         \
    "{\"type\":\"creative\",\"id\":\"" id "\",\"adgroup\":\"" g               \
    "\",\"media\":\"banner\",\"w\":300,\"h\":250,\"markup\":\"<p>\"}"
#define GOAL(id, rest)                                                        \
    "{\"type\":\"adgroup\",\"id\":\"" id "\",\"campaign\":\"c\"," rest "}",   \
    BANNER("k" id, id)

static void
defaults_are_what_the_schema_says(void)
{
    cx_catalog_t             *cat;
    const cx_cat_adgroup_t   *g;
    const cx_cat_campaign_t  *c;

    static const char *const  lines[] = {
        "{\"type\":\"campaign\",\"id\":\"c\",\"cat\":[\"IAB1-2\",\"IAB3\"]}",
        GOAL("e", "\"bid\":\"0.10\""),
        GOAL("d", "\"goal\":\"cpc\",\"bid\":0.5"),
        GOAL("a", "\"goal\":\"cpcv\",\"bid\":0.02"),
        GOAL("b", "\"goal\":\"cpa\",\"bid\":100,\"max_cpm\":4.5"),
        GOAL("c", "\"bid\":1.123456,\"max_cpm\":3,\"prior\":0.5"),
        NULL
    };

    cat = open_lines(lines);
    c = cx_catalog_campaign(&cat->file[0], 0);
    CHECK_INT(c->currency, CX_USD);
    CHECK_INT(c->cattax, 1);
    CHECK_INT(c->ncat, 2);
    CHECK_INT(c->cat.n, 3);
    CHECK_STR(cx_catalog_name(&cat->file[0],
                              cx_catalog_names(&cat->file[0], c->cat)[2]),
              "IAB1");
    CHECK_INT(cx_catalog_find_name(&cat->file[0], cx_str("iab1")),
              cx_catalog_names(&cat->file[0], c->cat)[2]);
    CHECK_STR(cx_catalog_str(&cat->file[0],
                             cx_catalog_org(&cat->file[0], c->org)->seat),
              "default");

    /* cpcv: 0.02 x 0.6 x 1000 */

    g = cx_catalog_adgroup(&cat->file[0], 0);
    CHECK_STR(cx_catalog_str(&cat->file[0], g->id), "a");
    CHECK_INT(g->order, 12000000);
    CHECK_INT(g->max_cpm, 48000000);

    /* cpa: 100 x 0.00005 x 1000, but never more than its ceiling */

    g = cx_catalog_adgroup(&cat->file[0], 1);
    CHECK_STR(cx_catalog_str(&cat->file[0], g->id), "b");
    CHECK_INT(g->order, 4500000);

    /* cpm: the prior is that of a click, and does not lower the order */

    g = cx_catalog_adgroup(&cat->file[0], 2);
    CHECK_STR(cx_catalog_str(&cat->file[0], g->id), "c");
    CHECK_INT(g->bid, 1123456);
    CHECK_INT(g->order, 1123456);
    CHECK_INT(g->max_cpm, 3000000);

    g = cx_catalog_adgroup(&cat->file[0], 3);
    CHECK_STR(cx_catalog_str(&cat->file[0], g->id), "d");
    CHECK_INT(g->order, 1000000);
    CHECK_INT(g->max_cpm, 4000000);

    g = cx_catalog_adgroup(&cat->file[0], 4);
    CHECK_INT(g->order, 100000);
    CHECK_INT(g->max_cpm, 100000);
    CHECK(g->prior == 1.0f);

    cx_catalog_close(cat);
}


static const cx_cat_ad_t *
ad(const cx_catalog_t *cat, const char *id)
{
    uint32_t                  i;
    const cx_catalog_file_t  *f;

    f = &cat->file[0];

    for (i = 0; i < f->n_CREATIVES; i++) {
        if (cx_str_eq(cx_catalog_str(f, cx_cat_ad_id(&f->s_CREATIVES[i])),
                      cx_strn(id, strlen(id))))
        {
            return &f->s_CREATIVES[i];
        }
    }

    CHECK(0);
    exit(1);
}


static const cx_cat_creative_t *
creative(const cx_catalog_t *cat, const char *id)
{
    return &cat->file[0].s_LOOKS[ad(cat, id)->look];
}


static cx_str_t
markup(const cx_catalog_t *cat, const char *id)
{
    const cx_catalog_file_t  *f;

    f = &cat->file[0];

    return cx_catalog_str(f, f->s_TEXTS[ad(cat, id)->text].template);
}


static int
holds(cx_str_t s, const char *text)
{
    return memmem(s.data, s.len, text, strlen(text)) != NULL;
}


static void
creatives_become_what_bids_need(void)
{
    uint8_t                    mem[4096];
    cx_str_t                   t;
    cx_arena_t                 arena;
    cx_catalog_t              *cat;
    const cx_catalog_file_t   *f;
    const cx_cat_creative_t   *c;
    const cx_ortb_native_ad_t *ad;

#define K(id, rest)  "{\"type\":\"creative\",\"id\":\"" id                    \
                     "\",\"adgroup\":\"g\",\"landing_url\":"                  \
                     "\"https://l.example/\"," rest "}"
#define SIZED  "\"media\":\"banner\",\"w\":300,\"h\":250,"

    static const char *const  lines[] = {
        "{\"type\":\"campaign\",\"id\":\"c\"}", ADGROUP(""),
        K("i", SIZED "\"image_url\":\"https://i.example/?a=1&b={{x}}\""),
        K("m", SIZED "\"markup\":\"<img src=http://i.example/>\","
               "\"attr\":[1,13],\"btype\":3,\"language\":\"de\""),
        K("p", SIZED "\"markup\":\"<svg xmlns=\\\"http://www.w3.org/2000/svg"
               "\\\">{{impression_url}}\",\"apis\":[5,7]"),
        K("v", "\"media\":\"video\",\"w\":640,\"h\":360,\"video\":{"
               "\"media_url\":\"https://v.example/\",\"mime\":\"Video/MP4\","
               "\"duration\":15,\"skip_offset\":0,\"bitrate\":800}"),
        K("u", "\"media\":\"video\",\"markup\":\"<VAST>{{bid_id}}</VAST>\","
               "\"video\":{\"mime\":\"video/mp4\",\"duration\":30,"
               "\"protocols\":[3,7],\"linearity\":2}"),
        K("a", "\"media\":\"audio\",\"audio\":{\"media_url\":"
               "\"http://v.example/\",\"mime\":\"audio/mpeg\","
               "\"duration\":20}"),
        K("n", "\"media\":\"native\",\"native\":{\"title\":\"A \\\"t\\\"\","
               "\"images\":[{\"type\":3,\"url\":\"https://i.example/\","
               "\"w\":12,\"h\":6}],\"data\":[{\"type\":2,\"value\":\"d\"}],"
               "\"imptrackers\":[\"https://t.example/\"],\"video\":{"
               "\"media_url\":\"https://v.example/\",\"mime\":\"video/mp4\","
               "\"duration\":15,\"w\":640,\"h\":360,\"protocols\":[3,11,5]}}"),
        K("o", "\"media\":\"native\",\"native\":{\"video\":{\"media_url\":"
               "\"http://v.example/a.m3u8\",\"mime\":\"video/mp4\","
               "\"duration\":15,\"skip_offset\":5}}"),
        NULL
    };

    cat = open_lines(lines);
    f = &cat->file[0];

    c = creative(cat, "i");
    t = markup(cat, "i");
    CHECK(c->secure && c->btype == 2);
    CHECK(holds(t, "https://i.example/?a=1&amp;b=%7B%7Bx}}"));
    CHECK(holds(t, "width=\\\"1\\\""));

    c = creative(cat, "m");
    CHECK(!c->secure);
    CHECK_INT(c->attr, 1 << 1 | 1 << 13);
    CHECK_INT(c->btype, 3);
    CHECK(memcmp(c->language, "de", 2) == 0);
    CHECK(holds(markup(cat, "m"), "-9999px"));

    c = creative(cat, "p");
    CHECK(c->secure);
    CHECK_INT(c->apis, 1 << 5 | 1 << 7);
    CHECK(!holds(markup(cat, "p"), "-9999px"));

    c = creative(cat, "v");
    CHECK(c->secure && c->skippable);
    CHECK_INT(c->media, CX_MEDIA_VIDEO);
    CHECK_INT(c->duration_s, 15);
    CHECK_INT(c->bitrate, 800);
    CHECK_INT(c->linearity, 1);
    CHECK_INT(c->protocols, 1 << 3 | 1 << 7 | 1 << 11 | 1 << 13);
    CHECK(cx_str_eq_nocase(cx_catalog_name(f, c->mime - 1),
                           cx_str("video/mp4")));
    CHECK(holds(markup(cat, "v"), "<VAST version"));

    c = creative(cat, "u");
    CHECK_INT(c->protocols, 1 << 3 | 1 << 7);
    CHECK_INT(c->linearity, 2);
    CHECK(!c->skippable);

    c = creative(cat, "a");
    CHECK(!c->secure);
    CHECK_INT(c->media, CX_MEDIA_AUDIO);
    CHECK_INT(c->protocols, 1 << 2 | 1 << 3 | 1 << 7 | 1 << 11 | 1 << 13);

    c = creative(cat, "n");
    CHECK(c->secure && c->native);
    cx_arena_init(&arena, mem, sizeof(mem));
    ad = cx_catalog_native(f, c->native - 1, &arena);
    CHECK_STR(ad->title, "A \"t\"");
    CHECK_INT(ad->nimg, 1);
    CHECK_INT(ad->img[0].w, 12);
    CHECK_STR(ad->value[0].value, "d");
    CHECK_STR(ad->imptracker[0], "https://t.example/");
    CHECK(holds(ad->vast, "width=\\\"640\\\" height=\\\"360\\\""));
    CHECK_STR(ad->mime, "video/mp4");
    CHECK_INT(ad->duration_s, 15);
    CHECK_INT(ad->protocols, 1 << 3 | 1 << 11);
    CHECK_INT(c->duration_s, 0);
    CHECK_INT(c->attr, 0);

    c = creative(cat, "o");
    CHECK(!c->secure);
    CHECK_INT(c->attr, 1 << CX_ATTR_SKIPPABLE);
    cx_arena_init(&arena, mem, sizeof(mem));
    ad = cx_catalog_native(f, c->native - 1, &arena);
    CHECK_STR(ad->title, "");
    CHECK_INT(ad->protocols, 1 << 3 | 1 << 7 | 1 << 11 | 1 << 13);
    CHECK(holds(ad->vast, "streaming"));
    CHECK(holds(ad->vast, "skipoffset"));

    c = creative(cat, "n");
    cx_arena_init(&arena, mem, 16);
    CHECK(cx_catalog_native(f, c->native - 1, &arena) == NULL);

    cx_catalog_close(cat);
}


static void
only_what_is_live_may_bid(void)
{
    cx_catalog_t       *cat;
    cx_catalog_info_t   info;

    static const char *const  lines[] = {
        "{\"type\":\"campaign\",\"id\":\"c\"}",
        "{\"type\":\"campaign\",\"id\":\"p\",\"state\":\"paused\"}",
        "{\"type\":\"campaign\",\"id\":\"x\",\"end\":\"2026-09-21\"}",
        "{\"type\":\"adgroup\",\"id\":\"1\",\"campaign\":\"c\",\"bid\":1}",
        "{\"type\":\"adgroup\",\"id\":\"2\",\"campaign\":\"p\",\"bid\":1}",
        "{\"type\":\"adgroup\",\"id\":\"3\",\"campaign\":\"x\",\"bid\":1}",
        "{\"type\":\"adgroup\",\"id\":\"4\",\"campaign\":\"c\",\"bid\":1}",
        "{\"type\":\"adgroup\",\"id\":\"5\",\"campaign\":\"c\",\"bid\":1,"
        "\"state\":\"draft\"}",
        BANNER("k1", "1"), BANNER("k2", "2"), BANNER("k3", "3"),
        BANNER("k5", "5"),
        "{\"type\":\"creative\",\"id\":\"k6\",\"adgroup\":\"4\",\"state\":"
        "\"archived\",\"media\":\"banner\",\"w\":1,\"h\":1,\"markup\":\"x\"}",
        NULL
    };

    cat = open_lines(lines);
    cx_catalog_info(cat, &info);
    CHECK_INT(info.campaigns, 1);
    CHECK_INT(info.adgroups, 1);
    CHECK_INT(info.creatives, 1);
    cx_catalog_close(cat);
}


static void
the_example_is_a_catalogue(void)
{
    cx_error_t          e;
    cx_builder_t       *b;
    cx_catalog_t       *cat;
    cx_builder_conf_t   conf;
    cx_catalog_info_t   info;

    memset(&conf, 0, sizeof(conf));
    conf.now_s = NOW;
    b = cx_builder_create(&conf, &e);
    CHECK(cx_builder_file(b, "conf/demo/catalog.jsonl", &e) == CX_OK);
    CHECK(cx_builder_write(b, path, &e) == CX_OK);
    cx_builder_destroy(b);

    cat = cx_catalog_open(path, NULL, &e);
    CHECK(cat != NULL);
    cx_catalog_info(cat, &info);
    CHECK_INT(info.campaigns, 2);
    CHECK_INT(info.adgroups, 3);
    CHECK_INT(info.creatives, 5);
    cx_catalog_close(cat);

    b = cx_builder_create(&conf, &e);
    CHECK(cx_builder_file(b, "conf/demo/no-such-file", &e) == CX_ERROR);
    CHECK_INT(e.code, CX_E_FILE_IO);
    cx_builder_destroy(b);
}


static void
countries_are_those_of_iso_3166(void)
{
    CHECK_INT(cx_country(cx_str("US")), CX_COUNTRY('U', 'S', 'A'));
    CHECK_INT(cx_country(cx_str("de")), CX_COUNTRY('D', 'E', 'U'));
    CHECK_INT(cx_country(cx_str("GBr")), CX_COUNTRY('G', 'B', 'R'));
    CHECK_INT(cx_country(cx_str("AD")), CX_COUNTRY('A', 'N', 'D'));
    CHECK_INT(cx_country(cx_str("ZW")), CX_COUNTRY('Z', 'W', 'E'));
    CHECK_INT(cx_country(cx_str("QQ")), 0);
    CHECK_INT(cx_country(cx_str("")), 0);
    CHECK_INT(cx_country(cx_str("U1")), 0);
    CHECK_INT(cx_country(cx_str("ABCD")), 0);
    CHECK(!cx_country_known(CX_COUNTRY('Q', 'Q', 'Q')));
    CHECK(cx_country_known(CX_COUNTRY('Z', 'W', 'E')));
}


static const cx_test_t  tests[] = {
    TEST(errors_name_the_line_and_the_field),
    TEST(money_is_exact),
    TEST(targeting_is_strict),
    TEST(creatives_have_what_their_media_need),
    TEST(what_lines_name_has_to_be_there),
    TEST(defaults_are_what_the_schema_says),
    TEST(creatives_become_what_bids_need),
    TEST(only_what_is_live_may_bid),
    TEST(the_example_is_a_catalogue),
    TEST(countries_are_those_of_iso_3166)
};


int
main(void)
{
    int  rc;

    (void) snprintf(path, sizeof(path), "/tmp/cx-lines-%d.cat",
                    (int) getpid());
    rc = cx_test_main(tests, cx_nelts(tests));
    (void) unlink(path);

    return rc;
}
