#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <yyjson.h>

#include "core/json/json.h"


/* yyjson goes as deep as the text does; this is its bound */

static cx_rc_t
cx_json_depth(cx_str_t text, cx_error_t *e)
{
    size_t    i;
    uint8_t   c;
    unsigned  depth, in_string;

    depth = 0;
    in_string = 0;

    for (i = 0; i < text.len; i++) {
        c = text.data[i];

        if (in_string) {
            i += (c == '\\');
            in_string = (c != '"');

        } else if (c == '"') {
            in_string = 1;

        } else if (c == '{' || c == '[') {
            if (++depth > CX_JSON_MAX_DEPTH) {
                return cx_error(e, CX_E_JSON_DEPTH, "", "32 levels",
                                "nested too deeply");
            }

        } else if (c == '}' || c == ']') {
            depth -= (depth != 0);
        }
    }

    return CX_OK;
}


cx_rc_t
cx_json_parse(cx_json_doc_t *d, cx_str_t text, size_t max, cx_error_t *e)
{
    yyjson_read_err  err;
    char             allowed[48];

    d->doc = NULL;
    d->root = NULL;

    if (text.len > max) {
        (void) snprintf(allowed, sizeof(allowed), "at most %zu bytes", max);
        return cx_error(e, CX_E_BODY_TOO_LARGE, "", allowed,
                        "%zu bytes of JSON", text.len);
    }

    if (cx_json_depth(text, e) != CX_OK) {
        return CX_ERROR;
    }

    d->doc = yyjson_read_opts((char *) text.data, text.len,
                              YYJSON_READ_NUMBER_AS_RAW, NULL, &err);

    if (d->doc == NULL) {
        return cx_error(e, err.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION
                           ? CX_E_NO_MEMORY : CX_E_JSON_SYNTAX,
                        "", "JSON", "%s at byte %zu", err.msg, err.pos);
    }

    d->root = yyjson_doc_get_root(d->doc);

    return CX_OK;
}


void
cx_json_free(cx_json_doc_t *d)
{
    yyjson_doc_free(d->doc);
    d->doc = NULL;
    d->root = NULL;
}


static void
cx_json_put_at(cx_buf_t *b, const cx_json_at_t *at)
{
    if (at == NULL) {
        return;
    }

    cx_json_put_at(b, at->up);

    if (at->key == NULL) {
        cx_put_char(b, '[');
        cx_put_uint(b, at->index);
        cx_put_char(b, ']');
        return;
    }

    if (at->up != NULL && cx_buf_len(b)) {
        if (at->up->up == NULL) {
            cx_put_lit(b, ": ");

        } else {
            cx_put_char(b, '.');
        }
    }

    cx_put(b, at->key, cx_min(at->len, 64));
}


size_t
cx_json_where(const cx_json_at_t *at, char *dst, size_t size)
{
    cx_buf_t  b;

    cx_buf_init(&b, dst, size - 1);
    cx_json_put_at(&b, at);
    *b.pos = '\0';

    return cx_buf_len(&b);
}


cx_rc_t
cx_json_error(const cx_json_at_t *at, cx_error_t *e, cx_errcode_t code,
    const char *allowed, const char *fmt, ...)
{
    va_list  args;
    char     where[96], fault[128];

    if (e == NULL) {
        return CX_ERROR;
    }

    va_start(args, fmt);
    (void) vsnprintf(fault, sizeof(fault), fmt, args);
    va_end(args);

    (void) cx_json_where(at, where, sizeof(where));

    return cx_error(e, code, where, allowed, "%s", fault);
}


cx_json_type_e
cx_json_type(const cx_json_t *v)
{
    switch (yyjson_get_type((yyjson_val *) v)) {

    case YYJSON_TYPE_BOOL:
        return CX_JSON_BOOL;

    case YYJSON_TYPE_RAW:
        return CX_JSON_NUMBER;

    case YYJSON_TYPE_STR:
        return CX_JSON_STRING;

    case YYJSON_TYPE_ARR:
        return CX_JSON_ARRAY;

    case YYJSON_TYPE_OBJ:
        return CX_JSON_OBJECT;

    default:
        return CX_JSON_NULL;
    }
}


static const char *
cx_json_type_name(const cx_json_t *v)
{
    static const char  *names[] = { "null", "a boolean", "a number",
                                    "a string", "an array", "an object" };

    return names[cx_json_type(v)];
}


static cx_rc_t
cx_json_mistyped(const cx_json_t *v, const cx_json_at_t *at,
    const char *allowed, cx_error_t *e)
{
    return cx_json_error(at, e, CX_E_FIELD_TYPE, allowed, "is %s",
                         cx_json_type_name(v));
}


cx_str_t
cx_json_text(const cx_json_t *v)
{
    const char  *s;

    s = cx_json_type(v) == CX_JSON_NUMBER ? yyjson_get_raw((yyjson_val *) v)
                                          : yyjson_get_str((yyjson_val *) v);

    return cx_strn(s, s == NULL ? 0 : yyjson_get_len((yyjson_val *) v));
}


cx_rc_t
cx_json_str(const cx_json_t *v, const cx_json_at_t *at, size_t min,
    size_t max, cx_str_t *out, cx_error_t *e)
{
    char  allowed[64];

    if (cx_json_type(v) != CX_JSON_STRING) {
        return cx_json_mistyped(v, at, "a string", e);
    }

    *out = cx_json_text(v);

    if (out->len >= min && out->len <= max) {
        return CX_OK;
    }

    (void) snprintf(allowed, sizeof(allowed), "%zu to %zu bytes", min, max);

    return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed, "is %zu bytes long",
                         out->len);
}


/* digits alone: 1.0 and 1e3 are no integers here */

static cx_rc_t
cx_json_digits(cx_str_t s, int64_t *out)
{
    size_t   i, neg;
    int64_t  n;

    neg = (s.len && s.data[0] == '-');

    if (s.len - neg == 0 || s.len - neg > 18) {
        return CX_ERROR;
    }

    for (i = neg, n = 0; i < s.len; i++) {
        if (s.data[i] < '0' || s.data[i] > '9') {
            return CX_ERROR;
        }

        n = n * 10 + (s.data[i] - '0');
    }

    *out = neg ? -n : n;

    return CX_OK;
}


cx_rc_t
cx_json_int(const cx_json_t *v, const cx_json_at_t *at, int64_t min,
    int64_t max, int64_t *out, cx_error_t *e)
{
    cx_str_t  s;
    char      allowed[64];

    if (cx_json_type(v) != CX_JSON_NUMBER) {
        return cx_json_mistyped(v, at, "an integer", e);
    }

    s = cx_json_text(v);

    if (cx_json_digits(s, out) == CX_OK && *out >= min && *out <= max) {
        return CX_OK;
    }

    (void) snprintf(allowed, sizeof(allowed), "an integer from %lld to %lld",
                    (long long) min, (long long) max);

    return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed, "is %.*s",
                         (int) cx_min(s.len, 40), (const char *) s.data);
}


cx_rc_t
cx_json_num(const cx_json_t *v, const cx_json_at_t *at, double min,
    double max, double *out, cx_error_t *e)
{
    cx_str_t  s;
    char      text[64], allowed[64];

    if (cx_json_type(v) != CX_JSON_NUMBER) {
        return cx_json_mistyped(v, at, "a number", e);
    }

    s = cx_json_text(v);

    if (s.len < sizeof(text)) {
        memcpy(text, s.data, s.len);
        text[s.len] = '\0';

        *out = strtod(text, NULL);

        if (*out >= min && *out <= max) {
            return CX_OK;
        }
    }

    (void) snprintf(allowed, sizeof(allowed), "a number from %g to %g", min,
                    max);

    return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed, "is %.*s",
                         (int) cx_min(s.len, 40), (const char *) s.data);
}


cx_rc_t
cx_json_bool(const cx_json_t *v, const cx_json_at_t *at, int *out,
    cx_error_t *e)
{
    if (cx_json_type(v) != CX_JSON_BOOL) {
        return cx_json_mistyped(v, at, "true or false", e);
    }

    *out = yyjson_get_bool((yyjson_val *) v);

    return CX_OK;
}


cx_rc_t
cx_json_micros(const cx_json_t *v, const cx_json_at_t *at, int64_t *out,
    cx_error_t *e)
{
    cx_str_t        s;
    cx_json_type_e  type;

    type = cx_json_type(v);

    if (type != CX_JSON_NUMBER && type != CX_JSON_STRING) {
        return cx_json_mistyped(v, at, "a decimal number or a string of one",
                                e);
    }

    s = cx_json_text(v);

    if (cx_micros_parse(s.data, s.len, out) == CX_OK && *out >= 0) {
        return CX_OK;
    }

    return cx_json_error(at, e, CX_E_FIELD_VALUE,
                         "a decimal number from 0 to 1000000000",
                         "is \"%.*s\"", (int) cx_min(s.len, 40),
                         (const char *) s.data);
}


cx_rc_t
cx_json_array(const cx_json_t *v, const cx_json_at_t *at, size_t max,
    cx_json_item_pt item, void *ctx, cx_error_t *e)
{
    char              allowed[64];
    yyjson_val       *elt;
    cx_json_at_t      here;
    yyjson_arr_iter   iter;

    if (cx_json_type(v) != CX_JSON_ARRAY) {
        return cx_json_mistyped(v, at, "an array", e);
    }

    if (yyjson_arr_size((yyjson_val *) v) > max) {
        (void) snprintf(allowed, sizeof(allowed), "at most %zu elements", max);
        return cx_json_error(at, e, CX_E_TOO_COMPLEX, allowed,
                             "has %zu elements",
                             yyjson_arr_size((yyjson_val *) v));
    }

    here = (cx_json_at_t) { at, NULL, 0, 0 };
    (void) yyjson_arr_iter_init((yyjson_val *) v, &iter);

    while ((elt = yyjson_arr_iter_next(&iter)) != NULL) {
        if (item(ctx, elt, &here, e) != CX_OK) {
            return CX_ERROR;
        }

        here.index++;
    }

    return CX_OK;
}


static cx_rc_t
cx_json_unknown(const cx_json_field_t *fields, size_t n,
    const cx_json_at_t *here, cx_error_t *e)
{
    size_t    i;
    char      allowed[512];
    cx_buf_t  b;

    cx_buf_init(&b, allowed, sizeof(allowed) - 1);

    for (i = 0; i < n; i++) {
        if (i) {
            cx_put_lit(&b, ", ");
        }

        cx_put_cstr(&b, fields[i].name);
    }

    *b.pos = '\0';

    return cx_json_error(here, e, CX_E_FIELD_UNKNOWN, allowed,
                         "no such field");
}


static size_t
cx_json_row(const cx_json_field_t *fields, size_t n, const char *key,
    size_t len)
{
    size_t  i;

    for (i = 0; i < n; i++) {
        if (fields[i].name[0] == key[0] && strlen(fields[i].name) == len
            && memcmp(fields[i].name, key, len) == 0)
        {
            break;
        }
    }

    return i;
}


cx_rc_t
cx_json_object(const cx_json_t *v, const cx_json_at_t *at,
    const cx_json_field_t *fields, size_t n, void *ctx, cx_error_t *e)
{
    size_t            i;
    uint64_t          seen, set;
    yyjson_val       *key, *member;
    cx_json_at_t      here;
    yyjson_obj_iter   iter;

    if (cx_json_type(v) != CX_JSON_OBJECT) {
        return cx_json_mistyped(v, at, "an object", e);
    }

    seen = 0;
    set = 0;
    (void) yyjson_obj_iter_init((yyjson_val *) v, &iter);

    while ((key = yyjson_obj_iter_next(&iter)) != NULL) {
        member = yyjson_obj_iter_get_val(key);
        here = (cx_json_at_t) { at, yyjson_get_str(key), yyjson_get_len(key),
                                0 };
        i = cx_json_row(fields, n, here.key, here.len);

        if (i == n) {
            return cx_json_unknown(fields, n, &here, e);
        }

        if (seen & 1ULL << i) {
            return cx_json_error(&here, e, CX_E_JSON_DUPLICATE, "once",
                                 "occurs twice");
        }

        seen |= 1ULL << i;

        if (yyjson_is_null(member)) {
            continue;
        }

        set |= 1ULL << i;

        if (fields[i].set(ctx, &fields[i], member, &here, e) != CX_OK) {
            return CX_ERROR;
        }
    }

    for (i = 0; i < n; i++) {
        if (fields[i].required && !(set & 1ULL << i)) {
            here = (cx_json_at_t) { at, fields[i].name,
                                    strlen(fields[i].name), 0 };
            return cx_json_error(&here, e, CX_E_FIELD_MISSING, NULL,
                                 "is missing");
        }
    }

    return CX_OK;
}


/* is this the first member of its key? */

static int
cx_json_is_first(const cx_json_t *v, yyjson_val *key)
{
    return yyjson_obj_getn((yyjson_val *) v, yyjson_get_str(key),
                           yyjson_get_len(key))
           == yyjson_obj_iter_get_val(key);
}


cx_rc_t
cx_json_members(const cx_json_t *v, const cx_json_at_t *at, size_t max,
    size_t key_max, cx_json_member_pt item, void *ctx, cx_error_t *e)
{
    char              allowed[64];
    yyjson_val       *key;
    cx_json_at_t      here;
    yyjson_obj_iter   iter;

    if (cx_json_type(v) != CX_JSON_OBJECT) {
        return cx_json_mistyped(v, at, "an object", e);
    }

    if (yyjson_obj_size((yyjson_val *) v) > max) {
        (void) snprintf(allowed, sizeof(allowed), "at most %zu members", max);
        return cx_json_error(at, e, CX_E_TOO_COMPLEX, allowed, "has %zu",
                             yyjson_obj_size((yyjson_val *) v));
    }

    (void) yyjson_obj_iter_init((yyjson_val *) v, &iter);

    while ((key = yyjson_obj_iter_next(&iter)) != NULL) {
        here = (cx_json_at_t) { at, yyjson_get_str(key), yyjson_get_len(key),
                                0 };

        if (here.len == 0 || here.len > key_max) {
            (void) snprintf(allowed, sizeof(allowed), "keys of 1 to %zu bytes",
                            key_max);
            return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed,
                                 "has a key of %zu bytes", here.len);
        }

        if (!cx_json_is_first(v, key)) {
            return cx_json_error(&here, e, CX_E_JSON_DUPLICATE, "once",
                                 "occurs twice");
        }

        if (item(ctx, cx_strn(here.key, here.len),
                 yyjson_obj_iter_get_val(key), &here, e)
            != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


const cx_json_t *
cx_json_get(const cx_json_t *v, const char *name)
{
    return yyjson_obj_get((yyjson_val *) v, name);
}
