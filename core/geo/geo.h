
/*
 * Where an address is, from a MaxMind database of cities or countries.
 */

#ifndef CX_GEO_H
#define CX_GEO_H

#include "core/base/base.h"
#include "core/openrtb/openrtb.h"


typedef struct cx_geo_s  cx_geo_t;

/*
 * The file is copied into memory and every record of it read once, which
 * blocks: whatever is written into the file afterwards, and whoever reads
 * here, nothing waits and nothing changes.  NULL: *e says why not.
 */

#define CX_GEO_FILE_MAX  ((uint64_t) 1024 * 1024 * 1024)

cx_geo_t *cx_geo_open(const char *path, cx_error_t *e);
void cx_geo_close(cx_geo_t *g);


/* strings are the database's; what is not known is 0 or empty */

typedef struct {
    uint32_t  country;          /* as cx_country() */
    uint32_t  metro;
    uint32_t  accuracy_km;
    double    lat, lon;         /* CX_NO_COORD: not known */
    cx_str_t  region;           /* of ISO 3166-2, without the country */
    cx_str_t  city;
    cx_str_t  zip;
} cx_geo_place_t;

/*
 * Of an address that was cut off it tells no more than what is so for all
 * that it can have been: all of it if they are in one network, else the
 * country if that is the same, else nothing.  CX_DECLINED: nothing.
 */

cx_rc_t cx_geo_find(const cx_geo_t *g, const cx_address_t *a,
    cx_geo_place_t *place);

/*
 * Fills device.geo from the first address that is known, where the request
 * says neither country nor coordinates.  Where it says the country alone,
 * parts that are not there are filled if the country is the same and nothing
 * else that is there says otherwise.  CX_DECLINED: nothing was filled.
 */

cx_rc_t cx_geo_fill(const cx_geo_t *g, cx_ortb_request_t *r,
    const cx_address_t *address, uint32_t naddress, cx_arena_t *arena);


#endif /* CX_GEO_H */
