#include "core/bid/bid.h"


/* the world of one that knows nobody, stops nothing and counts no money */

static uint64_t
cx_null_now(void *data)
{
    (void) data;

    return cx_clock_system.mono_ns(cx_clock_system.data);
}


static cx_rc_t
cx_null_profile(void *data, cx_str_t user_id, cx_profile_t *p)
{
    (void) data;
    (void) user_id;
    (void) p;

    return CX_DECLINED;
}


static cx_rc_t
cx_null_slot(void *data, const cx_hit_t *hit)
{
    (void) data;
    (void) hit;

    return CX_OK;
}


static cx_rc_t
cx_null_caps(void *data, const cx_hit_t *hit, uint64_t user)
{
    (void) data;
    (void) hit;
    (void) user;

    return CX_OK;
}


static cx_rc_t
cx_null_reserve(void *data, const cx_hit_t *hit, int64_t nanos,
    uint32_t life_s, uint32_t *bucket, uint32_t *epoch)
{
    (void) data;
    (void) hit;
    (void) nanos;
    (void) life_s;

    *bucket = 0;
    *epoch = 0;

    return CX_OK;
}


static void
cx_null_emit(void *data, const cx_openrtb_request_t *req,
    const cx_decision_t *d)
{
    (void) data;
    (void) req;
    (void) d;
}


const cx_bid_ports_t  cx_bid_ports_null = {
    .now_ns  = cx_null_now,
    .profile = cx_null_profile,
    .slot    = cx_null_slot,
    .caps    = cx_null_caps,
    .reserve = cx_null_reserve,
    .emit    = cx_null_emit
};
