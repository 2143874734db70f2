/*
 * Filling pods: the time that it takes, in nanoseconds, and how near to the
 * best the answer is, against all ways to fill them where these are few
 * enough to be tried.
 *
 *     cc -O2 -I. tests/proof/pod_fill.c build/libcx.a -lm
 *     pod_fill
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/bid/pod.h"


#define ROUNDS  2001
#define TRIED   400                     /* of them against all ways */


typedef struct {
    const char  *name;
    const char  *goal;
    uint32_t     slots;                 /* of one ad each */
    uint32_t     ads;                   /* of a dynamic part; 0: none */
    uint32_t     seconds;
    uint32_t     each;                  /* who could go there */
    uint32_t     categories;
    uint32_t     versions;              /* creatives of each, besides one */
} shape_t;

static const shape_t  shapes[] = {
    { "dynamic_4",     "<= 20000",  0, 4,  90,  16, 8,  0 },
    { "dynamic_8",     "<= 20000",  0, 8,  180, 16, 12, 0 },
    { "dynamic_any",   "<= 20000",  0, 16, 120, 16, 0,  0 },
    { "structured_3",  "<= 20000",  3, 0,  0,   16, 8,  0 },
    { "structured_8",  "<= 100000", 8, 0,  0,   16, 12, 0 },
    { "hybrid_2_4",    "<= 50000",  2, 4,  90,  16, 8,  0 },
    { "structured_16", NULL,        16, 0, 0,   16, 0,  0 },
    { "versions_4",    "<= 50000",  0, 4,  90,  16, 8,  1 },
    { "versions_8",    "<= 50000",  0, 8,  180, 16, 12, 3 },
    { "versions_any",  "<= 50000",  0, 16, 200, 16, 20, 3 },
    { "versions_2_4",  NULL,        2, 4,  90,  16, 8,  1 },
    { "versions_3_5",  NULL,        3, 5,  150, 16, 12, 1 },
    { "versions_7",    NULL,        7, 0,  0,   16, 12, 1 },
    { "tried_dynamic", NULL,        0, 4,  75,  14, 5,  0 },
    { "tried_slots",   NULL,        4, 0,  0,   6,  4,  0 },
    { "tried_hybrid",  NULL,        2, 3,  60,  6,  4,  0 },
    { "tried_versions", NULL,       0, 4,  75,  8,  5,  1 },
    { "tried_both",    NULL,        2, 3,  60,  4,  4,  1 }
};


typedef struct {
    cx_pod_t        pod;
    cx_pod_place_t  place[CX_POD_PLACES];
    cx_pod_item_t   item[CX_POD_ITEMS];
    uint64_t        key[CX_POD_ITEMS][2];
    uint64_t        seed;
    uint8_t         in[CX_POD_ITEMS];
    uint32_t        ads[CX_POD_PLACES];
    uint32_t        used[CX_POD_PLACES];
    int64_t         value;
    int64_t         best;
} bench_t;

static bench_t   t;
static uint8_t   mem[1024 * 1024];
static uint64_t  took[ROUNDS];


static uint32_t
below(uint32_t n)
{
    t.seed = cx_hash_mix(t.seed + 0x9e3779b97f4a7c15ULL,
                         0x2545f4914f6cdd1dULL);

    return (uint32_t) (t.seed >> 20) % n;
}


static uint64_t
now_ns(void)
{
    struct timespec  ts;

    (void) clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);

    return (uint64_t) ts.tv_sec * 1000000000 + (uint64_t) ts.tv_nsec;
}


static int
compare(const void *one, const void *two)
{
    const uint64_t  *a = one, *b = two;

    return *a < *b ? -1 : *a > *b;
}


/* the same may go everywhere, worth a little more here and less there */

static void
make(const shape_t *s, uint64_t seed)
{
    uint32_t        i, k, n, base[16], category[64], seconds[64];
    cx_pod_item_t  *item;

    memset(&t.pod, 0, sizeof(cx_pod_t));
    memset(t.item, 0, sizeof(t.item));
    t.pod.place = t.place;
    t.pod.item = t.item;
    t.seed = seed;

    n = s->versions + 1;

    for (k = 0; k < s->each * n; k++) {
        base[k / n] = k % n ? base[k / n] : 1000000 + below(19000000);
        category[k] = below(cx_max(s->categories, 1));
        seconds[k] = 15 * (1 + below(4));
    }

    for (i = 0; i < s->slots + (s->ads != 0); i++) {
        t.place[i].max = i < s->slots ? 1 : s->ads;
        t.place[i].seconds = i < s->slots ? 0 : s->seconds;

        for (k = 0; k < s->each * n; k++) {
            item = &t.item[t.pod.nitems];
            item->place = i;
            item->seconds = seconds[k];
            item->value = k % n ? item[-1].value
                                : base[k / n] + below(500000);
            item->key = t.key[t.pod.nitems++];
            item->nkeys = s->categories ? 2 : 1;
            t.key[t.pod.nitems - 1][0] = 1 + k / n;
            t.key[t.pod.nitems - 1][1] = 1000 + category[k];
        }
    }

    t.pod.nplaces = i;
}


static void
fill(void)
{
    cx_arena_t  arena;

    cx_arena_init(&arena, mem, sizeof(mem));

    if (cx_pod_prepare(&t.pod, &arena) != CX_OK) {
        exit(1);
    }

    cx_pod_fill(&t.pod);
}


static int
rivals(const cx_pod_item_t *a, const cx_pod_item_t *b)
{
    return a->key[0] == b->key[0]
           || (a->nkeys > 1 && a->key[1] == b->key[1]);
}


static void
all_ways(uint32_t i)
{
    uint32_t              k, p;
    const cx_pod_item_t  *item;

    if (i == t.pod.nitems) {
        t.best = cx_max(t.best, t.value);
        return;
    }

    item = &t.item[i];
    p = item->place;

    for (k = 0; k < i && !(t.in[k] && rivals(item, &t.item[k])); k++) {
        /* void */
    }

    if (k == i && t.ads[p] < t.place[p].max
        && (t.place[p].seconds == 0
            || t.used[p] + item->seconds <= t.place[p].seconds))
    {
        t.in[i] = 1;
        t.ads[p]++;
        t.used[p] += item->seconds;
        t.value += item->value;

        all_ways(i + 1);

        t.in[i] = 0;
        t.ads[p]--;
        t.used[p] -= item->seconds;
        t.value -= item->value;
    }

    all_ways(i + 1);
}


static void
try(const shape_t *s)
{
    uint32_t  i, best;

    for (i = 0, best = 0; i < TRIED; i++) {
        make(s, i);
        fill();
        t.best = 0;
        t.value = 0;
        all_ways(0);
        best += t.pod.value == t.best;
    }

    (void) printf("{\"name\":\"pod_%s_best\",\"figure\":%.2f,\"unit\":\"%%\","
                  "\"goal\":\"= 100\",\"pods\":%u}\n",
                  s->name, 100.0 * best / TRIED, TRIED);
}


static void
measure(const shape_t *s)
{
    uint32_t  i, exact, nodes;
    uint64_t  start;

    for (i = 0, exact = 0, nodes = 0; i < ROUNDS; i++) {
        make(s, i);
        start = now_ns();
        fill();
        took[i] = now_ns() - start;
        exact += t.pod.exact;
        nodes += t.pod.nodes;
    }

    qsort(took, ROUNDS, sizeof(uint64_t), compare);

    (void) printf("{\"name\":\"pod_%s_ns\",\"figure\":%llu,\"unit\":\"ns\","
                  "%s%s%s\"p99\":%llu,\"most\":%llu,\"exact\":%.4f,\"nodes\":%.1f}\n",
                  s->name, (unsigned long long) took[ROUNDS / 2],
                  s->goal != NULL ? "\"goal\":\"" : "",
                  s->goal != NULL ? s->goal : "",
                  s->goal != NULL ? "\"," : "",
                  (unsigned long long) took[ROUNDS * 99 / 100],
                  (unsigned long long) took[ROUNDS - 1],
                  (double) exact / ROUNDS, (double) nodes / ROUNDS);
}


int
main(void)
{
    size_t  i;

    for (i = 0; i < cx_nelts(shapes); i++) {

        if (strncmp(shapes[i].name, "tried", 5) == 0) {
            try(&shapes[i]);

        } else {
            measure(&shapes[i]);
        }
    }

    return 0;
}
