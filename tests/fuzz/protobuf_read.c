
/*
 * The reader of protobuf.  What it takes is looked through, member by member,
 * and written again: the same has to come of that, twice.
 */

#include <stdio.h>
#include <stdlib.h>

#include "core/openrtb/protobuf_wire.h"


#define ARENA  (1 << 20)
#define OUT    (16 << 20)


static cx_arena_t      arena;
static const uint8_t  *from;            /* the bytes that are read */
static size_t          from_len;
static cx_buf_t        out;


static void
must(int ok, const char *what)
{
    if (!ok) {
        (void) fprintf(stderr, "wrong: %s\n", what);
        abort();
    }
}


static int
inside(const void *p, size_t len)
{
    const uint8_t  *q = p;

    return (q >= arena.start && q + len <= arena.pos)
           || (q >= from && q + len <= from + from_len);
}


static void
put_varint(uint64_t v)
{
    for ( /* void */ ; v >= 0x80; v >>= 7) {
        cx_put_char(&out, (char) (v | 0x80));
    }

    cx_put_char(&out, (char) v);
}


static void
put_int(uint32_t number, int32_t v)
{
    put_varint(number << 3 | CX_PB_VARINT);
    put_varint((uint64_t) (int64_t) v);
}


/* a flag that is not there is no number that a flag could have */

static void
put_bool(uint32_t number, int32_t v)
{
    must(v >= -1 && v <= 1, "a flag");

    if (v >= 0) {
        put_int(number, v);
    }
}


static void
put_double(uint32_t number, double v)
{
    must(v == v && v - v == 0, "a number that is finite");

    put_varint(number << 3 | CX_PB_FIXED64);
    cx_put(&out, &v, 8);
}


static void
put_money(uint32_t number, int64_t v)
{
    must(v >= CX_ABSENT && v <= CX_MICROS_MAX, "a sum in its range");

    if (v != CX_ABSENT) {
        put_double(number, (double) v / (double) CX_MICROS);
    }
}


static void
put_str(uint32_t number, cx_str_t s)
{
    static const cx_str_t  usd = cx_string("USD");

    if (s.len) {
        must(inside(s.data, s.len) || cx_str_eq(s, usd), "a string's bytes");
        must(cx_ortb_utf8(s.data, s.len) == s.len, "UTF-8");
    }

    put_varint(number << 3 | CX_PB_BYTES);
    put_varint(s.len);
    cx_put_str(&out, s);
}


static void
put_strs(uint32_t number, cx_ortb_strs_t list)
{
    uint32_t  i;

    must(list.n == 0 || inside(list.v, list.n * sizeof(cx_str_t)),
         "a list of strings");

    for (i = 0; i < list.n; i++) {
        put_str(number, list.v[i]);
    }
}


static void
put_ints(uint32_t number, cx_ortb_ints_t list)
{
    uint32_t  i;

    must(list.n == 0 || inside(list.v, list.n * sizeof(int32_t)),
         "a list of integers");

    for (i = 0; i < list.n; i++) {
        put_int(number, list.v[i]);
    }
}


static void
put_numerals(uint32_t number, cx_ortb_ints_t list)
{
    char       text[16];
    uint32_t   i;

    for (i = 0; i < list.n; i++) {
        (void) snprintf(text, sizeof(text), "%d", list.v[i]);
        put_varint(number << 3 | CX_PB_BYTES);
        put_varint(strlen(text));
        cx_put_cstr(&out, text);
    }
}


#define DECLARE(message, label)                                               \
    static void put_##message(const cx_ortb_##message##_t *o);

CX_PB_REQUEST(DECLARE)


/* what a message has goes behind its length, which is known then */

static uint8_t *
begin(uint32_t number)
{
    put_varint(number << 3 | CX_PB_BYTES);

    if (cx_buf_room(&out, 5)) {
        out.pos += 5;
    }

    return out.pos;
}


static void
end(uint8_t *start)
{
    size_t    i, len;

    if (out.overflow) {
        return;
    }

    len = (size_t) (out.pos - start);

    for (i = 0; i < 5; i++) {
        start[(ptrdiff_t) i - 5] = (uint8_t) (len >> 7 * i & 0x7f)
                                   | (i < 4 ? 0x80 : 0);
    }
}


#define PUT_STRING(number, m, child)    put_str(number, m);
#define PUT_INT32(number, m, child)     put_int(number, m);
#define PUT_BOOL(number, m, child)      put_bool(number, m);
#define PUT_DOUBLE(number, m, child)    put_double(number, m);
#define PUT_MONEY(number, m, child)     put_money(number, m);
#define PUT_STRINGS(number, m, child)   put_strs(number, m);
#define PUT_INT32S(number, m, child)    put_ints(number, m);
#define PUT_NUMERALS(number, m, child)  put_numerals(number, m);
#define PUT_MESSAGE(number, m, child)                                         \
    if (m != NULL) {                                                          \
        must(inside(m, sizeof(*m)), "a message's place");                     \
        start = begin(number);                                                \
        put_##child(m);                                                       \
        end(start);                                                           \
    }
#define PUT_MESSAGES(number, m, child)                                        \
    must(m.n == 0 || inside(m.v, m.n * sizeof(*m.v)), "a list of messages");  \
    for (i = 0; i < m.n; i++) {                                               \
        start = begin(number);                                                \
        put_##child(&m.v[i]);                                                 \
        end(start);                                                           \
    }

#define PUT(message, type, number, name, child)  PUT_##type(number, o->name,  \
                                                            child)

#define WRITER(message, label)                                                \
    static void                                                               \
    put_##message(const cx_ortb_##message##_t *o)                             \
    {                                                                         \
        uint8_t   *start;                                                     \
        uint32_t   i;                                                         \
                                                                              \
        (void) start;                                                         \
        (void) i;                                                             \
        CX_PB_##message(PUT)                                                  \
    }

CX_PB_REQUEST(WRITER)


/* reads, looks through and writes into mem; the length, 0 if it is refused */

static size_t
once(const uint8_t *data, size_t size, uint8_t *mem)
{
    cx_error_t             e;
    cx_openrtb_request_t  *req;

    static cx_ortb_reader_t  *rd;

    if (rd == NULL) {
        rd = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    }

    cx_arena_reset(&arena);
    from = data;
    from_len = size;

    if (cx_openrtb_read_protobuf(rd, data, size, &arena, &req, &e) != CX_OK) {
        must(e.fault[0] && e.field[0], "an error that says nothing");
        return 0;
    }

    must(req->r.id.len && req->r.imp.n && req->r.imp.n <= CX_ORTB_MAX_IMPS,
         "what a request has to have");

    cx_buf_init(&out, mem, OUT);
    put_request(&req->r);

    return out.overflow ? 0 : cx_buf_len(&out);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t    len, again;
    uint8_t  *body;

    static uint8_t  *first, *second;

    if (first == NULL) {
        first = malloc(OUT);
        second = malloc(OUT);
        cx_arena_init(&arena, malloc(ARENA), ARENA);
    }

    body = malloc(size ? size : 1);
    memcpy(body, data, size);

    len = once(body, size, first);
    free(body);

    if (len) {
        again = once(first, len, second);

        /* written out it may be more than there is memory for */

        must(again == 0 || (again == len && memcmp(first, second, len) == 0),
             "the same again");
    }

    return 0;
}
