
/*
 * Bits of a consent string, its letters being made into bytes at first.  What
 * is asked for past the end is 0 and remembered: whoever reads looks at "over"
 * once, behind.
 */

#ifndef CX_CONSENT_BITS_H
#define CX_CONSENT_BITS_H

#include "core/openrtb/consent.h"


#define CX_BITS_MAX  36         /* at once */

/* so many bytes may be read from any place of the string */

#define CX_BITS_AHEAD  8

typedef struct {
    uint32_t        n;          /* bits that there are */
    uint32_t        pos;
    unsigned        over;
    uint8_t         bytes[CX_CONSENT_MAX / 16 * 12 + 12 + CX_BITS_AHEAD];
} cx_bits_t;


/* CX_ERROR: nothing, too much or a letter that is not of the alphabet */

cx_rc_t cx_bits_init(cx_bits_t *b, cx_str_t s);


/* the bits from pos on, the first one on top: 57 of them at least */

static inline uint64_t
cx_bits_at(const cx_bits_t *b, uint32_t pos)
{
    uint64_t  v;

    memcpy(&v, b->bytes + pos / 8, 8);

#if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
    v = __builtin_bswap64(v);
#endif

    return v << pos % 8;
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

    v = cx_bits_at(b, b->pos) >> 1 >> (63 - n);
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


/* the bits 1 to n as the bits of a number: purpose 1 is bit 1 */

static inline uint32_t
cx_bits_set(cx_bits_t *b, uint32_t n)
{
    uint32_t  v;

    v = (uint32_t) cx_bits_get(b, n) << (31 - n);

    v = (v >> 1 & 0x55555555) | (v & 0x55555555) << 1;
    v = (v >> 2 & 0x33333333) | (v & 0x33333333) << 2;
    v = (v >> 4 & 0x0f0f0f0f) | (v & 0x0f0f0f0f) << 4;

    return __builtin_bswap32(v);
}


/* 1, 2, 3 … as "11", "011", "0011" …; 0 is none */

uint32_t cx_bits_fibonacci(cx_bits_t *b);

/* up to the next separator; the rest is behind it, NULL where there is none */

cx_str_t cx_consent_part(cx_str_t *rest, char separator);


#endif /* CX_CONSENT_BITS_H */
