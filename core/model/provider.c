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


/*
 * Indices are bytes, and eight bytes are a word: all are looked at together,
 * those behind the last as zero.
 */

static inline uint64_t
cx_provider_indices(const uint8_t *index, uint32_t n)
{
    uint64_t  word, used;

    static const uint8_t  bytes[9][8] = {
        { 0 },
        { 255 },
        { 255, 255 },
        { 255, 255, 255 },
        { 255, 255, 255, 255 },
        { 255, 255, 255, 255, 255 },
        { 255, 255, 255, 255, 255, 255 },
        { 255, 255, 255, 255, 255, 255, 255 },
        { 255, 255, 255, 255, 255, 255, 255, 255 }
    };

    memcpy(&word, index, sizeof(word));
    memcpy(&used, bytes[n], sizeof(used));

    return word & used;
}


/* 192 and above: both high bits of a byte are set */

static uint64_t
cx_provider_check_features(const cx_features_t *f)
{
    uint32_t  i;
    uint64_t  bad, word;

    if (f->n > CX_FEATURES_MAX) {
        return 1;
    }

    bad = 0;

    for (i = 0; i < f->n; i += 8) {
        word = cx_provider_indices(f->index + i, cx_min(f->n - i, 8));
        bad |= word & word << 1;
    }

    return bad & 0x8080808080808080ULL;
}


/* 64 and above: one of the two is */

static uint64_t
cx_provider_check_offers(const cx_model_input_t *in)
{
    uint32_t                    i;
    uint64_t                    bad;
    const cx_offer_features_t  *offer;

    bad = 0;

    for (i = 0; i < in->noffers; i++) {
        offer = in->offer[i];

        if (offer == NULL || offer->n > CX_OFFER_FEATURES_MAX) {
            return 1;
        }

        bad |= cx_provider_indices(offer->index, offer->n);
    }

    return bad & 0xc0c0c0c0c0c0c0c0ULL;
}


cx_rc_t
cx_provider_check(const cx_model_input_t *in, uint32_t max)
{
    if (in->noffers > cx_min(max, CX_MODEL_BATCH)
        || (in->noutputs != CX_MODEL_CHANCES && in->noutputs != CX_MODEL_HEADS
            && in->noutputs != CX_MODEL_OUTPUTS))
    {
        return CX_ERROR;
    }

    if (!in->have_sums && cx_provider_check_features(&in->user) != 0) {
        return CX_ERROR;
    }

    if (cx_provider_check_features(&in->imp) != 0
        || cx_provider_check_offers(in) != 0)
    {
        return CX_ERROR;
    }

    return CX_OK;
}


float
cx_sigmoid(float logit)
{
    return 1.0f / (1.0f + expf(-logit));
}
