
/*
 * One loop: what came is read, what is due is sent, what waited too long is
 * given up.  It polls without sleeping unless it is told to: a server that
 * wakes its client pays for that, and the wait would be counted as its own.
 */

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "tests/exchange/engine.h"


#define EVENTS      256
#define SWEEP_NS    10000000
#define CONNECT_NS  5000000000

static volatile sig_atomic_t  interrupted;


static void ready(xc_conn_t *c, int64_t now_ns);
static void answer(xc_conn_t *c, xc_lost_t lost, int64_t now_ns);


static void
on_signal(int signo)
{
    (void) signo;
    interrupted = 1;
}


static int
allow_files(unsigned n, xc_error_t *err)
{
    struct rlimit  limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur >= n) {
        return XC_OK;
    }

    limit.rlim_cur = n;

    if (limit.rlim_max < n) {
        limit.rlim_max = n;
    }

    if (setrlimit(RLIMIT_NOFILE, &limit) == -1) {
        return xc_error(err, "%u open files are not allowed: %s; see ulimit -n",
                        n, strerror(errno));
    }

    return XC_OK;
}


static int
open_jobs(xc_engine_t *e, xc_error_t *err)
{
    unsigned  i;

    e->jobs = calloc(e->conf->connections, sizeof(xc_job_t));

    if (e->jobs == NULL) {
        return xc_error(err, "no memory for %u connections",
                        e->conf->connections);
    }

    for (i = 0; i < e->conf->connections; i++) {
        e->jobs[i].next = e->free;
        e->free = &e->jobs[i];
    }

    return XC_OK;
}


static int
open_pace(xc_engine_t *e, xc_error_t *err)
{
    if (e->conf->rate == NULL) {
        return XC_OK;
    }

    e->pace.daily = e->conf->daily;

    return xc_pace_read(&e->pace, e->conf->rate, e->conf->seconds,
                        e->conf->warm_up, err);
}


static int
open_url(xc_engine_t *e, xc_error_t *err)
{
    xc_error_t  why;

    if (xc_address_url(&e->bids.address, e->conf->url, &why) != XC_OK) {
        return xc_error(err, "--url=%.60s: %s; http://HOST:PORT/PATH is "
                        "allowed", e->conf->url, why.text);
    }

    return XC_OK;
}


static int
open_source(xc_engine_t *e, xc_error_t *err)
{
    unsigned                  i;
    const xc_traffic_conf_t  *conf;

    conf = &e->conf->traffic;

    if (e->conf->bodies != NULL) {
        return xc_source_file(&e->source, e->conf->bodies, err);
    }

    if (xc_traffic_open(&e->traffic, conf, err) != XC_OK) {
        return XC_ERROR;
    }

    if (!conf->live) {
        return xc_traffic_pool(&e->traffic, &e->source, err);
    }

    for (i = 0; i < e->conf->connections; i++) {
        e->jobs[i].live = xc_live_new(&e->source);

        if (e->jobs[i].live == NULL) {
            return xc_error(err, "no memory for %u connections",
                            e->conf->connections);
        }
    }

    return XC_OK;
}


int
xc_engine_open(xc_engine_t *e, const xc_conf_t *conf, xc_error_t *err)
{
    memset(e, 0, sizeof(xc_engine_t));
    e->conf = conf;
    e->market = conf->market;
    e->epoll = epoll_create1(EPOLL_CLOEXEC);

    if (e->epoll == -1) {
        return xc_error(err, "epoll: %s", strerror(errno));
    }

    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);

    if (conf->sleep) {
        prctl(PR_SET_TIMERSLACK, 1000, 0, 0, 0);
    }

    e->bids.epoll = e->epoll;
    e->bids.keep_body = e->market->answer != NULL;
    e->bids.timeout_ns = (int64_t) (conf->timeout * 1e9);
    e->bids.ready = ready;
    e->bids.answer = answer;
    e->bids.data = e;

    e->gets.epoll = e->epoll;
    e->gets.timeout_ns = e->bids.timeout_ns;
    e->gets.connections = conf->notice_connections;

    if (open_url(e, err) != XC_OK
        || allow_files(conf->connections + 1100, err) != XC_OK
        || open_jobs(e, err) != XC_OK
        || open_pace(e, err) != XC_OK
        || xc_source_open(&e->source, e->bids.address.host,
                          e->bids.address.path, conf->headers, err) != XC_OK
        || open_source(e, err) != XC_OK)
    {
        return XC_ERROR;
    }

    if (e->market->open != NULL) {
        e->judge = e->market->open(e->market->conf, e, &e->clock, err);

        if (e->judge == NULL) {
            return XC_ERROR;
        }
    }

    return XC_OK;
}


void
xc_engine_close(xc_engine_t *e)
{
    unsigned  i;

    if (e->judge != NULL && e->market->close != NULL) {
        e->market->close(e->judge);
    }

    xc_gets_close(&e->gets);
    xc_target_close(&e->bids);
    xc_source_close(&e->source);
    xc_traffic_close(&e->traffic);
    xc_stats_free(&e->stats);

    for (i = 0; e->jobs != NULL && i < e->conf->connections; i++) {
        free(e->jobs[i].live);
    }

    free(e->jobs);

    if (e->epoll != -1) {
        close(e->epoll);
    }
}


static xc_job_t *
new_job(xc_engine_t *e, int64_t now_ns)
{
    int64_t    due;
    xc_job_t  *job;

    if (e->begin_ns == 0) {
        return NULL;
    }

    due = e->pace.n ? xc_pace_due(&e->pace) : now_ns;

    if (due > now_ns || due >= e->end_ns) {
        return NULL;
    }

    if (e->pace.n) {
        xc_pace_next(&e->pace);
    }

    job = e->free;
    e->free = job->next;

    if (job->live != NULL) {
        job->request = xc_live_make(job->live, &e->traffic);

    } else {
        job->request = xc_source_next(&e->source);
    }

    job->serial = ++e->serial;
    job->due_ns = due;
    job->warm_up = due < e->begin_ns;

    if (job->request->id_at) {
        xc_source_id(job->id, e->conf->traffic.seed, job->serial);

    } else {
        job->id[0] = '\0';
    }

    e->under_way++;
    e->stats.asked += !job->warm_up;

    if (e->conf->requests && e->stats.asked == e->conf->requests) {
        e->end_ns = now_ns;
    }

    return job;
}


static void
send_job(xc_engine_t *e, xc_conn_t *c, xc_job_t *job, int64_t now_ns)
{
    unsigned             n;
    const xc_request_t  *r;
    struct iovec         iov[3];

    r = job->request;
    iov[0].iov_base = r->text;
    iov[0].iov_len = r->len;
    n = 1;

    if (r->id_at) {
        iov[0].iov_len = r->id_at;
        iov[1].iov_base = job->id;
        iov[1].iov_len = XC_ID_LEN;
        iov[2].iov_base = r->text + r->id_at + XC_ID_LEN;
        iov[2].iov_len = r->len - r->id_at - XC_ID_LEN;
        n = 3;
    }

    job->sent_ns = now_ns;

    if (e->judge != NULL) {
        job->sent_ms = xc_clock_ms(&e->clock, now_ns);
    }

    c->job = job;
    xc_conn_send(c, iov, n, now_ns);
}


/* what met a connection that was closed is asked again on a new one */

static xc_job_t *
next_job(xc_engine_t *e, const xc_conn_t *c, int64_t now_ns)
{
    xc_job_t  *job;

    job = e->again;

    if (job == NULL || c->used) {
        return new_job(e, now_ns);
    }

    e->again = job->next;

    return job;
}


static void
ready(xc_conn_t *c, int64_t now_ns)
{
    xc_job_t     *job;
    xc_engine_t  *e;

    e = c->target->data;
    job = next_job(e, c, now_ns);

    if (job == NULL) {
        xc_conn_rest(c);
        return;
    }

    send_job(e, c, job, now_ns);
}


static void
judge(xc_engine_t *e, xc_conn_t *c, xc_job_t *job, xc_lost_t lost,
    int64_t now_ns)
{
    xc_answer_t  a;

    memset(&a, 0, sizeof(xc_answer_t));
    a.ask = job->request->ask;
    a.serial = job->serial;
    a.lost = lost;
    a.content_type = c->http.content_type;
    a.encoding = c->http.encoding;
    a.body = "";
    a.due_ns = job->due_ns;
    a.sent_ns = job->sent_ns;
    a.now_ns = now_ns;
    a.sent_ms = job->sent_ms;
    a.warm_up = job->warm_up;
    strcpy(a.id, job->id);

    if (lost == XC_ANSWERED) {
        a.status = c->http.status;
        a.len = c->nbody;

        if (a.len != 0) {
            a.body = c->body;
        }
    }

    e->market->answer(e->judge, &a);
}


static void
count_shape(xc_engine_t *e, const xc_job_t *job, int status)
{
    const xc_ask_t  *ask;

    ask = job->request->ask;

    if (ask->known) {
        e->shape[ask->shape].answers++;
        e->shape[ask->shape].bids += status == 200;
    }
}


static void
answer(xc_conn_t *c, xc_lost_t lost, int64_t now_ns)
{
    xc_job_t     *job;
    xc_engine_t  *e;

    e = c->target->data;
    job = c->job;

    if (c->stale && !e->conf->no_retry) {
        job->next = e->again;
        e->again = job;
        e->stats.retried += !job->warm_up;
        return;
    }

    if (!job->warm_up) {
        xc_stats_tick(&e->stats, now_ns);

        if (lost == XC_ANSWERED) {
            xc_stats_answer(&e->stats, c->http.status, c->nbody,
                            now_ns - job->due_ns);
            e->stats.last_ns = now_ns;
            count_shape(e, job, c->http.status);

        } else {
            xc_stats_lost(&e->stats, lost, now_ns - job->due_ns);
        }
    }

    if (e->judge != NULL) {
        judge(e, c, job, lost, now_ns);
    }

    e->under_way--;
    job->next = e->free;
    e->free = job;
}


/* what is due goes to those that rested longest */

static void
send_due(xc_engine_t *e, int64_t now_ns)
{
    xc_job_t   *job;
    xc_conn_t  *c;

    while (e->pace.n == 0 || xc_pace_due(&e->pace) <= now_ns) {
        c = xc_conn_rested(&e->bids);

        if (c == NULL) {
            return;
        }

        job = next_job(e, c, now_ns);

        if (job == NULL) {
            xc_conn_rest(c);
            return;
        }

        if (!job->warm_up) {
            xc_hist_add(&e->stats.lag, now_ns - job->due_ns);
        }

        send_job(e, c, job, now_ns);
    }
}


static void
wait_events(xc_engine_t *e, int64_t until_ns)
{
    int                 i, n;
    int64_t             left;
    struct timespec     ts;
    struct epoll_event  events[EVENTS];

    left = 0;

    if (e->conf->sleep) {
        left = until_ns - xc_now_ns();

        if (left < 0) {
            left = 0;
        }
    }

    ts.tv_sec = left / 1000000000;
    ts.tv_nsec = left % 1000000000;
    n = left == 0 ? epoll_wait(e->epoll, events, EVENTS, 0)
                  : epoll_pwait2(e->epoll, events, EVENTS, &ts, NULL);

    for (i = 0; i < n; i++) {
        xc_conn_event(events[i].data.ptr, events[i].events);
    }
}


/* those of the warm-up do not count */

static void
count_refused(xc_engine_t *e, int64_t now_ns)
{
    if (e->begin_ns != 0 && now_ns >= e->begin_ns) {
        xc_stats_refused(&e->stats, e->bids.refused - e->refused);
    }

    e->refused = e->bids.refused;
}


static int64_t
tick(xc_engine_t *e, int64_t now_ns)
{
    int64_t  next;

    if (now_ns >= e->tick_ns) {
        e->tick_ns = now_ns + SWEEP_NS;
        count_refused(e, now_ns);

        if (e->begin_ns != 0 && now_ns >= e->begin_ns) {
            xc_stats_tick(&e->stats, now_ns);
        }

        xc_target_sweep(&e->bids, now_ns);
        xc_gets_sweep(&e->gets, now_ns);

        if (e->judge != NULL && e->market->tick != NULL) {
            next = e->market->tick(e->judge, now_ns);

            if (next < e->tick_ns) {
                e->tick_ns = next;
            }
        }
    }

    xc_gets_tick(&e->gets, now_ns);
    next = xc_gets_due(&e->gets);

    return next < e->tick_ns ? next : e->tick_ns;
}


/* all connections, before the first request */

static int
connect_all(xc_engine_t *e, xc_error_t *err)
{
    int64_t  now, end;

    if (xc_target_open(&e->bids, e->conf->connections, err) != XC_OK) {
        return XC_ERROR;
    }

    end = xc_now_ns() + (e->bids.timeout_ns > CONNECT_NS ? e->bids.timeout_ns
                                                         : CONNECT_NS);

    for ( ;; ) {
        now = xc_now_ns();
        wait_events(e, tick(e, now));

        if (e->bids.connects >= e->bids.nconns) {
            return XC_OK;
        }

        if (now > end || interrupted) {
            return xc_error(err, "--url=%.100s: %u of %u connections: %s",
                            e->conf->url, xc_target_up(&e->bids),
                            e->bids.nconns,
                            e->bids.error ? strerror(e->bids.error)
                                          : "no answer");
        }
    }
}


static void
begin(xc_engine_t *e)
{
    int64_t  now, length;

    xc_clock_real(&e->clock);

    if (e->judge != NULL && e->market->begin != NULL) {
        e->market->begin(e->judge);
    }

    now = e->clock.base_ns;
    length = (int64_t) (e->conf->seconds * 1e9);
    e->begin_ns = now + (int64_t) (e->conf->warm_up * 1e9);

    xc_stats_start(&e->stats, e->begin_ns);

    if (e->pace.n) {
        xc_pace_start(&e->pace, &e->clock, now);
        e->end_ns = now + e->pace.total_ns;

    } else {
        e->end_ns = e->begin_ns + length;
    }
}


/* what has no answer at the end, and what found no connection until then */

static void
give_up(xc_engine_t *e)
{
    int64_t    now, due;
    unsigned   i;
    xc_job_t  *job;

    now = xc_now_ns();

    for (i = 0; i < e->bids.nconns; i++) {
        if (e->bids.conns[i].state == XC_BUSY) {
            e->bids.conns[i].when_ns = now;
        }
    }

    e->bids.stopped = 1;
    xc_target_sweep(&e->bids, now);

    for (job = e->again; job != NULL; job = job->next) {
        if (!job->warm_up) {
            xc_stats_lost(&e->stats, XC_CLOSED, now - job->due_ns);
        }
    }

    for ( /* void */ ; e->pace.n != 0; xc_pace_next(&e->pace)) {
        due = xc_pace_due(&e->pace);

        if (due >= e->end_ns) {
            return;
        }

        if (due >= e->begin_ns) {
            xc_stats_unsent(&e->stats, due, now);
        }
    }
}


static void
drain(xc_engine_t *e)
{
    int64_t  now, end;

    end = xc_now_ns() + (int64_t) (e->conf->drain * 1e9);

    for ( ;; ) {
        now = xc_now_ns();

        if (now > end || interrupted) {
            return;
        }

        if (e->gets.under_way == 0
            && (e->judge == NULL || e->market->drained == NULL
                || e->market->drained(e->judge)))
        {
            return;
        }

        wait_events(e, tick(e, now));
    }
}


int
xc_engine_run(xc_engine_t *e, xc_error_t *err)
{
    int64_t  now, due, until;

    if (connect_all(e, err) != XC_OK) {
        return XC_ERROR;
    }

    begin(e);

    for ( ;; ) {
        now = xc_now_ns();

        if (interrupted && now < e->end_ns) {
            e->end_ns = now;
        }

        send_due(e, now);
        due = e->pace.n ? xc_pace_due(&e->pace) : INT64_MAX;

        if (now >= e->end_ns
            && ((e->under_way == 0 && due >= e->end_ns)
                || now > e->end_ns + e->bids.timeout_ns + 2 * SWEEP_NS))
        {
            break;
        }

        until = tick(e, now);

        if (due > now && due < until) {
            until = due;
        }

        wait_events(e, until);
    }

    count_refused(e, now);
    give_up(e);
    xc_stats_end(&e->stats, e->end_ns);
    drain(e);

    return XC_OK;
}


/* for the market */

xc_target_t *
xc_engine_target(xc_engine_t *engine, const char *address, xc_error_t *err)
{
    return xc_gets_target(&engine->gets, address, err);
}


int
xc_engine_get(xc_engine_t *engine, xc_target_t *target, const char *host,
    const char *path, const char *extra, int64_t due_ns, xc_got_pt got,
    void *data)
{
    return xc_gets_add(&engine->gets, target, host, path, extra, due_ns, got,
                       data);
}


size_t
xc_engine_gets(xc_engine_t *engine)
{
    return engine->gets.under_way;
}


uint64_t
xc_engine_seed(xc_engine_t *engine)
{
    return engine->conf->traffic.seed;
}
