
/*
 * The portable kernel, and what all kernels share.
 */

#include "core/openrtb/index.h"


/* ctl: control characters inside strings */

cx_rc_t
cx_ortb_index_control(cx_ortb_index_t *ix, size_t base, uint64_t ctl)
{
    ix->code = CX_E_JSON_SYNTAX;
    ix->fault = "a control character inside a string";
    ix->at = base + (size_t) __builtin_ctzll(ctl);

    return CX_ERROR;
}


cx_rc_t
cx_ortb_index_full(cx_ortb_index_t *ix, size_t base)
{
    ix->code = CX_E_TOO_COMPLEX;
    ix->fault = "more strings than there is memory for";
    ix->at = base;

    return CX_ERROR;
}


/* the length of the character at p, or 0 if it is none */

static size_t
cx_ortb_utf8_char(const uint8_t *p, size_t left)
{
    size_t   n, i;
    uint8_t  c, low, high;

    c = *p;
    low = 0x80;
    high = 0xbf;

    if (c >= 0xc2 && c <= 0xdf) {
        n = 2;

    } else if (c >= 0xe0 && c <= 0xef) {
        n = 3;
        low = (c == 0xe0) ? 0xa0 : 0x80;
        high = (c == 0xed) ? 0x9f : 0xbf;

    } else if (c >= 0xf0 && c <= 0xf4) {
        n = 4;
        low = (c == 0xf0) ? 0x90 : 0x80;
        high = (c == 0xf4) ? 0x8f : 0xbf;

    } else {
        return 0;
    }

    if (left < n || p[1] < low || p[1] > high) {
        return 0;
    }

    for (i = 2; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
    }

    return n;
}


size_t
cx_ortb_utf8(const uint8_t *p, size_t len)
{
    size_t    i, n;
    uint64_t  word;

    i = 0;

    while (i < len) {
        if (len - i >= 8) {
            memcpy(&word, p + i, 8);

            if ((word & 0x8080808080808080ULL) == 0) {
                i += 8;
                continue;
            }
        }

        if (p[i] < 0x80) {
            i++;
            continue;
        }

        n = cx_ortb_utf8_char(p + i, len - i);

        if (n == 0) {
            return i;
        }

        i += n;
    }

    return len;
}


cx_rc_t
cx_ortb_index_finish(cx_ortb_index_t *ix, const uint32_t *out, size_t high)
{
    ix->nquotes = (size_t) (out - ix->quote);

    if (high < ix->len) {
        ix->at = high + cx_ortb_utf8(ix->body + high, ix->len - high);

        if (ix->at < ix->len) {
            ix->code = CX_E_JSON_ENCODING;
            ix->fault = "bytes that are not UTF-8";
            return CX_ERROR;
        }
    }

    if (ix->nquotes & 1) {
        ix->code = CX_E_JSON_SYNTAX;
        ix->fault = "a string that does not end";
        ix->at = ix->len;
        return CX_ERROR;
    }

    return CX_OK;
}


/*
 * Sixteen bytes as the compiler's own vectors: whatever the machine has for
 * them, or plain words if it has nothing.
 */

typedef uint8_t  cx_v16_t __attribute__((vector_size(16)));

static const cx_v16_t  cx_ortb_weight = {
    1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128
};


static inline cx_v16_t
cx_ortb_v16(const uint8_t *p)
{
    cx_v16_t  v;

    memcpy(&v, p, sizeof(v));

    return v;
}


static inline uint64_t
cx_ortb_any(cx_v16_t v)
{
    uint64_t  half[2];

    memcpy(half, &v, sizeof(v));

    return half[0] | half[1];
}


/*
 * A bit for each byte that is all ones.  The weights of eight bytes add up
 * to a byte; the product has the sum at its top.
 */

static inline uint64_t
cx_ortb_bits(cx_v16_t v)
{
    uint64_t  half[2];

    v &= cx_ortb_weight;
    memcpy(half, &v, sizeof(v));

    return (half[0] * 0x0101010101010101ULL) >> 56
           | (half[1] * 0x0101010101010101ULL) >> 56 << 8;
}


#define cx_ortb_eq(v, c)   ((cx_v16_t) ((v) == (uint8_t) (c)))
#define cx_ortb_ctl(v)     ((cx_v16_t) ((v) < (uint8_t) ' '))
#define cx_ortb_high(v)    ((v) & (uint8_t) 0x80)

static inline __attribute__((always_inline)) void
cx_ortb_classify(const uint8_t *p, cx_ortb_block_t *blk)
{
    cx_v16_t  a, b, c, d, sa, sb, sc, sd, ca, cb, cc, cd;

    a = cx_ortb_v16(p);
    b = cx_ortb_v16(p + 16);
    c = cx_ortb_v16(p + 32);
    d = cx_ortb_v16(p + 48);

    blk->quote = cx_ortb_bits(cx_ortb_eq(a, '"'))
                 | cx_ortb_bits(cx_ortb_eq(b, '"')) << 16
                 | cx_ortb_bits(cx_ortb_eq(c, '"')) << 32
                 | cx_ortb_bits(cx_ortb_eq(d, '"')) << 48;

    blk->high = cx_ortb_any(cx_ortb_high(a | b | c | d));

    sa = cx_ortb_eq(a, '\\');
    sb = cx_ortb_eq(b, '\\');
    sc = cx_ortb_eq(c, '\\');
    sd = cx_ortb_eq(d, '\\');

    blk->slash = 0;

    if (cx_unlikely(cx_ortb_any(sa | sb | sc | sd))) {
        blk->slash = cx_ortb_bits(sa) | cx_ortb_bits(sb) << 16
                     | cx_ortb_bits(sc) << 32 | cx_ortb_bits(sd) << 48;
    }

    ca = cx_ortb_ctl(a);
    cb = cx_ortb_ctl(b);
    cc = cx_ortb_ctl(c);
    cd = cx_ortb_ctl(d);

    blk->ctl = 0;

    if (cx_unlikely(cx_ortb_any(ca | cb | cc | cd))) {
        blk->ctl = cx_ortb_bits(ca) | cx_ortb_bits(cb) << 16
                   | cx_ortb_bits(cc) << 32 | cx_ortb_bits(cd) << 48;
    }
}


cx_rc_t
cx_ortb_index_portable(cx_ortb_index_t *ix)
{
    return cx_ortb_index_run(ix, cx_ortb_classify, cx_ortb_emit);
}
