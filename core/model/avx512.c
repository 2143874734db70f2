#include "core/model/layout.h"


#if defined(__x86_64__)

#include <immintrin.h>


#define CX_AVX512  __attribute__((target("avx512f,avx2,fma")))


static inline CX_AVX512 void
cx_avx512_add(__m512 s[4], const float *column, float value)
{
    __m512  v;

    v = _mm512_set1_ps(value);

    s[0] = _mm512_fmadd_ps(_mm512_load_ps(column), v, s[0]);
    s[1] = _mm512_fmadd_ps(_mm512_load_ps(column + 16), v, s[1]);
    s[2] = _mm512_fmadd_ps(_mm512_load_ps(column + 32), v, s[2]);
    s[3] = _mm512_fmadd_ps(_mm512_load_ps(column + 48), v, s[3]);
}


static inline CX_AVX512 void
cx_avx512_features(const cx_model_t *m, __m512 s[4], const cx_features_t *f)
{
    uint32_t  i;

    for (i = 0; i < f->n; i++) {
        cx_avx512_add(s, m->column[f->index[i]], f->value[i]);
    }
}


static CX_AVX512 void
cx_avx512_user(const cx_model_t *m, cx_model_input_t *in)
{
    size_t  q;
    __m512  s[4];

    for (q = 0; q < 4; q++) {
        s[q] = _mm512_load_ps(m->b1 + q * 16);
    }

    cx_avx512_features(m, s, &in->user);

    for (q = 0; q < 4; q++) {
        _mm512_store_ps(in->sums + q * 16, s[q]);
    }

    in->have_sums = 1;
}


/* a bit for each neuron that fires */

static inline CX_AVX512 uint64_t
cx_avx512_fire(const cx_model_t *m, const __m512 s[4])
{
    size_t    q;
    uint64_t  fire;

    fire = 0;

    for (q = 0; q < 4; q++) {
        fire |= (uint64_t) _mm512_cmp_ps_mask(s[q],
                                       _mm512_load_ps(m->threshold + q * 16),
                                       _CMP_GT_OQ)
                << (q * 16);
    }

    return fire;
}


static inline CX_AVX512 void
cx_avx512_row(const cx_model_t *m, uint64_t fire, size_t row, float *y)
{
    size_t  four;
    __m512  sum;

    sum = _mm512_load_ps(m->b2 + row * CX_MODEL_ROW);

    for (four = 0; four < CX_MODEL_FOURS; four++) {
        sum = _mm512_add_ps(sum, _mm512_load_ps(
                                     m->sum[row][four][(fire >> (four * 4))
                                                       & 15]));
    }

    _mm512_store_ps(y + row * CX_MODEL_ROW, sum);
}


static CX_AVX512 void
cx_avx512_offers(const cx_model_t *m, const cx_model_input_t *in,
    cx_inference_t *out)
{
    size_t                      i, n, row;
    __m512                      base[4], s[4];
    uint64_t                    fire;
    const float                *w;
    const cx_offer_features_t  *offer;

    for (i = 0; i < 4; i++) {
        base[i] = _mm512_load_ps(in->sums + i * 16);
    }

    cx_avx512_features(m, base, &in->imp);

    for (n = 0; n < in->noffers; n++) {
        offer = in->offer[n];

        s[0] = base[0];
        s[1] = base[1];
        s[2] = base[2];
        s[3] = base[3];

        for (i = 0; i < offer->n; i++) {
            w = m->column[CX_MODEL_USER + offer->index[i]];

            s[0] = _mm512_add_ps(s[0], _mm512_load_ps(w));
            s[1] = _mm512_add_ps(s[1], _mm512_load_ps(w + 16));
            s[2] = _mm512_add_ps(s[2], _mm512_load_ps(w + 32));
            s[3] = _mm512_add_ps(s[3], _mm512_load_ps(w + 48));
        }

        fire = cx_avx512_fire(m, s);

        for (row = 0; row < in->noutputs / CX_MODEL_ROW; row++) {
            cx_avx512_row(m, fire, row, out->y[n]);
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

    if (!in->have_sums) {
        cx_avx512_user(p->model, in);
    }

    cx_avx512_offers(p->model, in, out);

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
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx2")
           && __builtin_cpu_supports("fma");
}


const cx_kernel_t  cx_kernel_avx512 = {
    "avx512", CX_MODEL_BATCH, cx_avx512_supported, cx_avx512_predict,
    cx_avx512_predict_batch
};

#endif
