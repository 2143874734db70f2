
/*
 * Sockets: connect, send, receive, give up.  Events are edges: what they say is
 * done at once, and a short read means that nothing is left.
 */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "tests/exchange/conn.h"


#define BACKOFF_NS  1000000         /* doubled for each failure */
#define BACKOFFS    7
#define BUFFER      65536

#define GONE        (EPOLLRDHUP | EPOLLHUP | EPOLLERR)


static void read_answer(xc_conn_t *c, unsigned events);


static void
retry_later(xc_conn_t *c, int64_t now_ns)
{
    unsigned  n;

    n = c->failures < BACKOFFS ? c->failures : BACKOFFS;
    c->failures++;
    c->when_ns = now_ns + ((int64_t) BACKOFF_NS << n);
    c->target->refused++;
}


static void
disconnect(xc_conn_t *c)
{
    if (c->fd != -1) {
        close(c->fd);
        c->fd = -1;
    }

    c->state = XC_DOWN;
    c->niov = 0;
    c->used = 0;
    c->when_ns = 0;
}


static void
failed(xc_conn_t *c, int error, int64_t now_ns)
{
    c->target->error = error;
    disconnect(c);
    retry_later(c, now_ns);
}


static void
connect_to(xc_conn_t *c, int64_t now_ns)
{
    int                  on;
    xc_target_t         *t;
    struct epoll_event   ev;

    t = c->target;
    on = 1;

    c->fd = socket(t->address.sockaddr.ss_family,
                   SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (c->fd == -1) {
        failed(c, errno, now_ns);
        return;
    }

    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));

    c->state = XC_CONNECTING;
    c->when_ns = now_ns + t->timeout_ns;

    if (connect(c->fd, (struct sockaddr *) &t->address.sockaddr,
                t->address.len) == -1
        && errno != EINPROGRESS)
    {
        failed(c, errno, now_ns);
        return;
    }

    ev.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    ev.data.ptr = c;

    if (epoll_ctl(t->epoll, EPOLL_CTL_ADD, c->fd, &ev) == -1) {
        failed(c, errno, now_ns);
    }
}


int
xc_target_open(xc_target_t *t, unsigned nconns, xc_error_t *err)
{
    int64_t   now;
    unsigned  i;

    t->conns = calloc(nconns, sizeof(xc_conn_t));
    t->idle = calloc(nconns, sizeof(xc_conn_t *));

    if (t->conns == NULL || t->idle == NULL) {
        return xc_error(err, "no memory for %u connections", nconns);
    }

    t->nconns = nconns;
    now = xc_now_ns();

    for (i = 0; i < nconns; i++) {
        t->conns[i].fd = -1;
        t->conns[i].target = t;
        connect_to(&t->conns[i], now);
    }

    return XC_OK;
}


void
xc_target_close(xc_target_t *t)
{
    unsigned  i;

    for (i = 0; i < t->nconns; i++) {
        disconnect(&t->conns[i]);
        free(t->conns[i].body);
    }

    free(t->conns);
    free(t->idle);
    t->conns = NULL;
    t->idle = NULL;
    t->nconns = 0;
}


unsigned
xc_target_up(const xc_target_t *t)
{
    unsigned  i, n;

    for (i = 0, n = 0; i < t->nconns; i++) {
        n += t->conns[i].state >= XC_IDLE;
    }

    return n;
}


void
xc_conn_rest(xc_conn_t *c)
{
    xc_target_t  *t;

    if (c->queued) {
        return;
    }

    t = c->target;
    c->queued = 1;
    t->idle[(t->head + t->nidle++) % t->nconns] = c;
}


xc_conn_t *
xc_conn_rested(xc_target_t *t)
{
    xc_conn_t  *c;

    while (t->nidle != 0) {
        c = t->idle[t->head];
        t->head = (t->head + 1) % t->nconns;
        t->nidle--;
        c->queued = 0;

        if (c->state == XC_IDLE) {
            return c;
        }
    }

    return NULL;
}


/*
 * An error is left to the event that follows it: an exchange never ends within
 * the call that begins it.
 */

static void
write_some(xc_conn_t *c)
{
    size_t         n;
    ssize_t        sent;
    unsigned       i;
    struct iovec  *iov;

    sent = writev(c->fd, c->iov, c->niov);

    if (sent <= 0) {
        return;
    }

    n = sent;
    c->target->bytes_out += n;

    for (i = 0; i < c->niov && n >= c->iov[i].iov_len; i++) {
        n -= c->iov[i].iov_len;
    }

    c->niov -= i;

    if (c->niov != 0) {
        memmove(c->iov, c->iov + i, c->niov * sizeof(struct iovec));
        iov = &c->iov[0];
        iov->iov_base = (char *) iov->iov_base + n;
        iov->iov_len -= n;
    }
}


void
xc_conn_send(xc_conn_t *c, const struct iovec *iov, unsigned niov,
    int64_t now_ns)
{
    memcpy(c->iov, iov, niov * sizeof(struct iovec));
    c->niov = niov;
    c->state = XC_BUSY;
    c->stale = 0;
    c->nbody = 0;
    c->sent_ns = now_ns;
    c->when_ns = now_ns + c->target->timeout_ns;

    xc_http_start(&c->http);
    write_some(c);
}


/* the exchange has ended; goes on with this connection, or with another */

static void
end(xc_conn_t *c, xc_lost_t lost, int usable, int64_t now_ns)
{
    xc_target_t  *t;

    t = c->target;
    c->stale = lost == XC_CLOSED && c->used && !c->http.said;

    if (usable) {
        c->state = XC_IDLE;
        c->used = 1;

    } else {
        disconnect(c);

        if (!t->stopped) {
            connect_to(c, now_ns);
        }
    }

    t->answer(c, lost, now_ns);

    if (usable && c->state == XC_IDLE) {
        t->ready(c, now_ns);
    }
}


static void
connected(xc_conn_t *c, unsigned events)
{
    int        error;
    socklen_t  len;

    error = 0;
    len = sizeof(error);

    if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len) == -1) {
        error = errno;
    }

    if (error != 0 || (events & (EPOLLHUP | EPOLLERR))) {
        failed(c, error ? error : ECONNRESET, xc_now_ns());
        return;
    }

    if (events & EPOLLOUT) {
        c->state = XC_IDLE;
        c->failures = 0;
        c->target->connects++;
        c->target->ready(c, xc_now_ns());
    }
}


/* nothing is asked, so the server can only have closed */

static void
idle_event(xc_conn_t *c, unsigned events)
{
    xc_target_t  *t;

    if (!(events & (EPOLLIN | GONE))) {
        return;
    }

    t = c->target;
    t->closed_idle++;
    disconnect(c);

    if (!t->stopped) {
        connect_to(c, xc_now_ns());
    }
}


void
xc_conn_event(xc_conn_t *c, unsigned events)
{
    switch (c->state) {

    case XC_DOWN:
        return;

    case XC_CONNECTING:
        connected(c, events);
        return;

    case XC_IDLE:
        idle_event(c, events);
        return;

    case XC_BUSY:
        if (c->niov != 0 && (events & EPOLLOUT)) {
            write_some(c);
        }

        if (events & (EPOLLIN | GONE)) {
            read_answer(c, events);
        }
    }
}


static int
take_body(xc_conn_t *c)
{
    char    *body;
    size_t   n, size;

    n = c->http.nbody;

    if (c->nbody + n > XC_BODY_MAX) {
        c->http.fault = "a body of more than 4 megabytes";
        return XC_ERROR;
    }

    if (c->target->keep_body) {

        if (c->nbody + n > c->size) {
            for (size = 4096; size < c->nbody + n; size *= 2) { /* void */ }

            body = realloc(c->body, size);

            if (body == NULL) {
                c->http.fault = "no memory for the body";
                return XC_ERROR;
            }

            c->body = body;
            c->size = size;
        }

        memcpy(c->body + c->nbody, c->http.body, n);
    }

    c->nbody += n;

    return XC_OK;
}


/* what came, until it ends the response or is used up */

static int
parse(xc_conn_t *c, const char *at, const char *end)
{
    int  rc;

    for ( ;; ) {
        rc = xc_http_read(&c->http, &at, end);

        if (rc == XC_HTTP_BODY) {
            if (take_body(c) != XC_OK) {
                return XC_HTTP_BAD;
            }

            continue;
        }

        if (rc == XC_HTTP_DONE && at != end) {
            c->http.fault = "bytes behind the response";
            return XC_HTTP_BAD;
        }

        return rc;
    }
}


static void
answered(xc_conn_t *c, unsigned events)
{
    int  usable;

    usable = c->http.keepalive && c->niov == 0 && !(events & GONE);

    if (!c->http.keepalive) {
        c->target->closed_asked++;
    }

    end(c, XC_ANSWERED, usable, xc_now_ns());
}


static void
hung_up(xc_conn_t *c, unsigned events)
{
    if (!c->http.said) {
        end(c, XC_CLOSED, 0, xc_now_ns());

    } else if (xc_http_eof(&c->http) == XC_HTTP_DONE) {
        answered(c, events);

    } else {
        end(c, XC_CUT, 0, xc_now_ns());
    }
}


static void
read_answer(xc_conn_t *c, unsigned events)
{
    int          rc;
    ssize_t      n;
    static char  buf[BUFFER];

    for ( ;; ) {
        n = recv(c->fd, buf, BUFFER, 0);

        if (n == -1 && (errno == EAGAIN || errno == EINTR)) {
            return;
        }

        if (n <= 0) {
            hung_up(c, events);
            return;
        }

        c->target->bytes_in += n;
        rc = parse(c, buf, buf + n);

        if (rc == XC_HTTP_DONE) {
            answered(c, events);
            return;
        }

        if (rc == XC_HTTP_BAD) {
            end(c, XC_MALFORMED, 0, xc_now_ns());
            return;
        }

        if (n < BUFFER && !(events & GONE)) {
            return;
        }
    }
}


/* what waited too long, and what is to be connected again */

void
xc_target_sweep(xc_target_t *t, int64_t now_ns)
{
    unsigned    i;
    xc_conn_t  *c;

    for (i = 0; i < t->nconns; i++) {
        c = &t->conns[i];

        if (c->state == XC_IDLE || c->when_ns > now_ns) {
            continue;
        }

        switch (c->state) {

        case XC_BUSY:
            end(c, XC_TIMEOUT, 0, now_ns);
            break;

        case XC_CONNECTING:
            failed(c, ETIMEDOUT, now_ns);
            break;

        default:
            if (!t->stopped) {
                connect_to(c, now_ns);
            }
        }
    }
}
