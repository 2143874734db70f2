/* what is part of what, for those who ask of a whole taxonomy, or of an id */

#include <stdlib.h>

#include "core/catalog/layout.h"
#include "core/catalog/taxonomy.h"


typedef struct {
    const char  *id;                    /* not ended; NULL: free */
    uint16_t     len;
    uint16_t     row;                   /* of cx_taxonomies: its parent's */
} cx_category_t;

struct cx_categories_s {
    uint32_t       mask;
    cx_category_t  part[];
};


cx_rc_t
cx_catalog_category(uint32_t taxonomy, size_t *next, cx_str_t *whole,
    cx_str_t *parts)
{
    const cx_taxonomy_t  *t;

    while (*next < cx_ntaxonomies) {
        t = &cx_taxonomies[(*next)++];

        if (taxonomy < 32 && (t->taxonomies >> taxonomy & 1)) {
            *whole = cx_strn(t->parent, strlen(t->parent));
            *parts = cx_strn(t->children, strlen(t->children));
            return CX_OK;
        }
    }

    return CX_DECLINED;
}


static uint32_t
cx_categories_count(void)
{
    size_t       i;
    uint32_t     n;
    const char  *p;

    for (i = 0, n = 0; i < cx_ntaxonomies; i++) {
        for (n++, p = cx_taxonomies[i].children; *p; p++) {
            n += *p == ' ';
        }
    }

    return n;
}


/* the same id stands in several rows, of other taxonomies each */

static void
cx_categories_put(cx_categories_t *c, const char *id, size_t len, size_t row)
{
    uint32_t  i;

    i = (uint32_t) cx_hash64(id, len, 0) & c->mask;

    while (c->part[i].id != NULL) {
        i = (i + 1) & c->mask;
    }

    c->part[i].id = id;
    c->part[i].len = (uint16_t) len;
    c->part[i].row = (uint16_t) row;
}


cx_categories_t *
cx_categories_create(void)
{
    size_t            i, len;
    uint32_t          size;
    const char       *p;
    cx_categories_t  *c;

    size = cx_cat_table_size(2 * cx_categories_count());
    c = calloc(1, sizeof(cx_categories_t) + size * sizeof(cx_category_t));

    if (c == NULL) {
        return NULL;
    }

    c->mask = size - 1;

    for (i = 0; i < cx_ntaxonomies; i++) {
        for (p = cx_taxonomies[i].children; *p; p += len + (p[len] == ' ')) {
            len = strcspn(p, " ");
            cx_categories_put(c, p, len, i);
        }
    }

    return c;
}


cx_rc_t
cx_category_above(const cx_categories_t *c, int32_t taxonomy, cx_str_t id,
    uint32_t *next, cx_str_t *above)
{
    uint32_t              i;
    const cx_category_t  *part;
    const cx_taxonomy_t  *t;

    if (taxonomy < 0 || taxonomy > 31 || id.len == 0) {
        return CX_DECLINED;
    }

    i = *next ? *next : (uint32_t) cx_hash64(id.data, id.len, 0);

    for (i &= c->mask; c->part[i].id != NULL; i = (i + 1) & c->mask) {
        part = &c->part[i];
        t = &cx_taxonomies[part->row];

        if ((t->taxonomies >> taxonomy & 1) && part->len == id.len
            && memcmp(part->id, id.data, id.len) == 0)
        {
            *above = cx_strn(t->parent, strlen(t->parent));
            *next = c->mask + 2 + i;
            return CX_OK;
        }
    }

    return CX_DECLINED;
}
