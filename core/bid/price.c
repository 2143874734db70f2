#include "core/bid/stages.h"


/*
 * A campaign pays a value, in its currency.  What is sent is a price, in the
 * answer's, and an offer's rate is what one of the price costs the campaign:
 * the exchange rate and, where it comes on top, the exchange's fee.  What is
 * set aside, and later charged from the token, is price times rate, never
 * more than the value: prices round down, floors and costs up.
 *
 * A sum is made one of another currency by one division.  So a value that is
 * just the floor may be one micro less than what the floor is as a price; it
 * is enough all the same, and that micro is not the campaign's to pay.
 */

#define CX_PPM  1000000LL

#define CX_DEAL_FIXED_PRICE  3

#define CX_PRICE_COUNTED  32            /* currencies of the offers */


/*
 * With usable rates a request has one currency from the start; without them,
 * if it allows no other.
 */

static uint32_t
cx_price_currency(cx_bid_run_t *run)
{
    uint32_t               i, cur;
    const cx_bid_t        *b;
    const cx_ortb_strs_t  *list;

    b = run->b;
    list = &run->req->r.cur;
    cur = 0;

    for (i = 0; i < cx_max(list->n, 1); i++) {
        cur = list->n ? cx_currency_said(list->v[i]) : run->price.one;

        if (cur && cx_catalog_rated(b->catalog, cur, b->now_s,
                                    b->conf->rates_age_s))
        {
            run->price.rated = 1;
            return cur;
        }
    }

    return list->n > 1 ? 0 : cur;
}


void
cx_bid_price_begin(cx_bid_run_t *run)
{
    int64_t               left;
    cx_price_t           *p;
    const cx_exchange_t  *x;

    p = &run->price;
    x = run->b->conf->exchange;
    left = CX_PPM - cx_min(x->fee_ppm, CX_PPM - 1);

    p->memo = NULL;
    p->one = x->currency ? x->currency : CX_USD;
    p->step = x->price == CX_PRICE_CENTS ? CX_MICROS / 100 : 1;
    p->fee_mul = CX_PPM;
    p->fee_div = x->bids_net ? left : CX_PPM;
    p->floor_mul = x->bids_net && !x->floors_net ? left : CX_PPM;
    p->floor_div = x->floors_net && !x->bids_net ? left : CX_PPM;

    run->d->currency = cx_price_currency(run);
}


/* in thousandths, up; what is not more than nothing was not meant */

static uint32_t
cx_price_qty(const cx_ortb_qty_t *qty)
{
    double    parts;
    uint32_t  n;

    if (qty == NULL || !(qty->multiplier > 0)) {
        return CX_QTY_ONE;
    }

    parts = qty->multiplier * CX_QTY_ONE;

    if (parts > CX_QTY_MAX) {
        return 0;
    }

    n = (uint32_t) parts;

    return n == 0 || parts - n > 1e-6 ? n + 1 : n;
}


/* the most ranges by duration of any list of the impression */

static uint32_t
cx_price_ranges(const cx_ortb_imp_t *imp)
{
    uint32_t  i, n;

    n = cx_max(imp->video != NULL ? imp->video->durfloors.n : 0,
               imp->audio != NULL ? imp->audio->durfloors.n : 0);

    for (i = 0; imp->pmp != NULL && i < imp->pmp->deals.n; i++) {
        n = cx_max(n, imp->pmp->deals.v[i].durfloors.n);
    }

    return n;
}


void
cx_bid_price_imp(cx_bid_run_t *run, const cx_ortb_imp_t *imp)
{
    uint32_t               i;
    cx_price_t            *p;
    const cx_ortb_deal_t  *deal;

    p = &run->price;

    p->open.sum = imp->bidfloor;
    p->open.currency = cx_currency_said(imp->bidfloorcur);
    p->qty = cx_price_qty(imp->qty);
    p->plain_payer = UINT32_MAX;
    p->timed = 0;

    if (imp->video != NULL
        && (imp->video->durfloors.n || imp->video->mincpmpersec > 0))
    {
        p->timed |= 1U << CX_MEDIA_VIDEO;
    }

    if (imp->audio != NULL
        && (imp->audio->durfloors.n || imp->audio->mincpmpersec > 0))
    {
        p->timed |= 1U << CX_MEDIA_AUDIO;
    }

    for (i = 0; imp->pmp != NULL && i < imp->pmp->deals.n; i++) {
        deal = &imp->pmp->deals.v[i];

        if (deal->durfloors.n || deal->mincpmpersec > 0) {
            p->timed |= 1U << CX_MEDIA_VIDEO | 1U << CX_MEDIA_AUDIO;
        }
    }

    /* without room the lists are read */

    if (p->timed && p->memo == NULL
        && cx_price_ranges(imp) > CX_PRICE_TIMED_SHORT)
    {
        p->memo = cx_arena_zalloc(run->b->arena, CX_PRICE_TIMED_MEMO
                                                 * sizeof(cx_price_timed_t));
    }
}


/* of ranges that overlap the dearest holds: it is a floor to all who sell */

static int64_t
cx_price_dearest(const cx_ortb_durfloors_t *v, uint32_t n, int32_t duration)
{
    uint32_t  i;
    int64_t   dearest;

    for (i = 0, dearest = -1; i < n; i++) {
        if (duration >= v[i].mindur
            && (v[i].maxdur <= 0 || duration <= v[i].maxdur))
        {
            dearest = cx_max(dearest, v[i].bidfloor);
        }
    }

    return dearest;
}


static int64_t
cx_price_kept(const cx_price_t *p, const cx_ortb_durfloors_t *v, uint32_t n,
    int32_t duration)
{
    cx_price_timed_t  *memo;

    memo = &p->memo[cx_hash_mix((uintptr_t) v, (uint32_t) duration)
                    % CX_PRICE_TIMED_MEMO];

    if (memo->list != v || memo->duration != duration) {
        memo->list = v;
        memo->duration = duration;
        memo->dearest = cx_price_dearest(v, n, duration);
    }

    return memo->dearest;
}


/* by duration: CX_DECLINED if nothing is said of this one */

static cx_rc_t
cx_price_timed(const cx_price_t *p, const cx_ortb_durfloors_t *v, uint32_t n,
    int64_t persec, int32_t duration, int64_t *sum)
{
    int64_t  dearest;

    dearest = n > CX_PRICE_TIMED_SHORT && p->memo != NULL
              ? cx_price_kept(p, v, n, duration)
              : cx_price_dearest(v, n, duration);

    if (dearest < 0 && persec > 0) {
        dearest = cx_money_up(persec, duration, 1);
    }

    if (dearest < 0) {
        return CX_DECLINED;
    }

    *sum = dearest;

    return CX_OK;
}


static cx_rc_t
cx_price_timed_imp(const cx_price_t *p, const cx_ortb_imp_t *imp,
    const cx_fit_t *fit, int64_t *sum)
{
    int32_t                 duration;
    const cx_ortb_video_t  *v;
    const cx_ortb_audio_t  *a;

    duration = fit->creative->duration_s;

    if (fit->media == CX_MEDIA_VIDEO) {
        v = imp->video;
        return cx_price_timed(p, v->durfloors.v, v->durfloors.n,
                              v->mincpmpersec, duration, sum);
    }

    a = imp->audio;

    return cx_price_timed(p, a->durfloors.v, a->durfloors.n, a->mincpmpersec,
                          duration, sum);
}


/* 7.11: the deal's word, else that of the medium, else the impression's */

static cx_price_said_t
cx_price_said(const cx_price_t *p, const cx_ortb_imp_t *imp,
    const cx_offer_t *offer, const cx_fit_t *fit)
{
    int                    timed;
    cx_price_said_t        said;
    const cx_ortb_deal_t  *deal;

    deal = offer->hit.deal;
    timed = p->timed >> fit->media & 1;

    if (deal != NULL) {
        said.currency = cx_currency_said(deal->bidfloorcur);

        if (timed
            && cx_price_timed(p, deal->durfloors.v, deal->durfloors.n,
                              deal->mincpmpersec, fit->creative->duration_s,
                              &said.sum)
               == CX_OK)
        {
            return said;
        }

        if (deal->bidfloor != CX_ABSENT) {
            said.sum = deal->bidfloor;
            return said;
        }
    }

    said = p->open;

    if (timed) {
        (void) cx_price_timed_imp(p, imp, fit, &said.sum);
    }

    return said;
}


static cx_rate_t
cx_price_convert(const cx_bid_run_t *run, uint32_t from, uint32_t to)
{
    if (from == to) {
        return (cx_rate_t) { 1, 1 };
    }

    if (!run->price.rated) {
        return (cx_rate_t) { 0, 1 };
    }

    return cx_catalog_rate(run->b->catalog, from, to, run->b->now_s,
                           run->b->conf->rates_age_s);
}


static inline cx_rate_t
cx_price_times(cx_rate_t rate, int64_t mul, int64_t div)
{
    return mul == div || rate.mul == 0 ? rate : cx_rate_times(rate, mul, div);
}


/* -1: not known in this currency */

static int64_t
cx_price_floor(const cx_bid_run_t *run, cx_price_said_t said, uint32_t to)
{
    int64_t            sum;
    cx_rate_t          rate;
    const cx_price_t  *p;

    p = &run->price;
    rate = cx_price_convert(run, said.currency, to);
    rate = cx_price_times(rate, p->floor_mul, p->floor_div);

    if (rate.mul == 0) {
        return -1;
    }

    sum = cx_money_up(said.sum, rate.mul, rate.div);

    return p->step == 1 ? sum
           : cx_money_down(cx_money_up(sum, 1, p->step), p->step, 1);
}


/* the least value of the campaign's that is not below it */

static int64_t
cx_price_least(const cx_bid_run_t *run, cx_price_said_t said, uint32_t payer)
{
    cx_rate_t          rate;
    const cx_price_t  *p;

    p = &run->price;
    rate = cx_price_convert(run, said.currency, payer);
    rate = cx_price_times(rate, p->floor_mul, p->floor_div);
    rate = cx_price_times(rate, p->fee_mul, p->fee_div);

    return rate.mul ? cx_money_up(said.sum, rate.mul, rate.div) : INT64_MAX;
}


/* what a price as it is sent has to reach, and what a value has to */

static void
cx_price_reach(cx_bid_run_t *run, cx_price_said_t said, cx_offer_t *offer)
{
    uint32_t     payer;
    cx_price_t  *p;

    p = &run->price;
    payer = offer->hit.campaign->currency;

    if (said.sum != p->last.sum || said.currency != p->last.currency
        || offer->currency != p->last_to || payer != p->last_payer)
    {
        p->last = said;
        p->last_to = offer->currency;
        p->last_payer = payer;
        p->last_floor = cx_price_floor(run, said, offer->currency);
        p->last_least = cx_price_least(run, said, payer);
    }

    offer->floor = p->last_floor;
    offer->least = p->last_least;
}


/* a handful of currencies: those of a request's campaigns */

static cx_rate_t
cx_price_rate_find(cx_bid_run_t *run, uint32_t currency)
{
    uint32_t          i;
    cx_price_t       *p;
    cx_price_rate_t  *r;

    p = &run->price;

    for (i = 0; i < cx_min(p->nrates, CX_PRICE_RATES); i++) {
        if (p->rate[i].currency == currency) {
            return p->rate[i].rate;
        }
    }

    r = &p->rate[p->nrates++ % CX_PRICE_RATES];
    r->currency = currency;
    r->rate = p->rated ? cx_price_convert(run, run->d->currency, currency)
                       : (cx_rate_t) { 1, 1 };
    r->rate = cx_price_times(r->rate, p->fee_mul, p->fee_div);

    return r->rate;
}


static inline cx_rate_t
cx_price_rate(cx_bid_run_t *run, uint32_t currency)
{
    return run->price.rate[0].currency == currency
           ? run->price.rate[0].rate : cx_price_rate_find(run, currency);
}


/* what can be sent so that no more than this value is paid */

static inline int64_t
cx_price_of(const cx_price_t *p, const cx_offer_t *offer, int64_t value)
{
    int64_t  price;

    price = value;

    if (offer->rate.mul != offer->rate.div) {
        price = cx_money_down(value, offer->rate.div, offer->rate.mul);
    }

    price = cx_min(price, CX_MICROS_MAX);

    return p->step == 1 ? price : price - price % p->step;
}


/* by the price that is sent for it, or by the value itself */

static inline int
cx_price_reaches(const cx_offer_t *offer, int64_t price, int64_t value)
{
    return price >= offer->floor
           || (price == offer->floor - 1 && value >= offer->least);
}


/* CX_NOBID_NONE, and what has to be reached; it may be nothing */

static __attribute__((noinline)) cx_nobid_e
cx_price_asked(cx_bid_run_t *run, const cx_ortb_imp_t *imp, cx_offer_t *offer)
{
    cx_price_t       *p;
    cx_price_said_t   said;

    p = &run->price;
    offer->currency = run->d->currency ? run->d->currency
                                       : offer->hit.campaign->currency;
    offer->rate = cx_price_rate(run, offer->hit.campaign->currency);
    offer->qty = p->qty;
    offer->floor = 0;
    offer->least = 0;

    if (offer->rate.mul == 0) {
        return CX_NOBID_CURRENCY;
    }

    if (offer->qty == 0) {
        return CX_NOBID_QUANTITY;
    }

    said = cx_price_said(p, imp, offer, &offer->hit.fit[offer->fit]);

    if (said.sum == 0) {
        return CX_NOBID_NONE;
    }

    cx_price_reach(run, said, offer);

    if (offer->floor < 0) {
        offer->floor = 0;
        return CX_NOBID_CURRENCY;
    }

    return CX_NOBID_NONE;
}


static __attribute__((noinline)) void
cx_price_plain(cx_bid_run_t *run, const cx_ortb_imp_t *imp, cx_offer_t *offer)
{
    cx_price_t  *p;

    p = &run->price;
    p->plain_why = cx_price_asked(run, imp, offer);
    p->plain_payer = offer->hit.campaign->currency;
    p->plain_to = run->d->currency;
    p->plain_currency = offer->currency;
    p->plain_rate = offer->rate;
    p->plain_floor = offer->floor;
    p->plain_least = offer->least;
}


/*
 * What can be known before the price is: who is asked for another currency,
 * or for more than it ever bids, takes no place of others.
 */

cx_nobid_e
cx_bid_floor(cx_bid_run_t *run, const cx_ortb_imp_t *imp, cx_offer_t *offer)
{
    int64_t      max_cpm;
    cx_nobid_e   why;
    cx_price_t  *p;

    p = &run->price;

    if (p->timed || offer->hit.deal != NULL) {
        why = cx_price_asked(run, imp, offer);

    } else {

        if (offer->hit.campaign->currency != p->plain_payer
            || run->d->currency != p->plain_to)
        {
            cx_price_plain(run, imp, offer);
        }

        offer->currency = p->plain_currency;
        offer->rate = p->plain_rate;
        offer->qty = p->qty;
        offer->floor = p->plain_floor;
        offer->least = p->plain_least;
        why = p->plain_why;
    }

    if (why != CX_NOBID_NONE) {
        return why;
    }

    max_cpm = offer->hit.adgroup->max_cpm;

    return max_cpm > 0
           && !cx_price_reaches(offer, cx_price_of(p, offer, max_cpm), max_cpm)
           ? CX_NOBID_FLOOR : CX_NOBID_NONE;
}


/*
 * The floor is bid though what is paid at most may be a little less as a
 * price: then the rate is what is paid for one of it.
 */

static void
cx_price_at_floor(const cx_price_t *p, int64_t value, cx_offer_t *offer)
{
    offer->price = offer->floor;

    if (value > 0 && cx_price_of(p, offer, value) < offer->floor) {
        offer->rate = cx_rate_times((cx_rate_t) { 1, 1 }, value, offer->floor);
    }
}


/*
 * After the score.  First and second price are bid alike, with the value; a
 * fixed price is what it is, and who guaranteed a deal pays what it asks for
 * as far as the limit allows: the floor was held against that already.
 */

cx_nobid_e
cx_bid_price(const cx_bid_run_t *run, cx_offer_t *offer)
{
    int64_t                value, max_cpm;
    const cx_price_t      *p;
    const cx_ortb_deal_t  *deal;

    p = &run->price;
    deal = offer->hit.deal;
    max_cpm = offer->hit.adgroup->max_cpm;
    value = max_cpm > 0 ? cx_min(offer->rank, max_cpm) : offer->rank;

    offer->worth = cx_price_of(p, offer, offer->rank);
    offer->price = value == offer->rank ? offer->worth
                                        : cx_price_of(p, offer, value);

    if (offer->price < offer->floor) {

        if (deal != NULL && deal->guar == 1) {
            cx_price_at_floor(p, max_cpm, offer);

        } else if (cx_price_reaches(offer, offer->price, value)) {
            cx_price_at_floor(p, value, offer);

        } else {
            return CX_NOBID_FLOOR;
        }
    }

    if (offer->price <= 0) {
        return CX_NOBID_FLOOR;
    }

    if (deal != NULL && deal->at == CX_DEAL_FIXED_PRICE && offer->floor) {
        offer->price = offer->floor;
    }

    offer->cost = cx_money_cost(offer->price, offer->rate, offer->qty);

    return offer->cost < INT64_MAX ? CX_NOBID_NONE : CX_NOBID_BUDGET;
}


/*
 * An answer has one currency.  Where there are no rates, sums of two say
 * nothing about each other, so it is that in which the most impressions can
 * be bid for; of as many, that which the request names first.
 */

typedef struct {
    uint32_t  currency;
    uint32_t  imps;
    uint32_t  seen;             /* the last impression that it was seen in */
} cx_price_count_t;


static uint32_t
cx_price_count(cx_price_count_t *count, uint32_t n, uint32_t imp,
    uint32_t currency)
{
    uint32_t  i;

    for (i = 0; i < n && count[i].currency != currency; i++) { /* void */ }

    if (i == CX_PRICE_COUNTED) {
        return n;
    }

    if (i == n) {
        memset(&count[n++], 0, sizeof(cx_price_count_t));
    }

    count[i].currency = currency;
    count[i].imps += count[i].seen != imp;
    count[i].seen = imp;

    return n;
}


void
cx_bid_currency(cx_bid_run_t *run)
{
    uint32_t           i, k, n;
    cx_decision_t     *d;
    cx_price_count_t   count[CX_PRICE_COUNTED], *best;

    d = run->d;

    if (d->currency) {
        return;
    }

    for (i = 0, n = 0; i < d->nimps; i++) {
        for (k = 0; k < d->imp[i].noffers; k++) {
            if (d->imp[i].offer[k]->outcome == CX_NOBID_NONE) {
                n = cx_price_count(count, n, i + 1,
                                   d->imp[i].offer[k]->currency);
            }
        }
    }

    for (i = 0, best = NULL; i < n; i++) {
        if (best == NULL || count[i].imps > best->imps
            || (count[i].imps == best->imps
                && cx_bid_cur_place(run->req, count[i].currency)
                   < cx_bid_cur_place(run->req, best->currency)))
        {
            best = &count[i];
        }
    }

    d->currency = best != NULL ? best->currency : 0;
}
