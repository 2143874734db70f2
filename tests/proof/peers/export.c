
/*
 * What the peers bid from: a catalogue and a model as JSON, with each set of
 * ad groups as words of bits.  What they do not know how to handle is refused
 * here, so that no comparison is made over it.
 *
 *     export CATALOGUE MODEL MODEL_OUT > FILE
 *
 * MODEL_OUT is the same model with its weights cut to so few binary places
 * that their sums are exact, in whatever order they are made: all bidders of a
 * comparison use it, and to the peers its weights are whole numbers.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/bid/bid.h"
#include "core/catalog/layout.h"
#include "tests/proof/peers/export.h"


#define VIDEO_ASKED   0x1ecU            /* protocols: 2, 3, 5, 6, 7 and 8 */
#define TEXT_MAX      (64 * 1024)

static const cx_dim_e  known_dims[] = {
    CX_DIM_FORMAT, CX_DIM_DEAL, CX_DIM_DOMAIN, CX_DIM_CAT, CX_DIM_KEYWORD,
    CX_DIM_COUNTRY, CX_DIM_REGION, CX_DIM_CITY, CX_DIM_DEVICE, CX_DIM_OS,
    CX_DIM_SEGMENT
};

typedef struct {
    const cx_catalog_file_t  *f;
    cx_model_t               *model;
    uint32_t                  nwords;
    uint32_t                **set;
    uint32_t                  nsets;
    uint8_t                   text[TEXT_MAX];
} export_t;

typedef struct { uint32_t *incl, *excl; int  hit; }  value_t;


static void
refuse(const char *what, const char *which)
{
    (void) fprintf(stderr, "export: the peers know nothing of %s: %s\n", what,
                   which);
    exit(1);
}


static void *
need(void *p)
{
    if (p == NULL) {
        (void) fprintf(stderr, "export: no memory\n");
        exit(1);
    }

    return p;
}


static void
put(export_t *x, cx_str_t s)
{
    cx_buf_t  b;

    cx_buf_init(&b, x->text, TEXT_MAX);
    cx_put_json(&b, s);

    if (b.overflow) {
        refuse("texts as long", "of the catalogue");
    }

    (void) fwrite(x->text, 1, cx_buf_len(&b), stdout);
}


static void
put_ref(export_t *x, const char *key, cx_cat_str_t ref)
{
    (void) printf(",\"%s\":", key);
    put(x, cx_catalog_str(x->f, ref));
}


static uint32_t *
bits(const export_t *x)
{
    return need(calloc(x->nwords, sizeof(uint32_t)));
}


static void
add(const export_t *x, uint32_t *to, cx_cat_set_t set)
{
    uint32_t         i;
    const uint64_t  *w;

    if (set.n & CX_CAT_DENSE) {
        w = x->f->s_BITS[set.off].w;

        for (i = 0; i < x->nwords; i++) {
            to[i] |= (uint32_t) (w[i / 2] >> i % 2 * 32);
        }

        return;
    }

    for (i = 0; i < set.n; i++) {
        to[x->f->s_POSTINGS[set.off + i] / 32]
            |= 1U << x->f->s_POSTINGS[set.off + i] % 32;
    }
}


/* the number of a set; equal ones have the same */

static int
number(export_t *x, const uint32_t *set)
{
    uint32_t  i;

    for (i = 0; i < x->nsets; i++) {
        if (memcmp(x->set[i], set, x->nwords * sizeof(uint32_t)) == 0) {
            return (int) i;
        }
    }

    x->set = need(realloc(x->set, (x->nsets + 1) * sizeof(uint32_t *)));
    x->set[x->nsets] = bits(x);
    memcpy(x->set[x->nsets], set, x->nwords * sizeof(uint32_t));

    return (int) x->nsets++;
}


static void
put_sets(const export_t *x)
{
    uint32_t  i, k;

    for (i = 0; i < x->nsets; i++) {
        (void) printf(i ? ",\n[" : "\"sets\":[[");

        for (k = 0; k < x->nwords; k++) {
            (void) printf(k ? ",%u" : "%u", x->set[i][k]);
        }

        (void) printf("]");
    }

    (void) printf("]\n");
}


static int
is_empty(const export_t *x, const uint32_t *set)
{
    uint32_t  i;

    for (i = 0; i < x->nwords; i++) {
        if (set[i]) {
            return 0;
        }
    }

    return 1;
}


/* no include in this dimension; all of them if it has none at all */

static uint32_t *
any(const export_t *x, uint32_t dim)
{
    uint32_t            *set;
    const cx_cat_dim_t  *d;

    set = bits(x);
    d = &x->f->s_DIMS[dim];

    if (d->nincl == 0) {
        memset(set, 0xff, x->nwords * sizeof(uint32_t));

    } else if (d->any.n) {
        add(x, set, d->any);
    }

    return set;
}


static void
meet(const export_t *x, uint32_t dim, uint32_t key, value_t *v)
{
    const cx_cat_value_t  *value;

    value = cx_cat_value(x->f, dim, key);

    if (value != NULL) {
        add(x, v->incl, value->incl);
        add(x, v->excl, value->excl);
        v->hit = 1;
    }
}


static void
put_value(export_t *x, const char *prefix, cx_str_t name, value_t *v, int *n)
{
    uint8_t   mem[1024];
    cx_buf_t  b;

    if (v->hit) {
        cx_buf_init(&b, mem, sizeof(mem));
        cx_put_cstr(&b, prefix);
        cx_put_str(&b, name);

        (void) printf((*n)++ ? ",\n" : "\n");
        put(x, cx_strn(mem, cx_buf_len(&b)));
        (void) printf(":[%d,%d]", number(x, v->incl),
                      is_empty(x, v->excl) ? -1 : number(x, v->excl));
    }

    free(v->incl);
    free(v->excl);
}


static void
value_init(const export_t *x, uint32_t dim, value_t *v)
{
    v->incl = any(x, dim);
    v->excl = bits(x);
    v->hit = 0;
}


/* numbers by themselves, and of a format the class or the size */

static void
put_numbers(export_t *x, uint32_t dim, int *n)
{
    char           text[64];
    value_t        v;
    uint32_t       i, key;
    cx_cat_run_t   run;

    run = x->f->s_DIMS[dim].values;

    for (i = run.first; i < run.first + run.n; i++) {
        key = x->f->s_VALUES[i].key;

        if (dim == CX_DIM_FORMAT && key >= CX_FORMAT_VIDEO) {
            continue;
        }

        (void) snprintf(text, sizeof(text), "%u", key);

        if (dim == CX_DIM_FORMAT) {
            (void) snprintf(text, sizeof(text), "%ux%u", key >> 15,
                            key & 0x7fff);

        } else if (dim == CX_DIM_COUNTRY) {
            (void) snprintf(text, sizeof(text), "%c%c%c", (char) (key >> 16),
                            (char) (key >> 8), (char) key);
        }

        value_init(x, dim, &v);
        meet(x, dim, key, &v);
        put_value(x, "", cx_strn(text, strlen(text)), &v, n);
    }
}


/* names, with the lists that they are in */

static void
put_names(export_t *x, uint32_t dim, uint32_t class, const char *prefix,
    int *n)
{
    value_t               v;
    uint32_t              i, k;
    const cx_cat_name_t  *name;

    for (i = 0; i < x->f->n_NAMES; i++) {
        name = &x->f->s_NAMES[i];

        value_init(x, dim, &v);
        meet(x, dim, class | i, &v);

        for (k = 0; class == 0 && k < (name->nlists & ~CX_CAT_EXACT); k++) {
            meet(x, dim, CX_CAT_LIST | x->f->s_MEMBERS[name->lists + k], &v);
        }

        put_value(x, prefix, cx_catalog_name(x->f, i), &v, n);
    }
}


static void
put_dim(export_t *x, uint32_t dim)
{
    int        n;
    uint32_t  *set;

    set = any(x, dim);
    (void) printf(",\n\"%s\":{\"any\":%d,\"values\":{", cx_dims[dim].path,
                  number(x, set));
    free(set);
    n = 0;

    if (cx_dims[dim].kind == CX_KEY_INT) {
        put_numbers(x, dim, &n);
    }

    if (dim == CX_DIM_FORMAT) {
        put_names(x, dim, CX_FORMAT_VIDEO, "", &n);

    } else if (cx_dims[dim].kind != CX_KEY_INT) {
        put_names(x, dim, 0, "", &n);
    }

    (void) printf("}}");
}


static void
put_dims(export_t *x)
{
    size_t    k;
    uint32_t  dim;

    (void) printf("\"dims\":{\"\":null");

    for (dim = 0; dim < CX_DIM_MAX; dim++) {
        if (x->f->s_DIMS[dim].values.n == 0 || dim == CX_DIM_ORG) {
            continue;
        }

        for (k = 0; k < cx_nelts(known_dims) && known_dims[k] != dim; k++) {
            /* void */
        }

        if (k == cx_nelts(known_dims)) {
            refuse("the dimension", cx_dims[dim].path);
        }

        put_dim(x, dim);
    }

    (void) printf("},\n");
}


static void
put_orgs(export_t *x)
{
    uint32_t             i;
    cx_str_t             id;
    const cx_cat_org_t  *org;

    for (i = 0; i < x->f->n_ORGS; i++) {
        org = &x->f->s_ORGS[i];
        id = cx_catalog_str(x->f, org->id);

        (void) printf(i ? ",\n{" : "\"orgs\":[{");
        (void) printf("\"hash\":%u",
                      (uint32_t) cx_hash64(id.data, id.len, 0));
        put_ref(x, "seat", org->seat);
        (void) printf("}");
    }

    (void) printf("],\n");
}


static void
put_run(export_t *x, const char *key, cx_cat_run_t run, uint32_t n)
{
    uint32_t         i;
    const uint32_t  *name;

    name = cx_catalog_names(x->f, run);
    (void) printf(",\"%s\":[", key);

    for (i = 0; i < n; i++) {
        (void) printf(i ? "," : "");
        put(x, cx_catalog_name(x->f, name[i]));
    }

    (void) printf("]");
}


static void
put_campaigns(export_t *x)
{
    uint32_t                  i;
    const cx_cat_campaign_t  *c;

    for (i = 0; i < x->f->n_CAMPAIGNS; i++) {
        c = &x->f->s_CAMPAIGNS[i];

        if (c->dsa || c->bundle.len || c->cattax > 1 || c->currency != CX_USD) {
            refuse("what a campaign has",
                   "dsa, bundle, cattax or a currency that is not USD");
        }

        (void) printf(i ? ",\n{" : "\"campaigns\":[{");
        (void) printf("\"org\":%u,\"slot\":%u", c->org, c->slot);
        put_ref(x, "id", c->id);
        put_run(x, "adomain", c->adomain, c->adomain.n);
        put_run(x, "cats", c->cat, c->cat.n);
        put_run(x, "own", c->cat, c->ncat);
        (void) printf("}");
    }

    (void) printf("],\n");
}


static void
put_zones(const export_t *x)
{
    uint32_t                    i, k;
    const cx_cat_zone_t        *z;
    const cx_cat_transition_t  *t;

    (void) printf("\"zones\":[");

    for (i = 0; i < x->f->n_ZONES; i++) {
        z = &x->f->s_ZONES[i];
        t = x->f->s_TRANSITIONS + z->transitions.first;
        (void) printf("%s[%d", i ? ",\n" : "", z->offset);

        for (k = 0; k < z->transitions.n; k++) {
            (void) printf(",%lld,%d", (long long) t[k].at, t[k].offset);
        }

        (void) printf("]");
    }

    (void) printf("],\n\"schedules\":[");

    for (i = 0; i < x->f->n_SCHEDULES; i++) {
        (void) printf("%s[%u", i ? "," : "", x->f->s_SCHEDULES[i].zone);

        for (k = 0; k < 6; k++) {
            (void) printf(",%u", x->f->s_SCHEDULES[i].hours[k]);
        }

        (void) printf("]");
    }

    (void) printf("],\n");
}


static void
put_versions(export_t *x, const uint32_t *w, uint32_t n)
{
    uint32_t  i;

    (void) printf(",\"versions\":[");

    for (i = 0; i < n; i += 5) {
        (void) printf(i ? ",[" : "[");
        put(x, w[i] ? cx_catalog_name(x->f, w[i] - 1) : cx_str(""));
        (void) printf(",%u,%u,%u,%u]", w[i + 2], w[i + 1], w[i + 4], w[i + 3]);
    }

    (void) printf("]");
}


static void
put_circles(const uint32_t *w, uint32_t n)
{
    uint32_t  i;

    (void) printf(",\"circles\":[");

    for (i = 0; i < n; i += 3) {
        (void) printf("%s[%d,%d,%u]", i ? "," : "", (int32_t) w[i],
                      (int32_t) w[i + 1], w[i + 2]);
    }

    (void) printf("]");
}


static void
put_program(export_t *x, uint32_t program)
{
    uint32_t         n;
    cx_op_e          op;
    const uint32_t  *w;

    if (program == 0) {
        return;
    }

    for (w = x->f->s_PROGRAMS + program; (*w & 0xff) != CX_OP_END; w += n) {
        op = *w & 0xff;
        n = *w++ >> 8;

        switch (op) {

        case CX_OP_SCHEDULE:
            (void) printf(",\"schedule\":%u", w[0]);
            break;

        case CX_OP_OSV_IN:
            put_versions(x, w, n);
            break;

        case CX_OP_RADIUS_IN:
            put_circles(w, n);
            break;

        default:
            refuse("what a program has", cx_ops[op].path);
        }
    }
}


/*
 * The markup as it is written for a bid, with words in the places of what is
 * the bid's own.  A number that is the bid's is one that nobody has.
 */

static void
put_markup(export_t *x, const cx_cat_campaign_t *campaign,
    const cx_fit_t *fit, uint32_t variant)
{
    cx_buf_t                 b;
    uint32_t                 protocols;
    cx_ortb_bid_t            bid;
    const cx_cat_variant_t  *v;
    cx_ortb_response_t       res;
    const cx_cat_creative_t *c;

    memset(&bid, 0, sizeof(bid));
    memset(&res, 0, sizeof(res));
    c = fit->creative;

    protocols = c->protocols & VIDEO_ASKED;
    protocols = protocols ? protocols : c->protocols;

    res.id = cx_str("qAUCTIONq");
    res.domain = cx_str("qDOMAINq");
    res.notice_url = (cx_str_t) cx_padded("https://ads.example.com");
    bid.id = cx_str("qBIDq");
    bid.impid = cx_str("qIMPq");
    bid.browser_token = (cx_str_t) cx_padded("qTOKENq");
    bid.cid = cx_catalog_str(x->f, campaign->id);
    bid.crid = cx_catalog_crid(x->f, fit);
    bid.random = 4503599627370495;
    bid.protocol = protocols ? 31 - __builtin_clz(protocols) : 0;
    bid.mtype = c->media;
    bid.w = 987654321;
    bid.h = 987654322;

    if (variant < c->variants.n) {
        v = cx_catalog_variant(x->f, c->variants.first + variant);
        bid.variant = cx_catalog_str(x->f, v->name);
    }

    cx_buf_init(&b, x->text, TEXT_MAX);
    cx_template_write(&b, cx_catalog_str(x->f, cx_catalog_template(x->f, fit,
                                                                   variant)),
                      &res, &bid);

    if (b.overflow) {
        refuse("markups as long", "of a creative");
    }

    /* it is the inside of a JSON string: a peer has to keep its escapes */

    (void) printf(variant ? ",\"" : ",\"markup\":[\"");

    for (size_t i = 0; i < cx_buf_len(&b); i++) {
        (void) printf(b.start[i] == '\\' || b.start[i] == '"' ? "\\%c" : "%c",
                      b.start[i]);
    }

    (void) printf("\"");
}


static void
put_sums(const export_t *x, const cx_offer_features_t *features)
{
    float     sum;
    uint32_t  j, k;

    (void) printf(",\"sums\":[");

    for (j = 0; j < CX_MODEL_HIDDEN; j++) {
        for (k = 0, sum = 0; k < features->n; k++) {
            sum += x->model->column[CX_MODEL_USER + features->index[k]][j];
        }

        (void) printf(j ? ",%ld" : "%ld", lrintf(sum * HIDDEN_SCALE));
    }

    (void) printf("]");
}


static void
put_creative(export_t *x, const cx_cat_campaign_t *campaign,
    const cx_fit_t *fit)
{
    uint32_t                  i, v;
    const cx_cat_more_t      *more;
    const cx_cat_creative_t  *c;

    c = fit->creative;
    more = cx_catalog_more(x->f, c);

    if (c->cat.n || c->apis || c->expdir || c->clickbrowser || c->screen
        || c->qagmediarating || c->language[0] || c->allmimes
        || (more != NULL && (more->companions.n || more->approvals.n
                             || more->adid.len || more->langb.len)))
    {
        refuse("what a creative has", "cat, apis, expdir, clickbrowser, "
               "screen, rating, language, companions, approvals or adid");
    }

    (void) printf(",\"media\":%u,\"w\":%u,\"h\":%u,\"duration\":%u,"
                  "\"bitrate\":%u,\"skip\":%u,\"skippable\":%u,\"attr\":%u,"
                  "\"protocols\":%u,\"btype\":%u,\"delivery\":%u,"
                  "\"linearity\":%u,\"secure\":%u,\"variants\":%u",
                  c->media, c->w, c->h, c->duration_s, c->bitrate, c->skip_s,
                  c->skippable, c->attr, c->protocols, c->btype, c->delivery,
                  c->linearity, c->secure, c->variants.n);
    (void) printf(",\"crid\":");
    put(x, cx_catalog_crid(x->f, fit));

    (void) printf(",\"mimes\":[");

    if (c->mime) {
        put(x, cx_catalog_name(x->f, c->mime - 1));
    }

    for (i = 1; more != NULL && i < more->mimes.n; i++) {
        (void) printf(",");
        put(x, cx_catalog_name(x->f,
                               x->f->s_NAME_RUNS[more->mimes.first + i]));
    }

    (void) printf("]");
    put_sums(x, cx_catalog_features(fit));

    for (v = 0; v < cx_max(c->variants.n, 1); v++) {
        put_markup(x, campaign, fit, v);
    }

    (void) printf("]");
}


static void
put_adgroups(export_t *x)
{
    uint32_t                 i;
    cx_fit_t                 fit;
    const cx_cat_adgroup_t  *g;

    for (i = 0; i < x->f->n_ADGROUPS; i++) {
        g = &x->f->s_ADGROUPS[i];

        if (g->creatives.n != 1 || g->exp_s) {
            refuse("what an ad group has", "other than one creative, or exp");
        }

        (void) printf(i ? ",\n{" : "\"adgroups\":[{");
        (void) printf("\"campaign\":%u,\"slot\":%u,\"bid\":%lld,"
                      "\"max_cpm\":%lld,\"order\":%lld,\"prior\":%lld,"
                      "\"goal\":%u,\"deals\":%d", g->campaign, g->slot,
                      (long long) g->bid, (long long) g->max_cpm,
                      (long long) g->order, (long long) export_fixed(g->prior),
                      g->goal, g->flags & CX_ADGROUP_DEALS);
        put_program(x, g->program);

        memset(&fit, 0, sizeof(fit));
        fit.ad = &x->f->s_CREATIVES[g->creatives.first];
        fit.creative = &x->f->s_LOOKS[fit.ad->look];
        put_creative(x, &x->f->s_CAMPAIGNS[g->campaign], &fit);
        (void) printf("}");
    }

    (void) printf("],\n");
}


int
main(int argc, char **argv)
{
    export_t       x;
    cx_error_t     e;
    cx_catalog_t  *cat;

    if (argc != 4) {
        (void) fprintf(stderr, "usage: export CATALOGUE MODEL MODEL_OUT\n");
        return 2;
    }

    memset(&x, 0, sizeof(x));
    cat = cx_catalog_open(argv[1], NULL, &e);
    x.model = cat != NULL ? export_model_open(argv[2], argv[3], &e) : NULL;

    if (x.model == NULL) {
        (void) fprintf(stderr, "export: %s: %s\n", e.field, e.fault);
        return 1;
    }

    x.f = &cat->file[0];
    x.nwords = (x.f->n_ADGROUPS + 63) / 64 * 2;

    (void) printf("{\"adgroup_words\":%u,\n", x.nwords);
    put_dims(&x);
    put_orgs(&x);
    put_campaigns(&x);
    put_zones(&x);
    put_adgroups(&x);
    export_model_put(x.model);
    put_sets(&x);
    (void) printf("}\n");

    while (x.nsets) {
        free(x.set[--x.nsets]);
    }

    free(x.set);
    cx_model_close(x.model);
    cx_catalog_close(cat);

    return fflush(stdout) == 0 ? 0 : 1;
}
