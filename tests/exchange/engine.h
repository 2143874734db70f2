
/* Asks, and waits, and counts. */

#ifndef XC_ENGINE_H
#define XC_ENGINE_H

#include "tests/exchange/conn.h"
#include "tests/exchange/gets.h"
#include "tests/exchange/live.h"
#include "tests/exchange/options.h"
#include "tests/exchange/pace.h"
#include "tests/exchange/source.h"
#include "tests/exchange/stats.h"


/* a request that is under way */

typedef struct xc_job_s  xc_job_t;

struct xc_job_s {
    const xc_request_t  *request;
    uint64_t             serial;
    int64_t              due_ns;
    int64_t              sent_ns;
    int64_t              sent_ms;
    unsigned             warm_up:1;
    char                 id[XC_ID_LEN + 1];
    xc_live_t           *live;
    xc_job_t            *next;
};

typedef struct {
    uint64_t  answers;
    uint64_t  bids;                 /* of status 200 */
} xc_shape_sum_t;

struct xc_engine_s {
    const xc_conf_t    *conf;
    const xc_market_t  *market;
    void               *judge;      /* what the market keeps */
    int                 epoll;
    xc_clock_t          clock;
    xc_target_t         bids;
    xc_source_t         source;
    xc_traffic_t        traffic;
    xc_pace_t           pace;
    xc_stats_t          stats;
    xc_gets_t           gets;
    xc_job_t           *jobs;
    xc_job_t           *free;
    xc_job_t           *again;      /* to be sent once more */
    uint64_t            serial;
    uint64_t            under_way;
    uint64_t            refused;    /* attempts that are counted */
    xc_shape_sum_t      shape[XC_SHAPES];
    int64_t             begin_ns;   /* of the measured time */
    int64_t             end_ns;
    int64_t             tick_ns;
};

int xc_engine_open(xc_engine_t *e, const xc_conf_t *conf, xc_error_t *err);
int xc_engine_run(xc_engine_t *e, xc_error_t *err);
void xc_engine_close(xc_engine_t *e);


#endif /* XC_ENGINE_H */
