/* requests that say very much before they say what counts */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "tests/unit/bid.h"


#define TIMES  3000


/*
 * "ex" must not be shown where the last word of the request is, "in" nowhere
 * else; what is repeated in between is known to nobody.
 */

typedef struct {
    const char  *ex;
    const char  *in;
    const char  *before;
    const char  *repeated;
    const char  *last;
    const char  *after;
} long_t;

#define INVENTORY(name, value)                                                \
    "'inventory':{'" name "':{'exclude':[" value "]}}",                       \
    "'inventory':{'" name "':{'include':[" value "]}}"

#define DEEP  "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.bad.example"

#define R  "{'id':'r',"
#define I  "'imp':[{'id':'1'," BANNER "}]"

static const long_t  rows[] = {
    { INVENTORY("categories", "'IAB9'"),
      R I ",'site':{'cat':['x'", ",'p%u'", ",'IAB9'", "]}}" },
    { INVENTORY("categories", "'IAB9'"),
      R I ",'app':{'pagecat':['x'", ",'p%u'", ",'IAB9-3'", "]}}" },
    { INVENTORY("section_categories", "'IAB9'"),
      R I ",'site':{'sectioncat':['x'", ",'p%u'", ",'IAB9'", "]}}" },
    { INVENTORY("content_categories", "'IAB9'"),
      R I ",'site':{'content':{'cat':['x'", ",'p%u'", ",'iab9'", "]}}}" },
    { INVENTORY("genres", "7"),
      R I ",'site':{'content':{'gtax':9,'genres':[1", ",9%u", ",7", "]}}}" },
    { INVENTORY("keywords", "'shoes'"),
      R I ",'site':{'keywords':'x", ",p%u", ", Shoes", "'}}" },
    { INVENTORY("keywords", "'shoes'"),
      R I ",'user':{'kwarray':['x'", ",'p%u'", ",'shoes'", "]}}" },
    { INVENTORY("domains", "'" DEEP "'"),
      R I ",'site':{'domain':'", "l%u.", DEEP, "'}}" },
    { "'custom':{'none':['a=b']}", "'custom':{'any':['a=b']}",
      R I ",'site':{'keywords':'x", ",k%u=v", ",a=b", "'}}" },
    { "'custom':{'none':['a=b']}", "'custom':{'all':['a=b']}",
      R I ",'app':{'kwarray':['x'", ",'k%u=v'", ",'a=b'", "]}}" },
    { "'audience':{'segments':{'none':['dmp/s']}}",
      "'audience':{'segments':{'any':['dmp/s']}}",
      R I ",'user':{'data':[{'name':'dmp','segment':[{'id':'x'}",
      ",{'id':'%u'}", ",{'id':'s'}", "]}]}}" },
    { "'audience':{'segments':{'none':['dmp/s']}}",
      "'audience':{'segments':{'all':['dmp/s']}}",
      R I ",'user':{'data':[{'name':'dmp','segment':[{'id':'x'}",
      ",{'id':'%u'}", ",{'id':'s'}", "]}]}}" },

    /* another dimension is behind */

    { "'device':{'languages':{'exclude':['en']}}",
      "'device':{'languages':['en']}",
      R I ",'site':{'cat':['x'", ",'p%u'", "]},'device':{'language':'en'", "}}"
    },
    { "'geo':{'countries':{'exclude':['USA']}}", "'geo':{'countries':['USA']}",
      R I ",'site':{'keywords':'x", ",p%u", "'},'device':{'geo':{"
      "'country':'USA'}", "}}" },
    { INVENTORY("deals", "'D1'"),
      R "'imp':[{'id':'1','banner':{'format':[{'w':300,'h':250}",
      ",{'w':1%u,'h':9}", "]},'pmp':{'deals':[{'id':'D1'}]", "}}]}" },
    { INVENTORY("deals", "'D1'"),
      R "'imp':[{'id':'1'," BANNER ",'pmp':{'deals':[{'id':'x'}",
      ",{'id':'d%u'}", ",{'id':'D1'}", "]}}]}" },
    { INVENTORY("positions", "'above_fold'"),
      R "'imp':[{'id':'1','banner':{'format':[{'w':300,'h':250}",
      ",{'w':1%u,'h':9}", "],'pos':1", "}}]}" }
};


static const char *
body_of(const long_t *row, unsigned times, int last)
{
    size_t       n;
    unsigned     i;
    static char  body[256 * 1024];

    n = (size_t) snprintf(body, sizeof(body), "%s", row->before);

    for (i = 0; i < times; i++) {
        n += (size_t) snprintf(body + n, sizeof(body) - n, row->repeated, i);
    }

    (void) snprintf(body + n, sizeof(body) - n, "%s%s",
                    last ? row->last : "", row->after);

    return body;
}


static void
padding_hides_nothing(void)
{
    char      lines[2048];
    size_t    i;
    unsigned  before;

    for (i = 0; i < cx_nelts(rows); i++) {
        (void) snprintf(lines, sizeof(lines),
                        CAMPAIGN("c", "")
                        ADGROUP("ex", "c", "3", ",'targeting':{%s}")
                        CREATIVE("k1", "ex", BANNER_AD)
                        ADGROUP("in", "c", "2", ",'targeting':{%s}")
                        CREATIVE("k2", "in", BANNER_AD)
                        ADGROUP("any", "c", "1", "")
                        CREATIVE("k3", "any", BANNER_AD)
                        ADGROUP("asks", "c", "1", ",'targeting':{"
                                "'inventory':{'categories':['IAB24'],"
                                "'keywords':['zz']}}")
                        CREATIVE("k4", "asks", BANNER_AD),
                        rows[i].ex, rows[i].in);
        w_open(lines);
        before = cx_test_failures;

        CHECK_WINNER(body_of(&rows[i], 0, 1), "in");
        CHECK_WINNER(body_of(&rows[i], TIMES, 1), "in");
        CHECK_INT(w.d->imp[0].nmatched, 2);

        if (cx_test_failures != before) {
            (void) printf("    row %zu: %s\n", i, rows[i].before);
        }
    }
}


/* and the test would see an exclude that excludes always */

static void
padding_alone_excludes_nothing(void)
{
    w_open(SIMPLE("ex", "3", "", ",'targeting':{'inventory':{'categories':"
                  "{'exclude':['IAB9']}}}")
           SIMPLE("any", "1", "", ""));
    CHECK_WINNER(body_of(&rows[0], TIMES, 0), "ex");
}


static void
a_mime_type_is_found_behind_others(void)
{
    long_t  row;

    w_open(CAMPAIGN("c", "") ADGROUP("v", "c", "1", "")
           CREATIVE("cv", "v", ",'media':'video','video':{"
                    "'media_url':'https://c.example/v.mp4','mime':'video/mp4',"
                    "'duration':10,'protocols':[7]}"));

    row.before = R "'imp':[{'id':'1','video':{'protocols':[7],'mimes':['x'";
    row.repeated = ",'video/%u'";
    row.last = ",'video/mp4'";
    row.after = "]}}]}";
    CHECK_WINNER(body_of(&row, TIMES, 1), "v");
    CHECK_WINNER(body_of(&row, TIMES, 0), "no_match");
}


/* what is known and repeated costs as little */

static void
what_is_known_counts_once(void)
{
    long_t    row;
    unsigned  i;

    w_open(SIMPLE("ex", "3", "", ",'targeting':{'geo':{'countries':"
                  "{'exclude':['USA']}},'inventory':{'keywords':['a']}}")
           SIMPLE("in", "2", "", ",'targeting':{'inventory':{'keywords':"
                  "{'exclude':['b']}}}"));

    row.before = R I ",'device':{'geo':{'country':'USA'}},"
                 "'site':{'keywords':'x";
    row.repeated = ",a";
    row.last = "";
    row.after = "'}}";

    CHECK_WINNER(body_of(&row, 60000, 1), "in");
    CHECK((size_t) (w.arena.pos - w.arena.start) < 128 * 1024);

    for (i = 0; i < 2; i++) {
        row.last = i ? ",b" : ",c";
        CHECK_WINNER(body_of(&row, 60000, 1), i ? "no_match" : "in");
    }
}


static void
a_list_counts_once(void)
{
    size_t       n;
    long_t       row;
    unsigned     i;
    static char  lines[4096];

    n = (size_t) snprintf(lines, sizeof(lines), "{'type':'list','id':'l',"
                          "'kind':'keywords','values':['x'");

    for (i = 0; i < 300; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n, ",'p%u'", i);
    }

    (void) snprintf(lines + n, sizeof(lines) - n, "]}\n"
                    SIMPLE("in", "3", "", ",'targeting':{'inventory':"
                           "{'keywords':[{'list':'l'}]}}")
                    SIMPLE("ex", "2", "", ",'targeting':{'inventory':"
                           "{'keywords':{'exclude':[{'list':'l'}]}}}"));
    w_open(lines);

    row.before = R I ",'site':{'keywords':'y";
    row.repeated = ",p%u";
    row.last = "";
    row.after = "'}}";

    CHECK_WINNER(body_of(&row, 300, 1), "in");
    CHECK_INT(w.d->imp[0].nmatched, 1);
    CHECK_WINNER(body_of(&row, 0, 1), "ex");
    CHECK_INT(w.d->imp[0].nmatched, 1);
}


/* whatever the arena leaves room for, the answer is right or there is none */

static void
a_full_arena_is_too_large(void)
{
    size_t       n;
    long_t       row;
    unsigned     i, small, right;
    static char  lines[4096];

    n = (size_t) snprintf(lines, sizeof(lines), CAMPAIGN("c", "")
                          "{'type':'adgroup','id':'ex','campaign':'c',"
                          "'bid':3,'targeting':{'inventory':{'keywords':{"
                          "'exclude':['x'");

    for (i = 0; i < 300; i++) {
        n += (size_t) snprintf(lines + n, sizeof(lines) - n, ",'p%u'", i);
    }

    (void) snprintf(lines + n, sizeof(lines) - n, "]}}}}\n"
                    CREATIVE("k", "ex", BANNER_AD)
                    SIMPLE("any", "1", "", ""));
    w_open(lines);

    row.before = R I ",'site':{'keywords':'y";
    row.repeated = ",p%u";
    row.last = "";
    row.after = "'}}";

    for (n = 4096, small = 0, right = 0; n < 256 * 1024; n += 1024) {
        w_room = n;
        (void) w_decide(body_of(&row, 300, 1));

        if (w.d != NULL && w.d->nimps && w.d->imp[0].winner != NULL) {
            CHECK_STR(w_winner(0), "any");
            right++;

        } else {
            small++;
            CHECK(w.rc != CX_OK || w.d->reason == CX_NOBID_TOO_LARGE
                  || w.d->imp[0].reason == CX_NOBID_TOO_LARGE);
        }
    }

    w_room = ARENA;
    CHECK(small > 10);
    CHECK(right > 10);
}


static const cx_test_t  tests[] = {
    TEST(padding_hides_nothing),
    TEST(padding_alone_excludes_nothing),
    TEST(a_mime_type_is_found_behind_others),
    TEST(what_is_known_counts_once),
    TEST(a_list_counts_once),
    TEST(a_full_arena_is_too_large)
};

TEST_MAIN(tests)
