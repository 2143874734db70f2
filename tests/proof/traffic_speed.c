
/*
 * What looking for people costs a bid, and what looking up their places does:
 * the list of robots that comes with it, 50000 networks, a database of 20000
 * networks with cities in eight languages.  Addresses of a few are in the
 * processor's cache, of many they are not, and that is what it takes then.
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "core/geo/geo.h"
#include "core/traffic/traffic.h"


#define DEVICES  4096
#define FEW      512
#define PLACES   20000
#define ROUNDS   (getenv("FULL") ? 401 : 101)


static const struct {
    const char  *os, *make, *ua;
} kinds[] = {
    { "Android", "Samsung", "Mozilla/5.0 (Linux; Android 14; SM-S9%uB) "
      "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1%u.0.0.0 Mobile "
      "Safari/537.36" },
    { "iOS", "Apple", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_%u like Mac OS "
      "X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.%u Mobile" },
    { "Windows", "", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/"
      "537.%u (KHTML, like Gecko) Chrome/1%u.0.0.0 Safari/537.36" },
    { "macOS", "Apple", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_%u) "
      "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.%u Safari/605" }
};

static cx_ortb_device_t  devices[DEVICES];
static cx_ortb_site_t    site;
static uint8_t           net[PLACES][3];

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


static cx_str_t
copy(const char *s)
{
    return cx_strn(strdup(s), strlen(s));
}


static void
make_devices(void)
{
    char            s[256];
    unsigned        i, k;
    const uint8_t  *p;

    for (i = 0; i < PLACES; i++) {
        net[i][0] = (uint8_t) (11 + random() % 80);
        net[i][1] = (uint8_t) random();
        net[i][2] = (uint8_t) (1 + random() % 255);
    }

    for (i = 0; i < DEVICES; i++) {
        k = (unsigned) random() % cx_nelts(kinds);

        devices[i].os = copy(kinds[k].os);
        devices[i].make = copy(kinds[k].make);
        devices[i].osv = copy("14");
        devices[i].w = 1080;
        devices[i].h = 1920;

        (void) snprintf(s, sizeof(s), kinds[k].ua,
                        10 + (unsigned) random() % 90,
                        10 + (unsigned) random() % 90);
        devices[i].ua = copy(s);

        p = net[random() % PLACES];
        (void) snprintf(s, sizeof(s), "%u.%u.%u.%u", p[0], p[1], p[2],
                        1 + (unsigned) random() % 254);
        devices[i].ip = copy(s);
    }
}


static cx_traffic_networks_t *
make_networks(void)
{
    char                   *text;
    size_t                  n;
    unsigned                i;
    cx_traffic_networks_t  *list;

    text = malloc(50000 * 32);

    for (i = 0, n = 0; i < 50000; i++) {
        n += (size_t) sprintf(text + n, "%u.%u.%u.0/24\n",
                              128 + (unsigned) random() % 64,
                              (unsigned) random() % 256,
                              (unsigned) random() % 256);
    }

    list = cx_traffic_networks_parse(cx_strn(text, n), NULL);
    free(text);

    return list;
}


static void
put_names(FILE *to, const char *what, unsigned n)
{
    size_t             i;
    static const char *languages[] = {
        "de", "en", "es", "fr", "ja", "pt-BR", "ru", "zh-CN"
    };

    (void) fprintf(to, "\"names\":{");

    for (i = 0; i < cx_nelts(languages); i++) {
        (void) fprintf(to, "%s\"%s\":\"%s %u %s\"", i ? "," : "",
                       languages[i], what, n, languages[i]);
    }

    (void) fputc('}', to);
}


static cx_geo_t *
make_places(void)
{
    char         path[64], cmd[160];
    FILE        *to;
    unsigned     i, n;
    cx_geo_t    *geo;
    cx_error_t   e;

    (void) snprintf(path, sizeof(path), "/tmp/cx-proof-%d.mmdb",
                    (int) getpid());
    (void) snprintf(cmd, sizeof(cmd), "python3 tests/geo/mmdb.py --size=28 "
                    "%s", path);
    to = popen(cmd, "w");

    for (i = 0; to != NULL && i < PLACES; i++) {
        n = (unsigned) random() % 4;

        (void) fprintf(to, "%u.%u.%u.0/24 {\"city\":{\"geoname_id\":%u,",
                       net[i][0], net[i][1], net[i][2], i);
        put_names(to, "City", i % 8000);
        (void) fprintf(to, "},\"continent\":{\"code\":\"EU\",");
        put_names(to, "Continent", 1);
        (void) fprintf(to, "},\"country\":{\"geoname_id\":%u,\"iso_code\":"
                       "\"%.2s\",", n, &"DEFRUSGB"[n * 2]);
        put_names(to, "Country", n);
        (void) fprintf(to, "},\"location\":{\"accuracy_radius\":20,"
                       "\"latitude\":%u.5,\"longitude\":%u.25,\"metro_code\":"
                       "807,\"time_zone\":\"Europe/Berlin\"},\"postal\":{"
                       "\"code\":\"%u\"},\"subdivisions\":[{\"iso_code\":"
                       "\"R%u\",", i % 80, i % 170, i, i % 50);
        put_names(to, "Region", i % 50);
        (void) fprintf(to, "}]}\n");
    }

    if (to == NULL || pclose(to) != 0) {
        return NULL;
    }

    geo = cx_geo_open(path, &e);
    (void) unlink(path);

    return geo;
}


static void
look(const cx_traffic_t *t, const cx_geo_t *geo, unsigned i)
{
    uint8_t            mem[1024];
    cx_arena_t         arena;
    cx_address_t       a[2];
    cx_ortb_device_t   d;
    cx_ortb_request_t  r;

    memset(&r, 0, sizeof(r));
    d = devices[i];
    r.device = &d;
    r.site = &site;

    (void) cx_address_parse(d.ip, &a[0]);
    (void) cx_address_parse(d.ipv6, &a[1]);

    if (t != NULL) {
        seen = cx_traffic_check(t, &r, a, 2);
    }

    if (geo != NULL) {
        cx_arena_init(&arena, mem, sizeof(mem));
        seen = (uint32_t) cx_geo_fill(geo, &r, a, 2, &arena);
    }
}


static double
measure(const cx_traffic_t *t, const cx_geo_t *geo, unsigned many)
{
    int       n, rounds;
    double    from, took[401];
    unsigned  i;

    rounds = ROUNDS;

    for (n = 0; n < rounds; n++) {
        from = now_ns();

        for (i = 0; i < many; i++) {
            look(t, geo, i);
        }

        took[n] = (now_ns() - from) / many;
    }

    qsort(took, (size_t) rounds, sizeof(double), compare);

    return took[rounds / 2];
}


static void
figure(const char *name, double ns, double goal)
{
    (void) printf("{\"name\": \"%s\", \"figure\": %.0f, \"unit\": \"ns\", "
                  "\"goal\": \"<= %.0f\"}\n", name, ns, goal);
}


int
main(void)
{
    cx_geo_t      *geo;
    cx_error_t     e;
    cx_traffic_t   t;

    srandom(7);
    make_devices();

    memset(&t, 0, sizeof(t));
    t.agents = cx_traffic_agents_open("conf/traffic/bots.txt", &e);
    t.networks = make_networks();
    t.look = CX_TRAFFIC_ALL;
    geo = make_places();

    if (t.agents == NULL || t.networks == NULL || geo == NULL) {
        (void) printf("no lists, or no database\n");
        return 1;
    }

    figure("a request looked through for a person",
           measure(&t, NULL, DEVICES), 500);
    figure("the place of an address, of a few", measure(NULL, geo, FEW), 400);
    figure("the place of an address, of many", measure(NULL, geo, DEVICES),
           1500);

    return 0;
}
