
/* What bids and impressions came of each campaign. */

#ifndef XC_CAMPAIGNS_H
#define XC_CAMPAIGNS_H

#include "tests/exchange/judge.h"


#define XC_CAMPAIGNS  8192          /* with sums of their own */
#define XC_NAME       64

typedef struct {
    char        cid[XC_NAME];       /* longer ones are told by their begin */
    char        adomain[XC_NAME];
    size_t      len;                /* of the cid */
    uint64_t    hash;               /* of all of it */
    uint64_t    bids;
    uint64_t    wins;
    uint64_t    shown;
    uint64_t    clicks;
    xc_money_t  spend;              /* micros of a CPM, in USD */
} xc_campaign_t;

typedef struct {
    xc_campaign_t  item[XC_CAMPAIGNS];
    unsigned       n;
    uint16_t       slot[2 * XC_CAMPAIGNS];      /* 0, or one more than the
                                                   place of an item */
    xc_campaign_t  rest;            /* of all that came when it was full */
} xc_campaigns_t;

/* that of a bid; it is made if it is new */

xc_campaign_t *xc_campaigns_of(xc_campaigns_t *all, const xc_json_t *bid);


#endif /* XC_CAMPAIGNS_H */
