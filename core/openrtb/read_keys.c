
/*
 * Names that no table knows may come once, too.  A few are compared with
 * each other as they come; many are sorted when their object ends, so that
 * no choice of names makes it slow.
 */

#include "core/openrtb/read.h"


static cx_rc_t
cx_ortb_keys_fault(cx_ortb_walk_t *w, cx_ortb_pos_t at)
{
    (void) cx_ortb_fail(w, at, CX_E_JSON_DUPLICATE, "each name once",
                        "the name occurs twice in its object");

    return CX_ERROR;
}


static int
cx_ortb_keys_cmp(const cx_ortb_key_t *a, const cx_ortb_key_t *b)
{
    int  rc;

    if (a->name.len != b->name.len) {
        return a->name.len < b->name.len ? -1 : 1;
    }

    rc = memcmp(a->name.data, b->name.data, a->name.len);

    if (rc == 0) {
        return a->at < b->at ? -1 : 1;
    }

    return rc;
}


static void
cx_ortb_keys_sift(cx_ortb_key_t *k, uint32_t i, uint32_t n)
{
    uint32_t       child;
    cx_ortb_key_t  t;

    for (t = k[i]; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && cx_ortb_keys_cmp(&k[child], &k[child + 1]) < 0) {
            child++;
        }

        if (cx_ortb_keys_cmp(&t, &k[child]) >= 0) {
            break;
        }

        k[i] = k[child];
    }

    k[i] = t;
}


static cx_rc_t
cx_ortb_keys_grow(cx_ortb_walk_t *w, cx_ortb_keys_t *keys)
{
    uint32_t        max;
    cx_ortb_key_t  *far;

    max = keys->far ? keys->max * 2 : CX_ORTB_KEYS_NEAR * 4;

    far = cx_arena_alloc(w->arena, max * sizeof(cx_ortb_key_t));
    if (far == NULL) {
        (void) cx_ortb_fail_memory(w);
        return CX_ERROR;
    }

    memcpy(far, keys->far ? keys->far : keys->near,
           keys->n * sizeof(cx_ortb_key_t));

    keys->far = far;
    keys->max = max;

    return CX_OK;
}


cx_rc_t
cx_ortb_keys_add(cx_ortb_walk_t *w, cx_ortb_keys_t *keys, cx_str_t name,
    cx_ortb_pos_t at)
{
    uint32_t        i;
    cx_ortb_key_t  *k;

    if (keys->n < CX_ORTB_KEYS_NEAR) {
        for (i = 0; i < keys->n; i++) {
            if (cx_str_eq(keys->near[i].name, name)) {
                return cx_ortb_keys_fault(w, at);
            }
        }

        k = &keys->near[keys->n];

    } else {
        if (keys->n == CX_ORTB_KEYS_NEAR) {
            keys->far = NULL;
        }

        if ((keys->n == CX_ORTB_KEYS_NEAR || keys->n == keys->max)
            && cx_ortb_keys_grow(w, keys) != CX_OK)
        {
            return CX_ERROR;
        }

        k = &keys->far[keys->n];
    }

    k->name = name;
    k->at = at;
    keys->n++;

    return CX_OK;
}


cx_rc_t
cx_ortb_keys_sort(cx_ortb_walk_t *w, cx_ortb_keys_t *keys)
{
    uint32_t        i;
    cx_ortb_key_t  *k, t;

    k = keys->far;

    for (i = keys->n / 2; i; i--) {
        cx_ortb_keys_sift(k, i - 1, keys->n);
    }

    for (i = keys->n - 1; i; i--) {
        t = k[0];
        k[0] = k[i];
        k[i] = t;
        cx_ortb_keys_sift(k, 0, i);
    }

    for (i = 1; i < keys->n; i++) {
        if (cx_str_eq(k[i - 1].name, k[i].name)) {
            return cx_ortb_keys_fault(w, k[i].at);
        }
    }

    return CX_OK;
}
