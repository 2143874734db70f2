
/* lines and requests in single quotes; a catalogue of a few of them */

#ifndef CX_TEST_CATALOG_QUOTED_H
#define CX_TEST_CATALOG_QUOTED_H

#include "tests/unit/catalog_build.h"


static inline const char *
quoted(const char *text)
{
    char             *p;
    static char       copy[8][8192];
    static unsigned   n;

    n = (n + 1) % 8;
    (void) snprintf(copy[n], sizeof(copy[n]), "%s", text);

    for (p = copy[n]; *p; p++) {
        *p = *p == '\'' ? '"' : *p;
    }

    return copy[n];
}


/* CX_OK and a file at name, or the error */

static inline cx_rc_t
quoted_build(const char *name, const char *base, cx_error_t *e,
    const char *const *line)
{
    cx_rc_t            rc;
    const char        *text;
    cx_builder_t      *b;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    memset(e, 0, sizeof(*e));
    conf.now_s = NOW;
    conf.base = base;
    b = cx_builder_create(&conf, e);

    if (b == NULL) {
        return CX_ERROR;
    }

    for (rc = CX_OK; *line != NULL && rc == CX_OK; line++) {
        text = quoted(*line);
        rc = cx_builder_line(b, cx_strn(text, strlen(text)), e);
    }

    if (rc == CX_OK) {
        rc = cx_builder_write(b, at(name), e);
    }

    cx_builder_destroy(b);

    return rc;
}


static inline cx_catalog_t *
quoted_open(const char *const *lines)
{
    char           text[512];
    cx_error_t     e;
    cx_catalog_t  *cat;

    cat = NULL;

    if (quoted_build("quoted", NULL, &e, lines) == CX_OK) {
        cat = cx_catalog_open(at("quoted"), NULL, &e);
    }

    if (cat == NULL) {
        (void) cx_error_line(&e, text, sizeof(text));
        (void) printf("    %s\n", text);
        exit(1);
    }

    return cat;
}

#define OPEN(...)                                                             \
    quoted_open((const char *const[]) { __VA_ARGS__, NULL })


static inline void
quoted_refused(const char *line, cx_errcode_t code, const char *field,
    const char *text)
{
    char        all[512];
    cx_error_t  e;

    CHECK(quoted_build("refused", NULL, &e,
                       (const char *const[]) { line, NULL })
          == CX_ERROR);

    (void) cx_error_line(&e, all, sizeof(all));

    if (e.code != code || strcmp(e.field, field) != 0
        || strstr(all, text) == NULL)
    {
        (void) printf("    %s: %s\n    %s\n", cx_error_name(e.code), all,
                      line);
        CHECK(0);
    }
}


/* a request, and the matcher at its first impression */

typedef struct {
    cx_arena_t                 arena;
    cx_openrtb_request_t      *req;
    cx_ortb_native_request_t  *native;
    cx_match_t                *m;
    char                       mem[1 << 20];
} asked_t;

static asked_t  asked;


static inline void
quoted_read(const char *body)
{
    const char        *text;
    cx_error_t         e;
    cx_ortb_reader_t  *rd;

    text = quoted(body);
    rd = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    cx_arena_init(&asked.arena, asked.mem, sizeof(asked.mem));
    asked.native = NULL;

    if (rd == NULL || cx_openrtb_read(rd, (const uint8_t *) text, strlen(text),
                                      &asked.arena, &asked.req, &e)
                      != CX_OK)
    {
        (void) printf("    %s: %s\n", e.field, e.fault);
        exit(1);
    }

    if (asked.req->r.imp.v[0].native != NULL) {
        (void) cx_openrtb_read_native(rd, asked.req->r.imp.v[0].native->request,
                                      &asked.arena, &asked.native, &e);
    }

    cx_ortb_reader_destroy(rd);
}


static inline void
quoted_match(const cx_catalog_t *cat, const char *body, const char *seller)
{
    cx_match_input_t  in;

    quoted_read(body);
    memset(&in, 0, sizeof(in));
    in.req = asked.req;
    in.now_s = NOW;
    in.seller = cx_strn(seller, strlen(seller));
    asked.m = cx_match_begin(cat, &in, &asked.arena);

    if (asked.m == NULL || cx_match_imp(asked.m, &asked.req->r.imp.v[0],
                                        asked.native)
                           != CX_OK)
    {
        exit(1);
    }
}


#endif /* CX_TEST_CATALOG_QUOTED_H */
