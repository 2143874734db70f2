#include "core/model/layout.h"


#if defined(__aarch64__)

#include <arm_neon.h>


#define CX_PARTS  (CX_MODEL_HIDDEN / 4)

/* the parts of a sum are in registers only if their loop is unrolled */

#define CX_UNROLL  _Pragma("GCC unroll 16")


static inline void
cx_neon_features(const cx_model_t *m, float32x4_t s[CX_PARTS],
    const cx_features_t *f)
{
    size_t        q;
    uint32_t      i;
    float32x4_t   v;
    const float  *w;

    for (i = 0; i < f->n; i++) {
        w = m->column[f->index[i]];
        v = vdupq_n_f32(f->value[i]);

        CX_UNROLL
        for (q = 0; q < CX_PARTS; q++) {
            s[q] = vfmaq_f32(s[q], vld1q_f32(w + q * 4), v);
        }
    }
}


static void
cx_neon_user(const cx_model_t *m, cx_model_input_t *in)
{
    size_t       q;
    float32x4_t  s[CX_PARTS];

    CX_UNROLL
    for (q = 0; q < CX_PARTS; q++) {
        s[q] = vld1q_f32(m->b1 + q * 4);
    }

    cx_neon_features(m, s, &in->user);

    CX_UNROLL
    for (q = 0; q < CX_PARTS; q++) {
        vst1q_f32(in->sums + q * 4, s[q]);
    }

    in->have_sums = 1;
}


/* which of four neurons fire, as a number of four bits */

static inline uint8_t
cx_neon_fire(float32x4_t s, const float *threshold)
{
    static const uint32_t  bit[4] = { 1, 2, 4, 8 };

    return (uint8_t) vaddvq_u32(vandq_u32(vcgtq_f32(s, vld1q_f32(threshold)),
                                          vld1q_u32(bit)));
}


static inline void
cx_neon_chances(const cx_model_t *m, const uint8_t fire[CX_MODEL_FOURS],
    float *y)
{
    size_t       four;
    float32x4_t  v;

    v = vld1q_f32(m->b2);

    for (four = 0; four < CX_MODEL_FOURS; four++) {
        v = vaddq_f32(v, vld1q_f32(m->sum[0][four][fire[four]]));
    }

    vst1q_f32(y, v);
}


static inline void
cx_neon_row(const cx_model_t *m, const uint8_t fire[CX_MODEL_FOURS],
    size_t row, float *y)
{
    size_t        four, q;
    const float  *sum;
    float32x4_t   v[4];

    CX_UNROLL
    for (q = 0; q < 4; q++) {
        v[q] = vld1q_f32(m->b2 + row * CX_MODEL_ROW + q * 4);
    }

    for (four = 0; four < CX_MODEL_FOURS; four++) {
        sum = m->sum[row][four][fire[four]];

        CX_UNROLL
        for (q = 0; q < 4; q++) {
            v[q] = vaddq_f32(v[q], vld1q_f32(sum + q * 4));
        }
    }

    CX_UNROLL
    for (q = 0; q < 4; q++) {
        vst1q_f32(y + row * CX_MODEL_ROW + q * 4, v[q]);
    }
}


static void
cx_neon_offers(const cx_model_t *m, const cx_model_input_t *in,
    cx_inference_t *out)
{
    size_t                      i, n, q, row;
    uint8_t                     fire[CX_MODEL_FOURS];
    const float                *w;
    float32x4_t                 base[CX_PARTS], s[CX_PARTS];
    const cx_offer_features_t  *offer;

    CX_UNROLL
    for (q = 0; q < CX_PARTS; q++) {
        base[q] = vld1q_f32(in->sums + q * 4);
    }

    cx_neon_features(m, base, &in->imp);

    for (n = 0; n < in->noffers; n++) {
        offer = in->offer[n];

        CX_UNROLL
        for (q = 0; q < CX_PARTS; q++) {
            s[q] = base[q];
        }

        for (i = 0; i < offer->n; i++) {
            w = m->column[CX_MODEL_USER + offer->index[i]];

            CX_UNROLL
            for (q = 0; q < CX_PARTS; q++) {
                s[q] = vaddq_f32(s[q], vld1q_f32(w + q * 4));
            }
        }

        CX_UNROLL
        for (q = 0; q < CX_PARTS; q++) {
            fire[q] = cx_neon_fire(s[q], m->threshold + q * 4);
        }

        if (in->noutputs == CX_MODEL_CHANCES) {
            if (in->whole >> n & 1) {
                cx_neon_row(m, fire, 0, out->y[n]);

            } else {
                cx_neon_chances(m, fire, out->y[n]);
            }
        }

        for (row = 0; row < in->noutputs / CX_MODEL_ROW; row++) {
            cx_neon_row(m, fire, row, out->y[n]);
        }
    }
}


static cx_rc_t
cx_neon_predict_batch(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    if (cx_provider_check(in, CX_MODEL_BATCH) != CX_OK) {
        return CX_ERROR;
    }

    if (!in->have_sums) {
        cx_neon_user(p->model, in);
    }

    cx_neon_offers(p->model, in, out);

    out->noffers = in->noffers;
    out->backend = p->name;

    return CX_OK;
}


static cx_rc_t
cx_neon_predict(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    return in->noffers > 1 ? CX_ERROR : cx_neon_predict_batch(p, in, out);
}


static int
cx_neon_supported(void)
{
    return 1;
}


const cx_kernel_t  cx_kernel_neon = {
    "neon", CX_MODEL_BATCH, cx_neon_supported, cx_neon_predict,
    cx_neon_predict_batch
};

#endif
