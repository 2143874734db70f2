/* bytes as a catalogue: refused, or safe to match over */

#include <stdlib.h>

#include "core/catalog/layout.h"
#include "core/catalog/match.h"
#include "tests/unit/catalog_use.h"


static void
fuzz_request(cx_openrtb_request_t *req, cx_ortb_device_t *device,
    cx_ortb_site_t *site, cx_ortb_geo_t *geo, cx_ortb_content_t *content)
{
    req->r.device = device;
    req->r.site = site;
    device->geo = geo;
    device->os = cx_str("iOS");
    device->osv = cx_str("16.2");
    device->devicetype = 4;
    device->w = 400;
    device->h = 800;
    geo->country = cx_str("DEU");
    geo->region = cx_str("BE");
    geo->city = cx_str("Berlin");
    geo->lat = 52.5;
    geo->lon = 13.4;
    site->cattax = 1;
    site->domain = cx_str("news.example.com");
    site->keywords = cx_str("cars,plan=free");
    site->content = content;
    content->cattax = 1;
    content->language = cx_str("en");
}


static void
fuzz_hits(cx_match_t *m, const cx_ortb_imp_t *imp,
    const cx_ortb_native_request_t *native)
{
    int       k;
    cx_hit_t  hit;

    if (cx_match_imp(m, imp, native) != CX_OK) {
        return;
    }

    for (k = 0; k < 64 && cx_match_next(m, &hit) == CX_OK; k++) {
        if (hit.nfits == 0 || hit.nfits > CX_FITS_MAX
            || cx_template_check(cx_catalog_str(hit.file,
                                  cx_catalog_template(hit.file, &hit.fit[0],
                                                      UINT32_MAX)))
               != CX_OK)
        {
            abort();
        }
    }
}


static void
fuzz_match(const cx_catalog_t *cat)
{
    uint32_t                  f, i, n;
    cx_str_t                  cat_name, segment[2];
    cx_arena_t                arena;
    cx_match_t               *m;
    cx_ortb_imp_t             imp;
    cx_ortb_geo_t             geo;
    cx_ortb_pmp_t             pmp;
    cx_ortb_site_t            site;
    cx_ortb_deal_t            deal;
    cx_ortb_video_t           video;
    cx_ortb_audio_t           audio;
    cx_ortb_native_t          native;
    cx_ortb_device_t          device;
    cx_ortb_banner_t          banner, companion;
    cx_match_input_t          in;
    cx_ortb_content_t         content;
    cx_openrtb_request_t      req;
    cx_ortb_native_request_t  nr;
    const cx_catalog_file_t  *files[2];
    static char               mem[1 << 18];

    memset(&imp, 0, sizeof(imp));
    memset(&geo, 0, sizeof(geo));
    memset(&pmp, 0, sizeof(pmp));
    memset(&site, 0, sizeof(site));
    memset(&deal, 0, sizeof(deal));
    memset(&video, 0, sizeof(video));
    memset(&audio, 0, sizeof(audio));
    memset(&native, 0, sizeof(native));
    memset(&device, 0, sizeof(device));
    memset(&banner, 0, sizeof(banner));
    memset(&companion, 0, sizeof(companion));
    memset(&in, 0, sizeof(in));
    memset(&content, 0, sizeof(content));
    memset(&req, 0, sizeof(req));
    memset(&nr, 0, sizeof(nr));

    fuzz_request(&req, &device, &site, &geo, &content);
    cat_name = cx_str("IAB1-2");
    site.cat.n = 1;
    site.cat.v = &cat_name;
    segment[0] = cx_str("hikers");
    segment[1] = cx_str("x");

    in.req = &req;
    in.segment = segment;
    in.nsegment = 2;
    in.now_s = 1790000000;

    cx_arena_init(&arena, mem, sizeof(mem));
    (void) use_side(cat, 64);
    in.seller = cx_str("x.example");
    companion.w = 300;
    companion.h = 250;
    audio.companionad.n = 1;
    audio.companionad.v = &companion;
    m = cx_match_begin(cat, &in, &arena);

    if (m == NULL) {
        return;
    }

    imp.banner = &banner;
    banner.wmin = 1;
    banner.hmin = 1;
    imp.native = &native;
    fuzz_hits(m, &imp, &nr);

    imp.video = &video;
    imp.audio = &audio;
    imp.pmp = &pmp;
    pmp.deals.n = 1;
    pmp.deals.v = &deal;
    pmp.private_auction = 1;
    deal.id = cx_str("DEAL-0007");
    fuzz_hits(m, &imp, NULL);

    n = cx_catalog_files(cat, files);

    for (f = 0; f < n; f++) {
        for (i = 0; i < files[f]->n_ADGROUPS && i < 64; i++) {
            (void) cx_match_why(m, files[f], i);
        }

        for (i = 0; i < files[f]->n_NATIVES && i < 64; i++) {
            (void) cx_catalog_native(files[f], i, &arena);
        }
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t            *copy;
    cx_str_t            url;
    cx_error_t          e;
    cx_catalog_t       *cat;
    cx_cat_header_t    *h;
    cx_catalog_info_t   info;

    if (size < sizeof(cx_cat_header_t)) {
        return 0;
    }

    copy = malloc(size);

    if (copy == NULL) {
        return 0;
    }

    memcpy(copy, data, size);

    /* what stands before the structure is no obstacle here */

    h = (cx_cat_header_t *) copy;
    memcpy(h->magic, CX_CAT_MAGIC, 8);
    h->version = CX_CAT_VERSION;
    h->byte_order = CX_CAT_BYTE_ORDER;
    h->size = size;
    h->kind = CX_CAT_BASE;
    h->base_id = 0;
    h->nsections = CX_SEC_MAX;
    h->checksum = cx_cat_checksum(copy, size);

    cat = cx_catalog_load(copy, size, NULL, 0, &e);

    if (cat != NULL) {
        cx_catalog_info(cat, &info);
        (void) cx_catalog_landing(cat, cx_str("boots-300"), &url);
        (void) cx_catalog_find_name(&cat->file[0], cx_str("IAB1"));
        fuzz_match(cat);
        cx_catalog_close(cat);
    }

    free(copy);

    return 0;
}
