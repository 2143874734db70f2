#include "core/base/base.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif


static const uint8_t  cx_b64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";


void
cx_base64url_plain(uint8_t *d, const uint8_t *s, size_t n)
{
    uint32_t  v;

    for ( /* void */ ; n >= 3; n -= 3, s += 3) {
        v = (uint32_t) s[0] << 16 | (uint32_t) s[1] << 8 | s[2];
        *d++ = cx_b64[v >> 18];
        *d++ = cx_b64[v >> 12 & 63];
        *d++ = cx_b64[v >> 6 & 63];
        *d++ = cx_b64[v & 63];
    }

    if (n) {
        v = (uint32_t) s[0] << 16 | (n == 2 ? (uint32_t) s[1] << 8 : 0);
        *d++ = cx_b64[v >> 18];
        *d++ = cx_b64[v >> 12 & 63];

        if (n == 2) {
            *d++ = cx_b64[v >> 6 & 63];
        }
    }
}


#if defined(__x86_64__)

/*
 * 48 bytes become 64 characters: of each three, bytes 1, 0, 2 and 1 stand in
 * a word, out of which the four sixes of bits are shifted and looked up.
 */

__attribute__((target("avx512f,avx512bw,avx512vbmi")))
static void
cx_base64url_vbmi(uint8_t *d, uint8_t *end, const uint8_t *s, size_t n)
{
    size_t      in, out;
    __m512i     v, alphabet, spread, shift;

    static const uint8_t  order[64] = {
        1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10,
        13, 12, 14, 13, 16, 15, 17, 16, 19, 18, 20, 19, 22, 21, 23, 22,
        25, 24, 26, 25, 28, 27, 29, 28, 31, 30, 32, 31, 34, 33, 35, 34,
        37, 36, 38, 37, 40, 39, 41, 40, 43, 42, 44, 43, 46, 45, 47, 46
    };

    alphabet = _mm512_loadu_si512(cx_b64);
    spread = _mm512_loadu_si512(order);
    shift = _mm512_set1_epi64(0x3036242a1016040aULL);

    for ( /* void */ ; n; n -= in, s += in, d += out) {
        in = cx_min(n, 48);
        out = (in * 4 + 2) / 3;

        v = _mm512_maskz_loadu_epi8(~0ULL >> (64 - in), s);
        v = _mm512_permutexvar_epi8(spread, v);
        v = _mm512_multishift_epi64_epi8(shift, v);
        v = _mm512_permutexvar_epi8(v, alphabet);

        /* what is read again soon is better not stored in parts */

        if (end - d >= 64) {
            _mm512_storeu_si512(d, v);

        } else {
            _mm512_mask_storeu_epi8(d, ~0ULL >> (64 - out), v);
        }
    }
}

#endif


uint8_t *
cx_text_base64url(uint8_t *p, uint8_t *end, const void *data, size_t n)
{
    size_t  len;

    len = (n * 4 + 2) / 3;

    if (len > (size_t) (end - p)) {
        return NULL;
    }

#if defined(__x86_64__)

    if (__builtin_cpu_supports("avx512vbmi")
        && __builtin_cpu_supports("avx512bw"))
    {
        cx_base64url_vbmi(p, end, data, n);
        return p + len;
    }

#endif

    cx_base64url_plain(p, data, n);

    return p + len;
}


static int
cx_base64url_value(uint8_t c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }

    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }

    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }

    return c == '-' ? 62 : c == '_' ? 63 : -1;
}


ptrdiff_t
cx_base64url_decode(void *dst, const uint8_t *src, size_t n)
{
    int        v;
    size_t     i;
    uint8_t   *d;
    uint32_t   acc, bits;

    d = dst;
    acc = 0;
    bits = 0;

    if (n % 4 == 1) {
        return -1;
    }

    for (i = 0; i < n; i++) {
        v = cx_base64url_value(src[i]);

        if (v < 0) {
            return -1;
        }

        acc = acc << 6 | (uint32_t) v;
        bits += 6;

        if (bits >= 8) {
            bits -= 8;
            *d++ = (uint8_t) (acc >> bits);
        }
    }

    /* bits that no encoder sets would let one token have many spellings */

    if (acc & ((1u << bits) - 1)) {
        return -1;
    }

    return d - (uint8_t *) dst;
}
