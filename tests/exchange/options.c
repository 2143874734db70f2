
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/options.h"


/* what a value is, and where it goes */

typedef enum {
    FLAG = 0,
    TEXT,
    FILE_OR_OUTPUT,                 /* "-" without a value */
    SECONDS,
    WHOLE,                          /* unsigned */
    LARGE,                          /* uint64_t */
    HEADER,
    MIX
} kind_t;

typedef struct {
    const char  *name;
    const char  *value;
    const char  *help;
    kind_t       kind;
    size_t       offset;
    double       least;
    double       most;
} own_t;

#define AT(member)  offsetof(xc_conf_t, member)
#define DAY         86400.0

static const own_t  options[] = {
    { "url", "http://HOST:PORT/PATH", "where bids are asked for",
      TEXT, AT(url), 0, 0 },
    { "bodies", "FILE", "requests from a file, one body a line, in turn",
      TEXT, AT(bodies), 0, 0 },
    { "mix", "NAME:WEIGHT,...",
      "or made, of one, three, app, video, audio, native, pod and dooh",
      MIX, 0, 0, 0 },
    { "seed", "N", "of all that is random (1)",
      LARGE, AT(traffic.seed), 0, 999999999999999 },
    { "users", "N", "who come by Zipf's law (100000)",
      WHOLE, AT(traffic.nusers), 1, 100000000 },
    { "sites", "N", "and apps and screens, by the same (10000)",
      WHOLE, AT(traffic.nsites), 1, 10000000 },
    { "pool", "N", "requests made before the start (4096)",
      WHOLE, AT(traffic.pool), 1, 10000000 },
    { "live", NULL, "each is made when it is sent, none twice",
      FLAG, AT(traffic.live), 0, 0 },
    { "write-bodies", "FILE",
      "writes requests, one a line, and asks nobody; - is the output",
      TEXT, AT(write_bodies), 0, 0 },
    { "count", "N", "how many of them (1024)",
      LARGE, AT(count), 1, 1000000000 },
    { "connections", "N", "kept open (32)",
      WHOLE, AT(connections), 1, XC_CONNECTIONS_MAX },
    { "rate", "RATE[:TIME],...",
      "an open loop: 1000, 500:10s,2000:5s or 100-900:1m a second; without\n"
      "it each connection asks again once it is answered",
      TEXT, AT(rate), 0, 0 },
    { "daily", NULL, "the rate follows the hours of the day",
      FLAG, AT(daily), 0, 0 },
    { "seconds", "N", "how long it is measured (10)",
      SECONDS, AT(seconds), 0.001, 7 * DAY },
    { "warm-up", "N", "seconds before that, which do not count (0)",
      SECONDS, AT(warm_up), 0, DAY },
    { "requests", "N", "ends after so many",
      LARGE, AT(requests), 1, 999999999999999 },
    { "max-errors", "N", "the status is 1 if more requests fail",
      LARGE, AT(max_errors), 0, 999999999999999 },
    { "timeout", "N", "seconds until an answer is given up (2)",
      SECONDS, AT(timeout), 0.01, 3600 },
    { "drain", "N", "seconds at the end until notices are given up (10)",
      SECONDS, AT(drain), 0, DAY },
    { "no-retry", NULL, "a request that met a connection just closed is lost",
      FLAG, AT(no_retry), 0, 0 },
    { "sleep", NULL, "sleeps while nothing is to do, instead of polling",
      FLAG, AT(sleep), 0, 0 },
    { "header", "NAME: VALUE", "one more header; may be repeated",
      HEADER, 0, 0, 0 },
    { "notice-connections", "N", "kept open for notices (8)",
      WHOLE, AT(notice_connections), 1, 1000 },
    { "json", "[FILE]", "a report in JSON",
      FILE_OR_OUTPUT, AT(json), 0, 0 },
    { "svg", "FILE", "a plot of latency",
      TEXT, AT(svg), 0, 0 },
    { "help", NULL, "this text",
      FLAG, AT(help), 0, 0 }
};

#define OPTIONS  (sizeof(options) / sizeof(options[0]))


int
xc_option_number(const char *name, const char *text, double least,
    double most, double *value, xc_error_t *err)
{
    char    *end;
    double   v;

    v = strtod(text, &end);

    if (((*text < '0' || *text > '9') && *text != '-' && *text != '.')
        || *end != '\0' || !(v >= least && v <= most))
    {
        return xc_error(err, "--%s=%.60s: a number from %.15g to %.15g is "
                        "allowed", name, text, least, most);
    }

    *value = v;

    return XC_OK;
}


int
xc_option_integer(const char *name, const char *text, uint64_t least,
    uint64_t most, uint64_t *value, xc_error_t *err)
{
    char                *end;
    unsigned long long   v;

    v = strtoull(text, &end, 10);

    if (*text < '0' || *text > '9' || strlen(text) > 19 || *end != '\0'
        || v < least || v > most)
    {
        return xc_error(err, "--%s=%.60s: a whole number from %llu to %llu is "
                        "allowed", name, text, (unsigned long long) least,
                        (unsigned long long) most);
    }

    *value = v;

    return XC_OK;
}


static int
set_header(xc_conf_t *c, const char *value, xc_error_t *err)
{
    size_t       n;
    const char  *colon;

    n = strlen(value);
    colon = strchr(value, ':');

    if (colon == NULL || colon == value || strpbrk(value, "\r\n") != NULL) {
        return xc_error(err, "--header=%.60s: a name, a colon and a value are "
                        "allowed, on one line", value);
    }

    if (c->nheaders + n + 3 > sizeof(c->headers)) {
        return xc_error(err, "--header: %zu bytes of all of them are allowed",
                        sizeof(c->headers) - 3);
    }

    memcpy(c->headers + c->nheaders, value, n);
    memcpy(c->headers + c->nheaders + n, "\r\n", 3);
    c->nheaders += n + 2;

    return XC_OK;
}


static int
set_own(xc_conf_t *conf, const own_t *o, const char *value, xc_error_t *err)
{
    char      *at;
    uint64_t   n;

    at = (char *) conf + o->offset;

    switch (o->kind) {

    case FLAG:
        *(unsigned *) at = 1;
        return XC_OK;

    case TEXT:
    case FILE_OR_OUTPUT:
        *(const char **) at = value == NULL ? "-" : value;
        return XC_OK;

    case SECONDS:
        return xc_option_number(o->name, value, o->least, o->most,
                                (double *) at, err);

    case WHOLE:
        if (xc_option_integer(o->name, value, (uint64_t) o->least,
                              (uint64_t) o->most, &n, err) != XC_OK)
        {
            return XC_ERROR;
        }

        *(unsigned *) at = (unsigned) n;
        return XC_OK;

    case LARGE:
        return xc_option_integer(o->name, value, (uint64_t) o->least,
                                 (uint64_t) o->most, (uint64_t *) at, err);

    case HEADER:
        return set_header(conf, value, err);

    default: /* MIX */
        return xc_traffic_mix(&conf->traffic, value, err);
    }
}


static int
set_market(xc_conf_t *conf, const xc_market_t *const *markets,
    size_t nmarkets, const char *name, xc_error_t *err)
{
    int     n;
    size_t  i;

    for (i = 0; i < nmarkets; i++) {
        if (strcmp(markets[i]->name, name) == 0) {
            conf->market = markets[i];
            return XC_OK;
        }
    }

    n = snprintf(err->text, sizeof(err->text), "--market=%.60s: allowed are",
                 name);

    for (i = 0; i < nmarkets; i++) {
        n += snprintf(err->text + n, sizeof(err->text) - n, " \"%s\"",
                      markets[i]->name);
    }

    return XC_ERROR;
}


static int
is(const char *name, const char *arg, size_t len)
{
    return strncmp(name, arg, len) == 0 && name[len] == '\0';
}


/* "shown" is how the help shows a value: NULL if there is none, "[...]" if
   there may be one */

static int
check_value(const char *name, const char *shown, const char *value,
    xc_error_t *err)
{
    if (shown == NULL && value != NULL) {
        return xc_error(err, "--%s takes no value", name);
    }

    if (shown != NULL && (value == NULL ? shown[0] != '[' : value[0] == '\0'))
    {
        return xc_error(err, "--%s needs a value: --%s=%s", name, name, shown);
    }

    return XC_OK;
}


static int
set_of_market(xc_conf_t *conf, const xc_market_t *market, const char *arg,
    size_t len, const char *value, xc_error_t *err, int *found)
{
    const xc_option_t  *o;

    for (o = market->options; o != NULL && o->name != NULL; o++) {
        if (!is(o->name, arg, len)) {
            continue;
        }

        *found = 1;
        conf->meant = market;
        conf->given = o->name;

        if (check_value(o->name, o->value, value, err) != XC_OK) {
            return XC_ERROR;
        }

        return o->set(market->conf, value, err);
    }

    return XC_OK;
}


static int
one(xc_conf_t *conf, const xc_market_t *const *markets, size_t nmarkets,
    const char *arg, xc_error_t *err)
{
    int          rc, found;
    size_t       i, len;
    const char  *value;

    if (strncmp(arg, "--", 2) != 0) {
        return xc_error(err, "\"%.60s\" is not an option; --help lists them",
                        arg);
    }

    arg += 2;
    value = strchr(arg, '=');
    len = value == NULL ? strlen(arg) : (size_t) (value++ - arg);

    if (value != NULL && is("market", arg, len)) {
        return set_market(conf, markets, nmarkets, value, err);
    }

    for (i = 0; i < OPTIONS; i++) {
        if (is(options[i].name, arg, len)) {
            rc = check_value(options[i].name, options[i].value, value, err);

            return rc == XC_OK ? set_own(conf, &options[i], value, err) : rc;
        }
    }

    for (i = 0, found = 0; i < nmarkets; i++) {
        rc = set_of_market(conf, markets[i], arg, len, value, err, &found);

        if (found) {
            return rc;
        }
    }

    return xc_error(err, "there is no option --%.*s; --help lists them",
                    len > 60 ? 60 : (int) len, arg);
}


int
xc_options(xc_conf_t *conf, const xc_market_t *const *markets,
    size_t nmarkets, int argc, char **argv, xc_error_t *err)
{
    int  i;

    memset(conf, 0, sizeof(xc_conf_t));
    conf->seconds = 10;
    conf->timeout = 2;
    conf->drain = 10;
    conf->count = 1024;
    conf->max_errors = UINT64_MAX;
    conf->connections = 32;
    conf->notice_connections = 8;
    conf->market = markets[0];
    xc_traffic_default(&conf->traffic);

    for (i = 1; i < argc; i++) {
        if (one(conf, markets, nmarkets, argv[i], err) != XC_OK) {
            return XC_ERROR;
        }
    }

    if (conf->help) {
        return XC_OK;
    }

    if (conf->given != NULL && conf->meant != conf->market) {
        return xc_error(err, "--%s is an option of --market=%s: that is to be "
                        "given as well", conf->given, conf->meant->name);
    }

    if (conf->write_bodies != NULL) {
        return XC_OK;
    }

    if (conf->url == NULL) {
        return xc_error(err, "--url is missing, as --url=http://127.0.0.1:8080"
                        "/v1/bid");
    }

    if (conf->bodies != NULL && conf->traffic.live) {
        return xc_error(err, "--live makes requests, --bodies reads them: one "
                        "of them is allowed");
    }

    if (conf->daily && conf->rate == NULL) {
        return xc_error(err, "--daily needs --rate: without it there is no "
                        "rate to change");
    }

    return XC_OK;
}


static void
help_of(const char *option, const char *value, const char *help)
{
    char         name[80];
    const char  *line, *end, *open;

    open = value == NULL ? "" : value[0] == '[' ? "[=" : "=";
    snprintf(name, sizeof(name), "--%s%s%s", option, open,
             value == NULL ? "" : value + (value[0] == '['));

    for (line = help; line != NULL; line = end ? end + 1 : NULL) {
        end = strchr(line, '\n');
        printf("  %-34s %.*s\n", line == help ? name : "",
               end ? (int) (end - line) : (int) strlen(line), line);
    }
}


void
xc_options_help(const xc_market_t *const *markets, size_t nmarkets)
{
    size_t              i;
    const xc_option_t  *o;

    printf("exchange --url=URL [OPTIONS]: asks a bidder as an exchange does\n"
           "\n");

    for (i = 0; i < OPTIONS; i++) {
        help_of(options[i].name, options[i].value, options[i].help);
    }

    for (i = 0; i < nmarkets; i++) {
        printf("\n  --market=%-25s %s\n", markets[i]->name, markets[i]->help);

        for (o = markets[i]->options; o != NULL && o->name != NULL; o++) {
            help_of(o->name, o->value, o->help);
        }
    }
}
