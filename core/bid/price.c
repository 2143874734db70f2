#include "core/bid/stages.h"


#define CX_DEAL_FIXED_PRICE  3


/*
 * What can be known before the price is: who is asked for another currency,
 * or for more than it ever bids, takes no place of others.  A deal's floor is
 * its own; a currency not named is the dollar.
 */

cx_nobid_e
cx_bid_floor(const cx_ortb_imp_t *imp, cx_offer_t *offer)
{
    cx_str_t               cur;
    const cx_ortb_deal_t  *deal;

    deal = offer->hit.deal;
    offer->currency = offer->hit.campaign->currency;
    offer->rate = CX_RATE_ONE;
    offer->floor = deal != NULL ? deal->bidfloor : imp->bidfloor;

    if (offer->floor <= 0) {
        offer->floor = 0;
        return CX_NOBID_NONE;
    }

    cur = deal != NULL ? deal->bidfloorcur : imp->bidfloorcur;

    if ((cur.len ? cx_currency(cur) : CX_USD) != offer->hit.campaign->currency)
    {
        return CX_NOBID_CURRENCY;
    }

    if (offer->hit.adgroup->max_cpm > 0
        && offer->hit.adgroup->max_cpm < offer->floor)
    {
        return CX_NOBID_FLOOR;
    }

    return CX_NOBID_NONE;
}


/* after the score; the currency is that of the offer: others do not stand */

cx_nobid_e
cx_bid_price(const cx_bid_run_t *run, const cx_ortb_imp_t *imp,
    cx_offer_t *offer)
{
    int64_t                max_cpm;
    const cx_ortb_deal_t  *deal;

    (void) run;
    (void) imp;

    deal = offer->hit.deal;
    max_cpm = offer->hit.adgroup->max_cpm;
    offer->price = max_cpm > 0 ? cx_min(offer->rank, max_cpm) : offer->rank;

    if (offer->price <= 0 || offer->price < offer->floor) {
        return CX_NOBID_FLOOR;
    }

    if (deal != NULL && deal->at == CX_DEAL_FIXED_PRICE && offer->floor) {
        offer->price = offer->floor;
    }

    return CX_NOBID_NONE;
}
