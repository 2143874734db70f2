
/* how often something was counted; sized once, in an arena */

#ifndef CX_BID_TALLY_H
#define CX_BID_TALLY_H

#include "core/base/base.h"


typedef struct {
    const void  *key;       /* NULL: free */
    uint32_t     n;
} cx_count_t;

typedef struct {
    cx_count_t  *slot;      /* NULL: nothing is counted */
    uint64_t     mask;
} cx_tally_t;


/* for at most n keys, none of them NULL */

static inline cx_rc_t
cx_tally_init(cx_tally_t *t, size_t n, cx_arena_t *arena)
{
    size_t  size;

    for (size = 4; size < n * 2; size *= 2) { /* void */ }

    t->mask = size - 1;
    t->slot = cx_arena_zalloc(arena, size * sizeof(cx_count_t));

    return t->slot != NULL ? CX_OK : CX_ERROR;
}


static inline cx_count_t *
cx_tally_place(const cx_tally_t *t, const void *key)
{
    uint64_t  i;

    i = cx_hash_mix((uintptr_t) key, t->mask) & t->mask;

    while (t->slot[i].key != NULL && t->slot[i].key != key) {
        i = (i + 1) & t->mask;
    }

    return &t->slot[i];
}


static inline void
cx_tally_add(const cx_tally_t *t, const void *key)
{
    cx_count_t  *count;

    if (t->slot != NULL) {
        count = cx_tally_place(t, key);
        count->key = key;
        count->n++;
    }
}


static inline uint32_t
cx_tally_get(const cx_tally_t *t, const void *key)
{
    return t->slot != NULL ? cx_tally_place(t, key)->n : 0;
}


#endif /* CX_BID_TALLY_H */
