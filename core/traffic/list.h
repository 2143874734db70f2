
/* text files of one entry a line; nobody else's business */

#ifndef CX_TRAFFIC_LIST_H
#define CX_TRAFFIC_LIST_H

#include "core/base/base.h"


/* a line without comment and blanks; not called for those that are empty */

typedef cx_rc_t (*cx_list_line_pt)(void *data, cx_str_t line, const char *at,
    cx_error_t *e);

cx_rc_t cx_list_parse(cx_str_t text, uint32_t max, cx_list_line_pt line,
    void *data, cx_error_t *e);

/* malloc()ed; CX_ERROR: *e says why it cannot be read */

cx_rc_t cx_list_read(const char *path, size_t max, cx_str_t *text,
    cx_error_t *e);


#endif /* CX_TRAFFIC_LIST_H */
