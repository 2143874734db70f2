
/* what is in a catalogue file; nobody's business outside this room */

#ifndef CX_CATALOG_LAYOUT_H
#define CX_CATALOG_LAYOUT_H

#include "core/catalog/catalog.h"
#include "core/catalog/dims.h"


#define CX_CAT_MAGIC       "CXCATLG\n"
#define CX_CAT_VERSION     6
#define CX_CAT_BYTE_ORDER  0x01020304U

typedef enum {
    CX_CAT_BASE = 1,
    CX_CAT_OVERLAY = 2
} cx_cat_kind_e;


/* S(name, type of a record) */

#define CX_CAT_SECTIONS(S)                                                    \
    S(STRINGS,      uint8_t)                                                  \
    S(NAMES,        cx_cat_name_t)                                            \
    S(NAME_TABLE,   uint32_t)           /* name + 1, by hash */               \
    S(NAME_RUNS,    uint32_t)           /* names of adomain and cat */        \
    S(MEMBERS,      uint32_t)           /* the lists that a name is in */     \
    S(ORGS,         cx_cat_org_t)                                             \
    S(CAMPAIGNS,    cx_cat_campaign_t)                                        \
    S(ADGROUPS,     cx_cat_adgroup_t)                                         \
    S(CREATIVES,    cx_cat_ad_t)                                              \
    S(LOOKS,        cx_cat_creative_t)                                        \
    S(KINDS,        uint32_t)           /* the first look that fits alike */  \
    S(TEXTS,        cx_cat_text_t)                                            \
    S(VARIANTS,     cx_cat_variant_t)                                         \
    S(NATIVES,      cx_cat_native_t)                                          \
    S(IMAGES,       cx_cat_image_t)                                           \
    S(DATA,         cx_cat_data_t)                                            \
    S(TRACKERS,     cx_cat_str_t)                                             \
    S(DIMS,         cx_cat_dim_t)                                             \
    S(VALUES,       cx_cat_value_t)     /* by dimension, then by key */       \
    S(VALUE_TABLE,  uint32_t)           /* value + 1, by hash */              \
    S(BITS,         cx_cat_block_t)                                           \
    S(POSTINGS,     uint32_t)                                                 \
    S(PROGRAMS,     uint32_t)                                                 \
    S(ZONES,        cx_cat_zone_t)                                            \
    S(TRANSITIONS,  cx_cat_transition_t)                                      \
    S(SCHEDULES,    cx_cat_schedule_t)                                        \
    S(RETIRED,      cx_cat_retired_t)   /* creatives no longer shown */       \
    S(LANDINGS,     uint32_t)           /* by hash of the creative's id */    \
    S(SLOTS,        cx_cat_slot_t)      /* of what is not biddable now */     \
    S(REPLACED,     uint32_t)           /* campaigns of the base, rising */   \
    S(MORE,         cx_cat_more_t)                                            \
    S(COMPANIONS,   cx_cat_companion_t)                                       \
    S(APPROVALS,    uint32_t)           /* name of exchange << 2 | state */   \
    S(DSAS,         cx_cat_dsa_t)                                             \
    S(TRANSPARENCY, cx_cat_transparency_t)                                    \
    S(RATES,        cx_cat_rate_t)      /* by currency, the base as well */   \
    S(SELLER_LISTS, cx_cat_seller_list_t)                                     \
    S(OWNERS,       cx_cat_owner_t)                                           \
    S(OWNER_TABLE,  uint32_t)           /* owner + 1, by hash */              \
    S(SELLERS,      cx_cat_seller_t)                                          \
    S(SELLER_TABLE, uint32_t)           /* seller + 1, by hash */

typedef enum {
#define CX_SEC_ENUM(name, type)  CX_SEC_##name,
    CX_CAT_SECTIONS(CX_SEC_ENUM)
#undef CX_SEC_ENUM
    CX_SEC_MAX
} cx_cat_section_e;

typedef struct { uint64_t off, size; }  cx_cat_section_t;

typedef struct {
    uint8_t           magic[8];
    uint32_t          version;
    uint32_t          byte_order;
    uint64_t          size;
    uint64_t          checksum;         /* of everything but this field */
    uint64_t          base_id;          /* an overlay's; 0 in a base */
    uint64_t          build;
    int64_t           built_at;
    uint64_t          seed;             /* of the hashes of names */
    uint32_t          kind;             /* cx_cat_kind_e */
    uint32_t          nsections;
    uint32_t          feature_layout;
    uint32_t          next_slot;
    cx_cat_section_t  section[CX_SEC_MAX];
} cx_cat_header_t;

#define CX_CAT_ALIGN  64                /* of sections */


typedef struct {
    cx_cat_str_t  s;
    uint32_t      lists;                /* the first in MEMBERS */
    uint32_t      nlists;               /* and CX_CAT_EXACT */
} cx_cat_name_t;

#define CX_CAT_EXACT  0x80000000U

/* what a creative has of its own, and numbers of what others have as well */

struct cx_cat_ad_s {
    uint32_t             id;            /* in STRINGS */
    uint32_t             look;
    uint32_t             text;
    cx_offer_features_t  features;
    uint8_t              id_len;
    uint8_t              spare[2];
};

typedef struct {
    cx_cat_str_t  landing;              /* where a click goes */
    cx_cat_str_t  template;             /* compiled markup */
} cx_cat_text_t;

typedef struct { uint64_t w[8]; }  cx_cat_block_t;

#define CX_CAT_BLOCK  512               /* ad groups */

/* a set of ad groups: n of them, in blocks from off or in postings from off */

typedef struct {
    uint32_t  off;
    uint32_t  n;                        /* and CX_CAT_DENSE */
} cx_cat_set_t;

#define CX_CAT_DENSE  0x80000000U

/*
 * incl, where it is dense, has also the ad groups without any include in
 * this dimension; where it is postings, those are in cx_cat_dim_t.any.
 */

typedef struct {
    uint32_t      dim;
    uint32_t      key;                  /* or name, or list | CX_CAT_LIST */
    cx_cat_set_t  incl;
    cx_cat_set_t  excl;
} cx_cat_value_t;

#define CX_CAT_LIST  0x80000000U

typedef struct {
    cx_cat_run_t  values;
    cx_cat_set_t  any;                  /* no include here; dense, or empty */
    uint32_t      nincl;                /* values with includes */
    uint32_t      nexcl;
} cx_cat_dim_t;

typedef struct {
    cx_cat_str_t  title;
    cx_cat_str_t  vast;
    cx_cat_run_t  images;
    cx_cat_run_t  data;
    cx_cat_run_t  trackers;             /* of impressions */
    cx_cat_run_t  clicks;               /* trackers of these */
    cx_cat_str_t  fallback;             /* where the click address leads not */
    cx_cat_str_t  privacy;
    cx_cat_str_t  mime;                 /* of the video */
    uint32_t      protocols;
    uint32_t      duration_s;
} cx_cat_native_t;

typedef struct { int32_t type; cx_cat_str_t url; int32_t w, h; } cx_cat_image_t;
typedef struct { int32_t type; cx_cat_str_t value; }  cx_cat_data_t;

typedef struct {
    cx_cat_str_t  name;
    cx_cat_run_t  transitions;
    int32_t       offset;               /* before the first of them */
    uint32_t      spare;
} cx_cat_zone_t;

typedef struct {
    int64_t   at;
    int32_t   offset;                   /* from then on, seconds */
    uint32_t  spare;
} cx_cat_transition_t;

/* bit h of the week: Monday 00:00 to 01:00 is the first */

typedef struct {
    uint32_t  zone;
    uint32_t  hours[6];
} cx_cat_schedule_t;

typedef struct {
    cx_cat_str_t  id;
    cx_cat_str_t  landing;
    int64_t       since;
} cx_cat_retired_t;

typedef struct {
    cx_cat_str_t  id;
    uint32_t      slot;
    uint32_t      kind;                 /* cx_cat_slot_e */
    int64_t       since;
} cx_cat_slot_t;

typedef enum {
    CX_SLOT_CAMPAIGN = 1,
    CX_SLOT_ADGROUP = 2
} cx_cat_slot_e;


/* so many of this currency are one of the base's, at this time */

typedef struct {
    int64_t   digits;
    int64_t   at;
    uint32_t  currency;
    uint32_t  decimals;         /* of the digits */
} cx_cat_rate_t;

#define CX_RATE_DIGITS_MAX    1000000000000000000LL
#define CX_RATE_DECIMALS_MAX  18

/* are two of these, the least and the most, too far apart to be counted? */

int cx_cat_rates_apart(const cx_cat_rate_t *rate, size_t n, size_t pair[2]);


/* the lists that are found by their id */

typedef struct {
    cx_cat_str_t  id;
    uint32_t      list;
} cx_cat_seller_list_t;


/*
 * Whose word counts for a domain or a bundle: their file, or that of who
 * they belong to; a file that nobody has read is CX_NO_NAME.
 */

typedef struct {
    uint32_t  name;
    uint32_t  kind;                     /* cx_owner_e */
    uint32_t  file;                     /* the number in its sellers */
} cx_cat_owner_t;

#define CX_OWNERS(O)                                                          \
    O(ADS_TXT,      "ads_txt")                                                \
    O(APP_ADS_TXT,  "app_ads_txt")                                            \
    O(BUNDLE,       "bundle")                                                 \
    O(SELLERS_JSON, "sellers_json")

typedef enum {
#define CX_OWNER_ENUM(id, name)  CX_OWNER_##id,
    CX_OWNERS(CX_OWNER_ENUM)
#undef CX_OWNER_ENUM
    CX_OWNER_MAX
} cx_owner_e;

/* what such a file says of one seller, or of a partner's domain */

typedef struct {
    uint32_t  file;
    uint32_t  asi;                      /* CX_NO_NAME in a sellers.json */
    uint32_t  sid;                      /* CX_NO_NAME: a partner's domain */
    uint32_t  word;                     /* cx_ads_txt_e, cx_sellers_json_e */
} cx_cat_seller_t;


/* of the lists of creative attributes and of delivery methods */

#define CX_SKIP_UNKNOWN          0xffff         /* from when on */

#define CX_DELIVERY_STREAMING    1
#define CX_DELIVERY_PROGRESSIVE  2


/* flags of an ad group */

#define CX_ADGROUP_DEALS  0x01          /* only within its deals */


/*
 * Programs: what bits cannot say.  An op is a word of its code and, shifted
 * by 8, of how many words follow; CX_OP_END is the end.
 */

#define CX_CAT_OPS(O)                                                         \
    O(END,         "",                   0)                                   \
    O(WINDOW,      "flight",             4)     /* start, end; low first */   \
    O(SCHEDULE,    "schedule.hours",     1)     /* number in SCHEDULES */     \
    O(RADIUS_IN,   "geo.radius",         3)     /* 1e-6 lat, lon; metres */   \
    O(RADIUS_EX,   "geo.radius",         3)                                   \
    O(OSV_IN,      "device.os_versions", 5)     /* os + 1; low, high */       \
    O(OSV_EX,      "device.os_versions", 5)                                   \
    O(SCREEN_IN,   "device.screens",     4)     /* w from, to; h from, to */  \
    O(SCREEN_EX,   "device.screens",     4)                                   \
    O(SEGMENT_ALL, "audience.segments.all", 1)  /* names */                   \
    O(CUSTOM_ALL,  "custom.all",         1)

typedef enum {
#define CX_OP_ENUM(name, path, words)  CX_OP_##name,
    CX_CAT_OPS(CX_OP_ENUM)
#undef CX_OP_ENUM
    CX_OP_MAX
} cx_op_e;

typedef struct {
    const char  *path;
    uint32_t     words;                 /* of one entry */
} cx_op_t;

extern const cx_op_t  cx_ops[CX_OP_MAX];

#define CX_OP_ENTRIES_MAX  1024


#define CX_NATIVE_IMAGES_MAX    16
#define CX_NATIVE_DATA_MAX      32
#define CX_NATIVE_TRACKERS_MAX  8
#define CX_NATIVE_SECONDS_MAX   3600


/* where an ad stands: keys of CX_DIM_PLACEMENT; an impression may be several */

#define CX_PLACEMENTS(P)                                                      \
    P(STANDARD,           "standard")       /* neither of the next two */     \
    P(INTERSTITIAL,       "interstitial")   /* instl */                       \
    P(REWARDED,           "rewarded")       /* rwdd */                        \
    P(INSTREAM,           "instream")       /* video.plcmt, or placement */   \
    P(ACCOMPANYING,       "accompanying")                                     \
    P(INTERSTITIAL_VIDEO, "interstitial_video")                               \
    P(STANDALONE,         "standalone")                                       \
    P(PAUSE,              "pause")                                            \
    P(SCREENSAVER,        "screensaver")                                      \
    P(OVERLAY,            "overlay")                                          \
    P(SQUEEZEBACK,        "squeezeback")                                      \
    P(IN_SCENE,           "in_scene")

typedef enum {
    CX_PLACEMENT_NONE = 0,
#define CX_PLACEMENT_ENUM(id, name)  CX_PLACEMENT_##id,
    CX_PLACEMENTS(CX_PLACEMENT_ENUM)
#undef CX_PLACEMENT_ENUM
    CX_PLACEMENT_MAX
} cx_placement_e;


/* sizes of banners are keys of CX_DIM_FORMAT, the other media are these */

#define CX_FORMAT_BANNER(w, h)  ((uint32_t) (w) << 15 | (uint32_t) (h))
#define CX_FORMAT_SIZE_MAX      32767
#define CX_FORMAT_VIDEO         0x40000000U     /* | name of the MIME type */
#define CX_FORMAT_AUDIO         0x50000000U
#define CX_FORMAT_NATIVE        0x60000000U


/* an open file: its sections as arrays */

struct cx_catalog_file_s {
    cx_map_t                    map;
    const cx_cat_header_t      *h;
    uint64_t                    id;             /* its checksum */
    uint32_t                    nblocks;        /* of ad groups */
    uint64_t                   *some;           /* bit i: BITS[i] is not 0 */
    uint32_t                    name_max;       /* the length of the longest */

    /* dimensions in use, those of the request and those of an impression */

    uint32_t                    nused[2];
    uint8_t                     used[2][CX_DIM_MAX];
    uint64_t                    included[2];    /* bit d: somebody names it */

#define CX_SEC_ARRAY(name, type)  const type *s_##name; uint32_t n_##name;
    CX_CAT_SECTIONS(CX_SEC_ARRAY)
#undef CX_SEC_ARRAY
};

/* the next block of a plan with survivors; which one depends on the CPU */

typedef struct cx_categories_s  cx_categories_t;

/* what each category of the newer taxonomies is a part of; NULL: no memory */

cx_categories_t *cx_categories_create(void);

/*
 * A published table has an id twice, so there may be several; *next is 0
 * before the first.  CX_DECLINED after the last.
 */

cx_rc_t cx_category_above(const cx_categories_t *c, int32_t taxonomy,
    cx_str_t id, uint32_t *next, cx_str_t *above);


typedef struct cx_plan_s  cx_plan_t;
typedef int (*cx_plan_block_pt)(cx_plan_t *p);

cx_plan_block_pt cx_plan_block_best(void);


struct cx_catalog_s {
    cx_plan_block_pt    next_block;
    cx_catalog_file_t   file[2];
    uint32_t            nfiles;
    uint64_t            dims;           /* bit d: dimension d is in use */
    uint64_t           *live;           /* of the base; NULL: all of them */
    cx_categories_t    *categories;     /* NULL: nobody asks for any */
    uint32_t            hidden_campaigns;
    uint32_t            hidden_adgroups;
    uint32_t            hidden_creatives;
};


/* from memory that outlives the file, of any alignment that mmap gives */

cx_rc_t cx_cat_file_load(cx_catalog_file_t *f, const uint8_t *data,
    size_t size, const char *path, cx_error_t *e);
cx_rc_t cx_cat_file_open(cx_catalog_file_t *f, const char *path,
    const cx_file_id_t *known, cx_error_t *e);
void cx_cat_file_close(cx_catalog_file_t *f);
cx_catalog_t *cx_catalog_load(const uint8_t *base, size_t nbase,
    const uint8_t *overlay, size_t noverlay, cx_error_t *e);
uint64_t cx_cat_checksum(const uint8_t *data, size_t size);

/* the parts of the check, each over sections that are inside the file */

cx_rc_t cx_cat_check_records(const cx_catalog_file_t *f, const char **what);
cx_rc_t cx_cat_check_index(const cx_catalog_file_t *f, const char **what);
cx_rc_t cx_cat_check_programs(const cx_catalog_file_t *f, const char **what);
cx_rc_t cx_cat_check_side(const cx_catalog_file_t *f, const char **what);


uint32_t cx_cat_name(const cx_catalog_file_t *f, cx_str_t name, int exact);

/* strangers' names are among them: nobody knows the seed before it is used */

uint64_t cx_cat_name_hash(cx_str_t name, int exact, uint64_t seed);
int cx_cat_name_eq(cx_str_t a, cx_str_t b, int exact);

/* is a MIME type, a name, in the list? */

int cx_cat_mime_listed(const cx_catalog_file_t *f, uint32_t name,
    const cx_ortb_strs_t *mimes);

const cx_cat_value_t *cx_cat_value(const cx_catalog_file_t *f, cx_dim_e dim,
    uint32_t key);

/* what decides where a look fits; the rest of it is zero */

void cx_cat_kind(const cx_cat_creative_t *look, cx_cat_creative_t *kind);

static inline cx_cat_str_t
cx_cat_ad_id(const cx_cat_ad_t *ad)
{
    return (cx_cat_str_t) { ad->id, ad->id_len };
}


static inline uint64_t
cx_cat_owner_hash(uint32_t kind, uint32_t name)
{
    return cx_hash_mix((uint64_t) kind << 32 | name, 0xc2b2ae3d27d4eb4fULL);
}


static inline uint64_t
cx_cat_seller_hash(uint32_t file, uint32_t asi, uint32_t sid)
{
    return cx_hash_mix((uint64_t) file << 32 | asi,
                       sid ^ 0x9e3779b97f4a7c15ULL);
}


static inline uint64_t
cx_cat_value_hash(uint32_t dim, uint32_t key)
{
    return cx_hash_mix((uint64_t) dim << 32 | key, 0x9e3779b97f4a7c15ULL);
}


/* the size of an open-addressing table for n entries: a power of two */

static inline uint32_t
cx_cat_table_size(uint32_t n)
{
    uint32_t  size;

    for (size = 8; size < n + n / 2 + 1 && size < 0x80000000U; size *= 2) {
        /* void */
    }

    return size;
}


#endif /* CX_CATALOG_LAYOUT_H */
