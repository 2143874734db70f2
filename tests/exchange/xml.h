
/*
 * A walk over XML that minds its nesting: start tags, end tags and text come
 * one by one, and it fails where tags do not match.
 */

#ifndef XC_XML_H
#define XC_XML_H

#include "tests/exchange/json.h"


#define XC_XML_DEPTH  24

typedef enum {
    XC_XML_END = 0,
    XC_XML_OPEN,
    XC_XML_CLOSE,
    XC_XML_TEXT,                    /* or CDATA, without blanks around */
    XC_XML_FAULT
} xc_xml_e;

typedef struct {
    const char  *p;
    const char  *end;
    xc_text_t    stack[XC_XML_DEPTH];
    unsigned     depth;
    unsigned     roots;
    int          closing;           /* of an empty element */
    xc_text_t    name;
    xc_text_t    attributes;
    xc_text_t    text;
    const char  *fault;
} xc_xml_t;

void xc_xml_start(xc_xml_t *x, xc_text_t text);
xc_xml_e xc_xml_next(xc_xml_t *x);

/* the value of an attribute of the element that was opened last */

xc_text_t xc_xml_attribute(const xc_xml_t *x, const char *name);

/* the element that encloses, 0: the innermost; empty if there is none */

xc_text_t xc_xml_within(const xc_xml_t *x, unsigned up);


#endif /* XC_XML_H */
