#include "core/bid/stages.h"


static const char *const  cx_stage_names[] = {
#define CX_STAGE_NAME(id, name)  name,
    CX_BID_STAGES(CX_STAGE_NAME)
#undef CX_STAGE_NAME
};

static const struct {
    const char  *name;
    uint16_t     nbr;
    uint8_t      way;
} cx_nobids[] = {
#define CX_NOBID_ROW(id, name, nbr, way)  { name, nbr, way },
    CX_NOBID_REASONS(CX_NOBID_ROW)
#undef CX_NOBID_ROW
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
    return cx_nobids[b].way > cx_nobids[a].way ? b : a;
}


const cx_exchange_t  cx_exchange_null = {
    .name = cx_string("")
};
