
#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


#define NGX_CAMPAIGN_ZONE_MAGIC    0x63786d31
#define NGX_CAMPAIGN_ZONE_VERSION  4


typedef struct {
    uint32_t                magic;
    uint32_t                version;
    uint32_t                slot_size;
    uint32_t                nslots;
    ngx_campaign_slot_t    *slots;
    ngx_atomic_t            nrows;
    u_char                  row[NGX_CAMPAIGN_ROWS]
                               [NGX_CAMPAIGN_EXCHANGE_LEN + 1];
} ngx_campaign_zone_t;


static ngx_int_t ngx_campaign_metrics_init_zone(ngx_shm_zone_t *shm_zone,
    void *data);
static void ngx_campaign_metrics_rows(ngx_campaign_zone_t *zone,
    ngx_campaign_main_conf_t *mcf);
static void ngx_campaign_metrics_decision(ngx_campaign_worker_t *w,
    const cx_decision_t *d);
static void ngx_campaign_metrics_bits(ngx_campaign_worker_t *w,
    ngx_atomic_t *counter, uint32_t bits);
static void ngx_campaign_metrics_observe(ngx_campaign_worker_t *w,
    ngx_campaign_histogram_t *h, const ngx_campaign_bucket_t *buckets,
    uint64_t sum, ngx_uint_t n);


const ngx_campaign_bucket_t
ngx_campaign_latency_buckets[NGX_CAMPAIGN_BUCKETS] = {
    { 5000, "0.000005" },
    { 10000, "0.00001" },
    { 20000, "0.00002" },
    { 50000, "0.00005" },
    { 100000, "0.0001" },
    { 200000, "0.0002" },
    { 500000, "0.0005" },
    { 1000000, "0.001" },
    { 2000000, "0.002" },
    { 5000000, "0.005" },
    { 10000000, "0.01" },
    { 20000000, "0.02" },
    { 50000000, "0.05" },
    { 100000000, "0.1" },
    { 1000000000, "1" },
    { UINT64_MAX, "+Inf" }
};


const ngx_campaign_bucket_t
ngx_campaign_inference_buckets[NGX_CAMPAIGN_BUCKETS] = {
    { 250, "0.00000025" },
    { 500, "0.0000005" },
    { 1000, "0.000001" },
    { 2000, "0.000002" },
    { 3000, "0.000003" },
    { 5000, "0.000005" },
    { 10000, "0.00001" },
    { 20000, "0.00002" },
    { 50000, "0.00005" },
    { 100000, "0.0001" },
    { 200000, "0.0002" },
    { 500000, "0.0005" },
    { 1000000, "0.001" },
    { 10000000, "0.01" },
    { 100000000, "0.1" },
    { UINT64_MAX, "+Inf" }
};


const ngx_campaign_bucket_t
ngx_campaign_candidate_buckets[NGX_CAMPAIGN_BUCKETS] = {
    { 0, "0" },
    { 1, "1" },
    { 2, "2" },
    { 3, "3" },
    { 4, "4" },
    { 6, "6" },
    { 8, "8" },
    { 12, "12" },
    { 16, "16" },
    { 32, "32" },
    { 64, "64" },
    { 128, "128" },
    { 256, "256" },
    { 512, "512" },
    { 1024, "1024" },
    { UINT64_MAX, "+Inf" }
};


char *
ngx_campaign_metrics_add_zone(ngx_conf_t *cf, ngx_campaign_main_conf_t *mcf)
{
    ngx_str_t  name;

    ngx_str_set(&name, "campaign_metrics");

    mcf->zone = ngx_shared_memory_add(cf, &name, mcf->zone_size,
                                      &ngx_campaign_module);
    if (mcf->zone == NULL) {
        return NGX_CONF_ERROR;
    }

    mcf->zone->init = ngx_campaign_metrics_init_zone;
    mcf->zone->data = mcf;

    return NGX_CONF_OK;
}


/*
 * Other modules may use the name of a zone, but not its tag, so what is found
 * here was laid out by this module; the header says if by this build of it.
 */

static ngx_int_t
ngx_campaign_metrics_init_zone(ngx_shm_zone_t *shm_zone, void *data)
{
    size_t                     room;
    ngx_slab_pool_t           *shpool;
    ngx_campaign_zone_t       *zone;
    ngx_campaign_main_conf_t  *mcf;

    mcf = shm_zone->data;
    shpool = (ngx_slab_pool_t *) shm_zone->shm.addr;

    if (data || shm_zone->shm.exists) {
        zone = shpool->data;

        if (zone->magic != NGX_CAMPAIGN_ZONE_MAGIC
            || zone->version != NGX_CAMPAIGN_ZONE_VERSION
            || zone->slot_size != sizeof(ngx_campaign_slot_t))
        {
            ngx_log_error(NGX_LOG_EMERG, shm_zone->shm.log, 0,
                          "zone \"%V\" was made by another version of the "
                          "campaign module, restart nginx",
                          &shm_zone->shm.name);
            return NGX_ERROR;
        }

        shm_zone->data = zone;
        ngx_campaign_metrics_rows(zone, mcf);

        return NGX_OK;
    }

    zone = ngx_slab_calloc(shpool, sizeof(ngx_campaign_zone_t));
    if (zone == NULL) {
        return NGX_ERROR;
    }

    room = shpool->end - shpool->start;

    zone->magic = NGX_CAMPAIGN_ZONE_MAGIC;
    zone->version = NGX_CAMPAIGN_ZONE_VERSION;
    zone->slot_size = sizeof(ngx_campaign_slot_t);
    zone->nslots = (room - sizeof(ngx_campaign_zone_t) - 2 * ngx_pagesize)
                   / sizeof(ngx_campaign_slot_t);
    zone->nrows = 1;

    zone->slots = ngx_slab_calloc(shpool, zone->nslots
                                          * sizeof(ngx_campaign_slot_t));
    if (zone->slots == NULL) {
        return NGX_ERROR;
    }

    shpool->data = zone;
    shm_zone->data = zone;
    ngx_campaign_metrics_rows(zone, mcf);

    return NGX_OK;
}


/*
 * A name keeps its row for as long as the zone lives.  Only who reads the
 * configuration comes here; workers see a row once it is counted.
 */

static void
ngx_campaign_metrics_rows(ngx_campaign_zone_t *zone,
    ngx_campaign_main_conf_t *mcf)
{
    ngx_uint_t                i, n;
    ngx_campaign_exchange_t  *ex, **exp;

    exp = mcf->exchanges.elts;

    for (i = 0; i < mcf->exchanges.nelts; i++) {
        ex = exp[i];

        for (n = 1; n < zone->nrows; n++) {
            if (ngx_strlen(zone->row[n]) == ex->name.len
                && ngx_memcmp(zone->row[n], ex->name.data, ex->name.len) == 0)
            {
                break;
            }
        }

        if (n == NGX_CAMPAIGN_ROWS) {
            continue;
        }

        ex->row = n;

        if (n == zone->nrows) {
            ngx_memcpy(zone->row[n], ex->name.data, ex->name.len);
            ngx_memory_barrier();
            zone->nrows++;
        }
    }
}


/* NULL after the last */

const u_char *
ngx_campaign_metrics_row(ngx_campaign_main_conf_t *mcf, ngx_uint_t row)
{
    ngx_campaign_zone_t  *zone;

    zone = mcf->zone->data;

    return row < zone->nrows ? zone->row[row] : NULL;
}


/*
 * A reload has workers of two generations, and a binary upgrade those of two
 * masters.  Who was killed leaves its slot to whom comes next.  The last slot
 * is nobody's own: those that find no other have it together.
 */

void
ngx_campaign_metrics_claim(ngx_campaign_worker_t *w)
{
    ngx_uint_t            i, n;
    ngx_atomic_uint_t     owner;
    ngx_campaign_slot_t  *slot;
    ngx_campaign_zone_t  *zone;

    zone = w->mcf->zone->data;
    n = zone->nslots - 1;

    w->shared = 0;

    for (i = 0; i < n; i++) {
        slot = &zone->slots[(ngx_worker + i) % n];
        owner = slot->owner;

        if (owner == (ngx_atomic_uint_t) ngx_pid) {
            w->slot = slot;
            return;
        }

        if (owner && (kill((ngx_pid_t) owner, 0) == 0 || ngx_errno != ESRCH)) {
            continue;
        }

        if (ngx_atomic_cmp_set(&slot->owner, owner, ngx_pid)) {
            w->slot = slot;
            return;
        }
    }

    w->slot = &zone->slots[n];
    w->shared = 1;
}


void
ngx_campaign_metrics_leave(ngx_campaign_worker_t *w)
{
    if (w->slot && !w->shared) {
        ngx_memory_barrier();
        w->slot->owner = 0;
    }
}


static ngx_inline void
ngx_campaign_metrics_add(ngx_campaign_worker_t *w, ngx_atomic_t *counter,
    ngx_uint_t n)
{
    if (w->shared) {
        (void) ngx_atomic_fetch_add(counter, n);

    } else {
        *counter += n;
    }
}


void
ngx_campaign_metrics_count(ngx_campaign_counter_e counter, ngx_uint_t n)
{
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_worker();

    ngx_campaign_metrics_add(w, &w->slot->counter[counter], n);
}


/* called once for each answer to a bid request; d is NULL if it was refused */

void
ngx_campaign_metrics_bid(ngx_campaign_ctx_t *ctx, const cx_decision_t *d)
{
    ngx_uint_t              row;
    ngx_campaign_slot_t    *slot;
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_worker();
    slot = w->slot;
    row = ctx->exchange ? ctx->exchange->row : 0;

    ngx_campaign_metrics_add(w, &slot->outcome[ctx->outcome], 1);
    ngx_campaign_metrics_add(w, &slot->exchange[row][ctx->outcome], 1);

    ngx_campaign_metrics_observe(w, &slot->latency,
                                 ngx_campaign_latency_buckets, ctx->spent_ns,
                                 1);

    if (ctx->outcome == NGX_CAMPAIGN_NOBID) {
        ngx_campaign_metrics_add(w, &slot->nobid[ctx->reason], 1);

    } else if (ctx->outcome == NGX_CAMPAIGN_FAILED) {
        ngx_campaign_metrics_add(w, &slot->error[ctx->error], 1);

    } else {
        ngx_campaign_metrics_add(w, &slot->counter[NGX_CAMPAIGN_C_BIDS],
                                 ctx->bids);
    }

    if (d) {
        ngx_campaign_metrics_decision(w, d);
    }
}


static void
ngx_campaign_metrics_decision(ngx_campaign_worker_t *w,
    const cx_decision_t *d)
{
    ngx_uint_t               i;
    ngx_campaign_slot_t     *slot;
    ngx_campaign_backend_e   backend;

    slot = w->slot;

    ngx_campaign_metrics_observe(w, &slot->candidates,
                                 ngx_campaign_candidate_buckets,
                                 d->ncandidates, 1);

    ngx_campaign_metrics_bits(w, slot->privacy, d->privacy);
    ngx_campaign_metrics_bits(w, slot->removed, d->removed);
    ngx_campaign_metrics_bits(w, slot->finding, d->traffic);

    for (i = 0; i < CX_STAGE_MAX; i++) {
        ngx_campaign_metrics_add(w, &slot->stage_ns[i], d->stage_ns[i]);
    }

    if (d->located) {
        ngx_campaign_metrics_add(w, &slot->counter[NGX_CAMPAIGN_C_LOCATED],
                                 1);
    }

    if (d->inferences) {
        backend = ngx_campaign_backend(d->backend);

        ngx_campaign_metrics_observe(w, &slot->inference[backend],
                                     ngx_campaign_inference_buckets,
                                     d->inference_ns, d->inferences);
    }
}


/* one counter for each bit */

static void
ngx_campaign_metrics_bits(ngx_campaign_worker_t *w, ngx_atomic_t *counter,
    uint32_t bits)
{
    for ( /* void */ ; bits; bits &= bits - 1) {
        ngx_campaign_metrics_add(w, &counter[__builtin_ctz(bits)], 1);
    }
}


/* n values that are sum together; each is taken for their mean */

static void
ngx_campaign_metrics_observe(ngx_campaign_worker_t *w,
    ngx_campaign_histogram_t *h, const ngx_campaign_bucket_t *buckets,
    uint64_t sum, ngx_uint_t n)
{
    uint64_t    value;
    ngx_uint_t  i;

    value = n == 1 ? sum : sum / n;

    for (i = 0; value > buckets[i].bound; i++) { /* void */ }

    ngx_campaign_metrics_add(w, &h->bucket[i], n);
    ngx_campaign_metrics_add(w, &h->sum, sum);
}


/* a slot is nothing but words, up to its owner */

void
ngx_campaign_metrics_sum(ngx_campaign_main_conf_t *mcf,
    ngx_campaign_slot_t *sum)
{
    ngx_uint_t            i, n, words;
    ngx_atomic_t         *src, *dst;
    ngx_campaign_zone_t  *zone;

    zone = mcf->zone->data;
    words = offsetof(ngx_campaign_slot_t, owner) / sizeof(ngx_atomic_t);
    dst = (ngx_atomic_t *) sum;

    ngx_memzero(sum, sizeof(ngx_campaign_slot_t));

    for (n = 0; n < zone->nslots; n++) {
        src = (ngx_atomic_t *) &zone->slots[n];

        for (i = 0; i < words; i++) {
            dst[i] += src[i];
        }
    }
}


ngx_campaign_backend_e
ngx_campaign_backend(const char *name)
{
    ngx_uint_t          i;
    static const char  *names[] = {
#define NGX_CAMPAIGN_BACKEND_NAME(id, name)  name,
        NGX_CAMPAIGN_BACKENDS(NGX_CAMPAIGN_BACKEND_NAME)
#undef NGX_CAMPAIGN_BACKEND_NAME
    };

    for (i = 0; name && i < NGX_CAMPAIGN_B_OTHER; i++) {

        if (ngx_strcmp(names[i], name) == 0) {
            return i;
        }
    }

    return NGX_CAMPAIGN_B_OTHER;
}
