
/* what is said of an exchange: the parameters of its profile */

#include "ngx_campaign_exchange.h"


static const ngx_campaign_parameter_t *ngx_campaign_profile_find(
    ngx_str_t *name);
static char *ngx_campaign_profile_unknown(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, ngx_str_t *name);


static const ngx_campaign_name_t  ngx_campaign_nobids[] = {
    { ngx_string("204"), CX_NOBID_AS_204 },
    { ngx_string("nbr"), CX_NOBID_AS_NBR },
    { ngx_null_string, 0 }
};


static const ngx_campaign_name_t  ngx_campaign_prices[] = {
    { ngx_string("cpm"), CX_PRICE_CPM },
    { ngx_string("cents"), CX_PRICE_CENTS },
    { ngx_string("micros"), CX_PRICE_MICROS },
    { ngx_null_string, 0 }
};


static const ngx_campaign_name_t  ngx_campaign_approvals[] = {
    { ngx_string("optional"), 0 },
    { ngx_string("required"), 1 },
    { ngx_null_string, 0 }
};


/* the bits of mtype */

static const ngx_campaign_name_t  ngx_campaign_formats[] = {
    { ngx_string("banner"), 1 << 1 },
    { ngx_string("video"), 1 << 2 },
    { ngx_string("audio"), 1 << 3 },
    { ngx_string("native"), 1 << 4 },
    { ngx_null_string, 0 }
};


static const ngx_campaign_name_t  ngx_campaign_needs[] = {
    { ngx_string("schain"), CX_SUPPLY_SCHAIN },
    { ngx_string("ads_txt"), CX_SUPPLY_ADS_TXT },
    { ngx_string("ads_txt=open"), CX_SUPPLY_ADS_TXT_OPEN },
    { ngx_string("sellers_json"), CX_SUPPLY_SELLERS_JSON },
    { ngx_string("sellers_json=open"), CX_SUPPLY_SELLERS_JSON_OPEN },
    { ngx_null_string, 0 }
};


static const ngx_campaign_name_t  ngx_campaign_ids[] = {
#define NGX_CAMPAIGN_ID_NAME(id, name)  { ngx_string(name), CX_USER_ID_##id },
    CX_USER_IDS(NGX_CAMPAIGN_ID_NAME)
#undef NGX_CAMPAIGN_ID_NAME
    { ngx_null_string, 0 }
};


static const ngx_campaign_number_t  ngx_campaign_bids_bounds = {
    ngx_campaign_parse_num, 1, 64
};


static const ngx_campaign_number_t  ngx_campaign_trip_bounds = {
    ngx_campaign_parse_msec, 1, 9999
};


/* times that are bounds of work within a worker process */

static const ngx_campaign_number_t  ngx_campaign_usec_bounds = {
    ngx_campaign_parse_usec, 10, 10000000
};


static const ngx_campaign_parameter_t  ngx_campaign_parameters[] = {

    { ngx_string("approval"), 1, 1, ngx_campaign_profile_approval,
      0, ngx_campaign_approvals,
      "\"required\" or \"optional\"" },

    { ngx_string("bids"), 1, 1, ngx_campaign_profile_number,
      offsetof(cx_exchange_t, bids_max), &ngx_campaign_bids_bounds,
      "from 1 to 64" },

    { ngx_string("currency"), 1, 1, ngx_campaign_profile_currency,
      offsetof(cx_exchange_t, currency), NULL,
      "three capital letters" },

    { ngx_string("default"), 0, 0, ngx_campaign_profile_default,
      0, NULL,
      "without arguments" },

    { ngx_string("fee"), 1, 3, ngx_campaign_profile_fee,
      offsetof(cx_exchange_t, fee_ppm), NULL,
      "from 0% to 99.9999%, \"bids=gross\" or \"bids=net\", "
      "\"floors=gross\" or \"floors=net\"" },

    { ngx_string("formats"), 1, 4, ngx_campaign_profile_bits,
      offsetof(cx_exchange_t, media), ngx_campaign_formats,
      "\"banner\", \"video\", \"audio\" or \"native\", each once" },

    { ngx_string("ids"), 1, CX_USER_ID_MAX, ngx_campaign_profile_ids,
      offsetof(cx_exchange_t, id), ngx_campaign_ids,
      "\"user.id\", \"user.buyeruid\", \"eids\", \"eids=source\" or "
      "\"ifa\", each once" },

    { ngx_string("keys"), 1, 1, ngx_campaign_profile_keys,
      offsetof(cx_exchange_t, keys), NULL,
      "a file of keys" },

    { ngx_string("no_bid"), 1, 1, ngx_campaign_profile_name,
      offsetof(cx_exchange_t, nobid), ngx_campaign_nobids,
      "\"204\" or \"nbr\"" },

    { ngx_string("orgs"), 1, NGX_CAMPAIGN_ORGS_MAX, ngx_campaign_profile_orgs,
      offsetof(cx_exchange_t, org), NULL,
      "ids of 1 to 128 characters, each once" },

    { ngx_string("price"), 1, 1, ngx_campaign_profile_name,
      offsetof(cx_exchange_t, price), ngx_campaign_prices,
      "\"cpm\", \"cents\" or \"micros\"" },

    { ngx_string("round_trip"), 1, 1, ngx_campaign_profile_number,
      offsetof(cx_exchange_t, round_trip_ms), &ngx_campaign_trip_bounds,
      "from 1ms to 9999ms" },

    { ngx_string("seat"), 1, 1, ngx_campaign_profile_text,
      offsetof(cx_exchange_t, seat), ngx_campaign_text_plain,
      "1 to 128 printable characters of ASCII" },

    { ngx_string("seller"), 1, 1, ngx_campaign_profile_text,
      offsetof(cx_exchange_t, seller), ngx_campaign_text_domain,
      "a domain, as \"exchange.example\"" },

    { ngx_string("sellers"), 1, 1, ngx_campaign_profile_text,
      offsetof(cx_exchange_t, sellers), ngx_campaign_text_plain,
      "1 to 128 printable characters of ASCII" },

    { ngx_string("shed"), 2, 2, ngx_campaign_profile_shed,
      0, &ngx_campaign_usec_bounds,
      "\"from=time\" and \"full=time\", from 10us to 10s and the latter "
      "more than the former" },

    { ngx_string("stage"), 1, CX_STAGE_MAX, ngx_campaign_profile_stage,
      offsetof(cx_exchange_t, stage_us), &ngx_campaign_usec_bounds,
      "a stage and a time from 10us to 10s, as \"match=2ms\", each stage "
      "once" },

    { ngx_string("supply"), 1, 3, ngx_campaign_profile_bits,
      offsetof(cx_exchange_t, supply), ngx_campaign_needs,
      "\"schain\", \"ads_txt\" or \"ads_txt=open\", \"sellers_json\" or "
      "\"sellers_json=open\", each once" }
};

#define NGX_CAMPAIGN_PARAMETERS                                               \
    (sizeof(ngx_campaign_parameters) / sizeof(ngx_campaign_parameters[0]))


char *
ngx_campaign_exchange_parameter(ngx_conf_t *cf, ngx_command_t *dummy,
    void *conf)
{
    ngx_campaign_exchange_t *ex = (ngx_campaign_exchange_t *) cf->handler_conf;

    ngx_str_t                       *value;
    ngx_uint_t                       n;
    const ngx_campaign_parameter_t  *p;

    value = cf->args->elts;
    n = cf->args->nelts - 1;

    p = ngx_campaign_profile_find(&value[0]);
    if (p == NULL) {
        return ngx_campaign_profile_unknown(cf, ex, &value[0]);
    }

    if (ex->seen & (uint64_t) 1 << (p - ngx_campaign_parameters)) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "duplicate \"%V\" of exchange \"%V\"",
                           &p->name, &ex->name);
        return NGX_CONF_ERROR;
    }

    if (n < p->least || n > p->most) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid number of arguments in \"%V\" of exchange "
                           "\"%V\", it must be %s",
                           &p->name, &ex->name, p->allowed);
        return NGX_CONF_ERROR;
    }

    ex->seen |= (uint64_t) 1 << (p - ngx_campaign_parameters);

    return p->set(cf, ex, p);
}


static const ngx_campaign_parameter_t *
ngx_campaign_profile_find(ngx_str_t *name)
{
    ngx_uint_t                       i;
    const ngx_campaign_parameter_t  *p;

    for (i = 0; i < NGX_CAMPAIGN_PARAMETERS; i++) {
        p = &ngx_campaign_parameters[i];

        if (p->name.len == name->len
            && ngx_strncmp(p->name.data, name->data, name->len) == 0)
        {
            return p;
        }
    }

    return NULL;
}


static char *
ngx_campaign_profile_unknown(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    ngx_str_t *name)
{
    u_char      *p, list[512];
    ngx_uint_t   i;

    p = list;

    for (i = 0; i < NGX_CAMPAIGN_PARAMETERS; i++) {
        p = ngx_slprintf(p, list + sizeof(list), "%s\"%V\"", i ? ", " : "",
                         &ngx_campaign_parameters[i].name);
    }

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "unknown parameter \"%V\" of exchange \"%V\", it must "
                       "be one of %*s",
                       name, &ex->name, (size_t) (p - list), list);

    return NGX_CONF_ERROR;
}


char *
ngx_campaign_profile_invalid(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
    const ngx_campaign_parameter_t *p, ngx_str_t *value)
{
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\" in \"%V\" of exchange \"%V\", it "
                       "must be %s", value, &p->name, &ex->name, p->allowed);

    return NGX_CONF_ERROR;
}
