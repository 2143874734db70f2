#include <stdio.h>

#include "core/sign/sign.h"
#include "workers/campaignctl/campaignctl.h"


static int
cx_ctl_key_usage(FILE *out)
{
    (void) fprintf(out,
                   "usage: campaignctl key create PATH\n\n"
                   "  create    make a file with one random key that only "
                   "its owner can read;\n"
                   "            one that is there is checked and left as it "
                   "is\n\n"
                   "A new key goes before the others: the first line signs, "
                   "all of them verify.\n");

    return out == stdout ? 0 : 2;
}


static int
cx_ctl_key_create(const char *path)
{
    cx_rc_t        rc;
    cx_error_t     e;
    cx_keyring_t  *k;

    rc = cx_keyring_create(path, &e);

    if (rc == CX_ERROR) {
        return cx_ctl_failed("key create", &e);
    }

    k = cx_keyring_open(path, &e);

    if (k == NULL) {
        return cx_ctl_failed("key create", &e);
    }

    cx_keyring_close(k);

    (void) printf("%s: %s\n", path, rc == CX_OK ? "created"
                                    : "is there, left as it is");

    return 0;
}


int
cx_ctl_key(int argc, char *const *argv)
{
    if (argc == 2 && (strcmp(argv[1], "help") == 0
                      || strcmp(argv[1], "--help") == 0
                      || strcmp(argv[1], "-h") == 0))
    {
        return cx_ctl_key_usage(stdout);
    }

    if (argc != 3 || strcmp(argv[1], "create") != 0) {
        return cx_ctl_key_usage(stderr);
    }

    return cx_ctl_key_create(argv[2]);
}
