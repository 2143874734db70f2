
/* Rules of a native answer: the assets that were asked for. */

#include <string.h>

#include "tests/exchange/judge.h"


static const char *const  xc_native_kinds[] = { "title", "img", "data",
                                                "video", NULL };


/* what is inside of {"native":{...}}, or what is not in it */

static const xc_json_t *
xc_native_inside(const xc_json_t *root)
{
    const xc_json_t  *n;

    n = xc_json_get_as(root, "native", XC_JSON_OBJECT);

    return n ? n : root;
}


static const xc_json_t *
xc_native_ask(xc_judge_t *j, xc_offer_t *o)
{
    const xc_json_t  *n;

    n = xc_json_get(o->medium, "request");

    if (n && n->type == XC_JSON_STRING) {
        n = xc_json_read(&j->native_ask_doc, n->text.data, n->text.len);
    }

    return xc_native_inside(n);
}


static const char *
xc_native_kind(const xc_json_t *asset)
{
    int          n;
    const char  *kind;

    for (kind = NULL, n = 0; xc_native_kinds[n]; n++) {
        if (xc_json_get_as(asset, xc_native_kinds[n], XC_JSON_OBJECT)) {
            if (kind) {
                return NULL;
            }

            kind = xc_native_kinds[n];
        }
    }

    return kind;
}


static const xc_json_t *
xc_native_by_id(const xc_json_t *root, int64_t id)
{
    const xc_json_t  *a;

    a = xc_json_get_as(root, "assets", XC_JSON_ARRAY);

    for (a = a ? a->child : NULL; a; a = a->next) {
        if (xc_json_int(a, "id", -1) == id) {
            return a;
        }
    }

    return NULL;
}


static void
xc_native_address(xc_judge_t *j, xc_offer_t *o, const char *where,
    xc_text_t url)
{
    xc_rules_url(j, where, url);

    if (xc_secure(o) && xc_plain_http(url)) {
        xc_found(j, XC_R_SECURE, "%s has http://", where);
    }
}


static size_t
xc_native_letters(xc_text_t s)
{
    size_t  i, n;

    for (n = 0, i = 0; i < s.len; i++) {
        n += (s.data[i] & 0xc0) != 0x80;
    }

    return n;
}


static void
xc_native_length(xc_judge_t *j, int id, xc_text_t text, int64_t most)
{
    size_t  n;

    n = xc_native_letters(text);

    if (n == 0) {
        xc_found(j, XC_R_NATIVE, "asset %d has no text", id);
    }

    if (most > 0 && n > (size_t) most) {
        xc_found(j, XC_R_NATIVE_LENGTH, "asset %d has %d, asked for were %d",
                 id, (int) n, (int) most);
    }
}


static void
xc_native_image(xc_judge_t *j, xc_offer_t *o, int id, const xc_json_t *img,
    const xc_json_t *asked)
{
    int64_t  w, h, type;

    w = xc_json_int(img, "w", 0);
    h = xc_json_int(img, "h", 0);
    type = xc_json_int(img, "type", 0);

    xc_native_address(j, o, "img.url", xc_json_text(img, "url"));

    if (type && xc_json_get(asked, "type")
        && type != xc_json_int(asked, "type", 0))
    {
        xc_found(j, XC_R_NATIVE_IMAGE, "asset %d is of type %d", id,
                 (int) type);
    }

    if (w > 0 && h > 0
        && (w < xc_json_int(asked, "wmin", 0)
            || h < xc_json_int(asked, "hmin", 0)
            || (!xc_json_get(asked, "wmin") && !xc_json_get(asked, "hmin")
                && xc_json_int(asked, "w", 0) > 0
                && xc_json_int(asked, "h", 0) > 0
                && (xc_json_int(asked, "w", 0) != w
                    || xc_json_int(asked, "h", 0) != h))))
    {
        xc_found(j, XC_R_NATIVE_IMAGE, "asset %d is of %dx%d", id, (int) w,
                 (int) h);
    }
}


/* a film in a native ad is held against what its asset asks for */

static void
xc_native_video(xc_judge_t *j, const xc_offer_t *o, int id,
    const xc_json_t *video, const xc_json_t *asked)
{
    xc_offer_t  film;

    film = *o;
    film.adm = xc_json_text(video, "vasttag");
    film.medium = asked;
    film.dur = 0;

    if (film.adm.len == 0) {
        xc_found(j, XC_R_NATIVE, "asset %d has no vasttag", id);
        return;
    }

    xc_rules_vast(j, &film);
}


static void
xc_native_asset(xc_judge_t *j, xc_offer_t *o, const xc_json_t *a,
    const xc_json_t *ask)
{
    int               id;
    const char       *kind;
    const xc_json_t  *asked, *in, *want;

    id = (int) xc_json_int(a, "id", -1);
    kind = xc_native_kind(a);
    asked = xc_native_by_id(ask, id);

    if (kind == NULL || asked == NULL || !xc_json_get(asked, kind)) {
        xc_found(j, XC_R_NATIVE_ASSET, "asset %d is not one that was asked "
                 "for", id);
        return;
    }

    in = xc_json_get(a, kind);
    want = xc_json_get(asked, kind);

    switch (*kind) {
    case 't':
        xc_native_length(j, id, xc_json_text(in, "text"),
                         xc_json_int(want, "len", 0));
        break;
    case 'd':
        xc_native_length(j, id, xc_json_text(in, "value"),
                         xc_json_int(want, "len", 0));
        break;
    case 'i':
        xc_native_image(j, o, id, in, want);
        break;
    default:
        xc_native_video(j, o, id, in, want);
    }
}


static void
xc_native_assets(xc_judge_t *j, xc_offer_t *o, const xc_json_t *root,
    const xc_json_t *ask)
{
    int64_t           id;
    const xc_json_t  *all, *a, *b;

    all = xc_json_get_as(root, "assets", XC_JSON_ARRAY);

    for (a = all ? all->child : NULL; a; a = a->next) {
        xc_native_asset(j, o, a, ask);

        for (b = all->child; b != a; b = b->next) {
            if (xc_json_int(b, "id", -1) == xc_json_int(a, "id", -2)) {
                xc_found(j, XC_R_NATIVE_ASSET, "asset %d stands twice",
                         (int) xc_json_int(a, "id", -2));
            }
        }
    }

    a = xc_json_get_as(ask, "assets", XC_JSON_ARRAY);

    for (a = a ? a->child : NULL; a; a = a->next) {
        id = xc_json_int(a, "id", -1);

        if (xc_json_int(a, "required", 0) == 1
            && xc_native_by_id(root, id) == NULL)
        {
            xc_found(j, XC_R_NATIVE_REQUIRED, "asset %d is missing", (int) id);
        }
    }
}


static void
xc_native_trackers(xc_judge_t *j, xc_offer_t *o, const xc_json_t *root,
    const xc_json_t *ask)
{
    const xc_json_t  *t, *a;

    t = xc_json_get_as(root, "eventtrackers", XC_JSON_ARRAY);

    for (t = t ? t->child : NULL; t; t = t->next) {
        a = xc_json_get_as(ask, "eventtrackers", XC_JSON_ARRAY);

        for (a = a ? a->child : NULL; a; a = a->next) {
            if (xc_json_int(a, "event", 0) == xc_json_int(t, "event", -1)
                && xc_json_has_int(xc_json_get(a, "methods"),
                                   xc_json_int(t, "method", -1)))
            {
                break;
            }
        }

        if (a == NULL) {
            xc_found(j, XC_R_NATIVE_TRACKER, "event %d by method %d",
                     (int) xc_json_int(t, "event", -1),
                     (int) xc_json_int(t, "method", -1));
        }

        xc_native_address(j, o, "eventtrackers.url", xc_json_text(t, "url"));
    }

    t = xc_json_get_as(root, "imptrackers", XC_JSON_ARRAY);

    for (t = t ? t->child : NULL; t; t = t->next) {
        xc_native_address(j, o, "imptrackers",
                          t->type == XC_JSON_STRING ? t->text
                                                    : (xc_text_t) { "", 0 });
    }
}


void
xc_rules_native(xc_judge_t *j, xc_offer_t *o)
{
    const xc_json_t  *root, *ask;

    root = xc_json_read(&j->native_doc, o->adm.data, o->adm.len);

    if (root == NULL || root->type != XC_JSON_OBJECT) {
        xc_found(j, XC_R_NATIVE, "byte %d: %s", (int) j->native_doc.at,
                 root ? "no object" : j->native_doc.fault);
        return;
    }

    root = xc_native_inside(root);
    ask = xc_native_ask(j, o);

    if (xc_json_get_as(root, "assets", XC_JSON_ARRAY) == NULL
        && xc_json_get(root, "assetsurl") == NULL
        && xc_json_get(root, "dcourl") == NULL)
    {
        xc_found(j, XC_R_NATIVE, "no assets");
    }

    xc_native_address(j, o, "link.url",
                      xc_json_text(xc_json_get(root, "link"), "url"));

    if (ask) {
        xc_native_assets(j, o, root, ask);
        xc_native_trackers(j, o, root, ask);
    }
}
