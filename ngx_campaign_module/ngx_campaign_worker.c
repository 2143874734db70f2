
#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"

#include <openssl/rand.h>


/* more than a bid takes with all candidates in a handful of impressions */

#define NGX_CAMPAIGN_ARENA_TOUCHED  (512 * 1024)


struct ngx_campaign_out_s {
    ngx_campaign_out_t     *next;
    size_t                  size;
    u_char                  data[1];
};


static ngx_int_t ngx_campaign_add_pool(ngx_cycle_t *cycle);
static ngx_command_t *ngx_campaign_find_command(ngx_cycle_t *cycle,
    const char *module, ngx_str_t *name);
static ngx_int_t ngx_campaign_worker_memory(ngx_campaign_worker_t *w);
static ngx_int_t ngx_campaign_worker_ports(ngx_campaign_worker_t *w);
static void ngx_campaign_worker_free(ngx_campaign_worker_t *w);
static void ngx_campaign_worker_rebind(ngx_campaign_worker_t *w);


/*
 * The thread that checks catalogues; an operator may declare the pool to
 * have more of them.
 */

ngx_str_t  ngx_campaign_pool_name = ngx_string("campaign_load");


/* made in init process, used by that process alone */

static ngx_campaign_worker_t  *ngx_campaign_this_worker;


ngx_int_t
ngx_campaign_init_module(ngx_cycle_t *cycle)
{
    ngx_core_conf_t           *ccf;
    ngx_campaign_main_conf_t  *mcf;

    ngx_campaign_catalog_cores();

    mcf = ngx_http_cycle_get_module_main_conf(cycle, ngx_campaign_module);

    if (mcf == NULL || mcf->catalog.len == 0
        || ngx_thread_pool_get(cycle, &ngx_campaign_pool_name) != NULL)
    {
        return NGX_OK;
    }

    /* nginx without a master loses its threads with the first reload */

    ccf = (ngx_core_conf_t *) ngx_get_conf(cycle->conf_ctx, ngx_core_module);

    return ccf->master ? ngx_campaign_add_pool(cycle) : NGX_OK;
}


/*
 * That the pool is not declared is only known now, after the whole of the
 * configuration, so the directive is called as if it stood at its end.
 */

static ngx_int_t
ngx_campaign_add_pool(ngx_cycle_t *cycle)
{
    ngx_conf_t        cf;
    ngx_array_t       args;
    ngx_command_t    *cmd;
    ngx_conf_file_t   file;
    ngx_str_t         value[] = {
        ngx_string("thread_pool"),
        ngx_campaign_pool_name,
        ngx_string("threads=1")
    };

    ngx_memzero(&cf, sizeof(ngx_conf_t));
    ngx_memzero(&file, sizeof(ngx_conf_file_t));
    ngx_memzero(&args, sizeof(ngx_array_t));

    file.file.fd = NGX_INVALID_FILE;
    file.file.name = cycle->conf_file;

    args.elts = value;
    args.nelts = sizeof(value) / sizeof(value[0]);

    cf.args = &args;
    cf.cycle = cycle;
    cf.pool = cycle->pool;
    cf.temp_pool = cycle->pool;
    cf.conf_file = &file;
    cf.log = cycle->log;

    cmd = ngx_campaign_find_command(cycle, "ngx_thread_pool_module",
                                    &value[0]);

    if (cmd == NULL) {
        ngx_log_error(NGX_LOG_EMERG, cycle->log, 0,
                      "no \"%V\" directive in this nginx", &value[0]);
        return NGX_ERROR;
    }

    return cmd->set(&cf, cmd, NULL) == NGX_CONF_OK ? NGX_OK : NGX_ERROR;
}


static ngx_command_t *
ngx_campaign_find_command(ngx_cycle_t *cycle, const char *module,
    ngx_str_t *name)
{
    ngx_uint_t      i;
    ngx_command_t  *cmd;

    for (i = 0; cycle->modules[i]; i++) {

        if (ngx_strcmp(cycle->modules[i]->name, module) != 0) {
            continue;
        }

        for (cmd = cycle->modules[i]->commands; cmd->name.len; cmd++) {

            if (cmd->name.len == name->len
                && ngx_strcmp(cmd->name.data, name->data) == 0)
            {
                return cmd;
            }
        }
    }

    return NULL;
}


ngx_int_t
ngx_campaign_init_process(ngx_cycle_t *cycle)
{
    ngx_campaign_worker_t     *w;
    ngx_campaign_main_conf_t  *mcf;

    /* the cache manager and the cache loader come here as well */

    if (ngx_process != NGX_PROCESS_WORKER
        && ngx_process != NGX_PROCESS_SINGLE)
    {
        return NGX_OK;
    }

    mcf = ngx_http_cycle_get_module_main_conf(cycle, ngx_campaign_module);

    if (mcf == NULL) {
        return NGX_OK;
    }

    w = ngx_calloc(sizeof(ngx_campaign_worker_t), cycle->log);
    if (w == NULL) {
        return NGX_ERROR;
    }

    ngx_campaign_this_worker = w;

    w->cycle = cycle;
    w->mcf = mcf;
    w->log = cycle->log;

    ngx_campaign_metrics_claim(w);

    if (ngx_campaign_guard_init(w->log) != NGX_OK
        || ngx_campaign_worker_ports(w) != NGX_OK
        || ngx_campaign_worker_memory(w) != NGX_OK
        || ngx_campaign_catalog_init(w) != NGX_OK)
    {
        return NGX_ERROR;
    }

    return NGX_OK;
}


void
ngx_campaign_exit_process(ngx_cycle_t *cycle)
{
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_this_worker;

    if (w == NULL) {
        return;
    }

    ngx_campaign_this_worker = NULL;

    ngx_campaign_catalog_done(w);
    ngx_campaign_metrics_leave(w);
    ngx_campaign_worker_free(w);
    ngx_free(w);
}


static ngx_int_t
ngx_campaign_worker_ports(ngx_campaign_worker_t *w)
{
    if (RAND_bytes((u_char *) &w->random, sizeof(w->random)) != 1) {
        ngx_log_error(NGX_LOG_ALERT, w->log, 0, "RAND_bytes() failed");
        return NGX_ERROR;
    }

    w->window = (uint32_t) w->random;
    w->ports = cx_bid_ports_null;
    w->ports.data = &w->clock;
    w->ports.now_ns = cx_clock_ticks_ns;

    cx_clock_ticks_init(&w->clock);

#ifdef CX_TEST_CLOCK
    w->page.path = getenv("CAMPAIGN_TEST_CLOCK");
#endif

    ngx_campaign_late_init(w);

    return NGX_OK;
}


static ngx_int_t
ngx_campaign_worker_memory(ngx_campaign_worker_t *w)
{
    u_char              *mem;
    ngx_int_t            i;
    ngx_campaign_out_t  *out;

    if (!w->mcf->bids) {
        return NGX_OK;
    }

    mem = ngx_memalign(64, w->mcf->arena, w->log);
    if (mem == NULL) {
        return NGX_ERROR;
    }

    /*
     * What a usual bid takes is touched now, not by the first bids; the rest
     * of it no worker may ever need.
     */

    ngx_memzero(mem, ngx_min(w->mcf->arena, NGX_CAMPAIGN_ARENA_TOUCHED));
    cx_arena_init(&w->arena, mem, w->mcf->arena);

    w->out_size = w->mcf->buffers.size;

    for (i = 0; i < w->mcf->buffers.num; i++) {
        out = ngx_alloc(offsetof(ngx_campaign_out_t, data) + w->out_size,
                        w->log);
        if (out == NULL) {
            return NGX_ERROR;
        }

        out->size = w->out_size;
        ngx_campaign_out_put(out);
    }

    return ngx_campaign_body_init(w);
}


static void
ngx_campaign_worker_free(ngx_campaign_worker_t *w)
{
    ngx_campaign_out_t  *out;

    ngx_campaign_body_done(w);

    while (w->outs) {
        out = w->outs;
        w->outs = out->next;
        ngx_free(out);
    }

    if (w->arena.start) {
        ngx_free(w->arena.start);
        ngx_memzero(&w->arena, sizeof(cx_arena_t));
    }
}


ngx_campaign_worker_t *
ngx_campaign_worker(void)
{
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_this_worker;

    if (w != NULL && w->cycle != (ngx_cycle_t *) ngx_cycle) {
        ngx_campaign_worker_rebind(w);
    }

    return w;
}


/*
 * Without a master a reload makes a new configuration in the same process
 * and calls nobody: what was made after the old one has to be made anew.
 */

static void
ngx_campaign_worker_rebind(ngx_campaign_worker_t *w)
{
    ngx_campaign_main_conf_t  *mcf;

    w->cycle = (ngx_cycle_t *) ngx_cycle;
    w->log = w->cycle->log;

    mcf = ngx_http_cycle_get_module_main_conf(w->cycle, ngx_campaign_module);

    if (mcf == NULL) {
        return;
    }

    w->mcf = mcf;

    ngx_campaign_metrics_claim(w);
    ngx_campaign_worker_free(w);

    if (ngx_campaign_worker_memory(w) != NGX_OK) {
        ngx_log_error(NGX_LOG_EMERG, w->log, 0,
                      "campaign: no memory for the new configuration");
        exit(2);
    }

    ngx_campaign_catalog_rebind(w);
}


ngx_campaign_out_t *
ngx_campaign_out_get(ngx_campaign_worker_t *w, cx_buf_t *b)
{
    ngx_campaign_out_t  *out;

    out = w->outs;

    if (out == NULL) {
        return NULL;
    }

    w->outs = out->next;

    cx_buf_init(b, out->data, w->out_size);

    return out;
}


void
ngx_campaign_out_put(ngx_campaign_out_t *out)
{
    ngx_campaign_worker_t  *w;

    w = ngx_campaign_this_worker;

    /* connections may be closed after the process has said goodbye */

    if (w == NULL || out->size != w->out_size) {
        ngx_free(out);
        return;
    }

    out->next = w->outs;
    w->outs = out;
}


/* splitmix64: not for secrets */

uint64_t
ngx_campaign_random(ngx_campaign_worker_t *w)
{
    uint64_t  z;

    w->random += 0x9e3779b97f4a7c15ULL;

    z = w->random;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;

    return z ^ (z >> 31);
}
