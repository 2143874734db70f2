
/* the bidder as the Global Vendor List has it */

#include "ngx_campaign.h"

#include "core/openrtb/consent.h"


#define NGX_CAMPAIGN_PURPOSES  11

/* for these there is no other basis than consent */

#define NGX_CAMPAIGN_CONSENT_ONLY                                             \
    (CX_PURPOSE(1) | CX_PURPOSE(3) | CX_PURPOSE(4) | CX_PURPOSE(5)            \
     | CX_PURPOSE(6))


static ngx_int_t ngx_campaign_vendor_purposes(ngx_str_t *value, size_t skip,
    uint32_t *purposes);


/* campaign_vendor_id number [interest=purposes] [flexible=purposes] */

char *
ngx_campaign_vendor_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_loc_conf_t *lcf = conf;

    size_t       skip;
    uint32_t    *purposes, never;
    ngx_int_t    n;
    ngx_str_t   *value;
    ngx_uint_t   i;

    if (lcf->vendor != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;
    n = ngx_atoi(value[1].data, value[1].len);

    if (n < 1 || n > 65535) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid value \"%V\" of \"%V\", it must be from "
                           "1 to 65535", &value[1], &cmd->name);
        return NGX_CONF_ERROR;
    }

    lcf->vendor = n;

    for (i = 2; i < cf->args->nelts; i++) {

        if (ngx_strncmp(value[i].data, "interest=", 9) == 0) {
            purposes = &lcf->vendor_interest;
            never = NGX_CAMPAIGN_CONSENT_ONLY;
            skip = 9;

        } else if (ngx_strncmp(value[i].data, "flexible=", 9) == 0) {
            purposes = &lcf->vendor_flexible;
            never = CX_PURPOSE(1);
            skip = 9;

        } else {
            goto invalid;
        }

        if (*purposes
            || ngx_campaign_vendor_purposes(&value[i], skip, purposes)
               != NGX_OK
            || *purposes & never)
        {
            goto invalid;
        }
    }

    return NGX_CONF_OK;

invalid:

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\" of \"%V\", it must be "
                       "\"interest=\" with purposes of 2 and 7 to 11, as "
                       "\"interest=2,7\", or \"flexible=\" with those of 2 "
                       "to 11", &value[i], &cmd->name);

    return NGX_CONF_ERROR;
}


static ngx_int_t
ngx_campaign_vendor_purposes(ngx_str_t *value, size_t skip,
    uint32_t *purposes)
{
    u_char     *p, *last, *end;
    ngx_int_t   n;

    last = value->data + value->len;

    for (p = value->data + skip; p <= last; p = end + 1) {
        end = ngx_strlchr(p, last, ',');
        end = end ? end : last;

        n = ngx_atoi(p, end - p);

        if (n < 1 || n > NGX_CAMPAIGN_PURPOSES
            || *purposes & CX_PURPOSE((uint32_t) n))
        {
            return NGX_ERROR;
        }

        *purposes |= CX_PURPOSE((uint32_t) n);
    }

    return NGX_OK;
}
