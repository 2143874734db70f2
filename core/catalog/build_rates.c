/* lines of rates: what the currencies are worth */

#include <stdio.h>
#include <stdlib.h>

#include "core/catalog/build.h"


#define CX_RATES_LIST_MAX  300
#define CX_RATES_MAX       1000000000


typedef struct {
    cx_b_ctx_t  c;
    int64_t     at;
    uint32_t    base;
} cx_b_rates_t;


/* CX_DECLINED: it is none; of more digits than are kept, to the nearest */

static cx_rc_t
cx_b_decimal(cx_str_t s, int64_t *digits, uint32_t *decimals)
{
    int       any, point, rest;
    size_t    i;
    int64_t   n, whole;
    uint32_t  after;

    n = 0;
    any = 0;
    whole = 0;
    rest = 0;
    point = 0;
    after = 0;

    for (i = 0; i < s.len; i++) {
        if (s.data[i] == '.' && !point) {
            point = 1;
            whole = n;
            continue;
        }

        if (s.data[i] < '0' || s.data[i] > '9') {
            return CX_DECLINED;
        }

        any = 1;

        if (n >= CX_RATE_DIGITS_MAX / 10 || after == CX_RATE_DECIMALS_MAX) {
            n += !rest && s.data[i] >= '5';
            rest = 1;
            continue;
        }

        n = n * 10 + (s.data[i] - '0');
        after += (uint32_t) point;

        if (!point && n > CX_RATES_MAX) {
            return CX_ERROR;
        }
    }

    if (!any) {
        return CX_DECLINED;
    }

    for ( /* void */ ; after && n % 10 == 0; after--) {
        n /= 10;
    }

    *digits = n;
    *decimals = after;

    return n && (after == 0 || whole < CX_RATES_MAX) ? CX_OK : CX_ERROR;
}


static cx_rc_t
cx_b_rate_put(cx_builder_t *b, uint32_t currency, int64_t digits,
    uint32_t decimals, int64_t at, cx_error_t *e)
{
    cx_cat_rate_t  *rate;

    rate = cx_vec_add(&b->rates, 1);

    if (rate == NULL) {
        return cx_b_no_memory(e);
    }

    rate->currency = currency;
    rate->digits = digits;
    rate->decimals = decimals;
    rate->at = at;

    return CX_OK;
}


static cx_rc_t
cx_b_rate(void *ctx, cx_str_t key, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    int64_t         digits;
    uint32_t        currency, decimals;
    cx_str_t        s;
    cx_json_type_e  type;
    cx_b_rates_t   *r;

    static const char  allowed[] = "a decimal number more than 0, up to "
                                   "1000000000";

    r = ctx;
    currency = cx_currency(key);

    if (currency == 0) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE,
                             "keys of three capital letters: \"EUR\"",
                             "is no currency");
    }

    type = cx_json_type(v);

    if (type != CX_JSON_NUMBER && type != CX_JSON_STRING) {
        return cx_json_error(at, e, CX_E_FIELD_TYPE, allowed,
                             "is no number");
    }

    s = cx_json_text(v);

    if (cx_b_decimal(s, &digits, &decimals) != CX_OK) {
        return cx_json_error(at, e, CX_E_FIELD_VALUE, allowed, "is \"%.*s\"",
                             (int) cx_min(s.len, 40), (const char *) s.data);
    }

    return cx_b_rate_put(r->c.b, currency, digits, decimals, r->at, e);
}


static cx_rc_t
cx_b_set_base(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    cx_str_t       s;
    cx_b_rates_t  *r;

    (void) field;

    r = ((cx_b_ctx_t *) ctx)->rec;

    if (cx_json_str(v, at, 1, CX_ID_MAX, &s, e) != CX_OK) {
        return CX_ERROR;
    }

    r->base = cx_currency(s);

    return r->base ? CX_OK
           : cx_json_error(at, e, CX_E_FIELD_VALUE,
                           "three capital letters: \"USD\"", "is \"%.*s\"",
                           (int) cx_min(s.len, 40), (const char *) s.data);
}


/* their time has to be known first: they are read when the rest is */

static cx_rc_t
cx_b_set_rates(void *ctx, const cx_json_field_t *field, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e)
{
    (void) field;
    (void) at;
    (void) e;

    *(const cx_json_t **) ((cx_b_ctx_t *) ctx)->more = v;

    return CX_OK;
}


static const cx_json_field_t  cx_b_rates_fields[] = {
    { "type",  cx_b_set_type,  0, 0, 0, 1 },
    { "at",    cx_b_set_time,  offsetof(cx_b_rates_t, at), 0, 0, 1 },
    { "base",  cx_b_set_base,  0, 0, 0, 1 },
    { "rates", cx_b_set_rates, 0, 0, 0, 1 }
};


static int
cx_b_rate_cmp(const void *a, const void *b)
{
    const cx_cat_rate_t  *x, *y;

    x = a;
    y = b;

    return x->currency < y->currency ? -1 : x->currency > y->currency;
}


static void
cx_b_currency_text(char text[4], uint32_t currency)
{
    text[0] = (char) (currency >> 16);
    text[1] = (char) (currency >> 8);
    text[2] = (char) currency;
    text[3] = '\0';
}


/* a pair with too few digits would be money lost or given away */

static cx_rc_t
cx_b_rates_sound(const cx_builder_t *b, uint32_t base, const cx_json_at_t *at,
    cx_error_t *e)
{
    char                  least[4], most[4];
    size_t                i, pair[2];
    const cx_cat_rate_t  *r;

    for (i = 1; i < b->rates.n; i++) {
        r = cx_vec_at(&b->rates, i);

        if (r->currency == r[-1].currency && r->currency == base) {
            return cx_json_error(at, e, CX_E_FIELD_CONFLICT,
                                 "other currencies than the base",
                                 "has the base in it");
        }
    }

    r = cx_vec_at(&b->rates, 0);

    if (!cx_cat_rates_apart(r, b->rates.n, pair)) {
        return CX_OK;
    }

    cx_b_currency_text(least, r[pair[0]].currency);
    cx_b_currency_text(most, r[pair[1]].currency);

    return cx_json_error(at, e, CX_E_FIELD_VALUE, "pairs of at most "
                         "10000000000 for 1", "1 %s is too little in %s to be counted in "
                         "five digits", most, least);
}


cx_rc_t
cx_b_add_rates(cx_builder_t *b, const cx_json_t *v, const cx_json_at_t *at,
    cx_error_t *e)
{
    cx_b_rates_t      r;
    cx_json_at_t      here;
    const cx_json_t  *rates;

    if (b->rates.n) {
        return cx_json_error(at, e, CX_E_FIELD_CONFLICT, "one line of rates",
                             "there were rates before");
    }

    memset(&r, 0, sizeof(cx_b_rates_t));
    rates = NULL;
    r.c = (cx_b_ctx_t) { b, &r, &rates };

    if (cx_json_object(v, at, cx_b_rates_fields, cx_nelts(cx_b_rates_fields),
                       &r.c, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    here = (cx_json_at_t) { at, "rates", 5, 0 };

    if (cx_b_rate_put(b, r.base, 1, 0, r.at, e) != CX_OK
        || cx_json_members(rates, &here, CX_RATES_LIST_MAX, 3, cx_b_rate, &r,
                           e)
           != CX_OK)
    {
        return CX_ERROR;
    }

    qsort(b->rates.data, b->rates.n, sizeof(cx_cat_rate_t), cx_b_rate_cmp);

    return cx_b_rates_sound(b, r.base, &here, e);
}


size_t
cx_b_rates_objects(const cx_b_object_t **objects)
{
    static const cx_b_object_t  list[] = {
        { "rates", cx_b_rates_fields, cx_nelts(cx_b_rates_fields) }
    };

    *objects = list;

    return cx_nelts(list);
}
