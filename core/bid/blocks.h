
/* what a request forbids, made ready for one look per candidate */

#ifndef CX_BID_BLOCKS_H
#define CX_BID_BLOCKS_H

#include "core/bid/bid.h"


typedef struct cx_blocks_s  cx_blocks_t;

/*
 * currency: of all offers, where rates are known; 0: of those that the request
 * allows, or of the one that it means when it names none.  NULL: the arena is
 * full.
 */

cx_blocks_t *cx_blocks_create(const cx_bid_t *b,
    const cx_openrtb_request_t *req, uint32_t currency);

void cx_blocks_imp(cx_blocks_t *bl, const cx_ortb_imp_t *imp);

/*
 * CX_NOBID_NONE if the campaign may be shown to this request; whether its deal
 * lets it in is the matcher's to say.
 */

cx_nobid_e cx_blocks_campaign(cx_blocks_t *bl, const cx_hit_t *hit);

/* CX_NOBID_NONE if the creative may be shown in this impression */

cx_nobid_e cx_blocks_creative(cx_blocks_t *bl, const cx_hit_t *hit,
    const cx_fit_t *fit);


/*
 * What the answer says of an ad is what the request asked for: the categories
 * of its taxonomy, and who is behind the ad where that can be said.
 */

/* of which taxonomy a name is, and the id without it */

uint32_t cx_category_taxonomy(cx_str_t name, cx_str_t *id);

/* NULL: not asked for, not known, or both or neither would show it */

const cx_cat_dsa_t *cx_blocks_dsa(const cx_openrtb_request_t *req,
    const cx_catalog_file_t *file, const cx_cat_campaign_t *campaign);


#endif /* CX_BID_BLOCKS_H */
