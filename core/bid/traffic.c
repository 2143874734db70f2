/* does it come from a person, and from where? */

#include "core/bid/stages.h"


static cx_nobid_e
cx_bid_refusal(uint32_t findings)
{
    switch (cx_traffic_nbr(__builtin_ctz(findings))) {

    case 3:
        return CX_NOBID_BOT;

    case 5:
        return CX_NOBID_DATA_CENTER;

    case 6:
        return CX_NOBID_DEVICE;
    }

    return CX_NOBID_NON_HUMAN;
}


/* a place that is filled in is under the rules of privacy as any other */

cx_nobid_e
cx_bid_traffic(cx_bid_run_t *run)
{
    uint32_t                 refused;
    cx_address_t             address[2];
    const cx_bid_conf_t     *conf;
    const cx_ortb_device_t  *device;

    conf = run->b->conf;
    device = run->req->r.device;

    if ((conf->traffic == NULL && conf->geo == NULL) || device == NULL) {
        return CX_NOBID_NONE;
    }

    (void) cx_address_parse(device->ip, &address[0]);
    (void) cx_address_parse(device->ipv6, &address[1]);

    if (conf->traffic != NULL) {
        run->d->traffic = cx_traffic_check(conf->traffic, &run->req->r,
                                           address, 2);
        refused = run->d->traffic & conf->traffic->refuse;

        if (refused) {
            return cx_bid_refusal(refused);
        }
    }

    if (conf->geo != NULL
        && cx_geo_fill(conf->geo, &run->req->r, address, 2, run->b->arena)
           == CX_OK)
    {
        run->d->located = 1;
    }

    return CX_NOBID_NONE;
}
