
/* what prices of a request are counted in, and what they have to reach */

#ifndef CX_BID_PRICE_H
#define CX_BID_PRICE_H

#include "core/bid/bid.h"


#define CX_PRICE_RATES  8

typedef struct {
    uint32_t   currency;        /* of campaigns */
    cx_rate_t  rate;            /* what one of the price's costs them */
} cx_price_rate_t;

typedef struct {
    int64_t   sum;              /* as it was said; 0: none */
    uint32_t  currency;
} cx_price_said_t;

/* ads last as long as few others do: what a long list says is kept */

#define CX_PRICE_TIMED_SHORT  8
#define CX_PRICE_TIMED_MEMO   256       /* a power of two */

typedef struct {
    const cx_ortb_durfloors_t  *list;   /* NULL: free */
    int64_t                     dearest;
    int32_t                     duration;
} cx_price_timed_t;

typedef struct {

    /* of the request */

    uint32_t         one;       /* the currency where none is named */
    uint32_t         rated;     /* there are rates of the request's */
    int64_t          step;      /* prices are whole numbers of it, in micros */
    int64_t          fee_mul;   /* what one that is sent costs */
    int64_t          fee_div;
    int64_t          floor_mul; /* what a floor is of a price as it is sent */
    int64_t          floor_div;
    uint32_t         nrates;
    cx_price_rate_t  rate[CX_PRICE_RATES];
    cx_price_timed_t *memo;     /* NULL: no list is long */

    /* of the impression at hand */

    cx_price_said_t  open;      /* imp.bidfloor */
    uint32_t         qty;       /* 0: more than can be paid for */
    uint32_t         timed;     /* bit m: floors of medium m go by duration */

    /* what the floor of the open auction is to campaigns of one currency */

    uint32_t         plain_payer;   /* UINT32_MAX: not known yet */
    uint32_t         plain_to;      /* where the answer has one currency */
    uint32_t         plain_currency;
    uint32_t         plain_why;     /* cx_nobid_e: none of them can bid */
    cx_rate_t        plain_rate;
    int64_t          plain_floor;
    int64_t          plain_least;

    /* the last floor that was made a price is often the next one, too */

    cx_price_said_t  last;
    uint32_t         last_to;
    uint32_t         last_payer;
    int64_t          last_floor;
    int64_t          last_least;
} cx_price_t;


#endif /* CX_BID_PRICE_H */
