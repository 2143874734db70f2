
/*
 * One text as every kind of consent string.  TC strings against a slow reader
 * of their own; of a text that is not well-formed nothing may follow but what
 * follows of none.
 */

#include "core/bid/privacy.h"
#include "tests/unit/consent.h"


#define USES                                                                  \
    (CX_PRIVACY_TCF_STORE | CX_PRIVACY_TCF_SELECT | CX_PRIVACY_TCF_PERSONAL   \
     | CX_PRIVACY_TCF_MEASURE | CX_PRIVACY_TCF_GEO)


static void
must(int ok, const char *what)
{
    if (!ok) {
        (void) fprintf(stderr, "not so: %s\n", what);
        abort();
    }
}


static cx_rc_t
tcf(cx_str_t s, unsigned vendor, int canada)
{
    cx_rc_t   rc;
    cx_tcf_t  t, slow;

    rc = canada ? cx_tcf_ca_read(s, vendor, &t) : cx_tcf_read(s, vendor, &t);

    must(rc == c_oracle(s.data, s.len, vendor, &slow, canada),
         "both take it for the same kind of string");
    must(rc != CX_OK || c_same(&t, &slow), "both read the same");

    return rc;
}


static void
sections(cx_str_t s)
{
    cx_rc_t   rc;
    cx_gpp_t  g;
    uint32_t  i, said;

    for (i = 0; i < 30; i++) {
        rc = cx_us_read(i, s, &said);
        must((rc == CX_DECLINED) == (i < 7 || i > 27), "sections 7 to 27");
    }

    (void) cx_usp_read(s, &said);

    if (cx_gpp_read(s, &g) != CX_OK) {
        return;
    }

    must(g.n <= CX_GPP_SECTIONS, "there is room for the sections");

    for (i = 0; i < g.n; i++) {
        must(i == 0 || g.id[i] > g.id[i - 1], "sections are in order");
        must(g.section[i].data >= s.data
             && g.section[i].data + g.section[i].len <= s.data + s.len,
             "sections are in the string");
        (void) cx_us_read(g.id[i], g.section[i], &said);
    }
}


/* the same text in each place of a request */

static void
request(cx_str_t s, cx_rc_t rc, unsigned vendor)
{
    uint32_t           states;
    cx_vendor_t        v = { vendor, CX_PURPOSE(2), ~0U };
    cx_ortb_user_t     user;
    cx_ortb_regs_t     regs;
    cx_ortb_request_t  r;

    int32_t  sid[] = { 2, 5, 6, 7, 8, 24, 27, 28, 63, 64, -1 };

    memset(&r, 0, sizeof(r));
    memset(&user, 0, sizeof(user));
    memset(&regs, 0, sizeof(regs));
    r.user = &user;
    r.regs = &regs;

    user.consent = s;
    must(cx_privacy_states(&r, &v) == 0, "nothing applies, nothing is said");

    regs.gdpr = 1;
    states = cx_privacy_states(&r, &v);
    must(rc == CX_OK || states == (CX_PRIVACY_TCF_CONSENT | USES),
         "what cannot be read is no consent");
    must(!(states & (CX_PRIVACY_TCF_CONSENT | CX_PRIVACY_TCF_VENDOR))
         || (states & USES) == USES, "all uses are refused at once");

    user.consent = cx_str("");
    regs.gpp = s;
    (void) cx_privacy_states(&r, &v);
    regs.gpp_sid.v = sid;
    regs.gpp_sid.n = cx_nelts(sid);
    states = cx_privacy_states(&r, &v);
    must(states & CX_PRIVACY_UNREADABLE, "section 28 is not known");

    regs.gpp = cx_str("");
    regs.gpp_sid.n = 0;
    regs.us_privacy = s;
    regs.gdpr = 0;
    (void) cx_privacy_removes(cx_privacy_states(&r, &v));
}


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t     i;
    cx_rc_t    rc;
    uint8_t   *copy;
    cx_str_t   s;

    static const unsigned  vendors[] = { 0, 10, 755 };

    copy = malloc(size ? size : 1);

    if (copy == NULL) {
        return 0;
    }

    if (size) {
        memcpy(copy, data, size);
    }

    s = cx_strn(copy, size);
    sections(s);

    for (i = 0; i < cx_nelts(vendors); i++) {
        rc = tcf(s, vendors[i], 0);
        (void) tcf(s, vendors[i], 1);
        request(s, rc, vendors[i]);
    }

    free(copy);

    return 0;
}
