
/*
 * Connections that are kept to one server.  Each carries one exchange at a
 * time; what is lost is opened again.
 */

#ifndef XC_CONN_H
#define XC_CONN_H

#include <sys/uio.h>

#include "tests/exchange/address.h"
#include "tests/exchange/exchange.h"
#include "tests/exchange/http.h"


#define XC_BODY_MAX  (4 * 1024 * 1024)

typedef struct xc_conn_s  xc_conn_t;

typedef enum {
    XC_DOWN = 0,
    XC_CONNECTING,
    XC_IDLE,
    XC_BUSY
} xc_conn_state_t;

struct xc_conn_s {
    int               fd;
    xc_conn_state_t   state;
    unsigned          used:1;       /* it has carried an exchange */
    unsigned          queued:1;     /* stands among the idle */
    unsigned          stale:1;      /* the request met a connection that the
                                       server had closed: nothing came */
    unsigned          failures;     /* to connect, in succession */
    unsigned          niov;
    struct iovec      iov[3];       /* not yet sent */
    int64_t           sent_ns;
    int64_t           when_ns;      /* to give up, or to connect again */
    xc_target_t      *target;
    void             *job;
    char             *body;
    size_t            nbody;
    size_t            size;         /* of what body has */
    xc_http_t         http;
};

struct xc_target_s {
    int            epoll;
    unsigned       keep_body:1;
    unsigned       stopped:1;       /* nothing is opened again */
    unsigned       nconns;
    unsigned       head;            /* the ring of idle ones */
    unsigned       nidle;
    int64_t        timeout_ns;
    xc_conn_t     *conns;
    xc_conn_t    **idle;
    void          *data;
    int            error;           /* errno of the last that failed */

    /* a connection that is ready; an exchange that has ended */

    void         (*ready)(xc_conn_t *c, int64_t now_ns);
    void         (*answer)(xc_conn_t *c, xc_lost_t lost, int64_t now_ns);

    uint64_t       connects;
    uint64_t       refused;
    uint64_t       closed_idle;     /* by the server, while nothing was asked */
    uint64_t       closed_asked;    /* as "Connection: close" said */
    uint64_t       bytes_in;
    uint64_t       bytes_out;
    xc_address_t   address;
};

int xc_target_open(xc_target_t *t, unsigned nconns, xc_error_t *err);
void xc_target_close(xc_target_t *t);
void xc_target_sweep(xc_target_t *t, int64_t now_ns);
unsigned xc_target_up(const xc_target_t *t);

void xc_conn_event(xc_conn_t *c, unsigned events);
void xc_conn_send(xc_conn_t *c, const struct iovec *iov, unsigned niov,
    int64_t now_ns);

/* a ready one that has nothing to do, and the one that stood longest */

void xc_conn_rest(xc_conn_t *c);
xc_conn_t *xc_conn_rested(xc_target_t *t);


#endif /* XC_CONN_H */
