
#include "ngx_campaign.h"
#include "ngx_campaign_metrics.h"


#define NGX_CAMPAIGN_REFRESH  100

/* how much nicer the thread is, and after what time others may go first */

#define NGX_CAMPAIGN_NICE      10
#define NGX_CAMPAIGN_SLICE_NS  100000


/* what sched_setattr() takes, which C libraries are only getting to know */

typedef struct {
    uint32_t                 size;
    uint32_t                 policy;
    uint64_t                 flags;
    int32_t                  nice;
    uint32_t                 priority;
    uint64_t                 runtime;
    uint64_t                 deadline;
    uint64_t                 period;
} ngx_campaign_sched_t;


/* which file a path leads to, and which edition of it; zeros: none */

typedef struct {
    dev_t                    dev;
    ino_t                    ino;
    off_t                    size;
    struct timespec          mtime;
    struct timespec          ctime;     /* of its mode, its owner */
} ngx_campaign_edition_t;


struct ngx_campaign_catalog_s {
    cx_catalog_t            *catalog;
    cx_catalog_info_t        info;
    ngx_campaign_edition_t   edition[2];
    ngx_uint_t               refs;
    ngx_campaign_catalog_t  *next;      /* of those to be closed */
};


typedef enum {
    NGX_CAMPAIGN_UNCHANGED = 0,
    NGX_CAMPAIGN_OPENED,
    NGX_CAMPAIGN_REFUSED
} ngx_campaign_refresh_e;


/*
 * While the task is under way everything below "task" is the thread's, and
 * the event loop leaves it alone.
 */

struct ngx_campaign_refresh_s {
    ngx_event_t              timer;
    ngx_connection_t         conn;
    ngx_thread_pool_t       *pool;
    ngx_msec_t               posted;
    ngx_campaign_catalog_t  *retired;
    unsigned                 busy:1;
    unsigned                 rebound:1;

    ngx_thread_task_t        task;
    ngx_str_t                base;
    ngx_str_t                overlay;
    ngx_campaign_main_conf_t  *mcf;
    ngx_campaign_edition_t   edition[2];
    ngx_campaign_catalog_t  *closing;
    ngx_campaign_catalog_t  *opened;
    ngx_campaign_refresh_e   result;
    ngx_uint_t               again;     /* whether to try the same once more */
    cx_error_t               error;
    cx_error_t               unknown;   /* what the profiles name in vain */
};


static void ngx_campaign_refresh_rebind(ngx_campaign_refresh_t *rf,
    ngx_campaign_worker_t *w);
static void ngx_campaign_refresh_timer(ngx_event_t *ev);
static void ngx_campaign_refresh_task(void *data, ngx_log_t *log);
static void ngx_campaign_refresh_stand_back(void);
static void ngx_campaign_refresh_thread(void *data, ngx_log_t *log);
static void ngx_campaign_refresh_done(ngx_event_t *ev);
static ngx_campaign_refresh_e ngx_campaign_refresh_try(
    ngx_campaign_refresh_t *rf, ngx_uint_t same);
static ngx_campaign_refresh_e ngx_campaign_refresh_open(
    ngx_campaign_refresh_t *rf);
static void ngx_campaign_refresh_map(void *data);
static ngx_uint_t ngx_campaign_catalog_torn(
    const ngx_campaign_catalog_t *catalog, const ngx_campaign_edition_t *now);
static void ngx_campaign_edition(ngx_campaign_edition_t *ed, ngx_str_t *path);
static void ngx_campaign_catalog_close_all(ngx_campaign_catalog_t **list);


/* those that the master may use */

static cpu_set_t   ngx_campaign_cores;
static ngx_uint_t  ngx_campaign_cores_known;


/* before any worker is bound to one of them */

void
ngx_campaign_catalog_cores(void)
{
    ngx_campaign_cores_known = sched_getaffinity(0, sizeof(cpu_set_t),
                                                 &ngx_campaign_cores)
                               == 0;
}


/*
 * The first one is taken before the process serves, so that a worker that
 * was restarted bids at once; the following ones are opened by the thread.
 */

ngx_int_t
ngx_campaign_catalog_init(ngx_campaign_worker_t *w)
{
    ngx_campaign_refresh_t  *rf;

    if (w->mcf->catalog.len == 0) {
        return NGX_OK;
    }

    rf = ngx_calloc(sizeof(ngx_campaign_refresh_t), w->log);
    if (rf == NULL) {
        return NGX_ERROR;
    }

    w->refresh = rf;

    rf->pool = ngx_thread_pool_get(w->cycle, &ngx_campaign_pool_name);
    rf->base = w->mcf->catalog;
    rf->overlay = w->mcf->overlay;
    rf->mcf = w->mcf;

    rf->conn.fd = (ngx_socket_t) -1;

    rf->timer.handler = ngx_campaign_refresh_timer;
    rf->timer.data = &rf->conn;
    rf->timer.log = w->log;
    rf->timer.cancelable = 1;

    rf->task.ctx = rf;
    rf->task.handler = ngx_campaign_refresh_task;
    rf->task.event.handler = ngx_campaign_refresh_done;
    rf->task.event.data = rf;

    ngx_campaign_refresh_thread(rf, w->log);
    ngx_campaign_refresh_done(&rf->task.event);

    ngx_add_timer(&rf->timer, NGX_CAMPAIGN_REFRESH);

    return NGX_OK;
}


/*
 * The threads of the old configuration are not to be relied on any more.  If
 * one of them is at work, it reads the names that it has, and those stay as
 * long as the threads do: the new ones are for the next look.
 */

void
ngx_campaign_catalog_rebind(ngx_campaign_worker_t *w)
{
    ngx_campaign_refresh_t  *rf;

    rf = w->refresh;

    if (rf == NULL) {
        (void) ngx_campaign_catalog_init(w);

        if (w->refresh) {
            w->refresh->pool = NULL;
        }

        return;
    }

    rf->timer.log = w->log;
    rf->pool = NULL;
    rf->rebound = 1;
}


static void
ngx_campaign_refresh_rebind(ngx_campaign_refresh_t *rf,
    ngx_campaign_worker_t *w)
{
    rf->rebound = 0;
    rf->again = 0;
    rf->base = w->mcf->catalog;
    rf->overlay = w->mcf->overlay;
    rf->mcf = w->mcf;
    ngx_memzero(rf->edition, sizeof(rf->edition));

    if (rf->base.len == 0 && w->catalog) {
        ngx_campaign_catalog_release(w->catalog);
        w->catalog = NULL;
    }
}


void
ngx_campaign_catalog_done(ngx_campaign_worker_t *w)
{
    ngx_campaign_refresh_t  *rf;

    rf = w->refresh;

    if (rf == NULL) {
        return;
    }

    if (rf->timer.timer_set) {
        ngx_del_timer(&rf->timer);
    }

    /* the pool's threads are gone by now, so the task is ours again */

    if (w->catalog) {
        w->catalog->next = rf->retired;
        rf->retired = w->catalog;
        w->catalog = NULL;
    }

    if (rf->opened) {
        rf->opened->next = rf->retired;
        rf->retired = rf->opened;
    }

    ngx_campaign_catalog_close_all(&rf->retired);
    ngx_campaign_catalog_close_all(&rf->closing);

    ngx_free(rf);
    w->refresh = NULL;
}


static void
ngx_campaign_refresh_timer(ngx_event_t *ev)
{
    ngx_campaign_worker_t   *w;
    ngx_campaign_refresh_t  *rf;

    if (ngx_exiting || ngx_terminate || ngx_quit) {
        return;
    }

    w = ngx_campaign_worker();
    rf = w->refresh;

    ngx_add_timer(ev, NGX_CAMPAIGN_REFRESH);

    if (rf->busy) {
        return;
    }

    if (rf->rebound) {
        ngx_campaign_refresh_rebind(rf, w);
    }

    rf->closing = rf->retired;
    rf->retired = NULL;
    rf->posted = ngx_current_msec;

    if (rf->pool == NULL) {
        ngx_campaign_refresh_thread(rf, w->log);
        ngx_campaign_refresh_done(&rf->task.event);
        return;
    }

    if (ngx_thread_task_post(rf->pool, &rf->task) == NGX_OK) {
        rf->busy = 1;
        return;
    }

    rf->retired = rf->closing;
    rf->closing = NULL;
}


static void
ngx_campaign_refresh_task(void *data, ngx_log_t *log)
{
    static __thread ngx_uint_t  stands_back;

    if (!stands_back) {
        ngx_campaign_refresh_stand_back();
        stands_back = 1;
    }

    ngx_campaign_refresh_thread(data, log);
}


/*
 * Auctions do not wait for the check of a file: a worker bound to a core
 * shares it with no thread if there is another, and else comes first.  Where
 * this is not allowed, all stays as it is.
 */

static void
ngx_campaign_refresh_stand_back(void)
{
    ngx_campaign_sched_t  attr;

    ngx_memzero(&attr, sizeof(ngx_campaign_sched_t));

    attr.size = sizeof(ngx_campaign_sched_t);
    attr.policy = SCHED_BATCH;
    attr.nice = ngx_min(getpriority(PRIO_PROCESS, 0) + NGX_CAMPAIGN_NICE, 19);
    attr.runtime = NGX_CAMPAIGN_SLICE_NS;

    /* both are of this thread alone */

    (void) syscall(SYS_sched_setattr, 0, &attr, 0);

    if (ngx_campaign_cores_known) {
        (void) sched_setaffinity(0, sizeof(cpu_set_t), &ngx_campaign_cores);
    }
}


static void
ngx_campaign_refresh_thread(void *data, ngx_log_t *log)
{
    ngx_campaign_refresh_t *rf = data;

    ngx_uint_t              same;
    ngx_campaign_edition_t  now[2];

    ngx_campaign_catalog_close_all(&rf->closing);

    ngx_campaign_edition(&now[0], &rf->base);
    ngx_campaign_edition(&now[1], &rf->overlay);

    rf->result = NGX_CAMPAIGN_UNCHANGED;

    same = ngx_memcmp(now, rf->edition, sizeof(now)) == 0;

    if (same && !rf->again) {
        return;
    }

    ngx_memcpy(rf->edition, now, sizeof(now));

    rf->result = ngx_campaign_refresh_try(rf, same);
}


/*
 * A file is tried once, whether it is good or not, unless what is wrong may
 * pass without the file being touched: then at each look, and told once.
 */

static ngx_campaign_refresh_e
ngx_campaign_refresh_try(ngx_campaign_refresh_t *rf, ngx_uint_t same)
{
    cx_errcode_t            before;
    ngx_campaign_refresh_e  result;

    before = rf->error.code;
    rf->again = 0;

    result = ngx_campaign_refresh_open(rf);

    if (result != NGX_CAMPAIGN_REFUSED) {
        return result;
    }

    rf->again = rf->edition[0].ino
                && (rf->error.code == CX_E_FILE_IO
                    || rf->error.code == CX_E_NO_MEMORY);

    return same && rf->error.code == before ? NGX_CAMPAIGN_UNCHANGED : result;
}


static ngx_campaign_refresh_e
ngx_campaign_refresh_open(ngx_campaign_refresh_t *rf)
{
    ngx_campaign_catalog_t  *catalog;

    catalog = calloc(1, sizeof(ngx_campaign_catalog_t));

    if (catalog == NULL) {
        (void) cx_error(&rf->error, CX_E_NO_MEMORY, (char *) rf->base.data,
                        NULL, "no memory to open it");
        return NGX_CAMPAIGN_REFUSED;
    }

    catalog->refs = 1;
    ngx_memcpy(catalog->edition, rf->edition, sizeof(rf->edition));
    rf->opened = catalog;

    if (ngx_campaign_guard(ngx_campaign_refresh_map, rf) != NGX_OK) {
        (void) cx_error(&rf->error, CX_E_FILE_TRUNCATED,
                        (char *) rf->base.data, "replacement by rename",
                        "was written into while it was read");
    }

    if (catalog->catalog == NULL) {
        rf->opened = NULL;
        free(catalog);
        return NGX_CAMPAIGN_REFUSED;
    }

    return NGX_CAMPAIGN_OPENED;
}


static void
ngx_campaign_refresh_map(void *data)
{
    ngx_campaign_refresh_t *rf = data;

    ngx_str_t  *overlay;

    overlay = rf->edition[1].ino ? &rf->overlay : NULL;

    rf->opened->catalog = ngx_campaign_catalog_open(rf->mcf, &rf->base,
                                                    overlay,
                                                    &rf->opened->info,
                                                    &rf->error);

    if (rf->opened->catalog) {
        ngx_campaign_exchange_unknown(rf->mcf, rf->opened->catalog,
                                      &rf->unknown);
    }
}


/* back in the event loop, between two requests */

static void
ngx_campaign_refresh_done(ngx_event_t *ev)
{
    ngx_campaign_refresh_t *rf = ev->data;

    ngx_campaign_worker_t   *w;
    ngx_campaign_catalog_t  *old;

    w = ngx_campaign_worker();

    rf->busy = 0;

    switch (rf->result) {

    case NGX_CAMPAIGN_OPENED:
        old = w->catalog;
        w->catalog = rf->opened;
        rf->opened = NULL;

        ngx_campaign_metrics_count(NGX_CAMPAIGN_C_CATALOG_LOADS, 1);

        ngx_log_error(NGX_LOG_NOTICE, w->log, 0,
                      "campaign: catalogue version %uL in use, "
                      "%uD campaigns, %uD ad groups",
                      w->catalog->info.version, w->catalog->info.campaigns,
                      w->catalog->info.adgroups);

        if (rf->unknown.code != CX_E_NONE) {
            ngx_campaign_log_error(NGX_CAMPAIGN_LOG_UNKNOWN, NGX_LOG_WARN,
                                   w->log, "the catalogue does not know all "
                                   "that exchanges name", &rf->unknown);
        }

        if (old) {
            ngx_campaign_catalog_release(old);
        }

        return;

    case NGX_CAMPAIGN_REFUSED:

        if (rf->edition[0].ino == 0 && w->catalog == NULL) {
            return;
        }

        if (w->catalog && ngx_campaign_catalog_torn(w->catalog, rf->edition)) {
            ngx_campaign_catalog_lost(w, w->catalog);
        }

        ngx_campaign_metrics_count(NGX_CAMPAIGN_C_CATALOG_FAILURES, 1);

        ngx_campaign_log_error(NGX_CAMPAIGN_LOG_CATALOG, NGX_LOG_ERR, w->log,
                               w->catalog ? "catalogue refused, the old one "
                                            "stays in use"
                                          : "catalogue refused",
                               &rf->error);
        return;

    default: /* NGX_CAMPAIGN_UNCHANGED */
        return;
    }
}


/* is what we have mapped the very file that was written into? */

static ngx_uint_t
ngx_campaign_catalog_torn(const ngx_campaign_catalog_t *catalog,
    const ngx_campaign_edition_t *now)
{
    ngx_uint_t                     i;
    const ngx_campaign_edition_t  *used;

    for (i = 0; i < 2; i++) {
        used = &catalog->edition[i];

        if (used->ino && used->ino == now[i].ino && used->dev == now[i].dev
            && (used->size != now[i].size
                || ngx_memcmp(&used->mtime, &now[i].mtime,
                              sizeof(struct timespec)) != 0))
        {
            return 1;
        }
    }

    return 0;
}


/* its pages are not what was checked any more, or are no more at all */

void
ngx_campaign_catalog_lost(ngx_campaign_worker_t *w,
    ngx_campaign_catalog_t *catalog)
{
    if (w->catalog != catalog || catalog == NULL) {
        return;
    }

    ngx_log_error(NGX_LOG_CRIT, w->log, 0,
                  "campaign: the catalogue in use was written into; no bids "
                  "until a good one is there, which is to be put in its place "
                  "by rename");

    w->catalog = NULL;
    ngx_campaign_catalog_release(catalog);

    if (!w->refresh->busy) {
        ngx_memzero(w->refresh->edition, sizeof(w->refresh->edition));
    }
}


ngx_campaign_catalog_t *
ngx_campaign_catalog_hold(ngx_campaign_worker_t *w,
    const cx_catalog_t **catalog)
{
    if (w->catalog == NULL) {
        *catalog = NULL;
        return NULL;
    }

    w->catalog->refs++;
    *catalog = w->catalog->catalog;

    return w->catalog;
}


/* unmapping a large file takes its time: that, too, is left to the thread */

void
ngx_campaign_catalog_release(ngx_campaign_catalog_t *catalog)
{
    ngx_campaign_worker_t  *w;

    if (--catalog->refs) {
        return;
    }

    w = ngx_campaign_worker();

    if (w == NULL || w->refresh == NULL) {
        ngx_campaign_catalog_close_all(&catalog);
        return;
    }

    catalog->next = w->refresh->retired;
    w->refresh->retired = catalog;
}


const cx_catalog_info_t *
ngx_campaign_catalog_info(ngx_campaign_worker_t *w)
{
    return w->catalog ? &w->catalog->info : NULL;
}


/* for how long the thread has been at it */

ngx_msec_t
ngx_campaign_catalog_busy(ngx_campaign_worker_t *w)
{
    if (w->refresh == NULL || !w->refresh->busy) {
        return 0;
    }

    return ngx_current_msec - w->refresh->posted;
}


cx_catalog_t *
ngx_campaign_catalog_open(ngx_campaign_main_conf_t *mcf, ngx_str_t *base,
    ngx_str_t *overlay, cx_catalog_info_t *info, cx_error_t *e)
{
    cx_catalog_t  *catalog;

    catalog = cx_catalog_open_known((char *) base->data,
                                    overlay ? (char *) overlay->data : NULL,
                                    mcf->checked, e);
    if (catalog == NULL) {
        return NULL;
    }

    cx_catalog_info(catalog, info);

    if (info->feature_layout != CX_FEATURE_LAYOUT) {
        (void) cx_error(e, CX_E_FILE_VERSION, (char *) base->data, NULL,
                        "was built for feature layout %u, this is %u",
                        (unsigned) info->feature_layout,
                        (unsigned) CX_FEATURE_LAYOUT);
        cx_catalog_close(catalog);
        return NULL;
    }

    return catalog;
}


static void
ngx_campaign_edition(ngx_campaign_edition_t *ed, ngx_str_t *path)
{
    struct stat  st;

    ngx_memzero(ed, sizeof(ngx_campaign_edition_t));

    if (path->len == 0 || stat((char *) path->data, &st) == -1) {
        return;
    }

    ed->dev = st.st_dev;
    ed->ino = st.st_ino;
    ed->size = st.st_size;
    ed->mtime = st.st_mtim;
    ed->ctime = st.st_ctim;
}


static void
ngx_campaign_catalog_close_all(ngx_campaign_catalog_t **list)
{
    ngx_campaign_catalog_t  *catalog;

    while (*list) {
        catalog = *list;
        *list = catalog->next;

        cx_catalog_close(catalog->catalog);
        free(catalog);
    }
}
