
/* The exchange simulator: options, a run, a report. */

#include <errno.h>
#include <string.h>

#include "tests/exchange/market.h"
#include "tests/exchange/report.h"
#include "tests/exchange/svg.h"


#define MARKETS  (sizeof(markets) / sizeof(markets[0]))

static const xc_market_t *const  markets[] = {
    &xc_market_none,
    &xc_market_exchange
};


/* a place that cannot be written is told before the run, not after it */

static int
open_output(const char *option, const char *path, FILE **f, xc_error_t *err)
{
    *f = NULL;

    if (path == NULL) {
        return XC_OK;
    }

    *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");

    if (*f == NULL) {
        return xc_error(err, "--%s=%.100s: %s", option, path, strerror(errno));
    }

    return XC_OK;
}


static int
close_output(const char *option, const char *path, FILE *f, xc_error_t *err)
{
    int  failed;

    if (f == NULL) {
        return XC_OK;
    }

    failed = ferror(f);
    failed |= f == stdout ? fflush(f) : fclose(f);

    if (failed) {
        return xc_error(err, "--%s=%.100s: %s", option, path, strerror(errno));
    }

    return XC_OK;
}


static int
write_bodies(const xc_conf_t *conf, xc_error_t *err)
{
    int           rc;
    xc_traffic_t  traffic;

    if (xc_traffic_open(&traffic, &conf->traffic, err) != XC_OK) {
        return XC_ERROR;
    }

    rc = xc_traffic_write(&traffic, conf->write_bodies, conf->count, err);
    xc_traffic_close(&traffic);

    return rc;
}


static void
picture(const xc_engine_t *e, FILE *f)
{
    char               title[256];
    const xc_stats_t  *s;

    s = &e->stats;
    snprintf(title, sizeof(title), "%llu requests in %.1f s, %s, %u connections"
             ", %llu failed", (unsigned long long) s->asked,
             xc_stats_seconds(s), e->conf->rate ? "open loop" : "closed loop",
             e->conf->connections, (unsigned long long) xc_stats_failed(s));

    xc_svg_write(s, title, f);
}


static void
report(const xc_engine_t *e, FILE *json, FILE *svg)
{
    if (json != stdout && svg != stdout) {
        xc_report_text(e, stdout);
    }

    if (json != NULL) {
        xc_report_json(e, json);
    }

    if (svg != NULL) {
        picture(e, svg);
    }
}


static int
run(xc_engine_t *e, const xc_conf_t *conf, xc_error_t *err)
{
    FILE  *json, *svg;

    if (open_output("json", conf->json, &json, err) != XC_OK
        || open_output("svg", conf->svg, &svg, err) != XC_OK
        || xc_engine_open(e, conf, err) != XC_OK
        || xc_engine_run(e, err) != XC_OK)
    {
        return XC_ERROR;
    }

    report(e, json, svg);

    if (close_output("json", conf->json, json, err) != XC_OK) {
        return XC_ERROR;
    }

    return close_output("svg", conf->svg, svg, err);
}


/* the status of the program; the market's first, whose 2 is graver */

static int
verdict(const xc_engine_t *e, xc_error_t *why)
{
    int       rc;
    uint64_t  failed;

    if (e->judge != NULL && e->market->verdict != NULL) {
        rc = e->market->verdict(e->judge, why);

        if (rc != 0) {
            return rc;
        }
    }

    failed = xc_stats_failed(&e->stats);

    if (failed > e->conf->max_errors) {
        xc_error(why, "%llu requests failed, --max-errors=%llu",
                 (unsigned long long) failed,
                 (unsigned long long) e->conf->max_errors);
        return 1;
    }

    return 0;
}


int
main(int argc, char **argv)
{
    int                 rc;
    xc_conf_t           conf;
    xc_error_t          err;
    static xc_engine_t  engine;

    if (xc_options(&conf, markets, MARKETS, argc, argv, &err) != XC_OK) {
        fprintf(stderr, "exchange: %s\n", err.text);
        return 2;
    }

    if (conf.help) {
        xc_options_help(markets, MARKETS);
        return 0;
    }

    if (conf.write_bodies != NULL) {
        rc = write_bodies(&conf, &err);

        if (rc != XC_OK) {
            fprintf(stderr, "exchange: %s\n", err.text);
        }

        return rc == XC_OK ? 0 : 2;
    }

    rc = run(&engine, &conf, &err);

    if (rc != XC_OK) {
        fprintf(stderr, "exchange: %s\n", err.text);
        rc = 2;

    } else {
        rc = verdict(&engine, &err);

        if (rc != 0) {
            fprintf(stderr, "exchange: %s\n", err.text);
        }
    }

    xc_engine_close(&engine);

    return rc;
}
