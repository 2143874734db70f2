#include <yyjson.h>

#include "core/openrtb/openrtb.h"
#include "tests/unit/native.h"
#include "tests/unit/test.h"


static const cx_native_img_t  imgs[] = {
    { 1, cx_string("https://c.example/icon.png"), 80, 80 },
    { 3, cx_string("https://c.example/\"big\".png"), 1200, 627 },
    { 3, cx_string("https://c.example/small.png"), 300, 250 }
};

static const cx_native_value_t  values[] = {
    { 1, cx_string("Ärger & Söhne") },
    { 2, cx_string("a description of forty-one characters \\ x") },
    { 2, cx_string("short") }
};

static const cx_str_t  trackers[] = { cx_string("https://t.example/p?a=\"b\"") };

static uint8_t                   vast[1024];
static cx_ortb_native_ad_t       ad;
static cx_ortb_native_title_t    title;
static cx_ortb_native_img_t      img;
static cx_ortb_native_data_t     data;
static cx_ortb_video_t           video;
static cx_ortb_native_asset_t    asset[8];
static cx_ortb_native_request_t  nr;
static cx_ortb_native_tracker_t  tracker;
static int32_t                   method[2] = { 2, 1 };
static uint32_t                  kept;


static void
start(void)
{
    cx_buf_t    b;
    cx_error_t  e;

    memset(&ad, 0, sizeof(ad));
    memset(&title, 0, sizeof(title));
    memset(&img, 0, sizeof(img));
    memset(&data, 0, sizeof(data));
    memset(&video, 0, sizeof(video));
    memset(asset, 0, sizeof(asset));
    memset(&nr, 0, sizeof(nr));
    memset(&tracker, 0, sizeof(tracker));

    cx_buf_init(&b, vast, sizeof(vast));
    CHECK_INT(cx_template_compile(cx_str("<V a=\"\\\">{{impression_url}}\n</V>"),
                                  &b, &e), CX_OK);

    ad.title = cx_str("Zwölf \"Äpfel\"\n");
    ad.img = imgs;
    ad.nimg = cx_nelts(imgs);
    ad.value = values;
    ad.nvalue = cx_nelts(values);
    ad.vast = cx_strn(vast, cx_buf_len(&b));
    ad.imptracker = trackers;
    ad.nimptracker = 1;

    nr.assets.v = asset;
    nr.assets.n = 1;
    asset[0].id = 7;
    asset[0].required = 1;
}


/* the same as those who look at many ads find it */

static int
meets(void)
{
    cx_arena_t         arena;
    cx_native_needs_t  needs;
    static uint8_t     room[65536] __attribute__((aligned(16)));

    cx_arena_init(&arena, room, sizeof(room));
    CHECK_INT(cx_native_needs(&needs, &nr, &arena), CX_OK);
    kept = needs.n;

    return cx_native_meets(&ad, &needs);
}


static cx_rc_t
fits(void)
{
    int32_t  missing;
    cx_rc_t  rc;

    missing = -5;
    rc = native_fits(&ad, &nr, &missing);
    CHECK_INT(missing, rc == CX_OK ? -5 : 7);
    CHECK_INT(meets(), rc == CX_OK);

    return rc;
}


static void
titles(void)
{
    start();
    asset[0].title = &title;
    CHECK_INT(fits(), CX_OK);

    /* characters count, not bytes */

    title.len = 14;
    CHECK_INT(fits(), CX_OK);
    title.len = 13;
    CHECK_INT(fits(), CX_DECLINED);

    asset[0].required = 1;
    title.len = 0;
    ad.title = cx_str("");
    CHECK_INT(fits(), CX_DECLINED);
}


static void
images(void)
{
    start();
    asset[0].img = &img;
    CHECK_INT(fits(), CX_OK);

    img.type = 2;
    CHECK_INT(fits(), CX_DECLINED);

    img.type = 3;
    img.w = 300;
    img.h = 250;
    CHECK_INT(fits(), CX_OK);

    img.w = 301;
    CHECK_INT(fits(), CX_DECLINED);

    /* what may be scaled down is as large or larger, side by side */

    img.wmin = 1200;
    CHECK_INT(fits(), CX_DECLINED);

    img.h = 627;
    CHECK_INT(fits(), CX_OK);

    img.hmin = 628;
    CHECK_INT(fits(), CX_DECLINED);

    img.hmin = 100;
    img.h = 1;
    CHECK_INT(fits(), CX_OK);
}


/* an address tells the kind of an image; where it does not, nobody knows */

static void
kinds_of_images(void)
{
    static cx_native_img_t  one[] = {
        { 3, cx_string("https://c.example/a.JPG?x=.png"), 300, 250 }
    };
    static cx_str_t  mimes[] = {
        cx_string("image/png"), cx_string("IMAGE/jpeg")
    };

    start();
    asset[0].img = &img;
    ad.img = one;
    ad.nimg = 1;
    img.mimes.v = mimes;
    img.mimes.n = 1;
    CHECK_INT(fits(), CX_DECLINED);

    img.mimes.n = 2;
    CHECK_INT(fits(), CX_OK);

    img.mimes.n = 1;
    mimes[0] = cx_str("image/*");
    CHECK_INT(fits(), CX_OK);

    mimes[0] = cx_str("image/png");
    one[0].url = cx_str("https://c.example/image");
    CHECK_INT(fits(), CX_OK);
}


static void
videos(void)
{
    static int32_t   protocols[] = { 2, 40, 7 };
    static cx_str_t  mimes[] = { cx_string("video/webm"),
                                 cx_string("video/mp4") };

    start();
    asset[0].video = &video;
    ad.mime = cx_str("video/mp4");
    ad.duration_s = 15;
    ad.protocols = 1U << 7;
    CHECK_INT(fits(), CX_OK);

    video.mimes.v = mimes;
    video.mimes.n = 1;
    CHECK_INT(fits(), CX_DECLINED);
    video.mimes.n = 2;
    CHECK_INT(fits(), CX_OK);

    video.minduration = 16;
    CHECK_INT(fits(), CX_DECLINED);
    video.minduration = 5;
    video.maxduration = 14;
    CHECK_INT(fits(), CX_DECLINED);
    video.maxduration = 15;
    CHECK_INT(fits(), CX_OK);

    video.protocols.v = protocols;
    video.protocols.n = 2;
    CHECK_INT(fits(), CX_DECLINED);
    video.protocols.n = 3;
    CHECK_INT(fits(), CX_OK);
}


static void
others(void)
{
    start();
    asset[0].data = &data;
    data.type = 2;
    CHECK_INT(fits(), CX_OK);
    data.len = 4;
    CHECK_INT(fits(), CX_DECLINED);
    data.len = 5;
    CHECK_INT(fits(), CX_OK);
    data.type = 12;
    CHECK_INT(fits(), CX_DECLINED);

    start();
    asset[0].video = &video;
    CHECK_INT(fits(), CX_OK);
    ad.vast = cx_str("");
    CHECK_INT(fits(), CX_DECLINED);

    start();
    CHECK_INT(fits(), CX_DECLINED);
}


/* an ad of which nothing would be shown is none */

static void
nothing_to_fill(void)
{
    int32_t  missing;

    start();
    asset[0].title = &title;
    asset[0].required = 0;
    title.len = 1;
    CHECK_INT(fits(), CX_DECLINED);

    nr.assets.n = 2;
    asset[1].id = 8;
    asset[1].data = &data;
    data.type = 1;
    CHECK_INT(fits(), CX_OK);

    nr.assets.n = 0;
    CHECK_INT(native_fits(&ad, &nr, &missing), CX_DECLINED);
    CHECK_INT(missing, CX_ABSENT);
}


/* ids that the answer could not repeat */

static void
ids_of_assets(void)
{
    size_t   i;
    int32_t  missing;

    static const struct {
        int32_t  id;
        cx_rc_t  rc;
    } cases[] = {
        { 0, CX_OK },
        { 1, CX_OK },
        { INT32_MAX - 1, CX_OK },
        { INT32_MAX, CX_DECLINED },
        { INT32_MIN, CX_DECLINED },
        { CX_ABSENT, CX_DECLINED }
    };

    start();
    asset[0].title = &title;

    for (i = 0; i < cx_nelts(cases); i++) {
        asset[0].id = cases[i].id;
        missing = cases[i].id;
        CHECK_INT(native_fits(&ad, &nr, &missing), cases[i].rc);
        CHECK_INT(missing, cases[i].id);
    }
}


/* any assets: what is left of them says the same of the ad */

static void
needs(void)
{
    uint32_t                r, i, seed;
    int32_t                 missing;
    cx_ortb_native_asset_t  many[40], *a;
    cx_ortb_native_title_t  titles[40];
    cx_ortb_native_img_t    images[40];
    cx_ortb_native_data_t   datas[40];

    start();
    nr.assets.v = many;

    for (r = 0, seed = 1; r < 20000; r++) {
        nr.assets.n = r % 41;
        memset(many, 0, sizeof(many));
        memset(images, 0, sizeof(images));

        for (i = 0; i < nr.assets.n; i++) {
            seed = seed * 1103515245 + 12345;
            a = &many[i];
            a->id = seed >> 8 & 63 ? (int32_t) i : INT32_MAX;
            a->required = (seed >> 14 & 31) == 0;
            titles[i].len = (int32_t) (seed >> 16 & 31);
            images[i].type = (int32_t) (seed >> 18 & 3);
            images[i].wmin = (int32_t) (seed >> 20 & 511);
            datas[i].type = (int32_t) (seed >> 21 & 3);
            datas[i].len = (int32_t) (seed >> 23 & 63);

            switch (seed >> 29) {
            case 0:
                a->title = &titles[i];
                break;
            case 1:
            case 2:
                a->img = &images[i];
                break;
            case 3:
                break;
            default:
                a->data = &datas[i];
            }
        }

        CHECK_INT(meets(),
                  native_fits(&ad, &nr, &missing) == CX_OK);
    }
}


/* a thousand titles and descriptions are one of each */

static void
needs_are_few(void)
{
    uint32_t                i;
    cx_ortb_native_asset_t  many[1000];

    start();
    nr.assets.v = many;
    nr.assets.n = cx_nelts(many);
    memset(many, 0, sizeof(many));

    for (i = 0; i < cx_nelts(many); i++) {
        many[i].id = (int32_t) i;
        many[i].title = i % 2 ? &title : NULL;
        many[i].data = i % 2 ? NULL : &data;
    }

    data.type = 2;
    CHECK_INT(meets(), 1);
    CHECK_INT(kept, 2);

    many[77].required = 1;
    CHECK_INT(meets(), 1);
    CHECK_INT(kept, 1);
}


static uint8_t      out[16384];
static yyjson_doc  *whole, *markup;


static yyjson_val *
adm(void)
{
    cx_buf_t            b;
    yyjson_val         *v;
    cx_ortb_bid_t       bid;
    cx_ortb_seatbid_t   seatbid;
    cx_ortb_response_t  res;

    memset(&bid, 0, sizeof(bid));
    memset(&res, 0, sizeof(res));
    bid.slotinpod = CX_NO_SLOT;
    bid.mtype = CX_MEDIA_NATIVE;
    bid.native = &ad;
    bid.native_request = &nr;
    bid.browser_token = (cx_str_t) cx_padded("BROW");
    seatbid.seat = cx_str("s");
    seatbid.bid = &bid;
    seatbid.nbid = 1;
    res.notice_url = (cx_str_t) cx_padded("https://n.example");
    res.seatbid = &seatbid;
    res.nseatbid = 1;
    res.nbr = -1;

    cx_buf_init(&b, out, sizeof(out));
    cx_openrtb_write(&b, &res);
    CHECK(!b.overflow);

    yyjson_doc_free(whole);
    yyjson_doc_free(markup);
    markup = NULL;

    whole = yyjson_read((const char *) out, cx_buf_len(&b), 0);
    CHECK(whole != NULL);

    v = yyjson_doc_ptr_get(whole, "/seatbid/0/bid/0/adm");
    CHECK(yyjson_is_str(v));

    if (v != NULL) {
        markup = yyjson_read(yyjson_get_str(v), yyjson_get_len(v), 0);
    }

    CHECK(markup != NULL);

    return yyjson_doc_get_root(markup);
}


static cx_str_t
str_at(const char *pointer)
{
    yyjson_val  *v;

    v = yyjson_doc_ptr_get(markup, pointer);

    return yyjson_is_str(v) ? cx_strn(yyjson_get_str(v), yyjson_get_len(v))
                            : cx_str("(no string)");
}


static void
written(void)
{
    start();
    nr.assets.n = 6;
    asset[0].title = &title;
    asset[1].id = 0;
    asset[1].img = &img;
    img.type = 3;
    img.w = 300;
    img.h = 250;
    img.wmin = 100;
    asset[2].id = 2;
    asset[2].data = &data;
    data.type = 1;
    asset[3].id = 3;
    asset[3].video = &video;
    asset[4].id = 4;
    asset[5].id = CX_ABSENT;
    asset[5].title = &title;

    (void) adm();

    CHECK_STR(str_at("/ver"), "1.2");
    CHECK_INT(yyjson_arr_size(yyjson_doc_ptr_get(markup, "/assets")), 4);
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(markup, "/assets/0/id")), 7);
    CHECK_STR(str_at("/assets/0/title/text"), "Zwölf \"Äpfel\"\n");
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(markup, "/assets/1/id")), 0);
    CHECK_STR(str_at("/assets/1/img/url"), "https://c.example/small.png");
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(markup, "/assets/1/img/w")),
              300);
    CHECK_STR(str_at("/assets/2/data/value"), "Ärger & Söhne");
    CHECK_STR(str_at("/assets/3/video/vasttag"),
              "<V a=\"\\\">https://n.example/v1/imp?t=BROW\n</V>");
    CHECK_STR(str_at("/link/url"), "https://n.example/v1/click?t=BROW");
    CHECK_STR(str_at("/imptrackers/0"), "https://n.example/v1/imp?t=BROW");
    CHECK_STR(str_at("/imptrackers/1"), "https://t.example/p?a=\"b\"");
    CHECK(yyjson_doc_ptr_get(markup, "/eventtrackers") == NULL);
}


static void
event_trackers(void)
{
    start();
    asset[0].img = &img;
    img.type = 3;
    nr.eventtrackers.v = &tracker;
    nr.eventtrackers.n = 1;
    tracker.event = 1;
    tracker.methods.v = method;
    tracker.methods.n = 2;

    (void) adm();
    CHECK_STR(str_at("/assets/0/img/url"), "https://c.example/\"big\".png");
    CHECK_STR(str_at("/eventtrackers/0/url"),
              "https://n.example/v1/imp?t=BROW");
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(markup,
                                                "/eventtrackers/1/method")),
              1);
    CHECK_STR(str_at("/eventtrackers/1/url"), "https://t.example/p?a=\"b\"");
    CHECK(yyjson_doc_ptr_get(markup, "/imptrackers") == NULL);

    tracker.methods.n = 1;
    (void) adm();
    CHECK(yyjson_doc_ptr_get(markup, "/eventtrackers") == NULL);
    CHECK_STR(str_at("/imptrackers/0"), "https://n.example/v1/imp?t=BROW");

    /* other events are counted apart, the impression as always */

    tracker.methods.n = 2;
    tracker.event = 2;
    (void) adm();
    CHECK_STR(str_at("/eventtrackers/0/url"),
              "https://n.example/v1/event?t=BROW&e=viewable50");
    CHECK_INT(yyjson_arr_size(yyjson_doc_ptr_get(markup, "/eventtrackers")), 1);
    CHECK_STR(str_at("/imptrackers/0"), "https://n.example/v1/imp?t=BROW");

    tracker.event = 3;
    (void) adm();
    CHECK_STR(str_at("/eventtrackers/0/url"),
              "https://n.example/v1/event?t=BROW&e=viewable100");

    tracker.event = 4;
    (void) adm();
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(markup,
                                                "/eventtrackers/0/event")), 4);
    CHECK_STR(str_at("/eventtrackers/0/url"),
              "https://n.example/v1/event?t=BROW&e=videoViewable50");

    tracker.event = 555;
    (void) adm();
    CHECK(yyjson_doc_ptr_get(markup, "/eventtrackers") == NULL);
}


/* all four, in the order of their numbers, each once */

static void
all_events(void)
{
    size_t                          i;
    static cx_ortb_native_tracker_t all[6];

    start();
    asset[0].title = &title;
    nr.eventtrackers.v = all;
    nr.eventtrackers.n = 6;

    for (i = 0; i < 6; i++) {
        all[i].event = (int32_t) (6 - i);
        all[i].methods.v = &method[1];
        all[i].methods.n = 1;
    }

    all[0].event = 1;
    (void) adm();
    CHECK_INT(yyjson_arr_size(yyjson_doc_ptr_get(markup, "/eventtrackers")), 5);
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(markup,
                                                "/eventtrackers/4/event")), 4);
}


static void
links(void)
{
    static const cx_str_t  clicks[] = { cx_string("https://a.example/c"),
                                        cx_string("https://b.example/c") };

    start();
    asset[0].title = &title;
    (void) adm();
    CHECK(yyjson_doc_ptr_get(markup, "/link/clicktrackers") == NULL);
    CHECK(yyjson_doc_ptr_get(markup, "/link/fallback") == NULL);

    ad.clicktracker = clicks;
    ad.nclicktracker = 2;
    ad.fallback = cx_str("https://a.example/\"app\"");
    ad.privacy = cx_str("https://a.example/privacy");
    (void) adm();
    CHECK_STR(str_at("/link/clicktrackers/0"), "https://a.example/c");
    CHECK_STR(str_at("/link/clicktrackers/1"), "https://b.example/c");
    CHECK_STR(str_at("/link/fallback"), "https://a.example/\"app\"");
    CHECK(yyjson_doc_ptr_get(markup, "/privacy") == NULL);

    nr.privacy = 1;
    (void) adm();
    CHECK_STR(str_at("/privacy"), "https://a.example/privacy");

    ad.privacy = cx_str("");
    (void) adm();
    CHECK(yyjson_doc_ptr_get(markup, "/privacy") == NULL);
}


static void
versions(void)
{
    start();
    asset[0].title = &title;

    nr.ver = cx_str("1.0");
    (void) adm();
    CHECK_STR(str_at("/native/ver"), "1.0");
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(markup,
                                                "/native/assets/0/id")), 7);

    nr.ver = cx_str("1.1");
    (void) adm();
    CHECK_STR(str_at("/ver"), "1.1");

    nr.ver = cx_str("7");
    (void) adm();
    CHECK_STR(str_at("/ver"), "1.2");
}


static const cx_test_t  tests[] = {
    TEST(titles),
    TEST(images),
    TEST(kinds_of_images),
    TEST(videos),
    TEST(others),
    TEST(nothing_to_fill),
    TEST(ids_of_assets),
    TEST(needs),
    TEST(needs_are_few),
    TEST(written),
    TEST(event_trackers),
    TEST(all_events),
    TEST(links),
    TEST(versions)
};

TEST_MAIN(tests)
