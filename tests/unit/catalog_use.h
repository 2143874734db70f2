
/* reads all that stands beside the records of a file, whatever it holds */

#ifndef CX_TEST_CATALOG_USE_H
#define CX_TEST_CATALOG_USE_H

#include "core/catalog/match.h"


/* what was read counts, so that nothing is left out */

static inline uint64_t
use_str(cx_str_t s)
{
    return s.len ? s.data[0] + (uint64_t) s.data[s.len - 1] : 0;
}


static inline uint64_t
use_creative(const cx_catalog_file_t *f, const cx_cat_ad_t *ad,
    uint32_t exchange)
{
    uint32_t              i;
    uint64_t              n;
    cx_fit_t              fit;
    cx_str_t              mime[2];
    cx_mimes_t            mimes;
    cx_ortb_strs_t        list;
    const cx_cat_more_t  *more;
    const cx_cat_creative_t  *c;

    c = &f->s_LOOKS[ad->look];
    more = cx_catalog_more(f, c);
    n = cx_catalog_approval(f, c, exchange)
        + use_str(cx_catalog_str(f, cx_cat_ad_id(ad)));

    mime[0] = cx_str("image/jpg");
    mime[1] = cx_str("x/y");
    list = (cx_ortb_strs_t) { 2, mime };
    cx_mimes_begin(&mimes, &list);
    n += (uint64_t) cx_catalog_mime_ok(f, c, &mimes);

    if (more == NULL) {
        return n;
    }

    for (i = 0; i < more->companions.n; i++) {
        n += f->s_COMPANIONS[more->companions.first + i].w;
    }

    memset(&fit, 0, sizeof(fit));
    fit.creative = c;
    fit.ad = ad;
    fit.companions = more->companions.n != 0;

    return n + use_str(cx_catalog_str(f, more->adid))
           + use_str(cx_catalog_str(f, more->langb))
           + use_str(cx_catalog_str(f, cx_catalog_template(f, &fit, 0)));
}


static inline uint64_t
use_campaign(const cx_catalog_file_t *f, const cx_cat_campaign_t *c)
{
    uint32_t             i;
    uint64_t             n;
    const cx_cat_dsa_t  *d;

    d = cx_catalog_dsa(f, c);

    if (d == NULL) {
        return 0;
    }

    n = use_str(cx_catalog_str(f, d->behalf));
    n += use_str(cx_catalog_str(f, d->paid));

    for (i = 0; i < d->transparency.n; i++) {
        n += use_str(cx_catalog_str(f,
                 cx_catalog_transparency(f, d->transparency.first + i)
                     ->domain));
    }

    return n;
}


static inline uint64_t
use_supply(const cx_catalog_t *cat)
{
    uint64_t               n;
    cx_supply_t            s;
    cx_ortb_app_t          app;
    cx_ortb_site_t         site;
    cx_ortb_schain_t       chain;
    cx_ortb_source_t       source;
    cx_ortb_publisher_t    publisher;
    cx_ortb_schain_node_t  node[2];
    cx_openrtb_request_t   req;

    memset(&req, 0, sizeof(req));
    memset(&app, 0, sizeof(app));
    memset(&site, 0, sizeof(site));
    memset(&chain, 0, sizeof(chain));
    memset(&source, 0, sizeof(source));
    memset(&publisher, 0, sizeof(publisher));
    memset(node, 0, sizeof(node));

    req.r.site = &site;
    req.r.source = &source;
    site.domain = cx_str("m.a.b");
    site.publisher = &publisher;
    publisher.id = cx_str("1");
    cx_catalog_supply(cat, &req, cx_str("x.example"), &s);
    n = s.ads_txt;

    site.domain = cx_str("a.b");
    source.schain = &chain;
    chain.complete = 1;
    chain.nodes.n = 2;
    chain.nodes.v = node;
    node[0].asi = cx_str("x.example");
    node[0].sid = cx_str("1");
    node[0].hp = 1;
    node[1] = node[0];
    cx_catalog_supply(cat, &req, cx_str("x.example"), &s);
    n += (uint64_t) s.ads_txt + s.sellers_json;

    site.inventorypartnerdomain = cx_str("p.q");
    cx_catalog_supply(cat, &req, cx_str("x.example"), &s);
    n += (uint64_t) s.ads_txt + s.sellers_json;

    req.r.site = NULL;
    req.r.app = &app;
    app.bundle = cx_str("com.a");
    app.domain = cx_str("a.b");
    cx_catalog_supply(cat, &req, cx_str("x.example"), &s);

    return n + s.ads_txt
           + (uint64_t) cx_catalog_sellers(cat, &req, cx_str("x.example"),
                                           cx_str("s"));
}


static inline uint64_t
use_side(const cx_catalog_t *cat, uint32_t max)
{
    uint32_t                  f, i, n, exchange;
    uint64_t                  sum;
    const cx_catalog_file_t  *files[2];

    n = cx_catalog_files(cat, files);
    sum = use_supply(cat);
    sum += (uint64_t) cx_catalog_rate(cat, CX_USD, CX_USD + 1, 1790000000, 0).mul;

    for (i = 0; i < files[n - 1]->n_RATES && i < max; i++) {
        sum += (uint64_t) cx_catalog_rate(cat,
                                          files[n - 1]->s_RATES[i].currency,
                                          CX_USD, 1790000000, 1).div;
    }

    for (f = 0; f < n; f++) {
        exchange = cx_catalog_find_name(files[f], cx_str("x1"));

        for (i = 0; i < files[f]->n_CREATIVES && i < max; i++) {
            sum += use_creative(files[f], &files[f]->s_CREATIVES[i], exchange);
        }

        for (i = 0; i < files[f]->n_CAMPAIGNS && i < max; i++) {
            sum += use_campaign(files[f], &files[f]->s_CAMPAIGNS[i]);
        }
    }

    return sum;
}


#endif /* CX_TEST_CATALOG_USE_H */
