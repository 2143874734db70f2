/* what is part of what, for those who ask of a whole taxonomy */

#include "core/catalog/catalog.h"
#include "core/catalog/taxonomy.h"


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
