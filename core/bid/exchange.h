
/*
 * How one exchange is spoken to: its profile.  A number that is 0 and a text
 * that is empty leave things as they are without a profile.
 */

#ifndef CX_BID_EXCHANGE_H
#define CX_BID_EXCHANGE_H

#include "core/base/base.h"
#include "core/sign/sign.h"


/* the stages, in the order of the page; for traces, bounds and histograms */

#define CX_BID_STAGES(S)                                                      \
    S(READ,     "read")                                                       \
    S(TRAFFIC,  "traffic")                                                    \
    S(USER,     "user")                                                       \
    S(PROFILE,  "profile")                                                    \
    S(MATCH,    "match")                                                      \
    S(SCORE,    "score")                                                      \
    S(SELECT,   "select")                                                     \
    S(WRITE,    "write")

typedef enum {
#define CX_BID_STAGE_ENUM(id, name)  CX_STAGE_##id,
    CX_BID_STAGES(CX_BID_STAGE_ENUM)
#undef CX_BID_STAGE_ENUM
    CX_STAGE_MAX
} cx_stage_e;

const char *cx_stage_name(cx_stage_e stage);


typedef enum {
    CX_NOBID_AS_204 = 0,        /* an empty answer */
    CX_NOBID_AS_NBR             /* {"id":…,"nbr":…} */
} cx_nobid_style_e;

/* what a price of the answer counts */

typedef enum {
    CX_PRICE_CPM = 0,           /* units of the currency, as the standard */
    CX_PRICE_CENTS,
    CX_PRICE_MICROS
} cx_price_unit_e;

/* the kinds of ids that a user may be known by */

#define CX_USER_IDS(U)                                                        \
    U(USER,   "user.id")                                                      \
    U(BUYER,  "user.buyeruid")                                                \
    U(EID,    "eids")                                                         \
    U(IFA,    "ifa")

typedef enum {
#define CX_USER_ID_ENUM(id, name)  CX_USER_ID_##id,
    CX_USER_IDS(CX_USER_ID_ENUM)
#undef CX_USER_ID_ENUM
    CX_USER_ID_MAX
} cx_user_id_e;

/* what the supply of a request has to show; each of them is a bit */

#define CX_SUPPLY_NEEDS(N)                                                    \
    N(SCHAIN,       "schain",       1)  /* a chain, and it is complete */     \
    N(ADS_TXT,      "ads_txt",      2)  /* the seller is authorized */        \
    N(ADS_TXT_OPEN, "ads_txt_open", 4)  /* or nothing is known of it */       \
    N(SELLERS_JSON, "sellers_json", 8)  /* every node is listed */            \
    N(SELLERS_JSON_OPEN, "sellers_json_open", 16)   /* as far as is known */

enum {
#define CX_SUPPLY_ENUM(id, name, bit)  CX_SUPPLY_##id = bit,
    CX_SUPPLY_NEEDS(CX_SUPPLY_ENUM)
#undef CX_SUPPLY_ENUM
    CX_SUPPLY_NONE = 0
};


typedef struct {
    cx_str_t             name;
    const cx_str_t      *org;           /* who takes part; n = 0: everybody */
    uint32_t             norg;
    cx_str_t             seat;          /* of all bids, instead of the org's */
    uint32_t             currency;      /* when the request names none */
    uint32_t             fee_ppm;       /* the exchange's part of a price */
    uint32_t             media;         /* bit n: mtype n may be bid; 0: all */
    uint32_t             bids_max;      /* for an impression; 0: no bound */
    uint32_t             supply;        /* CX_SUPPLY_… */
    cx_str_t             sellers;       /* list that each node has to be in */
    cx_str_t             seller;        /* the exchange's own domain */
    cx_str_t             eid_source;    /* of the eids to use; empty: any */
    uint8_t              id[CX_USER_ID_MAX];    /* kinds, the best first */
    uint8_t              nids;          /* 0: all, in the order above */
    uint8_t              nobid;         /* cx_nobid_style_e */
    uint8_t              price;         /* cx_price_unit_e */
    unsigned             bids_net:1;    /* the fee comes on top of a bid */
    unsigned             floors_net:1;  /* floors are what the seller gets */
    unsigned             approval:1;    /* only creatives approved there */
    uint32_t             round_trip_ms; /* of tmax; 0: campaign_tmax_margin */
    uint32_t             shed_from_us;  /* late by this: shed the least */
    uint32_t             shed_full_us;  /* … and by this all but deals */
    uint32_t             stage_us[CX_STAGE_MAX];    /* bounds; 0: none */
    const cx_keyring_t  *keys;          /* for notices; NULL: the usual */
} cx_exchange_t;

extern const cx_exchange_t  cx_exchange_null;


#endif /* CX_BID_EXCHANGE_H */
