/* who stands for the deals of an impression, and who of all is scored */

#include "core/bid/stages.h"


/* of the places to stand, so many are for the open auction beside deals */

#define CX_BID_STAND_OPEN  (CX_BID_STAND_MAX / 4)

typedef struct {
    cx_match_deal_t  walk;
    uint32_t         looked;
    unsigned         done:1;
} cx_deal_t;


/* those that somebody is in, the guaranteed ones first */

static uint32_t
cx_deals_known(cx_bid_run_t *run, const cx_ortb_pmp_t *pmp, cx_deal_t *known,
    uint32_t max)
{
    int       guar;
    uint32_t  i, n;

    n = 0;

    for (guar = 1; guar >= 0; guar--) {

        for (i = 0; i < pmp->deals.n && n < max; i++) {

            if ((pmp->deals.v[i].guar == 1) == guar
                && cx_match_deal_begin(run->match, &pmp->deals.v[i],
                                       &known[n].walk)
                   == CX_OK)
            {
                known[n].looked = 0;
                known[n].done = 0;
                n++;
            }
        }
    }

    return n;
}


/* the next who stands for a deal, if there is one within so many looks */

static void
cx_deals_walk(cx_bid_run_t *run, cx_imp_decision_t *imp, cx_deal_t *deal,
    uint32_t looks)
{
    for ( ;; ) {
        if (deal->looked >= looks || run->over) {
            return;
        }

        if (cx_match_deal_next(run->match, &deal->walk,
                               &run->stood[run->nstood].hit)
            != CX_OK)
        {
            deal->done = 1;
            return;
        }

        deal->looked++;

        if (cx_bid_look(run, imp)) {
            return;
        }
    }
}


/* in turns, until nobody of those with looks left has another */

static void
cx_deals_turns(cx_bid_run_t *run, cx_imp_decision_t *imp, cx_deal_t *deal,
    uint32_t n, uint32_t looks, uint32_t places)
{
    uint32_t  i, stood;

    do {
        stood = run->nstood;

        for (i = 0; i < n && run->nstood < places; i++) {
            if (!deal[i].done) {
                cx_deals_walk(run, imp, &deal[i], looks);
            }
        }

    } while (run->nstood > stood && run->nstood < places);
}


/*
 * However dear the open auction is, a deal's ad groups are looked at, and
 * however dear those of one deal are, another has its share: of the places
 * and of the looks.  What is left then goes to the first who need it.
 */

void
cx_bid_stand_deals(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    uint32_t              i, n, places, looks;
    cx_deal_t             known[CX_BID_STAND_MAX];
    const cx_ortb_pmp_t  *pmp;

    pmp = imp->imp->pmp;
    places = CX_BID_STAND_MAX;
    looks = CX_BID_LOOK_MAX;

    if (pmp->private_auction <= 0) {
        places -= CX_BID_STAND_OPEN;
        looks -= CX_BID_LOOK_MAX / 4;
    }

    n = cx_deals_known(run, pmp, known, places);
    places = cx_min(places, run->places);

    if (n) {
        cx_deals_turns(run, imp, known, n, looks / n, places);
    }

    for (i = 0; i < n && imp->nmatched < looks && run->nstood < places; i++) {
        cx_deals_turns(run, imp, &known[i], 1,
                       known[i].looked + looks - imp->nmatched, places);
    }
}


/* the how manieth of its deal an offer is: each deal has a first */

static uint32_t
cx_deals_turn(const cx_bid_run_t *run, uint32_t i)
{
    uint32_t  k, turn;

    for (k = 0, turn = 0; k < i; k++) {
        turn += run->stood[k].hit.deal == run->stood[i].hit.deal;
    }

    return turn;
}


/* n of the deals, in turns, the first of each deal before the second of any */

static void
cx_deals_pick(cx_bid_run_t *run, const cx_imp_decision_t *imp, uint32_t ndeals,
    uint32_t n)
{
    uint32_t  i, turn;
    uint8_t   turns[CX_BID_STAND_MAX];

    for (i = 0; i < ndeals; i++) {
        turns[i] = (uint8_t) cx_deals_turn(run, i);
    }

    for (turn = 0; turn < ndeals; turn++) {
        for (i = 0; i < ndeals; i++) {

            if (turns[i] != turn) {
                continue;
            }

            if (n == 0) {
                cx_bid_drop(run, imp, &run->stood[i].hit, CX_NOBID_NOT_SCORED);
                continue;
            }

            run->scored[run->nscored++] = &run->stood[i];
            n--;
        }
    }
}


/*
 * Deals come before the open auction whatever their bids are, but leave it a
 * quarter of those scored.  They stand first.
 */

void
cx_bid_pick(cx_bid_run_t *run, const cx_imp_decision_t *imp)
{
    uint32_t  i, ndeals, open;

    for (ndeals = 0; ndeals < run->nstood; ndeals++) {
        if (run->stood[ndeals].hit.deal == NULL) {
            break;
        }
    }

    open = run->nstood - ndeals;

    if (ndeals) {
        cx_deals_pick(run, imp, ndeals,
                      cx_min(ndeals, run->candidates
                                     - cx_min(open, run->candidates / 4)));
    }

    for (i = ndeals; i < run->nstood; i++) {

        if (run->nscored == run->candidates) {
            cx_bid_drop(run, imp, &run->stood[i].hit, CX_NOBID_NOT_SCORED);
            continue;
        }

        run->scored[run->nscored++] = &run->stood[i];
    }
}
