
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


static void
cx_term_add(cx_termlist_t *l, const cx_term_t *t, uint64_t id)
{
    cx_rc_t      rc;
    cx_terms_t  *c;

    rc = cx_seen_add(&l->seen, id, l->arena);

    if (rc != CX_OK) {
        l->full |= (rc == CX_ERROR);
        return;
    }

    c = l->last;

    if (c == NULL || c->n == CX_TERMS_CHUNK) {
        c = cx_arena_alloc(l->arena, sizeof(cx_terms_t));

        if (c == NULL) {
            l->full = 1;
            return;
        }

        c->next = NULL;
        c->n = 0;

        if (l->last != NULL) {
            l->last->next = c;

        } else {
            l->first = c;
        }

        l->last = c;
    }

    c->term[c->n++] = *t;
    l->n++;
}


void
cx_term_int(cx_termlist_t *l, cx_dim_e dim, uint32_t key)
{
    uint32_t   i;
    cx_term_t  t;

    if (!cx_term_asked(l, dim)) {
        return;
    }

    for (i = 0; i < l->cat->nfiles; i++) {
        if (cx_format_is_class(dim, key)
            || cx_cat_value(&l->cat->file[i], dim, key) != NULL)
        {
            t.dim = dim;
            t.key = key;
            t.name[0] = CX_NO_NAME;
            t.name[1] = CX_NO_NAME;
            t.str = 0;
            cx_term_add(l, &t, (uint64_t) dim << CX_SEEN_DIM | key);
            return;
        }
    }
}


/* its name in each file; 0 if none knows it */

static int
cx_term_find(const cx_termlist_t *l, cx_term_t *t, cx_str_t s)
{
    uint32_t                  i;
    const cx_catalog_file_t  *f;

    t->name[0] = CX_NO_NAME;
    t->name[1] = CX_NO_NAME;

    for (i = 0; i < l->cat->nfiles; i++) {
        f = &l->cat->file[i];

        if (s.len <= f->name_max) {
            t->name[i] = cx_cat_name(f, s,
                                     cx_dims[t->dim].kind == CX_KEY_EXACT);
        }
    }

    return t->name[0] != CX_NO_NAME || t->name[1] != CX_NO_NAME;
}


void
cx_term_class(cx_termlist_t *l, cx_dim_e dim, uint32_t class, cx_str_t s)
{
    uint64_t   id;
    cx_term_t  t;

    if (!cx_term_asked(l, dim) || s.len == 0) {
        return;
    }

    t.dim = dim;
    t.key = class;
    t.str = 1;

    if (!cx_term_find(l, &t, s)) {
        return;
    }

    id = t.name[0] != CX_NO_NAME ? t.name[0] : CX_SEEN_FILE | t.name[1];
    id |= (uint64_t) dim << CX_SEEN_DIM | CX_SEEN_STR;

    /* the class is in the four bits above those of names */

    cx_term_add(l, &t, id | (uint64_t) (class >> 28) << 32);
}


void
cx_term_str(cx_termlist_t *l, cx_dim_e dim, cx_str_t s)
{
    cx_term_class(l, dim, 0, s);
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
