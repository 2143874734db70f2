
/*
 * From bracket to bracket and from name to name: the steps that both walks
 * take, the one that reads and the one that skips.
 */

#ifndef CX_OPENRTB_READ_STEP_H
#define CX_OPENRTB_READ_STEP_H

#include "core/openrtb/read.h"


#define CX_WANT_NAME  "a name in quotes"
#define CX_WANT_MORE  "a comma or the closing bracket"


/* p is at a bracket that opens; the place of what comes behind it */

static inline cx_ortb_pos_t
cx_ortb_enter(cx_ortb_walk_t *w, cx_ortb_pos_t p)
{
    if (cx_unlikely(w->depth == CX_ORTB_MAX_DEPTH)) {
        return cx_ortb_fail(w, p, CX_E_JSON_DEPTH, "32 levels at most",
                            "nested too deeply");
    }

    w->depth++;

    return cx_ortb_white(p + 1);
}


/*
 * p is at the bracket that closes.  The last brace of the text closes the
 * outermost object, and no other one does.
 */

static inline cx_ortb_pos_t
cx_ortb_leave(cx_ortb_walk_t *w, cx_ortb_pos_t p)
{
    w->depth--;

    if (cx_unlikely((w->depth == 0) != (p == w->last))) {
        return w->depth ? cx_ortb_fail_byte(w, w->ix.len, CX_E_JSON_SYNTAX,
                                            CX_WANT_MORE,
                                            "the text ends too early")
                        : cx_ortb_fail_syntax(w, cx_ortb_white(p + 1),
                                              "nothing behind the object");
    }

    return p + 1;
}


/*
 * Behind a value: 1 and *p behind the comma, or 0 and *p behind the bracket
 * or NULL.  White space is looked for only where nothing else fits.
 */

static inline int
cx_ortb_more(cx_ortb_walk_t *w, cx_ortb_pos_t *p, uint8_t close)
{
    uint8_t  c;

    c = **p;

    if (cx_unlikely(c <= ' ')) {
        *p = cx_ortb_white(*p);
        c = **p;
    }

    if (c == ',') {
        (*p)++;
        return 1;
    }

    *p = cx_likely(c == close) ? cx_ortb_leave(w, *p)
                               : cx_ortb_fail_syntax(w, *p, CX_WANT_MORE);

    return 0;
}


/* the name of a member, which begins at *at; the place of its value */

static inline cx_ortb_pos_t
cx_ortb_name(cx_ortb_walk_t *w, cx_ortb_pos_t *at, cx_str_t *name)
{
    cx_ortb_pos_t  p;

    p = *at;

    if (cx_unlikely(*p != '"')) {
        p = cx_ortb_white(p);
        *at = p;

        if (*p != '"') {
            return cx_ortb_fail_syntax(w, p, CX_WANT_NAME);
        }
    }

    p = cx_ortb_string(w, p, name);
    if (cx_unlikely(p == NULL)) {
        return NULL;
    }

    if (cx_unlikely(*p != ':')) {
        p = cx_ortb_white(p);

        if (*p != ':') {
            return cx_ortb_fail_syntax(w, p, "a colon");
        }
    }

    return cx_ortb_white(p + 1);
}


#endif /* CX_OPENRTB_READ_STEP_H */
