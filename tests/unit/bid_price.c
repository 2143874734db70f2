#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <math.h>

#include "tests/unit/bid.h"


#define ONE  SIMPLE("g1", "3", "", "")

#define DEALS(list)  ",'targeting':{'inventory':{'deals':{'include':[" list "]}}}"


static float
logit(double p)
{
    return (float) log(p / (1 - p));
}


/* just under the floor there is no bid, just over it there is */

static void
floor_toggles(void)
{
    w_open(ONE);
    CHECK_WINNER(REQ(IMP(",'bidfloor':2.999999"), ""), "g1");
    CHECK_WINNER(REQ(IMP(",'bidfloor':3"), ""), "g1");
    CHECK_INT(w.d->imp[0].winner->floor, 3000000);
    CHECK_WINNER(REQ(IMP(",'bidfloor':3.000001"), ""), "below_floor");
}


/* the network decides on which side of a floor an offer is */

static void
score_against_floor(void)
{
    w_open(SIMPLE("g1", "0.1", "", ",'goal':'cpc','max_cpm':100"));

    w.y[CX_HEAD_CLICK] = logit(0.02);
    CHECK_WINNER(REQ(IMP(",'bidfloor':1.99"), ""), "g1");
    CHECK(llabs(w_price(0) - 2000000) < 10);
    CHECK_WINNER(REQ(IMP(",'bidfloor':2.01"), ""), "below_floor");

    w.y[CX_HEAD_CLICK] = logit(0.021);
    CHECK_WINNER(REQ(IMP(",'bidfloor':2.01"), ""), "g1");
}


static void
nothing_is_no_price(void)
{
    w_open(SIMPLE("g1", "0.1", "", ",'goal':'cpc','max_cpm':100"));
    w.y[CX_HEAD_CLICK] = -100;
    CHECK_WINNER(REQ(IMP(""), ""), "below_floor");
    w.y[CX_HEAD_CLICK] = NAN;
    CHECK_WINNER(REQ(IMP(""), ""), "below_floor");
    w.y[CX_HEAD_CLICK] = INFINITY;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w_price(0), 100000000);
}


/* */

static void
tier_boost(void)
{
    size_t         i;
    const int64_t  want[] = { 3000000, 3450000, 3900000 };

    w_open(SIMPLE("g1", "3", "", ",'max_cpm':10"));
    w.profile_rc = CX_OK;

    for (i = 0; i < CX_TIER_MAX; i++) {
        w.profile.tier = (cx_tier_e) i;
        CHECK_WINNER(REQ(IMP(""), ""), "g1");
        CHECK_INT(w.d->imp[0].winner->score, 3000000);
        CHECK_INT(w.d->imp[0].winner->rank, want[i]);
        CHECK_INT(w_price(0), want[i]);
    }

    CHECK_WINNER("{'id':'r','imp':[" IMP("") "]}", "g1");
    CHECK_INT(w_price(0), 3000000);
    CHECK(strstr(w.trace, "profile") == NULL);
}


/* the boost moves the rank, the advertiser's limit holds the price */

static void
max_cpm(void)
{
    w_open(SIMPLE("g1", "3", "", "")
           SIMPLE("g2", "3", "", ",'max_cpm':3.2"));
    w.profile_rc = CX_OK;
    w.profile.tier = CX_TIER_RESERVE;

    CHECK_INT(w_decide(REQ(IMP(",'bidfloor':3.1"), "")), CX_OK);
    CHECK_STR(w_winner(0), "g2");
    CHECK_INT(w_price(0), 3200000);
    CHECK_INT(w.d->imp[0].winner->rank, 3900000);
}


static void
goals(void)
{
    w_open(SIMPLE("g1", "2", "", ",'goal':'cpa','max_cpm':1000"));
    w.y[CX_HEAD_CLICK] = logit(0.5);
    w.y[CX_HEAD_CONVERSION] = logit(0.25);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK(llabs(w_price(0) - 250000000) < 100);
    CHECK(fabsf(w.d->imp[0].winner->p - 0.125f) < 1e-6f);

    w_open(SIMPLE("g1", "0.01", "", ",'goal':'cpcv','max_cpm':1000"));
    w.y[CX_HEAD_CLICK] = -50;
    w.y[CX_HEAD_COMPLETION] = logit(0.75);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK(llabs(w_price(0) - 7500000) < 10);

    w_open(SIMPLE("g1", "0.01", "", ",'goal':'cpc','max_cpm':1000"));
    w.y[CX_HEAD_CLICK] = 0;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w_price(0), 5000000);
}


static void
cpm_goal(void)
{
    w_open(SIMPLE("g1", "8", "", ",'prior':0.5"));

    w.y[CX_HEAD_CLICK] = logit(0.9);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.d->imp[0].winner->score, 8000000);

    w.y[CX_HEAD_CLICK] = logit(0.375);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK(llabs(w.d->imp[0].winner->score - 6000000) < 10);

    w.y[CX_HEAD_CLICK] = logit(0.001);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.d->imp[0].winner->score, 4000000);

    /* an impression is an impression */

    w_open(ONE);
    w.y[CX_HEAD_CLICK] = logit(0.001);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.d->imp[0].winner->score, 3000000);
}


static void
rank_decides(void)
{
    w_open(SIMPLE("g1", "3", "", "")
           SIMPLE("g2", "0.5", "", ",'goal':'cpc','max_cpm':500"));

    w.y[CX_HEAD_CLICK] = logit(0.004);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    w.y[CX_HEAD_CLICK] = logit(0.01);
    CHECK_WINNER(REQ(IMP(""), ""), "g2");

    /* equal: by slot, whatever the order of the lines was */

    w_open(SIMPLE("g7", "3", "", "") SIMPLE("g5", "3", "", ""));
    CHECK_INT(w_decide(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(w.d->imp[0].noffers, 2);
    CHECK(w.d->imp[0].offer[0]->hit.adgroup->slot
          < w.d->imp[0].offer[1]->hit.adgroup->slot);
    CHECK(w.d->imp[0].winner == w.d->imp[0].offer[0]);
}


static void
best_first(void)
{
    uint32_t  i;

    w_open(SIMPLE("g1", "1", "", "") SIMPLE("g2", "5", "", "")
           SIMPLE("g3", "2", "", "")
           SIMPLE("g4", "0.1", "", ",'goal':'cpc','max_cpm':50")
           SIMPLE("g5", "3", "", ""));
    w.y[CX_HEAD_CLICK] = logit(0.04);
    CHECK_WINNER(REQ(IMP(""), ""), "g2");

    for (i = 1; i < w.d->imp[0].noffers; i++) {
        CHECK(w.d->imp[0].offer[i - 1]->rank >= w.d->imp[0].offer[i]->rank);
    }

    CHECK_INT(w.d->imp[0].noffers, 5);
}


#define PMP(deals)  ",'pmp':{'deals':[" deals "]}"

static void
deals_before_open(void)
{
    w_open(ONE SIMPLE("d1", "1", "", DEALS("'D1'"))
           SIMPLE("d2", "0.5", "", DEALS("'D2'")));

    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1'}")), ""), "d1");
    CHECK_STR(w.d->imp[0].winner->hit.deal->id, "D1");
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D2'}")), ""), "d2");
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D2'},{'id':'D1'}")), ""), "d1");
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D2','guar':1},{'id':'D1'}")), ""), "d2");

    /* no deal offer qualifies: the open auction has its turn */

    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':1.1}")), ""), "g1");
    CHECK_INT(w_write(), CX_OK);
    CHECK(w_at("/seatbid/0/bid/0/dealid") == NULL);
}


static void
deal_floors(void)
{
    w_open(SIMPLE("d1", "2", "", DEALS("'D1'")));

    /* the impression's floor is not the deal's */

    CHECK_WINNER(REQ(IMP(",'bidfloor':50" PMP("{'id':'D1','bidfloor':2}")),
                     ""), "d1");
    CHECK_INT(w.d->imp[0].winner->floor, 2000000);
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':2.000001}")), ""),
                 "below_floor");

    /* nor is its currency */

    CHECK_WINNER(REQ(IMP(",'bidfloorcur':'EUR'"
                         PMP("{'id':'D1','bidfloor':2}")), ""), "d1");
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':1,'bidfloorcur':'EUR'}")),
                     ""), "currency");

    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':1.5,'at':3}")), ""), "d1");
    CHECK_INT(w_price(0), 1500000);
    CHECK_INT(w.nanos, 1500000);
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':1.5,'at':1}")), ""), "d1");
    CHECK_INT(w_price(0), 2000000);
}


static void
private_auction(void)
{
    w_open(ONE SIMPLE("d1", "1", "", DEALS("'D1'")));
    CHECK_WINNER(REQ(IMP(",'pmp':{'private_auction':1,"
                         "'deals':[{'id':'D9'}]}"), ""), "no_match");
    CHECK_WINNER(REQ(IMP(",'pmp':{'private_auction':1,"
                         "'deals':[{'id':'D1','bidfloor':9}]}"), ""),
                 "below_floor");
}


/* many deals that cannot pay do not keep the open auction from being scored */

static void
places_for_the_open(void)
{
    size_t       i, n;
    static char  lines[32768];

    n = (size_t) snprintf(lines, sizeof(lines), "%s", ONE);

    for (i = 0; i < 30; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'k%zu'}\n"
                 "{'type':'adgroup','id':'d%zu','campaign':'k%zu','bid':9,"
                 "'max_cpm':20" DEALS("'D1'") "}\n"
                 "{'type':'creative','id':'r%zu','adgroup':'d%zu',"
                 "'landing_url':'https://l.example/'" BANNER_AD "}\n",
                 i, i, i, i, i);
    }

    w_open(lines);
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':10}")), ""), "g1");
    CHECK_INT(w.d->imp[0].noffers, 16);
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':8}")), ""), "d0");
}


/* after the lines of one, n more that bid 9, with something more to each */

static void
open_with_many(const char *one, unsigned n, const char *campaign,
    const char *adgroup)
{
    size_t       len;
    unsigned     i;
    static char  lines[131072];

    len = (size_t) snprintf(lines, sizeof(lines), "%s", one);

    for (i = 0; i < n; i++) {
        len += (size_t) snprintf(lines + len, sizeof(lines) - len,
                 "{'type':'campaign','id':'k%u'%s}\n"
                 "{'type':'adgroup','id':'m%u','campaign':'k%u','bid':9%s}\n"
                 "{'type':'creative','id':'r%u','adgroup':'m%u',"
                 "'landing_url':'https://l.example/'" BANNER_AD "}\n",
                 i, campaign, i, i, adgroup, i, i);
    }

    w_open(lines);
}


/* who cannot win takes no place of those who can */

static void
no_place_in_vain(void)
{
    open_with_many(SIMPLE("g1", "5", "", ""), 80, ",'currency':'EUR'", "");
    CHECK_WINNER(REQ(IMP(",'bidfloor':0.1"), ",'cur':['USD','EUR']"), "g1");
    CHECK_INT(w.d->imp[0].nstood, 1);
    CHECK_INT(w.d->imp[0].nmatched, 81);
    CHECK_INT(w.d->imp[0].winner->floor, 100000);

    /* another currency than that of the floor is no matter without a floor */

    CHECK_WINNER(REQ(IMP(""), ",'cur':['EUR','USD']"), "m0");
    CHECK_INT(w.d->imp[0].nstood, 16);

    open_with_many(SIMPLE("g1", "5", "", ""), 70, "", DEALS("'D1'"));
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':50}")), ""), "g1");
    CHECK_INT(w.d->imp[0].nstood, 1);
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':9.000001,'at':3}")), ""),
                 "g1");
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':9,'at':3}")), ""), "m0");

    /* a limit under the floor, however high the rank */

    open_with_many(SIMPLE("g1", "5", "", ",'goal':'cpc','max_cpm':10"), 70,
                   "", "");
    w.y[CX_HEAD_CLICK] = logit(0.5);
    CHECK_WINNER(REQ(IMP(",'bidfloor':9.5"), ""), "g1");
    CHECK_INT(w.d->imp[0].nstood, 1);
    CHECK_WINNER(REQ(IMP(",'bidfloor':10.5"), ""), "below_floor");
    CHECK_INT(w.d->imp[0].nstood, 0);
    CHECK_INT(w.predicts, 0);
}


/* the deals could pay, as far as is known before they are scored */

static void
places_to_stand_for_the_open(void)
{
    open_with_many(SIMPLE("g1", "5", "", ""), 80, "",
                   ",'max_cpm':100" DEALS("'D1'"));

    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1','bidfloor':50}")), ""), "g1");
    CHECK_INT(w.d->imp[0].nstood, 17);
    CHECK_INT(w.d->imp[0].noffers, 16);

    CHECK_WINNER(REQ(IMP(",'pmp':{'private_auction':1,"
                         "'deals':[{'id':'D1'}]}"), ""), "m0");
    CHECK_INT(w.d->imp[0].nstood, 16);
}


/* however many open offers are dearer, and those of another deal */

static void
no_deal_starves(void)
{
    size_t  i, found;

    open_with_many(SIMPLE("d1", "1", "", DEALS("'D1'"))
                   SIMPLE("d2", "0.5", "", DEALS("'D2'")), 200, "", "");
    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1'},{'id':'D2'}")), ""), "d1");
    CHECK_INT(w.d->imp[0].nwon, 3);
    CHECK_STR(w.d->imp[0].won[1]->hit.deal->id, "D2");
    CHECK(w.d->imp[0].won[2]->hit.deal == NULL);
    CHECK_INT(w.d->imp[0].nstood, 16);

    open_with_many(SIMPLE("d2", "0.5", "", DEALS("'D2'")), 200, "",
                   DEALS("'D1','D3'"));
    CHECK_INT(w_decide(REQ(IMP(PMP("{'id':'D1'},{'id':'D3'},{'id':'D2'}")),
                           "")), CX_OK);
    CHECK_INT(w.d->imp[0].nwon, 3);
    CHECK_INT(w.d->imp[0].nstood, 16);

    for (i = 0, found = 0; i < 3; i++) {
        found += cx_str_eq(w.d->imp[0].won[i]->hit.deal->id, cx_str("D2"));
    }

    CHECK_INT(found, 1);

    /* a deal's share is left to who can use it, and looks have an end */

    CHECK_INT(w_decide(REQ(IMP(PMP("{'id':'D1'},{'id':'D2','bidfloor':9},"
                                   "{'id':'DX'}")), "")), CX_OK);
    CHECK_INT(w.d->imp[0].nstood, 16);
    CHECK_INT(w.d->imp[0].nmatched, 17);

    /* a guaranteed deal is first, wherever it is named */

    CHECK_WINNER(REQ(IMP(PMP("{'id':'D1'},{'id':'D2','guar':1}")), ""), "d2");
}


static void
heard_begin(void *data, const cx_decision_t *d)
{
    (void) data;
    (void) d;
}


static void
heard_dropped(void *data, const cx_imp_decision_t *imp, const cx_hit_t *hit,
    cx_nobid_e reason)
{
    (void) data;
    (void) imp;
    (void) hit;
    (void) reason;
}


static void
heard_stood(void *data, const cx_imp_decision_t *imp, cx_match_t *match,
    const cx_offer_t *stood, uint32_t n)
{
    (void) imp;
    (void) match;
    (void) stood;

    *(uint32_t *) data = n;
}


/* somebody who listens sees more of them stand, and the same scored */

static void
listening_changes_nothing(void)
{
    size_t             i, n;
    uint32_t           k, heard, nscored, scored[CX_BID_SCORE_MAX];
    static char        lines[65536];
    cx_bid_listener_t  listener;

    static const char  *deals[] = {
        "", DEALS("'D1'"), DEALS("'D1','D2'"), DEALS("'D3'"), ""
    };

    listener = (cx_bid_listener_t) { &heard, heard_begin, heard_dropped,
                                     heard_stood };

    for (i = 0, n = 0; i < 120; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'k%zu'}\n"
                 "{'type':'adgroup','id':'m%zu','campaign':'k%zu','bid':%zu%s}"
                 "\n{'type':'creative','id':'r%zu','adgroup':'m%zu',"
                 "'landing_url':'https://l.example/'" BANNER_AD "}\n",
                 i, i, i, 1 + i * 37 % 101,
                 i % 29 ? deals[i % 5 % 3] : deals[i % 5], i, i);
    }

    w_open(lines);

    for (i = 0; i < 64; i++) {
        w.conf.candidates = 4 + i % 13;
        w.b.random = i;
        w.b.listener = NULL;
        w.stopped = i % 2 ? "|m8|m64|" : "";

        CHECK_INT(w_decide(REQ(IMP(PMP("{'id':'D3'},{'id':'D2'},"
                                       "{'id':'D1','bidfloor':40}")), "")),
                  CX_OK);
        nscored = w.d->imp[0].noffers;

        for (k = 0; k < nscored; k++) {
            scored[k] = w.d->imp[0].offer[k]->hit.adgroup->slot;
        }

        CHECK(w.d->imp[0].nstood < w.conf.candidates * 2);

        w.b.listener = &listener;
        CHECK_INT(w_decide(REQ(IMP(PMP("{'id':'D3'},{'id':'D2'},"
                                       "{'id':'D1','bidfloor':40}")), "")),
                  CX_OK);
        CHECK_INT(heard, 64);
        CHECK_INT(w.d->imp[0].noffers, nscored);

        for (k = 0; k < nscored; k++) {
            CHECK_INT(w.d->imp[0].offer[k]->hit.adgroup->slot, scored[k]);
        }
    }
}


static void
currencies(void)
{
    w_open(SIMPLE("usd", "3", "", "")
           SIMPLE("eur", "2", ",'currency':'EUR'", ""));

    CHECK_WINNER(REQ(IMP(""), ""), "usd");
    CHECK_INT(w.d->imp[0].noffers, 1);
    CHECK_WINNER(REQ(IMP(""), ",'cur':['EUR']"), "eur");
    CHECK_INT(w_write(), CX_OK);
    CHECK_STR(w_str("/cur"), "EUR");
    CHECK_WINNER(REQ(IMP(""), ",'cur':['JPY']"), "currency");

    /* what is named first is preferred: sums of two cannot be compared */

    CHECK_WINNER(REQ(IMP(""), ",'cur':['EUR','USD']"), "eur");
    CHECK_INT(w.d->imp[0].noffers, 2);
    CHECK_WINNER(REQ(IMP(""), ",'cur':['USD','EUR']"), "usd");
    CHECK_INT(w.d->imp[0].noffers, 2);

    CHECK_WINNER(REQ(IMP(",'bidfloor':1"), ",'cur':['EUR']"), "currency");
    CHECK_WINNER(REQ(IMP(",'bidfloor':1,'bidfloorcur':'EUR'"),
                     ",'cur':['EUR']"), "eur");
    CHECK_WINNER(REQ(IMP(",'bidfloor':0,'bidfloorcur':'USD'"),
                     ",'cur':['EUR']"), "eur");
    CHECK_WINNER(REQ(IMP(",'bidfloor':1,'bidfloorcur':'EUR'"),
                     ",'cur':['EUR','USD']"), "eur");
}


#define IN(id, cur)                                                           \
    "{'id':'" id "'," BANNER ",'bidfloor':1,'bidfloorcur':'" cur "'}"

/* one answer, one currency: that of the most bids, then the one named first */

static void
one_currency(void)
{
    w_open(SIMPLE("usd", "5", "", "")
           SIMPLE("jpy", "400", ",'currency':'JPY'", ""));

    CHECK_INT(w_decide(REQ(IN("1", "JPY") "," IN("2", "USD") "," IN("3", "USD"),
                           ",'cur':['JPY','USD']")), CX_OK);
    CHECK_STR(w_winner(0), "currency");
    CHECK_STR(w_winner(1), "usd");
    CHECK_STR(w_winner(2), "usd");
    CHECK_INT(w.d->nbids, 2);
    CHECK_INT(w.reserves, 2);

    CHECK_INT(w_write(), CX_OK);
    CHECK_STR(w_str("/cur"), "USD");
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid")), 2);
    CHECK_INT(w.d->nbids, 2);
    CHECK_STR(w_winner(0), "currency");

    CHECK_INT(w_decide(REQ(IN("1", "JPY") "," IN("2", "USD"),
                           ",'cur':['USD','JPY']")), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_STR(w_str("/cur"), "USD");
    CHECK_INT(w.d->nbids, 1);

    CHECK_INT(w_decide(REQ(IN("1", "USD") "," IN("2", "JPY"),
                           ",'cur':['JPY','USD']")), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_STR(w_str("/cur"), "JPY");
}


static void
life(void)
{
    w_open(ONE);

    CHECK_WINNER(REQ(IMP(""), ",'site':{'id':'s'}"), "g1");
    CHECK_INT(w.life_s, 60);
    CHECK_WINNER(REQ(IMP(""), ",'app':{'id':'a'}"), "g1");
    CHECK_INT(w.life_s, 300);
    CHECK_WINNER(REQ(IMP(""), ",'dooh':{'id':'d'}"), "g1");
    CHECK_INT(w.life_s, 7200);
    CHECK_WINNER(REQ(IMP(",'instl':1"), ",'app':{'id':'a'}"), "g1");
    CHECK_INT(w.life_s, 1800);
    CHECK_WINNER(REQ(IMP(",'exp':77"), ",'app':{'id':'a'}"), "g1");
    CHECK_INT(w.life_s, 77);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_int(w_at("/seatbid/0/bid/0/exp")), 77);
    CHECK_WINNER(REQ(IMP(",'exp':2000000000"), ",'dooh':{'id':'d'}"), "g1");
    CHECK_INT(w.life_s, 7200);
    CHECK_WINNER(REQ(IMP(",'exp':2000000000"), ",'app':{'id':'a'}"), "g1");
    CHECK_INT(w.life_s, 300);

    w.conf.exp_s = 120;
    CHECK_WINNER(REQ(IMP(""), ",'app':{'id':'a'}"), "g1");
    CHECK_INT(w.life_s, 120);

    w_open(SIMPLE("g1", "3", "", ",'exp':50"));
    CHECK_WINNER(REQ(IMP(",'exp':77"), ""), "g1");
    CHECK_INT(w.life_s, 50);
    CHECK_WINNER(REQ(IMP(",'exp':20"), ""), "g1");
    CHECK_INT(w.life_s, 20);
}


static void
reserved(void)
{
    w_open(ONE);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.nanos, 3000000);
    CHECK_INT(w.d->imp[0].winner->reserved, 3000000);
    CHECK_INT(w.d->imp[0].winner->bucket, 77);
    CHECK_INT(w.d->imp[0].winner->epoch, 5);
}


#define AD(id, w, h)                                                          \
    CREATIVE(id, "g1", ",'media':'banner','w':" #w ",'h':" #h ","             \
             "'markup':'<a href={{click_url}}><img src={{impression_url}}></a>'")

static void
fits(void)
{
    unsigned         i, seen;
    cx_str_t         id;
    const cx_hit_t  *hit;
    const char      *two = "{'id':'r','imp':[{'id':'1','banner':{'format':["
                           "{'w':728,'h':90},{'w':300,'h':250}]}}]}";

    w_open(CAMPAIGN("c1", "") ADGROUP("g1", "c1", "3", "") AD("a", 300, 250)
           AD("b", 728, 90) AD("c", 728, 90));

    for (i = 0, seen = 0; i < 50; i++) {
        w.b.random = i * 7919;
        CHECK_WINNER(two, "g1");
        hit = &w.d->imp[0].winner->hit;
        CHECK_INT(hit->nfits, 3);
        CHECK_INT(hit->fit[w.d->imp[0].winner->fit].w, 728);

        id = cx_catalog_crid(hit->file,
                             &hit->fit[w.d->imp[0].winner->fit]);
        seen |= id.data[0] == 'b' ? 1 : 2;
    }

    CHECK_INT(seen, 3);

    /* the same request, the same creative */

    w.b.random = 5;
    CHECK_WINNER(two, "g1");
    i = w.d->imp[0].winner->fit;
    CHECK_WINNER(two, "g1");
    CHECK_INT(w.d->imp[0].winner->fit, i);
}


static void
variants(void)
{
    w_open(CAMPAIGN("c1", "") ADGROUP("g1", "c1", "3", "")
           CREATIVE("a", "g1", BANNER_AD ",'variants':["
                    "{'name':'red','markup':'RED {{impression_url}}"
                    " {{click_url}} {{variant}}'},"
                    "{'name':'green','markup':'GREEN {{impression_url}}"
                    " {{click_url}} {{variant}}'}]"));

    w.y[CX_HEAD_VARIANT] = 1;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.d->imp[0].winner->variant, 0);
    CHECK_INT(w.predicts, 1);

    w.y[CX_HEAD_VARIANT + 1] = 2;
    w.y[CX_HEAD_VARIANT + 2] = 9;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.d->imp[0].winner->variant, 1);
    CHECK_INT(w_write(), CX_OK);
    CHECK(memmem(w_str("/seatbid/0/bid/0/adm").data, 5, "GREEN", 5) != NULL);
}


static const cx_test_t  tests[] = {
    TEST(floor_toggles),
    TEST(score_against_floor),
    TEST(nothing_is_no_price),
    TEST(tier_boost),
    TEST(max_cpm),
    TEST(goals),
    TEST(cpm_goal),
    TEST(rank_decides),
    TEST(best_first),
    TEST(deals_before_open),
    TEST(deal_floors),
    TEST(private_auction),
    TEST(places_for_the_open),
    TEST(no_place_in_vain),
    TEST(places_to_stand_for_the_open),
    TEST(no_deal_starves),
    TEST(listening_changes_nothing),
    TEST(currencies),
    TEST(one_currency),
    TEST(life),
    TEST(reserved),
    TEST(fits),
    TEST(variants)
};

TEST_MAIN(tests)
