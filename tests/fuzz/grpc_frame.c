
/*
 * Messages in pieces, as a body comes, against the whole of it read at once;
 * and what gRPC has in headers.
 */

#include <stdlib.h>

#include "core/openrtb/grpc.h"


#define MAX  4096


static void
must(int ok)
{
    if (!ok) {
        abort();
    }
}


typedef struct {
    const uint8_t  *p;
    const uint8_t  *last;
} whole_t;

/* the next message of the whole: 1, 0 for none, -1 for an error */

static int
next(whole_t *w, int *compressed, cx_str_t *message)
{
    size_t  len;

    if (w->last - w->p < 5) {
        return 0;
    }

    len = (size_t) w->p[1] << 24 | (size_t) w->p[2] << 16
          | (size_t) w->p[3] << 8 | w->p[4];

    if (w->p[0] > 1 || len > MAX) {
        return -1;
    }

    if ((size_t) (w->last - w->p) - 5 < len) {
        return 0;
    }

    *compressed = w->p[0];
    *message = cx_strn(w->p + 5, len);
    w->p += 5 + len;

    return 1;
}


static void
headers(cx_str_t text)
{
    uint8_t     mem[64];
    size_t      i;
    cx_buf_t    b;
    cx_str_t    service;
    uint64_t    ms;
    cx_error_t  e;

    if (cx_grpc_timeout(text, &ms) == CX_OK) {
        must(text.len >= 2 && text.len <= 9 && ms <= 359999996400000ULL);
    }

    if (cx_grpc_health_service(text, &service, &e) == CX_OK) {
        must(service.len == 0
             || (service.data > text.data
                 && service.data + service.len <= text.data + text.len));
    }

    cx_buf_init(&b, mem, sizeof(mem));
    cx_grpc_put_text(&b, text);

    for (i = 0; i < cx_buf_len(&b); i++) {
        must(mem[i] >= ' ' && mem[i] <= '~');
    }
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int               rc, compressed;
    size_t            step, n;
    uint8_t          *piece;
    whole_t           w;
    cx_str_t          message, want;
    cx_error_t        e;
    cx_grpc_rc_e      got;
    const uint8_t    *p, *last;
    cx_grpc_frame_t   f;

    if (size == 0) {
        return 0;
    }

    headers(cx_strn(data, size));

    step = data[0] + 1;
    last = data + size;
    data++;

    w.p = data;
    w.last = last;

    cx_grpc_frame_init(&f, MAX);

    for ( /* void */ ; data < last; data += n) {
        n = cx_min(step, (size_t) (last - data));

        piece = malloc(n);
        memcpy(piece, data, n);
        p = piece;

        for ( ;; ) {
            got = cx_grpc_frame_read(&f, &p, piece + n, &message, &e);

            if (got == CX_GRPC_ROOM) {
                must(f.len <= MAX && f.size < f.len);
                free(f.mem);
                f.mem = malloc(f.len);
                f.size = f.len;
                continue;
            }

            if (got == CX_GRPC_AGAIN) {
                must(p == piece + n);
                break;
            }

            rc = next(&w, &compressed, &want);

            if (got == CX_GRPC_ERROR) {
                must(rc == -1);
                free(piece);
                free(f.mem);
                return 0;
            }

            must(rc == 1 && f.compressed == compressed
                 && cx_str_eq(message, want));
        }

        free(piece);
    }

    must(next(&w, &compressed, &want) == 0);
    must((cx_grpc_frame_end(&f, &e) == CX_OK) == (w.p == last));

    free(f.mem);

    return 0;
}
