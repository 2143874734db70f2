
#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


#define NGX_CAMPAIGN_BUFFERS_MAX   1024
#define NGX_CAMPAIGN_BUFFER_MAX    (4 * 1024 * 1024)
#define NGX_CAMPAIGN_BUFFERS_SIZE  (256 * 1024 * 1024)


static char *ngx_campaign_merge_handler(ngx_conf_t *cf,
    ngx_campaign_loc_conf_t *prev, ngx_campaign_loc_conf_t *conf);
static char *ngx_campaign_merge_bid(ngx_conf_t *cf,
    ngx_campaign_loc_conf_t *conf);
static char *ngx_campaign_check_location(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf, ngx_campaign_loc_conf_t *lcf);
static void ngx_campaign_check_body(ngx_conf_t *cf,
    ngx_campaign_loc_conf_t *lcf, const char *name);
static char *ngx_campaign_check_times(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf, ngx_campaign_loc_conf_t *lcf,
    const char *name);
static char *ngx_campaign_check_trip(ngx_conf_t *cf,
    ngx_campaign_loc_conf_t *lcf, const ngx_campaign_exchange_t *ex,
    ngx_uint_t level);
static char *ngx_campaign_set_handler(ngx_conf_t *cf,
    ngx_campaign_loc_conf_t *lcf, ngx_http_handler_pt handler);
static ngx_int_t ngx_campaign_check_host(u_char *p, u_char *last);
static ngx_uint_t ngx_campaign_is_loopback(ngx_str_t *url);


void *
ngx_campaign_create_main_conf(ngx_conf_t *cf)
{
    ngx_campaign_main_conf_t  *mcf;

    mcf = ngx_pcalloc(cf->pool, sizeof(ngx_campaign_main_conf_t));
    if (mcf == NULL) {
        return NULL;
    }

    /*
     * set by ngx_pcalloc():
     *
     *     mcf->catalog = { 0, NULL };
     *     mcf->overlay = { 0, NULL };
     *     mcf->model = NULL;
     *     mcf->provider = { NULL, ... };
     *     mcf->keys = NULL;
     *     mcf->reader = NULL;
     *     mcf->geo = NULL;
     *     mcf->lists = NULL;
     *     mcf->buffers.num = 0;
     *     mcf->zone = NULL;
     *     mcf->max_body = 0;
     *     mcf->ready_requires = 0;
     *     mcf->reasons = NULL;
     *     mcf->sample = 0;
     *     mcf->bids = 0;
     */

    mcf->arena = NGX_CONF_UNSET_SIZE;
    mcf->zone_size = NGX_CONF_UNSET_SIZE;

    return ngx_campaign_exchange_init(cf, mcf) == NGX_OK ? mcf : NULL;
}


char *
ngx_campaign_init_main_conf(ngx_conf_t *cf, void *conf)
{
    ngx_campaign_main_conf_t *mcf = conf;

    ngx_conf_init_size_value(mcf->arena, 4 * 1024 * 1024);
    ngx_conf_init_size_value(mcf->zone_size, 512 * 1024);

    if (mcf->buffers.num == 0) {
        mcf->buffers.num = 32;
        mcf->buffers.size = 32 * 1024;
    }

    return ngx_campaign_metrics_add_zone(cf, mcf);
}


void *
ngx_campaign_create_loc_conf(ngx_conf_t *cf)
{
    ngx_campaign_loc_conf_t  *lcf;

    lcf = ngx_pcalloc(cf->pool, sizeof(ngx_campaign_loc_conf_t));
    if (lcf == NULL) {
        return NULL;
    }

    /*
     * set by ngx_pcalloc():
     *
     *     lcf->handler = NULL;
     *     lcf->notice_url = { 0, NULL };
     *     lcf->exchange = NULL;
     *     lcf->picked = NULL;
     *     lcf->status = 0;
     *     lcf->tokens = NULL;
     *     lcf->vendor_interest = 0;
     *     lcf->vendor_flexible = 0;
     *     lcf->bid = { 0, ... };
     */

    lcf->candidates = NGX_CONF_UNSET_UINT;
    lcf->tmax = NGX_CONF_UNSET_MSEC;
    lcf->tmax_margin = NGX_CONF_UNSET_MSEC;
    lcf->bid_exp = NGX_CONF_UNSET;
    lcf->rates_max_age = NGX_CONF_UNSET;
    lcf->vendor = NGX_CONF_UNSET_UINT;
    lcf->max_body = NGX_CONF_UNSET_SIZE;
    lcf->inflate_ratio = NGX_CONF_UNSET_UINT;
    lcf->traffic = NGX_CONF_UNSET_PTR;

    return lcf;
}


char *
ngx_campaign_merge_loc_conf(ngx_conf_t *cf, void *parent, void *child)
{
    ngx_campaign_loc_conf_t *prev = parent;
    ngx_campaign_loc_conf_t *conf = child;

    ngx_campaign_main_conf_t  *mcf;

    ngx_conf_merge_str_value(conf->notice_url, prev->notice_url, "");
    ngx_conf_merge_uint_value(conf->candidates, prev->candidates,
                              CX_BID_SCORE_MAX);
    ngx_conf_merge_msec_value(conf->tmax, prev->tmax, 100);
    ngx_conf_merge_msec_value(conf->tmax_margin, prev->tmax_margin, 10);
    ngx_conf_merge_sec_value(conf->bid_exp, prev->bid_exp, 0);
    ngx_conf_merge_sec_value(conf->rates_max_age, prev->rates_max_age,
                             24 * 60 * 60);

    if (conf->vendor == NGX_CONF_UNSET_UINT) {
        conf->vendor_interest = prev->vendor_interest;
        conf->vendor_flexible = prev->vendor_flexible;
    }

    ngx_conf_merge_uint_value(conf->vendor, prev->vendor, 0);
    ngx_conf_merge_size_value(conf->max_body, prev->max_body, 128 * 1024);
    ngx_conf_merge_uint_value(conf->inflate_ratio, prev->inflate_ratio, 100);
    ngx_conf_merge_ptr_value(conf->traffic, prev->traffic, NULL);

    mcf = ngx_http_conf_get_module_main_conf(cf, ngx_campaign_module);

    if (conf->exchange == NULL) {
        conf->exchange = prev->exchange;
    }

    if (ngx_campaign_exchange_merge(cf, mcf, conf) != NGX_CONF_OK
        || ngx_campaign_merge_handler(cf, prev, conf) != NGX_CONF_OK)
    {
        return NGX_CONF_ERROR;
    }

    return conf->handler == ngx_campaign_bid_handler
           || conf->handler == ngx_campaign_explain_handler
           || conf->handler == ngx_campaign_grpc_handler
           ? ngx_campaign_merge_bid(cf, conf) : NGX_CONF_OK;
}


static char *
ngx_campaign_merge_handler(ngx_conf_t *cf, ngx_campaign_loc_conf_t *prev,
    ngx_campaign_loc_conf_t *conf)
{
    ngx_http_core_loc_conf_t  *clcf;

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (clcf->noname && clcf->handler == NULL && prev->handler) {
        /* "if" and "limit_except" go on with what their location does */

        conf->handler = prev->handler;
        conf->status = prev->status;
        conf->tokens = prev->tokens;
        conf->file = prev->file;
        conf->line = prev->line;
        clcf->handler = prev->handler;
    }

    if (conf->handler && conf->handler != clcf->handler) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "another handler replaces that of the campaign module "
                      "in %s:%ui", conf->file, conf->line);
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


static char *
ngx_campaign_merge_bid(ngx_conf_t *cf, ngx_campaign_loc_conf_t *conf)
{
    ngx_http_core_loc_conf_t  *clcf;
    ngx_campaign_main_conf_t  *mcf;

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
    mcf = ngx_http_conf_get_module_main_conf(cf, ngx_campaign_module);

    if (ngx_campaign_check_location(cf, mcf, conf) != NGX_CONF_OK
        || ngx_campaign_create_reader(cf, mcf) != NGX_CONF_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (conf->handler == ngx_campaign_grpc_handler) {

        /* a stream has no end and is no file; a message has its own bound */

        clcf->client_max_body_size = 0;
        clcf->client_body_in_file_only = 0;

    } else if (clcf->client_body_buffer_size < conf->max_body) {

        /* a temporary file would be written in the event loop */

        clcf->client_body_buffer_size = conf->max_body;
    }

    mcf->bids = 1;
    mcf->max_body = ngx_max(mcf->max_body, conf->max_body);

    conf->bid.candidates = (uint32_t) conf->candidates;
    conf->bid.notice_url = cx_strn(conf->notice_url.data,
                                   conf->notice_url.len);
    conf->bid.exchange = conf->picked ? &conf->picked->profile
                                      : &cx_exchange_null;
    conf->bid.vendor = (uint16_t) conf->vendor;
    conf->bid.vendor_interest = conf->vendor_interest;
    conf->bid.vendor_flexible = conf->vendor_flexible;
    conf->bid.rates_age_s = (uint32_t) conf->rates_max_age;
    conf->bid.exp_s = (uint32_t) conf->bid_exp;
    conf->bid.margin_ms = (uint32_t) conf->tmax_margin;
    conf->bid.tmax_ms = (uint32_t) conf->tmax;
    conf->bid.keys = mcf->keys;
    conf->bid.provider = mcf->model ? &mcf->provider : NULL;
    conf->bid.traffic = conf->traffic;
    conf->bid.geo = mcf->geo;
    conf->bid.insecure = conf->notice_url.len
        && ngx_strncmp(conf->notice_url.data, "https://", 8) != 0;

    return NGX_CONF_OK;
}


static char *
ngx_campaign_check_location(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf,
    ngx_campaign_loc_conf_t *lcf)
{
    char         line[512];
    ngx_str_t    path;
    cx_error_t   e;
    const char  *name;

    name = lcf->handler == ngx_campaign_bid_handler ? "campaign_bid"
           : lcf->handler == ngx_campaign_grpc_handler ? "campaign_grpc"
                                                       : "campaign_explain";

    if (mcf->catalog.len
        && ngx_campaign_open_defaults(cf, mcf, &path, &e) != NGX_OK)
    {
        (void) cx_error_line(&e, line, sizeof(line));

        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"%V\" cannot be used: %s; \"%s\" with "
                      "\"campaign_catalog\" requires \"campaign_model\" and "
                      "\"campaign_keys\" in %s:%ui",
                      &path, line, name, lcf->file, lcf->line);
        return NGX_CONF_ERROR;
    }

    if (mcf->keys && lcf->notice_url.len == 0) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"%s\" requires \"campaign_notice_url\", "
                      "which the URLs of its notices start with, in %s:%ui",
                      name, lcf->file, lcf->line);
        return NGX_CONF_ERROR;
    }

    if (lcf->handler != ngx_campaign_grpc_handler) {
        ngx_campaign_check_body(cf, lcf, name);
    }

    return ngx_campaign_check_times(cf, mcf, lcf, name);
}


/* what may be right, and is slow or less than was meant */

static void
ngx_campaign_check_body(ngx_conf_t *cf, ngx_campaign_loc_conf_t *lcf,
    const char *name)
{
    ngx_http_core_loc_conf_t  *clcf;

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (clcf->client_max_body_size
        && clcf->client_max_body_size < (off_t) lcf->max_body)
    {
        ngx_log_error(NGX_LOG_WARN, cf->log, 0,
                      "\"client_max_body_size\" is less than "
                      "\"campaign_max_body\", \"%s\" in %s:%ui",
                      name, lcf->file, lcf->line);
    }

    if (clcf->client_body_in_file_only) {
        ngx_log_error(NGX_LOG_WARN, cf->log, 0,
                      "\"client_body_in_file_only\" makes each bid wait for "
                      "the disk, \"%s\" in %s:%ui",
                      name, lcf->file, lcf->line);
    }
}


/* where a variable picks the exchange, it may be any that has a profile */

static char *
ngx_campaign_check_times(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf,
    ngx_campaign_loc_conf_t *lcf, const char *name)
{
    ngx_uint_t                 i;
    ngx_campaign_exchange_t  **exp;

    if (lcf->tmax_margin >= lcf->tmax) {
        ngx_log_error(NGX_LOG_EMERG, cf->log, 0,
                      "\"campaign_tmax_margin\" must be less than "
                      "\"campaign_tmax\" for \"%s\" in %s:%ui",
                      name, lcf->file, lcf->line);
        return NGX_CONF_ERROR;
    }

    if (lcf->picked) {
        return ngx_campaign_check_trip(cf, lcf, lcf->picked, NGX_LOG_EMERG);
    }

    exp = mcf->exchanges.elts;

    for (i = 0; i < mcf->exchanges.nelts; i++) {
        (void) ngx_campaign_check_trip(cf, lcf, exp[i], NGX_LOG_WARN);
    }

    return NGX_CONF_OK;
}


static char *
ngx_campaign_check_trip(ngx_conf_t *cf, ngx_campaign_loc_conf_t *lcf,
    const ngx_campaign_exchange_t *ex, ngx_uint_t level)
{
    if (ex->profile.round_trip_ms < lcf->tmax) {
        return NGX_CONF_OK;
    }

    ngx_log_error(level, cf->log, 0,
                  "\"round_trip\" of exchange \"%V\" must be less than "
                  "\"campaign_tmax\" in %s:%ui",
                  &ex->name, lcf->file, lcf->line);

    return NGX_CONF_ERROR;
}


char *
ngx_campaign_bid_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    return ngx_campaign_set_handler(cf, conf, ngx_campaign_bid_handler);
}


char *
ngx_campaign_explain_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_loc_conf_t *lcf = conf;

    char        *rv;
    ngx_str_t   *value, path;
    cx_error_t   e;

    rv = ngx_campaign_set_handler(cf, lcf, ngx_campaign_explain_handler);

    if (rv != NGX_CONF_OK) {
        return rv;
    }

    value = cf->args->elts;
    path = value[1];

    if (ngx_conf_full_name(cf->cycle, &path, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    lcf->tokens = ngx_campaign_tokens_open(cf, &path, &e);

    return lcf->tokens ? NGX_CONF_OK
                       : ngx_campaign_files_error(cf, "tokens", &path, &e);
}


char *
ngx_campaign_grpc_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
#if (NGX_HTTP_V2)

    return ngx_campaign_set_handler(cf, conf, ngx_campaign_grpc_handler);

#else

    return "requires nginx --with-http_v2_module";

#endif
}


char *
ngx_campaign_metrics_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    return ngx_campaign_set_handler(cf, conf, ngx_campaign_metrics_handler);
}


char *
ngx_campaign_status_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_loc_conf_t *lcf = conf;

    ngx_str_t                *value;
    ngx_uint_t                i;
    static ngx_conf_enum_t    names[] = {
        { ngx_string("health"), NGX_CAMPAIGN_HEALTH },
        { ngx_string("ready"), NGX_CAMPAIGN_READY },
        { ngx_string("live"), NGX_CAMPAIGN_LIVE },
        { ngx_null_string, 0 }
    };

    value = cf->args->elts;

    for (i = 0; names[i].name.len; i++) {

        if (names[i].name.len == value[1].len
            && ngx_strcmp(names[i].name.data, value[1].data) == 0)
        {
            lcf->status = names[i].value;

            return ngx_campaign_set_handler(cf, lcf,
                                            ngx_campaign_status_handler);
        }
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\", it must be \"health\", "
                       "\"ready\" or \"live\"", &value[1]);

    return NGX_CONF_ERROR;
}


static char *
ngx_campaign_set_handler(ngx_conf_t *cf, ngx_campaign_loc_conf_t *lcf,
    ngx_http_handler_pt handler)
{
    ngx_http_core_loc_conf_t  *clcf;

    if (lcf->handler == handler) {
        return "is duplicate";
    }

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (lcf->handler || clcf->handler) {
        return "conflicts with another handler of this location";
    }

    lcf->handler = handler;
    lcf->file = cf->conf_file->file.name.data;
    lcf->line = cf->conf_file->line;
    clcf->handler = handler;

    return NGX_CONF_OK;
}


ngx_int_t
ngx_campaign_parse_num(ngx_str_t *value)
{
    return ngx_atoi(value->data, value->len);
}


ngx_int_t
ngx_campaign_parse_size(ngx_str_t *value)
{
    return ngx_parse_size(value);
}


ngx_int_t
ngx_campaign_parse_msec(ngx_str_t *value)
{
    return ngx_parse_time(value, 0);
}


ngx_int_t
ngx_campaign_parse_sec(ngx_str_t *value)
{
    return ngx_parse_time(value, 1);
}


/* in microseconds: "500us", or what nginx takes for a time */

ngx_int_t
ngx_campaign_parse_usec(ngx_str_t *value)
{
    size_t     len;
    ngx_int_t  ms;

    len = value->len;

    if (len > 2 && value->data[len - 2] == 'u' && value->data[len - 1] == 's')
    {
        return ngx_atoi(value->data, len - 2);
    }

    ms = ngx_parse_time(value, 0);

    return ms < 0 || ms > NGX_MAX_INT_T_VALUE / 1000 ? NGX_ERROR : ms * 1000;
}


/* none of the bounds is below 0, so that what cannot be parsed is outside */

char *
ngx_campaign_set_bounded(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_int_t               n;
    ngx_str_t              *value;
    ngx_command_t           plain;
    ngx_campaign_bounds_t  *bounds;

    value = cf->args->elts;
    bounds = cmd->post;

    n = bounds->parse(&value[1]);

    if (n < bounds->low || n > bounds->high) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid value \"%V\" of \"%V\", it must be %s",
                           &value[1], &cmd->name, bounds->allowed);
        return NGX_CONF_ERROR;
    }

    plain = *cmd;
    plain.post = NULL;

    return bounds->set(cf, &plain, conf);
}


char *
ngx_campaign_response_buffers_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf)
{
    ngx_campaign_main_conf_t *mcf = conf;

    ssize_t     size;
    ngx_int_t   num;
    ngx_str_t  *value;

    if (mcf->buffers.num) {
        return "is duplicate";
    }

    value = cf->args->elts;

    num = ngx_atoi(value[1].data, value[1].len);

    if (num < 1 || num > NGX_CAMPAIGN_BUFFERS_MAX) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid number \"%V\" of \"%V\", it must be from "
                           "1 to %d", &value[1], &cmd->name,
                           NGX_CAMPAIGN_BUFFERS_MAX);
        return NGX_CONF_ERROR;
    }

    size = ngx_parse_size(&value[2]);

    if (size < 1024 || size > NGX_CAMPAIGN_BUFFER_MAX) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid size \"%V\" of \"%V\", it must be from "
                           "1k to %dm", &value[2], &cmd->name,
                           NGX_CAMPAIGN_BUFFER_MAX / 1024 / 1024);
        return NGX_CONF_ERROR;
    }

    if (num * size > NGX_CAMPAIGN_BUFFERS_SIZE) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"%V\" of \"%V\" and \"%V\" are too large, they "
                           "must be %dm in all at most", &cmd->name,
                           &value[1], &value[2],
                           NGX_CAMPAIGN_BUFFERS_SIZE / 1024 / 1024);
        return NGX_CONF_ERROR;
    }

    mcf->buffers.num = num;
    mcf->buffers.size = size;

    return NGX_CONF_OK;
}


char *
ngx_campaign_ready_requires_directive(ngx_conf_t *cf, ngx_command_t *cmd,
    void *conf)
{
    ngx_str_t                  *value;
    ngx_uint_t                  i, n;
    ngx_command_t               plain;
    static ngx_conf_bitmask_t   names[] = {
        { ngx_string("catalog"), NGX_CAMPAIGN_REQUIRES_CATALOG },
        { ngx_string("model"), NGX_CAMPAIGN_REQUIRES_MODEL },
        { ngx_string("keys"), NGX_CAMPAIGN_REQUIRES_KEYS },
        { ngx_null_string, 0 }
    };

    value = cf->args->elts;

    for (i = 1; i < cf->args->nelts; i++) {

        for (n = 0; names[n].name.len; n++) {
            if (names[n].name.len == value[i].len
                && ngx_strcmp(names[n].name.data, value[i].data) == 0)
            {
                break;
            }
        }

        if (names[n].name.len == 0) {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid value \"%V\" of \"%V\", it must be "
                               "\"catalog\", \"model\" or \"keys\"",
                               &value[i], &cmd->name);
            return NGX_CONF_ERROR;
        }
    }

    plain = *cmd;
    plain.post = names;

    return ngx_conf_set_bitmask_slot(cf, &plain, conf);
}


/* what follows the scheme: "host", "host:port" or "[address]:port" */

static ngx_int_t
ngx_campaign_check_host(u_char *p, u_char *last)
{
    u_char     *host;
    ngx_int_t   port;

    host = p;
    last = ngx_strlchr(p, last, '/') ? ngx_strlchr(p, last, '/') : last;

    if (p < last && *p == '[') {
        p = ngx_strlchr(p, last, ']');

        if (p == NULL || p - host == 1) {
            return NGX_ERROR;
        }

        p++;

    } else {
        p = ngx_strlchr(p, last, ':') ? ngx_strlchr(p, last, ':') : last;
    }

    if (p == host) {
        return NGX_ERROR;
    }

    if (p == last) {
        return NGX_OK;
    }

    port = *p == ':' ? ngx_atoi(p + 1, last - p - 1) : NGX_ERROR;

    return port < 1 || port > 65535 ? NGX_DECLINED : NGX_OK;
}


char *
ngx_campaign_check_notice_url(ngx_conf_t *cf, void *post, void *data)
{
    ngx_str_t *url = data;

    size_t     i, scheme;
    ngx_int_t  rc;

    if (url->len > 7 && ngx_strncmp(url->data, "http://", 7) == 0) {
        scheme = 7;

    } else if (url->len > 8 && ngx_strncmp(url->data, "https://", 8) == 0) {
        scheme = 8;

    } else {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid notice URL \"%V\", it must start with "
                           "\"https://\" or \"http://\" and a host", url);
        return NGX_CONF_ERROR;
    }

    while (url->len > scheme && url->data[url->len - 1] == '/') {
        url->len--;
    }

    rc = ngx_campaign_check_host(url->data + scheme, url->data + url->len);

    if (rc == NGX_ERROR) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "no host in notice URL \"%V\"", url);
        return NGX_CONF_ERROR;
    }

    if (rc == NGX_DECLINED) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid port in notice URL \"%V\", it must be "
                           "from 1 to 65535", url);
        return NGX_CONF_ERROR;
    }

    for (i = scheme; i < url->len; i++) {

        if (url->data[i] <= ' ' || url->data[i] >= 0x7f
            || ngx_strchr("\"'<>\\^`{|}?#$@", url->data[i]) != NULL)
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "invalid character in notice URL \"%V\", "
                               "a scheme, a host and a path are allowed",
                               url);
            return NGX_CONF_ERROR;
        }
    }

    if (scheme == 7 && !ngx_campaign_is_loopback(url)) {
        ngx_conf_log_error(NGX_LOG_WARN, cf, 0,
                           "notice URL \"%V\" is not https, there are no "
                           "bids for impressions with \"secure\" 1", url);
    }

    return NGX_CONF_OK;
}


/* ads that only this machine can show are a trial */

static ngx_uint_t
ngx_campaign_is_loopback(ngx_str_t *url)
{
    ngx_uint_t         i;
    static ngx_str_t   names[] = {
        ngx_string("http://127."),
        ngx_string("http://[::1]"),
        ngx_string("http://localhost")
    };

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {

        if (url->len >= names[i].len
            && ngx_strncmp(url->data, names[i].data, names[i].len) == 0)
        {
            return 1;
        }
    }

    return 0;
}
