
/*
 * A request, an empty line, an answer: both are read and judged, the bids
 * compete, judged and unjudged, and what follows is planned.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <string.h>

#include "tests/exchange/notices.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static void
follow(xc_judge_t *j)
{
    int64_t                    shown_ms;
    unsigned                   i;
    xc_outcome_t               outcome[XC_JUDGE_BIDS];
    xc_happening_t             h;
    static const xc_auction_t  auction;

    static xc_notices_t        notices = {
        .conf = { .mode = XC_NOTICES_PLAN, .shown = 1, .delay = 1,
                  .conversion = "/v1/conversion?c=" }
    };

    if (j->answer == NULL) {
        return;
    }

    xc_auction_run(&auction, j, 1, outcome);

    for (i = 0; i < j->noffers; i++) {
        xc_notices_plan(&notices, j, &j->offer[i], &outcome[i], 0, i,
                        &shown_ms, &h);
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int          rules;
    size_t       n;
    const char  *text, *answer;

    static xc_judge_t  judge;

    text = (const char *) data;
    answer = memmem(text, size, "\n\n", 2);

    if (answer == NULL) {
        return 0;
    }

    n = (size_t) (answer - text);

    if (xc_judge_ask(&judge, text, n, "") != XC_OK) {
        return 0;
    }

    for (rules = 0; rules < 2; rules++) {
        (void) xc_judge_answer(&judge, 200, "application/json", answer + 2,
                               size - n - 2, rules);
        follow(&judge);
    }

    return 0;
}
