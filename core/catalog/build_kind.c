/* looks that fit alike are of one kind: that of the first of them */

#include <stdlib.h>

#include "core/catalog/build.h"


static cx_rc_t
cx_b_kind(const cx_vec_t *looks, cx_map64_t *known, uint32_t look,
    uint32_t *first)
{
    uint32_t           *place;
    uint64_t            seed;
    cx_cat_creative_t   kind, other;

    cx_cat_kind(cx_vec_at(looks, look), &kind);

    for (seed = 1; /* void */ ; seed++) {
        place = cx_map64_put(known, cx_hash64(&kind, sizeof(kind), seed));

        if (place == NULL) {
            return CX_ERROR;
        }

        if (*place == 0) {
            *place = look + 1;
            *first = look;
            return CX_OK;
        }

        *first = *place - 1;
        cx_cat_kind(cx_vec_at(looks, *first), &other);

        if (memcmp(&kind, &other, sizeof(kind)) == 0) {
            return CX_OK;
        }
    }
}


cx_rc_t
cx_b_make_kinds(cx_b_file_t *o)
{
    cx_rc_t      rc;
    uint32_t     i, *kinds;
    cx_vec_t    *looks;
    cx_map64_t   known;

    looks = &o->section[CX_SEC_LOOKS];

    if (looks->n == 0) {
        return CX_OK;
    }

    kinds = cx_vec_add(&o->section[CX_SEC_KINDS], looks->n);

    if (kinds == NULL) {
        return CX_ERROR;
    }

    memset(&known, 0, sizeof(cx_map64_t));

    for (i = 0, rc = CX_OK; i < looks->n && rc == CX_OK; i++) {
        rc = cx_b_kind(looks, &known, i, &kinds[i]);
    }

    free(known.key);
    free(known.value);

    return rc;
}
