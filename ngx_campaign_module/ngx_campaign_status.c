
#include "ngx_campaign.h"


/* a catalogue takes seconds to check, not minutes */

#define NGX_CAMPAIGN_STUCK  60000


static ngx_uint_t ngx_campaign_status_health(cx_buf_t *b);
static ngx_uint_t ngx_campaign_status_live(cx_buf_t *b);
static ngx_uint_t ngx_campaign_status_ready(cx_buf_t *b,
    ngx_campaign_main_conf_t *mcf);
static void ngx_campaign_status_catalog(cx_buf_t *b,
    const cx_catalog_info_t *info);
static void ngx_campaign_status_model(cx_buf_t *b,
    ngx_campaign_main_conf_t *mcf);


ngx_int_t
ngx_campaign_status_handler(ngx_http_request_t *r)
{
    u_char                    *mem;
    cx_buf_t                   text;
    ngx_buf_t                 *b;
    ngx_int_t                  rc;
    ngx_uint_t                 status;
    ngx_campaign_loc_conf_t   *lcf;
    ngx_campaign_main_conf_t  *mcf;

    rc = ngx_campaign_is_read(r);

    if (rc != NGX_DECLINED) {
        return rc;
    }

    b = ngx_create_temp_buf(r->pool, 1024);
    if (b == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    mem = b->pos;
    cx_buf_init(&text, mem, 1024);

    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);
    mcf = ngx_http_get_module_main_conf(r, ngx_campaign_module);

    switch (lcf->status) {

    case NGX_CAMPAIGN_READY:
        status = ngx_campaign_status_ready(&text, mcf);
        break;

    case NGX_CAMPAIGN_LIVE:
        status = ngx_campaign_status_live(&text);
        break;

    default: /* NGX_CAMPAIGN_HEALTH */
        status = ngx_campaign_status_health(&text);
        break;
    }

    b->last = text.pos;

    return ngx_campaign_answer(r, status, &ngx_campaign_json, b);
}


static ngx_uint_t
ngx_campaign_status_health(cx_buf_t *b)
{
    cx_put_lit(b, "{\"status\":\"ok\",\"version\":\"" CX_VERSION
                  "\"}\n");

    return NGX_HTTP_OK;
}


static ngx_uint_t
ngx_campaign_status_live(cx_buf_t *b)
{
    ngx_msec_t  busy;

    busy = ngx_campaign_catalog_busy(ngx_campaign_worker());

    if (busy > NGX_CAMPAIGN_STUCK) {
        cx_put_lit(b, "{\"status\":\"stuck\",\"threads\":"
                      "{\"campaign_load\":\"stuck\"},\"busy_ms\":");
        cx_put_uint(b, busy);
        cx_put_lit(b, "}\n");

        return NGX_HTTP_SERVICE_UNAVAILABLE;
    }

    cx_put_lit(b, "{\"status\":\"ok\",\"threads\":"
                  "{\"campaign_load\":\"ok\"}}\n");

    return NGX_HTTP_OK;
}


static ngx_uint_t
ngx_campaign_status_missing(ngx_campaign_main_conf_t *mcf,
    const cx_catalog_info_t *info)
{
    ngx_uint_t  missing;

    missing = (info ? 0 : NGX_CAMPAIGN_REQUIRES_CATALOG)
              | (mcf->model ? 0 : NGX_CAMPAIGN_REQUIRES_MODEL)
              | (mcf->keys ? 0 : NGX_CAMPAIGN_REQUIRES_KEYS);

    return missing & mcf->ready_requires;
}


ngx_int_t
ngx_campaign_ready(ngx_campaign_main_conf_t *mcf)
{
    const cx_catalog_info_t  *info;

    info = ngx_campaign_catalog_info(ngx_campaign_worker());

    return ngx_exiting || ngx_terminate
           || ngx_campaign_status_missing(mcf, info) ? NGX_DECLINED : NGX_OK;
}


static ngx_uint_t
ngx_campaign_status_ready(cx_buf_t *b, ngx_campaign_main_conf_t *mcf)
{
    const cx_catalog_info_t  *info;

    info = ngx_campaign_catalog_info(ngx_campaign_worker());

    cx_put_lit(b, "{\"status\":");

    if (ngx_exiting || ngx_terminate) {
        cx_put_lit(b, "\"draining\"");

    } else if (ngx_campaign_status_missing(mcf, info)) {
        cx_put_lit(b, "\"unready\"");

    } else {
        cx_put_lit(b, "\"ready\"");
    }

    ngx_campaign_status_catalog(b, info);
    ngx_campaign_status_model(b, mcf);

    if (mcf->keys) {
        cx_put_lit(b, ",\"keys\":\"ok\"}\n");

    } else {
        cx_put_lit(b, ",\"keys\":\"none\"}\n");
    }

    return ngx_campaign_ready(mcf) == NGX_OK ? NGX_HTTP_OK
                                             : NGX_HTTP_SERVICE_UNAVAILABLE;
}


static void
ngx_campaign_status_catalog(cx_buf_t *b, const cx_catalog_info_t *info)
{
    if (info == NULL) {
        cx_put_lit(b, ",\"catalog\":{\"state\":\"none\"}");
        return;
    }

    cx_put_lit(b, ",\"catalog\":{\"state\":\"ok\",\"version\":");
    cx_put_uint(b, info->version);
    cx_put_lit(b, ",\"campaigns\":");
    cx_put_uint(b, info->campaigns);
    cx_put_lit(b, ",\"adgroups\":");
    cx_put_uint(b, info->adgroups);
    cx_put_char(b, '}');
}


static void
ngx_campaign_status_model(cx_buf_t *b, ngx_campaign_main_conf_t *mcf)
{
    const cx_model_info_t  *info;

    if (mcf->model == NULL) {
        cx_put_lit(b, ",\"model\":{\"state\":\"none\"}");
        return;
    }

    info = cx_model_info(mcf->model);

    cx_put_lit(b, ",\"model\":{\"state\":\"ok\",\"name\":");
    cx_put_json(b, cx_strn(info->name, ngx_strlen(info->name)));
    cx_put_lit(b, ",\"id\":\"");
    cx_put_hex(b, info->id, 16);
    cx_put_lit(b, "\",\"backend\":\"");
    cx_put_cstr(b, mcf->provider.name);
    cx_put_lit(b, "\"}");
}
