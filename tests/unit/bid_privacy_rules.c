
/*
 * The rules of consent without a bid around them: when a purpose is had, that
 * no broken text grants anything, and that the documentation says the same.
 */

#include "core/bid/privacy.h"
#include "tests/unit/consent.h"
#include "tests/unit/test.h"


#define VENDOR  755
#define README  "ngx_campaign_module/README.md"

#define ALL_USES                                                              \
    (CX_PRIVACY_TCF_STORE | CX_PRIVACY_TCF_SELECT | CX_PRIVACY_TCF_PERSONAL   \
     | CX_PRIVACY_TCF_MEASURE | CX_PRIVACY_TCF_GEO)

static char  text[C_TEXT];


/*
 * Each combination of what was declared, restricted and said, against the
 * framework's own words, written down once more.
 */

static void
purposes(void)
{
    int          want, ok, li;
    cx_tcf_t     t;
    unsigned     i, p;
    cx_vendor_t  v;

    for (i = 0; i < 1 << 11; i++) {
        for (p = 1; p <= 10; p++) {
            memset(&t, 0, sizeof(t));
            memset(&v, 0, sizeof(v));
            v.id = VENDOR;
            v.interest = i & 1 ? ~0U : 0;
            v.flexible = i & 2 ? ~0U : 0;
            t.consent = i & 4 ? CX_PURPOSE(p) : ~CX_PURPOSE(p);
            t.interest = i & 8 ? CX_PURPOSE(p) : ~CX_PURPOSE(p);
            t.vendor_consent = i >> 4 & 1;
            t.vendor_interest = i >> 5 & 1;
            t.restricted[0] = i & 64 ? CX_PURPOSE(p) : ~CX_PURPOSE(p);
            t.restricted[1] = i & 128 ? CX_PURPOSE(p) : ~CX_PURPOSE(p);
            t.restricted[2] = i & 256 ? CX_PURPOSE(p) : ~CX_PURPOSE(p);
            t.purpose_one = i >> 9 & 1;

            li = (i & 1) && (p == 2 || p > 6);
            ok = 1;

            if (i & 64) {
                ok = 0;
            }

            if ((li && (i & 128)) || (!li && (i & 256))) {
                if ((i & 2) && (p == 2 || p > 6)) {
                    li = !li;

                } else {
                    ok = 0;
                }
            }

            want = ok && (li ? (i & 8) && (i & 32) : (i & 4) && (i & 16))
                   && !(p == 1 && (i & 512));

            CHECK_INT(cx_privacy_purpose(&t, &v, p) != 0, want != 0);
        }
    }
}


/* no text whatever grants what no text does, unless it is well-formed */

static void
any_text(void)
{
    size_t       i, n;
    cx_tcf_t     t;
    unsigned     round;
    uint32_t     states, empty;
    cx_vendor_t  v;

    cx_ortb_regs_t     regs;
    cx_ortb_user_t     user;
    cx_ortb_request_t  r;

    memset(&v, 0, sizeof(v));
    memset(&r, 0, sizeof(r));
    memset(&regs, 0, sizeof(regs));
    memset(&user, 0, sizeof(user));
    v.id = 5;
    r.regs = &regs;
    r.user = &user;
    regs.gdpr = 1;
    empty = cx_privacy_states(&r, &v);
    CHECK_INT(empty, CX_PRIVACY_TCF_CONSENT | ALL_USES);
    srandom(43);

    for (round = 0; round < 50000; round++) {
        n = (size_t) random() % 90;

        for (i = 0; i < n; i++) {
            text[i] = random() % 30 ? c_alphabet[random() % 64] : '.';
        }

        if (n > 40) {
            memcpy(text, "CPSG_8APSG_8AAAAAAENAEC", 23);
        }

        user.consent = cx_strn(text, n);
        states = cx_privacy_states(&r, &v);

        if (c_oracle((uint8_t *) text, n, 5, &t, 0) != CX_OK) {
            CHECK_INT(states, empty);
        }
    }
}


static void
find_line(const char *file, const char *line)
{
    int    found;
    FILE  *f;
    char   got[1024];

    found = 0;
    f = fopen(file, "r");

    while (f && !found && fgets(got, sizeof(got), f) != NULL) {
        got[strcspn(got, "\n")] = '\0';
        found = strcmp(got, line) == 0;
    }

    if (f) {
        (void) fclose(f);
    }

    CHECK(found);

    if (!found) {
        (void) printf("%s\n", line);
    }
}


/* the documentation has the rows of the table, word by word */

static void
documented(void)
{
    size_t    i, n;
    unsigned  t;
    char      line[1024];

    static const struct {
        const char  *name;
        const char  *what;
        uint32_t     removes;
    } rows[] = {
#define ROW(id, name, when, removes)  { name, when, removes },
        CX_PRIVACY_STATES(ROW)
#undef ROW
    };

    static const struct {
        const char  *name;
        const char  *what;
    } things[] = {
#define THING(id, name, what)  { name, what },
        CX_PRIVACY_THINGS(THING)
#undef THING
    };

    static const struct {
        const char  *name;
        uint32_t     purposes;
        uint32_t     features;
        unsigned     state;
    } uses[] = {
#define USE(id, name, purposes, features, state)                              \
        { name, purposes, features, CX_PRIVACY_STATE_##state },
        CX_PRIVACY_USES(USE)
#undef USE
    };

    for (i = 0; i < cx_nelts(things); i++) {
        (void) snprintf(line, sizeof(line), "| `%s` | %s |", things[i].name,
                        things[i].what);
        find_line(README, line);
    }

    n = (size_t) snprintf(line, sizeof(line), "| state | when |");

    for (t = 0; t < CX_PRIVACY_THING_MAX; t++) {
        n += (size_t) snprintf(line + n, sizeof(line) - n, " `%s` |",
                               cx_privacy_thing_name(t));
    }

    find_line(README, line);

    for (i = 0; i < cx_nelts(rows); i++) {
        n = (size_t) snprintf(line, sizeof(line), "| `%s` | %s |",
                              rows[i].name, rows[i].what);

        for (t = 0; t < CX_PRIVACY_THING_MAX; t++) {
            n += (size_t) snprintf(line + n, sizeof(line) - n, " %s |",
                                   rows[i].removes >> t & 1 ? "x" : "");
        }

        find_line(README, line);
    }

    for (i = 0; i < cx_nelts(uses); i++) {
        (void) snprintf(line, sizeof(line), "| `%s` | %s %d | `%s` |",
                        uses[i].name,
                        uses[i].purposes ? "purpose" : "special feature",
                        __builtin_ctz(uses[i].purposes | uses[i].features),
                        cx_privacy_state_name(uses[i].state));
        find_line(README, line);
    }
}


static const cx_test_t  tests[] = {
    TEST(purposes),
    TEST(any_text),
    TEST(documented)
};

TEST_MAIN(tests)
