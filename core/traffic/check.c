/*
 * What a request says of its device is made into signs; the rules are a
 * table of signs that do not go together.  A rule that a person's device can
 * break is not in it, or it is not sure and only counted.
 */

#include "core/traffic/agents.h"


static const struct {
    const char  *name;
    int          nbr;
} cx_findings[] = {
#define CX_TRAFFIC_ROW(id, name, nbr, sure)  { name, nbr },
    CX_TRAFFIC_FINDINGS(CX_TRAFFIC_ROW)
#undef CX_TRAFFIC_ROW
};


typedef struct {
    cx_traffic_e  finding;
    cx_signs_t    all;
    cx_signs_t    any;          /* 0: no more than all */
    cx_signs_t    none;
} cx_rule_t;

static const cx_rule_t  cx_rules[] = {
    { CX_TRAFFIC_BOT,
      CX_SIGN(CX_IS_ROBOT), 0, CX_SIGN(CX_IS_EXCEPTION) },

    /* crawlers read pages; they have no apps */

    { CX_TRAFFIC_APP_CRAWLER,
      CX_SIGN(CX_IN_APP) | CX_SIGN(CX_AGENT_CRAWLER), 0,
      CX_SIGN(CX_IS_EXCEPTION) },

    { CX_TRAFFIC_DATA_CENTER, CX_SIGN(CX_ADDR_LISTED), 0, 0 },

    { CX_TRAFFIC_ADDRESS_SPECIAL, CX_SIGN(CX_ADDR_SPECIAL), 0, 0 },

    /*
     * The agents of Windows phones name all the others.  An iPad says
     * "Macintosh" and an Android browser may say "X11", so nothing is made
     * of these.
     */

    { CX_TRAFFIC_IOS_AGENT,
      CX_SIGN(CX_OS_ANDROID) | CX_SIGN(CX_AGENT_IOS), 0,
      CX_SIGN(CX_AGENT_ANDROID) | CX_SIGN(CX_AGENT_WINDOWS_PHONE) },

    { CX_TRAFFIC_ANDROID_AGENT,
      CX_SIGN(CX_OS_IOS) | CX_SIGN(CX_AGENT_ANDROID), 0,
      CX_SIGN(CX_AGENT_IOS) | CX_SIGN(CX_AGENT_WINDOWS_PHONE) },

    /* "Mobile" is no sign of a phone: the views of television sets say so */

    { CX_TRAFFIC_PHONE_AGENT,
      CX_SIGN(CX_TYPE_TV),
      CX_SIGN(CX_AGENT_IOS) | CX_SIGN(CX_AGENT_PHONE_MODEL)
      | CX_SIGN(CX_AGENT_WINDOWS_PHONE),
      CX_SIGN(CX_AGENT_TV) },

    { CX_TRAFFIC_APPLE_ANDROID,
      CX_SIGN(CX_MAKE_APPLE) | CX_SIGN(CX_OS_ANDROID), 0, 0 },

    { CX_TRAFFIC_MAKE_IOS,
      CX_SIGN(CX_MAKE_ANDROID) | CX_SIGN(CX_OS_IOS), 0, 0 },

    { CX_TRAFFIC_OS_VERSION, CX_SIGN(CX_VERSION_NONE), 0, 0 },

    /* screens outdoors have any size */

    { CX_TRAFFIC_SCREEN,
      CX_SIGN(CX_SIZE_NONE), 0, CX_SIGN(CX_TYPE_SCREEN) },

    { CX_TRAFFIC_OS_VERSION_ODD, CX_SIGN(CX_VERSION_ODD), 0, 0 },

    /* exchanges that know a device by its name alone are often wrong */

    { CX_TRAFFIC_TV_AGENT,
      CX_SIGN(CX_TYPE_PHONE) | CX_SIGN(CX_AGENT_TV), 0, 0 },

    { CX_TRAFFIC_ADDRESS_PRIVATE, CX_SIGN(CX_ADDR_PRIVATE), 0, 0 },
    { CX_TRAFFIC_ADDRESS_MALFORMED, CX_SIGN(CX_ADDR_MALFORMED), 0, 0 },
    { CX_TRAFFIC_AGENT_MISSING, CX_SIGN(CX_AGENT_NONE), 0, 0 }
};


static const struct {
    cx_str_t   name;
    cx_sign_e  sign;
} cx_oses[] = {
    { cx_string("ios"), CX_OS_IOS },
    { cx_string("ipados"), CX_OS_IOS },
    { cx_string("iphone os"), CX_OS_IOS },
    { cx_string("android"), CX_OS_ANDROID }
}, cx_makes[] = {
    { cx_string("apple"), CX_MAKE_APPLE },
    { cx_string("samsung"), CX_MAKE_ANDROID },
    { cx_string("xiaomi"), CX_MAKE_ANDROID },
    { cx_string("huawei"), CX_MAKE_ANDROID },
    { cx_string("honor"), CX_MAKE_ANDROID },
    { cx_string("oppo"), CX_MAKE_ANDROID },
    { cx_string("vivo"), CX_MAKE_ANDROID },
    { cx_string("realme"), CX_MAKE_ANDROID },
    { cx_string("oneplus"), CX_MAKE_ANDROID },
    { cx_string("motorola"), CX_MAKE_ANDROID }
};


/*
 * Major versions that there are none of.  iOS went from 18 to 26; what lies
 * between may be the version of its kernel, and an Android of 40 and more the
 * level of its API, which some libraries send.
 */

static const struct {
    cx_sign_e  os;
    uint32_t   from, to;
    cx_sign_e  sign;
} cx_versions[] = {
    { CX_OS_IOS, 19, 25, CX_VERSION_ODD },
    { CX_OS_IOS, 60, UINT32_MAX, CX_VERSION_NONE },
    { CX_OS_ANDROID, 40, 99, CX_VERSION_ODD },
    { CX_OS_ANDROID, 100, UINT32_MAX, CX_VERSION_NONE }
};


/* no client on the internet has such an address, or none that is its own */

#define CX_NET4(a, b, c)  ((uint32_t) (a) << 24 | (uint32_t) (b) << 16        \
                           | (uint32_t) (c) << 8)
#define CX_NET6(a, b)     ((uint32_t) (a) << 16 | (uint32_t) (b))

static const struct {
    uint8_t    family;
    uint8_t    bits;
    uint32_t   prefix;          /* the highest 32 bits */
    cx_sign_e  sign;
} cx_special[] = {
    { 4, 8,  CX_NET4(0, 0, 0),       CX_ADDR_SPECIAL },     /* this network */
    { 4, 8,  CX_NET4(127, 0, 0),     CX_ADDR_SPECIAL },     /* loopback */
    { 4, 24, CX_NET4(192, 0, 2),     CX_ADDR_SPECIAL },     /* documentation */
    { 4, 24, CX_NET4(198, 51, 100),  CX_ADDR_SPECIAL },
    { 4, 24, CX_NET4(203, 0, 113),   CX_ADDR_SPECIAL },
    { 4, 15, CX_NET4(198, 18, 0),    CX_ADDR_SPECIAL },     /* benchmarks */
    { 4, 4,  CX_NET4(224, 0, 0),     CX_ADDR_SPECIAL },     /* multicast */
    { 4, 4,  CX_NET4(240, 0, 0),     CX_ADDR_SPECIAL },     /* reserved */
    { 4, 8,  CX_NET4(10, 0, 0),      CX_ADDR_PRIVATE },
    { 4, 12, CX_NET4(172, 16, 0),    CX_ADDR_PRIVATE },
    { 4, 16, CX_NET4(192, 168, 0),   CX_ADDR_PRIVATE },
    { 4, 10, CX_NET4(100, 64, 0),    CX_ADDR_PRIVATE },     /* of carriers */
    { 4, 16, CX_NET4(169, 254, 0),   CX_ADDR_PRIVATE },     /* of a link */
    { 4, 24, CX_NET4(192, 0, 0),     CX_ADDR_PRIVATE },     /* translation */
    { 6, 32, CX_NET6(0x2001, 0xdb8), CX_ADDR_SPECIAL },     /* documentation */
    { 6, 20, CX_NET6(0x3fff, 0),     CX_ADDR_SPECIAL },
    { 6, 8,  CX_NET6(0xff00, 0),     CX_ADDR_SPECIAL },     /* multicast */
    { 6, 7,  CX_NET6(0xfc00, 0),     CX_ADDR_PRIVATE },
    { 6, 10, CX_NET6(0xfe80, 0),     CX_ADDR_PRIVATE }      /* of a link */
};


#define CX_SCREEN_MIN  32
#define CX_SCREEN_MAX  16384

#define CX_BRANDS_LOOK  16


const char *
cx_traffic_name(cx_traffic_e finding)
{
    return (unsigned) finding < CX_TRAFFIC_MAX ? cx_findings[finding].name
                                               : "unknown";
}


int
cx_traffic_nbr(cx_traffic_e finding)
{
    return (unsigned) finding < CX_TRAFFIC_MAX ? cx_findings[finding].nbr : 0;
}


static cx_signs_t
cx_signs_agent(const cx_traffic_t *t, const cx_ortb_device_t *d)
{
    uint32_t    i, n;
    cx_signs_t  signs;

    signs = cx_agents_find(t->agents, d->ua);

    if (d->sua != NULL) {
        n = cx_min(d->sua->browsers.n, CX_BRANDS_LOOK);

        for (i = 0; i < n; i++) {
            signs |= cx_agents_find(t->agents, d->sua->browsers.v[i].brand)
                     & (CX_SIGN(CX_IS_ROBOT) | CX_SIGN(CX_IS_EXCEPTION));
        }
    }

    return signs;
}


/* the number that a version begins with; 0: none */

static uint32_t
cx_major(cx_str_t s)
{
    size_t    i;
    uint32_t  n;

    for (i = 0, n = 0; i < s.len && s.data[i] >= '0' && s.data[i] <= '9'; i++)
    {
        n = cx_min(n * 10 + (s.data[i] - '0'), 1000000);
    }

    return n;
}


static cx_signs_t
cx_signs_os(const cx_ortb_device_t *d)
{
    size_t                         i;
    cx_str_t                       os, version;
    uint32_t                       major;
    cx_signs_t                     signs;
    const cx_ortb_brandversion_t  *platform;

    os = d->os;
    version = d->osv;
    platform = d->sua != NULL ? d->sua->platform : NULL;

    if (os.len == 0 && platform != NULL) {
        os = platform->brand;
        version = platform->version.n ? platform->version.v[0] : cx_str("");
    }

    for (i = 0, signs = 0; i < cx_nelts(cx_oses); i++) {
        if (cx_str_eq_nocase(os, cx_oses[i].name)) {
            signs = CX_SIGN(cx_oses[i].sign);
            break;
        }
    }

    if (signs == 0) {
        return 0;
    }

    major = cx_major(version);

    for (i = 0; i < cx_nelts(cx_versions); i++) {
        if ((signs & CX_SIGN(cx_versions[i].os)) && major >= cx_versions[i].from
            && major <= cx_versions[i].to)
        {
            signs |= CX_SIGN(cx_versions[i].sign);
        }
    }

    return signs;
}


static cx_signs_t
cx_signs_device(const cx_ortb_request_t *r, const cx_ortb_device_t *d)
{
    size_t      i;
    cx_signs_t  signs;

    signs = cx_signs_os(d);

    for (i = 0; i < cx_nelts(cx_makes); i++) {
        if (cx_str_eq_nocase(d->make, cx_makes[i].name)) {
            signs |= CX_SIGN(cx_makes[i].sign);
            break;
        }
    }

    switch (d->devicetype) {

    case 3:
    case 7:
        signs |= CX_SIGN(CX_TYPE_TV);
        break;

    case 4:
        signs |= CX_SIGN(CX_TYPE_PHONE);
        break;

    case 8:
        signs |= CX_SIGN(CX_TYPE_SCREEN);
        break;
    }

    if (r->dooh != NULL) {
        signs |= CX_SIGN(CX_TYPE_SCREEN);
    }

    if (r->app != NULL) {
        signs |= CX_SIGN(CX_IN_APP);
    }

    if (d->w < 0 || d->h < 0 || d->w > CX_SCREEN_MAX || d->h > CX_SCREEN_MAX
        || (d->w > 0 && d->h > 0 && d->w < CX_SCREEN_MIN
            && d->h < CX_SCREEN_MIN))
    {
        signs |= CX_SIGN(CX_SIZE_NONE);
    }

    if (d->ua.len == 0 && (r->site != NULL || r->app != NULL)
        && (d->sua == NULL || d->sua->browsers.n == 0))
    {
        signs |= CX_SIGN(CX_AGENT_NONE);
    }

    return signs;
}


static cx_signs_t
cx_signs_special(const cx_address_t *a)
{
    size_t    i;
    uint32_t  high;

    if (a->family == 6 && a->value <= 1 && a->bits == 128) {
        return CX_SIGN(CX_ADDR_SPECIAL);        /* unspecified, loopback */
    }

    high = (uint32_t) (a->family == 4 ? a->value : a->value >> 96);

    for (i = 0; i < cx_nelts(cx_special); i++) {
        if (cx_special[i].family == a->family && a->bits >= cx_special[i].bits
            && (high ^ cx_special[i].prefix) >> (32 - cx_special[i].bits) == 0)
        {
            return CX_SIGN(cx_special[i].sign);
        }
    }

    return 0;
}


static cx_signs_t
cx_signs_known(const cx_traffic_t *t, const cx_address_t *a)
{
    cx_signs_t  signs;

    signs = cx_signs_special(a);

    if (t->networks != NULL && cx_traffic_networks_have(t->networks, a)) {
        signs |= CX_SIGN(CX_ADDR_LISTED);
    }

    return signs;
}


static cx_signs_t
cx_signs_address(const cx_traffic_t *t, const cx_address_t *a)
{
    cx_signs_t    signs;
    cx_address_t  inner;

    if (a->family == 0) {
        return a->malformed ? CX_SIGN(CX_ADDR_MALFORMED) : 0;
    }

    signs = cx_signs_known(t, a);

    if (a->family == 6 && cx_address_inner(a, &inner) == CX_OK) {
        signs |= cx_signs_known(t, &inner);
    }

    return signs;
}


uint32_t
cx_traffic_check(const cx_traffic_t *t, const cx_ortb_request_t *r,
    const cx_address_t *address, uint32_t naddress)
{
    size_t                   i;
    uint32_t                 findings;
    cx_signs_t               signs;
    const cx_rule_t         *rule;
    const cx_ortb_device_t  *d;

    d = r->device;

    if (d == NULL) {
        return 0;
    }

    signs = cx_signs_agent(t, d);

    for (i = 0; i < naddress; i++) {
        signs |= cx_signs_address(t, &address[i]);
    }

    if (t->look & ~CX_TRAFFIC_LISTS) {
        signs |= cx_signs_device(r, d);
    }

    for (i = 0, findings = 0; i < cx_nelts(cx_rules); i++) {
        rule = &cx_rules[i];

        if ((signs & rule->all) == rule->all && (signs & rule->none) == 0
            && (rule->any == 0 || (signs & rule->any)))
        {
            findings |= 1U << rule->finding;
        }
    }

    return findings & t->look;
}
