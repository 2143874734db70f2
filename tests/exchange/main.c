
/* The exchange simulator: options, a run, a report. */

#include "tests/exchange/exchange.h"


static const xc_market_t *const  markets[] = {
    &xc_market_none
};


int
main(void)
{
    size_t  i;

    for (i = 0; i < sizeof(markets) / sizeof(markets[0]); i++) {
        printf("--market=%s  %s\n", markets[i]->name, markets[i]->help);
    }

    return 0;
}
