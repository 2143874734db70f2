/*
 * Random requests over random small catalogues.  A slow and plain reading of
 * the rules says who may stand, with which ads, over which floor and at which
 * price; the bidder must say the same, and name for each who is kept out a
 * rule that does keep it out.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid_oracle.h"


#define WORLDS    120
#define REQUESTS  60


/* the plain reading */

static int
has_word(const words_t *words, unsigned bits, const char *s)
{
    unsigned  i;
    cx_str_t  word;

    for (i = 0; bits >> i; i++) {
        word = cx_strn(words->word[i], strlen(words->word[i]));

        if ((bits >> i & 1)
            && cx_str_eq_nocase(cx_str_trim(word), cx_strn(s, strlen(s))))
        {
            return 1;
        }
    }

    return 0;
}


/* the category itself and all that it is part of; tax: of which it is asked */

static int
cat_listed(const char *cat, unsigned tax, const words_t *words, unsigned bits)
{
    size_t  i;
    char    name[16];

    static const char  *parents[][2] = {
        { "10", "2" }, { "2", "1" }, { "38", "37" }, { "37", "1" },
        { "53", "52" }
    };

    (void) snprintf(name, sizeof(name), "%s", tax == 1 ? cat : cat + 2);

    while (name[0]) {

        if (has_word(words, bits, name)) {
            return 1;
        }

        if (tax == 1) {
            name[strchr(name, '-') != NULL ? strcspn(name, "-") : 0] = '\0';
            continue;
        }

        for (i = 0; i < cx_nelts(parents); i++) {
            if (strcmp(parents[i][0], name) == 0) {
                break;
            }
        }

        (void) snprintf(name, sizeof(name), "%s",
                        i < cx_nelts(parents) ? parents[i][1] : "");
    }

    return 0;
}


static int
cats_bad(unsigned bits, int must)
{
    unsigned        i, tax, n, bad;
    const words_t  *words;

    words = ask.cattax == 1 ? &cats_1 : &cats_6;
    n = 0;
    bad = 0;

    for (i = 0; bits >> i; i++) {
        tax = i < 3 ? 1 : 6;

        if (!(bits >> i & 1) || tax != ask.cattax) {
            continue;
        }

        n++;
        bad += cat_listed(cats.word[i], tax, words, ask.bcat);
        bad += ask.acat && !cat_listed(cats.word[i], tax, words, ask.acat);
    }

    return bad != 0 || (ask.acat && must && n == 0);
}


static int
domain_bad(const char *domain)
{
    unsigned     i;
    const char  *p;
    cx_str_t     host;

    for (i = 0; ask.badv >> i; i++) {
        host = cx_host(cx_strn(bad_domains.word[i],
                               strlen(bad_domains.word[i])));

        for (p = domain; (ask.badv >> i & 1) && p != NULL; ) {
            if (cx_str_eq_nocase(cx_strn(p, strlen(p)), host)) {
                return 1;
            }

            p = strchr(p, '.');
            p = p != NULL ? p + 1 : NULL;
        }
    }

    return 0;
}


#define WHY(reason)  (1ULL << CX_NOBID_##reason)

static uint64_t
campaign_bad(const campaign_t *c)
{
    unsigned     i;
    uint64_t     why;
    const char  *seat;

    why = cats_bad(c->cats, 1) ? WHY(CATEGORY) : 0;
    seat = w.exchange.seat.len ? "house" : c->org ? "s-2" : "s-1";

    if ((ask.wseat && !has_word(&seats, ask.wseat, seat))
        || has_word(&seats, ask.bseat, seat))
    {
        why |= WHY(SEAT);
    }

    for (i = 0; i < 4; i++) {
        if ((c->domains >> i & 1) && domain_bad(domains.word[i])) {
            why |= WHY(ADVERTISER);
        }
    }

    if (c->bundle && has_word(&bad_apps, ask.bapp,
                              bundles.word[c->bundle - 1]))
    {
        why |= WHY(APP);
    }

    if ((ask.required == 2 || ask.required == 3)
        && (c->dsa == 0 || (ask.pubrender == 0 && c->dsa == 1)
            || (ask.pubrender == 2 && c->dsa == 2)))
    {
        why |= WHY(DSA);
    }

    return why;
}


static int
speaks(const char *tag)
{
    unsigned  i;
    size_t    n;

    for (i = 0; ask.wlang >> i; i++) {
        n = strlen(languages.word[i]);

        if ((ask.wlang >> i & 1) && strncasecmp(tag, languages.word[i], n) == 0
            && (tag[n] == '\0' || tag[n] == '-'))
        {
            return 1;
        }
    }

    return ask.wlang == 0 || strcmp(tag, "xx") == 0;
}


static uint64_t
ad_bad(const ad_t *a)
{
    uint64_t  why;

    why = cats_bad(a->cats, 0) ? WHY(CATEGORY) : 0;
    why |= w.exchange.media && !(w.exchange.media >> a->media & 1)
           ? WHY(MEDIA) : 0;
    why |= (w.exchange.approval ? a->approval != CX_APPROVAL_APPROVED
                                : a->approval == CX_APPROVAL_REJECTED)
           ? WHY(APPROVAL) : 0;
    why |= a->insecure && ask.secure == 1 ? WHY(SECURE) : 0;
    why |= (a->attr & ask.battr) || (a->skippable && ask.rwdd)
           ? WHY(ATTRIBUTE) : 0;
    why |= ask.coppa && a->rating >= 2 ? WHY(RATING) : 0;
    why |= a->browser && ask.clickbrowser == 0 ? WHY(BROWSER) : 0;
    why |= speaks(a->language) ? 0 : WHY(LANGUAGE);

    if (a->media == CX_MEDIA_BANNER) {
        why |= ask.btype >> a->btype & 1 ? WHY(BANNER_TYPE) : 0;
        why |= ask.mimes && !(ask.mimes & a->mimes) ? WHY(MIME) : 0;
        why |= a->expdir & ~ask.expdir ? WHY(EXPANSION) : 0;
    }

    return why;
}


/* money, in sums of 128 bits, each of them divided once */

static int
rated(unsigned from, unsigned to)
{
    return from == to || (have_rates && nanos[from] && nanos[to]);
}


static __int128
worth_of(unsigned cur, unsigned other)
{
    return cur == other ? 1 : nanos[cur];
}


static int64_t
up(__int128 a, __int128 b)
{
    return (int64_t) ((a + b - 1) / b);
}


/* the answer's currency with rates; 4: there are none that help */

static unsigned
answer_currency(void)
{
    unsigned  i, one;

    one = w.exchange.currency ? 1 : 0;

    for (i = 0; i < 4; i++) {
        if (have_rates && nanos[i]
            && (ask.cur ? ask.cur >> i & 1 : i == one))
        {
            return i;
        }
    }

    return 4;
}


/* -1: nothing is said of this ad */

static int64_t
by_duration(unsigned ranges, int64_t persec, const ad_t *a)
{
    int64_t  floor;

    floor = -1;

    if (a->media != CX_MEDIA_VIDEO) {
        return -1;
    }

    if (ranges && a->duration <= 10) {
        floor = range_floor[0];
    }

    if (ranges > 1 && a->duration >= 11 && a->duration <= 20) {
        floor = range_floor[1];
    }

    if (ranges > 2 && a->duration >= 20) {
        floor = cx_max(floor, range_floor[2]);
    }

    return floor < 0 && persec ? persec * a->duration : floor;
}


typedef struct {
    uint64_t  why;
    unsigned  from, to, payer;  /* currencies: floor, price, campaign */
    int64_t   said, floor, step, price;
    int64_t   least, most;      /* of what it costs */
    __int128  sent[2];          /* what of a price it pays comes on top */
    __int128  asked[2];         /* what of a floor a price has to reach */
} sum_t;


static void
fees(sum_t *s)
{
    int64_t  left;

    left = 1000000 - w.exchange.fee_ppm;
    s->sent[0] = w.exchange.bids_net ? left : 1000000;
    s->sent[1] = 1000000;
    s->asked[0] = w.exchange.bids_net && !w.exchange.floors_net ? left
                                                                : 1000000;
    s->asked[1] = w.exchange.floors_net && !w.exchange.bids_net ? left
                                                                : 1000000;
}


static int64_t
price_of(const sum_t *s, int64_t value)
{
    return (int64_t) (value * worth_of(s->to, s->payer) * s->sent[0]
                      / (worth_of(s->payer, s->to) * s->sent[1])
                      / s->step * s->step);
}


/* is it worth the floor, before it is made a price? */

static int
reaches(const sum_t *s, int64_t value)
{
    return s->step == 1
           ? value * worth_of(s->from, s->payer) * s->sent[0] * s->asked[1]
             >= s->said * worth_of(s->payer, s->from) * s->sent[1]
                * s->asked[0]
           : price_of(s, value) >= s->floor;
}


/* exactly that, but for what a token's rate cannot say; never more than value */

static void
costs(sum_t *s, int64_t value)
{
    __int128  a, b;

    a = s->price * worth_of(s->payer, s->to) * s->sent[1];
    b = worth_of(s->to, s->payer) * s->sent[0];

    s->most = cx_min(up(a, b), value);
    s->least = cx_min((int64_t) (a / b), value) - s->price / 1000000000 - 1;
}


static sum_t
sums(const group_t *g, const deal_t *d, const ad_t *a)
{
    sum_t     s;
    int64_t   said, value;
    unsigned  cur, to, c;

    memset(&s, 0, sizeof(s));
    c = campaign[g->campaign].currency;
    to = answer_currency();
    fees(&s);

    if (to == 4) {
        to = c;

        if (ask.cur ? !(ask.cur >> c & 1)
                    : c != (w.exchange.currency ? 1 : 0))
        {
            s.why = WHY(CURRENCY);
            return s;
        }
    }

    if (!rated(to, c)) {
        s.why = WHY(CURRENCY);
        return s;
    }

    said = -1;
    cur = ask.floor_cur;

    if (d != NULL) {
        said = by_duration(d->ranges, d->persec, a);
        said = said < 0 ? d->floor : said;
        cur = said < 0 ? cur : d->currency;
    }

    said = said < 0 ? by_duration(ask.ranges, ask.persec, a) : said;
    said = said < 0 ? ask.floor : said;

    if (said > 0 && !rated(cur, to)) {
        s.why = WHY(CURRENCY);
        return s;
    }

    s.said = said;
    s.from = cur;
    s.to = to;
    s.payer = c;
    s.step = w.exchange.price == CX_PRICE_CENTS ? 10000 : 1;

    if (said > 0) {
        s.floor = up(said * worth_of(to, cur) * s.asked[0],
                     worth_of(cur, to) * s.asked[1]);
        s.floor = up(s.floor, s.step) * s.step;
    }

    if (!reaches(&s, g->max)) {
        s.why = WHY(FLOOR);
        return s;
    }

    value = d != NULL && d->guar && !reaches(&s, g->bid) ? g->max : g->bid;
    s.price = price_of(&s, g->bid);

    if (reaches(&s, value)) {
        s.price = cx_max(s.price, s.floor);
    }

    if (s.price >= s.floor && d != NULL && d->at == 3 && s.floor) {
        s.price = s.floor;
    }

    costs(&s, value);

    return s;
}


/* how many of the ads of a group may be shown; why not, if none may */

static unsigned
may_stand(unsigned g, const deal_t *d, unsigned *ads, uint64_t *why)
{
    unsigned  i, n;
    uint64_t  bad;

    *why = campaign_bad(&campaign[group[g].campaign]);
    *ads = 0;

    for (i = 0, n = 0; i < nads; i++) {

        if (ad[i].group != g || !(ask.media & ad[i].media)) {
            continue;
        }

        bad = ad_bad(&ad[i]) | sums(&group[g], d, &ad[i]).why;
        *ads |= bad ? 0 : 1U << i;
        *why |= bad;
        n++;
    }

    if (campaign_bad(&campaign[group[g].campaign])) {
        *ads = 0;
    }

    return n;
}


static struct {
    unsigned  stood[GROUPS][3];         /* by deal, 2: open; ad + 1 */
    uint64_t  dropped[GROUPS][3];
    int64_t   floor[GROUPS][3];
} got;


static unsigned
number(cx_str_t id)
{
    unsigned  i, n;

    for (i = 1, n = 0; i < id.len; i++) {
        n = n * 10 + (id.data[i] - '0');
    }

    return n;
}


static unsigned
which(const cx_hit_t *hit)
{
    return hit->deal == NULL ? 2 : number(hit->deal->id);
}


static unsigned
group_of(const cx_hit_t *hit)
{
    return number(cx_catalog_str(hit->file, hit->adgroup->id));
}


static unsigned
ad_of(const cx_offer_t *o)
{
    return number(cx_catalog_crid(o->hit.file, &o->hit.fit[o->fit]));
}


static void
on_begin(void *data, const cx_decision_t *d)
{
    (void) data;
    (void) d;
}


static void
on_dropped(void *data, const cx_imp_decision_t *imp, const cx_hit_t *hit,
    cx_nobid_e reason)
{
    (void) data;
    (void) imp;

    if (reason != CX_NOBID_NOT_SCORED) {
        got.dropped[group_of(hit)][which(hit)] |= 1ULL << reason;
    }
}


static void
on_stood(void *data, const cx_imp_decision_t *imp, cx_match_t *match,
    const cx_offer_t *stood, uint32_t n)
{
    uint32_t  i;

    (void) data;
    (void) imp;
    (void) match;

    for (i = 0; i < n; i++) {
        got.stood[group_of(&stood[i].hit)][which(&stood[i].hit)]
            = ad_of(&stood[i]) + 1;
        got.floor[group_of(&stood[i].hit)][which(&stood[i].hit)]
            = stood[i].floor;
    }
}


static void
say(const char *what, unsigned g, unsigned k)
{
    if (cx_test_failures < 5) {
        (void) printf("    %s: g%u, %s: %s\n", what, g,
                      k == 2 ? "open" : k ? "D1" : "D0", text);
    }

    CHECK(0);
}


static unsigned
compare_group(unsigned g, unsigned k)
{
    unsigned       ads, n;
    uint64_t       why;
    const deal_t  *d;

    d = k < 2 ? &ask.deal[k] : NULL;

    if (d != NULL ? !ask.pmp || !d->there || !(group[g].deals >> k & 1)
                  : group[g].deals != 0 || (ask.pmp && ask.private))
    {
        if (got.stood[g][k]) {
            say("stands where it is not let in", g, k);
        }

        return 0;
    }

    n = may_stand(g, d, &ads, &why);

    if ((ads != 0) != (got.stood[g][k] != 0)) {
        say(ads ? "does not stand" : "stands", g, k);
        return 0;
    }

    if (ads == 0) {
        if (n && (got.dropped[g][k] & why) != got.dropped[g][k]) {
            say("falls out for another reason", g, k);
        }

        if (n && got.dropped[g][k] == 0) {
            say("falls out unheard", g, k);
        }

        return 0;
    }

    if (!(ads >> (got.stood[g][k] - 1) & 1)) {
        say("stands with another ad", g, k);
    }

    if (got.floor[g][k] != sums(&group[g], d, &ad[got.stood[g][k] - 1]).floor)
    {
        say("has another floor", g, k);
    }

    return 1;
}


static void
compare_offers(void)
{
    sum_t              s;
    uint32_t           i;
    unsigned           g, k;
    const cx_offer_t  *o;

    for (i = 0; i < w.d->imp[0].noffers; i++) {
        o = w.d->imp[0].offer[i];
        g = group_of(&o->hit);
        k = which(&o->hit);
        s = sums(&group[g], k < 2 ? &ask.deal[k] : NULL, &ad[ad_of(o)]);

        if ((o->outcome == CX_NOBID_FLOOR)
            != (s.price < s.floor || s.price == 0))
        {
            say("reaches its floor or does not", g, k);
        }

        if (o->outcome != CX_NOBID_FLOOR
            && (o->price != s.price || o->cost < s.least || o->cost > s.most))
        {
            say("has another price", g, k);
        }

        if (o->cost > group[g].max) {
            say("pays more than it may", g, k);
        }
    }
}


static void
same_as_the_rules(void)
{
    unsigned           i, k, g, stood, total, decided;
    cx_bid_listener_t  listener;

    seed = 88172645463325252ULL;
    total = 0;
    decided = 0;

    memset(&listener, 0, sizeof(listener));
    listener.begin = on_begin;
    listener.dropped = on_dropped;
    listener.stood = on_stood;

    for (i = 0; i < WORLDS; i++) {
        make_world();
        w.b.listener = &listener;

        for (k = 0; k < REQUESTS; k++) {
            make_exchange();
            make_request();
            w.b.random = seed;
            memset(&got, 0, sizeof(got));
            CHECK_INT(w_decide(text), CX_OK);

            if (w.d == NULL || w.d->nimps == 0) {
                return;
            }

            for (g = 0, stood = 0; g < ngroups; g++) {
                stood += compare_group(g, 0) + compare_group(g, 1)
                         + compare_group(g, 2);
            }

            CHECK_INT(w.d->imp[0].nstood, stood);
            compare_offers();
            total += stood;
            decided++;
        }
    }

    (void) printf("    %u stood in %u requests\n", total, decided);
    CHECK(total > decided / 4);
}


static const cx_test_t  tests[] = {
    TEST(same_as_the_rules)
};

TEST_MAIN(tests)
