
/* what each parameter of a profile does with its arguments */

#include "ngx_campaign_exchange.h"


static const ngx_campaign_name_t *ngx_campaign_name_find(
    const ngx_campaign_name_t *names, ngx_str_t *value);
static ngx_int_t ngx_campaign_after(ngx_str_t *value, const char *head,
    ngx_str_t *rest);


static const ngx_campaign_name_t  ngx_campaign_sides[] = {
    { ngx_string("gross"), 0 },
    { ngx_string("net"), 1 },
    { ngx_null_string, 0 }
};


static const ngx_campaign_name_t  ngx_campaign_stages[] = {
#define NGX_CAMPAIGN_STAGE_NAME(id, name)  { ngx_string(name), CX_STAGE_##id },
    CX_BID_STAGES(NGX_CAMPAIGN_STAGE_NAME)
#undef NGX_CAMPAIGN_STAGE_NAME
    { ngx_null_string, 0 }
};


char *
ngx_campaign_profile_default(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    ngx_campaign_main_conf_t  *mcf;

    mcf = ngx_http_conf_get_module_main_conf(cf, ngx_campaign_module);

    if (mcf->exchange != mcf->no_exchange) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"%V\" of exchange \"%V\" is duplicate, it is "
                           "exchange \"%V\" already",
                           &p->name, &ex->name, &mcf->exchange->name);
        return NGX_CONF_ERROR;
    }

    mcf->exchange = ex;

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_orgs(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    cx_str_t    *org;
    ngx_str_t   *value;
    ngx_uint_t   i, n, k;

    value = cf->args->elts;
    n = cf->args->nelts - 1;

    org = ngx_palloc(cf->pool, n * sizeof(cx_str_t));
    if (org == NULL) {
        return NGX_CONF_ERROR;
    }

    for (i = 0; i < n; i++) {
        org[i] = cx_strn(value[i + 1].data, value[i + 1].len);

        for (k = 0; k < i && !cx_str_eq(org[k], org[i]); k++) { /* void */ }

        if (k < i || ngx_campaign_text_plain(&value[i + 1]) != NGX_OK) {
            return ngx_campaign_profile_invalid(cf, ex, p, &value[i + 1]);
        }
    }

    ex->profile.org = org;
    ex->profile.norg = (uint32_t) n;

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_text(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    cx_str_t              *text;
    ngx_str_t             *value;
    ngx_campaign_text_pt   check;

    value = cf->args->elts;
    check = (ngx_campaign_text_pt) p->post;

    if (check(&value[1]) != NGX_OK) {
        return ngx_campaign_profile_invalid(cf, ex, p, &value[1]);
    }

    text = (cx_str_t *) ((char *) &ex->profile + p->offset);
    *text = cx_strn(value[1].data, value[1].len);

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_name(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    uint8_t                    *field;
    ngx_str_t                  *value;
    const ngx_campaign_name_t  *name;

    value = cf->args->elts;

    name = ngx_campaign_name_find(p->post, &value[1]);
    if (name == NULL) {
        return ngx_campaign_profile_invalid(cf, ex, p, &value[1]);
    }

    field = (uint8_t *) &ex->profile + p->offset;
    *field = (uint8_t) name->value;

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_approval(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    ngx_str_t                  *value;
    const ngx_campaign_name_t  *name;

    value = cf->args->elts;

    name = ngx_campaign_name_find(p->post, &value[1]);
    if (name == NULL) {
        return ngx_campaign_profile_invalid(cf, ex, p, &value[1]);
    }

    ex->profile.approval = name->value;

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_bits(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    uint32_t                   *field;
    ngx_str_t                  *value;
    ngx_uint_t                  i;
    const ngx_campaign_name_t  *name;

    value = cf->args->elts;
    field = (uint32_t *) ((char *) &ex->profile + p->offset);

    for (i = 1; i < cf->args->nelts; i++) {
        name = ngx_campaign_name_find(p->post, &value[i]);

        if (name == NULL || *field & name->value) {
            return ngx_campaign_profile_invalid(cf, ex, p, &value[i]);
        }

        *field |= (uint32_t) name->value;
    }

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_number(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    uint32_t                     *field;
    ngx_int_t                     n;
    ngx_str_t                    *value;
    const ngx_campaign_number_t  *number;

    value = cf->args->elts;
    number = p->post;

    n = number->parse(&value[1]);

    if (n < number->low || n > number->high) {
        return ngx_campaign_profile_invalid(cf, ex, p, &value[1]);
    }

    field = (uint32_t *) ((char *) &ex->profile + p->offset);
    *field = (uint32_t) n;

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_currency(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    cx_str_t    code;
    ngx_str_t  *value;

    value = cf->args->elts;
    code = cx_strn(value[1].data, value[1].len);

    ex->profile.currency = cx_currency(code);

    /* the codes of no currency and of tests */

    return ex->profile.currency && !cx_str_eq(code, cx_str("X" "XX"))
           && !cx_str_eq(code, cx_str("XTS"))
           ? NGX_CONF_OK : ngx_campaign_profile_invalid(cf, ex, p, &value[1]);
}


/* parts of a million are four decimals of a percent */

char *
ngx_campaign_profile_fee(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    ngx_int_t                   ppm;
    ngx_str_t                  *value, rest;
    ngx_uint_t                  i, seen, which;
    const ngx_campaign_name_t  *side;

    value = cf->args->elts;

    ppm = value[1].len > 1 && value[1].data[value[1].len - 1] == '%'
          ? ngx_atofp(value[1].data, value[1].len - 1, 4) : NGX_ERROR;

    if (ppm < 0 || ppm >= 1000000) {
        return ngx_campaign_profile_invalid(cf, ex, p, &value[1]);
    }

    ex->profile.fee_ppm = (uint32_t) ppm;

    for (i = 2, seen = 0; i < cf->args->nelts; i++, seen |= which) {
        which = ngx_campaign_after(&value[i], "bids=", &rest) == NGX_OK ? 1
                : ngx_campaign_after(&value[i], "floors=", &rest) == NGX_OK
                  ? 2 : 0;
        side = which ? ngx_campaign_name_find(ngx_campaign_sides, &rest)
                     : NULL;

        if (side == NULL || seen & which) {
            return ngx_campaign_profile_invalid(cf, ex, p, &value[i]);
        }

        if (which == 1) {
            ex->profile.bids_net = side->value;

        } else {
            ex->profile.floors_net = side->value;
        }
    }

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_ids(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    ngx_str_t                  *value, kind, source;
    ngx_uint_t                  i, seen;
    const ngx_campaign_name_t  *name;

    value = cf->args->elts;
    seen = 0;

    for (i = 1; i < cf->args->nelts; i++) {
        kind = value[i];

        if (ngx_campaign_after(&value[i], "eids=", &source) == NGX_OK) {

            if (ngx_campaign_text_domain(&source) != NGX_OK) {
                return ngx_campaign_profile_invalid(cf, ex, p, &value[i]);
            }

            ex->profile.eid_source = cx_strn(source.data, source.len);
            kind.len = sizeof("eids") - 1;
        }

        name = ngx_campaign_name_find(p->post, &kind);

        if (name == NULL || seen & 1 << name->value) {
            return ngx_campaign_profile_invalid(cf, ex, p, &value[i]);
        }

        seen |= 1 << name->value;
        ex->profile.id[i - 1] = (uint8_t) name->value;
    }

    ex->profile.nids = (uint8_t) (cf->args->nelts - 1);

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_keys(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    ngx_str_t     *value;
    cx_keyring_t  *keys;

    value = cf->args->elts;

    if (ngx_campaign_open_keys(cf, &value[1], &keys) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    ex->profile.keys = keys;

    return NGX_CONF_OK;
}


char *
ngx_campaign_profile_shed(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    uint32_t                     *field;
    ngx_int_t                     n;
    ngx_str_t                    *value, rest;
    ngx_uint_t                    i;
    const ngx_campaign_number_t  *number;

    value = cf->args->elts;
    number = p->post;

    for (i = 1; i < 3; i++) {

        if (ngx_campaign_after(&value[i], "from=", &rest) == NGX_OK) {
            field = &ex->profile.shed_from_us;

        } else if (ngx_campaign_after(&value[i], "full=", &rest) == NGX_OK) {
            field = &ex->profile.shed_full_us;

        } else {
            return ngx_campaign_profile_invalid(cf, ex, p, &value[i]);
        }

        n = *field ? NGX_ERROR : number->parse(&rest);

        if (n < number->low || n > number->high) {
            return ngx_campaign_profile_invalid(cf, ex, p, &value[i]);
        }

        *field = (uint32_t) n;
    }

    return ex->profile.shed_full_us > ex->profile.shed_from_us
           ? NGX_CONF_OK : ngx_campaign_profile_invalid(cf, ex, p, &value[2]);
}


char *
ngx_campaign_profile_stage(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p)
{
    u_char                       *eq;
    ngx_int_t                     n;
    ngx_str_t                    *value, stage, time;
    ngx_uint_t                    i;
    const ngx_campaign_name_t    *name;
    const ngx_campaign_number_t  *number;

    value = cf->args->elts;
    number = p->post;

    for (i = 1; i < cf->args->nelts; i++) {
        eq = ngx_strlchr(value[i].data, value[i].data + value[i].len, '=');
        if (eq == NULL) {
            return ngx_campaign_profile_invalid(cf, ex, p, &value[i]);
        }

        stage.data = value[i].data;
        stage.len = eq - stage.data;
        time.data = eq + 1;
        time.len = value[i].len - stage.len - 1;

        name = ngx_campaign_name_find(ngx_campaign_stages, &stage);
        n = number->parse(&time);

        /* when an answer is written it is too late to stop */

        if (name == NULL || name->value == CX_STAGE_WRITE
            || n < number->low || n > number->high
            || ex->profile.stage_us[name->value])
        {
            return ngx_campaign_profile_invalid(cf, ex, p, &value[i]);
        }

        ex->profile.stage_us[name->value] = (uint32_t) n;
    }

    return NGX_CONF_OK;
}


static const ngx_campaign_name_t *
ngx_campaign_name_find(const ngx_campaign_name_t *names, ngx_str_t *value)
{
    for ( /* void */ ; names->name.len; names++) {

        if (names->name.len == value->len
            && ngx_strncmp(names->name.data, value->data, value->len) == 0)
        {
            return names;
        }
    }

    return NULL;
}


static ngx_int_t
ngx_campaign_after(ngx_str_t *value, const char *head, ngx_str_t *rest)
{
    size_t  len;

    len = ngx_strlen(head);

    if (value->len < len || ngx_strncmp(value->data, head, len) != 0) {
        return NGX_DECLINED;
    }

    rest->len = value->len - len;
    rest->data = value->data + len;

    return NGX_OK;
}


ngx_int_t
ngx_campaign_text_plain(ngx_str_t *value)
{
    size_t  i;

    if (value->len == 0 || value->len > 128) {
        return NGX_ERROR;
    }

    for (i = 0; i < value->len; i++) {
        if (value->data[i] < ' ' || value->data[i] >= 0x7f) {
            return NGX_ERROR;
        }
    }

    return NGX_OK;
}


ngx_int_t
ngx_campaign_text_domain(ngx_str_t *value)
{
    u_char  ch;
    size_t  i;

    if (value->len == 0 || value->len > 253 || value->data[0] == '.') {
        return NGX_ERROR;
    }

    for (i = 0; i < value->len; i++) {
        ch = value->data[i];

        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z')
              || (ch >= '0' && ch <= '9') || ch == '-' || ch == '_'
              || (ch == '.' && value->data[i - 1] != '.')))
        {
            return NGX_ERROR;
        }
    }

    return value->data[value->len - 1] == '.' ? NGX_ERROR : NGX_OK;
}
