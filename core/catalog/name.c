/* names and values by hash */

#include "core/base/set.h"
#include "core/catalog/layout.h"


uint64_t
cx_cat_name_hash(cx_str_t name, int exact, uint64_t seed)
{
    size_t    n;
    uint64_t  h, v;

    h = seed ^ (name.len * 2 + (exact != 0));

    for (n = 0; name.len - n > 8; n += 8) {
        memcpy(&v, name.data + n, 8);
        h = cx_hash_mix(h, exact ? v : cx_lower8(v));
    }

    /* the last eight bytes, some of them a second time */

    if (name.len >= 8) {
        memcpy(&v, name.data + name.len - 8, 8);

    } else {
        v = cx_set_short(name.data, name.len);
    }

    return cx_hash_mix(h, exact ? v : cx_lower8(v));
}


int
cx_cat_name_eq(cx_str_t a, cx_str_t b, int exact)
{
    return exact ? cx_str_eq(a, b) : cx_str_eq_nocase(a, b);
}


uint32_t
cx_cat_name(const cx_catalog_file_t *f, cx_str_t name, int exact)
{
    uint32_t              i, mask;
    const cx_cat_name_t  *n;

    mask = f->n_NAME_TABLE - 1;

    for (i = (uint32_t) cx_cat_name_hash(name, exact, f->h->seed) & mask;
         f->s_NAME_TABLE[i] != 0;
         i = (i + 1) & mask)
    {
        n = &f->s_NAMES[f->s_NAME_TABLE[i] - 1];

        if (((n->nlists & CX_CAT_EXACT) != 0) == (exact != 0)
            && cx_cat_name_eq(cx_catalog_str(f, n->s), name, exact))
        {
            return f->s_NAME_TABLE[i] - 1;
        }
    }

    return CX_NO_NAME;
}


uint32_t
cx_catalog_find_name(const cx_catalog_file_t *f, cx_str_t name)
{
    return cx_cat_name(f, name, 0);
}


const cx_cat_value_t *
cx_cat_value(const cx_catalog_file_t *f, cx_dim_e dim, uint32_t key)
{
    uint32_t               i, mask;
    const cx_cat_value_t  *v;

    mask = f->n_VALUE_TABLE - 1;

    for (i = (uint32_t) cx_cat_value_hash(dim, key) & mask;
         f->s_VALUE_TABLE[i] != 0;
         i = (i + 1) & mask)
    {
        v = &f->s_VALUES[f->s_VALUE_TABLE[i] - 1];

        if (v->key == key && v->dim == dim) {
            return v;
        }
    }

    return NULL;
}
