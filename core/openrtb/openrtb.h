
/*
 * OpenRTB 2.6: a request read into structures, a response written from them.
 */

#ifndef CX_OPENRTB_H
#define CX_OPENRTB_H

#include "core/base/base.h"
#include "core/openrtb/fields.h"


/* startdelay is 0 at the start of the content and negative for later places */

#define CX_ABSENT_DELAY  (-1000)
#define CX_NO_COORD      (1000.0)
#define CX_NO_OFFSET     (-100000)


typedef struct { uint32_t n; cx_str_t *v; }  cx_ortb_strs_t;
typedef struct { uint32_t n; int32_t  *v; }  cx_ortb_ints_t;


/* a member that no table names: kept, never refused */

typedef struct cx_ortb_unknown_s  cx_ortb_unknown_t;

struct cx_ortb_unknown_s {
    const char         *object;     /* "imp", "device", … */
    cx_str_t            key;
    cx_str_t            value;      /* JSON text */
    cx_ortb_unknown_t  *next;
};


#define CX_ORTB_FORWARD(type)  typedef struct cx_ortb_##type##_s              \
                                       cx_ortb_##type##_t;
CX_ORTB_OBJECTS(CX_ORTB_FORWARD)
#undef CX_ORTB_FORWARD


/* the C type behind each kind of field */

#define CX_ORTB_C_STR(name, arg)    cx_str_t        name;
#define CX_ORTB_C_TEXT(name, arg)   cx_str_t        name;
#define CX_ORTB_C_RAW(name, arg)    cx_str_t        name;
#define CX_ORTB_C_INT(name, arg)    int32_t         name;
#define CX_ORTB_C_NUM(name, arg)    double          name;
#define CX_ORTB_C_MONEY(name, arg)  int64_t         name;
#define CX_ORTB_C_STRS(name, arg)   cx_ortb_strs_t  name;
#define CX_ORTB_C_INTS(name, arg)   cx_ortb_ints_t  name;
#define CX_ORTB_C_OBJ(name, arg)    cx_ortb_##arg##_t  *name;
#define CX_ORTB_C_OBJS(name, arg)                                             \
    struct { uint32_t n; cx_ortb_##arg##_t *v; } name;

#define CX_ORTB_MEMBER(kind, name, arg)  CX_ORTB_C_##kind(name, arg)

#define CX_ORTB_STRUCT(type)                                                  \
    struct cx_ortb_##type##_s { CX_ORTB_##type(CX_ORTB_MEMBER) };

CX_ORTB_OBJECTS(CX_ORTB_STRUCT)


/*
 * The reader.  It is made once per process: it knows the best kernel that
 * the CPU has and the hash tables of the field names.  Afterwards it is only
 * read, so any number of threads may share it.
 *
 * Strings of the request point into the body or, where they had escapes,
 * into the arena; both must outlive the request.  The body is not changed
 * and not read past its end.
 */

typedef struct cx_ortb_reader_s  cx_ortb_reader_t;

typedef enum {
    CX_ORTB_KERNEL_BEST = 0,
    CX_ORTB_KERNEL_PORTABLE,
    CX_ORTB_KERNEL_SSE2,
    CX_ORTB_KERNEL_AVX2,
    CX_ORTB_KERNEL_AVX512
} cx_ortb_kernel_e;

/* NULL: no memory, or this CPU or build lacks that kernel */

cx_ortb_reader_t *cx_ortb_reader_create(cx_ortb_kernel_e kernel);
void cx_ortb_reader_destroy(cx_ortb_reader_t *rd);
const char *cx_ortb_reader_kernel(const cx_ortb_reader_t *rd);


#define CX_ORTB_MAX_DEPTH  32
#define CX_ORTB_MAX_IMPS   64

typedef struct {
    cx_ortb_request_t   r;          /* what the JSON said */
    cx_ortb_unknown_t  *unknown;

    /*
     * Found for the stages behind, once: the moved fields of 2.6 in their
     * new place (r.regs, r.user, r.source are never NULL), the currency of
     * each floor.  Who the user is stays empty until it is known what may be
     * used: see core/bid/privacy.h.
     */

    cx_str_t            user_id;    /* empty: none that may be used */
    cx_str_t            user_id_source;     /* "user.id", "eids", "ifa", … */
    cx_str_t            domain;     /* site.domain or app.bundle, "" if none */
} cx_openrtb_request_t;

/*
 * The arena holds the request and, while it is read, an index at its end:
 * four bytes for each byte of the body, but never more than half of what is
 * left.  An arena that is too small is CX_E_TOO_COMPLEX.
 *
 * CX_OK, or CX_ERROR with *e saying which field, which fault and what would
 * have been right.  What a bid cannot do without is checked here: id, at
 * least one imp, an id in each imp, each of them once; at most one of site,
 * app and dooh, wseat or bseat, acat or bcat, wlang or wlangb.
 */

cx_rc_t cx_openrtb_read(const cx_ortb_reader_t *rd, const uint8_t *body,
    size_t len, cx_arena_t *arena, cx_openrtb_request_t **req, cx_error_t *e);

/* the native request inside imp.native.request */

cx_rc_t cx_openrtb_read_native(const cx_ortb_reader_t *rd, cx_str_t text,
    cx_arena_t *arena, cx_ortb_native_request_t **nr, cx_error_t *e);


/*
 * Three letters of ISO 3166-1 as one number, from three or from two, in any
 * case; 0 if it is none.  Of three letters only their form is looked at.
 */

uint32_t cx_country(cx_str_t s);
int cx_country_known(uint32_t country);

#define CX_COUNTRY(a, b, c)                                                   \
    ((uint32_t) (a) << 16 | (uint32_t) (b) << 8 | (uint32_t) (c))


#include "core/openrtb/response.h"
#include "core/openrtb/protobuf.h"


#endif /* CX_OPENRTB_H */
