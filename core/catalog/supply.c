/* who sells a request, and what the files of the owners say of them */

#include "core/catalog/match.h"


#define CX_SUPPLY_PAIR       512


const cx_ortb_publisher_t *
cx_request_publisher(const cx_ortb_request_t *r)
{
    return r->site ? r->site->publisher : r->app ? r->app->publisher
           : r->dooh ? r->dooh->publisher : NULL;
}


void
cx_sellers_of(const cx_ortb_request_t *r, cx_str_t seller, cx_sellers_t *s)
{
    const cx_ortb_publisher_t  *p;

    memset(s, 0, sizeof(cx_sellers_t));

    if (r->source != NULL && r->source->schain != NULL) {
        s->n = r->source->schain->nodes.n;
    }

    if (s->n) {
        s->chain = r->source->schain;
        return;
    }

    p = cx_request_publisher(r);

    if (seller.len && p != NULL && p->id.len) {
        s->alone.asi = cx_host(seller);
        s->alone.sid = p->id;
        s->n = 1;
    }
}


cx_seller_t
cx_seller_at(const cx_sellers_t *s, uint32_t i)
{
    const cx_ortb_schain_node_t  *node;

    if (s->chain == NULL) {
        return s->alone;
    }

    node = &s->chain->nodes.v[i];

    return (cx_seller_t) { cx_host(node->asi), node->sid };
}


/* in version 1.0 whoever is named is paid: anything else is no chain of it */

static cx_schain_e
cx_supply_schain(const cx_ortb_request_t *r)
{
    uint32_t                      i;
    const cx_ortb_schain_t       *chain;
    const cx_ortb_schain_node_t  *node;

    chain = r->source != NULL ? r->source->schain : NULL;

    if (chain == NULL) {
        return CX_SCHAIN_NONE;
    }

    if (chain->complete != 1 || chain->nodes.n == 0) {
        return CX_SCHAIN_INCOMPLETE;
    }

    for (i = 0; i < chain->nodes.n; i++) {
        node = &chain->nodes.v[i];

        if (node->asi.len == 0 || node->sid.len == 0 || node->hp == 0) {
            return CX_SCHAIN_INCOMPLETE;
        }
    }

    return CX_SCHAIN_COMPLETE;
}


static const cx_cat_owner_t *
cx_owner_find(const cx_catalog_file_t *f, cx_owner_e kind, cx_str_t name)
{
    uint32_t               i, mask, n;
    const cx_cat_owner_t  *o;

    if (f->n_OWNERS == 0 || name.len == 0 || name.len > f->name_max) {
        return NULL;
    }

    n = cx_cat_name(f, name, 0);

    if (n == CX_NO_NAME) {
        return NULL;
    }

    mask = f->n_OWNER_TABLE - 1;

    for (i = (uint32_t) cx_cat_owner_hash(kind, n) & mask;
         f->s_OWNER_TABLE[i] != 0;
         i = (i + 1) & mask)
    {
        o = &f->s_OWNERS[f->s_OWNER_TABLE[i] - 1];

        if (o->name == n && o->kind == kind) {
            return o;
        }
    }

    return NULL;
}


/* a file of the catalogue and the owner's in it; NULL: nobody has read it */

typedef struct {
    const cx_catalog_file_t  *f;
    uint32_t                  file;
} cx_owned_t;


/* the word of an overlay is the newer one */

static int
cx_owned_find(const cx_catalog_t *cat, cx_owner_e kind, cx_str_t name,
    cx_owned_t *o)
{
    uint32_t               i;
    const cx_cat_owner_t  *owner;

    for (i = cat->nfiles; i-- > 0; /* void */) {
        owner = cx_owner_find(&cat->file[i], kind, name);

        if (owner != NULL) {
            o->f = owner->file == CX_NO_NAME ? NULL : &cat->file[i];
            o->file = owner->file;
            return 1;
        }
    }

    return 0;
}


/* a domain, or the nearest one above it, down to two labels */

static int
cx_owned_domain(const cx_catalog_t *cat, cx_owner_e kind, cx_str_t domain,
    cx_owned_t *o)
{
    const uint8_t  *dot;

    while (domain.len) {
        if (cx_owned_find(cat, kind, domain, o)) {
            return 1;
        }

        dot = memchr(domain.data, '.', domain.len);

        if (dot == NULL) {
            break;
        }

        domain.len -= (size_t) (dot + 1 - domain.data);
        domain.data = (uint8_t *) dot + 1;

        if (domain.len == 0 || memchr(domain.data, '.', domain.len) == NULL) {
            break;
        }
    }

    return 0;
}


/* 0: it is not listed; words start at 1 */

static uint32_t
cx_owned_word(const cx_owned_t *o, uint32_t asi, uint32_t sid)
{
    uint32_t                i, mask;
    const cx_cat_seller_t  *s;

    mask = o->f->n_SELLER_TABLE - 1;

    for (i = (uint32_t) cx_cat_seller_hash(o->file, asi, sid) & mask;
         o->f->s_SELLER_TABLE[i] != 0;
         i = (i + 1) & mask)
    {
        s = &o->f->s_SELLERS[o->f->s_SELLER_TABLE[i] - 1];

        if (s->file == o->file && s->asi == asi && s->sid == sid) {
            return s->word;
        }
    }

    return 0;
}


static uint32_t
cx_supply_name(const cx_catalog_file_t *f, cx_str_t s, int exact)
{
    return s.len == 0 || s.len > f->name_max ? CX_NO_NAME
           : cx_cat_name(f, s, exact);
}


static uint32_t
cx_ads_txt_word(const cx_owned_t *o, const cx_seller_t *seller)
{
    uint32_t  asi, sid;

    asi = cx_supply_name(o->f, seller->asi, 0);
    sid = cx_supply_name(o->f, seller->sid, 1);

    return asi == CX_NO_NAME || sid == CX_NO_NAME ? 0
           : cx_owned_word(o, asi, sid);
}


static int
cx_supply_owner(const cx_catalog_t *cat, const cx_ortb_request_t *r,
    cx_owned_t *o, cx_str_t *partner)
{
    if (r->site != NULL) {
        *partner = cx_host(r->site->inventorypartnerdomain);

        return cx_owned_domain(cat, CX_OWNER_ADS_TXT,
                               cx_host(r->site->domain.len ? r->site->domain
                                                           : r->site->page),
                               o);
    }

    if (r->app != NULL) {
        *partner = cx_host(r->app->inventorypartnerdomain);

        return cx_owned_find(cat, CX_OWNER_BUNDLE, r->app->bundle, o)
               || cx_owned_domain(cat, CX_OWNER_APP_ADS_TXT,
                                  cx_host(r->app->domain), o);
    }

    *partner = cx_str("");

    return 0;
}


/*
 * The partner's file counts instead of the owner's, as far as it is known
 * that the owner named the partner: the request alone proves nothing.
 */

static cx_ads_txt_e
cx_supply_file(const cx_catalog_t *cat, const cx_ortb_request_t *r,
    cx_owned_t *o)
{
    int          known;
    uint32_t     name;
    cx_str_t     partner;
    cx_owner_e   kind;

    known = cx_supply_owner(cat, r, o, &partner) && o->f != NULL;

    if (partner.len == 0) {
        return known ? CX_ADS_TXT_DIRECT : CX_ADS_TXT_UNKNOWN;
    }

    if (known) {
        name = cx_supply_name(o->f, partner, 0);

        if (name == CX_NO_NAME
            || cx_owned_word(o, name, CX_NO_NAME) == 0)
        {
            return CX_ADS_TXT_UNAUTHORIZED;
        }
    }

    kind = r->site != NULL ? CX_OWNER_ADS_TXT : CX_OWNER_APP_ADS_TXT;

    return cx_owned_domain(cat, kind, partner, o) && o->f != NULL
           ? CX_ADS_TXT_DIRECT : CX_ADS_TXT_UNKNOWN;
}


static cx_ads_txt_e
cx_supply_ads_txt(const cx_catalog_t *cat, const cx_ortb_request_t *r,
    const cx_sellers_t *sellers)
{
    uint32_t      i, word;
    cx_owned_t    o;
    cx_seller_t   seller;
    cx_ads_txt_e  verdict;

    verdict = cx_supply_file(cat, r, &o);

    if (verdict != CX_ADS_TXT_DIRECT) {
        return verdict;
    }

    word = 0;

    for (i = 0; i < sellers->n; i++) {
        seller = cx_seller_at(sellers, i);
        word = cx_ads_txt_word(&o, &seller);

        if (word == 0) {
            return CX_ADS_TXT_UNAUTHORIZED;
        }
    }

    return word;
}


static cx_sellers_json_e
cx_seller_listed(const cx_catalog_t *cat, const cx_seller_t *seller)
{
    uint32_t    sid, word;
    cx_owned_t  o;

    if (!cx_owned_find(cat, CX_OWNER_SELLERS_JSON, seller->asi, &o)
        || o.f == NULL)
    {
        return CX_SELLERS_JSON_UNKNOWN;
    }

    sid = cx_supply_name(o.f, seller->sid, 1);
    word = sid == CX_NO_NAME ? 0 : cx_owned_word(&o, CX_NO_NAME, sid);

    return word ? word : CX_SELLERS_JSON_MISSING;
}


static cx_sellers_json_e
cx_supply_sellers_json(const cx_catalog_t *cat, const cx_sellers_t *sellers)
{
    uint32_t           i;
    cx_seller_t        seller;
    cx_sellers_json_e  verdict, word;

    verdict = CX_SELLERS_JSON_UNKNOWN;

    for (i = 0; i < sellers->n; i++) {
        seller = cx_seller_at(sellers, i);
        word = cx_seller_listed(cat, &seller);

        if (word == CX_SELLERS_JSON_MISSING) {
            return word;
        }

        verdict = i && verdict == CX_SELLERS_JSON_UNKNOWN ? verdict : word;
    }

    return verdict;
}


void
cx_catalog_supply(const cx_catalog_t *cat, const cx_openrtb_request_t *req,
    cx_str_t seller, cx_supply_t *s)
{
    cx_sellers_t  sellers;

    cx_sellers_of(&req->r, seller, &sellers);

    s->schain = cx_supply_schain(&req->r);
    s->ads_txt = cx_supply_ads_txt(cat, &req->r, &sellers);
    s->sellers_json = cx_supply_sellers_json(cat, &sellers);
}


int
cx_catalog_asks_supply(const cx_catalog_t *cat)
{
    return (cat->dims & (1ULL << CX_DIM_SCHAIN | 1ULL << CX_DIM_ADS_TXT
                         | 1ULL << CX_DIM_SELLERS_JSON))
           != 0;
}


static int
cx_name_in_list(const cx_catalog_file_t *f, cx_str_t s, uint32_t list)
{
    uint32_t              i, n, name;
    const cx_cat_name_t  *rec;

    name = cx_supply_name(f, s, 0);

    if (name == CX_NO_NAME) {
        return 0;
    }

    rec = &f->s_NAMES[name];
    n = rec->nlists & ~CX_CAT_EXACT;

    for (i = 0; i < n; i++) {
        if (f->s_MEMBERS[rec->lists + i] == list) {
            return 1;
        }
    }

    return 0;
}


/* the whole of a seller's accounts, or this one */

static int
cx_seller_in_list(const cx_catalog_file_t *f, const cx_seller_t *seller,
    uint32_t list)
{
    cx_buf_t  b;
    uint8_t   pair[CX_SUPPLY_PAIR];

    if (cx_name_in_list(f, seller->asi, list)) {
        return 1;
    }

    cx_buf_init(&b, pair, sizeof(pair));
    cx_put_str(&b, seller->asi);
    cx_put_char(&b, '/');
    cx_put_str(&b, seller->sid);

    return !b.overflow
           && cx_name_in_list(f, cx_strn(pair, cx_buf_len(&b)), list);
}


static const cx_cat_seller_list_t *
cx_seller_list(const cx_catalog_file_t *f, cx_str_t id)
{
    uint32_t  i;

    for (i = 0; i < f->n_SELLER_LISTS; i++) {
        if (cx_str_eq(cx_catalog_str(f, f->s_SELLER_LISTS[i].id), id)) {
            return &f->s_SELLER_LISTS[i];
        }
    }

    return NULL;
}


int
cx_catalog_has_sellers(const cx_catalog_t *cat, cx_str_t list)
{
    uint32_t  i;

    for (i = 0; i < cat->nfiles; i++) {
        if (cx_seller_list(&cat->file[i], list) != NULL) {
            return 1;
        }
    }

    return 0;
}


cx_rc_t
cx_catalog_sellers(const cx_catalog_t *cat, const cx_openrtb_request_t *req,
    cx_str_t seller, cx_str_t list)
{
    uint32_t                     i, k;
    cx_seller_t                  node;
    cx_sellers_t                 sellers;
    const cx_cat_seller_list_t  *l;

    cx_sellers_of(&req->r, seller, &sellers);
    l = NULL;

    for (i = cat->nfiles; i-- > 0 && l == NULL; /* void */) {
        l = cx_seller_list(&cat->file[i], list);

        for (k = 0; l != NULL && k < sellers.n; k++) {
            node = cx_seller_at(&sellers, k);

            if (!cx_seller_in_list(&cat->file[i], &node, l->list)) {
                return CX_DECLINED;
            }
        }
    }

    return l != NULL && sellers.n ? CX_OK : CX_DECLINED;
}
