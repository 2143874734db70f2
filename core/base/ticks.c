#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <stdio.h>

#include "core/base/base.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif


#define CX_TICKS_MEASURED  10000000     /* ns, of which a rate is told */
#define CX_TICKS_LOOK      20000000     /* ns from one look to the next */
#define CX_TICKS_OFF       1000000      /* ns that a look may find it off */
#define CX_TICKS_CLOSE     10000        /* ticks that a look may take */
#define CX_TICKS_TRIES     4
#define CX_TICKS_SLOWEST   (10ULL << 32)        /* ns a tick, times 2^32 */
#define CX_TICKS_FASTEST   ((1ULL << 32) / 100)


static inline uint64_t
cx_ticks(void)
{
#if defined(__x86_64__)
    return __rdtsc();
#else
    return 0;
#endif
}


static inline uint64_t
cx_ticks_scaled(uint64_t ticks, uint64_t scale)
{
    return (uint64_t) ((unsigned __int128) ticks * scale >> 32);
}


/* the kernel knows whether the ticks of all processors are the same */

static int
cx_ticks_trusted(void)
{
    char         name[64];
    FILE        *f;
    const char  *got;

    f = fopen("/sys/devices/system/clocksource/clocksource0/"
              "current_clocksource", "re");

    if (f == NULL) {
        return 0;
    }

    got = fgets(name, sizeof(name), f);
    (void) fclose(f);

    return got != NULL && strcmp(name, "tsc\n") == 0;
}


static int
cx_ticks_constant(void)
{
#if defined(__x86_64__)
    unsigned  a, b, c, d;

    return __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & 1 << 8);
#else
    return 0;
#endif
}


/* both clocks at one moment, as near as a few attempts make it */

static void
cx_ticks_look(uint64_t *ticks, uint64_t *ns)
{
    uint32_t  i;
    uint64_t  before, after;

    for (i = 0; i < CX_TICKS_TRIES; i++) {
        before = cx_ticks();
        *ns = cx_clock_system.mono_ns(cx_clock_system.data);
        after = cx_ticks();
        *ticks = before + (after - before) / 2;

        if (after - before < CX_TICKS_CLOSE) {
            return;
        }
    }
}


void
cx_clock_ticks_init(cx_clock_ticks_t *c)
{
    memset(c, 0, sizeof(cx_clock_ticks_t));

    c->usable = cx_ticks_constant() && cx_ticks_trusted();

    if (c->usable) {
        cx_ticks_look(&c->first_ticks, &c->first_ns);
    }
}


/* 0: no processor's, so the ticks were set while nobody looked */

static uint64_t
cx_ticks_scale(uint64_t ticks, uint64_t ns)
{
    uint64_t  scale;

    if (ticks == 0) {
        return 0;
    }

    scale = (uint64_t) (((unsigned __int128) ns << 32) / ticks);

    return scale >= CX_TICKS_FASTEST && scale <= CX_TICKS_SLOWEST ? scale : 0;
}


/*
 * Never back behind what it said: when ahead of the system's clock it goes
 * slower until the next look.  One that is off by more is not asked again.
 */

static uint64_t
cx_clock_ticks_look(cx_clock_ticks_t *c)
{
    uint64_t  ticks, ns, said, gone;

    cx_ticks_look(&ticks, &ns);

    if (c->scale == 0) {

        if (ns - c->first_ns < CX_TICKS_MEASURED) {
            return ns;
        }

        said = ns;

    } else {
        said = c->ns + cx_ticks_scaled(ticks - c->ticks, c->scale);
        gone = ns - c->ns;

        if ((said > ns ? said - ns : ns - said) > CX_TICKS_OFF + gone / 256) {
            c->usable = 0;
            return ns;
        }
    }

    c->scale = cx_ticks_scale(ticks - c->first_ticks, ns - c->first_ns);

    if (c->scale == 0) {
        c->usable = 0;
        return ns;
    }

    if (said > ns) {
        c->scale -= c->scale >> 12;
    }

    c->ticks = ticks;
    c->ns = cx_max(said, ns);
    c->limit = (uint64_t) (((unsigned __int128) CX_TICKS_LOOK << 32)
                           / c->scale);

    return c->ns;
}


uint64_t
cx_clock_ticks_ns(void *data)
{
    uint64_t           ticks;
    cx_clock_ticks_t  *c;

    c = data;

    if (cx_unlikely(!c->usable)) {
        return cx_clock_system.mono_ns(cx_clock_system.data);
    }

    ticks = cx_ticks() - c->ticks;

    return cx_likely(ticks < c->limit)
           ? c->ns + cx_ticks_scaled(ticks, c->scale)
           : cx_clock_ticks_look(c);
}
