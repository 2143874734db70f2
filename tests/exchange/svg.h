
/* A picture of latency: by percentiles, and second by second. */

#ifndef XC_SVG_H
#define XC_SVG_H

#include "tests/exchange/stats.h"


void xc_svg_write(const xc_stats_t *s, const char *title, FILE *f);


#endif /* XC_SVG_H */
