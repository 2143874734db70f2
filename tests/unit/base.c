#include "tests/unit/test.h"


static int64_t
micros(const char *s)
{
    int64_t  v;

    switch (cx_micros_parse((const uint8_t *) s, strlen(s), &v)) {
    case CX_OK:
        return v;
    case CX_DECLINED:
        return -77;
    default:
        return -99;
    }
}


static void
money_is_read_exactly(void)
{
    CHECK_INT(micros("0"), 0);
    CHECK_INT(micros("0.35"), 350000);
    CHECK_INT(micros("1.0000004"), 1000000);
    CHECK_INT(micros("1.0000005"), 1000001);
    CHECK_INT(micros("-2.5"), -2500000);
    CHECK_INT(micros("12e-1"), 1200000);
    CHECK_INT(micros("1.2E+1"), 12000000);
    CHECK_INT(micros("1e9"), CX_MICROS_MAX);
    CHECK_INT(micros("1e10"), -99);
    CHECK_INT(micros("123456789012345678901234567890"), -99);
    CHECK_INT(micros("0.000000000000000000000000000001"), 0);
    CHECK_INT(micros("1e-400"), 0);
    CHECK_INT(micros("1e99999999999"), -99);
    CHECK_INT(micros(""), -77);
    CHECK_INT(micros("."), -77);
    CHECK_INT(micros("1."), -77);
    CHECK_INT(micros("1e"), -77);
    CHECK_INT(micros("1x"), -77);
}


static int64_t
least(const char *s)
{
    int64_t  v;

    return cx_micros_floor((const uint8_t *) s, strlen(s), &v) == CX_OK ? v
                                                                        : -99;
}


static void
floors_are_rounded_up(void)
{
    CHECK_INT(least("5"), 5000000);
    CHECK_INT(least("5.000000"), 5000000);
    CHECK_INT(least("5.00000000000000000000000"), 5000000);
    CHECK_INT(least("50000000e-7"), 5000000);
    CHECK_INT(least("5.0000004"), 5000001);
    CHECK_INT(least("5.0000009"), 5000001);
    CHECK_INT(least("5.00000000000001"), 5000001);
    CHECK_INT(least("5.0000000000000000000000000001"), 5000001);
    CHECK_INT(least("50000000000000000000000001e-25"), 5000001);
    CHECK_INT(least("0.00000001"), 1);
    CHECK_INT(least("1e-400"), 1);
    CHECK_INT(least("0e-400"), 0);
    CHECK_INT(least("0.0000000"), 0);
    CHECK_INT(least("-5.0000004"), -5000000);
    CHECK_INT(least("1e9"), CX_MICROS_MAX);
    CHECK_INT(least("1000000000.0000001"), -99);
    CHECK_INT(micros("0.29999999999999998"), 300000);
}


static void
money_is_written_as_it_was_read(void)
{
    size_t                i;
    char                  out[32];
    cx_buf_t              b;
    static const int64_t  v[] = { 0, 1, 10, 1250000, 999999, -350000,
                                  CX_MICROS_MAX };
    static const char    *s[] = { "0", "0.000001", "0.00001", "1.25",
                                  "0.999999", "-0.35", "1000000000" };

    for (i = 0; i < cx_nelts(v); i++) {
        cx_buf_init(&b, out, sizeof(out));
        cx_put_micros(&b, v[i]);
        CHECK_STR(cx_strn(out, cx_buf_len(&b)), s[i]);
        CHECK_INT(micros(s[i]), v[i]);
    }
}


static void
a_full_buffer_writes_nothing_more(void)
{
    char      out[8];
    cx_buf_t  b;

    memset(out, '#', sizeof(out));
    cx_buf_init(&b, out, 4);
    cx_put_lit(&b, "abc");
    cx_put_lit(&b, "de");

    CHECK(b.overflow);
    CHECK_STR(cx_strn(out, cx_buf_len(&b)), "abc");
    CHECK(out[3] == '#' && out[4] == '#');
}


static void
json_strings_are_escaped(void)
{
    char      out[64];
    cx_buf_t  b;

    cx_buf_init(&b, out, sizeof(out));
    cx_put_json(&b, cx_str("a\"b\\c\n\x01/\xc3\xa9"));
    CHECK_STR(cx_strn(out, cx_buf_len(&b)),
              "\"a\\\"b\\\\c\\n\\u0001/\xc3\xa9\"");
}


/* each byte in each place of each short string, with and without room */

static void
json_one(const uint8_t *text, size_t len, const char *want, size_t size)
{
    uint8_t   out[256];
    cx_buf_t  b;

    cx_buf_init(&b, out, size);
    cx_put_json_inner(&b, cx_strn(text, len));
    CHECK(cx_str_eq(cx_strn(out, cx_buf_len(&b)), cx_strn(want, size)));
    CHECK_INT(b.overflow, 0);

    if (size) {
        cx_buf_init(&b, out, size - 1);
        cx_put_json_inner(&b, cx_strn(text, len));
        CHECK_INT(b.overflow, 1);
    }
}


static void
json_is_escaped_wherever_it_has_to_be(void)
{
    char      want[256];
    int       c;
    size_t    i, n, size;
    uint8_t   text[40], *exact;

    for (i = 0; i < sizeof(text); i++) {
        text[i] = (uint8_t) ('A' + i % 20);
    }

    for (n = 0; n < sizeof(text); n++) {
        exact = calloc(1, cx_max(n, 1));
        memcpy(exact, text, n);
        json_one(exact, n, (char *) text, n);

        for (i = 0; i < n; i++) {
            for (c = 0; c < 256; c += i % 3 ? 17 : 1) {
                memcpy(exact, text, n);
                exact[i] = (uint8_t) c;

                memcpy(want, text, i);
                size = i + (size_t) sprintf(want + i,
                    c == '"' || c == '\\' ? "\\%c"
                    : c == '\n' ? "\\n" : c == '\r' ? "\\r"
                    : c == '\t' ? "\\t" : c < 0x20 ? "\\u%04x" : "%c", c);
                memcpy(want + size, text + i + 1, n - i - 1);
                size += n - i - 1;

                json_one(exact, n, want, size);
            }
        }

        free(exact);
    }
}


static void
numbers_of_every_width(void)
{
    int       digits;
    char      out[64], want[64];
    cx_buf_t  b;
    uint64_t  v;

    for (v = 1, digits = 0; digits < 64; digits++, v = v * 3 + digits) {
        cx_buf_init(&b, out, sizeof(out));
        cx_put_uint(&b, v);
        (void) sprintf(want, "%llu", (unsigned long long) v);
        CHECK_STR(cx_strn(out, cx_buf_len(&b)), want);

        cx_buf_init(&b, out, sizeof(out));
        cx_put_hex(&b, v, 16);
        (void) sprintf(want, "%016llx", (unsigned long long) v);
        CHECK_STR(cx_strn(out, cx_buf_len(&b)), want);
    }

    for (v = 0; v < 1100; v++) {
        cx_buf_init(&b, out, sizeof(out));
        cx_put_uint(&b, v);
        (void) sprintf(want, "%llu", (unsigned long long) v);
        CHECK_STR(cx_strn(out, cx_buf_len(&b)), want);
    }
}


static void
what_may_stand_in_an_address(void)
{
    int       c;
    char      out[8], want[8];
    uint8_t   byte;
    cx_buf_t  b;

    for (c = 0; c < 256; c++) {
        byte = (uint8_t) c;
        cx_buf_init(&b, out, sizeof(out));
        cx_put_uri(&b, cx_strn(&byte, 1));
        (void) sprintf(want, c && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij"
                                         "klmnopqrstuvwxyz0123456789-._~", c)
                             ? "%c" : "%%%02X", c);
        CHECK_STR(cx_strn(out, cx_buf_len(&b)), want);
    }
}


/* as the plain loop would write it, and nothing behind it */

static void
base64url_is_what_it_should_be(void)
{
    size_t    i, n, len;
    uint8_t   data[200], want[300], got[300];
    cx_buf_t  b;

    for (i = 0; i < sizeof(data); i++) {
        data[i] = (uint8_t) (i * 89 + (i >> 3));
    }

    for (n = 0; n <= sizeof(data); n++) {
        len = (n * 4 + 2) / 3;
        memset(want, '#', sizeof(want));
        memset(got, '#', sizeof(got));

        cx_base64url_plain(want, data, n);
        cx_buf_init(&b, got, len);
        cx_put_base64url(&b, data, n);

        CHECK_INT(cx_buf_len(&b), len);
        CHECK_INT(b.overflow, 0);
        CHECK(memcmp(got, want, sizeof(got)) == 0);
    }

    cx_buf_init(&b, got, 3);
    cx_put_base64url(&b, data, 3);
    CHECK_INT(b.overflow, 1);
}


static void
base64url_has_one_spelling(void)
{
    size_t    n;
    char      out[64];
    uint8_t   back[64];
    cx_buf_t  b;

    for (n = 0; n < 20; n++) {
        cx_buf_init(&b, out, sizeof(out));
        cx_put_base64url(&b, "\xff\xee\x00\x11\x22pqrstuvwxyz01234", n);
        CHECK_INT(cx_base64url_decode(back, (uint8_t *) out, cx_buf_len(&b)),
                  n);
        CHECK(memcmp(back, "\xff\xee\x00\x11\x22pqrstuvwxyz01234", n) == 0);
    }

    CHECK_INT(cx_base64url_decode(back, (const uint8_t *) "QQ", 2), 1);
    CHECK_INT(cx_base64url_decode(back, (const uint8_t *) "QR", 2), -1);
    CHECK_INT(cx_base64url_decode(back, (const uint8_t *) "Q", 1), -1);
    CHECK_INT(cx_base64url_decode(back, (const uint8_t *) "Q+==", 4), -1);
}


static void
a_checksum_does_not_see_the_pieces(void)
{
    size_t         i, step;
    uint8_t        data[500];
    uint64_t       whole;
    cx_checksum_t  c;

    for (i = 0; i < sizeof(data); i++) {
        data[i] = (uint8_t) (i * 7);
    }

    cx_checksum_init(&c);
    cx_checksum_update(&c, data, sizeof(data));
    whole = cx_checksum_final(&c);

    for (step = 1; step < 70; step++) {
        cx_checksum_init(&c);

        for (i = 0; i < sizeof(data); i += step) {
            cx_checksum_update(&c, data + i, cx_min(step, sizeof(data) - i));
        }

        CHECK(cx_checksum_final(&c) == whole);
    }

    for (i = 0; i < sizeof(data); i++) {
        data[i] ^= 1;
        cx_checksum_init(&c);
        cx_checksum_update(&c, data, sizeof(data));
        CHECK(cx_checksum_final(&c) != whole);
        data[i] ^= 1;
    }
}


static int64_t
when(const char *s)
{
    int64_t  t;

    return cx_time_parse(cx_strn(s, strlen(s)), &t) == CX_OK ? t : -1;
}


static void
times_are_parsed(void)
{
    CHECK_INT(when("1970-01-01"), 0);
    CHECK_INT(when("2024-02-29T12:00:00Z"), 1709208000);
    CHECK_INT(when("2026-05-01T02:00:00+02:00"), 1777593600);
    CHECK_INT(when("2023-02-29"), -1);
    CHECK_INT(when("2026-13-01"), -1);
    CHECK_INT(when("2026-05-01T25:00:00Z"), -1);
    CHECK_INT(when("2026-05-01T10:00:00"), -1);
    CHECK_INT(cx_weekday(cx_days_from_civil(2026, 11, 20)), 4);
    CHECK_INT(cx_weekday(0), 3);
}


static void
every_error_code_has_a_name_of_its_own(void)
{
    int  i, j;

    for (i = 0; i < CX_E_MAX; i++) {
        CHECK(cx_error_http((cx_errcode_t) i) >= 200);

        for (j = 0; j < i; j++) {
            CHECK(strcmp(cx_error_name((cx_errcode_t) i),
                         cx_error_name((cx_errcode_t) j)) != 0);
        }
    }
}


static void
an_error_is_json(void)
{
    char        out[512];
    size_t      n;
    cx_error_t  e;

    CHECK_INT(cx_error(&e, CX_E_FIELD_TYPE, "imp[0].id", "a string",
                       "is %s", "an \"array\""), CX_ERROR);
    n = cx_error_json(&e, out, sizeof(out));
    CHECK_STR(cx_strn(out, n), "{\"error\":{\"code\":\"field_type\","
              "\"field\":\"imp[0].id\",\"fault\":\"is an \\\"array\\\"\","
              "\"allowed\":\"a string\"}}");
    CHECK_INT(cx_error_json(&e, out, 20), 0);
}


/* against the machine's clock, and never backwards */

static void
ticks_are_time(void)
{
    int64_t            off;
    uint64_t           now, last, system, end, usable;
    cx_clock_ticks_t   c;

    cx_clock_ticks_init(&c);
    usable = c.usable;
    last = 0;
    end = cx_clock_system.mono_ns(NULL) + 100000000;

    do {
        now = cx_clock_ticks_ns(&c);
        CHECK(now >= last);
        last = now;
        system = cx_clock_system.mono_ns(NULL);
        off = (int64_t) (now - system);
        CHECK(off < 1000000);
    } while (system < end);

    CHECK_INT(c.usable, usable);
    CHECK_INT(c.scale != 0, usable);
}


/* ticks that jump, or go at another pace, are left for the machine's clock */

static void
ticks_that_are_off_are_left(void)
{
    uint64_t           end;
    cx_clock_ticks_t   c;

    cx_clock_ticks_init(&c);

    if (!c.usable) {
        return;
    }

    end = cx_clock_system.mono_ns(NULL) + 15000000;

    while (cx_clock_ticks_ns(&c) < end) { /* void */ }

    CHECK(c.scale != 0);
    c.scale *= 2;
    end += 50000000;

    while (cx_clock_system.mono_ns(NULL) < end) {
        (void) cx_clock_ticks_ns(&c);
    }

    CHECK_INT(c.usable, 0);
    CHECK(cx_clock_ticks_ns(&c) <= cx_clock_system.mono_ns(NULL));

    cx_clock_ticks_init(&c);
    c.ns = cx_clock_system.mono_ns(NULL);
    c.scale = 1ULL << 31;
    c.limit = 1;
    c.ticks = UINT64_MAX / 2;
    (void) cx_clock_ticks_ns(&c);
    CHECK_INT(c.usable, 0);
}


/* as a machine does that slept between the start and the first request */

static void
ticks_may_be_set_before_they_are_counted(void)
{
    uint32_t              i;
    uint64_t              end, now;
    cx_clock_ticks_t      c;
    static const int64_t  set[] = { 1LL << 60, 1LL << 40, -(1LL << 60) };

    for (i = 0; i < cx_nelts(set); i++) {
        cx_clock_ticks_init(&c);

        if (!c.usable) {
            return;
        }

        c.first_ticks += (uint64_t) set[i];
        end = cx_clock_system.mono_ns(NULL) + 15000000;

        while (cx_clock_system.mono_ns(NULL) < end) { /* void */ }

        now = cx_clock_ticks_ns(&c);
        CHECK(now >= end && now <= cx_clock_system.mono_ns(NULL));
        CHECK_INT(c.usable, 0);
    }
}


static const cx_test_t  tests[] = {
    TEST(money_is_read_exactly),
    TEST(floors_are_rounded_up),
    TEST(money_is_written_as_it_was_read),
    TEST(a_full_buffer_writes_nothing_more),
    TEST(json_strings_are_escaped),
    TEST(ticks_are_time),
    TEST(ticks_that_are_off_are_left),
    TEST(ticks_may_be_set_before_they_are_counted),
    TEST(json_is_escaped_wherever_it_has_to_be),
    TEST(numbers_of_every_width),
    TEST(what_may_stand_in_an_address),
    TEST(base64url_is_what_it_should_be),
    TEST(base64url_has_one_spelling),
    TEST(a_checksum_does_not_see_the_pieces),
    TEST(times_are_parsed),
    TEST(every_error_code_has_a_name_of_its_own),
    TEST(an_error_is_json)
};

TEST_MAIN(tests)
