
#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


static ngx_campaign_bounds_t  ngx_campaign_candidates_bounds = {
    ngx_campaign_parse_num, ngx_conf_set_num_slot,
    CX_BID_SCORE_MIN, CX_BID_SCORE_MAX,
    "from 4 to 16"
};


static ngx_campaign_bounds_t  ngx_campaign_ratio_bounds = {
    ngx_campaign_parse_num, ngx_conf_set_num_slot, 1, 1032,
    "from 1 to 1032"
};


static ngx_campaign_bounds_t  ngx_campaign_arena_bounds = {
    ngx_campaign_parse_size, ngx_conf_set_size_slot,
    128 * 1024, 1024 * 1024 * 1024,
    "from 128k to 1024m"
};


static ngx_campaign_bounds_t  ngx_campaign_zone_bounds = {
    ngx_campaign_parse_size, ngx_conf_set_size_slot,
    64 * 1024, 64 * 1024 * 1024,
    "from 64k to 64m"
};


static ngx_campaign_bounds_t  ngx_campaign_body_bounds = {
    ngx_campaign_parse_size, ngx_conf_set_size_slot, 1024, 16 * 1024 * 1024,
    "from 1k to 16m"
};


static ngx_campaign_bounds_t  ngx_campaign_tmax_bounds = {
    ngx_campaign_parse_msec, ngx_conf_set_msec_slot, 1, 10000,
    "from 1ms to 10s"
};


static ngx_campaign_bounds_t  ngx_campaign_margin_bounds = {
    ngx_campaign_parse_msec, ngx_conf_set_msec_slot, 0, 9999,
    "from 0 to 9999ms"
};


static ngx_campaign_bounds_t  ngx_campaign_exp_bounds = {
    ngx_campaign_parse_sec, ngx_conf_set_sec_slot, 0, 7200,
    "from 0 to 7200s"
};


static ngx_campaign_bounds_t  ngx_campaign_rates_bounds = {
    ngx_campaign_parse_sec, ngx_conf_set_sec_slot, 0, 365 * 24 * 60 * 60,
    "from 0 to 365d"
};


static ngx_conf_post_t  ngx_campaign_notice_url_post = {
    ngx_campaign_check_notice_url
};


static ngx_command_t  ngx_campaign_commands[] = {

    { ngx_string("campaign_catalog"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE12,
      ngx_campaign_catalog_directive,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_model"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE12,
      ngx_campaign_model_directive,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_keys"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE1,
      ngx_campaign_keys_directive,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_arena"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_MAIN_CONF_OFFSET,
      offsetof(ngx_campaign_main_conf_t, arena),
      &ngx_campaign_arena_bounds },

    { ngx_string("campaign_response_buffers"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE2,
      ngx_campaign_response_buffers_directive,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_metrics_zone"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_MAIN_CONF_OFFSET,
      offsetof(ngx_campaign_main_conf_t, zone_size),
      &ngx_campaign_zone_bounds },

    { ngx_string("campaign_ready_requires"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_1MORE,
      ngx_campaign_ready_requires_directive,
      NGX_HTTP_MAIN_CONF_OFFSET,
      offsetof(ngx_campaign_main_conf_t, ready_requires),
      NULL },

    { ngx_string("campaign_reasons"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE2,
      ngx_campaign_reasons_directive,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_bid"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS,
      ngx_campaign_bid_directive,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_explain"),
      NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_explain_directive,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_grpc"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS,
      ngx_campaign_grpc_directive,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_metrics"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS,
      ngx_campaign_metrics_directive,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_status"),
      NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_status_directive,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_notice_url"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_conf_set_str_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, notice_url),
      &ngx_campaign_notice_url_post },

    { ngx_string("campaign_exchange"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_BLOCK|NGX_CONF_TAKE1,
      ngx_campaign_exchange_block,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_exchange"),
      NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_HTTP_LIF_CONF|NGX_CONF_TAKE1,
      ngx_campaign_exchange_directive,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, exchange),
      NULL },

    { ngx_string("campaign_candidates"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, candidates),
      &ngx_campaign_candidates_bounds },

    { ngx_string("campaign_tmax"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, tmax),
      &ngx_campaign_tmax_bounds },

    { ngx_string("campaign_tmax_margin"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, tmax_margin),
      &ngx_campaign_margin_bounds },

    { ngx_string("campaign_bid_exp"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, bid_exp),
      &ngx_campaign_exp_bounds },

    { ngx_string("campaign_rates_max_age"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, rates_max_age),
      &ngx_campaign_rates_bounds },

    { ngx_string("campaign_vendor_id"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE123,
      ngx_campaign_vendor_directive,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_max_body"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, max_body),
      &ngx_campaign_body_bounds },

    { ngx_string("campaign_geo"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE1,
      ngx_campaign_geo_directive,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_invalid_traffic"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1234,
      ngx_campaign_traffic_directive,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("campaign_inflate_ratio"),
      NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF|NGX_CONF_TAKE1,
      ngx_campaign_set_bounded,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_campaign_loc_conf_t, inflate_ratio),
      &ngx_campaign_ratio_bounds },

      ngx_null_command
};


static ngx_http_module_t  ngx_campaign_module_ctx = {
    ngx_campaign_add_variables,            /* preconfiguration */
    NULL,                                  /* postconfiguration */

    ngx_campaign_create_main_conf,         /* create main configuration */
    ngx_campaign_init_main_conf,           /* init main configuration */

    NULL,                                  /* create server configuration */
    NULL,                                  /* merge server configuration */

    ngx_campaign_create_loc_conf,          /* create location configuration */
    ngx_campaign_merge_loc_conf            /* merge location configuration */
};


ngx_module_t  ngx_campaign_module = {
    NGX_MODULE_V1,
    &ngx_campaign_module_ctx,              /* module context */
    ngx_campaign_commands,                 /* module directives */
    NGX_HTTP_MODULE,                       /* module type */
    NULL,                                  /* init master */
    ngx_campaign_init_module,              /* init module */
    ngx_campaign_init_process,             /* init process */
    NULL,                                  /* init thread */
    NULL,                                  /* exit thread */
    ngx_campaign_exit_process,             /* exit process */
    NULL,                                  /* exit master */
    NGX_MODULE_V1_PADDING
};
