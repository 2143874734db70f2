#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


/* what a request asks for, what the campaign pays, and the sums between */

#define RATES                                                                 \
    "{'type':'rates','base':'USD','at':'2026-09-21T00:00:00Z','rates':{"      \
    "'EUR':'0.8','IDR':'15700.5','JPY':'151.37','KWD':'0.3069'}}\n"

#define DEALS(list)  ",'targeting':{'inventory':{'deals':{'include':[" list "]}}}"

#define VIDEO_AD(duration)                                                    \
    ",'media':'video','video':{'media_url':'https://c.example/v.mp4',"        \
    "'mime':'video/mp4','duration':" duration ",'protocols':[7]}"

#define AUDIO_AD(duration)                                                    \
    ",'media':'audio','audio':{'media_url':'https://c.example/a.mp3',"        \
    "'mime':'audio/mpeg','duration':" duration ",'protocols':[7]}"

#define VIDEO(rest)                                                           \
    "'video':{'mimes':['video/mp4'],'protocols':[7]" rest "}"
#define AUDIO(rest)                                                           \
    "'audio':{'mimes':['audio/mpeg'],'protocols':[7]" rest "}"


static const cx_offer_t *
won(void)
{
    static const cx_offer_t  nobody;

    return w.d != NULL && w.d->nimps && w.d->imp[0].winner != NULL
           ? w.d->imp[0].winner : &nobody;
}


/* an impression, and who is in it; if somebody is, what the floor was */

typedef struct {
    const char  *imp;
    const char  *want;
    int64_t      floor;
} floor_t;


static void
floors(const floor_t *row, size_t n)
{
    char    body[4096];
    size_t  i;

    for (i = 0; i < n; i++) {
        (void) snprintf(body, sizeof(body),
                        "{'id':'r','imp':[{'id':'1',%s}]}", row[i].imp);
        CHECK_INT(w_decide(body), CX_OK);

        if (!cx_str_eq(w_winner(0), cx_strn(row[i].want,
                                            strlen(row[i].want)))
            || won()->floor != row[i].floor)
        {
            (void) printf("    %s\n", row[i].imp);
            CHECK_STR(w_winner(0), row[i].want);
            CHECK_INT(won()->floor, row[i].floor);
        }
    }
}

#define FLOORS(...)                                                           \
    do {                                                                      \
        const floor_t  rows_[] = { __VA_ARGS__ };                             \
        floors(rows_, cx_nelts(rows_));                                       \
    } while (0)


/* 15 seconds, at 6 */

#define RANGES  ",'durfloors':[{'maxdur':14,'bidfloor':1},"                   \
                "{'mindur':15,'maxdur':15,'bidfloor':5},"                     \
                "{'mindur':16,'bidfloor':9}]"

static void
by_duration(void)
{
    w_open(CAMPAIGN("c", "") ADGROUP("v", "c", "6", "")
           CREATIVE("rv", "v", VIDEO_AD("15")));

    FLOORS({ VIDEO(""), "v", 0 },
           { VIDEO(RANGES), "v", 5000000 },
           { VIDEO(RANGES) ",'bidfloor':50", "v", 5000000 },
           { VIDEO(",'mincpmpersec':0.4") ",'bidfloor':50", "v", 6000000 },
           { VIDEO(",'mincpmpersec':0.400001"), "below_floor", 0 },
           { VIDEO(RANGES ",'mincpmpersec':9"), "v", 5000000 },
           { VIDEO(",'durfloors':[{'maxdur':14,'bidfloor':9}]"), "v", 0 },
           { VIDEO(",'durfloors':[{'mindur':16,'bidfloor':9}]"), "v", 0 },
           { VIDEO(",'durfloors':[{'maxdur':15,'bidfloor':9}]"),
             "below_floor", 0 },
           { VIDEO(",'durfloors':[{'mindur':15,'bidfloor':9}]"),
             "below_floor", 0 },
           { VIDEO(",'durfloors':[{'bidfloor':9}]"), "below_floor", 0 },

           /* in no range: the next that says something */

           { VIDEO(",'durfloors':[{'mindur':16,'bidfloor':9}]")
             ",'bidfloor':2", "v", 2000000 },
           { VIDEO(",'durfloors':[{'mindur':16,'bidfloor':9}],"
                   "'mincpmpersec':0.1") ",'bidfloor':2", "v", 1500000 },

           /* a range that asks for nothing says so */

           { VIDEO(",'durfloors':[{'maxdur':60}]") ",'bidfloor':9", "v", 0 },

           /* of those that overlap the dearest */

           { VIDEO(",'durfloors':[{'bidfloor':1},{'mindur':10,'bidfloor':3},"
                   "{'maxdur':20,'bidfloor':2}]"), "v", 3000000 },
           { VIDEO("") ",'bidfloor':6", "v", 6000000 },
           { VIDEO("") ",'bidfloor':6.000001", "below_floor", 0 });
}


static void
of_audio(void)
{
    w_open(CAMPAIGN("c", "") ADGROUP("a", "c", "6", "")
           CREATIVE("ra", "a", AUDIO_AD("15")));

    FLOORS({ AUDIO(RANGES) ",'bidfloor':50", "a", 5000000 },
           { AUDIO(",'mincpmpersec':0.2") ",'bidfloor':50", "a", 3000000 },

           /* what video asks for is not for audio */

           { AUDIO("") "," VIDEO(RANGES) ",'bidfloor':1", "a", 1000000 });
}


/* the shorter one can pay where the longer one cannot */

static void
each_its_own(void)
{
    uint32_t  i;

    w_open(CAMPAIGN("c", "") ADGROUP("v", "c", "6", "")
           CREATIVE("r15", "v", VIDEO_AD("15"))
           CREATIVE("r30", "v", VIDEO_AD("30")));

    for (i = 0; i < 10; i++) {
        w.b.random = i * 77;
        FLOORS({ VIDEO(",'mincpmpersec':0.3"), "v", 4500000 });
        CHECK_INT(won()->hit.fit[won()->fit].creative->duration_s, 15);
        FLOORS({ VIDEO(",'durfloors':[{'maxdur':15,'bidfloor':9}]"), "v", 0 });
        CHECK_INT(won()->hit.fit[won()->fit].creative->duration_s, 30);
    }

    FLOORS({ VIDEO(",'mincpmpersec':0.5"), "below_floor", 0 });
}


#define DEAL(rest)  ",'pmp':{'private_auction':1,'deals':[{'id':'D'" rest "}]}"

static void
of_deals(void)
{
    w_open(CAMPAIGN("c", "") ADGROUP("v", "c", "6", DEALS("'D'"))
           CREATIVE("rv", "v", VIDEO_AD("15"))
           CREATIVE("rb", "v", BANNER_AD));

    FLOORS({ VIDEO("") DEAL(",'bidfloor':4") ",'bidfloor':50", "v", 4000000 },
           { VIDEO(RANGES) DEAL(",'bidfloor':4"), "v", 4000000 },
           { VIDEO("") DEAL(",'bidfloor':50,'mincpmpersec':0.2"), "v",
             3000000 },
           { VIDEO("") DEAL(",'bidfloor':50,'mincpmpersec':9" RANGES), "v",
             5000000 },
           { VIDEO("") DEAL(",'bidfloor':3,'durfloors':[{'mindur':16,"
                            "'bidfloor':9}]"), "v", 3000000 },

           /* what the deal leaves open the medium says, then the impression */

           { VIDEO(RANGES) DEAL(""), "v", 5000000 },
           { VIDEO("") DEAL("") ",'bidfloor':2", "v", 2000000 },
           { VIDEO("") DEAL("") ",'bidfloor':7", "below_floor", 0 },
           { VIDEO(RANGES) DEAL(",'durfloors':[{'mindur':16,'bidfloor':9}]"),
             "v", 5000000 },

           /* 0 is said */

           { VIDEO(RANGES) DEAL(",'bidfloor':0") ",'bidfloor':7", "v", 0 },

           /* a banner has no duration */

           { BANNER DEAL(",'bidfloor':4,'mincpmpersec':9" RANGES), "v",
             4000000 },
           { BANNER DEAL(",'mincpmpersec':9" RANGES) ",'bidfloor':2", "v",
             2000000 });
}


/* a currency is not inherited, but the impression's is its own */

static void
of_deals_in_currencies(void)
{
    w_open(RATES CAMPAIGN("c", "")
           ADGROUP("b", "c", "6", DEALS("'D'")) CREATIVE("rb", "b", BANNER_AD));

    FLOORS({ BANNER DEAL(",'bidfloor':4") ",'bidfloorcur':'EUR'", "b",
             4000000 },
           { BANNER DEAL(",'bidfloor':4,'bidfloorcur':'EUR'"), "b", 5000000 },
           { BANNER DEAL("") ",'bidfloor':4,'bidfloorcur':'EUR'", "b",
             5000000 },
           { BANNER DEAL(",'bidfloor':4,'bidfloorcur':'XAU'"), "currency",
             0 });
}


static void
the_currency(void)
{
    w_open(RATES SIMPLE("usd", "3", "", "")
           SIMPLE("eur", "2", ",'currency':'EUR'", "")
           SIMPLE("gbp", "9", ",'currency':'GBP'", ""));

    /* the first that there is a rate of; all offers are in it */

    CHECK_WINNER(REQ(IMP(""), ",'cur':['GBP','EUR','USD']"), "usd");
    CHECK_INT(w.d->currency, cx_currency(cx_str("EUR")));
    CHECK_INT(w_price(0), 2400000);
    CHECK_INT(won()->rate.mul, 5);
    CHECK_INT(won()->rate.div, 4);
    CHECK_INT(w.nanos, 3000000);
    CHECK_INT(w.d->imp[0].noffers, 2);
    CHECK_INT(w.d->imp[0].offer[1]->price, 2000000);
    CHECK_INT(w_write(), CX_OK);
    CHECK_STR(w_str("/cur"), "EUR");

    /* none is asked for: the exchange's, else the dollar */

    CHECK_WINNER(REQ(IMP(""), ""), "usd");
    CHECK_INT(w.d->currency, CX_USD);
    CHECK_INT(won()->rate.mul, won()->rate.div);
    w.exchange.currency = cx_currency(cx_str("JPY"));
    CHECK_WINNER(REQ(IMP(""), ""), "usd");
    CHECK_INT(w_price(0), 454110000);
    w.exchange.currency = 0;

    /* who is of no known currency is out, unless it is the answer's */

    CHECK_WINNER(REQ(IMP(""), ",'cur':['GBP']"), "gbp");
    CHECK_INT(w_price(0), 9000000);
    CHECK_INT(w.d->imp[0].noffers, 1);

    /* floors are in any currency, and rounded up */

    CHECK_WINNER(REQ(IMP(",'bidfloor':2.4,'bidfloorcur':'EUR'"), ""), "usd");
    CHECK_INT(won()->floor, 3000000);
    CHECK_WINNER(REQ(IMP(",'bidfloor':2.400001,'bidfloorcur':'EUR'"), ""),
                 "below_floor");
    CHECK_WINNER(REQ(IMP(",'bidfloor':1,'bidfloorcur':'GBP'"), ""),
                 "currency");
    /* in small letters, too; the answer has capital ones */

    CHECK_WINNER(REQ(IMP(",'bidfloor':2.4,'bidfloorcur':'Eur'"),
                     ",'cur':['gbp','eur']"), "usd");
    CHECK_INT(w_price(0), 2400000);
    CHECK_INT(w_write(), CX_OK);
    CHECK_STR(w_str("/cur"), "EUR");
    CHECK_WINNER(REQ(IMP(""), ",'cur':['gbp']"), "gbp");
    CHECK_WINNER(REQ(IMP(""), ",'cur':['us$']"), "currency");

    CHECK_WINNER(REQ(IMP(""), ",'cur':['dollars']"), "currency");
    CHECK_WINNER(REQ(IMP(""), ",'cur':['dollars','JPY']"), "usd");
}


/* as many digits as the rate was given in, and all of them */

static void
exact_rates(void)
{
#define YEN  "{'type':'rates','at':'2026-09-20T00:00:00Z','base':'USD',"      \
             "'rates':{'JPY':'150'}}\n"

    w_open(YEN SIMPLE("g", "3.75", "", ""));
    CHECK_WINNER(REQ(IMP(",'bidfloor':562.5,'bidfloorcur':'JPY'"),
                     ",'cur':['JPY']"), "g");
    CHECK_INT(w_price(0), 562500000);
    CHECK_INT(w.nanos, 3750000);
    CHECK_WINNER(REQ(IMP(",'bidfloor':562.500001,'bidfloorcur':'JPY'"),
                     ",'cur':['JPY']"), "below_floor");
    CHECK_WINNER(REQ(IMP(",'bidfloor':3.75"), ",'cur':['JPY']"), "g");
    CHECK_INT(won()->floor, 562500000);

    w_open(YEN SIMPLE("g", "562.5", ",'currency':'JPY'", ""));
    CHECK_WINNER(REQ(IMP(",'bidfloor':3.75"), ""), "g");
    CHECK_INT(w_price(0), 3750000);
    CHECK_INT(w.nanos, 562500000);
}


/* rates that are too old are none: each campaign in its own currency */

static void
old_rates(void)
{
    w_open(RATES SIMPLE("usd", "3", "", "")
           SIMPLE("eur", "2", ",'currency':'EUR'", ""));

    w.conf.rates_age_s = 1000000;
    CHECK_WINNER(REQ(IMP(""), ",'cur':['EUR']"), "usd");
    w.conf.rates_age_s = 10;
    CHECK_WINNER(REQ(IMP(""), ",'cur':['EUR']"), "eur");
    CHECK_INT(w.d->imp[0].noffers, 1);
    CHECK_WINNER(REQ(IMP(",'bidfloor':1"), ",'cur':['EUR']"), "currency");
}


/* around one micro, where one unit is worth very little or a lot */

static void
rounding(void)
{
    size_t  i;
    const struct {
        const char  *campaign, *bid, *cur, *floor;
        int64_t      price;     /* -1: there is no bid */
        int64_t      cost;
    } cases[] = {

        /* a USD is 15700.5 IDR */

        { "USD", "1", "IDR", "0", 15700500000, 1000000 },
        { "USD", "0.000001", "IDR", "0", 15700, 1 },
        { "IDR", "15701", "USD", "0", 1000031, 15700986716 },
        { "IDR", "0.015701", "USD", "0", 1, 15701 },
        { "IDR", "0.0157", "USD", "0", -1, 0 },

        /* a KWD is 51158.35777 IDR */

        { "KWD", "0.000001", "IDR", "0", 51158, 1 },
        { "IDR", "0.051159", "KWD", "0", 1, 51159 },
        { "IDR", "0.051158", "KWD", "0", -1, 0 },
        { "JPY", "0.000494", "KWD", "0", 1, 494 },
        { "JPY", "0.000493", "KWD", "0", -1, 0 },

        /* floors in USD, to be reached in what is sent */

        { "USD", "1", "JPY", "1", 151370000, 1000000 },
        { "USD", "1", "JPY", "1.000001", -1, 0 },
        { "USD", "1.000001", "JPY", "1", 151370151, 1000001 },
        { "USD", "1", "JPY", "0.999999", 151370000, 1000000 },
        { "USD", "0.000002", "JPY", "0.000001", 302, 2 },

        /* as much as the floor is enough, and sent as what reaches it */

        { "USD", "0.000001", "JPY", "0.000001", 152, 1 },
        { "USD", "2.5", "KWD", "2.5", 767250, 2500000 },
        { "USD", "0.0001", "KWD", "0.0001", 31, 100 },
        { "USD", "0.0001", "KWD", "0.000101", -1, 0 },
        { "USD", "0.000099", "KWD", "0.0001", -1, 0 }
    };
    char  lines[2048], body[512];

    for (i = 0; i < cx_nelts(cases); i++) {
        (void) snprintf(lines, sizeof(lines),
                        RATES "{'type':'campaign','id':'c','currency':'%s'}\n"
                        "{'type':'adgroup','id':'g','campaign':'c','bid':%s,"
                        "'max_cpm':%s}\n" CREATIVE("r", "g", BANNER_AD),
                        cases[i].campaign, cases[i].bid, cases[i].bid);
        (void) snprintf(body, sizeof(body),
                        REQ(IMP(",'bidfloor':%s"), ",'cur':['%s']"),
                        cases[i].floor, cases[i].cur);

        w_open(lines);
        CHECK_INT(w_decide(body), CX_OK);

        if (w_price(0) != cases[i].price || w.nanos != cases[i].cost) {
            (void) printf("    %s %s in %s over %s\n", cases[i].bid,
                          cases[i].campaign, cases[i].cur, cases[i].floor);
            CHECK_INT(w_price(0), cases[i].price);
            CHECK_INT(w.nanos, cases[i].cost);
        }
    }
}


/* fee of a fifth: what is sent, what has to be reached, what is paid */

static void
fees(void)
{
    size_t  i;
    const struct {
        unsigned     bids_net, floors_net;
        const char  *floor;
        int64_t      price;     /* -1: below the floor */
        int64_t      sent;      /* the floor as it is sent */
    } cases[] = {
        { 0, 0, "10",       10000000, 10000000 },
        { 0, 0, "10.000001", -1, 0 },
        { 0, 1, "8",        10000000, 10000000 },
        { 0, 1, "8.000001",  -1, 0 },
        { 1, 1, "8",        8000000, 8000000 },
        { 1, 1, "8.000001",  -1, 0 },
        { 1, 0, "10",       8000000, 8000000 },
        { 1, 0, "10.000001", -1, 0 }
    };
    char  body[512];

    w_open(SIMPLE("g", "10", "", ""));
    w.exchange.fee_ppm = 200000;

    for (i = 0; i < cx_nelts(cases); i++) {
        w.exchange.bids_net = cases[i].bids_net & 1;
        w.exchange.floors_net = cases[i].floors_net & 1;
        (void) snprintf(body, sizeof(body), REQ(IMP(",'bidfloor':%s"), ""),
                        cases[i].floor);
        CHECK_INT(w_decide(body), CX_OK);
        CHECK_INT(w_price(0), cases[i].price);
        CHECK_INT(won()->floor, cases[i].sent);

        if (cases[i].price > 0) {
            CHECK_INT(w.nanos, 10000000);
            CHECK_INT(won()->rate.mul, cases[i].bids_net ? 5 : 1);
            CHECK_INT(won()->rate.div, cases[i].bids_net ? 4 : 1);
        }
    }

    /* a fee that leaves nothing is no bid */

    w.exchange.bids_net = 1;
    w.exchange.fee_ppm = 1000000;
    CHECK_WINNER(REQ(IMP(""), ""), "g");
    CHECK_INT(w_price(0), 10);
    w.exchange.fee_ppm = 333333;
    CHECK_WINNER(REQ(IMP(""), ""), "g");
    CHECK_INT(w_price(0), 6666670);
    CHECK_INT(w.nanos, 10000000);
}


/*
 * A bid that is just the floor, in the currencies of floor and campaign and
 * in others: it is bid, with what an exchange takes for that floor, and costs
 * no more than the bid.
 */

#define WORLD_RATES                                                           \
    "{'type':'rates','base':'EUR','at':'2026-09-21T00:00:00Z','rates':{"      \
    "'USD':'1.10','GBP':'0.85','JPY':165,'IRR':'1250000.5',"                  \
    "'VND':'29000.49988','KWD':'0.3391','IDR':'18040.7','BTC':'0.2400001'}}\n"

static void
just_the_floor(void)
{
    size_t   i, k, n;
    char     lines[2048], body[1024];

    static const char  *currencies[] = { "USD", "GBP", "JPY", "IRR", "VND",
                                         "KWD", "IDR", "BTC", "EUR" };
    static const char  *sums[] = { "5", "2.5", "0.000007", "1.234567",
                                   "123.432101" };
    static const char  *kinds[] = {
        ",'bidfloor':%s,'bidfloorcur':'%s'",
        ",'pmp':{'deals':[{'id':'D','at':3,'bidfloor':%s,'bidfloorcur':'%s'}]}",
        ",'pmp':{'deals':[{'id':'D','guar':1,'bidfloor':%s,"
            "'bidfloorcur':'%s'}]}",
        ",'pmp':{'deals':[{'id':'D','guar':1,'at':3,'bidfloor':%s,"
            "'bidfloorcur':'%s'}]}"
    };

    for (i = 0; i < cx_nelts(currencies) * cx_nelts(sums); i++) {
        (void) snprintf(lines, sizeof(lines), WORLD_RATES
            "{'type':'campaign','id':'c','currency':'%s'}\n"
            "{'type':'adgroup','id':'o','campaign':'c','bid':%s,"
            "'max_cpm':%s}\n" CREATIVE("ro", "o", BANNER_AD)
            "{'type':'adgroup','id':'g','campaign':'c','bid':%s,"
            "'max_cpm':%s" DEALS("'D'") "}\n" CREATIVE("rg", "g", BANNER_AD),
            currencies[i % 9], sums[i / 9], sums[i / 9], sums[i / 9],
            sums[i / 9]);
        w_open(lines);

        for (k = 0; k < cx_nelts(currencies) * cx_nelts(kinds); k++) {
            w.exchange.fee_ppm = (uint32_t) (k % 3 * 123457);
            w.exchange.bids_net = k % 2;
            n = (size_t) snprintf(body, sizeof(body), "{'id':'r1','cur':['%s'],"
                                  "'imp':[{'id':'1'," BANNER,
                                  currencies[k % 9]);
            n += (size_t) snprintf(body + n, sizeof(body) - n, kinds[k / 9],
                                   sums[i / 9], currencies[i % 9]);
            (void) snprintf(body + n, sizeof(body) - n, "}]}");

            CHECK_INT(w_decide(body), CX_OK);

            if (w.d->nbids == 0 || w_price(0) < won()->floor) {
                (void) printf("    %s: %s\n", body, cx_nobid_name(w.d->reason));
                CHECK(w.d->nbids != 0);
                return;
            }

            CHECK_INT(w_price(0), won()->floor);
            CHECK(w.nanos <= won()->rank);
        }
    }
}


#define OF(rest)  REQ(IMP(",'pmp':{'deals':[{'id':'D'" rest "}]}"), "")

static void
kinds_of_deals(void)
{
    w_open(SIMPLE("g", "3", "", ",'max_cpm':5" DEALS("'D'")));

    CHECK_WINNER(OF(",'bidfloor':2,'at':1"), "g");
    CHECK_INT(w_price(0), 3000000);
    CHECK_WINNER(OF(",'bidfloor':2,'at':2"), "g");
    CHECK_INT(w_price(0), 3000000);
    CHECK_WINNER(OF(",'bidfloor':2,'at':3"), "g");
    CHECK_INT(w_price(0), 2000000);
    CHECK_INT(w.nanos, 2000000);
    CHECK_WINNER(OF(",'bidfloor':3.000001,'at':3"), "below_floor");
    CHECK_WINNER(OF(",'at':3"), "g");
    CHECK_INT(w_price(0), 3000000);

    /* guaranteed: the floor, as far as the limit allows */

    CHECK_WINNER(OF(",'bidfloor':4"), "below_floor");
    CHECK_WINNER(OF(",'bidfloor':4,'guar':1"), "g");
    CHECK_INT(w_price(0), 4000000);
    CHECK_WINNER(OF(",'bidfloor':5,'guar':1"), "g");
    CHECK_INT(w_price(0), 5000000);
    CHECK_WINNER(OF(",'bidfloor':5.000001,'guar':1"), "below_floor");
    CHECK_WINNER(OF(",'bidfloor':2,'guar':1"), "g");
    CHECK_INT(w_price(0), 3000000);
    CHECK_WINNER(OF(",'bidfloor':4,'guar':1,'at':3"), "g");
    CHECK_INT(w_price(0), 4000000);
    CHECK_WINNER(OF(",'bidfloor':2,'guar':1,'at':3"), "g");
    CHECK_INT(w_price(0), 2000000);
}


static void
units(void)
{
    w_open(SIMPLE("g", "3.456789", "", "") SIMPLE("h", "0.009999", "", ""));

    CHECK_WINNER(REQ(IMP(""), ""), "g");
    CHECK_INT(w_write(), CX_OK);
    CHECK(yyjson_get_real(w_at("/seatbid/0/bid/0/price")) == 3.456789);

    /* whole cents, and less than one of them is none */

    w.exchange.price = CX_PRICE_CENTS;
    CHECK_WINNER(REQ(IMP(""), ""), "g");
    CHECK_INT(w_price(0), 3450000);
    CHECK_INT(w.nanos, 3450000);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_sint(w_at("/seatbid/0/bid/0/price")), 345);
    CHECK_INT(w.d->imp[0].noffers, 2);
    CHECK_INT(w.d->imp[0].offer[1]->outcome, CX_NOBID_FLOOR);
    CHECK_WINNER(REQ(IMP(",'bidfloor':3.45"), ""), "g");
    CHECK_WINNER(REQ(IMP(",'bidfloor':3.450001"), ""), "below_floor");

    w.exchange.price = CX_PRICE_MICROS;
    CHECK_WINNER(REQ(IMP(""), ""), "g");
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_sint(w_at("/seatbid/0/bid/0/price")), 3456789);
}


/* the token of a bid, out of its win notice */

static cx_token_t
token(const cx_keyring_t *keys)
{
    cx_str_t         url;
    cx_token_t       t;
    const uint8_t   *p, *end;
    static uint8_t   mem[CX_TOKEN_MAX];

    memset(&t, 0, sizeof(t));
    url = w_str("/seatbid/0/bid/0/nurl");
    p = memmem(url.data, url.len, "?t=", 3);
    CHECK(p != NULL);

    if (p != NULL) {
        p += 3;
        end = memchr(p, '&', (size_t) (url.data + url.len - p));
        CHECK_INT(cx_token_verify(keys, CX_TOKEN_EXCHANGE,
                                  cx_strn(p, end - p), mem, &t, NULL), CX_OK);
    }

    return t;
}


static void
quantities(void)
{
    size_t      i;
    cx_token_t  t;
    const struct {
        const char  *qty;
        uint32_t     parts;
        int64_t      cost;
        const char  *want;
    } cases[] = {
        { "1", 1000, 2500000, "g" },
        { "30.3", 30300, 75750000, "g" },
        { "14.2", 14200, 35500000, "g" },
        { "0.32", 320, 800000, "g" },
        { "0.0001", 1, 2500, "g" },
        { "1.0000000001", 1000, 2500000, "g" },
        { "1.0001", 1001, 2502500, "g" },
        { "0", 1000, 2500000, "g" },
        { "-3", 1000, 2500000, "g" },
        { "100000", 100000000, 250000000000, "g" },
        { "100000.001", 0, 0, "quantity" },
        { "1e300", 0, 0, "quantity" }
    };
    char  body[512];

    w_open(SIMPLE("g", "2.5", "", ""));

    for (i = 0; i < cx_nelts(cases); i++) {
        (void) snprintf(body, sizeof(body),
                        REQ(IMP(",'qty':{'multiplier':%s}"),
                            ",'dooh':{'id':'d'}"), cases[i].qty);
        CHECK_WINNER(body, cases[i].want);
        CHECK_INT(w.nanos, cases[i].cost);

        if (cases[i].cost) {
            CHECK_INT(w_price(0), 2500000);
            CHECK_INT(w_write(), CX_OK);
            t = token(w.conf.keys);
            CHECK_INT(t.qty, cases[i].parts);
            CHECK_INT(t.reserved, cases[i].cost);
            CHECK_INT(cx_money_cost(t.price, t.rate, t.qty), t.reserved);
        }
    }
}


static void
charged_from_the_token(void)
{
    cx_token_t  t;

    w_open(RATES SIMPLE("g", "3", ",'currency':'KWD'", ""));
    w.exchange.fee_ppm = 123456;
    w.exchange.bids_net = 1;
    CHECK_WINNER(REQ(IMP(",'qty':{'multiplier':7.7}"), ",'cur':['IDR']"), "g");
    CHECK_INT(w_write(), CX_OK);
    t = token(w.conf.keys);
    CHECK_INT(t.currency, cx_currency(cx_str("IDR")));
    CHECK_INT(t.price, w_price(0));
    CHECK_INT(t.reserved, w.nanos);
    CHECK_INT(cx_money_cost(t.price, t.rate, t.qty), t.reserved);
    CHECK(t.reserved <= 23100000 && t.reserved > 23099000);
}


static void
seat_and_keys(void)
{
    char           path[64];
    cx_error_t     e;
    cx_token_t     t;
    cx_keyring_t  *keys;

    (void) snprintf(path, sizeof(path), "/tmp/cx-money-%d.keys",
                    (int) getpid());
    (void) unlink(path);
    CHECK_INT(cx_keyring_create(path, &e), CX_OK);
    keys = cx_keyring_open(path, &e);
    (void) unlink(path);

    w_open("{'type':'org','id':'o','seat':'s-1'}\n"
           "{'type':'org','id':'p','seat':'s-2'}\n"
           SIMPLE("g", "3", ",'org':'o'", "")
           SIMPLE("h", "2", ",'org':'p'", ""));

    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "}", "")), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_arr_size(w_at("/seatbid")), 2);

    w.exchange.seat = cx_str("house");
    w.exchange.keys = keys;
    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "}", "")), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_arr_size(w_at("/seatbid")), 1);
    CHECK_STR(w_str("/seatbid/0/seat"), "house");
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid")), 2);
    t = token(keys);
    CHECK_INT(t.price, w_price(0));

    cx_keyring_close(keys);
}


static void
no_bids(void)
{
    const cx_catalog_t  *catalog;

    w_open(SIMPLE("g", "3", "", ""));

    CHECK_INT(w_decide(REQ(IMP(",'bidfloor':9"), "")), CX_OK);
    CHECK_INT(w_write(), CX_DECLINED);

    w.exchange.nobid = CX_NOBID_AS_NBR;
    CHECK_INT(w_decide(REQ(IMP(",'bidfloor':9"), "")), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(w.d->nbids, 0);
    CHECK_INT(yyjson_obj_size(yyjson_doc_get_root(w.doc)), 2);
    CHECK_STR(w_str("/id"), "r1");
    CHECK_INT(yyjson_get_int(w_at("/nbr")), cx_nobid_nbr(CX_NOBID_FLOOR));
    CHECK_INT(w.emits, 1);

    w.capped = "|g|";
    CHECK_INT(w_decide(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_int(w_at("/nbr")), cx_nobid_nbr(CX_NOBID_CAPPED));

    catalog = w.b.catalog;
    w.b.catalog = NULL;
    CHECK_INT(w_decide(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_int(w_at("/nbr")), 1);
    w.b.catalog = catalog;
}


/* what is left out of an answer for its currency was never set aside */

static void
nothing_in_vain(void)
{
    w_open(SIMPLE("usd", "5", "", "")
           SIMPLE("jpy", "400", ",'currency':'JPY'", ""));

    CHECK_INT(w_decide(REQ("{'id':'1'," BANNER ",'bidfloor':1,"
                           "'bidfloorcur':'JPY'},{'id':'2'," BANNER
                           ",'bidfloor':1},{'id':'3'," BANNER
                           ",'bidfloor':1}", ",'cur':['JPY','USD']")), CX_OK);
    CHECK_INT(w.d->currency, CX_USD);
    CHECK_INT(w.reserves, 2);
    CHECK(strstr(w.trace, "reserve:jpy") == NULL);
    CHECK_STR(w_winner(0), "currency");
    CHECK_INT(w.d->nbids, 2);
}


static const cx_test_t  tests[] = {
    TEST(by_duration),
    TEST(of_audio),
    TEST(each_its_own),
    TEST(of_deals),
    TEST(of_deals_in_currencies),
    TEST(the_currency),
    TEST(exact_rates),
    TEST(old_rates),
    TEST(rounding),
    TEST(fees),
    TEST(just_the_floor),
    TEST(kinds_of_deals),
    TEST(units),
    TEST(quantities),
    TEST(charged_from_the_token),
    TEST(seat_and_keys),
    TEST(no_bids),
    TEST(nothing_in_vain)
};

TEST_MAIN(tests)
