/* who could go into a pod: offers, each with those creatives that matter */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE                     /* memmem() */
#endif

#include "core/bid/pods.h"


/*
 * The worth of an ad is the lowest part of its value.  Above it stand the
 * tiers of 7.3, none of which any number of the lower ones outweighs: the
 * first ad for a deal, the first for a guaranteed deal.
 */

#define CX_PODS_WORTH_MAX   ((1LL << 36) - 1)
#define CX_PODS_FIRST       (1LL << 45)
#define CX_PODS_GUARANTEED  (1LL << 53)

#define CX_PODS_FILES       4           /* media files of an ad */

/* the list of pod deduplication settings, as bits */

enum {
    CX_DEDUPE_ADOMAIN = 1 << 1,
    CX_DEDUPE_CATEGORY = 1 << 2,
    CX_DEDUPE_CREATIVE = 1 << 3,
    CX_DEDUPE_FILE = 1 << 4,
    CX_DEDUPE_NOTHING = 1 << 5,
    CX_DEDUPE_OFFER = 1 << 6            /* of our own: one of its items */
};


/* where nothing is said, advertisers, creatives and categories differ */

uint32_t
cx_pods_dedupe(const cx_pods_t *p)
{
    int32_t                v;
    uint32_t               i, k, bits;
    const cx_ortb_ints_t  *list;

    for (i = 0, bits = 0; i < p->pod.nplaces; i++) {
        list = p->part[i].dedupe;

        for (k = 0; k < list->n; k++) {
            v = list->v[k];
            bits |= v > 0 && v < 6 ? 1U << v : 0;
        }
    }

    if (bits == 0) {
        bits = CX_DEDUPE_ADOMAIN | CX_DEDUPE_CATEGORY;
    }

    return bits == CX_DEDUPE_NOTHING ? 0 : bits | CX_DEDUPE_CREATIVE;
}


static inline void
cx_pods_key(cx_pod_item_t *item, uint64_t *key, uint32_t kind, cx_str_t s)
{
    key[item->nkeys++] = cx_hash64(s.data, s.len, kind);
}


/* of the first taxonomy the tier above is in the name: "IAB2" of "IAB2-3" */

static void
cx_pods_categories(cx_pod_item_t *item, uint64_t *key,
    const cx_catalog_file_t *f, cx_cat_run_t run)
{
    uint32_t         i;
    cx_str_t         s;
    const uint32_t  *name;
    const uint8_t   *dash;

    name = cx_catalog_names(f, run);

    for (i = 0; i < run.n; i++) {
        s = cx_catalog_name(f, name[i]);
        dash = s.len ? memchr(s.data, '-', s.len) : NULL;

        if (dash != NULL && (s.data[0] | 0x20) == 'i') {
            s.len = (size_t) (dash - s.data);
        }

        cx_pods_key(item, key, CX_DEDUPE_CATEGORY, s);
    }
}


/* the media files that are named in the markup */

static void
cx_pods_files(cx_pod_item_t *item, uint64_t *key, cx_str_t s)
{
    size_t          n;
    const uint8_t  *p, *last, *end;

    p = s.data;
    last = p + s.len;

    for (n = 0; s.len && n < CX_PODS_FILES; n++) {
        p = memmem(p, (size_t) (last - p), "<MediaFile ", 11);
        p = p != NULL ? memchr(p, '>', (size_t) (last - p)) : NULL;
        end = p != NULL ? memmem(p, (size_t) (last - p), "</MediaFile>", 12)
                        : NULL;

        if (end == NULL) {
            return;
        }

        cx_pods_key(item, key, CX_DEDUPE_FILE, cx_strn(p, end - p));
        p = end;
    }
}


static void
cx_pods_domains(cx_pod_item_t *item, uint64_t *key, const cx_offer_t *offer)
{
    uint32_t                  i;
    const uint32_t           *name;
    const cx_catalog_file_t  *f;
    const cx_cat_campaign_t  *campaign;

    f = offer->hit.file;
    campaign = offer->hit.campaign;

    if (campaign->adomain.n == 0) {
        key[item->nkeys++] = (uintptr_t) campaign;
    }

    name = cx_catalog_names(f, campaign->adomain);

    for (i = 0; i < campaign->adomain.n; i++) {
        cx_pods_key(item, key, CX_DEDUPE_ADOMAIN, cx_catalog_name(f, name[i]));
    }
}


/* what no other may share with it, the creative first */

static uint64_t *
cx_pods_keys(cx_pods_t *p, cx_pod_item_t *item, const cx_offer_t *offer,
    uint32_t fit, cx_arena_t *arena)
{
    uint64_t                 *key;
    const cx_catalog_file_t  *f;
    const cx_cat_campaign_t  *campaign;
    const cx_cat_creative_t  *creative;

    f = offer->hit.file;
    campaign = offer->hit.campaign;
    creative = offer->hit.fit[fit].creative;

    key = cx_arena_alloc(arena, (campaign->adomain.n + campaign->cat.n
                                 + creative->cat.n + 4 + CX_PODS_FILES)
                                * sizeof(uint64_t));

    item->key = key;

    if (key == NULL || p->dedupe == 0) {
        return key;
    }

    cx_pods_key(item, key, CX_DEDUPE_CREATIVE,
                cx_catalog_crid(f, &offer->hit.fit[fit]));

    if (p->dedupe & CX_DEDUPE_ADOMAIN) {
        cx_pods_domains(item, key, offer);
    }

    if (p->dedupe & CX_DEDUPE_CATEGORY) {
        cx_pods_categories(item, key, f, campaign->cat);
        cx_pods_categories(item, key, f, creative->cat);
    }

    if (p->dedupe & CX_DEDUPE_FILE) {
        cx_pods_files(item, key, cx_catalog_str(f, cx_catalog_template(
                          f, &offer->hit.fit[fit],
                          fit == offer->fit ? offer->variant : 0)));
    }

    return key;
}


cx_nobid_e
cx_pods_recast(cx_bid_run_t *run, const cx_ortb_imp_t *imp, cx_offer_t *offer,
    uint32_t fit)
{
    if (fit == offer->fit) {
        return offer->outcome;
    }

    /* of its variants nobody was asked */

    offer->fit = fit;
    offer->variant = 0;

    if (run->price.timed) {
        offer->outcome = cx_bid_floor(run, imp, offer);

        if (offer->outcome == CX_NOBID_NONE) {
            offer->outcome = cx_bid_price(run, offer);
        }
    }

    return offer->outcome;
}


/* the creatives that it could be bid with; floors are those of the place */

static uint32_t
cx_pods_fits(cx_pods_t *p, uint32_t place, const cx_offer_t *offer)
{
    uint32_t              i, fits;
    cx_offer_t            other;
    const cx_ortb_imp_t  *imp;

    imp = p->imp[place]->imp;

    if ((offer->outcome != CX_NOBID_NONE
         && (offer->outcome != CX_NOBID_FLOOR || p->run->price.timed == 0))
        || (offer->hit.deal == NULL && cx_bid_is_private(imp)))
    {
        return 0;
    }

    for (i = 0, fits = 0; i < offer->hit.nfits; i++) {
        if ((offer->fits >> i & 1) == 0
            || offer->hit.fit[i].media != p->part[place].media)
        {
            continue;
        }

        if (p->run->price.timed) {
            other = *offer;

            if (cx_pods_recast(p->run, imp, &other, i) != CX_NOBID_NONE) {
                continue;
            }
        }

        fits |= 1U << i;
    }

    return fits;
}


static inline uint32_t
cx_pods_primary(const cx_offer_t *offer, uint32_t fits)
{
    return fits >> offer->fit & 1 ? offer->fit
                                  : (uint32_t) __builtin_ctz(fits);
}


/* is there nothing that b goes together with and a does not? */

static int
cx_pods_as_good(const cx_pods_t *p, uint32_t place, const cx_pod_item_t *a,
    const cx_pod_item_t *b)
{
    uint32_t  i, k;

    if (p->place[place].seconds && a->seconds > b->seconds) {
        return 0;
    }

    /* whose advertisers differ are never of one creative */

    i = p->dedupe & CX_DEDUPE_ADOMAIN ? 1 : 0;

    for ( /* void */ ; i < a->nkeys; i++) {

        for (k = 0; k < b->nkeys && b->key[k] != a->key[i]; k++) { /* void */ }

        if (k == b->nkeys) {
            return 0;
        }
    }

    return 1;
}


/*
 * All creatives of an offer are worth the same here.  Of these fits, those
 * are left that others could not replace in any pod, and rather the one that
 * was scored; 0 if the arena is full.
 */

static uint32_t
cx_pods_matter(cx_pods_t *p, uint32_t place, const cx_offer_t *offer,
    uint32_t fits, cx_arena_t *arena)
{
    uint32_t       i, k, left, open;
    cx_pod_item_t  item[CX_FITS_MAX];

    left = 0;

    for (open = fits; open; open &= ~(1U << i)) {
        i = cx_pods_primary(offer, open);
        memset(&item[i], 0, sizeof(cx_pod_item_t));
        item[i].seconds = offer->hit.fit[i].creative->duration_s;

        if (cx_pods_keys(p, &item[i], offer, i, arena) == NULL) {
            return 0;
        }

        for (k = 0; k < CX_FITS_MAX; k++) {
            if (left >> k & 1
                && cx_pods_as_good(p, place, &item[k], &item[i]))
            {
                break;
            }
        }

        if (k < CX_FITS_MAX) {
            continue;
        }

        for (k = 0; k < CX_FITS_MAX; k++) {
            if (left >> k & 1
                && cx_pods_as_good(p, place, &item[i], &item[k]))
            {
                left &= ~(1U << k);
            }
        }

        left |= 1U << i;
    }

    return left;
}


static int64_t
cx_pods_value(const cx_offer_t *offer, int first)
{
    int64_t  value;

    value = cx_min(cx_max(offer->worth, 1), CX_PODS_WORTH_MAX);

    if (offer->hit.deal == NULL || !first) {
        return value;
    }

    return value + (offer->hit.deal->guar == 1 ? CX_PODS_GUARANTEED
                                               : CX_PODS_FIRST);
}


/* only one of an offer's items can be in, and one first for its deal */

static cx_rc_t
cx_pods_item(cx_pods_t *p, uint32_t place, cx_offer_t *offer, uint32_t fit,
    int first, cx_arena_t *arena)
{
    uint64_t       *key;
    cx_pod_item_t  *item;

    item = &p->item[p->pod.nitems];
    memset(item, 0, sizeof(cx_pod_item_t));
    item->place = place;
    item->seconds = offer->hit.fit[fit].creative->duration_s;
    item->value = cx_pods_value(offer, first);

    key = cx_pods_keys(p, item, offer, fit, arena);

    if (key == NULL) {
        return CX_ERROR;
    }

    if (offer->hit.deal != NULL || offer->hit.nfits > 1) {
        key[item->nkeys++] = cx_hash_mix((uintptr_t) offer, CX_DEDUPE_OFFER);
    }

    if (first && offer->hit.deal != NULL) {
        key[item->nkeys++] = cx_hash_mix((uintptr_t) offer->hit.deal,
                                         place + 1);
    }

    p->fit[p->pod.nitems] = (uint8_t) fit;
    p->offer[p->pod.nitems++] = offer;

    return CX_OK;
}


/*
 * A dynamic part has an offer for a deal twice: as the first for its deal,
 * which only one can be, and as any other.
 */

static cx_rc_t
cx_pods_items(cx_pods_t *p, uint32_t place, cx_offer_t *offer, uint32_t fit,
    uint32_t last, cx_arena_t *arena)
{
    if (p->pod.nitems == last) {
        return CX_OK;
    }

    if (cx_pods_item(p, place, offer, fit, 1, arena) != CX_OK) {
        return CX_ERROR;
    }

    if (offer->hit.deal == NULL || p->part[place].poddur <= 0
        || p->pod.nitems == last)
    {
        return CX_OK;
    }

    return cx_pods_item(p, place, offer, fit, 0, arena);
}


/*
 * The best of an impression; where there are too many of these for as many
 * each, the next has the next ones.  All are there before others of their
 * creatives are.
 */

cx_rc_t
cx_pods_ads(cx_pods_t *p, uint32_t place, uint32_t most, cx_arena_t *arena)
{
    uint32_t            i, k, turn, last, fits[CX_BID_OFFERS_MAX];
    cx_offer_t         *offer;
    cx_imp_decision_t  *imp;

    imp = p->imp[place];
    last = p->pod.nitems + most;
    turn = most < CX_BID_SCORE_MAX ? place * most : 0;

    cx_bid_price_imp(p->run, imp->imp);

    for (k = 0; k < imp->noffers; k++) {
        offer = imp->offer[(k + turn) % imp->noffers];
        fits[k] = cx_pods_fits(p, place, offer);

        if (fits[k] & (fits[k] - 1)) {
            fits[k] = cx_pods_matter(p, place, offer, fits[k], arena);

            if (fits[k] == 0) {
                return CX_ERROR;
            }
        }

        if (fits[k] == 0) {
            continue;
        }

        i = cx_pods_primary(offer, fits[k]);
        fits[k] &= ~(1U << i);

        if (cx_pods_items(p, place, offer, i, last, arena) != CX_OK) {
            return CX_ERROR;
        }
    }

    for (k = 0; k < imp->noffers; k++) {
        offer = imp->offer[(k + turn) % imp->noffers];

        for ( /* void */ ; fits[k]; fits[k] &= fits[k] - 1) {
            i = (uint32_t) __builtin_ctz(fits[k]);

            if (cx_pods_items(p, place, offer, i, last, arena) != CX_OK) {
                return CX_ERROR;
            }
        }
    }

    return CX_OK;
}


/* an offer for each of its creatives, in the place of the one for all */

static cx_offer_t **
cx_pods_copies(cx_pods_t *p, uint32_t place, cx_offer_t **to,
    cx_offer_t *room, const cx_offer_t *from, uint32_t fits)
{
    uint32_t  i, open;

    for (open = fits; open; open &= ~(1U << i)) {
        i = cx_pods_primary(from, open);
        *room = *from;
        (void) cx_pods_recast(p->run, p->imp[place]->imp, room, i);
        room->fits = (open == fits ? from->fits & ~fits : 0) | 1U << i;
        *to++ = room++;
    }

    return to;
}


/*
 * Where ads of one advertiser may be in a dynamic part together, those of one
 * ad group may: of as many ad groups as there is room for, the best first.
 */

cx_rc_t
cx_pods_spread(cx_pods_t *p, uint32_t place)
{
    uint32_t            k, n, more, copies, fits[CX_BID_OFFERS_MAX];
    cx_offer_t         *room, **offers, **next;
    const cx_offer_t  **won;
    cx_imp_decision_t  *imp;

    imp = p->imp[place];

    if (p->part[place].poddur <= 0 || p->dedupe & CX_DEDUPE_ADOMAIN) {
        return CX_OK;
    }

    cx_bid_price_imp(p->run, imp->imp);

    copies = 0;

    for (k = 0, n = imp->noffers; k < imp->noffers; k++) {
        fits[k] = cx_pods_fits(p, place, imp->offer[k]);
        more = (uint32_t) __builtin_popcount(fits[k]);

        if (more < 2 || n + more - 1 > CX_BID_OFFERS_MAX) {
            fits[k] = 0;
            continue;
        }

        n += more - 1;
        copies += more;
    }

    if (n == imp->noffers) {
        return CX_OK;
    }

    room = cx_arena_alloc(p->run->b->arena, copies * sizeof(cx_offer_t));
    offers = cx_arena_alloc(p->run->b->arena, n * sizeof(cx_offer_t *));
    won = cx_arena_alloc(p->run->b->arena, n * sizeof(cx_offer_t *));

    if (room == NULL || offers == NULL || won == NULL) {
        return CX_ERROR;
    }

    for (k = 0, next = offers; k < imp->noffers; k++) {

        if (fits[k] == 0) {
            *next++ = imp->offer[k];
            continue;
        }

        next = cx_pods_copies(p, place, next, room, imp->offer[k], fits[k]);
        room += __builtin_popcount(fits[k]);
    }

    imp->offer = offers;
    imp->noffers = n;
    imp->won = won;

    return CX_OK;
}
