#include "core/bid/stages.h"


cx_rc_t
cx_bid_stand_begin(cx_bid_run_t *run)
{
    const cx_bid_t    *b;
    cx_match_input_t   in;

    b = run->b;

    memset(&in, 0, sizeof(in));
    in.req = run->req;
    in.segment = run->d->profile.segment;
    in.nsegment = run->d->profile.nsegment;
    in.org = b->conf->exchange->org;
    in.norg = b->conf->exchange->norg;
    in.exchange = b->conf->exchange->name;
    in.seat = b->conf->exchange->seat;
    in.seller = b->conf->exchange->seller;
    in.supply = run->judged;
    in.now_s = b->now_s;
    in.seed = cx_hash_mix(b->random, 2) | 1;

    run->work = CX_BID_WORK_MAX;
    cx_bid_price_begin(run);

    run->match = cx_match_begin(b->catalog, &in, b->arena);
    run->blocks = cx_blocks_create(b, run->req, run->price.rated
                                                ? run->d->currency : 0);

    return run->match != NULL && run->blocks != NULL ? CX_OK : CX_ERROR;
}


/* who stood for an impression is kept as an offer: the next stand behind */

static cx_rc_t
cx_bid_stand_room(cx_bid_run_t *run)
{
    uint32_t  need;

    if (run->nstood != 0) {
        run->stood += run->nstood;
        run->room -= run->nstood;
        run->nstood = 0;
    }

    need = cx_min(run->places + run->candidates / 4, CX_BID_STAND_MAX);

    if (run->room >= need) {
        return CX_OK;
    }

    run->room = cx_max(need, CX_BID_STAND_MAX);
    run->stood = cx_arena_alloc(run->b->arena, run->room * sizeof(cx_offer_t));

    if (run->stood == NULL) {
        run->room = 0;
        return CX_ERROR;
    }

    return CX_OK;
}


/*
 * A banner in the size that is asked for first is better than another.  In a
 * dynamic pod all creatives of an ad group are worth the same, and the shorter
 * one leaves more of the time to others.
 */

static inline uint32_t
cx_bid_fitness(const cx_bid_run_t *run, const cx_fit_t *fit)
{
    if (fit->media == CX_MEDIA_BANNER) {
        return run->w && fit->w == run->w && fit->h == run->h;
    }

    return fit->media == run->several ? UINT32_MAX - fit->creative->duration_s
                                      : 0;
}


/* where floors go by duration each creative has its own */

static inline cx_nobid_e
cx_bid_fits(cx_bid_run_t *run, const cx_ortb_imp_t *imp, cx_offer_t *offer,
    uint32_t i)
{
    cx_nobid_e  why;

    why = cx_blocks_creative(run->blocks, &offer->hit, &offer->hit.fit[i]);

    if (why != CX_NOBID_NONE || !run->price.timed) {
        return why;
    }

    offer->fit = i;

    return cx_bid_floor(run, imp, offer);
}


/* of the fits that are equally good, a different one by request */

static __attribute__((noinline)) cx_nobid_e
cx_bid_best_fit(cx_bid_run_t *run, const cx_ortb_imp_t *imp,
    cx_offer_t *offer)
{
    uint32_t    i, n, best, fitness, good[CX_FITS_MAX];
    cx_nobid_e  reason, why;

    n = 0;
    best = 0;
    offer->fits = 0;
    reason = CX_NOBID_NO_MATCH;

    for (i = 0; i < offer->hit.nfits; i++) {
        why = cx_bid_fits(run, imp, offer, i);

        if (why != CX_NOBID_NONE) {
            reason = cx_nobid_nearer(reason, why);
            continue;
        }

        offer->fits |= 1U << i;
        fitness = cx_bid_fitness(run, &offer->hit.fit[i]);

        if (fitness < best) {
            continue;
        }

        if (fitness > best) {
            best = fitness;
            n = 0;
        }

        good[n++] = i;
    }

    if (n == 0) {
        return reason;
    }

    offer->fit = n == 1 ? good[0]
                        : good[cx_hash_mix(run->b->random,
                                           offer->hit.adgroup->slot)
                               % n];

    return CX_NOBID_NONE;
}


static inline cx_nobid_e
cx_bid_fit(cx_bid_run_t *run, const cx_ortb_imp_t *imp, cx_offer_t *offer)
{
    if (offer->hit.nfits > 1) {
        return cx_bid_best_fit(run, imp, offer);
    }

    offer->fit = 0;
    offer->fits = 1;

    return cx_blocks_creative(run->blocks, &offer->hit, &offer->hit.fit[0]);
}


static cx_nobid_e
cx_bid_stands(cx_bid_run_t *run, const cx_ortb_imp_t *imp, cx_offer_t *offer)
{
    cx_nobid_e             reason;
    const cx_bid_ports_t  *ports;

    ports = run->b->ports;

    if (ports->slot(ports->data, &offer->hit) != CX_OK) {
        return CX_NOBID_STOPPED;
    }

    reason = cx_blocks_campaign(run->blocks, &offer->hit);

    if (reason == CX_NOBID_NONE) {
        reason = cx_bid_fit(run, imp, offer);
    }

    if (reason == CX_NOBID_NONE) {
        reason = cx_bid_floor(run, imp, offer);
    }

    if (reason != CX_NOBID_NONE) {
        return reason;
    }

    if (ports->caps(ports->data, &offer->hit, run->user) != CX_OK) {
        return CX_NOBID_CAPPED;
    }

    return CX_NOBID_NONE;
}


/* whoever is in the next place to stand keeps it, or says why not */

int
cx_bid_look(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    cx_offer_t  *offer;
    cx_nobid_e   reason;

    offer = &run->stood[run->nstood];
    reason = cx_bid_stands(run, imp->imp, offer);

    imp->nmatched++;

    if (++run->unseen >= CX_BID_LOOK_CLOCK
        && !cx_bid_lap(run, CX_STAGE_MATCH))
    {
        run->over = 1;
    }

    if (reason != CX_NOBID_NONE) {
        imp->reason = cx_nobid_nearer(imp->reason, reason);
        cx_bid_drop(run, imp, &offer->hit, reason);
        return 0;
    }

    run->nstood++;

    return 1;
}


/* the native request is read here: a bad one leaves the other media */

static cx_rc_t
cx_bid_match(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    const cx_ortb_native_t    *native;
    cx_ortb_native_request_t  *request;

    native = imp->imp->native;

    if (native != NULL && native->request_native != NULL) {
        imp->native = native->request_native;

    } else if (native != NULL
               && cx_openrtb_read_native(run->b->reader, native->request,
                                         run->b->arena, &request, NULL)
                  == CX_OK)
    {
        if (request->ver.len == 0) {
            request->ver = native->ver;
        }

        imp->native = request;
    }

    return cx_match_imp(run->match, imp->imp, imp->native);
}


static void
cx_bid_first_size(cx_bid_run_t *run, const cx_ortb_banner_t *b)
{
    run->w = 0;
    run->h = 0;

    if (b != NULL) {
        run->w = b->format.n ? b->format.v[0].w : b->w;
        run->h = b->format.n ? b->format.v[0].h : b->h;
    }
}


/* of the work that is left each impression to come has the same share */

static void
cx_bid_share(cx_bid_run_t *run, const cx_imp_decision_t *imp)
{
    uint32_t  share;

    share = run->work / (run->d->nimps - (uint32_t) (imp - run->d->imp));
    run->work -= share;
    cx_match_allow(run->match, share);
}


/*
 * A floor that nobody pays would have a million ad groups looked at in turn,
 * the dearest first, while other requests wait.  Where many stand for deals
 * there are no more places than are left of those to score, or than are kept
 * for the open auction.
 */

static void
cx_bid_stand_open(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    uint32_t  places;

    places = cx_max(run->places, run->nstood + run->candidates / 4);
    places = cx_min(places, CX_BID_STAND_MAX);

    cx_match_open(run->match);

    while (run->nstood < places && imp->nmatched < CX_BID_LOOK_MAX
           && !run->over
           && cx_match_next(run->match, &run->stood[run->nstood].hit) == CX_OK)
    {
        (void) cx_bid_look(run, imp);
    }
}


cx_rc_t
cx_bid_stand(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    run->nscored = 0;
    run->several = cx_bid_several(imp->imp);

    if (cx_bid_stand_room(run) != CX_OK || cx_bid_match(run, imp) != CX_OK) {
        imp->reason = CX_NOBID_TOO_LARGE;
        return CX_DECLINED;
    }

    cx_bid_first_size(run, imp->imp->banner);
    cx_blocks_imp(run->blocks, imp->imp);
    cx_bid_price_imp(run, imp->imp);
    imp->reason = CX_NOBID_NO_MATCH;
    cx_bid_share(run, imp);

    if (imp->imp->pmp != NULL) {
        cx_bid_stand_deals(run, imp);
    }

    if (imp->imp->pmp == NULL || imp->imp->pmp->private_auction <= 0) {
        cx_bid_stand_open(run, imp);
    }

    imp->nstood = run->nstood;
    run->work += cx_match_left(run->match);

    if (cx_match_left(run->match) == 0) {
        imp->reason = cx_nobid_nearer(imp->reason, CX_NOBID_NOT_REACHED);
    }

    if (run->b->listener != NULL) {
        run->b->listener->stood(run->b->listener->data, imp, run->match,
                                run->stood, run->nstood);
    }

    cx_bid_pick(run, imp);

    return run->nstood ? CX_OK : CX_DECLINED;
}
