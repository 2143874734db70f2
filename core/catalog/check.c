/*
 * The records of a file: whatever bytes it holds, no later read may leave
 * it, and nothing that is copied into an answer may break the answer.
 */

#include "core/catalog/check.h"


typedef uint8_t   cx_bytes16_t __attribute__((vector_size(16)));
typedef uint64_t  cx_words16_t __attribute__((vector_size(16)));


/*
 * Sixteen bytes at a time, the last ones a second time; fewer are filled up
 * with what is fine everywhere.
 */

static inline __attribute__((always_inline)) int
cx_cat_bytes_ok(const uint8_t *p, uint32_t n,
    cx_bytes16_t (*odd)(cx_bytes16_t v))
{
    uint8_t       few[16];
    uint32_t      i;
    cx_bytes16_t  v;
    cx_words16_t  sum;

    if (n < 16) {
        memset(few, 'A', 16);

        for (i = 0; i < n; i++) {
            few[i] = p[i];
        }

        memcpy(&v, few, 16);
        sum = (cx_words16_t) odd(v);

        return (sum[0] | sum[1]) == 0;
    }

    sum = (cx_words16_t) { 0, 0 };

    for (i = 0; i + 16 < n; i += 16) {
        memcpy(&v, p + i, 16);
        sum |= (cx_words16_t) odd(v);
    }

    memcpy(&v, p + n - 16, 16);
    sum |= (cx_words16_t) odd(v);

    return (sum[0] | sum[1]) == 0;
}


static inline cx_bytes16_t
cx_cat_unclean(cx_bytes16_t v)
{
    return (cx_bytes16_t) ((v < 0x20) | (v == '"') | (v == '\\')
                           | (v == 0x7f));
}


static inline cx_bytes16_t
cx_cat_unfit(cx_bytes16_t v)
{
    return (cx_bytes16_t) ((v < 0x21) | (v == 0x7f));
}


/*
 * Strings are not in the order of the records, and most come from memory: a
 * part of each is sent for while others are looked at.
 */

#define CX_CHECK_AHEAD  8
#define CX_CHECK_BYTES  1024


static inline void
cx_cat_send_for(const cx_catalog_file_t *f, cx_cat_str_t s)
{
    uint32_t  i, n;

    if (!cx_cat_str_ok(f, s)) {
        return;
    }

    n = cx_min(s.len, CX_CHECK_BYTES);

    for (i = 0; i < n; i += 64) {
        __builtin_prefetch(f->s_STRINGS + s.off + i);
    }
}


int
cx_cat_clean_ok(const cx_catalog_file_t *f, cx_cat_str_t s)
{
    return cx_cat_str_ok(f, s)
           && cx_cat_bytes_ok(f->s_STRINGS + s.off, s.len, cx_cat_unclean);
}


/* fit for a Location header */

static int
cx_cat_url_ok(const cx_catalog_file_t *f, cx_cat_str_t s)
{
    return cx_cat_str_ok(f, s)
           && cx_cat_bytes_ok(f->s_STRINGS + s.off, s.len, cx_cat_unfit);
}


int
cx_cat_template_ok(const cx_catalog_file_t *f, cx_cat_str_t s)
{
    return cx_cat_str_ok(f, s)
           && cx_template_check(cx_catalog_str(f, s)) == CX_OK;
}


int
cx_cat_names_ok(const cx_catalog_file_t *f, cx_cat_run_t run)
{
    uint32_t  i, name;

    if (!cx_cat_run_ok(run, f->n_NAME_RUNS)) {
        return 0;
    }

    for (i = 0; i < run.n; i++) {
        name = f->s_NAME_RUNS[run.first + i];

        if (name >= f->n_NAMES || !cx_cat_clean_ok(f, f->s_NAMES[name].s)) {
            return 0;
        }
    }

    return 1;
}


static cx_rc_t
cx_cat_check_names(const cx_catalog_file_t *f, const char **what)
{
    uint32_t        i, used;
    cx_cat_run_t    lists;
    const cx_cat_name_t  *name;

    for (i = 0; i < f->n_NAMES; i++) {
        name = &f->s_NAMES[i];
        lists.first = name->lists;
        lists.n = name->nlists & ~CX_CAT_EXACT;

        if (!cx_cat_str_ok(f, name->s) || !cx_cat_run_ok(lists, f->n_MEMBERS))
        {
            cx_bad("names");
        }
    }

    for (i = 0; i < f->n_MEMBERS; i++) {
        if (f->s_MEMBERS[i] >= CX_CAT_LIST) {
            cx_bad("lists");
        }
    }

    for (i = 0, used = 0; i < f->n_NAME_TABLE; i++) {
        if (f->s_NAME_TABLE[i] > f->n_NAMES) {
            cx_bad("table of names");
        }

        used += (f->s_NAME_TABLE[i] != 0);
    }

    /* a search ends at a hole */

    if (f->n_NAME_TABLE < 8 || (f->n_NAME_TABLE & (f->n_NAME_TABLE - 1))
        || used == f->n_NAME_TABLE)
    {
        cx_bad("table of names");
    }

    return CX_OK;
}


/* what cx_currency() makes, and nothing else */

int
cx_cat_currency_ok(uint32_t currency)
{
    uint8_t  s[3];

    s[0] = (uint8_t) (currency >> 16);
    s[1] = (uint8_t) (currency >> 8);
    s[2] = (uint8_t) currency;

    return currency != 0 && cx_currency(cx_strn(s, 3)) == currency;
}


static cx_rc_t
cx_cat_check_campaigns(const cx_catalog_file_t *f, const char **what)
{
    uint32_t                  i;
    const cx_cat_org_t       *org;
    const cx_cat_campaign_t  *c;

    for (i = 0; i < f->n_ORGS; i++) {
        org = &f->s_ORGS[i];

        if (!cx_cat_clean_ok(f, org->id) || !cx_cat_clean_ok(f, org->seat)) {
            cx_bad("orgs");
        }
    }

    for (i = 0; i < f->n_CAMPAIGNS; i++) {
        c = &f->s_CAMPAIGNS[i];

        if (i + CX_CHECK_AHEAD < f->n_CAMPAIGNS) {
            cx_cat_send_for(f, c[CX_CHECK_AHEAD].id);
            cx_cat_send_for(f, c[CX_CHECK_AHEAD].bundle);
        }

        if (!cx_cat_clean_ok(f, c->id) || !cx_cat_str_ok(f, c->name)
            || !cx_cat_str_ok(f, c->advertiser)
            || !cx_cat_clean_ok(f, c->bundle)
            || c->org >= f->n_ORGS || c->slot >= f->h->next_slot
            || c->ncat > c->cat.n || c->cattax > 255 || c->dsa > f->n_DSAS
            || !cx_cat_currency_ok(c->currency)
            || !cx_cat_names_ok(f, c->adomain) || !cx_cat_names_ok(f, c->cat))
        {
            cx_bad("campaigns");
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_cat_check_adgroups(const cx_catalog_file_t *f, const char **what)
{
    int64_t                  order;
    uint32_t                 i;
    const cx_cat_adgroup_t  *g;

    order = INT64_MAX;

    for (i = 0; i < f->n_ADGROUPS; i++) {
        g = &f->s_ADGROUPS[i];

        if (i + CX_CHECK_AHEAD < f->n_ADGROUPS) {
            cx_cat_send_for(f, g[CX_CHECK_AHEAD].id);
        }

        if (!cx_cat_clean_ok(f, g->id) || g->campaign >= f->n_CAMPAIGNS
            || g->slot >= f->h->next_slot || g->goal > CX_GOAL_CPCV
            || g->bid < 0 || g->bid > CX_MICROS_MAX
            || g->max_cpm < 0 || g->max_cpm > CX_MICROS_MAX
            || !(g->prior >= 0 && g->prior <= 1)
            || g->order < 0 || g->order > order
            || g->creatives.n == 0
            || !cx_cat_run_ok(g->creatives, f->n_CREATIVES)
            || g->look != f->s_CREATIVES[g->creatives.first].look
            || g->program >= cx_max(f->n_PROGRAMS, 1))
        {
            cx_bad("ad groups");
        }

        order = g->order;
    }

    return CX_OK;
}


static int
cx_cat_creative_ok(const cx_catalog_file_t *f, const cx_cat_creative_t *c)
{
    if (c->language[0] || c->language[1]) {
        if (c->language[0] < 'a' || c->language[0] > 'z'
            || c->language[1] < 'a' || c->language[1] > 'z')
        {
            return 0;
        }
    }

    return cx_cat_names_ok(f, c->cat) && c->ncat <= c->cat.n
           && cx_cat_run_ok(c->variants, f->n_VARIANTS)
           && c->more <= f->n_MORE
           && c->native <= f->n_NATIVES && c->mime <= f->n_NAMES
           && c->media >= CX_MEDIA_BANNER && c->media <= CX_MEDIA_NATIVE
           && (c->media == CX_MEDIA_NATIVE) == (c->native != 0)
           && c->w <= CX_FORMAT_SIZE_MAX && c->h <= CX_FORMAT_SIZE_MAX;
}


/* an earlier look, with which it has in common all that decides on a fit */

static int
cx_cat_kind_ok(const cx_catalog_file_t *f, uint32_t i)
{
    uint32_t           first;
    cx_cat_creative_t  a, b;

    first = f->s_KINDS[i];

    if (first >= i) {
        return first == i;
    }

    cx_cat_kind(&f->s_LOOKS[i], &a);
    cx_cat_kind(&f->s_LOOKS[first], &b);

    return memcmp(&a, &b, sizeof(cx_cat_creative_t)) == 0;
}


static int
cx_cat_ad_ok(const cx_catalog_file_t *f, const cx_cat_ad_t *ad)
{
    uint32_t  i;

    if (ad->features.n > CX_OFFER_FEATURES_MAX) {
        return 0;
    }

    for (i = 0; i < ad->features.n; i++) {
        if (ad->features.index[i] > 63) {
            return 0;
        }
    }

    return cx_cat_clean_ok(f, cx_cat_ad_id(ad)) && ad->look < f->n_LOOKS
           && ad->text < f->n_TEXTS;
}


static cx_rc_t
cx_cat_check_creatives(const cx_catalog_file_t *f, const char **what)
{
    uint32_t                 i;
    const cx_cat_variant_t  *v;

    for (i = 0; i < f->n_CREATIVES; i++) {
        if (i + CX_CHECK_AHEAD < f->n_CREATIVES) {
            cx_cat_send_for(f, cx_cat_ad_id(&f->s_CREATIVES[i
                                                        + CX_CHECK_AHEAD]));
        }

        if (!cx_cat_ad_ok(f, &f->s_CREATIVES[i])) {
            cx_bad("creatives");
        }
    }

    if (f->n_KINDS != f->n_LOOKS) {
        cx_bad("kinds of looks");
    }

    for (i = 0; i < f->n_LOOKS; i++) {
        if (!cx_cat_creative_ok(f, &f->s_LOOKS[i])) {
            cx_bad("looks of creatives");
        }

        if (!cx_cat_kind_ok(f, i)) {
            cx_bad("kinds of looks");
        }
    }

    for (i = 0; i < f->n_TEXTS; i++) {
        if (i + CX_CHECK_AHEAD < f->n_TEXTS) {
            cx_cat_send_for(f, f->s_TEXTS[i + CX_CHECK_AHEAD].landing);
            cx_cat_send_for(f, f->s_TEXTS[i + CX_CHECK_AHEAD].template);
        }

        if (!cx_cat_url_ok(f, f->s_TEXTS[i].landing)
            || !cx_cat_template_ok(f, f->s_TEXTS[i].template))
        {
            cx_bad("texts of creatives");
        }
    }

    for (i = 0; i < f->n_VARIANTS; i++) {
        v = &f->s_VARIANTS[i];

        if (!cx_cat_clean_ok(f, v->name)
            || !cx_cat_template_ok(f, v->template))
        {
            cx_bad("variants");
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_cat_check_natives(const cx_catalog_file_t *f, const char **what)
{
    uint32_t                i;
    const cx_cat_native_t  *n;

    for (i = 0; i < f->n_NATIVES; i++) {
        n = &f->s_NATIVES[i];

        if (!cx_cat_str_ok(f, n->title) || !cx_cat_template_ok(f, n->vast)
            || !cx_cat_run_ok(n->images, f->n_IMAGES)
            || !cx_cat_run_ok(n->data, f->n_DATA)
            || !cx_cat_run_ok(n->trackers, f->n_TRACKERS)
            || !cx_cat_run_ok(n->clicks, f->n_TRACKERS)
            || !cx_cat_url_ok(f, n->fallback) || !cx_cat_url_ok(f, n->privacy)
            || !cx_cat_str_ok(f, n->mime)
            || n->images.n > CX_NATIVE_IMAGES_MAX
            || n->data.n > CX_NATIVE_DATA_MAX
            || n->trackers.n > CX_NATIVE_TRACKERS_MAX
            || n->clicks.n > CX_NATIVE_TRACKERS_MAX
            || n->duration_s > CX_NATIVE_SECONDS_MAX)
        {
            cx_bad("native ads");
        }
    }

    for (i = 0; i < f->n_IMAGES; i++) {
        if (!cx_cat_url_ok(f, f->s_IMAGES[i].url)) {
            cx_bad("native images");
        }
    }

    for (i = 0; i < f->n_DATA; i++) {
        if (!cx_cat_str_ok(f, f->s_DATA[i].value)) {
            cx_bad("native data");
        }
    }

    for (i = 0; i < f->n_TRACKERS; i++) {
        if (!cx_cat_url_ok(f, f->s_TRACKERS[i])) {
            cx_bad("native trackers");
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_cat_check_landings(const cx_catalog_file_t *f, const char **what)
{
    uint32_t  i, v, used;

    for (i = 0; i < f->n_RETIRED; i++) {
        if (!cx_cat_str_ok(f, f->s_RETIRED[i].id)
            || !cx_cat_url_ok(f, f->s_RETIRED[i].landing))
        {
            cx_bad("retired creatives");
        }
    }

    for (i = 0, used = 0; i < f->n_LANDINGS; i++) {
        v = f->s_LANDINGS[i];
        used += (v != 0);

        /* numbers of creatives + 1, and behind them those of retired ones */

        if (v > (uint64_t) f->n_CREATIVES + f->n_RETIRED) {
            cx_bad("landing pages");
        }
    }

    if (f->n_LANDINGS < 8 || (f->n_LANDINGS & (f->n_LANDINGS - 1))
        || used == f->n_LANDINGS)
    {
        cx_bad("landing pages");
    }

    for (i = 0; i < f->n_SLOTS; i++) {
        if (!cx_cat_str_ok(f, f->s_SLOTS[i].id)
            || f->s_SLOTS[i].slot >= f->h->next_slot
            || f->s_SLOTS[i].kind < CX_SLOT_CAMPAIGN
            || f->s_SLOTS[i].kind > CX_SLOT_ADGROUP)
        {
            cx_bad("slots");
        }
    }

    return CX_OK;
}


cx_rc_t
cx_cat_check_records(const cx_catalog_file_t *f, const char **what)
{
    uint32_t  i;

    if (cx_cat_check_names(f, what) != CX_OK
        || cx_cat_check_campaigns(f, what) != CX_OK
        || cx_cat_check_adgroups(f, what) != CX_OK
        || cx_cat_check_creatives(f, what) != CX_OK
        || cx_cat_check_natives(f, what) != CX_OK
        || cx_cat_check_landings(f, what) != CX_OK)
    {
        return CX_ERROR;
    }

    for (i = 1; i < f->n_REPLACED; i++) {
        if (f->s_REPLACED[i] <= f->s_REPLACED[i - 1]) {
            cx_bad("replaced campaigns");
        }
    }

    return CX_OK;
}
