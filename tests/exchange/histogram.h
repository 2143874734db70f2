
/*
 * Times in nanoseconds, counted in steps of less than one percent: 128 steps
 * in each doubling, up to 18 minutes.
 */

#ifndef XC_HISTOGRAM_H
#define XC_HISTOGRAM_H

#include <stdint.h>


#define XC_HIST_BITS   7
#define XC_HIST_TOP    40
#define XC_HIST_SIZE   ((XC_HIST_TOP - XC_HIST_BITS + 1) << XC_HIST_BITS)

typedef struct {
    uint64_t  n;
    uint64_t  sum;
    uint64_t  max;
    uint64_t  min;
    uint64_t  count[XC_HIST_SIZE];
} xc_hist_t;

void xc_hist_reset(xc_hist_t *h);
void xc_hist_add(xc_hist_t *h, int64_t ns);
uint64_t xc_hist_at(const xc_hist_t *h, double quantile);
uint64_t xc_hist_mean(const xc_hist_t *h);


#endif /* XC_HISTOGRAM_H */
