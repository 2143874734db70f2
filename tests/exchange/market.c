
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/market.h"
#include "tests/exchange/random.h"


static int
xc_market_files(xc_exchange_t *m, xc_error_t *err)
{
    if (m->conf.truth) {
        m->truth = fopen(m->conf.truth, "w");

        if (m->truth == NULL) {
            return xc_error(err, "--truth=%.100s: %s", m->conf.truth,
                            strerror(errno));
        }
    }

    if (m->conf.clock) {
        m->page = xc_page_open(m->conf.clock, err);

        if (m->page == NULL) {
            return XC_ERROR;
        }
    }

    return XC_OK;
}


static void
xc_market_close(void *market)
{
    xc_exchange_t  *m;

    m = market;

    if (m->truth) {
        fclose(m->truth);
    }

    xc_page_close(m->page);
    xc_notices_close(&m->notices);
    xc_judge_free(&m->judge);
    free(m);
}


static void *
xc_market_open(void *conf, xc_engine_t *engine, xc_clock_t *clock,
    xc_error_t *err)
{
    uint64_t        seed;
    xc_exchange_t  *m;

    m = calloc(1, sizeof(xc_exchange_t));

    if (m == NULL) {
        xc_error(err, "no memory");
        return NULL;
    }

    m->conf = *(xc_market_conf_t *) conf;
    m->engine = engine;
    m->clock = clock;
    m->judge.rates = &m->conf.rates;

    seed = xc_engine_seed(engine);
    m->conf.auction.seed = xc_mix(seed, 1);
    m->conf.notices.seed = xc_mix(seed, 2);

    if (xc_market_files(m, err) != XC_OK
        || xc_notices_open(&m->notices, &m->conf.notices, engine, clock, err)
           != XC_OK)
    {
        xc_market_close(m);
        return NULL;
    }

    return m;
}


static void
xc_market_begin(void *market)
{
    xc_exchange_t  *m;

    m = market;
    m->clock->speed = m->conf.speed;

    if (m->conf.start_ms >= 0) {
        m->clock->base_ms = m->conf.start_ms;
    }

    if (m->page) {
        xc_page_write(m->page, m->clock);
    }
}


static void
xc_market_show(xc_exchange_t *m, const xc_answer_t *a)
{
    unsigned     i;
    size_t       n;
    xc_shown_t  *s;

    for (i = 0; i < m->judge.nfaults && i < XC_JUDGE_FAULTS; i++) {

        if (m->nshown == XC_SHOWN) {
            return;
        }

        s = &m->shown[m->nshown++];
        s->rule = m->judge.fault[i].rule;
        strcpy(s->detail, m->judge.fault[i].detail);
        snprintf(s->id, sizeof(s->id), "%.*s",
                 (int) (m->judge.id.len < XC_ID ? m->judge.id.len : XC_ID - 1),
                 m->judge.id.data);

        n = a->len < sizeof(s->answer) ? a->len : sizeof(s->answer) - 1;
        memcpy(s->answer, a->body, n);
        s->answer[n] = '\0';
    }
}


/* what an impression costs, as a CPM in USD; outdoors it is many at once */

static xc_money_t
xc_market_cost(xc_exchange_t *m, const xc_offer_t *o, xc_money_t price)
{
    int         exact;
    __int128    v;
    xc_text_t   usd = xc_text("USD");
    xc_money_t  qty;

    qty = xc_json_micros(xc_json_get(xc_json_get(o->imp->node, "qty"),
                                     "multiplier"), &exact);
    price = xc_rates_convert(&m->conf.rates, price, m->judge.cur, usd);

    if (price < 0) {
        return -1;
    }

    v = qty > 0 ? (__int128) price * qty / 1000000 : price;

    return v > INT64_MAX ? -1 : (xc_money_t) v;
}


static void
xc_market_won(xc_exchange_t *m, const xc_offer_t *o, xc_campaign_t *c,
    const xc_outcome_t *outcome, int64_t shown_ms, const xc_happening_t *h)
{
    xc_money_t         cost;
    xc_market_sums_t  *s;

    s = &m->sums;
    s->wins++;

    c->wins++;

    if (shown_ms == 0) {
        return;
    }

    s->shown++;
    s->clicks += (uint64_t) h->clicked;
    s->conversions += (uint64_t) h->converted;
    s->click_sum += h->click;

    cost = xc_market_cost(m, o, outcome->price);

    if (cost < 0) {
        s->no_rate++;
        cost = 0;
    }

    s->spend += cost;

    c->shown++;
    c->clicks += (uint64_t) h->clicked;
    c->spend += cost;

    if (m->truth) {
        xc_truth_write(m->truth, &m->judge, o, shown_ms, outcome->price, h);
    }
}


static void
xc_market_bids(xc_exchange_t *m, const xc_answer_t *a)
{
    int64_t          shown_ms;
    unsigned         i;
    uint64_t         draw;
    xc_judge_t      *j;
    xc_outcome_t    *outcome;
    xc_campaign_t   *c;
    xc_happening_t   h;

    j = &m->judge;
    m->sums.bids += j->noffers;

    if (m->conf.auction_off) {
        return;
    }

    xc_auction_run(&m->conf.auction, j, a->serial, m->outcome);

    for (i = 0; i < j->noffers; i++) {
        outcome = &m->outcome[i];
        draw = xc_mix(xc_mix(a->serial, i), 7);
        c = xc_campaigns_of(&m->campaigns, j->offer[i].node);
        c->bids++;

        xc_notices_plan(&m->notices, j, &j->offer[i], outcome, a->sent_ms,
                        draw, &shown_ms, &h);

        if (outcome->won) {
            xc_market_won(m, &j->offer[i], c, outcome, shown_ms, &h);
        } else {
            m->sums.loss[outcome->reason & 255]++;
        }
    }
}


static void
xc_market_answer(void *market, const xc_answer_t *a)
{
    int             rules;
    unsigned        i;
    xc_exchange_t  *m;

    m = market;

    if (a->lost != XC_ANSWERED || a->warm_up) {
        return;
    }

    rules = m->conf.check && a->serial % m->conf.check == 0;
    m->sums.answers++;

    if (a->len == 0) {
        m->sums.without_bid++;
    }

    if (!rules && (m->conf.auction_off || a->status != 200)) {
        return;
    }

    if (xc_judge_ask(&m->judge, a->ask->body, a->ask->len, a->id) != XC_OK) {
        m->sums.unreadable++;
        return;
    }

    m->sums.imps += m->judge.nimps;
    m->sums.judged += (uint64_t) rules;

    if (xc_judge_answer(&m->judge, a->status, a->content_type, a->body,
                        a->len, rules))
    {
        m->sums.broken++;
        xc_market_show(m, a);

        for (i = 0; i < XC_R_N; i++) {
            m->sums.rule[i] += m->judge.count[i];
        }
    }

    if (m->judge.answer) {
        xc_market_bids(m, a);
    }
}


static int
xc_market_written(FILE *f, const char *option, const char *path,
    xc_error_t *why)
{
    if (f == NULL || (fflush(f) == 0 && !ferror(f))) {
        return XC_OK;
    }

    return xc_error(why, "--%s=%.100s: not all of it could be written", option,
                    path);
}


static int
xc_market_right(const xc_exchange_t *m, xc_error_t *why)
{
    int                      i;
    const xc_market_sums_t  *s;
    const xc_notice_sums_t  *n;

    s = &m->sums;

    if (s->broken) {
        return xc_error(why, "%llu answers broke rules",
                        (unsigned long long) s->broken);
    }

    if (s->unreadable) {
        return xc_error(why, "%llu requests could not be read: their answers "
                        "were not judged", (unsigned long long) s->unreadable);
    }

    if (m->conf.check && s->judged == 0) {
        return xc_error(why, "no answer was judged");
    }

    if (m->notices.refusal.text[0]) {
        *why = m->notices.refusal;
        return XC_ERROR;
    }

    for (i = 0; i < XC_NOTICES; i++) {
        n = &m->notices.sums[i];

        if (n->sent && n->failed && n->answered == 0) {
            return xc_error(why, "every notice of the kind \"%s\" failed",
                            xc_notice_name(i));
        }
    }

    return XC_OK;
}


static int
xc_market_verdict(void *market, xc_error_t *why)
{
    xc_exchange_t  *m;

    m = market;

    if (xc_market_written(m->truth, "truth", m->conf.truth, why) != XC_OK
        || xc_market_written(m->notices.log, "notice-log",
                             m->notices.conf.log, why) != XC_OK)
    {
        return 2;
    }

    return xc_market_right(m, why) == XC_OK ? 0 : 1;
}


const xc_market_t  xc_market_exchange = {
    .name = "exchange",
    .help = "answers are judged, bids compete, notices follow",
    .options = xc_market_options,
    .conf = &xc_market_conf,
    .open = xc_market_open,
    .begin = xc_market_begin,
    .answer = xc_market_answer,
    .report = xc_market_report,
    .verdict = xc_market_verdict,
    .close = xc_market_close
};
