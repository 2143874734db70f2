
/*
 * A response is a head of lines and a body.  A line that is whole in what came
 * is read where it stands, only one that is split is put together.
 */

#include <string.h>
#include <strings.h>

#include "tests/exchange/http.h"


enum {
    STATUS = 0,
    HEADER,
    LENGTH,                         /* a body of known length */
    CLOSE,                          /* a body until the end of all */
    CHUNK,
    CHUNK_BODY,
    CHUNK_END,
    TRAILER,
    DONE
};


static int line_of(xc_http_t *h, const char *line, size_t len);
static int status_line(xc_http_t *h, const char *line, size_t len);
static int header_line(xc_http_t *h, const char *line, size_t len);
static int head_end(xc_http_t *h);
static int chunk_line(xc_http_t *h, const char *line, size_t len);


static int
bad(xc_http_t *h, const char *fault)
{
    h->fault = fault;

    return XC_HTTP_BAD;
}


void
xc_http_start(xc_http_t *h)
{
    memset(h, 0, offsetof(xc_http_t, line));
}


static int
in_body(const xc_http_t *h)
{
    return h->state == LENGTH || h->state == CLOSE || h->state == CHUNK_BODY;
}


static int
read_body(xc_http_t *h, const char **at, const char *end)
{
    size_t  n;

    n = end - *at;

    if (h->state != CLOSE) {
        if (n > h->left) {
            n = h->left;
        }

        h->left -= n;
    }

    h->body = *at;
    h->nbody = n;
    *at += n;

    if (h->left == 0 && h->state == LENGTH) {
        h->state = DONE;
    }

    if (h->left == 0 && h->state == CHUNK_BODY) {
        h->state = CHUNK_END;
    }

    return XC_HTTP_BODY;
}


static int
read_line(xc_http_t *h, const char **at, const char *end)
{
    size_t       n;
    const char  *line, *eol;

    line = *at;
    eol = memchr(line, '\n', end - line);
    n = (eol == NULL ? end : eol) - line;
    h->head += n + 1;

    if (h->nline + n > XC_HTTP_LINE) {
        return bad(h, "a line of more than 4096 bytes");
    }

    if (h->head > XC_HTTP_HEAD) {
        return bad(h, "a head of more than 32768 bytes");
    }

    if (eol == NULL || h->nline != 0) {
        memcpy(h->line + h->nline, line, n);
        h->nline += n;
    }

    if (eol == NULL) {
        h->head--;
        *at = end;
        return XC_HTTP_AGAIN;
    }

    *at = eol + 1;

    if (h->nline != 0) {
        line = h->line;
        n = h->nline;
        h->nline = 0;
    }

    if (n != 0 && line[n - 1] == '\r') {
        n--;
    }

    if (memchr(line, '\r', n) != NULL || memchr(line, '\0', n) != NULL) {
        return bad(h, "a control character in a line of the head");
    }

    return line_of(h, line, n);
}


int
xc_http_read(xc_http_t *h, const char **at, const char *end)
{
    int  rc;

    while (h->state != DONE) {

        if (*at == end) {
            return XC_HTTP_AGAIN;
        }

        h->said = 1;

        if (in_body(h)) {
            return read_body(h, at, end);
        }

        rc = read_line(h, at, end);

        if (rc != XC_HTTP_AGAIN) {
            return rc;
        }
    }

    return XC_HTTP_DONE;
}


/* the server closed: right after a body that only this ends */

int
xc_http_eof(xc_http_t *h)
{
    if (h->state == CLOSE) {
        h->state = DONE;
        return XC_HTTP_DONE;
    }

    return bad(h, "the connection was closed within the response");
}


static int
line_of(xc_http_t *h, const char *line, size_t len)
{
    switch (h->state) {

    case STATUS:
        return status_line(h, line, len);

    case HEADER:
        return len == 0 ? head_end(h) : header_line(h, line, len);

    case CHUNK:
        h->head = 0;
        return chunk_line(h, line, len);

    case CHUNK_END:
        if (len != 0) {
            return bad(h, "a chunk is longer than it says");
        }

        h->state = CHUNK;
        return XC_HTTP_AGAIN;

    default: /* TRAILER */
        if (len == 0) {
            h->state = DONE;
        }

        return XC_HTTP_AGAIN;
    }
}


static int
digit(char c)
{
    return c >= '0' && c <= '9';
}


static int
status_line(xc_http_t *h, const char *line, size_t len)
{
    if (len < 12 || memcmp(line, "HTTP/1.", 7) != 0
        || (line[7] != '0' && line[7] != '1') || line[8] != ' '
        || line[9] < '1' || line[9] > '5' || !digit(line[10])
        || !digit(line[11]) || (len > 12 && line[12] != ' '))
    {
        return bad(h, "the first line is not \"HTTP/1.1 \", three digits from "
                      "100 to 599 and a reason");
    }

    h->minor = line[7] == '1';
    h->keepalive = h->minor;
    h->status = (line[9] - '0') * 100 + (line[10] - '0') * 10
                + line[11] - '0';
    h->state = HEADER;

    return XC_HTTP_AGAIN;
}


static int
length_value(xc_http_t *h, const char *value, size_t len)
{
    size_t    i;
    uint64_t  n;

    n = 0;

    if (len == 0 || len > 15) {
        return bad(h, "Content-Length is not a number of 1 to 15 digits");
    }

    for (i = 0; i < len; i++) {
        if (!digit(value[i])) {
            return bad(h, "Content-Length is not a number of 1 to 15 digits");
        }

        n = n * 10 + (value[i] - '0');
    }

    if (h->measured && h->left != n) {
        return bad(h, "there are two Content-Length that differ");
    }

    h->measured = 1;
    h->left = n;

    return XC_HTTP_AGAIN;
}


/* one of the words that commas separate */

static int
has_word(const char *value, size_t len, const char *word)
{
    size_t       n, w;
    const char  *end, *comma;

    w = strlen(word);
    end = value + len;

    while (value < end) {
        comma = memchr(value, ',', end - value);

        if (comma == NULL) {
            comma = end;
        }

        while (value < comma && (*value == ' ' || *value == '\t')) {
            value++;
        }

        n = comma - value;

        while (n != 0 && (value[n - 1] == ' ' || value[n - 1] == '\t')) {
            n--;
        }

        if (n == w && strncasecmp(value, word, w) == 0) {
            return 1;
        }

        value = comma + 1;
    }

    return 0;
}


static void
keep(char *to, size_t size, const char *value, size_t len)
{
    if (len >= size) {
        len = size - 1;
    }

    memcpy(to, value, len);
    to[len] = '\0';
}


static int
header_value(xc_http_t *h, const char *name, size_t nname, const char *value,
    size_t len)
{
    switch (nname) {

    case 10:
        if (strncasecmp(name, "connection", 10) == 0) {
            if (has_word(value, len, "close")) {
                h->keepalive = 0;

            } else if (has_word(value, len, "keep-alive")) {
                h->keepalive = 1;
            }
        }
        break;

    case 12:
        if (strncasecmp(name, "content-type", 12) == 0) {
            keep(h->content_type, sizeof(h->content_type), value, len);
        }
        break;

    case 14:
        if (strncasecmp(name, "content-length", 14) == 0) {
            return length_value(h, value, len);
        }
        break;

    case 16:
        if (strncasecmp(name, "content-encoding", 16) == 0) {
            keep(h->encoding, sizeof(h->encoding), value, len);
        }
        break;

    case 17:
        if (strncasecmp(name, "transfer-encoding", 17) == 0) {
            if (h->chunked || len != 7
                || strncasecmp(value, "chunked", 7) != 0)
            {
                return bad(h, "Transfer-Encoding is not \"chunked\"");
            }

            h->chunked = 1;
        }
        break;
    }

    return XC_HTTP_AGAIN;
}


static int
header_line(xc_http_t *h, const char *line, size_t len)
{
    size_t       n;
    const char  *colon, *value, *end;

    end = line + len;
    colon = memchr(line, ':', len);

    if (colon == NULL || colon == line) {
        return bad(h, "a line of the head is not a name, a colon and a value");
    }

    n = colon - line;

    if (memchr(line, ' ', n) != NULL || memchr(line, '\t', n) != NULL) {
        return bad(h, "a blank in the name of a header");
    }

    value = colon + 1;

    while (value < end && (*value == ' ' || *value == '\t')) {
        value++;
    }

    while (end > value && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }

    return header_value(h, line, n, value, end - value);
}


static int
head_end(xc_http_t *h)
{
    if (h->chunked && h->measured) {
        return bad(h, "both Content-Length and Transfer-Encoding");
    }

    if (h->status == 101) {
        return bad(h, "another protocol, which nobody asked for");
    }

    if (h->status < 200) {
        xc_http_start(h);
        h->said = 1;
        return XC_HTTP_AGAIN;
    }

    if (h->status == 204 || h->status == 304) {
        h->state = DONE;

    } else if (h->chunked) {
        h->state = CHUNK;

    } else if (h->measured) {
        h->state = h->left == 0 ? DONE : LENGTH;

    } else {
        h->keepalive = 0;
        h->state = CLOSE;
    }

    return XC_HTTP_AGAIN;
}


static int
hex(char c)
{
    if (digit(c)) {
        return c - '0';
    }

    c |= 0x20;

    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}


static int
chunk_line(xc_http_t *h, const char *line, size_t len)
{
    size_t  i;

    h->left = 0;

    for (i = 0; i < len && hex(line[i]) >= 0; i++) {
        if (i == 12) {
            break;
        }

        h->left = h->left * 16 + hex(line[i]);
    }

    if (i == 0 || (i < len && line[i] != ';' && line[i] != ' ')) {
        return bad(h, "the size of a chunk is not 1 to 12 hexadecimal digits");
    }

    h->state = h->left == 0 ? TRAILER : CHUNK_BODY;

    return XC_HTTP_AGAIN;
}
