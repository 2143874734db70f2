
/*
 * Values as the members of a request want them.
 */

#include "core/openrtb/read_value.h"


static const char *const  cx_ortb_allowed[] = {
    [CX_ORTB_STR] = "a string",
    [CX_ORTB_INT] = "an integer",
    [CX_ORTB_NUM] = "a number",
    [CX_ORTB_MONEY] = "a number",
    [CX_ORTB_STRS] = "an array of strings",
    [CX_ORTB_INTS] = "an array of integers",
    [CX_ORTB_OBJ] = "an object",
    [CX_ORTB_OBJS] = "an array of objects",
    [CX_ORTB_RAW] = "any value",
    [CX_ORTB_TEXT] = "a string or an object"
};


cx_ortb_pos_t
cx_ortb_raw(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_str_t *s)
{
    cx_ortb_pos_t  end;

    end = cx_ortb_skip(w, p);

    if (end && *p != 'n') {
        *s = cx_strn(p, end - p);
    }

    return end;
}


cx_ortb_pos_t
cx_ortb_wrong(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_ortb_pos_t end,
    const cx_ortb_field_t *f)
{
    if (f->matters) {
        return cx_ortb_fail(w, p, CX_E_FIELD_TYPE, cx_ortb_allowed[f->kind],
                            "wrong type");
    }

    w->absent = 1;

    return end == p ? cx_ortb_skip(w, p) : end;
}


/* null is absent, wherever it stands */

static inline cx_ortb_pos_t
cx_ortb_some(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_ortb_scalar_t *v)
{
    p = cx_ortb_scalar(w, p, v);

    w->absent |= (p && v->type == CX_ORTB_V_NULL);

    return p;
}


cx_ortb_pos_t
cx_ortb_str(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    cx_str_t *s)
{
    cx_ortb_pos_t      end;
    cx_ortb_scalar_t   v;

    if (cx_likely(*p == '"')) {
        return cx_ortb_string(w, p, s);
    }

    end = cx_ortb_some(w, p, &v);
    if (end == NULL || v.type == CX_ORTB_V_NULL) {
        return end;
    }

    if (v.type != CX_ORTB_V_NUMBER) {
        return cx_ortb_wrong(w, p, end, f);
    }

    *s = v.text;

    return end;
}


cx_ortb_pos_t
cx_ortb_int(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    int32_t *dst)
{
    uint32_t           n, value;
    cx_ortb_pos_t      end;
    cx_ortb_scalar_t   v;

    n = cx_ortb_digits(w, p, &value);

    if (cx_likely(n && (p[0] != '0' || n == 1) && cx_ortb_ends(p[n]))) {
        *dst = (int32_t) value;
        return p + n;
    }

    end = cx_ortb_some(w, p, &v);
    if (end == NULL || v.type == CX_ORTB_V_NULL) {
        return end;
    }

    return cx_ortb_scalar_int(&v, dst) ? end : cx_ortb_wrong(w, p, end, f);
}


static cx_ortb_pos_t
cx_ortb_num_any(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    double *dst)
{
    const uint8_t     *stop;
    cx_ortb_pos_t      end;
    cx_ortb_scalar_t   v;

    end = cx_ortb_some(w, p, &v);
    if (end == NULL || v.type == CX_ORTB_V_NULL) {
        return end;
    }

    switch (v.type) {

    case CX_ORTB_V_TRUE:
    case CX_ORTB_V_FALSE:
        *dst = (v.type == CX_ORTB_V_TRUE);
        return end;

    case CX_ORTB_V_STRING:
        stop = v.text.data + v.text.len;

        if (cx_ortb_number(v.text.data, stop) != stop) {
            return cx_ortb_wrong(w, p, end, f);
        }

        /* fall through */

    case CX_ORTB_V_NUMBER:
        *dst = cx_ortb_to_double(v.text);
        return end;

    default:
        return cx_ortb_wrong(w, p, end, f);
    }
}


/*
 * Digits, a point and digits.  All but the last division is exact, so that
 * the result is the nearest double.
 */

cx_ortb_pos_t
cx_ortb_num(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    double *dst)
{
    int64_t        v;
    uint32_t       n, decimals, whole, part, neg;
    cx_ortb_pos_t  end;

    static const uint32_t  scale[] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000
    };

    neg = (*p == '-');
    end = p + neg;

    n = cx_ortb_digits(w, end, &whole);

    if (n == 0 || (*end == '0' && n > 1)) {
        return cx_ortb_num_any(w, p, f, dst);
    }

    end += n;
    decimals = 0;
    part = 0;

    if (*end == '.') {
        decimals = cx_ortb_digits(w, end + 1, &part);

        if (decimals == 0 || decimals > 7) {
            return cx_ortb_num_any(w, p, f, dst);
        }

        end += 1 + decimals;
    }

    if (!cx_ortb_ends(*end)) {
        return cx_ortb_num_any(w, p, f, dst);
    }

    v = (int64_t) whole * scale[decimals] + part;
    *dst = (double) v / scale[decimals];

    if (neg) {
        *dst = -*dst;
    }

    return end;
}


static cx_ortb_pos_t
cx_ortb_money_any(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, int64_t *dst)
{
    int64_t            micros;
    const uint8_t     *stop;
    cx_ortb_pos_t      end;
    cx_ortb_scalar_t   v;

    end = cx_ortb_some(w, p, &v);
    if (end == NULL || v.type == CX_ORTB_V_NULL) {
        return end;
    }

    if (v.type != CX_ORTB_V_NUMBER && v.type != CX_ORTB_V_STRING) {
        return cx_ortb_wrong(w, p, end, f);
    }

    stop = v.text.data + v.text.len;

    if (cx_ortb_number(v.text.data, stop) != stop) {
        return cx_ortb_wrong(w, p, end, f);
    }

    /* all sums of a request are floors */

    if (cx_micros_floor(v.text.data, v.text.len, &micros) != CX_OK) {
        return cx_ortb_fail(w, p, CX_E_FIELD_VALUE, "0 to 1000000000",
                            "amount out of range");
    }

    *dst = cx_max(micros, 0);

    return end;
}


/* plain amounts of up to eight digits and six decimals need no more */

cx_ortb_pos_t
cx_ortb_money(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    int64_t *dst)
{
    uint32_t       n, decimals, whole, part;
    cx_ortb_pos_t  end;

    static const uint32_t  scale[] = { 0, 100000, 10000, 1000, 100, 10, 1 };

    n = cx_ortb_digits(w, p, &whole);

    if (n == 0 || (p[0] == '0' && n > 1)) {
        return cx_ortb_money_any(w, p, f, dst);
    }

    end = p + n;
    decimals = 0;
    part = 0;

    if (*end == '.') {
        decimals = cx_ortb_digits(w, end + 1, &part);

        if (decimals == 0 || decimals > 6) {
            return cx_ortb_money_any(w, p, f, dst);
        }

        end += 1 + decimals;
    }

    if (!cx_ortb_ends(*end)) {
        return cx_ortb_money_any(w, p, f, dst);
    }

    *dst = (int64_t) whole * CX_MICROS + (int64_t) part * scale[decimals];

    return end;
}


cx_ortb_pos_t
cx_ortb_text(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    cx_str_t *dst)
{
    if (*p == '"') {
        return cx_ortb_string(w, p, dst);
    }

    return memchr("{ntf01", *p, 6) ? cx_ortb_raw(w, p, dst)
                                   : cx_ortb_wrong(w, p, p, f);
}
