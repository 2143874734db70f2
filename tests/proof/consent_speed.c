
/*
 * What knowing a user's wishes costs a bid: the states of requests with
 * strings of many users in turn, of each kind that is common.
 */

#include <time.h>

#include "core/bid/privacy.h"
#include "tests/unit/consent.h"


#define STRINGS  512
#define ROUNDS   (getenv("FULL") ? 101 : 31)
#define VENDOR   755

typedef struct {
    const char         *name;
    double              goal;       /* ns */
    void              (*make)(char *to);
} kind_t;


/* so that nothing is left out because nobody looks at it */

volatile uint32_t  seen;


/* of this thread: what others do on the machine does not count */

static double
now_ns(void)
{
    struct timespec  ts;

    (void) clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);

    return (double) ts.tv_sec * 1e9 + (double) ts.tv_nsec;
}


static int
compare(const void *one, const void *two)
{
    const double  *a = one, *b = two;

    return (*a > *b) - (*a < *b);
}


/* up to vendor 1000 or so, of which one in so many is missing */

static c_list_t
vendors(unsigned ranges, unsigned step)
{
    c_list_t  l;
    unsigned  id;

    memset(&l, 0, sizeof(l));
    l.ranges = ranges;

    for (id = 1 + (unsigned) random() % step; l.n < C_VENDORS && id < 1000;
         id += 1 + (unsigned) random() % step)
    {
        l.id[l.n++] = id;
    }

    return l;
}


static void
tcf(char *to, unsigned ranges)
{
    c_tcf_t  t;

    memset(&t, 0, sizeof(t));
    t.version = 2;
    t.created = C_2026;
    t.updated = C_2026;
    t.cmp = 300;
    t.policy = 5;
    t.features = (unsigned) random() % 4;
    t.consent = (unsigned) random() % 2048;
    t.interest = CX_PURPOSE(2) | CX_PURPOSE(7);
    t.vendor_consent = vendors(ranges, 30);
    t.vendor_interest = vendors(ranges, 30);
    t.has_disclosed = 1;
    t.disclosed = vendors(ranges, 30);

    (void) c_tcf(to, &t, 0);
}


static void
bit_fields(char *to)
{
    tcf(to, 0);
}


static void
ranges(char *to)
{
    tcf(to, 1);
}


static void
national(char *to)
{
    char         section[32];
    unsigned     i, id;
    c_bits_t    *b;
    const char  *part;

    b = c_bits();
    c_put(b, 1, 6);

    for (i = 0; i < 32; i++) {
        c_put(b, (unsigned) random() % 3, 2);
    }

    (void) c_text(section, b);
    id = 7;
    part = section;
    c_gpp(to, &id, &part, 1);
}


static void
nothing(char *to)
{
    *to = '\0';
}


static double
measure(const kind_t *k)
{
    int                n, i, rounds;
    char              *text;
    double             t, took[128];
    cx_str_t           s[STRINGS];
    cx_vendor_t        v = { VENDOR, 0, 0 };
    cx_ortb_regs_t     regs;
    cx_ortb_user_t     user;
    cx_ortb_device_t   device;
    cx_ortb_request_t  r;

    memset(&r, 0, sizeof(r));
    memset(&regs, 0, sizeof(regs));
    memset(&user, 0, sizeof(user));
    memset(&device, 0, sizeof(device));
    r.regs = &regs;
    r.user = &user;
    r.device = &device;
    regs.gdpr = k->make == bit_fields || k->make == ranges;
    text = malloc(C_TEXT);

    for (i = 0; i < STRINGS; i++) {
        k->make(text);
        s[i] = cx_strn(strdup(text), strlen(text));
    }

    rounds = ROUNDS;

    for (n = 0; n < rounds; n++) {
        t = now_ns();

        for (i = 0; i < STRINGS; i++) {
            user.consent = s[i];
            regs.gpp = regs.gdpr ? cx_strn(NULL, 0) : s[i];
            seen = cx_privacy_states(&r, &v);
        }

        took[n] = (now_ns() - t) / STRINGS;
    }

    for (i = 0; i < STRINGS; i++) {
        free((void *) s[i].data);
    }

    free(text);
    qsort(took, (size_t) rounds, sizeof(double), compare);

    return took[rounds / 2];
}


int
main(void)
{
    size_t  i;

    static const kind_t  kinds[] = {
        { "TC string, vendors as bits", 300, bit_fields },
        { "TC string, vendors as ranges", 900, ranges },
        { "platform, section usnat", 300, national },
        { "nothing said", 20, nothing }
    };

    srandom(5);

    for (i = 0; i < cx_nelts(kinds); i++) {
        (void) printf("{\"name\": \"privacy of a request: %s\", "
                      "\"figure\": %.0f, \"unit\": \"ns\", "
                      "\"goal\": \"<= %.0f\"}\n", kinds[i].name,
                      measure(&kinds[i]), kinds[i].goal);
    }

    return 0;
}
