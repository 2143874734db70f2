/* lines of supply and of rates: who may sell, and what a currency is worth */

#include "core/catalog/build.h"


/* where a name of a kind, or a seller of a file, is found */

static cx_rc_t
cx_b_owner_table(cx_b_file_t *o)
{
    uint32_t               i, at, mask, *table;
    const cx_vec_t        *owners;
    const cx_cat_owner_t  *rec;

    owners = &o->b->owners;
    mask = cx_cat_table_size((uint32_t) owners->n) - 1;
    table = cx_vec_add(&o->section[CX_SEC_OWNER_TABLE], mask + 1);

    if (table == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < owners->n; i++) {
        rec = cx_vec_at(owners, i);
        at = (uint32_t) cx_cat_owner_hash(rec->kind, rec->name);

        for (at &= mask; table[at]; at = (at + 1) & mask) {
            /* void */
        }

        table[at] = i + 1;
    }

    return CX_OK;
}


static cx_rc_t
cx_b_seller_table(cx_b_file_t *o)
{
    uint32_t                i, at, mask, *table;
    const cx_vec_t         *sellers;
    const cx_cat_seller_t  *rec;

    sellers = &o->b->sellers;
    mask = cx_cat_table_size((uint32_t) sellers->n) - 1;
    table = cx_vec_add(&o->section[CX_SEC_SELLER_TABLE], mask + 1);

    if (table == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < sellers->n; i++) {
        rec = cx_vec_at(sellers, i);
        at = (uint32_t) cx_cat_seller_hash(rec->file, rec->asi, rec->sid);

        for (at &= mask; table[at]; at = (at + 1) & mask) {
            /* void */
        }

        table[at] = i + 1;
    }

    return CX_OK;
}


cx_rc_t
cx_b_make_supply(cx_b_file_t *o, cx_error_t *e)
{
    if (cx_b_owner_table(o) != CX_OK || cx_b_seller_table(o) != CX_OK) {
        return cx_b_no_memory(e);
    }

    return CX_OK;
}
