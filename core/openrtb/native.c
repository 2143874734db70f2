#include "core/openrtb/write.h"


#define CX_NATIVE_METHOD_IMAGE  1

enum {
    CX_NATIVE_EVENT_IMPRESSION = 1,
    CX_NATIVE_EVENT_VIEWABLE_50,        /* half of it, for a second */
    CX_NATIVE_EVENT_VIEWABLE_100,
    CX_NATIVE_EVENT_VIDEO_50            /* half of a video, for two */
};


static int
cx_native_short_enough(cx_str_t s, int32_t len)
{
    size_t  i, n;

    if (len <= 0) {
        return 1;
    }

    for (i = 0, n = 0; i < s.len; i++) {
        n += (s.data[i] & 0xc0) != 0x80;
    }

    return n <= (size_t) len;
}


/* in a list of MIME types, which may leave it open or name a whole class */

static int
cx_native_mime_in(const cx_ortb_strs_t *mimes, cx_str_t mime)
{
    uint32_t  i;
    cx_str_t  m;

    for (i = 0; i < mimes->n; i++) {
        m = mimes->v[i];

        if (cx_str_eq_nocase(m, mime)
            || (m.len > 2 && m.len <= mime.len && m.data[m.len - 1] == '*'
                && cx_str_eq_nocase(cx_strn(m.data, m.len - 1),
                                    cx_strn(mime.data, m.len - 1))))
        {
            return 1;
        }
    }

    return mimes->n == 0;
}


/* what an image is, its address says, or nobody */

static int
cx_native_img_mime_ok(const cx_native_img_t *img, const cx_ortb_strs_t *mimes)
{
    size_t                 i, n;
    static const struct { cx_str_t ext, mime; }  known[] = {
        { cx_string(".png"),  cx_string("image/png") },
        { cx_string(".jpg"),  cx_string("image/jpeg") },
        { cx_string(".jpeg"), cx_string("image/jpeg") },
        { cx_string(".gif"),  cx_string("image/gif") },
        { cx_string(".webp"), cx_string("image/webp") },
        { cx_string(".svg"),  cx_string("image/svg+xml") }
    };

    if (mimes->n == 0) {
        return 1;
    }

    for (n = 0; n < img->url.len; n++) {
        if (img->url.data[n] == '?' || img->url.data[n] == '#') {
            break;
        }
    }

    for (i = 0; i < cx_nelts(known); i++) {
        if (n > known[i].ext.len
            && cx_str_eq_nocase(cx_strn(img->url.data + n - known[i].ext.len,
                                        known[i].ext.len), known[i].ext))
        {
            return cx_native_mime_in(mimes, known[i].mime);
        }
    }

    return 1;
}


/* a least size lets the client scale it, otherwise it is exact */

static int
cx_native_side_ok(int32_t v, int32_t exact, int32_t least)
{
    return least > 0 ? v >= least : exact <= 0 || v == exact;
}


static int
cx_native_img_fits(const cx_native_img_t *img,
    const cx_ortb_native_img_t *asked)
{
    return (asked->type == 0 || asked->type == img->type)
           && cx_native_side_ok(img->w, asked->w, asked->wmin)
           && cx_native_side_ok(img->h, asked->h, asked->hmin)
           && cx_native_img_mime_ok(img, &asked->mimes);
}


static int
cx_native_video_fits(const cx_ortb_native_ad_t *ad,
    const cx_ortb_video_t *asked)
{
    uint32_t  i;

    if (ad->vast.len == 0 || ad->duration_s < asked->minduration
        || (asked->maxduration > 0 && ad->duration_s > asked->maxduration)
        || !cx_native_mime_in(&asked->mimes, ad->mime))
    {
        return 0;
    }

    for (i = 0; i < asked->protocols.n; i++) {
        if (asked->protocols.v[i] > 0 && asked->protocols.v[i] < 32
            && (ad->protocols >> asked->protocols.v[i] & 1))
        {
            return 1;
        }
    }

    return asked->protocols.n == 0;
}


/* of the images that fit, one of just the size asked for */

static const cx_native_img_t *
cx_native_img(const cx_ortb_native_ad_t *ad, const cx_ortb_native_img_t *asked)
{
    uint32_t                i;
    const cx_native_img_t  *best;

    best = NULL;

    for (i = 0; i < ad->nimg; i++) {

        if (!cx_native_img_fits(&ad->img[i], asked)) {
            continue;
        }

        if (ad->img[i].w == asked->w && ad->img[i].h == asked->h) {
            return &ad->img[i];
        }

        if (best == NULL) {
            best = &ad->img[i];
        }
    }

    return best;
}


static const cx_native_value_t *
cx_native_value(const cx_ortb_native_ad_t *ad,
    const cx_ortb_native_data_t *asked)
{
    uint32_t  i;

    for (i = 0; i < ad->nvalue; i++) {
        if (ad->value[i].type == asked->type
            && cx_native_short_enough(ad->value[i].value, asked->len))
        {
            return &ad->value[i];
        }
    }

    return NULL;
}


int
cx_native_has(const cx_ortb_native_ad_t *ad,
    const cx_ortb_native_asset_t *asset)
{
    /* what is beyond 32 bits was read as one of these two */

    if (!cx_native_id_ok(asset->id)) {
        return 0;
    }

    if (asset->title != NULL) {
        return ad->title.len != 0
               && cx_native_short_enough(ad->title, asset->title->len);
    }

    if (asset->img != NULL) {
        return cx_native_img(ad, asset->img) != NULL;
    }

    if (asset->video != NULL) {
        return cx_native_video_fits(ad, asset->video);
    }

    if (asset->data != NULL) {
        return cx_native_value(ad, asset->data) != NULL;
    }

    return 0;
}


static void
cx_put_native_img(cx_buf_t *b, const cx_native_img_t *img)
{
    cx_put_lit(b, "\"img\":{");

    if (img->type) {
        cx_put_lit(b, "\"type\":");
        cx_put_int(b, img->type);
        cx_put_char(b, ',');
    }

    cx_put_lit(b, "\"url\":");
    cx_put_json(b, img->url);

    if (img->w > 0 && img->h > 0) {
        cx_put_lit(b, ",\"w\":");
        cx_put_int(b, img->w);
        cx_put_lit(b, ",\"h\":");
        cx_put_int(b, img->h);
    }

    cx_put_char(b, '}');
}


/* its VAST is of the newest version that the asset and the ad both know */

static void
cx_put_native_video(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, const cx_ortb_ints_t *protocols)
{
    uint32_t       i;
    int32_t        protocol;
    cx_ortb_bid_t  asset;

    asset = *bid;
    asset.protocol = 0;

    for (i = 0; i < protocols->n; i++) {
        protocol = protocols->v[i];

        if (protocol > asset.protocol && protocol < 32
            && (bid->native->protocols >> protocol & 1))
        {
            asset.protocol = protocol;
        }
    }

    if (protocols->n == 0 && bid->native->protocols) {
        asset.protocol = 31 - __builtin_clz(bid->native->protocols);
    }

    cx_put_lit(b, "\"video\":{\"vasttag\":\"");
    cx_template_write(b, bid->native->vast, res, &asset);
    cx_put_lit(b, "\"}");
}


static void
cx_put_native_asset(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, const cx_ortb_native_asset_t *asset)
{
    const cx_native_value_t  *value;

    cx_put_lit(b, "{\"id\":");
    cx_put_int(b, asset->id);
    cx_put_char(b, ',');

    if (asset->title != NULL) {
        cx_put_lit(b, "\"title\":{\"text\":");
        cx_put_json(b, bid->native->title);
        cx_put_char(b, '}');

    } else if (asset->img != NULL) {
        cx_put_native_img(b, cx_native_img(bid->native, asset->img));

    } else if (asset->video != NULL) {
        cx_put_native_video(b, res, bid, &asset->video->protocols);

    } else {
        value = cx_native_value(bid->native, asset->data);

        cx_put_lit(b, "\"data\":{\"type\":");
        cx_put_int(b, value->type);
        cx_put_lit(b, ",\"value\":");
        cx_put_json(b, value->value);
        cx_put_char(b, '}');
    }

    cx_put_char(b, '}');
}


static void
cx_put_native_assets(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    uint32_t                         i, n;
    const cx_ortb_native_request_t  *nr;

    nr = bid->native_request;

    for (i = 0, n = 0; i < nr->assets.n; i++) {

        if (!cx_native_has(bid->native, &nr->assets.v[i])) {
            continue;
        }

        if (n++) {
            cx_put_char(b, ',');
        }

        cx_put_native_asset(b, res, bid, &nr->assets.v[i]);
    }
}


/* may this event of version 1.2 be counted by an image? */

static int
cx_native_counts(const cx_ortb_native_request_t *nr, int32_t event)
{
    uint32_t                         i, k;
    const cx_ortb_native_tracker_t  *t;

    for (i = 0; i < nr->eventtrackers.n; i++) {
        t = &nr->eventtrackers.v[i];

        if (t->event != event) {
            continue;
        }

        for (k = 0; k < t->methods.n; k++) {
            if (t->methods.v[k] == CX_NATIVE_METHOD_IMAGE) {
                return 1;
            }
        }
    }

    return 0;
}


static void
cx_put_native_event(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid, int32_t event)
{
    static const char *const  names[] = {
        [CX_NATIVE_EVENT_VIEWABLE_50] = "viewable50",
        [CX_NATIVE_EVENT_VIEWABLE_100] = "viewable100",
        [CX_NATIVE_EVENT_VIDEO_50] = "videoViewable50"
    };

    cx_put_lit(b, "{\"event\":");
    cx_put_int(b, event);
    cx_put_lit(b, ",\"method\":1,\"url\":\"");

    if (event == CX_NATIVE_EVENT_IMPRESSION) {
        cx_put_browser_url(b, res, bid, CX_URL_IMP);

    } else {
        cx_put_browser_url(b, res, bid, CX_URL_EVENT);
        cx_put_cstr(b, names[event]);
    }

    cx_put_lit(b, "\"}");
}


static void
cx_put_native_urls(cx_buf_t *b, const char *head, const cx_str_t *url,
    uint32_t n, const char *tail)
{
    uint32_t  i;

    for (i = 0; i < n; i++) {
        cx_put_char(b, ',');
        cx_put_cstr(b, head);
        cx_put_json(b, url[i]);
        cx_put_cstr(b, tail);
    }
}


/*
 * Impressions are in one of the two lists, never in both: a pixel in each
 * would be two.
 */

static void
cx_put_native_trackers(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    int32_t                     event, n;
    const cx_ortb_native_ad_t  *ad;

    ad = bid->native;

    for (event = CX_NATIVE_EVENT_IMPRESSION, n = 0;
         event <= CX_NATIVE_EVENT_VIDEO_50; event++)
    {
        if (!cx_native_counts(bid->native_request, event)) {
            continue;
        }

        cx_put_cstr(b, n++ ? "," : ",\"eventtrackers\":[");
        cx_put_native_event(b, res, bid, event);

        if (event == CX_NATIVE_EVENT_IMPRESSION) {
            cx_put_native_urls(b, "{\"event\":1,\"method\":1,\"url\":",
                               ad->imptracker, ad->nimptracker, "}");
        }
    }

    if (n) {
        cx_put_char(b, ']');
    }

    if (cx_native_counts(bid->native_request, CX_NATIVE_EVENT_IMPRESSION)) {
        return;
    }

    cx_put_lit(b, ",\"imptrackers\":[\"");
    cx_put_browser_url(b, res, bid, CX_URL_IMP);
    cx_put_char(b, '"');
    cx_put_native_urls(b, "", ad->imptracker, ad->nimptracker, "");
    cx_put_char(b, ']');
}


static void
cx_put_native_link(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    const cx_ortb_native_ad_t  *ad;

    ad = bid->native;

    cx_put_lit(b, ",\"link\":{\"url\":\"");
    cx_put_browser_url(b, res, bid, CX_URL_CLICK);
    cx_put_char(b, '"');

    if (ad->nclicktracker) {
        cx_put_lit(b, ",\"clicktrackers\":[");
        cx_put_json(b, ad->clicktracker[0]);
        cx_put_native_urls(b, "", ad->clicktracker + 1, ad->nclicktracker - 1,
                           "");
        cx_put_char(b, ']');
    }

    if (ad->fallback.len) {
        cx_put_lit(b, ",\"fallback\":");
        cx_put_json(b, ad->fallback);
    }

    cx_put_char(b, '}');
}


/*
 * The markup is JSON inside a JSON string: what was written from start on
 * is escaped once more, where it stands, from its end.  It has no control
 * characters left.
 */

static void
cx_native_escape(cx_buf_t *b, size_t start)
{
    size_t    extra;
    uint8_t  *p, *from, *to;

    from = b->start + start;
    extra = 0;

    for (p = from; p < b->pos; p++) {
        extra += *p == '"' || *p == '\\';
    }

    if (!cx_buf_room(b, extra)) {
        return;
    }

    p = b->pos;
    to = p + extra;
    b->pos = to;

    while (p > from) {
        *--to = *--p;

        if (*p == '"' || *p == '\\') {
            *--to = '\\';
        }
    }
}


/* the answer is in the version of the request; that of none is the newest */

static cx_str_t
cx_native_version(const cx_ortb_native_request_t *nr)
{
    if (cx_str_eq(nr->ver, cx_str("1.0")) || cx_str_eq(nr->ver, cx_str("1"))) {
        return cx_str("1.0");
    }

    return cx_str_eq(nr->ver, cx_str("1.1")) ? cx_str("1.1") : cx_str("1.2");
}


/* "native" around it all is of version 1.0; aurl and durl are not used */

void
cx_native_write(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    size_t    start;
    cx_str_t  version;

    start = cx_buf_len(b);
    version = cx_native_version(bid->native_request);

    if (cx_str_eq(version, cx_str("1.0"))) {
        cx_put_lit(b, "{\"native\":");
    }

    cx_put_lit(b, "{\"ver\":\"");
    cx_put_str(b, version);
    cx_put_lit(b, "\",\"assets\":[");
    cx_put_native_assets(b, res, bid);
    cx_put_char(b, ']');

    cx_put_native_link(b, res, bid);
    cx_put_native_trackers(b, res, bid);

    if (bid->native->privacy.len && bid->native_request->privacy == 1) {
        cx_put_lit(b, ",\"privacy\":");
        cx_put_json(b, bid->native->privacy);
    }

    cx_put_char(b, '}');

    if (cx_str_eq(version, cx_str("1.0"))) {
        cx_put_char(b, '}');
    }

    cx_native_escape(b, start);
}
