#include <stdlib.h>

#include "core/traffic/list.h"
#include "core/traffic/traffic.h"


typedef struct {
    cx_u128_t  first, last;
} cx_range_t;

typedef struct {
    cx_range_t  *v;
    uint32_t     n;
    uint32_t     room;
} cx_ranges_t;

/* as it is read: what is in, what is out of it again, by family */

typedef struct {
    cx_ranges_t  in[2];
    cx_ranges_t  out[2];
} cx_networks_build_t;

typedef struct {
    uint32_t  first, last;
} cx_range4_t;

/* sorted, and no two of them touch */

struct cx_traffic_networks_s {
    cx_range4_t  *v4;
    cx_range_t   *v6;
    uint32_t      n4;
    uint32_t      n6;
};


static cx_rc_t
cx_ranges_add(cx_ranges_t *r, cx_range_t range)
{
    void      *mem;
    uint32_t   room;

    if (r->n == r->room) {
        room = r->room ? r->room * 2 : 64;
        mem = realloc(r->v, room * sizeof(cx_range_t));

        if (mem == NULL) {
            return CX_ERROR;
        }

        r->v = mem;
        r->room = room;
    }

    r->v[r->n++] = range;

    return CX_OK;
}


static cx_rc_t
cx_networks_line(void *data, cx_str_t line, const char *at, cx_error_t *e)
{
    int                   out;
    cx_rc_t               rc;
    cx_range_t            range;
    cx_address_t          a;
    cx_networks_build_t  *b;

    b = data;
    out = line.data[0] == '!';
    rc = cx_network_parse(cx_strn(line.data + out, line.len - (size_t) out),
                          &a);

    if (rc != CX_OK) {
        return cx_error(e, CX_E_FILE_FORMAT, at,
                        "\"203.0.113.0/24\", \"2001:db8::/32\"",
                        rc == CX_DECLINED ? "\"%.*s\" has bits behind its "
                        "prefix" : "\"%.*s\" is no network",
                        (int) cx_min(line.len, 64), (const char *) line.data);
    }

    /* one line like this would refuse every request there is */

    if (a.bits < (a.family == 4 ? 8 : 16)) {
        return cx_error(e, CX_E_FILE_FORMAT, at,
                        "a prefix of at least 8, of IPv6 at least 16",
                        "\"%.*s\" is too large a network",
                        (int) cx_min(line.len, 64), (const char *) line.data);
    }

    range.first = a.value;
    range.last = cx_address_last(&a);

    return cx_ranges_add(out ? &b->out[a.family == 6] : &b->in[a.family == 6],
                         range) == CX_OK
           ? CX_OK : cx_error(e, CX_E_NO_MEMORY, at, NULL, "out of memory");
}


static int
cx_range_order(const void *one, const void *two)
{
    const cx_range_t  *a, *b;

    a = one;
    b = two;

    return a->first < b->first ? -1 : a->first > b->first;
}


static void
cx_ranges_merge(cx_ranges_t *r)
{
    uint32_t  i, n;

    if (r->n == 0) {
        return;
    }

    qsort(r->v, r->n, sizeof(cx_range_t), cx_range_order);

    for (i = 1, n = 0; i < r->n; i++) {
        if (r->v[n].last == ~(cx_u128_t) 0
            || r->v[i].first <= r->v[n].last + 1)
        {
            r->v[n].last = cx_max(r->v[n].last, r->v[i].last);

        } else {
            r->v[++n] = r->v[i];
        }
    }

    r->n = n + 1;
}


/* what is left of in without out; both are sorted and apart */

static cx_rc_t
cx_ranges_subtract(cx_ranges_t *res, const cx_ranges_t *in,
    const cx_ranges_t *out)
{
    int         rest;
    uint32_t    i, k, o;
    cx_range_t  left, before;

    for (i = 0, k = 0; i < in->n; i++) {
        left = in->v[i];
        rest = 1;

        while (k < out->n && out->v[k].last < left.first) {
            k++;
        }

        for (o = k; o < out->n && out->v[o].first <= left.last; o++) {
            if (out->v[o].first > left.first) {
                before.first = left.first;
                before.last = out->v[o].first - 1;

                if (cx_ranges_add(res, before) != CX_OK) {
                    return CX_ERROR;
                }
            }

            if (out->v[o].last >= left.last) {
                rest = 0;
                break;
            }

            left.first = out->v[o].last + 1;
        }

        if (rest && cx_ranges_add(res, left) != CX_OK) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


static cx_rc_t
cx_networks_settle(cx_traffic_networks_t *n, cx_networks_build_t *b)
{
    uint32_t     i;
    cx_ranges_t  res[2];

    memset(res, 0, sizeof(res));

    for (i = 0; i < 2; i++) {
        cx_ranges_merge(&b->in[i]);
        cx_ranges_merge(&b->out[i]);

        if (cx_ranges_subtract(&res[i], &b->in[i], &b->out[i]) != CX_OK) {
            goto failed;
        }
    }

    n->v4 = malloc((res[0].n + 1) * sizeof(cx_range4_t));

    if (n->v4 == NULL) {
        goto failed;
    }

    for (i = 0; i < res[0].n; i++) {
        n->v4[i].first = (uint32_t) res[0].v[i].first;
        n->v4[i].last = (uint32_t) res[0].v[i].last;
    }

    n->n4 = res[0].n;
    n->v6 = res[1].v;
    n->n6 = res[1].n;
    free(res[0].v);

    return CX_OK;

failed:

    free(res[0].v);
    free(res[1].v);

    return CX_ERROR;
}


cx_traffic_networks_t *
cx_traffic_networks_parse(cx_str_t text, cx_error_t *e)
{
    cx_rc_t                 rc;
    uint32_t                i;
    cx_networks_build_t     b;
    cx_traffic_networks_t  *n;

    n = calloc(1, sizeof(cx_traffic_networks_t));

    if (n == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, NULL, NULL, "out of memory");
        return NULL;
    }

    memset(&b, 0, sizeof(b));
    rc = cx_list_parse(text, CX_TRAFFIC_NETWORKS_MAX, cx_networks_line, &b, e);

    if (rc == CX_OK && cx_networks_settle(n, &b) != CX_OK) {
        rc = cx_error(e, CX_E_NO_MEMORY, NULL, NULL, "out of memory");
    }

    for (i = 0; i < 2; i++) {
        free(b.in[i].v);
        free(b.out[i].v);
    }

    if (rc != CX_OK) {
        cx_traffic_networks_close(n);
        return NULL;
    }

    return n;
}


cx_traffic_networks_t *
cx_traffic_networks_open(const char *path, cx_error_t *e)
{
    cx_str_t                text;
    cx_traffic_networks_t  *n;

    if (cx_list_read(path, CX_TRAFFIC_NETWORKS_FILE, &text, e) != CX_OK) {
        return NULL;
    }

    n = cx_traffic_networks_parse(text, e);
    free((void *) text.data);

    return n;
}


void
cx_traffic_networks_close(cx_traffic_networks_t *n)
{
    if (n != NULL) {
        free(n->v4);
        free(n->v6);
        free(n);
    }
}


/* the last one that does not begin behind it has it, or none */

static int
cx_networks_have4(const cx_traffic_networks_t *n, uint32_t first,
    uint32_t last)
{
    uint32_t  lo, half, left;

    if (n->n4 == 0) {
        return 0;
    }

    for (lo = 0, left = n->n4; left > 1; left -= half) {
        half = left / 2;
        lo += n->v4[lo + half].first <= first ? half : 0;
    }

    return n->v4[lo].first <= first && last <= n->v4[lo].last;
}


static int
cx_networks_have6(const cx_traffic_networks_t *n, cx_u128_t first,
    cx_u128_t last)
{
    uint32_t  lo, half, left;

    if (n->n6 == 0) {
        return 0;
    }

    for (lo = 0, left = n->n6; left > 1; left -= half) {
        half = left / 2;
        lo += n->v6[lo + half].first <= first ? half : 0;
    }

    return n->v6[lo].first <= first && last <= n->v6[lo].last;
}


int
cx_traffic_networks_have(const cx_traffic_networks_t *n,
    const cx_address_t *a)
{
    if (a->family == 4) {
        return cx_networks_have4(n, (uint32_t) a->value,
                                 (uint32_t) cx_address_last(a));
    }

    return a->family == 6
           && cx_networks_have6(n, a->value, cx_address_last(a));
}
