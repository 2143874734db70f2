#include "core/profile/profile.h"


static const struct {
    const char  *name;
    uint32_t     boost;
} cx_tiers[CX_TIER_MAX] = {
    [CX_TIER_GREEN]   = { "green",   1000 },
    [CX_TIER_GOLD]    = { "gold",    1150 },
    [CX_TIER_RESERVE] = { "reserve", 1300 }
};


const cx_profile_t  cx_profile_null = { .tier = CX_TIER_GREEN };


uint32_t
cx_tier_boost(cx_tier_e tier)
{
    return (unsigned) tier < CX_TIER_MAX ? cx_tiers[tier].boost
                                         : cx_tiers[CX_TIER_GREEN].boost;
}


const char *
cx_tier_name(cx_tier_e tier)
{
    return (unsigned) tier < CX_TIER_MAX ? cx_tiers[tier].name : "unknown";
}
