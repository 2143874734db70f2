
#ifndef _NGX_CAMPAIGN_GRPC_H_INCLUDED_
#define _NGX_CAMPAIGN_GRPC_H_INCLUDED_


#include "ngx_campaign.h"
#include "core/openrtb/grpc.h"


typedef enum {
    NGX_CAMPAIGN_GRPC_BID = 0,
    NGX_CAMPAIGN_GRPC_STREAM,
    NGX_CAMPAIGN_GRPC_HEALTH
} ngx_campaign_grpc_method_e;


/* one call; it may have many messages, one of which is at hand */

struct ngx_campaign_grpc_s {
    ngx_http_request_t          *request;
    ngx_campaign_ctx_t          *ctx;
    ngx_campaign_grpc_method_e   method;

    cx_grpc_frame_t              frame;
    ngx_chain_t                 *in;         /* of the body, not yet read */
    ngx_uint_t                   messages;
    uint64_t                     read_ns;    /* when in was there */
    uint64_t                     more_ns;    /* when more than it was; 0: no */

    ngx_pool_t                  *pool;       /* of one message of a stream */
    ngx_buf_t                   *answer;     /* that waits for a buffer */
    u_char                       head[CX_GRPC_HEAD];
    size_t                       nhead;      /* bytes of it that wait */
    ngx_chain_t                 *out;
    ngx_chain_t                **last_out;
    ngx_chain_t                 *free;
    ngx_chain_t                 *busy;
    ngx_uint_t                   nbufs;

    uint64_t                     deadline_ns;    /* 0: none */
    ngx_event_t                  timer;
    ngx_queue_t                  queue;
    ngx_queue_t                  turn;

    unsigned                     begun:1;
    unsigned                     gzip:1;
    unsigned                     queued:1;
    unsigned                     waits:1;    /* for its turn */
    unsigned                     header_sent:1;
    unsigned                     draining:1;
};


/* the call; these take the result of the one before, and end the request */

void ngx_campaign_grpc_finish(ngx_campaign_grpc_t *s,
    cx_grpc_status_e status, const char *text);
void ngx_campaign_grpc_refuse(ngx_campaign_grpc_t *s, const cx_error_t *e);
ngx_int_t ngx_campaign_grpc_header(ngx_campaign_grpc_t *s);

/* NGX_DONE: the request is over */

ngx_int_t ngx_campaign_grpc_message(ngx_campaign_grpc_t *s, cx_str_t message);
ngx_int_t ngx_campaign_grpc_flush(ngx_campaign_grpc_t *s);

/* a stream ends when its worker does */

void ngx_campaign_grpc_enqueue(ngx_campaign_grpc_t *s);
void ngx_campaign_grpc_dequeue(ngx_campaign_grpc_t *s);

/* NGX_AGAIN: others are to be served before its next message */

ngx_int_t ngx_campaign_grpc_turn(ngx_campaign_grpc_t *s);
void ngx_campaign_grpc_wait(ngx_campaign_grpc_t *s);
void ngx_campaign_grpc_leave(ngx_campaign_grpc_t *s);

/* from the client as long as there is something, to it as long as it takes */

void ngx_campaign_grpc_body(ngx_http_request_t *r);
void ngx_campaign_grpc_run(ngx_campaign_grpc_t *s);


#endif /* _NGX_CAMPAIGN_GRPC_H_INCLUDED_ */
