
/*
 * The tables of the reader, made of the page fields.h.
 */

#include <stdlib.h>

#include "core/openrtb/read.h"


#define CX_ROW(kind, name, child)                                             \
    { #name, sizeof(#name) - 1, offsetof(CX_T, name), CX_ORTB_##kind, child },

#define CX_ROW_STR(name, arg)    CX_ROW(STR, name, 0)
#define CX_ROW_INT(name, arg)    CX_ROW(INT, name, 0)
#define CX_ROW_NUM(name, arg)    CX_ROW(NUM, name, 0)
#define CX_ROW_MONEY(name, arg)  CX_ROW(MONEY, name, 0)
#define CX_ROW_STRS(name, arg)   CX_ROW(STRS, name, 0)
#define CX_ROW_INTS(name, arg)   CX_ROW(INTS, name, 0)
#define CX_ROW_RAW(name, arg)    CX_ROW(RAW, name, 0)
#define CX_ROW_TEXT(name, arg)   CX_ROW(TEXT, name, 0)
#define CX_ROW_OBJ(name, arg)    CX_ROW(OBJ, name, CX_ORTB_O_##arg)
#define CX_ROW_OBJS(name, arg)   CX_ROW(OBJS, name, CX_ORTB_O_##arg)

#define CX_FIELD_ROW(kind, name, arg)  CX_ROW_##kind(name, arg)


#define CX_IMAGE_STR(name, arg)
#define CX_IMAGE_INT(name, arg)    .name = (arg),
#define CX_IMAGE_NUM(name, arg)    .name = (arg),
#define CX_IMAGE_MONEY(name, arg)  .name = (arg),
#define CX_IMAGE_STRS(name, arg)
#define CX_IMAGE_INTS(name, arg)
#define CX_IMAGE_RAW(name, arg)
#define CX_IMAGE_TEXT(name, arg)
#define CX_IMAGE_OBJ(name, arg)
#define CX_IMAGE_OBJS(name, arg)

#define CX_FIELD_IMAGE(kind, name, arg)  CX_IMAGE_##kind(name, arg)


/* CX_T: offsetof() wants the type, which a list of members does not know */

#define CX_DESCRIBE(type)                                                     \
                                                                              \
static void                                                                   \
cx_ortb_describe_##type(cx_ortb_type_t *t)                                    \
{                                                                             \
    typedef cx_ortb_##type##_t  CX_T;                                         \
                                                                              \
    static const CX_T           image = { CX_ORTB_##type(CX_FIELD_IMAGE) };   \
    static const cx_ortb_row_t  rows[] = { CX_ORTB_##type(CX_FIELD_ROW) };    \
                                                                              \
    t->name = #type;                                                          \
    t->image = &image;                                                        \
    t->rows = rows;                                                           \
    t->nrows = cx_nelts(rows);                                                \
    t->size = sizeof(CX_T);                                                   \
}

CX_ORTB_OBJECTS(CX_DESCRIBE)


typedef void (*cx_ortb_describe_pt)(cx_ortb_type_t *t);

#define CX_DESCRIBED(type)  cx_ortb_describe_##type,

static const cx_ortb_describe_pt  cx_ortb_describe[] = {
    CX_ORTB_OBJECTS(CX_DESCRIBED)
};


/*
 * What a bid must not be made without: a member here that has a type which
 * cannot be understood is an error (field_type).  Every other such member
 * counts as absent.  Understood are, for
 *
 *     a string          a number (its text)
 *     an integer        a fraction (cut off), a number out of range (the
 *                       nearest one in range), a number in a string, true
 *                       and false
 *     a number          the same, as it is
 *     an amount         a number, a number in a string; below zero it is 0
 *     an array          a single element; but a string with commas does not
 *                       stand for an array that matters
 *     an object         an empty array (absent)
 *     an array element  what the element's own kind allows; null is left out
 *     anything          null (absent)
 */

#define CX_ORTB_MATTERS(M)                                                    \
    M(request, id)         M(request, imp)        M(request, test)            \
    M(request, at)         M(request, cur)        M(request, wseat)           \
    M(request, bseat)      M(request, acat)       M(request, bcat)            \
    M(request, cattax)     M(request, badv)       M(request, bapp)            \
    M(request, wlang)      M(request, wlangb)     M(request, site)            \
    M(request, app)        M(request, dooh)       M(request, regs)            \
    M(regs, coppa)         M(regs, gdpr)          M(regs, us_privacy)         \
    M(regs, gpp)           M(regs, gpp_sid)       M(regs, ext)                \
    M(regs_ext, gdpr)      M(regs_ext, us_privacy) M(regs_ext, gpp)           \
    M(regs_ext, gpp_sid)   M(regs_ext, gpc)       M(regs_ext, dsa)            \
    M(dsa, dsarequired)    M(device, dnt)         M(device, lmt)              \
    M(imp, id)             M(imp, bidfloor)       M(imp, bidfloorcur)         \
    M(imp, secure)         M(imp, pmp)            M(imp, qty)                 \
    M(qty, multiplier)     M(banner, btype)       M(banner, battr)            \
    M(native, battr)                                                          \
    M(video, battr)        M(video, mincpmpersec) M(video, durfloors)         \
    M(audio, battr)        M(audio, mincpmpersec) M(audio, durfloors)         \
    M(durfloors, mindur)   M(durfloors, maxdur)   M(durfloors, bidfloor)      \
    M(pmp, private_auction) M(pmp, deals)                                     \
    M(deal, id)            M(deal, bidfloor)      M(deal, bidfloorcur)        \
    M(deal, at)            M(deal, wseat)         M(deal, wadomain)           \
    M(deal, mincpmpersec)  M(deal, durfloors)

#define CX_MATTERS(type, name)                                                \
    { CX_ORTB_O_##type, offsetof(cx_ortb_##type##_t, name) },

static const struct {
    cx_ortb_object_e  type;
    size_t            offset;
} cx_ortb_matter[] = {
    CX_ORTB_MATTERS(CX_MATTERS)
};


static int
cx_ortb_matters(cx_ortb_object_e type, size_t offset)
{
    size_t  i;

    for (i = 0; i < cx_nelts(cx_ortb_matter); i++) {
        if (cx_ortb_matter[i].type == type
            && cx_ortb_matter[i].offset == offset)
        {
            return 1;
        }
    }

    return 0;
}


const uint8_t  cx_ortb_ones[2 * CX_ORTB_NEAR] = {
    255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255
};


/* a name as it stands in a body; where it begins and ends */

typedef struct {
    uint8_t         text[CX_ORTB_NEAR + 8];
    const uint8_t  *p;
    const uint8_t  *end;
} cx_ortb_quoted_t;

static void
cx_ortb_quote(cx_ortb_quoted_t *q, const void *name, size_t len)
{
    memset(q->text, 0, sizeof(q->text));

    q->text[0] = '"';
    memcpy(q->text + 1, name, len);
    q->text[1 + len] = '"';
    q->text[2 + len] = ':';

    q->p = q->text + 1;
    q->end = q->p + len;
}


static inline int
cx_ortb_is_near(size_t len)
{
    return len && len + 2 <= CX_ORTB_NEAR;
}


static void
cx_ortb_field_init(cx_ortb_field_t *f, const cx_ortb_row_t *row,
    cx_ortb_object_e type)
{
    cx_ortb_quoted_t  q;

    if (cx_ortb_is_near(row->len)) {
        cx_ortb_quote(&q, row->name, row->len);
        memcpy(f->text, q.p, CX_ORTB_NEAR);
        f->rest = (uint8_t) (CX_ORTB_NEAR - (row->len + 2));
    }

    f->kind = row->kind;
    f->offset = row->offset;
    f->child = row->child;
    f->matters = cx_ortb_matters(type, row->offset);
    f->bounded = (row->kind == CX_ORTB_OBJS && row->child == CX_ORTB_O_imp);
}


const cx_ortb_field_t *
cx_ortb_find_any(const cx_ortb_object_t *o, cx_str_t name)
{
    uint32_t               i;
    cx_ortb_quoted_t       q;
    const cx_ortb_row_t   *row;

    if (cx_ortb_is_near(name.len)) {
        cx_ortb_quote(&q, name.data, name.len);
        i = (uint32_t) (cx_ortb_at(o, q.p, q.end) - o->fields);

        return i && cx_str_eq(name, cx_strn(o->rows[i - 1].name,
                                            o->rows[i - 1].len))
               ? &o->fields[i] : NULL;
    }

    for (i = 0; i < o->nrows; i++) {
        row = &o->rows[i];

        if (row->len == name.len
            && memcmp(row->name, name.data, name.len) == 0)
        {
            return &o->fields[i + 1];
        }
    }

    return NULL;
}


/* is the hash perfect with this factor?  Names that are not near need none */

static int
cx_ortb_factor_fits(cx_ortb_object_t *o)
{
    uint32_t              i, h;
    cx_ortb_quoted_t      q;
    const cx_ortb_row_t  *row;

    memset(o->slot, 0, sizeof(o->slot));

    for (i = 0; i < o->nrows; i++) {
        row = &o->rows[i];

        if (!cx_ortb_is_near(row->len)) {
            continue;
        }

        cx_ortb_quote(&q, row->name, row->len);
        h = cx_ortb_hash(o, q.p, q.end);

        if (o->slot[h]) {
            return 0;
        }

        o->slot[h] = (uint8_t) (i + 1);
    }

    return 1;
}


#define CX_ORTB_TRIES  20000

static cx_rc_t
cx_ortb_object_hash(cx_ortb_object_t *o)
{
    uint32_t  i;

    for (i = 0; i < CX_ORTB_TRIES; i++) {
        o->factor = (uint32_t) (cx_hash_mix(CX_ORTB_TRIES, i) >> 32) | 1;

        if (cx_ortb_factor_fits(o)) {
            return CX_OK;
        }
    }

    return CX_ERROR;
}


static cx_rc_t
cx_ortb_reader_tables(cx_ortb_reader_t *rd)
{
    uint32_t           i, j;
    cx_ortb_type_t     t;
    cx_ortb_field_t   *f;
    cx_ortb_object_t  *o;

    f = rd->fields;

    for (i = 0; i < CX_ORTB_NOBJECTS; i++) {
        cx_ortb_describe[i](&t);

        if (t.nrows > CX_ORTB_MAX_FIELDS) {
            return CX_ERROR;
        }

        o = &rd->object[i];
        o->name = t.name;
        o->image = t.image;
        o->size = t.size;
        o->rows = t.rows;
        o->nrows = t.nrows;
        o->fields = f++;

        for (j = 0; j < t.nrows; j++, f++) {
            cx_ortb_field_init(f, &t.rows[j], i);
            f->bit = 1ULL << j;
        }

        if (cx_ortb_object_hash(o) != CX_OK) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_ortb_reader_alloc(cx_ortb_reader_t *rd)
{
    size_t           n;
    uint32_t         i;
    cx_ortb_type_t   t;

    for (n = 0, i = 0; i < CX_ORTB_NOBJECTS; i++) {
        cx_ortb_describe[i](&t);
        n += t.nrows + 1;
    }

    rd->fields = aligned_alloc(CX_ORTB_LINE,
                               cx_align(n * sizeof(cx_ortb_field_t),
                                        CX_ORTB_LINE));

    if (rd->fields != NULL) {
        memset(rd->fields, 0, n * sizeof(cx_ortb_field_t));
    }

    return rd->fields ? CX_OK : CX_ERROR;
}


#if (CX_ORTB_HAVE_X86)

static int
cx_ortb_has_sse2(void)
{
    __builtin_cpu_init();

    return __builtin_cpu_supports("sse2") != 0;
}

#endif


static int
cx_ortb_has_portable(void)
{
    return 1;
}


static const struct {
    cx_ortb_kernel_e   kernel;
    const char        *name;
    cx_ortb_index_pt   index;
    int              (*has)(void);
} cx_ortb_kernels[] = {           /* the best first */
#if (CX_ORTB_HAVE_X86)
    { CX_ORTB_KERNEL_AVX512, "avx512", cx_ortb_index_avx512,
      cx_ortb_has_avx512 },
    { CX_ORTB_KERNEL_AVX2, "avx2", cx_ortb_index_avx2, cx_ortb_has_avx2 },
    { CX_ORTB_KERNEL_SSE2, "sse2", cx_ortb_index_sse2, cx_ortb_has_sse2 },
#endif
    { CX_ORTB_KERNEL_PORTABLE, "portable", cx_ortb_index_portable,
      cx_ortb_has_portable }
};


cx_ortb_reader_t *
cx_ortb_reader_create(cx_ortb_kernel_e kernel)
{
    size_t             i;
    cx_ortb_reader_t  *rd;

    for (i = 0; i < cx_nelts(cx_ortb_kernels); i++) {
        if ((kernel == CX_ORTB_KERNEL_BEST
             || kernel == cx_ortb_kernels[i].kernel)
            && cx_ortb_kernels[i].has())
        {
            break;
        }
    }

    if (i == cx_nelts(cx_ortb_kernels)) {
        return NULL;
    }

    rd = aligned_alloc(CX_ORTB_LINE, sizeof(cx_ortb_reader_t));
    if (rd == NULL) {
        return NULL;
    }

    memset(rd, 0, sizeof(cx_ortb_reader_t));

    rd->kernel = cx_ortb_kernels[i].name;
    rd->index = cx_ortb_kernels[i].index;

    if (cx_ortb_reader_alloc(rd) != CX_OK
        || cx_ortb_reader_tables(rd) != CX_OK)
    {
        cx_ortb_reader_destroy(rd);
        return NULL;
    }

    return rd;
}


void
cx_ortb_reader_destroy(cx_ortb_reader_t *rd)
{
    if (rd == NULL) {
        return;
    }

    free(rd->fields);
    free(rd);
}


const char *
cx_ortb_reader_kernel(const cx_ortb_reader_t *rd)
{
    return rd->kernel;
}
