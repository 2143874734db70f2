
/*
 * What the network is shown.  The layout is part of a model's version:
 * a change here is a new version, and an old file is refused.
 */

#ifndef CX_FEATURES_H
#define CX_FEATURES_H

#include "core/model/model.h"
#include "core/openrtb/openrtb.h"
#include "core/profile/profile.h"


/*     block       first  size   where it comes from */

#define CX_FEATURE_BLOCKS(B)                                                  \
    B(INTERESTS,       0,   32, "the profile's interests, hashed, weighted")  \
    B(SEGMENTS,       32,   48, "segments of profile and request, hashed")    \
    B(LOYALTY,        80,    4, "the tier; the fourth: nobody is known")      \
    B(COUNTRY,        84,   16, "device.geo.country, hashed")                 \
    B(DEVICE,        100,   16, "device type, os, browser language")          \
    B(TIME,          116,   12, "hour of the day in two-hour steps, UTC")     \
    B(SUPPLY,        128,   24, "domain or bundle, hashed")                   \
    B(CONTENT,       152,   16, "content categories, hashed")                 \
    B(IMP,           168,   24, "media, size class, position, interstitial, deal") \
    B(OFFER,         192,   64, "the offer: campaign, category, media, size")

typedef enum {
#define CX_FEATURE_ENUM(block, first, size, text)                             \
    CX_FEATURE_##block = first,                                               \
    CX_FEATURE_##block##_SIZE = size,
    CX_FEATURE_BLOCKS(CX_FEATURE_ENUM)
#undef CX_FEATURE_ENUM
    CX_FEATURE_LAYOUT = 1               /* the version of this page */
} cx_feature_e;


/* all blocks but IMP and OFFER; now_s is for TIME */

void cx_features_user(cx_features_t *f, const cx_openrtb_request_t *req,
    const cx_profile_t *profile, int64_t now_s);

/* block IMP */

void cx_features_imp(cx_features_t *f, const cx_ortb_imp_t *imp,
    cx_media_e media, int32_t w, int32_t h, int deal);

/* block OFFER; the catalogue's builder stores the result with the creative */

void cx_features_offer(cx_offer_features_t *f, cx_str_t campaign_id,
    cx_str_t adgroup_id, cx_str_t creative_id, cx_str_t category,
    cx_media_e media, int32_t w, int32_t h);

/* the vector itself, for explanations and tests */

void cx_features_dense(float x[CX_MODEL_INPUTS], const cx_features_t *user,
    const cx_features_t *imp, const cx_offer_features_t *offer);


#endif /* CX_FEATURES_H */
