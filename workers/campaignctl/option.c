#include <stdio.h>

#include "workers/campaignctl/campaignctl.h"


int
cx_ctl_option(int argc, char *const *argv, const struct option *options,
    int *index)
{
    int  c;

    opterr = 0;
    c = getopt_long(argc, argv, ":", options, index);

    if (c == ':') {
        (void) fprintf(stderr, "campaignctl: option \"%s\" needs a value\n",
                       argv[optind - 1]);
        return '?';
    }

    if (c == '?') {
        (void) fprintf(stderr, "campaignctl: unrecognized option \"%s\"\n",
                       argv[optind - 1]);
    }

    return c;
}
