
/*
 * Requests that the market wants sent later: notices.  They have connections
 * of their own, so that no bid waits for one.
 */

#ifndef XC_GETS_H
#define XC_GETS_H

#include "tests/exchange/conn.h"


typedef struct xc_get_s  xc_get_t;

typedef struct {
    int64_t    due_ns;
    xc_get_t  *get;
} xc_later_t;

typedef struct {
    int            epoll;
    int64_t        timeout_ns;
    unsigned       connections;     /* to each target */
    size_t         under_way;
    xc_target_t  **target;
    unsigned       ntargets;
    xc_later_t    *heap;            /* the earliest is the first */
    size_t         nheap;
    size_t         size;
    uint64_t       answered;
    uint64_t       lost;
} xc_gets_t;

void xc_gets_tick(xc_gets_t *g, int64_t now_ns);
void xc_gets_sweep(xc_gets_t *g, int64_t now_ns);
int64_t xc_gets_due(const xc_gets_t *g);
void xc_gets_close(xc_gets_t *g);

xc_target_t *xc_gets_target(xc_gets_t *g, const char *address,
    xc_error_t *err);
int xc_gets_add(xc_gets_t *g, xc_target_t *target, const char *host,
    const char *path, const char *extra, int64_t due_ns, xc_got_pt got,
    void *data);


#endif /* XC_GETS_H */
