/*
 * From block to block of 512 ad groups, in the order of price: dense bitsets
 * first, the fewest ad groups first, then what postings add or take away.
 */

#include "core/catalog/match.h"


static inline int
cx_acc_empty(const uint64_t *acc)
{
    uint32_t  i;
    uint64_t  v;

    for (v = 0, i = 0; i < 8; i++) {
        v |= acc[i];
    }

    return v == 0;
}


static inline void
cx_acc_and(uint64_t *acc, const uint64_t *b)
{
    uint32_t  i;

    for (i = 0; i < 8; i++) {
        acc[i] &= b[i];
    }
}


static inline void
cx_acc_not(uint64_t *acc, const uint64_t *b)
{
    uint32_t  i;

    for (i = 0; i < 8; i++) {
        acc[i] &= ~b[i];
    }
}


static inline void
cx_acc_or(uint64_t *acc, const uint64_t *b)
{
    uint32_t  i;

    for (i = 0; i < 8; i++) {
        acc[i] |= b[i];
    }
}


/* a posting list is sorted: strides that double, then halves */

static const uint32_t *
cx_gallop(const uint32_t *p, const uint32_t *last, uint32_t v)
{
    size_t           step;
    const uint32_t  *mid, *end;

    if (p == last || *p >= v) {
        return p;
    }

    for (step = 1; (size_t) (last - p) > step && p[step] < v; step *= 2) {
        p += step;
    }

    end = (size_t) (last - p) > step ? p + step : last;
    p++;

    while (p < end) {
        mid = p + (end - p) / 2;

        if (*mid < v) {
            p = mid + 1;

        } else {
            end = mid;
        }
    }

    return p;
}


/* the bits of the postings from lo to below hi; remembers what is next */

static void
cx_group_postings(cx_group_t *g, uint32_t lo, uint32_t hi, uint64_t *bits)
{
    uint32_t      i, next;
    cx_cursor_t  *c;

    next = UINT32_MAX;

    for (i = 0; i < g->npost; i++) {
        c = &g->post[i];
        c->p = cx_gallop(c->p, c->last, lo);

        for ( /* void */ ; c->p < c->last && *c->p < hi; c->p++) {
            bits[(*c->p - lo) / 64] |= 1ULL << *c->p % 64;
        }

        if (c->p < c->last) {
            next = cx_min(next, *c->p);
        }
    }

    g->next = next;
}


static void
cx_block_sparse(cx_group_t *g, uint32_t block, uint64_t *acc)
{
    uint32_t  i, lo, hi;
    uint64_t  bits[8];

    lo = block * CX_CAT_BLOCK;
    hi = lo + CX_CAT_BLOCK;

    if (g->exclude) {
        if (g->next < hi) {
            memset(bits, 0, sizeof(bits));
            cx_group_postings(g, lo, hi, bits);
            cx_acc_not(acc, bits);
        }

        return;
    }

    /* a dense include has those without any in it */

    memset(bits, 0, sizeof(bits));

    if (g->ndense == 0 && g->any != NULL) {
        cx_acc_or(bits, g->any + block * 8);
    }

    for (i = 0; i < g->ndense; i++) {
        cx_acc_or(bits, g->dense[i] + block * 8);
    }

    if (g->next < hi) {
        cx_group_postings(g, lo, hi, bits);
    }

    cx_acc_and(acc, bits);
}


static int
cx_block(cx_plan_t *p, uint32_t block, uint64_t *acc)
{
    size_t             at;
    uint32_t           i, j;
    uint64_t           bits[8];
    const cx_group_t  *g;

    at = (size_t) block * 8;
    memset(acc, 0xff, 64);

    for (i = 0; i < p->nones; i++) {
        cx_acc_and(acc, p->one[i] + at);

        if ((i & 1) && cx_acc_empty(acc)) {
            return 0;
        }
    }

    for (i = 0; i < p->nmulti; i++) {
        g = p->multi[i];
        memcpy(bits, g->dense[0] + at, sizeof(bits));

        for (j = 1; j < g->ndense; j++) {
            cx_acc_or(bits, g->dense[j] + at);
        }

        cx_acc_and(acc, bits);
    }

    for (i = 0; i < p->nnots; i++) {
        g = p->not[i];

        for (j = 0; j < g->ndense; j++) {
            cx_acc_not(acc, g->dense[j] + at);
        }
    }

    for (i = 0; i < p->nsparse; i++) {
        if (cx_acc_empty(acc)) {
            return 0;
        }

        cx_block_sparse(p->sparse[i], block, acc);
    }

    return !cx_acc_empty(acc);
}


/*
 * A dimension that everybody names and that the request meets in postings
 * alone says where the next survivor can be at the earliest.
 */

static uint32_t
cx_plan_skip(cx_plan_t *p, uint32_t block)
{
    uint32_t     i, j, lo, next;
    cx_group_t  *g;
    cx_cursor_t *c;

    lo = block * CX_CAT_BLOCK;

    for (i = 0; i < p->nsparse; i++) {
        g = p->sparse[i];

        if (g->exclude || g->ndense || g->any != NULL || g->next >= lo) {
            continue;
        }

        next = UINT32_MAX;

        for (j = 0; j < g->npost; j++) {
            c = &g->post[j];
            c->p = cx_gallop(c->p, c->last, lo);

            if (c->p < c->last) {
                next = cx_min(next, *c->p);
            }
        }

        g->next = next;
    }

    for (i = 0; i < p->nsparse; i++) {
        g = p->sparse[i];

        if (!g->exclude && g->ndense == 0 && g->any == NULL) {
            block = cx_max(block, g->next / CX_CAT_BLOCK);
        }
    }

    return block;
}


int
cx_plan_block(cx_plan_t *p)
{
    while (!p->done) {
        p->block = cx_plan_skip(p, p->block);

        if (p->block >= p->f->nblocks) {
            p->done = 1;
            break;
        }

        if (cx_block(p, p->block++, p->acc)) {
            p->word = 0;
            return 1;
        }
    }

    return 0;
}
