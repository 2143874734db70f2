
/*
 * The clock page: a small file that tells business time to whoever maps it.
 * The time is base_ms and, for each nanosecond of CLOCK_MONOTONIC since
 * base_ns, speed millionths of a nanosecond more.  The sequence is odd while
 * it is being written.
 */

#ifndef XC_PAGE_H
#define XC_PAGE_H

#include "tests/exchange/exchange.h"


#define XC_PAGE_MAGIC    0x6b636f6c43706d43ULL      /* "CmpClock" */
#define XC_PAGE_VERSION  1

typedef struct {
    uint64_t  magic;
    uint32_t  version;
    uint32_t  size;
    uint64_t  sequence;
    int64_t   base_ns;
    int64_t   base_ms;
    int64_t   speed;                /* millionths */
} xc_page_t;

/* the page is made, or taken, and mapped; NULL with an error */

xc_page_t *xc_page_open(const char *path, xc_error_t *err);
void xc_page_write(xc_page_t *page, const xc_clock_t *clock);
void xc_page_close(xc_page_t *page);

/* "2026-05-01", "2026-05-01T10:00:00Z" or seconds since 1970 */

int xc_page_time(const char *text, int64_t *ms);


#endif /* XC_PAGE_H */
