/* the builder's memory: vectors, strings kept once, names kept once */

#include <stdlib.h>

#include "core/catalog/build.h"


void *
cx_vec_add(cx_vec_t *v, size_t n)
{
    void    *data;
    size_t   room;

    if (v->data == NULL || n > v->room - v->n) {
        for (room = cx_max(v->room, 16); n > room - v->n; room *= 2) {
            /* void */
        }

        data = realloc(v->data, room * v->size);

        if (data == NULL) {
            return NULL;
        }

        v->data = data;
        v->room = room;
    }

    data = v->data + v->n * v->size;
    memset(data, 0, n * v->size);
    v->n += n;

    return data;
}


cx_rc_t
cx_b_no_memory(cx_error_t *e)
{
    return cx_error(e, CX_E_NO_MEMORY, "catalogue", NULL, "no memory");
}


static uint32_t
cx_map64_slot(const cx_map64_t *m, uint64_t key)
{
    uint32_t  i, mask;

    mask = m->room - 1;

    for (i = (uint32_t) cx_hash_mix(key, 0x9e3779b97f4a7c15ULL) & mask;
         m->value[i] != 0 && m->key[i] != key;
         i = (i + 1) & mask)
    {
        /* void */
    }

    return i;
}


static cx_rc_t
cx_map64_grow(cx_map64_t *m)
{
    uint32_t    i, at;
    cx_map64_t  bigger;

    bigger.n = m->n;
    bigger.room = m->room ? m->room * 2 : 64;
    bigger.key = malloc(bigger.room * sizeof(uint64_t));
    bigger.value = calloc(bigger.room, sizeof(uint32_t));

    if (bigger.key == NULL || bigger.value == NULL) {
        free(bigger.key);
        free(bigger.value);
        return CX_ERROR;
    }

    for (i = 0; i < m->room; i++) {
        if (m->value[i]) {
            at = cx_map64_slot(&bigger, m->key[i]);
            bigger.key[at] = m->key[i];
            bigger.value[at] = m->value[i];
        }
    }

    free(m->key);
    free(m->value);
    *m = bigger;

    return CX_OK;
}


uint32_t *
cx_map64_put(cx_map64_t *m, uint64_t key)
{
    uint32_t  i;

    if (m->n + m->n / 2 >= m->room && cx_map64_grow(m) != CX_OK) {
        return NULL;
    }

    i = cx_map64_slot(m, key);

    /* whoever is given a new one fills it */

    if (m->value[i] == 0) {
        m->key[i] = key;
        m->n++;
    }

    return &m->value[i];
}


uint32_t
cx_map64_get(const cx_map64_t *m, uint64_t key)
{
    return m->room ? m->value[cx_map64_slot(m, key)] : 0;
}


cx_str_t
cx_b_str(const cx_builder_t *b, cx_cat_str_t ref)
{
    return cx_strn(b->strings.data + ref.off, ref.len);
}


/*
 * The map's key is the hash: two strings of one hash would be a lost one in
 * 2^64, so the bytes are compared and the next seed is tried.
 */

static uint32_t *
cx_b_string_place(cx_builder_t *b, cx_str_t s, cx_cat_str_t *ref)
{
    uint64_t   seed, hash;
    uint32_t  *at, len;

    for (seed = b->seed; /* void */ ; seed++) {
        hash = cx_hash64(s.data, s.len, seed);
        at = cx_map64_put(&b->string_map, hash);

        if (at == NULL || *at == 0) {
            return at;
        }

        memcpy(&len, b->strings.data + *at - 4, 4);

        if (len == s.len
            && memcmp(b->strings.data + *at, s.data, s.len) == 0)
        {
            ref->off = *at;
            ref->len = len;
            return at;
        }
    }
}


/* in memory, and in the file, the length stands before the bytes */

cx_rc_t
cx_b_string(cx_builder_t *b, cx_str_t s, cx_cat_str_t *ref)
{
    uint8_t   *p;
    uint32_t  *at, len;

    if (s.len == 0) {
        ref->off = 0;
        ref->len = 0;
        return CX_OK;
    }

    at = cx_b_string_place(b, s, ref);

    if (at == NULL) {
        return CX_ERROR;
    }

    if (*at) {
        return CX_OK;
    }

    if (b->strings.n + s.len + 4 > 0x7fffffff) {
        return CX_ERROR;
    }

    p = cx_vec_add(&b->strings, s.len + 4);

    if (p == NULL) {
        return CX_ERROR;
    }

    len = (uint32_t) s.len;
    memcpy(p, &len, 4);
    memcpy(p + 4, s.data, s.len);

    ref->off = (uint32_t) (p + 4 - b->strings.data);
    ref->len = len;
    *at = ref->off;

    return CX_OK;
}


int
cx_b_find_string(const cx_builder_t *b, cx_str_t s, cx_cat_str_t *ref)
{
    uint64_t  seed;
    uint32_t  at, len;

    for (seed = b->seed; /* void */ ; seed++) {
        at = cx_map64_get(&b->string_map, cx_hash64(s.data, s.len, seed));

        if (at == 0) {
            return 0;
        }

        memcpy(&len, b->strings.data + at - 4, 4);

        if (len == s.len && memcmp(b->strings.data + at, s.data, s.len) == 0) {
            ref->off = at;
            ref->len = len;
            return 1;
        }
    }
}


static cx_rc_t
cx_b_names_grow(cx_builder_t *b)
{
    size_t          i;
    uint32_t        at, mask, *table;
    cx_vec_t        bigger;
    cx_cat_name_t  *n;

    memset(&bigger, 0, sizeof(cx_vec_t));
    bigger.size = sizeof(uint32_t);

    table = cx_vec_add(&bigger, b->name_table.n ? b->name_table.n * 2 : 1024);

    if (table == NULL) {
        return CX_ERROR;
    }

    mask = (uint32_t) bigger.n - 1;

    for (i = 0; i < b->names.n; i++) {
        n = cx_vec_at(&b->names, i);
        at = (uint32_t) cx_cat_name_hash(cx_b_str(b, n->s),
                                         n->nlists & CX_CAT_EXACT ? 1 : 0,
                                         b->seed);

        for (at &= mask; table[at]; at = (at + 1) & mask) {
            /* void */
        }

        table[at] = (uint32_t) i + 1;
    }

    free(b->name_table.data);
    b->name_table = bigger;

    return CX_OK;
}


cx_rc_t
cx_b_name(cx_builder_t *b, cx_str_t s, int exact, int spelled, uint32_t *name)
{
    uint32_t        i, mask, *table;
    cx_cat_str_t    ref;
    cx_cat_name_t  *n;

    if (b->names.n + b->names.n / 2 >= b->name_table.n
        && cx_b_names_grow(b) != CX_OK)
    {
        return CX_ERROR;
    }

    table = (uint32_t *) b->name_table.data;
    mask = (uint32_t) b->name_table.n - 1;

    for (i = (uint32_t) cx_cat_name_hash(s, exact, b->seed) & mask;
         table[i];
         i = (i + 1) & mask)
    {
        n = cx_vec_at(&b->names, table[i] - 1);

        if (((n->nlists & CX_CAT_EXACT) != 0) == (exact != 0)
            && cx_cat_name_eq(cx_b_str(b, n->s), s, exact))
        {
            *name = table[i] - 1;
            return spelled ? cx_b_string(b, s, &n->s) : CX_OK;
        }
    }

    n = cx_b_string(b, s, &ref) == CX_OK && b->names.n < 0x0fffffff
        ? cx_vec_add(&b->names, 1) : NULL;

    if (n == NULL) {
        return CX_ERROR;
    }

    n->s = ref;
    n->nlists = exact ? CX_CAT_EXACT : 0;

    *name = (uint32_t) b->names.n - 1;
    table[i] = *name + 1;

    return CX_OK;
}
