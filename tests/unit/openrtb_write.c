#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <yyjson.h>

#include "core/openrtb/openrtb.h"
#include "tests/unit/test.h"
#include "tests/unit/vast.h"


static uint8_t      out[65536];
static uint8_t      compiled[16384];
static yyjson_doc  *doc;


static const cx_str_t  adomain[] = { cx_string("a.example"),
                                     cx_string("b.example") };
static const cx_str_t  cat[] = { cx_string("IAB1"), cx_string("IAB2-3") };
static const uint8_t   attr[] = { 1, 17 };

static cx_ortb_bid_t       bid;
static cx_ortb_seatbid_t   seatbid;
static cx_ortb_response_t  res;


static cx_str_t
compile(cx_str_t source)
{
    cx_buf_t    b;
    cx_error_t  e;

    cx_buf_init(&b, compiled, sizeof(compiled));
    CHECK_INT(cx_template_compile(source, &b, &e), CX_OK);

    return cx_strn(compiled, cx_buf_len(&b));
}


static void
start(cx_media_e media)
{
    memset(&bid, 0, sizeof(bid));
    memset(&seatbid, 0, sizeof(seatbid));
    memset(&res, 0, sizeof(res));

    bid.id = cx_str("0123456789abcdef");
    bid.impid = cx_str("imp\"1");
    bid.price = 1234560;
    bid.crid = cx_str("cr-1");
    bid.mtype = media;
    bid.slotinpod = CX_NO_SLOT;
    bid.exchange_token = (cx_str_t) cx_padded("EXCH");
    bid.browser_token = (cx_str_t) cx_padded("BROW");
    bid.template = compile(cx_str("<b>\"{{impression_url}}\"</b>"));

    seatbid.seat = cx_str("s1");
    seatbid.bid = &bid;
    seatbid.nbid = 1;

    res.id = cx_str("req\\\"\x01 ü");
    res.bidid = cx_str("b1");
    res.cur = cx_str("EUR");
    res.notice_url = (cx_str_t) cx_padded("https://n.example");
    res.nbr = -1;
    res.seatbid = &seatbid;
    res.nseatbid = 1;
}


/* writes, reads back strictly; the pointer is to the whole */

static yyjson_val *
answer(void)
{
    cx_buf_t  b;

    cx_buf_init(&b, out, sizeof(out));
    cx_openrtb_write(&b, &res);
    CHECK(!b.overflow);

    yyjson_doc_free(doc);
    doc = yyjson_read((const char *) out, cx_buf_len(&b), 0);
    CHECK(doc != NULL);

    return yyjson_doc_get_root(doc);
}


static yyjson_val *
at(const char *pointer)
{
    return yyjson_doc_ptr_get(doc, pointer);
}


static cx_str_t
str_at(const char *pointer)
{
    yyjson_val  *v;

    v = at(pointer);

    return yyjson_is_str(v) ? cx_strn(yyjson_get_str(v), yyjson_get_len(v))
                            : cx_str("(no string)");
}

#define BID  "/seatbid/0/bid/0"


static void
every_field(void)
{
    start(CX_MEDIA_BANNER);

    bid.adid = cx_str("ad");
    bid.cid = cx_str("camp");
    bid.dealid = cx_str("deal\n1");
    bid.adomain = adomain;
    bid.nadomain = 2;
    bid.cat = cat;
    bid.ncat = 2;
    bid.cattax = 6;
    bid.attr = attr;
    bid.nattr = 2;
    bid.bundle = cx_str("com.example");
    bid.language = cx_str("de");
    bid.w = 300;
    bid.h = 250;
    bid.dur = 30;
    bid.api = 5;
    bid.protocol = 13;
    bid.qagmediarating = 1;
    bid.slotinpod = -1;
    bid.exp = 300;
    bid.burl = 1;

    (void) answer();

    CHECK_STR(str_at("/id"), "req\\\"\x01 ü");
    CHECK_STR(str_at("/bidid"), "b1");
    CHECK_STR(str_at("/cur"), "EUR");
    CHECK(at("/nbr") == NULL);
    CHECK_STR(str_at("/seatbid/0/seat"), "s1");
    CHECK_STR(str_at(BID "/id"), "0123456789abcdef");
    CHECK_STR(str_at(BID "/impid"), "imp\"1");
    CHECK(yyjson_get_real(at(BID "/price")) == 1.23456);
    CHECK_STR(str_at(BID "/adid"), "ad");
    CHECK_STR(str_at(BID "/cid"), "camp");
    CHECK_STR(str_at(BID "/crid"), "cr-1");
    CHECK_STR(str_at(BID "/dealid"), "deal\n1");
    CHECK_STR(str_at(BID "/adomain/1"), "b.example");
    CHECK_INT(yyjson_arr_size(at(BID "/adomain")), 2);
    CHECK_STR(str_at(BID "/cat/1"), "IAB2-3");
    CHECK_INT(yyjson_get_int(at(BID "/cattax")), 6);
    CHECK_INT(yyjson_get_int(at(BID "/attr/0")), 1);
    CHECK_INT(yyjson_get_int(at(BID "/attr/1")), 17);
    CHECK_STR(str_at(BID "/bundle"), "com.example");
    CHECK_STR(str_at(BID "/language"), "de");
    CHECK_INT(yyjson_get_int(at(BID "/w")), 300);
    CHECK_INT(yyjson_get_int(at(BID "/h")), 250);
    CHECK_INT(yyjson_get_int(at(BID "/dur")), 30);
    CHECK_INT(yyjson_get_int(at(BID "/api")), 5);
    CHECK_INT(yyjson_get_int(at(BID "/protocol")), 13);
    CHECK_INT(yyjson_get_int(at(BID "/qagmediarating")), 1);
    CHECK_INT(yyjson_get_int(at(BID "/slotinpod")), -1);
    CHECK_INT(yyjson_get_int(at(BID "/exp")), 300);
    CHECK_INT(yyjson_get_int(at(BID "/mtype")), 1);
    CHECK_STR(str_at(BID "/adm"), "<b>\"https://n.example/v1/imp?t=BROW\"</b>");
    CHECK_STR(str_at(BID "/nurl"),
              "https://n.example/v1/notice/win?t=EXCH&p=${AUCTION_PRICE}"
              "&m=${AUCTION_MIN_TO_WIN}");
    CHECK_STR(str_at(BID "/burl"),
              "https://n.example/v1/notice/bill?t=EXCH&p=${AUCTION_PRICE}");
    CHECK_STR(str_at(BID "/lurl"),
              "https://n.example/v1/notice/loss?t=EXCH&p=${AUCTION_PRICE}"
              "&l=${AUCTION_LOSS}&m=${AUCTION_MIN_TO_WIN}");
}


/* what is not known is not sent */

static void
nothing_extra(void)
{
    size_t              i;
    static const char  *absent[] = {
        "adid", "cid", "dealid", "adomain", "cat", "cattax", "attr", "bundle",
        "language", "w", "h", "dur", "api", "protocol", "qagmediarating",
        "slotinpod", "exp"
    };

    start(CX_MEDIA_BANNER);
    (void) answer();

    for (i = 0; i < cx_nelts(absent); i++) {
        CHECK(yyjson_obj_get(at(BID), absent[i]) == NULL);
    }
}


static void
several(void)
{
    cx_ortb_bid_t      two[2];
    cx_ortb_seatbid_t  seats[2];

    start(CX_MEDIA_BANNER);

    two[0] = bid;
    two[1] = bid;
    two[1].impid = cx_str("2");
    seats[0].seat = cx_str("");
    seats[0].bid = two;
    seats[0].nbid = 2;
    seats[1] = seatbid;
    res.seatbid = seats;
    res.nseatbid = 2;

    (void) answer();
    CHECK_STR(str_at("/seatbid/0/bid/1/impid"), "2");
    CHECK(at("/seatbid/0/seat") == NULL);
    CHECK_STR(str_at("/seatbid/1/seat"), "s1");
}


/* who is charged otherwise is told nothing that charges */

static void
billing(void)
{
    start(CX_MEDIA_BANNER);
    (void) answer();
    CHECK(at(BID "/burl") == NULL);
    CHECK(at(BID "/nurl") != NULL && at(BID "/lurl") != NULL);

    bid.burl = 1;
    bid.multiplier = 1;
    (void) answer();
    CHECK_STR(str_at(BID "/burl"),
              "https://n.example/v1/notice/bill?t=EXCH&p=${AUCTION_PRICE}"
              "&q=${AUCTION_MULTIPLIER}");
    CHECK_STR(str_at(BID "/nurl"),
              "https://n.example/v1/notice/win?t=EXCH&p=${AUCTION_PRICE}"
              "&m=${AUCTION_MIN_TO_WIN}");
}


static void
units(void)
{
    start(CX_MEDIA_BANNER);
    bid.price = 1230000;
    res.unit = CX_MICROS;
    (void) answer();
    CHECK(yyjson_get_real(at(BID "/price")) == 1.23);

    res.unit = CX_MICROS / 100;
    (void) answer();
    CHECK_INT(yyjson_get_sint(at(BID "/price")), 123);

    res.unit = 1;
    bid.price = CX_MICROS_MAX;
    (void) answer();
    CHECK_INT(yyjson_get_sint(at(BID "/price")), CX_MICROS_MAX);
}


static void
languages(void)
{
    start(CX_MEDIA_BANNER);
    bid.langb = cx_str("pt-BR");
    (void) answer();
    CHECK_STR(str_at(BID "/langb"), "pt-BR");
    CHECK(at(BID "/language") == NULL);
}


static void
transparency(void)
{
    cx_ortb_bid_dsa_t             dsa;
    const cx_ortb_transparency_t  who[] = {
        { cx_string("dsp.example"), 1U << 1 | 1U << 2 },
        { cx_string("data.example"), 1U << 3 }
    };

    start(CX_MEDIA_BANNER);
    (void) answer();
    CHECK(at(BID "/ext") == NULL);

    memset(&dsa, 0, sizeof(dsa));
    dsa.behalf = cx_str("A \"brand\"");
    dsa.paid = cx_str("An agency");
    bid.dsa = &dsa;
    (void) answer();
    CHECK_STR(str_at(BID "/ext/dsa/behalf"), "A \"brand\"");
    CHECK_STR(str_at(BID "/ext/dsa/paid"), "An agency");
    CHECK_INT(yyjson_get_int(at(BID "/ext/dsa/adrender")), 0);
    CHECK(at(BID "/ext/dsa/transparency") == NULL);

    dsa.adrender = 1;
    dsa.transparency = who;
    dsa.ntransparency = 2;
    (void) answer();
    CHECK_INT(yyjson_get_int(at(BID "/ext/dsa/adrender")), 1);
    CHECK_INT(yyjson_arr_size(at(BID "/ext/dsa/transparency")), 2);
    CHECK_STR(str_at(BID "/ext/dsa/transparency/0/domain"), "dsp.example");
    CHECK_INT(yyjson_arr_size(at(BID "/ext/dsa/transparency/0/dsaparams")), 2);
    CHECK_INT(yyjson_get_int(at(BID "/ext/dsa/transparency/0/dsaparams/1")),
              2);
    CHECK_INT(yyjson_get_int(at(BID "/ext/dsa/transparency/1/dsaparams/0")),
              3);
}


static void
no_bid(void)
{
    start(CX_MEDIA_BANNER);
    res.nseatbid = 0;
    res.nbr = 0;
    res.bidid = cx_str("");
    res.cur = cx_str("");

    CHECK_INT(yyjson_obj_size(answer()), 2);
    CHECK_INT(yyjson_get_int(at("/nbr")), 0);
    CHECK(at("/seatbid") == NULL);
}


static void
overflows(void)
{
    size_t    n, len;
    cx_buf_t  b;

    start(CX_MEDIA_BANNER);
    cx_buf_init(&b, out, sizeof(out));
    cx_openrtb_write(&b, &res);
    len = cx_buf_len(&b);

    for (n = 0; n <= len; n++) {
        cx_buf_init(&b, out, n);
        cx_openrtb_write(&b, &res);
        CHECK_INT(b.overflow, n < len);
    }
}


static cx_str_t
vast(const cx_vast_t *v)
{
    static uint8_t  source[8192];
    cx_buf_t        b;

    cx_buf_init(&b, source, sizeof(source));
    cx_vast_write(&b, v);
    CHECK(!b.overflow);

    return cx_strn(source, cx_buf_len(&b));
}


static int
contains(cx_str_t s, const char *what)
{
    return memmem(s.data, s.len, what, strlen(what)) != NULL;
}


static void
vast_video(void)
{
    cx_str_t   adm;
    cx_vast_t  v;

    memset(&v, 0, sizeof(v));
    v.ad_id = cx_str("ad&<1>");
    v.title = cx_str("It's \"new\" <now> & \x02 here \xef\xbf\xbe.");
    v.media_url = cx_str("https://cdn.example/v.mp4?a=1&b=]]>&c=]]");
    v.mime = cx_str("video/mp4");
    v.duration = 3725;
    v.w = 640;
    v.h = 360;
    v.bitrate = 800;
    v.skipoffset = 5;

    start(CX_MEDIA_VIDEO);
    bid.template = compile(vast(&v));
    (void) answer();
    adm = str_at(BID "/adm");

    CHECK(vast_fault((const char *) adm.data, adm.len) == NULL);
    CHECK(contains(adm, "<VAST version=\"4.2\""));
    CHECK(contains(adm, "<Ad id=\"ad&amp;&lt;1&gt;\" adType=\"video\">"));
    CHECK(contains(adm, "<AdTitle>It&#39;s &quot;new&quot; &lt;now&gt; &amp;"
                        "   here  .</AdTitle>"));
    CHECK(contains(adm, "<Impression><![CDATA[https://n.example/v1/imp?t=BROW]]>"
                        "</Impression>"));
    CHECK(contains(adm, "<ClickThrough><![CDATA[https://n.example/v1/click?"
                        "t=BROW]]></ClickThrough>"));
    CHECK(contains(adm, "<Duration>01:02:05</Duration>"));
    CHECK(contains(adm, "<Linear skipoffset=\"00:00:05\">"));
    CHECK(contains(adm, "delivery=\"progressive\" type=\"video/mp4\" "
                        "width=\"640\" height=\"360\" bitrate=\"800\">"
                        "<![CDATA[https://cdn.example/v.mp4?a=1&b=]]]]>"
                        "<![CDATA[>&c=]]]]>"));
    CHECK(contains(adm, "<Tracking event=\"skip\">"));
    CHECK(contains(adm, "<Tracking event=\"start\"><![CDATA["
                        "https://n.example/v1/event?t=BROW&e=start]]>"));
    CHECK(contains(adm, "&e=firstQuartile]]>"));
    CHECK(contains(adm, "&e=midpoint]]>"));
    CHECK(contains(adm, "&e=thirdQuartile]]>"));
    CHECK(contains(adm, "&e=complete]]>"));
}


static void
vast_audio(void)
{
    cx_str_t   adm;
    cx_vast_t  v;

    memset(&v, 0, sizeof(v));
    v.ad_id = cx_str("a");
    v.title = cx_str("t");
    v.media_url = cx_str("https://cdn.example/a.mp3");
    v.mime = cx_str("audio/mpeg");
    v.duration = 15;
    v.skipoffset = -1;
    v.audio = 1;

    start(CX_MEDIA_AUDIO);
    bid.template = compile(vast(&v));
    (void) answer();
    adm = str_at(BID "/adm");

    CHECK(vast_fault((const char *) adm.data, adm.len) == NULL);
    CHECK(contains(adm, "width=\"0\" height=\"0\""));
    CHECK(contains(adm, "adType=\"audio\""));
    CHECK(contains(adm, "<Linear><TrackingEvents>"));
    CHECK(!contains(adm, "skip"));
    CHECK(!contains(adm, "bitrate"));
    CHECK(contains(adm, "<Duration>00:00:15</Duration>"));
}


static const cx_vast_companion_t  companions[] = {
    { CX_COMPANION_STATIC, 300, 250, cx_string("image/png"),
      cx_string("https://c.example/a.png?a&b"), cx_string("") },
    { CX_COMPANION_HTML, 728, 90, cx_string(""),
      cx_string("<b>{{click_url}}]]></b>"),
      cx_string("https://elsewhere.example/?a&b") },
    { CX_COMPANION_IFRAME, 300, 600, cx_string(""),
      cx_string("https://c.example/frame"), cx_string("") }
};


static void
vast_companions(void)
{
    cx_str_t   adm;
    cx_vast_t  v;

    memset(&v, 0, sizeof(v));
    v.ad_id = cx_str("a {{event_url}}");
    v.title = cx_str("t");
    v.media_url = cx_str("https://cdn.example/a.m3u8");
    v.mime = cx_str("application/x-mpegURL");
    v.duration = 15;
    v.skipoffset = -1;
    v.companion = companions;
    v.ncompanion = 3;
    v.streaming = 1;

    start(CX_MEDIA_VIDEO);
    bid.template = compile(vast(&v));
    (void) answer();
    adm = str_at(BID "/adm");

    CHECK(vast_fault((const char *) adm.data, adm.len) == NULL);
    CHECK(contains(adm, "delivery=\"streaming\""));
    CHECK(contains(adm, "<Ad id=\"a &#123;&#123;event_url}}\""));
    CHECK(contains(adm, "<Companion width=\"300\" height=\"250\">"
                        "<StaticResource creativeType=\"image/png\">"
                        "<![CDATA[https://c.example/a.png?a&b]]>"
                        "</StaticResource><CompanionClickThrough><![CDATA["
                        "https://n.example/v1/click?t=BROW]]>"
                        "</CompanionClickThrough>"));
    CHECK(contains(adm, "<HTMLResource><![CDATA[<b>https://n.example/v1/click?"
                        "t=BROW]]]]><![CDATA[></b>]]></HTMLResource>"
                        "<CompanionClickThrough><![CDATA["
                        "https://elsewhere.example/?a&b]]>"
                        "</CompanionClickThrough>"
                        "<CompanionClickTracking id=\"campaign\">"));
    CHECK(contains(adm, "<IFrameResource><![CDATA[https://c.example/frame]]>"));
    CHECK(contains(adm, "&e=creativeView]]>"));
    CHECK(contains(adm, "<Error><![CDATA[https://n.example/v1/event?t=BROW"
                        "&e=error&code=[ERRORCODE]]]></Error>"));

    /* a screen has none to touch it */

    v.screen = 1;
    v.ncompanion = 1;
    bid.template = compile(vast(&v));
    (void) answer();
    adm = str_at(BID "/adm");
    CHECK(vast_fault((const char *) adm.data, adm.len) == NULL);
    CHECK(!contains(adm, "/v1/click"));
    CHECK(!contains(adm, "Click"));
    CHECK(contains(adm, "<Impression>about:blank</Impression>"));
}


/* as the bid's protocol says, each with what belongs to it */

static void
vast_versions(void)
{
    size_t     i;
    cx_str_t   adm;
    cx_vast_t  v;

    static const struct {
        int32_t      protocol;
        const char  *version;
    } known[] = {
        { 0, "4.2" }, { 2, "2.0" }, { 3, "3.0" }, { 7, "4.0" }, { 11, "4.1" },
        { 13, "4.2" }
    };

    memset(&v, 0, sizeof(v));
    v.ad_id = cx_str("a");
    v.title = cx_str("t");
    v.media_url = cx_str("https://cdn.example/v.mp4");
    v.mime = cx_str("video/mp4");
    v.duration = 15;
    v.companion = companions;

    for (i = 0; i < 2 * cx_nelts(known); i++) {
        v.skipoffset = known[i / 2].protocol == 2 ? -1 : 5;
        v.ncompanion = i % 2 ? 3 : 0;

        start(CX_MEDIA_VIDEO);
        bid.protocol = known[i / 2].protocol;
        bid.template = compile(vast(&v));
        (void) answer();
        adm = str_at(BID "/adm");

        CHECK(vast_fault((const char *) adm.data, adm.len) == NULL);
        CHECK(memmem(adm.data, adm.len, known[i / 2].version, 3)
              == adm.data + sizeof("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                                   "<VAST version=\"") - 1);
        CHECK_INT(contains(adm, "<AdServingId>"), known[i / 2].protocol == 0
                                                  || known[i / 2].protocol > 7);
        CHECK(contains(adm, "<VideoClicks>"));
        CHECK(contains(adm, "</Creatives></InLine></Ad></VAST>"));
    }
}


static void
vast_checker(void)
{
    size_t              i;
    static const char  *bad[] = {
        "<A></A>", "<VAST></VAST>", "<VAST version=\"4.2\"></VAST>",
        "<VAST version=\"4.2\"><Ad id=\"\" adType=\"\"></Ad></VAST>",
        "<VAST version=\"4.2\"><Ad id=\"\"><InLine></InLine></Ad></VAST>",
        "<VAST version=\"3.0\"><Ad id=\"\" adType=\"video\"></Ad></VAST>"
    };

    for (i = 0; i < cx_nelts(bad); i++) {
        CHECK(vast_fault(bad[i], strlen(bad[i])) != NULL);
    }
}


/* the checker itself can say no */

static void
xml_checker(void)
{
    size_t              i;
    static const char  *bad[] = {
        "", "<a>", "<a></b>", "<a b=c></a>", "<a b=\"<\"></a>", "<a>&x;</a>",
        "<a>]]></a>", "<a><![CDATA[x]]</a>", "<a></a><b></b>", "text",
        "<a>\x01</a>", "<a><b></a></b>"
    };

    for (i = 0; i < cx_nelts(bad); i++) {
        CHECK(!xml_well_formed(bad[i], strlen(bad[i])));
    }

    CHECK(xml_well_formed("<a b=\"c\">&lt;<d/><![CDATA[<]]></a>", 34));
}


static const cx_test_t  tests[] = {
    TEST(every_field),
    TEST(nothing_extra),
    TEST(several),
    TEST(billing),
    TEST(units),
    TEST(languages),
    TEST(transparency),
    TEST(no_bid),
    TEST(overflows),
    TEST(xml_checker),
    TEST(vast_video),
    TEST(vast_audio),
    TEST(vast_companions),
    TEST(vast_versions),
    TEST(vast_checker)
};

TEST_MAIN(tests)
