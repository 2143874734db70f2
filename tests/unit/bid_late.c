
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
    TEST(shed)
};

TEST_MAIN(tests)
