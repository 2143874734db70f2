
/*
 * The frame of a unit test: a file is a program, its functions are the
 * tests, its last line "N passed, N failed, N skipped".  Each check that
 * fails says where and what.
 */

#ifndef CX_TEST_H
#define CX_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/base.h"


static unsigned     cx_test_failures;   /* in the test that runs */
static const char  *cx_test_skipped;


#define CHECK(cond)                                                           \
    do {                                                                      \
        if (!(cond)) {                                                        \
            cx_test_failures++;                                               \
            (void) printf("    %s:%d: %s\n", __FILE__, __LINE__, #cond);      \
        }                                                                     \
    } while (0)

#define CHECK_INT(got, want)                                                  \
    do {                                                                      \
        long long  got_ = (long long) (got), want_ = (long long) (want);      \
        if (got_ != want_) {                                                  \
            cx_test_failures++;                                               \
            (void) printf("    %s:%d: %s is %lld, not %lld\n", __FILE__,      \
                          __LINE__, #got, got_, want_);                       \
        }                                                                     \
    } while (0)

#define CHECK_STR(got, want)                                                  \
    do {                                                                      \
        cx_str_t     got_ = (got);                                            \
        const char  *want_ = (want);                                          \
        if (got_.len != strlen(want_)                                         \
            || (got_.len && memcmp(got_.data, want_, got_.len) != 0))         \
        {                                                                     \
            cx_test_failures++;                                               \
            (void) printf("    %s:%d: %s is \"%.*s\", not \"%s\"\n",          \
                          __FILE__, __LINE__, #got, (int) got_.len,           \
                          (const char *) got_.data, want_);                   \
        }                                                                     \
    } while (0)

#define SKIP(why)                                                             \
    do { cx_test_skipped = (why); return; } while (0)


typedef struct {
    const char  *name;
    void       (*run)(void);
} cx_test_t;

#define TEST(fn)  { #fn, fn }


static inline int
cx_test_main(const cx_test_t *tests, size_t n)
{
    size_t    i;
    unsigned  passed, failed, skipped;

    passed = 0;
    failed = 0;
    skipped = 0;

    for (i = 0; i < n; i++) {
        cx_test_failures = 0;
        cx_test_skipped = NULL;

        tests[i].run();

        if (cx_test_failures) {
            failed++;
            (void) printf("not ok - %s\n", tests[i].name);

        } else if (cx_test_skipped) {
            skipped++;
            (void) printf("ok - %s # SKIP %s\n", tests[i].name,
                          cx_test_skipped);

        } else {
            passed++;
            (void) printf("ok - %s\n", tests[i].name);
        }

        (void) fflush(stdout);
    }

    (void) printf("%u passed, %u failed, %u skipped\n", passed, failed,
                  skipped);

    return failed != 0;
}

#define TEST_MAIN(tests)                                                      \
    int main(void) { return cx_test_main(tests, cx_nelts(tests)); }


#endif /* CX_TEST_H */
