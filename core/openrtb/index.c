
/*
 * The portable kernel, and what all kernels share.
 */

#include "core/openrtb/index.h"


#define CX_EACH(c)  (0x0101010101010101ULL * (c))
#define CX_TOPS     CX_EACH(0x80)


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


static cx_rc_t
cx_ortb_utf8(cx_ortb_index_t *ix, size_t i)
{
    size_t    n;
    uint64_t  word;

    while (i < ix->len) {
        if (ix->len - i >= 8) {
            memcpy(&word, ix->body + i, 8);

            if ((word & 0x8080808080808080ULL) == 0) {
                i += 8;
                continue;
            }
        }

        if (ix->body[i] < 0x80) {
            i++;
            continue;
        }

        n = cx_ortb_utf8_char(ix->body + i, ix->len - i);

        if (n == 0) {
            ix->code = CX_E_JSON_ENCODING;
            ix->fault = "bytes that are not UTF-8";
            ix->at = i;
            return CX_ERROR;
        }

        i += n;
    }

    return CX_OK;
}


cx_rc_t
cx_ortb_index_finish(cx_ortb_index_t *ix, const cx_ortb_carry_t *c)
{
    ix->nquotes = (size_t) (c->out - ix->quote);
    ix->slashes = (c->slashes != 0);

    if (c->high < ix->len && cx_ortb_utf8(ix, c->high) != CX_OK) {
        return CX_ERROR;
    }

    if (ix->nquotes & 1) {
        ix->code = CX_E_JSON_SYNTAX;
        ix->fault = "a string that does not end";
        ix->at = ix->len;
        return CX_ERROR;
    }

    return CX_OK;
}


/* the top bit of each byte that is zero, exactly */

static inline uint64_t
cx_ortb_zeros(uint64_t x)
{
    return ~(((x & ~CX_TOPS) + ~CX_TOPS) | x | ~CX_TOPS);
}


/* the same that may add bytes above one that is: good to know if any */

static inline uint64_t
cx_ortb_below(uint64_t x, uint64_t limit)
{
    return (x - limit) & ~x & CX_TOPS;
}


/* the top bit of each of eight bytes, as one byte */

static inline uint64_t
cx_ortb_gather(uint64_t tops)
{
    return ((tops >> 7) * 0x0102040810204080ULL) >> 56;
}


static inline uint64_t
cx_ortb_word(const uint8_t *p)
{
    uint64_t  x;

    memcpy(&x, p, 8);

#if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
    x = __builtin_bswap64(x);
#endif

    return x;
}


static uint64_t
cx_ortb_which(const uint8_t *p, uint8_t c)
{
    int       i;
    uint64_t  bits;

    for (bits = 0, i = 0; i < 64; i += 8) {
        bits |= cx_ortb_gather(cx_ortb_zeros(cx_ortb_word(p + i)
                                             ^ CX_EACH(c))) << i;
    }

    return bits;
}


static uint64_t
cx_ortb_which_ctl(const uint8_t *p)
{
    int       i;
    uint64_t  bits;

    for (bits = 0, i = 0; i < 64; i++) {
        bits |= (uint64_t) (p[i] < ' ') << i;
    }

    return bits;
}


static inline __attribute__((always_inline)) void
cx_ortb_classify(const uint8_t *p, cx_ortb_block_t *b)
{
    int       i;
    uint64_t  x, quote, slash, ctl, high;

    quote = 0;
    slash = 0;
    ctl = 0;
    high = 0;

    for (i = 0; i < 64; i += 8) {
        x = cx_ortb_word(p + i);

        high |= x;
        ctl |= cx_ortb_below(x, CX_EACH(' '));
        slash |= cx_ortb_below(x ^ CX_EACH('\\'), CX_EACH(1));
        quote |= cx_ortb_gather(cx_ortb_zeros(x ^ CX_EACH('"'))) << i;
    }

    b->quote = quote;
    b->slash = slash ? cx_ortb_which(p, '\\') : 0;
    b->ctl = ctl ? cx_ortb_which_ctl(p) : 0;
    b->high = high & CX_TOPS;
}


cx_rc_t
cx_ortb_index_portable(cx_ortb_index_t *ix)
{
    return cx_ortb_index_run(ix, cx_ortb_classify);
}
