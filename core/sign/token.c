#include <endian.h>
#include <openssl/crypto.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "core/sign/hmac.h"


/*
 * A token is base64url of a body and its signature.  The body:
 *
 *     byte    version and flags
 *     byte    id of the key
 *     byte    variant
 *     4       org, 4 exchange, 4 time, 3 currency, 8 bid, [8 user]
 *     varint  campaign slot, ad group slot, price, [rate as mul and div],
 *             reserved, bucket, epoch, [quantity]
 *     id      creative, auction, impression: a byte of form, the bytes
 *
 * The kind is not in it: it is the half of the signature that follows, so
 * that both tokens of a bid share their body and its text.
 *
 * What exchanges take for ids is hexadecimal more often than not, and travels
 * in half the bytes: one id has one form.
 */

#define CX_TOKEN_VERSION  0x30
#define CX_TOKEN_TEST     0x01
#define CX_TOKEN_USER     0x02
#define CX_TOKEN_QTY      0x04
#define CX_TOKEN_RATE     0x08          /* other than one to one */
#define CX_TOKEN_FLAGS    (CX_TOKEN_TEST|CX_TOKEN_USER|CX_TOKEN_QTY           \
                           |CX_TOKEN_RATE)

#define CX_TOKEN_BODY     (CX_TOKEN_MAX / 4 * 3 - CX_MAC_LEN)
#define CX_TOKEN_LONG_ID  33            /* "~" and 32 digits of hashes */

/* forms of an id: its length, of the bytes or of the digits' bytes; a UUID */

#define CX_TOKEN_HEX      0x90
#define CX_TOKEN_UUID     0xff
#define CX_TOKEN_UUID_LEN 36

#if (CX_TOKEN_CREATIVE_MAX >= CX_TOKEN_HEX || CX_TOKEN_ID_MAX >= CX_TOKEN_HEX)
#error "a length must not be taken for another form"
#endif


/* all but the ids, and the ids at their longest */

#define CX_TOKEN_ROOM     (64 + 9 * 10 + 3 + CX_TOKEN_CREATIVE_MAX            \
                           + 2 * CX_TOKEN_ID_MAX)


/* as many bytes of eight, the highest first; the others are written over */

static inline uint8_t *
cx_token_put(uint8_t *p, uint64_t v, int n)
{
    v = htobe64(v << (64 - n * 8));
    memcpy(p, &v, 8);

    return p + n;
}


static uint8_t *
cx_token_put_varint(uint8_t *p, uint64_t v)
{
    for ( /* void */ ; v > 0x7f; v >>= 7) {
        *p++ = (uint8_t) (v | 0x80);
    }

    *p++ = (uint8_t) v;

    return p;
}


/* looked up, since the digits of an id are what no branch can foretell */

#define CX_TOKEN_DIGIT  0x10

static const uint8_t  cx_token_digits[256] = {
    ['0'] = 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19,
    ['a'] = 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f
};


/* 0 if one of them is no lower case digit */

static inline uint32_t
cx_token_pack(uint8_t *p, const uint8_t *s, size_t digits)
{
    size_t    i;
    uint32_t  high, low, all;

    for (i = 0, all = CX_TOKEN_DIGIT; i < digits && (all & CX_TOKEN_DIGIT); i += 2) {
        high = cx_token_digits[s[i]];
        low = cx_token_digits[s[i + 1]];
        p[i / 2] = (uint8_t) (high << 4 | (low & 15));
        all &= high & low;
    }

    return all & CX_TOKEN_DIGIT;
}


/* digits in groups of 8, 4, 4, 4 and 12 */

#if defined(__SSE2__)

static inline uint64_t
cx_token_load(const uint8_t *p, size_t n)
{
    uint64_t  v;

    v = 0;
    memcpy(&v, p, n);

    return v;
}


/* sixteen of them, of which those in even places are the high halves */

static inline int
cx_token_pack16(uint8_t *p, uint64_t first, uint64_t second)
{
    __m128i  v, digit, letter;

    v = _mm_set_epi64x((int64_t) second, (int64_t) first);

    digit = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('0' - 1)),
                          _mm_cmplt_epi8(v, _mm_set1_epi8('9' + 1)));
    letter = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('a' - 1)),
                           _mm_cmplt_epi8(v, _mm_set1_epi8('f' + 1)));

    v = _mm_sub_epi8(v, _mm_set1_epi8('0'));
    v = _mm_sub_epi8(v, _mm_and_si128(letter, _mm_set1_epi8('a' - '0' - 10)));
    v = _mm_or_si128(_mm_slli_epi16(v, 4), _mm_srli_epi16(v, 8));
    v = _mm_and_si128(v, _mm_set1_epi16(0xff));
    v = _mm_packus_epi16(v, v);
    _mm_storel_epi64((__m128i *) (void *) p, v);

    return _mm_movemask_epi8(_mm_or_si128(digit, letter)) == 0xffff;
}


static int
cx_token_pack_uuid(uint8_t *p, const uint8_t *s)
{
    return s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
           && cx_token_pack16(p, cx_token_load(s, 8),
                              cx_token_load(s + 9, 4)
                              | cx_token_load(s + 14, 4) << 32)
           && cx_token_pack16(p + 8, cx_token_load(s + 19, 4)
                                     | cx_token_load(s + 24, 4) << 32,
                              cx_token_load(s + 28, 8));
}

#else

static int
cx_token_pack_uuid(uint8_t *p, const uint8_t *s)
{
    return s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
           && cx_token_pack(p, s, 8) && cx_token_pack(p + 4, s + 9, 4)
           && cx_token_pack(p + 6, s + 14, 4)
           && cx_token_pack(p + 8, s + 19, 4)
           && cx_token_pack(p + 10, s + 24, 12);
}

#endif


static uint8_t *
cx_token_put_id(uint8_t *p, cx_str_t id, size_t max)
{
    cx_buf_t  b;

    if (id.len == CX_TOKEN_UUID_LEN && cx_token_pack_uuid(p + 1, id.data)) {
        *p = CX_TOKEN_UUID;
        return p + 17;
    }

    if (id.len <= max) {

        if (id.len && id.len % 2 == 0
            && cx_token_pack(p + 1, id.data, id.len))
        {
            *p = (uint8_t) (CX_TOKEN_HEX + id.len / 2);
            return p + 1 + id.len / 2;
        }

        *p++ = (uint8_t) id.len;

        if (id.len) {
            memcpy(p, id.data, id.len);
        }

        return p + id.len;
    }

    cx_buf_init(&b, p, CX_TOKEN_LONG_ID + 1);
    cx_put_char(&b, CX_TOKEN_LONG_ID);
    cx_put_char(&b, '~');
    cx_put_hex(&b, cx_hash64(id.data, id.len, 1), 16);
    cx_put_hex(&b, cx_hash64(id.data, id.len, 2), 16);

    return b.pos;
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


/* of the same currency is the rule, too */

static inline int
cx_token_has_rate(const cx_token_t *t)
{
    return t->rate.mul != 1 || t->rate.div != 1;
}


static size_t
cx_token_body(uint8_t *body, const cx_token_t *t, uint8_t key)
{
    uint8_t  *p;

    p = body;
    *p++ = (uint8_t) (CX_TOKEN_VERSION | (t->test ? CX_TOKEN_TEST : 0)
                      | (t->user ? CX_TOKEN_USER : 0)
                      | (cx_token_has_qty(t) ? CX_TOKEN_QTY : 0)
                      | (cx_token_has_rate(t) ? CX_TOKEN_RATE : 0));
    *p++ = key;
    *p++ = t->variant;
    p = cx_token_put(p, t->org, 4);
    p = cx_token_put(p, t->exchange, 4);
    p = cx_token_put(p, t->time_s, 4);
    p = cx_token_put(p, t->currency, 3);
    p = cx_token_put(p, t->bid, 8);

    if (t->user) {
        p = cx_token_put(p, t->user, 8);
    }

    p = cx_token_put_varint(p, t->campaign_slot);
    p = cx_token_put_varint(p, t->adgroup_slot);
    p = cx_token_put_varint(p, (uint64_t) t->price);

    if (cx_token_has_rate(t)) {
        p = cx_token_put_varint(p, (uint64_t) t->rate.mul);
        p = cx_token_put_varint(p, (uint64_t) t->rate.div);
    }

    p = cx_token_put_varint(p, (uint64_t) t->reserved);
    p = cx_token_put_varint(p, t->bucket);
    p = cx_token_put_varint(p, t->epoch);

    if (cx_token_has_qty(t)) {
        p = cx_token_put_varint(p, t->qty);
    }

    p = cx_token_put_id(p, t->creative, CX_TOKEN_CREATIVE_MAX);
    p = cx_token_put_id(p, t->auction, CX_TOKEN_ID_MAX);
    p = cx_token_put_id(p, t->impid, CX_TOKEN_ID_MAX);

    return (size_t) (p - body);
}


cx_rc_t
cx_token_sign(const cx_keyring_t *k, const cx_token_t *t,
    cx_buf_t *exchange, cx_buf_t *browser)
{
    size_t    n, whole, text;
    uint8_t   body[CX_TOKEN_ROOM + CX_HMAC_LEN];
    uint8_t  *start;

    if (t->price < 0 || !cx_token_rate_ok(t->rate) || t->reserved < 0
        || t->qty > CX_QTY_MAX)
    {
        return CX_ERROR;
    }

    n = cx_token_body(body, t, k->id[0]);

    if (n > CX_TOKEN_BODY) {
        return CX_ERROR;
    }

    cx_hmac(&k->key[0], body, n, CX_HMAC_TOKEN, body + n);

    start = exchange->pos;
    cx_put_base64url(exchange, body, n + CX_MAC_LEN);

    if (exchange->overflow) {
        return CX_ERROR;
    }

    /* the other signature takes the place of the first */

    whole = n / 3 * 3;
    text = whole / 3 * 4;

    memcpy(body + n, body + n + CX_MAC_LEN, CX_MAC_LEN);

    cx_put(browser, start, text);
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


/* digits of a token are few: so many bytes become twice as many of text */

static uint8_t *
cx_token_unpack(uint8_t *d, const uint8_t *p, size_t n)
{
    size_t                    i;
    static const char *const  hex = "0123456789abcdef";

    for (i = 0; i < n; i++) {
        *d++ = (uint8_t) hex[p[i] >> 4];
        *d++ = (uint8_t) hex[p[i] & 15];
    }

    return d;
}


static uint8_t *
cx_token_unpack_uuid(uint8_t *d, const uint8_t *p)
{
    size_t                i;
    static const uint8_t  group[] = { 4, 2, 2, 2, 6 };

    for (i = 0; i < sizeof(group); i++) {

        if (i) {
            *d++ = '-';
        }

        d = cx_token_unpack(d, p, group[i]);
        p += group[i];
    }

    return d;
}


/* in its own form, which is that in which it would be written */

static int
cx_token_form_ok(const uint8_t *form, size_t size, cx_str_t id, size_t max)
{
    uint8_t  again[1 + CX_TOKEN_CREATIVE_MAX];

    return id.len <= max
           && (size_t) (cx_token_put_id(again, id, max) - again) == size
           && memcmp(again, form, size) == 0;
}


/* its text goes to mem, which has room for all that there may be */

static cx_str_t
cx_token_get_id(cx_token_reader_t *r, size_t max, uint8_t **mem)
{
    size_t          n;
    uint8_t         form, *end;
    cx_str_t        id;
    const uint8_t  *p;

    p = r->pos;
    form = (uint8_t) cx_token_get(r, 1);
    n = form == CX_TOKEN_UUID ? 16 : form > CX_TOKEN_HEX ? form - CX_TOKEN_HEX
                                                         : form;

    if (n > max || n > (size_t) (r->end - r->pos)
        || (form >= CX_TOKEN_HEX && form != CX_TOKEN_UUID && n * 2 > max))
    {
        r->bad = 1;
        return cx_strn(*mem, 0);
    }

    if (form == CX_TOKEN_UUID) {
        end = cx_token_unpack_uuid(*mem, r->pos);

    } else if (form > CX_TOKEN_HEX) {
        end = cx_token_unpack(*mem, r->pos, n);

    } else {
        memcpy(*mem, r->pos, n);
        end = *mem + n;
    }

    id = cx_strn(*mem, end - *mem);
    *mem = end;
    r->pos += n;

    if (!cx_token_form_ok(p, 1 + n, id, max)) {
        r->bad = 1;
    }

    return id;
}


static cx_rc_t
cx_token_parse(cx_token_reader_t *r, cx_token_t *t, uint8_t *mem)
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
    t->rate = (cx_rate_t) { 1, 1 };

    if (flags & CX_TOKEN_RATE) {
        t->rate.mul = (int64_t) cx_token_get_varint(r, 63);
        t->rate.div = (int64_t) cx_token_get_varint(r, 63);
    }

    t->reserved = (int64_t) cx_token_get_varint(r, 63);
    t->bucket = (uint32_t) cx_token_get_varint(r, 32);
    t->epoch = (uint32_t) cx_token_get_varint(r, 32);
    t->qty = flags & CX_TOKEN_QTY ? (uint32_t) cx_token_get_varint(r, 32)
                                  : CX_QTY_ONE;

    t->creative = cx_token_get_id(r, CX_TOKEN_CREATIVE_MAX, &mem);
    t->auction = cx_token_get_id(r, CX_TOKEN_ID_MAX, &mem);
    t->impid = cx_token_get_id(r, CX_TOKEN_ID_MAX, &mem);

    if (r->bad || r->pos != r->end
        || ((flags & CX_TOKEN_USER) && t->user == 0)
        || ((flags & CX_TOKEN_QTY) != 0) != cx_token_has_qty(t)
        || ((flags & CX_TOKEN_RATE) != 0) != cx_token_has_rate(t)
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
    uint8_t               body[CX_TOKEN_MAX], mac[CX_HMAC_LEN], *half;
    ptrdiff_t             n;
    const cx_hmac_key_t  *key;
    cx_token_reader_t     r;

    if (text.len > CX_TOKEN_MAX) {
        return cx_token_refuse(e);
    }

    n = cx_base64url_decode(body, text.data, text.len);

    if (n < 2 + CX_MAC_LEN || k->index[body[1]] == -1) {
        return cx_token_refuse(e);
    }

    n -= CX_MAC_LEN;
    key = &k->key[k->index[body[1]]];

    cx_hmac(key, body, (size_t) n, CX_HMAC_TOKEN, mac);
    half = kind == CX_TOKEN_EXCHANGE ? mac : mac + CX_MAC_LEN;

    if (CRYPTO_memcmp(half, body + n, CX_MAC_LEN) != 0) {
        return cx_token_refuse(e);
    }

    memset(t, 0, sizeof(cx_token_t));
    t->kind = kind;

    r.pos = body;
    r.end = body + n;
    r.bad = 0;

    return cx_token_parse(&r, t, mem) == CX_OK ? CX_OK : cx_token_refuse(e);
}
