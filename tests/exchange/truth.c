
#include "tests/exchange/random.h"
#include "tests/exchange/truth.h"


#define XC_CROWDS  16               /* of users who are alike */

/* what each weight is of, so that no two have one draw */

enum {
    XC_W_USER = 1,
    XC_W_CROWD,
    XC_W_SITE,
    XC_W_CREATIVE,
    XC_W_HOUR,
    XC_W_DEVICE,
    XC_W_CROWD_CREATIVE,
    XC_W_SITE_CREATIVE,
    XC_W_HOUR_DEVICE,
    XC_W_SIZE,
    XC_W_CONVERSION
};

typedef struct {
    int       known;                /* who the user is */
    uint64_t  user;
    uint64_t  crowd;
    uint64_t  site;
    uint64_t  creative;
    uint64_t  advertiser;
    uint64_t  hour;
    uint64_t  device;
    uint64_t  size;
} xc_features_t;


/* banner, video, audio, native: about 0.3, 0.8, 0.2 and 0.6 percent */

static const double  xc_truth_base[] = { -6.2, -6.2, -5.2, -6.6, -5.5 };


/* of zeros alone is what a device tells that does not tell who it is */

static xc_text_t
xc_truth_id(const xc_judge_t *j, const char *object, const char *member)
{
    size_t     i;
    xc_text_t  id, none = { "", 0 };

    id = xc_json_text(xc_json_get(j->ask, object), member);

    for (i = 0; i < id.len; i++) {
        if (id.data[i] != '0' && id.data[i] != '-') {
            return id;
        }
    }

    return none;
}


static xc_text_t
xc_truth_user(const xc_judge_t *j)
{
    xc_text_t  id;

    id = xc_truth_id(j, "user", "id");

    if (id.len == 0) {
        id = xc_truth_id(j, "user", "buyeruid");
    }

    if (id.len == 0) {
        id = xc_truth_id(j, "device", "ifa");
    }

    return id;
}


static xc_text_t
xc_truth_site(const xc_judge_t *j)
{
    xc_text_t  id;

    id = xc_json_text(xc_json_get(j->ask, "site"), "domain");

    if (id.len == 0) {
        id = xc_json_text(xc_json_get(j->ask, "app"), "bundle");
    }

    if (id.len == 0) {
        id = xc_json_text(xc_json_get(j->ask, "dooh"), "id");
    }

    return id;
}


static void
xc_truth_features(const xc_judge_t *j, const xc_offer_t *o, int64_t ms,
    const xc_happening_t *h, xc_features_t *f)
{
    xc_text_t         crid, domain = { "", 0 };
    const xc_json_t  *d;

    crid = xc_json_text(o->node, "crid");
    d = xc_json_get_as(o->node, "adomain", XC_JSON_ARRAY);

    if (d && d->child && d->child->type == XC_JSON_STRING) {
        domain = d->child->text;
    }

    f->known = h->user.len != 0;
    f->user = xc_mix_text(1, h->user.data, h->user.len);
    f->crowd = f->user % XC_CROWDS;
    f->site = xc_mix_text(2, h->site.data, h->site.len);
    f->creative = xc_mix_text(3, crid.data, crid.len);
    f->advertiser = xc_mix_text(4, domain.data, domain.len);
    f->hour = (uint64_t) (ms / 3600000 % 24);
    f->device = (uint64_t) xc_json_int(xc_json_get(j->ask, "device"),
                                       "devicetype", 0);
    f->size = (uint64_t) (xc_json_int(o->node, "w", 0) * 65536
                          + xc_json_int(o->node, "h", 0));
}


static double
xc_weight(const xc_truth_t *t, uint64_t what, uint64_t a, uint64_t b,
    double spread)
{
    return spread * xc_normal(xc_mix(xc_mix(xc_mix(t->seed, what), a), b));
}


static double
xc_logistic(double x)
{
    return 1 / (1 + exp(-x));
}


static double
xc_truth_click(const xc_truth_t *t, const xc_features_t *f, int mtype)
{
    double  x;

    x = xc_truth_base[mtype];

    if (f->known) {
        x += xc_weight(t, XC_W_USER, f->user, 0, 0.5);
        x += xc_weight(t, XC_W_CROWD, f->crowd, 0, 0.3);
        x += xc_weight(t, XC_W_CROWD_CREATIVE, f->crowd, f->creative, 0.6);
    }

    x += xc_weight(t, XC_W_SITE, f->site, 0, 0.5);
    x += xc_weight(t, XC_W_CREATIVE, f->creative, 0, 0.4);
    x += xc_weight(t, XC_W_HOUR, f->hour, 0, 0.2);
    x += xc_weight(t, XC_W_DEVICE, f->device, 0, 0.3);
    x += xc_weight(t, XC_W_SIZE, f->size, 0, 0.2);
    x += xc_weight(t, XC_W_SITE_CREATIVE, f->site, f->creative, 0.3);
    x += xc_weight(t, XC_W_HOUR_DEVICE, f->hour / 6, f->device, 0.2);

    return xc_logistic(x);
}


static double
xc_truth_conversion(const xc_truth_t *t, const xc_features_t *f)
{
    double  x;

    x = -2.5;
    x += xc_weight(t, XC_W_CONVERSION, f->advertiser, 1, 0.5);

    if (f->known) {
        x += xc_weight(t, XC_W_CONVERSION, f->user, 0, 0.6);
        x += xc_weight(t, XC_W_CONVERSION, f->crowd, f->advertiser, 0.5);
    }

    return xc_logistic(x);
}


void
xc_truth_happen(const xc_truth_t *truth, const xc_judge_t *j,
    const xc_offer_t *o, int64_t ms, uint64_t draw, xc_happening_t *h)
{
    xc_features_t  f;

    h->user = xc_truth_user(j);
    h->site = xc_truth_site(j);

    xc_truth_features(j, o, ms, h, &f);

    h->click = xc_truth_click(truth, &f, o->mtype);
    h->conversion = xc_truth_conversion(truth, &f);
    h->clicked = xc_uniform(xc_mix(draw, 11)) < h->click;
    h->converted = h->clicked && xc_uniform(xc_mix(draw, 12)) < h->conversion;
}


void
xc_json_write(FILE *out, xc_text_t s)
{
    size_t  i;

    fputc('"', out);

    for (i = 0; i < s.len; i++) {
        if (s.data[i] == '"' || s.data[i] == '\\') {
            fputc('\\', out);
            fputc(s.data[i], out);

        } else if ((unsigned char) s.data[i] < 0x20) {
            fprintf(out, "\\u%04x", s.data[i]);

        } else {
            fputc(s.data[i], out);
        }
    }

    fputc('"', out);
}


static void
xc_truth_text(FILE *out, const char *name, xc_text_t value)
{
    fprintf(out, ",\"%s\":", name);
    xc_json_write(out, value);
}


void
xc_truth_write(FILE *out, const xc_judge_t *j, const xc_offer_t *o,
    int64_t ms, xc_money_t price, const xc_happening_t *h)
{
    fprintf(out, "{\"ms\":%lld", (long long) ms);

    xc_truth_text(out, "request", j->id);
    xc_truth_text(out, "bid", o->id);
    xc_truth_text(out, "imp", o->imp->id);
    xc_truth_text(out, "user", h->user);
    xc_truth_text(out, "site", h->site);
    xc_truth_text(out, "cid", xc_json_text(o->node, "cid"));
    xc_truth_text(out, "crid", xc_json_text(o->node, "crid"));
    xc_truth_text(out, "cur", j->cur);

    fprintf(out, ",\"mtype\":%d,\"price_micros\":%lld,\"p_click\":%.9f,"
            "\"p_conversion\":%.9f,\"click\":%d,\"conversion\":%d}\n",
            o->mtype, (long long) price, h->click, h->conversion, h->clicked,
            h->converted);
}
