
/* each rule with what just breaks it and what just does not */

#include "core/traffic/traffic.h"
#include "tests/unit/test.h"


#define ANDROID_UA  "Mozilla/5.0 (Linux; Android 13; Pixel 7) Mobile"
#define IPHONE_UA   "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)"
#define IPAD_UA     "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X)"
#define MAC_UA      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari"
#define WIN_UA      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131"
#define LUMIA_UA    "Mozilla/5.0 (Mobile; Windows Phone 8.1; Android 4.0; "   \
                    "ARM; Trident/7.0; like iPhone OS 7_0_3 Mac OS X)"
#define TIZEN_UA    "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.5) TV Safari"
#define FIRE_UA     "Mozilla/5.0 (Linux; Android 9; AFTMM; wv) Mobile Safari"
#define GALAXY_UA   "Mozilla/5.0 (Linux; Android 14; SM-S918B) Mobile Safari"
#define BOT_UA      "Mozilla/5.0 (compatible; Googlebot/2.1)"

static cx_traffic_t             t;
static cx_ortb_request_t        req;
static cx_ortb_device_t         d;
static cx_ortb_sua_t            sua;
static cx_ortb_brandversion_t   brands[20], platform;
static cx_str_t                 version;
static cx_ortb_site_t           site;
static cx_ortb_app_t            app;
static cx_ortb_dooh_t           dooh;
static cx_address_t             address[2];


/* the device of a person, in a page */

static void
person(void)
{
    memset(&req, 0, sizeof(req));
    memset(&d, 0, sizeof(d));
    memset(&sua, 0, sizeof(sua));
    memset(brands, 0, sizeof(brands));
    memset(&platform, 0, sizeof(platform));
    memset(address, 0, sizeof(address));

    req.device = &d;
    req.site = &site;
    d.ua = cx_str(WIN_UA);

    t.look = CX_TRAFFIC_ALL;
}


static void
is_app(void)
{
    req.site = NULL;
    req.app = &app;
}


#define SET(field, text)  ((field) = cx_str(text))

#define AGENT(text)  (person(), SET(d.ua, text))


/* the names of the findings, or "-" */

static cx_str_t
found(void)
{
    size_t       n;
    uint32_t     i, findings;
    static char  out[512];

    findings = cx_traffic_check(&t, &req, address, 2);

    for (i = 0, n = 0; i < CX_TRAFFIC_MAX; i++) {
        if (findings >> i & 1) {
            n += (size_t) snprintf(out + n, sizeof(out) - n, "%s%s",
                                   n ? " " : "", cx_traffic_name(i));
        }
    }

    return n ? cx_strn(out, n) : cx_str("-");
}


static cx_str_t
at(const char *ip)
{
    person();
    (void) cx_address_parse(cx_strn(ip, strlen(ip)), &address[0]);

    return found();
}


static void
people_are_let_in(void)
{
    size_t       i;
    const char  *uas[] = {
        ANDROID_UA, IPHONE_UA, IPAD_UA, MAC_UA, WIN_UA, LUMIA_UA, TIZEN_UA,
        FIRE_UA, GALAXY_UA
    };

    for (i = 0; i < cx_nelts(uas); i++) {
        person();
        d.ua = cx_strn(uas[i], strlen(uas[i]));
        CHECK_STR(found(), "-");
        is_app();
        CHECK_STR(found(), "-");
    }

    person();
    req.device = NULL;
    CHECK_STR(found(), "-");
}


static void
robots(void)
{
    AGENT("examplebot/1.0");
    CHECK_STR(found(), "bot");
    AGENT("examplebots/1.0");
    CHECK_STR(found(), "-");
    AGENT("examplebot/1.0 (of good people)");
    CHECK_STR(found(), "-");

    /* a crawler that is on no list is a crawler only in an app */

    AGENT(BOT_UA);
    CHECK_STR(found(), "-");
    is_app();
    CHECK_STR(found(), "app_crawler");
    AGENT("Mozilla/5.0 (compatible; Notgooglebot/2.1)");
    is_app();
    CHECK_STR(found(), "-");
}


static void
robots_by_brand(void)
{
    uint32_t  i;

    person();
    d.sua = &sua;
    sua.browsers.v = brands;
    sua.browsers.n = 2;
    SET(brands[0].brand, "Chromium");
    SET(brands[1].brand, "ExampleBot");
    CHECK_STR(found(), "bot");

    SET(brands[1].brand, "Examplebotany");
    CHECK_STR(found(), "-");

    SET(brands[1].brand, "iPhone");
    SET(d.os, "Android");
    CHECK_STR(found(), "-");

    /* no more of them than anybody has */

    for (i = 0; i < 20; i++) {
        SET(brands[i].brand, "Chromium");
    }

    sua.browsers.n = 20;
    SET(brands[15].brand, "ExampleBot");
    CHECK_STR(found(), "bot");
    SET(brands[15].brand, "Chromium");
    SET(brands[16].brand, "ExampleBot");
    CHECK_STR(found(), "-");
}


static void
data_centers(void)
{
    CHECK_STR(at("198.41.0.1"), "data_center");
    CHECK_STR(at("198.41.1.0/32"), "-");
    CHECK_STR(at("198.40.255.255"), "-");
    CHECK_STR(at("2a00:1450::1"), "data_center");
    CHECK_STR(at("2a00:1451::1"), "-");
    CHECK_STR(at(" [198.41.0.1]:443"), "data_center");
    CHECK_STR(at("198.41.0.1, 8.8.8.8"), "data_center");
    CHECK_STR(at("8.8.8.8, 198.41.0.1"), "-");
    CHECK_STR(at("64:ff9b::198.41.0.1"), "data_center");
    CHECK_STR(at("2002:c629:1::1"), "data_center");
    CHECK_STR(at("::198.41.0.1"), "data_center");
    CHECK_STR(at("2002:c62a:1::1"), "-");

    (void) at("198.40.0.1");
    (void) cx_address_parse(cx_str("2a00:1450::1"), &address[1]);
    CHECK_STR(found(), "data_center");
}


static void
agents_of_ios(void)
{
    AGENT(IPHONE_UA);
    SET(d.os, "Android");
    CHECK_STR(found(), "ios_agent");
    SET(d.os, "iOS");
    CHECK_STR(found(), "-");
    SET(d.os, "Androids");
    CHECK_STR(found(), "-");

    AGENT(IPAD_UA);
    SET(d.os, "ANDROID");
    CHECK_STR(found(), "ios_agent");

    /* both, and a Windows phone, which names them all */

    AGENT(IPHONE_UA " Android 9;");
    SET(d.os, "android");
    CHECK_STR(found(), "-");
    AGENT("Mozilla/5.0 (Mobile; Windows Phone 8.1; like iPhone OS 7_0_3)");
    SET(d.os, "android");
    CHECK_STR(found(), "-");

    /* what desktops send, the tablets that are told to do so as well */

    AGENT(MAC_UA);
    SET(d.os, "Android");
    CHECK_STR(found(), "-");
}


static void
agents_of_android(void)
{
    AGENT(ANDROID_UA);
    SET(d.os, "iOS");
    CHECK_STR(found(), "android_agent");
    SET(d.os, "iPadOS");
    CHECK_STR(found(), "android_agent");
    SET(d.os, "iPhone OS");
    CHECK_STR(found(), "android_agent");
    SET(d.os, "Android");
    CHECK_STR(found(), "-");
    SET(d.os, "");
    CHECK_STR(found(), "-");

    AGENT(MAC_UA);
    SET(d.os, "iOS");
    CHECK_STR(found(), "-");
    AGENT(LUMIA_UA);
    SET(d.os, "iOS");
    CHECK_STR(found(), "-");
    AGENT("Mozilla/5.0 Androidish");
    SET(d.os, "iOS");
    CHECK_STR(found(), "-");

    /* the platform of sua stands for an os that is not there */

    AGENT(ANDROID_UA);
    d.sua = &sua;
    sua.platform = &platform;
    SET(platform.brand, "iOS");
    CHECK_STR(found(), "android_agent");
    SET(d.os, "Android");
    CHECK_STR(found(), "-");
}


static void
agents_of_phones(void)
{
    AGENT(IPHONE_UA);
    d.devicetype = 3;
    CHECK_STR(found(), "phone_agent");
    d.devicetype = 7;
    CHECK_STR(found(), "phone_agent");
    d.devicetype = 6;
    CHECK_STR(found(), "-");
    d.devicetype = 4;
    CHECK_STR(found(), "-");

    AGENT(GALAXY_UA);
    d.devicetype = 3;
    CHECK_STR(found(), "phone_agent");
    AGENT(LUMIA_UA);
    d.devicetype = 3;
    CHECK_STR(found(), "phone_agent");

    AGENT(FIRE_UA);
    d.devicetype = 3;
    CHECK_STR(found(), "-");
    AGENT(IPHONE_UA " AppleTV6,2");
    d.devicetype = 3;
    CHECK_STR(found(), "-");
}


static void
agents_of_televisions(void)
{
    AGENT(TIZEN_UA);
    d.devicetype = 4;
    CHECK_STR(found(), "tv_agent");
    d.devicetype = 3;
    CHECK_STR(found(), "-");
    d.devicetype = 1;
    CHECK_STR(found(), "-");
    AGENT("Mozilla/5.0 (Linux; Tizen 2.3) smarttvs");
    d.devicetype = 4;
    CHECK_STR(found(), "-");
}


static void
makes(void)
{
    person();
    SET(d.make, "Apple");
    SET(d.os, "Android");
    CHECK_STR(found(), "apple_android");
    SET(d.os, "iOS");
    CHECK_STR(found(), "-");
    SET(d.os, "tvOS");
    CHECK_STR(found(), "-");
    SET(d.make, "Applesauce");
    SET(d.os, "Android");
    CHECK_STR(found(), "-");

    SET(d.make, "SAMSUNG");
    SET(d.os, "iOS");
    CHECK_STR(found(), "make_ios");
    SET(d.os, "Android");
    CHECK_STR(found(), "-");
    SET(d.os, "Tizen");
    CHECK_STR(found(), "-");

    /* the makers of other things, too */

    SET(d.make, "Google");
    SET(d.os, "iOS");
    CHECK_STR(found(), "-");
}


static cx_str_t
versioned(const char *os, const char *osv)
{
    person();
    d.os = cx_strn(os, strlen(os));
    d.osv = cx_strn(osv, strlen(osv));

    return found();
}


static void
versions(void)
{
    CHECK_STR(versioned("iOS", "18.7"), "-");
    CHECK_STR(versioned("iOS", "19.0"), "os_version_odd");
    CHECK_STR(versioned("iOS", "25_1"), "os_version_odd");
    CHECK_STR(versioned("iOS", "26.0"), "-");
    CHECK_STR(versioned("iOS", "59"), "-");
    CHECK_STR(versioned("iOS", "60"), "os_version");
    CHECK_STR(versioned("iOS", "0"), "-");
    CHECK_STR(versioned("iOS", ""), "-");
    CHECK_STR(versioned("iOS", "unknown"), "-");
    CHECK_STR(versioned("iOS", "99999999999999999999"), "os_version");
    CHECK_STR(versioned("Android", "16"), "-");
    CHECK_STR(versioned("Android", "39"), "-");
    CHECK_STR(versioned("Android", "40"), "os_version_odd");
    CHECK_STR(versioned("Android", "99"), "os_version_odd");
    CHECK_STR(versioned("Android", "100"), "os_version");
    CHECK_STR(versioned("Windows", "2000"), "-");
    CHECK_STR(versioned("", "100"), "-");

    person();
    d.sua = &sua;
    sua.platform = &platform;
    SET(platform.brand, "Android");
    CHECK_STR(found(), "-");
    SET(version, "200");
    platform.version.n = 1;
    platform.version.v = &version;
    CHECK_STR(found(), "os_version");
    SET(version, "14");
    CHECK_STR(found(), "-");
}


static cx_str_t
sized(int32_t w, int32_t h)
{
    person();
    d.w = w;
    d.h = h;

    return found();
}


static void
screens(void)
{
    CHECK_STR(sized(1920, 1080), "-");
    CHECK_STR(sized(0, 0), "-");
    CHECK_STR(sized(16384, 16384), "-");
    CHECK_STR(sized(16385, 100), "screen");
    CHECK_STR(sized(100, 16385), "screen");
    CHECK_STR(sized(-1, 100), "screen");
    CHECK_STR(sized(100, -1), "screen");
    CHECK_STR(sized(1, 1), "screen");
    CHECK_STR(sized(31, 31), "screen");
    CHECK_STR(sized(32, 31), "-");
    CHECK_STR(sized(31, 32), "-");
    CHECK_STR(sized(1, 0), "-");

    (void) sized(40000, 1);
    d.devicetype = 8;
    CHECK_STR(found(), "-");
    d.devicetype = 0;
    req.site = NULL;
    req.dooh = &dooh;
    CHECK_STR(found(), "-");
}


static void
addresses(void)
{
    size_t  i;
    static const struct {
        const char  *ip, *what;
    } cases[] = {
        { "0.255.255.255", "address_special" },
        { "1.0.0.0/32", "-" },
        { "0.0.0.0", "address_special" },
        { "126.255.255.255", "-" },
        { "127.0.0.1", "address_special" },
        { "128.0.0.1", "-" },
        { "192.0.1.255", "-" },
        { "192.0.2.1", "address_special" },
        { "192.0.3.1", "-" },
        { "198.51.99.255", "-" },
        { "198.51.100.1", "address_special" },
        { "198.51.101.1", "-" },
        { "203.0.112.255", "-" },
        { "203.0.113.9", "address_special" },
        { "203.0.113.0", "address_special" },
        { "203.0.113.x", "address_special" },
        { "203.0.x.x", "-" },
        { "203.0.114.1", "-" },
        { "198.17.255.255", "-" },
        { "198.18.0.1", "address_special" },
        { "198.19.255.255", "address_special" },
        { "198.20.0.1", "-" },
        { "223.255.255.255", "-" },
        { "224.0.0.1", "address_special" },
        { "239.255.255.255", "address_special" },
        { "240.0.0.1", "address_special" },
        { "255.255.255.255", "address_special" },
        { "9.255.255.255", "-" },
        { "10.0.0.1", "address_private" },
        { "10.255.255.255", "address_private" },
        { "11.0.0.1", "-" },
        { "172.15.255.255", "-" },
        { "172.16.0.1", "address_private" },
        { "172.31.255.255", "address_private" },
        { "172.32.0.1", "-" },
        { "192.167.255.255", "-" },
        { "192.168.0.1", "address_private" },
        { "192.169.0.1", "-" },
        { "100.63.255.255", "-" },
        { "100.64.0.1", "address_private" },
        { "100.127.255.255", "address_private" },
        { "100.128.0.1", "-" },
        { "169.254.1.1", "address_private" },
        { "169.255.1.1", "-" },
        { "192.0.0.4", "address_private" },
        { "192.0.0.0", "-" },           /* of which 8 bits are certain */
        { "100.64.0.0/9", "-" },
        { "192.0.1.4", "-" },
        { "::", "address_special" },
        { "::1", "address_special" },
        { "::2", "-" },
        { "2001:db7:ffff::1", "-" },
        { "2001:db8::1", "address_special" },
        { "2001:db9::1", "-" },
        { "3ffe:ffff::1", "-" },
        { "3fff::1", "address_special" },
        { "3fff:fff::1", "address_special" },
        { "3fff:1000::1", "-" },
        { "ff02::1", "address_special" },
        { "feff::1", "-" },
        { "fbff::1", "-" },
        { "fc00::1", "address_private" },
        { "fdff::1", "address_private" },
        { "fe00::1", "-" },
        { "fe80::1", "address_private" },
        { "febf::1", "address_private" },
        { "fec0::1", "-" },
        { "::ffff:10.0.0.1", "address_private" },
        { "::ffff:8.8.8.8", "-" },
        { "2002:7f00:1::1", "address_special" },
        { "64:ff9b::10.0.0.1", "address_private" },
        { "unknown", "address_malformed" },
        { "8.8.8.256", "address_malformed" },
        { "8.8.8.8", "-" },
        { "", "-" }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        cx_str_t  got;

        got = at(cases[i].ip);

        if (!cx_str_eq(got, cx_strn(cases[i].what, strlen(cases[i].what)))) {
            CHECK(!"addresses are what they are");
            (void) printf("    %s: %.*s\n", cases[i].ip, (int) got.len,
                          (const char *) got.data);
        }
    }
}


static void
no_agent(void)
{
    AGENT("");
    CHECK_STR(found(), "agent_missing");
    is_app();
    CHECK_STR(found(), "agent_missing");

    req.app = NULL;
    req.dooh = &dooh;
    CHECK_STR(found(), "-");

    AGENT("");
    d.sua = &sua;
    CHECK_STR(found(), "agent_missing");
    sua.browsers.v = brands;
    sua.browsers.n = 1;
    CHECK_STR(found(), "-");
    AGENT("x");
    CHECK_STR(found(), "-");
}


static void
several_findings(void)
{
    AGENT("examplebot " IPHONE_UA);
    SET(d.os, "Android");
    SET(d.make, "Apple");
    d.w = -1;
    (void) cx_address_parse(cx_str("127.0.0.1"), &address[0]);
    (void) cx_address_parse(cx_str("x"), &address[1]);
    CHECK_STR(found(), "bot address_special ios_agent apple_android screen "
                       "address_malformed");

    t.look = CX_TRAFFIC_LISTS;
    CHECK_STR(found(), "bot");
}


/* what is refused by default, with which code: the documentation says so */

static void
table_of_findings(void)
{
    int          i;
    const char  *sure[] = {
        "bot", "app_crawler", "data_center", "address_special", "ios_agent",
        "android_agent", "phone_agent", "apple_android", "make_ios",
        "os_version", "screen"
    };

    for (i = 0; i < CX_TRAFFIC_MAX; i++) {
        CHECK_INT(CX_TRAFFIC_SURE >> i & 1, i < (int) cx_nelts(sure));
        CHECK(cx_traffic_nbr(i) >= 3 && cx_traffic_nbr(i) <= 6);

        if (i < (int) cx_nelts(sure)) {
            CHECK(strcmp(cx_traffic_name(i), sure[i]) == 0);
        }
    }

    CHECK_INT(cx_traffic_nbr(CX_TRAFFIC_BOT), 3);
    CHECK_INT(cx_traffic_nbr(CX_TRAFFIC_DATA_CENTER), 5);
    CHECK_INT(cx_traffic_nbr(CX_TRAFFIC_SCREEN), 6);
    CHECK_INT(cx_traffic_nbr(CX_TRAFFIC_MAX), 0);
    CHECK(strcmp(cx_traffic_name(CX_TRAFFIC_MAX), "unknown") == 0);
}


static const cx_test_t  tests[] = {
    TEST(people_are_let_in),
    TEST(robots),
    TEST(robots_by_brand),
    TEST(data_centers),
    TEST(agents_of_ios),
    TEST(agents_of_android),
    TEST(agents_of_phones),
    TEST(agents_of_televisions),
    TEST(makes),
    TEST(versions),
    TEST(screens),
    TEST(addresses),
    TEST(no_agent),
    TEST(several_findings),
    TEST(table_of_findings)
};


int
main(void)
{
    int                     rc;
    cx_error_t              e;
    cx_traffic_agents_t    *a;
    cx_traffic_networks_t  *n;

    a = cx_traffic_agents_parse(cx_str("examplebot\n!of good people"), &e);
    n = cx_traffic_networks_parse(cx_str("198.41.0.0/24\n2a00:1450::/32"),
                                  &e);

    if (a == NULL || n == NULL) {
        return 1;
    }

    t.agents = a;
    t.networks = n;

    rc = cx_test_main(tests, cx_nelts(tests));

    cx_traffic_networks_close(n);
    cx_traffic_agents_close(a);

    return rc;
}
