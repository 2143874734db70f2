
/* Macros of an auction, put into addresses. */

#ifndef XC_MACROS_H
#define XC_MACROS_H

#include "tests/exchange/auction.h"


#define XC_URL_MAX  4096

typedef struct {
    const xc_judge_t    *judge;
    const xc_offer_t    *offer;
    const xc_outcome_t  *outcome;
    int64_t              shown_ms;      /* 0: not shown */
} xc_filled_t;

/*
 * The address with its macros filled, their values percent-encoded; "&amp;" is
 * an "&".  0 if it does not fit.
 */

size_t xc_macros_fill(const xc_filled_t *f, xc_text_t url, char *out,
    size_t size);

/* an amount of micros as people write it, without trailing zeros */

size_t xc_money_text(xc_money_t micros, char *out, size_t size);

/* the parts of an absolute address; port is 80 or 443 if not said */

typedef struct {
    char         host[256];             /* with the port, as it stands */
    char         address[264];          /* with a port in any case */
    const char  *path;
} xc_url_t;

int xc_url_split(const char *url, xc_url_t *u);

/* the value of an argument in the query, or empty */

xc_text_t xc_url_argument(xc_text_t url, const char *name);

/*
 * The addresses in markup, one by one from *at; what they stand in, JSON, HTML
 * or XML, does not matter: an address ends where none can go on.
 */

int xc_url_next(xc_text_t markup, size_t *at, xc_text_t *url);

/* is it the path, up to a query? */

int xc_url_ends(xc_text_t url, const char *path);


#endif /* XC_MACROS_H */
