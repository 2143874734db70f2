
/* lists of networks and robots: read, refused, searched */

#include <unistd.h>

#include "core/traffic/agents.h"
#include "tests/unit/test.h"


static cx_traffic_networks_t *
networks(const char *text)
{
    char                    line[512];
    cx_error_t              e;
    cx_traffic_networks_t  *n;

    memset(&e, 0, sizeof(e));
    n = cx_traffic_networks_parse(cx_strn(text, strlen(text)), &e);

    if (n == NULL) {
        (void) cx_error_line(&e, line, sizeof(line));
        (void) printf("    %s\n", line);
        exit(1);
    }

    return n;
}


static int
have(const cx_traffic_networks_t *n, const char *text)
{
    cx_address_t  a;

    CHECK_INT(cx_address_parse(cx_strn(text, strlen(text)), &a), CX_OK);

    return cx_traffic_networks_have(n, &a);
}


static void
inside_and_outside(void)
{
    cx_traffic_networks_t  *n;

    n = networks("# clouds\n"
                 "198.51.100.0/24\n"
                 "  203.0.113.64/26\t# behind it\r\n"
                 "\n"
                 "192.0.2.1\n"
                 "2001:db8:100::/40\n"
                 "2001:db8:300::1");

    CHECK(!have(n, "198.51.99.255"));
    CHECK(have(n, "198.51.100.0/32"));
    CHECK(have(n, "198.51.100.255"));
    CHECK(!have(n, "198.51.101.1"));
    CHECK(!have(n, "203.0.113.63"));
    CHECK(have(n, "203.0.113.64"));
    CHECK(have(n, "203.0.113.127"));
    CHECK(!have(n, "203.0.113.128"));
    CHECK(!have(n, "192.0.2.2"));
    CHECK(have(n, "192.0.2.1"));
    CHECK(!have(n, "0.0.0.1"));
    CHECK(!have(n, "255.255.255.255"));

    CHECK(!have(n, "2001:db8:ff:ffff:ffff:ffff:ffff:ffff"));
    CHECK(have(n, "2001:db8:100::/128"));
    CHECK(have(n, "2001:db8:1ff:ffff:ffff:ffff:ffff:ffff"));
    CHECK(!have(n, "2001:db8:200::1"));
    CHECK(have(n, "2001:db8:300::1"));
    CHECK(!have(n, "2001:db8:300::2"));
    CHECK(!have(n, "::1"));

    /* what was cut off is in it only if all that it can be is */

    CHECK(have(n, "198.51.100.0"));
    CHECK(have(n, "198.51.100.x"));
    CHECK(!have(n, "203.0.113.0"));
    CHECK(!have(n, "198.51.x.x"));
    CHECK(have(n, "2001:db8:100::"));
    CHECK(!have(n, "2001:db8:300::"));
    CHECK(have(n, "::ffff:198.51.100.9"));

    cx_traffic_networks_close(n);
}


static void
nothing_listed(void)
{
    cx_traffic_networks_t  *n;

    n = networks("# nothing\n\n");
    CHECK(!have(n, "198.51.100.1"));
    CHECK(!have(n, "2001:db8::1"));
    cx_traffic_networks_close(n);

    n = networks("");
    CHECK(!have(n, "198.51.100.1"));
    cx_traffic_networks_close(n);
    cx_traffic_networks_close(NULL);
}


static void
neighbours_are_one(void)
{
    cx_traffic_networks_t  *n;

    n = networks("198.51.100.0/25\n198.51.100.128/25\n"
                 "198.51.100.7\n255.0.0.0/8\n254.0.0.0/8\n"
                 "ffff::/16\nfffe::/16\n");

    CHECK(have(n, "198.51.100.x"));
    CHECK(have(n, "255.255.255.255"));
    CHECK(have(n, "254.0.0.1"));
    CHECK(have(n, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    CHECK(have(n, "fffe::/16"));

    cx_traffic_networks_close(n);
}


static void
exceptions(void)
{
    cx_traffic_networks_t  *n;

    n = networks("!198.51.100.64/26\n198.51.100.0/24\n"
                 "192.0.2.0/24\n!192.0.2.0/25\n"
                 "203.0.113.0/25\n!203.0.113.0/24\n"
                 "!255.255.255.255\n255.0.0.0/8\n"
                 "2001:db8::/32\n!2001:db8:8000::/33\n");

    CHECK(have(n, "198.51.100.63"));
    CHECK(!have(n, "198.51.100.64"));
    CHECK(!have(n, "198.51.100.127"));
    CHECK(have(n, "198.51.100.128"));
    CHECK(have(n, "198.51.100.255"));
    CHECK(!have(n, "198.51.100.0/24"));
    CHECK(!have(n, "192.0.2.127"));
    CHECK(have(n, "192.0.2.128"));
    CHECK(!have(n, "203.0.113.1"));
    CHECK(have(n, "255.255.255.254"));
    CHECK(!have(n, "255.255.255.255"));
    CHECK(have(n, "2001:db8:7fff::1"));
    CHECK(!have(n, "2001:db8:8000::1"));

    cx_traffic_networks_close(n);
}


/* random networks over a small space, against a look at each of them */

#define NETS  120

static unsigned  seed;


static unsigned
next(unsigned bound)
{
    seed++;

    return (unsigned) (cx_hash_mix(seed, 77) % bound);
}


static void
as_a_naive_scan(void)
{
    int                     want, out[NETS], six;
    char                    text[NETS * 64];
    size_t                  len;
    unsigned                round, i, k, bits;
    cx_u128_t               base, value;
    cx_address_t            net[NETS], a;
    cx_traffic_networks_t  *n;

    for (round = 0; round < 120; round++) {
        six = round & 1;
        base = six ? (cx_u128_t) 0x20010db8 << 96 : 0xc6330000;

        for (i = 0, len = 0; i < NETS; i++) {
            bits = (six ? 116 : 20) + next(13);
            value = base | next(4096);
            value &= ~(((cx_u128_t) 1 << ((six ? 128 : 32) - bits)) - 1);
            out[i] = next(4) == 0;

            net[i].value = value;
            net[i].family = six ? 6 : 4;
            net[i].bits = (uint8_t) bits;

            len += (size_t) snprintf(text + len, sizeof(text) - len,
                                     six ? "%s2001:db8::%x/%u\n"
                                         : "%s198.51.%u.%u/%u\n",
                                     out[i] ? "!" : "",
                                     six ? (unsigned) (value & 0xffff)
                                         : (unsigned) (value >> 8) & 255,
                                     six ? bits : (unsigned) value & 255,
                                     bits);
        }

        n = networks(text);

        for (k = 0; k < 4096; k++) {
            a.value = base | k;
            a.family = six ? 6 : 4;
            a.bits = six ? 128 : 32;

            for (i = 0, want = 0; i < NETS; i++) {
                if (a.value >= net[i].value
                    && a.value <= cx_address_last(&net[i]))
                {
                    want |= out[i] ? 2 : 1;
                }
            }

            if (cx_traffic_networks_have(n, &a) != (want == 1)) {
                CHECK(!"the search says what a scan says");
                (void) printf("%s    %x\n", text, k);
                cx_traffic_networks_close(n);
                return;
            }
        }

        cx_traffic_networks_close(n);
    }
}


static cx_error_t *
wrong_networks(const char *text)
{
    static cx_error_t  e;

    memset(&e, 0, sizeof(e));
    CHECK(cx_traffic_networks_parse(cx_strn(text, strlen(text)), &e) == NULL);

    return &e;
}


#define CHECK_AT(e, at, what)                                                 \
    do {                                                                      \
        const cx_error_t  *e_ = (e);                                          \
        CHECK_STR(cx_strn(e_->field, strlen(e_->field)), at);                 \
        CHECK(strstr(e_->fault, what) != NULL);                               \
        CHECK(e_->allowed[0] != '\0');                                        \
    } while (0)


static void
networks_that_are_wrong(void)
{
    char    *big;
    size_t   i;

    CHECK_AT(wrong_networks("198.51.100.0/24\n\n# x\n198.51.100.256\n"),
             "line 4", "\"198.51.100.256\" is no network");
    CHECK_AT(wrong_networks("198.51.100.1/24"), "line 1", "bits behind");
    CHECK_AT(wrong_networks("198.51.100.0/24 2001:db8::/32"), "line 1",
             "no network");
    CHECK_AT(wrong_networks("!"), "line 1", "no network");
    CHECK_AT(wrong_networks("!!198.51.100.0/24"), "line 1", "no network");
    CHECK_AT(wrong_networks("198.0.0.0/7"), "line 1", "too large");
    CHECK_AT(wrong_networks("0.0.0.0/0"), "line 1", "too large");
    CHECK_AT(wrong_networks("::/0"), "line 1", "too large");
    CHECK_AT(wrong_networks("2001::/15"), "line 1", "bits behind");
    CHECK_AT(wrong_networks("2000::/15"), "line 1", "too large");
    CHECK_AT(wrong_networks("198.51.100.0/33"), "line 1", "no network");
    CHECK_AT(wrong_networks("example.com"), "line 1", "no network");
    CHECK_AT(wrong_networks("198.51.100"), "line 1", "no network");

    big = malloc((CX_TRAFFIC_NETWORKS_MAX + 1) * 8 + 1);

    for (i = 0; i <= CX_TRAFFIC_NETWORKS_MAX; i++) {
        memcpy(big + i * 8, "8.8.8.8\n", 8);
    }

    big[i * 8] = '\0';
    CHECK_AT(wrong_networks(big), "the list", "too many");
    big[i * 8 - 8] = '\0';
    cx_traffic_networks_close(networks(big));
    free(big);
}


static cx_traffic_agents_t *
agents(const char *text)
{
    char                  line[512];
    cx_error_t            e;
    cx_traffic_agents_t  *a;

    memset(&e, 0, sizeof(e));
    a = cx_traffic_agents_parse(cx_strn(text, strlen(text)), &e);

    if (a == NULL) {
        (void) cx_error_line(&e, line, sizeof(line));
        (void) printf("    %s\n", line);
        exit(1);
    }

    return a;
}


static int
robot(const cx_traffic_agents_t *a, const char *ua)
{
    cx_signs_t  signs;

    signs = cx_agents_find(a, cx_strn(ua, strlen(ua)));

    return (signs & (CX_SIGN(CX_IS_ROBOT) | CX_SIGN(CX_IS_EXCEPTION)))
           == CX_SIGN(CX_IS_ROBOT);
}


static void
words(void)
{
    cx_traffic_agents_t  *a;

    a = agents("SomeBot\nfetch*\n*eater\n*any*\ncurl/*\nWeb Spider\n(xo\n"
               "a_b\n");

    CHECK(robot(a, "somebot"));
    CHECK(robot(a, "Mozilla/5.0 (compatible; SomeBot/2.1; +http://x)"));
    CHECK(robot(a, "SOMEBOT-image"));
    CHECK(robot(a, "x_somebot_y"));
    CHECK(!robot(a, "somebots"));
    CHECK(!robot(a, "asomebot"));
    CHECK(!robot(a, "somebot2"));
    CHECK(!robot(a, "1somebot"));
    CHECK(!robot(a, "someb"));
    CHECK(!robot(a, ""));

    /* one that is no word of its own does not hide one that is */

    CHECK(robot(a, "somebots somebot"));
    CHECK(robot(a, "xsomebotsomebot somebot"));

    CHECK(robot(a, "fetcher"));
    CHECK(!robot(a, "prefetch"));
    CHECK(robot(a, "sitEater"));
    CHECK(!robot(a, "eaters"));
    CHECK(robot(a, "companyname"));
    CHECK(robot(a, "curl/8.1"));
    CHECK(robot(a, "x curl/"));
    CHECK(!robot(a, "libcurl/8.1"));
    CHECK(!robot(a, "curl 8.1"));
    CHECK(robot(a, "Web  Spider Web Spider/1"));
    CHECK(robot(a, "Web  Spider"));
    CHECK(!robot(a, "Web, Spider"));
    CHECK(robot(a, "Mozilla (xo"));
    CHECK(!robot(a, "(xop"));
    CHECK(robot(a, "1 a_b 2"));

    cx_traffic_agents_close(a);
}


static void
unseen_characters(void)
{
    char                  text[9000];
    size_t                i;
    cx_traffic_agents_t  *a;

    static const char  *same[] = {
        "some\xe2\x80\x8b" "bot", "\xef\xbb\xbfsomebot\xe2\x81\xa0",
        "s\xc2\xado\xe2\x80\x8dm\xe2\x80\xae" "ebot", "web\t \nspider",
        "web\xc2\xa0spider", "web\xe2\x80\x83\xe2\x80\x8b spider",
        "some\x01" "bot", "\xe3\x80\x80somebot", "\xe2somebot", "\xe2\x80 somebot"
    };

    a = agents("somebot\nweb spider\n");

    for (i = 0; i < cx_nelts(same); i++) {
        CHECK(robot(a, same[i]));
    }

    CHECK(!robot(a, "some\xd0\xbe" "bot"));
    CHECK(!robot(a, "some\xe2\x80\xa6" "bot"));
    CHECK(!robot(a, "\xe2\x80"));
    CHECK(!robot(a, "some\xe2\x80\x8b" "bots"));

    /* what counts against the length that is looked at is what is seen */

    memset(text, ' ', sizeof(text));
    memcpy(text, "Mozilla", 7);
    memcpy(text + 8000, "somebot/2.1", 12);
    CHECK(robot(a, text));

    memset(text + 7, 'x', 2100);
    CHECK(!robot(a, text));

    cx_traffic_agents_close(a);
}


static void
exceptions_of_agents(void)
{
    cx_traffic_agents_t  *a;

    a = agents("*bot*\n!cubot\n");

    CHECK(robot(a, "Mozilla/5.0 Robot"));
    CHECK(!robot(a, "Mozilla/5.0 (Linux; Android 9; CUBOT X19)"));
    CHECK(!robot(a, "CUBOT somebot"));
    CHECK(robot(a, "acubot"));

    cx_traffic_agents_close(a);
}


/* ends that are ends of others; the same twice */

static void
patterns_within_patterns(void)
{
    cx_traffic_agents_t  *a;

    a = agents("*abcd\n*bcd*\ncde*\nxabcy\n*abc*\nabc\nabc\n*abc*\n");

    CHECK(robot(a, "1abcd"));
    CHECK(robot(a, "1bcd1"));
    CHECK(robot(a, "1 cde1"));
    CHECK(!robot(a, "1cde1"));
    CHECK(!robot(a, "xab cy"));
    CHECK(robot(a, "xxabcy"));
    CHECK(!robot(a, "acbd"));

    cx_traffic_agents_close(a);
}


static int
naive(const char *pattern, size_t len, const char *ua)
{
    size_t  i, k, n;

    n = strlen(ua);

    for (i = 0; i + len <= n; i++) {
        for (k = 0; k < len && (ua[i + k] | 0x20) == (pattern[k] | 0x20); k++)
        {
            /* void */
        }

        if (k == len) {
            return 1;
        }
    }

    return 0;
}


static void
agents_as_a_naive_scan(void)
{
    int                   want;
    char                  list[4096], pattern[12][16], ua[64];
    size_t                len;
    unsigned              round, i, k, n;
    cx_traffic_agents_t  *a;

    for (round = 0; round < 300; round++) {
        for (i = 0, len = 0; i < 12; i++) {
            n = 3 + next(5);

            for (k = 0; k < n; k++) {
                pattern[i][k] = "abC"[next(3)];
            }

            pattern[i][n] = '\0';
            len += (size_t) snprintf(list + len, sizeof(list) - len, "*%s*\n",
                                     pattern[i]);
        }

        a = agents(list);

        for (i = 0; i < 200; i++) {
            n = next(20);

            for (k = 0; k < n; k++) {
                ua[k] = "abcABCd"[next(7)];
            }

            ua[n] = '\0';

            for (k = 0, want = 0; k < 12; k++) {
                want |= naive(pattern[k], strlen(pattern[k]), ua);
            }

            if (robot(a, ua) != want) {
                CHECK(!"the automaton says what a scan says");
                (void) printf("%s    %s\n", list, ua);
                cx_traffic_agents_close(a);
                return;
            }
        }

        cx_traffic_agents_close(a);
    }
}


static cx_error_t *
wrong_agents(const char *text)
{
    static cx_error_t  e;

    memset(&e, 0, sizeof(e));
    CHECK(cx_traffic_agents_parse(cx_strn(text, strlen(text)), &e) == NULL);

    return &e;
}


static void
agents_that_are_wrong(void)
{
    char      *big;
    size_t     n;
    unsigned   i;

    CHECK_AT(wrong_agents("good\n# x\nab\n"), "line 3", "2 characters");
    CHECK_AT(wrong_agents("*ab*"), "line 1", "2 characters");
    CHECK_AT(wrong_agents("*"), "line 1", "0 characters");
    CHECK_AT(wrong_agents("!"), "line 1", "0 characters");
    CHECK_AT(wrong_agents("a*bcd"), "line 1", "0x2a");
    CHECK_AT(wrong_agents("**abc"), "line 1", "0x2a");
    CHECK_AT(wrong_agents("b\303\266t"), "line 1", "0xc3");
    CHECK_AT(wrong_agents("a\tbc"), "line 1", "0x09");
    CHECK_AT(wrong_agents("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                          "aaaaaaaaaaaaaaa"), "line 1", "65 characters");
    cx_traffic_agents_close(agents("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                   "aaaaaaaaaaaaaaaaaaaaaaa"));

    big = malloc(1 << 20);

    for (i = 0, n = 0; i <= CX_TRAFFIC_AGENTS_MAX; i++) {
        n += (size_t) snprintf(big + n, 16, "bot%u\n", i);
    }

    CHECK_AT(wrong_agents(big), "the list", "too many");

    for (i = 0, n = 0; i < CX_TRAFFIC_AGENTS_MAX; i++) {
        n += (size_t) snprintf(big + n, 80, "%030u%030u\n", i, i * 7);
    }

    CHECK_AT(wrong_agents(big), "the list", "are too many");
    free(big);
}


static void
files(void)
{
    char        path[64];
    FILE       *f;
    cx_error_t  e;

    (void) snprintf(path, sizeof(path), "/tmp/cx-traffic-%d",
                    (int) getpid());
    (void) unlink(path);

    memset(&e, 0, sizeof(e));
    CHECK(cx_traffic_agents_open(path, &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_IO);
    CHECK(cx_traffic_networks_open("/", &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_FORMAT);

    f = fopen(path, "w");
    CHECK(f != NULL && ftruncate(fileno(f), CX_TRAFFIC_AGENTS_FILE + 1) == 0);
    (void) fclose(f);

    CHECK(cx_traffic_agents_open(path, &e) == NULL);
    CHECK_INT(e.code, CX_E_TOO_COMPLEX);
    (void) unlink(path);
}


static const char *const  people[] = {
    ("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 (KHTML, "
     "like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1"
     ".15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"),
    "iRobot/7.16 CFNetwork/1494.0.7 Darwin/23.4.0",
    "Dalvik/2.1.0 (Linux; U; Android 13; SM-A536B Build/TP1A.220624.014)",
    "okhttp/4.12.0",
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, "
     "like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"),
    "Mozilla/5.0 (Linux; Android 12; Pinterest) Pinterest for Android",
    "Mozilla/5.0 (Linux; arm_64; Android 13) YaBrowser/23.9 YandexSearch/23.9",
    "Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36 DuckDuckGo/7",
    "Mozilla/5.0 (iPhone) Instagram 330.0.0 (iPhone14,5; iOS 17_5)",
    "Mozilla/5.0 (iPhone) [FBAN/FBIOS;FBAV/450.0.0;FBDV/iPhone14,5]",
    "Mozilla/5.0 (Linux; Android 10; K) WhatsApp/2.24"
};

static const char *const  robots[] = {
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ("Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/120 Mobile Safari/"
     "537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
    "Googlebot-Image/1.0",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0.0.0 Safari/537.36",
    "curl/7.88.1", "Wget/1.21.3", "python-requests/2.31.0",
    "facebookexternalhit/1.1",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)"
};


static void
the_list_that_comes_with_it(void)
{
    size_t                  i;
    cx_error_t              e;
    cx_traffic_agents_t    *a;
    cx_traffic_networks_t  *n;

    a = cx_traffic_agents_open("conf/traffic/bots.txt", &e);
    CHECK(a != NULL);

    for (i = 0; a != NULL && i < cx_nelts(people); i++) {
        if (robot(a, people[i])) {
            CHECK(!"people are people");
            (void) printf("    %s\n", people[i]);
        }
    }

    for (i = 0; a != NULL && i < cx_nelts(robots); i++) {
        if (!robot(a, robots[i])) {
            CHECK(!"robots are robots");
            (void) printf("    %s\n", robots[i]);
        }
    }

    n = cx_traffic_networks_open("conf/traffic/networks.txt", &e);
    CHECK(n != NULL);

    cx_traffic_networks_close(n);
    cx_traffic_agents_close(a);
}


static const cx_test_t  tests[] = {
    TEST(inside_and_outside),
    TEST(nothing_listed),
    TEST(neighbours_are_one),
    TEST(exceptions),
    TEST(as_a_naive_scan),
    TEST(networks_that_are_wrong),
    TEST(words),
    TEST(unseen_characters),
    TEST(exceptions_of_agents),
    TEST(patterns_within_patterns),
    TEST(agents_as_a_naive_scan),
    TEST(agents_that_are_wrong),
    TEST(files),
    TEST(the_list_that_comes_with_it)
};

TEST_MAIN(tests)
