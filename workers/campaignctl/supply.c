#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/catalog/supply_read.h"
#include "workers/campaignctl/campaignctl.h"


#define CX_CTL_NAMES_MAX  1000


static const struct {
    const char        *name;
    cx_supply_file_e   kind;
    const char        *option;          /* the one that is its domain */
} cx_ctl_supply_verbs[] = {
    { "adstxt",      CX_SUPPLY_FILE_ADS_TXT,      "domain" },
    { "appadstxt",   CX_SUPPLY_FILE_APP_ADS_TXT,  "domain" },
    { "sellersjson", CX_SUPPLY_FILE_SELLERS_JSON, "asi" }
};


static int
cx_ctl_supply_usage(FILE *out)
{
    (void) fprintf(out,
"usage: campaignctl supply adstxt FILE --domain=DOMAIN ...\n"
"       campaignctl supply appadstxt FILE --domain=DOMAIN --bundle=BUNDLE ...\n"
"       campaignctl supply sellersjson FILE --asi=DOMAIN\n"
"\n"
"Makes a line for \"campaignctl catalog build\" of a file that a publisher or\n"
"an exchange has on the web: who may sell its inventory, who sells there.\n"
"FILE \"-\" is standard input.\n"
"  --domain=DOMAIN   whose file it is; may be given more than once\n"
"  --bundle=BUNDLE   an app that it is for; may be given more than once\n"
"  --asi=DOMAIN      the exchange whose sellers.json it is\n"
"\n"
"What cannot be read is passed over and counted on standard error, with the\n"
"first few lines that it is in; a file without any record is an error, for\n"
"nothing can be said by it.\n");

    return out == stdout ? 0 : 2;
}


static uint8_t *
cx_ctl_supply_stream(FILE *in, const char *path, size_t *len, cx_error_t *e)
{
    size_t    n, room;
    uint8_t  *data, *more;

    data = NULL;
    room = 0;
    n = 0;

    while (n <= CX_SUPPLY_TEXT_MAX && !feof(in) && !ferror(in)) {
        if (n == room) {
            room = room ? room * 2 : 65536;
            more = realloc(data, room);

            if (more == NULL) {
                free(data);
                (void) cx_error(e, CX_E_NO_MEMORY, path, NULL, "no memory");
                return NULL;
            }

            data = more;
        }

        n += fread(data + n, 1, room - n, in);
    }

    if (ferror(in)) {
        free(data);
        (void) cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
        return NULL;
    }

    *len = n;

    return data;
}


static uint8_t *
cx_ctl_supply_file(const char *path, size_t *len, cx_error_t *e)
{
    FILE     *in;
    uint8_t  *data;

    if (strcmp(path, "-") == 0) {
        return cx_ctl_supply_stream(stdin, "standard input", len, e);
    }

    in = fopen(path, "re");

    if (in == NULL) {
        (void) cx_error(e, CX_E_FILE_IO, path, NULL, "%s", strerror(errno));
        return NULL;
    }

    data = cx_ctl_supply_stream(in, path, len, e);
    (void) fclose(in);

    return data;
}


/* where it is that something was passed over: the first few places */

static void
cx_ctl_supply_places(cx_supply_file_e kind, const cx_supply_text_t *text)
{
    uint32_t     i, n;
    const char  *form;

    n = cx_min(text->skipped, CX_SUPPLY_PLACES);
    form = kind == CX_SUPPLY_FILE_SELLERS_JSON ? "%ssellers[%u]" : "%s%u";

    if (n == 0) {
        return;
    }

    (void) fputs(kind == CX_SUPPLY_FILE_SELLERS_JSON ? " ("
                 : text->skipped == 1 ? " (line " : " (lines ", stderr);

    for (i = 0; i < n; i++) {
        (void) fprintf(stderr, form, i ? ", " : "", text->place[i]);
    }

    (void) fputs(n < text->skipped ? ", ...)" : ")", stderr);
}


static int
cx_ctl_supply_make(const cx_supply_source_t *source, const char *path)
{
    size_t             len;
    cx_rc_t            rc;
    uint8_t           *data;
    cx_error_t         e;
    cx_supply_text_t   text;

    data = cx_ctl_supply_file(path, &len, &e);

    if (data == NULL) {
        return cx_ctl_failed("supply", &e);
    }

    rc = cx_supply_read(source, cx_strn(data, len), &text, &e);
    free(data);

    if (rc != CX_OK) {
        return cx_ctl_failed(path, &e);
    }

    (void) fwrite(text.line, 1, text.len, stdout);
    (void) putchar('\n');
    free(text.line);

    (void) fprintf(stderr, "campaignctl: %s: %u sellers, %u partners, "
                   "%u subdomains, %u passed over", path, text.sellers,
                   text.partners, text.subdomains, text.skipped);
    cx_ctl_supply_places(source->kind, &text);
    (void) fputs(text.nobody ? ", nobody may sell\n" : "\n", stderr);

    return 0;
}


static int
cx_ctl_supply_options(int argc, char *const *argv, cx_supply_source_t *source,
    const char **domain, const char **bundle)
{
    int  c;

    static const struct option  options[] = {
        { "domain", required_argument, NULL, 'd' },
        { "asi",    required_argument, NULL, 'a' },
        { "bundle", required_argument, NULL, 'b' },
        { "help",   no_argument,       NULL, 'h' },
        { NULL,     0,                 NULL, 0 }
    };

    optind = 1;

    while ((c = cx_ctl_option(argc, argv, options, NULL)) != -1) {
        switch (c) {

        case 'd':
        case 'a':
            if ((c == 'a') != (source->kind == CX_SUPPLY_FILE_SELLERS_JSON)
                || source->ndomain == CX_CTL_NAMES_MAX)
            {
                return cx_ctl_supply_usage(stderr);
            }

            domain[source->ndomain++] = optarg;
            break;

        case 'b':
            if (source->kind != CX_SUPPLY_FILE_APP_ADS_TXT
                || source->nbundle == CX_CTL_NAMES_MAX)
            {
                return cx_ctl_supply_usage(stderr);
            }

            bundle[source->nbundle++] = optarg;
            break;

        case 'h':
            return cx_ctl_supply_usage(stdout) + 100;

        default:
            return 2;
        }
    }

    return 0;
}


static int
cx_ctl_supply_verb(size_t verb, int argc, char *const *argv)
{
    int                 rc;
    const char         *domain[CX_CTL_NAMES_MAX], *bundle[CX_CTL_NAMES_MAX];
    cx_supply_source_t  source;

    memset(&source, 0, sizeof(cx_supply_source_t));
    source.kind = cx_ctl_supply_verbs[verb].kind;
    source.domain = domain;
    source.bundle = bundle;

    rc = cx_ctl_supply_options(argc, argv, &source, domain, bundle);

    if (rc) {
        return rc % 100;
    }

    if (source.ndomain + source.nbundle == 0) {
        (void) fprintf(stderr, "campaignctl: supply %s: --%s is missing\n",
                       cx_ctl_supply_verbs[verb].name,
                       cx_ctl_supply_verbs[verb].option);
        return 2;
    }

    return optind + 1 == argc ? cx_ctl_supply_make(&source, argv[optind])
                              : cx_ctl_supply_usage(stderr);
}


int
cx_ctl_supply(int argc, char *const *argv)
{
    size_t  i;

    if (argc < 2) {
        return cx_ctl_supply_usage(stderr);
    }

    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) {
        return cx_ctl_supply_usage(stdout);
    }

    for (i = 0; i < cx_nelts(cx_ctl_supply_verbs); i++) {
        if (strcmp(argv[1], cx_ctl_supply_verbs[i].name) == 0) {
            return cx_ctl_supply_verb(i, argc - 1, argv + 1);
        }
    }

    (void) fprintf(stderr, "campaignctl: no verb \"%s\"\n", argv[1]);

    return cx_ctl_supply_usage(stderr);
}
