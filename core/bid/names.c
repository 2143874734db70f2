#include "core/bid/stages.h"


static const char *const  cx_stage_names[] = {
#define CX_STAGE_NAME(id, name)  name,
    CX_BID_STAGES(CX_STAGE_NAME)
#undef CX_STAGE_NAME
};

static const struct {
    const char  *name;
    int          nbr;
} cx_nobids[] = {
#define CX_NOBID_ROW(id, name, nbr)  { name, nbr },
    CX_NOBID_REASONS(CX_NOBID_ROW)
#undef CX_NOBID_ROW
};

/* how near to a bid somebody came who failed for this */

static const uint8_t  cx_nobid_way[CX_NOBID_MAX] = {
    [CX_NOBID_NO_MATCH]  = 1,
    [CX_NOBID_STOPPED]   = 2,
    [CX_NOBID_SEAT]      = 3,
    [CX_NOBID_BLOCKED]   = 4,
    [CX_NOBID_CAPPED]    = 5,
    [CX_NOBID_CURRENCY]  = 6,
    [CX_NOBID_FLOOR]     = 7,
    [CX_NOBID_BUDGET]    = 8,
    [CX_NOBID_TOO_LARGE] = 9,
    [CX_NOBID_TIMEOUT]   = 10
};


const char *
cx_stage_name(cx_stage_e stage)
{
    return (unsigned) stage < CX_STAGE_MAX ? cx_stage_names[stage] : "unknown";
}


const char *
cx_nobid_name(cx_nobid_e reason)
{
    return (unsigned) reason < CX_NOBID_MAX ? cx_nobids[reason].name
                                            : "unknown";
}


int
cx_nobid_nbr(cx_nobid_e reason)
{
    return (unsigned) reason < CX_NOBID_MAX ? cx_nobids[reason].nbr : 0;
}


cx_nobid_e
cx_nobid_nearer(cx_nobid_e a, cx_nobid_e b)
{
    return cx_nobid_way[b] > cx_nobid_way[a] ? b : a;
}
