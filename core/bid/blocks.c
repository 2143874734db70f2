#include "core/bid/blocks_lists.h"


#define CX_BLOCKS_CATEGORY_MAX  64
#define CX_BLOCKS_PARTS_MAX     1024
#define CX_BLOCKS_LONG          63      /* domains of so many bytes or more */

/* regs.ext.dsa */

#define CX_DSA_REQUIRED           2
#define CX_DSA_REQUIRED_PLATFORM  3

#define CX_DSA_CANNOT             0     /* the publisher, show it */
#define CX_DSA_WILL               2


static inline uint64_t
cx_blocks_hash(const cx_blocks_t *bl, cx_str_t s)
{
    return cx_set_key(s, bl->seed);
}


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


static cx_rc_t
cx_blocks_strings(cx_blocks_t *bl, cx_set_t *set, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  i;

    if (cx_set_init(set, list->n, bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < list->n; i++) {
        cx_set_add(set, cx_blocks_hash(bl, cx_str_trim(list->v[i])));
    }

    return CX_OK;
}


static void
cx_blocks_host(cx_blocks_t *bl, cx_str_t s)
{
    cx_str_t  host;

    host = cx_owner(s);

    if (host.len) {
        cx_set_add(&bl->badv, cx_blocks_hash(bl, host));
        bl->badv_lens |= 1ULL << cx_min(host.len, CX_BLOCKS_LONG);
    }
}


static uint32_t
cx_blocks_commas(const cx_ortb_strs_t *list)
{
    cx_str_t        s;
    uint32_t        i, n;
    const uint8_t  *p;

    for (i = 0, n = 0; i < list->n; i++) {
        s = list->v[i];

        while (s.len && (p = memchr(s.data, ',', s.len)) != NULL) {
            s = cx_strn(p + 1, s.len - (size_t) (p - s.data) - 1);
            n++;
        }
    }

    return n;
}


/* domains, whatever a seller wrote around them; several in one, too */

static cx_rc_t
cx_blocks_hosts(cx_blocks_t *bl, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    cx_str_t        s;
    uint32_t        i, commas;
    const uint8_t  *p;

    commas = cx_blocks_commas(list);

    if (cx_set_init(&bl->badv, list->n + commas, bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < list->n; i++) {
        s = list->v[i];

        while (commas && s.len && (p = memchr(s.data, ',', s.len)) != NULL) {
            cx_blocks_host(bl, cx_strn(s.data, (size_t) (p - s.data)));
            s = cx_strn(p + 1, s.len - (size_t) (p - s.data) - 1);
        }

        cx_blocks_host(bl, s);
    }

    return CX_OK;
}


/* as the catalogue names it: "IAB7-39", but "6:150" of another taxonomy */

static uint32_t
cx_blocks_category(const cx_blocks_t *bl, const cx_catalog_file_t *file,
    cx_str_t id)
{
    cx_buf_t  b;
    uint8_t   name[CX_BLOCKS_CATEGORY_MAX];

    id = cx_str_trim(id);

    if (bl->taxonomy == 1) {
        return cx_catalog_find_name(file, id);
    }

    cx_buf_init(&b, name, sizeof(name));
    cx_put_uint(&b, bl->taxonomy);
    cx_put_char(&b, ':');
    cx_put_str(&b, id);

    return b.overflow ? CX_NO_NAME
                      : cx_catalog_find_name(file, cx_strn(name,
                                                           cx_buf_len(&b)));
}


static cx_rc_t
cx_blocks_blocked(cx_blocks_t *bl, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  f, i, name;

    for (f = 0; f < bl->nfiles; f++) {

        if (cx_set_init(&bl->bcat[f], list->n, bl->seed, arena) != CX_OK) {
            return CX_ERROR;
        }

        for (i = 0; i < list->n; i++) {
            name = cx_blocks_category(bl, bl->file[f], list->v[i]);

            if (name != CX_NO_NAME) {
                cx_set_add(&bl->bcat[f], (uint64_t) name + 1);
                cx_filter_add(&bl->bcat_may[f], name);
            }
        }
    }

    return CX_OK;
}


/* those of the parts that are not in the set yet; how many there were */

static uint32_t
cx_blocks_parts(cx_blocks_t *bl, uint32_t f, cx_str_t parts)
{
    size_t    i, k;
    uint32_t  n, name, before;

    for (i = 0, n = 0; i < parts.len; i = k + 1) {

        for (k = i; k < parts.len && parts.data[k] != ' '; k++) { /* void */ }

        name = cx_blocks_category(bl, bl->file[f],
                                  cx_strn(parts.data + i, k - i));

        if (name != CX_NO_NAME
            && bl->acat[f].n < bl->req->r.acat.n + CX_BLOCKS_PARTS_MAX)
        {
            before = bl->acat[f].n;
            cx_set_add(&bl->acat[f], (uint64_t) name + 1);
            n += bl->acat[f].n - before;
        }
    }

    return n;
}


/*
 * Who is allowed in a category is in its parts, too.  An id does not say what
 * it is part of, as it does in the first taxonomy; so the parts join the set,
 * as deep as the taxonomy is.
 */

static void
cx_blocks_widen(cx_blocks_t *bl, uint32_t f)
{
    size_t    next;
    cx_str_t  whole, parts;
    uint32_t  more, name;

    do {
        more = 0;
        next = 0;

        while (cx_catalog_category(bl->taxonomy, &next, &whole, &parts)
               == CX_OK)
        {
            name = cx_blocks_category(bl, bl->file[f], whole);

            if (name != CX_NO_NAME
                && cx_set_has(&bl->acat[f], (uint64_t) name + 1))
            {
                more += cx_blocks_parts(bl, f, parts);
            }
        }

    } while (more);
}


static cx_rc_t
cx_blocks_allowed(cx_blocks_t *bl, const cx_ortb_strs_t *list,
    cx_arena_t *arena)
{
    uint32_t  f, i, name;

    if (bl->taxonomy == 1 || list->n == 0) {
        return cx_blocks_strings(bl, bl->acat, list, arena);
    }

    for (f = 0; f < bl->nfiles; f++) {

        if (cx_set_init(&bl->acat[f], list->n + CX_BLOCKS_PARTS_MAX, bl->seed,
                        arena)
            != CX_OK)
        {
            return CX_ERROR;
        }

        for (i = 0; i < list->n; i++) {
            name = cx_blocks_category(bl, bl->file[f], list->v[i]);

            if (name != CX_NO_NAME) {
                cx_set_add(&bl->acat[f], (uint64_t) name + 1);
            }
        }

        cx_blocks_widen(bl, f);
    }

    return CX_OK;
}


static cx_rc_t
cx_blocks_currencies(cx_blocks_t *bl, cx_arena_t *arena)
{
    uint32_t               i, cur;
    const cx_ortb_strs_t  *list;

    list = &bl->req->r.cur;
    bl->own_cur = 1;

    if (cx_set_init(&bl->cur, cx_max(list->n, 1), bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    if (list->n == 0) {
        bl->first_cur = bl->exchange->currency ? bl->exchange->currency
                                               : CX_USD;
        cx_set_add(&bl->cur, bl->first_cur);
    }

    for (i = 0; i < list->n; i++) {
        cur = cx_currency_said(list->v[i]);

        if (cur) {
            cx_set_add(&bl->cur, cur);
        }

        bl->first_cur = i ? bl->first_cur : cur;
    }

    return CX_OK;
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
    uint32_t                  f;
    cx_arena_t               *arena;
    cx_blocks_t              *bl;
    const cx_ortb_request_t  *r;

    r = &req->r;
    arena = b->arena;
    bl = cx_arena_alloc(arena, sizeof(cx_blocks_t));

    if (bl == NULL) {
        return NULL;
    }

    memset(bl, 0, offsetof(cx_blocks_t, seat));

    bl->req = req;
    bl->arena = arena;
    bl->exchange = b->conf->exchange;
    bl->insecure = b->conf->insecure;
    bl->seed = cx_hash_mix(b->random, 1) | 1;
    bl->taxonomy = r->cattax > 0 ? (uint32_t) r->cattax : 1;
    bl->nfiles = cx_catalog_files(b->catalog, bl->file);

    for (f = 0; f < bl->nfiles; f++) {
        bl->name[f] = cx_catalog_find_name(bl->file[f], bl->exchange->name);
    }

    if (cx_blocks_blocked(bl, &r->bcat, arena) != CX_OK
        || cx_blocks_allowed(bl, &r->acat, arena) != CX_OK
        || cx_blocks_hosts(bl, &r->badv, arena) != CX_OK
        || cx_blocks_strings(bl, &bl->bapp, &r->bapp, arena) != CX_OK
        || cx_blocks_strings(bl, &bl->wseat, &r->wseat, arena) != CX_OK
        || cx_blocks_strings(bl, &bl->bseat, &r->bseat, arena) != CX_OK
        || cx_blocks_languages(bl, arena) != CX_OK
        || (currency == 0 && cx_blocks_currencies(bl, arena) != CX_OK))
    {
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
