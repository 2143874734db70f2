
/* The time that passes, and the business time that is told from it. */

#include <time.h>

#include "tests/exchange/exchange.h"


int64_t
xc_now_ns(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return (int64_t) ts.tv_sec * 1000000000 + ts.tv_nsec;
}


void
xc_clock_real(xc_clock_t *clock)
{
    struct timespec  ts;

    clock_gettime(CLOCK_REALTIME, &ts);

    clock->base_ns = xc_now_ns();
    clock->base_ms = (int64_t) ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
    clock->speed = 1;
}


int64_t
xc_clock_ms(const xc_clock_t *clock, int64_t now_ns)
{
    return clock->base_ms
           + (int64_t) ((double) (now_ns - clock->base_ns) * clock->speed
                        / 1e6);
}


int64_t
xc_clock_ns(const xc_clock_t *clock, int64_t ms)
{
    return clock->base_ns
           + (int64_t) ((double) (ms - clock->base_ms) * 1e6 / clock->speed);
}
