/* the US Privacy string, and the platform's sections of the United States */

#include "core/openrtb/consent_bits.h"


/*
 * A section is a version of six bits and fields of two bits each.  A row says
 * what each field is about by one letter:
 *
 *     .  a notice, not the user's word     p  uses that were not disclosed
 *     S  sale                              m  covered by the agreement
 *     H  sharing                           o  its opt-out option mode
 *     T  targeted advertising              v  its service provider mode
 *     s  a kind of sensitive data          w  either mode in one field
 *     g  precise geolocation               k  a known child
 *
 * Everywhere 0 is "does not apply"; 1 is "opted out" or "no consent" or "yes".
 *
 * Behind the first part, after a dot, there may be another one.  In sections
 * with a header of their own (their number, their version, which parts they
 * have) the version of six bits is that of the agreement instead.
 */

typedef enum {
    CX_US_ALONE = 0,
    CX_US_WITH_GPC,                 /* its type and one bit */
    CX_US_WITH_KINDS                /* the kinds of sensitive data */
} cx_us_second_e;

typedef struct {
    uint8_t      id;
    uint8_t      versions;          /* 1 to this */
    uint8_t      header;
    uint8_t      second;            /* what the second part is */
    const char  *fields;
    const char  *kinds;
} cx_us_section_t;

/*
 * Of two rows for a section the longer is first.  What is in use says that
 * it is version 1 and has the fields of 2: the length tells.
 */

static const cx_us_section_t  cx_us_sections[] = {
    { 7,  2, 0, CX_US_WITH_GPC,   "......SHTsssssssgsssssssskkkpmov", "" },
    { 7,  1, 0, CX_US_WITH_GPC,   "......SHTsssssssgsssskkpmov", "" },
    { 8,  1, 0, CX_US_WITH_GPC,   "...SHssgsssssskkpmov", "" },
    { 9,  1, 0, CX_US_ALONE,      "...STsssssssgkmov", "" },
    { 10, 1, 0, CX_US_WITH_GPC,   "...STssssssskmov", "" },
    { 11, 1, 0, CX_US_ALONE,      "....STsssssssgkmov", "" },
    { 12, 1, 0, CX_US_WITH_GPC,   "...STsssssssgkkkmov", "" },
    { 13, 1, 0, CX_US_ALONE,      "...STsssssssgkkkpmov", "" },
    { 14, 1, 0, CX_US_WITH_GPC,   "...STsssssssgkkkpmov", "" },
    { 15, 1, 0, CX_US_WITH_GPC,   "...STssssssssssgkkkpmov", "" },
    { 16, 1, 0, CX_US_WITH_GPC,   "...STsssssssgkpmov", "" },
    { 17, 1, 0, CX_US_WITH_GPC,   "...STsssssssgskkkkkpmov", "" },
    { 18, 1, 0, CX_US_WITH_GPC,   "....STsssssssgkmov", "" },
    { 19, 1, 0, CX_US_WITH_GPC,   "...STsssssssgkpmov", "" },
    { 20, 1, 0, CX_US_WITH_GPC,   "...STsssssssgkkkpmov", "" },
    { 21, 1, 0, CX_US_WITH_GPC,   "...STsssssssgsskkkkkpmov", "" },
    { 22, 1, 0, CX_US_WITH_GPC,   "...STsssssssgkpmov", "" },
    { 23, 1, 0, CX_US_WITH_GPC,   "...STsssssssgkpmov", "" },
    { 24, 1, 1, CX_US_WITH_GPC,   "mw...STp", "" },
    { 25, 1, 1, CX_US_WITH_KINDS, "mw...STkp", "sssssssg" },
    { 26, 1, 1, CX_US_WITH_KINDS, "mw...STkp", "sssssssg" },
    { 27, 1, 1, CX_US_WITH_KINDS, "mw...STkp", "sssssssg" }
};


/* what a field says, if its value is 1 and if it is 2 */

static uint32_t
cx_us_said(char field, uint32_t value)
{
    uint32_t  yes;

    yes = value == 1;

    switch (field) {

    case 'S':
        return yes ? CX_US_SALE : 0;

    case 'H':
        return yes ? CX_US_SHARING : 0;

    case 'T':
        return yes ? CX_US_TARGETED : 0;

    case 's':
        return yes ? CX_US_SENSITIVE : 0;

    case 'g':
        return yes ? CX_US_GEO : 0;

    case 'k':

        /* who asks for consent knows; it was not given to us in any case */

        return value ? CX_US_CHILD : 0;

    case 'p':
        return yes ? CX_US_SECONDARY : 0;

    case 'm':
        return yes ? CX_US_COVERED : 0;

    case 'o':
        return yes ? CX_US_OPT_OUT : 0;

    case 'v':
        return yes ? CX_US_SERVICE : 0;

    case 'w':
        return yes ? CX_US_OPT_OUT : value == 2 ? CX_US_SERVICE : 0;

    default:
        return 0;
    }
}


static cx_rc_t
cx_us_fields(cx_bits_t *b, const char *fields, uint32_t *said)
{
    uint32_t  value;

    for ( /* void */ ; *fields; fields++) {
        value = (uint32_t) cx_bits_get(b, 2);

        if (value == 3) {
            return CX_ERROR;
        }

        *said |= cx_us_said(*fields, value);
    }

    return b->over ? CX_ERROR : CX_OK;
}


/* "section, version, parts": only ours, and a first part as the first of all */

static cx_rc_t
cx_us_header(const cx_us_section_t *us, cx_str_t part)
{
    uint32_t   version;
    cx_bits_t  b;

    if (cx_bits_init(&b, part) != CX_OK || cx_bits_get(&b, 6) != us->id) {
        return CX_ERROR;
    }

    version = (uint32_t) cx_bits_get(&b, 6);

    if (version == 0 || version > us->versions || cx_bits_get(&b, 12) == 0) {
        return CX_ERROR;
    }

    return b.over ? CX_ERROR : CX_OK;
}


static cx_rc_t
cx_us_second(const cx_us_section_t *us, cx_str_t rest, uint32_t *said)
{
    uint32_t   v;
    cx_bits_t  b;

    if (rest.data == NULL) {
        return CX_OK;
    }

    if (us->second == CX_US_ALONE
        || cx_bits_init(&b, cx_consent_part(&rest, '.')) != CX_OK
        || rest.data != NULL)
    {
        return CX_ERROR;
    }

    if (us->second == CX_US_WITH_KINDS) {
        return cx_us_fields(&b, us->kinds, said);
    }

    v = (uint32_t) cx_bits_get(&b, 3);

    if (v >> 1 != 1) {
        return CX_ERROR;
    }

    *said |= v & 1 ? CX_US_GPC : 0;

    return CX_OK;
}


static cx_rc_t
cx_us_section(const cx_us_section_t *us, cx_str_t s, uint32_t *said)
{
    uint32_t   version;
    cx_bits_t  b;

    if (us->header && cx_us_header(us, cx_consent_part(&s, '.')) != CX_OK) {
        return CX_ERROR;
    }

    if (cx_bits_init(&b, cx_consent_part(&s, '.')) != CX_OK) {
        return CX_ERROR;
    }

    version = (uint32_t) cx_bits_get(&b, 6);

    if (!us->header && (version == 0 || version > us->versions)) {
        return CX_ERROR;
    }

    *said = 0;

    return cx_us_fields(&b, us->fields, said) != CX_OK
           ? CX_ERROR : cx_us_second(us, s, said);
}


/* the first row that there are bits enough for; never another try */

cx_rc_t
cx_us_read(uint32_t id, cx_str_t s, uint32_t *said)
{
    size_t                  i, bits;
    cx_rc_t                 rc;
    cx_str_t                rest;
    const cx_us_section_t  *us;

    rc = CX_DECLINED;
    rest = s;
    bits = cx_consent_part(&rest, '.').len * 6;

    for (i = 0; i < cx_nelts(cx_us_sections); i++) {
        us = &cx_us_sections[i];

        if (us->id != id) {
            continue;
        }

        if (us->header || bits >= 6 + 2 * strlen(us->fields)) {
            return cx_us_section(us, s, said);
        }

        rc = CX_ERROR;
    }

    return rc;
}


/* "1YNN": version, notice, opt-out of sale, covered; "-" does not apply */

cx_rc_t
cx_usp_read(cx_str_t s, uint32_t *said)
{
    size_t  i;

    static const uint32_t  yes[] = {
        0, CX_US_NOTICED, CX_US_SALE, CX_US_COVERED
    };

    if (s.len != 4 || s.data[0] != '1') {
        return CX_ERROR;
    }

    for (i = 1, *said = 0; i < 4; i++) {

        switch (s.data[i]) {

        case 'Y':
        case 'y':
            *said |= yes[i];
            break;

        case 'N':
        case 'n':
        case '-':
            break;

        default:
            return CX_ERROR;
        }
    }

    return CX_OK;
}
