/* random catalogues and random requests: the matcher against the oracle */

#include <unistd.h>

#include "core/catalog/builder.h"
#include "tests/unit/catalog_random_supply.h"


#define ROOM         (4 * 1024 * 1024)


static void
build(const char *path, const char *base, int first)
{
    int                i;
    char               line[512];
    cx_error_t         e;
    cx_builder_t      *b;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    conf.now_s = NOW;
    conf.base = base;
    e.field[0] = '\0';

    b = cx_builder_create(&conf, &e);
    CHECK(b != NULL);

    for (i = first; i < w.nlines; i++) {
        if (cx_builder_line(b, cx_strn(w.line[i], strlen(w.line[i])), &e)
            != CX_OK)
        {
            (void) cx_error_line(&e, line, sizeof(line));
            (void) printf("%s\n%s\n", line, w.line[i]);
            CHECK(0);
        }
    }

    if (cx_builder_write(b, path, &e) != CX_OK) {
        (void) cx_error_line(&e, line, sizeof(line));
        (void) printf("%s\n", line);
        CHECK(0);
    }

    cx_builder_destroy(b);
}


static int        got[MAX_GROUPS], dealt[MAX_GROUPS];
static uint64_t   hits, checks, walks;


static void
take_hits(cx_match_t *m)
{
    int       i;
    int64_t   order;
    cx_hit_t  hit;
    cx_str_t  id;

    memset(got, 0, sizeof(got));
    memset(dealt, 0, sizeof(dealt));
    order = INT64_MAX;

    while (cx_match_next(m, &hit) == CX_OK) {
        id = cx_catalog_str(hit.file, hit.adgroup->id);
        i = atoi((const char *) id.data + 1);
        CHECK(got[i] == 0);
        CHECK(hit.adgroup->order <= order);
        CHECK(hit.nfits >= 1);
        order = hit.adgroup->order;
        got[i] = (int) hit.nfits;
        dealt[i] = hit.deal != NULL ? got[i] : 0;
        hits++;

        CHECK((hit.deal != NULL) == (hit.adgroup->flags != 0));
    }
}


/* deal by deal the same ad groups are found as among all */

static void
check_deals(cx_match_t *m, const cx_ortb_imp_t *imp)
{
    int              i, walked[MAX_GROUPS];
    int64_t          order;
    uint32_t         k;
    cx_hit_t         hit;
    cx_match_deal_t  walk;

    memset(walked, 0, sizeof(walked));

    for (k = 0; imp->pmp != NULL && k < imp->pmp->deals.n; k++) {
        order = INT64_MAX;

        if (cx_match_deal_begin(m, &imp->pmp->deals.v[k], &walk) != CX_OK) {
            continue;
        }

        while (cx_match_deal_next(m, &walk, &hit) == CX_OK) {
            i = atoi((const char *) cx_catalog_str(hit.file,
                                                   hit.adgroup->id).data + 1);
            CHECK(hit.deal == &imp->pmp->deals.v[k]);
            CHECK(cx_match_deal(m, &walk, &hit));
            CHECK(hit.adgroup->order <= order);
            order = hit.adgroup->order;
            walked[i] = (int) hit.nfits;
            walks++;
        }
    }

    CHECK(memcmp(walked, dealt, sizeof(walked)) == 0);
}


/* after the deals, as a bid asks for them, the others alone are left */

static void
check_open(cx_match_t *m, const cx_ortb_imp_t *imp,
    const cx_ortb_native_request_t *native)
{
    int  i, open[MAX_GROUPS];

    for (i = 0; i < MAX_GROUPS; i++) {
        open[i] = dealt[i] ? 0 : got[i];
    }

    CHECK(cx_match_imp(m, imp, native) == CX_OK);
    check_deals(m, imp);
    cx_match_open(m);
    take_hits(m);
    CHECK(memcmp(got, open, sizeof(open)) == 0);
}


static void
check_why(cx_match_t *m, const cx_catalog_t *cat)
{
    int                       i;
    uint32_t                  f, n, a, nadgroups;
    cx_str_t                  id;
    cx_catalog_info_t         info;
    const cx_catalog_file_t  *files[2];

    n = cx_catalog_files(cat, files);
    cx_catalog_info(cat, &info);
    nadgroups = info.adgroups;

    for (f = 0; n == 1 && f < n; f++) {
        for (a = 0; a < nadgroups; a++) {
            id = cx_catalog_str(files[f],
                                cx_catalog_adgroup(files[f], a)->id);
            i = atoi((const char *) id.data + 1);
            CHECK((cx_match_why(m, files[f], a) == NULL) == (got[i] != 0));
        }
    }
}


static void
compare(const cx_catalog_t *cat, const cx_ortb_reader_t *rd, uint32_t times)
{
    int                    i, want;
    char                   text[16384], line[512];
    size_t                 k;
    uint32_t               r;
    uint8_t               *mem;
    cx_str_t               segment[3], org[2];
    cx_error_t             e;
    cx_arena_t             arena;
    cx_match_t            *m;
    yyjson_doc            *doc;
    yyjson_val            *imp;
    cx_match_input_t       mi;
    cx_openrtb_request_t  *req;
    cx_ortb_native_request_t  *native;

    mem = malloc(ROOM);

    for (r = 0; r < times; r++) {
        make_request(text);
        cx_arena_init(&arena, mem, ROOM);

        if (cx_openrtb_read(rd, (uint8_t *) text, strlen(text), &arena, &req,
                            &e)
            != CX_OK)
        {
            (void) cx_error_line(&e, line, sizeof(line));
            (void) printf("%s\n%s\n", line, text);
            CHECK(0);
            continue;
        }

        doc = yyjson_read(text, strlen(text), 0);
        in.req = yyjson_doc_get_root(doc);

        memset(&mi, 0, sizeof(mi));
        mi.req = req;
        mi.segment = segment;
        mi.nsegment = (uint32_t) in.nsegments;
        mi.org = org;
        mi.norg = (uint32_t) in.norgs;
        mi.exchange = cx_strn(in.exchange, strlen(in.exchange));
        mi.seller = cx_strn(in.seller, strlen(in.seller));
        mi.now_s = in.now;

        for (i = 0; i < 3; i++) {
            segment[i] = cx_strn(in.segment[i], strlen(in.segment[i]));
        }

        for (i = 0; i < 2; i++) {
            org[i] = cx_strn(in.org[i], strlen(in.org[i]));
        }

        m = cx_match_begin(cat, &mi, &arena);
        CHECK(m != NULL);

        for (k = 0; k < req->r.imp.n; k++) {
            native = NULL;

            if (req->r.imp.v[k].native != NULL) {
                CHECK(cx_openrtb_read_native(rd,
                          req->r.imp.v[k].native->request, &arena, &native,
                          &e)
                      == CX_OK);
            }

            CHECK(cx_match_imp(m, &req->r.imp.v[k], native) == CX_OK);
            take_hits(m);
            check_deals(m, &req->r.imp.v[k]);
            imp = yyjson_arr_get(yyjson_obj_get(in.req, "imp"), k);

            for (i = 0; i < w.ngroups; i++) {
                want = w.hidden[i] ? 0 : oracle_match(&w.group[i], &in, imp);
                checks++;

                if (want != got[i]) {
                    CHECK_INT(got[i], want);
                    (void) printf("imp %zu of %s\nnow %lld\n", k, text,
                                  (long long) in.now);
                    (void) printf("%s\n", yyjson_val_write(w.group[i].adgroup,
                                                           0, NULL));
                    return;
                }
            }

            check_why(m, cat);
            check_open(m, &req->r.imp.v[k], native);
        }

        yyjson_doc_free(doc);
    }

    free(mem);
}


static char  base_path[64], overlay_path[64];


static void
run_worlds(int overlay, int sparse, int worlds)
{
    int                i, k, first, campaigns;
    cx_error_t         e;
    cx_catalog_t      *cat;
    cx_ortb_reader_t  *rd;

    rd = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    CHECK(rd != NULL);

    for (k = 0; k < worlds; k++) {
        for (i = 0; i < (int) cx_nelts(pools); i++) {
            odds[i] = sparse ? 1 + rnd(4) : rnd(3) ? 3 + rnd(12) : 0;
        }

        add_lists();
        add_supply();
        campaigns = 20 + (int) rnd(450);

        for (i = 0; i < campaigns; i++) {
            add_campaign(i);
        }

        build(base_path, NULL, 0);

        if (overlay) {
            char  text[64];
            int   j, n;

            first = w.nlines;
            add_lists();

            if (chance(50)) {
                add_supply();
            }

            n = w.ngroups;

            for (i = 0; i < 30; i++) {
                j = (int) rnd((uint32_t) campaigns + 30);

                (void) snprintf(text, sizeof(text), "c%d", j);

                for (j = 0; j < n; j++) {
                    if (strcmp(oracle_str(w.group[j].campaign, "id"), text)
                        == 0)
                    {
                        w.hidden[j] = 1;
                    }
                }

                for (j = first; j < w.nlines; j++) {
                    if (strcmp(oracle_str(yyjson_doc_get_root(w.doc[j]), "id"),
                               text) == 0)
                    {
                        break;
                    }
                }

                if (j < w.nlines) {
                    continue;
                }

                if (atoi(text + 1) < campaigns && chance(30)) {
                    char  line[128];

                    (void) snprintf(line, sizeof(line), "{\"type\":"
                                    "\"campaign\",\"id\":\"%s\","
                                    "\"deleted\":true}", text);
                    add_line(line);

                } else {
                    add_campaign(atoi(text + 1));
                }
            }

            build(overlay_path, base_path, first);
        }

        cat = cx_catalog_open(base_path, overlay ? overlay_path : NULL, &e);
        CHECK(cat != NULL);

        if (cat != NULL) {
            compare(cat, rd, 40);
            cx_catalog_close(cat);
        }

        forget();
    }

    cx_ortb_reader_destroy(rd);
}


static void
bases_match_as_the_oracle_says(void)
{
    seed = 1;
    run_worlds(0, 0, 5);
}


static void
sparse_bases_match_as_the_oracle_says(void)
{
    seed = 2;
    run_worlds(0, 1, 5);
}


static void
overlays_match_as_the_oracle_says(void)
{
    seed = 3;
    run_worlds(1, 0, 6);
    run_worlds(1, 1, 4);

    /* a test that finds nothing to compare proves nothing */

    (void) printf("    %llu hits of %llu\n", (unsigned long long) hits,
                  (unsigned long long) checks);
    CHECK(hits > 5000);
    CHECK(walks > 200);
}


static const cx_test_t  tests[] = {
    TEST(bases_match_as_the_oracle_says),
    TEST(sparse_bases_match_as_the_oracle_says),
    TEST(overlays_match_as_the_oracle_says)
};


int
main(void)
{
    int  rc;

    (void) snprintf(base_path, sizeof(base_path), "/tmp/cx-match-%d.cat",
                    (int) getpid());
    (void) snprintf(overlay_path, sizeof(overlay_path),
                    "/tmp/cx-match-%d.over", (int) getpid());

    rc = cx_test_main(tests, cx_nelts(tests));

    (void) unlink(base_path);
    (void) unlink(overlay_path);

    return rc;
}
