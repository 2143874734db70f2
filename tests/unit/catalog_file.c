/* the file: what it keeps from build to build */

#include "tests/unit/catalog_build.h"


static int
slot_of(const cx_catalog_t *cat, const char *id)
{
    uint32_t                  f, i, n;
    const cx_catalog_file_t  *files[2];

    n = cx_catalog_files(cat, files);

    for (f = n; f-- > 0; /* void */) {
        for (i = 0; i < files[f]->n_ADGROUPS; i++) {
            if (cx_str_eq(cx_catalog_str(files[f],
                                         files[f]->s_ADGROUPS[i].id),
                          cx_strn(id, strlen(id))))
            {
                return (int) files[f]->s_ADGROUPS[i].slot;
            }
        }

        for (i = 0; i < files[f]->n_CAMPAIGNS; i++) {
            if (cx_str_eq(cx_catalog_str(files[f],
                                         files[f]->s_CAMPAIGNS[i].id),
                          cx_strn(id, strlen(id))))
            {
                return (int) files[f]->s_CAMPAIGNS[i].slot;
            }
        }
    }

    return -1;
}


static int
slot_in(const char *base, const char *overlay, const char *id)
{
    int            slot;
    cx_error_t     e;
    cx_catalog_t  *cat;

    cat = cx_catalog_open(base, overlay, &e);

    if (cat == NULL) {
        return -2;
    }

    slot = slot_of(cat, id);
    cx_catalog_close(cat);

    return slot;
}


static void
slots_last(void)
{
    int         a, g, c;
    cx_error_t  e;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    a = slot_in(at("1"), NULL, "a");
    g = slot_in(at("1"), NULL, "ga");
    CHECK(a >= 0 && g >= 0 && a != g);

    /* in another order, beside others, without b */

    CHECK(BUILD(at("2"), ((from_t) { .previous = at("1"), .now = NOW + 10 }),
                ONE("c", "gc", "kc"), ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK_INT(slot_in(at("2"), NULL, "a"), a);
    CHECK_INT(slot_in(at("2"), NULL, "ga"), g);

    c = slot_in(at("2"), NULL, "c");
    CHECK(c != slot_in(at("1"), NULL, "b"));
    CHECK(c != slot_in(at("1"), NULL, "gb"));

    /* b comes back while it is remembered: the same slots */

    CHECK(BUILD(at("3"), ((from_t) { .previous = at("2"), .now = NOW + 20 }),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK_INT(slot_in(at("3"), NULL, "b"), slot_in(at("1"), NULL, "b"));
    CHECK_INT(slot_in(at("3"), NULL, "gb"), slot_in(at("1"), NULL, "gb"));
}


static void
slots_are_given_away_only_when_no_token_lives(void)
{
    int         b, d;
    cx_error_t  e;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    b = slot_in(at("1"), NULL, "b");

    CHECK(BUILD(at("2"), ((from_t) { .previous = at("1") }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK(BUILD(at("3"), ((from_t) { .previous = at("2"),
                                     .now = NOW + LIFE - 1 }),
                ONE("a", "ga", "ka"), ONE("d", "gd", "kd"))
          == CX_OK);
    d = slot_in(at("3"), NULL, "d");
    CHECK(d != b && d != slot_in(at("1"), NULL, "gb"));

    CHECK(BUILD(at("4"), ((from_t) { .previous = at("2"),
                                     .now = NOW + LIFE }),
                ONE("a", "ga", "ka"), ONE("d", "gd", "kd"))
          == CX_OK);
    d = slot_in(at("4"), NULL, "d");
    CHECK(d == b || d == slot_in(at("1"), NULL, "gb"));
}


static void
what_is_paused_keeps_its_slot(void)
{
    cx_error_t  e;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka")) == CX_OK);
    CHECK(BUILD(at("2"), ((from_t) { .previous = at("1"),
                                     .now = NOW + 10 * LIFE }),
                "{\"type\":\"campaign\",\"id\":\"a\",\"state\":\"paused\"}",
                ADGROUP("ga", "a", "1"), CREATIVE("ka", "ga"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK_INT(slot_in(at("2"), NULL, "a"), -1);
    CHECK(slot_in(at("2"), NULL, "gb") != slot_in(at("1"), NULL, "ga"));

    CHECK(BUILD(at("3"), ((from_t) { .previous = at("2"),
                                     .now = NOW + 10 * LIFE + 1 }),
                ONE("y", "gy", "ky"), ONE("z", "gz", "kz"),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK_INT(slot_in(at("3"), NULL, "a"), slot_in(at("1"), NULL, "a"));
    CHECK_INT(slot_in(at("3"), NULL, "ga"), slot_in(at("1"), NULL, "ga"));
}


static void
overlays_take_slots_that_the_base_has_not(void)
{
    int         d;
    cx_error_t  e;

    CHECK(BUILD(at("b"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK(BUILD(at("o"), ((from_t) { .base = at("b") }),
                ONE("d", "gd", "kd"), ONE("a", "ga", "ka2"))
          == CX_OK);
    CHECK_INT(slot_in(at("b"), at("o"), "ga"), slot_in(at("b"), NULL, "ga"));

    d = slot_in(at("b"), at("o"), "gd");
    CHECK(d >= 0 && d != slot_in(at("b"), NULL, "gb")
          && d != slot_in(at("b"), NULL, "ga"));

    /* the next overlay, and the base that takes both in, keep it */

    CHECK(BUILD(at("o2"), ((from_t) { .base = at("b"),
                                      .previous_overlay = at("o") }),
                ONE("e", "ge", "ke"), ONE("d", "gd", "kd"))
          == CX_OK);
    CHECK_INT(slot_in(at("b"), at("o2"), "gd"), d);
    CHECK(slot_in(at("b"), at("o2"), "ge") != d);

    CHECK(BUILD(at("b2"), ((from_t) { .previous = at("b"),
                                      .previous_overlay = at("o2") }),
                ONE("d", "gd", "kd"), ONE("e", "ge", "ke"))
          == CX_OK);
    CHECK_INT(slot_in(at("b2"), NULL, "gd"), d);
    CHECK_INT(slot_in(at("b2"), NULL, "ge"), slot_in(at("b"), at("o2"), "ge"));
}


static int
lands(const char *base, const char *overlay, const char *id, const char *url)
{
    int            ok;
    cx_str_t       s;
    cx_error_t     e;
    cx_catalog_t  *cat;

    cat = cx_catalog_open(base, overlay, &e);

    if (cat == NULL) {
        return -1;
    }

    ok = cx_catalog_landing(cat, cx_strn(id, strlen(id)), &s) == CX_OK
         && s.len == strlen(url) && memcmp(s.data, url, s.len) == 0;

    cx_catalog_close(cat);

    return ok;
}


static void
landing_pages_outlive_their_creatives(void)
{
    cx_error_t  e;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK(lands(at("1"), NULL, "ka", "https://a.example/ka"));
    CHECK(!lands(at("1"), NULL, "nobody", ""));

    CHECK(BUILD(at("2"), ((from_t) { .previous = at("1") }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK(lands(at("2"), NULL, "kb", "https://a.example/kb"));

    CHECK(BUILD(at("3"), ((from_t) { .previous = at("2"),
                                     .now = NOW + LIFE - 1 }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK(lands(at("3"), NULL, "kb", "https://a.example/kb"));

    CHECK(BUILD(at("4"), ((from_t) { .previous = at("2"),
                                     .now = NOW + LIFE }),
                ONE("a", "ga", "ka"))
          == CX_OK);
    CHECK(!lands(at("4"), NULL, "kb", "https://a.example/kb"));

    /* the overlay's page first, what it hides still has its own */

    CHECK(BUILD(at("o"), ((from_t) { .base = at("1") }),
                CAMPAIGN("a"), ADGROUP("ga", "a", "1"), CREATIVE("kn", "ga"))
          == CX_OK);
    CHECK(lands(at("1"), at("o"), "kn", "https://a.example/kn"));
    CHECK(lands(at("1"), at("o"), "ka", "https://a.example/ka"));
}


static void
the_same_lines_make_the_same_bytes(void)
{
    size_t      n1, n2;
    uint8_t    *a, *b;
    cx_error_t  e;

    rich_lines();
    CHECK(build(at("1"), (from_t) { 0 }, &e, lines) == CX_OK);
    CHECK(build(at("2"), (from_t) { 0 }, &e, lines) == CX_OK);

    a = slurp(at("1"), &n1);
    b = slurp(at("2"), &n2);
    CHECK_INT(n1, n2);
    CHECK(memcmp(a, b, n1) == 0);

    free(a);
    free(b);
}


static void
an_overlay_belongs_to_its_base(void)
{
    cx_error_t         e;
    cx_catalog_t      *cat;
    cx_catalog_info_t  info;

    CHECK(BUILD(at("b1"), ((from_t) { 0 }), ONE("a", "ga", "ka"),
                ONE("b", "gb", "kb"))
          == CX_OK);
    CHECK(BUILD(at("b2"), ((from_t) { 0 }), ONE("c", "gc", "kc")) == CX_OK);
    CHECK(BUILD(at("o1"), ((from_t) { .base = at("b1") }),
                "{\"type\":\"campaign\",\"id\":\"a\",\"deleted\":true}",
                ONE("n", "gn", "kn"))
          == CX_OK);

    CHECK(cx_catalog_open(at("b2"), at("o1"), &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_FORMAT);
    CHECK(cx_catalog_open(at("o1"), NULL, &e) == NULL);
    CHECK(cx_catalog_open(at("b1"), at("b2"), &e) == NULL);

    cat = cx_catalog_open(at("b1"), at("o1"), &e);
    CHECK(cat != NULL);
    cx_catalog_info(cat, &info);
    CHECK_INT(info.campaigns, 2);
    CHECK_INT(info.adgroups, 2);
    CHECK_INT(info.creatives, 2);
    CHECK_INT(info.orgs, 1);
    CHECK_INT(info.feature_layout, 7);
    CHECK(info.version > NOW);
    CHECK_INT(slot_of(cat, "ga"), slot_in(at("b1"), NULL, "ga"));
    cx_catalog_close(cat);
}


/* of an edition that is known the checksum is not looked at, of others it is */

static void
an_edition_is_checked_once(void)
{
    FILE          *f;
    size_t         n;
    uint8_t       *data;
    cx_map_t       map;
    cx_error_t     e;
    cx_file_id_t   known[2], other[2];
    cx_catalog_t  *cat;

    CHECK(BUILD(at("1"), ((from_t) { 0 }), ONE("a", "ga", "ka")) == CX_OK);

    cat = cx_catalog_open(at("1"), NULL, &e);
    CHECK(cat != NULL);
    cx_catalog_editions(cat, known);
    cx_catalog_close(cat);
    CHECK(known[0].ino != 0 && known[0].size != 0);
    CHECK_INT(known[1].ino, 0);

    cat = cx_catalog_open_known(at("1"), NULL, known, &e);
    CHECK(cat != NULL);
    cx_catalog_close(cat);

    data = slurp(at("1"), &n);
    data[n - 1] ^= 1;
    (void) unlink(at("1"));
    f = fopen(at("1"), "w");
    CHECK_INT(fwrite(data, 1, n, f), n);
    (void) fclose(f);
    free(data);

    CHECK(cx_catalog_open_known(at("1"), NULL, known, &e) == NULL);
    CHECK_INT(e.code, CX_E_FILE_CHECKSUM);

    CHECK_INT(cx_map_open(&map, at("1"), &e), CX_OK);
    memset(other, 0, sizeof(other));
    other[0] = map.id;
    cx_map_close(&map);

    cat = cx_catalog_open_known(at("1"), NULL, other, &e);
    CHECK(cat != NULL);
    cx_catalog_close(cat);
    CHECK(cx_catalog_open(at("1"), NULL, &e) == NULL);
}


static const cx_test_t  tests[] = {
    TEST(slots_last),
    TEST(slots_are_given_away_only_when_no_token_lives),
    TEST(what_is_paused_keeps_its_slot),
    TEST(overlays_take_slots_that_the_base_has_not),
    TEST(landing_pages_outlive_their_creatives),
    TEST(the_same_lines_make_the_same_bytes),
    TEST(an_overlay_belongs_to_its_base),
    TEST(an_edition_is_checked_once)
};


int
main(void)
{
    return catalog_test_main(tests, cx_nelts(tests));
}
