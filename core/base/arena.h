
/*
 * A bump allocator over memory that its owner got once.  Nothing is freed
 * singly; an arena that is full says so by NULL and stays usable.
 */

#ifndef CX_ARENA_H
#define CX_ARENA_H


#define CX_ARENA_ALIGN  16

typedef struct {
    uint8_t  *start;
    uint8_t  *pos;
    uint8_t  *end;
} cx_arena_t;


static inline void
cx_arena_init(cx_arena_t *a, void *mem, size_t size)
{
    a->start = mem;
    a->pos = mem;
    a->end = a->start + size;
}


static inline void
cx_arena_reset(cx_arena_t *a)
{
    a->pos = a->start;
}


static inline size_t
cx_arena_left(const cx_arena_t *a)
{
    return (size_t) (a->end - a->pos);
}


static inline void *
cx_arena_align(cx_arena_t *a, size_t size, size_t align)
{
    uint8_t  *p;

    p = (uint8_t *) cx_align((uintptr_t) a->pos, align);

    if (cx_unlikely(p > a->end || size > (size_t) (a->end - p))) {
        return NULL;
    }

    a->pos = p + size;

    return p;
}


static inline void *
cx_arena_alloc(cx_arena_t *a, size_t size)
{
    return cx_arena_align(a, size, CX_ARENA_ALIGN);
}


static inline void *
cx_arena_zalloc(cx_arena_t *a, size_t size)
{
    void  *p;

    p = cx_arena_alloc(a, size);

    if (cx_likely(p != NULL)) {
        memset(p, 0, size);
    }

    return p;
}


#endif /* CX_ARENA_H */
