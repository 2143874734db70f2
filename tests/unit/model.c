
/*
 * The model's file, and what providers do with bad input.
 */

#include <math.h>
#include <unistd.h>

#include "core/model/features.h"
#include "core/model/layout.h"
#include "tests/unit/test.h"


#define BUNDLED  "conf/model/colanet.cxm"


static uint8_t  file[CX_MODEL_FILE_SIZE + 64];


static int
read_file(const char *path)
{
    FILE    *f;
    size_t   n;

    f = fopen(path, "rb");

    if (f == NULL) {
        return 0;
    }

    n = fread(file, 1, sizeof(file), f);
    (void) fclose(f);

    return n == CX_MODEL_FILE_SIZE;
}


static uint64_t
checksum(const void *data, size_t size)
{
    cx_checksum_t  c;

    cx_checksum_init(&c);
    cx_checksum_update(&c, data, size);

    return cx_checksum_final(&c);
}


/* make the checksums right again, so that what is behind them is looked at */

static void
seal(void)
{
    cx_model_header_t  h;

    memcpy(&h, file, sizeof(h));
    h.id = checksum(file + sizeof(h), sizeof(cx_weights_t));
    h.checksum = checksum(&h, offsetof(cx_model_header_t, checksum));
    memcpy(file, &h, sizeof(h));
}


static cx_errcode_t
load(size_t size, const char *field)
{
    uint8_t     *copy;
    cx_error_t   e;
    cx_model_t  *m;

    /* of the exact size, and not aligned: a sanitizer sees what is behind */

    copy = malloc(size + 1);
    memcpy(copy + 1, file, size);
    memset(&e, 0, sizeof(e));
    m = cx_model_load(copy + 1, size, &e);
    free(copy);

    if (m != NULL) {
        cx_model_close(m);
        return CX_E_NONE;
    }

    CHECK(e.fault[0]);
    CHECK_STR(cx_strn(e.field, strlen(e.field)), field);

    return e.code;
}


static void
a_bundled_model_loads(void)
{
    cx_error_t              e;
    cx_model_t             *m;
    const cx_model_info_t  *info;

    m = cx_model_open(BUNDLED, &e);
    CHECK(m != NULL);

    if (m == NULL) {
        return;
    }

    info = cx_model_info(m);
    CHECK_STR(cx_strn(info->name, strlen(info->name)), "colanet");
    CHECK(info->id != 0);
    CHECK(info->version == 1);
    CHECK(info->trained_at > 1767225600);
    CHECK((uintptr_t) m % 64 == 0);

    cx_model_close(m);
}


static void
a_saved_model_is_the_same_file(void)
{
    char         folder[] = "/tmp/cx-model-XXXXXX", path[64];
    cx_error_t   e;
    cx_model_t  *m;

    static uint8_t  first[CX_MODEL_FILE_SIZE];

    CHECK(mkdtemp(folder) != NULL);
    (void) snprintf(path, sizeof(path), "%s/m.cxm", folder);
    CHECK(read_file(BUNDLED));
    memcpy(first, file, sizeof(first));

    m = cx_model_open(BUNDLED, &e);
    CHECK(m != NULL);
    CHECK_INT(cx_model_save(m, path, &e), CX_OK);
    CHECK(read_file(path));
    CHECK(memcmp(first, file, sizeof(first)) == 0);
    (void) unlink(path);

    (void) snprintf(path, sizeof(path), "%s/no/m.cxm", folder);
    CHECK_INT(cx_model_save(m, path, &e), CX_ERROR);
    CHECK_INT(e.code, CX_E_FILE_IO);

    CHECK(rmdir(folder) == 0);
    cx_model_close(m);
}


static void
a_file_that_is_missing_or_foreign_says_so(void)
{
    cx_error_t  e;

    CHECK(cx_model_open("/no/such/file", &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_IO);
    CHECK(cx_model_open("/", &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_IO);
    CHECK(cx_model_open("/dev/zero", &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_FORMAT);
    CHECK(cx_model_open("/dev/null", &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_TRUNCATED);
}


static void
each_truncation_is_refused(void)
{
    size_t        n;
    cx_errcode_t  code;

    CHECK(read_file(BUNDLED));
    CHECK_INT(load(CX_MODEL_FILE_SIZE, ""), CX_E_NONE);

    for (n = 0; n < CX_MODEL_FILE_SIZE; n += n < 200 ? 1 : 997) {
        code = load(n, "size");
        CHECK_INT(code, CX_E_FILE_TRUNCATED);
    }

    CHECK_INT(load(CX_MODEL_FILE_SIZE - 1, "size"), CX_E_FILE_TRUNCATED);
    CHECK_INT(load(CX_MODEL_FILE_SIZE + 1, "size"), CX_E_FILE_FORMAT);
}


static void
each_flipped_bit_is_seen(void)
{
    size_t       i;
    cx_model_t  *m;

    CHECK(read_file(BUNDLED));

    for (i = 0; i < CX_MODEL_FILE_SIZE; i += i < 200 ? 1 : 61) {
        file[i] ^= (uint8_t) (1 << i % 8);
        m = cx_model_load(file, CX_MODEL_FILE_SIZE, NULL);
        CHECK(m == NULL);
        cx_model_close(m);
        file[i] ^= (uint8_t) (1 << i % 8);
    }

    CHECK_INT(load(CX_MODEL_FILE_SIZE, ""), CX_E_NONE);
}


static void
each_field_of_the_header_is_checked(void)
{
    size_t  i;

    static const struct {
        size_t        at;
        uint8_t       value;
        cx_errcode_t  code;
        const char   *field;
    } t[] = {
#define AT(field)  offsetof(cx_model_header_t, field)
        { AT(magic), 'X', CX_E_FILE_FORMAT, "magic" },
        { AT(byte_order), 1, CX_E_FILE_FORMAT, "byte_order" },
        { AT(format), 2, CX_E_FILE_VERSION, "format" },
        { AT(layout), 2, CX_E_FILE_VERSION, "layout" },
        { AT(inputs), 1, CX_E_FILE_FORMAT, "shape" },
        { AT(hidden), 65, CX_E_FILE_FORMAT, "shape" },
        { AT(outputs), 16, CX_E_FILE_FORMAT, "shape" },
        { AT(heads), 17, CX_E_FILE_FORMAT, "shape" },
        { AT(size), 1, CX_E_FILE_FORMAT, "size" },
        { AT(size) + 7, 0xff, CX_E_FILE_FORMAT, "size" },
        { AT(name), 0, CX_E_FILE_FORMAT, "name" },
        { AT(name) + 1, '"', CX_E_FILE_FORMAT, "name" },
        { AT(name) + 31, 'x', CX_E_FILE_FORMAT, "name" }
#undef AT
    };

    for (i = 0; i < cx_nelts(t); i++) {
        CHECK(read_file(BUNDLED));
        file[t[i].at] = t[i].value;
        seal();
        CHECK_INT(load(CX_MODEL_FILE_SIZE, t[i].field), t[i].code);
    }

    CHECK(read_file(BUNDLED));
    file[sizeof(cx_model_header_t) - 1] ^= 1;
    CHECK_INT(load(CX_MODEL_FILE_SIZE, "checksum"), CX_E_FILE_CHECKSUM);

    CHECK(read_file(BUNDLED));
    file[sizeof(cx_model_header_t)] ^= 1;
    CHECK_INT(load(CX_MODEL_FILE_SIZE, "id"), CX_E_FILE_CHECKSUM);
}


static void
weights_are_finite_and_bounded(void)
{
    size_t  i, k;

    static const struct {
        size_t       at;
        const char  *field;
    } places[] = {
        { offsetof(cx_weights_t, w1), "w1" },
        { offsetof(cx_weights_t, b1), "b1" },
        { offsetof(cx_weights_t, threshold), "threshold" },
        { offsetof(cx_weights_t, w2), "w2" },
        { offsetof(cx_weights_t, b2), "b2" },
        { sizeof(cx_weights_t) - sizeof(float), "b2" }
    };

    const float  bad[] = { NAN, -NAN, INFINITY, -INFINITY, 1024.1f, -1e30f };

    for (i = 0; i < cx_nelts(places); i++) {
        for (k = 0; k < cx_nelts(bad); k++) {
            CHECK(read_file(BUNDLED));
            memcpy(file + sizeof(cx_model_header_t) + places[i].at, &bad[k],
                   sizeof(float));
            seal();
            CHECK_INT(load(CX_MODEL_FILE_SIZE, places[i].field),
                      CX_E_FIELD_VALUE);
        }
    }
}


static void
question(cx_model_input_t *in, const cx_offer_features_t *offer)
{
    uint32_t  i;

    memset(in, 0, sizeof(cx_model_input_t));
    in->user.n = 1;
    in->user.value[0] = 1.0f;
    in->noffers = 2;
    in->noutputs = CX_MODEL_HEADS;

    for (i = 0; i < CX_MODEL_BATCH; i++) {
        in->offer[i] = offer;
    }
}


static void
bad_input_is_an_error(void)
{
    cx_model_t            *m;
    cx_provider_t          p;
    cx_inference_t         out;
    cx_model_input_t       in;
    const char *const     *name;
    cx_offer_features_t    offer;

    m = cx_model_open(BUNDLED, NULL);
    CHECK(m != NULL);

    for (name = cx_provider_cpu_names(); m != NULL && *name; name++) {
        CHECK_INT(cx_provider_cpu(&p, *name, m, NULL), CX_OK);
        memset(&offer, 0, sizeof(offer));

        question(&in, &offer);
        CHECK_INT(p.predict_batch(&p, &in, &out), CX_OK);
        CHECK_INT(p.predict(&p, &in, &out), CX_ERROR);
        in.noffers = 0;
        CHECK_INT(p.predict_batch(&p, &in, &out), CX_OK);
        CHECK_INT(out.noffers, 0);

#define BAD(statement)                                                        \
        question(&in, &offer);                                                \
        statement;                                                            \
        CHECK_INT(p.predict_batch(&p, &in, &out), CX_ERROR);                  \
        CHECK(!in.have_sums);

        BAD(in.noffers = CX_MODEL_BATCH + 1)
        BAD(in.noffers = UINT32_MAX)
        BAD(in.noutputs = 0)
        BAD(in.noutputs = 32)
        BAD(in.noutputs = UINT32_MAX)
        BAD(in.user.n = CX_FEATURES_MAX + 1)
        BAD(in.user.n = UINT32_MAX)
        BAD(in.user.index[0] = CX_MODEL_USER)
        BAD(in.imp.n = CX_FEATURES_MAX + 1)
        BAD(in.imp.n = 1; in.imp.index[0] = 255)
        BAD(in.user.n = CX_FEATURES_MAX; in.user.index[in.user.n - 1] = 192)
        BAD(in.user.n = 9; in.user.index[8] = 255)
        BAD(in.offer[1] = NULL)

        offer.n = CX_OFFER_FEATURES_MAX + 1;
        BAD(in.noffers = 1)
        offer.n = 255;
        BAD(in.noffers = 1)
#undef BAD
    }

    cx_model_close(m);
}


/* each place of indices, and none behind the last */

static void
bad_indices(const cx_provider_t *p)
{
    size_t                 i;
    cx_inference_t         out;
    cx_model_input_t       in;
    cx_offer_features_t    offer;

    memset(&offer, 0, sizeof(offer));

    for (i = 0; i < CX_FEATURES_MAX; i++) {
        question(&in, &offer);
        in.user.index[i] = CX_MODEL_USER;
        in.user.n = (uint32_t) i;
        CHECK_INT(p->predict_batch(p, &in, &out), CX_OK);
        in.user.n = (uint32_t) i + 1;
        in.have_sums = 0;
        CHECK_INT(p->predict_batch(p, &in, &out), CX_ERROR);
    }

    for (i = 0; i < CX_OFFER_FEATURES_MAX; i++) {
        memset(&offer, 0, sizeof(offer));
        offer.index[i] = CX_MODEL_OFFER;
        offer.n = (uint8_t) i;
        question(&in, &offer);
        CHECK_INT(p->predict_batch(p, &in, &out), CX_OK);
        offer.n = (uint8_t) (i + 1);
        CHECK_INT(p->predict_batch(p, &in, &out), CX_ERROR);
        in.noffers = 1;
        CHECK_INT(p->predict(p, &in, &out), CX_ERROR);
    }
}


static void
an_index_out_of_range_is_an_error(void)
{
    cx_model_t            *m;
    cx_provider_t          p;
    const char *const     *name;

    m = cx_model_open(BUNDLED, NULL);
    CHECK(m != NULL);

    for (name = cx_provider_cpu_names(); m != NULL && *name; name++) {
        CHECK_INT(cx_provider_cpu(&p, *name, m, NULL), CX_OK);
        bad_indices(&p);
    }

    cx_model_close(m);
}


/*
 * Any question, also one that no request asks: values that are no numbers,
 * offers that begin alike and offers that have next to no columns.
 */

static void
any_question(cx_model_input_t *in, cx_offer_features_t *offer)
{
    uint32_t               i, k;
    static const float     value[] = { 1.0f, 0.3f, -2.0f, NAN, INFINITY,
                                       1e30f };
    static const uint32_t  outputs[] = { CX_MODEL_CHANCES, CX_MODEL_HEADS,
                                         CX_MODEL_OUTPUTS };

    memset(in, 0, sizeof(cx_model_input_t));
    in->user.n = (uint32_t) random() % (CX_FEATURES_MAX + 1);
    in->imp.n = (uint32_t) random() % 8;
    in->noffers = (uint32_t) random() % (CX_MODEL_BATCH + 1);
    in->noutputs = outputs[random() % 3];
    in->whole = (uint32_t) random();

    for (i = 0; i < in->user.n; i++) {
        in->user.index[i] = (uint8_t) (random() % CX_MODEL_USER);
        in->user.value[i] = value[random() % 4 ? 0 : random() % 3];
    }

    for (i = 0; i < in->imp.n; i++) {
        in->imp.index[i] = (uint8_t) (random() % CX_MODEL_USER);
        in->imp.value[i] = value[random() % 64 ? 0 : random() % 6];
    }

    for (i = 0; i < in->noffers; i++) {
        offer[i].n = (uint8_t) (random() % (CX_OFFER_FEATURES_MAX + 1));

        for (k = 0; k < CX_OFFER_FEATURES_MAX; k++) {
            offer[i].index[k] = (uint8_t) (random() % (k < 2 ? 2 : 64));
        }

        in->offer[i] = &offer[i];
    }
}


static void
every_provider_agrees_on_any_question(void)
{
    size_t                i, k, n;
    cx_model_t           *m;
    cx_provider_t         p;
    cx_inference_t        want, out;
    cx_model_input_t      in;
    const char *const    *name;
    cx_offer_features_t   offer[CX_MODEL_BATCH];

    m = cx_model_open("tests/golden/grid.cxm", NULL);
    CHECK(m != NULL);
    srandom(1);

    for (i = 0; i < 2000; i++) {
        any_question(&in, offer);
        CHECK_INT(cx_provider_cpu(&p, "scalar", m, NULL), CX_OK);
        CHECK_INT(p.predict_batch(&p, &in, &want), CX_OK);

        for (name = cx_provider_cpu_names(); *name; name++) {
            CHECK_INT(cx_provider_cpu(&p, *name, m, NULL), CX_OK);
            in.have_sums = 0;
            memset(&out, 0xff, sizeof(out));
            CHECK_INT(p.predict_batch(&p, &in, &out), CX_OK);

            for (n = 0; n < in.noffers; n++) {
                k = in.whole >> n & 1 ? cx_max(in.noutputs, CX_MODEL_HEADS)
                                      : in.noutputs;

                CHECK(memcmp(out.y[n], want.y[n], k * sizeof(float)) == 0);
            }
        }
    }

    cx_model_close(m);
}


static void
a_provider_is_chosen_by_name(void)
{
    size_t              n;
    cx_error_t          e;
    cx_model_t         *m;
    cx_provider_t       p, best;
    const char *const  *name;

    m = cx_model_open(BUNDLED, NULL);
    CHECK(m != NULL);
    n = 0;

    for (name = cx_provider_cpu_names(); *name; name++) {
        CHECK_INT(cx_provider_cpu(&p, *name, m, NULL), CX_OK);
        CHECK(strcmp(p.name, *name) == 0);
        CHECK(p.model == m);
        CHECK_INT(p.max_batch_size,
                  strcmp(*name, "scalar") == 0 ? 1 : CX_MODEL_BATCH);
        n++;
    }

    CHECK(n >= 1);
    CHECK_INT(cx_provider_cpu(&best, "auto", m, NULL), CX_OK);
    CHECK(strcmp(best.name, cx_provider_cpu_names()[0]) == 0);

    CHECK_INT(cx_provider_cpu(&p, "abacus", m, &e), CX_DECLINED);
    CHECK_INT(e.code, CX_E_NOT_FOUND);
    CHECK(strstr(e.fault, "abacus") != NULL);
    CHECK_INT(cx_provider_cpu(&p, "", m, NULL), CX_DECLINED);

#if defined(__x86_64__)
    CHECK_INT(cx_provider_cpu(&p, "neon", m, NULL), CX_DECLINED);
#else
    CHECK_INT(cx_provider_cpu(&p, "avx2", m, NULL), CX_DECLINED);
#endif

    cx_model_close(m);
}


static void
one_call_fills_the_heads_of_offers_and_variants(void)
{
    size_t                i, n, differ;
    cx_model_t           *m;
    cx_provider_t         p;
    cx_inference_t        out;
    cx_model_input_t      in;
    cx_offer_features_t   offer;

    static const uint32_t  outputs[] = { CX_MODEL_CHANCES, CX_MODEL_HEADS,
                                         CX_MODEL_OUTPUTS };

    m = cx_model_open("tests/golden/grid.cxm", NULL);
    CHECK(m != NULL);
    CHECK_INT(cx_provider_cpu(&p, "auto", m, NULL), CX_OK);

    memset(&offer, 0, sizeof(offer));
    question(&in, &offer);

    for (n = 0; n < cx_nelts(outputs); n++) {
        memset(&out, 0xff, sizeof(out));
        in.noutputs = outputs[n];
        CHECK_INT(p.predict_batch(&p, &in, &out), CX_OK);

        for (i = 0, differ = 0; i < in.noutputs; i++) {
            CHECK(!isnan(out.y[0][i]));
            CHECK(out.y[0][i] == out.y[1][i]);
            differ += out.y[0][i] != out.y[0][0];
        }

        CHECK(differ > in.noutputs / 2);
        CHECK(in.noutputs == CX_MODEL_OUTPUTS || isnan(out.y[0][i]));
        CHECK(isnan(out.y[2][0]));
    }

    CHECK_INT(CX_HEAD_VARIANT + CX_MODEL_VARIANTS, CX_MODEL_HEADS);

    cx_model_close(m);
}


static void
a_logit_is_a_probability(void)
{
    CHECK(cx_sigmoid(0) == 0.5f);
    CHECK(cx_sigmoid(1000) == 1.0f);
    CHECK(cx_sigmoid(-1000) == 0.0f);
    CHECK(fabsf(cx_sigmoid(2) - 0.880797f) < 1e-6f);
}


static const cx_test_t  tests[] = {
    TEST(a_bundled_model_loads),
    TEST(a_saved_model_is_the_same_file),
    TEST(a_file_that_is_missing_or_foreign_says_so),
    TEST(each_truncation_is_refused),
    TEST(each_flipped_bit_is_seen),
    TEST(each_field_of_the_header_is_checked),
    TEST(weights_are_finite_and_bounded),
    TEST(bad_input_is_an_error),
    TEST(an_index_out_of_range_is_an_error),
    TEST(every_provider_agrees_on_any_question),
    TEST(a_provider_is_chosen_by_name),
    TEST(one_call_fills_the_heads_of_offers_and_variants),
    TEST(a_logit_is_a_probability)
};

TEST_MAIN(tests)
