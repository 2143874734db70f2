
/* An auction for each impression, against rivals that there are not. */

#ifndef XC_AUCTION_H
#define XC_AUCTION_H

#include "tests/exchange/judge.h"


#define XC_RIVALS  8                /* groups */

/* reasons of a loss */

#define XC_LOSS_WON            0
#define XC_LOSS_INVALID        3
#define XC_LOSS_DEAL_ID        4
#define XC_LOSS_DOMAIN         6
#define XC_LOSS_NO_MARKUP      7
#define XC_LOSS_NO_CREATIVE    8
#define XC_LOSS_NO_PRICE       9
#define XC_LOSS_FLOOR          100
#define XC_LOSS_DEAL_FLOOR     101
#define XC_LOSS_HIGHER         102
#define XC_LOSS_TO_DEAL        103
#define XC_LOSS_SEAT           104
#define XC_LOSS_FILTERED       200
#define XC_LOSS_SIZE           203
#define XC_LOSS_FORMAT         204
#define XC_LOSS_ADVERTISER     205
#define XC_LOSS_APP            206
#define XC_LOSS_NOT_SECURE     207
#define XC_LOSS_LANGUAGE       208
#define XC_LOSS_CATEGORY       209
#define XC_LOSS_ATTRIBUTE      210
#define XC_LOSS_TYPE           211


/* prices are log-normal CPMs in USD; each joins an auction by chance */

typedef struct {
    unsigned  n;
    double    median;
    double    sigma;
    double    join;
    unsigned  media;                /* XC_BANNER ... */
} xc_rivals_t;

typedef struct {
    int          at;                /* 0: as the request says */
    xc_money_t   increment;         /* of a second price */
    uint64_t     seed;
    xc_rivals_t  rivals[XC_RIVALS];
    unsigned     ngroups;
} xc_auction_t;

typedef struct {
    int          won;
    int          reason;            /* XC_LOSS_... */
    xc_money_t   price;             /* to pay, a CPM; 0 where it lost */
    xc_money_t   min_to_win;        /* -1: not told */
} xc_outcome_t;


/* "3:median=1.2:sigma=0.6:join=0.7:media=video" */

int xc_rivals_add(xc_auction_t *auction, const char *text, xc_error_t *err);

/* the prices of those who join, the highest first, in a currency */

unsigned xc_rivals_bids(const xc_auction_t *auction, const xc_rates_t *rates,
    uint64_t draw, unsigned media, xc_text_t cur, xc_money_t *bids,
    unsigned max);

/* what a reason of a loss is, in words */

const char *xc_loss_name(int reason);

/* an outcome for each offer of the judge */

void xc_auction_run(const xc_auction_t *auction, const xc_judge_t *j,
    uint64_t serial, xc_outcome_t *outcomes);


#endif /* XC_AUCTION_H */
