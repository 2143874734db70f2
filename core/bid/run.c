#include "core/bid/stages.h"


/*
 * Who has so much time left, and no bound for a stage, looks at the clock when
 * it has read, behind so many looks at ad groups, where an impression is as
 * good as some of these, and when all is decided.
 */

#define CX_BID_FAR_NS    2000000
#define CX_BID_IMP_LOOKS  (CX_BID_LOOK_CLOCK / 8)


/*
 * Looks at the clock: what the stage took, and whether there is time left, of
 * the request's and of that which the profile gives this stage.
 */

int
cx_bid_lap(cx_bid_run_t *run, cx_stage_e stage)
{
    uint64_t  now, bound;

    now = run->b->ports->now_ns(run->b->ports->data);
    run->unseen = 0;

    if (now > run->lap_ns) {
        run->d->stage_ns[stage] += run->timed ? now - run->lap_ns : 0;
        run->lap_ns = now;
    }

    bound = (uint64_t) run->b->conf->exchange->stage_us[stage] * 1000;

    return run->lap_ns < run->deadline_ns
           && (bound == 0 || run->d->stage_ns[stage] <= bound);
}


int
cx_bid_passed(cx_bid_run_t *run, cx_stage_e stage)
{
    if (run->timed || run->lap_ns + CX_BID_FAR_NS > run->deadline_ns) {
        return cx_bid_lap(run, stage);
    }

    if (stage == CX_STAGE_MATCH) {
        run->unseen += CX_BID_IMP_LOOKS;
    }

    return run->unseen < CX_BID_LOOK_CLOCK || cx_bid_lap(run, stage);
}


/* whose time it was that a stage took more of */

cx_nobid_e
cx_bid_cut(const cx_bid_run_t *run)
{
    return run->lap_ns < run->deadline_ns ? CX_NOBID_STAGE_TIME
                                          : CX_NOBID_TIMEOUT;
}


void
cx_bid_deadline(cx_bid_run_t *run)
{
    uint64_t               tmax, margin;
    const cx_bid_conf_t   *conf;

    conf = run->b->conf;
    tmax = run->req->r.tmax > 0 ? (uint64_t) run->req->r.tmax : conf->tmax_ms;

    if (run->b->limit_ms && (tmax == 0 || run->b->limit_ms < tmax)) {
        tmax = run->b->limit_ms;
    }

    if (tmax == 0) {
        return;
    }

    /* a way that was measured is time that there is not */

    if (conf->exchange->round_trip_ms) {
        tmax -= cx_min(conf->exchange->round_trip_ms, tmax);
        margin = 0;

    } else {
        margin = cx_min(conf->margin_ms, tmax);
    }

    run->late_ns = run->b->start_ns + tmax * 1000000;
    run->deadline_ns = run->late_ns - margin * 1000000;
}


static int
cx_bid_is_timed(const cx_bid_t *b)
{
    uint32_t  i, bounds;

    for (i = 0, bounds = 0; i < CX_STAGE_MAX; i++) {
        bounds |= b->conf->exchange->stage_us[i];
    }

    return !b->untimed || bounds != 0;
}


cx_rc_t
cx_bid_begin(cx_bid_run_t *run, const cx_bid_t *b, cx_decision_t **d)
{
    memset(run, 0, sizeof(cx_bid_run_t));

    *d = cx_arena_zalloc(b->arena, sizeof(cx_decision_t));

    if (*d == NULL) {
        return CX_ERROR;
    }

    (*d)->id = cx_hash_mix(b->random, b->start_ns);

    run->b = b;
    run->d = *d;
    run->timed = cx_bid_is_timed(b);
    run->lap_ns = run->timed ? b->ports->now_ns(b->ports->data) : b->start_ns;
    run->deadline_ns = UINT64_MAX;
    run->late_ns = UINT64_MAX;
    run->candidates = cx_min(cx_max(b->conf->candidates, CX_BID_SCORE_MIN),
                             CX_BID_SCORE_MAX);

    /* who is not scored stands only for those who ask why */

    run->places = b->listener != NULL ? CX_BID_STAND_MAX : run->candidates;

    return CX_OK;
}


cx_rc_t
cx_bid_imps(cx_bid_run_t *run)
{
    uint32_t        i, n;
    cx_decision_t  *d;

    d = run->d;
    n = run->req->r.imp.n;
    d->imp = cx_arena_zalloc(run->b->arena, n * sizeof(cx_imp_decision_t));

    if (d->imp == NULL) {
        return CX_ERROR;
    }

    d->nimps = n;

    for (i = 0; i < n; i++) {
        d->imp[i].imp = &run->req->r.imp.v[i];
        d->imp[i].reason = CX_NOBID_TIMEOUT;
    }

    if (run->b->listener != NULL) {
        run->b->listener->begin(run->b->listener->data, d);
    }

    return CX_OK;
}


void
cx_bid_total(cx_bid_run_t *run, cx_nobid_e reason)
{
    uint32_t            i;
    cx_decision_t      *d;
    cx_imp_decision_t  *imp;

    d = run->d;
    d->reason = reason;

    for (i = 0; i < d->nimps; i++) {
        imp = &d->imp[i];

        if (run->lap_ns >= run->late_ns) {
            imp->winner = NULL;
            imp->nwon = 0;
            imp->reason = CX_NOBID_TIMEOUT;
        }

        d->ncandidates += imp->noffers;
        d->nbids += imp->nwon;
        d->reason = cx_nobid_nearer(d->reason, imp->reason);
    }

    if (d->nbids) {
        d->reason = CX_NOBID_NONE;
    }
}
