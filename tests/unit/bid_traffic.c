#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

/* requests that no person can have sent, and places found by addresses */

#include "tests/unit/bid.h"


static cx_traffic_t             traffic;
static cx_traffic_agents_t     *agents;
static cx_traffic_networks_t   *networks;
static cx_geo_t                *geo;


#define PLACES                                                                \
    SIMPLE("sf", "5", "", ",'targeting':{'geo':{'cities':['USA/San "          \
           "Francisco']}}")                                                   \
    SIMPLE("ca", "4", "", ",'targeting':{'geo':{'regions':['US-CA']}}")       \
    SIMPLE("fr", "4", "", ",'targeting':{'geo':{'countries':['FRA']}}")       \
    SIMPLE("us", "3", "", ",'targeting':{'geo':{'countries':['USA']}}")       \
    SIMPLE("all", "1", "", "")


static void
open_world(void)
{
    w_open(PLACES);

    traffic.agents = agents;
    traffic.networks = networks;
    traffic.look = CX_TRAFFIC_ALL;
    traffic.refuse = CX_TRAFFIC_SURE;

    w.conf.traffic = &traffic;
    w.conf.geo = geo;
}


static const char *
fixture(const char *name)
{
    FILE         *f;
    char          path[256];
    size_t        n;
    static char   body[8192];

    (void) snprintf(path, sizeof(path), "tests/fixtures/openrtb/%s", name);
    f = fopen(path, "rb");

    if (f == NULL) {
        (void) printf("    no %s\n", path);
        exit(1);
    }

    n = fread(body, 1, sizeof(body) - 1, f);
    body[n] = '\0';
    (void) fclose(f);

    return body;
}


static void
refused_before_anybody_is_asked(void)
{
    size_t  i;
    static const struct {
        const char    *name;
        cx_traffic_e   finding;
        cx_nobid_e     reason;
        int            nbr;
    } cases[] = {
        { "traffic-bot-agent.json", CX_TRAFFIC_BOT, CX_NOBID_BOT, 3 },
        { "traffic-bot-brand.json", CX_TRAFFIC_BOT, CX_NOBID_BOT, 3 },
        { "traffic-agent-contradicts.json", CX_TRAFFIC_ANDROID_AGENT,
          CX_NOBID_NON_HUMAN, 4 },
        { "traffic-data-center.json", CX_TRAFFIC_DATA_CENTER,
          CX_NOBID_DATA_CENTER, 5 },
        { "traffic-impossible-device.json", CX_TRAFFIC_APPLE_ANDROID,
          CX_NOBID_DEVICE, 6 }
    };

    open_world();

    for (i = 0; i < cx_nelts(cases); i++) {
        CHECK_INT(w_decide(fixture(cases[i].name)), CX_OK);
        CHECK_INT(w.d->reason, cases[i].reason);
        CHECK_INT(w.d->traffic, 1U << cases[i].finding);
        CHECK_INT(cx_nobid_nbr(w.d->reason), cases[i].nbr);
        CHECK_INT(cx_traffic_nbr(cases[i].finding), cases[i].nbr);
        CHECK_STR(cx_strn(w.trace, strlen(w.trace)), "");
        CHECK_INT(w_write(), CX_DECLINED);

        /* counted, and let through */

        traffic.refuse = 0;
        CHECK_INT(w_decide(fixture(cases[i].name)), CX_OK);
        CHECK(w.d->reason != cases[i].reason);
        CHECK_INT(w.d->traffic, 1U << cases[i].finding);
        traffic.refuse = CX_TRAFFIC_SURE;

        w.conf.traffic = NULL;
        CHECK_INT(w_decide(fixture(cases[i].name)), CX_OK);
        CHECK(w.d->reason != cases[i].reason);
        CHECK_INT(w.d->traffic, 0);
        w.conf.traffic = &traffic;
    }
}


static void
the_first_sure_finding_is_the_reason(void)
{
    const char  *body = "{'id':'r','site':{},'imp':[{'id':'1'," BANNER "}],"
                        "'device':{'ua':'','ip':'10.0.0.1','w':-1}}";

    open_world();
    CHECK_INT(w_decide(body), CX_OK);
    CHECK_INT(w.d->reason, CX_NOBID_DEVICE);
    CHECK_INT(w.d->traffic, 1U << CX_TRAFFIC_SCREEN
                            | 1U << CX_TRAFFIC_ADDRESS_PRIVATE
                            | 1U << CX_TRAFFIC_AGENT_MISSING);

    traffic.refuse = 1U << CX_TRAFFIC_ADDRESS_PRIVATE;
    CHECK_INT(w_decide(body), CX_OK);
    CHECK_INT(w.d->reason, CX_NOBID_NON_HUMAN);

    traffic.refuse = 1U << CX_TRAFFIC_BOT;
    CHECK_WINNER(body, "all");
}


static void
places(void)
{
    open_world();

    /* the world's addresses are for documentation */

    w.conf.traffic = NULL;

    CHECK_WINNER(fixture("geo-ip-only.json"), "sf");
    CHECK_INT(w.d->located, 1);
    CHECK_STR(w.req->r.device->geo->country, "USA");
    CHECK_STR(w.req->r.device->geo->metro, "807");
    CHECK_INT(w.req->r.device->geo->type, 2);
    CHECK_INT(w.req->r.device->geo->ipservice, 3);
    CHECK_INT(w.req->r.device->geo->accuracy, 5000);

    CHECK_WINNER(fixture("geo-ip-truncated.json"), "us");
    CHECK_WINNER(fixture("geo-ipv6-only.json"), "fr");
    CHECK_WINNER(fixture("geo-country-and-ip.json"), "sf");

    w.conf.geo = NULL;
    CHECK_WINNER(fixture("geo-ip-only.json"), "all");
    CHECK_INT(w.d->located, 0);
    CHECK(w.req->r.device->geo == NULL);
    CHECK_WINNER(fixture("geo-country-and-ip.json"), "us");

    w.conf.geo = geo;
    CHECK_WINNER("{'id':'r','imp':[{'id':'1'," BANNER "}]}", "all");
    CHECK_WINNER("{'id':'r','imp':[{'id':'1'," BANNER "}],'device':{}}",
                 "all");
}


/* what was found is no more precise than a place that was said may be */

static void
places_and_privacy(void)
{
    open_world();
    w.conf.traffic = NULL;

    CHECK_WINNER("{'id':'r','imp':[{'id':'1'," BANNER "}],"
                 "'regs':{'coppa':1},'device':{'ip':'192.0.2.17'}}", "sf");
    CHECK(w.req->r.device->geo->lat == CX_NO_COORD);
    CHECK_STR(w.req->r.device->geo->zip, "");
    CHECK_STR(w.req->r.device->geo->city, "San Francisco");
}


static void
the_time_of_it_is_the_stages(void)
{
    open_world();
    w.conf.traffic = NULL;
    w.jump_at = 3;
    w.jump_ns = 5000;
    CHECK_WINNER(fixture("geo-ip-only.json"), "sf");
    CHECK_INT(w.d->stage_ns[CX_STAGE_READ], 0);
    CHECK_INT(w.d->stage_ns[CX_STAGE_TRAFFIC], 5000);
    CHECK_INT(w.d->stage_ns[CX_STAGE_USER], 0);
}


static const cx_test_t  tests[] = {
    TEST(refused_before_anybody_is_asked),
    TEST(the_first_sure_finding_is_the_reason),
    TEST(places),
    TEST(places_and_privacy),
    TEST(the_time_of_it_is_the_stages)
};


int
main(void)
{
    int         rc;
    char        path[64], cmd[256];
    cx_error_t  e;

    (void) snprintf(path, sizeof(path), "/tmp/cx-bid-%d.mmdb",
                    (int) getpid());
    (void) snprintf(cmd, sizeof(cmd), "python3 tests/geo/mmdb.py %s "
                    "< tests/geo/city.txt 2> /dev/null", path);

    if (system(cmd) != 0) {
        (void) printf("1..0 # SKIP no python3\n0 passed, 0 failed, "
                      "1 skipped\n");
        return 0;
    }

    geo = cx_geo_open(path, &e);
    (void) unlink(path);

    agents = cx_traffic_agents_open("conf/traffic/bots.txt", &e);
    networks = cx_traffic_networks_parse(
                   cx_str("198.41.0.0/24\n2a00:1450::/32\n"), &e);

    if (geo == NULL || agents == NULL || networks == NULL) {
        (void) printf("not ok - lists and database\n"
                      "0 passed, 1 failed, 0 skipped\n");
        return 1;
    }

    rc = cx_test_main(tests, cx_nelts(tests));

    cx_traffic_networks_close(networks);
    cx_traffic_agents_close(agents);
    cx_geo_close(geo);

    return rc;
}
