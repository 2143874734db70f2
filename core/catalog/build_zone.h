
/* the rule at the end of a time zone's file: "CET-1CEST,M3.5.0,M10.5.0/3" */

#ifndef CX_CATALOG_BUILD_ZONE_H
#define CX_CATALOG_BUILD_ZONE_H

#include "core/catalog/build.h"


typedef struct {
    char     form;                  /* 'M', 'J' or 'N' for a plain number */
    int      month, week, day;      /* day alone of the last two */
    int32_t  time;                  /* seconds of local time */
} cx_tz_date_t;

typedef struct {
    int32_t       std_offset;       /* seconds east */
    int32_t       dst_offset;
    int           dst;
    cx_tz_date_t  start;            /* of summer time */
    cx_tz_date_t  end;
} cx_tz_rule_t;

cx_rc_t cx_tz_rule_parse(cx_tz_rule_t *rule, cx_str_t text);

/* the two transitions of a year, the earlier one first */

void cx_tz_rule_year(const cx_tz_rule_t *rule, int year, int64_t at[2],
    int32_t offset[2]);
int cx_tz_year(int64_t unix_s);


#endif /* CX_CATALOG_BUILD_ZONE_H */
