
/* What the command line says. */

#ifndef XC_OPTIONS_H
#define XC_OPTIONS_H

#include "tests/exchange/address.h"
#include "tests/exchange/exchange.h"
#include "tests/exchange/traffic.h"


#define XC_CONNECTIONS_MAX  100000

typedef struct {
    const char         *url;
    const char         *bodies;
    const char         *write_bodies;
    const char         *rate;
    const char         *json;       /* a file, "-" for the output */
    const char         *svg;
    char                headers[4096];
    size_t              nheaders;
    const xc_market_t  *market;
    const xc_market_t  *meant;      /* whose option was given, */
    const char         *given;      /* and which, NULL: none */
    xc_traffic_conf_t   traffic;
    double              seconds;
    double              warm_up;
    double              timeout;
    double              drain;
    uint64_t            requests;   /* at most; 0: as time allows */
    uint64_t            max_errors; /* requests that may fail */
    uint64_t            count;      /* of bodies to write */
    unsigned            connections;
    unsigned            notice_connections;
    unsigned            daily;
    unsigned            sleep;
    unsigned            no_retry;
    unsigned            help;
} xc_conf_t;

int xc_options(xc_conf_t *conf, const xc_market_t *const *markets,
    size_t nmarkets, int argc, char **argv, xc_error_t *err);
void xc_options_help(const xc_market_t *const *markets, size_t nmarkets);

/* values of options, for parts that have their own */

int xc_option_number(const char *name, const char *text, double least,
    double most, double *value, xc_error_t *err);
int xc_option_integer(const char *name, const char *text, uint64_t least,
    uint64_t most, uint64_t *value, xc_error_t *err);


#endif /* XC_OPTIONS_H */
