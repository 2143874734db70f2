
/*
 * JSON is taken strictly, wherever it stands: in members that are read, in
 * unknown ones and under ext.
 */

#include "tests/unit/openrtb_read.h"


static char  text[TEST_BODY];

/* the same value read, unknown, deep in an unknown one and under ext */

static const char *const  frames[] = {
    "{\"tmax\":%s}",
    "{\"x\":%s}",
    "{\"x\":{\"y\":[1,%s]}}",
    "{\"ext\":%s}",
    "{\"imp\":[{\"banner\":{\"battr\":[%s]}}]}",
    "{\"imp\":[{\"tagid\":%s}]}",
    "{\"imp\":[{\"bidfloor\":%s}]}",
    "{\"device\":{\"pxratio\":%s}}",
    "{\"imp\":[{\"native\":{\"request\":%s}}]}"
};


static void
put(const char *frame, const char *value)
{
    const char  *p;

    p = strstr(frame, "%s");

    (void) snprintf(text, sizeof(text), "%.*s%s%s", (int) (p - frame), frame,
                    value, p + 2);
}


static void
numbers(void)
{
    size_t       i, j;
    test_read_t  res;

    static const char *const  bad[] = {
        "01", "-", "-01", "+1", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1E-",
        "0x10", "1_000", "NaN", "Infinity", "-Infinity", "1a", "1.5.5",
        "--1", "00", "12345678901a", "1e5x", "1\"a\"", "1{}", "1 2", "0.",
        "123456789.", "1,", "\\1", "\xc3\xa9"
    };

    static const char *const  good[] = {
        "0", "-0", "0.0", "-0.0e-0", "1e5", "1E+5", "10.01e-12", "1e400",
        "12345678", "123456789", "1234567890123456789012345678901234567890"
    };

    for (i = 0; i < cx_nelts(frames); i++) {
        for (j = 0; j < cx_nelts(bad); j++) {
            put(frames[i], bad[j]);
            res = test_read(text);

            CHECK_INT(res.rc, CX_ERROR);

            if (res.e.code != CX_E_JSON_SYNTAX) {
                CHECK_INT(res.e.code, CX_E_JSON_SYNTAX);
                (void) printf("    %s\n", text);
            }
        }

        for (j = 0; j < cx_nelts(good); j++) {
            put(frames[i], good[j]);
            res = test_read(text);

            if (res.e.code == CX_E_FIELD_MISSING
                || res.e.code == CX_E_FIELD_VALUE)
            {
                continue;
            }

            CHECK(!"taken");
            (void) printf("    %s\n", text);
        }
    }
}


static void
literals(void)
{
    size_t       i, j;
    test_read_t  res;

    static const char *const  bad[] = {
        "tru", "truee", "True", "nul", "nulll", "null1", "fals", "falsey",
        "undefined", "'a'", "a", ",", ":", "}", "]", "[", "{", "[1", "[,]",
        "[1,]", "[1 2]", "[1:2]", "{1:2}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{,}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{a:1}", "{\"a\":1]", "[1}",
        "{\"a\"::1}", "true false", "\"a\" \"b\"", "\"a\"b", "//\n1",
        "/**/1", "\f1", "\v1", "{\"a\":1,,\"b\":2}", "[[]", "{}}"
    };

    for (i = 0; i < cx_nelts(frames); i++) {
        for (j = 0; j < cx_nelts(bad); j++) {
            put(frames[i], bad[j]);
            res = test_read(text);

            if (res.e.code != CX_E_JSON_SYNTAX
                && res.e.code != CX_E_FIELD_TYPE)
            {
                CHECK_INT(res.e.code, CX_E_JSON_SYNTAX);
                (void) printf("    %s\n", text);
            }
        }
    }

    /* and with nothing in the way the same is fine */

    (void) test_good(" {\n\t\"id\" : \"r\" ,\r\n \"imp\" : [ { \"id\" : 1 , "
                     "\"banner\" : { } , \"x\" : [ ] , \"y\" : [ 1 , [ ] , "
                     "{ \"a\" : null } ] } ] , \"tmax\" : 5 , \"cur\" : [ "
                     "\"USD\" , 1 ] , \"at\":1\n} \n");
}


static void
strings(void)
{
    size_t       i, j;
    cx_errcode_t want;
    test_read_t  res;

    static const struct {
        const char    *value;
        cx_errcode_t   code;
    } bad[] = {
        { "\"\\x\"", CX_E_JSON_SYNTAX },
        { "\"\\u12\"", CX_E_JSON_SYNTAX },
        { "\"\\u12g4\"", CX_E_JSON_SYNTAX },
        { "\"\\u\"", CX_E_JSON_SYNTAX },
        { "\"\\U0041\"", CX_E_JSON_SYNTAX },
        { "\"\\'\"", CX_E_JSON_SYNTAX },
        { "\"a\tb\"", CX_E_JSON_SYNTAX },
        { "\"a\nb\"", CX_E_JSON_SYNTAX },
        { "\"a\x01\"", CX_E_JSON_SYNTAX },
        { "\"a\x1f\"", CX_E_JSON_SYNTAX },
        { "\"a", CX_E_JSON_SYNTAX },
        { "\"a\\\"", CX_E_JSON_SYNTAX },
        { "\"\\ud800\"", CX_E_JSON_ENCODING },
        { "\"\\udc00\"", CX_E_JSON_ENCODING },
        { "\"\\ud800\\u0041\"", CX_E_JSON_ENCODING },
        { "\"\\ud800\\ud800\"", CX_E_JSON_ENCODING },
        { "\"\\ud800x\"", CX_E_JSON_ENCODING },
        { "\"\\udc00\\udc00\"", CX_E_JSON_ENCODING },
        { "\"\\ud800\\ue000\"", CX_E_JSON_ENCODING },
        { "\"\\ud800\\udc0\"", CX_E_JSON_ENCODING },
        { "\"\xff\"", CX_E_JSON_ENCODING },
        { "\"\x80\"", CX_E_JSON_ENCODING },
        { "\"\xc0\x80\"", CX_E_JSON_ENCODING },
        { "\"\xc1\xbf\"", CX_E_JSON_ENCODING },
        { "\"\xc3\"", CX_E_JSON_ENCODING },
        { "\"\xc3(\"", CX_E_JSON_ENCODING },
        { "\"\xe0\x9f\xbf\"", CX_E_JSON_ENCODING },
        { "\"\xed\xa0\x80\"", CX_E_JSON_ENCODING },
        { "\"\xe2\x82\"", CX_E_JSON_ENCODING },
        { "\"\xf0\x8f\xbf\xbf\"", CX_E_JSON_ENCODING },
        { "\"\xf4\x90\x80\x80\"", CX_E_JSON_ENCODING },
        { "\"\xf5\x80\x80\x80\"", CX_E_JSON_ENCODING },
        { "\"\xf0\x9f\x98\"", CX_E_JSON_ENCODING }
    };

    for (i = 0; i < cx_nelts(frames); i++) {
        for (j = 0; j < cx_nelts(bad); j++) {
            put(frames[i], bad[j].value);
            res = test_read(text);

            want = bad[j].code;

            if (res.e.code != want) {
                CHECK_INT(res.e.code, want);
                (void) printf("    %s\n", text);
            }
        }
    }

    /* as a name, too */

    test_bad("{\"\\ud800\":1}", CX_E_JSON_ENCODING, "\\ud800");
    test_bad("{\"x\":{\"\\q\":1}}", CX_E_JSON_SYNTAX, "x.\\q");
    test_bad("{\"\x02\":1}", CX_E_JSON_SYNTAX, "byte 2");

    /* at every place of a block of the index */

    for (i = 1; i < 200; i++) {
        memset(text, 'a', i + 2);
        memcpy(text, "{\"", 2);
        memcpy(text + i + 2, "\xc3\xa9\":1}", 7);
        test_bad(text, CX_E_FIELD_MISSING, "id");

        text[i + 3] = '"';
        res = test_read(text);
        CHECK_INT(res.e.code, CX_E_JSON_ENCODING);
        CHECK(res.e.field[0] == 'b');
    }
}


static void
duplicates(void)
{
    size_t    i;
    cx_buf_t  b;

    test_bad("{\"id\":1,\"id\":1}", CX_E_JSON_DUPLICATE, "id");
    test_bad("{\"id\":1,\"imp\":[],\"\\u0069d\":1}", CX_E_JSON_DUPLICATE,
             "\\u0069d");
    test_bad("{\"imp\":[{},{\"banner\":{\"w\":1,\"h\":2,\"w\":null}}]}",
             CX_E_JSON_DUPLICATE, "imp[1].banner.w");
    test_bad("{\"x\":1,\"y\":2,\"x\":3}", CX_E_JSON_DUPLICATE, "x");
    test_bad("{\"x\":{\"y\":[{\"a\":1,\"a\":2}]}}", CX_E_JSON_DUPLICATE,
             "x.y[0].a");
    test_bad("{\"ext\":{\"y\":{\"a\":1,\"b\":{},\"a\":[]}}}",
             CX_E_JSON_DUPLICATE, "ext.y.a");
    test_bad("{\"x\":{\"\":1,\"\":2}}", CX_E_JSON_DUPLICATE, "x.");
    test_bad("{\"x\":{\"a\\/b\":1,\"a/b\":2}}", CX_E_JSON_DUPLICATE,
             "x.a/b");

    /* the same name in other objects is fine */

    (void) test_good("{\"id\":\"r\",\"imp\":[{\"id\":1,\"z\":1},{\"id\":2,"
                     "\"z\":1}],\"z\":{\"z\":{\"z\":1},\"zz\":[{\"z\":1},"
                     "{\"z\":2}]}}");

    /* many names, in a known object and in an unknown one */

    for (i = 0; i < 2; i++) {
        unsigned  n, m;

        for (m = 0; m < 300; m += 23) {
            cx_buf_init(&b, text, sizeof(text));
            cx_put_cstr(&b, i ? "{\"x\":{" : "{");

            for (n = 0; n < 300; n++) {
                cx_put_lit(&b, "\"n");
                cx_put_uint(&b, n * 7 % 300);
                cx_put_lit(&b, "\":{\"b\":[]},");
            }

            cx_put_lit(&b, "\"n");
            cx_put_uint(&b, m ? m : 1000);
            cx_put_cstr(&b, i ? "\":1}}" : "\":1}");
            cx_put_char(&b, '\0');

            if (m == 0) {
                test_bad(text, CX_E_FIELD_MISSING, "id");

            } else {
                char  field[32];

                (void) snprintf(field, sizeof(field), "%sn%u", i ? "x." : "",
                                m);
                test_bad(text, CX_E_JSON_DUPLICATE, field);
            }
        }
    }
}


static void
depth(void)
{
    int  n;

    for (n = 1; n < 100; n++) {
        memcpy(text, "{\"x\":", 5);
        memset(text + 5, '[', n);
        memset(text + 5 + n, ']', n);
        memcpy(text + 5 + 2 * n, "}", 2);

        if (n < CX_ORTB_MAX_DEPTH) {
            test_bad(text, CX_E_FIELD_MISSING, "id");

        } else {
            CHECK_INT(test_read(text).e.code, CX_E_JSON_DEPTH);
        }
    }

    /* without end, and in what is read */

    memset(text, '[', 100000);
    memcpy(text, "{\"x\":", 5);
    memcpy(text + 100000, "}", 2);
    test_bad(text, CX_E_JSON_DEPTH,
             "x[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]"
             "[0][0][0][0][0][0][0][0][0][0][0]");

    for (n = 0; n < 100000; n += 5) {
        memcpy(text + n, "{\"x\":", 5);
    }

    memcpy(text + 100000, "}", 2);
    CHECK_INT(test_read(text).e.code, CX_E_JSON_DEPTH);
}


static void
edges(void)
{
    test_bad("[]", CX_E_JSON_SYNTAX, "byte 0");
    test_bad("\"a\"", CX_E_JSON_SYNTAX, "byte 0");
    test_bad("1", CX_E_JSON_SYNTAX, "byte 0");
    test_bad(" null", CX_E_JSON_SYNTAX, "byte 1");
    test_bad("{", CX_E_JSON_SYNTAX, "byte 1");
    test_bad("}", CX_E_JSON_SYNTAX, "byte 0");
    test_bad("{}x", CX_E_JSON_SYNTAX, "byte 3");
    test_bad("{} {}", CX_E_JSON_SYNTAX, "byte 3");
    test_bad("{}}", CX_E_JSON_SYNTAX, "byte 2");
    test_bad("{},{}", CX_E_JSON_SYNTAX, "byte 2");
    test_bad("\xef\xbb\xbf{}", CX_E_JSON_SYNTAX, "byte 0");
    test_bad("{\"a\":{}", CX_E_JSON_SYNTAX, "byte 7");
    test_bad("{\"a\":{}  \n", CX_E_JSON_SYNTAX, "byte 10");
    test_bad("{\"imp\":[{}", CX_E_JSON_SYNTAX, "byte 10");
    test_bad("{\"a\":1;}", CX_E_JSON_SYNTAX, "byte 6");
    test_bad("{\"imp\":[{\"banner\":{\"w\":3 4}}]}", CX_E_JSON_SYNTAX,
             "byte 25");
    test_bad_n("{\"a\":1\0}", 8, CX_E_JSON_SYNTAX, "byte 6");
    test_bad_n("{\"a\":\"\0\"}", 9, CX_E_JSON_SYNTAX, "byte 6");
    test_bad_n("{}\0", 3, CX_E_JSON_SYNTAX, "byte 3");
}


/* errors say where, however long and odd the names are */

static void
paths(void)
{
    test_read_t  res;

    test_bad("{\"imp\":[{\"id\":1},{\"a b\\\"}{\":[1,{\"k\":[{},{}],\"k\":1}"
             "]}]}", CX_E_JSON_DUPLICATE, "imp[1].a?b\\\"}{[1].k");
    test_bad("{\"\xc3\xa9\":{\"a\":1,\"a\":1}}", CX_E_JSON_DUPLICATE,
             "??.a");

    memset(text, 'n', 1000);
    memcpy(text, "{\"", 2);
    memcpy(text + 1000, "\":{\"a\":1,\"a\":1}}", 17);
    test_bad(text, CX_E_JSON_DUPLICATE, "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a");

    res = test_read("{\"tmax\":x}");
    CHECK(strcmp(res.e.fault, "unexpected character 'x'") == 0);
    CHECK(strcmp(res.e.allowed, "a JSON value") == 0);

    res = test_read("{\"at\":{}}");
    CHECK(strcmp(res.e.field, "at") == 0);
    CHECK(strcmp(res.e.allowed, "an integer") == 0);

    /* nobody has to listen */

    CHECK_INT(cx_openrtb_read(test_reader(CX_ORTB_KERNEL_BEST),
                              (const uint8_t *) "{\"at\":{}}", 9,
                              &res.arena, &res.req, NULL), CX_ERROR);
}


static void
kernels(void)
{
    int                i;
    cx_ortb_reader_t  *rd;

    static const char *const  names[] = {
        [CX_ORTB_KERNEL_PORTABLE] = "portable",
        [CX_ORTB_KERNEL_SSE2] = "sse2",
        [CX_ORTB_KERNEL_AVX2] = "avx2",
        [CX_ORTB_KERNEL_AVX512] = "avx512"
    };

    /* the best is the last one that this CPU has */

    for (i = CX_ORTB_KERNEL_AVX512; test_reader(i) == NULL; i--) { /* void */ }

    CHECK(strcmp(cx_ortb_reader_kernel(test_reader(CX_ORTB_KERNEL_BEST)),
                 names[i]) == 0);

    for ( /* void */ ; i >= CX_ORTB_KERNEL_PORTABLE; i--) {
        if (test_reader(i) != NULL) {
            CHECK(strcmp(cx_ortb_reader_kernel(test_reader(i)), names[i])
                  == 0);
        }
    }

    rd = cx_ortb_reader_create(CX_ORTB_KERNEL_PORTABLE);
    CHECK(rd != NULL);
    CHECK(strcmp(cx_ortb_reader_kernel(rd), "portable") == 0);
    cx_ortb_reader_destroy(rd);

    CHECK(cx_ortb_reader_create(99) == NULL);
    cx_ortb_reader_destroy(NULL);

#if (__x86_64__)
    CHECK(test_reader(CX_ORTB_KERNEL_SSE2) != NULL);
    CHECK(strcmp(cx_ortb_reader_kernel(test_reader(CX_ORTB_KERNEL_BEST)),
                 "portable") != 0);
#endif
}


static const cx_test_t  tests[] = {
    TEST(numbers),
    TEST(literals),
    TEST(strings),
    TEST(duplicates),
    TEST(depth),
    TEST(edges),
    TEST(paths),
    TEST(kernels),
};

TEST_MAIN(tests)
