
/*
 * Bits of a consent string, read where they stand.  What is asked for past
 * the end is 0 and remembered: whoever reads looks at "over" once, behind.
 */

#ifndef CX_CONSENT_BITS_H
#define CX_CONSENT_BITS_H

#include "core/openrtb/consent.h"


#define CX_BITS_MAX  36         /* at once */

typedef struct {
    const uint8_t  *p;
    uint32_t        n;          /* bits that there are */
    uint32_t        pos;
    unsigned        over;
} cx_bits_t;


extern const uint8_t  cx_base64url[256];    /* 0x80 is none of them */


/* CX_ERROR: nothing, too much or a letter that is not of the alphabet */

cx_rc_t cx_bits_init(cx_bits_t *b, cx_str_t s);


/* seven letters have room for the most that is asked for, wherever it begins */

static inline uint64_t
cx_bits_peek(const cx_bits_t *b, uint32_t n)
{
    uint32_t        from, end, i;
    uint64_t        v;
    const uint8_t  *p;

    from = b->pos / 6;
    p = b->p + from;

    if (cx_likely(from * 6 + 42 <= b->n)) {
        v = (uint64_t) cx_base64url[p[0]] << 36
            | (uint64_t) cx_base64url[p[1]] << 30
            | (uint64_t) cx_base64url[p[2]] << 24
            | (uint64_t) cx_base64url[p[3]] << 18
            | (uint64_t) cx_base64url[p[4]] << 12
            | (uint64_t) cx_base64url[p[5]] << 6
            | (uint64_t) cx_base64url[p[6]];
        end = from + 7;

    } else {
        end = (b->pos + n + 5) / 6;

        for (i = from, v = 0; i < end; i++) {
            v = v << 6 | cx_base64url[b->p[i]];
        }
    }

    v >>= end * 6 - b->pos - n;

    return v & ((1ULL << n) - 1);
}


static inline uint64_t
cx_bits_get(cx_bits_t *b, uint32_t n)
{
    uint64_t  v;

    if (cx_unlikely(n > b->n - b->pos)) {
        b->pos = b->n;
        b->over = 1;
        return 0;
    }

    v = cx_bits_peek(b, n);
    b->pos += n;

    return v;
}


static inline void
cx_bits_skip(cx_bits_t *b, uint32_t n)
{
    if (n > b->n - b->pos) {
        n = b->n - b->pos;
        b->over = 1;
    }

    b->pos += n;
}


/* moves five letters, or those that are left, behind the bits at hand */

static inline void
cx_bits_more(const cx_bits_t *b, uint64_t *bits, uint32_t *have, uint32_t *at)
{
    uint32_t        letters;
    const uint8_t  *p;

    letters = b->n / 6;
    p = b->p + *at;

    if (cx_likely(letters - *at >= 5)) {
        *bits = *bits << 30 | (uint64_t) cx_base64url[p[0]] << 24
                | (uint64_t) cx_base64url[p[1]] << 18
                | (uint64_t) cx_base64url[p[2]] << 12
                | (uint64_t) cx_base64url[p[3]] << 6
                | (uint64_t) cx_base64url[p[4]];
        *have += 30;
        *at += 5;
        return;
    }

    for ( /* void */ ; *at < letters; (*at)++) {
        *bits = *bits << 6 | cx_base64url[b->p[*at]];
        *have += 6;
    }
}


/* the bits 1 to n as the bits of a number: purpose 1 is bit 1 */

static inline uint32_t
cx_bits_set(cx_bits_t *b, uint32_t n)
{
    uint32_t  i, set;
    uint64_t  v;

    v = cx_bits_get(b, n);

    for (i = 1, set = 0; i <= n; i++) {
        set |= (uint32_t) (v >> (n - i) & 1) << i;
    }

    return set;
}


/* 1, 2, 3 … as "11", "011", "0011" …; 0 is none */

uint32_t cx_bits_fibonacci(cx_bits_t *b);

/* up to the next separator; the rest is behind it, NULL where there is none */

cx_str_t cx_consent_part(cx_str_t *rest, char separator);


#endif /* CX_CONSENT_BITS_H */
