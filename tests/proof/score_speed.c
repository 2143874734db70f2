
/*
 * How long scoring takes: one impression with 16 banners of its size, of a
 * customer with 24 active inputs, by every provider, against a dense pass of
 * AVX-512 over the same model.
 *
 *     score_speed MODEL
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/model/features.h"
#include "core/model/layout.h"


#define IMPS    16              /* questions asked in turn */
#define EACH    3000            /* offers of each of three sizes */
#define ROUNDS  2001

/* of the dense pass; what a provider may take at most */

#define GOAL    0.06


typedef struct {
    const cx_provider_t  *provider;
    const cx_model_t     *model;
    cx_model_input_t     *in;
    cx_inference_t       *out;
} run_t;

typedef void (*run_pt)(const run_t *r, size_t i);


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
median_ns(run_pt run, const run_t *r)
{
    double    ns[ROUNDS];
    size_t    i, n;
    uint64_t  start;

    for (n = 0; n < ROUNDS; n++) {
        start = now_ns();

        for (i = 0; i < IMPS; i++) {
            run(r, i);
        }

        ns[n] = (double) (now_ns() - start) / IMPS;
    }

    qsort(ns, ROUNDS, sizeof(double), compare);

    return ns[ROUNDS / 2];
}


static void
run_provider(const run_t *r, size_t i)
{
    r->in[i].have_sums = 0;

    if (r->provider->predict_batch(r->provider, &r->in[i], r->out) != CX_OK) {
        abort();
    }
}


#if defined(__x86_64__)

#include <immintrin.h>

#define AVX512  __attribute__((target("avx512f")))


/*
 * 16 rows times a matrix of 64 columns: blocks of 8 rows and 32 columns stay
 * in 16 registers.
 */

static inline AVX512 void
dense_layer(const float (*columns)[CX_MODEL_HIDDEN], size_t n,
    const float *first, const float *x, size_t stride, float *y)
{
    size_t  i, k, row, half;
    __m512  a[8][2], v, w0, w1;

    for (half = 0; half < 64; half += 32) {
        for (row = 0; row < CX_MODEL_BATCH; row += 8) {
            for (i = 0; i < 8; i++) {
                a[i][0] = _mm512_load_ps(first + half);
                a[i][1] = _mm512_load_ps(first + half + 16);
            }

            for (k = 0; k < n; k++) {
                w0 = _mm512_load_ps(columns[k] + half);
                w1 = _mm512_load_ps(columns[k] + half + 16);

#pragma GCC unroll 8
                for (i = 0; i < 8; i++) {
                    v = _mm512_set1_ps(x[(row + i) * stride + k]);
                    a[i][0] = _mm512_fmadd_ps(w0, v, a[i][0]);
                    a[i][1] = _mm512_fmadd_ps(w1, v, a[i][1]);
                }
            }

            for (i = 0; i < 8; i++) {
                _mm512_store_ps(y + (row + i) * 64 + half, a[i][0]);
                _mm512_store_ps(y + (row + i) * 64 + half + 16, a[i][1]);
            }
        }
    }
}


static float  dense_x[IMPS][CX_MODEL_BATCH][CX_MODEL_INPUTS]
                  __attribute__((aligned(64)));
static float  dense_w2[CX_MODEL_HIDDEN][CX_MODEL_OUTPUTS]
                  __attribute__((aligned(64)));


static AVX512 void
run_dense(const run_t *r, size_t i)
{
    size_t  row, j;
    float   s[CX_MODEL_BATCH][64] __attribute__((aligned(64)));
    __m512  one;

    one = _mm512_set1_ps(1.0f);

    dense_layer(r->model->column, CX_MODEL_INPUTS, r->model->b1,
                dense_x[i][0], CX_MODEL_INPUTS, s[0]);

    for (row = 0; row < CX_MODEL_BATCH; row++) {
        for (j = 0; j < 64; j += 16) {
            _mm512_store_ps(&s[row][j], _mm512_maskz_mov_ps(
                _mm512_cmp_ps_mask(_mm512_load_ps(&s[row][j]),
                                   _mm512_load_ps(r->model->threshold + j),
                                   _CMP_GT_OQ), one));
        }
    }

    dense_layer((const float (*)[CX_MODEL_HIDDEN]) dense_w2, CX_MODEL_HIDDEN,
                r->model->b2, s[0], 64, r->out->y[0]);
}


static double
dense_ns(const run_t *r)
{
    size_t           i, j, n;
    double           far;
    cx_inference_t   out;

    if (!__builtin_cpu_supports("avx512f")) {
        return 0;
    }

    for (i = 0; i < CX_MODEL_OUTPUTS; i++) {
        for (j = 0; j < CX_MODEL_HIDDEN; j++) {
            dense_w2[j][i] = r->model->weights.w2[i][j];
        }
    }

    far = 0;

    for (i = 0; i < IMPS; i++) {
        for (n = 0; n < CX_MODEL_BATCH; n++) {
            cx_features_dense(dense_x[i][n], &r->in[i].user, &r->in[i].imp,
                              r->in[i].offer[n]);
        }

        run_provider(r, i);
        out = *r->out;
        run_dense(r, i);

        for (n = 0; n < CX_MODEL_BATCH; n++) {
            for (j = 0; j < CX_MODEL_OUTPUTS; j++) {
                far = fmax(far, fabs((double) (out.y[n][j]
                                               - r->out->y[n][j])));
            }
        }
    }

    if (far > 1e-4) {
        (void) fprintf(stderr, "score_speed: the dense pass is %g off\n", far);
        exit(1);
    }

    return median_ns(run_dense, r);
}

#else

static double
dense_ns(const run_t *r)
{
    (void) r;

    return 0;
}

#endif


static void
questions(cx_model_input_t *in, cx_offer_features_t *offer)
{
    char      id[24], cat[24];
    size_t    i, k;
    cx_str_t  name;
    uint32_t  index, n;
    uint64_t  seen[3];

    static const int32_t  size[][2] = { { 300, 250 }, { 728, 90 },
                                        { 320, 50 } };

    srandom(1);

    for (i = 0; i < 3 * EACH; i++) {
        k = (size_t) snprintf(id, sizeof(id), "%zu", i);
        name = cx_strn(id, k);
        k = (size_t) snprintf(cat, sizeof(cat), "IAB%ld", 1 + random() % 26);
        cx_features_offer(&offer[i], name, name, name, cx_strn(cat, k),
                          CX_MEDIA_BANNER, size[i / EACH][0], size[i / EACH][1]);
    }

    for (i = 0; i < IMPS; i++) {
        memset(&in[i], 0, sizeof(cx_model_input_t));
        memset(seen, 0, sizeof(seen));

        for (n = 0; n < 24; /* void */ ) {
            index = (uint32_t) random() % 168;

            if (!(seen[index / 64] >> index % 64 & 1)) {
                seen[index / 64] |= 1ULL << index % 64;
                in[i].user.index[n] = (uint8_t) index;
                in[i].user.value[n++] = index < 32 ? 0.5f : 1.0f;
            }
        }

        in[i].user.n = n;
        in[i].imp.n = 3;

        for (k = 0; k < 3; k++) {
            in[i].imp.index[k] = (uint8_t) (168 + k * 8);
            in[i].imp.value[k] = 1.0f;
        }

        in[i].noffers = CX_MODEL_BATCH;
        in[i].noutputs = CX_MODEL_OUTPUTS;

        for (k = 0; k < CX_MODEL_BATCH; k++) {
            in[i].offer[k] = &offer[i % 3 * EACH + (size_t) random() % EACH];
        }
    }
}


static void
measure(run_t *r, double dense, uint32_t noutputs)
{
    double  ns;
    size_t  i;

    for (i = 0; i < IMPS; i++) {
        r->in[i].noutputs = noutputs;
    }

    ns = median_ns(run_provider, r);

    (void) printf("{\"name\":\"score_%s_%u\",\"figure\":%.4f,"
                  "\"unit\":\"of a dense AVX-512 pass\"", r->provider->name,
                  noutputs, dense > 0 ? ns / dense : 0);

    if (dense > 0 && noutputs == CX_MODEL_HEADS
        && strcmp(r->provider->name, "avx512") == 0)
    {
        (void) printf(",\"goal\":\"<= %.2f\"", GOAL);
    }

    (void) printf(",\"ns\":%.0f,\"dense_ns\":%.0f,\"offers\":%d,"
                  "\"outputs\":%u}\n", ns, dense, CX_MODEL_BATCH, noutputs);
}


int
main(int argc, char **argv)
{
    double                dense;
    run_t                 r;
    cx_error_t            e;
    cx_model_t           *m;
    cx_provider_t         p;
    const char *const    *name;

    static cx_inference_t        out;
    static cx_model_input_t      in[IMPS];
    static cx_offer_features_t   offer[3 * EACH];

    if (argc != 2) {
        (void) fprintf(stderr, "usage: score_speed MODEL\n");
        return 2;
    }

    m = cx_model_open(argv[1], &e);

    if (m == NULL || cx_provider_cpu(&p, "auto", m, &e) != CX_OK) {
        (void) fprintf(stderr, "score_speed: %s: %s\n", e.field, e.fault);
        return 1;
    }

    questions(in, offer);

    r.provider = &p;
    r.model = m;
    r.in = in;
    r.out = &out;

    dense = dense_ns(&r);

    for (name = cx_provider_cpu_names(); *name; name++) {
        (void) cx_provider_cpu(&p, *name, m, NULL);
        measure(&r, dense, CX_MODEL_CHANCES);
        measure(&r, dense, CX_MODEL_HEADS);
        measure(&r, dense, CX_MODEL_OUTPUTS);
    }

    cx_model_close(m);

    return 0;
}
