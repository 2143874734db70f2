#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


/*
 * All ways to fill the places of a decision, whatever creatives are taken, by
 * rules that are written down here once more.  No advertiser has two films.
 */

#define FILMS     6
#define VERSIONS  2
#define FIRST     (1LL << 45)
#define GUAR      (1LL << 53)

typedef struct {
    uint32_t  bid;
    uint32_t  deal;                     /* it is in this one alone, or 0 */
    uint32_t  category;                 /* of the campaign; 0: none */
    uint32_t  n;
    uint32_t  seconds[VERSIONS];
    uint32_t  own[VERSIONS];            /* categories of the creatives */
} film_t;

typedef struct {
    uint32_t  max;
    uint32_t  seconds;                  /* 0: a slot */
    uint32_t  floor;                    /* tenths; of a second, if timed */
    unsigned  timed:1;
    unsigned  deals:1;
    unsigned  closed:1;
} part_t;

typedef struct {
    uint32_t  film;
    uint32_t  version;
    uint32_t  place;
} choice_t;

/* of what is allowed to be shared in a pod */

typedef struct {
    const char  *list;
    unsigned     advertisers:1;
    unsigned     categories:1;
    unsigned     creatives:1;
} sharing_t;

static const sharing_t  sharing[] = {
    { "", 0, 0, 0 },
    { "", 0, 0, 0 },
    { ",'poddedupe':[1]", 0, 1, 0 },
    { ",'poddedupe':[2]", 1, 0, 0 },
    { ",'poddedupe':[3]", 1, 1, 0 },
    { ",'poddedupe':[2,1,5]", 0, 0, 0 },
    { ",'poddedupe':[5]", 1, 1, 1 }
};

static film_t            film[FILMS];
static part_t            part[3];
static choice_t          choice[FILMS * VERSIONS * 3], taken[16];
static uint32_t          nchoices, ntaken;
static int64_t           sum, best;
static const sharing_t  *may;


static int
same_category(const choice_t *a, const choice_t *b)
{
    uint32_t  i, k, one[2], two[2];

    one[0] = film[a->film].category;
    one[1] = film[a->film].own[a->version];
    two[0] = film[b->film].category;
    two[1] = film[b->film].own[b->version];

    for (i = 0; i < 2; i++) {
        for (k = 0; k < 2; k++) {
            if (one[i] && one[i] == two[k]) {
                return 1;
            }
        }
    }

    return 0;
}


static int
go_together(const choice_t *a, const choice_t *b)
{
    if (a->film == b->film && a->version == b->version
        && (a->place == b->place || !may->creatives))
    {
        return 0;
    }

    return (may->advertisers || a->film != b->film)
           && (may->categories || !same_category(a, b));
}


static int
goes(const choice_t *c)
{
    uint32_t  i, ads, seconds;

    ads = 0;
    seconds = film[c->film].seconds[c->version];

    for (i = 0; i < ntaken; i++) {
        if (!go_together(&taken[i], c)) {
            return 0;
        }

        if (taken[i].place == c->place) {
            ads++;
            seconds += film[taken[i].film].seconds[taken[i].version];
        }
    }

    return ads < part[c->place].max
           && (part[c->place].seconds == 0
               || seconds <= part[c->place].seconds);
}


/* of one more: the second of the deals is a guaranteed one */

static int64_t
worth(const choice_t *c)
{
    int64_t   value;
    uint32_t  i;

    value = film[c->film].bid * 1000000LL;

    if (film[c->film].deal == 0) {
        return value;
    }

    for (i = 0; i < ntaken; i++) {
        if (taken[i].place == c->place
            && film[taken[i].film].deal == film[c->film].deal)
        {
            return value;
        }
    }

    return value + (film[c->film].deal == 2 ? GUAR : FIRST);
}


static int
may_be_bid(const choice_t *c)
{
    uint32_t       floor;
    const film_t  *f;
    const part_t  *p;

    f = &film[c->film];
    p = &part[c->place];
    floor = p->floor * (p->timed ? f->seconds[c->version] : 1);

    if (f->deal ? !p->deals : p->closed) {
        return 0;
    }

    /* who is in a guaranteed deal pays its floor, up to its limit */

    return (f->deal == 2 ? 2 : 1) * f->bid * 10 >= floor;
}


static void
all_ways(uint32_t i)
{
    int64_t  value;

    for ( /* void */ ; i < nchoices; i++) {
        if (!goes(&choice[i])) {
            continue;
        }

        value = worth(&choice[i]);
        taken[ntaken++] = choice[i];
        sum += value;
        best = cx_max(best, sum);

        all_ways(i + 1);

        sum -= value;
        ntaken--;
    }
}


static uint32_t
below(uint64_t *seed, uint32_t n)
{
    *seed = cx_hash_mix(*seed + 0x9e3779b97f4a7c15ULL, 0x2545f4914f6cdd1dULL);

    return (uint32_t) (*seed >> 20) % n;
}


static size_t
film_lines(const film_t *f, uint32_t i, char *p, size_t len)
{
    size_t    n;
    uint32_t  k;

    n = (size_t) snprintf(p, len,
            "{'type':'campaign','id':'%u','adomain':['a%u.example']", i, i);

    if (f->category) {
        n += (size_t) snprintf(p + n, len - n, ",'cat':['IAB%u-1']",
                               f->category);
    }

    n += (size_t) snprintf(p + n, len - n,
             "}\n{'type':'adgroup','id':'g%u','campaign':'%u','bid':%u,"
             "'prior':0.5", i, i, 2 * f->bid);

    if (f->deal) {
        n += (size_t) snprintf(p + n, len - n,
                 ",'targeting':{'inventory':{'deals':['D%u']}}", f->deal);
    }

    n += (size_t) snprintf(p + n, len - n, "}\n");

    for (k = 0; k < f->n; k++) {
        n += (size_t) snprintf(p + n, len - n,
                 "{'type':'creative','id':'%u-%u','adgroup':'g%u','landing_url'"
                 ":'https://l.example/','media':'video','video':{'media_url':"
                 "'https://c.example/%u-%u','mime':'video/mp4','duration':%u}",
                 i, k, i, i, k, f->seconds[k]);

        if (f->own[k]) {
            n += (size_t) snprintf(p + n, len - n, ",'cat':['IAB%u-2']",
                                   f->own[k]);
        }

        n += (size_t) snprintf(p + n, len - n, "}\n");
    }

    return n;
}


static void
random_world(uint64_t *seed)
{
    size_t       n;
    film_t      *f;
    uint32_t     i, k;
    static char  lines[8192];

    memset(film, 0, sizeof(film));

    for (i = 0, n = 0; i < FILMS; i++) {
        f = &film[i];
        f->bid = 1 + below(seed, 30);
        f->deal = below(seed, 3) == 0 ? 1 + below(seed, 2) : 0;
        f->category = below(seed, 6);
        f->n = 1 + below(seed, VERSIONS);

        for (k = 0; k < f->n; k++) {
            f->seconds[k] = 5 + 5 * below(seed, 6);
            f->own[k] = below(seed, 2) ? 1 + below(seed, 7) : 0;
        }

        n += film_lines(f, i, lines + n, sizeof(lines) - n);
    }

    w_open(lines);

    /* nobody clicks, so that all are worth half of what they may cost */

    w.y[CX_HEAD_CLICK] = -20;
}


static void
random_part(uint64_t *seed, part_t *p, uint32_t nparts)
{
    memset(p, 0, sizeof(part_t));
    p->max = 1;
    p->timed = below(seed, 3) == 0;
    p->floor = p->timed ? below(seed, 12) : 10 * below(seed, 12);

    if (nparts == 1 || below(seed, 3) == 0) {
        p->max = 1 + below(seed, nparts == 1 ? 5 : 5 - nparts);
        p->seconds = 15 + below(seed, 70);
        p->deals = below(seed, 2) == 0;
        p->closed = p->deals && below(seed, 4) == 0;
    }
}


static size_t
part_text(const part_t *p, uint32_t i, char *to, size_t len)
{
    size_t  n;

    n = (size_t) snprintf(to, len,
            "%s{'id':'%u','video':{'mimes':['video/mp4'],'podid':'p'%s",
            i ? "," : "", i, i == 0 ? may->list : "");

    if (p->timed) {
        n += (size_t) snprintf(to + n, len - n, ",'mincpmpersec':%u.%u",
                               p->floor / 10, p->floor % 10);
    }

    if (p->seconds) {
        n += (size_t) snprintf(to + n, len - n, ",'poddur':%u,'maxseq':%u",
                               p->seconds, p->max);
    }

    n += (size_t) snprintf(to + n, len - n, "}");

    if (!p->timed) {
        n += (size_t) snprintf(to + n, len - n, ",'bidfloor':%u",
                               p->floor / 10);
    }

    if (p->deals) {
        n += (size_t) snprintf(to + n, len - n, ",'pmp':{'private_auction':%u,"
                               "'deals':[{'id':'D1'},{'id':'D2','guar':1}]}",
                               p->closed);
    }

    return n + (size_t) snprintf(to + n, len - n, "}");
}


/* what is bid, by the same rules; -1 if it may not be together */

static int64_t
bid_for(uint32_t nparts)
{
    int64_t            value;
    cx_str_t           id;
    choice_t           c;
    uint32_t           i, k;
    const cx_offer_t  *o;

    value = 0;
    ntaken = 0;

    for (i = 0; i < nparts; i++) {
        for (k = 0; k < w.d->imp[i].nwon; k++) {
            o = w.d->imp[i].won[k];
            id = cx_catalog_crid(o->hit.file, &o->hit.fit[o->fit]);
            c = (choice_t) { id.data[0] - '0', id.data[2] - '0', i };

            if (!goes(&c) || !may_be_bid(&c) || ntaken == cx_nelts(taken)) {
                return -1;
            }

            value += worth(&c);
            taken[ntaken++] = c;
        }
    }

    ntaken = 0;

    return value;
}


static void
as_good_as_any(void)
{
    char      body[2048];
    size_t    len;
    uint32_t  i, k, v, n, round, failed;
    int64_t   value;
    uint64_t  seed;

    failed = 0;

    for (round = 0; round < 2000; round++) {
        seed = round;

        if (round % 10 == 0) {
            random_world(&seed);
        }

        w.b.random = below(&seed, 1000);
        w.exchange.bids_max = below(&seed, 8) ? 0 : 2;
        may = &sharing[below(&seed, cx_nelts(sharing))];
        n = 1 + below(&seed, 3);
        len = (size_t) snprintf(body, sizeof(body), "{'id':'r','imp':[");

        for (i = 0, nchoices = 0; i < n; i++) {
            random_part(&seed, &part[i], n);
            len += part_text(&part[i], i, body + len, sizeof(body) - len);

            if (w.exchange.bids_max) {
                part[i].max = cx_min(part[i].max, w.exchange.bids_max);
            }

            for (k = 0; k < FILMS; k++) {
                for (v = 0; v < film[k].n; v++) {
                    choice[nchoices] = (choice_t) { k, v, i };
                    nchoices += (uint32_t) may_be_bid(&choice[nchoices]);
                }
            }
        }

        (void) snprintf(body + len, sizeof(body) - len, "]}");
        CHECK_INT(w_decide(body), CX_OK);

        value = bid_for(n);
        sum = 0;
        best = 0;
        all_ways(0);

        if (value != best) {
            (void) printf("    pod %u: %lld, not %lld: %s\n", round,
                          (long long) value, (long long) best, body);
            failed++;
        }
    }

    CHECK_INT(failed, 0);
}


static const cx_test_t  tests[] = {
    TEST(as_good_as_any)
};

TEST_MAIN(tests)
