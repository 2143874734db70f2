
/* what TC strings of Europe and of Canada are made of */

#ifndef CX_CONSENT_TCF_H
#define CX_CONSENT_TCF_H

#include "core/openrtb/consent_bits.h"


/* is the vendor in the list, which is a field of bits or ranges? */

unsigned cx_tcf_vendors(cx_bits_t *b, uint32_t vendor);

void cx_tcf_restrictions(cx_bits_t *b, uint32_t vendor, cx_tcf_t *t);
void cx_tcf_letters(char *to, uint32_t v);

/* the parts behind the first */

cx_rc_t cx_tcf_segments(cx_str_t rest, uint32_t vendor, cx_tcf_t *t);


#endif /* CX_CONSENT_TCF_H */
