#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


#define THREE                                                                 \
    SIMPLE("g1", "3", "", "")                                                 \
    SIMPLE("g2", "2", "", "")                                                 \
    SIMPLE("g3", "1", "", "")


static void
stages_in_order(void)
{
    w_open(THREE);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w_write(), CX_OK);

    CHECK_STR(cx_strn(w.trace, strlen(w.trace)),
              "profile slot:g1 caps:g1 slot:g2 caps:g2 slot:g3 caps:g3 "
              "predict reserve:g1 emit ");

    CHECK_INT(w.d->reason, CX_NOBID_NONE);
    CHECK_INT(w.d->nbids, 1);
    CHECK_INT(w.d->nimps, 1);
    CHECK_INT(w.d->ncandidates, 3);
    CHECK_INT(w.d->inferences, 1);
    CHECK_INT(w.d->imp[0].nmatched, 3);
    CHECK_INT(w.d->imp[0].nstood, 3);
    CHECK(strcmp(w.d->backend, "scripted") == 0);
    CHECK(cx_str_eq(w_str("/bidid"), w_str("/seatbid/0/bid/0/id")));
}


/* the clock is looked at behind each stage: time that goes by there is its */

static void
stage_times(void)
{
    unsigned    i, stage;
    cx_stage_e  sum[16];

    w_open(THREE);

    for (i = 2; i <= 10; i++) {
        w.jump_at = i;
        w.jump_ns = 1000;
        CHECK_WINNER(REQ(IMP(""), ""), "g1");

        for (stage = 0; stage < CX_STAGE_MAX; stage++) {
            if (w.d->stage_ns[stage]) {
                CHECK_INT(w.d->stage_ns[stage], 1000);
                sum[i] = stage;
            }
        }
    }

    /* the two looks around the inference belong to the score */

    CHECK_INT(sum[2], CX_STAGE_READ);
    CHECK_INT(sum[3], CX_STAGE_TRAFFIC);
    CHECK_INT(sum[4], CX_STAGE_USER);
    CHECK_INT(sum[5], CX_STAGE_PROFILE);
    CHECK_INT(sum[6], CX_STAGE_MATCH);
    CHECK_INT(sum[7], CX_STAGE_SCORE);
    CHECK_INT(sum[8], CX_STAGE_SCORE);
    CHECK_INT(sum[9], CX_STAGE_SCORE);
    CHECK_INT(sum[10], CX_STAGE_SELECT);

    CHECK_INT(w.clock_calls, 10);
    w.jump_at = 12;
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(w.d->stage_ns[CX_STAGE_WRITE], 1000);

    w.jump_at = 8;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.d->inference_ns, 1000);
}


static void
no_time_left(void)
{
    unsigned     i;
    const char  *asked[] = {
        [2] = "", [3] = "", [4] = "", [5] = "profile ",
        [6] = "profile slot:g1 caps:g1 ",
        [7] = "profile slot:g1 caps:g1 predict ",
        [8] = "profile slot:g1 caps:g1 predict ",
        [9] = "profile slot:g1 caps:g1 predict "
    };

    w_open(SIMPLE("g1", "3", "", ""));
    w.jump_ns = 90000000;

    for (i = 2; i <= 9; i++) {
        w.jump_at = i;
        CHECK_WINNER(REQ(IMP(""), ""), "timeout");
        CHECK_INT(w.d->reason, CX_NOBID_TIMEOUT);
        CHECK_INT(w.d->nbids, 0);
        CHECK_STR(cx_strn(w.trace, strlen(w.trace)), asked[i]);
        CHECK_INT(w_write(), CX_DECLINED);
        CHECK_INT(w.emits, 1);
    }

    /* behind the last stage there is nothing left to hurry for */

    w.jump_at = 10;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");

    /* but when the exchange has gone the answer is for nobody */

    w.jump_ns = 100000000;
    CHECK_WINNER(REQ(IMP(""), ""), "timeout");
    CHECK_INT(w.d->nbids, 0);

    w.jump_ns = 89999999;
    w.jump_at = 5;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
}


static void
time_budget(void)
{
    w_open(SIMPLE("g1", "3", "", ""));

    /* tmax of the request, with the margin off */

    w.jump_at = 5;
    w.jump_ns = 39999999;
    CHECK_WINNER(REQ(IMP(""), ",'tmax':50"), "g1");
    w.jump_ns = 40000000;
    CHECK_WINNER(REQ(IMP(""), ",'tmax':50"), "timeout");

    w.jump_at = 0;
    CHECK_WINNER(REQ(IMP(""), ",'tmax':10"), "timeout");
    CHECK_WINNER(REQ(IMP(""), ",'tmax':11"), "g1");

    /* what was spent before the body was there counts too */

    CHECK_INT(w_decide(REQ(IMP(""), "")), CX_OK);
    w.b.start_ns = w.now - 90000000;
    cx_arena_init(&w.arena, w_mem, sizeof(w_mem));
    CHECK_INT(cx_bid_decide(&w.b, (uint8_t *) w_body, w_len, &w.req, &w.d,
                            &w.e), CX_OK);
    CHECK_INT(w.d->reason, CX_NOBID_TIMEOUT);

    w.conf.tmax_ms = 0;
    w.jump_at = 5;
    w.jump_ns = 1000000000000;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
}


/* what was decided before the time was over stands */

static void
late_for_the_second(void)
{
    w_open(SIMPLE("g1", "3", "", ""));
    w.jump_at = 11;
    w.jump_ns = 95000000;
    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "}", "")), CX_OK);
    CHECK_STR(w_winner(0), "g1");
    CHECK_STR(w_winner(1), "timeout");
    CHECK_INT(w.d->nbids, 1);
    CHECK_INT(w.d->reason, CX_NOBID_NONE);
    CHECK_INT(w_write(), CX_OK);
}


static void
no_catalog(void)
{
    w_open(NULL);
    CHECK_WINNER(REQ(IMP(""), ""), "no_catalog");
    CHECK_INT(w_write(), CX_DECLINED);
    CHECK_INT(cx_nobid_nbr(w.d->reason), 1);
}


static void
bad_request(void)
{
    w_open(THREE);
    CHECK_INT(w_decide("{'id':'r1'"), CX_ERROR);
    CHECK(w.e.code != CX_E_NONE);
    CHECK(w.d != NULL && w.d->reason == CX_NOBID_INVALID);
    CHECK_INT(w_decide("{'id':'r1','imp':[]}"), CX_ERROR);
}


static void
reasons(void)
{
    w_open(SIMPLE("g1", "3", "", ""));

    CHECK_WINNER("{'id':'r','imp':[{'id':'1','banner':{'w':1,'h':1}}]}",
                 "no_match");

    w.stopped = "|g1|";
    CHECK_WINNER(REQ(IMP(""), ""), "stopped");
    CHECK_STR(cx_strn(w.trace, strlen(w.trace)), "profile slot:g1 ");

    w.stopped = NULL;
    w.capped = "|g1|";
    CHECK_WINNER(REQ(IMP(""), ""), "capped");

    w.capped = NULL;
    w.unaffordable = "|g1|";
    CHECK_WINNER(REQ(IMP(""), ""), "budget");
    CHECK_INT(w.d->imp[0].noffers, 1);

    w.unaffordable = NULL;
    CHECK_WINNER(REQ(IMP(",'bidfloor':3.000001"), ""), "below_floor");

    CHECK_INT(w_write(), CX_DECLINED);
    CHECK_INT(cx_nobid_nbr(w.d->reason), 502);
}


/* of several that fail, the reason of who came nearest to a bid */

static void
nearest_reason(void)
{
    w_open(THREE);
    w.stopped = "|g3|";
    w.capped = "|g1|";
    CHECK_WINNER(REQ(IMP(",'bidfloor':9"), ""), "below_floor");
    w.stopped = "|g1||g2|";
    w.capped = NULL;
    CHECK_WINNER(REQ(IMP(""), ""), "g3");
    w.stopped = "|g2||g3|";
    w.capped = "|g1|";
    CHECK_WINNER(REQ(IMP(""), ""), "capped");
}


static void
next_when_declined(void)
{
    w_open(THREE);
    w.unaffordable = "|g1|";
    CHECK_WINNER(REQ(IMP(""), ""), "g2");
    CHECK_INT(w.reserves, 2);
    CHECK_INT(w.nanos, 2000000);

    w.unaffordable = "|g1||g2||g3|";
    CHECK_WINNER(REQ(IMP(""), ""), "budget");
    CHECK_INT(w.reserves, 3);

    w.stopped = "|g1|";
    w.unaffordable = NULL;
    CHECK_WINNER(REQ(IMP(""), ""), "g2");
}


static void
test_never_reserves(void)
{
    w_open(THREE);
    CHECK_WINNER(REQ(IMP(""), ",'test':1"), "g1");
    CHECK_INT(w.reserves, 0);
    CHECK_INT(w.d->imp[0].winner->reserved, 0);

    CHECK_WINNER(REQ(IMP(""), ",'test':2"), "g1");
    CHECK_INT(w.reserves, 0);
    CHECK_WINNER(REQ(IMP(""), ",'test':-1"), "g1");
    CHECK_INT(w.reserves, 0);
    CHECK_WINNER(REQ(IMP(""), ",'test':0"), "g1");
    CHECK_INT(w.reserves, 1);
}


/* the first ones of the matcher's order, as many as are wanted */

static void
candidates(void)
{
    size_t           i, n;
    uint32_t         k, wanted, want;
    static char      lines[65536];

    for (i = 0, n = 0; i < 100; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'c%zu'}\n"
                 "{'type':'adgroup','id':'g%zu','campaign':'c%zu','bid':%zu}\n"
                 "{'type':'creative','id':'r%zu','adgroup':'g%zu',"
                 "'landing_url':'https://l.example/'" BANNER_AD "}\n",
                 i, i, i, 200 - i, i, i);
    }

    w_open(lines);

    for (wanted = 0; wanted < 40; wanted++) {
        w.conf.candidates = wanted;
        want = cx_min(cx_max(wanted, 4), 16);

        CHECK_WINNER(REQ(IMP(""), ""), "g0");
        CHECK_INT(w.d->imp[0].noffers, want);
        CHECK_INT(w.d->ncandidates, want);
        CHECK_INT(w.d->imp[0].nstood, want);
        CHECK_INT(w.predicts, 1);

        for (k = 0; k < want; k++) {
            CHECK_INT(w.d->imp[0].offer[k]->hit.adgroup->bid,
                      (200 - (int64_t) k) * CX_MICROS);
        }
    }
}


/* any request, any of the directive's values, any part stopped */

static void
candidates_always(void)
{
    size_t       i, n;
    uint32_t     k, wanted, eligible, most;
    uint64_t     r;
    static char  lines[65536], stopped[1024];

    for (i = 0, n = 0; i < 60; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'c%zu'}\n"
                 "{'type':'adgroup','id':'g%zu','campaign':'c%zu','bid':%zu}\n"
                 "{'type':'creative','id':'r%zu','adgroup':'g%zu',"
                 "'landing_url':'https://l.example/'" BANNER_AD "}\n",
                 i, i, i, 1 + i * 7919 % 97, i, i);
    }

    w_open(lines);
    w.y[CX_HEAD_CLICK] = -3;
    CHECK_INT(w_decide(REQ(IMP(""), "")), CX_OK);

    for (i = 0; i < 10000; i++) {
        r = cx_hash_mix(i, 77);
        wanted = 4 + (uint32_t) (r % 13);
        most = (uint32_t) (r >> 8) % 61;
        eligible = 0;
        stopped[0] = '\0';

        for (k = 0, n = 0; k < 60; k++) {
            if ((k * 37 + (r >> 16)) % 61 < most) {
                n += (size_t) snprintf(stopped + n, sizeof(stopped) - n,
                                       "|g%u|", k);
            } else {
                eligible++;
            }
        }

        w.stopped = stopped;
        w.conf.candidates = wanted;
        w.b.random = r;
        w.trace[0] = '\0';
        cx_arena_init(&w.arena, w_mem, sizeof(w_mem));

        if (cx_bid_decide(&w.b, (uint8_t *) w_body, w_len, &w.req, &w.d, &w.e)
            != CX_OK
            || w.d->ncandidates != cx_min(wanted, eligible)
            || w.d->imp[0].nstood != cx_min(wanted, eligible)
            || w.d->nbids != (eligible != 0))
        {
            (void) printf("    request %zu: %u of %u, %u wanted\n", i,
                          w.d->ncandidates, eligible, wanted);
            CHECK(0);
            return;
        }
    }
}


/* a backend that takes fewer at a time is asked more often, for the same */

static void
small_batches(void)
{
    size_t           i, n;
    uint32_t         k, batch;
    float            p[CX_BID_SCORE_MAX];
    static char      lines[65536];

    for (i = 0, n = 0; i < 20; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'c%zu'}\n"
                 "{'type':'adgroup','id':'g%zu','campaign':'c%zu','bid':%zu,"
                 "'goal':'cpc'}\n"
                 "{'type':'creative','id':'r%zu','adgroup':'g%zu',"
                 "'landing_url':'https://l.example/'" BANNER_AD "}\n",
                 i, i, i, 200 - i, i, i);
    }

    w_open(lines);
    w.y[CX_HEAD_CLICK] = -3;
    w.step = 0.1f;

    for (batch = CX_BID_SCORE_MAX; batch; batch--) {
        w.provider.max_batch_size = batch;
        CHECK_INT(w_decide(REQ(IMP(""), "")), CX_OK);
        CHECK_INT(w.d->imp[0].noffers, 16);
        CHECK_INT(w.predicts, (16 + batch - 1) / batch);
        CHECK_INT(w.d->inferences, 1);

        for (k = 0; k < 16; k++) {
            if (batch == CX_BID_SCORE_MAX) {
                p[k] = w.d->imp[0].offer[k]->p;
            }

            CHECK(w.d->imp[0].offer[k]->p == p[k]);
            CHECK(k == 0 || p[k] != p[0]);
        }
    }
}


/* a backend that fails leaves the order that the catalogue has */

static void
no_prediction(void)
{
    w_open(THREE);
    w.predict_rc = CX_ERROR;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w_price(0), 3000000);
}


static void
distinct_campaigns(void)
{
    w_open(THREE);
    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "},{'id':'3'," BANNER
                           "},{'id':'4'," BANNER "}", "")), CX_OK);
    CHECK_STR(w_winner(0), "g1");
    CHECK_STR(w_winner(1), "g2");
    CHECK_STR(w_winner(2), "g3");
    CHECK_STR(w_winner(3), "g1");
    CHECK_INT(w.d->nbids, 4);

    /* who alone can pay a floor leaves the others to others */

    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER ",'bidfloor':2.5}",
                           "")), CX_OK);
    CHECK_STR(w_winner(0), "g2");
    CHECK_STR(w_winner(1), "g1");

    /* and comes before variety */

    CHECK_INT(w_decide(REQ("{'id':'1'," BANNER ",'bidfloor':2.5},"
                           "{'id':'2'," BANNER ",'bidfloor':2.5},"
                           "{'id':'3'," BANNER ",'bidfloor':1.5}", "")),
              CX_OK);
    CHECK_STR(w_winner(0), "g1");
    CHECK_STR(w_winner(1), "g1");
    CHECK_STR(w_winner(2), "g2");

    /* money that is not there leaves the next */

    w.unaffordable = "|g1|";
    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "}", "")), CX_OK);
    CHECK_STR(w_winner(0), "g3");
    CHECK_STR(w_winner(1), "g2");
}


/* of one campaign rather another creative than the same twice */

static void
distinct_creatives(void)
{
    w_open(CAMPAIGN("c1", "") ADGROUP("g1", "c1", "3", "")
           CREATIVE("cr1", "g1", BANNER_AD) ADGROUP("g2", "c1", "2", "")
           CREATIVE("cr2", "g2", BANNER_AD) SIMPLE("g3", "1", "", ""));
    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "},{'id':'3'," BANNER
                           "}", "")), CX_OK);
    CHECK_STR(w_winner(0), "g1");
    CHECK_STR(w_winner(1), "g3");
    CHECK_STR(w_winner(2), "g2");
}


static void
small_arena(void)
{
    size_t    size;
    unsigned  served, refused, declined;
    cx_buf_t  out;

    w_open(THREE);
    CHECK_WINNER(REQ(IMP(""), ""), "g1");

    served = 0;
    refused = 0;
    declined = 0;

    for (size = 0; size < 200000; size += 331) {
        cx_arena_init(&w.arena, w_mem, size);
        w.rc = cx_bid_decide(&w.b, (uint8_t *) w_body, w_len, &w.req, &w.d,
                             &w.e);

        if (w.rc != CX_OK) {
            refused++;
            continue;
        }

        cx_buf_init(&out, w_out, sizeof(w_out));

        switch (cx_bid_write(&w.b, w.req, w.d, &out)) {
        case CX_OK:
            served++;
            break;
        case CX_DECLINED:
            declined++;
            CHECK_INT(w.d->reason, CX_NOBID_TOO_LARGE);
            CHECK_INT(w.d->nbids, 0);
            break;
        default:
            CHECK(0);
        }
    }

    CHECK(refused > 0);
    CHECK(declined > 10);
    CHECK(served > 10);
}


static void
names(void)
{
    CHECK(strcmp(cx_stage_name(CX_STAGE_READ), "read") == 0);
    CHECK(strcmp(cx_stage_name(CX_STAGE_WRITE), "write") == 0);
    CHECK(strcmp(cx_stage_name(CX_STAGE_MAX), "unknown") == 0);
    CHECK(strcmp(cx_nobid_name(CX_NOBID_TIMEOUT), "timeout") == 0);
    CHECK(strcmp(cx_nobid_name(CX_NOBID_MAX), "unknown") == 0);
    CHECK_INT(cx_nobid_nbr(CX_NOBID_TIMEOUT), 15);
    CHECK_INT(cx_nobid_nbr(CX_NOBID_MAX), 0);
}


static void
null_ports(void)
{
    w_open(THREE);
    w.b.ports = &cx_bid_ports_null;
    w.conf.tmax_ms = 0;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(w.d->profile.tier, CX_TIER_GREEN);
}


static const cx_test_t  tests[] = {
    TEST(stages_in_order),
    TEST(stage_times),
    TEST(no_time_left),
    TEST(time_budget),
    TEST(late_for_the_second),
    TEST(no_catalog),
    TEST(bad_request),
    TEST(reasons),
    TEST(nearest_reason),
    TEST(next_when_declined),
    TEST(test_never_reserves),
    TEST(candidates),
    TEST(candidates_always),
    TEST(small_batches),
    TEST(no_prediction),
    TEST(distinct_campaigns),
    TEST(distinct_creatives),
    TEST(small_arena),
    TEST(names),
    TEST(null_ports)
};

TEST_MAIN(tests)
