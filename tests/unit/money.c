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
        { CX_MICROS_MAX, CX_RATE_ONE, CX_RATE_ONE, CX_MICROS_MAX,
          CX_MICROS_MAX },

        /* on both sides of 64 bits */

        { 4294967296, 4294967295, 4294967296, 4294967295, 4294967295 },
        { 4294967296, 4294967296, 4294967296, 4294967296, 4294967296 },
        { 4294967297, 4294967297, 4294967296, 4294967298, 4294967299 },

        /* 1 USD of 15700.5 IDR, a KWD of 50000 IDR, and back */

        { 1000000, 15700500000000, CX_RATE_ONE, 15700500000, 15700500000 },
        { 1, 63692, CX_RATE_ONE, 0, 1 },
        { 15700, 63692, CX_RATE_ONE, 0, 1 },
        { 15701, 63692, CX_RATE_ONE, 1, 2 },
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
        int64_t   price, rate;
        uint32_t  qty;
        int64_t   nanos;
    } cases[] = {
        { 2500000, CX_RATE_ONE, CX_QTY_ONE, 2500000 },
        { 2500000, CX_RATE_ONE, 30300, 75750000 },
        { 1, CX_RATE_ONE, 1, 1 },
        { 1000, CX_RATE_ONE, 1, 1 },
        { 1001, CX_RATE_ONE, 1, 2 },

        /* rounded once: 3 x 0.4 x 0.5 is 0.6, not 2 x 0.5 */

        { 3, CX_RATE_ONE / 10 * 4, 500, 1 },
        { 400000000, 6600000, CX_QTY_ONE, 2640000 },
        { 0, CX_RATE_ONE, CX_QTY_MAX, 0 },
        { CX_MICROS_MAX, CX_RATE_ONE, CX_QTY_ONE, CX_MICROS_MAX },
        { CX_MICROS_MAX, CX_RATE_ONE * 100000, CX_QTY_MAX, INT64_MAX },
        { INT64_MAX, INT64_MAX, CX_QTY_MAX, INT64_MAX }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        CHECK_INT(cx_money_cost(cases[i].price, cases[i].rate, cases[i].qty),
                  cases[i].nanos);
    }
}


/* the sum that was there before is never passed on the way back */

static void
there_and_back(void)
{
    int      i;
    int64_t  sum, rate, price;

    srandom(20);

    for (i = 0; i < 100000; i++) {
        sum = random() >> random() % 31;
        rate = 1 + (random() >> random() % 31) * (1 + random() % 50000);
        price = cx_money_down(sum, CX_RATE_ONE, rate);

        if (price == INT64_MAX) {
            continue;
        }

        CHECK(cx_money_cost(price, rate, CX_QTY_ONE) <= sum);
        CHECK(price + 1 > INT64_MAX / 2
              || cx_money_cost(price + 1, rate, CX_QTY_ONE) >= sum);
    }
}


static const cx_test_t  tests[] = {
    TEST(divisions),
    TEST(costs),
    TEST(there_and_back)
};

TEST_MAIN(tests)
