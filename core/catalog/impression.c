/* what an impression says in the dimensions that are taken from it */

#include "core/catalog/match.h"


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


static int
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
