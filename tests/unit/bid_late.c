
/* what a profile makes of time: the way back, stages, a worker that is late */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


static void
round_trip(void)
{
    w_open(SIMPLE("g1", "3", "", ""));
    w.exchange.round_trip_ms = 30;

    /* instead of the margin, and nothing is sent that comes too late */

    w.jump_at = 5;
    w.jump_ns = 19999999;
    CHECK_WINNER(REQ(IMP(""), ",'tmax':50"), "g1");
    w.jump_ns = 20000000;
    CHECK_WINNER(REQ(IMP(""), ",'tmax':50"), "timeout");
    CHECK_INT(cx_nobid_nbr(w.d->reason), 15);

    w.jump_at = 0;
    CHECK_WINNER(REQ(IMP(""), ",'tmax':30"), "timeout");
    CHECK_WINNER(REQ(IMP(""), ",'tmax':20"), "timeout");
    CHECK_WINNER(REQ(IMP(""), ",'tmax':31"), "g1");

    /* complete, but late */

    w_open(SIMPLE("g1", "3", "", ""));
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    w.jump_at = w.clock_calls;
    w.jump_ns = 95000000;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    w.exchange.round_trip_ms = 10;
    CHECK_WINNER(REQ(IMP(""), ""), "timeout");
}


static void
stages(void)
{
    unsigned  i;

    w_open(SIMPLE("g1", "3", "", ""));
    w.exchange.stage_us[CX_STAGE_PROFILE] = 500;
    w.jump_ns = 500000;

    /* the same delay, at whatever stage: only this one has a bound */

    for (i = 1; i <= 8; i++) {
        w.jump_at = i;
        CHECK_WINNER(REQ(IMP(""), ""), "g1");
    }

    w.jump_ns = 500001;

    for (i = 1; i <= 8; i++) {
        w.jump_at = i;
        CHECK_INT(w_decide(REQ(IMP(""), "")), CX_OK);

        if (w.d->stage_ns[CX_STAGE_PROFILE]) {
            CHECK_INT(w.d->reason, CX_NOBID_STAGE_TIME);
            CHECK_INT(cx_nobid_nbr(w.d->reason), 15);
            return;
        }

        CHECK_STR(w_winner(0), "g1");
    }

    CHECK(0);
}


/* what was decided before the bound is answered */

static void
stage_of_one_of_two(void)
{
    unsigned  i, whole;

    w_open(SIMPLE("g1", "3", "", "") SIMPLE("g2", "2", "", ""));
    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "}", "")), CX_OK);
    CHECK_INT(w.d->nbids, 2);
    whole = w.clock_calls;

    w.exchange.stage_us[CX_STAGE_MATCH] = 100;
    w.jump_ns = 200000;

    for (i = 1; i <= whole; i++) {
        w.jump_at = i;
        CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "}", "")), CX_OK);
        CHECK(w.d->stage_ns[CX_STAGE_MATCH] == 0 ? w.d->nbids == 2
                                                 : w.d->nbids < 2);

        if (w.d->nbids < 2) {
            CHECK_STR(w_winner(1), "stage_time");
        }
    }
}


/* who wants no times has the clock looked at when it matters */

static void
untimed(void)
{
    unsigned  i;

    w_open(SIMPLE("g1", "3", "", ""));
    w.b.untimed = 1;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.clock_calls, 2);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(w.clock_calls, 2);
    CHECK_INT(w.d->inferences, 0);

    for (i = 0; i < CX_STAGE_MAX; i++) {
        CHECK_INT(w.d->stage_ns[i], 0);
    }

    /* too late when it was read, when all was decided, or for any answer */

    w.jump_ns = 90000000;
    w.jump_at = 1;
    CHECK_WINNER(REQ(IMP(""), ""), "timeout");
    CHECK_STR(cx_strn(w.trace, strlen(w.trace)), "");
    w.jump_at = 2;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    w.jump_ns = 100000000;
    CHECK_WINNER(REQ(IMP(""), ""), "timeout");
    CHECK_INT(w.d->nbids, 0);

    /* little time, or a bound for a stage: then behind each of them */

    w.jump_at = 0;
    CHECK_WINNER(REQ(IMP(""), ",'tmax':12"), "g1");
    CHECK_INT(w.clock_calls, 2);
    CHECK_WINNER(REQ(IMP(""), ",'tmax':11"), "g1");
    CHECK_INT(w.clock_calls, 7);
    w.exchange.stage_us[CX_STAGE_USER] = 1;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    CHECK_INT(w.clock_calls, 10);
    w.jump_at = 4;
    w.jump_ns = 2000;
    CHECK_WINNER(REQ(IMP(""), ""), "stage_time");
    CHECK_INT(w.d->reason, CX_NOBID_STAGE_TIME);
}


static void
untimed_impressions(void)
{
    size_t    n;
    uint32_t  i, won;
    char      body[4096];

    w_open(SIMPLE("g1", "3", "", ""));
    w.b.untimed = 1;

    for (i = 0, n = 0; i < 20; i++) {
        n += (size_t) snprintf(body + n, sizeof(body) - n,
                               "%s{'id':'%u'," BANNER "}",
                               i ? "," : "{'id':'r','imp':[", i);
    }

    (void) snprintf(body + n, sizeof(body) - n, "]}");
    CHECK_INT(w_decide(body), CX_OK);
    CHECK_INT(w.d->nbids, 20);
    CHECK_INT(w.clock_calls, 4);

    w.jump_at = 2;
    w.jump_ns = 90000000;
    CHECK_INT(w_decide(body), CX_OK);

    for (i = 0, won = 0; i < 20; i++) {
        won += w.d->imp[i].nwon;
        CHECK_INT(w.d->imp[i].reason, i < 7 ? CX_NOBID_NONE : CX_NOBID_TIMEOUT);
    }

    CHECK_INT(won, 7);
}


#define PMP   ",'pmp':{'deals':[{'id':'D'}]}"
#define GUAR  ",'pmp':{'deals':[{'id':'D','guar':1}]}"

static void
shed(void)
{
    w_open(SIMPLE("g1", "3", "", ""));

    w.b.late_us = 1000000;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");

    w.exchange.shed_from_us = 5000;
    w.exchange.shed_full_us = 15000;
    w.b.late_us = 5000;
    CHECK_WINNER("{'id':'r','imp':[" IMP("") "]}", "g1");

    /* of 1000 points a user is worth 250, and he is all there is */

    w.b.late_us = 7500;
    CHECK_WINNER(REQ(IMP(""), ""), "g1");
    w.b.late_us = 7510;
    CHECK_INT(w_decide(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(w.d->reason, CX_NOBID_SHED);
    CHECK_INT(w.d->nimps, 0);
    CHECK_STR(cx_strn(w.trace, strlen(w.trace)), "");
    CHECK_INT(w_write(), CX_DECLINED);

    /* deals are worth more, and guaranteed ones everything */

    CHECK_WINNER(REQ(IMP(PMP), ""), "g1");
    w.b.late_us = 15000;
    CHECK_INT(w_decide(REQ(IMP(PMP), "")), CX_OK);
    CHECK_INT(w.d->reason, CX_NOBID_SHED);
    CHECK_WINNER(REQ(IMP(GUAR), ""), "g1");
    w.b.late_us = UINT32_MAX;
    CHECK_WINNER(REQ(IMP(GUAR), ""), "g1");
    CHECK_INT(w_decide("{'id':'r','user':{'id':'u'},'site':{'domain':'a.b'},"
                       "'imp':[" IMP(PMP) ",{'id':'2','video':{'mimes':[]}}]}"),
              CX_OK);
    CHECK_INT(w.d->reason, CX_NOBID_SHED);
}


static const cx_test_t  tests[] = {
    TEST(round_trip),
    TEST(stages),
    TEST(stage_of_one_of_two),
    TEST(untimed),
    TEST(untimed_impressions),
    TEST(shed)
};

TEST_MAIN(tests)
