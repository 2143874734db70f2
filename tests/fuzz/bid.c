
/*
 * A request from a stranger, decided and answered over a small catalogue:
 * the answer is strictly JSON, each bid is for an impression that was asked
 * for and pays its floor, native markup is JSON and VAST is in place.
 *
 *     byte   what goes wrong: slots stopped, caps, reservations
 *     byte   how much memory there is; above that the exchange's profile
 *     rest   the body
 */

#include <stdlib.h>
#include <unistd.h>
#include <yyjson.h>

#include "core/bid/bid.h"
#include "core/catalog/builder.h"


#define ARENA  (512 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


/* a campaign, its ad group and its creative */

#define FUZZ_DEALS  ",\"targeting\":{\"inventory\":{\"deals\":[\"D1\",\"D2\"]}}"
#define FUZZ_FILM(n, seconds, cat, media, mime, rest)                         \
    "{\"type\":\"campaign\",\"id\":\"f" n "\","                               \
        "\"cat\":[\"" cat "\"],\"adomain\":[\"f" n ".example\"]}",            \
    "{\"type\":\"adgroup\",\"id\":\"g" n "\","                                \
        "\"campaign\":\"f" n "\",\"bid\":" n rest "}",                        \
    "{\"type\":\"creative\",\"id\":\"h" n "\",\"adgroup\":\"g" n "\","        \
        "\"media\":\"" media "\",\"landing_url\":\"https://l.example/\","     \
        "\"" media "\":{\"media_url\":\"https://c.example/" n "\","           \
        "\"mime\":\"" media "/" mime "\",\"duration\":" seconds "}}"

static const char *const  lines[] = {
    "{\"type\":\"org\",\"id\":\"o1\",\"seat\":\"s-1\"}",
    "{\"type\":\"rates\",\"base\":\"USD\",\"at\":\"2026-09-20T00:00:00Z\","
        "\"rates\":{\"EUR\":\"0.9\",\"JPY\":\"151.37\",\"KWD\":\"0.3069\"}}",
    "{\"type\":\"campaign\",\"id\":\"c1\",\"org\":\"o1\",\"cat\":[\"IAB1-2\","
        "\"6:10\"],\"dsa\":{\"behalf\":\"A\",\"paid\":\"B\",\"transparency\":[{"
        "\"domain\":\"d.example\",\"params\":[1,2]}]},"
        "\"adomain\":[\"shop.brand.example\"],\"bundle\":\"com.app\"}",
    "{\"type\":\"campaign\",\"id\":\"c2\",\"currency\":\"EUR\"}",
    "{\"type\":\"adgroup\",\"id\":\"b\",\"campaign\":\"c1\",\"bid\":3}",
    "{\"type\":\"creative\",\"id\":\"rb\",\"adgroup\":\"b\",\"media\":"
        "\"banner\",\"w\":300,\"h\":250,\"landing_url\":\"https://l.example/\","
        "\"attr\":[1],\"langb\":\"en-GB\",\"expdir\":[2],\"btype\":3,"
        "\"mimes\":[\"text/html\"],\"approvals\":{\"ex\":\"approved\"},"
        "\"markup\":\"<a href='{{click_url}}'>"
        "{{impression_url}} {{auction_id}} {{domain}} {{imp_id}}</a>\"}",
    "{\"type\":\"adgroup\",\"id\":\"d\",\"campaign\":\"c1\",\"bid\":2,"
        "\"targeting\":{\"inventory\":{\"deals\":[\"D1\"]}}}",
    "{\"type\":\"creative\",\"id\":\"rd\",\"adgroup\":\"d\",\"media\":"
        "\"banner\",\"w\":300,\"h\":250,\"landing_url\":\"https://l.example/\","
        "\"markup\":\"{{click_url}}{{impression_url}}\"}",
    "{\"type\":\"adgroup\",\"id\":\"v\",\"campaign\":\"c2\",\"bid\":5}",
    "{\"type\":\"creative\",\"id\":\"rv\",\"adgroup\":\"v\",\"media\":"
        "\"video\",\"landing_url\":\"https://l.example/\",\"video\":{"
        "\"media_url\":\"https://c.example/v.mp4\",\"mime\":\"video/mp4\","
        "\"duration\":15,\"protocols\":[7]}}",
    "{\"type\":\"adgroup\",\"id\":\"a\",\"campaign\":\"c1\",\"bid\":0.01,"
        "\"goal\":\"cpcv\"}",
    "{\"type\":\"creative\",\"id\":\"ra\",\"adgroup\":\"a\",\"media\":"
        "\"audio\",\"landing_url\":\"https://l.example/\",\"audio\":{"
        "\"media_url\":\"https://c.example/a.mp3\",\"mime\":\"audio/mpeg\","
        "\"duration\":15,\"protocols\":[7]}}",
    "{\"type\":\"adgroup\",\"id\":\"n\",\"campaign\":\"c1\",\"bid\":0.5,"
        "\"goal\":\"cpc\"}",
    "{\"type\":\"creative\",\"id\":\"rn\",\"adgroup\":\"n\",\"media\":"
        "\"native\",\"landing_url\":\"https://l.example/\",\"native\":{"
        "\"title\":\"A \\\"title\\\"\",\"images\":[{\"type\":3,\"url\":"
        "\"https://c.example/i.png\",\"w\":1200,\"h\":627}],\"data\":[{"
        "\"type\":1,\"value\":\"Sponsor\"}]}}",

    /* films and songs enough for a break */

    FUZZ_FILM("1", "10", "IAB1", "video", "mp4", ""),
    FUZZ_FILM("2", "20", "IAB1-2", "video", "mp4", ""),
    FUZZ_FILM("3", "30", "IAB3", "video", "mp4", ""),
    FUZZ_FILM("4", "15", "IAB4", "video", "mp4", FUZZ_DEALS),
    FUZZ_FILM("5", "30", "IAB5", "video", "mp4", FUZZ_DEALS),
    FUZZ_FILM("6", "15", "IAB6", "audio", "mpeg", ""),
    FUZZ_FILM("7", "30", "IAB7", "audio", "mpeg", "")
};


static cx_bid_t        b;
static cx_bid_conf_t   conf;
static cx_exchange_t   exchange;
static cx_bid_ports_t  ports;
static cx_provider_t   provider;
static cx_arena_t      arena;
static uint64_t        now;
static uint8_t         wrong;
static uint8_t         out[1024 * 1024];


static uint64_t
fuzz_now(void *data)
{
    (void) data;

    return now += 1000;
}


static cx_rc_t
fuzz_slot(void *data, const cx_hit_t *hit)
{
    (void) data;

    return (wrong >> (hit->adgroup->slot & 3)) & 1 ? CX_DECLINED : CX_OK;
}


static cx_rc_t
fuzz_reserve(void *data, const cx_hit_t *hit, int64_t nanos, uint32_t life_s,
    uint32_t *bucket, uint32_t *epoch)
{
    (void) data;

    if (nanos <= 0 || life_s == 0) {
        abort();
    }

    *bucket = life_s;
    *epoch = 1;

    return (wrong >> (4 + (hit->adgroup->slot & 3))) & 1 ? CX_DECLINED : CX_OK;
}


/* the rest of the second byte: how the exchange is spoken to */

static void
fuzz_exchange(uint8_t bits)
{
    exchange.nobid = bits & 0x08 ? CX_NOBID_AS_NBR : CX_NOBID_AS_204;
    exchange.fee_ppm = bits & 0x10 ? 150001 : 0;
    exchange.bids_net = (bits & 0x20) != 0;
    exchange.floors_net = (bits & 0x40) != 0;
    exchange.price = bits & 0x80 ? CX_PRICE_CENTS : CX_PRICE_CPM;
    exchange.approval = (bits & 0xc0) == 0xc0;
    exchange.seat = (bits & 0x60) == 0x60 ? cx_str("house") : cx_str("");
    exchange.bids_max = (bits & 0x18) == 0x18 ? 2 : 0;
    exchange.currency = (bits & 0x28) == 0x28
                        ? cx_currency(cx_str("JPY")) : 0;
}


static cx_rc_t
fuzz_predict(const cx_provider_t *p, cx_model_input_t *in, cx_inference_t *res)
{
    uint32_t  i, k;

    (void) p;

    for (i = 0; i < in->noffers; i++) {
        for (k = 0; k < CX_MODEL_HEADS; k++) {
            res->y[i][k] = (float) ((in->user.n + i * 7 + k) % 9) - 4.0f;
        }
    }

    return CX_OK;
}


static void
fuzz_must(int ok)
{
    if (!ok) {
        abort();
    }
}


static void
fuzz_world(void)
{
    int                 fd;
    char                cat[] = "/tmp/cx-fuzz-XXXXXX", keys[64];
    size_t              i;
    cx_error_t          e;
    cx_builder_t       *builder;
    cx_builder_conf_t   bc;

    memset(&bc, 0, sizeof(bc));
    bc.now_s = 1790000000;
    bc.token_life_s = 3600;
    bc.feature_layout = CX_FEATURE_LAYOUT;
    bc.features = cx_features_offer;

    fd = mkstemp(cat);
    fuzz_must(fd != -1);
    (void) close(fd);

    builder = cx_builder_create(&bc, &e);
    fuzz_must(builder != NULL);

    for (i = 0; i < cx_nelts(lines); i++) {
        fuzz_must(cx_builder_line(builder,
                                  cx_strn(lines[i], strlen(lines[i])), &e)
                  == CX_OK);
    }

    fuzz_must(cx_builder_write(builder, cat, &e) == CX_OK);
    cx_builder_destroy(builder);
    b.catalog = cx_catalog_open(cat, NULL, &e);

    (void) snprintf(keys, sizeof(keys), "%s.keys", cat);
    fuzz_must(cx_keyring_create(keys, &e) == CX_OK);
    conf.keys = cx_keyring_open(keys, &e);

    (void) unlink(cat);
    (void) unlink(keys);

    provider.name = "fuzz";
    provider.max_batch_size = CX_MODEL_BATCH;
    provider.predict = fuzz_predict;
    provider.predict_batch = fuzz_predict;

    conf.candidates = CX_BID_SCORE_MAX;
    conf.notice_url = cx_str("https://n.example");
    exchange = cx_exchange_null;
    exchange.name = cx_str("ex");
    conf.exchange = &exchange;
    conf.provider = &provider;

    ports = cx_bid_ports_null;
    ports.now_ns = fuzz_now;
    ports.slot = fuzz_slot;
    ports.reserve = fuzz_reserve;

    b.conf = &conf;
    b.ports = &ports;
    b.reader = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    b.arena = &arena;
    b.now_s = 1790000000;
    fuzz_must(b.catalog != NULL && conf.keys != NULL && b.reader != NULL);
}


static void
fuzz_markup(yyjson_val *bid)
{
    yyjson_doc  *doc;
    yyjson_val  *adm;

    adm = yyjson_obj_get(bid, "adm");
    fuzz_must(yyjson_is_str(adm));

    switch (yyjson_get_int(yyjson_obj_get(bid, "mtype"))) {

    case CX_MEDIA_BANNER:
        break;

    case CX_MEDIA_VIDEO:
    case CX_MEDIA_AUDIO:
        fuzz_must(strstr(yyjson_get_str(adm), "<VAST version=") != NULL
                  && strstr(yyjson_get_str(adm), "</VAST>") != NULL);
        break;

    case CX_MEDIA_NATIVE:
        doc = yyjson_read(yyjson_get_str(adm), yyjson_get_len(adm), 0);
        fuzz_must(doc != NULL);
        yyjson_doc_free(doc);
        break;

    default:
        abort();
    }
}


static void
fuzz_bid(yyjson_val *bid, const cx_decision_t *d)
{
    uint32_t           i;
    yyjson_val        *impid;
    const cx_offer_t  *won;

    impid = yyjson_obj_get(bid, "impid");
    fuzz_markup(bid);

    for (i = 0; i < d->nimps; i++) {
        won = d->imp[i].winner;

        if (won != NULL
            && cx_str_eq(d->imp[i].imp->id, cx_strn(yyjson_get_str(impid),
                                                    yyjson_get_len(impid))))
        {
            fuzz_must(won->price > 0 && won->price >= won->floor);
            fuzz_must(won->price % (exchange.price == CX_PRICE_CENTS ? 10000
                                                                     : 1)
                      == 0);
            fuzz_must(won->currency == d->currency && won->qty != 0);
            fuzz_must(won->cost == cx_money_cost(won->price, won->rate,
                                                 won->qty));
            return;
        }
    }

    abort();
}


/* the dynamic part of a pod has no more ads and seconds than it has */

static void
fuzz_dynamic(const cx_imp_decision_t *imp, int32_t poddur, int32_t maxseq)
{
    int64_t            seconds;
    uint32_t           i;
    const cx_offer_t  *o;

    for (i = 0, seconds = 0; i < imp->nwon; i++) {
        o = imp->won[i];
        seconds += o->hit.fit[o->fit].creative->duration_s;
    }

    fuzz_must(seconds <= poddur && imp->nwon <= CX_BID_POD_MAX
              && (maxseq <= 0 || imp->nwon <= (uint32_t) maxseq)
              && (exchange.bids_max == 0 || imp->nwon <= exchange.bids_max));
}


/* no campaign stands in two places of a pod that says nothing of this */

static void
fuzz_distinct(const cx_imp_decision_t *one, const cx_imp_decision_t *two)
{
    uint32_t                i, k;
    const cx_ortb_video_t  *a, *b;

    a = one->imp->video;
    b = two->imp->video;

    if (!one->pod || !two->pod || a == NULL || b == NULL || a->podid.len == 0
        || !cx_str_eq(a->podid, b->podid) || a->poddedupe.n || b->poddedupe.n)
    {
        return;
    }

    for (i = 0; i < one->nwon; i++) {
        for (k = 0; k < two->nwon; k++) {
            fuzz_must(one->won[i]->hit.campaign != two->won[k]->hit.campaign);
        }
    }
}


static void
fuzz_pods(const cx_decision_t *d)
{
    uint32_t                  i, k;
    const cx_imp_decision_t  *imp;

    for (i = 0; i < d->nimps; i++) {
        imp = &d->imp[i];

        if (!imp->pod) {
            continue;
        }

        if (imp->imp->video != NULL && imp->imp->video->poddur > 0) {
            fuzz_dynamic(imp, imp->imp->video->poddur,
                         imp->imp->video->maxseq);

        } else if (imp->imp->video == NULL && imp->imp->audio->poddur > 0) {
            fuzz_dynamic(imp, imp->imp->audio->poddur,
                         imp->imp->audio->maxseq);
        }

        for (k = 0; k < i; k++) {
            fuzz_distinct(imp, &d->imp[k]);
        }
    }
}


static void
fuzz_answer(const cx_decision_t *d, size_t len)
{
    size_t       i, k, n, m, bids;
    yyjson_doc  *doc;
    yyjson_val  *seat, *bid;

    doc = yyjson_read((const char *) out, len, 0);
    fuzz_must(doc != NULL);
    bids = 0;

    yyjson_arr_foreach(yyjson_doc_ptr_get(doc, "/seatbid"), i, n, seat) {
        yyjson_arr_foreach(yyjson_obj_get(seat, "bid"), k, m, bid) {
            fuzz_bid(bid, d);
            bids++;
        }
    }

    fuzz_must(bids != 0 && bids == d->nbids);
    yyjson_doc_free(doc);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void                  *mem, *body;
    size_t                 room;
    cx_rc_t                rc;
    cx_buf_t               buf;
    cx_error_t             e;
    cx_decision_t         *d;
    cx_openrtb_request_t  *req;

    if (b.conf == NULL) {
        fuzz_world();
    }

    if (size < 3) {
        return 0;
    }

    wrong = data[0];
    fuzz_exchange(data[1]);
    room = ARENA >> (data[1] & 7);
    b.random = data[1];
    size -= 2;

    mem = malloc(room);
    body = malloc(size);
    memcpy(body, data + 2, size);
    cx_arena_init(&arena, mem, room);

    if (cx_bid_decide(&b, body, size, &req, &d, &e) == CX_OK) {
        cx_buf_init(&buf, out, sizeof(out));
        rc = cx_bid_write(&b, req, d, &buf);
        fuzz_must(rc == (d->nbids || exchange.nobid == CX_NOBID_AS_NBR
                         ? CX_OK : CX_DECLINED));
        fuzz_must((d->reason == CX_NOBID_NONE) == (d->nbids != 0));

        fuzz_pods(d);

        if (d->nbids) {
            fuzz_answer(d, cx_buf_len(&buf));
        }
    }

    free(body);
    free(mem);

    return 0;
}
