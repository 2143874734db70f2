
/* The market: an answer is judged, its bids compete, what follows is told. */

#ifndef XC_MARKET_H
#define XC_MARKET_H

#include "tests/exchange/campaigns.h"
#include "tests/exchange/notices.h"
#include "tests/exchange/page.h"


#define XC_SHOWN  5                 /* faults that are shown with the answer */

typedef struct {
    unsigned           check;       /* each so many, 0: none */
    int                auction_off;
    xc_rates_t         rates;
    xc_auction_t       auction;
    xc_notices_conf_t  notices;
    const char        *truth;       /* files */
    const char        *clock;
    double             speed;
    int64_t            start_ms;    /* -1: now */
} xc_market_conf_t;

typedef struct {
    xc_rule_e   rule;
    char        detail[160];
    char        id[XC_ID];
    char        answer[512];
} xc_shown_t;

typedef struct {
    uint64_t    answers;
    uint64_t    without_bid;
    uint64_t    unreadable;         /* requests that nobody can judge by */
    uint64_t    judged;
    uint64_t    broken;             /* answers with a fault */
    uint64_t    rule[XC_R_N];
    uint64_t    bids;
    uint64_t    imps;
    uint64_t    wins;
    uint64_t    shown;
    uint64_t    clicks;
    uint64_t    conversions;
    uint64_t    loss[256];          /* by its reason */
    uint64_t    no_rate;            /* wins in a currency without one */
    double      click_sum;          /* of true probabilities */
    xc_money_t  spend;              /* as a CPM, in USD */
} xc_market_sums_t;

typedef struct {
    xc_market_conf_t   conf;
    xc_engine_t       *engine;
    xc_clock_t        *clock;
    xc_page_t         *page;
    FILE              *truth;
    xc_judge_t         judge;
    xc_notices_t       notices;
    xc_outcome_t       outcome[XC_JUDGE_BIDS];
    xc_market_sums_t   sums;
    xc_shown_t         shown[XC_SHOWN];
    unsigned           nshown;
    xc_campaigns_t     campaigns;
} xc_exchange_t;

extern const xc_market_t  xc_market_exchange;

extern const xc_option_t  xc_market_options[];
extern xc_market_conf_t   xc_market_conf;

void xc_market_report(void *market, const xc_report_t *report);


#endif /* XC_MARKET_H */
