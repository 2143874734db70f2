/* creatives: the fields of their lines */

#include "core/catalog/build_creative.h"


#define CX_F_NEW(f)  offsetof(cx_b_new_t, f)
#define CX_F_VAR(f)  offsetof(cx_b_variant_t, f)


static cx_rc_t
cx_b_set_media(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    size_t              i;
    cx_str_t            s;
    cx_b_new_t         *n;
    static const char  *media[] = { "banner", "video", "audio", "native" };

    (void) field;

    n = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < cx_nelts(media); i++) {
        if (cx_str_eq(s, cx_strn(media[i], strlen(media[i])))) {
            n->c.rec.media = (uint8_t) (CX_MEDIA_BANNER + i);
            return CX_OK;
        }
    }

    return cx_json_error(at, e, CX_E_FIELD_VALUE,
                         "banner, video, audio, native", "is \"%.*s\"",
                         (int) cx_min(s.len, 40), (const char *) s.data);
}


/* text that is only needed until the template is made */

static cx_rc_t
cx_b_set_markup(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint8_t  *rec;

    rec = ((cx_b_ctx_t *) ctx)->rec;

    return cx_json_str(v, at, 1, CX_MARKUP_MAX,
                       (cx_str_t *) (rec + field->offset), e);
}


static cx_rc_t
cx_b_set_asset(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint8_t   *rec;
    cx_str_t  *s;

    rec = ((cx_b_ctx_t *) ctx)->rec;
    s = (cx_str_t *) (rec + field->offset);

    return cx_json_str(v, at, 1, CX_URL_MAX, s, e) == CX_OK
           ? cx_b_url(*s, at, e) : CX_ERROR;
}


static cx_rc_t
cx_b_set_language(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t     s;
    cx_b_new_t  *n;

    (void) field;

    n = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 0, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    if (s.len != 2 || s.data[0] < 'a' || s.data[0] > 'z' || s.data[1] < 'a'
        || s.data[1] > 'z')
    {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "two small letters of ISO 639-1: \"en\"",
                             "is \"%.*s\"", (int) cx_min(s.len, 40),
                             (const char *) s.data);
    }

    n->c.rec.language[0] = s.data[0];
    n->c.rec.language[1] = s.data[1];

    return CX_OK;
}


static cx_rc_t
cx_b_set_variants(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    (void) field;
    (void) at;
    (void) e;

    ((cx_b_new_t *) ((cx_b_ctx_t *) ctx)->rec)->variants = v;

    return CX_OK;
}


static const cx_json_field_t  cx_b_video_fields[] = {
    { "media_url",   cx_b_set_asset, CX_F_NEW(stream[0].media_url), 0, 0, 0 },
    { "mime",        cx_b_set_id,    CX_F_NEW(stream[0].mime), 0, 0, 1 },
    { "duration",    cx_b_set_u16,   CX_F_NEW(stream[0].duration),
                                     1, 3600, 1 },
    { "bitrate",     cx_b_set_u16,   CX_F_NEW(stream[0].bitrate),
                                     1, 65535, 0 },
    { "skip_offset", cx_b_set_i32,   CX_F_NEW(stream[0].skip_offset),
                                     0, 3600, 0 },
    { "protocols",   cx_b_set_bits,  CX_F_NEW(stream[0].protocols), 0, 0, 0 },
    { "apis",        cx_b_set_bits,  CX_F_NEW(stream[0].apis), 0, 0, 0 },
    { "delivery",    cx_b_set_delivery, CX_F_NEW(stream[0].delivery),
                                     0, 0, 0 },
    { "linearity",   cx_b_set_u8,    CX_F_NEW(stream[0].linearity), 1, 2, 0 }
};

static const cx_json_field_t  cx_b_audio_fields[] = {
    { "media_url",   cx_b_set_asset, CX_F_NEW(stream[1].media_url), 0, 0, 0 },
    { "mime",        cx_b_set_id,    CX_F_NEW(stream[1].mime), 0, 0, 1 },
    { "duration",    cx_b_set_u16,   CX_F_NEW(stream[1].duration),
                                     1, 3600, 1 },
    { "bitrate",     cx_b_set_u16,   CX_F_NEW(stream[1].bitrate),
                                     1, 65535, 0 },
    { "skip_offset", cx_b_set_i32,   CX_F_NEW(stream[1].skip_offset),
                                     0, 3600, 0 },
    { "protocols",   cx_b_set_bits,  CX_F_NEW(stream[1].protocols), 0, 0, 0 },
    { "apis",        cx_b_set_bits,  CX_F_NEW(stream[1].apis), 0, 0, 0 },
    { "delivery",    cx_b_set_delivery, CX_F_NEW(stream[1].delivery),
                                     0, 0, 0 }
};


/* of one asset of a native ad */

static const cx_json_field_t  cx_b_native_video_fields[] = {
    { "media_url",   cx_b_set_asset, CX_F_NEW(stream[2].media_url), 0, 0, 1 },
    { "mime",        cx_b_set_id,    CX_F_NEW(stream[2].mime), 0, 0, 1 },
    { "duration",    cx_b_set_u16,   CX_F_NEW(stream[2].duration),
                                     1, 3600, 1 },
    { "w",           cx_b_set_u16,   CX_F_NEW(stream[2].w), 1, 32767, 0 },
    { "h",           cx_b_set_u16,   CX_F_NEW(stream[2].h), 1, 32767, 0 },
    { "bitrate",     cx_b_set_u16,   CX_F_NEW(stream[2].bitrate),
                                     1, 65535, 0 },
    { "skip_offset", cx_b_set_i32,   CX_F_NEW(stream[2].skip_offset),
                                     0, 3600, 0 },
    { "protocols",   cx_b_set_bits,  CX_F_NEW(stream[2].protocols), 0, 0, 0 }
};


static cx_rc_t
cx_b_set_stream(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_new_t  *n;

    static const struct {
        const cx_json_field_t  *fields;
        size_t                  n;
    } of[CX_STREAM_MAX] = {
        { cx_b_video_fields, cx_nelts(cx_b_video_fields) },
        { cx_b_audio_fields, cx_nelts(cx_b_audio_fields) },
        { cx_b_native_video_fields, cx_nelts(cx_b_native_video_fields) }
    };

    n = ((cx_b_ctx_t *) ctx)->rec;
    n->stream[field->offset].given = 1;
    n->stream[field->offset].skip_offset = -1;

    return cx_json_object(v, at, of[field->offset].fields,
                          of[field->offset].n, ctx, e);
}


static const cx_json_field_t  cx_b_image_fields[] = {
    { "type", cx_b_set_i32, offsetof(cx_cat_image_t, type), 1, 999, 1 },
    { "url",  cx_b_set_url, offsetof(cx_cat_image_t, url), 0, 0, 1 },
    { "w",    cx_b_set_i32, offsetof(cx_cat_image_t, w), 1, 32767, 1 },
    { "h",    cx_b_set_i32, offsetof(cx_cat_image_t, h), 1, 32767, 1 }
};

static const cx_json_field_t  cx_b_data_fields[] = {
    { "type",  cx_b_set_i32,  offsetof(cx_cat_data_t, type), 1, 999, 1 },
    { "value", cx_b_set_text, offsetof(cx_cat_data_t, value), 0, 0, 1 }
};


static cx_rc_t
cx_b_native_image(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_b_ctx_t  c;

    c = *(cx_b_ctx_t *) ctx;
    c.rec = cx_vec_add(&c.b->images, 1);

    return c.rec == NULL ? cx_b_no_memory(e)
           : cx_json_object(v, at, cx_b_image_fields,
                            cx_nelts(cx_b_image_fields), &c, e);
}


static cx_rc_t
cx_b_native_datum(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_b_ctx_t  c;

    c = *(cx_b_ctx_t *) ctx;
    c.rec = cx_vec_add(&c.b->data, 1);

    return c.rec == NULL ? cx_b_no_memory(e)
           : cx_json_object(v, at, cx_b_data_fields,
                            cx_nelts(cx_b_data_fields), &c, e);
}


static cx_rc_t
cx_b_native_tracker(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_b_ctx_t       c;
    cx_json_field_t  field;

    c = *(cx_b_ctx_t *) ctx;
    c.rec = cx_vec_add(&c.b->trackers, 1);
    memset(&field, 0, sizeof(field));

    return c.rec == NULL ? cx_b_no_memory(e) : cx_b_set_url(&c, &field, v, at,
                                                            e);
}


/* the items are the last of the vector: a run of the record at hand */

static cx_rc_t
cx_b_set_items(void *ctx, const cx_json_field_t *field, const cx_vec_t *vec,
    const cx_json_t *v, const cx_json_at_t *at, size_t max,
    cx_json_item_pt item, cx_error_t *e)
{
    uint8_t       *rec;
    cx_cat_run_t  *run;

    rec = ((cx_b_ctx_t *) ctx)->rec;
    run = (cx_cat_run_t *) (rec + field->offset);
    run->first = (uint32_t) vec->n;

    if (cx_json_array(v, at, max, item, ctx, e) != CX_OK) {
        return CX_ERROR;
    }

    run->n = (uint32_t) vec->n - run->first;

    return CX_OK;
}


static cx_rc_t
cx_b_set_images(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_items(ctx, field, &((cx_b_ctx_t *) ctx)->b->images, v, at,
                          CX_NATIVE_IMAGES_MAX, cx_b_native_image, e);
}


static cx_rc_t
cx_b_set_data(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_items(ctx, field, &((cx_b_ctx_t *) ctx)->b->data, v, at,
                          CX_NATIVE_DATA_MAX, cx_b_native_datum, e);
}


static cx_rc_t
cx_b_set_trackers(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_items(ctx, field, &((cx_b_ctx_t *) ctx)->b->trackers, v,
                          at, CX_NATIVE_TRACKERS_MAX, cx_b_native_tracker, e);
}


static const cx_json_field_t  cx_b_native_fields[] = {
    { "title",        cx_b_set_text,     CX_F_NEW(native.title), 0, 0, 0 },
    { "images",       cx_b_set_images,   CX_F_NEW(native.images), 0, 0, 0 },
    { "data",         cx_b_set_data,     CX_F_NEW(native.data), 0, 0, 0 },
    { "video",        cx_b_set_stream,   CX_STREAM_NATIVE, 0, 0, 0 },
    { "imptrackers",  cx_b_set_trackers, CX_F_NEW(native.trackers), 0, 0, 0 },
    { "clicktrackers", cx_b_set_trackers, CX_F_NEW(native.clicks), 0, 0, 0 },
    { "fallback_url", cx_b_set_url,      CX_F_NEW(native.fallback), 0, 0, 0 },
    { "privacy_url",  cx_b_set_url,      CX_F_NEW(native.privacy), 0, 0, 0 }
};


static cx_rc_t
cx_b_set_native(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    (void) field;

    ((cx_b_new_t *) ((cx_b_ctx_t *) ctx)->rec)->native_given = 1;

    return cx_json_object(v, at, cx_b_native_fields,
                          cx_nelts(cx_b_native_fields), ctx, e);
}


static cx_rc_t
cx_b_set_live(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t     s;
    cx_b_new_t  *n;

    (void) field;

    n = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    n->c.live = cx_str_eq(s, cx_str("live"));

    if (!n->c.live && !cx_str_eq(s, cx_str("draft"))
        && !cx_str_eq(s, cx_str("paused"))
        && !cx_str_eq(s, cx_str("archived")))
    {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "live, draft, paused, archived", "is \"%.*s\"",
                             (int) cx_min(s.len, 40), (const char *) s.data);
    }

    return CX_OK;
}


#define CX_F_REC(f)  CX_F_NEW(c.rec.f)

static const cx_json_field_t  cx_b_creative_fields[] = {
    { "type",        cx_b_set_type,     0, 0, 0, 1 },
    { "id",          cx_b_set_id,       CX_F_NEW(c.id), 0, 0, 1 },
    { "adgroup",     cx_b_set_id,       CX_F_NEW(c.parent), 0, 0, 1 },
    { "name",        cx_b_set_type,     0, 0, 0, 0 },
    { "state",       cx_b_set_live,     0, 0, 0, 0 },
    { "media",       cx_b_set_media,    0, 0, 0, 1 },
    { "w",           cx_b_set_u16,      CX_F_REC(w), 1, CX_FORMAT_SIZE_MAX, 0 },
    { "h",           cx_b_set_u16,      CX_F_REC(h), 1, CX_FORMAT_SIZE_MAX, 0 },
    { "markup",      cx_b_set_markup,   CX_F_NEW(markup), 0, 0, 0 },
    { "image_url",   cx_b_set_asset,    CX_F_NEW(image_url), 0, 0, 0 },
    { "landing_url", cx_b_set_url,      CX_F_NEW(c.text.landing), 0, 0, 0 },
    { "video",       cx_b_set_stream,   CX_STREAM_VIDEO, 0, 0, 0 },
    { "audio",       cx_b_set_stream,   CX_STREAM_AUDIO, 0, 0, 0 },
    { "native",      cx_b_set_native,   0, 0, 0, 0 },
    { "variants",    cx_b_set_variants, 0, 0, 0, 0 },
    { "adid",        cx_b_set_id,       CX_F_NEW(more.adid), 0, 0, 0 },
    { "cat",         cx_b_set_cats,     CX_F_REC(cat), 0, 0, 0 },
    { "attr",        cx_b_set_bits,     CX_F_REC(attr), 0, 0, 0 },
    { "apis",        cx_b_set_bits,     CX_F_REC(apis), 0, 0, 0 },
    { "btype",       cx_b_set_u8,       CX_F_REC(btype), 1, 4, 0 },
    { "language",    cx_b_set_language, 0, 0, 0, 0 },
    { "langb",       cx_b_set_id,       CX_F_NEW(more.langb), 0, 0, 0 },
    { "mimes",       cx_b_set_mimes,    0, 0, 0, 0 },
    { "expdir",      cx_b_set_bits,     CX_F_REC(expdir), 0, 0, 0 },
    { "clickbrowser", cx_b_set_u8,      CX_F_NEW(clickbrowser), 0, 1, 0 },
    { "screen",      cx_b_set_u8,       CX_F_NEW(screen), 0, 1, 0 },
    { "companions",  cx_b_set_companions, 0, 0, 0, 0 },
    { "approvals",   cx_b_set_approvals, 0, 0, 0, 0 },
    { "qagmediarating", cx_b_set_u8,    CX_F_REC(qagmediarating), 1, 3, 0 }
};

static const cx_json_field_t  cx_b_variant_fields[] = {
    { "name",      cx_b_set_id,     CX_F_VAR(v.name), 0, 0, 1 },
    { "markup",    cx_b_set_markup, CX_F_VAR(markup), 0, 0, 0 },
    { "image_url", cx_b_set_asset,  CX_F_VAR(image_url), 0, 0, 0 }
};


cx_rc_t
cx_b_variant_read(cx_builder_t *b, const cx_json_t *v,
    cx_b_variant_t *variant, const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_ctx_t  c;

    memset(variant, 0, sizeof(cx_b_variant_t));
    c = (cx_b_ctx_t) { b, variant, NULL };

    return cx_json_object(v, at, cx_b_variant_fields,
                          cx_nelts(cx_b_variant_fields), &c, e);
}


/* what nothing is said of takes no room */

static cx_rc_t
cx_b_add_more(cx_builder_t *b, cx_b_new_t *n, cx_error_t *e)
{
    cx_cat_more_t               *more;
    static const cx_cat_more_t   nothing;

    n->c.rec.clickbrowser = n->clickbrowser != 0;
    n->c.rec.screen = n->screen != 0;

    if (memcmp(&n->more, &nothing, sizeof(cx_cat_more_t)) == 0) {
        return CX_OK;
    }

    more = cx_vec_add(&b->more, 1);

    if (more == NULL) {
        return cx_b_no_memory(e);
    }

    *more = n->more;
    n->c.rec.more = (uint32_t) b->more.n;

    return CX_OK;
}


cx_rc_t
cx_b_add_creative(cx_builder_t *b, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_b_ctx_t        c;
    cx_b_new_t        n;
    cx_b_creative_t  *creative;

    memset(&n, 0, sizeof(cx_b_new_t));
    n.c.line = b->line;
    n.c.live = 1;
    c = (cx_b_ctx_t) { b, &n, NULL };

    if (cx_json_object(v, at, cx_b_creative_fields,
                       cx_nelts(cx_b_creative_fields), &c, e)
        != CX_OK
        || cx_b_make_creative(b, &n, at, e) != CX_OK
        || cx_b_make_variants(b, &n, at, e) != CX_OK
        || cx_b_add_more(b, &n, e) != CX_OK)
    {
        return CX_ERROR;
    }

    creative = cx_vec_add(&b->creatives, 1);

    if (creative == NULL) {
        return cx_b_no_memory(e);
    }

    *creative = n.c;

    return cx_b_take_id(b, CX_ID_CREATIVE, n.c.id,
                        (uint32_t) b->creatives.n - 1, at, e);
}


#define CX_B_OBJECT(path, table)  { path, table, cx_nelts(table) }

size_t
cx_b_creative_objects(const cx_b_object_t **objects)
{
    static const cx_b_object_t  list[] = {
        CX_B_OBJECT("creative", cx_b_creative_fields),
        CX_B_OBJECT("creative.video", cx_b_video_fields),
        CX_B_OBJECT("creative.audio", cx_b_audio_fields),
        CX_B_OBJECT("creative.native", cx_b_native_fields),
        CX_B_OBJECT("creative.native.images[]", cx_b_image_fields),
        CX_B_OBJECT("creative.native.data[]", cx_b_data_fields),
        CX_B_OBJECT("creative.native.video", cx_b_native_video_fields),
        CX_B_OBJECT("creative.variants[]", cx_b_variant_fields)
    };

    *objects = list;

    return cx_nelts(list);
}
