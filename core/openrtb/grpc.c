#include "core/openrtb/grpc.h"
#include "core/openrtb/protobuf_step.h"


cx_grpc_status_e
cx_grpc_status(cx_errcode_t code)
{
    int  status;

    status = cx_error_http(code);

    if (status == 413) {
        return CX_GRPC_RESOURCE_EXHAUSTED;
    }

    return status >= 500 ? CX_GRPC_INTERNAL : CX_GRPC_INVALID_ARGUMENT;
}


void
cx_grpc_frame_init(cx_grpc_frame_t *f, size_t max)
{
    memset(f, 0, sizeof(cx_grpc_frame_t));
    f->max = max;
}


static cx_rc_t
cx_grpc_frame_begin(cx_grpc_frame_t *f, cx_error_t *e)
{
    char      allowed[40];
    cx_buf_t  b;

    f->compressed = f->head[0];
    f->len = (size_t) f->head[1] << 24 | (size_t) f->head[2] << 16
             | (size_t) f->head[3] << 8 | f->head[4];
    f->got = 0;

    if (f->compressed > 1) {
        return cx_error(e, CX_E_PROTOBUF, "message", "0 or 1",
                        "its first byte is %u", f->compressed);
    }

    if (f->len > f->max) {
        cx_buf_init(&b, allowed, sizeof(allowed) - 1);
        cx_put_lit(&b, "at most ");
        cx_put_uint(&b, f->max);
        cx_put_lit(&b, " bytes");
        allowed[cx_buf_len(&b)] = '\0';

        return cx_error(e, CX_E_BODY_TOO_LARGE, "message", allowed,
                        "is of %zu bytes", f->len);
    }

    return CX_OK;
}


cx_grpc_rc_e
cx_grpc_frame_read(cx_grpc_frame_t *f, const uint8_t **p, const uint8_t *end,
    cx_str_t *message, cx_error_t *e)
{
    size_t  n;

    if (f->nhead < CX_GRPC_HEAD) {
        n = cx_min((size_t) (end - *p), (size_t) (CX_GRPC_HEAD - f->nhead));

        if (n) {
            memcpy(f->head + f->nhead, *p, n);
            f->nhead += (uint8_t) n;
            *p += n;
        }

        if (f->nhead < CX_GRPC_HEAD) {
            return CX_GRPC_AGAIN;
        }

        if (cx_grpc_frame_begin(f, e) != CX_OK) {
            return CX_GRPC_ERROR;
        }
    }

    n = cx_min((size_t) (end - *p), f->len - f->got);

    if (f->got == 0 && n == f->len) {
        *message = cx_strn(*p, n);
        *p += n;
        f->nhead = 0;
        return CX_GRPC_MESSAGE;
    }

    if (n == 0) {
        return CX_GRPC_AGAIN;
    }

    if (f->size < f->len) {
        return CX_GRPC_ROOM;
    }

    memcpy(f->mem + f->got, *p, n);
    f->got += n;
    *p += n;

    if (f->got < f->len) {
        return CX_GRPC_AGAIN;
    }

    *message = cx_strn(f->mem, f->len);
    f->nhead = 0;

    return CX_GRPC_MESSAGE;
}


cx_rc_t
cx_grpc_frame_end(const cx_grpc_frame_t *f, cx_error_t *e)
{
    if (f->nhead == 0) {
        return CX_OK;
    }

    return cx_error(e, CX_E_BODY_UNREAD, "message", "whole messages",
                    "is cut short");
}


void
cx_grpc_frame_head(uint8_t *head, size_t len)
{
    head[0] = 0;
    head[1] = (uint8_t) (len >> 24);
    head[2] = (uint8_t) (len >> 16);
    head[3] = (uint8_t) (len >> 8);
    head[4] = (uint8_t) len;
}


/* at most eight digits and a unit */

cx_rc_t
cx_grpc_timeout(cx_str_t value, uint64_t *ms)
{
    size_t    i;
    uint64_t  n;

    if (value.len < 2 || value.len > 9) {
        return CX_ERROR;
    }

    for (i = 0, n = 0; i < value.len - 1; i++) {
        if (value.data[i] < '0' || value.data[i] > '9') {
            return CX_ERROR;
        }

        n = n * 10 + (value.data[i] - '0');
    }

    switch (value.data[i]) {

    case 'H':
        *ms = n * 3600 * 1000;
        return CX_OK;

    case 'M':
        *ms = n * 60 * 1000;
        return CX_OK;

    case 'S':
        *ms = n * 1000;
        return CX_OK;

    case 'm':
        *ms = n;
        return CX_OK;

    case 'u':
        *ms = (n + 999) / 1000;
        return CX_OK;

    case 'n':
        *ms = (n + 999999) / 1000000;
        return CX_OK;

    default:
        return CX_ERROR;
    }
}


void
cx_grpc_put_text(cx_buf_t *b, cx_str_t text)
{
    size_t   i;
    uint8_t  c;

    for (i = 0; i < text.len; i++) {
        c = text.data[i];

        if (c >= ' ' && c <= '~' && c != '%') {
            cx_put_char(b, (char) c);

        } else if (cx_buf_room(b, 3)) {
            *b->pos++ = '%';
            *b->pos++ = (uint8_t) "0123456789ABCDEF"[c >> 4];
            *b->pos++ = (uint8_t) "0123456789ABCDEF"[c & 15];
        }
    }
}


cx_rc_t
cx_grpc_health_service(cx_str_t message, cx_str_t *service, cx_error_t *e)
{
    uint32_t        number;
    cx_pb_pos_t     p, end;
    cx_pb_walk_t    w;
    cx_pb_wire_e    wire;

    memset(&w, 0, sizeof(cx_pb_walk_t));
    w.body = message.data;
    w.e = e;

    *service = cx_strn(NULL, 0);
    p = message.data;
    end = p + message.len;

    while (p < end) {
        p = cx_pb_tag(&w, p, end, &number, &wire);

        if (p == NULL) {
            return CX_ERROR;
        }

        p = number == 1 && wire == CX_PB_BYTES
            ? cx_pb_bytes(&w, p, end, service)
            : cx_pb_skip(&w, p, end, number, wire);

        if (p == NULL) {
            return CX_ERROR;
        }
    }

    return CX_OK;
}
