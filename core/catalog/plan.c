/* from what a request says to the bitsets and postings of one file */

#include "core/catalog/match.h"


/* the values that the terms hit, before they are sorted into groups */

typedef struct {
    const cx_cat_value_t  **v;
    uint32_t                n;
    uint32_t                room;
    cx_seen_t               lists;
} cx_values_t;


static void
cx_values_add(cx_values_t *vs, const cx_cat_value_t *v)
{
    if (v != NULL && vs->n < vs->room) {
        vs->v[vs->n++] = v;
    }
}


/* a banner that may have many sizes, any video, any audio: look at them all */

static void
cx_values_class(cx_values_t *vs, const cx_catalog_file_t *f, uint32_t class,
    const cx_sizes_t *sizes)
{
    uint32_t               i, key;
    const cx_cat_dim_t    *d;
    const cx_cat_value_t  *v;

    d = &f->s_DIMS[CX_DIM_FORMAT];

    for (i = 0; i < d->values.n; i++) {
        v = &f->s_VALUES[d->values.first + i];
        key = v->key;

        if (class == 0) {
            if (key < CX_FORMAT_VIDEO
                && cx_sizes_ok(sizes, (int32_t) (key >> 15),
                               (int32_t) (key & 0x7fff)))
            {
                cx_values_add(vs, v);
            }

        } else if (key >= class && key < class + 0x10000000) {
            cx_values_add(vs, v);
        }
    }
}


/* a list counts once, however many of its members are named */

static cx_rc_t
cx_values_lists(cx_values_t *vs, const cx_catalog_file_t *f, uint32_t dim,
    uint32_t name, cx_arena_t *arena)
{
    cx_rc_t               rc;
    uint32_t              i, n, list;
    const cx_cat_name_t  *rec;

    rec = &f->s_NAMES[name];
    n = rec->nlists & ~CX_CAT_EXACT;

    for (i = 0; i < n; i++) {
        list = CX_CAT_LIST | f->s_MEMBERS[rec->lists + i];
        rc = cx_seen_add(&vs->lists, (uint64_t) dim << 32 | list, arena);

        if (rc == CX_ERROR) {
            return CX_ERROR;
        }

        if (rc == CX_OK) {
            cx_values_add(vs, cx_cat_value(f, dim, list));
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_values_term(cx_values_t *vs, const cx_match_t *m, const cx_plan_t *p,
    const cx_term_t *t)
{
    uint32_t  file, name;

    file = (uint32_t) (p - m->plan);

    if (!t->str && cx_format_is_class((cx_dim_e) t->dim, t->key)) {
        cx_values_class(vs, p->f, t->key, &m->sizes);
        return CX_OK;
    }

    cx_values_add(vs, t->value[file]);
    name = t->name[file];

    return name == CX_NO_NAME
           || (p->f->s_NAMES[name].nlists & ~CX_CAT_EXACT) == 0
           ? CX_OK : cx_values_lists(vs, p->f, t->dim, name, m->arena);
}


static void
cx_group_put(cx_group_t *g, const cx_catalog_file_t *f, cx_cat_set_t set)
{
    cx_cursor_t  *cur;

    g->n += set.n & ~CX_CAT_DENSE;

    if (set.n & CX_CAT_DENSE) {
        g->dense[g->ndense++] = f->s_BITS[set.off].w;
        return;
    }

    cur = &g->post[g->npost++];
    cur->first = f->s_POSTINGS + set.off;
    cur->last = cur->first + set.n;
    cur->p = cur->first;
}


/* one group from the values vs[0] to vs[n - 1], all of one dimension */

static cx_rc_t
cx_group_make(cx_match_t *m, const cx_catalog_file_t *f, cx_group_t *g,
    uint32_t dim, int exclude, const cx_cat_value_t *const *vs, uint32_t n)
{
    uint32_t      i;
    cx_cat_set_t  set, any;

    g->any = NULL;
    g->dense = &g->only;
    g->post = &g->cursor;
    g->ndense = 0;
    g->npost = 0;
    g->n = 0;
    g->dim = (uint8_t) dim;
    g->exclude = exclude != 0;

    if (n > 1) {
        g->dense = cx_arena_alloc(m->arena, n * sizeof(g->dense[0]));
        g->post = cx_arena_alloc(m->arena, n * sizeof(cx_cursor_t));

        if (g->dense == NULL || g->post == NULL) {
            return CX_ERROR;
        }
    }

    for (i = 0; i < n; i++) {
        set = exclude ? vs[i]->excl : vs[i]->incl;

        if (set.n) {
            cx_group_put(g, f, set);
        }
    }

    any = f->s_DIMS[dim].any;

    if (!exclude && any.n) {
        g->any = f->s_BITS[any.off].w;

        if (g->ndense == 0) {
            g->n += any.n & ~CX_CAT_DENSE;
        }
    }

    return CX_OK;
}


/* there is nothing then for those without a deal */

static int
cx_imp_is_private(const cx_match_t *m)
{
    return m->imp->pmp != NULL && m->imp->pmp->private_auction > 0;
}


/* what is said in a dimension of which the file knows something */

static cx_rc_t
cx_groups_add(cx_match_t *m, const cx_plan_t *p, cx_groups_t *out,
    uint32_t dim, const cx_values_t *vs)
{
    int                           private;
    cx_group_t                   *g;
    const cx_cat_dim_t           *d;
    const cx_cat_value_t *const  *v;

    d = &p->f->s_DIMS[dim];
    v = (const cx_cat_value_t *const *) vs->v;
    private = dim == CX_DIM_DEAL && cx_imp_is_private(m);

    if (d->nincl || private) {
        g = &out->group[out->n++];

        if (cx_group_make(m, p->f, g, dim, 0, v, vs->n) != CX_OK) {
            return CX_ERROR;
        }

        if (private) {
            g->any = NULL;
        }
    }

    if (d->nexcl) {
        g = &out->group[out->n];

        if (cx_group_make(m, p->f, g, dim, 1, v, vs->n) != CX_OK) {
            return CX_ERROR;
        }

        out->n += (g->ndense || g->npost);
    }

    return CX_OK;
}


/* the dimensions of which nothing is said that the file knows */

static void
cx_groups_rest(const cx_match_t *m, const cx_plan_t *p, int imp,
    uint64_t known, cx_groups_t *out)
{
    out->plain = p->f->included[imp] & ~known;
    out->closed = 0;

    /* an org is only asked for when not all take part */

    if (m->in.norg == 0) {
        out->plain &= ~(1ULL << CX_DIM_ORG);
    }

    if (imp && cx_imp_is_private(m)) {
        out->closed = ~known & 1ULL << CX_DIM_DEAL;
        out->plain &= ~out->closed;
    }
}


static cx_rc_t
cx_plan_terms(cx_match_t *m, cx_plan_t *p, const cx_termlist_t *l, int imp,
    cx_groups_t *out)
{
    uint32_t     i, dim;
    uint64_t     room, known;
    cx_values_t  vs;

    room = cx_min(l->room[p - m->plan], 0x7fffffff);
    memset(&vs, 0, sizeof(cx_values_t));
    vs.room = (uint32_t) room;
    vs.v = cx_arena_alloc(m->arena, (room + 1) * sizeof(vs.v[0]));
    out->n = 0;
    out->group = cx_arena_alloc(m->arena, 2 * (size_t) cx_min(l->n,
                                              p->f->nused[imp])
                                          * sizeof(cx_group_t));

    if (vs.v == NULL || out->group == NULL) {
        return CX_ERROR;
    }

    for (i = 0, known = 0; i < l->n; /* void */) {
        dim = l->term[i].dim;

        for (vs.n = 0; i < l->n && l->term[i].dim == dim; i++) {
            if (cx_values_term(&vs, m, p, &l->term[i]) != CX_OK) {
                return CX_ERROR;
            }
        }

        if (vs.n != 0) {
            known |= 1ULL << dim;

            if (cx_groups_add(m, p, out, dim, &vs) != CX_OK) {
                return CX_ERROR;
            }
        }
    }

    cx_groups_rest(m, p, imp, known, out);

    return CX_OK;
}


/* the names of a dimension of all-of, from *n on */

static cx_range_t
cx_plan_names(const cx_termlist_t *l, uint32_t file, cx_dim_e dim,
    uint32_t *names, uint32_t *n)
{
    uint32_t    i;
    cx_range_t  r;

    r.first = *n;
    r.n = 0;

    for (i = 0; i < l->n; i++) {
        if (l->term[i].dim == dim) {
            names[(*n)++] = l->term[i].name[file];
            r.n++;
        }
    }

    return r;
}


/* segments and customs begin at different places: that tells them apart */

static cx_rc_t
cx_plan_named(const cx_match_t *m, cx_plan_t *p)
{
    uint32_t    i, k;
    cx_range_t  r;

    p->named.slot = NULL;

    if (p->segments.n + p->customs.n <= CX_LIST_SHORT) {
        return CX_OK;
    }

    if (cx_set_init(&p->named, (size_t) p->segments.n + p->customs.n,
                    m->in.seed, m->arena)
        != CX_OK)
    {
        return CX_ERROR;
    }

    for (k = 0; k < 2; k++) {
        r = k ? p->customs : p->segments;

        for (i = 0; i < r.n; i++) {
            cx_set_add(&p->named, cx_named_key(r, p->names[r.first + i]));
        }
    }

    return CX_OK;
}


#define CX_ALL_OF  (1ULL << CX_DIM_SEGMENT_ALL | 1ULL << CX_DIM_CUSTOM_ALL)


static cx_rc_t
cx_plan_all_of(const cx_match_t *m, cx_plan_t *p)
{
    uint32_t  n, file, *names;

    p->named.slot = NULL;
    memset(&p->segments, 0, sizeof(cx_range_t));
    memset(&p->customs, 0, sizeof(cx_range_t));

    if (!(m->cat->dims & CX_ALL_OF)) {
        return CX_OK;
    }

    names = cx_arena_alloc(m->arena, (m->terms.n + 1) * sizeof(uint32_t));

    if (names == NULL) {
        return CX_ERROR;
    }

    n = 0;
    file = (uint32_t) (p - m->plan);
    p->names = names;
    p->segments = cx_plan_names(&m->terms, file, CX_DIM_SEGMENT_ALL, names,
                                &n);
    p->customs = cx_plan_names(&m->terms, file, CX_DIM_CUSTOM_ALL, names, &n);

    return cx_plan_named(m, p);
}


static void
cx_plan_one(cx_plan_t *p, const uint64_t *bits, uint32_t n)
{
    p->one[p->n.ones] = bits;
    p->one_n[p->n.ones++] = n;
}


static void
cx_plan_group(cx_plan_t *p, cx_group_t *g)
{
    if (g->npost) {
        cx_group_rewind(g);
        p->sparse[p->n.sparse++] = g;

        if (g->exclude && g->ndense) {
            p->not[p->n.nots++] = g;
        }

        if (!g->exclude && g->ndense == 0 && g->any == NULL) {
            p->must[p->n.must++] = g;
        }

        return;
    }

    if (g->exclude) {
        p->not[p->n.nots++] = g;

    } else if (g->ndense > 1) {
        p->multi[p->n.multi++] = g;

    } else if (g->ndense == 1) {
        cx_plan_one(p, g->dense[0], g->n);

    } else if (g->any != NULL) {
        cx_plan_one(p, g->any, g->n);

    } else {
        p->n.none = 1;
    }
}


static void
cx_plan_groups(cx_plan_t *p, const cx_groups_t *groups)
{
    uint32_t      i;
    uint64_t      plain;
    cx_cat_set_t  any;

    for (i = 0; i < groups->n; i++) {
        cx_plan_group(p, &groups->group[i]);
    }

    p->n.none |= (groups->closed != 0);

    for (plain = groups->plain; plain; plain &= plain - 1) {
        any = p->f->s_DIMS[__builtin_ctzll(plain)].any;

        if (any.n == 0) {
            p->n.none = 1;
            return;
        }

        cx_plan_one(p, p->f->s_BITS[any.off].w, any.n & ~CX_CAT_DENSE);
    }
}


cx_rc_t
cx_plan_request(cx_match_t *m, cx_plan_t *p)
{
    if (cx_plan_terms(m, p, &m->terms, 0, &p->req) != CX_OK
        || cx_plan_all_of(m, p) != CX_OK)
    {
        return CX_ERROR;
    }

    memset(&p->n, 0, sizeof(cx_counts_t));
    cx_plan_groups(p, &p->req);

    if (p->live != NULL) {
        cx_plan_one(p, p->live, UINT32_MAX);
    }

    p->said = p->n;
    p->kept = 0;

    return CX_OK;
}


cx_rc_t
cx_plan_imp(cx_match_t *m, cx_plan_t *p, const cx_termlist_t *terms)
{
    uint32_t  i;

    p->have = 0;
    p->block = 0;
    p->far_last = 0;
    p->dry = 0;
    p->word = 8;
    p->at = 0;
    p->nfound = 0;
    p->near = UINT32_MAX;
    p->sorted = 0;
    p->n = p->said;

    if (cx_plan_terms(m, p, terms, 1, &p->imp) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < p->said.sparse; i++) {
        cx_group_rewind(p->sparse[i]);
    }

    cx_plan_groups(p, &p->imp);
    p->done = p->n.none != 0;

    return CX_OK;
}


static void
cx_plan_open(const cx_match_t *m, cx_plan_t *p)
{
    uint32_t             i;
    const cx_cat_dim_t  *d;

    d = &p->f->s_DIMS[CX_DIM_DEAL];

    if (d->nincl == 0) {
        return;
    }

    if (d->any.n == 0 || cx_imp_is_private(m)) {
        p->done = 1;
        return;
    }

    for (i = p->said.sparse; i < p->n.sparse; i++) {
        if (p->sparse[i]->dim == CX_DIM_DEAL && !p->sparse[i]->exclude) {
            p->sparse[i] = p->sparse[--p->n.sparse];
            cx_plan_one(p, p->f->s_BITS[d->any.off].w,
                        d->any.n & ~CX_CAT_DENSE);
            break;
        }
    }
}


void
cx_match_open(cx_match_t *m)
{
    uint32_t  i;

    for (i = 0; i < m->cat->nfiles; i++) {
        cx_plan_open(m, &m->plan[i]);
    }
}


int
cx_group_admits(const cx_group_t *g, uint32_t adgroup)
{
    uint32_t         i;
    const uint32_t  *lo, *hi, *mid;

    if (g->any != NULL && g->any[adgroup / 64] >> adgroup % 64 & 1) {
        return 1;
    }

    for (i = 0; i < g->ndense; i++) {
        if (g->dense[i][adgroup / 64] >> adgroup % 64 & 1) {
            return !g->exclude;
        }
    }

    for (i = 0; i < g->npost; i++) {
        lo = g->post[i].first;
        hi = g->post[i].last;

        while (lo < hi) {
            mid = lo + (hi - lo) / 2;

            if (*mid < adgroup) {
                lo = mid + 1;

            } else {
                hi = mid;
            }
        }

        if (lo < g->post[i].last && *lo == adgroup) {
            return !g->exclude;
        }
    }

    return g->exclude;
}


/* groups stand in the order of what was said: the lowest dimension counts */

uint32_t
cx_why_groups(const cx_plan_t *p, int imp, uint32_t adgroup)
{
    uint32_t             i, dim, first;
    uint64_t             plain;
    const uint64_t      *any;
    const cx_groups_t   *groups;

    groups = imp ? &p->imp : &p->req;
    first = groups->closed ? (uint32_t) __builtin_ctzll(groups->closed)
                           : CX_DIM_MAX;

    for (i = 0; i < groups->n; i++) {
        if (groups->group[i].dim < first
            && !cx_group_admits(&groups->group[i], adgroup))
        {
            first = groups->group[i].dim;
        }
    }

    for (plain = groups->plain; plain; plain &= plain - 1) {
        dim = (uint32_t) __builtin_ctzll(plain);
        any = p->f->s_DIMS[dim].any.n ? p->f->s_BITS[p->f->s_DIMS[dim].any.off].w
                                      : NULL;

        if (dim < first
            && (any == NULL || !(any[adgroup / 64] >> adgroup % 64 & 1)))
        {
            first = dim;
        }
    }

    return first;
}
