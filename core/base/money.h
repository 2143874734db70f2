
/*
 * Prices are CPM in micros of a currency, always integers.  A decimal is
 * rounded once, where it comes in.
 */

#ifndef CX_MONEY_H
#define CX_MONEY_H


#define CX_MICROS  1000000LL

/*
 * Between two currencies: one of the first is mul / div of the second.  A
 * fraction says both ways round what a decimal can say of one of them.  What
 * a price is counted by is in lowest terms, none above CX_RATE_TERM_MAX; div
 * is never 0, and mul is where nothing is known.
 */

typedef struct {
    int64_t  mul;
    int64_t  div;
} cx_rate_t;

#define CX_RATE_TERM_MAX  ((1LL << 50) - 1)

/* a pair that is farther apart would have less than five digits */

#define CX_RATE_MAX  10000000000LL

/* how many impressions it is to be shown once: in thousandths */

#define CX_QTY_ONE  1000
#define CX_QTY_MAX  (100000 * CX_QTY_ONE)

/* above this a CPM is a mistake, and sums of sums still fit in 64 bits */

#define CX_MICROS_MAX  (1000000000LL * CX_MICROS)


/*
 * Any JSON number, exponent included; half away from zero at the seventh
 * decimal.  CX_DECLINED if it is no number, CX_ERROR if it is out of range.
 * To the nearest, so that 0.29999999999999998 is the 0.3 that was meant.
 */

cx_rc_t cx_micros_parse(const uint8_t *p, size_t len, int64_t *micros);

/* the same for a sum to be reached: up, so that less than it never does */

cx_rc_t cx_micros_floor(const uint8_t *p, size_t len, int64_t *micros);

/*
 * a * b / c, rounded down or up; none of them is negative, c is not 0.  What
 * is out of range is the largest number there is.
 */

int64_t cx_money_down(int64_t a, int64_t b, int64_t c);
int64_t cx_money_up(int64_t a, int64_t b, int64_t c);

/*
 * The rate times mul / div, both more than nothing, in lowest terms.  Where
 * these are too large it is rounded up, so that no price costs less; one that
 * is farther from 1 than the terms can say is not known.
 */

cx_rate_t cx_rate_times(cx_rate_t rate, int64_t mul, int64_t div);

/*
 * What it costs to be shown once: nanos of the campaign's currency.  An
 * impression at a CPM of p micros costs p nanos.  What is set aside with a
 * bid and what is charged from its token is the same sum.
 */

int64_t cx_money_cost(int64_t price, cx_rate_t rate, uint32_t qty);

/* a currency of three capital letters as one number; 0 if it is none */

static inline uint32_t
cx_currency(cx_str_t s)
{
    if (s.len != 3 || s.data[0] < 'A' || s.data[0] > 'Z' || s.data[1] < 'A'
        || s.data[1] > 'Z' || s.data[2] < 'A' || s.data[2] > 'Z')
    {
        return 0;
    }

    return (uint32_t) s.data[0] << 16 | (uint32_t) s.data[1] << 8 | s.data[2];
}

/* the same as requests write it, who may have small letters and blanks */

static inline uint32_t
cx_currency_said(cx_str_t s)
{
    uint32_t  i;
    uint8_t   code[3];

    if (s.len != 3) {
        s = cx_str_trim(s);

        if (s.len != 3) {
            return 0;
        }
    }

    for (i = 0; i < 3; i++) {
        code[i] = s.data[i] >= 'a' && s.data[i] <= 'z'
                  ? (uint8_t) (s.data[i] - 32) : s.data[i];
    }

    return cx_currency(cx_strn(code, 3));
}

#define CX_USD  ((uint32_t) 'U' << 16 | (uint32_t) 'S' << 8 | 'D')


#endif /* CX_MONEY_H */
