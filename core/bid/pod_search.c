/* the exact filling of a small pod: branch and bound */

#include "core/bid/pod_work.h"


#define CX_POD_GUESS   CX_POD_EXACT_SINGLE
#define CX_POD_CUTS    6                /* tries at the price of a second */


/*
 * The bound leaves out that cliques may be at odds with each other: each ad
 * of a place is given to another clique, for most value.  That seconds are
 * few is put as a price on them, in the place that has the least of them.
 */

typedef struct {
    cx_pod_t       *pod;
    cx_pod_work_t  *w;
    cx_pod_set_t    open;               /* may be taken still */
    uint32_t        most;               /* nodes */
    uint32_t        nplaces;            /* that somebody could take */
    uint8_t         place[CX_POD_EXACT_ADS];
    uint8_t         where[CX_POD_PLACES];   /* the number in place[] */

    /* a table of places and cliques: the best that is open */

    int64_t         price[CX_POD_EXACT_ADS];    /* of a second */
    int64_t         worth[CX_POD_EXACT_ADS][CX_POD_EXACT_ITEMS];
    uint8_t         best[CX_POD_EXACT_ADS][CX_POD_EXACT_ITEMS];
    uint8_t         column[CX_POD_EXACT_ITEMS];     /* cliques in use */
    uint32_t        ncolumns;
    uint8_t         row[CX_POD_GUESS];  /* one for each ad of a place */
    uint32_t        nrows;

    cx_pod_match_t  match;

    /* what the bound would put beside those that are in */

    uint8_t         guess[CX_POD_GUESS];
    uint32_t        nguess;
    cx_pod_state_t *s;
    cx_pod_state_t *top;                /* the best so far */
} cx_pod_search_t;


static const cx_pod_item_t *
cx_pod_ranked(const cx_pod_search_t *t, uint32_t i)
{
    return &t->pod->item[t->w->order[i]];
}


static int
cx_pod_fits(const cx_pod_search_t *t, const cx_pod_item_t *item)
{
    return t->s->ads[item->place]
           && (!cx_pod_counts(t->pod, item->place)
               || item->seconds <= t->s->seconds[item->place]);
}


static void
cx_pod_rows(cx_pod_search_t *t)
{
    uint32_t  i, k, ads;

    t->nrows = 0;

    for (i = 0; i < t->nplaces; i++) {
        ads = t->s->ads[t->place[i]];

        for (k = 0; k < ads && t->nrows < CX_POD_GUESS; k++) {
            t->row[t->nrows++] = (uint8_t) i;
        }
    }
}


/*
 * In a place where seconds have no price none needs more cliques than there
 * are rows, and they come in the order of their worth.
 */

static void
cx_pod_table(cx_pod_search_t *t)
{
    uint32_t              i, p, c, found[CX_POD_EXACT_ADS];
    uint64_t              bits;
    int64_t               worth;
    uint8_t               used[CX_POD_EXACT_ITEMS];
    const cx_pod_item_t  *item;

    memset(found, 0, sizeof(found));
    memset(used, 0, t->w->ncliques);
    t->ncolumns = 0;

    for (p = 0; p < t->nplaces; p++) {
        memset(t->worth[p], 0, t->w->ncliques * sizeof(int64_t));
    }

    for (i = 0; i < t->pod->nitems; i += 64) {

        for (bits = t->open.bits[i / 64]; bits; bits &= bits - 1) {
            c = i + (uint32_t) __builtin_ctzll(bits);
            item = cx_pod_ranked(t, c);

            if (!cx_pod_fits(t, item)) {
                continue;
            }

            p = t->where[item->place];
            worth = item->value - t->price[p] * item->seconds;

            if (worth <= t->worth[p][t->w->clique[c]]
                || (t->price[p] == 0 && found[p] == t->nrows))
            {
                continue;
            }

            found[p]++;
            t->worth[p][t->w->clique[c]] = worth;
            t->best[p][t->w->clique[c]] = (uint8_t) c;

            if (!used[t->w->clique[c]]) {
                used[t->w->clique[c]] = 1;
                t->column[t->ncolumns++] = t->w->clique[c];
            }
        }
    }
}


/* the rows are of one place: its best columns, the best of them first */

static int64_t
cx_pod_best(cx_pod_search_t *t, uint32_t p)
{
    uint32_t        i, k;
    int64_t         sum;
    const int64_t  *worth;

    worth = t->worth[p];
    t->nguess = 0;

    for (i = 0; i < t->ncolumns; i++) {

        if (t->nguess < t->nrows) {
            t->nguess++;

        } else if (worth[t->column[i]] <= worth[t->guess[t->nguess - 1]]) {
            continue;
        }

        for (k = t->nguess - 1; k && worth[t->guess[k - 1]]
                                     < worth[t->column[i]]; k--)
        {
            t->guess[k] = t->guess[k - 1];
        }

        t->guess[k] = t->column[i];
    }

    for (i = 0, sum = 0; i < t->nguess; i++) {
        sum += worth[t->guess[i]];
        t->guess[i] = t->best[p][t->guess[i]];
    }

    return sum;
}


/*
 * The assignment of rows to columns by shortest augmenting paths, one row
 * after the other.  Columns from ncolumns on are worth nothing: nobody.
 */

typedef struct {
    int64_t   u[CX_POD_ROWS + 1];
    int64_t   v[CX_POD_COLUMNS + CX_POD_ROWS + 1];
    int64_t   least[CX_POD_COLUMNS + CX_POD_ROWS + 1];
    uint8_t   row[CX_POD_COLUMNS + CX_POD_ROWS + 1];
    uint8_t   from[CX_POD_COLUMNS + CX_POD_ROWS + 1];
    uint8_t   seen[CX_POD_COLUMNS + CX_POD_ROWS + 1];
} cx_pod_paths_t;


static void
cx_pod_augment(const cx_pod_match_t *m, cx_pod_paths_t *p, uint32_t row)
{
    int64_t   cost, delta;
    uint32_t  j, at, r, next, n;

    n = m->ncolumns + m->nrows;
    p->row[0] = (uint8_t) row;
    at = 0;

    for (j = 0; j <= n; j++) {
        p->least[j] = INT64_MAX;
        p->seen[j] = 0;
    }

    do {
        p->seen[at] = 1;
        r = p->row[at];
        delta = INT64_MAX;
        next = 0;

        for (j = 1; j <= n; j++) {
            if (p->seen[j]) {
                continue;
            }

            cost = j <= m->ncolumns ? -m->worth[r - 1][j - 1] : 0;
            cost -= p->u[r] + p->v[j];

            if (cost < p->least[j]) {
                p->least[j] = cost;
                p->from[j] = (uint8_t) at;
            }

            if (p->least[j] < delta) {
                delta = p->least[j];
                next = j;
            }
        }

        for (j = 0; j <= n; j++) {
            if (p->seen[j]) {
                p->u[p->row[j]] += delta;
                p->v[j] -= delta;

            } else if (p->least[j] != INT64_MAX) {
                p->least[j] -= delta;
            }
        }

        at = next;

    } while (p->row[at]);

    for ( /* void */ ; at; at = next) {
        next = p->from[at];
        p->row[at] = p->row[next];
    }
}


void
cx_pod_assign(cx_pod_match_t *m)
{
    uint32_t        i, n;
    cx_pod_paths_t  p;

    n = m->ncolumns + m->nrows + 1;
    memset(p.u, 0, (m->nrows + 1) * sizeof(int64_t));
    memset(p.v, 0, n * sizeof(int64_t));
    memset(p.row, 0, n);

    for (i = 1; i <= m->nrows; i++) {
        cx_pod_augment(m, &p, i);
        m->column[i - 1] = (uint8_t) m->ncolumns;
    }

    for (i = 1; i <= m->ncolumns; i++) {
        if (p.row[i] && m->worth[p.row[i] - 1][i - 1] > 0) {
            m->column[p.row[i] - 1] = (uint8_t) (i - 1);
        }
    }
}


static int64_t
cx_pod_together(cx_pod_search_t *t)
{
    int64_t          sum;
    uint32_t         i, k, p;
    cx_pod_match_t  *m;

    m = &t->match;
    m->nrows = t->nrows;
    m->ncolumns = t->ncolumns;

    for (i = 0; i < t->nrows; i++) {
        for (k = 0; k < t->ncolumns; k++) {
            m->worth[i][k] = t->worth[t->row[i]][t->column[k]];
        }
    }

    cx_pod_assign(m);
    t->nguess = 0;

    for (i = 0, sum = 0; i < t->nrows; i++) {
        if (m->column[i] < t->ncolumns) {
            p = t->row[i];
            k = t->column[m->column[i]];
            sum += t->worth[p][k];
            t->guess[t->nguess++] = t->best[p][k];
        }
    }

    return sum;
}


static int64_t
cx_pod_relax(cx_pod_search_t *t)
{
    cx_pod_table(t);

    return t->nplaces == 1 ? cx_pod_best(t, 0) : cx_pod_together(t);
}


/* the seconds that the guess takes in a place, and its whole value */

static int64_t
cx_pod_guessed(const cx_pod_search_t *t, uint32_t p, uint32_t *seconds)
{
    int64_t               value;
    uint32_t              i;
    const cx_pod_item_t  *item;

    value = 0;
    *seconds = 0;

    for (i = 0; i < t->nguess; i++) {
        item = cx_pod_ranked(t, t->guess[i]);
        value += item->value;

        if (t->where[item->place] == p) {
            *seconds += item->seconds;
        }
    }

    return value;
}


/* the place where the guess lacks the most seconds, or nplaces */

static uint32_t
cx_pod_short(const cx_pod_search_t *t)
{
    uint32_t  i, used, most, place;

    most = 0;
    place = t->nplaces;

    for (i = 0; i < t->nplaces; i++) {
        if (!cx_pod_counts(t->pod, t->place[i])) {
            continue;
        }

        (void) cx_pod_guessed(t, i, &used);

        if (used > t->s->seconds[t->place[i]] + most) {
            most = used - t->s->seconds[t->place[i]];
            place = i;
        }
    }

    return place;
}


/* at this price none of the place is worth its seconds, or nearly so */

static int64_t
cx_pod_dearest(const cx_pod_search_t *t, uint32_t p)
{
    int64_t               price;
    uint32_t              i, longest;
    const cx_pod_item_t  *item;

    price = 0;
    longest = 1;

    for (i = 0; i < t->pod->nitems; i++) {
        item = cx_pod_ranked(t, i);

        if (cx_pod_set_has(&t->open, i) && t->where[item->place] == p) {
            longest = cx_max(longest, item->seconds);
            price = cx_max(price, item->value / cx_max(item->seconds, 1) + 1);
        }
    }

    return cx_min(price, CX_POD_VALUE_MAX / longest);
}


/*
 * The price at which the bound is lowest lies where two lines meet: that of
 * a guess which takes too many seconds, and that of one which does not.
 */

static int64_t
cx_pod_cut(cx_pod_search_t *t, uint32_t p, int64_t bound, int64_t enough)
{
    int64_t     price, high, low_value, high_value, sum;
    uint32_t    i, low_used, high_used, used, room;
    __int128_t  total;

    room = t->s->seconds[t->place[p]];
    low_value = cx_pod_guessed(t, p, &low_used);
    high = cx_pod_dearest(t, p);
    high_used = t->nplaces == 1 ? 0 : UINT32_MAX;
    high_value = 0;

    for (i = 0; i < CX_POD_CUTS && bound > enough; i++) {
        price = high;

        if (high_used != UINT32_MAX) {
            price = (low_value - high_value) / (low_used - high_used);
        }

        if (price <= 0) {
            break;
        }

        t->price[p] = cx_min(price, high);
        price = t->price[p];
        sum = cx_pod_relax(t);
        total = (__int128_t) price * room + sum;

        if (total < bound) {
            bound = (int64_t) total;

        } else if (price != high) {
            break;
        }

        sum = cx_pod_guessed(t, p, &used);

        if (used > room) {
            low_value = sum;
            low_used = used;

        } else {
            high_value = sum;
            high_used = used;
        }
    }

    t->price[p] = 0;

    return bound;
}


static int
cx_pod_is_legal(const cx_pod_search_t *t)
{
    uint32_t             i, k;
    const cx_pod_set_t  *rivals;

    for (i = 0; i < t->nguess; i++) {
        rivals = &t->w->rivals[t->guess[i]];

        for (k = 0; k < i; k++) {
            if (cx_pod_set_has(rivals, t->guess[k])) {
                return 0;
            }
        }
    }

    return cx_pod_short(t) == t->nplaces;
}


static void
cx_pod_put(cx_pod_search_t *t, uint32_t i)
{
    const cx_pod_item_t  *item;

    item = cx_pod_ranked(t, i);
    t->s->in[t->w->order[i]] = 1;
    t->s->value += item->value;
    t->s->ads[item->place]--;

    if (cx_pod_counts(t->pod, item->place)) {
        t->s->seconds[item->place] -= item->seconds;
    }
}


static void
cx_pod_get(cx_pod_search_t *t, uint32_t i)
{
    const cx_pod_item_t  *item;

    item = cx_pod_ranked(t, i);
    t->s->in[t->w->order[i]] = 0;
    t->s->value -= item->value;
    t->s->ads[item->place]++;

    if (cx_pod_counts(t->pod, item->place)) {
        t->s->seconds[item->place] += item->seconds;
    }
}


/* a guess that may stand is an answer */

static int64_t
cx_pod_answer(cx_pod_search_t *t)
{
    int64_t   value;
    uint32_t  i, seconds;

    if (!cx_pod_is_legal(t)) {
        return 0;
    }

    value = t->s->value + cx_pod_guessed(t, 0, &seconds);

    if (value > t->top->value) {
        *t->top = *t->s;
        t->top->value = value;

        for (i = 0; i < t->nguess; i++) {
            t->top->in[t->w->order[t->guess[i]]] = 1;
        }
    }

    return value;
}


static int
cx_pod_denser(const cx_pod_item_t *a, const cx_pod_item_t *b)
{
    return (__int128_t) a->value * b->seconds
           > (__int128_t) b->value * a->seconds;
}


/*
 * Of the guess, that which most others of it cannot stand beside; of equals
 * that which a second of is worth most, as it is likely to stay.
 */

static uint32_t
cx_pod_branch(const cx_pod_search_t *t)
{
    uint32_t             i, k, n, most, pick;
    const cx_pod_set_t  *rivals;

    pick = t->guess[0];
    most = 0;

    for (i = 0; i < t->nguess; i++) {
        rivals = &t->w->rivals[t->guess[i]];

        for (k = 0, n = 0; k < t->nguess; k++) {
            n += (uint32_t) cx_pod_set_has(rivals, t->guess[k]);
        }

        if (n > most
            || (n == most && cx_pod_denser(cx_pod_ranked(t, t->guess[i]),
                                           cx_pod_ranked(t, pick))))
        {
            most = n;
            pick = t->guess[i];
        }
    }

    return pick;
}


static void
cx_pod_node(cx_pod_search_t *t)
{
    int64_t       bound, value;
    uint32_t      p, pick;
    cx_pod_set_t  open;

    for ( ;; ) {
        if (t->pod->nodes >= t->most) {
            t->pod->exact = 0;
            return;
        }

        t->pod->nodes++;
        cx_pod_rows(t);
        bound = cx_pod_relax(t);

        if (t->s->value + bound <= t->top->value
            || cx_pod_answer(t) == t->s->value + bound)
        {
            return;
        }

        pick = cx_pod_branch(t);
        p = cx_pod_short(t);

        if (p < t->nplaces) {
            value = t->top->value - t->s->value;

            if (cx_pod_cut(t, p, bound, value) <= value) {
                return;
            }

            (void) cx_pod_answer(t);
        }

        open = t->open;
        cx_pod_set_del(&open, pick);

        t->open.bits[0] = open.bits[0] & ~t->w->rivals[pick].bits[0];
        t->open.bits[1] = open.bits[1] & ~t->w->rivals[pick].bits[1];

        cx_pod_put(t, pick);
        cx_pod_node(t);
        cx_pod_get(t, pick);

        t->open = open;
    }
}


/* those that are kept stay in; nothing else is decided yet */

static void
cx_pod_open(cx_pod_search_t *t)
{
    uint32_t              i, k, n[CX_POD_PLACES], shortest[CX_POD_PLACES];
    const cx_pod_item_t  *item;

    memset(n, 0, sizeof(n));
    memset(&t->open, 0, sizeof(t->open));

    for (i = 0; i < t->pod->nitems; i++) {
        item = cx_pod_ranked(t, i);

        if (t->s->in[t->w->order[i]] && !item->kept) {
            cx_pod_get(t, i);
        }

        if (!item->kept && !item->gone) {
            cx_pod_set_add(&t->open, i);
        }
    }

    for (i = 0; i < t->pod->nitems; i++) {
        if (cx_pod_ranked(t, i)->kept) {
            t->open.bits[0] &= ~t->w->rivals[i].bits[0];
            t->open.bits[1] &= ~t->w->rivals[i].bits[1];
        }
    }

    for (i = 0; i < t->pod->nitems; i++) {
        item = cx_pod_ranked(t, i);

        if (cx_pod_set_has(&t->open, i)) {
            shortest[item->place] = n[item->place]++
                ? cx_min(shortest[item->place], item->seconds) : item->seconds;
        }
    }

    for (k = 0; k < t->pod->nplaces; k++) {
        t->s->ads[k] = n[k] ? cx_pod_most(t->pod, t->s, k, n[k], shortest[k])
                            : 0;

        if (t->s->ads[k]) {
            t->where[k] = (uint8_t) t->nplaces;
            t->place[t->nplaces++] = (uint8_t) k;
        }
    }
}


void
cx_pod_search(cx_pod_t *pod)
{
    cx_pod_state_t   s;
    cx_pod_search_t  t;

    s = pod->work->state;

    t.pod = pod;
    t.w = pod->work;
    t.s = &s;
    t.top = &pod->work->state;
    t.most = CX_POD_NODES * CX_POD_NODES_ITEMS
             / cx_max(pod->nitems, CX_POD_NODES_ITEMS);
    t.nplaces = 0;
    memset(t.price, 0, sizeof(t.price));
    memset(t.where, CX_POD_PLACES, sizeof(t.where));

    cx_pod_open(&t);

    pod->exact = 1;
    cx_pod_node(&t);
}
