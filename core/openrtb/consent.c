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
