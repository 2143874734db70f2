#include "core/bid/blocks_lists.h"


/* regs.ext.dsa */

#define CX_DSA_REQUIRED           2
#define CX_DSA_REQUIRED_PLATFORM  3

#define CX_DSA_CANNOT             0     /* the publisher, show it */
#define CX_DSA_WILL               2


/* does a name begin with the last n bytes? */

static inline int
cx_blocks_is_host(cx_str_t domain, size_t n)
{
    return n == domain.len || domain.data[domain.len - n - 1] == '.';
}


static int
cx_blocks_has_host(const cx_blocks_t *bl, cx_str_t domain, size_t n)
{
    cx_str_t  host;

    host = cx_strn(domain.data + domain.len - n, n);

    return cx_blocks_is_host(domain, n)
           && cx_set_has(&bl->badv, cx_blocks_hash(bl, host));
}


/* of so many bytes or less */

static inline uint64_t
cx_blocks_lens(const cx_blocks_t *bl, size_t len)
{
    return bl->badv_lens & ((2ULL << cx_min(len, CX_BLOCKS_LONG)) - 1);
}


static int
cx_blocks_has_long(const cx_blocks_t *bl, cx_str_t domain)
{
    size_t  n;

    for (n = CX_BLOCKS_LONG; n <= domain.len; n++) {
        if (cx_blocks_has_host(bl, domain, n)) {
            return 1;
        }
    }

    return 0;
}


/* the domain, or one above it: most are of other lengths than those blocked */

static int
cx_blocks_has_domain(const cx_blocks_t *bl, cx_str_t domain)
{
    size_t    n;
    uint64_t  lens;

    for (lens = cx_blocks_lens(bl, domain.len); lens; lens &= lens - 1) {
        n = (size_t) __builtin_ctzll(lens);

        if (n == CX_BLOCKS_LONG ? cx_blocks_has_long(bl, domain)
                                : cx_blocks_has_host(bl, domain, n))
        {
            return 1;
        }
    }

    return 0;
}


/* 0: neither the domain nor one above it is as long as one that is blocked */

static inline uint64_t
cx_blocks_may_domain(const cx_blocks_t *bl, cx_str_t domain)
{
    size_t    n;
    uint64_t  lens, may;

    for (lens = cx_blocks_lens(bl, domain.len), may = 0; lens;
         lens &= lens - 1)
    {
        n = (size_t) __builtin_ctzll(lens);
        may |= n == CX_BLOCKS_LONG || cx_blocks_is_host(domain, n);
    }

    return may;
}


static int
cx_blocks_asks_wseat(const cx_blocks_t *bl)
{
    return bl->req->r.wseat.n != 0;
}


static int
cx_blocks_asks_bseat(const cx_blocks_t *bl)
{
    return bl->bseat.n != 0;
}


/* an exchange that gave us a seat knows all of us by that one */

static uint64_t
cx_blocks_seat(cx_blocks_t *bl, const cx_hit_t *hit)
{
    cx_str_t             seat;
    cx_blocks_seat_t    *memo;
    const cx_cat_org_t  *org;

    org = cx_catalog_org(hit->file, hit->campaign->org);
    memo = &bl->seat[hit->campaign->org & (CX_BLOCKS_SEATS - 1)];

    if (memo->org != org) {
        seat = cx_catalog_seat(hit->file, hit->campaign, bl->exchange->seat);
        memo->org = org;
        memo->seat = cx_blocks_hash(bl, seat);
    }

    return memo->seat;
}


static int
cx_blocks_by_wseat(cx_blocks_t *bl, const cx_hit_t *hit)
{
    return !cx_set_has(&bl->wseat, cx_blocks_seat(bl, hit));
}


static int
cx_blocks_by_bseat(cx_blocks_t *bl, const cx_hit_t *hit)
{
    return cx_set_has(&bl->bseat, cx_blocks_seat(bl, hit));
}


static int
cx_blocks_asks_currency(const cx_blocks_t *bl)
{
    return bl->own_cur;
}


static int
cx_blocks_by_currency(cx_blocks_t *bl, const cx_hit_t *hit)
{
    return hit->campaign->currency != bl->first_cur
           && !cx_set_has(&bl->cur, hit->campaign->currency);
}


static int
cx_blocks_asks_badv(const cx_blocks_t *bl)
{
    return bl->badv.n != 0;
}


static int
cx_blocks_by_badv(cx_blocks_t *bl, const cx_hit_t *hit)
{
    uint32_t         i;
    cx_cat_run_t     run;
    const uint32_t  *name;

    run = hit->campaign->adomain;
    name = cx_catalog_names(hit->file, run);

    for (i = 0; i < run.n; i++) {
        if (cx_blocks_has_domain(bl, cx_catalog_name(hit->file, name[i]))) {
            return 1;
        }
    }

    return 0;
}


uint32_t
cx_category_taxonomy(cx_str_t name, cx_str_t *id)
{
    size_t    i;
    uint32_t  taxonomy;

    taxonomy = 0;

    for (i = 0; i < name.len && i < 9; i++) {

        if (name.data[i] == ':' && i != 0) {
            *id = cx_strn(name.data + i + 1, name.len - i - 1);
            return taxonomy;
        }

        if (name.data[i] < '0' || name.data[i] > '9') {
            break;
        }

        taxonomy = taxonomy * 10 + (name.data[i] - '0');
    }

    *id = name;

    return 1;
}


/* "IAB7-39" is part of "IAB7"; of the others the parts are in the set */

static int
cx_blocks_covers(const cx_blocks_t *bl, const cx_catalog_file_t *file,
    uint32_t name)
{
    cx_str_t  cat;

    if (bl->taxonomy != 1) {
        return cx_set_has(&bl->acat[cx_blocks_file(bl, file)],
                          (uint64_t) name + 1);
    }

    cat = cx_catalog_name(file, name);

    while (cat.len) {

        if (cx_set_has(&bl->acat[0], cx_blocks_hash(bl, cat))) {
            return 1;
        }

        while (cat.len && cat.data[--cat.len] != '-') { /* void */ }
    }

    return 0;
}


uint32_t
cx_blocks_acat(const cx_blocks_t *bl, const cx_catalog_file_t *file,
    cx_cat_run_t cat, uint32_t ncat, uint32_t *bad)
{
    uint32_t         i, n;
    cx_str_t         id;
    const uint32_t  *name;

    name = cx_catalog_names(file, cat);
    *bad = 0;

    for (i = 0, n = 0; i < ncat; i++) {
        if (cx_category_taxonomy(cx_catalog_name(file, name[i]), &id)
            == bl->taxonomy)
        {
            *bad += !cx_blocks_covers(bl, file, name[i]);
            n++;
        }
    }

    return n;
}


static int
cx_blocks_asks_bcat(const cx_blocks_t *bl)
{
    return bl->bcat[0].n != 0 || bl->bcat[1].n != 0;
}


/* of another taxonomy it says nothing */

static int
cx_blocks_by_bcat(cx_blocks_t *bl, const cx_hit_t *hit)
{
    return cx_blocks_bcat(bl, hit->file, hit->campaign->cat);
}


static int
cx_blocks_asks_acat(const cx_blocks_t *bl)
{
    return bl->req->r.acat.n != 0;
}


/* all of its categories have to be allowed, and it has to have some */

static int
cx_blocks_by_acat(cx_blocks_t *bl, const cx_hit_t *hit)
{
    uint32_t  bad;

    return cx_blocks_acat(bl, hit->file, hit->campaign->cat,
                          hit->campaign->ncat, &bad)
           == 0 || bad != 0;
}


static int
cx_blocks_asks_bapp(const cx_blocks_t *bl)
{
    return bl->bapp.n != 0;
}


static int
cx_blocks_by_bapp(cx_blocks_t *bl, const cx_hit_t *hit)
{
    cx_str_t  bundle;

    bundle = cx_catalog_str(hit->file, hit->campaign->bundle);

    return bundle.len && cx_set_has(&bl->bapp, cx_blocks_hash(bl, bundle));
}


static const cx_ortb_dsa_t *
cx_blocks_dsa_asked(const cx_openrtb_request_t *req)
{
    return req->r.regs != NULL && req->r.regs->ext != NULL
           ? req->r.regs->ext->dsa : NULL;
}


/* somebody has to show it, but not both */

const cx_cat_dsa_t *
cx_blocks_dsa(const cx_openrtb_request_t *req, const cx_catalog_file_t *file,
    const cx_cat_campaign_t *campaign)
{
    const cx_cat_dsa_t   *dsa;
    const cx_ortb_dsa_t  *asked;

    asked = cx_blocks_dsa_asked(req);
    dsa = asked != NULL ? cx_catalog_dsa(file, campaign) : NULL;

    if (dsa == NULL
        || (asked->pubrender == CX_DSA_CANNOT && !dsa->adrender)
        || (asked->pubrender == CX_DSA_WILL && dsa->adrender))
    {
        return NULL;
    }

    return dsa;
}


static int
cx_blocks_asks_dsa(const cx_blocks_t *bl)
{
    const cx_ortb_dsa_t  *asked;

    asked = cx_blocks_dsa_asked(bl->req);

    return asked != NULL && (asked->dsarequired == CX_DSA_REQUIRED
                             || asked->dsarequired == CX_DSA_REQUIRED_PLATFORM);
}


static int
cx_blocks_by_dsa(cx_blocks_t *bl, const cx_hit_t *hit)
{
    return cx_blocks_dsa(bl->req, hit->file, hit->campaign) == NULL;
}


/*
 * A rule is a row: what it is called when it blocks, whether this request
 * has it at all, and the look.
 */

static const cx_campaign_rule_t  cx_campaign_rules[] = {
    { CX_NOBID_SEAT,       0, cx_blocks_asks_wseat,    cx_blocks_by_wseat },
    { CX_NOBID_SEAT,       0, cx_blocks_asks_bseat,    cx_blocks_by_bseat },
    { CX_NOBID_CATEGORY,   1, cx_blocks_asks_bcat,     cx_blocks_by_bcat },
    { CX_NOBID_ADVERTISER, 1, cx_blocks_asks_badv,     cx_blocks_by_badv },
    { CX_NOBID_CATEGORY,   0, cx_blocks_asks_acat,     cx_blocks_by_acat },
    { CX_NOBID_APP,        0, cx_blocks_asks_bapp,     cx_blocks_by_bapp },
    { CX_NOBID_DSA,        0, cx_blocks_asks_dsa,      cx_blocks_by_dsa },
    { CX_NOBID_CURRENCY,   1, cx_blocks_asks_currency, cx_blocks_by_currency }
};


/* those that this request has */

static void
cx_blocks_campaign_rules(cx_blocks_t *bl)
{
    size_t  i;

    bl->usual = 1;

    for (i = 0; i < cx_nelts(cx_campaign_rules); i++) {
        if (cx_campaign_rules[i].asked(bl)) {
            bl->campaign[bl->ncampaign++] = &cx_campaign_rules[i];
            bl->usual &= (unsigned) cx_campaign_rules[i].usual;
        }
    }

    if (bl->ncampaign && bl->campaign[0]->reason == CX_NOBID_SEAT) {
        memset(bl->seat, 0, sizeof(bl->seat));
    }
}


cx_blocks_t *
cx_blocks_create(const cx_bid_t *b, const cx_openrtb_request_t *req,
    uint32_t currency)
{
    uint32_t      f;
    cx_blocks_t  *bl;

    bl = cx_arena_alloc(b->arena, sizeof(cx_blocks_t));

    if (bl == NULL) {
        return NULL;
    }

    memset(bl, 0, offsetof(cx_blocks_t, seat));

    bl->req = req;
    bl->arena = b->arena;
    bl->exchange = b->conf->exchange;
    bl->insecure = b->conf->insecure;
    bl->seed = cx_hash_mix(b->random, 1) | 1;
    bl->taxonomy = req->r.cattax > 0 ? (uint32_t) req->r.cattax : 1;
    bl->nfiles = cx_catalog_files(b->catalog, bl->file);

    for (f = 0; f < bl->nfiles; f++) {
        bl->name[f] = cx_catalog_find_name(bl->file[f], bl->exchange->name);
    }

    if (cx_blocks_lists(bl, currency) != CX_OK) {
        return NULL;
    }

    cx_blocks_campaign_rules(bl);

    return bl;
}


static cx_nobid_e
cx_blocks_verdict(cx_blocks_t *bl, const cx_hit_t *hit)
{
    uint32_t  i;

    for (i = 0; i < bl->ncampaign; i++) {
        if (bl->campaign[i]->blocks(bl, hit)) {
            return bl->campaign[i]->reason;
        }
    }

    return CX_NOBID_NONE;
}


/*
 * Most requests have lists of categories and domains, and most campaigns are
 * in none of them, which bits tell of nearly all; others are looked at.
 */

static inline int
cx_blocks_is_clear(const cx_blocks_t *bl, const cx_hit_t *hit)
{
    uint32_t                  i;
    uint64_t                  may;
    const uint32_t           *name;
    const cx_filter_t        *bcat;
    const cx_cat_campaign_t  *c;

    c = hit->campaign;
    may = bl->own_cur && c->currency != bl->first_cur;

    bcat = &bl->bcat_may[cx_blocks_file(bl, hit->file)];
    name = cx_catalog_names(hit->file, c->cat);

    for (i = 0; i < c->cat.n; i++) {
        may |= cx_filter_may(bcat, name[i]);
    }

    if (bl->badv_lens) {
        name = cx_catalog_names(hit->file, c->adomain);

        for (i = 0; i < c->adomain.n; i++) {
            may |= cx_blocks_may_domain(bl, cx_catalog_name(hit->file,
                                                            name[i]));
        }
    }

    return !may;
}


/* of a few, looking costs less than room to keep what was seen */

static int
cx_blocks_keeps(cx_blocks_t *bl)
{
    if (bl->memo != NULL) {
        return 1;
    }

    if (++bl->looks != CX_BLOCKS_LOOKS) {
        return 0;
    }

    bl->memo = cx_arena_zalloc(bl->arena,
                               CX_BLOCKS_MEMO * sizeof(cx_blocks_memo_t));

    return bl->memo != NULL;
}


cx_nobid_e
cx_blocks_campaign(cx_blocks_t *bl, const cx_hit_t *hit)
{
    uint32_t           campaign;
    cx_blocks_memo_t  *memo;

    if (bl->usual && cx_blocks_is_clear(bl, hit)) {
        return CX_NOBID_NONE;
    }

    if (!cx_blocks_keeps(bl)) {
        return cx_blocks_verdict(bl, hit);
    }

    campaign = 2 * (hit->adgroup->campaign + 1) + cx_blocks_file(bl, hit->file);
    memo = &bl->memo[campaign / 2 % CX_BLOCKS_MEMO];

    if (memo->campaign != campaign) {
        memo->campaign = campaign;
        memo->verdict = cx_blocks_verdict(bl, hit);
    }

    return (cx_nobid_e) memo->verdict;
}
