
/* A picture of latency: by percentiles, and second by second. */

#ifndef XC_SVG_H
#define XC_SVG_H

#include "tests/exchange/stats.h"


int xc_svg_write(const xc_stats_t *s, const char *title, const char *path,
    xc_error_t *err);


#endif /* XC_SVG_H */
