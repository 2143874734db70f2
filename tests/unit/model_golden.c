
/*
 * Every provider against tests/golden/colanet.txt, which another program
 * wrote, and against each other.
 */

#include <math.h>

#include "core/model/layout.h"
#include "tests/unit/test.h"


#define GOLDEN  "tests/golden/colanet.txt"


typedef struct {
    uint32_t             offers;
    uint32_t             noutputs;
    char                 label[64];
    cx_features_t        user;
    cx_features_t        imp;
    cx_offer_features_t  offer[CX_MODEL_BATCH];
    uint64_t             fires[CX_MODEL_BATCH];
    double               y[CX_MODEL_BATCH][CX_MODEL_OUTPUTS];
} vector_t;

typedef void (*check_t)(const cx_provider_t *p, const vector_t *v);


static void
read_features(cx_features_t *f, char *s)
{
    char  *end;

    f->n = 0;

    for ( /* void */ ; *s == ' '; s = end) {
        f->index[f->n] = (uint8_t) strtoul(s, &end, 10);
        f->value[f->n++] = strtof(end + 1, &end);
    }
}


static void
read_line(vector_t *v, char *s)
{
    char      *end;
    uint32_t   n;

    n = v->offers - 1;

    if (strncmp(s, "user", 4) == 0) {
        read_features(&v->user, s + 4);

    } else if (strncmp(s, "imp", 3) == 0) {
        read_features(&v->imp, s + 3);

    } else if (strncmp(s, "offer", 5) == 0) {
        n = v->offers++;
        v->offer[n].n = 0;
        v->fires[n] = 0;

        for (s += 5; *s == ' '; s = end) {
            v->offer[n].index[v->offer[n].n++] =
                                               (uint8_t) strtoul(s, &end, 10);
        }

    } else if (strncmp(s, "fires", 5) == 0) {
        for (s += 5; *s == ' '; s = end) {
            v->fires[n] |= 1ULL << strtoul(s, &end, 10);
        }

    } else if (strncmp(s, "y", 1) == 0) {
        for (v->noutputs = 0, s++; *s == ' '; s = end) {
            v->y[n][v->noutputs++] = strtod(s, &end);
        }
    }
}


static void
open_model(cx_model_t **m, cx_provider_t *p, const char *backend, char *line)
{
    char        path[128], id[32];
    cx_error_t  e;

    cx_model_close(*m);
    *m = NULL;

    CHECK_INT(sscanf(line, "model %127s %31s", path, id), 2);

    *m = cx_model_open(path, &e);

    if (*m == NULL) {
        (void) printf("    %s: %s %s\n", path, e.field, e.fault);
        CHECK(*m != NULL);
        return;
    }

    if (strtoull(id, NULL, 16) != cx_model_info(*m)->id) {
        (void) printf("    %s is another model than that of the vectors: run "
                      "tests/golden/colanet.py\n", path);
        CHECK(strtoull(id, NULL, 16) == cx_model_info(*m)->id);
    }

    CHECK_INT(cx_provider_cpu(p, backend, *m, NULL), CX_OK);
}


/* calls check for each vector; returns how many there were */

static uint32_t
each_vector(const char *backend, check_t check)
{
    FILE                *f;
    uint32_t             n;
    cx_model_t          *m;
    cx_provider_t        p;
    static char          line[4096];
    static vector_t      v;

    f = fopen(GOLDEN, "r");

    if (f == NULL) {
        (void) printf("    no %s: run from the top folder\n", GOLDEN);
        return 0;
    }

    n = 0;
    m = NULL;
    v.offers = 0;

    while (fgets(line, sizeof(line), f) != NULL) {
        if (strncmp(line, "model", 5) == 0 || strncmp(line, "vector", 6) == 0)
        {
            if (v.offers && m != NULL) {
                check(&p, &v);
                n++;
            }

            v.offers = 0;
        }

        if (strncmp(line, "model", 5) == 0) {
            open_model(&m, &p, backend, line);

        } else if (strncmp(line, "vector", 6) == 0) {
            (void) sscanf(line, "vector %63s", v.label);

        } else {
            read_line(&v, line);
        }
    }

    if (v.offers && m != NULL) {
        check(&p, &v);
        n++;
    }

    cx_model_close(m);
    (void) fclose(f);

    return n;
}


static void
question(cx_model_input_t *in, const vector_t *v)
{
    uint32_t  i;

    memset(in->sums, 0xff, sizeof(in->sums));
    in->have_sums = 0;
    in->user = v->user;
    in->imp = v->imp;
    in->noffers = v->offers;
    in->noutputs = v->noutputs;

    for (i = 0; i < v->offers; i++) {
        in->offer[i] = &v->offer[i];
    }
}


static void
near_golden(const cx_provider_t *p, const vector_t *v)
{
    double            d, limit;
    uint32_t          n, i;
    cx_inference_t    out;
    cx_model_input_t  in;

    limit = strcmp(p->name, "scalar") == 0 ? 1e-5 : 1e-4;
    question(&in, v);
    CHECK_INT(p->predict_batch(p, &in, &out), CX_OK);
    CHECK_INT(out.noffers, v->offers);
    CHECK(out.backend == p->name);

    for (n = 0; n < v->offers; n++) {
        for (i = 0; i < v->noutputs; i++) {
            d = fabs((double) out.y[n][i] - v->y[n][i]);

            if (!(d <= limit)) {
                (void) printf("    %s %s: offer %u, output %u is %.9g, not "
                              "%.9g\n", p->name, v->label, n, i,
                              (double) out.y[n][i], v->y[n][i]);
                CHECK(d <= limit);
                return;
            }
        }
    }
}


static void
every_provider_is_near_the_golden_vectors(void)
{
    uint32_t            n;
    const char *const  *name;

    for (name = cx_provider_cpu_names(); *name; name++) {
        n = each_vector(*name, near_golden);
        (void) printf("    %s: %u vectors\n", *name, n);
        CHECK(n >= 80);
    }
}


static void
same_bits(const cx_provider_t *p, const vector_t *v)
{
    uint32_t          n;
    cx_provider_t     scalar;
    cx_inference_t    want, out;
    cx_model_input_t  in;

    CHECK_INT(cx_provider_cpu(&scalar, "scalar", p->model, NULL), CX_OK);

    question(&in, v);
    CHECK_INT(scalar.predict_batch(&scalar, &in, &want), CX_OK);

    /* alone, and with the sums of the other */

    for (n = 0; n < v->offers; n++) {
        in.have_sums = n & 1;
        in.offer[0] = &v->offer[n];
        in.noffers = 1;
        CHECK_INT(p->predict(p, &in, &out), CX_OK);
        CHECK(memcmp(out.y[0], want.y[n], v->noutputs * sizeof(float)) == 0);
        CHECK(in.have_sums);
    }

    question(&in, v);
    CHECK_INT(p->predict_batch(p, &in, &out), CX_OK);

    for (n = 0; n < v->offers; n++) {
        CHECK(memcmp(out.y[n], want.y[n], v->noutputs * sizeof(float)) == 0);
    }
}


static void
every_provider_gives_the_same_bits(void)
{
    const char *const  *name;

    for (name = cx_provider_cpu_names(); *name; name++) {
        CHECK(each_vector(*name, same_bits) >= 80);
    }
}


/*
 * The neurons themselves: a model whose output i is whether neuron i fires.
 */

static void
neurons_fire(const cx_provider_t *p, const vector_t *v)
{
    size_t                i;
    uint32_t              n;
    cx_model_t           *m;
    cx_provider_t         shown;
    cx_inference_t        out;
    cx_model_input_t      in;
    static cx_weights_t   w;

    w = *cx_model_weights(p->model);
    memset(w.w2, 0, sizeof(w.w2));
    memset(w.b2, 0, sizeof(w.b2));

    for (i = 0; i < CX_MODEL_OUTPUTS; i++) {
        w.w2[i][i] = 1.0f;
    }

    m = cx_model_create(&w, cx_model_info(p->model), NULL);
    CHECK(m != NULL);
    CHECK_INT(cx_provider_cpu(&shown, p->name, m, NULL), CX_OK);

    question(&in, v);
    in.noutputs = CX_MODEL_OUTPUTS;
    CHECK_INT(shown.predict_batch(&shown, &in, &out), CX_OK);

    for (n = 0; n < v->offers; n++) {
        for (i = 0; i < CX_MODEL_HIDDEN; i++) {
            if (out.y[n][i] != (float) (v->fires[n] >> i & 1)) {
                (void) printf("    %s %s: neuron %zu\n", p->name, v->label, i);
                CHECK(out.y[n][i] == (float) (v->fires[n] >> i & 1));
            }
        }
    }

    cx_model_close(m);
}


static void
neurons_fire_above_the_threshold_only(void)
{
    const char *const  *name;

    for (name = cx_provider_cpu_names(); *name; name++) {
        CHECK(each_vector(*name, neurons_fire) >= 80);
    }
}


static const cx_test_t  tests[] = {
    TEST(every_provider_is_near_the_golden_vectors),
    TEST(every_provider_gives_the_same_bits),
    TEST(neurons_fire_above_the_threshold_only)
};

TEST_MAIN(tests)
