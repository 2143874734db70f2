
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

/*
 * The text is a name and what comes behind it, a quote and a colon, if that
 * is not too long; rest is how many bytes of the room are left.
 */

#define CX_ORTB_NEAR  16

typedef struct {
    uint64_t                 text[CX_ORTB_NEAR / 8];
    uint64_t                 bit;       /* of the members seen */
    uint16_t                 offset;
    uint8_t                  rest;
    uint8_t                  kind;
    uint8_t                  child;     /* cx_ortb_object_e */
    uint8_t                  matters;   /* a wrong type is an error */
    uint8_t                  bounded;   /* at most CX_ORTB_MAX_IMPS */
} cx_ortb_field_t;

/*
 * All that a request needs of the tables should stay in the first cache: a
 * field is half a line, an object three.
 */

#define CX_ORTB_LINE        64
#define CX_ORTB_SLOTS       128
#define CX_ORTB_SHIFT       (32 - 7)
#define CX_ORTB_MAX_FIELDS  64          /* bits of a word */

struct cx_ortb_object_s {
    uint32_t                factor;     /* makes the hash perfect */
    uint32_t                size;
    uint32_t                nrows;
    const cx_ortb_field_t  *fields;     /* [0] no name has it */
    const void             *image;
    const cx_ortb_row_t    *rows;       /* of fields[1] and so on */
    const char             *name;
    uint8_t                 slot[CX_ORTB_SLOTS];
} __attribute__((aligned(CX_ORTB_LINE)));

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


static inline uint32_t
cx_ortb_load2(const void *p)
{
    uint16_t  v;

    memcpy(&v, p, 2);

    return v;
}


/*
 * The first and the last two bytes of a name tell it from all others of its
 * object.  A name of one byte has the quote before it as well, one of none
 * may have anything.
 */

static inline uint32_t
cx_ortb_hash(const cx_ortb_object_t *o, const uint8_t *p, const uint8_t *end)
{
    return ((cx_ortb_load2(p) | cx_ortb_load2(end - 2) << 16) * o->factor)
           >> CX_ORTB_SHIFT;
}


static inline const cx_ortb_field_t *
cx_ortb_at(const cx_ortb_object_t *o, const uint8_t *p, const uint8_t *end)
{
    return &o->fields[o->slot[cx_ortb_hash(o, p, end)]];
}


/* ones for the bytes that are compared, then zeros */

extern const uint8_t  cx_ortb_ones[2 * CX_ORTB_NEAR];


/*
 * Does the field have the name at p, which has no escapes and of which a
 * quote and a colon are the end?  Names come in no order that a CPU could
 * guess, hence nothing here branches on their length: that the quote is
 * where the field has it says that they are as long as each other.
 */

static inline int
cx_ortb_has_name(const cx_ortb_field_t *f, const uint8_t *p)
{
    uint64_t        a, b;
    const uint8_t  *ones;

    ones = cx_ortb_ones + f->rest;

    a = (cx_ortb_load(p) ^ f->text[0]) & cx_ortb_load(ones);
    b = (cx_ortb_load(p + 8) ^ f->text[1]) & cx_ortb_load(ones + 8);

    return (a | b) == 0;
}


/* the field of any name, or NULL */

const cx_ortb_field_t *cx_ortb_find_any(const cx_ortb_object_t *o,
    cx_str_t name);


typedef struct {
    const uint8_t           *body;
    const uint8_t           *last;      /* the brace that ends the text */
    const uint32_t          *quote;     /* the next one of the index */
    uint32_t                 plain;     /* bytes that CX_ORTB_AHEAD follow */
    uint32_t                 depth;
    uint32_t                 absent;    /* a value came that counts as none */
    const cx_ortb_object_t  *objects;   /* by cx_ortb_object_e */
    cx_arena_t              *arena;
    cx_error_t              *e;
    cx_ortb_unknown_t      **unknown;   /* where the next one is linked */
    cx_ortb_index_t          ix;
} cx_ortb_walk_t;


/*
 * Each reading function takes the place where its value begins and returns
 * the place behind it, or NULL with the error filled.  Nothing is read
 * behind w->last: every value ends before that brace, and whatever takes a
 * brace looks whether it was the last one.
 */

typedef const uint8_t  *cx_ortb_pos_t;

cx_ortb_pos_t cx_ortb_read_object(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const cx_ortb_object_t *o, void *dst);

/* checks a value that nobody wants */

cx_ortb_pos_t cx_ortb_skip(cx_ortb_walk_t *w, cx_ortb_pos_t p);


typedef enum {
    CX_ORTB_V_STRING,
    CX_ORTB_V_NUMBER,
    CX_ORTB_V_TRUE,
    CX_ORTB_V_FALSE,
    CX_ORTB_V_NULL,
    CX_ORTB_V_OBJECT,           /* not read */
    CX_ORTB_V_ARRAY
} cx_ortb_value_e;

typedef struct {
    cx_ortb_value_e  type;
    cx_str_t         text;      /* of a number, or a string's contents */
} cx_ortb_scalar_t;

cx_ortb_pos_t cx_ortb_scalar(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    cx_ortb_scalar_t *v);

/* the place behind a number of JSON, or NULL */

const uint8_t *cx_ortb_number(const uint8_t *p, const uint8_t *end);

/* of text that cx_ortb_number() took */

double cx_ortb_to_double(cx_str_t text);

int cx_ortb_scalar_int(const cx_ortb_scalar_t *v, int32_t *n);

/* the string at p, of which to is the second quote, if it has escapes */

cx_ortb_pos_t cx_ortb_unescape(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const uint8_t *to, cx_str_t *s);

int cx_ortb_has_slash(const cx_ortb_index_t *ix, uint32_t from, uint32_t to);


/* p is at a quote, and therefore w->quote is at p */

static inline cx_ortb_pos_t
cx_ortb_string(cx_ortb_walk_t *w, cx_ortb_pos_t p, cx_str_t *s)
{
    uint32_t  to;

    to = w->quote[1];
    w->quote += 2;

    if (cx_unlikely(w->ix.slashes)
        && cx_ortb_has_slash(&w->ix, (uint32_t) (p + 1 - w->body), to))
    {
        return cx_ortb_unescape(w, p, w->body + to, s);
    }

    s->data = p + 1;
    s->len = (size_t) (w->body + to - s->data);

    return w->body + to + 1;
}


/* behind a quote: another one, a colon, a name or a number */

#define CX_ORTB_AHEAD  24


/* what may stand behind a number or a literal */

static inline int
cx_ortb_ends(uint8_t c)
{
    return c == ',' || c == '}' || c == ']' || c <= ' ';
}


static inline cx_ortb_pos_t
cx_ortb_white(cx_ortb_pos_t p)
{
    if (cx_unlikely(*p <= ' ')) {
        while (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r') {
            p++;
        }
    }

    return p;
}


/* the names of one object that no table knows: each may come once */

#define CX_ORTB_KEYS_NEAR  12

typedef struct {
    cx_str_t        name;
    cx_ortb_pos_t   at;
} cx_ortb_key_t;

typedef struct {
    uint32_t        n;
    uint32_t        max;        /* of far */
    cx_ortb_key_t  *far;
    cx_ortb_key_t   near[CX_ORTB_KEYS_NEAR];
} cx_ortb_keys_t;

cx_rc_t cx_ortb_keys_add(cx_ortb_walk_t *w, cx_ortb_keys_t *keys,
    cx_str_t name, cx_ortb_pos_t at);
cx_rc_t cx_ortb_keys_sort(cx_ortb_walk_t *w, cx_ortb_keys_t *keys);

static inline cx_rc_t
cx_ortb_keys_done(cx_ortb_walk_t *w, cx_ortb_keys_t *keys)
{
    return cx_likely(keys->n <= CX_ORTB_KEYS_NEAR)
           ? CX_OK : cx_ortb_keys_sort(w, keys);
}


/* a list whose length is known when it ends */

typedef struct {
    uint8_t   *v;
    uint32_t   n;
    uint32_t   max;
} cx_ortb_list_t;


/* all return NULL */

cx_ortb_pos_t cx_ortb_fail(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    cx_errcode_t code, const char *allowed, const char *fault);
cx_ortb_pos_t cx_ortb_fail_syntax(cx_ortb_walk_t *w, cx_ortb_pos_t p,
    const char *allowed);
cx_ortb_pos_t cx_ortb_fail_byte(cx_ortb_walk_t *w, size_t at,
    cx_errcode_t code, const char *allowed, const char *fault);
cx_ortb_pos_t cx_ortb_fail_memory(cx_ortb_walk_t *w);


/* a request, its members not yet at their defaults; NULL: no memory */

cx_openrtb_request_t *cx_ortb_request_create(cx_arena_t *arena,
    cx_error_t *e);

cx_rc_t cx_ortb_check(const cx_ortb_request_t *r, cx_error_t *e);
cx_rc_t cx_ortb_settle(const cx_ortb_reader_t *rd, cx_openrtb_request_t *req,
    cx_arena_t *arena, cx_error_t *e);


#endif /* CX_OPENRTB_READ_H */
