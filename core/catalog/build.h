
/* what the files of the builder share */

#ifndef CX_CATALOG_BUILD_H
#define CX_CATALOG_BUILD_H

#include "core/catalog/builder.h"
#include "core/catalog/layout.h"
#include "core/json/json.h"


#define CX_LINE_MAX     (256 * 1024 * 1024)
#define CX_ID_MAX       128
#define CX_TEXT_MAX     1024
#define CX_URL_MAX      4096
#define CX_MARKUP_MAX   (256 * 1024)
#define CX_LIST_MAX     1000000
#define CX_VALUES_MAX   100000

/* a shared list of fewer names than this is written out where it is used */

#define CX_LIST_SHARED  256


typedef struct {
    uint8_t  *data;
    size_t    n;
    size_t    room;
    size_t    size;                 /* of an element */
} cx_vec_t;

/* n more elements, zeroed; NULL: no memory */

void *cx_vec_add(cx_vec_t *v, size_t n);

static inline void *
cx_vec_at(const cx_vec_t *v, size_t i)
{
    return v->data == NULL ? NULL : v->data + i * v->size;
}


/* from a 64-bit key to a number */

typedef struct {
    uint64_t  *key;
    uint32_t  *value;               /* + 1 */
    uint32_t   n;
    uint32_t   room;
} cx_map64_t;

/* where the value of this key is, 0 while it is new; NULL: no memory */

uint32_t *cx_map64_put(cx_map64_t *m, uint64_t key);
uint32_t cx_map64_get(const cx_map64_t *m, uint64_t key);


/* a line's term in a dimension, include or exclude */

typedef struct {
    uint8_t   dim;
    uint8_t   exclude;
    uint16_t  list;                 /* key is the number of a list */
    uint32_t  key;
} cx_b_term_t;

typedef struct {
    cx_cat_campaign_t  rec;
    uint32_t           line;
    cx_cat_str_t       org;
    unsigned           live:1;
    unsigned           deleted:1;
    unsigned           known:1;     /* to the base, or before */
    unsigned           used:1;
} cx_b_campaign_t;

typedef struct {
    cx_cat_adgroup_t   rec;
    uint32_t           line;
    cx_cat_str_t       parent;
    cx_cat_run_t       terms;       /* in b->terms */
    cx_cat_run_t       words;       /* in b->words: its program */
    int64_t            start_s, end_s;
    uint32_t           creatives;   /* the first + 1, then by next */
    uint32_t           campaign;
    unsigned           live:1;
    unsigned           has_max:1;
    unsigned           has_prior:1;
} cx_b_adgroup_t;

typedef struct {
    cx_cat_creative_t  rec;
    cx_cat_str_t       id;
    cx_cat_text_t      text;
    uint32_t           line;
    uint32_t           next;
    cx_cat_str_t       parent;
    unsigned           live:1;
} cx_b_creative_t;

typedef struct {
    cx_cat_str_t       id;
    cx_cat_run_t       names;       /* in b->members */
    uint32_t           line;
    uint32_t           used_line;
    char               used_at[96];
    uint32_t           number;      /* in the file + 1; 0: written out */
    uint8_t            dim;
    uint8_t            used_dim;
    uint8_t            defined;
} cx_b_list_t;

typedef struct {
    cx_cat_str_t       id;
    cx_cat_str_t       seat;
    uint32_t           line;
    uint32_t           number;      /* in the file + 1 */
} cx_b_org_t;


/* lines have their numbers behind those of the files before */

typedef struct {
    const char        *path;
    uint32_t           before;
} cx_b_source_t;


struct cx_builder_s {
    cx_builder_conf_t  conf;
    uint64_t           seed;        /* of hashes; the same for one time */
    cx_catalog_t      *base;
    cx_catalog_t      *previous[2];
    uint32_t           line;        /* of all files together */
    const char        *wrong;       /* the file that an error is about */
    cx_vec_t           files;

    cx_vec_t           strings;
    cx_map64_t         string_map;
    cx_vec_t           names;       /* cx_cat_name_t */
    cx_vec_t           name_table;
    cx_vec_t           name_runs;

    cx_vec_t           campaigns;
    cx_vec_t           adgroups;
    cx_vec_t           creatives;
    cx_vec_t           lists;
    cx_vec_t           orgs;
    cx_map64_t         ids;         /* kind and offset of the id */

    cx_vec_t           variants;
    cx_vec_t           more;
    cx_vec_t           companions;
    cx_vec_t           approvals;
    cx_vec_t           dsas;
    cx_vec_t           transparency;
    cx_vec_t           rates;
    cx_vec_t           owners;
    cx_vec_t           sellers;
    cx_map64_t         owner_map;   /* kind and name */
    uint32_t           supply_files;
    cx_vec_t           natives;
    cx_vec_t           images;
    cx_vec_t           data;
    cx_vec_t           trackers;
    cx_vec_t           terms;
    cx_vec_t           words;
    cx_vec_t           members;
    cx_vec_t           zones;
    cx_vec_t           transitions;
    cx_vec_t           schedules;
    cx_map64_t         schedule_map;

    cx_vec_t           markup;      /* scratch of one creative */
};

typedef enum {
    CX_ID_CAMPAIGN = 1,
    CX_ID_ADGROUP,
    CX_ID_CREATIVE,
    CX_ID_LIST,
    CX_ID_ORG
} cx_b_id_e;

/* the key of an id in b->ids */

static inline uint64_t
cx_b_id(cx_b_id_e kind, cx_cat_str_t id)
{
    return (uint64_t) kind << 32 | id.off;
}


/* equal strings have one place, so that their offsets are equal too */

cx_rc_t cx_b_string(cx_builder_t *b, cx_str_t s, cx_cat_str_t *ref);
cx_str_t cx_b_str(const cx_builder_t *b, cx_cat_str_t ref);
int cx_b_find_string(const cx_builder_t *b, cx_str_t s, cx_cat_str_t *ref);

/* spelled: how it is written in the file is how it is written here */

cx_rc_t cx_b_name(cx_builder_t *b, cx_str_t s, int exact, int spelled,
    uint32_t *name);

cx_rc_t cx_b_no_memory(cx_error_t *e);

/* the number of the line in its file, which an error is about from now on */

uint32_t cx_b_wrong_line(cx_builder_t *b, uint32_t line);


/* the lines */

typedef struct {
    cx_builder_t  *b;
    void          *rec;
    void          *more;
} cx_b_ctx_t;

typedef struct {
    const char             *type;
    const cx_json_field_t  *fields;
    size_t                  nfields;
    cx_rc_t               (*add)(cx_builder_t *b, const cx_json_t *v,
                                 const cx_json_at_t *at, cx_error_t *e);
} cx_b_entity_t;

extern const cx_b_entity_t  cx_b_entities[];
extern const size_t  cx_b_nentities;

/* tables of the objects inside, for the schema's test */

typedef struct {
    const char             *path;
    const cx_json_field_t  *fields;
    size_t                  nfields;
} cx_b_object_t;

size_t cx_b_creative_objects(const cx_b_object_t **objects);
size_t cx_b_target_objects(const cx_b_object_t **objects);
size_t cx_b_side_objects(const cx_b_object_t **objects);
size_t cx_b_supply_objects(const cx_b_object_t **objects);
size_t cx_b_rates_objects(const cx_b_object_t **objects);


/* setters that the tables share; rec + field->offset is the place */

typedef cx_rc_t (*cx_b_set_pt)(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);

cx_rc_t cx_b_set_type(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_id(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_text(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_url(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_u8(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_u16(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_u32(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_i32(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_money(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_time(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_bits(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_cats(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_dsa(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_domains(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);

cx_rc_t cx_b_domain(cx_str_t *s, uint8_t lower[CX_ID_MAX],
    const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_clean(cx_str_t s, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_url(cx_str_t s, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_add_creative(cx_builder_t *b, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_set_targeting(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_list_values(cx_builder_t *b, cx_b_list_t *l, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e);
int cx_b_list_dim(cx_str_t kind);
cx_rc_t cx_b_list_kinds(char *dst, size_t size);
cx_rc_t cx_b_take_id(cx_builder_t *b, cx_b_id_e kind, cx_cat_str_t id,
    uint32_t index, const cx_json_at_t *at, cx_error_t *e);

/* the number of a time zone's rules in the file */

cx_rc_t cx_b_zone(cx_builder_t *b, cx_str_t name, const cx_json_at_t *at,
    uint32_t *zone, cx_error_t *e);


/*
 * Categories as requests name them, the own ones first, then those that
 * these are part of; cattax is of the ones that do not name their taxonomy.
 */

cx_rc_t cx_b_cats(cx_builder_t *b, cx_cat_run_t *run, uint32_t *ncat,
    uint32_t cattax);

/* with lines of their own: supply and rates */

cx_rc_t cx_b_add_supply(cx_builder_t *b, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_add_rates(cx_builder_t *b, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e);


/* making the file */

typedef struct {
    cx_builder_t  *b;
    cx_vec_t       order;           /* uint32_t: ad groups as they will be */
    cx_vec_t       campaign_at;     /* uint32_t + 1, by b->campaigns */
    cx_vec_t       section[CX_SEC_MAX];
    uint32_t       next_slot;
} cx_b_file_t;

cx_rc_t cx_b_resolve(cx_builder_t *b, cx_error_t *e);
cx_rc_t cx_b_make_slots(cx_b_file_t *o, cx_error_t *e);
cx_rc_t cx_b_make_index(cx_b_file_t *o, cx_error_t *e);
cx_rc_t cx_b_make_landings(cx_b_file_t *o, cx_error_t *e);
cx_rc_t cx_b_make_supply(cx_b_file_t *o, cx_error_t *e);

/* KINDS from LOOKS; CX_ERROR: no memory */

cx_rc_t cx_b_make_kinds(cx_b_file_t *o);


#endif /* CX_CATALOG_BUILD_H */
