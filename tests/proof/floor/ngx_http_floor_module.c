
/*
 * The least that a handler can do for a bid request: it has the whole body in
 * memory, as a bidder needs it, and answers 600 bytes of JSON.  A bid is
 * measured against it on the same nginx.
 */

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>


#define NGX_HTTP_FLOOR_SIZE  600


static char *ngx_http_floor(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
static ngx_int_t ngx_http_floor_handler(ngx_http_request_t *r);
static void ngx_http_floor_body(ngx_http_request_t *r);
static ngx_int_t ngx_http_floor_touch(ngx_http_request_t *r);
static ngx_int_t ngx_http_floor_send(ngx_http_request_t *r);


static ngx_command_t  ngx_http_floor_commands[] = {

    { ngx_string("floor"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS,
      ngx_http_floor,
      0,
      0,
      NULL },

      ngx_null_command
};


static ngx_http_module_t  ngx_http_floor_module_ctx = {
    NULL,                                  /* preconfiguration */
    NULL,                                  /* postconfiguration */

    NULL,                                  /* create main configuration */
    NULL,                                  /* init main configuration */

    NULL,                                  /* create server configuration */
    NULL,                                  /* merge server configuration */

    NULL,                                  /* create location configuration */
    NULL                                   /* merge location configuration */
};


ngx_module_t  ngx_http_floor_module = {
    NGX_MODULE_V1,
    &ngx_http_floor_module_ctx,            /* module context */
    ngx_http_floor_commands,               /* module directives */
    NGX_HTTP_MODULE,                       /* module type */
    NULL,                                  /* init master */
    NULL,                                  /* init module */
    NULL,                                  /* init process */
    NULL,                                  /* init thread */
    NULL,                                  /* exit thread */
    NULL,                                  /* exit process */
    NULL,                                  /* exit master */
    NGX_MODULE_V1_PADDING
};


static char *
ngx_http_floor(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_http_core_loc_conf_t  *clcf;

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    clcf->handler = ngx_http_floor_handler;

    return NGX_CONF_OK;
}


static ngx_int_t
ngx_http_floor_handler(ngx_http_request_t *r)
{
    ngx_int_t  rc;

    if (r->method != NGX_HTTP_POST) {
        return NGX_HTTP_NOT_ALLOWED;
    }

    r->request_body_in_single_buf = 1;

    rc = ngx_http_read_client_request_body(r, ngx_http_floor_body);

    if (rc >= NGX_HTTP_SPECIAL_RESPONSE) {
        return rc;
    }

    return NGX_DONE;
}


static void
ngx_http_floor_body(ngx_http_request_t *r)
{
    ngx_int_t  rc;

    rc = ngx_http_floor_touch(r);

    if (rc == NGX_OK) {
        rc = ngx_http_floor_send(r);
    }

    ngx_http_finalize_request(r, rc);
}


/* the first and the last byte decide, so that the body has to be there */

static ngx_int_t
ngx_http_floor_touch(ngx_http_request_t *r)
{
    size_t        len;
    u_char       *p, *last;
    ngx_chain_t  *cl;

    if (r->request_body == NULL || r->request_body->bufs == NULL) {
        return NGX_HTTP_BAD_REQUEST;
    }

    len = 0;

    for (cl = r->request_body->bufs; cl; cl = cl->next) {

        if (!ngx_buf_in_memory(cl->buf)) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        len += cl->buf->last - cl->buf->pos;
    }

    if (len == 0) {
        return NGX_HTTP_BAD_REQUEST;
    }

    cl = r->request_body->bufs;
    p = cl->buf->pos;

    if (cl->next) {
        p = ngx_pnalloc(r->pool, len);
        if (p == NULL) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        last = p;

        for (/* void */; cl; cl = cl->next) {
            last = ngx_cpymem(last, cl->buf->pos,
                              cl->buf->last - cl->buf->pos);
        }
    }

    return p[0] == '{' && p[len - 1] == '}' ? NGX_OK : NGX_HTTP_BAD_REQUEST;
}


static ngx_int_t
ngx_http_floor_send(ngx_http_request_t *r)
{
    ngx_buf_t    *b;
    ngx_int_t     rc;
    ngx_chain_t   out;

    r->headers_out.status = NGX_HTTP_OK;
    r->headers_out.content_length_n = NGX_HTTP_FLOOR_SIZE;
    ngx_str_set(&r->headers_out.content_type, "application/json");
    r->headers_out.content_type_len = r->headers_out.content_type.len;

    rc = ngx_http_send_header(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }

    b = ngx_create_temp_buf(r->pool, NGX_HTTP_FLOOR_SIZE);
    if (b == NULL) {
        return NGX_ERROR;
    }

    b->last = ngx_cpymem(b->last, "{\"id\":\"", 7);
    ngx_memset(b->last, 'x', NGX_HTTP_FLOOR_SIZE - 9);
    b->last += NGX_HTTP_FLOOR_SIZE - 9;
    b->last = ngx_cpymem(b->last, "\"}", 2);

    b->last_buf = (r == r->main) ? 1 : 0;
    b->last_in_chain = 1;

    out.buf = b;
    out.next = NULL;

    return ngx_http_output_filter(r, &out);
}
