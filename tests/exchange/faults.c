
#include "tests/exchange/faults.h"


static const char *const  xc_rule_names[] = {
#define XC_RULE(name, text, asks)  text,
    XC_RULES(XC_RULE)
#undef XC_RULE
};

static const char *const  xc_rule_ask[] = {
#define XC_RULE(name, text, asks)  asks,
    XC_RULES(XC_RULE)
#undef XC_RULE
};


const char *
xc_rule_name(xc_rule_e rule)
{
    return xc_rule_names[rule];
}


const char *
xc_rule_asks(xc_rule_e rule)
{
    return xc_rule_ask[rule];
}
