/* hours of the week, in a named time zone */

#include "core/catalog/build_target.h"


typedef struct {
    uint8_t   days;                 /* bit 0 is Monday */
    uint8_t   from;
    uint8_t   to;
} cx_b_hours_t;

typedef struct {
    uint32_t  zone;
    uint32_t  include[6];
    uint32_t  exclude[6];
    unsigned  given;                /* includes */
    unsigned  side;
} cx_b_week_t;


static cx_rc_t
cx_b_day(void *ctx, const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    size_t              i;
    cx_str_t            s;
    static const char  *days[] = { "mon", "tue", "wed", "thu", "fri", "sat",
                                   "sun" };

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0; i < 7; i++) {
        if (cx_str_eq_nocase(s, cx_strn(days[i], 3))) {
            *(uint8_t *) ctx |= (uint8_t) (1U << i);
            return CX_OK;
        }
    }

    return cx_json_error(at, e, CX_E_FIELD_VALUE,
                         "mon, tue, wed, thu, fri, sat, sun", "is \"%.*s\"",
                         (int) cx_min(s.len, 40), (const char *) s.data);
}


static cx_rc_t
cx_b_set_days(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint8_t  *rec;

    rec = ((cx_b_ctx_t *) ctx)->rec;
    rec[field->offset] = 0;

    return cx_json_array(v, at, 7, cx_b_day, rec + field->offset, e);
}


static const cx_json_field_t  cx_b_hours_fields[] = {
    { "days", cx_b_set_days, offsetof(cx_b_hours_t, days), 0, 0, 0 },
    { "from", cx_b_set_u8,   offsetof(cx_b_hours_t, from), 0, 23, 0 },
    { "to",   cx_b_set_u8,   offsetof(cx_b_hours_t, to), 1, 24, 0 }
};


/* a range that ends before it begins goes on into the next day */

static cx_rc_t
cx_b_hours(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint32_t      d, h, last, hour, *bits;
    cx_b_ctx_t    in;
    cx_b_week_t  *w;
    cx_b_hours_t  r = { 0x7f, 0, 24 };

    w = ((cx_b_ctx_t *) ctx)->rec;
    in = (cx_b_ctx_t) { ((cx_b_ctx_t *) ctx)->b, &r, NULL };

    if (cx_json_object(v, at, cx_b_hours_fields, cx_nelts(cx_b_hours_fields),
                       &in, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    if (r.from == r.to) {
        return cx_json_error(at, e, CX_E_FIELD_CONFLICT,
                             "at least one hour", "from and to are the same");
    }

    bits = w->side ? w->exclude : w->include;
    last = r.to > r.from ? r.to : r.to + 24U;

    for (d = 0; d < 7; d++) {
        for (h = r.from; (r.days >> d & 1) && h < last; h++) {
            hour = (d * 24 + h) % 168;
            bits[hour / 32] |= 1U << hour % 32;
        }
    }

    w->given |= !w->side;

    return CX_OK;
}


static cx_rc_t
cx_b_set_hours_side(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    ((cx_b_week_t *) ((cx_b_ctx_t *) ctx)->rec)->side = (unsigned) field->min;

    return cx_json_array(v, at, 168, cx_b_hours, ctx, e);
}


static const cx_json_field_t  cx_b_hours_sides[] = {
    { "include", cx_b_set_hours_side, 0, 0, 0, 0 },
    { "exclude", cx_b_set_hours_side, 0, 1, 0, 0 }
};


static cx_rc_t
cx_b_set_hours(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    if (cx_json_type(v) == CX_JSON_ARRAY) {
        return cx_b_set_hours_side(ctx, field, v, at, e);
    }

    return cx_json_object(v, at, cx_b_hours_sides, cx_nelts(cx_b_hours_sides),
                          ctx, e);
}


static cx_rc_t
cx_b_set_zone(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t     s;
    cx_b_ctx_t  *c;

    (void) field;

    c = ctx;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    return cx_b_zone(c->b, s, at, &((cx_b_week_t *) c->rec)->zone, e);
}


static const cx_json_field_t  cx_b_schedule_fields[] = {
    { "time_zone", cx_b_set_zone,  0, 0, 0, 1 },
    { "hours",     cx_b_set_hours, 0, 0, 0, 1 }
};


static cx_rc_t
cx_b_schedule(cx_builder_t *b, const cx_cat_schedule_t *s, uint32_t *number)
{
    uint64_t            seed;
    uint32_t           *place;
    cx_cat_schedule_t  *rec;

    for (seed = 1; /* void */ ; seed++) {
        place = cx_map64_put(&b->schedule_map, cx_hash64(s, sizeof(*s), seed));

        if (place == NULL) {
            return CX_ERROR;
        }

        if (*place == 0) {
            break;
        }

        if (memcmp(cx_vec_at(&b->schedules, *place - 1), s, sizeof(*s)) == 0) {
            *number = *place - 1;
            return CX_OK;
        }
    }

    rec = cx_vec_add(&b->schedules, 1);

    if (rec == NULL) {
        return CX_ERROR;
    }

    *rec = *s;
    *place = (uint32_t) b->schedules.n;
    *number = *place - 1;

    return CX_OK;
}


cx_rc_t
cx_b_set_schedule(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    uint32_t           i, number, *words;
    cx_b_ctx_t         c;
    cx_b_week_t        w;
    cx_cat_schedule_t  s;

    (void) field;

    memset(&w, 0, sizeof(cx_b_week_t));
    c = (cx_b_ctx_t) { ((cx_b_ctx_t *) ctx)->b, &w, NULL };

    if (cx_json_object(v, at, cx_b_schedule_fields,
                       cx_nelts(cx_b_schedule_fields), &c, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    s.zone = w.zone;

    for (i = 0; i < 6; i++) {
        s.hours[i] = (w.given ? w.include[i] : i == 5 ? 0xff : 0xffffffff)
                     & ~w.exclude[i];
    }

    words = cx_b_schedule(c.b, &s, &number) == CX_OK
            ? cx_vec_add(&c.b->words, 2) : NULL;

    if (words == NULL) {
        return cx_b_no_memory(e);
    }

    words[0] = CX_OP_SCHEDULE | 1 << 8;
    words[1] = number;

    return CX_OK;
}


size_t
cx_b_schedule_objects(const cx_b_object_t **objects)
{
    static const cx_b_object_t  list[] = {
        { "targeting.schedule", cx_b_schedule_fields,
          cx_nelts(cx_b_schedule_fields) },
        { "targeting.schedule.hours", cx_b_hours_sides,
          cx_nelts(cx_b_hours_sides) },
        { "targeting.schedule.hours.include[]", cx_b_hours_fields,
          cx_nelts(cx_b_hours_fields) }
    };

    *objects = list;

    return cx_nelts(list);
}
