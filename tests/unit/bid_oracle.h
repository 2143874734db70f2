
/*
 * Random small catalogues and requests, and what was put into them: for the
 * test that reads the rules a second time.
 */

#ifndef CX_TEST_BID_ORACLE_H
#define CX_TEST_BID_ORACLE_H

#include <stdarg.h>

#include "tests/unit/bid.h"


#define CAMPAIGNS  8
#define GROUPS     12
#define ADS        30
#define CHOICES    8


/* a choice of a few out of a list of words: bits */

typedef struct {
    const char  *word[CHOICES];
} words_t;

static const words_t  cats = { {
    "IAB1", "IAB1-2", "IAB7-39", "6:10", "6:38", "6:53", NULL, NULL
} };
static const words_t  cats_1 = { {
    "IAB1", "IAB1-2", "IAB7", "IAB7-39", "IAB7-3", " IAB1 ", "10", "6"
} };
static const words_t  cats_6 = { {
    "10", "2", "1", "38", "37", "53", "52", "IAB1"
} };
static const words_t  domains = { {
    "a.example", "shop.a.example", "b.example", "c.d.example", NULL
} };
static const words_t  bad_domains = { {
    "a.example", "https://SHOP.a.example/x", "b.example", "d.example",
    ".example", "xa.example", "e", " c.d.example. "
} };
static const words_t  bundles = { { "com.x", "123", NULL } };
static const words_t  bad_apps = { { "com.X", " 123 ", "com", "1234" } };
static const words_t  seats = { { "s-1", "s-2", "house", "S-2 " } };
static const words_t  languages = { { "en", "de", "en-GB", "fr", "e" } };
static const words_t  mimes = { { "text/html", "image/png", "image/gif" } };
static const words_t  currencies = { { "USD", "EUR", "JPY", "GBP" } };

/* nano parts for a USD; of GBP nothing is known */

static const int64_t  nanos[] = { 1000000000, 912345678, 151370000000, 0 };


typedef struct {
    unsigned     group, media, attr, btype, expdir, mimes, rating, approval;
    unsigned     cats, duration, skippable, browser, insecure;
    const char  *language;
} ad_t;

typedef struct {
    unsigned  campaign, deals;
    int64_t   bid, max;
} group_t;

typedef struct {
    unsigned  org, currency, cats, domains, bundle, dsa;
} campaign_t;

typedef struct {
    int64_t   floor;            /* -1: none is said */
    int64_t   persec;
    unsigned  currency, ranges, guar, at, there;
} deal_t;

static campaign_t  campaign[CAMPAIGNS];
static group_t     group[GROUPS];
static ad_t        ad[ADS];
static unsigned    ncampaigns, ngroups, nads, have_rates;

static struct {
    unsigned  bcat, acat, cattax, badv, bapp, wseat, bseat, cur, wlang, langb;
    unsigned  media, battr, btype, mimes, expdir, secure, clickbrowser, rwdd;
    unsigned  coppa, required, pubrender, floor_cur, private, pmp, ranges;
    int64_t   floor, persec;
    deal_t    deal[2];
} ask;

/* floors of videos up to 10, of 11 to 20, and of 20 and more, in micros */

static const int64_t  range_floor[] = { 500000, 1200000, 2100000 };

static char      text[65536], over[65536];
static size_t    text_len, over_len;
static unsigned  split;             /* campaigns from this on are in over */
static uint64_t  seed;


static unsigned
rnd(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;

    return (unsigned) (seed >> 33) % n;
}


static int
often(unsigned of, unsigned n)
{
    return rnd(n) < of;
}


__attribute__((format(printf, 1, 2)))
static void
put(const char *fmt, ...)
{
    va_list  args;

    va_start(args, fmt);
    text_len += (size_t) vsnprintf(text + text_len, sizeof(text) - text_len,
                                   fmt, args);
    va_end(args);
}


static unsigned
some(unsigned n, unsigned of, unsigned in)
{
    unsigned  i, bits;

    for (i = 0, bits = 0; i < n; i++) {
        bits |= often(of, in) ? 1U << i : 0;
    }

    return bits;
}


static void
put_words(const char *key, const words_t *words, unsigned bits)
{
    unsigned     i;
    const char  *sep;

    if (bits == 0) {
        return;
    }

    put(",'%s':", key);

    for (i = 0, sep = "["; bits >> i; i++) {
        if (bits >> i & 1) {
            put("%s'%s'", sep, words->word[i]);
            sep = ",";
        }
    }

    put("]");
}


static void
put_ints(const char *key, unsigned bits)
{
    unsigned     i;
    const char  *sep;

    if (bits == 0) {
        return;
    }

    put(",'%s':", key);

    for (i = 0, sep = "["; bits >> i; i++) {
        if (bits >> i & 1) {
            put("%s%u", sep, i);
            sep = ",";
        }
    }

    put("]");
}


static void
put_micros(const char *key, int64_t v)
{
    put(",'%s':%lld.%06lld", key, (long long) (v / 1000000),
        (long long) (v % 1000000));
}


/* the line from start on goes where its campaign is */

static void
put_end(size_t start, unsigned of)
{
    put("}\n");

    if (of >= split) {
        memcpy(over + over_len, text + start, text_len - start);
        over_len += text_len - start;
        text_len = start;
        text[start] = '\0';
    }
}


static void
put_ad(unsigned i)
{
    ad_t               *a;
    size_t              start;
    static const char  *approvals[] = { "", "pending", "approved",
                                        "rejected" };
    static const char  *tongues[] = { "", "en", "de", "xx", "en-GB" };

    a = &ad[i];
    start = text_len;
    a->group = i % ngroups;
    a->media = often(1, 3) ? CX_MEDIA_VIDEO : CX_MEDIA_BANNER;
    a->attr = some(4, 1, 4) << 3;
    a->rating = rnd(4);
    a->approval = often(1, 3) ? rnd(4) : CX_APPROVAL_APPROVED;
    a->cats = some(6, 1, 8);
    a->browser = often(1, 4);
    a->language = tongues[rnd(5)];
    a->btype = 1 + rnd(4);
    a->expdir = often(1, 3) ? some(2, 1, 2) << 1 : 0;
    a->mimes = 1 + rnd(3);
    a->insecure = a->media == CX_MEDIA_BANNER && often(1, 4);
    a->duration = 10 * (1 + rnd(3));
    a->skippable = a->media == CX_MEDIA_VIDEO && often(1, 3);

    put("{'type':'creative','id':'r%u','adgroup':'g%u','landing_url':"
        "'https://l.example/'", i, a->group);
    put_ints("attr", a->attr);
    put_words("cat", &cats, a->cats);

    if (a->rating) {
        put(",'qagmediarating':%u", a->rating);
    }

    if (a->approval) {
        put(",'approvals':{'ex':'%s'}", approvals[a->approval]);
    }

    if (a->language[0]) {
        put(",'%s':'%s'", a->language[2] ? "langb" : "language", a->language);
    }

    if (a->browser) {
        put(",'clickbrowser':1");
    }

    if (a->media == CX_MEDIA_BANNER) {
        put(",'btype':%u", a->btype);
        put_ints("expdir", a->expdir);
        put_words("mimes", &mimes, a->mimes);
        put(",'media':'banner','w':300,'h':250,'markup':'<a href="
            "{{click_url}}><img src=%s://c.example/i.png>"
            "{{impression_url}}</a>'", a->insecure ? "http" : "https");

    } else {
        put(",'media':'video','video':{'media_url':'https://c.example/v.mp4',"
            "'mime':'video/mp4','duration':%u,'protocols':[7]%s}",
            a->duration, a->skippable ? ",'skip_offset':5" : "");
    }

    put_end(start, group[a->group].campaign);
}


static void
make_world(void)
{
    size_t       start;
    unsigned     i;
    group_t     *g;
    campaign_t  *c;

    text_len = 0;
    over_len = 0;
    ncampaigns = 1 + rnd(CAMPAIGNS);
    split = often(1, 2) ? ncampaigns : 1 + rnd(ncampaigns);
    ngroups = 1 + rnd(GROUPS);
    nads = 1 + rnd(cx_min(ADS, 4 * ngroups));
    have_rates = often(2, 3);

    put("{'type':'org','id':'o0','seat':'s-1'}\n"
        "{'type':'org','id':'o1','seat':'s-2'}\n");

    memcpy(over, text, text_len);
    over_len = text_len;

    if (have_rates) {
        put("{'type':'rates','base':'USD','at':'2026-09-20T00:00:00Z',"
            "'rates':{'EUR':'0.912345678','JPY':'151.37'}}\n");
    }

    for (i = 0; i < ncampaigns; i++) {
        c = &campaign[i];
        c->org = rnd(2);
        c->currency = rnd(4);
        c->cats = some(6, 1, 4);
        c->domains = 1 + rnd(15);
        c->bundle = rnd(3);
        c->dsa = rnd(3);

        start = text_len;
        put("{'type':'campaign','id':'c%u','org':'o%u','currency':'%s'", i,
            c->org, currencies.word[c->currency]);
        put_words("cat", &cats, c->cats);
        put_words("adomain", &domains, c->domains);

        if (c->bundle) {
            put(",'bundle':'%s'", bundles.word[c->bundle - 1]);
        }

        if (c->dsa) {
            put(",'dsa':{'behalf':'A','paid':'B','adrender':%u}", c->dsa - 1);
        }

        put_end(start, i);
    }

    for (i = 0; i < ngroups; i++) {
        g = &group[i];
        g->campaign = rnd(ncampaigns);
        g->deals = often(1, 2) ? 1 + rnd(3) : 0;
        g->bid = 1 + rnd(often(1, 4) ? 20 : 4000000);
        g->max = often(1, 3) ? g->bid + rnd(1000000) : 0;

        start = text_len;
        put("{'type':'adgroup','id':'g%u','campaign':'c%u'", i, g->campaign);
        put_micros("bid", g->bid);

        if (g->max) {
            put_micros("max_cpm", g->max);
        }

        if (g->deals) {
            put(",'targeting':{'inventory':{'deals':{'include':[%s]}}}",
                g->deals == 1 ? "'D0'" : g->deals == 2 ? "'D1'"
                                                        : "'D0','D1'");
        }

        put_end(start, g->campaign);

        /* without a limit of its own it never bids more than its bid */

        g->max = g->max ? g->max : g->bid;
    }

    for (i = 0; i < nads; i++) {
        put_ad(i);
    }

    over[over_len] = '\0';
    w_open_over(text, split < ncampaigns ? over : NULL);
}


static int64_t
any_floor(void)
{
    return rnd(often(1, 4) ? 20 : 4000000);
}


static void
put_ranges(unsigned ranges)
{
    if (ranges == 0) {
        return;
    }

    put(",'durfloors':[{'maxdur':10");
    put_micros("bidfloor", range_floor[0]);

    if (ranges > 1) {
        put("},{'mindur':11,'maxdur':20");
        put_micros("bidfloor", range_floor[1]);
    }

    if (ranges > 2) {
        put("},{'mindur':20");
        put_micros("bidfloor", range_floor[2]);
    }

    put("}]");
}


static void
put_deal(unsigned i)
{
    deal_t  *d;

    d = &ask.deal[i];
    d->there = often(2, 3);

    if (!d->there) {
        return;
    }

    d->floor = often(1, 4) ? -1 : any_floor();
    d->persec = often(1, 4) ? rnd(200000) : 0;
    d->ranges = often(1, 4) ? 1 + rnd(3) : 0;
    d->currency = rnd(4);
    d->guar = often(1, 3);
    d->at = rnd(4);

    put("%s{'id':'D%u','guar':%u,'at':%u,'bidfloorcur':'%s'",
        i && ask.deal[0].there ? "," : "", i, d->guar, d->at,
        currencies.word[d->currency]);

    if (d->floor >= 0) {
        put_micros("bidfloor", d->floor);
    }

    if (d->persec) {
        put_micros("mincpmpersec", d->persec);
    }

    put_ranges(d->ranges);
    put("}");
}


static void
put_imp(void)
{
    memset(ask.deal, 0, sizeof(ask.deal));
    ask.media = 1 + rnd(3);
    ask.battr = often(1, 3) ? some(4, 1, 4) << 3 : 0;
    ask.btype = often(1, 4) ? some(4, 1, 3) << 1 : 0;
    ask.mimes = often(1, 3) ? rnd(8) : 0;
    ask.expdir = some(2, 2, 3) << 1;
    ask.secure = rnd(3);
    ask.clickbrowser = rnd(3);
    ask.rwdd = often(1, 4);
    ask.floor = often(1, 3) ? any_floor() : 0;
    ask.floor_cur = rnd(4);
    ask.persec = often(1, 4) ? rnd(200000) : 0;
    ask.ranges = often(1, 4) ? 1 + rnd(3) : 0;
    ask.pmp = often(2, 3);
    ask.private = often(1, 3);

    put("'imp':[{'id':'1','rwdd':%u,'bidfloorcur':'%s'", ask.rwdd,
        currencies.word[ask.floor_cur]);
    put_micros("bidfloor", ask.floor);

    if (ask.secure < 2) {
        put(",'secure':%u", ask.secure);
    }

    if (ask.clickbrowser < 2) {
        put(",'clickbrowser':%u", ask.clickbrowser);
    }

    if (ask.media & 1) {
        put(",'banner':{'w':300,'h':250");
        put_ints("battr", ask.battr);
        put_ints("btype", ask.btype);
        put_words("mimes", &mimes, ask.mimes);
        put_ints("expdir", ask.expdir);
        put("}");
    }

    if (ask.media & 2) {
        put(",'video':{'mimes':['video/mp4'],'protocols':[7]");
        put_ints("battr", ask.battr);

        if (ask.persec) {
            put_micros("mincpmpersec", ask.persec);
        }

        put_ranges(ask.ranges);
        put("}");
    }

    if (ask.pmp) {
        put(",'pmp':{'private_auction':%u,'deals':[", ask.private);
        put_deal(0);
        put_deal(1);
        put("]}");
    }

    put("}]");
}


static void
make_request(void)
{
    text_len = 0;
    put("{'id':'r',");
    put_imp();

    ask.cattax = often(1, 2) ? 1 : 6;
    ask.bcat = often(1, 4) ? some(8, 1, 5) : 0;
    ask.acat = ask.bcat == 0 && often(1, 6) ? some(8, 3, 5) : 0;
    ask.badv = often(1, 4) ? some(8, 1, 6) : 0;
    ask.bapp = often(1, 4) ? some(4, 1, 3) : 0;
    ask.wseat = often(1, 8) ? 1 + rnd(15) : 0;
    ask.bseat = ask.wseat == 0 && often(1, 8) ? 1 + rnd(15) : 0;
    ask.cur = often(3, 4) ? 1 + rnd(15) : 0;
    ask.wlang = often(1, 6) ? 1 + rnd(31) : 0;
    ask.langb = rnd(2);
    ask.coppa = often(1, 4);
    ask.required = often(1, 3) ? rnd(4) : 4;
    ask.pubrender = rnd(4);

    put(",'cattax':%u", ask.cattax);
    put_words("bcat", ask.cattax == 1 ? &cats_1 : &cats_6, ask.bcat);
    put_words("acat", ask.cattax == 1 ? &cats_1 : &cats_6, ask.acat);
    put_words("badv", &bad_domains, ask.badv);
    put_words("bapp", &bad_apps, ask.bapp);
    put_words("wseat", &seats, ask.wseat);
    put_words("bseat", &seats, ask.bseat);
    put_words("cur", &currencies, ask.cur);
    put_words(ask.langb ? "wlangb" : "wlang", &languages, ask.wlang);
    put(",'regs':{'coppa':%u", ask.coppa);

    if (ask.required < 4) {
        put(",'ext':{'dsa':{'dsarequired':%u", ask.required);

        if (ask.pubrender < 3) {
            put(",'pubrender':%u", ask.pubrender);
        }

        put("}}");
    }

    put("}}");
}


static void
make_exchange(void)
{
    w.exchange.approval = often(1, 6);
    w.exchange.media = often(1, 8) ? 1U << (1 + rnd(2)) : 0;
    w.exchange.seat = often(1, 4) ? cx_str("house") : cx_str("");
    w.exchange.fee_ppm = often(1, 2) ? rnd(400000) : 0;
    w.exchange.bids_net = rnd(2) & 1;
    w.exchange.floors_net = rnd(2) & 1;
    w.exchange.price = (uint8_t) rnd(3);
    w.exchange.currency = often(1, 4) ? cx_currency(cx_str("EUR")) : 0;
}


#endif /* CX_TEST_BID_ORACLE_H */
