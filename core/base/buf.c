#include "core/base/base.h"


static const char  cx_hex[] = "0123456789abcdef";

static const char  cx_pairs[] =
    "00010203040506070809101112131415161718192021222324"
    "25262728293031323334353637383940414243444546474849"
    "50515253545556575859606162636465666768697071727374"
    "75767778798081828384858687888990919293949596979899";


void
cx_put_uint(cx_buf_t *b, uint64_t v)
{
    uint8_t   tmp[20], *p;

    p = tmp + sizeof(tmp);

    for ( /* void */ ; v > 99; v /= 100) {
        p -= 2;
        memcpy(p, cx_pairs + v % 100 * 2, 2);
    }

    if (v > 9) {
        p -= 2;
        memcpy(p, cx_pairs + v * 2, 2);

    } else {
        *--p = (uint8_t) ('0' + v);
    }

    cx_put(b, p, (size_t) (tmp + sizeof(tmp) - p));
}


void
cx_put_int(cx_buf_t *b, int64_t v)
{
    if (v < 0) {
        cx_put_char(b, '-');
        cx_put_uint(b, 0 - (uint64_t) v);
        return;
    }

    cx_put_uint(b, (uint64_t) v);
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

    p[0] = (uint8_t) (x >> 56);
    p[1] = (uint8_t) (x >> 48);
    p[2] = (uint8_t) (x >> 40);
    p[3] = (uint8_t) (x >> 32);
    p[4] = (uint8_t) (x >> 24);
    p[5] = (uint8_t) (x >> 16);
    p[6] = (uint8_t) (x >> 8);
    p[7] = (uint8_t) x;
}


void
cx_put_hex(cx_buf_t *b, uint64_t v, int digits)
{
    if (!cx_buf_room(b, (size_t) digits)) {
        return;
    }

    if (digits == 16) {
        cx_hex8(b->pos, (uint32_t) (v >> 32));
        cx_hex8(b->pos + 8, (uint32_t) v);
        b->pos += 16;
        return;
    }

    while (digits--) {
        *b->pos++ = (uint8_t) cx_hex[(v >> (digits * 4)) & 0xf];
    }
}


void
cx_put_micros(cx_buf_t *b, int64_t micros)
{
    int       n;
    uint64_t  v, frac;
    uint8_t   tmp[7];

    v = (uint64_t) micros;

    if (micros < 0) {
        cx_put_char(b, '-');
        v = 0 - v;
    }

    cx_put_uint(b, v / 1000000);

    frac = v % 1000000;

    if (frac == 0) {
        return;
    }

    tmp[0] = '.';
    memcpy(tmp + 1, cx_pairs + frac / 10000 * 2, 2);
    memcpy(tmp + 3, cx_pairs + frac / 100 % 100 * 2, 2);
    memcpy(tmp + 5, cx_pairs + frac % 100 * 2, 2);

    for (n = 7; tmp[n - 1] == '0'; n--) { /* void */ }

    cx_put(b, tmp, (size_t) n);
}


void
cx_put_json(cx_buf_t *b, cx_str_t s)
{
    cx_put_char(b, '"');
    cx_put_json_inner(b, s);
    cx_put_char(b, '"');
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


/*
 * Copies what has nothing to escape, for which there is room; returns how
 * much that is.  The last words overlap what is copied already.
 */

static inline size_t
cx_json_copy(uint8_t *d, const uint8_t *s, size_t len)
{
    size_t    i;
    uint32_t  low, high;
    uint64_t  v;

    if (len >= 8) {

        for (i = 0; i < len; i = i + 16 > len && i + 8 < len ? len - 8 : i + 8)
        {
            v = cx_load8(s + i);

            if (cx_unlikely(cx_json_unclean(v))) {
                return i;
            }

            memcpy(d + i, &v, 8);
        }

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

    for (i = 0; i < len; i++) {

        if (cx_unlikely(s[i] < 0x20 || s[i] == '"' || s[i] == '\\')) {
            return i;
        }

        d[i] = s[i];
    }

    return len;
}


static void
cx_json_escape(cx_buf_t *b, const uint8_t *p, const uint8_t *last)
{
    uint8_t         c;
    const uint8_t  *plain;

    for (plain = p; p < last; p++) {
        c = *p;

        if (cx_likely(c >= 0x20 && c != '"' && c != '\\')) {
            continue;
        }

        cx_put(b, plain, (size_t) (p - plain));
        plain = p + 1;

        switch (c) {
        case '"':
            cx_put_lit(b, "\\\"");
            break;
        case '\\':
            cx_put_lit(b, "\\\\");
            break;
        case '\n':
            cx_put_lit(b, "\\n");
            break;
        case '\r':
            cx_put_lit(b, "\\r");
            break;
        case '\t':
            cx_put_lit(b, "\\t");
            break;
        default:
            cx_put_lit(b, "\\u00");
            cx_put_hex(b, c, 2);
        }
    }

    cx_put(b, plain, (size_t) (last - plain));
}


void
cx_put_json_inner(cx_buf_t *b, cx_str_t s)
{
    size_t  n;

    n = 0;

    if (cx_likely(s.len <= (size_t) (b->end - b->pos))) {
        n = cx_json_copy(b->pos, s.data, s.len);
        b->pos += n;
    }

    if (cx_unlikely(n < s.len)) {
        cx_json_escape(b, s.data + n, s.data + s.len);
    }
}


/* the unreserved characters of RFC 3986, by the bits of 32 of them */

static const uint32_t  cx_uri_plain[8] = {
    0, 0x03ff6000, 0x87fffffe, 0x47fffffe
};


void
cx_put_uri(cx_buf_t *b, cx_str_t s)
{
    size_t   i;
    uint8_t  c;

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if (cx_uri_plain[c >> 5] >> (c & 31) & 1) {
            cx_put_char(b, (char) c);
            continue;
        }

        if (cx_buf_room(b, 3)) {
            *b->pos++ = '%';
            *b->pos++ = (uint8_t) "0123456789ABCDEF"[c >> 4];
            *b->pos++ = (uint8_t) "0123456789ABCDEF"[c & 15];
        }
    }
}
