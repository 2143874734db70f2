
/*
 * Is it well-formed XML?  As much of it as an ad's markup uses: elements,
 * attributes, references, CDATA and the declaration.
 */

#ifndef CX_TEST_XML_H
#define CX_TEST_XML_H

#include <string.h>


typedef struct {
    const char  *p;
    const char  *end;
    const char  *open[32];          /* names of the elements around */
    size_t       len[32];
    size_t       depth;
} xml_t;


static inline int
xml_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == ':' || c == '_' || c == '-';
}


static inline size_t
xml_name(xml_t *x)
{
    const char  *start;

    start = x->p;

    while (x->p < x->end && xml_name_char(*x->p)) {
        x->p++;
    }

    return (size_t) (x->p - start);
}


static inline int
xml_take(xml_t *x, const char *text)
{
    size_t  n;

    n = strlen(text);

    if ((size_t) (x->end - x->p) < n || memcmp(x->p, text, n) != 0) {
        return 0;
    }

    x->p += n;

    return 1;
}


/* text up to a character, with references that are right */

static inline int
xml_text(xml_t *x, char until)
{
    while (x->p < x->end && *x->p != until) {

        if (*x->p == '&') {
            if (!xml_take(x, "&amp;") && !xml_take(x, "&lt;")
                && !xml_take(x, "&gt;") && !xml_take(x, "&quot;")
                && !xml_take(x, "&#39;") && !xml_take(x, "&#123;"))
            {
                return 0;
            }

            continue;
        }

        if (*x->p == '<' || ((unsigned char) *x->p < 0x20
                             && strchr("\t\r\n", *x->p) == NULL)
            || (x->end - x->p >= 3 && memcmp(x->p, "]]>", 3) == 0))
        {
            return 0;
        }

        x->p++;
    }

    return 1;
}


static inline int
xml_cdata(xml_t *x)
{
    for ( /* void */ ; x->p < x->end; x->p++) {

        if (xml_take(x, "]]>")) {
            return 1;
        }

        if ((unsigned char) *x->p < 0x20 && strchr("\t\r\n", *x->p) == NULL) {
            return 0;
        }
    }

    return 0;
}


static inline int
xml_start_tag(xml_t *x)
{
    const char  *name;
    size_t       n;

    name = x->p;
    n = xml_name(x);

    if (n == 0 || x->depth == 32) {
        return 0;
    }

    while (xml_take(x, " ")) {
        if (xml_name(x) == 0 || !xml_take(x, "=\"") || !xml_text(x, '"')
            || !xml_take(x, "\""))
        {
            return 0;
        }
    }

    if (xml_take(x, "/>")) {
        return 1;
    }

    x->open[x->depth] = name;
    x->len[x->depth++] = n;

    return xml_take(x, ">");
}


static inline int
xml_end_tag(xml_t *x)
{
    const char  *name;
    size_t       n;

    name = x->p;
    n = xml_name(x);

    if (x->depth == 0) {
        return 0;
    }

    x->depth--;

    return n == x->len[x->depth] && memcmp(name, x->open[x->depth], n) == 0
           && xml_take(x, ">");
}


static inline int
xml_well_formed(const char *text, size_t len)
{
    int    ok;
    xml_t  x;

    memset(&x, 0, sizeof(x));
    x.p = text;
    x.end = text + len;

    if (xml_take(&x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        && x.p == x.end)
    {
        return 0;
    }

    do {
        if (xml_take(&x, "<![CDATA[")) {
            ok = x.depth && xml_cdata(&x);

        } else if (xml_take(&x, "</")) {
            ok = xml_end_tag(&x);

        } else if (xml_take(&x, "<")) {
            ok = xml_start_tag(&x);

        } else {
            ok = x.depth && xml_text(&x, '<');
        }

    } while (ok && x.p < x.end && x.depth);

    return ok && x.depth == 0 && x.p == x.end;
}


#endif /* CX_TEST_XML_H */
