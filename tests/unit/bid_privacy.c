
/*
 * What a user, a law or a device forbids is taken away before anybody can
 * see it; and who the user is, of those ids that are left.
 */

#define _GNU_SOURCE

#include "tests/unit/bid.h"
#include "tests/unit/consent.h"
#include "core/bid/privacy.h"
#include "core/bid/stages.h"


#define VENDOR    755
#define FIXTURES  "tests/fixtures/openrtb/privacy-"

#define ALL_USES                                                              \
    (CX_PRIVACY_TCF_STORE | CX_PRIVACY_TCF_SELECT | CX_PRIVACY_TCF_PERSONAL   \
     | CX_PRIVACY_TCF_MEASURE | CX_PRIVACY_TCF_GEO)

static char      text[C_TEXT], body[2 * C_TEXT];
static uint64_t  capped_user;
static cx_str_t  looked_up;


static void
fixture(const char *name)
{
    FILE    *f;
    char     path[256];
    size_t   n;

    (void) snprintf(path, sizeof(path), FIXTURES "%s.json", name);
    f = fopen(path, "rb");

    if (f == NULL) {
        (void) printf("    %s is missing\n", path);
        exit(1);
    }

    n = fread(body, 1, sizeof(body) - 1, f);
    body[n] = '\0';
    (void) fclose(f);
}


static cx_rc_t
profile(void *data, cx_str_t id, cx_profile_t *p)
{
    (void) data;
    (void) p;
    looked_up = id;

    return CX_DECLINED;
}


static cx_rc_t
caps(void *data, const cx_hit_t *hit, uint64_t user)
{
    (void) data;
    (void) hit;
    capped_user = user;

    return CX_OK;
}


static void
open_world(void)
{
    w_open(SIMPLE("g1", "2", "", ""));
    w.conf.vendor = VENDOR;
    w.ports.profile = profile;
    w.ports.caps = caps;
}


static void
decide(const char *json)
{
    looked_up = cx_str("");
    capped_user = 0;
    CHECK_INT(w_decide(json), CX_OK);
}


/* is it there for the stages behind? */

static int
in_request(unsigned thing)
{
    const cx_ortb_geo_t     *geo;
    const cx_ortb_user_t    *u;
    const cx_ortb_device_t  *d;

    u = w.req->r.user;
    d = w.req->r.device;
    geo = d->geo;

    switch (thing) {

    case CX_PRIVACY_THING_USER_IDS:
        return u->id.len || u->buyeruid.len || u->customdata.len || u->eids.n
               || (u->ext && u->ext->eids.n);

    case CX_PRIVACY_THING_DEVICE_IDS:
        return d->ifa.len || d->didsha1.len || d->didmd5.len
               || d->dpidsha1.len || d->dpidmd5.len || d->macsha1.len
               || d->macmd5.len || (d->ext && d->ext->ifv.len);

    case CX_PRIVACY_THING_SEGMENTS:
        return u->data.n || u->keywords.len || u->kwarray.n;

    case CX_PRIVACY_THING_DEMOGRAPHICS:
        return u->yob || u->gender.len;

    case CX_PRIVACY_THING_PRECISE_GEO:
        return geo->zip.len || geo->accuracy || geo->lastfix
               || (u->geo && u->geo->zip.len)
               || (geo->lat != CX_NO_COORD && geo->lat != 48.9)
               || !cx_str_eq(d->ip, cx_str("203.0.113.0"))
               || !cx_str_eq(d->ipv6, cx_str("2001:0db8:0077::"));

    case CX_PRIVACY_THING_POSITION:
        return geo->lat != CX_NO_COORD || geo->lon != CX_NO_COORD;

    case CX_PRIVACY_THING_PROFILE:
        return looked_up.len != 0;

    case CX_PRIVACY_THING_CAPS:
        return capped_user != 0;

    default: /* CX_PRIVACY_THING_LOG */
        return w.req->user_id.len != 0;
    }
}


/* what is gone by that, without its own name being in the table's row */

static uint32_t
gone_too(uint32_t removed)
{
    uint32_t  ids;

    ids = CX_NO_USER_IDS | CX_NO_DEVICE_IDS;

    if ((removed & ids) == ids) {
        removed |= CX_NO_PROFILE | CX_NO_CAPS | CX_NO_LOG;
    }

    if (removed & CX_NO_LOG) {
        removed |= ids;
    }

    return removed;
}


static void
check_gone(uint32_t removed)
{
    unsigned  i;

    removed = gone_too(removed);

    for (i = 0; i < CX_PRIVACY_THING_MAX; i++) {
        if (in_request(i) != !(removed >> i & 1)) {
            CHECK(!"what may not be used is gone, and only that");
            (void) printf("    %s is %s\n", cx_privacy_thing_name(i),
                          in_request(i) ? "there" : "gone");
        }
    }
}


#define PERSON                                                                \
    "{'id':'r1','imp':[" IMP("") "],"                                         \
    "'device':{'ip':'203.0.113.77','ipv6':'2001:db8:77:1::7','ifa':'I1',"     \
    "'didsha1':'1','didmd5':'2','dpidsha1':'3','dpidmd5':'4','macsha1':'5',"  \
    "'macmd5':'6','ext':{'ifv':'7'%s}%s,'unheard':'I1',"                      \
    "'geo':{'lat':48.85661,'lon':2.35222,'zip':'75004','accuracy':5,"         \
    "'lastfix':9,'country':'FRA','city':'Paris','unheard':1}},"               \
    "'user':{'id':'U1','buyeruid':'B1','customdata':'C1','yob':1984,"         \
    "'gender':'F','keywords':'a,b','kwarray':['c'],'unheard':'U1',"           \
    "'eids':[{'source':'x.example','uids':[{'id':'E1'}]}],"                   \
    "'ext':{'eids':[{'source':'y.example','uids':[{'id':'E2'}]}]},"           \
    "'geo':{'lat':48.85661,'lon':2.35222,'zip':'75004'},"                     \
    "'data':[{'name':'n','segment':[{'id':'s'}]}]%s}%s}"


static void
person(const char *device_ext, const char *device, const char *user,
    const char *rest)
{
    static char  json[2 * C_TEXT];

    (void) snprintf(json, sizeof(json), PERSON, device_ext, device, user,
                    rest);
    decide(json);
}


static void
nothing_is_forbidden(void)
{
    open_world();
    person("", "", "", "");

    CHECK_INT(w.d->privacy, 0);
    CHECK_INT(w.d->removed, 0);
    check_gone(0);
    CHECK_STR(looked_up, "U1");
    CHECK_STR(w.req->user_id, "U1");
    CHECK_STR(w.req->user_id_source, "user.id");
    CHECK(capped_user == cx_bid_user_hash(cx_str("U1")));
    CHECK_STR(w.req->r.device->ip, "203.0.113.77");
    CHECK(w.req->unknown != NULL);
    CHECK_STR(w_winner(0), "g1");
}


/* the rows that a device alone brings about, thing by thing */

static void
each_row(void)
{
    size_t    i;
    uint32_t  all;

    static const struct {
        const char  *device_ext;
        const char  *device;
        const char  *user;
        const char  *rest;
        uint32_t     states;
    } cases[] = {
        { "", "", "", ",'regs':{'coppa':1}", CX_PRIVACY_COPPA },
        { "", "", "", ",'regs':{'gdpr':1}", CX_PRIVACY_TCF_CONSENT | ALL_USES },
        { "", "", "", ",'regs':{'ext':{'gdpr':1}}",
          CX_PRIVACY_TCF_CONSENT | ALL_USES },
        { "", "", "", ",'regs':{'gdpr':0}", 0 },
        { "", "", "", ",'regs':{'us_privacy':'1YYN'}", CX_PRIVACY_US_SALE },
        { "", "", "", ",'regs':{'ext':{'us_privacy':'1YYN'}}",
          CX_PRIVACY_US_SALE },
        { "", "", "", ",'regs':{'us_privacy':'1---'}", 0 },
        { "", "", "", ",'regs':{'us_privacy':'x'}", CX_PRIVACY_UNREADABLE },
        { "", "", "", ",'regs':{'ext':{'gpc':'1'}}", CX_PRIVACY_GPC },
        { "", "", "", ",'regs':{'ext':{'gpc':1}}", CX_PRIVACY_GPC },
        { "", "", "", ",'regs':{'ext':{'gpc':true}}", CX_PRIVACY_GPC },
        { "", "", "", ",'regs':{'ext':{'gpc':false}}", 0 },
        { "", "", "", ",'regs':{'ext':{'gpc':'0'}}", 0 },
        { "", ",'lmt':1", "", "", CX_PRIVACY_LMT },
        { "", ",'lmt':0", "", "", 0 },
        { "", ",'dnt':1", "", "", CX_PRIVACY_DNT },
        { ",'atts':0", "", "", "", 0 },
        { ",'atts':1", "", "", "", CX_PRIVACY_ATTS },
        { ",'atts':2", "", "", "", CX_PRIVACY_ATTS },
        { ",'atts':3", "", "", "", 0 },
        { ",'atts':2", ",'lmt':1", "", ",'regs':{'us_privacy':'1YYN'}",
          CX_PRIVACY_ATTS | CX_PRIVACY_LMT | CX_PRIVACY_US_SALE }
    };

    open_world();

    for (i = 0, all = 0; i < cx_nelts(cases); i++) {
        person(cases[i].device_ext, cases[i].device, cases[i].user,
               cases[i].rest);
        CHECK_INT(w.d->privacy, cases[i].states);
        CHECK_INT(w.d->removed, cx_privacy_removes(cases[i].states));
        check_gone(w.d->removed);
        all |= w.d->removed;

        CHECK_STR(w_winner(0), "g1");
        CHECK_STR(w.req->r.device->geo->country, "FRA");
        CHECK_STR(w.req->r.device->geo->city, "Paris");
        CHECK(w.d->removed == 0 || w.req->unknown == NULL);
    }

    CHECK_INT(all, (1 << CX_PRIVACY_THING_MAX) - 1);
}


/* every row of the table, and every thing of its own, whatever brought it */

static void
each_state_and_thing(void)
{
    size_t                 i;
    uint8_t               *mem;
    cx_arena_t             a;
    cx_openrtb_request_t   was;

    static uint8_t  room[4096];

    open_world();
    mem = room;

    for (i = 0; i < CX_PRIVACY_STATE_MAX; i++) {
        CHECK(cx_privacy_state_name((unsigned) i) != NULL);
        CHECK(cx_privacy_removes(1U << i) != 0);
    }

    CHECK(cx_privacy_state_name(CX_PRIVACY_STATE_MAX) == NULL);
    CHECK(cx_privacy_thing_name(CX_PRIVACY_THING_MAX) == NULL);

    for (i = 0; i < CX_PRIVACY_THING_MAX; i++) {
        CHECK(cx_privacy_thing_name((unsigned) i) != NULL);

        if (i == CX_PRIVACY_THING_PROFILE || i == CX_PRIVACY_THING_CAPS
            || i == CX_PRIVACY_THING_LOG)
        {
            continue;
        }

        person("", "", "", "");
        was = *w.req;
        cx_arena_init(&a, mem, sizeof(room));
        cx_privacy_apply(w.req, 1U << i, &a);
        CHECK(!in_request((unsigned) i));
        CHECK(w.req->r.user == was.r.user);
    }

    /* without room for a shorter address there is none */

    person("", "", "", "");
    cx_arena_init(&a, mem, 0);
    cx_privacy_apply(w.req, CX_NO_PRECISE_GEO, &a);
    CHECK_STR(w.req->r.device->ip, "");
    CHECK_STR(w.req->r.device->ipv6, "");
}


static void
places(void)
{
    size_t  i;

    static const struct {
        const char  *ip;
        const char  *ipv6;
        const char  *coarse;
        const char  *coarse6;
    } ips[] = {
        { "203.0.113.77", "2001:db8:77:1::7", "203.0.113.0",
          "2001:0db8:0077::" },
        { "10.255.0.1", "::1", "10.255.0.0", "0000:0000:0000::" },
        { "", "", "", "" },
        { "unknown", "fe80::1%eth0", "", "fe80:0000:0000::" },
        { "203.0.113.77, 10.0.0.1", "x", "203.0.113.0", "" },
        { "203.0.113.0", "2001:db8:77::", "203.0.113.0", "2001:0db8:0077::" }
    };

    static const struct {
        const char  *said;
        double       coarse;
    } degrees[] = {
        { "48.85661", 48.9 }, { "-0.04", -0.0 }, { "-33.86882", -33.9 },
        { "179.99", 180.0 }, { "0", 0 }, { "1e300", CX_NO_COORD }, { "7.25", 7.2 }
    };

    open_world();

    for (i = 0; i < cx_nelts(ips); i++) {
        (void) snprintf(text, sizeof(text), "{'id':'r','imp':[" IMP("") "],"
                        "'regs':{'coppa':1},'device':{'ip':'%s','ipv6':'%s'}}",
                        ips[i].ip, ips[i].ipv6);
        decide(text);
        CHECK_STR(w.req->r.device->ip, ips[i].coarse);
        CHECK_STR(w.req->r.device->ipv6, ips[i].coarse6);
    }

    for (i = 0; i < cx_nelts(degrees); i++) {
        (void) snprintf(text, sizeof(text), "{'id':'r','imp':[" IMP("") "],"
                        "'regs':{'us_privacy':'1YYN'},"
                        "'user':{'geo':{'lat':%s}}}", degrees[i].said);
        decide(text);
        CHECK(w.req->r.user->geo->lat == degrees[i].coarse);
        CHECK(w.req->r.user->geo->lon == CX_NO_COORD);
    }
}


/* the named requests: which states they are in, and who the user is then */

static void
fixtures(void)
{
    size_t  i;

    static const struct {
        const char  *name;
        uint32_t     states;
        const char  *id;
    } cases[] = {
        { "free", 0, "U1" },
        { "coppa", CX_PRIVACY_COPPA, "" },
        { "gdpr-consent", 0, "U1" },
        { "gdpr-consent-old-place", 0, "U1" },
        { "gdpr-consent-bit-field", 0, "U1" },
        { "gdpr-refused", CX_PRIVACY_TCF_VENDOR | ALL_USES, "" },
        { "gdpr-vendor-missing", CX_PRIVACY_TCF_VENDOR | ALL_USES, "" },
        { "gdpr-vendor-not-disclosed", CX_PRIVACY_TCF_VENDOR | ALL_USES, "" },
        { "gdpr-no-disclosed-vendors", CX_PRIVACY_TCF_CONSENT | ALL_USES, "" },
        { "gdpr-no-string", CX_PRIVACY_TCF_CONSENT | ALL_USES, "" },
        { "gdpr-unreadable", CX_PRIVACY_TCF_CONSENT | ALL_USES, "" },
        { "gdpr-version-1", CX_PRIVACY_TCF_CONSENT | ALL_USES, "" },
        { "gdpr-no-store", CX_PRIVACY_TCF_STORE, "" },
        { "gdpr-purpose-one-treatment", CX_PRIVACY_TCF_STORE, "" },
        { "gdpr-interest", CX_PRIVACY_TCF_SELECT, "" },
        { "gdpr-no-profile", CX_PRIVACY_TCF_PERSONAL, "U1" },
        { "gdpr-no-measure", CX_PRIVACY_TCF_MEASURE, "" },
        { "gdpr-no-precise-geo", CX_PRIVACY_TCF_GEO, "U1" },
        { "gdpr-restriction-not-allowed", CX_PRIVACY_TCF_PERSONAL, "U1" },
        { "gdpr-restriction-consent", 0, "U1" },
        { "gdpr-restriction-interest", CX_PRIVACY_TCF_MEASURE, "" },
        { "usp-none", 0, "U1" },
        { "usp-sale", CX_PRIVACY_US_SALE, "" },
        { "usp-unreadable", CX_PRIVACY_UNREADABLE, "" },
        { "gpp-usnat-none", 0, "U1" },
        { "gpp-usnat-sale", CX_PRIVACY_US_SALE, "" },
        { "gpp-usnat-targeted-geo", CX_PRIVACY_US_TARGETED | CX_PRIVACY_US_GEO,
          "U1" },
        { "gpp-usnat-short-child", CX_PRIVACY_CHILD, "" },
        { "gpp-usnat-service", CX_PRIVACY_US_SERVICE, "U1" },
        { "gpp-usca-sharing", CX_PRIVACY_US_SHARING, "" },
        { "gpp-usca-gpc", CX_PRIVACY_US_SHARING | CX_PRIVACY_GPC, "" },
        { "gpp-usva-targeted-sensitive",
          CX_PRIVACY_US_TARGETED | CX_PRIVACY_US_SENSITIVE, "U1" },
        { "gpp-usp-sale", CX_PRIVACY_US_SALE, "" },
        { "gpp-other-section", CX_PRIVACY_UNREADABLE, "" },
        { "gpp-tcfeu", CX_PRIVACY_TCF_PERSONAL, "U1" },
        { "gpp-tcfeu-both", 0, "U1" },
        { "gpp-tcfca", 0, "U1" },
        { "gpp-unreadable", CX_PRIVACY_UNREADABLE, "" },
        { "gpp-not-applicable", 0, "U1" },
        { "gpc", CX_PRIVACY_GPC, "" },
        { "atts-denied", CX_PRIVACY_ATTS, "" },
        { "atts-restricted", CX_PRIVACY_ATTS, "" },
        { "atts-not-determined", 0, "U1" },
        { "lmt", CX_PRIVACY_LMT, "U1" },
        { "dnt", CX_PRIVACY_DNT, "" }
    };

    open_world();

    for (i = 0; i < cx_nelts(cases); i++) {
        fixture(cases[i].name);
        decide(body);

        CHECK_INT(w.d->privacy, cases[i].states);
        CHECK_STR(w.req->user_id, cases[i].id);
        CHECK_STR(w_winner(0), "g1");

        if (w.d->privacy != cases[i].states) {
            (void) printf("    %s\n", cases[i].name);
        }

        if (w.d->removed == 0) {
            continue;
        }

        CHECK((w.d->removed & CX_NO_PROFILE) == 0 || looked_up.len == 0);
        CHECK((w.d->removed & CX_NO_CAPS) == 0 || capped_user == 0);
        CHECK((w.d->removed & CX_NO_PRECISE_GEO) == 0
              || cx_str_eq(w.req->r.device->ip, cx_str("203.0.113.0")));
        CHECK((w.d->removed & CX_NO_DEMOGRAPHICS) == 0
              || w.req->r.user->yob == 0);
    }

    /* the same user without a number of ours in the vendor list */

    w.conf.vendor = 0;
    fixture("gdpr-consent");
    decide(body);
    CHECK_INT(w.d->privacy, CX_PRIVACY_TCF_VENDOR | ALL_USES);
    CHECK_STR(w.req->user_id, "");

    /* and with purpose 2 declared under legitimate interest */

    w.conf.vendor = VENDOR;
    w.conf.vendor_interest = CX_PURPOSE(2);
    fixture("gdpr-interest");
    decide(body);
    CHECK_INT(w.d->privacy, 0);
    fixture("gdpr-restriction-consent");
    decide(body);
    CHECK_INT(w.d->privacy, CX_PRIVACY_TCF_SELECT);
    w.conf.vendor_flexible = CX_PURPOSE(2) | CX_PURPOSE(7);
    decide(body);
    CHECK_INT(w.d->privacy, 0);
    fixture("gdpr-restriction-interest");
    decide(body);
    CHECK_INT(w.d->privacy, 0);
}


/* an id that may be looked up by and not be kept: it goes after the lookup */

static void
forgotten(void)
{
    fixture("gdpr-no-measure");
    open_world();
    decide(body);

    CHECK_STR(looked_up, "U1");
    CHECK(capped_user == cx_bid_user_hash(cx_str("U1")));
    CHECK_STR(w.req->user_id, "");
    CHECK_STR(w.req->user_id_source, "");
    CHECK_STR(w.req->r.user->id, "");
    CHECK_STR(w.req->r.device->ifa, "");
    CHECK_INT(w.req->r.user->yob, 1984);
}


/* where a request says the same twice, and not the same */

static void
both_places(void)
{
    c_tcf_t      t;
    char         all[256], none[256], gpp[2][C_TEXT + 64];
    unsigned     id;
    const char  *part;
    size_t       i;

    static const c_list_t  ours = { 1, { VENDOR }, 0 };

    const struct {
        const char  *regs;
        const char  *consent;
        uint32_t     states;
    } cases[] = {
        { "'gdpr':1", all, 0 },
        { "'gdpr':1", none, CX_PRIVACY_TCF_VENDOR | ALL_USES },
        { "'gdpr':0", none, 0 },
        { "'ext':{'gdpr':1}", none, CX_PRIVACY_TCF_VENDOR | ALL_USES },
        { "'gdpr':0,'ext':{'gdpr':1}", none, 0 },

        /* the string of its own wins over that of the platform */

        { gpp[0], none, CX_PRIVACY_TCF_VENDOR | ALL_USES },
        { gpp[1], all, 0 },
        { gpp[0], "", 0 },
        { gpp[1], "", CX_PRIVACY_TCF_VENDOR | ALL_USES },
        { gpp[0], "CPxyz", CX_PRIVACY_TCF_CONSENT | ALL_USES },

        /* the section applies, whatever gdpr says; without gpp_sid it needs */

        { "'gdpr':0,'gpp_sid':[2]", "",
          CX_PRIVACY_TCF_CONSENT | ALL_USES },
        { "'gdpr':0,'gpp_sid':[1]", "",
          CX_PRIVACY_TCF_CONSENT | ALL_USES },
        { "'gdpr':0,'gpp_sid':[2]", all, 0 },
        { "'gpp_sid':[5]", all, CX_PRIVACY_TCF_CONSENT | ALL_USES },
        { "'gpp_sid':[3,4,0,-1]", "", 0 },
        { "'gpp_sid':[7]", "", CX_PRIVACY_UNREADABLE },
        { "'gpp_sid':[28]", "", CX_PRIVACY_UNREADABLE },
        { "'gpp_sid':[64]", "", CX_PRIVACY_UNREADABLE },
        { "'gpp_sid':[2147483647]", "", CX_PRIVACY_UNREADABLE },
        { "'gpp_sid':[6]", "", CX_PRIVACY_UNREADABLE },
        { "'gpp_sid':[6],'us_privacy':'1YNN'", "", 0 },
        { "'gpp_sid':[6],'us_privacy':'1YYN'", "", CX_PRIVACY_US_SALE },
        { "'gpp':'DBABTA~1YYN','us_privacy':'1YNN'", "", CX_PRIVACY_US_SALE },
        { "'gpp':'DBABTA~1YNN','us_privacy':'1YYN'", "", CX_PRIVACY_US_SALE },
        { "'gpp':'DBABTA~1YNN','ext':{'gpp':'DBABTA~1YYN'}", "", 0 },
        { "'ext':{'gpp':'DBABTA~1YYN'}", "", CX_PRIVACY_US_SALE },
        { "'ext':{'gpp':'DBABTA~1YYN','gpp_sid':[6]}", "",
          CX_PRIVACY_US_SALE },
        { "'gpp':'DBABTA~1YYN','gpp_sid':[2],'gdpr':1", all, 0 },
        { "'gpp':'?'", "", CX_PRIVACY_UNREADABLE },
        { "'gpp':'?','gdpr':1", all, CX_PRIVACY_UNREADABLE },
        { "'gpp':'?','gpp_sid':[2]", all, 0 }
    };

    memset(&t, 0, sizeof(t));
    t.version = 2;
    t.updated = C_2024;
    t.policy = 4;
    t.features = CX_FEATURE(1);
    t.consent = 0x7fe;
    t.vendor_consent = ours;
    (void) c_tcf(all, &t, 0);
    t.consent = 0;
    t.vendor_consent.n = 0;
    (void) c_tcf(none, &t, 0);

    for (i = 0; i < 2; i++) {
        id = 2;
        part = i ? none : all;
        c_gpp(text, &id, &part, 1);
        (void) snprintf(gpp[i], sizeof(gpp[i]), "'gdpr':1,'gpp':'%s'", text);
    }

    open_world();

    for (i = 0; i < cx_nelts(cases); i++) {
        char  user[512], rest[C_TEXT + 128];

        (void) snprintf(rest, sizeof(rest), ",'regs':{%s}", cases[i].regs);
        (void) snprintf(user, sizeof(user), ",'consent':'%s'",
                        cases[i].consent);
        person("", "", user, rest);
        CHECK_INT(w.d->privacy, cases[i].states);

        if (w.d->privacy != cases[i].states) {
            (void) printf("    %s\n", cases[i].regs);
        }

        /* the old place of the consent */

        (void) snprintf(body, sizeof(body), "{'id':'r','imp':[" IMP("") "],"
                        "'user':{'id':'U1','ext':{'consent':'%s'}}%s}",
                        cases[i].consent, rest);
        decide(body);
        CHECK_INT(w.d->privacy, cases[i].states);
    }
}


static void
ids_in_order(void)
{
    size_t          i;
    cx_exchange_t  *x;

    static const struct {
        const char  *user;
        const char  *device;
        const char  *kinds;         /* the profile's, by their numbers */
        const char  *source;        /* of eids */
        const char  *id;
        const char  *from;
    } cases[] = {
        { "'id':'U','buyeruid':'B'", "'ifa':'I'", "", "", "U", "user.id" },
        { "'buyeruid':'B'", "'ifa':'I'", "", "", "B", "user.buyeruid" },
        { "'id':'','buyeruid':'B'", "'ifa':'I'", "", "", "B",
          "user.buyeruid" },
        { "'id':'0','buyeruid':'00-00'", "'ifa':'I'", "", "", "I", "ifa" },
        { "'eids':[{'source':'a','uids':[{'id':'E'}]}]", "'ifa':'I'", "", "",
          "E", "eids" },
        { "'eids':[{'source':'a','uids':[{'id':'0'},{'id':'F'}]}]", "", "",
          "", "F", "eids" },
        { "'eids':[{'source':'a','uids':[{'id':'E'}]},"
          "{'source':'b.example','uids':[{'id':'F'}]}]", "", "", "B.example",
          "F", "eids" },
        { "'eids':[{'source':'a','uids':[{'id':'E'}]}]", "'ifa':'I'", "",
          "b.example", "I", "ifa" },
        { "'ext':{'eids':[{'source':'a','uids':[{'id':'E'}]}]}", "", "", "",
          "E", "eids" },
        { "", "'ifa':'I'", "", "", "I", "ifa" },
        { "", "'ifa':'00000000-0000-0000-0000-000000000000'", "", "", "", "" },
        { "", "'ifa':'I','lmt':1", "", "", "", "" },
        { "", "'ifa':'I','dnt':1", "", "", "", "" },
        { "", "'ifa':'I','ext':{'atts':2}", "", "", "", "" },
        { "'id':'U','buyeruid':'B'", "'ifa':'I'", "3", "", "I", "ifa" },
        { "'id':'U','buyeruid':'B'", "'ifa':'I'", "10", "", "B",
          "user.buyeruid" },
        { "'id':'U'", "", "12", "", "", "" },
        { "'id':'U'", "'ifa':'I'", "30", "", "I", "ifa" },
        { "'id':'U'", "'ifa':'I','lmt':1", "30", "", "U", "user.id" },
        { "", "", "", "", "", "" }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        open_world();
        x = &w.exchange;
        x->eid_source = cx_strn(cases[i].source, strlen(cases[i].source));

        for (x->nids = 0; cases[i].kinds[x->nids]; x->nids++) {
            x->id[x->nids] = (uint8_t) (cases[i].kinds[x->nids] - '0');
        }

        (void) snprintf(body, sizeof(body), "{'id':'r','imp':[" IMP("") "],"
                        "'user':{%s},'device':{%s}}", cases[i].user,
                        cases[i].device);
        decide(body);
        CHECK_STR(w.req->user_id, cases[i].id);
        CHECK_STR(w.req->user_id_source, cases[i].from);
        CHECK_STR(looked_up, strstr(cases[i].device, "lmt':1") == NULL
                             ? cases[i].id : "");
    }
}


/* no device, no user, no regs */

static void
little(void)
{
    open_world();
    decide("{'id':'r','imp':[" IMP("") "]}");
    CHECK_INT(w.d->privacy, 0);
    CHECK_STR(w.req->user_id, "");
    decide("{'id':'r','imp':[" IMP("") "],'regs':{'gdpr':1}}");
    CHECK_INT(w.d->privacy, CX_PRIVACY_TCF_CONSENT | ALL_USES);
    CHECK_STR(w_winner(0), "g1");
}


/* the customer told us, not the exchange: what we know is not used */

static void
customer(void)
{
    static const cx_str_t  sports = cx_string("sports");

    w_open(SIMPLE("fan", "9", "", ",'targeting':{'audience':{'segments':{"
                  "'any':['sports']}}}")
           SIMPLE("all", "1", "", ""));
    w.profile_rc = CX_OK;
    w.profile.segment = &sports;
    w.profile.nsegment = 1;
    w.profile.tier = CX_TIER_RESERVE;

    CHECK_WINNER(REQ(IMP(""), ",'device':{'lmt':0}"), "fan");
    CHECK_INT(w.d->privacy, 0);

    w.profile.consent = 0;
    CHECK_WINNER(REQ(IMP(""), ",'device':{'lmt':0}"), "all");
    CHECK_INT(w.d->privacy, CX_PRIVACY_CUSTOMER);
    CHECK_INT(w.d->removed, CX_NO_FITTING | CX_NO_LOG);
    CHECK_INT(w.d->profile.tier, CX_TIER_GREEN);
    CHECK_INT(w.d->profile.nsegment, 0);
    CHECK_INT(w.req->user_id.len, 0);
    CHECK_INT(w.req->r.user->id.len, 0);
}


static const cx_test_t  tests[] = {
    TEST(nothing_is_forbidden),
    TEST(each_row),
    TEST(each_state_and_thing),
    TEST(places),
    TEST(fixtures),
    TEST(forgotten),
    TEST(both_places),
    TEST(ids_in_order),
    TEST(little),
    TEST(customer)
};

TEST_MAIN(tests)
