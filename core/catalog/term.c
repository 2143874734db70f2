
/*
 * The terms of a request.  What no file of the catalogue knows, and what was
 * said before, is passed over at once: however long a request is, only what
 * can decide something costs memory.
 */

#include "core/catalog/match.h"


#define CX_SEEN_FIRST  32               /* a power of two */

#define CX_SEEN_STR    ((uint64_t) 1 << 36)
#define CX_SEEN_FILE   ((uint64_t) 1 << 37)
#define CX_SEEN_DIM    40


static uint64_t *
cx_seen_place(const cx_seen_t *s, uint64_t key)
{
    uint64_t  i;

    i = cx_hash_mix(key, 0) & (s->size - 1);

    while (s->slot[i] != 0 && s->slot[i] != key) {
        i = (i + 1) & (s->size - 1);
    }

    return &s->slot[i];
}


static cx_rc_t
cx_seen_grow(cx_seen_t *s, cx_arena_t *arena)
{
    uint32_t   i;
    cx_seen_t  old;

    old = *s;
    s->size = old.size ? old.size * 2 : CX_SEEN_FIRST;
    s->slot = cx_arena_zalloc(arena, s->size * sizeof(uint64_t));

    if (s->slot == NULL) {
        *s = old;
        return CX_ERROR;
    }

    for (i = 0; i < old.size; i++) {
        if (old.slot[i] != 0) {
            *cx_seen_place(s, old.slot[i]) = old.slot[i];
        }
    }

    return CX_OK;
}


cx_rc_t
cx_seen_add(cx_seen_t *s, uint64_t key, cx_arena_t *arena)
{
    uint64_t  *place;

    key++;                              /* 0 is a free slot */

    if (s->n * 2 >= s->size && cx_seen_grow(s, arena) != CX_OK) {
        return CX_ERROR;
    }

    place = cx_seen_place(s, key);

    if (*place != 0) {
        return CX_DECLINED;
    }

    *place = key;
    s->n++;

    return CX_OK;
}


void
cx_terms_begin(cx_termlist_t *l, const cx_catalog_t *cat, cx_arena_t *arena)
{
    l->cat = cat;
    l->arena = arena;
    l->term = l->few;
    l->n = 0;
    l->size = CX_TERMS_FEW;
    l->first = 0;
    l->room[0] = 0;
    l->room[1] = 0;
    l->full = 0;
    memset(&l->seen, 0, sizeof(cx_seen_t));
}


static cx_rc_t
cx_terms_grow(cx_termlist_t *l)
{
    cx_term_t  *more;

    more = cx_arena_alloc(l->arena, 2 * (size_t) l->size * sizeof(cx_term_t));

    if (more == NULL) {
        return CX_ERROR;
    }

    memcpy(more, l->term, l->n * sizeof(cx_term_t));
    l->term = more;
    l->size *= 2;

    return CX_OK;
}


/* a name's class is in the four bits above those of names */

static uint64_t
cx_term_id(const cx_term_t *t)
{
    uint64_t  id;

    if (!t->str) {
        return (uint64_t) t->dim << CX_SEEN_DIM | t->key;
    }

    id = t->name[0] != CX_NO_NAME ? t->name[0] : CX_SEEN_FILE | t->name[1];

    return id | (uint64_t) t->dim << CX_SEEN_DIM | CX_SEEN_STR
           | (uint64_t) (t->key >> 28) << 32;
}


/* CX_DECLINED: it was said before; of a few terms each is looked at */

static cx_rc_t
cx_term_new(cx_termlist_t *l, const cx_term_t *t)
{
    uint32_t          i;
    const cx_term_t  *said;

    if (l->n == 0 || l->term[l->n - 1].dim != t->dim) {
        l->first = l->n;
        return CX_OK;
    }

    if (l->n - l->first < CX_LIST_SHORT) {
        for (i = l->first; i < l->n; i++) {
            said = &l->term[i];

            if (said->key == t->key && said->name[0] == t->name[0]
                && said->name[1] == t->name[1])
            {
                return CX_DECLINED;
            }
        }

        return CX_OK;
    }

    if (l->n - l->first == CX_LIST_SHORT) {
        for (i = l->first; i < l->n; i++) {
            if (cx_seen_add(&l->seen, cx_term_id(&l->term[i]), l->arena)
                == CX_ERROR)
            {
                return CX_ERROR;
            }
        }
    }

    return cx_seen_add(&l->seen, cx_term_id(t), l->arena);
}


static void
cx_term_add(cx_termlist_t *l, const cx_term_t *t)
{
    uint32_t                  i;
    cx_rc_t                   rc;
    const cx_catalog_file_t  *f;

    rc = cx_term_new(l, t);

    if (rc != CX_OK || (l->n == l->size && cx_terms_grow(l) != CX_OK)) {
        l->full |= (rc != CX_DECLINED);
        return;
    }

    l->term[l->n++] = *t;

    for (i = 0; i < l->cat->nfiles; i++) {
        f = &l->cat->file[i];
        l->room[i]++;

        if (t->name[i] != CX_NO_NAME) {
            l->room[i] += f->s_NAMES[t->name[i]].nlists & ~CX_CAT_EXACT;

        } else if (!t->str && cx_format_is_class((cx_dim_e) t->dim, t->key)) {
            l->room[i] += f->s_DIMS[CX_DIM_FORMAT].values.n;
        }
    }
}


void
cx_term_int(cx_termlist_t *l, cx_dim_e dim, uint32_t key)
{
    cx_term_t  t;

    if (!cx_term_asked(l, dim)) {
        return;
    }

    t.value[0] = cx_cat_value(&l->cat->file[0], dim, key);
    t.value[1] = l->cat->nfiles == 2 ? cx_cat_value(&l->cat->file[1], dim, key)
                                     : NULL;

    if (t.value[0] == NULL && t.value[1] == NULL
        && !cx_format_is_class(dim, key))
    {
        return;
    }

    t.dim = dim;
    t.key = key;
    t.name[0] = CX_NO_NAME;
    t.name[1] = CX_NO_NAME;
    t.str = 0;
    cx_term_add(l, &t);
}


/* is there anything that it can decide in the file? */

static inline int
cx_term_find(const cx_catalog_file_t *f, cx_term_t *t, uint32_t i, cx_str_t s)
{
    t->name[i] = s.len <= f->name_max
                 ? cx_cat_name(f, s, cx_dims[t->dim].kind == CX_KEY_EXACT)
                 : CX_NO_NAME;

    if (t->name[i] == CX_NO_NAME) {
        t->value[i] = NULL;
        return 0;
    }

    t->value[i] = cx_cat_value(f, (cx_dim_e) t->dim, t->key | t->name[i]);

    return t->value[i] != NULL
           || (f->s_NAMES[t->name[i]].nlists & ~CX_CAT_EXACT) != 0
           || t->dim == CX_DIM_SEGMENT_ALL || t->dim == CX_DIM_CUSTOM_ALL;
}


static inline __attribute__((always_inline)) void
cx_term_name(cx_termlist_t *l, cx_dim_e dim, uint32_t class, cx_str_t s)
{
    int        found;
    cx_term_t  t;

    if (!cx_term_asked(l, dim) || s.len == 0) {
        return;
    }

    t.dim = dim;
    t.key = class;
    t.str = 1;
    t.name[1] = CX_NO_NAME;
    t.value[1] = NULL;

    found = cx_term_find(&l->cat->file[0], &t, 0, s);

    if (l->cat->nfiles == 2) {
        found |= cx_term_find(&l->cat->file[1], &t, 1, s);
    }

    if (found) {
        cx_term_add(l, &t);
    }
}


void
cx_term_class(cx_termlist_t *l, cx_dim_e dim, uint32_t class, cx_str_t s)
{
    cx_term_name(l, dim, class, s);
}


void
cx_term_str(cx_termlist_t *l, cx_dim_e dim, cx_str_t s)
{
    cx_term_name(l, dim, 0, s);
}


static size_t
cx_term_max(const cx_termlist_t *l)
{
    uint32_t  i;
    size_t    max;

    for (i = 0, max = 0; i < l->cat->nfiles; i++) {
        max = cx_max(max, l->cat->file[i].name_max);
    }

    return max;
}


void
cx_term_pair(cx_termlist_t *l, cx_dim_e dim, cx_str_t a, char sep, cx_str_t b)
{
    size_t    len;
    uint8_t  *p, text[CX_TERM_PAIR_ROOM];

    len = a.len + b.len + 1;

    if (!cx_term_asked(l, dim) || a.len == 0 || b.len == 0
        || len > cx_term_max(l))
    {
        return;
    }

    p = text;

    if (len > sizeof(text)) {
        p = cx_arena_align(l->arena, len, 1);
    }

    if (p == NULL) {
        l->full = 1;
        return;
    }

    memcpy(p, a.data, a.len);
    p[a.len] = (uint8_t) sep;
    memcpy(p + a.len + 1, b.data, b.len);

    cx_term_str(l, dim, cx_strn(p, len));
}


/*
 * A domain and what it lies in, down to two labels: the last label alone is
 * nobody's domain.
 */

void
cx_terms_domain(cx_termlist_t *l, cx_str_t s)
{
    size_t    i, labels, max;
    cx_str_t  part;

    cx_term_str(l, CX_DIM_DOMAIN, s);
    max = cx_term_max(l);

    for (i = s.len, labels = 0; i > 0 && s.len - i <= max; i--) {
        if (s.data[i - 1] != '.') {
            continue;
        }

        part = cx_strn(s.data + i, s.len - i);

        if (labels++ != 0) {
            cx_term_str(l, CX_DIM_DOMAIN, part);
        }
    }
}
