/* terms of ad groups turned round: from values to ad groups */

#include <stdlib.h>

#include "core/catalog/build.h"


/*
 * A value gets a bitset when at least every 256th ad group names it: it is
 * then at most eight times the size of its postings, and a block of it is one
 * load where two postings would be two mispredicted branches.  Measured, 64
 * was half as fast.
 */

#define CX_DENSE_EVERY  256


typedef struct {
    uint64_t  key;                  /* dimension and key */
    uint32_t  n[2];                 /* includes, excludes */
    uint32_t  at;                   /* in VALUES */
    uint32_t  mark[2];              /* the last ad group + 1 */
    uint32_t  fill[2];              /* of postings: the next place */
} cx_b_value_t;

typedef struct {
    cx_b_file_t  *o;
    cx_vec_t      values;           /* cx_b_value_t */
    cx_map64_t    map;
    uint32_t      nany[CX_DIM_MAX]; /* ad groups without any of it */
    uint8_t       used[CX_DIM_MAX];
    uint32_t      any_off[CX_DIM_MAX];
    uint32_t      nblocks;
} cx_b_index_t;

typedef cx_rc_t (*cx_b_term_pt)(cx_b_index_t *x, uint32_t adgroup,
    uint32_t dim, int exclude, uint32_t key);


static cx_b_value_t *
cx_b_value(cx_b_index_t *x, uint32_t dim, uint32_t key)
{
    uint32_t      *place;
    cx_b_value_t  *v;

    place = cx_map64_put(&x->map, (uint64_t) dim << 32 | key);

    if (place == NULL) {
        return NULL;
    }

    if (*place == 0) {
        v = cx_vec_add(&x->values, 1);

        if (v == NULL) {
            return NULL;
        }

        v->key = (uint64_t) dim << 32 | key;
        *place = (uint32_t) x->values.n;
    }

    return cx_vec_at(&x->values, *place - 1);
}


static cx_rc_t
cx_b_count(cx_b_index_t *x, uint32_t adgroup, uint32_t dim, int exclude,
    uint32_t key)
{
    cx_b_value_t  *v;

    v = cx_b_value(x, dim, key);

    if (v == NULL) {
        return CX_ERROR;
    }

    if (v->mark[exclude] != adgroup + 1) {
        v->mark[exclude] = adgroup + 1;
        v->n[exclude]++;
    }

    return CX_OK;
}


static inline uint64_t *
cx_b_bits(cx_b_index_t *x, uint32_t off)
{
    return ((cx_cat_block_t *) cx_vec_at(&x->o->section[CX_SEC_BITS], off))->w;
}


static cx_rc_t
cx_b_fill(cx_b_index_t *x, uint32_t adgroup, uint32_t dim, int exclude,
    uint32_t key)
{
    cx_b_value_t    *v;
    cx_cat_set_t    *set;
    cx_cat_value_t  *rec;

    v = cx_b_value(x, dim, key);
    rec = cx_vec_at(&x->o->section[CX_SEC_VALUES], v->at);
    set = exclude ? &rec->excl : &rec->incl;

    if (set->n & CX_CAT_DENSE) {
        cx_b_bits(x, set->off)[adgroup / 64] |= 1ULL << adgroup % 64;

    } else if (v->mark[exclude] != adgroup + 1) {
        *(uint32_t *) cx_vec_at(&x->o->section[CX_SEC_POSTINGS],
                                set->off + v->fill[exclude]++) = adgroup;
    }

    v->mark[exclude] = adgroup + 1;

    return CX_OK;
}


/* what its creatives say: the sizes and kinds of media it can fill */

static uint32_t
cx_b_format(const cx_cat_creative_t *c)
{
    switch (c->media) {

    case CX_MEDIA_BANNER:
        return CX_FORMAT_BANNER(c->w, c->h);

    case CX_MEDIA_VIDEO:
        return CX_FORMAT_VIDEO | (c->mime - 1);

    case CX_MEDIA_AUDIO:
        return CX_FORMAT_AUDIO | (c->mime - 1);

    default:
        return CX_FORMAT_NATIVE;
    }
}


static cx_rc_t
cx_b_list_terms(cx_b_index_t *x, uint32_t i, const cx_b_term_t *t,
    cx_b_term_pt term)
{
    uint32_t           k;
    const uint32_t    *names;
    const cx_b_list_t *l;

    l = cx_vec_at(&x->o->b->lists, t->key);

    if (l->number) {
        return term(x, i, t->dim, t->exclude, CX_CAT_LIST | (l->number - 1));
    }

    names = cx_vec_at(&x->o->b->members, l->names.first);

    for (k = 0; k < l->names.n; k++) {
        if (term(x, i, t->dim, t->exclude, names[k]) != CX_OK) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


/* every term of every ad group, in the order of the file */

static cx_rc_t
cx_b_walk(cx_b_index_t *x, cx_b_term_pt term)
{
    uint32_t                  i, j, c;
    cx_builder_t             *b;
    const cx_b_term_t        *t;
    const cx_b_adgroup_t     *g;
    const cx_b_creative_t    *creative;
    const cx_cat_org_t       *org;
    const cx_cat_campaign_t  *campaign;
    uint32_t                  name;

    b = x->o->b;

    for (i = 0; i < x->o->order.n; i++) {
        g = cx_vec_at(&b->adgroups,
                      *(uint32_t *) cx_vec_at(&x->o->order, i));
        campaign = cx_vec_at(&x->o->section[CX_SEC_CAMPAIGNS],
                             *(uint32_t *) cx_vec_at(&x->o->campaign_at,
                                                     g->campaign) - 1);
        org = cx_vec_at(&x->o->section[CX_SEC_ORGS], campaign->org);

        if (cx_b_name(b, cx_b_str(b, org->id), 1, 0, &name) != CX_OK
            || term(x, i, CX_DIM_ORG, 0, name) != CX_OK)
        {
            return CX_ERROR;
        }

        for (c = g->creatives; c; c = creative->next) {
            creative = cx_vec_at(&b->creatives, c - 1);

            if (creative->live
                && term(x, i, CX_DIM_FORMAT, 0, cx_b_format(&creative->rec))
                   != CX_OK)
            {
                return CX_ERROR;
            }
        }

        for (j = 0; j < g->terms.n; j++) {
            t = cx_vec_at(&b->terms, g->terms.first + j);

            if ((t->list ? cx_b_list_terms(x, i, t, term)
                         : term(x, i, t->dim, t->exclude, t->key))
                != CX_OK)
            {
                return CX_ERROR;
            }
        }
    }

    return CX_OK;
}


static inline int
cx_b_everybody_has(uint32_t dim)
{
    return dim == CX_DIM_ORG || dim == CX_DIM_FORMAT;
}


/* the ad groups that name nothing in a dimension that others name */

static cx_rc_t
cx_b_any(cx_b_index_t *x)
{
    uint32_t               i, j, dim, tail;
    uint64_t              *w, has;
    cx_vec_t              *bits;
    const cx_b_term_t     *t;
    const cx_b_adgroup_t  *g;

    bits = &x->o->section[CX_SEC_BITS];

    for (dim = 0; dim < CX_DIM_MAX; dim++) {
        if (!x->used[dim] || cx_b_everybody_has(dim)) {
            continue;
        }

        x->any_off[dim] = (uint32_t) bits->n;

        if (cx_vec_add(bits, x->nblocks) == NULL) {
            return CX_ERROR;
        }

        w = cx_b_bits(x, x->any_off[dim]);
        memset(w, 0xff, x->nblocks * sizeof(cx_cat_block_t));
        x->nany[dim] = (uint32_t) x->o->order.n;

        for (tail = x->nany[dim]; tail < x->nblocks * CX_CAT_BLOCK; tail++) {
            w[tail / 64] &= ~(1ULL << tail % 64);
        }
    }

    for (i = 0; i < x->o->order.n; i++) {
        g = cx_vec_at(&x->o->b->adgroups,
                      *(uint32_t *) cx_vec_at(&x->o->order, i));
        has = 0;

        for (j = 0; j < g->terms.n; j++) {
            t = cx_vec_at(&x->o->b->terms, g->terms.first + j);
            has |= t->exclude ? 0 : 1ULL << t->dim;
        }

        for (dim = 0; dim < CX_DIM_MAX; dim++) {
            if (x->used[dim] && has >> dim & 1 && !cx_b_everybody_has(dim)) {
                cx_b_bits(x, x->any_off[dim])[i / 64] &= ~(1ULL << i % 64);
                x->nany[dim]--;
            }
        }
    }

    return CX_OK;
}


static int
cx_b_value_cmp(const void *a, const void *b)
{
    const cx_b_value_t  *x, *y;

    x = *(cx_b_value_t *const *) a;
    y = *(cx_b_value_t *const *) b;

    return x->key < y->key ? -1 : x->key > y->key;
}


/* where its ad groups will stand; for a bitset, with those that any lets in */

static cx_rc_t
cx_b_put_set(cx_b_index_t *x, uint32_t dim, uint32_t n, int exclude,
    cx_cat_set_t *set)
{
    cx_vec_t  *bits, *postings;

    bits = &x->o->section[CX_SEC_BITS];
    postings = &x->o->section[CX_SEC_POSTINGS];

    if (n == 0) {
        return CX_OK;
    }

    if ((cx_dims[dim].flags & CX_DIM_SPARSE)
        || (uint64_t) n * CX_DENSE_EVERY < x->o->order.n)
    {
        set->off = (uint32_t) postings->n;
        set->n = n;
        return postings->n + n < 0x7fffffff && cx_vec_add(postings, n) != NULL
               ? CX_OK : CX_ERROR;
    }

    set->off = (uint32_t) bits->n;
    set->n = n | CX_CAT_DENSE;

    if (bits->n + x->nblocks > 0x7fffffff
        || cx_vec_add(bits, x->nblocks) == NULL)
    {
        return CX_ERROR;
    }

    if (!exclude && !cx_b_everybody_has(dim)) {
        memcpy(cx_b_bits(x, set->off), cx_b_bits(x, x->any_off[dim]),
               x->nblocks * sizeof(cx_cat_block_t));
        set->n += x->nany[dim];
    }

    return CX_OK;
}


static cx_rc_t
cx_b_values(cx_b_index_t *x)
{
    size_t            i;
    uint32_t          dim;
    cx_b_value_t    **sorted, *v;
    cx_cat_dim_t     *dims;
    cx_cat_value_t   *rec;

    sorted = malloc(cx_max(x->values.n, 1) * sizeof(cx_b_value_t *));
    dims = cx_vec_add(&x->o->section[CX_SEC_DIMS], CX_DIM_MAX);
    rec = cx_vec_add(&x->o->section[CX_SEC_VALUES], x->values.n);

    if (sorted == NULL || dims == NULL || rec == NULL) {
        free(sorted);
        return CX_ERROR;
    }

    for (i = 0; i < x->values.n; i++) {
        sorted[i] = cx_vec_at(&x->values, i);
        dim = (uint32_t) (sorted[i]->key >> 32);
        dims[dim].values.n++;
    }

    qsort(sorted, x->values.n, sizeof(cx_b_value_t *), cx_b_value_cmp);

    for (dim = 1; dim < CX_DIM_MAX; dim++) {
        dims[dim].values.first = dims[dim - 1].values.first
                                 + dims[dim - 1].values.n;
    }

    for (i = 0; i < x->values.n; i++) {
        v = sorted[i];
        dim = (uint32_t) (v->key >> 32);
        rec[i].dim = dim;
        rec[i].key = (uint32_t) v->key;
        v->at = (uint32_t) i;
        v->mark[0] = 0;
        v->mark[1] = 0;

        dims[dim].nincl += (v->n[0] != 0);
        dims[dim].nexcl += (v->n[1] != 0);

        if (cx_b_put_set(x, dim, v->n[0], 0, &rec[i].incl) != CX_OK
            || cx_b_put_set(x, dim, v->n[1], 1, &rec[i].excl) != CX_OK)
        {
            free(sorted);
            return CX_ERROR;
        }
    }

    for (dim = 0; dim < CX_DIM_MAX; dim++) {
        if (x->used[dim] && x->nany[dim]) {
            dims[dim].any.off = x->any_off[dim];
            dims[dim].any.n = x->nany[dim] | CX_CAT_DENSE;
        }
    }

    free(sorted);

    return CX_OK;
}


static cx_rc_t
cx_b_value_table(cx_b_index_t *x)
{
    uint32_t               i, at, mask, *table;
    cx_vec_t              *values;
    const cx_cat_value_t  *v;

    values = &x->o->section[CX_SEC_VALUES];
    mask = cx_cat_table_size((uint32_t) values->n) - 1;
    table = cx_vec_add(&x->o->section[CX_SEC_VALUE_TABLE], mask + 1);

    if (table == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < values->n; i++) {
        v = cx_vec_at(values, i);

        for (at = (uint32_t) cx_cat_value_hash(v->dim, v->key) & mask;
             table[at];
             at = (at + 1) & mask)
        {
            /* void */
        }

        table[at] = i + 1;
    }

    return CX_OK;
}


cx_rc_t
cx_b_make_index(cx_b_file_t *o, cx_error_t *e)
{
    size_t         i;
    cx_rc_t        rc;
    cx_b_index_t   x;
    cx_b_value_t  *v;

    memset(&x, 0, sizeof(cx_b_index_t));
    x.o = o;
    x.values.size = sizeof(cx_b_value_t);
    x.nblocks = (uint32_t) (o->order.n + CX_CAT_BLOCK - 1) / CX_CAT_BLOCK;

    rc = cx_b_walk(&x, cx_b_count);

    for (i = 0; i < x.values.n; i++) {
        v = cx_vec_at(&x.values, i);
        x.used[v->key >> 32] |= (v->n[0] != 0);
    }

    if (rc != CX_OK || cx_b_any(&x) != CX_OK || cx_b_values(&x) != CX_OK
        || cx_b_walk(&x, cx_b_fill) != CX_OK || cx_b_value_table(&x) != CX_OK)
    {
        rc = cx_b_no_memory(e);
    }

    free(x.values.data);
    free(x.map.key);
    free(x.map.value);

    return rc;
}
