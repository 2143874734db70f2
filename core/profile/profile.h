
/*
 * What is known of one customer.  A profile is lent for the time of one bid;
 * its source is handed to the bid as a port.
 */

#ifndef CX_PROFILE_H
#define CX_PROFILE_H

#include "core/base/base.h"


typedef enum {
    CX_TIER_GREEN = 0,
    CX_TIER_GOLD,
    CX_TIER_RESERVE,
    CX_TIER_MAX
} cx_tier_e;


typedef struct {
    cx_str_t  name;                 /* "sports", "auto" */
    float     weight;               /* 0 to 1 */
} cx_interest_t;


typedef struct {
    const cx_str_t       *segment;
    uint32_t              nsegment;
    const cx_interest_t  *interest;
    uint32_t              ninterest;
    cx_tier_e             tier;
    unsigned              consent:1;
} cx_profile_t;


/* nobody: no segments, no interests, tier Green */

extern const cx_profile_t  cx_profile_null;

/* the factor of a tier in thousandths: 1000, 1150, 1300 */

uint32_t cx_tier_boost(cx_tier_e tier);
const char *cx_tier_name(cx_tier_e tier);


#endif /* CX_PROFILE_H */
