
/*
 * same_request request.json request.pb: prints each member that the one has
 * otherwise than the other, by its path.
 */

#include <stdio.h>
#include <stdlib.h>

#include "core/openrtb/protobuf_wire.h"


#define SIZE  (8 << 20)


static cx_ortb_reader_t  *rd;
static cx_arena_t         arena;
static unsigned           differ;


static void
report(const char *path, const char *name)
{
    differ++;
    (void) printf("%s%s\n", path, name);
}


static void
same_str(const char *path, const char *name, cx_str_t a, cx_str_t b)
{
    if (!cx_str_eq(a, b)) {
        report(path, name);
    }
}


static void
same_strs(const char *path, const char *name, cx_ortb_strs_t a,
    cx_ortb_strs_t b)
{
    uint32_t  i;

    for (i = 0; a.n == b.n && i < a.n && cx_str_eq(a.v[i], b.v[i]); i++) {
        /* void */
    }

    if (a.n != b.n || i < a.n) {
        report(path, name);
    }
}


static void
same_ints(const char *path, const char *name, cx_ortb_ints_t a,
    cx_ortb_ints_t b)
{
    if (a.n != b.n
        || (a.n && memcmp(a.v, b.v, a.n * sizeof(int32_t)) != 0))
    {
        report(path, name);
    }
}


#define DECLARE(message, label)                                               \
    static void same_##message(const char *path, const char *name,            \
        const cx_ortb_##message##_t *a, const cx_ortb_##message##_t *b);

CX_PB_REQUEST(DECLARE)


#define SAME_STRING(m, child)    same_str(deeper, #m, a->m, b->m);
#define SAME_INT32(m, child)     if (a->m != b->m) { report(deeper, #m); }
#define SAME_BOOL                SAME_INT32
#define SAME_DOUBLE              SAME_INT32
#define SAME_MONEY               SAME_INT32
#define SAME_STRINGS(m, child)   same_strs(deeper, #m, a->m, b->m);
#define SAME_INT32S(m, child)    same_ints(deeper, #m, a->m, b->m);
#define SAME_NUMERALS            SAME_INT32S
#define SAME_MESSAGE(m, child)   same_##child(deeper, #m, a->m, b->m);
#define SAME_MESSAGES(m, child)                                               \
    if (a->m.n != b->m.n) {                                                   \
        report(deeper, #m);                                                   \
                                                                              \
    } else {                                                                  \
        for (uint32_t i = 0; i < a->m.n; i++) {                               \
            same_##child(deeper, #m, &a->m.v[i], &b->m.v[i]);                 \
        }                                                                     \
    }

#define SAME(message, type, number, name, child)  SAME_##type(name, child)

#define COMPARE(message, label)                                               \
    static void                                                               \
    same_##message(const char *path, const char *name,                        \
        const cx_ortb_##message##_t *a, const cx_ortb_##message##_t *b)       \
    {                                                                         \
        char  deeper[256];                                                    \
                                                                              \
        if (snprintf(deeper, sizeof(deeper), "%s%s.", path, name)             \
            >= (int) sizeof(deeper))                                          \
        {                                                                     \
            abort();                                                          \
        }                                                                     \
                                                                              \
        if (a == NULL || b == NULL) {                                         \
            if (a != b) {                                                     \
                report(path, name);                                           \
            }                                                                 \
                                                                              \
            return;                                                           \
        }                                                                     \
                                                                              \
        CX_PB_##message(SAME)                                                 \
    }

CX_PB_REQUEST(COMPARE)


/* JSON inside: by what it says, not by how it is spelled */

static void
settle_native(cx_openrtb_request_t *req)
{
    uint32_t                   i;
    cx_ortb_native_t          *native;
    cx_ortb_native_request_t  *nr;

    for (i = 0; i < req->r.imp.n; i++) {
        native = req->r.imp.v[i].native;

        if (native == NULL || native->request.len == 0
            || cx_openrtb_read_native(rd, native->request, &arena, &nr, NULL)
               != CX_OK)
        {
            continue;
        }

        native->request = cx_str("read");
        native->request_native = nr;
    }
}


static cx_str_t
load(const char *path)
{
    FILE     *f;
    char     *mem;
    size_t    n;

    mem = malloc(SIZE);
    f = fopen(path, "rb");

    if (mem == NULL || f == NULL) {
        exit(2);
    }

    n = fread(mem, 1, SIZE, f);
    (void) fclose(f);

    return cx_strn(mem, n);
}


int
main(int argc, char **argv)
{
    char                   line[512];
    cx_rc_t                ra, rb;
    cx_str_t               json, pb;
    cx_error_t             ea, eb;
    cx_openrtb_request_t  *a, *b;

    if (argc != 3) {
        return 2;
    }

    rd = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    cx_arena_init(&arena, malloc(SIZE), SIZE);

    json = load(argv[1]);
    pb = load(argv[2]);

    ra = cx_openrtb_read(rd, json.data, json.len, &arena, &a, &ea);
    rb = cx_openrtb_read_protobuf(rd, pb.data, pb.len, &arena, &b, &eb);

    if (ra != rb) {
        (void) cx_error_line(ra == CX_OK ? &eb : &ea, line, sizeof(line));
        (void) printf("%s is refused: %s\n", ra == CX_OK ? "protobuf" : "JSON",
                      line);
        return 1;
    }

    if (ra == CX_OK) {
        settle_native(a);
        settle_native(b);
        same_request("", "request", &a->r, &b->r);
        same_str("", "(user id)", a->user_id, b->user_id);
        same_str("", "(user id source)", a->user_id_source,
                 b->user_id_source);
        same_str("", "(domain)", a->domain, b->domain);
    }

    return differ != 0;
}
