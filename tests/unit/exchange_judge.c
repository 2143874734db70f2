
/*
 * The judge of the exchange simulator.  Right answers of each medium are
 * right; each of them is then broken in one place, and what is found has the
 * name of the rule that was broken, until there is no rule left.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/exchange/judge.h"
#include "tests/unit/test.h"


#define URL  "https://ads.example/v1"

#define REQUEST(imp)                                                          \
    "{\"id\":\"r\",\"at\":1,\"cur\":[\"USD\"],\"bcat\":[\"IAB7\"],"           \
    "\"acat\":[],\"badv\":[\"bad.example\"],\"bapp\":[\"com.bad\"],"          \
    "\"wseat\":[\"s\",\"t\"],\"wlang\":[\"en\"],"                             \
    "\"imp\":[{\"id\":\"1\",\"secure\":1,\"exp\":300,\"bidfloor\":0.5," imp   \
    "}]}"

#define ANSWER(id, more, adm)                                                 \
    "{\"id\":\"r\",\"cur\":\"USD\",\"seatbid\":[{\"seat\":\"s\",\"bid\":"     \
    "[{\"id\":\"" id "\",\"impid\":\"1\",\"price\":1.5,\"crid\":\"c\","       \
    "\"adomain\":[\"good.example\"],\"cat\":[\"IAB1\"],\"exp\":60,"           \
    "\"nurl\":\"" URL "/notice/win?p=${AUCTION_PRICE}\"," more                \
    ",\"adm\":\"" adm "\"}]}]}"

#define VAST(version, inside)                                                 \
    "<?xml version=\\\"1.0\\\"?><VAST version=\\\"" version "\\\">"           \
    "<Ad id=\\\"1\\\"><InLine><AdSystem>x</AdSystem><AdTitle>t</AdTitle>"     \
    "<Impression><![CDATA[" URL "/imp?t=1]]></Impression><Creatives>"         \
    "<Creative><Linear>" inside "</Linear></Creative></Creatives></InLine>"   \
    "</Ad></VAST>"

#define LINEAR                                                                \
    "<Duration>00:00:15</Duration><MediaFiles><MediaFile "                    \
    "type=\\\"video/mp4\\\">https://cdn.example/a.mp4</MediaFile>"            \
    "</MediaFiles>"


typedef struct {
    const char  *ask;
    const char  *answer;
} pair_t;

typedef struct {
    xc_rule_e    rule;
    int          pair;
    const char  *from;          /* in the answer, or in the request */
    const char  *to;
} row_t;


static const pair_t  pairs[] = {

    { REQUEST("\"banner\":{\"format\":[{\"w\":300,\"h\":250}],\"battr\":[3],"
              "\"btype\":[3,4],\"api\":[5]},\"pmp\":{\"private_auction\":0,"
              "\"deals\":[{\"id\":\"d\",\"bidfloor\":1.2,\"wseat\":[\"s\"],"
              "\"wadomain\":[\"good.example\"]}]}"),
      ANSWER("b", "\"mtype\":1,\"w\":300,\"h\":250,\"dealid\":\"d\","
             "\"attr\":[1],\"apis\":[5],\"language\":\"en\"",
             "<a href=\\\"" URL "/click?t=1\\\">x</a>") },

    { REQUEST("\"video\":{\"mimes\":[\"video/mp4\"],\"protocols\":[2,3,7],"
              "\"minduration\":5,\"maxduration\":30}"),
      ANSWER("b", "\"mtype\":2,\"protocol\":3,\"dur\":15",
             VAST("3.0", LINEAR)) },

    { REQUEST("\"native\":{\"request\":\"{\\\"assets\\\":["
              "{\\\"id\\\":1,\\\"required\\\":1,\\\"title\\\":"
              "{\\\"len\\\":10}},{\\\"id\\\":2,\\\"required\\\":1,"
              "\\\"img\\\":{\\\"type\\\":3,\\\"wmin\\\":100,"
              "\\\"hmin\\\":50}}],\\\"eventtrackers\\\":[{\\\"event\\\":1,"
              "\\\"methods\\\":[1]}]}\"}"),
      ANSWER("b", "\"mtype\":4",
             "{\\\"assets\\\":[{\\\"id\\\":1,\\\"title\\\":{\\\"text\\\":"
             "\\\"Ten\\\"}},{\\\"id\\\":2,\\\"img\\\":{\\\"url\\\":"
             "\\\"https://cdn.example/i.png\\\",\\\"w\\\":200,\\\"h\\\":100}}"
             "],\\\"link\\\":{\\\"url\\\":\\\"" URL "/click\\\"},"
             "\\\"eventtrackers\\\":[{\\\"event\\\":1,\\\"method\\\":1,"
             "\\\"url\\\":\\\"" URL "/imp\\\"}]}") },

    { REQUEST("\"video\":{\"mimes\":[\"video/mp4\"],\"poddur\":20,"
              "\"maxseq\":1,\"podid\":\"p\"}"),
      ANSWER("b", "\"mtype\":2,\"dur\":15,\"slotinpod\":1",
             VAST("4.0", LINEAR)) },

    { REQUEST("\"native\":{\"request\":{\"assets\":[{\"id\":1,"
              "\"required\":1,\"video\":{\"mimes\":[\"video/mp4\"],"
              "\"minduration\":5,\"maxduration\":20,\"protocols\":[2,3]"
              "}}]}}"),
      ANSWER("b", "\"mtype\":4",
             "{\\\"native\\\":{\\\"assets\\\":[{\\\"id\\\":1,"
             "\\\"video\\\":{\\\"vasttag\\\":\\\"<VAST version='3.0'>"
             "<Ad><InLine><AdSystem>x</AdSystem><AdTitle>t</AdTitle>"
             "<Impression>" URL "/imp</Impression><Creatives><Creative>"
             "<Linear><Duration>00:00:15</Duration><MediaFiles><MediaFile "
             "type='video/mp4'>https://cdn.example/a.mp4</MediaFile>"
             "</MediaFiles></Linear></Creative></Creatives></InLine></Ad>"
             "</VAST>\\\"}}],\\\"link\\\":{\\\"url\\\":\\\"" URL
             "/click\\\"}}}") },
};

static const row_t  rows[] = {
    { XC_R_JSON, 0, "{\"id\":\"r\",", "{\"id\":\"r\",," },
    { XC_R_JSON, 0, "{\"id\":\"r\",", "{\"id\":\"r\",\"id\":\"r\"," },
    { XC_R_TYPE, 0, "\"crid\":\"c\"", "\"crid\":5" },
    { XC_R_TYPE, 0, "\"attr\":[1]", "\"attr\":[\"1\"]" },
    { XC_R_TYPE, 0, "\"w\":300,", "\"w\":300.5," },
    { XC_R_TYPE, 0, "\"seat\":\"s\",\"bid\"", "\"seat\":\"\",\"bid\"" },
    { XC_R_UNKNOWN, 0, "\"crid\":\"c\"", "\"crid\":\"c\",\"creative\":1" },
    { XC_R_REQUIRED, 0, "\"crid\":\"c\",", "" },
    { XC_R_REQUIRED, 0, "\"adomain\":[\"good.example\"],", "" },
    { XC_R_REQUIRED, 0, "\"impid\":\"1\",", "" },
    { XC_R_ID, 0, "{\"id\":\"r\"", "{\"id\":\"q\"" },
    { XC_R_CUR, 0, "\"cur\":\"USD\"", "\"cur\":\"EUR\"" },
    { XC_R_CUR, 0, "\"cur\":\"USD\"", "\"cur\":\"usd\"" },
    { XC_R_CUR, 0, "\"cur\":\"USD\"", "\"cur\":\"$\"" },
    { XC_R_NBR, 0, "\"cur\":\"USD\"", "\"cur\":\"USD\",\"nbr\":2" },
    { XC_R_NBR, 0, "\"cur\":\"USD\"", "\"cur\":\"USD\",\"nbr\":99" },
    { XC_R_SEATBID, 0, "\"seatbid\":[", "\"seatbid\":[{\"bid\":[]}," },
    { XC_R_SEAT, 0, "\"seatbid\":[",
      "\"seatbid\":[{\"seat\":\"s\",\"bid\":[]}," },
    { XC_R_BID_ID, 0, "\"bid\":[", "\"bid\":[{\"id\":\"b\"}," },
    { XC_R_REPEATED, 0, "\"bid\":[", "\"bid\":[{\"id\":\"x\",\"impid\":\"1\","
      "\"crid\":\"c\",\"dealid\":\"d\"}," },
    { XC_R_IMPID, 0, "\"impid\":\"1\"", "\"impid\":\"2\"" },
    { XC_R_PRICE, 0, "\"price\":1.5", "\"price\":0" },
    { XC_R_PRICE, 0, "\"price\":1.5", "\"price\":-1.5" },
    { XC_R_PRICE, 0, "\"price\":1.5", "\"price\":1.5000001" },
    { XC_R_FLOOR, 0, "\"price\":1.5", "\"price\":1.199999" },
    { XC_R_FLOOR, 1, "\"price\":1.5", "\"price\":0.499999" },
    { XC_R_FLOOR, 1, "\"mimes\"",
      "\"durfloors\":[{\"mindur\":10,\"maxdur\":20,\"bidfloor\":2}],"
      "\"mimes\"" },
    { XC_R_FLOOR, 1, "\"mimes\"", "\"mincpmpersec\":0.2,\"mimes\"" },
    { XC_R_DEAL, 0, "\"dealid\":\"d\"", "\"dealid\":\"e\"" },
    { XC_R_FIXED_PRICE, 0, "\"bidfloor\":1.2,", "\"bidfloor\":1.2,\"at\":3," },
    { XC_R_PRIVATE, 0, "\"dealid\":\"d\",", "" },
    { XC_R_DEAL_SEAT, 0, "{\"seat\":\"s\"", "{\"seat\":\"t\"" },
    { XC_R_DEAL_DOMAIN, 0, "[\"good.example\"],\"cat\"",
      "[\"other.example\"],\"cat\"" },
    { XC_R_WSEAT, 0, "{\"seat\":\"s\"", "{\"seat\":\"u\"" },
    { XC_R_WSEAT, 0, "\"acat\":[]", "\"bseat\":[\"s\"]" },
    { XC_R_ADOMAIN, 0, "[\"good.example\"],\"cat\"",
      "[\"https://good.example\"],\"cat\"" },
    { XC_R_BADV, 0, "[\"good.example\"],\"cat\"",
      "[\"www.Bad.example\"],\"cat\"" },
    { XC_R_BAPP, 0, "\"crid\":\"c\"", "\"crid\":\"c\",\"bundle\":\"com.bad\"" },
    { XC_R_BCAT, 0, "\"IAB1\"", "\"IAB7-39\"" },
    { XC_R_ACAT, 0, "\"acat\":[]", "\"acat\":[\"IAB2\"]" },
    { XC_R_BATTR, 0, "\"attr\":[1]", "\"attr\":[1,3]" },
    { XC_R_BTYPE, 0, ">x</a>", "><script>1</script></a>" },
    { XC_R_BTYPE, 0, ">x</a>", "><iframe></iframe></a>" },
    { XC_R_API, 0, "\"apis\":[5]", "\"apis\":[5,7]" },
    { XC_R_LANGUAGE, 0, "\"language\":\"en\"", "\"language\":\"de\"" },
    { XC_R_MTYPE, 0, "\"mtype\":1", "\"mtype\":2" },
    { XC_R_MTYPE, 0, "\"mtype\":1", "\"mtype\":5" },
    { XC_R_SIZE, 0, "\"w\":300,\"h\":250,\"dealid\"",
      "\"w\":320,\"h\":50,\"dealid\"" },
    { XC_R_SIZE, 0, "\"w\":300,\"h\":250,\"dealid\"", "\"dealid\"" },
    { XC_R_MARKUP, 0, "<a href=\\\"" URL "/click?t=1\\\">x</a>", "x" },
    { XC_R_MARKUP, 1, "<VAST version=\\\"3.0\\\">", "<html>" },
    { XC_R_SECURE, 0, ">x<", "><img src=\\\"http://x.example/\\\"><" },
    { XC_R_SECURE, 1, "https://cdn", "http://cdn" },
    { XC_R_SECURE, 2, "https://cdn", "http://cdn" },
    { XC_R_URL, 0, "\"" URL "/notice", "\"/v1/notice" },
    { XC_R_URL, 0, "\"" URL "/notice", "\"ftp://ads.example/notice" },
    { XC_R_URL, 0, "/notice/win?", "/notice/w in?" },
    { XC_R_URL, 1, "https://cdn", "//cdn" },
    { XC_R_URL, 2, URL "/click", "/click" },
    { XC_R_MACRO, 0, "${AUCTION_PRICE}", "${AUCTION_PRISE}" },
    { XC_R_MACRO, 0, "${AUCTION_PRICE}", "${AUCTION_PRICE" },
    { XC_R_MACRO, 0, "${AUCTION_PRICE}", "%24%7BAUCTION_PRICE%7D" },
    { XC_R_MACRO, 0, "click?t=1", "click?t=${AUCTION_COST}" },
    { XC_R_PLACE, 0, "click?t=1", "click?t={{token}}" },
    { XC_R_EXP, 0, "\"exp\":60", "\"exp\":0" },
    { XC_R_EXP, 0, "\"exp\":60", "\"exp\":301" },
    { XC_R_DURATION, 1, "00:00:15", "00:00:16" },
    { XC_R_DURATION, 1, "\"maxduration\":30", "\"maxduration\":14" },
    { XC_R_DURATION, 1, "\"minduration\":5", "\"minduration\":16" },
    { XC_R_DURATION, 1, "\"maxduration\":30", "\"rqddurs\":[20]" },
    { XC_R_PROTOCOL, 1, "\"protocol\":3", "\"protocol\":2" },
    { XC_R_PROTOCOL, 1, "[2,3,7]", "[2,7]" },
    { XC_R_MIME, 1, "[\"video/mp4\"]", "[\"video/webm\"]" },
    { XC_R_VAST, 1, "</Linear>", "</Liner>" },
    { XC_R_VAST, 1, "</Ad></VAST>", "</Ad>" },
    { XC_R_VAST, 1, "<AdTitle>t</AdTitle>", "" },
    { XC_R_VAST, 1, "<Duration>00:00:15</Duration>", "" },
    { XC_R_VAST, 1, "00:00:15", "15" },
    { XC_R_VAST, 1, "version=\\\"3.0\\\"", "version=\\\"9.0\\\"" },
    { XC_R_VAST, 1, "<AdSystem>x", "<AdSystem>x & y" },
    { XC_R_NATIVE, 2, "{\\\"assets\\\":[{\\\"id\\\":1,\\\"title", "{[" },
    { XC_R_NATIVE, 2, "\\\"Ten\\\"", "\\\"\\\"" },
    { XC_R_NATIVE_ASSET, 2, "{\\\"id\\\":2,\\\"img", "{\\\"id\\\":3,\\\"img" },
    { XC_R_NATIVE_ASSET, 2, "{\\\"id\\\":2,\\\"img", "{\\\"id\\\":1,\\\"img" },
    { XC_R_NATIVE_REQUIRED, 2, "{\\\"id\\\":2,\\\"img",
      "{\\\"id\\\":3,\\\"img" },
    { XC_R_NATIVE_LENGTH, 2, "\\\"Ten\\\"", "\\\"Eleven ones\\\"" },
    { XC_R_NATIVE_IMAGE, 2, "\\\"w\\\":200", "\\\"w\\\":99" },
    { XC_R_NATIVE_IMAGE, 2, "\\\"w\\\":200", "\\\"type\\\":1,\\\"w\\\":200" },
    { XC_R_NATIVE, 4, "vasttag", "vast" },
    { XC_R_DURATION, 4, "00:00:15", "00:00:25" },
    { XC_R_MIME, 4, "'video/mp4'", "'video/webm'" },
    { XC_R_PROTOCOL, 4, "'3.0'", "'4.0'" },
    { XC_R_VAST, 4, "</Ad>", "" },
    { XC_R_SECURE, 4, "https://cdn", "http://cdn" },
    { XC_R_NATIVE_TRACKER, 2, "\\\"method\\\":1", "\\\"method\\\":2" },
    { XC_R_POD, 3, "\"bid\":[",
      "\"bid\":[{\"id\":\"x\",\"impid\":\"1\",\"mtype\":2}," },
    { XC_R_POD_DURATION, 3, "\"poddur\":20", "\"poddur\":14" },
    { XC_R_SLOT, 3, "\"slotinpod\":1", "\"slotinpod\":3" },
    { XC_R_DSA, 0, "\"acat\":[]",
      "\"regs\":{\"ext\":{\"dsa\":{\"dsarequired\":2}}}" },
};

/* what looks like a fault and is none */

static const row_t  right[] = {
    { 0, 0, "[\"bad.example\"]", "[\"od.example\"]" },
    { 0, 0, "\"IAB1\"", "\"IAB70\"" },
    { 0, 0, "\"IAB1\"]", "\"IAB7\"],\"cattax\":2" },
    { 0, 0, "\"price\":1.5", "\"price\":1.2" },
    { 0, 0, "\"price\":1.5", "\"price\":1.50000000e0" },
    { 0, 0, "\"exp\":60", "\"exp\":300" },
    { 0, 0, "\"secure\":1", "\"secure\":0" },
    { 0, 0, "${AUCTION_PRICE}", "${AUCTION_PRICE:B64}" },
    { 0, 0, "\"language\":\"en\"", "\"language\":\"xx\"" },
    { 0, 0, "\"battr\":[3],", "" },
    { 0, 0, "\"cur\":[\"USD\"],", "" },
    { 0, 0, "\"cur\":\"USD\",", "" },
    { 0, 0, "{\"w\":300,\"h\":250}", "{\"wratio\":6,\"hratio\":5}" },
    { 0, 0, "\"format\":[{\"w\":300,\"h\":250}],", "\"w\":300,\"h\":250," },
    { 0, 0, "\"format\":[{\"w\":300,\"h\":250}],", "" },
    { 0, 1, "\"maxduration\":30", "\"maxduration\":15" },
    { 0, 1, "\"minduration\":5", "\"minduration\":15" },
    { 0, 1, "\"maxduration\":30", "\"rqddurs\":[10,15]" },
    { 0, 1, "\"mimes\"", "\"mincpmpersec\":0.1,\"mimes\"" },
    { 0, 1, "00:00:15<", "00:00:15.000<" },
    { 0, 1, "<AdSystem>x", "<AdSystem>x &amp; y<!-- <z> -->" },
    { 0, 2, "\\\"Ten\\\"", "\\\"T\u00e9n \u20acuros!\\\"" },
    { 0, 3, "\"poddur\":20", "\"poddur\":15" },
};

static xc_judge_t  judge;
static unsigned    seen[XC_R_N];


/* text with the first "from" replaced; text itself, copied, if it has none */

static char *
replaced(const char *text, const char *from, const char *to)
{
    char        *s;
    size_t       at;
    const char  *p;

    p = from ? strstr(text, from) : NULL;
    s = malloc(strlen(text) + (to ? strlen(to) : 0) + 1);

    if (p == NULL) {
        return strcpy(s, text);
    }

    at = (size_t) (p - text);
    memcpy(s, text, at);
    strcpy(s + at, to);
    strcat(s, p + strlen(from));

    return s;
}


static void
judged(const char *ask, const char *answer, const row_t *r)
{
    char  *a, *b;

    b = replaced(answer, r ? r->from : NULL, r ? r->to : NULL);
    a = replaced(ask, r && strcmp(b, answer) == 0 ? r->from : NULL,
                 r ? r->to : NULL);

    /* the private auction is a mark of the request, the answer leaves it */

    if (r && r->rule == XC_R_PRIVATE) {
        free(a);
        a = replaced(ask, "auction\":0", "auction\":1");
    }

    if (r) {
        CHECK(strcmp(a, ask) != 0 || strcmp(b, answer) != 0);
    }

    CHECK_INT(xc_judge_ask(&judge, a, strlen(a), ""), XC_OK);
    (void) xc_judge_answer(&judge, 200, "application/json", b, strlen(b), 1);

    free(a);
    free(b);
}


static void
right_answers_are_right(void)
{
    unsigned  i, k;

    for (i = 0; i < cx_nelts(pairs); i++) {
        judged(pairs[i].ask, pairs[i].answer, NULL);

        CHECK_INT(judge.nfaults, 0);
        CHECK_INT(judge.noffers, 1);

        for (k = 0; k < judge.nfaults; k++) {
            (void) printf("    %u: %s: %s\n", i,
                          xc_rule_name(judge.fault[k].rule),
                          judge.fault[k].detail);
        }
    }
}


static void
what_is_broken_is_named(void)
{
    unsigned      i, k;
    const row_t  *r;

    for (i = 0; i < cx_nelts(rows); i++) {
        r = &rows[i];
        judged(pairs[r->pair].ask, pairs[r->pair].answer, r);
        seen[r->rule]++;

        if (judge.count[r->rule] == 0) {
            (void) printf("    row %u: %s is not found, but %u others\n", i,
                          xc_rule_name(r->rule), judge.nfaults);

            for (k = 0; k < judge.nfaults; k++) {
                (void) printf("      %s: %s\n",
                              xc_rule_name(judge.fault[k].rule),
                              judge.fault[k].detail);
            }
        }

        CHECK(judge.count[r->rule] > 0);
    }
}


static void
what_only_looks_broken_is_right(void)
{
    unsigned      i, k;
    const row_t  *r;

    for (i = 0; i < cx_nelts(right); i++) {
        r = &right[i];
        judged(pairs[r->pair].ask, pairs[r->pair].answer, r);

        CHECK_INT(judge.nfaults, 0);

        for (k = 0; k < judge.nfaults; k++) {
            (void) printf("    row %u: %s: %s\n", i,
                          xc_rule_name(judge.fault[k].rule),
                          judge.fault[k].detail);
        }
    }
}


static void
status_and_body_go_together(void)
{
    static const char  ask[] = REQUEST("\"banner\":{}");
    static const char  none[] = "{\"id\":\"r\",\"nbr\":2}";

    CHECK_INT(xc_judge_ask(&judge, ask, sizeof(ask) - 1, ""), XC_OK);

    CHECK_INT(xc_judge_answer(&judge, 204, "", "", 0, 1), 0);
    CHECK_INT(xc_judge_answer(&judge, 200, "application/json; charset=utf-8",
                              none, sizeof(none) - 1, 1), 0);

    (void) xc_judge_answer(&judge, 204, "", "x", 1, 1);
    CHECK_INT(judge.count[XC_R_EMPTY], 1);

    (void) xc_judge_answer(&judge, 200, "application/json", "", 0, 1);
    CHECK_INT(judge.count[XC_R_EMPTY], 1);

    (void) xc_judge_answer(&judge, 500, "", "", 0, 1);
    CHECK_INT(judge.count[XC_R_STATUS], 1);

    (void) xc_judge_answer(&judge, 200, "text/html", none, sizeof(none) - 1,
                           1);
    CHECK_INT(judge.count[XC_R_CONTENT_TYPE], 1);

    (void) xc_judge_answer(&judge, 200, "application/json", "[]", 2, 1);
    CHECK_INT(judge.count[XC_R_TYPE], 1);

    (void) xc_judge_ask(&judge, ask, sizeof(ask) - 1, "other");
    (void) xc_judge_answer(&judge, 200, "application/json", none,
                           sizeof(none) - 1, 1);
    CHECK_INT(judge.count[XC_R_ID], 1);

    (void) xc_judge_ask(&judge, ask, sizeof(ask) - 1, "r");
    CHECK_INT(xc_judge_answer(&judge, 200, "application/json", none,
                              sizeof(none) - 1, 1), 0);

    seen[XC_R_EMPTY]++;
    seen[XC_R_STATUS]++;
    seen[XC_R_CONTENT_TYPE]++;
}


static void
every_rule_can_be_broken(void)
{
    unsigned  i;

    for (i = 0; i < XC_R_N; i++) {
        if (seen[i] == 0) {
            (void) printf("    %s\n", xc_rule_name(i));
        }

        CHECK(seen[i] > 0);
    }
}


static void
floors_are_converted(void)
{
    xc_rates_t  rates;
    xc_error_t  err;
    xc_text_t   usd = xc_text("USD"), eur = xc_text("EUR");
    xc_text_t   gbp = xc_text("GBP"), jpy = xc_text("JPY");

    memset(&rates, 0, sizeof(rates));

    CHECK_INT(xc_rates_add(&rates, "EUR=1.08", &err), XC_OK);
    CHECK_INT(xc_rates_add(&rates, "JPY=0.006666667", &err), XC_OK);
    CHECK_INT(xc_rates_convert(&rates, 150000000, jpy, usd), 1000001);
    CHECK_INT(xc_rates_convert(&rates, 1000000, eur, usd), 1080000);
    CHECK_INT(xc_rates_convert(&rates, 1080000, usd, eur), 1000000);
    CHECK_INT(xc_rates_convert(&rates, 1, usd, eur), 1);
    CHECK_INT(xc_rates_convert(&rates, 5, gbp, gbp), 5);
    CHECK_INT(xc_rates_convert(&rates, 5, gbp, usd), -1);

    CHECK_INT(xc_rates_add(&rates, "EU=1", &err), XC_ERROR);
    CHECK_INT(xc_rates_add(&rates, "EUR=", &err), XC_ERROR);
    CHECK_INT(xc_rates_add(&rates, "EUR=0", &err), XC_ERROR);
    CHECK_INT(xc_rates_add(&rates, "EUR=1x", &err), XC_ERROR);

    xc_judge_free(&judge);
}


static const cx_test_t  tests[] = {
    TEST(right_answers_are_right),
    TEST(what_is_broken_is_named),
    TEST(what_only_looks_broken_is_right),
    TEST(status_and_body_go_together),
    TEST(every_rule_can_be_broken),
    TEST(floors_are_converted)
};

TEST_MAIN(tests)
