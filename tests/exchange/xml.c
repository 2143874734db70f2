
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <string.h>

#include "tests/exchange/xml.h"


void
xc_xml_start(xc_xml_t *x, xc_text_t text)
{
    memset(x, 0, sizeof(xc_xml_t));

    x->p = text.data;
    x->end = text.data + text.len;
}


static xc_xml_e
xc_xml_fail(xc_xml_t *x, const char *fault)
{
    x->fault = fault;

    return XC_XML_FAULT;
}


static int
xc_xml_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}


static int
xc_xml_is(const xc_xml_t *x, const char *word)
{
    size_t  n;

    n = strlen(word);

    return (size_t) (x->end - x->p) >= n && memcmp(x->p, word, n) == 0;
}


static const char *
xc_xml_find(const xc_xml_t *x, const char *word)
{
    return memmem(x->p, (size_t) (x->end - x->p), word, strlen(word));
}


static void
xc_xml_trim(xc_text_t *s)
{
    while (s->len && xc_xml_blank(s->data[0])) {
        s->data++;
        s->len--;
    }

    while (s->len && xc_xml_blank(s->data[s->len - 1])) {
        s->len--;
    }
}


static xc_text_t
xc_xml_name(xc_xml_t *x)
{
    xc_text_t  name;

    name.data = x->p;

    while (x->p < x->end && !xc_xml_blank(*x->p) && !strchr("<>/=\"'", *x->p)) {
        x->p++;
    }

    name.len = (size_t) (x->p - name.data);

    return name;
}


static xc_xml_e
xc_xml_close(xc_xml_t *x)
{
    x->p += 2;
    x->name = xc_xml_name(x);

    while (x->p < x->end && xc_xml_blank(*x->p)) {
        x->p++;
    }

    if (x->p == x->end || *x->p != '>') {
        return xc_xml_fail(x, "an end tag without >");
    }

    x->p++;

    if (x->depth == 0
        || !xc_text_same(x->stack[x->depth - 1], x->name))
    {
        return xc_xml_fail(x, "an end tag that closes nothing");
    }

    x->depth--;

    return XC_XML_CLOSE;
}


/* behind the name of a start tag: name="value" until > or /> */

static int
xc_xml_attributes(xc_xml_t *x)
{
    char         quote;
    xc_text_t    name;
    const char  *end;

    x->attributes.data = x->p;

    for ( ;; ) {
        while (x->p < x->end && xc_xml_blank(*x->p)) {
            x->p++;
        }

        if (x->p == x->end) {
            return 0;
        }

        if (*x->p == '>' || xc_xml_is(x, "/>")) {
            x->attributes.len = (size_t) (x->p - x->attributes.data);
            return 1;
        }

        name = xc_xml_name(x);

        if (name.len == 0 || x->end - x->p < 3 || *x->p != '=') {
            return 0;
        }

        quote = x->p[1];

        if (quote != '"' && quote != '\'') {
            return 0;
        }

        x->p += 2;
        end = memchr(x->p, quote, (size_t) (x->end - x->p));

        if (end == NULL || memchr(x->p, '<', (size_t) (end - x->p))) {
            return 0;
        }

        x->p = end + 1;
    }
}


static xc_xml_e
xc_xml_open(xc_xml_t *x)
{
    x->p++;
    x->name = xc_xml_name(x);

    if (x->name.len == 0 || !xc_xml_attributes(x)) {
        return xc_xml_fail(x, "a start tag that is none");
    }

    if (x->depth == 0 && x->roots++) {
        return xc_xml_fail(x, "two roots");
    }

    if (*x->p == '/') {
        x->p += 2;
        x->closing = 1;

    } else {
        x->p++;
    }

    if (x->depth == XC_XML_DEPTH) {
        return xc_xml_fail(x, "too deep");
    }

    x->stack[x->depth++] = x->name;

    return XC_XML_OPEN;
}


static int
xc_xml_entities(xc_text_t s)
{
    size_t       i, n;
    const char  *end;

    for (i = 0; i < s.len; i++) {

        if (s.data[i] != '&') {
            continue;
        }

        end = memchr(s.data + i, ';', s.len - i);
        n = end ? (size_t) (end - s.data) - i : 0;

        if (n < 2) {
            return 0;
        }

        if (n > 9 || strchr(" \t\n&<", s.data[i + 1])) {
            return 0;
        }
    }

    return 1;
}


static xc_xml_e
xc_xml_text(xc_xml_t *x)
{
    const char  *end;

    if (xc_xml_is(x, "<![CDATA[")) {
        x->p += 9;
        end = xc_xml_find(x, "]]>");

        if (end == NULL) {
            return xc_xml_fail(x, "CDATA without an end");
        }

        x->text.data = x->p;
        x->text.len = (size_t) (end - x->p);
        x->p = end + 3;

    } else {
        end = memchr(x->p, '<', (size_t) (x->end - x->p));
        end = end ? end : x->end;

        x->text.data = x->p;
        x->text.len = (size_t) (end - x->p);
        x->p = end;

        if (!xc_xml_entities(x->text)) {
            return xc_xml_fail(x, "an & that is no entity");
        }
    }

    xc_xml_trim(&x->text);

    if (x->text.len && x->depth == 0) {
        return xc_xml_fail(x, "text outside the root");
    }

    return XC_XML_TEXT;
}


/* what is between elements and says nothing; 0: it does not end */

static int
xc_xml_skip(xc_xml_t *x, const char *end)
{
    const char  *p;

    p = xc_xml_find(x, end);

    if (p == NULL) {
        return 0;
    }

    x->p = p + strlen(end);

    return 1;
}


xc_xml_e
xc_xml_next(xc_xml_t *x)
{
    xc_xml_e  e;

    if (x->closing) {
        x->closing = 0;
        x->name = x->stack[--x->depth];
        return XC_XML_CLOSE;
    }

    while (x->p < x->end) {

        if (xc_xml_is(x, "<?")) {
            if (!xc_xml_skip(x, "?>")) {
                return xc_xml_fail(x, "<? without an end");
            }

            continue;
        }

        if (xc_xml_is(x, "<!--")) {
            if (!xc_xml_skip(x, "-->")) {
                return xc_xml_fail(x, "a comment without an end");
            }

            continue;
        }

        if (xc_xml_is(x, "</")) {
            return xc_xml_close(x);
        }

        if (*x->p == '<' && !xc_xml_is(x, "<![CDATA[")) {
            return xc_xml_is(x, "<!") ? xc_xml_fail(x, "a declaration")
                                      : xc_xml_open(x);
        }

        e = xc_xml_text(x);

        if (e == XC_XML_FAULT || x->text.len) {
            return e;
        }
    }

    if (x->depth) {
        return xc_xml_fail(x, "ends within an element");
    }

    return x->roots ? XC_XML_END : xc_xml_fail(x, "no element");
}


xc_text_t
xc_xml_attribute(const xc_xml_t *x, const char *name)
{
    xc_xml_t   a;
    xc_text_t  key, none = { "", 0 };
    char       quote;

    memset(&a, 0, sizeof(a));
    a.p = x->attributes.data;
    a.end = a.p + x->attributes.len;

    while (a.p < a.end) {

        if (xc_xml_blank(*a.p)) {
            a.p++;
            continue;
        }

        key = xc_xml_name(&a);
        quote = a.p[1];
        a.p += 2;
        a.text.data = a.p;

        while (*a.p != quote) {
            a.p++;
        }

        a.text.len = (size_t) (a.p - a.text.data);
        a.p++;

        if (xc_text_is(key, name)) {
            return a.text;
        }
    }

    return none;
}


xc_text_t
xc_xml_within(const xc_xml_t *x, unsigned up)
{
    xc_text_t  none = { "", 0 };

    return up < x->depth ? x->stack[x->depth - 1 - up] : none;
}
