/*
 * Slots that last: an id keeps its slot from build to build, and a slot that
 * is given up is not given away while a token may still name it.
 */

#include <stdlib.h>

#include "core/catalog/build.h"


typedef struct {
    cx_b_file_t  *o;
    cx_map64_t    known;            /* kind and id -> slot + 1 */
    uint8_t      *taken;
    uint32_t      ntaken;
    uint32_t      next;             /* the least that may be free */
} cx_b_slots_t;


static cx_rc_t
cx_b_slot_take(cx_b_slots_t *s, uint32_t slot)
{
    uint32_t   n;
    uint8_t   *more;

    if (slot >= s->ntaken) {
        n = cx_max(slot + 1, s->ntaken * 2);
        more = realloc(s->taken, n);

        if (more == NULL) {
            return CX_ERROR;
        }

        memset(more + s->ntaken, 0, n - s->ntaken);
        s->taken = more;
        s->ntaken = n;
    }

    s->taken[slot] = 1;
    s->o->next_slot = cx_max(s->o->next_slot, slot + 1);

    return CX_OK;
}


/* keep: the new file has to remember it, for it is not among its own */

static cx_rc_t
cx_b_slot_known(cx_b_slots_t *s, cx_b_id_e kind, cx_str_t id, uint32_t slot,
    int64_t since, int keep)
{
    uint32_t       *place;
    cx_builder_t   *b;
    cx_cat_slot_t  *rec;
    cx_cat_str_t    ref;

    b = s->o->b;

    if (cx_b_string(b, id, &ref) != CX_OK || cx_b_slot_take(s, slot) != CX_OK)
    {
        return CX_ERROR;
    }

    place = cx_map64_put(&s->known, cx_b_id(kind, ref));

    if (place == NULL) {
        return CX_ERROR;
    }

    /* an overlay's word comes before its base's */

    if (*place) {
        return CX_OK;
    }

    *place = slot + 1;

    if (!keep || cx_map64_get(&b->ids, cx_b_id(kind, ref))) {
        return CX_OK;
    }

    rec = cx_vec_add(&s->o->section[CX_SEC_SLOTS], 1);

    if (rec == NULL) {
        return CX_ERROR;
    }

    rec->id = ref;
    rec->slot = slot;
    rec->kind = kind;
    rec->since = since;

    return CX_OK;
}


static int
cx_b_is_alive(const cx_builder_t *b, int64_t since)
{
    return b->conf.now_s - since < b->conf.token_life_s;
}


static cx_rc_t
cx_b_slots_of(cx_b_slots_t *s, const cx_catalog_file_t *f)
{
    int                   keep;
    uint32_t              i;
    cx_builder_t         *b;
    const cx_cat_slot_t  *slot;

    b = s->o->b;

    /* what the base remembers an overlay need not */

    keep = b->base == NULL || f->h->kind == CX_CAT_OVERLAY;

    for (i = 0; i < f->n_CAMPAIGNS; i++) {
        if (cx_b_slot_known(s, CX_ID_CAMPAIGN,
                            cx_catalog_str(f, f->s_CAMPAIGNS[i].id),
                            f->s_CAMPAIGNS[i].slot, b->conf.now_s, keep)
            != CX_OK)
        {
            return CX_ERROR;
        }
    }

    for (i = 0; i < f->n_ADGROUPS; i++) {
        if (cx_b_slot_known(s, CX_ID_ADGROUP,
                            cx_catalog_str(f, f->s_ADGROUPS[i].id),
                            f->s_ADGROUPS[i].slot, b->conf.now_s, keep)
            != CX_OK)
        {
            return CX_ERROR;
        }
    }

    for (i = 0; i < f->n_SLOTS; i++) {
        slot = &f->s_SLOTS[i];

        if (cx_b_is_alive(b, slot->since)
            && cx_b_slot_known(s, slot->kind == CX_SLOT_CAMPAIGN
                                  ? CX_ID_CAMPAIGN : CX_ID_ADGROUP,
                               cx_catalog_str(f, slot->id), slot->slot,
                               slot->since, keep)
               != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_b_slot_give(cx_b_slots_t *s, cx_b_id_e kind, cx_cat_str_t id,
    uint32_t *slot)
{
    uint32_t  known;

    known = cx_map64_get(&s->known, cx_b_id(kind, id));

    if (known) {
        *slot = known - 1;
        return CX_OK;
    }

    while (s->next < s->ntaken && s->taken[s->next]) {
        s->next++;
    }

    *slot = s->next;

    return cx_b_slot_take(s, *slot);
}


/* what is in the lines but may not bid keeps its slot all the same */

static cx_rc_t
cx_b_slot_remember(cx_b_slots_t *s, cx_cat_slot_e kind, cx_cat_str_t id,
    uint32_t slot)
{
    cx_cat_slot_t  *rec;

    rec = cx_vec_add(&s->o->section[CX_SEC_SLOTS], 1);

    if (rec == NULL) {
        return CX_ERROR;
    }

    rec->id = id;
    rec->slot = slot;
    rec->kind = kind;
    rec->since = s->o->b->conf.now_s;

    return CX_OK;
}


static cx_rc_t
cx_b_slots_give(cx_b_slots_t *s)
{
    size_t            i;
    cx_builder_t     *b;
    cx_b_adgroup_t   *g;
    cx_b_campaign_t  *c;

    b = s->o->b;

    for (i = 0; i < b->campaigns.n; i++) {
        c = cx_vec_at(&b->campaigns, i);

        if (cx_b_slot_give(s, CX_ID_CAMPAIGN, c->rec.id, &c->rec.slot) != CX_OK
            || (!c->used
                && cx_b_slot_remember(s, CX_SLOT_CAMPAIGN, c->rec.id,
                                      c->rec.slot)
                   != CX_OK))
        {
            return CX_ERROR;
        }
    }

    for (i = 0; i < b->adgroups.n; i++) {
        g = cx_vec_at(&b->adgroups, i);

        if (cx_b_slot_give(s, CX_ID_ADGROUP, g->rec.id, &g->rec.slot) != CX_OK
            || (!g->live
                && cx_b_slot_remember(s, CX_SLOT_ADGROUP, g->rec.id,
                                      g->rec.slot)
                   != CX_OK))
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


cx_rc_t
cx_b_make_slots(cx_b_file_t *o, cx_error_t *e)
{
    uint32_t       i, j, n;
    cx_rc_t        rc;
    cx_b_slots_t   s;
    cx_builder_t  *b;
    const cx_catalog_t       *from[3];
    const cx_catalog_file_t  *files[2];

    b = o->b;
    memset(&s, 0, sizeof(cx_b_slots_t));
    s.o = o;
    rc = CX_OK;

    from[0] = b->previous[1];
    from[1] = b->previous[0];
    from[2] = b->base;

    for (i = 0; i < 3 && rc == CX_OK; i++) {
        n = from[i] == NULL ? 0 : cx_catalog_files(from[i], files);

        for (j = n; j-- > 0 && rc == CX_OK; /* void */) {
            rc = cx_b_slots_of(&s, files[j]);
        }
    }

    if (rc != CX_OK || cx_b_slots_give(&s) != CX_OK) {
        rc = cx_b_no_memory(e);
    }

    free(s.known.key);
    free(s.known.value);
    free(s.taken);

    return rc;
}


/* the landing pages of creatives that are shown no more */

static cx_rc_t
cx_b_retire(cx_b_file_t *o, cx_map64_t *seen, cx_str_t id, cx_str_t landing,
    int64_t since)
{
    uint32_t          *place;
    cx_cat_str_t       ref;
    cx_cat_retired_t  *rec;

    if (landing.len == 0) {
        return CX_OK;
    }

    if (cx_b_string(o->b, id, &ref) != CX_OK) {
        return CX_ERROR;
    }

    place = cx_map64_put(seen, cx_b_id(CX_ID_CREATIVE, ref));

    if (place == NULL) {
        return CX_ERROR;
    }

    if (*place) {
        return CX_OK;
    }

    *place = 1;
    rec = cx_vec_add(&o->section[CX_SEC_RETIRED], 1);

    if (rec == NULL || cx_b_string(o->b, landing, &rec->landing) != CX_OK) {
        return CX_ERROR;
    }

    rec->id = ref;
    rec->since = since;

    return CX_OK;
}


static cx_rc_t
cx_b_retire_file(cx_b_file_t *o, cx_map64_t *seen, const cx_catalog_file_t *f)
{
    uint32_t                 i;
    const cx_cat_retired_t  *r;
    const cx_cat_ad_t       *ad;

    for (i = 0; i < f->n_CREATIVES; i++) {
        ad = &f->s_CREATIVES[i];

        if (cx_b_retire(o, seen, cx_catalog_str(f, cx_cat_ad_id(ad)),
                        cx_catalog_str(f, f->s_TEXTS[ad->text].landing),
                        o->b->conf.now_s)
            != CX_OK)
        {
            return CX_ERROR;
        }
    }

    for (i = 0; i < f->n_RETIRED; i++) {
        r = &f->s_RETIRED[i];

        if (cx_b_is_alive(o->b, r->since)
            && cx_b_retire(o, seen, cx_catalog_str(f, r->id),
                           cx_catalog_str(f, r->landing), r->since)
               != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


/* the creatives of the lines first: live ones have a page of their own */

static cx_rc_t
cx_b_retire_lines(cx_b_file_t *o, cx_map64_t *seen)
{
    size_t                  i;
    uint32_t               *place;
    cx_builder_t           *b;
    const cx_b_creative_t  *c;

    b = o->b;

    for (i = 0; i < b->creatives.n; i++) {
        c = cx_vec_at(&b->creatives, i);

        if (c->live) {
            place = cx_map64_put(seen, cx_b_id(CX_ID_CREATIVE, c->id));

            if (place == NULL) {
                return CX_ERROR;
            }

            *place = 1;
        }
    }

    for (i = 0; i < b->creatives.n; i++) {
        c = cx_vec_at(&b->creatives, i);

        if (!c->live
            && cx_b_retire(o, seen, cx_b_str(b, c->id),
                           cx_b_str(b, c->text.landing), b->conf.now_s)
               != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_b_landing_table(cx_b_file_t *o)
{
    size_t                    i, n;
    uint32_t                  at, mask, *table;
    cx_str_t                  id;
    const cx_vec_t           *creatives, *retired;
    const cx_cat_retired_t   *r;

    creatives = &o->section[CX_SEC_CREATIVES];
    retired = &o->section[CX_SEC_RETIRED];
    n = creatives->n + retired->n;

    mask = cx_cat_table_size((uint32_t) n) - 1;
    table = cx_vec_add(&o->section[CX_SEC_LANDINGS], mask + 1);

    if (table == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < n; i++) {
        if (i < creatives->n) {
            id = cx_b_str(o->b, cx_cat_ad_id(cx_vec_at(creatives, i)));

        } else {
            r = cx_vec_at(retired, i - creatives->n);
            id = cx_b_str(o->b, r->id);
        }

        for (at = (uint32_t) cx_cat_name_hash(id, 1, o->b->seed) & mask;
             table[at];
             at = (at + 1) & mask)
        {
            /* void */
        }

        table[at] = (uint32_t) i + 1;
    }

    return CX_OK;
}


cx_rc_t
cx_b_make_landings(cx_b_file_t *o, cx_error_t *e)
{
    uint32_t       i, j, n;
    cx_rc_t        rc;
    cx_map64_t     seen;
    cx_builder_t  *b;
    const cx_catalog_file_t  *files[2];

    b = o->b;
    memset(&seen, 0, sizeof(cx_map64_t));
    rc = cx_b_retire_lines(o, &seen);

    for (i = 2; i-- > 0 && rc == CX_OK; /* void */) {
        n = b->previous[i] == NULL ? 0
            : cx_catalog_files(b->previous[i], files);

        for (j = n; j-- > 0 && rc == CX_OK; /* void */) {
            if (b->base == NULL || files[j]->h->kind == CX_CAT_OVERLAY) {
                rc = cx_b_retire_file(o, &seen, files[j]);
            }
        }
    }

    if (rc != CX_OK || cx_b_landing_table(o) != CX_OK) {
        rc = cx_b_no_memory(e);
    }

    free(seen.key);
    free(seen.value);

    return rc;
}
