
#include "ngx_campaign.h"


static ngx_int_t ngx_campaign_bid_begin(ngx_http_request_t *r,
    ngx_campaign_ctx_t **ctx);
static void ngx_campaign_bid_end(void *data);
static void ngx_campaign_bid_body(ngx_http_request_t *r);
static ngx_int_t ngx_campaign_bid_run(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx);
static ngx_int_t ngx_campaign_bid_answer(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx, ngx_buf_t *b);
static ngx_int_t ngx_campaign_bid_refuse(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx, const cx_error_t *e);


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
        ngx_campaign_decided(ctx, NGX_CAMPAIGN_FAILED, NULL);

        return ngx_campaign_answer_method(r, &allow, &e);
    }

    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    if (ngx_campaign_media_type(r, &ctx->format, &e) == NGX_OK) {

        if (r->headers_in.content_length_n <= (off_t) lcf->max_body) {
            rc = ngx_http_read_client_request_body(r, ngx_campaign_bid_body);

            return rc >= NGX_HTTP_SPECIAL_RESPONSE ? rc : NGX_DONE;
        }

        ngx_campaign_body_too_large(&e, "is larger", lcf->max_body);
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

    ngx_campaign_decided(ctx, NGX_CAMPAIGN_FAILED, NULL);
}


ngx_int_t
ngx_campaign_media_type(ngx_http_request_t *r, cx_bid_format_e *format,
    cx_error_t *e)
{
    size_t       len;
    u_char      *p;
    ngx_str_t   *type;
    ngx_uint_t   i;

    static const struct {
        ngx_str_t        name;
        cx_bid_format_e  format;
    } types[] = {
        { ngx_string("application/json"), CX_BID_JSON },
        { ngx_string("application/x-protobuf"), CX_BID_PROTOBUF },
        { ngx_string("application/protobuf"), CX_BID_PROTOBUF },
        { ngx_string("application/vnd.google.protobuf"), CX_BID_PROTOBUF },
        { ngx_string("text/plain"), CX_BID_JSON },

        /* what curl and the like say when nobody tells them otherwise */

        { ngx_string("application/x-www-form-urlencoded"), CX_BID_JSON }
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

        if (len == types[i].name.len
            && ngx_strncasecmp(type->data, types[i].name.data, len) == 0)
        {
            *format = types[i].format;

            return NGX_OK;
        }
    }

    (void) cx_error(e, CX_E_MEDIA_TYPE, "Content-Type",
                    "application/json, application/x-protobuf, text/plain, "
                    "application/x-www-form-urlencoded",
                    "is not supported");

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
    cx_error_t              e;
    ngx_campaign_auction_t  a;

    ngx_memzero(&a, sizeof(ngx_campaign_auction_t));

    a.format = ctx->format;

    if (ngx_campaign_body(r, &a.body, &e) != NGX_OK
        || ngx_campaign_decide(ctx, &a, &e) != NGX_OK)
    {
        return ngx_campaign_bid_refuse(r, ctx, &e);
    }

    return ngx_campaign_bid_answer(r, ctx, a.answer);
}


static ngx_int_t
ngx_campaign_bid_answer(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx,
    ngx_buf_t *b)
{
    static ngx_str_t  version = ngx_string("2.6");

    if (ngx_campaign_add_header(r, "x-openrtb-version", &version) == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (b == NULL) {
        return ngx_campaign_answer_empty(r, NGX_HTTP_NO_CONTENT);
    }

    return ngx_campaign_answer(r, NGX_HTTP_OK,
                               ctx->format == CX_BID_PROTOBUF
                                   ? &ngx_campaign_protobuf
                                   : &ngx_campaign_json, b);
}


static ngx_int_t
ngx_campaign_bid_refuse(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx,
    const cx_error_t *e)
{
    ngx_campaign_refused(ctx, e);

    return ngx_campaign_answer_error(r, e);
}
