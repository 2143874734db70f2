#include "core/bid/stages.h"


/* probabilities leave the network as floats and become parts of this */

#define CX_ONE  1000000000LL


cx_rc_t
cx_bid_score_begin(cx_bid_run_t *run)
{
    run->input = cx_arena_align(run->b->arena, sizeof(cx_model_input_t), 64);
    run->output = cx_arena_align(run->b->arena, 2 * sizeof(cx_inference_t), 64);

    if (run->input == NULL || run->output == NULL) {
        return CX_ERROR;
    }

    run->input->have_sums = 0;
    run->input->noutputs = CX_MODEL_CHANCES;
    run->d->backend = run->b->conf->provider->name;

    cx_features_user(&run->input->user, run->req, &run->d->profile,
                     run->b->now_s);

    return CX_OK;
}


static int64_t
cx_fixed(float p)
{
    if (!(p > 0.0f)) {
        return 0;
    }

    return p >= 1.0f ? CX_ONE : (int64_t) ((double) p * CX_ONE + 0.5);
}


/*
 * a times b of so many parts, rounded to the nearest, and never a sum that is
 * absurd.  There is a b of all parts at most.
 */

static inline int64_t
cx_part(int64_t a, int64_t b, int64_t of)
{
    __int128_t  v;

    if (cx_likely((uint64_t) a < INT64_MAX / CX_ONE)) {
        return cx_min((a * b + of / 2) / of, CX_MICROS_MAX);
    }

    v = ((__int128_t) a * b + of / 2) / of;

    return (int64_t) cx_min(v, CX_MICROS_MAX);
}


/*
 * The bid of a thousand impressions is for the usual response; where less is
 * expected it is worth less, down to a half.  A prior of 1 is that of the
 * impression itself, which no response makes better or worse.
 */

static inline int64_t
cx_bid_cpm(const cx_cat_adgroup_t *adgroup, int64_t p)
{
    int64_t  prior, ratio;

    prior = cx_fixed(adgroup->prior);

    if (prior == 0 || prior == CX_ONE) {
        return adgroup->bid;
    }

    ratio = p * CX_ONE / prior;

    return cx_part(adgroup->bid,
                   cx_min(cx_max(ratio, CX_ONE / 2), CX_ONE), CX_ONE);
}


static inline int64_t
cx_bid_value(cx_offer_t *offer, const float *y)
{
    int64_t                  p;
    const cx_cat_adgroup_t  *adgroup;

    adgroup = offer->hit.adgroup;
    p = cx_fixed(cx_sigmoid(y[adgroup->goal == CX_GOAL_CPCV
                              ? CX_HEAD_COMPLETION : CX_HEAD_CLICK]));

    if (adgroup->goal == CX_GOAL_CPA) {
        p = cx_part(p, cx_fixed(cx_sigmoid(y[CX_HEAD_CONVERSION])), CX_ONE);
    }

    offer->p = (float) ((double) p * (1.0 / CX_ONE));

    return adgroup->goal == CX_GOAL_CPM
           ? cx_bid_cpm(adgroup, p)
           : cx_part(adgroup->bid, p, CX_ONE / 1000);
}


static uint32_t
cx_bid_variant(const cx_offer_t *offer, const float *y)
{
    uint32_t  i, n, best;

    n = offer->hit.fit[offer->fit].creative->variants.n;
    n = cx_min(n, CX_MODEL_VARIANTS);
    best = 0;

    for (i = 1; i < n; i++) {
        if (y[CX_HEAD_VARIANT + i] > y[CX_HEAD_VARIANT + best]) {
            best = i;
        }
    }

    return best;
}


/* one call, unless the backend takes fewer at a time */

static cx_rc_t
cx_bid_predict(cx_bid_run_t *run)
{
    uint32_t              i, n, step;
    cx_rc_t               rc;
    const cx_fit_t       *fit;
    cx_inference_t       *out;
    cx_model_input_t     *in;
    const cx_offer_t     *offer;
    const cx_provider_t  *p;

    in = run->input;
    out = run->output;
    p = run->b->conf->provider;
    step = cx_max(cx_min(p->max_batch_size, run->nscored), 1);

    for (i = 0; i < run->nscored; i += n) {
        n = cx_min(step, run->nscored - i);

        in->whole = 0;

        for (in->noffers = 0; in->noffers < n; in->noffers++) {
            offer = run->scored[i + in->noffers];
            fit = &offer->hit.fit[offer->fit];
            in->offer[in->noffers] = cx_catalog_features(fit);
            in->whole |= (uint32_t) (fit->creative->variants.n > 1)
                         << in->noffers;
        }

        rc = n == 1 ? p->predict(p, in, out + (i != 0))
                    : p->predict_batch(p, in, out + (i != 0));

        if (rc != CX_OK) {
            return rc;
        }

        if (i) {
            memcpy(out->y[i], out[1].y, n * sizeof(out->y[0]));
        }
    }

    return CX_OK;
}


void
cx_bid_score(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    cx_rc_t                  rc;
    uint32_t                 i;
    int64_t                  boost;
    uint64_t                 start;
    cx_offer_t              *offer;
    const cx_fit_t          *fit;
    const cx_bid_ports_t    *ports;
    const cx_cat_adgroup_t  *adgroup;

    ports = run->b->ports;
    offer = run->scored[0];
    fit = &offer->hit.fit[offer->fit];

    cx_features_imp(&run->input->imp, imp->imp, fit->media, fit->w, fit->h,
                    offer->hit.deal != NULL);

    start = run->timed ? ports->now_ns(ports->data) : 0;
    rc = cx_bid_predict(run);

    if (run->timed) {
        run->output->duration_ns = ports->now_ns(ports->data) - start;
        run->d->inference_ns += run->output->duration_ns;
        run->d->inferences++;
    }

    boost = cx_tier_boost(run->d->profile.tier);

    for (i = 0; i < run->nscored; i++) {
        offer = run->scored[i];
        adgroup = offer->hit.adgroup;

        if (rc == CX_OK) {
            offer->score = cx_bid_value(offer, run->output->y[i]);
            offer->variant = cx_bid_variant(offer, run->output->y[i]);

        } else {
            offer->p = adgroup->prior;
            offer->score = adgroup->order;
            offer->variant = 0;
        }

        offer->score = cx_min(offer->score, CX_MICROS_MAX);
        offer->rank = offer->score * boost / 1000;
    }
}
