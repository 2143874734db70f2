/* impressions that belong together in a break, and the ads to fill it with */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE                     /* memmem() */
#endif

#include "core/bid/stages.h"
#include "core/bid/pod.h"


/*
 * The worth of an ad is the lowest part of its value.  Above it stand the
 * tiers of 7.3, none of which any number of the lower ones outweighs: an ad
 * for a deal, the first for that deal, the first for a guaranteed deal.
 */

#define CX_PODS_WORTH_MAX   ((1LL << 36) - 1)
#define CX_PODS_DEAL        (1LL << 42)
#define CX_PODS_FIRST       (1LL << 48)
#define CX_PODS_GUARANTEED  (1LL << 54)

#define CX_PODS_REFILLS     8           /* when money cannot be set aside */
#define CX_PODS_FILES       4           /* media files of an ad */

/* the list of pod deduplication settings, as bits */

enum {
    CX_DEDUPE_ADOMAIN = 1 << 1,
    CX_DEDUPE_CATEGORY = 1 << 2,
    CX_DEDUPE_CREATIVE = 1 << 3,
    CX_DEDUPE_FILE = 1 << 4,
    CX_DEDUPE_NOTHING = 1 << 5,
    CX_DEDUPE_OFFER = 1 << 6            /* of our own: one of its two items */
};


/* of a video or an audio, what makes it a part of a pod */

typedef struct {
    cx_media_e             media;
    cx_str_t               id;
    int32_t                poddur;
    int32_t                maxseq;
    int32_t                slotinpod;
    const cx_ortb_ints_t  *dedupe;
} cx_pods_part_t;

typedef struct {
    cx_bid_run_t       *run;
    cx_pod_t            pod;
    cx_pod_place_t      place[CX_POD_PLACES];
    cx_imp_decision_t  *imp[CX_POD_PLACES];
    cx_pods_part_t      part[CX_POD_PLACES];
    cx_pod_item_t       item[CX_POD_ITEMS];
    cx_offer_t         *offer[CX_POD_ITEMS];
    uint32_t            dedupe;
} cx_pods_t;


static int
cx_pods_part(const cx_ortb_imp_t *imp, cx_pods_part_t *part)
{
    const cx_ortb_audio_t  *a;
    const cx_ortb_video_t  *v;

    v = imp->video;
    a = imp->audio;

    if (v != NULL && (v->poddur > 0 || v->podid.len)) {
        *part = (cx_pods_part_t) { CX_MEDIA_VIDEO, v->podid, v->poddur,
                                   v->maxseq, v->slotinpod, &v->poddedupe };
        return 1;
    }

    if (a != NULL && (a->poddur > 0 || a->podid.len)) {
        *part = (cx_pods_part_t) { CX_MEDIA_AUDIO, a->podid, a->poddur,
                                   a->maxseq, a->slotinpod, &a->poddedupe };
        return 1;
    }

    return 0;
}


/*
 * The impressions of the pod that the one at i is in, from there on; 0 if it
 * was in one before, or is a slot with no other beside it.
 */

static uint32_t
cx_pods_gather(cx_pods_t *p, uint32_t i)
{
    uint32_t         k, n;
    cx_decision_t   *d;
    cx_pods_part_t  *part, *first;

    d = p->run->d;
    first = &p->part[0];

    if (!cx_pods_part(d->imp[i].imp, first)) {
        return 0;
    }

    p->imp[0] = &d->imp[i];

    if (first->id.len == 0) {
        return 1;
    }

    for (k = 0, n = 1; k < d->nimps && n < CX_POD_PLACES; k++) {
        part = &p->part[n];

        if (k == i || !cx_pods_part(d->imp[k].imp, part)
            || part->media != first->media
            || !cx_str_eq(part->id, first->id))
        {
            continue;
        }

        if (k < i) {
            return 0;
        }

        p->imp[n++] = &d->imp[k];
    }

    return n > 1 || first->poddur > 0 ? n : 0;
}


/* where nothing is said, advertisers, creatives and categories differ */

static uint32_t
cx_pods_dedupe(const cx_pods_t *p)
{
    int32_t                v;
    uint32_t               i, k, bits;
    const cx_ortb_ints_t  *list;

    for (i = 0, bits = 0; i < p->pod.nplaces; i++) {
        list = p->part[i].dedupe;

        for (k = 0; k < list->n; k++) {
            v = list->v[k];
            bits |= v > 0 && v < 32 ? 1U << v : 0;
        }
    }

    if (bits == 0) {
        bits = CX_DEDUPE_CATEGORY;
    }

    if (bits == CX_DEDUPE_NOTHING) {
        return 0;
    }

    return bits | CX_DEDUPE_ADOMAIN | CX_DEDUPE_CREATIVE;
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


/* what no other may share with it */

static uint64_t *
cx_pods_keys(cx_pods_t *p, cx_pod_item_t *item, const cx_offer_t *offer,
    cx_arena_t *arena)
{
    uint32_t                  i;
    uint64_t                 *key;
    const uint32_t           *name;
    const cx_catalog_file_t  *f;
    const cx_cat_campaign_t  *campaign;
    const cx_cat_creative_t  *creative;

    f = offer->hit.file;
    campaign = offer->hit.campaign;
    creative = offer->hit.fit[offer->fit].creative;

    key = cx_arena_alloc(arena, (campaign->adomain.n + campaign->cat.n
                                 + creative->cat.n + 4 + CX_PODS_FILES)
                                * sizeof(uint64_t));

    item->key = key;

    if (key == NULL || p->dedupe == 0) {
        return key;
    }

    cx_pods_key(item, key, CX_DEDUPE_CREATIVE, cx_catalog_str(f, creative->id));

    if (campaign->adomain.n == 0) {
        key[item->nkeys++] = (uintptr_t) campaign;
    }

    name = cx_catalog_names(f, campaign->adomain);

    for (i = 0; i < campaign->adomain.n; i++) {
        cx_pods_key(item, key, CX_DEDUPE_ADOMAIN, cx_catalog_name(f, name[i]));
    }

    if (p->dedupe & CX_DEDUPE_CATEGORY) {
        cx_pods_categories(item, key, f, campaign->cat);
        cx_pods_categories(item, key, f, creative->cat);
    }

    if (p->dedupe & CX_DEDUPE_FILE) {
        cx_pods_files(item, key, cx_catalog_str(f, cx_catalog_template(
                          f, &offer->hit.fit[offer->fit], offer->variant)));
    }

    return key;
}


static int64_t
cx_pods_value(const cx_offer_t *offer, int first)
{
    int64_t  value;

    value = cx_min(cx_max(offer->worth, 1), CX_PODS_WORTH_MAX);

    if (offer->hit.deal == NULL) {
        return value;
    }

    value += CX_PODS_DEAL;

    return !first ? value
           : value + (offer->hit.deal->guar == 1 ? CX_PODS_GUARANTEED
                                                 : CX_PODS_FIRST);
}


/*
 * A dynamic part has an offer for a deal twice: as the first for its deal,
 * which only one can be, and as any other.
 */

static cx_rc_t
cx_pods_item(cx_pods_t *p, uint32_t place, cx_offer_t *offer, int first,
    cx_arena_t *arena)
{
    uint64_t       *key;
    cx_pod_item_t  *item;

    item = &p->item[p->pod.nitems];
    memset(item, 0, sizeof(cx_pod_item_t));
    item->place = place;
    item->seconds = offer->hit.fit[offer->fit].creative->duration_s;
    item->value = cx_pods_value(offer, first);

    key = cx_pods_keys(p, item, offer, arena);

    if (key == NULL) {
        return CX_ERROR;
    }

    if (offer->hit.deal != NULL) {
        key[item->nkeys++] = cx_hash_mix((uintptr_t) offer, CX_DEDUPE_OFFER);

        if (first) {
            key[item->nkeys++] = cx_hash_mix((uintptr_t) offer->hit.deal,
                                             place + 1);
        }
    }

    p->offer[p->pod.nitems++] = offer;

    return CX_OK;
}


/*
 * The best of an impression; where there are too many of these for as many
 * each, the next has the next ones.
 */

static cx_rc_t
cx_pods_place(cx_pods_t *p, uint32_t i, uint32_t most, cx_arena_t *arena)
{
    uint32_t            k, n, turn;
    cx_offer_t         *offer;
    cx_pods_part_t     *part;
    cx_imp_decision_t  *imp;

    imp = p->imp[i];
    part = &p->part[i];
    p->place[i] = (cx_pod_place_t) { 1, 0 };

    if (part->poddur > 0) {
        p->place[i].seconds = (uint32_t) part->poddur;
        p->place[i].max = part->maxseq > 0 && part->maxseq < CX_BID_POD_MAX
                          ? (uint32_t) part->maxseq : CX_BID_POD_MAX;
    }

    turn = most < CX_BID_SCORE_MAX ? i * most : 0;

    for (k = 0, n = 0; k < imp->noffers && n < most; k++) {
        offer = &imp->offer[(k + turn) % imp->noffers];

        if (offer->outcome != CX_NOBID_NONE
            || offer->hit.fit[offer->fit].media != part->media
            || (offer->hit.deal == NULL && cx_bid_is_private(imp->imp)))
        {
            continue;
        }

        if (cx_pods_item(p, i, offer, 1, arena) != CX_OK) {
            return CX_ERROR;
        }

        n++;

        if (offer->hit.deal != NULL && part->poddur > 0 && n++ < most
            && cx_pods_item(p, i, offer, 0, arena) != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static void
cx_pods_gone(cx_pods_t *p, const cx_offer_t *offer)
{
    uint32_t  i;

    for (i = 0; i < p->pod.nitems; i++) {
        if (p->offer[i] == offer) {
            p->item[i].gone = 1;
            p->item[i].in = 0;
        }
    }
}


/* money is set aside for each; who has none leaves, and it is filled again */

static void
cx_pods_take(cx_pods_t *p)
{
    uint32_t        i, pass, gone;
    cx_pod_item_t  *item;

    for (pass = 0; pass < CX_PODS_REFILLS; pass++) {
        cx_pod_fill(&p->pod);

        for (i = 0, gone = 0; i < p->pod.nitems; i++) {
            item = &p->item[i];

            if (!item->in || item->kept) {
                continue;
            }

            if (cx_bid_take(p->run, p->imp[item->place], p->offer[i])
                == CX_OK)
            {
                item->kept = 1;

            } else {
                cx_pods_gone(p, p->offer[i]);
                gone++;
            }
        }

        if (gone == 0) {
            return;
        }
    }
}


static int
cx_pods_rivals(const cx_pod_item_t *a, const cx_pod_item_t *b)
{
    uint32_t  i, k;

    for (i = 0; i < a->nkeys; i++) {

        for (k = 0; k < b->nkeys; k++) {
            if (a->key[i] == b->key[k]) {
                return 1;
            }
        }
    }

    return 0;
}


/* could it stand in its slot instead of the bid that does? */

static int
cx_pods_may_replace(const cx_pods_t *p, uint32_t n)
{
    uint32_t                  i;
    const cx_imp_decision_t  *imp;

    imp = p->imp[p->item[n].place];

    for (i = 0; i < imp->nwon; i++) {
        if (imp->won[i]->hit.deal == p->offer[n]->hit.deal) {
            return 0;
        }
    }

    for (i = 0; i < p->pod.nitems; i++) {
        if (p->item[i].in && p->item[i].place != p->item[n].place
            && cx_pods_rivals(&p->item[i], &p->item[n]))
        {
            return 0;
        }
    }

    return 1;
}


/*
 * A slot has one ad, but as any impression a bid for each deal and an open
 * one; whichever of them it will be, it goes with all those of other slots.
 */

static void
cx_pods_more(cx_pods_t *p)
{
    uint32_t        i;
    cx_pod_item_t  *item;

    for (i = 0; i < p->pod.nitems; i++) {
        item = &p->item[i];

        if (!item->in && !item->gone && p->imp[item->place]->imp->pmp != NULL
            && p->part[item->place].poddur <= 0 && cx_pods_may_replace(p, i)
            && cx_bid_take(p->run, p->imp[item->place], p->offer[i]) == CX_OK)
        {
            item->in = 1;
        }
    }
}


/* the seller holds one position in the dynamic part: it goes to the best ad */

static void
cx_pods_position(cx_pods_t *p)
{
    uint32_t     i;
    cx_offer_t  *best[CX_POD_PLACES];

    memset(best, 0, sizeof(best));

    for (i = 0; i < p->pod.nitems; i++) {
        if (p->item[i].in && p->part[p->item[i].place].poddur > 0
            && p->part[p->item[i].place].slotinpod
            && (best[p->item[i].place] == NULL
                || p->offer[i]->price > best[p->item[i].place]->price))
        {
            best[p->item[i].place] = p->offer[i];
        }
    }

    for (i = 0; i < p->pod.nplaces; i++) {
        if (best[i] != NULL) {
            best[i]->slotinpod = p->part[i].slotinpod;
        }
    }
}


/* those of the pod's medium that are not in it are not for its impressions */

static void
cx_pods_end(cx_imp_decision_t *imp, cx_media_e media, cx_nobid_e reason)
{
    uint32_t     i, k;
    cx_offer_t  *offer;

    imp->pod = imp->nwon != 0;

    for (i = 0; i < imp->noffers; i++) {
        offer = &imp->offer[i];

        for (k = 0; k < imp->nwon && imp->won[k] != offer; k++) { /* void */ }

        if (k == imp->nwon && offer->outcome == CX_NOBID_NONE
            && offer->hit.fit[offer->fit].media == media)
        {
            offer->outcome = reason;
        }
    }
}


static void
cx_pods_fill(cx_pods_t *p, uint32_t n)
{
    uint32_t    i;
    cx_rc_t     rc;
    cx_arena_t  arena;

    memset(&p->pod, 0, sizeof(cx_pod_t));
    p->pod.place = p->place;
    p->pod.nplaces = n;
    p->pod.item = p->item;
    p->dedupe = cx_pods_dedupe(p);

    /* what the filling needs is of no use behind it */

    arena = *p->run->b->arena;

    for (i = 0, rc = CX_OK; i < n && rc == CX_OK; i++) {
        rc = cx_pods_place(p, i, cx_min(CX_BID_OFFERS_MAX, CX_POD_ITEMS / n),
                           &arena);
    }

    if (rc == CX_OK && cx_pod_prepare(&p->pod, &arena) == CX_OK) {
        cx_pods_take(p);
        cx_pods_more(p);
        cx_pods_position(p);

    } else {
        rc = CX_ERROR;
    }

    for (i = 0; i < n; i++) {
        cx_pods_end(p->imp[i], p->part[i].media,
                    rc == CX_OK ? CX_NOBID_OUTBID : CX_NOBID_TOO_LARGE);
    }
}


void
cx_bid_pods(cx_bid_run_t *run)
{
    uint32_t   i, n;
    cx_pods_t  p;

    p.run = run;

    for (i = 0; i < run->d->nimps; i++) {
        if (run->d->imp[i].imp->video == NULL
            && run->d->imp[i].imp->audio == NULL)
        {
            continue;
        }

        n = cx_pods_gather(&p, i);

        if (n) {
            cx_pods_fill(&p, n);
        }
    }
}
