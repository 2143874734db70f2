
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/auction.h"
#include "tests/exchange/random.h"


/* a number from 0 to most, behind a name */

static int
xc_rivals_number(const char *p, const char *name, double most, double *v,
    const char **end)
{
    char    *e;
    size_t   n;

    n = strlen(name);

    if (strncmp(p, name, n) != 0) {
        return 0;
    }

    *v = strtod(p + n, &e);

    if (e == p + n || !(*v >= 0 && *v <= most)) {
        return 0;
    }

    *end = e;

    return 1;
}


static int
xc_rivals_media(const char *p, unsigned *media, const char **end)
{
    static const char *const  names[] = { "banner", "video", "audio",
                                          "native" };

    size_t  n;
    int     i;

    if (strncmp(p, "media=", 6) != 0) {
        return 0;
    }

    p += 6;
    n = strcspn(p, ":");

    for (i = 0; i < 4; i++) {
        if (strlen(names[i]) == n && strncmp(p, names[i], n) == 0) {
            *media = XC_MEDIUM(i + 1);
            *end = p + n;
            return 1;
        }
    }

    return 0;
}


int
xc_rivals_add(xc_auction_t *auction, const char *text, xc_error_t *err)
{
    char         *e;
    long          n;
    const char   *p;
    xc_rivals_t  *r;

    if (auction->ngroups == XC_RIVALS) {
        return xc_error(err, "--rivals=%.64s: more than %d groups", text,
                        XC_RIVALS);
    }

    r = &auction->rivals[auction->ngroups];
    r->median = 1;
    r->sigma = 0.5;
    r->join = 1;
    r->media = XC_BANNER|XC_VIDEO|XC_AUDIO|XC_NATIVE;

    n = strtol(text, &e, 10);
    p = e;

    if (p == text || n < 0 || n > 64) {
        return xc_error(err, "--rivals=%.64s: a number from 0 to 64 is first",
                        text);
    }

    r->n = (unsigned) n;

    while (*p == ':') {
        p++;

        if (!xc_rivals_number(p, "median=", 10000, &r->median, &p)
            && !xc_rivals_number(p, "sigma=", 5, &r->sigma, &p)
            && !xc_rivals_number(p, "join=", 1, &r->join, &p)
            && !xc_rivals_media(p, &r->media, &p))
        {
            p--;
            break;
        }
    }

    if (*p != '\0') {
        return xc_error(err, "--rivals=%.64s: \"%.32s\" is not median= up to "
                        "10000, sigma= up to 5, join= up to 1 or media= "
                        "banner, video, audio or native", text, p);
    }

    auction->ngroups++;

    return XC_OK;
}


static void
xc_rivals_put(xc_money_t *bids, unsigned *n, unsigned max, xc_money_t bid)
{
    unsigned  i;

    if (*n == max) {
        if (max == 0 || bids[max - 1] >= bid) {
            return;
        }

        (*n)--;
    }

    for (i = (*n)++; i && bids[i - 1] < bid; i--) {
        bids[i] = bids[i - 1];
    }

    bids[i] = bid;
}


unsigned
xc_rivals_bids(const xc_auction_t *auction, const xc_rates_t *rates,
    uint64_t draw, unsigned media, xc_text_t cur, xc_money_t *bids,
    unsigned max)
{
    double              price;
    uint64_t            h;
    unsigned            g, i, n;
    xc_text_t           usd = xc_text("USD");
    xc_money_t          bid;
    const xc_rivals_t  *r;

    n = 0;

    for (g = 0; g < auction->ngroups; g++) {
        r = &auction->rivals[g];

        if (!(r->media & media)) {
            continue;
        }

        for (i = 0; i < r->n; i++) {
            h = xc_mix(xc_mix(draw, g), i);

            if (xc_uniform(xc_mix(h, 3)) >= r->join) {
                continue;
            }

            price = r->median * exp(r->sigma * xc_normal(h));

            if (price > 1e6) {
                price = 1e6;
            }

            bid = xc_rates_convert(rates, (xc_money_t) (price * 1e6), usd,
                                   cur);

            if (bid > 0) {
                xc_rivals_put(bids, &n, max, bid);
            }
        }
    }

    return n;
}
