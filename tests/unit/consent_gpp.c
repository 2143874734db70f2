
/* the platform's header, its sections of the United States, US Privacy */

#include "tests/unit/consent.h"
#include "tests/unit/test.h"


/* how many fields of each kind a section has, as its document counts them */

typedef struct {
    unsigned     id;
    unsigned     version;
    unsigned     notices;
    const char  *opt_outs;          /* in their order */
    unsigned     kinds;             /* of sensitive data */
    unsigned     geo;               /* which of these is precise geolocation */
    unsigned     children;
    unsigned     personal;
    unsigned     gpc;
} section_t;

static const section_t  sections[] = {
    { 7,  1, 6, "SHT", 12, 8,  2, 1, 1 },
    { 7,  1, 6, "SHT", 16, 8,  3, 1, 1 },
    { 7,  2, 6, "SHT", 16, 8,  3, 1, 1 },
    { 8,  1, 3, "SH",  9,  3,  2, 1, 1 },
    { 9,  1, 3, "ST",  8,  8,  1, 0, 0 },
    { 10, 1, 3, "ST",  7,  0,  1, 0, 1 },
    { 11, 1, 4, "ST",  8,  8,  1, 0, 0 },
    { 12, 1, 3, "ST",  8,  8,  3, 0, 1 },
    { 13, 1, 3, "ST",  8,  8,  3, 1, 0 },
    { 14, 1, 3, "ST",  8,  8,  3, 1, 1 },
    { 15, 1, 3, "ST",  11, 11, 3, 1, 1 },
    { 16, 1, 3, "ST",  8,  8,  1, 1, 1 },
    { 17, 1, 3, "ST",  9,  8,  5, 1, 1 },
    { 18, 1, 4, "ST",  8,  8,  1, 0, 1 },
    { 19, 1, 3, "ST",  8,  8,  1, 1, 1 },
    { 20, 1, 3, "ST",  8,  8,  3, 1, 1 },
    { 21, 1, 3, "ST",  10, 8,  5, 1, 1 },
    { 22, 1, 3, "ST",  8,  8,  1, 1, 1 },
    { 23, 1, 3, "ST",  8,  8,  1, 1, 1 }
};

static char  text[C_TEXT];


static unsigned
width(const section_t *s)
{
    return s->notices + (unsigned) strlen(s->opt_outs) + s->kinds
           + s->children + s->personal + 3;
}


/* all fields are 0 but one, which is v */

static void
one_field(const section_t *s, unsigned field, unsigned v)
{
    unsigned   i, n;
    c_bits_t  *b;

    b = c_bits();
    c_put(b, s->version, 6);

    for (i = 0, n = width(s); i < n; i++) {
        c_put(b, i == field ? v : 0, 2);
    }

    (void) c_text(text, b);
}


/* what that field means, counted off */

static unsigned
means(const section_t *s, unsigned field, unsigned v)
{
    if (field < s->notices) {
        return 0;
    }

    field -= s->notices;

    if (field < strlen(s->opt_outs)) {
        return v != 1 ? 0 : s->opt_outs[field] == 'S' ? CX_US_SALE
               : s->opt_outs[field] == 'H' ? CX_US_SHARING : CX_US_TARGETED;
    }

    field -= (unsigned) strlen(s->opt_outs);

    if (field < s->kinds) {
        return v != 1 ? 0
               : field + 1 == s->geo ? CX_US_GEO : CX_US_SENSITIVE;
    }

    field -= s->kinds;

    if (field < s->children) {
        return v ? CX_US_CHILD : 0;
    }

    field -= s->children;

    if (s->personal && field == 0) {
        return v == 1 ? CX_US_SECONDARY : 0;
    }

    field -= s->personal;

    return v != 1 ? 0 : field == 0 ? CX_US_COVERED
           : field == 1 ? CX_US_OPT_OUT : CX_US_SERVICE;
}


static cx_rc_t
us_n(unsigned id, const char *s, size_t n, uint32_t *said)
{
    char     *copy;
    cx_rc_t   rc;

    copy = malloc(n ? n : 1);
    memcpy(copy, s, n);
    *said = 0xffffffff;
    rc = cx_us_read(id, cx_strn(copy, n), said);
    free(copy);

    return rc;
}


static cx_rc_t
us(unsigned id, const char *s, uint32_t *said)
{
    return us_n(id, s, strlen(s), said);
}


static void
each_field(void)
{
    size_t            i;
    unsigned          f, v;
    uint32_t          said;
    const section_t  *s;

    for (i = 0; i < cx_nelts(sections); i++) {
        s = &sections[i];

        for (f = 0; f < width(s); f++) {
            for (v = 0; v < 3; v++) {
                one_field(s, f, v);
                CHECK_INT(us(s->id, text, &said), CX_OK);
                CHECK_INT(said, means(s, f, v));
            }

            one_field(s, f, 3);
            CHECK_INT(us(s->id, text, &said), CX_ERROR);
        }
    }
}


static void
global_privacy_control(void)
{
    size_t    i, n;
    uint32_t  said;

    for (i = 0; i < cx_nelts(sections); i++) {
        one_field(&sections[i], 0, 0);
        n = strlen(text);

        strcpy(text + n, ".YA");
        CHECK_INT(us(sections[i].id, text, &said),
                  sections[i].gpc ? CX_OK : CX_ERROR);
        CHECK(!sections[i].gpc || said == CX_US_GPC);

        strcpy(text + n, ".QA");
        CHECK_INT(us(sections[i].id, text, &said),
                  sections[i].gpc ? CX_OK : CX_ERROR);
        CHECK(!sections[i].gpc || said == 0);

        strcpy(text + n, ".AA");
        CHECK_INT(us(sections[i].id, text, &said), CX_ERROR);
        strcpy(text + n, ".YA.YA");
        CHECK_INT(us(sections[i].id, text, &said), CX_ERROR);
        strcpy(text + n, ".");
        CHECK_INT(us(sections[i].id, text, &said), CX_ERROR);
    }
}


/* the examples of the platform's own libraries */

static void
published(void)
{
    size_t    i;
    uint32_t  said;

    static const struct {
        unsigned     id;
        const char  *text;
        unsigned     said;
    } cases[] = {
        { 7,  "BAAAAAAAAABA.QA", CX_US_COVERED },
        { 7,  "BAAAAAAAAABA",    CX_US_COVERED },
        { 7,  "BVVVkkkkkpFY.YA", CX_US_SALE | CX_US_SHARING | CX_US_TARGETED
                                 | CX_US_SENSITIVE | CX_US_GEO | CX_US_CHILD
                                 | CX_US_SECONDARY | CX_US_COVERED
                                 | CX_US_OPT_OUT | CX_US_GPC },
        { 7,  "BVQqAAAACg",      0 },
        { 8,  "BAAAAABA.QA",     CX_US_COVERED },
        { 8,  "BVVkklWA.YA",     CX_US_SALE | CX_US_SHARING | CX_US_SENSITIVE
                                 | CX_US_GEO | CX_US_CHILD
                                 | CX_US_SECONDARY | CX_US_GPC },
        { 9,  "BAAAABA",         CX_US_COVERED },
        { 10, "BAAAAEA.QA",      CX_US_COVERED },
        { 11, "BAAAAAQA",        CX_US_COVERED },
        { 12, "BAAAAAEA.QA",     CX_US_COVERED },
        { 13, "BAAAAABA",        CX_US_COVERED },
        { 14, "BAAAAABA.QA",     CX_US_COVERED },
        { 15, "BAAAAAABAA.QA",   CX_US_COVERED },
        { 16, "BAAAAAQA.QA",     CX_US_COVERED },
        { 17, "BAAAAAABAA.QA",   CX_US_COVERED },
        { 18, "BAAAAAQA.QA",     CX_US_COVERED },
        { 19, "BAAAAAQA.QA",     CX_US_COVERED },
        { 20, "BAAAAABA.QA",     CX_US_COVERED },
        { 21, "BAAAAAAAQA.QA",   CX_US_COVERED },
        { 22, "BAAAAAQA.QA",     CX_US_COVERED },
        { 23, "BAAAAAQA.QA",     CX_US_COVERED }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        CHECK_INT(us(cases[i].id, cases[i].text, &said), CX_OK);
        CHECK_INT(said, cases[i].said);
    }
}


/* sections 24 to 27, whose parts are listed in a header of their own */

static void
with_header(void)
{
    char      head[8], core[8], kinds[8];
    uint32_t  said;
    unsigned  id, f, v;
    c_bits_t  *b;

    static const unsigned  field[9] = {
        0, 0, 0, 0, 0, CX_US_SALE, CX_US_TARGETED, 0, 0
    };

    for (id = 24; id < 28; id++) {
        b = c_bits();
        c_put(b, id, 6);
        c_put(b, 1, 6);
        c_put(b, 1, 12);
        c_put(b, 0, 1);
        c_put_fibonacci(b, 1);
        (void) c_text(head, b);

        for (f = 0; f < (id == 24 ? 8 : 9); f++) {
            for (v = 0; v < 3; v++) {
                unsigned  i, want;

                b = c_bits();
                c_put(b, 1, 6);

                for (i = 0; i < (id == 24 ? 8 : 9); i++) {
                    c_put(b, i == f ? v : 0, 2);
                }

                (void) c_text(core, b);
                (void) snprintf(text, sizeof(text), "%s.%s", head, core);

                want = v == 1 ? field[f] : 0;

                if (f == 0) {
                    want = v == 1 ? CX_US_COVERED : 0;

                } else if (f == 1) {
                    want = v == 1 ? CX_US_OPT_OUT : v ? CX_US_SERVICE : 0;

                } else if (f == 7 && id > 24) {
                    want = v ? CX_US_CHILD : 0;

                } else if (f > 6) {
                    want = v == 1 ? CX_US_SECONDARY : 0;
                }

                CHECK_INT(us(id, text, &said), CX_OK);
                CHECK_INT(said, want);
                CHECK_INT(us(id == 24 ? 25 : 24, text, &said), CX_ERROR);
                CHECK_INT(us(id, core, &said), CX_ERROR);
            }
        }

        b = c_bits();
        c_put(b, 0, 14);
        c_put(b, 1, 2);
        (void) c_text(kinds, b);
        (void) snprintf(text, sizeof(text), "%s.BAAAA.%s", head,
                        id == 24 ? "YA" : kinds);
        CHECK_INT(us(id, text, &said), CX_OK);
        CHECK_INT(said, id == 24 ? CX_US_GPC : CX_US_GEO);
    }
}


static void
us_malformed(void)
{
    size_t    i, n, whole;
    char      was;
    uint32_t  said;

    CHECK_INT(us(1, "BAAAAAAAAABA", &said), CX_DECLINED);
    CHECK_INT(us(28, "BAAAAAAAAABA", &said), CX_DECLINED);
    CHECK_INT(us(0xffffffff, "BAAAAAAAAABA", &said), CX_DECLINED);
    CHECK_INT(us(7, "", &said), CX_ERROR);

    /* version 0, version 3, version 2 with the fields of 1 */

    CHECK_INT(us(7, "AAAAAAAAAABA", &said), CX_ERROR);
    CHECK_INT(us(7, "DAAAAAAAAABA", &said), CX_ERROR);
    CHECK_INT(us(7, "CAAAAAAAAg", &said), CX_ERROR);
    CHECK_INT(us(8, "CAAAAABA", &said), CX_ERROR);

    for (i = 0; i < cx_nelts(sections); i++) {
        one_field(&sections[i], 0, 0);
        whole = strlen(text);

        for (n = 0; n < whole; n++) {

            /* what is left of the longer one may be the shorter */

            if (sections[i].id == 7 && sections[i].version == 1 && n >= 10) {
                continue;
            }

            CHECK_INT(us_n(sections[i].id, text, n, &said), CX_ERROR);
        }

        for (n = 0; n < whole; n++) {
            was = text[n];
            text[n] = '+';
            CHECK_INT(us(sections[i].id, text, &said), CX_ERROR);
            text[n] = was;
        }
    }
}


static void
us_privacy(void)
{
    size_t    i;
    uint32_t  said;

    static const struct {
        const char  *text;
        cx_rc_t      rc;
        unsigned     said;
    } cases[] = {
        { "1YNN",  CX_OK, CX_US_NOTICED },
        { "1NYN",  CX_OK, CX_US_SALE },
        { "1-Y-",  CX_OK, CX_US_SALE },
        { "1---",  CX_OK, 0 },
        { "1YYY",  CX_OK, CX_US_NOTICED | CX_US_SALE | CX_US_COVERED },
        { "1yyn",  CX_OK, CX_US_NOTICED | CX_US_SALE },
        { "1NNN",  CX_OK, 0 },
        { "",      CX_ERROR, 0 },
        { "1",     CX_ERROR, 0 },
        { "1YN",   CX_ERROR, 0 },
        { "1YNNN", CX_ERROR, 0 },
        { "2YNN",  CX_ERROR, 0 },
        { "1Y N",  CX_ERROR, 0 },
        { "1Y0N",  CX_ERROR, 0 },
        { "YNNN",  CX_ERROR, 0 },
        { "null",  CX_ERROR, 0 }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        said = 0;
        CHECK_INT(cx_usp_read(cx_strn(cases[i].text, strlen(cases[i].text)),
                              &said), cases[i].rc);
        CHECK(cases[i].rc != CX_OK || said == cases[i].said);
    }
}


static cx_rc_t
gpp_n(const char *s, size_t n, cx_gpp_t *g)
{
    cx_rc_t         rc;
    static char    *copy;

    /* the sections point into it */

    free(copy);
    copy = malloc(n ? n : 1);
    memcpy(copy, s, n);
    rc = cx_gpp_read(cx_strn(copy, n), g);

    return rc;
}


static cx_rc_t
gpp(const char *s, cx_gpp_t *g)
{
    return gpp_n(s, strlen(s), g);
}


static void
header(void)
{
    size_t           i;
    cx_gpp_t         g;
    unsigned         id[64];
    const char      *part[64];
    const cx_str_t  *s;

    CHECK_INT(gpp("DBABM~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", &g),
              CX_OK);
    CHECK_INT(g.n, 1);
    CHECK_INT(g.id[0], CX_GPP_TCF_EU);
    CHECK_STR(g.section[0], "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA");

    CHECK_INT(gpp("DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN",
                  &g), CX_OK);
    CHECK_INT(g.n, 2);
    s = cx_gpp_section(&g, CX_GPP_USP);
    CHECK(s != NULL);
    CHECK_STR(*s, "1YNN");
    CHECK(cx_gpp_section(&g, CX_GPP_TCF_CA) == NULL);

    CHECK_INT(gpp("DBABjw~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN",
                  &g), CX_OK);
    CHECK_INT(g.id[0], CX_GPP_TCF_CA);
    CHECK_INT(g.id[1], CX_GPP_USP);

    CHECK_INT(gpp("DBABLA~BAAAAAAAAABA.QA", &g), CX_OK);
    CHECK_INT(g.id[0], 7);
    CHECK_STR(g.section[0], "BAAAAAAAAABA.QA");

    CHECK_INT(gpp("DBABTA~1---", &g), CX_OK);
    CHECK_INT(g.id[0], 6);

    CHECK_INT(gpp("DBAA", &g), CX_OK);
    CHECK_INT(g.n, 0);

    /* all that there are, and as many as there is room for */

    for (i = 0; i < 64; i++) {
        id[i] = i < 7 ? (unsigned) i + 1 : (unsigned) (i * 3);
        part[i] = i % 2 ? "x" : "";
    }

    c_gpp(text, id, part, 64);
    CHECK_INT(gpp(text, &g), CX_OK);
    CHECK_INT(g.n, 64);

    for (i = 0; i < 64; i++) {
        CHECK_INT(g.id[i], id[i]);
        CHECK_STR(g.section[i], part[i]);
    }
}


static void
header_malformed(void)
{
    size_t     i, n;
    cx_gpp_t   g;
    c_bits_t  *b;

    static const char *const  bad[] = {
        "", "~", "D", "DB", "DBA", "DBABMA", "DBABM", "DBABM~a~b", "DBACNY~CPX",
        "CBABM~x", "DCABM~x", "DAABM~x", "DBAB~x", "DBABA~x", "DBABM.x", "null",
        "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", "1YNN", "DBABM~x~",
        "DBA=M~x", "DBABAA~x", "DBABAAAAAAAAAAAAAA~x", "DB__M~x"
    };

    for (i = 0; i < cx_nelts(bad); i++) {
        CHECK_INT(gpp(bad[i], &g), CX_ERROR);
    }

    strcpy(text, "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN");
    n = strlen(text);

    for (i = 0; i < n - 4; i++) {
        CHECK_INT(gpp_n(text, i, &g), CX_ERROR);
    }

    /* a group of one section too many for the room, of thousands */

    for (i = 63; i < 65000; i = i < 70 ? i + 1 : i * 2) {
        b = c_bits();
        c_put(b, 3, 6);
        c_put(b, 1, 6);
        c_put(b, 1, 12);
        c_put(b, 1, 1);
        c_put_fibonacci(b, 1);
        c_put_fibonacci(b, (unsigned) i);
        n = (size_t) (c_text(text, b) - text);
        memset(text + n, '~', i + 1);

        CHECK_INT(gpp_n(text, n + i + 1, &g), i == 63 ? CX_OK : CX_ERROR);
    }
}


static unsigned
any(unsigned n)
{
    return (unsigned) random() % n;
}


/* letters without sense: no section is outside the string, no number twice */

static void
any_letters(void)
{
    size_t    i, j, n;
    cx_gpp_t  g;
    uint32_t  said;
    unsigned  round, good;

    srandom(41);
    good = 0;

    for (round = 0; round < 50000; round++) {
        n = any(60);

        for (i = 0; i < n; i++) {
            text[i] = any(6) ? c_alphabet[any(64)] : ".~"[any(2)];
        }

        if (n > 4 && round % 4) {
            memcpy(text, "DBAB", 4);
        }

        (void) us_n(any(30), text, n, &said);

        if (gpp_n(text, n, &g) != CX_OK) {
            continue;
        }

        good++;

        for (i = 0; i < g.n; i++) {
            CHECK(g.section[i].len <= n);
            CHECK(memchr(g.section[i].data, '~', g.section[i].len) == NULL);

            for (j = 0; j < i; j++) {
                CHECK(g.id[j] < g.id[i]);
            }
        }
    }

    CHECK(good > 100);
}


static const cx_test_t  tests[] = {
    TEST(each_field),
    TEST(global_privacy_control),
    TEST(published),
    TEST(with_header),
    TEST(us_malformed),
    TEST(us_privacy),
    TEST(header),
    TEST(header_malformed),
    TEST(any_letters)
};

TEST_MAIN(tests)
