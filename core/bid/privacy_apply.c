/* takes out of a request what may not be used */

#include <math.h>

#include "core/bid/privacy.h"


#define CX_IPV4_KEPT  24
#define CX_IPV6_KEPT  48
#define CX_IP_TEXT    24        /* "ffff:ffff:ffff::" is the longest */


static const cx_str_t  cx_privacy_none = { 0, (const uint8_t *) "" };


static void
cx_privacy_user_ids(cx_ortb_user_t *user)
{
    user->id = cx_privacy_none;
    user->buyeruid = cx_privacy_none;
    user->customdata = cx_privacy_none;
    user->eids.n = 0;

    if (user->ext) {
        user->ext->eids.n = 0;
    }
}


static void
cx_privacy_device_ids(cx_ortb_device_t *d)
{
    d->ifa = cx_privacy_none;
    d->didsha1 = cx_privacy_none;
    d->didmd5 = cx_privacy_none;
    d->dpidsha1 = cx_privacy_none;
    d->dpidmd5 = cx_privacy_none;
    d->macsha1 = cx_privacy_none;
    d->macmd5 = cx_privacy_none;

    if (d->ext) {
        d->ext->ifa_type = cx_privacy_none;
        d->ext->ifv = cx_privacy_none;
    }
}


static double
cx_privacy_coarse(double degrees)
{
    return fabs(degrees) <= 180 ? rint(degrees * 10) / 10 : CX_NO_COORD;
}


static void
cx_privacy_geo(cx_ortb_geo_t *geo, uint32_t things)
{
    if (things & CX_NO_POSITION) {
        geo->lat = CX_NO_COORD;
        geo->lon = CX_NO_COORD;
    }

    if (things & CX_NO_PRECISE_GEO) {
        geo->lat = cx_privacy_coarse(geo->lat);
        geo->lon = cx_privacy_coarse(geo->lon);
        geo->zip = cx_privacy_none;
        geo->ext = cx_privacy_none;
        geo->accuracy = 0;
        geo->lastfix = 0;
    }
}


/* an address that is not one might be anything, and is left out whole */

static cx_str_t
cx_privacy_address(cx_str_t s, cx_arena_t *arena)
{
    int           i;
    uint8_t      *mem;
    cx_buf_t      b;
    cx_address_t  a;

    if (s.len == 0 || cx_address_parse(s, &a) != CX_OK) {
        return cx_privacy_none;
    }

    mem = cx_arena_alloc(arena, CX_IP_TEXT);

    if (mem == NULL) {
        return cx_privacy_none;
    }

    cx_buf_init(&b, mem, CX_IP_TEXT);

    if (a.family == 4) {
        for (i = 24; i >= 32 - CX_IPV4_KEPT; i -= 8) {
            cx_put_uint(&b, (uint64_t) (a.value >> i & 0xff));
            cx_put_char(&b, '.');
        }

        cx_put_char(&b, '0');

    } else {
        for (i = 112; i >= 128 - CX_IPV6_KEPT; i -= 16) {
            cx_put_hex(&b, (uint64_t) (a.value >> i & 0xffff), 4);
            cx_put_char(&b, ':');
        }

        cx_put_char(&b, ':');
    }

    return cx_strn(mem, cx_buf_len(&b));
}


/* members that no table names may carry what others would not be let have */

static void
cx_privacy_unknown(cx_openrtb_request_t *req)
{
    size_t               i;
    cx_ortb_unknown_t  **link, *u;

    static const char *const  objects[] = {
        "user", "user_ext", "device", "device_ext", "geo", "eid", "uid"
    };

    for (link = &req->unknown; *link != NULL; /* void */ ) {
        u = *link;

        for (i = 0; i < cx_nelts(objects); i++) {
            if (strcmp(u->object, objects[i]) == 0) {
                break;
            }
        }

        if (i == cx_nelts(objects)) {
            link = &u->next;

        } else {
            *link = u->next;
        }
    }
}


void
cx_privacy_apply(cx_openrtb_request_t *req, uint32_t things,
    cx_arena_t *arena)
{
    cx_ortb_user_t    *user;
    cx_ortb_device_t  *d;

    user = req->r.user;
    d = req->r.device;

    if (things & CX_NO_USER_IDS) {
        cx_privacy_user_ids(user);
    }

    if (things & CX_NO_SEGMENTS) {
        user->data.n = 0;
        user->kwarray.n = 0;
        user->keywords = cx_privacy_none;
    }

    if (things & CX_NO_DEMOGRAPHICS) {
        user->yob = 0;
        user->gender = cx_privacy_none;
    }

    if (user->geo) {
        cx_privacy_geo(user->geo, things);
    }

    if (d && (things & CX_NO_DEVICE_IDS)) {
        cx_privacy_device_ids(d);
    }

    if (d && d->geo) {
        cx_privacy_geo(d->geo, things);
    }

    if (d && (things & CX_NO_PRECISE_GEO)) {
        d->ip = cx_privacy_address(d->ip, arena);
        d->ipv6 = cx_privacy_address(d->ipv6, arena);
    }

    cx_privacy_unknown(req);
}
