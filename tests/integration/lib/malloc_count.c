/*
 * Preloaded into nginx: counts what the main thread of a worker allocates, in
 * a file that the test maps.  Threads of the pool allocate as they like.
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>


typedef struct {
    uint64_t  calls;
    uint64_t  bytes;
} count_t;

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t align, size_t size);

static count_t  *count;


__attribute__((constructor))
static void
count_init(void)
{
    int          fd;
    void        *p;
    const char  *path;

    path = getenv("MALLOC_COUNT");
    if (path == NULL) {
        return;
    }

    fd = open(path, O_RDWR);
    if (fd == -1) {
        return;
    }

    p = mmap(NULL, sizeof(count_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);

    if (p != MAP_FAILED) {
        count = p;
    }
}


static void
count_add(size_t size)
{
    if (count == NULL || syscall(SYS_gettid) != getpid()) {
        return;
    }

    __atomic_fetch_add(&count->calls, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&count->bytes, size, __ATOMIC_RELAXED);
}


void *
malloc(size_t size)
{
    count_add(size);
    return __libc_malloc(size);
}


void *
calloc(size_t n, size_t size)
{
    count_add(n * size);
    return __libc_calloc(n, size);
}


void *
realloc(void *p, size_t size)
{
    count_add(size);
    return __libc_realloc(p, size);
}


void *
memalign(size_t align, size_t size)
{
    count_add(size);
    return __libc_memalign(align, size);
}


void *
aligned_alloc(size_t align, size_t size)
{
    return memalign(align, size);
}


int
posix_memalign(void **p, size_t align, size_t size)
{
    *p = memalign(align, size);

    return *p == NULL ? ENOMEM : 0;
}
