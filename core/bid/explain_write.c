#include "core/bid/explain.h"
#include "core/bid/privacy.h"


/* the names of the bits that are set */

static void
cx_explain_bits(cx_buf_t *out, const char *member, uint32_t bits,
    const char *(*name)(unsigned place))
{
    int  first;

    cx_put_lit(out, ",\"");
    cx_put_cstr(out, member);
    cx_put_lit(out, "\":[");

    for (first = 1; bits; bits &= bits - 1, first = 0) {

        if (!first) {
            cx_put_char(out, ',');
        }

        cx_put_char(out, '"');
        cx_put_cstr(out, name((unsigned) __builtin_ctz(bits)));
        cx_put_char(out, '"');
    }

    cx_put_char(out, ']');
}


/* what a stage took, in microseconds: a nano is a thousandth of one */

static void
cx_explain_stages(const cx_decision_t *d, cx_buf_t *out)
{
    cx_stage_e  stage;

    cx_put_lit(out, ",\"stages_us\":{");

    for (stage = 0; stage < CX_STAGE_MAX; stage++) {

        if (stage) {
            cx_put_char(out, ',');
        }

        cx_put_char(out, '"');
        cx_put_cstr(out, cx_stage_name(stage));
        cx_put_lit(out, "\":");
        cx_put_micros(out, (int64_t) d->stage_ns[stage] * 1000);
    }

    cx_put_char(out, '}');
}


static void
cx_explain_totals(const cx_imp_decision_t *imp, cx_buf_t *out)
{
    cx_put_lit(out, ",\"reason\":\"");
    cx_put_cstr(out, cx_nobid_name(imp->reason));
    cx_put_lit(out, "\",\"matched\":");
    cx_put_uint(out, imp->nmatched);
    cx_put_lit(out, ",\"stood\":");
    cx_put_uint(out, imp->nstood);
    cx_put_lit(out, ",\"scored\":");
    cx_put_uint(out, imp->noffers);
    cx_put_lit(out, ",\"bids\":");
    cx_put_uint(out, imp->nwon);
}


/* what all orgs did together would tell one of the others */

static void
cx_explain_imps(const cx_explanation_t *x, cx_buf_t *out)
{
    uint32_t  i;

    cx_put_lit(out, ",\"imps\":[");

    for (i = 0; i < x->d->nimps; i++) {

        if (i) {
            cx_put_char(out, ',');
        }

        cx_put_lit(out, "{\"id\":");
        cx_put_json(out, x->d->imp[i].imp->id);

        if (x->conf->org.len == 0) {
            cx_explain_totals(&x->d->imp[i], out);
        }

        cx_put_char(out, '}');
    }

    cx_put_char(out, ']');
}


static void
cx_explain_money(cx_buf_t *out, const char *name, int64_t micros)
{
    cx_put_lit(out, ",\"");
    cx_put_cstr(out, name);
    cx_put_lit(out, "\":");
    cx_put_micros(out, micros);
}


/* floor and price are what the exchange sees, score and rank the campaign's */

static void
cx_explain_offer(const cx_explain_entry_t *entry, const cx_offer_t *o,
    cx_buf_t *out)
{
    uint8_t   cur[3];
    cx_str_t  creative;

    cur[0] = (uint8_t) (o->currency >> 16);
    cur[1] = (uint8_t) (o->currency >> 8);
    cur[2] = (uint8_t) o->currency;

    creative = cx_catalog_crid(entry->file, &o->hit.fit[o->fit]);

    cx_put_lit(out, ",\"offer\":{\"outcome\":\"");
    cx_put_cstr(out, cx_nobid_name(o->outcome));
    cx_put_lit(out, "\",\"creative\":");
    cx_put_json(out, creative);

    if (o->hit.deal != NULL) {
        cx_put_lit(out, ",\"deal\":");
        cx_put_json(out, o->hit.deal->id);
    }

    cx_explain_money(out, "probability",
                     (int64_t) ((double) o->p * CX_MICROS + 0.5));
    cx_explain_money(out, "score", o->score);
    cx_explain_money(out, "rank", o->rank);
    cx_explain_money(out, "floor", o->floor);
    cx_explain_money(out, "price", o->price);
    cx_put_lit(out, ",\"currency\":");
    cx_put_json(out, cx_strn(cur, 3));
    cx_put_char(out, '}');
}


static void
cx_explain_slot(const cx_explanation_t *x, const cx_explain_entry_t *entry,
    uint32_t imp, cx_buf_t *out)
{
    const cx_explain_slot_t  *slot;

    slot = &entry->slot[imp];

    cx_put_lit(out, "{\"imp\":");
    cx_put_json(out, x->d->imp[imp].imp->id);

    if (slot->offer != NULL) {
        cx_explain_offer(entry, slot->offer, out);

    } else {
        cx_put_lit(out, ",\"reason\":\"");
        cx_put_cstr(out, cx_nobid_name(slot->reason));
        cx_put_char(out, '"');

        if (slot->where != NULL) {
            cx_put_lit(out, ",\"where\":\"");
            cx_put_cstr(out, slot->where);
            cx_put_char(out, '"');
        }
    }

    cx_put_char(out, '}');
}


static void
cx_explain_entry(const cx_explanation_t *x, const cx_explain_entry_t *entry,
    cx_buf_t *out)
{
    uint32_t                  i;
    const cx_cat_adgroup_t   *g;
    const cx_cat_campaign_t  *c;

    g = cx_catalog_adgroup(entry->file, entry->adgroup);
    c = cx_catalog_campaign(entry->file, g->campaign);

    cx_put_lit(out, "{\"org\":");
    cx_put_json(out, cx_catalog_str(entry->file,
                                    cx_catalog_org(entry->file, c->org)->id));
    cx_put_lit(out, ",\"campaign\":");
    cx_put_json(out, cx_catalog_str(entry->file, c->id));
    cx_put_lit(out, ",\"adgroup\":");
    cx_put_json(out, cx_catalog_str(entry->file, g->id));

    /* a request that was refused as a whole came to no impression */

    if (entry->slot == NULL) {
        cx_put_lit(out, ",\"reason\":\"");
        cx_put_cstr(out, cx_nobid_name(x->d->reason));
        cx_put_lit(out, "\"}");
        return;
    }

    cx_put_lit(out, ",\"imps\":[");

    for (i = 0; i < x->d->nimps; i++) {

        if (i) {
            cx_put_char(out, ',');
        }

        cx_explain_slot(x, entry, i, out);
    }

    cx_put_lit(out, "]}");
}


void
cx_explain_write(const cx_bid_t *b, const cx_explanation_t *x, cx_buf_t *out)
{
    uint32_t  i;

    cx_put_lit(out, "{\"request\":");
    cx_put_json(out, x->req->r.id);
    cx_put_lit(out, ",\"exchange\":");
    cx_put_json(out, b->conf->exchange->name);

    if (x->conf->org.len == 0 || x->d->nimps == 0) {
        cx_put_lit(out, ",\"reason\":\"");
        cx_put_cstr(out, cx_nobid_name(x->d->reason));
        cx_put_lit(out, "\",\"bids\":");
        cx_put_uint(out, x->d->nbids);
    }

    cx_put_lit(out, ",\"user\":");
    cx_put_json(out, x->req->user_id_source);

    cx_explain_bits(out, "privacy", x->d->privacy, cx_privacy_state_name);
    cx_explain_bits(out, "removed", x->d->removed, cx_privacy_thing_name);

    cx_explain_stages(x->d, out);
    cx_explain_imps(x, out);

    cx_put_lit(out, ",\"adgroups\":[");

    for (i = 0; i < x->n; i++) {

        if (i) {
            cx_put_char(out, ',');
        }

        cx_explain_entry(x, &x->entry[i], out);
    }

    cx_put_char(out, ']');

    if (x->next) {
        cx_put_lit(out, ",\"next\":");
        cx_put_uint(out, x->next);
    }

    cx_put_char(out, '}');
}
