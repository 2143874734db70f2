
/*
 * Who clicks and who buys: a model of the simulator's own, which a bidder has
 * to find out.  Its weights are drawn by the seed.
 */

#ifndef XC_TRUTH_H
#define XC_TRUTH_H

#include "tests/exchange/judge.h"


typedef struct {
    uint64_t   seed;
} xc_truth_t;

typedef struct {
    double     click;               /* that an impression is clicked */
    double     conversion;          /* that a click leads to one */
    int        clicked;
    int        converted;
    xc_text_t  user;
    xc_text_t  site;
} xc_happening_t;

/* what happens to an impression that is shown; draw tells it from others */

void xc_truth_happen(const xc_truth_t *truth, const xc_judge_t *j,
    const xc_offer_t *o, int64_t ms, uint64_t draw, xc_happening_t *h);

/* a line of JSON about it */

void xc_truth_write(FILE *out, const xc_judge_t *j, const xc_offer_t *o,
    int64_t ms, xc_money_t price, const xc_happening_t *h);

/* text as a JSON string, with its quotes */

void xc_json_write(FILE *out, xc_text_t s);


#endif /* XC_TRUTH_H */
