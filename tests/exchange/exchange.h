
/*
 * What the parts of the exchange simulator know of each other: what is asked
 * of a bidder, what came back, who judges it, and what time it is.
 */

#ifndef XC_EXCHANGE_H
#define XC_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>


#define XC_OK         0
#define XC_ERROR      -1

#define XC_IMPS       8
#define XC_FORMATS    6
#define XC_DEALS      4
#define XC_DURATIONS  4
#define XC_ASSETS     8
#define XC_BLOCKS     8
#define XC_CURRENCIES 3
#define XC_ID         40


/* text for people: the option or the field, the fault, what is allowed */

typedef struct {
    char  text[256];
} xc_error_t;

int xc_error(xc_error_t *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));


/* a medium is the bit of its "mtype" */

#define XC_MEDIUM(mtype)  (1u << ((mtype) - 1))
#define XC_BANNER     XC_MEDIUM(1)
#define XC_VIDEO      XC_MEDIUM(2)
#define XC_AUDIO      XC_MEDIUM(3)
#define XC_NATIVE     XC_MEDIUM(4)

/* values 1 to 31 of a list of numbers, as bits */

#define XC_BIT(n)     (1u << (n))

/* where the impression is */

#define XC_SITE       0
#define XC_APP        1
#define XC_DOOH       2

/* what is said of privacy */

#define XC_GDPR       0x01
#define XC_CONSENT    0x02          /* a TCF string with every purpose */
#define XC_REFUSED    0x04          /* a TCF string with none */
#define XC_COPPA      0x08
#define XC_LMT        0x10
#define XC_OPT_OUT    0x20          /* of sale: US privacy or GPP */


/* micros of the currency named beside it */

typedef int64_t  xc_money_t;

typedef struct {
    uint16_t    w;
    uint16_t    h;
} xc_format_t;

typedef struct {
    char        id[16];
    xc_money_t  floor;
    char        floorcur[4];
    uint8_t     at;                 /* 0: as the request says */
    uint8_t     guaranteed;
} xc_deal_t;

typedef struct {
    uint16_t    id;
    uint8_t     kind;               /* 't'itle, 'i'mage, 'd'ata, 'v'ideo */
    uint8_t     type;               /* of an image or of data */
    uint8_t     required;
    uint16_t    w;                  /* of an image, the least if wmin */
    uint16_t    h;
    uint16_t    len;                /* of a title or of data */
} xc_asset_t;

typedef struct {
    char         id[8];
    unsigned     media;             /* XC_BANNER ... */
    xc_money_t   floor;
    char         floorcur[4];
    int8_t       secure;            /* -1: not said */
    uint8_t      instl;
    uint8_t      rewarded;
    uint8_t      private_auction;
    uint32_t     exp;               /* seconds, 0: not said */
    double       qty;               /* 0: not said, DOOH */

    /* banner; w and h of it are the first format */

    xc_format_t  format[XC_FORMATS];
    uint8_t      nformats;
    uint32_t     btype;             /* blocked */
    uint32_t     battr;             /* blocked, of whatever medium */
    uint32_t     api;               /* supported, of whatever medium */

    /* video and audio */

    uint16_t     w;
    uint16_t     h;
    uint16_t     minduration;
    uint16_t     maxduration;
    uint16_t     rqddurs[XC_DURATIONS];
    uint8_t      nrqddurs;
    uint32_t     protocols;
    int8_t       skip;              /* -1: not said */
    char         podid[8];          /* "": no pod */
    uint8_t      podseq;
    int8_t       slotinpod;
    uint16_t     poddur;            /* a dynamic pod, with maxseq */
    uint8_t      maxseq;
    xc_money_t   mincpmpersec;

    /* native */

    xc_asset_t   asset[XC_ASSETS];
    uint8_t      nassets;

    xc_deal_t    deal[XC_DEALS];
    uint8_t      ndeals;
} xc_imp_t;


/*
 * One request, as the grammar that wrote its text describes it, so that nobody
 * has to read the text again.  Requests of a file have no description: "known"
 * is 0 there and only body, len and id are to be used.
 */

typedef struct {
    uint8_t      known;
    uint8_t      where;             /* XC_SITE ... */
    uint8_t      shape;             /* index of the name in the mix */
    uint8_t      at;                /* 1 or 2, 3 */
    uint8_t      test;
    uint8_t      allimps;
    uint8_t      privacy;           /* XC_GDPR ... */
    uint8_t      device;            /* "devicetype" */
    uint16_t     tmax;
    char         cur[XC_CURRENCIES][4];
    uint8_t      ncur;              /* 0: not said, USD */
    char         country[4];
    uint32_t     user;              /* indices of the populations */
    uint32_t     site;
    char         bcat[XC_BLOCKS][12];
    uint8_t      nbcat;
    char         badv[XC_BLOCKS][40];
    uint8_t      nbadv;
    const char  *body;              /* as sent, the id aside */
    uint32_t     len;
    uint8_t      nimps;
    xc_imp_t     imp[];             /* nimps */
} xc_ask_t;


/* why there is no answer */

typedef enum {
    XC_ANSWERED = 0,
    XC_TIMEOUT,
    XC_CLOSED,                      /* closed before an answer */
    XC_CUT,                         /* closed within it */
    XC_MALFORMED                    /* not HTTP */
} xc_lost_t;

#define XC_LOST       5


/*
 * What came of one request.  Bodies made beforehand are sent many times, each
 * time with another id: it is here and not in the ask.  Nothing here outlives
 * the call.  Times "_ns" are of CLOCK_MONOTONIC, "_ms" are business time.
 */

typedef struct {
    const xc_ask_t  *ask;
    char             id[XC_ID];     /* as sent; "" with requests of a file */
    uint64_t         serial;        /* of the sending, from 1, no two equal */
    xc_lost_t        lost;
    int              status;        /* 0 if lost */
    const char      *content_type;  /* "" if there was none */
    const char      *encoding;      /* "" if there was none */
    const char      *body;
    size_t           len;
    int64_t          due_ns;        /* when it should have been sent */
    int64_t          sent_ns;
    int64_t          now_ns;
    int64_t          sent_ms;
    unsigned         warm_up:1;     /* figures of it are not to be kept */
} xc_answer_t;


/* business time: unix milliseconds at base_ns, and how many times faster */

typedef struct {
    int64_t  base_ns;
    int64_t  base_ms;
    double   speed;
} xc_clock_t;

void xc_clock_real(xc_clock_t *clock);
int64_t xc_clock_ms(const xc_clock_t *clock, int64_t now_ns);
int64_t xc_clock_ns(const xc_clock_t *clock, int64_t ms);
int64_t xc_now_ns(void);


/* one option: "--name=VALUE", or "--name" if value is NULL */

typedef struct {
    const char  *name;
    const char  *value;             /* as the help says it */
    const char  *help;
    int        (*set)(void *conf, const char *value, xc_error_t *err);
} xc_option_t;


/*
 * What the engine does for a market.  A target is "127.0.0.1:8080" or
 * "[::1]:8080"; a get is sent at due_ns on one of the connections that are kept
 * open to it, and got() is called once, with status 0 if it was lost.  The path
 * is copied.  "extra" is header lines, each with its CRLF, or NULL.
 */

typedef struct xc_engine_s  xc_engine_t;
typedef struct xc_target_s  xc_target_t;

typedef void (*xc_got_pt)(void *data, int status, xc_lost_t lost,
    int64_t now_ns);

xc_target_t *xc_engine_target(xc_engine_t *engine, const char *address,
    xc_error_t *err);
int xc_engine_get(xc_engine_t *engine, xc_target_t *target, const char *host,
    const char *path, const char *extra, int64_t due_ns, xc_got_pt got,
    void *data);
size_t xc_engine_gets(xc_engine_t *engine);     /* not yet got */
uint64_t xc_engine_seed(xc_engine_t *engine);   /* of all that is random */


/* where reports go: members of a JSON object, or lines */

typedef struct {
    FILE  *out;
    int    json;
} xc_report_t;


/*
 * Who judges the answers.  A market is a table; what it keeps is its own, and
 * conf is where its options are put before open() is called.
 *
 * tick() is called at least every ten milliseconds and returns when it wants
 * to be called next (INT64_MAX: when it suits); drained() says after the last
 * request that nothing is awaited any more.  begin() is called right before
 * the first request, with the clock at the machine's time, and may set it.
 * report() writes, as JSON, `,"market":{...}` behind the engine's members, or
 * lines of text; verdict() is the status of the program, and says why: 0, 1 if
 * the answers are not right or nobody knows, 2 if what was to be written could
 * not be.
 */

typedef struct {
    const char         *name;       /* of --market=NAME */
    const char         *help;
    const xc_option_t  *options;    /* ends with a NULL name; or NULL */
    void               *conf;

    void    *(*open)(void *conf, xc_engine_t *engine, xc_clock_t *clock,
                     xc_error_t *err);
    void     (*begin)(void *market);
    void     (*answer)(void *market, const xc_answer_t *answer);
    int64_t  (*tick)(void *market, int64_t now_ns);
    int      (*drained)(void *market);
    void     (*report)(void *market, const xc_report_t *report);
    int      (*verdict)(void *market, xc_error_t *why);
    void     (*close)(void *market);
} xc_market_t;

extern const xc_market_t  xc_market_none;


#endif /* XC_EXCHANGE_H */
