
/* Requests are texts that are ready to be sent, before the first is. */

#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/rng.h"
#include "tests/exchange/source.h"


int
xc_source_open(xc_source_t *s, const char *host, const char *path,
    const char *headers, xc_error_t *err)
{
    memset(s, 0, sizeof(xc_source_t));

    if (asprintf(&s->head,
                 "POST %s HTTP/1.1\r\n"
                 "Host: %s\r\n"
                 "Content-Type: application/json\r\n"
                 "x-openrtb-version: 2.6\r\n"
                 "%s"
                 "Content-Length: ",
                 path, host, headers)
        == -1)
    {
        s->head = NULL;
        return xc_error(err, "no memory for requests");
    }

    return XC_OK;
}


void
xc_source_close(xc_source_t *s)
{
    uint32_t  i;

    for (i = 0; i < s->n; i++) {
        free(s->request[i].text);
        free((void *) s->request[i].ask);
    }

    free(s->request);
    free(s->head);
    memset(s, 0, sizeof(xc_source_t));
}


static int
grow(xc_source_t *s)
{
    xc_request_t  *r;

    if (s->n & (s->n - 1) || (s->n != 0 && s->n < 64)) {
        return XC_OK;
    }

    r = realloc(s->request, (s->n ? 2 * s->n : 64) * sizeof(xc_request_t));

    if (r == NULL) {
        return XC_ERROR;
    }

    s->request = r;

    return XC_OK;
}


/* takes the ask, unless it fails; id_at is the place of the id in the body */

int
xc_source_add(xc_source_t *s, const char *body, size_t len, size_t id_at,
    xc_ask_t *ask, xc_error_t *err)
{
    int            head;
    char          *text;
    xc_request_t  *r;

    if (len > XC_TEXT_MAX) {
        return xc_error(err, "a body of %zu bytes, at most %d are allowed",
                        len, XC_TEXT_MAX);
    }

    text = malloc(strlen(s->head) + 16 + len);

    if (text == NULL || grow(s) != XC_OK) {
        free(text);
        return xc_error(err, "no memory for %u requests", s->n + 1);
    }

    head = sprintf(text, "%s%zu\r\n\r\n", s->head, len);
    memcpy(text + head, body, len);

    ask->body = text + head;
    ask->len = len;

    r = &s->request[s->n++];
    r->text = text;
    r->len = head + len;
    r->id_at = id_at ? head + id_at : 0;
    r->ask = ask;
    s->bytes += len;

    return XC_OK;
}


static int
add_line(xc_source_t *s, char *line, ssize_t len, xc_error_t *err)
{
    xc_ask_t  *ask;

    while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r')) {
        len--;
    }

    if (len == 0) {
        return XC_OK;
    }

    ask = calloc(1, sizeof(xc_ask_t));

    if (ask == NULL) {
        return xc_error(err, "no memory for requests");
    }

    if (xc_source_add(s, line, len, 0, ask, err) != XC_OK) {
        free(ask);
        return XC_ERROR;
    }

    return XC_OK;
}


int
xc_source_file(xc_source_t *s, const char *path, xc_error_t *err)
{
    int       rc;
    char     *line;
    FILE     *f;
    size_t    size;
    ssize_t   n;

    f = fopen(path, "r");

    if (f == NULL) {
        return xc_error(err, "\"%s\": %s", path, strerror(errno));
    }

    rc = XC_OK;
    line = NULL;
    size = 0;

    while (rc == XC_OK && (n = getline(&line, &size, f)) != -1) {
        rc = add_line(s, line, n, err);
    }

    if (rc == XC_OK && ferror(f)) {
        rc = xc_error(err, "\"%s\" cannot be read", path);
    }

    free(line);
    fclose(f);

    if (rc == XC_OK && s->n == 0) {
        return xc_error(err, "\"%s\" has no line that is not empty", path);
    }

    return rc;
}


void
xc_source_id(char id[XC_ID_LEN + 1], uint64_t seed, uint64_t serial)
{
    int                i;
    uint64_t           a, b;
    static const char  hex[] = "0123456789abcdef";

    a = xc_scramble(seed ^ serial * 0x9e3779b97f4a7c15ULL);
    b = serial;

    for (i = 15; i >= 0; i--, a >>= 4, b >>= 4) {
        id[i] = hex[a & 15];
        id[i + 16] = hex[b & 15];
    }

    id[XC_ID_LEN] = '\0';
}
