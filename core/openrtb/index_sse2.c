#include "core/openrtb/index.h"

#if (CX_ORTB_HAVE_X86)

#include <emmintrin.h>


#define CX_SSE2  __attribute__((target("sse2")))


static inline CX_SSE2 uint64_t
cx_ortb_bits(__m128i v)
{
    return (uint32_t) _mm_movemask_epi8(v);
}


static inline CX_SSE2 void
cx_ortb_classify(const uint8_t *p, cx_ortb_block_t *b)
{
    int       i;
    __m128i   v, low, op, white;
    uint64_t  space;

    memset(b, 0, sizeof(cx_ortb_block_t));
    space = 0;

    for (i = 0; i < 64; i += 16) {
        v = _mm_loadu_si128((const __m128i *) (p + i));

        /* 0x20 makes a brace of a square bracket and nothing else */

        low = _mm_or_si128(v, _mm_set1_epi8(0x20));

        op = _mm_or_si128(
                 _mm_or_si128(_mm_cmpeq_epi8(low, _mm_set1_epi8('{')),
                              _mm_cmpeq_epi8(low, _mm_set1_epi8('}'))),
                 _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(':')),
                              _mm_cmpeq_epi8(v, _mm_set1_epi8(','))));

        white = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x20)), v);

        b->high |= cx_ortb_bits(v);
        b->op |= cx_ortb_bits(op) << i;
        b->white |= cx_ortb_bits(white) << i;
        space |= cx_ortb_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8(' '))) << i;
        b->quote |= cx_ortb_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8('"'))) << i;
        b->slash |= cx_ortb_bits(_mm_cmpeq_epi8(v, _mm_set1_epi8('\\'))) << i;
    }

    b->ctl = b->white & ~space;
}


CX_SSE2 cx_rc_t
cx_ortb_index_sse2(cx_ortb_index_t *ix)
{
    return cx_ortb_index_run(ix, cx_ortb_classify);
}

#else

typedef int  cx_ortb_index_sse2_is_for_x86;

#endif
