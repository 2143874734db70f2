#include "core/openrtb/openrtb.h"
#include "tests/unit/test.h"


static uint8_t     mem[4096];
static uint8_t     text[4096];
static cx_error_t  e;


static const cx_ortb_response_t  res = {
    .id = cx_string("a\"1/ü"),
    .domain = cx_string("news.example.com"),
    .notice_url = cx_padded("https://bid.example.com")
};

static cx_ortb_bid_t  bid = {
    .id = cx_string("00ff"),
    .impid = cx_string("1"),
    .cid = cx_string("c-1"),
    .crid = cx_string("<cr>"),
    .variant = cx_string("red"),
    .browser_token = cx_padded("TOK-_"),
    .w = 300,
    .h = 250,
    .random = 42
};


static cx_str_t
compile(const char *source)
{
    cx_buf_t  b;

    cx_buf_init(&b, mem, sizeof(mem));
    memset(&e, 0, sizeof(e));

    if (cx_template_compile(cx_strn(source, strlen(source)), &b, &e)
        != CX_OK)
    {
        return cx_str("?");
    }

    return cx_strn(mem, cx_buf_len(&b));
}


static cx_str_t
write_out(const char *source)
{
    cx_buf_t  b;
    cx_str_t  compiled;

    compiled = compile(source);
    CHECK_INT(cx_template_check(compiled), CX_OK);

    cx_buf_init(&b, text, sizeof(text));
    cx_template_write(&b, compiled, &res, &bid);
    CHECK(!b.overflow);

    return cx_strn(text, cx_buf_len(&b));
}


static void
literals(void)
{
    CHECK_STR(write_out(""), "");
    CHECK_STR(write_out("plain"), "plain");
    CHECK_STR(write_out("<a b=\"c\">\n\\\t\x01"),
              "<a b=\\\"c\\\">\\n\\\\\\t\\u0001");
    CHECK_STR(write_out("a{b}}c{ {"), "a{b}}c{ {");
    CHECK_STR(write_out("p=${AUCTION_PRICE}&x=%%Y%%"),
              "p=${AUCTION_PRICE}&x=%%Y%%");
}


static void
places(void)
{
    CHECK_STR(write_out("{{click_url}}"),
              "https://bid.example.com/v1/click?t=TOK-_");
    CHECK_STR(write_out("{{click_url_enc}}"),
              "https%3A%2F%2Fbid.example.com%2Fv1%2Fclick%3Ft%3DTOK-_");
    CHECK_STR(write_out("{{impression_url}}"),
              "https://bid.example.com/v1/imp?t=TOK-_");
    CHECK_STR(write_out("{{event_url}}start"),
              "https://bid.example.com/v1/event?t=TOK-_&e=start");
    CHECK_STR(write_out("{{bid_id}}|{{imp_id}}|{{campaign_id}}|{{variant}}"),
              "00ff|1|c-1|red");
    CHECK_STR(write_out("{{width}}x{{height}} {{cachebuster}} {{domain}}"),
              "300x250 42 news.example.com");
}


static cx_str_t
write_version(int32_t protocol, const char *source)
{
    cx_str_t       s;
    cx_ortb_bid_t  was;

    was = bid;
    bid.protocol = protocol;
    s = write_out(source);
    bid = was;

    return s;
}


/* parts of some versions of VAST */

static void
versions(void)
{
    static const char  parts[] =
        "a{{vast_before_4}}b{{bid_id}}{{vast_end}}c{{vast_since_4}}d"
        "{{vast_end}}{{vast_4_0}}e{{vast_end}}{{vast_since_4_1}}f{{vast_end}}";

    CHECK_STR(write_version(1, "{{vast_version}}"), "1.0");
    CHECK_STR(write_version(2, "{{vast_version}}"), "2.0");
    CHECK_STR(write_version(6, "{{vast_version}}"), "3.0");
    CHECK_STR(write_version(8, "{{vast_version}}"), "4.0");
    CHECK_STR(write_version(12, "{{vast_version}}"), "4.1");
    CHECK_STR(write_version(13, "{{vast_version}}"), "4.2");
    CHECK_STR(write_version(16, "{{vast_version}}"), "4.3");
    CHECK_STR(write_version(0, "{{vast_version}}"), "4.2");
    CHECK_STR(write_version(-5, "{{vast_version}}"), "4.2");
    CHECK_STR(write_version(17, "{{vast_version}}"), "4.2");

    CHECK_STR(write_version(2, parts), "ab00ffc");
    CHECK_STR(write_version(3, parts), "ab00ffc");
    CHECK_STR(write_version(7, parts), "acde");
    CHECK_STR(write_version(11, parts), "acdf");
    CHECK_STR(write_version(13, parts), "acdf");

    CHECK_STR(compile("{{vast_end}}"), "?");
    CHECK_STR(compile("{{vast_4_0}}"), "?");
    CHECK_STR(compile("{{vast_4_0}}{{vast_4_0}}{{vast_end}}"), "?");
    CHECK(strstr(e.fault, "without") != NULL);
    CHECK_STR(compile("{{vast_4_0}}{{vast_end}}{{vast_end}}"), "?");

    /* a file is checked for what could be read beyond its end, no more */

    CHECK_INT(cx_template_check(cx_str("\x50")), CX_OK);
    CHECK_STR(write_version(2, "x{{vast_4_0}}{{vast_end}}"), "x");
}


/* what came from outside is harmless wherever a markup puts it */

static void
hostile_places(void)
{
    CHECK_STR(write_out("{{auction_id}}"), "a%221%2F%C3%BC");
    CHECK_STR(write_out("{{creative_id}}"), "%3Ccr%3E");
}


static void
no_such_place(void)
{
    const char  *name;

    CHECK_STR(compile("x{{nonsense}}"), "?");
    CHECK_INT(e.code, CX_E_FIELD_VALUE);
    CHECK(strstr(e.fault, "{{nonsense}}") != NULL);

#define CHECK_LISTED(code, place, what)                                       \
    name = place;                                                             \
    CHECK(strstr(e.allowed, name) != NULL);
    CX_ORTB_PLACES(CHECK_LISTED)
#undef CHECK_LISTED

    CHECK_STR(compile("{{click_url"), "?");
    CHECK(strstr(e.fault, "without") != NULL);
    CHECK_STR(compile("{{}}"), "?");
    CHECK_STR(compile("{{ click_url }}"), "?");
    CHECK_STR(compile("{{{click_url}}}"), "?");
    CHECK_STR(compile("\xff\xfe"), "?");
    CHECK_INT(e.code, CX_E_JSON_ENCODING);
}


static void
has(void)
{
    CHECK(cx_template_has(cx_str("a{{impression_url}}"), "impression_url"));
    CHECK(!cx_template_has(cx_str("a{{impression_url"), "impression_url"));
    CHECK(!cx_template_has(cx_str("impression_url"), "impression_url"));
    CHECK(!cx_template_has(cx_str("{{click_url_enc}}"), "click_url"));
    CHECK(!cx_template_has(cx_str(""), "click_url"));
}


static void
no_room(void)
{
    size_t    n;
    cx_buf_t  b;

    for (n = 0; n < 12; n++) {
        cx_buf_init(&b, mem, n);
        CHECK_INT(cx_template_compile(cx_str("abcdef{{width}}"), &b, &e),
                  CX_ERROR);
    }

    cx_buf_init(&b, mem, 12);
    CHECK_INT(cx_template_compile(cx_str("abcdef{{width}}"), &b, &e), CX_OK);
}


static cx_rc_t
check(const char *bytes, size_t n)
{
    /* a copy of just this size, so that a sanitizer sees a step outside */

    void     *copy;
    cx_rc_t   rc;

    copy = malloc(n ? n : 1);
    memcpy(copy, bytes, n);
    rc = cx_template_check(cx_strn(copy, n));
    free(copy);

    return rc;
}

#define CHECK_BYTES(bytes, rc)  CHECK_INT(check(bytes, sizeof(bytes) - 1), rc)


static void
checked(void)
{
    CHECK_BYTES("", CX_OK);
    CHECK_BYTES("\x40", CX_OK);
    CHECK_BYTES("\x53", CX_OK);
    CHECK_BYTES("\x54", CX_ERROR);
    CHECK_BYTES("\x00", CX_ERROR);
    CHECK_BYTES("\x01", CX_ERROR);
    CHECK_BYTES("\x01\x00\x00\x00", CX_ERROR);
    CHECK_BYTES("\x01\x00\x00\x00\x00", CX_OK);
    CHECK_BYTES("\x01\x01\x00\x00\x00", CX_ERROR);
    CHECK_BYTES("\x01\x01\x00\x00\x00z\x41", CX_OK);
    CHECK_BYTES("\x01\xff\xff\xff\xffz", CX_ERROR);
    CHECK_BYTES("\x01\x01\x00\x00\x00\"", CX_ERROR);
    CHECK_BYTES("\x01\x01\x00\x00\x00\\", CX_ERROR);
    CHECK_BYTES("\x01\x02\x00\x00\x00\\\"", CX_OK);
    CHECK_BYTES("\x01\x02\x00\x00\x00\\n", CX_OK);
    CHECK_BYTES("\x01\x02\x00\x00\x00\\x", CX_ERROR);
    CHECK_BYTES("\x01\x06\x00\x00\x00\\u001f", CX_OK);
    CHECK_BYTES("\x01\x06\x00\x00\x00\\ud800", CX_ERROR);
    CHECK_BYTES("\x01\x06\x00\x00\x00\\u0022", CX_ERROR);
    CHECK_BYTES("\x01\x05\x00\x00\x00\\u001f", CX_ERROR);
    CHECK_BYTES("\x01\x01\x00\x00\x00\n", CX_ERROR);
    CHECK_BYTES("\x01\x02\x00\x00\x00\xc3\xbc", CX_OK);
    CHECK_BYTES("\x01\x01\x00\x00\x00\xc3\xbc", CX_ERROR);
    CHECK_BYTES("\x01\x02\x00\x00\x00\xc0\x80", CX_ERROR);
    CHECK_BYTES("\x01\x03\x00\x00\x00\xe0\x80\x80", CX_ERROR);
    CHECK_BYTES("\x01\x03\x00\x00\x00\xed\xa0\x80", CX_ERROR);
    CHECK_BYTES("\x01\x04\x00\x00\x00\xf0\x9f\x8d\x8b", CX_OK);
    CHECK_BYTES("\x01\x04\x00\x00\x00\xf4\x90\x80\x80", CX_ERROR);
}


static const cx_test_t  tests[] = {
    TEST(literals),
    TEST(places),
    TEST(versions),
    TEST(hostile_places),
    TEST(no_such_place),
    TEST(has),
    TEST(no_room),
    TEST(checked)
};

TEST_MAIN(tests)
