
/*
 * Streams take turns with everybody else.  As many messages as have come are
 * answered for about a millisecond in each round of the event loop; a stream
 * that has more of them then waits for the next round, in a queue in which
 * the streams of all connections are.
 */

#include "ngx_campaign_grpc.h"


#define NGX_CAMPAIGN_GRPC_TURN_NS  1000000

/* no timer that anybody waits for: see ngx_campaign_grpc_wait() */

#define NGX_CAMPAIGN_GRPC_HOLD     1000


static void ngx_campaign_grpc_round(ngx_event_t *ev);


static ngx_queue_t  ngx_campaign_grpc_waiting;
static ngx_event_t  ngx_campaign_grpc_next_round;

/* the round that is: nginx looks at the clock once in each */

static uint64_t    ngx_campaign_grpc_begin_ns;
static ngx_msec_t  ngx_campaign_grpc_msec;


ngx_int_t
ngx_campaign_grpc_turn(ngx_campaign_grpc_t *s)
{
    uint64_t                now;
    ngx_campaign_worker_t  *w;

    if (s->method != NGX_CAMPAIGN_GRPC_STREAM) {
        return NGX_OK;
    }

    w = ngx_campaign_worker();
    now = w->ports.now_ns(w->ports.data);

    if (ngx_campaign_grpc_msec != ngx_current_msec
        || ngx_campaign_grpc_begin_ns == 0)
    {
        ngx_campaign_grpc_msec = ngx_current_msec;
        ngx_campaign_grpc_begin_ns = now;
    }

    return now - ngx_campaign_grpc_begin_ns < NGX_CAMPAIGN_GRPC_TURN_NS
           ? NGX_OK : NGX_AGAIN;
}


/*
 * The timer is there for a worker that is to go: it stays as long as it has
 * one, and an event that is posted does not count.
 */

void
ngx_campaign_grpc_wait(ngx_campaign_grpc_t *s)
{
    ngx_event_t              *ev;
    static ngx_connection_t   dumb;

    ev = &ngx_campaign_grpc_next_round;

    if (ev->handler == NULL) {
        ngx_queue_init(&ngx_campaign_grpc_waiting);

        dumb.fd = (ngx_socket_t) -1;

        ev->handler = ngx_campaign_grpc_round;
        ev->data = &dumb;
    }

    ngx_queue_insert_tail(&ngx_campaign_grpc_waiting, &s->turn);
    s->waits = 1;

    ev->log = ngx_cycle->log;

    ngx_post_event(ev, &ngx_posted_next_events);

    if (!ev->timer_set) {
        ngx_add_timer(ev, NGX_CAMPAIGN_GRPC_HOLD);
    }
}


/* it is over, whether or not it waits */

void
ngx_campaign_grpc_leave(ngx_campaign_grpc_t *s)
{
    ngx_event_t  *ev;

    if (!s->waits) {
        return;
    }

    ngx_queue_remove(&s->turn);
    s->waits = 0;

    ev = &ngx_campaign_grpc_next_round;

    if (!ngx_queue_empty(&ngx_campaign_grpc_waiting)) {
        return;
    }

    if (ev->posted) {
        ngx_delete_posted_event(ev);
    }

    if (ev->timer_set) {
        ngx_del_timer(ev);
    }
}


static void
ngx_campaign_grpc_round(ngx_event_t *ev)
{
    ngx_queue_t          *q;
    ngx_connection_t     *c;
    ngx_campaign_grpc_t  *s;

    ngx_campaign_grpc_begin_ns = 0;

    do {
        q = ngx_queue_head(&ngx_campaign_grpc_waiting);
        s = ngx_queue_data(q, ngx_campaign_grpc_t, turn);
        c = s->request->connection;

        ngx_campaign_grpc_leave(s);

        ngx_http_set_log_request(c->log, s->request);

        ngx_campaign_grpc_run(s);

        ngx_http_run_posted_requests(c);

    } while (!ngx_queue_empty(&ngx_campaign_grpc_waiting) && !ev->posted);
}
