/* what the readers of consent strings have in common */

#include "core/openrtb/consent_bits.h"


#define X  0x80

const uint8_t  cx_base64url[256] = {
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  62, X,  X,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, X,  X,  X,  X,  X,  X,
    X,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, X,  X,  X,  X,  63,
    X,  26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,
    X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X,  X
};

#undef X


/* sixteen letters at once: all bits of a byte are set where it is one */

typedef uint8_t  cx_letters_t __attribute__((vector_size(16)));

static inline cx_letters_t
cx_letters_good(cx_letters_t c)
{
    return (cx_letters_t) ((uint8_t) 25 >= (c | 0x20) - 'a')
           | (cx_letters_t) ((uint8_t) 9 >= c - '0')
           | (cx_letters_t) (c == '-') | (cx_letters_t) (c == '_');
}


cx_rc_t
cx_bits_init(cx_bits_t *b, cx_str_t s)
{
    size_t        i;
    uint8_t       all;
    uint64_t      good[2];
    cx_letters_t  c, v;

    if (s.len == 0 || s.len > CX_CONSENT_MAX) {
        return CX_ERROR;
    }

    memset(&v, 0xff, sizeof(v));

    for (i = 0; i + sizeof(c) <= s.len; i += sizeof(c)) {
        memcpy(&c, s.data + i, sizeof(c));
        v &= cx_letters_good(c);
    }

    for (all = 0; i < s.len; i++) {
        all |= cx_base64url[s.data[i]];
    }

    memcpy(good, &v, sizeof(good));

    b->p = s.data;
    b->n = (uint32_t) s.len * 6;
    b->pos = 0;
    b->over = 0;

    return (all & 0x80) || (good[0] & good[1]) != UINT64_MAX ? CX_ERROR : CX_OK;
}


/* a vendor's number has 16 bits, which the first 23 places reach */

uint32_t
cx_bits_fibonacci(cx_bits_t *b)
{
    uint32_t  i, value, one, two, next, bit, last;

    one = 1;
    two = 2;
    last = 0;
    value = 0;

    for (i = 0; i < 24; i++) {
        bit = (uint32_t) cx_bits_get(b, 1);

        if (b->over || (bit && last)) {
            break;
        }

        value += bit ? one : 0;
        last = bit;
        next = one + two;
        one = two;
        two = next;
    }

    if (b->over || i == 24 || value > UINT16_MAX) {
        b->over = 1;
        return 0;
    }

    return value;
}


cx_str_t
cx_consent_part(cx_str_t *rest, char separator)
{
    cx_str_t        part;
    const uint8_t  *end;

    part = *rest;
    end = part.len ? memchr(part.data, separator, part.len) : NULL;

    if (end == NULL) {
        *rest = cx_strn(NULL, 0);
        return part;
    }

    part.len = (size_t) (end - part.data);
    *rest = cx_strn(end + 1, rest->len - part.len - 1);

    return part;
}
