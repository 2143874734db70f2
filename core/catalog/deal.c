/* which of an impression's deals let an ad group in */

#include "core/catalog/match.h"


/* a deal that does not let this advertiser in is as if it were not there */

static int
cx_deal_seat_ok(const cx_ortb_deal_t *deal, cx_str_t seat)
{
    uint32_t  i;

    for (i = 0; i < deal->wseat.n; i++) {
        if (cx_str_eq_nocase(seat, cx_str_trim(deal->wseat.v[i]))) {
            return 1;
        }
    }

    return 0;
}


static int
cx_deal_host_ok(const cx_ortb_deal_t *deal, cx_str_t domain)
{
    uint32_t  i;

    for (i = 0; i < deal->wadomain.n; i++) {
        if (cx_domain_under(domain, cx_owner(deal->wadomain.v[i]))) {
            return 1;
        }
    }

    return 0;
}


/* the same from a set: the domain, or one above it */

static int
cx_deal_host_in(const cx_set_t *hosts, cx_str_t domain)
{
    const uint8_t  *p;

    if (cx_set_has(hosts, cx_set_key(domain, hosts->seed))) {
        return 1;
    }

    while ((p = memchr(domain.data, '.', domain.len)) != NULL) {

        domain.len -= (size_t) (p + 1 - domain.data);
        domain.data = p + 1;

        if (domain.len && cx_set_has(hosts, cx_set_key(domain, hosts->seed))) {
            return 1;
        }
    }

    return 0;
}


/*
 * NULL, or what keeps it out.  One domain that is not allowed is enough.  Who
 * looks for many has the lists made sets first.
 */

static const char *
cx_deal_refuses(const cx_match_t *m, const cx_plan_t *p,
    const cx_ortb_deal_t *deal, const cx_deal_sets_t *sets,
    const cx_cat_campaign_t *c)
{
    uint32_t         i;
    cx_str_t         s;
    const uint32_t  *names;

    if (deal->wseat.n) {
        s = cx_catalog_seat(p->f, c, m->in.seat);

        if (!(sets != NULL ? cx_set_has(&sets->seats,
                                        cx_set_key(s, sets->seats.seed))
                           : cx_deal_seat_ok(deal, s)))
        {
            return "inventory.deals.wseat";
        }
    }

    if (deal->wadomain.n == 0) {
        return NULL;
    }

    names = cx_catalog_names(p->f, c->adomain);

    for (i = 0; i < c->adomain.n; i++) {
        s = cx_catalog_name(p->f, names[i]);

        if (!(sets != NULL ? cx_deal_host_in(&sets->hosts, s)
                           : cx_deal_host_ok(deal, s)))
        {
            return "inventory.deals.wadomain";
        }
    }

    return i != 0 ? NULL : "inventory.deals.wadomain";
}


/* NULL: the arena is full */

static const cx_deal_sets_t *
cx_deal_sets(cx_match_t *m, const cx_ortb_deal_t *deal)
{
    uint32_t               i;
    cx_deal_sets_t        *s;
    const cx_deal_sets_t  *made;

    for (made = m->deals; made != NULL; made = made->next) {
        if (made->deal == deal) {
            return made;
        }
    }

    s = cx_arena_alloc(m->arena, sizeof(cx_deal_sets_t));

    if (s == NULL
        || cx_set_init(&s->seats, deal->wseat.n, m->in.seed, m->arena) != CX_OK
        || cx_set_init(&s->hosts, deal->wadomain.n, m->in.seed, m->arena)
           != CX_OK)
    {
        return NULL;
    }

    for (i = 0; i < deal->wseat.n; i++) {
        cx_set_add(&s->seats, cx_set_key(cx_str_trim(deal->wseat.v[i]),
                                          m->in.seed));
    }

    for (i = 0; i < deal->wadomain.n; i++) {
        cx_set_add(&s->hosts, cx_set_key(cx_owner(deal->wadomain.v[i]),
                                         m->in.seed));
    }

    s->deal = deal;
    s->next = m->deals;
    m->deals = s;

    return s;
}


/* where a file has number i, or one that is higher */

static const uint32_t *
cx_deal_find(const uint32_t *lo, const uint32_t *hi, uint32_t i)
{
    const uint32_t  *mid;

    while (lo < hi) {
        mid = lo + (hi - lo) / 2;

        if (*mid < i) {
            lo = mid + 1;

        } else {
            hi = mid;
        }
    }

    return lo;
}


/* is the ad group one of the deal's? */

static int
cx_deal_of_adgroup(const cx_plan_t *p, const cx_ortb_deal_t *deal, uint32_t i)
{
    uint32_t               name;
    const uint32_t        *lo, *hi;
    const cx_cat_value_t  *v;

    name = cx_cat_name(p->f, deal->id, 1);
    v = name == CX_NO_NAME ? NULL : cx_cat_value(p->f, CX_DIM_DEAL, name);

    if (v == NULL) {
        return 0;
    }

    lo = p->f->s_POSTINGS + v->incl.off;
    hi = lo + v->incl.n;
    lo = cx_deal_find(lo, hi, i);

    return lo < hi && *lo == i;
}


/* can the ad group pay its floor at all? */

static int
cx_deal_payable(const cx_ortb_deal_t *deal, const cx_hit_t *hit)
{
    uint32_t  currency;

    if (deal->bidfloor <= 0) {
        return 1;
    }

    currency = deal->bidfloorcur.len ? cx_currency_said(deal->bidfloorcur) : CX_USD;

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

    pmp = m->imp->pmp;

    for (k = 0; pmp != NULL && k < pmp->deals.n; k++) {
        deal = &pmp->deals.v[k];

        if ((hit->deal == NULL || cx_deal_better(deal, hit->deal, hit))
            && cx_deal_of_adgroup(p, deal, i)
            && cx_deal_refuses(m, p, deal, NULL, hit->campaign) == NULL)
        {
            hit->deal = deal;
        }
    }

    return hit->deal != NULL ? CX_OK : CX_DECLINED;
}


/* it is in a deal that is there, or in none */

const char *
cx_why_deal(const cx_match_t *m, const cx_plan_t *p, uint32_t i,
    const cx_cat_campaign_t *c)
{
    uint32_t               k;
    const char            *why, *one;
    const cx_ortb_pmp_t   *pmp;

    pmp = m->imp->pmp;
    why = cx_dims[CX_DIM_DEAL].path;

    for (k = 0; pmp != NULL && k < pmp->deals.n; k++) {

        if (!cx_deal_of_adgroup(p, &pmp->deals.v[k], i)) {
            continue;
        }

        one = cx_deal_refuses(m, p, &pmp->deals.v[k], NULL, c);

        if (one == NULL) {
            return NULL;
        }

        why = one;
    }

    return why;
}


/* its ad groups in each file are postings: numbers that rise as orders fall */

cx_rc_t
cx_match_deal_begin(cx_match_t *m, const cx_ortb_deal_t *deal,
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
            walk->first[i] = f->s_POSTINGS + v->incl.off;
            walk->next[i] = walk->first[i];
            walk->last[i] = walk->first[i] + v->incl.n;
        }
    }

    if (walk->next[0] == walk->last[0] && walk->next[1] == walk->last[1]) {
        return CX_DECLINED;
    }

    if (deal->wseat.n || deal->wadomain.n) {
        walk->sets = cx_deal_sets(m, deal);

        if (walk->sets == NULL) {
            return CX_DECLINED;
        }
    }

    return CX_OK;
}


int
cx_match_deal(const cx_match_t *m, const cx_match_deal_t *walk,
    const cx_hit_t *hit)
{
    uint32_t         i, k;
    const uint32_t  *at;

    k = hit->file != m->plan[0].f;
    i = (uint32_t) (hit->adgroup - hit->file->s_ADGROUPS);
    at = cx_deal_find(walk->first[k], walk->last[k], i);

    return at < walk->last[k] && *at == i
           && cx_deal_refuses(m, &m->plan[k], walk->deal, walk->sets,
                              hit->campaign)
              == NULL;
}


static int
cx_match_deal_verify(cx_match_t *m, cx_plan_t *p, uint32_t i,
    const cx_match_deal_t *walk, cx_hit_t *hit)
{
    const cx_cat_adgroup_t  *g;

    if (!cx_plan_admits(p, i)) {
        return 0;
    }

    g = &p->f->s_ADGROUPS[i];
    hit->file = p->f;
    hit->adgroup = g;
    hit->campaign = &p->f->s_CAMPAIGNS[g->campaign];
    hit->deal = walk->deal;

    return cx_deal_refuses(m, p, walk->deal, walk->sets, hit->campaign) == NULL
           && cx_program_run(m, p, g->program) == CX_OP_END
           && cx_fit_adgroup(m, p, g, hit) != 0;
}


cx_rc_t
cx_match_deal_next(cx_match_t *m, cx_match_deal_t *walk, cx_hit_t *hit)
{
    uint32_t    i, k;
    cx_plan_t  *p;

    while (m->work && (walk->next[0] < walk->last[0]
                       || walk->next[1] < walk->last[1]))
    {
        cx_match_spend(m, CX_MATCH_CLOSE);

        k = walk->next[0] == walk->last[0];

        if (walk->next[0] < walk->last[0] && walk->next[1] < walk->last[1]) {
            k = m->plan[1].f->s_ADGROUPS[*walk->next[1]].order
                > m->plan[0].f->s_ADGROUPS[*walk->next[0]].order;
        }

        p = &m->plan[k];
        i = *walk->next[k]++;

        if (cx_match_deal_verify(m, p, i, walk, hit)) {
            return CX_OK;
        }
    }

    return CX_DECLINED;
}
