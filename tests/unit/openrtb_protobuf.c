
/* the reader of protobuf, byte by byte */

#include <math.h>

#include "tests/unit/openrtb_protobuf.h"


static uint8_t   mem[256 * 1024];
static cx_buf_t  b;


static void
start(void)
{
    cx_buf_init(&b, mem, sizeof(mem));
}


static void
minimal(void)
{
    start();
    pb_minimal(&b);
}


/* an imp of the id "1" with this field */

static void
imp_with(const cx_buf_t *field)
{
    uint8_t   imp_mem[4096];
    cx_buf_t  imp;

    cx_buf_init(&imp, imp_mem, sizeof(imp_mem));
    pb_str(&imp, CX_PB_imp_id, "1");
    cx_put(&imp, field->start, cx_buf_len(field));

    start();
    pb_str(&b, CX_PB_request_id, "r");
    pb_message(&b, CX_PB_request_imp, &imp);
}


static void
least_request(void)
{
    cx_openrtb_request_t  *req;

    minimal();
    req = pb_good(&b);

    CHECK_STR(req->r.id, "r");
    CHECK_INT(req->r.imp.n, 1);
    CHECK_STR(req->r.imp.v[0].id, "1");
    CHECK_INT(req->r.at, 2);
    CHECK_INT(req->r.imp.v[0].secure, CX_ABSENT);
    CHECK_STR(req->r.imp.v[0].bidfloorcur, "USD");
    CHECK(req->r.regs != NULL && req->r.user != NULL && req->r.source != NULL);
    CHECK_INT(req->r.regs->gdpr, CX_ABSENT);
}


static void
what_is_required(void)
{
    start();
    pb_str(&b, CX_PB_request_id, "r");
    pb_bad(&b, CX_E_FIELD_MISSING, "imp");

    start();
    pb_bytes(&b, CX_PB_request_imp, "\x0a\x01" "1", 3);
    pb_bad(&b, CX_E_FIELD_MISSING, "id");

    start();
    pb_bad(&b, CX_E_BODY_EMPTY, "body");

    minimal();
    pb_bytes(&b, CX_PB_request_imp, "\x0a\x01" "1", 3);
    pb_bad(&b, CX_E_FIELD_VALUE, "imp[1].id");

    minimal();
    pb_bytes(&b, CX_PB_request_site, "", 0);
    pb_bytes(&b, CX_PB_request_app, "", 0);
    pb_bad(&b, CX_E_FIELD_CONFLICT, "app");
}


static void
integers(void)
{
    cx_openrtb_request_t  *req;

    minimal();
    pb_int(&b, CX_PB_request_tmax, -7);
    pb_int(&b, CX_PB_request_at, 0x100000003LL);
    pb_int(&b, CX_PB_request_test, 2);
    pb_int(&b, CX_PB_request_allimps, 0x100000000LL);
    req = pb_good(&b);

    CHECK_INT(req->r.tmax, -7);
    CHECK_INT(req->r.at, 3);
    CHECK_INT(req->r.test, 1);
    CHECK_INT(req->r.allimps, 1);
}


/* as protobuf has it: of scalars the last counts, messages are merged */

static void
what_comes_twice(void)
{
    cx_openrtb_request_t  *req;

    minimal();
    pb_int(&b, CX_PB_request_tmax, 100);
    pb_str(&b, CX_PB_request_id, "later");
    pb_int(&b, CX_PB_request_tmax, 200);
    pb_bytes(&b, CX_PB_request_site, "\x0a\x01" "s", 3);
    pb_bytes(&b, CX_PB_request_site, "\x1a\x01" "d\x12\x01" "n", 6);
    pb_bytes(&b, CX_PB_request_site, "\x12\x01" "m", 3);
    req = pb_good(&b);

    CHECK_STR(req->r.id, "later");
    CHECK_INT(req->r.tmax, 200);
    CHECK_STR(req->r.site->id, "s");
    CHECK_STR(req->r.site->domain, "d");
    CHECK_STR(req->r.site->name, "m");
    CHECK_STR(req->domain, "d");
}


static void
lists(void)
{
    uint32_t               i;
    char                   text[16];
    uint8_t                packed[1024], banner_mem[2048], field[4096];
    cx_buf_t               p, banner, f;
    cx_openrtb_request_t  *req;

    /* packed, in two pieces, and one by one in between */

    cx_buf_init(&p, packed, sizeof(packed));
    for (i = 0; i < 150; i++) {
        pb_varint(&p, i);
    }

    cx_buf_init(&banner, banner_mem, sizeof(banner_mem));
    pb_bytes(&banner, CX_PB_banner_battr, "", 0);
    pb_message(&banner, CX_PB_banner_battr, &p);
    pb_int(&banner, CX_PB_banner_battr, 150);
    pb_str(&banner, CX_PB_banner_id, "b");
    pb_bytes(&banner, CX_PB_banner_battr, "\x97\x01\x98\x01", 4);

    cx_buf_init(&f, field, sizeof(field));
    pb_message(&f, CX_PB_imp_banner, &banner);
    imp_with(&f);

    /* strings of two lists that grow in turns */

    for (i = 0; i < 40; i++) {
        (void) snprintf(text, sizeof(text), "c%u", i);
        pb_str(&b, CX_PB_request_bcat, text);
        (void) snprintf(text, sizeof(text), "a%u", i);
        pb_str(&b, CX_PB_request_badv, text);
    }

    req = pb_good(&b);

    CHECK_INT(req->r.imp.v[0].banner->battr.n, 153);
    CHECK_STR(req->r.imp.v[0].banner->id, "b");

    for (i = 0; i < req->r.imp.v[0].banner->battr.n; i++) {
        CHECK_INT(req->r.imp.v[0].banner->battr.v[i], i);
    }

    CHECK_INT(req->r.bcat.n, 40);
    CHECK_INT(req->r.badv.n, 40);

    for (i = 0; i < 40 && req->r.bcat.n == 40 && req->r.badv.n == 40; i++) {
        (void) snprintf(text, sizeof(text), "c%u", i);
        CHECK_STR(req->r.bcat.v[i], text);
        (void) snprintf(text, sizeof(text), "a%u", i);
        CHECK_STR(req->r.badv.v[i], text);
    }
}


static void
imps(uint32_t n)
{
    uint32_t  i;
    char      imp[8];

    start();
    pb_str(&b, CX_PB_request_id, "r");

    for (i = 0; i < n; i++) {
        imp[0] = 0x0a;
        imp[1] = 2;
        imp[2] = (char) ('A' + i / 26);
        imp[3] = (char) ('a' + i % 26);
        pb_bytes(&b, CX_PB_request_imp, imp, 4);
    }
}


static void
imps_have_a_bound(void)
{
    cx_openrtb_request_t  *req;

    imps(64);
    req = pb_good(&b);
    CHECK_INT(req->r.imp.n, 64);
    CHECK_STR(req->r.imp.v[0].id, "Aa");
    CHECK_STR(req->r.imp.v[63].id, "Cl");

    imps(65);
    pb_bad(&b, CX_E_TOO_COMPLEX, "imp");
}


static int64_t
floor_of(double sum)
{
    uint8_t   field[16];
    cx_buf_t  f;

    cx_buf_init(&f, field, sizeof(field));
    pb_double(&f, CX_PB_imp_bidfloor, sum);
    imp_with(&f);

    return pb_good(&b)->r.imp.v[0].bidfloor;
}


/* what JSON makes of the text that has this double for its nearest */

static int64_t
floor_of_text(const char *sum)
{
    char  json[128];

    (void) snprintf(json, sizeof(json),
                    "{\"id\":\"r\",\"imp\":[{\"id\":\"1\",\"bidfloor\":%s}]}",
                    sum);

    return test_good(json)->r.imp.v[0].bidfloor;
}


static void
floors_are_those_of_json(void)
{
    size_t    i;
    char      text[40];
    double    v;
    uint64_t  x;

    static const char *const  sums[] = {
        "0", "0.1", "0.3", "0.29999999999999998", "0.30000000000000004", "1",
        "1.005", "2.675", "0.000001", "0.0000001", "0.0000014", "1e-9",
        "0.1234567", "999999999.999999", "1000000000", "123456.789012",
        "-0.5", "-1e-9", "5e-324", "0.5", "33.333333333333336", "1e8"
    };

    for (i = 0; i < cx_nelts(sums); i++) {
        v = strtod(sums[i], NULL);
        (void) snprintf(text, sizeof(text), "%.17g", v);

        if (floor_of(v) != floor_of_text(sums[i])) {
            CHECK(!"the same floor");
            (void) printf("    %s: %lld, in JSON %lld\n", sums[i],
                          (long long) floor_of(v),
                          (long long) floor_of_text(sums[i]));
        }
    }

    /* every sum of six decimals is itself */

    for (i = 0, x = 88172645463325252ULL; i < 20000; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;

        (void) snprintf(text, sizeof(text), "%u.%06u",
                        (unsigned) (x >> 40) % (i & 1 ? 1000 : 999999999),
                        (unsigned) (x & 0xffffff) % 1000000);

        if (floor_of(strtod(text, NULL)) != floor_of_text(text)) {
            CHECK(!"the same floor");
            (void) printf("    %s\n", text);
            break;
        }
    }
}


static void
floors_out_of_range(void)
{
    size_t    i;
    uint8_t   field[16];
    cx_buf_t  f;

    const double  sums[] = { 1000000001.0, -1000000001.0, 1e300, INFINITY,
                             -INFINITY, NAN };

    for (i = 0; i < cx_nelts(sums); i++) {
        cx_buf_init(&f, field, sizeof(field));
        pb_double(&f, CX_PB_imp_bidfloor, sums[i]);
        imp_with(&f);
        pb_bad(&b, CX_E_FIELD_VALUE, "imp[0].bidfloor");
    }

    cx_buf_init(&f, field, sizeof(field));
    pb_double(&f, CX_PB_imp_dt, NAN);
    imp_with(&f);
    pb_bad(&b, CX_E_FIELD_VALUE, "imp[0].dt");
}


static void
what_is_unknown(void)
{
    cx_openrtb_request_t  *req;

    start();
    pb_int(&b, 500, 1);
    pb_double(&b, 501, 1);
    pb_str(&b, 502, "\xff\xfe");
    pb_tag(&b, 503, CX_PB_FIXED32);
    cx_put_lit(&b, "abcd");
    pb_int(&b, (1 << 29) - 1, INT64_MAX);
    pb_int(&b, 24, 1);
    pb_bytes(&b, 99, "\x08\x01", 2);

    /* a group in a group, with a field in each */

    pb_tag(&b, 504, CX_PB_GROUP);
    pb_int(&b, 1, 1);
    pb_tag(&b, 505, CX_PB_GROUP);
    pb_str(&b, 2, "x");
    pb_tag(&b, 505, CX_PB_GROUP_END);
    pb_tag(&b, 504, CX_PB_GROUP_END);

    pb_minimal(&b);
    req = pb_good(&b);

    CHECK_STR(req->r.id, "r");
    CHECK_INT(req->r.imp.n, 1);
    CHECK(req->unknown == NULL);
}


static void
groups_that_are_none(void)
{
    int  i;

    minimal();
    pb_tag(&b, 504, CX_PB_GROUP_END);
    pb_bad(&b, CX_E_PROTOBUF, "byte 10");

    minimal();
    pb_tag(&b, 504, CX_PB_GROUP);
    pb_bad(&b, CX_E_PROTOBUF, "byte 10");

    minimal();
    pb_tag(&b, 504, CX_PB_GROUP);
    pb_tag(&b, 505, CX_PB_GROUP_END);
    pb_bad(&b, CX_E_PROTOBUF, "byte 10");

    minimal();

    for (i = 0; i < 33; i++) {
        pb_tag(&b, 504, CX_PB_GROUP);
    }

    pb_bad(&b, CX_E_PROTOBUF, "byte 72");
}


static void
wrong_wire_types(void)
{
    uint8_t   field[64];
    cx_buf_t  f;

    minimal();
    pb_int(&b, CX_PB_request_id, 1);
    pb_bad(&b, CX_E_FIELD_TYPE, "id");

    minimal();
    pb_str(&b, CX_PB_request_tmax, "100");
    pb_bad(&b, CX_E_FIELD_TYPE, "tmax");

    minimal();
    pb_double(&b, CX_PB_request_test, 1);
    pb_bad(&b, CX_E_FIELD_TYPE, "test");

    minimal();
    pb_int(&b, CX_PB_request_imp, 1);
    pb_bad(&b, CX_E_FIELD_TYPE, "imp");

    minimal();
    pb_tag(&b, CX_PB_request_site, CX_PB_GROUP);
    pb_bad(&b, CX_E_FIELD_TYPE, "site");

    minimal();
    pb_int(&b, CX_PB_request_bcat, 1);
    pb_bad(&b, CX_E_FIELD_TYPE, "bcat");

    cx_buf_init(&f, field, sizeof(field));
    pb_int(&f, CX_PB_imp_bidfloor, 1);
    imp_with(&f);
    pb_bad(&b, CX_E_FIELD_TYPE, "imp[0].bidfloor");

    /* the field of a message in a list in a message */

    cx_buf_init(&f, field, sizeof(field));
    pb_bytes(&f, CX_PB_imp_pmp, "\x12\x00\x12\x02\x08\x01", 6);
    imp_with(&f);
    pb_bad(&b, CX_E_FIELD_TYPE, "imp[0].pmp.deals[1].id");

    /* lists of integers that are doubles */

    cx_buf_init(&f, field, sizeof(field));
    pb_bytes(&f, CX_PB_imp_banner, "\x31" "12345678", 9);
    imp_with(&f);
    pb_bad(&b, CX_E_FIELD_TYPE, "imp[0].banner.battr");
}


static void
strings_are_utf8(void)
{
    size_t                 i;
    cx_openrtb_request_t  *req;

    static const char *const  wrong[] = {
        "\x80", "\xc0\xaf", "\xc3", "a\xe0\x80\xaf", "\xed\xa0\x80",
        "\xf4\x90\x80\x80", "\xf0\x9f\x98", "abcdefgh\xff",
        "abcdefghijklmno\xc3"
    };

    for (i = 0; i < cx_nelts(wrong); i++) {
        minimal();
        pb_bytes(&b, CX_PB_request_site, "\x0a\x01" "s", 3);
        pb_str(&b, CX_PB_request_bcat, "fine");
        pb_str(&b, CX_PB_request_bcat, wrong[i]);
        pb_bad(&b, CX_E_JSON_ENCODING, "bcat");
    }

    minimal();
    pb_str(&b, CX_PB_request_bcat,
           "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80");
    pb_bytes(&b, CX_PB_request_bcat, "a\0b", 3);
    req = pb_good(&b);
    CHECK_INT(req->r.bcat.n, 2);
    CHECK_INT(req->r.bcat.v[1].len, 3);
}


static void
broken_bytes(void)
{
    /* tags: no number, no such wire type, more than 32 bits, endless */

    minimal();
    cx_put_char(&b, 0x00);
    pb_bad(&b, CX_E_PROTOBUF, "byte 8");

    minimal();
    cx_put_char(&b, (char) 0x0e);
    pb_bad(&b, CX_E_PROTOBUF, "byte 8");

    minimal();
    pb_varint(&b, 0x100000000ULL | 8);
    cx_put_char(&b, 1);
    pb_bad(&b, CX_E_PROTOBUF, "byte 8");

    minimal();
    cx_put_lit(&b, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01");
    pb_bad(&b, CX_E_PROTOBUF, "byte 8");

    /* a length that is longer than the rest, one that nearly wraps */

    minimal();
    pb_tag(&b, CX_PB_request_bcat, CX_PB_BYTES);
    pb_varint(&b, 1);
    pb_bad(&b, CX_E_PROTOBUF, "byte 9");

    minimal();
    pb_tag(&b, CX_PB_request_bcat, CX_PB_BYTES);
    pb_varint(&b, UINT64_MAX);
    pb_bad(&b, CX_E_PROTOBUF, "byte 9");

    /* a message that is longer inside than outside */

    start();
    pb_str(&b, CX_PB_request_id, "r");
    pb_bytes(&b, CX_PB_request_imp, "\x0a\x05" "1", 3);
    pb_str(&b, CX_PB_request_bcat, "room enough");
    pb_bad(&b, CX_E_PROTOBUF, "byte 6");

    /* packed integers of which the last goes on */

    minimal();
    pb_bytes(&b, CX_PB_request_regs, "\x1a\x02\x01\x80", 4);
    pb_bad(&b, CX_E_PROTOBUF, "byte 13");
}


/* every prefix is refused or read, and nothing behind it is touched */

static void
cut_short(void)
{
    size_t       n, len;
    test_read_t  res;
    uint8_t      field[64];
    cx_buf_t     f;

    cx_buf_init(&f, field, sizeof(field));
    pb_bytes(&f, CX_PB_imp_banner, "\x7a\x05\x08\xac\x02\x10\x01", 7);
    pb_double(&f, CX_PB_imp_bidfloor, 1.5);
    imp_with(&f);
    pb_bytes(&b, CX_PB_request_user, "\x0a\x03" "abc", 5);
    pb_str(&b, CX_PB_request_cur, "EUR");

    len = cx_buf_len(&b);

    for (n = 0; n <= len; n++) {
        res = pb_read_n(mem, n);
        CHECK(res.rc == CX_OK || res.e.fault[0]);
    }

    CHECK_INT(res.rc, CX_OK);
}


static void
memory_is_bound(void)
{
    size_t                 size;
    cx_error_t             e;
    cx_arena_t             arena;
    cx_openrtb_request_t  *req;

    static uint8_t  small[64 * 1024];

    imps(40);

    for (size = 0; size < sizeof(small); size += 97) {
        cx_arena_init(&arena, small, size);

        if (cx_openrtb_read_protobuf(test_reader(CX_ORTB_KERNEL_BEST), mem,
                                     cx_buf_len(&b), &arena, &req, &e)
            != CX_OK)
        {
            CHECK_INT(e.code, CX_E_TOO_COMPLEX);
        }
    }
}


/* a native request may come as JSON or as a message */

static void
native_request(void)
{
    cx_openrtb_request_t            *req;
    const cx_ortb_native_t          *native;
    const cx_ortb_native_request_t  *nr;
    uint8_t                          field[128], text[128];
    cx_buf_t                         f, t;

    cx_buf_init(&t, text, sizeof(text));
    pb_str(&t, CX_PB_native_request_ver, "1.2");
    pb_bytes(&t, CX_PB_native_request_assets,
             "\x08\x07\x10\x01\x1a\x02\x08\x19", 8);

    cx_buf_init(&f, field, sizeof(field));
    pb_tag(&f, CX_PB_imp_native, CX_PB_BYTES);
    pb_varint(&f, 3 + cx_buf_len(&t));
    pb_message(&f, CX_PB_native_request_native, &t);
    imp_with(&f);

    req = pb_good(&b);
    native = req->r.imp.v[0].native;
    CHECK(native != NULL && native->request_native != NULL);
    CHECK_INT(native->request.len, 0);

    nr = native->request_native;
    CHECK_STR(nr->ver, "1.2");
    CHECK_INT(nr->plcmtcnt, 1);
    CHECK_INT(nr->assets.n, 1);
    CHECK_INT(nr->assets.v[0].id, 7);
    CHECK_INT(nr->assets.v[0].required, 1);
    CHECK_INT(nr->assets.v[0].title->len, 25);
}


static const cx_test_t  tests[] = {
    TEST(least_request),
    TEST(what_is_required),
    TEST(integers),
    TEST(what_comes_twice),
    TEST(lists),
    TEST(imps_have_a_bound),
    TEST(floors_are_those_of_json),
    TEST(floors_out_of_range),
    TEST(what_is_unknown),
    TEST(groups_that_are_none),
    TEST(wrong_wire_types),
    TEST(strings_are_utf8),
    TEST(broken_bytes),
    TEST(cut_short),
    TEST(memory_is_bound),
    TEST(native_request)
};

TEST_MAIN(tests)
