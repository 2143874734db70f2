
/*
 * Stage one of the reader: where in the body a token begins.  Tokens are
 * the brackets, colons and commas outside strings, both quotes of every
 * string and the first byte of every run of other bytes (a number, a
 * literal, or rubbish that the walk refuses).
 */

#ifndef CX_OPENRTB_INDEX_H
#define CX_OPENRTB_INDEX_H

#include "core/base/base.h"


/* tokens behind the last one, so that the walk may look ahead */

#define CX_ORTB_LOOKAHEAD  8

/* entries that one block of 64 bytes may write at once */

#define CX_ORTB_SPARE      72


typedef struct {
    const uint8_t  *body;
    size_t          len;
    uint32_t       *tok;
    size_t          ntok;
    size_t          max;        /* that tok has room for, without spare */
    uint64_t       *slash;      /* a bit per byte: a backslash in a string */
    unsigned        slashes;    /* there is one */
    size_t          high;       /* where bytes above 0x7f may begin */
    size_t          at;         /* of the fault */
    const char     *fault;
    cx_errcode_t    code;
} cx_ortb_index_t;


/*
 * CX_OK, or CX_ERROR with code, fault and at.  The body is not empty.
 */

typedef cx_rc_t (*cx_ortb_index_pt)(cx_ortb_index_t *ix);

cx_rc_t cx_ortb_index_portable(cx_ortb_index_t *ix);

#if (__x86_64__ || __i386__)
#define CX_ORTB_HAVE_X86  1
cx_rc_t cx_ortb_index_sse2(cx_ortb_index_t *ix);
#endif


/* what a kernel says of 64 bytes, a bit each */

typedef struct {
    uint64_t  quote;
    uint64_t  slash;
    uint64_t  op;               /* {}[]:, */
    uint64_t  white;            /* 0x20 and below */
    uint64_t  ctl;              /* below 0x20 */
    uint64_t  high;             /* not 0: there is a byte above 0x7f */
} cx_ortb_block_t;


/* what goes over from one block to the next */

typedef struct {
    uint32_t  *out;
    uint64_t   in;              /* all ones: inside a string */
    uint64_t   escaped;         /* 1: the first byte is */
    uint64_t   scalar;          /* 1: the byte before was one of a scalar */
} cx_ortb_carry_t;


cx_rc_t cx_ortb_index_finish(cx_ortb_index_t *ix, cx_ortb_carry_t *c);
cx_rc_t cx_ortb_index_control(cx_ortb_index_t *ix, size_t base,
    uint64_t ctl, uint64_t in);


/*
 * The bytes that a backslash before them escapes.  A run of backslashes is
 * added to its own beginning where that is at an odd place: the sum's carry
 * then tells the parity of the places behind the run.
 */

static inline uint64_t
cx_ortb_escaped(uint64_t slash, uint64_t *carry)
{
    uint64_t        starts, follows, sum;
    const uint64_t  even = 0x5555555555555555ULL;

    if (cx_likely((slash | *carry) == 0)) {
        return 0;
    }

    slash &= ~*carry;
    follows = slash << 1 | *carry;
    starts = slash & ~even & ~follows;

    *carry = __builtin_add_overflow(starts, slash, &sum);

    return (even ^ sum << 1) & follows;
}


static inline uint64_t
cx_ortb_popcount(uint64_t x)
{
    x -= (x >> 1) & 0x5555555555555555ULL;
    x = (x & 0x3333333333333333ULL) + ((x >> 2) & 0x3333333333333333ULL);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fULL;

    return (x * 0x0101010101010101ULL) >> 56;
}


/* 1 from every odd bit up to the next even one: the insides of strings */

static inline uint64_t
cx_ortb_prefix_xor(uint64_t x)
{
    x ^= x << 1;
    x ^= x << 2;
    x ^= x << 4;
    x ^= x << 8;
    x ^= x << 16;
    x ^= x << 32;

    return x;
}


/*
 * Eight at a time whether there are eight or not: a branch for each bit
 * would be guessed wrong too often.
 */

static inline uint32_t *
cx_ortb_emit(uint32_t *out, uint32_t base, uint64_t bits)
{
    int        i;
    uint64_t   n;
    uint32_t  *p;

    n = cx_ortb_popcount(bits);

    for (p = out; bits; p += 8) {
        for (i = 0; i < 8; i++) {
            p[i] = base + (uint32_t) __builtin_ctzll(bits | 1ULL << 63);
            bits &= bits - 1;
        }
    }

    return out + n;
}


static inline cx_rc_t
cx_ortb_block(cx_ortb_index_t *ix, cx_ortb_carry_t *c, size_t base,
    const cx_ortb_block_t *b)
{
    uint64_t  quote, in, scalar, start;

    quote = b->quote & ~cx_ortb_escaped(b->slash, &c->escaped);
    in = cx_ortb_prefix_xor(quote) ^ c->in;
    c->in = (uint64_t) ((int64_t) in >> 63);

    scalar = ~(b->op | b->white | in | quote);
    start = scalar & ~(scalar << 1 | c->scalar);
    c->scalar = scalar >> 63;

    ix->slash[base >> 6] = b->slash;
    ix->slashes |= (b->slash != 0);

    if (cx_unlikely(b->high != 0) && base < ix->high) {
        ix->high = base;
    }

    if (cx_unlikely(b->ctl != 0)
        && cx_ortb_index_control(ix, base, b->ctl, in) != CX_OK)
    {
        return CX_ERROR;
    }

    c->out = cx_ortb_emit(c->out, (uint32_t) base,
                          (b->op & ~in) | quote | start);

    if (cx_unlikely((size_t) (c->out - ix->tok) > ix->max)) {
        ix->code = CX_E_TOO_COMPLEX;
        ix->fault = "more tokens than there is memory for";
        ix->at = base;
        return CX_ERROR;
    }

    return CX_OK;
}


/* a kernel is a way to look at 64 bytes */

typedef void (*cx_ortb_classify_pt)(const uint8_t *p, cx_ortb_block_t *b);

static inline __attribute__((always_inline)) cx_rc_t
cx_ortb_index_run(cx_ortb_index_t *ix, cx_ortb_classify_pt classify)
{
    size_t           base, left;
    uint8_t          last[64];
    cx_ortb_block_t  b;
    cx_ortb_carry_t  c;

    memset(&c, 0, sizeof(cx_ortb_carry_t));
    c.out = ix->tok;

    for (base = 0; ix->len - base >= 64; base += 64) {
        classify(ix->body + base, &b);

        if (cx_ortb_block(ix, &c, base, &b) != CX_OK) {
            return CX_ERROR;
        }
    }

    left = ix->len - base;

    if (left) {
        memset(last, ' ', sizeof(last));
        memcpy(last, ix->body + base, left);

        classify(last, &b);

        if (cx_ortb_block(ix, &c, base, &b) != CX_OK) {
            return CX_ERROR;
        }
    }

    return cx_ortb_index_finish(ix, &c);
}


#endif /* CX_OPENRTB_INDEX_H */
