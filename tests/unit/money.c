/* sums of one currency in another, and what it costs to be shown */

#include <stdlib.h>

#include "core/base/base.h"
#include "tests/unit/test.h"


static void
divisions(void)
{
    size_t  i;
    const struct {
        int64_t  a, b, c, down, up;
    } cases[] = {
        { 0, 7, 3, 0, 0 },
        { 1, 1, 1, 1, 1 },
        { 1, 1, 2, 0, 1 },
        { 6, 1, 3, 2, 2 },
        { 7, 1, 3, 2, 3 },
        { CX_MICROS_MAX, 1000000000, 1000000000, CX_MICROS_MAX,
          CX_MICROS_MAX },

        /* on both sides of 64 bits */

        { 4294967296, 4294967295, 4294967296, 4294967295, 4294967295 },
        { 4294967296, 4294967296, 4294967296, 4294967296, 4294967296 },
        { 4294967297, 4294967297, 4294967296, 4294967298, 4294967299 },

        /* 1 USD of 15700.5 IDR, a KWD of 50000 IDR, and back */

        { 1000000, 157005, 10, 15700500000, 15700500000 },
        { 1, 63692, 1000000000, 0, 1 },
        { 15700, 63692, 1000000000, 0, 1 },
        { 15701, 63692, 1000000000, 1, 2 },
        { INT64_MAX, INT64_MAX, 1, INT64_MAX, INT64_MAX },
        { INT64_MAX, 1, 1, INT64_MAX, INT64_MAX },
        { INT64_MAX, 2, 1, INT64_MAX, INT64_MAX }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        CHECK_INT(cx_money_down(cases[i].a, cases[i].b, cases[i].c),
                  cases[i].down);
        CHECK_INT(cx_money_up(cases[i].a, cases[i].b, cases[i].c),
                  cases[i].up);
    }
}


static void
costs(void)
{
    size_t  i;
    const struct {
        int64_t    price;
        cx_rate_t  rate;
        uint32_t   qty;
        int64_t    nanos;
    } cases[] = {
        { 2500000, { 1, 1 }, CX_QTY_ONE, 2500000 },
        { 2500000, { 1, 1 }, 30300, 75750000 },
        { 1, { 1, 1 }, 1, 1 },
        { 1000, { 1, 1 }, 1, 1 },
        { 1001, { 1, 1 }, 1, 2 },

        /* rounded once: 3 x 0.4 x 0.5 is 0.6, not 2 x 0.5 */

        { 3, { 2, 5 }, 500, 1 },
        { 400000000, { 33, 5000 }, CX_QTY_ONE, 2640000 },

        /* 562.5 JPY at 150 a dollar are 3.75, and nothing more */

        { 562500000, { 1, 150 }, CX_QTY_ONE, 3750000 },
        { 562500001, { 1, 150 }, CX_QTY_ONE, 3750001 },
        { 0, { 1, 1 }, CX_QTY_MAX, 0 },
        { 5, { 0, 1 }, CX_QTY_MAX, 0 },
        { CX_MICROS_MAX, { 1, 1 }, CX_QTY_ONE, CX_MICROS_MAX },
        { CX_MICROS_MAX, { 100000, 1 }, CX_QTY_MAX, INT64_MAX },
        { CX_MICROS_MAX, { CX_RATE_TERM_MAX, CX_RATE_TERM_MAX - 1 },
          CX_QTY_ONE, CX_MICROS_MAX + 1 },
        { INT64_MAX, { CX_RATE_TERM_MAX, 1 }, CX_QTY_MAX, INT64_MAX }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        CHECK_INT(cx_money_cost(cases[i].price, cases[i].rate, cases[i].qty),
                  cases[i].nanos);
    }
}


static void
rates(void)
{
    size_t     i;
    cx_rate_t  r;
    const struct {
        cx_rate_t  rate;
        int64_t    mul, div;
        cx_rate_t  got;
    } cases[] = {
        { { 1, 1 }, 1, 1, { 1, 1 } },
        { { 1, 1 }, 1000000, 800000, { 5, 4 } },
        { { 1000000000, 150000000000 }, 1, 1, { 1, 150 } },
        { { 150000000000, 1000000000 }, 1000000, 850000, { 3000, 17 } },
        { { 920000000, 1000000000 }, 1, 1, { 23, 25 } },
        { { 307000000, 26000000000000 }, 1000000, 876544,
          { 307, 22790144 } },
        { { CX_RATE_TERM_MAX, 1 }, 1, 1, { 0, 1 } },
        { { CX_RATE_TERM_MAX - 1, 1 }, 1, 1, { CX_RATE_TERM_MAX - 1, 1 } },

        /* farther from 1 than can be said */

        { { CX_RATE_TERM_MAX, 1 }, 1000003, 1, { 0, 1 } },
        { { 0, 1 }, 1000000, 850000, { 0, 1 } }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        r = cx_rate_times(cases[i].rate, cases[i].mul, cases[i].div);
        CHECK_INT(r.mul, cases[i].got.mul);
        CHECK_INT(r.div, cases[i].got.div);
    }
}


/*
 * What is sent for a sum never costs more than the sum, and one micro more
 * would; with a rate of a few digits both ways round are exact.
 */

static void
there_and_back(void)
{
    int        i;
    int64_t    sum, price;
    cx_rate_t  given, r;

    srandom(20);

    for (i = 0; i < 100000; i++) {
        sum = random() >> random() % 31;
        given.mul = 1 + (random() >> random() % 31) * (1 + random() % 50000);
        given.div = 1 + (random() >> random() % 31) * (1 + random() % 50000);
        r = cx_rate_times(given, 1000000, 1 + random() % 1000000);

        CHECK(r.mul >= 0 && r.mul <= CX_RATE_TERM_MAX);
        CHECK(r.div > 0 && r.div <= CX_RATE_TERM_MAX);

        if (r.mul == 0) {
            CHECK((double) given.mul / (double) given.div > 1e8);
            continue;
        }

        price = cx_money_down(sum, r.div, r.mul);

        if (price > CX_MICROS_MAX) {
            continue;
        }

        CHECK(cx_money_cost(price, r, CX_QTY_ONE) <= sum);
        CHECK(cx_money_cost(price + 1, r, CX_QTY_ONE) > sum);
    }
}


/* a rate that is rounded is rounded up, and by next to nothing */

static void
rates_are_no_less(void)
{
    int                i;
    int64_t            mul, div;
    cx_rate_t          given, r;
    unsigned __int128  left, right;

    srandom(21);

    for (i = 0; i < 100000; i++) {
        given.mul = 1 + random() * (1 + random() % 100000);
        given.div = 1 + given.mul / (1 + random() % 1000);
        mul = 1000000;
        div = 1 + random() % 1000000;
        r = cx_rate_times(given, mul, div);

        /* given.mul mul / (given.div div) <= r.mul / r.div */

        left = (unsigned __int128) given.mul * (uint64_t) mul;
        right = (unsigned __int128) given.div * (uint64_t) div;

        CHECK((long double) r.mul * (long double) right
              >= (long double) r.div * (long double) left * (1 - 1e-15L));
        CHECK((long double) r.mul * (long double) right
              <= (long double) r.div * (long double) left * (1 + 1e-5L));
    }
}


static uint64_t  seed = 88172645463325252ULL;


static int64_t
below(int64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;

    return (int64_t) (seed % (uint64_t) n);
}


static int64_t
digits(void)
{
    int      i;
    int64_t  n;

    for (i = 1 + (int) below(18), n = 0; i; i--) {
        n = n * 10 + below(10);
    }

    return n + 1;
}


/*
 * However far two currencies are apart and however many impressions it is
 * shown to: what a price costs that was made of a value, and what the floor
 * one above it costs at the rate that is bid then, is never more.
 */

static void
never_more_than_the_bid(void)
{
    int        i, taken;
    double     times;
    int64_t    sum, most, price;
    uint32_t   qty;
    cx_rate_t  r;

    for (i = 0, taken = 0; i < 200000; i++) {
        r = (cx_rate_t) { digits(), digits() };
        r = cx_rate_times(r, 1 + below(1000000), 1 + below(1000000));
        times = (double) r.mul / (double) r.div;

        if (r.mul == 0 || times > CX_RATE_MAX || times * CX_RATE_MAX < 1) {
            continue;
        }

        sum = 1 + digits() % CX_MICROS_MAX;
        price = cx_money_down(sum, r.div, r.mul);

        if (price >= CX_MICROS_MAX) {
            continue;
        }

        qty = (uint32_t) (1 + below(CX_QTY_MAX));
        most = cx_money_up(sum, qty, CX_QTY_ONE);
        CHECK(cx_money_cost(price, r, CX_QTY_ONE) <= sum);
        CHECK(cx_money_cost(price, r, qty) <= most || most >> 60);

        r = cx_rate_times((cx_rate_t) { 1, 1 }, sum, price + 1);
        CHECK_INT(cx_money_cost(price + 1, r, CX_QTY_ONE), sum);
        CHECK(cx_money_cost(price + 1, r, qty) <= most || most >> 60);
        taken++;
    }

    CHECK(taken > 50000);
}


static void
currencies_as_they_are_said(void)
{
    CHECK_INT(cx_currency_said(cx_str("usd")), CX_USD);
    CHECK_INT(cx_currency_said(cx_str(" USD")), CX_USD);
    CHECK_INT(cx_currency_said(cx_str("uSd \t")), CX_USD);
    CHECK_INT(cx_currency_said(cx_str("US D")), 0);
    CHECK_INT(cx_currency_said(cx_str(" US")), 0);
    CHECK_INT(cx_currency_said(cx_str("   ")), 0);
    CHECK_INT(cx_currency_said(cx_str("")), 0);
}


static const cx_test_t  tests[] = {
    TEST(currencies_as_they_are_said),
    TEST(divisions),
    TEST(costs),
    TEST(rates),
    TEST(rates_are_no_less),
    TEST(there_and_back),
    TEST(never_more_than_the_bid)
};

TEST_MAIN(tests)
