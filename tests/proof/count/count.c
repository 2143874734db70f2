
/*
 * A fixed number of bids, for a tool that counts instructions: the bodies of
 * three files, one a line, each kind in a function of its own.  Kernels are
 * those that most machines have, clock and random numbers stand still.
 *
 *     count CATALOGUE MODEL KEYS ONE THREE APP
 */

#include <stdio.h>
#include <stdlib.h>

#include "core/bid/bid.h"


#define ARENA   (1024 * 1024)
#define OUT     (256 * 1024)
#define VENDOR  412                 /* that the bodies' consent is for */
#define NOW     1790000000


typedef struct {
    cx_bid_t       b;
    cx_bid_conf_t  conf;
    cx_exchange_t  exchange;
    cx_provider_t  provider;
    cx_arena_t     arena;
    uint8_t       *mem;
    uint8_t       *out;
    uint32_t       bids;
} count_t;

void count_one(count_t *t, const uint8_t *p, size_t len);
void count_three(count_t *t, const uint8_t *p, size_t len);
void count_app(count_t *t, const uint8_t *p, size_t len);


static uint64_t
still(void *data)
{
    (void) data;

    return 1000000000;
}


static void
fail(const cx_error_t *e)
{
    (void) fprintf(stderr, "count: %s: %s\n", e->field, e->fault);
    exit(1);
}


static void
bid(count_t *t, const uint8_t *p, size_t len)
{
    cx_buf_t               out;
    cx_error_t             e;
    cx_decision_t         *d;
    cx_openrtb_request_t  *req;

    cx_arena_init(&t->arena, t->mem, ARENA);
    cx_buf_init(&out, t->out, OUT);

    if (cx_bid_decide(&t->b, p, len, &req, &d, &e) != CX_OK) {
        fail(&e);
    }

    (void) cx_bid_write(&t->b, req, d, &out);
    t->bids += d->nbids;
}


/* the counter looks for these by their names */

__attribute__((noinline)) void
count_one(count_t *t, const uint8_t *p, size_t len)
{
    bid(t, p, len);
    t->b.random++;
}


__attribute__((noinline)) void
count_three(count_t *t, const uint8_t *p, size_t len)
{
    bid(t, p, len);
    t->b.random += 2;
}


__attribute__((noinline)) void
count_app(count_t *t, const uint8_t *p, size_t len)
{
    bid(t, p, len);
    t->b.random += 3;
}


/* the bodies of a file, each of them; how many there are */

static uint32_t
lines(count_t *t, const char *path,
    void (*one)(count_t *t, const uint8_t *p, size_t len))
{
    uint32_t        n;
    cx_map_t        map;
    cx_error_t      e;
    const uint8_t  *p, *end, *last;

    if (cx_map_open(&map, path, &e) != CX_OK) {
        fail(&e);
    }

    p = map.data;
    last = p + map.size;

    for (n = 0; p < last; n++) {
        end = memchr(p, '\n', (size_t) (last - p));
        end = end != NULL ? end : last;
        one(t, p, (size_t) (end - p));
        p = end + 1;
    }

    cx_map_close(&map);

    return n;
}


static void
prepare(count_t *t, char **argv)
{
    cx_error_t             e;
    cx_model_t            *m;
    cx_keyring_t          *keys;
    static cx_bid_ports_t  ports;

    memset(&e, 0, sizeof(e));

    t->mem = malloc(ARENA);
    t->out = malloc(OUT);
    t->b.catalog = cx_catalog_open(argv[1], NULL, &e);
    m = cx_model_open(argv[2], &e);
    keys = cx_keyring_open(argv[3], &e);

    if (t->mem == NULL || t->out == NULL || t->b.catalog == NULL || m == NULL
        || keys == NULL || cx_provider_cpu(&t->provider, "avx2", m, &e)
                           != CX_OK)
    {
        fail(&e);
    }

    ports = cx_bid_ports_null;
    ports.now_ns = still;

    t->exchange = cx_exchange_null;
    t->exchange.name = cx_str("default");
    t->conf.candidates = CX_BID_SCORE_MAX;
    t->conf.vendor = VENDOR;
    t->conf.notice_url = cx_str("https://bid.example.com");
    t->conf.exchange = &t->exchange;
    t->conf.keys = keys;
    t->conf.provider = &t->provider;

    t->b.conf = &t->conf;
    t->b.ports = &ports;
    t->b.reader = cx_ortb_reader_create(CX_ORTB_KERNEL_SSE2);
    t->b.arena = &t->arena;
    t->b.now_s = NOW;
    t->b.start_ns = still(NULL);
}


int
main(int argc, char **argv)
{
    count_t   t;
    uint32_t  one, three, app;

    if (argc != 7) {
        (void) fprintf(stderr, "usage: count CATALOGUE MODEL KEYS ONE THREE "
                               "APP\n");
        return 2;
    }

    memset(&t, 0, sizeof(t));
    prepare(&t, argv);

    one = lines(&t, argv[4], count_one);
    three = lines(&t, argv[5], count_three);
    app = lines(&t, argv[6], count_app);

    (void) printf("%u %u %u %u\n", one, three, app, t.bids);

    return t.bids == 0;
}
