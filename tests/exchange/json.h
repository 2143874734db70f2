
/*
 * A strict reader of JSON, as RFC 8259 has it: UTF-8, every key once, a bound
 * on depth.  What was read is a tree that lives in the document until the next
 * text is read into it.
 */

#ifndef XC_JSON_H
#define XC_JSON_H

#include <stddef.h>
#include <stdint.h>


#define XC_JSON_DEPTH    32
#define XC_JSON_MEMBERS  512        /* of one object */
#define XC_JSON_SIZE     (1 << 20)


typedef struct {
    const char  *data;
    size_t       len;
} xc_text_t;

#define xc_text(s)  { (s), sizeof(s) - 1 }

typedef enum {
    XC_JSON_NULL = 0,
    XC_JSON_FALSE,
    XC_JSON_TRUE,
    XC_JSON_NUMBER,
    XC_JSON_STRING,
    XC_JSON_ARRAY,
    XC_JSON_OBJECT
} xc_json_type_e;

typedef struct xc_json_s  xc_json_t;

struct xc_json_s {
    xc_json_type_e  type;
    uint32_t        count;          /* elements, or members */
    xc_text_t       key;            /* of a member */
    xc_text_t       text;           /* a string, or a number as it stands */
    xc_json_t      *child;
    xc_json_t      *next;
};

typedef struct {
    xc_json_t      *nodes;
    size_t          used;
    size_t          size;
    char           *text;
    size_t          text_used;
    size_t          text_size;

    const char     *start;
    const char     *p;
    const char     *end;

    const char     *fault;          /* NULL, or what is wrong */
    size_t          at;             /* at which byte */
} xc_json_doc_t;


/* the root, or NULL: then fault and at say why */

xc_json_t *xc_json_read(xc_json_doc_t *doc, const char *data, size_t len);
void xc_json_free(xc_json_doc_t *doc);

/* a member, NULL if there is none or o is no object, and one of a type */

xc_json_t *xc_json_get(const xc_json_t *o, const char *name);
xc_json_t *xc_json_get_as(const xc_json_t *o, const char *name,
    xc_json_type_e type);

/* an integer member, or what is to be taken for it */

int64_t xc_json_int(const xc_json_t *o, const char *name, int64_t otherwise);
int xc_json_is_int(const xc_json_t *n, int64_t *value);

/* a member that is text, or no text */

xc_text_t xc_json_text(const xc_json_t *o, const char *name);

/* a number in millionths, rounded up; -1 where it is none or does not fit */

int64_t xc_json_micros(const xc_json_t *n, int *exact);

int xc_text_is(xc_text_t a, const char *b);
int xc_text_same(xc_text_t a, xc_text_t b);
int xc_text_same_case(xc_text_t a, xc_text_t b);

/* is a text, or a number, among the elements? */

int xc_json_has_text(const xc_json_t *array, xc_text_t s);
int xc_json_has_int(const xc_json_t *array, int64_t v);

#endif /* XC_JSON_H */
