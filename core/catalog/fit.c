/* which of an ad group's creatives fit an impression, and at what one fails */

#include "core/catalog/match.h"


#define CX_FIT_NATIVE_ROOM  2560


const char *const  cx_misfits[CX_MISFIT_MAX] = {
#define CX_MISFIT_PATH(id, path)  path,
    CX_MISFITS(CX_MISFIT_PATH)
#undef CX_MISFIT_PATH
};


/* the bits of a list; what is not in 32 of them nobody has */

static uint32_t
cx_ints_bits(const cx_ortb_ints_t *list)
{
    uint32_t  i, bits;

    for (i = 0, bits = 0; i < list->n; i++) {
        if (list->v[i] >= 0 && list->v[i] < 32) {
            bits |= 1U << list->v[i];
        }
    }

    return bits;
}


/* the same; a list that says nothing allows all */

static uint32_t
cx_ints_allowed(const cx_ortb_ints_t *list)
{
    return list->n ? cx_ints_bits(list) : ~0U;
}


/*
 * Durations of a slot; no ad is longer than the pod that it is for.  Where
 * the player would go on for as long as it takes there is no upper bound.
 */

static void
cx_asked_durations(cx_asked_t *a, int32_t min, int32_t max, int32_t extended,
    int32_t poddur)
{
    a->min = min;
    a->max = max <= 0 || extended < 0 ? INT64_MAX : (int64_t) max + extended;
    a->pod = poddur > 0 ? poddur : INT64_MAX;
    a->most = cx_min(a->max, a->pod);
}


static void
cx_asked_video(cx_asked_t *a, const cx_ortb_video_t *v)
{
    cx_mimes_begin(&a->mimes, &v->mimes);
    a->exact = &v->rqddurs;
    a->protocols = cx_ints_allowed(&v->protocols);

    /* the one of earlier versions, where there is no list of them */

    if (v->protocols.n == 0 && v->protocol > 0 && v->protocol < 32) {
        a->protocols = 1U << v->protocol;
    }

    a->delivery = cx_ints_allowed(&v->delivery);
    a->companions = cx_ints_allowed(&v->companiontype);
    a->apis = cx_ints_bits(&v->api);
    a->places = v->companionad.v;
    a->nplaces = v->companionad.n;
    a->minbitrate = v->minbitrate;
    a->maxbitrate = v->maxbitrate > 0 ? v->maxbitrate : INT32_MAX;
    a->linearity = v->linearity;
    a->skips = v->skip == 1;
    a->skipmin = v->skipmin;
    a->skipafter = v->skipafter;
    a->anyskip = v->skip != 1 && v->skipmin <= 0 && v->skipafter <= 0;
    a->w = v->w;
    a->h = v->h;
    a->boxing = v->boxingallowed || v->w <= 0 || v->h <= 0;

    cx_asked_durations(a, v->minduration, v->maxduration, v->maxextended,
                       v->poddur);
}


static void
cx_asked_audio(cx_asked_t *a, const cx_ortb_audio_t *v)
{
    cx_mimes_begin(&a->mimes, &v->mimes);
    a->exact = &v->rqddurs;
    a->protocols = cx_ints_allowed(&v->protocols);
    a->delivery = cx_ints_allowed(&v->delivery);
    a->companions = cx_ints_allowed(&v->companiontype);
    a->apis = cx_ints_bits(&v->api);
    a->places = v->companionad.v;
    a->nplaces = v->companionad.n;
    a->minbitrate = v->minbitrate;
    a->maxbitrate = v->maxbitrate > 0 ? v->maxbitrate : INT32_MAX;
    a->linearity = 0;
    a->skips = 0;
    a->skipmin = 0;
    a->skipafter = 0;
    a->anyskip = 1;
    a->w = 0;
    a->h = 0;
    a->boxing = 1;

    cx_asked_durations(a, v->minduration, v->maxduration, v->maxextended,
                       v->poddur);
}


/* rqddurs of any length: a bit for each second that a creative may last */

static cx_rc_t
cx_asked_exact(cx_asked_t *a, cx_arena_t *arena)
{
    int32_t   s;
    uint32_t  i;

    a->seconds = NULL;

    if (a->exact->n <= CX_LIST_SHORT) {
        return CX_OK;
    }

    if (a->seconds_room == NULL) {
        a->seconds_room = cx_arena_alloc(arena, CX_SECONDS_WORDS
                                                * sizeof(uint64_t));

        if (a->seconds_room == NULL) {
            return CX_ERROR;
        }
    }

    a->seconds = a->seconds_room;
    memset(a->seconds, 0, CX_SECONDS_WORDS * sizeof(uint64_t));

    for (i = 0; i < a->exact->n; i++) {
        s = a->exact->v[i];

        if (s >= 0 && s < CX_SECONDS_WORDS * 64) {
            a->seconds[s / 64] |= 1ULL << s % 64;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_asked_places(cx_asked_t *a, cx_arena_t *arena)
{
    size_t    size;
    uint32_t  i, n;

    a->placed = NULL;

    for (i = 0, n = 0; i < a->nplaces && n <= CX_LIST_SHORT; i++) {
        n += 1 + a->places[i].format.n + a->places[i].mimes.n;
    }

    if (n <= CX_LIST_SHORT) {
        return CX_OK;
    }

    size = CX_PLACED_MEMO * sizeof(cx_placed_t);

    if (a->placed_room == NULL) {
        a->placed_room = cx_arena_alloc(arena, size);

        if (a->placed_room == NULL) {
            return CX_ERROR;
        }
    }

    a->placed = a->placed_room;
    memset(a->placed, 0, size);

    return CX_OK;
}


cx_rc_t
cx_fit_begin(cx_match_t *m)
{
    uint32_t              i;
    cx_asked_t           *a;
    const cx_ortb_imp_t  *imp;

    imp = m->imp;

    if (imp->video != NULL) {
        cx_asked_video(&m->asked[CX_ASKED_VIDEO], imp->video);
    }

    if (imp->audio != NULL) {
        cx_asked_audio(&m->asked[CX_ASKED_AUDIO], imp->audio);
    }

    for (i = 0; i < 2; i++) {
        a = &m->asked[i];

        if ((i == CX_ASKED_VIDEO ? imp->video != NULL : imp->audio != NULL)
            && (cx_asked_exact(a, m->arena) != CX_OK
                || cx_asked_places(a, m->arena) != CX_OK))
        {
            return CX_ERROR;
        }
    }

    m->media = (uint32_t) (imp->banner != NULL) << CX_MEDIA_BANNER
               | (uint32_t) (imp->video != NULL) << CX_MEDIA_VIDEO
               | (uint32_t) (imp->audio != NULL) << CX_MEDIA_AUDIO
               | (uint32_t) (m->native != NULL) << CX_MEDIA_NATIVE;
    m->apis = imp->banner != NULL ? cx_ints_bits(&imp->banner->api) : 0;
    m->video_w = 0;

    if (imp->video != NULL && imp->video->w > 0 && imp->video->h > 0) {
        m->video_w = imp->video->w;
        m->video_h = imp->video->h;
    }

    m->native_apis = imp->native != NULL ? cx_ints_bits(&imp->native->api) : 0;

    if (m->native != NULL
        && cx_native_needs(&m->needs, m->native, m->arena) != CX_OK)
    {
        return CX_ERROR;
    }

    return imp->banner != NULL ? cx_sizes_make(&m->sizes, imp->banner,
                                               m->in.seed, m->arena)
                               : CX_OK;
}


static int
cx_fit_exact(const cx_asked_t *a, int32_t d)
{
    uint32_t  i;

    if (a->seconds != NULL && d >= 0 && d < CX_SECONDS_WORDS * 64) {
        return a->seconds[d / 64] >> d % 64 & 1;
    }

    for (i = 0; i < a->exact->n; i++) {
        if (a->exact->v[i] == d) {
            return 1;
        }
    }

    return 0;
}


static inline int
cx_fit_duration(const cx_asked_t *a, int32_t d)
{
    return a->exact->n ? d <= a->pod && cx_fit_exact(a, d)
                       : d >= a->min && d <= a->most;
}


/*
 * 7.4: a player that skips leaves no room for an ad's own button, as that of
 * which nothing but the attribute is known; a skipoffset of VAST is the
 * player's to follow.  One that does not lets an ad that can.  What is not
 * long, or not yet, is not skipped by either.
 */

static int
cx_fit_skip(const cx_asked_t *a, const cx_cat_creative_t *c)
{
    return !c->skippable
           || (!(a->skips && c->skip_s == CX_SKIP_UNKNOWN)
               && (a->skipmin <= 0 || c->duration_s > a->skipmin)
               && c->skip_s >= a->skipafter);
}


static int
cx_fit_bitrate(const cx_asked_t *a, int32_t rate)
{
    return rate == 0
           || (rate >= a->minbitrate && rate <= a->maxbitrate);
}


static int
cx_fit_place(const cx_plan_t *p, const cx_cat_companion_t *companion,
    const cx_asked_t *a)
{
    uint32_t                 k;
    const cx_ortb_banner_t  *place;

    for (k = 0; k < a->nplaces; k++) {
        place = &a->places[k];

        if (cx_banner_size_ok(place, companion->w, companion->h)
            && (place->mimes.n == 0 || companion->mime == 0
                || cx_cat_mime_listed(p->f, companion->mime - 1,
                                      &place->mimes)))
        {
            return 1;
        }
    }

    return 0;
}


static int
cx_fit_companion(const cx_plan_t *p, const cx_cat_companion_t *companion,
    const cx_asked_t *a)
{
    uint64_t      key;
    cx_placed_t  *memo;

    if (!(a->companions >> companion->type & 1)) {
        return 0;
    }

    if (a->placed == NULL) {
        return cx_fit_place(p, companion, a);
    }

    key = (uint64_t) companion->w << 32 | companion->h;
    memo = &a->placed[cx_hash_mix(key, companion->mime) % CX_PLACED_MEMO];

    if (memo->file != p->f || memo->w != companion->w
        || memo->h != companion->h || memo->mime != companion->mime)
    {
        memo->file = p->f;
        memo->w = companion->w;
        memo->h = companion->h;
        memo->mime = companion->mime;
        memo->placed = (uint32_t) cx_fit_place(p, companion, a);
    }

    return (int) memo->placed;
}


/* is there a place for each of its companions? */

static int
cx_fit_companions(const cx_plan_t *p, const cx_cat_creative_t *c,
    const cx_asked_t *a)
{
    uint32_t              i;
    const cx_cat_more_t  *more;

    more = &p->f->s_MORE[c->more - 1];

    for (i = 0; i < more->companions.n; i++) {
        if (!cx_fit_companion(p, &p->f->s_COMPANIONS[more->companions.first
                                                     + i], a))
        {
            return 0;
        }
    }

    return i != 0;
}


/* what is not known of the creative keeps it from nothing */

static cx_misfit_e
cx_fit_stream(const cx_plan_t *p, const cx_cat_creative_t *c, cx_asked_t *a)
{
    if (!cx_catalog_mime_ok(p->f, c, &a->mimes)) {
        return CX_MISFIT_MIME;
    }

    if (a->linearity && c->linearity && a->linearity != c->linearity) {
        return CX_MISFIT_LINEARITY;
    }

    if (c->protocols && !(c->protocols & a->protocols)) {
        return CX_MISFIT_PROTOCOL;
    }

    /* an API that the markup needs and the player does not name is missing */

    if (c->apis && !(c->apis & a->apis)) {
        return CX_MISFIT_API;
    }

    if (c->delivery && !(c->delivery & a->delivery)) {
        return CX_MISFIT_DELIVERY;
    }

    if (!cx_fit_bitrate(a, c->bitrate)) {
        return CX_MISFIT_BITRATE;
    }

    if (!cx_fit_duration(a, c->duration_s)) {
        return CX_MISFIT_DURATION;
    }

    if (!cx_fit_skip(a, c)) {
        return CX_MISFIT_SKIP;
    }

    return a->boxing || c->w == 0
           || (int64_t) a->w * c->h == (int64_t) a->h * c->w
           ? CX_MISFIT_NONE : CX_MISFIT_BOXING;
}


static cx_misfit_e
cx_fit_banner(const cx_match_t *m, const cx_cat_creative_t *c)
{
    if (!cx_sizes_ok(&m->sizes, c->w, c->h)) {
        return CX_MISFIT_SIZE;
    }

    return c->apis == 0 || (c->apis & m->apis) ? CX_MISFIT_NONE
                                               : CX_MISFIT_API;
}


/* who asks for much has fewer looked at for it */

static cx_misfit_e
cx_fit_native(cx_match_t *m, const cx_plan_t *p, const cx_cat_creative_t *c)
{
    cx_arena_t                  arena;
    const cx_ortb_native_ad_t  *ad;
    uint8_t  room[CX_FIT_NATIVE_ROOM] __attribute__((aligned(16)));

    if (c->apis && !(c->apis & m->native_apis)) {
        return CX_MISFIT_API;
    }

    if (m->needs.cost > CX_LIST_SHORT) {
        cx_match_spend(m, m->needs.cost);
    }

    cx_arena_init(&arena, room, sizeof(room));

    ad = cx_catalog_native(p->f, c->native - 1, &arena);

    return ad != NULL && cx_native_meets(ad, &m->needs) ? CX_MISFIT_NONE
                                                        : CX_MISFIT_NATIVE;
}


static cx_misfit_e
cx_why_creative(cx_match_t *m, const cx_plan_t *p, const cx_cat_creative_t *c)
{
    if (c->screen && m->in.req->r.dooh == NULL) {
        return CX_MISFIT_SCREEN;
    }

    if (!(m->media >> c->media & 1)) {
        return CX_MISFIT_MEDIA;
    }

    switch (c->media) {

    case CX_MEDIA_BANNER:
        return cx_fit_banner(m, c);

    case CX_MEDIA_VIDEO:
        return cx_fit_stream(p, c, &m->asked[CX_ASKED_VIDEO]);

    case CX_MEDIA_AUDIO:
        return cx_fit_stream(p, c, &m->asked[CX_ASKED_AUDIO]);

    default:
        return cx_fit_native(m, p, c);
    }
}


/* the same as cx_fit_stream(), without the reason */

static inline int
cx_stream_fits(const cx_plan_t *p, const cx_cat_creative_t *c, cx_asked_t *a)
{
    const cx_mimes_memo_t  *memo;

    memo = &a->mimes.memo[(c->mime - 1) & (CX_MIMES_MEMO - 1)];

    /* the first type decides, unless it may be of others or is of all */

    if (memo->mime != c->mime || memo->file != p->f
        || (memo->listed ? c->allmimes : c->more != 0))
    {
        if (!cx_catalog_mime_ok(p->f, c, &a->mimes)) {
            return 0;
        }

    } else if (!memo->listed) {
        return 0;
    }

    return (c->protocols == 0 || (c->protocols & a->protocols))
           && (c->apis == 0 || (c->apis & a->apis))
           && (c->delivery == 0 || (c->delivery & a->delivery))
           && (a->linearity == 0 || c->linearity == 0
               || a->linearity == c->linearity)
           && cx_fit_bitrate(a, c->bitrate)
           && cx_fit_duration(a, c->duration_s)
           && (a->anyskip || cx_fit_skip(a, c))
           && (a->boxing || c->w == 0
               || (int64_t) a->w * c->h == (int64_t) a->h * c->w);
}


static inline int
cx_banner_fits(const cx_match_t *m, const cx_cat_creative_t *c)
{
    uint32_t  i, key;

    if (m->sizes.nexact == 0) {
        return cx_fit_banner(m, c) == CX_MISFIT_NONE;
    }

    key = cx_size_key(c->w, c->h);

    for (i = 0; i < m->sizes.nexact; i++) {
        if (m->sizes.exact[i] == key) {
            return c->apis == 0 || (c->apis & m->apis);
        }
    }

    return 0;
}


/* most creatives are looked at to learn whether, not why */

#define CX_FIT_YES         1
#define CX_FIT_COMPANIONS  2


static uint32_t
cx_kind_fits(cx_match_t *m, const cx_plan_t *p, const cx_cat_creative_t *c)
{
    cx_asked_t  *a;

    if (!(m->media >> c->media & 1)
        || (c->screen && m->in.req->r.dooh == NULL))
    {
        return 0;
    }

    if (c->media == CX_MEDIA_BANNER) {
        return cx_banner_fits(m, c) ? CX_FIT_YES : 0;
    }

    if (c->media == CX_MEDIA_NATIVE) {
        return cx_fit_native(m, p, c) == CX_MISFIT_NONE ? CX_FIT_YES : 0;
    }

    a = &m->asked[c->media == CX_MEDIA_AUDIO ? CX_ASKED_AUDIO
                                             : CX_ASKED_VIDEO];

    if (!cx_stream_fits(p, c, a)) {
        return 0;
    }

    return a->nplaces != 0 && c->more != 0 && cx_fit_companions(p, c, a)
           ? CX_FIT_YES | CX_FIT_COMPANIONS : CX_FIT_YES;
}


/* the kind is told before the look is there; a native ad is one of its own */

static inline uint32_t
cx_look_fits(cx_match_t *m, cx_plan_t *p, uint32_t look)
{
    uint32_t                  kind, fits;
    uint64_t                 *memo, tag;
    const cx_cat_creative_t  *c;

    kind = p->f->s_KINDS[look];
    memo = &p->fits[cx_memo_at(kind, CX_FITS_MEMO)];
    tag = (uint64_t) m->nimp << 32 | kind;

    if (*memo >> 2 == tag) {
        return *memo & (CX_FIT_YES | CX_FIT_COMPANIONS);
    }

    c = &p->f->s_LOOKS[look];
    fits = cx_kind_fits(m, p, c);

    if (c->media != CX_MEDIA_NATIVE) {
        *memo = tag << 2 | fits;
    }

    return fits;
}


uint32_t
cx_fit_adgroup(cx_match_t *m, cx_plan_t *p, const cx_cat_adgroup_t *g,
    cx_hit_t *hit)
{
    int                       asked;
    uint32_t                  n, look, fits;
    cx_fit_t                 *fit;
    const cx_cat_ad_t        *ad, *end;
    const cx_cat_creative_t  *c;

    ad = p->f->s_CREATIVES + g->creatives.first;
    end = ad + g->creatives.n;
    look = g->look;
    n = 0;

    for ( ;; ) {
        fits = cx_look_fits(m, p, look);

        if (fits) {
            c = &p->f->s_LOOKS[look];
            asked = c->media == CX_MEDIA_VIDEO && m->video_w;

            fit = &hit->fit[n++];
            fit->ad = ad;
            fit->creative = c;
            fit->w = asked ? m->video_w : c->w;
            fit->h = asked ? m->video_h : c->h;
            fit->media = c->media;
            fit->companions = (fits & CX_FIT_COMPANIONS) != 0;
        }

        if (++ad == end || n == CX_FITS_MAX) {
            break;
        }

        look = ad->look;
    }

    hit->nfits = n;

    return n;
}


cx_misfit_e
cx_why_fit(cx_match_t *m, const cx_plan_t *p, const cx_cat_adgroup_t *g)
{
    uint32_t            i;
    cx_misfit_e         misfit, nearest;
    const cx_cat_ad_t  *ad;

    ad = p->f->s_CREATIVES + g->creatives.first;
    nearest = CX_MISFIT_NONE;

    for (i = 0; i < g->creatives.n; i++) {
        misfit = cx_why_creative(m, p, &p->f->s_LOOKS[ad[i].look]);

        if (misfit == CX_MISFIT_NONE) {
            return CX_MISFIT_NONE;
        }

        nearest = cx_max(nearest, misfit);
    }

    return nearest;
}
