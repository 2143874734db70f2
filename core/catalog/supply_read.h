
/*
 * Files of owners and sellers as they are on the web, made into lines of a
 * catalogue.  What is wrong in a part of one costs that part alone.
 */

#ifndef CX_CATALOG_SUPPLY_READ_H
#define CX_CATALOG_SUPPLY_READ_H

#include "core/base/base.h"


#define CX_SUPPLY_TEXT_MAX  (256 * 1024 * 1024)

typedef enum {
    CX_SUPPLY_FILE_ADS_TXT = 0,
    CX_SUPPLY_FILE_APP_ADS_TXT,
    CX_SUPPLY_FILE_SELLERS_JSON
} cx_supply_file_e;

/* whose file it is */

typedef struct {
    cx_supply_file_e   kind;
    const char *const *domain;
    size_t             ndomain;
    const char *const *bundle;
    size_t             nbundle;
} cx_supply_source_t;

/* of what is passed over so many places are kept, the first ones */

#define CX_SUPPLY_PLACES  5

typedef struct {
    uint8_t   *line;            /* JSON; the caller's, to free() */
    size_t     len;
    uint32_t   sellers;
    uint32_t   partners;
    uint32_t   subdomains;
    uint32_t   skipped;         /* records that say nothing of use, */
    uint32_t   place[CX_SUPPLY_PLACES]; /* lines from 1, or numbers from 0 */
    unsigned   nobody:1;        /* its placeholder: nobody may sell */
} cx_supply_text_t;

/* CX_ERROR: it is no such file at all, or too large; out->line is NULL */

cx_rc_t cx_supply_read(const cx_supply_source_t *source, cx_str_t text,
    cx_supply_text_t *out, cx_error_t *e);


#endif /* CX_CATALOG_SUPPLY_READ_H */
