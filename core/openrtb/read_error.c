
/*
 * Errors.  Where one is found out only when there is one: the path of a
 * token is read off the tokens before it.
 */

#include "core/openrtb/read.h"


/* a name of strangers is shown as far as it is printable ASCII */

#define CX_PATH_NAME  32

typedef struct {
    uint32_t  key;              /* token of the name; 0: none yet */
    uint32_t  n;                /* of the element */
    uint8_t   array;
} cx_ortb_step_t;

typedef struct {
    int32_t         depth;      /* of the innermost, -1 outside of all */
    uint32_t        name;       /* a name may come now */
    cx_ortb_step_t  step[CX_ORTB_MAX_DEPTH + 2];
} cx_ortb_path_t;


static void
cx_ortb_path_token(const cx_ortb_walk_t *w, cx_ortb_path_t *path, uint32_t i)
{
    cx_ortb_step_t  *s;

    s = &path->step[cx_max(path->depth, 0)];

    switch (cx_ortb_ch(w, i)) {

    case '{':
    case '[':
        if (path->depth < CX_ORTB_MAX_DEPTH + 1) {
            s = &path->step[++path->depth];
            memset(s, 0, sizeof(cx_ortb_step_t));
            s->array = (cx_ortb_ch(w, i) == '[');
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
        if (path->name && !s->array) {
            s->key = i;
            path->name = 0;
        }

        break;
    }
}


static void
cx_ortb_path_name(const cx_ortb_walk_t *w, cx_buf_t *b, uint32_t i)
{
    uint8_t         c;
    const uint8_t  *p, *end;

    p = cx_ortb_at(w, i) + 1;
    end = cx_ortb_at(w, i + 1);
    end = cx_min(end, p + CX_PATH_NAME);

    for ( /* void */ ; p < end; p++) {
        c = *p;
        cx_put_char(b, (c > ' ' && c < 0x7f) ? (char) c : '?');
    }
}


/* "imp[0].banner.w"; empty for the root */

static void
cx_ortb_path(const cx_ortb_walk_t *w, uint32_t upto, char *dst, size_t size)
{
    int32_t          d;
    uint32_t         i;
    cx_buf_t         b;
    cx_ortb_path_t   path;
    cx_ortb_step_t  *s;

    memset(&path, 0, sizeof(cx_ortb_path_t));
    path.depth = -1;

    upto = cx_min(upto, (uint32_t) w->ix.ntok);

    for (i = 0; i < upto; i++) {
        cx_ortb_path_token(w, &path, i);

        /* the other quote */

        i += (cx_ortb_ch(w, i) == '"');
    }

    if (upto < w->ix.ntok && path.name && cx_ortb_ch(w, upto) == '"') {
        cx_ortb_path_token(w, &path, upto);
    }

    cx_buf_init(&b, dst, size - 1);

    for (d = 0; d <= path.depth; d++) {
        s = &path.step[d];

        if (s->array) {
            cx_put_char(&b, '[');
            cx_put_uint(&b, s->n);
            cx_put_char(&b, ']');

        } else if (s->key) {
            if (d) {
                cx_put_char(&b, '.');
            }

            cx_ortb_path_name(w, &b, s->key);
        }
    }

    dst[cx_buf_len(&b)] = '\0';
}


uint32_t
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

    return 0;
}


uint32_t
cx_ortb_fail(cx_ortb_walk_t *w, uint32_t i, cx_errcode_t code,
    const char *allowed, const char *fault)
{
    char  field[sizeof(w->e->field)];

    if (w->e == NULL) {
        return 0;
    }

    cx_ortb_path(w, i, field, sizeof(field));

    if (field[0] == '\0') {
        return cx_ortb_fail_byte(w, w->ix.tok[i], code, allowed, fault);
    }

    (void) cx_error(w->e, code, field, allowed, "%s", fault);

    return 0;
}


uint32_t
cx_ortb_fail_syntax(cx_ortb_walk_t *w, uint32_t i, const char *allowed)
{
    char     fault[] = "unexpected character '?'";
    uint8_t  c;

    if (i >= w->ix.ntok) {
        return cx_ortb_fail_byte(w, w->ix.len, CX_E_JSON_SYNTAX, allowed,
                                 "the text ends too early");
    }

    c = cx_ortb_ch(w, i);

    if (c < ' ' || c > '~') {
        return cx_ortb_fail_byte(w, w->ix.tok[i], CX_E_JSON_SYNTAX, allowed,
                                 "unexpected character");
    }

    fault[sizeof(fault) - 3] = (char) c;

    return cx_ortb_fail_byte(w, w->ix.tok[i], CX_E_JSON_SYNTAX, allowed,
                             fault);
}


uint32_t
cx_ortb_fail_memory(cx_ortb_walk_t *w)
{
    (void) cx_error(w->e, CX_E_TOO_COMPLEX, "body", "fewer parts",
                    "more parts than there is memory for");

    return 0;
}
