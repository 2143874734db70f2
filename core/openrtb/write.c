#include "core/openrtb/write.h"


#define CX_PUT_KEY(b, name)  cx_put_lit((b), ",\"" name "\":")


/*
 * An address is copied in one go where there is room: the signed part is as
 * long as all the rest of it, and is in each of them.
 */

static inline void
cx_put_address(cx_buf_t *b, const cx_ortb_response_t *res, cx_str_t path,
    cx_str_t token, cx_str_t tail)
{
    uint8_t  *p;

    if (cx_likely(res->notice_url.len + path.len + token.len + tail.len + CX_PAD
                  <= (size_t) (b->end - b->pos)))
    {
        p = cx_copy_padded(b->pos, res->notice_url);
        memcpy(p, path.data, path.len);
        p = cx_copy_padded(p + path.len, token);
        memcpy(p, tail.data, tail.len);
        b->pos = p + tail.len;

        return;
    }

    cx_put_str(b, res->notice_url);
    cx_put_str(b, path);
    cx_put_str(b, token);
    cx_put_str(b, tail);
}


/* lengths that the compiler knows */

#define CX_PUT_ADDRESS(b, res, path, token, tail)                             \
    cx_put_address(b, res, cx_str(path), token, cx_str(tail))


void
cx_put_browser_url(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, cx_browser_url_e which)
{
    switch (which) {

    case CX_URL_IMP:
        CX_PUT_ADDRESS(b, res, "/v1/imp?t=", bid->browser_token, "");
        break;

    case CX_URL_CLICK:
        CX_PUT_ADDRESS(b, res, "/v1/click?t=", bid->browser_token, "");
        break;

    case CX_URL_EVENT:
        CX_PUT_ADDRESS(b, res, "/v1/event?t=", bid->browser_token, "&e=");
        break;
    }
}


void
cx_put_browser_url_enc(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, cx_browser_url_e which)
{
    static const struct {
        cx_str_t  path;
        cx_str_t  tail;
    } encoded[] = {
        [CX_URL_IMP]   = { cx_string("%2Fv1%2Fimp%3Ft%3D"), cx_string("") },
        [CX_URL_CLICK] = { cx_string("%2Fv1%2Fclick%3Ft%3D"), cx_string("") },
        [CX_URL_EVENT] = { cx_string("%2Fv1%2Fevent%3Ft%3D"),
                           cx_string("%26e%3D") }
    };

    cx_put_uri(b, res->notice_url);
    cx_put_str(b, encoded[which].path);
    cx_put_padded(b, bid->browser_token);
    cx_put_str(b, encoded[which].tail);
}


/* the exchange's macros stay as they are: encoded they are never expanded */

static inline void
cx_notice_url(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, cx_notice_e which)
{
    switch (which) {

    case CX_NOTICE_WIN:
        CX_PUT_ADDRESS(b, res, "/v1/notice/win?t=", bid->exchange_token,
                       "&p=${AUCTION_PRICE}&m=${AUCTION_MIN_TO_WIN}");
        break;

    case CX_NOTICE_BILL:
        CX_PUT_ADDRESS(b, res, "/v1/notice/bill?t=", bid->exchange_token,
                       "&p=${AUCTION_PRICE}");

        if (bid->multiplier) {
            cx_put_lit(b, "&q=${AUCTION_MULTIPLIER}");
        }

        break;

    case CX_NOTICE_LOSS:
        CX_PUT_ADDRESS(b, res, "/v1/notice/loss?t=", bid->exchange_token,
                       "&p=${AUCTION_PRICE}&l=${AUCTION_LOSS}"
                       "&m=${AUCTION_MIN_TO_WIN}");
        break;
    }
}


void
cx_put_notice_url(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, cx_notice_e which)
{
    cx_notice_url(b, res, bid, which);
}


static inline void
cx_put_notices(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    cx_put_lit(b, ",\"nurl\":\"");
    cx_notice_url(b, res, bid, CX_NOTICE_WIN);

    if (bid->burl) {
        cx_put_lit(b, "\",\"burl\":\"");
        cx_notice_url(b, res, bid, CX_NOTICE_BILL);
    }

    cx_put_lit(b, "\",\"lurl\":\"");
    cx_notice_url(b, res, bid, CX_NOTICE_LOSS);
    cx_put_char(b, '"');
}


static inline void
cx_put_key_str(cx_buf_t *b, const char *key, cx_str_t value)
{
    if (value.len) {
        cx_put_cstr(b, key);
        cx_put_json(b, value);
    }
}


static inline void
cx_put_key_int(cx_buf_t *b, const char *key, int64_t value)
{
    if (value) {
        cx_put_cstr(b, key);
        cx_put_int(b, value);
    }
}


static inline void
cx_put_key_strs(cx_buf_t *b, const char *key, const cx_str_t *v, uint32_t n)
{
    uint32_t  i;

    if (n == 0) {
        return;
    }

    cx_put_cstr(b, key);

    for (i = 0; i < n; i++) {
        cx_put_char(b, i ? ',' : '[');
        cx_put_json(b, v[i]);
    }

    cx_put_char(b, ']');
}


static inline void
cx_put_attr(cx_buf_t *b, const cx_ortb_bid_t *bid)
{
    uint32_t  i;

    if (bid->nattr == 0) {
        return;
    }

    CX_PUT_KEY(b, "attr");

    for (i = 0; i < bid->nattr; i++) {
        cx_put_char(b, i ? ',' : '[');
        cx_put_uint(b, bid->attr[i]);
    }

    cx_put_char(b, ']');
}


void
cx_put_markup(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    if (bid->mtype == CX_MEDIA_NATIVE) {
        cx_native_write(b, res, bid);

    } else {
        cx_template_write(b, bid->template, res, bid);
    }
}


/* a price that counts less than a unit of the currency is a whole number */

static inline void
cx_put_price(cx_buf_t *b, const cx_ortb_response_t *res, int64_t price)
{
    if (res->unit == 0 || res->unit == CX_MICROS) {
        cx_put_micros(b, price);

    } else {
        cx_put_int(b, price / res->unit);
    }
}


static void
cx_put_bits(cx_buf_t *b, uint32_t bits)
{
    cx_put_char(b, '[');

    for ( /* void */ ; bits; bits &= bits - 1) {
        cx_put_uint(b, (uint32_t) __builtin_ctz(bits));

        if (bits & (bits - 1)) {
            cx_put_char(b, ',');
        }
    }

    cx_put_char(b, ']');
}


static void
cx_put_dsa(cx_buf_t *b, const cx_ortb_bid_dsa_t *dsa)
{
    uint32_t  i;

    cx_put_lit(b, ",\"ext\":{\"dsa\":{\"behalf\":");
    cx_put_json(b, dsa->behalf);
    CX_PUT_KEY(b, "paid");
    cx_put_json(b, dsa->paid);

    for (i = 0; i < dsa->ntransparency; i++) {
        if (i == 0) {
            CX_PUT_KEY(b, "transparency");
        }

        cx_put_char(b, i ? ',' : '[');
        cx_put_lit(b, "{\"domain\":");
        cx_put_json(b, dsa->transparency[i].domain);
        CX_PUT_KEY(b, "dsaparams");
        cx_put_bits(b, dsa->transparency[i].params);
        cx_put_char(b, '}');
    }

    if (dsa->ntransparency) {
        cx_put_char(b, ']');
    }

    CX_PUT_KEY(b, "adrender");
    cx_put_int(b, dsa->adrender);
    cx_put_lit(b, "}}");
}


static void
cx_put_bid(cx_buf_t *out, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    cx_buf_t  w, *b;

    w = *out;
    b = &w;

    cx_put_lit(b, "{\"id\":");
    cx_put_json(b, bid->id);
    CX_PUT_KEY(b, "impid");
    cx_put_json(b, bid->impid);
    CX_PUT_KEY(b, "price");
    cx_put_price(b, res, bid->price);

    cx_put_notices(b, res, bid);

    CX_PUT_KEY(b, "adm");
    cx_put_char(b, '"');

    cx_buf_at(out, b);
    cx_put_markup(out, res, bid);
    cx_buf_at(b, out);

    cx_put_char(b, '"');

    cx_put_key_str(b, ",\"adid\":", bid->adid);
    cx_put_key_strs(b, ",\"adomain\":", bid->adomain, bid->nadomain);
    cx_put_key_str(b, ",\"bundle\":", bid->bundle);
    cx_put_key_str(b, ",\"cid\":", bid->cid);
    cx_put_key_str(b, ",\"crid\":", bid->crid);
    cx_put_key_int(b, ",\"cattax\":", bid->cattax);
    cx_put_key_strs(b, ",\"cat\":", bid->cat, bid->ncat);
    cx_put_attr(b, bid);
    cx_put_key_int(b, ",\"api\":", bid->api);
    cx_put_key_int(b, ",\"protocol\":", bid->protocol);
    cx_put_key_int(b, ",\"qagmediarating\":", bid->qagmediarating);
    cx_put_key_str(b, ",\"language\":", bid->language);
    cx_put_key_str(b, ",\"langb\":", bid->langb);
    cx_put_key_str(b, ",\"dealid\":", bid->dealid);
    cx_put_key_int(b, ",\"w\":", bid->w);
    cx_put_key_int(b, ",\"h\":", bid->h);
    cx_put_key_int(b, ",\"exp\":", bid->exp);
    cx_put_key_int(b, ",\"dur\":", bid->dur);
    cx_put_key_int(b, ",\"mtype\":", bid->mtype);

    if (bid->slotinpod != CX_NO_SLOT) {
        CX_PUT_KEY(b, "slotinpod");
        cx_put_int(b, bid->slotinpod);
    }

    cx_buf_at(out, b);

    if (bid->dsa != NULL) {
        cx_put_dsa(out, bid->dsa);
    }

    cx_put_char(out, '}');
}


static void
cx_put_seatbid(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_seatbid_t *seatbid)
{
    uint32_t  i;

    cx_put_lit(b, "{\"bid\":[");

    for (i = 0; i < seatbid->nbid; i++) {
        if (i) {
            cx_put_char(b, ',');
        }

        cx_put_bid(b, res, &seatbid->bid[i]);
    }

    cx_put_char(b, ']');
    cx_put_key_str(b, ",\"seat\":", seatbid->seat);
    cx_put_char(b, '}');
}


void
cx_openrtb_write(cx_buf_t *b, const cx_ortb_response_t *res)
{
    uint32_t  i;

    cx_put_lit(b, "{\"id\":");
    cx_put_json(b, res->id);

    for (i = 0; i < res->nseatbid; i++) {
        if (i == 0) {
            CX_PUT_KEY(b, "seatbid");
        }

        cx_put_char(b, i ? ',' : '[');
        cx_put_seatbid(b, res, &res->seatbid[i]);
    }

    if (res->nseatbid) {
        cx_put_char(b, ']');
    }

    cx_put_key_str(b, ",\"bidid\":", res->bidid);
    cx_put_key_str(b, ",\"cur\":", res->cur);

    if (res->nbr >= 0) {
        CX_PUT_KEY(b, "nbr");
        cx_put_int(b, res->nbr);
    }

    cx_put_char(b, '}');
}
