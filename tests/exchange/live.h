
/* Requests that are made when they are sent. */

#ifndef XC_LIVE_H
#define XC_LIVE_H

#include "tests/exchange/source.h"
#include "tests/exchange/traffic.h"


typedef struct {
    xc_request_t  request;
    size_t        head;             /* of what all have in common */
    char         *text;
    xc_made_t     made;
    char          room[];
} xc_live_t;

xc_live_t *xc_live_new(const xc_source_t *s);
const xc_request_t *xc_live_make(xc_live_t *live, xc_traffic_t *t);


#endif /* XC_LIVE_H */
