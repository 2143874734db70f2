/* the sections beside the records: companions, approvals, rates, supply */

#include "core/catalog/check.h"


static int
cx_cat_approvals_ok(const cx_catalog_file_t *f, cx_cat_run_t run)
{
    uint32_t  i, name;

    if (!cx_cat_run_ok(run, f->n_APPROVALS)) {
        return 0;
    }

    for (i = run.first; i < run.first + run.n; i++) {
        name = f->s_APPROVALS[i] >> 2;

        if (name >= f->n_NAMES || (f->s_APPROVALS[i] & 3) == 0
            || (i > run.first && f->s_APPROVALS[i - 1] >> 2 >= name))
        {
            return 0;
        }
    }

    return 1;
}


static cx_rc_t
cx_cat_check_more(const cx_catalog_file_t *f, const char **what)
{
    uint32_t                   i;
    const cx_cat_more_t       *m;
    const cx_cat_companion_t  *c;

    for (i = 0; i < f->n_MORE; i++) {
        m = &f->s_MORE[i];

        if (!cx_cat_clean_ok(f, m->adid) || !cx_cat_clean_ok(f, m->langb)
            || !cx_cat_template_ok(f, m->companion_template)
            || !cx_cat_names_ok(f, m->mimes)
            || !cx_cat_run_ok(m->companions, f->n_COMPANIONS)
            || (m->companions.n != 0) != (m->companion_template.len != 0)
            || !cx_cat_approvals_ok(f, m->approvals))
        {
            cx_bad("creatives' side records");
        }
    }

    for (i = 0; i < f->n_COMPANIONS; i++) {
        c = &f->s_COMPANIONS[i];

        if (c->type < CX_COMPANION_STATIC || c->type > CX_COMPANION_IFRAME
            || c->w == 0 || c->w > CX_FORMAT_SIZE_MAX
            || c->h == 0 || c->h > CX_FORMAT_SIZE_MAX
            || c->mime > f->n_NAMES)
        {
            cx_bad("companions");
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_cat_check_dsa(const cx_catalog_file_t *f, const char **what)
{
    uint32_t             i;
    const cx_cat_dsa_t  *d;

    for (i = 0; i < f->n_DSAS; i++) {
        d = &f->s_DSAS[i];

        if (!cx_cat_str_ok(f, d->behalf) || !cx_cat_str_ok(f, d->paid)
            || !cx_cat_run_ok(d->transparency, f->n_TRANSPARENCY)
            || d->adrender > 1)
        {
            cx_bad("transparency records");
        }
    }

    for (i = 0; i < f->n_TRANSPARENCY; i++) {
        if (!cx_cat_clean_ok(f, f->s_TRANSPARENCY[i].domain)) {
            cx_bad("transparency records");
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_cat_check_rates(const cx_catalog_file_t *f, const char **what)
{
    size_t                pair[2];
    uint32_t              i;
    const cx_cat_rate_t  *r;

    for (i = 0; i < f->n_RATES; i++) {
        r = &f->s_RATES[i];

        if (!cx_cat_currency_ok(r->currency) || r->digits < 1
            || r->digits > CX_RATE_DIGITS_MAX
            || r->decimals > CX_RATE_DECIMALS_MAX || r->at <= 0
            || (i && r[-1].currency >= r->currency))
        {
            cx_bad("rates");
        }
    }

    if (cx_cat_rates_apart(f->s_RATES, f->n_RATES, pair)) {
        cx_bad("rates");
    }

    return CX_OK;
}


static int
cx_cat_table_ok(const uint32_t *table, uint32_t size, uint32_t n)
{
    uint32_t  i, used;

    for (i = 0, used = 0; i < size; i++) {
        if (table[i] > n) {
            return 0;
        }

        used += (table[i] != 0);
    }

    return size >= 8 && (size & (size - 1)) == 0 && used < size;
}


static int
cx_cat_name_ok(const cx_catalog_file_t *f, uint32_t name)
{
    return name < f->n_NAMES || name == CX_NO_NAME;
}


static cx_rc_t
cx_cat_check_supply(const cx_catalog_file_t *f, const char **what)
{
    uint32_t                i;
    const cx_cat_owner_t   *o;
    const cx_cat_seller_t  *s;

    for (i = 0; i < f->n_SELLER_LISTS; i++) {
        if (!cx_cat_str_ok(f, f->s_SELLER_LISTS[i].id)) {
            cx_bad("lists of sellers");
        }
    }

    for (i = 0; i < f->n_OWNERS; i++) {
        o = &f->s_OWNERS[i];

        if (o->name >= f->n_NAMES || o->kind >= CX_OWNER_MAX) {
            cx_bad("owners of supply");
        }
    }

    for (i = 0; i < f->n_SELLERS; i++) {
        s = &f->s_SELLERS[i];

        if (!cx_cat_name_ok(f, s->asi) || !cx_cat_name_ok(f, s->sid)
            || s->word == 0 || s->word > CX_SELLERS_JSON_BOTH)
        {
            cx_bad("sellers");
        }
    }

    if (!cx_cat_table_ok(f->s_OWNER_TABLE, f->n_OWNER_TABLE, f->n_OWNERS)
        || !cx_cat_table_ok(f->s_SELLER_TABLE, f->n_SELLER_TABLE,
                            f->n_SELLERS))
    {
        cx_bad("tables of supply");
    }

    return CX_OK;
}


cx_rc_t
cx_cat_check_side(const cx_catalog_file_t *f, const char **what)
{
    if (cx_cat_check_more(f, what) != CX_OK
        || cx_cat_check_dsa(f, what) != CX_OK
        || cx_cat_check_rates(f, what) != CX_OK
        || cx_cat_check_supply(f, what) != CX_OK)
    {
        return CX_ERROR;
    }

    return CX_OK;
}
