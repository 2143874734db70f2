/* may this seller sell it?  What the exchange's profile asks of the supply */

#include "core/bid/stages.h"


static cx_nobid_e
cx_bid_supply_judge(uint32_t needs, const cx_supply_t *s)
{
    if (needs & CX_SUPPLY_SCHAIN && s->schain != CX_SCHAIN_COMPLETE) {
        return CX_NOBID_SCHAIN;
    }

    if (needs & (CX_SUPPLY_ADS_TXT|CX_SUPPLY_ADS_TXT_OPEN)) {
        if (s->ads_txt == CX_ADS_TXT_UNAUTHORIZED) {
            return CX_NOBID_ADS_TXT;
        }

        if (s->ads_txt == CX_ADS_TXT_UNKNOWN
            && !(needs & CX_SUPPLY_ADS_TXT_OPEN))
        {
            return CX_NOBID_ADS_TXT_UNKNOWN;
        }
    }

    if (needs & (CX_SUPPLY_SELLERS_JSON|CX_SUPPLY_SELLERS_JSON_OPEN)) {
        if (s->sellers_json == CX_SELLERS_JSON_MISSING) {
            return CX_NOBID_SELLERS_JSON;
        }

        if (s->sellers_json == CX_SELLERS_JSON_UNKNOWN
            && !(needs & CX_SUPPLY_SELLERS_JSON_OPEN))
        {
            return CX_NOBID_SELLERS_JSON_UNKNOWN;
        }
    }

    return CX_NOBID_NONE;
}


cx_nobid_e
cx_bid_supply(cx_bid_run_t *run)
{
    cx_nobid_e            reason;
    const cx_catalog_t   *cat;
    const cx_exchange_t  *exchange;

    cat = run->b->catalog;
    exchange = run->b->conf->exchange;
    run->judged = NULL;

    if (cat == NULL) {
        return CX_NOBID_NONE;
    }

    if (exchange->supply || cx_catalog_asks_supply(cat)) {
        cx_catalog_supply(cat, run->req, exchange->seller, &run->supply);
        run->judged = &run->supply;

        reason = cx_bid_supply_judge(exchange->supply, &run->supply);

        if (reason != CX_NOBID_NONE) {
            return reason;
        }
    }

    return exchange->sellers.len
           && cx_catalog_sellers(cat, run->req, exchange->seller,
                                 exchange->sellers)
              != CX_OK
           ? CX_NOBID_SELLER : CX_NOBID_NONE;
}
