
/*
 * The reader against yyjson.  What yyjson refuses is refused; what yyjson
 * takes is taken, or refused for a reason that JSON does not know; what both
 * take says the same.  All kernels agree on everything.
 */

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <yyjson.h>

#include "core/openrtb/openrtb.h"


#define CX_ARENA  (1 << 20)

typedef struct {
    cx_rc_t                rc;
    cx_error_t             e;
    cx_arena_t             arena;
    cx_openrtb_request_t  *req;
} cx_result_t;


static void
fail(const char *what)
{
    (void) fprintf(stderr, "disagreement: %s\n", what);
    abort();
}


/* the body ends where the page does, so that reading on is a fault */

static uint8_t *
at_the_edge(const uint8_t *data, size_t size)
{
    static uint8_t  *mem;
    static size_t    room;

    if (mem == NULL) {
        room = 1 << 20;
        mem = mmap(NULL, room + 4096, PROT_READ|PROT_WRITE,
                   MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);

        if (mem == MAP_FAILED || mprotect(mem + room, 4096, PROT_NONE) != 0) {
            abort();
        }
    }

    if (size > room) {
        return NULL;
    }

    memcpy(mem + room - size, data, size);

    return mem + room - size;
}


static int
same_str(cx_str_t s, yyjson_val *v)
{
    if (v == NULL || yyjson_is_null(v)) {
        return s.len == 0;
    }

    if (yyjson_is_str(v)) {
        return cx_str_eq(s, cx_strn(yyjson_get_str(v), yyjson_get_len(v)));
    }

    /* a number is its own text, which yyjson does not keep */

    return yyjson_is_num(v) || yyjson_is_raw(v) || s.len == 0;
}


static int
same_int(int32_t n, yyjson_val *v, int32_t absent)
{
    double  d;

    if (v == NULL || yyjson_is_null(v)) {
        return n == absent;
    }

    if (yyjson_is_bool(v)) {
        return n == yyjson_get_bool(v);
    }

    if (!yyjson_is_num(v)) {
        return 1;
    }

    d = yyjson_get_num(v);

    if (d >= INT32_MAX) {
        return n == INT32_MAX;
    }

    return d <= INT32_MIN ? n == INT32_MIN : n == (int32_t) d;
}


static int
same_micros(int64_t n, yyjson_val *v)
{
    double  d;

    if (v == NULL || yyjson_is_null(v)) {
        return n == 0;
    }

    if (!yyjson_is_num(v)) {
        return 1;
    }

    d = yyjson_get_num(v) * 1e6;

    if (d <= 0) {
        return n == 0;
    }

    d -= (double) n;

    return d < 1 + (double) n * 1e-12 && -d < 1 + (double) n * 1e-12;
}


/* null elements are left out, everything else is one */

static void
compare_imps(const cx_ortb_request_t *r, yyjson_val *imps)
{
    size_t                i, max;
    uint32_t              n;
    yyjson_val           *v;
    const cx_ortb_imp_t  *imp;

    if (yyjson_is_obj(imps)) {
        if (r->imp.n != 1) {
            fail("imp as an object");
        }

        return;
    }

    n = 0;

    yyjson_arr_foreach(imps, i, max, v) {
        if (yyjson_is_null(v)) {
            continue;
        }

        if (n == r->imp.n) {
            fail("number of imps");
        }

        imp = &r->imp.v[n++];

        if (!same_str(imp->id, yyjson_obj_get(v, "id"))) {
            fail("imp.id");
        }

        if (!same_str(imp->tagid, yyjson_obj_get(v, "tagid"))) {
            fail("imp.tagid");
        }

        if (!same_micros(imp->bidfloor, yyjson_obj_get(v, "bidfloor"))) {
            fail("imp.bidfloor");
        }

        if (!same_int(imp->secure, yyjson_obj_get(v, "secure"), CX_ABSENT)) {
            fail("imp.secure");
        }
    }

    if (n != r->imp.n) {
        fail("number of imps");
    }
}


static void
compare(const cx_openrtb_request_t *req, yyjson_val *root)
{
    yyjson_val                *v;
    const cx_ortb_request_t   *r;

    r = &req->r;

    if (!same_str(r->id, yyjson_obj_get(root, "id"))) {
        fail("id");
    }

    if (!same_int(r->at, yyjson_obj_get(root, "at"), 2)) {
        fail("at");
    }

    if (!same_int(r->test, yyjson_obj_get(root, "test"), 0)) {
        fail("test");
    }

    if (!same_int(r->tmax, yyjson_obj_get(root, "tmax"), 0)) {
        fail("tmax");
    }

    compare_imps(r, yyjson_obj_get(root, "imp"));

    v = yyjson_obj_get(root, "site");

    if (yyjson_is_obj(v)
        && !same_str(req->domain, yyjson_obj_get(v, "domain")))
    {
        fail("domain");
    }

    v = yyjson_obj_get(root, "app");

    if (yyjson_is_obj(v)
        && !same_str(req->domain, yyjson_obj_get(v, "bundle")))
    {
        fail("bundle");
    }

    v = yyjson_obj_get(root, "device");

    if (yyjson_is_obj(v)
        && !same_str(r->device->ua, yyjson_obj_get(v, "ua")))
    {
        fail("device.ua");
    }
}


static void
against_yyjson(const cx_result_t *res, uint8_t *body, size_t size)
{
    yyjson_doc  *doc;

    doc = yyjson_read_opts((char *) body, size, YYJSON_READ_BIGNUM_AS_RAW,
                           NULL, NULL);

    if (doc == NULL) {
        if (res->rc == CX_OK) {
            fail("yyjson refuses");
        }

        return;
    }

    if (res->rc == CX_OK) {
        compare(res->req, yyjson_doc_get_root(doc));

    } else if ((res->e.code == CX_E_JSON_SYNTAX
                && yyjson_is_obj(yyjson_doc_get_root(doc)))
               || res->e.code == CX_E_JSON_ENCODING
               || res->e.code == CX_E_BODY_EMPTY)
    {
        fail("yyjson accepts");
    }

    yyjson_doc_free(doc);
}


static void
same_unknown(const cx_ortb_unknown_t *a, const cx_ortb_unknown_t *b)
{
    for ( /* void */ ; a && b; a = a->next, b = b->next) {
        if (a->object != b->object && strcmp(a->object, b->object) != 0) {
            fail("object of an unknown member");
        }

        if (!cx_str_eq(a->key, b->key) || !cx_str_eq(a->value, b->value)) {
            fail("an unknown member");
        }
    }

    if (a || b) {
        fail("number of unknown members");
    }
}


/* the arenas are filled alike, but for the pointers in them */

static void
same_result(const cx_result_t *a, const cx_result_t *b)
{
    if (a->rc != b->rc) {
        fail("kernels: accepted or not");
    }

    if (a->rc != CX_OK) {
        if (a->e.code != b->e.code || strcmp(a->e.field, b->e.field) != 0
            || strcmp(a->e.fault, b->e.fault) != 0)
        {
            fail("kernels: errors");
        }

        return;
    }

    if (a->arena.pos - a->arena.start != b->arena.pos - b->arena.start) {
        fail("kernels: memory");
    }

    if (!cx_str_eq(a->req->user_id, b->req->user_id)
        || !cx_str_eq(a->req->user_id_source, b->req->user_id_source)
        || !cx_str_eq(a->req->domain, b->req->domain))
    {
        fail("kernels: findings");
    }

    same_unknown(a->req->unknown, b->req->unknown);
}


static void
native(const cx_ortb_reader_t *rd, cx_result_t *res)
{
    uint32_t                   i;
    cx_error_t                 e;
    const cx_ortb_native_t    *n;
    cx_ortb_native_request_t  *nr;

    for (i = 0; i < res->req->r.imp.n; i++) {
        n = res->req->r.imp.v[i].native;

        if (n) {
            (void) cx_openrtb_read_native(rd, n->request, &res->arena, &nr,
                                          &e);
        }
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t      *body;
    uint32_t      i, n;
    cx_result_t   res[4];

    static uint8_t           *mem[4];
    static cx_ortb_reader_t  *rd[4];

    static const cx_ortb_kernel_e  kernel[] = {
        CX_ORTB_KERNEL_PORTABLE, CX_ORTB_KERNEL_SSE2, CX_ORTB_KERNEL_AVX2,
        CX_ORTB_KERNEL_AVX512
    };

    body = at_the_edge(data, size);
    if (body == NULL) {
        return 0;
    }

    for (i = 0; i < 4; i++) {
        if (rd[i] == NULL && mem[i] == NULL) {
            rd[i] = cx_ortb_reader_create(kernel[i]);
            mem[i] = malloc(CX_ARENA);
        }
    }

    n = 0;

    for (i = 0; i < 4; i++) {
        if (rd[i] == NULL) {
            continue;
        }

        cx_arena_init(&res[i].arena, mem[i], CX_ARENA);
        memset(&res[i].e, 0, sizeof(cx_error_t));

        res[i].rc = cx_openrtb_read(rd[i], body, size, &res[i].arena,
                                    &res[i].req, &res[i].e);

        if (res[i].rc != CX_OK && res[i].e.code == CX_E_NONE) {
            fail("an error without a code");
        }

        if (n++) {
            same_result(&res[0], &res[i]);
        }
    }

    against_yyjson(&res[0], body, size);

    if (res[0].rc == CX_OK) {
        native(rd[0], &res[0]);
    }

    return 0;
}
