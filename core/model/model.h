
/*
 * CoLaNet, the network that scores offers: 256 inputs, 64 hidden neurons
 * that fire or do not, 64 outputs.
 *
 *     s[j] = b1[j] + sum over k of w1[j][k] * x[k]
 *     h[j] = s[j] > threshold[j]
 *     y[i] = b2[i] + sum over j of w2[i][j] * h[j]
 *
 * Inputs 0 to 191 are the customer and the context, 192 to 255 the offer.
 * The sum over the customer's inputs is the same for all offers of a
 * request, so it is made once; an offer adds its few columns to it.
 *
 * Outputs 0 to 3 are the offer's heads, 4 to 15 those of its variants: one
 * row of 16 floats, one 512-bit register.  16 to 63 are free for heads to
 * come; a caller that wants them asks for all 64.  Where few offers have
 * variants, it asks for 4 outputs, and for 16 of those few.
 */

#ifndef CX_MODEL_H
#define CX_MODEL_H

#include "core/base/base.h"
#include "core/catalog/catalog.h"


/* an offer's own columns are in the catalogue: cx_offer_features_t */

#define CX_MODEL_INPUTS     256
#define CX_MODEL_USER       192
#define CX_MODEL_OFFER      (CX_MODEL_INPUTS - CX_MODEL_USER)
#define CX_MODEL_HIDDEN     64
#define CX_MODEL_OUTPUTS    64
#define CX_MODEL_HEADS      16
#define CX_MODEL_CHANCES    4           /* of these, the offer's own */
#define CX_MODEL_VARIANTS   12
#define CX_MODEL_BATCH      16          /* offers of one impression */

enum {
    CX_HEAD_CLICK = 0,
    CX_HEAD_CONVERSION,                 /* given a click */
    CX_HEAD_COMPLETION,                 /* of a video or audio, given a start */
    CX_HEAD_SPARE,
    CX_HEAD_VARIANT                     /* the first of twelve */
};


/*
 * The active inputs of the customer's part.  A value that is no number
 * keeps neurons silent and does no other harm.
 */

#define CX_FEATURES_MAX  104

typedef struct {
    uint32_t  n;
    uint8_t   index[CX_FEATURES_MAX];   /* 0 to 191, each once */
    float     value[CX_FEATURES_MAX];
} cx_features_t;

/*
 * One impression's question.  sums belongs to the provider: it holds the
 * customer's part between the impressions of one request; a caller sets
 * have_sums to 0 when user changes, and leaves the rest alone.
 */

typedef struct {
    float                 sums[CX_MODEL_HIDDEN] __attribute__((aligned(64)));
    int                   have_sums;
    cx_features_t         user;
    cx_features_t         imp;          /* of this impression; may be empty */
    const cx_offer_features_t  *offer[CX_MODEL_BATCH];
    uint32_t              noffers;
    uint32_t              noutputs;     /* CX_MODEL_CHANCES, _HEADS, _OUTPUTS */
    uint32_t              whole;        /* bit n: _HEADS of offer n at least */
} cx_model_input_t;


/* the answer: logits, not probabilities */

typedef struct {
    float        y[CX_MODEL_BATCH][CX_MODEL_OUTPUTS]
                     __attribute__((aligned(64)));
    uint32_t     noffers;
    const char  *backend;
    uint64_t     duration_ns;           /* set by who called, from its clock */
} cx_inference_t;


/* a model: read from a file, checked, then only read from */

typedef struct cx_model_s  cx_model_t;

cx_model_t *cx_model_load(const void *data, size_t size, cx_error_t *e);
cx_model_t *cx_model_open(const char *path, cx_error_t *e);
void cx_model_close(cx_model_t *m);
cx_rc_t cx_model_save(const cx_model_t *m, const char *path, cx_error_t *e);

typedef struct {
    uint64_t  id;                       /* the checksum of its weights */
    uint32_t  version;
    int64_t   trained_at;
    char      name[32];
} cx_model_info_t;

const cx_model_info_t *cx_model_info(const cx_model_t *m);


/*
 * Who runs it.  CPU kernels now; an accelerator is another provider behind
 * the same four.  A provider holds no state of a request.
 */

typedef struct cx_provider_s  cx_provider_t;

struct cx_provider_s {
    const char        *name;            /* "scalar", "avx2", "avx512", "neon" */
    uint32_t           max_batch_size;
    cx_rc_t          (*predict)(const cx_provider_t *p, cx_model_input_t *in,
                                cx_inference_t *out);       /* one offer */
    cx_rc_t          (*predict_batch)(const cx_provider_t *p,
                                cx_model_input_t *in, cx_inference_t *out);
    const cx_model_t  *model;
};

/*
 * name: one of the above, or "auto" for the best this CPU runs.  CX_DECLINED
 * with *e if this build or this CPU lacks it.
 */

cx_rc_t cx_provider_cpu(cx_provider_t *p, const char *name,
    const cx_model_t *m, cx_error_t *e);

/* the names that cx_provider_cpu() takes on this machine, NULL at the end */

const char *const *cx_provider_cpu_names(void);


float cx_sigmoid(float logit);


#endif /* CX_MODEL_H */
