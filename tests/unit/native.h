
/* a native ad held against each asset in turn, as the request has them */

#ifndef CX_TEST_NATIVE_H
#define CX_TEST_NATIVE_H

#include "core/openrtb/openrtb.h"


/*
 * Can this ad fill the assets that the request requires, and at least one?
 * CX_OK, or CX_DECLINED with the id of the asset that it lacks; CX_ABSENT
 * where nothing is asked for.
 */

static inline cx_rc_t
native_fits(const cx_ortb_native_ad_t *ad,
    const cx_ortb_native_request_t *nr, int32_t *asset)
{
    uint32_t  i, n;

    for (i = 0, n = 0; i < nr->assets.n; i++) {

        if (cx_native_has(ad, &nr->assets.v[i])) {
            n++;
            continue;
        }

        if (nr->assets.v[i].required == 1) {
            *asset = nr->assets.v[i].id;
            return CX_DECLINED;
        }
    }

    if (n == 0) {
        *asset = nr->assets.n ? nr->assets.v[0].id : CX_ABSENT;
        return CX_DECLINED;
    }

    return CX_OK;
}


#endif /* CX_TEST_NATIVE_H */
