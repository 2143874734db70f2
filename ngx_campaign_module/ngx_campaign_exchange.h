
#ifndef _NGX_CAMPAIGN_EXCHANGE_H_INCLUDED_
#define _NGX_CAMPAIGN_EXCHANGE_H_INCLUDED_


#include "ngx_campaign.h"


#define NGX_CAMPAIGN_EXCHANGES_MAX  64
#define NGX_CAMPAIGN_ORGS_MAX       1024


/* one parameter of a profile is one row of a table */

typedef struct ngx_campaign_parameter_s  ngx_campaign_parameter_t;

struct ngx_campaign_parameter_s {
    ngx_str_t            name;
    ngx_uint_t           least;      /* arguments */
    ngx_uint_t           most;
    char              *(*set)(ngx_conf_t *cf, ngx_campaign_exchange_t *ex,
                              const ngx_campaign_parameter_t *p);
    size_t               offset;     /* in cx_exchange_t */
    const void          *post;
    const char          *allowed;
};


typedef struct {
    ngx_str_t            name;
    ngx_uint_t           value;
} ngx_campaign_name_t;


typedef struct {
    ngx_int_t          (*parse)(ngx_str_t *value);
    ngx_int_t            low;
    ngx_int_t            high;
} ngx_campaign_number_t;


typedef ngx_int_t (*ngx_campaign_text_pt)(ngx_str_t *value);


char *ngx_campaign_exchange_parameter(ngx_conf_t *cf, ngx_command_t *dummy,
    void *conf);


/* setters */

char *ngx_campaign_profile_invalid(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p,
    ngx_str_t *value);
char *ngx_campaign_profile_default(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_orgs(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_text(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_name(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_bits(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_number(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_approval(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_currency(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_fee(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_ids(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_keys(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_shed(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);
char *ngx_campaign_profile_stage(ngx_conf_t *cf,
    ngx_campaign_exchange_t *ex, const ngx_campaign_parameter_t *p);

/* NGX_ERROR: not a text of this kind */

ngx_int_t ngx_campaign_text_plain(ngx_str_t *value);
ngx_int_t ngx_campaign_text_domain(ngx_str_t *value);


#endif /* _NGX_CAMPAIGN_EXCHANGE_H_INCLUDED_ */
