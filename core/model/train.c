#include <math.h>
#include <stdlib.h>

#include "core/model/layout.h"
#include "core/model/random.h"
#include "core/model/train.h"


/* this many inputs at once are more than cx_features_*() ever switch on */

#define CX_ACTIVE_MAX   (2 * CX_FEATURES_MAX + CX_OFFER_FEATURES_MAX)

#define CX_TRAIN_RATE   0.2f
#define CX_TRAIN_SMALL  1e-6f

/* the share of the variants' loss beside those of the offer's heads */

#define CX_TRAIN_VARIANT  0.03f


/* a weight and the sum of the squares of its gradients */

typedef struct {
    float  w, g2;
} cx_learned_t;

struct cx_trainer_s {
    cx_learned_t  w1[CX_MODEL_INPUTS][CX_MODEL_HIDDEN];
    cx_learned_t  b1[CX_MODEL_HIDDEN];
    cx_learned_t  w2[CX_MODEL_HIDDEN][CX_MODEL_HEADS];
    cx_learned_t  b2[CX_MODEL_HEADS];
    float         threshold[CX_MODEL_HIDDEN];
    float         base_rate;
    float         rate;
};

typedef struct {
    uint32_t  n;
    uint32_t  index[CX_ACTIVE_MAX];
    float     value[CX_ACTIVE_MAX];
} cx_active_t;


cx_trainer_t *
cx_trainer_create(const cx_trainer_conf_t *conf, cx_error_t *e)
{
    size_t         i, j, k;
    uint64_t       state;
    cx_trainer_t  *t;

    t = calloc(1, sizeof(cx_trainer_t));

    if (t == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "trainer", NULL, "no memory");
        return NULL;
    }

    state = conf->seed;
    t->base_rate = conf->rate > 0 ? conf->rate : CX_TRAIN_RATE;
    t->rate = t->base_rate;

    for (j = 0; j < CX_MODEL_HIDDEN; j++) {
        t->threshold[j] = 1.0f;
        t->b1[j].w = 1.0f;

        for (k = 0; k < CX_MODEL_INPUTS; k++) {
            t->w1[k][j].w = 0.2f * cx_random_normal(&state);
        }

        for (i = 0; i < CX_MODEL_HEADS; i++) {
            t->w2[j][i].w = 0.1f * cx_random_normal(&state);
        }
    }

    return t;
}


void
cx_trainer_slow(cx_trainer_t *t, float part)
{
    t->rate = t->base_rate * part;
}


void
cx_trainer_destroy(cx_trainer_t *t)
{
    free(t);
}


static inline void
cx_train_learn(cx_learned_t *l, float gradient, float rate)
{
    l->g2 += gradient * gradient;
    l->w -= rate * gradient / sqrtf(l->g2 + CX_TRAIN_SMALL);
}


static void
cx_train_activate(cx_active_t *a, const cx_sample_t *s)
{
    uint32_t  i;

    a->n = 0;

    for (i = 0; i < s->user.n; i++) {
        a->index[a->n] = s->user.index[i];
        a->value[a->n++] = s->user.value[i];
    }

    for (i = 0; i < s->imp.n; i++) {
        a->index[a->n] = s->imp.index[i];
        a->value[a->n++] = s->imp.value[i];
    }

    for (i = 0; i < s->offer.n; i++) {
        a->index[a->n] = (uint32_t) CX_MODEL_USER + s->offer.index[i];
        a->value[a->n++] = 1.0f;
    }
}


/* over[j] is how far neuron j is above its threshold */

static void
cx_train_forward(const cx_trainer_t *t, const cx_active_t *a,
    float over[CX_MODEL_HIDDEN], float y[CX_MODEL_HEADS])
{
    float                v;
    size_t               i, j;
    const cx_learned_t  *w;

    for (j = 0; j < CX_MODEL_HIDDEN; j++) {
        over[j] = t->b1[j].w - t->threshold[j];
    }

    for (i = 0; i < a->n; i++) {
        w = t->w1[a->index[i]];
        v = a->value[i];

        for (j = 0; j < CX_MODEL_HIDDEN; j++) {
            over[j] += w[j].w * v;
        }
    }

    for (i = 0; i < CX_MODEL_HEADS; i++) {
        y[i] = t->b2[i].w;
    }

    for (j = 0; j < CX_MODEL_HIDDEN; j++) {
        if (over[j] > 0) {
            for (i = 0; i < CX_MODEL_HEADS; i++) {
                y[i] += t->w2[j][i].w;
            }
        }
    }
}


/* the loss by each output: log loss of the labels, softmax of the variants */

static void
cx_train_loss(const cx_sample_t *s, const float y[CX_MODEL_HEADS],
    float dy[CX_MODEL_HEADS])
{
    float         max, sum;
    uint32_t      i;
    const float  *variant;

    memset(dy, 0, CX_MODEL_HEADS * sizeof(float));

    for (i = 0; i < CX_LABEL_MAX; i++) {
        if (s->label[i] != CX_NO_LABEL) {
            dy[i] = cx_sigmoid(y[i]) - (float) s->label[i];
        }
    }

    if (s->variant == CX_NO_LABEL) {
        return;
    }

    variant = &y[CX_HEAD_VARIANT];
    max = variant[0];
    sum = 0;

    for (i = 1; i < s->nvariants; i++) {
        max = cx_max(max, variant[i]);
    }

    for (i = 0; i < s->nvariants; i++) {
        dy[CX_HEAD_VARIANT + i] = expf(variant[i] - max);
        sum += dy[CX_HEAD_VARIANT + i];
    }

    for (i = 0; i < s->nvariants; i++) {
        dy[CX_HEAD_VARIANT + i] = CX_TRAIN_VARIANT
                                  * (dy[CX_HEAD_VARIANT + i] / sum
                                     - (i == (uint32_t) s->variant));
    }
}


/*
 * A threshold has no slope to follow.  One is put in its place: steep at
 * the threshold, and nowhere nothing, so that a silent neuron may wake.
 */

static inline float
cx_train_slope(float over)
{
    float  d;

    d = 1.0f + fabsf(over);

    return 1.0f / (d * d);
}


void
cx_trainer_step(cx_trainer_t *t, const cx_sample_t *s)
{
    float         d[CX_MODEL_HIDDEN], over[CX_MODEL_HIDDEN];
    float         y[CX_MODEL_HEADS], dy[CX_MODEL_HEADS];
    size_t        i, j;
    cx_active_t   a;

    cx_train_activate(&a, s);
    cx_train_forward(t, &a, over, y);
    cx_train_loss(s, y, dy);

    for (j = 0; j < CX_MODEL_HIDDEN; j++) {
        d[j] = 0;

        for (i = 0; i < CX_MODEL_HEADS; i++) {
            d[j] += t->w2[j][i].w * dy[i];
        }

        d[j] *= cx_train_slope(over[j]);

        for (i = 0; over[j] > 0 && i < CX_MODEL_HEADS; i++) {
            if (dy[i] != 0) {
                cx_train_learn(&t->w2[j][i], dy[i], t->rate);
            }
        }

        cx_train_learn(&t->b1[j], d[j], t->rate);
    }

    for (i = 0; i < CX_MODEL_HEADS; i++) {
        if (dy[i] != 0) {
            cx_train_learn(&t->b2[i], dy[i], t->rate);
        }
    }

    for (i = 0; i < a.n; i++) {
        for (j = 0; j < CX_MODEL_HIDDEN; j++) {
            cx_train_learn(&t->w1[a.index[i]][j], d[j] * a.value[i], t->rate);
        }
    }
}


cx_model_t *
cx_trainer_model(const cx_trainer_t *t, const cx_model_info_t *info,
    cx_error_t *e)
{
    size_t         i, j, k;
    cx_model_t    *m;
    cx_weights_t  *w;

    w = calloc(1, sizeof(cx_weights_t));

    if (w == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "model", NULL, "no memory");
        return NULL;
    }

    for (j = 0; j < CX_MODEL_HIDDEN; j++) {
        w->b1[j] = t->b1[j].w;
        w->threshold[j] = t->threshold[j];

        for (k = 0; k < CX_MODEL_INPUTS; k++) {
            w->w1[j][k] = t->w1[k][j].w;
        }

        for (i = 0; i < CX_MODEL_HEADS; i++) {
            w->w2[i][j] = t->w2[j][i].w;
        }
    }

    for (i = 0; i < CX_MODEL_HEADS; i++) {
        w->b2[i] = t->b2[i].w;
    }

    m = cx_model_create(w, info, e);

    free(w);

    return m;
}
