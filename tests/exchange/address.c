
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/address.h"


static int
resolve(xc_address_t *a, const char *host, const char *port, xc_error_t *err)
{
    int              rc;
    struct addrinfo  hints, *found;

    memset(&hints, 0, sizeof(hints));
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;

    rc = getaddrinfo(host, port, &hints, &found);

    if (rc != 0) {
        return xc_error(err, "\"%s\": %s", a->host, gai_strerror(rc));
    }

    memcpy(&a->sockaddr, found->ai_addr, found->ai_addrlen);
    a->len = found->ai_addrlen;
    freeaddrinfo(found);

    return XC_OK;
}


static int
blank_or_control(const char *s)
{
    for ( /* void */ ; *s; s++) {
        if ((unsigned char) *s <= ' ' || *s == 0x7f) {
            return 1;
        }
    }

    return 0;
}


static int
port_ok(const char *s)
{
    char  *end;
    long   port;

    port = strtol(s, &end, 10);

    return *s >= '0' && *s <= '9' && *end == '\0' && port > 0 && port < 65536;
}


int
xc_address(xc_address_t *a, const char *text, xc_error_t *err)
{
    char  *port, *end, host[XC_HOST];

    if (strlen(text) >= XC_HOST || blank_or_control(text)) {
        return xc_error(err, "the address has blanks or more than %d bytes",
                        XC_HOST - 1);
    }

    strcpy(a->host, text);
    strcpy(host, text);

    port = strrchr(host, ':');
    end = strrchr(host, ']');

    if (port != NULL && end != NULL && port < end) {
        port = NULL;
    }

    if (port != NULL) {
        *port++ = '\0';

        if (!port_ok(port)) {
            return xc_error(err, "the port of \"%s\" is not a number from 1 to "
                            "65535", text);
        }
    }

    if (host[0] == '[' && end != NULL) {
        *end = '\0';
        return resolve(a, host + 1, port ? port : "80", err);
    }

    return resolve(a, host, port ? port : "80", err);
}


int
xc_address_url(xc_address_t *a, const char *url, xc_error_t *err)
{
    char         host[XC_HOST];
    size_t       n;
    const char  *path;

    if (strncmp(url, "http://", 7) != 0) {
        return xc_error(err, "\"%s\" does not begin with \"http://\"", url);
    }

    url += 7;
    path = strchr(url, '/');
    n = path == NULL ? strlen(url) : (size_t) (path - url);

    if (path == NULL) {
        path = "/";
    }

    if (n == 0 || n >= XC_HOST) {
        return xc_error(err, "the host has not 1 to %d bytes", XC_HOST - 1);
    }

    if (strlen(path) >= XC_PATH || blank_or_control(path)) {
        return xc_error(err, "the path has blanks or more than %d bytes",
                        XC_PATH - 1);
    }

    memcpy(host, url, n);
    host[n] = '\0';
    strcpy(a->path, path);

    return xc_address(a, host, err);
}
