
/*
 * Consent strings for tests, written and read back without anything of the
 * reader: a string of bits is a string of the letters "0" and "1".
 */

#ifndef CX_TEST_CONSENT_H
#define CX_TEST_CONSENT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/openrtb/consent.h"


#define C_BITS     (CX_CONSENT_MAX * 6 + 64)
#define C_TEXT     (4 * CX_CONSENT_MAX)
#define C_VENDORS  64
#define C_LIMITS   8

/* dates in tenths of a second: within TCF 2.0, 2.2 and 2.3 */

#define C_2022     16409952000ULL
#define C_2024     17040672000ULL
#define C_2026     17830368000ULL

static const char  c_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

typedef struct {
    char    bit[C_BITS + 1];
    size_t  n;
} c_bits_t;

typedef struct {
    unsigned  n;
    unsigned  id[C_VENDORS];        /* rising */
    unsigned  ranges;               /* how it is written */
} c_list_t;

typedef struct {
    unsigned  purpose;
    unsigned  type;
    c_list_t  vendors;
} c_limit_t;

typedef struct {
    unsigned            version;
    unsigned long long  created;
    unsigned long long  updated;
    unsigned            cmp;
    unsigned            cmp_version;
    unsigned            screen;
    unsigned            list;
    unsigned            policy;
    unsigned            shared;     /* not of one service alone */
    unsigned            nonstandard;
    unsigned            features;   /* CX_FEATURE() */
    unsigned            consent;    /* CX_PURPOSE() */
    unsigned            interest;
    unsigned            purpose_one;
    c_list_t            vendor_consent;
    c_list_t            vendor_interest;
    c_limit_t           limit[C_LIMITS];
    unsigned            nlimits;
    unsigned            has_disclosed;
    c_list_t            disclosed;
    unsigned            has_allowed;
    c_list_t            allowed;
    unsigned            has_publisher;
    unsigned            custom;     /* how many purposes of its own */
} c_tcf_t;


static inline void
c_put(c_bits_t *b, unsigned long long v, unsigned n)
{
    while (n--) {
        if (b->n < C_BITS) {
            b->bit[b->n++] = v >> n & 1 ? '1' : '0';
        }
    }

    b->bit[b->n] = '\0';
}


/* purpose 1 comes first */

static inline void
c_put_set(c_bits_t *b, unsigned set, unsigned n)
{
    unsigned  i;

    for (i = 1; i <= n; i++) {
        c_put(b, set >> i & 1, 1);
    }
}


static inline void
c_put_fibonacci(c_bits_t *b, unsigned v)
{
    int       i, top;
    char      code[32];
    unsigned  f[32];

    f[0] = 1;
    f[1] = 2;

    for (i = 2; i < 32; i++) {
        f[i] = f[i - 1] + f[i - 2];
    }

    for (top = 0; top < 30 && f[top + 1] <= v; top++) { /* void */ }

    memset(code, '0', sizeof(code));

    for (i = top; i >= 0; i--) {
        if (f[i] <= v) {
            code[i] = '1';
            v -= f[i];
        }
    }

    for (i = 0; i <= top; i++) {
        c_put(b, code[i] == '1', 1);
    }

    c_put(b, 1, 1);
}


static inline void
c_put_ranges(c_bits_t *b, const c_list_t *l)
{
    c_bits_t  *all;
    unsigned   i, j, n;

    all = calloc(1, sizeof(c_bits_t));
    n = 0;

    for (i = 0; i < l->n; i = j + 1, n++) {
        for (j = i; j + 1 < l->n && l->id[j + 1] == l->id[j] + 1; j++) {
            /* void */
        }

        c_put(all, j > i, 1);
        c_put(all, l->id[i], 16);

        if (j > i) {
            c_put(all, l->id[j], 16);
        }
    }

    c_put(b, n, 12);

    for (i = 0; i < all->n; i++) {
        c_put(b, all->bit[i] == '1', 1);
    }

    free(all);
}


static inline void
c_put_list(c_bits_t *b, const c_list_t *l)
{
    unsigned  i, id, max;

    max = l->n ? l->id[l->n - 1] : 0;
    c_put(b, max, 16);
    c_put(b, l->ranges != 0, 1);

    if (l->ranges) {
        c_put_ranges(b, l);
        return;
    }

    for (i = 0, id = 1; id <= max; id++) {
        c_put(b, l->id[i] == id, 1);
        i += l->id[i] == id;
    }
}


/* adds the bits as letters; returns where the text ends */

static inline char *
c_text(char *to, const c_bits_t *b)
{
    size_t    i;
    unsigned  v;

    for (i = 0, v = 0; i < b->n || i % 6; i++) {
        v = v << 1 | (i < b->n && b->bit[i] == '1');

        if (i % 6 == 5) {
            *to++ = c_alphabet[v];
            v = 0;
        }
    }

    *to = '\0';

    return to;
}


static inline c_bits_t *
c_bits(void)
{
    static c_bits_t  b;

    b.n = 0;

    return &b;
}


static inline void
c_core(c_bits_t *b, const c_tcf_t *t, int canada)
{
    unsigned  i;

    c_put(b, canada ? 1 : t->version, 6);
    c_put(b, t->created, 36);
    c_put(b, t->updated, 36);
    c_put(b, t->cmp, 12);
    c_put(b, t->cmp_version, 12);
    c_put(b, t->screen, 6);
    c_put(b, 'e' - 'a', 6);
    c_put(b, 'n' - 'a', 6);
    c_put(b, t->list, 12);
    c_put(b, t->policy, 6);

    if (!canada) {
        c_put(b, !t->shared, 1);
    }

    c_put(b, t->nonstandard, 1);
    c_put_set(b, t->features, 12);
    c_put_set(b, t->consent, 24);
    c_put_set(b, t->interest, 24);

    if (!canada) {
        c_put(b, t->purpose_one, 1);
        c_put(b, 'd' - 'a', 6);
        c_put(b, 'e' - 'a', 6);
    }

    c_put_list(b, &t->vendor_consent);
    c_put_list(b, &t->vendor_interest);
    c_put(b, t->nlimits, 12);

    for (i = 0; i < t->nlimits; i++) {
        c_put(b, t->limit[i].purpose, 6);
        c_put(b, t->limit[i].type, 2);
        c_put_ranges(b, &t->limit[i].vendors);
    }
}


/* returns how many letters the core has */

static inline size_t
c_tcf(char *to, const c_tcf_t *t, int canada)
{
    char      *p;
    size_t     core;
    c_bits_t  *b;

    b = c_bits();
    c_core(b, t, canada);
    p = c_text(to, b);
    core = (size_t) (p - to);

    if (t->has_disclosed) {
        b = c_bits();
        c_put(b, 1, 3);
        c_put_list(b, &t->disclosed);
        *p++ = '.';
        p = c_text(p, b);
    }

    if (t->has_allowed) {
        b = c_bits();
        c_put(b, 2, 3);
        c_put_list(b, &t->allowed);
        *p++ = '.';
        p = c_text(p, b);
    }

    if (t->has_publisher) {
        b = c_bits();
        c_put(b, 3, 3);
        c_put_set(b, t->consent, 24);
        c_put_set(b, t->interest, 24);
        c_put(b, t->custom, 6);
        c_put(b, 0, t->custom);
        c_put(b, 0, t->custom);
        *p++ = '.';
        p = c_text(p, b);
    }

    return core;
}


/* a string of the platform: the header for these sections, and they */

static inline void
c_gpp(char *to, const unsigned *id, const char *const *section, unsigned n)
{
    unsigned   i, j, items, last;
    c_bits_t  *b, *all;

    all = calloc(1, sizeof(c_bits_t));

    for (i = 0, items = 0, last = 0; i < n; i = j + 1, items++) {
        for (j = i; j + 1 < n && id[j + 1] == id[j] + 1; j++) { /* void */ }

        c_put(all, j > i, 1);
        c_put_fibonacci(all, id[i] - last);

        if (j > i) {
            c_put_fibonacci(all, id[j] - id[i]);
        }

        last = id[j];
    }

    b = c_bits();
    c_put(b, 3, 6);
    c_put(b, 1, 6);
    c_put(b, items, 12);

    for (i = 0; i < all->n; i++) {
        c_put(b, all->bit[i] == '1', 1);
    }

    free(all);
    to = c_text(to, b);

    for (i = 0; i < n; i++) {
        *to++ = '~';
        to = stpcpy(to, section[i]);
    }
}


/*
 * The same backwards, slowly: from letters to "0" and "1", fields cut off one
 * by one.  -1 where there is no field any more.
 */

typedef struct {
    c_bits_t  b;
    size_t    at;
    int       bad;
} c_reader_t;


static inline int
c_open(c_reader_t *r, const uint8_t *s, size_t n)
{
    size_t       i;
    const char  *p;

    r->b.n = 0;
    r->at = 0;
    r->bad = 0;

    if (n == 0 || n > CX_CONSENT_MAX) {
        return 0;
    }

    for (i = 0; i < n; i++) {
        p = s[i] ? strchr(c_alphabet, s[i]) : NULL;

        if (p == NULL) {
            return 0;
        }

        c_put(&r->b, (unsigned long long) (p - c_alphabet), 6);
    }

    return 1;
}


/* of more than 63 bits what is last is told, as nobody asks for them */

static inline long long
c_get(c_reader_t *r, unsigned n)
{
    unsigned long long  v;

    if (r->b.n - r->at < n) {
        r->at = r->b.n;
        r->bad = 1;
        return 0;
    }

    for (v = 0; n; n--) {
        v = v << 1 | (r->b.bit[r->at++] == '1');
    }

    return (long long) v;
}


static inline unsigned
c_get_set(c_reader_t *r, unsigned n)
{
    unsigned  i, set;

    for (i = 1, set = 0; i <= n; i++) {
        set |= c_get(r, 1) ? 1U << i : 0;
    }

    return set;
}


static inline int
c_get_ranges(c_reader_t *r, unsigned vendor)
{
    int        found;
    long long  n, group, first, last;

    found = 0;

    for (n = c_get(r, 12); n && !r->bad; n--) {
        group = c_get(r, 1);
        first = c_get(r, 16);
        last = group ? c_get(r, 16) : first;

        if (first == 0 || last < first) {
            r->bad = 1;
        }

        found |= vendor >= first && vendor <= last;
    }

    return found && !r->bad;
}


static inline int
c_get_list(c_reader_t *r, unsigned vendor)
{
    int        found;
    long long  i, max;

    found = 0;
    max = c_get(r, 16);

    if (c_get(r, 1)) {
        return c_get_ranges(r, vendor) && vendor <= max;
    }

    for (i = 1; i <= max && !r->bad; i++) {
        found |= c_get(r, 1) && i == vendor;
    }

    return found && !r->bad;
}


static inline int
c_oracle_part(c_reader_t *r, unsigned vendor, cx_tcf_t *t)
{
    int  in;

    switch (c_get(r, 3)) {

    case 1:
        in = c_get_list(r, vendor);
        t->disclosed = t->has_disclosed ? t->disclosed && in : in;
        t->has_disclosed = 1;
        break;

    case 2:
        in = c_get_list(r, vendor);
        t->allowed = t->has_allowed ? t->allowed && in : in;
        t->has_allowed = 1;
        break;

    case 3:
        t->publisher_consent = c_get_set(r, 24);
        t->publisher_interest = c_get_set(r, 24);
        (void) c_get(r, 2 * (unsigned) c_get(r, 6));
        t->has_publisher = 1;
        break;
    }

    return !r->bad;
}


static inline void
c_oracle_core(c_reader_t *r, unsigned vendor, cx_tcf_t *t, int canada)
{
    long long  n, purpose, type;

    t->created = (uint64_t) c_get(r, 36);
    t->updated = (uint64_t) c_get(r, 36);
    t->cmp = (uint16_t) c_get(r, 12);
    t->cmp_version = (uint16_t) c_get(r, 12);
    t->screen = (uint8_t) c_get(r, 6);
    (void) c_get(r, 12);
    t->list = (uint16_t) c_get(r, 12);
    t->policy = (uint8_t) c_get(r, 6);

    if (!canada && !c_get(r, 1)) {
        r->bad = 1;
    }

    t->nonstandard = (unsigned) c_get(r, 1) & 1;
    t->features = c_get_set(r, 12);
    t->consent = c_get_set(r, 24);
    t->interest = c_get_set(r, 24);

    if (!canada) {
        t->purpose_one = (unsigned) c_get(r, 1) & 1;
        (void) c_get(r, 12);
    }

    t->vendor_consent = c_get_list(r, vendor) & 1;
    t->vendor_interest = c_get_list(r, vendor) & 1;

    for (n = c_get(r, 12); n && !r->bad; n--) {
        purpose = c_get(r, 6);
        type = c_get(r, 2) % 3;

        if (c_get_ranges(r, vendor) && purpose > 0 && purpose < 25) {
            t->restricted[type] |= CX_PURPOSE(purpose);
        }
    }
}


/* what the reader ought to say of any text */

static inline cx_rc_t
c_oracle(const uint8_t *s, size_t n, unsigned vendor, cx_tcf_t *t, int canada)
{
    size_t      i, end;
    long long   version;
    c_reader_t  *r;

    static c_reader_t  reader;

    r = &reader;
    memset(t, 0, sizeof(cx_tcf_t));

    for (end = 0; end < n && s[end] != '.'; end++) { /* void */ }

    if (!c_open(r, s, end)) {
        return CX_ERROR;
    }

    version = c_get(r, 6);

    if (version != (canada ? 1 : 2)) {
        return !canada && version == 1 ? CX_DECLINED : CX_ERROR;
    }

    c_oracle_core(r, vendor, t, canada);

    if (r->bad) {
        return CX_ERROR;
    }

    while (end < n) {
        i = end + 1;

        for (end = i; end < n && s[end] != '.'; end++) { /* void */ }

        if (!c_open(r, s + i, end - i) || !c_oracle_part(r, vendor, t)) {
            return CX_ERROR;
        }
    }

    if (canada) {
        return CX_OK;
    }

    return (t->updated >= 16961184000ULL && t->policy < 4)
           || (t->updated >= 17723232000ULL && !t->has_disclosed)
           ? CX_ERROR : CX_OK;
}


/* the languages and countries aside, which grant nothing */

static inline int
c_same(const cx_tcf_t *a, const cx_tcf_t *b)
{
    return a->created == b->created && a->updated == b->updated
           && a->cmp == b->cmp && a->cmp_version == b->cmp_version
           && a->screen == b->screen && a->list == b->list
           && a->policy == b->policy && a->nonstandard == b->nonstandard
           && a->features == b->features && a->consent == b->consent
           && a->interest == b->interest && a->purpose_one == b->purpose_one
           && a->vendor_consent == b->vendor_consent
           && a->vendor_interest == b->vendor_interest
           && memcmp(a->restricted, b->restricted, sizeof(a->restricted)) == 0
           && a->has_disclosed == b->has_disclosed
           && a->disclosed == b->disclosed && a->has_allowed == b->has_allowed
           && a->allowed == b->allowed
           && a->has_publisher == b->has_publisher
           && a->publisher_consent == b->publisher_consent
           && a->publisher_interest == b->publisher_interest;
}


#endif /* CX_TEST_CONSENT_H */
