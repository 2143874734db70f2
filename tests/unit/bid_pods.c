#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


/* an ad of so many seconds: its campaign, its advertiser and its category */

#define AD(id, bid, seconds, media, mime, campaign_rest, adgroup_rest)        \
    CAMPAIGN("c-" id, campaign_rest)                                          \
    ADGROUP(id, "c-" id, bid, adgroup_rest)                                   \
    CREATIVE("cr-" id, id, ",'media':'" media "','" media "':{"               \
             "'media_url':'https://c.example/" id "','mime':'" mime "',"      \
             "'duration':" seconds "}")

#define V(id, bid, seconds, cat)                                              \
    AD(id, bid, seconds, "video", "video/mp4", ",'cat':['" cat "']", "")
#define A(id, bid, seconds, cat)                                              \
    AD(id, bid, seconds, "audio", "audio/mpeg", ",'cat':['" cat "']", "")

#define SLOT(id, rest)                                                        \
    "{'id':'" id "','video':{'mimes':['video/mp4']" rest "}}"
#define PODS(imps)  "{'id':'r','imp':[" imps "]}"

#define FIVE                                                                  \
    V("v1", "10", "30", "IAB1")                                               \
    V("v2", "9", "30", "IAB2")                                                \
    V("v3", "6", "15", "IAB3")                                                \
    V("v4", "5", "15", "IAB4")                                                \
    V("v5", "4", "15", "IAB5")


/* the ad groups that are bid for an impression, the best first: "v1 v2" */

static cx_str_t
won(uint32_t imp)
{
    size_t                    n;
    cx_str_t                  id;
    uint32_t                  i;
    const cx_imp_decision_t  *d;
    static char               text[4][1024];

    n = 0;
    d = &w.d->imp[imp];

    for (i = 0; i < d->nwon; i++) {
        id = cx_catalog_str(d->won[i]->hit.file, d->won[i]->hit.adgroup->id);
        n += (size_t) snprintf(text[imp] + n, sizeof(text[imp]) - n,
                               "%s%.*s", i ? " " : "", (int) id.len,
                               (const char *) id.data);

        if (d->won[i]->hit.deal != NULL) {
            id = d->won[i]->hit.deal->id;
            n += (size_t) snprintf(text[imp] + n, sizeof(text[imp]) - n,
                                   "/%.*s", (int) id.len,
                                   (const char *) id.data);
        }
    }

    return cx_strn(text[imp], n);
}


#define CHECK_WON(body, imp, who)                                             \
    do {                                                                      \
        CHECK_INT(w_decide(body), CX_OK);                                     \
        CHECK_STR(won(imp), who);                                             \
    } while (0)


static void
dynamic(void)
{
    w_open(FIVE);

    CHECK_WON(PODS(SLOT("1", ",'poddur':75,'maxseq':3")), 0, "v1 v2 v3");
    CHECK_INT(w.d->nbids, 3);
    CHECK_INT(w.reserves, 3);
    CHECK_STR(w_winner(0), "v1");

    /* the seconds are few: two short ones are worth more than a long one */

    CHECK_WON(PODS(SLOT("1", ",'poddur':30,'maxseq':3")), 0, "v3 v4");
    CHECK_WON(PODS(SLOT("1", ",'poddur':30,'maxseq':1")), 0, "v1");
    CHECK_WON(PODS(SLOT("1", ",'poddur':60,'maxseq':3")), 0, "v1 v3 v4");

    /* nobody says how many: as many as there is time for */

    CHECK_WON(PODS(SLOT("1", ",'poddur':105")), 0, "v1 v2 v3 v4 v5");
    CHECK_WON(PODS(SLOT("1", ",'poddur':10")), 0, "");
    CHECK_INT(w.d->nbids, 0);
}


/* each bid says how long it is, and none where it is to stand */

static void
answers(void)
{
    size_t       i;
    yyjson_val  *b;

    w_open(FIVE);
    CHECK_WON(PODS(SLOT("1", ",'poddur':75,'maxseq':3")), 0, "v1 v2 v3");
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid")), 3);

    for (i = 0; i < 3; i++) {
        b = yyjson_arr_get(w_at("/seatbid/0/bid"), i);
        CHECK_INT(yyjson_get_int(yyjson_obj_get(b, "dur")), i < 2 ? 30 : 15);
        CHECK(yyjson_equals_str(yyjson_obj_get(b, "impid"), "1"));
        CHECK(yyjson_obj_get(b, "slotinpod") == NULL);
    }

    /* but of a position that the seller holds the best has one */

    CHECK_WON(PODS(SLOT("1", ",'poddur':75,'maxseq':3,'slotinpod':1")), 0,
              "v1 v2 v3");
    CHECK_INT(w_write(), CX_OK);

    for (i = 0; i < 3; i++) {
        b = yyjson_arr_get(w_at("/seatbid/0/bid"), i);
        CHECK_INT(yyjson_get_int(yyjson_obj_get(b, "slotinpod")), i == 0);
    }
}


static void
durations(void)
{
    w_open(FIVE);

    CHECK_WON(PODS(SLOT("1", ",'poddur':60,'maxseq':4,'rqddurs':[15]")), 0,
              "v3 v4 v5");
    CHECK_WON(PODS(SLOT("1", ",'poddur':60,'maxseq':4,'minduration':20")), 0,
              "v1 v2");
    CHECK_WON(PODS(SLOT("1", ",'poddur':60,'maxseq':4,'maxduration':15")), 0,
              "v3 v4 v5");
}


/* a second has a price: 0.3 is 9 for the long ones, and 4.5 for the short */

static void
floors(void)
{
    w_open(FIVE);

    CHECK_WON(PODS(SLOT("1", ",'poddur':105,'mincpmpersec':0.3")), 0,
              "v1 v2 v3 v4");
    CHECK_WON(PODS(SLOT("1", ",'poddur':105,'durfloors':["
                             "{'mindur':1,'maxdur':20,'bidfloor':5},"
                             "{'mindur':21,'maxdur':60,'bidfloor':9.5}]")), 0,
              "v1 v3 v4");
}


static void
distinct(void)
{
    w_open(V("v1", "10", "15", "IAB2-3") V("v2", "9", "15", "IAB2-9")
           V("v3", "8", "15", "IAB3")
           "{'type':'campaign','id':'c-v4','cat':['IAB4'],"
           "'adomain':['v4.example','c-v3.example']}\n"
           ADGROUP("v4", "c-v4", "7", "")
           CREATIVE("cr-v4", "v4", ",'media':'video','video':{'media_url':"
                    "'https://c.example/4','mime':'video/mp4','duration':15}")
           V("v5", "6", "15", "IAB5"));

    /* the second is of the first's kind, the fourth of the third's domain */

    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':6")), 0, "v1 v3 v5");
    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':6,'poddedupe':[2]")), 0,
              "v1 v3 v4 v5");
    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':6,'poddedupe':[1,2]")), 0,
              "v1 v3 v5");
    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':6,'poddedupe':[7]")), 0,
              "v1 v3 v5");
    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':6,'poddedupe':[1]")), 0,
              "v1 v2 v3 v5");
    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':6,'poddedupe':[5]")), 0,
              "v1 v2 v3 v4 v5");
    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':6,'poddedupe':[77]")), 0,
              "v1 v3 v5");
}


#define SAME(id, bid)                                                         \
    CAMPAIGN("c-" id, "") ADGROUP(id, "c-" id, bid, "")                       \
    CREATIVE("cr-" id, id, ",'media':'video','video':{'media_url':"           \
             "'https://c.example/same.mp4','mime':'video/mp4',"               \
             "'duration':15}")

static void
media_files(void)
{
    w_open(SAME("v1", "10") SAME("v2", "9") V("v3", "8", "15", "IAB3"));

    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':3")), 0, "v1 v2 v3");
    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'maxseq':3,'poddedupe':[4]")), 0,
              "v1 v3");
}


static void
audio(void)
{
    w_open(A("a1", "10", "30", "IAB1") A("a2", "9", "15", "IAB2")
           A("a3", "8", "15", "IAB3") V("v1", "99", "15", "IAB4"));

#define TUNE(rest)                                                            \
    PODS("{'id':'1','audio':{'mimes':['audio/mpeg']" rest "}}")

    CHECK_WON(TUNE(",'poddur':60,'maxseq':2"), 0, "a1 a2");
    CHECK_WON(TUNE(",'poddur':30,'maxseq':2"), 0, "a2 a3");
    CHECK_WON(TUNE(",'poddur':60"), 0, "a1 a2 a3");
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_int(w_at("/seatbid/0/bid/0/mtype")), 3);
}


static void
structured(void)
{
    w_open(FIVE);

#define OF(id, rest)  SLOT(id, ",'podid':'p'" rest)

    CHECK_WON(PODS(OF("1", "") "," OF("2", "") "," OF("3", "")), 0, "v1");
    CHECK_STR(won(1), "v2");
    CHECK_STR(won(2), "v3");
    CHECK_INT(w.d->nbids, 3);

    /* who fits one slot only gets it, and the other slot the next */

    CHECK_WON(PODS(OF("1", "") "," OF("2", ",'rqddurs':[30]") ","
                   OF("3", ",'rqddurs':[30]")), 0, "v3");
    CHECK(won(1).len == 2 && won(2).len == 2);
    CHECK(!cx_str_eq(won(1), won(2)));

    CHECK_INT(w_write(), CX_OK);
    CHECK(w_at("/seatbid/0/bid/0/slotinpod") == NULL);
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid")), 3);

    /* one kind of ad for all slots is enough for one of them */

    w_open(V("v1", "5", "15", "IAB2-1") V("v2", "4", "15", "IAB2-2"));
    CHECK_WON(PODS(OF("1", "") "," OF("2", "")), 0, "v1");
    CHECK_STR(won(1), "");
    CHECK_INT(w.d->imp[1].reason, CX_NOBID_OUTBID);

    /* two pods are two, and a slot by itself is none */

    CHECK_WON(PODS(OF("1", "") "," SLOT("2", ",'podid':'q'")), 0, "v1");
    CHECK_STR(won(1), "v2");
    CHECK(!w.d->imp[0].pod && !w.d->imp[1].pod);
}


static void
hybrid(void)
{
    w_open(FIVE);

    CHECK_WON(PODS(OF("1", ",'slotinpod':1,'rqddurs':[30]") ","
                   OF("2", ",'poddur':60,'maxseq':3")), 0, "v1");
    CHECK_STR(won(1), "v2 v3 v4");
    CHECK_INT(w.d->nbids, 4);
}


/* whose money is gone leaves, and the rest is filled again without him */

static void
no_money(void)
{
    w_open(FIVE);
    w.unaffordable = "|v1|v3|";

    CHECK_WON(PODS(SLOT("1", ",'poddur':60,'maxseq':3")), 0, "v2 v4 v5");
    CHECK_INT(w.d->imp[0].nwon, 3);

    /* nobody's is set aside twice */

    CHECK_STR(cx_strn(strstr(w.trace, "reserve"), 55),
              "reserve:v1 reserve:v3 reserve:v4 reserve:v2 reserve:v5 ");

    w.unaffordable = "|v1|v2|v3|v4|v5|";
    CHECK_WON(PODS(SLOT("1", ",'poddur':60,'maxseq':3")), 0, "");
    CHECK_INT(w.d->imp[0].reason, CX_NOBID_BUDGET);
}


#define DEAL(id, bid, seconds, deals, cat)                                    \
    AD(id, bid, seconds, "video", "video/mp4", ",'cat':['" cat "']",          \
       ",'targeting':{'inventory':{'deals':[" deals "]}}")
#define PMP(private, deals)                                                   \
    ",'pmp':{'private_auction':" private ",'deals':[" deals "]}"
#define SLOT_PMP(id, rest, pmp)                                               \
    "{'id':'" id "','video':{'mimes':['video/mp4']" rest "}" pmp "}"

static void
deals(void)
{
    w_open(FIVE DEAL("d1", "2", "15", "'D1'", "IAB6")
           DEAL("d2", "1", "15", "'D1'", "IAB7")
           DEAL("d3", "0.5", "15", "'D2'", "IAB8"));

    /* each deal has its bid before money is looked at */

    CHECK_WON(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':3",
                            PMP("0", "{'id':'D1'},{'id':'D2'}"))), 0,
              "d1/D1 d3/D2 v1");
    CHECK_WON(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':3",
                            PMP("1", "{'id':'D1'},{'id':'D2'}"))), 0,
              "d1/D1 d2/D1 d3/D2");
    CHECK_WON(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':2",
                            PMP("0", "{'id':'D1'},{'id':'D2'}"))), 0,
              "d1/D1 d3/D2");
    CHECK_WON(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':1",
                            PMP("0", "{'id':'D1'},{'id':'D2','guar':1}"))), 0,
              "d3/D2");
    CHECK_WON(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':3",
                            PMP("0", "{'id':'D2'}"))), 0, "d3/D2 v1 v3");
    CHECK_WON(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':3",
                            PMP("1", "{'id':'D2'}"))), 0, "d3/D2");
}


/* the second of a deal has to be worth more than who comes openly */

static void
second_of_a_deal(void)
{
    w_open(DEAL("g", "5", "15", "'VG'", "IAB1")
           DEAL("d2", "9", "15", "'VD2'", "IAB2")
           DEAL("d11", "8", "15", "'VD1'", "IAB3")
           DEAL("d12", "7", "15", "'VD1'", "IAB4")
           V("v1", "16.3", "15", "IAB5") V("v2", "6", "15", "IAB6"));

#define THREE_DEALS(seconds)                                                  \
    PODS(SLOT_PMP("1", ",'poddur':" seconds,                                  \
                  PMP("0", "{'id':'VG','guar':1},{'id':'VD1'},{'id':'VD2'}")))

    CHECK_WON(THREE_DEALS("60"), 0, "g/VG d2/VD2 d11/VD1 v1");
    CHECK_WON(THREE_DEALS("75"), 0, "g/VG d2/VD2 d11/VD1 d12/VD1 v1");
    CHECK_WON(THREE_DEALS("90"), 0, "g/VG d2/VD2 d11/VD1 d12/VD1 v1 v2");
    CHECK_WON(THREE_DEALS("45"), 0, "g/VG d2/VD2 d11/VD1");
}


/* who are in several deals stand for each of them before twice for the best */

static void
several_deals(void)
{
    w_open(DEAL("d1", "9", "15", "'D1','D2'", "IAB6")
           DEAL("d2", "8", "15", "'D1','D2'", "IAB7")
           DEAL("d3", "7", "15", "'D1','D2'", "IAB8"));

    CHECK_INT(w_decide(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':2",
                            PMP("0", "{'id':'D1','guar':1},{'id':'D2'}")))),
              CX_OK);
    CHECK_INT(w.d->imp[0].nwon, 2);
    CHECK_STR(w.d->imp[0].won[0]->hit.deal->id, "D1");
    CHECK_STR(w.d->imp[0].won[1]->hit.deal->id, "D2");
    CHECK(w.d->imp[0].won[0]->worth + w.d->imp[0].won[1]->worth == 17000000);

    CHECK_INT(w_decide(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':4",
                            PMP("0", "{'id':'D1','guar':1},{'id':'D2'}")))),
              CX_OK);
    CHECK_INT(w.d->imp[0].nwon, 3);

    /* nobody twice, and whose money is gone not for the other deal either */

    w.unaffordable = "|d1|";
    CHECK_INT(w_decide(PODS(SLOT_PMP("1", ",'poddur':60,'maxseq':2",
                            PMP("0", "{'id':'D1','guar':1},{'id':'D2'}")))),
              CX_OK);
    CHECK_INT(w.d->imp[0].nwon, 2);
    CHECK(w.d->imp[0].won[0]->worth + w.d->imp[0].won[1]->worth == 15000000);
}


/* a slot has a bid for each deal and an open one, all to go with the others */

static void
deals_of_slots(void)
{
    w_open(FIVE DEAL("d1", "2", "15", "'D1'", "IAB1-1")
           DEAL("d3", "0.5", "15", "'D2'", "IAB8"));

    CHECK_WON(PODS(SLOT_PMP("1", ",'podid':'p'",
                            PMP("0", "{'id':'D1'},{'id':'D2'}")) ","
                   OF("2", "")), 0, "d1/D1 d3/D2 v1");
    CHECK_STR(won(1), "v2");
    CHECK_INT(w.d->nbids, 4);

    CHECK_WON(PODS(SLOT_PMP("1", ",'podid':'p'", PMP("1", "{'id':'D1'}")) ","
                   OF("2", "")), 0, "d1/D1");
    CHECK_STR(won(1), "v2");
}


/* an exchange's bound of bids is for any impression */

static void
bounds(void)
{
    w_open(FIVE DEAL("d1", "2", "15", "'D1'", "IAB6"));
    w.exchange.bids_max = 1;

    CHECK_WON(PODS(SLOT("1", ",'poddur':105")), 0, "v1");
    CHECK_WON(PODS(SLOT_PMP("1", "", PMP("0", "{'id':'D1'}"))), 0, "d1/D1");
    CHECK_WON(PODS(SLOT_PMP("1", ",'podid':'p'", PMP("0", "{'id':'D1'}")) ","
                   OF("2", "")), 0, "d1/D1");
    CHECK_STR(won(1), "v1");

    w.exchange.bids_max = 2;
    CHECK_WON(PODS(SLOT("1", ",'poddur':105,'maxseq':4")), 0, "v1 v2");
    CHECK_WON(PODS(SLOT("1", ",'poddur':105,'maxseq':1")), 0, "v1");
    CHECK_WON(PODS(SLOT("1", ",'poddur':30")), 0, "v3 v4");

    w.exchange.bids_max = 0;
    CHECK_WON(PODS(SLOT_PMP("1", "", PMP("0", "{'id':'D1'}"))), 0,
              "d1/D1 v1");
}


/* a pod that nobody can fill leaves the impression's other media */

static void
other_media(void)
{
    w_open(SIMPLE("b1", "1", "", "") V("v1", "5", "15", "IAB1"));

#define BOTH(dur)                                                             \
    PODS("{'id':'1'," BANNER ",'video':{'mimes':['video/mp4'],'poddur':"      \
         dur "}}")

    CHECK_WON(BOTH("15"), 0, "v1");
    CHECK_WON(BOTH("14"), 0, "b1");
    CHECK(!w.d->imp[0].pod);
}


/* who has an ad of both media goes with that which there is a place for */

static void
both_media(void)
{
    w_open(SIMPLE("b1", "1", "", "") V("v1", "5", "15", "IAB1")
           CREATIVE("cr-v1b", "v1", BANNER_AD));

    for (w.b.random = 0; w.b.random < 8; w.b.random++) {
        CHECK_WON(BOTH("15"), 0, "v1");
        CHECK_INT(w.d->imp[0].winner->hit.fit[w.d->imp[0].winner->fit].media,
                  CX_MEDIA_VIDEO);
        CHECK_WON(BOTH("14"), 0, "v1");
        CHECK_INT(w.d->imp[0].winner->hit.fit[w.d->imp[0].winner->fit].media,
                  CX_MEDIA_BANNER);
    }

    /* no advertiser is in a break twice */

    w_open(V("v1", "5", "15", "IAB1") V("v2", "4", "15", "IAB1")
           CREATIVE("cr-v2b", "v2", BANNER_AD));

    CHECK_WON(PODS("{'id':'1','video':{'mimes':['video/mp4'],'podid':'p'}},"
                   "{'id':'2'," BANNER ",'video':{'mimes':['video/mp4'],"
                   "'podid':'p'}}"), 0, "v1");
    CHECK_STR(won(1), "v2");
    CHECK_INT(w.d->imp[1].winner->hit.fit[w.d->imp[1].winner->fit].media,
              CX_MEDIA_BANNER);
}


#define FILM(id, adgroup, seconds, rest)                                      \
    CREATIVE(id, adgroup, ",'media':'video','video':{'media_url':"            \
             "'https://c.example/" id "','mime':'video/mp4','duration':"      \
             seconds "}" rest)
#define TWO(id, bid)                                                          \
    CAMPAIGN("c-" id, "") ADGROUP(id, "c-" id, bid, "")                       \
    FILM("long-" id, id, "30", "") FILM("short-" id, id, "15", "")

/* which creatives are bid: "short-v1 long-v2" */

static cx_str_t
films(uint32_t imp)
{
    size_t             n;
    cx_str_t           id;
    uint32_t           i;
    static char        text[1024];
    const cx_offer_t  *o;

    for (i = 0, n = 0; i < w.d->imp[imp].nwon; i++) {
        o = w.d->imp[imp].won[i];
        id = cx_catalog_crid(o->hit.file, &o->hit.fit[o->fit]);
        n += (size_t) snprintf(text + n, sizeof(text) - n, "%s%.*s",
                               i ? " " : "", (int) id.len,
                               (const char *) id.data);
    }

    return cx_strn(text, n);
}


#define CHECK_FILMS(body, who)                                                \
    do {                                                                      \
        CHECK_INT(w_decide(body), CX_OK);                                     \
        CHECK_STR(films(0), who);                                             \
    } while (0)


/* of an ad group's creatives that goes which leaves room for most */

static void
creatives(void)
{
    uint32_t  i;
    int64_t   value;

    w_open(TWO("v1", "16.4") TWO("v2", "15.6") TWO("v3", "15") TWO("v4", "14")
           TWO("v5", "13") TWO("v6", "12") TWO("v7", "11") TWO("v8", "10")
           TWO("v9", "9") TWO("v10", "8"));

    for (w.b.random = 0; w.b.random < 64; w.b.random++) {
        CHECK_INT(w_decide(PODS(SLOT("1", ",'poddur':60,'maxseq':8"))), CX_OK);

        for (i = 0, value = 0; i < w.d->imp[0].nwon; i++) {
            value += w.d->imp[0].won[i]->worth;
        }

        CHECK_INT(value, 61000000);
        CHECK_STR(films(0), "short-v1 short-v2 short-v3 short-v4");
    }

    /* in slots they are equally good, and both are seen */

    for (w.b.random = 0, i = 0; w.b.random < 64; w.b.random++) {
        CHECK_INT(w_decide(PODS(OF("1", "") "," OF("2", ""))), CX_OK);
        i += cx_str_eq(films(0), cx_str("short-v1"));
    }

    CHECK(i > 8 && i < 56);
}


/* unless the shorter one is kept out by another, or by its price */

static void
longer_creatives(void)
{
    w_open(CAMPAIGN("c1", "") ADGROUP("v1", "c1", "10", "")
           FILM("short-v1", "v1", "15", ",'cat':['IAB5']")
           FILM("long-v1", "v1", "30", ",'cat':['IAB6']")
           V("v2", "5", "15", "IAB5-1"));

    for (w.b.random = 0; w.b.random < 8; w.b.random++) {
        CHECK_FILMS(PODS(SLOT("1", ",'poddur':45")), "long-v1 cr-v2");
        CHECK_FILMS(PODS(SLOT("1", ",'poddur':30")), "short-v1");
        CHECK_FILMS(PODS(SLOT("1", ",'poddur':45,'poddedupe':[1]")),
                    "short-v1 cr-v2");
        CHECK_FILMS(PODS(OF("2", "") "," OF("1", ",'rqddurs':[15]")),
                    "long-v1");

        CHECK_FILMS(PODS(SLOT("1", ",'poddur':30,'durfloors':["
                              "{'mindur':1,'maxdur':20,'bidfloor':11},"
                              "{'mindur':21,'maxdur':60,'bidfloor':9}]")),
                    "long-v1");
        CHECK_INT(w.d->imp[0].winner->floor, 9000000);
        CHECK_INT(w_write(), CX_OK);
        CHECK_INT(yyjson_get_int(w_at("/seatbid/0/bid/0/dur")), 30);
    }
}


/* what is not to differ may be one ad group's, but never one ad */

static void
repeats(void)
{
    w_open(CAMPAIGN("c1", ",'cat':['IAB1']") ADGROUP("v1", "c1", "10", "")
           FILM("a", "v1", "15", "") FILM("b", "v1", "15", "")
           FILM("c", "v1", "30", "") V("v2", "5", "15", "IAB2"));

    for (w.b.random = 0; w.b.random < 8; w.b.random++) {
        CHECK_WON(PODS(SLOT("1", ",'poddur':90,'poddedupe':[5]")), 0,
                  "v1 v1 v1 v2");
        CHECK_INT(w.reserves, 4);
        CHECK_INT(w_write(), CX_OK);
        CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid")), 4);

        CHECK_WON(PODS(SLOT("1", ",'poddur':45,'poddedupe':[5]")), 0,
                  "v1 v1 v2");
        CHECK_WON(PODS(SLOT("1", ",'poddur':90,'poddedupe':[3]")), 0,
                  "v1 v1 v1 v2");
        CHECK_WON(PODS(SLOT("1", ",'poddur':90,'poddedupe':[4]")), 0,
                  "v1 v1 v1 v2");
        CHECK_WON(PODS(SLOT("1", ",'poddur':90,'poddedupe':[2]")), 0, "v1 v2");
        CHECK_WON(PODS(SLOT("1", ",'poddur':90,'poddedupe':[1]")), 0, "v1 v2");
        CHECK_WON(PODS(SLOT("1", ",'poddur':90")), 0, "v1 v2");

        CHECK_WON(PODS(OF("1", ",'poddedupe':[3]") "," OF("2", "")), 0, "v1");
        CHECK_STR(won(1), "v1");
        CHECK(w.d->imp[0].winner->hit.fit[w.d->imp[0].winner->fit].ad
              != w.d->imp[1].winner->hit.fit[w.d->imp[1].winner->fit].ad);
    }

    /* each has money set aside, or leaves */

    w.unaffordable = "|v1|";
    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'poddedupe':[5]")), 0, "v2");
    CHECK_INT(w.reserves, 4);
    CHECK_INT(w.d->imp[0].offer[0]->outcome, CX_NOBID_BUDGET);
    CHECK_INT(w.d->imp[0].offer[2]->outcome, CX_NOBID_BUDGET);

    /* beside other impressions there is room to count all */

    CHECK_WON(PODS(SLOT("1", ",'poddur':90,'poddedupe':[5]") ",{'id':'2',"
                   BANNER "}"), 0, "v2");
}


/* campaigns in a pod are no longer new to the other impressions */

static void
beside(void)
{
    w_open(SIMPLE("b1", "1", "", "") FIVE
           CREATIVE("cr-b2", "v1", BANNER_AD));

    CHECK_WON(PODS(SLOT("1", ",'poddur':30,'maxseq':1") ",{'id':'2'," BANNER
                   "}"), 0, "v1");
    CHECK_STR(won(1), "b1");
}


static void
many_places(void)
{
    size_t         i, n;
    uint32_t       k, same;
    static char    lines[65536], body[16384];

    for (i = 0, n = 0; i < 40; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n,
                 "{'type':'campaign','id':'c%zu','adomain':['a%zu.example']}\n"
                 "{'type':'adgroup','id':'g%zu','campaign':'c%zu',"
                 "'bid':%zu}\n{'type':'creative','id':'r%zu','adgroup':'g%zu',"
                 "'landing_url':'https://l.example/','media':'video','video':"
                 "{'media_url':'https://c.example/%zu','mime':'video/mp4',"
                 "'duration':15}}\n", i, i, i, i, i + 1, i, i, i);
    }

    w_open(lines);

    /* as many as are scored are bid at most */

    CHECK_INT(w_decide(PODS(SLOT("1", ",'poddur':3600,'maxseq':40"))), CX_OK);
    CHECK_INT(w.d->imp[0].nwon, CX_BID_POD_MAX);

    n = (size_t) snprintf(body, sizeof(body), "{'id':'r','imp':[");

    for (i = 0; i < CX_ORTB_MAX_IMPS; i++) {
        n += (size_t) snprintf(body + n, sizeof(body) - n,
                 "%s{'id':'%zu','video':{'mimes':['video/mp4'],'podid':'p'}}",
                 i ? "," : "", i);
    }

    (void) snprintf(body + n, sizeof(body) - n, "]}");
    CHECK_INT(w_decide(body), CX_OK);
    CHECK_INT(w.d->nbids, 16);

    for (i = 0, same = 0; i < CX_ORTB_MAX_IMPS; i++) {
        for (k = 0; k < i; k++) {
            same += w.d->imp[i].nwon && w.d->imp[k].nwon
                    && w.d->imp[i].winner->hit.campaign
                       == w.d->imp[k].winner->hit.campaign;
        }
    }

    CHECK_INT(same, 0);
}


static const cx_test_t  tests[] = {
    TEST(dynamic),
    TEST(answers),
    TEST(durations),
    TEST(floors),
    TEST(distinct),
    TEST(media_files),
    TEST(audio),
    TEST(structured),
    TEST(hybrid),
    TEST(no_money),
    TEST(deals),
    TEST(second_of_a_deal),
    TEST(several_deals),
    TEST(deals_of_slots),
    TEST(bounds),
    TEST(other_media),
    TEST(both_media),
    TEST(creatives),
    TEST(longer_creatives),
    TEST(repeats),
    TEST(beside),
    TEST(many_places)
};

TEST_MAIN(tests)
