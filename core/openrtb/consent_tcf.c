/* TC strings of Europe, version 2, and what those of Canada share with them */

#include "core/openrtb/consent_tcf.h"


#define CX_TCF_DISCLOSED   1
#define CX_TCF_ALLOWED     2
#define CX_TCF_PUBLISHER   3

/*
 * Since when, in tenths of a second, a string has to be of policy 4, and to
 * say which vendors were disclosed.  Policy 5 is older than the latter and
 * says nothing about it.
 */

#define CX_TCF_V22_SINCE   16961184000ULL      /* 1 October 2023 */
#define CX_TCF_V23_SINCE   17723232000ULL      /* 1 March 2026 */
#define CX_TCF_V22_POLICY  4


/*
 * A list of vendors, alone or from one to another: is ours among them?  There
 * may be hundreds.  Where the next one begins is guessed from whether this one
 * is alone, so that no reading waits for the one before.
 */

static unsigned
cx_tcf_ranges(cx_bits_t *b, uint32_t vendor)
{
    unsigned  found, over;
    uint32_t  n, pos, first, last;
    uint64_t  bits;

    n = (uint32_t) cx_bits_get(b, 12);

    pos = b->pos;
    found = 0;

    for ( /* void */ ; n; n--) {

        over = b->n - pos < 17;
        bits = cx_bits_at(b, pos);
        first = (uint32_t) (bits >> 47) & 0xffff;
        last = first;

        if (bits >> 63) {
            over |= b->n - pos < 33;
            last = (uint32_t) (bits >> 31) & 0xffff;
            pos += 16;
        }

        pos += 17;

        if (cx_unlikely(over || first == 0 || last < first)) {
            b->over = 1;
            return 0;
        }

        found |= vendor >= first && vendor <= last;
    }

    b->pos = pos;

    return found;
}


unsigned
cx_tcf_vendors(cx_bits_t *b, uint32_t vendor)
{
    uint32_t  v, max, at;

    v = (uint32_t) cx_bits_get(b, 17);
    max = v >> 1;

    if (v & 1) {
        return cx_tcf_ranges(b, vendor) && vendor <= max;
    }

    at = b->pos;
    cx_bits_skip(b, max);

    if (b->over || vendor == 0 || vendor > max) {
        return 0;
    }

    at += vendor - 1;

    return b->bytes[at / 8] >> (7 - at % 8) & 1;
}


/* a kind of restriction that nobody has defined allows nothing */

void
cx_tcf_restrictions(cx_bits_t *b, uint32_t vendor, cx_tcf_t *t)
{
    uint32_t  n, v, type, purpose;

    for (n = (uint32_t) cx_bits_get(b, 12); n && !b->over; n--) {
        v = (uint32_t) cx_bits_get(b, 8);
        type = v & 3;
        purpose = v >> 2;

        if (!cx_tcf_ranges(b, vendor) || purpose == 0 || purpose > 24) {
            continue;
        }

        if (type >= CX_TCF_RESTRICTIONS) {
            type = CX_TCF_NOT_ALLOWED;
        }

        t->restricted[type] |= CX_PURPOSE(purpose);
    }
}


void
cx_tcf_letters(char *to, uint32_t v)
{
    to[0] = (char) (v >> 6 < 26 ? 'a' + (v >> 6) : '-');
    to[1] = (char) ((v & 63) < 26 ? 'a' + (v & 63) : '-');
}


static cx_rc_t
cx_tcf_core(cx_bits_t *b, uint32_t vendor, cx_tcf_t *t)
{
    uint64_t  v;

    t->created = cx_bits_get(b, 36);
    t->updated = cx_bits_get(b, 36);

    v = cx_bits_get(b, 30);
    t->cmp = (uint16_t) (v >> 18);
    t->cmp_version = (uint16_t) (v >> 6 & 0xfff);
    t->screen = (uint8_t) (v & 63);

    v = cx_bits_get(b, 32);
    cx_tcf_letters(t->language, (uint32_t) (v >> 20));
    t->list = (uint16_t) (v >> 8 & 0xfff);
    t->policy = (uint8_t) (v >> 2 & 63);
    t->nonstandard = v & 1;

    /* what is not of this service alone is no longer valid anywhere */

    if ((v & 2) == 0) {
        return CX_ERROR;
    }

    t->features = cx_bits_set(b, 12);
    t->consent = cx_bits_set(b, 24);
    t->interest = cx_bits_set(b, 24);

    v = cx_bits_get(b, 13);
    t->purpose_one = v >> 12 & 1;
    cx_tcf_letters(t->country, (uint32_t) v & 0xfff);

    t->vendor_consent = cx_tcf_vendors(b, vendor);
    t->vendor_interest = cx_tcf_vendors(b, vendor);
    cx_tcf_restrictions(b, vendor, t);

    return b->over ? CX_ERROR : CX_OK;
}


/* what kind it is stands in it; of kinds that are not known nothing is read */

static cx_rc_t
cx_tcf_segment(cx_bits_t *b, uint32_t vendor, cx_tcf_t *t)
{
    uint32_t  n;
    unsigned  named;

    switch (cx_bits_get(b, 3)) {

    case CX_TCF_DISCLOSED:
        named = cx_tcf_vendors(b, vendor);
        t->disclosed = named && (t->disclosed || !t->has_disclosed);
        t->has_disclosed = 1;
        break;

    case CX_TCF_ALLOWED:
        named = cx_tcf_vendors(b, vendor);
        t->allowed = named && (t->allowed || !t->has_allowed);
        t->has_allowed = 1;
        break;

    case CX_TCF_PUBLISHER:
        t->publisher_consent = cx_bits_set(b, 24);
        t->publisher_interest = cx_bits_set(b, 24);
        n = (uint32_t) cx_bits_get(b, 6);
        cx_bits_skip(b, 2 * n);
        t->has_publisher = 1;
        break;
    }

    return b->over ? CX_ERROR : CX_OK;
}


cx_rc_t
cx_tcf_segments(cx_str_t rest, uint32_t vendor, cx_tcf_t *t)
{
    cx_bits_t  b;

    while (rest.data != NULL) {
        if (cx_bits_init(&b, cx_consent_part(&rest, '.')) != CX_OK
            || cx_tcf_segment(&b, vendor, t) != CX_OK)
        {
            return CX_ERROR;
        }
    }

    return CX_OK;
}


/* the framework's own rules about what a string of some age has to have */

static cx_rc_t
cx_tcf_valid(const cx_tcf_t *t)
{
    if (t->updated >= CX_TCF_V22_SINCE && t->policy < CX_TCF_V22_POLICY) {
        return CX_ERROR;
    }

    return t->updated >= CX_TCF_V23_SINCE && !t->has_disclosed ? CX_ERROR
                                                               : CX_OK;
}


cx_rc_t
cx_tcf_read(cx_str_t s, uint32_t vendor, cx_tcf_t *t)
{
    uint64_t   version;
    cx_bits_t  b;

    memset(t, 0, sizeof(cx_tcf_t));

    if (cx_bits_init(&b, cx_consent_part(&s, '.')) != CX_OK) {
        return CX_ERROR;
    }

    version = cx_bits_get(&b, 6);

    if (version != 2) {
        return version == 1 ? CX_DECLINED : CX_ERROR;
    }

    if (cx_tcf_core(&b, vendor, t) != CX_OK
        || cx_tcf_segments(s, vendor, t) != CX_OK)
    {
        return CX_ERROR;
    }

    return cx_tcf_valid(t);
}
