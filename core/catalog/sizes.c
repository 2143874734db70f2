/* the formats of a banner as a table, where there are too many to look at */

#include "core/catalog/match.h"


#define CX_SIZES_EXACT  ((uint64_t) 1 << 63)


static uint64_t
cx_sizes_key(uint64_t exact, int32_t a, int32_t b)
{
    return exact | (uint64_t) (uint32_t) a << 31 | (uint32_t) b;
}


static uint64_t
cx_sizes_ratio(int32_t w, int32_t h)
{
    int32_t  a, b, rest;

    for (a = w, b = h; b != 0; a = b, b = rest) {
        rest = a % b;
    }

    return cx_sizes_key(0, w / a, h / a);
}


static cx_size_t *
cx_sizes_place(const cx_sizes_t *s, uint64_t key)
{
    uint64_t  i;

    i = cx_hash_mix(key, s->seed) & s->mask;

    while (s->slot[i].key != 0 && s->slot[i].key != key) {
        i = (i + 1) & s->mask;
    }

    return &s->slot[i];
}


/* the least width that a format of this ratio allows; of a size any */

static void
cx_sizes_add(cx_sizes_t *s, uint64_t key, int32_t wmin)
{
    cx_size_t  *size;

    size = cx_sizes_place(s, key);

    if (size->key == 0) {
        size->key = key;
        size->wmin = wmin;
    }

    size->wmin = cx_min(size->wmin, wmin);
}


/* a few sizes and nothing else are what most banners say */

static int
cx_sizes_add_exact(cx_sizes_t *s, int32_t w, int32_t h)
{
    if (w <= 0 || w > CX_FORMAT_SIZE_MAX || h <= 0 || h > CX_FORMAT_SIZE_MAX) {
        s->nexact = 0;
        return 0;
    }

    s->exact[s->nexact++] = cx_size_key((uint32_t) w, (uint32_t) h);

    return 1;
}


static void
cx_sizes_exact(cx_sizes_t *s, const cx_ortb_banner_t *b)
{
    uint32_t  i;

    if (b->format.n == 0) {
        if (b->wmin <= 0 && b->wmax <= 0 && b->hmin <= 0 && b->hmax <= 0) {
            (void) cx_sizes_add_exact(s, b->w, b->h);
        }

        return;
    }

    for (i = 0; i < b->format.n; i++) {
        if (!cx_sizes_add_exact(s, b->format.v[i].w, b->format.v[i].h)) {
            return;
        }
    }
}


cx_rc_t
cx_sizes_make(cx_sizes_t *s, const cx_ortb_banner_t *b, uint64_t seed,
    cx_arena_t *arena)
{
    uint32_t                 i;
    uint64_t                 size;
    const cx_ortb_format_t  *f;

    s->slot = NULL;
    s->seed = seed;
    s->banner = b;
    s->nexact = 0;

    if (b->format.n <= CX_LIST_SHORT) {
        cx_sizes_exact(s, b);
        return CX_OK;
    }

    for (size = 4; size < (uint64_t) b->format.n * 2; size *= 2) { /* void */ }

    s->mask = size - 1;
    s->slot = cx_arena_zalloc(arena, size * sizeof(cx_size_t));

    if (s->slot == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < b->format.n; i++) {
        f = &b->format.v[i];

        if (f->w > 0 && f->h > 0) {
            cx_sizes_add(s, cx_sizes_key(CX_SIZES_EXACT, f->w, f->h), 0);

        } else if (f->wratio > 0 && f->hratio > 0) {
            cx_sizes_add(s, cx_sizes_ratio(f->wratio, f->hratio), f->wmin);
        }
    }

    return CX_OK;
}


int
cx_sizes_ok(const cx_sizes_t *s, int32_t w, int32_t h)
{
    const cx_size_t  *size;

    if (s->slot == NULL || w <= 0 || h <= 0) {
        return cx_banner_size_ok(s->banner, w, h);
    }

    if (cx_sizes_place(s, cx_sizes_key(CX_SIZES_EXACT, w, h))->key != 0) {
        return 1;
    }

    size = cx_sizes_place(s, cx_sizes_ratio(w, h));

    return size->key != 0 && w >= size->wmin;
}
