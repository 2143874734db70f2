
/*
 * One decision.  cx_bid_decide() is the page that calls the stages in order
 * and looks at the clock between them, or, where nobody wants their times and
 * the deadline is far, now and then; everything it needs of the world comes
 * through the ports.
 */

#ifndef CX_BID_H
#define CX_BID_H

#include "core/base/base.h"
#include "core/bid/exchange.h"
#include "core/catalog/catalog.h"
#include "core/geo/geo.h"
#include "core/model/features.h"
#include "core/model/model.h"
#include "core/openrtb/openrtb.h"
#include "core/profile/profile.h"
#include "core/sign/sign.h"
#include "core/traffic/traffic.h"


#define CX_BID_STAND_MAX   64       /* candidates that may stand */
#define CX_BID_LOOK_MAX    10000    /* that are looked at to find them */
#define CX_BID_LOOK_CLOCK  512      /* looks between two at the clock */
#define CX_BID_WORK_MAX    131072   /* of a request: see cx_match_allow() */
#define CX_BID_SCORE_MIN   4
#define CX_BID_SCORE_MAX   CX_MODEL_BATCH
#define CX_BID_POD_MAX     CX_BID_SCORE_MAX    /* bids for a dynamic pod */


/*
 * Why somebody did not bid, with the nbr that says it to an exchange and how
 * near to a bid one came who failed for it: the answer names the nearest.
 * From 500 on the numbers are our own.
 */

#define CX_NOBID_REASONS(R)                                                   \
    R(NONE,            "bid",                 0,   0)                         \
                                                                              \
    /* the whole request */                                                   \
                                                                              \
    R(NO_CATALOG,      "no_catalog",          1,   0)                         \
    R(INVALID,         "invalid",             2,   0)                         \
    R(EXCHANGE,        "exchange",            509, 0)                         \
    R(SHED,            "shed",                507, 0)                         \
    R(BOT,             "bot",                 3,   0)                         \
    R(NON_HUMAN,       "non_human",           4,   0)                         \
    R(DATA_CENTER,     "data_center",         5,   0)                         \
    R(DEVICE,          "impossible_device",   6,   0)                         \
    R(SCHAIN,          "supply_chain",        16,  0)                         \
    R(SELLER,          "seller",              17,  0)                         \
    R(ADS_TXT,         "ads_txt",             12,  0)                         \
    R(ADS_TXT_UNKNOWN, "ads_txt_unknown",     11,  0)                         \
    R(SELLERS_JSON,    "sellers_json",        17,  0)                         \
    R(SELLERS_JSON_UNKNOWN, "sellers_json_unknown", 511, 0)                   \
                                                                              \
    /* who could have bid, the farthest from it first */                      \
                                                                              \
    R(NO_MATCH,        "no_match",            500, 1)                         \
    R(MEDIA,           "media",               500, 2)                         \
    R(STOPPED,         "stopped",             505, 2)                         \
    R(SEAT,            "seat",                506, 3)                         \
    R(CATEGORY,        "category",            501, 4)                         \
    R(ADVERTISER,      "advertiser_domain",   501, 4)                         \
    R(APP,             "advertised_app",      501, 4)                         \
    R(APPROVAL,        "approval",            501, 4)                         \
    R(SECURE,          "secure",              501, 4)                         \
    R(ATTRIBUTE,       "creative_attribute",  501, 4)                         \
    R(BANNER_TYPE,     "banner_type",         501, 4)                         \
    R(MIME,            "mime",                501, 4)                         \
    R(EXPANSION,       "expansion",           501, 4)                         \
    R(BROWSER,         "click_browser",       501, 4)                         \
    R(LANGUAGE,        "language",            501, 4)                         \
    R(RATING,          "media_rating",        501, 4)                         \
    R(DSA,             "dsa",                 501, 4)                         \
    R(CAPPED,          "capped",              9,   5)                         \
    R(CURRENCY,        "currency",            503, 6)                         \
    R(QUANTITY,        "quantity",            510, 6)                         \
    R(NOT_REACHED,     "not_reached",         500, 6)                         \
    R(NOT_SCORED,      "not_scored",          500, 6)                         \
    R(FLOOR,           "below_floor",         502, 7)                         \
    R(OUTBID,          "outbid",              500, 7)                         \
    R(BUDGET,          "budget",              504, 8)                         \
    R(TOO_LARGE,       "too_large",           1,   9)                         \
    R(STAGE_TIME,      "stage_time",          15,  10)                        \
    R(TIMEOUT,         "timeout",             15,  10)

typedef enum {
#define CX_NOBID_ENUM(id, name, nbr, way)  CX_NOBID_##id,
    CX_NOBID_REASONS(CX_NOBID_ENUM)
#undef CX_NOBID_ENUM
    CX_NOBID_MAX
} cx_nobid_e;

const char *cx_nobid_name(cx_nobid_e reason);
int cx_nobid_nbr(cx_nobid_e reason);


/*
 * One ad group's creative considered for one impression.  Sums of the model
 * and of the budget are in the campaign's currency, those that an exchange
 * sees in the offer's.
 */

typedef struct {
    cx_hit_t            hit;
    uint32_t            fit;            /* which of hit.fit */
    uint32_t            fits;           /* bit n: hit.fit[n] could be bid */
    uint32_t            variant;        /* of the creative; 0 if it has none */
    float               p;              /* of the goal's event */
    int64_t             score;          /* expected value, CPM micros */
    int64_t             rank;           /* score after the tier's boost */

    uint32_t            currency;       /* of floor and price */
    cx_rate_t           rate;           /* what one of it costs a campaign */
    int64_t             floor;          /* that it has to reach, */
    int64_t             least;          /* the same as a campaign's value */
    int64_t             price;          /* CPM micros, as it is sent */
    int64_t             worth;          /* rank in the same currency */
    int64_t             cost;           /* nanos, of being shown once */
    uint32_t            qty;            /* impressions that is, CX_QTY_ONE */
    int32_t             slotinpod;      /* CX_NO_SLOT: not to be sent */
    uint32_t            life_s;         /* how long the bid is good */
    int64_t             reserved;       /* nanos; 0 for a test */
    uint32_t            bucket;         /* of the reservation */
    uint32_t            epoch;
    cx_nobid_e          outcome;        /* CX_NOBID_NONE: it is bid */
} cx_offer_t;

/*
 * An impression may be bid for more than once: a bid for each deal and one
 * for the open auction (7.3), and a dynamic pod as often as it has places.
 */

typedef struct {
    const cx_ortb_imp_t  *imp;
    const cx_ortb_native_request_t  *native;    /* NULL: none to be filled */
    const cx_offer_t     *winner;       /* the best of them; NULL: no bid */
    const cx_offer_t    **won;          /* all that are bid, the best first */
    uint32_t              nwon;
    cx_offer_t          **offer;        /* those scored, best first */
    uint32_t              noffers;
    uint32_t              nstood;       /* candidates that stood, 64 at most */
    uint32_t              nmatched;     /* ad groups that were looked at */
    cx_nobid_e            reason;
    unsigned              pod:1;        /* it is bid for as part of one */
} cx_imp_decision_t;

typedef struct {
    cx_imp_decision_t    *imp;
    uint32_t              nimps;
    uint32_t              nbids;
    uint32_t              ncandidates;  /* scored, over all impressions */
    cx_nobid_e            reason;       /* CX_NOBID_NONE: there is a bid */
    cx_profile_t          profile;
    uint64_t              inference_ns;
    uint32_t              inferences;   /* impressions scored in that time */
    uint64_t              stage_ns[CX_STAGE_MAX];
    const char           *backend;
    uint32_t              currency;     /* of the answer */
    uint64_t              id;           /* of the decision: in bid ids */
    uint32_t              privacy;      /* CX_PRIVACY_…: states */
    uint32_t              removed;      /* CX_NO_…: what they took away */
    uint32_t              traffic;      /* bit n: finding n, refused or not */
    unsigned              located:1;    /* by the address */
} cx_decision_t;


/*
 * The world, as far as a bid needs it.  Null versions: cx_bid_ports_null.
 *
 * profile:  CX_OK and *p filled, or CX_DECLINED
 * slot:     CX_OK if this ad group and campaign may bid now
 * caps:     CX_OK if this user may see it once more
 * reserve:  CX_OK once nanos are set aside; *bucket and *epoch for the token
 * emit:     the decision, after the answer was written
 */

typedef struct {
    void      *data;
    uint64_t (*now_ns)(void *data);
    cx_rc_t  (*profile)(void *data, cx_str_t user_id, cx_profile_t *p);
    cx_rc_t  (*slot)(void *data, const cx_hit_t *hit);
    cx_rc_t  (*caps)(void *data, const cx_hit_t *hit, uint64_t user);
    cx_rc_t  (*reserve)(void *data, const cx_hit_t *hit, int64_t nanos,
                        uint32_t life_s, uint32_t *bucket, uint32_t *epoch);
    void     (*emit)(void *data, const cx_openrtb_request_t *req,
                     const cx_decision_t *d);
} cx_bid_ports_t;

extern const cx_bid_ports_t  cx_bid_ports_null;


/* what stays the same from bid to bid of one location */

typedef struct {
    uint32_t              candidates;   /* to score, 4 to 16 */
    cx_str_t              notice_url;
    const cx_exchange_t  *exchange;     /* never NULL: cx_exchange_null */
    uint16_t              vendor;       /* ours in the Global Vendor List */
    uint32_t              vendor_interest;  /* purposes declared there, */
    uint32_t              vendor_flexible;  /* as cx_vendor_t has them */
    uint32_t              rates_age_s;  /* older rates are none; 0: any */
    uint32_t              exp_s;        /* a bid's life at most; 0: by media */
    uint32_t              margin_ms;    /* of tmax, kept for the way back */
    uint32_t              tmax_ms;      /* when the request has none */
    const cx_keyring_t   *keys;
    const cx_provider_t  *provider;
    const cx_traffic_t   *traffic;      /* NULL: not looked at */
    const cx_geo_t       *geo;          /* NULL: places are what is said */
    unsigned              insecure:1;   /* notice_url is not https */
} cx_bid_conf_t;

/*
 * Who listens to why ad groups do not bid:
 *
 * begin:    the impressions are known
 * dropped:  this one fell out
 * stood:    these n stand; the matcher can still be asked why others do not
 */

typedef struct {
    void  *data;
    void (*begin)(void *data, const cx_decision_t *d);
    void (*dropped)(void *data, const cx_imp_decision_t *imp,
                    const cx_hit_t *hit, cx_nobid_e reason);
    void (*stood)(void *data, const cx_imp_decision_t *imp,
                  cx_match_t *match, const cx_offer_t *stood, uint32_t n);
} cx_bid_listener_t;


typedef enum {
    CX_BID_JSON = 0,
    CX_BID_PROTOBUF
} cx_bid_format_e;


typedef struct {
    const cx_bid_conf_t    *conf;
    const cx_bid_ports_t   *ports;
    const cx_bid_listener_t *listener;  /* NULL: nobody does */
    const cx_catalog_t     *catalog;    /* NULL: none yet */
    const cx_ortb_reader_t *reader;
    cx_arena_t             *arena;
    uint64_t                start_ns;   /* when the request came in */
    int64_t                 now_s;      /* the wall clock */
    uint64_t                random;     /* differs by request */
    uint32_t                late_us;    /* how far behind this worker is */
    uint32_t                limit_ms;   /* of the caller's; 0: tmax alone */
    cx_bid_format_e         format;     /* of the body and of the answer */
    unsigned                nbr:1;      /* a no-bid is an answer, too */
    unsigned                untimed:1;  /* no times of stages are wanted */
} cx_bid_t;


/* all of it: a body in, a decision out; CX_ERROR only for a bad request */

cx_rc_t cx_bid_decide(const cx_bid_t *b, const uint8_t *body, size_t len,
    cx_openrtb_request_t **req, cx_decision_t **d, cx_error_t *e);

/*
 * The answer to it.  CX_OK and the response in *out, CX_DECLINED for none
 * (204), CX_ERROR if out was too small.
 */

cx_rc_t cx_bid_write(const cx_bid_t *b, const cx_openrtb_request_t *req,
    cx_decision_t *d, cx_buf_t *out);


#endif /* CX_BID_H */
