
/* TC strings: ours, published ones, broken ones, and any bits at all */

#include "tests/unit/consent.h"
#include "tests/unit/test.h"


#define VENDOR  755

static char  text[C_TEXT];


/* behind it lies nothing that could be read on */

static cx_rc_t
read_at(const char *s, size_t n, unsigned vendor, cx_tcf_t *t, int canada)
{
    char     *copy;
    cx_rc_t   rc;

    copy = malloc(n ? n : 1);
    memcpy(copy, s, n);

    rc = canada ? cx_tcf_ca_read(cx_strn(copy, n), vendor, t)
                : cx_tcf_read(cx_strn(copy, n), vendor, t);

    free(copy);

    return rc;
}


static cx_rc_t
read_text(const char *s, unsigned vendor, cx_tcf_t *t)
{
    return read_at(s, strlen(s), vendor, t, 0);
}


static c_tcf_t
usual(void)
{
    c_tcf_t  t;

    static const c_list_t  vendors = { 4, { 2, 10, 755, 756 }, 0 };

    memset(&t, 0, sizeof(t));
    t.version = 2;
    t.created = C_2024;
    t.updated = C_2024 + 864000;
    t.cmp = 300;
    t.cmp_version = 7;
    t.screen = 3;
    t.list = 251;
    t.policy = 4;
    t.features = CX_FEATURE(1);
    t.consent = CX_PURPOSE(1) | CX_PURPOSE(2) | CX_PURPOSE(24);
    t.interest = CX_PURPOSE(7) | CX_PURPOSE(9);
    t.vendor_consent = vendors;
    t.vendor_interest = vendors;

    return t;
}


static void
every_field(void)
{
    int       i;
    c_tcf_t   w;
    cx_tcf_t  t;

    static const c_list_t  ours = { 3, { 700, 755, 900 }, 1 };
    static const c_list_t  others = { 2, { 754, 756 }, 0 };

    for (i = 0; i < 2; i++) {
        w = usual();
        w.vendor_consent.ranges = (unsigned) i;
        w.nonstandard = 1;
        w.purpose_one = 1;
        w.nlimits = 4;
        w.limit[0].purpose = 2;
        w.limit[0].type = CX_TCF_NOT_ALLOWED;
        w.limit[0].vendors = ours;
        w.limit[1].purpose = 7;
        w.limit[1].type = CX_TCF_BY_CONSENT;
        w.limit[1].vendors = ours;
        w.limit[2].purpose = 9;
        w.limit[2].type = CX_TCF_BY_INTEREST;
        w.limit[2].vendors = ours;
        w.limit[3].purpose = 10;
        w.limit[3].vendors = others;
        w.has_disclosed = 1;
        w.disclosed = ours;
        w.has_allowed = 1;
        w.allowed = others;
        w.has_publisher = 1;
        w.custom = 3;

        (void) c_tcf(text, &w, 0);
        CHECK_INT(read_text(text, VENDOR, &t), CX_OK);

        CHECK_INT(t.created, C_2024);
        CHECK_INT(t.updated, C_2024 + 864000);
        CHECK_INT(t.cmp, 300);
        CHECK_INT(t.cmp_version, 7);
        CHECK_INT(t.screen, 3);
        CHECK(memcmp(t.language, "en", 2) == 0);
        CHECK(memcmp(t.country, "de", 2) == 0);
        CHECK_INT(t.list, 251);
        CHECK_INT(t.policy, 4);
        CHECK_INT(t.nonstandard, 1);
        CHECK_INT(t.purpose_one, 1);
        CHECK_INT(t.features, CX_FEATURE(1));
        CHECK_INT(t.consent, w.consent);
        CHECK_INT(t.interest, w.interest);
        CHECK_INT(t.vendor_consent, 1);
        CHECK_INT(t.vendor_interest, 1);
        CHECK_INT(t.restricted[CX_TCF_NOT_ALLOWED], CX_PURPOSE(2));
        CHECK_INT(t.restricted[CX_TCF_BY_CONSENT], CX_PURPOSE(7));
        CHECK_INT(t.restricted[CX_TCF_BY_INTEREST], CX_PURPOSE(9));
        CHECK_INT(t.has_disclosed, 1);
        CHECK_INT(t.disclosed, 1);
        CHECK_INT(t.has_allowed, 1);
        CHECK_INT(t.allowed, 0);
        CHECK_INT(t.has_publisher, 1);
        CHECK_INT(t.publisher_consent, w.consent);
        CHECK_INT(t.publisher_interest, w.interest);
    }
}


static void
each_vendor(void)
{
    int       ranges;
    c_tcf_t   w;
    cx_tcf_t  t;
    unsigned  i, id, in;

    static const c_list_t  vendors = {
        9, { 1, 2, 3, 9, 100, 101, 755, 1200, 1201 }, 0
    };

    for (ranges = 0; ranges < 2; ranges++) {
        w = usual();
        w.vendor_consent = vendors;
        w.vendor_consent.ranges = (unsigned) ranges;
        w.vendor_interest = vendors;
        w.vendor_interest.ranges = (unsigned) !ranges;
        (void) c_tcf(text, &w, 0);

        for (id = 0; id < 1300; id++) {
            for (i = 0, in = 0; i < vendors.n; i++) {
                in |= vendors.id[i] == id;
            }

            CHECK_INT(read_text(text, id, &t), CX_OK);
            CHECK_INT(t.vendor_consent, in);
            CHECK_INT(t.vendor_interest, in);
        }

        CHECK_INT(read_text(text, 65535, &t), CX_OK);
        CHECK_INT(t.vendor_consent, 0);
    }
}


/* strings that the authors of the framework give as examples */

static void
published(void)
{
    cx_tcf_t  t;

    CHECK_INT(read_text("CPSG_8APSG_8AAAAAAENAACgAAAAAAAAAAAAAAAAAAAA"
                        ".YAAAAAAAAAAA", 1, &t), CX_OK);
    CHECK_INT(t.created, C_2022);
    CHECK_INT(t.policy, 2);
    CHECK_INT(t.consent | t.interest | t.features, 0);
    CHECK_INT(t.vendor_consent | t.vendor_interest, 0);
    CHECK_INT(t.has_publisher, 1);
    CHECK(memcmp(t.language, "en", 2) == 0);
    CHECK(memcmp(t.country, "aa", 2) == 0);

    /* well-formed, but of 2025 and policy 2, which were no longer together */

    CHECK_INT(read_text("CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA"
                        ".IDKQA4AAgAKAGQAygAAA.YAAAAAAAAAAA", 1, &t), CX_ERROR);
    CHECK_INT(t.cmp, 880);
    CHECK_INT(t.list, 48);
    CHECK_INT(t.policy, 2);
    CHECK_INT(t.has_disclosed, 1);
    CHECK_INT(t.has_publisher, 1);

    CHECK_INT(read_text("COv_eg6Ov_eg6AOADBENAaCgAP_AAH_AACiQAVEUQQoAIQAqIoghA"
                        "AQgAA.YAAAAAAAAAAAAAAAAAA", 2, &t), CX_OK);
    CHECK_INT(t.cmp, 14);
    CHECK_INT(t.cmp_version, 3);
    CHECK_INT(t.list, 26);
    CHECK_INT(t.consent & 0x7fe, 0x7fe);
    CHECK_INT(t.interest & 0x7fc, 0x7fc);
    CHECK_INT(t.vendor_consent, 1);

    /* of the time when a string could be for all services */

    CHECK_INT(read_text("CAAAAAAAAAAAAAAAAAENAACAAAAAAAAAAAAAAAAAAAAA"
                        ".QAAA.IAAA", 1, &t), CX_ERROR);

    /* and of the framework's first version */

    CHECK_INT(read_text("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", 1, &t),
              CX_DECLINED);

    CHECK_INT(read_at("BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA"
                      ".fHHHA4444ao", 67, 24, &t, 1), CX_OK);
    CHECK_INT(t.cmp, 50);
    CHECK_INT(t.cmp_version, 2);
    CHECK_INT(t.list, 413);
    CHECK_INT(t.nonstandard, 1);
    CHECK_INT(t.features, 0x3f << 7);
    CHECK_INT(t.consent, 0x3f << 1 | 0x3f << 13);
    CHECK_INT(t.interest, 0x3f << 7 | 0x3f << 19);
    CHECK_INT(t.vendor_consent, 1);
    CHECK_INT(t.vendor_interest, 0);
    CHECK_INT(t.publisher_consent, 0x7 << 1 | 0x7 << 7 | 0x7 << 13 | 0x7 << 19);

    CHECK_INT(read_at("BPSG_8APSG_8AAyACAENGdCgf_gfgAfgfgBgABABAAABAB4AACACAAA"
                      ".fHHHA4444ao", 67, 18, &t, 1), CX_OK);
    CHECK_INT(t.vendor_consent, 0);
    CHECK_INT(t.vendor_interest, 1);

    CHECK_INT(read_at("BPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAACCgBwABAAOAAoADg"
                      "AJA.YAAAAAAAAAA", 70, 9, &t, 1), CX_OK);
    CHECK_INT(t.restricted[CX_TCF_BY_CONSENT], CX_PURPOSE(1));
}


/* what the framework asks of strings from some day on */

static void
by_age(void)
{
    size_t    i;
    c_tcf_t   w;
    cx_tcf_t  t;

    static const struct {
        unsigned long long  updated;
        unsigned            policy;
        unsigned            disclosed;
        cx_rc_t             rc;
    } cases[] = {
        { C_2022,             2, 0, CX_OK },
        { 16961184000ULL - 1, 3, 0, CX_OK },
        { 16961184000ULL,     3, 0, CX_ERROR },
        { 16961184000ULL,     4, 0, CX_OK },
        { 17723232000ULL - 1, 4, 0, CX_OK },
        { 17723232000ULL,     4, 0, CX_ERROR },
        { 17723232000ULL,     4, 1, CX_OK },
        { C_2024,             5, 0, CX_OK },
        { C_2024,             5, 1, CX_OK },
        { C_2026,             3, 1, CX_ERROR },
        { C_2026,             5, 1, CX_OK }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        w = usual();
        w.updated = cases[i].updated;
        w.policy = cases[i].policy;
        w.has_disclosed = cases[i].disclosed;
        (void) c_tcf(text, &w, 0);
        CHECK_INT(read_text(text, VENDOR, &t), cases[i].rc);
    }
}


static void
malformed(void)
{
    size_t    i, n;
    c_tcf_t   w;
    cx_tcf_t  t;

    static const char *const  bad[] = {
        "", ".", "C", "A", "D", "1YNN", "CPxyz", "null", "tcf", "..", "\0",
        "CPSG_8APSG_8AAAAAAENAACgAAAAAAAAAAAAAAAAAAAA.",
        "CPSG_8APSG_8AAAAAAENAACgAAAAAAAAAAAAAAAAAAAA..YAAAAAAAAAAA",
        "CPSG_8APSG_8AAAAAAENAACgAAAAAAAAAAAAAAAAAAAA=",
        "CPSG_8APSG_8AAAAAAENAACgAAAAAAAAAAAAAAAAAA+A",
        "CPSG_8APSG_8AAAAAAENAACgAAAAAAAAAAAAAAAAAAAA~YAAAAAAAAAAA",
        " CPSG_8APSG_8AAAAAAENAACgAAAAAAAAAAAAAAAAAAAA",
        "CPSG_8APSG_8AAAAAAENAACgAAAAAAAAAAAAAAAAAAAA.YAAAA"
    };

    for (i = 0; i < cx_nelts(bad); i++) {
        CHECK_INT(read_text(bad[i], 1, &t), CX_ERROR);
    }

    /* each letter of it, made none of the alphabet */

    w = usual();
    w.has_disclosed = 1;
    w.disclosed = w.vendor_consent;
    n = c_tcf(text, &w, 0);
    CHECK_INT(read_text(text, VENDOR, &t), CX_OK);

    for (i = 0; text[i]; i++) {
        char  was;

        if (i == n) {
            continue;
        }

        was = text[i];
        text[i] = '*';
        CHECK_INT(read_text(text, VENDOR, &t), CX_ERROR);
        text[i] = was;
    }

    /* vendors from 7 to 3, from 0 */

    w = usual();
    w.vendor_consent.ranges = 1;
    w.vendor_consent.n = 1;
    w.vendor_consent.id[0] = 0;
    (void) c_tcf(text, &w, 0);
    CHECK_INT(read_text(text, VENDOR, &t), CX_ERROR);
}


/* every byte there is, in every place that it is looked at in */

static void
alphabet(void)
{
    size_t    n, i;
    c_tcf_t   w;
    unsigned  c;
    cx_tcf_t  t;

    w = usual();
    n = c_tcf(text, &w, 0);
    memset(text + n, 'A', 40);

    for (i = n; i < n + 40; i++) {
        for (c = 0; c < 256; c++) {
            text[i] = (char) c;

            if (c != '.') {
                CHECK_INT(read_at(text, n + 40, VENDOR, &t, 0),
                          c && strchr(c_alphabet, (int) c) ? CX_OK : CX_ERROR);
            }
        }

        text[i] = 'A';
    }
}


static void
too_long(void)
{
    size_t    n;
    c_tcf_t   w;
    cx_tcf_t  t;

    w = usual();
    n = c_tcf(text, &w, 0);
    memset(text + n, 'A', CX_CONSENT_MAX + 1 - n);

    CHECK_INT(read_at(text, CX_CONSENT_MAX, VENDOR, &t, 0), CX_OK);
    CHECK_INT(read_at(text, CX_CONSENT_MAX + 1, VENDOR, &t, 0), CX_ERROR);
}


/* a beginning is refused, unless a whole part or nothing but filling is off */

static void
truncated(void)
{
    int       canada, ranges;
    size_t    n, core, whole;
    c_tcf_t   w;
    cx_rc_t   rc;
    cx_tcf_t  t, all;

    static const c_list_t  some = { 4, { 1, 2, 755, 900 }, 1 };

    for (canada = 0; canada < 2; canada++) {
        for (ranges = 0; ranges < 2; ranges++) {
            w = usual();
            w.vendor_interest.ranges = (unsigned) ranges;
            w.nlimits = 2;
            w.limit[0].purpose = 4;
            w.limit[0].vendors = some;
            w.limit[1].purpose = 5;
            w.limit[1].type = 2;
            w.limit[1].vendors = some;
            w.has_disclosed = 1;
            w.disclosed = some;
            w.has_publisher = 1;
            core = c_tcf(text, &w, canada);
            whole = strlen(text);

            CHECK_INT(read_at(text, whole, VENDOR, &all, canada), CX_OK);

            for (n = 0; n < whole; n++) {
                rc = read_at(text, n, VENDOR, &t, canada);
                CHECK_INT(rc, c_oracle((uint8_t *) text, n, VENDOR, &t,
                                       canada));

                if (n < core) {
                    CHECK_INT(rc, CX_ERROR);
                }

                if (rc == CX_OK) {
                    CHECK_INT(t.consent, all.consent);
                    CHECK_INT(t.vendor_consent, all.vendor_consent);
                    CHECK_INT(t.restricted[0], all.restricted[0]);
                }
            }
        }
    }
}


static unsigned
any(unsigned n)
{
    return (unsigned) random() % n;
}


static c_list_t
any_list(void)
{
    c_list_t  l;
    unsigned  i, id;

    l.n = any(C_VENDORS);
    l.ranges = any(2);

    for (i = 0, id = 0; i < l.n; i++) {
        id += any(4) ? 1 : 1 + any(40);
        l.id[i] = id;
    }

    return l;
}


static c_tcf_t
any_tcf(void)
{
    c_tcf_t   w;
    unsigned  i;

    w = usual();
    w.updated = any(2) ? C_2022 : any(2) ? C_2024 : C_2026;
    w.policy = 2 + any(4);
    w.shared = any(8) == 0;
    w.features = any(4096) << 1;
    w.consent = any(1 << 24) << 1;
    w.interest = any(1 << 24) << 1;
    w.vendor_consent = any_list();
    w.vendor_interest = any_list();
    w.has_disclosed = any(2);
    w.disclosed = any_list();
    w.has_allowed = any(2);
    w.allowed = any_list();
    w.has_publisher = any(2);
    w.custom = any(64);
    w.nlimits = any(C_LIMITS);

    for (i = 0; i < w.nlimits; i++) {
        w.limit[i].purpose = any(30);
        w.limit[i].type = any(4);
        w.limit[i].vendors = any_list();
    }

    return w;
}


/* any string that is well-formed, and what becomes of it by some blows */

static void
against_the_oracle(void)
{
    int       canada;
    size_t    n, i;
    c_tcf_t   w;
    cx_rc_t   rc;
    cx_tcf_t  a, b;
    unsigned  round, blow, good;

    srandom(31);
    good = 0;

    for (round = 0; round < 3000; round++) {
        canada = (int) any(4) == 0;
        w = any_tcf();
        (void) c_tcf(text, &w, canada);
        n = strlen(text);

        for (blow = any(4); blow; blow--) {
            i = any((unsigned) n);

            switch (any(4)) {
            case 0:
                n = i + 1;
                break;
            case 1:
                text[i] = '.';
                break;
            default:
                text[i] = c_alphabet[any(64)];
            }
        }

        rc = read_at(text, n, 1 + any(60), &a, canada);
        CHECK_INT(read_at(text, n, 17, &a, canada),
                  c_oracle((uint8_t *) text, n, 17, &b, canada));
        good += rc == CX_OK;

        if (rc == CX_OK) {
            CHECK(c_same(&a, &b));
        }
    }

    CHECK(good > 500 && good < 2900);
}


/* bits without any sense: the same, and hardly ever a string */

static void
any_bits(void)
{
    size_t    n, i;
    cx_rc_t   rc;
    cx_tcf_t  a, b;
    unsigned  round;

    srandom(37);

    for (round = 0; round < 30000; round++) {
        n = 1 + any(120);

        for (i = 0; i < n; i++) {
            text[i] = c_alphabet[any(64)];
        }

        if (round % 2) {
            text[0] = 'C';
        }

        rc = read_at(text, n, 1 + any(2000), &a, 0);
        CHECK_INT(read_at(text, n, 5, &a, 0), rc);
        CHECK_INT(c_oracle((uint8_t *) text, n, 5, &b, 0), rc);

        if (rc == CX_OK) {
            CHECK(c_same(&a, &b));
        }
    }
}


static const cx_test_t  tests[] = {
    TEST(every_field),
    TEST(each_vendor),
    TEST(published),
    TEST(by_age),
    TEST(malformed),
    TEST(alphabet),
    TEST(too_long),
    TEST(truncated),
    TEST(against_the_oracle),
    TEST(any_bits)
};

TEST_MAIN(tests)
