#include "core/model/layout.h"


#if defined(__x86_64__)

#include <immintrin.h>


#define CX_AVX512  __attribute__((target("avx512f,avx512bw,avx2,fma")))


/* sums of all 64 hidden neurons: in four registers, if not in an array */

typedef struct {
    __m512  a, b, c, d;
} cx_avx512_sums_t;


static inline CX_AVX512 cx_avx512_sums_t
cx_avx512_load(const float *p)
{
    cx_avx512_sums_t  s;

    s.a = _mm512_load_ps(p);
    s.b = _mm512_load_ps(p + 16);
    s.c = _mm512_load_ps(p + 32);
    s.d = _mm512_load_ps(p + 48);

    return s;
}


static inline CX_AVX512 cx_avx512_sums_t
cx_avx512_features(const cx_model_t *m, cx_avx512_sums_t s,
    const cx_features_t *f)
{
    __m512        v;
    uint32_t      i;
    const float  *w;

    for (i = 0; i < f->n; i++) {
        w = m->column[f->index[i]];
        v = _mm512_set1_ps(f->value[i]);

        s.a = _mm512_fmadd_ps(_mm512_load_ps(w), v, s.a);
        s.b = _mm512_fmadd_ps(_mm512_load_ps(w + 16), v, s.b);
        s.c = _mm512_fmadd_ps(_mm512_load_ps(w + 32), v, s.c);
        s.d = _mm512_fmadd_ps(_mm512_load_ps(w + 48), v, s.d);
    }

    return s;
}


static inline CX_AVX512 cx_avx512_sums_t
cx_avx512_user(const cx_model_t *m, cx_model_input_t *in)
{
    cx_avx512_sums_t  s;

    if (in->have_sums) {
        return cx_avx512_load(in->sums);
    }

    s = cx_avx512_features(m, cx_avx512_load(m->b1), &in->user);

    _mm512_store_ps(in->sums, s.a);
    _mm512_store_ps(in->sums + 16, s.b);
    _mm512_store_ps(in->sums + 32, s.c);
    _mm512_store_ps(in->sums + 48, s.d);

    in->have_sums = 1;

    return s;
}


static inline CX_AVX512 cx_avx512_sums_t
cx_avx512_columns(const cx_model_t *m, cx_avx512_sums_t s, uint64_t word,
    uint32_t n)
{
    const float  *w;

    for ( /* void */ ; n; n--, word >>= 8) {
        w = m->column[CX_MODEL_USER + (word & 0xff)];

        s.a = _mm512_add_ps(s.a, _mm512_load_ps(w));
        s.b = _mm512_add_ps(s.b, _mm512_load_ps(w + 16));
        s.c = _mm512_add_ps(s.c, _mm512_load_ps(w + 32));
        s.d = _mm512_add_ps(s.d, _mm512_load_ps(w + 48));
    }

    return s;
}


/*
 * Loads are what the time goes to.  The offers of an impression are mostly
 * of one medium and size, which are their first two columns: an offer that
 * begins like the one before it goes on from there.
 */

typedef struct {
    cx_avx512_sums_t  s;
    uint64_t          first;
} cx_avx512_begun_t;

#define CX_NOT_BEGUN  UINT64_MAX


static inline CX_AVX512 cx_avx512_sums_t
cx_avx512_offer(const cx_model_t *m, cx_avx512_sums_t base,
    const cx_offer_features_t *offer, cx_avx512_begun_t *begun)
{
    uint64_t  word;

    memcpy(&word, offer->index, sizeof(word));

    if (offer->n < 2) {
        return cx_avx512_columns(m, base, word, offer->n);
    }

    if ((word & 0xffff) != begun->first) {
        begun->first = word & 0xffff;
        begun->s = cx_avx512_columns(m, base, word, 2);
    }

    return cx_avx512_columns(m, begun->s, word >> 16, offer->n - 2);
}


/* a bit for each neuron that fires */

static inline CX_AVX512 uint64_t
cx_avx512_fire(cx_avx512_sums_t s, cx_avx512_sums_t threshold)
{
    __mmask16  a, b, c, d;

    a = _mm512_cmp_ps_mask(s.a, threshold.a, _CMP_GT_OQ);
    b = _mm512_cmp_ps_mask(s.b, threshold.b, _CMP_GT_OQ);
    c = _mm512_cmp_ps_mask(s.c, threshold.c, _CMP_GT_OQ);
    d = _mm512_cmp_ps_mask(s.d, threshold.d, _CMP_GT_OQ);

    return _mm512_kunpackd(_mm512_kunpackw(d, c), _mm512_kunpackw(b, a));
}


#define cx_avx512_four(sum, fire, n)                                          \
    _mm512_load_ps(sum[n][((fire) >> ((n) * 4)) & 15])


/*
 * Written out, so that every shift is a constant.  A compiler would keep the
 * sixteen tables' addresses in registers that it has not; it is made to
 * forget that they are the same for the next offer.
 */

static inline CX_AVX512 __m512
cx_avx512_row(const float (*sum)[16][CX_MODEL_ROW], const float *b2,
    uint64_t fire)
{
    __m512  y;

    __asm__ ("" : "+r" (sum));

    y = _mm512_load_ps(b2);
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 0));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 1));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 2));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 3));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 4));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 5));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 6));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 7));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 8));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 9));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 10));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 11));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 12));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 13));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 14));
    y = _mm512_add_ps(y, cx_avx512_four(sum, fire, 15));

    return y;
}


/*
 * The sixteen offers of an impression at a time, each in its part of a
 * register: what fires in an offer picks its sums from the sixteen there are
 * for each four neurons.
 */

typedef struct {
    __m512  click, conversion, completion, spare;
} cx_avx512_chances_t;


#define cx_avx512_pick(m, y, head, four, index)                               \
    y = _mm512_add_ps(y, _mm512_permutexvar_ps(index,                         \
                             _mm512_load_ps((m)->chance[head][four])))


/* those of 32 neurons; a pick looks at the lowest four bits */

static inline CX_AVX512 cx_avx512_chances_t
cx_avx512_half(const cx_model_t *m, cx_avx512_chances_t y, __m512i fire,
    size_t first)
{
    size_t  four;

#pragma GCC unroll 8
    for (four = first; four < first + CX_MODEL_FOURS / 2; four++) {
        cx_avx512_pick(m, y.click, CX_HEAD_CLICK, four, fire);
        cx_avx512_pick(m, y.conversion, CX_HEAD_CONVERSION, four, fire);
        cx_avx512_pick(m, y.completion, CX_HEAD_COMPLETION, four, fire);
        cx_avx512_pick(m, y.spare, CX_HEAD_SPARE, four, fire);

        fire = _mm512_srli_epi32(fire, 4);

        /* a compiler would pick all first, for which there are no registers */

        __asm__ ("" : "+v" (fire), "+v" (y.click), "+v" (y.conversion),
                      "+v" (y.completion), "+v" (y.spare));
    }

    return y;
}


/* from a register a head to four floats an offer */

static inline CX_AVX512 void
cx_avx512_spread(cx_avx512_chances_t y, cx_inference_t *out, size_t noffers)
{
    size_t  n;
    __m512  low, high, part[4];
    float   rows[CX_MODEL_BATCH / 4][4][CX_MODEL_CHANCES]
                __attribute__((aligned(64)));

    low = _mm512_unpacklo_ps(y.click, y.completion);
    high = _mm512_unpacklo_ps(y.conversion, y.spare);
    part[0] = _mm512_unpacklo_ps(low, high);
    part[1] = _mm512_unpackhi_ps(low, high);

    low = _mm512_unpackhi_ps(y.click, y.completion);
    high = _mm512_unpackhi_ps(y.conversion, y.spare);
    part[2] = _mm512_unpacklo_ps(low, high);
    part[3] = _mm512_unpackhi_ps(low, high);

    for (n = 0; n < 4; n++) {
        _mm512_store_ps(rows[n][0], part[n]);
    }

    for (n = 0; n < noffers; n++) {
        _mm_store_ps(out->y[n], _mm_load_ps(rows[n % 4][n / 4]));
    }
}


static inline CX_AVX512 void
cx_avx512_chances(const cx_model_t *m, const uint64_t fire[CX_MODEL_BATCH],
    size_t noffers, cx_inference_t *out)
{
    __m512i              a, b, low, high;
    cx_avx512_chances_t  y;

    a = _mm512_load_si512(fire);
    b = _mm512_load_si512(fire + CX_MODEL_BATCH / 2);

    low = _mm512_permutex2var_epi32(a, _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12,
                                           14, 16, 18, 20, 22, 24, 26, 28, 30),
                                    b);
    high = _mm512_permutex2var_epi32(a, _mm512_setr_epi32(1, 3, 5, 7, 9, 11,
                                            13, 15, 17, 19, 21, 23, 25, 27, 29,
                                            31),
                                     b);

    y.click = _mm512_set1_ps(m->b2[CX_HEAD_CLICK]);
    y.conversion = _mm512_set1_ps(m->b2[CX_HEAD_CONVERSION]);
    y.completion = _mm512_set1_ps(m->b2[CX_HEAD_COMPLETION]);
    y.spare = _mm512_set1_ps(m->b2[CX_HEAD_SPARE]);

    y = cx_avx512_half(m, y, low, 0);
    y = cx_avx512_half(m, y, high, CX_MODEL_FOURS / 2);

    cx_avx512_spread(y, out, noffers);
}


static inline CX_AVX512 void
cx_avx512_outputs(const cx_model_t *m, uint64_t fire, size_t row, float *y)
{
    row *= CX_MODEL_ROW;

    _mm512_store_ps(y + row, cx_avx512_row(m->sum[row / CX_MODEL_ROW],
                                           m->b2 + row, fire));
}


static CX_AVX512 void
cx_avx512_run(const cx_model_t *m, cx_model_input_t *in, cx_inference_t *out)
{
    size_t              n, row;
    uint32_t            whole;
    uint64_t            fire[CX_MODEL_BATCH] __attribute__((aligned(64)));
    cx_avx512_sums_t    base, threshold;
    cx_avx512_begun_t   begun;

    base = cx_avx512_features(m, cx_avx512_user(m, in), &in->imp);
    threshold = cx_avx512_load(m->threshold);

    begun.s = base;
    begun.first = CX_NOT_BEGUN;

    for (n = 0; n < in->noffers; n++) {
        fire[n] = cx_avx512_fire(cx_avx512_offer(m, base, in->offer[n],
                                                 &begun),
                                 threshold);
    }

    if (in->noutputs == CX_MODEL_CHANCES) {

        for ( /* void */ ; n < CX_MODEL_BATCH; n++) {
            fire[n] = 0;
        }

        cx_avx512_chances(m, fire, in->noffers, out);

        whole = in->whole & ((1U << in->noffers) - 1);

        for ( /* void */ ; whole; whole &= whole - 1) {
            n = (size_t) __builtin_ctz(whole);
            cx_avx512_outputs(m, fire[n], 0, out->y[n]);
        }
    }

    for (row = 0; row < in->noutputs / CX_MODEL_ROW; row++) {
        for (n = 0; n < in->noffers; n++) {
            cx_avx512_outputs(m, fire[n], row, out->y[n]);
        }
    }
}


static cx_rc_t
cx_avx512_predict_batch(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    if (cx_provider_check(in, CX_MODEL_BATCH) != CX_OK) {
        return CX_ERROR;
    }

    cx_avx512_run(p->model, in, out);

    out->noffers = in->noffers;
    out->backend = p->name;

    return CX_OK;
}


static cx_rc_t
cx_avx512_predict(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    return in->noffers > 1 ? CX_ERROR : cx_avx512_predict_batch(p, in, out);
}


static int
cx_avx512_supported(void)
{
    return __builtin_cpu_supports("avx512f")
           && __builtin_cpu_supports("avx512bw")
           && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}


const cx_kernel_t  cx_kernel_avx512 = {
    "avx512", CX_MODEL_BATCH, cx_avx512_supported, cx_avx512_predict,
    cx_avx512_predict_batch
};

#endif
