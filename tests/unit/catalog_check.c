/* the file: what is never accepted, and what is done with the rest */

#include "tests/unit/catalog_build.h"
#include "tests/unit/catalog_use.h"


/* a few requests over whatever was let in: nothing may be read beside it */

static void
use(const cx_catalog_t *cat)
{
    uint32_t              f, i, k, n;
    cx_hit_t              hit;
    cx_str_t              segment[2], url;
    cx_arena_t            arena;
    cx_match_t           *m;
    cx_ortb_imp_t         imp;
    cx_ortb_geo_t         geo;
    cx_ortb_pmp_t         pmp;
    cx_ortb_deal_t        deal;
    cx_ortb_site_t        site;
    cx_ortb_video_t       video;
    cx_ortb_audio_t       audio;
    cx_ortb_device_t      device;
    cx_ortb_banner_t      banner, companion;
    cx_match_input_t      in;
    cx_openrtb_request_t  req;
    cx_catalog_info_t     info;
    const cx_catalog_file_t  *files[2];
    static char           mem[1 << 18];

    memset(&req, 0, sizeof(req));
    memset(&imp, 0, sizeof(imp));
    memset(&geo, 0, sizeof(geo));
    memset(&pmp, 0, sizeof(pmp));
    memset(&deal, 0, sizeof(deal));
    memset(&site, 0, sizeof(site));
    memset(&video, 0, sizeof(video));
    memset(&audio, 0, sizeof(audio));
    memset(&companion, 0, sizeof(companion));
    memset(&device, 0, sizeof(device));
    memset(&banner, 0, sizeof(banner));
    memset(&in, 0, sizeof(in));

    req.r.device = &device;
    req.r.site = &site;
    device.geo = &geo;
    device.os = cx_str("iOS");
    device.osv = cx_str("15");
    device.w = 5;
    device.h = 5;
    geo.country = cx_str("USA");
    site.cattax = 1;
    site.domain = cx_str("a.b");
    site.keywords = cx_str("k=v");
    imp.banner = &banner;
    imp.video = &video;
    imp.pmp = &pmp;
    pmp.deals.n = 1;
    pmp.deals.v = &deal;
    deal.id = cx_str("d");
    banner.wmin = 1;
    banner.hmin = 1;
    segment[0] = cx_str("y");
    segment[1] = cx_str("z");
    in.req = &req;
    in.segment = segment;
    in.nsegment = 2;
    in.now_s = NOW;

    cx_arena_init(&arena, mem, sizeof(mem));
    cx_catalog_info(cat, &info);
    (void) cx_catalog_landing(cat, cx_str("k1"), &url);
    (void) use_side(cat, UINT32_MAX);
    in.seller = cx_str("x.example");
    companion.w = 300;
    companion.h = 250;
    audio.companionad.n = 1;
    audio.companionad.v = &companion;
    imp.audio = &audio;
    m = cx_match_begin(cat, &in, &arena);

    if (m == NULL || cx_match_imp(m, &imp, NULL) != CX_OK) {
        return;
    }

    for (k = 0; k < 100 && cx_match_next(m, &hit) == CX_OK; k++) {
        CHECK(hit.nfits > 0);
    }

    n = cx_catalog_files(cat, files);

    for (f = 0; f < n; f++) {
        for (i = 0; i < files[f]->n_ADGROUPS; i++) {
            (void) cx_match_why(m, files[f], i);
        }

        for (i = 0; i < files[f]->n_NATIVES; i++) {
            (void) cx_catalog_native(files[f], i, &arena);
        }
    }
}


static void
a_file_with_a_wrong_bit_is_refused(void)
{
    size_t         i, n;
    unsigned       k;
    uint8_t       *data;
    cx_error_t     e;
    cx_catalog_t  *cat;

    rich_lines();
    CHECK(build(at("1"), (from_t) { 0 }, &e, lines) == CX_OK);
    data = slurp(at("1"), &n);

    for (i = 0; i < n; i++) {
        k = 1U << i % 8;
        data[i] ^= (uint8_t) k;
        cat = cx_catalog_load(data, n, NULL, 0, &e);
        CHECK(cat == NULL);
        data[i] ^= (uint8_t) k;
    }

    cat = cx_catalog_load(data, n, NULL, 0, &e);
    CHECK(cat != NULL);
    cx_catalog_close(cat);
    free(data);
}


static void
a_file_that_is_cut_is_refused(void)
{
    size_t           i, n;
    uint8_t         *data, *copy;
    cx_error_t       e;
    cx_cat_header_t *h;

    rich_lines();
    CHECK(build(at("1"), (from_t) { 0 }, &e, lines) == CX_OK);
    data = slurp(at("1"), &n);

    for (i = 0; i < n; i++) {
        copy = malloc(i + 1);
        memcpy(copy, data, i);
        CHECK(cx_catalog_load(copy, i, NULL, 0, &e) == NULL);

        /* and where size and checksum say that it is whole */

        if (i >= sizeof(cx_cat_header_t)) {
            h = (cx_cat_header_t *) copy;
            h->size = i;
            h->checksum = cx_cat_checksum(copy, i);
            CHECK(cx_catalog_load(copy, i, NULL, 0, &e) == NULL);
            CHECK_INT(e.code, CX_E_FILE_BOUNDS);
        }

        free(copy);
    }

    free(data);
}


/* the checksum made right again: what is left are the checks of structure */

static void
no_byte_leads_out_of_the_file(void)
{
    size_t           i, n, refused;
    unsigned         k;
    uint8_t         *data, *copy;
    cx_error_t       e;
    cx_catalog_t    *cat;
    cx_cat_header_t *h;
    static const uint8_t  flips[] = { 0x01, 0x80, 0xff };

    rich_lines();
    CHECK(build(at("1"), (from_t) { 0 }, &e, lines) == CX_OK);
    data = slurp(at("1"), &n);
    refused = 0;

    for (i = 0; i < n; i++) {
        for (k = 0; k < cx_nelts(flips); k++) {
            copy = malloc(n);
            memcpy(copy, data, n);
            copy[i] ^= flips[k];
            h = (cx_cat_header_t *) copy;
            h->checksum = cx_cat_checksum(copy, n);
            cat = cx_catalog_load(copy, n, NULL, 0, &e);

            if (cat == NULL) {
                refused++;

            } else {
                use(cat);
                cx_catalog_close(cat);
            }

            free(copy);
        }
    }

    /* strings, numbers and bits may be others; references may not */

    CHECK(refused > n / 4);
    free(data);
}


/* one number in a section made wrong, and the checksum right */

static void
wrong(uint8_t *data, size_t n, cx_cat_section_e section, size_t off,
    uint64_t value, size_t size, int line)
{
    uint8_t          *place;
    uint64_t          kept;
    cx_error_t        e;
    cx_catalog_t     *cat;
    cx_cat_header_t  *h;

    h = (cx_cat_header_t *) data;
    CHECK(off + size <= h->section[section].size);
    place = data + h->section[section].off + off;
    memcpy(&kept, place, size);
    memcpy(place, &value, size);
    h->checksum = cx_cat_checksum(data, n);

    cat = cx_catalog_load(data, n, NULL, 0, &e);

    if (cat != NULL) {
        (void) printf("    line %d\n", line);
        CHECK(0);
        cx_catalog_close(cat);
    }

    memcpy(place, &kept, size);
}

#define WRONG(section, off, value, size)                                      \
    wrong(data, n, CX_SEC_##section, off, value, size, __LINE__)


static void
every_reference_is_checked(void)
{
    size_t            n, last;
    uint8_t          *data;
    uint32_t          i;
    cx_error_t        e;
    cx_builder_t     *b;
    cx_cat_header_t  *h;
    cx_builder_conf_t conf;
    char              text[256];

    memset(&conf, 0, sizeof(conf));
    conf.now_s = NOW;
    b = cx_builder_create(&conf, &e);

    for (i = 0; lines[i] != NULL; i++) {
        CHECK(cx_builder_line(b, cx_strn(lines[i], strlen(lines[i])), &e)
              == CX_OK);
    }

    /* so many that a size of few is a posting */

    for (i = 0; i < 600; i++) {
        (void) snprintf(text, sizeof(text), "{\"type\":\"adgroup\",\"id\":"
                        "\"x%u\",\"campaign\":\"c\",\"bid\":1}", i);
        CHECK(cx_builder_line(b, cx_strn(text, strlen(text)), &e) == CX_OK);
        (void) snprintf(text, sizeof(text), "{\"type\":\"creative\",\"id\":"
                        "\"y%u\",\"adgroup\":\"x%u\",\"media\":\"banner\","
                        "\"w\":2,\"h\":%u,\"markup\":\"x\"}", i, i,
                        i < 2 ? 3 : 4);
        CHECK(cx_builder_line(b, cx_strn(text, strlen(text)), &e) == CX_OK);
    }

    CHECK(cx_builder_write(b, at("1"), &e) == CX_OK);
    cx_builder_destroy(b);
    data = slurp(at("1"), &n);
    h = (cx_cat_header_t *) data;

    last = h->section[CX_SEC_POSTINGS].size - 4;
    CHECK(h->section[CX_SEC_POSTINGS].size >= 8);
    WRONG(POSTINGS, last, 603, 4);
    WRONG(POSTINGS, last, UINT32_MAX, 4);
    WRONG(BITS, 64 + 56, 1ULL << 63, 8);
    WRONG(BITS, 64 + 8, 1ULL << 63, 8);
    WRONG(ADGROUPS, offsetof(cx_cat_adgroup_t, order), 0, 8);
    WRONG(ADGROUPS, offsetof(cx_cat_adgroup_t, creatives), UINT32_MAX, 4);
    WRONG(ADGROUPS, offsetof(cx_cat_adgroup_t, campaign), 2, 4);
    WRONG(ADGROUPS, offsetof(cx_cat_adgroup_t, slot), h->next_slot, 4);
    WRONG(ADGROUPS, offsetof(cx_cat_adgroup_t, program), 2, 4);
    WRONG(ADGROUPS, offsetof(cx_cat_adgroup_t, prior), 0x7fc00000, 4);
    WRONG(ADGROUPS, offsetof(cx_cat_adgroup_t, goal), 4, 1);
    WRONG(CAMPAIGNS, offsetof(cx_cat_campaign_t, org), 2, 4);
    WRONG(CAMPAIGNS, offsetof(cx_cat_campaign_t, ncat), 3, 4);
    WRONG(CAMPAIGNS, offsetof(cx_cat_campaign_t, currency), 0, 4);
    WRONG(CAMPAIGNS, offsetof(cx_cat_campaign_t, currency), 0x757364, 4);
    WRONG(CAMPAIGNS, offsetof(cx_cat_campaign_t, currency), 0x01555344, 4);
    WRONG(CAMPAIGNS, offsetof(cx_cat_campaign_t, currency), 0x555322, 4);
    WRONG(KINDS, 0, 1, 4);
    WRONG(KINDS, 4, 0, 4);
    WRONG(KINDS, 4, UINT32_MAX, 4);
    WRONG(LOOKS, offsetof(cx_cat_creative_t, media), 0, 1);
    WRONG(LOOKS, offsetof(cx_cat_creative_t, media), 5, 1);
    WRONG(LOOKS, offsetof(cx_cat_creative_t, native), 2, 4);
    WRONG(LOOKS, offsetof(cx_cat_creative_t, mime), 1 << 20, 4);
    WRONG(CREATIVES, offsetof(cx_cat_ad_t, features), 9, 1);
    WRONG(CREATIVES, offsetof(cx_cat_ad_t, features), 1 | 64 << 8, 2);
    WRONG(CREATIVES, offsetof(cx_cat_ad_t, id), UINT32_MAX, 4);
    WRONG(CREATIVES, offsetof(cx_cat_ad_t, look), 1 << 20, 4);
    WRONG(CREATIVES, offsetof(cx_cat_ad_t, text), 1 << 20, 4);
    WRONG(ADGROUPS, offsetof(cx_cat_adgroup_t, look), 1, 4);
    WRONG(TEXTS, offsetof(cx_cat_text_t, landing), UINT32_MAX, 4);
    WRONG(LOOKS, offsetof(cx_cat_creative_t, language), 'A', 1);
    WRONG(TEXTS, offsetof(cx_cat_text_t, template), 5, 4);
    WRONG(NAMES, 0, 1 << 30, 4);
    WRONG(NAME_TABLE, 0, 1 << 20, 4);
    WRONG(NAME_RUNS, 0, 1 << 20, 4);
    WRONG(MEMBERS, 0, UINT32_MAX, 4);
    WRONG(DIMS, offsetof(cx_cat_dim_t, values), 1, 4);
    WRONG(DIMS, offsetof(cx_cat_dim_t, nincl), 0, 4);
    WRONG(VALUES, 0, 1, 4);
    WRONG(VALUES, offsetof(cx_cat_value_t, key), UINT32_MAX, 4);
    WRONG(VALUES, offsetof(cx_cat_value_t, incl), 1 << 20, 4);
    WRONG(VALUE_TABLE, 0, 1 << 20, 4);
    WRONG(SCHEDULES, 0, 1, 4);
    WRONG(ZONES, offsetof(cx_cat_zone_t, offset), 200000, 4);
    WRONG(ZONES, offsetof(cx_cat_zone_t, transitions), 1 << 20, 4);
    WRONG(TRANSITIONS, 16, 0, 8);
    WRONG(LANDINGS, 0, 1 << 20, 4);
    WRONG(SLOTS, offsetof(cx_cat_slot_t, kind), 3, 4);
    WRONG(SLOTS, offsetof(cx_cat_slot_t, slot), 1 << 20, 4);
    WRONG(CAMPAIGNS, offsetof(cx_cat_campaign_t, dsa), 2, 4);
    WRONG(LOOKS, offsetof(cx_cat_creative_t, more), 3, 4);
    WRONG(LOOKS, offsetof(cx_cat_creative_t, ncat), 1, 1);
    WRONG(MORE, offsetof(cx_cat_more_t, adid), UINT32_MAX, 4);
    WRONG(MORE, offsetof(cx_cat_more_t, companion_template), 1, 4);
    WRONG(MORE, offsetof(cx_cat_more_t, companions), 2, 4);
    WRONG(MORE, offsetof(cx_cat_more_t, companions) + 4, 0, 4);
    WRONG(MORE, offsetof(cx_cat_more_t, approvals) + 4, 3, 4);
    WRONG(MORE, sizeof(cx_cat_more_t) + offsetof(cx_cat_more_t, mimes),
          1 << 20, 4);
    WRONG(COMPANIONS, offsetof(cx_cat_companion_t, type), 0, 1);
    WRONG(COMPANIONS, offsetof(cx_cat_companion_t, type), 4, 1);
    WRONG(COMPANIONS, offsetof(cx_cat_companion_t, w), 0, 2);
    WRONG(COMPANIONS, offsetof(cx_cat_companion_t, h), 0x8000, 2);
    WRONG(COMPANIONS, offsetof(cx_cat_companion_t, mime), 0x7fffffff, 4);
    WRONG(APPROVALS, 0, 1 << 22, 4);
    WRONG(APPROVALS, 4, 1, 4);
    WRONG(DSAS, offsetof(cx_cat_dsa_t, behalf), UINT32_MAX, 4);
    WRONG(DSAS, offsetof(cx_cat_dsa_t, transparency), 1, 4);
    WRONG(DSAS, offsetof(cx_cat_dsa_t, adrender), 2, 4);
    WRONG(TRANSPARENCY, 0, UINT32_MAX, 4);
    WRONG(RATES, offsetof(cx_cat_rate_t, digits), 0, 8);
    WRONG(RATES, offsetof(cx_cat_rate_t, digits), INT64_MAX, 8);
    WRONG(RATES, offsetof(cx_cat_rate_t, decimals), CX_RATE_DECIMALS_MAX + 1,
          4);
    WRONG(RATES, offsetof(cx_cat_rate_t, at), 0, 8);
    WRONG(RATES, offsetof(cx_cat_rate_t, currency), CX_USD, 4);
    WRONG(RATES, offsetof(cx_cat_rate_t, currency), 1, 4);
    WRONG(SELLER_LISTS, 0, UINT32_MAX, 4);
    WRONG(OWNERS, offsetof(cx_cat_owner_t, name), CX_NO_NAME, 4);
    WRONG(OWNERS, offsetof(cx_cat_owner_t, kind), CX_OWNER_MAX, 4);
    WRONG(OWNER_TABLE, 0, 1 << 20, 4);
    WRONG(SELLERS, offsetof(cx_cat_seller_t, asi), 1 << 20, 4);
    WRONG(SELLERS, offsetof(cx_cat_seller_t, sid), 1 << 20, 4);
    WRONG(SELLERS, offsetof(cx_cat_seller_t, word), 0, 4);
    WRONG(SELLERS, offsetof(cx_cat_seller_t, word), 4, 4);
    WRONG(SELLER_TABLE, 0, 1 << 20, 4);
    WRONG(PROGRAMS, 0, 1, 4);
    WRONG(PROGRAMS, 4, CX_OP_MAX | 1 << 8, 4);

    /* the words behind each op of the one program there is */

    for (i = 1; i * 4 < h->section[CX_SEC_PROGRAMS].size - 4; /* void */) {
        uint32_t  word;

        memcpy(&word, data + h->section[CX_SEC_PROGRAMS].off + i * 4, 4);

        /* of one-word entries one more is as good as any */

        if (cx_ops[word & 0xff].words > 1) {
            WRONG(PROGRAMS, i * 4, word + (1 << 8), 4);
        }

        if ((word & 0xff) == CX_OP_SCHEDULE) {
            WRONG(PROGRAMS, (i + 1) * 4, 1, 4);
        }

        if ((word & 0xff) == CX_OP_SEGMENT_ALL || (word & 0xff) == CX_OP_OSV_IN)
        {
            WRONG(PROGRAMS, (i + 1) * 4, 1 << 20, 4);
        }

        i += 1 + (word >> 8);
    }

    free(data);
}


static void
an_empty_catalogue_is_one(void)
{
    cx_error_t         e;
    cx_catalog_t      *cat;
    cx_catalog_info_t  info;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), "") == CX_OK);
    cat = cx_catalog_open(at("1"), NULL, &e);
    CHECK(cat != NULL);
    cx_catalog_info(cat, &info);
    CHECK_INT(info.adgroups, 0);
    use(cat);
    cx_catalog_close(cat);
}


static const cx_test_t  tests[] = {
    TEST(a_file_with_a_wrong_bit_is_refused),
    TEST(a_file_that_is_cut_is_refused),
    TEST(no_byte_leads_out_of_the_file),
    TEST(every_reference_is_checked),
    TEST(an_empty_catalogue_is_one)
};


int
main(void)
{
    return catalog_test_main(tests, cx_nelts(tests));
}
