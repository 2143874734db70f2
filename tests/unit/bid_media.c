#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"
#include "tests/unit/vast.h"


#define DOOH  ",'dooh':{'id':'s','venuetype':['transit.airports']}"

static cx_str_t
adm(void)
{
    CHECK_INT(w_write(), CX_OK);

    return w_str("/seatbid/0/bid/0/adm");
}


static int
has(cx_str_t s, const char *what)
{
    return memmem(s.data, s.len, what, strlen(what)) != NULL;
}


/* a screen's own ad needs no place to click to, and goes nowhere else */

static void
screens(void)
{
    cx_str_t  markup;

    w_open(CAMPAIGN("c1", "") ADGROUP("g1", "c1", "3", "")
           "{'type':'creative','id':'cr1','adgroup':'g1','media':'banner',"
           "'w':1080,'h':1920,'image_url':'https://c.example/i.png',"
           "'screen':1}\n"
           "{'type':'creative','id':'cr2','adgroup':'g1','media':'video',"
           "'w':1920,'h':1080,'screen':1,'video':{'media_url':"
           "'https://c.example/v.mp4','mime':'video/mp4','duration':10}}\n");

#define BOARD  "{'id':'1','banner':{'w':1080,'h':1920},"                      \
               "'qty':{'multiplier':14.2}}"

    CHECK_WINNER(REQ(BOARD, DOOH), "g1");
    CHECK_INT(w.d->imp[0].winner->life_s, 7200);
    markup = adm();
    CHECK(has(markup, "<img src=\"https://c.example/i.png\" width=\"1080\""));
    CHECK(!has(markup, "<a ") && !has(markup, "/v1/"));
    CHECK(w_at("/seatbid/0/bid/0/burl") != NULL);
    CHECK_INT(yyjson_get_int(w_at("/seatbid/0/bid/0/exp")), 7200);

    CHECK_INT(w_decide(REQ(BOARD, ",'site':{'id':'s'}")), CX_OK);
    CHECK_INT(w.d->nbids, 0);

    /* one of another size is for another screen */

    CHECK_INT(w_decide(REQ("{'id':'1','banner':{'w':1080,'h':1921}}", DOOH)),
              CX_OK);
    CHECK_INT(w.d->nbids, 0);

    CHECK_WINNER(REQ("{'id':'1','exp':3600,'video':{'mimes':['video/mp4'],"
                     "'w':3840,'h':2160,'boxingallowed':0,'minduration':10,"
                     "'maxduration':10}}", DOOH), "g1");
    CHECK_INT(w.d->imp[0].winner->life_s, 3600);
    markup = adm();
    CHECK(vast_fault((const char *) markup.data, markup.len) == NULL);
    CHECK(!has(markup, "Click") && !has(markup, "/v1/imp"));
    CHECK(has(markup, "<Impression>about:blank</Impression>"));

    CHECK_INT(w_decide(REQ("{'id':'1','video':{'mimes':['video/mp4'],"
                           "'w':1080,'h':1920,'boxingallowed':0}}", DOOH)),
              CX_OK);
    CHECK_INT(w.d->nbids, 0);
}


/* an ad of the web is no worse on a screen */

static void
screens_of_others(void)
{
    w_open(SIMPLE("g1", "3", "", ""));
    CHECK_WINNER(REQ(IMP(""), DOOH), "g1");
    CHECK(has(adm(), "/v1/click?"));
}


#define NATIVE_AD                                                             \
    CAMPAIGN("c1", "") ADGROUP("g1", "c1", "3", "")                           \
    CREATIVE("cr1", "g1", ",'media':'native','native':{'title':'T',"          \
             "'images':[{'type':3,'url':'https://c.example/i.jpg','w':1200,"  \
             "'h':627}],'clicktrackers':['https://t.example/c'],"             \
             "'fallback_url':'https://t.example/f',"                          \
             "'privacy_url':'https://t.example/p',"                           \
             "'video':{'media_url':'https://c.example/v.mp4',"                \
             "'mime':'video/mp4','duration':15}}")

#define NATIVE(ver, request)                                                  \
    REQ("{'id':'1','native':{" ver "'request':{" request "}}}", "")

static yyjson_doc *
native_ad(void)
{
    cx_str_t  markup;

    markup = adm();

    return yyjson_read((const char *) markup.data, markup.len, 0);
}


static void
check_version(yyjson_doc *doc, const char *pointer, const char *version)
{
    char         text[64];
    yyjson_val  *adm;
    const char  *vast;

    adm = yyjson_doc_ptr_get(doc, pointer);
    vast = yyjson_get_str(adm);
    (void) snprintf(text, sizeof(text), "<VAST version=\"%s\"", version);

    CHECK(vast != NULL && strstr(vast, text) != NULL);
    CHECK(vast != NULL && vast_fault(vast, yyjson_get_len(adm)) == NULL);
}


static void
native(void)
{
    char         body[1024];
    size_t       i;
    yyjson_doc  *doc;

    static const char *const  versions[][2] = {
        { "", "4.2" }, { "'protocols':[]", "4.2" }, { "'protocols':[2]", "2.0" },
        { "'protocols':[3,2,5]", "3.0" }, { "'protocols':[11,99,16]", "4.1" }
    };

    w_open(NATIVE_AD);

    CHECK_WINNER(NATIVE("", "'privacy':1,'assets':[{'id':4,'required':1,"
                            "'title':{'len':10}},{'id':9,'img':{'type':3,"
                            "'wmin':600,'hmin':300,'mimes':['image/jpeg']}},"
                            "{'id':5,'img':{'type':3,'mimes':['image/png']}},"
                            "{'id':6,'video':{'mimes':['video/mp4'],"
                            "'minduration':5,'maxduration':15,"
                            "'protocols':[7]}}]"), "g1");
    doc = native_ad();
    CHECK_INT(yyjson_arr_size(yyjson_doc_ptr_get(doc, "/assets")), 3);
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(doc, "/assets/0/id")), 4);
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(doc, "/assets/1/id")), 9);
    CHECK_INT(yyjson_get_int(yyjson_doc_ptr_get(doc, "/assets/2/id")), 6);
    check_version(doc, "/assets/2/video/vasttag", "4.0");
    CHECK(yyjson_equals_str(yyjson_doc_ptr_get(doc, "/link/clicktrackers/0"),
                            "https://t.example/c"));
    CHECK(yyjson_equals_str(yyjson_doc_ptr_get(doc, "/link/fallback"),
                            "https://t.example/f"));
    CHECK(yyjson_equals_str(yyjson_doc_ptr_get(doc, "/privacy"),
                            "https://t.example/p"));
    yyjson_doc_free(doc);

    for (i = 0; i < cx_nelts(versions); i++) {
        (void) snprintf(body, sizeof(body),
                        NATIVE("", "'assets':[{'id':1,'required':1,'video':{"
                                   "%s}}]"), versions[i][0]);
        CHECK_WINNER(body, "g1");
        doc = native_ad();
        check_version(doc, "/assets/0/video/vasttag", versions[i][1]);
        yyjson_doc_free(doc);
    }

    /* what is required and does not fit keeps it out */

    CHECK_INT(w_decide(NATIVE("", "'assets':[{'id':1,'required':1,'video':{"
                                  "'protocols':[5,6]}}]")), CX_OK);
    CHECK_INT(w.d->nbids, 0);
    CHECK_INT(w_decide(NATIVE("", "'assets':[{'id':1,'required':1,'video':{"
                                  "'mimes':['video/mp4'],'maxduration':14}}]")),
              CX_OK);
    CHECK_INT(w.d->nbids, 0);
}


static void
native_versions(void)
{
    size_t       i;
    yyjson_doc  *doc;

    static const struct { const char *body, *wrapped, *plain; }  rows[] = {
        { NATIVE("", "'assets':[{'id':1,'title':{}}]"), NULL, "1.2" },
        { NATIVE("'ver':'1.1',", "'assets':[{'id':1,'title':{}}]"),
          NULL, "1.1" },
        { NATIVE("'ver':'1.0',", "'assets':[{'id':1,'title':{}}]"),
          "1.0", NULL },
        { NATIVE("'ver':'1.0',", "'ver':'1.2','assets':[{'id':1,'title':{}}]"),
          NULL, "1.2" },
        { NATIVE("", "'native':{'assets':[{'id':1,'title':{}}]}"),
          "1.0", NULL },
        { NATIVE("", "'native':{'ver':'1.1','assets':[{'id':1,'title':{}}]}"),
          NULL, "1.1" }
    };

    w_open(NATIVE_AD);

    for (i = 0; i < cx_nelts(rows); i++) {
        CHECK_WINNER(rows[i].body, "g1");
        doc = native_ad();

        if (rows[i].wrapped != NULL) {
            CHECK(yyjson_equals_str(yyjson_doc_ptr_get(doc, "/native/ver"),
                                    rows[i].wrapped));
        }

        if (rows[i].plain != NULL) {
            CHECK(yyjson_equals_str(yyjson_doc_ptr_get(doc, "/ver"),
                                    rows[i].plain));
        }

        yyjson_doc_free(doc);
    }
}


static const cx_test_t  tests[] = {
    TEST(screens),
    TEST(screens_of_others),
    TEST(native),
    TEST(native_versions)
};

TEST_MAIN(tests)
