
#include "ngx_campaign.h"


static ngx_int_t ngx_campaign_trace_parse(ngx_campaign_trace_t *t,
    ngx_str_t *value);
static ngx_int_t ngx_campaign_trace_hex(const u_char *p, size_t len);
static ngx_int_t ngx_campaign_trace_zero(const u_char *p, size_t len);
static void ngx_campaign_trace_id(u_char *dst);


/*
 * Only a header that is right in every byte is taken, and only if it is
 * there once; any other is as good as none.
 */

void
ngx_campaign_trace_read(ngx_http_request_t *r, ngx_campaign_trace_t *t)
{
    ngx_str_t  value;

    if (ngx_campaign_header(r, "traceparent", &value) != 1
        || ngx_campaign_trace_parse(t, &value) != NGX_OK)
    {
        return;
    }

    ngx_campaign_trace_id(t->span_id);
    t->received = 1;
    t->made = 1;
}


/* version "-" trace id "-" parent id "-" flags, all lower case hex */

static ngx_int_t
ngx_campaign_trace_parse(ngx_campaign_trace_t *t, ngx_str_t *value)
{
    u_char  *p;

    p = value->data;

    if (value->len < 55 || p[2] != '-' || p[35] != '-' || p[52] != '-') {
        return NGX_DECLINED;
    }

    if (ngx_campaign_trace_hex(p, 2) != NGX_OK
        || ngx_campaign_trace_hex(p + 3, 32) != NGX_OK
        || ngx_campaign_trace_hex(p + 36, 16) != NGX_OK
        || ngx_campaign_trace_hex(p + 53, 2) != NGX_OK)
    {
        return NGX_DECLINED;
    }

    if (ngx_campaign_trace_zero(p + 3, 32) == NGX_OK
        || ngx_campaign_trace_zero(p + 36, 16) == NGX_OK)
    {
        return NGX_DECLINED;
    }

    if (p[0] == 'f' && p[1] == 'f') {
        return NGX_DECLINED;
    }

    if (value->len > 55 && ((p[0] == '0' && p[1] == '0') || p[55] != '-')) {
        return NGX_DECLINED;
    }

    ngx_memcpy(t->trace_id, p + 3, 32);
    ngx_memcpy(t->parent_id, p + 36, 16);

    /* of the flags only "sampled" is known, and only what is known goes on */

    t->flags[0] = '0';
    t->flags[1] = ngx_strchr("13579bdf", p[54]) ? '1' : '0';

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_trace_hex(const u_char *p, size_t len)
{
    for ( /* void */ ; len; len--, p++) {

        if ((*p < '0' || *p > '9') && (*p < 'a' || *p > 'f')) {
            return NGX_DECLINED;
        }
    }

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_trace_zero(const u_char *p, size_t len)
{
    for ( /* void */ ; len; len--, p++) {

        if (*p != '0') {
            return NGX_DECLINED;
        }
    }

    return NGX_OK;
}


void
ngx_campaign_trace_make(ngx_campaign_trace_t *t)
{
    if (t->made) {
        return;
    }

    ngx_campaign_trace_id(t->trace_id);
    ngx_campaign_trace_id(t->trace_id + 16);
    ngx_campaign_trace_id(t->span_id);

    t->flags[0] = '0';
    t->flags[1] = '0';
    t->made = 1;
}


static void
ngx_campaign_trace_id(u_char *dst)
{
    uint64_t        id;
    ngx_uint_t      i;
    static u_char   hex[] = "0123456789abcdef";

    do {
        id = ngx_campaign_random(ngx_campaign_worker());
    } while (id == 0);

    for (i = 16; i--; id >>= 4) {
        dst[i] = hex[id & 0xf];
    }
}


ngx_int_t
ngx_campaign_trace_send(ngx_http_request_t *r, ngx_campaign_trace_t *t)
{
    u_char     *p;
    ngx_str_t   value;

    if (!t->received) {
        return NGX_OK;
    }

    value.len = 55;
    value.data = ngx_pnalloc(r->pool, value.len);
    if (value.data == NULL) {
        return NGX_ERROR;
    }

    p = ngx_cpymem(value.data, "00-", 3);
    p = ngx_cpymem(p, t->trace_id, 32);
    *p++ = '-';
    p = ngx_cpymem(p, t->span_id, 16);
    *p++ = '-';
    ngx_memcpy(p, t->flags, 2);

    return ngx_campaign_add_header(r, "traceparent", &value) ? NGX_OK
                                                             : NGX_ERROR;
}
