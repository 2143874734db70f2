
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/exchange/page.h"


xc_page_t *
xc_page_open(const char *path, xc_error_t *err)
{
    int         fd;
    xc_page_t  *page;

    fd = open(path, O_RDWR|O_CREAT|O_CLOEXEC, 0644);

    if (fd == -1 || ftruncate(fd, sizeof(xc_page_t)) == -1) {
        xc_error(err, "--clock=%.100s: %s", path, strerror(errno));

        if (fd != -1) {
            close(fd);
        }

        return NULL;
    }

    page = mmap(NULL, sizeof(xc_page_t), PROT_READ|PROT_WRITE, MAP_SHARED, fd,
                0);
    close(fd);

    if (page == MAP_FAILED) {
        xc_error(err, "--clock=%.100s: %s", path, strerror(errno));
        return NULL;
    }

    return page;
}


void
xc_page_write(xc_page_t *page, const xc_clock_t *clock)
{
    uint64_t  s;

    s = __atomic_load_n(&page->sequence, __ATOMIC_RELAXED) | 1;

    __atomic_store_n(&page->sequence, s, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);

    __atomic_store_n(&page->version, XC_PAGE_VERSION, __ATOMIC_RELAXED);
    __atomic_store_n(&page->size, sizeof(xc_page_t), __ATOMIC_RELAXED);
    __atomic_store_n(&page->base_ns, clock->base_ns, __ATOMIC_RELAXED);
    __atomic_store_n(&page->base_ms, clock->base_ms, __ATOMIC_RELAXED);
    __atomic_store_n(&page->speed, (int64_t) (clock->speed * 1e6),
                     __ATOMIC_RELAXED);
    __atomic_store_n(&page->magic, XC_PAGE_MAGIC, __ATOMIC_RELAXED);

    __atomic_store_n(&page->sequence, s + 1, __ATOMIC_RELEASE);
}


void
xc_page_close(xc_page_t *page)
{
    if (page) {
        munmap(page, sizeof(xc_page_t));
    }
}


int
xc_page_time(const char *text, int64_t *ms)
{
    char       *end;
    long long   v;
    struct tm   tm;

    v = strtoll(text, &end, 10);

    if (*end == '\0' && end > text && v >= 0 && v < 100000000000LL) {
        *ms = v * 1000;
        return XC_OK;
    }

    memset(&tm, 0, sizeof(tm));
    end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm);

    if (end == NULL) {
        memset(&tm, 0, sizeof(tm));
        end = strptime(text, "%Y-%m-%d", &tm);
    }

    if (end == NULL || *end != '\0') {
        return XC_ERROR;
    }

    *ms = (int64_t) timegm(&tm) * 1000;

    return XC_OK;
}
