
/*
 * A set of 64-bit keys in an arena, sized once.  The seed keeps a stranger
 * from choosing keys that fall into one place.
 */

#ifndef CX_SET_H
#define CX_SET_H

#include "core/base/base.h"


typedef struct {
    uint64_t  *slot;        /* 0: free */
    uint64_t   mask;
    uint64_t   seed;
    uint32_t   n;
} cx_set_t;


/* for at most n keys, none of them 0 */

static inline cx_rc_t
cx_set_init(cx_set_t *s, size_t n, uint64_t seed, cx_arena_t *arena)
{
    size_t  size;

    s->slot = NULL;
    s->seed = seed;
    s->n = 0;

    if (n == 0) {
        return CX_OK;
    }

    for (size = 4; size < n * 2; size *= 2) { /* void */ }

    s->mask = size - 1;
    s->slot = cx_arena_zalloc(arena, size * sizeof(uint64_t));

    return s->slot != NULL ? CX_OK : CX_ERROR;
}


/* less than 8 bytes as a number; equal ones of a length are equal */

static inline uint64_t
cx_set_short(const uint8_t *p, size_t n)
{
    uint32_t  a, b;

    if (n < 4) {
        return n ? p[0] | (uint64_t) p[n / 2] << 8 | (uint64_t) p[n - 1] << 16
                 : 0;
    }

    memcpy(&a, p, 4);
    memcpy(&b, p + n - 4, 4);

    return a | (uint64_t) b << 32;
}


/* the key of a string, in any case of letters; never 0 */

static inline uint64_t
cx_set_key(cx_str_t s, uint64_t seed)
{
    size_t    n;
    uint64_t  h, v;

    h = seed ^ s.len;

    for (n = 0; s.len - n > 8; n += 8) {
        memcpy(&v, s.data + n, 8);
        h = cx_hash_mix(h, cx_lower8(v));
    }

    if (s.len >= 8) {
        memcpy(&v, s.data + s.len - 8, 8);

    } else {
        v = cx_set_short(s.data, s.len);
    }

    h = cx_hash_mix(h, cx_lower8(v));

    return h ? h : 1;
}


static inline uint64_t *
cx_set_place(const cx_set_t *s, uint64_t key)
{
    uint64_t  i;

    i = cx_hash_mix(key, s->seed) & s->mask;

    while (s->slot[i] != 0 && s->slot[i] != key) {
        i = (i + 1) & s->mask;
    }

    return &s->slot[i];
}


static inline void
cx_set_add(cx_set_t *s, uint64_t key)
{
    uint64_t  *place;

    place = cx_set_place(s, key);
    s->n += *place == 0;
    *place = key;
}


static inline int
cx_set_has(const cx_set_t *s, uint64_t key)
{
    return s->n != 0 && *cx_set_place(s, key) != 0;
}


#endif /* CX_SET_H */
