
/*
 * Stage two of the reader: one walk over the tokens into the structures.
 */

#include "core/openrtb/read.h"


#define CX_WANT_NAME   "a name in quotes, or } behind {"
#define CX_WANT_COLON  ":"
#define CX_WANT_MORE   ", or the closing bracket"


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


static inline uint32_t
cx_ortb_enter(cx_ortb_walk_t *w, uint32_t i)
{
    if (cx_unlikely(w->depth == CX_ORTB_MAX_DEPTH)) {
        return cx_ortb_fail(w, i, CX_E_JSON_DEPTH, "32 levels at most",
                            "nested too deeply");
    }

    w->depth++;

    return i + 1;
}


/* behind a value: 1 and *i behind the comma, 0 and *i behind the bracket */

static inline int
cx_ortb_more(cx_ortb_walk_t *w, uint32_t *i, uint8_t close)
{
    uint8_t  c;

    c = cx_ortb_ch(w, *i);

    if (c == ',') {
        (*i)++;
        return 1;
    }

    if (cx_likely(c == close)) {
        w->depth--;
        (*i)++;
        return 0;
    }

    *i = cx_ortb_fail_syntax(w, *i, CX_WANT_MORE);

    return 0;
}


static uint32_t
cx_ortb_skip_array(cx_ortb_walk_t *w, uint32_t i)
{
    const uint8_t  *end;

    i = cx_ortb_enter(w, i);
    if (i == 0) {
        return 0;
    }

    if (cx_ortb_ch(w, i) == ']') {
        w->depth--;
        return i + 1;
    }

    do {
        i = cx_ortb_skip(w, i, &end);
        if (i == 0) {
            return 0;
        }

    } while (cx_ortb_more(w, &i, ']'));

    return i;
}


/* the name of a member; the token behind the colon */

static inline uint32_t
cx_ortb_name(cx_ortb_walk_t *w, uint32_t i, cx_str_t *name)
{
    if (cx_unlikely(cx_ortb_ch(w, i) != '"')) {
        return cx_ortb_fail_syntax(w, i, CX_WANT_NAME);
    }

    if (cx_unlikely(cx_ortb_ch(w, i + 2) != ':')) {
        return cx_ortb_fail_syntax(w, i + 2, CX_WANT_COLON);
    }

    i = cx_ortb_string(w, i, name);

    return i ? i + 1 : 0;
}


static uint32_t
cx_ortb_skip_object(cx_ortb_walk_t *w, uint32_t i)
{
    uint32_t         name;
    cx_str_t         key;
    const uint8_t   *end;
    cx_ortb_keys_t   keys;

    i = cx_ortb_enter(w, i);
    if (i == 0) {
        return 0;
    }

    if (cx_ortb_ch(w, i) == '}') {
        w->depth--;
        return i + 1;
    }

    keys.n = 0;

    do {
        name = i;

        i = cx_ortb_name(w, i, &key);
        if (i == 0 || cx_ortb_keys_add(w, &keys, key, name) != CX_OK) {
            return 0;
        }

        i = cx_ortb_skip(w, i, &end);
        if (i == 0) {
            return 0;
        }

    } while (cx_ortb_more(w, &i, '}'));

    if (i == 0 || cx_ortb_keys_done(w, &keys) != CX_OK) {
        return 0;
    }

    return i;
}


uint32_t
cx_ortb_skip(cx_ortb_walk_t *w, uint32_t i, const uint8_t **end)
{
    uint8_t           *pos;
    cx_ortb_scalar_t   v;

    pos = w->arena->pos;
    v.end = NULL;

    switch (cx_ortb_ch(w, i)) {

    case '{':
        i = cx_ortb_skip_object(w, i);
        *end = cx_ortb_at(w, i ? i - 1 : 0) + 1;
        break;

    case '[':
        i = cx_ortb_skip_array(w, i);
        *end = cx_ortb_at(w, i ? i - 1 : 0) + 1;
        break;

    default:
        i = cx_ortb_scalar(w, i, &v);
        *end = v.end;
    }

    /* nobody wants what was decoded */

    w->arena->pos = pos;

    return i;
}


static uint32_t
cx_ortb_raw(cx_ortb_walk_t *w, uint32_t i, cx_str_t *s)
{
    const uint8_t  *p, *end;

    p = cx_ortb_at(w, i);

    i = cx_ortb_skip(w, i, &end);

    if (i && *p != 'n') {
        s->data = p;
        s->len = (size_t) (end - p);
    }

    return i;
}


/* a member has a type that is not understood */

static uint32_t
cx_ortb_wrong(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f)
{
    const uint8_t  *end;

    if (f->matters) {
        return cx_ortb_fail(w, i, CX_E_FIELD_TYPE, cx_ortb_allowed[f->kind],
                            "wrong type");
    }

    w->absent = 1;

    return cx_ortb_skip(w, i, &end);
}


/* null is absent, wherever it stands */

static inline uint32_t
cx_ortb_some(cx_ortb_walk_t *w, uint32_t i, cx_ortb_scalar_t *v)
{
    i = cx_ortb_scalar(w, i, v);

    w->absent |= (i && v->type == CX_ORTB_V_NULL);

    return i;
}


static void *
cx_ortb_push(cx_ortb_walk_t *w, cx_ortb_list_t *l, uint32_t size)
{
    void      *v;
    uint32_t   max;

    if (l->n < l->max) {
        return l->v + (size_t) l->n++ * size;
    }

    if (l->n && l->v + (size_t) l->n * size == w->arena->pos
        && cx_arena_left(w->arena) >= size)
    {
        w->arena->pos += size;
        l->max++;
        return l->v + (size_t) l->n++ * size;
    }

    max = l->n ? cx_max(l->n * 2, 4) : 1;

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

    return l->v + (size_t) l->n++ * size;
}


/* strings and numbers are understood where a string is wanted */

static uint32_t
cx_ortb_str(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    cx_str_t *s)
{
    uint32_t          next;
    cx_ortb_scalar_t  v;

    if (cx_likely(cx_ortb_ch(w, i) == '"')) {
        return cx_ortb_string(w, i, s);
    }

    next = cx_ortb_some(w, i, &v);
    if (next == 0 || v.type == CX_ORTB_V_NULL) {
        return next;
    }

    if (v.type != CX_ORTB_V_NUMBER) {
        return cx_ortb_wrong(w, i, f);
    }

    *s = v.text;

    return next;
}


/* nine digits fit, whatever they are */

#define CX_INT_DIGITS  9

static inline uint32_t
cx_ortb_digits(const uint8_t *p, uint32_t *n)
{
    uint32_t  i, v;

    v = 0;

    for (i = 0; i < CX_INT_DIGITS && p[i] >= '0' && p[i] <= '9'; i++) {
        v = v * 10 + (p[i] - '0');
    }

    *n = v;

    return i;
}


static inline uint32_t
cx_ortb_int(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    int32_t *dst)
{
    uint32_t           n, len, next;
    const uint8_t     *p;
    cx_ortb_scalar_t   v;

    p = cx_ortb_at(w, i);
    len = cx_ortb_digits(p, &n);

    /* the body's last token is a brace, so that p[len] is inside */

    if (cx_likely(len && (p[0] != '0' || len == 1)
                  && (p[len] == ',' || p[len] == '}' || p[len] == ']')))
    {
        *dst = (int32_t) n;
        return i + 1;
    }

    next = cx_ortb_some(w, i, &v);
    if (next == 0 || v.type == CX_ORTB_V_NULL) {
        return next;
    }

    if (!cx_ortb_scalar_int(&v, dst)) {
        return cx_ortb_wrong(w, i, f);
    }

    return next;
}


static uint32_t
cx_ortb_num(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    double *dst)
{
    int32_t            n;
    uint32_t           next;
    cx_ortb_scalar_t   v;

    next = cx_ortb_some(w, i, &v);
    if (next == 0 || v.type == CX_ORTB_V_NULL) {
        return next;
    }

    if (!cx_ortb_scalar_int(&v, &n)) {
        return cx_ortb_wrong(w, i, f);
    }

    *dst = (v.type == CX_ORTB_V_NUMBER || v.type == CX_ORTB_V_STRING)
           ? cx_ortb_to_double(v.text) : n;

    return next;
}


static uint32_t
cx_ortb_money_slow(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    int64_t *dst)
{
    cx_rc_t            rc;
    int64_t            micros;
    uint32_t           next;
    const uint8_t     *end;
    cx_ortb_scalar_t   v;

    next = cx_ortb_some(w, i, &v);
    if (next == 0 || v.type == CX_ORTB_V_NULL) {
        return next;
    }

    if (v.type != CX_ORTB_V_NUMBER && v.type != CX_ORTB_V_STRING) {
        return cx_ortb_wrong(w, i, f);
    }

    end = v.text.data + v.text.len;

    if (cx_ortb_number(v.text.data, end) != end) {
        return cx_ortb_wrong(w, i, f);
    }

    rc = cx_micros_parse(v.text.data, v.text.len, &micros);

    if (rc != CX_OK) {
        return cx_ortb_fail(w, i, CX_E_FIELD_VALUE, "0 to 1000000000",
                            "amount out of range");
    }

    *dst = cx_max(micros, 0);

    return next;
}


/* plain amounts of up to nine digits and six decimals need no more */

static inline uint32_t
cx_ortb_money(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    int64_t *dst)
{
    uint32_t        whole, part, len, decimals;
    const uint8_t  *p, *q;

    static const uint32_t  scale[] = { 0, 100000, 10000, 1000, 100, 10, 1 };

    p = cx_ortb_at(w, i);
    len = cx_ortb_digits(p, &whole);
    q = p + len;
    decimals = 0;
    part = 0;

    if (len == 0 || (p[0] == '0' && len > 1)) {
        return cx_ortb_money_slow(w, i, f, dst);
    }

    if (*q == '.') {
        decimals = cx_ortb_digits(q + 1, &part);
        q += 1 + decimals;

        if (decimals == 0 || decimals > 6) {
            return cx_ortb_money_slow(w, i, f, dst);
        }
    }

    if (*q != ',' && *q != '}') {
        return cx_ortb_money_slow(w, i, f, dst);
    }

    *dst = (int64_t) whole * CX_MICROS + part * scale[decimals];

    return i + 1;
}


static uint32_t
cx_ortb_objs_element(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    cx_ortb_list_t *l)
{
    void              *o;
    uint8_t            c;
    cx_ortb_scalar_t   v;

    c = cx_ortb_ch(w, i);

    if (c == 'n') {
        return cx_ortb_some(w, i, &v);
    }

    if (c != '{') {
        return cx_ortb_wrong(w, i, f);
    }

    if (l->n == f->max) {
        return cx_ortb_fail(w, i, CX_E_TOO_COMPLEX, "64 elements at most",
                            "more elements than the bound");
    }

    o = cx_ortb_push(w, l, f->child->size);
    if (o == NULL) {
        return 0;
    }

    return cx_ortb_read_object(w, i, f->child, o);
}


/* null and what is not understood leave no element behind */

static uint32_t
cx_ortb_element(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    cx_ortb_list_t *l)
{
    void        *v;
    int32_t      n;
    cx_str_t     s;

    w->absent = 0;

    if (f->kind == CX_ORTB_OBJS) {
        return cx_ortb_objs_element(w, i, f, l);
    }

    if (f->kind == CX_ORTB_STRS) {
        i = cx_ortb_str(w, i, f, &s);
        if (i == 0 || w->absent) {
            return i;
        }

        v = cx_ortb_push(w, l, sizeof(cx_str_t));
        if (v == NULL) {
            return 0;
        }

        *(cx_str_t *) v = s;

        return i;
    }

    i = cx_ortb_int(w, i, f, &n);
    if (i == 0 || w->absent) {
        return i;
    }

    v = cx_ortb_push(w, l, sizeof(int32_t));
    if (v == NULL) {
        return 0;
    }

    *(int32_t *) v = n;

    return i;
}


/*
 * The members n and v of every kind of list lie alike.  Pointers of many
 * types are stored here, therefore by memcpy().
 */

static inline void
cx_ortb_list_store(const cx_ortb_list_t *l, void *dst)
{
    memcpy((uint8_t *) dst + offsetof(cx_ortb_strs_t, n), &l->n,
           sizeof(l->n));
    memcpy((uint8_t *) dst + offsetof(cx_ortb_strs_t, v), &l->v,
           sizeof(l->v));
}


static uint32_t
cx_ortb_list(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    void *dst)
{
    uint32_t        first;
    cx_ortb_list_t  l;

    first = i;
    memset(&l, 0, sizeof(cx_ortb_list_t));

    if (cx_ortb_ch(w, i) != '[') {
        i = cx_ortb_element(w, i, f, &l);

        if (i && f->matters && f->kind == CX_ORTB_STRS && l.n
            && memchr(((cx_str_t *) l.v)->data, ',', ((cx_str_t *) l.v)->len))
        {
            return cx_ortb_wrong(w, first, f);
        }

        goto done;
    }

    i = cx_ortb_enter(w, i);
    if (i == 0) {
        return 0;
    }

    if (cx_ortb_ch(w, i) == ']') {
        w->depth--;
        return i + 1;
    }

    do {
        i = cx_ortb_element(w, i, f, &l);
        if (i == 0) {
            return 0;
        }

    } while (cx_ortb_more(w, &i, ']'));

done:

    cx_ortb_list_store(&l, dst);

    return i;
}


static uint32_t
cx_ortb_object(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    void *dst)
{
    void              *o;
    uint8_t            c;
    cx_ortb_scalar_t   v;

    c = cx_ortb_ch(w, i);

    if (cx_likely(c == '{')) {
        o = cx_arena_alloc(w->arena, f->child->size);
        if (o == NULL) {
            return cx_ortb_fail_memory(w);
        }

        memcpy(dst, &o, sizeof(o));

        return cx_ortb_read_object(w, i, f->child, o);
    }

    if (c == 'n') {
        return cx_ortb_scalar(w, i, &v);
    }

    /* some languages cannot tell an empty object from an empty array */

    if (c == '[' && cx_ortb_ch(w, i + 1) == ']') {
        return i + 2;
    }

    return cx_ortb_wrong(w, i, f);
}


static uint32_t
cx_ortb_text(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    cx_str_t *dst)
{
    switch (cx_ortb_ch(w, i)) {

    case '"':
        return cx_ortb_string(w, i, dst);

    case '{':
    case 'n':
        return cx_ortb_raw(w, i, dst);

    default:
        return cx_ortb_wrong(w, i, f);
    }
}


static inline uint32_t
cx_ortb_member(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_field_t *f,
    void *dst)
{
    void  *p;

    p = (uint8_t *) dst + f->offset;

    switch (f->kind) {

    case CX_ORTB_STR:
        return cx_ortb_str(w, i, f, p);

    case CX_ORTB_INT:
        return cx_ortb_int(w, i, f, p);

    case CX_ORTB_NUM:
        return cx_ortb_num(w, i, f, p);

    case CX_ORTB_MONEY:
        return cx_ortb_money(w, i, f, p);

    case CX_ORTB_STRS:
    case CX_ORTB_INTS:
    case CX_ORTB_OBJS:
        return cx_ortb_list(w, i, f, p);

    case CX_ORTB_OBJ:
        return cx_ortb_object(w, i, f, p);

    case CX_ORTB_RAW:
        return cx_ortb_raw(w, i, p);

    default:
        return cx_ortb_text(w, i, f, p);
    }
}


static cx_rc_t
cx_ortb_unknown(cx_ortb_walk_t *w, uint32_t *i, const cx_ortb_object_t *o,
    cx_str_t name)
{
    const uint8_t      *p, *end;
    cx_ortb_unknown_t  *u;

    p = cx_ortb_at(w, *i);

    *i = cx_ortb_skip(w, *i, &end);
    if (*i == 0) {
        return CX_ERROR;
    }

    u = cx_arena_alloc(w->arena, sizeof(cx_ortb_unknown_t));
    if (u == NULL) {
        *i = cx_ortb_fail_memory(w);
        return CX_ERROR;
    }

    u->object = o->name;
    u->key = name;
    u->value = cx_strn(p, end - p);
    u->next = NULL;

    *w->unknown = u;
    w->unknown = &u->next;

    return CX_OK;
}


uint32_t
cx_ortb_read_object(cx_ortb_walk_t *w, uint32_t i, const cx_ortb_object_t *o,
    void *dst)
{
    uint32_t                name;
    uint64_t                seen;
    cx_str_t                key;
    const uint8_t          *end;
    cx_ortb_keys_t          keys;
    const cx_ortb_field_t  *f;

    memcpy(dst, o->image, o->size);

    i = cx_ortb_enter(w, i);
    if (i == 0) {
        return 0;
    }

    if (cx_ortb_ch(w, i) == '}') {
        w->depth--;
        return i + 1;
    }

    seen = 0;
    keys.n = 0;

    do {
        name = i;

        i = cx_ortb_name(w, i, &key);
        if (i == 0) {
            return 0;
        }

        /* a name that had escapes is not in the body any more */

        end = (key.data == cx_ortb_at(w, name) + 1) ? w->ix.body + w->ix.len
                                                    : key.data + key.len;

        f = cx_ortb_lookup(o, key.data, key.len, end);

        if (f == NULL) {
            if (cx_ortb_keys_add(w, &keys, key, name) != CX_OK
                || cx_ortb_unknown(w, &i, o, key) != CX_OK)
            {
                return 0;
            }

            continue;
        }

        if (seen & 1ULL << f->bit) {
            return cx_ortb_fail(w, name, CX_E_JSON_DUPLICATE,
                                "each name once",
                                "the name occurs twice in its object");
        }

        seen |= 1ULL << f->bit;

        i = cx_ortb_member(w, i, f, dst);
        if (i == 0) {
            return 0;
        }

    } while (cx_ortb_more(w, &i, '}'));

    if (i == 0 || cx_ortb_keys_done(w, &keys) != CX_OK) {
        return 0;
    }

    return i;
}
