#include <stdio.h>
#include <stdlib.h>

#include "core/bid/explain.h"
#include "workers/campaignctl/campaignctl.h"


#define CX_CTL_ARENA   (64 * 1024 * 1024)
#define CX_CTL_ANSWER  (16 * 1024 * 1024)


typedef struct {
    const char         *catalog;
    const char         *overlay;
    const char         *model;
    int                 json;
    cx_exchange_t       exchange;
    cx_explain_conf_t   explain;
    cx_bid_conf_t       conf;
    cx_provider_t       provider;
    cx_bid_t            bid;
    cx_arena_t          arena;
} cx_ctl_explain_t;


static const char  cx_ctl_explain_help[] =
"usage: campaignctl explain --catalog=FILE [OPTION ...] REQUEST [CAMPAIGN]\n"
"\n"
"Decides the bid request in the file REQUEST (- is standard input) and says\n"
"of each ad group, or of those of one campaign, what became of it in each\n"
"impression: the first reason that kept it out, or its offer.  Of nginx's\n"
"configuration it knows what the options say: no profile of the exchange, no\n"
"filter of traffic and no places by address.\n"
"\n"
"  --catalog=FILE   the compiled catalogue\n"
"  --overlay=FILE   its overlay\n"
"  --model=FILE     the network; without one each offer scores its prior\n"
"  --exchange=NAME  the exchange that asks\n"
"  --org=ID         only the campaigns of this org\n"
"  --adgroup=ID     only this ad group\n"
"  --time=TIME      when it is: 2026-05-01T10:00:00Z; default now\n"
"  --vendor=NUMBER  ours in the Global Vendor List\n"
"  --json           the answer of an explain location, a page a line\n";


static int
cx_ctl_explain_usage(FILE *out)
{
    (void) fputs(cx_ctl_explain_help, out);

    return out == stdout ? 0 : 2;
}


static cx_str_t
cx_ctl_str(const char *s)
{
    return cx_strn(s, strlen(s));
}


static int
cx_ctl_explain_time(const char *value, int64_t *s)
{
    if (cx_time_parse(cx_ctl_str(value), s) == CX_OK) {
        return 0;
    }

    (void) fprintf(stderr, "campaignctl: --time: \"%s\" is no time (allowed: "
                           "2026-05-01, 2026-05-01T10:00:00Z)\n", value);
    return 2;
}


static int
cx_ctl_explain_vendor(const char *value, uint16_t *vendor)
{
    long   v;
    char  *end;

    v = strtol(value, &end, 10);

    if (end != value && *end == '\0' && v >= 1 && v <= 65535) {
        *vendor = (uint16_t) v;
        return 0;
    }

    (void) fprintf(stderr, "campaignctl: --vendor: \"%s\" (allowed: from 1 to "
                           "65535)\n", value);
    return 2;
}


static int
cx_ctl_explain_option(cx_ctl_explain_t *x, int c)
{
    switch (c) {

    case 'c':
        x->catalog = optarg;
        return 0;

    case 'o':
        x->overlay = optarg;
        return 0;

    case 'm':
        x->model = optarg;
        return 0;

    case 'e':
        x->exchange.name = cx_ctl_str(optarg);
        return 0;

    case 'r':
        x->explain.org = cx_ctl_str(optarg);
        return 0;

    case 'a':
        x->explain.adgroup = cx_ctl_str(optarg);
        return 0;

    case 't':
        return cx_ctl_explain_time(optarg, &x->bid.now_s);

    case 'v':
        return cx_ctl_explain_vendor(optarg, &x->conf.vendor);

    case 'j':
        x->json = 1;
        return 0;

    default:
        return 2;
    }
}


/* 0, or how the call was wrong; -1: help was asked for */

static int
cx_ctl_explain_options(cx_ctl_explain_t *x, int argc, char *const *argv)
{
    int  c, rc;

    static const struct option  options[] = {
        { "catalog", required_argument, NULL, 'c' },
        { "overlay", required_argument, NULL, 'o' },
        { "model", required_argument, NULL, 'm' },
        { "exchange", required_argument, NULL, 'e' },
        { "org", required_argument, NULL, 'r' },
        { "adgroup", required_argument, NULL, 'a' },
        { "time", required_argument, NULL, 't' },
        { "vendor", required_argument, NULL, 'v' },
        { "json", no_argument, NULL, 'j' },
        { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 }
    };

    while ((c = cx_ctl_option(argc, argv, options, NULL)) != -1) {

        if (c == 'h') {
            return -1;
        }

        rc = cx_ctl_explain_option(x, c);

        if (rc) {
            return rc;
        }
    }

    if (x->catalog == NULL) {
        (void) fprintf(stderr, "campaignctl: --catalog is missing\n");
        return 2;
    }

    return argc - optind == 1 || argc - optind == 2 ? 0 : 2;
}


/* nobody is better than his prior */

static cx_rc_t
cx_ctl_no_model(const cx_provider_t *p, cx_model_input_t *in,
    cx_inference_t *out)
{
    (void) p;
    (void) in;
    (void) out;

    return CX_DECLINED;
}


static cx_rc_t
cx_ctl_explain_provider(cx_ctl_explain_t *x, cx_model_t **m, cx_error_t *e)
{
    if (x->model != NULL) {
        *m = cx_model_open(x->model, e);

        return *m != NULL ? cx_provider_cpu(&x->provider, "auto", *m, e)
                          : CX_ERROR;
    }

    *m = NULL;
    x->provider.name = "none";
    x->provider.max_batch_size = CX_MODEL_BATCH;
    x->provider.predict = cx_ctl_no_model;
    x->provider.predict_batch = cx_ctl_no_model;

    return CX_OK;
}


static cx_rc_t
cx_ctl_explain_read(const char *path, uint8_t *mem, size_t size, size_t *len,
    cx_error_t *e)
{
    int    whole;
    FILE  *f;

    f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");

    if (f == NULL) {
        return cx_error(e, CX_E_FILE_IO, "file", NULL, "cannot be opened");
    }

    *len = fread(mem, 1, size, f);
    whole = !ferror(f) && feof(f);

    if (f != stdin) {
        (void) fclose(f);
    }

    if (!whole) {
        return cx_error(e, CX_E_FILE_IO, "file", "up to 16 megabytes",
                        "cannot be read, or not all of it");
    }

    return *len ? CX_OK : cx_error(e, CX_E_BODY_EMPTY, "file", "a bid request",
                                   "is empty");
}


static void
cx_ctl_explain_head(const cx_explanation_t *x)
{
    uint32_t                  i;
    const cx_imp_decision_t  *imp;

    (void) printf("request %.*s: %s, %u bids\n", (int) x->req->r.id.len,
                  (const char *) x->req->r.id.data,
                  cx_nobid_name(x->d->reason), x->d->nbids);

    for (i = 0; i < CX_STAGE_MAX; i++) {
        (void) printf("  %-8s %8.1f us\n", cx_stage_name((cx_stage_e) i),
                      (double) x->d->stage_ns[i] / 1000);
    }

    for (i = 0; i < x->d->nimps; i++) {
        imp = &x->d->imp[i];
        (void) printf("imp %.*s: %s; %u looked at, %u stood, %u scored, "
                      "%u bid\n", (int) imp->imp->id.len,
                      (const char *) imp->imp->id.data,
                      cx_nobid_name(imp->reason), imp->nmatched, imp->nstood,
                      imp->noffers, imp->nwon);
    }
}


static void
cx_ctl_explain_slot(const cx_explain_slot_t *s)
{
    const cx_offer_t  *o;

    o = s->offer;

    if (o == NULL) {
        (void) printf("%s%s%s\n", cx_nobid_name(s->reason),
                      s->where != NULL ? ": " : "",
                      s->where != NULL ? s->where : "");
        return;
    }

    (void) printf("%s: price %.6f %c%c%c, floor %.6f, score %.6f, rank "
                  "%.6f\n", cx_nobid_name(o->outcome),
                  (double) o->price / CX_MICROS, (int) (o->currency >> 16),
                  (int) (o->currency >> 8 & 255), (int) (o->currency & 255),
                  (double) o->floor / CX_MICROS, (double) o->score / CX_MICROS,
                  (double) o->rank / CX_MICROS);
}


static void
cx_ctl_explain_print(const cx_explanation_t *x)
{
    uint32_t                   i, k;
    cx_str_t                   campaign, adgroup;
    const cx_cat_adgroup_t    *g;
    const cx_explain_entry_t  *entry;

    if (x->conf->from == 0) {
        cx_ctl_explain_head(x);
    }

    for (i = 0; i < x->n; i++) {
        entry = &x->entry[i];
        g = cx_catalog_adgroup(entry->file, entry->adgroup);
        adgroup = cx_catalog_str(entry->file, g->id);
        campaign = cx_catalog_str(entry->file,
                                  cx_catalog_campaign(entry->file,
                                                      g->campaign)->id);

        (void) printf("%.*s %.*s\n", (int) campaign.len,
                      (const char *) campaign.data, (int) adgroup.len,
                      (const char *) adgroup.data);

        for (k = 0; entry->slot != NULL && k < x->d->nimps; k++) {
            (void) printf("  imp %.*s: ", (int) x->d->imp[k].imp->id.len,
                          (const char *) x->d->imp[k].imp->id.data);
            cx_ctl_explain_slot(&entry->slot[k]);
        }

        if (entry->slot == NULL) {
            (void) printf("  %s\n", cx_nobid_name(x->d->reason));
        }
    }
}


static void
cx_ctl_explain_json(cx_ctl_explain_t *x, const cx_explanation_t *answer,
    uint8_t *mem)
{
    cx_buf_t  b;

    cx_buf_init(&b, mem, CX_CTL_ANSWER);
    cx_explain_write(&x->bid, answer, &b);
    cx_put_char(&b, '\n');
    (void) fwrite(b.start, 1, cx_buf_len(&b), stdout);
}


/* page by page: the file may have a million ad groups */

static cx_rc_t
cx_ctl_explain_pages(cx_ctl_explain_t *x, const uint8_t *body, size_t len,
    uint8_t *mem, cx_error_t *e)
{
    uint64_t          told;
    cx_explanation_t  answer;

    told = 0;
    x->explain.limit = CX_EXPLAIN_LIMIT_MAX;

    do {
        cx_arena_reset(&x->arena);
        x->bid.start_ns = cx_clock_system.mono_ns(NULL);

        if (cx_explain(&x->bid, &x->explain, body, len, &answer, e) != CX_OK) {
            return CX_ERROR;
        }

        if (x->json) {
            cx_ctl_explain_json(x, &answer, mem);

        } else {
            cx_ctl_explain_print(&answer);
        }

        told += answer.n;
        x->explain.from = answer.next;

    } while (answer.next);

    return told ? CX_OK : cx_error(e, CX_E_NOT_FOUND, "ad groups",
                                   "a campaign, ad group and org of the "
                                   "catalogue", "none is asked for");
}


/* without a time of its own: nobody waits for this */

static cx_rc_t
cx_ctl_explain_run(cx_ctl_explain_t *x, const char *request, uint8_t *mem,
    cx_error_t *e)
{
    size_t             len;
    cx_rc_t            rc;
    cx_model_t        *m;
    cx_catalog_t      *catalog;
    cx_ortb_reader_t  *reader;

    rc = CX_ERROR;
    len = 0;
    reader = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    catalog = cx_catalog_open(x->catalog, x->overlay, e);
    m = NULL;

    if (reader == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "reader", NULL, "out of memory");

    } else if (catalog != NULL
               && cx_ctl_explain_provider(x, &m, e) == CX_OK
               && cx_ctl_explain_read(request, mem, CX_CTL_ANSWER, &len, e)
                  == CX_OK)
    {
        cx_arena_init(&x->arena, mem + 2 * CX_CTL_ANSWER, CX_CTL_ARENA);
        x->conf.candidates = CX_BID_SCORE_MAX;
        x->conf.exchange = &x->exchange;
        x->conf.provider = &x->provider;
        x->bid.conf = &x->conf;
        x->bid.ports = &cx_bid_ports_null;
        x->bid.catalog = catalog;
        x->bid.reader = reader;
        x->bid.arena = &x->arena;

        rc = cx_ctl_explain_pages(x, mem, len, mem + CX_CTL_ANSWER, e);
    }

    cx_model_close(m);
    cx_catalog_close(catalog);
    cx_ortb_reader_destroy(reader);

    return rc;
}


int
cx_ctl_explain(int argc, char *const *argv)
{
    int                rc;
    uint8_t           *mem;
    cx_error_t         e;
    cx_ctl_explain_t   x;

    memset(&x, 0, sizeof(x));
    memset(&e, 0, sizeof(e));
    x.exchange = cx_exchange_null;
    x.bid.now_s = cx_ctl_now_s();

    rc = cx_ctl_explain_options(&x, argc, argv);

    if (rc) {
        return cx_ctl_explain_usage(rc == -1 ? stdout : stderr);
    }

    if (argc - optind == 2) {
        x.explain.campaign = cx_ctl_str(argv[optind + 1]);
    }

    mem = malloc(2 * CX_CTL_ANSWER + CX_CTL_ARENA);

    if (mem == NULL) {
        (void) cx_error(&e, CX_E_NO_MEMORY, "memory", NULL, "out of memory");
        return cx_ctl_failed(argv[optind], &e);
    }

    rc = cx_ctl_explain_run(&x, argv[optind], mem, &e) == CX_OK
         ? 0 : cx_ctl_failed(argv[optind], &e);

    free(mem);

    return rc;
}
