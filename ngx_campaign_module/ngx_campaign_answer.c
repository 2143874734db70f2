
#include "ngx_campaign.h"


ngx_str_t  ngx_campaign_json = ngx_string("application/json");
ngx_str_t  ngx_campaign_protobuf = ngx_string("application/x-protobuf");


ngx_int_t
ngx_campaign_answer(ngx_http_request_t *r, ngx_uint_t status, ngx_str_t *type,
    ngx_buf_t *b)
{
    ngx_int_t    rc;
    ngx_chain_t  out;

    r->headers_out.status = status;
    r->headers_out.content_length_n = b->last - b->pos;
    r->headers_out.content_type = *type;
    r->headers_out.content_type_len = type->len;
    r->headers_out.content_type_lowcase = NULL;

    b->last_buf = (r == r->main) ? 1 : 0;
    b->last_in_chain = 1;

    rc = ngx_http_send_header(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }

    out.buf = b;
    out.next = NULL;

    return ngx_http_output_filter(r, &out);
}


ngx_int_t
ngx_campaign_answer_empty(ngx_http_request_t *r, ngx_uint_t status)
{
    r->headers_out.status = status;
    r->header_only = 1;

    return ngx_http_send_header(r);
}


ngx_int_t
ngx_campaign_answer_error(ngx_http_request_t *r, const cx_error_t *e)
{
    size_t      size;
    ngx_buf_t  *b;

    /* each byte of the three strings may become six */

    size = sizeof("{\"error\":{\"code\":,\"field\":,\"fault\":,\"allowed\":}}")
           + 32 + 6 * (sizeof(e->field) + sizeof(e->fault)
                       + sizeof(e->allowed));

    b = ngx_create_temp_buf(r->pool, size);
    if (b == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    b->last += cx_error_json(e, (char *) b->last, size);

    return ngx_campaign_answer(r, cx_error_http(e->code), &ngx_campaign_json,
                               b);
}


ngx_int_t
ngx_campaign_answer_method(ngx_http_request_t *r, ngx_str_t *allow,
    cx_error_t *e)
{
    ngx_int_t  rc;

    rc = ngx_http_discard_request_body(r);

    if (rc != NGX_OK) {
        return rc;
    }

    if (ngx_campaign_add_header(r, "Allow", allow) == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    (void) cx_error(e, CX_E_METHOD, "method", (char *) allow->data,
                    "is not allowed here");

    return ngx_campaign_answer_error(r, e);
}


/* NGX_DECLINED for a request that only reads; else it is answered */

ngx_int_t
ngx_campaign_is_read(ngx_http_request_t *r)
{
    cx_error_t        e;
    ngx_int_t         rc;
    static ngx_str_t  allow = ngx_string("GET, HEAD");

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD))) {
        return ngx_campaign_answer_method(r, &allow, &e);
    }

    rc = ngx_http_discard_request_body(r);

    return rc == NGX_OK ? NGX_DECLINED : rc;
}


ngx_table_elt_t *
ngx_campaign_add_header(ngx_http_request_t *r, const char *name,
    ngx_str_t *value)
{
    ngx_table_elt_t  *h;

    h = ngx_list_push(&r->headers_out.headers);
    if (h == NULL) {
        return NULL;
    }

    h->hash = 1;
    h->key.len = ngx_strlen(name);
    h->key.data = (u_char *) name;
    h->value = *value;
    h->lowcase_key = NULL;
#if (nginx_version >= 1023000)
    h->next = NULL;
#endif

    return h;
}


/* how many of them there are, and the first */

ngx_uint_t
ngx_campaign_header(ngx_http_request_t *r, const char *name, ngx_str_t *value)
{
    size_t            len;
    ngx_uint_t        i, n;
    ngx_list_part_t  *part;
    ngx_table_elt_t  *h;

    n = 0;
    len = ngx_strlen(name);

    for (part = &r->headers_in.headers.part; part; part = part->next) {
        h = part->elts;

        for (i = 0; i < part->nelts; i++) {

            if (h[i].key.len == len
                && ngx_strncasecmp(h[i].key.data, (u_char *) name, len) == 0
                && n++ == 0)
            {
                *value = h[i].value;
            }
        }
    }

    return n;
}
