
/* a database in memory; nobody else's business */

#ifndef CX_GEO_FILE_H
#define CX_GEO_FILE_H

#include <maxminddb.h>

#include "core/base/base.h"


/* "\xab\xcd\xefMaxMind.com", which stands before the metadata */

#define CX_GEO_MARKER_LEN  14

cx_rc_t cx_geo_load(const char *path, MMDB_s *mmdb, cx_error_t *e);


#endif /* CX_GEO_FILE_H */
