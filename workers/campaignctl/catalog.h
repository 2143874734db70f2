
#ifndef CX_CTL_CATALOG_H
#define CX_CTL_CATALOG_H

#include "core/base/base.h"


int cx_ctl_catalog_demo(int argc, char *const *argv);

/* lines of what few campaigns have: the i-th such campaign; supply and rates */

size_t cx_ctl_showcase_campaigns(void);
void cx_ctl_showcase_campaign(size_t i, uint64_t id);
void cx_ctl_showcase_supply(void);

int cx_ctl_number(const char *name, const char *text, int64_t min, int64_t max,
    int64_t *n);


#endif /* CX_CTL_CATALOG_H */
