
/*
 * Filling a pod: of the ads that could be shown in a break, those that are
 * worth most together.  A place is an impression: a slot, or the dynamic part
 * that takes several ads within so many seconds.  Two ads that share a key
 * are never shown together, in whatever places.
 */

#ifndef CX_BID_POD_H
#define CX_BID_POD_H

#include "core/base/base.h"


#define CX_POD_PLACES        64
#define CX_POD_ITEMS         256
#define CX_POD_VALUE_MAX     (1LL << 58)

/*
 * So many are settled exactly: more are filled by value and then exchanged
 * one for others while that is better.  A pod that has had as many nodes of
 * the search, fewer where each has more items to look at, or as many exchanges,
 * ends with the best that was found, however often it is filled.
 */

#define CX_POD_EXACT_ADS     8
#define CX_POD_EXACT_SINGLE  16         /* in a single place */
#define CX_POD_EXACT_ITEMS   128
#define CX_POD_NODES         512
#define CX_POD_NODES_ITEMS   32
#define CX_POD_TRIES         64


typedef struct {
    uint32_t  max;              /* ads */
    uint32_t  seconds;          /* for all of them; 0: nobody counts */
} cx_pod_place_t;

typedef struct {
    int64_t          value;     /* above 0 */
    const uint64_t  *key;       /* what it shares with no other */
    uint32_t         nkeys;
    uint32_t         place;
    uint32_t         seconds;
    unsigned         kept:1;    /* is in, whatever else is */
    unsigned         gone:1;    /* cannot be taken any more */
    unsigned         in:1;      /* the answer */
} cx_pod_item_t;

typedef struct cx_pod_work_s  cx_pod_work_t;

typedef struct {
    cx_pod_place_t  *place;
    uint32_t         nplaces;
    cx_pod_item_t   *item;
    uint32_t         nitems;
    int64_t          value;     /* of those that are in */
    uint32_t         nodes;     /* that were looked at */
    uint32_t         tries;     /* exchanges, too */
    unsigned         exact:1;   /* there is nothing better */
    cx_pod_work_t   *work;
} cx_pod_t;


/* once, when places and items are there; CX_ERROR: the arena is full */

cx_rc_t cx_pod_prepare(cx_pod_t *pod, cx_arena_t *arena);

/* as often as kept and gone change; those kept go together */

void cx_pod_fill(cx_pod_t *pod);


/*
 * Each row gets a column of its own, or none, for most worth together; below
 * 0 is none.  column[row] is ncolumns for none.
 */

#define CX_POD_ROWS     CX_POD_EXACT_ADS
#define CX_POD_COLUMNS  CX_POD_EXACT_ITEMS

typedef struct {
    uint32_t  nrows;
    uint32_t  ncolumns;
    int64_t   worth[CX_POD_ROWS][CX_POD_COLUMNS];
    uint8_t   column[CX_POD_ROWS];
} cx_pod_match_t;

void cx_pod_assign(cx_pod_match_t *m);


#endif /* CX_BID_POD_H */
