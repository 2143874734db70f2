
/* A request as a whole: who, where, and in which order it is told. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/traffic.h"


const char *const  xc_shapes[XC_SHAPES] = {
    "one", "three", "app", "video", "audio", "native", "pod", "dooh"
};

/* h: head, i: imp, p: place, d: device, u: user, r: regs, s: source, b: blocks;
   each exchange tells them in its own order */

static const char *const  orders[4] = {
    "hipdursb", "hbipdusr", "ihdpurbs", "hpdisurb"
};


void
xc_traffic_default(xc_traffic_conf_t *conf)
{
    static const unsigned char  weight[XC_SHAPES] = {
        34, 18, 26, 6, 3, 7, 4, 2
    };
    unsigned                    i;

    memset(conf, 0, sizeof(xc_traffic_conf_t));

    for (i = 0; i < XC_SHAPES; i++) {
        conf->weight[i] = weight[i];
    }

    conf->seed = 1;
    conf->nusers = 100000;
    conf->nsites = 10000;
    conf->pool = 4096;
}


static int
shape_of(const char *name, size_t len)
{
    int  i;

    for (i = 0; i < XC_SHAPES; i++) {
        if (strncmp(xc_shapes[i], name, len) == 0 && xc_shapes[i][len] == '\0')
        {
            return i;
        }
    }

    return -1;
}


int
xc_traffic_mix(xc_traffic_conf_t *conf, const char *text, xc_error_t *err)
{
    int             shape;
    char           *end;
    size_t          len;
    const char     *at;
    unsigned long   weight, total;

    memset(conf->weight, 0, sizeof(conf->weight));

    for (at = text, total = 0; ; at = end + 1) {
        len = strcspn(at, ":,");
        shape = shape_of(at, len);
        end = (char *) at + len;
        weight = 1;

        if (*end == ':') {
            weight = end[1] >= '0' && end[1] <= '9'
                     ? strtoul(end + 1, &end, 10) : 1000001;
        }

        if (shape == -1 || weight > 1000000 || (*end != '\0' && *end != ',')) {
            return xc_error(err, "--mix=%.60s is not understood at \"%.20s\": "
                            "allowed is NAME:WEIGHT between commas, of one, "
                            "three, app, video, audio, native, pod, dooh, and "
                            "weights to 1000000", text, at);
        }

        conf->weight[shape] += weight;
        total += weight;

        if (*end == '\0') {
            break;
        }
    }

    if (total == 0) {
        return xc_error(err, "--mix=%.60s: one weight is to be above 0", text);
    }

    return XC_OK;
}


int
xc_traffic_open(xc_traffic_t *t, const xc_traffic_conf_t *conf,
    xc_error_t *err)
{
    unsigned  i;

    memset(t, 0, sizeof(xc_traffic_t));
    t->conf = conf;

    for (i = 0; i < XC_SHAPES; i++) {
        t->total += conf->weight[i];
    }

    xc_rng_seed(&t->rng, conf->seed, 0);

    if (xc_zipf_open(&t->users, conf->nusers, err) != XC_OK
        || xc_zipf_open(&t->sites, conf->nsites, err) != XC_OK)
    {
        xc_traffic_close(t);
        return XC_ERROR;
    }

    return XC_OK;
}


void
xc_traffic_close(xc_traffic_t *t)
{
    xc_zipf_close(&t->users);
    xc_zipf_close(&t->sites);
}


static void
choose(xc_traffic_t *t, xc_made_t *m)
{
    int        phone;
    unsigned   i, at;
    xc_ask_t  *ask;

    at = xc_rng_below(&t->rng, t->total);

    for (i = 0; at >= t->conf->weight[i]; i++) {
        at -= t->conf->weight[i];
    }

    m->shape = i;
    ask = m->ask;
    ask->known = 1;
    ask->shape = i;
    ask->where = XC_SITE;

    switch (m->shape) {

    case XC_BOARD:
        ask->where = XC_DOOH;
        break;

    case XC_FULL_APP:
    case XC_RADIO:
    case XC_BREAK:
        ask->where = XC_APP;
        break;

    case XC_FEED:
        ask->where = xc_odds(m, 50) ? XC_APP : XC_SITE;
        break;

    default:
        break;
    }

    phone = ask->where == XC_APP;
    ask->user = xc_zipf(&t->users, &t->rng);
    ask->site = xc_zipf(&t->sites, &t->rng);
    xc_user(&m->user, t->conf->seed, ask->user, phone);
    xc_site(&m->site, t->conf->seed, ask->site, ask->where);

    if (m->shape == XC_BREAK) {
        m->user.device = &xc_devices[XC_TVS + ask->user % 2];

    } else if (m->shape == XC_BOARD) {
        m->user.device = &xc_devices[XC_SCREEN];
        m->user.privacy = 0;
    }
}


static void
settle(xc_made_t *m)
{
    unsigned   i;
    xc_ask_t  *ask;

    ask = m->ask;
    ask->at = xc_odds(m, 82) ? 1 : 2;
    ask->allimps = m->shape == XC_THREE && xc_odds(m, 10);
    ask->tmax = 100 + 50 * xc_pick(m, 0, 3);
    ask->privacy = m->user.privacy | (m->site.children ? XC_COPPA : 0);
    ask->device = m->user.device->type;
    strcpy(ask->country, m->user.country->code);
    strcpy(ask->cur[0], m->site.currency);
    ask->ncur = 1;

    if (xc_odds(m, 12)) {
        strcpy(ask->cur[1], strcmp(m->site.currency, "USD") == 0 ? "EUR"
                                                                 : "USD");
        ask->ncur = 2;
    }

    ask->nbcat = m->site.nbcat;

    for (i = 0; i < ask->nbcat; i++) {
        strcpy(ask->bcat[i], xc_categories[24 + (m->site.blocks + i * 5) % 16]);
    }

    ask->nbadv = m->site.nbadv;

    for (i = 0; i < ask->nbadv; i++) {
        strcpy(ask->badv[i],
               xc_rivals[((m->site.blocks >> 8) + i * 5) % XC_BAD_NAMES]);
    }

    m->gpp = xc_pick(m, 0, 2);
}


static void
head(xc_made_t *m)
{
    unsigned   i;
    xc_out_t  *t;

    t = &m->text;
    xc_name(t, "id");
    xc_put_char(t, '"');
    m->id_at = t->at - t->start;
    xc_put(t, "00000000000000000000000000000000\"");
    xc_int(t, "at", m->ask->at);
    xc_int(t, "tmax", m->ask->tmax);
    xc_open(t, "cur", '[');

    for (i = 0; i < m->ask->ncur; i++) {
        xc_str(t, NULL, m->ask->cur[i]);
    }

    xc_shut(t, ']');

    if (m->shape == XC_THREE) {
        xc_int(t, "allimps", m->ask->allimps);
    }

    if (xc_odds(m, 20)) {
        xc_int(t, "test", 0);
    }
}


static void
blocks(xc_made_t *m)
{
    unsigned   i;
    xc_out_t  *t;

    t = &m->text;

    if (m->ask->nbcat != 0) {
        xc_open(t, "bcat", '[');

        for (i = 0; i < m->ask->nbcat; i++) {
            xc_str(t, NULL, m->ask->bcat[i]);
        }

        xc_shut(t, ']');
    }

    if (m->ask->nbadv != 0) {
        xc_open(t, "badv", '[');

        for (i = 0; i < m->ask->nbadv; i++) {
            xc_str(t, NULL, m->ask->badv[i]);
        }

        xc_shut(t, ']');
    }
}


static void
part(xc_made_t *m, char name)
{
    switch (name) {

    case 'h':
        head(m);
        break;

    case 'i':
        xc_make_imps(m);
        break;

    case 'p':
        xc_make_place(m);
        break;

    case 'd':
        xc_make_device(m);
        break;

    case 'u':
        xc_make_user(m);
        break;

    case 'r':
        xc_make_regs(m);
        break;

    case 's':
        xc_make_source(m);
        break;

    default:
        blocks(m);
    }
}


void
xc_traffic_make(xc_traffic_t *t, xc_made_t *m)
{
    const char  *p;

    memset(m->room, 0, sizeof(m->room));
    m->ask = (xc_ask_t *) m->room;
    m->rng = &t->rng;

    choose(t, m);
    settle(m);

    xc_text_start(&m->text, m->body, sizeof(m->body));
    xc_put_char(&m->text, '{');

    for (p = orders[m->site.style]; *p; p++) {
        part(m, *p);
    }

    xc_shut(&m->text, '}');

    m->ask->body = m->body;
    m->ask->len = m->text.at - m->text.start;
}


int
xc_traffic_pool(xc_traffic_t *t, xc_source_t *s, xc_error_t *err)
{
    size_t      size;
    unsigned    i;
    xc_ask_t   *ask;
    xc_made_t  *m;

    m = malloc(sizeof(xc_made_t));

    if (m == NULL) {
        return xc_error(err, "no memory for requests");
    }

    for (i = 0; i < t->conf->pool; i++) {
        xc_traffic_make(t, m);
        size = XC_ASK_SIZE(m->ask);
        ask = malloc(size);

        if (ask == NULL) {
            free(m);
            return xc_error(err, "no memory for requests");
        }

        memcpy(ask, m->ask, size);

        if (xc_source_add(s, m->body, ask->len, m->id_at, ask, err) != XC_OK) {
            free(ask);
            free(m);
            return XC_ERROR;
        }
    }

    free(m);

    return XC_OK;
}


/* one body a line, with an id of its own each */

int
xc_traffic_write(xc_traffic_t *t, const char *path, uint64_t count,
    xc_error_t *err)
{
    int         failed;
    FILE       *f;
    uint64_t    i;
    xc_made_t  *m;

    m = malloc(sizeof(xc_made_t));
    f = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");

    if (m == NULL || f == NULL) {
        free(m);

        if (f != NULL && f != stdout) {
            fclose(f);
        }

        return xc_error(err, "--write-bodies=%.100s: %s", path,
                        strerror(errno));
    }

    for (i = 1; i <= count; i++) {
        xc_traffic_make(t, m);
        xc_source_id(m->id, t->conf->seed, i);
        memcpy(m->body + m->id_at, m->id, XC_ID_LEN);
        fwrite(m->body, 1, m->ask->len, f);
        fputc('\n', f);
    }

    free(m);
    failed = ferror(f);
    failed |= f == stdout ? fflush(f) : fclose(f);

    if (failed) {
        return xc_error(err, "--write-bodies=%.100s: %s", path,
                        strerror(errno));
    }

    return XC_OK;
}
