
/*
 * What the parts of the reader share.
 */

#ifndef CX_OPENRTB_READ_H
#define CX_OPENRTB_READ_H

#include "core/base/base.h"
#include "core/openrtb/index.h"
#include "core/openrtb/openrtb.h"


typedef enum {
    CX_ORTB_STR = 0,
    CX_ORTB_INT,
    CX_ORTB_NUM,
    CX_ORTB_MONEY,
    CX_ORTB_STRS,
    CX_ORTB_INTS,
    CX_ORTB_OBJ,
    CX_ORTB_OBJS,
    CX_ORTB_RAW,
    CX_ORTB_TEXT
} cx_ortb_kind_e;


#define CX_ORTB_ID(type)  CX_ORTB_O_##type,

typedef enum {
    CX_ORTB_OBJECTS(CX_ORTB_ID)
    CX_ORTB_NOBJECTS
} cx_ortb_object_e;

#undef CX_ORTB_ID


/* as the X-macros say it */

typedef struct {
    const char  *name;
    uint16_t     len;
    uint16_t     offset;
    uint8_t      kind;
    uint8_t      child;
} cx_ortb_row_t;

typedef struct {
    const char           *name;
    const void           *image;    /* every member at its default */
    const cx_ortb_row_t  *rows;
    uint32_t              nrows;
    uint32_t              size;
} cx_ortb_type_t;

/* as the walk wants it */

typedef struct cx_ortb_object_s  cx_ortb_object_t;

typedef struct {
    uint64_t                 head;      /* the first 8 bytes of the name */
    uint64_t                 tail;      /* the last 8, if it is longer */
    const cx_ortb_object_t  *child;
    const char              *name;
    uint32_t                 max;       /* elements */
    uint16_t                 offset;
    uint8_t                  len;
    uint8_t                  kind;
    uint8_t                  matters;   /* a wrong type is an error */
    uint8_t                  bit;       /* of the members seen */
} cx_ortb_field_t;

#define CX_ORTB_SLOTS       256
#define CX_ORTB_MAX_FIELDS  64          /* bits of a word */

struct cx_ortb_object_s {
    const char             *name;
    const void             *image;
    const cx_ortb_field_t  *fields;     /* [0] matches nothing */
    uint64_t                factor;     /* makes the hash perfect */
    uint32_t                size;
    uint8_t                 slot[CX_ORTB_SLOTS];
};

struct cx_ortb_reader_s {
    const char        *kernel;
    cx_ortb_index_pt   index;
    cx_ortb_field_t   *fields;
    cx_ortb_object_t   object[CX_ORTB_NOBJECTS];
};


static inline uint64_t
cx_ortb_load(const void *p)
{
    uint64_t  v;

    memcpy(&v, p, 8);

    return v;
}


/* the first 8 bytes of a name, zeros behind its end */

static inline uint64_t
cx_ortb_head(const uint8_t *p, size_t len, const uint8_t *end)
{
    uint64_t  v;

    if (cx_likely(len >= 8)) {
        return cx_ortb_load(p);
    }

#if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
    if (cx_likely(end - p >= 8)) {
        return cx_ortb_load(p) & ((1ULL << 8 * len) - 1);
    }
#endif

    v = 0;
    memcpy(&v, p, len);

    return v;
}


static inline uint32_t
cx_ortb_hash(const cx_ortb_object_t *o, uint64_t head, size_t len)
{
    return (uint32_t) ((((head ^ len << 59) + len) * o->factor) >> 56);
}


static inline const cx_ortb_field_t *
cx_ortb_lookup(const cx_ortb_object_t *o, const uint8_t *p, size_t len,
    const uint8_t *end)
{
    uint64_t                head;
    const cx_ortb_field_t  *f;

    head = cx_ortb_head(p, len, end);
    f = &o->fields[o->slot[cx_ortb_hash(o, head, len)]];

    if (f->head != head || f->len != len) {
        return NULL;
    }

    if (len > 8 && (f->tail != cx_ortb_load(p + len - 8)
                    || (len > 16 && memcmp(f->name, p, len) != 0)))
    {
        return NULL;
    }

    return f;
}


typedef struct {
    cx_ortb_index_t      ix;
    cx_arena_t          *arena;
    cx_error_t          *e;
    cx_ortb_unknown_t  **unknown;       /* where the next one is linked */
    uint32_t             depth;
    uint32_t             absent;        /* set by a value that counts as none */
} cx_ortb_walk_t;

/*
 * Token numbers: each reading function takes the one at which its value
 * begins and returns the one behind it, or 0 with the error filled.
 */

uint32_t cx_ortb_read_object(cx_ortb_walk_t *w, uint32_t i,
    const cx_ortb_object_t *o, void *dst);

/* checks a value that nobody wants; *end is the place behind its text */

uint32_t cx_ortb_skip(cx_ortb_walk_t *w, uint32_t i, const uint8_t **end);


/* the byte at which token i begins */

#define cx_ortb_at(w, i)  ((w)->ix.body + (w)->ix.tok[i])
#define cx_ortb_ch(w, i)  (*cx_ortb_at(w, i))


typedef enum {
    CX_ORTB_V_STRING,
    CX_ORTB_V_NUMBER,
    CX_ORTB_V_TRUE,
    CX_ORTB_V_FALSE,
    CX_ORTB_V_NULL,
    CX_ORTB_V_OBJECT,           /* not read: i does not move */
    CX_ORTB_V_ARRAY
} cx_ortb_value_e;

typedef struct {
    cx_ortb_value_e  type;
    cx_str_t         text;      /* of a number, or a string's contents */
    const uint8_t   *end;
} cx_ortb_scalar_t;

uint32_t cx_ortb_scalar(cx_ortb_walk_t *w, uint32_t i, cx_ortb_scalar_t *v);

/* the place behind a number of JSON, or NULL */

const uint8_t *cx_ortb_number(const uint8_t *p, const uint8_t *end);

/* of text that cx_ortb_number() took; integers saturate */

int32_t cx_ortb_to_int(cx_str_t text);
double cx_ortb_to_double(cx_str_t text);

int cx_ortb_scalar_int(const cx_ortb_scalar_t *v, int32_t *n);

/* the string that begins at token i, when there are backslashes in it */

uint32_t cx_ortb_unescape(cx_ortb_walk_t *w, uint32_t i, cx_str_t *s);

int cx_ortb_has_slash(const cx_ortb_index_t *ix, uint32_t from, uint32_t to);


static inline uint32_t
cx_ortb_string(cx_ortb_walk_t *w, uint32_t i, cx_str_t *s)
{
    uint32_t  from, to;

    from = w->ix.tok[i] + 1;
    to = w->ix.tok[i + 1];

    if (cx_unlikely(w->ix.slashes) && cx_ortb_has_slash(&w->ix, from, to)) {
        return cx_ortb_unescape(w, i, s);
    }

    s->data = w->ix.body + from;
    s->len = to - from;

    return i + 2;
}


/* the names of one object that no table knows: each may come once */

#define CX_ORTB_KEYS_NEAR  12

typedef struct {
    cx_str_t  name;
    uint32_t  token;
} cx_ortb_key_t;

typedef struct {
    uint32_t        n;
    uint32_t        max;        /* of far */
    cx_ortb_key_t  *far;
    cx_ortb_key_t   near[CX_ORTB_KEYS_NEAR];
} cx_ortb_keys_t;

cx_rc_t cx_ortb_keys_add(cx_ortb_walk_t *w, cx_ortb_keys_t *keys,
    cx_str_t name, uint32_t token);
cx_rc_t cx_ortb_keys_done(cx_ortb_walk_t *w, cx_ortb_keys_t *keys);


/* a list whose length is known when it ends */

typedef struct {
    uint8_t   *v;
    uint32_t   n;
    uint32_t   max;
} cx_ortb_list_t;


/* all return 0 */

uint32_t cx_ortb_fail(cx_ortb_walk_t *w, uint32_t i, cx_errcode_t code,
    const char *allowed, const char *fault);
uint32_t cx_ortb_fail_syntax(cx_ortb_walk_t *w, uint32_t i,
    const char *allowed);
uint32_t cx_ortb_fail_byte(cx_ortb_walk_t *w, size_t at, cx_errcode_t code,
    const char *allowed, const char *fault);
uint32_t cx_ortb_fail_memory(cx_ortb_walk_t *w);


cx_rc_t cx_ortb_check(const cx_ortb_request_t *r, cx_error_t *e);
cx_rc_t cx_ortb_settle(const cx_ortb_reader_t *rd, cx_openrtb_request_t *req,
    cx_arena_t *arena, cx_error_t *e);


#endif /* CX_OPENRTB_READ_H */
