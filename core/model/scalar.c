
/*
 * The reference: the definition in model.h, in plain C, one offer at a time.
 */

#include <math.h>

#include "core/model/layout.h"


/*
 * A product is fused into its sum, as the vector kernels do it; by one there
 * is nothing to round, and the call is spared.
 */

static void
cx_scalar_add(const cx_model_t *m, float s[CX_MODEL_HIDDEN], size_t input,
    float value)
{
    size_t        j;
    const float  *w;

    w = m->column[input];

    if (value == 1.0f) {
        for (j = 0; j < CX_MODEL_HIDDEN; j++) {
            s[j] += w[j];
        }

        return;
    }

    for (j = 0; j < CX_MODEL_HIDDEN; j++) {
        s[j] = fmaf(w[j], value, s[j]);
    }
}


static void
cx_scalar_user(const cx_model_t *m, cx_model_input_t *in)
{
    uint32_t  i;

    memcpy(in->sums, m->b1, sizeof(in->sums));

    for (i = 0; i < in->user.n; i++) {
        cx_scalar_add(m, in->sums, in->user.index[i], in->user.value[i]);
    }

    in->have_sums = 1;
}


static float
cx_scalar_output(const cx_model_t *m, const float s[CX_MODEL_HIDDEN],
    size_t output)
{
    float   y, four;
    size_t  j, n;

    y = m->b2[output];

    for (j = 0; j < CX_MODEL_HIDDEN; j += 4) {
        four = 0;

        for (n = j; n < j + 4; n++) {
            if (s[n] > m->threshold[n]) {
                four += m->weights.w2[output][n];
            }
        }

        y += four;
    }

    return y;
}


static void
cx_scalar_offer(const cx_model_t *m, const cx_model_input_t *in, uint32_t n,
    cx_inference_t *out)
{
    float                       s[CX_MODEL_HIDDEN];
    uint32_t                    i, noutputs;
    const cx_offer_features_t  *offer;

    offer = in->offer[n];
    memcpy(s, in->sums, sizeof(s));

    for (i = 0; i < in->imp.n; i++) {
        cx_scalar_add(m, s, in->imp.index[i], in->imp.value[i]);
    }

    for (i = 0; i < offer->n; i++) {
        cx_scalar_add(m, s, (size_t) CX_MODEL_USER + offer->index[i], 1.0f);
    }

    noutputs = in->whole >> n & 1 ? cx_max(in->noutputs, CX_MODEL_HEADS)
                                  : in->noutputs;

    for (i = 0; i < noutputs; i++) {
        out->y[n][i] = cx_scalar_output(m, s, i);
    }
}


static cx_rc_t
cx_scalar_run(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out, uint32_t max)
{
    uint32_t  n;

    if (cx_provider_check(in, max) != CX_OK) {
        return CX_ERROR;
    }

    if (!in->have_sums) {
        cx_scalar_user(p->model, in);
    }

    for (n = 0; n < in->noffers; n++) {
        cx_scalar_offer(p->model, in, n, out);
    }

    out->noffers = in->noffers;
    out->backend = p->name;

    return CX_OK;
}


static cx_rc_t
cx_scalar_predict(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    return cx_scalar_run(p, in, out, 1);
}


static cx_rc_t
cx_scalar_predict_batch(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    return cx_scalar_run(p, in, out, CX_MODEL_BATCH);
}


static int
cx_scalar_supported(void)
{
    return 1;
}


const cx_kernel_t  cx_kernel_scalar = {
    "scalar", 1, cx_scalar_supported, cx_scalar_predict,
    cx_scalar_predict_batch
};
