
/*
 * What the reader takes leniently, what it refuses for a bid's safety, and
 * what it finds out for the stages behind it.
 */

#include "tests/unit/openrtb_read.h"


#define IMP(members)   "{\"id\":\"r\",\"imp\":[{\"id\":\"i\"," members "}]}"
#define TOP(members)   "{\"id\":\"r\",\"imp\":[{\"id\":\"i\"}]," members "}"


static const cx_ortb_imp_t *
imp(const char *json)
{
    return &test_good(json)->r.imp.v[0];
}


static void
strings(void)
{
    cx_openrtb_request_t  *r;

    r = test_good("{\"id\":12.50,\"imp\":[{\"id\":7,\"tagid\":-1e3}]}");

    CHECK_STR(r->r.id, "12.50");
    CHECK_STR(r->r.imp.v[0].id, "7");
    CHECK_STR(r->r.imp.v[0].tagid, "-1e3");

    CHECK_STR(imp(IMP("\"tagid\":true"))->tagid, "");
    CHECK_STR(imp(IMP("\"tagid\":[\"a\"]"))->tagid, "");
    CHECK_STR(imp(IMP("\"tagid\":{\"a\":1}"))->tagid, "");
    CHECK_STR(imp(IMP("\"tagid\":null"))->tagid, "");
}


static void
escapes(void)
{
    CHECK_STR(imp(IMP("\"tagid\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""))->tagid,
              "\"\\/\b\f\n\r\t");
    CHECK_STR(imp(IMP("\"tagid\":\"\\u0041\\u00e9\\u20AC\""))->tagid,
              "A\xc3\xa9\xe2\x82\xac");
    CHECK_STR(imp(IMP("\"tagid\":\"<\\ud83d\\uDE00>\""))->tagid,
              "<\xf0\x9f\x98\x80>");
    CHECK_STR(imp(IMP("\"tagid\":\"\xf4\x8f\xbf\xbf\""))->tagid,
              "\xf4\x8f\xbf\xbf");
    CHECK_INT(imp(IMP("\"tagid\":\"a\\u0000b\""))->tagid.len, 3);
    CHECK_STR(imp(IMP("\"\\u0074agid\":\"x\""))->tagid, "x");
    CHECK_INT(imp(IMP("\"bid\\u0066loor\":1.5"))->bidfloor, 1500000);

    /* a run of backslashes that crosses the blocks of the index */

    CHECK_STR(imp(IMP("\"tagid\":\"a long text up to the end of the block"
                      "\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\"\""))->tagid,
              "a long text up to the end of the block"
              "\\\\\\\\\\\\\\\\\\\"");
}


static void
integers(void)
{
    CHECK_INT(test_good(TOP("\"tmax\":933.33"))->r.tmax, 933);
    CHECK_INT(test_good(TOP("\"tmax\":-1.9"))->r.tmax, -1);
    CHECK_INT(test_good(TOP("\"tmax\":\"120\""))->r.tmax, 120);
    CHECK_INT(test_good(TOP("\"tmax\":1.2e2"))->r.tmax, 120);
    CHECK_INT(test_good(TOP("\"tmax\":true"))->r.tmax, 1);
    CHECK_INT(test_good(TOP("\"tmax\":false"))->r.tmax, 0);
    CHECK_INT(test_good(TOP("\"tmax\":0"))->r.tmax, 0);
    CHECK_INT(test_good(TOP("\"tmax\":12345678"))->r.tmax, 12345678);
    CHECK_INT(test_good(TOP("\"tmax\":2147483647"))->r.tmax, INT32_MAX);
    CHECK_INT(test_good(TOP("\"tmax\":2147483648"))->r.tmax, INT32_MAX);
    CHECK_INT(test_good(TOP("\"tmax\":-2147483649"))->r.tmax, INT32_MIN);
    CHECK_INT(test_good(TOP("\"tmax\":99999999999999999999"))->r.tmax,
              INT32_MAX);
    CHECK_INT(test_good(TOP("\"tmax\":1e999"))->r.tmax, INT32_MAX);
    CHECK_INT(test_good(TOP("\"tmax\":-1e999"))->r.tmax, INT32_MIN);
    CHECK_INT(test_good(TOP("\"tmax\":1e-999"))->r.tmax, 0);

    /* what is no number is none */

    CHECK_INT(test_good(TOP("\"tmax\":\"12ms\""))->r.tmax, 0);
    CHECK_INT(test_good(TOP("\"tmax\":\"\""))->r.tmax, 0);
    CHECK_INT(test_good(TOP("\"tmax\":\" 1\""))->r.tmax, 0);
    CHECK_INT(test_good(TOP("\"tmax\":[5]"))->r.tmax, 0);
    CHECK_INT(test_good(TOP("\"tmax\":{}"))->r.tmax, 0);

    CHECK_INT(test_good(TOP("\"at\":7"))->r.at, 7);
    CHECK_INT(test_good(TOP("\"test\":true"))->r.test, 1);
    CHECK_INT(test_good(TOP("\"test\":\"1\""))->r.test, 1);
    CHECK_INT(test_good(TOP("\"at\":null"))->r.at, 2);
}


static void
amounts(void)
{
    CHECK_INT(imp(IMP("\"bidfloor\":2.1"))->bidfloor, 2100000);
    CHECK_INT(imp(IMP("\"bidfloor\":0.000001"))->bidfloor, 1);
    CHECK_INT(imp(IMP("\"bidfloor\":12345678.123456"))->bidfloor,
              12345678123456);
    CHECK_INT(imp(IMP("\"bidfloor\":0.1234561"))->bidfloor, 123457);
    CHECK_INT(imp(IMP("\"bidfloor\":5.0000004"))->bidfloor, 5000001);
    CHECK_INT(imp(IMP("\"bidfloor\":5.0000000"))->bidfloor, 5000000);
    CHECK_INT(imp(IMP("\"bidfloor\":123456789"))->bidfloor,
              123456789000000);
    CHECK_INT(imp(IMP("\"bidfloor\":15e-1"))->bidfloor, 1500000);
    CHECK_INT(imp(IMP("\"bidfloor\":\"1.25\""))->bidfloor, 1250000);
    CHECK_INT(imp(IMP("\"bidfloor\":-3"))->bidfloor, 0);
    CHECK_INT(imp(IMP("\"bidfloor\":null"))->bidfloor, 0);

    test_bad(IMP("\"bidfloor\":1e10"), CX_E_FIELD_VALUE, "imp[0].bidfloor");
    test_bad(IMP("\"bidfloor\":\"\""), CX_E_FIELD_TYPE, "imp[0].bidfloor");
    test_bad(IMP("\"bidfloor\":\"1,5\""), CX_E_FIELD_TYPE,
             "imp[0].bidfloor");
    test_bad(IMP("\"bidfloor\":true"), CX_E_FIELD_TYPE, "imp[0].bidfloor");
    test_bad(IMP("\"bidfloor\":[1]"), CX_E_FIELD_TYPE, "imp[0].bidfloor");
}


static void
numbers(void)
{
    const cx_ortb_device_t  *d;

    d = test_good(TOP("\"device\":{\"pxratio\":1.5,\"geo\":{"
                      "\"lat\":-51.507222,\"lon\":\"0.1275\"}}"))->r.device;

    CHECK(d->pxratio == 1.5);
    CHECK(d->geo->lat == -51.507222);
    CHECK(d->geo->lon == 0.1275);

    d = test_good(TOP("\"device\":{\"pxratio\":true,\"geo\":{"
                      "\"lat\":1e400,\"lon\":[]}}"))->r.device;

    CHECK(d->pxratio == 1);
    CHECK(d->geo->lat > 1e300);
    CHECK(d->geo->lon == CX_NO_COORD);

    d = test_good(TOP("\"device\":{\"pxratio\":123456789012345678901234,"
                      "\"geo\":{\"lat\":0.0000001}}"))->r.device;

    CHECK(d->pxratio > 1.2345e23 && d->pxratio < 1.2346e23);
    CHECK(d->geo->lat == 1e-7);

    d = test_good(TOP("\"device\":{\"pxratio\":1.23456789,\"geo\":{"
                      "\"lat\":-12.34567891e0,\"lon\":12345678.1234567"
                      "}}"))->r.device;

    CHECK(d->pxratio == 1.23456789);
    CHECK(d->geo->lat == -12.34567891);
    CHECK(d->geo->lon == 12345678.1234567);
}


static void
lists(void)
{
    uint32_t                  i;
    cx_buf_t                  b;
    cx_openrtb_request_t     *r;
    const cx_ortb_banner_t   *banner;

    static char  json[65536 + 64];

    r = test_good(TOP("\"bcat\":[25,\"IAB26\",null,7.5],\"cur\":\"EUR\","
                      "\"badv\":null,\"bapp\":[]"));

    CHECK_INT(r->r.bcat.n, 3);
    CHECK_STR(r->r.bcat.v[0], "25");
    CHECK_STR(r->r.bcat.v[1], "IAB26");
    CHECK_STR(r->r.bcat.v[2], "7.5");
    CHECK_INT(r->r.cur.n, 1);
    CHECK_STR(r->r.cur.v[0], "EUR");
    CHECK_INT(r->r.badv.n, 0);
    CHECK_INT(r->r.bapp.n, 0);

    banner = imp(IMP("\"banner\":{\"api\":[1,\"2\",true,3.9,null,{},\"x\","
                     "[5],-1],\"mimes\":[\"a\",{\"b\":[]},true,[\"c\"],4],"
                     "\"expdir\":3,\"battr\":9,\"btype\":null}"))->banner;

    CHECK_INT(banner->api.n, 5);
    CHECK_INT(banner->api.v[1], 2);
    CHECK_INT(banner->api.v[2], 1);
    CHECK_INT(banner->api.v[3], 3);
    CHECK_INT(banner->api.v[4], -1);
    CHECK_INT(banner->mimes.n, 2);
    CHECK_STR(banner->mimes.v[1], "4");
    CHECK_INT(banner->expdir.n, 1);
    CHECK_INT(banner->expdir.v[0], 3);
    CHECK_INT(banner->battr.v[0], 9);
    CHECK_INT(banner->btype.n, 0);

    /* long ones, with and without escapes in between */

    cx_buf_init(&b, json, 65536);
    cx_put_lit(&b, "{\"id\":\"r\",\"imp\":[{\"id\":\"i\"}],\"badv\":[");

    for (i = 0; i < 1000; i++) {
        cx_put_cstr(&b, i ? ",\"" : "\"");
        cx_put_cstr(&b, i % 7 == 3 ? "\\u0061" : "a");
        cx_put_uint(&b, i);
        cx_put_cstr(&b, "\"");
    }

    cx_put_lit(&b, "]}");
    cx_put_char(&b, '\0');

    r = test_good(json);
    CHECK_INT(r->r.badv.n, 1000);
    CHECK_STR(r->r.badv.v[3], "a3");
    CHECK_STR(r->r.badv.v[10], "a10");
    CHECK_STR(r->r.badv.v[999], "a999");
}


static void
objects(void)
{
    cx_openrtb_request_t  *r;
    const cx_ortb_imp_t   *i;

    r = test_good("{\"id\":\"r\",\"imp\":{\"id\":\"i\"},\"site\":null,"
                  "\"app\":{\"publisher\":[]},\"device\":7,\"user\":\"x\"}");

    CHECK_INT(r->r.imp.n, 1);
    CHECK(r->r.site == NULL);
    CHECK(r->r.app->publisher == NULL);
    CHECK(r->r.device == NULL);
    CHECK(r->r.user != NULL);

    i = imp(IMP("\"banner\":{\"format\":{\"w\":1,\"h\":2}},\"video\":null,"
                "\"audio\":\"no\",\"metric\":[null,5,{\"type\":\"v\"}],"
                "\"native\":[ ]"));

    CHECK_INT(i->banner->format.n, 1);
    CHECK_INT(i->banner->format.v[0].h, 2);
    CHECK(i->video == NULL);
    CHECK(i->audio == NULL);
    CHECK(i->native == NULL);
    CHECK_INT(i->metric.n, 1);
    CHECK_STR(i->metric.v[0].type, "v");
}


static void
texts(void)
{
    cx_rc_t                    rc;
    cx_error_t                 e;
    cx_arena_t                 a;
    cx_ortb_native_request_t  *nr;

    static uint8_t  mem[65536];

    CHECK_STR(imp(IMP("\"native\":{\"request\":\"{\\\"ver\\\":\\\"1.2\\\"}\"}")
                  )->native->request, "{\"ver\":\"1.2\"}");
    CHECK_STR(imp(IMP("\"native\":{\"request\":{\"ver\": \"1.2\"}}")
                  )->native->request, "{\"ver\": \"1.2\"}");
    CHECK_STR(imp(IMP("\"native\":{\"request\":null}"))->native->request, "");
    CHECK_STR(imp(IMP("\"native\":{\"request\":5}"))->native->request, "");
    CHECK_STR(imp(IMP("\"native\":{\"request\":[1]}"))->native->request, "");

    cx_arena_init(&a, mem, sizeof(mem));

    rc = cx_openrtb_read_native(test_reader(CX_ORTB_KERNEL_BEST),
                                cx_str("{\"native\":{\"assets\":[{\"id\":3,"
                                       "\"title\":{\"len\":25}}]}}"),
                                &a, &nr, &e);

    CHECK_INT(rc, CX_OK);
    CHECK_INT(nr->assets.n, 1);
    CHECK_INT(nr->assets.v[0].id, 3);
    CHECK_INT(nr->assets.v[0].title->len, 25);
    CHECK_INT(nr->plcmtcnt, 1);

    rc = cx_openrtb_read_native(test_reader(CX_ORTB_KERNEL_BEST),
                                cx_str("{\"assets\":[{\"id\":3},{\"id\":4,"
                                       "\"id\":5}]}"), &a, &nr, &e);

    CHECK_INT(rc, CX_ERROR);
    CHECK_INT(e.code, CX_E_JSON_DUPLICATE);
    CHECK(strcmp(e.field, "assets[1].id") == 0);

    rc = cx_openrtb_read_native(test_reader(CX_ORTB_KERNEL_BEST),
                                cx_strn("", 0), &a, &nr, &e);

    CHECK_INT(rc, CX_ERROR);
    CHECK_INT(e.code, CX_E_BODY_EMPTY);
}


/* each of these makes a bid unsafe when it cannot be understood */

static void
safety(void)
{
    size_t       i;
    char         json[512], field[128];
    const char  *value;

    static const char *const  top[] = {
        "id", "imp", "test", "at", "cur", "wseat", "bseat", "acat", "bcat",
        "badv", "bapp", "wlang", "wlangb", "cattax", "site", "app", "dooh",
        "regs"
    };

    static const char *const  deep[][2] = {
        { "regs.coppa", "\"regs\":{\"coppa\":%s}" },
        { "regs.gdpr", "\"regs\":{\"gdpr\":%s}" },
        { "regs.us_privacy", "\"regs\":{\"us_privacy\":%s}" },
        { "regs.gpp", "\"regs\":{\"gpp\":%s}" },
        { "regs.gpp_sid[0]", "\"regs\":{\"gpp_sid\":[%s]}" },
        { "regs.ext", "\"regs\":{\"ext\":%s}" },
        { "regs.ext.gdpr", "\"regs\":{\"ext\":{\"gdpr\":%s}}" },
        { "regs.ext.dsa", "\"regs\":{\"ext\":{\"dsa\":%s}}" },
        { "regs.ext.dsa.dsarequired",
          "\"regs\":{\"ext\":{\"dsa\":{\"dsarequired\":%s}}}" },
        { "device.lmt", "\"device\":{\"lmt\":%s}" },
        { "device.dnt", "\"device\":{\"dnt\":%s}" },
        { "bcat[1]", "\"bcat\":[\"a\",%s]" },
        { "badv[0]", "\"badv\":[%s]" },
        { "imp[0].id", "\"imp\":[{\"id\":%s}]" },
        { "imp[0].bidfloor", "\"imp\":[{\"bidfloor\":%s}]" },
        { "imp[0].bidfloorcur", "\"imp\":[{\"bidfloorcur\":%s}]" },
        { "imp[0].secure", "\"imp\":[{\"secure\":%s}]" },
        { "imp[0].qty.multiplier",
          "\"imp\":[{\"qty\":{\"multiplier\":%s}}]" },
        { "imp[0].pmp", "\"imp\":[{\"pmp\":%s}]" },
        { "imp[0].pmp.deals[0]", "\"imp\":[{\"pmp\":{\"deals\":%s}}]" },
        { "imp[0].pmp.private_auction",
          "\"imp\":[{\"pmp\":{\"private_auction\":%s}}]" },
        { "imp[0].pmp.deals[1].id",
          "\"imp\":[{\"pmp\":{\"deals\":[{},{\"id\":%s}]}}]" },
        { "imp[0].pmp.deals[0].bidfloor",
          "\"imp\":[{\"pmp\":{\"deals\":[{\"bidfloor\":%s}]}}]" },
        { "imp[0].pmp.deals[0].wadomain[0]",
          "\"imp\":[{\"pmp\":{\"deals\":[{\"wadomain\":%s}]}}]" },
        { "imp[1].banner.battr[0]",
          "\"imp\":[{},{\"banner\":{\"battr\":%s}}]" },
        { "imp[0].video.durfloors[0].bidfloor",
          "\"imp\":[{\"video\":{\"durfloors\":[{\"bidfloor\":%s}]}}]" }
    };

    for (i = 0; i < cx_nelts(top); i++) {
        (void) snprintf(json, sizeof(json), "{\"%s\":[[1]]}", top[i]);
        (void) snprintf(field, sizeof(field), "%s%s", top[i],
                        strcmp(top[i], "imp") == 0
                        || strchr("bcw", top[i][0]) || i == 7
                            ? "[0]" : "");

        if (strcmp(top[i], "cattax") == 0) {
            (void) snprintf(field, sizeof(field), "cattax");
        }

        test_bad(json, CX_E_FIELD_TYPE, field);
    }

    for (i = 0; i < cx_nelts(deep); i++) {
        value = strchr(deep[i][1], '%');
        (void) snprintf(json, sizeof(json), "{%.*s[[7]]%s}",
                        (int) (value - deep[i][1]), deep[i][1], value + 2);
        test_bad(json, CX_E_FIELD_TYPE, deep[i][0]);
    }

    /* a list that somebody joined would block nothing */

    test_bad(TOP("\"bcat\":\"IAB25,IAB26\""), CX_E_FIELD_TYPE, "bcat");
    CHECK_INT(imp(IMP("\"iframebuster\":\"a,b\""))->iframebuster.n, 1);
}


static void
unknown(void)
{
    cx_openrtb_request_t     *r;
    const cx_ortb_unknown_t  *u;

    r = test_good("{\"id\":\"r\",\"x\":{\"a\":[1, \"b\"]},\"imp\":[{\"id\":"
                  "\"i\",\"floor\\u0031\": 3 ,\"banner\":{\"ext\":{\"k\":1},"
                  "\"www\":\"s\"}}],\"y\":null}");

    u = r->unknown;
    CHECK(strcmp(u->object, "request") == 0);
    CHECK_STR(u->key, "x");
    CHECK_STR(u->value, "{\"a\":[1, \"b\"]}");

    u = u->next;
    CHECK(strcmp(u->object, "imp") == 0);
    CHECK_STR(u->key, "floor1");
    CHECK_STR(u->value, "3");

    u = u->next;
    CHECK(strcmp(u->object, "banner") == 0);
    CHECK_STR(u->key, "www");
    CHECK_STR(u->value, "\"s\"");

    u = u->next;
    CHECK_STR(u->key, "y");
    CHECK_STR(u->value, "null");
    CHECK(u->next == NULL);

    CHECK_STR(r->r.imp.v[0].banner->ext, "{\"k\":1}");

    /* names that are nearly known */

    r = test_good(IMP("\"bidfloorcux\":\"EUR\",\"displaymXnagerver\":\"x\","
                      "\"displaymanagerveX\":\"x\",\"Xagid\":1,\"tagi\":1,"
                      "\"tagidd\":1,\"\":1,\"\\u0000\":2"));

    CHECK_STR(r->r.imp.v[0].bidfloorcur, "USD");
    CHECK_STR(r->r.imp.v[0].displaymanagerver, "");
    CHECK_STR(r->r.imp.v[0].tagid, "");
    CHECK_STR(r->unknown->next->key, "displaymXnagerver");
}


static void
required(void)
{
    test_bad("", CX_E_BODY_EMPTY, "body");
    test_bad(" \n\t\r ", CX_E_BODY_EMPTY, "body");
    test_bad("{}", CX_E_FIELD_MISSING, "id");
    test_bad("{\"id\":\"\",\"imp\":[{\"id\":1}]}", CX_E_FIELD_MISSING, "id");
    test_bad("{\"id\":null,\"imp\":[{\"id\":1}]}", CX_E_FIELD_MISSING, "id");
    test_bad("{\"id\":\"r\"}", CX_E_FIELD_MISSING, "imp");
    test_bad("{\"id\":\"r\",\"imp\":[]}", CX_E_FIELD_MISSING, "imp");
    test_bad("{\"id\":\"r\",\"imp\":[null]}", CX_E_FIELD_MISSING, "imp");
    test_bad("{\"id\":\"r\",\"imp\":[{\"id\":1},{}]}", CX_E_FIELD_MISSING,
             "imp[1].id");
    test_bad("{\"id\":\"r\",\"imp\":[{\"id\":1},{\"id\":2},{\"id\":\"1\"}]}",
             CX_E_FIELD_VALUE, "imp[2].id");
}


static void
conflicts(void)
{
    test_bad(TOP("\"site\":{},\"app\":{}"), CX_E_FIELD_CONFLICT, "app");
    test_bad(TOP("\"site\":{},\"dooh\":{}"), CX_E_FIELD_CONFLICT, "dooh");
    test_bad(TOP("\"dooh\":{},\"app\":{}"), CX_E_FIELD_CONFLICT, "dooh");
    test_bad(TOP("\"wseat\":[\"a\"],\"bseat\":[\"b\"]"), CX_E_FIELD_CONFLICT,
             "bseat");
    test_bad(TOP("\"acat\":[\"a\"],\"bcat\":[\"b\"]"), CX_E_FIELD_CONFLICT,
             "bcat");
    test_bad(TOP("\"wlang\":[\"a\"],\"wlangb\":[\"b\"]"),
             CX_E_FIELD_CONFLICT, "wlangb");

    (void) test_good(TOP("\"wseat\":[\"a\"],\"bseat\":[]"));
    (void) test_good(TOP("\"site\":{},\"app\":null"));
}


static void
bounds(void)
{
    int          i, n;
    cx_rc_t      rc;
    size_t       size;
    cx_buf_t     b;
    cx_error_t   e;
    cx_arena_t   a;
    uint8_t     *body;

    cx_openrtb_request_t  *req;

    static char     json[4096];
    static uint8_t  mem[65536];

    for (n = CX_ORTB_MAX_IMPS; n <= CX_ORTB_MAX_IMPS + 1; n++) {
        cx_buf_init(&b, json, sizeof(json));
        cx_put_lit(&b, "{\"id\":\"r\",\"imp\":[{\"id\":0}");

        for (i = 1; i < n; i++) {
            cx_put_lit(&b, ",{\"id\":");
            cx_put_uint(&b, i);
            cx_put_lit(&b, "}");
        }

        cx_put_lit(&b, "]}");
        cx_put_char(&b, '\0');

        if (n == CX_ORTB_MAX_IMPS) {
            CHECK_INT(test_good(json)->r.imp.n, n);

        } else {
            test_bad(json, CX_E_TOO_COMPLEX, "imp[64]");
        }
    }

    /* whatever the memory, it is enough or an error says that it is not */

    cx_buf_init(&b, json, sizeof(json));
    cx_put_lit(&b, IMP("\"a\":1,\"tagid\":\"\\u0061\",\"metric\":[{},{},{}],"
                       "\"banner\":{\"mimes\":[\"a\",\"b\"]}"));
    body = test_edge(json, cx_buf_len(&b));

    for (size = 0; size < sizeof(mem); size += 8) {
        cx_arena_init(&a, mem, size);

        rc = cx_openrtb_read(test_reader(CX_ORTB_KERNEL_BEST), body,
                             cx_buf_len(&b), &a, &req, &e);

        if (rc == CX_OK) {
            break;
        }

        CHECK_INT(e.code, CX_E_TOO_COMPLEX);
    }

    CHECK(size > 1000 && size < 8192);
}


static const cx_test_t  tests[] = {
    TEST(strings),
    TEST(escapes),
    TEST(integers),
    TEST(amounts),
    TEST(numbers),
    TEST(lists),
    TEST(objects),
    TEST(texts),
    TEST(safety),
    TEST(unknown),
    TEST(required),
    TEST(conflicts),
    TEST(bounds),
};

TEST_MAIN(tests)
