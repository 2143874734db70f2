
/* what the files of the matcher share */

#ifndef CX_CATALOG_MATCH_H
#define CX_CATALOG_MATCH_H

#include "core/base/set.h"
#include "core/catalog/layout.h"


/* what a request, or an impression, says in a dimension */

typedef struct {
    uint32_t               dim;
    uint32_t               key;         /* of a CX_KEY_INT; or a name's class */
    uint32_t               name[2];     /* of the others, in each file */
    const cx_cat_value_t  *value[2];    /* NULL: the file has none for it */
    unsigned               str:1;
} cx_term_t;

#define CX_TERMS_FEW       32
#define CX_TERM_PAIR_ROOM  512

/* a set of numbers that grows in an arena; empty when it is all zeroes */

typedef struct {
    uint64_t  *slot;                /* number + 1 */
    uint32_t   size;
    uint32_t   n;
} cx_seen_t;

/* CX_DECLINED: it is there already; CX_ERROR: the arena is full */

cx_rc_t cx_seen_add(cx_seen_t *s, uint64_t key, cx_arena_t *arena);


/*
 * In the order of their dimensions, each once, and only what a file knows;
 * there is no limit but the arena.
 */

typedef struct {
    const cx_catalog_t  *cat;
    cx_arena_t          *arena;
    cx_term_t           *term;
    uint32_t             n;
    uint32_t             size;
    uint32_t             first;     /* of the dimension at hand */
    uint64_t             room[2];   /* values that they may hit, at most */
    cx_seen_t            seen;      /* of a dimension with many */
    unsigned             full:1;    /* the arena is */
    cx_term_t            few[CX_TERMS_FEW];
} cx_termlist_t;

void cx_terms_begin(cx_termlist_t *l, const cx_catalog_t *cat,
    cx_arena_t *arena);

void cx_term_int(cx_termlist_t *l, cx_dim_e dim, uint32_t key);
void cx_term_str(cx_termlist_t *l, cx_dim_e dim, cx_str_t s);

/* a name of a class: a MIME type, of video or of audio */

void cx_term_class(cx_termlist_t *l, cx_dim_e dim, uint32_t class, cx_str_t s);

/* a name of two parts */

void cx_term_pair(cx_termlist_t *l, cx_dim_e dim, cx_str_t a, char sep,
    cx_str_t b);

void cx_terms_domain(cx_termlist_t *l, cx_str_t s);

static inline int
cx_term_asked(const cx_termlist_t *l, cx_dim_e dim)
{
    return l->cat->dims >> dim & 1;
}


/* banners of many sizes, any video, any audio: these are no values */

static inline int
cx_format_is_class(cx_dim_e dim, uint32_t key)
{
    return dim == CX_DIM_FORMAT
           && (key == 0 || key == CX_FORMAT_VIDEO || key == CX_FORMAT_AUDIO);
}


void cx_terms_request(cx_termlist_t *l, const cx_match_input_t *in);
void cx_terms_imp(cx_termlist_t *l, const cx_ortb_imp_t *imp, int native);

/* a chain, or the one seller there is without it; n = 0: nobody is named */

typedef struct {
    cx_str_t  asi;                  /* a bare host */
    cx_str_t  sid;
} cx_seller_t;

typedef struct {
    uint32_t                 n;
    const cx_ortb_schain_t  *chain; /* NULL: alone */
    cx_seller_t              alone;
} cx_sellers_t;

void cx_sellers_of(const cx_ortb_request_t *r, cx_str_t seller,
    cx_sellers_t *s);
cx_seller_t cx_seller_at(const cx_sellers_t *s, uint32_t i);
const cx_ortb_publisher_t *cx_request_publisher(const cx_ortb_request_t *r);

const cx_ortb_geo_t *cx_request_geo(const cx_openrtb_request_t *req);
cx_str_t cx_request_os(const cx_openrtb_request_t *req);

/* "14.2.1" as 16 bits each; what follows the last one is filled with fill */

uint64_t cx_version(cx_str_t s, uint16_t fill);
uint64_t cx_request_os_version(const cx_openrtb_request_t *req);


typedef struct {
    const uint32_t  *first;
    const uint32_t  *p;
    const uint32_t  *last;
} cx_cursor_t;

/* one dimension's say: the ad groups let through, or those sent away */

typedef struct {
    const uint64_t        *any;     /* no include here; NULL: none such */
    const uint64_t       **dense;
    cx_cursor_t           *post;    /* a heap by what is under them */
    uint32_t               ndense;
    uint32_t               npost;
    uint32_t               nlive;   /* of the cursors, not at their end */
    uint32_t               next;    /* under the first cursor */
    uint32_t               n;       /* how many, at most */
    uint8_t                dim;
    uint8_t                exclude;
    const uint64_t        *only;    /* where there is one of them */
    cx_cursor_t            cursor;
} cx_group_t;

#define CX_GROUPS_MAX  (2 * CX_DIM_MAX)

typedef struct {
    uint32_t     n;
    cx_group_t  *group;
    uint64_t     plain;             /* bit d: nothing of d is known here, */
    uint64_t     closed;            /* and who names nothing is out, too */
} cx_groups_t;

typedef struct { uint32_t first, n; }  cx_range_t;

/* how many of a plan's groups there are, by what they cost */

typedef struct {
    uint32_t                  ones;
    uint32_t                  nots;
    uint32_t                  multi;
    uint32_t                  sparse;
    uint32_t                  must;
    uint32_t                  none;         /* some group lets nobody in */
} cx_counts_t;

#define CX_BLOCKS_KEPT  16
#define CX_FOUND_BATCH  16

/*
 * Many ad groups share their programs and the kinds of their looks.  What a
 * program says of a request with several impressions is kept, and what a kind
 * says of an impression.
 */

#define CX_PROGRAMS_MEMO  64            /* powers of two */
#define CX_FITS_MEMO      32

struct cx_plan_s {
    const cx_catalog_file_t  *f;
    const uint64_t           *live;

    uint32_t                  programs[CX_PROGRAMS_MEMO];
    uint64_t                  fits[CX_FITS_MEMO];

    cx_groups_t               req;
    cx_groups_t               imp;

    /* the names that the request has, for all-of */

    const uint32_t           *names;
    cx_range_t                segments;
    cx_range_t                customs;
    cx_set_t                  named;        /* of both, if they are many */

    /* the same groups, those of the request before those of the impression */

    cx_counts_t               said;         /* of the request */
    cx_counts_t               n;
    const uint64_t           *one[CX_GROUPS_MAX + 1];
    uint32_t                  one_n[CX_GROUPS_MAX + 1];
    uint8_t                   rare[CX_GROUPS_MAX + 1];  /* the fewest first */
    const cx_group_t         *not[CX_GROUPS_MAX];
    const cx_group_t         *multi[CX_GROUPS_MAX];
    cx_group_t               *sparse[CX_GROUPS_MAX];
    cx_group_t               *must[CX_GROUPS_MAX];  /* no survivors beside */

    /* who of the first blocks the request lets in, for each impression */

    uint32_t                  kept;         /* bit b: of block b it is known */
    uint64_t                  keep[CX_BLOCKS_KEPT][8];

    /* of 64 blocks those that no bitset leaves empty */

    uint64_t                  far;
    uint32_t                  far_first;
    uint32_t                  far_last;
    uint32_t                  dry;          /* blocks without any, in a row */

    /* where the walk is */

    uint32_t                  block;
    uint32_t                  word;         /* in acc */
    uint32_t                  at;           /* in found */
    uint32_t                  nfound;
    uint64_t                  acc[8];
    uint32_t                  found[CX_FOUND_BATCH];

    cx_hit_t                  hit;
    unsigned                  have:1;
    unsigned                  done:1;
    unsigned                  sorted:1;     /* rare is made */

    /* who of a block is let in by all that is dense */

    uint32_t                  near;
    uint64_t                  near_acc[8];
};

/*
 * What an impression lists is looked at for each ad group: so many are read
 * through, of more a table is made first.
 */

#define CX_LIST_SHORT  8

typedef struct {
    uint64_t                 key;           /* 0: free */
    int32_t                  wmin;
} cx_size_t;

typedef struct {
    const cx_ortb_banner_t  *banner;
    cx_size_t               *slot;          /* NULL: read the banner */
    uint64_t                 mask;
    uint64_t                 seed;
    uint32_t                 nexact;        /* 0: they may be others as well */
    uint32_t                 exact[CX_LIST_SHORT];
} cx_sizes_t;

/* CX_ERROR: the arena is full */

cx_rc_t cx_sizes_make(cx_sizes_t *s, const cx_ortb_banner_t *b, uint64_t seed,
    cx_arena_t *arena);

/* may a banner of this size stand there? */

int cx_sizes_ok(const cx_sizes_t *s, int32_t w, int32_t h);

static inline uint32_t
cx_size_key(uint32_t w, uint32_t h)
{
    return w << 16 | h;
}


/* companions are of a few sizes: what places say of each is kept */

#define CX_PLACED_MEMO  64              /* a power of two */

typedef struct {
    const cx_catalog_file_t *file;          /* NULL: free */
    int32_t                  w, h;
    uint32_t                 mime;
    uint32_t                 placed;
} cx_placed_t;

#define CX_SECONDS_WORDS  1024          /* as many as a creative's 16 bits */

/* what video or audio asks for, made ready for one look per creative */

enum { CX_ASKED_VIDEO = 0, CX_ASKED_AUDIO };

typedef struct {
    cx_mimes_t               mimes;
    const cx_ortb_ints_t    *exact;         /* durations, instead of bounds */
    uint64_t                *seconds;       /* the same, if they are many */
    cx_placed_t             *placed;        /* NULL: read the places */
    uint64_t                *seconds_room;  /* NULL before it is needed */
    cx_placed_t             *placed_room;
    const cx_ortb_banner_t  *places;        /* of companions */
    uint32_t                 nplaces;
    uint32_t                 protocols;     /* bits; all, if nothing is said */
    uint32_t                 delivery;
    uint32_t                 companions;    /* types of them */
    uint32_t                 apis;          /* bits; none, if nothing is said */
    int64_t                  min, max, pod; /* seconds */
    int64_t                  most;          /* the lesser of max and pod */
    int32_t                  minbitrate, maxbitrate;
    int32_t                  linearity;
    int32_t                  skipmin, skipafter;
    int32_t                  w, h;
    unsigned                 skips:1;       /* by a button of the player */
    unsigned                 anyskip:1;     /* nothing is said of skipping */
    unsigned                 boxing:1;      /* may be, or need not be */
} cx_asked_t;


/* at what a creative fails, the nearer to a fit the later */

#define CX_MISFITS(M)                                                         \
    M(NONE,      NULL)                                                        \
    M(MEDIA,     "creatives.media")                                           \
    M(SCREEN,    "creatives.screen")                                          \
    M(SIZE,      "creatives.size")                                            \
    M(MIME,      "creatives.mime")                                            \
    M(LINEARITY, "creatives.linearity")                                       \
    M(PROTOCOL,  "creatives.protocol")                                        \
    M(API,       "creatives.api")                                             \
    M(DELIVERY,  "creatives.delivery")                                        \
    M(BITRATE,   "creatives.bitrate")                                         \
    M(DURATION,  "creatives.duration")                                        \
    M(SKIP,      "creatives.skip")                                            \
    M(BOXING,    "creatives.boxing")                                          \
    M(NATIVE,    "creatives.native")

typedef enum {
#define CX_MISFIT_ENUM(id, path)  CX_MISFIT_##id,
    CX_MISFITS(CX_MISFIT_ENUM)
#undef CX_MISFIT_ENUM
    CX_MISFIT_MAX
} cx_misfit_e;

extern const char *const  cx_misfits[CX_MISFIT_MAX];


/* who is let in by a deal of the impression that names any */

struct cx_deal_sets_s {
    const cx_ortb_deal_t  *deal;
    const cx_deal_sets_t  *next;
    cx_set_t               seats;
    cx_set_t               hosts;
};


#define CX_DEGREE        (3.14159265358979323846 / 180)
#define CX_CIRCLES_MEMO  512            /* a power of two */

typedef struct {
    const uint32_t                 *w;          /* in a program; NULL: free */
    int                             holds;
} cx_circle_t;

struct cx_match_s {
    const cx_catalog_t             *cat;
    cx_match_input_t                in;
    cx_arena_t                     *arena;
    const cx_ortb_imp_t            *imp;
    const cx_ortb_native_request_t *native;
    cx_asked_t                      asked[2];
    cx_sizes_t                      sizes;      /* of a banner */
    uint32_t                        media;      /* bits; those asked for */
    uint32_t                        apis;       /* of a banner */
    uint32_t                        native_apis;
    int32_t                         video_w;    /* 0: as the creative is */
    int32_t                         video_h;
    uint32_t                        nimp;       /* the impression's number */
    uint32_t                        several;    /* impressions: keep more */
    cx_native_needs_t               needs;      /* of native */
    const cx_deal_sets_t           *deals;
    cx_termlist_t                   terms;
    uint64_t                        os_version;
    double                          lat, lon;
    double                          lat_cos;    /* above 1: not known yet */
    int32_t                         lat_e6;
    cx_circle_t                    *circle;     /* NULL before it is needed */
    uint32_t                        work;       /* left to be spent */
    int32_t                         hour[2];    /* of a zone: see verify.c */
    uint32_t                        zone[2];
    cx_plan_t                       plan[2];
};


static inline void
cx_match_spend(cx_match_t *m, uint32_t work)
{
    m->work -= cx_min(work, m->work);
}


/* in a plan's set of names; never 0 */

static inline uint64_t
cx_named_key(cx_range_t r, uint32_t name)
{
    return ((uint64_t) r.first << 32 | name) + 1;
}


cx_rc_t cx_plan_request(cx_match_t *m, cx_plan_t *p);
cx_rc_t cx_plan_imp(cx_match_t *m, cx_plan_t *p, const cx_termlist_t *terms);

/* the first dimension of an ad group that says no, or CX_DIM_MAX */

uint32_t cx_why_groups(const cx_plan_t *p, int imp, uint32_t adgroup);

/* in a group: does it let this ad group through? */

int cx_group_admits(const cx_group_t *g, uint32_t adgroup);

/* may a banner of this size stand there? */

int cx_banner_size_ok(const cx_ortb_banner_t *b, int32_t w, int32_t h);

/* one ad group out of its turn, as the walk would find it */

int cx_plan_admits(cx_plan_t *p, uint32_t adgroup);

/* from the beginning; the next blocks come from cat->next_block() */

void cx_group_rewind(cx_group_t *g);


/* where in a memo of so many a number has its place */

static inline uint32_t
cx_memo_at(uint32_t n, uint32_t size)
{
    return (uint32_t) (n * 0x9e3779b1U) / (uint32_t) (0x100000000ULL / size);
}


/* CX_OP_END: all of it holds; else the first op that does not */

cx_op_e cx_program_run(cx_match_t *m, const cx_plan_t *p, uint32_t program);

/*
 * Once for an impression, before its creatives are looked at.  CX_ERROR: the
 * arena is full.
 */

cx_rc_t cx_fit_begin(cx_match_t *m);

/* fills hit's creatives: how many fit */

uint32_t cx_fit_adgroup(cx_match_t *m, cx_plan_t *p,
    const cx_cat_adgroup_t *g, cx_hit_t *hit);

/* where the nearest fails, if none fits */

cx_misfit_e cx_why_fit(cx_match_t *m, const cx_plan_t *p,
    const cx_cat_adgroup_t *g);

/* of one in deals: CX_OK with hit->deal, or CX_DECLINED: none admits it */

cx_rc_t cx_fit_deal(cx_match_t *m, cx_plan_t *p, uint32_t i, cx_hit_t *hit);

/* what keeps it out of the deals of the impression that it is in, or NULL */

const char *cx_why_deal(const cx_match_t *m, const cx_plan_t *p, uint32_t i,
    const cx_cat_campaign_t *c);


#endif /* CX_CATALOG_MATCH_H */
