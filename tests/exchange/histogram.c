
/* A histogram with steps that grow with the values. */

#include <string.h>

#include "tests/exchange/histogram.h"


#define HALF  (1u << XC_HIST_BITS)


void
xc_hist_reset(xc_hist_t *h)
{
    memset(h, 0, sizeof(xc_hist_t));
    h->min = UINT64_MAX;
}


/* below 2 * HALF each value has its own place */

static unsigned
place(uint64_t ns)
{
    unsigned  shift;

    if (ns < 2 * HALF) {
        return ns;
    }

    shift = 63 - __builtin_clzll(ns) - XC_HIST_BITS;

    return (shift << XC_HIST_BITS) + (ns >> shift);
}


/* the middle of what is counted in a place */

static uint64_t
value(unsigned i)
{
    unsigned  shift;

    if (i < 2 * HALF) {
        return i;
    }

    shift = (i >> XC_HIST_BITS) - 1;

    return ((uint64_t) (i - (shift << XC_HIST_BITS)) << shift)
           + ((1ULL << shift) >> 1);
}


void
xc_hist_add(xc_hist_t *h, int64_t ns)
{
    uint64_t  v;

    v = ns < 0 ? 0 : ns;

    h->n++;
    h->sum += v;

    if (v > h->max) {
        h->max = v;
    }

    if (v < h->min) {
        h->min = v;
    }

    if (v >> XC_HIST_TOP) {
        v = (1ULL << XC_HIST_TOP) - 1;
    }

    h->count[place(v)]++;
}


/* the value that this share of all is not above */

uint64_t
xc_hist_at(const xc_hist_t *h, double quantile)
{
    double    exact;
    uint64_t  rank, seen, v;
    unsigned  i;

    if (h->n == 0) {
        return 0;
    }

    exact = quantile * (double) h->n;
    rank = exact;

    if ((double) rank < exact || rank == 0) {
        rank++;
    }

    if (rank >= h->n) {
        return h->max;
    }

    for (i = 0, seen = 0; i < XC_HIST_SIZE - 1; i++) {
        seen += h->count[i];

        if (seen >= rank) {
            break;
        }
    }

    v = value(i);

    if (v > h->max) {
        return h->max;
    }

    return v < h->min ? h->min : v;
}


uint64_t
xc_hist_mean(const xc_hist_t *h)
{
    return h->n == 0 ? 0 : h->sum / h->n;
}
