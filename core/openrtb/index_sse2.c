#include "core/openrtb/index.h"

#if (CX_ORTB_HAVE_X86)

#include <emmintrin.h>


#define CX_SSE2  __attribute__((target("sse2")))


static inline CX_SSE2 uint64_t
cx_ortb_bits(__m128i a, __m128i b, __m128i c, __m128i d)
{
    return (uint64_t) (uint32_t) _mm_movemask_epi8(a)
           | (uint64_t) (uint32_t) _mm_movemask_epi8(b) << 16
           | (uint64_t) (uint32_t) _mm_movemask_epi8(c) << 32
           | (uint64_t) (uint32_t) _mm_movemask_epi8(d) << 48;
}


static inline CX_SSE2 uint64_t
cx_ortb_any(__m128i a, __m128i b, __m128i c, __m128i d)
{
    a = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));

    return (uint64_t) _mm_movemask_epi8(a);
}


#define cx_ortb_eq(v, c)   _mm_cmpeq_epi8(v, _mm_set1_epi8(c))
#define cx_ortb_ctl(v)                                                        \
    _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v)

static inline __attribute__((always_inline)) CX_SSE2 void
cx_ortb_classify(const uint8_t *p, cx_ortb_block_t *blk)
{
    __m128i  a, b, c, d, sa, sb, sc, sd, ca, cb, cc, cd;

    a = _mm_loadu_si128((const __m128i *) p);
    b = _mm_loadu_si128((const __m128i *) (p + 16));
    c = _mm_loadu_si128((const __m128i *) (p + 32));
    d = _mm_loadu_si128((const __m128i *) (p + 48));

    blk->quote = cx_ortb_bits(cx_ortb_eq(a, '"'), cx_ortb_eq(b, '"'),
                              cx_ortb_eq(c, '"'), cx_ortb_eq(d, '"'));

    blk->high = cx_ortb_any(a, b, c, d);

    sa = cx_ortb_eq(a, '\\');
    sb = cx_ortb_eq(b, '\\');
    sc = cx_ortb_eq(c, '\\');
    sd = cx_ortb_eq(d, '\\');

    blk->slash = cx_unlikely(cx_ortb_any(sa, sb, sc, sd))
                 ? cx_ortb_bits(sa, sb, sc, sd) : 0;

    ca = cx_ortb_ctl(a);
    cb = cx_ortb_ctl(b);
    cc = cx_ortb_ctl(c);
    cd = cx_ortb_ctl(d);

    blk->ctl = cx_unlikely(cx_ortb_any(ca, cb, cc, cd))
               ? cx_ortb_bits(ca, cb, cc, cd) : 0;
}


CX_SSE2 cx_rc_t
cx_ortb_index_sse2(cx_ortb_index_t *ix)
{
    return cx_ortb_index_run(ix, cx_ortb_classify, cx_ortb_emit);
}

#else

typedef int  cx_ortb_index_sse2_is_for_x86;

#endif
