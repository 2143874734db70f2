/* what few records have, kept beside them; and the rates */

#include "core/catalog/layout.h"


const cx_cat_transparency_t *
cx_catalog_transparency(const cx_catalog_file_t *f, uint32_t i)
{
    return &f->s_TRANSPARENCY[i];
}


const cx_cat_more_t *
cx_catalog_more(const cx_catalog_file_t *f, const cx_cat_creative_t *c)
{
    return c->more ? &f->s_MORE[c->more - 1] : NULL;
}


const cx_cat_dsa_t *
cx_catalog_dsa(const cx_catalog_file_t *f, const cx_cat_campaign_t *c)
{
    return c->dsa ? &f->s_DSAS[c->dsa - 1] : NULL;
}


cx_approval_e
cx_catalog_approval(const cx_catalog_file_t *f, const cx_cat_creative_t *c,
    uint32_t exchange)
{
    uint32_t               i;
    cx_cat_run_t           run;
    const cx_cat_more_t   *more;

    more = cx_catalog_more(f, c);

    if (more == NULL || exchange == CX_NO_NAME) {
        return CX_APPROVAL_UNKNOWN;
    }

    run = more->approvals;

    for (i = run.first; i < run.first + run.n; i++) {
        if (f->s_APPROVALS[i] >> 2 == exchange) {
            return f->s_APPROVALS[i] & 3;
        }
    }

    return CX_APPROVAL_UNKNOWN;
}


void
cx_cat_kind(const cx_cat_creative_t *look, cx_cat_creative_t *kind)
{
    memcpy(kind, look, sizeof(cx_cat_creative_t));

    memset(&kind->cat, 0, sizeof(cx_cat_run_t));
    memset(&kind->variants, 0, sizeof(cx_cat_run_t));
    kind->attr = 0;
    kind->expdir = 0;
    kind->btype = 0;
    kind->ncat = 0;
    kind->qagmediarating = 0;
    kind->language[0] = 0;
    kind->language[1] = 0;
    kind->secure = 0;
    kind->clickbrowser = 0;
}


/* "image/jpg" is what many write for the first of the two */

static int
cx_mime_eq(cx_str_t a, cx_str_t b)
{
    if (cx_cat_name_eq(a, b, 0)) {
        return 1;
    }

    return (cx_cat_name_eq(a, cx_str("image/jpeg"), 0)
            && cx_cat_name_eq(b, cx_str("image/jpg"), 0));
}


int
cx_cat_mime_listed(const cx_catalog_file_t *f, uint32_t name,
    const cx_ortb_strs_t *mimes)
{
    uint32_t  i;
    cx_str_t  mime;

    mime = cx_catalog_name(f, name);

    for (i = 0; i < mimes->n; i++) {
        if (cx_mime_eq(mime, mimes->v[i])) {
            return 1;
        }
    }

    return 0;
}


void
cx_mimes_begin(cx_mimes_t *m, const cx_ortb_strs_t *list)
{
    memset(m, 0, sizeof(cx_mimes_t));
    m->list = list;
}


static int
cx_mimes_have(cx_mimes_t *m, const cx_catalog_file_t *f, uint32_t name)
{
    cx_mimes_memo_t  *memo;

    memo = &m->memo[name & (CX_MIMES_MEMO - 1)];

    if (memo->mime != name + 1 || memo->file != f) {
        memo->file = f;
        memo->mime = name + 1;
        memo->listed = cx_cat_mime_listed(f, name, m->list);
    }

    return memo->listed;
}


int
cx_catalog_mime_ok(const cx_catalog_file_t *f, const cx_cat_creative_t *c,
    cx_mimes_t *m)
{
    int                   all;
    uint32_t              i;
    const cx_cat_more_t  *more;

    if (m->list->n == 0 || c->mime == 0) {
        return 1;
    }

    all = c->allmimes;

    if (cx_mimes_have(m, f, c->mime - 1) != all) {
        return !all;
    }

    more = cx_catalog_more(f, c);

    for (i = 1; more != NULL && i < more->mimes.n; i++) {
        if (cx_mimes_have(m, f, f->s_NAME_RUNS[more->mimes.first + i])
            != all)
        {
            return !all;
        }
    }

    return all;
}


/* a variant stands for the whole of the markup, companions and all */

cx_cat_str_t
cx_catalog_template(const cx_catalog_file_t *f, const cx_fit_t *fit,
    uint32_t variant)
{
    cx_cat_str_t              template;
    const cx_cat_creative_t  *c;

    c = fit->creative;

    if (variant < c->variants.n) {
        template = f->s_VARIANTS[c->variants.first + variant].template;

        if (template.len) {
            return template;
        }
    }

    return fit->companions ? f->s_MORE[c->more - 1].companion_template
                           : f->s_TEXTS[fit->ad->text].template;
}


cx_str_t
cx_catalog_crid(const cx_catalog_file_t *f, const cx_fit_t *fit)
{
    return cx_catalog_str(f, cx_cat_ad_id(fit->ad));
}


const cx_offer_features_t *
cx_catalog_features(const cx_fit_t *fit)
{
    return &fit->ad->features;
}


static const cx_cat_rate_t *
cx_rate_find(const cx_catalog_file_t *f, uint32_t currency)
{
    uint32_t  lo, hi, mid;

    for (lo = 0, hi = f->n_RATES; lo < hi; /* void */) {
        mid = lo + (hi - lo) / 2;

        if (f->s_RATES[mid].currency < currency) {
            lo = mid + 1;

        } else {
            hi = mid;
        }
    }

    return lo < f->n_RATES && f->s_RATES[lo].currency == currency
           ? &f->s_RATES[lo] : NULL;
}


/* the rates of an overlay are the newer ones, and all there are */

static const cx_catalog_file_t *
cx_rate_file(const cx_catalog_t *cat)
{
    const cx_catalog_file_t  *f;

    f = &cat->file[cat->nfiles - 1];

    return f->n_RATES ? f : &cat->file[0];
}


static inline int
cx_rate_usable(const cx_cat_rate_t *r, int64_t now_s, uint32_t max_age_s)
{
    return r != NULL
           && (max_age_s == 0 || now_s - r->at <= (int64_t) max_age_s);
}


static int64_t
cx_rate_ten(uint32_t n)
{
    int64_t  ten;

    for (ten = 1; n; n--) {
        ten *= 10;
    }

    return ten;
}


int
cx_cat_rates_apart(const cx_cat_rate_t *rate, size_t n, size_t pair[2])
{
    size_t    i;
    __int128  value, least, most;

    least = 0;
    most = 0;

    for (i = 0; i < n; i++) {
        value = (__int128) rate[i].digits
                * cx_rate_ten(CX_RATE_DECIMALS_MAX - rate[i].decimals);

        if (i == 0 || value < least) {
            least = value;
            pair[0] = i;
        }

        if (i == 0 || value > most) {
            most = value;
            pair[1] = i;
        }
    }

    return n && (most - 1) / CX_RATE_MAX >= least;
}


int
cx_catalog_rated(const cx_catalog_t *cat, uint32_t currency, int64_t now_s,
    uint32_t max_age_s)
{
    return cx_rate_usable(cx_rate_find(cx_rate_file(cat), currency), now_s,
                          max_age_s);
}


cx_rate_t
cx_catalog_rate(const cx_catalog_t *cat, uint32_t from, uint32_t to,
    int64_t now_s, uint32_t max_age_s)
{
    uint32_t                  decimals;
    cx_rate_t                 rate;
    const cx_cat_rate_t      *a, *b;
    const cx_catalog_file_t  *f;

    if (from == to) {
        return (cx_rate_t) { 1, 1 };
    }

    f = cx_rate_file(cat);
    a = cx_rate_find(f, from);
    b = cx_rate_find(f, to);

    if (b == NULL || !cx_rate_usable(a, now_s, max_age_s)) {
        return (cx_rate_t) { 0, 1 };
    }

    rate.mul = b->digits;
    rate.div = a->digits;
    decimals = cx_min(a->decimals, b->decimals);

    return cx_rate_times(rate, cx_rate_ten(a->decimals - decimals),
                         cx_rate_ten(b->decimals - decimals));
}
