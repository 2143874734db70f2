#include <math.h>

#include "core/model/layout.h"


/* the best first; a CPU that has one of them has all behind it */

static const cx_kernel_t *const  cx_kernels[] = {
#if defined(__x86_64__)
    &cx_kernel_avx512,
    &cx_kernel_avx2,
#endif
#if defined(__aarch64__)
    &cx_kernel_neon,
#endif
    &cx_kernel_scalar
};

static const char *const  cx_kernel_names[] = {
#if defined(__x86_64__)
    "avx512",
    "avx2",
#endif
#if defined(__aarch64__)
    "neon",
#endif
    "scalar",
    NULL
};


static size_t
cx_kernel_best(void)
{
    size_t  i;

    for (i = 0; !cx_kernels[i]->supported(); i++) { /* void */ }

    return i;
}


const char *const *
cx_provider_cpu_names(void)
{
    return &cx_kernel_names[cx_kernel_best()];
}


cx_rc_t
cx_provider_cpu(cx_provider_t *p, const char *name, const cx_model_t *m,
    cx_error_t *e)
{
    size_t              i, best;
    const cx_kernel_t  *k;

    best = cx_kernel_best();

    for (i = best; i < cx_nelts(cx_kernels); i++) {
        k = cx_kernels[i];

        if (strcmp(name, k->name) == 0 || strcmp(name, "auto") == 0) {
            p->name = k->name;
            p->max_batch_size = k->max_batch_size;
            p->predict = k->predict;
            p->predict_batch = k->predict_batch;
            p->model = m;

            return CX_OK;
        }
    }

    (void) cx_error(e, CX_E_NOT_FOUND, "backend",
                    "auto, or what this CPU and build have of avx512, avx2, "
                    "neon, scalar", "\"%.32s\" is not to be had here", name);

    return CX_DECLINED;
}


static cx_rc_t
cx_provider_check_features(const cx_features_t *f)
{
    uint32_t  i;

    if (f->n > CX_FEATURES_MAX) {
        return CX_ERROR;
    }

    for (i = 0; i < f->n; i++) {
        if (f->index[i] >= CX_MODEL_USER
            || !(fabsf(f->value[i]) <= CX_MODEL_VALUE_MAX))
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


/*
 * All indices of an offer at once: eight bytes are a word, of which none may
 * have one of its two high bits.  Those behind n do not count.
 */

static inline uint64_t
cx_provider_offer_bits(const cx_offer_features_t *offer)
{
    uint64_t  word, used;

    memcpy(&word, offer->index, sizeof(word));

    used = ~0ULL >> (64 - 8 * offer->n);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    used = __builtin_bswap64(used);
#endif

    return word & used & 0xc0c0c0c0c0c0c0c0ULL;
}


cx_rc_t
cx_provider_check(const cx_model_input_t *in, uint32_t max)
{
    uint32_t                    i;
    uint64_t                    bits;
    const cx_offer_features_t  *offer;

    if (in->noffers > max || in->noffers > CX_MODEL_BATCH
        || (in->noutputs != CX_MODEL_HEADS
            && in->noutputs != CX_MODEL_OUTPUTS))
    {
        return CX_ERROR;
    }

    if (!in->have_sums && cx_provider_check_features(&in->user) != CX_OK) {
        return CX_ERROR;
    }

    if (cx_provider_check_features(&in->imp) != CX_OK) {
        return CX_ERROR;
    }

    bits = 0;

    for (i = 0; i < in->noffers; i++) {
        offer = in->offer[i];

        if (offer == NULL || offer->n > CX_OFFER_FEATURES_MAX) {
            return CX_ERROR;
        }

        if (offer->n) {
            bits |= cx_provider_offer_bits(offer);
        }
    }

    return bits ? CX_ERROR : CX_OK;
}


float
cx_sigmoid(float logit)
{
    return 1.0f / (1.0f + expf(-logit));
}
