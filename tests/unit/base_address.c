#include <arpa/inet.h>

#include "tests/unit/test.h"


/* "203.0.113.0/24", with what is not certain as zeros, or what was wrong */

static cx_str_t
shown(const cx_address_t *a)
{
    char         text[64];
    uint8_t      b[16];
    unsigned     i, n;
    static char  out[80];

    if (a->family == 0) {
        return a->malformed ? cx_str("malformed") : cx_str("none");
    }

    n = cx_address_width(a) / 8;

    for (i = 0; i < n; i++) {
        b[i] = (uint8_t) (a->value >> (8 * (n - 1 - i)));
    }

    (void) inet_ntop(a->family == 4 ? AF_INET : AF_INET6, b, text,
                     sizeof(text));
    (void) snprintf(out, sizeof(out), "%s/%u", text, a->bits);

    return cx_strn(out, strlen(out));
}


static cx_str_t
parsed(const char *s)
{
    cx_rc_t              rc;
    static cx_address_t  a;

    memset(&a, 0xa5, sizeof(a));
    rc = cx_address_parse(cx_strn(s, strlen(s)), &a);

    CHECK_INT(rc, a.family ? CX_OK : a.malformed ? CX_ERROR : CX_DECLINED);

    return shown(&a);
}


static void
whole_addresses(void)
{
    CHECK_STR(parsed("203.0.113.7"), "203.0.113.7/32");
    CHECK_STR(parsed("255.255.255.255"), "255.255.255.255/32");
    CHECK_STR(parsed("8.8.8.8"), "8.8.8.8/32");
    CHECK_STR(parsed("2001:db8::7"), "2001:db8::7/128");
    CHECK_STR(parsed("2001:DB8:1:2:3:4:5:6"), "2001:db8:1:2:3:4:5:6/128");
    CHECK_STR(parsed("::1"), "::1/128");
    CHECK_STR(parsed("::"), "::/128");
    CHECK_STR(parsed("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0/128");
    CHECK_STR(parsed("::2:3:4:5:6:7:8"), "0:2:3:4:5:6:7:8/128");
    CHECK_STR(parsed("::ffff:203.0.113.7"), "203.0.113.7/32");
    CHECK_STR(parsed("::ffff:cb00:7107"), "203.0.113.7/32");
    CHECK_STR(parsed("64:ff9b::203.0.113.7"), "64:ff9b::cb00:7107/128");
    CHECK_STR(parsed("0.0.0.0"), "0.0.0.0/32");
}


static void
cut_off(void)
{
    CHECK_STR(parsed("203.0.113.0"), "203.0.113.0/24");
    CHECK_STR(parsed("203.0.113"), "203.0.113.0/24");
    CHECK_STR(parsed("203.0.113."), "203.0.113.0/24");
    CHECK_STR(parsed("203.0.113.x"), "203.0.113.0/24");
    CHECK_STR(parsed("203.0.113.xxx"), "203.0.113.0/24");
    CHECK_STR(parsed("203.0.113.*"), "203.0.113.0/24");
    CHECK_STR(parsed("203.0.x.x"), "203.0.0.0/16");
    CHECK_STR(parsed("203.0.x.0"), "203.0.0.0/16");
    CHECK_STR(parsed("203.1"), "203.1.0.0/16");
    CHECK_STR(parsed("203.0.0.0"), "203.0.0.0/8");
    CHECK_STR(parsed("203.0.113.0/20"), "203.0.112.0/20");
    CHECK_STR(parsed("203.0.113.9/24"), "203.0.113.0/24");
    CHECK_STR(parsed("203.0.113/32"), "203.0.113.0/24");
    CHECK_STR(parsed("203.0.113.16"), "203.0.113.16/32");

    CHECK_STR(parsed("2001:db8:1::"), "2001:db8:1::/48");
    CHECK_STR(parsed("2001:db8:1:2::"), "2001:db8:1:2::/64");
    CHECK_STR(parsed("2001:db8:1:100::"), "2001:db8:1:100::/64");
    CHECK_STR(parsed("2001:db8:1:2::1"), "2001:db8:1:2::1/128");
    CHECK_STR(parsed("2001:db8:1"), "2001:db8:1::/48");
    CHECK_STR(parsed("2001:db8:1:"), "2001:db8:1::/48");
    CHECK_STR(parsed("2001:db8:1:x:x:x:x:x"), "2001:db8:1::/48");
    CHECK_STR(parsed("2001:db8:1:xxxx:xxxx:xxxx:xxxx:xxxx"),
              "2001:db8:1::/48");
    CHECK_STR(parsed("2001:db8:1:x::"), "2001:db8:1::/48");
    CHECK_STR(parsed("2001:db8:1::x"), "2001:db8:1::/48");
    CHECK_STR(parsed("2001:db8:1:2:3:4:5:x"), "2001:db8:1:2:3:4:5:0/112");
    CHECK_STR(parsed("2001:db8:1:2:3:4:5:6/56"), "2001:db8:1::/56");
    CHECK_STR(parsed("2001:db8::/0"), "::/0");
}


static void
no_addresses(void)
{
    size_t       i;
    const char  *bad[] = {
        "unknown", "203", "203.", ".", ".1", "256.0.0.1", "1.2.3.256",
        "1.2.3.4.5", "1.2.3.4..", "1..2.3", "00001.2.3.4", "1.2.3. 4",
        "1.2.3.4:", "1.2.3.4:8o", "1.2.3.4:123456", "1.2.3.4]", " ", ",",
        ",1.2.3.4", "%eth0", "[1.2.3.4", "[]", "[1.2.3.4]80", "[1.2.3.4]:",
        "[[1.2.3.4]]", "0x68100009", "1745879049", "x.2.3.4", "1.x.3.4", "1.x.x.x", "1.2.3.-4", "1.2.3.4/33",
        "1.2.3.4/", "1.2.3.4/a", "1,2,3,4",
        "xxxxx", "1.2.3.xxxxx", ":", ":::", "::1::", "1::2::3", "12345::",
        "g::1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:",
        "1:2:3:4:5:6:7:8::", "2001:db8",
        "::1.2.3", "::1.2.3.x", "1:2:3:4:5:6:7:1.2.3.4", "2001:db8:x:1::",
        "2001:db8:1:x:1:x:x:x", "2001:db8::/129", "/24", "::/",
        "0000000000000000000000000000000000000000000000000000000000000000::1"
    };

    for (i = 0; i < cx_nelts(bad); i++) {
        cx_str_t  got;

        got = parsed(bad[i]);

        /* fewer groups than eight are what is left of an address */

        if (strcmp(bad[i], "1:2:3:4:5:6:7") == 0) {
            CHECK_STR(got, "1:2:3:4:5:6:7:0/112");
            continue;
        }

        if (!cx_str_eq(got, cx_str("malformed"))) {
            CHECK(!"what is no address is refused");
            (void) printf("    \"%s\" is %.*s\n", bad[i], (int) got.len,
                          (const char *) got.data);
        }
    }

    CHECK_STR(parsed(""), "none");
}


static void
things_around_it(void)
{
    size_t              i;
    static const char  *same[] = {
        " 104.16.0.9", "104.16.0.9 ", "\t104.16.0.9\r\n", "[104.16.0.9]",
        "104.16.0.9:443", "[104.16.0.9]:443", "104.16.0.9%eth0",
        "104.016.000.009", "0104.016.00.09", "104.16.0.9.", "104.16.0.9/32",
        "104.16.0.9,8.8.8.8", " 104.16.0.9 , 8.8.8.8, junk",
        "::ffff:104.16.0.9", "[::ffff:104.16.0.9]:80", "::ffff:6810:9%1",
        "::ffff:104.16.0.9.", " [::FFFF:104.16.0.009%lo]:1, ::1"
    };

    for (i = 0; i < cx_nelts(same); i++) {
        CHECK_STR(parsed(same[i]), "104.16.0.9/32");
    }

    CHECK_STR(parsed("fe80::1%eth0"), "fe80::1/128");
    CHECK_STR(parsed("[2001:db8::1]"), "2001:db8::1/128");
    CHECK_STR(parsed("[2001:db8::1%2]:8080"), "2001:db8::1/128");
    CHECK_STR(parsed("1.2.3."), "1.2.3.0/24");
    CHECK_STR(parsed("203.000.113.000"), "203.0.113.0/24");
}


static cx_str_t
inner(const char *s)
{
    cx_address_t         a;
    static cx_address_t  in;

    (void) cx_address_parse(cx_strn(s, strlen(s)), &a);
    CHECK_INT(cx_address_inner(&a, &in), in.family ? CX_OK : CX_DECLINED);

    return shown(&in);
}


static void
addresses_within(void)
{
    CHECK_STR(inner("64:ff9b::104.16.0.9"), "104.16.0.9/32");
    CHECK_STR(inner("2002:6810:9::1"), "104.16.0.9/32");
    CHECK_STR(inner("2002:6810:9::"), "104.16.0.9/32");
    CHECK_STR(inner("::104.16.0.9"), "104.16.0.9/32");
    CHECK_STR(inner("::1.2.3.4"), "1.2.3.4/32");
    CHECK_STR(inner("64:ff9b:1::104.16.0.9"), "none");
    CHECK_STR(inner("2002:6810::/32"), "none");
    CHECK_STR(inner("::1"), "none");
    CHECK_STR(inner("::0.2.3.4"), "none");
    CHECK_STR(inner("::"), "none");
    CHECK_STR(inner("2001:db8::7"), "none");
    CHECK_STR(inner("104.16.0.9"), "none");
    CHECK_STR(inner("junk"), "none");
}


static void
as_the_library_has_them(void)
{
    char           text[64];
    uint8_t        b[16];
    uint64_t       r[2];
    unsigned       i, k;
    cx_u128_t      value;
    cx_address_t   a;

    for (i = 0; i < 20000; i++) {
        r[0] = cx_hash_mix(i, 1);
        r[1] = cx_hash_mix(i, 2) | 1;

        /* runs of zeros are what makes them hard */

        for (k = 0; k < 7; k++) {
            if (r[0] >> (k * 3) & 1) {
                r[k / 4] &= ~(0xffffULL << (16 * (k & 3)));
            }
        }

        value = (cx_u128_t) r[1] << 64 | (r[0] | 1);

        for (k = 0; k < 16; k++) {
            b[k] = (uint8_t) (value >> (8 * (15 - k)));
        }

        (void) inet_ntop(AF_INET6, b, text, sizeof(text));
        CHECK_INT(cx_address_parse(cx_strn(text, strlen(text)), &a), CX_OK);

        if (a.family == 6) {
            CHECK(a.value == value);
            CHECK_INT(a.bits, 128);
        } else {
            CHECK(value >> 32 == 0xffff);
        }

        (void) inet_ntop(AF_INET, b, text, sizeof(text));
        CHECK_INT(cx_address_parse(cx_strn(text, strlen(text)), &a), CX_OK);
        CHECK((uint32_t) a.value << (32 - a.bits) >> (32 - a.bits)
              == (uint32_t) (value >> 96) << (32 - a.bits) >> (32 - a.bits));
        CHECK(a.value == (uint32_t) (value >> 96));
    }
}


static cx_str_t
network(const char *s)
{
    cx_rc_t              rc;
    static cx_address_t  a;

    rc = cx_network_parse(cx_strn(s, strlen(s)), &a);

    return rc == CX_OK ? shown(&a)
           : rc == CX_DECLINED ? cx_str("bits behind") : cx_str("none");
}


static void
networks(void)
{
    cx_address_t  a;

    CHECK_STR(network("203.0.113.0/24"), "203.0.113.0/24");
    CHECK_STR(network("203.0.113.0"), "203.0.113.0/32");
    CHECK_STR(network("203.0.113.128/25"), "203.0.113.128/25");
    CHECK_STR(network("203.0.113.128/24"), "bits behind");
    CHECK_STR(network("0.0.0.0/0"), "0.0.0.0/0");
    CHECK_STR(network("1.0.0.0/0"), "bits behind");
    CHECK_STR(network("203.0.113/24"), "none");
    CHECK_STR(network("203.0.113.x"), "none");
    CHECK_STR(network("203.0.113.07"), "none");
    CHECK_STR(network(" 203.0.113.7"), "none");
    CHECK_STR(network("203.0.113.7:80"), "none");
    CHECK_STR(network("203.0.113.0/33"), "none");
    CHECK_STR(network("203.0.113.0/"), "none");
    CHECK_STR(network(""), "none");
    CHECK_STR(network("2001:db8::/32"), "2001:db8::/32");
    CHECK_STR(network("2001:db8::"), "2001:db8::/128");
    CHECK_STR(network("2001:db8::1/32"), "bits behind");
    CHECK_STR(network("2001:db8::/128"), "2001:db8::/128");
    CHECK_STR(network("2001:db8::/129"), "none");
    CHECK_STR(network("2001:db8:1"), "none");

    (void) cx_network_parse(cx_str("203.0.113.128/25"), &a);
    CHECK_INT((uint32_t) cx_address_last(&a), 0xcb0071ff);
    (void) cx_network_parse(cx_str("::/0"), &a);
    CHECK(cx_address_last(&a) == ~(cx_u128_t) 0);
    (void) cx_network_parse(cx_str("203.0.113.7"), &a);
    CHECK(cx_address_last(&a) == a.value);
}


static const cx_test_t  tests[] = {
    TEST(whole_addresses),
    TEST(cut_off),
    TEST(no_addresses),
    TEST(things_around_it),
    TEST(addresses_within),
    TEST(as_the_library_has_them),
    TEST(networks)
};

TEST_MAIN(tests)
