#include "core/bid/stages.h"


/* CX_DECLINED: no time is left */

static cx_rc_t
cx_bid_imp(cx_bid_run_t *run, cx_imp_decision_t *imp)
{
    cx_rc_t  stands;

    stands = cx_bid_stand(run, imp);

    if (!cx_bid_passed(run, CX_STAGE_MATCH)) {
        imp->reason = cx_bid_cut(run);
        return CX_DECLINED;
    }

    if (stands != CX_OK) {
        return CX_OK;
    }

    cx_bid_score(run, imp);

    if (cx_bid_offers(run, imp) != CX_OK) {
        imp->reason = CX_NOBID_TOO_LARGE;
    }

    if (!cx_bid_passed(run, CX_STAGE_SCORE)) {
        imp->noffers = 0;
        imp->reason = cx_bid_cut(run);
        return CX_DECLINED;
    }

    return CX_OK;
}


static cx_nobid_e
cx_bid_stages(cx_bid_run_t *run)
{
    uint32_t    i;
    cx_nobid_e  reason;

    if (!cx_bid_lap(run, CX_STAGE_READ)) {
        return cx_bid_cut(run);
    }

    reason = cx_bid_traffic(run);

    if (reason == CX_NOBID_NONE) {
        reason = cx_bid_supply(run);
    }

    if (!cx_bid_passed(run, CX_STAGE_TRAFFIC) && reason == CX_NOBID_NONE) {
        reason = cx_bid_cut(run);
    }

    if (reason != CX_NOBID_NONE) {
        return reason;
    }

    cx_bid_user(run);

    if (!cx_bid_passed(run, CX_STAGE_USER)) {
        return cx_bid_cut(run);
    }

    if (cx_bid_shed(run) != CX_OK) {
        return CX_NOBID_SHED;
    }

    cx_bid_profile(run);

    if (!cx_bid_passed(run, CX_STAGE_PROFILE)) {
        return cx_bid_cut(run);
    }

    if (run->b->catalog == NULL) {
        return CX_NOBID_NO_CATALOG;
    }

    if (cx_bid_stand_begin(run) != CX_OK || cx_bid_score_begin(run) != CX_OK
        || cx_bid_imps(run) != CX_OK)
    {
        return CX_NOBID_TOO_LARGE;
    }

    for (i = 0; i < run->d->nimps; i++) {
        if (cx_bid_imp(run, &run->d->imp[i]) != CX_OK) {
            break;
        }
    }

    for (i++; i < run->d->nimps; i++) {
        run->d->imp[i].reason = cx_bid_cut(run);
    }

    /* what was complete before the time was over can still be in time */

    if (run->lap_ns < run->late_ns) {
        cx_bid_select(run);
        (void) cx_bid_lap(run, CX_STAGE_SELECT);
    }

    return CX_NOBID_NONE;
}


static inline cx_rc_t
cx_bid_read(const cx_bid_t *b, const uint8_t *body, size_t len,
    cx_openrtb_request_t **req, cx_error_t *e)
{
    return b->format == CX_BID_PROTOBUF
           ? cx_openrtb_read_protobuf(b->reader, body, len, b->arena, req, e)
           : cx_openrtb_read(b->reader, body, len, b->arena, req, e);
}


cx_rc_t
cx_bid_decide(const cx_bid_t *b, const uint8_t *body, size_t len,
    cx_openrtb_request_t **req, cx_decision_t **d, cx_error_t *e)
{
    cx_bid_run_t  run;

    if (cx_bid_begin(&run, b, d) != CX_OK) {
        return cx_error(e, CX_E_NO_MEMORY, "request", NULL,
                        "the memory of a request is too small");
    }

    if (cx_bid_read(b, body, len, req, e) != CX_OK) {
        (void) cx_bid_lap(&run, CX_STAGE_READ);
        run.d->reason = CX_NOBID_INVALID;
        return CX_ERROR;
    }

    run.req = *req;

    cx_bid_deadline(&run);
    cx_bid_total(&run, cx_bid_stages(&run));

    return CX_OK;
}
