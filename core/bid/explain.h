
/*
 * Why somebody does not bid.  A request is decided as always, with nothing set
 * aside and nobody told, and each ad group asked for says what became of it in
 * each impression: the first reason that kept it out, or its offer.
 */

#ifndef CX_BID_EXPLAIN_H
#define CX_BID_EXPLAIN_H

#include "core/bid/bid.h"


#define CX_EXPLAIN_LIMIT      100       /* ad groups in an answer */
#define CX_EXPLAIN_LIMIT_MAX  1000
#define CX_EXPLAIN_SCAN       65536     /* looked through to find them */
#define CX_EXPLAIN_SLOTS      16384     /* ad groups times impressions */

typedef struct {
    cx_str_t   org;             /* of no other is anything told; empty: all */
    cx_str_t   campaign;        /* only this one; empty: all */
    cx_str_t   adgroup;
    uint32_t   limit;           /* 0: CX_EXPLAIN_LIMIT */
    uint64_t   from;            /* "next" of the answer before, or 0 */
} cx_explain_conf_t;


/* what became of an ad group in an impression */

typedef struct {
    cx_nobid_e          reason;     /* the first; CX_NOBID_NONE with an offer */
    const char         *where;      /* what of its targeting said no, or NULL */
    const cx_offer_t   *offer;      /* the best of its offers, or NULL */
    unsigned            stood:1;
} cx_explain_slot_t;

typedef struct {
    const cx_catalog_file_t  *file;
    uint32_t                  adgroup;
    cx_explain_slot_t        *slot;     /* by impression; NULL: never begun */
} cx_explain_entry_t;

typedef struct {
    const cx_explain_conf_t    *conf;
    const cx_openrtb_request_t *req;
    const cx_decision_t        *d;
    cx_explain_entry_t         *entry;
    uint32_t                    n;
    uint64_t                    next;       /* 0: that was all */
} cx_explanation_t;


/* everything in b->arena; CX_ERROR: a bad request, or no room */

cx_rc_t cx_explain(const cx_bid_t *b, const cx_explain_conf_t *conf,
    const uint8_t *body, size_t len, cx_explanation_t *x, cx_error_t *e);

/* as JSON; out->overflow says that it did not fit */

void cx_explain_write(const cx_bid_t *b, const cx_explanation_t *x,
    cx_buf_t *out);


#endif /* CX_BID_EXPLAIN_H */
