
/*
 * What the stages of a bid take: reading, deciding and writing the answer to
 * requests of three kinds, over a catalogue and a model, all in one thread and
 * warm.  A JSON line for each stage and one for the whole, in nanoseconds, the
 * median over varied requests; a look at the clock is part of each and has a
 * line of its own.
 *
 *     cc -O2 -I. tests/proof/bid_stages.c build/libcx.a $YYJSON_LIBS \
 *        -lcrypto -lmaxminddb -lz -lm
 *     bid_stages CATALOGUE MODEL KEYS BODIES ...
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/bid/bid.h"


#define ROUNDS  20001
#define ARENA   (1024 * 1024)
#define OUT     (256 * 1024)
#define VENDOR  412                 /* that the bodies' consent is for */


typedef struct {
    cx_bid_t       b;
    cx_bid_conf_t  conf;
    cx_exchange_t  exchange;
    cx_provider_t  provider;
    cx_arena_t     arena;
    uint8_t       *mem;
    uint8_t       *out;
} bench_t;

static double  samples[CX_STAGE_MAX + 1][ROUNDS];


static uint64_t
now_ns(void)
{
    struct timespec  ts;

    (void) clock_gettime(CLOCK_MONOTONIC, &ts);

    return (uint64_t) ts.tv_sec * 1000000000 + (uint64_t) ts.tv_nsec;
}


static int
compare(const void *one, const void *two)
{
    const double  *a = one, *b = two;

    return *a < *b ? -1 : *a > *b;
}


static double
median(double *v)
{
    qsort(v, ROUNDS, sizeof(double), compare);

    return v[ROUNDS / 2];
}


static void
clock_costs(void)
{
    size_t             i, n;
    uint64_t           start;
    volatile uint64_t  sink;

    for (n = 0; n < ROUNDS; n++) {
        start = now_ns();

        for (i = 0; i < 16; i++) {
            sink = cx_bid_ports_null.now_ns(NULL);
        }

        samples[0][n] = (double) (now_ns() - start) / 16;
    }

    (void) sink;
    (void) printf("{\"name\":\"bid_clock\",\"figure\":%.0f,\"unit\":\"ns\"}\n",
                  median(samples[0]));
}


/* one bid; the length of the answer, 0 for none, -1 for a bad request */

static long
bid_once(bench_t *t, cx_str_t body, size_t round, uint32_t *nbids)
{
    size_t                 i;
    cx_buf_t               out;
    uint64_t               start, end;
    cx_error_t             e;
    cx_decision_t         *d;
    cx_openrtb_request_t  *req;

    cx_arena_init(&t->arena, t->mem, ARENA);
    cx_buf_init(&out, t->out, OUT);
    t->b.random = round * 0x9e3779b97f4a7c15ULL;

    start = now_ns();
    t->b.start_ns = start;

    if (cx_bid_decide(&t->b, body.data, body.len, &req, &d, &e) != CX_OK) {
        (void) fprintf(stderr, "bid_stages: %s: %s\n", e.field, e.fault);
        return -1;
    }

    (void) cx_bid_write(&t->b, req, d, &out);
    end = now_ns();

    for (i = 0; i < CX_STAGE_MAX; i++) {
        samples[i][round] = (double) d->stage_ns[i];
    }

    samples[CX_STAGE_MAX][round] = (double) (end - start);
    *nbids = d->nbids;

    return (long) cx_buf_len(&out);
}


static void
tell(const bench_t *t, const char *path, const cx_map_t *map, size_t lines,
    double bids, double answer)
{
    size_t       i;
    const char  *name;

    name = strrchr(path, '/');
    name = name != NULL ? name + 1 : path;

    for (i = 0; i <= CX_STAGE_MAX; i++) {
        (void) printf("{\"name\":\"bid_%.*s_%s\",\"figure\":%.0f,"
                      "\"unit\":\"ns\",\"request_bytes\":%zu,"
                      "\"bids\":%.2f,\"answer_bytes\":%.0f,"
                      "\"backend\":\"%s\"}\n",
                      (int) strcspn(name, "."), name,
                      i < CX_STAGE_MAX ? cx_stage_name((cx_stage_e) i)
                                       : "whole",
                      median(samples[i]), map->size / lines - 1,
                      bids / ROUNDS, answer / ROUNDS, t->provider.name);
    }
}


/* the requests of a file in turn, one a line */

static int
bid_bodies(bench_t *t, const char *path)
{
    long            len;
    size_t          round, lines;
    double          bids, answer;
    cx_map_t        map;
    uint32_t        nbids;
    cx_error_t      e;
    const uint8_t  *p, *end, *last;

    if (cx_map_open(&map, path, &e) != CX_OK || map.size == 0) {
        (void) fprintf(stderr, "bid_stages: %s: %s\n", e.field, e.fault);
        return 1;
    }

    p = map.data;
    last = p + map.size;
    lines = 0;
    bids = 0;
    answer = 0;

    for (round = 0; round < ROUNDS; round++) {
        end = memchr(p, '\n', (size_t) (last - p));
        end = end != NULL ? end : last;
        len = bid_once(t, cx_strn(p, (size_t) (end - p)), round, &nbids);

        if (len < 0) {
            return 1;
        }

        bids += nbids;
        answer += (double) len;
        p = end + 1;

        if (p >= last) {
            p = map.data;
            lines = lines ? lines : round + 1;
        }
    }

    tell(t, path, &map, lines ? lines : ROUNDS, bids, answer);
    cx_map_close(&map);

    return 0;
}


int
main(int argc, char **argv)
{
    int            i;
    bench_t        t;
    cx_error_t     e;
    cx_model_t    *m;
    cx_keyring_t  *keys;

    if (argc < 5) {
        (void) fprintf(stderr,
                       "usage: bid_stages CATALOGUE MODEL KEYS "
                       "BODIES ...\n");
        return 2;
    }

    memset(&t, 0, sizeof(t));
    memset(&e, 0, sizeof(e));

    t.mem = malloc(ARENA);
    t.out = malloc(OUT);
    t.b.catalog = cx_catalog_open(argv[1], NULL, &e);
    m = cx_model_open(argv[2], &e);
    keys = cx_keyring_open(argv[3], &e);

    if (t.mem == NULL || t.out == NULL || t.b.catalog == NULL || m == NULL
        || keys == NULL || cx_provider_cpu(&t.provider, "auto", m, &e) != CX_OK)
    {
        (void) fprintf(stderr, "bid_stages: %s: %s\n", e.field, e.fault);
        return 1;
    }

    t.conf.candidates = CX_BID_SCORE_MAX;
    t.conf.vendor = VENDOR;
    t.conf.notice_url = cx_str("https://bid.example.com");
    t.exchange = cx_exchange_null;
    t.exchange.name = cx_str("default");
    t.conf.exchange = &t.exchange;
    t.conf.keys = keys;
    t.conf.provider = &t.provider;

    t.b.conf = &t.conf;
    t.b.ports = &cx_bid_ports_null;
    t.b.reader = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    t.b.arena = &t.arena;
    t.b.now_s = cx_clock_system.unix_ms(cx_clock_system.data) / 1000;

    clock_costs();

    for (i = 4; i < argc; i++) {
        if (bid_bodies(&t, argv[i]) != 0) {
            return 1;
        }
    }

    return 0;
}
