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
    uint32_t  name;

    if (!t->str) {
        if (cx_format_is_class(t->dim, t->key)) {
            cx_values_class(vs, p->f, t->key, &m->sizes);

        } else {
            cx_values_add(vs, cx_cat_value(p->f, t->dim, t->key));
        }

        return CX_OK;
    }

    name = t->name[p - m->plan];

    if (name == CX_NO_NAME) {
        return CX_OK;
    }

    cx_values_add(vs, cx_cat_value(p->f, t->dim, t->key | name));

    return cx_values_lists(vs, p->f, t->dim, name, m->arena);
}


/* how many values the terms may hit at most; their names, for all-of */

static uint32_t
cx_terms_room(const cx_catalog_file_t *f, uint32_t file,
    const cx_termlist_t *l, uint32_t *names)
{
    uint32_t           i, n, name;
    uint64_t           room;
    const cx_term_t   *t;
    const cx_terms_t  *c;

    room = 0;
    n = 0;

    for (c = l->first; c != NULL; c = c->next) {
        for (i = 0; i < c->n; i++) {
            t = &c->term[i];
            name = t->name[file];
            names[n++] = name;
            room++;

            if (name != CX_NO_NAME) {
                room += f->s_NAMES[name].nlists & ~CX_CAT_EXACT;

            } else if (!t->str && cx_format_is_class(t->dim, t->key)) {
                room += f->s_DIMS[CX_DIM_FORMAT].values.n;
            }
        }
    }

    return (uint32_t) cx_min(room, 0x7fffffff);
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
    uint32_t      i, ndense, npost;
    cx_cat_set_t  set;

    memset(g, 0, sizeof(cx_group_t));
    g->dim = (uint8_t) dim;
    g->exclude = exclude != 0;

    for (i = 0, ndense = 0, npost = 0; i < n; i++) {
        set = exclude ? vs[i]->excl : vs[i]->incl;
        ndense += (set.n & CX_CAT_DENSE) != 0;
        npost += set.n != 0 && !(set.n & CX_CAT_DENSE);
    }

    g->dense = cx_arena_alloc(m->arena, ndense * sizeof(g->dense[0]));
    g->post = cx_arena_alloc(m->arena, npost * sizeof(cx_cursor_t));

    if (g->dense == NULL || g->post == NULL) {
        return CX_ERROR;
    }

    if (!exclude && f->s_DIMS[dim].any.n) {
        g->any = f->s_BITS[f->s_DIMS[dim].any.off].w;

        if (ndense == 0) {
            g->n = f->s_DIMS[dim].any.n & ~CX_CAT_DENSE;
        }
    }

    for (i = 0; i < n; i++) {
        set = exclude ? vs[i]->excl : vs[i]->incl;

        if (set.n) {
            cx_group_put(g, f, set);
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


/* the values of a dimension stand together: where, and how many */

static void
cx_values_index(const cx_values_t *vs, cx_range_t *at)
{
    uint32_t  i, dim;

    memset(at, 0, CX_DIM_MAX * sizeof(cx_range_t));

    for (i = 0; i < vs->n; i++) {
        dim = vs->v[i]->dim;

        if (at[dim].n++ == 0) {
            at[dim].first = i;
        }
    }
}


static cx_rc_t
cx_groups_make(cx_match_t *m, cx_plan_t *p, const cx_values_t *vs, int imp,
    cx_groups_t *out)
{
    int                           private;
    uint32_t                      i, dim;
    cx_group_t                   *g;
    cx_range_t                    at[CX_DIM_MAX];
    const cx_cat_dim_t           *d;
    const cx_cat_value_t *const  *v;

    out->n = 0;
    cx_values_index(vs, at);

    for (i = 0; i < p->f->nused[imp]; i++) {
        dim = p->f->used[imp][i];
        d = &p->f->s_DIMS[dim];
        v = vs->v + at[dim].first;

        /* an org is only asked for when not all take part */

        if (dim == CX_DIM_ORG && m->in.norg == 0) {
            continue;
        }

        private = dim == CX_DIM_DEAL && cx_imp_is_private(m);

        if (d->nincl || private) {
            g = &out->group[out->n++];

            if (cx_group_make(m, p->f, g, dim, 0, v, at[dim].n) != CX_OK) {
                return CX_ERROR;
            }

            if (private) {
                g->any = NULL;
            }
        }

        if (d->nexcl && at[dim].n) {
            g = &out->group[out->n];

            if (cx_group_make(m, p->f, g, dim, 1, v, at[dim].n) != CX_OK) {
                return CX_ERROR;
            }

            out->n += (g->ndense || g->npost);
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_plan_terms(cx_match_t *m, cx_plan_t *p, const cx_termlist_t *l, int imp,
    cx_groups_t *out, uint32_t **kept)
{
    uint32_t           i, *names;
    cx_values_t        vs;
    const cx_terms_t  *c;

    names = cx_arena_alloc(m->arena, (l->n + 1) * sizeof(uint32_t));

    if (names == NULL) {
        return CX_ERROR;
    }

    memset(&vs, 0, sizeof(cx_values_t));
    vs.room = cx_terms_room(p->f, (uint32_t) (p - m->plan), l, names);
    vs.v = cx_arena_alloc(m->arena, (vs.room + 1) * sizeof(vs.v[0]));
    out->group = cx_arena_alloc(m->arena, 2 * p->f->nused[imp]
                                          * sizeof(cx_group_t));

    if (vs.v == NULL || out->group == NULL) {
        return CX_ERROR;
    }

    for (c = l->first; c != NULL; c = c->next) {
        for (i = 0; i < c->n; i++) {
            if (cx_values_term(&vs, m, p, &c->term[i]) != CX_OK) {
                return CX_ERROR;
            }
        }
    }

    if (kept != NULL) {
        *kept = names;
    }

    return cx_groups_make(m, p, &vs, imp, out);
}


static cx_range_t
cx_terms_range(const cx_termlist_t *l, cx_dim_e dim)
{
    uint32_t           i, n;
    cx_range_t         r;
    const cx_terms_t  *c;

    r.first = 0;
    r.n = 0;

    for (c = l->first, n = 0; c != NULL; c = c->next) {
        for (i = 0; i < c->n; i++, n++) {
            if (c->term[i].dim == dim) {
                r.first = r.n ? r.first : n;
                r.n++;
            }
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


cx_rc_t
cx_plan_request(cx_match_t *m, cx_plan_t *p)
{
    uint32_t  *names;

    if (cx_plan_terms(m, p, &m->terms, 0, &p->req, &names) != CX_OK) {
        return CX_ERROR;
    }

    p->names = names;
    p->segments = cx_terms_range(&m->terms, CX_DIM_SEGMENT_ALL);
    p->customs = cx_terms_range(&m->terms, CX_DIM_CUSTOM_ALL);

    if (cx_plan_named(m, p) != CX_OK) {
        return CX_ERROR;
    }

    return CX_OK;
}


/* the one with the fewest ad groups first: a block is soonest empty */

static void
cx_plan_one(cx_plan_t *p, const uint64_t *bits, uint32_t n)
{
    uint32_t  i;

    for (i = p->nones++; i > 0 && p->one_n[i - 1] > n; i--) {
        p->one[i] = p->one[i - 1];
        p->one_n[i] = p->one_n[i - 1];
    }

    p->one[i] = bits;
    p->one_n[i] = n;
}


static void
cx_plan_group(cx_plan_t *p, cx_group_t *g)
{
    if (g->npost) {
        cx_group_rewind(g);
        p->sparse[p->nsparse++] = g;

        if (g->exclude && g->ndense) {
            p->not[p->nnots++] = g;
        }

        if (!g->exclude && g->ndense == 0 && g->any == NULL) {
            p->must[p->nmust++] = g;
        }

        return;
    }

    if (g->exclude) {
        p->not[p->nnots++] = g;

    } else if (g->ndense > 1) {
        p->multi[p->nmulti++] = g;

    } else if (g->ndense == 1) {
        cx_plan_one(p, g->dense[0], g->n);

    } else if (g->any != NULL) {
        cx_plan_one(p, g->any, g->n);

    } else {
        p->none = 1;
    }
}


cx_rc_t
cx_plan_imp(cx_match_t *m, cx_plan_t *p, const cx_termlist_t *terms)
{
    uint32_t  i;

    p->none = 0;
    p->have = 0;
    p->nones = 0;
    p->nnots = 0;
    p->nmulti = 0;
    p->nsparse = 0;
    p->nmust = 0;
    p->block = 0;
    p->at = 0;
    p->nfound = 0;
    p->near = UINT32_MAX;

    if (cx_plan_terms(m, p, terms, 1, &p->imp, NULL) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < p->imp.n; i++) {
        cx_plan_group(p, &p->imp.group[i]);
    }

    for (i = 0; i < p->req.n; i++) {
        cx_plan_group(p, &p->req.group[i]);
    }

    if (p->live != NULL) {
        cx_plan_one(p, p->live, UINT32_MAX);
    }

    p->done = p->none;

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

    for (i = 0; i < p->nsparse; i++) {
        if (p->sparse[i]->dim == CX_DIM_DEAL && !p->sparse[i]->exclude) {
            p->sparse[i] = p->sparse[--p->nsparse];
            break;
        }
    }

    cx_plan_one(p, p->f->s_BITS[d->any.off].w, d->any.n & ~CX_CAT_DENSE);
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
