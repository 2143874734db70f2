
/*
 * The response in protobuf.  The length of a message stands before it and is
 * known behind it: it gets the bytes that most need, and what was written
 * moves where it needs others.
 */

#include "core/openrtb/protobuf_wire.h"
#include "core/openrtb/write.h"


#define CX_PB_LENGTH_ROOM  2            /* up to 16383 */


static void
cx_pb_put_varint(cx_buf_t *b, uint64_t v)
{
    while (v >= 0x80) {
        cx_put_char(b, (char) (uint8_t) (v | 0x80));
        v >>= 7;
    }

    cx_put_char(b, (char) (uint8_t) v);
}


static inline void
cx_pb_put_tag(cx_buf_t *b, uint32_t number, cx_pb_wire_e wire)
{
    cx_pb_put_varint(b, number << 3 | wire);
}


static inline void
cx_pb_put_str(cx_buf_t *b, uint32_t number, cx_str_t s)
{
    if (s.len) {
        cx_pb_put_tag(b, number, CX_PB_BYTES);
        cx_pb_put_varint(b, s.len);
        cx_put_str(b, s);
    }
}


/* a negative int32 is written as the int64 that it is, too */

static inline void
cx_pb_put_int(cx_buf_t *b, uint32_t number, int64_t v)
{
    cx_pb_put_tag(b, number, CX_PB_VARINT);
    cx_pb_put_varint(b, (uint64_t) v);
}


static inline void
cx_pb_put_some(cx_buf_t *b, uint32_t number, int32_t v)
{
    if (v) {
        cx_pb_put_int(b, number, v);
    }
}


static void
cx_pb_put_double(cx_buf_t *b, uint32_t number, double v)
{
    uint8_t   bytes[8];
    uint32_t  i;
    uint64_t  bits;

    memcpy(&bits, &v, 8);

    for (i = 0; i < 8; i++) {
        bytes[i] = (uint8_t) (bits >> 8 * i);
    }

    cx_pb_put_tag(b, number, CX_PB_FIXED64);
    cx_put(b, bytes, 8);
}


static void
cx_pb_put_strs(cx_buf_t *b, uint32_t number, const cx_str_t *v, uint32_t n)
{
    uint32_t  i;

    for (i = 0; i < n; i++) {
        cx_pb_put_tag(b, number, CX_PB_BYTES);
        cx_pb_put_varint(b, v[i].len);
        cx_put_str(b, v[i]);
    }
}


/* what comes until the end is of a length that is not known yet */

static uint8_t *
cx_pb_begin(cx_buf_t *b, uint32_t number)
{
    cx_pb_put_tag(b, number, CX_PB_BYTES);

    if (cx_buf_room(b, CX_PB_LENGTH_ROOM)) {
        b->pos += CX_PB_LENGTH_ROOM;
    }

    return b->pos;
}


static void
cx_pb_end(cx_buf_t *b, uint8_t *start)
{
    size_t    len, room, n;
    uint8_t  *p;

    if (b->overflow) {
        return;
    }

    len = (size_t) (b->pos - start);

    for (room = 1, n = len; n >= 0x80; n >>= 7) {
        room++;
    }

    if (room > CX_PB_LENGTH_ROOM
        && !cx_buf_room(b, room - CX_PB_LENGTH_ROOM))
    {
        return;
    }

    p = start - CX_PB_LENGTH_ROOM;

    if (room != CX_PB_LENGTH_ROOM) {
        memmove(p + room, start, len);
        b->pos = p + room + len;
    }

    for (n = len; n >= 0x80; n >>= 7) {
        *p++ = (uint8_t) (n | 0x80);
    }

    *p = (uint8_t) n;
}


static int
cx_pb_hex(uint8_t c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}


/*
 * What is written as the inside of a JSON string, from start on, becomes what
 * it stands for.  The only escapes are those of cx_put_json_inner(), a \u of
 * which is one byte.
 */

static void
cx_pb_unescape(cx_buf_t *b, uint8_t *start)
{
    size_t    n;
    uint8_t  *p, *d, *last, *slash;

    if (b->overflow) {
        return;
    }

    last = b->pos;

    for (p = start, d = start; p < last; ) {
        slash = memchr(p, '\\', (size_t) (last - p));
        n = (size_t) ((slash ? slash : last) - p);

        if (d != p) {
            memmove(d, p, n);
        }

        d += n;

        if (slash == NULL) {
            break;
        }

        p = slash + 2;

        switch (p[-1]) {

        case 'n':
            *d++ = '\n';
            break;

        case 'r':
            *d++ = '\r';
            break;

        case 't':
            *d++ = '\t';
            break;

        case 'u':
            *d++ = (uint8_t) (cx_pb_hex(p[2]) << 4 | cx_pb_hex(p[3]));
            p += 4;
            break;

        default:
            *d++ = p[-1];
            break;
        }
    }

    b->pos = d;
}


static void
cx_pb_put_notice(cx_buf_t *b, uint32_t number, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, cx_notice_e notice)
{
    uint8_t  *start;

    start = cx_pb_begin(b, number);
    cx_put_notice_url(b, res, bid, notice);
    cx_pb_unescape(b, start);
    cx_pb_end(b, start);
}


static void
cx_pb_put_markup(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    uint8_t  *start;

    start = cx_pb_begin(b, CX_PB_bid_adm);
    cx_put_markup(b, res, bid);
    cx_pb_unescape(b, start);
    cx_pb_end(b, start);
}


static void
cx_pb_put_attr(cx_buf_t *b, const cx_ortb_bid_t *bid)
{
    uint32_t  i;

    if (bid->nattr == 0) {
        return;
    }

    /* each of them is below 128 */

    cx_pb_put_tag(b, CX_PB_bid_attr, CX_PB_BYTES);
    cx_pb_put_varint(b, bid->nattr);

    for (i = 0; i < bid->nattr; i++) {
        cx_put_char(b, (char) bid->attr[i]);
    }
}


/* numbers below 32, each of them one byte */

static void
cx_pb_put_bits(cx_buf_t *b, uint32_t number, uint32_t bits)
{
    if (bits == 0) {
        return;
    }

    cx_pb_put_tag(b, number, CX_PB_BYTES);
    cx_pb_put_varint(b, (uint32_t) __builtin_popcount(bits));

    for ( /* void */ ; bits; bits &= bits - 1) {
        cx_put_char(b, (char) __builtin_ctz(bits));
    }
}


static void
cx_pb_put_dsa(cx_buf_t *b, const cx_ortb_bid_dsa_t *dsa)
{
    uint8_t   *ext, *start, *entry;
    uint32_t   i;

    ext = cx_pb_begin(b, CX_PB_bid_ext);
    start = cx_pb_begin(b, CX_PB_bid_ext_dsa);

    cx_pb_put_str(b, CX_PB_bid_dsa_behalf, dsa->behalf);
    cx_pb_put_str(b, CX_PB_bid_dsa_paid, dsa->paid);

    for (i = 0; i < dsa->ntransparency; i++) {
        entry = cx_pb_begin(b, CX_PB_bid_dsa_transparency);
        cx_pb_put_str(b, CX_PB_dsa_transparency_domain,
                      dsa->transparency[i].domain);
        cx_pb_put_bits(b, CX_PB_dsa_transparency_dsaparams,
                       dsa->transparency[i].params);
        cx_pb_end(b, entry);
    }

    cx_pb_put_some(b, CX_PB_bid_dsa_adrender, dsa->adrender);

    cx_pb_end(b, start);
    cx_pb_end(b, ext);
}


static void
cx_pb_put_bid(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    uint8_t  *start;

    start = cx_pb_begin(b, CX_PB_seatbid_bid);

    cx_pb_put_str(b, CX_PB_bid_id, bid->id);
    cx_pb_put_str(b, CX_PB_bid_impid, bid->impid);
    cx_pb_put_double(b, CX_PB_bid_price,
                     (double) bid->price
                     / (double) (res->unit ? res->unit : CX_MICROS));

    cx_pb_put_notice(b, CX_PB_bid_nurl, res, bid, CX_NOTICE_WIN);

    if (bid->burl) {
        cx_pb_put_notice(b, CX_PB_bid_burl, res, bid, CX_NOTICE_BILL);
    }

    cx_pb_put_notice(b, CX_PB_bid_lurl, res, bid, CX_NOTICE_LOSS);
    cx_pb_put_markup(b, res, bid);

    cx_pb_put_str(b, CX_PB_bid_adid, bid->adid);
    cx_pb_put_strs(b, CX_PB_bid_adomain, bid->adomain, bid->nadomain);
    cx_pb_put_str(b, CX_PB_bid_bundle, bid->bundle);
    cx_pb_put_str(b, CX_PB_bid_cid, bid->cid);
    cx_pb_put_str(b, CX_PB_bid_crid, bid->crid);
    cx_pb_put_some(b, CX_PB_bid_cattax, bid->cattax);
    cx_pb_put_strs(b, CX_PB_bid_cat, bid->cat, bid->ncat);
    cx_pb_put_attr(b, bid);
    cx_pb_put_some(b, CX_PB_bid_api, bid->api);
    cx_pb_put_some(b, CX_PB_bid_protocol, bid->protocol);
    cx_pb_put_some(b, CX_PB_bid_qagmediarating, bid->qagmediarating);
    cx_pb_put_str(b, CX_PB_bid_language, bid->language);
    cx_pb_put_str(b, CX_PB_bid_langb, bid->langb);
    cx_pb_put_str(b, CX_PB_bid_dealid, bid->dealid);
    cx_pb_put_some(b, CX_PB_bid_w, bid->w);
    cx_pb_put_some(b, CX_PB_bid_h, bid->h);
    cx_pb_put_some(b, CX_PB_bid_exp, bid->exp);
    cx_pb_put_some(b, CX_PB_bid_dur, bid->dur);
    cx_pb_put_some(b, CX_PB_bid_mtype, bid->mtype);

    if (bid->slotinpod != CX_NO_SLOT) {
        cx_pb_put_int(b, CX_PB_bid_slotinpod, bid->slotinpod);
    }

    if (bid->dsa != NULL) {
        cx_pb_put_dsa(b, bid->dsa);
    }

    cx_pb_end(b, start);
}


static void
cx_pb_put_seatbid(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_seatbid_t *seatbid)
{
    uint8_t   *start;
    uint32_t   i;

    start = cx_pb_begin(b, CX_PB_response_seatbid);

    for (i = 0; i < seatbid->nbid; i++) {
        cx_pb_put_bid(b, res, &seatbid->bid[i]);
    }

    cx_pb_put_str(b, CX_PB_seatbid_seat, seatbid->seat);

    cx_pb_end(b, start);
}


void
cx_openrtb_write_protobuf(cx_buf_t *b, const cx_ortb_response_t *res)
{
    uint32_t  i;

    cx_pb_put_str(b, CX_PB_response_id, res->id);

    for (i = 0; i < res->nseatbid; i++) {
        cx_pb_put_seatbid(b, res, &res->seatbid[i]);
    }

    cx_pb_put_str(b, CX_PB_response_bidid, res->bidid);
    cx_pb_put_str(b, CX_PB_response_cur, res->cur);

    if (res->nbr >= 0) {
        cx_pb_put_int(b, CX_PB_response_nbr, res->nbr);
    }
}
