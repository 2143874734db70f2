/* targeting: its tables, and the terms and program words made of it */

#include <math.h>
#include <stdio.h>

#include "core/catalog/build_target.h"


/* {"include": […], "exclude": […]}, or an array of what to include */

static cx_rc_t
cx_b_term_item(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_str_t         id;
    cx_json_at_t     here;
    cx_b_side_t     *side;
    const cx_json_t *list;

    side = ctx;

    if (cx_json_type(v) != CX_JSON_OBJECT) {
        return cx_b_key(side, v, at, e);
    }

    list = cx_json_get(v, "list");
    here = (cx_json_at_t) { at, "list", 4, 0 };

    if (list == NULL) {
        return cx_json_error(&here, e, CX_E_FIELD_MISSING,
                             "a value, or {\"list\":ID}", "is missing");
    }

    if (cx_json_str(list, &here, 1, CX_ID_MAX, &id, e) != CX_OK) {
        return CX_ERROR;
    }

    return cx_b_list_ref(side, id, &here, e);
}


static cx_rc_t
cx_b_side_array(cx_b_ctx_t *c, int dim, int exclude, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_side_t  side;

    side.b = c->b;
    side.dim = (uint8_t) dim;
    side.exclude = (uint8_t) exclude;
    side.list = NULL;

    return cx_json_array(v, at, CX_VALUES_MAX, cx_b_term_item, &side, e);
}


/* min is whether it excludes; which dimension is in more */

static cx_rc_t
cx_b_set_side(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_ctx_t  *c;

    c = ctx;

    return cx_b_side_array(c, *(int *) c->more, (int) field->min, v, at, e);
}


static cx_rc_t
cx_b_set_all(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_ctx_t  *c;

    (void) field;

    c = ctx;

    return cx_b_all(c->b, *(int *) c->more, v, at, e);
}


static const cx_json_field_t  cx_b_side_fields[] = {
    { "include", cx_b_set_side, 0, 0, 0, 0 },
    { "exclude", cx_b_set_side, 0, 1, 0, 0 }
};

static const cx_json_field_t  cx_b_group_fields[] = {
    { "any",  cx_b_set_side, 0, 0, 0, 0 },
    { "all",  cx_b_set_all,  0, 0, 0, 0 },
    { "none", cx_b_set_side, 0, 1, 0, 0 }
};


static cx_rc_t
cx_b_no_values(const cx_json_at_t *at, const char *allowed, cx_error_t *e)
{
    return cx_json_error(at, e, CX_E_FIELD_TYPE, allowed,
                         "is neither an array nor an object");
}


static cx_rc_t
cx_b_set_dim(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    int         dim;
    cx_b_ctx_t  c;

    dim = (int) field->offset;
    c = *(cx_b_ctx_t *) ctx;
    c.more = &dim;

    if (cx_json_type(v) == CX_JSON_ARRAY) {
        return cx_b_side_array(&c, dim, 0, v, at, e);
    }

    if (cx_json_type(v) != CX_JSON_OBJECT) {
        return cx_b_no_values(at, cx_dims[dim].kind == CX_KEY_INT
                                  && dim != CX_DIM_COUNTRY
                                  ? "an array of values or an object"
                                  : "an array of strings or an object", e);
    }

    if (dim == CX_DIM_SEGMENT || dim == CX_DIM_CUSTOM) {
        return cx_json_object(v, at, cx_b_group_fields,
                              cx_nelts(cx_b_group_fields), &c, e);
    }

    return cx_json_object(v, at, cx_b_side_fields, cx_nelts(cx_b_side_fields),
                          &c, e);
}


static cx_rc_t
cx_b_set_double(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    double  *d;

    d = (double *) ((uint8_t *) ((cx_b_ctx_t *) ctx)->rec + field->offset);

    return cx_json_num(v, at, (double) field->min, (double) field->max, d, e);
}


typedef struct { double lat, lon, km; }  cx_b_radius_t;

static const cx_json_field_t  cx_b_radius_fields[] = {
    { "lat", cx_b_set_double, offsetof(cx_b_radius_t, lat), -90, 90, 1 },
    { "lon", cx_b_set_double, offsetof(cx_b_radius_t, lon), -180, 180, 1 },
    { "km",  cx_b_set_double, offsetof(cx_b_radius_t, km), 0, 20000, 1 }
};


static cx_rc_t
cx_b_radius(cx_b_ctx_t *c, const cx_json_t *v, const cx_json_at_t *at,
    uint32_t *words, cx_error_t *e)
{
    cx_b_ctx_t     in;
    cx_b_radius_t  r;

    in = (cx_b_ctx_t) { c->b, &r, NULL };

    if (cx_json_object(v, at, cx_b_radius_fields, cx_nelts(cx_b_radius_fields),
                       &in, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    words[0] = (uint32_t) (int32_t) lrint(r.lat * 1e6);
    words[1] = (uint32_t) (int32_t) lrint(r.lon * 1e6);
    words[2] = (uint32_t) lrint(r.km * 1000);

    return CX_OK;
}


typedef struct { cx_str_t os, min, max; }  cx_b_osv_t;


static cx_rc_t
cx_b_set_str(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint8_t  *rec;

    rec = ((cx_b_ctx_t *) ctx)->rec;

    return cx_json_str(v, at, 1, CX_ID_MAX, (cx_str_t *) (rec + field->offset),
                       e);
}


static cx_rc_t
cx_b_set_version(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    size_t    i;
    cx_str_t  s;

    if (cx_b_set_str(ctx, field, v, at, e) != CX_OK) {
        return CX_ERROR;
    }

    s = cx_json_text(v);

    for (i = 0; i < s.len; i++) {
        if (s.data[i] != '.' && (s.data[i] < '0' || s.data[i] > '9')) {
            break;
        }
    }

    if (i < s.len || s.data[0] == '.') {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "up to four numbers: \"14\", \"16.4.1\"",
                             "is \"%.*s\"", (int) cx_min(s.len, 40),
                             (const char *) s.data);
    }

    return CX_OK;
}


static const cx_json_field_t  cx_b_osv_fields[] = {
    { "os",  cx_b_set_str,     offsetof(cx_b_osv_t, os), 0, 0, 0 },
    { "min", cx_b_set_version, offsetof(cx_b_osv_t, min), 0, 0, 0 },
    { "max", cx_b_set_version, offsetof(cx_b_osv_t, max), 0, 0, 0 }
};


/* a max of "17" has all of 17 in it */

static cx_rc_t
cx_b_os_version(cx_b_ctx_t *c, const cx_json_t *v, const cx_json_at_t *at,
    uint32_t *words, cx_error_t *e)
{
    uint64_t     min, max;
    cx_b_ctx_t   in;
    cx_b_osv_t   r;

    memset(&r, 0, sizeof(cx_b_osv_t));
    in = (cx_b_ctx_t) { c->b, &r, NULL };

    if (cx_json_object(v, at, cx_b_osv_fields, cx_nelts(cx_b_osv_fields), &in,
                       e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    min = r.min.len ? cx_version(r.min, 0) : 0;
    max = r.max.len ? cx_version(r.max, 0xffff) : UINT64_MAX;

    if (min > max) {
        return cx_json_error(at, e, CX_E_FIELD_CONFLICT, "min up to max",
                             "min is above max");
    }

    if (r.os.len) {
        if (cx_b_name(c->b, r.os, 0, 0, &words[0]) != CX_OK) {
            return cx_b_no_memory(e);
        }

        words[0]++;
    }

    words[1] = (uint32_t) min;
    words[2] = (uint32_t) (min >> 32);
    words[3] = (uint32_t) max;
    words[4] = (uint32_t) (max >> 32);

    return CX_OK;
}


typedef struct { uint32_t v[4]; }  cx_b_screen_t;

#define CX_F_SCREEN(i)  offsetof(cx_b_screen_t, v[i])

static const cx_json_field_t  cx_b_screen_fields[] = {
    { "w_min", cx_b_set_u32, CX_F_SCREEN(0), 0, 100000, 0 },
    { "w_max", cx_b_set_u32, CX_F_SCREEN(1), 0, 100000, 0 },
    { "h_min", cx_b_set_u32, CX_F_SCREEN(2), 0, 100000, 0 },
    { "h_max", cx_b_set_u32, CX_F_SCREEN(3), 0, 100000, 0 }
};


static cx_rc_t
cx_b_screen(cx_b_ctx_t *c, const cx_json_t *v, const cx_json_at_t *at,
    uint32_t *words, cx_error_t *e)
{
    cx_b_ctx_t     in;
    cx_b_screen_t  r = { { 0, UINT32_MAX, 0, UINT32_MAX } };

    in = (cx_b_ctx_t) { c->b, &r, NULL };

    if (cx_json_object(v, at, cx_b_screen_fields, cx_nelts(cx_b_screen_fields),
                       &in, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    memcpy(words, r.v, sizeof(r.v));

    return CX_OK;
}


/* one op of as many entries as the array has */

typedef struct {
    cx_b_ctx_t  *c;
    cx_op_e      op;
} cx_b_op_ctx_t;


static cx_rc_t
cx_b_op_entry(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint32_t       *words;
    cx_b_op_ctx_t  *o;

    o = ctx;
    words = cx_vec_add(&o->c->b->words, cx_ops[o->op].words);

    if (words == NULL) {
        return cx_b_no_memory(e);
    }

    switch (o->op) {

    case CX_OP_RADIUS_IN:
    case CX_OP_RADIUS_EX:
        return cx_b_radius(o->c, v, at, words, e);

    case CX_OP_OSV_IN:
    case CX_OP_OSV_EX:
        return cx_b_os_version(o->c, v, at, words, e);

    default:
        return cx_b_screen(o->c, v, at, words, e);
    }
}


static cx_rc_t
cx_b_op_array(cx_b_ctx_t *c, cx_op_e op, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    size_t          head;
    uint32_t        n;
    cx_b_op_ctx_t   o;

    head = c->b->words.n;
    o.c = c;
    o.op = op;

    if (cx_vec_add(&c->b->words, 1) == NULL) {
        return cx_b_no_memory(e);
    }

    if (cx_json_array(v, at, CX_OP_ENTRIES_MAX, cx_b_op_entry, &o, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    n = (uint32_t) (c->b->words.n - head - 1);

    if (n == 0) {
        c->b->words.n = head;

    } else {
        *(uint32_t *) cx_vec_at(&c->b->words, head) = op | n << 8;
    }

    return CX_OK;
}


static cx_rc_t
cx_b_set_op_side(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_b_ctx_t  *c;

    c = ctx;

    /* the exclude of an op is the one behind its include */

    return cx_b_op_array(c, *(cx_op_e *) c->more + (cx_op_e) field->min, v, at,
                         e);
}


static const cx_json_field_t  cx_b_op_fields[] = {
    { "include", cx_b_set_op_side, 0, 0, 0, 0 },
    { "exclude", cx_b_set_op_side, 0, 1, 0, 0 }
};


static cx_rc_t
cx_b_set_op(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_op_e     op;
    cx_b_ctx_t  c;

    op = (cx_op_e) field->offset;
    c = *(cx_b_ctx_t *) ctx;
    c.more = &op;

    if (cx_json_type(v) == CX_JSON_ARRAY) {
        return cx_b_op_array(&c, op, v, at, e);
    }

    if (cx_json_type(v) != CX_JSON_OBJECT) {
        return cx_b_no_values(at, "an array of objects or an object", e);
    }

    return cx_json_object(v, at, cx_b_op_fields, cx_nelts(cx_b_op_fields), &c,
                          e);
}


#define CX_DIM_FIELD(name, dim)  { name, cx_b_set_dim, CX_DIM_##dim, 0, 0, 0 }
#define CX_OP_FIELD(name, op)    { name, cx_b_set_op, CX_OP_##op, 0, 0, 0 }

static const cx_json_field_t  cx_b_geo_fields[] = {
    CX_DIM_FIELD("countries", COUNTRY),
    CX_DIM_FIELD("regions", REGION),
    CX_DIM_FIELD("metros", METRO),
    CX_DIM_FIELD("cities", CITY),
    CX_DIM_FIELD("postal_codes", POSTAL),
    CX_OP_FIELD("radius", RADIUS_IN)
};

static const cx_json_field_t  cx_b_device_fields[] = {
    CX_DIM_FIELD("types", DEVICE),
    CX_DIM_FIELD("makes", MAKE),
    CX_DIM_FIELD("models", MODEL),
    CX_DIM_FIELD("os", OS),
    CX_OP_FIELD("os_versions", OSV_IN),
    CX_DIM_FIELD("carriers", CARRIER),
    CX_DIM_FIELD("connections", CONNECTION),
    CX_DIM_FIELD("languages", LANGUAGE),
    CX_OP_FIELD("screens", SCREEN_IN)
};

static const cx_json_field_t  cx_b_inventory_fields[] = {
    CX_DIM_FIELD("kinds", KIND),
    CX_DIM_FIELD("exchanges", EXCHANGE),
    CX_DIM_FIELD("deals", DEAL),
    CX_DIM_FIELD("domains", DOMAIN),
    CX_DIM_FIELD("bundles", BUNDLE),
    CX_DIM_FIELD("categories", CAT),
    CX_DIM_FIELD("section_categories", SECTION),
    CX_DIM_FIELD("content_categories", CONTENT_CAT),
    CX_DIM_FIELD("genres", GENRE),
    CX_DIM_FIELD("ratings", RATING),
    CX_DIM_FIELD("media_ratings", MEDIA_RATING),
    CX_DIM_FIELD("languages", CONTENT_LANG),
    CX_DIM_FIELD("keywords", KEYWORD),
    CX_DIM_FIELD("positions", POSITION),
    CX_DIM_FIELD("placements", PLACEMENT),
    CX_DIM_FIELD("venues", VENUE),
    CX_DIM_FIELD("publishers", PUBLISHER),
    CX_DIM_FIELD("sellers", SELLER),
    CX_DIM_FIELD("schain", SCHAIN),
    CX_DIM_FIELD("ads_txt", ADS_TXT),
    CX_DIM_FIELD("sellers_json", SELLERS_JSON)
};

static const cx_json_field_t  cx_b_audience_fields[] = {
    CX_DIM_FIELD("segments", SEGMENT)
};


#define CX_B_TABLE(t)  t, cx_nelts(t)

static const struct {
    const cx_json_field_t  *fields;
    size_t                  n;
} cx_b_target_groups[] = {
    { CX_B_TABLE(cx_b_geo_fields) },
    { CX_B_TABLE(cx_b_device_fields) },
    { CX_B_TABLE(cx_b_inventory_fields) },
    { CX_B_TABLE(cx_b_audience_fields) }
};


static cx_rc_t
cx_b_set_group(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_json_object(v, at, cx_b_target_groups[field->offset].fields,
                          cx_b_target_groups[field->offset].n, ctx, e);
}


static const cx_json_field_t  cx_b_targeting_fields[] = {
    { "geo",       cx_b_set_group,    0, 0, 0, 0 },
    { "device",    cx_b_set_group,    1, 0, 0, 0 },
    { "inventory", cx_b_set_group,    2, 0, 0, 0 },
    { "audience",  cx_b_set_group,    3, 0, 0, 0 },
    { "schedule",  cx_b_set_schedule, 0, 0, 0, 0 },
    CX_DIM_FIELD("custom", CUSTOM)
};


cx_rc_t
cx_b_set_targeting(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    (void) field;

    return cx_json_object(v, at, CX_B_TABLE(cx_b_targeting_fields), ctx, e);
}


size_t
cx_b_target_objects(const cx_b_object_t **objects)
{
    static const cx_b_object_t  list[] = {
        { "targeting", CX_B_TABLE(cx_b_targeting_fields) },
        { "targeting.geo", CX_B_TABLE(cx_b_geo_fields) },
        { "targeting.device", CX_B_TABLE(cx_b_device_fields) },
        { "targeting.inventory", CX_B_TABLE(cx_b_inventory_fields) },
        { "targeting.audience", CX_B_TABLE(cx_b_audience_fields) },
        { "targeting.audience.segments", CX_B_TABLE(cx_b_group_fields) },
        { "targeting.geo.countries", CX_B_TABLE(cx_b_side_fields) },
        { "targeting.geo.radius", CX_B_TABLE(cx_b_op_fields) },
        { "targeting.geo.radius.include[]", CX_B_TABLE(cx_b_radius_fields) },
        { "targeting.device.os_versions.include[]",
          CX_B_TABLE(cx_b_osv_fields) },
        { "targeting.device.screens.include[]",
          CX_B_TABLE(cx_b_screen_fields) }
    };

    *objects = list;

    return cx_nelts(list);
}
