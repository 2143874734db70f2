
/*
 * JSON off the hot path, over yyjson: a text with bounds, values read by
 * type, objects read by a table of their fields.  Numbers stay text until
 * they are asked for, so that money is exact.
 */

#ifndef CX_JSON_H
#define CX_JSON_H

#include "core/base/base.h"


typedef struct yyjson_val  cx_json_t;

typedef struct {
    struct yyjson_doc  *doc;
    const cx_json_t    *root;
} cx_json_doc_t;

#define CX_JSON_MAX_DEPTH  32

/* len above max, depth above CX_JSON_MAX_DEPTH or bad syntax: CX_ERROR */

cx_rc_t cx_json_parse(cx_json_doc_t *d, cx_str_t text, size_t max,
    cx_error_t *e);
void cx_json_free(cx_json_doc_t *d);


/*
 * Where a value stands, as a chain from it to the root: only an error makes
 * text of it.  key NULL: the element index of an array.  The root's key is
 * set apart: "line 12: targeting.geo.countries[2]".
 */

typedef struct cx_json_at_s  cx_json_at_t;

struct cx_json_at_s {
    const cx_json_at_t  *up;
    const char          *key;
    size_t               len;
    size_t               index;
};

size_t cx_json_where(const cx_json_at_t *at, char *dst, size_t size);
cx_rc_t cx_json_error(const cx_json_at_t *at, cx_error_t *e,
    cx_errcode_t code, const char *allowed, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));


/* one value: CX_OK, or CX_ERROR with *e naming the field */

typedef enum {
    CX_JSON_NULL = 0,
    CX_JSON_BOOL,
    CX_JSON_NUMBER,
    CX_JSON_STRING,
    CX_JSON_ARRAY,
    CX_JSON_OBJECT
} cx_json_type_e;

cx_json_type_e cx_json_type(const cx_json_t *v);
cx_str_t cx_json_text(const cx_json_t *v);      /* of a string or number */

cx_rc_t cx_json_str(const cx_json_t *v, const cx_json_at_t *at, size_t min,
    size_t max, cx_str_t *out, cx_error_t *e);
cx_rc_t cx_json_int(const cx_json_t *v, const cx_json_at_t *at, int64_t min,
    int64_t max, int64_t *out, cx_error_t *e);
cx_rc_t cx_json_num(const cx_json_t *v, const cx_json_at_t *at, double min,
    double max, double *out, cx_error_t *e);
cx_rc_t cx_json_bool(const cx_json_t *v, const cx_json_at_t *at, int *out,
    cx_error_t *e);

/* a number or a string with one, as micros, 0 or more */

cx_rc_t cx_json_micros(const cx_json_t *v, const cx_json_at_t *at,
    int64_t *out, cx_error_t *e);


/* an array: each element in turn to item; max bounds their number */

typedef cx_rc_t (*cx_json_item_pt)(void *ctx, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e);

cx_rc_t cx_json_array(const cx_json_t *v, const cx_json_at_t *at, size_t max,
    cx_json_item_pt item, void *ctx, cx_error_t *e);


/*
 * An object of any keys, each once and of up to key_max bytes: each member
 * in turn to item, a null as well; max bounds their number.
 */

typedef cx_rc_t (*cx_json_member_pt)(void *ctx, cx_str_t key,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);

cx_rc_t cx_json_members(const cx_json_t *v, const cx_json_at_t *at,
    size_t max, size_t key_max, cx_json_member_pt item, void *ctx,
    cx_error_t *e);


/*
 * An object: each member goes to the function of its row.  A member that no
 * row names, or that comes twice, or a required one that is missing is an
 * error; a null counts as missing.
 */

typedef struct cx_json_field_s  cx_json_field_t;

struct cx_json_field_s {
    const char  *name;
    cx_rc_t    (*set)(void *ctx, const cx_json_field_t *field,
                      const cx_json_t *v, const cx_json_at_t *at,
                      cx_error_t *e);
    size_t       offset;        /* these are for set */
    int64_t      min;
    int64_t      max;
    unsigned     required;
};

#define CX_JSON_MAX_FIELDS  64

cx_rc_t cx_json_object(const cx_json_t *v, const cx_json_at_t *at,
    const cx_json_field_t *fields, size_t n, void *ctx, cx_error_t *e);

/* one member by name, or NULL */

const cx_json_t *cx_json_get(const cx_json_t *v, const char *name);


#endif /* CX_JSON_H */
