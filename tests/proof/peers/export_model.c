/* a model whose sums are exact, and its weights as whole numbers */

#include <math.h>
#include <stdio.h>

#include "tests/proof/peers/export.h"


static void
cut(float *v, size_t n, float scale)
{
    size_t  i;

    for (i = 0; i < n; i++) {
        v[i] = rintf(v[i] * scale) / scale;
    }
}


cx_model_t *
export_model_open(const char *path, const char *out, cx_error_t *e)
{
    cx_model_t    *m, *made;
    cx_weights_t   w;

    m = cx_model_open(path, e);

    if (m == NULL) {
        return NULL;
    }

    w = *cx_model_weights(m);

    cut(w.w1[0], sizeof(w.w1) / sizeof(float), HIDDEN_SCALE);
    cut(w.b1, CX_MODEL_HIDDEN, HIDDEN_SCALE);
    cut(w.threshold, CX_MODEL_HIDDEN, HIDDEN_SCALE);
    cut(w.w2[0], sizeof(w.w2) / sizeof(float), OUTPUT_SCALE);
    cut(w.b2, CX_MODEL_OUTPUTS, OUTPUT_SCALE);

    made = cx_model_create(&w, cx_model_info(m), e);
    cx_model_close(m);

    return made != NULL && cx_model_save(made, out, e) == CX_OK ? made : NULL;
}


static void
put_weights(const float *v, uint32_t n, float scale)
{
    uint32_t  i;

    for (i = 0; i < n; i++) {
        (void) printf(i ? ",%ld" : "[%ld", lrintf(v[i] * scale));
    }

    (void) printf("]");
}


/* of every logit that there can be: what a bidder does with it is a look-up */

static void
put_sigmoid(const cx_weights_t *w)
{
    int       i, most;
    float     sum, reach;
    int64_t   p;
    uint32_t  head, j;

    for (head = 0, reach = 0; head <= CX_HEAD_COMPLETION; head++) {
        for (j = 0, sum = fabsf(w->b2[head]); j < CX_MODEL_HIDDEN; j++) {
            sum += fabsf(w->w2[head][j]);
        }

        reach = fmaxf(reach, sum);
    }

    most = (int) (reach * OUTPUT_SCALE) + 1;
    (void) printf(",\n\"middle\":%d,\"sigmoid\":[", most);

    for (i = -most; i <= most; i++) {
        p = export_fixed(cx_sigmoid((float) i / OUTPUT_SCALE));
        (void) printf(i == -most ? "%lld" : ",%lld", (long long) p);
    }

    (void) printf("]");
}


void
export_model_put(const cx_model_t *m)
{
    float                base[CX_MODEL_HIDDEN];
    uint32_t             i;
    const cx_weights_t  *w;

    w = cx_model_weights(m);

    for (i = 0; i < CX_MODEL_HIDDEN; i++) {
        base[i] = w->b1[i] - w->threshold[i];
    }

    (void) printf("\"model\":{\"base\":");
    put_weights(base, CX_MODEL_HIDDEN, HIDDEN_SCALE);

    for (i = 0; i < CX_MODEL_USER; i++) {
        (void) printf(i ? ",\n" : ",\n\"user\":[");
        put_weights(m->column[i], CX_MODEL_HIDDEN, HIDDEN_SCALE);
    }

    for (i = 0; i < CX_MODEL_HEADS; i++) {
        (void) printf(i ? ",\n" : "],\n\"w2\":[");
        put_weights(w->w2[i], CX_MODEL_HIDDEN, OUTPUT_SCALE);
    }

    (void) printf("],\n\"b2\":");
    put_weights(w->b2, CX_MODEL_HEADS, OUTPUT_SCALE);
    put_sigmoid(w);
    (void) printf("},\n");
}
