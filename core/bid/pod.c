#include "core/bid/pod_work.h"


#define CX_POD_PASSES  2


/* is a to be tried before b? */

static int
cx_pod_before(const cx_pod_t *pod, int dense, uint32_t a, uint32_t b)
{
    __int128_t            x, y;
    const cx_pod_item_t  *i, *k;

    i = &pod->item[a];
    k = &pod->item[b];

    x = i->value;
    y = k->value;

    if (dense) {
        x *= cx_max(k->seconds, 1);
        y *= cx_max(i->seconds, 1);
    }

    return x != y ? x > y : a < b;
}


static void
cx_pod_sort(cx_pod_t *pod, int dense)
{
    uint16_t  *order, next;
    uint32_t   i, k, gap;

    order = pod->work->order;

    for (i = 0; i < pod->nitems; i++) {
        order[i] = (uint16_t) i;
    }

    for (gap = pod->nitems > 32 ? 57 : 1; gap; gap /= 4) {

        for (i = gap; i < pod->nitems; i++) {
            next = order[i];

            for (k = i; k >= gap && cx_pod_before(pod, dense, next,
                                                  order[k - gap]); k -= gap)
            {
                order[k] = order[k - gap];
            }

            order[k] = next;
        }
    }
}


/* keys become numbers, so that nobody compares them again */

static cx_rc_t
cx_pod_number(cx_pod_t *pod, cx_arena_t *arena)
{
    uint16_t       *id;
    uint32_t        i, k, n;
    uint64_t       *slot, size, key, at;
    cx_pod_work_t  *w;

    w = pod->work;

    for (i = 0, n = 0; i < pod->nitems; i++) {
        w->first[i] = n;
        n += pod->item[i].nkeys;
    }

    w->first[i] = n;

    for (size = 16; size < 2 * (uint64_t) n; size *= 2) { /* void */ }

    slot = cx_arena_zalloc(arena, size * sizeof(uint64_t));
    id = cx_arena_alloc(arena, size * sizeof(uint16_t));
    w->key = cx_arena_alloc(arena, n * sizeof(uint16_t));
    w->owner = cx_arena_alloc(arena, n * sizeof(uint16_t));

    if (n > UINT16_MAX || slot == NULL || id == NULL || w->key == NULL
        || w->owner == NULL)
    {
        return CX_ERROR;
    }

    for (i = 0, n = 0; i < pod->nitems; i++) {

        for (k = 0; k < pod->item[i].nkeys; k++, n++) {
            key = pod->item[i].key[k] ? pod->item[i].key[k] : 1;
            at = cx_hash_mix(key, size) & (size - 1);

            while (slot[at] != 0 && slot[at] != key) {
                at = (at + 1) & (size - 1);
            }

            if (slot[at] == 0) {
                slot[at] = key;
                id[at] = (uint16_t) w->nkeys++;
            }

            w->key[n] = id[at];
        }
    }

    return CX_OK;
}


/*
 * Those that share a key are a clique.  Each item gets into one, the largest
 * first: then few are left, and the bound of the search is near.
 */

static void
cx_pod_cliques(cx_pod_t *pod, const cx_pod_set_t *holders)
{
    uint32_t        i, k, n, most, count;
    cx_pod_set_t    left;
    cx_pod_work_t  *w;

    w = pod->work;
    n = pod->nitems;
    memset(&left, 0, sizeof(left));

    for (i = 0; i < n; i++) {
        cx_pod_set_add(&left, i);
    }

    for (k = 0, most = 0; k < w->nkeys; k++) {
        count = (uint32_t) __builtin_popcountll(holders[k].bits[0])
                + (uint32_t) __builtin_popcountll(holders[k].bits[1]);
        most = cx_max(most, count);
        w->owner[k] = (uint16_t) count;
    }

    for ( /* void */ ; most > 1; most--) {

        for (k = 0; k < w->nkeys; k++) {
            if (w->owner[k] != most
                || !((holders[k].bits[0] & left.bits[0])
                     | (holders[k].bits[1] & left.bits[1])))
            {
                continue;
            }

            for (i = 0; i < n; i++) {
                if (cx_pod_set_has(&holders[k], i)
                    && cx_pod_set_has(&left, i))
                {
                    w->clique[i] = (uint8_t) w->ncliques;
                    cx_pod_set_del(&left, i);
                }
            }

            w->ncliques++;
        }
    }

    for (i = 0; i < n; i++) {
        if (cx_pod_set_has(&left, i)) {
            w->clique[i] = (uint8_t) w->ncliques++;
        }
    }
}


static cx_rc_t
cx_pod_rivals(cx_pod_t *pod, cx_arena_t *arena)
{
    uint32_t        i, k, item;
    cx_pod_set_t   *holders, *rivals;
    cx_pod_work_t  *w;

    w = pod->work;
    holders = cx_arena_zalloc(arena, w->nkeys * sizeof(cx_pod_set_t));

    if (holders == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < pod->nitems; i++) {
        item = w->order[i];

        for (k = w->first[item]; k < w->first[item + 1]; k++) {
            cx_pod_set_add(&holders[w->key[k]], i);
        }
    }

    for (i = 0; i < pod->nitems; i++) {
        item = w->order[i];
        rivals = &w->rivals[i];
        memset(rivals, 0, sizeof(cx_pod_set_t));

        for (k = w->first[item]; k < w->first[item + 1]; k++) {
            rivals->bits[0] |= holders[w->key[k]].bits[0];
            rivals->bits[1] |= holders[w->key[k]].bits[1];
        }

        cx_pod_set_del(rivals, i);
    }

    cx_pod_cliques(pod, holders);

    return CX_OK;
}


cx_rc_t
cx_pod_prepare(cx_pod_t *pod, cx_arena_t *arena)
{
    if (pod->nplaces > CX_POD_PLACES || pod->nitems > CX_POD_ITEMS) {
        return CX_ERROR;
    }

    pod->work = cx_arena_alloc(arena, sizeof(cx_pod_work_t));

    if (pod->work == NULL) {
        return CX_ERROR;
    }

    pod->nodes = 0;
    pod->tries = 0;
    pod->work->nkeys = 0;
    pod->work->ncliques = 0;

    if (cx_pod_number(pod, arena) != CX_OK) {
        return CX_ERROR;
    }

    cx_pod_sort(pod, 0);

    return pod->nitems <= CX_POD_EXACT_ITEMS
           ? cx_pod_rivals(pod, arena) : CX_OK;
}


static void
cx_pod_take(cx_pod_t *pod, cx_pod_state_t *s, uint32_t i)
{
    uint32_t              k;
    const cx_pod_item_t  *item;

    item = &pod->item[i];
    s->in[i] = 1;
    s->value += item->value;
    s->ads[item->place]--;

    if (cx_pod_counts(pod, item->place)) {
        s->seconds[item->place] -= item->seconds;
    }

    for (k = pod->work->first[i]; k < pod->work->first[i + 1]; k++) {
        pod->work->owner[pod->work->key[k]] = (uint16_t) (i + 1);
    }
}


static void
cx_pod_drop(cx_pod_t *pod, cx_pod_state_t *s, uint32_t i)
{
    uint32_t              k;
    const cx_pod_item_t  *item;

    item = &pod->item[i];
    s->in[i] = 0;
    s->value -= item->value;
    s->ads[item->place]++;

    if (cx_pod_counts(pod, item->place)) {
        s->seconds[item->place] += item->seconds;
    }

    for (k = pod->work->first[i]; k < pod->work->first[i + 1]; k++) {
        pod->work->owner[pod->work->key[k]] = 0;
    }
}


static int
cx_pod_has_room(const cx_pod_t *pod, const cx_pod_state_t *s, uint32_t i)
{
    const cx_pod_item_t  *item;

    item = &pod->item[i];

    return s->ads[item->place]
           && (!cx_pod_counts(pod, item->place)
               || item->seconds <= s->seconds[item->place]);
}


/* who has a key of this one from number k on, or nitems */

static uint32_t
cx_pod_rival(const cx_pod_t *pod, uint32_t i, uint32_t k)
{
    const cx_pod_work_t  *w;

    w = pod->work;

    for (k += w->first[i]; k < w->first[i + 1]; k++) {
        if (w->owner[w->key[k]]) {
            return w->owner[w->key[k]] - 1U;
        }
    }

    return pod->nitems;
}


static void
cx_pod_greedy(cx_pod_t *pod, cx_pod_state_t *s)
{
    uint32_t  i, k;

    for (k = 0; k < pod->nitems; k++) {
        i = pod->work->order[k];

        if (!s->in[i] && !pod->item[i].gone && cx_pod_has_room(pod, s, i)
            && cx_pod_rival(pod, i, 0) == pod->nitems)
        {
            cx_pod_take(pod, s, i);
        }
    }
}


/* the names of the keys follow the state that is worked on */

static void
cx_pod_own(cx_pod_t *pod, const cx_pod_state_t *s)
{
    uint32_t        i, k;
    cx_pod_work_t  *w;

    w = pod->work;
    memset(w->owner, 0, w->nkeys * sizeof(uint16_t));

    for (i = 0; i < pod->nitems; i++) {

        for (k = w->first[i]; s->in[i] && k < w->first[i + 1]; k++) {
            w->owner[w->key[k]] = (uint16_t) (i + 1);
        }
    }
}


static void
cx_pod_start(cx_pod_t *pod, cx_pod_state_t *s)
{
    uint32_t  i;

    memset(s, 0, sizeof(cx_pod_state_t));
    memset(pod->work->owner, 0, pod->work->nkeys * sizeof(uint16_t));

    for (i = 0; i < pod->nplaces; i++) {
        s->ads[i] = pod->place[i].max;
        s->seconds[i] = pod->place[i].seconds;
    }

    for (i = 0; i < pod->nitems; i++) {
        if (pod->item[i].kept) {
            cx_pod_take(pod, s, i);
        }
    }
}


/* the cheapest that may leave a place */

static uint32_t
cx_pod_cheapest(const cx_pod_t *pod, const cx_pod_state_t *s, uint32_t place)
{
    uint32_t  i, k;

    for (k = pod->nitems; k--; /* void */ ) {
        i = pod->work->order[k];

        if (s->in[i] && pod->item[i].place == place && !pod->item[i].kept) {
            return i;
        }
    }

    return pod->nitems;
}


/* whoever stands in its way leaves; CX_DECLINED: somebody cannot */

static cx_rc_t
cx_pod_force(cx_pod_t *pod, cx_pod_state_t *s, uint32_t i)
{
    uint32_t  other;

    for ( ;; ) {
        other = cx_pod_rival(pod, i, 0);

        if (other == pod->nitems) {
            if (cx_pod_has_room(pod, s, i)) {
                cx_pod_take(pod, s, i);
                return CX_OK;
            }

            other = cx_pod_cheapest(pod, s, pod->item[i].place);

            if (other == pod->nitems) {
                return CX_DECLINED;
            }
        }

        if (pod->item[other].kept) {
            return CX_DECLINED;
        }

        cx_pod_drop(pod, s, other);
    }
}


/* one in, others out, and the rest filled again: as long as that is better */

static void
cx_pod_exchange(cx_pod_t *pod)
{
    int              better;
    uint32_t         i, k, pass, most;
    cx_pod_state_t  *s, *t;

    s = &pod->work->state;
    t = &pod->work->trial;
    better = 1;

    for (pass = 0; better && pass < CX_POD_PASSES; pass++) {
        better = 0;
        most = pod->tries + CX_POD_TRIES / CX_POD_PASSES;
        most = cx_min(most, CX_POD_TRIES);

        for (k = 0; k < pod->nitems && pod->tries < most; k++) {
            i = pod->work->order[k];

            if (s->in[i] || pod->item[i].gone) {
                continue;
            }

            *t = *s;
            pod->tries++;
            cx_pod_own(pod, t);

            if (cx_pod_force(pod, t, i) != CX_OK) {
                continue;
            }

            cx_pod_greedy(pod, t);

            if (t->value > s->value) {
                *s = *t;
                better = 1;
            }
        }
    }
}


/* by value, or by value a second, whatever is better */

static void
cx_pod_many(cx_pod_t *pod)
{
    cx_pod_state_t  *s, *t;

    s = &pod->work->state;
    t = &pod->work->trial;

    cx_pod_sort(pod, 1);
    cx_pod_start(pod, t);
    cx_pod_greedy(pod, t);
    cx_pod_sort(pod, 0);

    if (t->value > s->value) {
        *s = *t;
    }

    cx_pod_exchange(pod);
}


/* how many more could go there, for their number and their seconds */

uint32_t
cx_pod_most(const cx_pod_t *pod, const cx_pod_state_t *s, uint32_t place,
    uint32_t n, uint32_t shortest)
{
    uint32_t  ads;

    ads = cx_min(n, s->ads[place]);

    if (cx_pod_counts(pod, place) && shortest) {
        ads = cx_min(ads, s->seconds[place] / shortest);
    }

    return ads;
}


static int
cx_pod_is_small(const cx_pod_t *pod, const cx_pod_state_t *s)
{
    uint32_t              i, ads, n[CX_POD_PLACES], shortest[CX_POD_PLACES];
    const cx_pod_item_t  *item;

    if (pod->nitems > CX_POD_EXACT_ITEMS) {
        return 0;
    }

    memset(n, 0, sizeof(n));

    for (i = 0; i < pod->nitems; i++) {
        item = &pod->item[i];

        if (!item->gone && !item->kept) {
            shortest[item->place] = n[item->place]++
                ? cx_min(shortest[item->place], item->seconds) : item->seconds;
        }
    }

    for (i = 0, ads = 0; i < pod->nplaces; i++) {
        if (n[i]) {
            ads += cx_pod_most(pod, s, i, n[i], shortest[i]);
        }
    }

    return ads <= (pod->nplaces == 1 ? CX_POD_EXACT_SINGLE : CX_POD_EXACT_ADS);
}


void
cx_pod_fill(cx_pod_t *pod)
{
    int              small;
    uint32_t         i;
    cx_pod_state_t  *s;

    s = &pod->work->state;
    pod->exact = 0;

    cx_pod_start(pod, s);
    small = cx_pod_is_small(pod, s);
    cx_pod_greedy(pod, s);

    if (small) {
        cx_pod_search(pod);

    } else {
        cx_pod_many(pod);
    }

    for (i = 0; i < pod->nitems; i++) {
        pod->item[i].in = s->in[i];
    }

    pod->value = s->value;
}
