
/*
 * What the stages behind the reader may rely on.
 */

#include <stdio.h>

#include "core/openrtb/read.h"


static cx_rc_t
cx_ortb_conflict(cx_error_t *e, const char *field, const char *other)
{
    return cx_error(e, CX_E_FIELD_CONFLICT, field, "one of them",
                    "%s and %s exclude each other", other, field);
}


static cx_rc_t
cx_ortb_check_conflicts(const cx_ortb_request_t *r, cx_error_t *e)
{
    if (r->site && r->app) {
        return cx_ortb_conflict(e, "app", "site");
    }

    if (r->dooh && (r->site || r->app)) {
        return cx_ortb_conflict(e, "dooh", r->site ? "site" : "app");
    }

    if (r->wseat.n && r->bseat.n) {
        return cx_ortb_conflict(e, "bseat", "wseat");
    }

    if (r->acat.n && r->bcat.n) {
        return cx_ortb_conflict(e, "bcat", "acat");
    }

    if (r->wlang.n && r->wlangb.n) {
        return cx_ortb_conflict(e, "wlangb", "wlang");
    }

    return CX_OK;
}


static cx_rc_t
cx_ortb_check_imp(const cx_ortb_request_t *r, uint32_t n, cx_error_t *e)
{
    char      field[32];
    uint32_t  i;

    if (r->imp.v[n].id.len == 0) {
        (void) snprintf(field, sizeof(field), "imp[%u].id", n);

        return cx_error(e, CX_E_FIELD_MISSING, field, "a string",
                        "required field missing");
    }

    for (i = 0; i < n; i++) {
        if (cx_str_eq(r->imp.v[i].id, r->imp.v[n].id)) {
            (void) snprintf(field, sizeof(field), "imp[%u].id", n);

            return cx_error(e, CX_E_FIELD_VALUE, field,
                            "an id that no other imp has",
                            "the id of imp[%u]", i);
        }
    }

    return CX_OK;
}


cx_rc_t
cx_ortb_check(const cx_ortb_request_t *r, cx_error_t *e)
{
    uint32_t  i;

    if (r->id.len == 0) {
        return cx_error(e, CX_E_FIELD_MISSING, "id", "a string",
                        "required field missing");
    }

    if (r->imp.n == 0) {
        return cx_error(e, CX_E_FIELD_MISSING, "imp",
                        "an array of 1 to 64 objects",
                        "required field missing");
    }

    for (i = 0; i < r->imp.n; i++) {
        if (cx_ortb_check_imp(r, i, e) != CX_OK) {
            return CX_ERROR;
        }
    }

    return cx_ortb_check_conflicts(r, e);
}


static void
cx_ortb_settle_regs(cx_ortb_regs_t *regs)
{
    const cx_ortb_regs_ext_t  *ext;

    ext = regs->ext;

    if (ext == NULL) {
        return;
    }

    if (regs->gdpr == CX_ABSENT) {
        regs->gdpr = ext->gdpr;
    }

    if (regs->us_privacy.len == 0) {
        regs->us_privacy = ext->us_privacy;
    }

    if (regs->gpp.len == 0) {
        regs->gpp = ext->gpp;
    }

    if (regs->gpp_sid.n == 0) {
        regs->gpp_sid = ext->gpp_sid;
    }
}


static void
cx_ortb_settle_user(cx_ortb_user_t *user)
{
    if (user->ext == NULL) {
        return;
    }

    if (user->consent.len == 0) {
        user->consent = user->ext->consent;
    }

    if (user->eids.n == 0) {
        user->eids.n = user->ext->eids.n;
        user->eids.v = user->ext->eids.v;
    }
}


static void
cx_ortb_settle_imp(cx_ortb_imp_t *imp)
{
    uint32_t         i;
    cx_ortb_deal_t  *deal;

    static const cx_str_t  usd = cx_string("USD");

    if (imp->bidfloorcur.len == 0) {
        imp->bidfloorcur = usd;
    }

    if (imp->rwdd == 0 && imp->ext && imp->ext->rewarded == 1) {
        imp->rwdd = 1;
    }

    if (imp->video && imp->video->slotinpod == 0) {
        imp->video->slotinpod = imp->video->sequence;
    }

    if (imp->audio && imp->audio->slotinpod == 0) {
        imp->audio->slotinpod = imp->audio->sequence;
    }

    /* the currency of a deal's floor is its own, not that of its imp */

    for (i = 0; imp->pmp && i < imp->pmp->deals.n; i++) {
        deal = &imp->pmp->deals.v[i];

        if (deal->bidfloorcur.len == 0) {
            deal->bidfloorcur = usd;
        }
    }
}


static void
cx_ortb_settle_domain(cx_openrtb_request_t *req)
{
    const cx_ortb_request_t  *r;

    r = &req->r;

    if (r->site) {
        req->domain = r->site->domain;

    } else if (r->app) {
        req->domain = r->app->bundle;

    } else if (r->dooh) {
        req->domain = r->dooh->id.len ? r->dooh->id : r->dooh->name;
    }
}


/* an object that must be there, as if it had come empty */

static void *
cx_ortb_empty(const cx_ortb_reader_t *rd, cx_ortb_object_e type,
    cx_arena_t *arena)
{
    void                    *p;
    const cx_ortb_object_t  *o;

    o = &rd->object[type];

    p = cx_arena_alloc(arena, o->size);

    if (p != NULL) {
        memcpy(p, o->image, o->size);
    }

    return p;
}


cx_rc_t
cx_ortb_settle(const cx_ortb_reader_t *rd, cx_openrtb_request_t *req,
    cx_arena_t *arena, cx_error_t *e)
{
    uint32_t            i;
    cx_ortb_request_t  *r;

    r = &req->r;

    if (r->regs == NULL) {
        r->regs = cx_ortb_empty(rd, CX_ORTB_O_regs, arena);
    }

    if (r->user == NULL) {
        r->user = cx_ortb_empty(rd, CX_ORTB_O_user, arena);
    }

    if (r->source == NULL) {
        r->source = cx_ortb_empty(rd, CX_ORTB_O_source, arena);
    }

    if (r->regs == NULL || r->user == NULL || r->source == NULL) {
        return cx_error(e, CX_E_TOO_COMPLEX, "body", "fewer parts",
                        "more parts than there is memory for");
    }

    cx_ortb_settle_regs(r->regs);
    cx_ortb_settle_user(r->user);

    if (r->source->schain == NULL && r->source->ext) {
        r->source->schain = r->source->ext->schain;
    }

    for (i = 0; i < r->imp.n; i++) {
        cx_ortb_settle_imp(&r->imp.v[i]);
    }

    cx_ortb_settle_domain(req);

    return CX_OK;
}
