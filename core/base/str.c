#include "core/base/base.h"


static inline uint8_t
cx_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t) (c | 0x20) : c;
}


int
cx_str_eq_nocase(cx_str_t a, cx_str_t b)
{
    size_t  i;

    if (a.len != b.len) {
        return 0;
    }

    for (i = 0; i < a.len; i++) {
        if (cx_lower(a.data[i]) != cx_lower(b.data[i])) {
            return 0;
        }
    }

    return 1;
}
