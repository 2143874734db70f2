#include "core/catalog/match.h"


cx_match_t *
cx_match_begin(const cx_catalog_t *cat, const cx_match_input_t *in,
    cx_arena_t *arena)
{
    uint32_t              i;
    cx_match_t           *m;
    const cx_ortb_geo_t  *geo;

    m = cx_arena_align(arena, sizeof(cx_match_t), 64);

    if (m == NULL) {
        return NULL;
    }

    m->cat = cat;
    m->in = *in;
    m->arena = arena;
    m->imp = NULL;
    m->nimp = 0;
    m->several = in->req->r.imp.n > 1;
    m->work = UINT32_MAX;

    for (i = 0; i < 2; i++) {
        m->asked[i].seconds_room = NULL;
        m->asked[i].placed_room = NULL;
    }

    m->native = NULL;
    m->hour[0] = -1;
    m->hour[1] = -1;

    geo = cx_request_geo(in->req);
    m->lat = geo != NULL && geo->lon <= 180 && geo->lat >= -90 ? geo->lat
                                                               : CX_NO_COORD;
    m->lon = geo != NULL ? geo->lon : CX_NO_COORD;
    m->lat_e6 = m->lat <= 90 ? (int32_t) (m->lat * 1e6) : 0;
    m->lat_cos = CX_NO_COORD;
    m->circle = NULL;
    m->os_version = cx_request_os_version(in->req);

    cx_terms_begin(&m->terms, cat, arena);
    cx_terms_request(&m->terms, in);

    if (m->terms.full) {
        return NULL;
    }

    for (i = 0; i < cat->nfiles; i++) {
        m->plan[i].f = &cat->file[i];
        m->plan[i].live = i == 0 ? cat->live : NULL;
        m->plan[i].have = 0;
        m->plan[i].done = 1;
        m->plan[i].at = 0;
        m->plan[i].nfound = 0;

        memset(m->plan[i].fits, 0, sizeof(m->plan[i].fits));

        if (m->several) {
            memset(m->plan[i].programs, 0, sizeof(m->plan[i].programs));
        }

        if (cx_plan_request(m, &m->plan[i]) != CX_OK) {
            return NULL;
        }
    }

    return m;
}


cx_rc_t
cx_match_imp(cx_match_t *m, const cx_ortb_imp_t *imp,
    const cx_ortb_native_request_t *native)
{
    uint32_t       i;
    cx_termlist_t  terms;

    m->imp = imp;
    m->nimp++;
    m->deals = NULL;
    m->native = imp->native != NULL ? native : NULL;

    if (cx_fit_begin(m) != CX_OK) {
        return CX_ERROR;
    }

    cx_terms_begin(&terms, m->cat, m->arena);
    cx_terms_imp(&terms, imp, m->native != NULL);

    if (terms.full) {
        return CX_ERROR;
    }

    for (i = 0; i < m->cat->nfiles; i++) {
        if (cx_plan_imp(m, &m->plan[i], &terms) != CX_OK) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


void
cx_match_allow(cx_match_t *m, uint32_t work)
{
    m->work = work;
}


uint32_t
cx_match_left(const cx_match_t *m)
{
    return m->work;
}


static inline int
cx_program_holds(cx_match_t *m, cx_plan_t *p, uint32_t program)
{
    uint32_t  *memo;

    if (!m->several) {
        return cx_program_run(m, p, program) == CX_OP_END;
    }

    memo = &p->programs[cx_memo_at(program, CX_PROGRAMS_MEMO)];

    if (*memo >> 1 != program) {
        *memo = program << 1
                | (cx_program_run(m, p, program) == CX_OP_END);
    }

    return *memo & 1;
}


/* the rest that has to be right about ad group i */

static int
cx_match_verify(cx_match_t *m, cx_plan_t *p, uint32_t i, cx_hit_t *hit)
{
    const cx_cat_adgroup_t  *g;

    g = &p->f->s_ADGROUPS[i];

    if (g->program && !cx_program_holds(m, p, g->program)) {
        return 0;
    }

    hit->file = p->f;
    hit->adgroup = g;
    hit->campaign = &p->f->s_CAMPAIGNS[g->campaign];

    hit->deal = NULL;

    return cx_fit_adgroup(m, p, g, hit) != 0
           && (!(g->flags & CX_ADGROUP_DEALS)
               || cx_fit_deal(m, p, i, hit) == CX_OK);
}


/*
 * Some of the survivors of the block at hand, as numbers.  Mostly not all are
 * wanted; the records of those to come are sent for in time.
 */

static uint32_t
cx_plan_list(cx_plan_t *p)
{
    uint32_t  n, base;
    uint64_t  bits;

    for (n = 0; p->word < 8; p->word++) {
        base = (p->block - 1) * CX_CAT_BLOCK + p->word * 64;

        for (bits = p->acc[p->word];
             bits && n < CX_FOUND_BATCH;
             bits &= bits - 1)
        {
            p->found[n] = base + (uint32_t) __builtin_ctzll(bits);
            __builtin_prefetch(&p->f->s_ADGROUPS[p->found[n++]]);
        }

        if (bits) {
            p->acc[p->word] = bits;
            break;
        }
    }

    p->nfound = n;
    p->at = 0;

    return n;
}


#define CX_FOUND_AHEAD  3


static inline void
cx_plan_prefetch(const cx_plan_t *p)
{
    const cx_cat_adgroup_t  *g;

    if (p->at + CX_FOUND_AHEAD < p->nfound) {
        g = &p->f->s_ADGROUPS[p->found[p->at + CX_FOUND_AHEAD]];
        __builtin_prefetch(&p->f->s_LOOKS[g->look]);
        __builtin_prefetch(&p->f->s_CREATIVES[g->creatives.first
                                              + g->creatives.n - 1]);
        __builtin_prefetch(&p->f->s_CAMPAIGNS[g->campaign]);
    }
}


static int
cx_plan_next(cx_match_t *m, cx_plan_t *p, cx_hit_t *hit)
{
    uint32_t  block;

    while (m->work) {

        if (p->at == p->nfound && cx_plan_list(p) == 0) {
            block = p->block;

            if (!m->cat->next_block(p)) {
                return 0;
            }

            cx_match_spend(m, p->block - block);
            (void) cx_plan_list(p);
        }

        cx_match_spend(m, CX_MATCH_CLOSE);
        cx_plan_prefetch(p);

        if (cx_match_verify(m, p, p->found[p->at++], hit)) {
            return 1;
        }
    }

    return 0;
}


cx_rc_t
cx_match_next(cx_match_t *m, cx_hit_t *hit)
{
    uint32_t    i, best;
    cx_plan_t  *p;

    if (m->cat->nfiles == 1) {
        return cx_plan_next(m, &m->plan[0], hit) ? CX_OK : CX_DECLINED;
    }

    for (i = 0; i < 2; i++) {
        p = &m->plan[i];

        if (!p->have) {
            p->have = cx_plan_next(m, p, &p->hit);
        }
    }

    if (!m->plan[0].have && !m->plan[1].have) {
        return CX_DECLINED;
    }

    best = !m->plan[0].have
           || (m->plan[1].have && m->plan[1].hit.adgroup->order
                                  > m->plan[0].hit.adgroup->order);

    *hit = m->plan[best].hit;
    m->plan[best].have = 0;

    return CX_OK;
}


static const char *
cx_why_creatives(cx_match_t *m, const cx_plan_t *p, const cx_cat_adgroup_t *g)
{
    cx_misfit_e  misfit;

    misfit = cx_why_fit(m, p, g);

    return misfit == CX_MISFIT_NONE ? cx_dims[CX_DIM_FORMAT].path
                                    : cx_misfits[misfit];
}


const char *
cx_match_why(cx_match_t *m, const cx_catalog_file_t *file, uint32_t adgroup)
{
    cx_op_e                  op;
    uint32_t                 dim;
    cx_plan_t               *p;
    cx_misfit_e              misfit;
    const cx_cat_adgroup_t  *g;

    p = file == m->plan[0].f ? &m->plan[0] : &m->plan[1];

    if (p->live != NULL && !(p->live[adgroup / 64] >> adgroup % 64 & 1)) {
        return "overlay";
    }

    g = &file->s_ADGROUPS[adgroup];
    dim = cx_why_groups(p, 1, adgroup);

    if (dim == CX_DIM_FORMAT) {
        return cx_why_creatives(m, p, g);
    }

    if (dim == CX_DIM_MAX) {
        dim = cx_why_groups(p, 0, adgroup);
    }

    if (dim != CX_DIM_MAX) {
        return cx_dims[dim].path;
    }

    op = cx_program_run(m, p, g->program);

    if (op != CX_OP_END) {
        return cx_ops[op].path;
    }

    misfit = cx_why_fit(m, p, g);

    if (misfit != CX_MISFIT_NONE) {
        return cx_misfits[misfit];
    }

    return g->flags & CX_ADGROUP_DEALS
           ? cx_why_deal(m, p, adgroup, &file->s_CAMPAIGNS[g->campaign])
           : NULL;
}
