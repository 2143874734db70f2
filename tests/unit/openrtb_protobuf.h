
/* wire bytes of protobuf, for tests */

#ifndef CX_TEST_OPENRTB_PROTOBUF_H
#define CX_TEST_OPENRTB_PROTOBUF_H

#include "core/openrtb/protobuf_wire.h"
#include "tests/unit/openrtb_read.h"


static inline void
pb_varint(cx_buf_t *b, uint64_t v)
{
    for ( /* void */ ; v >= 0x80; v >>= 7) {
        cx_put_char(b, (char) (v | 0x80));
    }

    cx_put_char(b, (char) v);
}


static inline void
pb_tag(cx_buf_t *b, uint32_t number, uint32_t wire)
{
    pb_varint(b, (uint64_t) number << 3 | wire);
}


static inline void
pb_int(cx_buf_t *b, uint32_t number, int64_t v)
{
    pb_tag(b, number, CX_PB_VARINT);
    pb_varint(b, (uint64_t) v);
}


static inline void
pb_double(cx_buf_t *b, uint32_t number, double v)
{
    uint64_t  bits;
    uint32_t  i;

    memcpy(&bits, &v, 8);
    pb_tag(b, number, CX_PB_FIXED64);

    for (i = 0; i < 8; i++) {
        cx_put_char(b, (char) (bits >> 8 * i));
    }
}


static inline void
pb_bytes(cx_buf_t *b, uint32_t number, const void *data, size_t len)
{
    pb_tag(b, number, CX_PB_BYTES);
    pb_varint(b, len);
    cx_put(b, data, len);
}


static inline void
pb_str(cx_buf_t *b, uint32_t number, const char *s)
{
    pb_bytes(b, number, s, strlen(s));
}


static inline void
pb_message(cx_buf_t *b, uint32_t number, const cx_buf_t *message)
{
    CHECK(!message->overflow);
    pb_bytes(b, number, message->start, cx_buf_len(message));
}


static inline test_read_t
pb_read_n(const void *data, size_t len)
{
    test_read_t  res;

    static uint8_t  *mem;

    if (mem == NULL) {
        mem = malloc(TEST_ARENA);
    }

    cx_arena_init(&res.arena, mem, TEST_ARENA);
    memset(&res.e, 0, sizeof(cx_error_t));
    res.req = NULL;

    res.rc = cx_openrtb_read_protobuf(test_reader(CX_ORTB_KERNEL_BEST),
                                      test_edge(data, len), len, &res.arena,
                                      &res.req, &res.e);

    return res;
}


static inline test_read_t
pb_read(const cx_buf_t *b)
{
    CHECK(!b->overflow);

    return pb_read_n(b->start, cx_buf_len(b));
}


static inline cx_openrtb_request_t *
pb_good(const cx_buf_t *b)
{
    char         line[512];
    test_read_t  res;

    res = pb_read(b);

    CHECK_INT(res.rc, CX_OK);

    if (res.rc != CX_OK) {
        (void) cx_error_line(&res.e, line, sizeof(line));
        (void) printf("    %s\n", line);
        exit(1);
    }

    return res.req;
}


static inline void
pb_bad(const cx_buf_t *b, cx_errcode_t code, const char *field)
{
    test_read_t  res;

    res = pb_read(b);

    if (res.rc == CX_ERROR && res.e.code == code
        && strcmp(res.e.field, field) == 0 && res.e.fault[0]
        && res.e.allowed[0])
    {
        return;
    }

    CHECK(!"the error that is due");

    (void) printf("    it is %s of \"%s\", not %s of \"%s\"\n",
                  res.rc == CX_OK ? "accepted" : cx_error_name(res.e.code),
                  res.e.field, cx_error_name(code), field);
}


/* id "r", one imp of the id "1" */

static inline void
pb_minimal(cx_buf_t *b)
{
    pb_str(b, CX_PB_request_id, "r");
    pb_bytes(b, CX_PB_request_imp, "\x0a\x01" "1", 3);
}


#endif /* CX_TEST_OPENRTB_PROTOBUF_H */
