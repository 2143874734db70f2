
#include "ngx_campaign_grpc.h"


/* what a client may have us keep ready of answers that it does not take */

#define NGX_CAMPAIGN_GRPC_BUFS  4
#define NGX_CAMPAIGN_GRPC_BUF   16384


static void ngx_campaign_grpc_read_handler(ngx_http_request_t *r);
static void ngx_campaign_grpc_write_handler(ngx_http_request_t *r);
static ngx_int_t ngx_campaign_grpc_more(ngx_campaign_grpc_t *s);
static cx_grpc_rc_e ngx_campaign_grpc_next(ngx_campaign_grpc_t *s,
    cx_str_t *message, cx_error_t *e);
static ngx_int_t ngx_campaign_grpc_room(ngx_campaign_grpc_t *s,
    cx_error_t *e);
static void ngx_campaign_grpc_eof(ngx_campaign_grpc_t *s);
static ngx_int_t ngx_campaign_grpc_store(ngx_campaign_grpc_t *s);
static ngx_buf_t *ngx_campaign_grpc_buf(ngx_campaign_grpc_t *s);


void
ngx_campaign_grpc_body(ngx_http_request_t *r)
{
    ngx_int_t             rc;
    ngx_campaign_ctx_t   *ctx;
    ngx_campaign_grpc_t  *s;

    ctx = ngx_http_get_module_ctx(r, ngx_campaign_module);
    s = ctx->grpc;

    r->read_event_handler = ngx_campaign_grpc_read_handler;
    r->write_event_handler = ngx_campaign_grpc_write_handler;

    /* there is none if a handler before this one threw it away */

    if (r->request_body) {
        s->in = r->request_body->bufs;
        r->request_body->bufs = NULL;
    }

    s->read_ns = ctx->start_ns;

    if (s->method == NGX_CAMPAIGN_GRPC_STREAM) {
        ngx_campaign_grpc_enqueue(s);

        rc = ngx_campaign_grpc_header(s);

        if (rc == NGX_ERROR || rc > NGX_OK) {
            ngx_http_finalize_request(r, rc);
            return;
        }
    }

    ngx_campaign_grpc_run(s);
}


static void
ngx_campaign_grpc_read_handler(ngx_http_request_t *r)
{
    ngx_connection_t       *c;
    ngx_campaign_ctx_t     *ctx;
    ngx_campaign_grpc_t    *s;
    ngx_campaign_worker_t  *w;

    c = r->connection;
    ctx = ngx_campaign_get_ctx(r);
    s = ctx->grpc;

    if (c->error) {
        ngx_http_finalize_request(r, NGX_HTTP_CLIENT_CLOSED_REQUEST);
        return;
    }

    if (c->read->timedout) {
        c->read->timedout = 0;

        /* a client that takes nothing is the matter of send_timeout */

        if (s->answer == NULL && !s->waits) {
            ngx_campaign_grpc_finish(s, CX_GRPC_UNAVAILABLE,
                                     "no message came in time");
            return;
        }
    }

    if (s->more_ns == 0) {
        w = ngx_campaign_worker();
        s->more_ns = w->ports.now_ns(w->ports.data);
    }

    ngx_campaign_grpc_run(s);
}


static void
ngx_campaign_grpc_write_handler(ngx_http_request_t *r)
{
    ngx_event_t          *wev;
    ngx_campaign_ctx_t   *ctx;

    wev = r->connection->write;

    if (wev->timedout) {
        ngx_log_error(NGX_LOG_INFO, r->connection->log, NGX_ETIMEDOUT,
                      "client timed out");
        r->connection->timedout = 1;

        ngx_http_finalize_request(r, NGX_HTTP_REQUEST_TIME_OUT);
        return;
    }

    if (wev->delayed) {
        return;
    }

    ctx = ngx_campaign_get_ctx(r);

    ngx_campaign_grpc_run(ctx->grpc);
}


/*
 * As long as there are messages, room for their answers, and it is the turn
 * of this stream.  A client that does not take answers has no more of its
 * messages read: what nginx reads ahead of us is bound by the window of the
 * stream.
 */

void
ngx_campaign_grpc_run(ngx_campaign_grpc_t *s)
{
    ngx_int_t      rc, turn;
    cx_str_t       message;
    cx_error_t     e;
    cx_grpc_rc_e   next;

    if (s->waits) {
        return;
    }

    for ( ;; ) {
        rc = ngx_campaign_grpc_store(s);
        turn = s->in ? ngx_campaign_grpc_turn(s) : NGX_OK;

        if (rc == NGX_OK && turn == NGX_OK) {
            next = ngx_campaign_grpc_next(s, &message, &e);

            if (next == CX_GRPC_MESSAGE) {
                if (ngx_campaign_grpc_message(s, message) == NGX_DONE) {
                    return;
                }

                continue;
            }

            if (next == CX_GRPC_ERROR) {
                ngx_campaign_grpc_refuse(s, &e);
                return;
            }
        }

        /* what is decided goes before anything is waited for */

        if (rc == NGX_ERROR || ngx_campaign_grpc_flush(s) != NGX_OK) {
            ngx_http_finalize_request(s->request, NGX_ERROR);
            return;
        }

        if (rc == NGX_AGAIN) {

            if (s->free == NULL) {
                return;
            }

            continue;
        }

        if (turn == NGX_AGAIN) {
            ngx_campaign_grpc_wait(s);
            return;
        }

        if (ngx_campaign_grpc_more(s) != NGX_OK) {
            return;
        }
    }
}


/* NGX_OK: there is more of the body; NGX_AGAIN: there will be */

static ngx_int_t
ngx_campaign_grpc_more(ngx_campaign_grpc_t *s)
{
    ngx_int_t               rc;
    ngx_http_request_t     *r;
    ngx_campaign_worker_t  *w;

    r = s->request;

    if (!r->reading_body) {
        ngx_campaign_grpc_eof(s);
        return NGX_DONE;
    }

    rc = ngx_http_read_unbuffered_request_body(r);

    if (rc >= NGX_HTTP_SPECIAL_RESPONSE) {
        ngx_campaign_grpc_finish(s, CX_GRPC_INTERNAL,
                                 "the body cannot be read");
        return NGX_DONE;
    }

    s->in = r->request_body->bufs;
    r->request_body->bufs = NULL;

    w = ngx_campaign_worker();
    s->read_ns = s->more_ns ? s->more_ns : w->ports.now_ns(w->ports.data);
    s->more_ns = 0;

    if (s->in != NULL || !r->reading_body) {
        return NGX_OK;
    }

    if (s->draining) {
        ngx_campaign_grpc_finish(s, CX_GRPC_UNAVAILABLE,
                                 "the server is shutting down");
        return NGX_DONE;
    }

    return NGX_AGAIN;
}


static cx_grpc_rc_e
ngx_campaign_grpc_next(ngx_campaign_grpc_t *s, cx_str_t *message,
    cx_error_t *e)
{
    ngx_buf_t       *b;
    ngx_chain_t     *cl;
    cx_grpc_rc_e     rc;
    const uint8_t   *p;

    while (s->in) {
        b = s->in->buf;
        p = b->pos;

        rc = cx_grpc_frame_read(&s->frame, &p, b->last, message, e);

        b->pos = (u_char *) p;

        if (rc == CX_GRPC_ROOM) {
            if (ngx_campaign_grpc_room(s, e) != NGX_OK) {
                return CX_GRPC_ERROR;
            }

            continue;
        }

        if (rc != CX_GRPC_AGAIN) {
            return rc;
        }

        cl = s->in;
        s->in = cl->next;
        ngx_free_chain(s->request->pool, cl);
    }

    return CX_GRPC_AGAIN;
}


static ngx_int_t
ngx_campaign_grpc_room(ngx_campaign_grpc_t *s, cx_error_t *e)
{
    if (s->frame.mem) {
        ngx_free(s->frame.mem);
        s->frame.size = 0;
    }

    s->frame.mem = ngx_alloc(s->frame.len, s->request->connection->log);

    if (s->frame.mem == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "message", NULL,
                        "there is no memory for it");
        return NGX_ERROR;
    }

    s->frame.size = s->frame.len;

    return NGX_OK;
}


static void
ngx_campaign_grpc_eof(ngx_campaign_grpc_t *s)
{
    cx_error_t  e;

    if (cx_grpc_frame_end(&s->frame, &e) != CX_OK) {
        ngx_campaign_grpc_refuse(s, &e);
        return;
    }

    if (s->method != NGX_CAMPAIGN_GRPC_STREAM) {
        (void) cx_error(&e, CX_E_BODY_EMPTY, "body", "one message",
                        "has no message");
        ngx_campaign_grpc_refuse(s, &e);
        return;
    }

    ngx_campaign_grpc_finish(s, CX_GRPC_OK, NULL);
}


/*
 * The answer to one message, into buffers that go round.  NGX_AGAIN: all of
 * them are full.
 */

static ngx_int_t
ngx_campaign_grpc_store(ngx_campaign_grpc_t *s)
{
    u_char     *p;
    size_t      n, size;
    ngx_buf_t  *b;

    while (s->answer) {
        b = ngx_campaign_grpc_buf(s);

        if (b == NULL) {
            return s->nbufs < NGX_CAMPAIGN_GRPC_BUFS ? NGX_ERROR : NGX_AGAIN;
        }

        if (s->nhead) {
            p = s->head + CX_GRPC_HEAD - s->nhead;
            size = s->nhead;

        } else {
            p = s->answer->pos;
            size = s->answer->last - p;
        }

        n = ngx_min(size, (size_t) (b->end - b->last));
        b->last = ngx_cpymem(b->last, p, n);

        if (s->nhead) {
            s->nhead -= n;
            continue;
        }

        s->answer->pos += n;

        if (n == size) {
            s->answer = NULL;
        }
    }

    return NGX_OK;
}


/* one with room in it */

static ngx_buf_t *
ngx_campaign_grpc_buf(ngx_campaign_grpc_t *s)
{
    ngx_buf_t    *b;
    ngx_pool_t   *pool;
    ngx_chain_t  *cl;

    if (s->out) {
        cl = (ngx_chain_t *) ((u_char *) s->last_out
                              - offsetof(ngx_chain_t, next));

        if (cl->buf->last < cl->buf->end) {
            return cl->buf;
        }
    }

    pool = s->request->pool;

    if (s->free) {
        cl = s->free;
        s->free = cl->next;

    } else {

        if (s->nbufs == NGX_CAMPAIGN_GRPC_BUFS) {
            return NULL;
        }

        cl = ngx_alloc_chain_link(pool);
        if (cl == NULL) {
            return NULL;
        }

        cl->buf = ngx_create_temp_buf(pool, NGX_CAMPAIGN_GRPC_BUF);
        if (cl->buf == NULL) {
            return NULL;
        }

        cl->buf->tag = (ngx_buf_tag_t) &ngx_campaign_grpc_run;
        s->nbufs++;
    }

    b = cl->buf;
    b->flush = 0;

    cl->next = NULL;
    *s->last_out = cl;
    s->last_out = &cl->next;

    return b;
}


ngx_int_t
ngx_campaign_grpc_flush(ngx_campaign_grpc_t *s)
{
    ngx_chain_t               *cl;
    ngx_event_t               *wev;
    ngx_http_request_t        *r;
    ngx_http_core_loc_conf_t  *clcf;

    r = s->request;

    if (s->out == NULL && s->busy == NULL) {
        return NGX_OK;
    }

    for (cl = s->out; cl; cl = cl->next) {
        cl->buf->flush = (cl->next == NULL);
    }

    if (ngx_http_output_filter(r, s->out) == NGX_ERROR) {
        return NGX_ERROR;
    }

    ngx_chain_update_chains(r->pool, &s->free, &s->busy, &s->out,
                            (ngx_buf_tag_t) &ngx_campaign_grpc_run);
    s->last_out = &s->out;

    wev = r->connection->write;

    if (s->busy == NULL) {
        if (wev->timer_set && !wev->delayed) {
            ngx_del_timer(wev);
        }

        return NGX_OK;
    }

    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);

    if (!wev->delayed) {
        ngx_add_timer(wev, clcf->send_timeout);
    }

    return ngx_handle_write_event(wev, clcf->send_lowat);
}
