
/*
 * Chance without a state: what is drawn depends on the seed and on what it is
 * drawn for, so that a run is the same whatever comes first.
 */

#ifndef XC_RANDOM_H
#define XC_RANDOM_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>


static inline uint64_t
xc_scramble(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;

    return x ^ (x >> 31);
}


static inline uint64_t
xc_mix(uint64_t a, uint64_t b)
{
    return xc_scramble(a + 0x9e3779b97f4a7c15ULL * (b + 1));
}


static inline uint64_t
xc_mix_text(uint64_t seed, const char *s, size_t len)
{
    size_t    i;
    uint64_t  h;

    for (h = 0xcbf29ce484222325ULL, i = 0; i < len; i++) {
        h = (h ^ (uint8_t) s[i]) * 0x100000001b3ULL;
    }

    return xc_mix(seed, h);
}


/* 0 <= x < 1 */

static inline double
xc_uniform(uint64_t h)
{
    return (double) (h >> 11) * 0x1p-53;
}


static inline double
xc_normal(uint64_t h)
{
    double  u, v;

    u = xc_uniform(xc_mix(h, 1));
    v = xc_uniform(xc_mix(h, 2));

    return sqrt(-2 * log(1 - u)) * cos(6.283185307179586 * v);
}


static inline double
xc_exponential(uint64_t h, double mean)
{
    return -mean * log(1 - xc_uniform(h));
}


#endif /* XC_RANDOM_H */
