/* markup: made of the parts of a creative, then compiled */

#include "core/catalog/build_creative.h"


#define CX_SOURCE_ROOM    (CX_MARKUP_MAX + 16 * 1024)
#define CX_TEMPLATE_ROOM  (2 * CX_SOURCE_ROOM)


cx_rc_t
cx_b_missing(const cx_json_at_t *at, const char *field, const char *allowed,
    cx_error_t *e)
{
    cx_json_at_t  here;

    here = (cx_json_at_t) { at, field, strlen(field), 0 };

    return cx_json_error(&here, e, CX_E_FIELD_MISSING, allowed, "is missing");
}


cx_rc_t
cx_b_conflict(const cx_json_at_t *at, const char *field, const char *allowed,
    cx_error_t *e)
{
    cx_json_at_t  here;

    here = (cx_json_at_t) { at, field, strlen(field), 0 };

    return cx_json_error(&here, e, CX_E_FIELD_CONFLICT, allowed,
                         "is not for this media");
}


cx_rc_t
cx_b_markup_room(cx_builder_t *b, cx_buf_t *source, cx_buf_t *out,
    cx_error_t *e)
{
    if (b->markup.n == 0
        && cx_vec_add(&b->markup, CX_SOURCE_ROOM + CX_TEMPLATE_ROOM) == NULL)
    {
        return cx_b_no_memory(e);
    }

    cx_buf_init(source, b->markup.data, CX_SOURCE_ROOM);
    cx_buf_init(out, b->markup.data + CX_SOURCE_ROOM, CX_TEMPLATE_ROOM);

    return CX_OK;
}


cx_rc_t
cx_b_compile(cx_builder_t *b, cx_buf_t *source, cx_buf_t *out,
    cx_cat_str_t *ref, const cx_json_at_t *at, cx_error_t *e)
{
    cx_error_t    inner;
    cx_json_at_t  here;

    here = (cx_json_at_t) { at, "markup", 6, 0 };

    if (source->overflow) {
        return cx_json_error(&here, e, CX_E_TOO_COMPLEX, "at most 256 KB",
                             "is too long");
    }

    if (cx_template_compile(cx_strn(source->start, cx_buf_len(source)), out,
                            &inner)
        != CX_OK)
    {
        return cx_json_error(&here, e, inner.code, inner.allowed, "%s",
                             inner.fault);
    }

    if (cx_b_string(b, cx_strn(out->start, cx_buf_len(out)), ref) != CX_OK) {
        return cx_b_no_memory(e);
    }

    return CX_OK;
}


/* an address inside an attribute in double quotes */

static void
cx_put_attribute(cx_buf_t *out, cx_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        switch (s.data[i]) {
        case '&':
            cx_put_lit(out, "&amp;");
            break;
        case '"':
            cx_put_lit(out, "&quot;");
            break;
        case '<':
            cx_put_lit(out, "&lt;");
            break;
        case '{':
            cx_put_lit(out, "%7B");
            break;
        default:
            cx_put_char(out, (char) s.data[i]);
        }
    }
}


/* a screen outdoors is clicked by nobody, and its impressions are billed */

static void
cx_b_banner_source(cx_buf_t *out, cx_str_t markup, cx_str_t image, int screen)
{
    if (markup.len) {
        cx_put_str(out, markup);

    } else {
        cx_put_cstr(out, screen ? "" : "<a href=\"{{click_url}}\" target="
                                       "\"_blank\" rel=\"noopener\">");
        cx_put_lit(out, "<img src=\"");
        cx_put_attribute(out, image);
        cx_put_lit(out, "\" width=\"{{width}}\" height=\"{{height}}\" "
                        "alt=\"\" style=\"border:0;display:block\">");
        cx_put_cstr(out, screen ? "" : "</a>");
    }

    if (!screen && !cx_template_has(markup, "impression_url")) {
        cx_put_lit(out, "<img src=\"{{impression_url}}\" width=\"1\" "
                        "height=\"1\" alt=\"\" style=\"position:absolute;"
                        "left:-9999px\">");
    }
}


int
cx_b_is_secure(cx_str_t s)
{
    size_t           i, j;
    static const cx_str_t  names[] = {
        cx_string("http://www.w3.org/"), cx_string("http://www.iab.com/")
    };

    for (i = 0; i + 7 <= s.len; i++) {
        if ((s.data[i] | 0x20) != 'h'
            || !cx_str_eq_nocase(cx_strn(s.data + i, 7), cx_str("http://")))
        {
            continue;
        }

        for (j = 0; j < cx_nelts(names); j++) {
            if (s.len - i >= names[j].len
                && memcmp(s.data + i, names[j].data, names[j].len) == 0)
            {
                break;
            }
        }

        if (j == cx_nelts(names)) {
            return 0;
        }
    }

    return 1;
}


int
cx_b_wants_landing(const cx_b_new_t *n)
{
    return (n->markup.len == 0 && !n->screen)
           || cx_template_has(n->markup, "click_url")
           || cx_template_has(n->markup, "click_url_enc");
}


static int
cx_b_has(cx_str_t s, const char *tag)
{
    size_t  i, n;

    n = strlen(tag);

    for (i = 0; i + n <= s.len; i++) {
        if (s.data[i] == '<'
            && cx_str_eq_nocase(cx_strn(s.data + i, n), cx_strn(tag, n)))
        {
            return 1;
        }
    }

    return 0;
}


/* XHTML banner, JavaScript, frame: as the list of banner types has them */

static uint8_t
cx_b_banner_type(cx_str_t markup)
{
    return cx_b_has(markup, "<script") ? 3
           : cx_b_has(markup, "<iframe") ? 4 : 2;
}


/* as the line has them, or as the addresses of images end */

static cx_rc_t
cx_b_banner_mimes(cx_builder_t *b, cx_b_new_t *n, cx_error_t *e)
{
    cx_str_t  s;
    uint32_t  mime;

    if (n->mimes.n) {
        mime = *(uint32_t *) cx_vec_at(&b->name_runs, n->mimes.first);
        n->c.rec.mime = mime + 1;

        if (n->mimes.n > 1) {
            n->more.mimes = n->mimes;
        }

        return CX_OK;
    }

    s = cx_b_mime_of(n->image_url);

    if (s.len == 0) {
        return CX_OK;
    }

    if (cx_b_name(b, s, 0, 0, &mime) != CX_OK) {
        return cx_b_no_memory(e);
    }

    n->c.rec.mime = mime + 1;

    return CX_OK;
}


static cx_rc_t
cx_b_make_banner(cx_builder_t *b, cx_b_new_t *n, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_buf_t  source, out;

    if (n->c.rec.w == 0 || n->c.rec.h == 0) {
        return cx_b_missing(at, n->c.rec.w == 0 ? "w" : "h", "1 to 32767", e);
    }

    if (n->markup.len == 0 && n->image_url.len == 0) {
        return cx_b_missing(at, "markup", "markup or image_url", e);
    }

    if (n->markup.len && n->image_url.len) {
        return cx_b_conflict(at, "image_url", "markup or image_url", e);
    }

    if (n->c.text.landing.len == 0 && cx_b_wants_landing(n)) {
        return cx_b_missing(at, "landing_url", "an address", e);
    }

    if (cx_b_markup_room(b, &source, &out, e) != CX_OK) {
        return CX_ERROR;
    }

    cx_b_banner_source(&source, n->markup, n->image_url, n->screen);
    n->c.rec.secure = !source.overflow
        && cx_b_is_secure(cx_strn(source.start, cx_buf_len(&source)));

    if (n->c.rec.btype == 0) {
        n->c.rec.btype = cx_b_banner_type(n->markup);
    }

    if (cx_b_banner_mimes(b, n, e) != CX_OK) {
        return CX_ERROR;
    }

    return cx_b_compile(b, &source, &out, &n->c.text.template, at, e);
}


cx_rc_t
cx_b_make_creative(cx_builder_t *b, cx_b_new_t *n, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint8_t  media;

    media = n->c.rec.media;

    if (n->image_url.len && media != CX_MEDIA_BANNER) {
        return cx_b_conflict(at, "image_url", "for a banner", e);
    }

    if (n->markup.len && media == CX_MEDIA_NATIVE) {
        return cx_b_conflict(at, "markup", "for banner, video and audio", e);
    }

    if (n->stream[CX_STREAM_VIDEO].given && media != CX_MEDIA_VIDEO) {
        return cx_b_conflict(at, "video", media == CX_MEDIA_NATIVE
                                          ? "native.video" : "for video", e);
    }

    if (n->stream[CX_STREAM_AUDIO].given && media != CX_MEDIA_AUDIO) {
        return cx_b_conflict(at, "audio", "for audio", e);
    }

    if (n->more.companions.n && media != CX_MEDIA_VIDEO
        && media != CX_MEDIA_AUDIO)
    {
        return cx_b_conflict(at, "companions", "for video and audio", e);
    }

    if (n->mimes.n && media != CX_MEDIA_BANNER) {
        return cx_b_conflict(at, "mimes", "for a banner", e);
    }

    if (n->c.rec.expdir && media != CX_MEDIA_BANNER) {
        return cx_b_conflict(at, "expdir", "for a banner", e);
    }

    if (n->screen && media == CX_MEDIA_NATIVE) {
        return cx_b_conflict(at, "screen", "for banner, video and audio", e);
    }

    if (n->native_given && media != CX_MEDIA_NATIVE) {
        return cx_b_conflict(at, "native", "for native", e);
    }

    switch (media) {

    case CX_MEDIA_BANNER:
        return cx_b_make_banner(b, n, at, e);

    case CX_MEDIA_NATIVE:
        return cx_b_make_native(b, n, at, e);

    default:
        return cx_b_make_stream(b, n, at, e);
    }
}


/* where the images of variants are of other types, any of these may come */

static cx_rc_t
cx_b_variant_mime(cx_builder_t *b, cx_b_new_t *n, cx_str_t mime,
    cx_error_t *e)
{
    uint32_t       i, name, *place;
    cx_cat_run_t  *run;

    if (mime.len == 0 || n->mimes.n) {
        return CX_OK;
    }

    run = &n->more.mimes;

    if (cx_b_name(b, mime, 0, 0, &name) != CX_OK) {
        return cx_b_no_memory(e);
    }

    if (n->c.rec.mime == 0 || n->c.rec.mime == name + 1) {
        n->c.rec.mime = name + 1;
        return CX_OK;
    }

    for (i = 0; i < run->n; i++) {
        if (*(uint32_t *) cx_vec_at(&b->name_runs, run->first + i) == name) {
            return CX_OK;
        }
    }

    place = cx_vec_add(&b->name_runs, run->n ? 1 : 2);

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    if (run->n == 0) {
        run->first = (uint32_t) b->name_runs.n - 2;
        run->n = 1;
        *place++ = n->c.rec.mime - 1;
    }

    *place = name;
    run->n++;
    n->c.rec.allmimes = 1;

    return CX_OK;
}


typedef struct {
    cx_builder_t  *b;
    cx_b_new_t    *n;
} cx_b_variants_t;


static cx_rc_t
cx_b_make_variant(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_buf_t           source, out;
    cx_b_new_t        *n;
    cx_builder_t      *b;
    cx_b_variant_t     variant;
    cx_cat_variant_t  *rec;

    b = ((cx_b_variants_t *) ctx)->b;
    n = ((cx_b_variants_t *) ctx)->n;

    if (cx_b_variant_read(b, v, &variant, at, e) != CX_OK) {
        return CX_ERROR;
    }

    if ((variant.markup.len != 0) == (variant.image_url.len != 0)) {
        return cx_b_missing(at, "markup", "either markup or image_url", e);
    }

    if (variant.image_url.len && n->c.rec.media != CX_MEDIA_BANNER) {
        return cx_b_conflict(at, "image_url", "for a banner", e);
    }

    if (cx_b_markup_room(b, &source, &out, e) != CX_OK
        || cx_b_variant_mime(b, n, cx_b_mime_of(variant.image_url), e) != CX_OK)
    {
        return CX_ERROR;
    }

    if (n->c.rec.media == CX_MEDIA_BANNER) {
        cx_b_banner_source(&source, variant.markup, variant.image_url,
                           n->screen);

    } else {
        cx_put_str(&source, variant.markup);
    }

    n->c.rec.secure &= !source.overflow
        && cx_b_is_secure(cx_strn(source.start, cx_buf_len(&source)));

    if (cx_b_compile(b, &source, &out, &variant.v.template, at, e) != CX_OK) {
        return CX_ERROR;
    }

    rec = cx_vec_add(&b->variants, 1);

    if (rec == NULL) {
        return cx_b_no_memory(e);
    }

    *rec = variant.v;

    return CX_OK;
}


cx_rc_t
cx_b_make_variants(cx_builder_t *b, cx_b_new_t *n, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_json_at_t     here;
    cx_b_variants_t  ctx;

    n->c.rec.variants.first = (uint32_t) b->variants.n;

    if (n->variants == NULL) {
        return CX_OK;
    }

    here = (cx_json_at_t) { at, "variants", 8, 0 };

    if (n->c.rec.media == CX_MEDIA_NATIVE) {
        return cx_b_conflict(at, "variants", "for banner, video and audio", e);
    }

    ctx.b = b;
    ctx.n = n;

    if (cx_json_array(n->variants, &here, CX_VARIANTS_MAX, cx_b_make_variant,
                      &ctx, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    n->c.rec.variants.n = (uint32_t) b->variants.n
                          - n->c.rec.variants.first;

    return CX_OK;
}
