
/*
 * Stage two of the reader: one walk over the body into the structures.
 */

#include "core/openrtb/read.h"
#include "core/openrtb/read_step.h"


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


static cx_ortb_pos_t
cx_ortb_raw(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_str_t *s)
{
    cx_ortb_pos_t  end;

    end = cx_ortb_skip(w, p);

    if (end && *p != 'n') {
        *s = cx_strn(p, end - p);
    }

    return end;
}


/*
 * The value at p has a type that is not understood; end is behind it, or at
 * p again if it was not read.
 */

static cx_ortb_pos_t
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


static inline cx_ortb_pos_t
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


/*
 * Up to eight digits at once: how many, and their value.  The first byte
 * that is no digit shows by its top bit; those above it do not count.
 */

static inline uint32_t
cx_ortb_digits(const cx_ortb_walk_t *w, cx_ortb_pos_t p, uint32_t *value)
{
    uint32_t  n;

#if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

    uint64_t  x, other;

    if (cx_likely(w->last - p >= 8)) {
        x = cx_ortb_load(p) ^ 0x3030303030303030ULL;
        other = ((x + 0x7676767676767676ULL) | x) & 0x8080808080808080ULL;
        n = other ? (uint32_t) __builtin_ctzll(other) >> 3 : 8;

        if (n == 0) {
            return 0;
        }

        x <<= 64 - 8 * n;
        x = x * 10 + (x >> 8);
        x = ((x & 0x000000ff000000ffULL) * 0x000f424000000064ULL
             + ((x >> 16) & 0x000000ff000000ffULL) * 0x0000271000000001ULL)
            >> 32;

        *value = (uint32_t) x;

        return n;
    }

#endif

    *value = 0;

    for (n = 0; n < 8 && p[n] >= '0' && p[n] <= '9'; n++) {
        *value = *value * 10 + (p[n] - '0');
    }

    return n;
}


static inline cx_ortb_pos_t
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

static cx_ortb_pos_t
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

static inline cx_ortb_pos_t
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


static void *
cx_ortb_grow(cx_ortb_walk_t *w, cx_ortb_list_t *l, uint32_t size,
    uint32_t first)
{
    void      *v;
    size_t     more;
    uint32_t   max;

    max = l->max ? cx_max(l->max * 2, 4) : first;
    more = (size_t) (max - l->max) * size;

    /* where nothing was allocated in between, it grows where it stands */

    if (l->max && l->v + (size_t) l->max * size == w->arena->pos
        && cx_arena_left(w->arena) >= more)
    {
        w->arena->pos += more;
        l->max = max;
        return l->v;
    }

    v = cx_arena_alloc(w->arena, (size_t) max * size);
    if (v == NULL) {
        (void) cx_ortb_fail_memory(w);
        return NULL;
    }

    if (l->n) {
        memcpy(v, l->v, (size_t) l->n * size);
    }

    l->v = v;
    l->max = max;

    return v;
}


static inline void *
cx_ortb_push(cx_ortb_walk_t *w, cx_ortb_list_t *l, uint32_t size,
    uint32_t first)
{
    if (cx_unlikely(l->n == l->max)
        && cx_ortb_grow(w, l, size, first) == NULL)
    {
        return NULL;
    }

    return l->v + (size_t) l->n++ * size;
}


/*
 * The members n and v of every kind of list lie alike.  Pointers of many
 * types are stored here, therefore by memcpy().
 */

static inline void
cx_ortb_list_done(cx_ortb_walk_t *w, cx_ortb_list_t *l, uint32_t size,
    void *dst)
{
    if (l->v + (size_t) l->max * size == w->arena->pos) {
        w->arena->pos = l->v + (size_t) l->n * size;
    }

    memcpy((uint8_t *) dst + offsetof(cx_ortb_strs_t, n), &l->n,
           sizeof(l->n));
    memcpy((uint8_t *) dst + offsetof(cx_ortb_strs_t, v), &l->v,
           sizeof(l->v));
}


/*
 * One element of a list.  Null and what is not understood leave none
 * behind.
 */

static inline cx_ortb_pos_t
cx_ortb_strs_element(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, cx_ortb_list_t *l)
{
    cx_str_t  s, *dst;

    w->absent = 0;

    p = cx_ortb_str(w, p, f, &s);
    if (p == NULL || w->absent) {
        return p;
    }

    dst = cx_ortb_push(w, l, sizeof(cx_str_t), 8);
    if (dst == NULL) {
        return NULL;
    }

    *dst = s;

    return p;
}


static inline cx_ortb_pos_t
cx_ortb_ints_element(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, cx_ortb_list_t *l)
{
    int32_t  n, *dst;

    w->absent = 0;

    p = cx_ortb_int(w, p, f, &n);
    if (p == NULL || w->absent) {
        return p;
    }

    dst = cx_ortb_push(w, l, sizeof(int32_t), 8);
    if (dst == NULL) {
        return NULL;
    }

    *dst = n;

    return p;
}


static inline cx_ortb_pos_t
cx_ortb_objs_element(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_field_t *f, cx_ortb_list_t *l)
{
    void              *o;
    cx_ortb_scalar_t   v;

    if (*p == 'n') {
        return cx_ortb_scalar(w, p, &v);
    }

    if (*p != '{') {
        return cx_ortb_wrong(w, p, p, f);
    }

    if (f->bounded && l->n == CX_ORTB_MAX_IMPS) {
        return cx_ortb_fail(w, p, CX_E_TOO_COMPLEX, "64 elements at most",
                            "more elements than the bound");
    }

    o = cx_ortb_push(w, l, w->objects[f->child].size, 1);
    if (o == NULL) {
        return NULL;
    }

    return cx_ortb_read_object(w, p, &w->objects[f->child], o);
}


typedef cx_ortb_pos_t (*cx_ortb_element_pt)(cx_ortb_walk_t *w,
    cx_ortb_pos_t p, const cx_ortb_field_t *f, cx_ortb_list_t *l);

static inline __attribute__((always_inline)) cx_ortb_pos_t
cx_ortb_list(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    void *dst, uint32_t size, cx_ortb_element_pt element)
{
    cx_ortb_list_t  l;

    memset(&l, 0, sizeof(cx_ortb_list_t));

    if (cx_likely(*p == '[')) {
        p = cx_ortb_enter(w, p);
        if (p == NULL) {
            return NULL;
        }

        if (*p == ']') {
            return cx_ortb_leave(w, p);
        }

        do {
            p = element(w, cx_ortb_white(p), f, &l);
            if (p == NULL) {
                return NULL;
            }

        } while (cx_ortb_more(w, &p, ']'));

    } else {
        p = element(w, p, f, &l);
    }

    if (p && l.n) {
        cx_ortb_list_done(w, &l, size, dst);
    }

    return p;
}


static cx_ortb_pos_t
cx_ortb_strs(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    cx_ortb_strs_t *dst)
{
    cx_ortb_pos_t  end;

    end = cx_ortb_list(w, p, f, dst, sizeof(cx_str_t), cx_ortb_strs_element);

    if (end && *p != '[' && f->matters && dst->n
        && memchr(dst->v[0].data, ',', dst->v[0].len))
    {
        return cx_ortb_wrong(w, p, end, f);
    }

    return end;
}


static cx_ortb_pos_t
cx_ortb_ints(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    void *dst)
{
    return cx_ortb_list(w, p, f, dst, sizeof(int32_t), cx_ortb_ints_element);
}


static cx_ortb_pos_t
cx_ortb_objs(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    void *dst)
{
    return cx_ortb_list(w, p, f, dst, w->objects[f->child].size,
                        cx_ortb_objs_element);
}


static inline cx_ortb_pos_t
cx_ortb_obj(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    void *dst)
{
    void              *o;
    cx_ortb_scalar_t   v;

    if (cx_likely(*p == '{')) {
        o = cx_arena_alloc(w->arena, w->objects[f->child].size);
        if (o == NULL) {
            return cx_ortb_fail_memory(w);
        }

        memcpy(dst, &o, sizeof(o));

        return cx_ortb_read_object(w, p, &w->objects[f->child], o);
    }

    if (*p == 'n') {
        return cx_ortb_scalar(w, p, &v);
    }

    /* some languages cannot tell an empty object from an empty array */

    if (*p == '[' && *cx_ortb_white(p + 1) == ']') {
        return cx_ortb_skip(w, p);
    }

    return cx_ortb_wrong(w, p, p, f);
}


static cx_ortb_pos_t
cx_ortb_text(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    cx_str_t *dst)
{
    if (*p == '"') {
        return cx_ortb_string(w, p, dst);
    }

    return memchr("{ntf01", *p, 6) ? cx_ortb_raw(w, p, dst)
                                   : cx_ortb_wrong(w, p, p, f);
}


static cx_ortb_pos_t
cx_ortb_by_kind(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    void *dst)
{
    switch (f->kind) {

    case CX_ORTB_STR:
        return cx_ortb_str(w, p, f, dst);

    case CX_ORTB_INT:
        return cx_ortb_int(w, p, f, dst);

    case CX_ORTB_NUM:
        return cx_ortb_num(w, p, f, dst);

    case CX_ORTB_MONEY:
        return cx_ortb_money(w, p, f, dst);

    case CX_ORTB_STRS:
        return cx_ortb_strs(w, p, f, dst);

    case CX_ORTB_INTS:
        return cx_ortb_ints(w, p, f, dst);

    case CX_ORTB_OBJ:
        return cx_ortb_obj(w, p, f, dst);

    case CX_ORTB_OBJS:
        return cx_ortb_objs(w, p, f, dst);

    case CX_ORTB_RAW:
        return cx_ortb_raw(w, p, dst);

    default:
        return cx_ortb_text(w, p, f, dst);
    }
}


/*
 * The first byte of a value is known long before the name in front of it is
 * looked up.  A CPU that guessed wrong finds out by the byte; the kind then
 * is nearly always the one that the byte promised.
 */

static inline cx_ortb_pos_t
cx_ortb_member(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    void *dst)
{
    uint8_t  c;

    dst = (uint8_t *) dst + f->offset;
    c = *p;

    if (c == '"') {
        if (cx_likely(f->kind == CX_ORTB_STR)) {
            return cx_ortb_string(w, p, dst);
        }

    } else if ((uint8_t) (c - '0') < 10) {
        if (cx_likely(f->kind == CX_ORTB_INT)) {
            return cx_ortb_int(w, p, f, dst);
        }

    } else if (c == '{') {
        if (cx_likely(f->kind == CX_ORTB_OBJ)) {
            return cx_ortb_obj(w, p, f, dst);
        }

    } else if (c == '[') {
        if (p[1] == '"' && cx_likely(f->kind == CX_ORTB_STRS)) {
            return cx_ortb_strs(w, p, f, dst);
        }

        if (p[1] == '{' && cx_likely(f->kind == CX_ORTB_OBJS)) {
            return cx_ortb_objs(w, p, f, dst);
        }
    }

    return cx_ortb_by_kind(w, p, f, dst);
}


static cx_ortb_pos_t
cx_ortb_unknown(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_object_t *o, cx_str_t name)
{
    cx_ortb_pos_t       end;
    cx_ortb_unknown_t  *u;

    end = cx_ortb_skip(w, p);
    if (end == NULL) {
        return NULL;
    }

    u = cx_arena_alloc(w->arena, sizeof(cx_ortb_unknown_t));
    if (u == NULL) {
        return cx_ortb_fail_memory(w);
    }

    u->object = o->name;
    u->key = name;
    u->value = cx_strn(p, end - p);
    u->next = NULL;

    *w->unknown = u;
    w->unknown = &u->next;

    return end;
}


cx_ortb_pos_t
cx_ortb_read_object(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_object_t *o, void *dst)
{
    uint64_t                seen;
    cx_str_t                key;
    cx_ortb_pos_t           name;
    cx_ortb_keys_t          keys;
    const cx_ortb_field_t  *f;

    memcpy(dst, o->image, o->size);

    p = cx_ortb_enter(w, p);
    if (p == NULL) {
        return NULL;
    }

    if (*p == '}') {
        return cx_ortb_leave(w, p);
    }

    seen = 0;
    keys.n = 0;

    do {
        name = p;

        p = cx_ortb_name(w, &name, &key);
        if (p == NULL) {
            return NULL;
        }

        /* a name that had escapes is not in the body any more */

        f = cx_ortb_lookup(o, key.data, key.len,
                           (size_t) (key.data - w->roomy) < w->nroomy);

        if (f == NULL) {
            if (cx_ortb_keys_add(w, &keys, key, name) != CX_OK) {
                return NULL;
            }

            p = cx_ortb_unknown(w, p, o, key);

        } else if (seen & f->bit) {
            p = cx_ortb_fail(w, name, CX_E_JSON_DUPLICATE, "each name once",
                             "the name occurs twice in its object");

        } else {
            seen |= f->bit;
            p = cx_ortb_member(w, p, f, dst);
        }

        if (p == NULL) {
            return NULL;
        }

    } while (cx_ortb_more(w, &p, '}'));

    if (p == NULL || cx_ortb_keys_done(w, &keys) != CX_OK) {
        return NULL;
    }

    return p;
}
