
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


static int
report(xc_engine_t *e, xc_error_t *err)
{
    FILE        *f;
    const char  *path;

    path = e->conf->json;

    if (path == NULL) {
        xc_report_text(e, stdout);
        return XC_OK;
    }

    if (strcmp(path, "-") == 0) {
        xc_report_json(e, stdout);
        return XC_OK;
    }

    xc_report_text(e, stdout);
    f = fopen(path, "w");

    if (f == NULL) {
        return xc_error(err, "--json=%.100s: %s", path, strerror(errno));
    }

    xc_report_json(e, f);

    if (fclose(f) != 0) {
        return xc_error(err, "--json=%.100s: %s", path, strerror(errno));
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


static int
picture(xc_engine_t *e, xc_error_t *err)
{
    char               title[256];
    const xc_stats_t  *s;

    if (e->conf->svg == NULL) {
        return XC_OK;
    }

    s = &e->stats;
    snprintf(title, sizeof(title), "%llu requests in %.1f s, %s, %u connections"
             ", %llu errors", (unsigned long long) s->asked,
             xc_stats_seconds(s), e->conf->rate ? "open loop" : "closed loop",
             e->conf->connections, (unsigned long long) xc_stats_errors(s));

    return xc_svg_write(s, title, e->conf->svg, err);
}


static int
run(xc_engine_t *e, const xc_conf_t *conf, xc_error_t *err)
{
    if (xc_engine_open(e, conf, err) != XC_OK
        || xc_engine_run(e, err) != XC_OK
        || report(e, err) != XC_OK)
    {
        return XC_ERROR;
    }

    return picture(e, err);
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

    } else if (engine.judge != NULL && conf.market->verdict != NULL) {
        rc = conf.market->verdict(engine.judge);
    }

    xc_engine_close(&engine);

    return rc;
}
