/* film, sound and native ads: VAST of their parts, and what follows from it */

#include "core/catalog/build_creative.h"


/* VAST inline as it can be written: 2.0, which skips nothing, to 4.2 */

#define CX_VAST_2_0        (1U << 2)
#define CX_VAST_PROTOCOLS                                                     \
    (CX_VAST_2_0 | 1U << 3 | 1U << 7 | 1U << 11 | 1U << 13)


/* a playlist is streamed; any other file is played while it comes in */

static uint8_t
cx_b_delivery(cx_str_t url)
{
    size_t    i, n;
    uint32_t  method;

    static const char *const  lists[] = { ".m3u8", ".mpd" };

    if (url.len == 0) {
        return 0;
    }

    url.len = cx_b_path_len(url);
    method = CX_DELIVERY_PROGRESSIVE;

    for (i = 0; i < cx_nelts(lists); i++) {
        n = strlen(lists[i]);

        if (url.len > n
            && cx_str_eq_nocase(cx_strn(url.data + url.len - n, n),
                                cx_strn(lists[i], n)))
        {
            method = CX_DELIVERY_STREAMING;
        }
    }

    return (uint8_t) (1U << method);
}


/* of markup as it is declared, of parts what they can be written as */

static cx_rc_t
cx_b_stream_protocols(const cx_b_stream_t *s, uint32_t *protocols,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint32_t      all;
    cx_json_at_t  here;

    all = CX_VAST_PROTOCOLS;

    if (s->media_url.len == 0) {
        *protocols = s->protocols ? s->protocols : all;
        return CX_OK;
    }

    all &= s->skip_offset >= 0 ? ~CX_VAST_2_0 : ~0U;
    *protocols = s->protocols ? s->protocols & all : all;

    if (*protocols) {
        return CX_OK;
    }

    here = (cx_json_at_t) { at, "protocols", 9, 0 };

    return cx_json_error(&here, e, CX_E_FIELD_VALUE,
                         "3, 7, 11, 13, and 2 of what cannot be skipped",
                         "has nothing that media_url can be written as");
}


static cx_rc_t
cx_b_stream_facts(cx_builder_t *b, cx_b_new_t *n, const cx_b_stream_t *s,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint32_t  mime;

    if (cx_b_name(b, cx_b_str(b, s->mime), 0, 0, &mime) != CX_OK) {
        return cx_b_no_memory(e);
    }

    n->c.rec.mime = mime + 1;
    n->c.rec.duration_s = s->duration;
    n->c.rec.bitrate = s->bitrate;
    n->c.rec.delivery = s->delivery ? s->delivery
                                    : cx_b_delivery(s->media_url);
    n->c.rec.skippable = s->skip_offset >= 0
                         || n->c.rec.attr >> CX_ATTR_SKIPPABLE & 1;
    n->c.rec.skip_s = s->skip_offset >= 0 ? (uint16_t) s->skip_offset
                                          : CX_SKIP_UNKNOWN;
    n->c.rec.attr |= n->c.rec.skippable ? 1U << CX_ATTR_SKIPPABLE : 0;
    n->c.rec.apis |= s->apis;
    n->c.rec.linearity = n->c.rec.media == CX_MEDIA_VIDEO && s->linearity == 0
                         ? 1 : s->linearity;

    return cx_b_stream_protocols(s, &n->c.rec.protocols, at, e);
}


static void
cx_b_vast(const cx_builder_t *b, const cx_b_new_t *n, const cx_b_stream_t *s,
    cx_vast_t *vast)
{
    memset(vast, 0, sizeof(cx_vast_t));
    vast->ad_id = cx_b_str(b, n->c.id);
    vast->title = vast->ad_id;
    vast->media_url = s->media_url;
    vast->mime = cx_b_str(b, s->mime);
    vast->duration = s->duration;
    vast->bitrate = s->bitrate;
    vast->skipoffset = s->skip_offset;
    vast->audio = n->c.rec.media == CX_MEDIA_AUDIO;
    vast->screen = n->screen != 0;
    vast->streaming = n->c.rec.delivery == 1U << CX_DELIVERY_STREAMING;

    if (n->c.rec.media == CX_MEDIA_VIDEO) {
        vast->w = n->c.rec.w;
        vast->h = n->c.rec.h;
    }
}


/*
 * The same with its companions, for players that have places for them.  What
 * the markup before was made of may have moved when that was kept.
 */

static cx_rc_t
cx_b_make_companions(cx_builder_t *b, cx_b_new_t *n, const cx_b_stream_t *s,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_buf_t   source, out;
    cx_vast_t  vast;

    if (n->more.companions.n == 0) {
        n->more.companions.first = 0;
        return CX_OK;
    }

    if (n->markup.len) {
        return cx_b_conflict(at, "companions", "with media_url; markup has "
                             "its own", e);
    }

    if (cx_b_markup_room(b, &source, &out, e) != CX_OK) {
        return CX_ERROR;
    }

    cx_b_vast(b, n, s, &vast);
    vast.companion = n->companion;
    vast.ncompanion = n->more.companions.n;
    cx_vast_write(&source, &vast);

    n->c.rec.secure &= !source.overflow
        && cx_b_is_secure(cx_strn(source.start, cx_buf_len(&source)));

    return cx_b_compile(b, &source, &out, &n->more.companion_template, at, e);
}


static cx_rc_t
cx_b_stream_given(const cx_b_new_t *n, const cx_b_stream_t *s,
    const cx_json_at_t *at, cx_error_t *e)
{
    const char  *field;

    field = n->c.rec.media == CX_MEDIA_AUDIO ? "audio" : "video";

    if (!s->given) {
        return cx_b_missing(at, field, "an object", e);
    }

    if ((s->media_url.len != 0) == (n->markup.len != 0)) {
        return cx_b_missing(at, field, "media_url in it, or markup with VAST",
                            e);
    }

    return n->c.text.landing.len == 0 && cx_b_wants_landing(n)
           ? cx_b_missing(at, "landing_url", "an address", e) : CX_OK;
}


cx_rc_t
cx_b_make_stream(cx_builder_t *b, cx_b_new_t *n, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_buf_t              source, out;
    cx_vast_t             vast;
    cx_json_at_t          here;
    const cx_b_stream_t  *s;

    s = &n->stream[n->c.rec.media == CX_MEDIA_AUDIO ? CX_STREAM_AUDIO
                                                    : CX_STREAM_VIDEO];

    here = (cx_json_at_t) { at, s == n->stream ? "video" : "audio", 5, 0 };

    if (cx_b_stream_given(n, s, at, e) != CX_OK
        || cx_b_stream_facts(b, n, s, &here, e) != CX_OK
        || cx_b_markup_room(b, &source, &out, e) != CX_OK)
    {
        return CX_ERROR;
    }

    cx_b_vast(b, n, s, &vast);

    if (n->markup.len) {
        cx_put_str(&source, n->markup);

    } else {
        cx_vast_write(&source, &vast);
    }

    n->c.rec.secure = !source.overflow
        && cx_b_is_secure(cx_strn(source.start, cx_buf_len(&source)));

    return cx_b_compile(b, &source, &out, &n->c.text.template, at, e) == CX_OK
           ? cx_b_make_companions(b, n, s, at, e) : CX_ERROR;
}


/* the video of a native ad is one of its assets */

static cx_rc_t
cx_b_native_video(cx_builder_t *b, cx_b_new_t *n, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_buf_t              source, out;
    cx_vast_t             vast;
    cx_json_at_t          native, here;
    const cx_b_stream_t  *s;

    s = &n->stream[CX_STREAM_NATIVE];
    native = (cx_json_at_t) { at, "native", 6, 0 };
    here = (cx_json_at_t) { &native, "video", 5, 0 };

    if (cx_b_stream_protocols(s, &n->native.protocols, &here, e) != CX_OK
        || cx_b_markup_room(b, &source, &out, e) != CX_OK)
    {
        return CX_ERROR;
    }

    n->native.mime = s->mime;
    n->native.duration_s = s->duration;
    n->c.rec.attr |= s->skip_offset >= 0 ? 1U << CX_ATTR_SKIPPABLE : 0;

    cx_b_vast(b, n, s, &vast);
    vast.w = s->w;
    vast.h = s->h;
    vast.streaming = cx_b_delivery(s->media_url) == 1U << CX_DELIVERY_STREAMING;
    cx_vast_write(&source, &vast);

    return cx_b_compile(b, &source, &out, &n->native.vast, &here, e);
}


static int
cx_b_trackers_are_secure(const cx_builder_t *b, cx_cat_run_t run)
{
    uint32_t             i;
    const cx_cat_str_t  *tracker;

    for (i = 0; i < run.n; i++) {
        tracker = cx_vec_at(&b->trackers, run.first + i);

        if (!cx_b_is_secure(cx_b_str(b, *tracker))) {
            return 0;
        }
    }

    return 1;
}


static int
cx_b_native_is_secure(const cx_builder_t *b, const cx_b_new_t *n)
{
    uint32_t               i;
    const cx_cat_image_t  *image;

    for (i = 0; i < n->native.images.n; i++) {
        image = cx_vec_at(&b->images, n->native.images.first + i);

        if (!cx_b_is_secure(cx_b_str(b, image->url))) {
            return 0;
        }
    }

    return cx_b_trackers_are_secure(b, n->native.trackers)
           && cx_b_trackers_are_secure(b, n->native.clicks)
           && cx_b_is_secure(cx_b_str(b, n->native.fallback))
           && cx_b_is_secure(cx_b_str(b, n->native.privacy))
           && cx_b_is_secure(n->stream[CX_STREAM_NATIVE].media_url);
}


cx_rc_t
cx_b_make_native(cx_builder_t *b, cx_b_new_t *n, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_cat_native_t  *native;

    if (!n->native_given) {
        return cx_b_missing(at, "native", "an object", e);
    }

    if (n->native.title.len == 0 && n->native.images.n == 0
        && n->native.data.n == 0 && !n->stream[CX_STREAM_NATIVE].given)
    {
        return cx_b_missing(at, "native.title",
                            "a title, images, data or a video", e);
    }

    if (n->c.text.landing.len == 0) {
        return cx_b_missing(at, "landing_url", "an address", e);
    }

    if (n->stream[CX_STREAM_NATIVE].given
        && cx_b_native_video(b, n, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    native = cx_vec_add(&b->natives, 1);

    if (native == NULL) {
        return cx_b_no_memory(e);
    }

    *native = n->native;
    n->c.rec.native = (uint32_t) b->natives.n;
    n->c.rec.secure = cx_b_native_is_secure(b, n) != 0;

    return CX_OK;
}
