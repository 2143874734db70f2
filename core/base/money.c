#include "core/base/base.h"


typedef struct {
    uint64_t  digits;       /* the first 18 significant ones */
    int       ndigits;
    int       exp;          /* of ten, for the last digit taken */
    int       dropped;      /* integer digits that did not fit */
    int       rest;         /* one that was not taken is not 0 */
} cx_decimal_t;


static void
cx_decimal_digit(cx_decimal_t *d, uint8_t c, int fraction)
{
    if (d->ndigits >= 18) {
        d->dropped += !fraction;
        d->rest |= c != '0';
        return;
    }

    d->digits = d->digits * 10 + (c - '0');
    d->ndigits += (d->digits != 0);
    d->exp -= fraction;
}


/* returns where the number ends, or NULL if there is none */

static const uint8_t *
cx_decimal_scan(cx_decimal_t *d, const uint8_t *p, const uint8_t *end)
{
    int             neg, e;
    const uint8_t  *start;

    for (start = p; p < end && *p >= '0' && *p <= '9'; p++) {
        cx_decimal_digit(d, *p, 0);
    }

    if (p == start) {
        return NULL;
    }

    if (p < end && *p == '.') {
        for (start = ++p; p < end && *p >= '0' && *p <= '9'; p++) {
            cx_decimal_digit(d, *p, 1);
        }

        if (p == start) {
            return NULL;
        }
    }

    if (p < end && (*p | 0x20) == 'e') {
        p++;
        neg = (p < end && *p == '-');
        p += (p < end && (*p == '-' || *p == '+'));
        e = 0;

        for (start = p; p < end && *p >= '0' && *p <= '9'; p++) {
            e = cx_min(e * 10 + (*p - '0'), 10000);
        }

        if (p == start) {
            return NULL;
        }

        d->exp += neg ? -e : e;
    }

    d->exp += d->dropped;

    return p;
}


static cx_rc_t
cx_micros(const uint8_t *p, size_t len, int up, int64_t *micros)
{
    int             neg, exp;
    uint64_t        v;
    cx_decimal_t    d;
    const uint8_t  *end;

    end = p + len;
    neg = (len && *p == '-');
    memset(&d, 0, sizeof(cx_decimal_t));

    if (cx_decimal_scan(&d, p + neg, end) != end) {
        return CX_DECLINED;
    }

    v = d.digits;

    for (exp = d.exp + 6; exp > 0 && v; exp--) {
        if (v > (uint64_t) CX_MICROS_MAX / 10) {
            return CX_ERROR;
        }

        v *= 10;
    }

    for ( /* void */ ; exp < -1 && v; exp++) {
        d.rest |= v % 10 != 0;
        v /= 10;
    }

    if (exp < 0) {
        v = up && !neg ? (v + (d.rest != 0) + 9) / 10 : (v + 5) / 10;
    }

    if (v > (uint64_t) CX_MICROS_MAX) {
        return CX_ERROR;
    }

    *micros = neg ? -(int64_t) v : (int64_t) v;

    return CX_OK;
}


cx_rc_t
cx_micros_parse(const uint8_t *p, size_t len, int64_t *micros)
{
    return cx_micros(p, len, 0, micros);
}


cx_rc_t
cx_micros_floor(const uint8_t *p, size_t len, int64_t *micros)
{
    return cx_micros(p, len, 1, micros);
}


static int64_t
cx_money_clip(unsigned __int128 v)
{
    return v > INT64_MAX ? INT64_MAX : (int64_t) v;
}


/* most are small, and a division of 64 bits is much cheaper */

static inline int64_t
cx_money_divide(unsigned __int128 v, uint64_t by)
{
    return cx_money_clip(v <= UINT64_MAX ? (uint64_t) v / by : v / by);
}


int64_t
cx_money_down(int64_t a, int64_t b, int64_t c)
{
    return cx_money_divide((unsigned __int128) a * (uint64_t) b, (uint64_t) c);
}


int64_t
cx_money_up(int64_t a, int64_t b, int64_t c)
{
    return cx_money_divide((unsigned __int128) a * (uint64_t) b
                           + (uint64_t) c - 1, (uint64_t) c);
}


static uint64_t
cx_money_common(uint64_t a, uint64_t b)
{
    uint64_t  rest;

    while (b) {
        rest = a % b;
        a = b;
        b = rest;
    }

    return a;
}


static void
cx_rate_reduce(int64_t *mul, int64_t *div)
{
    uint64_t  n;

    n = cx_money_common((uint64_t) *mul, (uint64_t) *div);

    if (n > 1) {
        *mul = (int64_t) ((uint64_t) *mul / n);
        *div = (int64_t) ((uint64_t) *div / n);
    }
}


cx_rate_t
cx_rate_times(cx_rate_t rate, int64_t mul, int64_t div)
{
    int                shift;
    unsigned __int128  m, d, more;

    cx_rate_reduce(&rate.mul, &rate.div);
    cx_rate_reduce(&mul, &div);
    cx_rate_reduce(&rate.mul, &div);
    cx_rate_reduce(&mul, &rate.div);

    m = (unsigned __int128) rate.mul * (uint64_t) mul;
    d = (unsigned __int128) rate.div * (uint64_t) div;
    more = cx_max(m, d);

    for (shift = 0; more >> shift > CX_RATE_TERM_MAX - 1; shift++) {
        /* void */
    }

    if (shift) {
        m = (m >> shift) + 1;
        d >>= shift;
    }

    if (d == 0) {
        return (cx_rate_t) { 0, 1 };
    }

    return (cx_rate_t) { (int64_t) m, (int64_t) d };
}


int64_t
cx_money_cost(int64_t price, cx_rate_t rate, uint32_t qty)
{
    uint64_t           by;
    unsigned __int128  v;

    if (rate.mul == rate.div && qty == CX_QTY_ONE) {
        return price;
    }

    v = (unsigned __int128) price * (uint64_t) rate.mul;
    by = (uint64_t) rate.div * CX_QTY_ONE;

    return v >> 100 ? INT64_MAX : cx_money_divide(v * qty + by - 1, by);
}
