
/*
 * Stage one of the reader: where the quotes are.  The walk finds all the
 * rest by stepping over what it reads; only the end of a string it cannot
 * foresee.
 */

#ifndef CX_OPENRTB_INDEX_H
#define CX_OPENRTB_INDEX_H

#include "core/base/base.h"


/* entries that one block of 64 bytes may write at once */

#define CX_ORTB_SPARE  64


typedef struct {
    const uint8_t  *body;
    size_t          len;
    uint32_t       *quote;      /* where the unescaped ones are */
    size_t          nquotes;
    size_t          max;        /* that there is room for, without spare */
    uint64_t       *slash;      /* a bit per byte: a backslash */
    unsigned        slashes;    /* there is one */
    size_t          at;         /* of the fault */
    const char     *fault;
    cx_errcode_t    code;
} cx_ortb_index_t;


/*
 * CX_OK, or CX_ERROR with code, fault and at.  The body is not empty.
 */

typedef cx_rc_t (*cx_ortb_index_pt)(cx_ortb_index_t *ix);

cx_rc_t cx_ortb_index_portable(cx_ortb_index_t *ix);

/* how far the bytes are UTF-8: len if all of them are */

size_t cx_ortb_utf8(const uint8_t *p, size_t len);

#if (__x86_64__ || __i386__)
#define CX_ORTB_HAVE_X86  1
cx_rc_t cx_ortb_index_sse2(cx_ortb_index_t *ix);
cx_rc_t cx_ortb_index_avx2(cx_ortb_index_t *ix);
cx_rc_t cx_ortb_index_avx512(cx_ortb_index_t *ix);
int cx_ortb_has_avx2(void);
int cx_ortb_has_avx512(void);
#endif


/* what a kernel says of 64 bytes, a bit each */

typedef struct {
    uint64_t  quote;
    uint64_t  slash;
    uint64_t  ctl;              /* below 0x20 */
    uint64_t  high;             /* not 0: there is a byte above 0x7f */
} cx_ortb_block_t;


cx_rc_t cx_ortb_index_control(cx_ortb_index_t *ix, size_t base, uint64_t ctl);
cx_rc_t cx_ortb_index_full(cx_ortb_index_t *ix, size_t base);

/* high: a place that no byte above 0x7f is before */

cx_rc_t cx_ortb_index_finish(cx_ortb_index_t *ix, const uint32_t *out,
    size_t high);


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
 * Many at a time whether there are so many or not: a branch for each bit
 * would be guessed wrong too often.
 */

#define CX_ORTB_BIT(i)                                                        \
    p[i] = base + (uint32_t) __builtin_ctzll(bits | 1ULL << 63);              \
    bits &= bits - 1

static inline uint32_t *
cx_ortb_emit(uint32_t *out, uint32_t base, uint64_t bits)
{
    uint64_t   n;
    uint32_t  *p;

    n = cx_ortb_popcount(bits);
    p = out;

    do {
        CX_ORTB_BIT(0);
        CX_ORTB_BIT(1);
        CX_ORTB_BIT(2);
        CX_ORTB_BIT(3);
        CX_ORTB_BIT(4);
        CX_ORTB_BIT(5);
        CX_ORTB_BIT(6);
        CX_ORTB_BIT(7);
        CX_ORTB_BIT(8);
        CX_ORTB_BIT(9);
        CX_ORTB_BIT(10);
        CX_ORTB_BIT(11);
        CX_ORTB_BIT(12);
        CX_ORTB_BIT(13);
        CX_ORTB_BIT(14);
        CX_ORTB_BIT(15);

        p += 16;

    } while (cx_unlikely(bits != 0));

    return out + n;
}

#undef CX_ORTB_BIT


/* a body that came from a network may lie in no near cache */

#define CX_ORTB_FAR  2048


/*
 * A kernel is a way to look at 64 bytes and a way to write down which bits
 * are set; what is made of them is the same for all.
 */

typedef void (*cx_ortb_classify_pt)(const uint8_t *p, cx_ortb_block_t *b);
typedef uint32_t *(*cx_ortb_emit_pt)(uint32_t *out, uint32_t base,
    uint64_t bits);


/*
 * What the bytes from base on are.  Where fewer than 64 are left, the last
 * 64 of the text are looked at and those before base shifted out; they have
 * told of high ones before.
 */

static inline __attribute__((always_inline)) void
cx_ortb_block(const cx_ortb_index_t *ix, size_t base, cx_ortb_block_t *b,
    cx_ortb_classify_pt classify)
{
    size_t   left, over;
    uint8_t  text[64];

    left = ix->len - base;

    if (cx_likely(left >= 64)) {
        classify(ix->body + base, b);
        return;
    }

    if (cx_unlikely(base == 0)) {
        memset(text, ' ', sizeof(text));
        memcpy(text, ix->body, left);
        classify(text, b);
        return;
    }

    over = 64 - left;
    classify(ix->body + base - over, b);

    b->quote >>= over;
    b->slash >>= over;
    b->ctl >>= over;
}


static inline __attribute__((always_inline)) cx_rc_t
cx_ortb_index_run(cx_ortb_index_t *ix, cx_ortb_classify_pt classify,
    cx_ortb_emit_pt emit)
{
    size_t           base, high;
    uint32_t        *out, *end;
    uint64_t         in, escaped, slashes;
    cx_ortb_block_t  b;

    out = ix->quote;
    end = ix->quote + ix->max;
    high = ix->len;
    escaped = 0;
    slashes = 0;

    for (base = 0; base < cx_min(ix->len, CX_ORTB_FAR); base += 64) {
        __builtin_prefetch(ix->body + base);
    }

    for (base = 0; base < ix->len; base += 64) {
        __builtin_prefetch(ix->body + base + CX_ORTB_FAR);
        cx_ortb_block(ix, base, &b, classify);

        b.quote &= ~cx_ortb_escaped(b.slash, &escaped);

        ix->slash[base >> 6] = b.slash;
        slashes |= b.slash;

        if (cx_unlikely(b.high != 0)) {
            high = cx_min(high, base);
        }

        if (cx_unlikely(b.ctl != 0)) {

            /* an odd number of quotes before: the block begins inside */

            in = cx_ortb_prefix_xor(b.quote)
                 ^ (0 - (uint64_t) ((out - ix->quote) & 1));

            if (b.ctl & in) {
                return cx_ortb_index_control(ix, base, b.ctl & in);
            }
        }

        out = emit(out, (uint32_t) base, b.quote);

        if (cx_unlikely(out > end)) {
            return cx_ortb_index_full(ix, base);
        }
    }

    ix->slashes = (slashes != 0);

    return cx_ortb_index_finish(ix, out, high);
}


#endif /* CX_OPENRTB_INDEX_H */
