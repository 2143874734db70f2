
/*
 * What a server sends to the simulator: the first byte says into what pieces it
 * is cut.  However it is cut it is read the same.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/exchange/http.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


typedef struct {
    int       rc;
    int       status;
    unsigned  keepalive;
    uint64_t  sum;
    size_t    n;
    size_t    left;
} fuzz_got_t;


static void
fuzz_must(int ok)
{
    if (!ok) {
        abort();
    }
}


static fuzz_got_t
fuzz_read(const char *text, size_t size, size_t piece)
{
    size_t            i;
    fuzz_got_t        got;
    const char       *at, *end, *all;
    static xc_http_t  h;

    memset(&got, 0, sizeof(got));
    xc_http_start(&h);
    at = text;
    all = text + size;

    do {
        end = (size_t) (all - at) < piece ? all : at + piece;

        while ((got.rc = xc_http_read(&h, &at, end)) == XC_HTTP_BODY) {
            fuzz_must(h.nbody != 0 && h.body >= text && h.body + h.nbody <= end);

            for (i = 0; i < h.nbody; i++) {
                got.sum = got.sum * 31 + (unsigned char) h.body[i];
            }

            got.n += h.nbody;
        }

        fuzz_must(got.rc != XC_HTTP_AGAIN || at == end);

    } while (got.rc == XC_HTTP_AGAIN && at != all);

    if (got.rc == XC_HTTP_AGAIN) {
        got.rc = xc_http_eof(&h);
    }

    got.left = all - at;

    if (got.rc == XC_HTTP_DONE) {
        fuzz_must(h.status >= 200 && h.status < 600);
        fuzz_must(strlen(h.content_type) < sizeof(h.content_type));
        got.status = h.status;
        got.keepalive = h.keepalive;

    } else {
        fuzz_must(got.rc == XC_HTTP_BAD && h.fault != NULL);
        got.left = 0;
        got.sum = 0;
        got.n = 0;
    }

    return got;
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_got_t  whole, cut;

    if (size == 0) {
        return 0;
    }

    whole = fuzz_read((const char *) data + 1, size - 1, size);
    cut = fuzz_read((const char *) data + 1, size - 1, data[0] + 1);

    fuzz_must(whole.rc == cut.rc && whole.status == cut.status
              && whole.keepalive == cut.keepalive && whole.sum == cut.sum
              && whole.n == cut.n && whole.left == cut.left);

    return 0;
}
