
/*
 * The dimensions of targeting, once: what the matcher indexes, what the
 * parser reads and what cx_match_why() says all come from this page.
 * D(name, path, kind, flags): the path is where a line's targeting has it.
 *
 *     INT   the key is a small number
 *     STR   the key is a name, in any case
 *     EXACT the key is a name, byte for byte
 *
 *     IMP   taken from the impression, not from the request
 *     SPARSE never a bitset: whether an ad group has none of it matters
 *
 * The number of a dimension is in files: a new one goes to the end.
 */

#ifndef CX_CATALOG_DIMS_H
#define CX_CATALOG_DIMS_H


#define CX_DIM_IMP     1
#define CX_DIM_SPARSE  2

#define CX_CAT_DIMS(D)                                                        \
    D(FORMAT,       "creatives",                    INT,   CX_DIM_IMP)        \
    D(ORG,          "org",                          EXACT, 0)                 \
    D(DEAL,         "inventory.deals",              EXACT,                    \
                                            CX_DIM_IMP|CX_DIM_SPARSE)         \
    D(EXCHANGE,     "inventory.exchanges",          STR,   0)                 \
    D(KIND,         "inventory.kinds",              INT,   0)                 \
    D(DOMAIN,       "inventory.domains",            STR,   0)                 \
    D(BUNDLE,       "inventory.bundles",            STR,   0)                 \
    D(CAT,          "inventory.categories",         STR,   0)                 \
    D(SECTION,      "inventory.section_categories", STR,   0)                 \
    D(CONTENT_CAT,  "inventory.content_categories", STR,   0)                 \
    D(GENRE,        "inventory.genres",             STR,   0)                 \
    D(RATING,       "inventory.ratings",            STR,   0)                 \
    D(MEDIA_RATING, "inventory.media_ratings",      INT,   0)                 \
    D(CONTENT_LANG, "inventory.languages",          STR,   0)                 \
    D(KEYWORD,      "inventory.keywords",           STR,   0)                 \
    D(POSITION,     "inventory.positions",          INT,   CX_DIM_IMP)        \
    D(COUNTRY,      "geo.countries",                INT,   0)                 \
    D(REGION,       "geo.regions",                  STR,   0)                 \
    D(METRO,        "geo.metros",                   STR,   0)                 \
    D(CITY,         "geo.cities",                   STR,   0)                 \
    D(POSTAL,       "geo.postal_codes",             STR,   0)                 \
    D(DEVICE,       "device.types",                 INT,   0)                 \
    D(MAKE,         "device.makes",                 STR,   0)                 \
    D(MODEL,        "device.models",                STR,   0)                 \
    D(OS,           "device.os",                    STR,   0)                 \
    D(CARRIER,      "device.carriers",              STR,   0)                 \
    D(CONNECTION,   "device.connections",           INT,   0)                 \
    D(LANGUAGE,     "device.languages",             STR,   0)                 \
    D(SEGMENT,      "audience.segments",            EXACT, 0)                 \
    D(SEGMENT_ALL,  "audience.segments.all",        EXACT, 0)                 \
    D(CUSTOM,       "custom",                       STR,   0)                 \
    D(CUSTOM_ALL,   "custom.all",                   STR,   0)                 \
    D(VENUE,        "inventory.venues",             STR,   0)                 \
    D(PLACEMENT,    "inventory.placements",         INT,   CX_DIM_IMP)        \
    D(SELLER,       "inventory.sellers",            STR,   0)                 \
    D(ADS_TXT,      "inventory.ads_txt",            INT,   0)                 \
    D(SCHAIN,       "inventory.schain",             INT,   0)                 \
    D(SELLERS_JSON, "inventory.sellers_json",       INT,   0)                 \
    D(PUBLISHER,    "inventory.publishers",         STR,   0)


typedef enum {
#define CX_DIM_ENUM(name, path, kind, flags)  CX_DIM_##name,
    CX_CAT_DIMS(CX_DIM_ENUM)
#undef CX_DIM_ENUM
    CX_DIM_MAX
} cx_dim_e;

typedef enum {
    CX_KEY_INT = 0,
    CX_KEY_STR,
    CX_KEY_EXACT
} cx_key_e;

typedef struct {
    const char  *path;
    uint8_t      kind;          /* cx_key_e */
    uint8_t      flags;
} cx_dim_t;

extern const cx_dim_t  cx_dims[CX_DIM_MAX];


#endif /* CX_CATALOG_DIMS_H */
