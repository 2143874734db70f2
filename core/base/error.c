#include <stdarg.h>
#include <stdio.h>

#include "core/base/base.h"


static const struct {
    const char  *name;
    int          http;
} cx_errors[] = {
#define CX_E_ROW(code, name, http, text)  { name, http },
    CX_ERROR_CODES(CX_E_ROW)
#undef CX_E_ROW
};


cx_rc_t
cx_error(cx_error_t *e, cx_errcode_t code, const char *field,
    const char *allowed, const char *fmt, ...)
{
    va_list  args;

    if (e == NULL) {
        return CX_ERROR;
    }

    e->code = code;

    (void) snprintf(e->field, sizeof(e->field), "%s", field ? field : "");
    (void) snprintf(e->allowed, sizeof(e->allowed), "%s",
                    allowed ? allowed : "");

    va_start(args, fmt);
    (void) vsnprintf(e->fault, sizeof(e->fault), fmt, args);
    va_end(args);

    return CX_ERROR;
}


const char *
cx_error_name(cx_errcode_t code)
{
    return code < CX_E_MAX ? cx_errors[code].name : "unknown";
}


int
cx_error_http(cx_errcode_t code)
{
    return code < CX_E_MAX ? cx_errors[code].http : 500;
}


size_t
cx_error_json(const cx_error_t *e, char *dst, size_t size)
{
    cx_buf_t  b;

    cx_buf_init(&b, dst, size);

    cx_put_lit(&b, "{\"error\":{\"code\":\"");
    cx_put_cstr(&b, cx_error_name(e->code));
    cx_put_lit(&b, "\",\"field\":");
    cx_put_json(&b, cx_strn(e->field, strlen(e->field)));
    cx_put_lit(&b, ",\"fault\":");
    cx_put_json(&b, cx_strn(e->fault, strlen(e->fault)));
    cx_put_lit(&b, ",\"allowed\":");
    cx_put_json(&b, cx_strn(e->allowed, strlen(e->allowed)));
    cx_put_lit(&b, "}}");

    return b.overflow ? 0 : cx_buf_len(&b);
}


size_t
cx_error_line(const cx_error_t *e, char *dst, size_t size)
{
    int  n;

    n = snprintf(dst, size, "%s%s%s%s%s%s", e->field,
                 e->field[0] ? ": " : "", e->fault,
                 e->allowed[0] ? " (allowed: " : "", e->allowed,
                 e->allowed[0] ? ")" : "");

    return n < 0 ? 0 : cx_min((size_t) n, size ? size - 1 : 0);
}
