
/*
 * Places from databases that a program of its own wrote; what is broken is
 * refused or tells nothing.
 */

#include <unistd.h>

#include "core/geo/geo.h"
#include "core/geo/record.h"
#include "tests/unit/test.h"


static cx_geo_t   *geo;
static char        path[64];
static uint8_t     mem[4096];
static cx_arena_t  arena;


/* a database of the small world, or of lines that are given */

static int
made(const char *opts, const char *from)
{
    char  cmd[512];

    (void) snprintf(cmd, sizeof(cmd),
                    "python3 tests/geo/mmdb.py %s %s %s 2>/dev/null", opts,
                    path, from);

    return system(cmd) == 0;
}


static cx_geo_t *
opened(void)
{
    char         line[512];
    cx_geo_t    *g;
    cx_error_t   e;

    memset(&e, 0, sizeof(e));
    g = cx_geo_open(path, &e);

    if (g == NULL) {
        (void) cx_error_line(&e, line, sizeof(line));
        (void) printf("    %s\n", line);
    }

    return g;
}


/* "USA-CA San Francisco 94103 807 37.7749,-122.4194 5", or "-" */

static cx_str_t
place_of(cx_geo_t *g, const char *ip)
{
    int           n;
    cx_geo_place_t    p;
    cx_address_t  a;
    static char   out[256];

    memset(&p, 0xa5, sizeof(p));
    (void) cx_address_parse(cx_strn(ip, strlen(ip)), &a);

    if (cx_geo_find(g, &a, &p) != CX_OK) {
        return cx_str("-");
    }

    n = snprintf(out, sizeof(out), "%c%c%c-%.*s %.*s %.*s %u",
                 (int) (p.country >> 16), (int) (p.country >> 8 & 255),
                 (int) (p.country & 255), (int) p.region.len, p.region.data,
                 (int) p.city.len, p.city.data, (int) p.zip.len, p.zip.data,
                 p.metro);

    if (p.lat != CX_NO_COORD || p.lon != CX_NO_COORD) {
        n += snprintf(out + n, sizeof(out) - (size_t) n, " %.4f,%.4f %u",
                      p.lat, p.lon, p.accuracy_km);
    }

    return cx_strn(out, n);
}


static void
places(void)
{
    size_t       i;
    cx_geo_t    *g;
    const char  *opts[] = { "--size=24", "--size=28", "--size=32" };

    for (i = 0; i < cx_nelts(opts); i++) {
        CHECK(made(opts[i], "< tests/geo/city.txt"));
        g = opened();

        if (g == NULL) {
            CHECK(!"a database is opened");
            return;
        }

        CHECK_STR(place_of(g, "198.51.100.7"),
                  "DEU-BE Berlin 10178 0 52.5244,13.4105 20");
        CHECK_STR(place_of(g, "192.0.2.1"),
                  "USA-CA San Francisco 94103 807 37.7749,-122.4194 5");
        CHECK_STR(place_of(g, "192.0.2.127"),
                  "USA-CA San Francisco 94103 807 37.7749,-122.4194 5");
        CHECK_STR(place_of(g, "192.0.2.128"),
                  "USA-CA Oakland 94607 807 37.8044,-122.2712 5");
        CHECK_STR(place_of(g, "::ffff:198.51.100.7"),
                  "DEU-BE Berlin 10178 0 52.5244,13.4105 20");
        CHECK_STR(place_of(g, "198.18.255.255"),
                  "GBR-ENG London  0 51.5072,-0.1276 0");
        CHECK_STR(place_of(g, "2001:db8:100::1"),
                  "FRA-ARA Lyon 69000 0 45.7485,4.8467 50");
        CHECK_STR(place_of(g, "2001:db8:1ff:ffff::ffff"),
                  "FRA-ARA Lyon 69000 0 45.7485,4.8467 50");

        CHECK_STR(place_of(g, "198.51.101.1"), "-");
        CHECK_STR(place_of(g, "2001:db8:300::1"), "-");
        CHECK_STR(place_of(g, "0.0.0.0"), "-");
        CHECK_STR(place_of(g, "::"), "-");
        CHECK_STR(place_of(g, "255.255.255.255"), "-");
        CHECK_STR(place_of(g, ""), "-");
        CHECK_STR(place_of(g, "x"), "-");

        /* a country where it was registered is none where it is */

        CHECK_STR(place_of(g, "198.19.0.1"), "-");

        /* no name in English, and half a place */

        CHECK_STR(place_of(g, "198.19.1.1"), "NLD-   0");

        cx_geo_close(g);
    }
}


static void
cut_off(void)
{
    /* all of it is in one network, or in a larger one */

    CHECK_STR(place_of(geo, "198.51.100.0"),
              "DEU-BE Berlin 10178 0 52.5244,13.4105 20");
    CHECK_STR(place_of(geo, "198.51.100"),
              "DEU-BE Berlin 10178 0 52.5244,13.4105 20");
    CHECK_STR(place_of(geo, "198.18.x.x"),
              "GBR-ENG London  0 51.5072,-0.1276 0");
    CHECK_STR(place_of(geo, "2001:db8:1ab::"),
              "FRA-ARA Lyon 69000 0 45.7485,4.8467 50");
    CHECK_STR(place_of(geo, "2001:db8:1ab:x:x:x:x:x"),
              "FRA-ARA Lyon 69000 0 45.7485,4.8467 50");

    /* two networks of one country */

    CHECK_STR(place_of(geo, "192.0.2.0"), "USA-   0");
    CHECK_STR(place_of(geo, "192.0.2.x"), "USA-   0");
    CHECK_STR(place_of(geo, "192.0.2.0/26"),
              "USA-CA San Francisco 94103 807 37.7749,-122.4194 5");
    CHECK_STR(place_of(geo, "2001:db8:200:0:x:x:x:x"), "ESP-   0");

    /* two countries; a part of which nothing is known */

    CHECK_STR(place_of(geo, "203.0.113.0"), "-");
    CHECK_STR(place_of(geo, "203.0.113.1"), "FRA-GES Strasbourg  0");
    CHECK_STR(place_of(geo, "198.51.x.x"), "-");
    CHECK_STR(place_of(geo, "2001:db8:200::"), "-");
    CHECK_STR(place_of(geo, "2001:db8::/32"), "-");
    CHECK_STR(place_of(geo, "0.0.0.0/0"), "-");
    CHECK_STR(place_of(geo, "::/0"), "-");
}


/* an address that is cut off says what each that it can be would say */

static void
cut_off_and_whole_agree(void)
{
    unsigned      i, k, bits;
    uint32_t      country;
    cx_rc_t       rc;
    cx_geo_place_t    cut, whole;
    cx_address_t  a;

    for (i = 0; i < 400; i++) {
        memset(&a, 0, sizeof(a));
        bits = 22 + i % 11;
        a.family = 4;
        a.bits = (uint8_t) bits;
        a.value = (i & 1 ? 0xc0000200 : 0xcb007100)
                  + (cx_hash_mix(i, 1) & 1023) - 512;
        a.value &= ~(((cx_u128_t) 1 << (32 - bits)) - 1);

        rc = cx_geo_find(geo, &a, &cut);
        country = 0;

        for (k = 0; k < 1U << (32 - bits); k++) {
            cx_address_t  b = { a.value + k, 4, 32, 0 };

            if (cx_geo_find(geo, &b, &whole) != CX_OK) {
                whole.country = 0;
            }

            country = k == 0 || whole.country == country ? whole.country : 0;

            if (country == 0) {
                break;
            }
        }

        CHECK_INT(rc == CX_OK ? cut.country : 0, country);
    }
}


static void
families(void)
{
    char       lines[64], from[80];
    FILE      *out;
    cx_geo_t  *g;

    (void) snprintf(lines, sizeof(lines), "/tmp/cx-geo-%d.txt",
                    (int) getpid());
    out = fopen(lines, "w");
    CHECK(out != NULL);
    (void) fputs("198.51.100.0/25 {\"country\":{\"iso_code\":\"DE\"}}\n"
                 "198.51.100.128/25 {\"country\":{\"iso_code\":\"DE\"}}\n",
                 out);
    (void) fclose(out);

    (void) snprintf(from, sizeof(from), "< %s", lines);
    CHECK(made("--ip=4 --type=GeoLite2-Country", from));
    (void) unlink(lines);

    g = opened();
    CHECK(g != NULL);

    if (g != NULL) {
        CHECK_STR(place_of(g, "198.51.100.1"), "DEU-   0");
        CHECK_STR(place_of(g, "198.51.100.0"), "DEU-   0");
        CHECK_STR(place_of(g, "198.51.101.1"), "-");
        CHECK_STR(place_of(g, "2001:db8::1"), "-");
        CHECK_STR(place_of(g, "2001:db8::"), "-");
    }

    cx_geo_close(g);
}


/* a request with this device.geo and user.geo, before and after */

typedef struct {
    cx_ortb_request_t  r;
    cx_ortb_device_t   d;
    cx_ortb_user_t     u;
    cx_ortb_geo_t      dg, ug;
    cx_address_t       address[2];
    cx_rc_t            rc;
} fill_t;

static fill_t  f;


static void
empty_geo(cx_ortb_geo_t *g)
{
    memset(g, 0, sizeof(cx_ortb_geo_t));
    g->lat = CX_NO_COORD;
    g->lon = CX_NO_COORD;
    g->utcoffset = CX_NO_OFFSET;
}


static void
asked(const char *ip, const char *ipv6)
{
    memset(&f, 0, sizeof(f));
    f.r.device = &f.d;
    empty_geo(&f.dg);
    empty_geo(&f.ug);
    (void) cx_address_parse(cx_strn(ip, strlen(ip)), &f.address[0]);
    (void) cx_address_parse(cx_strn(ipv6, strlen(ipv6)), &f.address[1]);
}


static cx_str_t
filled(void)
{
    int             n;
    static char     out[512];
    cx_ortb_geo_t  *g;

    cx_arena_init(&arena, mem, sizeof(mem));
    memset(mem, 0xa5, sizeof(mem));
    f.rc = cx_geo_fill(geo, &f.r, f.address, 2, &arena);
    g = f.r.device ? f.d.geo : NULL;

    if (g == NULL) {
        CHECK_INT(f.rc, CX_DECLINED);
        return cx_str("-");
    }

    n = snprintf(out, sizeof(out), "%.*s/%.*s/%.*s/%.*s/%.*s",
                 (int) g->country.len, g->country.data, (int) g->region.len,
                 g->region.data, (int) g->city.len, g->city.data,
                 (int) g->zip.len, g->zip.data, (int) g->metro.len,
                 g->metro.data);

    if (g->lat != CX_NO_COORD) {
        n += snprintf(out + n, sizeof(out) - (size_t) n, " %.2f,%.2f",
                      g->lat, g->lon);
    }

    if (g->type) {
        n += snprintf(out + n, sizeof(out) - (size_t) n, " %d %d %d", g->type,
                      g->ipservice, g->accuracy);
    }

    return cx_strn(out, n);
}


#define SF        "USA/CA/San Francisco/94103/807"
#define SF_WHOLE  SF " 37.77,-122.42 2 3 5000"


static void
from_the_address_alone(void)
{
    asked("192.0.2.1", "");
    CHECK_STR(filled(), SF_WHOLE);
    CHECK_INT(f.rc, CX_OK);
    CHECK_INT(f.d.geo->utcoffset, CX_NO_OFFSET);
    CHECK(f.d.geo->lon == f.d.geo->lon);

    asked("192.0.2.1", "");
    f.d.geo = &f.dg;
    CHECK_STR(filled(), SF_WHOLE);
    CHECK(f.d.geo == &f.dg);

    asked("", "2001:db8:100::1");
    CHECK_STR(filled(), "FRA/ARA/Lyon/69000/ 45.75,4.85 2 3 50000");
    asked("192.0.2.1", "2001:db8:100::1");
    CHECK_STR(filled(), SF_WHOLE);
    asked("198.51.101.1", "2001:db8:100::1");
    CHECK_STR(filled(), "FRA/ARA/Lyon/69000/ 45.75,4.85 2 3 50000");
    asked("192.0.2.0", "");
    CHECK_STR(filled(), "USA//// 2 3 0");

    asked("", "");
    CHECK_STR(filled(), "-");
    asked("198.51.101.1", "");
    CHECK_STR(filled(), "-");
    asked("192.0.2.1", "");
    f.r.device = NULL;
    CHECK_STR(filled(), "-");
}


static void
what_the_request_says_stays(void)
{
    /* the user's home, and no word of where the device is */

    asked("192.0.2.1", "");
    f.r.user = &f.u;
    f.u.geo = &f.ug;
    f.ug.country = cx_str("FRA");
    CHECK_STR(filled(), "-");
    f.ug.country = cx_str("");
    CHECK_STR(filled(), SF_WHOLE);

    asked("192.0.2.1", "");
    f.r.user = &f.u;
    f.u.geo = &f.ug;
    f.ug.lat = 48.8;
    f.ug.lon = 2.3;
    CHECK_STR(filled(), "-");

    /* another country; coordinates; everything */

    asked("192.0.2.1", "");
    f.d.geo = &f.dg;
    f.dg.country = cx_str("FRA");
    CHECK_STR(filled(), "FRA////");
    CHECK_INT(f.rc, CX_DECLINED);

    asked("192.0.2.1", "");
    f.d.geo = &f.dg;
    f.dg.lat = 37.77;
    f.dg.lon = -122.41;
    CHECK_STR(filled(), "//// 37.77,-122.41");
    f.dg.country = cx_str("USA");
    CHECK_STR(filled(), "USA//// 37.77,-122.41");

    asked("192.0.2.1", "");
    f.d.geo = &f.dg;
    f.dg.country = cx_str("USA");
    f.dg.region = cx_str("CA");
    f.dg.city = cx_str("San Francisco");
    f.dg.zip = cx_str("94103");
    CHECK_STR(filled(), "USA/CA/San Francisco/94103/");
    CHECK_INT(f.rc, CX_DECLINED);
}


static void
missing_parts(void)
{
    asked("192.0.2.1", "");
    f.d.geo = &f.dg;
    f.dg.country = cx_str("US");
    CHECK_STR(filled(), "US/CA/San Francisco/94103/807 37.77,-122.42 2 3 "
                        "5000");

    asked("192.0.2.1", "");
    f.d.geo = &f.dg;
    f.dg.country = cx_str("usa");
    f.dg.region = cx_str("US-ca");
    f.dg.type = 3;
    CHECK_STR(filled(), "usa/US-ca/San Francisco/94103/807 3 0 0");

    /* one part says otherwise, so nothing else is sure */

    asked("192.0.2.1", "");
    f.d.geo = &f.dg;
    f.dg.country = cx_str("USA");
    f.dg.region = cx_str("NV");
    CHECK_STR(filled(), "USA/NV///");
    f.dg.region = cx_str("CA");
    f.dg.city = cx_str("Oakland");
    CHECK_STR(filled(), "USA/CA/Oakland//");
    f.dg.city = cx_str("");
    f.dg.zip = cx_str("94607");
    CHECK_STR(filled(), "USA/CA//94607/");
    f.dg.zip = cx_str("");
    f.dg.metro = cx_str("501");
    CHECK_STR(filled(), "USA/CA///501");
    f.dg.metro = cx_str("807");
    CHECK_STR(filled(), SF_WHOLE);

    /* parts without a country */

    asked("192.0.2.1", "");
    f.d.geo = &f.dg;
    f.dg.region = cx_str("CA");
    CHECK_STR(filled(), SF_WHOLE);
    empty_geo(&f.dg);
    f.dg.city = cx_str("Lyon");
    CHECK_STR(filled(), "//Lyon//");

    /* the country is the same, and nothing more is known */

    asked("192.0.2.0", "");
    f.d.geo = &f.dg;
    f.dg.country = cx_str("USA");
    CHECK_STR(filled(), "USA////");
    CHECK_INT(f.rc, CX_DECLINED);
}


static void
no_memory(void)
{
    size_t  room;

    for (room = 0; room < 16 + sizeof(cx_ortb_geo_t); room++) {
        asked("192.0.2.1", "");
        cx_arena_init(&arena, mem, room);
        CHECK_INT(cx_geo_fill(geo, &f.r, f.address, 2, &arena), CX_DECLINED);
        CHECK(f.d.geo == NULL);
    }
}


static void
refused(const char *why)
{
    cx_geo_t    *g;
    cx_error_t   e;

    memset(&e, 0, sizeof(e));
    g = cx_geo_open(path, &e);
    CHECK(g == NULL);
    CHECK(e.fault[0] != '\0');

    if (g == NULL && why != NULL && strstr(e.fault, why) == NULL) {
        CHECK(!"the reason that is due");
        (void) printf("    %s\n", e.fault);
    }

    cx_geo_close(g);
}


static void
write_file(const void *data, size_t len)
{
    FILE  *out;

    (void) unlink(path);
    out = fopen(path, "wb");
    CHECK(out != NULL && fwrite(data, 1, len, out) == len);
    (void) fclose(out);
}


static void
files_that_are_none(void)
{
    (void) unlink(path);
    refused("No such file");
    write_file("", 0);
    refused("0 bytes");
    write_file("not a database", 14);
    refused(NULL);
    CHECK(made("--type=GeoLite2-ASN", "< tests/geo/city.txt"));
    refused("GeoLite2-ASN");
    CHECK(made("--type=", "< tests/geo/city.txt"));
    refused("is \"\"");
    CHECK(cx_geo_open("/", NULL) == NULL);
}


/* bytes changed one by one: it is refused, or it tells something, or nothing */

static void
broken_files(void)
{
    FILE         *in;
    size_t        i, n, k, refusals;
    cx_geo_t     *g;
    cx_error_t    e;
    cx_geo_place_t    place;
    const char   *ips[] = {
        "198.51.100.7", "192.0.2.200", "192.0.2.0", "203.0.113.0",
        "2001:db8:100::1", "2001:db8:200::"
    };
    cx_address_t  a;

    static uint8_t  whole[32768], copy[32768];

    CHECK(made("", "< tests/geo/city.txt"));
    in = fopen(path, "rb");
    n = fread(whole, 1, sizeof(whole), in);
    (void) fclose(in);
    refusals = 0;

    for (i = 0; i < 1500; i++) {
        memcpy(copy, whole, n);

        for (k = 0; k < 1 + i % 3; k++) {
            copy[cx_hash_mix(i, k) % n] ^= (uint8_t) (1
                                               + cx_hash_mix(i, k + 9) % 255);
        }

        write_file(copy, i % 5 ? n : cx_hash_mix(i, 5) % n);
        memset(&e, 0, sizeof(e));
        g = cx_geo_open(path, &e);

        if (g == NULL) {
            CHECK(e.fault[0] != '\0');
            refusals++;
            continue;
        }

        for (k = 0; k < cx_nelts(ips); k++) {
            (void) cx_address_parse(cx_strn(ips[k], strlen(ips[k])), &a);
            (void) cx_geo_find(g, &a, &place);
        }

        cx_geo_close(g);
    }

    CHECK(refusals > 400);
    CHECK(refusals < 1500);
}


/* records from nowhere: nothing outside is read, and there is an end */

static void
broken_records(void)
{
    size_t       n, i;
    uint8_t     *data;
    cx_geo_place_t   place;

    static const uint8_t  rings[] = {
        0xe1, 0x44, 'c', 'i', 't', 'y', 0x20, 0x00
    };

    for (i = 0; i < 20000; i++) {
        n = 1 + cx_hash_mix(i, 1) % 40;
        data = malloc(n);

        for (size_t k = 0; k < n; k++) {
            data[k] = (uint8_t) cx_hash_mix(i, k + 2);
        }

        data[0] = 0xe0 | (data[0] & 31);
        (void) cx_geo_record(data, n, (uint32_t) (i % 8 ? 0 : i % n), &place);
        free(data);
    }

    /* a map whose member is itself */

    CHECK_INT(cx_geo_record(rings, sizeof(rings), 0, &place), CX_OK);
    CHECK_INT(cx_geo_record(rings, sizeof(rings), 8, &place), CX_ERROR);
    CHECK_INT(cx_geo_record(rings, 7, 0, &place), CX_ERROR);
    CHECK_INT(cx_geo_record(rings + 1, 5, 0, &place), CX_ERROR);
}


/* a country whose map stands near and far, by pointers of each size */

static void
pointers(void)
{
    size_t           i, n;
    uint8_t         *data, *p;
    uint32_t         rest;
    cx_geo_place_t   place;

    static const uint8_t  head[] = {
        0xe1, 0x47, 'c', 'o', 'u', 'n', 't', 'r', 'y'
    };
    static const uint8_t  map[] = {
        0xe1, 0x48, 'i', 's', 'o', '_', 'c', 'o', 'd', 'e', 0x42, 'D', 'E'
    };
    static const struct {
        uint32_t  to, base;
        unsigned  bytes;
    } cases[] = {
        { 40, 0, 1 }, { 2047, 0, 1 }, { 2048, 2048, 2 }, { 2100, 2048, 2 },
        { 526335, 2048, 2 }, { 526336, 526336, 3 }, { 600000, 526336, 3 },
        { 40, 0, 4 }, { 600000, 0, 4 }
    };

    n = 600000 + sizeof(map);
    data = malloc(n);

    for (i = 0; i < cx_nelts(cases); i++) {
        memset(data, 0, n);
        memcpy(data, head, sizeof(head));
        memcpy(data + cases[i].to, map, sizeof(map));

        p = data + sizeof(head);
        rest = cases[i].to - cases[i].base;
        *p++ = (uint8_t) (0x20 | (cases[i].bytes - 1) << 3
                          | (cases[i].bytes < 4
                             ? rest >> (8 * cases[i].bytes) : 0));

        switch (cases[i].bytes) {
        case 4:
            *p++ = (uint8_t) (rest >> 24);
            /* fall through */
        case 3:
            *p++ = (uint8_t) (rest >> 16);
            /* fall through */
        case 2:
            *p++ = (uint8_t) (rest >> 8);
            /* fall through */
        default:
            *p = (uint8_t) rest;
        }

        CHECK_INT(cx_geo_record(data, n, 0, &place), CX_OK);
        CHECK_INT(place.country, CX_COUNTRY('D', 'E', 'U'));

        /* and the end of the data before the map does */

        CHECK_INT(cx_geo_record(data, cases[i].to + sizeof(map) - 1, 0,
                                &place), CX_ERROR);
        CHECK_INT(cx_geo_record(data, cases[i].to, 0, &place), CX_ERROR);
    }

    free(data);
}


/* what is in use does not change with the file */

static void
a_copy_of_its_own(void)
{
    cx_geo_t  *g;

    CHECK(made("", "< tests/geo/city.txt"));
    g = opened();
    CHECK(g != NULL && truncate(path, 0) == 0);

    if (g == NULL) {
        return;
    }

    CHECK_STR(place_of(g, "198.18.0.1"),
              "GBR-ENG London  0 51.5072,-0.1276 0");

    cx_geo_close(g);
    cx_geo_close(NULL);
}


static const cx_test_t  tests[] = {
    TEST(places),
    TEST(cut_off),
    TEST(cut_off_and_whole_agree),
    TEST(families),
    TEST(from_the_address_alone),
    TEST(what_the_request_says_stays),
    TEST(missing_parts),
    TEST(no_memory),
    TEST(files_that_are_none),
    TEST(broken_files),
    TEST(broken_records),
    TEST(pointers),
    TEST(a_copy_of_its_own)
};


int
main(void)
{
    int  rc;

    (void) snprintf(path, sizeof(path), "/tmp/cx-geo-%d.mmdb",
                    (int) getpid());

    if (system("python3 -c pass > /dev/null 2>&1") != 0) {
        (void) printf("1..0 # SKIP no python3\n0 passed, 0 failed, "
                      "1 skipped\n");
        return 0;
    }

    if (!made("", "< tests/geo/city.txt") || (geo = opened()) == NULL) {
        (void) printf("not ok - no database\n0 passed, 1 failed, 0 skipped\n");
        return 1;
    }

    rc = cx_test_main(tests, cx_nelts(tests));

    cx_geo_close(geo);
    (void) unlink(path);

    return rc;
}
