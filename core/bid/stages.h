
/* what the stages of a decision hand on; nobody else's business */

#ifndef CX_BID_STAGES_H
#define CX_BID_STAGES_H

#include "core/bid/bid.h"
#include "core/bid/blocks.h"
#include "core/bid/price.h"
#include "core/bid/tally.h"


typedef struct {
    const cx_bid_t              *b;
    cx_openrtb_request_t        *req;
    cx_decision_t               *d;
    cx_match_t                  *match;
    const cx_supply_t           *judged;        /* supply; NULL: not asked */
    cx_supply_t                  supply;
    cx_blocks_t                 *blocks;
    cx_price_t                   price;
    cx_model_input_t            *input;
    cx_inference_t              *output;
    cx_str_t                     known_by;      /* to look a profile up */
    uint64_t                     user;          /* hash of the key, 0 none */
    uint64_t                     lap_ns;        /* the last look at the clock */
    uint64_t                     deadline_ns;   /* to be done with deciding */
    uint64_t                     late_ns;       /* no use in answering */
    uint32_t                     candidates;    /* to score */
    uint32_t                     places;        /* to stand, of a kind */
    cx_tally_t                   won;           /* campaigns and creatives */

    uint32_t                     work;          /* for impressions to come */
    uint32_t                     unseen;        /* looks since the clock's */
    unsigned                     over:1;        /* the time, while matching */
    unsigned                     timed:1;       /* each stage is */

    /* of the impression at hand */

    cx_offer_t                  *stood;
    uint32_t                     nstood;
    uint32_t                     room;          /* to stand in */
    cx_offer_t                  *scored[CX_BID_SCORE_MAX];
    uint32_t                     nscored;
    uint32_t                     several;       /* a medium of several ads */
    int32_t                      w, h;          /* of a banner, the first */
} cx_bid_run_t;


/*
 * run.c: CX_ERROR is an arena that is full; lap is 0 when time is over, and
 * passed, too, which does without the clock if it can.
 */

cx_rc_t cx_bid_begin(cx_bid_run_t *run, const cx_bid_t *b, cx_decision_t **d);
void cx_bid_deadline(cx_bid_run_t *run);
int cx_bid_lap(cx_bid_run_t *run, cx_stage_e stage);
int cx_bid_passed(cx_bid_run_t *run, cx_stage_e stage);
cx_nobid_e cx_bid_cut(const cx_bid_run_t *run);
cx_rc_t cx_bid_imps(cx_bid_run_t *run);
void cx_bid_total(cx_bid_run_t *run, cx_nobid_e reason);

/* shed.c: CX_DECLINED if this request has to go */

cx_rc_t cx_bid_shed(const cx_bid_run_t *run);

/* traffic.c: why this request does not come from a person, if so */

cx_nobid_e cx_bid_traffic(cx_bid_run_t *run);

/* supply.c: why this request may not be sold by who sells it, if so */

cx_nobid_e cx_bid_supply(cx_bid_run_t *run);

/* user.c */

void cx_bid_user(cx_bid_run_t *run);
void cx_bid_profile(cx_bid_run_t *run);

/* stand.c: CX_DECLINED if nobody stands */

cx_rc_t cx_bid_stand_begin(cx_bid_run_t *run);
cx_rc_t cx_bid_stand(cx_bid_run_t *run, cx_imp_decision_t *imp);
int cx_bid_look(cx_bid_run_t *run, cx_imp_decision_t *imp);

/* deals.c */

void cx_bid_stand_deals(cx_bid_run_t *run, cx_imp_decision_t *imp);
void cx_bid_pick(cx_bid_run_t *run, const cx_imp_decision_t *imp);

/*
 * price.c: what is known before the score, where CX_NOBID_NONE lets the offer
 * stand; and the price, once there is a score.  When all offers have theirs,
 * those in another currency than the answer's are out: before that nothing is
 * to be set aside.
 */

void cx_bid_price_begin(cx_bid_run_t *run);
void cx_bid_price_imp(cx_bid_run_t *run, const cx_ortb_imp_t *imp);
cx_nobid_e cx_bid_floor(cx_bid_run_t *run, const cx_ortb_imp_t *imp,
    cx_offer_t *offer);
cx_nobid_e cx_bid_price(const cx_bid_run_t *run, cx_offer_t *offer);
void cx_bid_currency(cx_bid_run_t *run);

/* score.c */

cx_rc_t cx_bid_score_begin(cx_bid_run_t *run);
void cx_bid_score(cx_bid_run_t *run, cx_imp_decision_t *imp);

/* offers.c: CX_ERROR is an arena that is full */

#define CX_BID_OFFERS_MAX  (2 * CX_BID_SCORE_MAX)

cx_rc_t cx_bid_offers(cx_bid_run_t *run, cx_imp_decision_t *imp);

/* pods.c: those impressions that are bid for as parts of one are marked */

void cx_bid_pods(cx_bid_run_t *run);

/* select.c; an offer is taken once its money is set aside */

void cx_bid_select(cx_bid_run_t *run);
cx_rc_t cx_bid_take(const cx_bid_run_t *run, cx_imp_decision_t *imp,
    cx_offer_t *offer);

/*
 * Somebody fell out, for this reason: whoever listens is told.
 */

static inline void
cx_bid_drop(const cx_bid_run_t *run, const cx_imp_decision_t *imp,
    const cx_hit_t *hit, cx_nobid_e reason)
{
    const cx_bid_listener_t  *l;

    l = run->b->listener;

    if (l != NULL) {
        l->dropped(l->data, imp, hit, reason);
    }
}


/* names.c: of two reasons, that of who came nearer to a bid */

cx_nobid_e cx_nobid_nearer(cx_nobid_e a, cx_nobid_e b);


/* what stands for a user in caps and tokens; 0 is nobody */

static inline uint64_t
cx_bid_user_hash(cx_str_t id)
{
    uint64_t  hash;

    if (id.len == 0) {
        return 0;
    }

    hash = cx_hash64(id.data, id.len, 0);

    return hash ? hash : 1;
}


/* where among those that the request allows; an offer's is always there */

static inline uint32_t
cx_bid_cur_place(const cx_openrtb_request_t *req, uint32_t currency)
{
    uint32_t  i;

    for (i = 0; i < req->r.cur.n; i++) {
        if (cx_currency_said(req->r.cur.v[i]) == currency) {
            break;
        }
    }

    return i;
}


/* the medium of which a dynamic pod is, or 0: a video's comes first */

static inline uint32_t
cx_bid_several(const cx_ortb_imp_t *imp)
{
    const cx_ortb_audio_t  *a;
    const cx_ortb_video_t  *v;

    v = imp->video;
    a = imp->audio;

    if (v != NULL && (v->poddur > 0 || v->podid.len)) {
        return v->poddur > 0 ? CX_MEDIA_VIDEO : 0;
    }

    return a != NULL && a->poddur > 0 ? CX_MEDIA_AUDIO : 0;
}


static inline int
cx_bid_is_private(const cx_ortb_imp_t *imp)
{
    return imp->pmp != NULL && imp->pmp->private_auction > 0;
}


static inline int
cx_bid_is_test(const cx_openrtb_request_t *req)
{
    return req->r.test != 0;
}


#endif /* CX_BID_STAGES_H */
