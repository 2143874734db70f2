
/*
 * What users agreed to, as exchanges pass it on: strings of TCF 2.3, of the
 * global privacy platform and of US privacy.
 */

#ifndef XC_CONSENT_H
#define XC_CONSENT_H

#include <stddef.h>

#include "tests/exchange/rng.h"


#define XC_CONSENT_MAX  1024

typedef struct {
    uint32_t  purposes;             /* bit n - 1 is purpose n, of 11 */
    uint32_t  features;             /* the same, of 2 */
    unsigned  vendors;              /* 1 to this are agreed to, or 0: none */
    unsigned  ranges:1;             /* written as one range */
} xc_tcf_t;

/* sections of the platform */

#define XC_GPP_TCFEU  2
#define XC_GPP_USP    6
#define XC_GPP_USNAT  7

void xc_consent_tcf(char to[XC_CONSENT_MAX], const xc_tcf_t *tcf,
    xc_rng_t *rng);
void xc_consent_usp(char to[XC_CONSENT_MAX], int opt_out);
void xc_consent_usnat(char to[XC_CONSENT_MAX], int opt_out);

/* the head for these sections, rising; the sections follow it behind tildes */

void xc_consent_gpp(char to[XC_CONSENT_MAX], const unsigned *id, unsigned n);


#endif /* XC_CONSENT_H */
