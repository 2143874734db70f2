
/*
 * A native ad and a native request made from the input: whatever they say,
 * the markup is JSON inside of JSON, within its buffer, and has each asset
 * that was required.
 */

#include <stdlib.h>
#include <yyjson.h>

#include "core/openrtb/openrtb.h"
#include "tests/unit/native.h"


#define FUZZ_ASSETS  6

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


typedef struct {
    const uint8_t  *p;
    size_t          left;
} fuzz_t;


static uint8_t
fuzz_byte(fuzz_t *f)
{
    if (f->left == 0) {
        return 0;
    }

    f->left--;

    return *f->p++;
}


/* ASCII: that strings are UTF-8 was settled before they came here */

static cx_str_t
fuzz_str(fuzz_t *f)
{
    size_t           i, n;
    static uint8_t   mem[16][256];
    static unsigned  next;
    uint8_t         *s;

    s = mem[next++ % 16];
    n = fuzz_byte(f) % 64;

    for (i = 0; i < n; i++) {
        s[i] = fuzz_byte(f) & 0x7f;
    }

    return cx_strn(s, n);
}


static cx_ortb_native_title_t    title;
static cx_ortb_native_img_t      img[FUZZ_ASSETS];
static cx_ortb_native_data_t     data_asset[FUZZ_ASSETS];
static cx_ortb_video_t           video;
static cx_ortb_native_asset_t    asset[FUZZ_ASSETS];
static cx_ortb_native_tracker_t  tracker;
static int32_t                   method;
static cx_ortb_native_request_t  nr;

static cx_native_img_t           image[3];
static cx_native_value_t         value[3];
static cx_str_t                  pixel[2];
static uint8_t                   vast[512];
static cx_ortb_native_ad_t       ad;


static void
fuzz_request(fuzz_t *f)
{
    uint32_t  i;

    memset(asset, 0, sizeof(asset));

    nr.assets.v = asset;
    nr.assets.n = fuzz_byte(f) % (FUZZ_ASSETS + 1);
    title.len = fuzz_byte(f);

    for (i = 0; i < nr.assets.n; i++) {
        asset[i].id = (int32_t) fuzz_byte(f) - 2;
        asset[i].required = fuzz_byte(f) % 2;

        switch (fuzz_byte(f) % 5) {
        case 0:
            asset[i].title = &title;
            break;
        case 1:
            asset[i].img = &img[i];
            img[i].type = fuzz_byte(f) % 4;
            img[i].wmin = (int8_t) fuzz_byte(f);
            img[i].h = (int8_t) fuzz_byte(f);
            break;
        case 2:
            asset[i].data = &data_asset[i];
            data_asset[i].type = fuzz_byte(f) % 4;
            data_asset[i].len = (int8_t) fuzz_byte(f);
            break;
        case 3:
            asset[i].video = &video;
            break;
        }
    }

    method = fuzz_byte(f) % 3;
    tracker.event = fuzz_byte(f) % 6;
    tracker.methods.v = &method;
    tracker.methods.n = 1;
    nr.eventtrackers.v = &tracker;
    nr.eventtrackers.n = fuzz_byte(f) % 2;
}


static void
fuzz_ad(fuzz_t *f)
{
    uint32_t    i;
    cx_buf_t    b;
    cx_error_t  e;

    memset(&ad, 0, sizeof(ad));

    ad.title = fuzz_str(f);
    ad.img = image;
    ad.nimg = fuzz_byte(f) % 4;
    ad.value = value;
    ad.nvalue = fuzz_byte(f) % 4;
    ad.imptracker = pixel;
    ad.nimptracker = fuzz_byte(f) % 3;

    for (i = 0; i < 3; i++) {
        image[i].type = fuzz_byte(f) % 4;
        image[i].url = fuzz_str(f);
        image[i].w = (int8_t) fuzz_byte(f);
        image[i].h = (int8_t) fuzz_byte(f);
        value[i].type = fuzz_byte(f) % 4;
        value[i].value = fuzz_str(f);
    }

    pixel[0] = fuzz_str(f);
    pixel[1] = fuzz_str(f);
    ad.clicktracker = pixel;
    ad.nclicktracker = fuzz_byte(f) % 3;
    ad.fallback = fuzz_str(f);
    ad.privacy = fuzz_str(f);
    ad.mime = fuzz_str(f);
    ad.duration_s = fuzz_byte(f);
    nr.privacy = fuzz_byte(f) % 2;
    nr.ver = fuzz_byte(f) % 2 ? cx_str("1.0") : cx_str("1.2");

    cx_buf_init(&b, vast, sizeof(vast));

    if (cx_template_compile(fuzz_str(f), &b, &e) == CX_OK) {
        ad.vast = cx_strn(vast, cx_buf_len(&b));
    }
}


static void
fuzz_markup(yyjson_val *adm)
{
    uint32_t     i;
    yyjson_doc  *doc;
    yyjson_val  *v, *list;
    size_t       k, n, found;

    doc = yyjson_read(yyjson_get_str(adm), yyjson_get_len(adm), 0);

    if (doc == NULL) {
        abort();
    }

    list = yyjson_doc_ptr_get(doc, cx_str_eq(nr.ver, cx_str("1.0"))
                                   ? "/native/assets" : "/assets");

    for (i = 0; i < nr.assets.n; i++) {
        found = 0;

        yyjson_arr_foreach(list, k, n, v) {
            found += yyjson_get_int(yyjson_obj_get(v, "id")) == asset[i].id;
        }

        if (asset[i].required && found == 0) {
            abort();
        }
    }

    yyjson_doc_free(doc);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_t              f;
    size_t              room;
    uint8_t            *mem;
    int32_t             missing;
    cx_buf_t            b;
    yyjson_doc         *doc;
    cx_ortb_bid_t       bid;
    cx_ortb_seatbid_t   seatbid;
    cx_ortb_response_t  res;

    f.p = data;
    f.left = size;
    room = fuzz_byte(&f) * 64 + 1;

    fuzz_request(&f);
    fuzz_ad(&f);

    memset(&bid, 0, sizeof(bid));
    memset(&res, 0, sizeof(res));
    bid.mtype = CX_MEDIA_NATIVE;
    bid.native = &ad;
    bid.native_request = &nr;
    bid.browser_token = (cx_str_t) cx_padded("TOKEN");
    seatbid.seat = fuzz_str(&f);
    seatbid.bid = &bid;
    seatbid.nbid = 1;
    res.id = fuzz_str(&f);
    res.notice_url = (cx_str_t) cx_padded("https://n.example");
    res.seatbid = &seatbid;
    res.nseatbid = 1;

    mem = malloc(room);
    cx_buf_init(&b, mem, room);
    cx_openrtb_write(&b, &res);

    if (!b.overflow) {
        doc = yyjson_read((const char *) mem, cx_buf_len(&b), 0);

        if (doc == NULL) {
            abort();
        }

        if (native_fits(&ad, &nr, &missing) == CX_OK) {
            fuzz_markup(yyjson_doc_ptr_get(doc, "/seatbid/0/bid/0/adm"));
        }

        yyjson_doc_free(doc);
    }

    free(mem);

    return 0;
}
