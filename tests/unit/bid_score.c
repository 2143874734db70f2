
/*
 * What offers are worth and in which order they are, over random ad groups:
 * a plain reading of the rules, with sums that have room for everything, says
 * the same.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


#define WORLDS  200
#define ROUNDS  20
#define PARTS   1000000000LL

#define DEALS  ",'targeting':{'inventory':{'deals':{'include':['D']}}}"

typedef enum { CPM, CPC, CPA, CPCV } goal_e;

static const char *const  goals[] = { "cpm", "cpc", "cpa", "cpcv" };

static struct {
    goal_e   goal;
    int64_t  bid;
    double   prior;         /* below 0: that of the goal */
    int      deal;
} group[CX_BID_SCORE_MAX];

static uint64_t  seed = 88172645463325252ULL;


static unsigned
rnd(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;

    return (unsigned) (seed >> 33) % n;
}


static void
make_world(unsigned n)
{
    size_t       len;
    unsigned     i;
    static char  lines[16384];

    static const int64_t  most[] = { 20, 4000000, 9300000000, 1000000000000 };
    static const double   priors[] = { -1, 1, 0.5, 0.001, 0.9999999 };

    for (i = 0, len = 0; i < n; i++) {
        group[i].goal = (goal_e) rnd(4);
        group[i].bid = 1 + (int64_t) (seed >> 20)
                           % most[rnd(cx_nelts(most))];
        group[i].prior = priors[rnd(cx_nelts(priors))];
        group[i].deal = rnd(3) == 0;

        /* some are worth the same */

        if (i && rnd(3) == 0) {
            group[i].bid = group[i - 1].bid;
            group[i].goal = group[i - 1].goal;
            group[i].prior = group[i - 1].prior;
        }

        len += (size_t) snprintf(lines + len, sizeof(lines) - len,
                   "{'type':'campaign','id':'c%u'}\n{'type':'adgroup',"
                   "'id':'g%u','campaign':'c%u','goal':'%s','bid':%lld.%06lld,"
                   "'max_cpm':1000000000%s", i, i, i, goals[group[i].goal],
                   (long long) (group[i].bid / 1000000),
                   (long long) (group[i].bid % 1000000),
                   group[i].deal ? DEALS : "");

        if (group[i].prior > 0) {
            len += (size_t) snprintf(lines + len, sizeof(lines) - len,
                                     ",'prior':%.7f", group[i].prior);
        }

        len += (size_t) snprintf(lines + len, sizeof(lines) - len,
                   "}\n{'type':'creative','id':'r%u','adgroup':'g%u',"
                   "'landing_url':'https://l.example/'" BANNER_AD "}\n", i, i);
    }

    w_open(lines);
}


static int64_t
parts(float p)
{
    return !(p > 0.0f) ? 0
           : p >= 1.0f ? PARTS : (int64_t) ((double) p * (double) PARTS + 0.5);
}


static int64_t
nearest(__int128_t a, __int128_t b)
{
    return (int64_t) cx_min((a + b / 2) / b, CX_MICROS_MAX);
}


static int64_t
value(const cx_offer_t *o)
{
    int64_t                  p, prior;
    const cx_cat_adgroup_t  *g;

    g = o->hit.adgroup;
    p = parts(cx_sigmoid(w.y[g->goal == CX_GOAL_CPCV ? CX_HEAD_COMPLETION
                                                     : CX_HEAD_CLICK]));

    switch (g->goal) {

    case CX_GOAL_CPM:
        prior = parts(g->prior);

        if (prior == 0 || prior == PARTS || p >= prior) {
            return g->bid;
        }

        p = (int64_t) ((__int128_t) p * PARTS / prior);

        return nearest((__int128_t) g->bid * cx_max(p, PARTS / 2), PARTS);

    case CX_GOAL_CPA:
        p = nearest((__int128_t) p * parts(cx_sigmoid(w.y[CX_HEAD_CONVERSION])),
                    PARTS);
        break;

    default:
        break;
    }

    return nearest((__int128_t) g->bid * 1000 * p, PARTS);
}


/* deals first, then what is worth more, then the dearer, then the older */

static int
before(const cx_offer_t *a, const cx_offer_t *b)
{
    if ((a->hit.deal != NULL) != (b->hit.deal != NULL)) {
        return a->hit.deal != NULL;
    }

    if (a->rank != b->rank) {
        return a->rank > b->rank;
    }

    if (a->hit.adgroup->order != b->hit.adgroup->order) {
        return a->hit.adgroup->order > b->hit.adgroup->order;
    }

    return a->hit.adgroup->slot < b->hit.adgroup->slot;
}


static void
as_it_is_written(void)
{
    size_t              i, k, world, alike, offers;
    cx_imp_decision_t  *imp;

    alike = 0;
    offers = 0;

    for (world = 0; world < WORLDS; world++) {
        make_world(1 + rnd(CX_BID_SCORE_MAX));

        for (i = 0; i < ROUNDS; i++) {

            for (k = 0; k < CX_HEAD_SPARE; k++) {
                w.y[k] = (float) rnd(40000) / 1000 - 30;
            }

            CHECK_INT(w_decide(REQ(IMP(",'pmp':{'deals':[{'id':'D'}]}"), "")),
                      CX_OK);
            imp = &w.d->imp[0];
            offers += imp->noffers;

            for (k = 0; k < imp->noffers; k++) {
                CHECK_INT(imp->offer[k]->score, value(imp->offer[k]));

                if (k) {
                    CHECK(before(imp->offer[k - 1], imp->offer[k]));
                    alike += imp->offer[k - 1]->rank == imp->offer[k]->rank;
                }
            }
        }
    }

    (void) printf("    %zu offers, %zu like the one before\n", offers, alike);
    CHECK(offers > WORLDS * ROUNDS);
    CHECK(alike > offers / 20);
}


static const cx_test_t  tests[] = {
    TEST(as_it_is_written)
};

TEST_MAIN(tests)
