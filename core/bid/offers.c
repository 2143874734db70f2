/* those who were scored, with their prices, the best first */

#include "core/bid/stages.h"


/* of the deals of an impression that nobody serves so many are looked at */

#define CX_DEALS_LOOK  64

/*
 * What comes first: a guaranteed deal, another deal, the open auction; then
 * the currency that the request names first, as sums of two cannot be
 * compared without rates; then the rank.
 */

typedef struct {
    cx_offer_t  *offer;
    uint64_t     class;             /* and, below it, the currency */
    int64_t      worth;
} cx_place_t;


static uint32_t
cx_offers_class(const cx_offer_t *offer)
{
    if (offer->hit.deal == NULL) {
        return 2;
    }

    return offer->hit.deal->guar == 1 ? 0 : 1;
}


static int
cx_offers_before(const cx_place_t *a, const cx_place_t *b)
{
    if (a->class != b->class) {
        return a->class < b->class;
    }

    if (a->worth != b->worth) {
        return a->worth > b->worth;
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
cx_offers_copy(cx_offer_t *to, const cx_offer_t *from)
{
    memcpy(&to->hit, &from->hit, offsetof(cx_hit_t, fit)
                                 + from->hit.nfits * sizeof(cx_fit_t));
    memcpy(&to->fit, &from->fit, sizeof(cx_offer_t)
                                 - offsetof(cx_offer_t, fit));
}


/* the best of the scored that the deal admits, once more and for it */

static cx_offer_t *
cx_offers_serve(cx_bid_run_t *run, const cx_imp_decision_t *imp,
    const cx_match_deal_t *deal)
{
    uint32_t     i;
    cx_offer_t  *offer, *best, *made;

    best = NULL;

    for (i = 0; i < run->nscored; i++) {
        offer = run->scored[i];

        if (offer->hit.deal != NULL
            && (best == NULL || offer->worth > best->worth)
            && cx_match_deal(run->match, deal, &offer->hit))
        {
            best = offer;
        }
    }

    if (best == NULL) {
        return NULL;
    }

    made = cx_arena_alloc(run->b->arena, sizeof(cx_offer_t));

    if (made == NULL) {
        return NULL;
    }

    cx_offers_copy(made, best);
    made->hit.deal = deal->deal;
    made->outcome = cx_bid_floor(run, imp->imp, made);

    if (made->outcome == CX_NOBID_NONE) {
        made->outcome = cx_bid_price(run, made);
    }

    return made->outcome == CX_NOBID_NONE ? made : NULL;
}


static int
cx_offers_have(const cx_place_t *place, uint32_t n, const cx_ortb_deal_t *deal)
{
    uint32_t  i;

    for (i = 0; i < n; i++) {
        if (place[i].offer->hit.deal == deal
            && place[i].offer->outcome == CX_NOBID_NONE)
        {
            return 1;
        }
    }

    return 0;
}


static cx_place_t
cx_offers_place(const cx_bid_run_t *run, cx_offer_t *offer)
{
    cx_place_t  place;

    place.offer = offer;
    place.class = (uint64_t) cx_offers_class(offer) << 32;
    place.worth = offer->worth;

    if (run->d->currency == 0) {
        place.class |= cx_bid_cur_place(run->req, offer->currency);
    }

    return place;
}


static uint32_t
cx_offers_insert(cx_place_t *place, uint32_t n, const cx_place_t *next)
{
    uint32_t  k;

    for (k = n; k && cx_offers_before(next, &place[k - 1]); k--) {
        place[k] = place[k - 1];
    }

    place[k] = *next;

    return n + 1;
}


/*
 * More deals may be offered than there are places for the scored: one that is
 * left without a bid gets that of an ad group which serves another.
 */

static uint32_t
cx_offers_deals(cx_bid_run_t *run, const cx_imp_decision_t *imp,
    cx_place_t *place, uint32_t n)
{
    uint32_t               i, look;
    cx_offer_t            *offer;
    cx_place_t             next;
    cx_match_deal_t        walk;
    const cx_ortb_pmp_t   *pmp;
    const cx_ortb_deal_t  *deal;

    pmp = imp->imp->pmp;

    if (pmp == NULL || pmp->deals.n < 2 || n == 0
        || place[0].offer->hit.deal == NULL)
    {
        return n;
    }

    look = cx_min(pmp->deals.n, CX_DEALS_LOOK);

    for (i = 0; i < look && n < CX_BID_OFFERS_MAX; i++) {
        deal = &pmp->deals.v[i];

        if (cx_offers_have(place, n, deal)
            || cx_match_deal_begin(run->match, deal, &walk) != CX_OK)
        {
            continue;
        }

        offer = cx_offers_serve(run, imp, &walk);

        if (offer != NULL) {
            next = cx_offers_place(run, offer);
            n = cx_offers_insert(place, n, &next);
        }
    }

    return n;
}


/*
 * The same as a number, the highest first; who has the same number as another
 * has to be compared.  0: a currency is named behind many others.
 */

#define CX_PLACE_WORTH_BITS     50
#define CX_PLACE_CURRENCY_BITS  8
#define CX_PLACE_CURRENCIES     (1U << CX_PLACE_CURRENCY_BITS)

_Static_assert(CX_MICROS_MAX < 1LL << CX_PLACE_WORTH_BITS,
               "a sum has more bits than a key has for it");

static inline uint64_t
cx_offers_key(const cx_place_t *place)
{
    uint64_t  rest;
    uint32_t  currency;

    currency = (uint32_t) place->class;

    if (currency >= CX_PLACE_CURRENCIES) {
        return 0;
    }

    rest = (3 - (place->class >> 32)) << CX_PLACE_CURRENCY_BITS;

    return (rest - currency) << CX_PLACE_WORTH_BITS | (uint64_t) place->worth;
}


/*
 * How many are before each is counted, without a branch that nobody foresees.
 * CX_DECLINED: two are alike, or one has no key.
 */

static cx_rc_t
cx_offers_count(const uint64_t key[CX_BID_SCORE_MAX], uint32_t n,
    uint32_t at[CX_BID_SCORE_MAX])
{
    uint32_t  i, k, before, places;

    places = 0;

    for (i = 0; i < n; i++) {
        before = 0;

#pragma GCC unroll 16
        for (k = 0; k < CX_BID_SCORE_MAX; k++) {
            before += key[k] > key[i];
        }

        at[i] = before;
        places |= key[i] ? 1U << before : 0;
    }

    return places == (1U << n) - 1 ? CX_OK : CX_DECLINED;
}


/* those scored, in places by what they are worth */

static uint32_t
cx_offers_scored(cx_bid_run_t *run, cx_place_t *place)
{
    uint32_t     i, n, at[CX_BID_SCORE_MAX];
    uint64_t     key[CX_BID_SCORE_MAX];
    cx_offer_t  *offer;
    cx_place_t   unsorted[CX_BID_SCORE_MAX];

    memset(key, 0, sizeof(key));

    for (i = 0; i < run->nscored; i++) {
        offer = run->scored[i];
        offer->slotinpod = CX_NO_SLOT;
        offer->outcome = cx_bid_price(run, offer);
        unsorted[i] = cx_offers_place(run, offer);
        key[i] = cx_offers_key(&unsorted[i]);
    }

    if (cx_offers_count(key, run->nscored, at) == CX_OK) {
        for (i = 0; i < run->nscored; i++) {
            place[at[i]] = unsorted[i];
        }

        return run->nscored;
    }

    for (i = 0, n = 0; i < run->nscored; i++) {
        n = cx_offers_insert(place, n, &unsorted[i]);
    }

    return n;
}


cx_rc_t
cx_bid_offers(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    uint32_t    i, n;
    cx_place_t  place[CX_BID_OFFERS_MAX];

    n = cx_offers_scored(run, place);
    n = cx_offers_deals(run, imp, place, n);

    imp->offer = cx_arena_alloc(run->b->arena, n * sizeof(cx_offer_t *));
    imp->won = cx_arena_alloc(run->b->arena, n * sizeof(cx_offer_t *));

    if (imp->offer == NULL || imp->won == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < n; i++) {
        imp->offer[i] = place[i].offer;
    }

    imp->noffers = n;

    return CX_OK;
}
