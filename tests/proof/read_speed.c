
/*
 * How long reading takes: bodies of three kinds, all of a file in turn, by
 * every kernel that there is, against yyjson with the lookups of a bidder's
 * fields.  A JSON line for each.
 *
 *     read_speed BODIES
 */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yyjson.h>

#include "core/openrtb/openrtb.h"


#define ROUNDS  41
#define BODIES  4096
#define ARENA   (1024 * 1024)
#define GOT     256

/* of yyjson's time: what it may take at most, with AVX-512 and without */

#define GOAL_WIDE  0.35
#define GOAL       0.6


typedef struct want_s  want_t;

struct want_s {
    const char    *name;
    size_t         len;
    const want_t  *of;
};

typedef union {
    cx_str_t                 text;
    int64_t                  micros;
} got_t;

typedef struct {
    const cx_ortb_reader_t  *reader;
    cx_str_t                 body[BODIES];
    size_t                   nbodies;
    cx_arena_t               arena;
    uint8_t                 *mem;
    uint8_t                 *pool;
    got_t                    got[GOT];
    size_t                   ngot;
} run_t;

typedef int (*read_pt)(run_t *r, cx_str_t body);


static void take(run_t *r, const want_t *of, yyjson_val *v);


/* of this thread: what others do on the machine does not count */

static uint64_t
now_ns(void)
{
    struct timespec  ts;

    (void) clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);

    return (uint64_t) ts.tv_sec * 1000000000 + (uint64_t) ts.tv_nsec;
}


static int
compare(const void *one, const void *two)
{
    const double  *a = one, *b = two;

    return *a < *b ? -1 : *a > *b;
}


/*
 * The fields that bidders read, looked up by name, as programs with a
 * document do.  Our reader takes all that the specification has.
 */

#define WANT(name)            { name, sizeof(name) - 1, NULL }
#define WANT_OF(name, table)  { name, sizeof(name) - 1, table }
#define WANT_END              { NULL, 0, NULL }

static const want_t  want_format[] = { WANT("w"), WANT("h"), WANT_END };

static const want_t  want_banner[] = {
    WANT("w"), WANT("h"), WANT_OF("format", want_format), WANT("battr"),
    WANT("btype"), WANT("pos"), WANT("api"), WANT_END
};

static const want_t  want_video[] = {
    WANT("mimes"), WANT("minduration"), WANT("maxduration"), WANT("w"),
    WANT("h"), WANT("protocols"), WANT("plcmt"), WANT("startdelay"),
    WANT("linearity"), WANT("skip"), WANT("battr"), WANT("api"), WANT_END
};

static const want_t  want_deal[] = {
    WANT("id"), WANT("bidfloor"), WANT("bidfloorcur"), WANT("at"),
    WANT("wseat"), WANT_END
};

static const want_t  want_pmp[] = {
    WANT("private_auction"), WANT_OF("deals", want_deal), WANT_END
};

static const want_t  want_imp[] = {
    WANT("id"), WANT_OF("banner", want_banner), WANT_OF("video", want_video),
    WANT("native"), WANT_OF("pmp", want_pmp), WANT("instl"), WANT("tagid"),
    WANT("bidfloor"), WANT("bidfloorcur"), WANT("secure"), WANT("exp"),
    WANT_END
};

static const want_t  want_id[] = { WANT("id"), WANT_END };

static const want_t  want_place[] = {
    WANT("id"), WANT("domain"), WANT("bundle"), WANT("cat"),
    WANT_OF("publisher", want_id), WANT_END
};

static const want_t  want_geo[] = {
    WANT("country"), WANT("region"), WANT("city"), WANT("zip"), WANT("lat"),
    WANT("lon"), WANT_END
};

static const want_t  want_device[] = {
    WANT("ua"), WANT("ip"), WANT("devicetype"), WANT("make"), WANT("model"),
    WANT("os"), WANT("osv"), WANT("language"), WANT("carrier"),
    WANT("connectiontype"), WANT("ifa"), WANT("lmt"), WANT("dnt"),
    WANT_OF("geo", want_geo), WANT_END
};

static const want_t  want_eid[] = {
    WANT("source"), WANT_OF("uids", want_id), WANT_END
};

static const want_t  want_user[] = {
    WANT("id"), WANT("buyeruid"), WANT("consent"), WANT_OF("eids", want_eid),
    WANT_END
};

static const want_t  want_regs[] = {
    WANT("coppa"), WANT("gdpr"), WANT("us_privacy"), WANT("gpp"),
    WANT("gpp_sid"), WANT_END
};

static const want_t  want_request[] = {
    WANT("id"), WANT("at"), WANT("test"), WANT("tmax"), WANT("cur"),
    WANT_OF("imp", want_imp), WANT_OF("site", want_place),
    WANT_OF("app", want_place), WANT_OF("device", want_device),
    WANT_OF("user", want_user), WANT_OF("regs", want_regs), WANT("bcat"),
    WANT("badv"), WANT("bapp"), WANT("wseat"), WANT_END
};


static void
extract(run_t *r, const want_t *want, yyjson_val *from)
{
    size_t       i, n;
    yyjson_val  *v, *item;

    for (/* void */; want->name; want++) {
        v = yyjson_obj_getn(from, want->name, want->len);

        if (yyjson_is_arr(v)) {
            yyjson_arr_foreach(v, i, n, item) {
                take(r, want->of, item);
            }

        } else if (v != NULL) {
            take(r, want->of, v);
        }
    }
}


static void
take(run_t *r, const want_t *of, yyjson_val *v)
{
    got_t  *got;

    if (of != NULL) {
        extract(r, of, v);
        return;
    }

    got = &r->got[r->ngot++ % GOT];

    if (yyjson_is_str(v)) {
        got->text = cx_strn(yyjson_get_str(v), yyjson_get_len(v));

    } else {
        got->micros = (int64_t) (yyjson_get_num(v) * 1e6);
    }
}


static int
read_yyjson(run_t *r, cx_str_t body)
{
    yyjson_alc   alc;
    yyjson_doc  *doc;

    (void) yyjson_alc_pool_init(&alc, r->pool, ARENA);
    memcpy(r->mem, body.data, body.len);
    memset(r->mem + body.len, 0, YYJSON_PADDING_SIZE);

    doc = yyjson_read_opts((char *) r->mem, body.len, YYJSON_READ_INSITU,
                           &alc, NULL);

    if (doc == NULL) {
        return 0;
    }

    r->ngot = 0;
    extract(r, want_request, yyjson_doc_get_root(doc));
    yyjson_doc_free(doc);

    return r->ngot > 0;
}


static int
read_ours(run_t *r, cx_str_t body)
{
    cx_error_t             e;
    cx_openrtb_request_t  *req;

    cx_arena_init(&r->arena, r->mem, ARENA);

    return cx_openrtb_read(r->reader, body.data, body.len, &r->arena, &req,
                           &e) == CX_OK;
}


/* nanoseconds a body, or -1 */

static double
pass(run_t *r, read_pt reads)
{
    size_t    i;
    uint64_t  start;

    start = now_ns();

    for (i = 0; i < r->nbodies; i++) {
        if (!reads(r, r->body[i])) {
            (void) fprintf(stderr, "read_speed: body %zu is not read\n", i);
            return -1;
        }
    }

    return (double) (now_ns() - start) / (double) r->nbodies;
}


/* the two take turns, so that a machine that slows down slows both */

static int
measure(run_t *r, const char *kind)
{
    size_t       i;
    double       ratio, goal;
    const char  *kernel;

    static double  ours[ROUNDS], theirs[ROUNDS];

    for (i = 0; i < ROUNDS; i++) {
        ours[i] = pass(r, read_ours);
        theirs[i] = pass(r, read_yyjson);

        if (ours[i] < 0 || theirs[i] < 0) {
            return 0;
        }
    }

    qsort(ours, ROUNDS, sizeof(double), compare);
    qsort(theirs, ROUNDS, sizeof(double), compare);

    kernel = cx_ortb_reader_kernel(r->reader);
    goal = strcmp(kernel, "avx512") == 0 ? GOAL_WIDE : GOAL;
    ratio = ours[ROUNDS / 2] / theirs[ROUNDS / 2];

    (void) printf("{\"name\":\"read_%s_%s\",\"figure\":%.3f,"
                  "\"unit\":\"of yyjson and lookups\","
                  "\"goal\":\"<= %g\",\"ns\":%.0f,\"yyjson_ns\":%.0f}\n",
                  kind, kernel, ratio, goal, ours[ROUNDS / 2],
                  theirs[ROUNDS / 2]);

    return 1;
}


static void
split(run_t *r, const cx_map_t *map)
{
    const uint8_t  *p, *end, *line;

    p = map->data;
    end = p + map->size;
    r->nbodies = 0;

    while (p < end && r->nbodies < BODIES) {
        line = memchr(p, '\n', (size_t) (end - p));
        line = line != NULL ? line : end;

        r->body[r->nbodies++] = cx_strn(p, (size_t) (line - p));
        p = line + 1;
    }
}


static int
file(run_t *r, const char *path)
{
    char                kind[64];
    int                 k;
    cx_map_t            map;
    cx_error_t          e;
    const char         *name;
    cx_ortb_reader_t   *reader;

    if (cx_map_open(&map, path, &e) != CX_OK) {
        (void) fprintf(stderr, "read_speed: %s: %s\n", path, e.fault);
        return 0;
    }

    split(r, &map);

    name = strrchr(path, '/');
    name = name != NULL ? name + 1 : path;
    (void) snprintf(kind, sizeof(kind), "%.*s", (int) strcspn(name, "."),
                    name);

    for (k = CX_ORTB_KERNEL_PORTABLE; k <= CX_ORTB_KERNEL_AVX512; k++) {
        reader = cx_ortb_reader_create((cx_ortb_kernel_e) k);

        if (reader == NULL) {
            continue;
        }

        r->reader = reader;

        if (!measure(r, kind)) {
            return 0;
        }

        cx_ortb_reader_destroy(reader);
    }

    cx_map_close(&map);

    return 1;
}


int
main(int argc, char **argv)
{
    int  i;

    static run_t  r;

    if (argc < 2) {
        (void) fprintf(stderr, "usage: read_speed BODIES ...\n");
        return 2;
    }

    r.mem = malloc(ARENA);
    r.pool = malloc(ARENA);

    if (r.mem == NULL || r.pool == NULL) {
        return 1;
    }

    for (i = 1; i < argc; i++) {
        if (!file(&r, argv[i])) {
            return 1;
        }
    }

    return 0;
}
