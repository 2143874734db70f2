
#ifndef CX_CTL_CATALOG_H
#define CX_CTL_CATALOG_H

#include "core/base/base.h"


int cx_ctl_catalog_demo(int argc, char *const *argv);

int cx_ctl_number(const char *name, const char *text, int64_t min, int64_t max,
    int64_t *n);


#endif /* CX_CTL_CATALOG_H */
