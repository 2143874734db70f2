/* one catalogue file: its frame, and its sections as arrays */

#include <stdio.h>
#include <stdlib.h>

#include "core/catalog/layout.h"


const cx_dim_t  cx_dims[CX_DIM_MAX] = {
#define CX_DIM_ROW(name, path, kind, flags)  { path, CX_KEY_##kind, flags },
    CX_CAT_DIMS(CX_DIM_ROW)
#undef CX_DIM_ROW
};

const cx_op_t  cx_ops[CX_OP_MAX] = {
#define CX_OP_ROW(name, path, words)  { path, words },
    CX_CAT_OPS(CX_OP_ROW)
#undef CX_OP_ROW
};


static const struct {
    const char  *name;
    size_t       record;
    size_t       array;             /* where cx_catalog_file_s has it */
    size_t       count;
} cx_cat_sections[CX_SEC_MAX] = {
#define CX_SEC_ROW(name, type)                                                \
    { #name, sizeof(type), offsetof(cx_catalog_file_t, s_##name),             \
      offsetof(cx_catalog_file_t, n_##name) },
    CX_CAT_SECTIONS(CX_SEC_ROW)
#undef CX_SEC_ROW
};


const char *
cx_catalog_section(const cx_catalog_t *cat, uint32_t i, uint64_t *bytes)
{
    uint32_t  k;

    if (i >= CX_SEC_MAX) {
        return NULL;
    }

    for (k = 0, *bytes = 0; k < cat->nfiles; k++) {
        *bytes += cat->file[k].h->section[i].size;
    }

    return cx_cat_sections[i].name;
}


uint64_t
cx_cat_checksum(const uint8_t *data, size_t size)
{
    size_t         field;
    cx_checksum_t  c;

    field = offsetof(cx_cat_header_t, checksum);

    cx_checksum_init(&c);
    cx_checksum_update(&c, data, field);
    cx_checksum_update(&c, data + field + 8, size - field - 8);

    return cx_checksum_final(&c);
}


static cx_rc_t
cx_cat_check_header(const cx_cat_header_t *h, size_t size, const char *path,
    int known, cx_error_t *e)
{
    char  allowed[64];

    if (size < sizeof(cx_cat_header_t)) {
        return cx_error(e, CX_E_FILE_TRUNCATED, path, NULL,
                        "%zu bytes are less than a header", size);
    }

    if (memcmp(h->magic, CX_CAT_MAGIC, 8) != 0) {
        return cx_error(e, CX_E_FILE_FORMAT, path,
                        "a file made by \"campaignctl catalog build\"",
                        "is not a catalogue");
    }

    if (h->byte_order != CX_CAT_BYTE_ORDER) {
        return cx_error(e, CX_E_FILE_FORMAT, path, "this machine's",
                        "was built on a machine of the other byte order");
    }

    if (h->version != CX_CAT_VERSION || h->nsections != CX_SEC_MAX) {
        (void) snprintf(allowed, sizeof(allowed),
                        "version %u, which this program builds",
                        (unsigned) CX_CAT_VERSION);

        return cx_error(e, CX_E_FILE_VERSION, path, allowed,
                        "is of version %u", h->version);
    }

    if (h->size > size) {
        return cx_error(e, CX_E_FILE_TRUNCATED, path, NULL,
                        "has %zu bytes of %llu", size,
                        (unsigned long long) h->size);
    }

    if (h->size < size) {
        return cx_error(e, CX_E_FILE_FORMAT, path, NULL,
                        "has %zu bytes and should have %llu", size,
                        (unsigned long long) h->size);
    }

    if (!known && h->checksum != cx_cat_checksum((const uint8_t *) h, size)) {
        return cx_error(e, CX_E_FILE_CHECKSUM, path, NULL,
                        "its checksum does not match");
    }

    if ((h->kind != CX_CAT_BASE && h->kind != CX_CAT_OVERLAY)
        || (h->kind == CX_CAT_BASE) != (h->base_id == 0))
    {
        return cx_error(e, CX_E_FILE_FORMAT, path, "a base or an overlay",
                        "is neither a base nor an overlay");
    }

    return CX_OK;
}


/* the sections follow each other, aligned, and fill the file */

static cx_rc_t
cx_cat_map_sections(cx_catalog_file_t *f, const uint8_t *data, size_t size,
    const char *path, cx_error_t *e)
{
    size_t                   i, n;
    uint64_t                 end;
    const cx_cat_section_t  *s;

    end = sizeof(cx_cat_header_t);

    for (i = 0; i < CX_SEC_MAX; i++) {
        s = &f->h->section[i];
        end = cx_align(end, CX_CAT_ALIGN);

        if (s->off != end || s->off > size || s->size > size - s->off
            || s->size % cx_cat_sections[i].record != 0
            || s->size / cx_cat_sections[i].record > 0x7fffffff)
        {
            return cx_error(e, CX_E_FILE_BOUNDS, path, NULL,
                            "section %s is not where it should be",
                            cx_cat_sections[i].name);
        }

        end = s->off + s->size;
        n = (size_t) (s->size / cx_cat_sections[i].record);

        *(const void **) ((char *) f + cx_cat_sections[i].array)
            = data + s->off;
        *(uint32_t *) ((char *) f + cx_cat_sections[i].count) = (uint32_t) n;
    }

    if (end != size) {
        return cx_error(e, CX_E_FILE_BOUNDS, path, NULL,
                        "its sections do not fill it");
    }

    return CX_OK;
}


static void
cx_cat_note_names(cx_catalog_file_t *f)
{
    uint32_t  i;

    f->name_max = 0;

    for (i = 0; i < f->n_NAMES; i++) {
        f->name_max = cx_max(f->name_max, f->s_NAMES[i].s.len);
    }
}


/* the deal counts in every impression: a private auction asks for it */

static void
cx_cat_note_dims(cx_catalog_file_t *f)
{
    uint32_t             dim, imp;
    const cx_cat_dim_t  *d;

    for (imp = 0; imp < 2; imp++) {
        f->nused[imp] = 0;
        f->included[imp] = 0;
    }

    for (dim = 0; dim < CX_DIM_MAX; dim++) {
        d = &f->s_DIMS[dim];
        imp = (cx_dims[dim].flags & CX_DIM_IMP) != 0;

        f->included[imp] |= (uint64_t) (d->nincl != 0) << dim;

        if (d->nincl || d->nexcl || dim == CX_DIM_DEAL) {
            f->used[imp][f->nused[imp]++] = (uint8_t) dim;
        }
    }
}


static cx_rc_t
cx_cat_check_all(const cx_catalog_file_t *f, const char *path, cx_error_t *e)
{
    const char  *what;

    if (cx_cat_check_records(f, &what) != CX_OK
        || cx_cat_check_index(f, &what) != CX_OK
        || cx_cat_check_programs(f, &what) != CX_OK
        || cx_cat_check_side(f, &what) != CX_OK)
    {
        return cx_error(e, CX_E_FILE_BOUNDS, path, NULL,
                        "its %s are not sound", what);
    }

    return CX_OK;
}


static cx_rc_t
cx_cat_note_blocks(cx_catalog_file_t *f, const char *path, cx_error_t *e)
{
    uint32_t         i, k;
    uint64_t         some;
    const uint64_t  *w;

    /* one word more than there is, for those who read two */

    f->some = calloc(f->n_BITS / 64 + 2, sizeof(uint64_t));

    if (f->some == NULL) {
        return cx_error(e, CX_E_NO_MEMORY, path, NULL, "there is no memory");
    }

    for (i = 0; i < f->n_BITS; i++) {
        w = f->s_BITS[i].w;

        for (k = 0, some = 0; k < 8; k++) {
            some |= w[k];
        }

        f->some[i / 64] |= (uint64_t) (some != 0) << i % 64;
    }

    return CX_OK;
}


static cx_rc_t
cx_cat_file_take(cx_catalog_file_t *f, const uint8_t *data, size_t size,
    const char *path, int known, cx_error_t *e)
{
    f->h = (const cx_cat_header_t *) data;

    if (cx_cat_check_header(f->h, size, path, known, e) != CX_OK) {
        return CX_ERROR;
    }

    f->id = f->h->checksum;

    if (cx_cat_map_sections(f, data, size, path, e) != CX_OK) {
        return CX_ERROR;
    }

    f->nblocks = (f->n_ADGROUPS + CX_CAT_BLOCK - 1) / CX_CAT_BLOCK;

    if (!known && cx_cat_check_all(f, path, e) != CX_OK) {
        return CX_ERROR;
    }

    cx_cat_note_dims(f);
    cx_cat_note_names(f);

    return cx_cat_note_blocks(f, path, e);
}


cx_rc_t
cx_cat_file_load(cx_catalog_file_t *f, const uint8_t *data, size_t size,
    const char *path, cx_error_t *e)
{
    return cx_cat_file_take(f, data, size, path, 0, e);
}


cx_rc_t
cx_cat_file_open(cx_catalog_file_t *f, const char *path,
    const cx_file_id_t *known, cx_error_t *e)
{
    int  same;

    memset(f, 0, sizeof(cx_catalog_file_t));

    if (cx_map_open(&f->map, path, e) != CX_OK) {
        return CX_ERROR;
    }

    same = memcmp(&f->map.id, known, sizeof(cx_file_id_t)) == 0;

    if (cx_cat_file_take(f, f->map.data, f->map.size, path, same, e)
        != CX_OK)
    {
        cx_map_close(&f->map);
        return CX_ERROR;
    }

    if (same) {
        cx_map_touch(&f->map);
    }

    return CX_OK;
}


void
cx_cat_file_close(cx_catalog_file_t *f)
{
    free(f->some);
    cx_map_close(&f->map);
}
