
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/judge.h"


static xc_money_t
xc_rates_usd(const xc_rates_t *rates, xc_text_t cur)
{
    unsigned  i;

    if (xc_text_is(cur, "USD")) {
        return 1000000000;
    }

    for (i = 0; rates && i < rates->n; i++) {
        if (xc_text_is(cur, rates->rate[i].cur)) {
            return rates->rate[i].usd;
        }
    }

    return -1;
}


xc_money_t
xc_rates_convert(const xc_rates_t *rates, xc_money_t amount, xc_text_t from,
    xc_text_t to)
{
    __int128    v;
    xc_money_t  a, b;

    if (xc_text_same_case(from, to)) {
        return amount;
    }

    a = xc_rates_usd(rates, from);
    b = xc_rates_usd(rates, to);

    if (a <= 0 || b <= 0) {
        return -1;
    }

    v = (__int128) amount * a;
    v = v / b + (v % b != 0);

    return v > INT64_MAX ? -1 : (xc_money_t) v;
}


int
xc_rates_add(xc_rates_t *rates, const char *text, xc_error_t *err)
{
    int         i, exact;
    char        nanos[32];
    xc_json_t   n;
    xc_rate_t  *r;

    for (i = 0; i < 3 && text[i] >= 'A' && text[i] <= 'Z'; i++) { /* void */ }

    if (i < 3 || text[3] != '=') {
        return xc_error(err, "--currency=%.64s: a currency and what it is worth "
                        "in USD, as \"EUR=1.08\"", text);
    }

    n.text.len = strspn(text + 4, "0123456789.");

    if (n.text.len == 0 || n.text.len > 16 || text[4 + n.text.len] != '\0') {
        return xc_error(err, "--currency=%.64s: not a number from 0.000000001",
                        text);
    }

    /* micros of a thousand are nanos of one */

    n.type = XC_JSON_NUMBER;
    n.text.data = nanos;
    n.text.len = (size_t) snprintf(nanos, sizeof(nanos), "%se3", text + 4);

    if (rates->n == XC_RATES) {
        return xc_error(err, "--currency=%.64s: more than %d rates", text,
                        XC_RATES);
    }

    r = &rates->rate[rates->n];
    memcpy(r->cur, text, 3);
    r->cur[3] = '\0';
    r->usd = xc_json_micros(&n, &exact);

    if (r->usd <= 0) {
        return xc_error(err, "--currency=%.64s: not a number from 0.000000001",
                        text);
    }

    rates->n++;

    return XC_OK;
}
