
/* Strings of bits, six to a letter. */

#include <string.h>

#include "tests/exchange/consent.h"


#define VENDORS_MAX  1500
#define DECI_2026    17672256000ULL /* January 1st, in tenths of a second */
#define DECI_DAY     864000

typedef struct {
    char      *at;
    unsigned   value;
    unsigned   n;
} bits_t;


static void
bits(bits_t *b, uint64_t value, unsigned n)
{
    static const char  letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    while (n-- != 0) {
        b->value = b->value << 1 | (value >> n & 1);

        if (++b->n == 6) {
            *b->at++ = letters[b->value];
            b->value = 0;
            b->n = 0;
        }
    }
}


/* the last letter filled up with zeros */

static char *
finish(bits_t *b)
{
    if (b->n != 0) {
        bits(b, 0, 6 - b->n);
    }

    *b->at = '\0';

    return b->at;
}


/* the first of a set is the highest bit */

static void
set(bits_t *b, uint32_t value, unsigned n)
{
    unsigned  i;

    for (i = 0; i < n; i++) {
        bits(b, value >> i, 1);
    }
}


static void
vendors(bits_t *b, const xc_tcf_t *tcf)
{
    unsigned  i;

    bits(b, tcf->vendors, 16);

    if (tcf->vendors != 0 && tcf->ranges) {
        bits(b, 1, 1);
        bits(b, 1, 12);
        bits(b, 1, 1);
        bits(b, 1, 16);
        bits(b, tcf->vendors, 16);
        return;
    }

    bits(b, 0, 1);

    for (i = 0; i < tcf->vendors; i++) {
        bits(b, 1, 1);
    }
}


void
xc_consent_tcf(char to[XC_CONSENT_MAX], const xc_tcf_t *tcf, xc_rng_t *rng)
{
    bits_t    b;
    uint64_t  day;
    xc_tcf_t  shown;

    day = DECI_2026 + xc_rng_below(rng, 150) * (uint64_t) DECI_DAY;

    b = (bits_t) { to, 0, 0 };

    bits(&b, 2, 6);
    bits(&b, day, 36);
    bits(&b, day, 36);
    bits(&b, xc_rng_between(rng, 2, 400), 12);
    bits(&b, 1, 12);
    bits(&b, 1, 6);
    bits(&b, 'e' - 'a', 6);
    bits(&b, 'n' - 'a', 6);
    bits(&b, xc_rng_between(rng, 100, 160), 12);
    bits(&b, 5, 6);
    bits(&b, 1, 1);
    bits(&b, 0, 1);
    set(&b, tcf->features, 12);
    set(&b, tcf->purposes, 24);
    set(&b, tcf->purposes & 0x7c2, 24);
    bits(&b, 0, 1);
    bits(&b, 'd' - 'a', 6);
    bits(&b, 'e' - 'a', 6);
    vendors(&b, tcf);
    vendors(&b, tcf);
    bits(&b, 0, 12);

    to = finish(&b);

    /* the vendors that were shown: all, and in few letters */

    shown.vendors = tcf->vendors ? tcf->vendors : VENDORS_MAX;
    shown.ranges = 1;
    *to++ = '.';
    b = (bits_t) { to, 0, 0 };
    bits(&b, 1, 3);
    vendors(&b, &shown);
    finish(&b);
}


void
xc_consent_usp(char to[XC_CONSENT_MAX], int opt_out)
{
    strcpy(to, opt_out ? "1YYN" : "1YNN");
}


/*
 * Version 1: six notices were given, then sale, sharing and targeting opted
 * out of or not, twelve kinds of sensitive data and two of children that do
 * not apply, personal data, and the three fields of the agreement.
 */

void
xc_consent_usnat(char to[XC_CONSENT_MAX], int opt_out)
{
    bits_t    b;
    unsigned  i;

    b = (bits_t) { to, 0, 0 };
    bits(&b, 1, 6);

    for (i = 0; i < 6; i++) {
        bits(&b, 1, 2);
    }

    for (i = 0; i < 3; i++) {
        bits(&b, opt_out ? 1 : 2, 2);
    }

    bits(&b, 0, 2 * (12 + 2 + 1));
    bits(&b, 1, 2);
    bits(&b, 1, 2);
    bits(&b, 2, 2);
    finish(&b);
}


/* a sum of Fibonacci numbers, the smallest first, and a one behind the last */

static void
fibonacci(bits_t *b, unsigned value)
{
    int       i, top;
    uint64_t  code;
    unsigned  f[16];

    f[0] = 1;
    f[1] = 2;

    for (i = 2; i < 16; i++) {
        f[i] = f[i - 1] + f[i - 2];
    }

    for (i = 15, top = -1, code = 0; i >= 0; i--) {
        if (f[i] <= value) {
            value -= f[i];
            code |= 1ULL << i;
            top = top < 0 ? i : top;
        }
    }

    for (i = 0; i <= top; i++) {
        bits(b, code >> i, 1);
    }

    bits(b, 1, 1);
}


void
xc_consent_gpp(char to[XC_CONSENT_MAX], const unsigned *id, unsigned n)
{
    bits_t    b;
    unsigned  i, j, items, last;

    for (i = 1, items = n != 0; i < n; i++) {
        items += id[i] != id[i - 1] + 1;
    }

    b = (bits_t) { to, 0, 0 };
    bits(&b, 3, 6);
    bits(&b, 1, 6);
    bits(&b, items, 12);

    for (i = 0, last = 0; i < n; i = j + 1) {
        for (j = i; j + 1 < n && id[j + 1] == id[j] + 1; j++) { /* void */ }

        bits(&b, j > i, 1);
        fibonacci(&b, id[i] - last);

        if (j > i) {
            fibonacci(&b, id[j] - id[i]);
        }

        last = id[j];
    }

    finish(&b);
}
