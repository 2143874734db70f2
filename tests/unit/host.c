#include "tests/unit/test.h"


static void
the_host_of_an_address(void)
{
    size_t    i;
    cx_str_t  got;

    static const struct { const char *s, *host; }  rows[] = {
        { "shop.example", "shop.example" },
        { "Shop.Example", "Shop.Example" },
        { "A-1.shop.example", "A-1.shop.example" },
        { "shop.example:1.example", "shop.example" },
        { "\xe1shop.example/1.example", "\xe1shop.example" },
        { "shop.example.", "shop.example" },
        { "shop.example..", "shop.example" },
        { " \tshop.example \n", "shop.example" },
        { "shop.example:8080", "shop.example" },
        { "shop.example.:8080", "shop.example" },
        { "shop.example/", "shop.example" },
        { "shop.example/a@b:c", "shop.example" },
        { "shop.example?a=http://x.example/", "shop.example" },
        { "shop.example#x", "shop.example" },
        { "https://shop.example/", "shop.example" },
        { "HTTPS://shop.example", "shop.example" },
        { "//shop.example/x", "shop.example" },
        { "http://u@shop.example/x", "shop.example" },
        { "http://u:p@shop.example:80/x", "shop.example" },
        { "http://a@b.example@shop.example", "shop.example" },
        { "http://shop.example\\@x.example", "shop.example" },
        { "u@shop.example", "shop.example" },
        { "http://[::1]:80/x", "[::1]" },
        { "http://[::1", "[::1" },
        { "http://10.0.0.1:80", "10.0.0.1" },
        { "http:///x", "" },
        { "http://", "" },
        { "/x", "" },
        { "://", "" },
        { "//", "" },
        { "@", "" },
        { ".", "" },
        { "*.", "*" },
        { ".shop.example", "shop.example" },
        { "..shop.example.", "shop.example" },
        { "*.shop.example", "shop.example" },
        { "https://*.shop.example/", "shop.example" },
        { "*shop.example", "*shop.example" },
        { "HTTPS:shop.example", "shop.example" },
        { "http:/shop.example/x", "shop.example" },
        { "http:8080", "8080" },
        { "ftp:21", "ftp" },
        { " ", "" },
        { "", "" }
    };

    for (i = 0; i < cx_nelts(rows); i++) {
        got = cx_host(cx_strn(rows[i].s, strlen(rows[i].s)));

        if (!cx_str_eq(got, cx_strn(rows[i].host, strlen(rows[i].host)))) {
            (void) printf("    \"%s\"\n", rows[i].s);
            CHECK_STR(got, rows[i].host);
        }
    }
}


static void
a_domain_is_under_another(void)
{
    CHECK(cx_domain_under(cx_str("a.example"), cx_str("a.example")));
    CHECK(cx_domain_under(cx_str("B.a.Example"), cx_str("A.example")));
    CHECK(!cx_domain_under(cx_str("ba.example"), cx_str("a.example")));
    CHECK(!cx_domain_under(cx_str("example"), cx_str("a.example")));
    CHECK(!cx_domain_under(cx_str("a.example"), cx_str("")));
    CHECK(!cx_domain_under(cx_str("a."), cx_str("")));
}


static void
whose_it_is(void)
{
    size_t    i;
    cx_str_t  got;

    static const struct { const char *s, *owner; }  rows[] = {
        { "www.ford.com", "ford.com" },
        { "https://WWW.Ford.com:80/x", "Ford.com" },
        { "ford.com", "ford.com" },
        { "www.com", "www.com" },
        { "www.", "www" },
        { "www", "www" },
        { "www2.ford.com", "www2.ford.com" },
        { "a.www.ford.com", "a.www.ford.com" },
        { "www.www.ford.com", "www.ford.com" },
        { "", "" }
    };

    for (i = 0; i < cx_nelts(rows); i++) {
        got = cx_owner(cx_strn(rows[i].s, strlen(rows[i].s)));
        CHECK_STR(got, rows[i].owner);
    }
}


static const cx_test_t  tests[] = {
    TEST(the_host_of_an_address),
    TEST(whose_it_is),
    TEST(a_domain_is_under_another)
};

TEST_MAIN(tests)
