/* who may sell what, from files as they are; and what currencies are worth */

#include "core/catalog/supply_read.h"
#include "tests/unit/catalog_quoted.h"


#define LINE(kind, names, rest, sellers)                                      \
    "{'type':'supply','kind':'" kind "'," names rest ",'sellers':[" sellers   \
    "]}"
#define S(asi, sid, is)  "{'asi':'" asi "','sid':'" sid "','is':'" is "'}"
#define J(sid, is)       "{'sid':'" sid "','is':'" is "'}"
#define BOTH             S("ads.example", "17", "direct") ","                 \
                         S("mid.example", "a", "reseller")
#define SITE(d, rest)    "{'id':'r','imp':[{'id':'1','banner':{}}],'site':"   \
                         "{'domain':'" d "','publisher':{'id':'p1'}" rest "}"
#define APP(rest)        "{'id':'r','imp':[{'id':'1','banner':{}}],'app':{"   \
                         rest "}"
#define CHAIN(c, nodes)  ",'source':{'schain':{'complete':" c ",'nodes':["    \
                         nodes "]}}}"
#define NODE(asi, sid)   "{'asi':'" asi "','sid':'" sid "','hp':1}"


static cx_catalog_t *
known(void)
{
    return OPEN(
        LINE("ads_txt", "'domains':['News.example']", ",'subdomains':"
             "['m.news.example','own.news.example'],'partners':['p.example']",
             BOTH "," S("x.example", "p1", "direct")),
        LINE("ads_txt", "'domains':['own.news.example']", "",
             S("mid.example", "a", "direct")),
        LINE("ads_txt", "'domains':['p.example']", "", BOTH),
        LINE("ads_txt", "'domains':['nobody.example']", "", ""),
        LINE("app_ads_txt", "'domains':['dev.example'],'bundles':['com.App',"
             "'123']", "", BOTH),
        LINE("sellers_json", "'domains':['ads.example']", "",
             J("17", "publisher") "," J("18", "both")),
        LINE("sellers_json", "'domains':['mid.example']", "",
             J("a", "intermediary")),
        "{'type':'list','id':'ours','kind':'sellers','values':["
        "'mid.example','ads.example/17']}");
}


static const char *
verdict(const cx_catalog_t *cat, const char *body, const char *seller)
{
    cx_supply_t  s;
    static char  text[128];

    static const char *const  schain[] = {
#define WORD(id, name)  name,
        CX_SCHAINS(WORD)
    };
    static const char *const  ads_txt[] = { CX_ADS_TXTS(WORD) };
    static const char *const  sellers_json[] = { CX_SELLERS_JSONS(WORD) };
#undef WORD

    quoted_read(body);
    cx_catalog_supply(cat, asked.req, cx_strn(seller, strlen(seller)), &s);

    (void) snprintf(text, sizeof(text), "%s %s %s", schain[s.schain],
                    ads_txt[s.ads_txt], sellers_json[s.sellers_json]);

    return text;
}


/* of a sum in one currency, in another, down */

static int64_t
rate_of(const cx_catalog_t *cat, uint32_t from, uint32_t to, int64_t now_s,
    uint32_t max_age_s, int64_t sum)
{
    cx_rate_t  r;

    r = cx_catalog_rate(cat, from, to, now_s, max_age_s);

    return cx_money_down(sum, r.mul, r.div);
}


static void
the_worst_of_the_chain_counts(void)
{
    size_t         i;
    cx_catalog_t  *cat;

    static const struct { const char *body, *seller, *want; }  cases[] = {
        { SITE("news.example", "") "}", "x.example", "none direct unknown" },
        { SITE("news.example", "") "}", "y.example",
          "none unauthorized unknown" },
        { SITE("news.example", "") "}", "", "none unknown unknown" },
        { SITE("NEWS.example.", "") CHAIN("1", NODE("ADS.example", "17")), "",
          "complete direct publisher" },
        { SITE("www.news.example", "") CHAIN("1", NODE("ads.example", "17")
          "," NODE("mid.example", "a")), "",
          "complete reseller intermediary" },
        { SITE("news.example", "") CHAIN("1", NODE("mid.example", "A")), "",
          "complete unauthorized missing" },
        { SITE("news.example", "") CHAIN("1", NODE("ads.example", "18") ","
          NODE("ads.example", "17")), "",
          "complete unauthorized publisher" },
        { SITE("news.example", "") CHAIN("1", NODE("z.example", "1") ","
          NODE("ads.example", "17")), "",
          "complete unauthorized unknown" },
        { SITE("m.news.example", "") CHAIN("1", NODE("ads.example", "17")),
          "", "complete unknown publisher" },
        { SITE("a.own.news.example", "") CHAIN("1", NODE("mid.example", "a")),
          "", "complete direct intermediary" },
        { SITE("nobody.example", "") CHAIN("1", NODE("ads.example", "17")),
          "", "complete unauthorized publisher" },
        { SITE("other.example", "") CHAIN("1", NODE("ads.example", "17")), "",
          "complete unknown publisher" },
        { SITE("", ",'page':'https://news.example/a'") CHAIN("1",
          NODE("ads.example", "17")), "", "complete direct publisher" },
        { SITE("other.example", ",'inventorypartnerdomain':'p.example'")
          CHAIN("1", NODE("ads.example", "17")), "",
          "complete direct publisher" },
        { SITE("news.example", ",'inventorypartnerdomain':'P.example'")
          CHAIN("1", NODE("mid.example", "a")), "",
          "complete reseller intermediary" },
        { SITE("nobody.example", ",'inventorypartnerdomain':'p.example'")
          CHAIN("1", NODE("ads.example", "17")), "",
          "complete unauthorized publisher" },
        { SITE("news.example", ",'inventorypartnerdomain':'other.example'")
          CHAIN("1", NODE("ads.example", "17")), "",
          "complete unauthorized publisher" },
        { APP("'bundle':'com.app'") CHAIN("1", NODE("ads.example", "17")), "",
          "complete direct publisher" },
        { APP("'bundle':'com.other','domain':'dev.example'") CHAIN("1",
          NODE("ads.example", "17")), "", "complete direct publisher" },
        { APP("'bundle':'com.other','domain':'news.example'") CHAIN("1",
          NODE("ads.example", "17")), "", "complete unknown publisher" },
        { SITE("news.example", "") CHAIN("0", NODE("ads.example", "17")), "",
          "incomplete direct publisher" },
        { SITE("news.example", "") CHAIN("1", ""), "x.example",
          "incomplete direct unknown" },
        { SITE("news.example", "") CHAIN("1", "{'asi':'ads.example'}"), "",
          "incomplete unauthorized missing" },
        { SITE("news.example", "") CHAIN("1", "{'asi':'ads.example',"
          "'sid':'17'}"), "", "complete direct publisher" },
        { SITE("news.example", "") CHAIN("1", "{'asi':'ads.example',"
          "'sid':'17','hp':0}"), "", "incomplete direct publisher" },
        { SITE("news.example", "") ",'source':{'ext':{'schain':{'complete':1,"
          "'nodes':[" NODE("ads.example", "17") "]}}}}", "",
          "complete direct publisher" },
        { "{'id':'r','imp':[{'id':'1'}]}", "x.example",
          "none unknown unknown" }
    };

    cat = known();

    for (i = 0; i < cx_nelts(cases); i++) {
        const char  *got = verdict(cat, cases[i].body, cases[i].seller);

        if (strcmp(got, cases[i].want) != 0) {
            (void) printf("    %s\n    of %s, not %s\n", got, cases[i].body,
                          cases[i].want);
            CHECK(0);
        }
    }

    CHECK(!cx_catalog_asks_supply(cat));
    cx_catalog_close(cat);
}


static cx_rc_t
listed(const cx_catalog_t *cat, const char *body, const char *seller,
    const char *list)
{
    quoted_read(body);

    return cx_catalog_sellers(cat, asked.req, cx_strn(seller, strlen(seller)),
                              cx_strn(list, strlen(list)));
}


static void
a_list_has_to_have_every_seller(void)
{
    cx_catalog_t  *cat;

    cat = known();
    CHECK(listed(cat, SITE("a.b", "") CHAIN("1", NODE("ads.example", "17") ","
                 NODE("Mid.example", "9")), "", "ours") == CX_OK);
    CHECK(listed(cat, SITE("a.b", "") CHAIN("1", NODE("ads.example", "18") ","
                 NODE("mid.example", "9")), "", "ours") == CX_DECLINED);
    CHECK(listed(cat, SITE("a.b", "") "}", "mid.example", "ours") == CX_OK);
    CHECK(listed(cat, SITE("a.b", "") "}", "x.example", "ours")
          == CX_DECLINED);
    CHECK(listed(cat, SITE("a.b", "") "}", "", "ours") == CX_DECLINED);
    CHECK(listed(cat, SITE("a.b", "") "}", "mid.example", "theirs")
          == CX_DECLINED);
    cx_catalog_close(cat);
}


static void
an_overlay_s_word_is_the_newer(void)
{
    cx_error_t     e;
    cx_catalog_t  *cat;

    CHECK(quoted_build("b", NULL, &e, (const char *const[]) {
        LINE("ads_txt", "'domains':['a.example','b.example']", "", BOTH),
        "{'type':'rates','at':'2026-09-01','base':'USD','rates':"
        "{'EUR':0.5,'GBP':2}}", NULL }) == CX_OK);
    CHECK(quoted_build("o", at("b"), &e, (const char *const[]) {
        LINE("ads_txt", "'domains':['a.example']", "",
             S("ads.example", "17", "reseller")),
        "{'type':'rates','at':'2026-09-02','base':'EUR','rates':{'USD':4}}",
        NULL }) == CX_OK);

    cat = cx_catalog_open(at("b"), at("o"), &e);
    CHECK(cat != NULL);
    CHECK(strcmp(verdict(cat, SITE("a.example", "") CHAIN("1",
                 NODE("ads.example", "17")), ""),
                 "complete reseller unknown") == 0);
    CHECK(strcmp(verdict(cat, SITE("b.example", "") CHAIN("1",
                 NODE("ads.example", "17")), ""),
                 "complete direct unknown") == 0);

    CHECK_INT(rate_of(cat, cx_currency(cx_str("EUR")), CX_USD, NOW, 0, 1), 4);
    CHECK_INT(rate_of(cat, cx_currency(cx_str("GBP")), CX_USD, NOW, 0, 1), 0);
    cx_catalog_close(cat);
}


static void
wrong_lines_are_named(void)
{
    static const struct {
        const char    *line;
        cx_errcode_t   code;
        const char    *field;
        const char    *text;
    } cases[] = {
        { LINE("adstxt", "'domains':['a.b']", "", ""), CX_E_FIELD_VALUE,
          "line 1: kind", "ads_txt, app_ads_txt, sellers_json" },
        { "{'type':'supply','kind':'ads_txt','sellers':[]}",
          CX_E_FIELD_MISSING, "line 1: domains", "missing" },
        { "{'type':'supply','kind':'ads_txt','domains':['a.b']}",
          CX_E_FIELD_MISSING, "line 1: sellers", "missing" },
        { LINE("ads_txt", "'domains':['a/b']", "", ""), CX_E_FIELD_VALUE,
          "line 1: domains[0]", "domain" },
        { LINE("ads_txt", "'domains':['a.b'],'bundles':['c']", "", ""),
          CX_E_FIELD_CONFLICT, "line 1: bundles", "app_ads_txt" },
        { LINE("ads_txt", "'domains':['a.b']", "", J("1", "direct")),
          CX_E_FIELD_MISSING, "line 1: sellers[0].asi", "missing" },
        { LINE("ads_txt", "'domains':['a.b']", "", S("a.b", "1", "both")),
          CX_E_FIELD_VALUE, "line 1: sellers[0].is", "direct, reseller" },
        { LINE("sellers_json", "'domains':['a.b']", "", J("1", "direct")),
          CX_E_FIELD_VALUE, "line 1: sellers[0].is", "publisher" },
        { LINE("sellers_json", "'domains':['a.b']", "", S("a.b", "1", "both")),
          CX_E_FIELD_CONFLICT, "line 1: sellers[0].asi", "kind" },
        { LINE("ads_txt", "'domains':['a.b']", "", S("a.b", "", "direct")),
          CX_E_FIELD_VALUE, "line 1: sellers[0].sid", "1" },
        { "{'type':'rates','at':'2026-01-01','base':'usd','rates':{}}",
          CX_E_FIELD_VALUE, "line 1: base", "USD" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':{'EUR':0}}",
          CX_E_FIELD_VALUE, "line 1: rates.EUR", "more than 0" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'EUR':'1e3'}}", CX_E_FIELD_VALUE, "line 1: rates.EUR", "1e3" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'EUR':'-1'}}", CX_E_FIELD_VALUE, "line 1: rates.EUR", "-1" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'EUR':'1000000001'}}", CX_E_FIELD_VALUE, "line 1: rates.EUR",
          "1000000000" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'eur':1}}", CX_E_FIELD_VALUE, "line 1: rates.eur", "EUR" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'USD':1}}", CX_E_FIELD_CONFLICT, "line 1: rates", "base" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'VND':26000,'BTC':'0.00000259'}}", CX_E_FIELD_VALUE,
          "line 1: rates", "1 VND is too little in BTC" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'KWD':'0.05','IRR':'500000000.01'}}", CX_E_FIELD_VALUE,
          "line 1: rates", "1 IRR is too little in KWD" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'IRR':'1000000000.1'}}", CX_E_FIELD_VALUE, "line 1: rates.IRR",
          "1000000000" },
        { "{'type':'rates','at':'2026-01-01','base':'USD','rates':"
          "{'IRR':'0.0000000000000000001'}}", CX_E_FIELD_VALUE,
          "line 1: rates.IRR", "more than 0" }
    };

    size_t      i;
    cx_error_t  e;

    for (i = 0; i < cx_nelts(cases); i++) {
        quoted_refused(cases[i].line, cases[i].code, cases[i].field,
                       cases[i].text);
    }

    CHECK(quoted_build("b", NULL, &e, (const char *const[]) {
        LINE("ads_txt", "'domains':['a.example']", "", ""),
        LINE("ads_txt", "'domains':['b.example','A.example']", "", ""), NULL })
          == CX_ERROR);
    CHECK_INT(e.code, CX_E_FIELD_CONFLICT);
    CHECK_STR(cx_strn(e.field, strlen(e.field)), "line 2: domains[1]");
}


static void
rates_are_exact_and_grow_old(void)
{
    int64_t        at;
    uint32_t       eur, jpy, vnd, kwd;
    cx_catalog_t  *cat;

    cat = OPEN("{'type':'rates','at':'2026-09-20T00:00:00Z','base':'USD',"
               "'rates':{'EUR':'0.92','JPY':149.5,'VND':'26364.0908',"
               "'KWD':0.307,'BHD':'0.3760000000049',"
               "'OMR':'0.38451234567890123456789'}}");
    at = cx_days_from_civil(2026, 9, 20) * 86400;
    eur = cx_currency(cx_str("EUR"));
    jpy = cx_currency(cx_str("JPY"));
    vnd = cx_currency(cx_str("VND"));
    kwd = cx_currency(cx_str("KWD"));

    /* sums in micros, as exact as the digits that were given */

    CHECK_INT(rate_of(cat, CX_USD, eur, at, 0, 2500000), 2300000);
    CHECK_INT(rate_of(cat, eur, CX_USD, at, 0, 92000000), 100000000);
    CHECK_INT(rate_of(cat, eur, CX_USD, at, 0, 1000000), 1086956);
    CHECK_INT(rate_of(cat, CX_USD, jpy, at, 0, 3750000), 560625000);
    CHECK_INT(rate_of(cat, eur, jpy, at, 0, 1000000), 162500000);
    CHECK_INT(rate_of(cat, jpy, eur, at, 0, 162500000), 1000000);
    CHECK_INT(rate_of(cat, CX_USD, vnd, at, 0, 2500000), 65910227000LL);
    CHECK_INT(rate_of(cat, vnd, CX_USD, at, 0, 65910227000LL), 2500000);
    CHECK_INT(rate_of(cat, vnd, CX_USD, at, 0, 65910226999LL), 2499999);
    CHECK_INT(rate_of(cat, kwd, vnd, at, 0, 307000000), 26364090800000LL);
    CHECK_INT(rate_of(cat, vnd, kwd, at, 0, 26364090800000LL), 307000000);
    CHECK_INT(rate_of(cat, CX_USD, cx_currency(cx_str("BHD")), at, 0,
                      1000000000000000LL), 376000000004900LL);
    CHECK_INT(rate_of(cat, CX_USD, cx_currency(cx_str("OMR")), at, 0,
                      10000000000000LL), 3845123456789LL);
    CHECK_INT(rate_of(cat, eur, eur, at, 1, 7), 7);
    CHECK_INT(rate_of(cat, eur, cx_currency(cx_str("GBP")), at, 0, 1), 0);

    CHECK_INT(rate_of(cat, CX_USD, eur, at + 3600, 3600, 100), 92);
    CHECK_INT(rate_of(cat, CX_USD, eur, at + 3601, 3600, 100), 0);
    CHECK_INT(rate_of(cat, CX_USD, eur, at - 5, 1, 100), 92);
    CHECK_INT(rate_of(cat, CX_USD, eur, at + 1000000, 0, 100), 92);
    cx_catalog_close(cat);

    cat = known();
    CHECK_INT(rate_of(cat, CX_USD, eur, at, 0, 1), 0);
    CHECK_INT(rate_of(cat, CX_USD, CX_USD, at, 0, 1), 1);
    cx_catalog_close(cat);
}


/* what a euro is in dollars, a pound, a yen: each of the other exactly */

static void
rates_of_another_base(void)
{
    int64_t        at;
    uint32_t       gbp, jpy, irr;
    cx_catalog_t  *cat;

    cat = OPEN("{'type':'rates','at':'2026-09-20T00:00:00Z','base':'EUR',"
               "'rates':{'USD':'1.10','GBP':0.85,'JPY':165,'IRR':'1250000'}}");
    at = cx_days_from_civil(2026, 9, 20) * 86400;
    gbp = cx_currency(cx_str("GBP"));
    jpy = cx_currency(cx_str("JPY"));
    irr = cx_currency(cx_str("IRR"));

    CHECK_INT(rate_of(cat, CX_USD, jpy, at, 0, 3750000), 562500000);
    CHECK_INT(rate_of(cat, jpy, CX_USD, at, 0, 562500000), 3750000);
    CHECK_INT(rate_of(cat, CX_USD, gbp, at, 0, 2200000), 1700000);
    CHECK_INT(rate_of(cat, gbp, irr, at, 0, 1700000), 2500000000000LL);
    CHECK_INT(rate_of(cat, irr, gbp, at, 0, 2500000000000LL), 1700000);
    CHECK_INT(rate_of(cat, irr, CX_USD, at, 0, 1250000), 1);
    cx_catalog_close(cat);
}


static const char *
read_text(cx_supply_file_e kind, cx_str_t text, cx_supply_text_t *out)
{
    cx_error_t           e;
    cx_supply_source_t   source;
    static const char   *domain = "a.b";
    static char          line[4096];

    memset(&source, 0, sizeof(source));
    source.kind = kind;
    source.domain = &domain;
    source.ndomain = 1;

    if (cx_supply_read(&source, text, out, &e) != CX_OK) {
        CHECK(out->line == NULL);
        return "";
    }

    (void) snprintf(line, sizeof(line), "%.*s", (int) out->len, out->line);
    free(out->line);

    return strstr(line, "\"a.b\"]") + 6;
}


static void
files_are_read_as_they_are(void)
{
    cx_supply_text_t  out;

#define ADS(text)  read_text(CX_SUPPLY_FILE_ADS_TXT, cx_str(text), &out)
#define SAME(got, want)  CHECK_STR(cx_strn(got, strlen(got)), want)

    SAME(ADS("\xef\xbb\xbf# x\r\n Ads.example\t, 17 ,Direct, cert # y\r\n"
             "mid.example,\"a\\,RESELLER;ext=1,2\rhttps://c.example/,9,direct"),
         ",\"sellers\":[{\"asi\":\"Ads.example\",\"sid\":\"17\","
         "\"is\":\"direct\"},{\"asi\":\"mid.example\",\"sid\":\"\\\"a\\\\\","
         "\"is\":\"reseller\"},{\"asi\":\"c.example\",\"sid\":\"9\","
         "\"is\":\"direct\"}]}");
    CHECK_INT(out.sellers, 3);
    CHECK_INT(out.skipped, 0);

    SAME(ADS("contact=a,b\nOwnerDomain=o.example\nMANAGERDOMAIN=m.example, US"
             "\nSUBDOMAIN = s.a.b\nsubdomain=\nINVENTORYPARTNERDOMAIN=p.q\n"
             "a.b,1,DIRECT"),
         ",\"subdomains\":[\"s.a.b\"],\"partners\":[\"p.q\"],\"sellers\":["
         "{\"asi\":\"a.b\",\"sid\":\"1\",\"is\":\"direct\"}]}");
    CHECK_INT(out.subdomains, 1);
    CHECK_INT(out.partners, 1);
    CHECK_INT(out.skipped, 1);

    SAME(ADS("x\nnodot,1,DIRECT\na.b,1\na.b,,DIRECT\na.b,1,MAYBE\n"
             "a b.c,1,DIRECT\na.b,\x01,DIRECT\na.b,\xc3\xa9,DIRECT\n"
             "a.b,1,RESELLER"),
         ",\"sellers\":[{\"asi\":\"a.b\",\"sid\":\"1\","
         "\"is\":\"reseller\"}]}");
    CHECK_INT(out.skipped, 8);

    SAME(ADS("placeholder.example.com, placeholder, DIRECT, placeholder"),
         ",\"sellers\":[]}");
    CHECK_INT(out.nobody, 1);

    SAME(ADS(""), "");
    SAME(ADS("<!doctype html>\n<p>not found"), "");
    SAME(ADS("#a.b,1,DIRECT\nCONTACT=x"), "");

#define SELLERS_JSON(text)                                                    \
    read_text(CX_SUPPLY_FILE_SELLERS_JSON, cx_str(text), &out)

    SAME(SELLERS_JSON("{\"version\":\"1.0\",\"sellers\":[{\"seller_id\":17,"
                      "\"seller_type\":\"PUBLISHER\",\"is_confidential\":1},"
                      "{\"seller_id\":\" x \",\"seller_type\":\"Both\"},"
                      "{\"seller_id\":\"y\"},{\"seller_type\":\"BOTH\"},1,"
                      "{\"seller_id\":[],\"seller_type\":{}}]}"),
         ",\"sellers\":[{\"sid\":\"17\",\"is\":\"publisher\"},"
         "{\"sid\":\"x\",\"is\":\"both\"}]}");
    CHECK_INT(out.skipped, 4);
    SAME(SELLERS_JSON("{\"sellers\":[]}"), "");
    SAME(SELLERS_JSON("{\"sellers\":{}}"), "");
    SAME(SELLERS_JSON("[]"), "");
    SAME(SELLERS_JSON("{"), "");
}


static const cx_test_t  tests[] = {
    TEST(the_worst_of_the_chain_counts),
    TEST(a_list_has_to_have_every_seller),
    TEST(an_overlay_s_word_is_the_newer),
    TEST(wrong_lines_are_named),
    TEST(rates_are_exact_and_grow_old),
    TEST(rates_of_another_base),
    TEST(files_are_read_as_they_are)
};


int
main(void)
{
    return catalog_test_main(tests, cx_nelts(tests));
}
