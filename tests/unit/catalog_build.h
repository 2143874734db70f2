
/* catalogues of a few lines, in a folder of the test's own */

#ifndef CX_TEST_CATALOG_BUILD_H
#define CX_TEST_CATALOG_BUILD_H

#include <unistd.h>

#include "core/catalog/builder.h"
#include "core/catalog/layout.h"
#include "core/catalog/match.h"
#include "tests/unit/test.h"


#define NOW   1790000000
#define LIFE  1000


static char  dir[64];


static inline const char *
at(const char *name)
{
    static char      path[4][128];
    static unsigned  n;

    n = (n + 1) % 4;
    (void) snprintf(path[n], sizeof(path[n]), "%s/%s", dir, name);

    return path[n];
}


typedef struct {
    const char  *base;
    const char  *previous;
    const char  *previous_overlay;
    int64_t      now;
} from_t;


static inline cx_rc_t
build(const char *path, from_t from, cx_error_t *e, const char *const *lines)
{
    cx_rc_t            rc;
    cx_builder_t      *b;
    cx_builder_conf_t  conf;

    memset(&conf, 0, sizeof(conf));
    memset(e, 0, sizeof(*e));
    conf.base = from.base;
    conf.previous = from.previous;
    conf.previous_overlay = from.previous_overlay;
    conf.now_s = from.now ? from.now : NOW;
    conf.token_life_s = LIFE;
    conf.feature_layout = 7;

    b = cx_builder_create(&conf, e);

    if (b == NULL) {
        return CX_ERROR;
    }

    for (rc = CX_OK; *lines != NULL && rc == CX_OK; lines++) {
        rc = cx_builder_line(b, cx_strn(*lines, strlen(*lines)), e);
    }

    if (rc == CX_OK) {
        rc = cx_builder_write(b, path, e);
    }

    cx_builder_destroy(b);

    if (rc != CX_OK) {
        char  line[512];

        (void) cx_error_line(e, line, sizeof(line));
        (void) printf("    %s\n", line);
    }

    return rc;
}

#define BUILD(path, from, ...)                                                \
    build(path, from, &e, (const char *const[]) { __VA_ARGS__, NULL })

#define CAMPAIGN(id)  "{\"type\":\"campaign\",\"id\":\"" id "\"}"
#define ADGROUP(id, c, bid)                                                   \
    "{\"type\":\"adgroup\",\"id\":\"" id "\",\"campaign\":\"" c               \
    "\",\"bid\":" bid "}"
#define CREATIVE(id, g)                                                       \
    "{\"type\":\"creative\",\"id\":\"" id "\",\"adgroup\":\"" g               \
    "\",\"media\":\"banner\",\"w\":300,\"h\":250,"                            \
    "\"image_url\":\"https://a.example/i\","                                  \
    "\"landing_url\":\"https://a.example/" id "\"}"

#define ONE(c, g, k)  CAMPAIGN(c), ADGROUP(g, c, "1"), CREATIVE(k, g)


static inline uint8_t *
slurp(const char *path, size_t *n)
{
    FILE     *f;
    uint8_t  *data;

    *n = 0;
    f = fopen(path, "rb");
    data = malloc(1 << 20);

    if (f == NULL || data == NULL) {
        exit(1);
    }

    *n = fread(data, 1, 1 << 20, f);
    (void) fclose(f);

    return data;
}


/* one of everything, so that every section holds something */

static const char *const  rich[] = {
    "{\"type\":\"org\",\"id\":\"o\",\"seat\":\"s\"}",
    "{\"type\":\"campaign\",\"id\":\"c\",\"org\":\"o\",\"adomain\":[\"a.b\"],"
    "\"cat\":[\"IAB1-2\"],\"end\":\"2030-01-01\"}",
    "{\"type\":\"campaign\",\"id\":\"p\",\"org\":\"o\",\"state\":\"paused\"}",
    "{\"type\":\"adgroup\",\"id\":\"g1\",\"campaign\":\"c\",\"bid\":2,"
    "\"targeting\":{\"geo\":{\"countries\":[\"USA\"],\"radius\":"
    "[{\"lat\":1,\"lon\":2,\"km\":3}]},\"device\":{\"os_versions\":"
    "[{\"os\":\"ios\",\"min\":\"14\"}],\"screens\":[{\"w_min\":3}]},"
    "\"audience\":{\"segments\":{\"any\":[\"x\"],\"all\":[\"y\",\"z\"],"
    "\"none\":[\"n\"]}},\"custom\":{\"all\":[\"k=v\"]},"
    "\"schedule\":{\"time_zone\":\"Europe/Berlin\",\"hours\":[{\"from\":3}]},"
    "\"inventory\":{\"deals\":[\"d\"],\"domains\":[\"a.b\"]}}}",
    "{\"type\":\"adgroup\",\"id\":\"g2\",\"campaign\":\"c\",\"bid\":1,"
    "\"targeting\":{\"inventory\":{\"domains\":{\"exclude\":"
    "[{\"list\":\"l\"}]}}}}",
    CREATIVE("k1", "g1"), CREATIVE("k2", "g2"),
    "{\"type\":\"creative\",\"id\":\"k3\",\"adgroup\":\"g2\","
    "\"media\":\"native\",\"landing_url\":\"https://l.example/\","
    "\"native\":{\"title\":\"t\",\"images\":[{\"type\":3,"
    "\"url\":\"https://i.example/\",\"w\":10,\"h\":10}],"
    "\"data\":[{\"type\":1,\"value\":\"v\"}],"
    "\"imptrackers\":[\"https://t.example/\"],"
    "\"video\":{\"media_url\":\"https://v.example/\",\"mime\":\"video/mp4\","
    "\"duration\":5}}}",
    "{\"type\":\"creative\",\"id\":\"k4\",\"adgroup\":\"g2\","
    "\"media\":\"banner\",\"w\":1,\"h\":2,\"markup\":\"<a>\","
    "\"variants\":[{\"name\":\"v\",\"markup\":\"<b>\"}]}",
    "{\"type\":\"creative\",\"id\":\"k5\",\"adgroup\":\"g2\","
    "\"media\":\"audio\",\"landing_url\":\"https://l.example/\","
    "\"audio\":{\"media_url\":\"https://v.example/\","
    "\"mime\":\"audio/mpeg\",\"duration\":5},\"companions\":"
    "[{\"w\":300,\"h\":250,\"type\":\"html\",\"html\":\"<b>\"}],"
    "\"approvals\":{\"x1\":\"approved\",\"x2\":\"pending\"}}",
    "{\"type\":\"campaign\",\"id\":\"q\",\"cat\":[\"7:44\"],\"dsa\":"
    "{\"behalf\":\"b\",\"transparency\":[{\"domain\":\"a.b\","
    "\"params\":[1]}]}}",
    "{\"type\":\"adgroup\",\"id\":\"g3\",\"campaign\":\"q\",\"bid\":1,"
    "\"targeting\":{\"inventory\":{\"sellers\":[{\"list\":\"s\"}],"
    "\"ads_txt\":[\"direct\"],\"placements\":[\"standard\"]}}}",
    "{\"type\":\"creative\",\"id\":\"k6\",\"adgroup\":\"g3\","
    "\"media\":\"banner\",\"w\":1,\"h\":2,\"markup\":\"<a>\","
    "\"mimes\":[\"text/html\",\"image/gif\"],\"langb\":\"en\"}",
    "{\"type\":\"list\",\"id\":\"s\",\"kind\":\"sellers\",\"values\":"
    "[\"x.example/1\"]}",
    "{\"type\":\"supply\",\"kind\":\"ads_txt\",\"domains\":[\"a.b\"],"
    "\"subdomains\":[\"m.a.b\"],\"partners\":[\"p.q\"],\"sellers\":"
    "[{\"asi\":\"x.example\",\"sid\":\"1\",\"is\":\"direct\"}]}",
    "{\"type\":\"supply\",\"kind\":\"sellers_json\",\"domains\":"
    "[\"x.example\"],\"sellers\":[{\"sid\":\"1\",\"is\":\"both\"}]}",
    "{\"type\":\"rates\",\"at\":\"2026-09-01\",\"base\":\"USD\","
    "\"rates\":{\"EUR\":0.9,\"JPY\":\"150\"}}"
};

static const char  *lines[64];
static char        *list;


static inline void
rich_lines(void)
{
    size_t  i, n;

    if (list == NULL) {
        list = malloc(16384);
        n = (size_t) snprintf(list, 16384, "{\"type\":\"list\",\"id\":\"l\","
                              "\"kind\":\"domains\",\"values\":[\"z.z\"");

        for (i = 0; i < 260; i++) {
            n += (size_t) snprintf(list + n, 16384 - n, ",\"d%zu.z\"", i);
        }

        (void) snprintf(list + n, 16384 - n, "]}");
    }

    for (i = 0; i < cx_nelts(rich); i++) {
        lines[i] = rich[i];
    }

    lines[i++] = list;
    lines[i] = NULL;
}


static inline int
catalog_test_main(const cx_test_t *tests, size_t n)
{
    int   rc;
    char  command[128];

    (void) snprintf(dir, sizeof(dir), "/tmp/cx-catalog-XXXXXX");

    if (mkdtemp(dir) == NULL) {
        return 1;
    }

    rc = cx_test_main(tests, n);

    free(list);
    (void) snprintf(command, sizeof(command), "rm -rf %s", dir);

    return rc | (system(command) != 0);
}


#endif /* CX_TEST_CATALOG_BUILD_H */
