
/*
 * What an exchange and a browser tell the bidder after an auction: that it won
 * or lost, what is billed, seen, played, clicked and bought, when, and with
 * which of the things that go wrong on the way.
 */

#ifndef XC_NOTICES_H
#define XC_NOTICES_H

#include "tests/exchange/macros.h"
#include "tests/exchange/truth.h"


#define XC_NOTICE_TARGETS  8

typedef enum {
    XC_N_WIN = 0,
    XC_N_BILL,
    XC_N_LOSS,
    XC_N_IMPRESSION,
    XC_N_EVENT,
    XC_N_CLICK,
    XC_N_CONVERSION,
    XC_NOTICES
} xc_notice_e;

const char *xc_notice_name(xc_notice_e kind);

typedef enum {
    XC_NOTICES_OFF = 0,
    XC_NOTICES_PLAN,
    XC_NOTICES_SEND
} xc_notices_mode_e;

typedef struct {
    xc_notices_mode_e  mode;
    const char        *to;          /* NULL: the addresses' own hosts */
    const char        *log;         /* NULL: none */
    const char        *conversion;  /* a path before the click's token */
    double             delay;       /* seconds of business time, a mean */
    double             shown;       /* of those that won */
    double             duplicate;
    double             lose;
    double             reorder;
    uint64_t           seed;
} xc_notices_conf_t;

typedef struct {
    uint64_t  planned;
    uint64_t  lost;                 /* on purpose */
    uint64_t  duplicated;
    uint64_t  reordered;
    uint64_t  refused;              /* not to a loopback address */
    uint64_t  sent;                 /* duplicates as well */
    uint64_t  answered;             /* 200, 204 or 302 */
    uint64_t  failed;
} xc_notice_sums_t;

typedef struct xc_notices_s  xc_notices_t;

typedef struct {
    xc_notices_t  *notices;
    xc_notice_e    kind;
} xc_notice_cookie_t;

typedef struct {
    char          address[264];
    xc_target_t  *target;
} xc_notice_target_t;

struct xc_notices_s {
    xc_notices_conf_t   conf;
    xc_engine_t        *engine;
    const xc_clock_t   *clock;
    xc_truth_t          truth;
    FILE               *log;
    xc_target_t        *to;
    xc_notice_target_t  target[XC_NOTICE_TARGETS];
    unsigned            ntargets;
    xc_notice_cookie_t  cookie[XC_NOTICES];
    xc_notice_sums_t    sums[XC_NOTICES];
    xc_error_t          refusal;    /* the first */
};


int xc_notices_open(xc_notices_t *n, const xc_notices_conf_t *conf,
    xc_engine_t *engine, const xc_clock_t *clock, xc_error_t *err);
void xc_notices_close(xc_notices_t *n);

/* does an address name this machine, in numbers? */

int xc_loopback(const char *address);

/*
 * The notices of one bid; ms is when the auction was.  With an outcome that
 * won, *shown_ms is when it was shown, 0 if it was not, and *h what happened.
 */

void xc_notices_plan(xc_notices_t *n, const xc_judge_t *j,
    const xc_offer_t *o, const xc_outcome_t *outcome, int64_t ms,
    uint64_t draw, int64_t *shown_ms, xc_happening_t *h);


#endif /* XC_NOTICES_H */
