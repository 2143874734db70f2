
/* targeting while a line is read */

#ifndef CX_CATALOG_BUILD_TARGET_H
#define CX_CATALOG_BUILD_TARGET_H

#include "core/catalog/build.h"
#include "core/catalog/match.h"


/* where values go: to the terms of an ad group, or to a list */

typedef struct {
    cx_builder_t  *b;
    cx_b_list_t   *list;
    uint8_t        dim;
    uint8_t        exclude;
} cx_b_side_t;

/* one value, checked and brought into the form in which requests have it */

cx_rc_t cx_b_key(cx_b_side_t *side, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e);
cx_rc_t cx_b_list_ref(cx_b_side_t *side, cx_str_t id, const cx_json_at_t *at,
    cx_error_t *e);

/* all of these: one term to find it by, and an op that looks at the rest */

cx_rc_t cx_b_all(cx_builder_t *b, int dim, const cx_json_t *v,
    const cx_json_at_t *at, cx_error_t *e);

cx_rc_t cx_b_set_schedule(void *ctx, const cx_json_field_t *field,
    const cx_json_t *v, const cx_json_at_t *at, cx_error_t *e);
size_t cx_b_schedule_objects(const cx_b_object_t **objects);


#endif /* CX_CATALOG_BUILD_TARGET_H */
