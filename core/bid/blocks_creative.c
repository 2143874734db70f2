#include "core/bid/blocks_lists.h"


/* attributes of ads that expand, and directions in which these grow */

#define CX_ATTRS_EXPANDING   (1U << 3 | 1U << 4 | 1U << 5)
#define CX_EXPDIRS_GROWING   (1U << 1 | 1U << 2 | 1U << 3 | 1U << 4 | 1U << 5)

#define CX_RATING_OVER_12  2
#define CX_RATING_MATURE   3


static uint32_t
cx_blocks_bits(const cx_ortb_ints_t *list)
{
    uint32_t  i, bits;

    for (i = 0, bits = 0; i < list->n; i++) {
        if (list->v[i] > 0 && list->v[i] < 32) {
            bits |= 1U << list->v[i];
        }
    }

    return bits;
}


/* rules of creatives whose look is more than one at bits */

static int
cx_blocks_asks_media(const cx_blocks_t *bl, cx_media_e media)
{
    return bl->exchange->media && !(bl->exchange->media >> media & 1);
}


static int
cx_blocks_by_media(cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit)
{
    (void) bl;
    (void) hit;
    (void) fit;

    return 1;
}


/* an exchange that no creative names knows none of them */

static int
cx_blocks_asks_approval(const cx_blocks_t *bl, cx_media_e media)
{
    (void) media;

    return bl->exchange->approval || bl->name[0] != CX_NO_NAME
           || (bl->nfiles == 2 && bl->name[1] != CX_NO_NAME);
}


static int
cx_blocks_by_approval(cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit)
{
    cx_approval_e  state;

    state = cx_catalog_approval(hit->file, fit->creative,
                                bl->name[cx_blocks_file(bl, hit->file)]);

    return bl->exchange->approval ? state != CX_APPROVAL_APPROVED
                                  : state == CX_APPROVAL_REJECTED;
}


static int
cx_blocks_asks_cat(const cx_blocks_t *bl, cx_media_e media)
{
    (void) media;

    return bl->bcat[0].n != 0 || bl->bcat[1].n != 0 || bl->req->r.acat.n != 0;
}


/* its own categories: those of its campaign were looked at before */

static int
cx_blocks_by_cat(cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit)
{
    uint32_t                  bad;
    const cx_cat_creative_t  *c;

    c = fit->creative;

    if (cx_blocks_bcat(bl, hit->file, c->cat)) {
        return 1;
    }

    return bl->req->r.acat.n != 0
           && cx_blocks_acat(bl, hit->file, c->cat, c->ncat, &bad) != 0
           && bad != 0;
}


static int
cx_blocks_asks_mime(const cx_blocks_t *bl, cx_media_e media)
{
    return media == CX_MEDIA_BANNER && bl->imp->banner->mimes.n != 0;
}


static int
cx_blocks_by_mime(cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit)
{
    return !cx_catalog_mime_ok(hit->file, fit->creative, &bl->mimes);
}


static int
cx_blocks_asks_companion(const cx_blocks_t *bl, cx_media_e media)
{
    return bl->companion_attr
           && (media == CX_MEDIA_VIDEO || media == CX_MEDIA_AUDIO);
}


/* an ad that comes with companions has its attributes there, too */

static int
cx_blocks_by_companion(cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit)
{
    (void) hit;

    return fit->companions && (fit->creative->attr & bl->companion_attr);
}


static int
cx_blocks_asks_language(const cx_blocks_t *bl, cx_media_e media)
{
    (void) media;

    return bl->lang != NULL;
}


/* RFC 4647, basic filtering: "en" lets "en-GB" in, and not the reverse */

static int
cx_blocks_speaks(cx_str_t tag, cx_str_t range)
{
    range = cx_str_trim(range);

    return range.len && range.len <= tag.len
           && (range.len == tag.len || tag.data[range.len] == '-')
           && cx_str_eq_nocase(cx_strn(tag.data, range.len), range);
}


cx_rc_t
cx_blocks_languages(cx_blocks_t *bl, cx_arena_t *arena)
{
    uint32_t                  i;
    cx_str_t                  range;
    const cx_ortb_request_t  *r;

    r = &bl->req->r;
    bl->lang = r->wlang.n ? &r->wlang : r->wlangb.n ? &r->wlangb : NULL;

    if (bl->lang == NULL || bl->lang->n <= CX_BLOCKS_SHORT) {
        return CX_OK;
    }

    if (cx_set_init(&bl->langs, bl->lang->n, bl->seed, arena) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < bl->lang->n; i++) {
        range = cx_str_trim(bl->lang->v[i]);

        if (range.len) {
            cx_set_add(&bl->langs, cx_set_key(range, bl->seed));
        }
    }

    return CX_OK;
}


/* in the list, or a part of it that ends where a subtag does */

static int
cx_blocks_spoken(const cx_blocks_t *bl, cx_str_t tag)
{
    size_t    n;
    uint32_t  i;

    if (bl->langs.slot == NULL) {

        for (i = 0; i < bl->lang->n; i++) {
            if (cx_blocks_speaks(tag, bl->lang->v[i])) {
                return 1;
            }
        }

        return 0;
    }

    for (n = 1; n <= tag.len; n++) {
        if ((n == tag.len || tag.data[n] == '-')
            && cx_set_has(&bl->langs, cx_set_key(cx_strn(tag.data, n),
                                                 bl->seed)))
        {
            return 1;
        }
    }

    return 0;
}


/*
 * A list of those that are allowed: what is of no known language is of none
 * of them.  "xx" has nothing to read or to hear.
 */

static int
cx_blocks_by_language(cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit)
{
    cx_str_t                  tag;
    const cx_cat_more_t      *more;
    const cx_cat_creative_t  *c;

    c = fit->creative;
    more = cx_catalog_more(hit->file, c);
    tag = cx_strn(c->language, c->language[0] ? 2 : 0);

    if (more != NULL && more->langb.len) {
        tag = cx_catalog_str(hit->file, more->langb);
    }

    return !cx_blocks_speaks(tag, cx_str("xx")) && !cx_blocks_spoken(bl, tag);
}


static const cx_creative_rule_t  cx_creative_rules[] = {
    { CX_NOBID_MEDIA, CX_FACT_ANY,
      cx_blocks_asks_media, cx_blocks_by_media },
    { CX_NOBID_APPROVAL, CX_FACT_ANY,
      cx_blocks_asks_approval, cx_blocks_by_approval },
    { CX_NOBID_CATEGORY, CX_FACT_CAT,
      cx_blocks_asks_cat, cx_blocks_by_cat },
    { CX_NOBID_MIME, CX_FACT_MIME,
      cx_blocks_asks_mime, cx_blocks_by_mime },
    { CX_NOBID_ATTRIBUTE, CX_FACT_ANY,
      cx_blocks_asks_companion, cx_blocks_by_companion },
    { CX_NOBID_LANGUAGE, CX_FACT_ANY,
      cx_blocks_asks_language, cx_blocks_by_language }
};


static void
cx_blocks_medium(cx_blocks_t *bl, cx_media_e media,
    const cx_ortb_ints_t *battr)
{
    size_t                 i;
    uint32_t               n, concerns;
    cx_blocks_mask_t      *m;
    const cx_ortb_imp_t   *imp;

    imp = bl->imp;
    m = &bl->mask[media];
    memset(m, 0, sizeof(cx_blocks_mask_t));

    m->attr = cx_blocks_bits(battr);
    m->insecure = imp->secure > 0;
    m->plain = m->insecure & bl->insecure;
    m->browser = imp->clickbrowser == 0;

    if (bl->req->r.regs->coppa == 1) {
        m->rating = 1U << CX_RATING_OVER_12 | 1U << CX_RATING_MATURE;
    }

    if (media == CX_MEDIA_BANNER) {
        m->btype = cx_blocks_bits(&imp->banner->btype);
        m->expdir = ~cx_blocks_bits(&imp->banner->expdir);

        if (imp->banner->expdir.n && (~m->expdir & CX_EXPDIRS_GROWING) == 0) {
            m->expands = CX_ATTRS_EXPANDING;
        }
    }

    if (media == CX_MEDIA_VIDEO) {
        m->skippable = imp->rwdd == 1;
    }

    m->attrs = m->attr | m->expands;
    m->rating |= m->plain ? ~0U : 0;

    concerns = 0;

    for (i = 0, n = 0; i < cx_nelts(cx_creative_rules); i++) {
        if (cx_creative_rules[i].asked(bl, media)) {
            bl->creative[media][n++] = &cx_creative_rules[i];
            concerns |= cx_creative_rules[i].concerns;
        }
    }

    bl->ncreative[media] = n;
    bl->concerns[media] = concerns;
}


static uint32_t
cx_blocks_companions(const cx_ortb_imp_t *imp)
{
    uint32_t  i, bits;

    bits = 0;

    for (i = 0; imp->video != NULL && i < imp->video->companionad.n; i++) {
        bits |= cx_blocks_bits(&imp->video->companionad.v[i].battr);
    }

    for (i = 0; imp->audio != NULL && i < imp->audio->companionad.n; i++) {
        bits |= cx_blocks_bits(&imp->audio->companionad.v[i].battr);
    }

    return bits;
}


void
cx_blocks_imp(cx_blocks_t *bl, const cx_ortb_imp_t *imp)
{
    bl->imp = imp;
    bl->companion_attr = cx_blocks_companions(imp);

    if (imp->banner != NULL) {
        cx_mimes_begin(&bl->mimes, &imp->banner->mimes);
        cx_blocks_medium(bl, CX_MEDIA_BANNER, &imp->banner->battr);
    }

    if (imp->video != NULL) {
        cx_blocks_medium(bl, CX_MEDIA_VIDEO, &imp->video->battr);
    }

    if (imp->audio != NULL) {
        cx_blocks_medium(bl, CX_MEDIA_AUDIO, &imp->audio->battr);
    }

    if (imp->native != NULL) {
        cx_blocks_medium(bl, CX_MEDIA_NATIVE, &imp->native->battr);
    }
}


/* which of the bits it was */

static __attribute__((noinline)) cx_nobid_e
cx_blocks_masked(const cx_blocks_mask_t *m, const cx_cat_creative_t *c)
{
    if (m->plain || (m->insecure && !c->secure)) {
        return CX_NOBID_SECURE;
    }

    if ((c->attr & m->attr) || (c->skippable && m->skippable)) {
        return CX_NOBID_ATTRIBUTE;
    }

    if (m->btype >> (c->btype & 31) & 1) {
        return CX_NOBID_BANNER_TYPE;
    }

    if ((c->expdir & m->expdir) || (c->attr & m->expands)) {
        return CX_NOBID_EXPANSION;
    }

    return m->rating >> (c->qagmediarating & 31) & 1 ? CX_NOBID_RATING
                                                     : CX_NOBID_BROWSER;
}


static __attribute__((noinline)) cx_nobid_e
cx_blocks_looked(cx_blocks_t *bl, const cx_hit_t *hit, const cx_fit_t *fit,
    uint32_t facts)
{
    uint32_t                   i;
    const cx_creative_rule_t  *rule;

    for (i = 0; i < bl->ncreative[fit->media]; i++) {
        rule = bl->creative[fit->media][i];

        if ((rule->concerns & facts) && rule->blocks(bl, hit, fit)) {
            return rule->reason;
        }
    }

    return CX_NOBID_NONE;
}


cx_nobid_e
cx_blocks_creative(cx_blocks_t *bl, const cx_hit_t *hit, const cx_fit_t *fit)
{
    uint32_t                  facts;
    const cx_blocks_mask_t   *m;
    const cx_cat_creative_t  *c;

    c = fit->creative;
    m = &bl->mask[fit->media];

    if ((c->attr & m->attrs) | (c->expdir & m->expdir)
        | (m->btype >> (c->btype & 31) & 1)
        | (m->rating >> (c->qagmediarating & 31) & 1)
        | (m->insecure & !c->secure)
        | (m->skippable & c->skippable) | (m->browser & c->clickbrowser))
    {
        return cx_blocks_masked(m, c);
    }

    facts = bl->concerns[fit->media];

    if (facts == 0) {
        return CX_NOBID_NONE;
    }

    facts &= CX_FACT_ANY | (c->cat.n ? CX_FACT_CAT : 0)
             | (c->mime ? CX_FACT_MIME : 0);

    return facts ? cx_blocks_looked(bl, hit, fit, facts) : CX_NOBID_NONE;
}
