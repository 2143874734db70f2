#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/model/train.h"
#include "workers/campaignctl/campaignctl.h"


/* held-out data: no training run draws from a seed with these bits */

#define CX_HELD_OUT  0x8000000000000000ULL

static const char  cx_ctl_model_help[] =
    "usage: campaignctl model train [OPTION ...] FILE\n"
    "       campaignctl model check [--samples=N] [--backend=NAME] FILE\n"
    "       campaignctl model info FILE\n"
    "\n"
    "train makes a model from generated samples; the same options make the\n"
    "same file:\n"
    "  --samples=N      how many to learn from (6000000)\n"
    "  --seed=N         of samples and first weights (1)\n"
    "  --name=NAME      (colanet)\n"
    "  --version=N      (1)\n"
    "  --time=TIME      when it was trained, as 2026-05-01T10:00:00Z (now)\n"
    "  --rate=X         of learning (0.2)\n"
    "\n"
    "check loads a model, says how much it knows about samples that no model\n"
    "has learned from, and fails if that is less than a constant; info prints\n"
    "its header.\n";


enum {
    CX_CTL_SAMPLES = 1,
    CX_CTL_SEED,
    CX_CTL_NAME,
    CX_CTL_VERSION,
    CX_CTL_TIME,
    CX_CTL_RATE,
    CX_CTL_BACKEND
};

typedef struct {
    uint32_t            samples;
    uint64_t            seed;
    const char         *backend;
    cx_model_info_t     info;
    cx_trainer_conf_t   trainer;
} cx_ctl_model_t;


static int
cx_ctl_model_usage(FILE *out)
{
    (void) fputs(cx_ctl_model_help, out);

    return out == stdout ? 0 : 2;
}


static int
cx_ctl_model_number(const char *option, const char *s, uint64_t max,
    uint64_t *v)
{
    char  *end;

    errno = 0;
    *v = strtoull(s, &end, 10);

    if (*s < '0' || *s > '9' || *end || errno || *v > max) {
        (void) fprintf(stderr, "campaignctl: --%s takes a number from 0 to "
                       "%llu, not \"%s\"\n", option,
                       (unsigned long long) max, s);
        return 0;
    }

    return 1;
}


static int
cx_ctl_model_bad(const char *option, const char *allowed, const char *s)
{
    (void) fprintf(stderr, "campaignctl: --%s takes %s, not \"%s\"\n", option,
                   allowed, s);

    return 0;
}


/* 1, or 0 after saying what was wrong */

static int
cx_ctl_model_set(cx_ctl_model_t *c, int which, const char *option,
    const char *s)
{
    uint64_t  v;

    switch (which) {

    case CX_CTL_SAMPLES:
        if (!cx_ctl_model_number(option, s, 1000000000, &v)) {
            return 0;
        }

        c->samples = (uint32_t) v;
        return 1;

    case CX_CTL_SEED:
        return cx_ctl_model_number(option, s, CX_HELD_OUT - 1, &c->seed);

    case CX_CTL_VERSION:
        if (!cx_ctl_model_number(option, s, UINT32_MAX, &v)) {
            return 0;
        }

        c->info.version = (uint32_t) v;
        return 1;

    case CX_CTL_NAME:
        if (strlen(s) >= sizeof(c->info.name)) {
            return cx_ctl_model_bad(option, "at most 31 letters", s);
        }

        memset(c->info.name, 0, sizeof(c->info.name));
        memcpy(c->info.name, s, strlen(s));
        return 1;

    case CX_CTL_TIME:
        return cx_time_parse(cx_strn(s, strlen(s)), &c->info.trained_at)
               == CX_OK
               || cx_ctl_model_bad(option, "a time as 2026-05-01T10:00:00Z",
                                   s);

    case CX_CTL_BACKEND:
        c->backend = s;
        return 1;

    default:
        c->trainer.rate = strtof(s, NULL);

        return (c->trainer.rate > 0 && c->trainer.rate <= 1)
               || cx_ctl_model_bad(option, "a number above 0 and up to 1", s);
    }
}


/* returns the place of the file's name, or 0 after saying what was wrong */

static int
cx_ctl_model_options(cx_ctl_model_t *c, int argc, char *const *argv)
{
    int  n, i;

    static const struct option  options[] = {
        { "samples", required_argument, NULL, CX_CTL_SAMPLES },
        { "seed", required_argument, NULL, CX_CTL_SEED },
        { "name", required_argument, NULL, CX_CTL_NAME },
        { "version", required_argument, NULL, CX_CTL_VERSION },
        { "time", required_argument, NULL, CX_CTL_TIME },
        { "rate", required_argument, NULL, CX_CTL_RATE },
        { "backend", required_argument, NULL, CX_CTL_BACKEND },
        { NULL, 0, NULL, 0 }
    };

    optind = 1;

    while ((n = cx_ctl_option(argc, argv, options, &i)) != -1) {
        if (n == '?' || !cx_ctl_model_set(c, n, options[i].name, optarg)) {
            return 0;
        }
    }

    if (argc - optind != 1) {
        (void) cx_ctl_model_usage(stderr);
        return 0;
    }

    return optind;
}


static void
cx_ctl_model_print(const cx_model_t *m)
{
    char                    when[32];
    time_t                  t;
    struct tm               tm;
    const cx_model_info_t  *info;

    info = cx_model_info(m);
    t = (time_t) info->trained_at;

    if (gmtime_r(&t, &tm) == NULL
        || strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
    {
        (void) snprintf(when, sizeof(when), "%lld",
                        (long long) info->trained_at);
    }

    (void) printf("name        %s\n"
                  "version     %u\n"
                  "id          %016llx\n"
                  "trained at  %s\n"
                  "layout      %d\n"
                  "shape       %d inputs, %d hidden, %d outputs\n",
                  info->name, info->version, (unsigned long long) info->id,
                  when, CX_FEATURE_LAYOUT, CX_MODEL_INPUTS, CX_MODEL_HIDDEN,
                  CX_MODEL_OUTPUTS);
}


static int
cx_ctl_model_judge(const cx_model_t *m, const cx_ctl_model_t *c,
    const char *path)
{
    int                     rc;
    uint32_t                i;
    cx_error_t              e;
    cx_provider_t           p;
    cx_evaluation_t         ev;
    const cx_head_score_t  *h;

    static const char *const  names[] = { "click", "conversion",
                                          "completion" };

    if (cx_provider_cpu(&p, c->backend, m, &e) != CX_OK
        || cx_model_evaluate(&p, c->seed | CX_HELD_OUT, c->samples, &ev, &e)
           != CX_OK)
    {
        return cx_ctl_failed(path, &e);
    }

    rc = 0;

    for (i = 0; i < CX_LABEL_MAX; i++) {
        h = &ev.head[i];

        (void) printf("%-11s log loss %.5f, constant %.5f, attainable %.5f: "
                      "gain %.1f%%; AUC %.3f; predicted/observed %.3f\n",
                      names[i], h->log_loss, h->prior_log_loss,
                      h->truth_log_loss, h->gain * 100, h->auc,
                      h->calibration);

        if (h->gain <= 0) {
            rc = 1;
        }
    }

    (void) printf("%-11s preferred one picked %.1f%%, by chance %.1f%%\n",
                  "variant", ev.variant_hits * 100, ev.variant_chance * 100);

    if (rc) {
        (void) fprintf(stderr, "campaignctl: %s: knows less than a constant\n",
                       path);
    }

    return rc;
}


/* conversions need a click: of four samples one is a clicked one */

static void
cx_ctl_model_learn(cx_trainer_t *t, const cx_ctl_model_t *c)
{
    uint32_t      i;
    cx_sample_t   s;
    cx_sampler_t  impressions, clicks;

    cx_sampler_init(&impressions, c->seed * 2);
    cx_sampler_init(&clicks, c->seed * 2 + 1);

    for (i = 0; i < c->samples; i++) {
        if (i % (c->samples / 100 + 1) == 0) {
            cx_trainer_slow(t, 1.0f - (float) i / (float) c->samples);
        }

        if (i % 4) {
            cx_sampler_next(&impressions, &s, 0);

        } else {
            cx_sampler_next(&clicks, &s, 1);
            s.label[CX_LABEL_CLICK] = CX_NO_LABEL;
            s.label[CX_LABEL_COMPLETION] = CX_NO_LABEL;
            s.variant = CX_NO_LABEL;
        }

        cx_trainer_step(t, &s);
    }
}


static int
cx_ctl_model_train(int argc, char *const *argv)
{
    int             i, rc;
    cx_error_t      e;
    cx_model_t     *m;
    cx_trainer_t   *t;
    cx_ctl_model_t  c;

    memset(&c, 0, sizeof(c));
    c.samples = 6000000;
    c.seed = 1;
    c.backend = "auto";
    c.info.version = 1;
    c.info.trained_at = (int64_t) time(NULL);
    (void) strcpy(c.info.name, "colanet");

    i = cx_ctl_model_options(&c, argc, argv);

    if (i == 0) {
        return 2;
    }

    c.trainer.seed = c.seed;
    t = cx_trainer_create(&c.trainer, &e);

    if (t == NULL) {
        return cx_ctl_failed(argv[i], &e);
    }

    cx_ctl_model_learn(t, &c);
    m = cx_trainer_model(t, &c.info, &e);
    cx_trainer_destroy(t);

    if (m == NULL) {
        return cx_ctl_failed(argv[i], &e);
    }

    if (cx_model_save(m, argv[i], &e) != CX_OK) {
        rc = cx_ctl_failed(argv[i], &e);

    } else {
        c.samples = 200000;
        cx_ctl_model_print(m);
        rc = cx_ctl_model_judge(m, &c, argv[i]);
    }

    cx_model_close(m);

    return rc;
}


static int
cx_ctl_model_check(int argc, char *const *argv)
{
    int             i, rc;
    cx_error_t      e;
    cx_model_t     *m;
    cx_ctl_model_t  c;

    memset(&c, 0, sizeof(c));
    c.samples = 200000;
    c.seed = 1;
    c.backend = "auto";

    i = cx_ctl_model_options(&c, argc, argv);

    if (i == 0) {
        return 2;
    }

    m = cx_model_open(argv[i], &e);

    if (m == NULL) {
        return cx_ctl_failed(argv[i], &e);
    }

    rc = cx_ctl_model_judge(m, &c, argv[i]);
    cx_model_close(m);

    return rc;
}


static int
cx_ctl_model_info(int argc, char *const *argv)
{
    cx_error_t   e;
    cx_model_t  *m;

    if (argc != 2) {
        return cx_ctl_model_usage(stderr);
    }

    m = cx_model_open(argv[1], &e);

    if (m == NULL) {
        return cx_ctl_failed(argv[1], &e);
    }

    cx_ctl_model_print(m);
    cx_model_close(m);

    return 0;
}


int
cx_ctl_model(int argc, char *const *argv)
{
    size_t  i;

    static const struct {
        const char  *name;
        int        (*run)(int argc, char *const *argv);
    } verbs[] = {
        { "train", cx_ctl_model_train },
        { "check", cx_ctl_model_check },
        { "info", cx_ctl_model_info }
    };

    for (i = 0; argc > 1 && i < cx_nelts(verbs); i++) {
        if (strcmp(argv[1], verbs[i].name) == 0) {
            return verbs[i].run(argc - 1, argv + 1);
        }
    }

    if (argc > 1 && (strcmp(argv[1], "--help") == 0
                     || strcmp(argv[1], "help") == 0))
    {
        return cx_ctl_model_usage(stdout);
    }

    return cx_ctl_model_usage(stderr);
}
