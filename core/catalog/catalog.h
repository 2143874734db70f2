
/*
 * Everything biddable, compiled: immutable files, a base and at most one
 * overlay, mapped read-only and shared by all workers.
 *
 * Files hold no pointers.  A reference is an offset into a section, checked
 * when the file is opened; afterwards nobody checks again.
 */

#ifndef CX_CATALOG_H
#define CX_CATALOG_H

#include "core/base/base.h"
#include "core/openrtb/openrtb.h"


typedef struct cx_catalog_s       cx_catalog_t;         /* base and overlay */
typedef struct cx_catalog_file_s  cx_catalog_file_t;    /* one of the two */
typedef struct cx_cat_ad_s        cx_cat_ad_t;          /* a creative's own */


/* references inside a file: bytes, and runs of records */

typedef struct { uint32_t off, len; }  cx_cat_str_t;
typedef struct { uint32_t first, n; }  cx_cat_run_t;


typedef enum {
    CX_GOAL_CPM = 0,            /* bid is for a thousand impressions */
    CX_GOAL_CPC,                /* bid is for a click */
    CX_GOAL_CPA,                /* bid is for a conversion */
    CX_GOAL_CPCV                /* bid is for a completed video or audio */
} cx_goal_e;


/* the columns of the network that an offer switches on (core/model) */

#define CX_OFFER_FEATURES_MAX  8

typedef struct {
    uint8_t  n;
    uint8_t  index[CX_OFFER_FEATURES_MAX];      /* 0 to 63: input 192 + index */
} cx_offer_features_t;


typedef struct {
    cx_cat_str_t  id;
    cx_cat_str_t  seat;
} cx_cat_org_t;

typedef struct {
    cx_cat_str_t  id;
    cx_cat_str_t  name;
    cx_cat_str_t  advertiser;
    uint32_t      org;
    uint32_t      slot;
    uint32_t      currency;             /* cx_currency() */
    uint32_t      cattax;
    cx_cat_run_t  adomain;              /* of names: cx_catalog_name() */
    cx_cat_run_t  cat;                  /* of names, with their parents */
    uint32_t      ncat;                 /* how many of them are its own */
    uint32_t      dsa;                  /* number + 1, or 0: cx_catalog_dsa() */
    cx_cat_str_t  bundle;               /* of an app advertised, or empty */
    int64_t       start_s, end_s;       /* 0: open */
} cx_cat_campaign_t;

/* sorted by order, the highest first: the number of an ad group is its bit */

typedef struct {
    cx_cat_str_t  id;
    uint32_t      campaign;
    uint32_t      slot;
    int64_t       bid;                  /* micros, for the goal */
    int64_t       max_cpm;              /* micros; never bid more than this */
    int64_t       order;                /* bid x prior as CPM, <= max_cpm */
    float         prior;                /* of the goal's event, per impression */
    uint8_t       goal;                 /* cx_goal_e */
    uint8_t       flags;
    uint16_t      exp_s;                /* the bid's life; 0: the default */
    cx_cat_run_t  creatives;
    uint32_t      program;              /* what bits cannot say, or 0 */
    uint32_t      look;                 /* of the first of its creatives */
} cx_cat_adgroup_t;

#define CX_ATTR_SKIPPABLE  16           /* creative attribute, of attr */

/*
 * What creatives are like, which many of them share: id, features and texts
 * of each are beside it.  The name of a category of taxonomy 1 is its id,
 * "IAB1-6"; of a newer one, t, it is "t:id".
 */

typedef struct {
    cx_cat_run_t  cat;                  /* of names; beside the campaign's */
    cx_cat_run_t  variants;             /* of cx_cat_variant_t */
    uint32_t      native;               /* number of the native ad + 1, or 0 */
    uint32_t      attr;                 /* bit n: creative attribute n */
    uint32_t      protocols;            /* bit n: n of the list of protocols */
    uint32_t      apis;                 /* bit n: n of the list of APIs */
    uint32_t      expdir;               /* bit n: expands in direction n */
    uint32_t      mime;                 /* name + 1, or 0; more may be in more */
    uint32_t      more;                 /* number + 1, or 0: cx_catalog_more() */
    uint16_t      w, h;
    uint16_t      duration_s;
    uint16_t      bitrate;
    uint16_t      skip_s;               /* of a skippable one: from then on */
    uint8_t       media;                /* cx_media_e */
    uint8_t       btype;                /* banner ad type, 0 unknown */
    uint8_t       ncat;                 /* of cat, how many are its own */
    uint8_t       delivery;             /* bit n: delivery method n; 0 unknown */
    uint8_t       linearity;
    uint8_t       qagmediarating;
    uint8_t       language[2];
    uint8_t       secure:1;             /* its markup is https throughout */
    uint8_t       skippable:1;          /* then attr has its bit, too */
    uint8_t       clickbrowser:1;       /* needs the device's own browser */
    uint8_t       screen:1;             /* for screens outdoors alone */
    uint8_t       allmimes:1;           /* it may be of each of its types */
    uint8_t       spare;
} cx_cat_creative_t;

/* what few creatives have */

typedef struct {
    cx_cat_str_t  adid;
    cx_cat_str_t  langb;                /* language as BCP 47 has it */
    cx_cat_str_t  companion_template;   /* the markup with its companions */
    cx_cat_run_t  mimes;                /* of names, if there are several */
    cx_cat_run_t  companions;           /* of cx_cat_companion_t */
    cx_cat_run_t  approvals;            /* rising: name of exchange, state */
} cx_cat_more_t;

typedef struct {
    uint16_t      w, h;
    uint8_t       type;                 /* cx_companion_e */
    uint8_t       spare[3];
    uint32_t      mime;                 /* name + 1 of a static one's, or 0 */
} cx_cat_companion_t;

#define CX_APPROVALS(A)                                                       \
    A(UNKNOWN,  "unknown")                                                    \
    A(PENDING,  "pending")                                                    \
    A(APPROVED, "approved")                                                   \
    A(REJECTED, "rejected")

typedef enum {
#define CX_APPROVAL_ENUM(id, name)  CX_APPROVAL_##id,
    CX_APPROVALS(CX_APPROVAL_ENUM)
#undef CX_APPROVAL_ENUM
    CX_APPROVAL_MAX
} cx_approval_e;

/* who is behind a campaign, as the Digital Services Act wants it said */

typedef struct {
    cx_cat_str_t  behalf;
    cx_cat_str_t  paid;
    cx_cat_run_t  transparency;         /* of cx_cat_transparency_t */
    uint32_t      adrender;             /* 1: the ad shows it itself */
} cx_cat_dsa_t;

typedef struct {
    cx_cat_str_t  domain;
    uint32_t      params;               /* bit n: parameter n is used */
} cx_cat_transparency_t;

typedef struct {
    cx_cat_str_t  name;
    cx_cat_str_t  template;             /* instead of the creative's */
} cx_cat_variant_t;


/*
 * Opening checks everything: magic, version, byte order, sizes, checksum,
 * every reference.  It reads the file from end to end, which also faults it
 * in; it blocks and belongs on a thread.  overlay may be NULL; an overlay
 * that was made for another base is an error.
 */

cx_catalog_t *cx_catalog_open(const char *base, const char *overlay,
    cx_error_t *e);

/*
 * The same for another process of those that trust each other: of a file of
 * which this very edition was opened before, checksum and references are
 * not looked at again.  known has the base's and the overlay's.
 */

cx_catalog_t *cx_catalog_open_known(const char *base, const char *overlay,
    const cx_file_id_t known[2], cx_error_t *e);
void cx_catalog_editions(const cx_catalog_t *cat, cx_file_id_t id[2]);
void cx_catalog_close(cx_catalog_t *cat);


typedef struct {
    uint64_t  version;          /* grows with each build; of the newer file */
    uint64_t  base_id;          /* the base's checksum */
    int64_t   built_at;
    uint32_t  orgs;
    uint32_t  campaigns;        /* biddable, replaced ones not counted */
    uint32_t  adgroups;
    uint32_t  creatives;
    uint32_t  slots;            /* one more than the highest in use */
    uint64_t  bytes;
    uint32_t  feature_layout;   /* for which model layout it was built */
    uint32_t  rates;            /* currencies with a rate, the base as well */
    int64_t   rates_at;         /* 0: there are none */
    uint32_t  supply_owners;    /* domains, bundles and sellers known of */
    uint32_t  supply_sellers;   /* what their files list */
} cx_catalog_info_t;

void cx_catalog_info(const cx_catalog_t *cat, cx_catalog_info_t *info);

/* what is in the files, from i = 0 on; NULL after the last */

const char *cx_catalog_section(const cx_catalog_t *cat, uint32_t i,
    uint64_t *bytes);


/* what references mean */

cx_str_t cx_catalog_str(const cx_catalog_file_t *f, cx_cat_str_t ref);
cx_str_t cx_catalog_name(const cx_catalog_file_t *f, uint32_t name);
const uint32_t *cx_catalog_names(const cx_catalog_file_t *f, cx_cat_run_t run);
const cx_cat_org_t *cx_catalog_org(const cx_catalog_file_t *f, uint32_t i);

/* that of its org, unless an exchange knows all of us by one of its own */

cx_str_t cx_catalog_seat(const cx_catalog_file_t *f,
    const cx_cat_campaign_t *c, cx_str_t exchange);
const cx_cat_campaign_t *cx_catalog_campaign(const cx_catalog_file_t *f,
    uint32_t i);
const cx_cat_adgroup_t *cx_catalog_adgroup(const cx_catalog_file_t *f,
    uint32_t i);
uint32_t cx_catalog_adgroups(const cx_catalog_file_t *f);
uint32_t cx_catalog_adgroup_index(const cx_catalog_file_t *f,
    const cx_cat_adgroup_t *g);

/* does the overlay stand in for this one of the base? */

int cx_catalog_hidden(const cx_catalog_t *cat, const cx_catalog_file_t *f,
    uint32_t adgroup);

const cx_cat_variant_t *cx_catalog_variant(const cx_catalog_file_t *f,
    uint32_t i);
const cx_cat_transparency_t *cx_catalog_transparency(
    const cx_catalog_file_t *f, uint32_t i);

/* NULL: it has none of it */

const cx_cat_more_t *cx_catalog_more(const cx_catalog_file_t *f,
    const cx_cat_creative_t *c);
const cx_cat_dsa_t *cx_catalog_dsa(const cx_catalog_file_t *f,
    const cx_cat_campaign_t *c);

/* exchange: the name of its profile as cx_catalog_find_name() numbers it */

cx_approval_e cx_catalog_approval(const cx_catalog_file_t *f,
    const cx_cat_creative_t *c, uint32_t exchange);

/*
 * The MIME types that an impression takes; the ads that are looked at are of
 * a few, and for each of these the list is read once.
 */

#define CX_MIMES_MEMO  8                /* a power of two */

typedef struct {
    const cx_catalog_file_t  *file;
    uint32_t                  mime;
    int                       listed;
} cx_mimes_memo_t;

typedef struct {
    const cx_ortb_strs_t     *list;
    cx_mimes_memo_t           memo[CX_MIMES_MEMO];
} cx_mimes_t;

void cx_mimes_begin(cx_mimes_t *m, const cx_ortb_strs_t *list);

/*
 * Is one of its MIME types in the list; or all of them, if its variants are
 * of several?  1, too, if either says nothing.
 */

int cx_catalog_mime_ok(const cx_catalog_file_t *f, const cx_cat_creative_t *c,
    cx_mimes_t *m);

/*
 * A native ad as the writer wants it, in the arena; i is the creative's
 * native - 1.  NULL: the arena is full.
 */

const cx_ortb_native_ad_t *cx_catalog_native(const cx_catalog_file_t *f,
    uint32_t i, cx_arena_t *arena);

/* a name's number in this file (any case), or CX_NO_NAME */

#define CX_NO_NAME  0xffffffffU

uint32_t cx_catalog_find_name(const cx_catalog_file_t *f, cx_str_t name);

/*
 * The categories of a newer taxonomy that have parts, and these with blanks
 * between them; *next is 0 before the first.  CX_DECLINED after the last.
 */

cx_rc_t cx_catalog_category(uint32_t taxonomy, size_t *next, cx_str_t *whole,
    cx_str_t *parts);

/* base and overlay: 1 or 2 files, for those who keep tables by name number */

uint32_t cx_catalog_files(const cx_catalog_t *cat,
    const cx_catalog_file_t *files[2]);

/* the landing page of a creative, also of one retired, while tokens live */

cx_rc_t cx_catalog_landing(const cx_catalog_t *cat, cx_str_t creative_id,
    cx_str_t *url);


/*
 * How many of a currency (cx_currency()) one of another is, with all digits
 * that are known of both, in lowest terms.  mul of 0: it is not known, or it
 * is older than max_age_s (0: of any age).
 */

cx_rate_t cx_catalog_rate(const cx_catalog_t *cat, uint32_t from, uint32_t to,
    int64_t now_s, uint32_t max_age_s);

/* is there a rate of this currency, and none too old? */

int cx_catalog_rated(const cx_catalog_t *cat, uint32_t currency,
    int64_t now_s, uint32_t max_age_s);


/*
 * What is known of those who sell a request.  The verdict on several is that
 * on the worst of them, otherwise that on the one who sells to us.
 */

#define CX_SCHAINS(S)                                                         \
    S(NONE,         "none")                                                   \
    S(COMPLETE,     "complete")                                               \
    S(INCOMPLETE,   "incomplete")

#define CX_ADS_TXTS(S)                                                        \
    S(UNKNOWN,      "unknown")          /* no file of this publisher */       \
    S(DIRECT,       "direct")                                                 \
    S(RESELLER,     "reseller")                                               \
    S(UNAUTHORIZED, "unauthorized")

#define CX_SELLERS_JSONS(S)                                                   \
    S(UNKNOWN,      "unknown")          /* no file of some seller */          \
    S(PUBLISHER,    "publisher")                                              \
    S(INTERMEDIARY, "intermediary")                                           \
    S(BOTH,         "both")                                                   \
    S(MISSING,      "missing")          /* some seller is not listed */

typedef enum {
#define CX_SCHAIN_ENUM(id, name)  CX_SCHAIN_##id,
    CX_SCHAINS(CX_SCHAIN_ENUM)
#undef CX_SCHAIN_ENUM
    CX_SCHAIN_MAX
} cx_schain_e;

typedef enum {
#define CX_ADS_TXT_ENUM(id, name)  CX_ADS_TXT_##id,
    CX_ADS_TXTS(CX_ADS_TXT_ENUM)
#undef CX_ADS_TXT_ENUM
    CX_ADS_TXT_MAX
} cx_ads_txt_e;

typedef enum {
#define CX_SELLERS_JSON_ENUM(id, name)  CX_SELLERS_JSON_##id,
    CX_SELLERS_JSONS(CX_SELLERS_JSON_ENUM)
#undef CX_SELLERS_JSON_ENUM
    CX_SELLERS_JSON_MAX
} cx_sellers_json_e;

typedef struct {
    uint8_t  schain;                    /* cx_schain_e */
    uint8_t  ads_txt;                   /* cx_ads_txt_e */
    uint8_t  sellers_json;              /* cx_sellers_json_e */
} cx_supply_t;

/* seller: the exchange's own domain, who sells when there is no chain */

void cx_catalog_supply(const cx_catalog_t *cat,
    const cx_openrtb_request_t *req, cx_str_t seller, cx_supply_t *s);

/*
 * Is every seller of the request in a list of the kind "sellers"?  CX_OK, or
 * CX_DECLINED, also if no file has a list of this id.
 */

cx_rc_t cx_catalog_sellers(const cx_catalog_t *cat,
    const cx_openrtb_request_t *req, cx_str_t seller, cx_str_t list);

/* is there such a list, such an org? */

int cx_catalog_has_sellers(const cx_catalog_t *cat, cx_str_t list);
int cx_catalog_has_org(const cx_catalog_t *cat, cx_str_t id);

/* does any ad group ask for the verdict? */

int cx_catalog_asks_supply(const cx_catalog_t *cat);


/*
 * Matching.  Begin once for a request, then an impression at a time; next
 * gives the ad groups that may be shown there, in falling order of
 * cx_cat_adgroup_t.order over both files.  Flight dates, hours, geography,
 * device, inventory, deals, segments and sizes are settled here; slot state,
 * caps and blocks are the caller's.
 */

typedef struct {
    const cx_openrtb_request_t  *req;
    const cx_str_t              *segment;   /* of the profile */
    uint32_t                     nsegment;
    const cx_str_t              *org;       /* who takes part; n = 0: all */
    uint32_t                     norg;
    cx_str_t                     exchange;  /* its profile's name, or empty */
    cx_str_t                     seat;      /* its, of all bids, or empty */
    cx_str_t                     seller;    /* its domain, or empty */
    const cx_supply_t           *supply;    /* NULL: judged if it is asked */
    int64_t                      now_s;
    uint64_t                     seed;      /* of sets: see core/base/set.h */
} cx_match_input_t;

#define CX_FITS_MAX  8

typedef struct {
    const cx_cat_ad_t        *ad;           /* which creative it is, */
    const cx_cat_creative_t  *creative;     /* and what it is like */
    int32_t                   w, h;         /* bid for; 0: not sized */
    unsigned                  media:8;      /* cx_media_e */
    unsigned                  companions:1; /* there is a place for each */
} cx_fit_t;

/* the creative's id, and what it switches on in the network */

cx_str_t cx_catalog_crid(const cx_catalog_file_t *f, const cx_fit_t *fit);
const cx_offer_features_t *cx_catalog_features(const cx_fit_t *fit);

/* the markup that goes there; variant: cx_cat_creative_t.variants, or more */

cx_cat_str_t cx_catalog_template(const cx_catalog_file_t *f,
    const cx_fit_t *fit, uint32_t variant);

typedef struct {
    const cx_catalog_file_t  *file;
    const cx_cat_adgroup_t   *adgroup;
    const cx_cat_campaign_t  *campaign;
    const cx_ortb_deal_t     *deal;         /* NULL: the open auction */
    uint32_t                  nfits;        /* at least 1 */
    cx_fit_t                  fit[CX_FITS_MAX];
} cx_hit_t;

typedef struct cx_match_s  cx_match_t;

/* NULL: the arena is full */

cx_match_t *cx_match_begin(const cx_catalog_t *cat, const cx_match_input_t *in,
    cx_arena_t *arena);

/*
 * native: what imp.native.request says, read by cx_openrtb_read_native(), or
 * NULL: then no native ad fits.  CX_ERROR: the arena is full.
 */

cx_rc_t cx_match_imp(cx_match_t *m, const cx_ortb_imp_t *imp,
    const cx_ortb_native_request_t *native);

/*
 * How much may be spent on the impression: a block of 512 ad groups costs one,
 * an ad group that is looked at closely CX_MATCH_CLOSE, whether it is given or
 * not.  When nothing is left the walks end.  Without a word there is no bound.
 */

#define CX_MATCH_CLOSE  8

void cx_match_allow(cx_match_t *m, uint32_t work);
uint32_t cx_match_left(const cx_match_t *m);

/* CX_DECLINED after the last one */

cx_rc_t cx_match_next(cx_match_t *m, cx_hit_t *hit);

/*
 * The ad groups of one deal alone, in falling order, with it.  The walk above
 * comes to them, too, but only behind all of the open auction that are dearer.
 * CX_DECLINED: nobody is in this deal, or the arena is full; there are no more.
 */

typedef struct cx_deal_sets_s  cx_deal_sets_t;

typedef struct {
    const cx_ortb_deal_t  *deal;
    const cx_deal_sets_t  *sets;            /* of its wseat and wadomain */
    const uint32_t        *first[2];
    const uint32_t        *next[2];
    const uint32_t        *last[2];
} cx_match_deal_t;

cx_rc_t cx_match_deal_begin(cx_match_t *m, const cx_ortb_deal_t *deal,
    cx_match_deal_t *walk);
cx_rc_t cx_match_deal_next(cx_match_t *m, cx_match_deal_t *walk,
    cx_hit_t *hit);

/* may it stand for this deal of the impression, beside that which it has? */

int cx_match_deal(const cx_match_t *m, const cx_match_deal_t *walk,
    const cx_hit_t *hit);

/* when deals had their turn: next gives those that are in none of them */

void cx_match_open(cx_match_t *m);

/*
 * Why not: the first dimension that says no to this ad group, "creatives.…"
 * for what the best of its creatives fails at, what of a deal that it is in
 * keeps it out, or NULL.
 */

const char *cx_match_why(cx_match_t *m, const cx_catalog_file_t *file,
    uint32_t adgroup);


#endif /* CX_CATALOG_H */
