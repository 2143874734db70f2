/* what the readers of consent strings have in common */

#include "core/openrtb/consent_bits.h"


/* sixteen letters at once */

#define CX_LETTERS  16

typedef uint8_t   cx_letters_t __attribute__((vector_size(CX_LETTERS)));
typedef uint16_t  cx_twos_t __attribute__((vector_size(CX_LETTERS)));
typedef uint32_t  cx_fours_t __attribute__((vector_size(CX_LETTERS)));
typedef uint64_t  cx_eights_t __attribute__((vector_size(CX_LETTERS)));


/* the six bits of each; good: all bits of a byte are set where it is one */

static inline cx_letters_t
cx_letters_values(cx_letters_t c, cx_letters_t *good)
{
    cx_letters_t  upper, lower, digit, dash, under;

    upper = (cx_letters_t) ((uint8_t) 25 >= c - 'A');
    lower = (cx_letters_t) ((uint8_t) 25 >= c - 'a');
    digit = (cx_letters_t) ((uint8_t) 9 >= c - '0');
    dash = (cx_letters_t) (c == '-');
    under = (cx_letters_t) (c == '_');

    *good &= upper | lower | digit | dash | under;

    return c + ((upper & (uint8_t) (0 - 'A'))
                | (lower & (uint8_t) (26 - 'a'))
                | (digit & (uint8_t) (52 - '0'))
                | (dash & (uint8_t) (62 - '-'))
                | (under & (uint8_t) (63 - '_')));
}


/* twelve bytes of them, of which the first letter has the highest bits */

static inline void
cx_letters_pack(cx_letters_t v, uint8_t *dst)
{
#if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

    uint64_t     half[2];
    cx_twos_t    two;
    cx_fours_t   four;
    cx_eights_t  eight;

    memcpy(&two, &v, sizeof(v));
    two = (two & 0xff) << 6 | two >> 8;

    memcpy(&four, &two, sizeof(v));
    four = (four & 0xffff) << 12 | four >> 16;

    memcpy(&eight, &four, sizeof(v));
    eight = (eight & 0xffffffff) << 24 | eight >> 32;

    memcpy(half, &eight, sizeof(v));

    half[0] = __builtin_bswap64(half[0] << 16);
    half[1] = __builtin_bswap64(half[1] << 16);

    memcpy(dst, &half[0], 8);
    memcpy(dst + 6, &half[1], 8);

#else

    int       i;
    uint32_t  bits;

    for (i = 0; i < CX_LETTERS; i += 4) {
        bits = (uint32_t) v[i] << 18 | (uint32_t) v[i + 1] << 12
               | (uint32_t) v[i + 2] << 6 | v[i + 3];
        *dst++ = (uint8_t) (bits >> 16);
        *dst++ = (uint8_t) (bits >> 8);
        *dst++ = (uint8_t) bits;
    }

#endif
}


cx_rc_t
cx_bits_init(cx_bits_t *b, cx_str_t s)
{
    size_t        i, n;
    uint8_t      *dst;
    uint64_t      half[2];
    cx_letters_t  c, good;

    b->n = 0;
    b->pos = 0;
    b->over = 0;

    if (s.len == 0 || s.len > CX_CONSENT_MAX) {
        return CX_ERROR;
    }

    memset(&good, 0xff, sizeof(good));
    dst = b->bytes;

    for (i = 0; i < s.len; i += CX_LETTERS) {
        n = cx_min(s.len - i, CX_LETTERS);

        if (cx_likely(n == CX_LETTERS)) {
            memcpy(&c, s.data + i, CX_LETTERS);

        } else {
            memset(&c, 'A', CX_LETTERS);
            memcpy(&c, s.data + i, n);
        }

        cx_letters_pack(cx_letters_values(c, &good), dst);
        dst += CX_LETTERS / 4 * 3;
    }

    memset(dst, 0, CX_BITS_AHEAD);
    memcpy(half, &good, sizeof(good));

    b->n = (uint32_t) s.len * 6;

    return (half[0] & half[1]) == UINT64_MAX ? CX_OK : CX_ERROR;
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
