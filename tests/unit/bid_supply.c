#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

/* who may sell a request, as the profile of an exchange asks it */

#include "tests/unit/bid.h"


#define KNOWN                                                                 \
    SIMPLE("g", "2", "", "")                                                  \
    "{'type':'list','id':'ours','kind':'sellers','values':['ads.example',"    \
    "'x.example/9']}\n"                                                       \
    "{'type':'supply','kind':'ads_txt','domains':['news.example'],"           \
    "'sellers':[{'asi':'ads.example','sid':'17','is':'direct'}]}\n"           \
    "{'type':'supply','kind':'sellers_json','domains':['ads.example'],"       \
    "'sellers':[{'sid':'17','is':'publisher'}]}\n"

#define FROM(site, chain)                                                     \
    REQ(IMP(""), ",'site':{'domain':'" site "','publisher':{'id':'9'}}"       \
                 chain)
#define CHAIN(complete, sid)                                                  \
    ",'source':{'schain':{'complete':" complete ",'nodes':[{'asi':"           \
    "'ads.example','sid':'" sid "','hp':1}]}}"


static cx_nobid_e
reason(const char *body)
{
    CHECK(w_decide(body) == CX_OK);

    return w.d != NULL ? w.d->reason : CX_NOBID_INVALID;
}


static void
nothing_is_asked_without_a_profile(void)
{
    w_open(KNOWN);
    CHECK_INT(reason(FROM("news.example", CHAIN("0", "99"))), CX_NOBID_NONE);
    CHECK_INT(reason(FROM("other.example", "")), CX_NOBID_NONE);
}


static void
each_need_has_its_reason(void)
{
    w_open(KNOWN);
    w.exchange.supply = CX_SUPPLY_SCHAIN;
    CHECK_INT(reason(FROM("news.example", CHAIN("1", "17"))), CX_NOBID_NONE);
    CHECK_INT(reason(FROM("news.example", CHAIN("0", "17"))),
              CX_NOBID_SCHAIN);
    CHECK_INT(reason(FROM("news.example", "")), CX_NOBID_SCHAIN);

    w.exchange.supply = CX_SUPPLY_ADS_TXT;
    CHECK_INT(reason(FROM("news.example", CHAIN("0", "17"))), CX_NOBID_NONE);
    CHECK_INT(reason(FROM("news.example", CHAIN("1", "18"))),
              CX_NOBID_ADS_TXT);
    CHECK_INT(reason(FROM("other.example", CHAIN("1", "17"))),
              CX_NOBID_ADS_TXT_UNKNOWN);

    w.exchange.supply = CX_SUPPLY_ADS_TXT_OPEN;
    CHECK_INT(reason(FROM("news.example", CHAIN("1", "18"))),
              CX_NOBID_ADS_TXT);
    CHECK_INT(reason(FROM("other.example", CHAIN("1", "17"))), CX_NOBID_NONE);

    w.exchange.supply = CX_SUPPLY_SELLERS_JSON;
    CHECK_INT(reason(FROM("other.example", CHAIN("1", "17"))), CX_NOBID_NONE);
    CHECK_INT(reason(FROM("other.example", CHAIN("1", "18"))),
              CX_NOBID_SELLERS_JSON);
    CHECK_INT(reason(FROM("other.example", "")),
              CX_NOBID_SELLERS_JSON_UNKNOWN);

    w.exchange.supply = CX_SUPPLY_SELLERS_JSON_OPEN;
    CHECK_INT(reason(FROM("other.example", CHAIN("1", "17"))), CX_NOBID_NONE);
    CHECK_INT(reason(FROM("other.example", CHAIN("1", "18"))),
              CX_NOBID_SELLERS_JSON);
    CHECK_INT(reason(FROM("other.example", "")), CX_NOBID_NONE);
}


static void
a_list_names_who_may_sell(void)
{
    w_open(KNOWN);
    w.exchange.sellers = cx_str("ours");
    w.exchange.seller = cx_str("x.example");
    CHECK_INT(reason(FROM("a.example", CHAIN("1", "1"))), CX_NOBID_NONE);
    CHECK_INT(reason(FROM("a.example", "")), CX_NOBID_NONE);

    w.exchange.seller = cx_str("y.example");
    CHECK_INT(reason(FROM("a.example", "")), CX_NOBID_SELLER);

    /* a list that is not there lets nobody in */

    w.exchange.sellers = cx_str("theirs");
    CHECK_INT(reason(FROM("a.example", CHAIN("1", "1"))), CX_NOBID_SELLER);
}


static void
an_ad_group_may_ask_by_itself(void)
{
    w_open(KNOWN
           SIMPLE("strict", "9", "", ",'targeting':{'inventory':{'ads_txt':"
                  "['direct'],'schain':['complete']}}"));

    CHECK_INT(reason(FROM("news.example", CHAIN("1", "17"))), CX_NOBID_NONE);
    CHECK(w.d->nbids == 1);
    CHECK_STR(cx_catalog_str(w.d->imp[0].winner->hit.file,
                             w.d->imp[0].winner->hit.adgroup->id), "strict");

    CHECK_INT(reason(FROM("news.example", CHAIN("0", "17"))), CX_NOBID_NONE);
    CHECK_STR(cx_catalog_str(w.d->imp[0].winner->hit.file,
                             w.d->imp[0].winner->hit.adgroup->id), "g");
}


static const cx_test_t  tests[] = {
    TEST(nothing_is_asked_without_a_profile),
    TEST(each_need_has_its_reason),
    TEST(a_list_names_who_may_sell),
    TEST(an_ad_group_may_ask_by_itself)
};

TEST_MAIN(tests)
