
/* reading one record of a database; nobody else's business */

#ifndef CX_GEO_RECORD_H
#define CX_GEO_RECORD_H

#include "core/geo/geo.h"


/* CX_ERROR: the record is broken */

cx_rc_t cx_geo_record(const uint8_t *data, size_t size, uint32_t offset,
    cx_geo_place_t *place);


#endif /* CX_GEO_RECORD_H */
