#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <time.h>

#ifdef CX_TEST_CLOCK
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#include "core/base/base.h"


static uint64_t
cx_clock_mono(void *data)
{
    struct timespec  ts;

    (void) data;
    (void) clock_gettime(CLOCK_MONOTONIC, &ts);

    return (uint64_t) ts.tv_sec * 1000000000 + (uint64_t) ts.tv_nsec;
}


static int64_t
cx_clock_unix(void *data)
{
    struct timespec  ts;

    (void) data;
    (void) clock_gettime(CLOCK_REALTIME, &ts);

    return (int64_t) ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}


const cx_clock_t  cx_clock_system = { cx_clock_mono, cx_clock_unix, NULL };


#ifdef CX_TEST_CLOCK

#define CX_CLOCK_PAGE_MAGIC    0x6b636f6c43706d43ULL
#define CX_CLOCK_PAGE_VERSION  1
#define CX_CLOCK_PAGE_TRIES    1000

typedef struct {
    uint64_t  magic;
    uint32_t  version;
    uint32_t  size;
    uint64_t  sequence;             /* odd while it is written */
    int64_t   base_ns;              /* of CLOCK_MONOTONIC */
    int64_t   base_ms;
    int64_t   speed;                /* millionths */
} cx_clock_shared_t;


static const void *
cx_clock_page_map(const char *path)
{
    int           fd;
    void         *map;
    struct stat   st;

    fd = open(path, O_RDONLY|O_CLOEXEC);

    if (fd == -1) {
        return NULL;
    }

    map = MAP_FAILED;

    if (fstat(fd, &st) == 0 && st.st_size >= (off_t) sizeof(cx_clock_shared_t))
    {
        map = mmap(NULL, sizeof(cx_clock_shared_t), PROT_READ, MAP_SHARED, fd,
                   0);
    }

    (void) close(fd);

    return map == MAP_FAILED ? NULL : map;
}


static cx_rc_t
cx_clock_page_read(const cx_clock_shared_t *s, cx_clock_shared_t *copy)
{
    int       i;
    uint64_t  before;

    for (i = 0; i < CX_CLOCK_PAGE_TRIES; i++) {
        before = __atomic_load_n(&s->sequence, __ATOMIC_ACQUIRE);

        copy->magic = __atomic_load_n(&s->magic, __ATOMIC_RELAXED);
        copy->version = __atomic_load_n(&s->version, __ATOMIC_RELAXED);
        copy->base_ns = __atomic_load_n(&s->base_ns, __ATOMIC_RELAXED);
        copy->base_ms = __atomic_load_n(&s->base_ms, __ATOMIC_RELAXED);
        copy->speed = __atomic_load_n(&s->speed, __ATOMIC_RELAXED);

        __atomic_thread_fence(__ATOMIC_ACQUIRE);

        if (before % 2 == 0
            && before == __atomic_load_n(&s->sequence, __ATOMIC_RELAXED))
        {
            return copy->magic == CX_CLOCK_PAGE_MAGIC
                   && copy->version == CX_CLOCK_PAGE_VERSION
                   ? CX_OK : CX_ERROR;
        }
    }

    return CX_ERROR;
}


int64_t
cx_clock_page_ms(cx_clock_page_t *page)
{
    __int128           passed;
    cx_clock_shared_t  copy;

    if (page->map == NULL && page->path) {
        page->map = cx_clock_page_map(page->path);
    }

    if (page->map == NULL || cx_clock_page_read(page->map, &copy) != CX_OK) {
        return cx_clock_unix(NULL);
    }

    passed = (int64_t) cx_clock_mono(NULL) - copy.base_ns;

    return copy.base_ms + (int64_t) (passed * copy.speed / 1000000 / 1000000);
}

#endif


int64_t
cx_days_from_civil(int year, int month, int day)
{
    int64_t   era;
    unsigned  yoe, doy, doe;

    /* years begin in March here, so that the leap day is the last one */

    year -= (month <= 2);
    era = (year >= 0 ? year : year - 399) / 400;
    yoe = (unsigned) (year - era * 400);
    doy = (unsigned) ((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1);
    doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

    return era * 146097 + (int64_t) doe - 719468;
}


static int
cx_digits(const uint8_t *p, int n)
{
    int  v;

    for (v = 0; n--; p++) {
        if (*p < '0' || *p > '9') {
            return -1;
        }

        v = v * 10 + (*p - '0');
    }

    return v;
}


static int
cx_month_days(int year, int month)
{
    static const uint8_t  days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
                                     30, 31 };

    return days[month - 1] + (month == 2 && year % 4 == 0
                              && (year % 100 != 0 || year % 400 == 0));
}


/* the "Z" or "+hh:mm" behind a time, as seconds east of Greenwich */

static cx_rc_t
cx_time_zone(const uint8_t *p, size_t n, int *offset)
{
    int  h, m;

    *offset = 0;

    if (n == 1 && (*p == 'Z' || *p == 'z')) {
        return CX_OK;
    }

    if (n != 6 || (*p != '+' && *p != '-') || p[3] != ':') {
        return CX_ERROR;
    }

    h = cx_digits(p + 1, 2);
    m = cx_digits(p + 4, 2);

    if (h < 0 || h > 23 || m < 0 || m > 59) {
        return CX_ERROR;
    }

    *offset = (h * 60 + m) * 60 * (*p == '-' ? -1 : 1);

    return CX_OK;
}


cx_rc_t
cx_time_parse(cx_str_t s, int64_t *unix_s)
{
    int             y, mo, d, h, mi, sec, offset;
    const uint8_t  *p;

    p = s.data;

    if (s.len < 10 || p[4] != '-' || p[7] != '-') {
        return CX_ERROR;
    }

    y = cx_digits(p, 4);
    mo = cx_digits(p + 5, 2);
    d = cx_digits(p + 8, 2);

    if (y < 1970 || mo < 1 || mo > 12 || d < 1 || d > cx_month_days(y, mo)) {
        return CX_ERROR;
    }

    *unix_s = cx_days_from_civil(y, mo, d) * 86400;

    if (s.len == 10) {
        return CX_OK;
    }

    if (s.len < 20 || (p[10] != 'T' && p[10] != ' ') || p[13] != ':'
        || p[16] != ':')
    {
        return CX_ERROR;
    }

    h = cx_digits(p + 11, 2);
    mi = cx_digits(p + 14, 2);
    sec = cx_digits(p + 17, 2);

    if (h < 0 || h > 23 || mi < 0 || mi > 59 || sec < 0 || sec > 60
        || cx_time_zone(p + 19, s.len - 19, &offset) != CX_OK)
    {
        return CX_ERROR;
    }

    *unix_s += (h * 60 + mi) * 60 + sec - offset;

    return CX_OK;
}
