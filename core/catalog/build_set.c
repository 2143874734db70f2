/* setters that the tables of fields share */

#include <stdio.h>

#include "core/catalog/build.h"


static inline void *
cx_b_place(void *ctx, const cx_json_field_t *field)
{
    return (uint8_t *) ((cx_b_ctx_t *) ctx)->rec + field->offset;
}


cx_rc_t
cx_b_clean(cx_str_t s, const cx_json_at_t *at, cx_error_t *e)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        if (s.data[i] < 0x20 || s.data[i] == 0x7f || s.data[i] == '"'
            || s.data[i] == '\\')
        {
            return cx_json_error(at, e, CX_E_FIELD_VALUE,
                                 "no control characters, no \" and no \\",
                                 "has the character 0x%02x", s.data[i]);
        }
    }

    return CX_OK;
}


cx_rc_t
cx_b_url(cx_str_t s, const cx_json_at_t *at, cx_error_t *e)
{
    size_t  i;

    if (!((s.len > 8 && memcmp(s.data, "https://", 8) == 0)
          || (s.len > 7 && memcmp(s.data, "http://", 7) == 0)))
    {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "an address with https:// or http://",
                             "is \"%.*s\"", (int) cx_min(s.len, 60),
                             (const char *) s.data);
    }

    for (i = 0; i < s.len; i++) {
        if (s.data[i] <= 0x20 || s.data[i] == 0x7f) {
            return cx_json_error(at, e, CX_E_FIELD_VALUE,
                                 "percent-encoding for blanks and controls",
                                 "has the character 0x%02x", s.data[i]);
        }
    }

    return CX_OK;
}


/* what is of no use in the file: its type, the names of ad groups */

cx_rc_t
cx_b_set_type(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t  s;

    (void) ctx;
    (void) field;

    return cx_json_str(v, at, 0, CX_TEXT_MAX, &s, e);
}


cx_rc_t
cx_b_set_id(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t     s;
    cx_b_ctx_t  *c;

    c = ctx;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK
        || cx_b_clean(s, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    if (cx_b_string(c->b, s, cx_b_place(ctx, field)) != CX_OK) {
        return cx_b_no_memory(e);
    }

    return CX_OK;
}


cx_rc_t
cx_b_set_text(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t     s;
    cx_b_ctx_t  *c;

    c = ctx;

    if (cx_json_str(v, at, 0, CX_TEXT_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    if (cx_b_string(c->b, s, cx_b_place(ctx, field)) != CX_OK) {
        return cx_b_no_memory(e);
    }

    return CX_OK;
}


cx_rc_t
cx_b_set_url(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t     s;
    cx_b_ctx_t  *c;

    c = ctx;

    if (cx_json_str(v, at, 1, CX_URL_MAX, &s, e) != CX_OK
        || cx_b_url(s, at, e) != CX_OK)
    {
        return CX_ERROR;
    }

    if (cx_b_string(c->b, s, cx_b_place(ctx, field)) != CX_OK) {
        return cx_b_no_memory(e);
    }

    return CX_OK;
}


static cx_rc_t
cx_b_set_int(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, size_t width, cx_error_t *e)
{
    int64_t   n;
    void     *place;

    if (cx_json_int(v, at, field->min, field->max, &n, e) != CX_OK) {
        return CX_ERROR;
    }

    place = cx_b_place(ctx, field);

    switch (width) {

    case sizeof(uint8_t):
        *(uint8_t *) place = (uint8_t) n;
        break;

    case sizeof(uint16_t):
        *(uint16_t *) place = (uint16_t) n;
        break;

    default: /* of 32 bits, with and without a sign */
        *(uint32_t *) place = (uint32_t) n;
        break;
    }

    return CX_OK;
}


cx_rc_t
cx_b_set_u8(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_int(ctx, field, v, at, sizeof(uint8_t), e);
}


cx_rc_t
cx_b_set_u16(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_int(ctx, field, v, at, sizeof(uint16_t), e);
}


cx_rc_t
cx_b_set_u32(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_int(ctx, field, v, at, sizeof(uint32_t), e);
}


cx_rc_t
cx_b_set_i32(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_int(ctx, field, v, at, sizeof(int32_t), e);
}


cx_rc_t
cx_b_set_money(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    int64_t            n;
    static const char  allowed[] = "a decimal number more than 0, up to "
                                   "1000000000";

    if (cx_json_micros(v, at, &n, e) != CX_OK) {

        if (e != NULL && e->code == CX_E_FIELD_VALUE) {
            (void) snprintf(e->allowed, sizeof(e->allowed), "%s", allowed);
        }

        return CX_ERROR;
    }

    if (n == 0) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed, "is 0");
    }

    *(int64_t *) cx_b_place(ctx, field) = n;

    return CX_OK;
}


cx_rc_t
cx_b_set_time(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t  s;
    int64_t   n;

    if (cx_json_str(v, at, 1, 40, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    if (cx_time_parse(s, &n) != CX_OK) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "\"2026-05-01\", \"2026-05-01T10:00:00Z\" or "
                             "\"...+02:00\"",
                             "is \"%.*s\"", (int) s.len,
                             (const char *) s.data);
    }

    /* 0 is for no bound */

    *(int64_t *) cx_b_place(ctx, field) = n == 0 ? 1 : n;

    return CX_OK;
}


static cx_rc_t
cx_b_bit(void *ctx, const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e)
{
    int64_t  n;

    if (cx_json_int(v, at, 1, 31, &n, e) != CX_OK) {
        return CX_ERROR;
    }

    *(uint32_t *) ctx |= 1U << n;

    return CX_OK;
}


cx_rc_t
cx_b_set_bits(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_json_array(v, at, 32, cx_b_bit, cx_b_place(ctx, field), e);
}


/* an array of names to a run of them */

typedef struct {
    cx_builder_t  *b;
    cx_cat_run_t  *run;
    int            domain;
} cx_b_run_ctx_t;


static cx_rc_t
cx_b_run_name(cx_b_run_ctx_t *c, cx_str_t s, cx_error_t *e)
{
    uint32_t  name, i, *place;

    if (cx_b_name(c->b, s, 0, 1, &name) != CX_OK) {
        return cx_b_no_memory(e);
    }

    for (i = 0; i < c->run->n; i++) {
        place = cx_vec_at(&c->b->name_runs, c->run->first + i);

        if (*place == name) {
            return CX_OK;
        }
    }

    place = cx_vec_add(&c->b->name_runs, 1);

    if (place == NULL) {
        return cx_b_no_memory(e);
    }

    *place = name;
    c->run->n++;

    return CX_OK;
}


/* bids compare it as it is, so it has to be the bare host, in small letters */

cx_rc_t
cx_b_domain(cx_str_t *s, uint8_t lower[CX_ID_MAX], const cx_json_at_t *at,
    cx_error_t *e)
{
    size_t    i;
    cx_str_t  host;

    for (i = 0; i < s->len; i++) {
        lower[i] = s->data[i] >= 'A' && s->data[i] <= 'Z'
                   ? (uint8_t) (s->data[i] | 0x20) : s->data[i];

        if (lower[i] <= ' ' || strchr("/:?#@,", lower[i]) != NULL) {
            return cx_json_error(at, e, CX_E_FIELD_VALUE,
                                 "a domain: \"shop.example\"",
                                 "is \"%.*s\"", (int) s->len,
                                 (const char *) s->data);
        }
    }

    host = cx_host(cx_strn(lower, s->len));

    if (host.len == 0) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "a domain: \"shop.example\"", "has no name");
    }

    *s = host;

    return CX_OK;
}


static cx_rc_t
cx_b_run_item(void *ctx, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    uint8_t          lower[CX_ID_MAX];
    cx_str_t         s;
    cx_b_run_ctx_t  *c;

    c = ctx;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK
        || cx_b_clean(s, at, e) != CX_OK
        || (c->domain && cx_b_domain(&s, lower, at, e) != CX_OK))
    {
        return CX_ERROR;
    }

    return cx_b_run_name(c, c->domain ? cx_owner(s) : s, e);
}


static cx_rc_t
cx_b_set_run(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, int domain, cx_error_t *e)
{
    cx_b_run_ctx_t  c;

    c.b = ((cx_b_ctx_t *) ctx)->b;
    c.run = cx_b_place(ctx, field);
    c.domain = domain;
    c.run->first = (uint32_t) c.b->name_runs.n;
    c.run->n = 0;

    return cx_json_array(v, at, 64, cx_b_run_item, &c, e);
}


cx_rc_t
cx_b_set_domains(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_run(ctx, field, v, at, 1, e);
}


cx_rc_t
cx_b_set_cats(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    return cx_b_set_run(ctx, field, v, at, 0, e);
}
