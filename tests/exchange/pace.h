
/*
 * When requests are due: a rate that changes from stage to stage, steadily or
 * at once, and with the hour of the day if that is asked for.
 */

#ifndef XC_PACE_H
#define XC_PACE_H

#include "tests/exchange/exchange.h"


#define XC_STAGES    64
#define XC_RATE_MAX  10000000

typedef struct {
    double   from;                  /* requests a second */
    double   to;
    int64_t  ns;
} xc_stage_t;

typedef struct {
    unsigned           n;           /* 0: as fast as answers come */
    unsigned           daily:1;
    xc_stage_t         stage[XC_STAGES];
    int64_t            total_ns;

    /* while it runs */

    const xc_clock_t  *clock;
    unsigned           at;
    int64_t            stage_ns;    /* when the stage began */
    double             due;         /* from the begin of the stage */
} xc_pace_t;

/* "1000", "500:10s,2000:5s" or "100-5000:30s"; stages without a time last
   "seconds"; the warm-up goes before at the rate of the first */

int xc_pace_read(xc_pace_t *p, const char *text, double seconds,
    double warm_up, xc_error_t *err);
void xc_pace_start(xc_pace_t *p, const xc_clock_t *clock, int64_t now_ns);

/* when the next is due; INT64_MAX when all stages are over */

int64_t xc_pace_due(const xc_pace_t *p);
void xc_pace_next(xc_pace_t *p);

/* how much of the mean there is at an hour of the day */

double xc_pace_curve(int64_t ms);


#endif /* XC_PACE_H */
