#include "core/bid/pod.h"
#include "tests/unit/test.h"


#define ITEMS  CX_POD_ITEMS
#define KEYS   4


typedef struct {
    cx_pod_t        pod;
    cx_pod_place_t  place[CX_POD_PLACES];
    cx_pod_item_t   item[ITEMS];
    uint64_t        key[ITEMS][KEYS];

    /* of the search of everything */

    uint8_t         in[ITEMS];
    uint32_t        ads[CX_POD_PLACES];
    uint32_t        seconds[CX_POD_PLACES];
    int64_t         value;
    int64_t         best;
} world_t;

static world_t   w;
static uint8_t   mem[1024 * 1024];
static uint64_t  seed;


static uint32_t
below(uint32_t n)
{
    seed = cx_hash_mix(seed + 0x9e3779b97f4a7c15ULL, 0x2545f4914f6cdd1dULL);

    return (uint32_t) (seed >> 20) % n;
}


static void
begin(uint32_t nplaces)
{
    memset(&w, 0, sizeof(w));
    w.pod.place = w.place;
    w.pod.item = w.item;
    w.pod.nplaces = nplaces;
}


static void
add(uint32_t place, uint32_t seconds, int64_t value, uint64_t advertiser,
    uint64_t category)
{
    uint32_t        n;
    cx_pod_item_t  *item;

    n = w.pod.nitems++;
    item = &w.item[n];
    item->place = place;
    item->seconds = seconds;
    item->value = value;
    item->key = w.key[n];

    if (advertiser) {
        w.key[n][item->nkeys++] = advertiser;
    }

    if (category) {
        w.key[n][item->nkeys++] = 1000000 + category;
    }
}


static cx_rc_t
prepare(void)
{
    cx_arena_t  arena;

    cx_arena_init(&arena, mem, sizeof(mem));

    return cx_pod_prepare(&w.pod, &arena);
}


static int64_t
fill(void)
{
    CHECK_INT(prepare(), CX_OK);
    cx_pod_fill(&w.pod);

    return w.pod.value;
}


static int
rivals(uint32_t a, uint32_t b)
{
    uint32_t  i, k;

    for (i = 0; i < w.item[a].nkeys; i++) {

        for (k = 0; k < w.item[b].nkeys; k++) {
            if (w.key[a][i] == w.key[b][k]) {
                return 1;
            }
        }
    }

    return 0;
}


/* is what came out allowed, and worth what it says? */

static int
legal(void)
{
    int64_t   value;
    uint32_t  i, k, ads[CX_POD_PLACES], seconds[CX_POD_PLACES];

    value = 0;
    memset(ads, 0, sizeof(ads));
    memset(seconds, 0, sizeof(seconds));

    for (i = 0; i < w.pod.nitems; i++) {

        if (w.item[i].kept && !w.item[i].in) {
            return 0;
        }

        if (!w.item[i].in) {
            continue;
        }

        if (w.item[i].gone && !w.item[i].kept) {
            return 0;
        }

        value += w.item[i].value;
        ads[w.item[i].place]++;
        seconds[w.item[i].place] += w.item[i].seconds;

        for (k = 0; k < i; k++) {
            if (w.item[k].in && rivals(i, k)) {
                return 0;
            }
        }
    }

    for (i = 0; i < w.pod.nplaces; i++) {
        if (ads[i] > w.place[i].max
            || (w.place[i].seconds && seconds[i] > w.place[i].seconds))
        {
            return 0;
        }
    }

    return value == w.pod.value;
}


static void
everything(uint32_t i)
{
    uint32_t        k, p;
    cx_pod_item_t  *item;

    if (i == w.pod.nitems) {
        w.best = cx_max(w.best, w.value);
        return;
    }

    item = &w.item[i];
    p = item->place;

    for (k = 0; k < i && !(w.in[k] && rivals(i, k)); k++) { /* void */ }

    if (k == i && !item->gone && w.ads[p] < w.place[p].max
        && (w.place[p].seconds == 0
            || w.seconds[p] + item->seconds <= w.place[p].seconds))
    {
        w.in[i] = 1;
        w.ads[p]++;
        w.seconds[p] += item->seconds;
        w.value += item->value;

        everything(i + 1);

        w.in[i] = 0;
        w.ads[p]--;
        w.seconds[p] -= item->seconds;
        w.value -= item->value;
    }

    if (!item->kept) {
        everything(i + 1);
    }
}


static int64_t
exhaustive(void)
{
    w.best = 0;
    w.value = 0;
    everything(0);

    return w.best;
}


static void
dynamic(void)
{
    begin(1);
    w.place[0] = (cx_pod_place_t) { 3, 60 };

    add(0, 60, 100, 1, 0);
    add(0, 30, 60, 2, 0);
    add(0, 15, 30, 3, 0);
    add(0, 15, 25, 4, 0);
    add(0, 15, 20, 5, 0);

    CHECK_INT(fill(), 115);
    CHECK(w.pod.exact && legal());
    CHECK(!w.item[0].in && w.item[1].in && w.item[2].in && w.item[3].in);

    /* with a place less it is the long one */

    w.place[0].max = 2;
    CHECK_INT(fill(), 100);
    CHECK(w.item[0].in);

    w.place[0].max = 1;
    w.place[0].seconds = 45;
    CHECK_INT(fill(), 60);

    w.place[0].seconds = 10;
    CHECK_INT(fill(), 0);
    w.place[0] = (cx_pod_place_t) { 0, 60 };
    CHECK_INT(fill(), 0);
}


/* the best two are the same advertiser's, the next of the same kind */

static void
distinct(void)
{
    begin(1);
    w.place[0] = (cx_pod_place_t) { 4, 0 };

    add(0, 30, 100, 1, 1);
    add(0, 30, 90, 1, 2);
    add(0, 30, 80, 2, 1);
    add(0, 30, 70, 3, 3);

    CHECK_INT(fill(), 240);
    CHECK(!w.item[0].in && w.item[1].in && w.item[2].in && w.item[3].in);
    CHECK(legal());
}


static void
structured(void)
{
    begin(3);
    w.place[0].max = 1;
    w.place[1].max = 1;
    w.place[2].max = 1;

    /* one of them fits the last slot only with what the first wants most */

    add(0, 30, 100, 1, 0);
    add(0, 30, 95, 2, 0);
    add(1, 30, 90, 2, 0);
    add(1, 30, 50, 3, 0);
    add(2, 15, 80, 1, 0);

    CHECK_INT(fill(), 225);
    CHECK(w.item[1].in && w.item[3].in && w.item[4].in);
    CHECK(w.pod.exact && legal());
}


static void
kept_and_gone(void)
{
    begin(2);
    w.place[0] = (cx_pod_place_t) { 1, 0 };
    w.place[1] = (cx_pod_place_t) { 3, 60 };

    add(0, 30, 10, 1, 0);
    add(0, 30, 50, 2, 0);
    add(1, 30, 40, 1, 0);
    add(1, 30, 30, 3, 0);
    add(1, 30, 20, 4, 0);

    CHECK_INT(fill(), 120);

    w.item[0].kept = 1;
    cx_pod_fill(&w.pod);
    CHECK_INT(w.pod.value, 60);
    CHECK(w.item[0].in && !w.item[2].in);
    CHECK(legal());

    w.item[3].gone = 1;
    cx_pod_fill(&w.pod);
    CHECK_INT(w.pod.value, 30);
    CHECK(legal());

    w.item[0].kept = 0;
    w.item[0].gone = 1;
    w.item[1].gone = 1;
    cx_pod_fill(&w.pod);
    CHECK_INT(w.pod.value, 60);
    CHECK(w.item[2].in && w.item[4].in);
}


/* of any shape; the values of what tiers are made of, too */

static void
random_pod(uint32_t most)
{
    int64_t   base;
    uint32_t  i, n, dyn, tiers;

    begin(1 + below(below(2) ? 1 : 6));
    dyn = below(3);
    tiers = below(4) == 0;

    for (i = 0; i < w.pod.nplaces; i++) {
        w.place[i].max = 1;

        if (dyn == 1 || (dyn == 2 && i == 0)) {
            w.place[i].max = 1 + below(w.pod.nplaces > 1 ? 3 : 16);
            w.place[i].seconds = below(5) ? 15 + below(120) : 0;
        }
    }

    n = 1 + below(most);

    for (i = 0; i < n; i++) {
        base = 1 + below(below(2) ? 20 : 30000000);

        if (tiers) {
            base += (int64_t) below(2) << 42;
            base += (int64_t) (below(8) == 0) << 50;
        }

        add(below(w.pod.nplaces), below(4) ? 15 * (1 + below(4)) : below(90),
            base, below(6) ? 1 + below(n) : 0, below(3) ? 1 + below(6) : 0);
    }
}


static uint32_t
most_ads(void)
{
    uint32_t  i, n;

    for (i = 0, n = 0; i < w.pod.nplaces; i++) {
        n += w.place[i].max;
    }

    return n;
}


static void
as_good_as_everything(void)
{
    uint32_t  i, k, failed, exact;

    failed = 0;
    exact = 0;

    for (i = 0; i < 4000; i++) {
        seed = i;
        random_pod(14);

        if (fill() != exhaustive() || !legal()
            || (most_ads() <= CX_POD_EXACT_ADS && !w.pod.exact))
        {
            (void) printf("    pod %u: %lld, not %lld, %u nodes\n", i,
                          (long long) w.pod.value, (long long) w.best,
                          w.pod.nodes);
            failed++;
        }

        exact += w.pod.nitems > 8;

        /* and again, with some that have to stay and some that went */

        for (k = 0; k < w.pod.nitems; k++) {
            w.item[k].kept = w.item[k].in && below(3) == 0;
            w.item[k].gone = !w.item[k].kept && below(4) == 0;
        }

        cx_pod_fill(&w.pod);
        failed += w.pod.value != exhaustive() || !legal();
    }

    CHECK_INT(failed, 0);
    CHECK(exact > 1000);
}


/* eight slots and sixteen that may go anywhere, each worth a little else */

static void
slots(uint32_t nslots, uint32_t each, uint32_t categories)
{
    uint32_t  i, k, base[64], cat[64];

    begin(nslots);

    for (k = 0; k < each; k++) {
        base[k] = 1000000 + below(9000000);
        cat[k] = categories ? 1 + below(categories) : 0;
    }

    for (i = 0; i < nslots; i++) {
        w.place[i].max = 1;

        for (k = 0; k < each; k++) {
            add(i, 30, base[k] + below(200000), 1 + k, cat[k]);
        }
    }
}


static void
large(void)
{
    uint32_t  i, inexact;

    inexact = 0;

    for (i = 0; i < 300; i++) {
        seed = i;
        slots(8, 16, i % 3 * 5);
        (void) fill();
        CHECK(legal());
        inexact += !w.pod.exact;
    }

    CHECK(inexact <= 3);
}


/* what slots and advertisers are worth together at most, slot by slot */

static int64_t
assigned(uint32_t n)
{
    int64_t         v;
    uint32_t        i, k, p, set;
    static int64_t  best[1 << 16];

    memset(best, 0, sizeof(best));

    for (set = 1; set < 1U << n; set++) {
        p = (uint32_t) __builtin_popcount(set) - 1;

        for (k = 0; k < n; k++) {
            if (set >> k & 1) {
                i = p * n + k;
                v = best[set & ~(1U << k)] + w.item[i].value;
                best[set] = cx_max(best[set], v);
            }
        }
    }

    return best[(1U << n) - 1];
}


/* beyond that it is near: a part in two hundred is missing, on average */

static void
larger(void)
{
    int64_t   sum, best;
    uint32_t  i;

    sum = 0;
    best = 0;

    for (i = 0; i < 20; i++) {
        seed = i;
        slots(16, 16, 0);
        sum += fill();
        best += assigned(16);
        CHECK(legal());
        CHECK(!w.pod.exact);
    }

    CHECK(sum <= best);
    CHECK(sum >= best - best / 200);

    for (i = 0; i < 500; i++) {
        seed = i;
        random_pod(14);

        if (w.pod.nplaces > 1) {
            continue;
        }

        w.place[0].max = CX_POD_EXACT_SINGLE;
        w.place[0].seconds = 90;
        CHECK_INT(fill(), exhaustive());
        CHECK(w.pod.exact);
    }
}


static void
bounds(void)
{
    uint32_t    i;
    cx_arena_t  arena;

    begin(1);
    w.place[0].max = 3;
    CHECK_INT(fill(), 0);

    for (i = 0; i < ITEMS; i++) {
        add(0, 10, 1 + i, 1 + i, 0);
    }

    CHECK_INT(fill(), 3 * ITEMS - 3);
    w.pod.nitems++;
    CHECK_INT(prepare(), CX_ERROR);

    begin(CX_POD_PLACES);
    CHECK_INT(prepare(), CX_OK);
    w.pod.nplaces++;
    CHECK_INT(prepare(), CX_ERROR);

    seed = 7;
    random_pod(14);

    for (i = 0; i < 16384; i++) {
        cx_arena_init(&arena, mem, i);
        (void) cx_pod_prepare(&w.pod, &arena);
    }
}


static const cx_test_t  tests[] = {
    TEST(dynamic),
    TEST(distinct),
    TEST(structured),
    TEST(kept_and_gone),
    TEST(as_good_as_everything),
    TEST(large),
    TEST(larger),
    TEST(bounds)
};

TEST_MAIN(tests)
