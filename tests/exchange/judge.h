
/*
 * The judge of one answer: reads the request and what came back for it, and
 * says which rules were broken.  What it read is there for the auction.
 */

#ifndef XC_JUDGE_H
#define XC_JUDGE_H

#include "tests/exchange/exchange.h"
#include "tests/exchange/faults.h"
#include "tests/exchange/json.h"


#define XC_JUDGE_IMPS    64
#define XC_JUDGE_BIDS    256
#define XC_JUDGE_FAULTS  16         /* kept of one answer; all are counted */
#define XC_RATES         16


/* what one unit of a currency is worth in nanos of USD */

typedef struct {
    char        cur[4];
    int64_t     usd;
} xc_rate_t;

typedef struct {
    xc_rate_t   rate[XC_RATES];
    unsigned    n;
} xc_rates_t;

/* from one currency to another, rounded up; -1 where a rate is not known */

xc_money_t xc_rates_convert(const xc_rates_t *rates, xc_money_t amount,
    xc_text_t from, xc_text_t to);
int xc_rates_add(xc_rates_t *rates, const char *text, xc_error_t *err);


typedef struct {
    const xc_json_t  *node;
    xc_text_t         id;
    unsigned          media;        /* XC_BANNER ... */
    xc_text_t         floorcur;
    xc_money_t        floor;
} xc_want_t;

typedef struct {
    const xc_json_t  *node;
    const xc_json_t  *medium;       /* of the imp, what mtype says */
    const xc_json_t  *deal;         /* of the imp, NULL: open */
    const xc_want_t  *imp;          /* NULL: not known */
    xc_text_t         id;
    xc_text_t         seat;
    xc_text_t         adm;
    xc_money_t        price;
    xc_money_t        floor;        /* in the answer's currency, -1: unknown */
    xc_money_t        slack;        /* of a floor that was converted */
    int               mtype;
    int               dur;          /* seconds, 0: not said */
    unsigned          broken;       /* faults of this bid */
    xc_rule_e         first;        /* of them */
} xc_offer_t;

typedef struct {
    xc_rule_e         rule;
    char              detail[160];
} xc_fault_t;

typedef struct {
    xc_json_doc_t     ask_doc;
    xc_json_doc_t     answer_doc;
    xc_json_doc_t     native_doc;
    xc_json_doc_t     native_ask_doc;
    const xc_rates_t *rates;

    const xc_json_t  *ask;          /* NULL: could not be read */
    xc_text_t         id;
    int               at;           /* 1, 2 */
    xc_want_t         imp[XC_JUDGE_IMPS];
    unsigned          nimps;

    const xc_json_t  *answer;
    xc_text_t         cur;
    xc_offer_t        offer[XC_JUDGE_BIDS];
    unsigned          noffers;

    xc_offer_t       *current;      /* whose faults are found */
    xc_fault_t        fault[XC_JUDGE_FAULTS];
    unsigned          nfaults;      /* all */
    unsigned          count[XC_R_N];
} xc_judge_t;


/* the request, with the id that it was sent with, "": that of the body */

int xc_judge_ask(xc_judge_t *j, const char *body, size_t len, const char *id);

/* reads the bids and, with rules, judges them; the number of faults */

unsigned xc_judge_answer(xc_judge_t *j, int status, const char *content_type,
    const char *body, size_t len, int rules);

void xc_judge_free(xc_judge_t *j);


/* within the judge */

void xc_found(xc_judge_t *j, xc_rule_e rule, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

void xc_types_answer(xc_judge_t *j);
void xc_rules_bid(xc_judge_t *j, xc_offer_t *o);
void xc_rules_blocks(xc_judge_t *j, xc_offer_t *o);
void xc_rules_markup(xc_judge_t *j, xc_offer_t *o);
void xc_rules_vast(xc_judge_t *j, xc_offer_t *o);
void xc_rules_native(xc_judge_t *j, xc_offer_t *o);
void xc_rules_pods(xc_judge_t *j);

void xc_offer_floor(xc_judge_t *j, xc_offer_t *o);

/* an absolute address, with the macros that may be in it */

void xc_rules_url(xc_judge_t *j, const char *where, xc_text_t url);
void xc_rules_macros(xc_judge_t *j, const char *where, xc_text_t text);

/* is it over plain HTTP, and is that forbidden here? */

int xc_plain_http(xc_text_t s);
int xc_secure(const xc_offer_t *o);


#endif /* XC_JUDGE_H */
