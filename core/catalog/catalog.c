#include <stdlib.h>

#include "core/catalog/layout.h"


/* which of the base's ad groups the overlay leaves */

static cx_rc_t
cx_catalog_hide(cx_catalog_t *cat, const char *path, cx_error_t *e)
{
    uint32_t                  i, n;
    uint8_t                  *hidden;
    const cx_catalog_file_t  *base, *over;

    base = &cat->file[0];
    over = &cat->file[1];
    n = over->n_REPLACED;

    if (n && over->s_REPLACED[n - 1] >= base->n_CAMPAIGNS) {
        return cx_error(e, CX_E_FILE_BOUNDS, path, NULL,
                        "it replaces a campaign that the base has not");
    }

    if (n == 0) {
        return CX_OK;
    }

    hidden = calloc(base->n_CAMPAIGNS, 1);
    cat->live = calloc(cx_max(base->nblocks, 1), sizeof(cx_cat_block_t));

    if (hidden == NULL || cat->live == NULL) {
        free(hidden);
        return cx_error(e, CX_E_NO_MEMORY, path, NULL, "no memory");
    }

    for (i = 0; i < n; i++) {
        hidden[over->s_REPLACED[i]] = 1;
    }

    for (i = 0; i < base->n_ADGROUPS; i++) {
        if (!hidden[base->s_ADGROUPS[i].campaign]) {
            cat->live[i / 64] |= 1ULL << i % 64;
            continue;
        }

        cat->hidden_adgroups++;
        cat->hidden_creatives += base->s_ADGROUPS[i].creatives.n;
    }

    cat->hidden_campaigns = n;
    free(hidden);

    return CX_OK;
}


#define CX_CATEGORY_DIMS                                                      \
    (1ULL << CX_DIM_CAT | 1ULL << CX_DIM_SECTION | 1ULL << CX_DIM_CONTENT_CAT)


static void
cx_catalog_dims(cx_catalog_t *cat)
{
    uint32_t  i, k, n;

    for (i = 0; i < cat->nfiles; i++) {
        for (k = 0; k < 2; k++) {
            for (n = 0; n < cat->file[i].nused[k]; n++) {
                cat->dims |= 1ULL << cat->file[i].used[k][n];
            }
        }
    }
}


static cx_rc_t
cx_catalog_categories(cx_catalog_t *cat, cx_error_t *e)
{
    if (!(cat->dims & CX_CATEGORY_DIMS)) {
        return CX_OK;
    }

    cat->categories = cx_categories_create();

    return cat->categories != NULL ? CX_OK
           : cx_error(e, CX_E_NO_MEMORY, "categories", NULL, "no memory");
}


static cx_rc_t
cx_catalog_pair(cx_catalog_t *cat, const char *path, cx_error_t *e)
{
    cx_catalog_dims(cat);

    if (cx_catalog_categories(cat, e) != CX_OK) {
        return CX_ERROR;
    }

    if (cat->file[0].h->kind != CX_CAT_BASE) {
        return cx_error(e, CX_E_FILE_FORMAT, path, "a base",
                        "is an overlay");
    }

    if (cat->nfiles == 1) {
        return CX_OK;
    }

    if (cat->file[1].h->kind != CX_CAT_OVERLAY) {
        return cx_error(e, CX_E_FILE_FORMAT, path, "an overlay", "is a base");
    }

    if (cat->file[1].h->base_id != cat->file[0].id) {
        return cx_error(e, CX_E_FILE_FORMAT, path,
                        "an overlay made for this base",
                        "was made for another base");
    }

    return cx_catalog_hide(cat, path, e);
}


static cx_catalog_t *
cx_catalog_alloc(cx_error_t *e)
{
    cx_catalog_t  *cat;

    cat = calloc(1, sizeof(cx_catalog_t));

    if (cat == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "catalogue", NULL, "no memory");
        return NULL;
    }

    cat->next_block = cx_plan_block_best();

    return cat;
}


cx_catalog_t *
cx_catalog_open(const char *base, const char *overlay, cx_error_t *e)
{
    static const cx_file_id_t  none[2];

    return cx_catalog_open_known(base, overlay, none, e);
}


void
cx_catalog_editions(const cx_catalog_t *cat, cx_file_id_t id[2])
{
    uint32_t  i;

    memset(id, 0, 2 * sizeof(cx_file_id_t));

    for (i = 0; i < cat->nfiles; i++) {
        id[i] = cat->file[i].map.id;
    }
}


cx_catalog_t *
cx_catalog_open_known(const char *base, const char *overlay,
    const cx_file_id_t known[2], cx_error_t *e)
{
    cx_catalog_t  *cat;

    cat = cx_catalog_alloc(e);

    if (cat == NULL) {
        return NULL;
    }

    if (cx_cat_file_open(&cat->file[0], base, &known[0], e) != CX_OK) {
        goto failed;
    }

    cat->nfiles = 1;

    if (overlay != NULL) {
        if (cx_cat_file_open(&cat->file[1], overlay, &known[1], e) != CX_OK) {
            goto failed;
        }

        cat->nfiles = 2;
    }

    if (cx_catalog_pair(cat, overlay ? overlay : base, e) != CX_OK) {
        goto failed;
    }

    return cat;

failed:

    cx_catalog_close(cat);

    return NULL;
}


cx_catalog_t *
cx_catalog_load(const uint8_t *base, size_t nbase, const uint8_t *overlay,
    size_t noverlay, cx_error_t *e)
{
    cx_catalog_t  *cat;

    cat = cx_catalog_alloc(e);

    if (cat == NULL) {
        return NULL;
    }

    cat->nfiles = overlay == NULL ? 1 : 2;

    if (cx_cat_file_load(&cat->file[0], base, nbase, "base", e) == CX_OK
        && (overlay == NULL
            || cx_cat_file_load(&cat->file[1], overlay, noverlay, "overlay",
                                e)
               == CX_OK)
        && cx_catalog_pair(cat, "overlay", e) == CX_OK)
    {
        return cat;
    }

    cx_catalog_close(cat);

    return NULL;
}


void
cx_catalog_close(cx_catalog_t *cat)
{
    if (cat == NULL) {
        return;
    }

    cx_cat_file_close(&cat->file[0]);
    cx_cat_file_close(&cat->file[1]);

    free(cat->categories);
    free(cat->live);
    free(cat);
}


static int
cx_file_has_org(const cx_catalog_file_t *f, cx_str_t id)
{
    uint32_t  name;

    name = cx_cat_name(f, id, 1);

    return name != CX_NO_NAME && cx_cat_value(f, CX_DIM_ORG, name) != NULL;
}


void
cx_catalog_info(const cx_catalog_t *cat, cx_catalog_info_t *info)
{
    uint32_t                  i;
    const cx_cat_header_t    *newer;
    const cx_catalog_file_t  *f;

    memset(info, 0, sizeof(cx_catalog_info_t));

    newer = cat->file[cat->nfiles - 1].h;

    info->version = newer->build;
    info->built_at = newer->built_at;
    info->feature_layout = newer->feature_layout;
    info->slots = newer->next_slot;
    info->base_id = cat->file[0].id;

    for (i = 0; i < cat->nfiles; i++) {
        f = &cat->file[i];

        info->bytes += f->h->size;
        info->campaigns += f->n_CAMPAIGNS;
        info->adgroups += f->n_ADGROUPS;
        info->creatives += f->n_CREATIVES;
        info->supply_owners += f->n_OWNERS;
        info->supply_sellers += f->n_SELLERS;
        info->slots = cx_max(info->slots, f->h->next_slot);
    }

    f = &cat->file[cat->nfiles - 1];
    f = f->n_RATES ? f : &cat->file[0];
    info->rates = f->n_RATES;
    info->rates_at = f->n_RATES ? f->s_RATES[0].at : 0;

    info->campaigns -= cat->hidden_campaigns;
    info->adgroups -= cat->hidden_adgroups;
    info->creatives -= cat->hidden_creatives;
    info->orgs = cat->file[0].n_ORGS;

    for (i = 0; cat->nfiles == 2 && i < cat->file[1].n_ORGS; i++) {
        info->orgs += !cx_file_has_org(&cat->file[0],
                                       cx_catalog_str(&cat->file[1],
                                           cat->file[1].s_ORGS[i].id));
    }
}


cx_str_t
cx_catalog_str(const cx_catalog_file_t *f, cx_cat_str_t ref)
{
    return cx_strn(f->s_STRINGS + ref.off, ref.len);
}


cx_str_t
cx_catalog_name(const cx_catalog_file_t *f, uint32_t name)
{
    return cx_catalog_str(f, f->s_NAMES[name].s);
}


const uint32_t *
cx_catalog_names(const cx_catalog_file_t *f, cx_cat_run_t run)
{
    return f->s_NAME_RUNS + run.first;
}


int
cx_catalog_has_org(const cx_catalog_t *cat, cx_str_t id)
{
    return cx_file_has_org(&cat->file[0], id)
           || (cat->nfiles == 2 && cx_file_has_org(&cat->file[1], id));
}


const cx_cat_org_t *
cx_catalog_org(const cx_catalog_file_t *f, uint32_t i)
{
    return &f->s_ORGS[i];
}


cx_str_t
cx_catalog_seat(const cx_catalog_file_t *f, const cx_cat_campaign_t *c,
    cx_str_t exchange)
{
    return exchange.len ? exchange : cx_catalog_str(f, f->s_ORGS[c->org].seat);
}


const cx_cat_campaign_t *
cx_catalog_campaign(const cx_catalog_file_t *f, uint32_t i)
{
    return &f->s_CAMPAIGNS[i];
}


const cx_cat_adgroup_t *
cx_catalog_adgroup(const cx_catalog_file_t *f, uint32_t i)
{
    return &f->s_ADGROUPS[i];
}


uint32_t
cx_catalog_adgroups(const cx_catalog_file_t *f)
{
    return f->n_ADGROUPS;
}


uint32_t
cx_catalog_adgroup_index(const cx_catalog_file_t *f, const cx_cat_adgroup_t *g)
{
    return (uint32_t) (g - f->s_ADGROUPS);
}


int
cx_catalog_hidden(const cx_catalog_t *cat, const cx_catalog_file_t *f,
    uint32_t adgroup)
{
    return f == &cat->file[0] && cat->live != NULL
           && !(cat->live[adgroup / 64] >> adgroup % 64 & 1);
}


const cx_cat_variant_t *
cx_catalog_variant(const cx_catalog_file_t *f, uint32_t i)
{
    return &f->s_VARIANTS[i];
}


uint32_t
cx_catalog_files(const cx_catalog_t *cat, const cx_catalog_file_t *files[2])
{
    files[0] = &cat->file[0];
    files[1] = cat->nfiles == 2 ? &cat->file[1] : NULL;

    return cat->nfiles;
}


static cx_rc_t
cx_catalog_file_landing(const cx_catalog_file_t *f, cx_str_t id,
    cx_str_t *url)
{
    uint32_t      i, v, mask;
    cx_cat_str_t  ref, landing;

    mask = f->n_LANDINGS - 1;

    for (i = (uint32_t) cx_cat_name_hash(id, 1, f->h->seed) & mask;
         f->s_LANDINGS[i] != 0;
         i = (i + 1) & mask)
    {
        v = f->s_LANDINGS[i] - 1;

        if (v < f->n_CREATIVES) {
            ref = cx_cat_ad_id(&f->s_CREATIVES[v]);
            landing = f->s_TEXTS[f->s_CREATIVES[v].text].landing;

        } else {
            ref = f->s_RETIRED[v - f->n_CREATIVES].id;
            landing = f->s_RETIRED[v - f->n_CREATIVES].landing;
        }

        if (cx_str_eq(cx_catalog_str(f, ref), id)) {
            *url = cx_catalog_str(f, landing);
            return landing.len ? CX_OK : CX_DECLINED;
        }
    }

    return CX_DECLINED;
}


cx_rc_t
cx_catalog_landing(const cx_catalog_t *cat, cx_str_t creative_id,
    cx_str_t *url)
{
    uint32_t  i;

    for (i = cat->nfiles; i-- > 0; /* void */) {
        if (cx_catalog_file_landing(&cat->file[i], creative_id, url) == CX_OK)
        {
            return CX_OK;
        }
    }

    return CX_DECLINED;
}


const cx_ortb_native_ad_t *
cx_catalog_native(const cx_catalog_file_t *f, uint32_t i, cx_arena_t *arena)
{
    uint32_t                j;
    cx_str_t               *tracker, *click;
    cx_native_img_t        *img;
    cx_native_value_t      *value;
    cx_ortb_native_ad_t    *ad;
    const cx_cat_data_t    *d;
    const cx_cat_image_t   *im;
    const cx_cat_native_t  *n;

    n = &f->s_NATIVES[i];

    ad = cx_arena_alloc(arena, sizeof(cx_ortb_native_ad_t));
    img = cx_arena_alloc(arena, n->images.n * sizeof(cx_native_img_t));
    value = cx_arena_alloc(arena, n->data.n * sizeof(cx_native_value_t));
    tracker = cx_arena_alloc(arena, n->trackers.n * sizeof(cx_str_t));
    click = cx_arena_alloc(arena, n->clicks.n * sizeof(cx_str_t));

    if (ad == NULL || img == NULL || value == NULL || tracker == NULL
        || click == NULL)
    {
        return NULL;
    }

    im = f->s_IMAGES + n->images.first;
    d = f->s_DATA + n->data.first;

    for (j = 0; j < n->images.n; j++, im++) {
        img[j] = (cx_native_img_t) { im->type, cx_catalog_str(f, im->url),
                                     im->w, im->h };
    }

    for (j = 0; j < n->data.n; j++, d++) {
        value[j] = (cx_native_value_t) { d->type,
                                         cx_catalog_str(f, d->value) };
    }

    for (j = 0; j < n->trackers.n; j++) {
        tracker[j] = cx_catalog_str(f, f->s_TRACKERS[n->trackers.first + j]);
    }

    for (j = 0; j < n->clicks.n; j++) {
        click[j] = cx_catalog_str(f, f->s_TRACKERS[n->clicks.first + j]);
    }

    ad->title = cx_catalog_str(f, n->title);
    ad->img = img;
    ad->nimg = n->images.n;
    ad->value = value;
    ad->nvalue = n->data.n;
    ad->vast = cx_catalog_str(f, n->vast);
    ad->mime = cx_catalog_str(f, n->mime);
    ad->protocols = n->protocols;
    ad->duration_s = (int32_t) n->duration_s;
    ad->imptracker = tracker;
    ad->nimptracker = n->trackers.n;
    ad->clicktracker = click;
    ad->nclicktracker = n->clicks.n;
    ad->fallback = cx_catalog_str(f, n->fallback);
    ad->privacy = cx_catalog_str(f, n->privacy);

    return ad;
}
