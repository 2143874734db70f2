
/*
 * Training.  A sample is what the network was shown and what came of it; a
 * trainer learns from one sample at a time; an evaluation says how good a
 * model is on samples that it has not seen.  All of it is deterministic: the
 * same seed gives the same weights.
 */

#ifndef CX_TRAIN_H
#define CX_TRAIN_H

#include "core/model/features.h"
#include "core/model/model.h"


#define CX_NO_LABEL  (-1)

enum {
    CX_LABEL_CLICK = 0,             /* the order of the heads */
    CX_LABEL_CONVERSION,
    CX_LABEL_COMPLETION,
    CX_LABEL_MAX
};

typedef struct {
    cx_features_t        user;
    cx_features_t        imp;
    cx_offer_features_t  offer;
    int8_t               label[CX_LABEL_MAX];   /* 1, 0 or CX_NO_LABEL */
    float                truth[CX_LABEL_MAX];   /* the chance it was drawn by */
    int8_t               variant;               /* which one was preferred */
    uint32_t             nvariants;             /* of how many */
} cx_sample_t;


/*
 * Generated samples: customers, places and offers that might be, with a
 * hidden truth about who clicks what.  Of clicked ones each has a click, so
 * that conversions, which come after it, are not one in a thousand.
 */

typedef struct {
    uint64_t  state;
} cx_sampler_t;

void cx_sampler_init(cx_sampler_t *g, uint64_t seed);
void cx_sampler_next(cx_sampler_t *g, cx_sample_t *s, int clicked);


typedef struct cx_trainer_s  cx_trainer_t;

typedef struct {
    uint64_t  seed;
    float     rate;                 /* of learning; 0: the default */
} cx_trainer_conf_t;

cx_trainer_t *cx_trainer_create(const cx_trainer_conf_t *conf, cx_error_t *e);
void cx_trainer_step(cx_trainer_t *t, const cx_sample_t *s);

/* from here on learn at this part of the rate */

void cx_trainer_slow(cx_trainer_t *t, float part);

/* what it has learned; info without its id */

cx_model_t *cx_trainer_model(const cx_trainer_t *t,
    const cx_model_info_t *info, cx_error_t *e);
void cx_trainer_destroy(cx_trainer_t *t);


/*
 * Log losses are means in nats.  The prior knows the share of positives and
 * nothing else; the truth is what the samples were drawn by, which no model
 * can beat.
 */

typedef struct {
    uint64_t  n;
    uint64_t  positives;
    double    log_loss;
    double    prior_log_loss;
    double    truth_log_loss;
    double    gain;                 /* 1 - log_loss / prior_log_loss */
    double    auc;
    double    calibration;          /* predicted over observed positives */
} cx_head_score_t;

typedef struct {
    cx_head_score_t  head[CX_LABEL_MAX];
    uint64_t         variants;
    double           variant_hits;          /* the preferred one, picked */
    double           variant_chance;        /* the same by chance */
} cx_evaluation_t;

cx_rc_t cx_model_evaluate(const cx_provider_t *p, uint64_t seed, uint32_t n,
    cx_evaluation_t *ev, cx_error_t *e);


#endif /* CX_TRAIN_H */
