
/*
 * Each block of the network's input changes with its own source, and with
 * nothing else.
 */

#include "core/model/features.h"
#include "tests/unit/test.h"


static const struct {
    const char  *name;
    size_t       first, size;
} blocks[] = {
#define BLOCK(block, first, size, text)  { #block, first, size },
    CX_FEATURE_BLOCKS(BLOCK)
#undef BLOCK
};


/* a request with something in every block */

typedef struct {
    float                 x[CX_MODEL_INPUTS];
    cx_openrtb_request_t  req;
    cx_ortb_device_t      device;
    cx_ortb_geo_t         geo;
    cx_ortb_site_t        site;
    cx_ortb_app_t         app;
    cx_ortb_dooh_t        dooh;
    cx_ortb_content_t     content;
    cx_ortb_user_t        user;
    cx_ortb_data_t        data;
    cx_ortb_segment_t     seg[2];
    cx_ortb_imp_t         imp;
    cx_ortb_banner_t      banner;
    cx_ortb_video_t       video;
    cx_str_t              cat[2], content_cat[2];
    cx_profile_t          profile;
    cx_interest_t         interest[2];
    cx_str_t              segment[2];
    cx_media_e            media;
    int32_t               w, h;
    int                   deal;
    int64_t               now_s;
    cx_str_t              campaign, adgroup, creative, category;
    cx_media_e            offer_media;
    int32_t               offer_w, offer_h;
} world_t;


static void
world_init(world_t *t)
{
    memset(t, 0, sizeof(world_t));

    t->interest[0].name = cx_str("sports");
    t->interest[0].weight = 0.5f;
    t->interest[1].name = cx_str("travel");
    t->interest[1].weight = 0.25f;
    t->segment[0] = cx_str("in-market-auto");
    t->segment[1] = cx_str("parents");
    t->profile.interest = t->interest;
    t->profile.ninterest = 1;
    t->profile.segment = t->segment;
    t->profile.nsegment = 1;
    t->profile.tier = CX_TIER_GOLD;
    t->profile.consent = 1;

    t->seg[0].id = cx_str("687");
    t->seg[1].id = cx_str("90210");
    t->data.segment.n = 1;
    t->data.segment.v = t->seg;
    t->user.data.n = 1;
    t->user.data.v = &t->data;
    t->req.r.user = &t->user;

    t->geo.country = cx_str("USA");
    t->device.geo = &t->geo;
    t->device.devicetype = 4;
    t->device.os = cx_str("iOS");
    t->device.language = cx_str("en");
    t->req.r.device = &t->device;

    t->cat[0] = cx_str("IAB1");
    t->cat[1] = cx_str("IAB2-3");
    t->content_cat[0] = cx_str("IAB17");
    t->site.cat.n = 1;
    t->site.cat.v = t->cat;
    t->content.cat.v = t->content_cat;
    t->site.content = &t->content;
    t->req.r.site = &t->site;
    t->req.domain = cx_str("example.com");

    t->banner.pos = 1;
    t->video.pos = 1;
    t->imp.banner = &t->banner;
    t->imp.video = &t->video;
    t->media = CX_MEDIA_BANNER;
    t->w = 300;
    t->h = 250;
    t->now_s = 1767268800;

    t->campaign = cx_str("c-1");
    t->adgroup = cx_str("a-1");
    t->creative = cx_str("r-1");
    t->category = cx_str("IAB2");
    t->offer_media = CX_MEDIA_BANNER;
    t->offer_w = 300;
    t->offer_h = 250;
}


static void
world_see(world_t *t)
{
    cx_features_t        user, imp;
    cx_offer_features_t  offer;

    memset(&user, 0xff, sizeof(user));
    memset(&imp, 0xff, sizeof(imp));
    memset(&offer, 0xff, sizeof(offer));

    cx_features_user(&user, &t->req, &t->profile, t->now_s);
    cx_features_imp(&imp, &t->imp, t->media, t->w, t->h, t->deal);
    cx_features_offer(&offer, t->campaign, t->adgroup, t->creative,
                      t->category, t->offer_media, t->offer_w, t->offer_h);
    cx_features_dense(t->x, &user, &imp, &offer);
}


/* which blocks differ, a bit each */

static unsigned
differ(const world_t *a, const world_t *b)
{
    size_t    i, k;
    unsigned  bits;

    bits = 0;

    for (i = 0; i < cx_nelts(blocks); i++) {
        for (k = blocks[i].first; k < blocks[i].first + blocks[i].size; k++) {
            if (a->x[k] != b->x[k]) {
                bits |= 1U << i;
            }
        }
    }

    return bits;
}


static size_t
active(const world_t *a, size_t block)
{
    size_t  k, n;

    n = 0;

    for (k = 0; k < blocks[block].size; k++) {
        n += a->x[blocks[block].first + k] != 0;
    }

    return n;
}


/* changes one source in a world of its own; exactly one block must differ */

#define CHANGES(block, statement)                                             \
    do {                                                                      \
        world_init(&t);                                                       \
        statement;                                                            \
        world_see(&t);                                                        \
        if (differ(&t, &was) != 1U << (block)) {                              \
            (void) printf("    %s\n", #statement);                            \
            CHECK_INT(differ(&t, &was), 1U << (block));                       \
        }                                                                     \
    } while (0)

#define CHANGES_NOTHING(statement)                                            \
    do {                                                                      \
        world_init(&t);                                                       \
        statement;                                                            \
        world_see(&t);                                                        \
        CHECK_INT(differ(&t, &was), 0);                                       \
    } while (0)

enum { INTERESTS, SEGMENTS, LOYALTY, COUNTRY, DEVICE, TIME, SUPPLY, CONTENT,
       IMP, OFFER };

static world_t  t, was;


static void
the_blocks_fill_the_vector(void)
{
    size_t  i, at;

    for (at = 0, i = 0; i < cx_nelts(blocks); i++) {
        CHECK_INT(blocks[i].first, at);
        at += blocks[i].size;
    }

    CHECK_INT(at, 256);
    CHECK_INT(cx_nelts(t.x), 256);
    CHECK_INT(CX_FEATURE_OFFER, CX_MODEL_USER);
}


static void
the_customer_changes_its_blocks(void)
{
    world_init(&was);
    world_see(&was);

    CHANGES(INTERESTS, t.profile.ninterest = 0);
    CHANGES(INTERESTS, t.profile.ninterest = 2);
    CHANGES(INTERESTS, t.interest[0].weight = 0.6f);
    CHANGES(INTERESTS, t.interest[0].name = cx_str("gaming"));
    CHANGES(SEGMENTS, t.profile.nsegment = 2);
    CHANGES(SEGMENTS, t.segment[0] = cx_str("students"));
    CHANGES(SEGMENTS, t.data.segment.n = 2);
    CHANGES(SEGMENTS, t.req.r.user = NULL);
    CHANGES(LOYALTY, t.profile.tier = CX_TIER_GREEN);
    CHANGES(LOYALTY, t.profile.tier = CX_TIER_RESERVE);
    CHANGES(LOYALTY, t.profile.tier = (cx_tier_e) 99);

    CHANGES_NOTHING(t.interest[0].name = cx_str("SPORTS"));
    CHANGES_NOTHING(t.segment[0] = cx_str("In-Market-Auto"));
    CHANGES_NOTHING(t.user.gender = cx_str("F"));
}


static void
the_context_changes_its_blocks(void)
{
    world_init(&was);
    world_see(&was);

    CHANGES(COUNTRY, t.geo.country = cx_str("DEU"));
    CHANGES(COUNTRY, t.device.geo = NULL);
    CHANGES(COUNTRY, t.geo.country.len = 0);
    CHECK_INT(active(&t, COUNTRY), 0);
    CHANGES(DEVICE, t.device.devicetype = 2);
    CHANGES(DEVICE, t.device.devicetype = 0);
    CHANGES(DEVICE, t.device.devicetype = 3);
    CHANGES(DEVICE, t.device.os = cx_str("Windows"));
    CHANGES(DEVICE, t.device.os.len = 0);
    CHANGES(DEVICE, t.device.language = cx_str("de"));
    CHANGES(TIME, t.now_s += 7200);
    CHANGES(TIME, t.now_s = -1);
    CHANGES(SUPPLY, t.req.domain = cx_str("example.net"));
    CHANGES(SUPPLY, t.req.domain.len = 0);
    CHANGES(CONTENT, t.site.cat.n = 2);
    CHANGES(CONTENT, t.content.cat.n = 1);
    CHANGES(CONTENT, t.req.r.site = NULL);

    CHANGES_NOTHING(t.geo.country = cx_str("usa"));
    CHANGES_NOTHING(t.device.os = cx_str("IOS"));
    CHANGES_NOTHING(t.device.devicetype = 1);
    CHANGES_NOTHING(t.now_s += 86400);
    CHANGES_NOTHING(t.now_s += 60);
    CHANGES_NOTHING(t.req.domain = cx_str("Example.COM"));
    CHANGES_NOTHING(t.cat[0] = cx_str("IAB1-6"));
    CHANGES_NOTHING(t.device.ua = cx_str("Mozilla/5.0"));
}


static void
the_impression_and_the_offer_change_theirs(void)
{
    world_init(&was);
    world_see(&was);

    CHANGES(IMP, t.media = CX_MEDIA_VIDEO);
    CHANGES(IMP, t.w = 728; t.h = 90);
    CHANGES(IMP, t.w = 0);
    CHANGES(IMP, t.w = INT32_MAX; t.h = INT32_MAX);
    CHANGES(IMP, t.banner.pos = 3);
    CHANGES(IMP, t.banner.pos = CX_ABSENT);
    CHANGES(IMP, t.banner.pos = 8);
    CHANGES(IMP, t.imp.banner = NULL);
    CHANGES(IMP, t.imp.instl = 1);
    CHANGES(IMP, t.deal = 1);
    CHANGES_NOTHING(t.video.pos = 3);
    CHANGES_NOTHING(t.imp.bidfloor = 1000000);

    CHANGES(OFFER, t.campaign = cx_str("c-2"));
    CHANGES(OFFER, t.adgroup = cx_str("a-2"));
    CHANGES(OFFER, t.creative = cx_str("r-3"));
    CHANGES(OFFER, t.category = cx_str("IAB17"));
    CHANGES(OFFER, t.category.len = 0);
    CHANGES(OFFER, t.offer_media = CX_MEDIA_NATIVE);
    CHANGES(OFFER, t.offer_w = 728; t.offer_h = 90);
    CHANGES_NOTHING(t.category = cx_str("IAB2-5"));
    CHANGES_NOTHING(t.offer_w = 320);
}


static void
nobody_is_known_by_the_fourth_tier(void)
{
    size_t         i;
    cx_features_t  f;

    world_init(&was);
    was.profile.tier = CX_TIER_GREEN;
    was.profile.ninterest = 0;
    was.profile.nsegment = 0;
    world_see(&was);
    CHECK(was.x[CX_FEATURE_LOYALTY + CX_TIER_GREEN] == 1);

    was.profile.consent = 0;
    world_see(&was);
    CHECK(was.x[CX_FEATURE_LOYALTY + CX_TIER_GREEN] == 0);
    CHECK(was.x[CX_FEATURE_LOYALTY + CX_TIER_MAX] == 1);

    cx_features_user(&f, &was.req, NULL, was.now_s);

    for (i = 0; i < f.n; i++) {
        CHECK(was.x[f.index[i]] == f.value[i]);
    }
}


static void
a_request_that_says_nothing_is_looked_at(void)
{
    cx_features_t         f;
    cx_openrtb_request_t  req;

    memset(&req, 0, sizeof(req));
    cx_features_user(&f, &req, NULL, 0);

    CHECK_INT(f.n, 2);
    CHECK_INT(f.index[0], CX_FEATURE_LOYALTY + CX_TIER_MAX);
    CHECK_INT(f.index[1], CX_FEATURE_TIME);
}


static void
an_app_and_a_screen_have_content_too(void)
{
    world_init(&was);
    was.content.cat.n = 1;
    was.site.cat.n = 0;
    world_see(&was);

    world_init(&t);
    t.content.cat.n = 1;
    t.req.r.site = NULL;
    t.req.r.app = &t.app;
    t.app.content = &t.content;
    world_see(&t);
    CHECK_INT(differ(&t, &was), 0);

    t.req.r.app = NULL;
    t.req.r.dooh = &t.dooh;
    t.dooh.content = &t.content;
    world_see(&t);
    CHECK_INT(differ(&t, &was), 0);

    t.dooh.content = NULL;
    world_see(&t);
    CHECK_INT(differ(&t, &was), 1U << CONTENT);
}


/* the worst request: every bucket is hit, each of them once */

static void
too_much_of_everything_stays_in_bounds(void)
{
    size_t          i, k;
    uint32_t        n;
    float           seen[CX_MODEL_USER];
    cx_features_t   f;

    static char           names[4000][16];
    static cx_str_t       many[4000];
    static cx_interest_t  interests[4000];

    for (i = 0; i < cx_nelts(many); i++) {
        k = (size_t) snprintf(names[i], sizeof(names[i]), "name %zu", i);
        many[i] = cx_strn(names[i], k);
        interests[i].name = many[i];
        interests[i].weight = 100;
    }

    interests[7].weight = -5;
    interests[8].weight = 0.0f / (float) strtod("0", NULL);

    world_init(&t);
    t.profile.interest = interests;
    t.profile.ninterest = cx_nelts(interests);
    t.profile.segment = many;
    t.profile.nsegment = cx_nelts(many);
    t.site.cat.v = many;
    t.site.cat.n = cx_nelts(many);

    memset(&f, 0xff, sizeof(f));
    cx_features_user(&f, &t.req, &t.profile, t.now_s);
    CHECK_INT(f.n, 103);
    CHECK(f.n <= CX_FEATURES_MAX);
    memset(seen, 0, sizeof(seen));

    for (n = 0; n < f.n; n++) {
        CHECK(f.index[n] < CX_MODEL_USER);
        CHECK(f.value[n] > 0 && f.value[n] <= 1);
        CHECK(seen[f.index[n]] == 0);
        seen[f.index[n]] = 1;
    }
}


static const cx_test_t  tests[] = {
    TEST(the_blocks_fill_the_vector),
    TEST(the_customer_changes_its_blocks),
    TEST(the_context_changes_its_blocks),
    TEST(the_impression_and_the_offer_change_theirs),
    TEST(nobody_is_known_by_the_fourth_tier),
    TEST(a_request_that_says_nothing_is_looked_at),
    TEST(an_app_and_a_screen_have_content_too),
    TEST(too_much_of_everything_stays_in_bounds)
};

TEST_MAIN(tests)
