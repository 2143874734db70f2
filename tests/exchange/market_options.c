
#include <string.h>

#include "tests/exchange/market.h"
#include "tests/exchange/options.h"


xc_market_conf_t  xc_market_conf = {
    .check = 1,
    .auction = { .increment = 10000 },
    .notices = { .mode = XC_NOTICES_PLAN, .shown = 0.95 },
    .speed = 1,
    .start_ms = -1
};


static int
xc_set_check(void *conf, const char *value, xc_error_t *err)
{
    uint64_t           n;
    xc_market_conf_t  *c;

    c = conf;

    if (strcmp(value, "off") == 0) {
        c->check = 0;
        return XC_OK;
    }

    if (xc_option_integer("check", value, 1, 1000000000, &n, err) != XC_OK) {
        return XC_ERROR;
    }

    c->check = (unsigned) n;

    return XC_OK;
}


static int
xc_set_auction(void *conf, const char *value, xc_error_t *err)
{
    xc_market_conf_t  *c;

    c = conf;
    c->auction_off = 0;

    if (strcmp(value, "off") == 0) {
        c->auction_off = 1;

    } else if (strcmp(value, "request") == 0) {
        c->auction.at = 0;

    } else if (strcmp(value, "1") == 0 || strcmp(value, "2") == 0) {
        c->auction.at = value[0] - '0';

    } else {
        return xc_error(err, "--auction=%.64s: allowed are 1, 2, \"request\" "
                        "and \"off\"", value);
    }

    return XC_OK;
}


static int
xc_set_increment(void *conf, const char *value, xc_error_t *err)
{
    double  v;

    if (xc_option_number("increment", value, 0, 1000, &v, err) != XC_OK) {
        return XC_ERROR;
    }

    ((xc_market_conf_t *) conf)->auction.increment = (xc_money_t)
                                                     (v * 1e6 + 0.5);

    return XC_OK;
}


static int
xc_set_rivals(void *conf, const char *value, xc_error_t *err)
{
    return xc_rivals_add(&((xc_market_conf_t *) conf)->auction, value, err);
}


static int
xc_set_rates(void *conf, const char *value, xc_error_t *err)
{
    return xc_rates_add(&((xc_market_conf_t *) conf)->rates, value, err);
}


static int
xc_set_notices(void *conf, const char *value, xc_error_t *err)
{
    xc_notices_conf_t  *n;

    n = &((xc_market_conf_t *) conf)->notices;

    if (strcmp(value, "off") == 0) {
        n->mode = XC_NOTICES_OFF;

    } else if (strcmp(value, "plan") == 0) {
        n->mode = XC_NOTICES_PLAN;

    } else if (strcmp(value, "send") == 0) {
        n->mode = XC_NOTICES_SEND;

    } else {
        return xc_error(err, "--notices=%.64s: allowed are \"send\", \"plan\" "
                        "and \"off\"", value);
    }

    return XC_OK;
}


static int
xc_set_notice_to(void *conf, const char *value, xc_error_t *err)
{
    if (!xc_loopback(value)) {
        return xc_error(err, "--notice-to=%.64s: only loopback addresses, as "
                        "127.0.0.1:8080 or [::1]:8080, are allowed", value);
    }

    ((xc_market_conf_t *) conf)->notices.to = value;

    return XC_OK;
}


static int
xc_set_notice_log(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_market_conf_t *) conf)->notices.log = value;

    return XC_OK;
}


static int
xc_set_conversion(void *conf, const char *value, xc_error_t *err)
{
    if (value[0] != '/') {
        return xc_error(err, "--conversion=%.64s: a path is allowed, as "
                        "\"/v1/conversion?c=\"", value);
    }

    ((xc_market_conf_t *) conf)->notices.conversion = value;

    return XC_OK;
}


static int
xc_set_delay(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("delay", value, 0, 30 * 86400,
                            &((xc_market_conf_t *) conf)->notices.delay, err);
}


static int
xc_set_shown(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("shown", value, 0, 1,
                            &((xc_market_conf_t *) conf)->notices.shown, err);
}


static int
xc_set_duplicate(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("duplicate", value, 0, 1,
                            &((xc_market_conf_t *) conf)->notices.duplicate,
                            err);
}


static int
xc_set_lose(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("lose", value, 0, 1,
                            &((xc_market_conf_t *) conf)->notices.lose, err);
}


static int
xc_set_reorder(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("reorder", value, 0, 1,
                            &((xc_market_conf_t *) conf)->notices.reorder,
                            err);
}


static int
xc_set_truth(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_market_conf_t *) conf)->truth = value;

    return XC_OK;
}


static int
xc_set_clock(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_market_conf_t *) conf)->clock = value;

    return XC_OK;
}


static int
xc_set_speed(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("speed", value, 0.001, 1000000,
                            &((xc_market_conf_t *) conf)->speed, err);
}


static int
xc_set_start(void *conf, const char *value, xc_error_t *err)
{
    if (xc_page_time(value, &((xc_market_conf_t *) conf)->start_ms) != XC_OK) {
        return xc_error(err, "--start=%.64s: a time as 2026-05-01T10:00:00Z, "
                        "or seconds since 1970, is allowed", value);
    }

    return XC_OK;
}


const xc_option_t  xc_market_options[] = {
    { "check", "N|off", "judges each Nth answer (1)", xc_set_check },
    { "auction", "1|2|request|off",
      "by the first price, the second or as the request says (request)",
      xc_set_auction },
    { "increment", "AMOUNT", "what a second price is more than the next bid "
      "(0.01)", xc_set_increment },
    { "rivals", "N:median=M:sigma=S:join=P:media=NAME",
      "others who bid log-normal prices in USD; may be repeated",
      xc_set_rivals },
    { "currency", "CUR=USD", "what a currency is worth; may be repeated",
      xc_set_rates },
    { "notices", "send|plan|off", "what follows is sent, or counted (plan)",
      xc_set_notices },
    { "notice-to", "HOST:PORT", "sends them there, whatever their host is",
      xc_set_notice_to },
    { "notice-log", "FILE", "writes each of them as a line of JSON",
      xc_set_notice_log },
    { "conversion", "PATH", "a conversion is told to the path with the "
      "click's token behind", xc_set_conversion },
    { "delay", "SECONDS", "notices are late by so much in the mean (0)",
      xc_set_delay },
    { "shown", "P", "the part of the wins that is shown (0.95)",
      xc_set_shown },
    { "duplicate", "P", "the part of the notices that comes twice (0)",
      xc_set_duplicate },
    { "lose", "P", "the part that never comes (0)", xc_set_lose },
    { "reorder", "P", "the part that comes up to half an hour late (0)",
      xc_set_reorder },
    { "truth", "FILE", "writes true probabilities of what was shown",
      xc_set_truth },
    { "clock", "FILE", "the clock page that is written", xc_set_clock },
    { "speed", "N", "how much faster business time goes (1)", xc_set_speed },
    { "start", "TIME", "business time at the start (now)", xc_set_start },
    { NULL, NULL, NULL, NULL }
};
