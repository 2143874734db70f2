
/*
 * Every field of the table is read into its member; every member of a
 * request has a field, or is known to have none.  The requests and the
 * checks are made of protobuf_fields.h.
 */

#include "tests/unit/openrtb_protobuf.h"


typedef struct {
    uint32_t   n;               /* the next value */
    uint32_t   variant;
    uint32_t   checked;
    cx_buf_t   b;
} gen_t;


/* members that exclude each other take turns */

static int
left_out(const gen_t *g, const char *message, const char *name)
{
    size_t  i;

    static const struct {
        const char  *name;
        uint32_t     variant;
    } turns[] = {
        { "site", 0 }, { "app", 1 }, { "dooh", 2 },
        { "wseat", 0 }, { "bseat", 1 }, { "acat", 0 }, { "bcat", 1 },
        { "wlang", 0 }, { "wlangb", 1 }
    };

    if (strcmp(message, "request") != 0) {
        return 0;
    }

    for (i = 0; i < cx_nelts(turns); i++) {
        if (strcmp(turns[i].name, name) == 0) {
            return turns[i].variant != g->variant;
        }
    }

    return 0;
}


static const char *
text(const char *fmt, uint32_t n)
{
    static char  s[64];

    (void) snprintf(s, sizeof(s), fmt, n);

    return s;
}


static void
gen_packed(gen_t *g, uint32_t number)
{
    cx_buf_t  b;
    uint8_t   mem[64];

    cx_buf_init(&b, mem, sizeof(mem));
    pb_varint(&b, g->n);
    pb_varint(&b, (uint64_t) -(int64_t) g->n);
    pb_message(&g->b, number, &b);
}


#define DECLARE(message, label)                                               \
    static void gen_##message(gen_t *g, uint32_t number);                     \
    static void see_##message(gen_t *g, const cx_ortb_##message##_t *o);

CX_PB_REQUEST(DECLARE)


#define GEN_STRING(number, child)                                             \
    pb_str(&g->b, number, text("s%u", g->n));
#define GEN_INT32(number, child)   pb_int(&g->b, number, -(int64_t) g->n);
#define GEN_BOOL(number, child)    pb_int(&g->b, number, g->n);
#define GEN_DOUBLE(number, child)  pb_double(&g->b, number, g->n + 0.5);
#define GEN_MONEY(number, child)   pb_double(&g->b, number, g->n + 0.25);
#define GEN_STRINGS(number, child)                                            \
    pb_str(&g->b, number, text("a%u", g->n));                                 \
    pb_str(&g->b, number, text("b%u", g->n));
#define GEN_INT32S(number, child)  gen_packed(g, number);
#define GEN_NUMERALS(number, child)                                           \
    pb_str(&g->b, number, text("%u", g->n));                                  \
    pb_str(&g->b, number, "no number");                                       \
    pb_str(&g->b, number, text("-%u", g->n));
#define GEN_MESSAGE(number, child)  gen_##child(g, number);
#define GEN_MESSAGES(number, child)                                           \
    gen_##child(g, number);                                                   \
    gen_##child(g, number);

#define GEN(message, type, number, name, child)                               \
    g->n++;                                                                   \
    if (!left_out(g, #message, #name)) { GEN_##type(number, child) }

#define GENERATOR(message, label)                                             \
    static void                                                               \
    gen_##message(gen_t *g, uint32_t number)                                  \
    {                                                                         \
        cx_buf_t  outer;                                                      \
        uint8_t  *mem;                                                        \
                                                                              \
        outer = g->b;                                                         \
        mem = malloc(TEST_BODY);                                              \
        cx_buf_init(&g->b, mem, TEST_BODY);                                   \
                                                                              \
        CX_PB_##message(GEN)                                                  \
                                                                              \
        if (number) {                                                         \
            pb_message(&outer, number, &g->b);                                \
                                                                              \
        } else {                                                              \
            cx_put(&outer, mem, cx_buf_len(&g->b));                           \
        }                                                                     \
                                                                              \
        free(mem);                                                            \
        g->b = outer;                                                         \
    }

CX_PB_REQUEST(GENERATOR)


static void
see_ints(gen_t *g, cx_ortb_ints_t list)
{
    CHECK_INT(list.n, 2);

    if (list.n == 2) {
        CHECK_INT(list.v[0], g->n);
        CHECK_INT(list.v[1], -(int32_t) g->n);
    }
}


#define SEE_STRING(m, child)    CHECK_STR(m, text("s%u", g->n));
#define SEE_INT32(m, child)     CHECK_INT(m, -(int32_t) g->n);
#define SEE_BOOL(m, child)      CHECK_INT(m, 1);
#define SEE_DOUBLE(m, child)    CHECK(m == g->n + 0.5);
#define SEE_MONEY(m, child)     CHECK_INT(m, g->n * CX_MICROS + 250000);
#define SEE_INT32S(m, child)    see_ints(g, m);
#define SEE_NUMERALS(m, child)  see_ints(g, m);
#define SEE_STRINGS(m, child)                                                 \
    CHECK_INT(m.n, 2);                                                        \
    if (m.n == 2) {                                                           \
        CHECK_STR(m.v[0], text("a%u", g->n));                                 \
        CHECK_STR(m.v[1], text("b%u", g->n));                                 \
    }
#define SEE_MESSAGE(m, child)                                                 \
    CHECK(m != NULL);                                                         \
    see_##child(g, m);
#define SEE_MESSAGES(m, child)                                                \
    CHECK_INT(m.n, 2);                                                        \
    see_##child(g, &m.v[0]);                                                  \
    see_##child(g, &m.v[1]);

#define SEE(message, type, number, name, child)                               \
    g->n++;                                                                   \
    if (!left_out(g, #message, #name)) {                                      \
        g->checked++;                                                         \
        SEE_##type(o->name, child)                                            \
    }

#define CHECKER(message, label)                                               \
    static void                                                               \
    see_##message(gen_t *g, const cx_ortb_##message##_t *o)                   \
    {                                                                         \
        CX_PB_##message(SEE)                                                  \
    }

CX_PB_REQUEST(CHECKER)


static void
every_field_is_read(void)
{
    gen_t                  g;
    cx_openrtb_request_t  *req;

    static uint8_t  mem[TEST_BODY];

    for (g.variant = 0; g.variant < 3; g.variant++) {
        cx_buf_init(&g.b, mem, sizeof(mem));
        g.n = 0;
        gen_request(&g, 0);

        req = pb_good(&g.b);

        g.n = 0;
        g.checked = 0;
        see_request(&g, &req->r);
        CHECK(g.checked > 1000);
    }
}


/* what is no place of protobuf's; RAW is any JSON */

static const struct {
    const char  *type;
    const char  *name;
} homeless[] = {
    { "audio", "poddedupe" },
    { "content", "rating" },
    { "data", "cids" },
    { "data_ext", "segclass" },
    { "data_ext", "segtax" },
    { "imp_ext", "rewarded" },
    { "regs_ext", "gpp" },
    { "regs_ext", "gpp_sid" }
};


static int
has_place(cx_ortb_object_e type, size_t offset)
{
    uint32_t                i, place;
    const cx_pb_message_t  *m;

    m = &cx_pb_messages[type];

    for (i = 0; i < m->nplaces; i++) {
        place = m->place[i];

        if (place && m->fields[place - 1].offset == offset) {
            return 1;
        }
    }

    return 0;
}


static void
check_member(cx_ortb_object_e type, const char *object, const char *name,
    size_t offset, int raw)
{
    int     known;
    size_t  i;

    known = raw;

    for (i = 0; i < cx_nelts(homeless); i++) {
        known |= strcmp(homeless[i].type, object) == 0
                 && strcmp(homeless[i].name, name) == 0;
    }

    if (has_place(type, offset) == known) {
        CHECK(!"a member has a place, or is known to have none");
        (void) printf("    %s.%s\n", object, name);
    }
}


#define KIND_STR    0
#define KIND_TEXT   0
#define KIND_RAW    1
#define KIND_INT    0
#define KIND_NUM    0
#define KIND_MONEY  0
#define KIND_STRS   0
#define KIND_INTS   0
#define KIND_OBJ    0
#define KIND_OBJS   0

#define MEMBER(kind, name, arg)                                               \
    check_member(type, object, #name, offsetof(CX_T, name), KIND_##kind);

#define MEMBERS(type_)                                                        \
    static void                                                               \
    members_##type_(void)                                                     \
    {                                                                         \
        const char              *object = #type_;                             \
        const cx_ortb_object_e   type = CX_ORTB_O_##type_;                    \
        typedef cx_ortb_##type_##_t  CX_T;                                    \
                                                                              \
        CX_ORTB_##type_(MEMBER)                                               \
    }

CX_ORTB_OBJECTS(MEMBERS)


static void
every_member_has_a_field(void)
{
#define CALL(type)  members_##type();
    CX_ORTB_OBJECTS(CALL)
}


static const cx_test_t  tests[] = {
    TEST(every_field_is_read),
    TEST(every_member_has_a_field)
};

TEST_MAIN(tests)
