#include "core/model/layout.h"


#if defined(__x86_64__)

#include <immintrin.h>


#define CX_AVX2   __attribute__((target("avx2,fma")))
#define CX_PARTS  (CX_MODEL_HIDDEN / 8)

/* the parts of a sum are in registers only if their loop is unrolled */

#define CX_UNROLL  _Pragma("GCC unroll 16")


static inline CX_AVX2 void
cx_avx2_load(__m256 s[CX_PARTS], const float *p)
{
    size_t  q;

    CX_UNROLL
    for (q = 0; q < CX_PARTS; q++) {
        s[q] = _mm256_load_ps(p + q * 8);
    }
}


static inline CX_AVX2 void
cx_avx2_store(float *p, const __m256 s[CX_PARTS])
{
    size_t  q;

    CX_UNROLL
    for (q = 0; q < CX_PARTS; q++) {
        _mm256_store_ps(p + q * 8, s[q]);
    }
}


static inline CX_AVX2 void
cx_avx2_features(const cx_model_t *m, __m256 s[CX_PARTS],
    const cx_features_t *f)
{
    size_t        q;
    __m256        v;
    uint32_t      i;
    const float  *w;

    for (i = 0; i < f->n; i++) {
        w = m->column[f->index[i]];
        v = _mm256_set1_ps(f->value[i]);

        CX_UNROLL
        for (q = 0; q < CX_PARTS; q++) {
            s[q] = _mm256_fmadd_ps(_mm256_load_ps(w + q * 8), v, s[q]);
        }
    }
}


static CX_AVX2 void
cx_avx2_user(const cx_model_t *m, cx_model_input_t *in)
{
    __m256  s[CX_PARTS];

    cx_avx2_load(s, m->b1);
    cx_avx2_features(m, s, &in->user);
    cx_avx2_store(in->sums, s);

    in->have_sums = 1;
}


/* a bit for each neuron that fires */

static inline CX_AVX2 uint64_t
cx_avx2_fire(const cx_model_t *m, const __m256 s[CX_PARTS])
{
    int       bits;
    size_t    q;
    uint64_t  fire;

    fire = 0;

    CX_UNROLL
    for (q = 0; q < CX_PARTS; q++) {
        bits = _mm256_movemask_ps(
                   _mm256_cmp_ps(s[q], _mm256_load_ps(m->threshold + q * 8),
                                 _CMP_GT_OQ));

        fire |= (uint64_t) bits << (q * 8);
    }

    return fire;
}


static inline CX_AVX2 void
cx_avx2_chances(const cx_model_t *m, uint64_t fire, float *y)
{
    size_t  four;
    __m128  v;

    v = _mm_load_ps(m->b2);

    CX_UNROLL
    for (four = 0; four < CX_MODEL_FOURS; four++) {
        v = _mm_add_ps(v, _mm_load_ps(m->sum[0][four][(fire >> (four * 4))
                                                      & 15]));
    }

    _mm_store_ps(y, v);
}


static inline CX_AVX2 void
cx_avx2_row(const cx_model_t *m, uint64_t fire, size_t row, float *y)
{
    size_t        four;
    __m256        low, high;
    const float  *sum;

    low = _mm256_load_ps(m->b2 + row * CX_MODEL_ROW);
    high = _mm256_load_ps(m->b2 + row * CX_MODEL_ROW + 8);

    CX_UNROLL
    for (four = 0; four < CX_MODEL_FOURS; four++) {
        sum = m->sum[row][four][(fire >> (four * 4)) & 15];

        low = _mm256_add_ps(low, _mm256_load_ps(sum));
        high = _mm256_add_ps(high, _mm256_load_ps(sum + 8));
    }

    _mm256_store_ps(y + row * CX_MODEL_ROW, low);
    _mm256_store_ps(y + row * CX_MODEL_ROW + 8, high);
}


static CX_AVX2 void
cx_avx2_offers(const cx_model_t *m, const cx_model_input_t *in,
    cx_inference_t *out)
{
    float                       base[CX_MODEL_HIDDEN]
                                    __attribute__((aligned(32)));
    size_t                      i, n, q, row;
    __m256                      s[CX_PARTS];
    uint64_t                    fire[CX_MODEL_BATCH];
    const float                *w;
    const cx_offer_features_t  *offer;

    cx_avx2_load(s, in->sums);
    cx_avx2_features(m, s, &in->imp);
    cx_avx2_store(base, s);

    for (n = 0; n < in->noffers; n++) {
        offer = in->offer[n];

        cx_avx2_load(s, base);

        for (i = 0; i < offer->n; i++) {
            w = m->column[CX_MODEL_USER + offer->index[i]];

            CX_UNROLL
            for (q = 0; q < CX_PARTS; q++) {
                s[q] = _mm256_add_ps(s[q], _mm256_load_ps(w + q * 8));
            }
        }

        fire[n] = cx_avx2_fire(m, s);
    }

    for (n = 0; in->noutputs == CX_MODEL_CHANCES && n < in->noffers; n++) {
        if (in->whole >> n & 1) {
            cx_avx2_row(m, fire[n], 0, out->y[n]);

        } else {
            cx_avx2_chances(m, fire[n], out->y[n]);
        }
    }

    for (row = 0; row < in->noutputs / CX_MODEL_ROW; row++) {
        for (n = 0; n < in->noffers; n++) {
            cx_avx2_row(m, fire[n], row, out->y[n]);
        }
    }
}


static cx_rc_t
cx_avx2_predict_batch(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    if (cx_provider_check(in, CX_MODEL_BATCH) != CX_OK) {
        return CX_ERROR;
    }

    if (!in->have_sums) {
        cx_avx2_user(p->model, in);
    }

    cx_avx2_offers(p->model, in, out);

    out->noffers = in->noffers;
    out->backend = p->name;

    return CX_OK;
}


static cx_rc_t
cx_avx2_predict(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    return in->noffers > 1 ? CX_ERROR : cx_avx2_predict_batch(p, in, out);
}


static int
cx_avx2_supported(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}


const cx_kernel_t  cx_kernel_avx2 = {
    "avx2", CX_MODEL_BATCH, cx_avx2_supported, cx_avx2_predict,
    cx_avx2_predict_batch
};

#endif
