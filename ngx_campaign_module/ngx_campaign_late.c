
/*
 * How late a worker process is.  What the kernel has ready when the event
 * loop asks is a batch, and is worked off one by one: a request of it has
 * waited since the batch began.  If the loop did not have to wait for the
 * batch, its requests became ready at some time while the one before it was
 * worked off, in the middle of that on the average.
 *
 * A batch begins with its first auction; its end is told by an event posted
 * then, which nginx runs after all others of the batch.
 */

#include "ngx_campaign.h"


/* asking the kernel for a batch that is there takes less than this */

#define NGX_CAMPAIGN_ASK_NS  50000


static void ngx_campaign_late_end(ngx_event_t *ev);


void
ngx_campaign_late_init(ngx_campaign_worker_t *w)
{
    w->late.event.handler = ngx_campaign_late_end;
    w->late.event.data = w;
    w->late.event.log = w->log;
}


uint32_t
ngx_campaign_late_us(ngx_campaign_worker_t *w, uint64_t now)
{
    uint64_t              ns;
    ngx_campaign_late_t  *late;

    late = &w->late;

    if (!late->event.posted) {
        late->waited = now - late->end < NGX_CAMPAIGN_ASK_NS ? late->took / 2
                                                             : 0;
        late->begin = now;

        ngx_post_event(&late->event, &ngx_posted_events);
    }

    ns = late->waited + (now - late->begin);

    return (uint32_t) ngx_min(ns / 1000, NGX_CAMPAIGN_LATE_MAX);
}


static void
ngx_campaign_late_end(ngx_event_t *ev)
{
    ngx_campaign_late_t    *late;
    ngx_campaign_worker_t  *w;

    w = ev->data;
    late = &w->late;

    late->end = w->ports.now_ns(w->ports.data);
    late->took = late->end - late->begin;
}
