
/* what the files of the pod solver share */

#ifndef CX_BID_POD_WORK_H
#define CX_BID_POD_WORK_H

#include "core/bid/pod.h"


typedef struct { uint64_t bits[CX_POD_EXACT_ITEMS / 64]; }  cx_pod_set_t;

/* what is in, and what room that leaves */

typedef struct {
    int64_t   value;
    uint32_t  ads[CX_POD_PLACES];       /* still to be had */
    uint32_t  seconds[CX_POD_PLACES];
    uint8_t   in[CX_POD_ITEMS];
} cx_pod_state_t;

struct cx_pod_work_s {
    uint16_t        order[CX_POD_ITEMS];        /* the most valuable first */
    uint32_t        first[CX_POD_ITEMS + 1];    /* of its keys, in key */
    uint16_t       *key;
    uint16_t       *owner;                      /* of a key: item + 1 */
    uint32_t        nkeys;

    /* by place in the order; if there are few enough */

    cx_pod_set_t    rivals[CX_POD_EXACT_ITEMS];
    uint8_t         clique[CX_POD_EXACT_ITEMS]; /* of it one at most is in */
    uint32_t        ncliques;

    cx_pod_state_t  state;
    cx_pod_state_t  trial;
};


static inline void
cx_pod_set_add(cx_pod_set_t *s, uint32_t i)
{
    s->bits[i / 64] |= 1ULL << i % 64;
}


static inline void
cx_pod_set_del(cx_pod_set_t *s, uint32_t i)
{
    s->bits[i / 64] &= ~(1ULL << i % 64);
}


static inline int
cx_pod_set_has(const cx_pod_set_t *s, uint32_t i)
{
    return (int) (s->bits[i / 64] >> i % 64 & 1);
}


static inline int
cx_pod_counts(const cx_pod_t *pod, uint32_t place)
{
    return pod->place[place].seconds != 0;
}


uint32_t cx_pod_most(const cx_pod_t *pod, const cx_pod_state_t *s,
    uint32_t place, uint32_t n, uint32_t shortest);

/* improves on pod->work->state, where those kept are in */

void cx_pod_search(cx_pod_t *pod);


#endif /* CX_BID_POD_WORK_H */
