
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
} cx_cat_adgroup_t;

typedef struct {
    cx_cat_str_t  id;
    cx_cat_str_t  adid;
    cx_cat_str_t  landing;              /* where a click goes */
    cx_cat_str_t  template;             /* compiled markup */
    cx_cat_run_t  cat;                  /* of names; own, beside the campaign's */
    cx_cat_run_t  variants;             /* of cx_cat_variant_t */
    uint32_t      native;               /* number of the native ad + 1, or 0 */
    uint32_t      attr;                 /* bit n: creative attribute n */
    uint32_t      protocols;            /* bit n: n of the list of protocols */
    uint32_t      apis;                 /* bit n: n of the list of APIs */
    uint32_t      mime;                 /* name + 1, or 0 */
    uint16_t      w, h;
    uint16_t      duration_s;
    uint16_t      bitrate;
    uint8_t       media;                /* cx_media_e */
    uint8_t       btype;                /* banner ad type, 0 unknown */
    uint8_t       secure;               /* its markup is https throughout */
    uint8_t       skippable;
    uint8_t       linearity;
    uint8_t       qagmediarating;
    uint8_t       language[2];
    cx_offer_features_t  features;
} cx_cat_creative_t;

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
} cx_catalog_info_t;

void cx_catalog_info(const cx_catalog_t *cat, cx_catalog_info_t *info);


/* what references mean */

cx_str_t cx_catalog_str(const cx_catalog_file_t *f, cx_cat_str_t ref);
cx_str_t cx_catalog_name(const cx_catalog_file_t *f, uint32_t name);
const uint32_t *cx_catalog_names(const cx_catalog_file_t *f, cx_cat_run_t run);
const cx_cat_org_t *cx_catalog_org(const cx_catalog_file_t *f, uint32_t i);
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

/*
 * A native ad as the writer wants it, in the arena; i is the creative's
 * native - 1.  NULL: the arena is full.
 */

const cx_ortb_native_ad_t *cx_catalog_native(const cx_catalog_file_t *f,
    uint32_t i, cx_arena_t *arena);

/* a name's number in this file (any case), or CX_NO_NAME */

#define CX_NO_NAME  0xffffffffU

uint32_t cx_catalog_find_name(const cx_catalog_file_t *f, cx_str_t name);

/* base and overlay: 1 or 2 files, for those who keep tables by name number */

uint32_t cx_catalog_files(const cx_catalog_t *cat,
    const cx_catalog_file_t *files[2]);

/* the landing page of a creative, also of one retired, while tokens live */

cx_rc_t cx_catalog_landing(const cx_catalog_t *cat, cx_str_t creative_id,
    cx_str_t *url);


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
    int64_t                      now_s;
} cx_match_input_t;

#define CX_FITS_MAX  8

typedef struct {
    const cx_cat_creative_t  *creative;
    uint32_t                  index;        /* of the creative in its file */
    cx_media_e                media;
    int32_t                   w, h;         /* bid for; 0: not sized */
} cx_fit_t;

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

/* CX_DECLINED after the last one */

cx_rc_t cx_match_next(cx_match_t *m, cx_hit_t *hit);

/* why not: the first dimension that says no to this ad group, or NULL */

const char *cx_match_why(cx_match_t *m, const cx_catalog_file_t *file,
    uint32_t adgroup);


#endif /* CX_CATALOG_H */
