
#ifndef _NGX_CAMPAIGN_H_INCLUDED_
#define _NGX_CAMPAIGN_H_INCLUDED_


#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>
#include <ngx_thread_pool.h>
#include <zlib.h>

#include "core/bid/bid.h"


#ifndef NGX_CAMPAIGN_MODEL
#define NGX_CAMPAIGN_MODEL  "/usr/share/campaign/colanet.cxm"
#endif

#ifndef NGX_CAMPAIGN_KEYS
#define NGX_CAMPAIGN_KEYS  "/etc/campaign/notice.keys"
#endif


typedef struct ngx_campaign_catalog_s  ngx_campaign_catalog_t;
typedef struct ngx_campaign_refresh_s  ngx_campaign_refresh_t;
typedef struct ngx_campaign_out_s      ngx_campaign_out_t;
typedef struct ngx_campaign_grpc_s     ngx_campaign_grpc_t;
typedef struct ngx_campaign_slot_s     ngx_campaign_slot_t;


/* the longest name of an exchange */

#define NGX_CAMPAIGN_EXCHANGE_LEN  64


typedef enum {
    NGX_CAMPAIGN_HEALTH = 0,
    NGX_CAMPAIGN_READY,
    NGX_CAMPAIGN_LIVE
} ngx_campaign_status_e;


/*
 * An exchange by its name; one that is named without a block has nothing but
 * the name.
 */

typedef struct {
    ngx_str_t                name;
    cx_exchange_t            profile;
    ngx_uint_t               row;        /* of the metrics */
    uint64_t                 seen;       /* parameters, by their rows */
} ngx_campaign_exchange_t;


typedef struct {
    ngx_str_t                catalog;
    ngx_str_t                overlay;
    cx_file_id_t             checked[2]; /* as the configuration was read */

    cx_model_t              *model;
    cx_provider_t            provider;
    cx_keyring_t            *keys;
    cx_ortb_reader_t        *reader;
    cx_geo_t                *geo;
    ngx_array_t             *lists;      /* of traffic, each of them once */

    size_t                   arena;
    ngx_bufs_t               buffers;
    size_t                   zone_size;
    ngx_shm_zone_t          *zone;

    size_t                   max_body;   /* the largest of all locations */
    ngx_uint_t               ready_requires;

    ngx_array_t              exchanges;  /* of ngx_campaign_exchange_t * */
    ngx_campaign_exchange_t  *exchange;  /* of who names none */
    ngx_campaign_exchange_t  *no_exchange;

    ngx_shm_zone_t          *reasons;    /* NULL: no sample is taken */
    ngx_uint_t               sample;     /* one request in so many */

    unsigned                 bids:1;
} ngx_campaign_main_conf_t;

#define NGX_CAMPAIGN_REQUIRES_CATALOG  0x0002
#define NGX_CAMPAIGN_REQUIRES_MODEL    0x0004
#define NGX_CAMPAIGN_REQUIRES_KEYS     0x0008


/* who may ask for an explanation, and of whose campaigns */

typedef struct {
    ngx_str_t                org;
    u_char                   hash[32];
} ngx_campaign_token_t;


typedef struct {
    ngx_http_handler_pt      handler;
    u_char                  *file;       /* where the handler was set */
    ngx_uint_t               line;

    ngx_str_t                notice_url;
    ngx_http_complex_value_t       *exchange;
    const ngx_campaign_exchange_t  *picked;      /* NULL: by a variable */
    ngx_uint_t               candidates;
    ngx_msec_t               tmax;
    ngx_msec_t               tmax_margin;
    time_t                   bid_exp;
    time_t                   rates_max_age;
    ngx_uint_t               vendor;
    uint32_t                 vendor_interest;
    uint32_t                 vendor_flexible;
    size_t                   max_body;
    ngx_uint_t               inflate_ratio;
    ngx_campaign_status_e    status;
    ngx_array_t             *tokens;     /* of ngx_campaign_token_t */
    cx_traffic_t            *traffic;    /* NULL: off */

    cx_bid_conf_t            bid;
} ngx_campaign_loc_conf_t;


/* W3C trace context; the ids are lower case hex, as they travel */

typedef struct {
    u_char                   trace_id[32];
    u_char                   parent_id[16];
    u_char                   span_id[16];
    u_char                   flags[2];
    unsigned                 received:1;
    unsigned                 made:1;
} ngx_campaign_trace_t;


typedef enum {
    NGX_CAMPAIGN_UNDECIDED = 0,
    NGX_CAMPAIGN_BID,
    NGX_CAMPAIGN_NOBID,
    NGX_CAMPAIGN_FAILED
} ngx_campaign_outcome_e;


/*
 * What is left of a bid request once it is answered.  The catalogue is held
 * until the request's pool goes.
 */

typedef struct {
    ngx_http_request_t      *request;
    ngx_pool_t              *pool;       /* of what one bid leaves */
    ngx_campaign_catalog_t  *catalog;
    ngx_campaign_out_t      *out;
    ngx_campaign_grpc_t     *grpc;       /* NULL: not gRPC */
    uint64_t                 start_ns;
    uint64_t                 spent_ns;

    const ngx_campaign_exchange_t  *exchange;
    cx_bid_format_e          format;
    ngx_campaign_outcome_e   outcome;
    cx_nobid_e               reason;
    cx_errcode_t             error;

    int64_t                  price;
    uint32_t                 currency;
    uint32_t                 bids;
    uint32_t                 candidates;
    uint32_t                 privacy;    /* states, by their bits */
    int32_t                  auction;    /* its type */
    uint64_t                 user;
    cx_str_t                 org;
    cx_str_t                 campaign;
    cx_str_t                 adgroup;
    cx_str_t                 creative;
    cx_str_t                 deal;
    const char              *backend;
    ngx_uint_t               grpc_status;

    ngx_campaign_trace_t     trace;
    unsigned                 unknown:1;  /* the exchange is none of ours */
    unsigned                 timed:1;    /* its stages are */
} ngx_campaign_ctx_t;


/* one bid: what comes in, and what comes out of it */

typedef struct {
    cx_str_t                 body;
    cx_str_t                 id;         /* of the request, once it is read */
    cx_bid_format_e          format;
    uint32_t                 limit_ms;   /* 0: tmax alone */
    uint32_t                 waited_us;  /* at least, since it was there */
    ngx_buf_t               *answer;     /* NULL: nothing to send */
    unsigned                 nbr:1;      /* a no-bid is an answer, too */
} ngx_campaign_auction_t;


/* kinds of messages, each of them throttled by itself */

typedef enum {
    NGX_CAMPAIGN_LOG_REQUEST = 0,
    NGX_CAMPAIGN_LOG_ANSWER,
    NGX_CAMPAIGN_LOG_CATALOG,
    NGX_CAMPAIGN_LOG_UNKNOWN,
    NGX_CAMPAIGN_LOG_MAX
} ngx_campaign_log_e;

typedef struct {
    time_t                   sec;
    ngx_uint_t               suppressed;
} ngx_campaign_throttle_t;


/* how late a worker process is: of batches of the event loop */

typedef struct {
    ngx_event_t              event;      /* posted: a batch has begun */
    uint64_t                 begin;
    uint64_t                 end;
    uint64_t                 took;
    uint64_t                 waited;     /* ns, before this batch began */
} ngx_campaign_late_t;


/* the stages of one auction in so many are timed */

#define NGX_CAMPAIGN_TIMED  16


/* what a worker process has: made once, before its first request */

typedef struct {
    ngx_cycle_t               *cycle;
    ngx_campaign_main_conf_t  *mcf;
    ngx_log_t                 *log;

    cx_arena_t                 arena;
    size_t                     arena_size;
    u_char                    *raw;          /* a body that was in pieces */
    u_char                    *plain;        /* a body that was compressed */
    size_t                     body_size;

    z_stream                   zstream;
    cx_arena_t                 zarena;

    ngx_campaign_out_t        *outs;         /* free */
    size_t                     out_size;

    ngx_campaign_catalog_t    *catalog;
    ngx_campaign_refresh_t    *refresh;

    ngx_campaign_slot_t       *slot;         /* of the metrics */
    unsigned                   shared:1;     /* with other workers */

    cx_clock_ticks_t           clock;
    cx_bid_ports_t             ports;
    ngx_campaign_late_t        late;
    uint64_t                   random;
    uint32_t                   auctions;     /* to tell which are timed */
    uint32_t                   window;       /* next to be asked why not */
    ngx_campaign_throttle_t    throttle[NGX_CAMPAIGN_LOG_MAX];

#ifdef CX_TEST_CLOCK
    cx_clock_page_t            page;
#endif
} ngx_campaign_worker_t;


/* the time that campaigns run by; how long things take is not told by it */

#ifdef CX_TEST_CLOCK
#define ngx_campaign_now_s(w)  (cx_clock_page_ms(&(w)->page) / 1000)
#else
#define ngx_campaign_now_s(w)  ngx_time()
#endif


extern ngx_module_t  ngx_campaign_module;


/* conf */

/* what a directive with one value takes; nginx's own setter keeps it */

typedef struct {
    ngx_int_t  (*parse)(ngx_str_t *value);
    char      *(*set)(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
    ngx_int_t    low;
    ngx_int_t    high;
    const char  *allowed;
} ngx_campaign_bounds_t;

ngx_int_t ngx_campaign_parse_num(ngx_str_t *value);
ngx_int_t ngx_campaign_parse_size(ngx_str_t *value);
ngx_int_t ngx_campaign_parse_msec(ngx_str_t *value);
ngx_int_t ngx_campaign_parse_sec(ngx_str_t *value);
ngx_int_t ngx_campaign_parse_usec(ngx_str_t *value);
char *ngx_campaign_set_bounded(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_check_notice_url(ngx_conf_t *cf, void *post, void *data);

void *ngx_campaign_create_main_conf(ngx_conf_t *cf);
char *ngx_campaign_init_main_conf(ngx_conf_t *cf, void *conf);
void *ngx_campaign_create_loc_conf(ngx_conf_t *cf);
char *ngx_campaign_merge_loc_conf(ngx_conf_t *cf, void *parent, void *child);
char *ngx_campaign_vendor_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_response_buffers_directive(ngx_conf_t *cf,
    ngx_command_t *cmd, void *conf);
char *ngx_campaign_ready_requires_directive(ngx_conf_t *cf,
    ngx_command_t *cmd, void *conf);
char *ngx_campaign_bid_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_explain_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_grpc_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_metrics_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_status_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);

/* exchanges */

char *ngx_campaign_exchange_block(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_exchange_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_exchange_merge(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf, ngx_campaign_loc_conf_t *lcf);
ngx_int_t ngx_campaign_exchange_init(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf);
ngx_campaign_exchange_t *ngx_campaign_exchange_find(
    ngx_campaign_main_conf_t *mcf, ngx_str_t *name);
void ngx_campaign_exchange_unknown(ngx_campaign_main_conf_t *mcf,
    const cx_catalog_t *catalog, cx_error_t *e);
ngx_int_t ngx_campaign_exchange_pick(ngx_http_request_t *r,
    const ngx_campaign_exchange_t **ex);

/* tokens; those found are the config's */

ngx_array_t *ngx_campaign_tokens_open(ngx_conf_t *cf, ngx_str_t *path,
    cx_error_t *e);
const ngx_str_t *ngx_campaign_tokens_find(ngx_array_t *tokens,
    ngx_str_t *text);

/* directives that take files */

char *ngx_campaign_catalog_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_model_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
ngx_int_t ngx_campaign_open_defaults(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf, ngx_str_t *path, cx_error_t *e);
char *ngx_campaign_create_reader(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf);
char *ngx_campaign_files_error(ngx_conf_t *cf, const char *what,
    ngx_str_t *path, const cx_error_t *e);
char *ngx_campaign_open_keys(ngx_conf_t *cf, ngx_str_t *path,
    cx_keyring_t **keys);
char *ngx_campaign_keys_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);

/* traffic */

char *ngx_campaign_traffic_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);
char *ngx_campaign_geo_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);

char *ngx_campaign_reasons_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf);

/* handlers */

ngx_int_t ngx_campaign_bid_handler(ngx_http_request_t *r);
ngx_int_t ngx_campaign_explain_handler(ngx_http_request_t *r);
ngx_int_t ngx_campaign_grpc_handler(ngx_http_request_t *r);
ngx_int_t ngx_campaign_metrics_handler(ngx_http_request_t *r);
ngx_int_t ngx_campaign_status_handler(ngx_http_request_t *r);

/* can this node bid? */

ngx_int_t ngx_campaign_ready(ngx_campaign_main_conf_t *mcf);

/* answers */

ngx_int_t ngx_campaign_answer(ngx_http_request_t *r, ngx_uint_t status,
    ngx_str_t *type, ngx_buf_t *b);
ngx_int_t ngx_campaign_answer_empty(ngx_http_request_t *r, ngx_uint_t status);
ngx_int_t ngx_campaign_answer_error(ngx_http_request_t *r,
    const cx_error_t *e);
ngx_int_t ngx_campaign_answer_method(ngx_http_request_t *r, ngx_str_t *allow,
    cx_error_t *e);
ngx_int_t ngx_campaign_is_read(ngx_http_request_t *r);
ngx_table_elt_t *ngx_campaign_add_header(ngx_http_request_t *r,
    const char *name, ngx_str_t *value);
ngx_uint_t ngx_campaign_header(ngx_http_request_t *r, const char *name,
    ngx_str_t *value);

extern ngx_str_t  ngx_campaign_json;
extern ngx_str_t  ngx_campaign_protobuf;

/* what a body is by its type; NGX_DECLINED: none that is read here */

ngx_int_t ngx_campaign_media_type(ngx_http_request_t *r,
    cx_bid_format_e *format, cx_error_t *e);

/* body */

ngx_int_t ngx_campaign_body(ngx_http_request_t *r, cx_str_t *body,
    cx_error_t *e);
ngx_int_t ngx_campaign_body_inflate(ngx_campaign_loc_conf_t *lcf,
    cx_str_t *body, cx_error_t *e);
void ngx_campaign_body_too_large(cx_error_t *e, const char *fault,
    size_t max);
ngx_int_t ngx_campaign_body_init(ngx_campaign_worker_t *w);
void ngx_campaign_body_done(ngx_campaign_worker_t *w);

/*
 * One bid.  NGX_ERROR is a request that is refused; it is counted, and
 * logged, by who calls ngx_campaign_refused() with it.
 */

ngx_int_t ngx_campaign_decide(ngx_campaign_ctx_t *ctx,
    ngx_campaign_auction_t *a, cx_error_t *e);
void ngx_campaign_decided(ngx_campaign_ctx_t *ctx,
    ngx_campaign_outcome_e outcome, const cx_decision_t *d);
void ngx_campaign_decide_begin(ngx_http_request_t *r, cx_bid_t *bid,
    cx_bid_conf_t *conf, const ngx_campaign_exchange_t *ex);
void ngx_campaign_refused(ngx_campaign_ctx_t *ctx, const cx_error_t *e);

/* catalogue */

cx_catalog_t *ngx_campaign_catalog_open(ngx_campaign_main_conf_t *mcf,
    ngx_str_t *base, ngx_str_t *overlay, cx_catalog_info_t *info,
    cx_error_t *e);
void ngx_campaign_catalog_cores(void);
ngx_int_t ngx_campaign_catalog_init(ngx_campaign_worker_t *w);
void ngx_campaign_catalog_rebind(ngx_campaign_worker_t *w);
void ngx_campaign_catalog_done(ngx_campaign_worker_t *w);
ngx_campaign_catalog_t *ngx_campaign_catalog_hold(ngx_campaign_worker_t *w,
    const cx_catalog_t **catalog);
void ngx_campaign_catalog_release(ngx_campaign_catalog_t *catalog);
void ngx_campaign_catalog_lost(ngx_campaign_worker_t *w,
    ngx_campaign_catalog_t *catalog);
const cx_catalog_info_t *ngx_campaign_catalog_info(ngx_campaign_worker_t *w);
ngx_msec_t ngx_campaign_catalog_busy(ngx_campaign_worker_t *w);

/* guard */

typedef void (*ngx_campaign_guard_pt)(void *data);

ngx_int_t ngx_campaign_guard_init(ngx_log_t *log);
ngx_int_t ngx_campaign_guard(ngx_campaign_guard_pt run, void *data);

/* trace */

void ngx_campaign_trace_read(ngx_http_request_t *r, ngx_campaign_trace_t *t);
void ngx_campaign_trace_make(ngx_campaign_trace_t *t);
ngx_int_t ngx_campaign_trace_send(ngx_http_request_t *r,
    ngx_campaign_trace_t *t);

/* variables */

ngx_int_t ngx_campaign_add_variables(ngx_conf_t *cf);
ngx_campaign_ctx_t *ngx_campaign_get_ctx(ngx_http_request_t *r);
ngx_campaign_ctx_t *ngx_campaign_create_ctx(ngx_http_request_t *r);

/* worker */

ngx_int_t ngx_campaign_init_module(ngx_cycle_t *cycle);
ngx_int_t ngx_campaign_init_process(ngx_cycle_t *cycle);
void ngx_campaign_exit_process(ngx_cycle_t *cycle);
ngx_campaign_worker_t *ngx_campaign_worker(void);
ngx_campaign_out_t *ngx_campaign_out_get(ngx_campaign_worker_t *w,
    cx_buf_t *b);
void ngx_campaign_out_put(ngx_campaign_out_t *out);
uint64_t ngx_campaign_random(ngx_campaign_worker_t *w);

/* lateness; now is that of the worker's clock */

void ngx_campaign_late_init(ngx_campaign_worker_t *w);
#define NGX_CAMPAIGN_LATE_MAX  10000000     /* us */

uint32_t ngx_campaign_late_us(ngx_campaign_worker_t *w, uint64_t now);

/* log */

void ngx_campaign_log_error(ngx_campaign_log_e kind, ngx_uint_t level,
    ngx_log_t *log, const char *what, const cx_error_t *e);


extern ngx_str_t  ngx_campaign_pool_name;


#endif /* _NGX_CAMPAIGN_H_INCLUDED_ */
