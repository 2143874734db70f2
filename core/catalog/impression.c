/* what an impression says, and which of an ad group's creatives fit it */

#include "core/catalog/match.h"


#define CX_FIT_NATIVE_ROOM  2560


static int
cx_format_ok(const cx_ortb_format_t *f, int32_t w, int32_t h)
{
    if (f->w > 0 && f->h > 0) {
        return f->w == w && f->h == h;
    }

    return f->wratio > 0 && f->hratio > 0
           && (int64_t) w * f->hratio == (int64_t) h * f->wratio
           && w >= f->wmin;
}


static int
cx_side_ok(int32_t v, int32_t fixed, int32_t min, int32_t max)
{
    if (min <= 0 && max <= 0) {
        return v == fixed;
    }

    return v >= min && (max <= 0 || v <= max);
}


int
cx_banner_is_flexible(const cx_ortb_banner_t *b)
{
    uint32_t  i;

    for (i = 0; i < b->format.n; i++) {
        if (b->format.v[i].w <= 0 || b->format.v[i].h <= 0) {
            return 1;
        }
    }

    return b->format.n == 0
           && (b->wmin > 0 || b->wmax > 0 || b->hmin > 0 || b->hmax > 0);
}


int
cx_banner_size_ok(const cx_ortb_banner_t *b, int32_t w, int32_t h)
{
    uint32_t  i;

    for (i = 0; i < b->format.n; i++) {
        if (cx_format_ok(&b->format.v[i], w, h)) {
            return 1;
        }
    }

    return b->format.n == 0 && cx_side_ok(w, b->w, b->wmin, b->wmax)
           && cx_side_ok(h, b->h, b->hmin, b->hmax);
}


static void
cx_terms_size(cx_termlist_t *l, int32_t w, int32_t h)
{
    if (w > 0 && w <= CX_FORMAT_SIZE_MAX && h > 0 && h <= CX_FORMAT_SIZE_MAX) {
        cx_term_int(l, CX_DIM_FORMAT, CX_FORMAT_BANNER(w, h));
    }
}


static void
cx_terms_banner(cx_termlist_t *l, const cx_ortb_banner_t *b)
{
    uint32_t  i;

    if (cx_banner_is_flexible(b)) {
        cx_term_int(l, CX_DIM_FORMAT, 0);
        return;
    }

    for (i = 0; i < b->format.n; i++) {
        cx_terms_size(l, b->format.v[i].w, b->format.v[i].h);
    }

    if (b->format.n == 0) {
        cx_terms_size(l, b->w, b->h);
    }
}


static void
cx_terms_mimes(cx_termlist_t *l, uint32_t class, const cx_ortb_strs_t *mimes)
{
    uint32_t  i;

    /* no MIME type at all: the player takes what it gets */

    if (mimes->n == 0) {
        cx_term_int(l, CX_DIM_FORMAT, class);
        return;
    }

    for (i = 0; i < mimes->n; i++) {
        cx_term_class(l, CX_DIM_FORMAT, class, mimes->v[i]);
    }
}


/* what the deprecated placement says of the same */

static cx_placement_e
cx_video_placement(const cx_ortb_video_t *v)
{
    static const uint8_t  now[] = {
        CX_PLACEMENT_NONE, CX_PLACEMENT_INSTREAM, CX_PLACEMENT_ACCOMPANYING,
        CX_PLACEMENT_INTERSTITIAL_VIDEO, CX_PLACEMENT_STANDALONE,
        CX_PLACEMENT_PAUSE, CX_PLACEMENT_SCREENSAVER, CX_PLACEMENT_OVERLAY,
        CX_PLACEMENT_SQUEEZEBACK, CX_PLACEMENT_IN_SCENE
    };

    static const uint8_t  before[] = {
        CX_PLACEMENT_NONE, CX_PLACEMENT_INSTREAM, CX_PLACEMENT_STANDALONE,
        CX_PLACEMENT_STANDALONE, CX_PLACEMENT_STANDALONE,
        CX_PLACEMENT_INTERSTITIAL_VIDEO
    };

    if (v->plcmt > 0) {
        return (size_t) v->plcmt < cx_nelts(now) ? now[v->plcmt]
                                                 : CX_PLACEMENT_NONE;
    }

    return v->placement > 0 && (size_t) v->placement < cx_nelts(before)
           ? before[v->placement] : CX_PLACEMENT_NONE;
}


static void
cx_terms_placement(cx_termlist_t *l, const cx_ortb_imp_t *imp)
{
    int             rewarded;
    cx_placement_e  placement;

    if (!cx_term_asked(l, CX_DIM_PLACEMENT)) {
        return;
    }

    rewarded = imp->rwdd == 1 || (imp->ext != NULL && imp->ext->rewarded == 1);

    if (imp->instl == 1) {
        cx_term_int(l, CX_DIM_PLACEMENT, CX_PLACEMENT_INTERSTITIAL);
    }

    if (rewarded) {
        cx_term_int(l, CX_DIM_PLACEMENT, CX_PLACEMENT_REWARDED);
    }

    if (imp->instl != 1 && !rewarded) {
        cx_term_int(l, CX_DIM_PLACEMENT, CX_PLACEMENT_STANDARD);
    }

    placement = imp->video != NULL ? cx_video_placement(imp->video)
                                   : CX_PLACEMENT_NONE;

    if (placement != CX_PLACEMENT_NONE) {
        cx_term_int(l, CX_DIM_PLACEMENT, placement);
    }
}


void
cx_terms_imp(cx_termlist_t *l, const cx_ortb_imp_t *imp, int native)
{
    uint32_t  i;
    int32_t   pos;

    if (imp->banner != NULL) {
        cx_terms_banner(l, imp->banner);
    }

    if (imp->video != NULL) {
        cx_terms_mimes(l, CX_FORMAT_VIDEO, &imp->video->mimes);
    }

    if (imp->audio != NULL) {
        cx_terms_mimes(l, CX_FORMAT_AUDIO, &imp->audio->mimes);
    }

    if (native) {
        cx_term_int(l, CX_DIM_FORMAT, CX_FORMAT_NATIVE);
    }

    for (i = 0; imp->pmp != NULL && i < imp->pmp->deals.n; i++) {
        cx_term_str(l, CX_DIM_DEAL, imp->pmp->deals.v[i].id);
    }

    pos = imp->banner != NULL ? imp->banner->pos
          : imp->video != NULL ? imp->video->pos : CX_ABSENT;

    if (pos > 0) {
        cx_term_int(l, CX_DIM_POSITION, (uint32_t) pos);
    }

    cx_terms_placement(l, imp);
}


static int
cx_ints_have(const cx_ortb_ints_t *list, int32_t v)
{
    uint32_t  i;

    for (i = 0; i < list->n; i++) {
        if (list->v[i] == v) {
            return 1;
        }
    }

    return 0;
}


/* any of the bits in the list; both may leave it open */

static int
cx_bits_meet(uint32_t bits, const cx_ortb_ints_t *list)
{
    uint32_t  i;

    for (i = 0; i < list->n; i++) {
        if (list->v[i] >= 0 && list->v[i] < 32 && bits >> list->v[i] & 1) {
            return 1;
        }
    }

    return 0;
}


static int
cx_mime_ok(const cx_plan_t *p, const cx_cat_creative_t *c,
    const cx_ortb_strs_t *mimes)
{
    uint32_t  i;
    cx_str_t  mime;

    if (mimes->n == 0 || c->mime == 0) {
        return 1;
    }

    mime = cx_catalog_name(p->f, c->mime - 1);

    for (i = 0; i < mimes->n; i++) {
        if (cx_cat_name_eq(mime, mimes->v[i], 0)) {
            return 1;
        }
    }

    return 0;
}


static int
cx_duration_ok(int32_t d, int32_t min, int32_t max, int32_t extended,
    const cx_ortb_ints_t *exact)
{
    if (exact->n) {
        return cx_ints_have(exact, d);
    }

    if (d < min) {
        return 0;
    }

    return max <= 0 || extended < 0 || d <= (int64_t) max + extended;
}


static int
cx_bitrate_ok(int32_t rate, int32_t min, int32_t max)
{
    return rate == 0 || (rate >= min && (max <= 0 || rate <= max));
}


static int
cx_fit_video(const cx_plan_t *p, const cx_cat_creative_t *c,
    const cx_ortb_video_t *v)
{
    if (!cx_mime_ok(p, c, &v->mimes)
        || !cx_duration_ok(c->duration_s, v->minduration, v->maxduration,
                           v->maxextended, &v->rqddurs)
        || !cx_bitrate_ok(c->bitrate, v->minbitrate, v->maxbitrate))
    {
        return 0;
    }

    if (v->protocols.n && c->protocols
        && !cx_bits_meet(c->protocols, &v->protocols))
    {
        return 0;
    }

    if (v->linearity && c->linearity && v->linearity != c->linearity) {
        return 0;
    }

    /* an API that the markup needs and the player does not name is missing */

    if (c->apis && !cx_bits_meet(c->apis, &v->api)) {
        return 0;
    }

    return v->boxingallowed || v->w <= 0 || v->h <= 0 || c->w == 0
           || (int64_t) v->w * c->h == (int64_t) v->h * c->w;
}


static int
cx_fit_audio(const cx_plan_t *p, const cx_cat_creative_t *c,
    const cx_ortb_audio_t *a)
{
    return cx_mime_ok(p, c, &a->mimes)
           && cx_duration_ok(c->duration_s, a->minduration, a->maxduration,
                             a->maxextended, &a->rqddurs)
           && cx_bitrate_ok(c->bitrate, a->minbitrate, a->maxbitrate)
           && (a->protocols.n == 0 || c->protocols == 0
               || cx_bits_meet(c->protocols, &a->protocols))
           && (c->apis == 0 || cx_bits_meet(c->apis, &a->api));
}


static int
cx_fit_native(const cx_plan_t *p, const cx_cat_creative_t *c,
    const cx_ortb_native_request_t *nr)
{
    int32_t                     asset;
    cx_arena_t                  arena;
    const cx_ortb_native_ad_t  *ad;
    uint8_t  room[CX_FIT_NATIVE_ROOM] __attribute__((aligned(16)));

    cx_arena_init(&arena, room, sizeof(room));

    ad = cx_catalog_native(p->f, c->native - 1, &arena);

    return ad != NULL && cx_native_fits(ad, nr, &asset) == CX_OK;
}


/* fits, and at which size */

static int
cx_fit_creative(cx_match_t *m, const cx_plan_t *p, const cx_cat_creative_t *c,
    cx_fit_t *fit)
{
    const cx_ortb_imp_t  *imp;

    imp = m->imp;
    fit->w = c->w;
    fit->h = c->h;
    fit->companions = 0;

    switch (c->media) {

    case CX_MEDIA_BANNER:
        return imp->banner != NULL
               && cx_banner_size_ok(imp->banner, c->w, c->h)
               && (c->apis == 0 || cx_bits_meet(c->apis, &imp->banner->api));

    case CX_MEDIA_VIDEO:
        if (imp->video == NULL || !cx_fit_video(p, c, imp->video)) {
            return 0;
        }

        if (imp->video->w > 0 && imp->video->h > 0) {
            fit->w = imp->video->w;
            fit->h = imp->video->h;
        }

        return 1;

    case CX_MEDIA_AUDIO:
        return imp->audio != NULL && cx_fit_audio(p, c, imp->audio);

    default:
        return m->native != NULL && cx_fit_native(p, c, m->native);
    }
}


int
cx_fit_adgroup(cx_match_t *m, cx_plan_t *p, uint32_t i, cx_hit_t *hit)
{
    uint32_t                  j, n;
    cx_fit_t                 *fit;
    cx_cat_run_t              run;
    const cx_cat_creative_t  *c;

    run = p->f->s_ADGROUPS[i].creatives;
    n = 0;

    for (j = run.first; j < run.first + run.n && n < CX_FITS_MAX; j++) {
        c = &p->f->s_CREATIVES[j];
        fit = &hit->fit[n];

        if (cx_fit_creative(m, p, c, fit)) {
            fit->creative = c;
            fit->index = j;
            fit->media = c->media;
            n++;
        }
    }

    hit->nfits = n;

    return n != 0;
}


/* a deal that does not let this advertiser in is as if it were not there */

static int
cx_deal_seat_ok(const cx_plan_t *p, const cx_ortb_deal_t *deal,
    const cx_cat_campaign_t *c)
{
    uint32_t  i;
    cx_str_t  seat;

    seat = cx_catalog_str(p->f, p->f->s_ORGS[c->org].seat);

    for (i = 0; i < deal->wseat.n; i++) {
        if (cx_str_eq_nocase(seat, deal->wseat.v[i])) {
            return 1;
        }
    }

    return deal->wseat.n == 0;
}


/* one domain that is not allowed is enough to be kept out */

static int
cx_deal_domains_ok(const cx_plan_t *p, const cx_ortb_deal_t *deal,
    const cx_cat_campaign_t *c)
{
    uint32_t         i, k;
    cx_str_t         domain;
    const uint32_t  *names;

    if (deal->wadomain.n == 0) {
        return 1;
    }

    names = cx_catalog_names(p->f, c->adomain);

    for (i = 0; i < c->adomain.n; i++) {
        domain = cx_catalog_name(p->f, names[i]);

        for (k = 0; k < deal->wadomain.n; k++) {
            if (cx_domain_under(domain, cx_host(deal->wadomain.v[k]))) {
                break;
            }
        }

        if (k == deal->wadomain.n) {
            return 0;
        }
    }

    return c->adomain.n != 0;
}


static int
cx_deal_admits(const cx_plan_t *p, const cx_ortb_deal_t *deal,
    const cx_cat_campaign_t *c)
{
    return cx_deal_seat_ok(p, deal, c) && cx_deal_domains_ok(p, deal, c);
}


/* is the ad group one of the deal's? */

static int
cx_deal_of_adgroup(const cx_plan_t *p, const cx_ortb_deal_t *deal, uint32_t i)
{
    uint32_t               name, lo, hi, mid;
    const uint32_t        *ids;
    const cx_cat_value_t  *v;

    name = cx_cat_name(p->f, deal->id, 1);
    v = name == CX_NO_NAME ? NULL : cx_cat_value(p->f, CX_DIM_DEAL, name);

    if (v == NULL) {
        return 0;
    }

    ids = p->f->s_POSTINGS + v->incl.off;

    for (lo = 0, hi = v->incl.n; lo < hi; /* void */) {
        mid = lo + (hi - lo) / 2;

        if (ids[mid] < i) {
            lo = mid + 1;

        } else {
            hi = mid;
        }
    }

    return lo < v->incl.n && ids[lo] == i;
}


/* can the ad group pay its floor at all? */

static int
cx_deal_payable(const cx_ortb_deal_t *deal, const cx_hit_t *hit)
{
    uint32_t  currency;

    if (deal->bidfloor <= 0) {
        return 1;
    }

    currency = deal->bidfloorcur.len ? cx_currency(deal->bidfloorcur) : CX_USD;

    return currency == hit->campaign->currency
           && (hit->adgroup->max_cpm <= 0
               || deal->bidfloor <= hit->adgroup->max_cpm);
}


/*
 * The better of two deals that admit the ad group: one whose floor it can
 * pay; then a guaranteed one; then the lower floor, because the price is not
 * known before the offer is scored and may be anything up to max_cpm.  Of
 * equals, and of those that it cannot pay, the first stays: the auction then
 * names its floor as the reason.
 */

static int
cx_deal_better(const cx_ortb_deal_t *a, const cx_ortb_deal_t *b,
    const cx_hit_t *hit)
{
    if (!cx_deal_payable(a, hit)) {
        return 0;
    }

    if (!cx_deal_payable(b, hit)) {
        return 1;
    }

    if ((a->guar == 1) != (b->guar == 1)) {
        return a->guar == 1;
    }

    return cx_max(a->bidfloor, 0) < cx_max(b->bidfloor, 0);
}


cx_rc_t
cx_fit_deal(cx_match_t *m, cx_plan_t *p, uint32_t i, cx_hit_t *hit)
{
    uint32_t               k;
    const cx_ortb_pmp_t   *pmp;
    const cx_ortb_deal_t  *deal;

    hit->deal = NULL;

    if (!(hit->adgroup->flags & CX_ADGROUP_DEALS)) {
        return CX_OK;
    }

    pmp = m->imp->pmp;

    for (k = 0; pmp != NULL && k < pmp->deals.n; k++) {
        deal = &pmp->deals.v[k];

        if ((hit->deal == NULL || cx_deal_better(deal, hit->deal, hit))
            && cx_deal_of_adgroup(p, deal, i)
            && cx_deal_admits(p, deal, hit->campaign))
        {
            hit->deal = deal;
        }
    }

    return hit->deal != NULL ? CX_OK : CX_DECLINED;
}
