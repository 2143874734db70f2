/* which of an impression's deals let an ad group in */

#include "core/catalog/match.h"


/* a deal that does not let this advertiser in is as if it were not there */

static int
cx_deal_seat_ok(const cx_plan_t *p, const cx_ortb_deal_t *deal,
    const cx_cat_campaign_t *c)
{
    uint32_t  i;
    cx_str_t  seat;

    seat = cx_catalog_str(p->f, p->f->s_ORGS[c->org].seat);

    for (i = 0; i < deal->wseat.n; i++) {
        if (cx_str_eq_nocase(seat, deal->wseat.v[i])) {
            return 1;
        }
    }

    return deal->wseat.n == 0;
}


/* one domain that is not allowed is enough to be kept out */

static int
cx_deal_domains_ok(const cx_plan_t *p, const cx_ortb_deal_t *deal,
    const cx_cat_campaign_t *c)
{
    uint32_t         i, k;
    cx_str_t         domain;
    const uint32_t  *names;

    if (deal->wadomain.n == 0) {
        return 1;
    }

    names = cx_catalog_names(p->f, c->adomain);

    for (i = 0; i < c->adomain.n; i++) {
        domain = cx_catalog_name(p->f, names[i]);

        for (k = 0; k < deal->wadomain.n; k++) {
            if (cx_domain_under(domain, cx_host(deal->wadomain.v[k]))) {
                break;
            }
        }

        if (k == deal->wadomain.n) {
            return 0;
        }
    }

    return c->adomain.n != 0;
}


static int
cx_deal_admits(const cx_plan_t *p, const cx_ortb_deal_t *deal,
    const cx_cat_campaign_t *c)
{
    return cx_deal_seat_ok(p, deal, c) && cx_deal_domains_ok(p, deal, c);
}


/* is the ad group one of the deal's? */

static int
cx_deal_of_adgroup(const cx_plan_t *p, const cx_ortb_deal_t *deal, uint32_t i)
{
    uint32_t               name, lo, hi, mid;
    const uint32_t        *ids;
    const cx_cat_value_t  *v;

    name = cx_cat_name(p->f, deal->id, 1);
    v = name == CX_NO_NAME ? NULL : cx_cat_value(p->f, CX_DIM_DEAL, name);

    if (v == NULL) {
        return 0;
    }

    ids = p->f->s_POSTINGS + v->incl.off;

    for (lo = 0, hi = v->incl.n; lo < hi; /* void */) {
        mid = lo + (hi - lo) / 2;

        if (ids[mid] < i) {
            lo = mid + 1;

        } else {
            hi = mid;
        }
    }

    return lo < v->incl.n && ids[lo] == i;
}


/* can the ad group pay its floor at all? */

static int
cx_deal_payable(const cx_ortb_deal_t *deal, const cx_hit_t *hit)
{
    uint32_t  currency;

    if (deal->bidfloor <= 0) {
        return 1;
    }

    currency = deal->bidfloorcur.len ? cx_currency(deal->bidfloorcur) : CX_USD;

    return currency == hit->campaign->currency
           && (hit->adgroup->max_cpm <= 0
               || deal->bidfloor <= hit->adgroup->max_cpm);
}


/*
 * The better of two deals that admit the ad group: one whose floor it can
 * pay; then a guaranteed one; then the lower floor, because the price is not
 * known before the offer is scored and may be anything up to max_cpm.  Of
 * equals, and of those that it cannot pay, the first stays: the auction then
 * names its floor as the reason.
 */

static int
cx_deal_better(const cx_ortb_deal_t *a, const cx_ortb_deal_t *b,
    const cx_hit_t *hit)
{
    if (!cx_deal_payable(a, hit)) {
        return 0;
    }

    if (!cx_deal_payable(b, hit)) {
        return 1;
    }

    if ((a->guar == 1) != (b->guar == 1)) {
        return a->guar == 1;
    }

    return cx_max(a->bidfloor, 0) < cx_max(b->bidfloor, 0);
}


cx_rc_t
cx_fit_deal(cx_match_t *m, cx_plan_t *p, uint32_t i, cx_hit_t *hit)
{
    uint32_t               k;
    const cx_ortb_pmp_t   *pmp;
    const cx_ortb_deal_t  *deal;

    hit->deal = NULL;

    if (!(hit->adgroup->flags & CX_ADGROUP_DEALS)) {
        return CX_OK;
    }

    pmp = m->imp->pmp;

    for (k = 0; pmp != NULL && k < pmp->deals.n; k++) {
        deal = &pmp->deals.v[k];

        if ((hit->deal == NULL || cx_deal_better(deal, hit->deal, hit))
            && cx_deal_of_adgroup(p, deal, i)
            && cx_deal_admits(p, deal, hit->campaign))
        {
            hit->deal = deal;
        }
    }

    return hit->deal != NULL ? CX_OK : CX_DECLINED;
}


int
cx_match_deal(cx_match_t *m, const cx_hit_t *hit, const cx_ortb_deal_t *deal)
{
    const cx_plan_t  *p;

    p = hit->file == m->plan[0].f ? &m->plan[0] : &m->plan[1];

    return (hit->adgroup->flags & CX_ADGROUP_DEALS)
           && cx_deal_of_adgroup(p, deal, (uint32_t) (hit->adgroup
                                                      - p->f->s_ADGROUPS))
           && cx_deal_admits(p, deal, hit->campaign);
}


/* its ad groups in each file are postings: numbers that rise as orders fall */

cx_rc_t
cx_match_deal_begin(const cx_match_t *m, const cx_ortb_deal_t *deal,
    cx_match_deal_t *walk)
{
    uint32_t                  i, name;
    const cx_cat_value_t     *v;
    const cx_catalog_file_t  *f;

    memset(walk, 0, sizeof(cx_match_deal_t));
    walk->deal = deal;

    for (i = 0; i < m->cat->nfiles; i++) {
        f = m->plan[i].f;
        name = cx_cat_name(f, deal->id, 1);
        v = name == CX_NO_NAME ? NULL : cx_cat_value(f, CX_DIM_DEAL, name);

        if (v != NULL) {
            walk->next[i] = f->s_POSTINGS + v->incl.off;
            walk->last[i] = walk->next[i] + v->incl.n;
        }
    }

    return walk->next[0] < walk->last[0] || walk->next[1] < walk->last[1]
           ? CX_OK : CX_DECLINED;
}


static int
cx_groups_admit(const cx_groups_t *groups, uint32_t adgroup)
{
    uint32_t  i;

    for (i = 0; i < groups->n; i++) {
        if (!cx_group_admits(&groups->group[i], adgroup)) {
            return 0;
        }
    }

    return 1;
}


static int
cx_match_deal_verify(cx_match_t *m, cx_plan_t *p, uint32_t i,
    const cx_ortb_deal_t *deal, cx_hit_t *hit)
{
    const cx_cat_adgroup_t  *g;

    g = &p->f->s_ADGROUPS[i];

    if ((p->live != NULL && !(p->live[i / 64] >> i % 64 & 1))
        || !cx_groups_admit(&p->imp, i) || !cx_groups_admit(&p->req, i)
        || (g->program && cx_program_run(m, p, g->program) != CX_OP_END))
    {
        return 0;
    }

    hit->file = p->f;
    hit->adgroup = g;
    hit->campaign = &p->f->s_CAMPAIGNS[g->campaign];
    hit->deal = deal;

    return cx_deal_admits(p, deal, hit->campaign)
           && cx_fit_adgroup(m, p, i, hit) == CX_MISFIT_NONE;
}


cx_rc_t
cx_match_deal_next(cx_match_t *m, cx_match_deal_t *walk, cx_hit_t *hit)
{
    uint32_t    i, k;
    cx_plan_t  *p;

    while (walk->next[0] < walk->last[0] || walk->next[1] < walk->last[1]) {

        k = walk->next[0] == walk->last[0];

        if (walk->next[0] < walk->last[0] && walk->next[1] < walk->last[1]) {
            k = m->plan[1].f->s_ADGROUPS[*walk->next[1]].order
                > m->plan[0].f->s_ADGROUPS[*walk->next[0]].order;
        }

        p = &m->plan[k];
        i = *walk->next[k]++;

        if (cx_match_deal_verify(m, p, i, walk->deal, hit)) {
            return CX_OK;
        }
    }

    return CX_DECLINED;
}
