
/* what the files of the check share */

#ifndef CX_CATALOG_CHECK_H
#define CX_CATALOG_CHECK_H

#include "core/catalog/layout.h"


#define cx_bad(text)  do { *what = (text); return CX_ERROR; } while (0)


static inline int
cx_cat_str_ok(const cx_catalog_file_t *f, cx_cat_str_t s)
{
    return s.off <= f->n_STRINGS && s.len <= f->n_STRINGS - s.off;
}


static inline int
cx_cat_run_ok(cx_cat_run_t run, uint32_t n)
{
    return run.first <= n && run.n <= n - run.first;
}


/* fit for a JSON string without escapes */

int cx_cat_clean_ok(const cx_catalog_file_t *f, cx_cat_str_t s);

int cx_cat_template_ok(const cx_catalog_file_t *f, cx_cat_str_t s);
int cx_cat_names_ok(const cx_catalog_file_t *f, cx_cat_run_t run);
int cx_cat_currency_ok(uint32_t currency);


#endif /* CX_CATALOG_CHECK_H */
