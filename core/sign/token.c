#include <openssl/crypto.h>

#include "core/sign/hmac.h"


/*
 * A token is base64url of a body and its signature.  The body:
 *
 *     byte    version and flags
 *     byte    id of the key
 *     byte    variant
 *     4       org, 4 exchange, 4 time, 3 currency, 8 bid, [8 user]
 *     varint  campaign slot, ad group slot, price, rate as mul and div,
 *             reserved, bucket, epoch, [quantity]
 *     string  creative, auction, impression: a byte of length, the bytes
 *
 * The kind is not in it: it is the last byte that is signed, so that both
 * tokens of a bid share their body and all but the end of their hashes.
 */

#define CX_TOKEN_VERSION  0x20
#define CX_TOKEN_TEST     0x01
#define CX_TOKEN_USER     0x02
#define CX_TOKEN_QTY      0x04
#define CX_TOKEN_FLAGS    (CX_TOKEN_TEST|CX_TOKEN_USER|CX_TOKEN_QTY)

#define CX_TOKEN_BODY     (CX_TOKEN_MAX / 4 * 3 - CX_MAC_LEN)
#define CX_TOKEN_LONG_ID  33            /* "~" and 32 digits of hashes */


static void
cx_token_put(cx_buf_t *b, uint64_t v, int n)
{
    if (!cx_buf_room(b, (size_t) n)) {
        return;
    }

    while (n--) {
        *b->pos++ = (uint8_t) (v >> (n * 8));
    }
}


static void
cx_token_put_varint(cx_buf_t *b, uint64_t v)
{
    while (v > 0x7f) {
        cx_put_char(b, (char) (v | 0x80));
        v >>= 7;
    }

    cx_put_char(b, (char) v);
}


static void
cx_token_put_id(cx_buf_t *b, cx_str_t id, size_t max)
{
    if (id.len <= max) {
        cx_put_char(b, (char) id.len);
        cx_put_str(b, id);
        return;
    }

    cx_put_char(b, CX_TOKEN_LONG_ID);
    cx_put_char(b, '~');
    cx_put_hex(b, cx_hash64(id.data, id.len, 1), 16);
    cx_put_hex(b, cx_hash64(id.data, id.len, 2), 16);
}


/* one impression is the rule, and goes without saying */

static inline int
cx_token_has_qty(const cx_token_t *t)
{
    return t->qty != 0 && t->qty != CX_QTY_ONE;
}


static inline int
cx_token_rate_ok(cx_rate_t rate)
{
    return rate.mul >= 0 && rate.mul <= CX_RATE_TERM_MAX && rate.div > 0
           && rate.div <= CX_RATE_TERM_MAX;
}


static void
cx_token_body(cx_buf_t *b, const cx_token_t *t, uint8_t key)
{
    cx_token_put(b, CX_TOKEN_VERSION | (t->test ? CX_TOKEN_TEST : 0)
                    | (t->user ? CX_TOKEN_USER : 0)
                    | (cx_token_has_qty(t) ? CX_TOKEN_QTY : 0), 1);
    cx_token_put(b, key, 1);
    cx_token_put(b, t->variant, 1);
    cx_token_put(b, t->org, 4);
    cx_token_put(b, t->exchange, 4);
    cx_token_put(b, t->time_s, 4);
    cx_token_put(b, t->currency, 3);
    cx_token_put(b, t->bid, 8);

    if (t->user) {
        cx_token_put(b, t->user, 8);
    }

    cx_token_put_varint(b, t->campaign_slot);
    cx_token_put_varint(b, t->adgroup_slot);
    cx_token_put_varint(b, (uint64_t) t->price);
    cx_token_put_varint(b, (uint64_t) t->rate.mul);
    cx_token_put_varint(b, (uint64_t) t->rate.div);
    cx_token_put_varint(b, (uint64_t) t->reserved);
    cx_token_put_varint(b, t->bucket);
    cx_token_put_varint(b, t->epoch);

    if (cx_token_has_qty(t)) {
        cx_token_put_varint(b, t->qty);
    }

    cx_token_put_id(b, t->creative, CX_TOKEN_CREATIVE_MAX);
    cx_token_put_id(b, t->auction, CX_TOKEN_ID_MAX);
    cx_token_put_id(b, t->impid, CX_TOKEN_ID_MAX);
}


cx_rc_t
cx_token_sign(const cx_keyring_t *k, const cx_token_t *t,
    cx_buf_t *exchange, cx_buf_t *browser)
{
    size_t      n, whole, text;
    uint8_t     body[CX_TOKEN_BODY + CX_MAC_LEN];
    cx_buf_t    b;
    SHA256_CTX  h;

    if (t->price < 0 || !cx_token_rate_ok(t->rate) || t->reserved < 0
        || t->qty > CX_QTY_MAX)
    {
        return CX_ERROR;
    }

    cx_buf_init(&b, body, CX_TOKEN_BODY);
    cx_token_body(&b, t, k->id[0]);

    if (b.overflow) {
        return CX_ERROR;
    }

    n = cx_buf_len(&b);
    whole = n / 3 * 3;
    text = whole / 3 * 4;

    cx_hmac_begin(&h, &k->key[0], body, n);
    cx_hmac_end(&h, &k->key[0], CX_TOKEN_EXCHANGE, body + n);
    cx_put_base64url(exchange, body, n + CX_MAC_LEN);

    if (exchange->overflow) {
        return CX_ERROR;
    }

    cx_put(browser, exchange->pos - ((n + CX_MAC_LEN) * 4 + 2) / 3, text);
    cx_hmac_end(&h, &k->key[0], CX_TOKEN_BROWSER, body + n);
    cx_put_base64url(browser, body + whole, n + CX_MAC_LEN - whole);

    return browser->overflow ? CX_ERROR : CX_OK;
}


/* reading: what is missing or bent makes bad, which is looked at once */

typedef struct {
    const uint8_t  *pos;
    const uint8_t  *end;
    unsigned        bad:1;
} cx_token_reader_t;


static uint64_t
cx_token_get(cx_token_reader_t *r, int n)
{
    uint64_t  v;

    if (r->end - r->pos < n) {
        r->bad = 1;
        return 0;
    }

    for (v = 0; n; n--) {
        v = v << 8 | *r->pos++;
    }

    return v;
}


/* at most bits, and in no more bytes than the number needs */

static uint64_t
cx_token_get_varint(cx_token_reader_t *r, int bits)
{
    int       shift;
    uint8_t   c;
    uint64_t  v;

    v = 0;

    for (shift = 0; r->pos < r->end && shift < bits; shift += 7) {
        c = *r->pos++;
        v |= (uint64_t) (c & 0x7f) << shift;

        if (c & 0x80) {
            continue;
        }

        if ((c == 0 && shift) || v >> bits) {
            break;
        }

        return v;
    }

    r->bad = 1;

    return 0;
}


static cx_str_t
cx_token_get_id(cx_token_reader_t *r, size_t max)
{
    size_t    len;
    cx_str_t  id;

    len = (size_t) cx_token_get(r, 1);

    if (len > max || len > (size_t) (r->end - r->pos)) {
        r->bad = 1;
        len = 0;
    }

    id = cx_strn(r->pos, len);
    r->pos += len;

    return id;
}


static cx_rc_t
cx_token_parse(cx_token_reader_t *r, cx_token_t *t)
{
    uint8_t  flags;

    flags = (uint8_t) cx_token_get(r, 1);

    if ((flags & ~CX_TOKEN_FLAGS) != CX_TOKEN_VERSION) {
        return CX_ERROR;
    }

    t->test = (flags & CX_TOKEN_TEST) != 0;
    t->key = (uint8_t) cx_token_get(r, 1);
    t->variant = (uint8_t) cx_token_get(r, 1);
    t->org = (uint32_t) cx_token_get(r, 4);
    t->exchange = (uint32_t) cx_token_get(r, 4);
    t->time_s = (uint32_t) cx_token_get(r, 4);
    t->currency = (uint32_t) cx_token_get(r, 3);
    t->bid = cx_token_get(r, 8);
    t->user = flags & CX_TOKEN_USER ? cx_token_get(r, 8) : 0;

    t->campaign_slot = (uint32_t) cx_token_get_varint(r, 32);
    t->adgroup_slot = (uint32_t) cx_token_get_varint(r, 32);
    t->price = (int64_t) cx_token_get_varint(r, 63);
    t->rate.mul = (int64_t) cx_token_get_varint(r, 63);
    t->rate.div = (int64_t) cx_token_get_varint(r, 63);
    t->reserved = (int64_t) cx_token_get_varint(r, 63);
    t->bucket = (uint32_t) cx_token_get_varint(r, 32);
    t->epoch = (uint32_t) cx_token_get_varint(r, 32);
    t->qty = flags & CX_TOKEN_QTY ? (uint32_t) cx_token_get_varint(r, 32)
                                  : CX_QTY_ONE;

    t->creative = cx_token_get_id(r, CX_TOKEN_CREATIVE_MAX);
    t->auction = cx_token_get_id(r, CX_TOKEN_ID_MAX);
    t->impid = cx_token_get_id(r, CX_TOKEN_ID_MAX);

    if (r->bad || r->pos != r->end
        || ((flags & CX_TOKEN_USER) && t->user == 0)
        || ((flags & CX_TOKEN_QTY) != 0) != cx_token_has_qty(t)
        || t->qty > CX_QTY_MAX || !cx_token_rate_ok(t->rate))
    {
        return CX_ERROR;
    }

    return CX_OK;
}


/* all that is wrong with a token looks the same from outside */

static cx_rc_t
cx_token_refuse(cx_error_t *e)
{
    return cx_error(e, CX_E_TOKEN, "t", "a token of this bidder", "is invalid");
}


cx_rc_t
cx_token_verify(const cx_keyring_t *k, cx_token_kind_e kind, cx_str_t text,
    uint8_t *mem, cx_token_t *t, cx_error_t *e)
{
    uint8_t               mac[CX_MAC_LEN];
    ptrdiff_t             n;
    SHA256_CTX            h;
    const cx_hmac_key_t  *key;
    cx_token_reader_t     r;

    if (text.len > CX_TOKEN_MAX) {
        return cx_token_refuse(e);
    }

    n = cx_base64url_decode(mem, text.data, text.len);

    if (n < 2 + CX_MAC_LEN || k->index[mem[1]] == -1) {
        return cx_token_refuse(e);
    }

    n -= CX_MAC_LEN;
    key = &k->key[k->index[mem[1]]];

    cx_hmac_begin(&h, key, mem, (size_t) n);
    cx_hmac_end(&h, key, (uint8_t) kind, mac);

    if (CRYPTO_memcmp(mac, mem + n, CX_MAC_LEN) != 0) {
        return cx_token_refuse(e);
    }

    memset(t, 0, sizeof(cx_token_t));
    t->kind = kind;

    r.pos = mem;
    r.end = mem + n;
    r.bad = 0;

    return cx_token_parse(&r, t) == CX_OK ? CX_OK : cx_token_refuse(e);
}
