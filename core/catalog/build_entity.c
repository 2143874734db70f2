/* the lines: campaigns, ad groups, lists and orgs; creatives are next door */

#include <stdio.h>

#include "core/catalog/build.h"


cx_rc_t
cx_b_take_id(cx_builder_t *b, cx_b_id_e kind, cx_cat_str_t id, uint32_t index,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint32_t      *place;
    cx_str_t       s;
    cx_json_at_t   here;

    place = cx_map64_put(&b->ids, cx_b_id(kind, id));

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    if (*place) {
        s = cx_b_str(b, id);
        here = (cx_json_at_t) { at, "id", 2, 0 };
        return cx_json_error(&here, e, CX_E_FIELD_CONFLICT, "each id once",
                             "\"%.*s\" was there before", (int) s.len,
                             (const char *) s.data);
    }

    *place = index + 1;

    return CX_OK;
}


static cx_rc_t
cx_b_set_currency(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t  s;
    uint32_t  c;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    c = cx_currency(s);

    if (c == 0) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "three capital letters: \"USD\"", "is \"%.*s\"",
                             (int) cx_min(s.len, 40), (const char *) s.data);
    }

    *(uint32_t *) ((uint8_t *) ((cx_b_ctx_t *) ctx)->rec + field->offset) = c;

    return CX_OK;
}


/* only what is live may bid; the others keep their slots */

static cx_rc_t
cx_b_set_state(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    size_t              i;
    cx_str_t            s;
    static const char  *states[] = { "live", "draft", "scheduled", "paused",
                                     "ended", "archived" };

    (void) field;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < cx_nelts(states); i++) {
        if (cx_str_eq(s, cx_strn(states[i], strlen(states[i])))) {
            *(int *) ((cx_b_ctx_t *) ctx)->more = (i == 0);
            return CX_OK;
        }
    }

    return cx_json_error(at, e, CX_E_FIELD_VALUE,
                         "live, draft, scheduled, paused, ended, archived",
                         "is \"%.*s\"", (int) cx_min(s.len, 40),
                         (const char *) s.data);
}


static cx_rc_t
cx_b_set_deleted(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    int               on;
    cx_b_ctx_t       *c;
    cx_b_campaign_t  *campaign;

    (void) field;

    c = ctx;
    campaign = c->rec;

    if (cx_json_bool(v, at, &on, e) != CX_OK) {
        return CX_ERROR;
    }

    if (on && c->b->base == NULL) {
        return cx_json_error(at, e, CX_E_FIELD_CONFLICT, "in an overlay",
                             "a base has no deleted campaigns");
    }

    campaign->deleted = on;

    return CX_OK;
}


#define CX_F_CAMPAIGN(f)  offsetof(cx_b_campaign_t, f)
#define CX_F_ADGROUP(f)   offsetof(cx_b_adgroup_t, f)

static const cx_json_field_t  cx_b_campaign_fields[] = {
    { "type",       cx_b_set_type,     0, 0, 0, 1 },
    { "id",         cx_b_set_id,       CX_F_CAMPAIGN(rec.id), 0, 0, 1 },
    { "org",        cx_b_set_id,       CX_F_CAMPAIGN(org), 0, 0, 0 },
    { "name",       cx_b_set_text,     CX_F_CAMPAIGN(rec.name), 0, 0, 0 },
    { "advertiser", cx_b_set_text,     CX_F_CAMPAIGN(rec.advertiser), 0, 0, 0 },
    { "adomain",    cx_b_set_domains,  CX_F_CAMPAIGN(rec.adomain), 0, 0, 0 },
    { "cat",        cx_b_set_cats,     CX_F_CAMPAIGN(rec.cat), 0, 0, 0 },
    { "cattax",     cx_b_set_u32,      CX_F_CAMPAIGN(rec.cattax), 1, 255, 0 },
    { "bundle",     cx_b_set_id,       CX_F_CAMPAIGN(rec.bundle), 0, 0, 0 },
    { "currency",   cx_b_set_currency, CX_F_CAMPAIGN(rec.currency), 0, 0, 0 },
    { "start",      cx_b_set_time,     CX_F_CAMPAIGN(rec.start_s), 0, 0, 0 },
    { "end",        cx_b_set_time,     CX_F_CAMPAIGN(rec.end_s), 0, 0, 0 },
    { "dsa",        cx_b_set_dsa,      CX_F_CAMPAIGN(rec.dsa), 0, 0, 0 },
    { "state",      cx_b_set_state,    0, 0, 0, 0 },
    { "deleted",    cx_b_set_deleted,  0, 0, 0, 0 }
};


static cx_rc_t
cx_b_window(int64_t start, int64_t end, const cx_json_at_t *at, cx_error_t *e)
{
    cx_json_at_t  here;

    if (start == 0 || end == 0 || start < end) {
        return CX_OK;
    }

    here = (cx_json_at_t) { at, "end", 3, 0 };

    return cx_json_error(&here, e, CX_E_FIELD_CONFLICT, "later than start",
                         "is not later than start");
}


static cx_rc_t
cx_b_add_campaign(cx_builder_t *b, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    int               live;
    cx_b_ctx_t        c;
    cx_b_campaign_t  *campaign;

    campaign = cx_vec_add(&b->campaigns, 1);

    if (campaign == NULL) {
        return cx_b_no_memory(e);
    }

    campaign->line = b->line;
    campaign->rec.currency = CX_USD;
    campaign->rec.cattax = 1;

    live = 1;
    c = (cx_b_ctx_t) { b, campaign, &live };

    if (cx_json_object(v, at, cx_b_campaign_fields,
                       cx_nelts(cx_b_campaign_fields), &c, e)
        != CX_OK
        || cx_b_window(campaign->rec.start_s, campaign->rec.end_s, at, e)
           != CX_OK)
    {
        return CX_ERROR;
    }

    campaign->live = live && !campaign->deleted;

    if (campaign->org.len == 0
        && cx_b_string(b, cx_str("default"), &campaign->org) != CX_OK)
    {
        return cx_b_no_memory(e);
    }

    if (cx_b_cats(b, &campaign->rec.cat, &campaign->rec.ncat,
                  campaign->rec.cattax)
        != CX_OK)
    {
        return cx_b_no_memory(e);
    }

    return cx_b_take_id(b, CX_ID_CAMPAIGN, campaign->rec.id,
                        (uint32_t) b->campaigns.n - 1, at, e);
}


/* what one impression is worth of each goal, when nobody knows better */

static const struct {
    const char  *name;
    float        prior;
} cx_b_goals[] = {
    { "cpm",  1.0f },
    { "cpc",  0.002f },
    { "cpa",  0.00005f },
    { "cpcv", 0.6f }
};

/* a bid for an event may cost this much more than its prior expects */

#define CX_MAX_CPM_FACTOR  4


static cx_rc_t
cx_b_set_goal(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    size_t           i;
    cx_str_t         s;
    cx_b_adgroup_t  *g;

    (void) field;

    g = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < cx_nelts(cx_b_goals); i++) {
        if (cx_str_eq(s, cx_strn(cx_b_goals[i].name,
                                 strlen(cx_b_goals[i].name))))
        {
            g->rec.goal = (uint8_t) i;
            return CX_OK;
        }
    }

    return cx_json_error(at, e, CX_E_FIELD_VALUE, "cpm, cpc, cpa, cpcv",
                         "is \"%.*s\"", (int) cx_min(s.len, 40),
                         (const char *) s.data);
}


static cx_rc_t
cx_b_set_prior(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    double           d;
    cx_b_adgroup_t  *g;

    (void) field;

    g = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_num(v, at, 0, 1, &d, e) != CX_OK) {
        return CX_ERROR;
    }

    g->rec.prior = (float) d;
    g->has_prior = 1;

    return CX_OK;
}


static const cx_json_field_t  cx_b_adgroup_fields[] = {
    { "type",      cx_b_set_type,      0, 0, 0, 1 },
    { "id",        cx_b_set_id,        CX_F_ADGROUP(rec.id), 0, 0, 1 },
    { "campaign",  cx_b_set_id,        CX_F_ADGROUP(parent), 0, 0, 1 },
    { "name",      cx_b_set_type,      0, 0, 0, 0 },
    { "bid",       cx_b_set_money,     CX_F_ADGROUP(rec.bid), 0, 0, 1 },
    { "goal",      cx_b_set_goal,      0, 0, 0, 0 },
    { "max_cpm",   cx_b_set_money,     CX_F_ADGROUP(rec.max_cpm), 0, 0, 0 },
    { "prior",     cx_b_set_prior,     0, 0, 0, 0 },
    { "exp",       cx_b_set_u16,       CX_F_ADGROUP(rec.exp_s), 1, 65535, 0 },
    { "start",     cx_b_set_time,      CX_F_ADGROUP(start_s), 0, 0, 0 },
    { "end",       cx_b_set_time,      CX_F_ADGROUP(end_s), 0, 0, 0 },
    { "state",     cx_b_set_state,     0, 0, 0, 0 },
    { "targeting", cx_b_set_targeting, 0, 0, 0, 0 }
};


/*
 * Bid x prior as CPM, in integers: the prior has seven digits.  Who bids for
 * impressions gets one for each bid that wins: there the prior is that of the
 * response, and says nothing of the price.
 */

static void
cx_b_adgroup_order(cx_b_adgroup_t *g)
{
    __int128  v;

    if (!g->has_prior) {
        g->rec.prior = cx_b_goals[g->rec.goal].prior;
    }

    v = g->rec.bid;

    if (g->rec.goal != CX_GOAL_CPM) {
        v = v * (int64_t) ((double) g->rec.prior * 1e9 + 0.5) / 1000000;
    }

    g->rec.order = v > CX_MICROS_MAX ? CX_MICROS_MAX : (int64_t) v;

    if (g->rec.max_cpm == 0) {
        g->rec.max_cpm = g->rec.goal == CX_GOAL_CPM ? g->rec.bid
                         : cx_max(g->rec.order * CX_MAX_CPM_FACTOR, 1);
        g->rec.max_cpm = cx_min(g->rec.max_cpm, CX_MICROS_MAX);
    }

    g->rec.order = cx_min(g->rec.order, g->rec.max_cpm);
}


static cx_rc_t
cx_b_add_adgroup(cx_builder_t *b, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    int              live;
    cx_b_ctx_t       c;
    cx_b_adgroup_t  *g;

    g = cx_vec_add(&b->adgroups, 1);

    if (g == NULL) {
        return cx_b_no_memory(e);
    }

    g->line = b->line;
    g->terms.first = (uint32_t) b->terms.n;
    g->words.first = (uint32_t) b->words.n;

    live = 1;
    c = (cx_b_ctx_t) { b, g, &live };

    if (cx_json_object(v, at, cx_b_adgroup_fields,
                       cx_nelts(cx_b_adgroup_fields), &c, e)
        != CX_OK
        || cx_b_window(g->start_s, g->end_s, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    g->live = live != 0;
    g->terms.n = (uint32_t) b->terms.n - g->terms.first;
    g->words.n = (uint32_t) b->words.n - g->words.first;

    cx_b_adgroup_order(g);

    return cx_b_take_id(b, CX_ID_ADGROUP, g->rec.id,
                        (uint32_t) b->adgroups.n - 1, at, e);
}


static cx_rc_t
cx_b_set_kind(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    int           dim;
    char          allowed[128];
    cx_str_t      s;
    cx_b_list_t  *l;

    (void) field;

    l = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    dim = cx_b_list_dim(s);

    if (dim < 0) {
        (void) cx_b_list_kinds(allowed, sizeof(allowed));
        return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed, "is \"%.*s\"",
                             (int) cx_min(s.len, 40), (const char *) s.data);
    }

    l->dim = (uint8_t) dim;

    return CX_OK;
}


/* their form depends on the kind: the members are read when it is known */

static cx_rc_t
cx_b_set_values(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    (void) field;
    (void) at;
    (void) e;

    *(const cx_json_t **) ((cx_b_ctx_t *) ctx)->more = v;

    return CX_OK;
}


static const cx_json_field_t  cx_b_list_fields[] = {
    { "type",   cx_b_set_type,   0, 0, 0, 1 },
    { "id",     cx_b_set_id,     offsetof(cx_b_list_t, id), 0, 0, 1 },
    { "name",   cx_b_set_type,   0, 0, 0, 0 },
    { "kind",   cx_b_set_kind,   0, 0, 0, 1 },
    { "values", cx_b_set_values, 0, 0, 0, 1 }
};


static cx_rc_t
cx_b_add_list(cx_builder_t *b, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint32_t         *place;
    cx_b_ctx_t        c;
    cx_b_list_t       l, *known;
    cx_json_at_t      here;
    const cx_json_t  *values;

    memset(&l, 0, sizeof(cx_b_list_t));
    values = NULL;
    c = (cx_b_ctx_t) { b, &l, &values };

    if (cx_json_object(v, at, cx_b_list_fields, cx_nelts(cx_b_list_fields),
                       &c, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    l.line = b->line;
    l.defined = 1;
    here = (cx_json_at_t) { at, "values", 6, 0 };

    if (cx_b_list_values(b, &l, values, &here, e) != CX_OK) {
        return CX_ERROR;
    }

    /* an ad group may have named it already */

    place = cx_map64_put(&b->ids, cx_b_id(CX_ID_LIST, l.id));

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    if (*place) {
        known = cx_vec_at(&b->lists, *place - 1);

        if (known->defined) {
            return cx_b_take_id(b, CX_ID_LIST, l.id, 0, at, e);
        }

        l.used_line = known->used_line;
        l.used_dim = known->used_dim;
        *known = l;

        return CX_OK;
    }

    known = cx_vec_add(&b->lists, 1);

    if (known == NULL) {
        return cx_b_no_memory(e);
    }

    *known = l;
    *place = (uint32_t) b->lists.n;

    return CX_OK;
}


static const cx_json_field_t  cx_b_org_fields[] = {
    { "type", cx_b_set_type, 0, 0, 0, 1 },
    { "id",   cx_b_set_id,   offsetof(cx_b_org_t, id), 0, 0, 1 },
    { "name", cx_b_set_type, 0, 0, 0, 0 },
    { "seat", cx_b_set_id,   offsetof(cx_b_org_t, seat), 0, 0, 0 }
};


static cx_rc_t
cx_b_add_org(cx_builder_t *b, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_b_org_t  *org;
    cx_b_ctx_t   c;

    org = cx_vec_add(&b->orgs, 1);

    if (org == NULL) {
        return cx_b_no_memory(e);
    }

    c = (cx_b_ctx_t) { b, org, NULL };

    if (cx_json_object(v, at, cx_b_org_fields, cx_nelts(cx_b_org_fields), &c,
                       e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    org->line = b->line;
    org->seat = org->seat.len ? org->seat : org->id;

    return cx_b_take_id(b, CX_ID_ORG, org->id, (uint32_t) b->orgs.n - 1, at,
                        e);
}


const cx_b_entity_t  cx_b_entities[] = {
    { "campaign", cx_b_campaign_fields, cx_nelts(cx_b_campaign_fields),
      cx_b_add_campaign },
    { "adgroup",  cx_b_adgroup_fields, cx_nelts(cx_b_adgroup_fields),
      cx_b_add_adgroup },
    { "creative", NULL, 0, cx_b_add_creative },
    { "list",     cx_b_list_fields, cx_nelts(cx_b_list_fields),
      cx_b_add_list },
    { "org",      cx_b_org_fields, cx_nelts(cx_b_org_fields), cx_b_add_org },
    { "supply",   NULL, 0, cx_b_add_supply },
    { "rates",    NULL, 0, cx_b_add_rates }
};

const size_t  cx_b_nentities = cx_nelts(cx_b_entities);
