
/* What is sold: each impression is described first and then written. */

#include <string.h>

#include "tests/exchange/traffic.h"


#define BANNER_API  (XC_BIT(3) | XC_BIT(5) | XC_BIT(6) | XC_BIT(7))
#define VIDEO_API   (XC_BIT(1) | XC_BIT(2) | XC_BIT(7))
#define PROTOCOLS   (XC_BIT(2) | XC_BIT(3) | XC_BIT(5) | XC_BIT(6)           \
                     | XC_BIT(7) | XC_BIT(8))

static const xc_format_t  desktop[] = {
    { 300, 250 }, { 728, 90 }, { 160, 600 }, { 300, 600 }, { 970, 250 }
};

static const xc_format_t  phone[] = {
    { 320, 50 }, { 300, 250 }, { 320, 480 }, { 320, 100 }
};


/* prices are thought in dollars */

static xc_money_t
local(xc_made_t *m, xc_money_t micros)
{
    return strcmp(m->site.currency, "JPY") == 0 ? micros * 150 : micros;
}


static void
plain(xc_made_t *m, xc_imp_t *imp, unsigned n, unsigned times)
{
    snprintf(imp->id, sizeof(imp->id), "%u", n + 1);
    imp->floor = local(m, m->site.floor * times * xc_pick(m, 50, 150) / 1000
                          * 10);
    strcpy(imp->floorcur, m->site.currency);
    imp->secure = xc_odds(m, 90) ? 1 : xc_odds(m, 50) ? 0 : -1;
    imp->skip = -1;
    imp->exp = xc_odds(m, 30) ? 300 * xc_pick(m, 1, 12) : 0;
}


static void
banner(xc_made_t *m, xc_imp_t *imp, unsigned formats)
{
    unsigned            i, first, n;
    const xc_format_t  *of;

    of = m->user.device->type == 4 ? phone : desktop;
    n = of == phone ? 4 : 5;
    first = xc_pick(m, 0, n - 1);
    imp->media |= XC_BANNER;
    imp->nformats = formats;
    imp->btype = xc_odds(m, 60) ? XC_BIT(4) : 0;
    imp->battr = xc_odds(m, 60) ? XC_BIT(1) | XC_BIT(3) | XC_BIT(8) : 0;
    imp->api = BANNER_API;

    for (i = 0; i < formats; i++) {
        imp->format[i] = of[(first + i) % n];
    }
}


static void
video(xc_made_t *m, xc_imp_t *imp)
{
    static const xc_format_t  sizes[] = {
        { 640, 360 }, { 1280, 720 }, { 1920, 1080 }
    };
    const xc_format_t        *of;

    of = &sizes[xc_pick(m, 0, 2)];
    imp->media |= XC_VIDEO;
    imp->w = m->shape == XC_FULL_APP ? 320 : of->w;
    imp->h = m->shape == XC_FULL_APP ? 480 : of->h;
    imp->minduration = 5;
    imp->maxduration = xc_odds(m, 50) ? 30 : 60;
    imp->protocols = PROTOCOLS;
    imp->api |= VIDEO_API;
    imp->skip = xc_odds(m, 50);
}


static void
audio(xc_imp_t *imp)
{
    imp->media |= XC_AUDIO;
    imp->minduration = 10;
    imp->maxduration = 30;
    imp->protocols = PROTOCOLS | XC_BIT(11) | XC_BIT(12);
}


static void
screen(xc_made_t *m, xc_imp_t *imp)
{
    plain(m, imp, 0, 8);

    if (xc_odds(m, 50)) {
        banner(m, imp, 1);
        imp->format[0] = (xc_format_t) { 1080, 1920 };

    } else {
        video(m, imp);
        imp->w = 1920;
        imp->h = 1080;
        imp->skip = 0;
    }

    imp->qty = 1 + xc_pick(m, 0, 390) / 10.0;
    imp->exp = 7200;
}


static void
asset(xc_imp_t *imp, char kind, unsigned type, int required, unsigned w,
    unsigned h, unsigned len)
{
    xc_asset_t  *a;

    a = &imp->asset[imp->nassets++];
    a->id = imp->nassets;
    a->kind = kind;
    a->type = type;
    a->required = required;
    a->w = w;
    a->h = h;
    a->len = len;
}


static void
native(xc_made_t *m, xc_imp_t *imp)
{
    imp->media |= XC_NATIVE;

    asset(imp, 't', 0, 1, 0, 0, xc_odds(m, 50) ? 90 : 60);
    asset(imp, 'i', 3, 1, xc_odds(m, 50) ? 300 : 600,
          imp->asset[1].w == 300 ? 157 : 314, 0);

    if (xc_odds(m, 60)) {
        asset(imp, 'i', 1, 0, 50, 50, 0);
    }

    asset(imp, 'd', 1, xc_odds(m, 50), 0, 0, 40);

    if (xc_odds(m, 70)) {
        asset(imp, 'd', 2, 0, 0, 0, 140);
    }

    if (xc_odds(m, 40)) {
        asset(imp, 'd', 12, 0, 0, 0, 15);
    }
}


static void
deals(xc_made_t *m, xc_imp_t *imp)
{
    unsigned    i, first;
    xc_deal_t  *d;

    imp->ndeals = xc_pick(m, 1, 3);
    imp->private_auction = xc_odds(m, 20);
    first = xc_pick(m, 0, 5);

    for (i = 0; i < imp->ndeals; i++) {
        d = &imp->deal[i];

        if (first + i < XC_DEAL_NAMES) {
            strcpy(d->id, xc_deal_names[first + i]);

        } else {
            snprintf(d->id, sizeof(d->id), "DEAL-%04u",
                     xc_pick(m, 1000, 9999));
        }

        d->floor = imp->floor + local(m, 10000 * xc_pick(m, 10, 200));
        strcpy(d->floorcur, imp->floorcur);
        d->at = xc_odds(m, 40) ? 3 : xc_odds(m, 50) ? 1 : 0;
        d->guaranteed = strncmp(d->id, "PG-", 3) == 0;
    }
}


static void
pod(xc_made_t *m)
{
    unsigned   i, n, kind;
    xc_imp_t  *imp;

    kind = xc_pick(m, 0, 2);
    n = kind == 0 ? 1 : kind == 1 ? 3 : 2;
    m->ask->nimps = n;

    for (i = 0; i < n; i++) {
        imp = &m->ask->imp[i];
        plain(m, imp, i, 8);
        video(m, imp);
        imp->w = 1920;
        imp->h = 1080;
        imp->skip = 0;
        strcpy(imp->podid, "pod-1");
        imp->podseq = xc_odds(m, 50);

        if (kind == 0 || (kind == 2 && i == 1)) {
            imp->poddur = 30 * xc_pick(m, 2, 4);
            imp->maxseq = xc_pick(m, 2, 5);
            imp->maxduration = 30;

            if (xc_odds(m, 50)) {
                imp->mincpmpersec = local(m, 10000 * xc_pick(m, 1, 10));
            }

        } else {
            imp->slotinpod = i == 0 ? 1 : i == n - 1 ? -1 : 0;

            if (xc_odds(m, 50)) {
                imp->rqddurs[0] = 15;
                imp->rqddurs[1] = 30;
                imp->nrqddurs = 2;
            }
        }
    }
}


static void
describe(xc_made_t *m)
{
    xc_ask_t  *ask;

    ask = m->ask;
    ask->nimps = 1;

    switch (m->shape) {

    case XC_ONE:
        plain(m, &ask->imp[0], 0, 1);
        banner(m, &ask->imp[0], xc_odds(m, 70) ? 1 : 2);
        break;

    case XC_THREE:
        ask->nimps = 3;
        plain(m, &ask->imp[0], 0, 1);
        banner(m, &ask->imp[0], xc_pick(m, 1, 3));
        plain(m, &ask->imp[1], 1, 1);
        banner(m, &ask->imp[1], xc_pick(m, 1, 3));
        plain(m, &ask->imp[2], 2, 5);
        video(m, &ask->imp[2]);
        break;

    case XC_FULL_APP:
        plain(m, &ask->imp[0], 0, 3);
        banner(m, &ask->imp[0], 2);
        video(m, &ask->imp[0]);
        ask->imp[0].instl = 1;
        ask->imp[0].rewarded = xc_odds(m, 25);
        break;

    case XC_INSTREAM:
        plain(m, &ask->imp[0], 0, 5);
        video(m, &ask->imp[0]);
        break;

    case XC_RADIO:
        plain(m, &ask->imp[0], 0, 4);
        audio(&ask->imp[0]);
        break;

    case XC_FEED:
        plain(m, &ask->imp[0], 0, 2);
        native(m, &ask->imp[0]);
        break;

    case XC_BREAK:
        pod(m);
        break;

    default: /* XC_BOARD */
        screen(m, &ask->imp[0]);
    }

    if (m->shape != XC_ONE && m->shape != XC_BOARD
        && xc_odds(m, m->shape == XC_THREE ? 15 : 35))
    {
        deals(m, &ask->imp[0]);
    }
}


static void
write_banner(xc_made_t *m, const xc_imp_t *imp)
{
    unsigned   i;
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "banner", '{');

    if (imp->nformats == 1 || xc_odds(m, 60)) {
        xc_int(t, "w", imp->format[0].w);
        xc_int(t, "h", imp->format[0].h);
    }

    if (imp->nformats > 1 || xc_odds(m, 50)) {
        xc_open(t, "format", '[');

        for (i = 0; i < imp->nformats; i++) {
            xc_open(t, NULL, '{');
            xc_int(t, "w", imp->format[i].w);
            xc_int(t, "h", imp->format[i].h);
            xc_shut(t, '}');
        }

        xc_shut(t, ']');
    }

    xc_int(t, "pos", imp->instl ? 7 : xc_pick(m, 1, 3));

    if (imp->btype != 0) {
        xc_set(t, "btype", imp->btype);
    }

    if (imp->battr != 0) {
        xc_set(t, "battr", imp->battr);
    }

    xc_set(t, "api", BANNER_API);

    if (m->shape != XC_ONE && xc_odds(m, m->shape == XC_THREE ? 20 : 90)) {
        xc_open(t, "mimes", '[');
        xc_str(t, NULL, "text/html");
        xc_str(t, NULL, "text/javascript");
        xc_str(t, NULL, "image/jpeg");
        xc_str(t, NULL, "image/png");
        xc_shut(t, ']');
        xc_int(t, "topframe", xc_odds(m, 50));
    }

    xc_shut(t, '}');
}


static void
write_pod(xc_out_t *t, const xc_imp_t *imp)
{
    unsigned  i;

    if (imp->podid[0] != '\0') {
        xc_str(t, "podid", imp->podid);
        xc_int(t, "podseq", imp->podseq);

        if (imp->poddur != 0) {
            xc_int(t, "poddur", imp->poddur);
            xc_int(t, "maxseq", imp->maxseq);

        } else {
            xc_int(t, "slotinpod", imp->slotinpod);
        }
    }

    if (imp->mincpmpersec != 0) {
        xc_money(t, "mincpmpersec", imp->mincpmpersec);
    }

    if (imp->nrqddurs == 0) {
        xc_int(t, "minduration", imp->minduration);
        xc_int(t, "maxduration", imp->maxduration);
        return;
    }

    xc_open(t, "rqddurs", '[');

    for (i = 0; i < imp->nrqddurs; i++) {
        xc_int(t, NULL, imp->rqddurs[i]);
    }

    xc_shut(t, ']');
}


static void
write_video(xc_made_t *m, const xc_imp_t *imp)
{
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "video", '{');
    xc_put(t, "\"mimes\":[\"video/mp4\",\"video/webm\"]");
    write_pod(t, imp);
    xc_set(t, "protocols", imp->protocols);
    xc_int(t, "w", imp->w);
    xc_int(t, "h", imp->h);
    xc_int(t, "startdelay", 0);
    xc_int(t, "plcmt", m->shape == XC_FULL_APP ? 3 : 1);
    xc_int(t, "linearity", 1);

    if (imp->skip != -1) {
        xc_int(t, "skip", imp->skip);

        if (imp->skip == 1) {
            xc_int(t, "skipmin", 7);
            xc_int(t, "skipafter", 5);
        }
    }

    if (imp->battr != 0) {
        xc_set(t, "battr", imp->battr);
    }

    if (xc_odds(m, m->shape == XC_THREE ? 20 : 70)) {
        xc_put(t, ",\"playbackmethod\":[1,2],\"delivery\":[2],\"pos\":1");
        xc_int(t, "minbitrate", 300);
        xc_int(t, "maxbitrate", 4500);
        xc_int(t, "boxingallowed", 1);
    }

    xc_set(t, "api", VIDEO_API);
    xc_shut(t, '}');
}


static void
write_audio(xc_made_t *m, const xc_imp_t *imp)
{
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "audio", '{');
    xc_put(t, "\"mimes\":[\"audio/mpeg\",\"audio/mp4\"]");
    write_pod(t, imp);
    xc_set(t, "protocols", imp->protocols);
    xc_int(t, "startdelay", xc_odds(m, 50) ? 0 : -1);
    xc_int(t, "feed", xc_pick(m, 1, 3));
    xc_int(t, "stitched", 1);
    xc_int(t, "nvol", 2);
    xc_shut(t, '}');
}


static void
write_deals(xc_made_t *m, const xc_imp_t *imp)
{
    unsigned          i;
    xc_out_t         *t;
    const xc_deal_t  *d;

    t = &m->text;
    xc_open(t, "pmp", '{');
    xc_int(t, "private_auction", imp->private_auction);
    xc_open(t, "deals", '[');

    for (i = 0; i < imp->ndeals; i++) {
        d = &imp->deal[i];
        xc_open(t, NULL, '{');
        xc_str(t, "id", d->id);
        xc_money(t, "bidfloor", d->floor);
        xc_str(t, "bidfloorcur", d->floorcur);

        if (d->at != 0) {
            xc_int(t, "at", d->at);
        }

        if (d->guaranteed) {
            xc_int(t, "guar", 1);
        }

        xc_shut(t, '}');
    }

    xc_put(t, "]}");
}


static void
write_media(xc_made_t *m, const xc_imp_t *imp)
{
    if (imp->media & XC_BANNER) {
        write_banner(m, imp);
    }

    if (imp->media & XC_VIDEO) {
        write_video(m, imp);
    }

    if (imp->media & XC_AUDIO) {
        write_audio(m, imp);
    }

    if (imp->media & XC_NATIVE) {
        xc_write_native(m, imp);
    }
}


static void
write_price(xc_made_t *m, const xc_imp_t *imp)
{
    xc_out_t  *t;

    t = &m->text;
    xc_money(t, "bidfloor", imp->floor);

    if (strcmp(imp->floorcur, "USD") != 0 || xc_odds(m, 70)) {
        xc_str(t, "bidfloorcur", imp->floorcur);
    }

    if (imp->ndeals != 0) {
        write_deals(m, imp);
    }
}


static void
write_extension(xc_made_t *m)
{
    unsigned   i, n;
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "ext", '{');
    xc_strf(t, "gpid", "/%u/%s/%s", m->ask->site, xc_word(m), xc_word(m));

    if (m->shape == XC_FULL_APP) {
        n = xc_pick(m, 12, 30);
        xc_put(t, ",\"skadn\":{\"versions\":[\"2.0\",\"2.1\",\"2.2\",\"3.0\","
                  "\"4.0\"],\"version\":\"2.0\"");
        xc_strf(t, "sourceapp", "%u", 300000000 + m->ask->site);
        xc_open(t, "skadnetids", '[');

        for (i = 0; i < n; i++) {
            xc_strf(t, NULL, "%010llx.skadnetwork", (unsigned long long)
                    xc_scramble(m->ask->site % 50 + i) >> 24);
        }

        xc_put(t, "],\"productpage\":1}");
    }

    xc_shut(t, '}');
}


static void
write_rest(xc_made_t *m, const xc_imp_t *imp)
{
    xc_out_t  *t;

    t = &m->text;

    if (imp->secure != -1) {
        xc_int(t, "secure", imp->secure);
    }

    if (imp->exp != 0) {
        xc_int(t, "exp", imp->exp);
    }

    if (imp->rewarded) {
        xc_int(t, "rwdd", 1);
    }

    if (imp->qty != 0) {
        xc_open(t, "qty", '{');
        xc_money(t, "multiplier", (xc_money_t) (imp->qty * 10 + 0.5) * 100000);
        xc_int(t, "sourcetype", 1);
        xc_str(t, "vendor", "count.example");
        xc_shut(t, '}');
    }

    if (m->shape == XC_ONE) {
        return;
    }

    xc_int(t, "instl", imp->instl);
    xc_strf(t, "tagid", "%s-%s-%s", xc_word(m), xc_word(m), imp->id);

    if (m->shape == XC_FULL_APP || xc_odds(m, 30)) {
        write_extension(m);
    }

    if (m->shape == XC_FULL_APP) {
        xc_str(t, "displaymanager", "SDK");
        xc_str(t, "displaymanagerver", "7.4.2");
        xc_put(t, ",\"clickbrowser\":1,\"metric\":[{\"type\":\"viewability\"");
        xc_money(t, "value", 10000 * xc_pick(m, 1, 99));
        xc_put(t, ",\"vendor\":\"EXCHANGE\"}]");
    }
}


void
xc_make_imps(xc_made_t *m)
{
    unsigned         i;
    xc_out_t        *t;
    const xc_imp_t  *imp;

    describe(m);

    t = &m->text;
    xc_open(t, "imp", '[');

    for (i = 0; i < m->ask->nimps; i++) {
        imp = &m->ask->imp[i];
        xc_open(t, NULL, '{');
        xc_str(t, "id", imp->id);

        if (m->site.style & 1) {
            write_price(m, imp);
            write_rest(m, imp);
            write_media(m, imp);

        } else {
            write_media(m, imp);
            write_rest(m, imp);
            write_price(m, imp);
        }

        xc_shut(t, '}');
    }

    xc_shut(t, ']');
}
