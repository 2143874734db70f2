#include "core/openrtb/write.h"


#define CX_NATIVE_EVENT_IMPRESSION  1
#define CX_NATIVE_METHOD_IMAGE      1


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


static int
cx_native_img_fits(const cx_native_img_t *img,
    const cx_ortb_native_img_t *asked)
{
    if (asked->type && asked->type != img->type) {
        return 0;
    }

    if (asked->wmin > 0 || asked->hmin > 0) {
        return img->w >= asked->wmin && img->h >= asked->hmin;
    }

    return (asked->w <= 0 || img->w == asked->w)
           && (asked->h <= 0 || img->h == asked->h);
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


static int
cx_native_has(const cx_ortb_native_ad_t *ad,
    const cx_ortb_native_asset_t *asset)
{
    /* what is beyond 32 bits was read as one of these two */

    if (asset->id == CX_ABSENT || asset->id == INT32_MAX
        || asset->id == INT32_MIN)
    {
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
        return ad->vast.len != 0;
    }

    if (asset->data != NULL) {
        return cx_native_value(ad, asset->data) != NULL;
    }

    return 0;
}


cx_rc_t
cx_native_fits(const cx_ortb_native_ad_t *ad,
    const cx_ortb_native_request_t *nr, int32_t *asset)
{
    uint32_t  i, n;

    for (i = 0, n = 0; i < nr->assets.n; i++) {

        if (cx_native_has(ad, &nr->assets.v[i])) {
            n++;
            continue;
        }

        if (nr->assets.v[i].required == 1) {
            *asset = nr->assets.v[i].id;
            return CX_DECLINED;
        }
    }

    if (n == 0) {
        *asset = nr->assets.n ? nr->assets.v[0].id : CX_ABSENT;
        return CX_DECLINED;
    }

    return CX_OK;
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
        cx_put_lit(b, "\"video\":{\"vasttag\":\"");
        cx_template_write(b, bid->native->vast, res, bid);
        cx_put_lit(b, "\"}");

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


/* may impressions be counted as the events of version 1.2? */

static int
cx_native_counts_events(const cx_ortb_native_request_t *nr)
{
    uint32_t                         i, k;
    const cx_ortb_native_tracker_t  *t;

    for (i = 0; i < nr->eventtrackers.n; i++) {
        t = &nr->eventtrackers.v[i];

        if (t->event != CX_NATIVE_EVENT_IMPRESSION) {
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


/* one of the two lists, never both: a pixel in each would be two */

static void
cx_put_native_trackers(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    int          events;
    uint32_t     i;
    const char  *head, *tail;

    events = cx_native_counts_events(bid->native_request);

    head = events ? "{\"event\":1,\"method\":1,\"url\":" : "";
    tail = events ? "}" : "";

    cx_put_cstr(b, events ? ",\"eventtrackers\":[" : ",\"imptrackers\":[");

    cx_put_cstr(b, head);
    cx_put_char(b, '"');
    cx_put_browser_url(b, res, bid, CX_URL_IMP);
    cx_put_char(b, '"');
    cx_put_cstr(b, tail);

    for (i = 0; i < bid->native->nimptracker; i++) {
        cx_put_char(b, ',');
        cx_put_cstr(b, head);
        cx_put_json(b, bid->native->imptracker[i]);
        cx_put_cstr(b, tail);
    }

    cx_put_char(b, ']');
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


void
cx_native_write(cx_buf_t *b, const cx_ortb_response_t *res,
    const cx_ortb_bid_t *bid)
{
    size_t  start;

    start = cx_buf_len(b);

    cx_put_lit(b, "{\"ver\":\"1.2\",\"assets\":[");
    cx_put_native_assets(b, res, bid);

    cx_put_lit(b, "],\"link\":{\"url\":\"");
    cx_put_browser_url(b, res, bid, CX_URL_CLICK);
    cx_put_lit(b, "\"}");

    cx_put_native_trackers(b, res, bid);
    cx_put_char(b, '}');

    cx_native_escape(b, start);
}
