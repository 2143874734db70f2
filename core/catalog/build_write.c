/* from the lines to the sections of a file, and to the file */

#include <stdlib.h>

#include "core/catalog/build.h"


/* what of the records that are shared is there, by what is in them */

typedef struct {
    cx_map64_t  programs;
    cx_map64_t  looks;
    cx_map64_t  texts;
} cx_b_known_t;


static cx_rc_t
cx_b_org(cx_b_file_t *o, cx_cat_str_t id, uint32_t *number)
{
    uint32_t      *place;
    cx_b_org_t    *org;
    cx_builder_t  *b;
    cx_cat_org_t  *rec;

    b = o->b;
    place = cx_map64_put(&b->ids, cx_b_id(CX_ID_ORG, id));

    if (place == NULL) {
        return CX_ERROR;
    }

    /* an org without a line of its own sits under its id */

    if (*place == 0) {
        org = cx_vec_add(&b->orgs, 1);

        if (org == NULL) {
            return CX_ERROR;
        }

        org->id = id;
        org->seat = id;
        *place = (uint32_t) b->orgs.n;
    }

    org = cx_vec_at(&b->orgs, *place - 1);

    if (org->number == 0) {
        rec = cx_vec_add(&o->section[CX_SEC_ORGS], 1);

        if (rec == NULL) {
            return CX_ERROR;
        }

        rec->id = org->id;
        rec->seat = org->seat;
        org->number = (uint32_t) o->section[CX_SEC_ORGS].n;
    }

    *number = org->number - 1;

    return CX_OK;
}


static cx_rc_t
cx_b_campaign_records(cx_b_file_t *o)
{
    size_t              i;
    uint32_t           *at, org;
    cx_b_campaign_t    *c;
    cx_cat_campaign_t  *rec;

    if (cx_vec_add(&o->campaign_at, o->b->campaigns.n) == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < o->b->campaigns.n; i++) {
        c = cx_vec_at(&o->b->campaigns, i);

        if (!c->used) {
            continue;
        }

        rec = cx_vec_add(&o->section[CX_SEC_CAMPAIGNS], 1);

        if (rec == NULL || cx_b_org(o, c->org, &org) != CX_OK) {
            return CX_ERROR;
        }

        *rec = c->rec;
        rec->org = org;
        at = cx_vec_at(&o->campaign_at, i);
        *at = (uint32_t) o->section[CX_SEC_CAMPAIGNS].n;
    }

    return CX_OK;
}


typedef struct { int64_t order; uint32_t i; }  cx_b_order_t;


static int
cx_b_order_cmp(const void *a, const void *b)
{
    const cx_b_order_t  *x, *y;

    x = a;
    y = b;

    if (x->order != y->order) {
        return x->order > y->order ? -1 : 1;
    }

    return x->i < y->i ? -1 : 1;
}


static cx_rc_t
cx_b_sort(cx_b_file_t *o)
{
    size_t                 i, n;
    uint32_t              *order;
    cx_b_order_t          *sorted;
    const cx_b_adgroup_t  *g;

    sorted = malloc(cx_max(o->b->adgroups.n, 1) * sizeof(cx_b_order_t));

    if (sorted == NULL) {
        return CX_ERROR;
    }

    for (i = 0, n = 0; i < o->b->adgroups.n; i++) {
        g = cx_vec_at(&o->b->adgroups, i);

        if (g->live) {
            sorted[n].order = g->rec.order;
            sorted[n++].i = (uint32_t) i;
        }
    }

    qsort(sorted, n, sizeof(cx_b_order_t), cx_b_order_cmp);
    order = cx_vec_add(&o->order, n);

    for (i = 0; order != NULL && i < n; i++) {
        order[i] = sorted[i].i;
    }

    free(sorted);

    return order != NULL ? CX_OK : CX_ERROR;
}


/* n records that are there already are shared */

static cx_rc_t
cx_b_share(cx_vec_t *section, cx_map64_t *known, const void *rec, size_t n,
    uint32_t *number)
{
    void      *copy;
    uint64_t   seed;
    uint32_t  *place;

    for (seed = 1; /* void */ ; seed++) {
        place = cx_map64_put(known, cx_hash64(rec, n * section->size, seed));

        if (place == NULL) {
            return CX_ERROR;
        }

        if (*place == 0) {
            break;
        }

        *number = *place - 1;

        if (*number + n <= section->n
            && memcmp(cx_vec_at(section, *number), rec, n * section->size)
               == 0)
        {
            return CX_OK;
        }
    }

    *number = (uint32_t) section->n;
    *place = *number + 1;
    copy = cx_vec_add(section, n);

    if (copy == NULL) {
        return CX_ERROR;
    }

    memcpy(copy, rec, n * section->size);

    return CX_OK;
}


static int64_t
cx_b_least(int64_t a, int64_t b)
{
    return a == 0 ? b : b == 0 ? a : cx_min(a, b);
}


static cx_rc_t
cx_b_program(cx_b_file_t *o, cx_vec_t *scratch, cx_map64_t *known,
    const cx_b_adgroup_t *g, const cx_cat_campaign_t *c, uint32_t *program)
{
    int64_t    start, end;
    uint32_t  *w;

    scratch->n = 0;
    start = cx_max(g->start_s, c->start_s);
    end = cx_b_least(g->end_s, c->end_s);

    /* what has begun needs no look at its beginning */

    start = start <= o->b->conf.now_s ? 0 : start;

    if (start || end) {
        w = cx_vec_add(scratch, 5);

        if (w == NULL) {
            return CX_ERROR;
        }

        w[0] = CX_OP_WINDOW | 4 << 8;
        w[1] = (uint32_t) start;
        w[2] = (uint32_t) ((uint64_t) start >> 32);
        w[3] = (uint32_t) end;
        w[4] = (uint32_t) ((uint64_t) end >> 32);
    }

    w = cx_vec_add(scratch, g->words.n + 1);

    if (w == NULL) {
        return CX_ERROR;
    }

    if (g->words.n) {
        memcpy(w, cx_vec_at(&o->b->words, g->words.first), g->words.n * 4);
    }

    if (scratch->n == 1) {
        *program = 0;
        return CX_OK;
    }

    return cx_b_share(&o->section[CX_SEC_PROGRAMS], known, scratch->data,
                      scratch->n, program);
}


static void
cx_b_features(const cx_builder_t *b, const cx_cat_campaign_t *campaign,
    const cx_cat_adgroup_t *g, const cx_cat_creative_t *c, cx_cat_ad_t *ad)
{
    cx_str_t        category;
    cx_cat_run_t    cats;
    cx_cat_name_t  *name;

    if (b->conf.features == NULL) {
        return;
    }

    category = cx_str("");
    cats = c->cat.n ? c->cat : campaign->cat;

    if (cats.n) {
        name = cx_vec_at(&b->names, *(uint32_t *) cx_vec_at(&b->name_runs,
                                                            cats.first));
        category = cx_b_str(b, name->s);
    }

    b->conf.features(&ad->features, cx_b_str(b, campaign->id),
                     cx_b_str(b, g->id), cx_b_str(b, cx_cat_ad_id(ad)),
                     category, c->media, c->w, c->h);
}


static cx_rc_t
cx_b_creative_record(cx_b_file_t *o, const cx_b_creative_t *c,
    const cx_cat_adgroup_t *rec, const cx_cat_campaign_t *campaign,
    cx_b_known_t *known)
{
    uint32_t            ncat;
    cx_cat_ad_t        *ad;
    cx_cat_creative_t   look;

    ad = cx_vec_add(&o->section[CX_SEC_CREATIVES], 1);
    memcpy(&look, &c->rec, sizeof(look));

    if (ad == NULL
        || cx_b_cats(o->b, &look.cat, &ncat, campaign->cattax) != CX_OK)
    {
        return CX_ERROR;
    }

    look.ncat = (uint8_t) ncat;
    ad->id = c->id.off;
    ad->id_len = (uint8_t) c->id.len;
    cx_b_features(o->b, campaign, rec, &look, ad);

    return cx_b_share(&o->section[CX_SEC_LOOKS], &known->looks, &look, 1,
                      &ad->look) == CX_OK
           ? cx_b_share(&o->section[CX_SEC_TEXTS], &known->texts, &c->text, 1,
                        &ad->text)
           : CX_ERROR;
}


static cx_rc_t
cx_b_creative_records(cx_b_file_t *o, const cx_b_adgroup_t *g,
    cx_cat_adgroup_t *rec, const cx_cat_campaign_t *campaign,
    cx_b_known_t *known)
{
    uint32_t                i;
    cx_vec_t               *out;
    const cx_b_creative_t  *c;

    out = &o->section[CX_SEC_CREATIVES];
    rec->creatives.first = (uint32_t) out->n;

    for (i = g->creatives; i; i = c->next) {
        c = cx_vec_at(&o->b->creatives, i - 1);

        if (cx_b_creative_record(o, c, rec, campaign, known) != CX_OK) {
            return CX_ERROR;
        }
    }

    rec->creatives.n = (uint32_t) out->n - rec->creatives.first;
    rec->look = ((cx_cat_ad_t *) cx_vec_at(out, rec->creatives.first))->look;

    return CX_OK;
}


static int
cx_b_has_deals(const cx_builder_t *b, const cx_b_adgroup_t *g)
{
    uint32_t            i;
    const cx_b_term_t  *t;

    for (i = 0; i < g->terms.n; i++) {
        t = cx_vec_at(&b->terms, g->terms.first + i);

        if (t->dim == CX_DIM_DEAL && !t->exclude) {
            return 1;
        }
    }

    return 0;
}


static cx_rc_t
cx_b_adgroup_records(cx_b_file_t *o, cx_vec_t *scratch, cx_b_known_t *known)
{
    size_t                    i;
    uint32_t                  at;
    cx_cat_adgroup_t         *rec;
    const cx_b_adgroup_t     *g;
    const cx_cat_campaign_t  *campaign;

    rec = cx_vec_add(&o->section[CX_SEC_ADGROUPS], o->order.n);

    if (rec == NULL || cx_vec_add(&o->section[CX_SEC_PROGRAMS], 1) == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < o->order.n; i++, rec++) {
        g = cx_vec_at(&o->b->adgroups, *(uint32_t *) cx_vec_at(&o->order, i));
        at = *(uint32_t *) cx_vec_at(&o->campaign_at, g->campaign) - 1;
        campaign = cx_vec_at(&o->section[CX_SEC_CAMPAIGNS], at);

        *rec = g->rec;
        rec->campaign = at;
        rec->flags = cx_b_has_deals(o->b, g) ? CX_ADGROUP_DEALS : 0;

        if (cx_b_program(o, scratch, &known->programs, g, campaign,
                         &rec->program)
            != CX_OK
            || cx_b_creative_records(o, g, rec, campaign, known) != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


/* the lists worth sharing get numbers, their names the lists they are in */

static cx_rc_t
cx_b_number_lists(cx_b_file_t *o)
{
    size_t          i;
    uint32_t        j, n, total, *names, *members;
    cx_b_list_t    *l;
    cx_builder_t   *b;
    cx_cat_name_t  *name;

    b = o->b;

    for (i = 0, n = 0, total = 0; i < b->lists.n; i++) {
        l = cx_vec_at(&b->lists, i);
        names = cx_vec_at(&b->members, l->names.first);

        if (l->dim != CX_DIM_SELLER
            && (l->used_line == 0 || l->names.n < CX_LIST_SHARED))
        {
            continue;
        }

        l->number = ++n;

        for (j = 0; j < l->names.n; j++) {
            name = cx_vec_at(&b->names, names[j]);
            name->nlists++;
            total++;
        }
    }

    members = cx_vec_add(&o->section[CX_SEC_MEMBERS], total);

    if (members == NULL) {
        return CX_ERROR;
    }

    for (i = 0, total = 0; i < b->names.n; i++) {
        name = cx_vec_at(&b->names, i);
        name->lists = total;
        total += name->nlists & ~CX_CAT_EXACT;
        name->nlists &= CX_CAT_EXACT;
    }

    for (i = 0; i < b->lists.n; i++) {
        l = cx_vec_at(&b->lists, i);
        names = cx_vec_at(&b->members, l->names.first);

        for (j = 0; l->number && j < l->names.n; j++) {
            name = cx_vec_at(&b->names, names[j]);
            n = name->nlists & ~CX_CAT_EXACT;

            /* a name that is twice in a list is in it once */

            if (n == 0 || members[name->lists + n - 1] != l->number - 1) {
                members[name->lists + n] = l->number - 1;
                name->nlists++;
            }
        }
    }

    return CX_OK;
}


/* an overlay says which of the base's campaigns it speaks for */

static int
cx_b_replaces(const cx_builder_t *b, cx_str_t id)
{
    cx_cat_str_t  ref;

    return cx_b_find_string(b, id, &ref)
           && cx_map64_get(&b->ids, cx_b_id(CX_ID_CAMPAIGN, ref)) != 0;
}


static cx_rc_t
cx_b_replaced(cx_b_file_t *o)
{
    uint32_t                  i, *at;
    const cx_catalog_file_t  *f;

    if (o->b->base == NULL) {
        return CX_OK;
    }

    f = &o->b->base->file[0];

    for (i = 0; i < f->n_CAMPAIGNS; i++) {
        if (!cx_b_replaces(o->b, cx_catalog_str(f, f->s_CAMPAIGNS[i].id))) {
            continue;
        }

        at = cx_vec_add(&o->section[CX_SEC_REPLACED], 1);

        if (at == NULL) {
            return CX_ERROR;
        }

        *at = i;
    }

    return CX_OK;
}


static void
cx_b_forget(cx_map64_t *m)
{
    free(m->key);
    free(m->value);
}


static cx_rc_t
cx_b_records(cx_b_file_t *o)
{
    cx_rc_t       rc;
    cx_vec_t      scratch;
    cx_b_known_t  known;

    memset(&scratch, 0, sizeof(cx_vec_t));
    memset(&known, 0, sizeof(cx_b_known_t));
    scratch.size = sizeof(uint32_t);

    rc = cx_b_campaign_records(o);

    if (rc == CX_OK) {
        rc = cx_b_sort(o);
    }

    if (rc == CX_OK) {
        rc = cx_b_adgroup_records(o, &scratch, &known);
    }

    if (rc == CX_OK) {
        rc = cx_b_make_kinds(o);
    }

    if (rc == CX_OK) {
        rc = cx_b_replaced(o);
    }

    free(scratch.data);
    cx_b_forget(&known.programs);
    cx_b_forget(&known.looks);
    cx_b_forget(&known.texts);

    return rc;
}


/* sections that were filled while the lines were read */

static cx_rc_t
cx_b_borrow(cx_b_file_t *o)
{
    size_t     i;
    uint32_t   name;
    cx_vec_t  *from;

    static const struct { int section; size_t vec; }  list[] = {
        { CX_SEC_STRINGS,     offsetof(cx_builder_t, strings) },
        { CX_SEC_NAMES,       offsetof(cx_builder_t, names) },
        { CX_SEC_NAME_TABLE,  offsetof(cx_builder_t, name_table) },
        { CX_SEC_NAME_RUNS,   offsetof(cx_builder_t, name_runs) },
        { CX_SEC_VARIANTS,    offsetof(cx_builder_t, variants) },
        { CX_SEC_MORE,        offsetof(cx_builder_t, more) },
        { CX_SEC_COMPANIONS,  offsetof(cx_builder_t, companions) },
        { CX_SEC_APPROVALS,   offsetof(cx_builder_t, approvals) },
        { CX_SEC_DSAS,        offsetof(cx_builder_t, dsas) },
        { CX_SEC_TRANSPARENCY, offsetof(cx_builder_t, transparency) },
        { CX_SEC_RATES,       offsetof(cx_builder_t, rates) },
        { CX_SEC_OWNERS,      offsetof(cx_builder_t, owners) },
        { CX_SEC_SELLERS,     offsetof(cx_builder_t, sellers) },
        { CX_SEC_NATIVES,     offsetof(cx_builder_t, natives) },
        { CX_SEC_IMAGES,      offsetof(cx_builder_t, images) },
        { CX_SEC_DATA,        offsetof(cx_builder_t, data) },
        { CX_SEC_TRACKERS,    offsetof(cx_builder_t, trackers) },
        { CX_SEC_ZONES,       offsetof(cx_builder_t, zones) },
        { CX_SEC_TRANSITIONS, offsetof(cx_builder_t, transitions) },
        { CX_SEC_SCHEDULES,   offsetof(cx_builder_t, schedules) }
    };

    /* a table of names is never empty */

    if (cx_b_name(o->b, cx_str("default"), 1, 0, &name) != CX_OK) {
        return CX_ERROR;
    }

    /* without room of its own, for it is the builder's */

    for (i = 0; i < cx_nelts(list); i++) {
        from = (cx_vec_t *) ((char *) o->b + list[i].vec);
        o->section[list[i].section] = *from;
        o->section[list[i].section].room = 0;
    }

    return CX_OK;
}


static uint64_t
cx_b_build_number(const cx_builder_t *b)
{
    uint32_t             i;
    uint64_t             build;
    cx_catalog_info_t    info;
    const cx_catalog_t  *from[3];

    from[0] = b->base;
    from[1] = b->previous[0];
    from[2] = b->previous[1];
    build = b->conf.now_s > 0 ? (uint64_t) b->conf.now_s : 0;

    for (i = 0; i < 3; i++) {
        if (from[i] != NULL) {
            cx_catalog_info(from[i], &info);
            build = cx_max(build, info.version + 1);
        }
    }

    return build;
}


static void
cx_b_header(cx_b_file_t *o, cx_cat_header_t *h)
{
    size_t    i;
    uint64_t  end;

    memset(h, 0, sizeof(cx_cat_header_t));
    memcpy(h->magic, CX_CAT_MAGIC, 8);

    h->version = CX_CAT_VERSION;
    h->byte_order = CX_CAT_BYTE_ORDER;
    h->kind = o->b->base == NULL ? CX_CAT_BASE : CX_CAT_OVERLAY;
    h->base_id = o->b->base == NULL ? 0 : o->b->base->file[0].id;
    h->build = cx_b_build_number(o->b);
    h->built_at = o->b->conf.now_s;
    h->seed = o->b->seed;
    h->nsections = CX_SEC_MAX;
    h->feature_layout = o->b->conf.feature_layout;
    h->next_slot = o->next_slot;

    for (i = 0, end = sizeof(cx_cat_header_t); i < CX_SEC_MAX; i++) {
        h->section[i].off = cx_align(end, CX_CAT_ALIGN);
        h->section[i].size = o->section[i].n * o->section[i].size;
        end = h->section[i].off + h->section[i].size;
    }

    h->size = end;
}


/* each piece of the file in turn goes to the sum, or to the disk */

static cx_rc_t
cx_b_emit(cx_b_file_t *o, const cx_cat_header_t *h, cx_checksum_t *sum,
    cx_outfile_t *out, cx_error_t *e)
{
    size_t                i, pad, size;
    uint64_t              at;
    static const uint8_t  zero[CX_CAT_ALIGN];

    at = sizeof(cx_cat_header_t);

    for (i = 0; i < CX_SEC_MAX; i++) {
        pad = (size_t) (h->section[i].off - at);
        size = (size_t) h->section[i].size;
        at = h->section[i].off + size;

        if (out == NULL) {
            cx_checksum_update(sum, zero, pad);

            if (size) {
                cx_checksum_update(sum, o->section[i].data, size);
            }

            continue;
        }

        if (cx_outfile_write(out, zero, pad, e) != CX_OK
            || cx_outfile_write(out, o->section[i].data, size, e) != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_b_save(cx_b_file_t *o, const char *path, cx_error_t *e)
{
    size_t           field;
    cx_outfile_t     out;
    cx_checksum_t    sum;
    cx_cat_header_t  h;

    cx_b_header(o, &h);
    field = offsetof(cx_cat_header_t, checksum);

    cx_checksum_init(&sum);
    cx_checksum_update(&sum, &h, field);
    cx_checksum_update(&sum, (uint8_t *) &h + field + 8,
                       sizeof(h) - field - 8);
    (void) cx_b_emit(o, &h, &sum, NULL, NULL);
    h.checksum = cx_checksum_final(&sum);

    if (cx_outfile_open(&out, path, 0644, e) != CX_OK) {
        return CX_ERROR;
    }

    if (cx_outfile_write(&out, &h, sizeof(h), e) != CX_OK
        || cx_b_emit(o, &h, NULL, &out, e) != CX_OK)
    {
        cx_outfile_abort(&out);
        return CX_ERROR;
    }

    return cx_outfile_commit(&out, e);
}


static const uint32_t  cx_b_sizes[CX_SEC_MAX] = {
#define CX_SEC_SIZE(name, type)  sizeof(type),
    CX_CAT_SECTIONS(CX_SEC_SIZE)
#undef CX_SEC_SIZE
};


cx_rc_t
cx_builder_write(cx_builder_t *b, const char *path, cx_error_t *e)
{
    size_t       i;
    cx_rc_t      rc;
    cx_b_file_t  o;

    memset(&o, 0, sizeof(cx_b_file_t));
    o.b = b;
    o.order.size = sizeof(uint32_t);
    o.campaign_at.size = sizeof(uint32_t);

    for (i = 0; i < CX_SEC_MAX; i++) {
        o.section[i].size = cx_b_sizes[i];
    }

    rc = cx_b_resolve(b, e);

    if (rc == CX_OK) {
        rc = cx_b_make_slots(&o, e);
    }

    if (rc == CX_OK && (cx_b_records(&o) != CX_OK
                        || cx_b_number_lists(&o) != CX_OK))
    {
        rc = cx_b_no_memory(e);
    }

    if (rc == CX_OK) {
        rc = cx_b_make_index(&o, e);
    }

    if (rc == CX_OK) {
        rc = cx_b_make_landings(&o, e);
    }

    if (rc == CX_OK) {
        rc = cx_b_make_supply(&o, e);
    }

    if (rc == CX_OK && cx_b_borrow(&o) != CX_OK) {
        rc = cx_b_no_memory(e);
    }

    if (rc == CX_OK) {
        rc = cx_b_save(&o, path, e);
    }

    free(o.order.data);
    free(o.campaign_at.data);

    for (i = 0; i < CX_SEC_MAX; i++) {
        if (o.section[i].room) {
            free(o.section[i].data);
        }
    }

    return rc;
}
