
/* The simulator's traffic: it is JSON, and it is what its description says. */

#include <math.h>

#include "tests/exchange/consent.h"
#include "tests/exchange/json.h"
#include "tests/exchange/traffic.h"
#include "tests/unit/test.h"


#define N  4000

static xc_traffic_conf_t  conf;
static xc_traffic_t       traffic;
static xc_made_t          made;
static xc_json_doc_t      doc;
static xc_error_t         err;


static void
open_traffic(uint64_t seed, const char *mix)
{
    xc_traffic_default(&conf);
    conf.seed = seed;
    conf.nusers = 5000;
    conf.nsites = 500;

    if (mix != NULL) {
        CHECK_INT(xc_traffic_mix(&conf, mix, &err), XC_OK);
    }

    CHECK_INT(xc_traffic_open(&traffic, &conf, &err), XC_OK);
}


static uint64_t
sum_of(uint64_t seed, unsigned n)
{
    size_t    i;
    uint64_t  sum;

    open_traffic(seed, NULL);

    for (sum = 0; n; n--) {
        xc_traffic_make(&traffic, &made);

        for (i = 0; i < made.ask->len; i++) {
            sum = (sum ^ (unsigned char) made.body[i]) * 0x100000001b3ULL;
        }
    }

    xc_traffic_close(&traffic);

    return sum;
}


static void
a_seed_tells_all_bytes(void)
{
    uint64_t  a;

    a = sum_of(3, 500);
    CHECK(a == sum_of(3, 500));
    CHECK(a != sum_of(4, 500));
}


static int
count_of(const xc_json_t *o, const char *name)
{
    o = xc_json_get(o, name);

    return o == NULL ? 0 : (int) o->count;
}


static const xc_json_t *
medium_of(const xc_json_t *imp, const xc_imp_t *described)
{
    unsigned                  i;
    const xc_json_t          *found, *m;
    static const char *const  names[] = {
        "banner", "video", "audio", "native"
    };

    for (i = 0, found = NULL; i < 4; i++) {
        m = xc_json_get(imp, names[i]);
        CHECK_INT(m != NULL, (described->media & XC_MEDIUM(i + 1)) != 0);
        found = m ? m : found;
    }

    return found;
}


static void
check_video(const xc_json_t *v, const xc_imp_t *imp)
{
    if (v == NULL) {
        return;
    }

    CHECK_INT(xc_json_int(v, "maxduration", 0),
              imp->nrqddurs ? 0 : imp->maxduration);
    CHECK_INT(count_of(v, "rqddurs"), imp->nrqddurs);
    CHECK_INT(count_of(v, "protocols"), __builtin_popcount(imp->protocols));
    CHECK_INT(xc_json_int(v, "poddur", 0), imp->poddur);
    CHECK_INT(xc_json_int(v, "maxseq", 0), imp->maxseq);
    CHECK(xc_text_is(xc_json_text(v, "podid"), imp->podid));
    CHECK_INT(xc_json_int(v, "slotinpod", 0), imp->slotinpod);
}


static void
check_imp(const xc_json_t *o, const xc_imp_t *imp)
{
    int               exact;
    unsigned          i;
    const xc_json_t  *b, *deal;

    CHECK(xc_text_is(xc_json_text(o, "id"), imp->id));
    CHECK_INT(xc_json_micros(xc_json_get(o, "bidfloor"), &exact), imp->floor);
    CHECK_INT(xc_json_int(o, "secure", -1), imp->secure);
    CHECK_INT(xc_json_int(o, "exp", 0), imp->exp);
    CHECK_INT(xc_json_int(o, "instl", 0), imp->instl);
    CHECK_INT(xc_json_int(o, "rwdd", 0), imp->rewarded);
    CHECK(medium_of(o, imp) != NULL);

    if (strcmp(imp->floorcur, "USD") != 0) {
        CHECK(xc_text_is(xc_json_text(o, "bidfloorcur"), imp->floorcur));
    }

    b = xc_json_get(o, "banner");

    if (b != NULL) {
        CHECK(imp->nformats == 1 || count_of(b, "format") == imp->nformats);
        CHECK_INT(xc_json_int(b, "w", imp->format[0].w), imp->format[0].w);
        CHECK_INT(count_of(b, "btype"), __builtin_popcount(imp->btype));
        CHECK_INT(count_of(b, "battr"), __builtin_popcount(imp->battr));
    }

    check_video(xc_json_get(o, "video"), imp);
    check_video(xc_json_get(o, "audio"), imp);

    deal = xc_json_get(xc_json_get(o, "pmp"), "deals");
    CHECK_INT(deal ? deal->count : 0, imp->ndeals);

    for (i = 0, deal = deal ? deal->child : NULL; deal; deal = deal->next, i++)
    {
        CHECK(xc_text_is(xc_json_text(deal, "id"), imp->deal[i].id));
        CHECK_INT(xc_json_micros(xc_json_get(deal, "bidfloor"), &exact),
                  imp->deal[i].floor);
        CHECK_INT(xc_json_int(deal, "at", 0), imp->deal[i].at);
        CHECK_INT(xc_json_int(deal, "guar", 0), imp->deal[i].guaranteed);
    }
}


static void
check_request(const xc_json_t *root, const xc_ask_t *ask)
{
    int               i;
    const xc_json_t  *o;

    CHECK_INT(xc_json_text(root, "id").len, XC_ID_LEN);
    CHECK(xc_json_text(root, "id").len == XC_ID_LEN
          && memcmp(made.body + made.id_at, "0000", 4) == 0);
    CHECK_INT(xc_json_int(root, "at", 0), ask->at);
    CHECK_INT(xc_json_int(root, "tmax", 0), ask->tmax);
    CHECK_INT(count_of(root, "cur"), ask->ncur);
    CHECK_INT(count_of(root, "bcat"), ask->nbcat);
    CHECK_INT(count_of(root, "badv"), ask->nbadv);
    CHECK_INT(xc_json_get(root, "site") != NULL, ask->where == XC_SITE);
    CHECK_INT(xc_json_get(root, "app") != NULL, ask->where == XC_APP);
    CHECK_INT(xc_json_get(root, "dooh") != NULL, ask->where == XC_DOOH);
    CHECK_INT(xc_json_int(xc_json_get(root, "device"), "devicetype", 0),
              ask->device);
    CHECK_INT(xc_json_int(xc_json_get(root, "regs"), "coppa", 0) == 1,
              (ask->privacy & XC_COPPA) != 0 && ask->where != XC_DOOH);
    CHECK_INT(count_of(root, "imp"), ask->nimps);

    if (ask->privacy & (XC_COPPA | XC_LMT | XC_REFUSED)) {
        o = xc_json_get(root, "user");
        CHECK(xc_json_get(o, "id") == NULL);
        CHECK(xc_json_get(o, "eids") == NULL);
        CHECK(xc_json_get(xc_json_get(xc_json_get(root, "device"), "geo"),
                          "lat") == NULL);
    }

    o = xc_json_get(root, "imp");

    for (i = 0, o = o ? o->child : NULL; o != NULL; o = o->next, i++) {
        check_imp(o, &ask->imp[i]);
    }
}


static void
requests_are_as_described(void)
{
    unsigned    i, seen[XC_SHAPES];
    xc_json_t  *root;

    memset(seen, 0, sizeof(seen));
    open_traffic(1, NULL);

    for (i = 0; i < N; i++) {
        xc_traffic_make(&traffic, &made);
        CHECK(!made.text.overflow);
        seen[made.ask->shape]++;
        root = xc_json_read(&doc, made.body, made.ask->len);

        if (root == NULL) {
            printf("    %s at %zu of %.*s\n", doc.fault, doc.at,
                   (int) made.ask->len, made.body);
            CHECK(0);
            break;
        }

        check_request(root, made.ask);
    }

    for (i = 0; i < XC_SHAPES; i++) {
        CHECK(seen[i] > N * conf.weight[i] / 200);
        CHECK(seen[i] < N * conf.weight[i] / 50);
    }

    xc_traffic_close(&traffic);
}


static void
sizes_are_those_of_exchanges(void)
{
    unsigned  i, k;
    uint64_t  sum;

    static const struct {
        const char  *mix;
        unsigned     least, most;
    } of[] = {
        { "one", 750, 1000 }, { "three", 1800, 2100 }, { "app", 3000, 4000 }
    };

    for (k = 0; k < cx_nelts(of); k++) {
        open_traffic(1, of[k].mix);

        for (i = 0, sum = 0; i < 2000; i++) {
            xc_traffic_make(&traffic, &made);
            sum += made.ask->len;
        }

        CHECK(sum / 2000 >= of[k].least && sum / 2000 <= of[k].most);
        xc_traffic_close(&traffic);
    }
}


/* rank r comes 1 / r times as often as the first */

static void
users_come_by_zipfs_law(void)
{
    unsigned   i, count[100];
    xc_rng_t   rng;
    xc_zipf_t  z;

    memset(count, 0, sizeof(count));
    CHECK_INT(xc_zipf_open(&z, 100, &err), XC_OK);
    xc_rng_seed(&rng, 1, 1);

    for (i = 0; i < 1000000; i++) {
        count[xc_zipf(&z, &rng)]++;
    }

    for (i = 0; i < 100; i++) {
        CHECK(fabs(count[i] * (i + 1.0) / 192776 - 1) < 0.12);
    }

    xc_zipf_close(&z);
}


static void
who_comes_again_is_the_same(void)
{
    xc_user_t  a, b, c;

    memset(&a, 0, sizeof(a));
    memset(&b, 0, sizeof(b));
    memset(&c, 0, sizeof(c));
    xc_user(&a, 1, 77, 0);
    xc_user(&b, 1, 77, 0);
    xc_user(&c, 1, 78, 0);
    CHECK(memcmp(&a, &b, sizeof(a)) == 0);
    CHECK(strcmp(a.id, c.id) != 0);
}


/* cuts strings of letters into fields again, one bit at a time */

static unsigned
field(const char *s, unsigned at, unsigned n)
{
    const char  *p;
    unsigned     v;
    static const char  letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    for (v = 0; n; n--, at++) {
        p = strchr(letters, s[at / 6]);
        CHECK(p != NULL && *p != '\0');
        v = v << 1 | ((p - letters) >> (5 - at % 6) & 1);
    }

    return v;
}


static void
consent_is_well_formed(void)
{
    char      s[XC_CONSENT_MAX];
    unsigned  id[2];
    xc_tcf_t  tcf;
    xc_rng_t  rng;

    xc_rng_seed(&rng, 1, 1);
    tcf = (xc_tcf_t) { 0x7ff, 1, 1234, 1 };
    xc_consent_tcf(s, &tcf, &rng);

    CHECK_INT(field(s, 0, 6), 2);
    CHECK_INT(field(s, 132, 6), 5);
    CHECK_INT(field(s, 140, 12), 0x800);
    CHECK_INT(field(s, 152, 24), 0xffe000);
    CHECK_INT(field(s, 213, 16), 1234);
    CHECK_INT(field(s, 229, 1), 1);
    CHECK_INT(field(s, 230, 12), 1);
    CHECK_INT(field(s, 243, 16), 1);
    CHECK_INT(field(s, 259, 16), 1234);
    CHECK_INT(field(strchr(s, '.') + 1, 0, 3), 1);
    CHECK_INT(field(strchr(s, '.') + 1, 3, 16), 1234);

    tcf = (xc_tcf_t) { 0x7ff, 1, 1500, 0 };
    xc_consent_tcf(s, &tcf, &rng);
    CHECK_INT(field(s, 213, 16), 1500);
    CHECK_INT(field(s, 229, 1), 0);
    CHECK_INT(field(s, 230 + 1499, 17), 1 << 16 | 1500);
    CHECK(strlen(s) < XC_CONSENT_MAX);

    xc_consent_usp(s, 1);
    CHECK(strcmp(s, "1YYN") == 0);

    /* heads as the platform's specification shows them */

    id[0] = XC_GPP_TCFEU;
    xc_consent_gpp(s, id, 1);
    CHECK(strcmp(s, "DBABM") == 0);
    id[1] = XC_GPP_USP;
    xc_consent_gpp(s, id, 2);
    CHECK(strncmp(s, "DBACNY", 6) == 0);
    id[0] = XC_GPP_USNAT;
    xc_consent_gpp(s, id, 1);
    CHECK(strcmp(s, "DBABL") == 0);

    xc_consent_usnat(s, 1);
    CHECK_INT(strlen(s), 10);
    CHECK_INT(field(s, 0, 6), 1);
    CHECK_INT(field(s, 18, 6), 0x15);
}


static void
what_is_no_mix_is_refused(void)
{
    size_t                    i;
    static const char *const  wrong[] = {
        "", "two", "one:", "one:x", "one:-1", "one:0", "one,", "one:1:2",
        "one:1000001", "onetwo", "o"
    };

    for (i = 0; i < cx_nelts(wrong); i++) {
        if (xc_traffic_mix(&conf, wrong[i], &err) != XC_ERROR) {
            printf("    \"%s\" is taken\n", wrong[i]);
            CHECK(0);
        }

        CHECK(strncmp(err.text, "--mix", 5) == 0);
    }

    CHECK_INT(xc_traffic_mix(&conf, "one:50,app:25,one:1,pod", &err), XC_OK);
    CHECK_INT(conf.weight[XC_ONE], 51);
    CHECK_INT(conf.weight[XC_BREAK], 1);
}


static const cx_test_t  tests[] = {
    TEST(a_seed_tells_all_bytes),
    TEST(requests_are_as_described),
    TEST(sizes_are_those_of_exchanges),
    TEST(users_come_by_zipfs_law),
    TEST(who_comes_again_is_the_same),
    TEST(consent_is_well_formed),
    TEST(what_is_no_mix_is_refused)
};

TEST_MAIN(tests)
