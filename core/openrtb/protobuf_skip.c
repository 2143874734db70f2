
/*
 * What the reader of protobuf does off its way: errors, and fields that no
 * table has.
 */

#include "core/openrtb/protobuf_step.h"


/* "imp[0].banner.w" */

cx_pb_pos_t
cx_pb_fail(cx_pb_walk_t *w, const cx_pb_field_t *f, cx_errcode_t code,
    const char *allowed, const char *fault)
{
    char      field[sizeof(w->e->field)];
    uint32_t  i;
    cx_buf_t  b;

    cx_buf_init(&b, field, sizeof(field) - 1);

    for (i = 0; i < w->depth; i++) {
        cx_put_cstr(&b, w->step[i].name);

        if (w->step[i].n != CX_PB_SINGLE) {
            cx_put_char(&b, '[');
            cx_put_uint(&b, w->step[i].n);
            cx_put_char(&b, ']');
        }

        cx_put_char(&b, '.');
    }

    cx_put_cstr(&b, f->name);
    field[cx_buf_len(&b)] = '\0';

    (void) cx_error(w->e, code, field, allowed, "%s", fault);

    return NULL;
}


cx_pb_pos_t
cx_pb_fail_byte(cx_pb_walk_t *w, cx_pb_pos_t p, const char *fault)
{
    char      field[32];
    cx_buf_t  b;

    cx_buf_init(&b, field, sizeof(field) - 1);
    cx_put_lit(&b, "byte ");
    cx_put_uint(&b, (uint64_t) (p - w->body));
    field[cx_buf_len(&b)] = '\0';

    (void) cx_error(w->e, CX_E_PROTOBUF, field, "protobuf", "%s", fault);

    return NULL;
}


cx_pb_pos_t
cx_pb_fail_memory(cx_pb_walk_t *w)
{
    (void) cx_error(w->e, CX_E_TOO_COMPLEX, "body", "fewer parts",
                    "more parts than there is memory for");

    return NULL;
}


/* one value that is no group */

static cx_pb_pos_t
cx_pb_skip_value(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end,
    cx_pb_wire_e wire)
{
    size_t    n;
    cx_str_t  s;
    uint64_t  v;

    if (wire == CX_PB_VARINT) {
        return cx_pb_varint(w, p, end, &v);
    }

    if (wire == CX_PB_BYTES) {
        return cx_pb_bytes(w, p, end, &s);
    }

    n = wire == CX_PB_FIXED64 ? 8 : 4;

    if ((size_t) (end - p) < n) {
        return cx_pb_fail_byte(w, p, "cut short");
    }

    return p + n;
}


/* what nobody wants; groups are of before protobuf 3, and lie in each other */

cx_pb_pos_t
cx_pb_skip(cx_pb_walk_t *w, cx_pb_pos_t p, cx_pb_pos_t end, uint32_t number,
    cx_pb_wire_e wire)
{
    uint32_t     depth, open[CX_ORTB_MAX_DEPTH];
    cx_pb_pos_t  at;

    depth = 0;
    at = p;

    for ( ;; ) {

        switch (wire) {

        case CX_PB_GROUP:
            if (depth == CX_ORTB_MAX_DEPTH) {
                return cx_pb_fail_byte(w, at, "groups in too many others");
            }

            open[depth++] = number;
            break;

        case CX_PB_GROUP_END:
            if (depth == 0 || open[--depth] != number) {
                return cx_pb_fail_byte(w, at, "the end of another group");
            }

            break;

        default:
            p = cx_pb_skip_value(w, p, end, wire);
            break;
        }

        if (p == NULL || depth == 0) {
            return p;
        }

        at = p;
        p = cx_pb_tag(w, p, end, &number, &wire);

        if (p == NULL) {
            return NULL;
        }
    }
}
