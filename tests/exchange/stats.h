
/* What is counted while requests are asked. */

#ifndef XC_STATS_H
#define XC_STATS_H

#include "tests/exchange/exchange.h"
#include "tests/exchange/histogram.h"


#define XC_SECONDS_MAX  (1u << 22)   /* of which there is a line each */

typedef struct {
    uint32_t  answered;
    uint32_t  lost;                 /* unsent ones in that they were due in */
    uint32_t  connect_errors;
    uint32_t  p50_us;
    uint32_t  p99_us;
    uint32_t  max_us;
} xc_second_t;

typedef struct {
    int64_t       start_ns;         /* after the warm-up */
    int64_t       end_ns;           /* after which none was due */
    int64_t       last_ns;          /* of the last answer */
    uint64_t      asked;
    uint64_t      answered;
    uint64_t      status[600];
    uint64_t      lost[XC_LOST];
    uint64_t      retried;
    uint64_t      unsent;           /* due, and never sent; lost as timeouts */
    uint64_t      connect_errors;   /* of attempts, not of requests */
    uint64_t      body_bytes;       /* of answers */
    xc_hist_t     latency;
    xc_hist_t     now;              /* of the second that passes */
    xc_hist_t     lag;              /* due, a connection free, and not sent */
    uint32_t      now_answered;
    uint32_t      now_lost;
    uint32_t      now_refused;
    xc_second_t  *second;
    uint32_t      nseconds;
    uint32_t      size;
    uint32_t      unkept;           /* seconds after those, without a line */
} xc_stats_t;

void xc_stats_start(xc_stats_t *s, int64_t now_ns);
void xc_stats_answer(xc_stats_t *s, int status, size_t body, int64_t ns);
void xc_stats_lost(xc_stats_t *s, xc_lost_t lost, int64_t ns);
void xc_stats_unsent(xc_stats_t *s, int64_t due_ns, int64_t now_ns);
void xc_stats_refused(xc_stats_t *s, uint64_t n);
void xc_stats_tick(xc_stats_t *s, int64_t now_ns);
void xc_stats_end(xc_stats_t *s, int64_t end_ns);
void xc_stats_free(xc_stats_t *s);

double xc_stats_seconds(const xc_stats_t *s);
uint64_t xc_stats_failed(const xc_stats_t *s);


#endif /* XC_STATS_H */
