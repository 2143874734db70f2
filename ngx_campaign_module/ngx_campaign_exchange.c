
/* which exchange a request comes from, and so how it is answered */

#include "ngx_campaign_exchange.h"


static ngx_campaign_exchange_t *ngx_campaign_exchange_add(ngx_conf_t *cf,
    ngx_campaign_main_conf_t *mcf, ngx_str_t *name);
static void ngx_campaign_exchange_unknown_of(const cx_exchange_t *ex,
    const cx_catalog_t *catalog, cx_error_t *e, ngx_uint_t *n);
static void ngx_campaign_exchange_note(const cx_exchange_t *ex,
    const char *parameter, const cx_str_t *value, cx_error_t *e,
    ngx_uint_t *n);
static char *ngx_campaign_exchange_check(ngx_conf_t *cf, ngx_str_t *name);


ngx_int_t
ngx_campaign_exchange_init(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf)
{
    if (ngx_array_init(&mcf->exchanges, cf->pool, 8,
                       sizeof(ngx_campaign_exchange_t *))
        != NGX_OK)
    {
        return NGX_ERROR;
    }

    mcf->no_exchange = ngx_pcalloc(cf->pool, sizeof(ngx_campaign_exchange_t));
    if (mcf->no_exchange == NULL) {
        return NGX_ERROR;
    }

    mcf->no_exchange->profile = cx_exchange_null;
    mcf->exchange = mcf->no_exchange;

    return NGX_OK;
}


/* campaign_exchange name { ... } */

char *
ngx_campaign_exchange_block(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_main_conf_t *mcf = conf;

    char                     *rv;
    ngx_str_t                *value;
    ngx_conf_t                save;
    ngx_campaign_exchange_t  *ex;

    value = cf->args->elts;

    if (ngx_campaign_exchange_check(cf, &value[1]) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    if (ngx_campaign_exchange_find(mcf, &value[1]) != NULL) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "duplicate exchange \"%V\"", &value[1]);
        return NGX_CONF_ERROR;
    }

    ex = ngx_campaign_exchange_add(cf, mcf, &value[1]);
    if (ex == NULL) {
        return NGX_CONF_ERROR;
    }

    save = *cf;
    cf->handler = ngx_campaign_exchange_parameter;
    cf->handler_conf = (char *) ex;

    rv = ngx_conf_parse(cf, NULL);

    *cf = save;

    return rv;
}


/* campaign_exchange name | $variable; */

char *
ngx_campaign_exchange_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_loc_conf_t *lcf = conf;

    ngx_str_t  *value;

    if (lcf->exchange) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_http_script_variables_count(&value[1]) == 0
        && ngx_campaign_exchange_check(cf, &value[1]) != NGX_CONF_OK)
    {
        return NGX_CONF_ERROR;
    }

    return ngx_http_set_complex_value_slot(cf, cmd, conf);
}


static char *
ngx_campaign_exchange_check(ngx_conf_t *cf, ngx_str_t *name)
{
    u_char  ch;
    size_t  i;

    if (name->len == 0 || name->len > NGX_CAMPAIGN_EXCHANGE_LEN) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid exchange \"%V\", a name has 1 to %d "
                           "characters", name, NGX_CAMPAIGN_EXCHANGE_LEN);
        return NGX_CONF_ERROR;
    }

    for (i = 0; i < name->len; i++) {
        ch = name->data[i];

        if ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z')
            || (ch >= '0' && ch <= '9') || ch == '-' || ch == '_' || ch == '.')
        {
            continue;
        }

        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid exchange \"%V\", letters, digits, \"-\", "
                           "\"_\" and \".\" are allowed", name);
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


static ngx_campaign_exchange_t *
ngx_campaign_exchange_add(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf,
    ngx_str_t *name)
{
    ngx_campaign_exchange_t  *ex, **exp;

    if (mcf->exchanges.nelts == NGX_CAMPAIGN_EXCHANGES_MAX) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "too many exchanges, \"%V\" is more than %d",
                           name, NGX_CAMPAIGN_EXCHANGES_MAX);
        return NULL;
    }

    exp = ngx_array_push(&mcf->exchanges);
    if (exp == NULL) {
        return NULL;
    }

    ex = ngx_pcalloc(cf->pool, sizeof(ngx_campaign_exchange_t));
    if (ex == NULL) {
        return NULL;
    }

    ex->name = *name;
    ex->profile = cx_exchange_null;
    ex->profile.name = cx_strn(name->data, name->len);

    *exp = ex;

    return ex;
}


ngx_campaign_exchange_t *
ngx_campaign_exchange_find(ngx_campaign_main_conf_t *mcf, ngx_str_t *name)
{
    ngx_uint_t                i;
    ngx_campaign_exchange_t  *ex, **exp;

    exp = mcf->exchanges.elts;

    for (i = 0; i < mcf->exchanges.nelts; i++) {
        ex = exp[i];

        if (ex->name.len == name->len
            && ngx_memcmp(ex->name.data, name->data, name->len) == 0)
        {
            return ex;
        }
    }

    return NULL;
}


/* all blocks have been read; a variable is left to the request */

char *
ngx_campaign_exchange_merge(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf,
    ngx_campaign_loc_conf_t *lcf)
{
    if (lcf->exchange == NULL) {
        lcf->picked = mcf->exchange;
        return NGX_CONF_OK;
    }

    if (lcf->exchange->lengths) {
        lcf->picked = NULL;
        return NGX_CONF_OK;
    }

    lcf->picked = ngx_campaign_exchange_find(mcf, &lcf->exchange->value);

    if (lcf->picked == NULL) {
        lcf->picked = ngx_campaign_exchange_add(cf, mcf,
                                                &lcf->exchange->value);
    }

    return lcf->picked ? NGX_CONF_OK : NGX_CONF_ERROR;
}


/*
 * Orgs and lists of sellers that a profile names and a catalogue has not: the
 * first of them, and how many there are.  An org that is not there does not
 * take part, and without a list nobody sells.
 */

void
ngx_campaign_exchange_unknown(ngx_campaign_main_conf_t *mcf,
    const cx_catalog_t *catalog, cx_error_t *e)
{
    size_t                     len;
    ngx_uint_t                 i, n;
    ngx_campaign_exchange_t  **exp;

    n = 0;
    e->code = CX_E_NONE;
    exp = mcf->exchanges.elts;

    for (i = 0; i < mcf->exchanges.nelts; i++) {
        ngx_campaign_exchange_unknown_of(&exp[i]->profile, catalog, e, &n);
    }

    if (n > 1) {
        len = ngx_strlen(e->fault);
        (void) snprintf(e->fault + len, sizeof(e->fault) - len,
                        ", %lu more such names", (unsigned long) n - 1);
    }
}


static void
ngx_campaign_exchange_unknown_of(const cx_exchange_t *ex,
    const cx_catalog_t *catalog, cx_error_t *e, ngx_uint_t *n)
{
    ngx_uint_t  i;

    for (i = 0; i < ex->norg; i++) {
        if (!cx_catalog_has_org(catalog, ex->org[i])) {
            ngx_campaign_exchange_note(ex, "orgs", &ex->org[i], e, n);
        }
    }

    if (ex->sellers.len && !cx_catalog_has_sellers(catalog, ex->sellers)) {
        ngx_campaign_exchange_note(ex, "sellers", &ex->sellers, e, n);
    }
}


static void
ngx_campaign_exchange_note(const cx_exchange_t *ex, const char *parameter,
    const cx_str_t *value, cx_error_t *e, ngx_uint_t *n)
{
    char  field[NGX_CAMPAIGN_EXCHANGE_LEN + 24];

    if ((*n)++) {
        return;
    }

    (void) snprintf(field, sizeof(field), "\"%s\" of \"%.*s\"", parameter,
                    (int) ex->name.len, (const char *) ex->name.data);
    (void) cx_error(e, CX_E_NOT_FOUND, field, NULL, "\"%.*s\" is not there",
                    (int) ngx_min(value->len, 64), (const char *) value->data);
}


/*
 * NGX_DECLINED: the variable has the name of none.  Names come from outside
 * here, so one that nobody wrote into the configuration is nobody's.
 */

ngx_int_t
ngx_campaign_exchange_pick(ngx_http_request_t *r,
    const ngx_campaign_exchange_t **ex)
{
    ngx_str_t                  name;
    ngx_campaign_exchange_t   *found;
    ngx_campaign_loc_conf_t   *lcf;
    ngx_campaign_main_conf_t  *mcf;

    lcf = ngx_http_get_module_loc_conf(r, ngx_campaign_module);

    *ex = lcf->picked;

    if (*ex != NULL) {
        return NGX_OK;
    }

    mcf = ngx_http_get_module_main_conf(r, ngx_campaign_module);
    *ex = mcf->no_exchange;

    if (ngx_http_complex_value(r, lcf->exchange, &name) != NGX_OK) {
        return NGX_ERROR;
    }

    found = name.len ? ngx_campaign_exchange_find(mcf, &name) : mcf->exchange;

    if (found == NULL) {
        return NGX_DECLINED;
    }

    *ex = found;

    return NGX_OK;
}
