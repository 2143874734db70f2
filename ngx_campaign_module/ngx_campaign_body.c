
#include "ngx_campaign.h"


/* what inflate() takes of memory: its state and the window of 32k */

#define NGX_CAMPAIGN_ZLIB_SIZE  (64 * 1024)

/* below this no ratio is looked at: a small body may be nothing but spaces */

#define NGX_CAMPAIGN_RATIO_FREE  4096


static ngx_int_t ngx_campaign_body_gather(ngx_http_request_t *r, size_t max,
    cx_str_t *body, cx_error_t *e);
static ngx_int_t ngx_campaign_body_copy(ngx_buf_t *b, u_char *dst, size_t room,
    cx_error_t *e);
static ngx_int_t ngx_campaign_body_coding(ngx_http_request_t *r,
    cx_str_t *body, cx_error_t *e);
static void *ngx_campaign_body_zalloc(void *opaque, u_int items, u_int size);
static void ngx_campaign_body_zfree(void *opaque, void *address);


/*
 * The body as one run of bytes: where nginx has it if it is there in one
 * piece and not compressed, else in memory of the worker's.
 */

ngx_int_t
ngx_campaign_body(ngx_http_request_t *r, cx_str_t *body, cx_error_t *e)
{
    ngx_int_t                 rc;
    ngx_campaign_loc_conf_t  *lcf;

    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    if (ngx_campaign_body_gather(r, lcf->max_body, body, e) != NGX_OK) {
        return NGX_ERROR;
    }

    if (body->len == 0) {
        (void) cx_error(e, CX_E_BODY_EMPTY, "body", "a bid request",
                        "is empty");
        return NGX_ERROR;
    }

    rc = ngx_campaign_body_coding(r, body, e);

    if (rc != NGX_OK) {
        return rc == NGX_DECLINED ? NGX_OK : NGX_ERROR;
    }

    if (ngx_campaign_body_inflate(lcf, body, e) != NGX_OK) {
        return NGX_ERROR;
    }

    if (body->len == 0) {
        (void) cx_error(e, CX_E_BODY_EMPTY, "body", "a bid request",
                        "inflates to nothing");
        return NGX_ERROR;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_body_gather(ngx_http_request_t *r, size_t max, cx_str_t *body,
    cx_error_t *e)
{
    size_t                  len;
    ngx_int_t               n;
    ngx_chain_t            *cl;
    ngx_campaign_worker_t  *w;

    body->len = 0;
    body->data = NULL;

    if (r->request_body == NULL || r->request_body->bufs == NULL) {
        return NGX_OK;
    }

    w = ngx_campaign_worker();
    max = ngx_min(max, w->body_size);

    cl = r->request_body->bufs;

    if (cl->next == NULL && !cl->buf->in_file) {
        body->len = cl->buf->last - cl->buf->pos;
        body->data = cl->buf->pos;

        if (body->len > max) {
            goto too_large;
        }

        return NGX_OK;
    }

    len = 0;

    for ( /* void */ ; cl; cl = cl->next) {

        if (ngx_buf_size(cl->buf) > (off_t) (max - len)) {
            goto too_large;
        }

        n = ngx_campaign_body_copy(cl->buf, w->raw + len, max - len, e);

        if (n == NGX_ERROR) {
            return NGX_ERROR;
        }

        len += n;
    }

    body->len = len;
    body->data = w->raw;

    return NGX_OK;

too_large:

    ngx_campaign_body_too_large(e, "is larger", max);

    return NGX_ERROR;
}


void
ngx_campaign_body_too_large(cx_error_t *e, const char *fault, size_t max)
{
    char  allowed[40];

    (void) snprintf(allowed, sizeof(allowed), "at most %lu bytes",
                    (unsigned long) max);
    (void) cx_error(e, CX_E_BODY_TOO_LARGE, "body", allowed,
                    "%s than %lu bytes", fault, (unsigned long) max);
}


static ngx_int_t
ngx_campaign_body_copy(ngx_buf_t *b, u_char *dst, size_t room, cx_error_t *e)
{
    ssize_t  n;
    size_t   len;

    len = (size_t) ngx_buf_size(b);

    if (len > room) {
        len = room;
    }

    if (!b->in_file) {
        ngx_memcpy(dst, b->pos, len);
        return len;
    }

    n = ngx_read_file(b->file, dst, len, b->file_pos);

    if (n == NGX_ERROR || (size_t) n != len) {
        (void) cx_error(e, CX_E_INTERNAL, "body", NULL,
                        "its temporary file cannot be read");
        return NGX_ERROR;
    }

    return len;
}


/* NGX_OK: to be inflated, NGX_DECLINED: plain */

static ngx_int_t
ngx_campaign_body_coding(ngx_http_request_t *r, cx_str_t *body, cx_error_t *e)
{
    ngx_str_t  arg, gzip, coding;

    if (body->len >= 2 && body->data[0] == 0x1f && body->data[1] == 0x8b) {
        return NGX_OK;
    }

    ngx_str_set(&gzip, "gzip");

    if (ngx_campaign_header(r, "content-encoding", &coding)) {

        if (coding.len == 0
            || (coding.len == 8
                && ngx_strncasecmp(coding.data, (u_char *) "identity", 8)
                   == 0))
        {
            return NGX_DECLINED;
        }

        if ((coding.len == 4
             && ngx_strncasecmp(coding.data, gzip.data, 4) == 0)
            || (coding.len == 6
                && ngx_strncasecmp(coding.data, (u_char *) "x-gzip", 6)
                   == 0))
        {
            goto not_gzip;
        }

        (void) cx_error(e, CX_E_MEDIA_TYPE, "Content-Encoding",
                        "gzip, identity", "is not supported");
        return NGX_ERROR;
    }

    if (ngx_http_arg(r, gzip.data, gzip.len, &arg) == NGX_OK
        && arg.len == 1 && arg.data[0] == '1')
    {
        goto not_gzip;
    }

    return NGX_DECLINED;

not_gzip:

    (void) cx_error(e, CX_E_BODY_ENCODING, "body", "gzip",
                    "is said to be gzip and is not");

    return NGX_ERROR;
}


ngx_int_t
ngx_campaign_body_inflate(ngx_campaign_loc_conf_t *lcf, cx_str_t *body,
    cx_error_t *e)
{
    int                     rc;
    char                    allowed[40];
    size_t                  max, bound;
    z_stream               *z;
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_worker();
    z = &w->zstream;

    max = ngx_min(lcf->max_body, w->body_size);
    bound = body->len * lcf->inflate_ratio;
    bound = ngx_min(max, ngx_max(bound, NGX_CAMPAIGN_RATIO_FREE));

    (void) inflateReset(z);

    z->next_in = (u_char *) body->data;
    z->avail_in = (uInt) body->len;
    z->next_out = w->plain;
    z->avail_out = (uInt) bound + 1;

    do {
        rc = inflate(z, Z_NO_FLUSH);

        if (rc == Z_STREAM_END && z->avail_in) {
            /* another member follows, or what should not be there */
            rc = inflateReset(z);
        }

    } while (rc == Z_OK && z->avail_in && z->avail_out);

    if (rc == Z_STREAM_END && z->avail_out) {
        body->len = z->next_out - w->plain;
        body->data = w->plain;
        return NGX_OK;
    }

    if (z->avail_out == 0) {

        if (bound == max) {
            ngx_campaign_body_too_large(e, "inflates to more", max);

        } else {
            (void) snprintf(allowed, sizeof(allowed), "at most %lu bytes",
                            (unsigned long) bound);
            (void) cx_error(e, CX_E_BODY_TOO_LARGE, "body", allowed,
                            "inflates to more than %lu times its size",
                            (unsigned long) lcf->inflate_ratio);
        }

        return NGX_ERROR;
    }

    (void) cx_error(e, CX_E_BODY_ENCODING, "body", "gzip",
                    rc == Z_OK || rc == Z_BUF_ERROR ? "its gzip data end early"
                                                    : "is not valid gzip");

    return NGX_ERROR;
}


ngx_int_t
ngx_campaign_body_init(ngx_campaign_worker_t *w)
{
    size_t   size;
    u_char  *mem;

    w->body_size = w->mcf->max_body;

    /* one byte more than may be there shows that there would be more */

    size = w->body_size + 1;

    w->raw = ngx_alloc(size * 2 + NGX_CAMPAIGN_ZLIB_SIZE, w->log);
    if (w->raw == NULL) {
        return NGX_ERROR;
    }

    w->plain = w->raw + size;
    mem = w->plain + size;

    cx_arena_init(&w->zarena, mem, NGX_CAMPAIGN_ZLIB_SIZE);

    ngx_memzero(&w->zstream, sizeof(z_stream));

    w->zstream.zalloc = ngx_campaign_body_zalloc;
    w->zstream.zfree = ngx_campaign_body_zfree;
    w->zstream.opaque = &w->zarena;

    if (inflateInit2(&w->zstream, MAX_WBITS + 16) != Z_OK) {
        ngx_log_error(NGX_LOG_ALERT, w->log, 0, "inflateInit2() failed");
        return NGX_ERROR;
    }

    return NGX_OK;
}


void
ngx_campaign_body_done(ngx_campaign_worker_t *w)
{
    if (w->raw) {
        (void) inflateEnd(&w->zstream);
        ngx_free(w->raw);
        w->raw = NULL;
    }
}


/* the state at first, the window with the first body; then nothing more */

static void *
ngx_campaign_body_zalloc(void *opaque, u_int items, u_int size)
{
    return cx_arena_alloc(opaque, (size_t) items * size);
}


static void
ngx_campaign_body_zfree(void *opaque, void *address)
{
}
