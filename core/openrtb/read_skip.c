
/*
 * Values that nobody wants.  They are JSON all the same.
 */

#include "core/openrtb/read.h"
#include "core/openrtb/read_step.h"


static cx_ortb_pos_t
cx_ortb_skip_array(cx_ortb_walk_t *w, cx_ortb_pos_t p)
{
    p = cx_ortb_enter(w, p);
    if (p == NULL) {
        return NULL;
    }

    if (*p == ']') {
        return cx_ortb_leave(w, p);
    }

    do {
        p = cx_ortb_skip(w, cx_ortb_white(p));
        if (p == NULL) {
            return NULL;
        }

    } while (cx_ortb_more(w, &p, ']'));

    return p;
}


static cx_ortb_pos_t
cx_ortb_skip_object(cx_ortb_walk_t *w, cx_ortb_pos_t p)
{
    cx_str_t         key;
    cx_ortb_pos_t    name;
    cx_ortb_keys_t   keys;

    p = cx_ortb_enter(w, p);
    if (p == NULL) {
        return NULL;
    }

    if (*p == '}') {
        return cx_ortb_leave(w, p);
    }

    keys.n = 0;

    do {
        name = p;

        p = cx_ortb_name(w, &name, &key);
        if (p == NULL || cx_ortb_keys_add(w, &keys, key, name) != CX_OK) {
            return NULL;
        }

        p = cx_ortb_skip(w, p);
        if (p == NULL) {
            return NULL;
        }

    } while (cx_ortb_more(w, &p, '}'));

    if (p == NULL || cx_ortb_keys_done(w, &keys) != CX_OK) {
        return NULL;
    }

    return p;
}


cx_ortb_pos_t
cx_ortb_skip(cx_ortb_walk_t *w, cx_ortb_pos_t p)
{
    uint8_t           *pos;
    cx_ortb_scalar_t   v;

    pos = w->arena->pos;

    switch (*p) {

    case '{':
        p = cx_ortb_skip_object(w, p);
        break;

    case '[':
        p = cx_ortb_skip_array(w, p);
        break;

    default:
        p = cx_ortb_scalar(w, p, &v);
    }

    /* nobody wants what was decoded; the names above are near or far */

    w->arena->pos = pos;

    return p;
}
