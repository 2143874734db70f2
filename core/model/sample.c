#include <stdio.h>

#include "core/model/random.h"
#include "core/model/train.h"


/* a theme is an interest of people, a category of offers and of pages */

#define CX_THEMES  12

static const cx_str_t  cx_theme_interest[CX_THEMES] = {
    cx_string("sports"), cx_string("auto"), cx_string("travel"),
    cx_string("fashion"), cx_string("food"), cx_string("technology"),
    cx_string("finance"), cx_string("gaming"), cx_string("health"),
    cx_string("music"), cx_string("home"), cx_string("family")
};

static const cx_str_t  cx_theme_market[CX_THEMES] = {
    cx_string("in-market-sports"), cx_string("in-market-auto"),
    cx_string("in-market-travel"), cx_string("in-market-fashion"),
    cx_string("in-market-food"), cx_string("in-market-technology"),
    cx_string("in-market-finance"), cx_string("in-market-gaming"),
    cx_string("in-market-health"), cx_string("in-market-music"),
    cx_string("in-market-home"), cx_string("in-market-family")
};

static const cx_str_t  cx_theme_category[CX_THEMES] = {
    cx_string("IAB17"), cx_string("IAB2"), cx_string("IAB20"),
    cx_string("IAB18"), cx_string("IAB8"), cx_string("IAB19"),
    cx_string("IAB13"), cx_string("IAB9"), cx_string("IAB7"),
    cx_string("IAB1"), cx_string("IAB10"), cx_string("IAB6")
};

/* when people care for it more: hours of the day */

static const uint8_t  cx_theme_hours[CX_THEMES][2] = {
    { 18, 22 }, { 8, 12 }, { 20, 24 }, { 12, 16 }, { 10, 14 }, { 16, 20 },
    { 8, 16 }, { 20, 24 }, { 6, 10 }, { 14, 20 }, { 18, 22 }, { 10, 18 }
};

static const cx_str_t  cx_countries[] = {
    cx_string("USA"), cx_string("GBR"), cx_string("DEU"), cx_string("FRA"),
    cx_string("BRA"), cx_string("IND"), cx_string("JPN"), cx_string("CAN"),
    cx_string("ESP"), cx_string("ITA")
};

static const float  cx_country_click[] = {
    0.15f, 0.05f, -0.2f, 0, 0.35f, 0.3f, -0.3f, 0.1f, 0.15f, 0.05f
};


enum { CX_PHONE, CX_COMPUTER, CX_TABLET, CX_TV, CX_KINDS };

static const struct {
    int32_t   type;
    cx_str_t  os[2];
    float     share, click, conversion, completion;
} cx_kinds[CX_KINDS] = {
    { 4, { cx_string("Android"), cx_string("iOS") },
      0.55f, 0.25f, -0.4f, -0.3f },
    { 2, { cx_string("Windows"), cx_string("macOS") },
      0.25f, -0.1f, 0.6f, 0.1f },
    { 5, { cx_string("Android"), cx_string("iOS") },
      0.1f, 0.15f, 0.1f, 0.2f },
    { 3, { cx_string("tvOS"), cx_string("Tizen") },
      0.1f, -1.4f, -0.8f, 1.5f }
};

/* how much a size is worth by device: the banner's own effect and a phone's */

static const struct {
    int32_t  w, h;
    float    click, on_phone;
} cx_sizes[] = {
    { 320, 50, -0.5f, 0.6f }, { 728, 90, 0, -0.7f }, { 300, 250, 0.2f, 0.2f },
    { 160, 600, -0.3f, -0.6f }, { 300, 600, 0.5f, -0.3f },
    { 970, 250, 0.5f, -0.8f }, { 320, 480, 0.3f, 0.5f }
};

/* by imp.banner.pos: unknown, above, -, below, header, footer, side, full */

static const float  cx_position_click[] = {
    0, 0.4f, 0, -0.5f, 0.3f, -0.7f, -0.3f, 0.6f
};


/* one customer, one place, one offer, as the truth knows them */

typedef struct {
    float       interest[CX_THEMES];
    uint32_t    market;                 /* bit: in the market for this theme */
    uint32_t    kind;
    uint32_t    country;
    uint32_t    hour;
    uint32_t    page;                   /* theme of the page */
    uint32_t    theme;                  /* of the offer */
    uint32_t    size;
    uint32_t    tier;
    int32_t     pos;
    int         instl, deal;
    int64_t     now_s;
    float       site_click;
    float       campaign_click;
    cx_media_e  media;
} cx_scene_t;


/* a number of the truth: the same for the same two names, mean 0, variance 1 */

static float
cx_truth(uint32_t a, uint32_t b)
{
    uint64_t  state;

    state = (uint64_t) a << 32 | b;

    return cx_random_normal(&state);
}


static void
cx_scene_customer(cx_scene_t *c, uint64_t *r)
{
    float     u, share;
    uint32_t  i, n;

    memset(c->interest, 0, sizeof(c->interest));
    c->market = 0;
    c->tier = 0;

    if (cx_random_unit(r) < 0.8f) {
        n = 1 + cx_random_below(r, 4);

        for (i = 0; i < n; i++) {
            c->interest[cx_random_below(r, CX_THEMES)] =
                                          0.3f + 0.7f * cx_random_unit(r);
        }

        for (i = 0; i < CX_THEMES; i++) {
            u = cx_random_unit(r);

            if (u < (c->interest[i] > 0 ? 0.3f : 0.03f)) {
                c->market |= 1U << i;
            }
        }

        u = cx_random_unit(r);
        c->tier = u < 0.7f ? 0 : u < 0.9f ? 1 : 2;
    }

    u = cx_random_unit(r);
    share = cx_kinds[0].share;

    for (c->kind = 0; c->kind < CX_KINDS - 1 && u >= share; c->kind++) {
        share += cx_kinds[c->kind + 1].share;
    }

    c->country = cx_random_below(r, cx_nelts(cx_countries));
}


static void
cx_scene_place(cx_scene_t *c, uint64_t *r)
{
    float  u;

    c->now_s = 1767225600 + (int64_t) cx_random_below(r, 365 * 86400);
    c->hour = (uint32_t) (c->now_s % 86400 / 3600);
    c->page = cx_random_below(r, CX_THEMES);
    c->site_click = 0.2f * cx_random_normal(r);

    u = cx_random_unit(r);
    c->media = c->kind == CX_TV || u < 0.25f ? CX_MEDIA_VIDEO
               : u < 0.3f ? CX_MEDIA_AUDIO
               : u < 0.45f ? CX_MEDIA_NATIVE : CX_MEDIA_BANNER;

    c->size = cx_random_below(r, cx_nelts(cx_sizes));
    c->pos = c->media == CX_MEDIA_BANNER || c->media == CX_MEDIA_VIDEO
             ? (int32_t) cx_random_below(r, cx_nelts(cx_position_click))
             : CX_ABSENT;
    c->instl = c->kind != CX_TV && c->media != CX_MEDIA_NATIVE
               && cx_random_unit(r) < 0.1f;
    c->deal = cx_random_unit(r) < 0.1f;
}


/* targeting has been at work: offers suit more often than by chance */

static void
cx_scene_offer(cx_scene_t *c, uint64_t *r)
{
    float     u;
    uint32_t  i;

    u = cx_random_unit(r);
    c->theme = cx_random_below(r, CX_THEMES);
    c->campaign_click = 0.15f * cx_random_normal(r);

    if (u < 0.2f) {
        c->theme = c->page;

    } else if (u < 0.5f) {
        for (i = 0; i < CX_THEMES && c->interest[c->theme] <= 0; i++) {
            c->theme = (c->theme + 1) % CX_THEMES;
        }
    }
}


static int
cx_scene_in_hours(const cx_scene_t *c)
{
    return c->hour >= cx_theme_hours[c->theme][0]
           && c->hour < cx_theme_hours[c->theme][1];
}


static void
cx_scene_truth(const cx_scene_t *c, float truth[CX_LABEL_MAX])
{
    int    market;
    float  click, conversion, completion, interest;

    market = c->market >> c->theme & 1;
    interest = c->interest[c->theme];

    click = -6.1f + 2.2f * interest + 1.1f * (float) market
            + 0.9f * (c->page == c->theme)
            + 0.6f * (float) cx_scene_in_hours(c)
            + 0.2f * (float) c->tier + 0.8f * (float) c->instl
            + 0.15f * (float) c->deal + cx_kinds[c->kind].click
            + cx_country_click[c->country] + c->site_click
            + c->campaign_click + 0.3f * cx_truth(1, c->theme);

    if (c->media == CX_MEDIA_BANNER) {
        click += cx_sizes[c->size].click
                 + (c->kind == CX_PHONE ? cx_sizes[c->size].on_phone : 0);

    } else if (c->media == CX_MEDIA_NATIVE) {
        click += 0.6f;
    }

    if (c->pos != CX_ABSENT) {
        click += cx_position_click[c->pos];
    }

    conversion = -3.3f + 1.5f * (float) market + 1.0f * interest
                 + 0.5f * (float) c->tier + 0.3f * (c->page == c->theme)
                 + cx_kinds[c->kind].conversion + 0.5f * cx_truth(2, c->theme);

    completion = 0.1f + cx_kinds[c->kind].completion + 1.6f * interest
                 + 0.6f * (float) c->instl
                 + (c->media == CX_MEDIA_AUDIO ? 0.9f : 0)
                 + (c->pos == 3 ? -1.3f : c->pos == 7 ? 0.6f : 0)
                 + 0.3f * cx_truth(3, c->theme);

    truth[CX_LABEL_CLICK] = cx_sigmoid(click);
    truth[CX_LABEL_CONVERSION] = cx_sigmoid(conversion);
    truth[CX_LABEL_COMPLETION] = cx_sigmoid(completion);
}


/* the liking for a way to say it: by device, tier, time of day and interest */

static uint32_t
cx_scene_variant(const cx_scene_t *c, uint64_t *r, uint32_t n)
{
    float     u, best;
    uint32_t  i, v, chosen;

    best = -1000;
    chosen = 0;

    for (v = 0; v < n; v++) {
        u = 0.9f * cx_truth(100 + v, c->kind)
            + 0.6f * cx_truth(200 + v, c->tier)
            + 0.5f * cx_truth(300 + v, c->hour / 6);

        for (i = 0; i < CX_THEMES; i++) {
            if (c->interest[i] > 0) {
                u += 0.6f * c->interest[i] * cx_truth(400 + v, i);
            }
        }

        u += cx_random_normal(r);

        if (u > best) {
            best = u;
            chosen = v;
        }
    }

    return chosen;
}


static void
cx_sample_user(cx_sample_t *s, const cx_scene_t *c, uint64_t *r)
{
    char                   domain[32];
    uint32_t               i;
    cx_str_t               cat[1], segment[CX_THEMES + 1];
    cx_interest_t          interest[CX_THEMES];
    cx_profile_t           p;
    cx_ortb_geo_t          geo;
    cx_ortb_site_t         site;
    cx_ortb_device_t       d;
    cx_openrtb_request_t   req;
    static const cx_str_t  en = cx_string("en");

    memset(&p, 0, sizeof(p));
    memset(&geo, 0, sizeof(geo));
    memset(&site, 0, sizeof(site));
    memset(&d, 0, sizeof(d));
    memset(&req, 0, sizeof(req));

    p.interest = interest;
    p.segment = segment;
    p.tier = (cx_tier_e) c->tier;

    for (i = 0; i < CX_THEMES; i++) {
        if (c->interest[i] > 0) {
            interest[p.ninterest].name = cx_theme_interest[i];
            interest[p.ninterest++].weight = c->interest[i];
        }

        if (c->market >> i & 1) {
            segment[p.nsegment++] = cx_theme_market[i];
        }
    }

    p.consent = p.ninterest != 0;
    geo.country = cx_countries[c->country];
    d.geo = &geo;
    d.devicetype = cx_kinds[c->kind].type;
    d.os = cx_kinds[c->kind].os[cx_random_below(r, 2)];
    d.language = en;
    cat[0] = cx_theme_category[c->page];
    site.cat.n = 1;
    site.cat.v = cat;
    req.r.device = &d;
    req.r.site = &site;
    req.domain = cx_strn(domain, snprintf(domain, sizeof(domain),
                                          "site-%u.example",
                                          cx_random_below(r, 1000000)));

    cx_features_user(&s->user, &req, &p, c->now_s);
}


static void
cx_sample_offer(cx_sample_t *s, const cx_scene_t *c, uint64_t *r)
{
    int              n;
    char             id[32];
    int32_t          w, h;
    uint32_t         campaign;
    cx_str_t         name;
    cx_ortb_imp_t    imp;
    cx_ortb_video_t  video;
    cx_ortb_banner_t banner;

    memset(&imp, 0, sizeof(imp));
    memset(&video, 0, sizeof(video));
    memset(&banner, 0, sizeof(banner));

    w = 0;
    h = 0;
    banner.pos = c->pos;
    video.pos = c->pos;
    imp.banner = &banner;
    imp.video = &video;
    imp.instl = c->instl;

    if (c->media == CX_MEDIA_BANNER) {
        w = cx_sizes[c->size].w;
        h = cx_sizes[c->size].h;

    } else if (c->media == CX_MEDIA_VIDEO) {
        w = 640;
        h = 360;
    }

    cx_features_imp(&s->imp, &imp, c->media, w, h, c->deal);

    /* so many campaigns that a model learns nothing of any single one */

    campaign = cx_random_below(r, 1000000);
    n = snprintf(id, sizeof(id), "campaign-%u", campaign);
    name = cx_strn(id, n);

    cx_features_offer(&s->offer, name, name, name,
                      cx_theme_category[c->theme], c->media, w, h);
}


static void
cx_sample_labels(cx_sample_t *s, const cx_scene_t *c, uint64_t *r)
{
    uint32_t  i;

    for (i = 0; i < CX_LABEL_MAX; i++) {
        s->label[i] = cx_random_unit(r) < s->truth[i];
    }

    if (s->label[CX_LABEL_CLICK] == 0) {
        s->label[CX_LABEL_CONVERSION] = CX_NO_LABEL;
    }

    if (c->media != CX_MEDIA_VIDEO && c->media != CX_MEDIA_AUDIO) {
        s->label[CX_LABEL_COMPLETION] = CX_NO_LABEL;
    }

    s->nvariants = 2 + cx_random_below(r, CX_MODEL_VARIANTS - 1);
    s->variant = (int8_t) cx_scene_variant(c, r, s->nvariants);
}


void
cx_sampler_init(cx_sampler_t *g, uint64_t seed)
{
    g->state = cx_hash_mix(seed, 0x589965cc75374cc3ULL);
}


void
cx_sampler_next(cx_sampler_t *g, cx_sample_t *s, int clicked)
{
    cx_scene_t  c;

    do {
        cx_scene_customer(&c, &g->state);
        cx_scene_place(&c, &g->state);
        cx_scene_offer(&c, &g->state);
        cx_scene_truth(&c, s->truth);

    } while (clicked
             && cx_random_unit(&g->state) >= s->truth[CX_LABEL_CLICK]);

    cx_sample_user(s, &c, &g->state);
    cx_sample_offer(s, &c, &g->state);
    cx_sample_labels(s, &c, &g->state);

    if (clicked) {
        s->label[CX_LABEL_CLICK] = 1;

        if (s->label[CX_LABEL_CONVERSION] == CX_NO_LABEL) {
            s->label[CX_LABEL_CONVERSION] =
                cx_random_unit(&g->state) < s->truth[CX_LABEL_CONVERSION];
        }
    }
}
