/*
 * How long it takes to find the best 64 ad groups for a request, in
 * catalogues of 1,000 to 1,000,000, against a scan of structures that stops
 * after 64 as well.  Both have to find the same ad groups; how large the
 * catalogue is, its lists and one small creative for each, is told as well.
 *
 *     match_speed [broad|narrow [SIZE ...]]
 *
 * By default both shapes of all sizes up to 100,000; FULL=1 adds 1,000,000.
 */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/catalog/builder.h"


#define BEST       64
#define REQUESTS   256
#define COUNTRIES  60
#define SIZES      30
#define CATS       300
#define DEALS      1000
#define DOMAINS    20000
#define NOW        1790000000
#define HOUR       14               /* of that, in UTC */

/* the ad groups from which on a match has to be that much faster */

#define MANY       1000000
#define BROAD      15
#define NARROW     70


typedef struct {
    uint64_t  countries;
    uint32_t  sizes;
    uint8_t   devices;              /* bit of the type */
    uint8_t   oses;
    uint8_t   any_hour, from, to;
    uint8_t   domain_mode;          /* 1 only these, 2 not these */
    uint8_t   ncats, nnots;
    uint16_t  cat[5];
    uint16_t  not[10];
    uint16_t  deal;                 /* + 1 */
    uint32_t  bid;                  /* cents */
    uint32_t  id;
    uint32_t  ndomains;
    uint16_t  domain[24];
} group_t;

typedef struct {
    uint32_t  country, device, os, domain, nsizes, ncats, ndeals;
    uint32_t  size[3], cat[3], deal[3];
} request_t;


static uint64_t  state;
static int       narrow;

static const int  widths[6] = { 300, 728, 320, 160, 970, 640 };
static const char  *oses[8] = { "Windows", "iOS", "Android", "macOS", "Linux",
                                "Tizen", "webOS", "ChromeOS" };


static uint32_t
rnd(uint32_t n)
{
    state += 0x9e3779b97f4a7c15ULL;

    return (uint32_t) (cx_hash_mix(state, 1) >> 32) % n;
}


static int
chance(uint32_t percent)
{
    return rnd(100) < percent;
}


/* the small numbers more often, as countries and sizes are */

static uint32_t
skewed(uint32_t n)
{
    return (uint32_t) ((uint64_t) rnd(n) * (rnd(n) + 1) / n);
}


static void
make_group(group_t *g, uint32_t id)
{
    uint32_t  k;

    memset(g, 0, sizeof(group_t));
    g->id = id;
    g->bid = 50 + rnd(100000);

    if (chance(narrow ? 2 : 30)) {
        g->countries = ~0ULL;
    } else {
        for (k = 1 + rnd(narrow ? 2 : 4); k; k--) {
            g->countries |= 1ULL << skewed(COUNTRIES);
        }
    }

    for (k = 1 + rnd(narrow ? 2 : 5); k; k--) {
        g->sizes |= 1U << skewed(SIZES);
    }

    if (chance(narrow ? 20 : 50)) {
        g->devices = 0xff;
    } else {
        for (k = 1 + rnd(narrow ? 1 : 3); k; k--) {
            g->devices |= (uint8_t) (1U << rnd(8));
        }
    }

    if (chance(narrow ? 30 : 60)) {
        g->oses = 0xff;
    } else {
        for (k = 1 + rnd(narrow ? 1 : 3); k; k--) {
            g->oses |= (uint8_t) (1U << rnd(8));
        }
    }

    for (k = chance(narrow ? 60 : 30) ? 1 + rnd(5) : 0; k; k--) {
        g->cat[g->ncats++] = (uint16_t) skewed(CATS);
    }

    for (k = chance(40) ? 1 + rnd(10) : 0; k; k--) {
        g->not[g->nnots++] = (uint16_t) skewed(CATS);
    }

    g->deal = chance(5) ? (uint16_t) (1 + rnd(DEALS)) : 0;
    g->any_hour = (uint8_t) chance(50);
    g->from = (uint8_t) rnd(16);
    g->to = (uint8_t) (g->from + 8);
    g->domain_mode = chance(20) ? (uint8_t) (1 + rnd(2)) : 0;

    for (k = g->domain_mode ? 5 + rnd(20) : 0; k; k--) {
        g->domain[g->ndomains++] = (uint16_t) skewed(DOMAINS);
    }
}


/* cheap and selective tests first, as a careful scan has them */

static int
scan_fits(const group_t *g, const request_t *r, uint32_t sizes)
{
    uint32_t  i, j, found;

    if (!(g->sizes & sizes) || !(g->countries >> r->country & 1)
        || !(g->devices >> r->device & 1) || !(g->oses >> r->os & 1)
        || !(g->any_hour || (g->from <= HOUR && g->to > HOUR)))
    {
        return 0;
    }

    for (i = 0, found = !g->deal; i < r->ndeals; i++) {
        found |= g->deal == r->deal[i] + 1;
    }

    if (!found) {
        return 0;
    }

    for (i = 0, found = !g->ncats; i < g->ncats; i++) {
        for (j = 0; j < r->ncats; j++) {
            found |= g->cat[i] == r->cat[j];
        }
    }

    for (i = 0; i < g->nnots; i++) {
        for (j = 0; j < r->ncats; j++) {
            found &= g->not[i] != r->cat[j];
        }
    }

    if (!found || !g->domain_mode) {
        return (int) found;
    }

    for (i = 0, found = 0; i < g->ndomains; i++) {
        found |= g->domain[i] == r->domain;
    }

    return (int) found == (g->domain_mode == 1);
}


static uint32_t
scan(const group_t *g, uint32_t n, const request_t *r, uint32_t max,
    uint32_t *ids)
{
    uint32_t  i, k, sizes;

    for (i = 0, sizes = 0; i < r->nsizes; i++) {
        sizes |= 1U << r->size[i];
    }

    for (i = 0, k = 0; i < n && k < max; i++) {
        if (scan_fits(&g[i], r, sizes)) {
            ids[k++] = g[i].id;
        }
    }

    return k;
}


/* the same ad group as lines */

static void
put_names(cx_buf_t *b, const char *key, const char *prefix,
    const uint16_t *v, uint32_t n, const char *suffix)
{
    uint32_t  i;

    cx_put_cstr(b, key);

    for (i = 0; i < n; i++) {
        cx_put_cstr(b, i ? ",\"" : "\"");
        cx_put_cstr(b, prefix);
        cx_put_uint(b, v[i]);
        cx_put_cstr(b, suffix);
        cx_put_lit(b, "\"");
    }
}


static void
country_name(uint32_t i, char name[4])
{
    static const char  list[] =
        "USADEUGBRFRABRAINDCANESPITAJPNMEXNLDAUSPOLSWEAUTCHEBELTURIDN"
        "ARGCHLCOLPERVENPRTGRCIRLDNKNORFINCZESVKHUNROUBGRHRVSVNUKRISR"
        "EGYMARDZATUNZAFNGAKENGHATHAVNMPHLMYSSGPKORTWNHKGNZLPAKBGDLKA";

    memcpy(name, list + i * 3, 3);
    name[3] = '\0';
}


static void
put_geo(cx_buf_t *b, const group_t *g)
{
    char      name[4];
    uint32_t  i, comma;

    if (g->countries == ~0ULL) {
        return;
    }

    cx_put_lit(b, "\"geo\":{\"countries\":[");

    for (i = 0, comma = 0; i < COUNTRIES; i++) {
        if (g->countries >> i & 1) {
            country_name(i, name);
            cx_put_cstr(b, comma ? ",\"" : "\"");
            cx_put_cstr(b, name);
            cx_put_lit(b, "\"");
            comma = 1;
        }
    }

    cx_put_lit(b, "]},");
}


static void
put_device(cx_buf_t *b, const group_t *g)
{
    uint32_t  i, comma;

    cx_put_lit(b, "\"device\":{\"types\":[");

    for (i = 0, comma = 0; g->devices != 0xff && i < 8; i++) {
        if (g->devices >> i & 1) {
            cx_put_cstr(b, comma ? "," : "");
            cx_put_uint(b, i + 1);
            comma = 1;
        }
    }

    cx_put_lit(b, "],\"os\":[");

    for (i = 0, comma = 0; g->oses != 0xff && i < 8; i++) {
        if (g->oses >> i & 1) {
            cx_put_cstr(b, comma ? ",\"" : "\"");
            cx_put_cstr(b, oses[i]);
            cx_put_lit(b, "\"");
            comma = 1;
        }
    }

    cx_put_lit(b, "]},");
}


static void
put_adgroup(cx_buf_t *b, const group_t *g)
{
    uint16_t  deal;

    cx_put_lit(b, "{\"type\":\"adgroup\",\"id\":\"");
    cx_put_uint(b, g->id);
    cx_put_lit(b, "\",\"campaign\":\"c\",\"bid\":");
    cx_put_micros(b, (int64_t) g->bid * 10000);
    cx_put_lit(b, ",\"targeting\":{");
    put_geo(b, g);
    put_device(b, g);

    cx_put_lit(b, "\"inventory\":{\"categories\":{");
    put_names(b, "\"include\":[", "99:", g->cat, g->ncats, "");
    put_names(b, "],\"exclude\":[", "99:", g->not, g->nnots, "");
    cx_put_lit(b, "]},\"domains\":{");
    put_names(b, g->domain_mode == 1 ? "\"include\":[" : "\"exclude\":[", "d",
              g->domain, g->ndomains, ".example");
    deal = (uint16_t) (g->deal - 1);
    put_names(b, "]},\"deals\":[", "D", &deal, g->deal != 0, "");
    cx_put_lit(b, "]}");

    if (!g->any_hour) {
        cx_put_lit(b, ",\"schedule\":{\"time_zone\":\"UTC\",\"hours\":"
                      "[{\"from\":");
        cx_put_uint(b, g->from);
        cx_put_lit(b, ",\"to\":");
        cx_put_uint(b, g->to);
        cx_put_lit(b, "}]}");
    }

    cx_put_lit(b, "}}");
}


static void
fail(const cx_error_t *e)
{
    char  line[512];

    (void) cx_error_line(e, line, sizeof(line));
    (void) fprintf(stderr, "match_speed: %s\n", line);
    exit(1);
}


static void
add_line(cx_builder_t *b, const cx_buf_t *line)
{
    cx_error_t  e;

    if (cx_builder_line(b, cx_strn(line->start, cx_buf_len(line)), &e)
        != CX_OK)
    {
        fail(&e);
    }
}


static void
add_group(cx_builder_t *b, const group_t *g)
{
    char      text[4096];
    uint32_t  s;
    cx_buf_t  line;

    cx_buf_init(&line, text, sizeof(text));
    put_adgroup(&line, g);
    add_line(b, &line);

    for (s = 0; s < SIZES; s++) {
        if (!(g->sizes >> s & 1)) {
            continue;
        }

        cx_buf_init(&line, text, sizeof(text));
        cx_put_lit(&line, "{\"type\":\"creative\",\"id\":\"");
        cx_put_uint(&line, g->id);
        cx_put_char(&line, '-');
        cx_put_uint(&line, s);
        cx_put_lit(&line, "\",\"adgroup\":\"");
        cx_put_uint(&line, g->id);
        cx_put_lit(&line, "\",\"media\":\"banner\",\"markup\":\"<b>a</b>\","
                          "\"w\":");
        cx_put_uint(&line, (uint32_t) widths[s % 6]);
        cx_put_lit(&line, ",\"h\":");
        cx_put_uint(&line, 50 + s / 6 * 100);
        cx_put_lit(&line, "}");
        add_line(b, &line);
    }
}


static cx_catalog_t *
make_catalog(const group_t *g, uint32_t n, double *build_ms)
{
    char               path[64];
    uint32_t           i;
    uint64_t           start;
    cx_buf_t           line;
    cx_error_t         e;
    cx_builder_t      *b;
    cx_catalog_t      *cat;
    cx_builder_conf_t  conf;
    static char        campaign[] = "{\"type\":\"campaign\",\"id\":\"c\"}";

    (void) snprintf(path, sizeof(path), "/tmp/match-speed-%d.cat",
                    (int) getpid());
    memset(&conf, 0, sizeof(conf));
    conf.now_s = NOW;
    start = cx_clock_system.mono_ns(NULL);

    b = cx_builder_create(&conf, &e);

    if (b == NULL) {
        fail(&e);
    }

    cx_buf_init(&line, campaign, sizeof(campaign) - 1);
    line.pos = line.end;
    add_line(b, &line);

    for (i = 0; i < n; i++) {
        add_group(b, &g[i]);
    }

    if (cx_builder_write(b, path, &e) != CX_OK) {
        fail(&e);
    }

    cx_builder_destroy(b);
    *build_ms = (double) (cx_clock_system.mono_ns(NULL) - start) / 1e6;
    cat = cx_catalog_open(path, NULL, &e);
    (void) unlink(path);

    if (cat == NULL) {
        fail(&e);
    }

    return cat;
}


static void
make_request(request_t *r)
{
    uint32_t  i;

    r->country = skewed(COUNTRIES);
    r->device = rnd(8);
    r->os = rnd(8);
    r->domain = skewed(DOMAINS);
    r->nsizes = 1 + rnd(3);
    r->ncats = 1 + rnd(3);
    r->ndeals = chance(25) ? 1 + rnd(3) : 0;

    for (i = 0; i < 3; i++) {
        r->size[i] = skewed(SIZES);
        r->cat[i] = skewed(CATS);
        r->deal[i] = rnd(DEALS);
    }
}


/* a request as the reader would leave it */

typedef struct {
    cx_openrtb_request_t  req;
    cx_ortb_imp_t         imp;
    cx_ortb_banner_t      banner;
    cx_ortb_format_t      format[3];
    cx_ortb_pmp_t         pmp;
    cx_ortb_deal_t        deal[3];
    cx_ortb_site_t        site;
    cx_ortb_device_t      device;
    cx_ortb_geo_t         geo;
    cx_str_t              cat[3];
    char                  text[8][32];
} ortb_t;


static cx_str_t
text(ortb_t *o, uint32_t i, const char *fmt, uint32_t n)
{
    (void) snprintf(o->text[i], sizeof(o->text[i]), fmt, n);

    return cx_strn(o->text[i], strlen(o->text[i]));
}


static void
make_ortb(ortb_t *o, const request_t *r)
{
    uint32_t  i;

    memset(o, 0, sizeof(ortb_t));
    o->req.r.imp.n = 1;
    o->req.r.imp.v = &o->imp;
    o->req.r.site = &o->site;
    o->req.r.device = &o->device;
    o->device.geo = &o->geo;
    o->imp.banner = &o->banner;
    o->banner.format.n = r->nsizes;
    o->banner.format.v = o->format;
    o->banner.pos = CX_ABSENT;

    for (i = 0; i < r->nsizes; i++) {
        o->format[i].w = widths[r->size[i] % 6];
        o->format[i].h = 50 + (int32_t) (r->size[i] / 6 * 100);
    }

    if (r->ndeals) {
        o->imp.pmp = &o->pmp;
        o->pmp.deals.n = r->ndeals;
        o->pmp.deals.v = o->deal;
    }

    for (i = 0; i < 3; i++) {
        o->deal[i].id = text(o, i, "D%u", r->deal[i]);
        o->cat[i] = text(o, 3 + i, "%u", r->cat[i]);
    }

    o->site.cattax = 99;
    o->site.cat.n = r->ncats;
    o->site.cat.v = o->cat;
    o->site.domain = text(o, 6, "d%u.example", r->domain);
    o->device.devicetype = (int32_t) r->device + 1;
    o->device.os = cx_strn(oses[r->os], strlen(oses[r->os]));
    country_name(r->country, o->text[7]);
    o->geo.country = cx_strn(o->text[7], 3);
    o->geo.lat = CX_NO_COORD;
    o->geo.lon = CX_NO_COORD;
}


static uint32_t
match(const cx_catalog_t *cat, ortb_t *o, uint32_t max, uint32_t *ids,
    cx_arena_t *arena)
{
    uint32_t          k;
    cx_hit_t          hit;
    cx_match_t       *m;
    cx_match_input_t  in;

    cx_arena_reset(arena);
    memset(&in, 0, sizeof(in));
    in.req = &o->req;
    in.now_s = NOW;

    m = cx_match_begin(cat, &in, arena);

    if (m == NULL || cx_match_imp(m, &o->imp, NULL) != CX_OK) {
        return 0;
    }

    for (k = 0; k < max && cx_match_next(m, &hit) == CX_OK; k++) {
        if (ids != NULL) {
            ids[k] = (uint32_t) strtoul((const char *)
                         cx_catalog_str(hit.file, hit.adgroup->id).data, NULL,
                         10);
        }
    }

    return k;
}


static int
by_bid(const void *a, const void *b)
{
    const group_t  *x, *y;

    x = a;
    y = b;

    return x->bid != y->bid ? (x->bid > y->bid ? -1 : 1)
                            : x->id < y->id ? -1 : 1;
}


static int
by_value(const void *a, const void *b)
{
    uint64_t  x, y;

    x = *(const uint64_t *) a;
    y = *(const uint64_t *) b;

    return x < y ? -1 : x > y;
}


typedef struct { double mean, p50, p99; }  times_t;


/* of each request the median of some runs */

static void
measure(times_t *t, const group_t *g, uint32_t n, const cx_catalog_t *cat,
    const request_t *r, ortb_t *o, uint32_t max, uint32_t reps,
    cx_arena_t *arena, uint32_t *ids)
{
    uint32_t         i, k;
    uint64_t         start, run[64];
    static uint64_t  median[REQUESTS];

    t->mean = 0;

    for (i = 0; i < REQUESTS; i++) {
        for (k = 0; k < reps; k++) {
            start = cx_clock_system.mono_ns(NULL);

            if (cat != NULL) {
                (void) match(cat, &o[i], max, NULL, arena);
            } else {
                (void) scan(g, n, &r[i], max, ids);
            }

            run[k] = cx_clock_system.mono_ns(NULL) - start;
        }

        qsort(run, reps, sizeof(uint64_t), by_value);
        median[i] = run[reps / 2];
        t->mean += (double) median[i] / REQUESTS;
    }

    qsort(median, REQUESTS, sizeof(uint64_t), by_value);
    t->p50 = (double) median[REQUESTS / 2];
    t->p99 = (double) median[REQUESTS * 99 / 100];
}


static void
report(uint32_t n, const times_t *best, const times_t *line, uint32_t wrong,
    double bytes)
{
    int          times;
    double       ratio;
    char         goal[32];
    const char  *shape;

    shape = narrow ? "narrow" : "broad";
    times = n < MANY ? 1 : narrow ? NARROW : BROAD;
    ratio = best->mean / line->mean;

    (void) snprintf(goal, sizeof(goal), times == 1 ? "<= 1" : "<= %.4f (1/%d)",
                    1.0 / times, times);

    (void) printf("{\"name\":\"match_%s_%u\",\"figure\":%.4f,"
                  "\"unit\":\"of a scan\",\"goal\":\"%s\",\"holds\":%s,"
                  "\"match_ns\":%.0f,\"scan_ns\":%.0f}\n",
                  shape, n, ratio, goal, ratio * times <= 1 ? "true" : "false",
                  best->mean, line->mean);

    (void) printf("{\"name\":\"match_%s_%u_mismatches\",\"figure\":%u,"
                  "\"unit\":\"of %d requests\",\"goal\":\"= 0\","
                  "\"holds\":%s}\n", shape, n, wrong, REQUESTS,
                  wrong == 0 ? "true" : "false");

    (void) printf("{\"name\":\"match_%s_%u_bytes\",\"figure\":%.1f,"
                  "\"unit\":\"bytes an ad group\"}\n", shape, n, bytes);
}


static void
run(uint32_t n)
{
    double             build_ms;
    times_t            best, line, all;
    uint32_t           i, a, b, wrong, *x, *y;
    uint64_t           found;
    group_t           *g;
    cx_arena_t         arena;
    cx_catalog_t      *cat;
    cx_catalog_info_t  info;
    static char        mem[1 << 20];
    static ortb_t      o[REQUESTS];
    static request_t   r[REQUESTS];

    state = n;
    g = malloc(n * sizeof(group_t));
    x = malloc(n * sizeof(uint32_t));
    y = malloc(n * sizeof(uint32_t));

    for (i = 0; i < n; i++) {
        make_group(&g[i], i);
    }

    cat = make_catalog(g, n, &build_ms);
    cx_catalog_info(cat, &info);
    qsort(g, n, sizeof(group_t), by_bid);
    cx_arena_init(&arena, mem, sizeof(mem));

    for (i = 0, wrong = 0, found = 0; i < REQUESTS; i++) {
        make_request(&r[i]);
        make_ortb(&o[i], &r[i]);
        a = scan(g, n, &r[i], n, x);
        b = match(cat, &o[i], n, y, &arena);
        wrong += (a != b || memcmp(x, y, a * sizeof(uint32_t)) != 0);
        found += a;
    }

    measure(&best, g, n, cat, r, o, BEST, 9, &arena, x);
    measure(&line, g, n, NULL, r, o, BEST, n > 100000 ? 3 : 9, &arena, x);
    measure(&all, g, n, cat, r, o, n, n > 100000 ? 3 : 9, &arena, x);

    report(n, &best, &line, wrong, (double) info.bytes / n);

    (void) printf("%s, %u ad groups: %.1f match; the best %d in %.0f ns, "
                  "half in %.0f, 99 of 100 in %.0f, by a scan in %.0f; all "
                  "in %.0f ns; built in %.0f ms, %.0f bytes each\n",
                  narrow ? "narrow" : "broad", n, (double) found / REQUESTS,
                  BEST, best.mean, best.p50, best.p99, line.mean, all.mean,
                  build_ms, (double) info.bytes / n);
    (void) fflush(stdout);

    cx_catalog_close(cat);
    free(g);
    free(x);
    free(y);

    if (wrong) {
        exit(1);
    }
}


int
main(int argc, char *const *argv)
{
    int              i, last;
    uint32_t         k, nsizes;
    static uint32_t  sizes[] = { 1000, 10000, 100000, MANY };

    narrow = argc > 1 && strcmp(argv[1], "narrow") == 0;

    for (i = 2; i < argc; i++) {
        run((uint32_t) strtoul(argv[i], NULL, 10));
    }

    if (argc > 2) {
        return 0;
    }

    nsizes = getenv("FULL") != NULL ? 4 : 3;
    last = argc > 1 ? narrow : 1;

    for ( /* void */ ; narrow <= last; narrow++) {
        for (k = 0; k < nsizes; k++) {
            run(sizes[k]);
        }
    }

    return 0;
}
