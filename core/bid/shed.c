/*
 * A worker that is late answers fewer requests: those of the least value are
 * let go first, ever more the later it is.  What is worth how much is below;
 * a guaranteed deal has to be bid on and is never let go.
 */

#include "core/bid/stages.h"


#define CX_SHED_ALL  1000


static int
cx_shed_deals(const cx_openrtb_request_t *req)
{
    uint32_t  i;

    for (i = 0; i < req->r.imp.n; i++) {
        if (req->r.imp.v[i].pmp != NULL && req->r.imp.v[i].pmp->deals.n) {
            return 1;
        }
    }

    return 0;
}


static int
cx_shed_guaranteed(const cx_openrtb_request_t *req)
{
    uint32_t              i, k;
    const cx_ortb_pmp_t  *pmp;

    for (i = 0; i < req->r.imp.n; i++) {
        pmp = req->r.imp.v[i].pmp;

        for (k = 0; pmp != NULL && k < pmp->deals.n; k++) {
            if (pmp->deals.v[k].guar == 1) {
                return 1;
            }
        }
    }

    return 0;
}


static int
cx_shed_user(const cx_openrtb_request_t *req)
{
    return req->user_id.len != 0;
}


static int
cx_shed_stream(const cx_openrtb_request_t *req)
{
    uint32_t  i;

    for (i = 0; i < req->r.imp.n; i++) {
        if (req->r.imp.v[i].video != NULL || req->r.imp.v[i].audio != NULL) {
            return 1;
        }
    }

    return 0;
}


static int
cx_shed_place(const cx_openrtb_request_t *req)
{
    return req->domain.len != 0;
}


static int
cx_shed_several(const cx_openrtb_request_t *req)
{
    return req->r.imp.n > 1;
}


/* together they are less than CX_SHED_ALL */

static const struct {
    uint32_t   points;
    int      (*has)(const cx_openrtb_request_t *req);
} cx_shed_values[] = {
    { 400, cx_shed_deals },
    { 250, cx_shed_user },
    { 150, cx_shed_stream },
    { 100, cx_shed_place },
    { 90,  cx_shed_several }
};


/* CX_DECLINED: not now */

cx_rc_t
cx_bid_shed(const cx_bid_run_t *run)
{
    size_t                i;
    uint64_t              bar;
    uint32_t              late, value;
    const cx_exchange_t  *ex;

    ex = run->b->conf->exchange;
    late = run->b->late_us;

    if (ex->shed_full_us == 0 || late <= ex->shed_from_us) {
        return CX_OK;
    }

    bar = late >= ex->shed_full_us
          ? CX_SHED_ALL : (uint64_t) (late - ex->shed_from_us) * CX_SHED_ALL
                          / (ex->shed_full_us - ex->shed_from_us);

    for (i = 0, value = 0; i < cx_nelts(cx_shed_values); i++) {
        if (cx_shed_values[i].has(run->req)) {
            value += cx_shed_values[i].points;
        }
    }

    return value >= bar || cx_shed_guaranteed(run->req) ? CX_OK : CX_DECLINED;
}
