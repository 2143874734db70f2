
/*
 * The steps of the reader of protobuf.
 */

#ifndef CX_OPENRTB_PROTOBUF_STEP_H
#define CX_OPENRTB_PROTOBUF_STEP_H

#include "core/openrtb/protobuf_wire.h"


#define CX_PB_MAX_DEPTH  16             /* deeper than the tables go */
#define CX_PB_SINGLE     UINT32_MAX


typedef struct {
    const char  *name;
    uint32_t     n;             /* of the element, or CX_PB_SINGLE */
} cx_pb_step_t;

typedef struct {
    const uint8_t           *body;
    const cx_ortb_object_t  *objects;
    cx_arena_t              *arena;
    cx_error_t              *e;
    uint32_t                 depth;
    cx_pb_step_t             step[CX_PB_MAX_DEPTH];
} cx_pb_walk_t;


/*
 * As in the reader of JSON: the place where a value begins is taken, that
 * behind it is returned, or NULL with the error filled.
 */

typedef const uint8_t  *cx_pb_pos_t;


/* the field of what is at hand, or the byte at p; all return NULL */

cx_pb_pos_t cx_pb_fail(cx_pb_walk_t *w, const cx_pb_field_t *f,
    cx_errcode_t code, const char *allowed, const char *fault);
cx_pb_pos_t cx_pb_fail_byte(cx_pb_walk_t *w, cx_pb_pos_t p,
    const char *fault);
cx_pb_pos_t cx_pb_fail_memory(cx_pb_walk_t *w);

/* p is behind the tag */

cx_pb_pos_t cx_pb_skip(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    uint32_t number, cx_pb_wire_e wire);


/* up to ten bytes of seven bits, the lowest first; NULL without an error */

static inline cx_pb_pos_t
cx_pb_get_varint(cx_pb_pos_t p, cx_pb_pos_t end, uint64_t *v)
{
    uint32_t  shift;

    if (cx_likely(p < end && *p < 0x80)) {
        *v = *p;
        return p + 1;
    }

    for (*v = 0, shift = 0; p < end && shift < 70; p++, shift += 7) {
        *v |= (uint64_t) (*p & 0x7f) << shift;

        if (*p < 0x80) {
            return p + 1;
        }
    }

    return NULL;
}


static inline cx_pb_pos_t
cx_pb_varint(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end, uint64_t *v)
{
    cx_pb_pos_t  at;

    at = p;
    p = cx_pb_get_varint(p, end, v);

    return cx_likely(p != NULL)
           ? p : cx_pb_fail_byte(w, at, "a number that does not end");
}


static inline cx_pb_pos_t
cx_pb_bytes(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end, cx_str_t *s)
{
    uint64_t     len;
    cx_pb_pos_t  at;

    *s = cx_strn(NULL, 0);
    at = p;
    p = cx_pb_varint(w, p, end, &len);

    if (p == NULL) {
        return NULL;
    }

    if (cx_unlikely(len > (uint64_t) (end - p))) {
        return cx_pb_fail_byte(w, at, "longer than what it is in");
    }

    *s = cx_strn(p, len);

    return p + len;
}


static inline cx_pb_pos_t
cx_pb_tag(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end, uint32_t *number,
    cx_pb_wire_e *wire)
{
    uint64_t     tag;
    cx_pb_pos_t  at;

    at = p;
    p = cx_pb_varint(w, p, end, &tag);

    if (p == NULL) {
        return NULL;
    }

    *number = (uint32_t) (tag >> 3);
    *wire = (cx_pb_wire_e) (tag & 7);

    if (cx_unlikely(tag > UINT32_MAX || *number == 0
                    || *wire > CX_PB_FIXED32))
    {
        return cx_pb_fail_byte(w, at, "not the tag of a field");
    }

    return p;
}


#endif /* CX_OPENRTB_PROTOBUF_STEP_H */
