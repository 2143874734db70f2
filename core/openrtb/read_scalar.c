
/*
 * Numbers, literals and the strings that have escapes.
 */

#include "core/openrtb/read.h"


/* how far the exponent of a double reaches, and a little */

#define CX_EXP_MAX  400
#define CX_EXP_FAR  100000000


const uint8_t *
cx_ortb_number(const uint8_t *p, const uint8_t *end)
{
    if (p < end && *p == '-') {
        p++;
    }

    if (p == end || *p < '0' || *p > '9') {
        return NULL;
    }

    if (*p++ != '0') {
        while (p < end && *p >= '0' && *p <= '9') { p++; }
    }

    if (p < end && *p == '.') {
        p++;

        if (p == end || *p < '0' || *p > '9') {
            return NULL;
        }

        while (p < end && *p >= '0' && *p <= '9') { p++; }
    }

    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;

        if (p < end && (*p == '+' || *p == '-')) {
            p++;
        }

        if (p == end || *p < '0' || *p > '9') {
            return NULL;
        }

        while (p < end && *p >= '0' && *p <= '9') { p++; }
    }

    return p;
}


static int
cx_ortb_exponent(const uint8_t *p, const uint8_t *end)
{
    int  e, neg;

    neg = (p < end && *p == '-');

    if (p < end && (*p == '-' || *p == '+')) {
        p++;
    }

    for (e = 0; p < end; p++) {
        e = cx_min(e * 10 + (*p - '0'), CX_EXP_FAR);
    }

    return neg ? -e : e;
}


/* every power up to 22 is exact, so that usual numbers are too */

static double
cx_ortb_scale(double v, int e)
{
    static const double  power[] = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
        1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    e = cx_max(cx_min(e, CX_EXP_MAX), -CX_EXP_MAX);

    for ( /* void */ ; e > 0; e -= cx_min(e, 22)) {
        v *= power[cx_min(e, 22)];
    }

    for ( /* void */ ; e < 0; e += cx_min(-e, 22)) {
        v /= power[cx_min(-e, 22)];
    }

    return v;
}


double
cx_ortb_to_double(cx_str_t text)
{
    int             e, ndigits, fraction;
    double          v;
    uint64_t        digits;
    const uint8_t  *p, *end;

    p = text.data;
    end = p + text.len;
    e = 0;
    digits = 0;
    ndigits = 0;
    fraction = 0;

    for (p += (*p == '-'); p < end; p++) {
        if (*p == '.') {
            fraction = 1;
            continue;
        }

        if (*p < '0' || *p > '9') {
            e += cx_ortb_exponent(p + 1, end);
            break;
        }

        if (ndigits == 18) {
            e += !fraction;
            continue;
        }

        digits = digits * 10 + (*p - '0');
        ndigits += (digits != 0);
        e -= fraction;
    }

    v = cx_ortb_scale((double) digits, e);

    return *text.data == '-' ? -v : v;
}


/* integers saturate */

static int32_t
cx_ortb_to_int(cx_str_t text)
{
    double          v;
    int64_t         n;
    const uint8_t  *p, *end;

    p = text.data;
    end = p + text.len;
    n = 0;

    for (p += (*p == '-'); p < end && *p >= '0' && *p <= '9'; p++) {
        n = cx_min(n * 10 + (*p - '0'), (int64_t) UINT32_MAX);
    }

    if (p < end) {
        v = cx_ortb_to_double(text);

        return v >= INT32_MAX ? INT32_MAX
                              : v <= INT32_MIN ? INT32_MIN : (int32_t) v;
    }

    n = (*text.data == '-') ? -n : n;

    return (int32_t) cx_max(cx_min(n, INT32_MAX), INT32_MIN);
}


int
cx_ortb_scalar_int(const cx_ortb_scalar_t *v, int32_t *n)
{
    const uint8_t  *end;

    switch (v->type) {

    case CX_ORTB_V_TRUE:
    case CX_ORTB_V_FALSE:
        *n = (v->type == CX_ORTB_V_TRUE);
        return 1;

    case CX_ORTB_V_STRING:
        end = v->text.data + v->text.len;

        if (cx_ortb_number(v->text.data, end) != end) {
            return 0;
        }

        /* fall through */

    case CX_ORTB_V_NUMBER:
        *n = cx_ortb_to_int(v->text);
        return 1;

    default:
        return 0;
    }
}


static cx_ortb_pos_t
cx_ortb_literal(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_ortb_scalar_t *v,
    cx_str_t text, cx_ortb_value_e type)
{
    v->type = type;

    if ((size_t) (w->last - p) < text.len
        || memcmp(p, text.data, text.len) != 0
        || !cx_ortb_ends(p[text.len]))
    {
        return cx_ortb_fail_syntax(w, p, "a JSON value");
    }

    return p + text.len;
}


cx_ortb_pos_t
cx_ortb_scalar(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_ortb_scalar_t *v)
{
    const uint8_t  *end;

    switch (*p) {

    case '"':
        v->type = CX_ORTB_V_STRING;
        return cx_ortb_string(w, p, &v->text);

    case '{':
        v->type = CX_ORTB_V_OBJECT;
        return p;

    case '[':
        v->type = CX_ORTB_V_ARRAY;
        return p;

    case 't':
        return cx_ortb_literal(w, p, v, cx_str("true"), CX_ORTB_V_TRUE);

    case 'f':
        return cx_ortb_literal(w, p, v, cx_str("false"), CX_ORTB_V_FALSE);

    case 'n':
        return cx_ortb_literal(w, p, v, cx_str("null"), CX_ORTB_V_NULL);
    }

    v->type = CX_ORTB_V_NUMBER;

    end = cx_ortb_number(p, w->last);

    if (end == NULL || !cx_ortb_ends(*end)) {
        return cx_ortb_fail_syntax(w, end ? end : p, "a JSON value");
    }

    v->text = cx_strn(p, end - p);

    return end;
}


int
cx_ortb_has_slash(const cx_ortb_index_t *ix, uint32_t from, uint32_t to)
{
    uint32_t  a, b;
    uint64_t  head, tail;

    if (from == to) {
        return 0;
    }

    a = from >> 6;
    b = (to - 1) >> 6;
    head = ~0ULL << (from & 63);
    tail = ~0ULL >> (63 - ((to - 1) & 63));

    if (a == b) {
        return (ix->slash[a] & head & tail) != 0;
    }

    if ((ix->slash[a] & head) || (ix->slash[b] & tail)) {
        return 1;
    }

    for (a++; a < b; a++) {
        if (ix->slash[a]) {
            return 1;
        }
    }

    return 0;
}


/* four hexadecimal digits, or -1 */

static int32_t
cx_ortb_hex4(const uint8_t *p, const uint8_t *end)
{
    int      i;
    uint8_t  c;
    int32_t  v;

    if (end - p < 4) {
        return -1;
    }

    for (v = 0, i = 0; i < 4; i++) {
        c = p[i] | 0x20;

        if (p[i] >= '0' && p[i] <= '9') {
            v = v << 4 | (p[i] - '0');

        } else if (c >= 'a' && c <= 'f') {
            v = v << 4 | (c - 'a' + 10);

        } else {
            return -1;
        }
    }

    return v;
}


static uint8_t *
cx_ortb_put_utf8(uint8_t *d, uint32_t c)
{
    if (c < 0x80) {
        *d++ = (uint8_t) c;

    } else if (c < 0x800) {
        *d++ = (uint8_t) (0xc0 | c >> 6);
        *d++ = (uint8_t) (0x80 | (c & 0x3f));

    } else if (c < 0x10000) {
        *d++ = (uint8_t) (0xe0 | c >> 12);
        *d++ = (uint8_t) (0x80 | (c >> 6 & 0x3f));
        *d++ = (uint8_t) (0x80 | (c & 0x3f));

    } else {
        *d++ = (uint8_t) (0xf0 | c >> 18);
        *d++ = (uint8_t) (0x80 | (c >> 12 & 0x3f));
        *d++ = (uint8_t) (0x80 | (c >> 6 & 0x3f));
        *d++ = (uint8_t) (0x80 | (c & 0x3f));
    }

    return d;
}


/*
 * *p is behind the "u"; it is left behind the escape, or behind both of a
 * pair.  What comes out is never longer than what went in.
 */

static cx_errcode_t
cx_ortb_unicode(const uint8_t **p, const uint8_t *end, uint8_t **d)
{
    int32_t  c, low;

    c = cx_ortb_hex4(*p, end);

    if (c < 0) {
        return CX_E_JSON_SYNTAX;
    }

    *p += 4;

    if (c >= 0xd800 && c <= 0xdfff) {
        low = -1;

        if (c < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\'
            && (*p)[1] == 'u')
        {
            low = cx_ortb_hex4(*p + 2, end);
        }

        if (low < 0xdc00 || low > 0xdfff) {
            return CX_E_JSON_ENCODING;
        }

        *p += 6;
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }

    *d = cx_ortb_put_utf8(*d, (uint32_t) c);

    return CX_E_NONE;
}


/* the byte that a one-letter escape stands for, or 0 */

static uint8_t
cx_ortb_letter(uint8_t c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/':
        return c;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}


cx_ortb_pos_t
cx_ortb_unescape(cx_ortb_walk_t *w, cx_ortb_pos_t start, const uint8_t *end,
    cx_str_t *s)
{
    size_t          n;
    uint8_t        *d;
    cx_errcode_t    code;
    const uint8_t  *p, *q;

    p = start + 1;

    d = cx_arena_align(w->arena, (size_t) (end - p), 1);
    if (d == NULL) {
        return cx_ortb_fail_memory(w);
    }

    s->data = d;

    while (p < end) {
        q = memchr(p, '\\', (size_t) (end - p));
        n = (size_t) ((q ? q : end) - p);

        memcpy(d, p, n);
        d += n;
        p += n;

        if (q == NULL) {
            break;
        }

        /* the index sees to it that a string does not end in half an escape */

        p += 2;

        if (p[-1] == 'u') {
            code = cx_ortb_unicode(&p, end, &d);

            if (code != CX_E_NONE) {
                return cx_ortb_fail(w, start, code,
                                    "\\u and four hexadecimal digits, "
                                    "surrogates in pairs",
                                    code == CX_E_JSON_SYNTAX
                                        ? "an escape that is cut short"
                                        : "half of a surrogate pair");
            }

            continue;
        }

        *d = cx_ortb_letter(p[-1]);

        if (*d++ == 0) {
            return cx_ortb_fail(w, start, CX_E_JSON_SYNTAX,
                                "\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u",
                                "an unknown escape");
        }
    }

    s->len = (size_t) (d - s->data);
    w->arena->pos = d;

    return end + 1;
}
