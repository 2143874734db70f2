
/*
 * One table of everything that can be wrong.  A code never changes its
 * meaning: clients and alerts match on its name.
 */

#ifndef CX_ERROR_H
#define CX_ERROR_H


/*     code               name                    HTTP  what it means */

/* of bid requests */

#define CX_REQUEST_ERRORS(E)                                                  \
    E(JSON_SYNTAX,       "json_syntax",           400, "not valid JSON")      \
    E(JSON_DEPTH,        "json_depth",            400, "nested too deeply")   \
    E(JSON_DUPLICATE,    "json_duplicate_key",    400, "a key occurs twice")  \
    E(JSON_ENCODING,     "json_encoding",         400, "not valid UTF-8")     \
    E(PROTOBUF,          "protobuf_syntax",       400, "not valid protobuf")  \
    E(FIELD_TYPE,        "field_type",            400, "wrong type")          \
    E(FIELD_VALUE,       "field_value",           400, "value not allowed")   \
    E(FIELD_MISSING,     "field_missing",         400, "required field missing") \
    E(FIELD_CONFLICT,    "field_conflict",        400, "fields exclude each other") \
    E(BODY_EMPTY,        "body_empty",            400, "no request body")     \
    E(BODY_ENCODING,     "body_encoding",         400, "body cannot be inflated") \
    E(BODY_UNREAD,       "body_unread",           400, "body did not come whole") \
    E(METHOD,            "method_not_allowed",    405, "method not allowed")  \
    E(BODY_TOO_LARGE,    "body_too_large",        413, "body too large")      \
    E(TOO_COMPLEX,       "too_complex",           413, "more parts than the bound") \
    E(MEDIA_TYPE,        "media_type",            415, "media type not supported") \
    E(NO_MEMORY,         "no_memory",             500, "out of memory")       \
    E(INTERNAL,          "internal",              500, "internal error")      \
    E(HTTP_VERSION,      "http_version",          505, "protocol not supported")

/* of what bid requests have nothing to do with */

#define CX_OTHER_ERRORS(E)                                                    \
    E(FIELD_UNKNOWN,     "field_unknown",         400, "no such field")       \
    E(NOT_FOUND,         "not_found",             404, "no such thing")       \
    E(FILE_IO,           "file_io",               500, "file cannot be read or written") \
    E(FILE_FORMAT,       "file_format",           500, "not a file of this kind") \
    E(FILE_VERSION,      "file_version",          500, "file version not supported") \
    E(FILE_TRUNCATED,    "file_truncated",        500, "file is shorter than it says") \
    E(FILE_CHECKSUM,     "file_checksum",         500, "checksum does not match") \
    E(FILE_BOUNDS,       "file_bounds",           500, "an offset points outside the file") \
    E(UNAUTHORIZED,      "unauthorized",          401, "credential missing or not valid") \
    E(TOKEN,             "token_invalid",         403, "token is not valid")

#define CX_ERROR_CODES(E)                                                     \
    E(NONE,              "none",                  200, "no error")            \
    CX_REQUEST_ERRORS(E)                                                      \
    CX_OTHER_ERRORS(E)


typedef enum {
#define CX_E_ENUM(code, name, http, text)  CX_E_##code,
    CX_ERROR_CODES(CX_E_ENUM)
#undef CX_E_ENUM
    CX_E_MAX
} cx_errcode_t;


/*
 * field:    where, as the user wrote it ("imp[0].bidfloor", "line 12: bid")
 * fault:    what was wrong with it
 * allowed:  what would have been right; may be empty
 */

typedef struct {
    cx_errcode_t  code;
    char          field[96];
    char          fault[128];
    char          allowed[224];
} cx_error_t;


/* fills *e (which may be NULL) and returns CX_ERROR */

cx_rc_t cx_error(cx_error_t *e, cx_errcode_t code, const char *field,
    const char *allowed, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

const char *cx_error_name(cx_errcode_t code);
int cx_error_http(cx_errcode_t code);

/* {"error":{"code":…,"field":…,"fault":…,"allowed":…}}; returns the length */

size_t cx_error_json(const cx_error_t *e, char *dst, size_t size);

/* one line for people */

size_t cx_error_line(const cx_error_t *e, char *dst, size_t size);


#endif /* CX_ERROR_H */
