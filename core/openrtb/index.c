
/*
 * The portable kernel, and what all kernels share.
 */

#include "core/openrtb/index.h"


#define CX_C_QUOTE  1
#define CX_C_SLASH  2
#define CX_C_OP     4
#define CX_C_WHITE  8
#define CX_C_CTL    16

static const uint8_t  cx_ortb_class[256] = {
    [0 ... 0x1f] = CX_C_WHITE|CX_C_CTL,
    [' '] = CX_C_WHITE,
    ['"'] = CX_C_QUOTE,
    ['\\'] = CX_C_SLASH,
    ['{'] = CX_C_OP,
    ['}'] = CX_C_OP,
    ['['] = CX_C_OP,
    [']'] = CX_C_OP,
    [':'] = CX_C_OP,
    [','] = CX_C_OP,
};


cx_rc_t
cx_ortb_index_control(cx_ortb_index_t *ix, size_t base, uint64_t ctl,
    uint64_t in)
{
    size_t   at;
    uint8_t  c;

    for ( /* void */ ; ctl; ctl &= ctl - 1) {
        at = base + (size_t) __builtin_ctzll(ctl);

        c = ix->body[at];

        if ((in >> (at & 63)) & 1) {
            ix->fault = "a control character inside a string";

        } else if (c != '\t' && c != '\n' && c != '\r') {
            ix->fault = "a control character";

        } else {
            continue;
        }

        ix->code = CX_E_JSON_SYNTAX;
        ix->at = at;

        return CX_ERROR;
    }

    return CX_OK;
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
cx_ortb_utf8(cx_ortb_index_t *ix)
{
    size_t    i, n;
    uint64_t  word;

    i = ix->high;

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
cx_ortb_index_finish(cx_ortb_index_t *ix, cx_ortb_carry_t *c)
{
    int  i;

    ix->ntok = (size_t) (c->out - ix->tok);

    if (ix->high < ix->len && cx_ortb_utf8(ix) != CX_OK) {
        return CX_ERROR;
    }

    if (c->in) {
        ix->code = CX_E_JSON_SYNTAX;
        ix->fault = "a string that does not end";
        ix->at = ix->len;
        return CX_ERROR;
    }

    /* the root's brace is wrong wherever the walk may meet it again */

    for (i = 0; i < CX_ORTB_LOOKAHEAD; i++) {
        c->out[i] = ix->ntok ? ix->tok[0] : 0;
    }

    return CX_OK;
}


/* bit 0 of each of eight bytes as one byte */

static inline uint64_t
cx_ortb_gather(uint64_t x)
{
    return ((x & 0x0101010101010101ULL) * 0x0102040810204080ULL) >> 56;
}


static inline void
cx_ortb_classify(const uint8_t *p, cx_ortb_block_t *b)
{
    int       i, j;
    uint64_t  x, high;

    memset(b, 0, sizeof(cx_ortb_block_t));

    for (i = 0; i < 64; i += 8) {
        x = 0;

        for (j = 0; j < 8; j++) {
            x |= (uint64_t) cx_ortb_class[p[i + j]] << (8 * j);
        }

        memcpy(&high, p + i, 8);

        b->high |= high & 0x8080808080808080ULL;
        b->quote |= cx_ortb_gather(x) << i;
        b->slash |= cx_ortb_gather(x >> 1) << i;
        b->op |= cx_ortb_gather(x >> 2) << i;
        b->white |= cx_ortb_gather(x >> 3) << i;
        b->ctl |= cx_ortb_gather(x >> 4) << i;
    }
}


cx_rc_t
cx_ortb_index_portable(cx_ortb_index_t *ix)
{
    return cx_ortb_index_run(ix, cx_ortb_classify);
}
