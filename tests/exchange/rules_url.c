
/* Rules of addresses and of the macros in them. */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <string.h>
#include <strings.h>

#include "tests/exchange/judge.h"


static const char *const  xc_macros[] = {
    "ID", "BID_ID", "IMP_ID", "SEAT_ID", "AD_ID", "PRICE", "CURRENCY", "MBR",
    "LOSS", "MIN_TO_WIN", "MULTIPLIER", "IMP_TS", "DISCOUNT_PCT",
    "DISCOUNT_CPM", NULL
};


static int
xc_macro_known(xc_text_t name)
{
    const char         *colon;
    const char *const  *m;

    colon = memchr(name.data, ':', name.len);

    if (colon) {
        name.len = (size_t) (colon - name.data);
    }

    for (m = xc_macros; *m; m++) {
        if (xc_text_is(name, *m)) {
            return 1;
        }
    }

    return 0;
}


static const char *
xc_find(xc_text_t s, size_t from, const char *what)
{
    return from < s.len ? memmem(s.data + from, s.len - from, what,
                                 strlen(what))
                        : NULL;
}


void
xc_rules_macros(xc_judge_t *j, const char *where, xc_text_t text)
{
    size_t       at;
    xc_text_t    name;
    const char  *p, *end;

    for (at = 0; (p = xc_find(text, at, "${AUCTION_")); /* void */ ) {
        p += 10;
        at = (size_t) (p - text.data);
        end = memchr(p, '}', text.len - at);
        name.data = p;
        name.len = end ? (size_t) (end - p) : 0;

        if (end == NULL || !xc_macro_known(name)) {
            xc_found(j, XC_R_MACRO, "%s: ${AUCTION_%.*s", where,
                     (int) (name.len < 24 ? name.len : 24), p);
        }
    }

    for (at = 0; at < text.len; at++) {
        p = memchr(text.data + at, '%', text.len - at);

        if (p == NULL) {
            return;
        }

        at = (size_t) (p - text.data);

        if (text.len - at >= 16
            && strncasecmp(p, "%24%7bAUCTION_", 14) == 0)
        {
            xc_found(j, XC_R_MACRO, "%s: a macro is encoded", where);
            return;
        }
    }
}


static size_t
xc_url_scheme(xc_text_t url)
{
    if (url.len > 8 && strncasecmp(url.data, "https://", 8) == 0) {
        return 8;
    }

    return url.len > 7 && strncasecmp(url.data, "http://", 7) == 0 ? 7 : 0;
}


/* a macro's braces and dollar are none of an address's characters */

static int
xc_url_characters(xc_text_t url, size_t from)
{
    size_t       i;
    const char  *end;

    for (i = from; i < url.len; i++) {

        if (url.data[i] == '$' && i + 1 < url.len && url.data[i + 1] == '{') {
            end = memchr(url.data + i, '}', url.len - i);

            if (end == NULL) {
                return 0;
            }

            i = (size_t) (end - url.data);
            continue;
        }

        if ((unsigned char) url.data[i] <= ' '
            || strchr("\"<>\\^`{|}\x7f", url.data[i]))
        {
            return 0;
        }
    }

    return 1;
}


void
xc_rules_url(xc_judge_t *j, const char *where, xc_text_t url)
{
    int     shown;
    size_t  from;

    from = xc_url_scheme(url);
    shown = (int) (url.len < 60 ? url.len : 60);

    if (from == 0 || strchr("/?#:.", url.data[from])
        || !xc_url_characters(url, from))
    {
        xc_found(j, XC_R_URL, "%s: \"%.*s\"", where, shown, url.data);
    }

    xc_rules_macros(j, where, url);
}


int
xc_plain_http(xc_text_t s)
{
    size_t       at;
    const char  *p;

    for (at = 0; at < s.len; at++) {
        p = memchr(s.data + at, ':', s.len - at);

        if (p == NULL) {
            return 0;
        }

        at = (size_t) (p - s.data);

        if (at >= 4 && s.len - at >= 3 && p[1] == '/' && p[2] == '/'
            && strncasecmp(p - 4, "http", 4) == 0)
        {
            return 1;
        }
    }

    return 0;
}


int
xc_secure(const xc_offer_t *o)
{
    return xc_json_int(o->imp->node, "secure", 0) == 1;
}
