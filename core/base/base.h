
/*
 * What every room may use: strings, errors, the arena, hashes, money,
 * addresses, time and files.  Nothing here keeps state of its own.
 */

#ifndef CX_BASE_H
#define CX_BASE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>


#define CX_VERSION  "0.1.0"


typedef enum {
    CX_OK = 0,
    CX_ERROR = -1,
    CX_DECLINED = -2      /* nothing to do or to be had; not a fault */
} cx_rc_t;


typedef struct {
    size_t          len;
    const uint8_t  *data;
} cx_str_t;

#define cx_string(lit)       { sizeof(lit) - 1, (const uint8_t *) (lit) }
#define cx_str(lit)          ((cx_str_t) cx_string(lit))
#define cx_strn(p, n)        ((cx_str_t) { (n), (const uint8_t *) (p) })
#define cx_nelts(a)          (sizeof(a) / sizeof((a)[0]))
#define cx_min(a, b)         ((a) < (b) ? (a) : (b))
#define cx_max(a, b)         ((a) > (b) ? (a) : (b))
#define cx_align(n, a)       (((n) + ((a) - 1)) & ~((size_t) (a) - 1))

#define cx_likely(e)         __builtin_expect(!!(e), 1)
#define cx_unlikely(e)       __builtin_expect(!!(e), 0)


static inline uint8_t
cx_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t) (c | 0x20) : c;
}


/* the same of eight letters at once */

static inline uint64_t
cx_lower8(uint64_t v)
{
    uint64_t  low, upper;

    low = v & 0x7f7f7f7f7f7f7f7fULL;
    upper = (low + 0x3f3f3f3f3f3f3f3fULL) & ~(low + 0x2525252525252525ULL);

    return v | (upper & ~v & 0x8080808080808080ULL) >> 2;
}


/*
 * The lowest of eight bytes that is less than n, 128 at most, or that is c,
 * has its highest bit set; what is above it may be anything.
 */

static inline uint64_t
cx_less8(uint64_t v, uint8_t n)
{
    return (v - n * 0x0101010101010101ULL) & ~v & 0x8080808080808080ULL;
}


static inline uint64_t
cx_same8(uint64_t v, uint8_t c)
{
    return cx_less8(v ^ c * 0x0101010101010101ULL, 1);
}


static inline int
cx_str_eq(cx_str_t a, cx_str_t b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

int cx_str_eq_nocase(cx_str_t a, cx_str_t b);       /* ASCII only */
cx_str_t cx_str_trim(cx_str_t s);                   /* no blanks around it */

/*
 * The host of an address, or of what stands where a domain should: without
 * blanks around it, scheme, user, port, path and the dots at its end.
 */

cx_str_t cx_host(cx_str_t s);

/* whose it is: a "www." before a domain is a server of it */

cx_str_t cx_owner(cx_str_t s);

/* is it the domain above, or one below that?  In any case of letters */

int cx_domain_under(cx_str_t domain, cx_str_t above);


#include "core/base/error.h"
#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/hash.h"
#include "core/base/money.h"
#include "core/base/address.h"
#include "core/base/file.h"
#include "core/base/clock.h"


#endif /* CX_BASE_H */
