
/* directives that take files: each is opened and checked where it stands */

#include "ngx_campaign.h"


static char *ngx_campaign_files_catalog(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf);
static ngx_int_t ngx_campaign_files_open_model(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf, ngx_str_t *path, const char *backend,
    cx_error_t *e);
static ngx_int_t ngx_campaign_files_open_keys(ngx_conf_t *cf, ngx_str_t *path,
    cx_keyring_t **keys, cx_error_t *e);
static void ngx_campaign_files_close_model(void *data);
static void ngx_campaign_files_close_keys(void *data);
static void ngx_campaign_files_destroy_reader(void *data);


char *
ngx_campaign_catalog_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_main_conf_t *mcf = conf;

    ngx_str_t  *value;

    if (mcf->catalog.len) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (value[1].len == 0) {
        return "has an empty path";
    }

    mcf->catalog = value[1];

    if (ngx_conf_full_name(cf->cycle, &mcf->catalog, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    if (cf->args->nelts == 3) {

        if (ngx_strncmp(value[2].data, "overlay=", 8) != 0
            || value[2].len == 8)
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid parameter \"%V\"", &value[2]);
            return NGX_CONF_ERROR;
        }

        mcf->overlay.data = value[2].data + 8;
        mcf->overlay.len = value[2].len - 8;

        if (ngx_conf_full_name(cf->cycle, &mcf->overlay, 1) != NGX_OK) {
            return NGX_CONF_ERROR;
        }
    }

    return ngx_campaign_files_catalog(cf, mcf);
}


/* workers open it for themselves, and check what is not this edition of it */

static char *
ngx_campaign_files_catalog(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf)
{
    ngx_str_t          *overlay;
    cx_error_t          e;
    cx_catalog_t       *catalog;
    ngx_file_info_t     fi;
    cx_catalog_info_t   info;

    if (ngx_process == NGX_PROCESS_SIGNALLER) {
        return NGX_CONF_OK;
    }

    if (ngx_file_info(mcf->catalog.data, &fi) == NGX_FILE_ERROR
        && ngx_errno == NGX_ENOENT)
    {
        ngx_conf_log_error(NGX_LOG_WARN, cf, 0,
                           "catalogue \"%V\" is not there yet, "
                           "until it is there will be no bids", &mcf->catalog);
        return NGX_CONF_OK;
    }

    overlay = &mcf->overlay;

    if (overlay->len == 0
        || (ngx_file_info(overlay->data, &fi) == NGX_FILE_ERROR
            && ngx_errno == NGX_ENOENT))
    {
        overlay = NULL;
    }

    catalog = ngx_campaign_catalog_open(mcf, &mcf->catalog, overlay, &info,
                                        &e);

    if (catalog == NULL) {
        return ngx_campaign_files_error(cf, "catalogue", &mcf->catalog, &e);
    }

    cx_catalog_editions(catalog, mcf->checked);
    cx_catalog_close(catalog);

    return NGX_CONF_OK;
}


char *
ngx_campaign_model_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_main_conf_t *mcf = conf;

    char        *backend;
    ngx_str_t   *value, path;
    cx_error_t   e;

    if (mcf->model) {
        return "is duplicate";
    }

    value = cf->args->elts;
    path = value[1];
    backend = "auto";

    if (ngx_conf_full_name(cf->cycle, &path, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    if (cf->args->nelts == 3) {

        if (ngx_strncmp(value[2].data, "backend=", 8) != 0) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid parameter \"%V\"", &value[2]);
            return NGX_CONF_ERROR;
        }

        backend = (char *) value[2].data + 8;
    }

    if (ngx_campaign_files_open_model(cf, mcf, &path, backend, &e) != NGX_OK) {
        return ngx_campaign_files_error(cf, "model", &path, &e);
    }

    return NGX_CONF_OK;
}


static ngx_int_t
ngx_campaign_files_open_model(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf,
    ngx_str_t *path, const char *backend, cx_error_t *e)
{
    ngx_pool_cleanup_t  *cln;

    cln = ngx_pool_cleanup_add(cf->pool, 0);

    if (cln == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "model", NULL, "no memory");
        return NGX_ERROR;
    }

    mcf->model = cx_model_open((char *) path->data, e);

    if (mcf->model == NULL) {
        return NGX_ERROR;
    }

    cln->handler = ngx_campaign_files_close_model;
    cln->data = mcf->model;

    return cx_provider_cpu(&mcf->provider, backend, mcf->model, e) == CX_OK
           ? NGX_OK : NGX_ERROR;
}


static void
ngx_campaign_files_close_model(void *data)
{
    cx_model_close(data);
}


char *
ngx_campaign_keys_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_main_conf_t *mcf = conf;

    ngx_str_t  *value;

    if (mcf->keys) {
        return "is duplicate";
    }

    value = cf->args->elts;

    return ngx_campaign_open_keys(cf, &value[1], &mcf->keys);
}


static ngx_int_t
ngx_campaign_files_open_keys(ngx_conf_t *cf, ngx_str_t *path,
    cx_keyring_t **keys, cx_error_t *e)
{
    ngx_pool_cleanup_t  *cln;

    cln = ngx_pool_cleanup_add(cf->pool, 0);

    if (cln == NULL) {
        (void) cx_error(e, CX_E_NO_MEMORY, "keys", NULL, "no memory");
        return NGX_ERROR;
    }

    *keys = cx_keyring_open((char *) path->data, e);

    if (*keys == NULL) {
        return NGX_ERROR;
    }

    cln->handler = ngx_campaign_files_close_keys;
    cln->data = *keys;

    return NGX_OK;
}


/* for a profile that has keys of its own */

char *
ngx_campaign_open_keys(ngx_conf_t *cf, ngx_str_t *path, cx_keyring_t **keys)
{
    ngx_str_t   name;
    cx_error_t  e;

    name = *path;

    if (ngx_conf_full_name(cf->cycle, &name, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    if (ngx_campaign_files_open_keys(cf, &name, keys, &e) != NGX_OK) {
        return ngx_campaign_files_error(cf, "keys", &name, &e);
    }

    return NGX_CONF_OK;
}


static void
ngx_campaign_files_close_keys(void *data)
{
    cx_keyring_close(data);
}


/*
 * What bids from a catalogue cannot do without is looked for where it is
 * installed, unless a directive says otherwise.
 */

ngx_int_t
ngx_campaign_open_defaults(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf,
    ngx_str_t *path, cx_error_t *e)
{
    if (mcf->model == NULL) {
        ngx_str_set(path, NGX_CAMPAIGN_MODEL);

        if (ngx_campaign_files_open_model(cf, mcf, path, "auto", e) != NGX_OK)
        {
            return NGX_ERROR;
        }
    }

    if (mcf->keys == NULL) {
        ngx_str_set(path, NGX_CAMPAIGN_KEYS);

        return ngx_campaign_files_open_keys(cf, path, &mcf->keys, e);
    }

    return NGX_OK;
}


char *
ngx_campaign_create_reader(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf)
{
    ngx_pool_cleanup_t  *cln;

    if (mcf->reader) {
        return NGX_CONF_OK;
    }

    cln = ngx_pool_cleanup_add(cf->pool, 0);
    if (cln == NULL) {
        return NGX_CONF_ERROR;
    }

    mcf->reader = cx_ortb_reader_create(CX_ORTB_KERNEL_BEST);
    if (mcf->reader == NULL) {
        return NGX_CONF_ERROR;
    }

    cln->handler = ngx_campaign_files_destroy_reader;
    cln->data = mcf->reader;

    return NGX_CONF_OK;
}


static void
ngx_campaign_files_destroy_reader(void *data)
{
    cx_ortb_reader_destroy(data);
}


char *
ngx_campaign_files_error(ngx_conf_t *cf, const char *what, ngx_str_t *path,
    const cx_error_t *e)
{
    char  line[512];

    (void) cx_error_line(e, line, sizeof(line));

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "%s \"%V\" cannot be used: %s",
                       what, path, line);

    return NGX_CONF_ERROR;
}
