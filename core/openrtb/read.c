#include "core/openrtb/read.h"


/*
 * The index is kept at the end of the arena while it is needed: a place per
 * quote, as many as bytes at worst, but never more than half of what is
 * left.
 */

static cx_rc_t
cx_ortb_index_room(cx_ortb_walk_t *w)
{
    size_t       left, slashes;
    uintptr_t    p;
    cx_arena_t  *a;

    a = w->arena;
    slashes = ((w->ix.len + 63) / 64) * sizeof(uint64_t);
    left = cx_arena_left(a) / 2;

    if (left < slashes + 2 * CX_ORTB_SPARE * sizeof(uint32_t)) {
        (void) cx_ortb_fail_memory(w);
        return CX_ERROR;
    }

    left = (left - slashes) / sizeof(uint32_t) - CX_ORTB_SPARE;
    w->ix.max = cx_min(w->ix.len, left);

    p = ((uintptr_t) a->end - slashes) & ~(uintptr_t) 7;
    w->ix.slash = (uint64_t *) p;

    p -= (w->ix.max + CX_ORTB_SPARE) * sizeof(uint32_t);
    p &= ~(uintptr_t) 7;
    w->ix.quote = (uint32_t *) p;

    a->end = (uint8_t *) p;

    return CX_OK;
}


/* the text is one object, and its last byte but white space closes it */

static cx_rc_t
cx_ortb_ends_right(cx_ortb_walk_t *w)
{
    const uint8_t  *p, *q;

    static const uint8_t  bom[] = { 0xef, 0xbb, 0xbf };

    p = w->body;
    q = p + w->ix.len;

    while (q > p && (q[-1] == ' ' || q[-1] == '\n' || q[-1] == '\t'
                     || q[-1] == '\r'))
    {
        q--;
    }

    if (q == p) {
        return cx_error(w->e, CX_E_BODY_EMPTY, "body", "a JSON object",
                        "nothing but white space");
    }

    w->last = q - 1;

    if (w->ix.len > CX_ORTB_AHEAD) {
        w->plain = (uint32_t) (w->ix.len - CX_ORTB_AHEAD);
    }

    p = cx_ortb_white(p);

    if (*p != '{') {
        (void) cx_ortb_fail_byte(w, (size_t) (p - w->body), CX_E_JSON_SYNTAX,
                                 "a JSON object",
                                 q - p >= 3 && memcmp(p, bom, 3) == 0
                                     ? "a byte order mark" : "not an object");
        return CX_ERROR;
    }

    if (*w->last != '}') {
        (void) cx_ortb_fail_byte(w, w->ix.len, CX_E_JSON_SYNTAX,
                                 "} at the end",
                                 "the text does not end with its object");
        return CX_ERROR;
    }

    return CX_OK;
}


static cx_rc_t
cx_ortb_index(const cx_ortb_reader_t *rd, cx_ortb_walk_t *w)
{
    if (w->ix.len > INT32_MAX) {
        return cx_error(w->e, CX_E_BODY_TOO_LARGE, "body", "2147483647 bytes",
                        "too long");
    }

    if (cx_ortb_index_room(w) != CX_OK) {
        return CX_ERROR;
    }

    if (rd->index(&w->ix) != CX_OK) {
        (void) cx_ortb_fail_byte(w, w->ix.at, w->ix.code,
                                 w->ix.code == CX_E_JSON_ENCODING
                                     ? "UTF-8" : "JSON", w->ix.fault);
        return CX_ERROR;
    }

    return cx_ortb_ends_right(w);
}


static cx_rc_t
cx_ortb_read(const cx_ortb_reader_t *rd, cx_str_t text,
    cx_ortb_object_e type, cx_arena_t *arena, void *dst,
    cx_ortb_unknown_t **unknown, cx_error_t *e)
{
    uint8_t         *end;
    cx_ortb_pos_t    p;
    cx_ortb_walk_t   w;

    memset(&w, 0, sizeof(cx_ortb_walk_t));

    w.body = text.data;
    w.ix.body = text.data;
    w.ix.len = text.len;
    w.objects = rd->object;
    w.arena = arena;
    w.unknown = unknown;
    w.e = e;

    *unknown = NULL;
    end = arena->end;
    p = NULL;

    if (cx_ortb_index(rd, &w) == CX_OK) {
        w.quote = w.ix.quote;
        p = cx_ortb_read_object(&w, cx_ortb_white(w.body), &rd->object[type],
                                dst);
    }

    arena->end = end;

    return p ? CX_OK : CX_ERROR;
}


cx_openrtb_request_t *
cx_ortb_request_create(cx_arena_t *arena, cx_error_t *e)
{
    cx_openrtb_request_t  *r;

    r = cx_arena_alloc(arena, sizeof(cx_openrtb_request_t));
    if (r == NULL) {
        (void) cx_error(e, CX_E_TOO_COMPLEX, "body", "fewer parts",
                        "no memory for a request");
        return NULL;
    }

    r->unknown = NULL;
    r->user_id = cx_str("");
    r->user_id_source = cx_str("");
    r->domain = cx_str("");

    return r;
}


cx_rc_t
cx_openrtb_read(const cx_ortb_reader_t *rd, const uint8_t *body, size_t len,
    cx_arena_t *arena, cx_openrtb_request_t **req, cx_error_t *e)
{
    cx_openrtb_request_t  *r;

    if (len == 0) {
        return cx_error(e, CX_E_BODY_EMPTY, "body", "a JSON object",
                        "no bytes");
    }

    r = cx_ortb_request_create(arena, e);
    if (r == NULL) {
        return CX_ERROR;
    }

    if (cx_ortb_read(rd, cx_strn(body, len), CX_ORTB_O_request, arena, &r->r,
                     &r->unknown, e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    if (cx_ortb_check(&r->r, e) != CX_OK
        || cx_ortb_settle(rd, r, arena, e) != CX_OK)
    {
        return CX_ERROR;
    }

    *req = r;

    return CX_OK;
}


/* before 1.1 the request was a member of an object of its own */

static cx_str_t
cx_ortb_native_inner(const cx_ortb_unknown_t *u)
{
    for ( /* void */ ; u; u = u->next) {
        if (cx_str_eq(u->key, cx_str("native")) && u->value.data[0] == '{'
            && strcmp(u->object, "native_request") == 0)
        {
            return u->value;
        }
    }

    return cx_strn(NULL, 0);
}


cx_rc_t
cx_openrtb_read_native(const cx_ortb_reader_t *rd, cx_str_t text,
    cx_arena_t *arena, cx_ortb_native_request_t **nr, cx_error_t *e)
{
    cx_str_t                   inner;
    cx_ortb_unknown_t         *unknown;
    cx_ortb_native_request_t  *r;

    if (text.len == 0) {
        return cx_error(e, CX_E_BODY_EMPTY, "native.request",
                        "a JSON object", "no bytes");
    }

    r = cx_arena_alloc(arena, sizeof(cx_ortb_native_request_t));
    if (r == NULL) {
        return cx_error(e, CX_E_TOO_COMPLEX, "native.request", "fewer parts",
                        "no memory for a request");
    }

    if (cx_ortb_read(rd, text, CX_ORTB_O_native_request, arena, r, &unknown,
                     e)
        != CX_OK)
    {
        return CX_ERROR;
    }

    inner = cx_ortb_native_inner(unknown);

    if (r->assets.n == 0 && inner.len) {
        if (cx_ortb_read(rd, inner, CX_ORTB_O_native_request, arena, r,
                         &unknown, e)
            != CX_OK)
        {
            return CX_ERROR;
        }

        /* only the first version has it around */

        if (r->ver.len == 0) {
            r->ver = cx_str("1.0");
        }
    }

    *nr = r;

    return CX_OK;
}
