
/* Random numbers that a seed tells wholly, on any machine. */

#ifndef XC_RNG_H
#define XC_RNG_H

#include "tests/exchange/random.h"


typedef struct {
    uint64_t  state;
} xc_rng_t;


static inline void
xc_rng_seed(xc_rng_t *r, uint64_t seed, uint64_t stream)
{
    r->state = xc_scramble(seed * 0x9e3779b97f4a7c15ULL + 1)
               ^ xc_scramble(~stream);
}


static inline uint64_t
xc_rng(xc_rng_t *r)
{
    r->state += 0x9e3779b97f4a7c15ULL;

    return xc_scramble(r->state);
}


/* 0 to n - 1 */

static inline uint32_t
xc_rng_below(xc_rng_t *r, uint32_t n)
{
    return (xc_rng(r) >> 32) * n >> 32;
}


static inline uint32_t
xc_rng_between(xc_rng_t *r, uint32_t low, uint32_t high)
{
    return low + xc_rng_below(r, high - low + 1);
}


/* in so many of a hundred times */

static inline int
xc_rng_odds(xc_rng_t *r, unsigned percent)
{
    return xc_rng_below(r, 100) < percent;
}


/* from 0 to less than 1 */

static inline double
xc_rng_unit(xc_rng_t *r)
{
    return xc_uniform(xc_rng(r));
}


#endif /* XC_RNG_H */
