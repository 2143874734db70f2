
/*
 * Errors.  Where one is is found out only when there is one: the path of a
 * place is read off the bytes before it.
 */

#include "core/openrtb/read.h"


/* a name of strangers is shown as far as it is printable ASCII */

#define CX_PATH_NAME  32

typedef struct {
    const uint8_t  *name;       /* the quote before it; NULL: none yet */
    uint32_t        n;          /* of the element */
    uint8_t         array;
} cx_ortb_step_t;

typedef struct {
    int32_t         depth;      /* of the innermost, -1 outside of all */
    uint32_t        name;       /* a name may come now */
    cx_ortb_step_t  step[CX_ORTB_MAX_DEPTH + 2];
} cx_ortb_path_t;


static const uint8_t *
cx_ortb_path_string(const uint8_t *p, const uint8_t *last)
{
    for (p++; p < last && *p != '"'; p++) {
        p += (*p == '\\');
    }

    return p;
}


/* takes the byte at p into the path; returns the last byte that it took */

static const uint8_t *
cx_ortb_path_byte(cx_ortb_path_t *path, const uint8_t *p, const uint8_t *last)
{
    cx_ortb_step_t  *s;

    s = &path->step[cx_max(path->depth, 0)];

    switch (*p) {

    case '{':
    case '[':
        if (path->depth < CX_ORTB_MAX_DEPTH + 1) {
            s = &path->step[++path->depth];
            s->name = NULL;
            s->n = 0;
            s->array = (*p == '[');
            path->name = !s->array;
        }

        break;

    case '}':
    case ']':
        path->depth -= (path->depth >= 0);
        path->name = 0;
        break;

    case ',':
        s->n++;
        path->name = !s->array;
        break;

    case '"':
        if (path->name) {
            s->name = p;
            path->name = 0;
        }

        return cx_ortb_path_string(p, last);
    }

    return p;
}


static void
cx_ortb_path_name(cx_buf_t *b, const uint8_t *p, const uint8_t *last)
{
    uint8_t         c;
    const uint8_t  *end;

    end = cx_ortb_path_string(p, last);
    p++;
    end = cx_min(end, p + CX_PATH_NAME);

    for ( /* void */ ; p < end; p++) {
        c = *p;
        cx_put_char(b, (c > ' ' && c < 0x7f) ? (char) c : '?');
    }
}


/* "imp[0].banner.w"; empty for the root */

static void
cx_ortb_path(const cx_ortb_walk_t *w, const uint8_t *upto, char *dst,
    size_t size)
{
    int32_t          d;
    cx_buf_t         b;
    const uint8_t   *p;
    cx_ortb_path_t   path;
    cx_ortb_step_t  *s;

    memset(&path, 0, sizeof(cx_ortb_path_t));
    path.depth = -1;

    for (p = w->body; p < upto; p++) {
        p = cx_ortb_path_byte(&path, p, w->last);
    }

    if (path.name && *upto == '"') {
        (void) cx_ortb_path_byte(&path, upto, w->last);
    }

    cx_buf_init(&b, dst, size - 1);

    for (d = 0; d <= path.depth; d++) {
        s = &path.step[d];

        if (s->array) {
            cx_put_char(&b, '[');
            cx_put_uint(&b, s->n);
            cx_put_char(&b, ']');

        } else if (s->name) {
            if (d) {
                cx_put_char(&b, '.');
            }

            cx_ortb_path_name(&b, s->name, w->last);
        }
    }

    dst[cx_buf_len(&b)] = '\0';
}


cx_ortb_pos_t
cx_ortb_fail_byte(cx_ortb_walk_t *w, size_t at, cx_errcode_t code,
    const char *allowed, const char *fault)
{
    char      field[32];
    cx_buf_t  b;

    cx_buf_init(&b, field, sizeof(field) - 1);
    cx_put_lit(&b, "byte ");
    cx_put_uint(&b, at);
    field[cx_buf_len(&b)] = '\0';

    (void) cx_error(w->e, code, field, allowed, "%s", fault);

    return NULL;
}


cx_ortb_pos_t
cx_ortb_fail(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_errcode_t code,
    const char *allowed, const char *fault)
{
    char  field[sizeof(w->e->field)];

    if (w->e == NULL) {
        return NULL;
    }

    cx_ortb_path(w, p, field, sizeof(field));

    if (field[0] == '\0') {
        return cx_ortb_fail_byte(w, (size_t) (p - w->body), code, allowed,
                                 fault);
    }

    (void) cx_error(w->e, code, field, allowed, "%s", fault);

    return NULL;
}


cx_ortb_pos_t
cx_ortb_fail_syntax(cx_ortb_walk_t *w, cx_ortb_pos_t p, const char *allowed)
{
    char  fault[] = "unexpected character '?'";

    if (*p < ' ' || *p > '~') {
        return cx_ortb_fail_byte(w, (size_t) (p - w->body), CX_E_JSON_SYNTAX,
                                 allowed, "unexpected character");
    }

    fault[sizeof(fault) - 3] = (char) *p;

    return cx_ortb_fail_byte(w, (size_t) (p - w->body), CX_E_JSON_SYNTAX,
                             allowed, fault);
}


cx_ortb_pos_t
cx_ortb_fail_memory(cx_ortb_walk_t *w)
{
    (void) cx_error(w->e, CX_E_TOO_COMPLEX, "body", "fewer parts",
                    "more parts than there is memory for");

    return NULL;
}
