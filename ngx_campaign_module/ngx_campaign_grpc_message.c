
#include "ngx_campaign_grpc.h"


static ngx_int_t ngx_campaign_grpc_bid(ngx_campaign_grpc_t *s,
    cx_str_t message);
static ngx_int_t ngx_campaign_grpc_renew(ngx_campaign_grpc_t *s,
    cx_error_t *e);
static ngx_int_t ngx_campaign_grpc_decide(ngx_campaign_grpc_t *s,
    ngx_campaign_auction_t *a, cx_error_t *e);
static ngx_buf_t *ngx_campaign_grpc_none(ngx_campaign_grpc_t *s, cx_str_t id);
static ngx_int_t ngx_campaign_grpc_health(ngx_campaign_grpc_t *s,
    cx_str_t message);
static ngx_int_t ngx_campaign_grpc_inflate(ngx_campaign_grpc_t *s,
    cx_str_t *message, cx_error_t *e);
static void ngx_campaign_grpc_answer(ngx_campaign_grpc_t *s, ngx_buf_t *b);
static ngx_int_t ngx_campaign_grpc_send(ngx_campaign_grpc_t *s, ngx_buf_t *b);


ngx_int_t
ngx_campaign_grpc_message(ngx_campaign_grpc_t *s, cx_str_t message)
{
    cx_error_t  e;

    s->messages++;

    if (s->frame.compressed
        && ngx_campaign_grpc_inflate(s, &message, &e) != NGX_OK)
    {
        ngx_campaign_grpc_refuse(s, &e);
        return NGX_DONE;
    }

    return s->method == NGX_CAMPAIGN_GRPC_HEALTH
           ? ngx_campaign_grpc_health(s, message)
           : ngx_campaign_grpc_bid(s, message);
}


static ngx_int_t
ngx_campaign_grpc_inflate(ngx_campaign_grpc_t *s, cx_str_t *message,
    cx_error_t *e)
{
    ngx_campaign_loc_conf_t  *lcf;

    lcf = ngx_http_get_module_loc_conf(s->request, ngx_campaign_module);

    if (!s->gzip) {
        (void) cx_error(e, CX_E_BODY_ENCODING, "message", "grpc-encoding: gzip",
                        "is said to be compressed, not how");
        return NGX_ERROR;
    }

    return ngx_campaign_body_inflate(lcf, message, e);
}


static ngx_int_t
ngx_campaign_grpc_bid(ngx_campaign_grpc_t *s, cx_str_t message)
{
    ngx_int_t                rc;
    cx_error_t               e;
    ngx_campaign_auction_t   a;

    ngx_memzero(&a, sizeof(ngx_campaign_auction_t));

    a.body = message;
    a.format = CX_BID_PROTOBUF;
    a.nbr = 1;

    rc = ngx_campaign_grpc_decide(s, &a, &e);

    if (rc == NGX_ERROR) {
        ngx_campaign_grpc_refuse(s, &e);
        return NGX_DONE;
    }

    if (rc == NGX_DECLINED) {
        ngx_campaign_grpc_finish(s, CX_GRPC_DEADLINE_EXCEEDED,
                                 "the time of grpc-timeout is over");
        return NGX_DONE;
    }

    if (a.answer == NULL && a.id.len == 0) {
        ngx_campaign_grpc_finish(s, CX_GRPC_UNAVAILABLE,
                                 cx_nobid_name(s->ctx->reason));
        return NGX_DONE;
    }

    if (a.answer == NULL) {
        a.answer = ngx_campaign_grpc_none(s, a.id);

        if (a.answer == NULL) {
            ngx_campaign_grpc_finish(s, CX_GRPC_INTERNAL, "out of memory");
            return NGX_DONE;
        }
    }

    if (s->method == NGX_CAMPAIGN_GRPC_BID) {
        ngx_campaign_grpc_answer(s, a.answer);
        return NGX_DONE;
    }

    s->answer = a.answer;
    s->nhead = CX_GRPC_HEAD;
    cx_grpc_frame_head(s->head, s->answer->last - s->answer->pos);

    return NGX_OK;
}


/* of a stream each bid begins anew, in memory that the one before left */

static ngx_int_t
ngx_campaign_grpc_renew(ngx_campaign_grpc_t *s, cx_error_t *e)
{
    if (s->pool == NULL) {
        s->pool = ngx_create_pool(1024, s->request->connection->log);

        if (s->pool == NULL) {
            (void) cx_error(e, CX_E_NO_MEMORY, "message", NULL,
                            "there is no memory for it");
            return NGX_ERROR;
        }

    } else {
        ngx_reset_pool(s->pool);
    }

    /* not since its turn came: those before it are a queue like any other */

    s->ctx->pool = s->pool;
    s->ctx->start_ns = s->read_ns;

    return NGX_OK;
}


/*
 * NGX_DECLINED: the caller's time is over.  What a bid of a stream holds of
 * the worker's is given back when the next one comes, but for the catalogue:
 * a stream may be quiet for long.
 */

static ngx_int_t
ngx_campaign_grpc_decide(ngx_campaign_grpc_t *s, ngx_campaign_auction_t *a,
    cx_error_t *e)
{
    uint64_t                  now, spare;
    ngx_int_t                 rc;
    ngx_campaign_ctx_t       *ctx;
    ngx_campaign_worker_t    *w;
    ngx_campaign_loc_conf_t  *lcf;

    ctx = s->ctx;
    w = ngx_campaign_worker();
    lcf = ngx_http_get_module_loc_conf(s->request, ngx_campaign_module);

    if (s->method == NGX_CAMPAIGN_GRPC_STREAM
        && ngx_campaign_grpc_renew(s, e) != NGX_OK)
    {
        return NGX_ERROR;
    }

    now = w->ports.now_ns(w->ports.data);

    if (s->method == NGX_CAMPAIGN_GRPC_STREAM) {
        a->waited_us = (uint32_t) ngx_min((now - s->read_ns) / 1000,
                                          NGX_CAMPAIGN_LATE_MAX);
    }

    if (s->deadline_ns) {

        if (now >= s->deadline_ns) {
            return NGX_DECLINED;
        }

        a->limit_ms = (uint32_t) ngx_min((s->deadline_ns - ctx->start_ns)
                                         / 1000000 + 1, NGX_MAX_INT32_VALUE);
    }

    rc = ngx_campaign_decide(ctx, a, e);

    if (ctx->catalog) {
        ngx_campaign_catalog_release(ctx->catalog);
        ctx->catalog = NULL;
    }

    if (rc != NGX_OK) {
        return NGX_ERROR;
    }

    spare = (uint64_t) lcf->tmax_margin * 1000000;

    if (s->deadline_ns && ctx->reason == CX_NOBID_TIMEOUT
        && ctx->start_ns + ctx->spent_ns + spare >= s->deadline_ns)
    {
        return NGX_DECLINED;
    }

    return NGX_OK;
}


/* a decision that left nothing to send still has an id and a reason */

static ngx_buf_t *
ngx_campaign_grpc_none(ngx_campaign_grpc_t *s, cx_str_t id)
{
    cx_buf_t             out;
    ngx_buf_t           *b;
    cx_ortb_response_t   res;

    b = ngx_create_temp_buf(s->ctx->pool, id.len + 32);
    if (b == NULL) {
        return NULL;
    }

    ngx_memzero(&res, sizeof(cx_ortb_response_t));

    res.id = id;
    res.nbr = cx_nobid_nbr(s->ctx->reason);

    cx_buf_init(&out, b->pos, b->end - b->start);
    cx_openrtb_write_protobuf(&out, &res);

    b->last = out.pos;

    return b;
}


static ngx_int_t
ngx_campaign_grpc_health(ngx_campaign_grpc_t *s, cx_str_t message)
{
    ngx_buf_t                 *b;
    cx_str_t                   service;
    cx_error_t                 e;
    ngx_campaign_main_conf_t  *mcf;

    mcf = ngx_http_get_module_main_conf(s->request, ngx_campaign_module);

    if (cx_grpc_health_service(message, &service, &e) != CX_OK) {
        ngx_campaign_grpc_refuse(s, &e);
        return NGX_DONE;
    }

    if (service.len
        && !cx_str_eq(service, cx_str("campaign.BiddingService")))
    {
        ngx_campaign_grpc_finish(s, CX_GRPC_NOT_FOUND, "no such service");
        return NGX_DONE;
    }

    b = ngx_create_temp_buf(s->request->pool, 2);

    if (b == NULL) {
        ngx_campaign_grpc_finish(s, CX_GRPC_INTERNAL, "out of memory");
        return NGX_DONE;
    }

    /* the field status: 1 is SERVING, 2 is NOT_SERVING */

    *b->last++ = 1 << 3;
    *b->last++ = ngx_campaign_ready(mcf) == NGX_OK ? 1 : 2;

    ngx_campaign_grpc_answer(s, b);

    return NGX_DONE;
}


/* the one answer of a call that has one */

static void
ngx_campaign_grpc_answer(ngx_campaign_grpc_t *s, ngx_buf_t *b)
{
    ngx_int_t  rc;

    rc = ngx_campaign_grpc_send(s, b);

    if (rc != NGX_OK) {
        ngx_http_finalize_request(s->request, NGX_ERROR);
        return;
    }

    ngx_campaign_grpc_finish(s, CX_GRPC_OK, NULL);
}


static ngx_int_t
ngx_campaign_grpc_send(ngx_campaign_grpc_t *s, ngx_buf_t *b)
{
    ngx_int_t            rc;
    ngx_buf_t           *head;
    ngx_chain_t          out[2];
    ngx_http_request_t  *r;

    r = s->request;

    head = ngx_create_temp_buf(r->pool, CX_GRPC_HEAD);
    if (head == NULL) {
        return NGX_ERROR;
    }

    cx_grpc_frame_head(head->last, b->last - b->pos);
    head->last += CX_GRPC_HEAD;

    rc = ngx_campaign_grpc_header(s);

    if (rc == NGX_ERROR || rc > NGX_OK) {
        return NGX_ERROR;
    }

    out[0].buf = head;
    out[0].next = &out[1];
    out[1].buf = b;
    out[1].next = NULL;

    rc = ngx_http_output_filter(r, out);

    return rc == NGX_ERROR ? NGX_ERROR : NGX_OK;
}
