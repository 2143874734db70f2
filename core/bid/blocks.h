
/* what a request forbids, made ready for one look per candidate */

#ifndef CX_BID_BLOCKS_H
#define CX_BID_BLOCKS_H

#include "core/bid/bid.h"


typedef struct cx_blocks_s  cx_blocks_t;

/* NULL: the arena is full */

cx_blocks_t *cx_blocks_create(const cx_openrtb_request_t *req,
    const cx_catalog_t *catalog, uint64_t seed, cx_arena_t *arena);

void cx_blocks_imp(cx_blocks_t *bl, const cx_ortb_imp_t *imp);

/*
 * CX_NOBID_NONE if the campaign may be shown to this request; whether its deal
 * lets it in is the matcher's to say.
 */

cx_nobid_e cx_blocks_campaign(cx_blocks_t *bl, const cx_hit_t *hit);

/* CX_NOBID_NONE if the creative may be shown in this impression */

cx_nobid_e cx_blocks_creative(const cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit);


#endif /* CX_BID_BLOCKS_H */
