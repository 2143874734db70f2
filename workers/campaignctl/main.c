#include <stdio.h>
#include <stdlib.h>

#include "workers/campaignctl/campaignctl.h"


static const struct {
    const char  *name;
    int        (*run)(int argc, char *const *argv);
    const char  *help;
} cx_ctl_nouns[] = {
    { "catalog", cx_ctl_catalog, "build, check and look into catalogues" },
    { "explain", cx_ctl_explain, "say why campaigns do not bid" },
    { "key",     cx_ctl_key,     "make key files for notices" },
    { "model",   cx_ctl_model,   "train, check and look into models" },
    { "supply",  cx_ctl_supply,  "read ads.txt and sellers.json files" }
};


static int
cx_ctl_usage(FILE *out)
{
    size_t  i;

    (void) fprintf(out, "usage: campaignctl NOUN VERB [OPTION ...]\n\n");

    for (i = 0; i < cx_nelts(cx_ctl_nouns); i++) {
        (void) fprintf(out, "  %-10s%s\n", cx_ctl_nouns[i].name,
                       cx_ctl_nouns[i].help);
    }

    (void) fprintf(out, "\n\"campaignctl NOUN\" lists the verbs of a noun.\n");

    return out == stdout ? 0 : 2;
}


int64_t
cx_ctl_now_s(void)
{
#ifdef CX_TEST_CLOCK
    cx_clock_page_t  page = { getenv("CAMPAIGN_TEST_CLOCK"), NULL };

    return cx_clock_page_ms(&page) / 1000;
#else
    return cx_clock_system.unix_ms(NULL) / 1000;
#endif
}


int
cx_ctl_failed(const char *what, const cx_error_t *e)
{
    char  line[512];

    (void) cx_error_line(e, line, sizeof(line));
    (void) fprintf(stderr, "campaignctl: %s: %s\n", what, line);

    return 1;
}


static int
cx_ctl_run(int argc, char *const *argv)
{
    size_t  i;

    if (argc < 2) {
        return cx_ctl_usage(stderr);
    }

    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0
        || strcmp(argv[1], "-h") == 0)
    {
        return cx_ctl_usage(stdout);
    }

    if (strcmp(argv[1], "--version") == 0) {
        (void) printf("campaignctl %s\n", CX_VERSION);
        return 0;
    }

    for (i = 0; i < cx_nelts(cx_ctl_nouns); i++) {
        if (strcmp(argv[1], cx_ctl_nouns[i].name) == 0) {
            return cx_ctl_nouns[i].run(argc - 1, argv + 1);
        }
    }

    (void) fprintf(stderr, "campaignctl: no noun \"%s\"\n", argv[1]);

    return cx_ctl_usage(stderr);
}


/* what was printed is a part of what was done */

int
main(int argc, char *const *argv)
{
    int  rc;

    rc = cx_ctl_run(argc, argv);

    if (fflush(stdout) == 0 && !ferror(stdout)) {
        return rc;
    }

    (void) fprintf(stderr, "campaignctl: standard output cannot be "
                           "written\n");

    return rc ? rc : 1;
}
