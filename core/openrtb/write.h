
/* what the files that write share; nobody else's business */

#ifndef CX_OPENRTB_WRITE_H
#define CX_OPENRTB_WRITE_H

#include "core/openrtb/openrtb.h"


typedef enum {
    CX_URL_IMP = 0,
    CX_URL_CLICK,
    CX_URL_EVENT
} cx_browser_url_e;

/* an address for the page, as the inside of a JSON string */

void cx_put_browser_url(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, cx_browser_url_e which);
void cx_put_browser_url_enc(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, cx_browser_url_e which);

typedef enum {
    CX_NOTICE_WIN = 0,
    CX_NOTICE_BILL,
    CX_NOTICE_LOSS
} cx_notice_e;

/* an address for the exchange, and the markup; both likewise */

void cx_put_notice_url(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, cx_notice_e which);
void cx_put_markup(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid);

/* the native markup, as the inside of a JSON string */

void cx_native_write(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid);


#endif /* CX_OPENRTB_WRITE_H */
