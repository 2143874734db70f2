/*
 * A catalogue to try things with: advertisers of several orgs in all media.
 * The first campaigns are open to everybody, so that a first request gets a
 * bid; the others target as advertisers do.  The same seed gives the same
 * lines.
 */

#include <stdio.h>
#include <stdlib.h>

#include "workers/campaignctl/campaignctl.h"
#include "workers/campaignctl/catalog.h"


typedef struct {
    uint64_t  state;
    uint64_t  campaigns;
    int       narrow;
    int       comma;                /* before the next member */
    uint64_t  id;                   /* of the campaign at hand */
    uint64_t  creatives;
} cx_demo_t;

/* the kinds of creative there are; the first campaigns take one each */

typedef struct { const char *media; int w, h, seconds; }  cx_demo_kind_t;

static const cx_demo_kind_t  cx_demo_kinds[] = {
    { "banner", 300, 250, 0 },   { "banner", 728, 90, 0 },
    { "video", 640, 360, 15 },   { "banner", 320, 50, 0 },
    { "native", 0, 0, 0 },       { "banner", 320, 480, 0 },
    { "banner", 160, 600, 0 },   { "video", 1920, 1080, 30 },
    { "banner", 970, 250, 0 },   { "audio", 0, 0, 30 },
    { "banner", 300, 600, 0 },   { "banner", 320, 480, 0 },
    { "video", 640, 360, 30 }
};

/* of these first ones the last two are for deals */

#define CX_DEMO_DEALS  2

/* behind them, in catalogues that are small enough to look at */

#define CX_DEMO_SHOWCASE_MAX  10000

static const char  *cx_demo_orgs[] = { "acme", "northwind", "globex", "umbra",
                                       "initech" };
static const char  *cx_demo_seats[] = { "seat-9", "seat-12", "seat-21",
                                        "seat-34", "seat-55" };
static const char  *cx_demo_countries[] = {
    "USA", "DEU", "GBR", "FRA", "BRA", "IND", "CAN", "ESP", "ITA", "JPN",
    "MEX", "NLD", "AUS", "POL", "SWE", "AUT", "CHE", "BEL", "TUR", "IDN"
};
static const char  *cx_demo_regions[] = { "US-CA", "US-NY", "US-TX", "DE-BE",
                                          "DE-BY", "GB-ENG", "FR-IDF" };
static const char  *cx_demo_cities[] = { "Oakland", "Berlin", "London",
                                         "DEU/Hamburg", "Paris", "Austin" };
static const char  *cx_demo_cats[] = {
    "IAB1", "IAB2", "IAB3", "IAB4", "IAB5", "IAB6", "IAB9", "IAB10", "IAB12",
    "IAB13", "IAB15", "IAB16", "IAB17", "IAB18", "IAB19", "IAB20", "IAB22"
};
static const char  *cx_demo_products[] = {
    "IAB1-6", "IAB2-3", "IAB3-1", "IAB4-5", "IAB10-7", "IAB13-7", "IAB17-12",
    "IAB18-3", "IAB19-18", "IAB20-3", "IAB22-4"
};
static const char  *cx_demo_oses[] = { "Windows", "iOS", "Android", "macOS",
                                       "Linux" };
static const char  *cx_demo_devices[] = { "desktop", "phone", "tablet", "tv",
                                          "mobile" };
static const char  *cx_demo_zones[] = { "America/New_York", "Europe/Berlin",
                                        "Europe/London", "Asia/Tokyo",
                                        "America/Los_Angeles" };
static const char  *cx_demo_segments[] = { "auto-intenders", "travellers",
                                           "parents", "gamers", "sports-fans",
                                           "new-customers" };
static const char  *cx_demo_deals[] = { "DEAL-0007", "DEAL-0412", "PG-88213" };
static const char  *cx_demo_topics[] = { "football", "goals", "puzzle",
                                         "travel", "recipes", "cars" };

#define cx_pick(d, list)  (list)[cx_demo_random(d) % cx_nelts(list)]


static uint64_t
cx_demo_random(cx_demo_t *d)
{
    uint64_t  z;

    d->state += 0x9e3779b97f4a7c15ULL;
    z = d->state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ z >> 27) * 0x94d049bb133111ebULL;

    return z ^ z >> 31;
}


static int
cx_demo_chance(cx_demo_t *d, unsigned percent)
{
    return cx_demo_random(d) % 100 < percent;
}


static void
cx_demo_lists(void)
{
    unsigned  i;

    (void) printf("{\"type\":\"list\",\"id\":\"news-sites\","
                  "\"kind\":\"domains\",\"values\":[\"news.example.com\","
                  "\"sport.example.org\"");

    for (i = 0; i < 400; i++) {
        (void) printf(",\"paper-%u.example\"", i);
    }

    (void) printf("]}\n{\"type\":\"list\",\"id\":\"never\","
                  "\"kind\":\"domains\",\"values\":[\"rumours.example\"");

    for (i = 0; i < 400; i++) {
        (void) printf(",\"parked-%u.example\"", i);
    }

    (void) printf("]}\n");
}


static void
cx_demo_orgs_lines(void)
{
    size_t  i;

    for (i = 0; i < cx_nelts(cx_demo_orgs); i++) {
        (void) printf("{\"type\":\"org\",\"id\":\"%s\",\"seat\":\"%s\"}\n",
                      cx_demo_orgs[i], cx_demo_seats[i]);
    }
}


/* the name of a member, with the comma that belongs before it */

static void
cx_demo_key(cx_demo_t *d, const char *name)
{
    (void) printf("%s\"%s\":", d->comma ? "," : "", name);
    d->comma = 1;
}


static void
cx_demo_open(cx_demo_t *d, const char *name)
{
    cx_demo_key(d, name);
    (void) printf("{");
    d->comma = 0;
}


static void
cx_demo_close(cx_demo_t *d)
{
    (void) printf("}");
    d->comma = 1;
}


/* n of a list, from a random one on */

static void
cx_demo_some(cx_demo_t *d, const char *name, const char *const *list,
    size_t len, size_t n)
{
    size_t  i, first;

    cx_demo_key(d, name);
    first = cx_demo_random(d) % len;
    (void) printf("[");

    for (i = 0; i < cx_min(n, len); i++) {
        (void) printf("%s\"%s\"", i ? "," : "", list[(first + i) % len]);
    }

    (void) printf("]");
}

#define cx_some(d, name, list, n)                                             \
    cx_demo_some(d, name, list, cx_nelts(list), n)


static void
cx_demo_geo(cx_demo_t *d)
{
    if (!cx_demo_chance(d, d->narrow ? 98 : 70)) {
        return;
    }

    cx_demo_open(d, "geo");

    if (d->narrow || cx_demo_chance(d, 90)) {
        cx_some(d, "countries", cx_demo_countries,
                1 + cx_demo_random(d) % (d->narrow ? 2 : 6));

    } else if (cx_demo_chance(d, 40)) {
        cx_some(d, "regions", cx_demo_regions, 3);

    } else if (cx_demo_chance(d, 60)) {
        cx_some(d, "cities", cx_demo_cities, 3);

    } else {
        cx_demo_key(d, "radius");
        (void) printf("[{\"lat\":52.52,\"lon\":13.405,\"km\":60},"
                      "{\"lat\":37.8,\"lon\":-122.27,\"km\":80.5}]");
    }

    cx_demo_close(d);
}


static void
cx_demo_device(cx_demo_t *d)
{
    if (!cx_demo_chance(d, d->narrow ? 90 : 50)) {
        return;
    }

    cx_demo_open(d, "device");

    if (cx_demo_chance(d, 70)) {
        cx_some(d, "types", cx_demo_devices,
                1 + cx_demo_random(d) % (d->narrow ? 1 : 3));
    }

    if (cx_demo_chance(d, d->narrow ? 70 : 40)) {
        cx_some(d, "os", cx_demo_oses,
                1 + cx_demo_random(d) % (d->narrow ? 1 : 3));
    }

    if (cx_demo_chance(d, 10)) {
        cx_demo_key(d, "os_versions");
        (void) printf("[{\"os\":\"iOS\",\"min\":\"15\"},"
                      "{\"os\":\"Android\",\"min\":\"11\"}]");
    }

    cx_demo_close(d);
}


static void
cx_demo_inventory(cx_demo_t *d, int deal)
{
    if (!deal && !cx_demo_chance(d, 60)) {
        return;
    }

    cx_demo_open(d, "inventory");

    if (deal) {
        cx_some(d, "deals", cx_demo_deals, 3);
    }

    if (cx_demo_chance(d, d->narrow ? 60 : 30)) {
        cx_some(d, "categories", cx_demo_cats,
                1 + cx_demo_random(d) % (d->narrow ? 2 : 5));
    }

    if (cx_demo_chance(d, d->narrow ? 15 : 5)) {
        cx_demo_key(d, "domains");
        (void) printf("[{\"list\":\"news-sites\"},\"site-%u.example\"]",
                      (unsigned) (cx_demo_random(d) % 20000));

    } else if (cx_demo_chance(d, 20)) {
        cx_demo_key(d, "domains");
        (void) printf("{\"exclude\":[{\"list\":\"never\"},"
                      "\"site-%u.example\"]}",
                      (unsigned) (cx_demo_random(d) % 20000));
    }

    if (cx_demo_chance(d, 5)) {
        cx_some(d, "keywords", cx_demo_topics, 2);
    }

    cx_demo_close(d);
}


static void
cx_demo_rest(cx_demo_t *d)
{
    unsigned  from;

    if (cx_demo_chance(d, d->narrow ? 50 : 30)) {
        from = (unsigned) (cx_demo_random(d) % 12);
        cx_demo_open(d, "schedule");
        cx_demo_key(d, "time_zone");
        (void) printf("\"%s\"", cx_pick(d, cx_demo_zones));
        cx_demo_key(d, "hours");
        (void) printf("[{\"from\":%u,\"to\":%u}]", from, from + 12);
        cx_demo_close(d);
    }

    if (cx_demo_chance(d, 8)) {
        cx_demo_open(d, "audience");
        cx_demo_open(d, "segments");
        cx_some(d, cx_demo_chance(d, 70) ? "any" : "none", cx_demo_segments, 2);
        cx_demo_close(d);
        cx_demo_close(d);
    }
}


static void
cx_demo_bid(cx_demo_t *d, const cx_demo_kind_t *kind, int house)
{
    unsigned  cents;

    cents = 60 + (unsigned) (cx_demo_random(d) % 500);

    if (kind->seconds) {
        cents += 500;
    }

    if (house || cx_demo_chance(d, 80)) {
        cents += 200 * (unsigned) house;
        (void) printf(",\"bid\":%u.%02u", cents / 100, cents % 100);

        if (!house && cx_demo_chance(d, 50)) {
            (void) printf(",\"prior\":0.02");
        }

    } else if (kind->seconds) {
        (void) printf(",\"goal\":\"cpcv\",\"bid\":\"0.0%u\"",
                      11 + cents % 30);

    } else if (cx_demo_chance(d, 70)) {
        cents = 20 + cents / 5;
        (void) printf(",\"goal\":\"cpc\",\"bid\":%u.%02u", cents / 100,
                      cents % 100);

    } else {
        (void) printf(",\"goal\":\"cpa\",\"bid\":%u,\"prior\":0.00008",
                      5 + cents / 10);
    }
}


static void
cx_demo_adgroup(cx_demo_t *d, unsigned g, const cx_demo_kind_t *kind,
    int house)
{
    (void) printf("{\"type\":\"adgroup\",\"id\":\"g%llu-%u\","
                  "\"campaign\":\"c%llu\"", (unsigned long long) d->id, g,
                  (unsigned long long) d->id);

    cx_demo_bid(d, kind, house);

    if (house == 2) {
        (void) printf(",\"targeting\":{\"inventory\":{\"deals\":"
                      "[\"DEAL-0007\",\"DEAL-0412\",\"PG-88213\"]}}");

    } else if (house == 0) {
        d->comma = 1;
        cx_demo_open(d, "targeting");
        cx_demo_geo(d);
        cx_demo_device(d);
        cx_demo_inventory(d, cx_demo_chance(d, 5));
        cx_demo_rest(d);
        cx_demo_close(d);
    }

    (void) printf("}\n");
}


static void
cx_demo_native(unsigned long long id)
{
    (void) printf(",\"native\":{\"title\":\"Offer %llu, only this week\","
                  "\"images\":[{\"type\":3,"
                  "\"url\":\"https://cdn.example/n/%llu-1200x627.jpg\","
                  "\"w\":1200,\"h\":627},{\"type\":1,"
                  "\"url\":\"https://cdn.example/n/%llu-icon.png\","
                  "\"w\":128,\"h\":128}],"
                  "\"data\":[{\"type\":1,\"value\":\"Brand %llu\"},"
                  "{\"type\":2,\"value\":\"Delivered to your door.\"},"
                  "{\"type\":12,\"value\":\"Shop now\"}]}",
                  id, id, id, id);
}


static void
cx_demo_creative(cx_demo_t *d, unsigned g, const cx_demo_kind_t *kind)
{
    int                 audio;
    unsigned long long  id;

    id = ++d->creatives;
    audio = strcmp(kind->media, "audio") == 0;

    (void) printf("{\"type\":\"creative\",\"id\":\"k%llu\","
                  "\"adgroup\":\"g%llu-%u\",\"media\":\"%s\","
                  "\"landing_url\":\"https://brand-%llu.example/?c=%llu\"",
                  id, (unsigned long long) d->id, g, kind->media,
                  (unsigned long long) d->id, id);

    if (kind->w) {
        (void) printf(",\"w\":%d,\"h\":%d", kind->w, kind->h);
    }

    if (kind->seconds) {
        (void) printf(",\"%s\":{\"media_url\":\"https://cdn.example/v/%llu\","
                      "\"mime\":\"%s\",\"duration\":%d,\"bitrate\":%d%s}",
                      kind->media, id, audio ? "audio/mpeg" : "video/mp4",
                      kind->seconds, audio ? 128 : 1200,
                      cx_demo_chance(d, 50) ? ",\"skip_offset\":5" : "");

    } else if (kind->w == 0) {
        cx_demo_native(id);

    } else if (cx_demo_chance(d, 75)) {
        (void) printf(",\"image_url\":\"https://cdn.example/i/%llu.png\"", id);

    } else {
        (void) printf(",\"markup\":\"<div><a href=\\\"{{click_url}}\\\">"
                      "<b>Offer %llu</b></a></div>\",\"variants\":["
                      "{\"name\":\"blue\","
                      "\"image_url\":\"https://cdn.example/i/%llu-b.png\"},"
                      "{\"name\":\"green\","
                      "\"image_url\":\"https://cdn.example/i/%llu-g.png\"}]",
                      id, id, id);
    }

    (void) printf("}\n");
}


static void
cx_demo_campaign(cx_demo_t *d)
{
    int                    house;
    size_t                 org;
    unsigned               g, k, n, groups;
    const cx_demo_kind_t  *kind;

    house = d->id < cx_nelts(cx_demo_kinds)
            ? 1 + (d->id + CX_DEMO_DEALS >= cx_nelts(cx_demo_kinds)) : 0;
    org = house || cx_demo_chance(d, 30)
          ? 0 : cx_demo_random(d) % cx_nelts(cx_demo_orgs);

    (void) printf("{\"type\":\"campaign\",\"id\":\"c%llu\",\"org\":\"%s\","
                  "\"name\":\"Campaign %llu\",\"advertiser\":\"Brand %llu\","
                  "\"adomain\":[\"%s\"],\"cat\":[\"%s\"]}\n",
                  (unsigned long long) d->id, cx_demo_orgs[org],
                  (unsigned long long) d->id, (unsigned long long) d->id,
                  house ? "shop.example" : "brand.example",
                  cx_pick(d, cx_demo_products));

    groups = house ? 1 : 1 + (unsigned) (cx_demo_random(d) % 3);

    for (g = 0; g < groups; g++) {
        kind = house ? &cx_demo_kinds[d->id]
                     : &cx_demo_kinds[cx_demo_random(d)
                                      % cx_nelts(cx_demo_kinds)];

        cx_demo_adgroup(d, g, kind, house);
        n = cx_demo_chance(d, 25) ? 2 : 1;

        for (k = 0; k < n; k++) {
            cx_demo_creative(d, g, kind);
        }
    }
}


static int
cx_demo_options(cx_demo_t *d, int argc, char *const *argv)
{
    int                         c;
    int64_t                     n;
    static const struct option  options[] = {
        { "campaigns", required_argument, NULL, 'c' },
        { "seed",      required_argument, NULL, 's' },
        { "broad",     no_argument,       NULL, 'b' },
        { "narrow",    no_argument,       NULL, 'n' },
        { NULL,        0,                 NULL, 0 }
    };

    optind = 1;

    while ((c = cx_ctl_option(argc, argv, options, NULL)) != -1) {
        switch (c) {

        case 'c':
            if (cx_ctl_number("campaigns", optarg, 1, 10000000, &n)) {
                return 2;
            }
            d->campaigns = (uint64_t) n;
            break;

        case 's':
            if (cx_ctl_number("seed", optarg, 0, INT64_MAX, &n)) {
                return 2;
            }
            d->state = (uint64_t) n;
            break;

        case 'b':
            d->narrow = 0;
            break;

        case 'n':
            d->narrow = 1;
            break;

        default:
            return 2;
        }
    }

    return 0;
}


/* which of the showcase the campaign at hand is, or as many as there are */

static size_t
cx_demo_shown(const cx_demo_t *d)
{
    size_t  n;

    n = cx_ctl_showcase_campaigns();

    if (d->campaigns > CX_DEMO_SHOWCASE_MAX
        || d->id < cx_nelts(cx_demo_kinds)
        || d->id - cx_nelts(cx_demo_kinds) >= n)
    {
        return n;
    }

    return (size_t) d->id - cx_nelts(cx_demo_kinds);
}


int
cx_ctl_catalog_demo(int argc, char *const *argv)
{
    size_t     shown;
    cx_demo_t  d;

    memset(&d, 0, sizeof(cx_demo_t));
    d.campaigns = 200;
    d.state = 1;

    if (cx_demo_options(&d, argc, argv)) {
        return 2;
    }

    cx_demo_orgs_lines();
    cx_demo_lists();
    cx_ctl_showcase_supply();

    for (d.id = 0; d.id < d.campaigns && !ferror(stdout); d.id++) {
        shown = cx_demo_shown(&d);

        if (shown < cx_ctl_showcase_campaigns()) {
            cx_ctl_showcase_campaign(shown, d.id);

        } else {
            cx_demo_campaign(&d);
        }
    }

    return 0;
}
