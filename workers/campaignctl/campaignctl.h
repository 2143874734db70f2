
/*
 * The operator's tool: a verb, a noun, options.  Each noun is a file that
 * gets what stands behind its name; 0 for done, 1 for failed, 2 for a call
 * that was wrong.
 */

#ifndef CX_CAMPAIGNCTL_H
#define CX_CAMPAIGNCTL_H

#include <getopt.h>

#include "core/base/base.h"


int cx_ctl_catalog(int argc, char *const *argv);
int cx_ctl_explain(int argc, char *const *argv);
int cx_ctl_key(int argc, char *const *argv);
int cx_ctl_model(int argc, char *const *argv);
int cx_ctl_supply(int argc, char *const *argv);

/* as getopt_long(); what is wrong with an option is told, and is a '?' */

int cx_ctl_option(int argc, char *const *argv, const struct option *options,
    int *index);

/* the time that campaigns run by */

int64_t cx_ctl_now_s(void);

/* one line of what went wrong, on stderr; returns 1 */

int cx_ctl_failed(const char *what, const cx_error_t *e);


#endif /* CX_CAMPAIGNCTL_H */
