
/*
 * Random numbers that are the same everywhere, for training.
 */

#ifndef CX_MODEL_RANDOM_H
#define CX_MODEL_RANDOM_H

#include "core/base/base.h"


static inline uint64_t
cx_random(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15ULL;

    return cx_hash_mix(*state, 0x8ebc6af09c88c6e3ULL);
}


/* 0 <= r < n */

static inline uint32_t
cx_random_below(uint64_t *state, uint32_t n)
{
    return (uint32_t) (((cx_random(state) >> 32) * n) >> 32);
}


/* 0 <= r < 1 */

static inline float
cx_random_unit(uint64_t *state)
{
    return (float) (cx_random(state) >> 40) / 16777216.0f;
}


/* near enough to a normal deviate: mean 0, variance 1 */

static inline float
cx_random_normal(uint64_t *state)
{
    uint32_t  i;
    float     s;

    s = 0;

    for (i = 0; i < 12; i++) {
        s += cx_random_unit(state);
    }

    return s - 6.0f;
}


#endif /* CX_MODEL_RANDOM_H */
