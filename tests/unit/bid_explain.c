
/* who does not bid, and why: the same decision, with somebody listening */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"
#include "core/bid/explain.h"


#define LANDING  ",'landing_url':'https://land.example/'"


static cx_explain_conf_t  conf;
static cx_explanation_t   x;


static cx_rc_t
explain(const char *body)
{
    for (w_len = 0; body[w_len]; w_len++) {
        w_body[w_len] = body[w_len] == '\'' ? '"' : body[w_len];
    }

    cx_arena_init(&w.arena, w_mem, w_room);
    memset(&w.e, 0, sizeof(w.e));
    w.trace[0] = '\0';
    w.reserves = 0;
    w.emits = 0;
    w.offers = 0;
    w.clock_calls = 0;
    w.b.start_ns = w.now;

    return cx_explain(&w.b, &conf, (const uint8_t *) w_body, w_len, &x, &w.e);
}


static const cx_explain_entry_t *
entry_of(const char *id)
{
    uint32_t                 i;
    const cx_cat_adgroup_t  *g;

    for (i = 0; i < x.n; i++) {
        g = cx_catalog_adgroup(x.entry[i].file, x.entry[i].adgroup);

        if (cx_str_eq(cx_catalog_str(x.entry[i].file, g->id),
                      cx_strn(id, strlen(id))))
        {
            return &x.entry[i];
        }
    }

    return NULL;
}


/* "reason", "reason: where", or the outcome of an offer */

static cx_str_t
said(const char *id, uint32_t imp)
{
    int                        n;
    static char                text[128];
    const cx_explain_slot_t   *s;
    const cx_explain_entry_t  *entry;

    entry = entry_of(id);

    if (entry == NULL || entry->slot == NULL) {
        return entry == NULL ? cx_str("(not told of)") : cx_str("(nothing)");
    }

    s = &entry->slot[imp];

    if (s->offer != NULL) {
        n = snprintf(text, sizeof(text), "offer: %s",
                     cx_nobid_name(s->offer->outcome));

    } else {
        n = snprintf(text, sizeof(text), "%s%s%s", cx_nobid_name(s->reason),
                     s->where != NULL ? ": " : "",
                     s->where != NULL ? s->where : "");
    }

    return cx_strn(text, (size_t) n);
}


static void
reasons(void)
{
    memset(&conf, 0, sizeof(conf));

    w_open(SIMPLE("win", "9", "", "") SIMPLE("second", "8", "", "")
           SIMPLE("geo", "7", "", ",'targeting':{'geo':{'countries':"
                  "{'include':['DE']}}}")
           SIMPLE("soon", "6", "", ",'start':'2090-01-01T00:00:00Z'")
           SIMPLE("cat", "5", ",'cat':['IAB7']", "")
           SIMPLE("adv", "5", "", "")
           SIMPLE("off", "4", "", "") SIMPLE("cap", "4", "", "")
           SIMPLE("low", "1", "", "")
           CAMPAIGN("c-size", "") ADGROUP("size", "c-size", "3", "")
           CREATIVE("cr-size", "size", ",'media':'banner','w':728,'h':90,"
                    "'markup':'<p>'"));
    w.stopped = "|off|";
    w.capped = "|cap|";

    CHECK_INT(explain(REQ(IMP(",'bidfloor':2"), ",'bcat':['IAB7'],"
                          "'badv':['c-adv.example'],"
                          "'device':{'geo':{'country':'USA'}}")), CX_OK);
    CHECK_INT(x.n, 10);
    CHECK_STR(said("win", 0), "offer: bid");
    CHECK_STR(said("second", 0), "offer: outbid");
    CHECK_STR(said("geo", 0), "no_match: geo.countries");
    CHECK_STR(said("soon", 0), "no_match: flight");
    CHECK_STR(said("cat", 0), "category");
    CHECK_STR(said("adv", 0), "advertiser_domain");
    CHECK_STR(said("off", 0), "stopped");
    CHECK_STR(said("cap", 0), "capped");
    CHECK_STR(said("low", 0), "below_floor");
    CHECK(memcmp(said("size", 0).data, "no_match: creatives", 19) == 0);

    /* nothing was set aside, nobody was told */

    CHECK_INT(w.reserves, 0);
    CHECK_INT(w.emits, 0);
    CHECK_INT(x.d->nbids, 1);
}


/* a deal that is there and does not let in says so; one that is not does not */

static void
deals_that_do_not_admit(void)
{
    size_t  i;
    const struct {
        const char  *deal, *said;
    } cases[] = {
        { "'id':'D'", "offer: bid" },
        { "'id':'E'", "no_match: inventory.deals" },
        { "'id':'D','wseat':['x']", "no_match: inventory.deals.wseat" },
        { "'id':'D','wseat':[' HOUSE ']", "offer: bid" },
        { "'id':'D','wseat':['s-1']", "no_match: inventory.deals.wseat" },
        { "'id':'D','wadomain':['x.example']",
          "no_match: inventory.deals.wadomain" },
        { "'id':'D','wadomain':['c-in.example']", "offer: bid" },
        { "'id':'D','wseat':['x']},{'id':'D','wadomain':['x.example']",
          "no_match: inventory.deals.wadomain" },
        { "'id':'D','wseat':['x']},{'id':'D'", "offer: bid" }
    };
    char  body[1024];

    memset(&conf, 0, sizeof(conf));

    w_open("{'type':'org','id':'o','seat':'s-1'}\n"
           SIMPLE("in", "9", ",'org':'o'", ",'targeting':{'inventory':"
                  "{'deals':{'include':['D']}}}"));

    w.exchange.seat = cx_str("house");

    for (i = 0; i < cx_nelts(cases); i++) {
        (void) snprintf(body, sizeof(body),
                        REQ(IMP(",'pmp':{'deals':[{%s}]}"), ""),
                        cases[i].deal);
        CHECK_INT(explain(body), CX_OK);
        CHECK_STR(said("in", 0), cases[i].said);
    }

    /* without a seat of the exchange's it is the org's */

    w.exchange.seat = cx_strn(NULL, 0);
    CHECK_INT(explain(REQ(IMP(",'pmp':{'deals':[{'id':'D','wseat':['S-1']}]}"),
                          "")), CX_OK);
    CHECK_STR(said("in", 0), "offer: bid");
}


static void
bounds_of_places(void)
{
    int   i;
    char  lines[65536];

    lines[0] = '\0';

    for (i = 0; i < 80; i++) {
        (void) snprintf(lines + strlen(lines), sizeof(lines) - strlen(lines),
                        "{'type':'campaign','id':'c%d'}\n"
                        "{'type':'adgroup','id':'g%d','campaign':'c%d',"
                        "'bid':%d}\n"
                        "{'type':'creative','id':'r%d','adgroup':'g%d'"
                        BANNER_AD LANDING "}\n", i, i, i, 100 - i, i, i);
    }

    memset(&conf, 0, sizeof(conf));
    w_open(lines);
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_STR(said("g0", 0), "offer: bid");
    CHECK_STR(said("g15", 0), "offer: outbid");
    CHECK_STR(said("g16", 0), "not_scored");
    CHECK_STR(said("g63", 0), "not_scored");
    CHECK_STR(said("g64", 0), "not_reached");
    CHECK_STR(said("g79", 0), "not_reached");
}


static void
filters(void)
{
    memset(&conf, 0, sizeof(conf));
    w_open("{'type':'campaign','id':'a','org':'o1'}\n"
           "{'type':'adgroup','id':'a1','campaign':'a','bid':3}\n"
           "{'type':'creative','id':'ra1','adgroup':'a1'" BANNER_AD LANDING "}\n"
           "{'type':'adgroup','id':'a2','campaign':'a','bid':2}\n"
           "{'type':'creative','id':'ra2','adgroup':'a2'" BANNER_AD LANDING "}\n"
           "{'type':'campaign','id':'b','org':'o2'}\n"
           "{'type':'adgroup','id':'b1','campaign':'b','bid':9}\n"
           "{'type':'creative','id':'rb1','adgroup':'b1'" BANNER_AD LANDING "}\n");

    conf.org = cx_str("o1");
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(x.n, 2);
    CHECK(entry_of("b1") == NULL);
    CHECK_STR(said("a1", 0), "offer: outbid");
    CHECK(x.next == 0);

    conf.org = cx_str("o3");
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(x.n, 0);

    conf.org = cx_str("");
    conf.campaign = cx_str("b");
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(x.n, 1);
    CHECK_STR(said("b1", 0), "offer: bid");

    conf.campaign = cx_str("");
    conf.adgroup = cx_str("a2");
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(x.n, 1);
    CHECK(entry_of("a2") != NULL);

    /* page by page, each ad group once */

    conf.adgroup = cx_str("");
    conf.limit = 2;
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(x.n, 2);
    CHECK(x.next != 0);
    conf.from = x.next;
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(x.n, 1);
    CHECK(x.next == 0);
    CHECK_STR(said("a2", 0), "offer: outbid");

    /* where it went on tells nobody how many ad groups there are before */

    conf.from = 0;
    conf.limit = 1;
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK(x.next > 1000 && x.next <= 1ULL << 52);
    conf.from = x.next ^ 1;
    CHECK_INT(explain(REQ(IMP(""), "")), CX_ERROR);
    CHECK(strcmp(w.e.field, "from") == 0);
    conf.from = UINT64_MAX;
    CHECK_INT(explain(REQ(IMP(""), "")), CX_ERROR);
    conf.from = 2;
    CHECK_INT(explain(REQ(IMP(""), "")), CX_ERROR);
}


static void
refused(void)
{
    memset(&conf, 0, sizeof(conf));
    w_open(SIMPLE("g1", "3", "", ""));

    CHECK_INT(explain("{'id':'r'}"), CX_ERROR);
    CHECK(strcmp(w.e.field, "imp") == 0);

    /* no time: nobody was looked at */

    w.jump_at = 1;
    w.jump_ns = 1000000000;
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(x.d->reason, CX_NOBID_TIMEOUT);
    CHECK_INT(x.n, 1);
    CHECK_STR(said("g1", 0), "(nothing)");

    w_open(NULL);
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    CHECK_INT(x.n, 0);
    CHECK_INT(x.d->reason, CX_NOBID_NO_CATALOG);
}


static void
written(void)
{
    cx_buf_t  b;

    memset(&conf, 0, sizeof(conf));
    w_open(SIMPLE("g1", "3", "", "")
           SIMPLE("g2", "2", "", ",'targeting':{'geo':{'countries':"
                  "{'include':['DE']}}}"));
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);

    cx_buf_init(&b, w_out, sizeof(w_out));
    cx_explain_write(&w.b, &x, &b);
    CHECK(!b.overflow);

    yyjson_doc_free(w.doc);
    w.doc = yyjson_read((const char *) w_out, cx_buf_len(&b), 0);
    CHECK(w.doc != NULL);
    CHECK_STR(w_str("/request"), "r1");
    CHECK_STR(w_str("/exchange"), "ex");
    CHECK_STR(w_str("/reason"), "bid");
    CHECK_STR(w_str("/imps/0/id"), "1");
    CHECK_STR(w_str("/adgroups/0/campaign"), "c-g1");
    CHECK_STR(w_str("/adgroups/0/imps/0/offer/outcome"), "bid");
    CHECK_STR(w_str("/adgroups/0/imps/0/offer/creative"), "cr-g1");
    CHECK_STR(w_str("/adgroups/0/imps/0/offer/currency"), "USD");
    CHECK(yyjson_get_num(w_at("/adgroups/0/imps/0/offer/price")) == 3.0);
    CHECK_STR(w_str("/adgroups/1/imps/0/reason"), "no_match");
    CHECK_STR(w_str("/adgroups/1/imps/0/where"), "geo.countries");
    CHECK(w_at("/stages_us/match") != NULL);
    CHECK(w_at("/next") == NULL);

    CHECK(yyjson_arr_size(w_at("/privacy")) == 0);
    CHECK(yyjson_arr_size(w_at("/removed")) == 0);

    CHECK_INT(explain(REQ(IMP(""), ",'device':{'lmt':1},'regs':{'coppa':1}")),
              CX_OK);
    cx_buf_init(&b, w_out, sizeof(w_out));
    cx_explain_write(&w.b, &x, &b);
    yyjson_doc_free(w.doc);
    w.doc = yyjson_read((const char *) w_out, cx_buf_len(&b), 0);
    CHECK_STR(w_str("/privacy/0"), "coppa");
    CHECK_STR(w_str("/privacy/1"), "lmt");
    CHECK_STR(w_str("/removed/0"), "user_ids");
    CHECK_STR(w_str("/user"), "");

    /* an org alone is not told what all of them did */

    conf.org = cx_str("o1");
    CHECK_INT(explain(REQ(IMP(""), "")), CX_OK);
    cx_buf_init(&b, w_out, sizeof(w_out));
    cx_explain_write(&w.b, &x, &b);
    yyjson_doc_free(w.doc);
    w.doc = yyjson_read((const char *) w_out, cx_buf_len(&b), 0);
    CHECK_STR(w_str("/imps/0/id"), "1");
    CHECK_INT(yyjson_obj_size(w_at("/imps/0")), 1);
    CHECK(w_at("/reason") == NULL && w_at("/bids") == NULL);

    cx_buf_init(&b, w_out, 100);
    cx_explain_write(&w.b, &x, &b);
    CHECK(b.overflow);
}


/* random worlds: who has no reason is an offer, and nobody else */

static uint64_t  seed = 7;

static uint32_t
rnd(uint32_t n)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;

    return (uint32_t) (seed >> 33) % n;
}


static void
random_lines(char *to, size_t size, int n)
{
    int                 i;
    char                name[12];
    static const char  *campaigns[] = { "", ",'cat':['IAB7']",
        ",'currency':'EUR'", ",'org':'o1'", ",'bundle':'app.x'" };
    static const char  *targets[] = { "",
        ",'targeting':{'geo':{'countries':{'include':['DE']}}}",
        ",'targeting':{'geo':{'countries':{'exclude':['US']}}}",
        ",'targeting':{'inventory':{'deals':{'include':['D1','D2']}}}",
        ",'targeting':{'inventory':{'domains':{'include':['a.example']}}}",
        ",'start':'2090-01-01T00:00:00Z'", ",'max_cpm':2" };
    static const char  *creatives[] = { BANNER_AD LANDING,
        ",'media':'banner','w':728,'h':90,'markup':'<p>'",
        ",'media':'banner','w':300,'h':250,'markup':'<p>','attr':[3]",
        ",'media':'banner','w':300,'h':250,'markup':'<p>http://x'" };

    *to = '\0';

    for (i = 0; i < n; i++) {
        (void) snprintf(name, sizeof(name), "%d", i);
        (void) snprintf(to + strlen(to), size - strlen(to),
            "{'type':'campaign','id':'c%s','adomain':['c%s.example']%s}\n"
            "{'type':'adgroup','id':'g%s','campaign':'c%s','bid':%u%s}\n"
            "{'type':'creative','id':'r%s','adgroup':'g%s'%s}\n",
            name, name, campaigns[rnd(cx_nelts(campaigns))], name, name,
            1 + rnd(9), targets[rnd(cx_nelts(targets))], name, name,
            creatives[rnd(cx_nelts(creatives))]);
    }
}


static void
random_body(char *to, size_t size)
{
    int                 i, n;
    static const char  *imps[] = { "", ",'bidfloor':4", ",'secure':1",
        ",'pmp':{'deals':[{'id':'D1'},{'id':'D2','bidfloor':3}]}",
        ",'pmp':{'private_auction':1,'deals':[{'id':'D2','guar':1}]}",
        ",'bidfloor':2,'bidfloorcur':'EUR'" };
    static const char  *banners[] = { BANNER,
        "'banner':{'w':300,'h':250,'battr':[3]}",
        "'banner':{'format':[{'w':728,'h':90},{'w':300,'h':250}]}" };
    static const char  *rests[] = { "", ",'bcat':['IAB7']",
        ",'badv':['c1.example','c2.example']", ",'cur':['EUR','USD']",
        ",'wseat':['o1']", ",'bseat':['o1']",
        ",'app':{'bundle':'b'},'bapp':['app.x']",
        ",'site':{'domain':'a.example'}" };

    (void) snprintf(to, size, "{'id':'r','imp':[");
    n = 1 + (int) rnd(3);

    for (i = 0; i < n; i++) {
        (void) snprintf(to + strlen(to), size - strlen(to),
                        "%s{'id':'%d',%s%s}", i ? "," : "", i,
                        banners[rnd(cx_nelts(banners))],
                        imps[rnd(cx_nelts(imps))]);
    }

    (void) snprintf(to + strlen(to), size - strlen(to),
                    "],'device':{'geo':{'country':'%s'}}%s}",
                    rnd(2) ? "USA" : "DEU", rests[rnd(cx_nelts(rests))]);
}


static int
is_offer(uint32_t imp, const cx_explain_entry_t *entry)
{
    uint32_t           i;
    const cx_offer_t  *o;

    for (i = 0; i < w.d->imp[imp].noffers; i++) {
        o = w.d->imp[imp].offer[i];

        if (o->hit.file == entry->file
            && cx_catalog_adgroup_index(o->hit.file, o->hit.adgroup)
               == entry->adgroup)
        {
            return 1;
        }
    }

    return 0;
}


/* the request again, with nobody listening: its memory is another */

static void
compare(const char *body)
{
    uint32_t         i, k, seen;
    static uint8_t   mem[ARENA];
    static char      copy[sizeof(w_body)];

    (void) snprintf(copy, sizeof(copy), "%s", body);
    CHECK_INT(explain(copy), CX_OK);

    w.offers = 0;
    cx_arena_init(&w.arena, mem, sizeof(mem));
    CHECK_INT(cx_bid_decide(&w.b, (const uint8_t *) w_body, w_len, &w.req,
                            &w.d, &w.e), CX_OK);
    CHECK_INT(w.d->nbids, x.d->nbids);

    for (k = 0, seen = 0; k < w.d->nimps; k++) {
        for (i = 0; i < x.n; i++) {
            CHECK((x.entry[i].slot[k].offer != NULL)
                  == (x.entry[i].slot[k].reason == CX_NOBID_NONE));
            CHECK(is_offer(k, &x.entry[i])
                  == (x.entry[i].slot[k].offer != NULL));
            seen += x.entry[i].slot[k].offer != NULL;
        }

        CHECK_INT(x.d->imp[k].noffers, w.d->imp[k].noffers);
    }

    CHECK(seen != 0 || w.d->nbids == 0);
}


static void
exactly_the_offers(void)
{
    int          i, k;
    static char  lines[262144], body[4096];

    memset(&conf, 0, sizeof(conf));
    conf.limit = CX_EXPLAIN_LIMIT_MAX;

    for (i = 0; i < 60; i++) {
        random_lines(lines, sizeof(lines), i < 50 ? 12 : 200);
        w_open(lines);
        w.step = 0.01f;
        w.stopped = "|g3|";
        w.capped = "|g4|";

        for (k = 0; k < 40; k++) {
            random_body(body, sizeof(body));
            w.b.random = rnd(1000000);
            compare(body);
        }
    }
}


static const cx_test_t  tests[] = {
    TEST(reasons),
    TEST(deals_that_do_not_admit),
    TEST(bounds_of_places),
    TEST(filters),
    TEST(refused),
    TEST(written),
    TEST(exactly_the_offers)
};

TEST_MAIN(tests)
