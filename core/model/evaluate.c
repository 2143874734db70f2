#include <math.h>
#include <stdlib.h>

#include "core/model/random.h"
#include "core/model/train.h"


typedef struct {
    float   score;
    int8_t  label;
} cx_scored_t;


static int
cx_scored_cmp(const void *one, const void *two)
{
    const cx_scored_t  *a = one, *b = two;

    return a->score < b->score ? -1 : a->score > b->score;
}


/* the chance that a positive is above a negative; equal scores count half */

static double
cx_evaluate_auc(cx_scored_t *s, size_t n)
{
    size_t  i, j, k;
    double  below, sum, pos, neg;

    qsort(s, n, sizeof(cx_scored_t), cx_scored_cmp);

    below = 0;
    sum = 0;

    for (i = 0; i < n; i = j) {
        pos = 0;
        neg = 0;

        for (j = i; j < n && s[j].score == s[i].score; j++) { /* void */ }

        for (k = i; k < j; k++) {
            pos += s[k].label;
            neg += 1 - s[k].label;
        }

        sum += pos * (below + neg / 2);
        below += neg;
    }

    pos = (double) n - below;

    return pos > 0 && below > 0 ? sum / (pos * below) : 0.5;
}


static double
cx_log_loss(double p, int label)
{
    return -log(label ? fmax(p, 1e-12) : fmax(1 - p, 1e-12));
}


static cx_rc_t
cx_evaluate_sample(const cx_provider_t *p, const cx_sample_t *s,
    cx_inference_t *out, cx_error_t *e)
{
    cx_model_input_t  in;

    in.have_sums = 0;
    in.user = s->user;
    in.imp = s->imp;
    in.offer[0] = &s->offer;
    in.noffers = 1;
    in.noutputs = CX_MODEL_HEADS;
    in.whole = 0;

    if (p->predict(p, &in, out) != CX_OK) {
        return cx_error(e, CX_E_INTERNAL, p->name, NULL, "refused a sample");
    }

    return CX_OK;
}


static cx_rc_t
cx_evaluate_head(const cx_provider_t *p, uint32_t head, uint64_t seed,
    uint32_t n, cx_head_score_t *hs, cx_error_t *e)
{
    int              label;
    double           q, predicted, prior;
    uint32_t         i;
    cx_sample_t      s;
    cx_scored_t     *scored;
    cx_sampler_t     g;
    cx_inference_t   out;

    memset(hs, 0, sizeof(cx_head_score_t));
    predicted = 0;
    scored = malloc(n * sizeof(cx_scored_t));

    if (scored == NULL) {
        return cx_error(e, CX_E_NO_MEMORY, "evaluation", NULL, "no memory");
    }

    cx_sampler_init(&g, seed);

    for (i = 0; i < n; i++) {
        cx_sampler_next(&g, &s, head == CX_LABEL_CONVERSION);
        label = s.label[head];

        if (label == CX_NO_LABEL) {
            continue;
        }

        if (cx_evaluate_sample(p, &s, &out, e) != CX_OK) {
            free(scored);
            return CX_ERROR;
        }

        q = (double) cx_sigmoid(out.y[0][head]);
        predicted += q;
        hs->log_loss += cx_log_loss(q, label);
        hs->truth_log_loss += cx_log_loss((double) s.truth[head], label);
        scored[hs->n].score = out.y[0][head];
        scored[hs->n++].label = (int8_t) label;
        hs->positives += (uint64_t) label;
    }

    if (hs->n) {
        prior = (double) hs->positives / (double) hs->n;
        hs->log_loss /= (double) hs->n;
        hs->truth_log_loss /= (double) hs->n;
        hs->prior_log_loss = prior * cx_log_loss(prior, 1)
                             + (1 - prior) * cx_log_loss(prior, 0);
        hs->gain = 1 - hs->log_loss / hs->prior_log_loss;
        hs->auc = cx_evaluate_auc(scored, hs->n);
        hs->calibration = predicted / fmax((double) hs->positives, 1);
    }

    free(scored);

    return CX_OK;
}


static cx_rc_t
cx_evaluate_variants(const cx_provider_t *p, uint64_t seed, uint32_t n,
    cx_evaluation_t *ev, cx_error_t *e)
{
    uint32_t         i, v, best;
    const float     *y;
    cx_sample_t      s;
    cx_sampler_t     g;
    cx_inference_t   out;

    ev->variants = n;
    ev->variant_hits = 0;
    ev->variant_chance = 0;

    cx_sampler_init(&g, seed);

    for (i = 0; i < n; i++) {
        cx_sampler_next(&g, &s, 0);

        if (cx_evaluate_sample(p, &s, &out, e) != CX_OK) {
            return CX_ERROR;
        }

        y = &out.y[0][CX_HEAD_VARIANT];

        for (best = 0, v = 1; v < s.nvariants; v++) {
            if (y[v] > y[best]) {
                best = v;
            }
        }

        ev->variant_hits += best == (uint32_t) s.variant;
        ev->variant_chance += 1.0 / s.nvariants;
    }

    ev->variant_hits /= n;
    ev->variant_chance /= n;

    return CX_OK;
}


cx_rc_t
cx_model_evaluate(const cx_provider_t *p, uint64_t seed, uint32_t n,
    cx_evaluation_t *ev, cx_error_t *e)
{
    uint32_t  i;

    if (n == 0) {
        return cx_error(e, CX_E_FIELD_VALUE, "samples", "at least 1", "is 0");
    }

    for (i = 0; i < CX_LABEL_MAX; i++) {
        if (cx_evaluate_head(p, i, seed, n, &ev->head[i], e) != CX_OK) {
            return CX_ERROR;
        }
    }

    return cx_evaluate_variants(p, seed, n, ev, e);
}
