#include "core/model/features.h"


#define CX_FEATURE_SEED  1          /* of every hash on this page */

/* buckets inside the blocks DEVICE, IMP and OFFER */

enum {
    CX_DEVICE_TYPE = 0,             /* 6: phone, computer, tablet, tv, … */
    CX_DEVICE_OS = 6,               /* 5, hashed */
    CX_DEVICE_LANGUAGE = 11,        /* 5, hashed */

    CX_IMP_MEDIA = 0,               /* 4 */
    CX_IMP_SIZE = 4,                /* 8 */
    CX_IMP_POSITION = 12,           /* 8 */
    CX_IMP_INTERSTITIAL = 20,
    CX_IMP_DEAL = 21,

    CX_OFFER_NAME = 0,              /* 24, hashed */
    CX_OFFER_CATEGORY = 24,         /* 28: IAB1 to IAB26, others hashed */
    CX_OFFER_MEDIA = 52,            /* 4 */
    CX_OFFER_SIZE = 56              /* 8 */
};


/* the most that cx_features_user() puts */

_Static_assert(CX_FEATURE_INTERESTS_SIZE + CX_FEATURE_SEGMENTS_SIZE + 1 + 1 + 3
               + 1 + 1 + CX_FEATURE_CONTENT_SIZE <= CX_FEATURES_MAX,
               "a request may switch on more inputs than there is room for");


/* of a string in any case; nobody's name is longer than what is looked at */

static uint32_t
cx_feature_bucket(cx_str_t s, uint32_t n)
{
    size_t    i, len;
    uint8_t   lower[64];
    uint64_t  v;

    len = cx_min(s.len, sizeof(lower));

    for (i = 0; i + 8 <= len; i += 8) {
        memcpy(&v, s.data + i, 8);
        v = cx_lower8(v);
        memcpy(lower + i, &v, 8);
    }

    for ( /* void */ ; i < len; i++) {
        lower[i] = cx_lower(s.data[i]);
    }

    return (uint32_t) (cx_hash64(lower, len, CX_FEATURE_SEED) >> 32) % n;
}


/* "IAB17-3" is looked at as "IAB17": there are more categories than buckets */

static cx_str_t
cx_feature_category(cx_str_t s)
{
    const uint8_t  *dash;

    dash = s.len ? memchr(s.data, '-', s.len) : NULL;

    return dash != NULL ? cx_strn(s.data, (size_t) (dash - s.data)) : s;
}


/* what an offer is about matters most: the categories share no bucket */

static uint32_t
cx_feature_offer_category(cx_str_t s)
{
    uint32_t  n;

    s = cx_feature_category(s);

    if (s.len < 4 || s.len > 5 || !cx_str_eq_nocase(cx_strn(s.data, 3),
                                                    cx_str("IAB")))
    {
        return cx_feature_bucket(s, 28);
    }

    n = (uint32_t) (s.data[3] - '0');

    if (s.len == 5) {
        n = n * 10 + (uint32_t) (s.data[4] - '0');
    }

    return n >= 1 && n <= 26 ? n - 1 : cx_feature_bucket(s, 28);
}


static void
cx_feature_put(cx_features_t *f, uint32_t index, float value)
{
    f->index[f->n] = (uint8_t) index;
    f->value[f->n] = value;
    f->n++;
}


static void
cx_feature_put_bits(cx_features_t *f, uint32_t first, uint64_t bits)
{
    for ( /* void */ ; bits; bits &= bits - 1) {
        cx_feature_put(f, first + (uint32_t) __builtin_ctzll(bits), 1.0f);
    }
}


static void
cx_feature_interests(cx_features_t *f, const cx_profile_t *profile)
{
    float     w, sum[CX_FEATURE_INTERESTS_SIZE];
    uint32_t  i, bucket;

    memset(sum, 0, sizeof(sum));

    for (i = 0; i < profile->ninterest; i++) {
        w = profile->interest[i].weight;

        if (w > 0) {
            bucket = cx_feature_bucket(profile->interest[i].name,
                                       CX_FEATURE_INTERESTS_SIZE);
            sum[bucket] = cx_min(sum[bucket] + w, 1.0f);
        }
    }

    for (i = 0; i < CX_FEATURE_INTERESTS_SIZE; i++) {
        if (sum[i] > 0) {
            cx_feature_put(f, CX_FEATURE_INTERESTS + i, sum[i]);
        }
    }
}


static void
cx_feature_segments(cx_features_t *f, const cx_openrtb_request_t *req,
    const cx_profile_t *profile)
{
    uint32_t                i, j;
    uint64_t                bits;
    const cx_ortb_data_t   *data;
    const cx_ortb_user_t   *user;

    bits = 0;

    for (i = 0; i < profile->nsegment; i++) {
        bits |= 1ULL << cx_feature_bucket(profile->segment[i],
                                          CX_FEATURE_SEGMENTS_SIZE);
    }

    user = req->r.user;

    for (i = 0; user != NULL && i < user->data.n; i++) {
        data = &user->data.v[i];

        for (j = 0; j < data->segment.n; j++) {
            if (data->segment.v[j].id.len) {
                bits |= 1ULL << cx_feature_bucket(data->segment.v[j].id,
                                                  CX_FEATURE_SEGMENTS_SIZE);
            }
        }
    }

    cx_feature_put_bits(f, CX_FEATURE_SEGMENTS, bits);
}


static void
cx_feature_loyalty(cx_features_t *f, const cx_profile_t *p)
{
    uint32_t  tier;

    tier = (uint32_t) p->tier;

    if (tier >= CX_TIER_MAX || (tier == CX_TIER_GREEN && p->nsegment == 0
                                && p->ninterest == 0 && !p->consent))
    {
        tier = CX_TIER_MAX;
    }

    cx_feature_put(f, CX_FEATURE_LOYALTY + tier, 1.0f);
}


static void
cx_feature_device(cx_features_t *f, const cx_ortb_device_t *d)
{
    static const uint8_t  type[] = { 0, 1, 2, 4, 1, 3, 5, 4, 6 };

    if (d->devicetype > 0 && d->devicetype < (int32_t) cx_nelts(type)) {
        cx_feature_put(f, CX_FEATURE_DEVICE + CX_DEVICE_TYPE - 1
                          + type[d->devicetype], 1.0f);
    }

    if (d->os.len) {
        cx_feature_put(f, CX_FEATURE_DEVICE + CX_DEVICE_OS
                          + cx_feature_bucket(d->os, 5), 1.0f);
    }

    if (d->language.len) {
        cx_feature_put(f, CX_FEATURE_DEVICE + CX_DEVICE_LANGUAGE
                          + cx_feature_bucket(d->language, 5), 1.0f);
    }
}


static uint64_t
cx_feature_categories(const cx_ortb_strs_t *cat)
{
    uint32_t  i;
    uint64_t  bits;

    bits = 0;

    for (i = 0; i < cat->n; i++) {
        bits |= 1ULL << cx_feature_bucket(cx_feature_category(cat->v[i]),
                                          CX_FEATURE_CONTENT_SIZE);
    }

    return bits;
}


static void
cx_feature_content(cx_features_t *f, const cx_openrtb_request_t *req)
{
    uint64_t                 bits;
    const cx_ortb_content_t *content;

    bits = 0;
    content = NULL;

    if (req->r.site != NULL) {
        bits = cx_feature_categories(&req->r.site->cat)
               | cx_feature_categories(&req->r.site->sectioncat)
               | cx_feature_categories(&req->r.site->pagecat);
        content = req->r.site->content;

    } else if (req->r.app != NULL) {
        bits = cx_feature_categories(&req->r.app->cat)
               | cx_feature_categories(&req->r.app->sectioncat)
               | cx_feature_categories(&req->r.app->pagecat);
        content = req->r.app->content;

    } else if (req->r.dooh != NULL) {
        content = req->r.dooh->content;
    }

    if (content != NULL) {
        bits |= cx_feature_categories(&content->cat);
    }

    cx_feature_put_bits(f, CX_FEATURE_CONTENT, bits);
}


void
cx_features_user(cx_features_t *f, const cx_openrtb_request_t *req,
    const cx_profile_t *profile, int64_t now_s)
{
    int64_t                  second;
    const cx_ortb_device_t  *d;
    static const cx_profile_t  nobody;

    f->n = 0;
    d = req->r.device;

    if (profile == NULL) {
        profile = &nobody;
    }

    cx_feature_interests(f, profile);
    cx_feature_segments(f, req, profile);
    cx_feature_loyalty(f, profile);

    if (d != NULL && d->geo != NULL && d->geo->country.len) {
        cx_feature_put(f, CX_FEATURE_COUNTRY
                          + cx_feature_bucket(d->geo->country,
                                              CX_FEATURE_COUNTRY_SIZE), 1.0f);
    }

    if (d != NULL) {
        cx_feature_device(f, d);
    }

    second = (now_s % 86400 + 86400) % 86400;
    cx_feature_put(f, CX_FEATURE_TIME + (uint32_t) (second / 7200), 1.0f);

    if (req->domain.len) {
        cx_feature_put(f, CX_FEATURE_SUPPLY
                          + cx_feature_bucket(req->domain,
                                              CX_FEATURE_SUPPLY_SIZE), 1.0f);
    }

    cx_feature_content(f, req);
}


/* eight kinds of rectangle, 8 for none */

static uint32_t
cx_feature_size(int64_t w, int64_t h)
{
    if (w <= 0 || h <= 0) {
        return 8;
    }

    if (w >= 3 * h) {
        return h <= 60 ? 0 : 1;             /* strip, leaderboard */
    }

    if (h >= 2 * w) {
        return w < 200 ? 2 : 3;             /* skyscraper, half page */
    }

    if (w * h <= 100000) {
        return h >= w ? 4 : 5;              /* square, rectangle */
    }

    return h > w ? 6 : 7;                   /* screen upright, screen wide */
}


void
cx_features_imp(cx_features_t *f, const cx_ortb_imp_t *imp, cx_media_e media,
    int32_t w, int32_t h, int deal)
{
    int32_t   pos;
    uint32_t  size;

    f->n = 0;
    pos = CX_ABSENT;

    if (media >= CX_MEDIA_BANNER && media <= CX_MEDIA_NATIVE) {
        cx_feature_put(f, CX_FEATURE_IMP + CX_IMP_MEDIA + (uint32_t) media - 1,
                       1.0f);
    }

    size = cx_feature_size(w, h);

    if (size < 8) {
        cx_feature_put(f, CX_FEATURE_IMP + CX_IMP_SIZE + size, 1.0f);
    }

    if (media == CX_MEDIA_BANNER && imp->banner != NULL) {
        pos = imp->banner->pos;

    } else if (media == CX_MEDIA_VIDEO && imp->video != NULL) {
        pos = imp->video->pos;
    }

    if (pos >= 0 && pos < 8) {
        cx_feature_put(f, CX_FEATURE_IMP + CX_IMP_POSITION + (uint32_t) pos,
                       1.0f);
    }

    if (imp->instl == 1) {
        cx_feature_put(f, CX_FEATURE_IMP + CX_IMP_INTERSTITIAL, 1.0f);
    }

    if (deal) {
        cx_feature_put(f, CX_FEATURE_IMP + CX_IMP_DEAL, 1.0f);
    }
}


static void
cx_feature_put_offer(cx_offer_features_t *f, uint32_t index)
{
    f->index[f->n++] = (uint8_t) index;
}


void
cx_features_offer(cx_offer_features_t *f, cx_str_t campaign_id,
    cx_str_t adgroup_id, cx_str_t creative_id, cx_str_t category,
    cx_media_e media, int32_t w, int32_t h)
{
    uint32_t  size;
    uint64_t  hash;

    memset(f, 0, sizeof(cx_offer_features_t));

    /* what most offers of an impression have in common comes first */

    if (media >= CX_MEDIA_BANNER && media <= CX_MEDIA_NATIVE) {
        cx_feature_put_offer(f, CX_OFFER_MEDIA + (uint32_t) media - 1);
    }

    size = cx_feature_size(w, h);

    if (size < 8) {
        cx_feature_put_offer(f, CX_OFFER_SIZE + size);
    }

    if (category.len) {
        cx_feature_put_offer(f, CX_OFFER_CATEGORY
                                + cx_feature_offer_category(category));
    }

    /* one column for what it is called: every column is time in every bid */

    hash = cx_hash64(campaign_id.data, campaign_id.len, CX_FEATURE_SEED);
    hash = cx_hash64(adgroup_id.data, adgroup_id.len, hash);
    hash = cx_hash64(creative_id.data, creative_id.len, hash);

    cx_feature_put_offer(f, CX_OFFER_NAME + (uint32_t) (hash >> 32) % 24);
}


static void
cx_feature_spread(float x[CX_MODEL_INPUTS], const cx_features_t *f)
{
    uint32_t  i;

    for (i = 0; i < f->n; i++) {
        x[f->index[i]] += f->value[i];
    }
}


void
cx_features_dense(float x[CX_MODEL_INPUTS], const cx_features_t *user,
    const cx_features_t *imp, const cx_offer_features_t *offer)
{
    uint32_t  i;

    memset(x, 0, CX_MODEL_INPUTS * sizeof(float));

    cx_feature_spread(x, user);
    cx_feature_spread(x, imp);

    for (i = 0; i < offer->n; i++) {
        x[CX_MODEL_USER + offer->index[i]] += 1.0f;
    }
}
