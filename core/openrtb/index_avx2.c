#include "core/openrtb/index.h"

#if (CX_ORTB_HAVE_X86)

#include <immintrin.h>


#define CX_AVX2  __attribute__((target("avx2,bmi,popcnt")))


static inline CX_AVX2 uint64_t
cx_ortb_bits(__m256i a, __m256i b)
{
    return (uint64_t) (uint32_t) _mm256_movemask_epi8(a)
           | (uint64_t) (uint32_t) _mm256_movemask_epi8(b) << 32;
}


#define cx_ortb_eq(v, c)   _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c))
#define cx_ortb_ctl(v)                                                        \
    _mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(0x1f)), v)

static inline __attribute__((always_inline)) CX_AVX2 void
cx_ortb_classify(const uint8_t *p, cx_ortb_block_t *blk)
{
    __m256i  a, b, sa, sb, ca, cb;

    a = _mm256_loadu_si256((const __m256i *) p);
    b = _mm256_loadu_si256((const __m256i *) (p + 32));

    blk->quote = cx_ortb_bits(cx_ortb_eq(a, '"'), cx_ortb_eq(b, '"'));
    blk->slash = 0;
    blk->ctl = 0;
    blk->high = 0;

    sa = cx_ortb_eq(a, '\\');
    sb = cx_ortb_eq(b, '\\');
    ca = cx_ortb_ctl(a);
    cb = cx_ortb_ctl(b);

    /* one question for all that is rare: a top bit has whatever is true */

    ca = _mm256_or_si256(ca, cb);
    sb = _mm256_or_si256(sa, sb);

    if (cx_unlikely(_mm256_movemask_epi8(
                        _mm256_or_si256(_mm256_or_si256(a, b),
                                        _mm256_or_si256(ca, sb)))))
    {
        blk->slash = cx_ortb_bits(sa, cx_ortb_eq(b, '\\'));
        blk->ctl = cx_ortb_bits(cx_ortb_ctl(a), cb);
        blk->high = (uint64_t) _mm256_movemask_epi8(_mm256_or_si256(a, b));
    }
}


static inline __attribute__((always_inline)) CX_AVX2 uint32_t *
cx_ortb_emit_bmi(uint32_t *out, uint32_t base, uint64_t bits)
{
    uint32_t  *p, *end;
    unsigned   i;

    p = out;
    end = out + __builtin_popcountll(bits);

    do {
        for (i = 0; i < 16; i++) {
            p[i] = base + (uint32_t) __builtin_ctzll(bits | 1ULL << 63);
            bits &= bits - 1;
        }

        p += 16;

    } while (cx_unlikely(bits != 0));

    return end;
}


CX_AVX2 cx_rc_t
cx_ortb_index_avx2(cx_ortb_index_t *ix)
{
    return cx_ortb_index_run(ix, cx_ortb_classify, cx_ortb_emit_bmi);
}


int
cx_ortb_has_avx2(void)
{
    __builtin_cpu_init();

    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
           && __builtin_cpu_supports("popcnt");
}

#else

typedef int  cx_ortb_index_avx2_is_for_x86;

#endif
