/* what few creatives and campaigns have, and at what a creative fails */

#include "core/catalog/taxonomy.h"
#include "tests/unit/catalog_quoted.h"


#define C          "{'type':'campaign','id':'c'}"
#define G          "{'type':'adgroup','id':'g','campaign':'c','bid':1}"
#define K(rest)    "{'type':'creative','id':'k','adgroup':'g'," rest "}"
#define BANNER(r)  K("'media':'banner','w':300,'h':250," r)
#define VIDEO(v, r)                                                           \
    K("'media':'video','w':640,'h':360,'landing_url':'https://l.example/',"   \
      "'video':{'mime':'video/mp4','duration':15," v "}" r)
#define MP4        "'media_url':'https://m.example/a.mp4'"
#define IMP(rest)  "{'id':'r','imp':[{'id':'1'," rest "}]}"


static const cx_cat_creative_t *
creative(const cx_catalog_t *cat)
{
    return &cat->file[0].s_LOOKS[0];
}


static cx_str_t
name(const cx_catalog_t *cat, uint32_t n)
{
    return cx_catalog_name(&cat->file[0], n);
}


static void
banner_type_and_mime_follow_from_its_markup(void)
{
    size_t         i;
    cx_catalog_t  *cat;

    static const struct { const char *line, *mime; int btype; }  cases[] = {
        { BANNER("'markup':'<p>'"), "", 2 },
        { BANNER("'markup':'<a><SCRIPT src=x>'"), "", 3 },
        { BANNER("'markup':'<iframe><script>'"), "", 3 },
        { BANNER("'markup':'<iFrame src=x>'"), "", 4 },
        { BANNER("'markup':'<iframe>','btype':1"), "", 1 },
        { BANNER("'image_url':'https://i.example/a.JPG?x=.png',"
                 "'landing_url':'https://l.example/'"), "image/jpeg", 2 },
        { BANNER("'image_url':'https://i.example/a.webp#.gif',"
                 "'landing_url':'https://l.example/'"), "image/webp", 2 },
        { BANNER("'image_url':'https://i.example/a',"
                 "'landing_url':'https://l.example/'"), "", 2 },
        { BANNER("'markup':'<p>','mimes':['text/html','image/gif']"),
          "text/html", 2 }
    };

    for (i = 0; i < cx_nelts(cases); i++) {
        cat = OPEN(C, G, cases[i].line);
        CHECK_INT(creative(cat)->btype, cases[i].btype);
        CHECK_STR(creative(cat)->mime ? name(cat, creative(cat)->mime - 1)
                                      : cx_str(""), cases[i].mime);
        cx_catalog_close(cat);
    }
}


static int
mime_ok(const cx_catalog_t *cat, const char *a, const char *b)
{
    cx_str_t        v[2];
    cx_mimes_t      mimes;
    cx_ortb_strs_t  list;

    v[0] = cx_strn(a, strlen(a));
    v[1] = cx_strn(b, strlen(b));
    list = (cx_ortb_strs_t) { 2, v };
    cx_mimes_begin(&mimes, &list);

    /* what was asked once is known */

    (void) cx_catalog_mime_ok(&cat->file[0], creative(cat), &mimes);

    return cx_catalog_mime_ok(&cat->file[0], creative(cat), &mimes);
}


static void
any_of_the_mimes_is_enough(void)
{
    cx_catalog_t  *cat;

    cat = OPEN(C, G, BANNER("'markup':'<p>','mimes':['text/html','image/gif',"
                            "'image/jpeg']"));
    CHECK(mime_ok(cat, "image/png", "TEXT/html"));
    CHECK(mime_ok(cat, "image/png", "image/gif"));
    CHECK(mime_ok(cat, "image/jpg", "x"));
    CHECK(!mime_ok(cat, "image/png", "text/htm"));
    cx_catalog_close(cat);

    cat = OPEN(C, G, BANNER("'markup':'<p>'"));
    CHECK(mime_ok(cat, "image/png", "x"));
    cx_catalog_close(cat);
}


/* whichever of its variants is chosen */

static void
the_images_of_variants_count(void)
{
    cx_catalog_t  *cat;

#define IMAGE(name)  "'image_url':'https://i.example/a." name "'"
#define PICTURE      "'landing_url':'https://l.example/'," IMAGE("png")
#define OTHER(name)  "{'name':'" name "'," IMAGE(name) "}"

    cat = OPEN(C, G, BANNER(PICTURE ",'variants':[" OTHER("jpg") ","
                            OTHER("gif") "," OTHER("png") "," OTHER("jpeg")
                            ",{'name':'m','markup':'<p>'}]"));
    CHECK_INT(cx_catalog_more(&cat->file[0], creative(cat))->mimes.n, 3);
    CHECK(!mime_ok(cat, "image/png", "image/jpeg"));
    CHECK(!mime_ok(cat, "image/jpeg", "image/gif"));
    CHECK(!mime_ok(cat, "text/html", "x"));
    cx_catalog_close(cat);

    cat = OPEN(C, G, BANNER(PICTURE ",'variants':[" OTHER("jpg") "]"));
    CHECK(mime_ok(cat, "image/png", "image/jpg"));
    CHECK(mime_ok(cat, "image/JPEG", "image/png"));
    CHECK(!mime_ok(cat, "image/png", "x"));
    CHECK(!mime_ok(cat, "image/jpeg", "x"));
    cx_catalog_close(cat);

    cat = OPEN(C, G, BANNER("'markup':'<p>','variants':[" OTHER("gif") "]"));
    CHECK(mime_ok(cat, "image/gif", "x"));
    CHECK(!mime_ok(cat, "image/png", "x"));
    CHECK_INT(creative(cat)->more, 0);
    cx_catalog_close(cat);

    /* as the line says it */

    cat = OPEN(C, G, BANNER(PICTURE ",'mimes':['image/webp'],"
                            "'variants':[" OTHER("gif") "]"));
    CHECK(mime_ok(cat, "image/webp", "x"));
    CHECK(!mime_ok(cat, "image/png", "image/gif"));
    cx_catalog_close(cat);
}


static void
rare_fields_stand_beside(void)
{
    uint32_t              x1;
    cx_catalog_t         *cat;
    const cx_cat_more_t  *more;

    cat = OPEN(C, G, BANNER("'markup':'<p>'"));
    CHECK(cx_catalog_more(&cat->file[0], creative(cat)) == NULL);
    CHECK_INT(cat->file[0].n_MORE, 0);
    CHECK_INT(creative(cat)->clickbrowser, 0);
    cx_catalog_close(cat);

    cat = OPEN(C, G, BANNER("'markup':'<p>','adid':'ad','langb':'pt-BR',"
                            "'expdir':[1,17],'clickbrowser':1,'approvals':"
                            "{'zeta':'pending','Alpha':'approved',"
                            "'mid':'rejected'}"));
    more = cx_catalog_more(&cat->file[0], creative(cat));
    CHECK(more != NULL);
    CHECK_STR(cx_catalog_str(&cat->file[0], more->adid), "ad");
    CHECK_STR(cx_catalog_str(&cat->file[0], more->langb), "pt-BR");
    CHECK_INT(creative(cat)->expdir, 1 << 1 | 1 << 17);
    CHECK_INT(creative(cat)->clickbrowser, 1);

    x1 = cx_catalog_find_name(&cat->file[0], cx_str("ZETA"));
    CHECK_INT(cx_catalog_approval(&cat->file[0], creative(cat), x1),
              CX_APPROVAL_PENDING);
    x1 = cx_catalog_find_name(&cat->file[0], cx_str("alpha"));
    CHECK_INT(cx_catalog_approval(&cat->file[0], creative(cat), x1),
              CX_APPROVAL_APPROVED);
    x1 = cx_catalog_find_name(&cat->file[0], cx_str("mid"));
    CHECK_INT(cx_catalog_approval(&cat->file[0], creative(cat), x1),
              CX_APPROVAL_REJECTED);
    CHECK_INT(cx_catalog_approval(&cat->file[0], creative(cat), CX_NO_NAME),
              CX_APPROVAL_UNKNOWN);
    cx_catalog_close(cat);
}


static void
delivery_and_skipping_follow_from_the_media(void)
{
    cx_catalog_t  *cat;

    cat = OPEN(C, G, VIDEO(MP4, ""));
    CHECK_INT(creative(cat)->delivery, 1 << 2);
    CHECK_INT(creative(cat)->attr, 0);
    CHECK_INT(creative(cat)->skippable, 0);
    cx_catalog_close(cat);

    cat = OPEN(C, G, VIDEO("'media_url':'https://m.example/a.M3U8?x',"
                           "'skip_offset':5", ""));
    CHECK_INT(creative(cat)->delivery, 1 << 1);
    CHECK_INT(creative(cat)->attr, 1 << 16);
    CHECK_INT(creative(cat)->skippable, 1);
    CHECK_INT(creative(cat)->skip_s, 5);
    cx_catalog_close(cat);

    cat = OPEN(C, G, VIDEO("'delivery':['download','streaming']",
                           ",'markup':'<VAST/>','attr':[16]"));
    CHECK_INT(creative(cat)->delivery, 1 << 1 | 1 << 3);
    CHECK_INT(creative(cat)->skippable, 1);
    CHECK_INT(creative(cat)->skip_s, CX_SKIP_UNKNOWN);
    cx_catalog_close(cat);

    cat = OPEN(C, G, VIDEO("'linearity':1", ",'markup':'<VAST/>'"));
    CHECK_INT(creative(cat)->delivery, 0);
    cx_catalog_close(cat);
}


static void
categories_stand_with_what_they_are_part_of(void)
{
    size_t                    i;
    cx_cat_run_t              run;
    const uint32_t           *names;
    cx_catalog_t             *cat;
    const cx_cat_campaign_t  *c;

    static const char *const  want[] = {
        "IAB1-6", "6:3", "7:44", "7:HxqYV1", "IAB1", "6:2", "7:SPSHQ5",
        "7:v9i3On", "6:1"
    };

    cat = OPEN("{'type':'campaign','id':'c','cattax':7,'cat':['IAB1-6','6:3',"
               "'44','7:HxqYV1','6:3']}", G,
               BANNER("'markup':'<p>','cat':['44','IAB9-1']"));
    c = cx_catalog_campaign(&cat->file[0], 0);
    CHECK_INT(c->ncat, 4);
    names = cx_catalog_names(&cat->file[0], c->cat);

    for (i = 0; i < c->cat.n; i++) {
        CHECK(i < cx_nelts(want));
        CHECK_STR(name(cat, names[i]), i < cx_nelts(want) ? want[i] : "");
    }

    CHECK_INT(i, cx_nelts(want));

    run = creative(cat)->cat;
    names = cx_catalog_names(&cat->file[0], run);
    CHECK_INT(creative(cat)->ncat, 2);
    CHECK_INT(run.n, 4);
    CHECK_STR(name(cat, names[0]), "7:44");
    CHECK_STR(name(cat, names[1]), "IAB9-1");
    CHECK_STR(name(cat, names[2]), "7:SPSHQ5");
    CHECK_STR(name(cat, names[3]), "IAB9");
    cx_catalog_close(cat);
}


/* the row that has this child, or NULL at the top */

static const cx_taxonomy_t *
above(uint32_t taxonomy, const char *id, size_t len)
{
    size_t       i;
    const char  *p;

    for (i = 0; i < cx_ntaxonomies; i++) {
        if (!(cx_taxonomies[i].taxonomies >> taxonomy & 1)) {
            continue;
        }

        for (p = cx_taxonomies[i].children; p != NULL;
             p = strchr(p, ' ') ? strchr(p, ' ') + 1 : NULL)
        {
            if (strcspn(p, " ") == len && memcmp(p, id, len) == 0) {
                return &cx_taxonomies[i];
            }
        }
    }

    return NULL;
}


static void
every_category_has_a_top(void)
{
    size_t                i, n;
    uint32_t              t, depth;
    const char           *p;
    const cx_taxonomy_t  *up;

    for (i = 0, n = 0; i < cx_ntaxonomies; i++) {
        t = (uint32_t) __builtin_ctz(cx_taxonomies[i].taxonomies);
        CHECK(t >= 2 && t <= 9);

        for (p = cx_taxonomies[i].children; p != NULL;
             p = strchr(p, ' ') ? strchr(p, ' ') + 1 : NULL, n++)
        {
            up = above(t, p, strcspn(p, " "));

            for (depth = 0; up != NULL && depth < 8; depth++) {
                up = above(t, up->parent, strlen(up->parent));
            }

            CHECK(depth > 0 && up == NULL);
        }
    }

    CHECK(n > 3000);
    CHECK(above(2, "2", 1) != NULL && strcmp(above(2, "2", 1)->parent, "1")
                                      == 0);
    CHECK(above(8, "1003", 4) != NULL
          && strcmp(above(8, "1003", 4)->parent, "1002") == 0);
    CHECK(above(9, "497", 3) != NULL && above(7, "497", 3) != NULL
          && strcmp(above(9, "497", 3)->parent, above(7, "497", 3)->parent)
             != 0);
}


static void
transparency_is_the_campaign_s(void)
{
    cx_catalog_t        *cat;
    const cx_cat_dsa_t  *d;

    cat = OPEN("{'type':'campaign','id':'c','dsa':{'behalf':'Acme \\'x',"
               "'adrender':1,'transparency':[{'domain':'A.example',"
               "'params':[1,2]},{'domain':'b.example','params':[3]}]}}", G,
               BANNER("'markup':'<p>'"));
    d = cx_catalog_dsa(&cat->file[0], cx_catalog_campaign(&cat->file[0], 0));
    CHECK(d != NULL);
    CHECK_STR(cx_catalog_str(&cat->file[0], d->behalf), "Acme \"x");
    CHECK_INT(d->paid.len, 0);
    CHECK_INT(d->adrender, 1);
    CHECK_INT(d->transparency.n, 2);
    CHECK_STR(cx_catalog_str(&cat->file[0],
                  cx_catalog_transparency(&cat->file[0],
                                          d->transparency.first)->domain),
              "a.example");
    CHECK_INT(cx_catalog_transparency(&cat->file[0],
                                      d->transparency.first + 1)->params, 8);
    cx_catalog_close(cat);

    cat = OPEN(C, G, BANNER("'markup':'<p>'"));
    CHECK(cx_catalog_dsa(&cat->file[0], cx_catalog_campaign(&cat->file[0], 0))
          == NULL);
    cx_catalog_close(cat);
}


static const char *
why(const cx_catalog_t *cat, const char *imp)
{
    const char  *text;

    quoted_match(cat, imp, "");
    text = cx_match_why(asked.m, &cat->file[0], 0);

    return text ? text : "";
}


static void
why_names_what_the_creative_fails_at(void)
{
    size_t         i;
    cx_catalog_t  *cat;

    static const struct { const char *asked, *why; }  cases[] = {
        { "'mimes':['video/mp4']", "" },
        { "'mimes':['video/webm']", "creatives.mime" },
        { "'mimes':[]", "" },
        { "'linearity':2", "creatives.linearity" },
        { "'protocols':[1]", "creatives.protocol" },
        { "'protocols':[1,3]", "" },
        { "'protocol':1", "creatives.protocol" },
        { "'protocol':1,'protocols':[3]", "" },
        { "'api':[1]", "creatives.api" },
        { "'delivery':[1,3]", "creatives.delivery" },
        { "'delivery':[2]", "" },
        { "'minbitrate':501", "creatives.bitrate" },
        { "'maxbitrate':499", "creatives.bitrate" },
        { "'minbitrate':500,'maxbitrate':500", "" },
        { "'minduration':16", "creatives.duration" },
        { "'maxduration':14", "creatives.duration" },
        { "'maxduration':14,'maxextended':1", "" },
        { "'maxduration':13,'maxextended':1", "creatives.duration" },
        { "'maxduration':5,'maxextended':-1", "" },
        { "'rqddurs':[14,16]", "creatives.duration" },
        { "'rqddurs':[15],'minduration':20", "" },
        { "'poddur':14,'maxseq':3", "creatives.duration" },
        { "'poddur':15", "" },
        { "'poddur':14,'rqddurs':[15]", "creatives.duration" },
        { "'skip':0", "" },
        { "'skip':0,'skipmin':15", "creatives.skip" },
        { "'skip':0,'skipafter':6", "creatives.skip" },
        { "'skip':1", "" },
        { "'skip':1,'skipmin':15", "creatives.skip" },
        { "'skip':1,'skipmin':14", "" },
        { "'skip':1,'skipafter':6", "creatives.skip" },
        { "'skip':1,'skipafter':5", "" },
        { "'boxingallowed':0,'w':480,'h':360", "creatives.boxing" },
        { "'boxingallowed':0,'w':320,'h':180", "" }
    };

    cat = OPEN(C, G, VIDEO(MP4 ",'bitrate':500,'skip_offset':5,'apis':[2]",
                           ""));

    for (i = 0; i < cx_nelts(cases); i++) {
        char         text[512];
        const char  *got;

        (void) snprintf(text, sizeof(text), IMP("'video':{%s%s}"),
                        cases[i].asked,
                        strstr(cases[i].asked, "'api'") ? "" : ",'api':[2]");
        got = why(cat, text);

        if (strcmp(got, cases[i].why) != 0) {
            (void) printf("    %s: %s\n", cases[i].asked, got);
            CHECK(0);
        }
    }

    CHECK(strcmp(why(cat, IMP("'banner':{'w':1,'h':1}")), "creatives.media")
          == 0);
    cx_catalog_close(cat);
}


static void
the_nearest_creative_says_why(void)
{
    cx_catalog_t  *cat;

    cat = OPEN(C, G, BANNER("'markup':'<p>'"),
               "{'type':'creative','id':'n','adgroup':'g','media':'native',"
               "'landing_url':'https://l.example/','apis':[7],"
               "'native':{'title':'long'}}",
               "{'type':'creative','id':'b','adgroup':'g','media':'banner',"
               "'w':320,'h':50,'apis':[5],'markup':'<p>'}");

    CHECK(strcmp(why(cat, IMP("'banner':{'w':1,'h':1}")), "creatives.size")
          == 0);
    CHECK(strcmp(why(cat, IMP("'banner':{'w':320,'h':50}")), "creatives.api")
          == 0);
    CHECK(strcmp(why(cat, IMP("'banner':{'w':320,'h':50,'api':[5]}")), "")
          == 0);
    CHECK(strcmp(why(cat, IMP("'audio':{'mimes':['a/b']}")),
                 "creatives.media")
          == 0);
    CHECK(strcmp(why(cat, IMP("'native':{'request':{'assets':[{'id':1,"
                              "'required':1,'title':{'len':3}}]}}")),
                 "creatives.api")
          == 0);
    CHECK(strcmp(why(cat, IMP("'native':{'api':[7],'request':{'assets':"
                              "[{'id':1,'required':1,'title':{'len':3}}]}}")),
                 "creatives.native")
          == 0);
    cx_catalog_close(cat);
}


static int
companions(const cx_catalog_t *cat, const char *video)
{
    char      text[512];
    cx_hit_t  hit;

    (void) snprintf(text, sizeof(text), IMP("'video':{%s}"), video);
    quoted_match(cat, text, "");

    if (cx_match_next(asked.m, &hit) != CX_OK) {
        return -1;
    }

    CHECK_INT(cx_catalog_template(hit.file, &hit.fit[0], 0).off,
              hit.fit[0].companions
              ? cx_catalog_more(hit.file, creative(cat))
                    ->companion_template.off
              : hit.file->s_TEXTS[0].template.off);

    return hit.fit[0].companions;
}


static void
companions_come_where_there_is_a_place(void)
{
    cx_catalog_t  *cat;

    cat = OPEN(C, G, VIDEO(MP4, ",'companions':[{'w':300,'h':250,"
                           "'type':'static','url':'https://i.example/a.png'},"
                           "{'w':728,'h':90,'type':'html','html':'<b>'}]"));
    CHECK_INT(creative(cat)->secure, 1);
    CHECK_INT(companions(cat, "'mimes':[]"), 0);
    CHECK_INT(companions(cat, "'companionad':[{'w':300,'h':250}]"), 0);
    CHECK_INT(companions(cat, "'companionad':[{'w':728,'h':90}]"), 0);

#define PLACES(first)  "'companionad':[{'w':1,'h':1},{'w':300,'h':250" first  \
                       "},{'format':[{'w':728,'h':90}],'mimes':['a/b']}]"

    CHECK_INT(companions(cat, PLACES("")), 1);
    CHECK_INT(companions(cat, PLACES(",'mimes':['IMAGE/png']")), 1);
    CHECK_INT(companions(cat, PLACES(",'mimes':['image/gif']")), 0);
    CHECK_INT(companions(cat, PLACES("") ",'companiontype':[1]"), 0);
    CHECK_INT(companions(cat, PLACES("") ",'companiontype':[2,3]"), 0);
    CHECK_INT(companions(cat, PLACES("") ",'companiontype':[2,1]"), 1);
    cx_catalog_close(cat);

    /* two may be for the same place */

    cat = OPEN(C, G, VIDEO(MP4, ",'companions':[{'w':300,'h':250,"
                           "'type':'static','url':'https://i.example/a.png'},"
                           "{'w':300,'h':250,'type':'html','html':'<b>'}]"));
    CHECK_INT(companions(cat, "'companionad':[{'w':300,'h':250}]"), 1);
    cx_catalog_close(cat);

    cat = OPEN(C, G, VIDEO(MP4, ",'companions':[{'w':300,'h':250,"
                           "'type':'iframe','url':'http://i.example/'}]"));
    CHECK_INT(cat->file[0].n_COMPANIONS, 1);
    CHECK_INT(cat->file[0].s_COMPANIONS[0].type, CX_COMPANION_IFRAME);
    cx_catalog_close(cat);
}


static int
in_category(const cx_catalog_t *cat, const char *tax, const char *id)
{
    char      text[256];
    cx_hit_t  hit;

    (void) snprintf(text, sizeof(text),
                    "{'id':'r','site':{%s'cat':['%s']},'imp':[{'id':'1',"
                    "'banner':{'w':300,'h':250}}]}", tax, id);
    quoted_match(cat, text, "");

    return cx_match_next(asked.m, &hit) == CX_OK;
}


static void
parts_of_a_category_are_in_it(void)
{
    cx_catalog_t  *cat;

#define IN(side)                                                              \
    "{'type':'adgroup','id':'g','campaign':'c','bid':1,'targeting':{"         \
    "'inventory':{'categories':" side "}}}"
#define T6  "'cattax':6,"

    cat = OPEN(C, IN("['6:52','IAB1']"), BANNER("'markup':'<p>'"));
    CHECK(in_category(cat, T6, "52"));
    CHECK(in_category(cat, T6, "53"));
    CHECK(in_category(cat, T6, "64"));
    CHECK(in_category(cat, "", "IAB1-3"));
    CHECK(!in_category(cat, T6, "42"));
    CHECK(!in_category(cat, T6, "43"));
    CHECK(!in_category(cat, T6, "none"));
    CHECK(!in_category(cat, T6, ""));
    CHECK(!in_category(cat, "'cattax':2,", "64"));
    CHECK(!in_category(cat, "'cattax':2147483647,", "64"));
    CHECK(!in_category(cat, "'cattax':-6,", "64"));
    CHECK(!in_category(cat, "", "64"));
    cx_catalog_close(cat);

    cat = OPEN(C, IN("['6:64']"), BANNER("'markup':'<p>'"));
    CHECK(in_category(cat, T6, "64"));
    CHECK(!in_category(cat, T6, "63"));
    cx_catalog_close(cat);

    cat = OPEN(C, IN("{'exclude':['6:63']}"), BANNER("'markup':'<p>'"));
    CHECK(!in_category(cat, T6, "64"));
    CHECK(in_category(cat, T6, "53"));
    cx_catalog_close(cat);
}


/* each part of each category of each newer taxonomy is in it */

static void
what_is_above_is_what_the_tables_say(void)
{
    size_t            next;
    uint32_t          t, n, at;
    cx_rc_t           rc;
    cx_str_t          whole, parts, id, up;
    const uint8_t    *p;
    cx_categories_t  *c;

    c = cx_categories_create();
    n = 0;

    for (t = 2; t < 32; t++) {
        next = 0;

        while (cx_catalog_category(t, &next, &whole, &parts) == CX_OK) {
            for (p = parts.data; p < parts.data + parts.len; p++) {
                id = cx_strn(p, strcspn((const char *) p, " "));
                p += id.len;
                at = 0;

                do {
                    rc = cx_category_above(c, (int32_t) t, id, &at, &up);
                } while (rc == CX_OK && !cx_str_eq(up, whole));

                CHECK_INT(rc, CX_OK);
                n++;
            }
        }
    }

    CHECK(n > 3000);
    free(c);
}


static void
wrong_fields_are_named(void)
{
    static const struct {
        const char    *line;
        cx_errcode_t   code;
        const char    *field;
        const char    *text;
    } cases[] = {
        { BANNER("'markup':'x','mimes':['png']"), CX_E_FIELD_VALUE,
          "line 1: mimes[0]", "MIME" },
        { VIDEO(MP4, ",'mimes':['a/b']"), CX_E_FIELD_CONFLICT, "line 1: mimes",
          "banner" },
        { VIDEO(MP4, ",'expdir':[1]"), CX_E_FIELD_CONFLICT, "line 1: expdir",
          "banner" },
        { BANNER("'markup':'x','expdir':[32]"), CX_E_FIELD_VALUE,
          "line 1: expdir[0]", "31" },
        { BANNER("'markup':'x','clickbrowser':2"), CX_E_FIELD_VALUE,
          "line 1: clickbrowser", "1" },
        { VIDEO(MP4 ",'delivery':['fast']", ""), CX_E_FIELD_VALUE,
          "line 1: video.delivery[0]", "progressive" },
        { BANNER("'markup':'x','approvals':{'x':'yes'}"), CX_E_FIELD_VALUE,
          "line 1: approvals.x", "approved" },
        { BANNER("'markup':'x','approvals':{'x':'unknown'}"),
          CX_E_FIELD_VALUE, "line 1: approvals.x", "approved" },
        { BANNER("'markup':'x','approvals':{'x':'pending','X':'pending'}"),
          CX_E_JSON_DUPLICATE, "line 1: approvals.X", "once" },
        { BANNER("'markup':'x','approvals':{'x':'pending','x':'pending'}"),
          CX_E_JSON_DUPLICATE, "line 1: approvals.x", "once" },
        { BANNER("'markup':'x','approvals':{'':'pending'}"), CX_E_FIELD_VALUE,
          "line 1: approvals", "keys" },
        { BANNER("'markup':'x','approvals':[]"), CX_E_FIELD_TYPE,
          "line 1: approvals", "object" },
        { BANNER("'markup':'x','companions':[{'w':1,'h':1,'type':'iframe',"
                 "'url':'https://a.b/'}]"), CX_E_FIELD_CONFLICT,
          "line 1: companions", "video and audio" },
        { VIDEO("'bitrate':1", ",'markup':'<VAST/>','companions':[{'w':1,"
                "'h':1,'type':'iframe','url':'https://a.b/'}]"),
          CX_E_FIELD_CONFLICT, "line 1: companions", "media_url" },
        { VIDEO(MP4, ",'companions':[{'w':1,'h':1,'type':'static',"
                "'url':'https://a.b/'}]"), CX_E_FIELD_MISSING,
          "line 1: companions[0].mime", "missing" },
        { VIDEO(MP4, ",'companions':[{'w':1,'h':1,'type':'html',"
                "'url':'https://a.b/'}]"), CX_E_FIELD_MISSING,
          "line 1: companions[0].html", "missing" },
        { VIDEO(MP4, ",'companions':[{'w':1,'h':1,'type':'html',"
                "'url':'https://a.b/','html':'x'}]"), CX_E_FIELD_CONFLICT,
          "line 1: companions[0].html", "either" },
        { VIDEO(MP4, ",'companions':[{'w':0,'h':1,'type':'html','html':'x'}]"),
          CX_E_FIELD_VALUE, "line 1: companions[0].w", "1" },
        { VIDEO(MP4, ",'companions':[{'w':1,'h':1,'type':'flash'}]"),
          CX_E_FIELD_VALUE, "line 1: companions[0].type", "iframe" },
        { "{'type':'campaign','id':'c','dsa':{'transparency':[{'domain':"
          "'a/b','params':[1]}]}}", CX_E_FIELD_VALUE,
          "line 1: dsa.transparency[0].domain", "domain" },
        { "{'type':'campaign','id':'c','dsa':{'adrender':2}}",
          CX_E_FIELD_VALUE, "line 1: dsa.adrender", "1" },
        { "{'type':'adgroup','id':'g','campaign':'c','bid':1,'targeting':"
          "{'inventory':{'schain':['yes']}}}", CX_E_FIELD_VALUE,
          "line 1: targeting.inventory.schain[0]",
          "none, complete, incomplete)" },
        { "{'type':'adgroup','id':'g','campaign':'c','bid':1,'targeting':"
          "{'inventory':{'placements':[1]}}}", CX_E_FIELD_TYPE,
          "line 1: targeting.inventory.placements[0]", "string" },
        { "{'type':'adgroup','id':'g','campaign':'c','bid':1,'targeting':"
          "{'inventory':{'sellers':['/x']}}}", CX_E_FIELD_VALUE,
          "line 1: targeting.inventory.sellers[0]", "account" }
    };

    size_t  i;

    for (i = 0; i < cx_nelts(cases); i++) {
        quoted_refused(cases[i].line, cases[i].code, cases[i].field,
                       cases[i].text);
    }
}


static const cx_test_t  tests[] = {
    TEST(banner_type_and_mime_follow_from_its_markup),
    TEST(parts_of_a_category_are_in_it),
    TEST(what_is_above_is_what_the_tables_say),
    TEST(any_of_the_mimes_is_enough),
    TEST(the_images_of_variants_count),
    TEST(rare_fields_stand_beside),
    TEST(delivery_and_skipping_follow_from_the_media),
    TEST(categories_stand_with_what_they_are_part_of),
    TEST(every_category_has_a_top),
    TEST(transparency_is_the_campaign_s),
    TEST(why_names_what_the_creative_fails_at),
    TEST(the_nearest_creative_says_why),
    TEST(companions_come_where_there_is_a_place),
    TEST(wrong_fields_are_named)
};


int
main(void)
{
    return catalog_test_main(tests, cx_nelts(tests));
}
