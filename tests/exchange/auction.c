
#include <string.h>

#include "tests/exchange/auction.h"
#include "tests/exchange/random.h"


/*
 * Bids on deals stand before open ones and are never held against them by
 * their price: those of guaranteed deals first, then those of fixed prices.
 */

typedef enum {
    XC_TIER_OPEN = 0,
    XC_TIER_DEAL,
    XC_TIER_FIXED,
    XC_TIER_GUARANTEED
} xc_tier_e;

typedef struct {
    xc_tier_e          tier;
    xc_money_t         price;
    const xc_offer_t  *offer;       /* NULL: a rival */
    xc_outcome_t      *outcome;
} xc_entry_t;

#define XC_ENTRIES  16              /* rivals that are kept */


static const struct {
    int          reason;
    const char  *name;
} xc_losses[] = {
    { XC_LOSS_INVALID, "a bid that is not valid" },
    { XC_LOSS_DEAL_ID, "no such deal" },
    { XC_LOSS_DOMAIN, "the advertiser's domain" },
    { XC_LOSS_NO_MARKUP, "no markup" },
    { XC_LOSS_NO_CREATIVE, "no creative id" },
    { XC_LOSS_NO_PRICE, "no price" },
    { XC_LOSS_FLOOR, "below the floor" },
    { XC_LOSS_DEAL_FLOOR, "below the floor of the deal" },
    { XC_LOSS_HIGHER, "to a higher bid" },
    { XC_LOSS_TO_DEAL, "to a deal" },
    { XC_LOSS_SEAT, "the seat is not allowed" },
    { XC_LOSS_FILTERED, "the creative is filtered" },
    { XC_LOSS_SIZE, "the creative's size" },
    { XC_LOSS_FORMAT, "the creative's format" },
    { XC_LOSS_ADVERTISER, "the advertiser is blocked" },
    { XC_LOSS_APP, "the app is blocked" },
    { XC_LOSS_NOT_SECURE, "the creative is not secure" },
    { XC_LOSS_LANGUAGE, "the creative's language" },
    { XC_LOSS_CATEGORY, "the category is blocked" },
    { XC_LOSS_ATTRIBUTE, "an attribute is blocked" },
    { XC_LOSS_TYPE, "the type of the ad is blocked" }
};


const char *
xc_loss_name(int reason)
{
    size_t  i;

    for (i = 0; i < sizeof(xc_losses) / sizeof(xc_losses[0]); i++) {
        if (xc_losses[i].reason == reason) {
            return xc_losses[i].name;
        }
    }

    return "another reason";
}


static int
xc_loss_of_rule(xc_rule_e rule)
{
    switch (rule) {
    case XC_R_DEAL:
    case XC_R_PRIVATE:
        return XC_LOSS_DEAL_ID;
    case XC_R_ADOMAIN:
        return XC_LOSS_DOMAIN;
    case XC_R_MARKUP:
        return XC_LOSS_NO_MARKUP;
    case XC_R_PRICE:
        return XC_LOSS_NO_PRICE;
    case XC_R_WSEAT:
    case XC_R_DEAL_SEAT:
        return XC_LOSS_SEAT;
    case XC_R_SIZE:
        return XC_LOSS_SIZE;
    case XC_R_MTYPE:
    case XC_R_MIME:
    case XC_R_PROTOCOL:
    case XC_R_DURATION:
        return XC_LOSS_FORMAT;
    case XC_R_BADV:
    case XC_R_DEAL_DOMAIN:
        return XC_LOSS_ADVERTISER;
    case XC_R_BAPP:
        return XC_LOSS_APP;
    case XC_R_SECURE:
        return XC_LOSS_NOT_SECURE;
    case XC_R_LANGUAGE:
        return XC_LOSS_LANGUAGE;
    case XC_R_BCAT:
    case XC_R_ACAT:
        return XC_LOSS_CATEGORY;
    case XC_R_BATTR:
    case XC_R_API:
        return XC_LOSS_ATTRIBUTE;
    case XC_R_BTYPE:
        return XC_LOSS_TYPE;
    case XC_R_DSA:
        return XC_LOSS_FILTERED;
    default:
        return XC_LOSS_INVALID;
    }
}


/* why a bid does not come to the auction at all, or 0 */

static int
xc_auction_keeps_out(const xc_offer_t *o)
{
    if (o->imp == NULL) {
        return XC_LOSS_INVALID;
    }

    if (o->price <= 0) {
        return XC_LOSS_NO_PRICE;
    }

    if (o->floor > 0 && o->price + o->slack < o->floor) {
        return o->deal ? XC_LOSS_DEAL_FLOOR : XC_LOSS_FLOOR;
    }

    if (o->deal == NULL && xc_json_text(o->node, "dealid").len) {
        return XC_LOSS_DEAL_ID;
    }

    return o->broken ? xc_loss_of_rule(o->first) : 0;
}


static xc_tier_e
xc_auction_tier(const xc_offer_t *o)
{
    if (o->deal == NULL) {
        return XC_TIER_OPEN;
    }

    if (xc_json_int(o->deal, "guar", 0) == 1) {
        return XC_TIER_GUARANTEED;
    }

    return xc_json_int(o->deal, "at", 0) == 3 ? XC_TIER_FIXED : XC_TIER_DEAL;
}


static int
xc_auction_before(const xc_entry_t *a, const xc_entry_t *b)
{
    return a->tier > b->tier || (a->tier == b->tier && a->price > b->price);
}


/* the best bid of somebody else in the winner's tier */

static xc_money_t
xc_auction_next(const xc_entry_t *e, unsigned n, const xc_entry_t *winner)
{
    unsigned    i;
    xc_money_t  next;

    for (next = 0, i = 0; i < n; i++) {
        if (&e[i] != winner && e[i].tier == winner->tier && e[i].price > next
            && (e[i].offer == NULL || winner->offer == NULL
                || !xc_text_same(e[i].offer->seat, winner->offer->seat)))
        {
            next = e[i].price;
        }
    }

    return next;
}


static int
xc_auction_type(const xc_auction_t *auction, const xc_judge_t *j,
    const xc_offer_t *o)
{
    int64_t  at;

    at = o ? xc_json_int(o->deal, "at", 0) : 0;

    if (at == 3) {
        return 3;
    }

    if (auction->at) {
        return auction->at;
    }

    at = at ? at : j->at;

    return at == 1 ? 1 : 2;
}


static xc_money_t
xc_auction_clear(const xc_auction_t *auction, int type,
    const xc_entry_t *winner, xc_money_t next, xc_money_t floor)
{
    xc_money_t  price;

    if (type != 2) {
        return winner->price;
    }

    price = next >= floor && next > 0 ? next + auction->increment : floor;

    /* nothing beside it and no floor: the least there is to pay */

    price = price > 0 ? price : auction->increment;

    return price < winner->price ? price : winner->price;
}


static void
xc_auction_tell(const xc_auction_t *auction, const xc_judge_t *j,
    xc_entry_t *e, unsigned n, const xc_entry_t *winner, xc_money_t floor)
{
    unsigned    i;
    xc_money_t  next, price;

    if (winner == NULL) {
        return;
    }

    next = xc_auction_next(e, n, winner);
    price = xc_auction_clear(auction, xc_auction_type(auction, j,
                                                      winner->offer),
                             winner, next, floor);

    for (i = 0; i < n; i++) {

        if (e[i].offer == NULL) {
            continue;
        }

        if (&e[i] == winner) {
            e[i].outcome->won = 1;
            e[i].outcome->reason = XC_LOSS_WON;
            e[i].outcome->price = price;
            e[i].outcome->min_to_win = next > floor ? next : floor;

        } else if (winner->tier > e[i].tier) {
            e[i].outcome->reason = XC_LOSS_TO_DEAL;

        } else {
            e[i].outcome->reason = XC_LOSS_HIGHER;
            e[i].outcome->min_to_win = price;
        }
    }
}


static void
xc_auction_one(const xc_auction_t *auction, const xc_judge_t *j,
    uint64_t draw, const xc_offer_t *const *offers, xc_outcome_t *const *outs,
    unsigned noffers)
{
    unsigned          i, n, nrivals;
    xc_money_t        floor, rivals[XC_ENTRIES];
    xc_entry_t        e[XC_JUDGE_BIDS + XC_ENTRIES], *best;
    const xc_want_t  *imp;

    imp = offers[0]->imp;
    floor = xc_rates_convert(j->rates, imp->floor, imp->floorcur, j->cur);

    for (n = 0; n < noffers; n++) {
        e[n].tier = xc_auction_tier(offers[n]);
        e[n].price = offers[n]->price;
        e[n].offer = offers[n];
        e[n].outcome = outs[n];
    }

    nrivals = xc_rivals_bids(auction, j->rates, draw, imp->media, j->cur,
                             rivals, XC_ENTRIES);

    for (i = 0; i < nrivals && rivals[i] >= floor; i++, n++) {
        e[n].tier = XC_TIER_OPEN;
        e[n].price = rivals[i];
        e[n].offer = NULL;
        e[n].outcome = NULL;
    }

    for (best = NULL, i = 0; i < n; i++) {
        if (best == NULL || xc_auction_before(&e[i], best)) {
            best = &e[i];
        }
    }

    if (best && best->offer && best->offer->floor >= 0) {
        floor = best->offer->floor;
    }

    xc_auction_tell(auction, j, e, n, best, floor > 0 ? floor : 0);
}


/* the ads of a dynamic pod do not compete with each other */

static int
xc_auction_pod(const xc_offer_t *o)
{
    return xc_json_int(o->medium, "poddur", 0) > 0;
}


static void
xc_auction_imp(const xc_auction_t *auction, const xc_judge_t *j,
    uint64_t draw, const xc_want_t *imp, xc_outcome_t *outcomes)
{
    unsigned           i, n;
    xc_outcome_t      *outs[XC_JUDGE_BIDS];
    const xc_offer_t  *o, *offers[XC_JUDGE_BIDS];

    for (n = 0, i = 0; i < j->noffers; i++) {
        o = &j->offer[i];

        if (o->imp != imp || outcomes[i].reason) {
            continue;
        }

        offers[n] = o;
        outs[n] = &outcomes[i];

        if (xc_auction_pod(o)) {
            xc_auction_one(auction, j, xc_mix(draw, i + 1), &offers[n],
                           &outs[n], 1);
            continue;
        }

        n++;
    }

    if (n) {
        xc_auction_one(auction, j, draw, offers, outs, n);
    }
}


void
xc_auction_run(const xc_auction_t *auction, const xc_judge_t *j,
    uint64_t serial, xc_outcome_t *outcomes)
{
    unsigned  i;

    for (i = 0; i < j->noffers; i++) {
        memset(&outcomes[i], 0, sizeof(xc_outcome_t));
        outcomes[i].min_to_win = -1;
        outcomes[i].reason = xc_auction_keeps_out(&j->offer[i]);
    }

    for (i = 0; i < j->nimps; i++) {
        xc_auction_imp(auction, j,
                       xc_mix(xc_mix(auction->seed, serial), i), &j->imp[i],
                       outcomes);
    }
}
