
#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


/* an answer larger than this is no answer to one auction */

#define NGX_CAMPAIGN_ANSWER_MAX  (4 * 1024 * 1024)


typedef struct {
    ngx_campaign_ctx_t      *ctx;
    ngx_campaign_auction_t  *a;
    const cx_bid_t          *bid;
    ngx_campaign_reasons_t  *reasons;
    cx_rc_t                  rc;
    cx_error_t              *e;
    cx_openrtb_request_t    *req;
    cx_decision_t           *d;
} ngx_campaign_decide_work_t;


static void ngx_campaign_decide_forget(ngx_campaign_ctx_t *ctx);
static void ngx_campaign_decide_clock(ngx_campaign_ctx_t *ctx,
    const ngx_campaign_auction_t *a, cx_bid_t *bid);
static ngx_int_t ngx_campaign_decide_none(ngx_campaign_ctx_t *ctx,
    cx_nobid_e reason);
static void ngx_campaign_decide_work(void *data);
static void ngx_campaign_decide_keep(ngx_campaign_ctx_t *ctx,
    const cx_openrtb_request_t *req, const cx_decision_t *d);
static void ngx_campaign_decide_keep_winner(ngx_campaign_ctx_t *ctx,
    const cx_decision_t *d);
static void ngx_campaign_decide_names(ngx_campaign_ctx_t *ctx,
    const cx_hit_t *hit, const cx_fit_t *fit);
static ngx_buf_t *ngx_campaign_decide_write(ngx_campaign_ctx_t *ctx,
    const cx_bid_t *bid, const cx_openrtb_request_t *req, cx_decision_t *d);


/*
 * One auction: the bytes of a request in, those of the answer out.  A stream
 * has many of them in one context, each of which ends what is left of the
 * one before.
 */

ngx_int_t
ngx_campaign_decide(ngx_campaign_ctx_t *ctx, ngx_campaign_auction_t *a,
    cx_error_t *e)
{
    cx_bid_t                     bid;
    cx_bid_conf_t                conf;
    ngx_campaign_worker_t       *w;
    ngx_campaign_reasons_t       reasons;
    ngx_campaign_decide_work_t   work;

    w = ngx_campaign_worker();

    ngx_campaign_decide_forget(ctx);

    a->answer = NULL;
    a->id = cx_strn(NULL, 0);

    if (ctx->unknown) {
        return ngx_campaign_decide_none(ctx, CX_NOBID_EXCHANGE);
    }

    ngx_campaign_decide_begin(ctx->request, &bid, &conf, ctx->exchange);
    ngx_campaign_decide_clock(ctx, a, &bid);

    ctx->catalog = ngx_campaign_catalog_hold(w, &bid.catalog);

    bid.format = a->format;
    bid.nbr = a->nbr;
    bid.listener = ngx_campaign_reasons_listen(&reasons, w->mcf, &bid);

    ngx_campaign_metrics_count(NGX_CAMPAIGN_C_BID_BYTES, a->body.len);

    ngx_memzero(&work, sizeof(ngx_campaign_decide_work_t));

    work.ctx = ctx;
    work.a = a;
    work.bid = &bid;
    work.reasons = &reasons;
    work.e = e;

    if (ngx_campaign_guard(ngx_campaign_decide_work, &work) != NGX_OK) {
        ngx_campaign_catalog_lost(w, ctx->catalog);

        a->answer = NULL;

        return ngx_campaign_decide_none(ctx, CX_NOBID_NO_CATALOG);
    }

    if (work.rc != CX_OK) {
        return NGX_ERROR;
    }

    ngx_campaign_decided(ctx, ctx->bids ? NGX_CAMPAIGN_BID
                                        : NGX_CAMPAIGN_NOBID, work.d);

    return NGX_OK;
}


/* what a bid of this location has, in memory that is the worker's */

void
ngx_campaign_decide_begin(ngx_http_request_t *r, cx_bid_t *bid,
    cx_bid_conf_t *conf, const ngx_campaign_exchange_t *ex)
{
    ngx_campaign_worker_t     *w;
    ngx_campaign_loc_conf_t   *lcf;
    ngx_campaign_main_conf_t  *mcf;

    w = ngx_campaign_worker();
    mcf = ngx_http_get_module_main_conf(r, ngx_campaign_module);
    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    *conf = lcf->bid;
    conf->exchange = &ex->profile;

    cx_arena_reset(&w->arena);

    ngx_memzero(bid, sizeof(cx_bid_t));

    bid->conf = conf;
    bid->ports = &w->ports;
    bid->reader = mcf->reader;
    bid->arena = &w->arena;
    bid->start_ns = w->ports.now_ns(w->ports.data);
    bid->now_s = ngx_campaign_now_s(w);
    bid->random = ngx_campaign_random(w);
    bid->late_us = ngx_campaign_late_us(w, bid->start_ns);
}


/* tmax has run since it came, not since this worker had time for it */

static void
ngx_campaign_decide_clock(ngx_campaign_ctx_t *ctx,
    const ngx_campaign_auction_t *a, cx_bid_t *bid)
{
    ctx->timed = ngx_campaign_worker()->auctions++ % NGX_CAMPAIGN_TIMED == 0;
    bid->untimed = !ctx->timed;

    bid->late_us = ngx_max(bid->late_us, a->waited_us);
    bid->start_ns -= (uint64_t) bid->late_us * 1000;
    bid->start_ns = ngx_min(bid->start_ns, ctx->start_ns);
    bid->limit_ms = a->limit_ms;
}


static ngx_int_t
ngx_campaign_decide_none(ngx_campaign_ctx_t *ctx, cx_nobid_e reason)
{
    ctx->reason = reason;

    ngx_campaign_decided(ctx, NGX_CAMPAIGN_NOBID, NULL);

    return NGX_OK;
}


static void
ngx_campaign_decide_forget(ngx_campaign_ctx_t *ctx)
{
    if (ctx->catalog) {
        ngx_campaign_catalog_release(ctx->catalog);
        ctx->catalog = NULL;
    }

    if (ctx->out) {
        ngx_campaign_out_put(ctx->out);
        ctx->out = NULL;
    }

    ctx->bids = 0;
    ctx->user = 0;
    ctx->error = CX_E_NONE;
    ctx->org.len = 0;
    ctx->campaign.len = 0;
    ctx->adgroup.len = 0;
    ctx->creative.len = 0;
    ctx->deal.len = 0;
    ctx->privacy = 0;
    ctx->auction = 0;
}


/* all that reads the catalogue */

static void
ngx_campaign_decide_work(void *data)
{
    ngx_campaign_decide_work_t *work = data;

    work->rc = cx_bid_decide(work->bid, work->a->body.data,
                             work->a->body.len, &work->req, &work->d,
                             work->e);

    if (work->rc == CX_OK) {
        work->a->id = work->req->r.id;
        work->a->answer = ngx_campaign_decide_write(work->ctx, work->bid,
                                                    work->req, work->d);

        if (work->a->answer == NULL && work->d->reason == CX_NOBID_NONE) {
            work->d->reason = CX_NOBID_TOO_LARGE;
        }

        ngx_campaign_decide_keep(work->ctx, work->req, work->d);

        if (work->bid->listener != NULL) {
            ngx_campaign_reasons_offers(work->reasons, work->d);
        }

        if (work->a->answer != NULL) {
            ngx_campaign_decide_keep_winner(work->ctx, work->d);
        }
    }
}


/*
 * Into a buffer that the worker has ready.  An answer that is larger, or one
 * that finds all buffers on their way to slow clients, takes memory of the
 * request's.  NULL: nothing to send.
 */

static ngx_buf_t *
ngx_campaign_decide_write(ngx_campaign_ctx_t *ctx, const cx_bid_t *bid,
    const cx_openrtb_request_t *req, cx_decision_t *d)
{
    void                   *mem;
    size_t                  size;
    cx_rc_t                 rc;
    cx_buf_t                out;
    ngx_buf_t              *b;
    cx_error_t              e;
    ngx_campaign_worker_t  *w;

    b = ngx_calloc_buf(ctx->pool);
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
                                   ctx->request->connection->log,
                                   "bid not sent", &e);
            return NULL;
        }

        mem = ngx_palloc(ctx->pool, size);
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
ngx_campaign_decide_keep(ngx_campaign_ctx_t *ctx,
    const cx_openrtb_request_t *req, const cx_decision_t *d)
{
    ctx->reason = d->reason;
    ctx->candidates = d->ncandidates;
    ctx->backend = d->backend;

    ctx->privacy = d->privacy;
    ctx->auction = req->r.at;

    if (req->user_id.len) {
        ctx->user = cx_hash64(req->user_id.data, req->user_id.len, 0);
    }
}


/* the one at the highest price */

static void
ngx_campaign_decide_keep_winner(ngx_campaign_ctx_t *ctx,
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

    ngx_campaign_decide_names(ctx, &best->hit,
                              &best->hit.fit[best->fit]);

    ctx->bids = d->nbids;
    ctx->currency = d->currency;
    ctx->price = best->price;
}


/* copies: the log is written outside the guard */

static void
ngx_campaign_decide_names(ngx_campaign_ctx_t *ctx, const cx_hit_t *hit,
    const cx_fit_t *fit)
{
    u_char      *p;
    cx_str_t     name[5];
    ngx_uint_t   i;

    name[0] = cx_catalog_str(hit->file,
                             cx_catalog_org(hit->file,
                                            hit->campaign->org)->id);
    name[1] = cx_catalog_str(hit->file, hit->campaign->id);
    name[2] = cx_catalog_str(hit->file, hit->adgroup->id);
    name[3] = cx_catalog_crid(hit->file, fit);
    name[4] = hit->deal ? hit->deal->id : cx_strn(NULL, 0);

    p = ngx_pnalloc(ctx->pool, name[0].len + name[1].len + name[2].len
                               + name[3].len + name[4].len);
    if (p == NULL) {
        return;
    }

    for (i = 0; i < 5; i++) {

        if (name[i].len) {
            ngx_memcpy(p, name[i].data, name[i].len);
        }

        name[i].data = p;
        p += name[i].len;
    }

    ctx->org = name[0];
    ctx->campaign = name[1];
    ctx->adgroup = name[2];
    ctx->creative = name[3];
    ctx->deal = name[4];
}


/* counted once for each request, whatever became of it */

void
ngx_campaign_decided(ngx_campaign_ctx_t *ctx, ngx_campaign_outcome_e outcome,
    const cx_decision_t *d)
{
    uint64_t                now;
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_worker();
    now = w->ports.now_ns(w->ports.data);

    ctx->outcome = outcome;
    ctx->spent_ns = now > ctx->start_ns ? now - ctx->start_ns : 0;

    ngx_campaign_metrics_bid(ctx, d);
}


void
ngx_campaign_refused(ngx_campaign_ctx_t *ctx, const cx_error_t *e)
{
    ctx->error = e->code;

    ngx_campaign_decided(ctx, NGX_CAMPAIGN_FAILED, NULL);

    ngx_campaign_log_error(NGX_CAMPAIGN_LOG_REQUEST,
                           cx_error_http(e->code) >= 500 ? NGX_LOG_ERR
                                                         : NGX_LOG_WARN,
                           ctx->request->connection->log,
                           "bid request refused", e);
}
