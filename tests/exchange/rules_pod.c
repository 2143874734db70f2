
/* Rules that the bids of one pod keep together. */

#include "tests/exchange/judge.h"


static void
xc_rules_pod(xc_judge_t *j, const xc_want_t *imp, const char *medium,
    int mtype)
{
    int               n;
    int64_t           most, length, sum;
    unsigned          i;
    const xc_json_t  *m;

    m = xc_json_get(imp->node, medium);
    length = xc_json_int(m, "poddur", 0);
    most = xc_json_int(m, "maxseq", 0);

    for (n = 0, sum = 0, i = 0; i < j->noffers; i++) {
        if (j->offer[i].imp == imp && j->offer[i].mtype == mtype
            && j->offer[i].deal == NULL)
        {
            n++;
            sum += j->offer[i].dur;
        }
    }

    if (length > 0 && most > 0 && n > most) {
        xc_found(j, XC_R_POD, "%d open ads, maxseq is %d", n, (int) most);
    }

    if (length > 0 && sum > length) {
        xc_found(j, XC_R_POD_DURATION, "%d seconds, poddur is %d", (int) sum,
                 (int) length);
    }
}


void
xc_rules_pods(xc_judge_t *j)
{
    int64_t      slot;
    unsigned     i;
    xc_offer_t  *o;

    for (i = 0; i < j->nimps; i++) {
        xc_rules_pod(j, &j->imp[i], "video", 2);
        xc_rules_pod(j, &j->imp[i], "audio", 3);
    }

    for (i = 0; i < j->noffers; i++) {
        o = &j->offer[i];

        if (xc_json_is_int(xc_json_get(o->node, "slotinpod"), &slot)
            && (slot < -1 || slot > 2))
        {
            j->current = o;
            xc_found(j, XC_R_SLOT, "%d", (int) slot);
        }
    }

    j->current = NULL;
}
