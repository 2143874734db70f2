/* who the user is, as far as that may be known */

#include "core/bid/privacy.h"
#include "core/bid/stages.h"


static const char *const  cx_user_id_names[] = {
#define CX_USER_ID_NAME(id, name)  name,
    CX_USER_IDS(CX_USER_ID_NAME)
#undef CX_USER_ID_NAME
};


/* 00000000-0000-… is what a device says that keeps its id to itself */

static int
cx_user_is_id(cx_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        if (s.data[i] != '0' && s.data[i] != '-') {
            return 1;
        }
    }

    return 0;
}


static cx_str_t
cx_user_eid(const cx_ortb_user_t *user, cx_str_t source)
{
    uint32_t              i, j;
    const cx_ortb_eid_t  *eid;

    for (i = 0; i < user->eids.n; i++) {
        eid = &user->eids.v[i];

        if (source.len && !cx_str_eq_nocase(source, eid->source)) {
            continue;
        }

        for (j = 0; j < eid->uids.n; j++) {
            if (cx_user_is_id(eid->uids.v[j].id)) {
                return eid->uids.v[j].id;
            }
        }
    }

    return cx_str("");
}


static cx_str_t
cx_user_id(const cx_ortb_request_t *r, const cx_exchange_t *x, uint32_t kind)
{
    switch (kind) {

    case CX_USER_ID_USER:
        return r->user->id;

    case CX_USER_ID_BUYER:
        return r->user->buyeruid;

    case CX_USER_ID_EID:
        return cx_user_eid(r->user, x->eid_source);

    default: /* CX_USER_ID_IFA */
        return r->device ? r->device->ifa : cx_str("");
    }
}


/* of the kinds that the exchange's profile asks for, the first that is there */

static void
cx_user_choose(cx_openrtb_request_t *req, const cx_exchange_t *x)
{
    cx_str_t  id;
    uint32_t  i, n, kind;

    n = x->nids ? x->nids : CX_USER_ID_MAX;

    for (i = 0; i < n; i++) {
        kind = x->nids ? x->id[i] : i;
        id = cx_user_id(&req->r, x, kind);

        if (cx_user_is_id(id)) {
            req->user_id = id;
            req->user_id_source = cx_strn(cx_user_id_names[kind],
                                          strlen(cx_user_id_names[kind]));
            return;
        }
    }
}


/* an id that may be looked up by and not be kept stays with the lookup */

static void
cx_user_forget(cx_bid_run_t *run)
{
    cx_privacy_apply(run->req, CX_NO_USER_IDS | CX_NO_DEVICE_IDS,
                     run->b->arena);

    run->req->user_id = cx_str("");
    run->req->user_id_source = cx_str("");
}


void
cx_bid_user(cx_bid_run_t *run)
{
    cx_str_t              id;
    cx_vendor_t           vendor;
    cx_decision_t        *d;
    const cx_bid_conf_t  *conf;

    d = run->d;
    conf = run->b->conf;

    vendor.id = conf->vendor;
    vendor.interest = conf->vendor_interest;
    vendor.flexible = conf->vendor_flexible;

    d->privacy = cx_privacy_states(&run->req->r, &vendor);

    if (d->privacy) {
        d->removed = cx_privacy_removes(d->privacy);
        cx_privacy_apply(run->req, d->removed, run->b->arena);
    }

    cx_user_choose(run->req, conf->exchange);

    id = run->req->user_id;
    run->known_by = d->removed & CX_NO_PROFILE ? cx_str("") : id;
    run->user = d->removed & CX_NO_CAPS ? 0 : cx_bid_user_hash(id);

    if (id.len && (d->removed & CX_NO_LOG)) {
        cx_user_forget(run);
    }
}


/* who told us not to be advertised to by what we know of him */

static void
cx_user_refuses(cx_bid_run_t *run)
{
    uint32_t        things;
    cx_decision_t  *d;

    d = run->d;
    d->profile = cx_profile_null;
    d->privacy |= CX_PRIVACY_CUSTOMER;

    things = cx_privacy_removes(CX_PRIVACY_CUSTOMER);
    cx_privacy_apply(run->req, things & ~d->removed, run->b->arena);
    d->removed |= things;

    if (things & CX_NO_LOG) {
        cx_user_forget(run);
    }
}


void
cx_bid_profile(cx_bid_run_t *run)
{
    cx_profile_t          *profile;
    const cx_bid_ports_t  *ports;

    ports = run->b->ports;
    profile = &run->d->profile;
    *profile = cx_profile_null;

    if (run->known_by.len == 0) {
        return;
    }

    if (ports->profile(ports->data, run->known_by, profile) != CX_OK) {
        *profile = cx_profile_null;

    } else if (!profile->consent) {
        cx_user_refuses(run);
    }
}
