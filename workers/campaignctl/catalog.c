#include <stdio.h>
#include <stdlib.h>

#include "core/catalog/builder.h"
#include "core/model/features.h"
#include "workers/campaignctl/campaignctl.h"
#include "workers/campaignctl/catalog.h"


#define CX_TOKEN_LIFE_S  (40 * 86400)


static int
cx_ctl_catalog_usage(FILE *out)
{
    (void) fprintf(out,
"usage: campaignctl catalog build --out=FILE [OPTION ...] [LINES ...]\n"
"       campaignctl catalog check FILE [OVERLAY]\n"
"       campaignctl catalog info FILE [OVERLAY]\n"
"       campaignctl catalog sections FILE [OVERLAY]\n"
"       campaignctl catalog demo [OPTION ...]\n"
"\n"
"sections says how many bytes of each kind of record are in the files.\n"
"\n"
"build makes a catalogue of JSON lines, read from files or, without any or\n"
"for \"-\", from standard input:\n"
"  --out=FILE               where to write it; replaced by rename\n"
"  --previous=FILE          the base before it: its slots and landing pages\n"
"                           are kept\n"
"  --previous-overlay=FILE  the overlay before it; the same\n"
"  --base=FILE              make an overlay over this base\n"
"  --token-life=SECONDS     how long retired slots and pages are kept\n"
"                           (40 days)\n"
"  --now=SECONDS            since 1970; for builds that can be repeated\n"
"\n"
"A catalogue in use is mapped by nginx: it has to be replaced by a rename, as\n"
"build does.  One that is cut short or written over in place, by cp, rsync\n"
"--inplace or an editor, gives wrong bids, or none until it is whole again;\n"
"therefore the file is made read-only.\n"
"\n"
"demo writes lines of a catalogue to try things with; of up to 10000\n"
"campaigns a few show what few have (companions, supply, currencies, venues):\n"
"  --campaigns=N            how many campaigns (200)\n"
"  --seed=N                 other numbers give other campaigns (1)\n"
"  --broad, --narrow        how much of the world each targets\n");

    return out == stdout ? 0 : 2;
}


/* a whole number, or the call was wrong */

int
cx_ctl_number(const char *name, const char *text, int64_t min, int64_t max,
    int64_t *n)
{
    char       *end;
    long long   v;

    v = strtoll(text, &end, 10);

    if (*text == '\0' || *end != '\0' || v < min || v > max) {
        (void) fprintf(stderr, "campaignctl: --%s: \"%s\" is no number from "
                       "%lld to %lld\n", name, text, (long long) min,
                       (long long) max);
        return -1;
    }

    *n = v;

    return 0;
}


static int
cx_ctl_catalog_options(int argc, char *const *argv, cx_builder_conf_t *conf,
    const char **out)
{
    int                         c;
    static const struct option  options[] = {
        { "out",              required_argument, NULL, 'o' },
        { "previous",         required_argument, NULL, 'p' },
        { "previous-overlay", required_argument, NULL, 'v' },
        { "base",             required_argument, NULL, 'b' },
        { "token-life",       required_argument, NULL, 't' },
        { "now",              required_argument, NULL, 'n' },
        { "help",             no_argument,       NULL, 'h' },
        { NULL,               0,                 NULL, 0 }
    };

    optind = 1;

    while ((c = cx_ctl_option(argc, argv, options, NULL)) != -1) {
        switch (c) {

        case 'o':
            *out = optarg;
            break;

        case 'p':
            conf->previous = optarg;
            break;

        case 'v':
            conf->previous_overlay = optarg;
            break;

        case 'b':
            conf->base = optarg;
            break;

        case 't':
            if (cx_ctl_number("token-life", optarg, 0, INT32_MAX,
                              &conf->token_life_s))
            {
                return 2;
            }
            break;

        case 'n':
            if (cx_ctl_number("now", optarg, 0, INT32_MAX * 4LL, &conf->now_s))
            {
                return 2;
            }
            break;

        case 'h':
            return cx_ctl_catalog_usage(stdout) + 100;

        default:
            return 2;
        }
    }

    return 0;
}


static int
cx_ctl_catalog_print(const char *base, const char *overlay)
{
    cx_error_t          e;
    cx_catalog_t       *cat;
    cx_catalog_info_t   info;

    cat = cx_catalog_open(base, overlay, &e);

    if (cat == NULL) {
        return cx_ctl_failed("catalog", &e);
    }

    cx_catalog_info(cat, &info);
    cx_catalog_close(cat);

    (void) printf("version         %llu\n"
                  "base            %016llx\n"
                  "built at        %lld\n"
                  "orgs            %u\n"
                  "campaigns       %u\n"
                  "ad groups       %u\n"
                  "creatives       %u\n"
                  "slots           %u\n"
                  "feature layout  %u\n"
                  "currencies      %u\n"
                  "rates of        %lld\n"
                  "supply owners   %u\n"
                  "supply sellers  %u\n"
                  "bytes           %llu\n",
                  (unsigned long long) info.version,
                  (unsigned long long) info.base_id,
                  (long long) info.built_at, info.orgs, info.campaigns,
                  info.adgroups, info.creatives, info.slots,
                  info.feature_layout, info.rates, (long long) info.rates_at,
                  info.supply_owners, info.supply_sellers,
                  (unsigned long long) info.bytes);

    return 0;
}


static int
cx_ctl_catalog_build(int argc, char *const *argv)
{
    int                 i, rc;
    char                what[512] = "catalog build";
    const char         *out;
    cx_error_t          e;
    cx_rc_t             status;
    cx_builder_t       *b;
    cx_builder_conf_t   conf;

    memset(&conf, 0, sizeof(cx_builder_conf_t));
    conf.now_s = cx_ctl_now_s();
    conf.token_life_s = CX_TOKEN_LIFE_S;
    conf.feature_layout = CX_FEATURE_LAYOUT;
    conf.features = cx_features_offer;
    out = NULL;

    rc = cx_ctl_catalog_options(argc, argv, &conf, &out);

    if (rc) {
        return rc % 100;
    }

    if (out == NULL) {
        (void) fprintf(stderr, "campaignctl: catalog build: --out is "
                               "missing\n");
        return 2;
    }

    if (*out == '\0') {
        (void) fprintf(stderr, "campaignctl: catalog build: --out is "
                               "empty\n");
        return 2;
    }

    b = cx_builder_create(&conf, &e);

    if (b == NULL) {
        return cx_ctl_failed("catalog build", &e);
    }

    status = CX_OK;

    for (i = optind; i < argc && status == CX_OK; i++) {
        status = cx_builder_file(b, argv[i], &e);
    }

    if (optind == argc) {
        status = cx_builder_file(b, "-", &e);
    }

    if (status == CX_OK) {
        status = cx_builder_write(b, out, &e);
    }

    if (status != CX_OK && cx_builder_wrong(b) != NULL) {
        (void) snprintf(what, sizeof(what), "catalog build: %s",
                        cx_builder_wrong(b));
    }

    cx_builder_destroy(b);

    return status == CX_OK ? 0 : cx_ctl_failed(what, &e);
}


static int
cx_ctl_catalog_check(int argc, char *const *argv)
{
    cx_error_t     e;
    cx_catalog_t  *cat;

    if (argc < 2 || argc > 3) {
        return cx_ctl_catalog_usage(stderr);
    }

    cat = cx_catalog_open(argv[1], argc == 3 ? argv[2] : NULL, &e);

    if (cat == NULL) {
        return cx_ctl_failed("catalog check", &e);
    }

    cx_catalog_close(cat);

    return 0;
}


static int
cx_ctl_catalog_info(int argc, char *const *argv)
{
    if (argc < 2 || argc > 3) {
        return cx_ctl_catalog_usage(stderr);
    }

    return cx_ctl_catalog_print(argv[1], argc == 3 ? argv[2] : NULL);
}


static int
cx_ctl_catalog_sections(int argc, char *const *argv)
{
    uint32_t       i;
    uint64_t       bytes;
    cx_error_t     e;
    const char    *name;
    cx_catalog_t  *cat;

    if (argc < 2 || argc > 3) {
        return cx_ctl_catalog_usage(stderr);
    }

    cat = cx_catalog_open(argv[1], argc == 3 ? argv[2] : NULL, &e);

    if (cat == NULL) {
        return cx_ctl_failed("catalog sections", &e);
    }

    for (i = 0; (name = cx_catalog_section(cat, i, &bytes)) != NULL; i++) {
        (void) printf("%-14s  %llu\n", name, (unsigned long long) bytes);
    }

    cx_catalog_close(cat);

    return 0;
}


int
cx_ctl_catalog(int argc, char *const *argv)
{
    size_t  i;

    static const struct {
        const char  *name;
        int        (*run)(int argc, char *const *argv);
    } verbs[] = {
        { "build",    cx_ctl_catalog_build },
        { "check",    cx_ctl_catalog_check },
        { "info",     cx_ctl_catalog_info },
        { "sections", cx_ctl_catalog_sections },
        { "demo",     cx_ctl_catalog_demo }
    };

    if (argc < 2) {
        return cx_ctl_catalog_usage(stderr);
    }

    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) {
        return cx_ctl_catalog_usage(stdout);
    }

    for (i = 0; i < cx_nelts(verbs); i++) {
        if (strcmp(argv[1], verbs[i].name) == 0) {
            return verbs[i].run(argc - 1, argv + 1);
        }
    }

    (void) fprintf(stderr, "campaignctl: no verb \"%s\"\n", argv[1]);

    return cx_ctl_catalog_usage(stderr);
}
