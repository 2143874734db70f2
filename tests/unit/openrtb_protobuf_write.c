
/* what is written in protobuf is what is written in JSON */

#include <yyjson.h>

#include "core/openrtb/protobuf_wire.h"
#include "tests/unit/test.h"


#define SIZE  (4 << 20)


static uint8_t      out[SIZE];
static uint8_t      json[SIZE];
static uint8_t      compiled[SIZE];
static uint8_t      markup[SIZE];
static yyjson_doc  *doc;

static const cx_str_t  adomain[] = { cx_string("a.example"),
                                     cx_string("b.example") };
static const uint8_t   attr[] = { 1, 17, 31 };

static cx_ortb_bid_t       bid[2];
static cx_ortb_seatbid_t   seatbid;
static cx_ortb_response_t  res;


static void
start(cx_str_t source)
{
    cx_buf_t    b;
    cx_error_t  e;

    memset(bid, 0, sizeof(bid));
    memset(&seatbid, 0, sizeof(seatbid));
    memset(&res, 0, sizeof(res));

    cx_buf_init(&b, compiled, sizeof(compiled));
    CHECK_INT(cx_template_compile(source, &b, &e), CX_OK);

    bid[0].id = cx_str("0123456789abcdef");
    bid[0].impid = cx_str("imp\"1\n\x01");
    bid[0].price = 1234560;
    bid[0].crid = cx_str("cr-1");
    bid[0].adid = cx_str("ad");
    bid[0].cid = cx_str("camp");
    bid[0].adomain = adomain;
    bid[0].nadomain = 2;
    bid[0].attr = attr;
    bid[0].nattr = 3;
    bid[0].w = 300;
    bid[0].h = 250;
    bid[0].exp = 70000;
    bid[0].burl = 1;
    bid[0].mtype = CX_MEDIA_BANNER;
    bid[0].slotinpod = -1;
    bid[0].exchange_token = (cx_str_t) cx_padded("EXCH");
    bid[0].browser_token = (cx_str_t) cx_padded("BROW");
    bid[0].template = cx_strn(compiled, cx_buf_len(&b));
    bid[1] = bid[0];
    bid[1].price = 1;
    bid[1].slotinpod = CX_NO_SLOT;

    seatbid.seat = cx_str("s1");
    seatbid.bid = bid;
    seatbid.nbid = 2;

    res.id = cx_str("req\\\"\x01 \xc3\xbc");
    res.bidid = cx_str("b1");
    res.cur = cx_str("EUR");
    res.notice_url = (cx_str_t) cx_padded("https://n.example");
    res.nbr = -1;
    res.seatbid = &seatbid;
    res.nseatbid = 1;
}


static uint64_t
varint(cx_str_t *s)
{
    uint64_t  v;
    uint32_t  shift;

    for (v = 0, shift = 0; s->len; shift += 7) {
        v |= (uint64_t) (*s->data & 0x7f) << shift;
        s->len--;

        if (*s->data++ < 0x80) {
            return v;
        }
    }

    CHECK(!"a varint that ends");

    return 0;
}


/* the n-th field of this number: its bytes, or the eight of a number */

static cx_str_t
field(cx_str_t message, uint32_t number, uint32_t n)
{
    size_t    len;
    uint64_t  tag, v;
    cx_str_t  found;

    static uint8_t  value[8];

    while (message.len) {
        tag = varint(&message);
        found = message;

        switch (tag & 7) {
        case CX_PB_VARINT:
            v = varint(&message);
            memcpy(value, &v, 8);
            found = cx_strn(value, 8);
            break;

        case CX_PB_FIXED64:
            found = cx_strn(message.data, 8);
            message = cx_strn(message.data + 8, message.len - 8);
            break;

        case CX_PB_BYTES:
            len = varint(&message);
            found = cx_strn(message.data, len);
            CHECK(len <= message.len);
            message = cx_strn(message.data + len, message.len - len);
            break;

        default:
            CHECK(!"a wire type that is written");
            return cx_strn(NULL, 0);
        }

        if (tag >> 3 == number && n-- == 0) {
            return found;
        }
    }

    return cx_strn(NULL, 0);
}


static int64_t
number(cx_str_t message, uint32_t n)
{
    int64_t   v;
    cx_str_t  s;

    s = field(message, n, 0);
    v = 0;
    memcpy(&v, s.data, s.len);

    return v;
}


static void
check_str(cx_str_t message, uint32_t n, const char *pointer)
{
    cx_str_t     got;
    yyjson_val  *v;

    got = field(message, n, 0);
    v = yyjson_doc_ptr_get(doc, pointer);

    if (!yyjson_is_str(v) || got.len != yyjson_get_len(v)
        || memcmp(got.data, yyjson_get_str(v), got.len) != 0)
    {
        CHECK(!"the same string");
        (void) printf("    %s: \"%.*s\", not \"%.200s\"\n", pointer,
                      (int) cx_min(got.len, 200), (const char *) got.data,
                      yyjson_get_str(v) ? yyjson_get_str(v) : "(none)");
    }
}


static cx_str_t
write_both(void)
{
    cx_buf_t  b;

    cx_buf_init(&b, json, sizeof(json));
    cx_openrtb_write(&b, &res);
    CHECK(!b.overflow);

    yyjson_doc_free(doc);
    doc = yyjson_read((const char *) json, cx_buf_len(&b), 0);
    CHECK(doc != NULL);

    cx_buf_init(&b, out, sizeof(out));
    cx_openrtb_write_protobuf(&b, &res);
    CHECK(!b.overflow);

    return cx_strn(out, cx_buf_len(&b));
}


static void
check_bid(cx_str_t seat, uint32_t i)
{
    char      pointer[64];
    size_t    n;
    double    price;
    cx_str_t  got, s;

    static const struct {
        uint32_t     number;
        const char  *name;
    } strs[] = {
        { CX_PB_bid_id, "id" }, { CX_PB_bid_impid, "impid" },
        { CX_PB_bid_nurl, "nurl" }, { CX_PB_bid_burl, "burl" },
        { CX_PB_bid_lurl, "lurl" }, { CX_PB_bid_adm, "adm" },
        { CX_PB_bid_adid, "adid" }, { CX_PB_bid_cid, "cid" },
        { CX_PB_bid_crid, "crid" }
    };

    got = field(seat, CX_PB_seatbid_bid, i);

    for (n = 0; n < cx_nelts(strs); n++) {
        (void) snprintf(pointer, sizeof(pointer), "/seatbid/0/bid/%u/%s", i,
                        strs[n].name);
        check_str(got, strs[n].number, pointer);
    }

    s = field(got, CX_PB_bid_price, 0);
    memcpy(&price, s.data, 8);
    CHECK(price == (i == 0 ? 1.23456 : 0.000001));

    CHECK_STR(field(got, CX_PB_bid_adomain, 0), "a.example");
    CHECK_STR(field(got, CX_PB_bid_adomain, 1), "b.example");
    CHECK_STR(field(got, CX_PB_bid_attr, 0), "\x01\x11\x1f");
    CHECK_INT(number(got, CX_PB_bid_w), 300);
    CHECK_INT(number(got, CX_PB_bid_exp), 70000);
    CHECK_INT(number(got, CX_PB_bid_mtype), 1);
    CHECK_INT(field(got, CX_PB_bid_dealid, 0).len, 0);
    CHECK_INT(field(got, CX_PB_bid_dur, 0).len, 0);

    if (i == 0) {
        CHECK_INT(number(got, CX_PB_bid_slotinpod), -1);

    } else {
        CHECK_INT(field(got, CX_PB_bid_slotinpod, 0).len, 0);
    }
}


static void
check(cx_str_t source)
{
    cx_str_t  got, seat;

    start(source);
    got = write_both();

    check_str(got, CX_PB_response_id, "/id");
    check_str(got, CX_PB_response_bidid, "/bidid");
    check_str(got, CX_PB_response_cur, "/cur");
    CHECK_INT(field(got, CX_PB_response_nbr, 0).len, 0);

    seat = field(got, CX_PB_response_seatbid, 0);
    check_str(seat, CX_PB_seatbid_seat, "/seatbid/0/seat");
    check_bid(seat, 0);
    check_bid(seat, 1);
}


static void
markup_of_every_kind(void)
{
    check(cx_str("x"));
    check(cx_str("<a href=\"{{click_url}}\">{{domain}}</a>"));
    check(cx_str("\\ \" \n\r\t\x01\x1f / \x7f \xc3\xbc {{impression_url}}\\"));
    check(cx_str("\\u0041 is no escape \\n here \\\\"));
}


/* lengths before and behind the places where they take another byte */

static void
markup_of_every_length(void)
{
    size_t  i, n;

    static const size_t  sizes[] = { 1, 60, 126, 127, 128, 129, 16000, 16382,
                                     16383, 16384, 16385, 500000, 1000000 };

    for (i = 0; i < cx_nelts(sizes); i++) {
        for (n = 0; n < sizes[i]; n++) {
            markup[n] = n % 7 == 0 ? '"' : (uint8_t) ('a' + n % 26);
        }

        check(cx_strn(markup, sizes[i]));
    }
}


static void
no_bid(void)
{
    cx_str_t  got;

    start(cx_str("x"));
    res.nseatbid = 0;
    res.cur.len = 0;
    res.bidid.len = 0;
    res.nbr = 503;

    got = write_both();

    check_str(got, CX_PB_response_id, "/id");
    CHECK_INT(number(got, CX_PB_response_nbr), 503);
    CHECK_INT(field(got, CX_PB_response_seatbid, 0).len, 0);

    res.nbr = 0;
    got = write_both();
    CHECK_INT(field(got, CX_PB_response_nbr, 0).len, 8);
}


static void
too_little_room(void)
{
    size_t     size, len;
    cx_buf_t   b;
    uint8_t   *mem;

    start(cx_str("<a href=\"{{click_url}}\">\"\n</a>"));
    len = write_both().len;

    for (size = 0; size < len + 64; size++) {
        mem = malloc(size + 1);
        cx_buf_init(&b, mem, size);
        cx_openrtb_write_protobuf(&b, &res);

        CHECK(b.overflow || cx_buf_len(&b) == len);
        CHECK(!b.overflow || size < len + 64);
        free(mem);
    }

    CHECK(!b.overflow);
}


static const cx_test_t  tests[] = {
    TEST(markup_of_every_kind),
    TEST(markup_of_every_length),
    TEST(no_bid),
    TEST(too_little_room)
};

TEST_MAIN(tests)
