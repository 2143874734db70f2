/* what a native request asks for, without what makes no difference */

#include "core/openrtb/openrtb.h"


/* kinds of data that are told apart; nobody has as many */

#define CX_NATIVE_KINDS_MAX  64


static int
cx_need_is_void(const cx_ortb_native_asset_t *a)
{
    return !cx_native_id_ok(a->id)
           || (a->title == NULL && a->img == NULL && a->video == NULL
               && a->data == NULL);
}


/* how long it may be; nothing said is as long as it likes */

static int32_t
cx_need_len(const cx_ortb_native_asset_t *a)
{
    int32_t  len;

    len = a->title != NULL ? a->title->len : a->data->len;

    return len > 0 ? len : INT32_MAX;
}


/* a title, or data of one type, that was asked for before */

static const cx_ortb_native_asset_t **
cx_need_same(cx_native_needs_t *needs, const cx_ortb_native_asset_t *a)
{
    uint32_t                        i;
    const cx_ortb_native_asset_t  **kept;

    for (i = 0; i < needs->nkinds; i++) {
        kept = &needs->asset[i];

        if (a->title != NULL ? (*kept)->title != NULL
                             : (*kept)->title == NULL
                               && (*kept)->data->type == a->data->type)
        {
            return kept;
        }
    }

    return NULL;
}


/* of those that all have to be met the shortest counts, else the longest */

static void
cx_need_text(cx_native_needs_t *needs, const cx_ortb_native_asset_t *a)
{
    const cx_ortb_native_asset_t  **same;

    same = cx_need_same(needs, a);

    if (same != NULL) {
        if (needs->all ? cx_need_len(a) < cx_need_len(*same)
                       : cx_need_len(a) > cx_need_len(*same))
        {
            *same = a;
        }

        return;
    }

    if (needs->nkinds == CX_NATIVE_KINDS_MAX) {
        needs->never |= needs->all;
        return;
    }

    needs->asset[needs->n++] = needs->asset[needs->nkinds];
    needs->asset[needs->nkinds++] = a;
}


static void
cx_need_media(cx_native_needs_t *needs, const cx_ortb_native_asset_t *a)
{
    needs->asset[needs->n++] = a;
    needs->cost += a->img != NULL ? a->img->mimes.n
                                  : a->video->mimes.n + a->video->protocols.n;
}


cx_rc_t
cx_native_needs(cx_native_needs_t *needs, const cx_ortb_native_request_t *nr,
    cx_arena_t *arena)
{
    uint32_t                       i;
    const cx_ortb_native_asset_t  *a;

    memset(needs, 0, sizeof(cx_native_needs_t));
    needs->asset = cx_arena_zalloc(arena, ((size_t) nr->assets.n + 1)
                                          * sizeof(needs->asset[0]));

    if (needs->asset == NULL) {
        return CX_ERROR;
    }

    for (i = 0; i < nr->assets.n; i++) {
        needs->all |= nr->assets.v[i].required == 1;
    }

    for (i = 0; i < nr->assets.n; i++) {
        a = &nr->assets.v[i];

        if (needs->all && a->required != 1) {
            continue;
        }

        if (cx_need_is_void(a)) {
            needs->never |= needs->all;

        } else if (a->title != NULL || (a->img == NULL && a->video == NULL)) {
            cx_need_text(needs, a);

        } else {
            cx_need_media(needs, a);
        }
    }

    needs->cost += needs->n;

    return CX_OK;
}


int
cx_native_meets(const cx_ortb_native_ad_t *ad, const cx_native_needs_t *needs)
{
    uint32_t  i;

    if (needs->n == 0 || needs->never) {
        return 0;
    }

    for (i = 0; i < needs->n; i++) {
        if (cx_native_has(ad, needs->asset[i]) != (int) needs->all) {
            return !needs->all;
        }
    }

    return (int) needs->all;
}
