#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


#define DEALS(list)  ",'targeting':{'inventory':{'deals':{'include':[" list "]}}}"
#define PMP(private, deals)                                                   \
    ",'pmp':{'private_auction':" private ",'deals':[" deals "]}"


/* the ad groups that are bid for an impression, with their deals */

static cx_str_t
won(uint32_t imp)
{
    size_t             n;
    cx_str_t           id, deal;
    uint32_t           i;
    const cx_offer_t  *o;
    static char        text[4096];

    for (i = 0, n = 0; i < w.d->imp[imp].nwon; i++) {
        o = w.d->imp[imp].won[i];
        id = cx_catalog_str(o->hit.file, o->hit.adgroup->id);
        deal = o->hit.deal != NULL ? o->hit.deal->id : cx_str("");
        n += (size_t) snprintf(text + n, sizeof(text) - n, "%s%.*s%s%.*s",
                               i ? " " : "", (int) id.len,
                               (const char *) id.data, deal.len ? "/" : "",
                               (int) deal.len, (const char *) deal.data);
    }

    return cx_strn(text, n);
}


#define CHECK_WON(body, who)                                                  \
    do {                                                                      \
        CHECK_INT(w_decide(body), CX_OK);                                     \
        CHECK_STR(won(0), who);                                               \
    } while (0)


static void
each_deal(void)
{
    w_open(SIMPLE("g1", "9", "", "") SIMPLE("g2", "8", "", "")
           SIMPLE("d1", "2", "", DEALS("'D1'"))
           SIMPLE("d2", "1", "", DEALS("'D2'"))
           SIMPLE("d3", "0.5", "", DEALS("'D2'")));

    CHECK_WON(REQ(IMP(PMP("0", "{'id':'D1'},{'id':'D2'}")), ""),
              "d1/D1 d2/D2 g1");
    CHECK_INT(w.reserves, 3);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid")), 3);
    CHECK_STR(w_str("/seatbid/0/bid/1/dealid"), "D2");

    CHECK_WON(REQ(IMP(PMP("1", "{'id':'D1'},{'id':'D2'}")), ""),
              "d1/D1 d2/D2");
    CHECK_WON(REQ(IMP(PMP("0", "{'id':'D1'},{'id':'D2','guar':1}")), ""),
              "d2/D2 d1/D1 g1");
    CHECK_WON(REQ(IMP(PMP("0", "{'id':'D9'}")), ""), "g1");

    w.exchange.bids_max = 2;
    CHECK_WON(REQ(IMP(PMP("0", "{'id':'D1'},{'id':'D2'}")), ""),
              "d1/D1 d2/D2");

    /* whose money is gone leaves the deal to another */

    w.exchange.bids_max = 0;
    w.unaffordable = "|d2|";
    CHECK_WON(REQ(IMP(PMP("0", "{'id':'D1'},{'id':'D2'}")), ""),
              "d1/D1 d3/D2 g1");
}


/* who alone is in several deals has a bid in each of them */

static void
in_several(void)
{
    w_open(SIMPLE("g1", "9", "", "") SIMPLE("d1", "2", "", DEALS("'D1','D2'"))
           SIMPLE("d2", "1", "", DEALS("'D2'")));

    CHECK_WON(REQ(IMP(PMP("0", "{'id':'D1'},{'id':'D2'}")), ""),
              "d1/D1 d1/D2 g1");
    CHECK_INT(w.d->imp[0].won[0]->price, w.d->imp[0].won[1]->price);

    /* but only where it can pay what is asked for */

    CHECK_WON(REQ(IMP(PMP("0", "{'id':'D1'},{'id':'D2','bidfloor':1.5}")), ""),
              "d1/D1 d1/D2 g1");
    CHECK_WON(REQ(IMP(PMP("0", "{'id':'D1','bidfloor':2.5},{'id':'D2'}")), ""),
              "d1/D2 g1");
}


/* even in more deals than are scored */

static void
in_many(void)
{
    size_t       i, n;
    static char  list[4096], lines[8192], body[8192];

    for (i = 0, n = 0; i < 30; i++) {
        n += (size_t) snprintf(list + n, sizeof(list) - n, "%s'D%zu'",
                               i ? "," : "", i);
    }

    (void) snprintf(lines, sizeof(lines),
                    "{'type':'campaign','id':'c'}\n"
                    "{'type':'adgroup','id':'d','campaign':'c','bid':2,"
                    "'targeting':{'inventory':{'deals':{'include':[%s]}}}}\n"
                    CREATIVE("cr", "d", BANNER_AD), list);
    w_open(lines);

    n = (size_t) snprintf(body, sizeof(body),
                          "{'id':'r','imp':[{'id':'1'," BANNER ",'pmp':{"
                          "'deals':[");

    for (i = 0; i < 30; i++) {
        n += (size_t) snprintf(body + n, sizeof(body) - n, "%s{'id':'D%zu'}",
                               i ? "," : "", i);
    }

    (void) snprintf(body + n, sizeof(body) - n, "]}}]}");

    CHECK_INT(w_decide(body), CX_OK);
    CHECK_INT(w.d->imp[0].nwon, 30);
    CHECK_INT(w.d->nbids, 30);

    for (i = 0; i < 30; i++) {
        for (n = 0; n < i; n++) {
            CHECK(w.d->imp[0].won[i]->hit.deal != w.d->imp[0].won[n]->hit.deal);
        }
    }
}


/* an impression that only few can have takes them from where others can */

static void
known_together(void)
{
    w_open(SIMPLE("g1", "5", "", "") SIMPLE("g2", "4", "", "")
           SIMPLE("g3", "1", "", ""));

    CHECK_INT(w_decide(REQ("{'id':'1'," BANNER ",'bidfloor':0.5},"
                           "{'id':'2'," BANNER ",'bidfloor':4},"
                           "{'id':'3'," BANNER ",'bidfloor':5}", "")), CX_OK);
    CHECK_STR(won(0), "g3");
    CHECK_STR(won(1), "g2");
    CHECK_STR(won(2), "g1");

    /* a deal's campaign is in the answer before the open ones are chosen */

    w_open(CAMPAIGN("c", "") ADGROUP("d1", "c", "1", DEALS("'D1'"))
           CREATIVE("cr-d1", "d1", BANNER_AD) ADGROUP("g1", "c", "9", "")
           CREATIVE("cr-g1", "g1", BANNER_AD) SIMPLE("g2", "2", "", ""));

    CHECK_INT(w_decide(REQ("{'id':'1'," BANNER "},{'id':'2'," BANNER
                           PMP("1", "{'id':'D1'}") "}", "")), CX_OK);
    CHECK_STR(won(1), "d1/D1");
    CHECK_STR(won(0), "g2");
}


/* as many as there may be: each campaign once, the dear ones all there */

static void
many_impressions(void)
{
    size_t         i, n;
    uint32_t       k, same;
    static char    lines[65536], body[16384];

    for (i = 0, n = 0; i < 80; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'c%zu'}\n"
                 "{'type':'adgroup','id':'g%zu','campaign':'c%zu','bid':%zu}\n"
                 "{'type':'creative','id':'r%zu','adgroup':'g%zu',"
                 "'landing_url':'https://l.example/'" BANNER_AD "}\n",
                 i, i, i, i + 1, i, i);
    }

    w_open(lines);
    n = (size_t) snprintf(body, sizeof(body), "{'id':'r','imp':[");

    for (i = 0; i < CX_ORTB_MAX_IMPS; i++) {
        n += (size_t) snprintf(body + n, sizeof(body) - n,
                               "%s{'id':'%zu'," BANNER "}", i ? "," : "", i);
    }

    (void) snprintf(body + n, sizeof(body) - n, "]}");
    CHECK_INT(w_decide(body), CX_OK);
    CHECK_INT(w.d->nbids, CX_ORTB_MAX_IMPS);

    for (i = 0, same = 0; i < CX_ORTB_MAX_IMPS; i++) {
        for (k = 0; k < i; k++) {
            same += w.d->imp[i].winner->hit.campaign
                    == w.d->imp[k].winner->hit.campaign;
        }
    }

    /* sixteen are scored, so four times each */

    CHECK_INT(same, 16 * 6);
}


/* the last one came too late, the others did not */

static void
in_part(void)
{
    w_open(SIMPLE("g1", "5", "", "") SIMPLE("g2", "4", "", ""));
    w.jump_ns = 95000000;
    w.jump_at = 11;

    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "},{'id':'3'," BANNER
                           "}", "")), CX_OK);
    CHECK_STR(won(0), "g1");
    CHECK_INT(w.d->imp[1].reason, CX_NOBID_TIMEOUT);
    CHECK_INT(w.d->imp[2].reason, CX_NOBID_TIMEOUT);
    CHECK_INT(w.d->imp[1].noffers, 0);
    CHECK_INT(w.d->ncandidates, 2);
    CHECK_INT(w.reserves, 1);

    /* nothing is set aside for an answer that nobody waits for */

    w.jump_ns = 100000000;
    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "}", "")), CX_OK);
    CHECK_INT(w.d->nbids, 0);
    CHECK_INT(w.reserves, 0);
}


static const cx_test_t  tests[] = {
    TEST(each_deal),
    TEST(in_several),
    TEST(in_many),
    TEST(known_together),
    TEST(many_impressions),
    TEST(in_part)
};

TEST_MAIN(tests)
