
/* the counters as Prometheus reads them */

#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


#define NGX_CAMPAIGN_TEXT_MIN  (32 * 1024)
#define NGX_CAMPAIGN_TEXT_MAX  (64 * 1024 * 1024)


static void ngx_campaign_text_all(cx_buf_t *b, ngx_campaign_main_conf_t *mcf,
    ngx_campaign_slot_t *sum);
static void ngx_campaign_text_bids(cx_buf_t *b, ngx_campaign_slot_t *sum);
static void ngx_campaign_text_stages(cx_buf_t *b, ngx_campaign_slot_t *sum);
static void ngx_campaign_text_inference(cx_buf_t *b,
    ngx_campaign_main_conf_t *mcf, ngx_campaign_slot_t *sum);
static void ngx_campaign_text_catalog(cx_buf_t *b);
static void ngx_campaign_text_build(cx_buf_t *b,
    ngx_campaign_main_conf_t *mcf);
static void ngx_campaign_text_privacy(cx_buf_t *b, ngx_campaign_slot_t *sum);
static void ngx_campaign_text_exchanges(cx_buf_t *b,
    ngx_campaign_main_conf_t *mcf, ngx_campaign_slot_t *sum);
static void ngx_campaign_text_histogram(cx_buf_t *b, const char *name,
    const char *backend, const ngx_campaign_bucket_t *buckets,
    ngx_campaign_histogram_t *h, ngx_uint_t seconds);
static void ngx_campaign_text_seconds(cx_buf_t *b, uint64_t ns);


ngx_int_t
ngx_campaign_metrics_handler(ngx_http_request_t *r)
{
    size_t                     size;
    cx_buf_t                   text;
    ngx_buf_t                 *b;
    ngx_int_t                  rc;
    ngx_str_t                  type;
    ngx_campaign_slot_t       *sum;
    ngx_campaign_main_conf_t  *mcf;

    rc = ngx_campaign_is_read(r);

    if (rc != NGX_DECLINED) {
        return rc;
    }

    mcf = ngx_http_get_module_main_conf(r, ngx_campaign_module);

    sum = ngx_palloc(r->pool, sizeof(ngx_campaign_slot_t));
    if (sum == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_campaign_metrics_sum(mcf, sum);

    for (size = NGX_CAMPAIGN_TEXT_MIN; /* void */ ; size *= 2) {

        b = ngx_create_temp_buf(r->pool, size);
        if (b == NULL || size > NGX_CAMPAIGN_TEXT_MAX) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        cx_buf_init(&text, b->pos, size);

        ngx_campaign_text_all(&text, mcf, sum);

        if (!text.overflow) {
            break;
        }
    }

    b->last = text.pos;

    ngx_str_set(&type, "text/plain; version=0.0.4; charset=utf-8");

    return ngx_campaign_answer(r, NGX_HTTP_OK, &type, b);
}


static void
ngx_campaign_text_all(cx_buf_t *b, ngx_campaign_main_conf_t *mcf,
    ngx_campaign_slot_t *sum)
{
    ngx_uint_t  i;
    static const struct {
        const char  *name;
        const char  *help;
    } counters[] = {
#define NGX_CAMPAIGN_COUNTER_ROW(id, name, help)  { name, help },
        NGX_CAMPAIGN_COUNTERS(NGX_CAMPAIGN_COUNTER_ROW)
#undef NGX_CAMPAIGN_COUNTER_ROW
    };

    ngx_campaign_text_bids(b, sum);
    ngx_campaign_text_exchanges(b, mcf, sum);
    ngx_campaign_text_privacy(b, sum);
    ngx_campaign_text_stages(b, sum);
    ngx_campaign_text_inference(b, mcf, sum);

    for (i = 0; i < NGX_CAMPAIGN_C_MAX; i++) {
        ngx_campaign_text_head(b, counters[i].name, "counter",
                               counters[i].help);
        ngx_campaign_text_value(b, counters[i].name, NULL, NULL,
                                sum->counter[i]);
    }

    ngx_campaign_reasons_text(b, mcf);
    ngx_campaign_text_catalog(b);
    ngx_campaign_text_build(b, mcf);
}


static void
ngx_campaign_text_bids(cx_buf_t *b, ngx_campaign_slot_t *sum)
{
    ngx_uint_t          i;
    static const char  *reasons[] = {
#define NGX_CAMPAIGN_NOBID_NAME(id, name, nbr, way)  name,
        CX_NOBID_REASONS(NGX_CAMPAIGN_NOBID_NAME)
#undef NGX_CAMPAIGN_NOBID_NAME
    };

    ngx_campaign_text_head(b, "campaign_bid_requests_total", "counter",
                           "Bid requests answered.");

#define NGX_CAMPAIGN_OUTCOME_VALUE(id, name)                                  \
    ngx_campaign_text_value(b, "campaign_bid_requests_total", "outcome",      \
                            name, sum->outcome[NGX_CAMPAIGN_##id]);
    NGX_CAMPAIGN_OUTCOMES(NGX_CAMPAIGN_OUTCOME_VALUE)
#undef NGX_CAMPAIGN_OUTCOME_VALUE

    ngx_campaign_text_head(b, "campaign_nobid_total", "counter",
                           "Bid requests answered without a bid.");

    for (i = CX_NOBID_NONE + 1; i < CX_NOBID_MAX; i++) {
        ngx_campaign_text_value(b, "campaign_nobid_total", "reason",
                                reasons[i], sum->nobid[i]);
    }

    ngx_campaign_text_head(b, "campaign_invalid_traffic_total", "counter",
                           "Bid requests that no person can have sent.");

    for (i = 0; i < CX_TRAFFIC_MAX; i++) {
        ngx_campaign_text_value(b, "campaign_invalid_traffic_total",
                                "finding", cx_traffic_name(i),
                                sum->finding[i]);
    }

    ngx_campaign_text_head(b, "campaign_bid_errors_total", "counter",
                           "Bid requests refused.");

#define NGX_CAMPAIGN_ERROR_VALUE(id, name, http, text)                        \
    ngx_campaign_text_value(b, "campaign_bid_errors_total", "code", name,     \
                            sum->error[CX_E_##id]);
    CX_REQUEST_ERRORS(NGX_CAMPAIGN_ERROR_VALUE)
#undef NGX_CAMPAIGN_ERROR_VALUE

    ngx_campaign_text_head(b, "campaign_bid_latency_seconds", "histogram",
                           "Time from the request's header to its answer.");
    ngx_campaign_text_histogram(b, "campaign_bid_latency_seconds", NULL,
                                ngx_campaign_latency_buckets, &sum->latency,
                                1);

    ngx_campaign_text_head(b, "campaign_bid_candidates", "histogram",
                           "Offers scored for a bid request.");
    ngx_campaign_text_histogram(b, "campaign_bid_candidates", NULL,
                                ngx_campaign_candidate_buckets,
                                &sum->candidates, 0);
}


static void
ngx_campaign_text_exchanges(cx_buf_t *b, ngx_campaign_main_conf_t *mcf,
    ngx_campaign_slot_t *sum)
{
    ngx_uint_t     i, n;
    const u_char  *row;
    static const struct {
        const char  *name;
        ngx_uint_t   outcome;
    } outcomes[] = {
#define NGX_CAMPAIGN_OUTCOME_ROW(id, name)  { name, NGX_CAMPAIGN_##id },
        NGX_CAMPAIGN_OUTCOMES(NGX_CAMPAIGN_OUTCOME_ROW)
#undef NGX_CAMPAIGN_OUTCOME_ROW
    };

    ngx_campaign_text_head(b, "campaign_exchange_requests_total", "counter",
                           "Bid requests answered, by their exchange.");

    for (i = 0; /* void */ ; i++) {
        row = ngx_campaign_metrics_row(mcf, i);

        if (row == NULL) {
            break;
        }

        for (n = 0; n < sizeof(outcomes) / sizeof(outcomes[0]); n++) {
            cx_put_lit(b, "campaign_exchange_requests_total{exchange=");
            ngx_campaign_text_label(b, row);
            cx_put_lit(b, ",outcome=\"");
            cx_put_cstr(b, outcomes[n].name);
            cx_put_lit(b, "\"} ");
            cx_put_uint(b, sum->exchange[i][outcomes[n].outcome]);
            cx_put_char(b, '\n');
        }
    }
}


static void
ngx_campaign_text_privacy(cx_buf_t *b, ngx_campaign_slot_t *sum)
{
    ngx_uint_t  i;

    ngx_campaign_text_head(b, "campaign_privacy_total", "counter",
                           "Bid requests in each state of privacy.");

    for (i = 0; i < CX_PRIVACY_STATE_MAX; i++) {
        ngx_campaign_text_value(b, "campaign_privacy_total", "state",
                                cx_privacy_state_name((unsigned) i),
                                sum->privacy[i]);
    }

    ngx_campaign_text_head(b, "campaign_privacy_removed_total", "counter",
                           "Bid requests that something was taken away "
                           "from.");

    for (i = 0; i < CX_PRIVACY_THING_MAX; i++) {
        ngx_campaign_text_value(b, "campaign_privacy_removed_total", "thing",
                                cx_privacy_thing_name((unsigned) i),
                                sum->removed[i]);
    }
}


static void
ngx_campaign_text_stages(cx_buf_t *b, ngx_campaign_slot_t *sum)
{
    ngx_uint_t          i;
    static const char  *stages[] = {
#define NGX_CAMPAIGN_STAGE_NAME(id, name)  name,
        CX_BID_STAGES(NGX_CAMPAIGN_STAGE_NAME)
#undef NGX_CAMPAIGN_STAGE_NAME
    };

    ngx_campaign_text_head(b, "campaign_bid_stage_seconds_total", "counter",
                           "Time spent in each stage of a bid.");

    for (i = 0; i < CX_STAGE_MAX; i++) {
        cx_put_lit(b, "campaign_bid_stage_seconds_total{stage=\"");
        cx_put_cstr(b, stages[i]);
        cx_put_lit(b, "\"} ");
        ngx_campaign_text_seconds(b, sum->stage_ns[i]);
        cx_put_char(b, '\n');
    }
}


/* the backend in use is always there, others once they were used */

static void
ngx_campaign_text_inference(cx_buf_t *b, ngx_campaign_main_conf_t *mcf,
    ngx_campaign_slot_t *sum)
{
    ngx_uint_t                 i, n, used;
    ngx_campaign_histogram_t  *h;
    static const char         *names[] = {
#define NGX_CAMPAIGN_BACKEND_NAME(id, name)  name,
        NGX_CAMPAIGN_BACKENDS(NGX_CAMPAIGN_BACKEND_NAME)
#undef NGX_CAMPAIGN_BACKEND_NAME
    };

    ngx_campaign_text_head(b, "campaign_inference_duration_seconds",
                           "histogram", "Time that the network took.");

    used = mcf->model ? ngx_campaign_backend(mcf->provider.name)
                      : NGX_CAMPAIGN_B_MAX;

    for (i = 0; i < NGX_CAMPAIGN_B_MAX; i++) {
        h = &sum->inference[i];

        for (n = 0; n < NGX_CAMPAIGN_BUCKETS && h->bucket[n] == 0; n++) {
            /* void */
        }

        if (n < NGX_CAMPAIGN_BUCKETS || i == used) {
            ngx_campaign_text_histogram(b,
                                        "campaign_inference_duration_seconds",
                                        names[i],
                                        ngx_campaign_inference_buckets, h, 1);
        }
    }
}


static void
ngx_campaign_text_catalog(cx_buf_t *b)
{
    ngx_uint_t                i;
    cx_catalog_info_t         none;
    const cx_catalog_info_t  *info;

    info = ngx_campaign_catalog_info(ngx_campaign_worker());

    if (info == NULL) {
        ngx_memzero(&none, sizeof(cx_catalog_info_t));
        info = &none;
    }

    const struct {
        const char  *name;
        const char  *help;
        uint64_t     value;
    } gauges[] = {
        { "campaign_active_campaigns", "Live campaigns of the "
          "catalogue in use that have a live ad group with a live creative "
          "and had not ended when it was built.",
          info->campaigns },
        { "campaign_catalog_version", "Version of the catalogue in use.",
          info->version },
        { "campaign_catalog_adgroups", "Ad groups of the catalogue in use.",
          info->adgroups },
        { "campaign_catalog_creatives", "Creatives of the catalogue in use.",
          info->creatives },
        { "campaign_catalog_size_bytes", "Size of the catalogue in use.",
          info->bytes },
        { "campaign_catalog_built_timestamp_seconds",
          "When the catalogue in use was built.",
          (uint64_t) ngx_max(info->built_at, 0) }
    };

    for (i = 0; i < sizeof(gauges) / sizeof(gauges[0]); i++) {
        ngx_campaign_text_head(b, gauges[i].name, "gauge", gauges[i].help);
        ngx_campaign_text_value(b, gauges[i].name, NULL, NULL,
                                gauges[i].value);
    }
}


static void
ngx_campaign_text_build(cx_buf_t *b, ngx_campaign_main_conf_t *mcf)
{
    ngx_campaign_text_head(b, "campaign_build_info", "gauge",
                           "What runs here; the value is always 1.");

    cx_put_lit(b, "campaign_build_info{version=\"" CX_VERSION
                  "\",nginx=\"" NGINX_VERSION "\",reader=\"");

    if (mcf->reader) {
        cx_put_cstr(b, cx_ortb_reader_kernel(mcf->reader));
    }

    cx_put_lit(b, "\",backend=\"");

    if (mcf->model) {
        cx_put_cstr(b, mcf->provider.name);
    }

    cx_put_lit(b, "\",model=\"");

    if (mcf->model) {
        cx_put_hex(b, cx_model_info(mcf->model)->id, 16);
    }

    cx_put_lit(b, "\"} 1\n");
}


void
ngx_campaign_text_head(cx_buf_t *b, const char *name, const char *type,
    const char *help)
{
    cx_put_lit(b, "# HELP ");
    cx_put_cstr(b, name);
    cx_put_char(b, ' ');
    cx_put_cstr(b, help);
    cx_put_lit(b, "\n# TYPE ");
    cx_put_cstr(b, name);
    cx_put_char(b, ' ');
    cx_put_cstr(b, type);
    cx_put_char(b, '\n');
}


void
ngx_campaign_text_value(cx_buf_t *b, const char *name, const char *label,
    const char *value, uint64_t n)
{
    cx_put_cstr(b, name);

    if (label) {
        cx_put_char(b, '{');
        cx_put_cstr(b, label);
        cx_put_lit(b, "=\"");
        cx_put_cstr(b, value);
        cx_put_lit(b, "\"}");
    }

    cx_put_char(b, ' ');
    cx_put_uint(b, n);
    cx_put_char(b, '\n');
}


/* "\\", quotes and ends of lines are what a value may not have as they are */

void
ngx_campaign_text_label(cx_buf_t *b, const u_char *value)
{
    cx_put_char(b, '"');

    for ( /* void */ ; *value; value++) {

        if (*value == '\n') {
            cx_put_lit(b, "\\n");
            continue;
        }

        if (*value == '"' || *value == '\\') {
            cx_put_char(b, '\\');
        }

        cx_put_char(b, (char) *value);
    }

    cx_put_char(b, '"');
}


static void
ngx_campaign_text_histogram(cx_buf_t *b, const char *name,
    const char *backend, const ngx_campaign_bucket_t *buckets,
    ngx_campaign_histogram_t *h, ngx_uint_t seconds)
{
    uint64_t            count;
    ngx_uint_t          i;
    static const char  *suffix[] = { "_sum", "_count" };

    count = 0;

    for (i = 0; i < NGX_CAMPAIGN_BUCKETS; i++) {
        count += h->bucket[i];

        cx_put_cstr(b, name);
        cx_put_lit(b, "_bucket{");

        if (backend) {
            cx_put_lit(b, "backend=\"");
            cx_put_cstr(b, backend);
            cx_put_lit(b, "\",");
        }

        cx_put_lit(b, "le=\"");
        cx_put_cstr(b, buckets[i].le);
        cx_put_lit(b, "\"} ");
        cx_put_uint(b, count);
        cx_put_char(b, '\n');
    }

    for (i = 0; i < 2; i++) {
        cx_put_cstr(b, name);
        cx_put_cstr(b, suffix[i]);

        if (backend) {
            cx_put_lit(b, "{backend=\"");
            cx_put_cstr(b, backend);
            cx_put_lit(b, "\"}");
        }

        cx_put_char(b, ' ');

        if (i == 1) {
            cx_put_uint(b, count);

        } else if (seconds) {
            ngx_campaign_text_seconds(b, h->sum);

        } else {
            cx_put_uint(b, h->sum);
        }

        cx_put_char(b, '\n');
    }
}


static void
ngx_campaign_text_seconds(cx_buf_t *b, uint64_t ns)
{
    u_char  digits[NGX_INT64_LEN + 10], *p;

    p = ngx_sprintf(digits, "%uL.%09uL", ns / 1000000000, ns % 1000000000);

    cx_put(b, digits, p - digits);
}
