/* categories: in which taxonomy they are, and what they are part of */

#include <stdio.h>

#include "core/catalog/build.h"
#include "core/catalog/taxonomy.h"


#define CX_CATS_MAX  255                /* of one creative, parents and all */


/* the taxonomy that a category names itself; 0: none */

static uint32_t
cx_b_cat_taxonomy(cx_str_t s, cx_str_t *id)
{
    size_t    i;
    uint32_t  tax;

    *id = s;

    if (s.len > 3 && cx_str_eq_nocase(cx_strn(s.data, 3), cx_str("IAB"))) {
        return 1;
    }

    for (i = 0, tax = 0; i < s.len && i < 3; i++) {
        if (s.data[i] < '0' || s.data[i] > '9') {
            break;
        }

        tax = tax * 10 + (s.data[i] - '0');
    }

    if (tax == 0 || tax > 255 || i + 1 >= s.len || s.data[i] != ':') {
        return 0;
    }

    *id = cx_strn(s.data + i + 1, s.len - i - 1);

    return tax;
}


/* CX_DECLINED: it is there already, or there is no room for more */

static cx_rc_t
cx_b_cat_put(cx_builder_t *b, cx_cat_run_t *run, uint32_t tax, cx_str_t id)
{
    int        n;
    char       text[CX_ID_MAX + 8];
    uint32_t   i, name, *place;

    n = tax == 1 ? snprintf(text, sizeof(text), "%.*s", (int) id.len,
                            (const char *) id.data)
                 : snprintf(text, sizeof(text), "%u:%.*s", tax, (int) id.len,
                            (const char *) id.data);

    if (cx_b_name(b, cx_strn(text, n), 0, 1, &name) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < run->n; i++) {
        if (*(uint32_t *) cx_vec_at(&b->name_runs, run->first + i) == name) {
            return CX_DECLINED;
        }
    }

    if (run->n == CX_CATS_MAX) {
        return CX_DECLINED;
    }

    place = cx_vec_add(&b->name_runs, 1);

    if (place == NULL) {
        return CX_ERROR;
    }

    *place = name;
    run->n++;

    return CX_OK;
}


/* is it one of the words? */

static int
cx_b_word_in(const char *words, cx_str_t s)
{
    size_t       len;
    const char  *p;

    for (p = words; *p; p += len + (p[len] == ' ')) {
        len = strcspn(p, " ");

        if (len == s.len && memcmp(p, s.data, len) == 0) {
            return 1;
        }
    }

    return 0;
}


/* "IAB1" of "IAB1-2"; of newer taxonomies as their tables have it */

static cx_rc_t
cx_b_cat_parents(cx_builder_t *b, cx_cat_run_t *run, uint32_t tax,
    cx_str_t id)
{
    size_t                i;
    cx_str_t              parent;
    const uint8_t        *dash;
    const cx_taxonomy_t  *t;

    if (tax == 1) {
        dash = memchr(id.data, '-', id.len);

        return dash == NULL || dash == id.data
               || cx_b_cat_put(b, run, 1, cx_strn(id.data, dash - id.data))
                  != CX_ERROR
               ? CX_OK : CX_ERROR;
    }

    for (i = 0; i < cx_ntaxonomies && tax < 32; i++) {
        t = &cx_taxonomies[i];

        if (!(t->taxonomies >> tax & 1) || !cx_b_word_in(t->children, id)) {
            continue;
        }

        parent = cx_strn(t->parent, strlen(t->parent));

        if (cx_b_cat_put(b, run, tax, parent) == CX_ERROR) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static cx_str_t
cx_b_cat_at(const cx_builder_t *b, uint32_t i)
{
    uint32_t  name;

    name = *(uint32_t *) cx_vec_at(&b->name_runs, i);

    return cx_b_str(b, ((cx_cat_name_t *) cx_vec_at(&b->names, name))->s);
}


/* a name that is put may move the one that is looked at: it is copied first */

static cx_str_t
cx_b_cat_copy(const cx_builder_t *b, uint32_t i, uint8_t copy[CX_ID_MAX + 8])
{
    cx_str_t  s;

    s = cx_b_cat_at(b, i);
    s.len = cx_min(s.len, CX_ID_MAX + 8);
    memcpy(copy, s.data, s.len);

    return cx_strn(copy, s.len);
}


cx_rc_t
cx_b_cats(cx_builder_t *b, cx_cat_run_t *run, uint32_t *ncat, uint32_t cattax)
{
    uint8_t       copy[CX_ID_MAX + 8];
    cx_str_t      id, s;
    uint32_t      i, tax;
    cx_cat_run_t  out;

    *ncat = 0;

    if (run->n == 0) {
        return CX_OK;
    }

    out.first = (uint32_t) b->name_runs.n;
    out.n = 0;

    for (i = 0; i < run->n; i++) {
        s = cx_b_cat_copy(b, run->first + i, copy);
        tax = cx_b_cat_taxonomy(s, &id);

        if (cx_b_cat_put(b, &out, tax ? tax : cattax, id) == CX_ERROR) {
            return CX_ERROR;
        }
    }

    *ncat = out.n;

    /* the parents of parents come in turn */

    for (i = 0; i < out.n; i++) {
        s = cx_b_cat_copy(b, out.first + i, copy);
        tax = cx_b_cat_taxonomy(s, &id);

        if (cx_b_cat_parents(b, &out, tax ? tax : 1, id) != CX_OK) {
            return CX_ERROR;
        }
    }

    *run = out;

    return CX_OK;
}
