#include "core/bid/blocks.h"
#include "core/bid/set.h"


/*
 * Lists of the request become sets once.  Categories become name numbers of
 * each catalogue file; domains, bundles and seats, which the catalogue may
 * not know by name, become hashes.  What is found for a campaign is kept for
 * the impressions behind.
 */

#define CX_BLOCKS_MEMO  128             /* a power of two */

typedef struct {
    const cx_cat_campaign_t  *campaign;
    cx_nobid_e                verdict;
} cx_blocks_memo_t;

struct cx_blocks_s {
    const cx_openrtb_request_t  *req;
    const cx_catalog_file_t     *file[2];
    uint32_t                     nfiles;
    uint64_t                     seed;
    cx_set_t                     bcat[2];       /* of name numbers */
    cx_set_t                     bcats;         /* the same by hash */
    cx_set_t                     acats;
    cx_set_t                     badv;
    cx_set_t                     bapp;
    cx_set_t                     wseat;
    cx_set_t                     bseat;
    cx_set_t                     cur;
    uint32_t                     battr[CX_MEDIA_NATIVE + 1];
    unsigned                     secure:1;
    cx_blocks_memo_t             memo[CX_BLOCKS_MEMO];
};


/* eight letters at once become small ones */

static inline uint64_t
cx_blocks_lower(uint64_t v)
{
    uint64_t  low, upper;

    low = v & 0x7f7f7f7f7f7f7f7fULL;
    upper = (low + 0x3f3f3f3f3f3f3f3fULL) & ~(low + 0x2525252525252525ULL);

    return v | (upper & ~v & 0x8080808080808080ULL) >> 2;
}


/* less than 8 bytes as a number; equal ones of a length are equal */

static inline uint64_t
cx_blocks_short(const uint8_t *p, size_t n)
{
    uint32_t  a, b;

    if (n < 4) {
        return n ? p[0] | (uint64_t) p[n / 2] << 8 | (uint64_t) p[n - 1] << 16
                 : 0;
    }

    memcpy(&a, p, 4);
    memcpy(&b, p + n - 4, 4);

    return a | (uint64_t) b << 32;
}


/* without case; never 0, which is a free place of a set */

static uint64_t
cx_blocks_hash(const cx_blocks_t *bl, cx_str_t s)
{
    size_t    n;
    uint64_t  h, v;

    h = bl->seed ^ s.len;

    for (n = 0; s.len - n > 8; n += 8) {
        memcpy(&v, s.data + n, 8);
        h = cx_hash_mix(h, cx_blocks_lower(v));
    }

    if (s.len >= 8) {
        memcpy(&v, s.data + s.len - 8, 8);

    } else {
        v = cx_blocks_short(s.data, s.len);
    }

    h = cx_hash_mix(h, cx_blocks_lower(v));

    return h ? h : 1;
}


/* the domain, or one above it */

static int
cx_blocks_has_domain(const cx_blocks_t *bl, const cx_set_t *set,
    cx_str_t domain)
{
    const uint8_t  *p, *last;

    if (cx_set_has(set, cx_blocks_hash(bl, domain))) {
        return 1;
    }

    p = domain.data;
    last = p + domain.len;

    while (p < last) {
        if (*p++ == '.'
            && cx_set_has(set, cx_blocks_hash(bl, cx_strn(p, last - p))))
        {
            return 1;
        }
    }

    return 0;
}


static cx_rc_t
cx_blocks_strings(cx_blocks_t *bl, cx_set_t *set, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  i;

    if (cx_set_init(set, list->n, bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < list->n; i++) {
        cx_set_add(set, cx_blocks_hash(bl, list->v[i]));
    }

    return CX_OK;
}


/* domains, whatever a seller wrote around them */

static cx_rc_t
cx_blocks_hosts(cx_blocks_t *bl, cx_set_t *set, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  i;
    cx_str_t  host;

    if (cx_set_init(set, list->n, bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < list->n; i++) {
        host = cx_host(list->v[i]);

        if (host.len) {
            cx_set_add(set, cx_blocks_hash(bl, host));
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_blocks_names(cx_blocks_t *bl, cx_set_t set[2], const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  f, i, name;

    for (f = 0; f < bl->nfiles; f++) {

        if (cx_set_init(&set[f], list->n, bl->seed, arena) != CX_OK) {
            return CX_ERROR;
        }

        for (i = 0; i < list->n; i++) {
            name = cx_catalog_find_name(bl->file[f], list->v[i]);

            if (name != CX_NO_NAME) {
                cx_set_add(&set[f], (uint64_t) name + 1);
            }
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_blocks_currencies(cx_blocks_t *bl, cx_arena_t *arena)
{
    uint32_t               i, cur;
    const cx_ortb_strs_t  *list;

    list = &bl->req->r.cur;

    if (cx_set_init(&bl->cur, cx_max(list->n, 1), bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    if (list->n == 0) {
        cx_set_add(&bl->cur, CX_USD);
    }

    for (i = 0; i < list->n; i++) {
        cur = cx_currency(list->v[i]);

        if (cur) {
            cx_set_add(&bl->cur, cur);
        }
    }

    return CX_OK;
}


cx_blocks_t *
cx_blocks_create(const cx_openrtb_request_t *req, const cx_catalog_t *catalog,
    uint64_t seed, cx_arena_t *arena)
{
    cx_blocks_t  *bl;

    bl = cx_arena_zalloc(arena, sizeof(cx_blocks_t));

    if (bl == NULL) {
        return NULL;
    }

    bl->req = req;
    bl->seed = cx_hash_mix(seed, 1) | 1;
    bl->nfiles = cx_catalog_files(catalog, bl->file);

    if (cx_blocks_names(bl, bl->bcat, &req->r.bcat, arena) != CX_OK
        || cx_blocks_strings(bl, &bl->bcats, &req->r.bcat, arena) != CX_OK
        || cx_blocks_strings(bl, &bl->acats, &req->r.acat, arena) != CX_OK
        || cx_blocks_hosts(bl, &bl->badv, &req->r.badv, arena) != CX_OK
        || cx_blocks_strings(bl, &bl->bapp, &req->r.bapp, arena) != CX_OK
        || cx_blocks_strings(bl, &bl->wseat, &req->r.wseat, arena) != CX_OK
        || cx_blocks_strings(bl, &bl->bseat, &req->r.bseat, arena) != CX_OK
        || cx_blocks_currencies(bl, arena) != CX_OK)
    {
        return NULL;
    }

    return bl;
}


static uint32_t
cx_blocks_attrs(const cx_ortb_ints_t *list)
{
    uint32_t  i, bits;

    for (i = 0, bits = 0; i < list->n; i++) {
        if (list->v[i] > 0 && list->v[i] < 32) {
            bits |= 1U << list->v[i];
        }
    }

    return bits;
}


void
cx_blocks_imp(cx_blocks_t *bl, const cx_ortb_imp_t *imp)
{
    bl->secure = imp->secure == 1;

    memset(bl->battr, 0, sizeof(bl->battr));

    if (imp->banner != NULL) {
        bl->battr[CX_MEDIA_BANNER] = cx_blocks_attrs(&imp->banner->battr);
    }

    if (imp->video != NULL) {
        bl->battr[CX_MEDIA_VIDEO] = cx_blocks_attrs(&imp->video->battr);
    }

    if (imp->audio != NULL) {
        bl->battr[CX_MEDIA_AUDIO] = cx_blocks_attrs(&imp->audio->battr);
    }

    if (imp->native != NULL) {
        bl->battr[CX_MEDIA_NATIVE] = cx_blocks_attrs(&imp->native->battr);
    }
}


static inline uint32_t
cx_blocks_file(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    return hit->file != bl->file[0];
}


static int
cx_blocks_seat(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    uint64_t             key;
    const cx_cat_org_t  *org;

    if (bl->req->r.wseat.n == 0 && bl->req->r.bseat.n == 0) {
        return 0;
    }

    org = cx_catalog_org(hit->file, hit->campaign->org);
    key = cx_blocks_hash(bl, cx_catalog_str(hit->file, org->seat));

    return (bl->req->r.wseat.n && !cx_set_has(&bl->wseat, key))
           || cx_set_has(&bl->bseat, key);
}


static int
cx_blocks_currency(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    return !cx_set_has(&bl->cur, hit->campaign->currency);
}


static int
cx_blocks_badv(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    uint32_t         i;
    cx_cat_run_t     run;
    const uint32_t  *name;

    if (bl->badv.n == 0) {
        return 0;
    }

    run = hit->campaign->adomain;
    name = cx_catalog_names(hit->file, run);

    for (i = 0; i < run.n; i++) {
        if (cx_blocks_has_domain(bl, &bl->badv,
                                 cx_catalog_name(hit->file, name[i])))
        {
            return 1;
        }
    }

    return 0;
}


static int
cx_blocks_any_name(const cx_set_t *set, const cx_catalog_file_t *file,
    cx_cat_run_t run)
{
    uint32_t         i;
    const uint32_t  *name;

    name = cx_catalog_names(file, run);

    for (i = 0; i < run.n; i++) {
        if (cx_set_has(set, (uint64_t) name[i] + 1)) {
            return 1;
        }
    }

    return 0;
}


static int
cx_blocks_bcat(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    const cx_set_t  *set;

    set = &bl->bcat[cx_blocks_file(bl, hit)];

    return set->n && cx_blocks_any_name(set, hit->file, hit->campaign->cat);
}


/* is the category in the set, or one that "IAB7-39" is part of? */

static int
cx_blocks_covers(const cx_blocks_t *bl, const cx_set_t *set, cx_str_t cat)
{
    while (cat.len) {

        if (cx_set_has(set, cx_blocks_hash(bl, cat))) {
            return 1;
        }

        while (cat.len && cat.data[--cat.len] != '-') { /* void */ }
    }

    return 0;
}


/* how many of the first n categories of a run a set covers */

static uint32_t
cx_blocks_covered(const cx_blocks_t *bl, const cx_set_t *set,
    const cx_catalog_file_t *file, cx_cat_run_t run, uint32_t n)
{
    uint32_t         i, covered;
    const uint32_t  *name;

    name = cx_catalog_names(file, run);

    for (i = 0, covered = 0; i < n; i++) {
        covered += (uint32_t) cx_blocks_covers(bl, set,
                                               cx_catalog_name(file, name[i]));
    }

    return covered;
}


/* all of its categories have to be allowed, and it has to have some */

static int
cx_blocks_acat(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    uint32_t  n;

    if (bl->req->r.acat.n == 0) {
        return 0;
    }

    n = hit->campaign->ncat;

    return n == 0 || cx_blocks_covered(bl, &bl->acats, hit->file,
                                       hit->campaign->cat, n) != n;
}


static int
cx_blocks_bapp(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    cx_str_t  bundle;

    if (bl->bapp.n == 0 || hit->campaign->bundle.len == 0) {
        return 0;
    }

    bundle = cx_catalog_str(hit->file, hit->campaign->bundle);

    return cx_set_has(&bl->bapp, cx_blocks_hash(bl, bundle));
}


/* a rule is a row: what it is called when it blocks, and the look */

static const struct {
    cx_nobid_e   reason;
    int        (*blocks)(const cx_blocks_t *bl, const cx_hit_t *hit);
} cx_campaign_rules[] = {
    { CX_NOBID_SEAT,       cx_blocks_seat },
    { CX_NOBID_CATEGORY,   cx_blocks_bcat },
    { CX_NOBID_ADVERTISER, cx_blocks_badv },
    { CX_NOBID_CATEGORY,   cx_blocks_acat },
    { CX_NOBID_APP,        cx_blocks_bapp },
    { CX_NOBID_CURRENCY,   cx_blocks_currency }
};


static cx_nobid_e
cx_blocks_verdict(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    size_t  i;

    for (i = 0; i < cx_nelts(cx_campaign_rules); i++) {
        if (cx_campaign_rules[i].blocks(bl, hit)) {
            return cx_campaign_rules[i].reason;
        }
    }

    return CX_NOBID_NONE;
}


cx_nobid_e
cx_blocks_campaign(cx_blocks_t *bl, const cx_hit_t *hit)
{
    cx_blocks_memo_t  *memo;

    memo = &bl->memo[((uintptr_t) hit->campaign / sizeof(cx_cat_campaign_t))
                     & (CX_BLOCKS_MEMO - 1)];

    if (memo->campaign != hit->campaign) {
        memo->campaign = hit->campaign;
        memo->verdict = cx_blocks_verdict(bl, hit);
    }

    return memo->verdict;
}


static int
cx_blocks_creative_cat(const cx_blocks_t *bl, const cx_hit_t *hit,
    cx_cat_run_t cat)
{
    if (cat.n == 0) {
        return 0;
    }

    if (bl->bcats.n
        && cx_blocks_covered(bl, &bl->bcats, hit->file, cat, cat.n) != 0)
    {
        return 1;
    }

    return bl->req->r.acat.n != 0
           && cx_blocks_covered(bl, &bl->acats, hit->file, cat, cat.n) != cat.n;
}


cx_nobid_e
cx_blocks_creative(const cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit)
{
    const cx_cat_creative_t  *creative;

    creative = fit->creative;

    if (bl->secure && !creative->secure) {
        return CX_NOBID_SECURE;
    }

    if (creative->attr & bl->battr[fit->media]) {
        return CX_NOBID_ATTRIBUTE;
    }

    return cx_blocks_creative_cat(bl, hit, creative->cat)
           ? CX_NOBID_CATEGORY : CX_NOBID_NONE;
}
