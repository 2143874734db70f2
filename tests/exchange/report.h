
/* What a run has shown: lines for people, JSON for programs. */

#ifndef XC_REPORT_H
#define XC_REPORT_H

#include "tests/exchange/engine.h"


void xc_report_text(const xc_engine_t *e, FILE *out);
void xc_report_json(const xc_engine_t *e, FILE *out);


#endif /* XC_REPORT_H */
