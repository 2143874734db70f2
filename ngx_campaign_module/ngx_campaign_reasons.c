
/*
 * Why campaigns do not bid, for one request in so many: what fell out is
 * counted by campaign, exchange and reason, and a few ad groups after those
 * of the sample before are asked why they did not match.
 *
 * The table is fixed and filled without locks.  A key is taken by comparing
 * and swapping; the strings are written after that by everybody who finds
 * them missing, the same ones for one key, so that a process that dies
 * meanwhile leaves nothing half done.
 */

#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


#define NGX_CAMPAIGN_REASONS_MAGIC  0x63787231

/* ad groups asked in a sample, and places looked at for a key */

#define NGX_CAMPAIGN_REASONS_WINDOW  32
#define NGX_CAMPAIGN_REASONS_PROBES  16


typedef struct {
    ngx_atomic_t             key;        /* 0: free */
    ngx_atomic_t             ready;
    ngx_atomic_t             count;
    u_char                   exchange[NGX_CAMPAIGN_EXCHANGE_LEN + 1];
    u_char                   reason[32];
    u_char                   where[40];
    u_char                   campaign[129];
} ngx_campaign_dropped_t;

typedef struct {
    uint32_t                 magic;
    uint32_t                 size;       /* of a row */
    ngx_atomic_t             overflow;
    ngx_atomic_t             samples;
    ngx_uint_t               nrows;
    ngx_campaign_dropped_t  *row;
} ngx_campaign_reasons_zone_t;


static ngx_int_t ngx_campaign_reasons_init_zone(ngx_shm_zone_t *shm_zone,
    void *data);
static void ngx_campaign_reasons_begin(void *data, const cx_decision_t *d);
static void ngx_campaign_reasons_dropped(void *data,
    const cx_imp_decision_t *imp, const cx_hit_t *hit, cx_nobid_e reason);
static void ngx_campaign_reasons_stood(void *data,
    const cx_imp_decision_t *imp, cx_match_t *match, const cx_offer_t *stood,
    uint32_t n);
static void ngx_campaign_reasons_add(ngx_campaign_reasons_t *rs,
    cx_str_t campaign, const char *reason, const char *where);
static void ngx_campaign_reasons_write(ngx_campaign_dropped_t *row,
    ngx_campaign_reasons_t *rs, cx_str_t campaign, const char *reason,
    const char *where);
static void ngx_campaign_reasons_copy(u_char *dst, size_t size,
    const u_char *src, size_t len);


/* campaign_reasons sample=1/number zone=size */

char *
ngx_campaign_reasons_directive(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_campaign_main_conf_t *mcf = conf;

    ssize_t     size;
    ngx_int_t   one_in;
    ngx_str_t  *value, name;

    if (mcf->reasons) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (value[1].len < 10 || ngx_strncmp(value[1].data, "sample=1/", 9) != 0) {
        one_in = NGX_ERROR;

    } else {
        one_in = ngx_atoi(value[1].data + 9, value[1].len - 9);
    }

    if (one_in < 1 || one_in > 1000000) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid value \"%V\" of \"%V\", it must be from "
                           "\"sample=1/1\" to \"sample=1/1000000\"",
                           &value[1], &cmd->name);
        return NGX_CONF_ERROR;
    }

    if (value[2].len < 6 || ngx_strncmp(value[2].data, "zone=", 5) != 0) {
        size = NGX_ERROR;

    } else {
        name.len = value[2].len - 5;
        name.data = value[2].data + 5;
        size = ngx_parse_size(&name);
    }

    if (size < 64 * 1024 || size > 16 * 1024 * 1024) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "invalid value \"%V\" of \"%V\", it must be from "
                           "\"zone=64k\" to \"zone=16m\"",
                           &value[2], &cmd->name);
        return NGX_CONF_ERROR;
    }

    ngx_str_set(&name, "campaign_reasons");

    mcf->reasons = ngx_shared_memory_add(cf, &name, size,
                                         &ngx_campaign_module);
    if (mcf->reasons == NULL) {
        return NGX_CONF_ERROR;
    }

    mcf->reasons->init = ngx_campaign_reasons_init_zone;
    mcf->sample = one_in;

    return NGX_CONF_OK;
}


static ngx_int_t
ngx_campaign_reasons_init_zone(ngx_shm_zone_t *shm_zone, void *data)
{
    size_t                        room;
    ngx_slab_pool_t              *shpool;
    ngx_campaign_reasons_zone_t  *zone;

    shpool = (ngx_slab_pool_t *) shm_zone->shm.addr;

    if (data || shm_zone->shm.exists) {
        zone = shpool->data;

        if (zone->magic != NGX_CAMPAIGN_REASONS_MAGIC
            || zone->size != sizeof(ngx_campaign_dropped_t))
        {
            ngx_log_error(NGX_LOG_EMERG, shm_zone->shm.log, 0,
                          "zone \"%V\" was made by another version of the "
                          "campaign module, restart nginx",
                          &shm_zone->shm.name);
            return NGX_ERROR;
        }

        shm_zone->data = zone;

        return NGX_OK;
    }

    zone = ngx_slab_calloc(shpool, sizeof(ngx_campaign_reasons_zone_t));
    if (zone == NULL) {
        return NGX_ERROR;
    }

    room = shpool->end - shpool->start;

    zone->magic = NGX_CAMPAIGN_REASONS_MAGIC;
    zone->size = sizeof(ngx_campaign_dropped_t);
    zone->nrows = (room - 2 * ngx_pagesize) / sizeof(ngx_campaign_dropped_t);

    zone->row = ngx_slab_calloc(shpool, zone->nrows
                                        * sizeof(ngx_campaign_dropped_t));
    if (zone->row == NULL) {
        return NGX_ERROR;
    }

    shpool->data = zone;
    shm_zone->data = zone;

    return NGX_OK;
}


/* who listens to this request: NULL for those that are not of the sample */

const cx_bid_listener_t *
ngx_campaign_reasons_listen(ngx_campaign_reasons_t *rs,
    ngx_campaign_main_conf_t *mcf, const cx_bid_t *bid)
{
    ngx_campaign_reasons_zone_t  *zone;

    if (mcf->reasons == NULL || bid->catalog == NULL
        || (bid->random >> 32) % mcf->sample != 0)
    {
        return NULL;
    }

    zone = mcf->reasons->data;

    (void) ngx_atomic_fetch_add(&zone->samples, 1);

    rs->zone = zone;
    rs->bid = bid;
    rs->asked = 0;
    rs->listener.data = rs;
    rs->listener.begin = ngx_campaign_reasons_begin;
    rs->listener.dropped = ngx_campaign_reasons_dropped;
    rs->listener.stood = ngx_campaign_reasons_stood;

    return &rs->listener;
}


static void
ngx_campaign_reasons_begin(void *data, const cx_decision_t *d)
{
}


static void
ngx_campaign_reasons_dropped(void *data, const cx_imp_decision_t *imp,
    const cx_hit_t *hit, cx_nobid_e reason)
{
    ngx_campaign_reasons_add(data,
                             cx_catalog_str(hit->file, hit->campaign->id),
                             cx_nobid_name(reason), "");
}


/* who came as far as an offer, and was not bid */

void
ngx_campaign_reasons_offers(ngx_campaign_reasons_t *rs,
    const cx_decision_t *d)
{
    uint32_t                  i, n;
    const cx_offer_t         *offer;
    const cx_imp_decision_t  *imp;

    for (i = 0; i < d->nimps; i++) {
        imp = &d->imp[i];

        for (n = 0; n < imp->noffers; n++) {
            offer = imp->offer[n];

            if (offer->outcome != CX_NOBID_NONE) {
                ngx_campaign_reasons_dropped(rs, imp, &offer->hit,
                                             offer->outcome);
            }
        }
    }
}


/* once a request, at the first impression that comes so far */

static void
ngx_campaign_reasons_stood(void *data, const cx_imp_decision_t *imp,
    cx_match_t *match, const cx_offer_t *stood, uint32_t n)
{
    uint32_t                  i, nfiles, total, at;
    const char               *where;
    ngx_campaign_worker_t    *w;
    ngx_campaign_reasons_t   *rs = data;
    const cx_cat_campaign_t  *campaign;
    const cx_catalog_file_t  *f, *file[2];

    if (rs->asked) {
        return;
    }

    rs->asked = 1;

    w = ngx_campaign_worker();
    nfiles = cx_catalog_files(rs->bid->catalog, file);

    for (i = 0, total = 0; i < nfiles; i++) {
        total += cx_catalog_adgroups(file[i]);
    }

    for (i = 0; i < ngx_min(total, NGX_CAMPAIGN_REASONS_WINDOW); i++) {
        at = w->window++ % total;
        f = file[0];

        if (at >= cx_catalog_adgroups(f)) {
            at -= cx_catalog_adgroups(f);
            f = file[1];
        }

        if (cx_catalog_hidden(rs->bid->catalog, f, at)) {
            continue;
        }

        where = cx_match_why(match, f, at);

        if (where != NULL) {
            campaign = cx_catalog_campaign(f,
                                       cx_catalog_adgroup(f, at)->campaign);
            ngx_campaign_reasons_add(rs, cx_catalog_str(f, campaign->id),
                                     cx_nobid_name(CX_NOBID_NO_MATCH), where);
        }
    }
}


static void
ngx_campaign_reasons_add(ngx_campaign_reasons_t *rs, cx_str_t campaign,
    const char *reason, const char *where)
{
    uint64_t                      hash;
    ngx_uint_t                    i, n;
    ngx_atomic_uint_t             key;
    ngx_campaign_dropped_t       *row;
    ngx_campaign_reasons_zone_t  *zone;

    zone = rs->zone;

    hash = cx_hash64(campaign.data, campaign.len, 0);
    hash = cx_hash64(reason, ngx_strlen(reason), hash);
    hash = cx_hash64(where, ngx_strlen(where), hash);
    hash = cx_hash64(rs->bid->conf->exchange->name.data,
                     rs->bid->conf->exchange->name.len, hash);
    key = (ngx_atomic_uint_t) (hash ? hash : 1);

    for (i = 0; i < NGX_CAMPAIGN_REASONS_PROBES; i++) {
        n = (ngx_uint_t) (key + i) % zone->nrows;
        row = &zone->row[n];

        if (row->key != key && !(row->key == 0
                                 && ngx_atomic_cmp_set(&row->key, 0, key))
            && row->key != key)
        {
            continue;
        }

        if (!row->ready) {
            ngx_campaign_reasons_write(row, rs, campaign, reason, where);
            ngx_memory_barrier();
            row->ready = 1;
        }

        (void) ngx_atomic_fetch_add(&row->count, 1);

        return;
    }

    (void) ngx_atomic_fetch_add(&zone->overflow, 1);
}


static void
ngx_campaign_reasons_write(ngx_campaign_dropped_t *row,
    ngx_campaign_reasons_t *rs, cx_str_t campaign, const char *reason,
    const char *where)
{
    const cx_exchange_t  *ex;

    ex = rs->bid->conf->exchange;

    ngx_campaign_reasons_copy(row->exchange, sizeof(row->exchange),
                              ex->name.data, ex->name.len);
    ngx_campaign_reasons_copy(row->campaign, sizeof(row->campaign),
                              campaign.data, campaign.len);
    ngx_campaign_reasons_copy(row->reason, sizeof(row->reason),
                              (u_char *) reason, ngx_strlen(reason));
    ngx_campaign_reasons_copy(row->where, sizeof(row->where),
                              (u_char *) where, ngx_strlen(where));
}


static void
ngx_campaign_reasons_copy(u_char *dst, size_t size, const u_char *src,
    size_t len)
{
    len = ngx_min(len, size - 1);

    if (len) {
        ngx_memcpy(dst, src, len);
    }

    dst[len] = '\0';
}


void
ngx_campaign_reasons_text(cx_buf_t *b, ngx_campaign_main_conf_t *mcf)
{
    ngx_uint_t                    i;
    ngx_campaign_dropped_t       *row;
    ngx_campaign_reasons_zone_t  *zone;

    if (mcf->reasons == NULL) {
        return;
    }

    zone = mcf->reasons->data;

    ngx_campaign_text_head(b, "campaign_dropped_sample_ratio", "gauge",
                           "Part of the requests that "
                           "campaign_dropped_total counts.");
    cx_put_lit(b, "campaign_dropped_sample_ratio ");
    cx_put_micros(b, 1000000 / (int64_t) mcf->sample);
    cx_put_char(b, '\n');

    ngx_campaign_text_head(b, "campaign_dropped_samples_total", "counter",
                           "Requests in the sample.");
    ngx_campaign_text_value(b, "campaign_dropped_samples_total", NULL, NULL,
                            zone->samples);

    ngx_campaign_text_head(b, "campaign_dropped_overflow_total", "counter",
                           "What campaign_dropped_total has no room for.");
    ngx_campaign_text_value(b, "campaign_dropped_overflow_total", NULL, NULL,
                            zone->overflow);

    ngx_campaign_text_head(b, "campaign_dropped_total", "counter",
                           "Ad groups that did not bid on an impression of "
                           "the sample.");

    for (i = 0; i < zone->nrows; i++) {
        row = &zone->row[i];

        if (!row->ready || row->count == 0) {
            continue;
        }

        cx_put_lit(b, "campaign_dropped_total{campaign=");
        ngx_campaign_text_label(b, row->campaign);
        cx_put_lit(b, ",exchange=");
        ngx_campaign_text_label(b, row->exchange);
        cx_put_lit(b, ",reason=");
        ngx_campaign_text_label(b, row->reason);
        cx_put_lit(b, ",where=");
        ngx_campaign_text_label(b, row->where);
        cx_put_lit(b, "} ");
        cx_put_uint(b, row->count);
        cx_put_char(b, '\n');
    }
}
