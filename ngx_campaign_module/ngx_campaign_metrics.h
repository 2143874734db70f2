
#ifndef _NGX_CAMPAIGN_METRICS_H_INCLUDED_
#define _NGX_CAMPAIGN_METRICS_H_INCLUDED_


#include "ngx_campaign.h"

#include "core/bid/privacy.h"

/*
 * Every counter once: the lists make the enumerations, the shared memory and
 * the text.
 */

#define NGX_CAMPAIGN_COUNTERS(C)                                              \
    C(BIDS,             "campaign_bids_total",                                \
                        "Bids made, counted by impression.")                  \
    C(BID_BYTES,        "campaign_bid_request_bytes_total",                   \
                        "Bytes of the bodies of bid requests, inflated.")     \
    C(LOCATED,          "campaign_located_total",                             \
                        "Bid requests with a place found by the address.")    \
    C(CATALOG_LOADS,    "campaign_catalog_loads_total",                       \
                        "Catalogues taken into use by workers.")              \
    C(CATALOG_FAILURES, "campaign_catalog_load_failures_total",               \
                        "Catalogues that workers refused.")                   \
    C(OUT_OVERFLOWS,    "campaign_response_buffer_misses_total",              \
                        "Answers that no preallocated buffer could take.")    \
    C(EXPLAINS,         "campaign_explain_requests_total",                    \
                        "Requests to explain, answered.")                     \
    C(EXPLAINS_REFUSED, "campaign_explain_refused_total",                     \
                        "Requests to explain, refused.")                      \
    C(EXPLAINS_DENIED,  "campaign_explain_denied_total",                      \
                        "Requests to explain without a valid token.")         \
    C(LOG_SUPPRESSED,   "campaign_log_suppressed_total",                      \
                        "Log lines left out by the throttle.")

typedef enum {
#define NGX_CAMPAIGN_COUNTER_ENUM(id, name, help)  NGX_CAMPAIGN_C_##id,
    NGX_CAMPAIGN_COUNTERS(NGX_CAMPAIGN_COUNTER_ENUM)
#undef NGX_CAMPAIGN_COUNTER_ENUM
    NGX_CAMPAIGN_C_MAX
} ngx_campaign_counter_e;


#define NGX_CAMPAIGN_OUTCOMES(O)                                              \
    O(BID,     "bid")                                                         \
    O(NOBID,   "nobid")                                                       \
    O(FAILED,  "error")


#define NGX_CAMPAIGN_BACKENDS(B)                                              \
    B(SCALAR,  "scalar")                                                      \
    B(AVX2,    "avx2")                                                        \
    B(AVX512,  "avx512")                                                      \
    B(NEON,    "neon")                                                        \
    B(OTHER,   "other")

typedef enum {
#define NGX_CAMPAIGN_BACKEND_ENUM(id, name)  NGX_CAMPAIGN_B_##id,
    NGX_CAMPAIGN_BACKENDS(NGX_CAMPAIGN_BACKEND_ENUM)
#undef NGX_CAMPAIGN_BACKEND_ENUM
    NGX_CAMPAIGN_B_MAX
} ngx_campaign_backend_e;


/* upper bounds of buckets; the last bucket has none */

#define NGX_CAMPAIGN_BUCKETS  16

typedef struct {
    uint64_t         bound;
    const char      *le;
} ngx_campaign_bucket_t;

extern const ngx_campaign_bucket_t
    ngx_campaign_latency_buckets[NGX_CAMPAIGN_BUCKETS];
extern const ngx_campaign_bucket_t
    ngx_campaign_inference_buckets[NGX_CAMPAIGN_BUCKETS];
extern const ngx_campaign_bucket_t
    ngx_campaign_candidate_buckets[NGX_CAMPAIGN_BUCKETS];

typedef struct {
    ngx_atomic_t     bucket[NGX_CAMPAIGN_BUCKETS];
    ngx_atomic_t     sum;
} ngx_campaign_histogram_t;


/*
 * Exchanges are counted in the rows that their names had first; the first row
 * is of who has no name, and of names that found no row any more.
 */

#define NGX_CAMPAIGN_ROWS  96


/*
 * One worker's, for as long as it lives: its owner adds to it as to memory of
 * its own.  Only where there are more workers than slots some have the last
 * one together, and add atomically.
 */

struct ngx_campaign_slot_s {
    ngx_atomic_t              counter[NGX_CAMPAIGN_C_MAX];
    ngx_atomic_t              outcome[NGX_CAMPAIGN_FAILED + 1];
    ngx_atomic_t              nobid[CX_NOBID_MAX];
    ngx_atomic_t              error[CX_E_MAX];
    ngx_atomic_t              stage_ns[CX_STAGE_MAX];
    ngx_atomic_t              finding[CX_TRAFFIC_MAX];
    ngx_atomic_t              exchange[NGX_CAMPAIGN_ROWS]
                                      [NGX_CAMPAIGN_FAILED + 1];
    ngx_atomic_t              privacy[CX_PRIVACY_STATE_MAX];
    ngx_atomic_t              removed[CX_PRIVACY_THING_MAX];
    ngx_campaign_histogram_t  latency;
    ngx_campaign_histogram_t  candidates;
    ngx_campaign_histogram_t  inference[NGX_CAMPAIGN_B_MAX];
    ngx_atomic_t              owner;        /* its pid, 0 none */
    u_char                    pad[64];
};


char *ngx_campaign_metrics_add_zone(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf);
void ngx_campaign_metrics_claim(ngx_campaign_worker_t *w);
void ngx_campaign_metrics_leave(ngx_campaign_worker_t *w);
void ngx_campaign_metrics_count(ngx_campaign_counter_e counter, ngx_uint_t n);
void ngx_campaign_metrics_bid(ngx_campaign_ctx_t *ctx, const cx_decision_t *d);
void ngx_campaign_metrics_sum(ngx_campaign_main_conf_t *mcf,
    ngx_campaign_slot_t *sum);
ngx_campaign_backend_e ngx_campaign_backend(const char *name);
const u_char *ngx_campaign_metrics_row(ngx_campaign_main_conf_t *mcf,
    ngx_uint_t row);

/* text: a label's value is written with its quotes */

void ngx_campaign_text_head(cx_buf_t *b, const char *name, const char *type,
    const char *help);
void ngx_campaign_text_value(cx_buf_t *b, const char *name,
    const char *label, const char *value, uint64_t n);
void ngx_campaign_text_label(cx_buf_t *b, const u_char *value);


/*
 * Who listens to a request of the sample; it has to outlive the decision.
 */

typedef struct {
    cx_bid_listener_t         listener;
    void                     *zone;
    const cx_bid_t           *bid;
    unsigned                  asked:1;
} ngx_campaign_reasons_t;

const cx_bid_listener_t *ngx_campaign_reasons_listen(
    ngx_campaign_reasons_t *rs, ngx_campaign_main_conf_t *mcf,
    const cx_bid_t *bid);
void ngx_campaign_reasons_offers(ngx_campaign_reasons_t *rs,
    const cx_decision_t *d);
void ngx_campaign_reasons_text(cx_buf_t *b, ngx_campaign_main_conf_t *mcf);


#endif /* _NGX_CAMPAIGN_METRICS_H_INCLUDED_ */
