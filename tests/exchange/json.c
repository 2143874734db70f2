
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/exchange/json.h"


static xc_json_t *xc_json_value(xc_json_doc_t *d, unsigned depth);


static void *
xc_json_fail(xc_json_doc_t *d, const char *fault)
{
    if (d->fault == NULL) {
        d->fault = fault;
        d->at = (size_t) (d->p - d->start);
    }

    return NULL;
}


static void
xc_json_blank(xc_json_doc_t *d)
{
    while (d->p < d->end && (*d->p == ' ' || *d->p == '\t' || *d->p == '\n'
                             || *d->p == '\r'))
    {
        d->p++;
    }
}


static int
xc_json_is(xc_json_doc_t *d, char c)
{
    xc_json_blank(d);

    if (d->p == d->end || *d->p != c) {
        return 0;
    }

    d->p++;

    return 1;
}


static int
xc_json_hex(xc_json_doc_t *d, unsigned *code)
{
    int       i;
    char      c;
    unsigned  v;

    if (d->end - d->p < 4) {
        return 0;
    }

    for (v = 0, i = 0; i < 4; i++) {
        c = *d->p;

        if (c >= '0' && c <= '9') {
            v = v * 16 + (unsigned) (c - '0');
        } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
            v = v * 16 + (unsigned) ((c | 0x20) - 'a') + 10;
        } else {
            return 0;
        }

        d->p++;
    }

    *code = v;

    return 1;
}


static char *
xc_json_utf8(char *to, unsigned c)
{
    if (c < 0x80) {
        *to++ = (char) c;

    } else if (c < 0x800) {
        *to++ = (char) (0xc0 | c >> 6);
        *to++ = (char) (0x80 | (c & 0x3f));

    } else if (c < 0x10000) {
        *to++ = (char) (0xe0 | c >> 12);
        *to++ = (char) (0x80 | (c >> 6 & 0x3f));
        *to++ = (char) (0x80 | (c & 0x3f));

    } else {
        *to++ = (char) (0xf0 | c >> 18);
        *to++ = (char) (0x80 | (c >> 12 & 0x3f));
        *to++ = (char) (0x80 | (c >> 6 & 0x3f));
        *to++ = (char) (0x80 | (c & 0x3f));
    }

    return to;
}


static char *
xc_json_escape(xc_json_doc_t *d, char *to)
{
    static const char  from[] = "\"\\/bfnrt", is[] = "\"\\/\b\f\n\r\t";

    unsigned     high, low;
    const char  *at;

    if (d->p == d->end) {
        return xc_json_fail(d, "ends within a string");
    }

    if (*d->p != 'u') {
        at = *d->p ? strchr(from, *d->p) : NULL;

        if (at == NULL) {
            return xc_json_fail(d, "there is no such escape");
        }

        d->p++;
        *to = is[at - from];

        return to + 1;
    }

    d->p++;

    if (!xc_json_hex(d, &high)) {
        return xc_json_fail(d, "\\u without four digits");
    }

    if (high >= 0xd800 && high < 0xe000) {
        if (high >= 0xdc00 || d->end - d->p < 6 || d->p[0] != '\\'
            || d->p[1] != 'u')
        {
            return xc_json_fail(d, "half of a surrogate pair");
        }

        d->p += 2;

        if (!xc_json_hex(d, &low) || low < 0xdc00 || low > 0xdfff) {
            return xc_json_fail(d, "half of a surrogate pair");
        }

        high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }

    return xc_json_utf8(to, high);
}


/* bytes of a character outside ASCII, or 0 where it is none */

static size_t
xc_json_wide(const uint8_t *p, size_t left)
{
    size_t    n, i;
    unsigned  c;

    if (*p >= 0xc2 && *p <= 0xdf) {
        n = 2;
    } else if (*p >= 0xe0 && *p <= 0xef) {
        n = 3;
    } else if (*p >= 0xf0 && *p <= 0xf4) {
        n = 4;
    } else {
        return 0;
    }

    if (left < n) {
        return 0;
    }

    c = *p & (0xffU >> (n + 1));

    for (i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }

        c = c << 6 | (p[i] & 0x3f);
    }

    if ((n == 3 && (c < 0x800 || (c >= 0xd800 && c < 0xe000)))
        || (n == 4 && (c < 0x10000 || c > 0x10ffff)))
    {
        return 0;
    }

    return n;
}


/* a string behind its first quote; an unescaped one is left where it stands */

static int
xc_json_string(xc_json_doc_t *d, xc_text_t *s)
{
    char        *to;
    size_t       n;
    const char  *from;

    from = d->p;
    to = NULL;

    while (d->p < d->end && *d->p != '"') {

        if ((uint8_t) *d->p < 0x20) {
            xc_json_fail(d, "a control character in a string");
            return 0;
        }

        if (*d->p == '\\') {

            if (to == NULL) {
                n = (size_t) (d->p - from);
                to = d->text + d->text_used;
                s->data = to;
                memcpy(to, from, n);
                to += n;
            }

            d->p++;
            to = xc_json_escape(d, to);

            if (to == NULL) {
                return 0;
            }

            continue;
        }

        n = (uint8_t) *d->p < 0x80 ? 1
            : xc_json_wide((const uint8_t *) d->p, (size_t) (d->end - d->p));

        if (n == 0) {
            xc_json_fail(d, "no UTF-8");
            return 0;
        }

        if (to) {
            memcpy(to, d->p, n);
            to += n;
        }

        d->p += n;
    }

    if (d->p == d->end) {
        xc_json_fail(d, "ends within a string");
        return 0;
    }

    if (to == NULL) {
        s->data = from;
        s->len = (size_t) (d->p - from);

    } else {
        s->len = (size_t) (to - s->data);
        d->text_used += s->len;
    }

    d->p++;

    return 1;
}


static int
xc_json_digits(xc_json_doc_t *d)
{
    const char  *from;

    from = d->p;

    while (d->p < d->end && *d->p >= '0' && *d->p <= '9') {
        d->p++;
    }

    return d->p > from;
}


static xc_json_t *
xc_json_number(xc_json_doc_t *d, xc_json_t *n)
{
    const char  *from;

    from = d->p;

    if (*d->p == '-') {
        d->p++;
    }

    if (d->p < d->end && *d->p == '0') {
        d->p++;

    } else if (!xc_json_digits(d)) {
        return xc_json_fail(d, "no value");
    }

    if (d->p < d->end && *d->p == '.') {
        d->p++;

        if (!xc_json_digits(d)) {
            return xc_json_fail(d, "no digit behind the point");
        }
    }

    if (d->p < d->end && (*d->p | 0x20) == 'e') {
        d->p++;

        if (d->p < d->end && (*d->p == '+' || *d->p == '-')) {
            d->p++;
        }

        if (!xc_json_digits(d)) {
            return xc_json_fail(d, "no digit in the exponent");
        }
    }

    n->type = XC_JSON_NUMBER;
    n->text.data = from;
    n->text.len = (size_t) (d->p - from);

    return n;
}


static xc_json_t *
xc_json_array(xc_json_doc_t *d, xc_json_t *n, unsigned depth)
{
    xc_json_t  **tail;

    n->type = XC_JSON_ARRAY;
    tail = &n->child;

    if (xc_json_is(d, ']')) {
        return n;
    }

    do {
        *tail = xc_json_value(d, depth + 1);

        if (*tail == NULL) {
            return NULL;
        }

        tail = &(*tail)->next;
        n->count++;

    } while (xc_json_is(d, ','));

    return xc_json_is(d, ']') ? n : xc_json_fail(d, "neither , nor ]");
}


static int
xc_json_twice(const xc_json_t *o, xc_text_t key)
{
    const xc_json_t  *m;

    for (m = o->child; m; m = m->next) {
        if (xc_text_same(m->key, key)) {
            return 1;
        }
    }

    return 0;
}


static xc_json_t *
xc_json_object(xc_json_doc_t *d, xc_json_t *n, unsigned depth)
{
    xc_text_t    key;
    xc_json_t  **tail, *m;

    n->type = XC_JSON_OBJECT;
    tail = &n->child;

    if (xc_json_is(d, '}')) {
        return n;
    }

    do {
        if (!xc_json_is(d, '"')) {
            return xc_json_fail(d, "no key");
        }

        if (!xc_json_string(d, &key)) {
            return NULL;
        }

        if (n->count == XC_JSON_MEMBERS) {
            return xc_json_fail(d, "too many members");
        }

        if (xc_json_twice(n, key)) {
            return xc_json_fail(d, "a key twice");
        }

        if (!xc_json_is(d, ':')) {
            return xc_json_fail(d, "no : behind a key");
        }

        m = xc_json_value(d, depth + 1);

        if (m == NULL) {
            return NULL;
        }

        m->key = key;
        *tail = m;
        tail = &m->next;
        n->count++;

    } while (xc_json_is(d, ','));

    return xc_json_is(d, '}') ? n : xc_json_fail(d, "neither , nor }");
}


static xc_json_t *
xc_json_word(xc_json_doc_t *d, xc_json_t *n, const char *word,
    xc_json_type_e type)
{
    size_t  len;

    len = strlen(word);

    if ((size_t) (d->end - d->p) < len || memcmp(d->p, word, len) != 0) {
        return xc_json_fail(d, "no value");
    }

    d->p += len;
    n->type = type;

    return n;
}


static xc_json_t *
xc_json_value(xc_json_doc_t *d, unsigned depth)
{
    xc_json_t  *n;

    xc_json_blank(d);

    if (d->p == d->end) {
        return xc_json_fail(d, "ends early");
    }

    if (depth > XC_JSON_DEPTH) {
        return xc_json_fail(d, "too deep");
    }

    n = &d->nodes[d->used++];
    memset(n, 0, sizeof(xc_json_t));

    switch (*d->p) {
    case '{':
        d->p++;
        return xc_json_object(d, n, depth);
    case '[':
        d->p++;
        return xc_json_array(d, n, depth);
    case '"':
        d->p++;
        n->type = XC_JSON_STRING;
        return xc_json_string(d, &n->text) ? n : NULL;
    case 't':
        return xc_json_word(d, n, "true", XC_JSON_TRUE);
    case 'f':
        return xc_json_word(d, n, "false", XC_JSON_FALSE);
    case 'n':
        return xc_json_word(d, n, "null", XC_JSON_NULL);
    default:
        return xc_json_number(d, n);
    }
}


/* a value has two bytes, itself and what ends it, unless it is still open */

static int
xc_json_room(xc_json_doc_t *d, size_t len)
{
    void    *p;
    size_t   n;

    if (len + 2 > d->text_size) {
        p = realloc(d->text, len + 2);

        if (p == NULL) {
            return 0;
        }

        d->text = p;
        d->text_size = len + 2;
    }

    n = len / 2 + XC_JSON_DEPTH + 4;

    if (n > d->size) {
        p = realloc(d->nodes, n * sizeof(xc_json_t));

        if (p == NULL) {
            return 0;
        }

        d->nodes = p;
        d->size = n;
    }

    return 1;
}


xc_json_t *
xc_json_read(xc_json_doc_t *d, const char *data, size_t len)
{
    xc_json_t  *root;

    d->start = data;
    d->p = data;
    d->end = data + len;
    d->used = 0;
    d->text_used = 0;
    d->fault = NULL;
    d->at = 0;

    if (len > XC_JSON_SIZE) {
        return xc_json_fail(d, "too long");
    }

    if (!xc_json_room(d, len)) {
        return xc_json_fail(d, "no memory");
    }

    root = xc_json_value(d, 0);

    if (root == NULL) {
        return NULL;
    }

    xc_json_blank(d);

    return d->p == d->end ? root
                          : xc_json_fail(d, "something behind the value");
}


void
xc_json_free(xc_json_doc_t *d)
{
    free(d->nodes);
    free(d->text);
    memset(d, 0, sizeof(xc_json_doc_t));
}


xc_json_t *
xc_json_get(const xc_json_t *o, const char *name)
{
    xc_json_t  *m;

    if (o == NULL || o->type != XC_JSON_OBJECT) {
        return NULL;
    }

    for (m = o->child; m; m = m->next) {
        if (xc_text_is(m->key, name)) {
            return m;
        }
    }

    return NULL;
}


xc_json_t *
xc_json_get_as(const xc_json_t *o, const char *name, xc_json_type_e type)
{
    xc_json_t  *m;

    m = xc_json_get(o, name);

    return m && m->type == type ? m : NULL;
}


int
xc_json_is_int(const xc_json_t *n, int64_t *value)
{
    size_t   i;
    int64_t  v;

    if (n == NULL || n->type != XC_JSON_NUMBER || n->text.len > 18) {
        return 0;
    }

    i = n->text.data[0] == '-';

    for (v = 0; i < n->text.len; i++) {
        if (n->text.data[i] < '0' || n->text.data[i] > '9') {
            return 0;
        }

        v = v * 10 + (n->text.data[i] - '0');
    }

    *value = n->text.data[0] == '-' ? -v : v;

    return 1;
}


int64_t
xc_json_int(const xc_json_t *o, const char *name, int64_t otherwise)
{
    int64_t  v;

    return xc_json_is_int(xc_json_get(o, name), &v) ? v : otherwise;
}


xc_text_t
xc_json_text(const xc_json_t *o, const char *name)
{
    xc_json_t  *m;
    xc_text_t   none = { "", 0 };

    m = xc_json_get_as(o, name, XC_JSON_STRING);

    return m ? m->text : none;
}


/* the exponent of a number behind its digits, bounded */

static int
xc_json_exponent(const char *p, const char *end)
{
    int  v, minus;

    if (p == end) {
        return 0;
    }

    p++;
    minus = (*p == '-');

    if (*p == '-' || *p == '+') {
        p++;
    }

    for (v = 0; p < end && v < 1000; p++) {
        v = v * 10 + (*p - '0');
    }

    return minus ? -v : v;
}


int64_t
xc_json_micros(const xc_json_t *n, int *exact)
{
    int          scale, point;
    int64_t      v;
    const char  *p, *end, *e;

    *exact = 1;

    if (n == NULL || n->type != XC_JSON_NUMBER || n->text.data[0] == '-') {
        return -1;
    }

    p = n->text.data;
    end = p + n->text.len;

    for (e = p; e < end && (*e | 0x20) != 'e'; e++) { /* void */ }

    scale = 6 + xc_json_exponent(e, end);

    for (v = 0, point = 0; p < e; p++) {
        if (*p == '.') {
            point = 1;
            continue;
        }

        if (v > INT64_MAX / 100) {
            return -1;
        }

        v = v * 10 + (*p - '0');
        scale -= point;
    }

    for ( /* void */ ; scale > 0 && v; scale--) {
        if (v > INT64_MAX / 100) {
            return -1;
        }

        v *= 10;
    }

    for ( /* void */ ; scale < 0 && v; scale++) {
        *exact = *exact && v % 10 == 0;
        v = v / 10 + (v % 10 != 0);

        if (v == 1 && !*exact) {
            break;
        }
    }

    return v;
}


int
xc_text_is(xc_text_t a, const char *b)
{
    return a.len == strlen(b) && memcmp(a.data, b, a.len) == 0;
}


int
xc_text_same(xc_text_t a, xc_text_t b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}


int
xc_text_same_case(xc_text_t a, xc_text_t b)
{
    return a.len == b.len
           && (a.len == 0 || strncasecmp(a.data, b.data, a.len) == 0);
}


int
xc_json_has_text(const xc_json_t *array, xc_text_t s)
{
    const xc_json_t  *n;

    if (array == NULL || array->type != XC_JSON_ARRAY) {
        return 0;
    }

    for (n = array->child; n; n = n->next) {
        if (n->type == XC_JSON_STRING && xc_text_same(n->text, s)) {
            return 1;
        }
    }

    return 0;
}


int
xc_json_has_int(const xc_json_t *array, int64_t v)
{
    int64_t           i;
    const xc_json_t  *n;

    if (array == NULL || array->type != XC_JSON_ARRAY) {
        return 0;
    }

    for (n = array->child; n; n = n->next) {
        if (xc_json_is_int(n, &i) && i == v) {
            return 1;
        }
    }

    return 0;
}
