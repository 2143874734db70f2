
#include "ngx_campaign_grpc.h"


#define NGX_CAMPAIGN_GRPC_TEXT   512
#define NGX_CAMPAIGN_GRPC_DRAIN  100


static ngx_int_t ngx_campaign_grpc_check(ngx_http_request_t *r,
    cx_error_t *e);
static ngx_int_t ngx_campaign_grpc_is_type(ngx_str_t *type);
static ngx_campaign_grpc_t *ngx_campaign_grpc_create(ngx_http_request_t *r,
    ngx_campaign_ctx_t *ctx);
static cx_grpc_status_e ngx_campaign_grpc_begin(ngx_campaign_grpc_t *s,
    const char **text);
static ngx_int_t ngx_campaign_grpc_find(ngx_campaign_grpc_t *s);
static void ngx_campaign_grpc_cleanup(void *data);
static void ngx_campaign_grpc_free(void *data);
static ngx_int_t ngx_campaign_grpc_end(ngx_campaign_grpc_t *s,
    cx_grpc_status_e status, const char *text);
static ngx_int_t ngx_campaign_grpc_put(ngx_list_t *list, const char *name,
    ngx_str_t *value);
static void ngx_campaign_grpc_late(ngx_event_t *ev);
static void ngx_campaign_grpc_drain(ngx_event_t *ev);


/* the streams of this worker */

static ngx_queue_t  ngx_campaign_grpc_streams;
static ngx_event_t  ngx_campaign_grpc_timer;

static ngx_str_t  ngx_campaign_grpc_type = ngx_string("application/grpc");
static ngx_str_t  ngx_campaign_grpc_codings = ngx_string("identity, gzip");


ngx_int_t
ngx_campaign_grpc_handler(ngx_http_request_t *r)
{
    ngx_int_t             rc;
    cx_error_t            e;
    const char           *text;
    cx_grpc_status_e      status;
    ngx_campaign_ctx_t   *ctx;
    ngx_campaign_grpc_t  *s;
    static ngx_str_t      allow = ngx_string("POST");

    /* a part of another response has no trailers */

    if (r != r->main) {
        return NGX_HTTP_NOT_FOUND;
    }

    ctx = ngx_campaign_create_ctx(r);
    if (ctx == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_campaign_trace_read(r, &ctx->trace);

    if (ngx_campaign_trace_send(r, &ctx->trace) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (r->method != NGX_HTTP_POST) {
        return ngx_campaign_answer_method(r, &allow, &e);
    }

    if (ngx_campaign_grpc_check(r, &e) != NGX_OK) {
        rc = ngx_http_discard_request_body(r);

        return rc == NGX_OK ? ngx_campaign_answer_error(r, &e) : rc;
    }

    s = ngx_campaign_grpc_create(r, ctx);
    if (s == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    status = ngx_campaign_grpc_begin(s, &text);

    if (status != CX_GRPC_OK) {
        rc = ngx_http_discard_request_body(r);

        return rc == NGX_OK ? ngx_campaign_grpc_end(s, status, text) : rc;
    }

    s->begun = 1;

    /* of a stream each message is answered when it is there */

    r->request_body_no_buffering = 1;

    rc = ngx_http_read_client_request_body(r, ngx_campaign_grpc_body);

    return rc >= NGX_HTTP_SPECIAL_RESPONSE ? rc : NGX_DONE;
}


static ngx_int_t
ngx_campaign_grpc_check(ngx_http_request_t *r, cx_error_t *e)
{
    if (r->http_version != NGX_HTTP_VERSION_20) {
        (void) cx_error(e, CX_E_HTTP_VERSION, "protocol", "HTTP/2",
                        "is not what gRPC is spoken over");
        return NGX_ERROR;
    }

    if (r->headers_in.content_type == NULL
        || ngx_campaign_grpc_is_type(&r->headers_in.content_type->value)
           != NGX_OK)
    {
        (void) cx_error(e, CX_E_MEDIA_TYPE, "Content-Type",
                        "application/grpc, application/grpc+proto",
                        "is not supported");
        return NGX_ERROR;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_grpc_is_type(ngx_str_t *type)
{
    u_char  *p, *last;

    last = type->data + type->len;

    if (type->len < ngx_campaign_grpc_type.len
        || ngx_strncasecmp(type->data, ngx_campaign_grpc_type.data,
                           ngx_campaign_grpc_type.len) != 0)
    {
        return NGX_DECLINED;
    }

    p = type->data + ngx_campaign_grpc_type.len;

    if (last - p >= 6 && ngx_strncasecmp(p, (u_char *) "+proto", 6) == 0) {
        p += 6;
    }

    return p == last || *p == ';' || *p == ' ' ? NGX_OK : NGX_DECLINED;
}


static ngx_campaign_grpc_t *
ngx_campaign_grpc_create(ngx_http_request_t *r, ngx_campaign_ctx_t *ctx)
{
    ngx_http_cleanup_t       *cln;
    ngx_pool_cleanup_t       *pcln;
    ngx_campaign_grpc_t      *s;
    ngx_campaign_loc_conf_t  *lcf;

    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    pcln = ngx_pool_cleanup_add(r->pool, sizeof(ngx_campaign_grpc_t));
    if (pcln == NULL) {
        return NULL;
    }

    s = pcln->data;

    ngx_memzero(s, sizeof(ngx_campaign_grpc_t));

    pcln->handler = ngx_campaign_grpc_free;

    s->request = r;
    s->ctx = ctx;
    ctx->format = CX_BID_PROTOBUF;
    s->last_out = &s->out;
    ctx->grpc = s;
    ctx->grpc_status = CX_GRPC_CANCELLED;

    cx_grpc_frame_init(&s->frame, lcf->max_body);

    s->timer.handler = ngx_campaign_grpc_late;
    s->timer.data = r->connection;
    s->timer.log = r->connection->log;

    cln = ngx_http_cleanup_add(r, 0);
    if (cln == NULL) {
        return NULL;
    }

    cln->handler = ngx_campaign_grpc_cleanup;
    cln->data = s;

    return s;
}


static cx_grpc_status_e
ngx_campaign_grpc_begin(ngx_campaign_grpc_t *s, const char **text)
{
    uint64_t                ms;
    ngx_str_t               value;
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_worker();
    s->ctx->start_ns = w->ports.now_ns(w->ports.data);

    if (ngx_campaign_grpc_find(s) != NGX_OK) {
        *text = "no such method";
        return CX_GRPC_UNIMPLEMENTED;
    }

    if (ngx_campaign_header(s->request, "grpc-encoding", &value)) {
        s->gzip = value.len == 4 && ngx_strncmp(value.data, "gzip", 4) == 0;

        if (!s->gzip && (value.len != 8
                         || ngx_strncmp(value.data, "identity", 8) != 0))
        {
            *text = "grpc-encoding: identity and gzip are supported";
            return CX_GRPC_UNIMPLEMENTED;
        }
    }

    if (ngx_campaign_header(s->request, "grpc-timeout", &value) == 0) {
        return CX_GRPC_OK;
    }

    if (cx_grpc_timeout(cx_strn(value.data, value.len), &ms) != CX_OK) {
        *text = "grpc-timeout: 1 to 8 digits and one of H, M, S, m, u, n";
        return CX_GRPC_INVALID_ARGUMENT;
    }

    s->deadline_ns = s->ctx->start_ns + ms * 1000000;

    /* what is farther away than a timer reaches is as good as never */

    if (ms < NGX_MAX_INT32_VALUE) {
        ngx_add_timer(&s->timer, (ngx_msec_t) ms);
    }

    return CX_GRPC_OK;
}


static ngx_int_t
ngx_campaign_grpc_find(ngx_campaign_grpc_t *s)
{
    ngx_str_t   *uri;
    ngx_uint_t   i;

    static const struct {
        ngx_str_t                   path;
        ngx_campaign_grpc_method_e  method;
    } methods[] = {
        { ngx_string("/campaign.BiddingService/ProcessBid"),
          NGX_CAMPAIGN_GRPC_BID },
        { ngx_string("/campaign.BiddingService/StreamBids"),
          NGX_CAMPAIGN_GRPC_STREAM },
        { ngx_string("/campaign.BiddingService/HealthCheck"),
          NGX_CAMPAIGN_GRPC_HEALTH },
        { ngx_string("/grpc.health.v1.Health/Check"),
          NGX_CAMPAIGN_GRPC_HEALTH }
    };

    uri = &s->request->uri;

    for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {

        if (uri->len == methods[i].path.len
            && ngx_strncmp(uri->data, methods[i].path.data, uri->len) == 0)
        {
            s->method = methods[i].method;
            return NGX_OK;
        }
    }

    return NGX_DECLINED;
}


/* before the log is written: a bid that never came is an error, too */

static void
ngx_campaign_grpc_cleanup(void *data)
{
    ngx_campaign_grpc_t *s = data;

    if (s->timer.timer_set) {
        ngx_del_timer(&s->timer);
    }

    ngx_campaign_grpc_leave(s);
    ngx_campaign_grpc_dequeue(s);

    if (s->begun && s->method == NGX_CAMPAIGN_GRPC_BID
        && s->ctx->outcome == NGX_CAMPAIGN_UNDECIDED
        && ngx_campaign_worker() != NULL)
    {
        s->ctx->error = CX_E_BODY_UNREAD;
        ngx_campaign_decided(s->ctx, NGX_CAMPAIGN_FAILED, NULL);
    }
}


/* the log has names that are in the pool of the last message */

static void
ngx_campaign_grpc_free(void *data)
{
    ngx_campaign_grpc_t *s = data;

    if (s->pool) {
        ngx_destroy_pool(s->pool);
    }

    if (s->frame.mem) {
        ngx_free(s->frame.mem);
    }
}


ngx_int_t
ngx_campaign_grpc_header(ngx_campaign_grpc_t *s)
{
    ngx_http_request_t  *r;

    r = s->request;
    s->header_sent = 1;

    r->headers_out.status = NGX_HTTP_OK;
    r->headers_out.content_type = ngx_campaign_grpc_type;
    r->headers_out.content_type_len = ngx_campaign_grpc_type.len;
    r->headers_out.content_type_lowcase = NULL;

    ngx_http_clear_content_length(r);
    r->headers_out.content_length_n = -1;

    r->expect_trailers = 1;

#if (NGX_HTTP_GZIP)
    /* a whole body that is compressed would be no messages any more */

    r->gzip_tested = 1;
    r->gzip_ok = 0;
#endif

    if (ngx_campaign_grpc_put(&r->headers_out.headers, "grpc-accept-encoding",
                              &ngx_campaign_grpc_codings)
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    return ngx_http_send_header(r);
}


void
ngx_campaign_grpc_finish(ngx_campaign_grpc_t *s, cx_grpc_status_e status,
    const char *text)
{
    ngx_http_finalize_request(s->request,
                              ngx_campaign_grpc_end(s, status, text));
}


void
ngx_campaign_grpc_refuse(ngx_campaign_grpc_t *s, const cx_error_t *e)
{
    char  line[NGX_CAMPAIGN_GRPC_TEXT];

    if (s->method != NGX_CAMPAIGN_GRPC_HEALTH) {
        ngx_campaign_refused(s->ctx, e);
    }

    (void) cx_error_line(e, line, sizeof(line));

    ngx_campaign_grpc_finish(s, cx_grpc_status(e->code), line);
}


/*
 * Behind the answers, or instead of them: then the header is all there is,
 * and what else would be a trailer is in it.
 */

static ngx_int_t
ngx_campaign_grpc_end(ngx_campaign_grpc_t *s, cx_grpc_status_e status,
    const char *text)
{
    u_char              *p;
    cx_buf_t             b;
    ngx_str_t            value;
    ngx_list_t          *list;
    ngx_http_request_t  *r;

    r = s->request;
    s->ctx->grpc_status = status;

    if (s->timer.timer_set) {
        ngx_del_timer(&s->timer);
    }

    /* what is left of it is sent, and nothing is read any more */

    ngx_campaign_grpc_leave(s);
    ngx_campaign_grpc_dequeue(s);

    list = s->header_sent ? &r->headers_out.trailers
                          : &r->headers_out.headers;

    p = ngx_pnalloc(r->pool, NGX_INT_T_LEN + 3 * NGX_CAMPAIGN_GRPC_TEXT);
    if (p == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    value.data = p;
    value.len = ngx_sprintf(p, "%ui", (ngx_uint_t) status) - p;

    if (ngx_campaign_grpc_put(list, "grpc-status", &value) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (text != NULL) {
        cx_buf_init(&b, p + NGX_INT_T_LEN, 3 * NGX_CAMPAIGN_GRPC_TEXT);
        cx_grpc_put_text(&b, cx_strn(text, ngx_strlen(text)));

        value.data = b.start;
        value.len = cx_buf_len(&b);

        if (ngx_campaign_grpc_put(list, "grpc-message", &value) != NGX_OK) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
    }

    if (!s->header_sent) {
        r->header_only = 1;

        return ngx_campaign_grpc_header(s);
    }

    if (ngx_campaign_grpc_flush(s) != NGX_OK) {
        return NGX_ERROR;
    }

    return ngx_http_send_special(r, NGX_HTTP_LAST);
}


static ngx_int_t
ngx_campaign_grpc_put(ngx_list_t *list, const char *name, ngx_str_t *value)
{
    ngx_table_elt_t  *h;

    h = ngx_list_push(list);
    if (h == NULL) {
        return NGX_ERROR;
    }

    h->hash = 1;
    h->key.len = ngx_strlen(name);
    h->key.data = (u_char *) name;
    h->value = *value;
    h->lowcase_key = (u_char *) name;
#if (nginx_version >= 1023000)
    h->next = NULL;
#endif

    return NGX_OK;
}


static void
ngx_campaign_grpc_late(ngx_event_t *ev)
{
    ngx_connection_t     *c;
    ngx_campaign_grpc_t  *s;

    s = (ngx_campaign_grpc_t *) ((u_char *) ev
                                 - offsetof(ngx_campaign_grpc_t, timer));
    c = s->request->connection;

    ngx_http_set_log_request(c->log, s->request);

    ngx_campaign_grpc_finish(s, CX_GRPC_DEADLINE_EXCEEDED,
                             "the time of grpc-timeout is over");

    ngx_http_run_posted_requests(c);
}


/*
 * A stream has no end of its own: a worker that is to go ends it, once what
 * came is answered.
 */

void
ngx_campaign_grpc_enqueue(ngx_campaign_grpc_t *s)
{
    ngx_event_t              *ev;
    static ngx_connection_t   dumb;

    ev = &ngx_campaign_grpc_timer;

    if (ev->handler == NULL) {
        ngx_queue_init(&ngx_campaign_grpc_streams);

        dumb.fd = (ngx_socket_t) -1;

        ev->handler = ngx_campaign_grpc_drain;
        ev->data = &dumb;
        ev->cancelable = 1;
    }

    ngx_queue_insert_tail(&ngx_campaign_grpc_streams, &s->queue);
    s->queued = 1;

    if (!ev->timer_set) {
        ev->log = ngx_cycle->log;
        ngx_add_timer(ev, NGX_CAMPAIGN_GRPC_DRAIN);
    }
}


void
ngx_campaign_grpc_dequeue(ngx_campaign_grpc_t *s)
{
    if (s->queued) {
        ngx_queue_remove(&s->queue);
        s->queued = 0;
    }
}


static void
ngx_campaign_grpc_drain(ngx_event_t *ev)
{
    ngx_queue_t          *q;
    ngx_connection_t     *c;
    ngx_campaign_grpc_t  *s;

    if (ngx_queue_empty(&ngx_campaign_grpc_streams)) {
        return;
    }

    if (!ngx_exiting && !ngx_terminate) {
        ngx_add_timer(ev, NGX_CAMPAIGN_GRPC_DRAIN);
        return;
    }

    while (!ngx_queue_empty(&ngx_campaign_grpc_streams)) {
        q = ngx_queue_head(&ngx_campaign_grpc_streams);
        s = ngx_queue_data(q, ngx_campaign_grpc_t, queue);
        c = s->request->connection;

        ngx_campaign_grpc_dequeue(s);
        s->draining = 1;

        ngx_http_set_log_request(c->log, s->request);

        ngx_campaign_grpc_run(s);

        ngx_http_run_posted_requests(c);
    }
}
