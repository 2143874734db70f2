/* who belongs to whom, and who may bid */

#include <stdio.h>

#include "core/catalog/build.h"


static cx_rc_t
cx_b_no_parent(cx_builder_t *b, uint32_t line, const char *field,
    const char *kind, cx_cat_str_t id, cx_error_t *e)
{
    char      where[96];
    cx_str_t  s;

    s = cx_b_str(b, id);
    (void) snprintf(where, sizeof(where), "line %u: %s",
                    cx_b_wrong_line(b, line), field);

    return cx_error(e, CX_E_FIELD_VALUE, where, "the id of another line",
                    "no %s \"%.*s\"", kind, (int) s.len,
                    (const char *) s.data);
}


static int
cx_b_over(const cx_builder_t *b, int64_t end)
{
    return end != 0 && end <= b->conf.now_s;
}


static cx_rc_t
cx_b_resolve_adgroups(cx_builder_t *b, cx_error_t *e)
{
    size_t            i;
    uint32_t          at;
    cx_b_adgroup_t   *g;
    cx_b_campaign_t  *c;

    for (i = 0; i < b->adgroups.n; i++) {
        g = cx_vec_at(&b->adgroups, i);
        at = cx_map64_get(&b->ids, cx_b_id(CX_ID_CAMPAIGN, g->parent));

        if (at == 0) {
            return cx_b_no_parent(b, g->line, "campaign", "campaign",
                                  g->parent, e);
        }

        g->campaign = at - 1;
        c = cx_vec_at(&b->campaigns, at - 1);

        if (c->deleted) {
            return cx_b_no_parent(b, g->line, "campaign",
                                  "campaign that is not deleted", g->parent,
                                  e);
        }

        g->live = g->live && c->live && !cx_b_over(b, c->rec.end_s)
                  && !cx_b_over(b, g->end_s);
    }

    return CX_OK;
}


/* from the last one, so that they stand in the order of their lines */

static cx_rc_t
cx_b_resolve_creatives(cx_builder_t *b, cx_error_t *e)
{
    size_t            i;
    uint32_t          at;
    cx_b_adgroup_t   *g;
    cx_b_creative_t  *c;

    for (i = b->creatives.n; i-- > 0; /* void */) {
        c = cx_vec_at(&b->creatives, i);
        at = cx_map64_get(&b->ids, cx_b_id(CX_ID_ADGROUP, c->parent));

        if (at == 0) {
            return cx_b_no_parent(b, c->line, "adgroup", "ad group",
                                  c->parent, e);
        }

        g = cx_vec_at(&b->adgroups, at - 1);
        c->live = c->live && g->live;

        if (c->live) {
            c->next = g->creatives;
            g->creatives = (uint32_t) i + 1;
        }
    }

    return CX_OK;
}


static void
cx_b_know(cx_builder_t *b, cx_str_t id)
{
    uint32_t          at;
    cx_cat_str_t      ref;
    cx_b_campaign_t  *c;

    if (!cx_b_find_string(b, id, &ref)) {
        return;
    }

    at = cx_map64_get(&b->ids, cx_b_id(CX_ID_CAMPAIGN, ref));

    if (at) {
        c = cx_vec_at(&b->campaigns, at - 1);
        c->known = 1;
    }
}


static void
cx_b_know_all(cx_builder_t *b, const cx_catalog_t *cat)
{
    uint32_t                  i, j;
    const cx_cat_slot_t      *slot;
    const cx_catalog_file_t  *f;

    for (i = 0; cat != NULL && i < cat->nfiles; i++) {
        f = &cat->file[i];

        for (j = 0; j < f->n_CAMPAIGNS; j++) {
            cx_b_know(b, cx_catalog_str(f, f->s_CAMPAIGNS[j].id));
        }

        for (j = 0; j < f->n_SLOTS; j++) {
            slot = &f->s_SLOTS[j];

            if (slot->kind == CX_SLOT_CAMPAIGN) {
                cx_b_know(b, cx_catalog_str(f, slot->id));
            }
        }
    }
}


/* what is paused in the base has a slot there and nothing else */

static cx_rc_t
cx_b_resolve_deleted(cx_builder_t *b, cx_error_t *e)
{
    char              where[32];
    size_t            i;
    cx_str_t          s;
    cx_b_campaign_t  *c;

    cx_b_know_all(b, b->base);
    cx_b_know_all(b, b->previous[0]);
    cx_b_know_all(b, b->previous[1]);

    for (i = 0; i < b->campaigns.n; i++) {
        c = cx_vec_at(&b->campaigns, i);

        if (c->deleted && !c->known) {
            s = cx_b_str(b, c->rec.id);
            (void) snprintf(where, sizeof(where), "line %u: id",
                            cx_b_wrong_line(b, c->line));

            return cx_error(e, CX_E_FIELD_VALUE, where,
                            "the id of a campaign of the base",
                            "no campaign \"%.*s\" to delete",
                            (int) cx_min(s.len, 90), (const char *) s.data);
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_b_resolve_lists(cx_builder_t *b, cx_error_t *e)
{
    size_t        i;
    char          where[64];
    cx_str_t      s;
    uint32_t      used;
    cx_b_list_t  *l;

    for (i = 0; i < b->lists.n; i++) {
        l = cx_vec_at(&b->lists, i);
        s = cx_b_str(b, l->id);

        if (!l->defined) {
            (void) cx_b_wrong_line(b, l->used_line);
            return cx_error(e, CX_E_FIELD_VALUE, l->used_at,
                            "the id of another line", "no list \"%.*s\"",
                            (int) cx_min(s.len, 100), (const char *) s.data);
        }

        if (l->used_line && l->used_dim != l->dim) {
            used = cx_b_wrong_line(b, l->used_line);
            (void) snprintf(where, sizeof(where), "line %u: kind",
                            cx_b_wrong_line(b, l->line));
            return cx_error(e, CX_E_FIELD_CONFLICT, where,
                            cx_dims[l->used_dim].path,
                            "line %u needs \"%.*s\" for something else",
                            used, (int) cx_min(s.len, 40),
                            (const char *) s.data);
        }
    }

    return CX_OK;
}


cx_rc_t
cx_b_resolve(cx_builder_t *b, cx_error_t *e)
{
    size_t            i;
    cx_b_adgroup_t   *g;
    cx_b_campaign_t  *c;

    if (cx_b_resolve_deleted(b, e) != CX_OK
        || cx_b_resolve_adgroups(b, e) != CX_OK
        || cx_b_resolve_creatives(b, e) != CX_OK
        || cx_b_resolve_lists(b, e) != CX_OK)
    {
        return CX_ERROR;
    }

    for (i = 0; i < b->adgroups.n; i++) {
        g = cx_vec_at(&b->adgroups, i);
        g->live = g->live && g->creatives;

        if (g->live) {
            c = cx_vec_at(&b->campaigns, g->campaign);
            c->used = 1;
        }
    }

    return CX_OK;
}
