
/*
 * The reader of protobuf.  A field that may come once and comes twice is as
 * protobuf has it: the last one counts, and messages are merged.
 */

#include "core/openrtb/protobuf_step.h"


static cx_pb_pos_t cx_pb_read_message(cx_pb_walk_t *w, cx_pb_pos_t p,
    cx_pb_pos_t end, cx_ortb_object_e type, void *dst);


/*
 * Lists grow where their elements come; how many a list has room for follows
 * from how many it has.
 */

#define CX_PB_LIST_MIN  8

static inline uint32_t
cx_pb_list_max(uint32_t n, uint32_t least)
{
    if (n <= least) {
        return n ? least : 0;
    }

    return 1U << (32 - __builtin_clz(n - 1));
}


/*
 * The place of the next element, with room for so many from there on.  The
 * members n and v of every kind of list lie alike.
 */

static void *
cx_pb_room(cx_pb_walk_t *w, void *list, uint32_t size, uint32_t least,
    uint32_t more)
{
    uint8_t         *v;
    size_t           have, want;
    cx_ortb_strs_t   l;

    memcpy(&l, list, sizeof(cx_ortb_strs_t));

    have = cx_pb_list_max(l.n, least);
    want = cx_pb_list_max(l.n + more, least);
    v = (uint8_t *) l.v;

    if (want > have) {

        /* where nothing was allocated in between, it grows where it stands */

        if (have && v + have * size == w->arena->pos
            && cx_arena_left(w->arena) >= (want - have) * size)
        {
            w->arena->pos += (want - have) * size;

        } else {
            v = cx_arena_alloc(w->arena, want * size);

            if (v == NULL) {
                (void) cx_pb_fail_memory(w);
                return NULL;
            }

            if (l.n) {
                memcpy(v, l.v, (size_t) l.n * size);
            }

            memcpy((uint8_t *) list + offsetof(cx_ortb_strs_t, v), &v,
                   sizeof(v));
        }
    }

    return v + (size_t) l.n * size;
}


static inline uint32_t *
cx_pb_list_n(void *list)
{
    return (uint32_t *) ((uint8_t *) list + offsetof(cx_ortb_strs_t, n));
}


static const char *const  cx_pb_allowed[] = {
    [CX_PB_STRING] = "a string",
    [CX_PB_INT32] = "an int32",
    [CX_PB_BOOL] = "a bool",
    [CX_PB_DOUBLE] = "a double",
    [CX_PB_MONEY] = "a double",
    [CX_PB_STRINGS] = "strings",
    [CX_PB_INT32S] = "int32s, packed or not",
    [CX_PB_NUMERALS] = "strings",
    [CX_PB_MESSAGE] = "a message",
    [CX_PB_MESSAGES] = "messages"
};

static const uint8_t  cx_pb_wire[] = {
    [CX_PB_STRING] = CX_PB_BYTES,
    [CX_PB_INT32] = CX_PB_VARINT,
    [CX_PB_BOOL] = CX_PB_VARINT,
    [CX_PB_DOUBLE] = CX_PB_FIXED64,
    [CX_PB_MONEY] = CX_PB_FIXED64,
    [CX_PB_STRINGS] = CX_PB_BYTES,
    [CX_PB_INT32S] = CX_PB_BYTES,
    [CX_PB_NUMERALS] = CX_PB_BYTES,
    [CX_PB_MESSAGE] = CX_PB_BYTES,
    [CX_PB_MESSAGES] = CX_PB_BYTES
};


static inline cx_pb_pos_t
cx_pb_string(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, cx_str_t *s)
{
    p = cx_pb_bytes(w, p, end, s);

    if (cx_unlikely(p != NULL && cx_ortb_utf8(s->data, s->len) != s->len)) {
        return cx_pb_fail(w, f, CX_E_JSON_ENCODING, "UTF-8",
                          "bytes that are not UTF-8");
    }

    return p;
}


static cx_pb_pos_t
cx_pb_strings(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, cx_ortb_strs_t *list)
{
    cx_str_t  s, *dst;

    p = cx_pb_string(w, p, end, f, &s);

    if (p == NULL) {
        return NULL;
    }

    dst = cx_pb_room(w, list, sizeof(cx_str_t), CX_PB_LIST_MIN, 1);

    if (dst == NULL) {
        return NULL;
    }

    *dst = s;
    list->n++;

    return p;
}


static cx_pb_pos_t
cx_pb_int32s(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    cx_ortb_ints_t *list)
{
    size_t     i;
    int32_t   *dst;
    uint32_t   n;
    cx_str_t   s;
    uint64_t   v;

    p = cx_pb_bytes(w, p, end, &s);

    if (p == NULL) {
        return NULL;
    }

    for (i = 0, n = 0; i < s.len; i++) {
        n += s.data[i] < 0x80;
    }

    if (s.len == 0) {
        return p;
    }

    dst = cx_pb_room(w, list, sizeof(int32_t), CX_PB_LIST_MIN, cx_max(n, 1));

    if (dst == NULL) {
        return NULL;
    }

    end = s.data + s.len;
    list->n += n;

    while (s.data < end) {
        s.data = cx_pb_varint(w, s.data, end, &v);

        if (s.data == NULL) {
            return NULL;
        }

        *dst++ = (int32_t) (uint32_t) v;
    }

    return p;
}


static cx_pb_pos_t
cx_pb_int32s_one(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    cx_ortb_ints_t *list)
{
    int32_t   *dst;
    uint64_t   v;

    p = cx_pb_varint(w, p, end, &v);

    if (p == NULL) {
        return NULL;
    }

    dst = cx_pb_room(w, list, sizeof(int32_t), CX_PB_LIST_MIN, 1);

    if (dst == NULL) {
        return NULL;
    }

    *dst = (int32_t) (uint32_t) v;
    list->n++;

    return p;
}


/* as in JSON, where a number may come in a string */

static cx_pb_pos_t
cx_pb_numerals(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, cx_ortb_ints_t *list)
{
    int32_t            n, *dst;
    cx_ortb_scalar_t   v;

    v.type = CX_ORTB_V_STRING;

    p = cx_pb_string(w, p, end, f, &v.text);

    if (p == NULL || !cx_ortb_scalar_int(&v, &n)) {
        return p;
    }

    dst = cx_pb_room(w, list, sizeof(int32_t), CX_PB_LIST_MIN, 1);

    if (dst == NULL) {
        return NULL;
    }

    *dst = n;
    list->n++;

    return p;
}


static cx_pb_pos_t
cx_pb_double(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, double *dst)
{
    uint32_t  i;
    uint64_t  v;

    if (cx_unlikely(end - p < 8)) {
        return cx_pb_fail_byte(w, p, "cut short");
    }

    for (i = 0, v = 0; i < 8; i++) {
        v |= (uint64_t) p[i] << 8 * i;
    }

    memcpy(dst, &v, 8);

    if (cx_unlikely(!__builtin_isfinite(*dst))) {
        return cx_pb_fail(w, f, CX_E_FIELD_VALUE, "a number",
                          "not a finite number");
    }

    return p + 8;
}


/*
 * A double stands for the shortest decimal that has it for its nearest one.
 * Where that has six decimals at most, it is the micros that were meant;
 * where it has more, they are rounded up, as those of a text are.
 */

static cx_pb_pos_t
cx_pb_money(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, int64_t *dst)
{
    double   sum;
    int64_t  micros;

    p = cx_pb_double(w, p, end, f, &sum);

    if (p == NULL) {
        return NULL;
    }

    if (sum > (double) (CX_MICROS_MAX / CX_MICROS)
        || sum < -(double) (CX_MICROS_MAX / CX_MICROS))
    {
        return cx_pb_fail(w, f, CX_E_FIELD_VALUE, "0 to 1000000000",
                          "amount out of range");
    }

    if (sum <= 0) {
        *dst = 0;
        return p;
    }

    micros = (int64_t) (sum * (double) CX_MICROS + 0.5);

    *dst = micros + ((double) micros / (double) CX_MICROS < sum);

    return p;
}


static cx_pb_pos_t
cx_pb_child(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, uint32_t n, void *dst)
{
    cx_str_t  s;

    p = cx_pb_bytes(w, p, end, &s);

    if (p == NULL) {
        return NULL;
    }

    if (cx_unlikely(w->depth == CX_PB_MAX_DEPTH)) {
        return cx_pb_fail(w, f, CX_E_TOO_COMPLEX, "fewer levels",
                          "nested too deeply");
    }

    w->step[w->depth].name = f->name;
    w->step[w->depth].n = n;
    w->depth++;

    if (cx_pb_read_message(w, s.data, s.data + s.len, f->child, dst)
        == NULL)
    {
        return NULL;
    }

    w->depth--;

    return p;
}


static inline cx_pb_pos_t
cx_pb_message(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, void *dst)
{
    void                    *o;
    const cx_ortb_object_t  *object;

    memcpy(&o, dst, sizeof(o));

    if (cx_likely(o == NULL)) {
        object = &w->objects[f->child];

        o = cx_arena_alloc(w->arena, object->size);
        if (o == NULL) {
            return cx_pb_fail_memory(w);
        }

        memcpy(o, object->image, object->size);
        memcpy(dst, &o, sizeof(o));
    }

    return cx_pb_child(w, p, end, f, CX_PB_SINGLE, o);
}


static inline cx_pb_pos_t
cx_pb_messages_one(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, void *list)
{
    void                    *o;
    uint32_t                *n;
    const cx_ortb_object_t  *object;

    object = &w->objects[f->child];
    n = cx_pb_list_n(list);

    if (cx_unlikely(f->bounded && *n == CX_ORTB_MAX_IMPS)) {
        return cx_pb_fail(w, f, CX_E_TOO_COMPLEX, "64 elements at most",
                          "more elements than the bound");
    }

    o = cx_pb_room(w, list, object->size, 1, 1);
    if (o == NULL) {
        return NULL;
    }

    memcpy(o, object->image, object->size);

    return cx_pb_child(w, p, end, f, (*n)++, o);
}


static cx_pb_pos_t
cx_pb_int(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end, int bool_,
    int32_t *dst)
{
    uint64_t  v;

    p = cx_pb_varint(w, p, end, &v);

    if (p != NULL) {
        *dst = bool_ ? v != 0 : (int32_t) (uint32_t) v;
    }

    return p;
}


static cx_pb_pos_t
cx_pb_value(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    const cx_pb_field_t *f, cx_pb_wire_e wire, void *dst)
{
    if (cx_unlikely(wire != cx_pb_wire[f->type])) {

        if (f->type == CX_PB_INT32S && wire == CX_PB_VARINT) {
            return cx_pb_int32s_one(w, p, end, dst);
        }

        return cx_pb_fail(w, f, CX_E_FIELD_TYPE, cx_pb_allowed[f->type],
                          "wrong wire type");
    }

    switch (f->type) {

    case CX_PB_STRING:
        return cx_pb_string(w, p, end, f, dst);

    case CX_PB_INT32:
    case CX_PB_BOOL:
        return cx_pb_int(w, p, end, f->type == CX_PB_BOOL, dst);

    case CX_PB_DOUBLE:
        return cx_pb_double(w, p, end, f, dst);

    case CX_PB_MONEY:
        return cx_pb_money(w, p, end, f, dst);

    case CX_PB_STRINGS:
        return cx_pb_strings(w, p, end, f, dst);

    case CX_PB_INT32S:
        return cx_pb_int32s(w, p, end, dst);

    case CX_PB_NUMERALS:
        return cx_pb_numerals(w, p, end, f, dst);

    case CX_PB_MESSAGE:
        return cx_pb_message(w, p, end, f, dst);

    default: /* CX_PB_MESSAGES */
        return cx_pb_messages_one(w, p, end, f, dst);
    }
}


static cx_pb_pos_t
cx_pb_read_message(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    cx_ortb_object_e type, void *dst)
{
    uint32_t                number, place;
    cx_pb_wire_e            wire;
    const cx_pb_field_t    *f;
    const cx_pb_message_t  *m;

    m = &cx_pb_messages[type];

    while (p < end) {
        p = cx_pb_tag(w, p, end, &number, &wire);

        if (p == NULL) {
            return NULL;
        }

        place = number < m->nplaces ? m->place[number] : 0;

        if (place) {
            f = &m->fields[place - 1];
            p = cx_pb_value(w, p, end, f, wire, (uint8_t *) dst + f->offset);

        } else {
            p = cx_pb_skip(w, p, end, number, wire);
        }

        if (p == NULL) {
            return NULL;
        }
    }

    return p;
}


cx_rc_t
cx_openrtb_read_protobuf(const cx_ortb_reader_t *rd, const uint8_t *body,
    size_t len, cx_arena_t *arena, cx_openrtb_request_t **req, cx_error_t *e)
{
    cx_pb_walk_t              w;
    cx_openrtb_request_t     *r;
    const cx_ortb_object_t   *object;

    if (len == 0) {
        return cx_error(e, CX_E_BODY_EMPTY, "body", "a BidRequest",
                        "no bytes");
    }

    if (len > INT32_MAX) {
        return cx_error(e, CX_E_BODY_TOO_LARGE, "body", "2147483647 bytes",
                        "too long");
    }

    r = cx_ortb_request_create(arena, e);
    if (r == NULL) {
        return CX_ERROR;
    }

    w.body = body;
    w.objects = rd->object;
    w.arena = arena;
    w.e = e;
    w.depth = 0;

    object = &rd->object[CX_ORTB_O_request];
    memcpy(&r->r, object->image, object->size);

    if (cx_pb_read_message(&w, body, body + len, CX_ORTB_O_request, &r->r)
        == NULL
        || cx_ortb_check(&r->r, e) != CX_OK
        || cx_ortb_settle(rd, r, arena, e) != CX_OK)
    {
        return CX_ERROR;
    }

    *req = r;

    return CX_OK;
}
