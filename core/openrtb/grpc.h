
/*
 * gRPC as it is inside HTTP/2: messages in the bytes of a body, and what
 * headers say.
 */

#ifndef CX_OPENRTB_GRPC_H
#define CX_OPENRTB_GRPC_H

#include "core/base/base.h"


#define CX_GRPC_HEAD  5                 /* a flag and a length */

typedef enum {
    CX_GRPC_OK = 0,
    CX_GRPC_CANCELLED = 1,
    CX_GRPC_INVALID_ARGUMENT = 3,
    CX_GRPC_DEADLINE_EXCEEDED = 4,
    CX_GRPC_NOT_FOUND = 5,
    CX_GRPC_RESOURCE_EXHAUSTED = 8,
    CX_GRPC_UNIMPLEMENTED = 12,
    CX_GRPC_INTERNAL = 13,
    CX_GRPC_UNAVAILABLE = 14
} cx_grpc_status_e;

cx_grpc_status_e cx_grpc_status(cx_errcode_t code);


/*
 * A body comes in pieces that know nothing of messages.  One that lies in a
 * piece is taken where it is; one that does not is put together in memory of
 * the caller's: mem, of at least len bytes when there is CX_GRPC_ROOM to be
 * made.
 */

typedef enum {
    CX_GRPC_AGAIN = 0,          /* the piece is used up */
    CX_GRPC_MESSAGE,            /* here is one, until the next call */
    CX_GRPC_ROOM,               /* mem has less than len bytes */
    CX_GRPC_ERROR
} cx_grpc_rc_e;

typedef struct {
    uint8_t   head[CX_GRPC_HEAD];
    uint8_t   nhead;
    uint8_t   compressed;       /* the message at hand */
    size_t    len;              /* its length */
    size_t    got;
    size_t    max;              /* that is allowed */
    uint8_t  *mem;
    size_t    size;             /* of mem */
} cx_grpc_frame_t;

void cx_grpc_frame_init(cx_grpc_frame_t *f, size_t max);
cx_grpc_rc_e cx_grpc_frame_read(cx_grpc_frame_t *f, const uint8_t **p,
    const uint8_t *end, cx_str_t *message, cx_error_t *e);

/* CX_ERROR if the body may not end here */

cx_rc_t cx_grpc_frame_end(const cx_grpc_frame_t *f, cx_error_t *e);

void cx_grpc_frame_head(uint8_t *head, size_t len);


/* the header grpc-timeout; up to the next millisecond */

cx_rc_t cx_grpc_timeout(cx_str_t value, uint64_t *ms);

/* the header grpc-message: what is not printable ASCII is percent-encoded */

void cx_grpc_put_text(cx_buf_t *b, cx_str_t text);

/* the one field of a HealthCheckRequest; empty if it is not there */

cx_rc_t cx_grpc_health_service(cx_str_t message, cx_str_t *service,
    cx_error_t *e);


#endif /* CX_OPENRTB_GRPC_H */
