
/*
 * What a user has agreed to, read from the strings that a request brings:
 * the Transparency and Consent Framework of Europe and that of Canada, the US
 * Privacy string and the Global Privacy Platform with the sections in it.
 *
 * The strings are read where they stand.  A reader fills its structure and
 * says CX_OK only if all of the string is well-formed; whoever is told
 * anything else has to behave as if nothing had been agreed to.
 */

#ifndef CX_CONSENT_H
#define CX_CONSENT_H

#include "core/base/base.h"


#define CX_CONSENT_MAX    16384     /* letters of a part; more is none */
#define CX_GPP_SECTIONS   64

#define CX_PURPOSE(n)     (1U << (n))       /* 1 to 24 */
#define CX_FEATURE(n)     (1U << (n))       /* special ones, 1 to 12 */


/* how a publisher narrows what vendors may do, by purpose */

typedef enum {
    CX_TCF_NOT_ALLOWED = 0,
    CX_TCF_BY_CONSENT,
    CX_TCF_BY_INTEREST,
    CX_TCF_RESTRICTIONS
} cx_tcf_restriction_e;


/*
 * A TC string, as far as it concerns one vendor.  In Canada "consent" is
 * express and "interest" is implied consent.
 */

typedef struct {
    uint64_t   created;             /* tenths of a second */
    uint64_t   updated;
    uint16_t   cmp;
    uint16_t   cmp_version;
    uint16_t   list;                /* version of the vendor list */
    uint8_t    policy;
    uint8_t    screen;
    char       language[2];
    char       country[2];          /* of the publisher: whose law it is */
    uint32_t   features;            /* special ones that were opted in */
    uint32_t   consent;             /* purposes, CX_PURPOSE() */
    uint32_t   interest;
    uint32_t   restricted[CX_TCF_RESTRICTIONS];     /* purposes, for us */
    uint32_t   publisher_consent;   /* the publisher's own purposes */
    uint32_t   publisher_interest;
    unsigned   nonstandard:1;
    unsigned   purpose_one:1;       /* it was not disclosed */
    unsigned   vendor_consent:1;
    unsigned   vendor_interest:1;
    unsigned   has_disclosed:1;     /* says which vendors the user was shown */
    unsigned   disclosed:1;
    unsigned   has_allowed:1;
    unsigned   allowed:1;
    unsigned   has_publisher:1;
} cx_tcf_t;

/*
 * CX_DECLINED: a string of version 1, which has not been consent to anything
 * since 2020.  CX_ERROR: not to be read, or not valid under the framework's
 * own rules.
 */

cx_rc_t cx_tcf_read(cx_str_t s, uint32_t vendor, cx_tcf_t *t);
cx_rc_t cx_tcf_ca_read(cx_str_t s, uint32_t vendor, cx_tcf_t *t);


/* what a user in the United States has said */

enum {
    CX_US_NOTICED    = 1 << 0,      /* US Privacy only: notice was given */
    CX_US_SALE       = 1 << 1,      /* opted out of it */
    CX_US_SHARING    = 1 << 2,
    CX_US_TARGETED   = 1 << 3,
    CX_US_SENSITIVE  = 1 << 4,      /* of some kind: opted out, not agreed */
    CX_US_GEO        = 1 << 5,      /* of the kind "precise geolocation" */
    CX_US_CHILD      = 1 << 6,      /* known to be one */
    CX_US_SECONDARY  = 1 << 7,      /* no consent to uses not disclosed */
    CX_US_COVERED    = 1 << 8,      /* by the industry's agreement */
    CX_US_OPT_OUT    = 1 << 9,      /* its opt-out option mode */
    CX_US_SERVICE    = 1 << 10,     /* its service provider mode */
    CX_US_GPC        = 1 << 11      /* the browser said so for everybody */
};

cx_rc_t cx_usp_read(cx_str_t s, uint32_t *said);

/* a section of the platform; CX_DECLINED: no section of the United States */

cx_rc_t cx_us_read(uint32_t id, cx_str_t s, uint32_t *said);


/* the sections that the platform's header names, in its order */

enum {
    CX_GPP_TCF_EU_V1 = 1,
    CX_GPP_TCF_EU = 2,
    CX_GPP_HEADER = 3,
    CX_GPP_INTEGRITY = 4,
    CX_GPP_TCF_CA = 5,
    CX_GPP_USP = 6,
    CX_GPP_US_FIRST = 7             /* all behind it are of the same make */
};

typedef struct {
    uint32_t  n;
    uint32_t  id[CX_GPP_SECTIONS];
    cx_str_t  section[CX_GPP_SECTIONS];
} cx_gpp_t;

cx_rc_t cx_gpp_read(cx_str_t s, cx_gpp_t *g);

/* NULL: it is not there */

const cx_str_t *cx_gpp_section(const cx_gpp_t *g, uint32_t id);


#endif /* CX_CONSENT_H */
