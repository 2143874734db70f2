
#include "ngx_campaign.h"

#include "core/bid/privacy.h"


typedef enum {
    NGX_CAMPAIGN_V_DECISION = 0,
    NGX_CAMPAIGN_V_REASON,
    NGX_CAMPAIGN_V_PRICE,
    NGX_CAMPAIGN_V_CURRENCY,
    NGX_CAMPAIGN_V_BIDS,
    NGX_CAMPAIGN_V_CANDIDATES,
    NGX_CAMPAIGN_V_TIME_US,
    NGX_CAMPAIGN_V_ORG,
    NGX_CAMPAIGN_V_CAMPAIGN,
    NGX_CAMPAIGN_V_ADGROUP,
    NGX_CAMPAIGN_V_CREATIVE,
    NGX_CAMPAIGN_V_DEAL,
    NGX_CAMPAIGN_V_AUCTION_TYPE,
    NGX_CAMPAIGN_V_PRIVACY,
    NGX_CAMPAIGN_V_BACKEND,
    NGX_CAMPAIGN_V_USER_HASH
} ngx_campaign_variable_e;


/* the longest number: a price in micros of 64 bits; and all states */

#define NGX_CAMPAIGN_VALUE_LEN   (NGX_INT64_LEN + 8)
#define NGX_CAMPAIGN_STATES_LEN  (24 * CX_PRIVACY_STATE_MAX)


static ngx_int_t ngx_campaign_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_campaign_variable_name(ngx_campaign_ctx_t *ctx,
    ngx_uint_t which, cx_str_t *s);
static ngx_int_t ngx_campaign_variable_number(ngx_campaign_ctx_t *ctx,
    ngx_uint_t which, cx_buf_t *b);
static void ngx_campaign_variable_privacy(uint32_t states, cx_buf_t *b);
static ngx_int_t ngx_campaign_exchange_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_campaign_grpc_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static ngx_int_t ngx_campaign_trace_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data);
static void ngx_campaign_cleanup_ctx(void *data);


static ngx_http_variable_t  ngx_campaign_variables[] = {

    { ngx_string("campaign_decision"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_DECISION, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_reason"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_REASON, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_price"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_PRICE, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_currency"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_CURRENCY, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_bids"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_BIDS, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_candidates"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_CANDIDATES, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_time_us"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_TIME_US, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_org"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_ORG, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_campaign"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_CAMPAIGN, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_adgroup"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_ADGROUP, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_creative"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_CREATIVE, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_deal"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_DEAL, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_auction_type"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_AUCTION_TYPE, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_privacy"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_PRIVACY, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_backend"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_BACKEND, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_user_hash"), NULL, ngx_campaign_variable,
      NGX_CAMPAIGN_V_USER_HASH, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_grpc_status"), NULL, ngx_campaign_grpc_variable,
      0, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_exchange"), NULL, ngx_campaign_exchange_variable,
      0, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_trace_id"), NULL, ngx_campaign_trace_variable,
      0, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("campaign_span_id"), NULL, ngx_campaign_trace_variable,
      1, NGX_HTTP_VAR_NOCACHEABLE, 0 },

      ngx_http_null_variable
};


ngx_int_t
ngx_campaign_add_variables(ngx_conf_t *cf)
{
    ngx_http_variable_t  *var, *v;

    for (v = ngx_campaign_variables; v->name.len; v++) {
        var = ngx_http_add_variable(cf, &v->name, v->flags);
        if (var == NULL) {
            return NGX_ERROR;
        }

        var->get_handler = v->get_handler;
        var->data = v->data;
    }

    return NGX_OK;
}


ngx_campaign_ctx_t *
ngx_campaign_create_ctx(ngx_http_request_t *r)
{
    ngx_campaign_ctx_t  *ctx;
    ngx_pool_cleanup_t  *cln;

    cln = ngx_pool_cleanup_add(r->pool, sizeof(ngx_campaign_ctx_t));
    if (cln == NULL) {
        return NULL;
    }

    ctx = cln->data;

    ngx_memzero(ctx, sizeof(ngx_campaign_ctx_t));

    ctx->request = r;
    ctx->pool = r->pool;

    /* an error may come before there is a body, and lead elsewhere */

    ctx->unknown = ngx_campaign_exchange_pick(r, &ctx->exchange) != NGX_OK;

    cln->handler = ngx_campaign_cleanup_ctx;

    ngx_http_set_ctx(r, ctx, ngx_campaign_module);

    return ctx;
}


static void
ngx_campaign_cleanup_ctx(void *data)
{
    ngx_campaign_ctx_t *ctx = data;

    if (ctx->catalog) {
        ngx_campaign_catalog_release(ctx->catalog);
    }

    if (ctx->out) {
        ngx_campaign_out_put(ctx->out);
    }
}


ngx_campaign_ctx_t *
ngx_campaign_get_ctx(ngx_http_request_t *r)
{
    ngx_campaign_ctx_t  *ctx;
    ngx_pool_cleanup_t  *cln;

    ctx = ngx_http_get_module_ctx(r, ngx_campaign_module);

    if (ctx != NULL || (!r->internal && !r->filter_finalize)) {
        return ctx;
    }

    /* an internal redirect took the context; its cleanup is still there */

    for (cln = r->pool->cleanup; cln; cln = cln->next) {

        if (cln->handler == ngx_campaign_cleanup_ctx) {
            ctx = cln->data;

            if (ctx->request == r) {
                return ctx;
            }
        }
    }

    return NULL;
}


static ngx_int_t
ngx_campaign_variable(ngx_http_request_t *r, ngx_http_variable_value_t *v,
    uintptr_t data)
{
    size_t               size;
    u_char              *p;
    cx_buf_t             b;
    cx_str_t             s;
    ngx_campaign_ctx_t  *ctx;

    ctx = ngx_campaign_get_ctx(r);

    if (ctx == NULL || ctx->outcome == NGX_CAMPAIGN_UNDECIDED) {
        v->not_found = 1;
        return NGX_OK;
    }

    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = 0;

    s.len = 0;

    if (ngx_campaign_variable_name(ctx, data, &s) == NGX_OK) {

        if (s.len == 0) {
            v->not_found = 1;
            return NGX_OK;
        }

        v->len = s.len;
        v->data = (u_char *) s.data;

        return NGX_OK;
    }

    size = data == NGX_CAMPAIGN_V_PRIVACY ? NGX_CAMPAIGN_STATES_LEN
                                          : NGX_CAMPAIGN_VALUE_LEN;

    p = ngx_pnalloc(r->pool, size);
    if (p == NULL) {
        return NGX_ERROR;
    }

    cx_buf_init(&b, p, size);

    if (ngx_campaign_variable_number(ctx, data, &b) != NGX_OK) {
        v->not_found = 1;
        return NGX_OK;
    }

    v->len = cx_buf_len(&b);
    v->data = p;

    return NGX_OK;
}


/* those that are a string somewhere; NGX_DECLINED for the others */

static ngx_int_t
ngx_campaign_variable_name(ngx_campaign_ctx_t *ctx, ngx_uint_t which,
    cx_str_t *s)
{
    const char         *name;
    static const char  *outcomes[] = { "", "bid", "nobid", "error" };

    switch (which) {

    case NGX_CAMPAIGN_V_ORG:
        *s = ctx->org;
        return NGX_OK;

    case NGX_CAMPAIGN_V_CAMPAIGN:
        *s = ctx->campaign;
        return NGX_OK;

    case NGX_CAMPAIGN_V_ADGROUP:
        *s = ctx->adgroup;
        return NGX_OK;

    case NGX_CAMPAIGN_V_CREATIVE:
        *s = ctx->creative;
        return NGX_OK;

    case NGX_CAMPAIGN_V_DEAL:
        *s = ctx->deal;
        return NGX_OK;

    case NGX_CAMPAIGN_V_DECISION:
        name = outcomes[ctx->outcome];
        break;

    case NGX_CAMPAIGN_V_REASON:
        name = ctx->outcome == NGX_CAMPAIGN_FAILED
               ? cx_error_name(ctx->error) : cx_nobid_name(ctx->reason);
        break;

    case NGX_CAMPAIGN_V_BACKEND:
        name = ctx->backend ? ctx->backend : "";
        break;

    default:
        return NGX_DECLINED;
    }

    s->len = ngx_strlen(name);
    s->data = (u_char *) name;

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_variable_number(ngx_campaign_ctx_t *ctx, ngx_uint_t which,
    cx_buf_t *b)
{
    switch (which) {

    case NGX_CAMPAIGN_V_TIME_US:
        cx_put_uint(b, ctx->spent_ns / 1000);
        return NGX_OK;

    case NGX_CAMPAIGN_V_BIDS:
        cx_put_uint(b, ctx->bids);
        return NGX_OK;

    case NGX_CAMPAIGN_V_CANDIDATES:
        cx_put_uint(b, ctx->candidates);
        return NGX_OK;

    case NGX_CAMPAIGN_V_AUCTION_TYPE:

        if (ctx->auction == 0) {
            return NGX_DECLINED;
        }

        cx_put_int(b, ctx->auction);
        return NGX_OK;

    case NGX_CAMPAIGN_V_PRIVACY:
        ngx_campaign_variable_privacy(ctx->privacy, b);
        return ctx->privacy ? NGX_OK : NGX_DECLINED;

    case NGX_CAMPAIGN_V_USER_HASH:

        if (ctx->user == 0) {
            return NGX_DECLINED;
        }

        cx_put_hex(b, ctx->user, 16);
        return NGX_OK;

    case NGX_CAMPAIGN_V_PRICE:

        if (ctx->bids == 0) {
            return NGX_DECLINED;
        }

        cx_put_micros(b, ctx->price);
        return NGX_OK;

    default: /* NGX_CAMPAIGN_V_CURRENCY */

        if (ctx->bids == 0) {
            return NGX_DECLINED;
        }

        cx_put_char(b, (char) (ctx->currency >> 16));
        cx_put_char(b, (char) (ctx->currency >> 8));
        cx_put_char(b, (char) ctx->currency);
        return NGX_OK;
    }
}


/* names of states with commas between them */

static void
ngx_campaign_variable_privacy(uint32_t states, cx_buf_t *b)
{
    for ( /* void */ ; states; states &= states - 1) {

        if (cx_buf_len(b)) {
            cx_put_char(b, ',');
        }

        cx_put_cstr(b, cx_privacy_state_name(__builtin_ctz(states)));
    }
}


static ngx_int_t
ngx_campaign_exchange_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_int_t                       rc;
    ngx_campaign_ctx_t             *ctx;
    const ngx_campaign_exchange_t  *ex;

    ctx = ngx_campaign_get_ctx(r);
    ex = ctx ? ctx->exchange : NULL;
    rc = NGX_OK;

    if (ex == NULL) {
        rc = ngx_campaign_exchange_pick(r, &ex);
    }

    if (rc == NGX_ERROR || ex->name.len == 0) {
        v->not_found = 1;
        return NGX_OK;
    }

    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = 0;
    v->len = ex->name.len;
    v->data = ex->name.data;

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_grpc_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_campaign_ctx_t  *ctx;

    ctx = ngx_campaign_get_ctx(r);

    if (ctx == NULL || ctx->grpc == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    v->data = ngx_pnalloc(r->pool, NGX_INT_T_LEN);
    if (v->data == NULL) {
        return NGX_ERROR;
    }

    v->len = ngx_sprintf(v->data, "%ui", ctx->grpc_status) - v->data;
    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = 0;

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_trace_variable(ngx_http_request_t *r,
    ngx_http_variable_value_t *v, uintptr_t data)
{
    ngx_campaign_ctx_t  *ctx;

    ctx = ngx_campaign_get_ctx(r);

    if (ctx == NULL) {
        v->not_found = 1;
        return NGX_OK;
    }

    ngx_campaign_trace_make(&ctx->trace);

    v->valid = 1;
    v->no_cacheable = 0;
    v->not_found = 0;

    if (data == 0) {
        v->len = sizeof(ctx->trace.trace_id);
        v->data = ctx->trace.trace_id;

    } else {
        v->len = sizeof(ctx->trace.span_id);
        v->data = ctx->trace.span_id;
    }

    return NGX_OK;
}
