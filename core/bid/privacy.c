/* which states a request is in, and what they take away */

#include "core/bid/privacy.h"


/* purposes for which there is no legitimate interest */

#define CX_BY_CONSENT_ONLY  (CX_PURPOSE(1) | CX_PURPOSE(3) | CX_PURPOSE(4)    \
                             | CX_PURPOSE(5) | CX_PURPOSE(6))

#define CX_PRIVACY_USE_STATE(id, name, purposes, features, state)             \
    | CX_PRIVACY_##state

#define CX_PRIVACY_ALL_USES  (0 CX_PRIVACY_USES(CX_PRIVACY_USE_STATE))


static const struct {
    const char  *name;
    uint32_t     removes;
} cx_privacy_table[] = {
#define CX_PRIVACY_ROW(id, name, when, removes)  { name, removes },
    CX_PRIVACY_STATES(CX_PRIVACY_ROW)
#undef CX_PRIVACY_ROW
};

static const char *const  cx_privacy_things[] = {
#define CX_PRIVACY_NAME(id, name, what)  name,
    CX_PRIVACY_THINGS(CX_PRIVACY_NAME)
#undef CX_PRIVACY_NAME
};

static const struct {
    uint32_t  purposes;
    uint32_t  features;
    uint32_t  state;
} cx_privacy_uses[] = {
#define CX_PRIVACY_USE(id, name, purposes, features, state)                   \
    { purposes, features, CX_PRIVACY_##state },
    CX_PRIVACY_USES(CX_PRIVACY_USE)
#undef CX_PRIVACY_USE
};

static const struct {
    uint32_t  said;
    uint32_t  state;
} cx_privacy_us[] = {
    { CX_US_CHILD,     CX_PRIVACY_CHILD },
    { CX_US_SALE,      CX_PRIVACY_US_SALE },
    { CX_US_SHARING,   CX_PRIVACY_US_SHARING },
    { CX_US_TARGETED,  CX_PRIVACY_US_TARGETED },
    { CX_US_SERVICE,   CX_PRIVACY_US_SERVICE },
    { CX_US_SENSITIVE, CX_PRIVACY_US_SENSITIVE },
    { CX_US_GEO,       CX_PRIVACY_US_GEO },
    { CX_US_GPC,       CX_PRIVACY_GPC }
};

_Static_assert(CX_PRIVACY_STATE_MAX <= 31 && CX_PRIVACY_THING_MAX <= 31,
               "states and things are bits of an int");


const char *
cx_privacy_state_name(unsigned state)
{
    return state < CX_PRIVACY_STATE_MAX ? cx_privacy_table[state].name : NULL;
}


const char *
cx_privacy_thing_name(unsigned thing)
{
    return thing < CX_PRIVACY_THING_MAX ? cx_privacy_things[thing] : NULL;
}


uint32_t
cx_privacy_removes(uint32_t states)
{
    uint32_t  things;

    for (things = 0; states; states &= states - 1) {
        things |= cx_privacy_table[__builtin_ctz(states)].removes;
    }

    return things;
}


/*
 * A purpose is had by the basis under which it was declared, not by whichever
 * happens to be there: vendors' bits of legitimate interest are set for
 * special purposes, too, and a user who refused consent has not been asked
 * for more.  A publisher's wish for the other basis is granted where we are
 * flexible; where we are not, there is none.
 */

int
cx_privacy_purpose(const cx_tcf_t *t, const cx_vendor_t *v, uint32_t purpose)
{
    int       interest;
    uint32_t  bit;

    bit = CX_PURPOSE(purpose);
    interest = (v->interest & bit & ~CX_BY_CONSENT_ONLY) != 0;

    /* what was not shown to the user cannot have been agreed to */

    if (purpose == 1 && t->purpose_one) {
        return 0;
    }

    if (t->restricted[CX_TCF_NOT_ALLOWED] & bit) {
        return 0;
    }

    if (t->restricted[interest ? CX_TCF_BY_CONSENT : CX_TCF_BY_INTEREST]
        & bit)
    {
        if ((v->flexible & bit & ~CX_BY_CONSENT_ONLY) == 0) {
            return 0;
        }

        interest = !interest;
    }

    return interest ? t->vendor_interest && (t->interest & bit)
                    : t->vendor_consent && (t->consent & bit);
}


static int
cx_privacy_may(const cx_tcf_t *t, const cx_vendor_t *v, uint32_t purposes)
{
    for ( /* void */ ; purposes; purposes &= purposes - 1) {
        if (!cx_privacy_purpose(t, v, (uint32_t) __builtin_ctz(purposes))) {
            return 0;
        }
    }

    return 1;
}


static uint32_t
cx_privacy_tcf(cx_rc_t rc, const cx_tcf_t *t, const cx_vendor_t *v)
{
    size_t    i;
    uint32_t  states;

    if (rc != CX_OK) {
        return CX_PRIVACY_TCF_CONSENT | CX_PRIVACY_ALL_USES;
    }

    if ((t->has_disclosed && !t->disclosed)
        || (!t->vendor_consent && !t->vendor_interest))
    {
        return CX_PRIVACY_TCF_VENDOR | CX_PRIVACY_ALL_USES;
    }

    for (i = 0, states = 0; i < cx_nelts(cx_privacy_uses); i++) {
        if ((t->features & cx_privacy_uses[i].features)
            != cx_privacy_uses[i].features
            || !cx_privacy_may(t, v, cx_privacy_uses[i].purposes))
        {
            states |= cx_privacy_uses[i].state;
        }
    }

    return states;
}


static uint32_t
cx_privacy_eu(cx_str_t consent, const cx_vendor_t *v)
{
    cx_rc_t   rc;
    cx_tcf_t  t;

    rc = consent.len ? cx_tcf_read(consent, v->id, &t) : CX_ERROR;

    return cx_privacy_tcf(rc, &t, v);
}


static uint32_t
cx_privacy_us_states(cx_rc_t rc, uint32_t said)
{
    size_t    i;
    uint32_t  states;

    if (rc != CX_OK) {
        return CX_PRIVACY_UNREADABLE;
    }

    for (i = 0, states = 0; i < cx_nelts(cx_privacy_us); i++) {
        states |= said & cx_privacy_us[i].said ? cx_privacy_us[i].state : 0;
    }

    return states;
}


/*
 * A section that applies.  One that is said to apply and is not there, or
 * that we know nothing of, is not to be read.
 */

static uint32_t
cx_privacy_section(const cx_ortb_request_t *r, const cx_vendor_t *v,
    const cx_gpp_t *gpp, uint32_t id)
{
    cx_rc_t          rc;
    cx_tcf_t         t;
    uint32_t         said;
    const cx_str_t  *s;

    said = 0;
    s = cx_gpp_section(gpp, id);

    switch (id) {

    case CX_GPP_TCF_EU_V1:
    case CX_GPP_TCF_EU:

        /* the request's own string is nearer to its source, and wins */

        return cx_privacy_eu(r->user->consent.len ? r->user->consent
                             : s && id == CX_GPP_TCF_EU ? *s : cx_str(""), v);

    case CX_GPP_HEADER:
    case CX_GPP_INTEGRITY:
        return 0;

    case CX_GPP_TCF_CA:
        rc = s ? cx_tcf_ca_read(*s, v->id, &t) : CX_ERROR;
        return cx_privacy_tcf(rc, &t, v);

    case CX_GPP_USP:

        if (s == NULL && r->regs->us_privacy.len) {
            return 0;
        }

        rc = s ? cx_usp_read(*s, &said) : CX_ERROR;
        return cx_privacy_us_states(rc, said);

    default:
        rc = s ? cx_us_read(id, *s, &said) : CX_ERROR;
        return cx_privacy_us_states(rc, said);
    }
}


/*
 * gpp_sid says which sections apply.  Where it is absent, whatever a user of
 * the United States has said in any of them counts: to honour an opt-out too
 * many is no fault.
 */

static uint32_t
cx_privacy_gpp(const cx_ortb_request_t *r, const cx_vendor_t *v, int *eu)
{
    int32_t                sid;
    uint32_t               i, states;
    uint64_t               done;
    cx_gpp_t               gpp;
    const cx_ortb_regs_t  *regs;

    states = 0;
    regs = r->regs;

    if (regs->gpp.len == 0 || cx_gpp_read(regs->gpp, &gpp) != CX_OK) {
        states = regs->gpp_sid.n ? 0 : CX_PRIVACY_UNREADABLE;
        gpp.n = 0;
    }

    for (i = 0; regs->gpp_sid.n == 0 && i < gpp.n; i++) {
        if (gpp.id[i] >= CX_GPP_USP) {
            states |= cx_privacy_section(r, v, &gpp, gpp.id[i]);
        }
    }

    for (i = 0, done = 0; i < regs->gpp_sid.n; i++) {
        sid = regs->gpp_sid.v[i];

        if (sid <= 0) {
            continue;
        }

        if (sid > 63) {
            states |= CX_PRIVACY_UNREADABLE;
            continue;
        }

        if ((done & 1ULL << sid) == 0) {
            done |= 1ULL << sid;
            states |= cx_privacy_section(r, v, &gpp, (uint32_t) sid);
        }
    }

    if (done & (1ULL << CX_GPP_TCF_EU | 1ULL << CX_GPP_TCF_EU_V1)) {
        *eu = 1;

    } else if (regs->gdpr > 0) {
        states |= cx_privacy_section(r, v, &gpp, CX_GPP_TCF_EU);
        *eu = 1;
    }

    return states;
}


static uint32_t
cx_privacy_device(const cx_ortb_device_t *d)
{
    uint32_t  states;

    states = 0;

    if (d->lmt > 0) {
        states |= CX_PRIVACY_LMT;
    }

    if (d->dnt > 0) {
        states |= CX_PRIVACY_DNT;
    }

    if (d->ext && (d->ext->atts == 1 || d->ext->atts == 2)) {
        states |= CX_PRIVACY_ATTS;
    }

    return states;
}


static int
cx_privacy_gpc(const cx_ortb_regs_ext_t *ext)
{
    return ext != NULL && ext->gpc.len && !cx_str_eq(ext->gpc, cx_str("0"))
           && !cx_str_eq(ext->gpc, cx_str("false"));
}


uint32_t
cx_privacy_states(const cx_ortb_request_t *r, const cx_vendor_t *v)
{
    int                    eu;
    cx_rc_t                rc;
    uint32_t               states, said;
    const cx_ortb_regs_t  *regs;

    eu = 0;
    said = 0;
    regs = r->regs;
    states = regs->coppa > 0 ? CX_PRIVACY_COPPA : 0;

    if (regs->gpp.len || regs->gpp_sid.n) {
        states |= cx_privacy_gpp(r, v, &eu);
    }

    if (regs->gdpr > 0 && !eu) {
        states |= cx_privacy_eu(r->user->consent, v);
    }

    if (regs->us_privacy.len) {
        rc = cx_usp_read(regs->us_privacy, &said);
        states |= cx_privacy_us_states(rc, said);
    }

    if (cx_privacy_gpc(regs->ext)) {
        states |= CX_PRIVACY_GPC;
    }

    return r->device ? states | cx_privacy_device(r->device) : states;
}
