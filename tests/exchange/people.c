
/* Who comes, and what is known of them. */

#include <stdlib.h>
#include <string.h>

#include "tests/exchange/people.h"


/* streams of the seed, so that users are not sites */

#define USERS  0x100000000ULL
#define SITES  0x200000000ULL


int
xc_zipf_open(xc_zipf_t *z, uint32_t n, xc_error_t *err)
{
    double    sum;
    uint32_t  i;

    z->sum = malloc(n * sizeof(double));

    if (z->sum == NULL) {
        return xc_error(err, "no memory for a population of %u", n);
    }

    for (i = 0, sum = 0; i < n; i++) {
        sum += 1.0 / (i + 1);
        z->sum[i] = sum;
    }

    z->n = n;

    return XC_OK;
}


void
xc_zipf_close(xc_zipf_t *z)
{
    free(z->sum);
    z->sum = NULL;
}


uint32_t
xc_zipf(const xc_zipf_t *z, xc_rng_t *rng)
{
    double    at;
    uint32_t  low, high, middle;

    at = xc_rng_unit(rng) * z->sum[z->n - 1];

    for (low = 0, high = z->n - 1; low < high; /* void */ ) {
        middle = low + (high - low) / 2;

        if (z->sum[middle] > at) {
            high = middle;

        } else {
            low = middle + 1;
        }
    }

    return low;
}


static const xc_country_t *
country(xc_rng_t *rng)
{
    unsigned  i, at, total;

    for (i = 0, total = 0; i < XC_COUNTRIES; i++) {
        total += xc_countries[i].weight;
    }

    at = xc_rng_below(rng, total);

    for (i = 0; at >= xc_countries[i].weight; i++) {
        at -= xc_countries[i].weight;
    }

    return &xc_countries[i];
}


static const xc_device_t *
device(xc_rng_t *rng, unsigned n)
{
    unsigned  i, at, total;

    for (i = 0, total = 0; i < n; i++) {
        total += xc_devices[i].weight;
    }

    at = xc_rng_below(rng, total);

    for (i = 0; at >= xc_devices[i].weight; i++) {
        at -= xc_devices[i].weight;
    }

    return &xc_devices[i];
}


static void
privacy(xc_user_t *u, xc_rng_t *rng)
{
    u->privacy = 0;

    if (u->country->gdpr) {
        u->privacy = XC_GDPR;

        if (xc_rng_odds(rng, 74)) {
            u->privacy |= XC_CONSENT;

        } else if (xc_rng_odds(rng, 70)) {
            u->privacy |= XC_REFUSED;
        }

    } else if (strcmp(u->country->code, "USA") == 0 && xc_rng_odds(rng, 9)) {
        u->privacy = XC_OPT_OUT;
    }

    if (xc_rng_odds(rng, 7)) {
        u->privacy |= XC_LMT;
    }
}


/* with a phone for those who use an app */

void
xc_user(xc_user_t *u, uint64_t seed, uint32_t index, int phone)
{
    uint64_t  a, b;
    xc_rng_t  rng;

    xc_rng_seed(&rng, seed, USERS + index);

    u->country = country(&rng);
    u->device = device(&rng, phone ? XC_PHONES : XC_TVS);
    u->born = xc_rng_odds(&rng, 45) ? 1948 + xc_rng_below(&rng, 58) : 0;
    u->gender = "MFO"[xc_rng_below(&rng, 20) * 2 / 19];
    u->ip = xc_rng_between(&rng, 1, 254);
    u->segments = xc_rng(&rng) & xc_rng(&rng) & ((1 << XC_SEGMENTS) - 1);

    a = xc_rng(&rng);
    b = xc_rng(&rng);

    snprintf(u->id, sizeof(u->id), "%016llx%06x", (unsigned long long) a,
             (unsigned) (b & 0xffffff));
    snprintf(u->ifa, sizeof(u->ifa), "%08x-%04x-4%03x-a%03x-%012llx",
             (unsigned) (a >> 32), (unsigned) (a & 0xffff),
             (unsigned) (b & 0xfff), (unsigned) (b >> 12 & 0xfff),
             (unsigned long long) (b >> 16 & 0xffffffffffffULL));

    privacy(u, &rng);
}


static const char *
word(xc_rng_t *rng)
{
    return xc_words[xc_rng_below(rng, XC_WORDS)];
}


static const char *
currency(xc_rng_t *rng)
{
    unsigned  at;

    at = xc_rng_below(rng, 100);

    return at < 88 ? "USD" : at < 95 ? "EUR" : at < 98 ? "GBP" : "JPY";
}


void
xc_site(xc_site_t *s, uint64_t seed, uint32_t index, int where)
{
    xc_rng_t  rng;

    xc_rng_seed(&rng, seed, SITES + ((uint64_t) where << 34) + index);

    switch (where) {

    case XC_SITE:
        if (index < 2) {
            strcpy(s->domain, index ? "sport.example.org"
                                    : "news.example.com");

        } else {
            snprintf(s->domain, sizeof(s->domain), "%s-%u.example",
                     index % 4 ? "site" : "paper", index);
        }
        break;

    default:
        snprintf(s->domain, sizeof(s->domain), "%s-%u.example", word(&rng),
                 index);
    }

    snprintf(s->name, sizeof(s->name), "%s %s", word(&rng), word(&rng));
    s->name[0] -= 'a' - 'A';
    snprintf(s->bundle, sizeof(s->bundle), "com.%s.%s%u", word(&rng),
             word(&rng), index);
    snprintf(s->publisher, sizeof(s->publisher), "pub-%u", index / 3);

    strcpy(s->section[0], xc_categories[xc_rng_below(&rng, 24)]);
    strcpy(s->section[1], xc_categories[xc_rng_below(&rng, 24)]);

    s->currency = currency(&rng);
    s->floor = xc_rng_between(&rng, 5, 120) * 10000;
    s->style = xc_rng_below(&rng, 4);
    s->children = xc_rng_odds(&rng, 3);
    s->schain = xc_rng_odds(&rng, 70) ? xc_rng_between(&rng, 1, 3) : 0;
    s->nbcat = xc_rng_below(&rng, 7);
    s->nbadv = xc_rng_below(&rng, 5);
    s->blocks = xc_rng(&rng) >> 40;
}
