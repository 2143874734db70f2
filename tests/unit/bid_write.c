#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <malloc.h>

#include "tests/unit/bid.h"
#include "tests/unit/xml.h"


/*
 * Every way to memory leads through here, so that a test can count.  The
 * sanitizers bring their own; under them the counting is left out.
 */

static volatile unsigned  allocations;  /* a compiler knows what malloc does */

#if !defined(__SANITIZE_ADDRESS__) && defined(__GLIBC__)

#define COUNTING  1

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t align, size_t size);


void *
malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}


void *
calloc(size_t n, size_t size)
{
    allocations++;
    return __libc_calloc(n, size);
}


void *
realloc(void *p, size_t size)
{
    allocations++;
    return __libc_realloc(p, size);
}


void *
memalign(size_t align, size_t size)
{
    allocations++;
    return __libc_memalign(align, size);
}


void *
aligned_alloc(size_t align, size_t size)
{
    allocations++;
    return __libc_memalign(align, size);
}


int
posix_memalign(void **p, size_t align, size_t size)
{
    allocations++;
    *p = __libc_memalign(align, size);
    return *p == NULL;
}

#else
#define COUNTING  0
#endif


#define MEDIA                                                                 \
    "{'type':'org','id':'o1','seat':'s-1'}\n"                                 \
    "{'type':'org','id':'o2','seat':'s-2'}\n"                                 \
    "{'type':'campaign','id':'c-b','org':'o1','cat':['IAB1-2','IAB2'],"       \
    "'adomain':['b.example','bb.example'],'bundle':'com.b'}\n"                \
    ADGROUP("b", "c-b", "3.25", "")                                           \
    CREATIVE("cr-b", "b", BANNER_AD ",'adid':'ad-b','attr':[1,3],"            \
             "'cat':['IAB2','IAB3'],'language':'de','qagmediarating':1,"      \
             "'variants':[{'name':'red','markup':'<b>{{impression_url}} "      \
             "{{click_url_enc}}{{variant}}${AUCTION_PRICE}</b>'}]")           \
    "{'type':'campaign','id':'c-v','org':'o2'}\n"                             \
    ADGROUP("v", "c-v", "7", "")                                              \
    CREATIVE("cr-v", "v", ",'media':'video','video':{"                        \
             "'media_url':'https://c.example/v.mp4?a=1&b=2',"                 \
             "'mime':'video/mp4','duration':15,'protocols':[3,7,11],"         \
             "'bitrate':800,'skip_offset':5}")                                \
    "{'type':'campaign','id':'c-a','org':'o2'}\n"                             \
    ADGROUP("a", "c-a", "2", "")                                              \
    CREATIVE("cr-a", "a", ",'media':'audio','audio':{"                        \
             "'media_url':'https://c.example/a.mp3','mime':'audio/mpeg',"     \
             "'duration':20,'protocols':[7]}")                                \
    "{'type':'campaign','id':'c-n','org':'o1'}\n"                             \
    ADGROUP("n", "c-n", "4", "")                                              \
    CREATIVE("cr-n", "n", ",'media':'native','native':{'title':'A title',"    \
             "'images':[{'type':3,'url':'https://c.example/i.png','w':1200,"  \
             "'h':627}],'data':[{'type':1,'value':'Sponsor'}],"               \
             "'imptrackers':['https://t.example/p']}")

#define ALL_MEDIA                                                             \
    "{'id':'r-1','user':{'id':'u1'},'site':{'id':'s','domain':'n.example'},"  \
    "'imp':[{'id':'1','banner':{'w':300,'h':250}},"                           \
    "{'id':'2','video':{'mimes':['video/mp4'],'protocols':[2,3,7],"           \
    "'w':640,'h':360,'minduration':5,'maxduration':30}},"                     \
    "{'id':'3','audio':{'mimes':['audio/mpeg'],'protocols':[7],"              \
    "'minduration':5,'maxduration':30}},"                                     \
    "{'id':'4','native':{'ver':'1.2','request':'{\\'assets\\':[{\\'id\\':1,"  \
    "\\'required\\':1,\\'title\\':{\\'len\\':30}},{\\'id\\':2,"               \
    "\\'required\\':1,\\'img\\':{\\'type\\':3,\\'wmin\\':600,"                \
    "\\'hmin\\':300}}]}'}}]}"


/* what the answer has for an impression, wherever it is */

static yyjson_val *
bid(const char *impid)
{
    size_t       i, k, n, m;
    yyjson_val  *seat, *v;

    yyjson_arr_foreach(w_at("/seatbid"), i, n, seat) {
        yyjson_arr_foreach(yyjson_obj_get(seat, "bid"), k, m, v) {
            if (strcmp(yyjson_get_str(yyjson_obj_get(v, "impid")), impid)
                == 0)
            {
                return v;
            }
        }
    }

    CHECK(0);

    return NULL;
}


static cx_str_t
str_of(yyjson_val *b, const char *key)
{
    yyjson_val  *v;

    v = yyjson_obj_get(b, key);

    return yyjson_is_str(v) ? cx_strn(yyjson_get_str(v), yyjson_get_len(v))
                            : cx_str("(no string)");
}


static int64_t
int_of(yyjson_val *b, const char *key)
{
    yyjson_val  *v;

    v = yyjson_obj_get(b, key);

    return yyjson_is_int(v) ? yyjson_get_sint(v) : -1;
}


/* the token behind a path of an address */

static cx_str_t
token_of(cx_str_t url, const char *path)
{
    const uint8_t  *p;
    cx_str_t        t;

    p = memmem(url.data, url.len, path, strlen(path));
    CHECK(p != NULL);

    if (p == NULL) {
        return cx_str("");
    }

    t.data = p + strlen(path);
    t.len = 0;

    while (t.data + t.len < url.data + url.len
           && strchr("&\"<]' ", t.data[t.len]) == NULL)
    {
        t.len++;
    }

    return t;
}


static int
has(cx_str_t s, const char *what)
{
    return memmem(s.data, s.len, what, strlen(what)) != NULL;
}


static void
all_media(void)
{
    w_open(MEDIA);
    CHECK_INT(w_decide(ALL_MEDIA), CX_OK);
    CHECK_STR(w_winner(0), "b");
    CHECK_STR(w_winner(1), "v");
    CHECK_STR(w_winner(2), "a");
    CHECK_STR(w_winner(3), "n");
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(w.d->nbids, 4);
    CHECK_INT(w.d->currency, CX_USD);

    CHECK_STR(w_str("/id"), "r-1");
    CHECK_STR(w_str("/cur"), "USD");
    CHECK_INT(yyjson_arr_size(w_at("/seatbid")), 2);
    CHECK_STR(w_str("/seatbid/0/seat"), "s-1");
    CHECK_STR(w_str("/seatbid/1/seat"), "s-2");
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/0/bid")), 2);
    CHECK_INT(yyjson_arr_size(w_at("/seatbid/1/bid")), 2);
}


static void
banner(void)
{
    cx_str_t     adm;
    yyjson_val  *b;

    w_open(MEDIA);
    CHECK_INT(w_decide(ALL_MEDIA), CX_OK);
    CHECK_INT(w_write(), CX_OK);

    b = bid("1");
    CHECK(yyjson_get_real(yyjson_obj_get(b, "price")) == 3.25);
    CHECK_INT(str_of(b, "id").len, 16);
    CHECK_STR(str_of(b, "adid"), "ad-b");
    CHECK_STR(str_of(b, "cid"), "c-b");
    CHECK_STR(str_of(b, "crid"), "cr-b");
    CHECK_STR(str_of(b, "bundle"), "com.b");
    CHECK_STR(str_of(b, "language"), "de");
    CHECK_INT(int_of(b, "qagmediarating"), 1);
    CHECK_INT(int_of(b, "mtype"), 1);
    CHECK_INT(int_of(b, "w"), 300);
    CHECK_INT(int_of(b, "h"), 250);
    CHECK_INT(int_of(b, "exp"), 60);
    CHECK_INT(int_of(b, "cattax"), 1);
    CHECK(yyjson_obj_get(b, "dur") == NULL);
    CHECK_INT(yyjson_arr_size(yyjson_obj_get(b, "adomain")), 2);
    CHECK_INT(yyjson_arr_size(yyjson_obj_get(b, "attr")), 2);

    /* its own categories and the creative's, each once, no parents */

    CHECK_INT(yyjson_arr_size(yyjson_obj_get(b, "cat")), 3);
    CHECK(strcasecmp(yyjson_get_str(yyjson_arr_get(
                         yyjson_obj_get(b, "cat"), 0)), "IAB1-2") == 0);
    CHECK(strcasecmp(yyjson_get_str(yyjson_arr_get(
                         yyjson_obj_get(b, "cat"), 2)), "IAB3") == 0);

    adm = str_of(b, "adm");
    CHECK(has(adm, "<b>https://bid.example.com/v1/imp?t="));
    CHECK(has(adm, "https%3A%2F%2Fbid.example.com%2Fv1%2Fclick%3Ft%3D"));
    CHECK(has(adm, "red${AUCTION_PRICE}</b>"));
    CHECK(has(str_of(b, "nurl"), "https://bid.example.com/v1/notice/win?t="));
    CHECK(has(str_of(b, "nurl"), "&p=${AUCTION_PRICE}"
                                 "&m=${AUCTION_MIN_TO_WIN}"));
    CHECK(has(str_of(b, "burl"), "/v1/notice/bill?t="));
    CHECK(has(str_of(b, "lurl"), "&p=${AUCTION_PRICE}&l=${AUCTION_LOSS}"
                                 "&m=${AUCTION_MIN_TO_WIN}"));
}


static void
timed(void)
{
    cx_str_t     adm;
    yyjson_val  *b;

    w_open(MEDIA);
    CHECK_INT(w_decide(ALL_MEDIA), CX_OK);
    CHECK_INT(w_write(), CX_OK);

    b = bid("2");
    adm = str_of(b, "adm");
    CHECK_INT(int_of(b, "mtype"), 2);
    CHECK_INT(int_of(b, "dur"), 15);
    CHECK_INT(int_of(b, "protocol"), 7);
    CHECK_INT(int_of(b, "exp"), 1800);
    CHECK(yyjson_obj_get(b, "slotinpod") == NULL);
    CHECK(xml_well_formed((const char *) adm.data, adm.len));
    CHECK(has(adm, "<VAST version=\"4.0\""));
    CHECK(has(adm, "<Impression><![CDATA[https://bid.example.com/v1/imp?t="));
    CHECK(has(adm, "https://c.example/v.mp4?a=1&b=2"));

    b = bid("3");
    adm = str_of(b, "adm");
    CHECK_INT(int_of(b, "mtype"), 3);
    CHECK_INT(int_of(b, "dur"), 20);
    CHECK(xml_well_formed((const char *) adm.data, adm.len));
}


/* what both know, the newest of it, and the markup is of just that */

static void
versions(void)
{
    char      body[512], version[32];
    size_t    i;
    cx_str_t  adm;

    static const struct {
        const char  *asked;
        int          protocol;
        const char  *version;
    } cases[] = {
        { "", 13, "4.2" },
        { "'protocols':[2]", 2, "2.0" },
        { "'protocols':[3,2,6]", 3, "3.0" },
        { "'protocols':[7,8,3]", 7, "4.0" },
        { "'protocols':[11,2]", 11, "4.1" },
        { "'protocols':[16,13,1]", 13, "4.2" },
        { "'protocol':2", 2, "2.0" },
        { "'protocol':2,'protocols':[3]", 3, "3.0" }
    };

    w_open(CAMPAIGN("c", "") ADGROUP("g", "c", "3", "")
           CREATIVE("r", "g", ",'media':'video','video':{'media_url':"
                    "'https://c.example/v.mp4','mime':'video/mp4',"
                    "'duration':15}"));

    for (i = 0; i < cx_nelts(cases); i++) {
        (void) snprintf(body, sizeof(body),
                        "{'id':'r','imp':[{'id':'1','video':{%s}}]}",
                        cases[i].asked);
        (void) snprintf(version, sizeof(version), "<VAST version=\"%s\"",
                        cases[i].version);

        CHECK_WINNER(body, "g");
        CHECK_INT(w_write(), CX_OK);
        adm = str_of(bid("1"), "adm");
        CHECK_INT(int_of(bid("1"), "protocol"), cases[i].protocol);
        CHECK(has(adm, version));
    }

    /* what can be skipped is not of 2.0 */

    w_open(CAMPAIGN("c", "") ADGROUP("g", "c", "3", "")
           CREATIVE("r", "g", ",'media':'video','video':{'media_url':"
                    "'https://c.example/v.mp4','mime':'video/mp4',"
                    "'duration':15,'skip_offset':5}"));
    CHECK_INT(w_decide("{'id':'r','imp':[{'id':'1','video':{'protocols':[2]}}"
                       "]}"), CX_OK);
    CHECK_INT(w.d->nbids, 0);
}


static int
says_skippable(const char *body)
{
    size_t       i, n;
    yyjson_val  *attr;

    CHECK_INT(w_decide(body), CX_OK);

    if (w.d->nbids == 0) {
        return -1;
    }

    CHECK_INT(w_write(), CX_OK);
    n = 0;

    yyjson_arr_foreach(yyjson_obj_get(bid("1"), "attr"), i, n, attr) {
        if (yyjson_get_int(attr) == 16) {
            return 1;
        }
    }

    return 0;
}


/* 7.4: attribute 16 is the ad's own button, and not where the player has one */

static void
skippable(void)
{
#define SKIPPING(rest)  "{'id':'r','imp':[{'id':'1','video':{" rest "}}]}"

    w_open(CAMPAIGN("c", "") ADGROUP("g", "c", "3", "")
           CREATIVE("r", "g", ",'media':'video','attr':[7],'video':{"
                    "'media_url':'https://c.example/v.mp4','duration':15,"
                    "'mime':'video/mp4','skip_offset':5}"));
    CHECK_INT(says_skippable(SKIPPING("")), 1);
    CHECK_INT(says_skippable(SKIPPING("'skip':0")), 1);
    CHECK_INT(says_skippable(SKIPPING("'skip':1")), 0);
    CHECK_INT(yyjson_arr_size(yyjson_obj_get(bid("1"), "attr")), 1);
    CHECK_INT(says_skippable(SKIPPING("'skip':1,'battr':[16]")), -1);

    /* a button of its own beside the player's */

    w_open(CAMPAIGN("c", "") ADGROUP("g", "c", "3", "")
           CREATIVE("r", "g", ",'media':'video','attr':[16],'markup':'<VAST/>'"
                    ",'video':{'duration':15,'mime':'video/mp4'}"));
    CHECK_INT(says_skippable(SKIPPING("")), 1);
    CHECK_INT(says_skippable(SKIPPING("'skip':0")), 1);
    CHECK_INT(says_skippable(SKIPPING("'skip':1")), -1);
}


static void
slots_in_pods(void)
{
    w_open(MEDIA);

#define POD(rest)                                                             \
    "{'id':'r','imp':[{'id':'1','video':{'mimes':['video/mp4'],"              \
    "'protocols':[7]" rest "}}]}"

    CHECK_WINNER(POD(",'poddur':60,'maxseq':4,'slotinpod':-1"), "v");
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(int_of(bid("1"), "slotinpod"), -1);

    CHECK_WINNER(POD(",'slotinpod':1"), "v");
    CHECK_INT(w_write(), CX_OK);
    CHECK(yyjson_obj_get(bid("1"), "slotinpod") == NULL);
}


static void
native(void)
{
    cx_str_t     adm;
    yyjson_doc  *doc;

    w_open(MEDIA);
    CHECK_INT(w_decide(ALL_MEDIA), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(int_of(bid("4"), "mtype"), 4);

    adm = str_of(bid("4"), "adm");
    doc = yyjson_read((const char *) adm.data, adm.len, 0);
    CHECK(doc != NULL);
    CHECK(yyjson_equals_str(yyjson_doc_ptr_get(doc, "/assets/0/title/text"),
                            "A title"));
    CHECK(yyjson_equals_str(yyjson_doc_ptr_get(doc, "/assets/1/img/url"),
                            "https://c.example/i.png"));
    CHECK(yyjson_is_str(yyjson_doc_ptr_get(doc, "/link/url")));
    CHECK(yyjson_is_str(yyjson_doc_ptr_get(doc, "/imptrackers/1")));
    yyjson_doc_free(doc);

    /* what the ad lacks is no bid; a request that is no JSON is none either */

    CHECK_WINNER("{'id':'r','imp':[{'id':'1','native':{'request':"
                 "{'assets':[{'id':1,'required':1,'data':{'type':12}}]}}}]}",
                 "no_match");
    CHECK_WINNER("{'id':'r','imp':[{'id':'1','native':{'request':'{'}}]}",
                 "no_match");
    CHECK_WINNER("{'id':'r','imp':[{'id':'1','native':{'request':'{'},"
                 BANNER "}]}", "b");
}


/* a notice can be charged from its token alone */

static void
tokens(void)
{
    uint8_t      mem[2][CX_TOKEN_MAX];
    cx_str_t     adm, url;
    yyjson_val  *b;
    cx_token_t   t, i;

    w_open(MEDIA);
    CHECK_INT(w_decide(ALL_MEDIA), CX_OK);
    CHECK_INT(w_write(), CX_OK);
    b = bid("1");
    url = str_of(b, "burl");
    adm = str_of(b, "adm");

    CHECK_INT(cx_token_verify(w.conf.keys, CX_TOKEN_EXCHANGE,
                              token_of(url, "/v1/notice/bill?t="), mem[0], &t,
                              NULL), CX_OK);
    CHECK_INT(t.price, 3250000);
    CHECK_INT(t.reserved, 3250000);
    CHECK_INT(t.currency, CX_USD);
    CHECK_INT(t.rate.mul, 1);
    CHECK_INT(t.rate.div, 1);
    CHECK_INT(t.bucket, 77);
    CHECK_INT(t.epoch, 5);
    CHECK_INT(t.time_s, NOW_S);
    CHECK_INT(t.test, 0);
    CHECK_STR(t.creative, "cr-b");
    CHECK_STR(t.auction, "r-1");
    CHECK_STR(t.impid, "1");
    CHECK(t.bid == w.d->id);
    CHECK_INT(t.org, (uint32_t) cx_hash64("o1", 2, 0));
    CHECK_INT(t.exchange, (uint32_t) cx_hash64("ex", 2, 0));
    CHECK(t.user == cx_hash64("u1", 2, 0));
    CHECK_INT(t.campaign_slot, w.d->imp[0].winner->hit.campaign->slot);
    CHECK_INT(t.adgroup_slot, w.d->imp[0].winner->hit.adgroup->slot);

    CHECK_INT(cx_token_verify(w.conf.keys, CX_TOKEN_BROWSER,
                              token_of(adm, "/v1/imp?t="), mem[1], &i, NULL),
              CX_OK);
    CHECK(i.bid == t.bid);
    CHECK_INT(cx_token_verify(w.conf.keys, CX_TOKEN_EXCHANGE,
                              token_of(adm, "/v1/imp?t="), mem[1], &i, NULL),
              CX_ERROR);

    /* each bid has its own number */

    url = str_of(bid("2"), "nurl");
    CHECK_INT(cx_token_verify(w.conf.keys, CX_TOKEN_EXCHANGE,
                              token_of(url, "/v1/notice/win?t="), mem[1], &i,
                              NULL), CX_OK);
    CHECK(i.bid != t.bid);
    CHECK(!cx_str_eq(str_of(bid("2"), "id"), str_of(b, "id")));
}


/* a user who may not be recognised is in no token, and has no profile */

static void
nobody(void)
{
    size_t       i;
    uint8_t      mem[CX_TOKEN_MAX];
    cx_token_t   t;
    const char  *body[] = {
        REQ(IMP(""), ",'regs':{'coppa':1}"),
        REQ(IMP(""), ",'regs':{'gdpr':1}")
    };

    w_open(MEDIA);

    for (i = 0; i < cx_nelts(body); i++) {
        CHECK_WINNER(body[i], "b");
        CHECK(strstr(w.trace, "profile") == NULL);
        CHECK_INT(w_write(), CX_OK);
        CHECK_INT(cx_token_verify(w.conf.keys, CX_TOKEN_EXCHANGE,
                                  token_of(str_of(bid("1"), "burl"),
                                           "/v1/notice/bill?t="), mem, &t,
                                  NULL), CX_OK);
        CHECK_INT(t.user, 0);
    }
}


static void
test_flag(void)
{
    uint8_t     mem[CX_TOKEN_MAX];
    cx_token_t  t;

    w_open(MEDIA);
    CHECK_WINNER("{'id':'r','test':2,'imp':[" IMP("") "]}", "b");
    CHECK_INT(w_write(), CX_OK);
    CHECK_INT(cx_token_verify(w.conf.keys, CX_TOKEN_EXCHANGE,
                              token_of(str_of(bid("1"), "burl"),
                                       "/v1/notice/bill?t="), mem, &t, NULL),
              CX_OK);
    CHECK_INT(t.test, 1);
    CHECK_INT(t.reserved, 0);
    CHECK_INT(t.user, 0);
}


/* what the exchange named itself does not break the answer */

static void
hostile_strings(void)
{
    yyjson_val  *b;

    w_open(MEDIA);
    CHECK_INT(w_decide("{'id':'a\\'\\\\\\u0001</script>]]>','imp':["
                       "{'id':'\\'},{','video':{'mimes':['video/mp4'],"
                       "'protocols':[7]}}],'site':{'domain':'\\'>]]>'}}"),
              CX_OK);
    CHECK_INT(w_write(), CX_OK);
    CHECK_STR(w_str("/id"), "a\"\\\x01</script>]]>");
    b = w_at("/seatbid/0/bid/0");
    CHECK_STR(str_of(b, "impid"), "\"},{");
    CHECK(xml_well_formed((const char *) str_of(b, "adm").data,
                          str_of(b, "adm").len));
}


static void
too_small(void)
{
    size_t    n, len;
    cx_buf_t  b;

    w_open(MEDIA);
    CHECK_INT(w_decide(ALL_MEDIA), CX_OK);
    cx_buf_init(&b, w_out, sizeof(w_out));
    CHECK_INT(cx_bid_write(&w.b, w.req, w.d, &b), CX_OK);
    len = cx_buf_len(&b);

    for (n = 0; n < len; n += 97) {
        CHECK_INT(w_decide(ALL_MEDIA), CX_OK);
        cx_buf_init(&b, w_out, n);
        CHECK_INT(cx_bid_write(&w.b, w.req, w.d, &b), CX_ERROR);
        CHECK_INT(w.emits, 0);

        cx_buf_init(&b, w_out, sizeof(w_out));
        CHECK_INT(cx_bid_write(&w.b, w.req, w.d, &b), CX_OK);
        CHECK_INT(w.emits, 1);
    }
}


static void
no_allocation(void)
{
    unsigned      i, before, counted;
    void         *volatile p;
    cx_error_t    e;
    cx_model_t   *m;

    if (!COUNTING) {
        SKIP("the sanitizer has its own malloc");
    }

    w_open(MEDIA);

    /* the counter counts */

    before = allocations;
    p = malloc(1);
    free(p);
    CHECK(allocations > before);

    m = cx_model_open("conf/model/colanet.cxm", &e);

    CHECK(m != NULL);
    CHECK_INT(cx_provider_cpu(&w.provider, "auto", m, &e), CX_OK);

    for (i = 0, counted = 0; i < 20; i++) {
        before = allocations;
        CHECK_INT(w_decide(ALL_MEDIA), CX_OK);
        counted += i ? allocations - before : 0;

        yyjson_doc_free(w.doc);
        w.doc = NULL;
        before = allocations;

        {
            cx_buf_t  b;

            cx_buf_init(&b, w_out, sizeof(w_out));
            CHECK_INT(cx_bid_write(&w.b, w.req, w.d, &b), CX_OK);
        }

        counted += i ? allocations - before : 0;
        CHECK_INT(w.d->nbids, 4);
    }

    CHECK_INT(counted, 0);
    cx_model_close(m);
}


static const cx_test_t  tests[] = {
    TEST(all_media),
    TEST(banner),
    TEST(timed),
    TEST(versions),
    TEST(skippable),
    TEST(slots_in_pods),
    TEST(native),
    TEST(tokens),
    TEST(nobody),
    TEST(test_flag),
    TEST(hostile_strings),
    TEST(too_small),
    TEST(no_allocation)
};

TEST_MAIN(tests)
