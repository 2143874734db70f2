#include "core/openrtb/index.h"

#if (CX_ORTB_HAVE_X86)

#include <immintrin.h>


#define CX_AVX512                                                             \
    __attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt")))


static inline __attribute__((always_inline)) CX_AVX512 void
cx_ortb_classify(const uint8_t *p, cx_ortb_block_t *b)
{
    __m512i  v;

    v = _mm512_loadu_si512(p);

    b->quote = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'));
    b->slash = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\\'));
    b->ctl = _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8(' '));
    b->high = _mm512_movepi8_mask(v);
}


/* the places of the bits are packed as bytes and widened */

static inline __attribute__((always_inline)) CX_AVX512 uint32_t *
cx_ortb_emit_vbmi2(uint32_t *out, uint32_t base, uint64_t bits)
{
    __m512i  v, at;
    int      n;

    const __m512i  places = _mm512_set_epi64(
        0x3f3e3d3c3b3a3938, 0x3736353433323130, 0x2f2e2d2c2b2a2928,
        0x2726252423222120, 0x1f1e1d1c1b1a1918, 0x1716151413121110,
        0x0f0e0d0c0b0a0908, 0x0706050403020100);

    n = __builtin_popcountll(bits);
    v = _mm512_maskz_compress_epi8(bits, places);
    at = _mm512_set1_epi32((int) base);

    _mm512_storeu_si512(out, _mm512_add_epi32(at, _mm512_cvtepu8_epi32(
                                 _mm512_castsi512_si128(v))));

    if (cx_unlikely(n > 16)) {
        _mm512_storeu_si512(out + 16, _mm512_add_epi32(at,
            _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(v, 1))));
        _mm512_storeu_si512(out + 32, _mm512_add_epi32(at,
            _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(v, 2))));
        _mm512_storeu_si512(out + 48, _mm512_add_epi32(at,
            _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(v, 3))));
    }

    return out + n;
}


CX_AVX512 cx_rc_t
cx_ortb_index_avx512(cx_ortb_index_t *ix)
{
    return cx_ortb_index_run(ix, cx_ortb_classify, cx_ortb_emit_vbmi2);
}


int
cx_ortb_has_avx512(void)
{
    __builtin_cpu_init();

    return __builtin_cpu_supports("avx512f")
           && __builtin_cpu_supports("avx512bw")
           && __builtin_cpu_supports("avx512vbmi2")
           && __builtin_cpu_supports("popcnt");
}

#else

typedef int  cx_ortb_index_avx512_is_for_x86;

#endif
