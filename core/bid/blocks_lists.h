
/* the lists of a request as the rules look into them; nobody else's business */

#ifndef CX_BID_BLOCKS_LISTS_H
#define CX_BID_BLOCKS_LISTS_H

#include "core/bid/blocks.h"
#include "core/base/set.h"


/*
 * Lists become sets once.  Categories become name numbers of each catalogue
 * file; what the catalogue may not know by name becomes a hash: domains,
 * bundles, seats, and categories of the first taxonomy that are allowed.
 */

#define CX_BLOCKS_RULES_MAX  8
#define CX_BLOCKS_LONG       63         /* domains of so many bytes or more */
#define CX_BLOCKS_SHORT      8          /* lists that may be read through */
#define CX_BLOCKS_MEMO       256        /* a power of two */
#define CX_BLOCKS_LOOKS      64         /* before there is one */

typedef struct {
    cx_nobid_e  reason;
    int         usual;          /* see cx_blocks_is_clear() */
    int       (*asked)(const cx_blocks_t *bl);
    int       (*blocks)(cx_blocks_t *bl, const cx_hit_t *hit);
} cx_campaign_rule_t;

/* concerns: what a creative has to have for the rule to be about it */

#define CX_FACT_ANY   0x01
#define CX_FACT_CAT   0x02
#define CX_FACT_MIME  0x04

typedef struct {
    cx_nobid_e  reason;
    uint32_t    concerns;
    int       (*asked)(const cx_blocks_t *bl, cx_media_e media);
    int       (*blocks)(cx_blocks_t *bl, const cx_hit_t *hit,
                        const cx_fit_t *fit);
} cx_creative_rule_t;

/*
 * Most of those who are looked for in a list are not in it, which one bit
 * tells of nearly all of them: 0 is no.
 */

typedef struct {
    uint64_t  bits[8];
} cx_filter_t;

static inline void
cx_filter_add(cx_filter_t *f, uint32_t key)
{
    f->bits[key / 64 % 8] |= 1ULL << key % 64;
}


static inline uint64_t
cx_filter_may(const cx_filter_t *f, uint32_t key)
{
    return f->bits[key / 64 % 8] >> key % 64 & 1;
}


/*
 * What is known of a campaign holds for the impressions behind, too; a
 * catalogue has many of a few advertisers.
 */

typedef struct {
    uint32_t                  campaign;     /* 2 * (number + 1) + file */
    uint32_t                  verdict;      /* cx_nobid_e */
} cx_blocks_memo_t;

#define CX_BLOCKS_SEATS  16             /* a power of two */

typedef struct {
    const cx_cat_org_t       *org;
    uint64_t                  seat;         /* its hash */
} cx_blocks_seat_t;

/* what a creative may not have: one look for all that are bits */

typedef struct {
    uint32_t  attrs;            /* bit n: attribute n, for whatever reason: */
    uint32_t  attr;
    uint32_t  expands;          /* where nothing may grow */
    uint32_t  expdir;           /* direction n */
    uint32_t  btype;            /* ad type n */
    uint32_t  rating;           /* media rating n */
    uint32_t  insecure;
    uint32_t  plain;            /* the same, and our own URLs are not https */
    uint32_t  skippable;
    uint32_t  browser;
} cx_blocks_mask_t;

struct cx_blocks_s {
    const cx_openrtb_request_t  *req;
    cx_arena_t                  *arena;
    const cx_exchange_t         *exchange;
    const cx_ortb_imp_t         *imp;
    const cx_catalog_file_t     *file[2];
    uint32_t                     nfiles;
    uint64_t                     seed;
    uint32_t                     taxonomy;
    uint32_t                     name[2];       /* of the exchange, or none */
    cx_set_t                     bcat[2];       /* of name numbers */
    cx_set_t                     acat[2];
    cx_filter_t                  bcat_may[2];
    uint64_t                     badv_lens;     /* bit n: of n bytes, or more */
    cx_set_t                     badv;
    cx_set_t                     bapp;
    cx_set_t                     wseat;
    cx_set_t                     bseat;
    cx_set_t                     cur;
    uint32_t                     first_cur;
    unsigned                     own_cur:1;     /* there are no rates */
    unsigned                     insecure:1;    /* our URLs are not https */
    unsigned                     usual:1;       /* no rules but the usual */
    const cx_ortb_strs_t        *lang;          /* NULL: any */
    cx_set_t                     langs;         /* the same, if they are many */

    const cx_campaign_rule_t    *campaign[CX_BLOCKS_RULES_MAX];
    uint32_t                     ncampaign;
    uint32_t                     looks;
    cx_blocks_memo_t            *memo;          /* NULL: looked at each time */

    /* written before it is read: begins where zeroes end */

    cx_blocks_seat_t             seat[CX_BLOCKS_SEATS];

    /* of the impression at hand, by medium */

    cx_blocks_mask_t             mask[CX_MEDIA_NATIVE + 1];
    uint32_t                     companion_attr;
    cx_mimes_t                   mimes;         /* of a banner */
    const cx_creative_rule_t    *creative[CX_MEDIA_NATIVE + 1]
                                         [CX_BLOCKS_RULES_MAX];
    uint32_t                     ncreative[CX_MEDIA_NATIVE + 1];
    uint32_t                     concerns[CX_MEDIA_NATIVE + 1];     /* of all */
};


static inline uint32_t
cx_blocks_file(const cx_blocks_t *bl, const cx_catalog_file_t *file)
{
    return file != bl->file[0];
}


static inline uint64_t
cx_blocks_hash(const cx_blocks_t *bl, cx_str_t s)
{
    return cx_set_key(s, bl->seed);
}


/* blocks_lists.c: without a currency of the answer, those of the request */

cx_rc_t cx_blocks_lists(cx_blocks_t *bl, uint32_t currency);

/* blocks_creative.c: CX_ERROR is an arena that is full */

cx_rc_t cx_blocks_languages(cx_blocks_t *bl, cx_arena_t *arena);

/* parents stand beside their children: who blocks one blocks the other */

static inline int
cx_blocks_bcat(const cx_blocks_t *bl, const cx_catalog_file_t *file,
    cx_cat_run_t cat)
{
    uint32_t         f, i;
    const uint32_t  *name;

    f = cx_blocks_file(bl, file);
    name = cx_catalog_names(file, cat);

    for (i = 0; i < cat.n; i++) {
        if (cx_filter_may(&bl->bcat_may[f], name[i])
            && cx_set_has(&bl->bcat[f], (uint64_t) name[i] + 1))
        {
            return 1;
        }
    }

    return 0;
}


/*
 * blocks.c: how many of its own categories it has, and how many of them are
 * not allowed.
 */

uint32_t cx_blocks_acat(const cx_blocks_t *bl, const cx_catalog_file_t *file,
    cx_cat_run_t cat, uint32_t ncat, uint32_t *bad);


#endif /* CX_BID_BLOCKS_LISTS_H */
