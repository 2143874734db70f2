/* markup, compiled when a catalogue is built and copied when a bid is made */

#if (__SSE2__)
#include <emmintrin.h>
#endif

#include "core/openrtb/openrtb.h"
#include "core/openrtb/write.h"


/*
 * The compiled form is a run of ops: a byte CX_TEMPLATE_LITERAL, a length of
 * four bytes, the lowest first, and as many bytes of text; or a byte
 * CX_TEMPLATE_PLACE + n for place n.  These numbers are in files: a new
 * place goes to the end of CX_ORTB_PLACES.
 */

#define CX_TEMPLATE_LITERAL  0x01
#define CX_TEMPLATE_PLACE    0x40
#define CX_TEMPLATE_HEADER   5


typedef enum {
#define CX_PLACE_ENUM(code, name, text)  CX_PLACE_##code,
    CX_ORTB_PLACES(CX_PLACE_ENUM)
#undef CX_PLACE_ENUM
    CX_PLACE_MAX
} cx_place_e;


static const cx_str_t  cx_places[] = {
#define CX_PLACE_NAME(code, name, text)  cx_string(name),
    CX_ORTB_PLACES(CX_PLACE_NAME)
#undef CX_PLACE_NAME
};


/* the length of an escape as cx_put_json_inner() writes it, or 0 */

static size_t
cx_template_escape(const uint8_t *p, const uint8_t *last)
{
    if (last - p < 2) {
        return 0;
    }

    if (p[1] != 'u') {
        return p[1] == '"' || p[1] == '\\' || p[1] == 'n' || p[1] == 'r'
               || p[1] == 't' ? 2 : 0;
    }

    if (last - p < 6 || p[2] != '0' || p[3] != '0'
        || (p[4] != '0' && p[4] != '1'))
    {
        return 0;
    }

    return (p[5] >= '0' && p[5] <= '9') || (p[5] >= 'a' && p[5] <= 'f') ? 6 : 0;
}


/* the length of the UTF-8 sequence at p, or 0 if it is none */

static size_t
cx_template_utf8(const uint8_t *p, const uint8_t *last)
{
    size_t   i, n;
    uint8_t  low, high;

    n = *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : 2;
    low = *p == 0xe0 ? 0xa0 : *p == 0xf0 ? 0x90 : 0x80;
    high = *p == 0xed ? 0x9f : *p == 0xf4 ? 0x8f : 0xbf;

    if (*p < 0xc2 || *p > 0xf4 || n > (size_t) (last - p)
        || p[1] < low || p[1] > high)
    {
        return 0;
    }

    for (i = 2; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
    }

    return n;
}


/* one character, with its escape; its length, or 0 if it may not be there */

static inline size_t
cx_template_char(const uint8_t *p, const uint8_t *last)
{
    if (*p < 0x20 || *p == '"') {
        return 0;
    }

    return *p == '\\' ? cx_template_escape(p, last)
           : *p >= 0x80 ? cx_template_utf8(p, last) : 1;
}


#if (__SSE2__)

/* of 64 bytes those that are no plain text */

typedef struct {
    uint64_t  strange;          /* not ASCII, or controls */
    uint64_t  escape;
    uint64_t  quote;
} cx_template_odd_t;


static inline cx_template_odd_t
cx_template_odd(const uint8_t *p)
{
    uint32_t           i;
    __m128i            v;
    cx_template_odd_t  odd;

#define cx_template_mask(is)                                                  \
    ((uint64_t) (uint32_t) _mm_movemask_epi8(is) << 16 * i)

    memset(&odd, 0, sizeof(odd));

    for (i = 0; i < 4; i++) {
        v = _mm_loadu_si128((const __m128i *) (p + 16 * i));

        /* compared as signed, those from 0x80 on are less, too */

        odd.strange |= cx_template_mask(_mm_cmplt_epi8(v,
                                                       _mm_set1_epi8(0x20)));
        odd.escape |= cx_template_mask(_mm_cmpeq_epi8(v,
                                                      _mm_set1_epi8('\\')));
        odd.quote |= cx_template_mask(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
    }

#undef cx_template_mask

    return odd;
}


/* one by one; where the last of them ends, or NULL: one may not be there */

static const uint8_t *
cx_template_clean_odd(uint64_t odd, const uint8_t *p, const uint8_t *next,
    const uint8_t *last)
{
    size_t          n;
    const uint8_t  *at;

    for ( /* void */ ; odd; odd &= odd - 1) {
        at = p + __builtin_ctzll(odd);

        /* part of the one before */

        if (at < next) {
            continue;
        }

        n = cx_template_char(at, last);

        if (n == 0) {
            return NULL;
        }

        next = at + n;
    }

    return next;
}


/* mostly what is odd are quotes behind a backslash each; NULL as above */

static inline const uint8_t *
cx_template_clean64(const uint8_t *text, const uint8_t *p,
    const uint8_t *next, const uint8_t *last)
{
    cx_template_odd_t  odd;

    odd = cx_template_odd(text);

    if (odd.strange == 0 && odd.quote == odd.escape << 1
        && odd.escape >> 63 == 0 && next <= p)
    {
        return next;
    }

    return cx_template_clean_odd(odd.strange | odd.escape | odd.quote, p,
                                 next, last);
}


/* a literal is copied as it is, so it has to be the inside of a string */

static int
cx_template_clean(const uint8_t *p, const uint8_t *last)
{
    uint8_t         rest[64];
    const uint8_t  *next;

    for (next = p; last - p >= 64; p += 64) {
        next = cx_template_clean64(p, p, next, last);

        if (next == NULL) {
            return 0;
        }
    }

    if (p == last) {
        return 1;
    }

    memset(rest, 'A', sizeof(rest));
    memcpy(rest, p, (size_t) (last - p));

    return cx_template_clean64(rest, p, next, last) != NULL;
}

#else

static int
cx_template_clean(const uint8_t *p, const uint8_t *last)
{
    size_t  n;

    for ( /* void */ ; p < last; p += n) {
        n = cx_template_char(p, last);

        if (n == 0) {
            return 0;
        }
    }

    return 1;
}

#endif


static inline uint32_t
cx_template_len(const uint8_t *p)
{
    return p[1] | (uint32_t) p[2] << 8 | (uint32_t) p[3] << 16
           | (uint32_t) p[4] << 24;
}


/* one piece of a source: a literal, or the name inside the braces */

typedef struct {
    cx_str_t  text;
    unsigned  place:1;
    unsigned  open:1;           /* {{ without }} */
} cx_piece_t;


static const uint8_t *
cx_template_find(const uint8_t *p, const uint8_t *last, uint8_t c)
{
    while (last - p >= 2) {
        p = memchr(p, c, (size_t) (last - p) - 1);

        if (p == NULL) {
            return NULL;
        }

        if (p[1] == c) {
            return p;
        }

        p++;
    }

    return NULL;
}


/* takes the next piece off the source */

static int
cx_template_piece(cx_str_t *source, cx_piece_t *piece)
{
    const uint8_t  *p, *last, *next;

    if (source->len == 0) {
        return 0;
    }

    p = source->data;
    last = p + source->len;
    piece->place = 0;
    piece->open = 0;

    next = cx_template_find(p, last, '{');

    if (next == p) {
        piece->place = 1;
        next = cx_template_find(p + 2, last, '}');

        if (next == NULL) {
            piece->open = 1;
            next = last;
        }

        piece->text = cx_strn(p + 2, next - p - 2);
        next += piece->open ? 0 : 2;

    } else {
        next = next == NULL ? last : next;
        piece->text = cx_strn(p, next - p);
    }

    *source = cx_strn(next, last - next);

    return 1;
}


static cx_rc_t
cx_template_unknown(const cx_piece_t *piece, cx_error_t *e)
{
    size_t    i;
    cx_buf_t  b;
    char      allowed[224];

    cx_buf_init(&b, allowed, sizeof(allowed) - 1);

    for (i = 0; i < cx_nelts(cx_places); i++) {
        if (i) {
            cx_put_lit(&b, " ");
        }

        cx_put_str(&b, cx_places[i]);
    }

    *b.pos = '\0';

    if (piece->open) {
        return cx_error(e, CX_E_FIELD_VALUE, "markup", "{{name}}",
                        "\"{{\" without \"}}\"");
    }

    return cx_error(e, CX_E_FIELD_VALUE, "markup", allowed,
                    "no place \"{{%.*s}}\"",
                    (int) cx_min(piece->text.len, 64),
                    (const char *) piece->text.data);
}


/* a part of some versions of VAST has an end, and no other in it */

static int
cx_template_is_part(cx_place_e place)
{
    return place >= CX_PLACE_VAST_BEFORE_4 && place <= CX_PLACE_VAST_SINCE_4_1;
}


static cx_rc_t
cx_template_part(cx_place_e place, int *part, cx_error_t *e)
{
    if (cx_template_is_part(place) || place == CX_PLACE_VAST_END) {

        if (*part == (place != CX_PLACE_VAST_END)) {
            return cx_error(e, CX_E_FIELD_VALUE, "markup",
                            "a part of some versions of VAST, then "
                            "{{vast_end}}",
                            *part ? "a part without \"{{vast_end}}\""
                                  : "\"{{vast_end}}\" of no part");
        }

        *part = !*part;
    }

    return CX_OK;
}


static cx_rc_t
cx_template_literal(cx_buf_t *out, cx_str_t text, cx_error_t *e)
{
    size_t    n;
    uint8_t  *head;

    if (!cx_buf_room(out, CX_TEMPLATE_HEADER)) {
        return CX_OK;
    }

    head = out->pos;
    out->pos += CX_TEMPLATE_HEADER;

    cx_put_json_inner(out, text);

    n = (size_t) (out->pos - head) - CX_TEMPLATE_HEADER;

    head[0] = CX_TEMPLATE_LITERAL;
    head[1] = (uint8_t) n;
    head[2] = (uint8_t) (n >> 8);
    head[3] = (uint8_t) (n >> 16);
    head[4] = (uint8_t) (n >> 24);

    if (!out->overflow
        && !cx_template_clean(head + CX_TEMPLATE_HEADER, out->pos))
    {
        return cx_error(e, CX_E_JSON_ENCODING, "markup", "UTF-8",
                        "is not valid UTF-8");
    }

    return CX_OK;
}


cx_rc_t
cx_template_compile(cx_str_t source, cx_buf_t *out, cx_error_t *e)
{
    int         part;
    size_t      i;
    cx_piece_t  piece;

    part = 0;

    while (cx_template_piece(&source, &piece)) {

        if (!piece.place) {
            if (cx_template_literal(out, piece.text, e) != CX_OK) {
                return CX_ERROR;
            }

            continue;
        }

        for (i = 0; i < cx_nelts(cx_places); i++) {
            if (cx_str_eq(piece.text, cx_places[i])) {
                break;
            }
        }

        if (piece.open || i == cx_nelts(cx_places)) {
            return cx_template_unknown(&piece, e);
        }

        if (cx_template_part((cx_place_e) i, &part, e) != CX_OK) {
            return CX_ERROR;
        }

        cx_put_char(out, (char) (CX_TEMPLATE_PLACE + i));
    }

    if (part) {
        return cx_template_part(CX_PLACE_VAST_SINCE_4, &part, e);
    }

    if (out->overflow) {
        return cx_error(e, CX_E_TOO_COMPLEX, "markup", NULL,
                        "does not fit into %zu bytes",
                        (size_t) (out->end - out->start));
    }

    return CX_OK;
}


int
cx_template_has(cx_str_t source, const char *place)
{
    cx_piece_t  piece;

    while (cx_template_piece(&source, &piece)) {
        if (piece.place && !piece.open
            && cx_str_eq(piece.text, cx_strn(place, strlen(place))))
        {
            return 1;
        }
    }

    return 0;
}


cx_rc_t
cx_template_check(cx_str_t compiled)
{
    uint32_t        n;
    const uint8_t  *p, *last;

    if (compiled.len == 0) {
        return CX_OK;
    }

    p = compiled.data;
    last = p + compiled.len;

    while (p < last) {

        if (*p >= CX_TEMPLATE_PLACE && *p < CX_TEMPLATE_PLACE + CX_PLACE_MAX) {
            p++;
            continue;
        }

        if (*p != CX_TEMPLATE_LITERAL || last - p < CX_TEMPLATE_HEADER) {
            return CX_ERROR;
        }

        n = cx_template_len(p);
        p += CX_TEMPLATE_HEADER;

        if (n > (size_t) (last - p) || !cx_template_clean(p, p + n)) {
            return CX_ERROR;
        }

        p += n;
    }

    return CX_OK;
}


/*
 * By number in the list of protocols, in tenths: those of wrappers have the
 * same versions.  What no protocol is said for is of the newest.
 */

static uint32_t
cx_template_vast(const cx_ortb_bid_t *bid)
{
    static const uint8_t  versions[] = {
        42, 10, 20, 30, 10, 20, 30, 40, 40, 10, 10, 41, 41, 42, 42, 43, 43
    };

    return bid->protocol > 0 && (size_t) bid->protocol < cx_nelts(versions)
           ? versions[bid->protocol] : versions[0];
}


static int
cx_template_has_part(cx_place_e place, uint32_t version)
{
    switch (place) {

    case CX_PLACE_VAST_BEFORE_4:
        return version < 40;

    case CX_PLACE_VAST_SINCE_4:
        return version >= 40;

    case CX_PLACE_VAST_4_0:
        return version == 40;

    default:
        return version >= 41;
    }
}


/*
 * Strings of the request, and names that people gave, may stand anywhere in
 * a markup: in an address, an attribute, a script.  Percent-encoded they are
 * harmless in all of them, and the usual ids stay what they are.
 */

static void
cx_template_place(cx_buf_t *b, cx_place_e place,
    const cx_ortb_response_t *res, const cx_ortb_bid_t *bid)
{
    switch (place) {

    case CX_PLACE_CLICK_URL:
        cx_put_browser_url(b, res, bid, CX_URL_CLICK);
        break;

    case CX_PLACE_CLICK_URL_ENC:
        cx_put_browser_url_enc(b, res, bid, CX_URL_CLICK);
        break;

    case CX_PLACE_IMP_URL:
        cx_put_browser_url(b, res, bid, CX_URL_IMP);
        break;

    case CX_PLACE_EVENT_URL:
        cx_put_browser_url(b, res, bid, CX_URL_EVENT);
        break;

    case CX_PLACE_AUCTION_ID:
        cx_put_uri(b, res->id);
        break;

    case CX_PLACE_BID_ID:
        cx_put_uri(b, bid->id);
        break;

    case CX_PLACE_IMP_ID:
        cx_put_uri(b, bid->impid);
        break;

    case CX_PLACE_CAMPAIGN_ID:
        cx_put_uri(b, bid->cid);
        break;

    case CX_PLACE_CREATIVE_ID:
        cx_put_uri(b, bid->crid);
        break;

    case CX_PLACE_VARIANT:
        cx_put_uri(b, bid->variant);
        break;

    case CX_PLACE_WIDTH:
        cx_put_int(b, bid->w);
        break;

    case CX_PLACE_HEIGHT:
        cx_put_int(b, bid->h);
        break;

    case CX_PLACE_CACHEBUSTER:
        cx_put_uint(b, bid->random);
        break;

    case CX_PLACE_DOMAIN:
        cx_put_uri(b, res->domain);
        break;

    case CX_PLACE_VAST_VERSION:
        cx_put_uint(b, cx_template_vast(bid) / 10);
        cx_put_char(b, '.');
        cx_put_uint(b, cx_template_vast(bid) % 10);
        break;

    default:
        break;
    }
}


/* where the part ends */

static const uint8_t *
cx_template_pass(const uint8_t *p, const uint8_t *last)
{
    while (p < last && *p != CX_TEMPLATE_PLACE + CX_PLACE_VAST_END) {
        p += *p >= CX_TEMPLATE_PLACE ? 1
                                     : CX_TEMPLATE_HEADER + cx_template_len(p);
    }

    return p;
}


/*
 * The addresses are most of what there is; the buffer is out of memory but
 * while the others are written, see core/base/buf.h.
 */

void
cx_template_write(cx_buf_t *out, cx_str_t compiled,
    const cx_ortb_response_t *res, const cx_ortb_bid_t *bid)
{
    uint32_t        n;
    cx_buf_t        w;
    cx_place_e      place;
    const uint8_t  *p, *last;

    if (compiled.len == 0) {
        return;
    }

    p = compiled.data;
    last = p + compiled.len;
    w = *out;

    while (p < last) {

        if (*p < CX_TEMPLATE_PLACE) {
            n = cx_template_len(p);
            p += CX_TEMPLATE_HEADER;

            if ((size_t) (last - p) >= n + CX_PAD) {
                cx_put_padded(&w, cx_strn(p, n));

            } else {
                cx_put(&w, p, n);
            }

            p += n;
            continue;
        }

        place = *p++ - CX_TEMPLATE_PLACE;

        if (cx_template_is_part(place)) {

            if (!cx_template_has_part(place, cx_template_vast(bid))) {
                p = cx_template_pass(p, last);
            }

            continue;
        }

        cx_buf_at(out, &w);
        cx_template_place(out, place, res, bid);
        cx_buf_at(&w, out);
    }

    cx_buf_at(out, &w);
}
