/* what a request says in each dimension that a catalogue asks about */

#include "core/catalog/match.h"


/* "en" of "en-US" */

static cx_str_t
cx_primary_language(cx_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len && s.data[i] != '-' && s.data[i] != '_'; i++) {
        /* void */
    }

    return cx_strn(s.data, i);
}


#define CX_CATEGORY_DEPTH  8


static void
cx_terms_cat(cx_termlist_t *l, cx_dim_e dim, cx_str_t id, int32_t cattax,
    uint32_t depth)
{
    char      tax[16];
    cx_buf_t  b;
    cx_str_t  above;
    uint32_t  next;

    cx_buf_init(&b, tax, sizeof(tax));
    cx_put_uint(&b, (uint64_t) cattax);
    cx_term_pair(l, dim, cx_strn(tax, cx_buf_len(&b)), ':', id);

    next = 0;

    while (depth < CX_CATEGORY_DEPTH
           && cx_category_above(l->cat->categories, cattax, id, &next, &above)
              == CX_OK)
    {
        cx_terms_cat(l, dim, above, cattax, depth + 1);
    }
}


/* a category and what it is part of */

static void
cx_terms_cats(cx_termlist_t *l, cx_dim_e dim, const cx_ortb_strs_t *cats,
    int32_t cattax)
{
    size_t    j;
    uint32_t  i;

    if (!cx_term_asked(l, dim)) {
        return;
    }

    for (i = 0; i < cats->n; i++) {
        if (cattax > 1) {
            cx_terms_cat(l, dim, cats->v[i], cattax, 0);
            continue;
        }

        cx_term_str(l, dim, cats->v[i]);

        for (j = 0; j < cats->v[i].len; j++) {
            if (cats->v[i].data[j] == '-') {
                cx_term_str(l, dim, cx_strn(cats->v[i].data, j));
                break;
            }
        }
    }
}


static void
cx_term_word(cx_termlist_t *l, cx_dim_e dim, cx_str_t s)
{
    int  custom;

    while (s.len && (*s.data == ' ' || *s.data == '\t')) {
        s.data++;
        s.len--;
    }

    while (s.len && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\t')) {
        s.len--;
    }

    custom = s.len && memchr(s.data, '=', s.len) != NULL;

    if (dim == CX_DIM_KEYWORD || custom) {
        cx_term_str(l, dim, s);
    }
}


/* "a, b,c" and an array of the same */

static void
cx_terms_words(cx_termlist_t *l, cx_dim_e dim, cx_str_t list,
    const cx_ortb_strs_t *array)
{
    size_t    i, from;
    uint32_t  j;

    for (i = 0, from = 0; list.len && i <= list.len; i++) {
        if (i == list.len || list.data[i] == ',') {
            cx_term_word(l, dim, cx_strn(list.data + from, i - from));
            from = i + 1;
        }
    }

    for (j = 0; j < array->n; j++) {
        cx_term_word(l, dim, array->v[j]);
    }
}


static const cx_ortb_content_t *
cx_request_content(const cx_ortb_request_t *r)
{
    return r->site ? r->site->content : r->app ? r->app->content
           : r->dooh ? r->dooh->content : NULL;
}


static void
cx_terms_keywords(cx_termlist_t *l, cx_dim_e dim, const cx_ortb_request_t *r)
{
    const cx_ortb_content_t     *c;
    static const cx_ortb_strs_t  none = { 0, NULL };

    if (!cx_term_asked(l, dim)) {
        return;
    }

    c = cx_request_content(r);

    if (r->site) {
        cx_terms_words(l, dim, r->site->keywords, &r->site->kwarray);
    }

    if (r->app) {
        cx_terms_words(l, dim, r->app->keywords, &r->app->kwarray);
    }

    if (r->dooh) {
        cx_terms_words(l, dim, r->dooh->keywords, &none);
    }

    if (c) {
        cx_terms_words(l, dim, c->keywords, &c->kwarray);
    }

    if (r->user) {
        cx_terms_words(l, dim, r->user->keywords, &r->user->kwarray);
    }
}


/*
 * A venue and what it is part of: "transit.airports" of "transit", and of
 * numbers 10101 of 101 of 1.
 */

static void
cx_terms_venue(cx_termlist_t *l, cx_str_t s)
{
    size_t  i;

    cx_term_str(l, CX_DIM_VENUE, s);

    for (i = 0; i < s.len && s.data[i] >= '0' && s.data[i] <= '9'; i++) {
        /* void */
    }

    if (i == s.len) {
        while (s.len > 2) {
            s.len -= 2;
            cx_term_str(l, CX_DIM_VENUE, s);
        }

        return;
    }

    while (s.len) {
        if (s.data[--s.len] == '.') {
            cx_term_str(l, CX_DIM_VENUE, s);
        }
    }
}


static void
cx_terms_venues(cx_termlist_t *l, const cx_ortb_dooh_t *d)
{
    char      tax[16];
    cx_buf_t  b;
    uint32_t  i;

    if (!cx_term_asked(l, CX_DIM_VENUE)) {
        return;
    }

    for (i = 0; i < d->venuetype.n; i++) {
        if (d->venuetypetax == 1) {
            cx_terms_venue(l, d->venuetype.v[i]);
            continue;
        }

        cx_buf_init(&b, tax, sizeof(tax));
        cx_put_int(&b, d->venuetypetax);
        cx_term_pair(l, CX_DIM_VENUE, cx_strn(tax, cx_buf_len(&b)), ':',
                     d->venuetype.v[i]);
    }
}


static void
cx_terms_publisher(cx_termlist_t *l, const cx_ortb_publisher_t *p)
{
    if (p != NULL && cx_term_asked(l, CX_DIM_PUBLISHER)) {
        cx_term_str(l, CX_DIM_PUBLISHER, p->id);
        cx_term_str(l, CX_DIM_PUBLISHER, cx_host(p->domain));
    }
}


static void
cx_terms_sellers(cx_termlist_t *l, const cx_match_input_t *in)
{
    uint32_t       i;
    cx_seller_t    s;
    cx_sellers_t   sellers;

    if (!cx_term_asked(l, CX_DIM_SELLER)) {
        return;
    }

    cx_sellers_of(&in->req->r, in->seller, &sellers);

    for (i = 0; i < sellers.n; i++) {
        s = cx_seller_at(&sellers, i);
        cx_term_str(l, CX_DIM_SELLER, s.asi);
        cx_term_pair(l, CX_DIM_SELLER, s.asi, '/', s.sid);
    }
}


/* what was not judged for the exchange is judged for the first who asks */

static void
cx_terms_verdicts(cx_termlist_t *l, const cx_match_input_t *in)
{
    cx_supply_t         judged;
    const cx_supply_t  *s;

    if (!cx_catalog_asks_supply(l->cat)) {
        return;
    }

    s = in->supply;

    if (s == NULL) {
        cx_catalog_supply(l->cat, in->req, in->seller, &judged);
        s = &judged;
    }

    cx_term_int(l, CX_DIM_ADS_TXT, (uint32_t) s->ads_txt + 1);
    cx_term_int(l, CX_DIM_SCHAIN, (uint32_t) s->schain + 1);
    cx_term_int(l, CX_DIM_SELLERS_JSON, (uint32_t) s->sellers_json + 1);
}


static void
cx_terms_supply(cx_termlist_t *l, const cx_ortb_request_t *r)
{
    if (r->site) {
        cx_term_int(l, CX_DIM_KIND, 1);
        cx_terms_domain(l, cx_host(r->site->domain.len ? r->site->domain
                                                       : r->site->page));
    }

    if (r->app) {
        cx_term_int(l, CX_DIM_KIND, 2);
        cx_term_str(l, CX_DIM_BUNDLE, r->app->bundle);
    }

    if (r->dooh) {
        cx_term_int(l, CX_DIM_KIND, 3);
        cx_terms_domain(l, cx_host(r->dooh->domain));
    }
}


static void
cx_terms_categories(cx_termlist_t *l, const cx_ortb_request_t *r)
{
    const cx_ortb_strs_t  *cat, *section, *page;
    int32_t                tax;

    if (r->site) {
        cat = &r->site->cat;
        section = &r->site->sectioncat;
        page = &r->site->pagecat;
        tax = r->site->cattax;

    } else if (r->app) {
        cat = &r->app->cat;
        section = &r->app->sectioncat;
        page = &r->app->pagecat;
        tax = r->app->cattax;

    } else {
        return;
    }

    cx_terms_cats(l, CX_DIM_CAT, cat, tax);
    cx_terms_cats(l, CX_DIM_CAT, section, tax);
    cx_terms_cats(l, CX_DIM_CAT, page, tax);
    cx_terms_cats(l, CX_DIM_SECTION, section, tax);
    cx_terms_cats(l, CX_DIM_SECTION, page, tax);
}


static void
cx_terms_content(cx_termlist_t *l, const cx_ortb_content_t *c)
{
    char      tax[8], id[16];
    cx_buf_t  t, b;
    uint32_t  i;

    cx_terms_cats(l, CX_DIM_CONTENT_CAT, &c->cat, c->cattax);
    cx_term_str(l, CX_DIM_GENRE, c->genre);

    for (i = 0; i < c->genres.n; i++) {
        cx_buf_init(&t, tax, sizeof(tax));
        cx_put_int(&t, c->gtax % 1000);
        cx_buf_init(&b, id, sizeof(id));
        cx_put_int(&b, c->genres.v[i]);
        cx_term_pair(l, CX_DIM_GENRE, cx_strn(tax, cx_buf_len(&t)), ':',
                     cx_strn(id, cx_buf_len(&b)));
    }

    cx_term_str(l, CX_DIM_RATING, c->contentrating);
    cx_term_str(l, CX_DIM_RATING, c->rating);

    if (c->qagmediarating > 0) {
        cx_term_int(l, CX_DIM_MEDIA_RATING, (uint32_t) c->qagmediarating);
    }

    cx_term_str(l, CX_DIM_CONTENT_LANG, cx_primary_language(c->language));

    if (c->language.len == 0) {
        cx_term_str(l, CX_DIM_CONTENT_LANG, cx_primary_language(c->langb));
    }
}


const cx_ortb_geo_t *
cx_request_geo(const cx_openrtb_request_t *req)
{
    if (req->r.device != NULL && req->r.device->geo != NULL) {
        return req->r.device->geo;
    }

    return req->r.user != NULL ? req->r.user->geo : NULL;
}


static void
cx_terms_geo(cx_termlist_t *l, const cx_ortb_geo_t *geo)
{
    size_t    i;
    uint8_t   code[3];
    uint32_t  n;
    cx_str_t  country, region;

    n = cx_country(geo->country);
    country = cx_str("");

    if (n) {
        code[0] = (uint8_t) (n >> 16);
        code[1] = (uint8_t) (n >> 8);
        code[2] = (uint8_t) n;
        country = cx_strn(code, 3);
        cx_term_int(l, CX_DIM_COUNTRY, n);
    }

    /* ISO 3166-2 has "US-CA", most requests have "CA" */

    region = geo->region;

    for (i = 0; i < region.len; i++) {
        if (region.data[i] == '-') {
            region = cx_strn(region.data + i + 1, region.len - i - 1);
            break;
        }
    }

    cx_term_pair(l, CX_DIM_REGION, country, '-', region);
    cx_term_str(l, CX_DIM_METRO, geo->metro);
    cx_term_str(l, CX_DIM_CITY, geo->city);
    cx_term_pair(l, CX_DIM_CITY, country, '/', geo->city);
    cx_term_str(l, CX_DIM_POSTAL, geo->zip);
    cx_term_pair(l, CX_DIM_POSTAL, country, '/', geo->zip);
}


cx_str_t
cx_request_os(const cx_openrtb_request_t *req)
{
    const cx_ortb_device_t  *d;

    d = req->r.device;

    if (d == NULL || d->os.len || d->sua == NULL || d->sua->platform == NULL) {
        return d == NULL ? cx_str("") : d->os;
    }

    return d->sua->platform->brand;
}


uint64_t
cx_version(cx_str_t s, uint16_t fill)
{
    size_t    i;
    uint32_t  part, n, digits;
    uint64_t  v;

    v = 0;
    n = 0;
    i = 0;

    while (n < 4 && i < s.len) {
        for (part = 0, digits = 0;
             i < s.len && s.data[i] >= '0' && s.data[i] <= '9';
             i++)
        {
            part = cx_min(part * 10 + (s.data[i] - '0'), 65535);
            digits++;
        }

        if (digits == 0) {
            break;
        }

        v = v << 16 | part;
        n++;

        if (i < s.len && s.data[i] != '.' && s.data[i] != '_') {
            break;
        }

        i++;
    }

    for (digits = n; n && n < 4; n++) {
        v = v << 16 | fill;
    }

    return digits ? v : 0;
}


uint64_t
cx_request_os_version(const cx_openrtb_request_t *req)
{
    uint32_t                 i;
    uint64_t                 v;
    const cx_ortb_device_t  *d;

    d = req->r.device;

    if (d == NULL) {
        return 0;
    }

    if (d->osv.len || d->sua == NULL || d->sua->platform == NULL) {
        return cx_version(d->osv, 0);
    }

    for (i = 0, v = 0; i < 4; i++) {
        v <<= 16;

        if (i < d->sua->platform->version.n) {
            v |= cx_version(d->sua->platform->version.v[i], 0) >> 48;
        }
    }

    return v;
}


static void
cx_terms_device(cx_termlist_t *l, const cx_openrtb_request_t *req)
{
    const cx_ortb_device_t  *d;

    d = req->r.device;

    if (d->devicetype > 0) {
        cx_term_int(l, CX_DIM_DEVICE, (uint32_t) d->devicetype);
    }

    cx_term_str(l, CX_DIM_MAKE, d->make);
    cx_term_str(l, CX_DIM_MODEL, d->model);
    cx_term_str(l, CX_DIM_OS, cx_request_os(req));
    cx_term_str(l, CX_DIM_CARRIER, d->carrier);
    cx_term_str(l, CX_DIM_CARRIER, d->mccmnc);

    if (d->connectiontype > 0) {
        cx_term_int(l, CX_DIM_CONNECTION, (uint32_t) d->connectiontype);
    }

    cx_term_str(l, CX_DIM_LANGUAGE,
                cx_primary_language(d->language.len ? d->language : d->langb));
}


static void
cx_terms_segments(cx_termlist_t *l, cx_dim_e dim, const cx_match_input_t *in)
{
    uint32_t               i, j;
    const cx_ortb_data_t  *data;
    const cx_ortb_user_t  *user;

    for (i = 0; i < in->nsegment; i++) {
        cx_term_str(l, dim, in->segment[i]);
    }

    user = in->req->r.user;

    if (user == NULL || !cx_term_asked(l, dim)) {
        return;
    }

    /* what others say of the customer is not ours: it carries their name */

    for (i = 0; i < user->data.n; i++) {
        data = &user->data.v[i];

        for (j = 0; j < data->segment.n; j++) {
            cx_term_pair(l, dim, data->name.len ? data->name : data->id, '/',
                         data->segment.v[j].id);
        }
    }
}


void
cx_terms_request(cx_termlist_t *l, const cx_match_input_t *in)
{
    uint32_t                   i;
    const cx_ortb_geo_t       *geo;
    const cx_ortb_content_t   *content;
    const cx_ortb_request_t   *r;

    r = &in->req->r;

    for (i = 0; i < in->norg; i++) {
        cx_term_str(l, CX_DIM_ORG, in->org[i]);
    }

    cx_term_str(l, CX_DIM_EXCHANGE, in->exchange);

    cx_terms_supply(l, r);
    cx_terms_categories(l, r);

    content = cx_request_content(r);

    if (content != NULL) {
        cx_terms_content(l, content);
    }

    cx_terms_keywords(l, CX_DIM_KEYWORD, r);

    geo = cx_request_geo(in->req);

    if (geo != NULL) {
        cx_terms_geo(l, geo);
    }

    if (r->device != NULL) {
        cx_terms_device(l, in->req);
    }

    cx_terms_segments(l, CX_DIM_SEGMENT, in);
    cx_terms_segments(l, CX_DIM_SEGMENT_ALL, in);
    cx_terms_keywords(l, CX_DIM_CUSTOM, r);
    cx_terms_keywords(l, CX_DIM_CUSTOM_ALL, r);

    if (r->dooh != NULL) {
        cx_terms_venues(l, r->dooh);
    }

    cx_terms_sellers(l, in);
    cx_terms_verdicts(l, in);
    cx_terms_publisher(l, cx_request_publisher(r));
}
