#include "core/base/base.h"


static const char  cx_hex[] = "0123456789abcdef";

static const uint8_t  cx_b64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";


void
cx_put_uint(cx_buf_t *b, uint64_t v)
{
    uint8_t   tmp[20], *p;

    p = tmp + sizeof(tmp);

    do {
        *--p = (uint8_t) ('0' + v % 10);
        v /= 10;
    } while (v);

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


void
cx_put_hex(cx_buf_t *b, uint64_t v, int digits)
{
    if (!cx_buf_room(b, (size_t) digits)) {
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

    for (n = 6; n; n--) {
        tmp[n] = (uint8_t) ('0' + frac % 10);
        frac /= 10;
    }

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


void
cx_put_json_inner(cx_buf_t *b, cx_str_t s)
{
    uint8_t         c;
    const uint8_t  *p, *last, *plain;

    if (s.len == 0) {
        return;
    }

    last = s.data + s.len;
    plain = s.data;

    for (p = s.data; p < last; p++) {
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
cx_put_uri(cx_buf_t *b, cx_str_t s)
{
    size_t   i;
    uint8_t  c;

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
            || c == '-' || c == '.' || c == '_' || c == '~')
        {
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


void
cx_put_base64url(cx_buf_t *b, const void *data, size_t n)
{
    uint8_t        *d;
    uint32_t        v;
    const uint8_t  *s;

    s = data;

    if (!cx_buf_room(b, (n * 4 + 2) / 3)) {
        return;
    }

    d = b->pos;

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

    b->pos = d;
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
