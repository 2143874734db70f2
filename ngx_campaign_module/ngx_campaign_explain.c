
/* why not: the decision of a bid request, told to one org */

#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"

#include "core/bid/explain.h"


/* beside what a bid needs: ad groups, and what became of each */

#define NGX_CAMPAIGN_EXPLAIN_ARENA  (2 * 1024 * 1024)

#define NGX_CAMPAIGN_EXPLAIN_MIN    (64 * 1024)
#define NGX_CAMPAIGN_EXPLAIN_MAX    (32 * 1024 * 1024)


typedef struct {
    ngx_http_request_t             *request;
    cx_explain_conf_t               conf;
    cx_bid_t                        bid;
    cx_bid_conf_t                   bid_conf;
    cx_arena_t                      arena;
    cx_str_t                        body;
    ngx_campaign_ctx_t             *ctx;
    const ngx_campaign_exchange_t  *exchange;
    ngx_campaign_catalog_t         *catalog;
    ngx_buf_t                      *answer;
    cx_error_t                     *e;
    cx_rc_t                         rc;
} ngx_campaign_explain_t;


static const ngx_str_t *ngx_campaign_explain_org(ngx_http_request_t *r);
static ngx_int_t ngx_campaign_explain_deny(ngx_http_request_t *r);
static void ngx_campaign_explain_body(ngx_http_request_t *r);
static ngx_int_t ngx_campaign_explain_run(ngx_http_request_t *r);
static ngx_int_t ngx_campaign_explain_args(ngx_campaign_explain_t *x);
static ngx_int_t ngx_campaign_explain_text(ngx_campaign_explain_t *x,
    const char *name, cx_str_t *value);
static ngx_int_t ngx_campaign_explain_number(ngx_campaign_explain_t *x,
    const char *name, uint64_t max, const char *allowed, uint64_t *n);
static ngx_int_t ngx_campaign_explain_decide(ngx_campaign_explain_t *x);
static void ngx_campaign_explain_work(void *data);
static ngx_buf_t *ngx_campaign_explain_write(ngx_campaign_explain_t *x,
    const cx_explanation_t *explanation);
static ngx_int_t ngx_campaign_explain_refuse(ngx_http_request_t *r,
    const cx_error_t *e);


ngx_int_t
ngx_campaign_explain_handler(ngx_http_request_t *r)
{
    ngx_int_t                 rc;
    cx_error_t                e;
    const ngx_str_t          *org;
    ngx_campaign_ctx_t       *ctx;
    ngx_campaign_loc_conf_t  *lcf;
    static ngx_str_t          allow = ngx_string("POST");

    if (r->method != NGX_HTTP_POST) {
        ngx_campaign_metrics_count(NGX_CAMPAIGN_C_EXPLAINS_REFUSED, 1);
        return ngx_campaign_answer_method(r, &allow, &e);
    }

    org = ngx_campaign_explain_org(r);
    if (org == NULL) {
        return ngx_campaign_explain_deny(r);
    }

    ctx = ngx_campaign_create_ctx(r);
    if (ctx == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ctx->org = cx_strn(org->data, org->len);

    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    if (ngx_campaign_media_type(r, &ctx->format, &e) == NGX_OK) {

        if (r->headers_in.content_length_n <= (off_t) lcf->max_body) {
            rc = ngx_http_read_client_request_body(r,
                                                   ngx_campaign_explain_body);

            return rc >= NGX_HTTP_SPECIAL_RESPONSE ? rc : NGX_DONE;
        }

        ngx_campaign_body_too_large(&e, "is larger", lcf->max_body);
    }

    rc = ngx_http_discard_request_body(r);

    return rc == NGX_OK ? ngx_campaign_explain_refuse(r, &e) : rc;
}


/* whose token it is that came with the request, or NULL */

static const ngx_str_t *
ngx_campaign_explain_org(ngx_http_request_t *r)
{
    ngx_str_t                 token;
    ngx_campaign_loc_conf_t  *lcf;

    if (r->headers_in.authorization == NULL) {
        return NULL;
    }

    token = r->headers_in.authorization->value;

    if (token.len < sizeof("Bearer ") - 1
        || ngx_strncasecmp(token.data, (u_char *) "Bearer ",
                           sizeof("Bearer ") - 1)
           != 0)
    {
        return NULL;
    }

    token.len -= sizeof("Bearer ") - 1;
    token.data += sizeof("Bearer ") - 1;

    while (token.len && token.data[0] == ' ') {
        token.len--;
        token.data++;
    }

    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    return token.len ? ngx_campaign_tokens_find(lcf->tokens, &token) : NULL;
}


static ngx_int_t
ngx_campaign_explain_deny(ngx_http_request_t *r)
{
    ngx_int_t          rc;
    cx_error_t         e;
    static ngx_str_t   realm = ngx_string("Bearer realm=\"campaign\"");

    ngx_campaign_metrics_count(NGX_CAMPAIGN_C_EXPLAINS_DENIED, 1);

    rc = ngx_http_discard_request_body(r);

    if (rc != NGX_OK) {
        return rc;
    }

    if (ngx_campaign_add_header(r, "WWW-Authenticate", &realm) == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    (void) cx_error(&e, CX_E_UNAUTHORIZED, "Authorization",
                    "\"Bearer\" and a token of an org",
                    "is missing or not valid");

    return ngx_campaign_answer_error(r, &e);
}


static void
ngx_campaign_explain_body(ngx_http_request_t *r)
{
    ngx_http_finalize_request(r, ngx_campaign_explain_run(r));
}


static ngx_int_t
ngx_campaign_explain_run(ngx_http_request_t *r)
{
    cx_error_t              e;
    ngx_campaign_explain_t  x;

    ngx_memzero(&x, sizeof(ngx_campaign_explain_t));

    x.request = r;
    x.e = &e;
    x.ctx = ngx_http_get_module_ctx(r, ngx_campaign_module);
    x.conf.org = x.ctx->org;

    if (ngx_campaign_body(r, &x.body, &e) != NGX_OK
        || ngx_campaign_explain_args(&x) != NGX_OK
        || ngx_campaign_explain_decide(&x) != NGX_OK)
    {
        return ngx_campaign_explain_refuse(r, &e);
    }

    ngx_campaign_metrics_count(NGX_CAMPAIGN_C_EXPLAINS, 1);

    return ngx_campaign_answer(r, NGX_HTTP_OK, &ngx_campaign_json, x.answer);
}


static ngx_int_t
ngx_campaign_explain_args(ngx_campaign_explain_t *x)
{
    uint64_t                   limit;
    cx_str_t                   name;
    ngx_str_t                  exchange;
    ngx_campaign_main_conf_t  *mcf;

    limit = 0;
    name = cx_strn(NULL, 0);

    if (ngx_campaign_explain_text(x, "campaign", &x->conf.campaign) != NGX_OK
        || ngx_campaign_explain_text(x, "adgroup", &x->conf.adgroup) != NGX_OK
        || ngx_campaign_explain_text(x, "exchange", &name) != NGX_OK
        || ngx_campaign_explain_number(x, "limit", CX_EXPLAIN_LIMIT_MAX,
                                       "from 1 to 1000", &limit)
           != NGX_OK
        || ngx_campaign_explain_number(x, "from", NGX_MAX_INT_T_VALUE,
                                       "\"next\" of the answer before",
                                       &x->conf.from)
           != NGX_OK)
    {
        return NGX_ERROR;
    }

    x->conf.limit = (uint32_t) limit;

    if (name.len == 0) {

        x->exchange = x->ctx->exchange;

        if (!x->ctx->unknown) {
            return NGX_OK;
        }

    } else {
        mcf = ngx_http_get_module_main_conf(x->request, ngx_campaign_module);
        exchange.len = name.len;
        exchange.data = (u_char *) name.data;

        x->exchange = ngx_campaign_exchange_find(mcf, &exchange);

        if (x->exchange != NULL) {
            return NGX_OK;
        }
    }

    (void) cx_error(x->e, CX_E_FIELD_VALUE, "exchange",
                    "the name of an exchange that is configured",
                    "there is no such exchange");

    return NGX_ERROR;
}


static ngx_int_t
ngx_campaign_explain_text(ngx_campaign_explain_t *x, const char *name,
    cx_str_t *value)
{
    u_char     *dst, *src;
    ngx_str_t   arg;

    if (ngx_http_arg(x->request, (u_char *) name, ngx_strlen(name), &arg)
        != NGX_OK)
    {
        return NGX_OK;
    }

    dst = ngx_pnalloc(x->request->pool, arg.len + 1);

    if (dst == NULL) {
        (void) cx_error(x->e, CX_E_NO_MEMORY, name, NULL, "no memory");
        return NGX_ERROR;
    }

    value->data = dst;
    src = arg.data;

    ngx_unescape_uri(&dst, &src, arg.len, 0);

    value->len = dst - value->data;

    if (value->len == 0 || value->len > 128) {
        (void) cx_error(x->e, CX_E_FIELD_VALUE, name, "1 to 128 characters",
                        "has %lu characters", (unsigned long) value->len);
        return NGX_ERROR;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_explain_number(ngx_campaign_explain_t *x, const char *name,
    uint64_t max, const char *allowed, uint64_t *n)
{
    ngx_int_t  value;
    ngx_str_t  arg;

    if (ngx_http_arg(x->request, (u_char *) name, ngx_strlen(name), &arg)
        != NGX_OK)
    {
        return NGX_OK;
    }

    value = ngx_atoi(arg.data, arg.len);

    if (value < 1 || (uint64_t) value > max) {
        (void) cx_error(x->e, CX_E_FIELD_VALUE, name, allowed,
                        "is out of range");
        return NGX_ERROR;
    }

    *n = (uint64_t) value;

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_explain_decide(ngx_campaign_explain_t *x)
{
    void                   *mem;
    size_t                  size;
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_worker();
    size = w->mcf->arena + NGX_CAMPAIGN_EXPLAIN_ARENA;

    mem = ngx_pmemalign(x->request->pool, size, 64);

    if (mem == NULL) {
        (void) cx_error(x->e, CX_E_NO_MEMORY, "request", NULL, "no memory");
        return NGX_ERROR;
    }

    cx_arena_init(&x->arena, mem, size);

    ngx_campaign_decide_begin(x->request, &x->bid, &x->bid_conf, x->exchange);

    x->bid.arena = &x->arena;
    x->bid.format = x->ctx->format;
    x->bid.late_us = 0;

    x->catalog = ngx_campaign_catalog_hold(w, &x->bid.catalog);

    if (ngx_campaign_guard(ngx_campaign_explain_work, x) != NGX_OK) {
        ngx_campaign_catalog_lost(w, x->catalog);

        x->rc = cx_error(x->e, CX_E_INTERNAL, "catalog", NULL,
                         "the catalogue was written into");
    }

    if (x->catalog) {
        ngx_campaign_catalog_release(x->catalog);
    }

    return x->rc == CX_OK ? NGX_OK : NGX_ERROR;
}


/* all that reads the catalogue */

static void
ngx_campaign_explain_work(void *data)
{
    ngx_campaign_explain_t *x = data;

    cx_explanation_t  explanation;

    x->rc = cx_explain(&x->bid, &x->conf, x->body.data, x->body.len,
                       &explanation, x->e);

    if (x->rc != CX_OK) {
        return;
    }

    x->answer = ngx_campaign_explain_write(x, &explanation);

    if (x->answer == NULL) {
        x->rc = cx_error(x->e, CX_E_NO_MEMORY, "limit", "a smaller number",
                         "the answer takes more memory than there is");
    }
}


static ngx_buf_t *
ngx_campaign_explain_write(ngx_campaign_explain_t *x,
    const cx_explanation_t *explanation)
{
    size_t      size;
    cx_buf_t    out;
    ngx_buf_t  *b;

    for (size = NGX_CAMPAIGN_EXPLAIN_MIN; size <= NGX_CAMPAIGN_EXPLAIN_MAX;
         size *= 2)
    {
        b = ngx_create_temp_buf(x->request->pool, size);
        if (b == NULL) {
            return NULL;
        }

        cx_buf_init(&out, b->pos, size);

        cx_explain_write(&x->bid, explanation, &out);

        if (!out.overflow) {
            b->last = out.pos;
            return b;
        }

        (void) ngx_pfree(x->request->pool, b->start);
    }

    return NULL;
}


static ngx_int_t
ngx_campaign_explain_refuse(ngx_http_request_t *r, const cx_error_t *e)
{
    ngx_campaign_metrics_count(NGX_CAMPAIGN_C_EXPLAINS_REFUSED, 1);

    ngx_campaign_log_error(NGX_CAMPAIGN_LOG_REQUEST,
                           cx_error_http(e->code) >= 500 ? NGX_LOG_ERR
                                                         : NGX_LOG_WARN,
                           r->connection->log, "explain request refused", e);

    return ngx_campaign_answer_error(r, e);
}
