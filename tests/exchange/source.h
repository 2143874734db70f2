
/*
 * Where requests come from: a file with one body a line, a pool that the
 * grammar filled before the start, or the grammar, one by one.
 */

#ifndef XC_SOURCE_H
#define XC_SOURCE_H

#include "tests/exchange/exchange.h"


#define XC_ID_LEN    32             /* of the id that each sending is given */
#define XC_TEXT_MAX  65536          /* of a request */

typedef struct {
    char            *text;          /* head and body */
    uint32_t         len;
    uint32_t         id_at;         /* of the id in the text, 0: leave it */
    const xc_ask_t  *ask;
} xc_request_t;

typedef struct {
    char           *head;           /* all lines but Content-Length */
    xc_request_t   *request;
    uint32_t        n;
    uint32_t        next;
    uint64_t        bytes;
} xc_source_t;

int xc_source_open(xc_source_t *s, const char *host, const char *path,
    const char *headers, xc_error_t *err);
int xc_source_file(xc_source_t *s, const char *path, xc_error_t *err);
int xc_source_add(xc_source_t *s, const char *body, size_t len, size_t id_at,
    xc_ask_t *ask, xc_error_t *err);
void xc_source_close(xc_source_t *s);

void xc_source_id(char id[XC_ID_LEN + 1], uint64_t seed, uint64_t serial);


static inline const xc_request_t *
xc_source_next(xc_source_t *s)
{
    if (s->next == s->n) {
        s->next = 0;
    }

    return &s->request[s->next++];
}


#endif /* XC_SOURCE_H */
