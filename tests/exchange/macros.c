
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <string.h>
#include <strings.h>

#include "tests/exchange/macros.h"


typedef struct {
    char    *data;
    size_t   n;
    size_t   size;
    int      full;
} xc_out_t;


static void
xc_out_put(xc_out_t *out, const char *p, size_t n)
{
    if (out->full || n >= out->size - out->n) {
        out->full = 1;
        return;
    }

    memcpy(out->data + out->n, p, n);
    out->n += n;
}


static int
xc_unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
           || c == '-' || c == '_' || c == '.' || c == '~';
}


static void
xc_out_encoded(xc_out_t *out, const char *p, size_t n)
{
    static const char  hex[] = "0123456789ABCDEF";

    char           code[3];
    size_t         i;
    unsigned char  c;

    for (i = 0; i < n; i++) {
        c = (unsigned char) p[i];

        if (xc_unreserved(c)) {
            xc_out_put(out, p + i, 1);
            continue;
        }

        code[0] = '%';
        code[1] = hex[c >> 4];
        code[2] = hex[c & 15];
        xc_out_put(out, code, 3);
    }
}


size_t
xc_money_text(xc_money_t micros, char *out, size_t size)
{
    int  n;

    n = snprintf(out, size, "%lld.%06lld", (long long) (micros / 1000000),
                 (long long) (micros % 1000000));

    while (out[n - 1] == '0') {
        n--;
    }

    n -= out[n - 1] == '.';
    out[n] = '\0';

    return (size_t) n;
}


static size_t
xc_macro_money(xc_money_t amount, char *out, size_t size)
{
    if (amount < 0) {
        out[0] = '\0';
        return 0;
    }

    return xc_money_text(amount, out, size);
}


static xc_text_t
xc_macro_ratio(const xc_filled_t *f, char *out, size_t size)
{
    xc_text_t  v = { out, 0 };

    if (f->outcome->won && f->offer->price > 0) {
        v.len = (size_t) snprintf(out, size, "%.4f",
                                  (double) f->outcome->price
                                  / (double) f->offer->price);
    }

    return v;
}


static xc_text_t
xc_macro_quantity(const xc_filled_t *f)
{
    xc_text_t         one = xc_text("1");
    const xc_json_t  *n;

    n = xc_json_get_as(xc_json_get(f->offer->imp->node, "qty"), "multiplier",
                       XC_JSON_NUMBER);

    return n ? n->text : one;
}


/* what a macro stands for; its data is NULL where there is no such macro */

static xc_text_t
xc_macro_value(const xc_filled_t *f, xc_text_t name, char *out, size_t size)
{
    xc_text_t  v = { out, 0 }, none = { NULL, 0 };

    if (xc_text_is(name, "PRICE")) {
        v.len = f->outcome->won
                ? xc_macro_money(f->outcome->price, out, size) : 0;

    } else if (xc_text_is(name, "MIN_TO_WIN")) {
        v.len = xc_macro_money(f->outcome->min_to_win, out, size);

    } else if (xc_text_is(name, "LOSS")) {
        v.len = (size_t) snprintf(out, size, "%d", f->outcome->reason);

    } else if (xc_text_is(name, "ID")) {
        v = f->judge->id;

    } else if (xc_text_is(name, "BID_ID")) {
        v = xc_json_text(f->judge->answer, "bidid");

    } else if (xc_text_is(name, "IMP_ID")) {
        v = f->offer->imp->id;

    } else if (xc_text_is(name, "SEAT_ID")) {
        v = f->offer->seat;

    } else if (xc_text_is(name, "AD_ID")) {
        v = xc_json_text(f->offer->node, "adid");

    } else if (xc_text_is(name, "CURRENCY")) {
        v = f->judge->cur;

    } else if (xc_text_is(name, "MBR")) {
        v = xc_macro_ratio(f, out, size);

    } else if (xc_text_is(name, "MULTIPLIER")) {
        v = xc_macro_quantity(f);

    } else if (xc_text_is(name, "IMP_TS")) {
        v.len = f->shown_ms ? (size_t) snprintf(out, size, "%lld",
                                                (long long) f->shown_ms) : 0;

    } else if (xc_text_is(name, "DISCOUNT_PCT")
               || xc_text_is(name, "DISCOUNT_CPM"))
    {
        v.len = (size_t) snprintf(out, size, "0");

    } else {
        return none;
    }

    return v;
}


/* the bytes of a macro at p, 0 if there is none that is known */

static size_t
xc_macro_put(const xc_filled_t *f, const char *p, size_t left, xc_out_t *out)
{
    char         buf[64];
    xc_text_t    name, value;
    const char  *end;

    if (left < 12 || memcmp(p, "${AUCTION_", 10) != 0) {
        return 0;
    }

    end = memchr(p, '}', left);

    if (end == NULL) {
        return 0;
    }

    name.data = p + 10;
    name.len = (size_t) (end - name.data);
    value = xc_macro_value(f, name, buf, sizeof(buf));

    if (value.data == NULL) {
        return 0;
    }

    xc_out_encoded(out, value.data, value.len);

    return (size_t) (end - p) + 1;
}


size_t
xc_macros_fill(const xc_filled_t *f, xc_text_t url, char *buf, size_t size)
{
    size_t    i, n;
    xc_out_t  out = { buf, 0, size, 0 };

    for (i = 0; i < url.len; i += n) {

        if (url.len - i >= 5 && memcmp(url.data + i, "&amp;", 5) == 0) {
            xc_out_put(&out, "&", 1);
            n = 5;
            continue;
        }

        n = xc_macro_put(f, url.data + i, url.len - i, &out);

        if (n == 0) {
            xc_out_put(&out, url.data + i, 1);
            n = 1;
        }
    }

    if (out.full) {
        return 0;
    }

    buf[out.n] = '\0';

    return out.n;
}


int
xc_url_split(const char *url, xc_url_t *u)
{
    size_t       n;
    const char  *port;

    if (strncasecmp(url, "https://", 8) == 0) {
        port = ":443";
        url += 8;

    } else if (strncasecmp(url, "http://", 7) == 0) {
        port = ":80";
        url += 7;

    } else {
        return XC_ERROR;
    }

    n = strcspn(url, "/?#");

    if (n == 0 || n >= sizeof(u->host)) {
        return XC_ERROR;
    }

    memcpy(u->host, url, n);
    u->host[n] = '\0';
    u->path = url[n] == '/' ? url + n : "/";

    if (strchr(u->host, ':') && u->host[n - 1] != ']') {
        port = "";
    }

    snprintf(u->address, sizeof(u->address), "%s%s", u->host, port);

    return XC_OK;
}


xc_text_t
xc_url_argument(xc_text_t url, const char *name)
{
    size_t       n;
    xc_text_t    v = { "", 0 };
    const char  *p, *end;

    n = strlen(name);
    end = url.data + url.len;
    p = memchr(url.data, '?', url.len);

    while (p && p < end) {
        p++;

        if ((size_t) (end - p) > n && memcmp(p, name, n) == 0 && p[n] == '=') {
            v.data = p + n + 1;

            for (p = v.data; p < end && *p != '&'; p++) { /* void */ }

            v.len = (size_t) (p - v.data);

            return v;
        }

        p = memchr(p, '&', (size_t) (end - p));
    }

    return v;
}


static int
xc_url_goes_on(xc_text_t s, size_t i)
{
    if ((unsigned char) s.data[i] <= ' ' || strchr("\"'<>\\`", s.data[i])) {
        return 0;
    }

    return !(s.len - i >= 3 && memcmp(s.data + i, "]]>", 3) == 0);
}


int
xc_url_next(xc_text_t markup, size_t *at, xc_text_t *url)
{
    size_t       i, from;
    const char  *p;

    while (*at < markup.len) {
        p = memmem(markup.data + *at, markup.len - *at, "://", 3);

        if (p == NULL) {
            return 0;
        }

        i = (size_t) (p - markup.data);
        from = i;

        if (i >= 5 && memcmp(p - 5, "https", 5) == 0) {
            from = i - 5;

        } else if (i >= 4 && memcmp(p - 4, "http", 4) == 0) {
            from = i - 4;
        }

        for (i += 3; i < markup.len && xc_url_goes_on(markup, i); i++) {
            /* void */
        }

        *at = i;

        if (from < (size_t) (p - markup.data)) {
            url->data = markup.data + from;
            url->len = i - from;
            return 1;
        }
    }

    return 0;
}


int
xc_url_ends(xc_text_t url, const char *path)
{
    size_t       n;
    const char  *p;

    n = strlen(path);
    p = memchr(url.data, '?', url.len);
    url.len = p ? (size_t) (p - url.data) : url.len;

    return url.len > n && memcmp(url.data + url.len - n, path, n) == 0;
}
