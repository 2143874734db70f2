
/* The simulator's reader of responses, in pieces that end anywhere. */

#include "tests/exchange/http.h"
#include "tests/unit/test.h"


#define PLAIN    "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-TYPE: a/b; c=d\r\n" \
                 "Content-Length: 5\r\nContent-Encoding:gzip\r\n\r\nhello"
#define NONE     "HTTP/1.1 204 No Content\r\n\r\n"
#define CHUNKED  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"      \
                 "3\r\nhel\r\nB;x=\"y\"\r\nlo\r\n0\r\n\r\n12\r\n0\r\n"          \
                 "T: x\r\n\r\n"

typedef struct {
    int     rc;
    char    body[64];
    size_t  n;
} got_t;

static xc_http_t  h;


/* reads the text in pieces, of which the first has a length of its own */

static got_t
feed(const char *text, size_t first, size_t piece)
{
    got_t        got;
    size_t       len;
    const char  *at, *end, *all;

    memset(&got, 0, sizeof(got));
    xc_http_start(&h);
    at = text;
    all = text + strlen(text);
    len = first;

    for ( ;; ) {
        end = (size_t) (all - at) < len ? all : at + len;
        len = piece;

        while ((got.rc = xc_http_read(&h, &at, end)) == XC_HTTP_BODY) {
            CHECK(got.n + h.nbody < sizeof(got.body));
            memcpy(got.body + got.n, h.body, h.nbody);
            got.n += h.nbody;
        }

        if (got.rc != XC_HTTP_AGAIN || at == all) {
            return got;
        }

        CHECK(at == end);
    }
}


static void
check_bad(const char *text, const char *fault)
{
    got_t   got;
    size_t  piece;

    for (piece = 1; piece < 100; piece += 33) {
        got = feed(text, piece, piece);
        CHECK_INT(got.rc, XC_HTTP_BAD);

        if (got.rc == XC_HTTP_BAD && strstr(h.fault, fault) == NULL) {
            printf("    \"%s\" is not said of %s but \"%s\"\n", fault, text,
                   h.fault);
            CHECK(0);
        }
    }
}


static void
a_response_may_be_cut_anywhere(void)
{
    got_t   got;
    size_t  i, piece;

    for (i = 1; i < sizeof(PLAIN); i++) {
        for (piece = 1; piece < sizeof(PLAIN); piece += 7) {
            got = feed(PLAIN, i, piece);
            CHECK_INT(got.rc, XC_HTTP_DONE);
            CHECK(got.n == 5 && memcmp(got.body, "hello", 5) == 0);
            CHECK_INT(h.status, 200);
            CHECK(strcmp(h.content_type, "a/b; c=d") == 0);
            CHECK(strcmp(h.encoding, "gzip") == 0);
            CHECK(h.keepalive);
        }
    }
}


static void
chunks_may_be_cut_anywhere(void)
{
    got_t   got;
    size_t  i, piece;

    for (i = 1; i < sizeof(CHUNKED); i++) {
        for (piece = 1; piece < sizeof(CHUNKED); piece += 5) {
            got = feed(CHUNKED, i, piece);
            CHECK_INT(got.rc, XC_HTTP_DONE);
            CHECK(got.n == 14
                  && memcmp(got.body, "hello\r\n0\r\n\r\n12", 14) == 0);
        }
    }
}


static void
some_have_no_body(void)
{
    CHECK_INT(feed(NONE, 100, 100).rc, XC_HTTP_DONE);
    CHECK_INT(h.status, 204);
    CHECK_INT(feed("HTTP/1.1 204 No\r\nContent-Length: 7\r\n\r\n", 9, 9).rc,
              XC_HTTP_DONE);
    CHECK_INT(feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 9, 9).rc,
              XC_HTTP_DONE);
    CHECK_INT(feed("HTTP/1.1 100 Continue\r\n\r\n" PLAIN, 9, 9).rc,
              XC_HTTP_DONE);
    CHECK_INT(h.status, 200);
}


static void
what_follows_is_left(void)
{
    const char  *at, *text;

    text = NONE "more";
    at = text;
    xc_http_start(&h);
    CHECK_INT(xc_http_read(&h, &at, text + strlen(text)), XC_HTTP_DONE);
    CHECK(strcmp(at, "more") == 0);
}


static void
a_connection_is_kept_as_the_server_says(void)
{
    feed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
         99, 99);
    CHECK(!h.keepalive);
    feed("HTTP/1.1 200 OK\r\nConnection: x , Close\r\nContent-Length: 0\r\n"
         "\r\n", 99, 99);
    CHECK(!h.keepalive);
    feed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 99, 99);
    CHECK(!h.keepalive);
    feed("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n"
         "\r\n", 99, 99);
    CHECK(h.keepalive);
    feed("HTTP/1.1 200 OK\r\nConnection: closed\r\nContent-Length: 0\r\n\r\n",
         99, 99);
    CHECK(h.keepalive);
}


static void
the_end_may_end_a_body(void)
{
    CHECK_INT(feed("HTTP/1.1 200 OK\r\n\r\nabc", 99, 99).rc, XC_HTTP_AGAIN);
    CHECK_INT(xc_http_eof(&h), XC_HTTP_DONE);
    CHECK(!h.keepalive);

    feed("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", 99, 99);
    CHECK_INT(xc_http_eof(&h), XC_HTTP_BAD);
    feed("HTTP/1.1 200 OK\r\nConte", 99, 99);
    CHECK_INT(xc_http_eof(&h), XC_HTTP_BAD);
    feed("", 99, 99);
    CHECK_INT(xc_http_eof(&h), XC_HTTP_BAD);
    CHECK(!h.said);
}


static void
what_is_no_response_is_refused(void)
{
    char    *s;
    size_t   i;

    check_bad("HTTP/2 200 OK\r\n\r\n", "first line");
    check_bad("HTTP/1.1 99 OK\r\n\r\n", "first line");
    check_bad("HTTP/1.1 600 OK\r\n\r\n", "first line");
    check_bad("HTTP/1.1 2000 OK\r\n\r\n", "first line");
    check_bad("\r\n", "first line");
    check_bad("HTTP/1.1 101 Switching\r\n\r\n", "another protocol");
    check_bad("HTTP/1.1 200 OK\r\nnothing\r\n\r\n", "a colon");
    check_bad("HTTP/1.1 200 OK\r\n: x\r\n\r\n", "a colon");
    check_bad("HTTP/1.1 200 OK\r\nA: b\r\n folded: x\r\n\r\n", "blank");
    check_bad("HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\n", "blank");
    check_bad("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "15 digits");
    check_bad("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", "15 digits");
    check_bad("HTTP/1.1 200 OK\r\nContent-Length: 1234567890123456\r\n\r\n",
              "15 digits");
    check_bad("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n"
              "\r\n", "two Content-Length");
    check_bad("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"
              "Transfer-Encoding: chunked\r\n\r\n", "both");
    check_bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
              "\"chunked\"");
    check_bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
              "hexadecimal");
    check_bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              "1234567890abc\r\n", "hexadecimal");
    check_bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
              "1\r\nab\r\n", "longer than it says");
    check_bad("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", "control");

    s = malloc(200000);
    strcpy(s, "HTTP/1.1 200 OK\r\nA: ");
    memset(s + strlen(s), 'x', XC_HTTP_LINE);
    strcpy(s + 20 + XC_HTTP_LINE, "\r\n\r\n");
    check_bad(s, "a line of more");

    for (i = 17; i < 100000; i += 100) {
        memset(s + i, 'x', 100);
        memcpy(s + i, "A: ", 3);
        s[i + 99] = '\n';
        s[i + 100] = '\0';
    }

    check_bad(s, "a head of more");
    free(s);
}


static const cx_test_t  tests[] = {
    TEST(a_response_may_be_cut_anywhere),
    TEST(chunks_may_be_cut_anywhere),
    TEST(some_have_no_body),
    TEST(what_follows_is_left),
    TEST(a_connection_is_kept_as_the_server_says),
    TEST(the_end_may_end_a_body),
    TEST(what_is_no_response_is_refused)
};

TEST_MAIN(tests)
