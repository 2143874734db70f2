/* TC strings of Canada, version 1: section 5 of the platform */

#include "core/openrtb/consent_tcf.h"


/*
 * The lists of vendors are written as those of Europe are.  The platform's
 * text says Fibonacci codes for them, its libraries and all that is made
 * with them have never written any.
 */

cx_rc_t
cx_tcf_ca_read(cx_str_t s, uint32_t vendor, cx_tcf_t *t)
{
    uint64_t   v;
    cx_bits_t  b;

    memset(t, 0, sizeof(cx_tcf_t));

    if (cx_bits_init(&b, cx_consent_part(&s, '.')) != CX_OK
        || cx_bits_get(&b, 6) != 1)
    {
        return CX_ERROR;
    }

    t->created = cx_bits_get(&b, 36);
    t->updated = cx_bits_get(&b, 36);

    v = cx_bits_get(&b, 30);
    t->cmp = (uint16_t) (v >> 18);
    t->cmp_version = (uint16_t) (v >> 6 & 0xfff);
    t->screen = (uint8_t) (v & 63);

    v = cx_bits_get(&b, 31);
    cx_tcf_letters(t->language, (uint32_t) (v >> 19));
    t->list = (uint16_t) (v >> 7 & 0xfff);
    t->policy = (uint8_t) (v >> 1 & 63);
    t->nonstandard = v & 1;

    t->features = cx_bits_set(&b, 12);
    t->consent = cx_bits_set(&b, 24);
    t->interest = cx_bits_set(&b, 24);
    t->vendor_consent = cx_tcf_vendors(&b, vendor);
    t->vendor_interest = cx_tcf_vendors(&b, vendor);
    cx_tcf_restrictions(&b, vendor, t);
    cx_tcf_letters(t->country, 2 << 6);

    return b.over ? CX_ERROR : cx_tcf_segments(s, vendor, t);
}
