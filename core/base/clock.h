
/*
 * Time is handed in.  A clock is a pair of functions, so that a test can be
 * a whole day long and take no time at all.
 */

#ifndef CX_CLOCK_H
#define CX_CLOCK_H


typedef struct cx_clock_s  cx_clock_t;

struct cx_clock_s {
    uint64_t  (*mono_ns)(void *data);     /* for how long things take */
    int64_t   (*unix_ms)(void *data);     /* for when things are */
    void       *data;
};

/* the machine's own clock */

extern const cx_clock_t  cx_clock_system;

/*
 * The same monotonic time for who looks at it at every step: counted in the
 * ticks of the processor where those are constant, and compared with the
 * machine's clock every 20 ms.  One for each thread.
 */

typedef struct {
    uint64_t   ticks;                     /* of the last look, and its time */
    uint64_t   ns;
    uint64_t   scale;                     /* ns a tick, times 2^32; 0 unknown */
    uint64_t   limit;                     /* ticks until the next look */
    uint64_t   first_ticks;
    uint64_t   first_ns;
    unsigned   usable;
} cx_clock_ticks_t;

void cx_clock_ticks_init(cx_clock_ticks_t *c);
uint64_t cx_clock_ticks_ns(void *data);   /* of a cx_clock_ticks_t */

#ifdef CX_TEST_CLOCK

/*
 * In a build for tests business time may come from a page, a small file that
 * a simulator writes; until it is there it is the machine's time.
 */

typedef struct {
    const char  *path;                    /* NULL: no page */
    const void  *map;
} cx_clock_page_t;

int64_t cx_clock_page_ms(cx_clock_page_t *page);

#endif

/* "2026-05-01", "2026-05-01T10:00:00Z", "…+02:00"; seconds since 1970 */

cx_rc_t cx_time_parse(cx_str_t s, int64_t *unix_s);

/* days since 1970-01-01 of a civil date; weekday 0 is Monday */

int64_t cx_days_from_civil(int year, int month, int day);

static inline int
cx_weekday(int64_t days)
{
    return (int) (((days + 3) % 7 + 7) % 7);
}


#endif /* CX_CLOCK_H */
