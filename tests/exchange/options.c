
/* The command line: a table of options, and those of the markets. */

#include <stdlib.h>
#include <string.h>

#include "tests/exchange/options.h"


typedef struct {
    const xc_option_t  *option;
    void               *conf;
} xc_found_t;


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
set_url(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_conf_t *) conf)->url = value;

    return XC_OK;
}


static int
set_bodies(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_conf_t *) conf)->bodies = value;

    return XC_OK;
}


static int
set_rate(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_conf_t *) conf)->rate = value;

    return XC_OK;
}


static int
set_json(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_conf_t *) conf)->json = value == NULL ? "-" : value;

    return XC_OK;
}


static int
set_svg(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_conf_t *) conf)->svg = value;

    return XC_OK;
}


static int
set_header(void *conf, const char *value, xc_error_t *err)
{
    size_t       n;
    xc_conf_t   *c;
    const char  *colon;

    c = conf;
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
set_seconds(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("seconds", value, 0.001, 7 * 86400,
                            &((xc_conf_t *) conf)->seconds, err);
}


static int
set_warm_up(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("warm-up", value, 0, 86400,
                            &((xc_conf_t *) conf)->warm_up, err);
}


static int
set_timeout(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("timeout", value, 0.01, 3600,
                            &((xc_conf_t *) conf)->timeout, err);
}


static int
set_drain(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_number("drain", value, 0, 86400,
                            &((xc_conf_t *) conf)->drain, err);
}


static int
set_requests(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_integer("requests", value, 1, 1000000000000000ULL,
                             &((xc_conf_t *) conf)->requests, err);
}


static int
set_seed(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_integer("seed", value, 0, 999999999999999999ULL,
                             &((xc_conf_t *) conf)->traffic.seed, err);
}


static int
set_mix(void *conf, const char *value, xc_error_t *err)
{
    return xc_traffic_mix(&((xc_conf_t *) conf)->traffic, value, err);
}


static int
set_users(void *conf, const char *value, xc_error_t *err)
{
    uint64_t  n;

    if (xc_option_integer("users", value, 1, 100000000, &n, err) != XC_OK) {
        return XC_ERROR;
    }

    ((xc_conf_t *) conf)->traffic.nusers = n;

    return XC_OK;
}


static int
set_sites(void *conf, const char *value, xc_error_t *err)
{
    uint64_t  n;

    if (xc_option_integer("sites", value, 1, 10000000, &n, err) != XC_OK) {
        return XC_ERROR;
    }

    ((xc_conf_t *) conf)->traffic.nsites = n;

    return XC_OK;
}


static int
set_pool(void *conf, const char *value, xc_error_t *err)
{
    uint64_t  n;

    if (xc_option_integer("pool", value, 1, 10000000, &n, err) != XC_OK) {
        return XC_ERROR;
    }

    ((xc_conf_t *) conf)->traffic.pool = n;

    return XC_OK;
}


static int
set_live(void *conf, const char *value, xc_error_t *err)
{
    (void) value;
    (void) err;
    ((xc_conf_t *) conf)->traffic.live = 1;

    return XC_OK;
}


static int
set_write_bodies(void *conf, const char *value, xc_error_t *err)
{
    (void) err;
    ((xc_conf_t *) conf)->write_bodies = value;

    return XC_OK;
}


static int
set_count(void *conf, const char *value, xc_error_t *err)
{
    return xc_option_integer("count", value, 1, 1000000000,
                             &((xc_conf_t *) conf)->count, err);
}


static int
set_connections(void *conf, const char *value, xc_error_t *err)
{
    uint64_t  n;

    if (xc_option_integer("connections", value, 1, XC_CONNECTIONS_MAX, &n, err)
        != XC_OK)
    {
        return XC_ERROR;
    }

    ((xc_conf_t *) conf)->connections = n;

    return XC_OK;
}


static int
set_notice_connections(void *conf, const char *value, xc_error_t *err)
{
    uint64_t  n;

    if (xc_option_integer("notice-connections", value, 1, 1000, &n, err)
        != XC_OK)
    {
        return XC_ERROR;
    }

    ((xc_conf_t *) conf)->notice_connections = n;

    return XC_OK;
}


static int
set_daily(void *conf, const char *value, xc_error_t *err)
{
    (void) value;
    (void) err;
    ((xc_conf_t *) conf)->daily = 1;

    return XC_OK;
}


static int
set_sleep(void *conf, const char *value, xc_error_t *err)
{
    (void) value;
    (void) err;
    ((xc_conf_t *) conf)->sleep = 1;

    return XC_OK;
}


static int
set_no_retry(void *conf, const char *value, xc_error_t *err)
{
    (void) value;
    (void) err;
    ((xc_conf_t *) conf)->no_retry = 1;

    return XC_OK;
}


static int
set_help(void *conf, const char *value, xc_error_t *err)
{
    (void) value;
    (void) err;
    ((xc_conf_t *) conf)->help = 1;

    return XC_OK;
}


static const xc_option_t  options[] = {
    { "url", "http://HOST:PORT/PATH", "where bids are asked for", set_url },
    { "bodies", "FILE", "requests from a file, one body a line, in turn",
      set_bodies },
    { "mix", "NAME:WEIGHT,...",
      "or made, of one, three, app, video, audio, native, pod and dooh",
      set_mix },
    { "seed", "N", "of all that is random (1)", set_seed },
    { "users", "N", "who come by Zipf's law (100000)", set_users },
    { "sites", "N", "and apps and screens, by the same (10000)", set_sites },
    { "pool", "N", "requests made before the start (4096)", set_pool },
    { "live", NULL, "each is made when it is sent, none twice", set_live },
    { "write-bodies", "FILE", "writes requests, one a line, and asks nobody",
      set_write_bodies },
    { "count", "N", "how many of them (1024)", set_count },
    { "connections", "N", "kept open (32)", set_connections },
    { "rate", "RATE[:TIME],...",
      "an open loop: 1000, 500:10s,2000:5s or 100-900:1m requests a second;\n"
      "without it each connection asks again once it is answered", set_rate },
    { "daily", NULL, "the rate follows the hours of the day", set_daily },
    { "seconds", "N", "how long it is measured (10)", set_seconds },
    { "warm-up", "N", "seconds before that, which do not count (0)",
      set_warm_up },
    { "requests", "N", "ends after so many", set_requests },
    { "timeout", "N", "seconds until an answer is given up (2)", set_timeout },
    { "drain", "N", "seconds at the end until notices are given up (10)",
      set_drain },
    { "no-retry", NULL, "a request that met a connection just closed is lost",
      set_no_retry },
    { "sleep", NULL, "sleeps while nothing is to do, instead of polling",
      set_sleep },
    { "header", "NAME: VALUE", "one more header; may be repeated", set_header },
    { "notice-connections", "N", "kept open for notices (8)",
      set_notice_connections },
    { "json", "[FILE]", "a report in JSON", set_json },
    { "svg", "FILE", "a plot of latency", set_svg },
    { "help", NULL, "this text", set_help },
    { NULL, NULL, NULL, NULL }
};


static int
find(const xc_option_t *o, void *conf, const char *name, size_t len,
    xc_found_t *found)
{
    if (o == NULL) {
        return 0;
    }

    for ( /* void */ ; o->name != NULL; o++) {
        if (strncmp(o->name, name, len) == 0 && o->name[len] == '\0') {
            found->option = o;
            found->conf = conf;
            return 1;
        }
    }

    return 0;
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
one(xc_conf_t *conf, const xc_market_t *const *markets, size_t nmarkets,
    const char *arg, xc_error_t *err)
{
    size_t       i, len;
    const char  *value;
    xc_found_t   found;

    if (strncmp(arg, "--", 2) != 0) {
        return xc_error(err, "\"%.60s\" is not an option; --help lists them",
                        arg);
    }

    arg += 2;
    value = strchr(arg, '=');
    len = value == NULL ? strlen(arg) : (size_t) (value++ - arg);

    if (value != NULL && len == 6 && strncmp(arg, "market", 6) == 0) {
        return set_market(conf, markets, nmarkets, value, err);
    }

    found.option = NULL;

    if (!find(options, conf, arg, len, &found)) {
        for (i = 0; i < nmarkets; i++) {
            if (find(markets[i]->options, markets[i]->conf, arg, len, &found)) {
                break;
            }
        }
    }

    if (found.option == NULL) {
        return xc_error(err, "there is no option --%.*s; --help lists them",
                        len > 60 ? 60 : (int) len, arg);
    }

    if (found.option->value != NULL
        && (value == NULL ? found.option->value[0] != '[' : *value == '\0'))
    {
        return xc_error(err, "--%s needs a value: --%s=%s",
                        found.option->name, found.option->name,
                        found.option->value);
    }

    if (value != NULL && found.option->value == NULL) {
        return xc_error(err, "--%s takes no value", found.option->name);
    }

    return found.option->set(found.conf, value, err);
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
    conf->connections = 32;
    conf->notice_connections = 8;
    conf->market = markets[0];
    xc_traffic_default(&conf->traffic);

    for (i = 1; i < argc; i++) {
        if (one(conf, markets, nmarkets, argv[i], err) != XC_OK) {
            return XC_ERROR;
        }
    }

    if (conf->help || conf->write_bodies != NULL) {
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
help_of(const xc_option_t *o)
{
    char         name[64];
    const char  *line, *end;

    for ( /* void */ ; o != NULL && o->name != NULL; o++) {
        snprintf(name, sizeof(name), "--%s%s%s", o->name,
                 o->value == NULL ? "" : o->value[0] == '[' ? "[=" : "=",
                 o->value == NULL ? "" : o->value + (o->value[0] == '['));

        for (line = o->help; line != NULL; line = end ? end + 1 : NULL) {
            end = strchr(line, '\n');
            printf("  %-34s %.*s\n", line == o->help ? name : "",
                   end ? (int) (end - line) : (int) strlen(line), line);
        }
    }
}


void
xc_options_help(const xc_market_t *const *markets, size_t nmarkets)
{
    size_t  i;

    printf("exchange --url=URL [OPTIONS]: asks a bidder as an exchange does\n"
           "\n");
    help_of(options);

    for (i = 0; i < nmarkets; i++) {
        printf("\n  --market=%-25s %s\n", markets[i]->name, markets[i]->help);
        help_of(markets[i]->options);
    }
}
