/* names and values by hash */

#include "core/base/set.h"
#include "core/catalog/layout.h"


/* the last eight bytes of a name, of a short one all */

static inline uint64_t
cx_name_tail(const uint8_t *p, size_t n)
{
    uint64_t  v;

    if (n < 8) {
        return cx_set_short(p, n);
    }

    memcpy(&v, p + n - 8, 8);

    return v;
}


static inline uint64_t
cx_name_word(uint64_t v, int exact)
{
    return exact ? v : cx_lower8(v);
}


static inline __attribute__((always_inline)) uint64_t
cx_name_hash(cx_str_t name, int exact, uint64_t seed)
{
    size_t    n;
    uint64_t  h, v;

    h = seed ^ (name.len * 2 + (exact != 0));

    for (n = 0; name.len - n > 8; n += 8) {
        memcpy(&v, name.data + n, 8);
        h = cx_hash_mix(h, cx_name_word(v, exact));
    }

    return cx_hash_mix(h, cx_name_word(cx_name_tail(name.data, name.len),
                                       exact));
}


/* are two names of one length the same? */

static inline __attribute__((always_inline)) int
cx_name_same(const uint8_t *a, const uint8_t *b, size_t len, int exact)
{
    size_t    n;
    uint64_t  x, y;

    for (n = 0; len - n > 8; n += 8) {
        memcpy(&x, a + n, 8);
        memcpy(&y, b + n, 8);

        if (x != y && cx_name_word(x, exact) != cx_name_word(y, exact)) {
            return 0;
        }
    }

    x = cx_name_tail(a, len);
    y = cx_name_tail(b, len);

    return x == y || cx_name_word(x, exact) == cx_name_word(y, exact);
}


uint64_t
cx_cat_name_hash(cx_str_t name, int exact, uint64_t seed)
{
    return exact ? cx_name_hash(name, 1, seed) : cx_name_hash(name, 0, seed);
}


int
cx_cat_name_eq(cx_str_t a, cx_str_t b, int exact)
{
    return exact ? cx_str_eq(a, b) : cx_str_eq_nocase(a, b);
}


static inline __attribute__((always_inline)) uint32_t
cx_name_find(const cx_catalog_file_t *f, cx_str_t name, int exact)
{
    uint32_t              i, mask, at;
    const cx_cat_name_t  *n;

    mask = f->n_NAME_TABLE - 1;

    for (i = (uint32_t) cx_name_hash(name, exact, f->h->seed) & mask;
         (at = f->s_NAME_TABLE[i]) != 0;
         i = (i + 1) & mask)
    {
        n = &f->s_NAMES[at - 1];

        if (n->s.len == name.len
            && ((n->nlists & CX_CAT_EXACT) != 0) == exact
            && cx_name_same(f->s_STRINGS + n->s.off, name.data, name.len,
                            exact))
        {
            return at - 1;
        }
    }

    return CX_NO_NAME;
}


uint32_t
cx_cat_name(const cx_catalog_file_t *f, cx_str_t name, int exact)
{
    return exact ? cx_name_find(f, name, 1) : cx_name_find(f, name, 0);
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
