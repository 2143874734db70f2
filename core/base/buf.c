#include <endian.h>

#include "core/base/base.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif


static const char  cx_hex[] = "0123456789abcdef";

static const char  cx_pairs[] =
    "00010203040506070809101112131415161718192021222324"
    "25262728293031323334353637383940414243444546474849"
    "50515253545556575859606162636465666768697071727374"
    "75767778798081828384858687888990919293949596979899";


static inline uint8_t *
cx_text(uint8_t *p, uint8_t *end, const void *data, size_t n)
{
    if (n > (size_t) (end - p)) {
        return NULL;
    }

    memcpy(p, data, n);

    return p + n;
}


uint8_t *
cx_text_uint(uint8_t *p, uint8_t *end, uint64_t v)
{
    uint8_t   tmp[20], *d;

    /* what a size or a time takes */

    if (v < 10000 && end - p >= 4) {

        if (v < 100) {
            *p = (uint8_t) ('0' + v);
            memcpy(v > 9 ? p : tmp, cx_pairs + v * 2, 2);
            return p + 1 + (v > 9);
        }

        *p = (uint8_t) ('0' + v / 100);
        memcpy(v > 999 ? p : tmp, cx_pairs + v / 100 * 2, 2);
        p += 1 + (v > 999);
        memcpy(p, cx_pairs + v % 100 * 2, 2);

        return p + 2;
    }

    d = tmp + sizeof(tmp);

    for ( /* void */ ; v > 99; v /= 100) {
        d -= 2;
        memcpy(d, cx_pairs + v % 100 * 2, 2);
    }

    if (v > 9) {
        d -= 2;
        memcpy(d, cx_pairs + v * 2, 2);

    } else {
        *--d = (uint8_t) ('0' + v);
    }

    return cx_text(p, end, d, (size_t) (tmp + sizeof(tmp) - d));
}


/* eight digits at once: each of its nibbles into a byte of its own */

static inline void
cx_hex8(uint8_t *p, uint32_t v)
{
    uint64_t  x;

    x = v;
    x = (x | x << 16) & 0x0000ffff0000ffffULL;
    x = (x | x << 8) & 0x00ff00ff00ff00ffULL;
    x = (x | x << 4) & 0x0f0f0f0f0f0f0f0fULL;

    x += 0x3030303030303030ULL
         + ((x + 0x0606060606060606ULL) >> 4 & 0x0101010101010101ULL) * 0x27;

    x = htobe64(x);
    memcpy(p, &x, 8);
}


uint8_t *
cx_text_hex(uint8_t *p, uint8_t *end, uint64_t v, int digits)
{
    if ((size_t) digits > (size_t) (end - p)) {
        return NULL;
    }

    if (digits == 16) {
        cx_hex8(p, (uint32_t) (v >> 32));
        cx_hex8(p + 8, (uint32_t) v);
        return p + 16;
    }

    while (digits--) {
        *p++ = (uint8_t) cx_hex[(v >> (digits * 4)) & 0xf];
    }

    return p;
}


uint8_t *
cx_text_micros(uint8_t *p, uint8_t *end, int64_t micros)
{
    int       n;
    uint64_t  v, frac;
    uint8_t   tmp[7];

    v = (uint64_t) micros;

    if (micros < 0) {
        p = cx_text(p, end, "-", 1);
        v = 0 - v;
    }

    p = p == NULL ? NULL : cx_text_uint(p, end, v / 1000000);
    frac = v % 1000000;

    if (frac == 0 || p == NULL) {
        return p;
    }

    tmp[0] = '.';
    memcpy(tmp + 1, cx_pairs + frac / 10000 * 2, 2);
    memcpy(tmp + 3, cx_pairs + frac / 100 % 100 * 2, 2);
    memcpy(tmp + 5, cx_pairs + frac % 100 * 2, 2);

    for (n = 7; tmp[n - 1] == '0'; n--) { /* void */ }

    if ((size_t) (end - p) >= sizeof(tmp)) {
        memcpy(p, tmp, sizeof(tmp));
        return p + n;
    }

    return cx_text(p, end, tmp, (size_t) n);
}


/* is one of eight bytes a control, a quote or a backslash? */

#define CX_EACH(c)  ((c) * 0x0101010101010101ULL)

static inline int
cx_json_unclean(uint64_t v)
{
    uint64_t  quote, slash;

    quote = v ^ CX_EACH('"');
    slash = v ^ CX_EACH('\\');

    return (((v - CX_EACH(0x20)) & ~v) | ((quote - CX_EACH(1)) & ~quote)
            | ((slash - CX_EACH(1)) & ~slash)) & CX_EACH(0x80) ? 1 : 0;
}


static inline uint64_t
cx_load8(const uint8_t *p)
{
    uint64_t  v;

    memcpy(&v, p, 8);

    return v;
}


#if defined(__SSE2__)

/* the same of sixteen bytes, which are copied if there is none */

static inline int
cx_json_copy16(uint8_t *d, const uint8_t *s)
{
    __m128i  v, bad;

    v = _mm_loadu_si128((const __m128i *) (const void *) s);
    bad = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')),
                       _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
    bad = _mm_or_si128(bad, _mm_cmpeq_epi8(_mm_min_epu8(v,
                                                        _mm_set1_epi8(0x1f)),
                                           v));

    if (cx_unlikely(_mm_movemask_epi8(bad))) {
        return 0;
    }

    _mm_storeu_si128((__m128i *) (void *) d, v);

    return 1;
}

#else

static inline int
cx_json_copy16(uint8_t *d, const uint8_t *s)
{
    uint64_t  low, high;

    low = cx_load8(s);
    high = cx_load8(s + 8);

    if (cx_unlikely(cx_json_unclean(low) || cx_json_unclean(high))) {
        return 0;
    }

    memcpy(d, &low, 8);
    memcpy(d + 8, &high, 8);

    return 1;
}

#endif


/*
 * Copies what has nothing to escape, for which there is room; returns how
 * much that is.  The last bytes overlap what is copied already.
 */

static inline size_t
cx_json_copy(uint8_t *d, const uint8_t *s, size_t len)
{
    size_t    i;
    uint32_t  low, high;
    uint64_t  first, last;

    if (len >= 16) {

        for (i = 0; i + 16 <= len; i += 16) {
            if (!cx_json_copy16(d + i, s + i)) {
                return i;
            }
        }

        return i == len || cx_json_copy16(d + len - 16, s + len - 16) ? len
                                                                      : i;
    }

    if (len >= 8) {
        first = cx_load8(s);
        last = cx_load8(s + len - 8);

        if (cx_unlikely(cx_json_unclean(first) || cx_json_unclean(last))) {
            return 0;
        }

        memcpy(d, &first, 8);
        memcpy(d + len - 8, &last, 8);

        return len;
    }

    if (len >= 4) {
        memcpy(&low, s, 4);
        memcpy(&high, s + len - 4, 4);

        if (cx_unlikely(cx_json_unclean((uint64_t) high << 32 | low))) {
            return 0;
        }

        memcpy(d, &low, 4);
        memcpy(d + len - 4, &high, 4);

        return len;
    }

    if (len == 0) {
        return 0;
    }

    /* the first, the last, and what is between them if there is anything */

    low = s[0] | (uint32_t) s[len / 2] << 8 | (uint32_t) s[len - 1] << 16;

    if (cx_unlikely(cx_json_unclean(low | CX_EACH(' ') << 24))) {
        return 0;
    }

    d[0] = (uint8_t) low;
    d[len / 2] = (uint8_t) (low >> 8);
    d[len - 1] = (uint8_t) (low >> 16);

    return len;
}


static uint8_t *
cx_json_escape(uint8_t *d, uint8_t *end, const uint8_t *p,
    const uint8_t *last)
{
    uint8_t               c, escape[6] = "\\u00";
    size_t                n;
    static const uint8_t  code[32] = {
        ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'
    };

    for ( /* void */ ; p < last && d != NULL; p++) {
        c = *p;

        if (c >= 0x20 && c != '"' && c != '\\') {
            d = cx_text(d, end, p, 1);
            continue;
        }

        n = 2;
        escape[1] = c >= 0x20 ? c : code[c];

        if (escape[1] == 0) {
            escape[1] = 'u';
            escape[4] = (uint8_t) cx_hex[c >> 4];
            escape[5] = (uint8_t) cx_hex[c & 15];
            n = 6;
        }

        d = cx_text(d, end, escape, n);
    }

    return d;
}


uint8_t *
cx_text_json(uint8_t *p, uint8_t *end, cx_str_t s)
{
    size_t  n;

    n = 0;

    if (cx_likely(s.len <= (size_t) (end - p))) {
        n = cx_json_copy(p, s.data, s.len);
        p += n;
    }

    return cx_likely(n == s.len) ? p
           : cx_json_escape(p, end, s.data + n, s.data + s.len);
}


uint8_t *
cx_text_quoted(uint8_t *p, uint8_t *end, cx_str_t s)
{
    if (cx_likely(end - p >= 2 && s.len <= (size_t) (end - p) - 2)
        && cx_likely(cx_json_copy(p + 1, s.data, s.len) == s.len))
    {
        p[0] = '"';
        p[s.len + 1] = '"';

        return p + s.len + 2;
    }

    if (p == end) {
        return NULL;
    }

    *p++ = '"';
    p = cx_text_json(p, end, s);

    if (p == NULL || p == end) {
        return NULL;
    }

    *p++ = '"';

    return p;
}


/* the unreserved characters of RFC 3986, by the bits of 32 of them */

static const uint32_t  cx_uri_plain[8] = {
    0, 0x03ff6000, 0x87fffffe, 0x47fffffe
};


uint8_t *
cx_text_uri(uint8_t *p, uint8_t *end, cx_str_t s)
{
    size_t   i;
    uint8_t  c;

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if (cx_uri_plain[c >> 5] >> (c & 31) & 1) {

            if (p == end) {
                return NULL;
            }

            *p++ = c;
            continue;
        }

        if (end - p < 3) {
            return NULL;
        }

        *p++ = '%';
        *p++ = (uint8_t) "0123456789ABCDEF"[c >> 4];
        *p++ = (uint8_t) "0123456789ABCDEF"[c & 15];
    }

    return p;
}
