
/* what the files of pods share: the parts of one and who could go there */

#ifndef CX_BID_PODS_H
#define CX_BID_PODS_H

#include "core/bid/stages.h"
#include "core/bid/pod.h"


/* of a video or an audio, what makes it a part of a pod */

typedef struct {
    cx_media_e             media;
    cx_str_t               id;
    int32_t                poddur;
    int32_t                maxseq;
    int32_t                slotinpod;
    const cx_ortb_ints_t  *dedupe;
} cx_pods_part_t;

typedef struct {
    cx_bid_run_t       *run;
    cx_pod_t            pod;
    cx_pod_place_t      place[CX_POD_PLACES];
    cx_imp_decision_t  *imp[CX_POD_PLACES];
    cx_pods_part_t      part[CX_POD_PLACES];
    cx_pod_item_t       item[CX_POD_ITEMS];
    cx_offer_t         *offer[CX_POD_ITEMS];
    uint8_t             fit[CX_POD_ITEMS];
    uint32_t            dedupe;
} cx_pods_t;


/* pod_ads.c: CX_ERROR is an arena that is full */

uint32_t cx_pods_dedupe(const cx_pods_t *p);
cx_rc_t cx_pods_spread(cx_pods_t *p, uint32_t place);
cx_rc_t cx_pods_ads(cx_pods_t *p, uint32_t place, uint32_t most,
    cx_arena_t *arena);

/* the offer with another of its creatives; what keeps it from being bid so */

cx_nobid_e cx_pods_recast(cx_bid_run_t *run, const cx_ortb_imp_t *imp,
    cx_offer_t *offer, uint32_t fit);


#endif /* CX_BID_PODS_H */
