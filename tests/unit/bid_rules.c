#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


/*
 * Each rule by itself: one ad, and requests that just let it in or just keep
 * it out.  The banner's object stays open, so that a row may go on in it.
 */

typedef struct {
    const char  *imp;
    const char  *rest;
    const char  *want;
} row_t;

#define IN   "g"
#define END  "}}"

#define ORG  "{'type':'org','id':'o','seat':'seat-1'}\n"

#define BANNER_OF(campaign, creative)                                         \
    ORG                                                                       \
    "{'type':'campaign','id':'c','org':'o','adomain':['brand.example']"       \
    campaign "}\n"                                                            \
    ADGROUP("g", "c", "3", "")                                                \
    CREATIVE("r", "g", BANNER_AD creative)

#define VIDEO_OF(creative, video)                                             \
    ORG                                                                       \
    "{'type':'campaign','id':'c','org':'o','adomain':['brand.example']}\n"    \
    ADGROUP("g", "c", "3", "")                                                \
    CREATIVE("r", "g", ",'media':'video'" creative ",'video':{'media_url':"   \
             "'https://c.example/v.mp4','mime':'video/mp4','duration':15,"    \
             "'protocols':[7]" video "}")


static void
judge(const char *medium, const row_t *row, size_t n)
{
    char    body[4096];
    size_t  i;

    for (i = 0; i < n; i++) {
        (void) snprintf(body, sizeof(body),
                        "{'id':'r','imp':[{'id':'1',%s%s]%s}", medium,
                        row[i].imp, row[i].rest);

        CHECK_INT(w_decide(body), CX_OK);

        if (!cx_str_eq(w_winner(0), cx_strn(row[i].want,
                                            strlen(row[i].want))))
        {
            (void) printf("    %s%s\n", row[i].imp, row[i].rest);
            CHECK_STR(w_winner(0), row[i].want);
        }
    }
}

#define BANNERS(...)                                                          \
    do {                                                                      \
        const row_t  rows_[] = { __VA_ARGS__ };                               \
        judge("'banner':{'w':300,'h':250", rows_, cx_nelts(rows_));           \
    } while (0)

#define VIDEOS(...)                                                           \
    do {                                                                      \
        const row_t  rows_[] = { __VA_ARGS__ };                               \
        judge("'video':{'mimes':['video/mp4'],'protocols':[7]", rows_,        \
              cx_nelts(rows_));                                               \
    } while (0)


/* blanks around an entry, a number where there should be a string */

static void
entries(void)
{
    w_open(BANNER_OF(",'cat':['IAB7-39'],'bundle':'123456'", ""));
    BANNERS({ END, ",'bcat':[' IAB7 ']", "category" },
            { END, ",'bcat':['\\tIAB7-39\\n']", "category" },
            { END, ",'bcat':['I AB7']", IN },
            { END, ",'bapp':[' 123456 ']", "advertised_app" },
            { END, ",'bapp':[123456]", "advertised_app" },
            { END, ",'bapp':[12345]", IN },
            { END, ",'bseat':[' seat-1']", "seat" },
            { END, ",'wseat':['SEAT-1 ']", IN },
            { END, ",'wseat':['']", "seat" });
}


/* the seat that the exchange knows us by is all of ours */

static void
seats(void)
{
    w_open(BANNER_OF("", ""));
    w.exchange.seat = cx_str("house");
    BANNERS({ END, ",'wseat':['seat-1']", "seat" },
            { END, ",'wseat':['house']", IN },
            { END, ",'bseat':['seat-1']", IN },
            { END, ",'bseat':['House']", "seat" });
}


static void
taxonomies(void)
{
    w_open(BANNER_OF(",'cat':['IAB7-39','6:10','8:1010']", ""));
    BANNERS({ END, ",'bcat':['IAB7']", "category" },
            { END, ",'bcat':['IAB7'],'cattax':1", "category" },
            { END, ",'bcat':['IAB7'],'cattax':6", IN },
            { END, ",'bcat':['10'],'cattax':6", "category" },
            { END, ",'bcat':[10],'cattax':6", "category" },
            { END, ",'bcat':['2'],'cattax':6", "category" },
            { END, ",'bcat':['1'],'cattax':6", "category" },
            { END, ",'bcat':['3'],'cattax':6", IN },
            { END, ",'bcat':['10'],'cattax':7", IN },
            { END, ",'bcat':['10'],'cattax':1", IN },
            { END, ",'bcat':['6:10'],'cattax':1", "category" },
            { END, ",'acat':['10'],'cattax':6", IN },
            { END, ",'acat':['2'],'cattax':6", IN },
            { END, ",'acat':['1'],'cattax':6", IN },
            { END, ",'acat':['3','16'],'cattax':6", "category" },
            { END, ",'acat':['1010'],'cattax':8", IN },
            { END, ",'acat':['1010'],'cattax':7", "category" },
            { END, ",'acat':['IAB7'],'cattax':6", "category" },
            { END, ",'acat':['IAB7']", IN },
            { END, ",'acat':['IAB7-3']", "category" });

    w_open(BANNER_OF(",'cattax':6,'cat':['10','38']",
                     ",'cat':['6:53']"));
    BANNERS({ END, ",'acat':['2','37','52'],'cattax':6", IN },
            { END, ",'acat':['2','38','53'],'cattax':6", IN },
            { END, ",'acat':['1','52'],'cattax':6", IN },
            { END, ",'acat':['2','52'],'cattax':6", "category" },
            { END, ",'acat':['37','52'],'cattax':6", "category" },
            { END, ",'acat':['1'],'cattax':6", "category" },
            { END, ",'bcat':['52'],'cattax':6", "category" },
            { END, ",'bcat':['54'],'cattax':6", IN });
}


static void
media(void)
{
    w_open(BANNER_OF("", ""));
    w.exchange.media = 1U << CX_MEDIA_VIDEO;
    BANNERS({ END, "", "media" });
    w.exchange.media |= 1U << CX_MEDIA_BANNER;
    BANNERS({ END, "", IN });
}


static void
approvals(void)
{
    w_open(BANNER_OF("", ",'approvals':{'ex':'approved','other':'rejected'}"));
    BANNERS({ END, "", IN });
    w.exchange.approval = 1;
    BANNERS({ END, "", IN });
    w.exchange.name = cx_str("other");
    BANNERS({ END, "", "approval" });
    w.exchange.approval = 0;
    BANNERS({ END, "", "approval" });
    w.exchange.name = cx_str("third");
    BANNERS({ END, "", IN });
    w.exchange.approval = 1;
    BANNERS({ END, "", "approval" });

    w_open(BANNER_OF("", ",'approvals':{'ex':'pending'}"));
    BANNERS({ END, "", IN });
    w.exchange.approval = 1;
    BANNERS({ END, "", "approval" });

    w_open(BANNER_OF("", ""));
    BANNERS({ END, "", IN });
    w.exchange.approval = 1;
    BANNERS({ END, "", "approval" });
}


static void
attributes(void)
{
    w_open(BANNER_OF("", ",'attr':[1,19]"));
    BANNERS({ ",'battr':[1]" END, "", "creative_attribute" },
            { ",'battr':[19]" END, "", "creative_attribute" },
            { ",'battr':['19']" END, "", "creative_attribute" },
            { ",'battr':[2,18,20]" END, "", IN },
            { ",'battr':[0,-1,32,51]" END, "", IN });
}


static void
types(void)
{
    w_open(BANNER_OF("", ",'btype':4"));
    BANNERS({ ",'btype':[4]" END, "", "banner_type" },
            { ",'btype':[1,2,3]" END, "", IN },
            { ",'btype':[36]" END, "", IN });

    w_open(BANNER_OF("", ",'btype':1"));
    BANNERS({ ",'btype':[0,-1,2,33]" END, "", IN });
}


static void
mimes(void)
{
    w_open(BANNER_OF("", ",'mimes':['image/png','text/html']"));
    BANNERS({ ",'mimes':['image/gif']" END, "", "mime" },
            { ",'mimes':['image/gif','TEXT/html']" END, "", IN },
            { ",'mimes':['image/png']" END, "", IN },
            { ",'mimes':[]" END, "", IN });
}


static void
expansion(void)
{
    w_open(BANNER_OF("", ",'expdir':[2,4]"));
    BANNERS({ END, "", "expansion" },
            { ",'expdir':[]" END, "", "expansion" },
            { ",'expdir':[2]" END, "", "expansion" },
            { ",'expdir':[4,1]" END, "", "expansion" },
            { ",'expdir':[4,2]" END, "", IN },
            { ",'expdir':[1,2,3,4,5]" END, "", IN });

    w_open(BANNER_OF("", ""));
    BANNERS({ END, "", IN }, { ",'expdir':[1]" END, "", IN });

    /* it grows, but does not say where to */

    w_open(BANNER_OF("", ",'attr':[4]"));
    BANNERS({ END, "", IN },
            { ",'expdir':[6,5]" END, "", IN },
            { ",'expdir':[6]" END, "", "expansion" });
}


static void
browsers(void)
{
    w_open(BANNER_OF("", ",'clickbrowser':1"));
    BANNERS({ END, "", IN },
            { "},'clickbrowser':1}", "", IN },
            { "},'clickbrowser':0}", "", "click_browser" });

    w_open(BANNER_OF("", ",'clickbrowser':0"));
    BANNERS({ "},'clickbrowser':0}", "", IN });
}


/* en lets en-GB in, not the reverse; who says nothing is not on a list */

static void
languages(void)
{
    w_open(BANNER_OF("", ",'language':'en'"));
    BANNERS({ END, ",'wlang':['de']", "language" },
            { END, ",'wlang':['de','EN']", IN },
            { END, ",'wlangb':['en']", IN },
            { END, ",'wlangb':['en-GB']", "language" },
            { END, ",'wlang':['']", "language" },
            { END, ",'wlang':[]", IN });

    w_open(BANNER_OF("", ",'langb':'en-GB'"));
    BANNERS({ END, ",'wlang':['en']", IN },
            { END, ",'wlangb':['EN-gb']", IN },
            { END, ",'wlangb':['en-US']", "language" },
            { END, ",'wlangb':['en-G']", "language" },
            { END, ",'wlangb':[' en-GB ']", IN },
            { END, ",'wlangb':['en-GB-oxendict']", "language" });

    w_open(BANNER_OF("", ",'language':'xx'"));
    BANNERS({ END, ",'wlang':['de']", IN });

    w_open(BANNER_OF("", ""));
    BANNERS({ END, ",'wlang':['de']", "language" }, { END, "", IN });
}


static void
ratings(void)
{
    size_t              i;
    static const char  *ads[] = {
        BANNER_OF("", ",'qagmediarating':1"),
        BANNER_OF("", ",'qagmediarating':2"),
        BANNER_OF("", ",'qagmediarating':3")
    };

    for (i = 0; i < cx_nelts(ads); i++) {
        w_open(ads[i]);
        BANNERS({ END, ",'regs':{'coppa':1}", i ? "media_rating" : IN },
                { END, ",'regs':{'coppa':0}", IN },
                { END, "", IN });
    }
}


static void
rewarded(void)
{
    w_open(VIDEO_OF("", ",'skip_offset':5"));
    VIDEOS({ "},'rwdd':1}", "", "creative_attribute" },
           { "},'rwdd':0}", "", IN },
           { END, "", IN });

    w_open(VIDEO_OF("", ""));
    VIDEOS({ "},'rwdd':1}", "", IN });
}


#define COMPANION  ",'companionad':[{'w':300,'h':250"

static void
companions(void)
{
    w_open(VIDEO_OF(",'attr':[6],'companions':[{'w':300,'h':250,"
                    "'type':'static','url':'https://c.example/c.png'}]", ""));
    VIDEOS({ COMPANION "}]" END, "", IN },
           { COMPANION ",'mimes':['image/gif'],'battr':[6]}]" END, "", IN },
           { COMPANION ",'battr':[6]}]" END, "", "creative_attribute" },
           { COMPANION ",'battr':[7]}]" END, "", IN },
           { ",'battr':[6]" END, "", "creative_attribute" });

    w_open(VIDEO_OF(",'attr':[6]", ""));
    VIDEOS({ COMPANION ",'battr':[6]}]" END, "", IN });
}


#define DSA(rest)  ",'regs':{'ext':{'dsa':{" rest "}}}"

static void
transparency(void)
{
    w_open(BANNER_OF("", ""));
    BANNERS({ END, DSA(""), IN },
            { END, DSA("'dsarequired':0"), IN },
            { END, DSA("'dsarequired':1"), IN },
            { END, DSA("'dsarequired':2"), "dsa" },
            { END, DSA("'dsarequired':3"), "dsa" },
            { END, DSA("'dsarequired':4"), IN });

    w_open(BANNER_OF(",'dsa':{'behalf':'A','paid':'B'}", ""));
    BANNERS({ END, DSA("'dsarequired':2"), IN },
            { END, DSA("'dsarequired':3,'pubrender':2"), IN },
            { END, DSA("'dsarequired':3,'pubrender':1"), IN },
            { END, DSA("'dsarequired':3,'pubrender':0"), "dsa" },
            { END, DSA("'dsarequired':1,'pubrender':0"), IN });

    w_open(BANNER_OF(",'dsa':{'behalf':'A','paid':'B','adrender':1}", ""));
    BANNERS({ END, DSA("'dsarequired':2,'pubrender':0"), IN },
            { END, DSA("'dsarequired':2,'pubrender':1"), IN },
            { END, DSA("'dsarequired':2,'pubrender':2"), "dsa" });
}


static void
said_of_who_is_behind(void)
{
    w_open(BANNER_OF(",'dsa':{'behalf':'A','paid':'B','adrender':1,"
                     "'transparency':[{'domain':'dsp.example','params':[1,2]}"
                     "]}", ""));
    BANNERS({ END, DSA("'dsarequired':1"), IN });
    CHECK_INT(w_write(), CX_OK);
    CHECK_STR(w_str("/seatbid/0/bid/0/ext/dsa/behalf"), "A");
    CHECK_STR(w_str("/seatbid/0/bid/0/ext/dsa/paid"), "B");
    CHECK_INT(yyjson_get_int(w_at("/seatbid/0/bid/0/ext/dsa/adrender")), 1);
    CHECK_STR(w_str("/seatbid/0/bid/0/ext/dsa/transparency/0/domain"),
              "dsp.example");
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid/0/ext/dsa/transparency/0/"
                                   "dsaparams")), 2);

    BANNERS({ END, DSA("'pubrender':2"), IN });
    CHECK_INT(w_write(), CX_OK);
    CHECK(w_at("/seatbid/0/bid/0/ext") == NULL);

    BANNERS({ END, "", IN });
    CHECK_INT(w_write(), CX_OK);
    CHECK(w_at("/seatbid/0/bid/0/ext") == NULL);
}


/* the answer speaks of categories as the request does */

static void
answered_taxonomy(void)
{
    w_open(BANNER_OF(",'cat':['IAB7-39','6:10']", ",'cat':['6:38','6:10']"));
    BANNERS({ END, ",'cattax':6", IN });
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_int(w_at("/seatbid/0/bid/0/cattax")), 6);
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid/0/cat")), 2);
    CHECK_STR(w_str("/seatbid/0/bid/0/cat/0"), "10");
    CHECK_STR(w_str("/seatbid/0/bid/0/cat/1"), "38");

    BANNERS({ END, "", IN });
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_int(w_at("/seatbid/0/bid/0/cattax")), 1);
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid/0/cat")), 1);

    BANNERS({ END, ",'cattax':8", IN });
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(yyjson_get_int(w_at("/seatbid/0/bid/0/cattax")), 1);
}


static const cx_test_t  tests[] = {
    TEST(entries),
    TEST(seats),
    TEST(taxonomies),
    TEST(media),
    TEST(approvals),
    TEST(attributes),
    TEST(types),
    TEST(mimes),
    TEST(expansion),
    TEST(browsers),
    TEST(languages),
    TEST(ratings),
    TEST(rewarded),
    TEST(companions),
    TEST(transparency),
    TEST(said_of_who_is_behind),
    TEST(answered_taxonomy)
};

TEST_MAIN(tests)
