/*
 * From block to block of 512 ad groups, in the order of price: dense bitsets
 * first, the fewest ad groups first, then what postings add or take away.
 */

#include "core/catalog/match.h"


/* a block at once: the compiler makes of it what the machine has */

typedef uint64_t  cx_bits_t __attribute__((vector_size(64), aligned(8),
                                           may_alias));

#define cx_bits(p, block)  (*(const cx_bits_t *) ((p) + (size_t) (block) * 8))


typedef uint64_t  cx_half_t __attribute__((vector_size(32)));
typedef uint64_t  cx_quarter_t __attribute__((vector_size(16)));


static inline __attribute__((always_inline)) int
cx_bits_empty(const cx_bits_t *v)
{
    cx_half_t     half;
    cx_quarter_t  quarter;

    half = __builtin_shufflevector(*v, *v, 0, 1, 2, 3)
           | __builtin_shufflevector(*v, *v, 4, 5, 6, 7);
    quarter = __builtin_shufflevector(half, half, 0, 1)
              | __builtin_shufflevector(half, half, 2, 3);

    return (quarter[0] | quarter[1]) == 0;
}


/* a posting list is sorted: strides that double, then halves */

static const uint32_t *
cx_gallop(const uint32_t *p, const uint32_t *last, uint32_t v)
{
    size_t           step;
    const uint32_t  *mid, *end;

    for (step = 1; (size_t) (last - p) > step && p[step] < v; step *= 2) {
        p += step;
    }

    end = (size_t) (last - p) > step ? p + step : last;

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


static void
cx_heap_down(cx_cursor_t *c, uint32_t n, uint32_t i)
{
    uint32_t     child;
    cx_cursor_t  moved;

    moved = c[i];

    for ( ;; ) {
        child = 2 * i + 1;

        if (child >= n) {
            break;
        }

        if (child + 1 < n && *c[child + 1].p < *c[child].p) {
            child++;
        }

        if (*moved.p <= *c[child].p) {
            break;
        }

        c[i] = c[child];
        i = child;
    }

    c[i] = moved;
}


/* the first cursor has moved on */

static void
cx_group_moved(cx_group_t *g)
{
    cx_cursor_t  *c, end;

    c = g->post;

    if (c->p == c->last) {
        g->nlive--;
        end = *c;
        *c = c[g->nlive];
        c[g->nlive] = end;
    }

    if (g->nlive > 1) {
        cx_heap_down(c, g->nlive, 0);
    }

    g->next = g->nlive ? *c->p : UINT32_MAX;
}


void
cx_group_rewind(cx_group_t *g)
{
    uint32_t  i;

    for (i = 0; i < g->npost; i++) {
        g->post[i].p = g->post[i].first;
    }

    g->nlive = g->npost;

    for (i = g->npost / 2; i-- > 0; /* void */) {
        cx_heap_down(g->post, g->npost, i);
    }

    g->next = *g->post[0].p;
}


/* past everything below lo */

static void
cx_group_seek(cx_group_t *g, uint32_t lo)
{
    while (g->next < lo) {
        g->post->p = cx_gallop(g->post->p, g->post->last, lo);
        cx_group_moved(g);
    }
}


/* the bits of the postings in the block */

static void
cx_group_postings(cx_group_t *g, uint32_t block, uint64_t *bits)
{
    uint32_t         lo;
    const uint32_t  *p, *last;

    lo = block * CX_CAT_BLOCK;
    cx_group_seek(g, lo);

    while (g->next - lo < CX_CAT_BLOCK) {
        last = g->post->last;

        for (p = g->post->p; p < last && *p - lo < CX_CAT_BLOCK; p++) {
            bits[(*p - lo) / 64] |= 1ULL << *p % 64;
        }

        g->post->p = p;
        cx_group_moved(g);
    }
}


static inline __attribute__((always_inline)) void
cx_block_sparse(cx_group_t *g, uint32_t block, cx_bits_t *acc)
{
    int       hit;
    uint32_t  i;
    uint64_t  bits[8];
    cx_bits_t sum;

    hit = g->next < (block + 1) * CX_CAT_BLOCK;

    if (hit) {
        memset(bits, 0, sizeof(bits));
        cx_group_postings(g, block, bits);
        sum = cx_bits(bits, 0);

    } else {
        sum = (cx_bits_t) { 0 };
    }

    if (g->exclude) {
        *acc &= ~sum;
        return;
    }

    /* a dense include has those without any in it */

    if (g->ndense == 0 && g->any != NULL) {
        sum |= cx_bits(g->any, block);
    }

    for (i = 0; i < g->ndense; i++) {
        sum |= cx_bits(g->dense[i], block);
    }

    *acc &= sum;
}


static inline __attribute__((always_inline)) void
cx_block_ones(const cx_plan_t *p, uint32_t from, uint32_t to, uint32_t block,
    cx_bits_t *acc)
{
    uint32_t  i;

    for (i = from; i < to; i++) {
        *acc &= cx_bits(p->one[i], block);
    }
}


/* of the dense groups those that are more than one bitset */

static inline __attribute__((always_inline)) void
cx_block_dense(const cx_plan_t *p, const cx_counts_t *from,
    const cx_counts_t *to, uint32_t block, cx_bits_t *acc)
{
    uint32_t           i, j;
    cx_bits_t          sum;
    const cx_group_t  *g;

    for (i = from->multi; i < to->multi; i++) {
        g = p->multi[i];
        sum = cx_bits(g->dense[0], block);

        for (j = 1; j < g->ndense; j++) {
            sum |= cx_bits(g->dense[j], block);
        }

        *acc &= sum;
    }

    for (i = from->nots; i < to->nots; i++) {
        g = p->not[i];

        for (j = 0; j < g->ndense; j++) {
            *acc &= ~cx_bits(g->dense[j], block);
        }
    }
}


static inline __attribute__((always_inline)) void
cx_block_postings(const cx_plan_t *p, const cx_counts_t *from,
    const cx_counts_t *to, uint32_t block, cx_bits_t *acc)
{
    uint32_t  i;

    for (i = from->sparse; i < to->sparse && !cx_bits_empty(acc); i++) {
        cx_block_sparse(p->sparse[i], block, acc);
    }
}


static const cx_counts_t  cx_counts_none;


/* what the request says of one of the first blocks is worked out once */

static inline __attribute__((always_inline)) int
cx_block_near(cx_plan_t *p, uint32_t block, cx_bits_t *acc)
{
    if (p->kept >> block & 1) {
        *acc = cx_bits(p->keep[block], 0);

    } else {
        *acc = ~(cx_bits_t) { 0 };
        cx_block_ones(p, 0, p->said.ones, block, acc);
        cx_block_dense(p, &cx_counts_none, &p->said, block, acc);
        cx_block_postings(p, &cx_counts_none, &p->said, block, acc);
        memcpy(p->keep[block], acc, sizeof(p->keep[block]));
        p->kept |= 1U << block;
    }

    if (cx_bits_empty(acc)) {
        return 0;
    }

    cx_block_ones(p, p->said.ones, p->n.ones, block, acc);
    cx_block_dense(p, &p->said, &p->n, block, acc);
    cx_block_postings(p, &p->said, &p->n, block, acc);

    return !cx_bits_empty(acc);
}


/* whose walk is long has the ones with the fewest ad groups first */

static void
cx_plan_sort(cx_plan_t *p)
{
    uint32_t  i, k;

    for (i = 0; i < p->n.ones; i++) {
        for (k = i; k > 0 && p->one_n[p->rare[k - 1]] > p->one_n[i]; k--) {
            p->rare[k] = p->rare[k - 1];
        }

        p->rare[k] = (uint8_t) i;
    }

    p->sorted = 1;
}


#define CX_RARE_STEP  3


static inline __attribute__((always_inline)) int
cx_block_far(cx_plan_t *p, uint32_t block, cx_bits_t *acc)
{
    uint32_t  i;

    if (!p->sorted) {
        cx_plan_sort(p);
    }

    *acc = ~(cx_bits_t) { 0 };

    for (i = 0; i < p->n.ones; i++) {
        *acc &= cx_bits(p->one[p->rare[i]], block);

        if (i % CX_RARE_STEP == CX_RARE_STEP - 1 && cx_bits_empty(acc)) {
            return 0;
        }
    }

    cx_block_dense(p, &cx_counts_none, &p->n, block, acc);
    cx_block_postings(p, &cx_counts_none, &p->n, block, acc);

    return !cx_bits_empty(acc);
}


static inline __attribute__((always_inline)) int
cx_block_run(cx_plan_t *p, uint32_t block)
{
    int        some;
    cx_bits_t  acc;

    some = block < CX_BLOCKS_KEPT ? cx_block_near(p, block, &acc)
                                  : cx_block_far(p, block, &acc);

    memcpy(p->acc, &acc, sizeof(p->acc));
    p->word = 0;

    return some;
}


int
cx_plan_admits(cx_plan_t *p, uint32_t adgroup)
{
    uint32_t   i;
    cx_bits_t  acc;

    if (p->n.none) {
        return 0;
    }

    if (p->near != adgroup / CX_CAT_BLOCK) {
        p->near = adgroup / CX_CAT_BLOCK;
        acc = ~(cx_bits_t) { 0 };
        cx_block_ones(p, 0, p->n.ones, p->near, &acc);
        cx_block_dense(p, &cx_counts_none, &p->n, p->near, &acc);
        memcpy(p->near_acc, &acc, sizeof(p->near_acc));
    }

    if (!(p->near_acc[adgroup / 64 % 8] >> adgroup % 64 & 1)) {
        return 0;
    }

    for (i = 0; i < p->n.sparse; i++) {
        if (!cx_group_admits(p->sparse[i], adgroup)) {
            return 0;
        }
    }

    return 1;
}


/*
 * A dimension that everybody names and that the request meets in postings
 * alone says where the next survivor can be at the earliest.
 */

static uint32_t
cx_plan_skip(cx_plan_t *p, uint32_t block)
{
    uint32_t  i;

    for (i = 0; i < p->n.must; i++) {
        cx_group_seek(p->must[i], block * CX_CAT_BLOCK);
        block = cx_max(block, p->must[i]->next / CX_CAT_BLOCK);
    }

    return block;
}


/* of the 64 blocks from this one on, where a bitset has somebody */

static uint64_t
cx_plan_some(const cx_plan_t *p, const uint64_t *bits, uint32_t block)
{
    size_t           at;
    const uint64_t  *some;

    if (bits == p->live) {
        return ~0ULL;
    }

    at = (size_t) (bits - p->f->s_BITS[0].w) / 8 + block;
    some = p->f->some + at / 64;

    return at % 64 ? some[0] >> at % 64 | some[1] << (64 - at % 64) : some[0];
}


static void
cx_plan_look_ahead(cx_plan_t *p, uint32_t block)
{
    uint32_t           i, j;
    uint64_t           sum;
    const cx_group_t  *g;

    p->far = ~0ULL;
    p->far_first = block;
    p->far_last = block + 64;

    for (i = 0; i < p->n.ones; i++) {
        p->far &= cx_plan_some(p, p->one[i], block);
    }

    for (i = 0; i < p->n.multi; i++) {
        g = p->multi[i];

        for (j = 0, sum = 0; j < g->ndense; j++) {
            sum |= cx_plan_some(p, g->dense[j], block);
        }

        p->far &= sum;
    }
}


/*
 * The next block that may have survivors; the last 64 may be past the end.
 * Where they leave out none it takes as many without any to ask again.
 */

#define CX_BLOCKS_DRY  16           /* without survivors, in a row */



static __attribute__((noinline)) uint32_t
cx_plan_far(cx_plan_t *p, uint32_t block)
{
    uint64_t  far;

    while (block < p->f->nblocks) {

        if (block >= p->far_last) {
            cx_plan_look_ahead(p, block);

            if (p->far == ~0ULL) {
                p->dry = 0;
            }
        }

        far = p->far >> (block - p->far_first);

        if (far) {
            return block + (uint32_t) __builtin_ctzll(far);
        }

        block = p->far_last;
    }

    return block;
}


static inline __attribute__((always_inline)) int
cx_plan_walk(cx_plan_t *p)
{
    while (!p->done) {
        p->block = cx_plan_skip(p, p->block);

        if (p->dry >= CX_BLOCKS_DRY || p->block < p->far_last) {
            p->block = cx_plan_far(p, p->block);
        }

        if (p->block >= p->f->nblocks) {
            p->done = 1;
            break;
        }

        if (cx_block_run(p, p->block++)) {
            p->dry = 0;
            return 1;
        }

        p->dry++;
    }

    return 0;
}


static int
cx_plan_block_any(cx_plan_t *p)
{
    return cx_plan_walk(p);
}


#if (__x86_64__)

__attribute__((target("avx2"))) static int
cx_plan_block_avx2(cx_plan_t *p)
{
    return cx_plan_walk(p);
}


__attribute__((target("avx512f"))) static int
cx_plan_block_avx512(cx_plan_t *p)
{
    return cx_plan_walk(p);
}

#endif


cx_plan_block_pt
cx_plan_block_best(void)
{
#if (__x86_64__)

    if (__builtin_cpu_supports("avx512f")) {
        return cx_plan_block_avx512;
    }

    if (__builtin_cpu_supports("avx2")) {
        return cx_plan_block_avx2;
    }

#endif

    return cx_plan_block_any;
}
