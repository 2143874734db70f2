
/* random supply and players: what is known of who sells, and what is asked */

#ifndef CX_TEST_CATALOG_RANDOM_SUPPLY_H
#define CX_TEST_CATALOG_RANDOM_SUPPLY_H

#include "tests/unit/catalog_random.h"


#define SELLERS                                                               \
    "\"sellers\":[{\"asi\":\"ads.example\",\"sid\":\"17\",\"is\":\"reseller\"}," \
    "{\"asi\":\"Ads.Example\",\"sid\":\"18\",\"is\":\"reseller\"},"           \
    "{\"asi\":\"ads.example\",\"sid\":\"17\",\"is\":\"direct\"},"             \
    "{\"asi\":\"mid.example\",\"sid\":\"a\",\"is\":\"reseller\"}"

static void
add_supply(void)
{
    in.supply[0] = add_line("{\"type\":\"supply\",\"kind\":\"ads_txt\","
                            "\"domains\":[\"example.com\"],\"subdomains\":"
                            "[\"m.example.com\",\"b.example\"],\"partners\":"
                            "[\"partner.example\"]," SELLERS
                            ",{\"asi\":\"x.example\",\"sid\":\"pub-1\","
                            "\"is\":\"direct\"}]}");
    in.supply[1] = add_line("{\"type\":\"supply\",\"kind\":\"ads_txt\","
                            "\"domains\":[\"partner.example\",\"B.example\"],"
                            SELLERS "]}");
    in.supply[2] = add_line("{\"type\":\"supply\",\"kind\":\"app_ads_txt\","
                            "\"domains\":[\"b.example\"],\"bundles\":"
                            "[\"com.a\",\"com.b\"]," SELLERS "]}");
    in.supply[3] = add_line("{\"type\":\"supply\",\"kind\":\"sellers_json\","
                            "\"domains\":[\"ads.example\"],\"sellers\":["
                            "{\"sid\":\"17\",\"is\":\"publisher\"},"
                            "{\"sid\":\"18\",\"is\":\"intermediary\"}]}");
    in.supply[4] = add_line("{\"type\":\"supply\",\"kind\":\"sellers_json\","
                            "\"domains\":[\"mid.example\",\"x.example\"],"
                            "\"sellers\":[{\"sid\":\"a\",\"is\":\"both\"}]}");
    in.nsupply = 5;
}


/* what a video player allows */

static void
put_player(out_t *o)
{
    if (chance(50)) {
        put(o, "\"skip\":%u,", rnd(2));
    }

    if (chance(20)) {
        put(o, "\"skipmin\":%u,\"skipafter\":%u,", rnd(30), rnd(8));
    }

    if (chance(20)) {
        put(o, "\"linearity\":%u,", 1 + rnd(2));
    }

    if (chance(20)) {
        put(o, "\"w\":%u,\"h\":360,\"boxingallowed\":%u,",
            chance(50) ? 640 : 480, rnd(2));
    }

    if (chance(30)) {
        put(o, "\"plcmt\":%u,", rnd(11));
    }

    if (chance(30)) {
        put(o, "\"placement\":%u,", rnd(7));
    }
}


/* ",source":{…}: a chain in its new place, in its old one, or none */

static void
put_source(out_t *o)
{
    uint32_t  i, n, old;

    in.seller = one("x.example", "ads.example", "", "y.example");

    if (chance(30)) {
        return;
    }

    old = chance(30);
    n = rnd(4);
    put(o, "\"source\":{%s\"schain\":{\"complete\":%u,\"ver\":\"1.0\","
        "\"nodes\":[", old ? "\"ext\":{" : "", chance(80));

    for (i = 0; i < n; i++) {
        put(o, "%s{\"asi\":\"%s\",\"sid\":\"%s\"", i ? "," : "",
            one("ads.example", "ADS.example", "mid.example", "z.example"),
            chance(3) ? "" : one("17", "18", "a", "A"));

        if (chance(80)) {
            put(o, ",\"hp\":%u", chance(95));
        }

        put(o, "}");
    }

    put(o, "]}}%s,", old ? "}" : "");
}


#endif /* CX_TEST_CATALOG_RANDOM_SUPPLY_H */
