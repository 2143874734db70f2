
/* Where a server is. */

#ifndef XC_ADDRESS_H
#define XC_ADDRESS_H

#include <sys/socket.h>

#include "tests/exchange/exchange.h"


#define XC_HOST  256
#define XC_PATH  1024

typedef struct {
    char                     host[XC_HOST];     /* with the port, for "Host" */
    char                     path[XC_PATH];
    socklen_t                len;
    struct sockaddr_storage  sockaddr;
} xc_address_t;

/* "127.0.0.1:80", "[::1]:80", "localhost:80" */

int xc_address(xc_address_t *a, const char *text, xc_error_t *err);

/* "http://" before it and a path behind */

int xc_address_url(xc_address_t *a, const char *url, xc_error_t *err);


#endif /* XC_ADDRESS_H */
