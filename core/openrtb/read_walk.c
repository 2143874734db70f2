
/*
 * Stage two of the reader: one walk over the body into the structures.
 */

#include "core/openrtb/read.h"
#include "core/openrtb/read_step.h"
#include "core/openrtb/read_value.h"


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

    l.v = NULL;
    l.n = 0;
    l.max = 0;

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


/* where a list would begin, and how many elements there is room for */

static inline void *
cx_ortb_here(const cx_ortb_walk_t *w, uint32_t size, size_t *room)
{
    uint8_t  *v;

    v = (uint8_t *) cx_align((uintptr_t) w->arena->pos, CX_ARENA_ALIGN);
    *room = (v < w->arena->end) ? (size_t) (w->arena->end - v) / size : 0;

    return v;
}


/*
 * An array of which every element is a string without escapes, nothing
 * between them but commas: what it becomes is written where it stays.  All
 * others leave p as it is.
 */

static cx_ortb_pos_t
cx_ortb_strs_plain(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_ortb_strs_t *dst)
{
    size_t           n, room;
    cx_str_t        *v;
    cx_ortb_pos_t    at, end;
    const uint32_t  *q;

    if (p[1] != '"' || w->ix.slashes || w->depth == CX_ORTB_MAX_DEPTH) {
        return p;
    }

    v = cx_ortb_here(w, sizeof(cx_str_t), &room);
    q = w->quote;
    at = p + 1;
    n = 0;

    do {
        if (n == room) {
            return p;
        }

        end = w->body + q[1];
        v[n].data = at + 1;
        v[n].len = (size_t) (end - at - 1);

        q += 2;
        at = end + 2;
        n++;

    } while (end[1] == ',' && *at == '"');

    if (end[1] != ']') {
        return p;
    }

    w->quote = q;
    w->arena->pos = (uint8_t *) (v + n);

    dst->n = (uint32_t) n;
    dst->v = v;

    return at;
}


/* the same for integers */

static cx_ortb_pos_t
cx_ortb_ints_plain(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_ortb_ints_t *dst)
{
    size_t          n, room;
    int32_t        *v;
    cx_ortb_pos_t   at, end;

    if (w->depth == CX_ORTB_MAX_DEPTH) {
        return p;
    }

    v = cx_ortb_here(w, sizeof(int32_t), &room);
    end = p;
    n = 0;

    do {
        at = end + 1;

        if (n == room || w->last - at < CX_ORTB_DIGITS) {
            return p;
        }

        end = cx_ortb_int_plain(at, &v[n]);

        if (end == at) {
            return p;
        }

        n++;

    } while (*end == ',');

    if (*end != ']') {
        return p;
    }

    w->arena->pos = (uint8_t *) (v + n);

    dst->n = (uint32_t) n;
    dst->v = v;

    return end + 1;
}


/* what the first byte promises, the kind most often keeps */

static inline cx_ortb_pos_t
cx_ortb_value(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_field_t *f,
    void *dst)
{
    cx_ortb_pos_t  end;

    end = p;

    if ((uint8_t) (*p - '0') < 10) {
        if (cx_likely(f->kind == CX_ORTB_INT)) {
            end = cx_ortb_int_plain(p, dst);

        } else if (f->kind == CX_ORTB_MONEY) {
            return cx_ortb_money(w, p, f, dst);
        }

    } else if (*p == '{') {
        if (cx_likely(f->kind == CX_ORTB_OBJ)) {
            return cx_ortb_obj(w, p, f, dst);
        }

    } else if (*p == '[') {
        if (f->kind == CX_ORTB_STRS) {
            end = cx_ortb_strs_plain(w, p, dst);

        } else if (f->kind == CX_ORTB_INTS) {
            end = cx_ortb_ints_plain(w, p, dst);

        } else if (cx_likely(f->kind == CX_ORTB_OBJS)) {
            return cx_ortb_objs(w, p, f, dst);
        }
    }

    return cx_likely(end != p)
           ? end : cx_ortb_by_kind(w, cx_ortb_white(p), f, dst);
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


/* the members of an object that came so far */

typedef struct {
    uint64_t        seen;       /* of those that its table names */
    cx_ortb_keys_t  keys;       /* of the others */
} cx_ortb_came_t;


static cx_ortb_pos_t
cx_ortb_member(cx_ortb_walk_t *w, cx_ortb_pos_t p, const cx_ortb_object_t *o,
    void *dst, cx_ortb_came_t *came)
{
    cx_str_t                key;
    cx_ortb_pos_t           name;
    const cx_ortb_field_t  *f;

    name = p;

    p = cx_ortb_name(w, &name, &key);
    if (p == NULL) {
        return NULL;
    }

    f = cx_ortb_find_any(o, key);

    if (f == NULL) {
        if (cx_ortb_keys_add(w, &came->keys, key, name) != CX_OK) {
            return NULL;
        }

        return cx_ortb_unknown(w, p, o, key);
    }

    if (came->seen & f->bit) {
        return cx_ortb_fail(w, name, CX_E_JSON_DUPLICATE, "each name once",
                            "the name occurs twice in its object");
    }

    came->seen |= f->bit;

    return cx_ortb_by_kind(w, p, f, (uint8_t *) dst + f->offset);
}


/*
 * Members as nearly all are: names without escapes, no white space at colons
 * and commas.  The first byte of a value is known long before the name is
 * looked up; a CPU that guessed wrong finds out by the byte, and the kind
 * then is nearly always the one that the byte promised.  Returns the place
 * behind the last value that was read, or p if none was, or NULL.
 */

static inline __attribute__((always_inline)) cx_ortb_pos_t
cx_ortb_members_plain(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_object_t *o, uint8_t *dst, uint64_t *came)
{
    uint8_t                *to;
    uint64_t                seen;
    cx_str_t                s;
    cx_ortb_pos_t           end, v;
    const uint32_t         *q;
    const cx_ortb_field_t  *f;

    end = p;
    seen = *came;
    q = w->quote;

    while (*p == '"' && cx_likely(q[1] < w->plain)) {
        v = w->body + q[1];
        f = cx_ortb_at(o, p + 1, v);

        if (cx_unlikely(!cx_ortb_has_name(f, p + 1) || (seen & f->bit))) {
            break;
        }

        seen |= f->bit;
        v += 2;
        q += 2;
        to = dst + f->offset;

        if (*v == '"' && cx_likely(f->kind == CX_ORTB_STR && !w->ix.slashes)) {
            end = w->body + q[1];
            s = cx_strn(v + 1, end - v - 1);
            memcpy(to, &s, sizeof(cx_str_t));

            q += 2;
            end++;

        } else {
            w->quote = q;
            end = cx_ortb_value(w, v, f, to);
            q = w->quote;

            if (cx_unlikely(end == NULL)) {
                return NULL;
            }
        }

        if (*end != ',') {
            break;
        }

        p = end + 1;
    }

    w->quote = q;
    *came = seen;

    return end;
}


/* most objects are small enough to be copied without a call */

static inline void
cx_ortb_copy(void *dst, const void *src, size_t size)
{
    size_t  rest;

    if (cx_likely(size >= 32 && size <= 64)) {
        rest = size - 32;
        memcpy(dst, src, 32);
        memcpy((uint8_t *) dst + rest, (const uint8_t *) src + rest, 32);
        return;
    }

    memcpy(dst, src, size);
}


cx_ortb_pos_t
cx_ortb_read_object(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_object_t *o, void *dst)
{
    cx_ortb_pos_t   end;
    cx_ortb_came_t  came;

    cx_ortb_copy(dst, o->image, o->size);

    p = cx_ortb_enter(w, p);
    if (p == NULL) {
        return NULL;
    }

    if (*p == '}') {
        return cx_ortb_leave(w, p);
    }

    came.seen = 0;
    came.keys.n = 0;

    do {
        end = cx_ortb_members_plain(w, p, o, dst, &came.seen);
        p = cx_likely(end != p) ? end : cx_ortb_member(w, p, o, dst, &came);

        if (cx_unlikely(p == NULL)) {
            return NULL;
        }

    } while (cx_ortb_more(w, &p, '}'));

    if (p == NULL || cx_ortb_keys_done(w, &came.keys) != CX_OK) {
        return NULL;
    }

    return p;
}
