#include "core/bid/stages.h"


#define CX_BID_ID_LEN  16


static const int64_t  cx_respond_units[] = {
    [CX_PRICE_CPM]    = CX_MICROS,
    [CX_PRICE_CENTS]  = CX_MICROS / 100,
    [CX_PRICE_MICROS] = 1
};


typedef struct {
    const cx_bid_t              *b;
    const cx_openrtb_request_t  *req;
    const cx_keyring_t          *keys;
    cx_decision_t               *d;
    cx_ortb_bid_t               *bid;
    uint32_t                     nbids;
    cx_ortb_seatbid_t           *seatbid;
    uint32_t                     nseatbids;
} cx_respond_t;


/* of this taxonomy, to those that are there; each of them once */

static uint32_t
cx_respond_cats(const cx_catalog_file_t *file, cx_cat_run_t run, uint32_t own,
    uint32_t taxonomy, cx_str_t *v, uint32_t n)
{
    uint32_t         i, k;
    cx_str_t         id;
    const uint32_t  *name;

    name = cx_catalog_names(file, run);

    for (i = 0; i < own; i++) {
        if (cx_category_taxonomy(cx_catalog_name(file, name[i]), &id)
            != taxonomy)
        {
            continue;
        }

        for (k = 0; k < n && !cx_str_eq(v[k], id); k++) { /* void */ }

        if (k == n) {
            v[n++] = id;
        }
    }

    return n;
}


/* in the request's taxonomy, or else in that which the campaign is kept in */

static void
cx_respond_categories(const cx_respond_t *r, const cx_offer_t *won,
    cx_str_t *v, cx_ortb_bid_t *bid)
{
    uint32_t                  i, n, taxonomy[2];
    const cx_cat_campaign_t  *campaign;
    const cx_cat_creative_t  *creative;

    campaign = won->hit.campaign;
    creative = won->hit.fit[won->fit].creative;

    taxonomy[0] = (uint32_t) r->req->r.cattax;
    taxonomy[1] = campaign->cattax;

    for (i = 0, n = 0; i < 2 && n == 0; i++) {
        n = cx_respond_cats(won->hit.file, campaign->cat, campaign->ncat,
                            taxonomy[i], v, 0);
        n = cx_respond_cats(won->hit.file, creative->cat, creative->ncat,
                            taxonomy[i], v, n);
        bid->cattax = n ? (int32_t) taxonomy[i] : 0;
    }

    bid->cat = v;
    bid->ncat = n;
}


static cx_rc_t
cx_respond_names(cx_respond_t *r, const cx_offer_t *won, cx_ortb_bid_t *bid)
{
    uint32_t                  i, n;
    cx_str_t                 *v;
    const uint32_t           *name;
    const cx_cat_campaign_t  *campaign;
    const cx_cat_creative_t  *creative;

    campaign = won->hit.campaign;
    creative = won->hit.fit[won->fit].creative;

    v = cx_arena_alloc(r->b->arena,
                       (campaign->adomain.n + campaign->ncat + creative->ncat)
                       * sizeof(cx_str_t));

    if (v == NULL) {
        return CX_ERROR;
    }

    name = cx_catalog_names(won->hit.file, campaign->adomain);
    n = campaign->adomain.n;

    for (i = 0; i < n; i++) {
        v[i] = cx_catalog_name(won->hit.file, name[i]);
    }

    bid->adomain = v;
    bid->nadomain = n;

    cx_respond_categories(r, won, v + n, bid);

    return CX_OK;
}


static cx_rc_t
cx_respond_dsa(cx_respond_t *r, const cx_offer_t *won, cx_ortb_bid_t *bid)
{
    uint32_t                      i;
    cx_ortb_bid_dsa_t            *dsa;
    const cx_cat_dsa_t           *known;
    cx_ortb_transparency_t       *v;
    const cx_cat_transparency_t  *t;

    known = cx_blocks_dsa(r->req, won->hit.file, won->hit.campaign);

    if (known == NULL) {
        return CX_OK;
    }

    dsa = cx_arena_alloc(r->b->arena, sizeof(cx_ortb_bid_dsa_t));
    v = cx_arena_alloc(r->b->arena, known->transparency.n
                                    * sizeof(cx_ortb_transparency_t));

    if (dsa == NULL || v == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < known->transparency.n; i++) {
        t = cx_catalog_transparency(won->hit.file,
                                    known->transparency.first + i);
        v[i].domain = cx_catalog_str(won->hit.file, t->domain);
        v[i].params = t->params;
    }

    dsa->behalf = cx_catalog_str(won->hit.file, known->behalf);
    dsa->paid = cx_catalog_str(won->hit.file, known->paid);
    dsa->adrender = known->adrender != 0;
    dsa->transparency = v;
    dsa->ntransparency = known->transparency.n;
    bid->dsa = dsa;

    return CX_OK;
}


/* 7.4: who can be skipped says so, but where the player does that anyway */

static uint32_t
cx_respond_attrs(const cx_ortb_imp_t *imp, const cx_fit_t *fit)
{
    uint32_t  attr;

    attr = fit->creative->attr;

    return fit->media == CX_MEDIA_VIDEO && imp->video->skip == 1
           ? attr & ~(1U << CX_ATTR_SKIPPABLE) : attr;
}


static cx_rc_t
cx_respond_attr(cx_respond_t *r, uint32_t bits, cx_ortb_bid_t *bid)
{
    uint8_t   *v;
    uint32_t   n;

    v = cx_arena_alloc(r->b->arena, 32);

    if (v == NULL) {
        return CX_ERROR;
    }

    for (n = 0; bits; bits &= bits - 1) {
        v[n++] = (uint8_t) __builtin_ctz(bits);
    }

    bid->attr = v;
    bid->nattr = n;

    return CX_OK;
}


/* the newest that both know; without a list, that of the creative */

static int32_t
cx_respond_protocol(const cx_ortb_ints_t *list, int32_t one,
    uint32_t protocols)
{
    uint32_t  i, asked;

    asked = list->n == 0 && one > 0 && one < 32 ? 1U << one : 0;

    for (i = 0; i < list->n; i++) {
        if (list->v[i] > 0 && list->v[i] < 32) {
            asked |= 1U << list->v[i];
        }
    }

    protocols &= asked ? asked : ~0U;

    return protocols ? 31 - __builtin_clz(protocols) : 0;
}


static void
cx_respond_timed(const cx_ortb_imp_t *imp, const cx_fit_t *fit,
    cx_ortb_bid_t *bid)
{
    uint32_t  protocols;

    protocols = fit->creative->protocols;

    if (fit->media == CX_MEDIA_VIDEO && imp->video != NULL) {
        bid->dur = fit->creative->duration_s;
        bid->protocol = cx_respond_protocol(&imp->video->protocols,
                                            imp->video->protocol, protocols);
    }

    if (fit->media == CX_MEDIA_AUDIO && imp->audio != NULL) {
        bid->dur = fit->creative->duration_s;
        bid->protocol = cx_respond_protocol(&imp->audio->protocols, CX_ABSENT,
                                            protocols);
    }
}


static cx_rc_t
cx_respond_markup(cx_respond_t *r, const cx_imp_decision_t *imp,
    const cx_offer_t *won, cx_ortb_bid_t *bid)
{
    const cx_fit_t           *fit;
    const cx_cat_variant_t   *variant;
    const cx_cat_creative_t  *creative;

    fit = &won->hit.fit[won->fit];
    creative = fit->creative;

    if (won->variant < creative->variants.n) {
        variant = cx_catalog_variant(won->hit.file,
                                     creative->variants.first + won->variant);
        bid->variant = cx_catalog_str(won->hit.file, variant->name);
    }

    if (bid->mtype != CX_MEDIA_NATIVE) {
        bid->template = cx_catalog_str(won->hit.file,
                                       cx_catalog_template(won->hit.file, fit,
                                                           won->variant));
        return CX_OK;
    }

    bid->native_request = imp->native;
    bid->native = cx_catalog_native(won->hit.file, creative->native - 1,
                                    r->b->arena);

    return bid->native != NULL ? CX_OK : CX_ERROR;
}


static uint32_t
cx_respond_short_hash(cx_str_t s)
{
    return s.len ? (uint32_t) cx_hash64(s.data, s.len, 0) : 0;
}


static cx_rc_t
cx_respond_tokens(cx_respond_t *r, const cx_offer_t *won, uint64_t id,
    cx_ortb_bid_t *bid)
{
    uint8_t             *mem;
    cx_str_t             user;
    cx_buf_t             exchange, browser;
    cx_token_t           t;
    const cx_cat_org_t  *org;

    mem = cx_arena_alloc(r->b->arena, 2 * (CX_TOKEN_MAX + CX_PAD));

    if (mem == NULL) {
        return CX_ERROR;
    }

    cx_buf_init(&exchange, mem, CX_TOKEN_MAX);
    cx_buf_init(&browser, mem + CX_TOKEN_MAX + CX_PAD, CX_TOKEN_MAX);

    org = cx_catalog_org(won->hit.file, won->hit.campaign->org);
    user = r->req->user_id;

    memset(&t, 0, sizeof(t));
    t.org = cx_respond_short_hash(cx_catalog_str(won->hit.file, org->id));
    t.campaign_slot = won->hit.campaign->slot;
    t.adgroup_slot = won->hit.adgroup->slot;
    t.creative = bid->crid;
    t.exchange = cx_respond_short_hash(r->b->conf->exchange->name);
    t.auction = r->req->r.id;
    t.impid = bid->impid;
    t.bid = id;
    t.price = won->price;
    t.currency = won->currency;
    t.rate = won->rate;
    t.qty = won->qty;
    t.reserved = won->reserved;
    t.bucket = won->bucket;
    t.epoch = won->epoch;
    t.user = cx_bid_user_hash(user);
    t.time_s = (uint32_t) r->b->now_s;
    t.variant = (uint8_t) won->variant;
    t.test = (uint8_t) cx_bid_is_test(r->req);

    if (cx_token_sign(r->keys, &t, &exchange, &browser) != CX_OK) {
        return CX_ERROR;
    }

    bid->exchange_token = cx_strn(mem, cx_buf_len(&exchange));
    bid->browser_token = cx_strn(browser.start, cx_buf_len(&browser));

    return CX_OK;
}


/* the decision's number and the bid's, which together are one more */

static cx_rc_t
cx_respond_id(cx_respond_t *r, uint64_t id, cx_str_t *text)
{
    cx_buf_t   b;
    uint8_t   *mem;

    mem = cx_arena_align(r->b->arena, CX_BID_ID_LEN, 1);

    if (mem == NULL) {
        return CX_ERROR;
    }

    cx_buf_init(&b, mem, CX_BID_ID_LEN);
    cx_put_hex(&b, id, CX_BID_ID_LEN);
    *text = cx_strn(mem, CX_BID_ID_LEN);

    return CX_OK;
}


static cx_rc_t
cx_respond_bid(cx_respond_t *r, const cx_imp_decision_t *imp,
    const cx_offer_t *won, cx_ortb_bid_t *bid)
{
    uint64_t                  id;
    const cx_fit_t           *fit;
    const cx_cat_more_t      *more;
    const cx_cat_creative_t  *creative;
    const cx_catalog_file_t  *file;

    file = won->hit.file;
    fit = &won->hit.fit[won->fit];
    creative = fit->creative;
    more = cx_catalog_more(file, creative);
    id = r->d->id + r->nbids;

    memset(bid, 0, sizeof(cx_ortb_bid_t));

    bid->impid = imp->imp->id;
    bid->price = won->price;
    bid->crid = cx_catalog_crid(file, fit);
    bid->adid = more != NULL && more->adid.len
                ? cx_catalog_str(file, more->adid) : bid->crid;
    bid->cid = cx_catalog_str(file, won->hit.campaign->id);
    bid->bundle = cx_catalog_str(file, won->hit.campaign->bundle);
    bid->w = fit->w;
    bid->h = fit->h;
    bid->api = creative->apis ? __builtin_ctz(creative->apis) : 0;
    bid->qagmediarating = creative->qagmediarating;
    bid->exp = (int32_t) won->life_s;
    bid->mtype = fit->media;
    bid->random = cx_hash_mix(id, r->b->random) >> 12;

    if (won->hit.deal != NULL) {
        bid->dealid = won->hit.deal->id;
    }

    if (more != NULL && more->langb.len) {
        bid->langb = cx_catalog_str(file, more->langb);

    } else if (creative->language[0]) {
        bid->language = cx_strn(creative->language, 2);
    }

    /* a film is charged by its Impression, but on a screen outdoors */

    bid->burl = fit->media == CX_MEDIA_BANNER || fit->media == CX_MEDIA_NATIVE
                || r->req->r.dooh != NULL;
    bid->multiplier = imp->imp->qty != NULL;

    bid->slotinpod = won->slotinpod;
    cx_respond_timed(imp->imp, fit, bid);

    if (cx_respond_id(r, id, &bid->id) != CX_OK
        || cx_respond_names(r, won, bid) != CX_OK
        || cx_respond_dsa(r, won, bid) != CX_OK
        || cx_respond_attr(r, cx_respond_attrs(imp->imp, fit), bid) != CX_OK
        || cx_respond_markup(r, imp, won, bid) != CX_OK)
    {
        return CX_ERROR;
    }

    return cx_respond_tokens(r, won, id, bid);
}


static cx_str_t
cx_respond_seat(const cx_respond_t *r, const cx_offer_t *won)
{
    return cx_catalog_seat(won->hit.file, won->hit.campaign,
                           r->b->conf->exchange->seat);
}


/* all bids of the seat, from this impression on */

static cx_rc_t
cx_respond_seatbid(cx_respond_t *r, cx_str_t seat, uint32_t first)
{
    uint32_t             i, k;
    cx_ortb_seatbid_t   *sb;
    cx_imp_decision_t   *imp;

    sb = &r->seatbid[r->nseatbids++];
    sb->seat = seat;
    sb->bid = &r->bid[r->nbids];
    sb->nbid = 0;

    for (i = first; i < r->d->nimps; i++) {
        imp = &r->d->imp[i];

        for (k = 0; k < imp->nwon; k++) {

            if (!cx_str_eq(cx_respond_seat(r, imp->won[k]), seat)) {
                continue;
            }

            if (cx_respond_bid(r, imp, imp->won[k], &r->bid[r->nbids])
                != CX_OK)
            {
                return CX_ERROR;
            }

            r->nbids++;
            sb->nbid++;
        }
    }

    return CX_OK;
}


static int
cx_respond_has_seat(const cx_respond_t *r, cx_str_t seat)
{
    uint32_t  i;

    for (i = 0; i < r->nseatbids; i++) {
        if (cx_str_eq(r->seatbid[i].seat, seat)) {
            return 1;
        }
    }

    return 0;
}


static cx_rc_t
cx_respond_fill(cx_respond_t *r)
{
    uint32_t            i, k;
    cx_str_t            seat;
    cx_imp_decision_t  *imp;

    r->bid = cx_arena_alloc(r->b->arena, r->d->nbids * sizeof(cx_ortb_bid_t));
    r->seatbid = cx_arena_alloc(r->b->arena,
                                r->d->nbids * sizeof(cx_ortb_seatbid_t));

    if (r->bid == NULL || r->seatbid == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < r->d->nimps; i++) {
        imp = &r->d->imp[i];

        for (k = 0; k < imp->nwon; k++) {
            seat = cx_respond_seat(r, imp->won[k]);

            if (!cx_respond_has_seat(r, seat)
                && cx_respond_seatbid(r, seat, i) != CX_OK)
            {
                return CX_ERROR;
            }
        }
    }

    return CX_OK;
}


static void
cx_respond_none(cx_decision_t *d, cx_nobid_e reason)
{
    uint32_t  i;

    for (i = 0; i < d->nimps; i++) {
        if (d->imp[i].nwon) {
            d->imp[i].winner = NULL;
            d->imp[i].nwon = 0;
            d->imp[i].reason = reason;
        }
    }

    d->nbids = 0;
    d->reason = reason;
}


static void
cx_respond_write(const cx_bid_t *b, const cx_ortb_response_t *res,
    cx_buf_t *out)
{
    if (b->format == CX_BID_PROTOBUF) {
        cx_openrtb_write_protobuf(out, res);

    } else {
        cx_openrtb_write(out, res);
    }
}


/* what would have to be escaped is no address */

static cx_rc_t
cx_respond_address(const cx_bid_t *b, cx_str_t *url)
{
    uint8_t  *mem;

    *url = b->conf->notice_url;
    mem = cx_arena_align(b->arena, url->len + CX_PAD, 1);

    if (mem == NULL || cx_text_json(mem, mem + url->len, *url) == NULL) {
        return CX_ERROR;
    }

    url->data = mem;

    return CX_OK;
}


static cx_rc_t
cx_respond(const cx_bid_t *b, const cx_openrtb_request_t *req,
    cx_decision_t *d, cx_buf_t *out)
{
    uint8_t             cur[3];
    cx_respond_t        r;
    cx_ortb_response_t  res;

    memset(&r, 0, sizeof(r));
    r.b = b;
    r.req = req;
    r.keys = b->conf->exchange->keys != NULL ? b->conf->exchange->keys
                                             : b->conf->keys;
    r.d = d;

    memset(&res, 0, sizeof(res));

    if (cx_respond_fill(&r) != CX_OK
        || cx_respond_id(&r, d->id, &res.bidid) != CX_OK
        || cx_respond_address(b, &res.notice_url) != CX_OK)
    {
        cx_respond_none(d, CX_NOBID_TOO_LARGE);
        return CX_DECLINED;
    }

    cur[0] = (uint8_t) (d->currency >> 16);
    cur[1] = (uint8_t) (d->currency >> 8);
    cur[2] = (uint8_t) d->currency;

    res.id = req->r.id;
    res.cur = cx_strn(cur, 3);
    res.domain = req->domain;
    res.unit = cx_respond_units[b->conf->exchange->price];
    res.nbr = -1;
    res.seatbid = r.seatbid;
    res.nseatbid = r.nseatbids;

    cx_respond_write(b, &res, out);

    return out->overflow ? CX_ERROR : CX_OK;
}


static cx_rc_t
cx_respond_nbr(const cx_bid_t *b, const cx_openrtb_request_t *req,
    const cx_decision_t *d, cx_buf_t *out)
{
    cx_ortb_response_t  res;

    if (!b->nbr && b->conf->exchange->nobid != CX_NOBID_AS_NBR) {
        return CX_DECLINED;
    }

    memset(&res, 0, sizeof(res));
    res.id = req->r.id;
    res.nbr = cx_nobid_nbr(d->reason);

    cx_respond_write(b, &res, out);

    return out->overflow ? CX_ERROR : CX_OK;
}


cx_rc_t
cx_bid_write(const cx_bid_t *b, const cx_openrtb_request_t *req,
    cx_decision_t *d, cx_buf_t *out)
{
    cx_rc_t   rc;
    uint64_t  start, end;

    start = b->untimed ? 0 : b->ports->now_ns(b->ports->data);
    rc = d->nbids ? cx_respond(b, req, d, out) : CX_DECLINED;

    if (rc == CX_DECLINED) {
        rc = cx_respond_nbr(b, req, d, out);
    }

    end = b->untimed ? 0 : b->ports->now_ns(b->ports->data);

    d->stage_ns[CX_STAGE_WRITE] = end > start ? end - start : 0;

    /* an answer that did not fit may be written again, into more room */

    if (rc != CX_ERROR) {
        b->ports->emit(b->ports->data, req, d);
    }

    return rc;
}
