
/*
 * A world for the tests of bids: a catalogue from lines, a clock that stands
 * still unless told, a network that says what it is told, and a record of
 * who was asked what.  JSON is written with ' for ".
 */

#ifndef CX_TEST_BID_H
#define CX_TEST_BID_H

#include <sys/stat.h>
#include <unistd.h>
#include <yyjson.h>

#include "core/bid/bid.h"
#include "core/catalog/builder.h"
#include "tests/unit/test.h"


#define ARENA   (2 * 1024 * 1024)
#define NOW_S   1790000000              /* a Monday in September 2026 */


typedef struct {
    cx_bid_t               b;
    cx_bid_conf_t          conf;
    cx_exchange_t          exchange;
    cx_bid_ports_t         ports;
    cx_provider_t          provider;
    cx_arena_t             arena;

    /* what the world says */

    uint64_t               now;
    unsigned               clock_calls;
    unsigned               jump_at;         /* this call of the clock */
    uint64_t               jump_ns;
    float                  y[CX_MODEL_HEADS];
    float                  step;            /* each offer's click is higher */
    unsigned               offers;
    cx_rc_t                predict_rc;
    unsigned               predicts;
    cx_profile_t           profile;
    cx_rc_t                profile_rc;
    const char            *stopped;         /* ids of ad groups, "|g1|" */
    const char            *capped;
    const char            *unaffordable;

    /* what it was asked */

    char                   trace[65536];
    int64_t                nanos;
    uint32_t               life_s;
    unsigned               reserves;
    unsigned               emits;

    /* what came out */

    cx_openrtb_request_t  *req;
    cx_decision_t         *d;
    cx_error_t             e;
    cx_rc_t                rc;
    yyjson_doc            *doc;
} world_t;

static world_t   w;
static uint8_t   w_mem[ARENA];
static size_t    w_room = ARENA;            /* of an arena for a request */
static uint8_t   w_out[256 * 1024];
static char      w_body[256 * 1024];
static size_t    w_len;


static inline void
w_note(const char *what, const cx_hit_t *hit)
{
    size_t    n;
    cx_str_t  id;

    n = strlen(w.trace);
    id = hit != NULL ? cx_catalog_str(hit->file, hit->adgroup->id)
                     : cx_str("");

    (void) snprintf(w.trace + n, sizeof(w.trace) - n, "%s%s%.*s ", what,
                    hit != NULL ? ":" : "", (int) id.len,
                    (const char *) id.data);
}


static inline int
w_names(const char *list, const cx_hit_t *hit)
{
    char      name[64];
    cx_str_t  id;

    id = cx_catalog_str(hit->file, hit->adgroup->id);
    (void) snprintf(name, sizeof(name), "|%.*s|", (int) id.len,
                    (const char *) id.data);

    return list != NULL && strstr(list, name) != NULL;
}


static inline uint64_t
w_now(void *data)
{
    (void) data;

    if (++w.clock_calls == w.jump_at) {
        w.now += w.jump_ns;
    }

    return w.now;
}


static inline cx_rc_t
w_profile(void *data, cx_str_t user_id, cx_profile_t *p)
{
    (void) data;
    (void) user_id;

    w_note("profile", NULL);
    *p = w.profile;

    return w.profile_rc;
}


static inline cx_rc_t
w_slot(void *data, const cx_hit_t *hit)
{
    (void) data;
    w_note("slot", hit);

    return w_names(w.stopped, hit) ? CX_DECLINED : CX_OK;
}


static inline cx_rc_t
w_caps(void *data, const cx_hit_t *hit, uint64_t user)
{
    (void) data;
    (void) user;
    w_note("caps", hit);

    return w_names(w.capped, hit) ? CX_DECLINED : CX_OK;
}


static inline cx_rc_t
w_reserve(void *data, const cx_hit_t *hit, int64_t nanos, uint32_t life_s,
    uint32_t *bucket, uint32_t *epoch)
{
    (void) data;
    w_note("reserve", hit);

    w.reserves++;
    w.nanos = nanos;
    w.life_s = life_s;

    if (w_names(w.unaffordable, hit)) {
        return CX_DECLINED;
    }

    *bucket = 77;
    *epoch = 5;

    return CX_OK;
}


static inline void
w_emit(void *data, const cx_openrtb_request_t *req, const cx_decision_t *d)
{
    (void) data;
    (void) req;
    (void) d;

    w_note("emit", NULL);
    w.emits++;
}


static inline cx_rc_t
w_predict(const cx_provider_t *p, cx_model_input_t *in, cx_inference_t *out)
{
    uint32_t  i;

    (void) p;
    w_note("predict", NULL);
    w.predicts++;

    for (i = 0; i < in->noffers; i++) {
        memcpy(out->y[i], w.y, sizeof(w.y));
        out->y[i][CX_HEAD_CLICK] += w.step * (float) w.offers++;
    }

    out->noffers = in->noffers;

    return w.predict_rc;
}


static inline void
w_lines(cx_builder_t *b, const char *lines)
{
    char         line[4096];
    size_t       i, n;
    cx_error_t   e;
    const char  *p, *end;

    for (p = lines; *p; p = end + (*end == '\n')) {
        end = strchrnul(p, '\n');
        n = (size_t) (end - p);

        if (n == 0 || n >= sizeof(line)) {
            continue;
        }

        for (i = 0; i < n; i++) {
            line[i] = p[i] == '\'' ? '"' : p[i];
        }

        memset(&e, 0, sizeof(e));

        if (cx_builder_line(b, cx_strn(line, n), &e) != CX_OK) {
            (void) printf("    line: %.*s: %s: %s (%s)\n", (int) n, line,
                          e.field, e.fault, e.allowed);
            cx_test_failures++;
        }
    }
}


static inline void
w_build(const char *path, const char *base, const char *lines)
{
    cx_error_t          e;
    cx_builder_t       *b;
    cx_builder_conf_t   conf;

    memset(&conf, 0, sizeof(conf));
    conf.now_s = NOW_S;
    conf.token_life_s = 3600;
    conf.feature_layout = CX_FEATURE_LAYOUT;
    conf.features = cx_features_offer;
    conf.base = base;

    memset(&e, 0, sizeof(e));
    b = cx_builder_create(&conf, &e);
    CHECK(b != NULL);
    w_lines(b, lines);

    if (cx_builder_write(b, path, &e) != CX_OK) {
        (void) printf("    catalogue: %s: %s\n", e.field, e.fault);
    }

    cx_builder_destroy(b);
}


/* overlay: lines of one, or NULL */

static inline const cx_catalog_t *
w_catalog(const char *lines, const char *overlay)
{
    char           path[64], over[80];
    cx_error_t     e;
    cx_catalog_t  *cat;

    memset(&e, 0, sizeof(e));
    (void) snprintf(path, sizeof(path), "/tmp/cx-bid-%d.cat", (int) getpid());
    (void) snprintf(over, sizeof(over), "%s.over", path);

    w_build(path, NULL, lines);

    if (overlay != NULL) {
        w_build(over, path, overlay);
    }

    cat = cx_catalog_open(path, overlay != NULL ? over : NULL, &e);
    (void) unlink(path);
    (void) unlink(over);

    if (cat == NULL) {
        (void) printf("    catalogue: %s: %s\n", e.field, e.fault);
        exit(1);
    }

    return cat;
}


static inline const cx_keyring_t *
w_keys(void)
{
    char                  path[64];
    cx_error_t            e;
    static cx_keyring_t  *k;

    if (k != NULL) {
        return k;
    }

    (void) snprintf(path, sizeof(path), "/tmp/cx-bid-%d.keys",
                    (int) getpid());
    (void) unlink(path);
    (void) cx_keyring_create(path, &e);
    k = cx_keyring_open(path, &e);
    (void) unlink(path);

    return k;
}


/* a new world, with this catalogue; all are open, nothing costs time */

static inline void
w_open_over(const char *lines, const char *overlay)
{
    static const cx_ortb_reader_t  *reader;

    if (reader == NULL) {
        reader = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    }

    cx_catalog_close((cx_catalog_t *) w.b.catalog);
    yyjson_doc_free(w.doc);
    memset(&w, 0, sizeof(w));

    w.now = 1000000000;
    w.profile_rc = CX_DECLINED;
    w.profile.consent = 1;

    w.ports.now_ns = w_now;
    w.ports.profile = w_profile;
    w.ports.slot = w_slot;
    w.ports.caps = w_caps;
    w.ports.reserve = w_reserve;
    w.ports.emit = w_emit;

    w.provider.name = "scripted";
    w.provider.max_batch_size = CX_MODEL_BATCH;
    w.provider.predict = w_predict;
    w.provider.predict_batch = w_predict;

    w.conf.candidates = 16;
    w.conf.notice_url = cx_str("https://bid.example.com");
    w.exchange = cx_exchange_null;
    w.exchange.name = cx_str("ex");
    w.conf.exchange = &w.exchange;
    w.conf.margin_ms = 10;
    w.conf.tmax_ms = 100;
    w.conf.keys = w_keys();
    w.conf.provider = &w.provider;

    w.b.conf = &w.conf;
    w.b.ports = &w.ports;
    w.b.reader = reader;
    w.b.arena = &w.arena;
    w.b.now_s = NOW_S;
    w.b.random = 12345;
    w.b.catalog = lines != NULL ? w_catalog(lines, overlay) : NULL;
}


static inline void
w_open(const char *lines)
{
    w_open_over(lines, NULL);
}


/* an impression or a whole request, with ' for " */

static inline cx_rc_t
w_decide(const char *body)
{
    for (w_len = 0; body[w_len]; w_len++) {
        w_body[w_len] = body[w_len] == '\'' ? '"' : body[w_len];
    }

    /* nothing of the request before is of use */

    memset(w_mem, 0xa5, sizeof(w_mem));
    cx_arena_init(&w.arena, w_mem, w_room);
    memset(&w.e, 0, sizeof(w.e));

    w.trace[0] = '\0';
    w.clock_calls = 0;
    w.predicts = 0;
    w.offers = 0;
    w.reserves = 0;
    w.emits = 0;
    w.nanos = 0;
    w.req = NULL;
    w.d = NULL;
    w.b.start_ns = w.now;

    w.rc = cx_bid_decide(&w.b, (const uint8_t *) w_body, w_len, &w.req, &w.d,
                         &w.e);

    return w.rc;
}


#define BANNER  "'banner':{'w':300,'h':250}"
#define REQ(imp, rest)                                                        \
    "{'id':'r1','user':{'id':'u1'},'imp':[" imp "]" rest "}"
#define IMP(rest)  "{'id':'1'," BANNER rest "}"


static inline cx_rc_t
w_write(void)
{
    cx_rc_t   rc;
    cx_buf_t  b;

    yyjson_doc_free(w.doc);
    w.doc = NULL;

    cx_buf_init(&b, w_out, sizeof(w_out));
    rc = cx_bid_write(&w.b, w.req, w.d, &b);

    if (rc == CX_OK) {
        w.doc = yyjson_read((const char *) w_out, cx_buf_len(&b), 0);
        CHECK(w.doc != NULL);
    }

    return rc;
}


static inline yyjson_val *
w_at(const char *pointer)
{
    return yyjson_doc_ptr_get(w.doc, pointer);
}


static inline cx_str_t
w_str(const char *pointer)
{
    yyjson_val  *v;

    v = w_at(pointer);

    return yyjson_is_str(v) ? cx_strn(yyjson_get_str(v), yyjson_get_len(v))
                            : cx_str("(no string)");
}


/* the ad group that won the impression, or the reason that none did */

static inline cx_str_t
w_winner(uint32_t imp)
{
    const char        *name;
    const cx_offer_t  *o;

    if (w.d == NULL || imp >= w.d->nimps) {
        name = w.d == NULL ? "(no decision)" : cx_nobid_name(w.d->reason);
        return cx_strn(name, strlen(name));
    }

    o = w.d->imp[imp].winner;

    if (o == NULL) {
        name = cx_nobid_name(w.d->imp[imp].reason);
        return cx_strn(name, strlen(name));
    }

    return cx_catalog_str(o->hit.file, o->hit.adgroup->id);
}


static inline int64_t
w_price(uint32_t imp)
{
    return w.d != NULL && imp < w.d->nimps && w.d->imp[imp].winner != NULL
           ? w.d->imp[imp].winner->price : -1;
}


#define CHECK_WINNER(body, who)                                               \
    do {                                                                      \
        CHECK_INT(w_decide(body), CX_OK);                                     \
        CHECK_STR(w_winner(0), who);                                          \
    } while (0)


/* lines of a catalogue */

#define CAMPAIGN(id, rest)                                                    \
    "{'type':'campaign','id':'" id "','adomain':['" id ".example']" rest "}\n"
#define ADGROUP(id, campaign, bid, rest)                                      \
    "{'type':'adgroup','id':'" id "','campaign':'" campaign "','bid':" bid    \
    rest "}\n"
#define CREATIVE(id, adgroup, rest)                                           \
    "{'type':'creative','id':'" id "','adgroup':'" adgroup "',"               \
    "'landing_url':'https://land.example/" id "'" rest "}\n"
#define BANNER_AD                                                             \
    ",'media':'banner','w':300,'h':250,"                                      \
    "'markup':'<a href={{click_url}}><img src={{impression_url}}></a>'"

/* a campaign with one ad group and one banner, all by one name */

#define SIMPLE(id, bid, campaign_rest, adgroup_rest)                          \
    CAMPAIGN("c-" id, campaign_rest)                                          \
    ADGROUP(id, "c-" id, bid, adgroup_rest)                                   \
    CREATIVE("cr-" id, id, BANNER_AD)


#endif /* CX_TEST_BID_H */
