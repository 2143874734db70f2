
/*
 * A model file that a stranger made, and then a question that a stranger
 * asks it: of every provider, all of which must agree to the last bit.
 *
 * A model file is large and almost all of it is weights, so the input is not
 * the file but what is changed in a good one:
 *
 *     flags     1 byte   bit 0: the rest is the file itself
 *                        bit 1: leave the checksums wrong
 *                        bit 2: ask for all outputs
 *     header    104      xor, on the header's own bytes
 *     size      1        signed, added to the file's size
 *     patches   1        how many weights: a number of 2 bytes, a float
 *     question           the rest: see question()
 */

#include <stdlib.h>

#include "core/model/features.h"
#include "core/model/layout.h"


#define FLOATS  (sizeof(cx_weights_t) / sizeof(float))


typedef struct {
    const uint8_t  *pos;
    const uint8_t  *end;
} input_t;


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


/* what is missing is zero */

static void
take(input_t *in, void *dst, size_t n)
{
    size_t  have;

    have = cx_min(n, (size_t) (in->end - in->pos));
    memset(dst, 0, n);

    if (have) {
        memcpy(dst, in->pos, have);
        in->pos += have;
    }
}


static uint8_t
take_byte(input_t *in)
{
    uint8_t  c;

    take(in, &c, 1);

    return c;
}


static uint64_t
checksum(const void *data, size_t size)
{
    cx_checksum_t  c;

    cx_checksum_init(&c);
    cx_checksum_update(&c, data, size);

    return cx_checksum_final(&c);
}


static void
good_header(cx_model_header_t *h)
{
    memset(h, 0, sizeof(cx_model_header_t));
    memcpy(h->magic, CX_MODEL_MAGIC, sizeof(h->magic));
    h->byte_order = CX_MODEL_BYTE_ORDER;
    h->format = CX_MODEL_FORMAT;
    h->layout = CX_FEATURE_LAYOUT;
    h->inputs = CX_MODEL_INPUTS;
    h->hidden = CX_MODEL_HIDDEN;
    h->outputs = CX_MODEL_OUTPUTS;
    h->heads = CX_MODEL_HEADS;
    h->size = CX_MODEL_FILE_SIZE;
    h->name[0] = 'f';
}


/* weights that are good, and different enough; made once */

static const float *
good_weights(void)
{
    size_t        i;
    static int    made;
    static float  w[FLOATS];

    for (i = made ? FLOATS : 0; i < FLOATS; i++) {
        w[i] = (float) ((int) (i * 37 % 129) - 64) / 64.0f;
    }

    made = 1;

    return w;
}


/* the file, in memory of its own size */

static uint8_t *
build(input_t *in, uint8_t flags, size_t *size)
{
    size_t               i, n, have;
    uint8_t             *file, *w, xor[sizeof(cx_model_header_t)];
    uint16_t             at;
    cx_model_header_t    h;

    good_header(&h);
    take(in, xor, sizeof(xor));

    for (i = 0; i < sizeof(xor); i++) {
        ((uint8_t *) &h)[i] ^= xor[i];
    }

    *size = CX_MODEL_FILE_SIZE + (size_t) (ptrdiff_t) (int8_t) take_byte(in);
    have = cx_min(*size - sizeof(h), sizeof(cx_weights_t));
    file = malloc(*size);
    w = file + sizeof(h);

    memcpy(w, good_weights(), have);
    memset(w + have, 0, *size - sizeof(h) - have);

    for (n = take_byte(in); n; n--) {
        take(in, &at, sizeof(at));
        take(in, w + at % (have / sizeof(float)) * sizeof(float),
             sizeof(float));
    }

    if (!(flags & 2)) {
        h.id = checksum(w, have);
        h.checksum = checksum(&h, offsetof(cx_model_header_t, checksum));
    }

    memcpy(file, &h, sizeof(h));

    return file;
}


static void
take_features(input_t *in, cx_features_t *f)
{
    uint32_t  i;

    f->n = take_byte(in);

    for (i = 0; i < cx_min(f->n, CX_FEATURES_MAX); i++) {
        f->index[i] = take_byte(in);

        if (f->index[i] & 1) {
            take(in, &f->value[i], sizeof(float));

        } else {
            f->value[i] = 1.0f;
        }
    }
}


static void
question(input_t *in, cx_model_input_t *q, cx_offer_features_t *offer)
{
    uint32_t  i;

    q->have_sums = 0;
    take_features(in, &q->user);
    take_features(in, &q->imp);
    q->noffers = take_byte(in) & 31;

    for (i = 0; i < CX_MODEL_BATCH; i++) {
        take(in, &offer[i], sizeof(cx_offer_features_t));
        q->offer[i] = &offer[i];
    }
}


static void
ask(const cx_model_t *m, input_t *in, uint8_t flags)
{
    cx_rc_t               rc, want_rc;
    uint32_t              n;
    cx_provider_t         p;
    cx_inference_t        want, got;
    cx_model_input_t      q;
    const char *const    *name;
    cx_offer_features_t   offer[CX_MODEL_BATCH];

    memset(&q, 0, sizeof(q));
    question(in, &q, offer);
    q.noutputs = flags & 4 ? CX_MODEL_OUTPUTS
                 : flags & 8 ? CX_MODEL_CHANCES : CX_MODEL_HEADS;

    (void) cx_provider_cpu(&p, "scalar", m, NULL);
    want_rc = p.predict_batch(&p, &q, &want);

    for (name = cx_provider_cpu_names(); *name; name++) {
        (void) cx_provider_cpu(&p, *name, m, NULL);
        q.have_sums = 0;
        rc = p.predict_batch(&p, &q, &got);

        if (rc != want_rc) {
            abort();
        }

        for (n = 0; rc == CX_OK && n < q.noffers; n++) {
            if (memcmp(want.y[n], got.y[n], q.noutputs * sizeof(float)) != 0) {
                abort();
            }
        }
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t       n;
    uint8_t     *file, flags;
    input_t      in;
    cx_error_t   e;
    cx_model_t  *m;

    in.pos = data;
    in.end = data + size;
    flags = take_byte(&in);

    if (flags & 1) {
        n = (size_t) (in.end - in.pos);
        file = malloc(cx_max(n, 1));
        take(&in, file, n);

    } else {
        file = build(&in, flags, &n);
    }

    m = cx_model_load(file, n, &e);
    free(file);

    if (m != NULL) {
        ask(m, &in, flags);
        cx_model_close(m);

    } else if (e.fault[0] == '\0') {
        abort();
    }

    return 0;
}
