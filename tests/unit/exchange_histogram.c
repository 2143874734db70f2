
/* The simulator's histogram and pace, against what is exact. */

#include <math.h>

#include "tests/exchange/histogram.h"
#include "tests/exchange/pace.h"
#include "tests/exchange/rng.h"
#include "tests/unit/test.h"


#define N  20000

static xc_hist_t  hist;
static int64_t    values[N];


static int
by_value(const void *a, const void *b)
{
    int64_t  x = *(const int64_t *) a, y = *(const int64_t *) b;

    return (x > y) - (x < y);
}


static void
check_quantiles(unsigned n)
{
    double               q, exact, got;
    size_t               i, rank;
    static const double  marks[] = {
        0.001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 1
    };

    xc_hist_reset(&hist);

    for (i = 0; i < n; i++) {
        xc_hist_add(&hist, values[i]);
    }

    qsort(values, n, sizeof(values[0]), by_value);

    for (i = 0; i < cx_nelts(marks); i++) {
        q = marks[i];
        rank = (size_t) ceil(q * n);
        exact = (double) values[rank ? rank - 1 : 0];
        got = (double) xc_hist_at(&hist, q);

        if (fabs(got - exact) > exact / 100) {
            printf("    %g of %u: %.0f, not %.0f\n", q, n, got, exact);
            CHECK(0);
        }
    }

    CHECK_INT(hist.max, values[n - 1]);
    CHECK_INT(xc_hist_at(&hist, 1), values[n - 1]);
}


static void
quantiles_are_exact_to_one_percent(void)
{
    unsigned  i, round;
    xc_rng_t  rng;

    for (round = 0; round < 40; round++) {
        xc_rng_seed(&rng, round, 1);

        for (i = 0; i < N; i++) {
            values[i] = round & 1 ? (int64_t) (xc_rng(&rng) >> (24 + round))
                                  : xc_rng_between(&rng, 1000 * round,
                                                   100000 * (round + 1));
        }

        check_quantiles(round % 4 == 3 ? round + 1 : N);
    }
}


static void
small_and_great_values_are_kept(void)
{
    xc_hist_reset(&hist);
    CHECK_INT(xc_hist_at(&hist, 0.5), 0);
    CHECK_INT(xc_hist_mean(&hist), 0);

    xc_hist_add(&hist, -5);
    CHECK_INT(xc_hist_at(&hist, 0.5), 0);

    xc_hist_add(&hist, 1LL << 50);
    CHECK_INT(xc_hist_at(&hist, 1), 1LL << 50);
    CHECK_INT(hist.n, 2);
}


/* how many are due, and in which part of the time */

static unsigned
due(xc_pace_t *p, int64_t from, int64_t to)
{
    int64_t   at;
    unsigned  n;

    for (n = 0; (at = xc_pace_due(p)) < to; xc_pace_next(p)) {
        CHECK(at >= from);
        n++;
    }

    return n;
}


static void
near(unsigned got, unsigned want, unsigned by)
{
    if (got + by < want || got > want + by) {
        printf("    %u, not %u\n", got, want);
        CHECK(0);
    }
}


static void
a_rate_is_kept_in_each_stage(void)
{
    xc_pace_t   p;
    xc_clock_t  clock;
    xc_error_t  err;
    int64_t     s;

    s = 1000000000;
    memset(&p, 0, sizeof(p));
    clock = (xc_clock_t) { 0, 0, 1 };

    CHECK_INT(xc_pace_read(&p, "1000", 3, 0, &err), XC_OK);
    xc_pace_start(&p, &clock, 7);
    near(due(&p, 7, 3 * s + 7), 3000, 1);
    CHECK_INT(xc_pace_due(&p), INT64_MAX);

    CHECK_INT(xc_pace_read(&p, "500:10s,2000:5s,500:500ms", 1, 0, &err), XC_OK);
    CHECK_INT(p.total_ns, 15500000000);
    xc_pace_start(&p, &clock, 0);
    near(due(&p, 0, 10 * s), 5000, 1);
    near(due(&p, 10 * s, 15 * s), 10000, 1);
    near(due(&p, 15 * s, 20 * s), 250, 1);

    /* 0 to 1000: a quarter of all in the first half */

    CHECK_INT(xc_pace_read(&p, "0-1000:10s,0:5s,100:2s", 1, 0, &err), XC_OK);
    xc_pace_start(&p, &clock, 0);
    near(due(&p, 0, 5 * s), 1250, 2);
    near(due(&p, 5 * s, 10 * s), 3750, 2);
    near(due(&p, 10 * s, 15 * s), 0, 1);
    near(due(&p, 15 * s, 17 * s), 200, 1);

    CHECK_INT(xc_pace_read(&p, "900-100:4s", 1, 0, &err), XC_OK);
    xc_pace_start(&p, &clock, 0);
    near(due(&p, 0, 2 * s), 1400, 2);
    near(due(&p, 2 * s, 4 * s), 600, 2);

    /* the warm-up is before */

    CHECK_INT(xc_pace_read(&p, "100:1s,300:1s", 1, 2, &err), XC_OK);
    xc_pace_start(&p, &clock, 0);
    near(due(&p, 0, 3 * s), 300, 1);
    near(due(&p, 3 * s, 4 * s), 300, 1);
}


static void
the_day_has_its_curve(void)
{
    int         i;
    double      sum;
    xc_pace_t   p;
    xc_clock_t  clock;
    xc_error_t  err;

    for (i = 0, sum = 0; i < 24; i++) {
        sum += xc_pace_curve(i * 3600000LL);
    }

    CHECK(fabs(sum / 24 - 1) < 0.01);
    CHECK(fabs(xc_pace_curve(86399999) - xc_pace_curve(0)) < 0.01);
    CHECK(xc_pace_curve(4 * 3600000) < 0.3);
    CHECK(xc_pace_curve(21 * 3600000) > 1.6);

    /* a day in 24 seconds */

    memset(&p, 0, sizeof(p));
    clock = (xc_clock_t) { 0, 0, 3600 };
    p.daily = 1;
    CHECK_INT(xc_pace_read(&p, "1000:24s", 1, 0, &err), XC_OK);
    xc_pace_start(&p, &clock, 0);
    near(due(&p, 0, 4000000000), 1510, 5);
    near(due(&p, 4000000000, 24000000000), 22440, 300);
}


static void
what_is_no_rate_is_refused(void)
{
    size_t                    i;
    xc_pace_t                 p;
    xc_error_t                err;
    static const char *const  wrong[] = {
        "", ",", "x", "10x", "-1", "10:", "10:5", "10:5y", "10:0s", "10,,20",
        "10-", "10--20", "1e12", "nan", "inf", "10:99999h", "10:5s,", "0x10g"
    };

    for (i = 0; i < cx_nelts(wrong); i++) {
        err.text[0] = '\0';

        if (xc_pace_read(&p, wrong[i], 1, 0, &err) != XC_ERROR) {
            printf("    \"%s\" is taken\n", wrong[i]);
            CHECK(0);
        }

        CHECK(strncmp(err.text, "--rate", 6) == 0);
    }
}


static const cx_test_t  tests[] = {
    TEST(quantiles_are_exact_to_one_percent),
    TEST(small_and_great_values_are_kept),
    TEST(a_rate_is_kept_in_each_stage),
    TEST(the_day_has_its_curve),
    TEST(what_is_no_rate_is_refused)
};

TEST_MAIN(tests)
