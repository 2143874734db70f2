
/*
 * Reads a request with every kernel there is, from memory that ends where
 * its page does and from memory that begins where its page does, and sees to
 * it that they say the same.
 */

#ifndef CX_TEST_OPENRTB_READ_H
#define CX_TEST_OPENRTB_READ_H

#include <sys/mman.h>
#include <unistd.h>

#include "tests/unit/test.h"
#include "core/openrtb/openrtb.h"


#define TEST_ARENA  (4 << 20)
#define TEST_BODY   (1 << 20)
#define TEST_GUARD  65536

typedef struct {
    cx_rc_t                rc;
    cx_error_t             e;
    cx_arena_t             arena;
    cx_openrtb_request_t  *req;
} test_read_t;


/* TEST_BODY bytes that nothing can be read before or behind */

static inline uint8_t *
test_memory(void)
{
    static uint8_t  *mem;

    if (mem == NULL) {
        mem = mmap(NULL, TEST_BODY + 2 * TEST_GUARD, PROT_NONE,
                   MAP_PRIVATE|MAP_ANONYMOUS, -1, 0);

        if (mem == MAP_FAILED
            || mprotect(mem + TEST_GUARD, TEST_BODY, PROT_READ|PROT_WRITE)
               != 0)
        {
            abort();
        }
    }

    return mem + TEST_GUARD;
}


static inline uint8_t *
test_edge(const void *data, size_t len)
{
    return memcpy(test_memory() + TEST_BODY - len, data, len);
}


static inline const cx_ortb_reader_t *
test_reader(cx_ortb_kernel_e kernel)
{
    static cx_ortb_reader_t  *rd[CX_ORTB_KERNEL_AVX512 + 1];

    if (rd[kernel] == NULL) {
        rd[kernel] = cx_ortb_reader_create(kernel);
    }

    return rd[kernel];
}


static inline void
test_same_unknown(const cx_ortb_unknown_t *a, const cx_ortb_unknown_t *b)
{
    for ( /* void */ ; a && b; a = a->next, b = b->next) {
        CHECK(strcmp(a->object, b->object) == 0);
        CHECK(cx_str_eq(a->key, b->key));
        CHECK(cx_str_eq(a->value, b->value));
    }

    CHECK(a == b);
}


static inline void
test_same(const test_read_t *a, const test_read_t *b)
{
    CHECK_INT(a->rc, b->rc);

    if (a->rc != CX_OK || b->rc != CX_OK) {
        CHECK_INT(a->e.code, b->e.code);
        CHECK(strcmp(a->e.field, b->e.field) == 0);
        CHECK(strcmp(a->e.fault, b->e.fault) == 0);
        CHECK(strcmp(a->e.allowed, b->e.allowed) == 0);
        return;
    }

    CHECK_INT(a->arena.pos - a->arena.start, b->arena.pos - b->arena.start);
    CHECK(cx_str_eq(a->req->r.id, b->req->r.id));
    CHECK_INT(a->req->r.imp.n, b->req->r.imp.n);
    CHECK(cx_str_eq(a->req->user_id, b->req->user_id));
    CHECK(cx_str_eq(a->req->domain, b->req->domain));
    test_same_unknown(a->req->unknown, b->req->unknown);
}


static inline void
test_read_at(cx_ortb_kernel_e kernel, const uint8_t *body, size_t len,
    uint8_t *mem, test_read_t *res)
{
    cx_arena_init(&res->arena, mem, TEST_ARENA);
    memset(&res->e, 0, sizeof(cx_error_t));
    res->req = NULL;

    res->rc = cx_openrtb_read(test_reader(kernel), body, len, &res->arena,
                              &res->req, &res->e);

    CHECK(res->arena.end == mem + TEST_ARENA);
}


static inline test_read_t
test_read_n(const void *data, size_t len)
{
    int           i;
    uint8_t      *body;
    test_read_t   res[CX_ORTB_KERNEL_AVX512 + 1], other;

    static uint8_t  *mem[CX_ORTB_KERNEL_AVX512 + 1], *begin;

    if (len > TEST_BODY) {
        abort();
    }

    if (begin == NULL) {
        begin = malloc(TEST_ARENA);
    }

    memcpy(test_memory(), data, len);
    test_read_at(CX_ORTB_KERNEL_BEST, test_memory(), len, begin, &other);

    body = test_edge(data, len);

    for (i = CX_ORTB_KERNEL_PORTABLE; i <= CX_ORTB_KERNEL_AVX512; i++) {
        if (test_reader(i) == NULL) {
            continue;
        }

        if (mem[i] == NULL) {
            mem[i] = malloc(TEST_ARENA);
        }

        test_read_at(i, body, len, mem[i], &res[i]);

        if (i > CX_ORTB_KERNEL_PORTABLE) {
            test_same(&res[CX_ORTB_KERNEL_PORTABLE], &res[i]);
        }
    }

    CHECK_INT(other.rc, res[CX_ORTB_KERNEL_PORTABLE].rc);

    return res[CX_ORTB_KERNEL_PORTABLE];
}


static inline test_read_t
test_read(const char *json)
{
    return test_read_n(json, strlen(json));
}


/* a request that is read; NULL with a failed check if it is not */

static inline cx_openrtb_request_t *
test_good(const char *json)
{
    char         line[512];
    test_read_t  res;

    res = test_read(json);

    CHECK_INT(res.rc, CX_OK);

    if (res.rc != CX_OK) {
        (void) cx_error_line(&res.e, line, sizeof(line));
        (void) printf("    %.200s\n    %s\n", json, line);
        exit(1);
    }

    return res.req;
}


static inline void
test_bad_n(const void *data, size_t len, cx_errcode_t code,
    const char *field)
{
    test_read_t  res;

    res = test_read_n(data, len);

    if (res.rc == CX_ERROR && res.e.code == code
        && strcmp(res.e.field, field) == 0 && res.e.fault[0]
        && res.e.allowed[0])
    {
        return;
    }

    CHECK(!"the error that is due");

    (void) printf("    %.*s\n    is %s of \"%s\", not %s of \"%s\"\n",
                  (int) cx_min(len, 200), (const char *) data,
                  res.rc == CX_OK ? "accepted" : cx_error_name(res.e.code),
                  res.e.field, cx_error_name(code), field);
}


static inline void
test_bad(const char *json, cx_errcode_t code, const char *field)
{
    test_bad_n(json, strlen(json), code, field);
}


#endif /* CX_TEST_OPENRTB_READ_H */
