/*
 * What the matcher walks without looking: dimensions, values, bitsets,
 * postings, programs and the tables that these name.
 */

#include <stdlib.h>

#include "core/catalog/layout.h"


#define cx_bad(text)  do { *what = (text); return CX_ERROR; } while (0)


static int
cx_cat_postings_ok(const cx_catalog_file_t *f, uint32_t off, uint32_t n)
{
    uint32_t         i;
    const uint32_t  *p;

    if (off > f->n_POSTINGS || n > f->n_POSTINGS - off) {
        return 0;
    }

    p = f->s_POSTINGS + off;

    for (i = 1; i < n; i++) {
        if (p[i] <= p[i - 1]) {
            return 0;
        }
    }

    return n == 0 || p[n - 1] < f->n_ADGROUPS;
}


/* no bit stands behind the last ad group */

static int
cx_cat_bits_ok(const cx_catalog_file_t *f, uint32_t off)
{
    uint32_t         tail, i;
    const uint64_t  *w;

    if (off > f->n_BITS || f->nblocks > f->n_BITS - off) {
        return 0;
    }

    tail = f->n_ADGROUPS % CX_CAT_BLOCK;

    if (tail == 0) {
        return 1;
    }

    w = f->s_BITS[off + f->nblocks - 1].w;

    if (tail % 64 && w[tail / 64] >> tail % 64) {
        return 0;
    }

    for (i = (tail + 63) / 64; i < 8; i++) {
        if (w[i]) {
            return 0;
        }
    }

    return 1;
}


static int
cx_cat_set_ok(const cx_catalog_file_t *f, cx_cat_set_t set)
{
    if (set.n & CX_CAT_DENSE) {
        return (set.n & ~CX_CAT_DENSE) <= f->n_ADGROUPS
               && cx_cat_bits_ok(f, set.off);
    }

    return cx_cat_postings_ok(f, set.off, set.n);
}


static int
cx_cat_value_ok(const cx_catalog_file_t *f, uint32_t dim, uint32_t i)
{
    const cx_cat_value_t  *v;

    v = &f->s_VALUES[i];

    if (v->dim != dim || !cx_cat_set_ok(f, v->incl)
        || !cx_cat_set_ok(f, v->excl))
    {
        return 0;
    }

    if ((cx_dims[dim].flags & CX_DIM_SPARSE) && (v->incl.n & CX_CAT_DENSE)) {
        return 0;
    }

    return i == 0 || v[-1].dim != dim || v[-1].key < v->key;
}


static cx_rc_t
cx_cat_check_dims(const cx_catalog_file_t *f, const char **what)
{
    uint32_t             i, dim, next;
    const cx_cat_dim_t  *d;

    if (f->n_DIMS != CX_DIM_MAX) {
        cx_bad("dimensions");
    }

    for (dim = 0, next = 0; dim < CX_DIM_MAX; dim++) {
        d = &f->s_DIMS[dim];

        if (d->values.first != next || d->values.n > f->n_VALUES - next
            || d->nincl > d->values.n || d->nexcl > d->values.n
            || !(d->any.n == 0
                 || ((d->any.n & CX_CAT_DENSE) && cx_cat_set_ok(f, d->any))))
        {
            cx_bad("dimensions");
        }

        for (i = next; i < next + d->values.n; i++) {
            if (!cx_cat_value_ok(f, dim, i)) {
                cx_bad("values");
            }
        }

        next += d->values.n;
    }

    if (next != f->n_VALUES) {
        cx_bad("values");
    }

    /* every ad group has a format: no walk leaves what this one names */

    if (f->n_ADGROUPS && f->s_DIMS[CX_DIM_FORMAT].nincl == 0) {
        cx_bad("formats");
    }

    return CX_OK;
}


cx_rc_t
cx_cat_check_index(const cx_catalog_file_t *f, const char **what)
{
    uint32_t  i, used;

    if (cx_cat_check_dims(f, what) != CX_OK) {
        return CX_ERROR;
    }

    for (i = 0, used = 0; i < f->n_VALUE_TABLE; i++) {
        if (f->s_VALUE_TABLE[i] > f->n_VALUES) {
            cx_bad("table of values");
        }

        used += (f->s_VALUE_TABLE[i] != 0);
    }

    if (f->n_VALUE_TABLE < 8 || (f->n_VALUE_TABLE & (f->n_VALUE_TABLE - 1))
        || used == f->n_VALUE_TABLE)
    {
        cx_bad("table of values");
    }

    return CX_OK;
}


static int
cx_cat_op_ok(const cx_catalog_file_t *f, cx_op_e op, const uint32_t *w,
    uint32_t n)
{
    uint32_t  i;

    if (cx_ops[op].words == 0 || n == 0 || n % cx_ops[op].words != 0
        || n / cx_ops[op].words > CX_OP_ENTRIES_MAX)
    {
        return 0;
    }

    if ((op == CX_OP_WINDOW || op == CX_OP_SCHEDULE) && n != cx_ops[op].words)
    {
        return 0;
    }

    for (i = 0; i < n; i += cx_ops[op].words) {
        if (op == CX_OP_SCHEDULE && w[i] >= f->n_SCHEDULES) {
            return 0;
        }

        if ((op == CX_OP_SEGMENT_ALL || op == CX_OP_CUSTOM_ALL)
            && w[i] >= f->n_NAMES)
        {
            return 0;
        }

        if ((op == CX_OP_OSV_IN || op == CX_OP_OSV_EX) && w[i] > f->n_NAMES) {
            return 0;
        }
    }

    return 1;
}


/*
 * The section is a run of ops, an END first and last; a program starts at
 * one of them, and starts[] says where they are.
 */

static int
cx_cat_ops_ok(const cx_catalog_file_t *f, uint8_t *starts)
{
    uint32_t         op, n, i;
    const uint32_t  *p;

    p = f->s_PROGRAMS;

    if (p[0] != CX_OP_END || p[f->n_PROGRAMS - 1] != CX_OP_END) {
        return 0;
    }

    for (i = 0; i < f->n_PROGRAMS; i += n) {
        op = p[i] & 0xff;
        n = p[i] >> 8;

        starts[i++] = 1;

        if (op == CX_OP_END && n == 0) {
            continue;
        }

        if (op >= CX_OP_MAX || n > f->n_PROGRAMS - i
            || !cx_cat_op_ok(f, op, p + i, n))
        {
            return 0;
        }
    }

    /* the last word is an op, not the tail of one */

    return starts[f->n_PROGRAMS - 1];
}


static cx_rc_t
cx_cat_check_ops(const cx_catalog_file_t *f, const char **what)
{
    int       ok;
    uint8_t  *starts;
    uint32_t  i;

    /* without programs there is only the number 0, for none */

    if (f->n_PROGRAMS == 0) {
        return CX_OK;
    }

    starts = calloc(f->n_PROGRAMS, 1);

    if (starts == NULL) {
        cx_bad("programs (no memory)");
    }

    ok = cx_cat_ops_ok(f, starts);

    for (i = 0; i < f->n_ADGROUPS && ok; i++) {
        ok = starts[f->s_ADGROUPS[i].program];
    }

    free(starts);

    if (!ok) {
        cx_bad("programs");
    }

    return CX_OK;
}


/* seconds from Greenwich */

static int
cx_cat_offset_ok(int32_t offset)
{
    return offset >= -172800 && offset <= 172800;
}


static cx_rc_t
cx_cat_check_zones(const cx_catalog_file_t *f, const char **what)
{
    uint32_t                    i, j;
    const cx_cat_zone_t        *z;
    const cx_cat_transition_t  *t;

    for (i = 0; i < f->n_ZONES; i++) {
        z = &f->s_ZONES[i];

        if (z->name.off > f->n_STRINGS
            || z->name.len > f->n_STRINGS - z->name.off
            || z->transitions.first > f->n_TRANSITIONS
            || z->transitions.n > f->n_TRANSITIONS - z->transitions.first
            || !cx_cat_offset_ok(z->offset))
        {
            cx_bad("time zones");
        }

        t = f->s_TRANSITIONS + z->transitions.first;

        for (j = 0; j < z->transitions.n; j++) {
            if ((j && t[j].at <= t[j - 1].at)
                || !cx_cat_offset_ok(t[j].offset))
            {
                cx_bad("time zones");
            }
        }
    }

    for (i = 0; i < f->n_SCHEDULES; i++) {
        if (f->s_SCHEDULES[i].zone >= f->n_ZONES) {
            cx_bad("schedules");
        }
    }

    return CX_OK;
}


cx_rc_t
cx_cat_check_programs(const cx_catalog_file_t *f, const char **what)
{
    if (cx_cat_check_zones(f, what) != CX_OK
        || cx_cat_check_ops(f, what) != CX_OK)
    {
        return CX_ERROR;
    }

    return CX_OK;
}
