
/*
 * A response of HTTP/1, read as it comes: in pieces that end anywhere, from a
 * server that may send anything.
 */

#ifndef XC_HTTP_H
#define XC_HTTP_H

#include <stddef.h>
#include <stdint.h>


#define XC_HTTP_LINE  4096          /* the longest line of a head */
#define XC_HTTP_HEAD  32768         /* all lines of one */

/* what xc_http_read() returns */

#define XC_HTTP_AGAIN  0            /* all is read, more is to come */
#define XC_HTTP_BODY   1            /* body and nbody are a piece of the body */
#define XC_HTTP_DONE   2            /* what is left belongs to nobody */
#define XC_HTTP_BAD    3            /* fault says why */

typedef struct {
    unsigned     state;
    int          status;
    unsigned     minor:1;           /* HTTP/1.1 */
    unsigned     keepalive:1;
    unsigned     chunked:1;
    unsigned     measured:1;        /* has Content-Length */
    unsigned     said:1;            /* something of it came */
    uint64_t     left;              /* of the body or of the chunk */
    size_t       head;
    size_t       nline;
    const char  *body;
    size_t       nbody;
    const char  *fault;
    char         content_type[64];
    char         encoding[16];
    char         line[XC_HTTP_LINE];
} xc_http_t;

void xc_http_start(xc_http_t *h);
int xc_http_read(xc_http_t *h, const char **at, const char *end);
int xc_http_eof(xc_http_t *h);


#endif /* XC_HTTP_H */
