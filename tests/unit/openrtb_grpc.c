
/* messages in the pieces of a body, and what gRPC says in headers */

#include "core/openrtb/grpc.h"
#include "tests/unit/test.h"


#define MAX  1000


static const uint8_t  body[] =
    "\0\0\0\0\3abc" "\0\0\0\0\0" "\1\0\0\0\5zzzzz" "\0\0\0\1\0"
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static const size_t  lens[] = { 3, 0, 5, 256 };


/* reads it in pieces of so many bytes; the number of messages, or -1 */

static int
pieces(size_t size)
{
    int               n;
    size_t            at, len;
    uint8_t          *piece;
    cx_str_t          message;
    cx_error_t        e;
    cx_grpc_rc_e      rc;
    const uint8_t    *p;
    cx_grpc_frame_t   f;

    static uint8_t  mem[MAX];

    cx_grpc_frame_init(&f, MAX);

    for (n = 0, at = 0; at < sizeof(body) - 1; at += len) {
        len = cx_min(size, sizeof(body) - 1 - at);

        /* memory of its own, that a sanitizer sees the end of */

        piece = malloc(len);
        memcpy(piece, body + at, len);
        p = piece;

        while ((rc = cx_grpc_frame_read(&f, &p, piece + len, &message, &e))
               != CX_GRPC_AGAIN)
        {
            if (rc == CX_GRPC_ROOM) {
                CHECK(f.size < f.len);
                f.mem = mem;
                f.size = f.len;
                continue;
            }

            if (rc == CX_GRPC_ERROR) {
                free(piece);
                return -1;
            }

            CHECK(n < 4 && message.len == lens[n]);
            CHECK_INT(f.compressed, n == 2);
            CHECK(message.len == 0
                  || message.data[message.len - 1]
                     == (n == 0 ? 'c' : n == 2 ? 'z' : 'f'));
            n++;
        }

        CHECK(p == piece + len);
        free(piece);
    }

    CHECK_INT(cx_grpc_frame_end(&f, &e), CX_OK);

    return n;
}


static void
pieces_of_every_size(void)
{
    size_t  size;

    for (size = 1; size <= sizeof(body); size++) {
        CHECK_INT(pieces(size), 4);
    }
}


static void
heads_that_are_wrong(void)
{
    cx_str_t          message;
    cx_error_t        e;
    const uint8_t    *p;
    cx_grpc_frame_t   f;

    static const uint8_t  flag[] = "\2\0\0\0\1a";
    static const uint8_t  large[] = "\0\0\0\3\351";
    static const uint8_t  most[] = "\0\0\0\3\350";
    static const uint8_t  huge[] = "\0\377\377\377\377";

    p = flag;
    cx_grpc_frame_init(&f, MAX);
    CHECK_INT(cx_grpc_frame_read(&f, &p, flag + 6, &message, &e),
              CX_GRPC_ERROR);
    CHECK_INT(e.code, CX_E_PROTOBUF);

    p = large;
    cx_grpc_frame_init(&f, MAX);
    CHECK_INT(cx_grpc_frame_read(&f, &p, large + 5, &message, &e),
              CX_GRPC_ERROR);
    CHECK_INT(e.code, CX_E_BODY_TOO_LARGE);

    p = huge;
    cx_grpc_frame_init(&f, MAX);
    CHECK_INT(cx_grpc_frame_read(&f, &p, huge + 5, &message, &e),
              CX_GRPC_ERROR);
    CHECK_INT(e.code, CX_E_BODY_TOO_LARGE);

    p = most;
    cx_grpc_frame_init(&f, MAX);
    CHECK_INT(cx_grpc_frame_read(&f, &p, most + 5, &message, &e),
              CX_GRPC_AGAIN);
    CHECK_INT(f.len, MAX);
    CHECK_INT(cx_grpc_frame_end(&f, &e), CX_ERROR);
    CHECK_INT(e.code, CX_E_BODY_UNREAD);
}


static void
heads_are_written(void)
{
    uint8_t  head[CX_GRPC_HEAD];

    cx_grpc_frame_head(head, 0x01020304);
    CHECK(memcmp(head, "\0\1\2\3\4", 5) == 0);
}


static void
timeouts(void)
{
    size_t    i;
    uint64_t  ms;

    static const struct {
        const char  *text;
        int64_t      ms;
    } cases[] = {
        { "1S", 1000 }, { "250m", 250 }, { "99999999H", 359999996400000 },
        { "2M", 120000 }, { "1u", 1 }, { "1000u", 1 }, { "1001u", 2 },
        { "1n", 1 }, { "1000001n", 2 }, { "0m", 0 }, { "", -1 }, { "m", -1 },
        { "5", -1 }, { "5s", -1 }, { "-5m", -1 }, { "123456789m", -1 },
        { "1.5S", -1 }, { " 1S", -1 }, { "1S ", -1 }, { "1\xff", -1 }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        ms = 0;

        if (cx_grpc_timeout(cx_strn(cases[i].text, strlen(cases[i].text)),
                            &ms) != CX_OK)
        {
            CHECK_INT(-1, cases[i].ms);

        } else {
            CHECK_INT(ms, cases[i].ms);
        }
    }
}


static void
text_is_encoded(void)
{
    uint8_t   mem[64];
    cx_buf_t  b;

    cx_buf_init(&b, mem, sizeof(mem));
    cx_grpc_put_text(&b, cx_str("imp[0].w: 100% \n\"\xc3\xbc~\x7f"));
    CHECK_STR(cx_strn(mem, cx_buf_len(&b)),
              "imp[0].w: 100%25 %0A\"%C3%BC~%7F");
    CHECK(!b.overflow);

    cx_buf_init(&b, mem, 4);
    cx_grpc_put_text(&b, cx_str("ab\nc"));
    CHECK(b.overflow);
}


static void
health(void)
{
    cx_str_t    service;
    cx_error_t  e;

    CHECK_INT(cx_grpc_health_service(cx_str(""), &service, &e), CX_OK);
    CHECK_INT(service.len, 0);

    CHECK_INT(cx_grpc_health_service(cx_str("\x0a\x01" "a\x10\x01\x0a\x02" "bc"),
                                     &service, &e), CX_OK);
    CHECK_STR(service, "bc");

    CHECK_INT(cx_grpc_health_service(cx_str("\x0a\x05" "a"), &service, &e),
              CX_ERROR);
    CHECK_INT(e.code, CX_E_PROTOBUF);

    CHECK_INT(cx_grpc_health_service(cx_str("\x0a"), &service, &e), CX_ERROR);
}


static void
statuses(void)
{
    CHECK_INT(cx_grpc_status(CX_E_FIELD_MISSING), CX_GRPC_INVALID_ARGUMENT);
    CHECK_INT(cx_grpc_status(CX_E_PROTOBUF), CX_GRPC_INVALID_ARGUMENT);
    CHECK_INT(cx_grpc_status(CX_E_BODY_TOO_LARGE),
              CX_GRPC_RESOURCE_EXHAUSTED);
    CHECK_INT(cx_grpc_status(CX_E_TOO_COMPLEX), CX_GRPC_RESOURCE_EXHAUSTED);
    CHECK_INT(cx_grpc_status(CX_E_NO_MEMORY), CX_GRPC_INTERNAL);
}


static const cx_test_t  tests[] = {
    TEST(pieces_of_every_size),
    TEST(heads_that_are_wrong),
    TEST(heads_are_written),
    TEST(timeouts),
    TEST(text_is_encoded),
    TEST(health),
    TEST(statuses)
};

TEST_MAIN(tests)
