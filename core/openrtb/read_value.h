
/*
 * What a value of each kind becomes.  All take the place of the value, of
 * which nothing is known, and the field that it is for.
 */

#ifndef CX_OPENRTB_READ_VALUE_H
#define CX_OPENRTB_READ_VALUE_H

#include "core/openrtb/read.h"


cx_ortb_pos_t cx_ortb_str(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, cx_str_t *s);
cx_ortb_pos_t cx_ortb_text(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, cx_str_t *s);
cx_ortb_pos_t cx_ortb_int(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, int32_t *dst);
cx_ortb_pos_t cx_ortb_num(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, double *dst);
cx_ortb_pos_t cx_ortb_money(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, int64_t *dst);
cx_ortb_pos_t cx_ortb_raw(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_str_t *s);

/*
 * The value at p has a type that is not understood; end is behind it, or at
 * p again if it was not read.
 */

cx_ortb_pos_t cx_ortb_wrong(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    cx_ortb_pos_t end, const cx_ortb_field_t *f);


/*
 * Up to eight digits at once: how many, and their value.  The first byte
 * that is no digit shows by its top bit; those above it do not count.
 */

static inline uint32_t
cx_ortb_digits(const cx_ortb_walk_t *w, cx_ortb_pos_t p, uint32_t *value)
{
    uint32_t  n;

#if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

    uint64_t  x, other;

    if (cx_likely(w->last - p >= 8)) {
        x = cx_ortb_load(p) ^ 0x3030303030303030ULL;
        other = ((x + 0x7676767676767676ULL) | x) & 0x8080808080808080ULL;
        n = other ? (uint32_t) __builtin_ctzll(other) >> 3 : 8;

        if (n == 0) {
            return 0;
        }

        x <<= 64 - 8 * n;
        x = x * 10 + (x >> 8);
        x = ((x & 0x000000ff000000ffULL) * 0x000f424000000064ULL
             + ((x >> 16) & 0x000000ff000000ffULL) * 0x0000271000000001ULL)
            >> 32;

        *value = (uint32_t) x;

        return n;
    }

#endif

    *value = 0;

    for (n = 0; n < 8 && p[n] >= '0' && p[n] <= '9'; n++) {
        *value = *value * 10 + (p[n] - '0');
    }

    return n;
}


/*
 * An integer of up to four digits that a comma or a bracket ends, the usual
 * one; any other value leaves p as it is.  So many bytes from p on may be
 * read:
 */

#define CX_ORTB_DIGITS  8

static inline cx_ortb_pos_t
cx_ortb_int_plain(cx_ortb_pos_t p, int32_t *dst)
{
#if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

    uint8_t   c;
    uint32_t  bits, v;
    uint64_t  x, other;

    x = cx_ortb_load(p) ^ 0x3030303030303030ULL;
    other = ((x + 0x7676767676767676ULL) | x) & 0x0000008080808080ULL;

    if (cx_unlikely(other == 0)) {
        return p;
    }

    /* of the digits; a zero in front of others is none of JSON's */

    bits = (uint32_t) __builtin_ctzll(other) & 56;

    if (cx_unlikely(bits == 0 || (uint8_t) x < (bits > 8))) {
        return p;
    }

    c = p[bits >> 3];

    if (cx_unlikely(c != ',' && (c | 0x20) != '}')) {
        return p;
    }

    v = (uint32_t) x << (32 - bits);
    v = (v * (1 + (10 << 8))) >> 8 & 0x00ff00ff;
    *dst = (int32_t) ((v * (1 + (100 << 16))) >> 16);

    return p + (bits >> 3);

#else

    (void) dst;

    return p;

#endif
}


#endif /* CX_OPENRTB_READ_VALUE_H */
