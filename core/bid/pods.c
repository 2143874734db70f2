/* impressions that belong together in a break, and the ads to fill it with */

#include "core/bid/pods.h"


#define CX_PODS_REFILLS  8              /* when money cannot be set aside */
#define CX_PODS_SINGLE   64             /* items of a pod of one part */


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


/*
 * A dynamic part has no more ads than a sequence has, and an impression no
 * more bids than the exchange takes.
 */

static cx_pod_place_t
cx_pods_room(const cx_pods_t *p, uint32_t i)
{
    uint32_t               most;
    cx_pod_place_t         place;
    const cx_pods_part_t  *part;

    part = &p->part[i];
    place.max = 1;
    place.seconds = 0;

    if (part->poddur > 0) {
        most = p->run->b->conf->exchange->bids_max;
        place.seconds = (uint32_t) part->poddur;
        place.max = CX_BID_POD_MAX;

        if (part->maxseq > 0) {
            place.max = cx_min(place.max, (uint32_t) part->maxseq);
        }

        if (most) {
            place.max = cx_min(place.max, most);
        }
    }

    return place;
}


/* as this item has it */

static cx_rc_t
cx_pods_bid(cx_pods_t *p, uint32_t n)
{
    cx_imp_decision_t  *imp;

    imp = p->imp[p->item[n].place];

    if (p->fit[n] != p->offer[n]->fit) {
        cx_bid_price_imp(p->run, imp->imp);
        (void) cx_pods_recast(p->run, imp->imp, p->offer[n], p->fit[n]);
    }

    return cx_bid_take(p->run, imp, p->offer[n]);
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

            if (cx_pods_bid(p, i) == CX_OK) {
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
    uint32_t                  i, most;
    const cx_imp_decision_t  *imp;

    imp = p->imp[p->item[n].place];
    most = p->run->b->conf->exchange->bids_max;

    if (most && imp->nwon >= most) {
        return 0;
    }

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

        if (item->in || item->gone || p->imp[item->place]->imp->pmp == NULL
            || p->part[item->place].poddur > 0 || !cx_pods_may_replace(p, i))
        {
            continue;
        }

        if (cx_pods_bid(p, i) == CX_OK) {
            item->in = 1;

        } else {
            cx_pods_gone(p, p->offer[i]);
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


/* where nobody is in the pod, who has an ad of another medium goes with it */

static int
cx_pods_leave(cx_bid_run_t *run, const cx_imp_decision_t *imp,
    cx_offer_t *offer, cx_media_e media)
{
    uint32_t  i;

    for (i = 0; i < offer->hit.nfits; i++) {
        if (offer->fits >> i & 1 && offer->hit.fit[i].media != media) {
            cx_bid_price_imp(run, imp->imp);
            (void) cx_pods_recast(run, imp->imp, offer, i);
            return 1;
        }
    }

    return 0;
}


/* those of the pod's medium that are not in it are not for its impressions */

static void
cx_pods_end(cx_bid_run_t *run, cx_imp_decision_t *imp, cx_media_e media,
    cx_nobid_e reason)
{
    uint32_t     i, k;
    cx_offer_t  *offer;

    imp->pod = imp->nwon != 0;

    for (i = 0; i < imp->noffers; i++) {
        offer = imp->offer[i];

        for (k = 0; k < imp->nwon && imp->won[k] != offer; k++) { /* void */ }

        if (k == imp->nwon && offer->outcome == CX_NOBID_NONE
            && offer->hit.fit[offer->fit].media == media
            && (imp->pod || !cx_pods_leave(run, imp, offer, media)))
        {
            offer->outcome = reason;
        }
    }
}


static void
cx_pods_fill(cx_pods_t *p, uint32_t n)
{
    uint32_t    i, most;
    cx_rc_t     rc;
    cx_arena_t  arena;

    memset(&p->pod, 0, sizeof(cx_pod_t));
    p->pod.place = p->place;
    p->pod.nplaces = n;
    p->pod.item = p->item;
    p->dedupe = cx_pods_dedupe(p);
    most = n == 1 ? CX_PODS_SINGLE : cx_min(CX_BID_OFFERS_MAX,
                                            CX_POD_ITEMS / n);

    for (i = 0, rc = CX_OK; i < n && rc == CX_OK; i++) {
        p->place[i] = cx_pods_room(p, i);
        rc = cx_pods_spread(p, i);
    }

    /* what the filling needs is of no use behind it */

    arena = *p->run->b->arena;

    for (i = 0; i < n && rc == CX_OK; i++) {
        rc = cx_pods_ads(p, i, most, &arena);
    }

    if (rc == CX_OK && cx_pod_prepare(&p->pod, &arena) == CX_OK) {
        cx_pods_take(p);
        cx_pods_more(p);
        cx_pods_position(p);

    } else {
        rc = CX_ERROR;
    }

    for (i = 0; i < n; i++) {
        cx_pods_end(p->run, p->imp[i], p->part[i].media,
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
