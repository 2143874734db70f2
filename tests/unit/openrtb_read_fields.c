
/*
 * Every member of every table is read, has its default when it is absent or
 * null, and keeps it.  The requests and the checks are made of fields.h.
 */

#include <stdarg.h>

#include "tests/unit/openrtb_read.h"


typedef enum {
    FULL,
    ABSENT,             /* objects and what is required, no more */
    NULLS
} mode_e;

typedef struct {
    mode_e       mode;
    int          variant;
    uint32_t     n;             /* the next value */
    uint32_t     checked;
    int          first;
    cx_buf_t     b;
} gen_t;


/* members that exclude each other take turns */

static int
left_out(const gen_t *g, const char *type, const char *name)
{
    size_t  i;

    static const struct {
        const char  *name;
        int          variant;
    } turns[] = {
        { "site", 0 }, { "app", 1 }, { "dooh", 2 },
        { "wseat", 0 }, { "bseat", 1 }, { "acat", 0 }, { "bcat", 1 },
        { "wlang", 0 }, { "wlangb", 1 }
    };

    if (strcmp(type, "request") != 0) {
        return 0;
    }

    for (i = 0; i < cx_nelts(turns); i++) {
        if (strcmp(turns[i].name, name) == 0) {
            return turns[i].variant != g->variant;
        }
    }

    return 0;
}


static int
required(const char *type, const char *name)
{
    return strcmp(name, "id") == 0
           && (strcmp(type, "request") == 0 || strcmp(type, "imp") == 0);
}


static void
put(gen_t *g, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void
put(gen_t *g, const char *fmt, ...)
{
    char     text[256];
    va_list  args;

    va_start(args, fmt);
    (void) vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);

    cx_put_cstr(&g->b, text);
}


static void
key(gen_t *g, const char *name)
{
    put(g, "%s\"%s\":", g->first ? "" : ",", name);
    g->first = 0;
}


/* 1 if the value itself is to be written now */

static int
value(gen_t *g, const char *type, const char *name)
{
    if (left_out(g, type, name)) {
        return 0;
    }

    if (g->mode == FULL || required(type, name)) {
        key(g, name);
        return 1;
    }

    if (g->mode == NULLS) {
        key(g, name);
        put(g, "null");
    }

    return 0;
}


#define GEN_STR(name, arg)                                                    \
    if (value(g, type, #name)) { put(g, "\"s%u\"", g->n); }
#define GEN_INT(name, arg)                                                    \
    if (value(g, type, #name)) { put(g, "%u", g->n); }
#define GEN_NUM(name, arg)                                                    \
    if (value(g, type, #name)) { put(g, "%u.5", g->n); }
#define GEN_MONEY(name, arg)                                                  \
    if (value(g, type, #name)) { put(g, "%u.25", g->n); }
#define GEN_STRS(name, arg)                                                   \
    if (value(g, type, #name)) { put(g, "[\"a%u\",\"b%u\"]", g->n, g->n); }
#define GEN_INTS(name, arg)                                                   \
    if (value(g, type, #name)) { put(g, "[%u,-%u]", g->n, g->n); }
#define GEN_RAW(name, arg)                                                    \
    if (value(g, type, #name)) { put(g, "{\"n\":[%u,null]}", g->n); }
#define GEN_TEXT(name, arg)                                                   \
    if (value(g, type, #name)) { put(g, "\"t%u\"", g->n); }
#define GEN_OBJ(name, arg)                                                    \
    if (!left_out(g, type, #name)) { key(g, #name); gen_##arg(g); }
#define GEN_OBJS(name, arg)                                                   \
    if (!left_out(g, type, #name)) {                                          \
        key(g, #name);                                                        \
        put(g, "[");                                                          \
        gen_##arg(g);                                                         \
        put(g, ",");                                                          \
        gen_##arg(g);                                                         \
        put(g, "]");                                                          \
    }

#define GEN(kind, name, arg)  g->n++; GEN_##kind(name, arg)

#define GENERATOR(name)                                                       \
    static void                                                               \
    gen_##name(gen_t *g)                                                      \
    {                                                                         \
        const char  *type = #name;                                            \
                                                                              \
        put(g, "{");                                                          \
        g->first = 1;                                                         \
        CX_ORTB_##name(GEN)                                                   \
        g->first = 0;                                                         \
        put(g, "}");                                                          \
    }

CX_ORTB_OBJECTS(GENERATOR)


/* is the value there? */

static int
there(gen_t *g, const char *type, const char *name)
{
    g->checked++;

    return !left_out(g, type, name)
           && (g->mode == FULL || required(type, name));
}


static const char *
text(const char *fmt, uint32_t n)
{
    static char  s[64];

    (void) snprintf(s, sizeof(s), fmt, n);

    return s;
}


static void
check_str(gen_t *g, const char *type, const char *name, cx_str_t s)
{
    if (there(g, type, name)) {
        CHECK_STR(s, text("s%u", g->n));

    } else if (strcmp(name, "bidfloorcur") == 0) {
        CHECK_STR(s, "USD");

    } else {
        CHECK_STR(s, "");
    }
}


static void
check_strs(gen_t *g, int there, cx_ortb_strs_t s)
{
    CHECK_INT(s.n, there ? 2 : 0);

    if (s.n == 2) {
        CHECK_STR(s.v[0], text("a%u", g->n));
        CHECK_STR(s.v[1], text("b%u", g->n));
    }
}


static void
check_ints(gen_t *g, int there, cx_ortb_ints_t s)
{
    CHECK_INT(s.n, there ? 2 : 0);

    if (s.n == 2) {
        CHECK_INT(s.v[0], g->n);
        CHECK_INT(s.v[1], -(int32_t) g->n);
    }
}


#define SEE_STR(name, arg)   check_str(g, type, #name, o->name);
#define SEE_INT(name, arg)                                                    \
    CHECK_INT(o->name, there(g, type, #name) ? (int32_t) g->n : (arg));
#define SEE_NUM(name, arg)                                                    \
    CHECK(o->name == (there(g, type, #name) ? g->n + 0.5 : (arg)));
#define SEE_MONEY(name, arg)                                                  \
    CHECK_INT(o->name,                                                        \
              there(g, type, #name) ? g->n * CX_MICROS + 250000 : (arg));
#define SEE_STRS(name, arg)  check_strs(g, there(g, type, #name), o->name);
#define SEE_INTS(name, arg)  check_ints(g, there(g, type, #name), o->name);
#define SEE_RAW(name, arg)                                                    \
    CHECK_STR(o->name, there(g, type, #name)                                  \
                       ? text("{\"n\":[%u,null]}", g->n) : "");
#define SEE_TEXT(name, arg)                                                   \
    CHECK_STR(o->name, there(g, type, #name) ? text("t%u", g->n) : "");
#define SEE_OBJ(name, arg)                                                    \
    if (left_out(g, type, #name)) {                                           \
        CHECK(o->name == NULL);                                               \
                                                                              \
    } else {                                                                  \
        CHECK(o->name != NULL);                                               \
        see_##arg(g, o->name);                                                \
    }
#define SEE_OBJS(name, arg)                                                   \
    CHECK_INT(o->name.n, 2);                                                  \
    see_##arg(g, &o->name.v[0]);                                              \
    see_##arg(g, &o->name.v[1]);

#define SEE(kind, name, arg)  g->n++; SEE_##kind(name, arg)

#define CHECKER(name)                                                         \
    static void                                                               \
    see_##name(gen_t *g, const cx_ortb_##name##_t *o)                         \
    {                                                                         \
        const char  *type = #name;                                            \
                                                                              \
        (void) type;                                                          \
        CX_ORTB_##name(SEE)                                                   \
    }

CX_ORTB_OBJECTS(CHECKER)


static char  json[TEST_BODY];


static void
start(gen_t *g, mode_e mode, int variant)
{
    memset(g, 0, sizeof(gen_t));
    g->mode = mode;
    g->variant = variant;
    cx_buf_init(&g->b, json, sizeof(json));
}


static void
run(mode_e mode)
{
    int                    variant;
    char                   line[512];
    gen_t                  g;
    test_read_t            res;

    for (variant = 0; variant < 3; variant++) {
        start(&g, mode, variant);
        gen_request(&g);
        CHECK(!g.b.overflow);

        res = test_read_n(json, cx_buf_len(&g.b));
        CHECK_INT(res.rc, CX_OK);

        if (res.rc != CX_OK) {
            (void) cx_error_line(&res.e, line, sizeof(line));
            (void) printf("    %s\n", line);
            return;
        }

        CHECK(res.req->unknown == NULL);

        g.n = 0;
        see_request(&g, &res.req->r);
        CHECK(g.checked > 800);
    }
}


static void
full(void)
{
    run(FULL);
}


static void
absent(void)
{
    run(ABSENT);
}


static void
nulls(void)
{
    run(NULLS);
}


static void
native(void)
{
    int                        mode;
    gen_t                      g;
    uint8_t                   *body;
    cx_rc_t                    rc;
    cx_error_t                 e;
    cx_arena_t                 arena;
    cx_ortb_native_request_t  *nr;

    static uint8_t  mem[1 << 18];

    for (mode = FULL; mode <= NULLS; mode++) {
        start(&g, mode, 0);
        gen_native_request(&g);
        CHECK(!g.b.overflow);

        body = test_edge(json, cx_buf_len(&g.b));

        cx_arena_init(&arena, mem, sizeof(mem));

        rc = cx_openrtb_read_native(test_reader(CX_ORTB_KERNEL_BEST),
                                    cx_strn(body, cx_buf_len(&g.b)), &arena,
                                    &nr, &e);
        CHECK_INT(rc, CX_OK);

        if (rc == CX_OK) {
            g.n = 0;
            see_native_request(&g, nr);
        }
    }
}


static const cx_test_t  tests[] = {
    TEST(full),
    TEST(absent),
    TEST(nulls),
    TEST(native),
};

TEST_MAIN(tests)
