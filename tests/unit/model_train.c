
/*
 * What the bundled model knows: by how much it beats a constant on samples
 * that it has not seen, and that training is the same each time.
 */

#include <math.h>

#include "core/model/layout.h"
#include "core/model/train.h"
#include "tests/unit/test.h"


#define BUNDLED   "conf/model/colanet.cxm"
#define HELD_OUT  0x8000000000001234ULL

#define SAMPLES   150000

/* of the log loss of a constant, a tenth at least must be gone */

#define GAIN      0.10
#define AUC       0.70


static cx_model_t *
train(uint64_t seed, uint32_t samples)
{
    uint32_t           i;
    cx_sample_t        s;
    cx_model_t        *m;
    cx_sampler_t       g;
    cx_trainer_t      *t;
    cx_model_info_t    info;
    cx_trainer_conf_t  conf;

    memset(&info, 0, sizeof(info));
    (void) strcpy(info.name, "test");
    conf.seed = seed;
    conf.rate = 0;

    t = cx_trainer_create(&conf, NULL);
    CHECK(t != NULL);
    cx_sampler_init(&g, seed);

    for (i = 0; i < samples; i++) {
        cx_sampler_next(&g, &s, i & 1);
        cx_trainer_step(t, &s);
    }

    m = cx_trainer_model(t, &info, NULL);
    CHECK(m != NULL);
    cx_trainer_destroy(t);

    return m;
}


static void
a_bundled_model_beats_a_constant(void)
{
    uint32_t                i;
    cx_error_t              e;
    cx_model_t             *m;
    cx_provider_t           p;
    cx_evaluation_t         ev;
    const cx_head_score_t  *h;

    static const char *const  names[] = { "click", "conversion",
                                          "completion" };

    m = cx_model_open(BUNDLED, &e);
    CHECK(m != NULL);
    CHECK_INT(cx_provider_cpu(&p, "auto", m, &e), CX_OK);
    CHECK_INT(cx_model_evaluate(&p, HELD_OUT, SAMPLES, &ev, &e), CX_OK);

    for (i = 0; i < CX_LABEL_MAX; i++) {
        h = &ev.head[i];

        (void) printf("    %s: log loss %.4f, of a constant %.4f, gain "
                      "%.1f%%, AUC %.3f, predicted/observed %.3f\n", names[i],
                      h->log_loss, h->prior_log_loss, h->gain * 100, h->auc,
                      h->calibration);

        CHECK(h->n > SAMPLES / 5);
        CHECK(h->positives > 1000);
        CHECK(h->gain >= GAIN);
        CHECK(h->auc >= AUC);
        CHECK(fabs(h->calibration - 1) < 0.1);
        CHECK(h->log_loss > h->truth_log_loss);
    }

    (void) printf("    variant: %.1f%% picked, %.1f%% by chance\n",
                  ev.variant_hits * 100, ev.variant_chance * 100);
    CHECK(ev.variant_hits >= 2 * ev.variant_chance);

    cx_model_close(m);
}


static void
training_is_deterministic(void)
{
    cx_model_t  *a, *b, *c;

    a = train(1, 20000);
    b = train(1, 20000);
    c = train(2, 20000);

    CHECK(cx_model_info(a)->id == cx_model_info(b)->id);
    CHECK(memcmp(cx_model_weights(a), cx_model_weights(b),
                 sizeof(cx_weights_t)) == 0);
    CHECK(cx_model_info(a)->id != cx_model_info(c)->id);

    cx_model_close(a);
    cx_model_close(b);
    cx_model_close(c);
}


/* the measure itself: what has learned nothing gains nothing */

static void
an_untrained_model_does_not(void)
{
    cx_model_t       *m;
    cx_provider_t     p;
    cx_evaluation_t   ev;

    m = train(1, 0);
    CHECK_INT(cx_provider_cpu(&p, "auto", m, NULL), CX_OK);
    CHECK_INT(cx_model_evaluate(&p, HELD_OUT, 20000, &ev, NULL), CX_OK);
    CHECK(ev.head[CX_LABEL_CLICK].gain < 0);
    CHECK(fabs(ev.head[CX_LABEL_CLICK].auc - 0.5) < 0.1);
    cx_model_close(m);

    m = train(1, 60000);
    CHECK_INT(cx_provider_cpu(&p, "auto", m, NULL), CX_OK);
    CHECK_INT(cx_model_evaluate(&p, HELD_OUT, 20000, &ev, NULL), CX_OK);
    CHECK(ev.head[CX_LABEL_COMPLETION].gain > 0);
    CHECK_INT(cx_model_evaluate(&p, HELD_OUT, 0, &ev, NULL), CX_ERROR);
    cx_model_close(m);
}


/* the first layer learns too, through thresholds that have no slope */

static void
both_layers_learn(void)
{
    size_t               j, k, moved, heads;
    cx_model_t          *before, *after;
    const cx_weights_t  *b, *a;

    before = train(1, 0);
    after = train(1, 500);
    b = cx_model_weights(before);
    a = cx_model_weights(after);
    moved = 0;
    heads = 0;

    for (j = 0; j < CX_MODEL_HIDDEN; j++) {
        for (k = 0; k < CX_MODEL_INPUTS; k++) {
            moved += a->w1[j][k] != b->w1[j][k];
        }

        CHECK(a->b1[j] != b->b1[j]);
        heads += a->w2[CX_HEAD_CLICK][j] != b->w2[CX_HEAD_CLICK][j]
                 && a->w2[CX_HEAD_VARIANT][j] != b->w2[CX_HEAD_VARIANT][j];
    }

    CHECK(moved > CX_MODEL_HIDDEN * 100);
    CHECK(heads > CX_MODEL_HIDDEN / 2);
    CHECK(a->b2[CX_HEAD_CONVERSION] != b->b2[CX_HEAD_CONVERSION]);

    cx_model_close(before);
    cx_model_close(after);
}


/* outputs that have no head yet say nothing */

static void
outputs_without_a_head_are_zero(void)
{
    uint32_t           i, n;
    cx_model_t        *m;
    cx_sample_t        s;
    cx_sampler_t       g;
    cx_provider_t      p;
    cx_inference_t     out;
    cx_model_input_t   in;

    m = train(3, 5000);
    CHECK_INT(cx_provider_cpu(&p, "auto", m, NULL), CX_OK);
    cx_sampler_init(&g, 4);

    for (n = 0; n < 100; n++) {
        cx_sampler_next(&g, &s, 0);
        in.have_sums = 0;
        in.user = s.user;
        in.imp = s.imp;
        in.offer[0] = &s.offer;
        in.noffers = 1;
        in.noutputs = CX_MODEL_OUTPUTS;
        CHECK_INT(p.predict(&p, &in, &out), CX_OK);

        for (i = 0; i < CX_MODEL_OUTPUTS; i++) {
            CHECK(isfinite(out.y[0][i]));
            CHECK(i < CX_MODEL_HEADS || out.y[0][i] == 0);
        }
    }

    cx_model_close(m);
}


static void
samples_have_the_labels_that_they_may_have(void)
{
    uint32_t      i, clicks;
    cx_sample_t   s;
    cx_sampler_t  g;

    clicks = 0;
    cx_sampler_init(&g, 5);

    for (i = 0; i < 20000; i++) {
        cx_sampler_next(&g, &s, 0);
        clicks += s.label[CX_LABEL_CLICK] == 1;
        CHECK((s.label[CX_LABEL_CLICK] == 1)
              == (s.label[CX_LABEL_CONVERSION] != CX_NO_LABEL));
        CHECK(s.variant >= 0 && (uint32_t) s.variant < s.nvariants);
        CHECK(s.nvariants <= CX_MODEL_VARIANTS);
    }

    CHECK(clicks > 100 && clicks < 1000);

    cx_sampler_next(&g, &s, 1);
    CHECK_INT(s.label[CX_LABEL_CLICK], 1);
    CHECK(s.label[CX_LABEL_CONVERSION] != CX_NO_LABEL);
}


static const cx_test_t  tests[] = {
    TEST(a_bundled_model_beats_a_constant),
    TEST(an_untrained_model_does_not),
    TEST(training_is_deterministic),
    TEST(both_layers_learn),
    TEST(outputs_without_a_head_are_zero),
    TEST(samples_have_the_labels_that_they_may_have)
};

TEST_MAIN(tests)
