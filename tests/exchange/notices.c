
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "tests/exchange/notices.h"
#include "tests/exchange/random.h"


#define XC_REORDER_MS    1800000        /* what came late may be this late */
#define XC_DUPLICATE_MS  60000

/* of what is planned for one bid */

typedef struct {
    xc_notices_t       *n;
    xc_filled_t         filled;
    uint64_t            draw;
    unsigned            order;
    xc_happening_t     *happening;
    int64_t             shown_ms;
    int64_t             click_ms;
} xc_plan_t;


static const char *const  xc_notice_names[] = {
    "win", "bill", "loss", "impression", "event", "click", "conversion"
};


const char *
xc_notice_name(xc_notice_e kind)
{
    return xc_notice_names[kind];
}


/*
 * Nothing but a port may follow: what else stands there a resolver may take
 * for the rest of a name.
 */

int
xc_loopback(const char *address)
{
    char              host[64];
    size_t            n;
    const char       *end;
    struct in_addr    v4;
    struct in6_addr   v6;

    if (*address == '[') {
        address++;
        n = strcspn(address, "]");
        end = address + n + (address[n] == ']');

    } else {
        n = strcspn(address, ":");
        end = address + n;
    }

    if (*end == ':') {
        end++;
        end += strspn(end, "0123456789");
    }

    if (n == 0 || n >= sizeof(host) || *end != '\0') {
        return 0;
    }

    memcpy(host, address, n);
    host[n] = '\0';

    if (inet_pton(AF_INET, host, &v4) == 1) {
        return ntohl(v4.s_addr) >> 24 == 127;
    }

    return inet_pton(AF_INET6, host, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}


static void
xc_notices_got(void *data, int status, xc_lost_t lost, int64_t now_ns)
{
    xc_notice_sums_t    *s;
    xc_notice_cookie_t  *c;

    (void) now_ns;

    c = data;
    s = &c->notices->sums[c->kind];

    if (lost == XC_ANSWERED
        && (status == 200 || status == 204 || status == 302))
    {
        s->answered++;

    } else {
        s->failed++;
    }
}


int
xc_notices_open(xc_notices_t *n, const xc_notices_conf_t *conf,
    xc_engine_t *engine, const xc_clock_t *clock, xc_error_t *err)
{
    int  i;

    memset(n, 0, sizeof(xc_notices_t));

    n->conf = *conf;
    n->engine = engine;
    n->clock = clock;
    n->truth.seed = conf->seed;

    for (i = 0; i < XC_NOTICES; i++) {
        n->cookie[i].notices = n;
        n->cookie[i].kind = (xc_notice_e) i;
    }

    if (conf->log) {
        n->log = fopen(conf->log, "w");

        if (n->log == NULL) {
            return xc_error(err, "--notice-log=%.100s: %s", conf->log,
                            strerror(errno));
        }
    }

    if (conf->to == NULL || conf->mode != XC_NOTICES_SEND) {
        return XC_OK;
    }

    if (!xc_loopback(conf->to)) {
        return xc_error(err, "--notice-to=%.100s: only loopback addresses, "
                        "as 127.0.0.1:8080 or [::1]:8080, are allowed",
                        conf->to);
    }

    n->to = xc_engine_target(engine, conf->to, err);

    return n->to ? XC_OK : XC_ERROR;
}


void
xc_notices_close(xc_notices_t *n)
{
    if (n->log) {
        fclose(n->log);
        n->log = NULL;
    }
}


/* where an address is, NULL if it is not on this machine */

static xc_target_t *
xc_notices_target(xc_notices_t *n, const char *address)
{
    unsigned             i;
    xc_error_t           err;
    xc_notice_target_t  *t;

    if (n->to) {
        return n->to;
    }

    for (i = 0; i < n->ntargets; i++) {
        if (strcmp(n->target[i].address, address) == 0) {
            return n->target[i].target;
        }
    }

    if (!xc_loopback(address)) {
        xc_error(&err, "%.128s is no loopback address: no notice is sent "
                 "there; --notice-to names one", address);

    } else if (n->ntargets == XC_NOTICE_TARGETS) {
        xc_error(&err, "%.128s: more than %d hosts", address,
                 XC_NOTICE_TARGETS);

    } else {
        t = &n->target[n->ntargets];
        t->target = xc_engine_target(n->engine, address, &err);

        if (t->target) {
            strcpy(t->address, address);
            n->ntargets++;
            return t->target;
        }
    }

    if (n->refusal.text[0] == '\0') {
        n->refusal = err;
    }

    return NULL;
}


static void
xc_notices_send(xc_notices_t *n, xc_notice_e kind, const xc_url_t *u,
    int64_t ms)
{
    xc_target_t       *target;
    xc_notice_sums_t  *s;

    s = &n->sums[kind];
    target = xc_notices_target(n, u->address);

    if (target == NULL) {
        s->refused++;
        return;
    }

    if (xc_engine_get(n->engine, target, u->host, u->path, NULL,
                      xc_clock_ns(n->clock, ms), xc_notices_got,
                      &n->cookie[kind])
        == XC_OK)
    {
        s->sent++;

    } else {
        s->failed++;
    }
}


static void
xc_notices_log(xc_notices_t *n, xc_notice_e kind, const char *url, int64_t ms,
    int copies)
{
    xc_text_t  text;

    if (n->log == NULL) {
        return;
    }

    text.data = url;
    text.len = strlen(url);

    fprintf(n->log, "{\"ms\":%lld,\"kind\":\"%s\",\"copies\":%d,\"url\":",
            (long long) ms, xc_notice_names[kind], copies);
    xc_json_write(n->log, text);
    fputs("}\n", n->log);
}


/* one notice, whose fate is drawn */

static void
xc_plan_one(xc_plan_t *p, xc_notice_e kind, xc_text_t url, int64_t ms)
{
    int                       copies;
    char                      text[XC_URL_MAX];
    uint64_t                  h;
    xc_url_t                  u;
    xc_notices_t             *n;
    xc_notice_sums_t         *s;
    const xc_notices_conf_t  *conf;

    n = p->n;
    conf = &n->conf;
    s = &n->sums[kind];
    h = xc_mix(xc_mix(p->draw, kind), p->order++);

    if (xc_macros_fill(&p->filled, url, text, sizeof(text)) == 0
        || xc_url_split(text, &u) != XC_OK)
    {
        s->failed++;
        return;
    }

    s->planned++;
    ms += (int64_t) (1000 * xc_exponential(xc_mix(h, 1), conf->delay));

    if (xc_uniform(xc_mix(h, 2)) < conf->reorder) {
        s->reordered++;
        ms += (int64_t) (XC_REORDER_MS * xc_uniform(xc_mix(h, 3)));
    }

    copies = 1 + (xc_uniform(xc_mix(h, 4)) < conf->duplicate);

    if (xc_uniform(xc_mix(h, 5)) < conf->lose) {
        s->lost++;
        copies = 0;
    }

    s->duplicated += copies == 2;
    xc_notices_log(n, kind, text, ms, copies);

    if (conf->mode != XC_NOTICES_SEND) {
        return;
    }

    if (copies) {
        xc_notices_send(n, kind, &u, ms);
    }

    if (copies == 2) {
        ms += 1 + (int64_t) (XC_DUPLICATE_MS * xc_uniform(xc_mix(h, 6)));
        xc_notices_send(n, kind, &u, ms);
    }
}


static void
xc_plan_member(xc_plan_t *p, xc_notice_e kind, const char *member, int64_t ms)
{
    xc_text_t  url;

    url = xc_json_text(p->filled.offer->node, member);

    if (url.len) {
        xc_plan_one(p, kind, url, ms);
    }
}


/* what of a film has been played when an event of it is due, in percent */

static int
xc_plan_played(xc_text_t event)
{
    static const struct {
        const char  *name;
        int          percent;
    } table[] = {
        { "start", 0 }, { "firstQuartile", 25 }, { "midpoint", 50 },
        { "thirdQuartile", 75 }, { "complete", 100 }
    };

    unsigned  i;

    for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (xc_text_is(event, table[i].name)) {
            return table[i].percent;
        }
    }

    return -1;
}


static void
xc_plan_conversion(xc_plan_t *p, xc_text_t click)
{
    char       url[XC_URL_MAX];
    size_t     host;
    int64_t    ms;
    xc_text_t  text, token;

    ms = p->click_ms + (int64_t) xc_exponential(xc_mix(p->draw, 21), 3600000);
    token = xc_url_argument(click, "t");
    text.data = memmem(click.data, click.len, "/v1/", 4);
    host = text.data ? (size_t) (text.data - click.data) : 0;

    if (p->n->conf.conversion == NULL || host == 0) {
        p->n->sums[XC_N_CONVERSION].planned++;
        return;
    }

    text.data = url;
    text.len = (size_t) snprintf(url, sizeof(url), "%.*s%s%.*s", (int) host,
                                 click.data, p->n->conf.conversion,
                                 (int) token.len, token.data);

    if (text.len < sizeof(url)) {
        xc_plan_one(p, XC_N_CONVERSION, text, ms);
    }
}


/* an address in the markup: each is told apart by its path */

static void
xc_plan_address(xc_plan_t *p, xc_text_t url, int *clicked)
{
    int  played, seconds;

    if (xc_url_ends(url, "/v1/imp")) {
        xc_plan_one(p, XC_N_IMPRESSION, url, p->shown_ms);
        return;
    }

    if (xc_url_ends(url, "/v1/event")) {
        played = xc_plan_played(xc_url_argument(url, "e"));
        seconds = p->filled.offer->dur ? p->filled.offer->dur : 15;

        if (played >= 0
            && xc_uniform(xc_mix(p->draw, 22)) * 140 >= played - 20)
        {
            xc_plan_one(p, XC_N_EVENT, url,
                        p->shown_ms + played * seconds * 10);
        }

        return;
    }

    if (xc_url_ends(url, "/v1/click") && p->happening->clicked && !*clicked) {
        *clicked = 1;
        xc_plan_one(p, XC_N_CLICK, url, p->click_ms);

        if (p->happening->converted) {
            xc_plan_conversion(p, url);
        }
    }
}


static void
xc_plan_text(xc_plan_t *p, xc_text_t markup, int *clicked)
{
    size_t     at;
    xc_text_t  url;

    for (at = 0; xc_url_next(markup, &at, &url); /* void */ ) {
        xc_plan_address(p, url, clicked);
    }
}


/* every text in a native answer */

static void
xc_plan_native(xc_plan_t *p, const xc_json_t *n, int *clicked)
{
    for ( /* void */ ; n; n = n->next) {
        if (n->type == XC_JSON_STRING) {
            xc_plan_text(p, n->text, clicked);

        } else if (n->child) {
            xc_plan_native(p, n->child, clicked);
        }
    }
}


static void
xc_plan_shown(xc_plan_t *p)
{
    int                clicked;
    xc_json_t         *root;
    xc_json_doc_t      doc;
    const xc_offer_t  *o;

    o = p->filled.offer;
    clicked = 0;

    xc_plan_member(p, XC_N_BILL, "burl", p->shown_ms);

    if (o->mtype != 4) {
        xc_plan_text(p, o->adm, &clicked);
        return;
    }

    memset(&doc, 0, sizeof(doc));
    root = xc_json_read(&doc, o->adm.data, o->adm.len);
    xc_plan_native(p, root, &clicked);
    xc_json_free(&doc);
}


/* until an ad is shown: at once in a page, later in what buffers */

static int64_t
xc_plan_wait(const xc_offer_t *o, uint64_t draw)
{
    double  wait, exp;

    wait = xc_exponential(xc_mix(draw, 23), o->mtype == 1 ? 2000 : 8000);
    exp = 1000.0 * (double) xc_json_int(o->node, "exp", 3600);

    return (int64_t) (wait < exp ? wait : exp);
}


void
xc_notices_plan(xc_notices_t *n, const xc_judge_t *j, const xc_offer_t *o,
    const xc_outcome_t *outcome, int64_t ms, uint64_t draw,
    int64_t *shown_ms, xc_happening_t *h)
{
    xc_plan_t  p;

    *shown_ms = 0;

    memset(&p, 0, sizeof(p));
    p.n = n;
    p.draw = xc_mix(draw, n->conf.seed);
    p.happening = h;
    p.filled.judge = j;
    p.filled.offer = o;
    p.filled.outcome = outcome;

    if (o->imp == NULL) {
        return;
    }

    if (!outcome->won) {
        if (n->conf.mode != XC_NOTICES_OFF) {
            xc_plan_member(&p, XC_N_LOSS, "lurl", ms + 100);
        }

        return;
    }

    if (xc_uniform(xc_mix(p.draw, 24)) < n->conf.shown) {
        *shown_ms = ms + 100 + xc_plan_wait(o, p.draw);
        xc_truth_happen(&n->truth, j, o, *shown_ms, p.draw, h);
    }

    if (n->conf.mode == XC_NOTICES_OFF) {
        return;
    }

    xc_plan_member(&p, XC_N_WIN, "nurl", ms + 100);

    if (*shown_ms) {
        p.shown_ms = *shown_ms;
        p.filled.shown_ms = *shown_ms;
        p.click_ms = *shown_ms
                     + (int64_t) xc_exponential(xc_mix(p.draw, 25), 15000);
        xc_plan_shown(&p);
    }
}
