
/* Where somebody is, on what, and what he agreed to. */

#include <string.h>

#include "tests/exchange/consent.h"
#include "tests/exchange/traffic.h"


/* whoever is not to be known */

#define HIDDEN  (XC_REFUSED | XC_COPPA | XC_LMT)


static void
publisher(xc_made_t *m)
{
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "publisher", '{');
    xc_str(t, "id", m->site.publisher);

    if (m->shape != XC_ONE && xc_odds(m, m->shape == XC_THREE ? 20 : 80)) {
        xc_strf(t, "name", "%s publishing", m->site.name);
        xc_str(t, "domain", m->site.domain);
    }

    xc_shut(t, '}');
}


static void
content(xc_made_t *m)
{
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "content", '{');
    xc_strf(t, "id", "c-%u", xc_pick(m, 1, 9999));
    xc_strf(t, "title", "%s & %s \"%s\"", xc_word(m), xc_word(m), xc_word(m));
    xc_str(t, "language", m->user.country->language);
    xc_int(t, "len", xc_pick(m, 20, 5400));

    if (m->shape == XC_BREAK) {
        xc_str(t, "series", xc_word(m));
        xc_strf(t, "season", "%u", xc_pick(m, 1, 9));
        xc_int(t, "episode", xc_pick(m, 1, 24));
        xc_open(t, "network", '{');
        xc_str(t, "domain", "network.example");
        xc_shut(t, '}');
    }

    xc_str(t, "genre", xc_word(m));
    xc_int(t, "livestream", xc_odds(m, 10));
    xc_shut(t, '}');
}


static void
sections(xc_made_t *m)
{
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "cat", '[');
    xc_str(t, NULL, m->site.section[0]);

    if (xc_odds(m, 50)) {
        xc_str(t, NULL, m->site.section[1]);
    }

    xc_shut(t, ']');
}


static void
site(xc_made_t *m)
{
    xc_out_t  *t;

    t = &m->text;
    xc_strf(t, "id", "s-%u", m->ask->site);
    xc_str(t, "domain", m->site.domain);
    xc_strf(t, "page", "https://%s/%s/%s-%s-%s-%u.html", m->site.domain,
            xc_word(m), xc_word(m), xc_word(m), xc_word(m),
            xc_pick(m, 1, 99999));
    sections(m);

    if (xc_odds(m, 60)) {
        publisher(m);
    }

    if (m->shape != XC_ONE) {
        xc_str(t, "name", m->site.name);
        xc_int(t, "mobile", m->user.device->type != 2);
        xc_int(t, "privacypolicy", 1);

        if (xc_odds(m, 30)) {
            xc_strf(t, "ref", "https://search.example/?q=%s+%s", xc_word(m),
                    xc_word(m));
        }

        if (xc_odds(m, m->shape == XC_THREE ? 20 : 50)) {
            content(m);
        }

        if (xc_odds(m, 40)) {
            xc_strf(t, "keywords", "%s,%s,%s", xc_word(m), xc_word(m),
                    xc_word(m));
        }
    }
}


static void
app(xc_made_t *m)
{
    xc_out_t  *t;

    t = &m->text;
    xc_strf(t, "id", "app-%u", m->ask->site);
    xc_str(t, "name", m->site.name);

    if (strcmp(m->user.device->os, "iOS") == 0) {
        xc_strf(t, "bundle", "%u", 300000000 + m->ask->site);
        xc_strf(t, "storeurl", "https://store.example/app/id%u",
                300000000 + m->ask->site);

    } else {
        xc_str(t, "bundle", m->site.bundle);
        xc_strf(t, "storeurl", "https://play.example/details?id=%s",
                m->site.bundle);
    }

    xc_str(t, "domain", m->site.domain);
    sections(m);
    xc_strf(t, "ver", "%u.%u.%u", xc_pick(m, 1, 9), xc_pick(m, 0, 20),
            xc_pick(m, 0, 9));
    xc_int(t, "privacypolicy", 1);
    xc_int(t, "paid", xc_odds(m, 4));
    publisher(m);

    if (m->shape == XC_BREAK || m->shape == XC_RADIO || xc_odds(m, 60)) {
        content(m);
    }

    xc_strf(t, "keywords", "%s,%s,%s", xc_word(m), xc_word(m), xc_word(m));
}


static void
screen(xc_made_t *m)
{
    xc_out_t                 *t;
    static const char *const  venues[] = {
        "transit.train_stations", "retail.malls", "outdoor.billboards"
    };

    t = &m->text;
    xc_strf(t, "id", "screen-%u", m->ask->site);
    xc_strf(t, "name", "%s station, hall %u", m->site.name, xc_pick(m, 1, 9));
    xc_open(t, "venuetype", '[');
    xc_str(t, NULL, venues[m->ask->site % 3]);
    xc_shut(t, ']');
    xc_int(t, "venuetypetax", 1);
    xc_str(t, "domain", m->site.domain);
    publisher(m);
}


void
xc_make_place(xc_made_t *m)
{
    switch (m->ask->where) {

    case XC_APP:
        xc_open(&m->text, "app", '{');
        app(m);
        break;

    case XC_DOOH:
        xc_open(&m->text, "dooh", '{');
        screen(m);
        break;

    default:
        xc_open(&m->text, "site", '{');
        site(m);
    }

    xc_shut(&m->text, '}');
}


static void
degrees(xc_out_t *t, const char *name, int value)
{
    xc_name(t, name);

    if (value < 0) {
        xc_put_char(t, '-');
        value = -value;
    }

    xc_put_money(t, (xc_money_t) value * 100);
}


static void
geo(xc_made_t *m)
{
    xc_out_t            *t;
    const xc_country_t  *c;

    t = &m->text;
    c = m->user.country;
    xc_open(t, "geo", '{');
    xc_str(t, "country", c->code);

    if (!(m->ask->privacy & HIDDEN)) {
        xc_str(t, "region", c->region);

        if (m->shape != XC_ONE || xc_odds(m, 40)) {
            xc_str(t, "city", c->city);
            xc_str(t, "zip", c->zip);
            xc_int(t, "utcoffset", c->offset);
        }

        if (xc_odds(m, 50)) {
            degrees(t, "lat", c->lat + (int) xc_pick(m, 0, 2000) - 1000);
            degrees(t, "lon", c->lon + (int) xc_pick(m, 0, 2000) - 1000);
            xc_int(t, "type", 2);
        }
    }

    xc_shut(t, '}');
}


static void
hints(xc_made_t *m)
{
    xc_out_t           *t;
    const xc_device_t  *d;

    t = &m->text;
    d = m->user.device;
    xc_open(t, "sua", '{');
    xc_open(t, "browsers", '[');
    xc_open(t, NULL, '{');
    xc_str(t, "brand", d->browser);
    xc_open(t, "version", '[');
    xc_str(t, NULL, d->version);
    xc_str(t, NULL, "0");
    xc_str(t, NULL, "6778");
    xc_put(t, "]}],\"platform\":{");
    xc_str(t, "brand", d->os);
    xc_open(t, "version", '[');
    xc_str(t, NULL, d->osv);
    xc_put(t, "]}");
    xc_int(t, "mobile", d->type == 4);
    xc_int(t, "source", 2);
    xc_shut(t, '}');
}


static void
hardware(xc_made_t *m)
{
    xc_out_t           *t;
    const xc_device_t  *d;

    t = &m->text;
    d = m->user.device;

    if (d->make != NULL) {
        xc_str(t, "make", d->make);
        xc_str(t, "model", d->model);
    }

    xc_str(t, "osv", d->osv);
    xc_int(t, "h", d->h);
    xc_int(t, "w", d->w);
    xc_int(t, "js", 1);
    xc_int(t, "connectiontype", xc_pick(m, 2, 6));
    xc_int(t, "lmt", (m->ask->privacy & XC_LMT) != 0);

    if (m->ask->where == XC_APP) {
        xc_str(t, "ifa", m->ask->privacy & HIDDEN
                         ? "00000000-0000-0000-0000-000000000000"
                         : m->user.ifa);

        if (d->type == 4) {
            xc_str(t, "carrier", xc_word(m));
            xc_str(t, "mccmnc", "310-260");
            xc_int(t, "pxratio", 3);
            xc_int(t, "ppi", 460);
        }
    }

    if (d->browser != NULL && xc_odds(m, m->shape == XC_THREE ? 10 : 75)) {
        hints(m);
    }
}


void
xc_make_device(xc_made_t *m)
{
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "device", '{');
    xc_str(t, "ua", m->user.device->ua);

    if (m->user.ip % 9 == 0) {
        xc_strf(t, "ipv6", "2001:db8:%x::%x", m->ask->user % 65521,
                m->user.ip);
    } else {
        xc_strf(t, "ip", "203.0.113.%u", m->user.ip);
    }

    xc_int(t, "devicetype", m->user.device->type);
    xc_str(t, "os", m->user.device->os);
    xc_str(t, "language", m->user.country->language);

    if (m->shape != XC_ONE) {
        hardware(m);

    } else if (m->ask->privacy & XC_LMT) {
        xc_int(t, "lmt", 1);
    }

    geo(m);
    xc_shut(t, '}');
}


/* what purposes, vendors and features there are in one string */

static void
tcf(xc_made_t *m, char to[XC_CONSENT_MAX])
{
    xc_tcf_t  s;

    s.ranges = xc_odds(m, m->ask->where == XC_APP ? 40 : 75);
    s.features = 1;
    s.purposes = 0x7ff;
    s.vendors = xc_pick(m, 1200, 1400);

    if (m->ask->privacy & XC_REFUSED) {
        s.purposes = 0;
        s.vendors = 0;

    } else if (!(m->ask->privacy & XC_CONSENT)) {
        s.purposes = 0x001 | (xc_rng(m->rng) & 0x7ff);
    }

    xc_consent_tcf(to, &s, m->rng);
}


static void
identities(xc_made_t *m)
{
    unsigned   i, n, first;
    xc_out_t  *t;

    t = &m->text;
    n = xc_pick(m, 2, 5);
    first = m->ask->user % XC_SOURCES;
    xc_open(t, "eids", '[');

    for (i = 0; i < n; i++) {
        xc_open(t, NULL, '{');
        xc_str(t, "source", xc_sources[(first + i) % XC_SOURCES]);
        xc_open(t, "uids", '[');
        xc_open(t, NULL, '{');
        xc_strf(t, "id", "%016llx%s",
                (unsigned long long) xc_scramble(m->ask->user * 8ULL + i),
                m->user.id);
        xc_int(t, "atype", i ? 3 : 1);
        xc_put(t, "}]");
        xc_str(t, "inserter", "ssp.example");
        xc_int(t, "mm", i ? 3 : 1);
        xc_shut(t, '}');
    }

    xc_shut(t, ']');
}


static void
audience(xc_made_t *m)
{
    unsigned   i;
    xc_out_t  *t;

    t = &m->text;
    xc_open(t, "data", '[');
    xc_open(t, NULL, '{');
    xc_str(t, "id", "dmp-1");
    xc_str(t, "name", "dmp.example");
    xc_open(t, "segment", '[');

    for (i = 0; i < XC_SEGMENTS; i++) {
        if (m->user.segments & XC_BIT(i)) {
            xc_open(t, NULL, '{');
            xc_str(t, "id", xc_segments[i]);
            xc_shut(t, '}');
        }
    }

    xc_put(t, "]}]");
}


/* the string of those to whom the GDPR applies, unless it was lost */

static void
consent(xc_made_t *m)
{
    char       s[XC_CONSENT_MAX];
    xc_out_t  *t;

    t = &m->text;

    if (!(m->ask->privacy & XC_GDPR)
        || (!(m->ask->privacy & (XC_CONSENT | XC_REFUSED)) && xc_odds(m, 50)))
    {
        return;
    }

    tcf(m, s);

    if (m->gpp == 0) {
        xc_open(t, "ext", '{');
        xc_str(t, "consent", s);
        xc_shut(t, '}');

    } else {
        xc_str(t, "consent", s);
    }
}


void
xc_make_user(xc_made_t *m)
{
    int        known;
    xc_out_t  *t;

    if (m->ask->where == XC_DOOH) {
        return;
    }

    t = &m->text;
    known = !(m->ask->privacy & HIDDEN);
    xc_open(t, "user", '{');

    if (known) {
        xc_str(t, "id", m->user.id);
    }

    if (known && m->shape != XC_ONE) {
        if (xc_odds(m, 60)) {
            xc_strf(t, "buyeruid", "by-%.12s", m->user.id + 4);
        }

        if (m->user.born != 0) {
            xc_int(t, "yob", m->user.born);
            xc_strf(t, "gender", "%c", m->user.gender);
        }

        if (m->ask->where == XC_APP || xc_odds(m, 15)) {
            identities(m);
        }

        if (m->user.segments != 0) {
            audience(m);
        }
    }

    consent(m);
    xc_shut(t, '}');
}


/* which law, as one of three generations of exchanges tells it */

static void
americas(xc_made_t *m)
{
    int        out;
    char       head[XC_CONSENT_MAX], s[XC_CONSENT_MAX];
    unsigned   id;
    xc_out_t  *t;

    t = &m->text;
    out = (m->ask->privacy & XC_OPT_OUT) != 0;

    if (m->gpp < 2) {
        xc_consent_usp(s, out);

        if (m->gpp == 0) {
            xc_open(t, "ext", '{');
        }

        xc_str(t, "us_privacy", s);

        if (m->gpp == 0) {
            xc_shut(t, '}');
        }

        return;
    }

    id = XC_GPP_USNAT;
    xc_consent_gpp(head, &id, 1);
    xc_consent_usnat(s, out);
    xc_strf(t, "gpp", "%s~%s", head, s);
    xc_open(t, "gpp_sid", '[');
    xc_int(t, NULL, id);
    xc_shut(t, ']');
}


void
xc_make_regs(xc_made_t *m)
{
    int        gdpr;
    xc_out_t  *t;

    if (m->ask->where == XC_DOOH) {
        return;
    }

    t = &m->text;
    gdpr = (m->ask->privacy & XC_GDPR) != 0;
    xc_open(t, "regs", '{');

    if (m->ask->privacy & XC_COPPA) {
        xc_int(t, "coppa", 1);

    } else if (m->shape != XC_ONE) {
        xc_int(t, "coppa", 0);
    }

    if (strcmp(m->user.country->code, "USA") == 0) {
        americas(m);

    } else if (m->gpp == 0) {
        xc_open(t, "ext", '{');
        xc_int(t, "gdpr", gdpr);
        xc_shut(t, '}');

    } else {
        xc_int(t, "gdpr", gdpr);
    }

    xc_shut(t, '}');
}


void
xc_make_source(xc_made_t *m)
{
    unsigned   i;
    xc_out_t  *t;

    if (m->shape == XC_ONE) {
        return;
    }

    t = &m->text;
    xc_open(t, "source", '{');
    xc_int(t, "fd", m->ask->where == XC_SITE);
    xc_strf(t, "tid", "%016llx%016llx", (unsigned long long) xc_rng(m->rng),
            (unsigned long long) xc_rng(m->rng));

    if (m->site.schain != 0) {
        xc_open(t, "schain", '{');
        xc_int(t, "complete", 1);
        xc_str(t, "ver", "1.0");
        xc_open(t, "nodes", '[');

        for (i = 0; i < m->site.schain; i++) {
            xc_open(t, NULL, '{');
            xc_str(t, "asi", i ? "reseller.example" : "ssp.example");
            xc_strf(t, "sid", "%s%u", i ? "r-" : "", m->ask->site / 3 + i);
            xc_int(t, "hp", 1);
            xc_shut(t, '}');
        }

        xc_put(t, "]}");
    }

    xc_shut(t, '}');
}
