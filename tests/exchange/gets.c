
/* A heap of what is due later, and for each target a line of what is due. */

#include <stdlib.h>
#include <string.h>

#include "tests/exchange/gets.h"


struct xc_get_s {
    xc_get_t     *next;
    xc_got_pt     got;
    void         *data;
    xc_target_t  *target;
    size_t        len;
    char          text[];
};

typedef struct {
    xc_target_t   target;
    xc_gets_t    *gets;
    xc_get_t     *first;            /* due, without a connection */
    xc_get_t    **last;
    xc_get_t     *again;            /* waits for a new connection */
} xc_line_t;


static xc_line_t *
line_of(xc_target_t *t)
{
    return t->data;
}


static void
send_get(xc_conn_t *c, xc_get_t *get, int64_t now_ns)
{
    struct iovec  iov;

    iov.iov_base = get->text;
    iov.iov_len = get->len;
    c->job = get;
    xc_conn_send(c, &iov, 1, now_ns);
}


static void
ready(xc_conn_t *c, int64_t now_ns)
{
    xc_get_t   *get;
    xc_line_t  *line;

    line = line_of(c->target);
    get = line->again;

    if (get != NULL && !c->used) {
        line->again = get->next;
        send_get(c, get, now_ns);
        return;
    }

    get = line->first;

    if (get == NULL) {
        xc_conn_rest(c);
        return;
    }

    line->first = get->next;

    if (line->first == NULL) {
        line->last = &line->first;
    }

    send_get(c, get, now_ns);
}


static void
start(xc_get_t *get, int64_t now_ns)
{
    xc_conn_t  *c;
    xc_line_t  *line;

    c = xc_conn_rested(get->target);

    if (c != NULL) {
        send_get(c, get, now_ns);
        return;
    }

    line = line_of(get->target);
    get->next = NULL;
    *line->last = get;
    line->last = &get->next;
}


/* what met a connection that was closed is sent again on a new one */

static void
answer(xc_conn_t *c, xc_lost_t lost, int64_t now_ns)
{
    xc_get_t   *get;
    xc_gets_t  *g;
    xc_line_t  *line;

    get = c->job;
    line = line_of(c->target);
    g = line->gets;

    if (c->stale) {
        get->next = line->again;
        line->again = get;
        return;
    }

    g->under_way--;

    if (lost == XC_ANSWERED) {
        g->answered++;

    } else {
        g->lost++;
    }

    get->got(get->data, lost == XC_ANSWERED ? c->http.status : 0, lost,
             now_ns);
    free(get);
}


xc_target_t *
xc_gets_target(xc_gets_t *g, const char *address, xc_error_t *err)
{
    unsigned       i;
    xc_line_t     *line;
    xc_target_t  **target;

    for (i = 0; i < g->ntargets; i++) {
        if (strcmp(g->target[i]->address.host, address) == 0) {
            return g->target[i];
        }
    }

    line = calloc(1, sizeof(xc_line_t));
    target = realloc(g->target, (g->ntargets + 1) * sizeof(xc_target_t *));

    if (target != NULL) {
        g->target = target;
    }

    if (line == NULL || target == NULL) {
        free(line);
        xc_error(err, "no memory for a target");
        return NULL;
    }

    line->gets = g;
    line->last = &line->first;
    line->target.epoll = g->epoll;
    line->target.timeout_ns = g->timeout_ns;
    line->target.ready = ready;
    line->target.answer = answer;
    line->target.data = line;

    if (xc_address(&line->target.address, address, err) != XC_OK
        || xc_target_open(&line->target, g->connections, err) != XC_OK)
    {
        xc_target_close(&line->target);
        free(line);
        return NULL;
    }

    g->target[g->ntargets++] = &line->target;

    return &line->target;
}


static int
push(xc_gets_t *g, int64_t due_ns, xc_get_t *get)
{
    size_t       i, size;
    xc_later_t  *heap;

    if (g->nheap == g->size) {
        size = g->size ? 2 * g->size : 256;
        heap = realloc(g->heap, size * sizeof(xc_later_t));

        if (heap == NULL) {
            return XC_ERROR;
        }

        g->heap = heap;
        g->size = size;
    }

    for (i = g->nheap++; i != 0 && g->heap[(i - 1) / 2].due_ns > due_ns;
         i = (i - 1) / 2)
    {
        g->heap[i] = g->heap[(i - 1) / 2];
    }

    g->heap[i].due_ns = due_ns;
    g->heap[i].get = get;

    return XC_OK;
}


static xc_get_t *
pop(xc_gets_t *g)
{
    size_t       i, child;
    xc_get_t    *get;
    xc_later_t   last;

    get = g->heap[0].get;
    last = g->heap[--g->nheap];

    for (i = 0; (child = 2 * i + 1) < g->nheap; i = child) {
        if (child + 1 < g->nheap
            && g->heap[child + 1].due_ns < g->heap[child].due_ns)
        {
            child++;
        }

        if (g->heap[child].due_ns >= last.due_ns) {
            break;
        }

        g->heap[i] = g->heap[child];
    }

    g->heap[i] = last;

    return get;
}


int
xc_gets_add(xc_gets_t *g, xc_target_t *target, const char *host,
    const char *path, const char *extra, int64_t due_ns, xc_got_pt got,
    void *data)
{
    size_t     size;
    xc_get_t  *get;

    if (strpbrk(host, " \r\n") != NULL || strpbrk(path, " \r\n") != NULL
        || path[0] != '/')
    {
        return XC_ERROR;
    }

    if (extra == NULL) {
        extra = "";
    }

    size = strlen(host) + strlen(path) + strlen(extra) + 64;
    get = malloc(sizeof(xc_get_t) + size);

    if (get == NULL) {
        return XC_ERROR;
    }

    get->got = got;
    get->data = data;
    get->target = target;
    get->len = snprintf(get->text, size, "GET %s HTTP/1.1\r\nHost: %s\r\n%s"
                        "\r\n", path, host, extra);

    if (push(g, due_ns, get) != XC_OK) {
        free(get);
        return XC_ERROR;
    }

    g->under_way++;

    return XC_OK;
}


int64_t
xc_gets_due(const xc_gets_t *g)
{
    return g->nheap == 0 ? INT64_MAX : g->heap[0].due_ns;
}


void
xc_gets_tick(xc_gets_t *g, int64_t now_ns)
{
    while (g->nheap != 0 && g->heap[0].due_ns <= now_ns) {
        start(pop(g), now_ns);
    }
}


void
xc_gets_sweep(xc_gets_t *g, int64_t now_ns)
{
    unsigned  i;

    for (i = 0; i < g->ntargets; i++) {
        xc_target_sweep(g->target[i], now_ns);
    }
}


static void
forget(xc_get_t *get)
{
    xc_get_t  *next;

    for ( /* void */ ; get != NULL; get = next) {
        next = get->next;
        free(get);
    }
}


/* those that were not sent, and those without an answer, are forgotten */

void
xc_gets_close(xc_gets_t *g)
{
    unsigned    i, k;
    xc_line_t  *line;

    while (g->nheap != 0) {
        free(pop(g));
    }

    for (i = 0; i < g->ntargets; i++) {
        line = line_of(g->target[i]);

        forget(line->first);
        forget(line->again);

        for (k = 0; k < line->target.nconns; k++) {
            if (line->target.conns[k].state == XC_BUSY) {
                free(line->target.conns[k].job);
            }
        }

        xc_target_close(&line->target);
        free(line);
    }

    free(g->target);
    free(g->heap);
    memset(g, 0, sizeof(xc_gets_t));
}
