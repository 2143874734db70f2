
/* The simulator's reader of JSON: what is none is refused. */

#include "tests/exchange/json.h"
#include "tests/unit/test.h"


static xc_json_doc_t  doc;


static xc_json_t *
read_text(const char *text)
{
    return xc_json_read(&doc, text, strlen(text));
}


static void
what_is_json_is_read(void)
{
    unsigned    i;
    xc_json_t  *root;

    static const char *const  right[] = {
        "{}", "[]", " [ ] ", "null", "true", "0", "-0", "1.5e-3", "1E+2",
        "\"\"", "[1,[2,[3]]]", "{\"a\":{\"b\":[]}}",
        "\"\\u00e9\\uD83D\\uDE00\"",
        "\"\xc3\xa9\xf0\x9f\x98\x80\""
    };

    for (i = 0; i < cx_nelts(right); i++) {
        CHECK(read_text(right[i]) != NULL);
    }

    root = read_text("{\"a\":\"x\\n\\u0041\\ud83d\\ude00\",\"b\":[1,-2],"
                     "\"c\":1.25}");

    CHECK_INT(root->count, 3);
    CHECK(xc_text_is(xc_json_text(root, "a"), "x\nA\xf0\x9f\x98\x80"));
    CHECK(xc_json_has_int(xc_json_get(root, "b"), -2));
    CHECK(!xc_json_has_int(xc_json_get(root, "b"), 2));
    CHECK_INT(xc_json_int(root, "c", 7), 7);
    CHECK(xc_json_get_as(root, "c", XC_JSON_STRING) == NULL);
    CHECK(xc_json_get(root, "d") == NULL);
}


static void
what_is_none_is_refused(void)
{
    unsigned  i;

    static const char *const  wrong[] = {
        "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}", "{a:1}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
        "01", "1.", ".5", "+1", "-", "1e", "0x1", "NaN", "nul", "tru", "1 2",
        "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"",
        "\"\\ud800\\u0041\"", "\"\\udc00\\udc00\"",
        "\"\t\"", "\"\x80\"", "\"\xc0\x80\"",
        "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xc3", "'a'", "[1;2]",
        "// 1\n1"
    };

    for (i = 0; i < cx_nelts(wrong); i++) {
        if (read_text(wrong[i])) {
            (void) printf("    %s\n", wrong[i]);
        }

        CHECK(read_text(wrong[i]) == NULL);
        CHECK(doc.fault != NULL);
    }
}


static void
depth_is_bounded(void)
{
    char    text[256];
    size_t  n;

    for (n = 1; n < 120; n++) {
        memset(text, '[', n);
        memset(text + n, ']', n);

        CHECK((xc_json_read(&doc, text, 2 * n) != NULL)
              == (n <= XC_JSON_DEPTH + 1));
        CHECK(xc_json_read(&doc, text, n) == NULL);
    }
}


static void
money_is_read_exactly(void)
{
    int        exact;
    unsigned   i;
    xc_json_t  n;

    static const struct {
        const char  *text;
        int64_t      micros;
        int          exact;
    } rows[] = {
        { "0", 0, 1 }, { "1", 1000000, 1 }, { "1.5", 1500000, 1 },
        { "0.000001", 1, 1 }, { "0.0000001", 1, 0 },
        { "1.2345671", 1234568, 0 },
        { "1.50000000000", 1500000, 1 }, { "15e-1", 1500000, 1 },
        { "1.5E2", 150000000, 1 }, { "-1", -1, 1 }, { "1e30", -1, 1 },
        { "1e-30", 1, 0 }, { "0e999", 0, 1 }, { "31.047192", 31047192, 1 }
    };

    memset(&n, 0, sizeof(n));
    n.type = XC_JSON_NUMBER;

    for (i = 0; i < cx_nelts(rows); i++) {
        n.text.data = rows[i].text;
        n.text.len = strlen(rows[i].text);

        CHECK_INT(xc_json_micros(&n, &exact), rows[i].micros);
        CHECK_INT(exact, rows[i].exact);
    }

    n.type = XC_JSON_STRING;
    CHECK_INT(xc_json_micros(&n, &exact), -1);
    CHECK_INT(xc_json_micros(NULL, &exact), -1);

    xc_json_free(&doc);
}


static const cx_test_t  tests[] = {
    TEST(what_is_json_is_read),
    TEST(what_is_none_is_refused),
    TEST(depth_is_bounded),
    TEST(money_is_read_exactly)
};

TEST_MAIN(tests)
