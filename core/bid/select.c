#include "core/bid/stages.h"


#define CX_LIFE_WEB      60
#define CX_LIFE_APP      300
#define CX_LIFE_NATIVE   600
#define CX_LIFE_LONG     1800           /* video, audio, interstitials */
#define CX_LIFE_MAX      7200           /* screens outdoors */


/*
 * What comes first: a guaranteed deal, another deal, the open auction; then
 * the currency that the request names first, as sums of two cannot be
 * compared; then who is not in this answer yet; then the rank.
 */

typedef struct {
    cx_offer_t  *offer;
    uint32_t     class;
    uint32_t     currency;
    uint32_t     repeats;
} cx_place_t;


static uint32_t
cx_select_class(const cx_offer_t *offer)
{
    if (offer->hit.deal == NULL) {
        return 2;
    }

    return offer->hit.deal->guar == 1 ? 0 : 1;
}


/* 0: a campaign that is not in the answer; 2: even its creative is */

static uint32_t
cx_select_repeats(const cx_bid_run_t *run, const cx_imp_decision_t *imp,
    const cx_offer_t *offer)
{
    uint32_t                  i, repeats;
    const cx_offer_t         *won;
    const cx_imp_decision_t  *before;

    repeats = 0;

    for (before = run->d->imp; before < imp; before++) {

        for (i = 0; i < before->nwon; i++) {
            won = before->won[i];

            if (won->hit.campaign != offer->hit.campaign) {
                continue;
            }

            if (won->hit.fit[won->fit].creative
                == offer->hit.fit[offer->fit].creative)
            {
                return 2;
            }

            repeats = 1;
        }
    }

    return repeats;
}


static int
cx_select_before(const cx_place_t *a, const cx_place_t *b)
{
    if (a->class != b->class) {
        return a->class < b->class;
    }

    if (a->currency != b->currency) {
        return a->currency < b->currency;
    }

    if (a->repeats != b->repeats) {
        return a->repeats < b->repeats;
    }

    if (a->offer->rank != b->offer->rank) {
        return a->offer->rank > b->offer->rank;
    }

    if (a->offer->hit.adgroup->order != b->offer->hit.adgroup->order) {
        return a->offer->hit.adgroup->order > b->offer->hit.adgroup->order;
    }

    return a->offer->hit.adgroup->slot < b->offer->hit.adgroup->slot;
}


/* without the room for fits that it does not have */

static void
cx_select_copy(cx_offer_t *to, const cx_offer_t *from)
{
    memcpy(&to->hit, &from->hit, offsetof(cx_hit_t, fit)
                                 + from->hit.nfits * sizeof(cx_fit_t));
    memcpy(&to->fit, &from->fit, sizeof(cx_offer_t)
                                 - offsetof(cx_offer_t, fit));
}


static cx_rc_t
cx_select_order(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    uint32_t    i, k;
    cx_place_t  place[CX_BID_SCORE_MAX], next;

    for (i = 0; i < run->nscored; i++) {
        next.offer = run->scored[i];
        next.class = cx_select_class(next.offer);
        next.currency = cx_bid_cur_place(run->req,
                                         next.offer->hit.campaign->currency);
        next.repeats = cx_select_repeats(run, imp, next.offer);

        for (k = i; k && cx_select_before(&next, &place[k - 1]); k--) {
            place[k] = place[k - 1];
        }

        place[k] = next;
    }

    imp->offer = cx_arena_alloc(run->b->arena,
                                run->nscored * sizeof(cx_offer_t));

    imp->won = cx_arena_alloc(run->b->arena,
                              run->nscored * sizeof(cx_offer_t *));

    if (imp->offer == NULL || imp->won == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < run->nscored; i++) {
        cx_select_copy(&imp->offer[i], place[i].offer);
    }

    imp->noffers = run->nscored;

    return CX_OK;
}


/* how long after the auction such an ad may still be shown */

static uint32_t
cx_select_class_life(const cx_bid_run_t *run, const cx_ortb_imp_t *imp,
    cx_media_e media)
{
    if (run->req->r.dooh != NULL) {
        return CX_LIFE_MAX;
    }

    if (media == CX_MEDIA_VIDEO || media == CX_MEDIA_AUDIO || imp->instl == 1) {
        return CX_LIFE_LONG;
    }

    if (run->req->r.app == NULL) {
        return CX_LIFE_WEB;
    }

    return media == CX_MEDIA_NATIVE ? CX_LIFE_NATIVE : CX_LIFE_APP;
}


static uint32_t
cx_select_life(const cx_bid_run_t *run, const cx_ortb_imp_t *imp,
    const cx_offer_t *offer)
{
    uint32_t  life;

    life = run->b->conf->exp_s;

    if (life == 0) {
        life = cx_select_class_life(run, imp, offer->hit.fit[offer->fit].media);
    }

    /* the others only shorten it: money is set aside for as long */

    if (imp->exp > 0) {
        life = cx_min(life, (uint32_t) imp->exp);
    }

    if (offer->hit.adgroup->exp_s) {
        life = cx_min(life, offer->hit.adgroup->exp_s);
    }

    return cx_min(life, CX_LIFE_MAX);
}


static cx_rc_t
cx_select_reserve(const cx_bid_run_t *run, cx_offer_t *offer)
{
    const cx_bid_ports_t  *ports;

    offer->reserved = 0;
    offer->bucket = 0;
    offer->epoch = 0;

    if (cx_bid_is_test(run->req) || run->b->dry) {
        return CX_OK;
    }

    ports = run->b->ports;

    if (ports->reserve(ports->data, &offer->hit, offer->cost, offer->life_s,
                       &offer->bucket, &offer->epoch)
        != CX_OK)
    {
        return CX_DECLINED;
    }

    offer->reserved = offer->cost;

    return CX_OK;
}


/* 7.3: one bid for each deal and, where it is open, one beside them */

static int
cx_select_has_place(const cx_imp_decision_t *imp, const cx_offer_t *offer)
{
    uint32_t               i;
    const cx_ortb_deal_t  *deal;

    deal = offer->hit.deal;

    for (i = 0; i < imp->nwon; i++) {
        if (imp->won[i]->hit.deal == deal) {
            return 0;
        }
    }

    return deal != NULL || imp->imp->pmp == NULL
           || imp->imp->pmp->private_auction != 1;
}


static cx_nobid_e
cx_select_offer(cx_bid_run_t *run, cx_imp_decision_t *imp, cx_offer_t *offer)
{
    cx_nobid_e  reason;

    reason = cx_bid_price(run, offer);

    if (reason != CX_NOBID_NONE) {
        return reason;
    }

    if (!cx_select_has_place(imp, offer)) {
        return CX_NOBID_OUTBID;
    }

    offer->life_s = cx_select_life(run, imp->imp, offer);

    return cx_select_reserve(run, offer) == CX_OK ? CX_NOBID_NONE
                                                  : CX_NOBID_BUDGET;
}


void
cx_bid_select(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    uint32_t     i;
    cx_offer_t  *offer;

    if (cx_select_order(run, imp) != CX_OK) {
        imp->reason = CX_NOBID_TOO_LARGE;
        return;
    }

    for (i = 0; i < imp->noffers; i++) {
        offer = &imp->offer[i];
        offer->outcome = cx_select_offer(run, imp, offer);

        if (offer->outcome == CX_NOBID_NONE) {
            imp->won[imp->nwon++] = offer;

        } else {
            imp->reason = cx_nobid_nearer(imp->reason, offer->outcome);
        }
    }

    if (imp->nwon) {
        imp->winner = imp->won[0];
        imp->reason = CX_NOBID_NONE;
    }
}
