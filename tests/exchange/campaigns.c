
#include <string.h>

#include "tests/exchange/campaigns.h"
#include "tests/exchange/random.h"


static void
xc_campaign_name(char name[XC_NAME], xc_text_t text)
{
    memcpy(name, text.data, text.len < XC_NAME ? text.len : XC_NAME - 1);
}


xc_campaign_t *
xc_campaigns_of(xc_campaigns_t *all, const xc_json_t *bid)
{
    unsigned          i;
    uint64_t          hash;
    xc_text_t         cid;
    xc_campaign_t    *c;
    const xc_json_t  *d;

    cid = xc_json_text(bid, "cid");
    hash = xc_mix_text(0, cid.data, cid.len);

    for (i = hash % (2 * XC_CAMPAIGNS); all->slot[i] != 0;
         i = (i + 1) % (2 * XC_CAMPAIGNS))
    {
        c = &all->item[all->slot[i] - 1];

        if (c->hash == hash && c->len == cid.len) {
            return c;
        }
    }

    if (all->n == XC_CAMPAIGNS) {
        return &all->rest;
    }

    c = &all->item[all->n++];
    all->slot[i] = (uint16_t) all->n;
    c->hash = hash;
    c->len = cid.len;
    xc_campaign_name(c->cid, cid);

    d = xc_json_get_as(bid, "adomain", XC_JSON_ARRAY);

    if (d && d->child && d->child->type == XC_JSON_STRING) {
        xc_campaign_name(c->adomain, d->child->text);
    }

    return c;
}
