#include "core/bid/stages.h"


/* which id it is was settled when the request was read */

void
cx_bid_user(cx_bid_run_t *run)
{
    run->user = cx_bid_user_hash(run->req->user_id);
}


void
cx_bid_profile(cx_bid_run_t *run)
{
    const cx_bid_ports_t  *ports;

    ports = run->b->ports;
    run->d->profile = cx_profile_null;

    if (run->user == 0) {
        return;
    }

    if (ports->profile(ports->data, run->req->user_id, &run->d->profile)
        != CX_OK)
    {
        run->d->profile = cx_profile_null;
    }
}
