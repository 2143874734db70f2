#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "core/base/set.h"
#include "tests/unit/bid.h"


#define DEALS(list)  ",'targeting':{'inventory':{'deals':{'include':[" list "]}}}"

#define ORGS                                                                  \
    "{'type':'org','id':'o1','seat':'seat-1'}\n"                              \
    "{'type':'org','id':'o2','seat':'seat-2'}\n"

/* an ad that everything can be held against, and one that nothing can */

#define BLOCKABLE                                                             \
    ORGS                                                                      \
    "{'type':'campaign','id':'c1','org':'o1','cat':['IAB7-39','IAB2'],"       \
    "'adomain':['shop.brand.example'],'bundle':'com.Example.App'}\n"          \
    ADGROUP("g1", "c1", "3", "")                                              \
    CREATIVE("cr1", "g1", BANNER_AD ",'attr':[1,17],'cat':['IAB9-5']")

#define HARMLESS                                                              \
    "{'type':'campaign','id':'c2','org':'o2','adomain':['other.example']}\n"  \
    ADGROUP("g2", "c2", "2", "")                                              \
    CREATIVE("cr2", "g2", BANNER_AD)


/* without the rule g1 wins, with it the other one does */

static void
blocks(const char *imp, const char *rest, const char *who)
{
    char  body[4096];

    (void) snprintf(body, sizeof(body),
                    "{'id':'r1','imp':[{'id':'1','banner':{'w':300,'h':250%s"
                    "]%s}", imp, rest);

    CHECK_INT(w_decide(body), CX_OK);

    if (!cx_str_eq(w_winner(0), cx_strn(who, strlen(who)))) {
        (void) printf("    %s %s\n", imp, rest);
        CHECK_STR(w_winner(0), who);
    }
}


static void
nothing_blocked(void)
{
    w_open(BLOCKABLE HARMLESS);
    blocks("}}", "", "g1");
    blocks("}}", ",'badv':[],'bcat':[],'bapp':[],'wseat':[],'cur':[]", "g1");
}


static void
badv(void)
{
    w_open(BLOCKABLE HARMLESS);
    blocks("}}", ",'badv':['shop.brand.example']", "g2");
    blocks("}}", ",'badv':['x.example','SHOP.Brand.Example']", "g2");
    blocks("}}", ",'badv':['www.shop.brand.example']", "g2");
    blocks("}}", ",'badv':['https://WWW.brand.example/']", "g2");
    blocks("}}", ",'badv':['www2.brand.example','www.example2']", "g1");
    blocks("}}", ",'badv':['brand.example']", "g2");
    blocks("}}", ",'badv':['*.brand.example']", "g2");
    blocks("}}", ",'badv':['.shop.brand.example']", "g2");
    blocks("}}", ",'badv':['HTTPS:shop.brand.example']", "g2");
    blocks("}}", ",'badv':['x.example, brand.example,,y']", "g2");
    blocks("}}", ",'badv':[',','x.example,rand.example,']", "g1");
    blocks("}}", ",'badv':['example']", "advertiser_domain");
    blocks("}}", ",'badv':['rand.example']", "g1");
    blocks("}}", ",'badv':['a.shop.brand.example']", "g1");
    blocks("}}", ",'badv':['brand.example','other.example']",
           "advertiser_domain");
    CHECK_INT(w.d->imp[0].nmatched, 2);
    CHECK_INT(w.d->imp[0].nstood, 0);

    blocks("}}", ",'badv':['https://shop.brand.example/']", "g2");
    blocks("}}", ",'badv':['shop.brand.example.']", "g2");
    blocks("}}", ",'badv':[' brand.example ']", "g2");
    blocks("}}", ",'badv':['Brand.Example:8080']", "g2");
    blocks("}}", ",'badv':['http://u@brand.example/x']", "g2");
    blocks("}}", ",'badv':['https://x.example/brand.example','/','']", "g1");
}


/* names of 70, 63, 61 and fewer bytes; every end of the longest is tried */

#define LONG  "abcdef.x.bcd.a23456789-123456789-123456789-123456789.b.example"   \
              ".example"

static void
badv_of_any_length(void)
{
    size_t       i;
    char         body[256];
    const char  *name = LONG;

    w_open("{'type':'campaign','id':'c1','adomain':['" LONG "']}\n"
           ADGROUP("g1", "c1", "3", "") CREATIVE("cr1", "g1", BANNER_AD));
    CHECK_INT(strlen(name), 70);

    for (i = 0; i < strlen(name); i++) {
        if (name[i] != '.') {
            (void) snprintf(body, sizeof(body), "{'id':'r','badv':['%s'],"
                            "'imp':[" IMP("") "]}", name + i);
            CHECK_WINNER(body, i == 0 || name[i - 1] == '.'
                               ? "advertiser_domain" : "g1");
        }
    }

    CHECK_WINNER("{'id':'r','badv':['b." LONG "'],'imp':[" IMP("") "]}", "g1");
}


/* the page of a site, and its domain, however they are written */

static void
sites(void)
{
    w_open(SIMPLE("g1", "3", "", ",'targeting':{'inventory':{'domains':"
                  "{'exclude':['bad.example']}}}")
           SIMPLE("g2", "2", "", ""));

    blocks("}}", ",'site':{'domain':'good.example'}", "g1");
    blocks("}}", ",'site':{'domain':'bad.example'}", "g2");
    blocks("}}", ",'site':{'domain':'www.bad.example.'}", "g2");
    blocks("}}", ",'site':{'domain':' bad.example:8080 '}", "g2");
    blocks("}}", ",'site':{'domain':'https://www.bad.example/x'}", "g2");
    blocks("}}", ",'site':{'page':'https://www.bad.example/x'}", "g2");
    blocks("}}", ",'site':{'page':'http://u@bad.example/x'}", "g2");
    blocks("}}", ",'site':{'page':'http://u:p@bad.example.:80?x'}", "g2");
    blocks("}}", ",'site':{'page':'bad.example/x'}", "g2");
    blocks("}}", ",'site':{'page':'https://good.example/@bad.example'}", "g1");
    blocks("}}", ",'dooh':{'domain':'http://bad.example/'}", "g2");
}


static void
bcat(void)
{
    w_open(BLOCKABLE HARMLESS);
    blocks("}}", ",'bcat':['IAB2']", "g2");
    blocks("}}", ",'bcat':['iab7-39']", "g2");
    blocks("}}", ",'bcat':['IAB7']", "g2");
    blocks("}}", ",'bcat':['IAB9-5']", "g2");
    blocks("}}", ",'bcat':['IAB9']", "g2");
    blocks("}}", ",'bcat':['IAB7-3','IAB','IAB9-','IAB22','']", "g1");
}


static void
acat(void)
{
    w_open(BLOCKABLE);
    blocks("}}", ",'acat':['IAB7-39','IAB2','IAB9-5']", "g1");
    blocks("}}", ",'acat':['IAB7','IAB2','IAB9']", "g1");
    blocks("}}", ",'acat':['IAB7','IAB2']", "category");
    blocks("}}", ",'acat':['IAB7','IAB9']", "category");
    blocks("}}", ",'acat':['IAB3']", "category");

    /* of unknown category is not of an allowed one */

    w_open(ORGS HARMLESS);
    blocks("}}", ",'acat':['IAB7']", "category");
}


static void
bapp(void)
{
    w_open(BLOCKABLE HARMLESS);
    blocks("}}", ",'bapp':['com.example.app']", "g2");
    blocks("}}", ",'bapp':['com.example']", "g1");
    blocks("}}", ",'bapp':['']", "g1");
}


static void
seats(void)
{
    w_open(BLOCKABLE HARMLESS);
    blocks("}}", ",'bseat':['seat-1']", "g2");
    blocks("}}", ",'bseat':['seat-1','seat-2']", "seat");
    blocks("}}", ",'wseat':['seat-2']", "g2");
    blocks("}}", ",'wseat':['seat-9','seat-1']", "g1");
    blocks("}}", ",'wseat':['seat-9']", "seat");
}


static void
battr(void)
{
    w_open(BLOCKABLE HARMLESS);
    blocks(",'battr':[2,3]}}", "", "g1");
    blocks(",'battr':[17]}}", "", "g2");
    blocks(",'battr':[1]}}", "", "g2");
    blocks(",'battr':[-1,0,33,49]}}", "", "g1");

    /* what is forbidden for another medium is not for this one */

    blocks("},'native':{'battr':[1]}}", "", "g1");
}


static void
battr_of_each_medium(void)
{
    w_open(CAMPAIGN("c1", "")
           ADGROUP("v", "c1", "1", "")
           CREATIVE("cv", "v", ",'media':'video','attr':[6],'video':{"
                    "'media_url':'https://c.example/v.mp4','mime':'video/mp4',"
                    "'duration':10,'protocols':[7]}")
           ADGROUP("a", "c1", "1", "")
           CREATIVE("ca", "a", ",'media':'audio','attr':[6],'audio':{"
                    "'media_url':'https://c.example/a.mp3',"
                    "'mime':'audio/mpeg','duration':10,'protocols':[7]}")
           ADGROUP("n", "c1", "1", "")
           CREATIVE("cn", "n", ",'media':'native','attr':[6],'native':{"
                    "'title':'T'}"));

#define VIDEO   "'video':{'mimes':['video/mp4'],'protocols':[7]"
#define AUDIO   "'audio':{'mimes':['audio/mpeg'],'protocols':[7]"
#define NATIVE  "'native':{'request':{'assets':[{'id':1,'required':1,"        \
                "'title':{'len':20}}]}"
#define ONE(medium)  "{'id':'r','imp':[{'id':'1'," medium "}}]}"

    CHECK_WINNER(ONE(VIDEO), "v");
    CHECK_WINNER(ONE(VIDEO ",'battr':[6]"), "creative_attribute");
    CHECK_WINNER(ONE(AUDIO), "a");
    CHECK_WINNER(ONE(AUDIO ",'battr':[6]"), "creative_attribute");
    CHECK_WINNER(ONE(NATIVE), "n");
    CHECK_WINNER(ONE(NATIVE ",'battr':[6]"), "creative_attribute");
}


static void
secure(void)
{
    w_open(CAMPAIGN("c1", "") ADGROUP("g1", "c1", "3", "")
           CREATIVE("cr1", "g1", ",'media':'banner','w':300,'h':250,"
                    "'markup':'<img src=http://old.example/i.png>"
                    "{{impression_url}}{{click_url}}'")
           SIMPLE("g2", "2", "", ""));
    blocks("}}", "", "g1");
    blocks("},'secure':0}", "", "g1");
    blocks("},'secure':1}", "", "g2");
}


/* an address of our own that is not https is in whatever is bid */

static void
secure_notices(void)
{
    w_open(SIMPLE("g1", "2", "", ""));
    w.conf.insecure = 1;
    blocks("}}", "", "g1");
    blocks("},'secure':0}", "", "g1");
    blocks("},'secure':1}", "", "secure");
    blocks("},'secure':2}", "", "secure");
    w.conf.insecure = 0;
    blocks("},'secure':1}", "", "g1");
}


/* a creative that is blocked leaves the ad group its others */

static void
other_creatives(void)
{
    uint32_t  i;

    w_open(CAMPAIGN("c1", "") ADGROUP("g1", "c1", "3", "")
           CREATIVE("cr1", "g1", BANNER_AD ",'attr':[1]")
           CREATIVE("cr2", "g1", BANNER_AD)
           CREATIVE("cr3", "g1", BANNER_AD ",'cat':['IAB25-3']"));

    for (i = 0; i < 20; i++) {
        w.b.random = i * 31;
        blocks(",'battr':[1]}}", ",'bcat':['IAB25']", "g1");
        CHECK_STR(cx_catalog_crid(w.d->imp[0].winner->hit.file,
                      &w.d->imp[0].winner->hit.fit[
                          w.d->imp[0].winner->fit]), "cr2");
    }
}


#define DEAL(rest)  "},'pmp':{'deals':[{'id':'D1'" rest "}]}}"

static void
deals(void)
{
    w_open(ORGS
           "{'type':'campaign','id':'c1','org':'o1',"
           "'adomain':['shop.brand.example','b.example']}\n"
           ADGROUP("g1", "c1", "3", DEALS("'D1'"))
           CREATIVE("cr1", "g1", BANNER_AD)
           HARMLESS);

    blocks(DEAL(""), "", "g1");
    blocks(DEAL(",'wseat':['seat-1','x']"), "", "g1");
    blocks(DEAL(",'wseat':['seat-2']"), "", "g2");
    blocks(DEAL(",'wadomain':['shop.brand.example','b.example']"), "", "g1");
    blocks(DEAL(",'wadomain':['BRAND.example','b.example']"), "", "g1");
    blocks(DEAL(",'wadomain':['www.brand.example','Www.b.example']"), "",
           "g1");
    blocks(DEAL(",'wadomain':['brand.example']"), "", "g2");
    blocks(DEAL(",'wadomain':['rand.example','b.example']"), "", "g2");
    blocks(DEAL(",'wseat':['SEAT-1']"), "", "g1");
    blocks(DEAL(",'wadomain':['https://brand.example/','b.example.']"), "",
           "g1");
    blocks(DEAL(",'wadomain':['']"), "", "g2");
}


/* an ad group of two deals takes the one that it can meet */

#define TWO(first, second)                                              \
    "{'id':'r','cur':['USD','EUR'],'imp':[{'id':'1'," BANNER                  \
    ",'pmp':{'private_auction':1,'deals':["                                   \
    "{'id':'D1'" first "},{'id':'D2'" second "}]}}]}"

static void
takes(const char *body, const char *deal)
{
    CHECK_WINNER(body, "g1");

    if (w.d->imp[0].winner == NULL
        || !cx_str_eq(w.d->imp[0].winner->hit.deal->id,
                      cx_strn(deal, strlen(deal))))
    {
        (void) printf("    %s\n", body);
        CHECK(0);
    }
}


static void
two_deals(void)
{
    w_open("{'type':'org','id':'o1','seat':'seat-1'}\n"
           "{'type':'campaign','id':'c1','org':'o1','adomain':['a.example']}\n"
           ADGROUP("g1", "c1", "10", DEALS("'D1','D2'"))
           CREATIVE("cr1", "g1", BANNER_AD));

    takes(TWO(",'bidfloor':60", ",'bidfloor':1"), "D2");
    takes(TWO(",'bidfloor':1", ",'bidfloor':60"), "D1");
    takes(TWO(",'bidfloor':2", ",'bidfloor':1"), "D1");
    CHECK_INT(w.d->nbids, 2);
    takes(TWO(",'bidfloor':1", ",'bidfloor':1"), "D1");
    takes(TWO(",'bidfloor':1", ",'bidfloor':2,'guar':1"), "D2");
    takes(TWO(",'bidfloor':1", ",'bidfloor':60,'guar':1"), "D1");
    takes(TWO(",'bidfloor':1,'bidfloorcur':'EUR'", ",'bidfloor':2"), "D2");
    takes(TWO(",'bidfloorcur':'EUR'", ",'bidfloor':2"), "D1");
    takes(TWO(",'wseat':['x']", ",'bidfloor':2"), "D2");
    takes(TWO(",'bidfloor':2", ",'wadomain':['x.example']"), "D1");
    CHECK_WINNER(TWO(",'bidfloor':60", ",'bidfloor':70"), "below_floor");
    CHECK_WINNER(TWO(",'wseat':['x']", ",'wseat':['y']"), "no_match");
}


/* what was found for a campaign holds for all impressions of the request */

static void
many_impressions(void)
{
    w_open(BLOCKABLE HARMLESS);
    CHECK_INT(w_decide("{'id':'r','bcat':['IAB7'],'imp':[" IMP("") ","
                       "{'id':'2'," BANNER "},{'id':'3'," BANNER "}]}"),
              CX_OK);
    CHECK_STR(w_winner(0), "g2");
    CHECK_STR(w_winner(1), "g2");
    CHECK_STR(w_winner(2), "g2");

    CHECK_INT(w_decide("{'id':'r','imp':[" IMP("") "]}"), CX_OK);
    CHECK_STR(w_winner(0), "g1");
}


/* more campaigns than verdicts that are kept */

static void
many_campaigns(void)
{
    size_t       i, n;
    static char  lines[131072];

    for (i = 0, n = 0; i < 300; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'c%zu','adomain':['%s.example']}\n"
                 "{'type':'adgroup','id':'g%zu','campaign':'c%zu','bid':%zu}\n"
                 "{'type':'creative','id':'r%zu','adgroup':'g%zu',"
                 "'landing_url':'https://l.example/'" BANNER_AD "}\n",
                 i, i < 250 ? "bad" : "good", i, i, 900 - i, i, i);
    }

    w_open(lines);
    CHECK_INT(w_decide(REQ(IMP("") ",{'id':'2'," BANNER "}",
                           ",'badv':['bad.example']")), CX_OK);
    CHECK_STR(w_winner(0), "g250");
    CHECK_STR(w_winner(1), "g251");
    CHECK_INT(w.d->imp[0].nstood, 16);
    CHECK_INT(w.d->imp[0].nmatched, 266);
    CHECK_INT(w.d->imp[1].nstood, 16);
}


static void
open_many(uint32_t adgroups, const char *creative)
{
    size_t     n, size;
    char      *lines;
    uint32_t   i;

    size = (size_t) adgroups * 300;
    lines = malloc(size);

    if (lines == NULL) {
        exit(1);
    }

    n = (size_t) snprintf(lines, size, "{'type':'campaign','id':'c'}\n");

    for (i = 0; i < adgroups; i++) {
        n += (size_t) snprintf(lines + n, size - n,
                 "{'type':'adgroup','id':'g%u','campaign':'c','bid':2}\n"
                 "{'type':'creative','id':'r%u','adgroup':'g%u',"
                 "'landing_url':'https://l.example/'%s}\n",
                 i, i, i, creative);
    }

    w_open(lines);
    free(lines);
}


static void
the_walk_ends(void)
{
    open_many(CX_BID_LOOK_MAX + 50, BANNER_AD);

    CHECK_INT(w_decide(REQ(IMP(",'bidfloor':3"), "")), CX_OK);
    CHECK_INT(w.d->imp[0].nmatched, CX_BID_LOOK_MAX);
    CHECK_INT(w.d->reason, CX_NOBID_FLOOR);
}


static const char *
many_imps(const char *rest)
{
    uint32_t     i;
    static char  body[65536];

    (void) snprintf(body, sizeof(body), "{'id':'r','imp':[");

    for (i = 0; i < CX_ORTB_MAX_IMPS; i++) {
        (void) snprintf(body + strlen(body), sizeof(body) - strlen(body),
                        "%s{'id':'%u'," BANNER "%s}", i ? "," : "", i, rest);
    }

    (void) strcat(body, "]}");

    return body;
}


/* of all impressions together, however many ask for what nobody pays */

static void
a_request_has_an_end(void)
{
    uint32_t  i, all;

    open_many(4 * CX_BID_LOOK_MAX, BANNER_AD);
    CHECK_INT(w_decide(many_imps(",'bidfloor':3")), CX_OK);

    for (i = 0, all = 0; i < w.d->nimps; i++) {
        CHECK(w.d->imp[i].nmatched > 100);
        all += w.d->imp[i].nmatched;
    }

    CHECK(all <= CX_BID_WORK_MAX / CX_MATCH_CLOSE);
    CHECK(all > CX_BID_WORK_MAX / CX_MATCH_CLOSE / 2);

    /* who fits nowhere is looked at, too: this one needs an API */

    open_many(4 * CX_BID_LOOK_MAX, BANNER_AD ",'apis':[5]");
    CHECK_WINNER(REQ(IMP(""), ""), "not_reached");
    CHECK_INT(w.d->imp[0].nmatched, 0);
    CHECK_WINNER(REQ("{'id':'1','banner':{'w':300,'h':250,'api':[5]}}", ""),
                 "g0");
}


/* while it looks the time goes by */

static void
the_clock_goes_on(void)
{
    unsigned  untimed;

    open_many(CX_BID_LOOK_MAX, BANNER_AD);

    for (untimed = 0; untimed < 2; untimed++) {
        w.b.untimed = untimed;
        w.jump_at = 0;
        CHECK_INT(w_decide(REQ(IMP(",'bidfloor':3"), "")), CX_OK);
        CHECK_INT(w.d->reason, CX_NOBID_FLOOR);

        w.jump_at = w.clock_calls / 2;
        w.jump_ns = 1000000000;
        CHECK_INT(w_decide(REQ(IMP(",'bidfloor':3"), "")), CX_OK);
        CHECK_INT(w.d->reason, CX_NOBID_TIMEOUT);
        CHECK(w.d->imp[0].nmatched < CX_BID_LOOK_MAX);
        CHECK(w.d->imp[0].nmatched >= CX_BID_LOOK_CLOCK);
    }
}


static void
long_lists(void)
{
    size_t       i, n;
    static char  body[131072];

    w_open(BLOCKABLE HARMLESS);

    n = (size_t) snprintf(body, sizeof(body), "{'id':'r','imp':[" IMP("")
                          "],'badv':['a.example'");

    for (i = 0; i < 3000; i++) {
        n += (size_t) snprintf(body + n, sizeof(body) - n, ",'d%zu.example'",
                               i);
    }

    (void) snprintf(body + n, sizeof(body) - n, "]}");
    CHECK_WINNER(body, "g1");
    (void) snprintf(body + n, sizeof(body) - n, ",'brand.example']}");
    CHECK_WINNER(body, "g2");
}


static void
sets(void)
{
    uint64_t    i, found;
    cx_set_t    s;
    cx_arena_t  a;

    cx_arena_init(&a, w_mem, sizeof(w_mem));
    CHECK_INT(cx_set_init(&s, 0, 1, &a), CX_OK);
    CHECK(!cx_set_has(&s, 1));

    CHECK_INT(cx_set_init(&s, 1000, 99, &a), CX_OK);

    for (i = 1; i <= 1000; i++) {
        cx_set_add(&s, i * 4096);
        cx_set_add(&s, i * 4096);
    }

    CHECK_INT(s.n, 1000);

    for (i = 1, found = 0; i <= 1000; i++) {
        found += (uint64_t) cx_set_has(&s, i * 4096);
        found += (uint64_t) cx_set_has(&s, i * 4096 + 1);
    }

    CHECK_INT(found, 1000);

    cx_arena_init(&a, w_mem, 100);
    CHECK_INT(cx_set_init(&s, 1000, 99, &a), CX_ERROR);
}


static const cx_test_t  tests[] = {
    TEST(nothing_blocked),
    TEST(badv),
    TEST(badv_of_any_length),
    TEST(sites),
    TEST(bcat),
    TEST(acat),
    TEST(bapp),
    TEST(seats),
    TEST(battr),
    TEST(battr_of_each_medium),
    TEST(secure),
    TEST(secure_notices),
    TEST(other_creatives),
    TEST(deals),
    TEST(two_deals),
    TEST(many_impressions),
    TEST(many_campaigns),
    TEST(the_walk_ends),
    TEST(a_request_has_an_end),
    TEST(the_clock_goes_on),
    TEST(long_lists),
    TEST(sets)
};

TEST_MAIN(tests)
