
/*
 * VAST from parts of the input, written as an ad's markup: whatever the parts
 * say, it is well-formed XML inside of JSON, its elements stand in the order
 * of the schema of its version, and the macros of exchanges and players are as they came.
 */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <stdlib.h>
#include <yyjson.h>

#include "core/openrtb/openrtb.h"
#include "tests/unit/vast.h"


#define FUZZ_MACROS  "${AUCTION_PRICE}[CACHEBUSTING]"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


typedef struct {
    const uint8_t  *p;
    size_t          left;
} fuzz_t;

static uint8_t  source[64 * 1024];
static uint8_t  template[128 * 1024];
static uint8_t  out[256 * 1024];


static uint8_t
fuzz_byte(fuzz_t *f)
{
    if (f->left == 0) {
        return 0;
    }

    f->left--;

    return *f->p++;
}


static cx_str_t
fuzz_str(fuzz_t *f, const char *tail)
{
    size_t           i, n, len;
    static uint8_t   mem[16][512];
    static unsigned  next;
    uint8_t         *s;

    s = mem[next++ % 16];
    n = fuzz_byte(f) % 64;
    len = strlen(tail);

    for (i = 0; i < n; i++) {
        s[i] = fuzz_byte(f);
    }

    memcpy(s + n, tail, len);

    return cx_strn(s, n + len);
}


static void
fuzz_parts(fuzz_t *f, cx_vast_t *v, cx_vast_companion_t *c)
{
    uint8_t   bits;
    uint32_t  i;

    bits = fuzz_byte(f);
    memset(v, 0, sizeof(cx_vast_t));
    memset(c, 0, 2 * sizeof(cx_vast_companion_t));

    v->audio = bits & 1;
    v->streaming = bits >> 1 & 1;
    v->screen = bits >> 2 & 1;
    v->ncompanion = (bits >> 3 & 3) % 3;
    v->skipoffset = bits & 32 ? fuzz_byte(f) : -1;
    v->duration = fuzz_byte(f) * 15;
    v->w = fuzz_byte(f);
    v->h = fuzz_byte(f);
    v->bitrate = fuzz_byte(f);
    v->ad_id = fuzz_str(f, "");
    v->title = fuzz_str(f, "");
    v->mime = fuzz_str(f, "");
    v->media_url = fuzz_str(f, FUZZ_MACROS);
    v->companion = c;

    for (i = 0; i < 2; i++) {
        c[i].type = fuzz_byte(f) % 3 + 1;
        c[i].w = fuzz_byte(f);
        c[i].h = fuzz_byte(f);
        c[i].mime = fuzz_str(f, "");
        c[i].resource = fuzz_str(f, "");
        c[i].click = fuzz_str(f, "");
    }
}


static void
fuzz_answer(cx_str_t compiled, int32_t protocol)
{
    cx_buf_t             b;
    const char          *adm;
    yyjson_doc          *doc;
    yyjson_val          *val;
    cx_ortb_bid_t        bid;
    cx_ortb_seatbid_t    seatbid;
    cx_ortb_response_t   res;

    memset(&bid, 0, sizeof(bid));
    memset(&res, 0, sizeof(res));
    bid.mtype = CX_MEDIA_VIDEO;
    bid.template = compiled;
    bid.protocol = protocol;
    bid.id = cx_str("<\"&]]>");
    bid.browser_token = (cx_str_t) cx_padded("TOKEN");
    seatbid.seat = cx_str("s");
    seatbid.bid = &bid;
    seatbid.nbid = 1;
    res.id = cx_str("]]><&\"");
    res.notice_url = (cx_str_t) cx_padded("https://n.example");
    res.seatbid = &seatbid;
    res.nseatbid = 1;

    cx_buf_init(&b, out, sizeof(out));
    cx_openrtb_write(&b, &res);

    doc = yyjson_read((const char *) out, cx_buf_len(&b), 0);
    val = yyjson_doc_ptr_get(doc, "/seatbid/0/bid/0/adm");
    adm = yyjson_get_str(val);

    if (b.overflow || adm == NULL
        || vast_fault(adm, yyjson_get_len(val)) != NULL
        || memmem(adm, yyjson_get_len(val), FUZZ_MACROS,
                  sizeof(FUZZ_MACROS) - 1) == NULL)
    {
        abort();
    }

    yyjson_doc_free(doc);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t                i;
    fuzz_t                f;
    cx_buf_t              b, t;
    cx_vast_t             v;
    cx_error_t            e;
    cx_vast_companion_t   companion[2];

    static const int32_t  protocols[] = { 13, 11, 7, 3, 2 };

    f.p = data;
    f.left = size;
    fuzz_parts(&f, &v, companion);

    cx_buf_init(&b, source, sizeof(source));
    cx_buf_init(&t, template, sizeof(template));
    cx_vast_write(&b, &v);

    if (b.overflow) {
        abort();
    }

    /* what is not UTF-8, or names a place that there is not, is refused */

    if (cx_template_compile(cx_strn(source, cx_buf_len(&b)), &t, &e) == CX_OK) {

        /* what can be skipped is not of 2.0 */

        for (i = 0; i < cx_nelts(protocols) - (v.skipoffset >= 0); i++) {
            fuzz_answer(cx_strn(template, cx_buf_len(&t)), protocols[i]);
        }
    }

    return 0;
}
