/* which of the offers are bid: all impressions are known here */

#include "core/bid/stages.h"
#include "core/bid/pod.h"


#define CX_LIFE_WEB      60
#define CX_LIFE_APP      300
#define CX_LIFE_NATIVE   600
#define CX_LIFE_LONG     1800           /* video, audio, interstitials */
#define CX_LIFE_MAX      7200           /* screens outdoors */

/* an impression more with a campaign of its own is worth more than any sum */

#define CX_SELECT_WORTH_MAX  (1LL << 40)
#define CX_SELECT_DISTINCT   (1LL << 48)


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

    if (cx_bid_is_test(run->req)) {
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


cx_rc_t
cx_bid_take(const cx_bid_run_t *run, cx_imp_decision_t *imp,
    cx_offer_t *offer)
{
    offer->life_s = cx_select_life(run, imp->imp, offer);

    if (cx_select_reserve(run, offer) != CX_OK) {
        offer->outcome = CX_NOBID_BUDGET;
        return CX_DECLINED;
    }

    imp->won[imp->nwon++] = offer;
    cx_tally_add(&run->won, offer->hit.campaign);
    cx_tally_add(&run->won, offer->hit.fit[offer->fit].ad);

    return CX_OK;
}


/*
 * How often its campaign is in the answer; what is bid for the same impression
 * does not count.
 */

static uint32_t
cx_select_elsewhere(const cx_bid_run_t *run, const cx_imp_decision_t *imp,
    const cx_offer_t *offer)
{
    uint32_t  i, n;

    n = cx_tally_get(&run->won, offer->hit.campaign);

    for (i = 0; n && i < imp->nwon; i++) {
        n -= imp->won[i]->hit.campaign == offer->hit.campaign;
    }

    return n;
}


/* the same, and its creative once more */

static uint32_t
cx_select_repeats(const cx_bid_run_t *run, const cx_imp_decision_t *imp,
    const cx_offer_t *offer)
{
    uint32_t            i, n;
    const cx_offer_t   *won;
    const cx_cat_ad_t  *ad;

    n = cx_select_elsewhere(run, imp, offer);

    if (n == 0) {
        return 0;
    }

    ad = offer->hit.fit[offer->fit].ad;
    n += cx_tally_get(&run->won, ad);

    for (i = 0; i < imp->nwon; i++) {
        won = imp->won[i];
        n -= won->hit.fit[won->fit].ad == ad;
    }

    return n;
}


/* 7.3: one bid for each deal and, where it is open, one beside them */

static int
cx_select_has_place(const cx_bid_run_t *run, const cx_imp_decision_t *imp,
    const cx_ortb_deal_t *deal)
{
    uint32_t  i, most;

    most = run->b->conf->exchange->bids_max;

    if (most && imp->nwon >= most) {
        return 0;
    }

    for (i = 0; i < imp->nwon; i++) {
        if (imp->won[i]->hit.deal == deal) {
            return 0;
        }
    }

    return deal != NULL || !cx_bid_is_private(imp->imp);
}


/* the best for a deal, or for none, of those who are in the answer least */

static void
cx_select_one(const cx_bid_run_t *run, cx_imp_decision_t *imp,
    const cx_ortb_deal_t *deal)
{
    uint32_t     i, least, repeats;
    cx_offer_t  *offer, *best;

    do {
        best = NULL;
        least = UINT32_MAX;

        for (i = 0; i < imp->noffers && least; i++) {
            offer = imp->offer[i];

            if (offer->hit.deal != deal || offer->outcome != CX_NOBID_NONE) {
                continue;
            }

            repeats = cx_select_repeats(run, imp, offer);

            if (repeats < least) {
                least = repeats;
                best = offer;
            }
        }

    } while (best != NULL && cx_bid_take(run, imp, best) != CX_OK);
}


static void
cx_select_deals(const cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    uint32_t     i;
    cx_offer_t  *offer;

    for (i = 0; i < imp->noffers; i++) {
        offer = imp->offer[i];

        if (offer->hit.deal == NULL) {
            return;
        }

        if (offer->outcome == CX_NOBID_NONE
            && cx_select_has_place(run, imp, offer->hit.deal))
        {
            cx_select_one(run, imp, offer->hit.deal);
        }
    }
}


/* the first of an impression that may be bid openly, from offer i on */

static uint32_t
cx_select_open(const cx_imp_decision_t *imp, uint32_t i)
{
    while (i < imp->noffers
           && (imp->offer[i]->hit.deal != NULL
               || imp->offer[i]->outcome != CX_NOBID_NONE))
    {
        i++;
    }

    return i;
}


/* do all want somebody else? */

static int
cx_select_is_clear(cx_imp_decision_t **imps, uint32_t n)
{
    uint32_t                  i, k;
    const cx_cat_campaign_t  *campaign[CX_ORTB_MAX_IMPS];

    for (i = 0; i < n; i++) {
        k = cx_select_open(imps[i], 0);
        campaign[i] = imps[i]->offer[k]->hit.campaign;

        for (k = 0; k < i; k++) {
            if (campaign[k] == campaign[i]) {
                return 0;
            }
        }
    }

    return 1;
}


static inline cx_offer_t *
cx_select_at(const cx_imp_decision_t *imp, uint32_t i)
{
    return i < imp->noffers ? imp->offer[i] : NULL;
}


/* from this offer on, the first whose campaign is not in the answer */

static uint32_t
cx_select_fresh(const cx_bid_run_t *run, cx_imp_decision_t *imp, uint32_t i)
{
    for (i = cx_select_open(imp, i); i < imp->noffers;
         i = cx_select_open(imp, i + 1))
    {
        if (cx_select_elsewhere(run, imp, imp->offer[i]) == 0) {
            break;
        }
    }

    return i;
}


/* those of many impressions by their worth, one after the other */

static void
cx_select_many(cx_bid_run_t *run, cx_imp_decision_t **imps, uint32_t n)
{
    uint32_t     i, k, next[CX_ORTB_MAX_IMPS];
    cx_offer_t  *offer, *best;

    for (i = 0; i < n; i++) {
        next[i] = cx_select_fresh(run, imps[i], 0);
    }

    for ( ;; ) {
        best = NULL;
        k = 0;

        for (i = 0; i < n; i++) {
            offer = cx_select_at(imps[i], next[i]);

            if (offer != NULL && (best == NULL || offer->worth > best->worth)) {
                best = offer;
                k = i;
            }
        }

        if (best == NULL) {
            return;
        }

        next[k] = cx_bid_take(run, imps[k], best) == CX_OK
                  ? imps[k]->noffers
                  : cx_select_fresh(run, imps[k], next[k]);

        for (i = 0; i < n; i++) {
            offer = cx_select_at(imps[i], next[i]);

            if (offer != NULL && offer->hit.campaign == best->hit.campaign) {
                next[i] = cx_select_fresh(run, imps[i], next[i]);
            }
        }
    }
}


typedef struct {
    cx_pod_match_t            match;
    const cx_cat_campaign_t  *campaign[CX_POD_COLUMNS];
    cx_offer_t               *offer[CX_POD_ROWS][CX_POD_COLUMNS];
} cx_select_few_t;


static void
cx_select_row(const cx_bid_run_t *run, cx_select_few_t *m,
    cx_imp_decision_t *imp, uint32_t row, uint32_t most)
{
    uint32_t     i, k, c, n;
    cx_offer_t  *offer;

    for (i = cx_select_open(imp, 0), n = 0; i < imp->noffers && n < most;
         i = cx_select_open(imp, i + 1))
    {
        offer = imp->offer[i];

        for (c = 0; c < m->match.ncolumns; c++) {
            if (m->campaign[c] == offer->hit.campaign) {
                break;
            }
        }

        if (c < m->match.ncolumns && m->match.worth[row][c]) {
            continue;
        }

        if (cx_select_elsewhere(run, imp, offer)) {
            continue;
        }

        if (c == m->match.ncolumns) {
            m->campaign[c] = offer->hit.campaign;
            m->match.ncolumns++;

            for (k = 0; k < m->match.nrows; k++) {
                m->match.worth[k][c] = 0;
            }
        }

        m->match.worth[row][c] = CX_SELECT_DISTINCT
                                 + cx_min(offer->worth, CX_SELECT_WORTH_MAX);
        m->offer[row][c] = offer;
        n++;
    }
}


/*
 * Who gets which impression is settled for all of them together.  None needs
 * more campaigns to choose from than there are impressions.
 */

static void
cx_select_few(cx_bid_run_t *run, cx_imp_decision_t **imps, uint32_t n)
{
    uint32_t         i, c;
    cx_select_few_t  m;

    m.match.nrows = n;
    m.match.ncolumns = 0;

    for (i = 0; i < n; i++) {
        cx_select_row(run, &m, imps[i], i, n);
    }

    cx_pod_assign(&m.match);

    for (i = 0; i < n; i++) {
        c = m.match.column[i];

        if (c < m.match.ncolumns) {
            (void) cx_bid_take(run, imps[i], m.offer[i][c]);
        }
    }
}


/* the open auction: of each impression one, rather of another campaign each */

static void
cx_select_opens(cx_bid_run_t *run)
{
    uint32_t            i, n;
    cx_imp_decision_t  *imp, *imps[CX_ORTB_MAX_IMPS];

    for (i = 0, n = 0; i < run->d->nimps; i++) {
        imp = &run->d->imp[i];

        if (!imp->pod && cx_select_has_place(run, imp, NULL)
            && cx_select_open(imp, 0) < imp->noffers)
        {
            imps[n++] = imp;
        }
    }

    if (n > CX_POD_ROWS) {
        cx_select_many(run, imps, n);

    } else if (n > 1 && !cx_select_is_clear(imps, n)) {
        cx_select_few(run, imps, n);
    }

    for (i = 0; i < n; i++) {
        if (cx_select_has_place(run, imps[i], NULL)) {
            cx_select_one(run, imps[i], NULL);
        }
    }
}


/* those in another currency than the answer's cannot be in it */

static void
cx_select_currency(cx_bid_run_t *run)
{
    uint32_t            i, k;
    cx_imp_decision_t  *imp;

    if (run->d->currency) {
        return;
    }

    cx_bid_currency(run);

    for (i = 0; i < run->d->nimps; i++) {
        imp = &run->d->imp[i];

        for (k = 0; k < imp->noffers; k++) {
            if (imp->offer[k]->outcome == CX_NOBID_NONE
                && imp->offer[k]->currency != run->d->currency)
            {
                imp->offer[k]->outcome = CX_NOBID_CURRENCY;
            }
        }
    }
}


/* the best of those that are bid is first; the others say why they are not */

static void
cx_select_end(cx_imp_decision_t *imp)
{
    uint32_t           i, k, n;
    cx_offer_t        *offer;
    const cx_offer_t  *won[CX_BID_OFFERS_MAX];

    for (i = 0, n = 0; i < imp->noffers; i++) {
        offer = imp->offer[i];

        for (k = 0; k < imp->nwon && imp->won[k] != offer; k++) { /* void */ }

        if (k < imp->nwon) {
            won[n++] = offer;
            continue;
        }

        if (offer->outcome == CX_NOBID_NONE) {
            offer->outcome = CX_NOBID_OUTBID;
        }

        if (imp->nwon == 0) {
            imp->reason = cx_nobid_nearer(imp->reason, offer->outcome);
        }
    }

    for (i = 0; i < n; i++) {
        imp->won[i] = won[i];
    }

    if (n) {
        imp->winner = won[0];
        imp->reason = CX_NOBID_NONE;
    }
}


/* so many bids there may be where offers can become several */

static uint32_t
cx_select_pod(const cx_imp_decision_t *imp)
{
    return imp->noffers && cx_bid_several(imp->imp)
           ? cx_max(imp->noffers, CX_BID_POD_MAX) : imp->noffers;
}


/*
 * What is alone repeats nothing; and where there is no memory to count it in,
 * campaigns are not spread.
 */

static void
cx_select_begin(cx_bid_run_t *run)
{
    uint32_t                  i, n;
    const cx_ortb_pmp_t      *pmp;
    const cx_imp_decision_t  *imp;

    if (run->d->nimps < 2) {
        return;
    }

    for (i = 0, n = 0; i < run->d->nimps; i++) {
        imp = &run->d->imp[i];
        pmp = imp->imp->pmp;
        n += imp->imp->video != NULL || imp->imp->audio != NULL
             ? cx_select_pod(imp)
             : cx_min(imp->noffers, pmp != NULL ? pmp->deals.n + 1 : 1);
    }

    (void) cx_tally_init(&run->won, 2 * n, run->b->arena);
}


void
cx_bid_select(cx_bid_run_t *run)
{
    uint32_t  i;

    cx_select_begin(run);
    cx_select_currency(run);
    cx_bid_pods(run);

    for (i = 0; i < run->d->nimps; i++) {
        if (!run->d->imp[i].pod) {
            cx_select_deals(run, &run->d->imp[i]);
        }
    }

    cx_select_opens(run);

    for (i = 0; i < run->d->nimps; i++) {
        cx_select_end(&run->d->imp[i]);
    }
}
