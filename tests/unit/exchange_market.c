
/*
 * Auctions, notices, truth and the clock page of the exchange simulator, each
 * with figures that are worked out by hand.
 */

#include <unistd.h>

#include "tests/exchange/engine.h"
#include "tests/exchange/market.h"
#include "tests/exchange/random.h"
#include "tests/unit/test.h"


#define ASK(at, more)                                                         \
    "{\"id\":\"r 1\",\"at\":" at ",\"imp\":[{\"id\":\"1\",\"bidfloor\":0.85," \
    "\"banner\":{}" more "}],\"user\":{\"id\":\"u\"},"                        \
    "\"site\":{\"domain\":\"x.example\"}}"

#define DEALS  ",\"pmp\":{\"deals\":[{\"id\":\"d\",\"bidfloor\":1},"          \
               "{\"id\":\"f\",\"bidfloor\":2,\"at\":3},"                      \
               "{\"id\":\"g\",\"bidfloor\":0.1,\"guar\":1}]}"

#define BID(id, price, more)                                                  \
    "{\"id\":\"" id "\",\"impid\":\"1\",\"price\":" price ",\"mtype\":1,"     \
    "\"crid\":\"c" id "\",\"adomain\":[\"a.example\"]" more "}"

#define SEAT(name, bids)  "{\"seat\":\"" name "\",\"bid\":[" bids "]}"

#define ANSWER(seats)  "{\"id\":\"r 1\",\"bidid\":\"b/1\",\"cur\":\"USD\","   \
                       "\"seatbid\":[" seats "]}"


static xc_judge_t    judge;
static xc_outcome_t  outcome[XC_JUDGE_BIDS];


static cx_str_t
str_of(const char *s)
{
    cx_str_t  str;

    str.data = (uint8_t *) (uintptr_t) s;
    str.len = strlen(s);

    return str;
}


static void
auction_of(const xc_auction_t *auction, const char *ask, const char *answer,
    uint64_t serial)
{
    CHECK_INT(xc_judge_ask(&judge, ask, strlen(ask), ""), XC_OK);
    (void) xc_judge_answer(&judge, 200, "application/json", answer,
                           strlen(answer), 0);
    xc_auction_run(auction, &judge, serial, outcome);
}


static void
prices_clear_as_the_standard_says(void)
{
    xc_auction_t  auction;

    static const char  answer[] = ANSWER(SEAT("s", BID("1", "1.00", ""))
        "," SEAT("t", BID("2", "0.90", "")) "," SEAT("u", BID("3", "0.80", "")));

    memset(&auction, 0, sizeof(auction));
    auction.increment = 10000;

    auction_of(&auction, ASK("1", ""), answer, 1);

    CHECK_INT(judge.noffers, 3);
    CHECK_INT(outcome[0].won, 1);
    CHECK_INT(outcome[0].price, 1000000);
    CHECK_INT(outcome[0].min_to_win, 900000);
    CHECK_INT(outcome[1].won, 0);
    CHECK_INT(outcome[1].reason, XC_LOSS_HIGHER);
    CHECK_INT(outcome[1].min_to_win, 1000000);
    CHECK_INT(outcome[2].reason, XC_LOSS_FLOOR);
    CHECK_INT(outcome[2].min_to_win, -1);

    auction_of(&auction, ASK("2", ""), answer, 1);

    CHECK_INT(outcome[0].price, 910000);
    CHECK_INT(outcome[0].min_to_win, 900000);
    CHECK_INT(outcome[1].min_to_win, 910000);

    auction.at = 1;
    auction_of(&auction, ASK("2", ""), answer, 1);
    CHECK_INT(outcome[0].price, 1000000);
}


static void
nobody_pays_more_than_was_bid(void)
{
    xc_auction_t  auction;

    memset(&auction, 0, sizeof(auction));
    auction.increment = 10000;

    auction_of(&auction, ASK("2", ""), ANSWER(SEAT("s", BID("1", "1.00", ""))
               "," SEAT("t", BID("2", "0.995", ""))), 1);

    CHECK_INT(outcome[0].won, 1);
    CHECK_INT(outcome[0].price, 1000000);
    CHECK_INT(outcome[0].min_to_win, 995000);

    /* of two that are equal the first wins */

    auction_of(&auction, ASK("2", ""), ANSWER(SEAT("s", BID("1", "1.00", ""))
               "," SEAT("t", BID("2", "1.00", ""))), 1);

    CHECK_INT(outcome[0].won, 1);
    CHECK_INT(outcome[1].won, 0);
    CHECK_INT(outcome[0].price, 1000000);
}


static void
alone_it_pays_the_floor(void)
{
    xc_auction_t  auction;

    memset(&auction, 0, sizeof(auction));
    auction.increment = 10000;

    auction_of(&auction, ASK("2", ""), ANSWER(SEAT("s",
               BID("1", "1.00", "") "," BID("2", "0.95", ""))), 1);

    CHECK_INT(outcome[0].won, 1);
    CHECK_INT(outcome[0].price, 850000);
    CHECK_INT(outcome[0].min_to_win, 850000);
    CHECK_INT(outcome[1].reason, XC_LOSS_HIGHER);

    auction_of(&auction, ASK("2", ""), ANSWER(SEAT("s",
               BID("1", "0.85", ""))), 1);

    CHECK_INT(outcome[0].won, 1);
    CHECK_INT(outcome[0].price, 850000);

    auction_of(&auction, ASK("2", ""), ANSWER(SEAT("s",
               BID("1", "0.849999", ""))), 1);

    CHECK_INT(outcome[0].won, 0);
    CHECK_INT(outcome[0].reason, XC_LOSS_FLOOR);
}


static void
deals_are_not_held_against_open_bids(void)
{
    xc_auction_t  auction;

    memset(&auction, 0, sizeof(auction));
    auction.increment = 10000;

    auction_of(&auction, ASK("2", DEALS), ANSWER(
        SEAT("s", BID("1", "9", "") "," BID("2", "1.5", ",\"dealid\":\"d\""))
        "," SEAT("t", BID("3", "1.2", ",\"dealid\":\"d\""))), 1);

    CHECK_INT(outcome[0].reason, XC_LOSS_TO_DEAL);
    CHECK_INT(outcome[0].min_to_win, -1);
    CHECK_INT(outcome[1].won, 1);
    CHECK_INT(outcome[1].price, 1210000);
    CHECK_INT(outcome[2].reason, XC_LOSS_HIGHER);

    auction_of(&auction, ASK("2", DEALS), ANSWER(
        SEAT("s", BID("1", "5", ",\"dealid\":\"d\"") ","
                  BID("2", "2", ",\"dealid\":\"f\"") ","
                  BID("3", "1", ",\"dealid\":\"g\""))), 1);

    CHECK_INT(outcome[2].won, 1);
    CHECK_INT(outcome[2].price, 100000);
    CHECK_INT(outcome[1].reason, XC_LOSS_TO_DEAL);

    auction_of(&auction, ASK("2", DEALS), ANSWER(
        SEAT("s", BID("1", "5", "") "," BID("2", "2", ",\"dealid\":\"f\"")
             "," BID("3", "0.9", ",\"dealid\":\"d\"") ","
                 BID("4", "3", ",\"dealid\":\"z\""))), 1);

    CHECK_INT(outcome[1].won, 1);
    CHECK_INT(outcome[1].price, 2000000);
    CHECK_INT(outcome[2].reason, XC_LOSS_DEAL_FLOOR);
    CHECK_INT(outcome[3].reason, XC_LOSS_DEAL_ID);
}


static void
broken_bids_do_not_compete(void)
{
    xc_auction_t  auction;

    static const char  ask[] = ASK("2", "");
    static const char  answer[] = ANSWER(SEAT("s", BID("1", "1", "")));

    memset(&auction, 0, sizeof(auction));

    (void) xc_judge_ask(&judge, ask, sizeof(ask) - 1, "");
    CHECK(xc_judge_answer(&judge, 200, "application/json", answer,
                          sizeof(answer) - 1, 1) > 0);
    xc_auction_run(&auction, &judge, 1, outcome);

    CHECK_INT(outcome[0].won, 0);
    CHECK_INT(outcome[0].reason, XC_LOSS_NO_MARKUP);
}


static void
rivals_are_drawn_from_the_seed(void)
{
    double        sum;
    unsigned      i, k, n, joined;
    xc_text_t     usd = xc_text("USD"), eur = xc_text("EUR");
    xc_error_t    err;
    xc_money_t    a[16], b[16];
    xc_auction_t  auction;

    memset(&auction, 0, sizeof(auction));
    auction.seed = 7;

    CHECK_INT(xc_rivals_add(&auction, "4:median=2:sigma=0.5:join=0.6", &err),
              XC_OK);
    CHECK_INT(xc_rivals_add(&auction, "2:median=9:media=video", &err), XC_OK);

    for (joined = 0, sum = 0, i = 0; i < 20000; i++) {
        n = xc_rivals_bids(&auction, NULL, xc_mix(1, i), XC_BANNER, usd, a, 16);
        joined += n;

        CHECK_INT(xc_rivals_bids(&auction, NULL, xc_mix(1, i), XC_BANNER, usd,
                                 b, 16), n);

        for (k = 0; k < n; k++) {
            CHECK_INT(a[k], b[k]);
            CHECK(k == 0 || a[k] <= a[k - 1]);
            sum += log((double) a[k] / 1e6);
        }
    }

    /* 48000 join; the logarithms are of mean log 2 */

    CHECK(joined > 47500 && joined < 48500);
    CHECK(fabs(sum / joined - log(2)) < 0.01);

    CHECK(xc_rivals_bids(&auction, NULL, 5, XC_VIDEO, usd, a, 16) >= 2);
    CHECK_INT(xc_rivals_bids(&auction, NULL, 5, XC_VIDEO, eur, a, 16), 0);

    CHECK_INT(xc_rivals_add(&auction, "x", &err), XC_ERROR);
    CHECK_INT(xc_rivals_add(&auction, "99", &err), XC_ERROR);
    CHECK_INT(xc_rivals_add(&auction, "1:join=2", &err), XC_ERROR);
    CHECK_INT(xc_rivals_add(&auction, "1:media=print", &err), XC_ERROR);
    CHECK_INT(xc_rivals_add(&auction, "1:", &err), XC_ERROR);
}


static void
macros_are_filled_and_encoded(void)
{
    char          out[512];
    unsigned      i;
    xc_text_t     url;
    xc_filled_t   f;
    xc_auction_t  auction;

    static const struct {
        const char  *from;
        const char  *to;
    } rows[] = {
        { "p=${AUCTION_PRICE}", "p=0.91" },
        { "m=${AUCTION_MIN_TO_WIN}&l=${AUCTION_LOSS}", "m=0.9&l=0" },
        { "i=${AUCTION_ID}", "i=r%201" },
        { "b=${AUCTION_BID_ID}", "b=b%2F1" },
        { "s=${AUCTION_SEAT_ID}&c=${AUCTION_CURRENCY}", "s=s&c=USD" },
        { "r=${AUCTION_MBR}", "r=0.9100" },
        { "q=${AUCTION_MULTIPLIER}", "q=1" },
        { "t=${AUCTION_IMP_TS}", "t=1234" },
        { "a=1&amp;b=2", "a=1&b=2" },
        { "x=${AUCTION_COST}", "x=${AUCTION_COST}" },
        { "x=${AUCTION_PRICE", "x=${AUCTION_PRICE" },
        { "x=%24%7BAUCTION_PRICE%7D", "x=%24%7BAUCTION_PRICE%7D" }
    };

    memset(&auction, 0, sizeof(auction));
    auction.increment = 10000;

    auction_of(&auction, ASK("2", ""), ANSWER(SEAT("s", BID("1", "1.00", ""))
               "," SEAT("t", BID("2", "0.90", ""))), 1);

    memset(&f, 0, sizeof(f));
    f.judge = &judge;
    f.offer = &judge.offer[0];
    f.outcome = &outcome[0];
    f.shown_ms = 1234;

    for (i = 0; i < cx_nelts(rows); i++) {
        url.data = rows[i].from;
        url.len = strlen(url.data);

        CHECK(xc_macros_fill(&f, url, out, sizeof(out)) > 0);
        CHECK_STR(str_of(out), rows[i].to);
        CHECK_INT(xc_macros_fill(&f, url, out, 3), 0);
    }

    f.offer = &judge.offer[1];
    f.outcome = &outcome[1];
    url.data = "p=${AUCTION_PRICE}&m=${AUCTION_MIN_TO_WIN}&l=${AUCTION_LOSS}";
    url.len = strlen(url.data);

    CHECK(xc_macros_fill(&f, url, out, sizeof(out)) > 0);
    CHECK_STR(str_of(out), "p=&m=0.91&l=102");
}


static void
addresses_are_found_in_markup(void)
{
    size_t     at;
    unsigned   n;
    xc_url_t   u;
    xc_text_t  url;

    static const xc_text_t    markup = xc_text("<a href=\"https://a.example/"
        "v1/click?t=1\"><img src='http://[::1]:8080/v1/imp?t=2'></a> ://x "
        "<![CDATA[https://c.example/v1/event?e=start&c=[ERRORCODE]]]> //d/e");

    static const char *const  found[] = { "https://a.example/v1/click?t=1",
        "http://[::1]:8080/v1/imp?t=2",
        "https://c.example/v1/event?e=start&c=[ERRORCODE]" };

    for (n = 0, at = 0; xc_url_next(markup, &at, &url); n++) {
        CHECK(n < 3 && xc_text_is(url, found[n]));
    }

    CHECK_INT(n, 3);

    url.data = found[2];
    url.len = strlen(url.data);
    CHECK(xc_url_ends(url, "/v1/event"));
    CHECK(!xc_url_ends(url, "/v1/imp"));
    CHECK(xc_text_is(xc_url_argument(url, "e"), "start"));
    CHECK_INT(xc_url_argument(url, "x").len, 0);

    CHECK_INT(xc_url_split(found[1], &u), XC_OK);
    CHECK_STR(str_of(u.address), "[::1]:8080");
    CHECK_STR(str_of(u.path), "/v1/imp?t=2");
    CHECK_INT(xc_url_split(found[0], &u), XC_OK);
    CHECK_STR(str_of(u.address), "a.example:443");
    CHECK_INT(xc_url_split("ftp://x/", &u), XC_ERROR);
    CHECK_INT(xc_url_split("http:///", &u), XC_ERROR);
}


static void
only_this_machine_is_spoken_to(void)
{
    CHECK(xc_loopback("127.0.0.1:80"));
    CHECK(xc_loopback("127.9.9.9:80"));
    CHECK(xc_loopback("[::1]:80"));
    CHECK(!xc_loopback("10.0.0.1:80"));
    CHECK(!xc_loopback("0.0.0.0:80"));
    CHECK(!xc_loopback("localhost:80"));
    CHECK(!xc_loopback("127.0.0.1.example:80"));
    CHECK(!xc_loopback("127.0.0.1:a.example:80"));
    CHECK(!xc_loopback("127.0.0.1:80a"));
    CHECK(!xc_loopback("[::1].example:80"));
    CHECK(!xc_loopback("[fe80::1]:80"));
    CHECK(!xc_loopback("[::ffff:10.0.0.1]:80"));
    CHECK(!xc_loopback(""));
}


static void
truth_is_of_the_seed_and_the_ad(void)
{
    double          sum, other;
    unsigned        i, clicks;
    xc_truth_t      truth;
    xc_auction_t    auction;
    xc_happening_t  h, g;

    memset(&auction, 0, sizeof(auction));
    auction_of(&auction, ASK("2", ""), ANSWER(SEAT("s", BID("1", "1.00", "")
               "," BID("2", "0.90", ""))), 1);

    truth.seed = 3;
    xc_truth_happen(&truth, &judge, &judge.offer[0], 0, 9, &h);
    xc_truth_happen(&truth, &judge, &judge.offer[0], 0, 9, &g);

    CHECK(h.click == g.click && h.clicked == g.clicked);
    CHECK(h.click > 0 && h.click < 0.2 && h.conversion > 0);
    CHECK(xc_text_is(h.user, "u") && xc_text_is(h.site, "x.example"));

    xc_truth_happen(&truth, &judge, &judge.offer[1], 0, 9, &g);
    CHECK(h.click != g.click);

    xc_truth_happen(&truth, &judge, &judge.offer[0], 7200000, 9, &g);
    CHECK(h.click != g.click);

    truth.seed = 4;
    xc_truth_happen(&truth, &judge, &judge.offer[0], 0, 9, &g);
    CHECK(h.click != g.click);

    /* as many clicks as the probability has */

    for (sum = 0, other = 0, clicks = 0, i = 0; i < 200000; i++) {
        xc_truth_happen(&truth, &judge, &judge.offer[0], 0, i, &g);
        sum += g.click;
        other += g.converted && !g.clicked;
        clicks += (unsigned) g.clicked;
    }

    CHECK(fabs(sum - clicks) < 5 * sqrt(sum));
    CHECK(other == 0);

    xc_judge_free(&judge);
}


static void
the_page_tells_the_time(void)
{
    int64_t      ms;
    char         path[] = "/tmp/campaign-clock-XXXXXX";
    xc_page_t   *page;
    xc_clock_t   clock;
    xc_error_t   err;

    CHECK_INT(xc_page_time("2026-05-01", &ms), XC_OK);
    CHECK_INT(ms, 1777593600000LL);
    CHECK_INT(xc_page_time("2026-05-01T10:00:00Z", &ms), XC_OK);
    CHECK_INT(ms, 1777629600000LL);
    CHECK_INT(xc_page_time("1777593600", &ms), XC_OK);
    CHECK_INT(ms, 1777593600000LL);
    CHECK_INT(xc_page_time("tomorrow", &ms), XC_ERROR);
    CHECK_INT(xc_page_time("", &ms), XC_ERROR);

    (void) close(mkstemp(path));

    clock.base_ns = 5000000000;
    clock.base_ms = ms;
    clock.speed = 8640;

    page = xc_page_open(path, &err);
    CHECK(page != NULL);
    CHECK(page->magic != XC_PAGE_MAGIC);

    xc_page_write(page, &clock);
    xc_page_write(page, &clock);
    CHECK_INT(page->magic, XC_PAGE_MAGIC);
    CHECK_INT(page->sequence % 2, 0);
    CHECK_INT(page->base_ms, ms);
    CHECK_INT(page->speed, 8640000000LL);
    xc_page_close(page);

    /* what was written is there for the next */

    page = xc_page_open(path, &err);
    CHECK_INT(page->base_ms, ms);
    xc_page_close(page);
    (void) unlink(path);

    CHECK(xc_page_open("/nowhere/clock", &err) == NULL);
    CHECK_INT(xc_clock_ms(&clock, 6000000000), ms + 8640000);
    CHECK_INT(xc_clock_ns(&clock, ms + 8640000), 6000000000);
}


/* of the logarithm of the odds of a click, over what a seed may draw */

static double
spread_of(const char *ask)
{
    double          x, sum, squares;
    unsigned        n;
    xc_truth_t      truth;
    xc_auction_t    auction;
    xc_happening_t  h;

    memset(&auction, 0, sizeof(auction));
    auction_of(&auction, ask, ANSWER(SEAT("s", BID("1", "1.00", ""))), 1);

    for (n = 0, sum = 0, squares = 0; n < 4000; n++) {
        truth.seed = n;
        xc_truth_happen(&truth, &judge, &judge.offer[0], 0, 9, &h);
        x = log(h.click / (1 - h.click));
        sum += x;
        squares += x * x;
    }

    return squares / n - sum / n * sum / n;
}


/* of whom nothing is known the place and the ad decide alone */

static void
who_has_no_id_is_not_one_person(void)
{
    size_t          i;
    char            ask[256];
    xc_truth_t      truth;
    xc_auction_t    auction;
    xc_happening_t  h, first;

    static const char *const  who[] = {
        "\"user\":{}", "\"user\":{\"id\":\"\"}",
        "\"user\":{\"id\":\"00000000-0000-0000-0000-000000000000\"}",
        "\"device\":{\"ifa\":\"00000000-0000-0000-0000-000000000000\"}"
    };

    memset(&auction, 0, sizeof(auction));
    memset(&first, 0, sizeof(first));
    truth.seed = 3;

    for (i = 0; i < cx_nelts(who); i++) {
        snprintf(ask, sizeof(ask), "{\"id\":\"r 1\",\"imp\":[{\"id\":\"1\","
                 "\"banner\":{}}],\"site\":{\"domain\":\"x.example\"},%s}",
                 who[i]);
        auction_of(&auction, ask, ANSWER(SEAT("s", BID("1", "1.00", ""))), 1);
        xc_truth_happen(&truth, &judge, &judge.offer[0], 0, 9, &h);
        CHECK_INT(h.user.len, 0);

        if (i == 0) {
            first = h;
        }

        CHECK(h.click == first.click && h.conversion == first.conversion);
    }

    auction_of(&auction, ASK("2", ""), ANSWER(SEAT("s", BID("1", "1.00", ""))),
               1);
    xc_truth_happen(&truth, &judge, &judge.offer[0], 0, 9, &h);
    CHECK(xc_text_is(h.user, "u"));
    CHECK(h.click != first.click && h.conversion != first.conversion);

    /* the squares of all weights, and of those that are not a person's */

    CHECK(fabs(spread_of(ASK("2", "")) - 1.41) < 0.15);
    CHECK(fabs(spread_of(ask) - 0.71) < 0.1);
    xc_judge_free(&judge);
}


static xc_engine_t  engine;
static xc_conf_t    engine_conf;


static void *
market_of(void)
{
    void        *m;
    xc_error_t   err;

    engine.conf = &engine_conf;
    m = xc_market_exchange.open(&xc_market_conf, &engine, &engine.clock, &err);
    CHECK(m != NULL);

    return m;
}


/* an answer to ASK, of a campaign */

static void
answer_of(void *market, const char *body, uint64_t serial, const char *ask)
{
    xc_answer_t  a;
    union {
        xc_ask_t  ask;
        char      room[sizeof(xc_ask_t) + sizeof(xc_imp_t)];
    } u;

    memset(&u, 0, sizeof(u));
    memset(&a, 0, sizeof(a));
    u.ask.body = ask;
    u.ask.len = strlen(ask);
    a.ask = &u.ask;
    a.serial = serial;
    a.status = 200;
    a.content_type = "application/json";
    a.encoding = "";
    a.body = body;
    a.len = strlen(body);
    xc_market_exchange.answer(market, &a);
}


static int64_t
member_of(const char *object, const char *text, const char *name)
{
    const char  *at;
    char         quoted[64];

    at = strstr(text, object);
    snprintf(quoted, sizeof(quoted), "\"%s\":", name);
    at = at ? strstr(at, quoted) : NULL;

    return at ? atoll(at + strlen(quoted)) : -1;
}


/* no campaign falls out of the sums, however many there are */

static void
campaigns_beyond_the_last_are_told(void)
{
    char          body[512], *text;
    void         *market;
    FILE         *f;
    size_t        len;
    unsigned      i;
    xc_report_t   report;

    xc_market_conf.check = 0;
    market = market_of();

    for (i = 0; i < XC_CAMPAIGNS + 100; i++) {
        snprintf(body, sizeof(body), ANSWER(SEAT("s", BID("1", "1.00",
                 ",\"cid\":\"k%u\""))), i);
        answer_of(market, body, i + 1, ASK("1", ""));

        if (i % 3 == 0) {
            answer_of(market, body, i + 1, ASK("1", ""));
        }
    }

    text = NULL;
    f = open_memstream(&text, &len);
    report.out = f;
    report.json = 1;
    xc_market_exchange.report(market, &report);
    report.json = 0;
    xc_market_exchange.report(market, &report);
    fclose(f);

    CHECK(strstr(text, "{\"cid\":\"k8191\"") != NULL);
    CHECK(strstr(text, "{\"cid\":\"k8192\"") == NULL);
    CHECK_INT(member_of("\"cid\":\"k3\"", text, "bids"), 2);
    CHECK_INT(member_of("\"cid\":\"k8191\"", text, "bids"), 1);
    CHECK_INT(member_of("\"other_campaigns\"", text, "bids"), 133);
    CHECK_INT(member_of("\"other_campaigns\"", text, "wins"), 133);
    CHECK(strstr(text, "that came too late to be told apart") != NULL);

    free(text);
    xc_market_exchange.close(market);
    xc_market_conf.check = 1;
}


static void
nothing_judged_is_no_success(void)
{
    void        *market;
    xc_error_t   why;

    market = market_of();
    CHECK_INT(xc_market_exchange.verdict(market, &why), 1);
    CHECK(strstr(why.text, "no answer was judged") != NULL);

    answer_of(market, "", 1, "no JSON");
    CHECK_INT(xc_market_exchange.verdict(market, &why), 1);
    CHECK(strstr(why.text, "1 requests could not be read") != NULL);
    xc_market_exchange.close(market);

    market = market_of();
    answer_of(market, ANSWER(SEAT("s", BID("1", "1.00", ",\"w\":1"))), 1,
              ASK("1", ""));
    CHECK_INT(xc_market_exchange.verdict(market, &why), 1);
    CHECK(strstr(why.text, "1 answers broke rules") != NULL);
    xc_market_exchange.close(market);

    xc_market_conf.check = 0;
    market = market_of();
    CHECK_INT(xc_market_exchange.verdict(market, &why), 0);
    xc_market_exchange.close(market);
    xc_market_conf.check = 1;
}


static void
losses_are_told_in_words(void)
{
    CHECK(strcmp(xc_loss_name(XC_LOSS_HIGHER), "to a higher bid") == 0);
    CHECK(strcmp(xc_loss_name(XC_LOSS_FLOOR), "below the floor") == 0);
    CHECK(strcmp(xc_loss_name(777), "another reason") == 0);
}


/* making requests and connections takes none of the business day */

static void
the_clock_starts_with_the_first_request(void)
{
    char         path[] = "/tmp/campaign-clock-XXXXXX";
    void        *market;
    xc_page_t   *page;
    xc_error_t   err;

    (void) close(mkstemp(path));
    xc_market_conf.clock = path;
    xc_market_conf.start_ms = 1777593600000LL;
    xc_market_conf.speed = 60;

    market = market_of();
    page = xc_page_open(path, &err);
    CHECK(page != NULL);
    CHECK(page->magic != XC_PAGE_MAGIC);

    xc_clock_real(&engine.clock);
    xc_market_exchange.begin(market);
    CHECK_INT(page->magic, XC_PAGE_MAGIC);
    CHECK_INT(page->base_ns, engine.clock.base_ns);
    CHECK_INT(page->base_ms, 1777593600000LL);
    CHECK_INT(page->speed, 60000000);
    CHECK_INT(engine.clock.base_ms, 1777593600000LL);

    xc_page_close(page);
    xc_market_exchange.close(market);
    xc_market_conf.clock = NULL;
    xc_market_conf.start_ms = -1;
    xc_market_conf.speed = 1;
    (void) unlink(path);
}


static const cx_test_t  tests[] = {
    TEST(prices_clear_as_the_standard_says),
    TEST(nobody_pays_more_than_was_bid),
    TEST(alone_it_pays_the_floor),
    TEST(deals_are_not_held_against_open_bids),
    TEST(broken_bids_do_not_compete),
    TEST(rivals_are_drawn_from_the_seed),
    TEST(macros_are_filled_and_encoded),
    TEST(addresses_are_found_in_markup),
    TEST(only_this_machine_is_spoken_to),
    TEST(truth_is_of_the_seed_and_the_ad),
    TEST(the_page_tells_the_time),
    TEST(who_has_no_id_is_not_one_person),
    TEST(campaigns_beyond_the_last_are_told),
    TEST(nothing_judged_is_no_success),
    TEST(losses_are_told_in_words),
    TEST(the_clock_starts_with_the_first_request)
};

TEST_MAIN(tests)
