
/* who is no person, and where an address is: lists, database, directives */

#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


typedef enum {
    NGX_CAMPAIGN_LIST_BOTS = 0,
    NGX_CAMPAIGN_LIST_NETWORKS
} ngx_campaign_list_e;


/* a list is read once, however many locations name it */

typedef struct {
    ngx_str_t                path;
    ngx_campaign_list_e      kind;
    void                    *list;
} ngx_campaign_list_t;


typedef struct {
    ngx_str_t                bots;
    ngx_str_t                networks;
    ngx_str_t                devices;
    ngx_str_t                action;
} ngx_campaign_traffic_args_t;


static ngx_int_t ngx_campaign_traffic_args(ngx_conf_t *cf,
    ngx_campaign_traffic_args_t *args);
static char *ngx_campaign_traffic_set(ngx_conf_t *cf,
    ngx_campaign_traffic_args_t *args, cx_traffic_t *t);
static ngx_int_t ngx_campaign_traffic_word(ngx_conf_t *cf, const char *name,
    ngx_str_t *value, const char *const *words, const char *allowed);
static void *ngx_campaign_traffic_list(ngx_conf_t *cf, ngx_str_t *path,
    ngx_campaign_list_e kind);
static void *ngx_campaign_traffic_open(ngx_conf_t *cf, ngx_str_t *path,
    ngx_campaign_list_e kind);
static void ngx_campaign_traffic_close_bots(void *data);
static void ngx_campaign_traffic_close_networks(void *data);
static void ngx_campaign_traffic_close_geo(void *data);


char *
ngx_campaign_traffic_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_loc_conf_t *lcf = conf;

    ngx_str_t                    *value;
    cx_traffic_t                 *t;
    ngx_campaign_traffic_args_t   args;

    if (lcf->traffic != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (cf->args->nelts == 2 && ngx_strcmp(value[1].data, "off") == 0) {
        lcf->traffic = NULL;
        return NGX_CONF_OK;
    }

    if (ngx_campaign_traffic_args(cf, &args) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    t = ngx_pcalloc(cf->pool, sizeof(cx_traffic_t));
    if (t == NULL) {
        return NGX_CONF_ERROR;
    }

    lcf->traffic = t;

    return ngx_campaign_traffic_set(cf, &args, t);
}


static ngx_int_t
ngx_campaign_traffic_args(ngx_conf_t *cf, ngx_campaign_traffic_args_t *args)
{
    size_t       len;
    ngx_str_t   *value, *arg;
    ngx_uint_t   i, n;

    const struct {
        ngx_str_t   name;
        ngx_str_t  *arg;
    } names[] = {
        { ngx_string("bots="), &args->bots },
        { ngx_string("networks="), &args->networks },
        { ngx_string("devices="), &args->devices },
        { ngx_string("action="), &args->action }
    };

    ngx_memzero(args, sizeof(ngx_campaign_traffic_args_t));

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {
        arg = NULL;
        len = 0;

        for (n = 0; n < 4; n++) {
            if (ngx_strncmp(value[i].data, names[n].name.data,
                            names[n].name.len) == 0)
            {
                arg = names[n].arg;
                len = names[n].name.len;
                break;
            }
        }

        if (arg == NULL || value[i].len == len) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid parameter \"%V\" of "
                               "\"campaign_invalid_traffic\", it must be "
                               "\"bots=\", \"networks=\", \"devices=\" or "
                               "\"action=\" with a value, or \"off\" alone",
                               &value[i]);
            return NGX_ERROR;
        }

        if (arg->len) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "duplicate parameter \"%V\" of "
                               "\"campaign_invalid_traffic\"", &value[i]);
            return NGX_ERROR;
        }

        arg->data = value[i].data + len;
        arg->len = value[i].len - len;
    }

    return NGX_OK;
}


static char *
ngx_campaign_traffic_set(ngx_conf_t *cf, ngx_campaign_traffic_args_t *args,
    cx_traffic_t *t)
{
    ngx_int_t                 devices, action;
    static const char *const  switches[] = { "on", "off", NULL };
    static const char *const  actions[] = { "refuse", "count", "strict",
                                            NULL };
    static const uint32_t     refuse[] = { CX_TRAFFIC_SURE, 0,
                                           CX_TRAFFIC_ALL };

    devices = ngx_campaign_traffic_word(cf, "devices", &args->devices,
                                        switches, "\"on\" or \"off\"");
    action = ngx_campaign_traffic_word(cf, "action", &args->action, actions,
                                       "\"refuse\", \"count\" or \"strict\"");

    if (devices == NGX_ERROR || action == NGX_ERROR) {
        return NGX_CONF_ERROR;
    }

    t->look = devices == 0 ? CX_TRAFFIC_ALL & ~CX_TRAFFIC_LISTS : 0;
    t->refuse = refuse[action];

    if (args->bots.len) {
        t->look |= 1U << CX_TRAFFIC_BOT;
    }

    if (args->networks.len) {
        t->look |= 1U << CX_TRAFFIC_DATA_CENTER;

        t->networks = ngx_campaign_traffic_list(cf, &args->networks,
                                                NGX_CAMPAIGN_LIST_NETWORKS);
        if (t->networks == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    if (t->look == 0) {
        return "looks for nothing: say \"off\" alone, or give a list";
    }

    /* without a list it still knows the signs that the rules speak of */

    t->agents = ngx_campaign_traffic_list(cf, &args->bots,
                                          NGX_CAMPAIGN_LIST_BOTS);

    return t->agents ? NGX_CONF_OK : NGX_CONF_ERROR;
}


/* the number of the word, the first one by default */

static ngx_int_t
ngx_campaign_traffic_word(ngx_conf_t *cf, const char *name, ngx_str_t *value,
    const char *const *words, const char *allowed)
{
    ngx_int_t  i;

    if (value->len == 0) {
        return 0;
    }

    for (i = 0; words[i]; i++) {
        if (ngx_strcmp(value->data, words[i]) == 0) {
            return i;
        }
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\" of \"%s\", it must be %s",
                       value, name, allowed);

    return NGX_ERROR;
}


static void *
ngx_campaign_traffic_list(ngx_conf_t *cf, ngx_str_t *path,
    ngx_campaign_list_e kind)
{
    ngx_uint_t                 i;
    ngx_campaign_list_t       *l;
    ngx_campaign_main_conf_t  *mcf;

    mcf = ngx_http_conf_get_module_main_conf(cf, ngx_campaign_module);

    if (path->len && ngx_conf_full_name(cf->cycle, path, 1) != NGX_OK) {
        return NULL;
    }

    if (mcf->lists == NULL) {
        mcf->lists = ngx_array_create(cf->pool, 4,
                                      sizeof(ngx_campaign_list_t));
        if (mcf->lists == NULL) {
            return NULL;
        }
    }

    l = mcf->lists->elts;

    for (i = 0; i < mcf->lists->nelts; i++) {
        if (l[i].kind == kind && l[i].path.len == path->len
            && ngx_strncmp(l[i].path.data, path->data, path->len) == 0)
        {
            return l[i].list;
        }
    }

    l = ngx_array_push(mcf->lists);
    if (l == NULL) {
        return NULL;
    }

    l->path = *path;
    l->kind = kind;
    l->list = ngx_campaign_traffic_open(cf, path, kind);

    return l->list;
}


static void *
ngx_campaign_traffic_open(ngx_conf_t *cf, ngx_str_t *path,
    ngx_campaign_list_e kind)
{
    void                *list;
    cx_error_t           e;
    ngx_pool_cleanup_t  *cln;

    cln = ngx_pool_cleanup_add(cf->pool, 0);
    if (cln == NULL) {
        return NULL;
    }

    if (kind == NGX_CAMPAIGN_LIST_BOTS) {
        cln->handler = ngx_campaign_traffic_close_bots;
        list = cx_traffic_agents_open(path->len ? (char *) path->data : NULL,
                                      &e);

    } else {
        cln->handler = ngx_campaign_traffic_close_networks;
        list = cx_traffic_networks_open((char *) path->data, &e);
    }

    cln->data = list;

    if (list == NULL) {
        (void) ngx_campaign_files_error(cf, "list", path, &e);
    }

    return list;
}


static void
ngx_campaign_traffic_close_bots(void *data)
{
    cx_traffic_agents_close(data);
}


static void
ngx_campaign_traffic_close_networks(void *data)
{
    cx_traffic_networks_close(data);
}


char *
ngx_campaign_geo_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_main_conf_t *mcf = conf;

    ngx_str_t           *value, path;
    cx_error_t           e;
    ngx_pool_cleanup_t  *cln;

    if (mcf->geo) {
        return "is duplicate";
    }

    value = cf->args->elts;
    path = value[1];

    if (path.len == 0) {
        return "has an empty path";
    }

    if (ngx_conf_full_name(cf->cycle, &path, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    /* it is large, and who sends a signal looks nothing up */

    if (ngx_process == NGX_PROCESS_SIGNALLER) {
        return NGX_CONF_OK;
    }

    cln = ngx_pool_cleanup_add(cf->pool, 0);
    if (cln == NULL) {
        return NGX_CONF_ERROR;
    }

    mcf->geo = cx_geo_open((char *) path.data, &e);

    if (mcf->geo == NULL) {
        return ngx_campaign_files_error(cf, "database", &path, &e);
    }

    cln->handler = ngx_campaign_traffic_close_geo;
    cln->data = mcf->geo;

    return NGX_CONF_OK;
}


static void
ngx_campaign_traffic_close_geo(void *data)
{
    cx_geo_close(data);
}
