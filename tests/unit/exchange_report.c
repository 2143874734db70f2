
/* What the simulator writes, and the addresses that it reads. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include "tests/exchange/json.h"
#include "tests/exchange/report.h"
#include "tests/exchange/svg.h"
#include "tests/exchange/text.h"
#include "tests/unit/test.h"


static xc_engine_t    engine;
static xc_conf_t      conf;
static xc_json_doc_t  doc;
static xc_error_t     err;


static void
json_is_written_with_its_commas(void)
{
    char      buf[512];
    xc_out_t  t;

    xc_text_start(&t, buf, sizeof(buf) - 1);
    xc_put_char(&t, '{');
    xc_str(&t, "a", "x\"y\\z");
    xc_int(&t, "b", -12);
    xc_open(&t, "c", '[');
    xc_open(&t, NULL, '{');
    xc_shut(&t, '}');
    xc_int(&t, NULL, 0);
    xc_str(&t, NULL, "");
    xc_shut(&t, ']');
    xc_set(&t, "d", XC_BIT(1) | XC_BIT(31));
    xc_strf(&t, "e", "%u%s", 7, "\"");
    xc_shut(&t, '}');
    *t.at = '\0';

    CHECK(strcmp(buf, "{\"a\":\"x\\\"y\\\\z\",\"b\":-12,\"c\":[{},0,\"\"],"
                      "\"d\":[1,31],\"e\":\"7\\\"\"}") == 0);
    CHECK(!t.overflow);

    xc_text_start(&t, buf, 4);
    xc_str(&t, "long", "value");
    CHECK(t.overflow);
    CHECK(t.at <= t.end);
}


static void
check_money(xc_money_t micros, const char *want)
{
    char      buf[64];
    xc_out_t  t;

    xc_text_start(&t, buf, sizeof(buf) - 1);
    xc_put_money(&t, micros);
    *t.at = '\0';

    if (strcmp(buf, want) != 0) {
        printf("    \"%s\", not \"%s\"\n", buf, want);
        CHECK(0);
    }
}


static void
money_is_written_exactly(void)
{
    check_money(0, "0");
    check_money(1, "0.000001");
    check_money(1000000, "1");
    check_money(1500000, "1.5");
    check_money(100, "0.0001");
    check_money(123456789, "123.456789");
    check_money(10050000, "10.05");
}


/* as many seconds, each with answers of its own */

static void
fill(unsigned seconds, unsigned each)
{
    unsigned  i, k;

    memset(&conf, 0, sizeof(conf));
    engine.conf = &conf;
    engine.market = &xc_market_none;
    xc_stats_start(&engine.stats, 0);

    for (i = 0; i < seconds; i++) {
        for (k = 0; k < each; k++) {
            xc_stats_answer(&engine.stats, k % 3 ? 200 : 204, 100,
                            50000 + 997 * (int64_t) k * (i + 1));
        }

        if (i % 5 == 4) {
            xc_stats_lost(&engine.stats, XC_TIMEOUT, 900000000);
        }

        xc_stats_tick(&engine.stats, (i + 1) * 1000000000LL);
    }

    engine.stats.asked = engine.stats.answered;
    xc_stats_end(&engine.stats, seconds * 1000000000LL);
}


static char *
written(void (*write)(const xc_engine_t *e, FILE *out), size_t *len)
{
    char  *text;
    FILE  *f;

    text = NULL;
    f = open_memstream(&text, len);
    write(&engine, f);
    fclose(f);

    return text;
}


static void
the_report_is_json(void)
{
    char       *text;
    size_t      len;
    unsigned    i;
    xc_json_t  *root, *o;

    static const unsigned  seconds[] = { 0, 1, 7, 100 };

    for (i = 0; i < cx_nelts(seconds); i++) {
        fill(seconds[i], 30);
        text = written(xc_report_json, &len);
        root = xc_json_read(&doc, text, len);

        if (root == NULL) {
            printf("    %s at %zu: %s\n", doc.fault, doc.at, text);
        }

        CHECK(root != NULL);
        CHECK_INT(xc_json_int(root, "answers", -1), 30 * seconds[i]);
        CHECK_INT(xc_json_int(root, "failed", -1), seconds[i] / 5);
        o = xc_json_get(root, "status");
        CHECK_INT(xc_json_int(o, "204", 0), 10 * seconds[i]);
        o = xc_json_get(root, "series");
        CHECK_INT(o ? o->count : 0, seconds[i]);
        free(text);

        text = written(xc_report_text, &len);
        CHECK(strstr(text, "latency") != NULL);
        free(text);
    }
}


/* half of the requests are lost, each in a second of its own */

static void
seconds_count_answers_and_losses_apart(void)
{
    xc_stats_t  s;

    memset(&s, 0, sizeof(s));
    xc_stats_start(&s, 0);

    xc_stats_answer(&s, 200, 1, 1000000);
    xc_stats_tick(&s, 1000000000);
    xc_stats_lost(&s, XC_TIMEOUT, 2000000);
    xc_stats_refused(&s, 2);
    xc_stats_tick(&s, 2000000000);
    xc_stats_refused(&s, 3);
    xc_stats_tick(&s, 3000000000);
    xc_stats_unsent(&s, 500000000, 3500000000);
    xc_stats_unsent(&s, 3200000000, 3500000000);
    xc_stats_end(&s, 3500000000);

    CHECK_INT(s.nseconds, 4);
    CHECK_INT(s.second[0].answered, 1);
    CHECK_INT(s.second[0].lost, 1);
    CHECK_INT(s.second[0].max_us, 3000000);
    CHECK_INT(s.second[1].answered, 0);
    CHECK_INT(s.second[1].lost, 1);
    CHECK_INT(s.second[1].connect_errors, 2);
    CHECK_INT(s.second[2].lost, 0);
    CHECK_INT(s.second[2].connect_errors, 3);
    CHECK_INT(s.second[3].lost, 1);
    CHECK_INT(s.unsent, 2);
    CHECK_INT(s.lost[XC_TIMEOUT], 3);
    CHECK_INT(s.connect_errors, 5);
    CHECK_INT(xc_stats_failed(&s), 3);
    xc_stats_free(&s);
}


/* it goes on where no line can be kept */

static void
seconds_without_a_line_are_told(void)
{
    xc_stats_t  s;

    memset(&s, 0, sizeof(s));
    xc_stats_start(&s, 0);
    s.nseconds = XC_SECONDS_MAX;
    s.size = XC_SECONDS_MAX;

    alarm(20);
    xc_stats_tick(&s, (XC_SECONDS_MAX + 3) * 1000000000LL);
    alarm(0);
    CHECK_INT(s.nseconds, XC_SECONDS_MAX);
    CHECK_INT(s.unkept, 3);
}


/* enough of XML: what is opened is closed, in its order */

static int
balanced(const char *s)
{
    char         stack[16];
    unsigned     depth;
    const char  *end;

    for (depth = 0; (s = strchr(s, '<')) != NULL; s = end) {
        end = strchr(s, '>');

        if (end == NULL || depth == sizeof(stack)) {
            return 0;
        }

        if (s[1] == '/') {
            if (depth == 0 || stack[--depth] != s[2]) {
                return 0;
            }

        } else if (end[-1] != '/') {
            stack[depth++] = s[1];
        }
    }

    return depth == 0;
}


static void
the_picture_is_xml(void)
{
    char    *text;
    FILE    *f;
    size_t   len, i;

    static const unsigned  seconds[] = { 0, 1, 13, 800 };

    for (i = 0; i < cx_nelts(seconds); i++) {
        fill(seconds[i], 20);
        text = NULL;
        f = open_memstream(&text, &len);
        xc_svg_write(&engine.stats, "a < b & c", f);
        fclose(f);

        CHECK(strncmp(text, "<svg ", 5) == 0);
        CHECK(balanced(text));
        CHECK(strstr(text, "a &lt; b &amp; c") != NULL);
        CHECK(strstr(text, "nan") == NULL && strstr(text, "inf") == NULL);
        CHECK_INT(strstr(text, "polyline") != NULL, seconds[i] != 0);
        CHECK_INT(strstr(text, ">12 s<") != NULL, seconds[i] == 13);
        CHECK_INT(strstr(text, ">12 min<") != NULL, seconds[i] == 800);
        CHECK(strstr(text, ">13 ") == NULL && strstr(text, ">80 ") == NULL);
        free(text);
    }

    xc_stats_free(&engine.stats);
}


static void
addresses_are_read(void)
{
    size_t                i;
    xc_address_t          a;
    struct sockaddr_in   *sin;
    struct sockaddr_in6  *sin6;

    static const char *const  wrong[] = {
        "ftp://127.0.0.1/", "http://", "http:///x", "http://127.0.0.1:x/",
        "http://127.0.0.1:80:80/", "http://[::1/", "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX: y", "http://127.0.0.1:99999999/"
    };

    sin = (struct sockaddr_in *) &a.sockaddr;
    sin6 = (struct sockaddr_in6 *) &a.sockaddr;

    CHECK_INT(xc_address_url(&a, "http://127.0.0.1:8080/v1/bid?x=y", &err),
              XC_OK);
    CHECK_INT(ntohs(sin->sin_port), 8080);
    CHECK_INT(ntohl(sin->sin_addr.s_addr), INADDR_LOOPBACK);
    CHECK(strcmp(a.host, "127.0.0.1:8080") == 0);
    CHECK(strcmp(a.path, "/v1/bid?x=y") == 0);

    CHECK_INT(xc_address_url(&a, "http://127.0.0.1", &err), XC_OK);
    CHECK_INT(ntohs(sin->sin_port), 80);
    CHECK(strcmp(a.path, "/") == 0);

    CHECK_INT(xc_address_url(&a, "http://[::1]:81/", &err), XC_OK);
    CHECK_INT(sin6->sin6_family, AF_INET6);
    CHECK_INT(ntohs(sin6->sin6_port), 81);
    CHECK_INT(xc_address(&a, "[::1]", &err), XC_OK);
    CHECK_INT(ntohs(sin6->sin6_port), 80);

    for (i = 0; i < cx_nelts(wrong); i++) {
        if (xc_address_url(&a, wrong[i], &err) != XC_ERROR) {
            printf("    \"%s\" is taken\n", wrong[i]);
            CHECK(0);
        }
    }
}


static const cx_test_t  tests[] = {
    TEST(json_is_written_with_its_commas),
    TEST(money_is_written_exactly),
    TEST(the_report_is_json),
    TEST(seconds_count_answers_and_losses_apart),
    TEST(seconds_without_a_line_are_told),
    TEST(the_picture_is_xml),
    TEST(addresses_are_read)
};

TEST_MAIN(tests)
