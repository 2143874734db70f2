
#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


/* an answer larger than this is no answer to one auction */

#define NGX_CAMPAIGN_ANSWER_MAX  (4 * 1024 * 1024)


typedef struct {
    ngx_http_request_t    *r;
    ngx_campaign_ctx_t    *ctx;
    const cx_bid_t        *bid;
    cx_str_t               body;
    cx_rc_t                rc;
    cx_error_t            *e;
    cx_openrtb_request_t  *req;
    cx_decision_t         *d;
    ngx_buf_t             *b;
} ngx_campaign_bid_work_t;


static ngx_int_t ngx_campaign_bid_begin(ngx_http_request_t *r,
    ngx_campaign_ctx_t **ctx);
static void ngx_campaign_bid_end(void *data);
static void ngx_campaign_bid_body(ngx_http_request_t *r);
static ngx_int_t ngx_campaign_bid_run(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx);
static void ngx_campaign_bid_work(void *data);
static void ngx_campaign_bid_keep(ngx_campaign_ctx_t *ctx,
    const cx_openrtb_request_t *req, const cx_decision_t *d);
static void ngx_campaign_bid_keep_winner(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx, const cx_decision_t *d);
static void ngx_campaign_bid_names(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx, const cx_hit_t *hit,
    const cx_cat_creative_t *creative);
static ngx_buf_t *ngx_campaign_bid_write(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx, const cx_bid_t *bid,
    const cx_openrtb_request_t *req, cx_decision_t *d);
static ngx_int_t ngx_campaign_bid_answer(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx, const cx_decision_t *d, ngx_buf_t *b);
static ngx_int_t ngx_campaign_bid_refuse(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx, const cx_error_t *e);
static ngx_int_t ngx_campaign_bid_media_type(ngx_http_request_t *r);
static void ngx_campaign_bid_done(ngx_campaign_ctx_t *ctx,
    ngx_campaign_outcome_e outcome, const cx_decision_t *d);


ngx_int_t
ngx_campaign_bid_handler(ngx_http_request_t *r)
{
    ngx_int_t                 rc;
    cx_error_t                e;
    ngx_campaign_ctx_t       *ctx;
    ngx_campaign_loc_conf_t  *lcf;
    static ngx_str_t          allow = ngx_string("POST");

    if (ngx_campaign_bid_begin(r, &ctx) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (r->method != NGX_HTTP_POST) {
        ctx->error = CX_E_METHOD;
        ngx_campaign_bid_done(ctx, NGX_CAMPAIGN_FAILED, NULL);

        return ngx_campaign_answer_method(r, &allow, &e);
    }

    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    if (ngx_campaign_bid_media_type(r) != NGX_OK) {
        (void) cx_error(&e, CX_E_MEDIA_TYPE, "Content-Type",
                        "application/json, text/plain, "
                        "application/x-www-form-urlencoded",
                        "is not supported");

    } else if (r->headers_in.content_length_n > (off_t) lcf->max_body) {
        ngx_campaign_body_too_large(&e, "is larger", lcf->max_body);

    } else {
        rc = ngx_http_read_client_request_body(r, ngx_campaign_bid_body);

        return rc >= NGX_HTTP_SPECIAL_RESPONSE ? rc : NGX_DONE;
    }

    rc = ngx_http_discard_request_body(r);

    return rc == NGX_OK ? ngx_campaign_bid_refuse(r, ctx, &e) : rc;
}


static ngx_int_t
ngx_campaign_bid_begin(ngx_http_request_t *r, ngx_campaign_ctx_t **ctx)
{
    ngx_http_cleanup_t     *cln;
    ngx_campaign_worker_t  *w;

    *ctx = ngx_campaign_create_ctx(r);
    if (*ctx == NULL) {
        return NGX_ERROR;
    }

    w = ngx_campaign_worker();
    (*ctx)->start_ns = w->ports.now_ns(w->ports.data);

    cln = ngx_http_cleanup_add(r, 0);
    if (cln == NULL) {
        return NGX_ERROR;
    }

    cln->handler = ngx_campaign_bid_end;
    cln->data = *ctx;

    ngx_campaign_trace_read(r, &(*ctx)->trace);

    return ngx_campaign_trace_send(r, &(*ctx)->trace);
}


/*
 * A request that nginx refuses while it reads the body, or whose client goes
 * before that is there, comes to nobody else; the log is written after this.
 */

static void
ngx_campaign_bid_end(void *data)
{
    ngx_campaign_ctx_t *ctx = data;

    ngx_uint_t           status;
    ngx_http_request_t  *r;

    if (ctx->outcome != NGX_CAMPAIGN_UNDECIDED
        || ngx_campaign_worker() == NULL)
    {
        return;
    }

    r = ctx->request;
    status = r->err_status ? r->err_status : r->headers_out.status;

    if (status == NGX_HTTP_REQUEST_ENTITY_TOO_LARGE) {
        ctx->error = CX_E_BODY_TOO_LARGE;

    } else if (status >= NGX_HTTP_INTERNAL_SERVER_ERROR) {
        ctx->error = CX_E_INTERNAL;

    } else {
        ctx->error = CX_E_BODY_UNREAD;
    }

    ngx_campaign_bid_done(ctx, NGX_CAMPAIGN_FAILED, NULL);
}


static ngx_int_t
ngx_campaign_bid_media_type(ngx_http_request_t *r)
{
    size_t             len;
    u_char            *p;
    ngx_str_t         *type;
    ngx_uint_t         i;
    static ngx_str_t   types[] = {
        ngx_string("application/json"),
        ngx_string("text/plain"),

        /* what curl and the like say when nobody tells them otherwise */

        ngx_string("application/x-www-form-urlencoded")
    };

    if (r->headers_in.content_type == NULL) {
        return NGX_OK;
    }

    type = &r->headers_in.content_type->value;

    p = ngx_strlchr(type->data, type->data + type->len, ';');
    len = p ? (size_t) (p - type->data) : type->len;

    while (len && (type->data[len - 1] == ' ' || type->data[len - 1] == '\t'))
    {
        len--;
    }

    if (len == 0) {
        return NGX_OK;
    }

    for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {

        if (len == types[i].len
            && ngx_strncasecmp(type->data, types[i].data, len) == 0)
        {
            return NGX_OK;
        }
    }

    return NGX_DECLINED;
}


static void
ngx_campaign_bid_body(ngx_http_request_t *r)
{
    ngx_campaign_ctx_t  *ctx;

    ctx = ngx_http_get_module_ctx(r, ngx_campaign_module);

    ngx_http_finalize_request(r, ngx_campaign_bid_run(r, ctx));
}


static ngx_int_t
ngx_campaign_bid_run(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx)
{
    cx_bid_t                   bid;
    cx_error_t                 e;
    ngx_campaign_worker_t     *w;
    ngx_campaign_bid_work_t    work;
    ngx_campaign_loc_conf_t   *lcf;
    ngx_campaign_main_conf_t  *mcf;

    ngx_memzero(&work, sizeof(ngx_campaign_bid_work_t));

    if (ngx_campaign_body(r, &work.body, &e) != NGX_OK) {
        return ngx_campaign_bid_refuse(r, ctx, &e);
    }

    w = ngx_campaign_worker();
    mcf = ngx_http_get_module_main_conf(r, ngx_campaign_module);
    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    ctx->catalog = ngx_campaign_catalog_hold(w, &bid.catalog);

    cx_arena_reset(&w->arena);

    bid.conf = &lcf->bid;
    bid.ports = &w->ports;
    bid.reader = mcf->reader;
    bid.arena = &w->arena;
    bid.start_ns = ctx->start_ns;
    bid.now_s = ngx_time();
    bid.random = ngx_campaign_random(w);

    ngx_campaign_metrics_count(NGX_CAMPAIGN_C_BID_BYTES, work.body.len);

    work.r = r;
    work.ctx = ctx;
    work.bid = &bid;
    work.e = &e;

    if (ngx_campaign_guard(ngx_campaign_bid_work, &work) != NGX_OK) {
        ngx_campaign_catalog_lost(w, ctx->catalog);
        ctx->reason = CX_NOBID_NO_CATALOG;

        return ngx_campaign_bid_answer(r, ctx, NULL, NULL);
    }

    if (work.rc != CX_OK) {
        return ngx_campaign_bid_refuse(r, ctx, &e);
    }

    return ngx_campaign_bid_answer(r, ctx, work.d, work.b);
}


/* all that reads the catalogue */

static void
ngx_campaign_bid_work(void *data)
{
    ngx_campaign_bid_work_t *work = data;

    work->rc = cx_bid_decide(work->bid, work->body.data, work->body.len,
                             &work->req, &work->d, work->e);

    if (work->rc == CX_OK) {
        work->b = ngx_campaign_bid_write(work->r, work->ctx, work->bid,
                                         work->req, work->d);

        if (work->b == NULL && work->d->reason == CX_NOBID_NONE) {
            work->d->reason = CX_NOBID_TOO_LARGE;
        }

        ngx_campaign_bid_keep(work->ctx, work->req, work->d);

        if (work->b != NULL) {
            ngx_campaign_bid_keep_winner(work->r, work->ctx, work->d);
        }
    }
}


/*
 * Into a buffer that the worker has ready.  An answer that is larger, or one
 * that finds all buffers on their way to slow clients, takes memory of the
 * request's.  NULL: nothing to send.
 */

static ngx_buf_t *
ngx_campaign_bid_write(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx,
    const cx_bid_t *bid, const cx_openrtb_request_t *req, cx_decision_t *d)
{
    void                   *mem;
    size_t                  size;
    cx_rc_t                 rc;
    cx_buf_t                out;
    ngx_buf_t              *b;
    cx_error_t              e;
    ngx_campaign_worker_t  *w;

    b = ngx_calloc_buf(r->pool);
    if (b == NULL) {
        return NULL;
    }

    w = ngx_campaign_worker();
    size = w->out_size;
    rc = CX_ERROR;

    ctx->out = ngx_campaign_out_get(w, &out);

    if (ctx->out) {
        rc = cx_bid_write(bid, req, d, &out);
        size *= 2;
    }

    for ( /* void */ ; rc == CX_ERROR; size *= 2) {

        ngx_campaign_metrics_count(NGX_CAMPAIGN_C_OUT_OVERFLOWS, 1);

        if (size > NGX_CAMPAIGN_ANSWER_MAX) {
            (void) cx_error(&e, CX_E_NO_MEMORY, "response", NULL,
                            "does not fit into %lu bytes",
                            (unsigned long) size / 2);
            ngx_campaign_log_error(NGX_CAMPAIGN_LOG_ANSWER, NGX_LOG_ERR,
                                   r->connection->log, "bid not sent", &e);
            return NULL;
        }

        mem = ngx_palloc(r->pool, size);
        if (mem == NULL) {
            return NULL;
        }

        cx_buf_init(&out, mem, size);

        rc = cx_bid_write(bid, req, d, &out);
    }

    if (rc != CX_OK) {
        return NULL;
    }

    b->start = out.start;
    b->pos = out.start;
    b->last = out.pos;
    b->end = out.end;
    b->temporary = 1;

    return b;
}


/* for the log and for variables, when the arena has gone to the next bid */

static void
ngx_campaign_bid_keep(ngx_campaign_ctx_t *ctx, const cx_openrtb_request_t *req,
    const cx_decision_t *d)
{
    ctx->reason = d->reason;
    ctx->candidates = d->ncandidates;
    ctx->backend = d->backend;

    if (req->user_id.len) {
        ctx->user = cx_hash64(req->user_id.data, req->user_id.len, 0);
    }
}


/* the one at the highest price */

static void
ngx_campaign_bid_keep_winner(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx,
    const cx_decision_t *d)
{
    ngx_uint_t         i;
    const cx_offer_t  *best;

    best = NULL;

    for (i = 0; i < d->nimps; i++) {

        if (d->imp[i].winner
            && (best == NULL || d->imp[i].winner->price > best->price))
        {
            best = d->imp[i].winner;
        }
    }

    if (best == NULL) {
        return;
    }

    /* reads the catalogue, so first: if that ends here, there is no winner */

    ngx_campaign_bid_names(r, ctx, &best->hit,
                           best->hit.fit[best->fit].creative);

    ctx->bids = d->nbids;
    ctx->currency = d->currency;
    ctx->price = best->price;
}


/* copies: the log is written outside the guard */

static void
ngx_campaign_bid_names(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx,
    const cx_hit_t *hit, const cx_cat_creative_t *creative)
{
    u_char      *p;
    cx_str_t     name[4];
    ngx_uint_t   i;

    name[0] = cx_catalog_str(hit->file,
                             cx_catalog_org(hit->file,
                                            hit->campaign->org)->id);
    name[1] = cx_catalog_str(hit->file, hit->campaign->id);
    name[2] = cx_catalog_str(hit->file, hit->adgroup->id);
    name[3] = cx_catalog_str(hit->file, creative->id);

    p = ngx_pnalloc(r->pool, name[0].len + name[1].len + name[2].len
                             + name[3].len);
    if (p == NULL) {
        return;
    }

    for (i = 0; i < 4; i++) {
        ngx_memcpy(p, name[i].data, name[i].len);
        name[i].data = p;
        p += name[i].len;
    }

    ctx->org = name[0];
    ctx->campaign = name[1];
    ctx->adgroup = name[2];
    ctx->creative = name[3];
}


static ngx_int_t
ngx_campaign_bid_answer(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx,
    const cx_decision_t *d, ngx_buf_t *b)
{
    static ngx_str_t  version = ngx_string("2.6");

    if (ngx_campaign_add_header(r, "x-openrtb-version", &version) == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (b != NULL) {
        ngx_campaign_bid_done(ctx, NGX_CAMPAIGN_BID, d);

        return ngx_campaign_answer(r, NGX_HTTP_OK, &ngx_campaign_json, b);
    }

    ngx_campaign_bid_done(ctx, NGX_CAMPAIGN_NOBID, d);

    return ngx_campaign_answer_empty(r, NGX_HTTP_NO_CONTENT);
}


static ngx_int_t
ngx_campaign_bid_refuse(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx,
    const cx_error_t *e)
{
    ctx->error = e->code;

    ngx_campaign_bid_done(ctx, NGX_CAMPAIGN_FAILED, NULL);

    ngx_campaign_log_error(NGX_CAMPAIGN_LOG_REQUEST,
                           cx_error_http(e->code) >= 500 ? NGX_LOG_ERR
                                                         : NGX_LOG_WARN,
                           r->connection->log, "bid request refused", e);

    return ngx_campaign_answer_error(r, e);
}


static void
ngx_campaign_bid_done(ngx_campaign_ctx_t *ctx, ngx_campaign_outcome_e outcome,
    const cx_decision_t *d)
{
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_worker();

    ctx->outcome = outcome;
    ctx->spent_ns = w->ports.now_ns(w->ports.data) - ctx->start_ns;

    ngx_campaign_metrics_bid(ctx, d);
}
