
/* Rules of what is shown: addresses, sizes and the markup of a banner. */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <string.h>

#include "tests/exchange/judge.h"


static void
xc_rules_notices(xc_judge_t *j, xc_offer_t *o)
{
    int        i;
    xc_text_t  url;

    static const char *const  names[] = { "nurl", "burl", "lurl", "iurl" };

    for (i = 0; i < 4; i++) {
        url = xc_json_text(o->node, names[i]);

        if (url.len) {
            xc_rules_url(j, names[i], url);
        }
    }
}


/* a shape is held by the ratio, and by the least width if there is one */

static int
xc_size_fits(const xc_json_t *f, int64_t w, int64_t h)
{
    int64_t  wr, hr;

    if (xc_json_int(f, "w", 0) > 0) {
        return xc_json_int(f, "w", 0) == w && xc_json_int(f, "h", 0) == h;
    }

    wr = xc_json_int(f, "wratio", 0);
    hr = xc_json_int(f, "hratio", 0);

    return wr > 0 && hr > 0 && w * hr == h * wr
           && w >= xc_json_int(f, "wmin", 0);
}


static int
xc_size_within(const xc_json_t *b, int64_t w, int64_t h)
{
    return w >= xc_json_int(b, "wmin", w) && w <= xc_json_int(b, "wmax", w)
           && h >= xc_json_int(b, "hmin", h) && h <= xc_json_int(b, "hmax", h);
}


static void
xc_rules_size(xc_judge_t *j, xc_offer_t *o)
{
    int64_t           w, h;
    const xc_json_t  *f;

    w = xc_json_int(o->node, "w", 0);
    h = xc_json_int(o->node, "h", 0);
    f = xc_json_get_as(o->medium, "format", XC_JSON_ARRAY);

    if (f && f->count) {
        for (f = f->child; f; f = f->next) {
            if (xc_size_fits(f, w, h)
                || (xc_json_int(o->node, "wratio", 0) > 0
                    && xc_json_int(o->node, "wratio", 0)
                       == xc_json_int(f, "wratio", 0)
                    && xc_json_int(o->node, "hratio", 0)
                       == xc_json_int(f, "hratio", 0)))
            {
                return;
            }
        }

    } else if (xc_json_get(o->medium, "wmin") || xc_json_get(o->medium, "wmax")
               || xc_json_get(o->medium, "hmin")
               || xc_json_get(o->medium, "hmax"))
    {
        if (w > 0 && h > 0 && xc_size_within(o->medium, w, h)) {
            return;
        }

    } else if (xc_json_int(o->medium, "w", 0) <= 0
               || xc_json_int(o->medium, "h", 0) <= 0
               || xc_size_fits(o->medium, w, h))
    {
        return;
    }

    xc_found(j, XC_R_SIZE, "%dx%d was not asked for", (int) w, (int) h);
}


static int
xc_has(xc_text_t s, const char *what)
{
    return s.len && memmem(s.data, s.len, what, strlen(what)) != NULL;
}


static void
xc_rules_banner(xc_judge_t *j, xc_offer_t *o)
{
    const xc_json_t  *btype;

    xc_rules_size(j, o);

    btype = xc_json_get(o->medium, "btype");

    if (!xc_has(o->adm, "<")) {
        xc_found(j, XC_R_MARKUP, "a banner without a tag");
    }

    if (xc_has(o->adm, "<VAST")) {
        xc_found(j, XC_R_MARKUP, "a banner that is VAST");
    }

    if (xc_has(o->adm, "<script") && xc_json_has_int(btype, 3)) {
        xc_found(j, XC_R_BTYPE, "a script is blocked");
    }

    if (xc_has(o->adm, "<iframe") && xc_json_has_int(btype, 4)) {
        xc_found(j, XC_R_BTYPE, "an iframe is blocked");
    }

    if (xc_secure(o) && xc_plain_http(o->adm)) {
        xc_found(j, XC_R_SECURE, "the markup has http://");
    }
}


void
xc_rules_markup(xc_judge_t *j, xc_offer_t *o)
{
    xc_rules_notices(j, o);

    if (o->adm.len == 0) {
        xc_found(j, XC_R_MARKUP, "no adm");
        return;
    }

    xc_rules_macros(j, "adm", o->adm);

    if (xc_has(o->adm, "{{") && xc_has(o->adm, "}}")) {
        xc_found(j, XC_R_PLACE, "adm has {{");
    }

    switch (o->mtype) {
    case 1:
        xc_rules_banner(j, o);
        break;
    case 4:
        xc_rules_native(j, o);
        break;
    default:
        xc_rules_vast(j, o);
    }
}
