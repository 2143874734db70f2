/* the header of the Global Privacy Platform: which sections are where */

#include "core/openrtb/consent_bits.h"


#define CX_GPP_VERSION  1


static cx_rc_t
cx_gpp_ids(cx_bits_t *b, cx_gpp_t *g)
{
    uint32_t  n, id, last, group;

    id = 0;

    for (n = (uint32_t) cx_bits_get(b, 12); n; n--) {
        group = (uint32_t) cx_bits_get(b, 1);
        id += cx_bits_fibonacci(b);
        last = id + (group ? cx_bits_fibonacci(b) : 0);

        if (b->over || last - id >= CX_GPP_SECTIONS - g->n) {
            return CX_ERROR;
        }

        while (id < last) {
            g->id[g->n++] = id++;
        }

        g->id[g->n++] = id;
    }

    return b->over ? CX_ERROR : CX_OK;
}


cx_rc_t
cx_gpp_read(cx_str_t s, cx_gpp_t *g)
{
    uint32_t   i;
    cx_bits_t  b;

    g->n = 0;

    if (cx_bits_init(&b, cx_consent_part(&s, '~')) != CX_OK
        || cx_bits_get(&b, 6) != CX_GPP_HEADER
        || cx_bits_get(&b, 6) != CX_GPP_VERSION
        || cx_gpp_ids(&b, g) != CX_OK)
    {
        return CX_ERROR;
    }

    for (i = 0; i < g->n; i++) {
        if (s.data == NULL) {
            return CX_ERROR;
        }

        g->section[i] = cx_consent_part(&s, '~');
    }

    return s.data == NULL ? CX_OK : CX_ERROR;
}


const cx_str_t *
cx_gpp_section(const cx_gpp_t *g, uint32_t id)
{
    uint32_t  i;

    for (i = 0; i < g->n; i++) {
        if (g->id[i] == id) {
            return &g->section[i];
        }
    }

    return NULL;
}
