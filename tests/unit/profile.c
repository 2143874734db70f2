#include "core/profile/profile.h"
#include "tests/unit/test.h"


static void
tiers(void)
{
    CHECK_INT(cx_tier_boost(CX_TIER_GREEN), 1000);
    CHECK_INT(cx_tier_boost(CX_TIER_GOLD), 1150);
    CHECK_INT(cx_tier_boost(CX_TIER_RESERVE), 1300);
    CHECK_INT(cx_tier_boost((cx_tier_e) 99), 1000);
    CHECK(strcmp(cx_tier_name(CX_TIER_GOLD), "gold") == 0);
    CHECK(strcmp(cx_tier_name((cx_tier_e) 99), "unknown") == 0);
}


static void
nobody(void)
{
    CHECK_INT(cx_profile_null.tier, CX_TIER_GREEN);
    CHECK_INT(cx_profile_null.nsegment, 0);
    CHECK_INT(cx_profile_null.ninterest, 0);
    CHECK_INT(cx_profile_null.consent, 0);
}


static const cx_test_t  tests[] = {
    TEST(tiers),
    TEST(nobody)
};

TEST_MAIN(tests)
