
/* which categories are part of which others */

#ifndef CX_CATALOG_TAXONOMY_H
#define CX_CATALOG_TAXONOMY_H

#include "core/base/base.h"


typedef struct {
    uint32_t     taxonomies;        /* bit n: of taxonomy n */
    const char  *parent;
    const char  *children;          /* with blanks between them */
} cx_taxonomy_t;

extern const cx_taxonomy_t  cx_taxonomies[];
extern const size_t  cx_ntaxonomies;


#endif /* CX_CATALOG_TAXONOMY_H */
