
/*
 * A model in memory and in its file; for this room alone.
 */

#ifndef CX_MODEL_LAYOUT_H
#define CX_MODEL_LAYOUT_H

#include "core/model/model.h"


/* no weight of a sane network is larger; sums of such stay finite */

#define CX_MODEL_WEIGHT_MAX  1024.0f

#define CX_MODEL_MAGIC       "CXMODEL"
#define CX_MODEL_BYTE_ORDER  0x01020304U
#define CX_MODEL_FORMAT      1


/* the weights as the file has them */

typedef struct {
    float  w1[CX_MODEL_HIDDEN][CX_MODEL_INPUTS];
    float  b1[CX_MODEL_HIDDEN];
    float  threshold[CX_MODEL_HIDDEN];
    float  w2[CX_MODEL_OUTPUTS][CX_MODEL_HIDDEN];
    float  b2[CX_MODEL_OUTPUTS];
} cx_weights_t;


/*
 * What stands before them.  The checksum is that of the header before it;
 * the weights have theirs in id.
 */

typedef struct {
    uint8_t   magic[8];
    uint32_t  byte_order;
    uint32_t  format;
    uint32_t  layout;               /* CX_FEATURE_LAYOUT */
    uint32_t  inputs;
    uint32_t  hidden;
    uint32_t  outputs;
    uint64_t  size;                 /* of the whole file */
    int64_t   trained_at;
    uint32_t  version;              /* given by who trained it */
    uint32_t  heads;
    char      name[32];
    uint64_t  id;
    uint64_t  checksum;
} cx_model_header_t;

#define CX_MODEL_FILE_SIZE  (sizeof(cx_model_header_t) + sizeof(cx_weights_t))


/*
 * The second layer adds up rows of weights of the neurons that fire.  Neurons
 * go by fours: the sum of any four is looked up, not made, and all kernels
 * add in the same order, so that they agree to the last bit.  Outputs go by
 * sixteens, the width of a row; the heads are the first of these.
 */

#define CX_MODEL_ROW     16
#define CX_MODEL_ROWS    (CX_MODEL_OUTPUTS / CX_MODEL_ROW)
#define CX_MODEL_FOURS   (CX_MODEL_HIDDEN / 4)

/*
 * chance has the sums of the first few outputs once more, those of one output
 * side by side: a register of them is indexed by that of sixteen offers.
 */

struct cx_model_s {
    float            column[CX_MODEL_INPUTS][CX_MODEL_HIDDEN]
                         __attribute__((aligned(64)));
    float            sum[CX_MODEL_ROWS][CX_MODEL_FOURS][16][CX_MODEL_ROW]
                         __attribute__((aligned(64)));
    float            chance[CX_MODEL_CHANCES][CX_MODEL_FOURS][16]
                         __attribute__((aligned(64)));
    float            b1[CX_MODEL_HIDDEN] __attribute__((aligned(64)));
    float            threshold[CX_MODEL_HIDDEN] __attribute__((aligned(64)));
    float            b2[CX_MODEL_OUTPUTS] __attribute__((aligned(64)));
    cx_weights_t     weights;
    cx_model_info_t  info;
};

/* checks what it gets; the id is made here */

cx_model_t *cx_model_create(const cx_weights_t *w, const cx_model_info_t *info,
    cx_error_t *e);
const cx_weights_t *cx_model_weights(const cx_model_t *m);


/* a kernel: one way to be a provider */

typedef struct {
    const char  *name;
    uint32_t     max_batch_size;
    int        (*supported)(void);
    cx_rc_t    (*predict)(const cx_provider_t *p, cx_model_input_t *in,
                          cx_inference_t *out);
    cx_rc_t    (*predict_batch)(const cx_provider_t *p, cx_model_input_t *in,
                                cx_inference_t *out);
} cx_kernel_t;

extern const cx_kernel_t  cx_kernel_scalar;

#if defined(__x86_64__)
extern const cx_kernel_t  cx_kernel_avx2;
extern const cx_kernel_t  cx_kernel_avx512;
#endif

#if defined(__aarch64__)
extern const cx_kernel_t  cx_kernel_neon;
#endif


/* every kernel asks this first; noffers at most max */

cx_rc_t cx_provider_check(const cx_model_input_t *in, uint32_t max);


#endif /* CX_MODEL_LAYOUT_H */
