#include "core/bid/explain.h"


/*
 * The listener and, for the bid, the world: the same as ever, but for a clock
 * that stands still while the matcher is asked why not.
 */

typedef struct {
    cx_explanation_t          *x;
    const cx_bid_t            *b;
    const cx_catalog_file_t   *file[2];
    uint32_t                   nfiles;
    uint64_t                   asking_ns;
    unsigned                   full:1;
} cx_explain_t;


static uint64_t
cx_explain_now(void *data)
{
    cx_explain_t  *ex = data;

    return ex->b->ports->now_ns(ex->b->ports->data) - ex->asking_ns;
}


static cx_rc_t
cx_explain_profile(void *data, cx_str_t user_id, cx_profile_t *p)
{
    cx_explain_t  *ex = data;

    return ex->b->ports->profile(ex->b->ports->data, user_id, p);
}


static cx_rc_t
cx_explain_state(void *data, const cx_hit_t *hit)
{
    cx_explain_t  *ex = data;

    return ex->b->ports->slot(ex->b->ports->data, hit);
}


static cx_rc_t
cx_explain_caps(void *data, const cx_hit_t *hit, uint64_t user)
{
    cx_explain_t  *ex = data;

    return ex->b->ports->caps(ex->b->ports->data, hit, user);
}


static int
cx_explain_asked(const cx_explain_t *ex, const cx_catalog_file_t *f,
    const cx_cat_adgroup_t *g)
{
    const cx_cat_campaign_t  *c;
    const cx_explain_conf_t  *conf;

    conf = ex->x->conf;
    c = cx_catalog_campaign(f, g->campaign);

    if (conf->org.len
        && !cx_str_eq(cx_catalog_str(f, cx_catalog_org(f, c->org)->id),
                      conf->org))
    {
        return 0;
    }

    if (conf->campaign.len
        && !cx_str_eq(cx_catalog_str(f, c->id), conf->campaign))
    {
        return 0;
    }

    return conf->adgroup.len == 0
           || cx_str_eq(cx_catalog_str(f, g->id), conf->adgroup);
}


/*
 * Ad groups stand in the order of their bids, so where one of them stands says
 * how many of others are dearer.  What an answer ends with is that place behind
 * a veil: a permutation of 52 bits, as many as a number in JSON has for sure,
 * whose upper ones are 0 in a place that is one.
 */

#define CX_EXPLAIN_HALF    26
#define CX_EXPLAIN_MASK    ((1U << CX_EXPLAIN_HALF) - 1)
#define CX_EXPLAIN_ROUNDS  4
#define CX_EXPLAIN_PLACE   ((uint64_t) 1 << 33)


static uint32_t
cx_explain_round(const cx_keyring_t *keys, uint32_t round, uint32_t half)
{
    uint8_t   mem[32];
    cx_buf_t  b;

    if (keys == NULL) {
        return 0;
    }

    cx_buf_init(&b, mem, sizeof(mem));
    cx_put_lit(&b, "explain");
    cx_put_hex(&b, round, 2);
    cx_put_hex(&b, half, 8);

    return (uint32_t) cx_keyring_number(keys, cx_strn(mem, cx_buf_len(&b)))
           & CX_EXPLAIN_MASK;
}


static uint64_t
cx_explain_veil(const cx_keyring_t *keys, uint64_t place)
{
    uint32_t  i, left, right, next;

    left = (uint32_t) (place >> CX_EXPLAIN_HALF);
    right = (uint32_t) place & CX_EXPLAIN_MASK;

    for (i = 0; i < CX_EXPLAIN_ROUNDS; i++) {
        next = left ^ cx_explain_round(keys, i, right);
        left = right;
        right = next;
    }

    return ((uint64_t) left << CX_EXPLAIN_HALF | right) + 1;
}


/* CX_EXPLAIN_PLACE or more is none */

static uint64_t
cx_explain_unveil(const cx_keyring_t *keys, uint64_t veiled)
{
    uint32_t  i, left, right, next;

    if (veiled == 0) {
        return 0;
    }

    veiled--;

    if (veiled >> 2 * CX_EXPLAIN_HALF) {
        return CX_EXPLAIN_PLACE;
    }

    left = (uint32_t) (veiled >> CX_EXPLAIN_HALF);
    right = (uint32_t) veiled & CX_EXPLAIN_MASK;

    for (i = CX_EXPLAIN_ROUNDS; i-- > 0; /* void */) {
        next = right ^ cx_explain_round(keys, i, left);
        right = left;
        left = next;
    }

    return (uint64_t) left << CX_EXPLAIN_HALF | right;
}


/* the place is a file's number and, in the lower half, that of an ad group */

static void
cx_explain_collect(cx_explain_t *ex, uint64_t place, uint32_t limit)
{
    uint32_t             f, i, n, scan;
    cx_explanation_t    *x;
    cx_explain_entry_t  *entry;

    x = ex->x;
    scan = 0;
    f = (uint32_t) (place >> 32);
    i = (uint32_t) place;

    for ( /* void */ ; f < ex->nfiles; f++, i = 0) {
        n = cx_catalog_adgroups(ex->file[f]);

        for ( /* void */ ; i < n; i++) {

            if (x->n == limit || scan++ == CX_EXPLAIN_SCAN) {
                x->next = cx_explain_veil(ex->b->conf->keys,
                                          (uint64_t) f << 32 | i);
                return;
            }

            if (!cx_catalog_hidden(ex->b->catalog, ex->file[f], i)
                && cx_explain_asked(ex, ex->file[f],
                                    cx_catalog_adgroup(ex->file[f], i)))
            {
                entry = &x->entry[x->n++];
                entry->file = ex->file[f];
                entry->adgroup = i;
                entry->slot = NULL;
            }
        }
    }
}


/* entries are in the order of their files and numbers */

static cx_explain_entry_t *
cx_explain_find(const cx_explain_t *ex, const cx_hit_t *hit)
{
    uint32_t             lo, hi, mid;
    uint64_t             key, at;
    cx_explain_entry_t  *entry;

    entry = ex->x->entry;
    key = (uint64_t) (hit->file != ex->file[0]) << 32
          | cx_catalog_adgroup_index(hit->file, hit->adgroup);

    for (lo = 0, hi = ex->x->n; lo < hi; /* void */) {
        mid = lo + (hi - lo) / 2;
        at = (uint64_t) (entry[mid].file != ex->file[0]) << 32
             | entry[mid].adgroup;

        if (at == key) {
            return entry[mid].slot != NULL ? &entry[mid] : NULL;
        }

        if (at < key) {
            lo = mid + 1;

        } else {
            hi = mid;
        }
    }

    return NULL;
}


static void
cx_explain_begin(void *data, const cx_decision_t *d)
{
    uint32_t             i;
    cx_explain_t        *ex = data;
    cx_explain_slot_t   *slot;
    cx_explain_entry_t  *last;

    ex->x->d = d;

    if (ex->x->n > CX_EXPLAIN_SLOTS / d->nimps) {
        ex->x->n = CX_EXPLAIN_SLOTS / d->nimps;
        last = &ex->x->entry[ex->x->n];
        ex->x->next = cx_explain_veil(ex->b->conf->keys,
                                      (uint64_t) (last->file != ex->file[0])
                                      << 32 | last->adgroup);
    }

    slot = cx_arena_zalloc(ex->b->arena, (size_t) ex->x->n * d->nimps
                                         * sizeof(cx_explain_slot_t));

    if (slot == NULL) {
        ex->full = 1;
        return;
    }

    for (i = 0; i < ex->x->n; i++) {
        ex->x->entry[i].slot = &slot[i * d->nimps];
    }
}


static void
cx_explain_dropped(void *data, const cx_imp_decision_t *imp,
    const cx_hit_t *hit, cx_nobid_e reason)
{
    cx_explain_t        *ex = data;
    cx_explain_slot_t   *slot;
    cx_explain_entry_t  *entry;

    entry = cx_explain_find(ex, hit);

    if (entry == NULL) {
        return;
    }

    slot = &entry->slot[imp - ex->x->d->imp];

    if (slot->reason == CX_NOBID_NONE) {
        slot->reason = reason;
    }
}


/* who neither stood nor fell out was not let through, or not come to */

static void
cx_explain_stood(void *data, const cx_imp_decision_t *imp, cx_match_t *match,
    const cx_offer_t *stood, uint32_t n)
{
    uint32_t             i, k;
    uint64_t             start;
    cx_explain_t        *ex = data;
    cx_explain_slot_t   *slot;
    cx_explain_entry_t  *entry;

    if (ex->full) {
        return;
    }

    start = cx_explain_now(ex);
    k = (uint32_t) (imp - ex->x->d->imp);

    for (i = 0; i < n; i++) {
        entry = cx_explain_find(ex, &stood[i].hit);

        if (entry != NULL) {
            entry->slot[k].stood = 1;
        }
    }

    for (i = 0; i < ex->x->n; i++) {
        entry = &ex->x->entry[i];
        slot = &entry->slot[k];

        if (slot->stood || slot->reason != CX_NOBID_NONE) {
            continue;
        }

        slot->where = cx_match_why(match, entry->file, entry->adgroup);
        slot->reason = slot->where != NULL ? CX_NOBID_NO_MATCH
                                           : CX_NOBID_NOT_REACHED;
    }

    ex->asking_ns += cx_explain_now(ex) - start;
}


static void
cx_explain_offers(cx_explain_t *ex)
{
    uint32_t                  i, k;
    cx_explain_slot_t        *slot;
    cx_explain_entry_t       *entry;
    const cx_imp_decision_t  *imp;

    for (i = 0; i < ex->x->d->nimps; i++) {
        imp = &ex->x->d->imp[i];

        for (k = 0; k < imp->noffers; k++) {
            entry = cx_explain_find(ex, &imp->offer[k]->hit);

            if (entry == NULL) {
                continue;
            }

            slot = &entry->slot[i];

            if (slot->offer == NULL
                || (slot->offer->outcome != CX_NOBID_NONE
                    && imp->offer[k]->outcome == CX_NOBID_NONE))
            {
                slot->offer = imp->offer[k];
                slot->reason = CX_NOBID_NONE;
            }
        }
    }
}


/* the impressions that time or memory did not suffice for */

static void
cx_explain_rest(cx_explain_t *ex)
{
    uint32_t             i, k;
    cx_explain_slot_t   *slot;
    cx_explain_entry_t  *entry;

    for (i = 0; i < ex->x->n; i++) {
        entry = &ex->x->entry[i];

        for (k = 0; entry->slot != NULL && k < ex->x->d->nimps; k++) {
            slot = &entry->slot[k];

            if (slot->offer == NULL && slot->reason == CX_NOBID_NONE) {
                slot->reason = ex->x->d->imp[k].reason;
            }
        }
    }
}


static cx_rc_t
cx_explain_decide(cx_explain_t *ex, const uint8_t *body, size_t len,
    cx_error_t *e)
{
    cx_bid_t               b;
    cx_decision_t         *d;
    cx_bid_ports_t         ports;
    cx_bid_listener_t      listener;
    cx_openrtb_request_t  *req;

    ports = cx_bid_ports_null;
    ports.data = ex;
    ports.now_ns = cx_explain_now;
    ports.profile = cx_explain_profile;
    ports.slot = cx_explain_state;
    ports.caps = cx_explain_caps;

    listener.data = ex;
    listener.begin = cx_explain_begin;
    listener.dropped = cx_explain_dropped;
    listener.stood = cx_explain_stood;

    b = *ex->b;
    b.ports = &ports;
    b.listener = &listener;

    if (cx_bid_decide(&b, body, len, &req, &d, e) != CX_OK) {
        return CX_ERROR;
    }

    ex->x->req = req;
    ex->x->d = d;

    return CX_OK;
}


cx_rc_t
cx_explain(const cx_bid_t *b, const cx_explain_conf_t *conf,
    const uint8_t *body, size_t len, cx_explanation_t *x, cx_error_t *e)
{
    uint32_t      limit;
    uint64_t      place;
    cx_explain_t  ex;

    memset(x, 0, sizeof(cx_explanation_t));
    memset(&ex, 0, sizeof(cx_explain_t));

    x->conf = conf;
    ex.x = x;
    ex.b = b;

    place = cx_explain_unveil(b->conf->keys, conf->from);

    if (place >= CX_EXPLAIN_PLACE) {
        return cx_error(e, CX_E_FIELD_VALUE, "from", "next of another answer",
                        "is none");
    }

    limit = conf->limit ? cx_min(conf->limit, CX_EXPLAIN_LIMIT_MAX)
                        : CX_EXPLAIN_LIMIT;

    x->entry = cx_arena_alloc(b->arena, limit * sizeof(cx_explain_entry_t));

    if (x->entry == NULL) {
        return cx_error(e, CX_E_NO_MEMORY, "limit", "a smaller number",
                        "%u ad groups take more memory than there is", limit);
    }

    if (b->catalog != NULL) {
        ex.nfiles = cx_catalog_files(b->catalog, ex.file);
        cx_explain_collect(&ex, place, limit);
    }

    if (cx_explain_decide(&ex, body, len, e) != CX_OK) {
        return CX_ERROR;
    }

    if (ex.full) {
        return cx_error(e, CX_E_NO_MEMORY, "limit", "a smaller number",
                        "%u ad groups take more memory than there is", limit);
    }

    cx_explain_offers(&ex);
    cx_explain_rest(&ex);

    return CX_OK;
}
